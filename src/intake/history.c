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
	int64_t step;	       /* of the last act; -1: there is none yet */
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

	if (s->step != x->step) {
		close_act(s);
		buf_add(&s->acts, &act, sizeof act);
		s->step = x->step;
	}
	if (x->kid)
		buf_add(&s->kids, x->kid, 4);
	return true;
}

bool history_see(struct reg *r, struct arena *a, struct str case_no, struct decide_view *v,
		 struct err *e)
{
	struct seeing s = { .a = a, .acts = { .a = a }, .kids = { .a = a }, .step = -1 };

	e->kind = ERR_NONE;
	if (!store_past(r->store, a, case_no, note_past, &s, e))
		return false;
	close_act(&s);
	v->past = (const struct past_act *)(const void *)s.acts.p;
	v->n_past = s.acts.len / sizeof *v->past;
	return true;
}

struct holding {
	struct reg *r;
	struct arena *a;
	struct history_days at;
	struct err *e;
};

static bool stands(void *p, const uint8_t kid[4], struct key_stands *out)
{
	struct holding *h = p;
	struct store_officer o;

	if (!store_officer(h->r->store, h->a, kid, h->at.day, &o, h->e))
		return false;
	*out = (struct key_stands){ .serves = officer_serves(&o, h->at.day), .since = INT64_MIN };
	if (!store_officer(h->r->store, h->a, kid, h->at.today + 1, &o, h->e))
		return false;
	if (o.there) {
		out->ended = code_in("retire,suspend", o.act);
		out->since = o.since;
	}
	return true;
}

bool history_holders(struct reg *r, struct arena *a, const struct kind *k, struct history_days at,
		     struct decide_view *v, struct err *e)
{
	struct holding h = { r, a, at, e };
	const struct past_act *x = past_last(v, "step", "propose");

	if (!part_holders(v, k, stands, &h))
		return false;
	if (x && x->n_kids)
		v->proposer = kept_name(r, x->kids[x->n_kids - 1]);
	return true;
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
