/* See timeline.h. Lengths are tenths of a unit. */
#include "paper/timeline.h"

#include "base/arena.h"
#include "base/time.h"
#include "paper/chart.h"
#include "paper/svg.h"
#include "base/banned.h"

#define WIDTH  9000
#define LEFT   900
#define RIGHT  8800
#define HEAD   500 /* above the first panel */
#define PANEL  1700
#define NAME   260 /* base line of a panel's name */
#define TOP    420 /* of the plot in its panel */
#define BOTTOM 1320
#define DAYS   1520 /* base line of the days */
#define ONE    INT64_C(1000000)
#define DOT    26
#define RING   60

struct frame {
	struct arena *a;
	struct buf b;
	int64_t y; /* of the panel */
	int64_t first, last, most;
	const struct timeline_point *p;
	size_t n;
};

static int64_t x_of(const struct frame *f, int64_t day)
{
	int64_t days = f->last - f->first;

	return days ? LEFT + (day - f->first) * (RIGHT - LEFT) / days : (LEFT + RIGHT) / 2;
}

static int64_t y_of(const struct frame *f, int64_t value)
{
	return f->y + BOTTOM - (int64_t)((__int128)value * (BOTTOM - TOP) / f->most);
}

static void put_at(struct frame *f, const char *name, int64_t v)
{
	buf_fmt(&f->b, " %s=\"", name);
	svg_len(&f->b, v);
	buf_str(&f->b, S("\""));
}

static void put_text(struct frame *f, const char *class, const char *anchor, int64_t x, int64_t y,
		     struct str text)
{
	buf_fmt(&f->b, "<text class=\"%s\" text-anchor=\"%s\"", class, anchor);
	put_at(f, "x", x);
	put_at(f, "y", y);
	buf_str(&f->b, S(">"));
	svg_text(&f->b, text);
	buf_str(&f->b, S("</text>\n"));
}

static void put_line(struct frame *f, const char *class, int64_t x1, int64_t y1, int64_t x2,
		     int64_t y2)
{
	buf_fmt(&f->b, "<line class=\"%s\"", class);
	put_at(f, "x1", x1);
	put_at(f, "y1", y1);
	put_at(f, "x2", x2);
	put_at(f, "y2", y2);
	buf_str(&f->b, S("/>\n"));
}

static void put_points(struct frame *f, bool line)
{
	if (line && f->n > 1) {
		buf_str(&f->b, S("<polyline class=\"l\" points=\""));
		for (size_t i = 0; i < f->n; i++) {
			buf_str(&f->b, i ? S(" ") : S(""));
			svg_len(&f->b, x_of(f, f->p[i].day));
			buf_str(&f->b, S(","));
			svg_len(&f->b, y_of(f, f->p[i].value));
		}
		buf_str(&f->b, S("\"/>\n"));
	}
	for (size_t i = 0; i < f->n; i++) {
		int64_t x = x_of(f, f->p[i].day), y = y_of(f, f->p[i].value);

		if (!line)
			put_line(f, "bar", x, f->y + BOTTOM, x, y);
		buf_fmt(&f->b, "<circle class=\"%s\"", f->p[i].mark ? "m" : "d");
		put_at(f, "cx", x);
		put_at(f, "cy", y);
		put_at(f, "r", f->p[i].mark ? RING : DOT);
		buf_str(&f->b, S("><title>"));
		svg_text(&f->b, day_text(f->a, f->p[i].day));
		buf_str(&f->b, S(": "));
		svg_text(&f->b, chart_number(f->a, f->p[i].value / ONE));
		if (f->p[i].note.len) {
			buf_str(&f->b, S(" - "));
			svg_text(&f->b, f->p[i].note);
		}
		buf_str(&f->b, S("</title></circle>\n"));
	}
}

static void put_panel(struct frame *f, const struct timeline_panel *p)
{
	size_t left_out = p->n > TIMELINE_POINTS ? p->n - TIMELINE_POINTS : 0;

	f->p = p->points + left_out;
	f->n = p->n - left_out;
	f->first = f->p[0].day;
	f->last = f->p[f->n - 1].day;
	f->most = ONE;
	for (size_t i = 0; i < f->n; i++)
		f->most = f->p[i].value > f->most ? f->p[i].value : f->most;
	put_text(f, "n", "start", LEFT, f->y + NAME, p->name);
	put_line(f, "ax", LEFT, f->y + BOTTOM, RIGHT, f->y + BOTTOM);
	put_line(f, "g", LEFT, f->y + TOP, RIGHT, f->y + TOP);
	put_text(f, "t", "end", LEFT - 80, f->y + TOP + 45, chart_number(f->a, f->most / ONE));
	put_text(f, "t", "end", LEFT - 80, f->y + BOTTOM + 45, S("0"));
	put_text(f, "t", "start", LEFT, f->y + DAYS, day_text(f->a, f->first));
	if (f->last != f->first)
		put_text(f, "t", "end", RIGHT, f->y + DAYS, day_text(f->a, f->last));
	put_points(f, p->line);
	f->y += PANEL;
}

struct str timeline_svg(struct arena *a, struct str title, const struct timeline_panel *panels,
			size_t n)
{
	struct frame f = { .a = a, .b = { .a = a }, .y = HEAD };
	size_t drawn = 0;

	for (size_t i = 0; i < n && drawn < TIMELINE_PANELS; i++)
		drawn += panels[i].n > 0;
	buf_fmt(&f.b,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%zu\" viewBox=\"0 "
		"0 "
		"%d %zu\" role=\"img\"",
		WIDTH / 10, (HEAD + drawn * PANEL) / 10, WIDTH / 10, (HEAD + drawn * PANEL) / 10);
	svg_labelled(&f.b, S("timeline"), S(""));
	buf_str(&f.b, S(">\n"));
	svg_names(&f.b, S("timeline"), title, S(""));
	buf_str(&f.b,
		S("<style>svg{background:#fff;font:11px "
		  "sans-serif}text{fill:#333}.h{font-size:16px;"
		  "font-weight:bold}.n{font-size:13px;font-weight:bold}.l{fill:none;stroke:#1d5c87;"
		  "stroke-width:1.5}.bar{stroke:#1d5c87;stroke-width:2}.d{fill:#1d5c87}.m{fill:"
		  "none;"
		  "stroke:#b3261e;stroke-width:2}.ax{stroke:#777}.g{stroke:#ddd}"
		  "@media(prefers-color-scheme:dark){svg{background:#14191d}text{fill:#ddd}"
		  ".l,.bar{stroke:#7fb8de}.d{fill:#7fb8de}.m{stroke:#ff8a80}.g{stroke:#333}}"
		  "</style>\n"));
	put_text(&f, "h", "start", LEFT, 300, title);
	for (size_t i = 0, k = 0; i < n && k < drawn; i++)
		if (panels[i].n) {
			put_panel(&f, &panels[i]);
			k++;
		}
	buf_str(&f.b, S("</svg>\n"));
	return buf_text(&f.b);
}
