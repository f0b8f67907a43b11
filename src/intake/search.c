/*
 * Whether other registrations were searched before somebody is registered, by what the key holder knows of it: a
 * registration, or a correction, that says so without is refused. And who may be the same person (keys_search): whoever registers, or
 * corrects a name, answers of each (answers.c), and once: of whom something was said before nobody is asked again.
 * Where nobody searched, and of whom only protection officers may hear, an adjudicator is asked (follow.c).
 */
#include <string.h>

#include "base/arena.h"
#include "intake/intake_int.h"
#include "ledger/key.h"
#include "record/kinds.h"
#include "base/banned.h"

#define DAY 86400

/* What it says of a search; s == NULL: nothing. */
static struct str says(const struct rec *r)
{
	if (r->kind == &kind_registration)
		return rec_code(r, "search_done");
	return r->kind == &kind_correction && rec_is(r, "field", "search_done")
		       ? rec_code(r, "new_value")
		       : (struct str){ NULL, 0 };
}

struct asking {
	struct accepting *w;
	struct keys_search *s;
	struct keys_searched *got;
};

/* With what waits, as far as it fits into one question. */
static bool ask_once(void *p, const uint64_t upto[256], struct err *e)
{
	struct asking *x = p;
	struct reg *r = x->w->r;

	do {
		names_waiting(r, x->s);
		if (!keys_search(r->keys, x->w->a, x->s, upto, x->got, e))
			return false;
	} while (!x->got->lost.any && !names_told(r, x->s->n_waiting));
	return true;
}

static bool ask(struct accepting *w, struct keys_search *s, struct keys_searched *got,
		struct err *e)
{
	struct asking x = { w, s, got };
	const struct names_question q = { w->r, w->a, true, ask_once, &x, &got->lost };

	return names_ask(&q, e);
}

static bool is_noted(const struct accepting *w, const uint8_t subject[16])
{
	for (size_t i = 0; i < w->n_alike; i++)
		if (!memcmp(w->alike[i].subject, subject, 16))
			return true;
	return false;
}

/* The person behind a subject, in the case in which he or she goes on. Who has no case, as what a crash left, and whose case it is
 * itself, is nobody; and of whom something was said of the two before nothing is said again. */
static bool who_is(struct accepting *w, const struct keys_same *same, struct lookalike *x,
		   bool *somebody, struct err *e)
{
	struct store_case c;
	bool before = false;

	*x = (struct lookalike){ .reason = S(""), .score = same->score, .agrees = same->agrees };
	*somebody = false;
	if (!store_case_of_subject(w->r->store, w->a, str_mem(same->subject, 16), &x->case_no, e))
		return false;
	if (!x->case_no.s)
		return true;
	if (!merged_stands(w->r, w->a, &x->case_no, &c, e))
		return false;
	memcpy(x->subject, c.subject, 16);
	if (!c.there || is_noted(w, c.subject) ||
	    (w->of.there && str_eq(x->case_no, w->d->case_no)))
		return true;
	if (w->of.there &&
	    !answered_before(w->r, w->a, w->d->case_no, w->of.subject, x, &before, e))
		return false;
	*somebody = !before;
	return true;
}

static const struct answer *answer_to(const struct accepting *w, const struct lookalike *x)
{
	for (size_t i = 0; i < w->n_answers; i++)
		if (!memcmp(w->answers[i].subject, x->subject, 16))
			return &w->answers[i];
	return NULL;
}

static void note(struct accepting *w, struct lookalike x, const struct answer *by)
{
	if (by) {
		x.reason = by->reason;
		x.other = by->is == ANSWER_OTHER;
	}
	w->alike[w->n_alike++] = x;
}

/* Of a child nobody but protection hears that there is one; two adjudicators compare. */
static bool add_found(struct accepting *w, const struct keys_same *same, bool must, struct err *e)
{
	const struct answer *by;
	struct lookalike x;
	bool somebody, child;

	if (!who_is(w, same, &x, &somebody, e))
		return false;
	if (!somebody)
		return true;
	if (!merged_child(w->r, w->a, x.case_no, &child, e))
		return false;
	by = child ? NULL : answer_to(w, &x);
	if (!by && must && !child)
		refuse(w->why, "unanswered", S("answers"), x.case_no,
		       "an answer: somebody of such a name, and of an age that may be the same, is "
		       "registered; look who it is (sulh person find), then "
		       "answers='case=%.*s answer=other|ask|same reason=\"...\"'",
		       P(x.case_no));
	note(w, x, by);
	return true;
}

static bool is_told_apart(const struct accepting *w, const uint8_t subject[16])
{
	for (size_t i = 0; i < w->n_alike; i++)
		if (w->alike[i].other && !memcmp(w->alike[i].subject, subject, 16))
			return true;
	return false;
}

/* That it is another person is said of who was asked of alone: said ahead of somebody, it would stand when the name is made that
 * person's later. Of a child nobody was asked, alike or not. What was taken over is answered as a whole. */
static bool add_answered(struct accepting *w, const struct answer *x, struct err *e)
{
	struct keys_same named = { .score = 0 };
	struct lookalike other;
	bool somebody, child;

	memcpy(named.subject, x->subject, 16);
	if (x->is == ANSWER_SAME || is_told_apart(w, x->subject))
		return true;
	if (!who_is(w, &named, &other, &somebody, e) ||
	    !merged_child(w->r, w->a, x->case_no, &child, e))
		return false;
	if (x->is == ANSWER_OTHER && !w->d->takes_over && (somebody || child))
		return refuse(w->why, "not_asked", S("answers"), x->case_no,
			      "answer=other of those alone who may be the same person by what is "
			      "said here, each with the case that was asked of; answer=ask where "
			      "an adjudicator shall look");
	if (somebody && x->is == ANSWER_ASK)
		note(w, other, x);
	return true;
}

/* In the index; in what waits for the end of the transaction, of which nobody knows a number yet; and whom else an answer names. */
static bool note_all(struct accepting *w, const struct keys_searched *got, bool must, struct err *e)
{
	if (got->more)
		return refuse(w->why, "too_many", S("answers"), S(""),
			      "a name and a birth that at most %d others may have: tell more of "
			      "them, and of the mother; where that is not known, adjudicators "
			      "compare those who are registered first (sulh person compare)",
			      KEYS_SAME);
	w->alike = arena_array(w->a, KEYS_SAME + w->n_answers + 1, sizeof *w->alike);
	for (size_t i = 0; i < got->n; i++)
		if (!add_found(w, &got->same[i], must && !got->same[i].waits, e))
			return false;
	for (size_t i = 0; i < w->n_answers; i++)
		if (!add_answered(w, &w->answers[i], e))
			return false;
	return !w->why->n;
}

static bool looked(struct accepting *w, struct str said, const struct keys_searched *got)
{
	return got->looked ||
	       refuse(w->why, "not_looked",
		      w->d->kind == &kind_registration ? S("search_done") : S("new_value"), said,
		      "offline, as somebody of such a name is registered and nobody looked: search "
		      "for "
		      "the whole name as it is given here (sulh person find NAME --as OFFICER, by "
		      "who "
		      "registers), look who that is, then record this");
}

/* A file that is closed is protection's: what is alike in it was compared before. */
static bool is_compared(const struct accepting *w)
{
	return w->d->kind == &kind_correction
		       ? !code_in("child_referred,deceased,merged_into", w->of.state)
		       : !w->registered;
}

static void put_names(struct accepting *w, struct names *names, struct keys_search *s)
{
	struct buf body = { .a = w->a };

	names->case_no = S("");
	names_put(names, &body);
	key_wipe_later(w->a, body.p, body.cap);
	s->body = buf_text(&body);
}

bool search_hold(struct accepting *w, bool dry, struct err *e)
{
	const struct rec *r = w->d->r;
	struct str said = says(r);
	uint8_t kids[DRAFT_OFFICERS][4];
	struct keys_search s = { .subject = w->of.there ? w->of.subject : NULL,
				 .kids = (const uint8_t(*)[4])kids,
				 .n_kids = w->d->n_officers,
				 /* On the day of the act, or the one before, by whatever zone. */
				 .since = (r->day - 2) * DAY,
				 .claims = said.s && !str_eq(said, S("offline")),
				 .tells = !said.s || !str_eq(said, S("offline")) };
	struct keys_searched *got = arena_alloc(w->a, sizeof *got);
	struct names names;
	bool said_names = names_of(w->a, r, &names), has_names = said_names && is_compared(w);

	if (said_names && !w->d->system && !names_spelled(w, &names))
		return false;
	/* What nobody asks for, and nothing is kept of, is not looked for. */
	if ((!said.s && !has_names) || w->d->system || (dry && said.s && !s.claims))
		return true;
	for (size_t i = 0; i < w->d->n_officers; i++)
		memcpy(kids[i], w->officers[i].kid, 4);
	if (s.since < 0)
		s.since = 0;
	if (has_names || r->kind == &kind_registration) {
		names.case_no = S("");
		put_names(w, &names, &s);
	}
	if (!ask(w, &s, got, e) || (s.claims && !looked(w, said, got)))
		return false;
	return !has_names || note_all(w, got, s.tells, e);
}

bool search_again(struct accepting *w, const uint8_t kid[4], struct err *e)
{
	struct keys_search s = { .subject = w->of.subject, .n_kids = 1 };
	struct keys_searched *got = arena_alloc(w->a, sizeof *got);
	uint8_t kids[1][4];

	memcpy(kids[0], kid, 4);
	s.kids = (const uint8_t(*)[4])kids;
	if (!ask(w, &s, got, e))
		return false;
	w->alike = arena_array(w->a, KEYS_SAME, sizeof *w->alike);
	for (size_t i = 0; i < got->n; i++)
		if (!add_found(w, &got->same[i], false, e))
			return false;
	w->more_alike = got->more;
	return true;
}
