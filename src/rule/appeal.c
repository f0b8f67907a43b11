/* Appeals of a case: which wait to be decided, which revocation they are against, and what an act may do because of them (words of
 * transition.needs, table.c). */
#include "rule/decide.h"

#include "rule/needs.h"
#include "base/banned.h"

bool appeal_ended(const struct past_act *x, struct str code)
{
	return x->cls == CLASS_OPEN && code_in("not_covered,referred,revoked", code);
}

int64_t appeal_open(const struct decide_view *v, struct str code)
{
	int64_t n = 0;

	for (size_t i = 0; i < v->n_past; i++) {
		const struct past_act *x = &v->past[i];

		if (appeal_ended(x, code))
			n = 0;
		else if (past_is(x, "appeal", NULL) && str_eq(x->code, code))
			n += str_eq(x->event, S("appeal")) ? 1 : -(n > 0);
	}
	return n;
}

/* Whether act i lodges the first appeal against something. */
static bool is_first(const struct decide_view *v, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (past_is(&v->past[j], "appeal", "appeal") &&
		    str_eq(v->past[j].code, v->past[i].code))
			return false;
	return past_is(&v->past[i], "appeal", "appeal");
}

int64_t appeal_open_all(const struct decide_view *v)
{
	int64_t n = 0;

	for (size_t i = 0; i < v->n_past; i++)
		if (is_first(v, i))
			n += appeal_open(v, v->past[i].code);
	return n;
}

/* No act since then made the case count as anything else. */
static const struct past_act *revocation(const struct decide_view *v)
{
	for (size_t i = v->n_past; i-- > 0 && v->past[i].cls == CLASS_CLOSED;)
		if (past_is(&v->past[i], "standing", "revoke"))
			return &v->past[i];
	return NULL;
}

const struct past_act *appeal_reversed(const struct decide_view *v)
{
	const struct past_act *revoked = past_last(v, "standing", "revoke"),
			      *x = past_last(v, "appeal", "appeal_upheld"),
			      *again = past_last(v, "standing", "reinstate");

	return x && revoked && x->step > revoked->step && str_eq(x->code, S("revoked")) &&
			       (!again || again->step < x->step)
		       ? x
		       : NULL;
}

bool appeal_same(const struct needing *n)
{
	struct buf b = { .a = n->why->a };

	if (appeal_open(n->v, rec_code(n->r, "against")))
		return true;
	for (size_t i = 0; i < n->v->n_past; i++)
		if (is_first(n->v, i) && appeal_open(n->v, n->v->past[i].code))
			buf_fmt(&b, "%s%.*s", b.len ? " or " : "", P(n->v->past[i].code));
	return refuse(
		n->why, "against", S("against"), rec_code(n->r, "against"), "%.*s",
		P(b.len ? str_fmt(n->why->a, "%.*s, against which one was lodged", P(buf_text(&b)))
			: S("an appeal that was lodged and is not decided")));
}

bool appeal_revoked(const struct needing *n)
{
	return (revocation(n->v) && !appeal_reversed(n->v) && !appeal_open(n->v, S("revoked"))) ||
	       refuse(n->why, "against", S("against"), S("revoked"),
		      "what was decided of this case: no revocation stands, or an appeal against "
		      "it is open");
}

bool appeal_no_reversal(const struct needing *n)
{
	return !revocation(n->v) || !(appeal_reversed(n->v) || appeal_open(n->v, S("revoked"))) ||
	       refuse(n->why, "open_appeal", S("case"), n->v->case_state,
		      "a case whose appeal against the revocation is decided, and the grant "
		      "reinstated where it was upheld (panel): before that it does not begin anew");
}

bool appeal_upheld(const struct needing *n)
{
	return appeal_reversed(n->v) ||
	       refuse(n->why, "before", S("case"), n->v->case_state,
		      "a case whose appeal against the revocation is upheld");
}
