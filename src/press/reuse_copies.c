/*
 * Who copied whom. A report is a copy of another where a quarter of either stands, in passages of twelve words and more,
 * in the other: daily bulletins share their phrases, but a number or a place breaks those sooner. The later is the copy;
 * of two of one day, or of none, the one that lies more wholly in the other.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "base/time.h"
#include "press/reuse_int.h"
#include "base/banned.h"

#define LONG  12 /* words of a passage that tells of copying */
#define LEAST 20 /* words in such passages */
#define SHARE 4	 /* one part in so many */

struct span {
	uint32_t from, to;
};

static int compare_span(const void *x, const void *y)
{
	const struct span *a = x, *b = y;

	return (a->from > b->from) - (a->from < b->from);
}

/* How many words the spans cover together; sorts them. */
static uint32_t covered(struct span *s, size_t n)
{
	uint32_t sum = 0, end = 0;

	if (n)
		qsort(s, n, sizeof *s, compare_span);
	for (size_t i = 0; i < n; i++) {
		uint32_t from = s[i].from > end ? s[i].from : end;

		if (s[i].to <= from)
			continue;
		sum += s[i].to - from;
		end = s[i].to;
	}
	return sum;
}

static uint32_t root(uint32_t *up, uint32_t x)
{
	while (up[x] != x)
		x = up[x] = up[up[x]];
	return x;
}

static void copies(struct reuse_text *t, uint32_t of, uint32_t words, enum reuse_how how)
{
	if (words <= t->copied)
		return;
	t->copied = words;
	t->of = of;
	t->how = how;
}

/* What two texts share, in words of each: which of them is the copy. */
static void weigh(struct reuse *r, uint32_t *up, uint32_t a, uint32_t b, uint32_t in_a,
		  uint32_t in_b)
{
	struct reuse_text *x = &r->texts[a], *y = &r->texts[b];
	uint64_t share_x = (uint64_t)in_a * y->words, share_y = (uint64_t)in_b * x->words;

	if (in_b < LEAST ||
	    ((uint64_t)in_a * SHARE < x->words && (uint64_t)in_b * SHARE < y->words))
		return;
	up[root(up, a)] = root(up, b);
	if (x->day != NO_DAY && y->day != NO_DAY && x->day != y->day) {
		if (x->day < y->day)
			copies(y, a, in_b, REUSE_BY_TIME);
		else
			copies(x, b, in_a, REUSE_BY_TIME);
		return;
	}
	if (share_x > share_y)
		copies(x, b, in_a, REUSE_BY_CONTAINMENT);
	else
		copies(y, a, in_b, share_x < share_y ? REUSE_BY_CONTAINMENT : REUSE_BY_ORDER);
}

/* The source of a cluster is the longest of those that are copies of none in it. */
static void name_sources(struct arena *work, struct reuse *r, uint32_t *up)
{
	uint32_t *best = arena_array(work, r->n + 1, sizeof *best);

	for (uint32_t i = 0; i < r->n; i++)
		best[i] = REUSE_NONE;
	for (uint32_t i = 0; i < r->n; i++) {
		uint32_t *b = &best[root(up, i)];
		bool first = *b == REUSE_NONE, free = r->texts[i].of == REUSE_NONE;

		if (first || (free && (r->texts[*b].of != REUSE_NONE ||
				       r->texts[i].words > r->texts[*b].words)))
			*b = i;
	}
	for (uint32_t i = 0; i < r->n; i++)
		r->texts[i].source = best[root(up, i)];
}

void reuse_copies(struct arena *work, struct reuse *r, struct reuse_match *match)
{
	uint32_t *up = arena_array(work, r->n + 1, sizeof *up);
	struct span *in_a = arena_array(work, r->n_runs + 1, sizeof *in_a);
	struct span *in_b = arena_array(work, r->n_runs + 1, sizeof *in_b);

	for (uint32_t i = 0; i < r->n; i++) {
		up[i] = i;
		r->texts[i].of = REUSE_NONE;
		r->texts[i].copied = 0;
		r->texts[i].how = REUSE_HOW_NONE;
	}
	for (size_t i = 0, n; i < r->n_runs; i += n) {
		const struct reuse_match *first = &match[i];
		size_t k = 0;

		for (n = 0;
		     i + n < r->n_runs && match[i + n].a == first->a && match[i + n].b == first->b;
		     n++) {
			const struct reuse_match *m = &match[i + n];

			if (m->words < LONG || m->a == m->b)
				continue;
			in_a[k] = (struct span){ m->q, m->q + m->words };
			in_b[k++] = (struct span){ m->p, m->p + m->words };
		}
		if (k)
			weigh(r, up, first->a, first->b, covered(in_a, k), covered(in_b, k));
	}
	name_sources(work, r, up);
}

struct str reuse_how_name(enum reuse_how how)
{
	static const struct str name[] = { SC(""), SC("time"), SC("containment"), SC("order") };

	return name[how];
}
