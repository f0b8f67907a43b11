/* See csv.h. */
#include "intake/csv.h"

#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "intake/header.h"
#include "intake/intake_int.h"
#include "ledger/hash.h"
#include "base/banned.h"

/* Rows alike so far: a table of the first bytes of their hashes with their number, open addressing: 24 to 48
 * bytes a row. Two rows that are not alike and meet here (who made them so asked for it) count as alike, and
 * so have different keys all the same. */
struct alike {
	struct arena *a, *spare; /* of the table, and of the next one */
	uint64_t *keys;
	uint32_t *n;
	size_t room, used;
};

static uint32_t *slot(struct alike *t, uint64_t key)
{
	size_t at = (size_t)key & (t->room - 1);

	while (t->n[at] && t->keys[at] != key)
		at = (at + 1) & (t->room - 1);
	t->keys[at] = key;
	return &t->n[at];
}

static void alike_grow(struct alike *t)
{
	struct alike bigger = { .a = t->spare, .spare = t->a, .room = t->room ? 2 * t->room : 256 };

	bigger.used = t->used;
	bigger.keys = arena_array(bigger.a, bigger.room, sizeof *bigger.keys);
	bigger.n = arena_array(bigger.a, bigger.room, sizeof *bigger.n);
	for (size_t i = 0; i < t->room; i++)
		if (t->n[i])
			*slot(&bigger, t->keys[i]) = t->n[i];
	*t = bigger;
	arena_reset(t->spare);
}

static uint32_t count_alike(struct alike *t, const struct hash *h)
{
	uint64_t key;
	uint32_t *n;

	if (2 * t->used >= t->room)
		alike_grow(t);
	memcpy(&key, h->b, sizeof key);
	n = slot(t, key);
	t->used += !*n;
	return ++*n;
}

static void alike_forget(struct alike *t)
{
	arena_reset(t->a);
	arena_reset(t->spare);
	*t = (struct alike){ .a = t->a, .spare = t->spare };
}

/* What is said of rows about persons when all are kept. */
struct kept_rows {
	struct kept_rows *next;
	size_t n;
	struct kept list[1024];
};

struct importing {
	struct reg *r;
	struct arena *a, *row_arena;
	struct import *w;
	struct sheet in;
	struct header h;
	struct alike alike;
	struct buf refused;
	struct kept_rows *kept, *last_kept;
	bool dry;
	int64_t today;
	size_t identities; /* that the rows of a pass take from the pool */
	size_t before;	   /* rows of the pass before this one, for the progress */
};

static bool about_person(const struct kind *k)
{
	return k->subject == SUBJECT_CASE || (k->form != FORM_PLACE && k->form != FORM_WEAPON);
}

/* Whether the row says by itself of which day it is, so that it is the same record whenever it comes. */
static bool says_day(const struct draft *d)
{
	const struct kind *k = d->kind;

	if (d->day != NO_DAY || d->from_day != NO_DAY || d->has_time || draft_time(d))
		return true;
	for (size_t i = 0; i < k->n; i++)
		if ((k->fields[i].type == F_DATE || k->fields[i].type == F_DAY) &&
		    k->fields[i].required && d->r->v[i].set)
			return true;
	return false;
}

/* Of things that occur once, a second row is the first one again. */
static bool is_of_today(const struct draft *d)
{
	const struct kind *k = d->kind;

	return !about_person(k) && !says_day(d) && !(k->key && !k->updates) && !ties_numbered(k);
}

static struct str idem_of(struct importing *m, const struct draft *d, const struct str *cells,
			  size_t n)
{
	struct buf b = { .a = m->row_arena };
	struct hash h;

	buf_fmt(&b, "%s", m->w->kind->name);
	for (size_t i = 0; i < n && i < m->h.n; i++)
		if (!m->h.aside[i])
			buf_fmt(&b, "%c%.*s=%.*s", 0, P(m->h.names[i]), P(cells[i]));
	/* Behind two NULs: no cell, and the same whether the row or the call says it. */
	buf_fmt(&b, "%c%clog=%.*s", 0, 0, P(d->log));
	for (size_t i = 0; i < d->n_officers; i++)
		buf_fmt(&b, "%cas=%.*s", 0, P(d->officers[i]));
	if (is_of_today(d))
		buf_fmt(&b, "%c%cday=%.*s", 0, 0, P(day_text(m->row_arena, m->today)));
	h = hash_of(buf_text(&b));
	return str_fmt(m->row_arena, "row %.*s/%u", P(str_hex(m->row_arena, h.b, 32)),
		       count_alike(&m->alike, &h));
}

/* What another record took the place of would count a second time here. */
static bool stands(const struct importing *m, const struct str *cells, struct refusals *why)
{
	struct str cell = m->h.corrected < m->h.n ? str_trim(cells[m->h.corrected]) : S("");

	return !cell.len || str_eq(cell, S("no")) ||
	       refuse(why, "corrected", S("corrected"), cell,
		      "a record that stands: another one took the place of this; leave its row "
		      "out (see: sulh export --standing)");
}

/* A quantity with the qualifier that stands in a column of its own. */
static struct str cell_of(const struct importing *m, const struct str *cells, size_t i)
{
	size_t at = m->h.qualifier[i];
	struct str q = at < CSV_COLUMNS ? str_trim(cells[at]) : S("");

	return q.len ? str_fmt(m->row_arena, "%.*s %.*s", P(q), P(str_trim(cells[i]))) : cells[i];
}

static bool fill(struct importing *m, struct draft *d, const struct str *cells, size_t n,
		 struct refusals *why)
{
	struct arena *a = m->row_arena;
	bool ok;

	if (n != m->h.n)
		return refuse(why, "columns", S("row"), str_fmt(a, "%zu cells", n),
			      "%zu cells, as the header has", m->h.n);
	ok = stands(m, cells, why);
	for (size_t i = 0; i < n; i++)
		if (!m->h.aside[i] && !m->h.qualifies[i])
			ok &= draft_set(a, d, m->h.names[i], cell_of(m, cells, i), why);
	if (!d->n_officers && m->w->as.s)
		ok &= draft_set(a, d, S("as"), m->w->as, why);
	if (!d->log.s && m->w->log.s)
		d->log = m->w->log;
	if (!d->idem.s)
		d->idem = idem_of(m, d, cells, n);
	return ok;
}

/* The column whose name a refusal's field begins with; CSV_COLUMNS where there is none. */
static size_t column_of(const struct importing *m, struct str field)
{
	struct str rest = field, top = str_cut(&rest, '.');
	size_t i = 0;

	while (i < m->h.n && !str_eq(m->h.names[i], top))
		i++;
	return i < m->h.n ? i : CSV_COLUMNS;
}

static void report(struct importing *m, size_t row, const struct str *cells, size_t n,
		   const struct refusals *why)
{
	struct buf reason = { .a = m->row_arena };

	m->w->n_bad++;
	for (size_t i = 0; i < n; i++)
		if (i != m->h.reason)
			csv_put(&m->refused, cells[i]);
	for (size_t i = 0; i < why->n; i++) {
		const struct refusal *r = &why->list[i];
		struct str rest = r->field, name = str_cut(&rest, '.');
		size_t column = column_of(m, r->field);

		m->w->where = sheet_place(&m->in, m->row_arena, row, column, name);
		m->w->bad(m->w->p, row, name, r);
		buf_fmt(&reason, "%s%.*s: want %.*s", i ? "; " : "", P(r->field), P(r->want));
	}
	csv_put(&m->refused, buf_text(&reason));
	csv_put_end(&m->refused);
}

static void keep_one(struct importing *m, const struct kept *k)
{
	struct kept_rows *to = m->last_kept;

	if (!to || to->n == sizeof to->list / sizeof *to->list) {
		to = arena_alloc(m->a, sizeof *to);
		if (m->last_kept)
			m->last_kept->next = to;
		else
			m->kept = to;
		m->last_kept = to;
	}
	to->list[to->n++] = *k;
}

static void keep(struct importing *m, size_t row, const struct receipt *r)
{
	struct kept k = { .row = row, .seal = r->proof, .again = r->again };

	if (!r->case_no.s || m->dry || !m->w->kept)
		return;
	memcpy(k.draft, r->draft, sizeof k.draft);
	if (r->case_no.s && r->case_no.len < sizeof k.case_no)
		memcpy(k.case_no, r->case_no.s, r->case_no.len);
	keep_one(m, &k);
}

static bool import_row(struct importing *m, size_t row, const struct str *cells, size_t n,
		       struct err *e)
{
	struct refusals why = { .a = m->row_arena };
	struct draft *d = draft_new(m->row_arena, m->w->kind);
	struct receipt receipt;

	m->w->rows++;
	if (fill(m, d, cells, n, &why) &&
	    intake_accept_in(m->r, m->row_arena, d, m->dry, &receipt, &why, e)) {
		m->w->again += receipt.again;
		m->w->other_day +=
			receipt.again && receipt.day != m->today && about_person(m->w->kind);
		m->identities += receipt.identity;
		keep(m, row, &receipt);
		return true;
	}
	/* A machine that fails while a row is judged says nothing about the row. */
	if (!why.n || (e->kind != ERR_NONE && e->kind != ERR_REFUSED)) {
		within(e, "row %zu", row);
		return false;
	}
	report(m, row, cells, n, &why);
	return true;
}

/* The header of the file of refused rows: fields by their names, whatever the file called them. */
static void put_header(struct importing *m)
{
	for (size_t i = 0; i < m->h.n; i++)
		if (i != m->h.reason)
			csv_put(&m->refused, m->h.names[i]);
	csv_put(&m->refused, S("reason"));
	csv_put_end(&m->refused);
}

static bool import_rows(struct importing *m, size_t total, struct err *e)
{
	struct str cells[CSV_COLUMNS];
	size_t n;

	while (sheet_row(&m->in, m->row_arena, m->h.n, cells, &n, e)) {
		if (!import_row(m, m->in.row, cells, n, e))
			return false;
		arena_reset(m->row_arena);
		m->w->progress(m->w->p, m->before + m->w->rows, total);
	}
	if (e->kind != ERR_NONE)
		return false;
	return !m->w->n_bad ||
	       err_set(e, ERR_REFUSED, "%zu of %zu rows are refused; nothing of the file is kept",
		       m->w->n_bad, m->w->rows);
}

/* One pass over the file, in a transaction that is dropped unless the rows are to be kept. */
static bool pass(struct importing *m, const struct sheet *start, size_t total, bool dry,
		 struct err *e)
{
	bool ok;

	m->in = *start;
	m->dry = dry;
	alike_forget(&m->alike);
	m->refused = (struct buf){ .a = m->a };
	m->w->rows = m->w->n_bad = m->w->again = m->w->other_day = m->identities = 0;
	if (!header_read(&m->h, &m->in, m->a, m->w->kind, e))
		return false;
	put_header(m);
	if (!intake_begin(m->r, e))
		return false;
	ok = import_rows(m, total, e);
	if (ok && !dry)
		return intake_commit(m->r, e);
	intake_drop(m->r);
	return ok;
}

static bool import_all(struct importing *m, struct str text, struct err *e)
{
	struct import *w = m->w;
	struct sheet start = { 0 };
	/* An identity once taken is gone: none is taken before every row was found right. */
	bool twice = w->commit && w->kind->subject != SUBJECT_NONE;
	size_t total;

	if (!sheet_open(&start, m->a, w->form, text, w->kind, w->sheet, e) ||
	    !intake_today(m->r, m->a, &m->today, e))
		return false;
	total = twice ? 2 * start.total : start.total;
	if (twice || !w->commit) {
		if (!pass(m, &start, total, true, e))
			return false;
		m->before = w->rows;
	}
	if (twice)
		intake_expect(m->r, m->identities);
	return !w->commit || pass(m, &start, total, false, e);
}

bool intake_import(struct reg *r, struct arena *a, struct import *w, struct str text, struct err *e)
{
	struct importing m = { .r = r,
			       .a = a,
			       .row_arena = arena_new(0),
			       .w = w,
			       .alike = { .a = arena_new(0), .spare = arena_new(0) } };
	bool ok = (m.row_arena && m.alike.a && m.alike.spare) ||
		  err_set(e, ERR_FAILED, "import: out of memory");

	ok = ok && import_all(&m, text, e);
	w->progress(w->p, 1, 1);
	w->refused = buf_text(&m.refused);
	for (const struct kept_rows *k = m.kept; ok && k; k = k->next)
		for (size_t i = 0; i < k->n; i++)
			w->kept(w->p, &k->list[i]);
	arena_free(m.row_arena);
	arena_free(m.alike.a);
	arena_free(m.alike.spare);
	return ok;
}

static bool officer_cell(struct enrolment *x, struct str column, struct str cell, struct err *e)
{
	int64_t *day = str_eq(column, S("from")) ? &x->from : &x->until;

	if (str_eq(column, S("name")))
		x->name = cell;
	else if (str_eq(column, S("roles")))
		x->roles = cell;
	else if (str_eq(column, S("relative_of")))
		x->relative_of = cell.len ? cell : (struct str){ NULL, 0 };
	else if (cell.len && !day_parse(cell, day))
		return err_value(e, ERR_REFUSED, column, cell, "a day as 2016-12-09");
	return true;
}

static bool officer_header(const struct str *header, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		if (!code_in("name,roles,from,until,relative_of", header[i]))
			return err_value(e, ERR_REFUSED, S("column"), header[i],
					 "name, roles, from, until or relative_of");
		for (size_t k = 0; k < i; k++)
			if (str_eq(header[k], header[i]))
				return err_value(e, ERR_REFUSED, S("column"), header[i],
						 "each column once");
	}
	return true;
}

static bool officer_row(struct enrolment *x, const struct str *header, size_t columns,
			const struct str *cells, size_t n, struct err *e)
{
	*x = (struct enrolment){ .from = NO_DAY, .until = NO_DAY };
	for (size_t i = 0; i < n; i++) {
		if (i < columns && !officer_cell(x, header[i], cells[i], e))
			return false;
		if (i >= columns && cells[i].len)
			return err_value(e, ERR_REFUSED, S("cell"), cells[i],
					 "nothing behind the last column");
	}
	return (x->name.len && x->roles.len) ||
	       err_set(e, ERR_REFUSED, "an officer needs name and roles");
}

bool officers_read(struct arena *a, struct str text, struct enrolment **list, size_t *n,
		   struct err *e)
{
	struct csv in = csv_of(text);
	struct str header[CSV_COLUMNS], cells[CSV_COLUMNS];
	struct buf found = { .a = a };
	struct enrolment x;
	size_t columns, k;

	if (!csv_row(&in, a, header, &columns, e))
		return e->kind ? false
			       : err_set(e, ERR_REFUSED,
					 "read CSV: the file is empty, a header is needed");
	if (!officer_header(header, columns, e))
		return err_at(e, "row %zu", in.row);
	for (*n = 0; csv_row(&in, a, cells, &k, e); (*n)++) {
		if (!officer_row(&x, header, columns, cells, k, e))
			return err_at(e, "row %zu", in.row);
		buf_add(&found, &x, sizeof x);
	}
	*list = (struct enrolment *)(void *)found.p;
	return e->kind == ERR_NONE;
}
