/* See exchange_compare.h. */
#include "intake/exchange_compare.h"

#include <string.h>

#include "base/arena.h"
#include "intake/compare_each.h"
#include "intake/exchange_take.h"
#include "record/kinds.h"
#include "base/banned.h"

#define LOGS_SAID 300 /* bytes of origins that the reason of a pair names */

struct comparing {
	struct reg *r;
	uint8_t kid[4];
	const struct exchange_standing *with;
	struct str id, where; /* of `with`: in hex, and as the reason of a pair says it */
	struct store_pair *before;
	size_t n_before;
};

static struct str done_name(struct arena *a, struct str case_no, struct str id)
{
	return str_fmt(a, EXCHANGED "%.*s/%.*s", P(case_no), P(id));
}

bool exchange_anew(struct reg *r, struct arena *a, struct str case_no, struct err *e)
{
	return store_states_drop(r->store, done_name(a, case_no, S("")), e);
}

bool exchange_follow(struct accepting *w, struct err *e)
{
	struct str into;

	if (w->d->kind != &kind_merge || !rec_is(w->d->r, "act", "merge"))
		return true;
	return store_case_of_subject(w->r->store, w->a, rec_get(w->d->r, "keep")->s, &into, e) &&
	       (!into.s || exchange_anew(w->r, w->a, into, e));
}

struct asking {
	const struct comparing *c;
	struct arena *a;
	const uint8_t *subject;
	size_t from;
	struct keys_exchange_same got;
};

static bool ask_once(void *p, const uint64_t upto[256], struct err *e)
{
	struct asking *x = p;

	return keys_exchange_compare(x->c->r->keys, x->a, x->c->kid, x->subject, x->c->with->sender,
				     x->from, upto, &x->got, e);
}

static bool is_noted(const struct accepting *w, const uint8_t subject[16])
{
	for (size_t i = 0; i < w->n_alike; i++)
		if (!memcmp(w->alike[i].subject, subject, 16))
			return true;
	return false;
}

/* The files of one person: that of the draft, and what was merged into it. */
struct finding {
	const struct comparing *c;
	struct accepting *w;
	struct str *merged;
	size_t n_merged;
	size_t room; /* of w->alike */
};

/* Whether two judged it in this file. */
static bool is_judged(const struct comparing *c, struct str case_no, const struct store_mark *m)
{
	for (size_t i = 0; i < c->n_before; i++)
		if (c->before[i].verdict.s && str_eq(c->before[i].case_no, case_no) &&
		    str_eq(c->before[i].mac, str_mem(m->mac, sizeof m->mac)))
			return true;
	return false;
}

/* In this file alone. */
static bool said_in(struct accepting *w, struct str case_no, const struct lookalike *other,
		    bool *yes, struct err *e)
{
	static const uint8_t nobody[16]; /* whose file no other was merged into */
	bool said = false;

	if (!answered_there(w->r, w->a, case_no, nobody, other, &said, e))
		return false;
	*yes |= said;
	return true;
}

/* What only waits in a file that was merged is asked of nobody any more: it has to wait in the one that stays. */
static bool said_before(const struct finding *f, const struct lookalike *other, bool *yes,
			struct err *e)
{
	struct accepting *w = f->w;
	struct store_mark m = mark_of(w, MARK_THERE, str_hex(w->a, other->subject, 16));

	*e = w->view.e;
	if (e->kind != ERR_NONE || !said_in(w, w->d->case_no, other, yes, e))
		return false;
	for (size_t i = 0; i < f->n_merged; i++)
		if (is_judged(f->c, f->merged[i], &m) && !said_in(w, f->merged[i], other, yes, e))
			return false;
	return true;
}

/* Of one of whom nothing was noted yet. */
static bool add_alike(struct finding *f, const struct keys_same *same, struct err *e)
{
	struct accepting *w = f->w;
	struct lookalike other = { .case_no = S(""),
				   .reason = f->c->where,
				   .there = true,
				   .score = same->score,
				   .agrees = same->agrees };
	bool before = false;

	memcpy(other.subject, same->subject, 16);
	if (is_noted(w, other.subject))
		return true;
	if (!said_before(f, &other, &before, e))
		return false;
	if (before)
		return true;
	w->alike = arena_more(w->a, w->alike, w->n_alike, &f->room, sizeof *w->alike);
	w->alike[w->n_alike++] = other;
	return true;
}

/* By the names of one of the person's files. Of too many at once those that are left are noted the next time. */
static bool find_by(struct finding *f, const uint8_t subject[16], struct err *e)
{
	struct accepting *w = f->w;
	struct asking *x = arena_alloc(w->a, sizeof *x);
	const struct names_question q = { f->c->r, w->a, true, ask_once, x, &x->got.lost };

	*x = (struct asking){ .c = f->c, .a = w->a, .subject = subject };
	do {
		if (!names_ask(&q, e))
			return false;
		for (size_t i = 0; i < x->got.n; i++)
			if (!add_alike(f, &x->got.same[i], e))
				return false;
		x->from += x->got.n;
	} while (x->got.more && w->n_alike < KEYS_SAME);
	w->more_alike |= x->got.more;
	return true;
}

/* Files that were merged into this one are the person's, too; noted is in the one that stays. */
static bool find(void *p, struct accepting *w, struct err *e)
{
	struct finding f = { .c = p, .w = w };
	struct store_case merged;

	if (!merged_all(w->r, w->a, w->d->case_no, w->of.subject, &f.merged, &f.n_merged, e) ||
	    !find_by(&f, w->of.subject, e))
		return false;
	for (size_t i = 0; i < f.n_merged; i++)
		if (!store_case(w->r->store, w->a, f.merged[i], &merged, e) ||
		    (merged.there && !find_by(&f, merged.subject, e)))
			return false;
	return true;
}

/* Of a file: the beginning of its digest. */
static int64_t file_no(const struct exchange_standing *x)
{
	uint64_t n = 0;

	for (size_t i = 0; i < 8; i++)
		n = n << 8 | x->rows.b[i];
	return (int64_t)(n >> 1);
}

static bool done(void *p, struct arena *a, struct str case_no, struct err *e)
{
	const struct comparing *c = p;

	return store_state_set(c->r->store, done_name(a, case_no, c->id), file_no(c->with), e);
}

/* Where somebody is registered who is noted: the logs of that register, but headquarters', which each of an operation has under one
 * name. */
static struct str where(struct arena *a, const struct exchange_head *h)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < h->n_logs; i++) {
		struct str origin = h->logs[i].origin;

		if (h->n_logs > 1 && str_starts(origin, S("hq.")))
			continue;
		if (b.len && b.len + origin.len > LOGS_SAID) {
			buf_str(&b, S(", and others"));
			break;
		}
		buf_fmt(&b, "%s%.*s", b.len ? ", " : "in another register: ", P(origin));
	}
	return b.len ? buf_text(&b) : S("in another register");
}

static bool compare_with(struct comparing *c, struct arena *a, struct exchange_compare *x,
			 struct refusals *why, struct err *e)
{
	struct compare_each each = { .r = c->r,
				     .officer = x->officer,
				     .why = why,
				     .find = find,
				     .done = done,
				     .p = c,
				     .progress = x->progress,
				     .shown = x->p };
	struct str *list;
	bool ok;
	size_t n;

	c->id = str_hex(a, c->with->sender, EXCHANGE_ID);
	c->where = where(a, &c->with->head);
	ok = store_cases_not_exchanged(c->r->store, a, kind_registration.code, c->id,
				       file_no(c->with), &list, &n, e) &&
	     compare_each(&each, list, n, e);
	x->cases += each.cases;
	x->noted += each.noted;
	x->files++;
	return ok;
}

/* What is recorded as held, where it is here. */
static bool compare_held(struct comparing *c, struct arena *a, struct exchange_compare *x,
			 struct refusals *why, struct err *e)
{
	switch (c->with->is) {
	case EXCHANGE_MISSING:
		x->missing++;
		return true;
	case EXCHANGE_DAMAGED:
		return err_set(e, ERR_FALSE,
			       "what the register %.*s gave does not read: take its file again "
			       "(exchange take), or drop it",
			       P(exchange_finger_of(a, c->with->sender)));
	default:
		return compare_with(c, a, x, why, e);
	}
}

bool exchange_compare(struct reg *r, struct arena *a, struct exchange_compare *x,
		      struct refusals *why, struct err *e)
{
	struct comparing c = { .r = r };
	struct exchange_standing *list;
	bool ok;
	size_t n;

	e->kind = ERR_NONE;
	ok = reg_unlock(r, e) && compare_officer(r, a, x->officer, c.kid, why, e) &&
	     exchange_settle(r, a, c.kid, e) && exchange_standing(r, a, false, &list, &n, e) &&
	     store_pairs(r->store, a, &c.before, &c.n_before, e);
	for (size_t i = 0; ok && i < n; i++) {
		c.with = &list[i];
		ok = compare_held(&c, a, x, why, e);
	}
	if (!ok && why->n && e->kind == ERR_NONE)
		err_set(e, ERR_REFUSED, "exchange compare is refused");
	return ok && (x->files || x->missing ||
		      err_set(e, ERR_NOTHING,
			      "nothing of another register is held here (sulh exchange take)"));
}

static bool count_pairs(struct reg *r, struct arena *a, size_t *n, struct err *e)
{
	struct store_pair *list;
	size_t all;

	if (!store_pairs(r->store, a, &list, &all, e))
		return false;
	for (size_t i = 0; i < all; i++)
		*n += !list[i].verdict.s && !code_in(NOT_COMPARED, list[i].state);
	return true;
}

bool exchange_waiting(struct reg *r, struct arena *a, struct exchange_waiting *out, struct err *e)
{
	struct exchange_standing *list;
	size_t *n_cases;

	*out = (struct exchange_waiting){ 0 };
	if (!count_pairs(r, a, &out->pairs, e) || !exchange_in_force(r, a, &list, &out->n, e))
		return false;
	n_cases = arena_array(a, out->n + 1, sizeof *n_cases);
	for (size_t i = 0; i < out->n; i++) {
		struct str *cases;

		if (!store_cases_not_exchanged(r->store, a, kind_registration.code,
					       str_hex(a, list[i].sender, EXCHANGE_ID),
					       file_no(&list[i]), &cases, &n_cases[i], e))
			return false;
		out->cases += n_cases[i];
	}
	out->with = list;
	out->n_cases = n_cases;
	return true;
}
