/* See entry.h: the bytes. */
#include "record/entry.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/time.h"
#include "record/refuse.h"
#include "base/banned.h"

#define DELTAS_MAX 64
#define FIGURE_MAX 8
#define DETAIL_MAX 48
#define DELTA_MAX  INT64_C(1000000000000)
#define REFS_MAX   256

unsigned entry_act_mask(enum form form)
{
	return WITHOUT(KEY_SEAL) | WITHOUT(KEY_SIGNATURES) |
	       (form == FORM_PLACE ? 0 : WITHOUT(KEY_DAY));
}

unsigned entry_head_mask(enum form form)
{
	return entry_act_mask(form) | WITHOUT(KEY_COMMIT) | WITHOUT(KEY_ID);
}

static void put_deltas(const struct deltas *d, struct buf *b)
{
	cbor_put_array(b, d->n);
	for (size_t i = 0; i < d->n; i++) {
		cbor_put_array(b, 4);
		cbor_put_text(b, d->list[i].figure);
		cbor_put_text(b, d->list[i].detail);
		cbor_put_int(b, d->list[i].n);
		cbor_put_text(b, qual_name(d->list[i].q));
	}
}

static void put_refs(const struct refs *refs, struct buf *b)
{
	cbor_put_array(b, refs->n);
	for (size_t i = 0; i < refs->n; i++) {
		uint64_t index = 0;

		for (int j = 8; j < 16; j++)
			index = index << 8 | refs->list[i][j];
		cbor_put_array(b, 3);
		cbor_put_bytes(b, str_mem(refs->list[i], 8));
		cbor_put_int(b, (int64_t)index);
		cbor_put_bytes(b, str_mem(refs->list[i] + 16, 32));
	}
}

static void put_signatures(const struct entry *e, struct buf *b)
{
	cbor_put_array(b, e->n_signatures);
	for (size_t i = 0; i < e->n_signatures; i++) {
		cbor_put_array(b, 2);
		cbor_put_bytes(b, str_mem(e->signatures[i].kid, 4));
		cbor_put_bytes(b, str_mem(e->signatures[i].sig, 64));
	}
}

static bool has(const struct entry *e, int key)
{
	switch (key) {
	case KEY_PLACE:
		return e->place.s;
	case KEY_DELTAS:
		return e->deltas.n;
	case KEY_SEAL:
		return e->seal.s;
	case KEY_REFS:
		return e->refs.n;
	case KEY_DECREE:
		return e->decree.s;
	case KEY_REASON:
		return e->reason.s;
	case KEY_FIELDS:
		return e->fields.s;
	case KEY_SIGNATURES:
		return e->n_signatures;
	case KEY_FROM_DAY:
		return e->from_day != e->day;
	case KEY_COMMIT:
		return e->commit.s;
	case KEY_ID:
		return e->id.s;
	default:
		return true;
	}
}

static void put_key(const struct entry *e, int key, struct buf *b)
{
	switch (key) {
	case KEY_VERSION:
		cbor_put_int(b, e->version);
		break;
	case KEY_KIND:
		cbor_put_int(b, e->kind);
		break;
	case KEY_DAY:
		cbor_put_int(b, e->day);
		break;
	case KEY_FROM_DAY:
		cbor_put_int(b, e->from_day);
		break;
	case KEY_PLACE:
		cbor_put_text(b, e->place);
		break;
	case KEY_DELTAS:
		put_deltas(&e->deltas, b);
		break;
	case KEY_REFS:
		put_refs(&e->refs, b);
		break;
	case KEY_DECREE:
		cbor_put_text(b, e->decree);
		break;
	case KEY_REASON:
		cbor_put_text(b, e->reason);
		break;
	case KEY_FIELDS:
		buf_str(b, e->fields);
		break;
	case KEY_SIGNATURES:
		put_signatures(e, b);
		break;
	default:
		cbor_put_bytes(b, key == KEY_SEAL     ? e->seal
				  : key == KEY_COMMIT ? e->commit
						      : e->id);
	}
}

struct str entry_put(struct arena *a, const struct entry *e, unsigned without)
{
	struct buf b = { .a = a };
	uint64_t n = 0;

	for (int key = KEY_VERSION; key <= KEY_ID; key++)
		n += !(without & WITHOUT(key)) && has(e, key);
	cbor_put_map(&b, n);
	for (int key = KEY_VERSION; key <= KEY_ID; key++) {
		if (without & WITHOUT(key) || !has(e, key))
			continue;
		cbor_put_int(&b, key);
		put_key(e, key, &b);
	}
	return buf_text(&b);
}

static bool read_deltas(struct arena *a, struct read *r, struct deltas *d)
{
	uint64_t n = 0, four = 0;

	d->a = a;
	if (!cbor_array(r, DELTAS_MAX, &n))
		return false;
	if (!n)
		return read_fail(r, "an empty list of deltas, which is spelled by leaving it out");
	while (n--) {
		struct str figure, detail, qual;
		enum qual q;
		int64_t v = 0;

		if (!cbor_array(r, 4, &four) || !cbor_text(r, FIGURE_MAX, &figure) ||
		    !cbor_text(r, DETAIL_MAX, &detail) || !cbor_int(r, -DELTA_MAX, DELTA_MAX, &v) ||
		    !cbor_text(r, 16, &qual))
			return false;
		if (four != 4 || !qual_read(qual, &q))
			return read_fail(r,
					 "a delta that is not figure, detail, quantity, qualifier");
		delta_add(d, figure, detail, v, q);
	}
	return true;
}

static bool read_refs(struct arena *a, struct read *r, struct refs *refs)
{
	uint64_t n = 0, three = 0;

	if (!cbor_array(r, REFS_MAX, &n))
		return false;
	if (!n)
		return read_fail(r,
				 "an empty list of references, which is spelled by leaving it out");
	refs->list = arena_array(a, n, REF_BYTES);
	refs->room = n;
	for (; refs->n < n; refs->n++) {
		uint8_t *to = refs->list[refs->n];
		struct str id, leaf;
		int64_t index = 0;

		if (!cbor_array(r, 3, &three) || !cbor_bytes(r, 8, 8, &id) ||
		    !cbor_int(r, 0, INT64_MAX, &index) || !cbor_bytes(r, 32, 32, &leaf))
			return false;
		if (three != 3)
			return read_fail(r, "a reference that is not log, index, leaf hash");
		memcpy(to, id.s, 8);
		for (int i = 0; i < 8; i++)
			to[8 + i] = (uint8_t)((uint64_t)index >> (56 - 8 * i));
		memcpy(to + 16, leaf.s, 32);
		for (size_t j = 0; j < refs->n; j++)
			if (!memcmp(refs->list[j], to, REF_BYTES))
				return read_fail(r, "a reference that stands twice");
	}
	return true;
}

static bool read_signatures(struct read *r, struct entry *e)
{
	uint64_t n = 0, two = 0;

	if (!cbor_array(r, ENTRY_SIGNATURES, &n))
		return false;
	if (!n)
		return read_fail(r,
				 "an empty list of signatures, which is spelled by leaving it out");
	for (; e->n_signatures < n; e->n_signatures++) {
		struct signature *s = &e->signatures[e->n_signatures];
		struct str kid, sig;

		if (!cbor_array(r, 2, &two) || !cbor_bytes(r, 4, 4, &kid) ||
		    !cbor_bytes(r, 64, 64, &sig))
			return false;
		if (two != 2)
			return read_fail(r, "a signature that is not key id and signature");
		memcpy(s->kid, kid.s, 4);
		memcpy(s->sig, sig.s, 64);
	}
	return true;
}

static bool read_key(struct arena *a, struct read *r, int64_t key, struct entry *e)
{
	switch (key) {
	case KEY_VERSION:
		return cbor_int(r, 1, INT32_MAX, &e->version);
	case KEY_KIND:
		return cbor_int(r, 1, INT32_MAX, &e->kind);
	case KEY_DAY:
		return cbor_int(r, DAY_MIN, DAY_MAX, &e->day);
	case KEY_FROM_DAY:
		return cbor_int(r, DAY_MIN, DAY_MAX, &e->from_day);
	case KEY_PLACE:
		return cbor_text(r, 64, &e->place);
	case KEY_DELTAS:
		return read_deltas(a, r, &e->deltas);
	case KEY_SEAL:
		return cbor_bytes(r, 32, 32, &e->seal);
	case KEY_REFS:
		return read_refs(a, r, &e->refs);
	case KEY_DECREE:
		return cbor_text(r, 128, &e->decree);
	case KEY_REASON:
		return cbor_text(r, 48, &e->reason);
	case KEY_FIELDS:
		return cbor_skip(r, 8, &e->fields);
	case KEY_SIGNATURES:
		return read_signatures(r, e);
	case KEY_COMMIT:
		return cbor_bytes(r, 32, 32, &e->commit);
	case KEY_ID:
		return cbor_bytes(r, 16, 16, &e->id);
	default:
		return read_fail(r, "a key that an entry does not have");
	}
}

static bool read_all(struct arena *a, struct read *r, struct entry *e)
{
	uint64_t n = 0;
	int64_t last = -1;
	unsigned seen = 0;
	const unsigned must = WITHOUT(KEY_VERSION) | WITHOUT(KEY_KIND) | WITHOUT(KEY_DAY);

	if (!cbor_map(r, 16, &n))
		return false;
	while (n--) {
		if (!cbor_key(r, &last) || !read_key(a, r, last, e))
			return false;
		seen |= 1u << last;
	}
	if ((seen & must) != must)
		return read_fail(r, "version, kind or day is missing");
	if (!(seen & WITHOUT(KEY_FROM_DAY)))
		e->from_day = e->day;
	else if (e->from_day >= e->day)
		return read_fail(r, "a first day of the period that is not before the day");
	return read_end(r);
}

bool entry_read(struct arena *a, struct str bytes, struct entry *e, struct err *err)
{
	struct read r = read_of(bytes.s, bytes.len);

	memset(e, 0, sizeof *e);
	if (bytes.len > ENTRY_MAX_LONG)
		return err_set(err, ERR_FALSE, "an entry of %zu bytes, at most %d are allowed",
			       bytes.len, ENTRY_MAX_LONG);
	if (!read_all(a, &r, e))
		return err_set(err, ERR_FALSE, "byte %zu of the entry: %s", r.wrong_at, r.wrong);
	return true;
}

bool entry_fits(struct arena *a, const struct kind *k, const struct entry *e, struct refusals *why)
{
	size_t max = k->entry_max ? k->entry_max : ENTRY_MAX, len;

	for (size_t i = 0; i < e->deltas.n; i++) {
		const struct delta *d = &e->deltas.list[i];

		if (d->n > DELTA_MAX || d->n < -DELTA_MAX)
			return refuse(why, "too_much", S("deltas"), d->figure,
				      "a sum of at most %lld in one record", (long long)DELTA_MAX);
		if (d->figure.len > FIGURE_MAX || d->detail.len > DETAIL_MAX)
			return refuse(why, "too_long", S("deltas"), d->detail,
				      "what a figure is counted by in at most %d bytes",
				      DETAIL_MAX);
	}
	if (e->deltas.n > DELTAS_MAX || e->refs.n > REFS_MAX)
		return refuse(why, "too_many", S("entry"), str_of(k->name),
			      "at most %d figures and %d references", DELTAS_MAX, REFS_MAX);
	/* Seal or id and the signatures come later: at most 34 and 8 * 73 bytes. */
	len = entry_put(a, e, 0).len + 40 + 73 * (size_t)(k->signatures ? k->signatures : 1);
	return len <= max ||
	       refuse(why, "too_long", S("entry"), str_fmt(a, "%zu bytes", len),
		      "at most %zu bytes; shorten the texts or split the record", max);
}
