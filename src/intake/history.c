/* The acts of a case as the rules see them: from the private projection, nothing sealed for the person. */
#include "intake/history.h"
#include "intake/intake_int.h"

#include <string.h>

#include "base/arena.h"
#include "record/kinds.h"
#include "store/person.h"
#include "base/banned.h"

struct seeing {
	struct arena *a;
	struct buf acts, kids; /* kids of the last act */
};

/* The kids of an act are complete when the next one begins. */
static void close_act(struct seeing *s)
{
	struct past_act *last;

	if (!s->acts.len)
		return;
	last = (struct past_act *)(void *)(s->acts.p + s->acts.len) - 1;
	last->kids = (const uint8_t(*)[4])(const void *)s->kids.p;
	last->n_kids = s->kids.len / 4;
	s->kids = (struct buf){ .a = s->a };
}

static bool note_past(void *p, const struct store_past *x)
{
	const struct kind *k = kind_by_code(x->kind);
	struct seeing *s = p;
	struct past_act act = { .step = x->step,
				.kind = str_of(k ? k->name : ""),
				.event = x->event,
				.state = x->state,
				.cls = x->cls,
				.day = x->said_day,
				.until = x->until,
				.appeal_until = x->appeal_end,
				.code = x->code,
				.decree = x->decree,
				.search = x->search };
	const struct past_act *last =
		(const struct past_act *)(const void *)(s->acts.p + s->acts.len);

	if (!s->acts.len || last[-1].step != x->step) {
		close_act(s);
		buf_add(&s->acts, &act, sizeof act);
	}
	if (x->kid)
		buf_add(&s->kids, x->kid, 4);
	return true;
}

bool history_see(struct reg *r, struct arena *a, struct str case_no, struct decide_view *v,
		 struct err *e)
{
	struct seeing s = { .a = a, .acts = { .a = a }, .kids = { .a = a } };

	e->kind = ERR_NONE;
	if (!store_past(r->store, a, case_no, note_past, &s, e))
		return false;
	close_act(&s);
	v->past = (const struct past_act *)(const void *)s.acts.p;
	v->n_past = s.acts.len / sizeof *v->past;
	return true;
}

/* Whether whoever has this key can sign: with it, or with another one of the same officer, of which the newest says
 * whether he or she was retired or suspended since (kept_ended). */
static bool signs_yet(struct reg *r, struct arena *a, const struct decide_view *v,
		      const uint8_t kid[4], struct history_days at, bool *yes, struct err *e)
{
	struct store_officer o, newest = { .since = INT64_MIN };

	*yes = false;
	for (size_t i = 0; i <= 2 * v->n_same; i++) {
		const struct same_person *s = i ? &v->same[(i - 1) / 2] : NULL;
		const uint8_t *other = !s ? kid : i % 2 ? s->a : s->b;

		if (s && (s->relative || !part_officer(v, kid, other)))
			continue;
		if (!store_officer(r->store, a, other, at.day, &o, e))
			return false;
		*yes |= officer_serves(&o, at.day);
		if (!store_officer(r->store, a, other, at.today + 1, &o, e))
			return false;
		if (o.there && o.since >= newest.since)
			newest = o;
	}
	*yes &= !code_in("retire,suspend", newest.act);
	return true;
}

static bool approvers(struct reg *r, struct arena *a, struct history_days at, struct decide_view *v,
		      struct err *e)
{
	const struct past_act *x = part_last_grant(v);
	bool yes;

	v->approvers_gone = x != NULL;
	for (size_t i = 0; x && i < x->n_kids; i++) {
		if (!signs_yet(r, a, v, x->kids[i], at, &yes, e))
			return false;
		/* Whoever proposed, or registers, does not stand in for who approved. */
		if (yes && !part_had(v, x->kids[i], S("proposer")) &&
		    !part_had(v, x->kids[i], S("registrar")))
			v->approvers_gone = false;
	}
	return true;
}

static bool proposer(struct reg *r, struct arena *a, struct history_days at, struct decide_view *v,
		     struct err *e)
{
	const struct past_act *x = past_last(v, "step", "propose");
	bool yes;

	v->proposer_gone = x != NULL;
	for (size_t i = 0; x && i < x->n_kids; i++) {
		if (!signs_yet(r, a, v, x->kids[i], at, &yes, e))
			return false;
		v->proposer = kept_name(r, x->kids[i]);
		v->proposer_gone &= !yes;
	}
	return true;
}

bool history_holders(struct reg *r, struct arena *a, const struct kind *k, struct history_days at,
		     struct decide_view *v, struct err *e)
{
	if (k == &kind_certificate || k == &kind_standing)
		return approvers(r, a, at, v, e);
	return (k != &kind_decision && k != &kind_step) ||
	       !str_eq(v->case_state, S("decision_proposed")) || proposer(r, a, at, v, e);
}

bool history_case(struct reg *r, struct arena *a, struct str case_no, struct decide_view *v,
		  struct err *e)
{
	struct store_case c;

	if (!store_case(r->store, a, case_no, &c, e))
		return false;
	history_put(&c, v);
	return !c.there || (kept_centres(r, v, e) && history_see(r, a, case_no, v, e));
}

void history_put(const struct store_case *c, struct decide_view *v)
{
	v->has_case = c->there;
	v->case_state = c->there ? c->state : S("");
	v->case_class = c->cls;
	v->case_before = c->there && c->before.s ? c->before : S("");
	v->class_before = c->class_before;
}
