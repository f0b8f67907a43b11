/* See dictionary.h. */
#include "press/dictionary.h"

#include <string.h>

#include "base/arena.h"
#include "press/scan.h"
#include "base/banned.h"

#define STEM_BITS 32768u
#define LINE	  64 /* bytes that a processor fetches at once */

/* Where a word may stand; `known` 0: nothing does. Most words are in it whole, so that nothing else is touched for those that
 * are not known. */
struct slot {
	uint64_t head; /* its first bytes */
	uint32_t known;
	uint8_t len;
	bool stem;
};

struct dictionary {
	struct known *known; /* known[0] is nobody's: no rows */
	size_t n;
	struct slot *slot;
	size_t mask;
	/* A bit for each stem, which most beginnings of words do not have. */
	uint64_t stems[STEM_BITS / 64];
};

_Static_assert(sizeof(struct known) == LINE, "what is known of a word is fetched at once");
_Static_assert(WORD_ROOM < 256 && ROWS_AT < 256, "lengths and numbers of rows take one byte");

static inline uint64_t load(const char *s, size_t n)
{
	uint64_t x = 0;

	memcpy(&x, s, n);
	return x;
}

/* The first bytes of s, at most eight, the others 0. */
static inline uint64_t head_of(const char *s, size_t n)
{
	if (n >= 8)
		return load(s, 8);
	if (n >= 4)
		return load(s, 4) | load(s + n - 4, 4) << 8 * (n - 4);
	if (!n)
		return 0;
	return (uint64_t)(uint8_t)s[0] | (uint64_t)(uint8_t)s[n / 2] << 8 * (n / 2) |
	       (uint64_t)(uint8_t)s[n - 1] << 8 * (n - 1);
}

static inline uint64_t mix(uint64_t h)
{
	h *= UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 32;
}

static inline uint64_t hash_of(struct str word, uint64_t head, bool stem)
{
	uint64_t h = mix(head + word.len * 2 + stem);

	for (size_t i = 8; i < word.len; i += 8)
		h = mix(h ^ head_of(word.s + i, word.len - i));
	return h;
}

/* The place of the word, or the free one where it would stand. */
static inline struct slot *slot_of(const struct dictionary *d, uint64_t hash, struct str word,
				   uint64_t head, bool stem)
{
	for (size_t at = (size_t)hash;; at++) {
		struct slot *slot = &d->slot[at & d->mask];

		if (!slot->known ||
		    (slot->head == head && slot->len == word.len && slot->stem == stem &&
		     (word.len <= 8 ||
		      memcmp(d->known[slot->known].word + 8, word.s + 8, word.len - 8) == 0)))
			return slot;
	}
}

static inline uint32_t bit_of(uint64_t hash)
{
	return (uint32_t)(hash >> 40) % STEM_BITS;
}

/* The stem that a word is or begins with, of n bytes; 0: none. */
static inline uint32_t stem_of(const struct dictionary *d, struct str word, size_t n)
{
	struct str stem = { word.s, n };
	uint64_t head = head_of(word.s, n), hash = hash_of(stem, head, true);
	uint32_t bit = bit_of(hash);

	/* A stem ends with a whole character. */
	if (!(d->stems[bit / 64] >> (bit % 64) & 1) ||
	    (n < word.len && ((uint8_t)word.s[n] & 0xc0) == 0x80))
		return 0;
	return slot_of(d, hash, stem, head, true)->known;
}

const struct known *dictionary_find(const struct dictionary *d, struct str word)
{
	uint64_t head;
	uint32_t known;

	if (word.len > WORD_ROOM)
		return &d->known[0];
	head = head_of(word.s, word.len);
	known = slot_of(d, hash_of(word, head, false), word, head, false)->known;
	for (size_t n = word.len; n && !known; n--)
		known = stem_of(d, word, n);
	/* It is asked for its rows when the sentence is whole. */
	__builtin_prefetch(&d->known[known]);
	return &d->known[known];
}

/* ---- made of the rows ---- */

/* Twice the slots: as few as hold the words are fetched soonest. */
static void more_slots(struct arena *a, struct dictionary *d)
{
	d->mask = d->mask ? d->mask * 2 + 1 : 1023;
	d->slot = arena_array(a, d->mask + 1, sizeof *d->slot);
	for (size_t i = 1; i < d->n; i++) {
		const struct known *k = &d->known[i];
		struct str word = { k->word, k->len };
		uint64_t head = head_of(word.s, word.len);

		*slot_of(d, hash_of(word, head, k->stem), word, head, k->stem) =
			(struct slot){ head, (uint32_t)i, k->len, k->stem };
	}
}

static uint32_t add_word(struct arena *a, struct dictionary *d, struct str word, bool stem)
{
	uint64_t head = head_of(word.s, word.len), hash = hash_of(word, head, stem);
	struct slot *slot;
	uint32_t bit = bit_of(hash);

	if (d->n * 5 >= d->mask * 3)
		more_slots(a, d);
	slot = slot_of(d, hash, word, head, stem);
	if (!slot->known) {
		*slot = (struct slot){ head, (uint32_t)d->n++, (uint8_t)word.len, stem };
		d->known[slot->known] =
			(struct known){ .word = word.s, .len = (uint8_t)word.len, .stem = stem };
		d->stems[bit / 64] |= (uint64_t)stem << (bit % 64);
	}
	return slot->known;
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
		of[i] = add_word(a, d, r->word[0], r->stem[0]);
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
	size_t n = 0;

	for (size_t i = 1; i <= k->len; i++) {
		uint32_t stem = stem_of(d, str_mem(k->word, k->len), i);

		if (stem)
			n = take_rows(f, stem, out, n);
	}
	return k->stem ? n : take_rows(f, (size_t)(k - d->known), out, n);
}

static void put_rows(struct arena *a, struct dictionary *d, const struct firsts *f, struct known *k)
{
	const struct pack_row *row[ROWS_AT];
	size_t n = rows_of(d, f, k, row);
	struct longer *longer = arena_array(a, n, sizeof *longer);
	struct hit *hit = arena_array(a, n, sizeof *hit);

	k->row = n ? arena_copy(a, row, n * sizeof *row) : NULL;
	k->rows = (uint8_t)n;
	for (size_t i = 0; i < n; i++) {
		const struct pack_row *r = row[i];

		k->month = k->month || r->kind == W_MONTH;
		if (r->words == 1) {
			kinds_add(&k->alone, r->kind);
			hit[k->hits++] = (struct hit){ r, 1, (uint8_t)r->kind };
			continue;
		}
		longer[k->longers] = (struct longer){ .row = r, .first = r->word[1].s[0] };
		if (r->stem[1]) {
			k->seconds |= byte_bit(r->word[1].s[0]);
		} else {
			longer[k->longers].next = &d->known[add_word(a, d, r->word[1], false)];
			k->seconds |= known_bit(longer[k->longers].next);
		}
		k->longers++;
	}
	k->hit = hit;
	k->longer = longer;
}

const struct dictionary *dictionary_of(struct arena *a, const struct pack *p)
{
	struct dictionary *d = arena_alloc(a, sizeof *d);
	struct firsts f;
	char *room;

	/* First words and second ones. */
	room = arena_array(a, 2 * p->rows + 2, sizeof *d->known);
	d->known = (struct known *)(void *)(room + (-(uintptr_t)room & (LINE - 1)));
	d->n = 1;
	more_slots(a, d);
	for (size_t i = 1; i < p->rows; i++)
		if (!begins_nothing(&p->row[i]))
			(void)add_word(a, d, p->row[i].word[0], p->row[i].stem[0]);
	for (size_t i = 1; i < p->rows; i++)
		if (!begins_nothing(&p->row[i]) && p->row[i].words > 1 && !p->row[i].stem[1])
			(void)add_word(a, d, p->row[i].word[1], false);
	f = firsts_of(a, d, p);
	for (size_t i = 1; i < d->n; i++)
		put_rows(a, d, &f, &d->known[i]);
	return d;
}
