/* What must not stand in the log alone: small cells, rare outcomes, and what a kind itself holds back. Nothing
 * waits for longer than WAIT_DAYS, but for what a kind holds back. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "intake/intake_int.h"
#include "base/banned.h"

#define WAIT_DAYS 7

static bool aged(const struct cutting *w, const struct ready *t)
{
	return w->day - t->d.accepted_day >= WAIT_DAYS;
}

static int by_who(const void *x, const void *y)
{
	return memcmp(x, y, sizeof((const struct ready *)x)->who);
}

/* How many different people: five acts of one person are no crowd. */
static int64_t people(struct arena *a, const struct ready *list, size_t n)
{
	uint8_t(*who)[16] = arena_array(a, n + 1, sizeof *who);
	int64_t different = 0;

	for (size_t i = 0; i < n; i++)
		memcpy(who[i], list[i].who, sizeof *who);
	qsort(who, n, sizeof *who, by_who);
	for (size_t i = 0; i < n; i++)
		different += !i || memcmp(who[i], who[i - 1], sizeof *who) != 0;
	return different;
}

bool may_go(const struct cutting *w, const struct ready *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (aged(w, &list[i]))
			return true;
	return people(w->a, list, n) >= w->cell;
}

void wait_for(struct cutting *w, size_t n, struct str why)
{
	w->report->waiting += (int64_t)n;
	if (n)
		w->report->why_waiting = why;
}

/* Numbers of one kind at one place, as a whole. */
struct cell {
	int64_t kind;
	struct str place;
	int64_t sum;
	bool aged;
};

static struct cell *cell_of(struct buf *cells, const struct ready *t)
{
	struct cell *list = (struct cell *)(void *)cells->p, new = { .kind = t->x.kind };
	size_t n = cells->len / sizeof *list;

	new.place = t->x.place;
	for (size_t i = 0; i < n; i++)
		if (list[i].kind == new.kind && !list[i].place.s == !new.place.s &&
		    str_eq(list[i].place, new.place))
			return &list[i];
	buf_add(cells, &new, sizeof new);
	return (struct cell *)(void *)cells->p + n;
}

static bool add_to_cell(struct cutting *w, struct buf *cells, const struct ready *t,
			const char *field)
{
	const struct rec *r = entry_fields(w->a, &t->x);
	struct cell *cell = cell_of(cells, t);
	const struct val *v;

	if (!r)
		return false;
	v = rec_get(r, field);
	/* A state that the kind held back until now is of the same people as the one that it waited for. */
	if (r->kind->hold && !t->x.deltas.n)
		v = NULL;
	/* A sum beyond all bounds is no small one. */
	if (v && !add_ok(&cell->sum, cell->sum, v->n))
		cell->sum = INT64_MAX;
	cell->aged |= aged(w, t);
	return true;
}

bool places_that_go(struct cutting *w, struct ready *list, size_t *n, struct err *e)
{
	struct buf cells = { .a = w->a };
	size_t kept = 0, small = 0;
	bool *held = arena_array(w->a, *n + 1, sizeof *held);

	for (size_t i = 0; i < *n; i++) {
		const struct kind *k = kind_by_code(list[i].x.kind);
		const char *why = NULL;

		if (k && k->hold)
			why = k->hold(entry_fields(w->a, &list[i].x), &w->view.v);
		held[i] = why;
		wait_for(w, held[i], str_of(why));
		if (k && k->waits && !held[i] && !add_to_cell(w, &cells, &list[i], k->waits))
			return err_set(e, ERR_ATTENTION,
				       "a draft cannot be read; restore a backup");
	}
	for (size_t i = 0; i < *n; i++) {
		const struct kind *k = kind_by_code(list[i].x.kind);
		const struct cell *cell =
			k && k->waits && !held[i] ? cell_of(&cells, &list[i]) : NULL;

		if (cell && cell->sum > 0 && cell->sum < w->cell && !cell->aged)
			small++;
		else if (!held[i])
			list[kept++] = list[i];
	}
	wait_for(w, small,
		 str_fmt(w->a, "a number below %lld at one place, 7 days at most",
			 (long long)w->cell));
	*n = kept;
	return true;
}

/* Registrations, grants and what follows them say nothing rare of anybody. */
static bool ordinary(struct arena *a, const struct entry *x)
{
	static const struct {
		const char *kind, *event; /* event NULL: any */
	} list[] = {
		{ "presentation", NULL },
		{ "registration", "register" },
		{ "decision", "approve_granted" },
		{ "certificate", NULL },
		{ "discharge", NULL },
	};
	const struct kind *k = kind_by_code(x->kind);

	for (size_t i = 0; k && i < sizeof list / sizeof *list; i++) {
		struct deltas d = { .a = a };
		bool same;

		if (!str_eq(str_of(k->name), str_of(list[i].kind)))
			continue;
		if (!list[i].event)
			return true;
		same = outcome_deltas(k, str_of(list[i].event), &d) && d.n == x->deltas.n;
		for (size_t j = 0; same && j < d.n; j++)
			same = str_eq(d.list[j].figure, x->deltas.list[j].figure) &&
			       str_eq(d.list[j].detail, x->deltas.list[j].detail) &&
			       d.list[j].n == x->deltas.list[j].n;
		return same;
	}
	return false;
}

static struct str few(struct cutting *w, const char *what)
{
	return str_fmt(w->a, "%s of fewer than %lld persons, 7 days at most", what,
		       (long long)w->cell);
}

/* Whether an earlier act of its case waits in the log of another centre. */
struct taking_up {
	int64_t log, step;
	bool early;
};

static bool note_waiting(void *p, const struct store_case_act *x, struct err *e)
{
	struct taking_up *t = p;

	(void)e;
	t->early |= x->seq < 0 && x->log != t->log && x->step < t->step;
	return true;
}

/* A case is taken up in public only where it has left in public, and what takes from a count there waits with it: nobody is at a
 * centre less than no times. */
static bool too_early(struct cutting *w, const struct ready *t, const struct store_act *act,
		      bool *early, struct err *e)
{
	struct taking_up up = { .log = w->log.id, .step = act->step };
	bool takes = false;

	for (size_t i = 0; i < t->x.deltas.n; i++)
		takes |= t->x.deltas.list[i].n < 0;
	if (takes && !store_case_acts(w->r->store, act->case_no, note_waiting, &up, e))
		return false;
	*early = up.early;
	return true;
}

/* Whom it is about says its object c, not the projection: that is authenticated. */
static void set_who(struct ready *t, const struct centre_body *body)
{
	if (body->act.case_no.s || body->has_own)
		memcpy(t->who, body->act.subject, sizeof t->who);
}

enum group { GROUP_ORDINARY, GROUP_RARE, GROUP_VEILED, GROUP_EARLY, GROUP_MERGE, GROUPS };

static int by_group(const void *x, const void *y)
{
	return ((const struct ready *)x)->group - ((const struct ready *)y)->group;
}

/* Of the rare ones, merges that wait for a bulletin. */
static bool set_merges(struct cutting *w, struct ready *list, size_t n, struct str *why,
		       struct err *e)
{
	struct ready **rare = arena_array(w->a, n + 1, sizeof(struct ready *));
	bool *waits = arena_array(w->a, n + 1, sizeof *waits);
	size_t n_rare = 0;

	for (size_t i = 0; i < n; i++)
		if (list[i].group == GROUP_RARE)
			rare[n_rare++] = &list[i];
	if (!merges_wait(w, rare, n_rare, waits, why, e))
		return false;
	for (size_t i = 0; i < n_rare; i++)
		if (waits[i])
			rare[i]->group = GROUP_MERGE;
	return true;
}

static bool set_groups(struct cutting *w, struct ready *list, size_t n, size_t of[GROUPS],
		       struct str *why, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		struct ready *t = &list[i];
		struct read in = read_of(t->body.s, t->body.len);
		struct centre_body body;
		bool early;

		if (!seal_body_read(&in, &body))
			return err_set(e, ERR_FAILED, "read object c, byte %zu: %s", in.wrong_at,
				       in.wrong);
		if (!too_early(w, t, &body.act, &early, e))
			return false;
		set_who(t, &body);
		t->group = t->x.kind == VEILED_CODE ? GROUP_VEILED
			   : early		    ? GROUP_EARLY
			   : ordinary(w->a, &t->x)  ? GROUP_ORDINARY
						    : GROUP_RARE;
	}
	if (!set_merges(w, list, n, why, e))
		return false;
	for (size_t i = 0; i < n; i++)
		of[list[i].group]++;
	qsort(list, n, sizeof *list, by_group);
	return true;
}

/* Three groups: ordinary outcomes; rare ones (closings, appeals, what is taken back), which wait for each other,
 * since one closing among many registrations would still be one person; and what is veiled, which may go with
 * anything else that is sealed. */
bool sealed_that_go(struct cutting *w, struct ready *list, size_t *n, bool weapons, struct err *e)
{
	size_t of[GROUPS] = { 0 }, go;
	const struct ready *veiled;
	struct str merge = { NULL, 0 };

	if (!set_groups(w, list, *n, of, &merge, e))
		return within(e, "cut log %.*s", P(w->log.name));
	veiled = list + of[GROUP_ORDINARY] + of[GROUP_RARE];
	go = of[GROUP_ORDINARY];
	if (may_go(w, list + go, of[GROUP_RARE]))
		go += of[GROUP_RARE];
	else
		wait_for(w, of[GROUP_RARE], few(w, "closings and the like"));
	if (!may_go(w, list, go)) {
		wait_for(w, go, few(w, "acts"));
		go = 0;
	}
	if (go || weapons || may_go(w, veiled, of[GROUP_VEILED])) {
		memmove(list + go, veiled, of[GROUP_VEILED] * sizeof *list);
		go += of[GROUP_VEILED];
	} else {
		wait_for(w, of[GROUP_VEILED], few(w, "veiled acts"));
	}
	wait_for(w, of[GROUP_EARLY], S("taken up before the log of the other centre says it left"));
	wait_for(w, of[GROUP_MERGE], merge);
	*n = go;
	return true;
}
