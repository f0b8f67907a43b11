/* See lists.h. */
#include "intake/lists.h"

#include <string.h>

#include "base/arena.h"
#include "intake/intake_int.h"
#include "ledger/key.h"
#include "record/kinds.h"
#include "base/banned.h"

#define SLICE 500

struct looking {
	struct reg *r;
	struct arena *a;
	struct buf list;
};

static bool note_list(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct looking *w = p;
	struct entry *x = arena_alloc(w->a, sizeof *x);
	const struct rec *rec = intake_record(w->r, w->a, log, seq, x, e);
	struct listing one = { .withdrawn_on = NO_DAY, .seq = seq };

	if (!rec)
		return false;
	one.no = rec_code(rec, "list_no");
	one.basis = rec_code(rec, "basis");
	one.source = val_text(w->a, field_by_name(rec->kind, S("source")), rec_get(rec, "source"));
	one.names = rec_get(rec, "names")->n;
	one.loaded_on = rec_get(rec, "loaded_on")->n;
	if (rec_get(rec, "withdrawn_on"))
		one.withdrawn_on = rec_get(rec, "withdrawn_on")->n;
	buf_add(&w->list, &one, sizeof one);
	return true;
}

bool lists_all(struct reg *r, struct arena *a, struct listing **list, size_t *n, struct err *e)
{
	struct looking w = { .r = r, .a = a, .list = { .a = a } };

	if (!store_things(r->store, kind_list_loaded.code, note_list, &w, e))
		return false;
	*list = (struct listing *)(void *)w.list.p;
	*n = w.list.len / sizeof **list;
	return true;
}

/* Numbers by which the keyring can have names: any other list came without. */
static bool is_number(struct str no)
{
	bool ok = no.len && no.len <= LIST_NO;

	for (size_t i = 0; ok && i < no.len; i++)
		ok = (no.s[i] >= '0' && no.s[i] <= '9') || (no.s[i] >= 'A' && no.s[i] <= 'Z') ||
		     (no.s[i] >= 'a' && no.s[i] <= 'z') || no.s[i] == '-' || no.s[i] == '.';
	return ok;
}

/* The lists in force, and the newest of them; 0: there is none. */
struct force {
	struct listing *list;
	size_t n;
	struct str nos[LIST_MOST];
	int64_t newest;
};

static bool in_force(struct reg *r, struct arena *a, struct force *out, struct err *e)
{
	struct listing *all;
	size_t n;

	*out = (struct force){ 0 };
	if (!lists_all(r, a, &all, &n, e))
		return false;
	out->list = all;
	for (size_t i = 0; i < n && out->n < LIST_MOST; i++) {
		if (all[i].withdrawn_on != NO_DAY || !is_number(all[i].no))
			continue;
		out->newest = all[i].seq + 1 > out->newest ? all[i].seq + 1 : out->newest;
		all[out->n] = all[i];
		out->nos[out->n++] = all[i].no;
	}
	return true;
}

/* Reading a list, once to see whether all of it is right, and once more to keep it. */
struct keeping {
	struct reg *r;
	struct arena *a; /* of a slice */
	struct list_load *x;
	struct str *bodies;
	size_t n, done;
};

static bool count_row(void *p, const struct list_row *row, struct err *e)
{
	(void)p;
	(void)row;
	(void)e;
	return true;
}

static void say_bad(void *p, size_t row, const struct refusal *why)
{
	struct list_load *x = ((struct keeping *)p)->x;

	x->bad(x->p, row, why);
}

static bool keep_slice(struct keeping *w, struct err *e)
{
	struct keys_list_part part = { .no = w->x->no,
				       .first = !w->done,
				       .last = w->done + w->n == w->x->rows,
				       .bodies = w->bodies,
				       .n = w->n };

	if (!keys_list_put(w->r->keys, &part, e))
		return within(e, "keep the names of list %.*s", P(w->x->no));
	w->done += w->n;
	w->n = 0;
	arena_reset(w->a);
	w->bodies = arena_array(w->a, SLICE, sizeof *w->bodies);
	if (w->x->progress)
		w->x->progress(w->x->p, w->done, w->x->rows);
	return true;
}

static bool keep_row(void *p, const struct list_row *row, struct err *e)
{
	struct keeping *w = p;
	struct names names = row->names;
	struct buf body = { .a = w->a };

	names_put(&names, &body);
	key_wipe_later(w->a, body.p, body.cap);
	w->bodies[w->n++] = buf_text(&body);
	return (w->n < SLICE && w->done + w->n < w->x->rows) || keep_slice(w, e);
}

static struct draft *loaded(struct arena *a, const struct list_load *x, int64_t day,
			    struct refusals *why)
{
	struct draft *d = draft_new(a, &kind_list_loaded);

	d->log = S("hq");
	for (size_t i = 0; i < x->n_signers && i < DRAFT_OFFICERS; i++)
		d->officers[d->n_officers++] = x->signers[i];
	(void)draft_set(a, d, S("list_no"), x->no, why);
	(void)draft_set(a, d, S("source"), x->source, why);
	(void)draft_set(a, d, S("basis"), x->basis, why);
	(void)draft_set(a, d, S("names"), str_fmt(a, "%zu", x->rows), why);
	(void)draft_set(a, d, S("loaded_on"), day_text(a, day), why);
	return d;
}

/* Accepted first, since who may not load a list keeps nothing of it; durable once its names are. */
static bool keep(struct keeping *w, struct arena *a, struct refusals *why, struct err *e)
{
	struct list_reading again = { .row = keep_row, .bad = say_bad, .p = w };
	struct receipt receipt;
	struct draft *d;
	int64_t today;

	if (!intake_today(w->r, a, &today, e))
		return false;
	d = loaded(a, w->x, today, why);
	if (why->n)
		return err_set(e, ERR_REFUSED, "list_loaded is refused");
	if (!intake_begin(w->r, e))
		return false;
	w->bodies = arena_array(w->a, SLICE, sizeof *w->bodies);
	if (intake_accept_in(w->r, a, d, false, &receipt, why, e) &&
	    list_read(a, w->x->text, &again, e) && intake_commit(w->r, e))
		return true;
	intake_drop(w->r);
	return false;
}

bool lists_load(struct reg *r, struct arena *a, struct list_load *x, struct refusals *why,
		struct err *e)
{
	struct keeping w = { .r = r, .x = x };
	struct list_reading first = { .row = count_row, .bad = say_bad, .p = &w };
	bool ok;

	e->kind = ERR_NONE;
	if (!is_number(x->no)) {
		refuse(why, "list_no", S("no"), x->no,
		       "a number of at most %d letters of the Latin alphabet, digits, points and "
		       "hyphens",
		       LIST_NO);
		return err_set(e, ERR_REFUSED, "list load is refused");
	}
	ok = list_read(a, x->text, &first, e);
	x->rows = first.rows;
	x->n_bad = first.n_bad;
	if (!ok || !reg_unlock(r, e))
		return false;
	w.a = arena_new(0);
	ok = (w.a || err_set(e, ERR_FAILED, "keep a list: out of memory")) && keep(&w, a, why, e);
	arena_free(w.a);
	return ok;
}

bool lists_withdraw(struct reg *r, struct arena *a, struct str no, const struct str *signers,
		    size_t n, struct refusals *why, struct err *e)
{
	struct draft *d = draft_new(a, &kind_list_loaded);
	struct listing *all, *x = NULL;
	struct receipt receipt;
	int64_t today;
	size_t n_all;

	if (!reg_unlock(r, e) || !lists_all(r, a, &all, &n_all, e) ||
	    !intake_today(r, a, &today, e))
		return false;
	for (size_t i = 0; i < n_all; i++)
		x = str_eq(all[i].no, no) ? &all[i] : x;
	if (!x)
		return err_set(e, ERR_NOTHING, "list withdraw: there is no list %.*s in the log",
			       P(no));
	d->log = S("hq");
	for (size_t i = 0; i < n && i < DRAFT_OFFICERS; i++)
		d->officers[d->n_officers++] = signers[i];
	if (!draft_set(a, d, S("list_no"), x->no, why) ||
	    !draft_set(a, d, S("source"), x->source, why) ||
	    !draft_set(a, d, S("basis"), x->basis, why) ||
	    !draft_set(a, d, S("names"), str_fmt(a, "%lld", (long long)x->names), why) ||
	    !draft_set(a, d, S("loaded_on"), day_text(a, x->loaded_on), why) ||
	    !draft_set(a, d, S("withdrawn_on"), day_text(a, today), why))
		return err_set(e, ERR_REFUSED, "list_loaded is refused");
	if (x->withdrawn_on == NO_DAY ? !intake_accept(r, a, d, false, &receipt, why, e)
				      : !intake_sign_in(r, a, signers, n, e))
		return false;
	return !is_number(no) || keys_list_drop(r->keys, no, e) ||
	       within(e, "list %.*s is withdrawn, and its names are here: withdraw it once more",
		      P(no));
}

/* Screening one person after the other. */
struct screening {
	struct reg *r;
	struct arena *one; /* of one person */
	struct force force;
	struct list_screen *x;
	const uint8_t *kid;
};

/* Asks; where files of the index are lost, once more when they are made anew. */
static bool ask(struct screening *c, const struct store_case *of, struct keys_screened *got,
		struct err *e)
{
	struct keys_screening s = {
		.subject = of->subject, .kid = c->kid, .lists = c->force.nos, .n = c->force.n
	};
	const struct store_log *logs;
	uint64_t upto[256];
	bool lost[256], any = false;
	size_t n;

	if (!store_logs_kept(c->r->store, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (logs[i].id == of->log)
			s.log = logs[i].name;
	for (int tries = 0; tries < 2; tries++) {
		if (!names_lengths(c->r, c->one, upto, lost, e))
			return false;
		for (unsigned b = 0; b < 256; b++)
			any |= lost[b];
		if (any &&
		    (!names_make_in(c->r, lost, e) || !names_lengths(c->r, c->one, upto, lost, e)))
			return false;
		if (!keys_screen(c->r->keys, c->one, &s, upto, got, e))
			return false;
		if (!got->any_lost)
			break;
		if (!names_make_in(c->r, got->lost, e))
			return false;
		any = false;
	}
	return !got->n || intake_opening_in(c->r, c->one, of->log, e);
}

/* In which act of the person this row was asked about; -1: none, in none of the files that are merged into this one either. */
static bool asked_at(struct screening *c, struct str case_no, const struct store_case *of,
		     const struct keys_listed *x, int64_t *step, struct err *e)
{
	struct accepting w = { .r = c->r, .a = c->one };
	struct store_mark m = mark_of(&w, "asked", str_hex(c->one, x->row, 16));
	struct str *merged;
	size_t n;

	*e = w.view.e;
	if (e->kind != ERR_NONE || !store_mark_step(c->r->store, case_no, &m, step, e))
		return false;
	if (*step >= 0)
		return true;
	if (!merged_all(c->r, c->one, case_no, of->subject, &merged, &n, e))
		return false;
	for (size_t i = 0; i < n && *step < 0; i++)
		if (!store_mark_step(c->r->store, merged[i], &m, step, e))
			return false;
	return true;
}

static struct draft *question(struct screening *c, struct str case_no, const struct keys_listed *x,
			      struct refusals *why)
{
	struct draft *d = draft_new(c->one, &kind_check);
	const struct listing *of = c->force.list;

	while (!str_eq(of->no, x->no))
		of++;
	d->case_no = case_no;
	d->officers[d->n_officers++] = c->x->officer;
	(void)draft_set(
		c->one, d, S("check"),
		str_eq(of->basis, S("court_order")) ? S("court_record") : S("excluded_acts"), why);
	(void)draft_set(c->one, d, S("source"), of->source, why);
	(void)draft_set(c->one, d, S("asked_what"), S("name and birth"), why);
	(void)draft_set(c->one, d, S("result"), S("not_asked"), why);
	(void)draft_set(c->one, d, S("list"), x->no, why);
	(void)draft_set(c->one, d, S("row"), str_hex(c->one, x->row, 16), why);
	return d;
}

/* Of each row that nobody asked about yet. *refused: this officer checks nothing in this case. */
static bool note_hits(struct screening *c, struct str case_no, const struct store_case *of,
		      const struct keys_screened *got, bool *refused, struct err *e)
{
	for (size_t i = 0; i < got->n; i++) {
		struct refusals why = { .a = c->one };
		struct receipt receipt;
		int64_t step;

		if (!asked_at(c, case_no, of, &got->list[i], &step, e))
			return false;
		if (step >= 0)
			continue;
		if (!intake_accept_in(c->r, c->one, question(c, case_no, &got->list[i], &why),
				      false, &receipt, &why, e)) {
			if (e->kind != ERR_REFUSED || !why.n)
				return false;
			e->kind = ERR_NONE;
			*refused = true;
			continue;
		}
		c->x->hits++;
	}
	return true;
}

/* A child is asked nothing, the dead nothing either, and a merged file is another's. */
#define NOT_SCREENED "child_referred,deceased,merged_into,erased"

static bool screen_one(struct screening *c, struct str case_no, struct err *e)
{
	struct keys_screened got = { 0 };
	struct store_case of;
	bool refused = false;

	if (!store_case(c->r->store, c->one, case_no, &of, e))
		return false;
	if (!of.there || code_in(NOT_SCREENED, of.state))
		return true;
	if (!ask(c, &of, &got, e) || !note_hits(c, case_no, &of, &got, &refused, e))
		return false;
	c->x->missing = got.missing;
	c->x->cases++;
	c->x->refused += refused;
	return refused || store_state_set(c->r->store, str_fmt(c->one, SCREENED "%.*s", P(case_no)),
					  c->force.newest, e);
}

bool lists_follow(struct accepting *w, struct err *e)
{
	struct list_screen x = { 0 };
	struct screening c = { .r = w->r, .one = w->a, .x = &x, .kid = w->officers[0].kid };

	if (w->d->kind != &kind_step || !str_eq(w->act.event, S("open_checks")) ||
	    !in_force(w->r, w->a, &c.force, e))
		return w->d->kind != &kind_step || e->kind == ERR_NONE;
	x.officer = w->d->officers[0];
	if (!c.force.n || screen_one(&c, w->d->case_no, e))
		return true;
	if (e->kind != ERR_REFUSED && e->kind != ERR_LOCKED)
		return false;
	e->kind = ERR_NONE;
	return true;
}

static bool is_screener(struct reg *r, struct arena *a, struct str name, uint8_t kid[4],
			struct refusals *why, struct err *e)
{
	struct signer who;

	if (!reader_find(r, a, name, &who, why, e))
		return false;
	if (!who.serving || !role_in(who.roles, S(LIST_SCREENS)))
		return refuse(why, "role", S("as"), name,
			      "a screener who serves today: nobody else hears who is like whom");
	memcpy(kid, who.kid, 4);
	return intake_sign_in(r, a, &name, 1, e);
}

/* Each in a transaction of its own: what was looked at counts, whatever comes after. */
static bool screen_all(struct screening *c, const struct str *cases, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		if (c->x->progress)
			c->x->progress(c->x->p, i, n);
		arena_reset(c->one);
		if (!intake_begin(c->r, e))
			return false;
		if (!screen_one(c, cases[i], e)) {
			intake_drop(c->r);
			return false;
		}
		if (!intake_commit(c->r, e))
			return false;
	}
	return true;
}

bool lists_screen(struct reg *r, struct arena *a, struct list_screen *x, struct refusals *why,
		  struct err *e)
{
	uint8_t kid[4];
	struct screening c = { .r = r, .one = arena_new(0), .x = x, .kid = kid };
	struct str *cases;
	size_t n;
	bool ok;

	e->kind = ERR_NONE;
	ok = c.one || err_set(e, ERR_FAILED, "screen against lists: out of memory");
	ok = ok && reg_unlock(r, e) && is_screener(r, a, x->officer, kid, why, e) &&
	     in_force(r, a, &c.force, e) &&
	     (!c.force.n || (store_cases_unscreened(r->store, a, kind_registration.code,
						    c.force.newest, &cases, &n, e) &&
			     screen_all(&c, cases, n, e)));
	arena_free(c.one);
	if (!ok && why->n && e->kind == ERR_NONE)
		err_set(e, ERR_REFUSED, "list screen is refused");
	return ok;
}

bool lists_waiting(struct reg *r, struct arena *a, size_t *n, struct err *e)
{
	struct force force;
	struct str *cases;

	*n = 0;
	return in_force(r, a, &force, e) &&
	       (!force.n || store_cases_unscreened(r->store, a, kind_registration.code,
						   force.newest, &cases, n, e));
}

bool lists_hits(struct reg *r, struct arena *a, struct str case_no, struct str officer,
		struct list_hit **list, size_t *n, struct refusals *why, struct err *e)
{
	uint8_t kid[4];
	struct screening c = { .r = r, .one = a, .kid = kid };
	struct keys_screened got = { 0 };
	struct store_case of;
	bool ok;

	e->kind = ERR_NONE;
	if (!reg_unlock(r, e) || !is_screener(r, a, officer, kid, why, e) ||
	    !store_case(r->store, a, case_no, &of, e)) {
		if (why->n && e->kind == ERR_NONE)
			err_set(e, ERR_REFUSED, "list hits is refused");
		return false;
	}
	if (!of.there || code_in(NOT_SCREENED, of.state))
		return err_set(e, ERR_NOTHING, "list hits: no case of this number is screened");
	if (!in_force(r, a, &c.force, e) || !intake_begin(r, e))
		return false;
	ok = ask(&c, &of, &got, e);
	*n = got.n;
	*list = arena_array(a, got.n + 1, sizeof **list);
	for (size_t i = 0; ok && i < got.n; i++) {
		(*list)[i].row = got.list[i];
		ok = asked_at(&c, case_no, &of, &got.list[i], &(*list)[i].step, e);
	}
	if (ok)
		return intake_commit(r, e);
	intake_drop(r);
	return false;
}
