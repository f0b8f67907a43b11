/* See dict.h. Words of one script and one length share blocks; the last block of each kind is filled before the next
 * begins. A table of hashes finds a word that is there. */
#include "match/dict.h"

#include <string.h>

#include "base/arena.h"
#include "match/cost.h"
#include "base/banned.h"

#define FARTHEST 6    /* letters that one word may be longer than the other */
#define AHEAD	 16   /* words that are fetched before their turn */
#define FIRST	 4096 /* hits that there is room for at first */

/* The blocks of one script and length. */
struct shelf {
	struct edit_block **block;
	size_t n, room, words, holes; /* holes: places of words that were forgotten */
};

struct place {
	uint8_t script, n, lane;
	uint32_t block;
};

struct dict {
	struct arena *a;
	struct shelf shelf[SCRIPTS][SYMBOLS_MAX + 1];
	struct place *place; /* by id */
	size_t n, place_room;
	uint32_t
		free; /* the number of a word that was forgotten, + 1; its block is the next such */
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

static bool is_at(const struct dict *d, uint32_t id, const struct symbols *w)
{
	struct place p = d->place[id];
	const struct edit_block *b;

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

		if (!d->place[id].n)
			continue;
		dict_word(d, id, &w);
		for (at = symbols_hash(&w) & (slots - 1); table[at]; at = (at + 1) & (slots - 1))
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

/* A block of a shelf that has a lane free, and which. */
static size_t free_lane(struct dict *d, struct shelf *s, uint8_t n, uint8_t *lane)
{
	for (size_t i = 0; s->holes && i < s->n; i++) {
		uint64_t none = ~s->block[i]->there;

		if (i + 1 == s->n && s->words % EDIT_LANES)
			none &= (UINT64_C(1) << s->words % EDIT_LANES) - 1;
		if (none) {
			s->holes--;
			*lane = (uint8_t)__builtin_ctzll(none);
			return i;
		}
	}
	*lane = s->words++ % EDIT_LANES;
	if (!*lane) {
		size_t size = sizeof **s->block + (size_t)n * EDIT_LANES;

		s->block = arena_more(d->a, s->block, s->n, &s->room, sizeof *s->block);
		s->block[s->n] = arena_alloc(d->a, size);
		s->n++;
		d->bytes += size;
	}
	return s->n - 1;
}

/* Puts a new word on its shelf. */
static uint32_t shelve(struct dict *d, const struct symbols *w)
{
	struct shelf *s = &d->shelf[w->script][w->n];
	unsigned tells = dict_tells(w);
	struct place p = { .script = w->script, .n = w->n };
	struct edit_block *b;
	uint32_t id;

	d->place = arena_more(d->a, d->place, d->n, &d->place_room, sizeof *d->place);
	p.block = (uint32_t)free_lane(d, s, w->n, &p.lane);
	if (d->free) {
		id = d->free - 1;
		d->free = d->place[id].block;
	} else {
		id = (uint32_t)d->n++;
	}
	b = s->block[p.block];
	b->of[p.lane].id = id;
	b->there |= UINT64_C(1) << p.lane;
	b->tells[p.lane] = (uint8_t)(tells > UINT8_MAX ? UINT8_MAX : tells);
	for (size_t i = 0; i < w->n; i++)
		b->at[i][p.lane] = w->at[i];
	d->place[id] = p;
	return id;
}

uint32_t dict_add(struct dict *d, const struct symbols *w)
{
	size_t at;
	uint32_t id;

	if (d->n * 10 >= d->slots * 7)
		spread(d);
	for (at = symbols_hash(w) & (d->slots - 1); d->table[at]; at = (at + 1) & (d->slots - 1))
		if (is_at(d, d->table[at] - 1, w))
			return d->table[at] - 1;
	id = shelve(d, w);
	d->table[at] = id + 1;
	return id;
}

/* Takes a word out of the table; what stands behind it and would not be found then moves up. */
static void untable(struct dict *d, uint32_t id, const struct symbols *w)
{
	size_t mask = d->slots - 1, hole = symbols_hash(w) & mask;

	while (d->table[hole] != id + 1)
		hole = (hole + 1) & mask;
	for (size_t at = (hole + 1) & mask; d->table[at]; at = (at + 1) & mask) {
		struct symbols other;

		dict_word(d, d->table[at] - 1, &other);
		if (((at - symbols_hash(&other)) & mask) >= ((at - hole) & mask)) {
			d->table[hole] = d->table[at];
			hole = at;
		}
	}
	d->table[hole] = 0;
}

static void forget(struct dict *d, uint32_t id)
{
	struct place p = d->place[id];
	struct shelf *s = &d->shelf[p.script][p.n];
	struct edit_block *b = s->block[p.block];
	struct symbols w;

	dict_word(d, id, &w);
	untable(d, id, &w);
	b->there &= ~(UINT64_C(1) << p.lane);
	b->tells[p.lane] = 0;
	for (size_t i = 0; i < p.n; i++)
		b->at[i][p.lane] = 0;
	d->place[id] = (struct place){ .block = d->free };
	d->free = id + 1;
	s->holes++;
}

size_t dict_words(const struct dict *d)
{
	return d->n;
}

void dict_word(const struct dict *d, uint32_t id, struct symbols *out)
{
	struct place p = d->place[id];
	const struct edit_block *b = d->shelf[p.script][p.n].block[p.block];

	*out = (struct symbols){ .script = p.script, .n = p.n };
	for (size_t i = 0; i < p.n; i++)
		out->at[i] = b->at[i][p.lane];
}

enum script dict_script(const struct dict *d, uint32_t id)
{
	return (enum script)d->place[id].script;
}

static uint32_t *occurs(const struct dict *d, uint32_t id)
{
	struct place p = d->place[id];

	return &d->shelf[p.script][p.n].block[p.block]->of[p.lane].occurs;
}

void dict_count(struct dict *d, uint32_t id, int more)
{
	uint32_t *n = occurs(d, id);

	*n += (uint32_t)more;
	d->total[d->place[id].script] += (uint64_t)(int64_t)more;
	if (more < 0 && !*n)
		forget(d, id);
}

uint32_t dict_occurs(const struct dict *d, uint32_t id)
{
	return *occurs(d, id);
}

uint64_t dict_total(const struct dict *d, enum script script)
{
	return d->total[script];
}

struct hits {
	struct arena *a;
	struct dict_hit *list;
	size_t n, room;
	struct edit_near *near; /* of some blocks */
};

/* Adds what is near of some blocks. */
static void add_near(struct hits *h, const struct edit_blocks *b, size_t n, unsigned tells)
{
	const struct edit_near *x = h->near;

	while (h->room < h->n + n)
		h->list = arena_more(h->a, h->list, h->room, &h->room, sizeof *h->list);
	for (size_t i = 0; i < n; i++) {
		const struct edit_block *of = b->block[x[i].block];

		if (i + AHEAD < n)
			__builtin_prefetch(&b->block[x[i + AHEAD].block]->of[x[i + AHEAD].lane]);
		h->list[h->n++] = (struct dict_hit){
			.id = of->of[x[i].lane].id,
			.occurs = of->of[x[i].lane].occurs,
			.said = (uint16_t)(tells + x[i].tells - x[i].far),
			.script = b->script,
			.n = b->n,
		};
	}
}

/* What is near of one script and length. */
static void near_shelf(struct hits *h, const struct shelf *s, const struct edit_way *way,
		       const struct symbols *w, uint8_t script, uint8_t length)
{
	unsigned tells = dict_tells(w);

	for (size_t at = 0; at < s->n; at += EDIT_BLOCKS) {
		struct edit_blocks b = {
			.block = (const struct edit_block *const *)s->block + at,
			.count = s->n - at < EDIT_BLOCKS ? s->n - at : EDIT_BLOCKS,
			.script = script,
			.n = length,
		};

		add_near(h, &b,
			 way->blocks(w, (uint8_t)(tells < UINT8_MAX ? tells : UINT8_MAX), &b,
				     h->near),
			 tells);
	}
}

struct dict_hit *dict_near(const struct dict *d, const struct edit_way *way, struct arena *a,
			   const struct symbols *w, size_t *n)
{
	size_t least = w->n > FARTHEST ? w->n - FARTHEST : 1, most = w->n + (size_t)FARTHEST;
	struct hits h = { .a = a, .room = FIRST };

	h.list = arena_array(a, h.room, sizeof *h.list);
	h.near = arena_array(a, EDIT_NEAR, sizeof *h.near);
	most = most < SYMBOLS_MAX ? most : SYMBOLS_MAX;
	for (size_t k = 0; k < SCRIPTS; k++)
		for (size_t m = least; m <= most; m++)
			near_shelf(&h, &d->shelf[k][m], way, w, (uint8_t)k, (uint8_t)m);
	*n = h.n;
	return h.list;
}

size_t dict_bytes(const struct dict *d)
{
	return d->bytes + d->n * sizeof *d->place + d->slots * sizeof *d->table;
}
