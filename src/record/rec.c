/* See rec.h. */
#include "record/rec.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/time.h"
#include "record/kinds.h"
#include "record/refuse.h"
#include "base/banned.h"

struct rec *rec_new(struct arena *a, const struct kind *k)
{
	struct rec *r = arena_alloc(a, sizeof *r);

	r->kind = k;
	r->day = r->from_day = NO_DAY;
	r->v = arena_array(a, k->n, sizeof *r->v);
	return r;
}

const struct val *rec_get(const struct rec *r, const char *field)
{
	const struct val *v = &r->v[field_at(r->kind, field)];

	return v->set ? v : NULL;
}

struct str rec_code(const struct rec *r, const char *field)
{
	const struct val *v = rec_get(r, field);

	return v ? v->s : S("");
}

bool rec_is(const struct rec *r, const char *field, const char *code)
{
	return str_eq(rec_code(r, field), str_of(code));
}

bool rec_set(struct arena *a, struct rec *r, struct str field, struct str text,
	     struct refusals *why)
{
	const struct field *f = field_by_name(r->kind, field);

	if (!f)
		return refuse(why, "no_such_field", field, text,
			      "a field of %s (see: sulh help %s)", r->kind->name, r->kind->name);
	return val_parse(a, f, text, &r->v[f - r->kind->fields], why);
}

bool rec_resolve(struct arena *a, struct rec *r, const struct resolver *res, struct refusals *why)
{
	bool ok = true;

	for (size_t i = 0; i < r->kind->n; i++)
		if (r->v[i].set)
			ok &= val_resolve(a, &r->kind->fields[i], &r->v[i], res, why);
	return ok;
}

bool rec_check(struct arena *a, const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	size_t before = why->n;

	for (size_t i = 0; i < r->kind->n; i++) {
		const struct field *f = &r->kind->fields[i];

		if (r->v[i].set)
			(void)val_check(a, f, &r->v[i], why);
		else if (f->required)
			refuse(why, "missing", str_of(f->name), S(""), "a value: %s needs it%s%s",
			       r->kind->name, f->help ? "; " : "", f->help ? f->help : "");
	}
	if (r->from_day > r->day)
		refuse(why, "period", S("from_day"), S(""),
		       "a first day that is not after the day itself");
	if (why->n == before)
		(void)rec_corrects_ok(r, v, why);
	if (r->kind->rule && why->n == before)
		r->kind->rule(r, v, why);
	if (r->kind->sealed_rule && why->n == before)
		r->kind->sealed_rule(r, v, why);
	return why->n == before;
}

/* Keys. */

/* Keys of things that are keyed by things: no table comes near this. */
#define KEY_DEPTH 4

static struct str key_at(struct arena *a, const struct rec *r, const struct rec_view *v, int depth);

static struct str ref_key_at(struct arena *a, struct str ref, const struct rec_view *v, int depth)
{
	static const struct field any = { .name = "", .type = F_REF };
	const struct rec *of = depth < KEY_DEPTH ? v->by_ref(v->p, ref) : NULL;
	struct str key = { NULL, 0 };

	if (of)
		key = key_at(a, of, v, depth + 1);
	return key.s ? key : val_text(a, &any, &(struct val){ .set = true, .s = ref });
}

struct str ref_key(struct arena *a, struct str ref, const struct rec_view *v)
{
	return ref_key_at(a, ref, v, 0);
}

/* The texts of fields "a+b", joined; s == NULL where none of them is set. */
static struct str joined(struct arena *a, const struct rec *r, const char *fields,
			 const struct rec_view *v, int depth)
{
	struct str rest = str_of(fields);
	struct buf b = { .a = a };
	bool any = false, first = true;

	for (; rest.s; first = false) {
		const struct field *f = field_by_name(r->kind, str_cut(&rest, '+'));
		const struct val *x = f ? &r->v[f - r->kind->fields] : NULL;

		if (!first)
			buf_byte(&b, '/');
		if (!x || !x->set)
			continue;
		any = true;
		buf_str(&b, f->type == F_REF && x->s.len == REF_BYTES
				    ? ref_key_at(a, x->s, v, depth)
				    : val_text(a, f, x));
	}
	return any ? buf_text(&b) : (struct str){ NULL, 0 };
}

static struct str key_at(struct arena *a, const struct rec *r, const struct rec_view *v, int depth)
{
	if (!r->kind->key || (r->kind->keyless_when && rec_when(r, r->kind->keyless_when)))
		return (struct str){ NULL, 0 };
	return joined(a, r, r->kind->key, v, depth);
}

struct str rec_key(struct arena *a, const struct rec *r, const struct rec_view *v)
{
	return key_at(a, r, v, 0);
}

struct str rec_unique(struct arena *a, const struct rec *r, const struct rec_view *v)
{
	return r->kind->unique ? joined(a, r, r->kind->unique, v, 0) : (struct str){ NULL, 0 };
}

const struct rec *rec_before(const struct rec *r, const struct rec_view *v)
{
	struct str key = rec_key(v->a, r, v);

	if (!key.s)
		return NULL;
	return r->corrects.s ? v->before(v->p, r->corrects) : v->by_key(v->p, r->kind->name, key);
}

/* What everything else in the logs was judged by when it was recorded. */
static bool foundation(const struct kind *k)
{
	return k == &kind_operation || k == &kind_place || k == &kind_centre ||
	       k == &kind_officer || k == &kind_log_key;
}

/* A thing that has states is corrected by a record of the same thing, and by no other. */
static bool same_thing(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct rec *old = v->by_ref(v->p, r->corrects);
	struct str key, was;

	if (!r->kind->updates || !old || old->kind != r->kind)
		return true; /* whoever knows indices sees to it that it is there */
	key = rec_key(v->a, r, v);
	was = rec_key(v->a, old, v);
	return (!key.s == !was.s && str_eq(key, was)) ||
	       refuse(why, "another", S("corrects"), key.s ? key : S(""),
		      "the same %s as in the record that is corrected: %.*s", r->kind->key,
		      P(was.s ? was : S("none")));
}

bool rec_corrects_ok(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct kind *k = r->kind;

	if (!r->corrects.s)
		return true;
	if (k->form != FORM_PLACE || k->subject == SUBJECT_CASE || k->system || foundation(k))
		return refuse(why, "no_correction", S("corrects"), str_of(k->name),
			      "no correction: the program made it, or it is an act about a person, "
			      "or other records rest on it");
	return same_thing(r, v, why);
}

struct str rec_place(const struct rec *r, const struct rec_view *v)
{
	const struct field *f =
		r->kind->place_by ? field_by_name(r->kind, str_of(r->kind->place_by)) : NULL;
	const struct val *x = f ? rec_get(r, f->name) : NULL;
	const struct rec *of;

	if (!x)
		return r->place;
	if (f->type == F_PLACE)
		return x->s;
	of = v->by_ref(v->p, x->s);
	return of ? rec_place(of, v) : r->place;
}

bool outcome_deltas(const struct kind *k, struct str event, struct deltas *out)
{
	for (size_t i = 0; i < k->n_outcomes; i++) {
		const struct outcome *o = &k->outcomes[i];

		if (!str_eq(event, str_of(o->event)))
			continue;
		for (size_t j = 0; j < OUTCOME_DELTAS && o->deltas[j].figure; j++)
			delta_add(out, str_of(o->deltas[j].figure), str_of(o->deltas[j].detail),
				  o->deltas[j].n, QUAL_EXACT);
		deltas_sort(out);
		return true;
	}
	return false;
}

static bool shown(const struct rec *r, size_t i, enum sight sight)
{
	const struct field *f = &r->kind->fields[i];

	return r->v[i].set && f->sight == sight && !(sight == PUB && rec_carrier(r, i));
}

size_t rec_fields_n(const struct rec *r, enum sight sight)
{
	size_t n = sight == PUB && r->corrects.s;

	for (size_t i = 0; i < r->kind->n; i++)
		n += shown(r, i, sight);
	return n;
}

/* The common field of all kinds about places, before the kind's own. */
static const struct field corrects = { .name = "corrects", .tag = CORRECTS_TAG, .type = F_REF };

void rec_fields(struct arena *a, const struct rec *r, enum sight sight, struct refs *refs,
		struct buf *b)
{
	cbor_put_map(b, rec_fields_n(r, sight));
	if (sight == PUB && r->corrects.s) {
		cbor_put_int(b, CORRECTS_TAG);
		val_encode(&corrects, &(struct val){ .set = true, .s = r->corrects }, a, refs, b);
	}
	for (size_t i = 0; i < r->kind->n; i++) {
		if (!shown(r, i, sight))
			continue;
		cbor_put_int(b, r->kind->fields[i].tag);
		val_encode(&r->kind->fields[i], &r->v[i], a, refs, b);
	}
}

bool rec_fields_read(struct arena *a, struct rec *r, enum sight sight, struct read *in,
		     const struct refs *refs)
{
	uint64_t n = 0;
	int64_t last = -1;

	if (!cbor_map(in, r->kind->n + 1, &n))
		return false;
	while (n--) {
		const struct field *f;

		if (!cbor_key(in, &last))
			return false;
		if (last == CORRECTS_TAG && sight == PUB) {
			struct val v = { 0 };

			if (!val_decode(a, &corrects, in, refs, &v))
				return false;
			r->corrects = v.s;
			continue;
		}
		f = field_by_tag(r->kind, last);
		if (!f || f->sight != sight)
			return read_fail(in, "a field that does not belong here");
		if (!val_decode(a, f, in, refs, &r->v[f - r->kind->fields]))
			return false;
	}
	return true;
}
