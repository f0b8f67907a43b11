/* The sealed objects of a record (format.md section 3): their CBOR bodies, the binding to the entry, the
 * officers' signatures. */
#include "intake/intake_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/os.h"
#include "ledger/key.h"
#include "ledger/seal.h"
#include "base/banned.h"

/* Keys of the bodies: those of the common fields (records.csv, kind `entry`), then our own. */
enum body_key {
	BODY_SUBJECT = 1,
	BODY_OCCURRED = 2,
	BODY_RECORDED = 3,
	BODY_OPERATOR = 4,
	BODY_DEVICE = 5,
	BODY_DRAFT = 6,
	BODY_SALT = 7,
	BODY_NOTE = 9,
	BODY_FIELDS = 10,
	BODY_SIGNATURES = 11,
	BODY_HEAD = 12,
	BODY_CASE = 13,
	BODY_EVENT = 14,
	BODY_STEP = 15,
	BODY_FIELDS_HASH = 16,
};

#define FIELDS_DEPTH 8

static struct hash head_of(struct arena *a, const struct store_log *log, const struct entry *x)
{
	const struct kind *k = kind_by_code(x->kind);
	struct str parts[] = { S("sulh/head/v1\0"), str_mem(log->id8, 8),
			       entry_put(a, x, entry_head_mask(k->form)) };

	return hash_parts(parts, 3);
}

static void put_key_bytes(struct buf *b, int key, const void *p, size_t n)
{
	cbor_put_int(b, key);
	cbor_put_bytes(b, str_mem(p, n));
}

static void put_salt(struct buf *b)
{
	uint8_t salt[16];

	os_random(salt, sizeof salt);
	put_key_bytes(b, BODY_SALT, salt, sizeof salt);
}

static struct str person_body(struct arena *a, const struct sealing *w, struct str fields,
			      const struct hash *head)
{
	struct buf b = { .a = a };

	cbor_put_map(&b, w->d->note.s ? 5 : 4);
	put_key_bytes(&b, BODY_SUBJECT, w->subject, 16);
	put_salt(&b);
	if (w->d->note.s) {
		cbor_put_int(&b, BODY_NOTE);
		cbor_put_text(&b, w->d->note);
	}
	cbor_put_int(&b, BODY_FIELDS);
	buf_str(&b, fields);
	put_key_bytes(&b, BODY_HEAD, head->b, 32);
	return buf_text(&b);
}

/* Officers' signatures on an act about a person stand inside c, over the public part, the subject and the
 * sealed fields: nobody outside learns who acted. */
static void put_acts(struct arena *a, struct buf *b, const struct sealing *w,
		     const struct hash *fields)
{
	const struct kind *k = kind_by_code(w->x->kind);
	struct str parts[] = { S("sulh/act/v1\0"), str_mem(w->log->id8, 8),
			       entry_put(a, w->x, entry_act_mask(k->form)), str_mem(w->subject, 16),
			       hash_str(fields) };
	struct buf msg = { .a = a };

	for (size_t i = 0; i < 5; i++)
		buf_str(&msg, parts[i]);
	cbor_put_int(b, BODY_SIGNATURES);
	cbor_put_array(b, w->n_keys);
	for (size_t i = 0; i < w->n_keys; i++) {
		uint8_t sig[64];

		key_sign(w->keys[i].seed, w->keys[i].pub, buf_text(&msg), sig);
		cbor_put_array(b, 2);
		cbor_put_bytes(b, str_mem(w->keys[i].kid, 4));
		cbor_put_bytes(b, str_mem(sig, 64));
	}
}

static void put_time(struct buf *b, int key, int64_t s, int32_t minutes)
{
	cbor_put_int(b, key);
	cbor_put_array(b, 2);
	cbor_put_int(b, s);
	cbor_put_int(b, minutes);
}

static void put_common(struct buf *b, const struct sealing *w, bool person)
{
	if (person)
		put_key_bytes(b, BODY_SUBJECT, w->subject, 16);
	if (w->d->has_time)
		put_time(b, BODY_OCCURRED, w->d->occurred.s, w->d->occurred.minutes);
	put_time(b, BODY_RECORDED, w->now, 0);
	put_key_bytes(b, BODY_OPERATOR, w->operator, 4);
	if (w->d->device.s) {
		cbor_put_int(b, BODY_DEVICE);
		cbor_put_text(b, w->d->device);
	}
	put_key_bytes(b, BODY_DRAFT, w->draft, 16);
	put_salt(b);
}

static struct str centre_body(struct arena *a, const struct sealing *w, struct str s_fields,
			      const struct hash *head)
{
	bool person = w->event.len;
	bool note = w->d->note.s && !person, fields = !person && rec_fields_n(w->d->r, CENTRE);
	struct hash of_fields = hash_of(s_fields);
	struct buf b = { .a = a };

	cbor_put_map(&b, 5u + w->d->has_time + (w->d->device.s ? 1 : 0) + note + fields +
				 (person ? 6 : 0));
	put_common(&b, w, person);
	if (note) {
		cbor_put_int(&b, BODY_NOTE);
		cbor_put_text(&b, w->d->note);
	}
	if (fields) {
		cbor_put_int(&b, BODY_FIELDS);
		rec_fields(a, w->d->r, CENTRE, NULL, &b);
	}
	if (person)
		put_acts(a, &b, w, &of_fields);
	put_key_bytes(&b, BODY_HEAD, head->b, 32);
	if (person) {
		cbor_put_int(&b, BODY_CASE);
		cbor_put_text(&b, w->d->case_no);
		cbor_put_int(&b, BODY_EVENT);
		cbor_put_text(&b, w->event);
		cbor_put_int(&b, BODY_STEP);
		cbor_put_int(&b, w->step);
		put_key_bytes(&b, BODY_FIELDS_HASH, of_fields.b, 32);
	}
	return buf_text(&b);
}

static bool seal_objects(struct reg *r, struct arena *a, struct sealing *w, struct err *e)
{
	struct hash head = head_of(a, w->log, w->x), seal;
	struct buf fields = { .a = a };
	uint8_t recipient[32];

	if (w->event.len) {
		rec_fields(a, w->d->r, PERSON, NULL, &fields);
		if (!keyring_recipient(r->keys, w->subject, recipient, e))
			return false;
		w->s = seal_person(a, recipient, person_body(a, w, buf_text(&fields), &head));
	}
	w->c = seal_centre(a, keyring_centre_key(r->keys),
			   centre_body(a, w, buf_text(&fields), &head));
	seal = seal_hash(w->c, w->s);
	w->x->seal = str_dup(a, hash_str(&seal));
	return true;
}

static void sign_public(struct arena *a, struct sealing *w)
{
	struct buf msg = { .a = a };

	buf_str(&msg, S("sulh/entry/v1\0"));
	buf_add(&msg, w->log->id8, 8);
	buf_str(&msg, entry_put(a, w->x, WITHOUT(KEY_SIGNATURES)));
	for (size_t i = 0; i < w->n_keys; i++) {
		struct signature *s = &w->x->signatures[w->x->n_signatures++];

		memcpy(s->kid, w->keys[i].kid, 4);
		key_sign(w->keys[i].seed, w->keys[i].pub, buf_text(&msg), s->sig);
	}
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
	if (k->form == FORM_PLACE && k->signatures)
		sign_public(a, w);
	return true;
}

bool seal_body_read(struct read *r, struct store_act *out, struct str *head)
{
	uint64_t n = 0;
	int64_t last = -1;
	unsigned seen = 0;
	const unsigned must = 1u << BODY_SUBJECT | 1u << BODY_OPERATOR | 1u << BODY_DRAFT |
			      1u << BODY_HEAD | 1u << BODY_CASE | 1u << BODY_EVENT |
			      1u << BODY_STEP;
	struct str s = { 0 };

	if (!cbor_map(r, 24, &n))
		return false;
	while (n--) {
		bool ok;

		if (!cbor_key(r, &last) || last > BODY_FIELDS_HASH)
			return read_fail(r, "a key that an object c does not have");
		seen |= 1u << last;
		ok = last == BODY_SUBJECT || last == BODY_DRAFT ? cbor_bytes(r, 16, 16, &s)
		     : last == BODY_OPERATOR			? cbor_bytes(r, 4, 4, &s)
		     : last == BODY_HEAD			? cbor_bytes(r, 32, 32, head)
		     : last == BODY_CASE			? cbor_text(r, 40, &out->case_no)
		     : last == BODY_EVENT			? cbor_text(r, 48, &out->event)
		     : last == BODY_STEP			? cbor_int(r, 0, 100000, &out->step)
								: cbor_skip(r, FIELDS_DEPTH, &s);
		if (!ok)
			return false;
		if (last == BODY_SUBJECT)
			memcpy(out->subject, s.s, 16);
		else if (last == BODY_DRAFT)
			memcpy(out->draft, s.s, 16);
		else if (last == BODY_OPERATOR)
			memcpy(out->operator, s.s, 4);
	}
	return (seen & must) == must ? read_end(r) : read_fail(r, "a key is missing");
}

bool seal_read_act(struct reg *r, struct arena *a, const struct store_log *log,
		   const struct entry *x, struct str c, struct store_act *out, struct err *e)
{
	struct str body, head = { 0 };
	struct hash want = head_of(a, log, x);
	struct read in;

	if (!c.s)
		return err_set(e, ERR_FAILED, "open object c: it is missing; restore a backup");
	if (!open_centre(a, keyring_centre_key(r->keys), c, &body, e))
		return false;
	in = read_of(body.s, body.len);
	memset(out, 0, sizeof *out);
	out->log = log->id;
	if (!seal_body_read(&in, out, &head))
		return err_set(e, ERR_FAILED, "read object c, byte %zu: %s", in.wrong_at, in.wrong);
	if (!str_eq(head, hash_str(&want)))
		return err_set(e, ERR_FALSE, "object c belongs to another entry");
	return true;
}

bool intake_subject(struct reg *r, struct arena *a, const struct store_log *log,
		    const struct store_entry *x, uint8_t subject[16], struct err *e)
{
	struct entry entry;
	struct store_act act;

	if (!entry_read(a, x->bytes, &entry, e))
		return false;
	if (!x->s.s)
		return err_set(e, ERR_REFUSED,
			       "entry %lld is not about a person: it has no object s",
			       (long long)x->seq);
	if (!seal_read_act(r, a, log, &entry, x->c, &act, e))
		return false;
	memcpy(subject, act.subject, 16);
	return true;
}
