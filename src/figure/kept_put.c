/* Claims and findings as CSV and JSON. See kept.h. */
#include "figure/kept.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/json.h"
#include "base/time.h"
#include "record/qual.h"
#include "base/banned.h"

bool kept_flag(const struct kept_finding *f)
{
	return f && code_in("differs,unit,thousands_lost,digits_lost,sum_fails,flow_total,"
			    "total_falls,date_slip",
			    rec_code(f->r, "verdict"));
}

static struct str entry(struct arena *a, int64_t index)
{
	return index < 0 ? (struct str){ NULL, 0 } : str_fmt(a, "hq/%lld", (long long)index);
}

/* NULL where a field is not set. */
static struct str text(const struct rec *r, const char *field)
{
	return rec_get(r, field) ? rec_code(r, field) : (struct str){ NULL, 0 };
}

static struct str days(struct arena *a, const struct kept_finding *f)
{
	struct buf b = { .a = a };

	for (size_t i = 0; f && i < f->n_against; i++)
		buf_fmt(&b, "%s%.*s", i ? "|" : "", P(day_text(a, f->against[i])));
	return buf_text(&b);
}

static struct str span(const struct rec *r)
{
	const struct val *v = rec_get(r, "spans");

	return v && v->len ? v->v[0].s : (struct str){ NULL, 0 };
}

static struct str qualifier(const struct rec *r)
{
	const struct val *value = rec_get(r, "value");

	if (text(r, "qualifier").s)
		return text(r, "qualifier");
	return value ? qual_name((enum qual)value->q) : (struct str){ NULL, 0 };
}

void kept_put(struct buf *b, const struct kept_claim *c)
{
	static const char *const texts[] = { "outlet", "url",	 "language", "quote",
					     "figure", "period", "stance",   "speaker" };
	const struct val *value = rec_get(c->r, "value"), *difference = NULL;

	json_put_text(b, "entry", entry(b->a, c->index));
	json_put_text(b, "published_on", day_text(b->a, rec_get(c->r, "published_on")->n));
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		json_put_text(b, texts[i], text(c->r, texts[i]));
	json_put_text(b, "value_at", span(c->r));
	json_put_text(b, "place_code", text(c->r, "place_of"));
	if (value)
		json_put_int(b, "value", value->n);
	json_put_text(b, "qualifier", qualifier(c->r));
	json_put_text(b, "copied_from", entry(b->a, c->copied_from));
	json_put_int(b, "copies", (int64_t)c->copies);
	json_key(b, "finding");
	if (!c->finding) {
		json_null(b);
		return;
	}
	json_open(b, '{');
	json_put_text(b, "entry", entry(b->a, c->finding->index));
	json_put_text(b, "verdict", rec_code(c->finding->r, "verdict"));
	json_put_text(b, "against", days(b->a, c->finding));
	difference = rec_get(c->finding->r, "difference");
	if (difference)
		json_put_int(b, "difference", difference->n);
	json_put_text(b, "reply", text(c->finding->r, "reply"));
	json_close(b, '}');
}

static void put(struct buf *b, struct str s)
{
	csv_put(b, s.s ? s : S(""));
}

static void put_number(struct buf *b, const struct val *v)
{
	put(b, v ? str_fmt(b->a, "%lld", (long long)v->n) : S(""));
}

static void put_line(struct buf *b, const struct kept_claim *c)
{
	const struct kept_finding *f = c->finding;

	put(b, entry(b->a, c->index));
	put(b, text(c->r, "outlet"));
	put(b, text(c->r, "url"));
	put(b, day_text(b->a, rec_get(c->r, "published_on")->n));
	put(b, text(c->r, "language"));
	put(b, text(c->r, "quote"));
	put(b, span(c->r));
	put(b, text(c->r, "figure"));
	put(b, text(c->r, "place_of"));
	put(b, text(c->r, "period"));
	put_number(b, rec_get(c->r, "value"));
	put(b, qualifier(c->r));
	put(b, text(c->r, "stance"));
	put(b, text(c->r, "speaker"));
	put(b, entry(b->a, c->copied_from));
	put(b, f ? entry(b->a, f->index) : S(""));
	put(b, f ? rec_code(f->r, "verdict") : S(""));
	put(b, days(b->a, f));
	put_number(b, f ? rec_get(f->r, "difference") : NULL);
	put(b, f ? text(f->r, "reply") : S(""));
	csv_put_end(b);
}

void kept_csv(struct buf *b, const struct kept *k)
{
	buf_str(b, S("entry,outlet,url,published_on,language,quote,value_at,figure,place_code,"
		     "period,value,qualifier,stance,speaker,copied_from,finding,verdict,against,"
		     "difference,reply\n"));
	for (size_t i = 0; i < k->n; i++)
		put_line(b, &k->claims[i]);
}
