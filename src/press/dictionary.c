/* See dictionary.h. */
#include "press/dictionary.h"

#include <string.h>

#include "base/arena.h"
#include "press/scan.h"
#include "base/banned.h"

#define SEED	  2166136261u
#define STEM_BITS 32768u

struct dictionary {
	struct known *known; /* known[0] is nobody's: no rows */
	size_t n;
	uint32_t *slot; /* 0: none */
	size_t mask;
	/* A bit for the hash of each stem, which most beginnings of words do not have. */
	uint64_t stems[STEM_BITS / 64];
};

static inline uint32_t step(uint32_t h, char c)
{
	return (h ^ (uint8_t)c) * 16777619u;
}

static uint32_t hash_of(struct str word)
{
	uint32_t h = SEED;

	for (size_t i = 0; i < word.len; i++)
		h = step(h, word.s[i]);
	return h;
}

static inline uint32_t bit_of(uint32_t h)
{
	return (h ^ h >> 16) % STEM_BITS;
}

/* The place of the word, or the free one where it would stand. */
static inline uint32_t *slot_of(const struct dictionary *d, uint32_t hash, struct str word,
				bool stem)
{
	size_t at = (hash ^ hash >> 15) + stem;

	for (;; at++) {
		uint32_t *slot = &d->slot[at & d->mask];
		const struct known *k = &d->known[*slot];

		if (!*slot || (k->hash == hash && k->stem == stem && k->word.len == word.len &&
			       memcmp(k->word.s, word.s, word.len) == 0))
			return slot;
	}
}

const struct known *dictionary_find(const struct dictionary *d, struct str word)
{
	uint32_t hash[WORD_ROOM], h = SEED, whole;

	if (word.len > WORD_ROOM)
		return &d->known[0];
	for (size_t i = 0; i < word.len; i++)
		hash[i] = h = step(h, word.s[i]);
	whole = *slot_of(d, h, word, false);
	if (whole)
		return &d->known[whole];
	for (size_t n = word.len; n; n--) {
		uint32_t bit = bit_of(hash[n - 1]), stem;

		/* A stem ends with a whole character. */
		if (!(d->stems[bit / 64] >> (bit % 64) & 1) ||
		    (n < word.len && ((uint8_t)word.s[n] & 0xc0) == 0x80))
			continue;
		stem = *slot_of(d, hash[n - 1], str_mem(word.s, n), true);
		if (stem)
			return &d->known[stem];
	}
	return &d->known[0];
}

/* ---- made of the rows ---- */

static struct known *add_word(struct dictionary *d, struct str word, bool stem)
{
	uint32_t hash = hash_of(word), bit = bit_of(hash), *slot = slot_of(d, hash, word, stem);

	if (!*slot) {
		*slot = (uint32_t)d->n++;
		d->known[*slot] = (struct known){ .word = word, .hash = hash, .stem = stem };
		d->stems[bit / 64] |= (uint64_t)stem << (bit % 64);
	}
	return &d->known[*slot];
}

/* Rows of a pack by their first words: list[from[i]] up to list[from[i + 1]] are those of known[i]. */
struct firsts {
	uint32_t *from;
	const struct pack_row **list;
};

static bool begins_nothing(const struct pack_row *r)
{
	return r->kind == W_CLASS || r->kind == W_DEFAULT;
}

static struct firsts firsts_of(struct arena *a, struct dictionary *d, const struct pack *p)
{
	struct firsts f = { arena_array(a, d->n + 2, sizeof *f.from),
			    arena_array(a, p->rows + 1, sizeof *f.list) };
	uint32_t *of = arena_array(a, p->rows + 1, sizeof *of);

	for (size_t i = 1; i < p->rows; i++) {
		const struct pack_row *r = &p->row[i];

		if (begins_nothing(r))
			continue;
		of[i] = (uint32_t)(add_word(d, r->word[0], r->stem[0]) - d->known);
		f.from[of[i] + 2]++;
	}
	for (size_t i = 2; i < d->n + 2; i++)
		f.from[i] += f.from[i - 1];
	for (size_t i = 1; i < p->rows; i++)
		if (of[i])
			f.list[f.from[of[i] + 1]++] = &p->row[i];
	return f;
}

static size_t take_rows(const struct firsts *f, size_t word, const struct pack_row **out, size_t n)
{
	for (uint32_t i = f->from[word]; i < f->from[word + 1] && n < ROWS_AT; i++)
		out[n++] = f->list[i];
	return n;
}

/* The rows that may begin at a word, in their order. */
static size_t rows_of(const struct dictionary *d, const struct firsts *f, const struct known *k,
		      const struct pack_row *out[ROWS_AT])
{
	uint32_t h = SEED;
	size_t n = 0;

	for (size_t i = 0; i < k->word.len; i++) {
		uint32_t stem;

		h = step(h, k->word.s[i]);
		if (i + 1 < k->word.len && ((uint8_t)k->word.s[i + 1] & 0xc0) == 0x80)
			continue;
		stem = *slot_of(d, h, str_mem(k->word.s, i + 1), true);
		if (stem)
			n = take_rows(f, stem, out, n);
	}
	return k->stem ? n : take_rows(f, (size_t)(k - d->known), out, n);
}

static void put_rows(struct arena *a, const struct dictionary *d, const struct firsts *f,
		     struct known *k)
{
	const struct pack_row *row[ROWS_AT];
	size_t n = rows_of(d, f, k, row);
	struct longer *longer = arena_array(a, n, sizeof *longer);
	struct hit *hit = arena_array(a, n, sizeof *hit);

	k->row = n ? arena_copy(a, row, n * sizeof *row) : NULL;
	k->rows = (uint16_t)n;
	for (size_t i = 0; i < n; i++) {
		const struct pack_row *r = row[i];

		kinds_add(&k->begun, r->kind);
		if (r->words == 1) {
			kinds_add(&k->alone, r->kind);
			hit[k->hits++] = (struct hit){ r, 1 };
			continue;
		}
		longer[k->longers].row = r;
		if (!r->stem[1])
			longer[k->longers].next =
				&d->known[*slot_of(d, hash_of(r->word[1]), r->word[1], false)];
		k->longers++;
	}
	k->hit = hit;
	k->longer = longer;
}

const struct dictionary *dictionary_of(struct arena *a, const struct pack *p)
{
	struct dictionary *d = arena_alloc(a, sizeof *d);
	struct firsts f;
	size_t most = 2;

	/* First words and second ones, in at most half of the slots. */
	while (most < 4 * p->rows)
		most *= 2;
	d->known = arena_array(a, 2 * p->rows + 1, sizeof *d->known);
	d->slot = arena_array(a, most, sizeof *d->slot);
	d->mask = most - 1;
	d->n = 1;
	for (size_t i = 1; i < p->rows; i++)
		if (!begins_nothing(&p->row[i]))
			(void)add_word(d, p->row[i].word[0], p->row[i].stem[0]);
	for (size_t i = 1; i < p->rows; i++)
		if (!begins_nothing(&p->row[i]) && p->row[i].words > 1 && !p->row[i].stem[1])
			(void)add_word(d, p->row[i].word[1], false);
	f = firsts_of(a, d, p);
	for (size_t i = 1; i < d->n; i++)
		put_rows(a, d, &f, &d->known[i]);
	return d;
}
