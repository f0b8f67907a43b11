/* The sealed objects of a record (format.md section 3): their CBOR bodies, the binding to the entry, the
 * officers' signatures. */
#include "intake/intake_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/os.h"
#include "intake/seal_int.h"
#include "ledger/seal.h"
#include "record/kinds.h"
#include "rule/asked.h"
#include "base/banned.h"

/* A body under way: the CBOR of each key, empty where it has none. */
struct body {
	struct buf part[BODY_END];
};

static struct buf *part(struct arena *a, struct body *b, enum body_key key)
{
	b->part[key].a = a;
	return &b->part[key];
}

static void put_bytes(struct arena *a, struct body *b, enum body_key key, const void *p, size_t n)
{
	cbor_put_bytes(part(a, b, key), str_mem(p, n));
}

static void put_text(struct arena *a, struct body *b, enum body_key key, struct str s)
{
	if (s.s)
		cbor_put_text(part(a, b, key), s);
}

static void put_int(struct arena *a, struct body *b, enum body_key key, int64_t n)
{
	cbor_put_int(part(a, b, key), n);
}

static void put_time(struct arena *a, struct body *b, enum body_key key, int64_t s, int32_t minutes)
{
	struct buf *to = part(a, b, key);

	cbor_put_array(to, 2);
	cbor_put_int(to, s);
	cbor_put_int(to, minutes);
}

static void put_salt(struct arena *a, struct body *b)
{
	uint8_t salt[16];

	os_random(salt, sizeof salt);
	put_bytes(a, b, BODY_SALT, salt, sizeof salt);
}

/* The map of the keys that are set. */
static struct str body_map(struct arena *a, const struct body *b)
{
	struct buf out = { .a = a };
	uint64_t n = 0;

	for (int key = BODY_SUBJECT; key < BODY_END; key++)
		n += b->part[key].len > 0;
	cbor_put_map(&out, n);
	for (int key = BODY_SUBJECT; key < BODY_END; key++)
		if (b->part[key].len) {
			cbor_put_int(&out, key);
			buf_add(&out, b->part[key].p, b->part[key].len);
		}
	return buf_text(&out);
}

/* What is noted of a person is sealed for that person; of an event about which a victim's name is known, for the
 * centre, as of any event. */
static bool note_in_s(const struct sealing *w)
{
	return w->has_s && !(w->has_own && w->d->kind->form == FORM_PLACE);
}

static struct str person_body(struct arena *a, const struct sealing *w, struct str fields,
			      const struct hash *head)
{
	struct body b = { 0 };

	put_bytes(a, &b, BODY_SUBJECT, w->has_own ? w->own : w->subject, 16);
	put_salt(a, &b);
	if (note_in_s(w))
		put_text(a, &b, BODY_NOTE, w->d->note);
	buf_str(part(a, &b, BODY_FIELDS), fields);
	put_bytes(a, &b, BODY_HEAD, head->b, 32);
	put_int(a, &b, BODY_KIND, w->d->kind->code);
	return body_map(a, &b);
}

/* Officers' signatures on an act about a person and on a weapon item stand inside c: nobody outside learns
 * who acted. They are over the public part and over all that says in c what was done to whom. */
static bool put_acts(struct reg *r, struct arena *a, struct body *b, const struct sealing *w,
		     struct err *e)
{
	struct buf *to = part(a, b, BODY_SIGNATURES);
	struct str msg;

	if (!act_message(a, w->log->id8, w->x, w->d->kind->form, body_map(a, b), &msg))
		return err_set(e, ERR_FAILED, "seal object c: it is not well-formed");
	cbor_put_array(to, w->n_officers);
	for (size_t i = 0; i < w->n_officers; i++) {
		uint8_t sig[64];

		if (!keys_sign(r->keys, w->officers[i].kid, msg, sig, e))
			return false;
		cbor_put_array(to, 2);
		cbor_put_bytes(to, str_mem(w->officers[i].kid, 4));
		cbor_put_bytes(to, str_mem(sig, 64));
	}
	return true;
}

static void put_common(struct arena *a, struct body *b, const struct sealing *w)
{
	const struct draft *d = w->d;

	if (d->has_time)
		put_time(a, b, BODY_OCCURRED, d->occurred.s, d->occurred.minutes);
	put_time(a, b, BODY_RECORDED, w->now, 0);
	put_bytes(a, b, BODY_OPERATOR, w->operator, 4);
	put_text(a, b, BODY_DEVICE, d->device);
	put_bytes(a, b, BODY_DRAFT, w->draft, 16);
	put_salt(a, b);
	if (!note_in_s(w))
		put_text(a, b, BODY_NOTE, d->note);
	if (rec_fields_n(d->r, CENTRE))
		rec_fields(a, d->r, CENTRE, NULL, part(a, b, BODY_FIELDS));
}

bool seal_says(const struct sealing *w)
{
	return w->has_case || (w->has_own && w->act->code.len);
}

static void put_act(struct arena *a, struct body *b, const struct sealing *w, struct str s_fields)
{
	struct hash of_fields = hash_of(s_fields);

	put_int(a, b, BODY_KIND, w->d->kind->code);
	put_text(a, b, BODY_EVENT, w->act->event);
	if (w->has_case) {
		put_bytes(a, b, BODY_SUBJECT, w->subject, 16);
		put_text(a, b, BODY_CASE, w->d->case_no);
		put_int(a, b, BODY_STEP, w->step);
		put_text(a, b, BODY_STATE, w->act->state.s ? w->act->state : S(""));
		put_int(a, b, BODY_CLASS, w->act->cls);
	}
	if (seal_says(w))
		said_put(part(a, b, BODY_SAID), w->act);
	clock_put(part(a, b, BODY_CLOCK), w->d->r);
	if (w->has_s)
		put_bytes(a, b, BODY_FIELDS_HASH, of_fields.b, 32);
	if (w->has_own)
		put_bytes(a, b, BODY_OWN, w->own, 16);
}

static void put_access(struct buf *to, const struct store_access *x)
{
	cbor_put_array(to, 7);
	cbor_put_int(to, x->what);
	cbor_put_bytes(to, str_mem(x->reader, 4));
	cbor_put_text(to, x->scope.s ? x->scope : S(""));
	cbor_put_text(to, x->purpose);
	cbor_put_int(to, x->at);
	cbor_put_bytes(to, x->subject);
	cbor_put_bytes(to, x->of);
}

static void put_ties(struct arena *a, struct body *b, const struct store_ties *ties)
{
	if (ties->n_marks)
		cbor_put_array(part(a, b, BODY_MARKS), ties->n_marks);
	for (size_t i = 0; i < ties->n_marks; i++) {
		struct buf *to = part(a, b, BODY_MARKS);

		cbor_put_array(to, 2);
		cbor_put_text(to, ties->marks[i].what);
		cbor_put_bytes(to, str_mem(ties->marks[i].mac, 32));
	}
	if (ties->has_appeal_end)
		put_int(a, b, BODY_APPEAL_END, ties->appeal_end);
	if (ties->n_same)
		cbor_put_array(part(a, b, BODY_SAME), ties->n_same);
	for (size_t i = 0; i < ties->n_same; i++) {
		struct buf *to = part(a, b, BODY_SAME);

		cbor_put_array(to, 3);
		cbor_put_bytes(to, str_mem(ties->same[i].kid, 4));
		cbor_put_bytes(to, str_mem(ties->same[i].other, 4));
		cbor_put_int(to, ties->same[i].relative);
	}
	if (ties->named.len)
		cbor_put_bytes(part(a, b, BODY_NAMED), ties->named);
	if (ties->danger)
		cbor_put_bool(part(a, b, BODY_DANGER), true);
	if (ties->access.what)
		put_access(part(a, b, BODY_ACCESS), &ties->access);
}

static bool centre_body(struct reg *r, struct arena *a, const struct sealing *w,
			struct str s_fields, const struct hash *head, struct str *out,
			struct err *e)
{
	const struct kind *k = w->d->kind;
	struct body b = { 0 };

	put_common(a, &b, w);
	put_bytes(a, &b, BODY_HEAD, head->b, 32);
	if (w->act)
		put_act(a, &b, w, s_fields);
	put_ties(a, &b, &w->ties);
	if (k != &kind_erasure)
		asked_put(a, asked_of(a, w->d->r), part(a, &b, BODY_ASKED));
	if (k->form == FORM_WEAPON) {
		put_int(a, &b, BODY_KIND, k->code);
		cbor_put_bytes(part(a, &b, BODY_ENTRY), entry_put(a, w->x, WITHOUT(KEY_SEAL)));
	}
	if (k->form != FORM_PLACE && !put_acts(r, a, &b, w, e))
		return false;
	*out = body_map(a, &b);
	return true;
}

static bool seal_objects(struct reg *r, struct arena *a, struct sealing *w, struct err *e)
{
	struct hash head = act_head(a, w->log->id8, w->x), seal;
	struct buf fields = { .a = a };
	struct str body;

	if (w->has_s) {
		rec_fields(a, w->d->r, PERSON, NULL, &fields);
		if (!w->has_recipient &&
		    !keys_recipient(r->keys, w->has_own ? w->own : w->subject, w->recipient, e))
			return false;
		w->s = seal_person(a, w->recipient, person_body(a, w, buf_text(&fields), &head));
	}
	if (!centre_body(r, a, w, buf_text(&fields), &head, &body, e) ||
	    !keys_seal_c(r->keys, a, body, &w->c, e))
		return false;
	seal = seal_hash(w->c, w->s);
	w->x->seal = str_dup(a, hash_str(&seal));
	return true;
}

static bool sign_public(struct reg *r, struct arena *a, struct sealing *w, struct err *e)
{
	struct buf msg = { .a = a };

	buf_str(&msg, S(KEYS_SIGN_ENTRY));
	buf_add(&msg, w->log->id8, 8);
	buf_str(&msg, entry_put(a, w->x, WITHOUT(KEY_SIGNATURES)));
	for (size_t i = 0; i < w->n_officers; i++) {
		struct signature *s = &w->x->signatures[w->x->n_signatures++];

		memcpy(s->kid, w->officers[i].kid, 4);
		if (!keys_sign(r->keys, w->officers[i].kid, buf_text(&msg), s->sig, e))
			return false;
	}
	return true;
}

bool seal_record(struct reg *r, struct arena *a, struct sealing *w, struct err *e)
{
	const struct kind *k = w->d->kind;
	uint8_t id[16];

	if (k->seal[0]) {
		if (!seal_objects(r, a, w, e))
			return false;
	} else {
		os_random(id, sizeof id);
		w->x->id = str_dup(a, str_mem(id, sizeof id));
	}
	return k->form != FORM_PLACE || !k->signatures || sign_public(r, a, w, e);
}
