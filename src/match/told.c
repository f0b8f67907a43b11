/* See told.h. What is kept lies in an arena of its own, with a table of hashes; when it is full nothing more is kept, and what
 * is there stays: the commonest words come first. */
#include "match/told.h"

#include "base/arena.h"
#include "match/cost.h"
#include "base/banned.h"

#define WORTH 6
/* Of what both words tell: where less is said of both, they share but some letters; not so where one is so many letters longer,
 * which may be two words in one. */
#define FAINT  0.15
#define LONGER 4
#define SLOTS  1024 /* at first */

struct kept {
	struct symbols w;
	struct told told;
};

struct told_kept {
	struct arena *a;
	size_t most; /* bytes */
	struct kept **table;
	size_t slots, n;
};

/* Heaviest first, so that what a name gets for a word is the most that any of its words gives. */
static void by_weight(struct arena *a, struct near *near, const uint32_t *id, const uint8_t *weight,
		      size_t n)
{
	size_t from[WEIGHT + 2] = { 0 };

	for (size_t i = 0; i < n; i++)
		from[WEIGHT - weight[i] + 1]++;
	for (size_t i = 1; i < WEIGHT + 2; i++)
		from[i] += from[i - 1];
	near->id = arena_array(a, n, sizeof *near->id);
	near->weight = arena_alloc(a, n);
	near->n = n;
	for (size_t i = 0; i < n; i++) {
		size_t at = from[WEIGHT - weight[i]]++;

		near->id[at] = id[i];
		near->weight[at] = weight[i];
	}
}

/* What a word that is near is worth. One of the same script that is hardly near is worth less, however rare it is. */
static double worth_of(const struct dict_hit *hit, const struct symbols *w, double faint,
		       const double common[SCRIPTS])
{
	double v = TRUST * hit->said - common[hit->script];

	if (hit->script != w->script || hit->said >= faint || hit->n >= w->n + LONGER ||
	    w->n >= hit->n + LONGER)
		return v;
	return v * hit->said / faint;
}

static void look(const struct match *m, struct arena *a, const struct symbols *w, struct told *out)
{
	size_t n, worth = 0;
	struct dict_hit *hit = dict_near(m->dict, m->way, a, w, &n);
	uint32_t *id = arena_array(a, n, sizeof *id);
	uint8_t *weight = arena_alloc(a, n + 1);
	double faint = FAINT * 2 * dict_tells(w);

	*out = (struct told){ 0 };
	match_common(m, w, hit, n, out->common);
	for (size_t i = 0; i < n; i++) {
		double v = worth_of(&hit[i], w, faint, out->common);

		if (v < WORTH || !hit[i].occurs)
			continue;
		id[worth] = hit[i].id;
		weight[worth++] = (uint8_t)(v > WEIGHT ? WEIGHT : v);
	}
	by_weight(a, &out->near, id, weight, worth);
}

/* Where a word stands in the table, or would. */
static struct kept **slot_of(const struct told_kept *k, const struct symbols *w)
{
	size_t at = symbols_hash(w) & (k->slots - 1);

	while (k->table[at] && !symbols_eq(&k->table[at]->w, w))
		at = (at + 1) & (k->slots - 1);
	return &k->table[at];
}

/* Twice as many slots, half of which are free. */
static void spread(struct told_kept *k)
{
	struct told_kept old = *k;

	k->slots = old.slots ? old.slots * 2 : SLOTS;
	k->table = arena_array(k->a, k->slots, sizeof(struct kept *));
	for (size_t i = 0; i < old.slots; i++)
		if (old.table[i])
			*slot_of(k, &old.table[i]->w) = old.table[i];
}

static void keep(struct told_kept *k, const struct symbols *w, const struct told *t)
{
	bool full = k->n * 2 >= k->slots;
	size_t lists = t->near.n * (sizeof *t->near.id + sizeof *t->near.weight),
	       table = full ? (k->slots ? k->slots * 2 : SLOTS) * sizeof(struct kept *) : 0;
	struct kept *one;

	if (arena_used(k->a) + sizeof *one + lists + table > k->most)
		return;
	if (full)
		spread(k);
	one = arena_alloc(k->a, sizeof *one);
	*one = (struct kept){ *w, *t };
	one->told.near.id = arena_copy(k->a, t->near.id, t->near.n * sizeof *t->near.id);
	one->told.near.weight = arena_copy(k->a, t->near.weight, t->near.n);
	*slot_of(k, w) = one;
	k->n++;
}

void told_of(struct match *m, struct arena *a, const struct symbols *w, struct told *out)
{
	struct told_kept *k = m->kept;
	const struct kept *one = k && k->n ? *slot_of(k, w) : NULL;

	if (one) {
		*out = one->told;
		return;
	}
	look(m, a, w, out);
	if (k)
		keep(k, w, out);
}

void told_forget(struct match *m)
{
	struct told_kept *k = m->kept;

	if (!k || !k->n)
		return;
	arena_reset(k->a);
	k->table = NULL;
	k->slots = k->n = 0;
}

size_t told_bytes(const struct match *m)
{
	return m->kept ? arena_used(m->kept->a) : 0;
}

static void free_kept(void *p)
{
	struct told_kept *k = p;

	arena_free(k->a);
}

void match_keep(struct match *m, size_t most)
{
	struct told_kept *k = arena_alloc(m->a, sizeof *k);

	k->most = most;
	k->a = arena_like(m->a);
	if (!k->a)
		return;
	arena_defer(m->a, free_kept, k);
	m->kept = k;
}
