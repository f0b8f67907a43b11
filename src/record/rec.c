/* See rec.h. */
#include "record/rec.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/time.h"
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
	if (r->kind->rule && why->n == before)
		r->kind->rule(r, v, why);
	if (r->kind->sealed_rule && why->n == before)
		r->kind->sealed_rule(r, v, why);
	return why->n == before;
}

struct str rec_key(struct arena *a, const struct rec *r)
{
	const struct val *v = r->kind->key ? rec_get(r, r->kind->key) : NULL;

	if (!v)
		return (struct str){ NULL, 0 };
	return val_text(a, &r->kind->fields[field_at(r->kind, r->kind->key)], v);
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

bool rec_counts(const struct rec *r)
{
	struct str rest = str_of(r->kind->counts_when), field = str_cut(&rest, '=');
	const struct field *f;

	if (!r->kind->counts_when)
		return true;
	f = field_by_name(r->kind, field);
	return f && r->v[f - r->kind->fields].set && str_eq(r->v[f - r->kind->fields].s, rest);
}

struct str rec_detail(const struct rec *r, const struct field *f)
{
	if (!f->detail)
		return S("");
	return f->detail[0] == '@' ? rec_code(r, f->detail + 1) : str_of(f->detail);
}

void delta_add(struct deltas *out, struct str figure, struct str detail, int64_t n, enum qual q)
{
	out->list = arena_more(out->a, out->list, out->n, &out->room, sizeof *out->list);
	out->list[out->n++] = (struct delta){ figure, detail, n, q };
}

/* As their CBOR sorts: shorter text first, then bytewise (RFC 8949 §4.2.1 has it so for keys). */
static int cbor_order(struct str a, struct str b)
{
	return a.len != b.len ? (a.len < b.len ? -1 : 1) : str_cmp(a, b);
}

static int by_figure(const void *x, const void *y)
{
	const struct delta *a = x, *b = y;
	int c = cbor_order(a->figure, b->figure);

	return c ? c : cbor_order(a->detail, b->detail);
}

void deltas_sort(struct deltas *d)
{
	if (d->n)
		qsort(d->list, d->n, sizeof *d->list, by_figure);
}

void rec_deltas(const struct rec *r, const struct rec_view *v, struct deltas *out)
{
	if (r->kind->deltas) {
		r->kind->deltas(r, v, out);
	} else if (rec_counts(r)) {
		for (size_t i = 0; i < r->kind->n; i++) {
			const struct field *f = &r->kind->fields[i];

			if (f->figure && r->v[i].set)
				delta_add(out, str_of(f->figure), rec_detail(r, f), r->v[i].n,
					  (enum qual)r->v[i].q);
		}
	}
	deltas_sort(out);
}

bool outcome_deltas(const struct kind *k, struct str event, struct deltas *out)
{
	for (size_t i = 0; i < k->n_outcomes; i++) {
		const struct outcome *o = &k->outcomes[i];

		if (!str_eq(event, str_of(o->event)))
			continue;
		for (size_t j = 0; j < 3 && o->deltas[j].figure; j++)
			delta_add(out, str_of(o->deltas[j].figure), S(""), o->deltas[j].n,
				  QUAL_EXACT);
		deltas_sort(out);
		return true;
	}
	return false;
}

static bool shown(const struct rec *r, size_t i, enum sight sight)
{
	const struct field *f = &r->kind->fields[i];

	return r->v[i].set && f->sight == sight && !(sight == PUB && f->figure && rec_counts(r));
}

size_t rec_fields_n(const struct rec *r, enum sight sight)
{
	size_t n = 0;

	for (size_t i = 0; i < r->kind->n; i++)
		n += shown(r, i, sight);
	return n;
}

void rec_fields(struct arena *a, const struct rec *r, enum sight sight, struct refs *refs,
		struct buf *b)
{
	cbor_put_map(b, rec_fields_n(r, sight));
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

	if (!cbor_map(in, r->kind->n, &n))
		return false;
	while (n--) {
		const struct field *f;

		if (!cbor_key(in, &last))
			return false;
		f = field_by_tag(r->kind, last);
		if (!f || f->sight != sight)
			return read_fail(in, "a field that does not belong here");
		if (!val_decode(a, f, in, refs, &r->v[f - r->kind->fields]))
			return false;
	}
	return true;
}
