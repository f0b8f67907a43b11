/* See entry.h: what an entry says, as a record, and what a record says in public. */
#include "record/entry.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/time.h"
#include "record/kinds.h"
#include "record/refuse.h"
#include "base/banned.h"

static bool same_deltas(const struct deltas *x, const struct deltas *y)
{
	if (x->n != y->n)
		return false;
	for (size_t i = 0; i < x->n; i++) {
		const struct delta *a = &x->list[i], *b = &y->list[i];

		if (!str_eq(a->figure, b->figure) || !str_eq(a->detail, b->detail) ||
		    a->n != b->n || a->q != b->q)
			return false;
	}
	return true;
}

/* What no sealed form has in public. */
static bool bare(const struct entry *e)
{
	return !e->place.s && !e->refs.n && !e->decree.s && !e->reason.s && !e->fields.s &&
	       !e->n_signatures && e->from_day == e->day && !e->id.s && e->seal.s;
}

/* Person kinds publish keys 1, 2, 3, 5, 6 and one of the delta lists of their table. */
static bool person_form(struct arena *a, const struct kind *k, const struct entry *e,
			struct refusals *why)
{
	bool commit = k == &kind_certificate;

	if (!bare(e) || !e->commit.s == commit)
		return refuse(why, "form", S("entry"), str_of(k->name),
			      "keys 1, 2, 3, 5, 6%s only, since it is about a person",
			      commit ? ", 13" : "");
	for (size_t i = 0; i < k->n_outcomes; i++) {
		struct deltas d = { .a = a };

		(void)outcome_deltas(k, str_of(k->outcomes[i].event), &d);
		if (same_deltas(&d, &e->deltas))
			return true;
	}
	return refuse(why, "deltas", S("deltas"), str_of(k->name),
		      "a delta list that this kind may publish");
}

static bool veiled_form(const struct kind *k, const struct entry *e, struct refusals *why)
{
	if (k->code != kind_public_code(k))
		return refuse(why, "form", S("entry"), str_of(k->name),
			      "no entry under its code: it is published as a decision or veiled");
	return (bare(e) && !e->commit.s && !e->deltas.n) ||
	       refuse(why, "form", S("entry"), str_of(k->name), "keys 1, 2, 3 and 6 only");
}

/* Whether the detail is one that the rule may give; of a weapon item nothing but its codes is known. */
static bool detail_fits(const struct kind *k, const struct counted *c, struct str detail)
{
	const struct field *f;

	if (!c->detail || c->detail[0] != '@')
		return str_eq(detail, str_of(c->detail));
	f = field_by_name(k, str_of(c->detail + 1));
	return f && f->type == F_CODE && code_in(f->choices, detail);
}

static bool weapon_delta_fits(const struct kind *k, const struct delta *d)
{
	for (size_t i = 0; i < k->n_counts; i++) {
		const struct counted *c = &k->counts[i];

		if (str_eq(d->figure, str_of(c->figure)) && detail_fits(k, c, d->detail) &&
		    (c->sign < 0 ? d->n < 0 : d->n > 0) && (c->amount || d->q == QUAL_EXACT))
			return true;
	}
	return false;
}

/* The sums of a cut's items: each figure once, in order, and nothing else of them. */
static bool weapon_form(struct arena *a, const struct kind *k, const struct entry *e,
			struct refusals *why)
{
	struct deltas d = { .a = a };

	if (!bare(e) || e->commit.s)
		return refuse(why, "form", S("entry"), str_of(k->name),
			      "keys 1, 2, 3, 5 and 6 only, since it is about weapons");
	for (size_t i = 0; i < e->deltas.n; i++) {
		const struct delta *x = &e->deltas.list[i];

		if (!weapon_delta_fits(k, x))
			return refuse(why, "deltas", S("deltas"), x->figure,
				      "figures that this kind counts");
		delta_merge(&d, x->figure, x->detail, x->n, x->q);
	}
	deltas_sort(&d);
	return same_deltas(&d, &e->deltas) || refuse(why, "deltas", S("deltas"), str_of(k->name),
						     "each figure and detail once, in order");
}

/* Puts what key 5 says back into the fields that are carried there. */
static void fields_of_deltas(const struct entry *e, struct rec *r)
{
	for (size_t i = 0; i < r->kind->n; i++) {
		const struct counted *c = rec_carrier(r, i);
		struct str figure, detail;

		if (!c)
			continue;
		figure = counted_figure(c, r);
		detail = counted_detail(c, r, NULL, NULL);
		for (size_t j = 0; j < e->deltas.n; j++) {
			const struct delta *d = &e->deltas.list[j];

			if (!str_eq(d->figure, figure) || !str_eq(d->detail, detail) ||
			    (d->q && r->kind->fields[i].type != F_QTY))
				continue;
			r->v[i] = (struct val){ .set = true, .n = d->n, .q = (uint8_t)d->q };
		}
	}
}

static bool place_form(const struct kind *k, const struct entry *e, struct refusals *why)
{
	if (e->commit.s)
		return refuse(why, "form", S("commit"), str_of(k->name),
			      "a commit on certificates only");
	if (e->decree.s || e->reason.s)
		return refuse(why, "form", S("entry"), str_of(k->name),
			      "no decree number and no reason code: no kind of today has them");
	if (!e->seal.s != !!e->id.s || !e->seal.s != !k->seal[0])
		return refuse(why, "form", S("seal"), str_of(k->name),
			      k->seal[0] ? "a seal and no id" : "an id and no seal");
	if (!e->fields.s)
		return refuse(why, "form", S("fields"), str_of(k->name), "public fields");
	return true;
}

static bool rule_holds(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	size_t before = why->n;

	if (r->kind->rule)
		r->kind->rule(r, v, why);
	return why->n == before;
}

static bool public_fields_ok(struct arena *a, const struct rec *r, struct refusals *why)
{
	for (size_t i = 0; i < r->kind->n; i++) {
		const struct field *f = &r->kind->fields[i];

		if (f->sight != PUB)
			continue;
		if (r->v[i].set && !val_check(a, f, &r->v[i], why))
			return false;
		if (!r->v[i].set && f->required)
			return refuse(why, "missing", str_of(f->name), S(""), "a value");
	}
	return true;
}

struct rec *entry_fields(struct arena *a, const struct entry *e)
{
	const struct kind *k = kind_by_code(e->kind);
	struct rec *r = k ? rec_new(a, k) : NULL;
	struct read in = read_of(e->fields.s, e->fields.len);

	if (!r)
		return NULL;
	r->day = e->day;
	r->from_day = e->from_day;
	r->place = e->place;
	if (k->form != FORM_PLACE)
		return r;
	if (!rec_fields_read(a, r, PUB, &in, &e->refs) || !read_end(&in))
		return NULL;
	fields_of_deltas(e, r);
	return r;
}

bool entry_known(struct arena *a, const struct entry *x, struct rec **out, struct err *e)
{
	const struct kind *k = kind_by_code(x->kind);

	*out = k ? entry_fields(a, x) : NULL;
	return !k || *out ||
	       err_set(e, ERR_ATTENTION,
		       "the fields of an entry (%s of %.*s) cannot be read: restore a backup",
		       k->name, P(day_text(a, x->day)));
}

/* The public form of each kind; a place's fields are judged behind it. */
static bool form_ok(struct arena *a, const struct kind *k, const struct entry *e,
		    struct refusals *why)
{
	switch (k->form) {
	case FORM_PLACE:
		return place_form(k, e, why);
	case FORM_PERSON:
		return person_form(a, k, e, why);
	case FORM_WEAPON:
		return weapon_form(a, k, e, why);
	case FORM_AS_DECISION:
	case FORM_VEILED:
	case FORM_PART:
		break;
	}
	return veiled_form(k, e, why);
}

/* Written again it must be the same: a field that key 5 already holds, an unused reference or references in
 * another order would be a second spelling. */
static bool spelled_once(struct arena *a, const struct rec *r, const struct entry *e,
			 struct refusals *why)
{
	struct refs again = { 0 };
	struct buf b = { .a = a };

	rec_fields(a, r, PUB, &again, &b);
	if (str_eq(buf_text(&b), e->fields) && again.n == e->refs.n &&
	    (!again.n || !memcmp(again.list, e->refs.list, again.n * REF_BYTES)))
		return true;
	return refuse(why, "fields", S("fields"), str_of(r->kind->name),
		      "each field and reference once, in its one spelling");
}

struct rec *entry_rec(struct arena *a, const struct entry *e, const struct rec_view *v,
		      struct refusals *why)
{
	const struct kind *k = kind_by_code(e->kind);
	struct rec *r;
	struct deltas d = { .a = a };

	if (!k || !form_ok(a, k, e, why))
		return NULL;
	r = entry_fields(a, e);
	if (!r) {
		refuse(why, "fields", S("fields"), str_of(k->name), "public fields of this kind");
		return NULL;
	}
	if (k->form != FORM_PLACE)
		return r;
	if (!spelled_once(a, r, e, why) || !public_fields_ok(a, r, why) ||
	    !rec_corrects_ok(r, v, why) || !rule_holds(r, v, why))
		return NULL;
	rec_deltas(r, v, &d);
	if (!same_deltas(&d, &e->deltas)) {
		refuse(why, "deltas", S("deltas"), str_of(k->name),
		       "the deltas that the fields give");
		return NULL;
	}
	if (k->place_by && !str_eq(rec_place(r, v), e->place)) {
		refuse(why, "place", S("place"), e->place, "the place that %s gives", k->place_by);
		return NULL;
	}
	return r;
}

/* A case's act: under its own code, as a decision, or veiled where nothing public changes. */
static bool act_entry(const struct rec *r, struct str outcome, struct entry *e,
		      struct refusals *why)
{
	const struct kind *k = r->kind->form == FORM_AS_DECISION ? &kind_decision : r->kind;

	if (!outcome.s) {
		e->kind = VEILED_CODE;
		return true;
	}
	e->kind = kind_public_code(r->kind);
	if (!outcome_deltas(k, outcome, &e->deltas))
		return refuse(why, "no_outcome", S("event"), outcome, "an event that %s publishes",
			      r->kind->name);
	if (r->kind != &kind_certificate)
		return true;
	e->commit = rec_code(r, "paper_hash");
	return e->commit.len == 32 ||
	       refuse(why, "missing", S("paper_hash"), S(""), "the hash of the printed paper");
}

bool entry_of(struct arena *a, const struct rec *r, const struct rec_view *v, struct str outcome,
	      struct entry *e, struct refusals *why)
{
	const struct kind *k = r->kind;
	struct buf b = { .a = a };

	memset(e, 0, sizeof *e);
	e->version = ENTRY_VERSION;
	e->kind = k->code;
	e->day = e->from_day = r->day;
	e->deltas.a = a;
	if (k->form != FORM_PLACE && k->form != FORM_WEAPON)
		return act_entry(r, outcome, e, why);
	if (k->form == FORM_PLACE) {
		e->from_day = r->from_day;
		e->place = rec_place(r, v);
	}
	rec_deltas(r, v, &e->deltas);
	rec_fields(a, r, PUB, &e->refs, &b);
	e->fields = buf_text(&b);
	return entry_fits(a, k, e, why);
}
