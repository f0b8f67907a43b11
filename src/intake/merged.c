/* Other cases of one person: what was done in a case that was merged away is the person's past. Who registered or
 * judged him or her there had that part here, too (rule/part.c); a merge that is taken back no longer says so. */
#include <string.h>

#include "base/arena.h"
#include "intake/history.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "rule/table.h"
#include "store/erase.h"
#include "base/banned.h"

bool merged_mark(struct reg *r, struct arena *a, const uint8_t subject[16], struct store_mark *m,
		 struct err *e)
{
	struct accepting w = { .r = r, .a = a };

	*m = mark_of(&w, "keep", str_hex(a, subject, 16));
	*e = w.view.e;
	return e->kind == ERR_NONE;
}

bool merged_into(struct reg *r, struct arena *a, const uint8_t subject[16], struct str **list,
		 size_t *n, struct err *e)
{
	struct buf kept = { .a = a };
	struct store_mark m;
	struct store_case c;
	struct str *said, last;
	size_t n_said;

	if (!merged_mark(r, a, subject, &m, e) ||
	    !store_mark_cases(r->store, a, &m, &said, &n_said, e))
		return false;
	for (size_t i = 0; i < n_said; i++) {
		/* One that was taken back, and said anew of somebody else, is that one's. */
		if (!store_case(r->store, a, said[i], &c, e) ||
		    !store_mark_newest(r->store, a, said[i], m.what, &last, e))
			return false;
		if (str_eq(c.state, S("merged_into")) && str_eq(last, str_mem(m.mac, sizeof m.mac)))
			buf_add(&kept, &said[i], sizeof said[i]);
	}
	*list = (struct str *)(void *)kept.p;
	*n = kept.len / sizeof **list;
	return true;
}

struct keeper {
	struct reg *r;
	struct arena *a, *one; /* one: of one case */
	struct str mac, found; /* found: a case, or s == NULL */
};

static bool is_keeper(void *p, const uint8_t subject[16], struct str case_no, struct err *e)
{
	struct keeper *k = p;
	struct store_mark m;

	if (k->found.s)
		return true;
	arena_reset(k->one);
	if (!merged_mark(k->r, k->one, subject, &m, e))
		return false;
	if (str_eq(k->mac, str_mem(m.mac, sizeof m.mac)))
		k->found = str_dup(k->a, case_no);
	return true;
}

bool merged_marked(struct reg *r, struct arena *a, struct str mac, struct str *out, struct err *e)
{
	struct keeper k = { .r = r, .a = a, .one = arena_new(0), .mac = mac, .found = { NULL, 0 } };
	bool ok = k.one || err_set(e, ERR_FAILED, "find a merged case: out of memory");

	ok = ok && (!mac.s || store_subjects(r->store, is_keeper, &k, e));
	arena_free(k.one);
	*out = k.found;
	return ok;
}

bool merged_where(struct reg *r, struct arena *a, struct str case_no, struct str *out,
		  struct err *e)
{
	struct str mac;

	return store_mark_newest(r->store, a, case_no, S("keep"), &mac, e) &&
	       merged_marked(r, a, mac, out, e);
}

/* More cases than one person was ever given; a chain that is longer goes in a circle. */
#define CHAIN_MAX 256

bool merged_stands(struct reg *r, struct arena *a, struct str *case_no, struct store_case *c,
		   struct err *e)
{
	struct str into;

	for (int i = 0; i < CHAIN_MAX; i++) {
		if (!store_case(r->store, a, *case_no, c, e))
			return false;
		if (!c->there || !str_eq(c->state, S("merged_into")))
			return true;
		if (!merged_where(r, a, *case_no, &into, e))
			return false;
		if (!into.s)
			return true;
		*case_no = into;
	}
	return err_set(e, ERR_ATTENTION, "cases are merged in a circle; sulh rebuild");
}

bool merged_child(struct reg *r, struct arena *a, struct str case_no, bool *child, struct err *e)
{
	struct store_case c;

	return merged_stands(r, a, &case_no, &c, e) &&
	       store_case_child(r->store, case_no, kind_child_referral.code, child, e);
}

static bool is_listed(const struct buf *cases, struct str case_no)
{
	const struct str *list = (const struct str *)(const void *)cases->p;

	for (size_t i = 0; i < cases->len / sizeof *list; i++)
		if (str_eq(list[i], case_no))
			return true;
	return false;
}

/* Those that are merged into the case of this person, but for what is listed. */
static bool add_merged(struct reg *r, struct buf *cases, const uint8_t subject[16], struct err *e)
{
	struct str *list;
	size_t n;

	if (!merged_into(r, cases->a, subject, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!is_listed(cases, list[i]))
			buf_add(cases, &list[i], sizeof list[i]);
	return true;
}

/* Of the cases from `at` on, also what was merged into them. */
static bool add_all(struct reg *r, struct buf *cases, size_t at, struct err *e)
{
	for (; at < cases->len / sizeof(struct str); at++) {
		struct store_case c;

		if (!store_case(r->store, cases->a,
				((const struct str *)(const void *)cases->p)[at], &c, e) ||
		    !add_merged(r, cases, c.subject, e))
			return false;
	}
	return true;
}

bool merged_all(struct reg *r, struct arena *a, struct str case_no, const uint8_t subject[16],
		struct str **list, size_t *n, struct err *e)
{
	struct buf cases = { .a = a };

	buf_add(&cases, &case_no, sizeof case_no);
	if (!add_merged(r, &cases, subject, e) || !add_all(r, &cases, 1, e))
		return false;
	*list = (struct str *)(void *)cases.p + 1;
	*n = cases.len / sizeof **list - 1;
	return true;
}

/* A merge is judged by both histories. */
static bool add_kept(struct accepting *w, struct buf *cases, struct err *e)
{
	const struct val *keep = w->d->kind == &kind_merge ? rec_get(w->d->r, "keep") : NULL;
	struct str case_no;

	if (!keep || keep->s.len != 16)
		return true;
	if (!store_case_of_subject(w->r->store, w->a, keep->s, &case_no, e))
		return false;
	if (case_no.s && !is_listed(cases, case_no))
		buf_add(cases, &case_no, sizeof case_no);
	return true;
}

bool merged_see(struct accepting *w, struct decide_view *v, struct err *e)
{
	struct buf cases = { .a = w->a }, acts = { .a = w->a };

	buf_add(&cases, &w->d->case_no, sizeof w->d->case_no);
	if (!add_kept(w, &cases, e) || !add_merged(w->r, &cases, w->of.subject, e) ||
	    !add_all(w->r, &cases, 1, e))
		return false;
	for (size_t i = 1; i < cases.len / sizeof(struct str); i++) {
		struct decide_view other = { 0 };

		if (!history_see(w->r, w->a, ((const struct str *)(const void *)cases.p)[i], &other,
				 e))
			return false;
		if (other.n_past)
			buf_add(&acts, other.past, other.n_past * sizeof *other.past);
	}
	v->elsewhere = (const struct past_act *)(const void *)acts.p;
	v->n_elsewhere = acts.len / sizeof *v->elsewhere;
	return true;
}

/* Decided otherwise than by a grant; what is open, and whoever went away undecided, was not decided. */
#define OTHERWISE                                                                              \
	"not_covered|referred|under_appeal|left_after|handed_over|court_closed|revoked|under_" \
	"revocation_appeal"

struct others {
	struct reg *r;
	struct arena *one;
	const struct str *macs; /* of those who are said to be the same person */
	size_t n;
	bool yes;
};

static bool is_otherwise(void *p, const uint8_t subject[16], struct str case_no, struct err *e)
{
	struct others *o = p;
	struct accepting w = { .r = o->r, .a = o->one };
	struct store_mark m;
	struct store_case c;
	bool said = false;

	if (o->yes)
		return true;
	arena_reset(o->one);
	m = mark_of(&w, "other", str_hex(o->one, subject, 16));
	*e = w.view.e;
	for (size_t i = 0; i < o->n; i++)
		said |= str_eq(o->macs[i], str_mem(m.mac, sizeof m.mac));
	if (e->kind != ERR_NONE || !said)
		return e->kind == ERR_NONE;
	if (!store_case(o->r->store, o->one, case_no, &c, e))
		return false;
	o->yes = state_among(OTHERWISE, c.state);
	return true;
}

bool merged_otherwise(struct reg *r, struct arena *a, struct str case_no, bool *yes, struct err *e)
{
	struct accepting w = { .r = r, .a = a };
	struct store_mark same = mark_of(&w, "verdict", S("same"));
	struct others o = { .r = r, .one = arena_new(0) };
	struct str *macs = NULL;
	bool ok = o.one || err_set(e, ERR_FAILED, "look at possible duplicates: out of memory");

	if (ok && w.view.e.kind != ERR_NONE) {
		*e = w.view.e;
		ok = false;
	}
	ok = ok && store_mark_beside(r->store, a, case_no, &same, S("other"), &macs, &o.n, e);
	o.macs = macs;
	ok = ok && (!o.n || store_subjects(r->store, is_otherwise, &o, e));
	arena_free(o.one);
	*yes = o.yes;
	return ok;
}

/* The more, the better for the person; 0: into such a file nothing is merged. A child's referral is kept before checks. */
static int worth(struct str state, enum case_class cls)
{
	static const struct {
		int worth;
		const char *states;
	} list[] = {
		{ 0, "deceased|erased|referred|handed_over|court_closed|opened_in_error|revoked|"
		     "under_revocation_appeal" },
		{ 4, "child_referred|moving|registered|screening|decision_proposed|deferred|"
		     "review" },
		{ 3, "presented|left|withdrawn|absent|transferred|under_appeal" },
		{ 2, "not_covered|left_after" },
	};

	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (state_among(list[i].states, state) && (!i || cls != CLASS_GRANTED))
			return list[i].worth;
	return cls == CLASS_GRANTED ? 5 : 0;
}

/* Whether somebody who was told that it is not covered may still appeal against that. */
static bool may_appeal(const struct accepting *w, const struct decide_view *v)
{
	int64_t until = past_appeal_until(v);

	return str_eq(w->of.state, S("not_covered")) && until != NO_DAY &&
	       (until == NOT_TOLD || until >= w->local_day);
}

/* An appeal that waits, and the time for one, go on in no other file than one that is better without it; c: NULL where that is of
 * another register. */
static bool no_appeal_lost(struct accepting *w, const struct store_case *c, struct err *e)
{
	struct decide_view v = { 0 };

	if (!history_case(w->r, w->a, w->d->case_no, &v, e))
		return false;
	if (appeal_open_all(&v))
		return refuse(w->why, "appeal", S("case"), w->d->case_no,
			      "a case without an appeal that waits to be decided");
	if (!may_appeal(w, &v))
		return true;
	if (!c)
		return refuse(w->why, "appeal", S("case"), w->d->case_no,
			      "a case whose time for an appeal is over: the person may still "
			      "appeal against this outcome here");
	return str_eq(c->state, S("under_appeal")) || worth(c->state, c->cls) > 3 ||
	       refuse(w->why, "appeal", S("case"), w->d->case_no,
		      "a case whose time for an appeal is over, or one that is kept under checks, "
		      "with a grant, or with an appeal of its own: the person may still appeal "
		      "against this outcome");
}

/* Those of which it was ever said, also where that waits to be taken back, but for what is listed. */
static bool add_said(struct accepting *w, struct buf *cases, struct str case_no, struct err *e)
{
	struct store_case c;
	struct store_mark m;
	struct str *list;
	size_t n;

	if (!store_case(w->r->store, w->a, case_no, &c, e) ||
	    !merged_mark(w->r, w->a, c.subject, &m, e) ||
	    !store_mark_cases(w->r->store, w->a, &m, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!is_listed(cases, list[i]))
			buf_add(cases, &list[i], sizeof list[i]);
	return true;
}

/* Whether what was merged into this file, and into that, has come into the log: a bulletin that counts this one no more would hold it up
 * for good. */
static bool none_waits(struct accepting *w, struct err *e)
{
	struct buf cases = { .a = w->a };
	struct store_file f;

	buf_add(&cases, &w->d->case_no, sizeof w->d->case_no);
	for (size_t i = 0; i < cases.len / sizeof(struct str); i++) {
		struct str of = ((const struct str *)(const void *)cases.p)[i];

		if (i && !store_file(w->r->store, of, INT64_MAX, INT64_MAX, &f, e))
			return false;
		if (i && f.waiting)
			return refuse(w->why, "waits", S("case"), w->d->case_no,
				      "a case into which no merge waits for the cut, or is taken "
				      "back: that of %.*s does (sulh cut)",
				      P(of));
		if (!add_said(w, &cases, of, e))
			return false;
	}
	return true;
}

bool merged_away(struct accepting *w, struct err *e)
{
	return no_appeal_lost(w, NULL, e) && none_waits(w, e);
}

bool merged_better(struct accepting *w, struct str kept, const struct store_case *c, struct err *e)
{
	int own = worth(w->of.state, w->of.cls), other = worth(c->state, c->cls);

	if (!other)
		return refuse(
			w->why, "better", S("keep"), c->state,
			"the file of somebody who lives and is not erased, referred, handed over "
			"or revoked, nor one that was opened in error");
	/* The better outcome is kept for the person (states.csv C51): a grant does not end in a file without. */
	if (other < own)
		return refuse(
			w->why, "better", S("keep"), c->state,
			own == 5 ? "this case, which has a grant: merge the other one, %.*s, "
				   "into it"
				 : "this case, whose outcome is better for the person: merge the "
				   "other one, %.*s, into it, once that can be",
			P(kept));
	/* What counts the person goes with this case, and would come back only with a registration of the other one. */
	if (w->of.cls != CLASS_NONE && c->cls == CLASS_NONE &&
	    !str_eq(c->state, S("child_referred")))
		return refuse(w->why, "counts", S("keep"), c->state,
			      "the file of somebody who was registered: this case was; register "
			      "the person in %.*s first, or merge that one into this",
			      P(kept));
	return no_appeal_lost(w, c, e);
}
