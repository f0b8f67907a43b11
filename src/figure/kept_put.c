/* Claims and findings as they are published: JSON, there and back, and CSV. See kept.h. */
#include "figure/kept.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/json.h"
#include "base/jsonin.h"
#include "base/num.h"
#include "base/time.h"
#include "record/qual.h"
#include "base/banned.h"

static const struct str none = { NULL, 0 };

/* Not set where a field is not. */
static struct str text(const struct rec *r, const char *field)
{
	return rec_get(r, field) ? rec_code(r, field) : none;
}

static struct str days(struct arena *a, const struct kept_finding *f)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < f->n_against; i++)
		buf_fmt(&b, "%s%.*s", i ? "|" : "", P(day_text(a, f->against[i].day)));
	return buf_text(&b);
}

static struct str qualifier(const struct rec *r)
{
	const struct val *value = rec_get(r, "value");

	if (text(r, "qualifier").s)
		return text(r, "qualifier");
	return value ? qual_name((enum qual)value->q) : none;
}

static void finding_of(struct arena *a, const struct kept_finding *f, struct kept_line *l)
{
	const struct val *difference = rec_get(f->r, "difference");

	l->finding = f->index;
	l->found_on = f->r->day;
	l->verdict = text(f->r, "verdict");
	l->against = days(a, f);
	l->reply = text(f->r, "reply");
	l->has_difference = difference;
	l->difference = difference ? difference->n : 0;
	l->held = f->held;
	if (f->held)
		l->by = *f->held;
}

void kept_line_of(struct arena *a, const struct kept_claim *c, struct kept_line *out)
{
	const struct rec *r = c->r;
	const struct val *value = rec_get(r, "value"), *spans = rec_get(r, "spans"),
			 *org = rec_get(r, "speaker_org");

	*out = (struct kept_line){ .entry = c->index,
				   .published_on = rec_get(r, "published_on")->n,
				   .kept_on = r->day,
				   .outlet = text(r, "outlet"),
				   .url = text(r, "url"),
				   .language = text(r, "language"),
				   .quote = text(r, "quote"),
				   .figure = text(r, "figure"),
				   .period = text(r, "period"),
				   .stance = text(r, "stance"),
				   .speaker = text(r, "speaker"),
				   .span = spans && spans->len ? spans->v[0].s : none,
				   .place = text(r, "place_of"),
				   .qualifier = qualifier(r),
				   .has_value = value,
				   .value = value ? value->n : 0,
				   .copied_from = c->copied_from,
				   .source = c->source,
				   .copies = (int64_t)c->copies,
				   .speaker_org = org ? ref_index(org->s) : -1,
				   .finding = -1,
				   .found_on = NO_DAY };
	if (c->finding)
		finding_of(a, c->finding, out);
}

/* The texts of a claim, in their order. */
static const struct column {
	const char *name;
	size_t at;
} texts[] = {
	{ "outlet", offsetof(struct kept_line, outlet) },
	{ "url", offsetof(struct kept_line, url) },
	{ "language", offsetof(struct kept_line, language) },
	{ "quote", offsetof(struct kept_line, quote) },
	{ "figure", offsetof(struct kept_line, figure) },
	{ "period", offsetof(struct kept_line, period) },
	{ "stance", offsetof(struct kept_line, stance) },
	{ "speaker", offsetof(struct kept_line, speaker) },
	{ "value_at", offsetof(struct kept_line, span) },
	{ "place_code", offsetof(struct kept_line, place) },
};
#define TEXTS (sizeof texts / sizeof *texts)

static struct str *text_at(struct kept_line *l, size_t i)
{
	return (struct str *)(void *)((char *)l + texts[i].at);
}

/* "hq/12" */
static struct str entry(struct arena *a, int64_t index)
{
	return index < 0 ? none : str_fmt(a, "hq/%lld", (long long)index);
}

static struct str day(struct arena *a, int64_t d)
{
	return d == NO_DAY ? none : day_text(a, d);
}

static void put_held(struct buf *b, const struct kept_line *l)
{
	json_key(b, "register");
	if (!l->held) {
		json_null(b);
		return;
	}
	json_open(b, '{');
	json_put_text(b, "bulletin", day(b->a, l->by.by.day));
	json_put_text(b, "entry", entry(b->a, l->by.by.index));
	json_put_text(b, "place_code", l->by.place);
	json_put_text(b, "detail", l->by.detail);
	json_put_text(b, "period", period_name(l->by.period));
	json_put_int(b, "value", l->by.value);
	json_put_text(b, "qualifier", l->by.qualifier);
	json_close(b, '}');
}

static void put_finding(struct buf *b, const struct kept_line *l)
{
	json_key(b, "finding");
	if (l->finding < 0) {
		json_null(b);
		return;
	}
	json_open(b, '{');
	json_put_text(b, "entry", entry(b->a, l->finding));
	json_put_text(b, "found_on", day(b->a, l->found_on));
	json_put_text(b, "verdict", l->verdict);
	json_put_text(b, "against", l->against);
	if (l->has_difference)
		json_put_int(b, "difference", l->difference);
	json_put_text(b, "reply", l->reply);
	put_held(b, l);
	json_close(b, '}');
}

void kept_put(struct buf *b, const struct kept_line *l)
{
	struct kept_line copy = *l;

	json_put_text(b, "entry", entry(b->a, l->entry));
	json_put_text(b, "published_on", day(b->a, l->published_on));
	for (size_t i = 0; i < TEXTS; i++)
		json_put_text(b, texts[i].name, *text_at(&copy, i));
	if (l->has_value)
		json_put_int(b, "value", l->value);
	json_put_text(b, "qualifier", l->qualifier);
	json_put_text(b, "copied_from", entry(b->a, l->copied_from));
	json_put_text(b, "source", entry(b->a, l->source));
	json_put_int(b, "copies", l->copies);
	json_put_text(b, "speaker_org", entry(b->a, l->speaker_org));
	json_put_text(b, "kept_on", day(b->a, l->kept_on));
	put_finding(b, l);
}

struct str kept_json(struct arena *a, const struct kept_list *k)
{
	struct buf b = { .a = a };
	struct kept_line l;

	json_open(&b, '{');
	json_put_text(&b, "sulh", S("press/v1"));
	json_key(&b, "claims");
	json_open(&b, '[');
	for (size_t i = 0; i < k->n; i++) {
		kept_line_of(a, &k->claims[i], &l);
		buf_str(&b, i ? S(",\n") : S("\n"));
		json_open(&b, '{');
		kept_put(&b, &l);
		json_close(&b, '}');
	}
	buf_byte(&b, '\n');
	json_close(&b, ']');
	json_close(&b, '}');
	buf_byte(&b, '\n');
	return buf_text(&b);
}

/* Back. */

static struct str taken(struct arena *a, const struct jsonin *v, const char *key)
{
	const struct jsonin *m = jsonin_find(v, str_of(key));

	return m && m->type == JSONIN_STRING ? str_dup(a, m->s) : none;
}

static bool take_int(const struct jsonin *v, const char *key, int64_t *out)
{
	const struct jsonin *m = jsonin_find(v, str_of(key));

	*out = m && m->type == JSONIN_INT ? m->n : 0;
	return m && m->type == JSONIN_INT;
}

static int64_t take_entry(const struct jsonin *v, const char *key)
{
	const struct jsonin *m = jsonin_find(v, str_of(key));
	struct str rest = m && m->type == JSONIN_STRING ? m->s : S(""), log = str_cut(&rest, '/');
	int64_t index;

	return str_eq(log, S("hq")) && rest.s && int_parse(rest, 0, INT64_MAX, &index) ? index : -1;
}

static int64_t take_day(const struct jsonin *v, const char *key)
{
	const struct jsonin *m = jsonin_find(v, str_of(key));
	int64_t d;

	return m && m->type == JSONIN_STRING && day_parse(m->s, &d) ? d : NO_DAY;
}

static bool take_held(struct arena *a, const struct jsonin *v, struct kept_line *l)
{
	struct str period = taken(a, v, "period");

	l->held = v && v->type == JSONIN_OBJECT;
	if (!l->held)
		return true;
	l->by = (struct kept_held){
		.by = { .index = take_entry(v, "entry"), .day = take_day(v, "bulletin") },
		.place = taken(a, v, "place_code"),
		.detail = taken(a, v, "detail"),
		.qualifier = taken(a, v, "qualifier"),
	};
	while (l->by.period < PERIOD_COUNT && !str_eq(period_name(l->by.period), period))
		l->by.period = (enum period)(l->by.period + 1);
	return take_int(v, "value", &l->by.value) && l->by.period < PERIOD_COUNT &&
	       l->by.by.index >= 0 && l->by.by.day != NO_DAY && l->by.place.s;
}

static bool take_finding(struct arena *a, const struct jsonin *v, struct kept_line *l)
{
	l->finding = -1;
	l->found_on = NO_DAY;
	if (!v || v->type != JSONIN_OBJECT)
		return true;
	l->finding = take_entry(v, "entry");
	l->found_on = take_day(v, "found_on");
	l->verdict = taken(a, v, "verdict");
	l->against = taken(a, v, "against");
	l->reply = taken(a, v, "reply");
	l->has_difference = take_int(v, "difference", &l->difference);
	return l->finding >= 0 && l->found_on != NO_DAY && l->verdict.s &&
	       take_held(a, jsonin_find(v, S("register")), l);
}

bool kept_take(struct arena *a, const struct jsonin *v, struct kept_line *out)
{
	*out = (struct kept_line){ .entry = take_entry(v, "entry"),
				   .published_on = take_day(v, "published_on"),
				   .kept_on = take_day(v, "kept_on"),
				   .qualifier = taken(a, v, "qualifier"),
				   .copied_from = take_entry(v, "copied_from"),
				   .source = take_entry(v, "source"),
				   .speaker_org = take_entry(v, "speaker_org") };
	for (size_t i = 0; i < TEXTS; i++)
		*text_at(out, i) = taken(a, v, texts[i].name);
	out->has_value = take_int(v, "value", &out->value);
	return take_int(v, "copies", &out->copies) && out->entry >= 0 && out->source >= 0 &&
	       out->published_on != NO_DAY && out->kept_on != NO_DAY && out->outlet.s &&
	       out->quote.s && out->language.s &&
	       take_finding(a, jsonin_find(v, S("finding")), out);
}

/* CSV. */

static void put(struct buf *b, struct str s)
{
	csv_put(b, s.s ? s : S(""));
}

static void put_int(struct buf *b, bool there, int64_t n)
{
	put(b, there ? str_fmt(b->a, "%lld", (long long)n) : S(""));
}

void kept_csv_head(struct buf *b)
{
	buf_str(b, S("entry,outlet,url,published_on,language,quote,value_at,figure,place_code,"
		     "period,value,qualifier,stance,speaker,copied_from,finding,verdict,against,"
		     "difference,reply,source,copies,kept_on,found_on,register_bulletin,"
		     "register_place,register_detail,register_period,register_value,"
		     "register_qualifier\n"));
}

static void put_register(struct buf *b, const struct kept_line *l)
{
	put(b, l->held ? day(b->a, l->by.by.day) : none);
	put(b, l->held ? l->by.place : none);
	put(b, l->held ? l->by.detail : none);
	put(b, l->held ? period_name(l->by.period) : none);
	put_int(b, l->held, l->by.value);
	put(b, l->held ? l->by.qualifier : none);
}

void kept_csv_line(struct buf *b, const struct kept_line *l)
{
	put(b, entry(b->a, l->entry));
	put(b, l->outlet);
	put(b, l->url);
	put(b, day(b->a, l->published_on));
	put(b, l->language);
	put(b, l->quote);
	put(b, l->span);
	put(b, l->figure);
	put(b, l->place);
	put(b, l->period);
	put_int(b, l->has_value, l->value);
	put(b, l->qualifier);
	put(b, l->stance);
	put(b, l->speaker);
	put(b, entry(b->a, l->copied_from));
	put(b, entry(b->a, l->finding));
	put(b, l->verdict);
	put(b, l->against);
	put_int(b, l->has_difference, l->difference);
	put(b, l->reply);
	put(b, entry(b->a, l->source));
	put_int(b, true, l->copies);
	put(b, day(b->a, l->kept_on));
	put(b, day(b->a, l->found_on));
	put_register(b, l);
	csv_put_end(b);
}
