/* See map.h. The labels are in map_label.c. */
#include "paper/map.h"

#include "base/arena.h"
#include "paper/chart.h"
#include "paper/map_int.h"
#include "paper/svg.h"
#include "base/banned.h"

#define PAD	   100
#define HEIGHT_MAX 6600
#define SCALE_ROOM 320	/* below the map */
#define SCALE_MAX  1600 /* length of the bar */
#define SIGN	   95	/* half of a sign's box */
#define Q30	   (INT64_C(1) << 30)
#define DEGREE_M   111320
#define UNIT	   10 /* tenths */

typedef __int128 wide;

static const struct {
	const char *word, *class;
	int size, turn; /* of the pattern; 0: none */
	bool crossed;
} classes[MAP_CLASSES] = {
	[MAP_NONE] = { "", "d-none", 0, 0, false },
	[MAP_OUTSIDE] = { "outside", "d-outside", 7, 45, false },
	[MAP_CONTESTED] = { "contested", "d-contested", 8, 45, true },
	[MAP_ADMINISTERED] = { "administered", "d-administered", 11, -45, false },
	[MAP_CLEARED] = { "cleared", "d-cleared", 8, 90, false },
	[MAP_OPEN] = { "open", "d-open", 0, 0, false },
};

/* Around its middle. */
static const struct {
	const char *class, *path;
} signs[MAP_SHAPES] = {
	[MAP_CROSSING] = { "pt-crossing", "m0-8l8 8-8 8-8-8z" },
	[MAP_CENTRE] = { "pt-centre", "m-7 6.5v-7l7-6 7 6v7z" },
	[MAP_KITCHEN] = { "pt-kitchen", "m-6-6h12v12h-12z" },
	[MAP_SITE] = { "pt-site", "m0-7.5l7.5 13h-15z" },
};

/* x = left + (lon - west) · cosine · num / (den · 2^30), y = top + (north - lat) · num / den */
struct view {
	struct arena *a;
	struct buf b;
	const struct map *m;
	size_t n, n_points;
	int64_t west, east, south, north, cosine;
	wide num, den;
	int64_t left, height;
	struct map_shape_drawn *drawn;
};

enum map_class map_class_of_status(struct str status)
{
	for (int i = MAP_NONE + 1; i < MAP_CLASSES; i++)
		if (str_eq(status, str_of(classes[i].word)))
			return (enum map_class)i;
	return MAP_NONE;
}

static void reach(struct view *v, struct position p)
{
	v->west = p.lon < v->west ? p.lon : v->west;
	v->east = p.lon > v->east ? p.lon : v->east;
	v->south = p.lat < v->south ? p.lat : v->south;
	v->north = p.lat > v->north ? p.lat : v->north;
}

static bool on_globe(struct position p)
{
	return p.lat >= -LAT_MAX && p.lat <= LAT_MAX && p.lon >= -LON_MAX && p.lon <= LON_MAX;
}

/* As large as fits into the width, or into the greatest height. False where there is nothing to draw. */
static bool set_view(struct view *v)
{
	int64_t wide_by, high_by;
	wide wn, wd, hn;

	v->west = v->south = INT64_MAX;
	v->east = v->north = INT64_MIN;
	for (size_t i = 0; i < v->n; i++)
		for (size_t j = 0; j < v->m->areas[i].n; j++)
			for (size_t k = 0; k < v->m->areas[i].rings[j].n; k++)
				if (on_globe(v->m->areas[i].rings[j].p[k]))
					reach(v, v->m->areas[i].rings[j].p[k]);
	if (v->west > v->east)
		return false;
	for (size_t i = 0; i < v->n_points; i++)
		if (on_globe(v->m->points[i].at))
			reach(v, v->m->points[i].at);
	wide_by = v->east > v->west ? v->east - v->west : 1;
	high_by = v->north > v->south ? v->north - v->south : 1;
	v->cosine = ring_cosine(v->south + (v->north - v->south) / 2);
	v->cosine = v->cosine < Q30 / 100 ? Q30 / 100 : v->cosine;
	wn = (wide)(MAP_WIDTH - 2 * PAD) * Q30;
	wd = (wide)wide_by * v->cosine;
	hn = HEIGHT_MAX;
	v->num = wn;
	v->den = wd;
	if (wn * high_by > hn * wd) {
		v->num = hn;
		v->den = high_by;
	}
	v->left = (MAP_WIDTH - (int64_t)((wide)wide_by * v->cosine * v->num / (v->den * Q30))) / 2;
	v->height = 2 * PAD + (int64_t)(high_by * v->num / v->den);
	return true;
}

static struct map_spot spot_of(const struct view *v, struct position p)
{
	return (struct map_spot){
		v->left + (int64_t)((wide)(p.lon - v->west) * v->cosine * v->num / (v->den * Q30)),
		PAD + (int64_t)((wide)(v->north - p.lat) * v->num / v->den),
	};
}

int64_t map_whole(int64_t tenths)
{
	return (tenths + UNIT / 2) / UNIT * UNIT;
}

/* In whole units, without positions that cannot be told apart in the drawing: neighbours stay neighbours, since
 * what they share is rounded alike. */
static void draw_ring(const struct view *v, const struct ring *from, struct map_ring *to)
{
	to->p = arena_array(v->a, from->n, sizeof *to->p);
	for (size_t i = 0; i < from->n; i++) {
		struct map_spot s;

		if (!on_globe(from->p[i]))
			continue;
		s = spot_of(v, from->p[i]);
		s = (struct map_spot){ map_whole(s.x), map_whole(s.y) };
		if (!to->n || s.x != to->p[to->n - 1].x || s.y != to->p[to->n - 1].y)
			to->p[to->n++] = s;
	}
	if (to->n > 1 && to->p[0].x == to->p[to->n - 1].x && to->p[0].y == to->p[to->n - 1].y)
		to->n--;
}

static void draw_area(const struct view *v, const struct map_area *from, struct map_shape_drawn *to)
{
	struct map_box *box = &to->box;

	*box = (struct map_box){ INT64_MAX, INT64_MAX, INT64_MIN, INT64_MIN };
	to->rings = arena_array(v->a, from->n, sizeof *to->rings);
	to->n = from->n;
	for (size_t i = 0; i < from->n; i++) {
		struct map_ring *r = &to->rings[i];

		draw_ring(v, &from->rings[i], r);
		for (size_t k = 0; k < r->n; k++) {
			box->x0 = r->p[k].x < box->x0 ? r->p[k].x : box->x0;
			box->x1 = r->p[k].x > box->x1 ? r->p[k].x : box->x1;
			box->y0 = r->p[k].y < box->y0 ? r->p[k].y : box->y0;
			box->y1 = r->p[k].y > box->y1 ? r->p[k].y : box->y1;
		}
	}
}

/* "12 34" and "-12-34": a minus is blank enough. */
static void put_number(struct buf *b, int64_t n, bool first)
{
	if (!first && n >= 0)
		buf_byte(b, ' ');
	svg_len(b, n);
}

static void put_pair(struct buf *b, int64_t x, int64_t y)
{
	put_number(b, x, true);
	put_number(b, y, false);
}

static void put_path(struct buf *b, const struct map_shape_drawn *s)
{
	buf_str(b, S(" d=\""));
	for (size_t i = 0; i < s->n; i++) {
		const struct map_ring *r = &s->rings[i];

		for (size_t k = 0; k < r->n; k++) {
			if (k < 2)
				buf_byte(b, k ? 'l' : 'M');
			put_number(b, r->p[k].x - (k ? r->p[k - 1].x : 0), k < 2);
			put_number(b, r->p[k].y - (k ? r->p[k - 1].y : 0), false);
		}
		if (r->n)
			buf_byte(b, 'z');
	}
	buf_byte(b, '"');
}

/* "ID-h2": the pattern of a class; "ID-a2": its areas. */
static void put_id(struct buf *b, struct str id, char what, enum map_class class)
{
	svg_id(b, id);
	buf_fmt(b, "-%c%d", what, (int)class);
}

static void put_patterns(struct view *v)
{
	buf_str(&v->b, S("<defs>"));
	for (int i = 0; i < MAP_CLASSES; i++) {
		int size = classes[i].size;

		if (!size)
			continue;
		buf_str(&v->b, S("<pattern id=\""));
		put_id(&v->b, v->m->id, 'h', (enum map_class)i);
		buf_fmt(&v->b,
			"\" width=\"%d\" height=\"%d\" patternUnits=\"userSpaceOnUse\" "
			"patternTransform=\"rotate(%d)\"><path class=\"hatch\" d=\"M0 0v%d",
			size, size, classes[i].turn, size);
		if (classes[i].crossed)
			buf_fmt(&v->b, "M0 0h%d", size);
		buf_str(&v->b, S("\"/></pattern>"));
	}
	buf_str(&v->b, S("</defs>"));
}

static enum map_class class_of(const struct map_area *area)
{
	return area->class < MAP_CLASSES ? area->class : MAP_NONE;
}

static void put_area(struct view *v, size_t i)
{
	const struct map_area *area = &v->m->areas[i];

	buf_str(&v->b, S("<path"));
	put_path(&v->b, &v->drawn[i]);
	buf_str(&v->b, S("><title>"));
	svg_text(&v->b, area->name);
	if (area->note.len) {
		buf_str(&v->b, S(": "));
		svg_text(&v->b, area->note);
	}
	buf_str(&v->b, S("</title></path>"));
}

/* Over their colour: the same outlines again, without repeating them. */
static void put_hatching(struct view *v, enum map_class class)
{
	buf_str(&v->b, S("<use class=\"h\" pointer-events=\"none\" href=\"#"));
	put_id(&v->b, v->m->id, 'a', class);
	buf_str(&v->b, S("\" fill=\"url(#"));
	put_id(&v->b, v->m->id, 'h', class);
	buf_str(&v->b, S(")\"/>"));
}

static void put_class(struct view *v, enum map_class class)
{
	bool any = false;

	for (size_t i = 0; i < v->n; i++) {
		if (class_of(&v->m->areas[i]) != class)
			continue;
		if (!any) {
			buf_fmt(&v->b, "<g class=\"d %s\"><g id=\"", classes[class].class);
			put_id(&v->b, v->m->id, 'a', class);
			buf_str(&v->b, S("\" fill-rule=\"evenodd\">"));
		}
		any = true;
		put_area(v, i);
	}
	if (!any)
		return;
	buf_str(&v->b, S("</g></g>"));
	if (classes[class].size)
		put_hatching(v, class);
}

/* After all areas: a neighbour would cover half of the border. */
static void put_fresh(struct view *v)
{
	buf_str(&v->b, S("<g class=\"d-new\" fill=\"none\" pointer-events=\"none\">"));
	for (size_t i = 0; i < v->n; i++) {
		if (!v->m->areas[i].fresh)
			continue;
		buf_str(&v->b, S("<path"));
		put_path(&v->b, &v->drawn[i]);
		buf_str(&v->b, S("/>"));
	}
	buf_str(&v->b, S("</g>"));
}

bool map_free(const struct map_taken *t, struct map_box box)
{
	for (size_t i = 0; i < t->n; i++)
		if (box.x0 < t->list[i].x1 && t->list[i].x0 < box.x1 && box.y0 < t->list[i].y1 &&
		    t->list[i].y0 < box.y1)
			return false;
	return true;
}

void map_take(struct map_taken *t, struct map_box box)
{
	t->list = arena_more(t->a, t->list, t->n, &t->room, sizeof *t->list);
	t->list[t->n++] = box;
}

static struct map_box sign_box(struct map_spot s)
{
	return (struct map_box){ s.x - SIGN, s.y - SIGN, s.x + SIGN, s.y + SIGN };
}

/* Where it should be, or beside what stands there, in widening squares; where all is taken, where it should be. */
static struct map_spot sign_spot(const struct view *v, const struct map_taken *taken,
				 struct map_spot want)
{
	for (int64_t around = 0; around < 8; around++)
		for (int64_t i = -around; i <= around; i++)
			for (int64_t j = -around; j <= around; j++) {
				struct map_spot s = { want.x + i * 2 * SIGN,
						      want.y + j * 2 * SIGN };
				struct map_box box = sign_box(s);

				if (box.x0 >= 0 && box.y0 >= 0 && box.x1 <= MAP_WIDTH &&
				    box.y1 <= v->height && map_free(taken, box))
					return s;
			}
	return want;
}

static void put_sign(struct buf *b, struct map_spot s, enum map_shape shape)
{
	size_t i = shape < MAP_SHAPES ? shape : MAP_SITE;

	buf_fmt(b, "<path class=\"pt %s\" d=\"M", signs[i].class);
	svg_len(b, s.x);
	buf_byte(b, ' ');
	svg_len(b, s.y);
	buf_fmt(b, "%s\"/>", signs[i].path);
}

static void put_points(struct view *v, struct map_taken *taken, struct buf *b)
{
	for (size_t i = 0; i < v->n_points; i++) {
		const struct map_point *p = &v->m->points[i];
		struct map_spot s;

		if (!on_globe(p->at))
			continue;
		s = sign_spot(v, taken, spot_of(v, p->at));
		map_take(taken, sign_box(s));
		buf_str(b, S("<g><title>"));
		svg_text(b, p->name);
		buf_str(b, S("</title>"));
		put_sign(b, s, p->shape);
		buf_str(b, S("</g>"));
	}
}

/* The longest of 1, 2 or 5 and zeroes metres that is not too long. */
static void put_scale(struct view *v)
{
	static const int steps[] = { 1, 2, 5 };
	int64_t ten = 1, metres = 0, length = 0, y = v->height + SCALE_ROOM - 120;

	for (int digits = 0; digits < 9; digits++, ten *= 10)
		for (int i = 0; i < 3; i++) {
			wide t = (wide)ten * steps[i] * 1000000 * v->num / (v->den * DEGREE_M);

			if (t <= SCALE_MAX) {
				metres = ten * steps[i];
				length = (int64_t)t;
			}
		}
	if (length < 50)
		return;
	buf_str(&v->b, S("<path class=\"scale\" fill=\"none\" d=\"M"));
	put_pair(&v->b, PAD, y - 50);
	buf_str(&v->b, S("v5h"));
	svg_len(&v->b, length);
	buf_str(&v->b, S("v-5\"/><text class=\"scale-text\" x=\""));
	svg_len(&v->b, PAD + length + 80);
	buf_str(&v->b, S("\" y=\""));
	svg_len(&v->b, y);
	buf_str(&v->b, S("\">"));
	buf_str(&v->b, chart_number(v->a, metres < 1000 ? metres : metres / 1000));
	buf_byte(&v->b, ' ');
	svg_text(&v->b, metres < 1000 ? v->m->m : v->m->km);
	buf_str(&v->b, S("</text>"));
}

static void put_head(struct view *v, int64_t height)
{
	buf_str(&v->b, S("<svg class=\"chart map\" viewBox=\"0 0 600 "));
	svg_len(&v->b, height);
	buf_str(&v->b, S("\" role=\"img\""));
	svg_labelled(&v->b, v->m->id, v->m->desc);
	buf_byte(&v->b, '>');
	svg_names(&v->b, v->m->id, v->m->title, v->m->desc);
}

static void draw(struct view *v)
{
	struct map_taken taken = { .a = v->a };
	struct buf points = { .a = v->a };

	put_head(v, v->height + SCALE_ROOM);
	put_patterns(v);
	v->drawn = arena_array(v->a, v->n, sizeof *v->drawn);
	for (size_t i = 0; i < v->n; i++)
		draw_area(v, &v->m->areas[i], &v->drawn[i]);
	for (int i = 0; i < MAP_CLASSES; i++)
		put_class(v, (enum map_class)i);
	put_fresh(v);
	put_points(v, &taken, &points);
	map_labels(&v->b, v->m, v->drawn, v->height, &taken);
	buf_add(&v->b, points.p, points.len);
	put_scale(v);
	buf_str(&v->b, S("</svg>"));
}

struct str map_svg(struct arena *a, const struct map *m)
{
	struct view v = { .a = a,
			  .b = { .a = a },
			  .m = m,
			  .n = m->n < MAP_AREAS ? m->n : MAP_AREAS,
			  .n_points = m->n_points < MAP_POINTS ? m->n_points : MAP_POINTS };

	if (set_view(&v)) {
		draw(&v);
		return buf_text(&v.b);
	}
	put_head(&v, 1200);
	buf_str(&v.b, S("<text class=\"none\" x=\"300\" y=\"65\" text-anchor=\"middle\">"));
	svg_text(&v.b, m->none);
	buf_str(&v.b, S("</text></svg>"));
	return buf_text(&v.b);
}

#define SMALL "<svg viewBox=\"0 0 20 20\" aria-hidden=\"true\" focusable=\"false\">"

struct str map_swatch(struct arena *a, struct str id, enum map_class class)
{
	struct buf b = { .a = a };
	enum map_class c = class < MAP_CLASSES ? class : MAP_NONE;

	buf_fmt(&b, SMALL "<path class=\"d %s\" d=\"M1 1h18v18h-18z\"/>", classes[c].class);
	if (classes[c].size) {
		buf_str(&b, S("<path class=\"h\" fill=\"url(#"));
		put_id(&b, id, 'h', c);
		buf_str(&b, S(")\" d=\"M1 1h18v18h-18z\"/>"));
	}
	buf_str(&b, S("</svg>"));
	return buf_text(&b);
}

struct str map_sign(struct arena *a, enum map_shape shape)
{
	struct buf b = { .a = a };

	buf_str(&b, S(SMALL));
	put_sign(&b, (struct map_spot){ 100, 100 }, shape);
	buf_str(&b, S("</svg>"));
	return buf_text(&b);
}
