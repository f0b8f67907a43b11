/* See vouch_eyes.h. What acts there are stands in vouch_past.c. */
#include "intake/vouch_eyes.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "intake/vouch_who.h"
#include "record/kinds.h"
#include "record/officer.h"
#include "record/opday.h"
#include "base/banned.h"

bool eyes_begin(struct eyes *w, struct reg *r, struct arena *a, bool all, struct err *e)
{
	*w = (struct eyes){ .r = r, .a = a, .acts = { .a = a }, .pairs = { .a = a }, .all = all };
	w->cuts = w->known = (struct buf){ .a = a };
	w->begun = INT64_MAX;
	w->operation = kept_operation(r, e);
	return (w->operation || e->kind == ERR_NONE) && vouch_who(r, all, &w->who, e) &&
	       then_begin(w, e);
}

static int64_t day_at(const struct eyes *w, int64_t s)
{
	return w->operation ? opday_of(w->operation, s) : instant_day((struct instant){ s, 0 });
}

/* The operation day of the act, on which the rules looked at roles: officers signed the calendar day, which is that or
 * its neighbour. Where it says none, that of its recording (then_bound). */
static void set_days(const struct eyes *w, const struct centre_body *b, struct eyed *out)
{
	int64_t said = b->act.said_day, timed = b->has_occurred ? day_at(w, b->occurred) : NO_DAY;

	out->said = out->recorded = b->recorded;
	out->day = said;
	if (timed != NO_DAY && (said == NO_DAY || (timed >= said - 1 && timed <= said + 1)))
		out->day = timed;
	out->ever = out->day == NO_DAY;
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
	if (b->asked.s)
		out->asked = str_dup(a, b->asked);
	out->past = (struct past_act){ .step = b->act.step,
				       .event = out->act.event.s ? out->act.event : S(""),
				       .state = out->act.state,
				       .cls = b->act.cls,
				       .day = b->act.said_day,
				       .until = b->act.until,
				       .appeal_until =
					       b->ties.has_appeal_end ? b->ties.appeal_end : NO_DAY,
				       .code = str_dup(a, b->act.code),
				       .decree = str_dup(a, b->act.decree),
				       .search = str_dup(a, b->act.search) };
	memcpy(out->draft, b->act.draft, sizeof out->draft);
	memcpy(out->subject, b->act.subject, sizeof out->subject);
	for (size_t i = 0; i < b->ties.n_marks; i++)
		if (str_eq(b->ties.marks[i].what, S("keep")))
			out->keep = str_dup(a, str_mem(b->ties.marks[i].mac, 32));
}

/* They are views of the bytes. */
static bool fields_of(struct arena *a, struct str bytes, struct rec **out)
{
	struct entry *x = arena_alloc(a, sizeof *x);
	struct err e = { 0 };

	return entry_read(a, str_dup(a, bytes), x, &e) && entry_known(a, x, out, &e);
}

const char *eyes_add(struct eyes *w, size_t at, const struct keys_act *act, struct eyes_at where)
{
	struct eyed out = { .at = at, .where = where, .in_log = where.seq >= 0 };
	struct centre_body body;
	struct read in = read_of(act->body.s, act->body.len);
	bool sealed = act->body.len;
	const struct kind *k;
	struct rec *r;

	if (sealed && !seal_body_read(&in, &body))
		return "object c is not that of such a record";
	k = kind_by_code(sealed && body.act.kind ? body.act.kind : where.code);
	if (!k)
		return "object c is not that of such a record";
	out.act.kind = k;
	out.kids = arena_copy(w->a, act->kids, sizeof act->kids[0] * act->n_kids);
	out.n_kids = act->n_kids;
	if (sealed) {
		set_days(w, &body, &out);
		copy_body(w, &body, &out);
	} else {
		out.recorded = INT64_MAX;
		out.bounded = true;
	}
	out.past.kind = str_of(k->name);
	if (k->form == FORM_PLACE) {
		out.day = where.day;
		out.ever = false;
		if (at != EYED_PAST && !fields_of(w->a, act->entry, &r))
			return "the fields of the entry cannot be read";
		if (at != EYED_PAST)
			out.act.rec = r;
	}
	buf_add(&w->acts, &out, sizeof out);
	return NULL;
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
	struct past_act out = x->past;

	out.kids = x->kids;
	out.n_kids = x->n_kids;
	return out;
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

struct holding {
	const struct course *c;
	const struct eyed *x;
};

/* By the log of headquarters, up to the day after the act was recorded. */
static bool stands(void *p, const uint8_t kid[4], struct key_stands *out)
{
	const struct holding *h = p;

	*out = vouch_stands(h->c->w->who, kid, h->x->day, day_at(h->c->w, h->x->recorded) + 1);
	return true;
}

/* The case before the act: where it stood, and before that where it was merged. */
static void see_case(const struct course *c, struct decide_view *v)
{
	v->has_case = c->before;
	v->case_state = c->before ? c->before->act.state : S("");
	v->case_class = c->before ? c->before->act.cls : CLASS_NONE;
	v->case_before = S("");
	for (size_t i = 1; i < c->n_past; i++)
		if (past_is(&c->past[i], "merge", "merge,merge_away")) {
			v->case_before = c->past[i - 1].state;
			v->class_before = c->past[i - 1].cls;
		}
}

/* Whether it is for the rules to say: what stands about places alone, and what opens or ends a record, was looked at elsewhere. */
static bool has_conditions(const struct eyed *x)
{
	const struct kind *k = x->act.kind;

	return x->act.event.s && k != &kind_erasure && k != &kind_access_event;
}

/* *wrong empty: nothing is wrong. */
static bool judge(struct course *c, const struct eyed *x, struct str *wrong, struct err *e)
{
	struct signer signers[ENTRY_SIGNATURES];
	struct refusals why = { .a = c->a };
	struct decide_view v = { .signers = signers,
				 .n_signers = x->n_kids,
				 .past = c->past,
				 .n_past = c->n_past,
				 .system = !x->n_kids };

	*wrong = S("");
	/* The first officers vouch for each other. */
	if (x->act.kind == &kind_officer && vouch_nobody(c->w->who))
		return true;
	for (size_t i = 0; i < x->n_kids; i++)
		signers[i] = vouch_signer(c->w->who, c->a, x->kids[i], x->day, x->ever);
	v.same = vouch_same(c->w->who, c->a, x->recorded, &v.n_same);
	see_case(c, &v);
	v.other_log = c->before && c->before->where.log != x->where.log;
	see_elsewhere(c, x, &v);
	(void)part_holders(&v, x->act.kind, stands, &(struct holding){ c, x });
	/* Those of the log were looked at with what was said before them (vouch_who). */
	if (x->act.rec && officer_anew(x->act.rec)) {
		if (x->in_log)
			return true;
		v.keepers = vouch_keepers(c->w->who, x->act.rec, x->day);
	}
	if (x->n_kids && !eyes_signed(&v, &x->act, &why)) {
		*wrong = vouch_words(c->w->a, x->act.event, &why);
		return true;
	}
	return !has_conditions(x) || then_holds(c->w, c->a, x, &v, wrong, e);
}

/* What is wrong with it beside who signed it. */
static const char *broken_before(const struct course *c, size_t i)
{
	if (c->list[i].case_no.s && c->n_past &&
	    c->past[c->n_past - 1].step == c->list[i].past.step)
		return "another act has its number in the case";
	return c->broken;
}

static bool judge_case(struct course *c, struct str *wrong, struct err *e)
{
	c->past = arena_array(c->a, c->n + 1, sizeof *c->past);
	for (size_t i = 0; i < c->n; i++) {
		const struct eyed *x = &c->list[i];
		bool judged = x->at != EYED_PAST, bad = x->wrong;

		if (judged && !bad) {
			const char *why = broken_before(c, i);
			struct str words = str_of(why ? why : "");

			if (!why && !judge(c, x, &words, e))
				return false;
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
	return true;
}

static int by_case(const void *p, const void *q)
{
	const struct eyed *x = p, *y = q;
	int c = str_cmp(x->case_no, y->case_no);

	if (c || !x->case_no.s)
		return c ? c : (x->at > y->at) - (x->at < y->at);
	if (x->past.step != y->past.step)
		return x->past.step < y->past.step ? -1 : 1;
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
	bool ok = scratch || err_set(e, ERR_FAILED, "look at who signed: out of memory");

	ok = ok && then_bound(w, e);
	if (ok && n)
		qsort(w->acts.p, n, sizeof *list, by_case);
	while (ok && at < n) {
		struct course c = { .w = w, .a = scratch, .list = list + at, .n = 1 };

		/* Of no case: each for itself. */
		while (list[at].case_no.s && at + c.n < n &&
		       str_eq(list[at + c.n].case_no, list[at].case_no))
			c.n++;
		ok = judge_case(&c, wrong, e);
		at += c.n;
		arena_reset(scratch);
	}
	arena_free(scratch);
	return ok;
}
