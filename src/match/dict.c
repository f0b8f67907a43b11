/* See dict.h. Words of one script and one length share blocks; the last block of each kind is filled before the next
 * begins. A table of hashes finds a word that is there. */
#include "match/dict.h"

#include <string.h>

#include "base/arena.h"
#include "match/cost.h"
#include "base/banned.h"

#define FARTHEST 6 /* letters that one word may be longer than the other */
#define NONE	 UINT32_MAX

struct block {
	uint32_t id[EDIT_LANES];
	uint8_t tells[EDIT_LANES];
	uint8_t at[][EDIT_LANES]; /* as many as the words have letters */
};

/* The blocks of one script and length. */
struct shelf {
	struct block **block;
	size_t n, room, words;
};

struct place {
	uint8_t script, n, lane;
	uint32_t block;
};

struct dict {
	struct arena *a;
	struct shelf shelf[SCRIPTS][SYMBOLS_MAX + 1];
	struct place *place; /* by id */
	uint32_t *occurs;
	size_t n, place_room, occurs_room;
	uint32_t *table; /* ids + 1 by hash */
	size_t slots;
	uint64_t total[SCRIPTS];
	size_t bytes;
};

struct dict *dict_new(struct arena *a)
{
	struct dict *d = arena_alloc(a, sizeof *d);

	d->a = a;
	return d;
}

static uint32_t hash(const struct symbols *w)
{
	uint32_t h = 2166136261u ^ w->script; /* FNV-1a, then mixed */

	for (size_t i = 0; i < w->n; i++)
		h = (h ^ w->at[i]) * 16777619u;
	h ^= h >> 16;
	h *= 0x7feb352du;
	return h ^ h >> 15;
}

static bool is_at(const struct dict *d, uint32_t id, const struct symbols *w)
{
	struct place p = d->place[id];
	const struct block *b;

	if (p.script != w->script || p.n != w->n)
		return false;
	b = d->shelf[p.script][p.n].block[p.block];
	for (size_t i = 0; i < w->n; i++)
		if (b->at[i][p.lane] != w->at[i])
			return false;
	return true;
}

/* Twice as many slots, with all that is there. */
static void spread(struct dict *d)
{
	size_t slots = d->slots ? d->slots * 2 : 1024;
	uint32_t *table = arena_array(d->a, slots, sizeof *table);

	for (uint32_t id = 0; id < d->n; id++) {
		struct symbols w;
		size_t at;

		dict_word(d, id, &w);
		for (at = hash(&w) & (slots - 1); table[at]; at = (at + 1) & (slots - 1))
			continue;
		table[at] = id + 1;
	}
	d->table = table;
	d->slots = slots;
}

unsigned dict_tells(const struct symbols *w)
{
	unsigned sum = 0;

	for (size_t i = 0; i < w->n; i++)
		sum += cost_tells[w->script][w->at[i]];
	return sum / 2;
}

/* Puts a new word on its shelf. */
static void shelve(struct dict *d, const struct symbols *w)
{
	struct shelf *s = &d->shelf[w->script][w->n];
	size_t lane = s->words % EDIT_LANES;
	unsigned tells = dict_tells(w);
	struct block *b;

	if (!lane) {
		size_t size = sizeof *b + (size_t)w->n * EDIT_LANES;

		s->block = arena_more(d->a, s->block, s->n, &s->room, sizeof *s->block);
		b = s->block[s->n++] = arena_alloc(d->a, size);
		memset(b->id, 0xff, sizeof b->id);
		d->bytes += size;
	}
	b = s->block[s->n - 1];
	b->id[lane] = (uint32_t)d->n;
	b->tells[lane] = (uint8_t)(tells > UINT8_MAX ? UINT8_MAX : tells);
	for (size_t i = 0; i < w->n; i++)
		b->at[i][lane] = w->at[i];
	s->words++;
	d->place = arena_more(d->a, d->place, d->n, &d->place_room, sizeof *d->place);
	d->occurs = arena_more(d->a, d->occurs, d->n, &d->occurs_room, sizeof *d->occurs);
	d->place[d->n] = (struct place){ w->script, w->n, (uint8_t)lane, (uint32_t)(s->n - 1) };
	d->occurs[d->n++] = 0;
}

uint32_t dict_add(struct dict *d, const struct symbols *w)
{
	size_t at;

	if (d->n * 10 >= d->slots * 7)
		spread(d);
	for (at = hash(w) & (d->slots - 1); d->table[at]; at = (at + 1) & (d->slots - 1))
		if (is_at(d, d->table[at] - 1, w))
			return d->table[at] - 1;
	d->table[at] = (uint32_t)d->n + 1;
	shelve(d, w);
	return (uint32_t)d->n - 1;
}

size_t dict_words(const struct dict *d)
{
	return d->n;
}

void dict_word(const struct dict *d, uint32_t id, struct symbols *out)
{
	struct place p = d->place[id];
	const struct block *b = d->shelf[p.script][p.n].block[p.block];

	*out = (struct symbols){ .script = p.script, .n = p.n };
	for (size_t i = 0; i < p.n; i++)
		out->at[i] = b->at[i][p.lane];
}

enum script dict_script(const struct dict *d, uint32_t id)
{
	return (enum script)d->place[id].script;
}

void dict_count(struct dict *d, uint32_t id, int more)
{
	d->occurs[id] += (uint32_t)more;
	d->total[d->place[id].script] += (uint64_t)(int64_t)more;
}

uint32_t dict_occurs(const struct dict *d, uint32_t id)
{
	return d->occurs[id];
}

uint64_t dict_total(const struct dict *d, enum script script)
{
	return d->total[script];
}

/* Adds what is near of one block. */
static size_t near_block(const struct block *b, const uint8_t far[EDIT_LANES], unsigned tells,
			 struct dict_hit *out)
{
	size_t n = 0;

	for (size_t l = 0; l < EDIT_LANES; l++) {
		unsigned both = tells + b->tells[l];

		if (far[l] < both && far[l] < EDIT_FAR && b->id[l] != NONE)
			out[n++] = (struct dict_hit){ b->id[l], (uint16_t)(both - far[l]) };
	}
	return n;
}

struct dict_hit *dict_near(const struct dict *d, const struct edit_way *way, struct arena *a,
			   const struct symbols *w, size_t *n)
{
	size_t room = 0, least = w->n > FARTHEST ? w->n - FARTHEST : 1,
	       most = w->n + (size_t)FARTHEST;
	struct dict_hit *out = NULL;
	unsigned tells = dict_tells(w);

	*n = 0;
	most = most < SYMBOLS_MAX ? most : SYMBOLS_MAX;
	for (size_t k = 0; k < SCRIPTS; k++)
		for (size_t m = least; m <= most; m++)
			for (size_t i = 0; i < d->shelf[k][m].n; i++) {
				const struct block *b = d->shelf[k][m].block[i];
				uint8_t far[EDIT_LANES];

				way->block(w, b->at, (uint8_t)k, (uint8_t)m, far);
				while (room < *n + EDIT_LANES)
					out = arena_more(a, out, room, &room, sizeof *out);
				*n += near_block(b, far, tells, out + *n);
			}
	return out;
}

size_t dict_bytes(const struct dict *d)
{
	return d->bytes + d->n * (sizeof *d->place + sizeof *d->occurs) +
	       d->slots * sizeof *d->table;
}
