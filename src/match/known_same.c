/* See known.h. */
#include "match/known.h"

#include <string.h>

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

static size_t at_of(const struct symbols *w)
{
	uint32_t hash = symbols_hash(w);
	size_t at = first(hash);

	return at < known_words_n && known_words[at].hash == hash ? at : known_words_n;
}

size_t known_at(const struct symbols *w)
{
	static const uint8_t article[] = { 1, 23 }; /* alif, lam */
	struct symbols without = { .script = w->script };
	size_t at = at_of(w);

	if (at < known_words_n || w->script != SCRIPT_ARABIC || w->n < sizeof article + 3 ||
	    memcmp(w->at, article, sizeof article))
		return at;
	without.n = (uint8_t)(w->n - sizeof article);
	memcpy(without.at, w->at + sizeof article, without.n);
	return at_of(&without);
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
	size_t i = known_at(a), k = known_at(b);
	uint32_t x, y;

	if (i == known_words_n || k == known_words_n)
		return false;
	x = known_words[i].hash;
	y = known_words[k].hash;
	/* Names of one word stand in their order. */
	for (; i < known_words_n && known_words[i].hash == x; i++, k++)
		if (k == known_words_n || known_words[k].hash != y ||
		    known_words[k].name != known_words[i].name)
			return false;
	return k == known_words_n || known_words[k].hash != y;
}
