/*
 * What the rules of a kind (kind.h, struct counted) make of a record: figure deltas, state lines, and which
 * number is carried by key 5 instead of key 10. All of it follows from public fields alone, so that whoever
 * verifies computes the same.
 */
#include "record/rec.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/time.h"
#include "base/banned.h"

/* Conditions. */

static bool has_code(const struct field *f, const struct val *v, struct str codes)
{
	struct str code = f->type == F_BOOL ? (v->n ? S("yes") : S("no")) : v->s;

	while (codes.s)
		if (str_eq(str_cut(&codes, '|'), code))
			return true;
	return false;
}

static bool is_number(const struct field *f)
{
	return f->type == F_QTY || f->type == F_INT;
}

/* One word: "f", "!f", "f>0", "f=0", "f=a|b". */
static bool word_holds(const struct kind *k, const struct val *v, struct str word)
{
	bool unset = str_starts(word, S("!"));
	struct str value = str_from(word, unset), name = str_cut(&value, '=');
	bool positive = !value.s && str_ends(name, S(">0"));
	const struct field *f;

	if (positive)
		name.len -= 2;
	f = field_by_name(k, name);
	if (!f)
		return false;
	v += f - k->fields;
	if (unset || !v->set)
		return unset && !v->set;
	if (positive)
		return v->n > 0;
	if (!value.s)
		return true;
	return is_number(f) ? v->n == 0 && str_eq(value, S("0")) : has_code(f, v, value);
}

static bool all_hold(const struct kind *k, const struct val *v, const char *conditions)
{
	struct str rest = str_of(conditions);

	while (conditions && rest.s) {
		struct str word = str_cut(&rest, ' ');

		if (word.len && !word_holds(k, v, word))
			return false;
	}
	return true;
}

bool rec_when(const struct rec *r, const char *conditions)
{
	return all_hold(r->kind, r->v, conditions);
}

bool row_when(const struct kind *part, const struct val *row, const char *conditions)
{
	return all_hold(part, row->v, conditions);
}

/* Amounts and details. */

/* The rows that a rule goes over, or NULL; *cell: the cell that counts, NULL for one each. */
static const struct field *rows_of(const struct counted *c, const struct kind *k,
				   const struct field **cell)
{
	struct str rest = str_of(c->amount), name = str_cut(&rest, '.');
	const struct field *f = c->amount ? field_by_name(k, name) : NULL;

	*cell = NULL;
	if (!f || f->type != F_ROWS)
		return NULL;
	if (rest.s)
		*cell = field_by_name(f->rows, rest);
	return f;
}

/* A field named by a rule: of the row where there is one with this name, else of the record. */
static const struct field *named(const struct counted *c, const struct rec *r,
				 const struct val *row, const char *name, const struct val **v)
{
	const struct field *cell, *rows = row ? rows_of(c, r->kind, &cell) : NULL;
	const struct field *f = rows ? field_by_name(rows->rows, str_of(name)) : NULL;

	if (f) {
		*v = &row->v[f - rows->rows->fields];
	} else {
		f = field_by_name(r->kind, str_of(name));
		*v = f ? &r->v[f - r->kind->fields] : NULL;
	}
	return f && (*v)->set ? f : NULL;
}

struct str counted_figure(const struct counted *c, const struct rec *r)
{
	const struct val *v;

	if (c->figure[0] != '@')
		return str_of(c->figure);
	return named(c, r, NULL, c->figure + 1, &v) ? v->s : S("");
}

struct str counted_detail(const struct counted *c, const struct rec *r, const struct val *row,
			  const struct rec_view *v)
{
	const struct field *f;
	const struct val *x;

	if (!c->detail)
		return S("");
	if (c->detail[0] != '@')
		return str_of(c->detail);
	f = named(c, r, row, c->detail + 1, &x);
	if (!f)
		return S("");
	/* Whoever asks without a view asks for rules that may carry. */
	assert(v || f->type != F_REF);
	return f->type == F_REF ? ref_key(v->a, x->s, v) : x->s;
}

/* A rule that could carry: it adds one number of the record, as it is. */
static bool may_carry(const struct counted *c, const struct kind *k)
{
	const struct field *detail =
		c->detail && c->detail[0] == '@' ? field_by_name(k, str_of(c->detail + 1)) : NULL;
	const struct field *f = c->amount ? field_by_name(k, str_of(c->amount)) : NULL;

	return c->how == COUNT_FLOW && c->sign >= 0 && !c->or_one && f && is_number(f) &&
	       !(detail && detail->type == F_REF);
}

const struct counted *rec_carrier(const struct rec *r, size_t i)
{
	const struct kind *k = r->kind;

	for (size_t c = 0; c < k->n_counts; c++)
		if (may_carry(&k->counts[c], k) && field_at(k, k->counts[c].amount) == i &&
		    rec_when(r, k->counts[c].when))
			return &k->counts[c];
	return NULL;
}

/* What one rule makes of a record or of one of its rows. */
struct item {
	const struct counted *c;
	const struct val *row;
	int64_t n;
	enum qual q;
};

static void each_row(const struct rec *r, const struct counted *c, const struct field *rows,
		     const struct field *cell, void (*fn)(void *p, const struct item *x), void *p)
{
	const struct val *list = &r->v[rows - r->kind->fields];

	for (size_t i = 0; list->set && i < list->len; i++) {
		const struct val *v = cell ? &list->v[i].v[cell - rows->rows->fields] : NULL;
		struct item x = { c, &list->v[i], 1, QUAL_EXACT };

		if (!row_when(rows->rows, &list->v[i], c->row) || (v && !v->set && !c->or_one))
			continue;
		if (v && v->set) {
			x.n = v->n;
			x.q = (enum qual)v->q;
		}
		fn(p, &x);
	}
}

/* Calls fn with what a rule whose conditions hold makes of the record. */
static void each_item(const struct rec *r, const struct counted *c,
		      void (*fn)(void *p, const struct item *x), void *p)
{
	const struct field *cell, *rows = rows_of(c, r->kind, &cell);
	const struct field *f = c->amount ? field_by_name(r->kind, str_of(c->amount)) : NULL;
	struct item x = { c, NULL, 1, QUAL_EXACT };

	if (!counted_figure(c, r).len)
		return;
	if (rows) {
		each_row(r, c, rows, cell, fn, p);
		return;
	}
	if (f && !r->v[f - r->kind->fields].set && !c->or_one)
		return;
	if (f && r->v[f - r->kind->fields].set) {
		x.n = r->v[f - r->kind->fields].n;
		x.q = (enum qual)r->v[f - r->kind->fields].q;
	}
	fn(p, &x);
}

/* Deltas. */

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

static enum qual adds_up(const struct delta *d)
{
	return d->n < 0 ? qual_minus(d->q) : d->q;
}

/* Adds to the delta of the same figure and detail. What no number of an entry can say any more stands as
 * the largest there is, which entry_of refuses. */
void delta_merge(struct deltas *out, struct str figure, struct str detail, int64_t n, enum qual q)
{
	const struct delta more = { figure, detail, n, q };

	for (size_t i = 0; i < out->n; i++) {
		struct delta *d = &out->list[i];
		enum qual sum;

		if (!str_eq(d->figure, figure) || !str_eq(d->detail, detail))
			continue;
		sum = qual_sum(adds_up(d), adds_up(&more));
		if (!add_ok(&d->n, d->n, n))
			d->n = n < 0 ? INT64_MIN : INT64_MAX;
		d->q = d->n < 0 ? qual_minus(sum) : sum;
		return;
	}
	delta_add(out, figure, detail, n, q);
}

struct adding {
	const struct rec *r;
	const struct rec_view *v;
	struct deltas *out;
};

static void add_item(void *p, const struct item *x)
{
	const struct adding *a = p;

	delta_merge(a->out, counted_figure(x->c, a->r), counted_detail(x->c, a->r, x->row, a->v),
		    x->c->sign < 0 ? -x->n : x->n, x->q);
}

/* Whether the conditions held for the record of the same thing before this one. */
static bool held_before(const struct rec *r, const struct counted *c, const struct rec_view *v)
{
	const struct rec *before = rec_before(r, v);

	return before && before->kind == r->kind && rec_when(before, c->when);
}

/* A number that key 5 carries stands there even as 0. */
static bool carried(const struct rec *r, const struct delta *d)
{
	for (size_t i = 0; i < r->kind->n; i++) {
		const struct counted *c = r->v[i].set ? rec_carrier(r, i) : NULL;

		if (c && str_eq(counted_figure(c, r), d->figure) &&
		    str_eq(counted_detail(c, r, NULL, NULL), d->detail))
			return true;
	}
	return false;
}

void rec_deltas(const struct rec *r, const struct rec_view *v, struct deltas *out)
{
	struct adding a = { r, v, out };
	size_t kept = 0;

	for (size_t i = 0; i < r->kind->n_counts; i++) {
		const struct counted *c = &r->kind->counts[i];

		if (c->how != COUNT_FLOW && c->how != COUNT_COMES)
			continue;
		if (rec_when(r, c->when) && !(c->how == COUNT_COMES && held_before(r, c, v)))
			each_item(r, c, add_item, &a);
	}
	for (size_t i = 0; i < out->n; i++)
		/* "over 0" says something, though it adds nothing. */
		if (out->list[i].n || out->list[i].q != QUAL_EXACT || carried(r, &out->list[i]))
			out->list[kept++] = out->list[i];
	out->n = kept;
	deltas_sort(out);
}

/* States. */

struct stating {
	const struct rec *r;
	const struct rec_view *v;
	struct state_lines *out;
};

static int64_t bound(const struct stating *s, const struct item *x, const char *name, int64_t none)
{
	const struct val *v;

	return name && named(x->c, s->r, x->row, name, &v) ? v->n : none;
}

static void add_line(void *p, const struct item *x)
{
	const struct stating *s = p;
	struct state_lines *out = s->out;
	bool counts = x->c->how == COUNT_STATE, minus = counts && x->c->sign < 0;

	out->list = arena_more(out->a, out->list, out->n, &out->room, sizeof *out->list);
	out->list[out->n++] = (struct state_line){
		.figure = counted_figure(x->c, s->r),
		.detail = counted_detail(x->c, s->r, x->row, s->v),
		.how = x->c->how,
		.n = !counts ? 0
		     : minus ? -x->n
			     : x->n,
		.q = !counts ? QUAL_EXACT
		     : minus ? qual_minus(x->q)
			     : x->q,
		.from = bound(s, x, x->c->from, DAY_MIN),
		.until = bound(s, x, x->c->until, DAY_MAX),
	};
}

void rec_states(const struct rec *r, const struct rec_view *v, struct state_lines *out)
{
	struct stating s = { r, v, out };

	for (size_t i = 0; i < r->kind->n_counts; i++) {
		const struct counted *c = &r->kind->counts[i];

		if (c->how != COUNT_FLOW && c->how != COUNT_COMES && rec_when(r, c->when))
			each_item(r, c, add_line, &s);
	}
}
