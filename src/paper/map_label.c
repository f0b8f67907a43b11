/*
 * Where the names stand on a map: within their outlines, none on another, the largest outlines first. A name
 * without room is left out; whoever points at the outline reads it.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "paper/map_int.h"
#include "paper/svg.h"
#include "base/banned.h"

#define TRIES 13 /* places a side that are tried in an outline */
#define WAYS  2	 /* ways to write a name */
#define LINES 2

/* A way to write a name: on one line or two. */
struct way {
	struct str lines[LINES];
	size_t n;
};

struct label {
	size_t area;
	__int128 size; /* of the outline's box */
	struct way ways[WAYS];
	size_t n, way;
	bool placed, minor;
	struct map_spot at;
};

static bool inside(const struct map_shape_drawn *s, int64_t x, int64_t y)
{
	bool in = false;

	for (size_t i = 0; i < s->n; i++) {
		const struct map_ring *r = &s->rings[i];

		for (size_t k = 0, before = r->n - 1; k < r->n; before = k++) {
			struct map_spot p = r->p[k], q = r->p[before];

			if ((p.y > y) == (q.y > y))
				continue;
			/* Whether the side crosses the level of y to the right of x. */
			if (((x - p.x) * (q.y - p.y) < (q.x - p.x) * (y - p.y)) == (q.y > p.y))
				in = !in;
		}
	}
	return in;
}

static struct map_box box_of(const struct way *w, struct map_spot at, int64_t size)
{
	int64_t half = 0, high = (int64_t)w->n * size * 115 / 100 / 2;

	for (size_t i = 0; i < w->n; i++) {
		int64_t x = svg_width(w->lines[i], size) / 2;

		half = x > half ? x : half;
	}
	return (struct map_box){ at.x - half, at.y - high, at.x + half, at.y + high };
}

/* The box lies in the outline; `lax`: but for a tenth of its width on both sides. */
static bool fits(const struct map_shape_drawn *s, struct map_box box, int64_t height, bool lax)
{
	int64_t by = lax ? (box.x1 - box.x0) / 10 : 0, y = (box.y0 + box.y1) / 2;

	if (box.x0 < 0 || box.y0 < 0 || box.x1 > MAP_WIDTH || box.y1 > height)
		return false;
	return inside(s, box.x0 + by, y) && inside(s, box.x1 - by, y) &&
	       inside(s, box.x0 + by, box.y0) && inside(s, box.x1 - by, box.y0) &&
	       inside(s, box.x0 + by, box.y1) && inside(s, box.x1 - by, box.y1);
}

struct pass {
	int64_t size, height;
	bool minor, lax;
	struct map_taken *taken;
	const struct map_taken *signs;
};

/* The place nearest to the middle of the outline's box where this way to write it has room. */
static bool place(const struct pass *p, const struct map_shape_drawn *s, struct label *x)
{
	const struct way *w = &x->ways[x->way];
	struct map_spot middle = { (s->box.x0 + s->box.x1) / 2, (s->box.y0 + s->box.y1) / 2 }, at;
	struct map_box box = box_of(w, middle, p->size);
	int64_t best = INT64_MAX;

	if ((box.x1 - box.x0) * 4 > (s->box.x1 - s->box.x0) * 5 ||
	    box.y1 - box.y0 > s->box.y1 - s->box.y0)
		return false;
	for (int64_t i = 1; i <= TRIES; i++)
		for (int64_t j = 1; j <= TRIES; j++) {
			int64_t dx, dy;

			at.x = map_whole(s->box.x0 + (s->box.x1 - s->box.x0) * i / (TRIES + 1));
			at.y = map_whole(s->box.y0 + (s->box.y1 - s->box.y0) * j / (TRIES + 1));
			dx = at.x - middle.x;
			dy = at.y - middle.y;
			if (dx * dx + dy * dy >= best)
				continue;
			box = box_of(w, at, p->size);
			if (!fits(s, box, p->height, p->lax) || !map_free(p->taken, box) ||
			    !map_free(p->signs, box))
				continue;
			best = dx * dx + dy * dy;
			x->at = at;
		}
	return best < INT64_MAX;
}

static void place_all(const struct pass *p, const struct map_shape_drawn *drawn,
		      struct label *labels, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct label *x = &labels[i];

		if (x->placed)
			continue;
		for (x->way = 0; x->way < x->n; x->way++)
			if (place(p, &drawn[x->area], x)) {
				x->placed = true;
				x->minor = p->minor;
				map_take(p->taken, box_of(&x->ways[x->way], x->at, p->size));
				break;
			}
	}
}

/* In two lines, broken at the blank that is nearest to its middle. */
static bool halves(struct str name, struct way *out)
{
	size_t best = name.len;

	for (size_t i = 1; i + 1 < name.len; i++) {
		size_t was = best * 2 > name.len ? best * 2 - name.len : name.len - best * 2;
		size_t now = i * 2 > name.len ? i * 2 - name.len : name.len - i * 2;

		if (name.s[i] == ' ' && now < was)
			best = i;
	}
	if (best == name.len)
		return false;
	out->lines[0] = str_trim(str_mem(name.s, best));
	out->lines[1] = str_trim(str_from(name, best));
	out->n = 2;
	return true;
}

/* What stands in brackets at the end tells names apart, which on a map the place does. */
static struct str without_brackets(struct str name)
{
	size_t at = name.len;

	if (!str_ends(name, S(")")))
		return name;
	while (at && name.s[at - 1] != '(')
		at--;
	return at > 1 ? str_trim(str_mem(name.s, at - 1)) : name;
}

static void set_ways(struct label *x, struct str name)
{
	name = without_brackets(str_trim(name));
	if (!name.len)
		return;
	x->ways[x->n].lines[0] = name;
	x->ways[x->n++].n = 1;
	if (halves(name, &x->ways[x->n]))
		x->n++;
}

static int by_size(const void *a, const void *b)
{
	const struct label *x = a, *y = b;

	return x->size != y->size ? (x->size < y->size ? 1 : -1)
				  : (x->area > y->area) - (x->area < y->area);
}

static void put_label(struct buf *b, const struct label *x)
{
	const struct way *w = &x->ways[x->way];

	buf_str(b, S("<text y=\""));
	svg_len(b, x->at.y);
	buf_str(b, S("\">"));
	for (size_t i = 0; i < w->n; i++) {
		buf_str(b, S("<tspan x=\""));
		svg_len(b, x->at.x);
		buf_fmt(b, "\" dy=\"%s\">", i ? "1.15em" : w->n > 1 ? "-.22em" : ".36em");
		svg_text(b, w->lines[i]);
		buf_str(b, S("</tspan>"));
	}
	buf_str(b, S("</text>"));
}

/* Those that a phone shows, too, and the others. */
static void put_labels(struct buf *b, const struct label *labels, size_t n, bool minor)
{
	buf_fmt(b, "<g class=\"place%s\" text-anchor=\"middle\">", minor ? " minor" : "");
	for (size_t i = 0; i < n; i++)
		if (labels[i].placed && labels[i].minor == minor)
			put_label(b, &labels[i]);
	buf_str(b, S("</g>"));
}

/* A name or two among many without would say that these matter more: then a phone shows none. */
static void few(struct label *labels, size_t n)
{
	size_t placed = 0;

	for (size_t i = 0; i < n; i++)
		placed += labels[i].placed;
	for (size_t i = 0; i < n && placed * 3 < n; i++)
		labels[i].placed = false;
}

void map_labels(struct buf *b, const struct map *m, const struct map_shape_drawn *drawn,
		int64_t height, const struct map_taken *signs)
{
	size_t n = m->n < MAP_AREAS ? m->n : MAP_AREAS;
	struct label *labels = arena_array(b->a, n, sizeof *labels);
	struct map_taken phone = { .a = b->a }, screen = { .a = b->a };
	struct pass first = { SVG_PLACE_PHONE, height, false, false, &phone, signs },
		    second = { SVG_PLACE, height, true, false, &screen, signs };

	for (size_t i = 0; i < n; i++) {
		const struct map_box *box = &drawn[i].box;

		labels[i].area = i;
		if (box->x0 > box->x1)
			continue;
		labels[i].size = (__int128)(box->x1 - box->x0) * (box->y1 - box->y0);
		set_ways(&labels[i], m->areas[i].name);
	}
	qsort(labels, n, sizeof *labels, by_size);
	/* First within the outlines, so that none takes its neighbour's room, then those that reach over a little. */
	place_all(&first, drawn, labels, n);
	first.lax = true;
	place_all(&first, drawn, labels, n);
	few(labels, n);
	for (size_t i = 0; i < n; i++)
		if (labels[i].placed)
			map_take(&screen,
				 box_of(&labels[i].ways[labels[i].way], labels[i].at, SVG_PLACE));
	place_all(&second, drawn, labels, n);
	second.lax = true;
	place_all(&second, drawn, labels, n);
	put_labels(b, labels, n, false);
	put_labels(b, labels, n, true);
}
