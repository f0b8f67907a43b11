/* Screening persons against the lists in force (lists.h). */
#include <string.h>

#include "base/arena.h"
#include "intake/intake_int.h"
#include "intake/lists_int.h"
#include "record/kinds.h"
#include "base/banned.h"

/* Screening one person after the other. */
struct screening {
	struct reg *r;
	struct arena *one; /* of one person */
	struct lists_force force;
	struct list_screen *x;
	const uint8_t *kid;
};

struct asking {
	struct screening *c;
	struct keys_screening s;
	struct keys_screened *got;
};

static bool ask_once(void *p, const uint64_t upto[256], struct err *e)
{
	struct asking *x = p;

	return keys_screen(x->c->r->keys, x->c->one, &x->s, upto, x->got, e);
}

static bool ask(struct screening *c, const struct store_case *of, struct keys_screened *got,
		struct err *e)
{
	struct asking x = {
		c,
		{ .subject = of->subject, .kid = c->kid, .lists = c->force.of, .n = c->force.n },
		got
	};
	const struct names_question q = { c->r, c->one, true, ask_once, &x, &got->lost };
	const struct store_log *logs;
	size_t n;

	if (!store_logs_kept(c->r->store, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (logs[i].id == of->log)
			x.s.log = logs[i].name;
	return names_ask(&q, e) && (!got->n || intake_opening_in(c->r, c->one, of->log, e));
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

/* A child is asked nothing, the dead nothing either, and a merged file is another's (as in cases_unscreened). */
#define NOT_SCREENED "child_referred,deceased,merged_into,erased"

/* The files of one person: the first is the one in which he or she goes on. */
struct files {
	struct str *list;
	size_t n;
};

static bool files_of(struct screening *c, struct str case_no, const struct store_case *of,
		     struct files *out, struct err *e)
{
	struct str *merged;
	size_t n;

	if (!merged_all(c->r, c->one, case_no, of->subject, &merged, &n, e))
		return false;
	out->n = n + 1;
	out->list = arena_array(c->one, out->n, sizeof *out->list);
	out->list[0] = case_no;
	for (size_t i = 0; i < n; i++)
		out->list[i + 1] = merged[i];
	return true;
}

/* When names were compared last; NO_DAY: never. */
static bool screened(struct reg *r, struct arena *a, struct str case_no, int64_t *list,
		     struct err *e)
{
	return store_state(r->store, str_fmt(a, SCREENED "%.*s", P(case_no)), list, e);
}

static bool set_screened(struct reg *r, struct arena *a, struct str case_no, int64_t list,
			 struct err *e)
{
	return store_state_set(r->store, str_fmt(a, SCREENED "%.*s", P(case_no)), list, e);
}

/* By the names of all the person's files that were not compared with the newest list; asked is in the one that stays. `got` is of the
 * last, but what is gone or missing of any. */
static bool screen_files(struct screening *c, struct str case_no, const struct store_case *of,
			 struct keys_screened *got, bool *refused, struct err *e)
{
	struct files files;

	if (!files_of(c, case_no, of, &files, e))
		return false;
	for (size_t i = 0; i < files.n; i++) {
		struct keys_screened one = { 0 };
		struct store_case who = *of;
		int64_t when = NO_DAY;

		if (i && (!screened(c->r, c->one, files.list[i], &when, e) ||
			  !store_case(c->r->store, c->one, files.list[i], &who, e)))
			return false;
		if (!who.there || (when != NO_DAY && when >= c->force.newest))
			continue;
		if (!ask(c, &who, &one, e) || !note_hits(c, case_no, of, &one, refused, e))
			return false;
		one.missing = one.missing > got->missing ? one.missing : got->missing;
		one.gone += got->gone;
		*got = one;
	}
	return true;
}

static bool screen_one(struct screening *c, struct str case_no, struct err *e)
{
	struct keys_screened got = { 0 };
	struct store_case of;
	bool refused = false;

	if (!store_case(c->r->store, c->one, case_no, &of, e))
		return false;
	if (!of.there || code_in(NOT_SCREENED, of.state))
		return true;
	if (!screen_files(c, case_no, &of, &got, &refused, e))
		return false;
	c->x->missing = got.missing;
	c->x->refused += refused;
	/* Against the rows that are gone nobody is screened before they are here again, nor against lists that were left out. */
	if (got.gone || c->force.left) {
		c->x->waiting++;
		return true;
	}
	c->x->cases++;
	return refused || set_screened(c->r, c->one, case_no, c->force.newest, e);
}

/* Whoever goes on under names that were compared with less is owed it. */
static bool merged_anew(struct accepting *w, struct err *e)
{
	const struct rec *r = w->d->r;
	int64_t own, kept;
	struct str into;

	if (!rec_is(r, "act", "merge"))
		return true;
	if (!store_case_of_subject(w->r->store, w->a, rec_get(r, "keep")->s, &into, e) ||
	    !screened(w->r, w->a, w->d->case_no, &own, e) ||
	    (into.s && !screened(w->r, w->a, into, &kept, e)))
		return false;
	return !into.s || kept == NO_DAY || (own != NO_DAY && own >= kept) ||
	       set_screened(w->r, w->a, into, 0, e);
}

bool lists_follow(struct accepting *w, struct err *e)
{
	struct list_screen x = { 0 };
	struct screening c = { .r = w->r, .one = w->a, .x = &x, .kid = w->officers[0].kid };

	if (w->d->kind == &kind_merge)
		return merged_anew(w, e);
	if (w->d->kind != &kind_step || !str_eq(w->act.event, S("open_checks")) ||
	    !lists_force(w->r, w->a, &c.force, e))
		return w->d->kind != &kind_step || e->kind == ERR_NONE;
	x.officer = w->d->officers[0];
	if (!c.force.n || screen_one(&c, w->d->case_no, e))
		return true;
	if (e->kind != ERR_REFUSED && e->kind != ERR_LOCKED && e->kind != ERR_FALSE)
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

static bool all_at_once(const struct lists_force *force, struct err *e)
{
	return !force->left ||
	       err_set(e, ERR_ATTENTION,
		       "%zu lists are in force, %d at most can be screened against: withdraw some "
		       "(list withdraw) and cut",
		       force->n + force->left, LIST_MOST);
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
	     lists_force(r, a, &c.force, e) && all_at_once(&c.force, e) &&
	     lists_tidy(r, a, kid, e) &&
	     (!c.force.n || (store_cases_unscreened(r->store, a, kind_registration.code,
						    c.force.newest, &cases, &n, e) &&
			     screen_all(&c, cases, n, e)));
	arena_free(c.one);
	if (!ok && why->n && e->kind == ERR_NONE)
		err_set(e, ERR_REFUSED, "list screen is refused");
	return ok;
}

bool lists_newest(struct reg *r, struct arena *a, int64_t *newest, struct err *e)
{
	struct lists_force force;

	if (!lists_force(r, a, &force, e))
		return false;
	*newest = force.newest;
	return true;
}

bool lists_waiting(struct reg *r, struct arena *a, size_t *n, struct err *e)
{
	struct lists_force force;
	struct str *cases;

	*n = 0;
	return lists_force(r, a, &force, e) &&
	       (!force.n || store_cases_unscreened(r->store, a, kind_registration.code,
						   force.newest, &cases, n, e));
}

static bool is_hit(const struct buf *hits, const struct keys_listed *x)
{
	const struct list_hit *list = (const struct list_hit *)(const void *)hits->p;

	for (size_t i = 0; i < hits->len / sizeof *list; i++)
		if (str_eq(list[i].row.no, x->no) &&
		    !memcmp(list[i].row.row, x->row, sizeof x->row))
			return true;
	return false;
}

/* The rows that are like any of the person's files. */
static bool add_hits(struct screening *c, struct str case_no, const struct store_case *of,
		     struct buf *hits, struct err *e)
{
	struct files files;

	if (!files_of(c, case_no, of, &files, e))
		return false;
	for (size_t i = 0; i < files.n; i++) {
		struct keys_screened got = { 0 };
		struct store_case who = *of;

		if ((i && !store_case(c->r->store, c->one, files.list[i], &who, e)) ||
		    (who.there && !ask(c, &who, &got, e)))
			return false;
		for (size_t k = 0; k < got.n; k++) {
			struct list_hit x = { .row = got.list[k] };

			if (is_hit(hits, &x.row))
				continue;
			if (!asked_at(c, case_no, of, &x.row, &x.step, e))
				return false;
			buf_add(hits, &x, sizeof x);
		}
	}
	return true;
}

bool lists_hits(struct reg *r, struct arena *a, struct str case_no, struct str officer,
		struct list_hit **list, size_t *n, struct refusals *why, struct err *e)
{
	uint8_t kid[4];
	struct screening c = { .r = r, .one = a, .kid = kid };
	struct buf hits = { .a = a };
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
	if (!lists_force(r, a, &c.force, e) || !intake_begin(r, e))
		return false;
	ok = add_hits(&c, case_no, &of, &hits, e);
	*list = (struct list_hit *)(void *)hits.p;
	*n = hits.len / sizeof **list;
	if (ok)
		return intake_commit(r, e);
	intake_drop(r);
	return false;
}
