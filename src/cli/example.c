/* See example.h. */
#include "cli/example.h"

#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/embed.h"
#include "base/num.h"
#include "base/banned.h"

#define NAMES_FILE "examples/aleppo-2016/names.csv"
#define BATCH	   500

enum { ISM, FAMILY, COLUMNS };

struct names {
	struct str *list[COLUMNS];
	size_t n;
};

/* splitmix64: a sequence that is the same everywhere; nothing here is secret. */
static uint64_t next(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static struct str pick(const struct names *n, int column, uint64_t *state)
{
	return n->list[column][next(state) % n->n];
}

bool example_names(struct arena *a, struct names **out, struct err *e)
{
	const struct embedded_file *f = embedded_find(NAMES_FILE);
	struct csv in = csv_of(f ? str_mem(f->bytes, f->len) : S(""));
	struct str cells[CSV_COLUMNS];
	struct names *n = arena_alloc(a, sizeof *n);
	size_t columns;

	for (int i = 0; i < COLUMNS; i++)
		n->list[i] = arena_array(a, 1000, sizeof *n->list[i]);
	if (!csv_row(&in, a, cells, &columns, e))
		return err_set(e, ERR_FAILED, "example: %s is missing", NAMES_FILE);
	while (n->n < 1000 && csv_row(&in, a, cells, &columns, e)) {
		if (columns != COLUMNS)
			return err_set(e, ERR_FAILED, "example: %s, row %zu: ism and family",
				       NAMES_FILE, in.row);
		n->list[ISM][n->n] = cells[ISM];
		n->list[FAMILY][n->n++] = cells[FAMILY];
	}
	*out = n;
	return e->kind == ERR_NONE && n->n;
}

/* One row of persons.csv. */
struct crowd {
	struct str day, log, registrar, panel, case_worker;
	int64_t registered, granted, closed, discharged;
};

static bool crowd_read(struct crowd *c, const struct str *header, const struct str *cells, size_t n)
{
	bool ok = true;

	for (size_t i = 0; i < n; i++) {
		struct str h = header[i], v = cells[i];

		if (str_eq(h, S("day")))
			c->day = v;
		else if (str_eq(h, S("log")))
			c->log = v;
		else if (str_eq(h, S("registrar")))
			c->registrar = v;
		else if (str_eq(h, S("panel")))
			c->panel = v;
		else if (str_eq(h, S("case_worker")))
			c->case_worker = v;
		else if (str_eq(h, S("discharged")))
			ok &= int_parse(v, 0, 100000, &c->discharged);
		else if (str_eq(h, S("registered")))
			ok &= int_parse(v, 0, 100000, &c->registered);
		else if (str_eq(h, S("granted")))
			ok &= int_parse(v, 0, 100000, &c->granted);
		else if (str_eq(h, S("closed")))
			ok &= int_parse(v, 0, 100000, &c->closed);
	}
	return ok;
}

static bool set(struct arena *a, struct draft *d, const char *name, struct str value,
		struct refusals *why)
{
	return draft_set(a, d, str_of(name), value, why);
}

static bool register_one(struct reg *r, struct arena *a, const struct names *n,
			 const struct crowd *c, uint64_t *state, struct refusals *why,
			 struct err *e)
{
	struct draft *d = draft_new(a, kind_by_name(S("registration")));
	struct receipt receipt;
	struct str ism = pick(n, ISM, state), father = pick(n, ISM, state),
		   grandfather = pick(n, ISM, state);
	struct str family = pick(n, FAMILY, state);
	struct str name = str_fmt(a, "ism %.*s, father %.*s, grandfather %.*s, family %.*s", P(ism),
				  P(father), P(grandfather), P(family));

	return set(a, d, "log", c->log, why) && set(a, d, "as", c->registrar, why) &&
	       set(a, d, "day", c->day, why) && set(a, d, "full_name", name, why) &&
	       set(a, d, "sex", next(state) % 40 ? S("m") : S("f"), why) &&
	       set(a, d, "born", str_fmt(a, "%d", 1955 + (int)(next(state) % 42)), why) &&
	       set(a, d, "age_doubt", S("no"), why) &&
	       set(a, d, "status_sought", S("carrying_arms"), why) &&
	       set(a, d, "search_done", S("this_centre"), why) &&
	       intake_accept_in(r, a, d, false, &receipt, why, e);
}

static bool decide_one(struct reg *r, struct arena *a, const struct crowd *c, struct str case_no,
		       bool grant, struct refusals *why, struct err *e)
{
	struct draft *d = draft_new(a, kind_by_name(S("decision")));
	struct receipt receipt;
	struct str rest = c->panel, first = str_cut(&rest, ',');
	int64_t day = 0;
	bool ok = day_parse(c->day, &day) && set(a, d, "case", case_no, why) &&
		  set(a, d, "as", c->panel, why) && set(a, d, "day", c->day, why) &&
		  set(a, d, "outcome", grant ? S("granted") : S("not_covered"), why) &&
		  set(a, d, "proposed_outcome", grant ? S("granted") : S("not_covered"), why) &&
		  set(a, d, "article", S("art. 1"), why) &&
		  set(a, d, "grounds", S("invented for the example"), why) &&
		  set(a, d, "panel_1", first, why) && set(a, d, "panel_2", rest, why);

	if (ok && !grant)
		ok = set(a, d, "appeal_until", day_text(a, day + 30), why);
	return ok && intake_accept_in(r, a, d, false, &receipt, why, e);
}

static bool discharge_one(struct reg *r, struct arena *a, const struct crowd *c, struct str case_no,
			  struct refusals *why, struct err *e)
{
	struct draft *d = draft_new(a, kind_by_name(S("discharge")));
	struct receipt receipt;

	return set(a, d, "case", case_no, why) && set(a, d, "as", c->case_worker, why) &&
	       set(a, d, "day", c->day, why) && set(a, d, "transport", S("own"), why) &&
	       intake_accept_in(r, a, d, false, &receipt, why, e);
}

struct open_cases {
	struct arena *a;
	int64_t log;
	const char *event; /* the last act of the cases that are wanted */
	struct buf list;
};

static bool note_open(void *p, struct str case_no, struct str event, int64_t log, int64_t day,
		      struct err *e)
{
	struct open_cases *o = p;

	(void)day;
	(void)e;
	if (log == o->log && str_eq(event, str_of(o->event))) {
		case_no = str_dup(o->a, case_no);
		buf_add(&o->list, &case_no, sizeof case_no);
	}
	return true;
}

enum doing { REGISTERING, DECIDING, DISCHARGING };

struct batches {
	struct reg *r;
	const struct names *names;
	const struct crowd *c;
	uint64_t *state;
	struct refusals *why;
};

static bool do_one(struct batches *w, struct arena *a, enum doing what, const struct str *cases,
		   size_t i, struct err *e)
{
	switch (what) {
	case REGISTERING:
		return register_one(w->r, a, w->names, w->c, w->state, w->why, e);
	case DECIDING:
		return decide_one(w->r, a, w->c, cases[i], (int64_t)i < w->c->granted, w->why, e);
	case DISCHARGING:
		break;
	}
	return discharge_one(w->r, a, w->c, cases[i], w->why, e);
}

/* In transactions of a few hundred. */
static bool in_batches(struct batches *w, enum doing what, const struct str *cases, size_t n,
		       struct err *e)
{
	struct arena *a = arena_new(0);
	bool ok = a || err_set(e, ERR_FAILED, "example: out of memory");

	for (size_t i = 0; ok && i < n; i++) {
		ok = (i % BATCH || intake_begin(w->r, e)) && do_one(w, a, what, cases, i, e);
		if (ok && (i % BATCH == BATCH - 1 || i + 1 == n))
			ok = intake_commit(w->r, e);
		if (ok)
			arena_reset(a);
	}
	/* What was refused lies in the arena of this batch. */
	if (!ok && w->why->n)
		err_value(e, ERR_REFUSED, w->why->list[0].field, w->why->list[0].value, "%.*s",
			  P(w->why->list[0].want));
	w->why->n = 0;
	if (!ok)
		intake_drop(w->r);
	arena_free(a);
	return ok;
}

/* The same act for `n` of the cases whose last act was `event`. */
static bool for_cases(struct batches *w, enum doing what, const char *event, size_t n,
		      struct err *e)
{
	struct arena *a = arena_new(0);
	struct open_cases o = { .a = a, .event = event, .list = { .a = a } };
	struct store_log log;
	bool ok = (a || err_set(e, ERR_FAILED, "example: out of memory")) &&
		  reg_log(w->r, a, w->c->log, &log, e);

	if (ok) {
		o.log = log.id;
		ok = store_cases(w->r->store, note_open, &o, e);
	}
	if (ok && o.list.len / sizeof(struct str) < n)
		ok = err_set(e, ERR_FAILED, "example: fewer than %zu cases with %s on %.*s", n,
			     event, P(w->c->day));
	ok = ok && in_batches(w, what, (const struct str *)(const void *)o.list.p, n, e);
	arena_free(a);
	return ok;
}

static bool crowd_make(struct reg *r, const struct names *names, const struct crowd *c,
		       uint64_t *state, struct refusals *why, struct err *e)
{
	struct batches w = { r, names, c, state, why };

	intake_expect(r, (size_t)c->registered);
	return in_batches(&w, REGISTERING, NULL, (size_t)c->registered, e) &&
	       for_cases(&w, DECIDING, "register", (size_t)(c->granted + c->closed), e) &&
	       for_cases(&w, DISCHARGING, "approve_granted", (size_t)c->discharged, e);
}

bool example_persons(struct reg *r, const struct names *names, struct str text, struct str day,
		     struct refusals *why, struct err *e)
{
	struct arena *a = arena_new(0);
	struct csv in = csv_of(text);
	struct str header[CSV_COLUMNS], cells[CSV_COLUMNS];
	size_t columns = 0, n;
	uint64_t state = 2016;
	bool ok = a || err_set(e, ERR_FAILED, "example: out of memory");

	ok = ok && csv_row(&in, a, header, &columns, e);
	while (ok && csv_row(&in, a, cells, &n, e)) {
		struct crowd c = { 0 };

		state += 1000003;
		ok = (n == columns && crowd_read(&c, header, cells, n)) ||
		     err_set(e, ERR_FAILED, "example: row %zu of persons.csv", in.row);
		if (ok && str_eq(c.day, day))
			ok = crowd_make(r, names, &c, &state, why, e);
	}
	arena_free(a);
	return ok && e->kind == ERR_NONE;
}
