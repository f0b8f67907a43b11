/* See claim.h. */
#include "press/claim.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/jsonin.h"
#include "base/banned.h"

static const struct str qual_names[PRESS_QUALS] = {
	SC("exact"),   SC("over"),	 SC("almost"), SC("about"), SC("at_least"),
	SC("at_most"), SC("as_many_as"), SC("up_to"),  SC("range"), SC("vague"),
};

static const struct str stance_names[PRESS_STANCES] = {
	SC("asserted"), SC("planned"),	SC("alleged"),
	SC("denied"),	SC("disputed"), SC("superseded"),
};

struct str press_qual_name(enum press_qual q)
{
	return qual_names[q];
}

struct str press_stance_name(enum press_stance s)
{
	return stance_names[s];
}

static bool name_of(const struct str *names, size_t n, struct str name, size_t *out)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(names[i], name)) {
			*out = i;
			return true;
		}
	return false;
}

bool press_qual_of(struct str name, enum press_qual *out)
{
	size_t i;

	if (!name_of(qual_names, PRESS_QUALS, name, &i))
		return false;
	*out = (enum press_qual)i;
	return true;
}

bool press_stance_of(struct str name, enum press_stance *out)
{
	size_t i;

	if (!name_of(stance_names, PRESS_STANCES, name, &i))
		return false;
	*out = (enum press_stance)i;
	return true;
}

/* How many decimals a value needs. */
static unsigned decimals(int64_t *v)
{
	unsigned places = 6;

	while (places && *v % 10 == 0) {
		*v /= 10;
		places--;
	}
	return places;
}

static void put_value(struct buf *b, const char *key, int64_t v)
{
	unsigned places = decimals(&v);

	json_put_decimal(b, key, v, places);
}

struct str press_value_text(struct arena *a, int64_t v)
{
	struct buf b = { .a = a };

	put_value(&b, "", v);
	return str_from(buf_text(&b), 3);
}

static void put_size(struct buf *b, const char *key, size_t v)
{
	json_put_int(b, key, (int64_t)v);
}

static void put_span(struct buf *b, const struct press_span *s)
{
	put_size(b, "start", s->cstart);
	put_size(b, "end", s->cend);
	put_size(b, "bstart", s->start);
	put_size(b, "bend", s->end);
}

static void put_pair(struct buf *b, const char *key, size_t x, size_t y)
{
	json_key(b, key);
	json_open(b, '[');
	json_int(b, (int64_t)x);
	json_int(b, (int64_t)y);
	json_close(b, ']');
}

static void put_texts(struct buf *b, const char *key, const struct str *s, size_t n)
{
	json_key(b, key);
	json_open(b, '[');
	for (size_t i = 0; i < n; i++)
		json_str(b, s[i]);
	json_close(b, ']');
}

void press_claim_put(struct buf *b, const struct press_claim *c)
{
	json_put_text(b, "doc", c->doc);
	json_put_text(b, "id", c->id);
	put_span(b, &c->at);
	put_pair(b, "sent", c->sentence.cstart, c->sentence.cend);
	put_pair(b, "bsent", c->sentence.start, c->sentence.end);
	json_put_text(b, "surface", c->surface);
	put_value(b, "value", c->value);
	if (c->has_hi) {
		put_value(b, "value_hi", c->value_hi);
	} else {
		json_key(b, "value_hi");
		json_null(b);
	}
	json_put_text(b, "unit", c->unit);
	json_put_text(b, "qual", press_qual_name(c->qual));
	json_put_text(b, "entity", c->entity);
	json_put_text(b, "event", c->event);
	json_put_text(b, "what", str_fmt(b->a, "%.*s.%.*s", P(c->entity), P(c->event)));
	put_texts(b, "place", c->place, c->places);
	json_put_text(b, "frm", c->frm);
	json_put_text(b, "to", c->to);
	json_put_text(b, "period", c->period);
	json_put_text(b, "speaker", c->speaker);
	json_put_text(b, "org", c->org);
	json_put_text(b, "outlet", c->outlet);
	json_put_text(b, "carrier", c->carrier);
	json_put_text(b, "stance", press_stance_name(c->stance));
	json_put_bool(b, "quoted", c->quoted);
	if (c->passage)
		json_put_bool(b, "passage", true);
	json_put_text(b, "dup_of", c->dup_of);
	json_put_text(b, "part_of", c->part_of);
	json_put_bool(b, "optional", c->optional);
	put_texts(b, "why", c->why, c->whys);
}

void press_report_put(struct buf *b, const struct press_report *r)
{
	json_put_text(b, "doc", r->doc);
	json_put_text(b, "lang", r->lang);
	json_put_text(b, "title", r->title);
	json_put_text(b, "outlet", r->outlet);
	json_put_text(b, "carried_by", r->carrier);
	json_put_text(b, "report_date", r->report_date);
	json_put_text(b, "date_how", r->date_how);
	json_key(b, "dates");
	json_open(b, '[');
	for (size_t i = 0; i < r->n_dates; i++) {
		json_open(b, '{');
		json_put_text(b, "date", r->dates[i].date);
		json_put_text(b, "how", r->dates[i].how);
		put_span(b, &r->dates[i].at);
		json_put_bool(b, "chosen", r->dates[i].chosen);
		json_close(b, '}');
	}
	json_close(b, ']');
	put_size(b, "claims", r->n);
}

static bool wrong(struct err *e, size_t line, const char *key, const char *want)
{
	return err_set(e, ERR_REFUSED, "claims, line %zu: %s has to be %s", line, key, want);
}

/* Text or nothing; another type is wrong. */
static bool take_text(const struct jsonin *o, const char *key, struct str *out, size_t line,
		      struct err *e)
{
	const struct jsonin *v = jsonin_find(o, str_of(key));

	*out = (struct str){ 0 };
	if (!v || v->type == JSONIN_NULL)
		return true;
	if (v->type != JSONIN_STRING)
		return wrong(e, line, key, "text or null");
	if (v->s.len)
		*out = v->s;
	return true;
}

static bool take_size(const struct jsonin *v, const char *key, size_t *out, size_t line,
		      struct err *e)
{
	if (!v || v->type == JSONIN_NULL)
		return true;
	if (v->type != JSONIN_INT || v->n < 0 || v->n > (int64_t)1 << 40)
		return wrong(e, line, key, "a position in the file");
	*out = (size_t)v->n;
	return true;
}

static bool take_pair(const struct jsonin *o, const char *key, size_t *x, size_t *y, size_t line,
		      struct err *e)
{
	const struct jsonin *v = jsonin_find(o, str_of(key));

	if (!v || v->type == JSONIN_NULL)
		return true;
	if (v->type != JSONIN_ARRAY || v->len != 2)
		return wrong(e, line, key, "two positions");
	return take_size(&v->v[0], key, x, line, e) && take_size(&v->v[1], key, y, line, e);
}

static bool take_spans(const struct jsonin *o, struct press_claim *c, size_t line, struct err *e)
{
	struct press_span *s = &c->at;

	if (!take_size(jsonin_find(o, S("start")), "start", &s->cstart, line, e) ||
	    !take_size(jsonin_find(o, S("end")), "end", &s->cend, line, e) ||
	    !take_size(jsonin_find(o, S("bstart")), "bstart", &s->start, line, e) ||
	    !take_size(jsonin_find(o, S("bend")), "bend", &s->end, line, e) ||
	    !take_pair(o, "sent", &c->sentence.cstart, &c->sentence.cend, line, e) ||
	    !take_pair(o, "bsent", &c->sentence.start, &c->sentence.end, line, e))
		return false;
	if (s->cend < s->cstart || s->end < s->start || c->sentence.cend < c->sentence.cstart ||
	    c->sentence.end < c->sentence.start)
		return wrong(e, line, "end", "not before start");
	return true;
}

static bool take_values(const struct jsonin *o, struct press_claim *c, size_t line, struct err *e)
{
	const struct jsonin *hi = jsonin_find(o, S("value_hi"));

	if (!jsonin_find(o, S("value")) ||
	    !jsonin_millionths(jsonin_find(o, S("value")), &c->value))
		return wrong(e, line, "value", "a number");
	if (!hi || hi->type == JSONIN_NULL)
		return true;
	c->has_hi = jsonin_millionths(hi, &c->value_hi);
	return c->has_hi || wrong(e, line, "value_hi", "a number or null");
}

/* `what` is entity.event, for whoever writes no entity and event. */
static bool take_what(const struct jsonin *o, struct press_claim *c, size_t line, struct err *e)
{
	struct str what;

	if (!take_text(o, "entity", &c->entity, line, e) ||
	    !take_text(o, "event", &c->event, line, e) || !take_text(o, "what", &what, line, e))
		return false;
	if (what.s && !(c->entity.len && c->event.len)) {
		c->entity = str_cut(&what, '.');
		c->event = what;
	}
	return (c->entity.len && c->event.len) || wrong(e, line, "what", "entity.event");
}

static bool take_codes(const struct jsonin *o, struct press_claim *c, size_t line, struct err *e)
{
	struct str qual, stance;

	if (!take_text(o, "qual", &qual, line, e) || !take_text(o, "stance", &stance, line, e))
		return false;
	if (qual.s && !press_qual_of(qual, &c->qual))
		return wrong(e, line, "qual", "a qualifier such as exact, over or at_least");
	if (stance.s && !press_stance_of(stance, &c->stance))
		return wrong(e, line, "stance", "asserted, planned, alleged, denied...");
	return true;
}

static bool take_places(const struct jsonin *o, struct press_claim *c, size_t line, struct err *e)
{
	const struct jsonin *v = jsonin_find(o, S("place"));

	if (!v || v->type == JSONIN_NULL)
		return true;
	if (v->type == JSONIN_STRING) {
		c->place[c->places++] = v->s;
		return true;
	}
	if (v->type != JSONIN_ARRAY || v->len > PRESS_PLACES)
		return wrong(e, line, "place", "a list of at most 12 names");
	for (size_t i = 0; i < v->len; i++) {
		if (v->v[i].type != JSONIN_STRING)
			return wrong(e, line, "place", "a list of names");
		c->place[c->places++] = v->v[i].s;
	}
	return true;
}

static bool take_flag(const struct jsonin *o, const char *key, bool *out, size_t line,
		      struct err *e)
{
	const struct jsonin *v = jsonin_find(o, str_of(key));

	if (!v || v->type == JSONIN_NULL)
		return true;
	if (v->type != JSONIN_BOOL && (v->type != JSONIN_INT || v->n < 0 || v->n > 1))
		return wrong(e, line, key, "true or false");
	*out = v->n != 0;
	return true;
}

static bool take_claim(const struct jsonin *o, struct press_claim *c, size_t line, struct err *e)
{
	if (!take_text(o, "doc", &c->doc, line, e) || !take_text(o, "id", &c->id, line, e) ||
	    !take_text(o, "surface", &c->surface, line, e) ||
	    !take_text(o, "unit", &c->unit, line, e) || !take_text(o, "frm", &c->frm, line, e) ||
	    !take_text(o, "to", &c->to, line, e) || !take_text(o, "period", &c->period, line, e) ||
	    !take_text(o, "speaker", &c->speaker, line, e) ||
	    !take_text(o, "org", &c->org, line, e) ||
	    !take_text(o, "outlet", &c->outlet, line, e) ||
	    !take_text(o, "carrier", &c->carrier, line, e) ||
	    !take_text(o, "dup_of", &c->dup_of, line, e) ||
	    !take_text(o, "part_of", &c->part_of, line, e))
		return false;
	if (!c->doc.len)
		return wrong(e, line, "doc", "the name of the report");
	return take_spans(o, c, line, e) && take_values(o, c, line, e) &&
	       take_what(o, c, line, e) && take_codes(o, c, line, e) &&
	       take_places(o, c, line, e) && take_flag(o, "quoted", &c->quoted, line, e) &&
	       take_flag(o, "optional", &c->optional, line, e) &&
	       take_flag(o, "passage", &c->passage, line, e);
}

bool press_claims_read(struct arena *a, struct str text, struct press_claim **out, size_t *n,
		       struct err *e)
{
	size_t room = 0, line = 0;

	*out = NULL;
	*n = 0;
	while (text.len) {
		struct str one = str_trim(str_cut(&text, '\n')), type;
		const struct jsonin *o;
		struct press_claim c = { 0 };

		line++;
		if (!one.len)
			continue;
		o = jsonin_read(a, one, line, e);
		if (!o || !take_text(o, "type", &type, line, e))
			return false;
		if (type.s && !str_eq(type, S("claim")))
			continue;
		if (*n == PRESS_CLAIMS)
			return err_set(e, ERR_REFUSED, "claims, line %zu: more than %zu", line,
				       PRESS_CLAIMS);
		if (!take_claim(o, &c, line, e))
			return false;
		*out = arena_more(a, *out, *n, &room, sizeof **out);
		(*out)[(*n)++] = c;
	}
	return true;
}
