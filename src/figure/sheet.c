/* See sheet.h. */
#include "figure/sheet.h"

#include <inttypes.h>

#include "base/csv.h"
#include "base/json.h"
#include "base/time.h"
#include "figure/words.h"
#include "record/hxl.h"
#include "base/banned.h"

bool sheet_format_of(struct str name, enum sheet_format *out)
{
	static const char *const names[] = { "text", "html", "csv", "hxl", "json" };

	for (int i = 0; i < 5; i++) {
		if (str_eq(name, str_of(names[i]))) {
			*out = (enum sheet_format)i;
			return true;
		}
	}
	return false;
}

static struct str word(const struct sheet_view *v, struct str en)
{
	return v->lang_ar ? word_ar(en) : en;
}

/* As people say it: in what is read, not in what is read by machines. */
static struct str said(const struct sheet_view *v, struct str code)
{
	return v->lang_ar ? word_ar(code) : word_en(code);
}

static struct str label(const struct sheet_view *v, const struct figure *f)
{
	return str_of(v->lang_ar ? f->label_ar : f->label_en);
}

static struct str place_name(const struct sheet_view *v, const struct row *r)
{
	for (size_t i = 0; v->lang_ar && i < v->n_places; i++)
		if (str_eq(v->places[i].code, r->place))
			return v->places[i].name_ar;
	return r->place_name;
}

/* What a reader has to know beside the number. */
static struct str remark(const struct sheet_view *v, const struct row *r)
{
	if (r->figure->delayed)
		return v->lang_ar ? S("تصريح موظفَين، لا يُعاد حسابه")
				  : S("asserted by two officers, not recomputable");
	if (r->stated > 0)
		return v->lang_ar ? S("نقلًا عن تصريح") : S("repeats a statement");
	return S("");
}

static const struct {
	struct str en, ar;
} heads[] = {
	{ SC("figure"), SC("رقم") },
	{ SC("what"), SC("البيان") },
	{ SC("unit"), SC("الوحدة") },
	{ SC("place"), SC("المكان") },
	{ SC("place code"), SC("رمز المكان") },
	{ SC("detail"), SC("التفصيل") },
	{ SC("period"), SC("المدة") },
	{ SC("value"), SC("القيمة") },
	{ SC("qualifier"), SC("الدقة") },
	{ SC("entries"), SC("القيود") },
	{ SC("stated"), SC("منقول") },
	{ SC("remark"), SC("ملاحظة") },
};

#define HEADS (sizeof heads / sizeof *heads)

/* The columns as record/hxl.h names them. */
static const char *const columns[HEADS] = { "code",	 "label",   "unit",   "place_name",
					    "place",	 "detail",  "period", "value",
					    "qualifier", "entries", "stated", "remark" };

static struct str head(const struct sheet_view *v, size_t i)
{
	return v->lang_ar ? heads[i].ar : heads[i].en;
}

static struct str tag(struct arena *a, size_t i)
{
	struct str one;

	return hxl_read(a, hxl_figure_tag(str_of(columns[i])), &one) ? one : S("");
}

static struct str number(struct arena *a, int64_t n)
{
	return str_fmt(a, "%" PRId64, n);
}

static void csv(struct buf *b, const struct sheet_view *v, bool hxl)
{
	for (size_t i = 0; i < HEADS; i++)
		csv_put(b, head(v, i));
	csv_put_end(b);
	for (size_t i = 0; hxl && i < HEADS; i++)
		csv_put(b, tag(b->a, i));
	if (hxl)
		csv_put_end(b);
	for (size_t i = 0; i < v->n; i++) {
		const struct row *r = &v->rows[i];

		csv_put(b, str_of(r->figure->code));
		csv_put(b, label(v, r->figure));
		csv_put(b, word(v, str_of(r->figure->unit)));
		csv_put(b, place_name(v, r));
		csv_put(b, r->place);
		csv_put(b, word(v, r->detail));
		csv_put(b, word(v, period_name(r->period)));
		csv_put(b, number(b->a, r->value));
		csv_put(b, word(v, qual_name(r->qual)));
		csv_put(b, number(b->a, r->entries));
		csv_put(b, number(b->a, r->stated));
		csv_put(b, remark(v, r));
		csv_put_end(b);
	}
}

static void json(struct buf *b, const struct sheet_view *v)
{
	json_open(b, '{');
	json_put_text(b, "type", S("bulletin"));
	json_put_text(b, "operation", v->operation);
	json_put_text(b, "day", day_text(b->a, v->day));
	json_put_bool(b, "signed", v->number > 0);
	json_put_int(b, "number", v->number);
	json_put_text(b, "language", v->lang_ar ? S("ar") : S("en"));
	json_close(b, '}');
	buf_byte(b, '\n');
	for (size_t i = 0; i < v->n; i++) {
		const struct row *r = &v->rows[i];
		struct str detail = word(v, r->detail);

		json_open(b, '{');
		json_put_text(b, "type", S("figure"));
		json_put_text(b, "code", str_of(r->figure->code));
		json_put_text(b, "label", label(v, r->figure));
		json_put_text(b, "unit", word(v, str_of(r->figure->unit)));
		json_put_text(b, "place", place_name(v, r));
		json_put_text(b, "place_code", r->place);
		json_put_text(b, "detail", detail.len ? detail : (struct str){ NULL, 0 });
		json_put_text(b, "period", period_name(r->period));
		json_put_int(b, "value", r->value);
		json_put_text(b, "qualifier", qual_name(r->qual));
		json_put_int(b, "entries", r->entries);
		json_put_int(b, "stated", r->stated);
		json_put_bool(b, "asserted", r->figure->delayed);
		json_close(b, '}');
		buf_byte(b, '\n');
	}
}

static void title(struct buf *b, const struct sheet_view *v, void (*put)(struct buf *, struct str))
{
	put(b, v->operation);
	put(b, v->lang_ar ? S(" · نشرة ") : S(" · bulletin of "));
	put(b, day_text(b->a, v->day));
	if (v->number)
		put(b, str_fmt(b->a,
			       v->lang_ar ? " · موقّعة، رقم %" PRId64 : " · signed, number %" PRId64,
			       v->number));
	else
		put(b, v->lang_ar ? S(" · غير موقّعة") : S(" · not signed"));
}

static void plain(struct buf *b, struct str s)
{
	buf_str(b, s);
}

/* One figure a block; a number with what it is not exact about before it. */
static void text(struct buf *b, const struct sheet_view *v)
{
	const struct figure *last = NULL;

	title(b, v, plain);
	buf_byte(b, '\n');
	for (size_t i = 0; i < v->n; i++) {
		const struct row *r = &v->rows[i];
		struct str note = remark(v, r), detail = said(v, r->detail),
			   place = place_name(v, r), period = said(v, period_name(r->period)),
			   qual = r->qual ? said(v, qual_name(r->qual)) : S("");

		if (r->figure != last) {
			struct str name = label(v, r->figure),
				   unit = word(v, str_of(r->figure->unit));

			buf_fmt(b, "\n%s  %.*s (%.*s)\n", r->figure->code, P(name), P(unit));
		}
		last = r->figure;
		buf_fmt(b, "    %.*s%s%.*s, %.*s: %.*s%s%" PRId64 "%s%.*s%s\n", P(place),
			detail.len ? ", " : "", P(detail), P(period), P(qual), qual.len ? " " : "",
			r->value, note.len ? " (" : "", P(note), note.len ? ")" : "");
	}
}

static void escaped(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		switch (s.s[i]) {
		case '&':
			buf_str(b, S("&amp;"));
			break;
		case '<':
			buf_str(b, S("&lt;"));
			break;
		case '>':
			buf_str(b, S("&gt;"));
			break;
		case '"':
			buf_str(b, S("&quot;"));
			break;
		default:
			buf_byte(b, (uint8_t)s.s[i]);
		}
	}
}

static void html_cell(struct buf *b, const char *open, struct str s, const char *close)
{
	buf_str(b, str_of(open));
	escaped(b, s);
	buf_str(b, str_of(close));
}

static void html_row(struct buf *b, const struct sheet_view *v, const struct row *r)
{
	struct str qual = r->qual ? said(v, qual_name(r->qual)) : S("");

	html_cell(b, "<tr><th scope=\"row\">", place_name(v, r), "</th>");
	html_cell(b, "<td>", said(v, r->detail), "</td>");
	html_cell(b, "<td>", said(v, period_name(r->period)), "</td>");
	html_cell(b, "<td class=\"n\">", qual, qual.len ? " " : "");
	html_cell(b, "<bdi>", number(b->a, r->value), "</bdi></td>");
	html_cell(b, "<td class=\"n\">", number(b->a, r->entries), "</td>");
	html_cell(b, "<td>", remark(v, r), "</td></tr>\n");
}

/* A file of its own, to print or send: no script, its few rules of style within. */
static void html(struct buf *b, const struct sheet_view *v)
{
	static const size_t shown[] = { 3, 5, 6, 7, 9, 11 };
	const struct figure *last = NULL;

	buf_fmt(b,
		"<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta name=\"color-scheme\" content=\"light dark\">\n<style>\nbody{font:1rem/1.5 "
		"sans-serif;margin:1rem auto;max-width:60rem;padding:0 1rem}\n"
		"div{overflow-x:auto}\ntable{border-collapse:collapse;width:100%%}\n"
		"th,td{border-bottom:1px solid;padding:.25rem .5rem;text-align:start;"
		"font-weight:normal}\n.n{text-align:end}\n.f "
		"th{font-weight:bold;padding-top:1rem}\n"
		"</style>\n<title>",
		v->lang_ar ? "ar" : "en", v->lang_ar ? "rtl" : "ltr");
	title(b, v, escaped);
	buf_str(b, S("</title>\n</head>\n<body>\n<main>\n<h1>"));
	title(b, v, escaped);
	buf_str(b,
		S("</h1>\n<div tabindex=\"0\" role=\"region\" aria-labelledby=\"c\">\n<table>\n"));
	html_cell(b, "<caption id=\"c\">",
		  v->lang_ar ? S("الأرقام، وكل منها بعدد القيود التي يقوم عليها")
			     : S("Figures, each with the number of log entries it rests on"),
		  "</caption>\n<thead><tr>");
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
		html_cell(b, "<th scope=\"col\">", head(v, shown[i]), "</th>");
	buf_str(b, S("</tr></thead>\n"));
	for (size_t i = 0; i < v->n; i++) {
		const struct row *r = &v->rows[i];

		if (r->figure != last) {
			buf_str(b, last ? S("</tbody>\n<tbody>\n") : S("<tbody>\n"));
			html_cell(b, "<tr class=\"f\"><th colspan=\"6\" scope=\"rowgroup\">",
				  str_of(r->figure->code), " ");
			html_cell(b, "", label(v, r->figure), " (");
			html_cell(b, "", word(v, str_of(r->figure->unit)), ")</th></tr>\n");
		}
		last = r->figure;
		html_row(b, v, r);
	}
	buf_str(b, last ? S("</tbody>\n") : S(""));
	buf_str(b, S("</table>\n</div>\n</main>\n</body>\n</html>\n"));
}

void sheet_put(struct buf *b, const struct sheet_view *v, enum sheet_format as)
{
	switch (as) {
	case SHEET_TEXT:
		text(b, v);
		break;
	case SHEET_HTML:
		html(b, v);
		break;
	case SHEET_CSV:
	case SHEET_HXL:
		csv(b, v, as == SHEET_HXL);
		break;
	case SHEET_JSON:
		json(b, v);
		break;
	}
}
