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

int known_same(const struct symbols *a, const struct symbols *b)
{
	uint32_t x = symbols_hash(a), y = symbols_hash(b);
	size_t i = first(x), from = first(y), k = from;

	if (i == known_words_n || known_words[i].hash != x || k == known_words_n ||
	    known_words[k].hash != y)
		return 0;
	for (; i < known_words_n && known_words[i].hash == x; i++)
		for (k = from; k < known_words_n && known_words[k].hash == y; k++)
			if (known_words[i].name == known_words[k].name)
				return 1;
	return -1;
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
