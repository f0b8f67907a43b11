/* See chart.h. Lengths are tenths of a unit; figures are whole numbers throughout. */
#include "paper/chart.h"

#include <string.h>

#include "base/arena.h"
#include "paper/svg.h"
#include "base/banned.h"

#define WIDTH	   6000
#define TOP	   180 /* of the plot */
#define BOTTOM	   2860
#define BARS_NAME  3160 /* base line of the bars' name */
#define BARS_TOP   3480
#define BARS_LOW   4000
#define DAYS_BELOW 200 /* base line of the days, below the lower axis */
#define FOOT	   320
#define LINES	   7 /* of the grid, at most */
#define NAME_LINES 3
#define NAME_ROOM  1250
#define MARGIN_MAX 2100
#define LINE	   220 /* from line to line of a label, on a phone */
#define ASCENT	   160

typedef __int128 wide;

/* Values from low to high become heights from `bottom` up to `top`. */
struct axis {
	wide low, high, step;
	int64_t top, bottom;
};

struct layout {
	struct arena *a;
	struct buf b;
	const struct chart *c;
	const struct str *days;
	struct chart_series series[3]; /* a, b, per day; from the first day that is drawn */
	size_t n;
	int64_t left, right; /* of the plot */
	int64_t base;	     /* the lower axis */
	struct axis above, bars;
};

struct label {
	struct str value, name[NAME_LINES];
	size_t lines;
	int64_t at, y; /* where it should be; where there is room */
	const char *class;
};

static struct str number(struct arena *a, wide v)
{
	char text[80], *p = text + sizeof text;
	bool minus = v < 0;

	for (int digit = 0; v || !digit; digit++) {
		int d = (int)(v % 10);

		if (digit && digit % 3 == 0)
			*--p = ',';
		*--p = (char)('0' + (d < 0 ? -d : d));
		v /= 10;
	}
	return str_fmt(a, "%s%.*s", minus ? "−" : "", (int)(text + sizeof text - p), p);
}

struct str chart_number(struct arena *a, int64_t v)
{
	return number(a, v);
}

static bool known(const struct chart_series *s, size_t i)
{
	return s->v && s->v[i] != CHART_NONE;
}

static void widen(struct axis *x, const struct chart_series *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!known(s, i))
			continue;
		x->low = s->v[i] < x->low ? s->v[i] : x->low;
		x->high = s->v[i] > x->high ? s->v[i] : x->high;
	}
}

/* The multiple of the step at or beyond v, away from zero. */
static wide beyond(wide v, wide step)
{
	return v < 0 ? -((-v + step - 1) / step * step) : (v + step - 1) / step * step;
}

/* Steps of 1, 2 or 5 and zeroes, whole ones; ends of the axis are multiples of it. */
static void round_axis(struct axis *x)
{
	static const int next[] = { 2, 5, 10 };
	wide ten = 1;
	size_t i = 0;

	x->step = 1;
	while (beyond(x->high, x->step) - beyond(x->low, x->step) > (LINES - 1) * x->step) {
		x->step = ten * next[i];
		i = (i + 1) % 3;
		if (!i)
			ten *= 10;
	}
	x->low = beyond(x->low, x->step);
	x->high = beyond(x->high, x->step);
}

static int64_t y_of(const struct axis *x, wide v)
{
	return x->bottom - (int64_t)((v - x->low) * (x->bottom - x->top) / (x->high - x->low));
}

static int64_t x_of(const struct layout *l, size_t i)
{
	return l->n < 2 ? l->right
			: l->left + (l->right - l->left) * (int64_t)i / (int64_t)(l->n - 1);
}

static void text_at(struct buf *b, int64_t x, int64_t y, const char *class, const char *anchor)
{
	buf_str(b, S("<text"));
	if (class)
		buf_fmt(b, " class=\"%s\"", class);
	buf_str(b, S(" x=\""));
	svg_len(b, x);
	buf_str(b, S("\" y=\""));
	svg_len(b, y);
	buf_byte(b, '"');
	if (anchor)
		buf_fmt(b, " text-anchor=\"%s\"", anchor);
	buf_byte(b, '>');
}

static void line_at(struct buf *b, const char *class, int64_t x1, int64_t x2, int64_t y)
{
	buf_fmt(b, "<line class=\"%s\" x1=\"", class);
	svg_len(b, x1);
	buf_str(b, S("\" x2=\""));
	svg_len(b, x2);
	buf_str(b, S("\" y1=\""));
	svg_len(b, y);
	buf_str(b, S("\" y2=\""));
	svg_len(b, y);
	buf_str(b, S("\"/>"));
}

static void put_grid(struct layout *l)
{
	const struct axis *x = &l->above;

	for (wide v = x->low; v <= x->high; v += x->step) {
		int64_t y = y_of(x, v);

		line_at(&l->b, v ? "grid" : "grid zero", l->left, l->right, y);
		text_at(&l->b, l->left - 80, y + 40, NULL, "end");
		buf_str(&l->b, number(l->a, v));
		buf_str(&l->b, S("</text>"));
	}
}

/* As wide as the widest number beside the axis. */
static int64_t left_margin(struct arena *a, const struct axis *x)
{
	int64_t most = 0;

	for (wide v = x->low; v <= x->high; v += x->step) {
		int64_t w = svg_width(number(a, v), SVG_TEXT_PHONE);

		most = w > most ? w : most;
	}
	return most + 120;
}

/* The last number of a series, and its name in lines. */
static bool label_of(struct layout *l, const struct chart_series *s, const char *class,
		     struct label *out)
{
	size_t i = l->n;

	while (i && !known(s, i - 1))
		i--;
	if (!i)
		return false;
	*out = (struct label){ .value = number(l->a, s->v[i - 1]),
			       .at = y_of(&l->above, s->v[i - 1]),
			       .class = class };
	out->lines = svg_lines(l->a, s->name, SVG_TEXT_PHONE, NAME_ROOM, out->name, NAME_LINES);
	return true;
}

static int64_t label_width(const struct label *x)
{
	int64_t most = svg_width(x->value, SVG_LAB_PHONE);

	for (size_t i = 0; i < x->lines; i++) {
		int64_t w = svg_width(x->name[i], SVG_TEXT_PHONE);

		most = w > most ? w : most;
	}
	return most;
}

static int64_t height(const struct label *x)
{
	return LINE * (int64_t)(x->lines + 1);
}

/* y is the base line of the first line: the value stands at the end of its line, the name below. Of two that
 * would overlap the upper one moves up, the lower one down, as far as there is room. */
static void place_labels(struct label *list, size_t n, int64_t low)
{
	struct label *up, *down;
	int64_t least = ASCENT + 20, most;

	for (size_t i = 0; i < n; i++) {
		most = low - height(&list[i]) + LINE - 40;
		list[i].y = list[i].at + 40 > most ? most : list[i].at + 40;
		list[i].y = list[i].y < least ? least : list[i].y;
	}
	if (n < 2)
		return;
	up = list[0].at > list[1].at ? &list[1] : &list[0];
	down = up == list ? &list[1] : &list[0];
	if (down->y - up->y >= height(up))
		return;
	most = low - height(down) + LINE - 40;
	down->y = (up->y + down->y + height(up)) / 2;
	down->y = down->y > most ? most : down->y;
	up->y = down->y - height(up);
	if (up->y < least) {
		up->y = least;
		down->y = least + height(up);
	}
}

static void put_labels(struct layout *l, const struct label *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct label *x = &list[i];
		int64_t at = l->right + 80, room = WIDTH - at - 20;

		text_at(&l->b, at, x->y, NULL, NULL);
		buf_fmt(&l->b, "<tspan class=\"lab %s\"", x->class);
		/* A number is never cut: one that is too long is set narrower. */
		if (svg_width(x->value, SVG_LAB_PHONE) > room) {
			buf_str(&l->b, S(" lengthAdjust=\"spacingAndGlyphs\" textLength=\""));
			svg_len(&l->b, room);
			buf_byte(&l->b, '"');
		}
		buf_fmt(&l->b, ">%.*s</tspan>", P(x->value));
		for (size_t k = 0; k < x->lines; k++) {
			buf_str(&l->b, S("<tspan x=\""));
			svg_len(&l->b, at);
			buf_str(&l->b, S("\" dy=\"1.15em\">"));
			svg_text(&l->b, x->name[k]);
			buf_str(&l->b, S("</tspan>"));
		}
		buf_str(&l->b, S("</text>"));
	}
}

/* From day i to day j, all known: each value holds until the next day. Backwards for the lower edge of the band. */
static void put_steps(struct layout *l, const struct chart_series *s, size_t i, size_t j)
{
	struct buf *b = &l->b;
	bool back = i > j;

	svg_len(b, x_of(l, i));
	buf_byte(b, ' ');
	svg_len(b, y_of(&l->above, s->v[i]));
	while (i != j) {
		size_t to = back ? i - 1 : i + 1;
		int64_t x = x_of(l, to), y = y_of(&l->above, s->v[to]);

		buf_byte(b, back ? 'V' : 'H');
		svg_len(b, back ? y : x);
		buf_byte(b, back ? 'H' : 'V');
		svg_len(b, back ? x : y);
		i = to;
	}
}

/* The next run of days on which both series (or the one) are known: [*from, *to]. */
static bool next_run(const struct layout *l, const struct chart_series *s,
		     const struct chart_series *t, size_t *from, size_t *to)
{
	size_t i = *to;

	while (i < l->n && !(known(s, i) && known(t, i)))
		i++;
	*from = i;
	while (i < l->n && known(s, i) && known(t, i))
		i++;
	*to = i;
	return i > *from;
}

static void put_band(struct layout *l)
{
	size_t i = 0, j = 0;

	if (!l->series[1].v)
		return;
	buf_str(&l->b, S("<path class=\"gap\" d=\""));
	while (next_run(l, &l->series[0], &l->series[1], &i, &j)) {
		buf_byte(&l->b, 'M');
		put_steps(l, &l->series[0], i, j - 1);
		buf_byte(&l->b, 'L');
		put_steps(l, &l->series[1], j - 1, i);
		buf_byte(&l->b, 'Z');
	}
	buf_str(&l->b, S("\"/>"));
}

static void put_dot(struct layout *l, const struct chart_series *s, size_t i, int number)
{
	buf_fmt(&l->b, "<circle class=\"e%d\" r=\"4\" cx=\"", number);
	svg_len(&l->b, x_of(l, i));
	buf_str(&l->b, S("\" cy=\""));
	svg_len(&l->b, y_of(&l->above, s->v[i]));
	buf_str(&l->b, S("\"/>"));
}

/* A dot where it ends, and for a day alone, which has no line. */
static void put_line(struct layout *l, size_t which)
{
	const struct chart_series *s = &l->series[which];
	size_t i = 0, j = 0, last = 0;

	if (!s->v)
		return;
	buf_fmt(&l->b, "<path class=\"l%zu\" d=\"", which + 1);
	while (next_run(l, s, s, &i, &j)) {
		buf_byte(&l->b, 'M');
		put_steps(l, s, i, j - 1);
		last = j;
	}
	buf_str(&l->b, S("\"/>"));
	i = j = 0;
	while (next_run(l, s, s, &i, &j))
		if (j - i == 1 || j == last)
			put_dot(l, s, j - 1, (int)which + 1);
}

static void put_bar(struct layout *l, size_t i, int64_t width)
{
	int64_t v = l->series[2].v[i], zero = y_of(&l->bars, 0), y = y_of(&l->bars, v);

	/* What is not zero is seen. */
	if (y == zero)
		y += v > 0 ? -5 : 5;
	buf_byte(&l->b, 'M');
	svg_len(&l->b, x_of(l, i) - width / 2);
	buf_byte(&l->b, ' ');
	svg_len(&l->b, y);
	buf_byte(&l->b, 'h');
	svg_len(&l->b, width);
	buf_byte(&l->b, 'V');
	svg_len(&l->b, zero);
	buf_byte(&l->b, 'h');
	svg_len(&l->b, -width);
	buf_byte(&l->b, 'z');
}

static void put_bar_value(struct layout *l, size_t i)
{
	int64_t v = l->series[2].v[i], y = y_of(&l->bars, v > 0 ? v : 0) - 50, x = x_of(l, i);
	struct str s = number(l->a, v);
	int64_t half = svg_width(s, SVG_TEXT_PHONE) / 2;

	x = x + half > WIDTH - 20 ? WIDTH - 20 - half : x;
	x = x < half + 20 ? half + 20 : x;
	text_at(&l->b, x, y, NULL, "middle");
	buf_str(&l->b, s);
	buf_str(&l->b, S("</text>"));
}

/* The highest bar and the last have their number, unless one would stand on the other. */
static void put_bar_values(struct layout *l)
{
	const struct chart_series *s = &l->series[2];
	size_t most = l->n, last = l->n;
	int64_t room;

	for (size_t i = 0; i < l->n; i++) {
		if (!known(s, i))
			continue;
		if (most == l->n || s->v[i] > s->v[most])
			most = i;
		last = i;
	}
	if (last == l->n)
		return;
	room = (svg_width(number(l->a, s->v[most]), SVG_TEXT_PHONE) +
		svg_width(number(l->a, s->v[last]), SVG_TEXT_PHONE)) /
		       2 +
	       100;
	if (x_of(l, last) - x_of(l, most) >= room || (most != last && l->n >= 80))
		put_bar_value(l, most);
	/* Among many thin bars it would stand on the others. */
	if (last == most || l->n < 80)
		put_bar_value(l, last);
}

static void put_bars(struct layout *l)
{
	int64_t each = l->n < 2 ? 400 : (l->right - l->left) / (int64_t)(l->n - 1);
	int64_t width = each * 62 / 100;

	if (!l->series[2].v)
		return;
	text_at(&l->b, l->left, BARS_NAME, "lab", NULL);
	svg_text(&l->b, svg_cut(l->a, l->series[2].name, SVG_LAB_PHONE, WIDTH - l->left - 20));
	buf_str(&l->b, S("</text><path class=\"b1\" d=\""));
	width = width < 5 ? 5 : width > 280 ? 280 : width;
	for (size_t i = 0; i < l->n; i++)
		if (known(&l->series[2], i) && l->series[2].v[i])
			put_bar(l, i, width);
	buf_str(&l->b, S("\"/>"));
	put_bar_values(l);
	line_at(&l->b, "axis", l->left - 80, l->right + 80, y_of(&l->bars, 0));
}

/* As many days as have room, the last always, in steps that a week or a month goes into. */
static void put_days(struct layout *l)
{
	static const size_t steps[] = { 1, 2, 3, 4, 5, 7, 14, 28, 56, 91, 182, 364, 728, 1456 };
	int64_t widest = 0;
	size_t k = 0;

	for (size_t i = 0; i < l->n; i++) {
		int64_t w = svg_width(l->days[i], SVG_TEXT_PHONE);

		widest = w > widest ? w : widest;
	}
	widest = widest > 2000 ? 2000 : widest;
	while (k + 1 < sizeof steps / sizeof *steps && l->n > 1 &&
	       (l->right - l->left) * (int64_t)steps[k] / (int64_t)(l->n - 1) < widest + 140)
		k++;
	for (size_t i = l->n; i-- > 0;) {
		struct str day = svg_cut(l->a, l->days[i], SVG_TEXT_PHONE, widest);
		int64_t x = x_of(l, i), half = svg_width(day, SVG_TEXT_PHONE) / 2;

		if ((l->n - 1 - i) % steps[k])
			continue;
		x = x + half > WIDTH - 20 ? WIDTH - 20 - half : x;
		x = x < half + 20 ? half + 20 : x;
		text_at(&l->b, x, l->base + DAYS_BELOW, NULL, "middle");
		svg_text(&l->b, day);
		buf_str(&l->b, S("</text>"));
	}
}

static void put_values(struct layout *l, const char *name, const struct chart_series *s)
{
	if (!s->v)
		return;
	buf_fmt(&l->b, " data-%s=\"", name);
	for (size_t i = 0; i < l->n; i++) {
		if (i)
			buf_byte(&l->b, ' ');
		if (known(s, i))
			buf_fmt(&l->b, "%lld", (long long)s->v[i]);
		else
			buf_byte(&l->b, '-');
	}
	buf_fmt(&l->b, "\" data-l%s=\"", name);
	svg_text(&l->b, s->name);
	buf_byte(&l->b, '"');
}

/* What the cursor of sulh.js needs. */
static void put_data(struct layout *l)
{
	int64_t width = (l->right - l->left) * 100 / (l->n < 2 ? 1 : (int64_t)(l->n - 1));

	buf_str(&l->b, S(" data-chart=\"\" data-x0=\""));
	svg_len(&l->b, x_of(l, 0));
	buf_fmt(&l->b, "\" data-dx=\"%lld.%03d\" data-labels=\"", (long long)(width / 1000),
		(int)(width % 1000));
	for (size_t i = 0; i < l->n; i++) {
		struct str rest = l->days[i];

		if (i)
			buf_byte(&l->b, '|');
		while (rest.s) {
			svg_text(&l->b, str_cut(&rest, '|'));
			if (rest.s)
				buf_byte(&l->b, '/');
		}
	}
	buf_byte(&l->b, '"');
	put_values(l, "a", &l->series[0]);
	put_values(l, "b", &l->series[1]);
	put_values(l, "d", &l->series[2]);
}

static void put_head(struct layout *l)
{
	bool empty = !l->n;

	buf_str(&l->b, S("<svg class=\"chart\" viewBox=\"0 0 600 "));
	svg_len(&l->b, empty ? 1200 : l->base + FOOT);
	buf_str(&l->b, S("\" role=\"img\""));
	svg_labelled(&l->b, l->c->id, l->c->desc);
	if (!empty)
		put_data(l);
	buf_byte(&l->b, '>');
	svg_names(&l->b, l->c->id, l->c->title, l->c->desc);
}

/* Only the last days of more than CHART_DAYS. */
static void take_days(struct layout *l)
{
	const struct chart_series *from[] = { &l->c->a, &l->c->b, &l->c->per_day };
	size_t skip = l->c->n > CHART_DAYS ? l->c->n - CHART_DAYS : 0;

	l->n = l->c->n - skip;
	l->days = l->c->days + (l->n ? skip : 0);
	for (size_t i = 0; i < 3; i++) {
		l->series[i] = *from[i];
		if (l->series[i].v)
			l->series[i].v += skip;
	}
}

static void set_axes(struct layout *l)
{
	l->above = (struct axis){ .high = 1, .top = TOP, .bottom = BOTTOM };
	l->bars = (struct axis){ .high = 1, .top = BARS_TOP, .bottom = BARS_LOW };
	widen(&l->above, &l->series[0], l->n);
	widen(&l->above, &l->series[1], l->n);
	widen(&l->bars, &l->series[2], l->n);
	round_axis(&l->above);
	l->base = l->series[2].v ? BARS_LOW : BOTTOM;
}

static void draw(struct layout *l)
{
	struct label labels[2];
	size_t n = 0;
	int64_t wide_label = 0;

	set_axes(l);
	l->left = left_margin(l->a, &l->above);
	n += label_of(l, &l->series[0], "t1", &labels[n]);
	n += label_of(l, &l->series[1], "t2", &labels[n]);
	for (size_t i = 0; i < n; i++)
		if (label_width(&labels[i]) > wide_label)
			wide_label = label_width(&labels[i]);
	l->left = l->left > MARGIN_MAX ? MARGIN_MAX : l->left;
	wide_label += 100;
	l->right = WIDTH - (wide_label > MARGIN_MAX ? MARGIN_MAX
			    : wide_label < 300	    ? 300
						    : wide_label);
	place_labels(labels, n, l->base == BOTTOM ? BOTTOM + 60 : BARS_NAME - 190);
	put_head(l);
	put_grid(l);
	put_band(l);
	put_line(l, 0);
	put_line(l, 1);
	put_labels(l, labels, n);
	put_bars(l);
	put_days(l);
	buf_str(&l->b, S("<line class=\"cur\" x1=\"0\" x2=\"0\" y1=\""));
	svg_len(&l->b, TOP);
	buf_str(&l->b, S("\" y2=\""));
	svg_len(&l->b, l->base);
	buf_str(&l->b, S("\"/></svg>"));
}

struct str chart_svg(struct arena *a, const struct chart *c)
{
	struct layout l = { .a = a, .b = { .a = a }, .c = c };

	take_days(&l);
	if (l.n) {
		draw(&l);
	} else {
		put_head(&l);
		text_at(&l.b, WIDTH / 2, 650, "none", "middle");
		svg_text(&l.b, c->none);
		buf_str(&l.b, S("</text></svg>"));
	}
	return buf_text(&l.b);
}
