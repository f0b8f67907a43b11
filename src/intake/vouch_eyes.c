/* See vouch_eyes.h. What acts there are stands in vouch_past.c. */
#include "intake/vouch_eyes.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "intake/vouch_who.h"
#include "record/kinds.h"
#include "record/officer.h"
#include "record/opday.h"
#include "rule/limit.h"
#include "base/banned.h"

#define DAY_SECONDS 86400
/* Nothing waits for a cut for longer (wait.c), as long as there is one a day. */
#define WAITS 8
/* Another process of this machine may have looked at the clock a little later. */
#define CLOCK_SLACK 300

bool eyes_begin(struct eyes *w, struct reg *r, struct arena *a, bool all, struct err *e)
{
	*w = (struct eyes){
		.r = r, .a = a, .acts = { .a = a }, .pairs = { .a = a }, .all = all, .since = NO_DAY
	};
	w->operation = kept_operation(r, e);
	return (w->operation || e->kind == ERR_NONE) && vouch_who(r, all, &w->who, e);
}

static int64_t day_at(const struct eyes *w, int64_t s)
{
	return w->operation ? opday_of(w->operation, s) : instant_day((struct instant){ s, 0 });
}

/* No officer signs when an act was recorded: it is believed within what its cut allows. What is about a place shows the day of what
 * happened, not of its cut. */
static int64_t when_recorded(const struct eyes *w, int64_t day, int64_t said, bool cut_by_day,
			     bool in_log)
{
	int64_t now = clock_now(&w->r->clock),
		least = (in_log ? day * DAY_SECONDS : now) - WAITS * DAY_SECONDS,
		most = cut_by_day ? (day + 2) * DAY_SECONDS : now + CLOCK_SLACK;

	if (said > most)
		said = most;
	return said > least ? said : least;
}

/* That it was recorded long ago, too, is not believed where a cut of since then would have it. */
static bool is_late(const struct eyes *w, int64_t said, int64_t recorded)
{
	int64_t least = w->since != NO_DAY ? (w->since - WAITS) * DAY_SECONDS : recorded;

	return said != NO_DAY && w->operation &&
	       said < opday_local(w->operation, recorded > least ? recorded : least) - LATE_DAYS;
}

/* The operation day of the act, on which the rules looked at roles: officers signed the calendar day, which is that or
 * its neighbour. */
static void set_days(const struct eyes *w, int64_t day, const struct centre_body *b,
		     const struct kind *k, struct eyed *out)
{
	int64_t said = b->act.said_day, timed = b->has_occurred ? day_at(w, b->occurred) : NO_DAY;

	out->recorded = when_recorded(w, day, b->recorded, out->in_log && k->form != FORM_PLACE,
				      out->in_log);
	out->local_day = said;
	if (said != NO_DAY)
		out->day = timed != NO_DAY && timed >= said - 1 && timed <= said + 1 ? timed : said;
	else
		out->day = timed != NO_DAY ? timed : day_at(w, out->recorded);
	out->ever = said == NO_DAY && timed == NO_DAY;
	out->act.late = is_late(w, said, b->recorded);
}

static void copy_body(struct eyes *w, const struct centre_body *b, struct eyed *out)
{
	struct arena *a = w->a;

	out->act.event = b->has_event ? str_dup(a, b->act.event) : (struct str){ NULL, 0 };
	out->act.has_case = b->act.case_no.s;
	out->act.state = str_dup(a, b->act.state);
	out->act.cls = b->act.cls;
	if (b->act.case_no.s)
		out->case_no = str_dup(a, b->act.case_no);
	out->step = b->act.step;
	memcpy(out->draft, b->act.draft, sizeof out->draft);
	memcpy(out->subject, b->act.subject, sizeof out->subject);
	for (size_t i = 0; i < b->ties.n_marks; i++)
		if (str_eq(b->ties.marks[i].what, S("keep")))
			out->keep = str_dup(a, str_mem(b->ties.marks[i].mac, 32));
}

/* They are views of the bytes. */
static const struct rec *fields_of(struct arena *a, struct str bytes)
{
	struct entry *x = arena_alloc(a, sizeof *x);
	struct err e = { 0 };

	return entry_read(a, str_dup(a, bytes), x, &e) ? entry_fields(a, x) : NULL;
}

bool eyes_add(struct eyes *w, size_t at, const struct keys_act *act, int64_t code, int64_t day,
	      bool in_log)
{
	struct eyed out = { .at = at, .in_log = in_log };
	struct centre_body body;
	struct read in = read_of(act->body.s, act->body.len);
	bool sealed = act->body.len;
	const struct kind *k;

	if (sealed && !seal_body_read(&in, &body))
		return false;
	k = kind_by_code(sealed && body.act.kind ? body.act.kind : code);
	if (!k)
		return false;
	out.act.kind = k;
	out.kids = arena_copy(w->a, act->kids, sizeof act->kids[0] * act->n_kids + 1);
	out.n_kids = act->n_kids;
	if (sealed) {
		set_days(w, day, &body, k, &out);
		copy_body(w, &body, &out);
	} else {
		out.recorded = INT64_MAX;
	}
	if (k->form == FORM_PLACE) {
		out.day = day;
		out.ever = false;
		if (at != EYED_PAST)
			out.act.rec = fields_of(w->a, act->entry);
	}
	buf_add(&w->acts, &out, sizeof out);
	return true;
}

/* One case, its acts so far. */
struct course {
	struct eyes *w;
	struct arena *a; /* of one case */
	const struct eyed *list;
	size_t n;
	struct past_act *past;
	size_t n_past;
	const struct eyed *before; /* the last of them */
	const char *broken;	   /* what of it later ones cannot rest on; NULL: nothing */
};

static struct past_act past_of(const struct eyed *x)
{
	return (struct past_act){ .step = x->step,
				  .kind = str_of(x->act.kind->name),
				  .event = x->act.event.s ? x->act.event : S(""),
				  .state = x->act.state,
				  .cls = x->act.cls,
				  .day = x->local_day,
				  .until = NO_DAY,
				  .appeal_until = NO_DAY,
				  .code = S(""),
				  .decree = S(""),
				  .search = S(""),
				  .kids = x->kids,
				  .n_kids = x->n_kids };
}

static const struct eyed *acts_of(const struct eyes *w, size_t *n)
{
	*n = w->acts.len / sizeof(struct eyed);
	return (const struct eyed *)(const void *)w->acts.p;
}

/* The acts of a case among all, which are sorted. */
static const struct eyed *of_case(const struct eyes *w, struct str case_no, size_t *n)
{
	size_t high, low = 0, last;
	const struct eyed *list = acts_of(w, &high);

	last = high;
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (str_cmp(list[mid].case_no, case_no) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (*n = 0; low + *n < last && str_eq(list[low + *n].case_no, case_no);)
		(*n)++;
	return list + low;
}

/* Whether a case was merged away by this time, as its acts say. */
static bool merged_by(const struct eyed *list, size_t n, int64_t at)
{
	bool merged = false;

	for (size_t i = 0; i < n; i++)
		if (list[i].recorded <= at && list[i].act.kind == &kind_merge && !list[i].wrong)
			merged = str_eq(list[i].act.event, S("merge"));
	return merged;
}

static bool is_among(const struct buf *cases, struct str case_no)
{
	const struct str *list = (const struct str *)(const void *)cases->p;

	for (size_t i = 0; i < cases->len / sizeof *list; i++)
		if (str_eq(list[i], case_no))
			return true;
	return false;
}

/* The acts of other cases of the person by the time of this one. */
static void see_elsewhere(struct course *c, const struct eyed *x, struct decide_view *v)
{
	const struct str *pairs = (const struct str *)(const void *)c->w->pairs.p;
	size_t n_pairs = c->w->pairs.len / sizeof *pairs;
	struct buf cases = { .a = c->a }, acts = { .a = c->a };
	bool merge = x->act.kind == &kind_merge && str_eq(x->act.event, S("merge"));

	if (!n_pairs || !x->case_no.s)
		return;
	buf_add(&cases, &x->case_no, sizeof x->case_no);
	for (size_t at = 0; at < cases.len / sizeof(struct str); at++)
		for (size_t i = 0; i + 1 < n_pairs; i += 2) {
			struct str of = ((const struct str *)(const void *)cases.p)[at], other;
			/* What a merge goes into; else what was merged into it. */
			bool kept = !at && merge && str_eq(pairs[i], of);
			const struct eyed *list;
			size_t n;

			if (!kept && !str_eq(pairs[i + 1], of))
				continue;
			other = pairs[i + kept];
			list = of_case(c->w, other, &n);
			if (is_among(&cases, other) || (!kept && !merged_by(list, n, x->recorded)))
				continue;
			buf_add(&cases, &other, sizeof other);
			for (size_t j = 0; j < n; j++) {
				struct past_act past = past_of(&list[j]);

				/* By step: an earlier step may say a later time. */
				if (!list[j].wrong && list[j].recorded <= x->recorded)
					buf_add(&acts, &past, sizeof past);
			}
		}
	v->elsewhere = (const struct past_act *)(const void *)acts.p;
	v->n_elsewhere = acts.len / sizeof *v->elsewhere;
}

/* Whether an officer who serves on the day of the act did so, too, by the day after it was recorded, with any key: else the
 * rules may have let another sign (history.c). */
static bool stayed(const struct course *c, const struct decide_view *v, const uint8_t kid[4],
		   const struct eyed *x)
{
	struct buf kids = { .a = c->a };

	buf_add(&kids, kid, 4);
	for (size_t i = 0; i < 2 * v->n_same; i++) {
		const uint8_t *other = i % 2 ? v->same[i / 2].b : v->same[i / 2].a;

		if (!v->same[i / 2].relative && part_officer(v, kid, other))
			buf_add(&kids, other, 4);
	}
	return vouch_stayed(c->w->who, (const uint8_t(*)[4])(const void *)kids.p, kids.len / 4,
			    x->day, day_at(c->w, x->recorded) + 1);
}

/* Those who granted serve no more; whoever proposed, or registered, does not stand in for who approved. */
static bool approvers_gone(const struct course *c, const struct decide_view *v,
			   const struct eyed *x)
{
	const struct past_act *grant = part_last_grant(v);

	for (size_t i = 0; grant && i < grant->n_kids; i++)
		if (stayed(c, v, grant->kids[i], x) &&
		    !part_had(v, grant->kids[i], S("proposer")) &&
		    !part_had(v, grant->kids[i], S("registrar")))
			return false;
	return grant;
}

/* Empty: nothing is wrong. */
static struct str judge(struct course *c, const struct eyed *x)
{
	struct signer signers[ENTRY_SIGNATURES];
	struct refusals why = { .a = c->a };
	struct decide_view v = { .signers = signers,
				 .n_signers = x->n_kids,
				 .past = c->past,
				 .n_past = c->n_past,
				 .has_case = c->before };

	/* What nobody signs was looked at before. The first officers vouch for each other. */
	if (!x->n_kids || (x->act.kind == &kind_officer && vouch_nobody(c->w->who)))
		return S("");
	for (size_t i = 0; i < x->n_kids; i++)
		signers[i] = vouch_signer(c->w->who, c->a, x->kids[i], x->day, x->ever);
	v.same = vouch_same(c->w->who, c->a, x->recorded, &v.n_same);
	v.case_state = c->before ? c->before->act.state : S("");
	v.case_class = c->before ? c->before->act.cls : CLASS_NONE;
	see_elsewhere(c, x, &v);
	if (x->act.kind == &kind_certificate || x->act.kind == &kind_standing)
		v.approvers_gone = approvers_gone(c, &v, x);
	/* Those of the log were looked at with what was said before them (vouch_who). */
	if (x->act.rec && officer_anew(x->act.rec)) {
		if (x->in_log)
			return S("");
		v.keepers = vouch_keepers(c->w->who, x->act.rec, x->day);
	}
	if (eyes_signed(&v, &x->act, &why))
		return S("");
	return vouch_words(c->w->a, x->act.event, &why);
}

/* What is wrong with it beside who signed it. */
static const char *broken_before(const struct course *c, size_t i)
{
	if (c->list[i].case_no.s && c->n_past && c->past[c->n_past - 1].step == c->list[i].step)
		return "another act has its number in the case";
	return c->broken;
}

static void judge_case(struct course *c, struct str *wrong)
{
	c->past = arena_array(c->a, c->n + 1, sizeof *c->past);
	for (size_t i = 0; i < c->n; i++) {
		const struct eyed *x = &c->list[i];
		bool judged = x->at != EYED_PAST, bad = x->wrong;

		if (judged && !bad) {
			const char *why = broken_before(c, i);
			struct str words = why ? str_of(why) : judge(c, x);

			if (words.len && !(c->w->all && c->broken))
				wrong[x->at] = words;
			bad = words.len;
			if (!bad && !c->w->all)
				eyes_keep(c->w, x);
		}
		if (bad && (x->known || x->in_log))
			c->broken =
				judged ? "it rests on an act of its case that no cut takes"
				       : "it rests on an act of its case in the log that is not "
					 "as officers signed it";
		if (bad)
			continue;
		c->past[c->n_past++] = past_of(x);
		c->before = x;
	}
}

static int by_case(const void *p, const void *q)
{
	const struct eyed *x = p, *y = q;
	int c = str_cmp(x->case_no, y->case_no);

	if (c || !x->case_no.s)
		return c ? c : (x->at > y->at) - (x->at < y->at);
	if (x->step != y->step)
		return x->step < y->step ? -1 : 1;
	if (x->in_log != y->in_log)
		return x->in_log ? -1 : 1;
	if (x->known != y->known)
		return x->known ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

bool eyes_judge(struct eyes *w, struct str *wrong, struct err *e)
{
	struct arena *scratch = arena_new(0);
	size_t n, at = 0;
	const struct eyed *list = acts_of(w, &n);

	if (!scratch)
		return err_set(e, ERR_FAILED, "look at who signed: out of memory");
	if (n)
		qsort(w->acts.p, n, sizeof *list, by_case);
	while (at < n) {
		struct course c = { .w = w, .a = scratch, .list = list + at, .n = 1 };

		/* Of no case: each for itself. */
		while (list[at].case_no.s && at + c.n < n &&
		       str_eq(list[at + c.n].case_no, list[at].case_no))
			c.n++;
		judge_case(&c, wrong);
		at += c.n;
		arena_reset(scratch);
	}
	arena_free(scratch);
	return true;
}
