/* See claims.h. Lengths are tenths of a unit. */
#include "paper/claims.h"

#include "base/arena.h"
#include "paper/chart.h"
#include "paper/svg.h"
#include "base/banned.h"

#define WIDTH  6000
#define RIGHT  5560
#define TOP    300
#define BOTTOM 2560
#define HEIGHT 2900
#define LINES  5
#define LABELS 24 /* numbers beside marks, at most */

typedef __int128 wide;

struct box {
	int64_t x1, x2, y;
};

struct drawing {
	struct arena *a;
	struct buf b;
	const struct claims *c;
	int64_t first, last; /* days */
	int64_t left;
	int64_t step, high;
	struct box taken[LABELS];
	size_t n_taken;
};

static void span(struct drawing *d, int64_t day, int64_t value)
{
	d->first = day < d->first ? day : d->first;
	d->last = day > d->last ? day : d->last;
	d->high = value > d->high ? value : d->high;
}

/* Steps of 1, 2 or 5 and zeroes, so that few lines reach above all. */
static void scale(struct drawing *d)
{
	static const int next[] = { 1, 2, 5 };
	wide ten = 1, high = d->high > 1 ? d->high : 1, step = 1;

	for (int i = 0; step * LINES < high; i++) {
		if (i == 3) {
			i = 0;
			ten *= 10;
		}
		step = ten * next[i];
	}
	d->step = step > INT64_MAX ? INT64_MAX : (int64_t)step;
	d->left = svg_width(chart_number(d->a, d->high), SVG_TEXT_PHONE) + 160;
}

static int64_t lines_of(const struct drawing *d)
{
	int64_t n = d->high / d->step + (d->high % d->step != 0);

	return n ? n : 1;
}

static int64_t y_of(const struct drawing *d, int64_t v)
{
	wide top = (wide)d->step * lines_of(d);

	return BOTTOM - (int64_t)((wide)(v < 0 ? 0 : v) * (BOTTOM - TOP) / top);
}

static int64_t x_of(const struct drawing *d, int64_t day)
{
	return d->last == d->first
		       ? (d->left + RIGHT) / 2
		       : d->left + (RIGHT - d->left) * (day - d->first) / (d->last - d->first);
}

static void attribute(struct buf *b, const char *name, int64_t tenths)
{
	buf_fmt(b, " %s=\"", name);
	svg_len(b, tenths);
	buf_byte(b, '"');
}

static void put_text(struct drawing *d, int64_t x, int64_t y, const char *how, struct str text)
{
	buf_str(&d->b, S("<text"));
	attribute(&d->b, "x", x);
	attribute(&d->b, "y", y);
	buf_fmt(&d->b, "%s>", how);
	svg_text(&d->b, text);
	buf_str(&d->b, S("</text>"));
}

static void put_line(struct drawing *d, const char *class, int64_t x1, int64_t y1, int64_t x2,
		     int64_t y2)
{
	buf_fmt(&d->b, "<line class=\"%s\"", class);
	attribute(&d->b, "x1", x1);
	attribute(&d->b, "y1", y1);
	attribute(&d->b, "x2", x2);
	attribute(&d->b, "y2", y2);
	buf_str(&d->b, S("/>"));
}

static void put_grid(struct drawing *d)
{
	for (int64_t i = 0; i <= lines_of(d); i++) {
		int64_t y = BOTTOM - (BOTTOM - TOP) * i / lines_of(d), v;

		put_line(d, i ? "grid" : "grid zero", d->left, y, RIGHT, y);
		/* The line above the largest number there is has none. */
		if (!__builtin_mul_overflow(d->step, i, &v))
			put_text(d, d->left - 80, y + 40, " text-anchor=\"end\"",
				 chart_number(d->a, v));
	}
}

/* The last one always, the others where there is room. */
static void put_days(struct drawing *d)
{
	int64_t end = WIDTH;

	for (size_t i = d->c->n_days; i-- > 0;) {
		struct str label = d->c->days[i].label;
		int64_t half = svg_width(label, SVG_TEXT_PHONE) / 2, x = x_of(d, d->c->days[i].day);

		x = x + half > WIDTH - 20 ? WIDTH - 20 - half : x;
		if (x + half + 100 > end && i + 1 < d->c->n_days)
			continue;
		end = x - half;
		put_text(d, x, BOTTOM + 250, " text-anchor=\"middle\"", label);
	}
}

static void put_values(struct drawing *d)
{
	const struct claims_value *v = d->c->values;

	if (d->c->steps && d->c->n_values > 1) {
		buf_str(&d->b, S("<path class=\"l1\" d=\""));
		for (size_t i = 0; i < d->c->n_values; i++) {
			buf_byte(&d->b, i ? 'H' : 'M');
			svg_len(&d->b, x_of(d, v[i].day));
			buf_byte(&d->b, i ? 'V' : ' ');
			svg_len(&d->b, y_of(d, v[i].value));
		}
		buf_str(&d->b, S("\"/>"));
	}
	for (size_t i = 0; i < d->c->n_values; i++) {
		buf_str(&d->b, S("<circle class=\"e1\" r=\"3\""));
		attribute(&d->b, "cx", x_of(d, v[i].day));
		attribute(&d->b, "cy", y_of(d, v[i].value));
		buf_str(&d->b, S("/>"));
	}
}

/* A circle agrees, a triangle is rounded, a diamond differs, a ring is of another scope: told apart without colours. */
static void put_mark(struct buf *b, enum claims_mark mark, int64_t x, int64_t y)
{
	static const char *const classes[] = { "v-ok", "v-warn", "v-bad", "v-info" };

	if (mark == CLAIMS_OK || mark == CLAIMS_INFO) {
		buf_fmt(b, "<circle class=\"claim %s\" r=\"%s\"", classes[mark],
			mark == CLAIMS_OK ? "6.5" : "6");
		attribute(b, "cx", x);
		attribute(b, "cy", y);
		buf_str(b, S("/>"));
		return;
	}
	buf_fmt(b, "<path class=\"claim %s\" d=\"M", classes[mark]);
	svg_len(b, x);
	buf_byte(b, ' ');
	svg_len(b, y - (mark == CLAIMS_BAD ? 90 : 80));
	buf_str(b, mark == CLAIMS_BAD ? S("l9 9-9 9-9-9z\"/>") : S("l7.5 13h-15z\"/>"));
}

/* The number beside a mark, where no other stands in its place. */
static void put_number(struct drawing *d, const struct claims_point *p)
{
	struct str text = chart_number(d->a, p->value);
	int64_t w = svg_width(text, SVG_LAB_PHONE), x = x_of(d, p->day) + 130,
		y = y_of(d, p->value);
	struct box at = { x, x + w, 0 };

	/* Below, where the line of what is signed seldom stands. */
	y += y + 150 < BOTTOM ? 150 : -150;

	if (at.x2 > WIDTH)
		at = (struct box){ x - 260 - w, x - 260, 0 };
	at.y = y;
	for (size_t i = 0; i < d->n_taken; i++) {
		const struct box *o = &d->taken[i];

		if (at.x1 < o->x2 && o->x1 < at.x2 && at.y < o->y + 220 && o->y < at.y + 220)
			return;
	}
	if (d->n_taken == LABELS || at.x1 < d->left)
		return;
	d->taken[d->n_taken++] = at;
	put_text(d, at.x1, y + 50, " class=\"lab\"", text);
}

static void put_points(struct drawing *d)
{
	const struct claims_point *p = d->c->points;

	for (size_t i = 0; i < d->c->n_points; i++)
		if (p[i].held)
			put_line(d, "tie", x_of(d, p[i].day), y_of(d, p[i].value),
				 x_of(d, p[i].day), y_of(d, p[i].by));
	for (size_t i = 0; i < d->c->n_points; i++)
		put_mark(&d->b, p[i].mark, x_of(d, p[i].day), y_of(d, p[i].value));
	/* What differs is told first. */
	for (int mark = CLAIMS_INFO; mark >= CLAIMS_OK; mark--)
		for (size_t i = 0; i < d->c->n_points; i++)
			if ((int)p[i].mark == (mark == CLAIMS_INFO  ? CLAIMS_BAD
					       : mark == CLAIMS_BAD ? CLAIMS_INFO
								    : mark))
				put_number(d, &p[i]);
}

struct str claims_svg(struct arena *a, const struct claims *claims)
{
	struct claims c = *claims;
	struct drawing d = {
		.a = a, .b = { .a = a }, .c = &c, .first = INT64_MAX, .last = INT64_MIN
	};

	if (c.n_points > CLAIMS_POINTS) {
		c.points += c.n_points - CLAIMS_POINTS;
		c.n_points = CLAIMS_POINTS;
	}
	if (!c.n_points)
		return S("");
	for (size_t i = 0; i < c.n_points; i++) {
		span(&d, c.points[i].day, c.points[i].value);
		span(&d, c.points[i].day, c.points[i].held ? c.points[i].by : 0);
	}
	for (size_t i = 0; i < c.n_values; i++)
		span(&d, c.values[i].day, c.values[i].value);
	scale(&d);
	buf_str(&d.b, S("<svg class=\"chart\" viewBox=\"0 0 600 "));
	svg_len(&d.b, HEIGHT);
	buf_str(&d.b, S("\" role=\"img\""));
	svg_labelled(&d.b, c.id, c.desc);
	buf_byte(&d.b, '>');
	svg_names(&d.b, c.id, c.title, c.desc);
	put_grid(&d);
	put_days(&d);
	put_values(&d);
	put_points(&d);
	buf_str(&d.b, S("</svg>"));
	return buf_text(&d.b);
}

struct str claims_swatch(struct arena *a, enum claims_mark mark)
{
	struct buf b = { .a = a };

	buf_str(&b, S("<svg viewBox=\"0 0 20 20\" aria-hidden=\"true\">"));
	put_mark(&b, mark, 100, 100);
	buf_str(&b, S("</svg>"));
	return buf_text(&b);
}
