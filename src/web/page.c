/* See page.h. */
#include "web/page.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "record/rec.h"
#include "web/html.h"
#include "base/banned.h"

static void head(struct buf *b, struct str title, struct str operation)
{
	HTML(b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta name=\"color-scheme\" content=\"light dark\">\n"
		"<link rel=\"stylesheet\" href=\"/style.css\">\n<title>");
	html_text(b, title);
	if (operation.len) {
		HTML(b, " \xc2\xb7 ");
		html_text(b, operation);
	}
	HTML(b, "</title>\n</head>\n<body>\n");
}

static void foot(struct buf *b)
{
	HTML(b, "</body>\n</html>\n");
}

struct str page_message(struct arena *a, struct str title, struct str text)
{
	struct buf b = { .a = a };

	head(&b, title, S(""));
	HTML(&b, "<main>\n<h1>");
	html_text(&b, title);
	HTML(&b, "</h1>\n<p>");
	html_text(&b, text);
	HTML(&b, "</p>\n<p><a href=\"/\">The newest bulletin</a></p>\n</main>\n");
	foot(&b);
	return buf_text(&b);
}

/* A code as words: "at_least" is "at least". */
static void words(struct buf *b, struct str code)
{
	while (code.s) {
		html_text(b, str_cut(&code, '_'));
		if (code.s)
			HTML(b, " ");
	}
}

static struct str period_words(enum period p)
{
	static const struct str names[PERIOD_COUNT] = {
		[PERIOD_H24] = SC("24 h"),
		[PERIOD_D3] = SC("3 days"),
		[PERIOD_TOTAL] = SC("total"),
		[PERIOD_NOW] = SC("now"),
	};

	return names[p];
}

static void figure_head(struct buf *b, const struct figure *f)
{
	HTML(b, "<tr class=\"figure\"><th colspan=\"3\" scope=\"rowgroup\">");
	html_text(b, str_of(f->code));
	HTML(b, " <strong>");
	html_text(b, str_of(f->label_en));
	HTML(b, "</strong> <small>(");
	html_text(b, str_of(f->unit));
	HTML(b, ")</small></th><td colspan=\"2\" lang=\"ar\" dir=\"rtl\">");
	html_text(b, str_of(f->label_ar));
	HTML(b, "</td></tr>\n");
}

static void figure_row(struct buf *b, const struct row *r)
{
	assert(r->figure);
	HTML(b, "<tr><th scope=\"row\">");
	html_text(b, r->place_name);
	HTML(b, "</th><td>");
	words(b, r->detail);
	HTML(b, "</td><td>");
	html_text(b, period_words(r->period));
	HTML(b, "</td><td class=\"number\">");
	if (r->qual != QUAL_EXACT) {
		words(b, qual_name(r->qual));
		HTML(b, " ");
	}
	html_number(b, r->value);
	/* What nobody can count anew is not shown like what everybody can. */
	if (r->figure->delayed)
		HTML(b, "<br><small>asserted by two officers</small>");
	else if (r->stated > 0)
		HTML(b, "<br><small>repeats a statement</small>");
	HTML(b, "</td><td class=\"number\">");
	html_number(b, r->entries);
	HTML(b, "</td></tr>\n");
}

static void figure_table(struct buf *b, const struct page_view *v)
{
	const struct figure *last = NULL;

	HTML(b, "<table>\n<caption>Figures (unit), each with the number of log entries it rests "
		"on. A place counts what lies in it.</caption>\n<thead><tr><th "
		"scope=\"col\">Place</th>"
		"<th scope=\"col\">Detail</th><th scope=\"col\">Period</th>"
		"<th scope=\"col\" class=\"number\">Value</th>"
		"<th scope=\"col\" class=\"number\">Entries</th></tr></thead>\n");
	for (size_t i = 0; i < v->n_rows; i++) {
		if (v->rows[i].figure != last) {
			if (last)
				HTML(b, "</tbody>\n");
			HTML(b, "<tbody>\n");
			figure_head(b, v->rows[i].figure);
			last = v->rows[i].figure;
		}
		figure_row(b, &v->rows[i]);
	}
	if (last)
		HTML(b, "</tbody>\n");
	HTML(b, "</table>\n");
}

/* Invariants that were checked when it was signed, with the reason of those that did not hold. */
static void checks(struct buf *b, const struct rec *record)
{
	const struct val *list = rec_get(record, "checks");

	if (!list)
		return;
	HTML(b, "<table>\n<caption>Checks when it was signed</caption>\n<thead><tr>"
		"<th scope=\"col\">Rule</th><th scope=\"col\">Result</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < list->len; i++) {
		const struct val *v = list->v[i].v;

		HTML(b, "<tr><th scope=\"row\">");
		html_text(b, v[0].s);
		HTML(b, "</th><td>");
		if (v[1].n) {
			HTML(b, "holds");
		} else {
			HTML(b, "<strong>does not hold:</strong> ");
			html_text(b, v[2].set ? v[2].s : S("no reason is given"));
		}
		HTML(b, "</td></tr>\n");
	}
	HTML(b, "</tbody>\n</table>\n");
}

static bool published(const struct page_view *v, struct str name)
{
	for (size_t i = 0; i < v->n_links; i++)
		if (str_eq(v->links[i].name, name))
			return true;
	return false;
}

static void shown(struct buf *b, const struct page_view *v, struct str day)
{
	struct str file = str_fmt(b->a, "bulletin/%.*s.json", P(day));

	HTML(b, "<p>Signed by an editor and an approver, number ");
	html_number(b, v->shown->number);
	HTML(b, ", entry hq/");
	html_number(b, v->shown->seq);
	if (published(v, file)) {
		HTML(b, ". <a href=\"/public/");
		html_text(b, file);
		HTML(b, "\">The same as JSON</a>.</p>\n");
	} else {
		HTML(b, ". Not published yet.</p>\n");
	}
	HTML(b, "<p>Further down: ");
	if (v->n_list > 1)
		HTML(b, "<a href=\"#bulletins\">other bulletins</a>, ");
	HTML(b, "<a href=\"#files\">public files</a>.</p>\n");
	figure_table(b, v);
	checks(b, v->record);
}

static void other_bulletins(struct buf *b, const struct page_view *v)
{
	if (v->n_list < 2)
		return;
	HTML(b, "<nav aria-labelledby=\"bulletins\">\n<h2 id=\"bulletins\">Signed bulletins</h2>\n"
		"<ul>\n");
	for (size_t i = v->n_list; i-- > 0;) {
		struct str day = day_text(b->a, v->list[i].day);

		HTML(b, "<li><a href=\"/bulletin/");
		html_text(b, day);
		if (&v->list[i] == v->shown)
			HTML(b, "\" aria-current=\"page");
		HTML(b, "\">");
		html_text(b, day);
		HTML(b, "</a></li>\n");
	}
	HTML(b, "</ul>\n</nav>\n");
}

static void files(struct buf *b, const struct page_view *v)
{
	HTML(b,
	     "<section aria-labelledby=\"files\">\n<h2 id=\"files\">Public files</h2>\n"
	     "<p>Everything above can be counted anew from these files and the tiles of each log "
	     "(C2SP tlog-tiles, at /public/LOG/tile/). With a copy of the published folder, "
	     "<code>sulh verify FOLDER</code> does so.</p>\n<ul>\n");
	for (size_t i = 0; i < v->n_links; i++) {
		HTML(b, "<li><a href=\"/public/");
		html_text(b, v->links[i].name);
		HTML(b, "\">");
		html_text(b, v->links[i].name);
		HTML(b, "</a> <small>");
		html_number(b, (int64_t)v->links[i].size);
		HTML(b, " bytes</small></li>\n");
	}
	HTML(b, "</ul>\n</section>\n");
}

struct str page_bulletin(struct arena *a, const struct page_view *v)
{
	struct buf b = { .a = a };
	struct str day = v->shown ? day_text(a, v->shown->day) : S("");
	struct str title = v->shown ? str_fmt(a, "Bulletin of %.*s", P(day)) : S("No bulletin yet");

	head(&b, title, v->operation);
	HTML(&b, "<header><p>");
	html_text(&b, v->operation);
	HTML(&b, "</p></header>\n<main>\n<h1>");
	html_text(&b, title);
	HTML(&b, "</h1>\n");
	if (v->shown)
		shown(&b, v, day);
	else
		HTML(&b, "<p>No bulletin of this register is signed.</p>\n");
	other_bulletins(&b, v);
	files(&b, v);
	HTML(&b, "</main>\n");
	foot(&b);
	return buf_text(&b);
}
