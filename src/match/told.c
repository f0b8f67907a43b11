/* See told.h. What is kept lies in an arena of its own, with a table of hashes; when it is full nothing more is kept, and what
 * is there stays: the commonest words come first. */
#include "match/told.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "match/cost.h"
#include "base/banned.h"

#define WORTH 6
/* Of what both words tell: where less is said of both, they share but some letters; not so where one is so many letters longer,
 * which may be two words in one. */
#define FAINT  0.15
#define LONGER 4
#define SLOTS  1024 /* at first */
#define TELLS  1152 /* no two words tell so much */

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

/* Those that are looked for first, the heaviest before others, so that what a name gets for a word is the most that any of its
 * words gives. `n`: how many have each weight. */
static void by_weight(struct arena *a, struct near *near, const uint32_t *id, const uint8_t *weight,
		      const uint32_t n[WEIGHT + 1])
{
	unsigned most = WEIGHT, least;
	uint32_t at[WEIGHT + 1], sum = 0;

	while (most && !n[most])
		most--;
	least = (most * NEAR_STRONG + NEAR_STRONG_OF - 1) / NEAR_STRONG_OF;
	for (unsigned v = most; v && v >= least; v--) {
		at[v] = sum;
		sum += n[v];
	}
	near->id = arena_array(a, near->n, sizeof *near->id);
	near->weight = arena_alloc(a, near->n);
	for (size_t i = 0; i < near->n; i++) {
		uint32_t to = weight[i] >= least ? at[weight[i]]++ : sum++;

		near->id[to] = id[i];
		near->weight[to] = weight[i];
	}
}

/* What a word that is near is worth, by what is said of it; 0 is nothing. */
struct worth {
	unsigned most; /* that is said */
	uint8_t plain[SCRIPTS][TELLS], faint[TELLS];
};

/* One of the same script that is hardly near (less is said than `faint`) is worth less, however rare it is. */
static void worth_of(const struct symbols *w, const double common[SCRIPTS], struct worth *out)
{
	double faint = FAINT * 2 * dict_tells(w);

	out->most = dict_tells(w) + UINT8_MAX;
	assert(out->most < TELLS);
	for (size_t k = 0; k < SCRIPTS; k++)
		for (unsigned said = 0; said <= out->most; said++) {
			double v = TRUST * said - common[k];

			out->plain[k][said] = (uint8_t)(v < WORTH ? 0 : v > WEIGHT ? WEIGHT : v);
		}
	memcpy(out->faint, out->plain[w->script], out->most + 1);
	for (unsigned said = 0; said < faint; said++) {
		double v = (TRUST * said - common[w->script]) * said / faint;

		out->faint[said] = (uint8_t)(v < WORTH ? 0 : v > WEIGHT ? WEIGHT : v);
	}
}

/* Whether a word is of the same script and about as long. */
static bool may_be_faint(const struct symbols *w, const struct dict_hit *hit)
{
	return hit->script == w->script && hit->n < w->n + LONGER && w->n < hit->n + LONGER;
}

static void look(const struct match *m, struct arena *a, const struct symbols *w, struct told *out)
{
	struct worth worth;
	uint32_t *id, count[WEIGHT + 1] = { 0 };
	size_t n;
	struct dict_hit *hit = dict_near(m->dict, m->way, a, w, &n);
	uint8_t *weight = arena_alloc(a, n + 1);

	*out = (struct told){ 0 };
	id = arena_array(a, n + 1, sizeof *id);
	match_common(m, w, hit, n, out->common);
	worth_of(w, out->common, &worth);
	for (size_t i = 0; i < n; i++) {
		const uint8_t *of =
			may_be_faint(w, &hit[i]) ? worth.faint : worth.plain[hit[i].script];
		uint8_t v = hit[i].occurs ? of[hit[i].said] : 0;

		id[out->near.n] = hit[i].id;
		weight[out->near.n] = v;
		out->near.n += v > 0;
		count[v]++;
	}
	by_weight(a, &out->near, id, weight, count);
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
