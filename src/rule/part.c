/* Four eyes: who had which part in a case, who counts as one person, and whether those who sign are those whom a
 * row of the table wants. No officer's roles let one person do two halves of an act: each role that a row names
 * has a signer of its own, and relatives and renewed keys count as one. */
#include "rule/decide.h"

#include <string.h>

#include "rule/table.h"
#include "base/banned.h"

/* Acts by which an officer has a part in a case. Who signs an extension beside the screener, its chief, looked at the checks,
 * too. */
static const struct {
	const char *part, *kind, *events; /* events "a,b"; NULL: any */
	const char *states;		  /* of the case, after it: "a|b"; NULL: any */
} parts[] = {
	{ "receiver", "presentation", NULL },
	{ "registrar", "registration", "register,complete,covered_later,take_up,come_back" },
	{ "screener", "check", NULL },
	{ "screener", "step", "open_checks,extend,pause_missing,resume" },
	{ "screener", "step", "hear", "registered|screening" },
	{ "proposer", "step", "propose" },
	{ "approver", "decision", NULL },
	{ "approver", "appeal", "appeal_upheld", "granted" },
	{ "approver", "standing", "reinstate" },
	{ "decider", "decision", "approve_granted,approve_not_covered,approve_referred" },
	{ "decider", "appeal", "appeal_upheld,appeal_returned,appeal_rejected,referral_upheld" },
	{ "judge", "appeal", "appeal_decided,suspension_lifted,come_back,age_reopened" },
	{ "suspender", "standing", "suspend" },
	{ "revoker", "standing", "revoke" },
	{ "closer", "closing", NULL },
	{ "referrer", "child_referral", NULL },
	{ "referrer", "step", "age_confirmed" },
	{ "reviewer", "step", "return" },
	{ "reviewer", "pledge_case", NULL },
	{ "reviewer", "dedup_link", NULL },
	{ "reviewer", "standing", "lift,reinstate" },
	{ "merger", "merge", "merge,merge_away" },
	{ "answerer", "request", "request_answered,request_refused" },
	{ "promiser", "benefit", "benefit" },
};

#define PARTS (sizeof parts / sizeof *parts)

/* Keys that are one officer's, step by step. */
#define KEYS 16

struct keys {
	const uint8_t *list[KEYS];
	size_t n;
};

static bool holds(const struct keys *k, const uint8_t kid[4])
{
	for (size_t i = 0; i < k->n; i++)
		if (!memcmp(k->list[i], kid, 4))
			return true;
	return false;
}

static void add_key(struct keys *k, const uint8_t kid[4])
{
	if (k->n < KEYS && !holds(k, kid))
		k->list[k->n++] = kid;
}

/* A key and those that were, or are, the same officer's. */
static struct keys keys_of(const struct decide_view *v, const uint8_t kid[4])
{
	struct keys k = { { kid }, 1 };
	size_t before = 0;

	while (before < k.n) {
		before = k.n;
		for (size_t i = 0; i < v->n_same; i++) {
			const struct same_person *s = &v->same[i];

			if (!s->relative && holds(&k, s->a))
				add_key(&k, s->b);
			else if (!s->relative && holds(&k, s->b))
				add_key(&k, s->a);
		}
	}
	return k;
}

bool part_officer(const struct decide_view *v, const uint8_t a[4], const uint8_t b[4])
{
	struct keys k;

	if (!memcmp(a, b, 4))
		return true;
	if (!v->n_same)
		return false;
	k = keys_of(v, a);
	return holds(&k, b);
}

bool part_same(const struct decide_view *v, const uint8_t a[4], const uint8_t b[4])
{
	struct keys x, y;

	if (!memcmp(a, b, 4))
		return true;
	if (!v->n_same)
		return false;
	x = keys_of(v, a);
	y = keys_of(v, b);
	if (holds(&x, b))
		return true;
	for (size_t i = 0; i < v->n_same; i++) {
		const struct same_person *s = &v->same[i];

		if (s->relative &&
		    ((holds(&x, s->a) && holds(&y, s->b)) || (holds(&x, s->b) && holds(&y, s->a))))
			return true;
	}
	return false;
}

static bool signed_by(const struct decide_view *v, const struct past_act *x, const uint8_t kid[4],
		      bool relatives)
{
	for (size_t i = 0; i < x->n_kids; i++)
		if (relatives ? part_same(v, x->kids[i], kid) : part_officer(v, x->kids[i], kid))
			return true;
	return false;
}

/* What is proposed in the checks a screener proposes; in a review, one of the panel (C13, C14). */
static bool screens(const struct past_act *list, size_t i)
{
	return past_is(&list[i], "step", "propose") &&
	       !(i && str_eq(list[i - 1].state, S("review")));
}

static bool is_part(const struct past_act *list, size_t at, struct str part)
{
	const struct past_act *x = &list[at];

	for (size_t i = 0; i < PARTS; i++)
		if (str_eq(str_of(parts[i].part), part) &&
		    past_is(x, parts[i].kind, parts[i].events) &&
		    (!parts[i].states || state_among(parts[i].states, x->state)))
			return true;
	return str_eq(part, S("screener")) && screens(list, at);
}

static bool had_in(const struct decide_view *v, const struct past_act *list, size_t n,
		   const uint8_t kid[4], struct str part)
{
	for (size_t i = 0; i < n; i++)
		if (is_part(list, i, part) && signed_by(v, &list[i], kid, true))
			return true;
	return false;
}

bool part_had(const struct decide_view *v, const uint8_t kid[4], struct str part)
{
	return had_in(v, v->past, v->n_past, kid, part) ||
	       had_in(v, v->elsewhere, v->n_elsewhere, kid, part);
}

/* Refuses the signers who had one of the parts "a,b". */
static bool none_had(const struct decide_view *v, struct str list, struct refusals *why)
{
	bool ok = true;

	while (list.s) {
		struct str part = str_cut(&list, ',');

		for (size_t i = 0; part.len && i < v->n_signers; i++)
			if (part_had(v, v->signers[i].kid, part))
				ok = refuse(why,
					    str_eq(part, S("registrar")) ? "own_case"
									 : "acted_before",
					    S("as"), v->signers[i].name,
					    "an officer who did not act in this case before, nor "
					    "a relative of one: this one was its %.*s",
					    P(part));
	}
	return ok;
}

bool part_apart(const struct decide_view *v, const struct transition *t, struct refusals *why)
{
	bool ok = !t->four_eyes || none_had(v, eyes_parts(t->four_eyes), why);

	return (!t->apart || none_had(v, str_of(t->apart), why)) && ok;
}

const struct past_act *part_last_grant(const struct decide_view *v)
{
	for (size_t i = v->n_past; i-- > 0;)
		if (past_is(&v->past[i], "decision", "approve_granted") ||
		    past_is(&v->past[i], "appeal", "appeal_upheld"))
			return &v->past[i];
	return NULL;
}

bool part_proposer_left(const struct decide_view *v)
{
	const struct past_act *x = past_last(v, "step", "propose");

	if (!x || v->proposer_gone)
		return x != NULL;
	for (size_t i = 0; i < x->n_kids; i++)
		if (!part_had(v, x->kids[i], S("registrar")) &&
		    !part_had(v, x->kids[i], S("decider")))
			return false;
	return true;
}

/* Whether whoever has this key can sign: with it, or with another one of the same officer. */
static bool signs_yet(const struct decide_view *v, const uint8_t kid[4],
		      bool (*stands)(void *p, const uint8_t kid[4], struct key_stands *out),
		      void *p, bool *yes)
{
	struct keys own = keys_of(v, kid);
	struct key_stands x, newest = { .since = INT64_MIN };

	*yes = false;
	for (size_t i = 0; i < own.n; i++) {
		if (!stands(p, own.list[i], &x))
			return false;
		*yes |= x.serves;
		if (x.since >= newest.since)
			newest = x;
	}
	*yes &= !newest.ended;
	return true;
}

bool part_holders(struct decide_view *v, const struct kind *k,
		  bool (*stands)(void *p, const uint8_t kid[4], struct key_stands *out), void *p)
{
	bool paper = !strcmp(k->name, "certificate") || !strcmp(k->name, "standing"), yes;
	const struct past_act *x = paper ? part_last_grant(v) : past_last(v, "step", "propose");

	if (!paper && ((strcmp(k->name, "decision") != 0 && strcmp(k->name, "step") != 0) ||
		       !str_eq(v->case_state, S("decision_proposed"))))
		return true;
	for (size_t i = 0; x && i < x->n_kids; i++) {
		if (!signs_yet(v, x->kids[i], stands, p, &yes))
			return false;
		/* Whoever proposed, or registers, does not stand in for who approved. */
		if (yes && !(paper && (part_had(v, x->kids[i], S("proposer")) ||
				       part_had(v, x->kids[i], S("registrar")))))
			return true;
	}
	*(paper ? &v->approvers_gone : &v->proposer_gone) = x != NULL;
	return true;
}

static bool is_approver(const struct decide_view *v, const struct signer *s)
{
	const struct past_act *x = part_last_grant(v);

	return x && !part_had(v, s->kid, S("proposer")) &&
	       (signed_by(v, x, s->kid, false) ||
		(v->approvers_gone && role_in(s->roles, S("panel"))));
}

bool part_judges(const struct decide_view *v, const struct transition *t, const uint8_t kid[4])
{
	struct str list = str_of(t->panel ? t->panel : "");

	while (list.s)
		if (part_had(v, kid, str_cut(&list, ',')))
			return false;
	return true;
}

/* Whether an officer may sign as this word of a row. */
static bool fills(const struct decide_view *v, const struct transition *t, const struct signer *s,
		  struct str word)
{
	const struct past_act *x;

	if (str_eq(word, S("panel")) && !part_judges(v, t, s->kid))
		return false;
	if (str_eq(word, S("approver")))
		return is_approver(v, s);
	if (!str_eq(word, S("proposer")))
		return role_in(s->roles, eyes_role(word));
	x = past_last(v, "step", "propose");
	return x && signed_by(v, x, s->kid, false);
}

static bool of_used(const struct decide_view *v, unsigned used, size_t i)
{
	for (size_t j = 0; j < v->n_signers; j++)
		if (used & 1u << j && part_same(v, v->signers[i].kid, v->signers[j].kid))
			return true;
	return false;
}

/* Each word has a signer of its own. A few words and a few signers: trying all orders is a few steps. */
static bool assign(const struct decide_view *v, const struct transition *t, struct str words,
		   unsigned used)
{
	struct str word;

	if (!words.s)
		return true;
	word = str_cut(&words, '+');
	for (size_t i = 0; i < v->n_signers && i < 8; i++)
		if (!of_used(v, used, i) && fills(v, t, &v->signers[i], word) &&
		    assign(v, t, words, used | 1u << i))
			return true;
	return false;
}

static bool fills_any(const struct decide_view *v, const struct transition *t,
		      const struct signer *s, struct str words)
{
	while (words.s)
		if (fills(v, t, s, str_cut(&words, '+')))
			return true;
	return false;
}

bool part_signed(const struct decide_view *v, const struct transition *t)
{

	if (!t->four_eyes)
		return true;
	if (!eyes_count(t->four_eyes))
		return v->system && !v->n_signers;
	if (v->system || !assign(v, t, eyes_roles(t->four_eyes), 0))
		return false;
	for (size_t i = 0; i < v->n_signers; i++)
		if (!fills_any(v, t, &v->signers[i], eyes_roles(t->four_eyes)))
			return false;
	return true;
}

/* Two words of a row are no roles of an officer, though one of them is called like a role. */
static struct str signs_as(const struct transition *t, struct str word)
{
	if (str_eq(word, S("panel")) && t->panel)
		return S("panel (who neither screened nor proposed in the case)");
	if (str_eq(word, S("approver")))
		return S("who approved this grant (of the panel; any of it once none of them "
			 "serves)");
	return str_eq(word, S("proposer")) ? S("who proposed last") : word;
}

/* What to do where a row wants who proposed, and nobody can sign as that. */
static struct str instead(const struct decide_view *v, struct str words, struct arena *a)
{
	bool named = v->proposer_gone && v->proposer.len;

	while (words.s)
		if (str_eq(str_cut(&words, '+'), S("proposer")) && part_proposer_left(v))
			return str_fmt(
				a,
				"; %.*s %s: have the panel send it back (step event=return), "
				"and somebody else propose",
				P(named ? v->proposer : S("whoever proposed last")),
				v->proposer_gone ? "serves no more"
						 : "may not decide in this case any more");
	return S("");
}

bool part_enough(const struct decide_view *v, const struct transition *t, struct refusals *why)
{
	struct str words = eyes_roles(t->four_eyes), rest = words;
	struct buf b = { .a = why->a };

	if (!eyes_count(t->four_eyes))
		return part_signed(v, t) ||
		       refuse(why, "system", S("as"), S(""),
			      "nothing: the program itself records this when its day has come");
	if (part_signed(v, t))
		return true;
	while (rest.s) {
		struct str word = str_cut(&rest, '+');

		buf_fmt(&b, "%s%.*s", b.len ? ", " : "", P(signs_as(t, word)));
	}
	for (size_t i = 0; i < v->n_signers; i++)
		if (!fills_any(v, t, &v->signers[i], words))
			refuse(why, "role", S("as"), v->signers[i].name,
			       "an officer who is one of: %.*s", P(buf_text(&b)));
	return refuse(
		why, "four_eyes", S("as"), S(""),
		"%d officer%s who sign%s (--as NAME,NAME), no two of them relatives: %.*s%.*s",
		eyes_count(t->four_eyes), eyes_count(t->four_eyes) > 1 ? "s" : "",
		eyes_count(t->four_eyes) > 1 ? "" : "s", P(buf_text(&b)),
		P(instead(v, words, why->a)));
}
