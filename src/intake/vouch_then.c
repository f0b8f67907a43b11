/* See vouch_eyes.h: what was so when an act was recorded, and its conditions asked again by that. The cuts of its log say when that may
 * have been; of decrees those count that were in the log of headquarters by then. */
#include "intake/vouch_eyes.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "intake/vouch_who.h"
#include "record/kinds.h"
#include "record/opday.h"
#include "rule/asked.h"
#include "base/banned.h"

#define DAY_SECONDS 86400
/* Nothing of a case waits through cuts for longer (wait.c). */
#define WAITS 8
/* Another process of this machine may have looked at the clock a little later. */
#define CLOCK_SLACK 300

/* What later rules ask of headquarters, each by its key; what is newest of it stands. */
static const struct {
	const struct kind *kind;
	const char *key;
} asked[] = { { &kind_decree, "number" }, { &kind_centre, "log_origin" } };

#define ASKED (sizeof asked / sizeof *asked)

static struct str key_of(const struct rec *r)
{
	for (size_t i = 0; i < ASKED; i++)
		if (r->kind == asked[i].kind)
			return rec_code(r, asked[i].key);
	return S("");
}

static void note_cut(struct eyes *w, int64_t log, int64_t seq, int64_t day)
{
	struct eyes_cut x = { log, seq, day };

	buf_add(&w->cuts, &x, sizeof x);
}

static void note_known(struct eyes *w, int64_t log, int64_t seq)
{
	struct eyes_known x = { .log = log, .seq = seq };

	buf_add(&w->known, &x, sizeof x);
}

void eyes_note(struct eyes *w, int64_t log, int64_t seq, const struct entry *x)
{
	if (x->kind == kind_cut.code)
		note_cut(w, log, seq, x->day);
	for (size_t i = 0; i < ASKED; i++)
		if (x->kind == asked[i].kind->code)
			note_known(w, log, seq);
}

static bool found_cut(void *p, int64_t log, int64_t seq, struct err *e)
{
	(void)e;
	note_cut(p, log, seq, NO_DAY);
	return true;
}

static bool found_known(void *p, int64_t log, int64_t seq, struct err *e)
{
	(void)e;
	note_known(p, log, seq);
	return true;
}

bool then_begin(struct eyes *w, struct err *e)
{
	struct store *s = w->r->store;

	if (!w->all && !store_records(s, kind_cut.code, DAY_MIN, DAY_MAX, false, found_cut, w, e))
		return false;
	for (size_t i = 0; !w->all && i < ASKED; i++)
		if (!store_records(s, asked[i].kind->code, DAY_MIN, DAY_MAX, false, found_known, w,
				   e))
			return false;
	return true;
}

static int by_place(const void *p, const void *q)
{
	const struct eyes_cut *x = p, *y = q;

	if (x->log != y->log)
		return x->log < y->log ? -1 : 1;
	return (x->seq > y->seq) - (x->seq < y->seq);
}

static struct eyes_cut *cuts_of(const struct eyes *w, size_t *n)
{
	*n = w->cuts.len / sizeof(struct eyes_cut);
	return (struct eyes_cut *)(void *)w->cuts.p;
}

/* The place of the first cut of this log from `seq` on, or where it would stand. */
static size_t cut_from(const struct eyes *w, int64_t log, int64_t seq)
{
	const struct eyes_cut key = { log, seq, 0 };
	size_t n, low = 0;
	const struct eyes_cut *list = cuts_of(w, &n);

	while (low < n) {
		size_t mid = low + (n - low) / 2;

		if (by_place(&list[mid], &key) < 0)
			low = mid + 1;
		else
			n = mid;
	}
	return low;
}

/* The day of the cut at this place; NO_DAY where none of this log is there. */
static bool cut_day(struct eyes *w, size_t at, int64_t log, int64_t *day, struct err *e)
{
	size_t n;
	struct eyes_cut *x = cuts_of(w, &n) + at;
	struct store_entry s;
	struct entry entry;

	*day = NO_DAY;
	if (at >= n || x->log != log)
		return true;
	if (x->day == NO_DAY) {
		if (!store_entry_get(w->r->store, w->a, log, x->seq, &s, e) ||
		    !entry_read(w->a, s.bytes, &entry, e))
			return false;
		x->day = entry.kind == kind_cut.code ? entry.day : NO_DAY;
	}
	*day = x->day;
	return true;
}

static int64_t day_at(const struct eyes *w, int64_t s)
{
	return w->operation ? opday_of(w->operation, s) : instant_day((struct instant){ s, 0 });
}

/* The calendar day of deadlines. */
static int64_t local_at(const struct eyes *w, int64_t s)
{
	return w->operation ? opday_local(w->operation, s) : instant_day((struct instant){ s, 0 });
}

/* The day of the cut before that of an act. One cut may have a part about places and, behind that, one about persons: nobody waits from
 * one to the other, so what is of one day with the act's own is not looked at, once. */
static bool cut_before(struct eyes *w, const struct eyed *x, size_t at, int64_t cut,
		       int64_t *before, struct err *e)
{
	*before = NO_DAY;
	if (at && !cut_day(w, at - 1, x->where.log, before, e))
		return false;
	return cut == NO_DAY || *before != cut || at < 2 ||
	       cut_day(w, at - 2, x->where.log, before, e);
}

/* No officer signs when an act was recorded: it is believed within what the cut allows that took it, or will, and the one before
 * that, through which it cannot have waited for long. */
static bool bound(struct eyes *w, struct eyed *x, struct err *e)
{
	int64_t now = clock_now(&w->r->clock), cut = NO_DAY, before = NO_DAY;
	size_t at = cut_from(w, x->where.log, x->in_log ? x->where.seq : w->begun);

	if (x->in_log && !cut_day(w, at, x->where.log, &cut, e))
		return false;
	if (!cut_before(w, x, at, cut, &before, e))
		return false;
	x->latest = cut != NO_DAY ? (cut + 2) * DAY_SECONDS : now + CLOCK_SLACK;
	if (before != NO_DAY && x->recorded < (before - WAITS) * DAY_SECONDS)
		x->recorded = (before - WAITS) * DAY_SECONDS;
	if (x->recorded > x->latest)
		x->recorded = x->latest;
	if (x->day == NO_DAY)
		x->day = day_at(w, x->recorded);
	x->bounded = true;
	return true;
}

static int by_seq(const void *p, const void *q)
{
	const struct eyes_known *x = p, *y = q;

	if (x->log != y->log)
		return x->log < y->log ? -1 : 1;
	return (x->seq > y->seq) - (x->seq < y->seq);
}

/* Those of the log of headquarters, in their order; what is newer of the same thing takes the place of what was before. */
static void order_known(struct eyes_known *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		list[i].next = n;
		for (size_t j = 0; list[i].rec && j < i; j++)
			if (list[j].rec && list[j].next == n &&
			    list[j].rec->kind == list[i].rec->kind &&
			    str_eq(key_of(list[j].rec), key_of(list[i].rec)))
				list[j].next = i;
	}
}

static bool read_known(struct eyes *w, struct err *e)
{
	struct eyes_known *list = (struct eyes_known *)(void *)w->known.p;
	size_t n = w->known.len / sizeof *list, n_logs;
	const struct store_log *logs;

	if (!store_logs_kept(w->r->store, &logs, &n_logs, e))
		return false;
	if (n)
		qsort(list, n, sizeof *list, by_seq);
	for (size_t i = 0; i < n; i++) {
		struct store_entry s;
		struct entry *x = arena_alloc(w->a, sizeof *x);
		struct rec *r;

		list[i].cut = cut_from(w, list[i].log, list[i].seq);
		if (!store_entry_get(w->r->store, w->a, list[i].log, list[i].seq, &s, e) ||
		    !entry_read(w->a, s.bytes, x, e) || !entry_known(w->a, x, &r, e) ||
		    !cut_day(w, list[i].cut, list[i].log, &list[i].day, e))
			return false;
		list[i].rec = r;
		for (size_t j = 0; list[i].rec && x->kind == kind_centre.code && j < n_logs; j++)
			list[i].held |= str_eq(logs[j].origin, key_of(list[i].rec));
	}
	order_known(list, n);
	return true;
}

bool then_bound(struct eyes *w, struct err *e)
{
	struct eyed *list = (struct eyed *)(void *)w->acts.p;
	size_t n = w->acts.len / sizeof *list, n_cuts;
	struct eyes_cut *cuts = cuts_of(w, &n_cuts);

	if (n_cuts)
		qsort(cuts, n_cuts, sizeof *cuts, by_place);
	if (!read_known(w, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!list[i].bounded && !bound(w, &list[i], e))
			return false;
	return true;
}

static const struct eyes_known *known_of(const struct eyes *w, size_t *n)
{
	*n = w->known.len / sizeof(struct eyes_known);
	return (const struct eyes_known *)(const void *)w->known.p;
}

/* How many of them were cut for this day or before; cuts go on with the days. */
static size_t known_by(const struct eyes *w, int64_t day)
{
	size_t n, out = 0;
	const struct eyes_known *list = known_of(w, &n);

	while (out < n && list[out].day != NO_DAY && list[out].day <= day)
		out++;
	return out;
}

/* The first `n` of what is in the log of headquarters, as it stood with these. */
static void see_known(const struct eyes *w, struct arena *a, size_t n, struct decide_view *v)
{
	size_t all;
	const struct eyes_known *list = known_of(w, &all);
	const struct rec **decrees = arena_array(a, n + 1, sizeof *decrees);

	v->n_decrees = v->centres = v->centres_here = 0;
	v->decrees = decrees;
	for (size_t i = 0; i < n; i++) {
		if (!list[i].rec || list[i].next < n)
			continue;
		if (list[i].rec->kind == &kind_decree) {
			decrees[v->n_decrees++] = list[i].rec;
		} else {
			v->centres++;
			v->centres_here += list[i].held;
		}
	}
}

/* The record as rules ask it; NULL where what it says is none. */
static const struct rec *record_of(struct arena *a, const struct eyed *x)
{
	struct rec *r = rec_new(a, x->act.kind);
	struct read in = read_of(x->asked.s, x->asked.len);

	if (x->act.rec)
		memcpy(r->v, x->act.rec->v, r->kind->n * sizeof *r->v);
	r->day = r->from_day = x->day;
	return !x->asked.s || asked_read(a, r, &in) ? r : NULL;
}

/* A code that says more than the record does of what nobody but the person's file has. */
static bool code_fits(struct arena *a, const struct eyed *x, struct str again)
{
	struct str retell = again.len ? str_fmt(a, "%.*s,retell", P(again)) : S("retell");

	return str_eq(x->past.code, again) ||
	       code_in("notice,testimony", str_of(x->act.kind->name)) ||
	       (str_eq(again, S("hit")) && code_in("hearsay,found", x->past.code)) ||
	       (str_eq(again, S("open")) && str_eq(x->past.code, S("goes_on"))) ||
	       (code_in("presentation,correction", x->past.kind) && str_eq(x->past.code, retell));
}

static int64_t appeal_end(const struct rec *r)
{
	const struct val *until =
		field_by_name(r->kind, S("appeal_until")) ? rec_get(r, "appeal_until") : NULL;

	return until ? until->n : NO_DAY;
}

/* Whether it says of itself what the rules make of it. */
static bool says_so(struct arena *a, const struct eyed *x, const struct rec *r,
		    const struct life_act *again)
{
	const struct past_act *p = &x->past;

	if (!str_eq(p->event, again->event))
		return false;
	if (x->act.has_case &&
	    (!str_eq(p->state, again->state.s ? again->state : S("")) || p->cls != again->cls))
		return false;
	if (p->day == NO_DAY)
		return true;
	return p->until == again->until && code_fits(a, x, again->code) &&
	       str_eq(p->decree, again->decree) && str_eq(p->search, again->search) &&
	       p->appeal_until == appeal_end(r);
}

static bool ask(struct eyes *w, struct arena *a, const struct eyed *x, const struct rec *r,
		const struct decide_view *v, struct str *wrong)
{
	struct refusals why = { .a = a };
	struct life_act again;
	int64_t day = x->past.day != NO_DAY ? x->past.day : x->day;

	*wrong = S("");
	if (!decide_again(v, r, day, &again, &why))
		*wrong = vouch_words(w->a, x->act.event, &why);
	else if (!says_so(a, x, r, &again))
		*wrong = str_fmt(w->a, "%.*s: it says of itself what the rules do not",
				 P(x->act.event));
	return !wrong->len;
}

/* A decree is cut for a day that has not ended longer than the day before (cut.c): what was cut for two days before the act was there
 * when it was recorded. Whatever came since, up to the cut of the act, may have been there or not: nobody signs the hour. */
#define CUT_LATE 2

/* With each state of the log of headquarters in which the act may have been recorded, the newest first; *wrong, of the newest, where none
 * allows it. */
static bool ask_states(struct eyes *w, struct arena *a, const struct eyed *x, const struct rec *r,
		       struct decide_view *v, struct str *wrong, struct err *e)
{
	size_t n, last, first = known_by(w, day_at(w, x->recorded) - CUT_LATE);
	const struct eyes_known *list = known_of(w, &n);
	int64_t cut = NO_DAY;
	struct str other;
	bool ok;

	if (x->in_log &&
	    !cut_day(w, cut_from(w, x->where.log, x->where.seq), x->where.log, &cut, e))
		return false;
	last = known_by(w, cut == NO_DAY ? INT64_MAX : cut);
	see_known(w, a, last, v);
	ok = ask(w, a, x, r, v, wrong);
	for (size_t i = last; !ok && i-- > first;) {
		/* What one cut took came all at once. */
		if (i && list[i].cut == list[i - 1].cut)
			continue;
		see_known(w, a, i, v);
		ok = ask(w, a, x, r, v, &other);
	}
	if (ok)
		*wrong = S("");
	return true;
}

/* Where captives were freed by now, nobody knows when. */
static bool ask_all(struct eyes *w, struct arena *a, const struct eyed *x, const struct rec *r,
		    struct decide_view *v, struct str *wrong, struct err *e)
{
	struct str other;

	if (!ask_states(w, a, x, r, v, wrong, e))
		return false;
	if (!wrong->len || (x->act.kind != &kind_decision && x->act.kind != &kind_appeal) ||
	    !x->case_no.s)
		return true;
	if (!evidence_freed(w->r, a, x->case_no, &v->freed_captives, e) ||
	    (v->freed_captives && !ask_states(w, a, x, r, v, &other, e)))
		return false;
	if (v->freed_captives && !other.len)
		*wrong = S("");
	return true;
}

/* What it names as evidence; *wrong where that is not there, or of another case. */
static bool see_facts(struct eyes *w, struct arena *a, const struct eyed *x, const struct rec *r,
		      struct decide_view *v, struct str *wrong, struct err *e)
{
	const struct field *f = field_by_name(r->kind, S("evidence"));
	const struct val *list = f && f->type == F_REFS ? rec_get(r, "evidence") : NULL;
	struct fact *facts = arena_array(a, list ? list->len + 1 : 1, sizeof *facts);
	const struct evidence_at at = { .case_no = x->case_no,
					.kinds = list ? f->choices : "",
					.log = x->where.log,
					.seq = x->in_log ? x->where.seq : -1,
					.day = day_at(w, x->latest) };

	for (size_t i = 0; list && i < list->len; i++) {
		bool there;

		if (!evidence_was(w->r, a, list->v[i].s, &at, &facts[i], &there, e))
			return false;
		if (!there) {
			*wrong = str_fmt(w->a, "%.*s: it names evidence that is none of its case",
					 P(x->act.event));
			return true;
		}
	}
	v->facts = facts;
	v->n_facts = list ? list->len : 0;
	return true;
}

/* What is done in a case that moved waits until the log that it left says so, however long that takes (wait.c): it is taken for
 * recorded when it says. */
bool then_holds(struct eyes *w, struct arena *a, const struct eyed *x, struct decide_view *v,
		struct str *wrong, struct err *e)
{
	const struct rec_view records = { .operation = w->operation, .a = a };
	const struct rec *r = record_of(a, x);

	*wrong = S("");
	if (!r) {
		*wrong = S("what it says to the rules is no part of such a record");
		return true;
	}
	if (x->past.day != NO_DAY && x->past.day > local_at(w, x->latest)) {
		*wrong = str_fmt(w->a, "%.*s: its day is not there yet", P(x->act.event));
		return true;
	}
	v->records = &records;
	/* How the other case stood when it was said to be a duplicate, nobody knows any more. */
	v->other_outcome = true;
	v->tongue = TONGUE_UNSEEN;
	v->today =
		local_at(w, past_last(v, "closing", "move") && x->said < x->recorded ? x->said
										     : x->recorded);
	if (!see_facts(w, a, x, r, v, wrong, e) ||
	    (!wrong->len && !ask_all(w, a, x, r, v, wrong, e)))
		return false;
	if (wrong->len && !x->n_kids)
		*wrong = S("nobody signed it, and its day has not come");
	return true;
}
