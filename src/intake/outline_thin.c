/*
 * Thinning of outlines, see outline.h. A position stays where lines of different neighbours meet; between two such
 * the positions go in the order of the triangles that they make with those beside them, the smallest first (Visvalingam
 * and Whyatt 1993). Ties are decided by the position itself: the way round does not matter.
 */
#include <assert.h>
#include <stdlib.h>

#include "base/arena.h"
#include "intake/outline.h"
#include "base/banned.h"

#define STAYS INT64_MAX
/* Twice the area of a triangle, in millionths of a degree squared, that is left out in any case: about 6 m². */
#define LEAST 500

/* A ring without its repeated last position. */
struct line {
	struct position *p;
	int64_t *rank; /* the higher the longer it stays */
	size_t n;
};

/* A position and those beside it, the lesser first. */
struct corner {
	struct position at, low, high;
	int64_t *rank;
};

static int cmp(struct position a, struct position b)
{
	return a.lat != b.lat ? (a.lat > b.lat) - (a.lat < b.lat)
			      : (a.lon > b.lon) - (a.lon < b.lon);
}

static int by_place(const void *a, const void *b)
{
	const struct corner *x = a, *y = b;
	int c = cmp(x->at, y->at);

	c = c ? c : cmp(x->low, y->low);
	return c ? c : cmp(x->high, y->high);
}

static struct line line_of(struct arena *a, const struct ring *r)
{
	struct line l = { .p = arena_array(a, r->n + 1, sizeof *l.p) };

	for (size_t i = 0; i < r->n; i++)
		if (!l.n || cmp(l.p[l.n - 1], r->p[i]))
			l.p[l.n++] = r->p[i];
	while (l.n > 1 && !cmp(l.p[0], l.p[l.n - 1]))
		l.n--;
	l.rank = arena_array(a, l.n + 2, sizeof *l.rank);
	return l;
}

/* Where not all rings that come by have the same two neighbours. */
static void find_nodes(struct arena *a, struct line *lines, size_t n, size_t positions)
{
	struct corner *list = arena_array(a, positions, sizeof *list);
	size_t k = 0, j;

	for (size_t i = 0; i < n; i++)
		for (size_t at = 0; at < lines[i].n; at++) {
			const struct line *l = &lines[i];
			struct position x = l->p[at ? at - 1 : l->n - 1],
					y = l->p[at + 1 < l->n ? at + 1 : 0];
			bool turned = cmp(x, y) > 0;

			list[k++] = (struct corner){ l->p[at], turned ? y : x, turned ? x : y,
						     &l->rank[at] };
		}
	qsort(list, k, sizeof *list, by_place);
	for (size_t i = 0; i < k; i = j) {
		bool node = !cmp(list[i].low, list[i].high);

		for (j = i + 1; j < k && !cmp(list[i].at, list[j].at); j++)
			node |= by_place(&list[i], &list[j]) != 0;
		for (size_t at = i; node && at < j; at++)
			*list[at].rank = STAYS;
	}
}

/* Begins at a position that stays: a node, else the least of all. Its last position is then the first again. */
static void turn(struct arena *a, struct line *l)
{
	struct line was = *l;
	size_t start = 0;

	assert(l->n);
	for (size_t i = 0; i < l->n; i++) {
		if (was.rank[i] == STAYS) {
			start = i;
			break;
		}
		if (cmp(was.p[i], was.p[start]) < 0)
			start = i;
	}
	l->p = arena_array(a, l->n + 1, sizeof *l->p);
	l->rank = arena_array(a, l->n + 1, sizeof *l->rank);
	for (size_t i = 0; i <= l->n; i++) {
		l->p[i] = was.p[(start + i) % l->n];
		l->rank[i] = was.rank[(start + i) % l->n];
	}
	l->rank[0] = l->rank[l->n] = STAYS;
}

struct item {
	int64_t area;
	struct position at;
	size_t i;
};

/* The positions of a line by the triangles they make, the smallest on top. An item whose area has changed since is
 * passed over. */
struct heap {
	struct item *list;
	size_t n;
};

static bool before(const struct item *x, const struct item *y)
{
	return x->area != y->area ? x->area < y->area : cmp(x->at, y->at) < 0;
}

static void heap_push(struct heap *h, struct item x)
{
	size_t i = h->n++;

	for (; i && before(&x, &h->list[(i - 1) / 2]); i = (i - 1) / 2)
		h->list[i] = h->list[(i - 1) / 2];
	h->list[i] = x;
}

static struct item heap_pop(struct heap *h)
{
	struct item top = h->list[0], last = h->list[--h->n];
	size_t i = 0;

	for (size_t child = 1; child < h->n; child = 2 * i + 1) {
		if (child + 1 < h->n && before(&h->list[child + 1], &h->list[child]))
			child++;
		if (!before(&h->list[child], &last))
			break;
		h->list[i] = h->list[child];
		i = child;
	}
	h->list[i] = last;
	return top;
}

struct beside {
	size_t left, right;
	int64_t area;
	bool gone;
};

static int64_t triangle(struct position a, struct position b, struct position c)
{
	int64_t v = (b.lon - a.lon) * (c.lat - a.lat) - (c.lon - a.lon) * (b.lat - a.lat);

	return v < 0 ? -v : v;
}

static void measure(const struct line *l, struct beside *s, struct heap *h, size_t i)
{
	s[i].area = triangle(l->p[s[i].left], l->p[i], l->p[s[i].right]);
	heap_push(h, (struct item){ s[i].area, l->p[i], i });
}

/* Ranks what lies between two positions that stay. One of them always stays, or two lines between the same two
 * ends could fall together. s and h have room for the whole line. */
static void rank_between(struct line *l, size_t from, size_t to, struct beside *s, struct heap *h)
{
	size_t left = to - from - 1;
	int64_t most = 0;

	h->n = 0;
	for (size_t i = from + 1; i < to; i++)
		s[i] = (struct beside){ .left = i - 1, .right = i + 1 };
	for (size_t i = from + 1; i < to; i++)
		measure(l, s, h, i);
	while (left) {
		struct item x = heap_pop(h);
		struct beside *at = &s[x.i];

		if (at->gone || at->area != x.area)
			continue;
		at->gone = true;
		most = x.area > most ? x.area : most;
		l->rank[x.i] = --left ? most : STAYS;
		if (at->left > from) {
			s[at->left].right = at->right;
			measure(l, s, h, at->left);
		}
		if (at->right < to) {
			s[at->right].left = at->left;
			measure(l, s, h, at->right);
		}
	}
}

static __int128 apart(struct position a, struct position b)
{
	return (__int128)(a.lat - b.lat) * (a.lat - b.lat) +
	       (__int128)(a.lon - b.lon) * (a.lon - b.lon);
}

/* A line that comes back to where it began is divided where it is farthest from there. */
static void rank_part(struct line *l, size_t from, size_t to, struct beside *s, struct heap *h)
{
	size_t far = from + 1;

	if (to - from < 2)
		return;
	if (cmp(l->p[from], l->p[to])) {
		rank_between(l, from, to, s, h);
		return;
	}
	for (size_t i = from + 2; i < to; i++) {
		__int128 x = apart(l->p[i], l->p[from]), y = apart(l->p[far], l->p[from]);

		if (x > y || (x == y && cmp(l->p[i], l->p[far]) < 0))
			far = i;
	}
	l->rank[far] = STAYS;
	rank_between(l, from, far, s, h);
	rank_between(l, far, to, s, h);
}

static void rank_line(struct arena *a, struct line *l)
{
	/* Each position goes in once, and again for each of two that goes beside it. */
	struct heap h = { .list = arena_array(a, 3 * l->n, sizeof *h.list) };
	struct beside *s = arena_array(a, l->n + 1, sizeof *s);
	size_t from = 0;

	for (size_t i = 1; i <= l->n; i++)
		if (i == l->n || l->rank[i] == STAYS) {
			rank_part(l, from, i, s, &h);
			from = i;
		}
}

static size_t count(const struct line *lines, size_t n, int64_t above)
{
	size_t sum = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < lines[i].n; k++)
			sum += lines[i].rank[k] > above;
	return sum;
}

static void keep(struct arena *a, const struct line *l, int64_t above, struct ring *out)
{
	struct position *p = arena_array(a, l->n + 1, sizeof *p);
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		if (l->rank[i] > above)
			p[n++] = l->p[i];
	p[n] = p[0];
	out->p = p;
	out->n = n + 1;
}

/* Rings that have three different positions, as lines; a hole goes with the ring that it is in. */
static size_t take_lines(struct arena *a, struct outlines *o, struct line *lines)
{
	size_t n = 0;

	for (size_t i = 0; i < o->n; i++) {
		size_t kept = 0;
		bool in = false;

		for (size_t j = 0; j < o->list[i].n; j++) {
			struct ring *r = &o->list[i].rings[j];
			struct line l = line_of(a, r);

			if (r->hole && !in)
				continue;
			if (!r->hole)
				in = l.n >= 3;
			if (l.n < 3)
				continue;
			o->list[i].rings[kept++] = *r;
			lines[n++] = l;
		}
		o->list[i].n = kept;
	}
	return n;
}

bool outline_thin(struct arena *a, struct outlines *o, size_t most)
{
	size_t rings = 0, positions = 0, n, k = 0;
	struct line *lines;
	int64_t above = LEAST;

	for (size_t i = 0; i < o->n; i++)
		rings += o->list[i].n;
	lines = arena_array(a, rings, sizeof *lines);
	n = take_lines(a, o, lines);
	for (size_t i = 0; i < n; i++)
		positions += lines[i].n;
	find_nodes(a, lines, n, positions);
	for (size_t i = 0; i < n; i++) {
		turn(a, &lines[i]);
		rank_line(a, &lines[i]);
	}
	while (count(lines, n, above) > most) {
		if (above > STAYS / 4)
			return false;
		above *= 2;
	}
	o->positions = count(lines, n, above);
	for (size_t i = 0; i < o->n; i++)
		for (size_t j = 0; j < o->list[i].n; j++)
			keep(a, &lines[k++], above, &o->list[i].rings[j]);
	return true;
}
