/* Pairs of rows that may be one person: those that share the rarest values. Each value is a key, and parts of values are, so
 * that one slip leaves others; names are asked of an index of names (match/index.h). */
#include "match/link_pair.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "match/cost.h"
#include "match/index.h"
#include "base/banned.h"

#define KEYS   40		  /* of a row */
#define FOLLOW 4000		  /* rows that are followed from one row */
#define KEEP   6		  /* pairs of a row that are compared */
#define ENOUGH 6.0		  /* nats of rareness that are shared, at least */
#define PART   4		  /* letters */
#define KEPT   ((size_t)64 << 20) /* bytes of what words of names were told */

/* Rows by key, of one list. */
struct keys {
	uint32_t *from, *row;
	size_t slots;
};

static uint32_t key_of(struct str s, uint32_t what)
{
	uint32_t h = 2166136261u ^ (what * 0x9e3779b1u);

	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (uint8_t)s.s[i]) * 16777619u;
	h ^= h >> 15;
	h *= 0x85ebca6bu;
	return h ^ h >> 13;
}

static void add(uint32_t *key, size_t *n, struct str s, uint32_t what)
{
	if (*n < KEYS)
		key[(*n)++] = key_of(s, what);
}

/* What a row is found by: values that are taken for each other have keys of one sort. */
static size_t keys_of(const struct link_row *r, uint32_t key[KEYS])
{
	size_t n = 0;

	for (uint32_t f = LINK_GIVEN; f < LINK_FIELDS; f++) {
		struct str s = r->of[f];
		uint32_t sort = f == LINK_SURNAME ? LINK_GIVEN : f == LINK_HOUSE ? LINK_STREET : f;

		if (!s.len)
			continue;
		add(key, &n, s, sort);
		if (sort == LINK_GIVEN && s.len > PART) {
			add(key, &n, str_mem(s.s, PART), LINK_FIELDS);
			add(key, &n, str_from(s, s.len - PART), LINK_FIELDS + 1);
		}
		while ((sort == LINK_STREET || sort == LINK_PLACE) && s.len) {
			struct str word = str_cut(&s, ' ');

			if (word.len >= PART)
				add(key, &n, word, LINK_FIELDS + 2);
		}
	}
	return n;
}

static void keys_make(struct arena *a, const struct link_list *l, struct keys *out)
{
	uint32_t key[KEYS];
	size_t all = 0;

	for (size_t i = 0; i < l->n; i++)
		all += keys_of(&l->row[i], key);
	for (out->slots = 1024; out->slots < all; out->slots *= 2)
		continue;
	out->from = arena_array(a, out->slots + 1, sizeof *out->from);
	out->row = arena_array(a, all + 1, sizeof *out->row);
	for (size_t i = 0; i < l->n; i++)
		for (size_t n = keys_of(&l->row[i], key); n-- > 0;)
			out->from[key[n] & (out->slots - 1)]++;
	for (size_t s = 0, sum = 0; s <= out->slots; s++) {
		sum += out->from[s];
		out->from[s] = (uint32_t)sum;
	}
	for (size_t i = l->n; i-- > 0;)
		for (size_t n = keys_of(&l->row[i], key); n-- > 0;)
			out->row[--out->from[key[n] & (out->slots - 1)]] = (uint32_t)i;
}

struct finder {
	struct arena *a;
	struct link_list *x, *y;
	struct keys keys;
	struct match *names; /* of y; NULL: it has none */
	struct arena *one;   /* for one row */
	float *shared;
	uint32_t *touched;
	struct link_pairs *out;
};

struct slot {
	uint32_t at;
	size_t n;
};

static int rarest_first(const void *a, const void *b)
{
	const struct slot *x = a, *y = b;

	return x->n != y->n ? (x->n > y->n) - (x->n < y->n) : (x->at > y->at) - (x->at < y->at);
}

/* Adds up how rare what each row of y shares with this one is; gives how many rows share something. */
static size_t share(struct finder *f, size_t i)
{
	uint32_t key[KEYS];
	struct slot slot[KEYS];
	size_t n = keys_of(&f->x->row[i], key), touched = 0, followed = 0;

	for (size_t k = 0; k < n; k++) {
		uint32_t at = key[k] & (uint32_t)(f->keys.slots - 1);

		slot[k] = (struct slot){ at, f->keys.from[at + 1] - f->keys.from[at] };
	}
	qsort(slot, n, sizeof *slot, rarest_first);
	for (size_t k = 0; k < n && (followed += slot[k].n) <= FOLLOW; k++) {
		float rare = logf((float)f->y->n / (float)(slot[k].n ? slot[k].n : 1));

		if (k && slot[k].at == slot[k - 1].at)
			continue;
		for (size_t p = f->keys.from[slot[k].at]; p < f->keys.from[slot[k].at + 1]; p++) {
			uint32_t row = f->keys.row[p];

			if (f->x == f->y && row <= i)
				continue;
			if (f->shared[row] == 0)
				f->touched[touched++] = row;
			f->shared[row] += rare > 0.01f ? rare : 0.01f;
		}
	}
	return touched;
}

static void pair(struct finder *f, size_t a, size_t b)
{
	struct link_pair *p;

	f->out->p = arena_more(f->a, f->out->p, f->out->n, &f->out->room, sizeof *f->out->p);
	p = &f->out->p[f->out->n++];
	*p = (struct link_pair){ .a = (uint32_t)a, .b = (uint32_t)b };
	link_compare(&f->x->row[a], &f->y->row[b], p->level);
}

/* The rows that share most with row i, at most KEEP; and forgets what all share. */
static void keep(struct finder *f, size_t i, size_t touched, uint32_t kept[], size_t *n)
{
	for (size_t t = 0; t < touched; t++) {
		uint32_t row = f->touched[t];
		size_t at;

		if (f->shared[row] < ENOUGH ||
		    (*n == KEEP && f->shared[row] <= f->shared[kept[KEEP - 1]]))
			continue;
		at = *n < KEEP ? (*n)++ : KEEP - 1;
		for (; at > 0 && f->shared[kept[at - 1]] < f->shared[row]; at--)
			kept[at] = kept[at - 1];
		kept[at] = row;
	}
	for (size_t t = 0; t < touched; t++)
		f->shared[f->touched[t]] = 0;
	for (size_t k = 0; k < *n; k++)
		pair(f, i, kept[k]);
}

/* How rare a name is, in nats: of two spellings the more common. */
static float rare_of(struct finder *f, const struct link_row *r)
{
	int rare = match_rare(f->names, f->one, r->of[LINK_NAME]), also;

	if (r->also.len) {
		also = match_rare(f->names, f->one, r->also);
		rare = also < rare ? also : rare;
	}
	return (float)rare / COST_NAT;
}

/* Rows of y with a name like that of row i, that are not among those kept; its other spelling is asked for where it has one. */
static void by_name(struct finder *f, size_t i, struct str name, const uint32_t *kept, size_t n)
{
	struct match_hit *hit;
	struct birth birth;
	size_t hits;

	arena_reset(f->one);
	(void)birth_read(f->x->row[i].of[LINK_BIRTH], &birth);
	f->x->row[i].rare = rare_of(f, &f->x->row[i]);
	hits = match_find(f->names, f->one, name, birth, KEEP + 2, &hit);
	for (size_t k = 0; k < hits; k++) {
		bool there = f->x == f->y && hit[k].who == i;

		for (size_t m = 0; m < n; m++)
			there |= kept[m] == hit[k].who;
		/* Of many who are alike a row before is found from this one alone. */
		if (!there && f->x == f->y && hit[k].who < i)
			pair(f, hit[k].who, i);
		else if (!there)
			pair(f, i, hit[k].who);
	}
}

static void free_one(void *p)
{
	struct finder *f = p;

	arena_free(f->one);
}

static void names_make(struct finder *f)
{
	if (!(f->x->fields & f->y->fields & 1u << LINK_NAME))
		return;
	f->one = arena_new(0);
	arena_defer(f->a, free_one, f);
	f->names = match_new(f->a, f->y->n);
	match_keep(f->names, KEPT);
	for (size_t i = 0; i < f->y->n; i++) {
		struct birth birth;

		(void)birth_read(f->y->row[i].of[LINK_BIRTH], &birth);
		(void)match_add(f->names, (uint32_t)i, f->y->row[i].of[LINK_NAME], birth);
		(void)match_add(f->names, (uint32_t)i, f->y->row[i].also, birth);
	}
}

static int by_rows(const void *a, const void *b)
{
	const struct link_pair *x = a, *y = b;

	return x->a != y->a ? (x->a > y->a) - (x->a < y->a) : (x->b > y->b) - (x->b < y->b);
}

/* Each pair once. */
static void each_once(struct link_pairs *pairs)
{
	size_t n = 0;

	if (pairs->n)
		qsort(pairs->p, pairs->n, sizeof *pairs->p, by_rows);
	for (size_t i = 0; i < pairs->n; i++)
		if (!n || by_rows(&pairs->p[n - 1], &pairs->p[i]))
			pairs->p[n++] = pairs->p[i];
	pairs->n = n;
}

void link_find(struct arena *a, struct link_list *x, struct link_list *y,
	       const struct link_progress *progress, struct link_pairs *out)
{
	struct finder *f = arena_alloc(a, sizeof *f);

	*f = (struct finder){ .a = a, .x = x, .y = y ? y : x, .out = out };
	keys_make(a, f->y, &f->keys);
	names_make(f);
	f->shared = arena_array(a, f->y->n + 1, sizeof *f->shared);
	f->touched = arena_array(a, f->y->n + 1, sizeof *f->touched);
	for (size_t i = 0; i < x->n; i++) {
		uint32_t kept[KEEP];
		size_t n = 0, touched = share(f, i);

		out->looked += touched;
		keep(f, i, touched, kept, &n);
		if (f->names) {
			by_name(f, i, x->row[i].of[LINK_NAME], kept, n);
			if (x->row[i].also.len)
				by_name(f, i, x->row[i].also, kept, n);
		}
		if (!y && x->row[i].many > 1)
			pair(f, i, i);
		if (progress && i % 1024 == 0)
			progress->told(progress->p, i, x->n);
	}
	for (size_t i = 0; y && f->names && i < y->n; i++) {
		arena_reset(f->one);
		y->row[i].rare = rare_of(f, &y->row[i]);
	}
	if (f->names)
		link_common(a, x);
	if (f->names && y)
		link_common(a, y);
	each_once(out);
	out->looked = out->looked > out->n ? out->looked : out->n;
}
