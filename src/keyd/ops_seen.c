/* What of a person's record is not for everybody who may open it: why the person may be in danger is kept from whoever decides about
 * him or her, issues papers or compares names. */
#include "keyd/ops_int.h"

#include "base/arena.h"
#include "base/cbor.h"
#include "ledger/key.h"
#include "record/kinds.h"
#include "record/reader.h"
#include "base/banned.h"

#define CONCERN "safety_concern"

static bool sees_concern(struct ops *o, struct arena *a, const struct keys_ask *q)
{
	struct err none;

	return !q->kid || reader_own(q->purpose) ||
	       (ops_holds(o, a, q->kid, READER_CONCERN, "see a concern", &none) &&
		!ops_holds(o, a, q->kid, READER_NO_CONCERN, "see a concern", &none));
}

/* The tag of the field that is left out of a record of this kind; -1: none. */
static int64_t tag_of(struct arena *a, const struct kind *k, struct str fields)
{
	struct read in = read_of(fields.s, fields.len);
	struct rec *r;

	if (k == &kind_registration)
		return field_by_name(k, S(CONCERN))->tag;
	if (k != &kind_correction)
		return -1;
	r = rec_new(a, k);
	if (!rec_fields_read(a, r, PERSON, &in, NULL) || !str_eq(rec_code(r, "field"), S(CONCERN)))
		return -1;
	return field_by_name(k, S("new_value"))->tag;
}

/* A map without one of its keys; false where it is none. */
static bool without(struct arena *a, struct str map, int64_t left_out, struct buf *out)
{
	struct read in = read_of(map.s, map.len);
	struct buf kept = { .a = a };
	uint64_t n = 0;
	size_t n_kept = 0;
	int64_t key = -1;
	struct str item;

	if (!cbor_map(&in, map.len, &n))
		return false;
	while (n--) {
		if (!cbor_key(&in, &key) || !cbor_skip(&in, BODY_DEPTH, &item))
			return false;
		if (key == left_out)
			continue;
		cbor_put_int(&kept, key);
		buf_str(&kept, item);
		n_kept++;
	}
	cbor_put_map(out, n_kept);
	buf_str(out, buf_text(&kept));
	key_wipe_later(a, kept.p, kept.cap);
	return read_end(&in);
}

static bool look(struct str body, struct str *fields, const struct kind **k)
{
	struct read in = read_of(body.s, body.len);
	uint64_t n = 0;
	int64_t key = -1, kind = 0;
	struct str item;
	bool ok = cbor_map(&in, BODY_END, &n);

	while (ok && n--) {
		ok = cbor_key(&in, &key);
		if (ok && key == BODY_KIND)
			ok = cbor_int(&in, 1, INT32_MAX, &kind);
		else if (ok)
			ok = cbor_skip(&in, BODY_DEPTH, key == BODY_FIELDS ? fields : &item);
	}
	*k = ok && kind ? kind_by_code(kind) : NULL;
	return ok;
}

static bool put(struct arena *a, struct str body, struct str fields, int64_t tag, struct str *out)
{
	struct read in = read_of(body.s, body.len);
	struct buf b = { .a = a };
	uint64_t n = 0;
	int64_t key = -1;
	struct str item;
	bool ok = cbor_map(&in, BODY_END, &n);

	cbor_put_map(&b, n);
	while (ok && n--) {
		ok = cbor_key(&in, &key) && cbor_skip(&in, BODY_DEPTH, &item);
		if (!ok)
			break;
		cbor_put_int(&b, key);
		if (key == BODY_FIELDS)
			ok = without(a, fields, tag, &b);
		else
			buf_str(&b, item);
	}
	key_wipe_later(a, b.p, b.cap);
	*out = buf_text(&b);
	return ok;
}

bool ops_seen(struct ops *o, struct arena *a, const struct keys_ask *q, struct str body,
	      struct str *out, struct err *e)
{
	struct str fields = { NULL, 0 };
	const struct kind *k;
	int64_t tag;

	*out = body;
	if (!body.len || sees_concern(o, a, q) || !look(body, &fields, &k) || !k || !fields.s)
		return true;
	tag = tag_of(a, k, fields);
	return tag < 0 || put(a, body, fields, tag, out) ||
	       err_set(e, ERR_FAILED, "open what is sealed: object s is not well-formed");
}
