/* What a person handed in: of the weapons, lots and receipts that are shown, those that name the person. It is no opening of its own
 * but part of that of the person's file, which stands in the journal already. */
#include "keyd/ops_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/time.h"
#include "keyd/journal.h"
#include "keyd/keys_file.h"
#include "ledger/key.h"
#include "ledger/seal.h"
#include "record/kinds.h"
#include "record/rec.h"
#include "base/banned.h"

#define PURPOSE S("request_of_person")

/* The fields that an object c says, of a kind that is known here; NULL where it is none. */
static struct rec *read_fields(struct arena *a, struct str body)
{
	struct read in = read_of(body.s, body.len), fields = { 0 };
	const struct kind *k;
	int64_t key = -1, kind = 0;
	struct str item = { NULL, 0 };
	uint64_t n = 0;
	struct rec *r;
	bool ok = cbor_map(&in, BODY_END, &n);

	while (ok && n--) {
		struct str value;

		ok = cbor_key(&in, &key) && (key == BODY_KIND ? cbor_int(&in, 1, INT32_MAX, &kind)
							      : cbor_skip(&in, BODY_DEPTH, &value));
		if (ok && key == BODY_FIELDS)
			item = value;
	}
	k = ok && item.s ? kind_by_code(kind) : NULL;
	if (!k)
		return NULL;
	r = rec_new(a, k);
	fields = read_of(item.s, item.len);
	return rec_fields_read(a, r, CENTRE, &fields, NULL) ? r : NULL;
}

static bool names(const struct rec *r, struct str subject)
{
	const struct val *also;

	if (r->kind == &kind_weapon_receipt)
		return str_eq(rec_code(r, "holder"), subject);
	if (r->kind != &kind_weapon_item && r->kind != &kind_ammo_lot)
		return false;
	if (str_eq(rec_code(r, "handed_by"), subject))
		return true;
	also = rec_get(r, "handed_by_also");
	for (size_t i = 0; also && i < also->len; i++)
		if (str_eq(also->v[i].v[0].s, subject))
			return true;
	return false;
}

/* Whether the reader has just opened the person's file, for the person. */
static bool may_list(struct ops *o, struct arena *a, const struct keys_ask *q, struct err *e)
{
	static const uint8_t nobody[4];
	bool apart = false;

	if (!q->subject)
		return err_set(e, ERR_USAGE, "list what was handed in: no subject is given");
	if (!str_eq(q->purpose, PURPOSE))
		return err_value(
			e, ERR_REFUSED, S("purpose"), q->purpose,
			"request_of_person: what was handed in is told to the person alone");
	if (!ops_may_read(o, a, q, false, e) ||
	    (!keyring_apart(o->keyring, q->subject, &apart, e) && e->kind != ERR_NOTHING) ||
	    (q->kid && apart && !ops_may_read(o, a, q, true, e)))
		return false;
	if (!o->journal)
		o->journal = journal_new(o->a, o->keyring, o->dir, e);
	if (!o->journal || !journal_read(o->journal, NULL, NULL, e))
		return false;
	return journal_opened(o->journal, q->kid ? q->kid : nobody, q->subject, q->purpose,
			      clock_now(&o->clock) - KEYS_HANDED_WITHIN) ||
	       err_set(e, ERR_REFUSED,
		       "list what was handed in: open the person's file first, for "
		       "request_of_person");
}

OP(handed)
{
	struct str subject = str_mem(q->subject, q->subject ? 16 : 0), body;
	struct keys_object *list;
	struct buf b = { .a = a };
	size_t n;

	if (!may_list(o, a, q, e))
		return false;
	if (!ops_objects(a, q->data, &list, &n))
		return err_set(e, ERR_USAGE,
			       "list what was handed in: what is asked is not well-formed");
	cbor_put_array(&b, n);
	for (size_t i = 0; i < n; i++) {
		const struct rec *r;

		if (!open_centre(a, keyring_centre_key(o->keyring), list[i].object, &body, e))
			return false;
		key_wipe_later(a, (void *)(uintptr_t)body.s, body.len);
		r = read_fields(a, body);
		cbor_put_bytes(&b, r && names(r, subject) ? body : S(""));
	}
	key_wipe_later(a, b.p, b.cap);
	out->data = buf_text(&b);
	return true;
}
