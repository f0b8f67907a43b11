/* See act.h. */
#include "keyd/act.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/keys.h"
#include "ledger/key.h"
#include "record/kinds.h"
#include "record/officer.h"
#include "rule/table.h"
#include "base/banned.h"

/* What officers sign of an object c: all that it says of what was done to whom, and the number of the draft, by which the
 * act is this one and no other like it. */
static const unsigned act_keys =
	1u << BODY_SUBJECT | 1u << BODY_DRAFT | 1u << BODY_FIELDS | 1u << BODY_CASE |
	1u << BODY_EVENT | 1u << BODY_STEP | 1u << BODY_FIELDS_HASH | 1u << BODY_KIND |
	1u << BODY_STATE | 1u << BODY_CLASS | 1u << BODY_OWN | 1u << BODY_ENTRY | 1u << BODY_MARKS |
	1u << BODY_APPEAL_END | 1u << BODY_SAID | 1u << BODY_CLOCK | 1u << BODY_NAMED |
	1u << BODY_DANGER | 1u << BODY_ACCESS | 1u << BODY_ASKED;

struct hash act_head(struct arena *a, const uint8_t id8[8], const struct entry *x)
{
	const struct kind *k = kind_by_code(x->kind);
	struct str parts[] = { S("sulh/head/v1\0"), str_mem(id8, 8),
			       entry_put(a, x, entry_head_mask(k ? k->form : FORM_PLACE)) };

	return hash_parts(parts, 3);
}

bool act_message(struct arena *a, const uint8_t id8[8], const struct entry *x, enum form form,
		 struct str body, struct str *msg)
{
	struct buf out = { .a = a }, map = { .a = a };
	struct read in = read_of(body.s, body.len);
	uint64_t n = 0, kept = 0;
	int64_t key = -1;
	struct str item;

	if (!cbor_map(&in, BODY_END - 1, &n))
		return false;
	while (n--) {
		if (!cbor_key(&in, &key) || !cbor_skip(&in, BODY_DEPTH, &item))
			return false;
		if (key < BODY_SUBJECT || key >= BODY_END || !(act_keys & 1u << key))
			continue;
		cbor_put_int(&map, key);
		buf_str(&map, item);
		kept++;
	}
	buf_str(&out, S(KEYS_SIGN_ACT));
	buf_add(&out, id8, 8);
	buf_str(&out, entry_put(a, x, entry_act_mask(form)));
	cbor_put_map(&out, kept);
	buf_str(&out, buf_text(&map));
	*msg = buf_text(&out);
	return read_end(&in);
}

bool act_of_program(const struct kind *k, struct str event)
{
	static const struct {
		const char *kind, *event;
	} list[] = {
		{ "step", "review_due" }, { "step", "reopen" },		 { "step", "no_news" },
		{ "step", "escalate" },	  { "closing", "lost_contact" }, { "standing", "confirm" },
		{ "standing", "lapse" },
	};

	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (str_eq(str_of(k->name), str_of(list[i].kind)) &&
		    str_eq(event, str_of(list[i].event)))
			return true;
	return k == &kind_access_event;
}

/* That of any row of the table: which it was depends on where the case stood. */
int64_t act_eyes(const struct kind *k, struct str event)
{
	int64_t least = -1;

	for (size_t i = 0; i < transitions_n; i++) {
		const struct transition *t = &transitions[i];
		int64_t n = t->four_eyes ? eyes_count(t->four_eyes) : k->signatures;

		if (transition_of_kind(t, k->name) && str_eq(event, str_of(t->event)) &&
		    (least < 0 || n < least))
			least = n;
	}
	return least < 0 ? k->signatures : least;
}

struct signing {
	struct str kid, sig;
};

/* What of a body is looked at here. */
struct looked {
	struct str head, draft, entry, event;
	int64_t kind;
	struct signing list[ENTRY_SIGNATURES];
	size_t n;
};

static bool read_signatures(struct read *in, struct looked *l)
{
	uint64_t n = 0, two = 0;

	if (!cbor_array(in, ENTRY_SIGNATURES, &n))
		return false;
	for (l->n = 0; l->n < n; l->n++)
		if (!cbor_array(in, 2, &two) || two != 2 ||
		    !cbor_bytes(in, 4, 4, &l->list[l->n].kid) ||
		    !cbor_bytes(in, 64, 64, &l->list[l->n].sig))
			return false;
	return true;
}

static bool body_read(struct str body, struct looked *l)
{
	struct read in = read_of(body.s, body.len);
	uint64_t n = 0;
	int64_t key = -1;
	struct str skipped;
	bool ok;

	*l = (struct looked){ .event = S("") };
	if (!cbor_map(&in, BODY_END - 1, &n))
		return false;
	while (n--) {
		if (!cbor_key(&in, &key))
			return false;
		ok = key == BODY_HEAD	      ? cbor_bytes(&in, 32, 32, &l->head)
		     : key == BODY_DRAFT      ? cbor_bytes(&in, 16, 16, &l->draft)
		     : key == BODY_ENTRY      ? cbor_bytes(&in, 1, ENTRY_MAX, &l->entry)
		     : key == BODY_EVENT      ? cbor_text(&in, 48, &l->event)
		     : key == BODY_KIND	      ? cbor_int(&in, 1, INT32_MAX, &l->kind)
		     : key == BODY_SIGNATURES ? read_signatures(&in, l)
					      : cbor_skip(&in, BODY_DEPTH, &skipped);
		if (!ok)
			return false;
	}
	return read_end(&in) && l->head.s && l->draft.s;
}

bool act_number(struct arena *a, struct str body, uint8_t number[16])
{
	struct looked *l = arena_alloc(a, sizeof *l);

	if (!body_read(body, l))
		return false;
	memcpy(number, l->draft.s, 16);
	return true;
}

bool act_item(struct arena *a, struct str body, struct entry *x)
{
	struct looked *l = arena_alloc(a, sizeof *l);
	const struct kind *k;
	struct err e;

	if (!body_read(body, l) || !l->entry.s || !entry_read(a, l->entry, x, &e))
		return false;
	k = kind_by_code(x->kind);
	return k && k->form == FORM_WEAPON;
}

static bool one_person(const struct act_officers *officers, struct str x, struct str y)
{
	return str_eq(x, y) || (officers->same && officers->same(officers->p, (const uint8_t *)x.s,
								 (const uint8_t *)y.s));
}

/* Different officers, and each signature right. */
static const char *signed_wrong(const struct signing *list, size_t count, struct str msg,
				const struct act_officers *officers, struct err *e)
{
	for (size_t i = 0; i < count; i++) {
		uint8_t pub[32];

		for (size_t j = 0; j < i; j++)
			if (one_person(officers, list[i].kid, list[j].kid))
				return "one officer signed it twice";
		if (!officers->find(officers->p, (const uint8_t *)list[i].kid.s, pub, e))
			return e->kind != ERR_NONE
				       ? NULL
				       : "an officer whom the log does not know signed it";
		if (!key_verify(pub, msg, (const uint8_t *)list[i].sig.s))
			return "a signature of an officer is not right";
	}
	return NULL;
}

/* Whether such an act is published as such an entry. */
static bool of_its_kind(struct arena *a, const struct entry *x, const struct looked *l,
			const struct kind *k)
{
	if (k->form == FORM_WEAPON)
		return l->entry.s && x->kind == k->code &&
		       str_eq(l->entry, entry_put(a, x, WITHOUT(KEY_SEAL)));
	/* What is said of a place in a sealed field is no act. */
	if (!l->kind)
		return k->form == FORM_PLACE && x->kind == k->code && !l->entry.s &&
		       !l->event.len && k->subject != SUBJECT_CASE;
	return !l->entry.s && l->event.len &&
	       (x->kind == kind_public_code(k) ||
		(x->kind == VEILED_CODE && k->form != FORM_PLACE));
}

const char *act_wrong(struct arena *a, const uint8_t id8[8], const struct entry *x, struct str body,
		      const struct act_officers *officers, struct act_found *out, struct err *e)
{
	struct looked *l = arena_alloc(a, sizeof *l);
	const struct kind *k;
	struct hash head;
	const char *wrong;
	struct str msg;

	*out = (struct act_found){ .event = S("") };
	e->kind = ERR_NONE;
	if (!body_read(body, l) || !kind_by_code(x->kind))
		return "object c is not well-formed";
	head = act_head(a, id8, x);
	if (!str_eq(l->head, hash_str(&head)))
		return "object c belongs to another entry";
	k = kind_by_code(l->kind ? l->kind : x->kind);
	if (!k || !of_its_kind(a, x, l, k))
		return "object c is not that of such an entry";
	out->kind = k;
	out->event = l->event;
	out->signers = l->n;
	for (size_t i = 0; i < l->n; i++)
		memcpy(out->kids[i], l->list[i].kid.s, 4);
	memcpy(out->draft, l->draft.s, sizeof out->draft);
	/* Of a place kind the signatures are public. */
	if (k->form == FORM_PLACE)
		return NULL;
	if (!act_message(a, id8, x, k->form, body, &msg))
		return "object c is not well-formed";
	wrong = signed_wrong(l->list, l->n, msg, officers, e);
	if (wrong || e->kind != ERR_NONE)
		return wrong;
	if (!l->n)
		return act_of_program(k, l->event) ? NULL : "nobody signed it";
	return (int64_t)l->n < act_eyes(k, l->event)
		       ? "fewer officers signed it than the rules want"
		       : NULL;
}

bool act_is_lapse(const struct entry *x)
{
	return x->kind == kind_standing.code && !x->n_signatures;
}

/* A day that came is all of it. */
static bool lapsed(struct arena *a, const struct entry *x)
{
	const struct rec *r = entry_fields(a, x);
	struct str act = r ? rec_code(r, "act") : S(""),
		   why = r ? rec_code(r, "reason_code") : S("");

	if (str_eq(act, S("confirm")))
		return code_in("expired_provisional,search_merged", why);
	return str_eq(act, S("lift")) && str_eq(why, S("expired_suspension"));
}

bool act_anew(struct arena *a, const struct entry *x)
{
	const struct rec *r = x->kind == kind_officer.code ? entry_fields(a, x) : NULL;

	return r && officer_anew(r);
}

const char *place_wrong(struct arena *a, const uint8_t id8[8], const struct entry *x,
			const struct act_officers *officers, struct err *e)
{
	const struct kind *k = kind_by_code(x->kind);
	struct signing list[ENTRY_SIGNATURES];
	struct buf msg = { .a = a };
	const char *wrong;
	size_t want;

	e->kind = ERR_NONE;
	if (!k || k->form != FORM_PLACE)
		return "it is of no kind about places";
	buf_str(&msg, S(KEYS_SIGN_ENTRY));
	buf_add(&msg, id8, 8);
	buf_str(&msg, entry_put(a, x, WITHOUT(KEY_SIGNATURES)));
	for (size_t i = 0; i < x->n_signatures; i++)
		list[i] = (struct signing){ str_mem(x->signatures[i].kid, 4),
					    str_mem(x->signatures[i].sig, 64) };
	wrong = signed_wrong(list, x->n_signatures, buf_text(&msg), officers, e);
	if (wrong || e->kind != ERR_NONE)
		return wrong;
	want = (size_t)k->signatures;
	if (act_anew(a, x))
		want = 1; /* and whoever still serves */
	if (k == &kind_standing)
		want = lapsed(a, x) ? 0 : 1; /* the rest is for the rules of the paper */
	return x->n_signatures < want ? "fewer officers signed it than the kind wants" : NULL;
}
