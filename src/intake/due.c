/* See due.h. Which limits there are and when they have passed says rule/limit.h; this records what follows. */
#include "intake/due.h"

#include <string.h>

#include "base/arena.h"
#include "intake/history.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "record/opday.h"
#include "rule/limit.h"
#include "base/banned.h"

/* A case that is due twice at once (a deferral that ends behind the 60 days) is so in two acts. */
#define ACTS_OF_CASE 4

/* No limit of checks is shorter (rule/limit.h), but that of a deferral, and that of a look at an age. */
#define SOONEST CHECKS_DAYS
_Static_assert(SOONEST <= CONTACT_DAYS, "what is due sooner is not looked for");

static const struct due_kind {
	const char *code, *event, *kind;
	const char *fields[2][2];
	bool of_paper; /* status_index: of the case's paper */
	bool searched; /* before its limit, since other registrations were searched */
} acts[] = {
	{ "C12", "review_due", "step", { { "event", "review_due" }, { "why", "other" } } },
	{ "X70", "review_due", "step", { { "event", "review_due" }, { "why", "other" } } },
	{ "C20", "reopen", "step", { { "event", "reopen" }, { "why", "other" } } },
	{ "C33", "no_news", "step", { { "event", "no_news" }, { "why", "other" } } },
	{ "C36", "lost_contact", "closing", { { "how", "absent" }, { "asked_alone", "no" } } },
	{ "X61", "lost_contact", "closing", { { "how", "absent" }, { "asked_alone", "no" } } },
	{ "X44", "escalate", "step", { { "event", "escalate" }, { "why", "other" } } },
	{ "K03",
	  "confirm",
	  "standing",
	  { { "act", "confirm" }, { "reason_code", "expired_provisional" } },
	  true },
	{ "K03",
	  "confirm",
	  "standing",
	  { { "act", "confirm" }, { "reason_code", "search_merged" } },
	  true,
	  true },
	{ "K07",
	  "lapse",
	  "standing",
	  { { "act", "lift" }, { "reason_code", "expired_suspension" } },
	  true },
};

struct doing {
	struct reg *r;
	struct arena *a;       /* of the report */
	struct arena *scratch; /* of one case */
	int64_t today;	       /* calendar day in the operation's zone */
	int64_t now;
	bool dry;
	struct buf list;
	size_t refused;
};

static const struct due_kind *kind_of(const struct limit *l)
{
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
		if (!strcmp(acts[i].code, l->code) && acts[i].searched == l->searched)
			return &acts[i];
	return NULL;
}

/* The first limit that has passed and that the program itself answers. */
static bool first_due(const struct doing *w, const struct decide_view *v, struct limit *out)
{
	struct limit *list;
	size_t n = life_limits(w->scratch, v, &list);

	for (size_t i = 0; i < n; i++)
		if (list[i].day <= w->today && kind_of(&list[i])) {
			*out = list[i];
			return true;
		}
	return false;
}

static struct draft *draft_of(struct doing *w, const struct due_kind *k, struct str case_no,
			      const struct store_case *c, struct refusals *why, struct err *e)
{
	struct draft *d = draft_new(w->scratch, kind_by_name(str_of(k->kind)));
	const struct store_log *logs;
	bool ok = true;
	size_t n;

	if (!store_logs_kept(w->r->store, &logs, &n, e))
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (logs[i].id == c->log)
			d->log = str_dup(w->scratch, logs[i].name);
	d->case_no = case_no;
	d->system = true;
	d->has_time = true;
	d->occurred = (struct instant){ w->now, 0 };
	for (size_t i = 0; i < 2; i++)
		ok &= draft_set(w->scratch, d, str_of(k->fields[i][0]), str_of(k->fields[i][1]),
				why);
	if (k->of_paper) {
		int64_t index;

		if (!paper_index(w->r, w->scratch, case_no, &index, e))
			return NULL;
		if (index < 0)
			return d;
		ok &= draft_set(w->scratch, d, S("status_index"),
				str_fmt(w->scratch, "%lld", (long long)index), why);
	}
	return ok ? d : NULL;
}

static void note(struct doing *w, const struct due_kind *k, const struct limit *l,
		 struct str case_no, int64_t log, const struct refusals *why)
{
	struct due_act x = { .code = k->code,
			     .event = k->event,
			     .case_no = str_dup(w->a, case_no),
			     .log = log,
			     .day = l->day,
			     .why = str_dup(w->a, l->why) };

	if (why && why->n) {
		x.refused =
			str_fmt(w->a, "%.*s: %.*s", P(why->list[0].field), P(why->list[0].want));
		w->refused++;
	}
	buf_add(&w->list, &x, sizeof x);
}

/* One act of one case; *done: nothing more is due in it. A rule that refuses holds up neither the other cases nor
 * the cut: it is said, and the queue shows that the day has passed. */
static bool one_act(struct doing *w, struct str case_no, bool *done, struct err *e)
{
	struct decide_view v = { 0 };
	struct refusals why = { .a = w->scratch };
	struct receipt receipt;
	const struct due_kind *k;
	struct store_case c;
	struct limit l;
	struct draft *d;
	int64_t index;

	*done = true;
	if (!history_case(w->r, w->scratch, case_no, &v, e))
		return false;
	if (!first_due(w, &v, &l))
		return true;
	k = kind_of(&l);
	/* Nothing presses here: a paper that is in no log yet waits for its cut. */
	if (k->searched && (!paper_index(w->r, w->scratch, case_no, &index, e) || index < 0))
		return e->kind == ERR_NONE;
	if (!store_case(w->r->store, w->scratch, case_no, &c, e))
		return false;
	d = draft_of(w, k, case_no, &c, &why, e);
	if (!d && !why.n)
		return false;
	if (d && !intake_accept_in(w->r, w->scratch, d, false, &receipt, &why, e) &&
	    e->kind != ERR_REFUSED)
		return false;
	e->kind = ERR_NONE;
	note(w, k, &l, case_no, c.log, &why);
	*done = why.n > 0;
	return true;
}

static bool one_case(struct doing *w, struct str case_no, struct err *e)
{
	bool done = false, ok = true;

	for (int i = 0; ok && !done && i < ACTS_OF_CASE; i++) {
		ok = one_act(w, case_no, &done, e) || within(e, "case %.*s", P(case_no));
		arena_reset(w->scratch);
	}
	return ok;
}

static bool each_case(struct doing *w, struct err *e)
{
	struct str *list;
	size_t n;
	bool ok;

	if (!store_cases_due(w->r->store, w->a, w->today - SOONEST, &list, &n, e))
		return false;
	w->scratch = arena_new(0);
	ok = w->scratch || err_set(e, ERR_FAILED, "look what is due: out of memory");
	for (size_t i = 0; ok && i < n; i++)
		ok = one_case(w, list[i], e);
	arena_free(w->scratch);
	return ok;
}

bool intake_due(struct reg *r, struct arena *a, bool dry, struct due_report *out, struct err *e)
{
	struct doing w = {
		.r = r, .a = a, .now = clock_now(&r->clock), .dry = dry, .list = { .a = a }
	};
	const struct rec *operation = kept_operation(r, e);

	*out = (struct due_report){ 0 };
	/* Before the operation is recorded there is nobody's case. */
	if (!operation)
		return e->kind == ERR_NONE;
	w.today = opday_local(operation, w.now);
	if (!intake_begin(r, e))
		return false;
	if (!each_case(&w, e)) {
		intake_drop(r);
		return within(e, "do what is due");
	}
	out->list = (struct due_act *)(void *)w.list.p;
	out->n = w.list.len / sizeof *out->list;
	out->refused = w.refused;
	if (!dry && out->n > out->refused)
		return intake_commit(r, e);
	intake_drop(r);
	return true;
}
