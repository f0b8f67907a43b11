/* See entry.h. */
#include "record/entry.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/time.h"
#include "ledger/hash.h"
#include "record/kinds.h"
#include "record/refuse.h"
#include "base/banned.h"

#define DELTAS_MAX 64
#define FIGURE_MAX 8
#define DETAIL_MAX 48
#define DELTA_MAX  INT64_C(1000000000000)
#define REFS_MAX   256

unsigned entry_act_mask(enum form form)
{
	return WITHOUT(KEY_SEAL) | WITHOUT(KEY_SIGNATURES) |
	       (form == FORM_PLACE ? 0 : WITHOUT(KEY_DAY));
}

unsigned entry_head_mask(enum form form)
{
	return entry_act_mask(form) | WITHOUT(KEY_COMMIT) | WITHOUT(KEY_ID);
}

static void put_deltas(const struct deltas *d, struct buf *b)
{
	cbor_put_array(b, d->n);
	for (size_t i = 0; i < d->n; i++) {
		cbor_put_array(b, 4);
		cbor_put_text(b, d->list[i].figure);
		cbor_put_text(b, d->list[i].detail);
		cbor_put_int(b, d->list[i].n);
		cbor_put_text(b, qual_name(d->list[i].q));
	}
}

static void put_refs(const struct refs *refs, struct buf *b)
{
	cbor_put_array(b, refs->n);
	for (size_t i = 0; i < refs->n; i++) {
		uint64_t index = 0;

		for (int j = 8; j < 16; j++)
			index = index << 8 | refs->list[i][j];
		cbor_put_array(b, 3);
		cbor_put_bytes(b, str_mem(refs->list[i], 8));
		cbor_put_int(b, (int64_t)index);
		cbor_put_bytes(b, str_mem(refs->list[i] + 16, 32));
	}
}

static void put_signatures(const struct entry *e, struct buf *b)
{
	cbor_put_array(b, e->n_signatures);
	for (size_t i = 0; i < e->n_signatures; i++) {
		cbor_put_array(b, 2);
		cbor_put_bytes(b, str_mem(e->signatures[i].kid, 4));
		cbor_put_bytes(b, str_mem(e->signatures[i].sig, 64));
	}
}

static bool has(const struct entry *e, int key)
{
	switch (key) {
	case KEY_PLACE:
		return e->place.s;
	case KEY_DELTAS:
		return e->deltas.n;
	case KEY_SEAL:
		return e->seal.s;
	case KEY_REFS:
		return e->refs.n;
	case KEY_DECREE:
		return e->decree.s;
	case KEY_REASON:
		return e->reason.s;
	case KEY_FIELDS:
		return e->fields.s;
	case KEY_SIGNATURES:
		return e->n_signatures;
	case KEY_FROM_DAY:
		return e->from_day != e->day;
	case KEY_COMMIT:
		return e->commit.s;
	case KEY_ID:
		return e->id.s;
	default:
		return true;
	}
}

static void put_key(const struct entry *e, int key, struct buf *b)
{
	switch (key) {
	case KEY_VERSION:
		cbor_put_int(b, e->version);
		break;
	case KEY_KIND:
		cbor_put_int(b, e->kind);
		break;
	case KEY_DAY:
		cbor_put_int(b, e->day);
		break;
	case KEY_FROM_DAY:
		cbor_put_int(b, e->from_day);
		break;
	case KEY_PLACE:
		cbor_put_text(b, e->place);
		break;
	case KEY_DELTAS:
		put_deltas(&e->deltas, b);
		break;
	case KEY_REFS:
		put_refs(&e->refs, b);
		break;
	case KEY_DECREE:
		cbor_put_text(b, e->decree);
		break;
	case KEY_REASON:
		cbor_put_text(b, e->reason);
		break;
	case KEY_FIELDS:
		buf_str(b, e->fields);
		break;
	case KEY_SIGNATURES:
		put_signatures(e, b);
		break;
	default:
		cbor_put_bytes(b, key == KEY_SEAL     ? e->seal
				  : key == KEY_COMMIT ? e->commit
						      : e->id);
	}
}

struct str entry_put(struct arena *a, const struct entry *e, unsigned without)
{
	struct buf b = { .a = a };
	uint64_t n = 0;

	for (int key = KEY_VERSION; key <= KEY_ID; key++)
		n += !(without & WITHOUT(key)) && has(e, key);
	cbor_put_map(&b, n);
	for (int key = KEY_VERSION; key <= KEY_ID; key++) {
		if (without & WITHOUT(key) || !has(e, key))
			continue;
		cbor_put_int(&b, key);
		put_key(e, key, &b);
	}
	return buf_text(&b);
}

static bool read_deltas(struct arena *a, struct read *r, struct deltas *d)
{
	uint64_t n = 0, four = 0;

	d->a = a;
	if (!cbor_array(r, DELTAS_MAX, &n))
		return false;
	if (!n)
		return read_fail(r, "an empty list of deltas, which is spelled by leaving it out");
	while (n--) {
		struct str figure, detail, qual;
		enum qual q;
		int64_t v = 0;

		if (!cbor_array(r, 4, &four) || !cbor_text(r, FIGURE_MAX, &figure) ||
		    !cbor_text(r, DETAIL_MAX, &detail) || !cbor_int(r, -DELTA_MAX, DELTA_MAX, &v) ||
		    !cbor_text(r, 16, &qual))
			return false;
		if (four != 4 || !qual_read(qual, &q))
			return read_fail(r,
					 "a delta that is not figure, detail, quantity, qualifier");
		delta_add(d, figure, detail, v, q);
	}
	return true;
}

static bool read_refs(struct arena *a, struct read *r, struct refs *refs)
{
	uint64_t n = 0, three = 0;

	if (!cbor_array(r, REFS_MAX, &n))
		return false;
	if (!n)
		return read_fail(r,
				 "an empty list of references, which is spelled by leaving it out");
	refs->list = arena_array(a, n, REF_BYTES);
	refs->room = n;
	for (; refs->n < n; refs->n++) {
		uint8_t *to = refs->list[refs->n];
		struct str id, leaf;
		int64_t index = 0;

		if (!cbor_array(r, 3, &three) || !cbor_bytes(r, 8, 8, &id) ||
		    !cbor_int(r, 0, INT64_MAX, &index) || !cbor_bytes(r, 32, 32, &leaf))
			return false;
		if (three != 3)
			return read_fail(r, "a reference that is not log, index, leaf hash");
		memcpy(to, id.s, 8);
		for (int i = 0; i < 8; i++)
			to[8 + i] = (uint8_t)((uint64_t)index >> (56 - 8 * i));
		memcpy(to + 16, leaf.s, 32);
		for (size_t j = 0; j < refs->n; j++)
			if (!memcmp(refs->list[j], to, REF_BYTES))
				return read_fail(r, "a reference that stands twice");
	}
	return true;
}

static bool read_signatures(struct read *r, struct entry *e)
{
	uint64_t n = 0, two = 0;

	if (!cbor_array(r, ENTRY_SIGNATURES, &n))
		return false;
	if (!n)
		return read_fail(r,
				 "an empty list of signatures, which is spelled by leaving it out");
	for (; e->n_signatures < n; e->n_signatures++) {
		struct signature *s = &e->signatures[e->n_signatures];
		struct str kid, sig;

		if (!cbor_array(r, 2, &two) || !cbor_bytes(r, 4, 4, &kid) ||
		    !cbor_bytes(r, 64, 64, &sig))
			return false;
		if (two != 2)
			return read_fail(r, "a signature that is not key id and signature");
		memcpy(s->kid, kid.s, 4);
		memcpy(s->sig, sig.s, 64);
	}
	return true;
}

static bool read_key(struct arena *a, struct read *r, int64_t key, struct entry *e)
{
	switch (key) {
	case KEY_VERSION:
		return cbor_int(r, 1, INT32_MAX, &e->version);
	case KEY_KIND:
		return cbor_int(r, 1, INT32_MAX, &e->kind);
	case KEY_DAY:
		return cbor_int(r, DAY_MIN, DAY_MAX, &e->day);
	case KEY_FROM_DAY:
		return cbor_int(r, DAY_MIN, DAY_MAX, &e->from_day);
	case KEY_PLACE:
		return cbor_text(r, 64, &e->place);
	case KEY_DELTAS:
		return read_deltas(a, r, &e->deltas);
	case KEY_SEAL:
		return cbor_bytes(r, 32, 32, &e->seal);
	case KEY_REFS:
		return read_refs(a, r, &e->refs);
	case KEY_DECREE:
		return cbor_text(r, 128, &e->decree);
	case KEY_REASON:
		return cbor_text(r, 48, &e->reason);
	case KEY_FIELDS:
		return cbor_skip(r, 8, &e->fields);
	case KEY_SIGNATURES:
		return read_signatures(r, e);
	case KEY_COMMIT:
		return cbor_bytes(r, 32, 32, &e->commit);
	case KEY_ID:
		return cbor_bytes(r, 16, 16, &e->id);
	default:
		return read_fail(r, "a key that an entry does not have");
	}
}

static bool read_all(struct arena *a, struct read *r, struct entry *e)
{
	uint64_t n = 0;
	int64_t last = -1;
	unsigned seen = 0;
	const unsigned must = WITHOUT(KEY_VERSION) | WITHOUT(KEY_KIND) | WITHOUT(KEY_DAY);

	if (!cbor_map(r, 16, &n))
		return false;
	while (n--) {
		if (!cbor_key(r, &last) || !read_key(a, r, last, e))
			return false;
		seen |= 1u << last;
	}
	if ((seen & must) != must)
		return read_fail(r, "version, kind or day is missing");
	if (!(seen & WITHOUT(KEY_FROM_DAY)))
		e->from_day = e->day;
	else if (e->from_day >= e->day)
		return read_fail(r, "a first day of the period that is not before the day");
	return read_end(r);
}

bool entry_read(struct arena *a, struct str bytes, struct entry *e, struct err *err)
{
	struct read r = read_of(bytes.s, bytes.len);

	memset(e, 0, sizeof *e);
	if (bytes.len > ENTRY_MAX_LONG)
		return err_set(err, ERR_FALSE, "an entry of %zu bytes, at most %d are allowed",
			       bytes.len, ENTRY_MAX_LONG);
	if (!read_all(a, &r, e))
		return err_set(err, ERR_FALSE, "byte %zu of the entry: %s", r.wrong_at, r.wrong);
	return true;
}

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

/* Making entries. */

bool entry_fits(struct arena *a, const struct kind *k, const struct entry *e, struct refusals *why)
{
	size_t max = k->entry_max ? k->entry_max : ENTRY_MAX, len;

	for (size_t i = 0; i < e->deltas.n; i++) {
		const struct delta *d = &e->deltas.list[i];

		if (d->n > DELTA_MAX || d->n < -DELTA_MAX)
			return refuse(why, "too_much", S("deltas"), d->figure,
				      "a sum of at most %lld in one record", (long long)DELTA_MAX);
		if (d->figure.len > FIGURE_MAX || d->detail.len > DETAIL_MAX)
			return refuse(why, "too_long", S("deltas"), d->detail,
				      "what a figure is counted by in at most %d bytes",
				      DETAIL_MAX);
	}
	if (e->deltas.n > DELTAS_MAX || e->refs.n > REFS_MAX)
		return refuse(why, "too_many", S("entry"), str_of(k->name),
			      "at most %d figures and %d references", DELTAS_MAX, REFS_MAX);
	/* Seal or id and the signatures come later: at most 34 and 8 * 73 bytes. */
	len = entry_put(a, e, 0).len + 40 + 73 * (size_t)(k->signatures ? k->signatures : 1);
	return len <= max ||
	       refuse(why, "too_long", S("entry"), str_fmt(a, "%zu bytes", len),
		      "at most %zu bytes; shorten the texts or split the record", max);
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
