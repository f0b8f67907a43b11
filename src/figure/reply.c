/* See reply.h. */
#include "figure/reply.h"

#include "base/arena.h"
#include "base/time.h"
#include "figure/words.h"
#include "press/lexicon.h"
#include "base/banned.h"

struct writing {
	struct arena *a;
	const struct reply *r;
	struct str lang, rows;
};

/* The text of a key; s == NULL where there is none. */
static struct str text_of(const struct writing *w, struct str key)
{
	struct str rest = w->rows;

	while (rest.len) {
		struct str line = str_cut(&rest, '\n'), name = str_cut(&line, '\t');

		if (str_eq(name, key))
			return str_trim(str_cut(&line, '\t'));
	}
	return (struct str){ NULL, 0 };
}

static struct str text_for(const struct writing *w, const char *kind, struct str name)
{
	return text_of(w, str_fmt(w->a, "%s.%.*s", kind, P(name)));
}

static bool arabic(const struct writing *w)
{
	return str_eq(w->lang, S("ar"));
}

/* A word of ours: the pack's, or that of the bulletin's words. */
static struct str word_for(const struct writing *w, const char *kind, struct str name)
{
	struct str own = text_for(w, kind, name);

	return own.s ? own : arabic(w) ? word_ar(name) : word_en(name);
}

static struct str figure_name(const struct writing *w, const struct figure *f)
{
	struct str own = text_for(w, "figure", str_of(f->code));

	return own.s ? own : str_of(arabic(w) ? f->label_ar : f->label_en);
}

/* "+18 (5.7%)" */
static struct str share(const struct writing *w)
{
	int64_t of = w->r->x->row->value, d = w->r->difference;
	struct str tenths = S("");

	d = d < 0 ? -d : d;
	if (of > 0 && d < INT64_MAX / 2000)
		tenths = str_fmt(w->a, " (%lld.%lld%%)", (long long)(d * 1000 / of / 10),
				 (long long)(d * 1000 / of % 10));
	return str_fmt(w->a, "%s%lld%.*s", w->r->difference < 0 ? "-" : "+", (long long)d,
		       P(tenths));
}

static struct str number(const struct writing *w, int64_t n)
{
	return str_fmt(w->a, "%lld", (long long)n);
}

static struct str reason(const struct writing *w)
{
	struct str own = text_for(w, "reason", str_of(w->r->x->v.rule));

	if (!own.s)
		own = text_of(w, S("reason"));
	return own.s ? own : w->r->x->v.reason;
}

static struct str counted(const struct writing *w)
{
	const struct row *row = w->r->x->row;
	struct str value = number(w, row->value), own;
	struct buf b = { .a = w->a };

	if (row->qual == QUAL_EXACT)
		return value;
	own = text_for(w, "qual", qual_name(row->qual));
	if (!own.s)
		return str_fmt(w->a, "%.*s %.*s", P(word_for(w, "qual", qual_name(row->qual))),
			       P(value));
	for (struct str rest = own; rest.s;) {
		buf_str(&b, str_cut(&rest, '{'));
		if (rest.s) {
			(void)str_cut(&rest, '}');
			buf_str(&b, value);
		}
	}
	return buf_text(&b);
}

static struct str path(const struct writing *w)
{
	const struct row *row = w->r->x->row;

	return str_fmt(w->a, "/rests/%s/%.*s%s%.*s", row->figure->code, P(row->place),
		       row->detail.len ? "/" : "", P(row->detail));
}

/* What stands for a name in braces; *ours: it is text of the language itself. */
static struct str value_of(const struct writing *w, struct str name, bool *ours)
{
	const struct row *row = w->r->x->row;

	*ours = str_eq(name, S("figure")) || str_eq(name, S("period")) ||
		str_eq(name, S("detail")) || str_eq(name, S("reason")) || str_eq(name, S("value"));
	if (str_eq(name, S("number")))
		return number(w, w->r->number);
	if (str_eq(name, S("day")))
		return day_text(w->a, w->r->day);
	if (str_eq(name, S("entry")))
		return str_fmt(w->a, "hq/%lld", (long long)w->r->seq);
	if (str_eq(name, S("said")))
		return number(w, w->r->said);
	if (str_eq(name, S("reason")))
		return reason(w);
	if (!row)
		return S("");
	if (str_eq(name, S("value")))
		return counted(w);
	if (str_eq(name, S("figure")))
		return figure_name(w, row->figure);
	if (str_eq(name, S("code")))
		return str_of(row->figure->code);
	if (str_eq(name, S("detail")))
		return word_for(w, "detail", row->detail);
	if (str_eq(name, S("place")))
		return row->place_name;
	if (str_eq(name, S("period")))
		return word_for(w, "period", period_name(row->period));
	if (str_eq(name, S("share")))
		return share(w);
	if (str_eq(name, S("entries")))
		return number(w, row->entries);
	return str_eq(name, S("path")) ? path(w) : S("");
}

static void fill(const struct writing *w, struct buf *b, struct str text)
{
	while (text.s) {
		bool ours;
		struct str value;

		buf_str(b, str_cut(&text, '{'));
		if (!text.s)
			return;
		value = value_of(w, str_cut(&text, '}'), &ours);
		/* What runs from left to right does not tear an Arabic sentence: U+2068, U+2069. */
		if (arabic(w) && !ours)
			buf_fmt(b, "\xe2\x81\xa8%.*s\xe2\x81\xa9", P(value));
		else
			buf_str(b, value);
	}
}

static bool sentence(const struct writing *w, struct buf *b, struct str key, struct err *e)
{
	struct str text = text_of(w, key);

	if (!text.s)
		return err_set(e, ERR_REFUSED, "%.*s/reply.tsv has no row %.*s", P(w->lang),
			       P(key));
	if (b->len)
		buf_byte(b, ' ');
	fill(w, b, text);
	return true;
}

static struct str pack_of(struct str language)
{
	return str_eq(language, S("ara"))   ? S("ar")
	       : str_eq(language, S("rus")) ? S("ru")
					    : S("en");
}

bool reply_text(struct arena *a, const struct reply *r, struct str *out, struct err *e)
{
	struct writing w = { .a = a, .r = r, .lang = pack_of(r->language) };
	const struct row *row = r->x->row;
	struct buf b = { .a = a };

	if (!pack_file(a, w.lang, NULL, "reply.tsv", &w.rows, e))
		return false;
	if (!row) {
		if (!sentence(&w, &b, S("none"), e))
			return false;
		*out = buf_text(&b);
		return true;
	}
	if (!sentence(&w, &b, row->detail.len ? S("counts.detail") : S("counts"), e) ||
	    (r->has_said &&
	     !sentence(&w, &b, r->has_difference && r->difference ? S("differs") : S("same"), e)) ||
	    !sentence(&w, &b,
		      row->entries == 1 && text_of(&w, S("rests.one")).s ? S("rests.one")
									 : S("rests"),
		      e))
		return false;
	*out = buf_text(&b);
	return true;
}
