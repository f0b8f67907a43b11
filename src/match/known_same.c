/* See known.h. */
#include "match/known.h"
#include "base/banned.h"

/* The first of a word, or where it would stand. */
static size_t first(uint32_t hash)
{
	size_t low = 0, high = known_words_n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (known_words[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t known_at(const struct symbols *w)
{
	uint32_t hash = symbols_hash(w);
	size_t at = first(hash);

	return at < known_words_n && known_words[at].hash == hash ? at : known_words_n;
}

int known_both(size_t a, size_t b)
{
	const struct known_word *all = known_words;

	if (a == known_words_n || b == known_words_n)
		return 0;
	for (size_t i = a; i < known_words_n && all[i].hash == all[a].hash; i++)
		for (size_t k = b; k < known_words_n && all[k].hash == all[b].hash; k++)
			if (all[i].name == all[k].name)
				return 1;
	return -1;
}

int known_same(const struct symbols *a, const struct symbols *b)
{
	return known_both(known_at(a), known_at(b));
}

bool known_sure(const struct symbols *a, const struct symbols *b)
{
	uint32_t x = symbols_hash(a), y = symbols_hash(b);
	size_t i = first(x), k = first(y);

	if (i == known_words_n || known_words[i].hash != x)
		return false;
	/* Names of one word stand in their order. */
	for (; i < known_words_n && known_words[i].hash == x; i++, k++)
		if (k == known_words_n || known_words[k].hash != y ||
		    known_words[k].name != known_words[i].name)
			return false;
	return k == known_words_n || known_words[k].hash != y;
}
