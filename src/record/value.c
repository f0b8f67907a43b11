/* See value.h: from and to CBOR, and the check that both ways share. */
#include "record/value.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/num.h"
#include "base/time.h"
#include "base/utf8.h"
#include "record/refuse.h"
#include "base/banned.h"

int64_t ref_index(struct str ref)
{
	uint64_t n = 0;

	if (ref.len != REF_BYTES)
		return -1;
	for (size_t i = 8; i < 16; i++)
		n = n << 8 | (uint8_t)ref.s[i];
	return n > INT64_MAX ? -1 : (int64_t)n;
}

static bool listed(enum field_type t)
{
	return t == F_CODES || t == F_TEXTS || t == F_REFS || t == F_OFFICERS;
}

/* The type of one element of a list. */
static enum field_type element(enum field_type t)
{
	return t == F_CODES ? F_CODE : t == F_TEXTS ? F_TEXT : t == F_REFS ? F_REF : F_OFFICER;
}

static void encode_fields(const struct kind *k, const struct val *v, struct arena *a,
			  struct refs *refs, struct buf *b)
{
	uint64_t n = 0;

	for (size_t i = 0; i < k->n; i++)
		n += v[i].set;
	cbor_put_map(b, n);
	for (size_t i = 0; i < k->n; i++) {
		if (!v[i].set)
			continue;
		cbor_put_int(b, k->fields[i].tag);
		val_encode(&k->fields[i], &v[i], a, refs, b);
	}
}

static int64_t ref_position(struct refs *refs, struct arena *a, struct str ref)
{
	for (size_t i = 0; i < refs->n; i++)
		if (!memcmp(refs->list[i], ref.s, REF_BYTES))
			return (int64_t)i;
	refs->list = arena_more(a, refs->list, refs->n, &refs->room, REF_BYTES);
	memcpy(refs->list[refs->n], ref.s, REF_BYTES);
	return (int64_t)refs->n++;
}

static void encode_one(const struct field *f, const struct val *v, struct arena *a,
		       struct refs *refs, struct buf *b)
{
	switch (f->type) {
	case F_INT:
	case F_DATE:
	case F_DAY:
		cbor_put_int(b, v->n);
		break;
	case F_BOOL:
		cbor_put_bool(b, v->n);
		break;
	case F_QTY:
		if (v->q)
			cbor_put_array(b, 2);
		cbor_put_int(b, v->n);
		if (v->q)
			cbor_put_text(b, qual_name((enum qual)v->q));
		break;
	case F_TIME:
		cbor_put_array(b, 2);
		cbor_put_int(b, v->n);
		cbor_put_int(b, v->m);
		break;
	case F_REF:
		if (refs)
			cbor_put_int(b, ref_position(refs, a, v->s));
		else
			cbor_put_bytes(b, v->s);
		break;
	case F_HASH:
	case F_BLOB:
	case F_OFFICER:
		cbor_put_bytes(b, v->s);
		break;
	default:
		cbor_put_text(b, v->s);
	}
}

void val_encode(const struct field *f, const struct val *v, struct arena *a, struct refs *refs,
		struct buf *b)
{
	struct field e = *f;

	if (f->type != F_ROWS && f->type != F_NAME && f->type != F_GEO && !listed(f->type)) {
		encode_one(f, v, a, refs, b);
		return;
	}
	cbor_put_array(b, v->len);
	e.type = listed(f->type) ? element(f->type) : f->type;
	for (size_t i = 0; i < v->len; i++) {
		if (f->type == F_GEO) {
			cbor_put_array(b, 2);
			cbor_put_int(b, v->v[i].n);
			cbor_put_int(b, v->v[i].m);
		} else if (listed(f->type)) {
			encode_one(&e, &v->v[i], a, refs, b);
		} else {
			encode_fields(f->rows, v->v[i].v, a, refs, b);
		}
	}
}

static bool decode_qty(struct read *r, struct val *out)
{
	enum cbor_type t = CBOR_UINT;
	enum qual q;
	struct str s;
	uint64_t n = 0;

	if (!cbor_peek(r, &t))
		return false;
	if (t != CBOR_ARRAY)
		return cbor_int(r, INT64_MIN, INT64_MAX, &out->n);
	if (!cbor_array(r, 2, &n) || !cbor_int(r, INT64_MIN, INT64_MAX, &out->n) ||
	    !cbor_text(r, 16, &s))
		return false;
	if (n != 2 || !qual_read(s, &q) || q == QUAL_EXACT)
		return read_fail(r, "not a quantity with a qualifier");
	out->q = (uint8_t)q;
	return true;
}

static bool decode_ref(struct read *r, const struct refs *refs, struct val *out)
{
	int64_t at = 0;

	if (!refs)
		return cbor_bytes(r, REF_BYTES, REF_BYTES, &out->s);
	if (!refs->n)
		return read_fail(r, "a reference without a list of references");
	if (!cbor_int(r, 0, (int64_t)refs->n - 1, &at))
		return false;
	out->s = str_mem(refs->list[at], REF_BYTES);
	return true;
}

static bool decode_pair(struct read *r, int64_t lo, int64_t hi, int64_t lo2, int64_t hi2,
			struct val *out)
{
	uint64_t n = 0;
	int64_t m = 0;

	if (!cbor_array(r, 2, &n) || !cbor_int(r, lo, hi, &out->n) || !cbor_int(r, lo2, hi2, &m))
		return false;
	out->m = (int32_t)m;
	out->set = true;
	return n == 2 ? true : read_fail(r, "not a pair");
}

static bool decode_one(const struct field *f, struct read *r, const struct refs *refs,
		       struct val *out)
{
	bool b = false;

	switch (f->type) {
	case F_INT:
		return cbor_int(r, INT64_MIN, INT64_MAX, &out->n);
	case F_DATE:
	case F_DAY:
		return cbor_int(r, DAY_MIN, DAY_MAX, &out->n);
	case F_BOOL:
		if (!cbor_bool(r, &b))
			return false;
		out->n = b;
		return true;
	case F_QTY:
		return decode_qty(r, out);
	case F_TIME:
		return decode_pair(r, DAY_MIN * 86400, DAY_MAX * 86400, -720, 840, out);
	case F_REF:
		return decode_ref(r, refs, out);
	case F_HASH:
		return cbor_bytes(r, (size_t)(f->max ? f->max : 32), (size_t)(f->max ? f->max : 32),
				  &out->s);
	case F_OFFICER:
		return cbor_bytes(r, 4, 4, &out->s);
	case F_BLOB:
		return cbor_bytes(r, 1, (size_t)1 << 20, &out->s);
	default:
		return cbor_text(r, 65536, &out->s);
	}
}

static bool decode_fields(struct arena *a, const struct kind *k, struct read *r,
			  const struct refs *refs, struct val **out)
{
	uint64_t n = 0;
	int64_t last = -1;

	*out = arena_array(a, k->n, sizeof **out);
	if (!cbor_map(r, k->n, &n))
		return false;
	while (n--) {
		const struct field *f;

		if (!cbor_key(r, &last))
			return false;
		f = field_by_tag(k, last);
		if (!f)
			return read_fail(r, "a field that the kind does not have");
		if (!val_decode(a, f, r, refs, &(*out)[f - k->fields]))
			return false;
	}
	return true;
}

bool val_decode(struct arena *a, const struct field *f, struct read *r, const struct refs *refs,
		struct val *out)
{
	struct field e = *f;
	uint64_t n = 0;

	out->set = true;
	if (f->type != F_ROWS && f->type != F_NAME && f->type != F_GEO && !listed(f->type))
		return decode_one(f, r, refs, out);
	if (!cbor_array(r, VALUE_ITEMS, &n))
		return false;
	if (!n)
		return read_fail(r, "an empty list, which is spelled by leaving the field out");
	out->v = arena_array(a, n, sizeof *out->v);
	out->len = n;
	e.type = listed(f->type) ? element(f->type) : f->type;
	for (size_t i = 0; i < n; i++) {
		struct val *v = &out->v[i];
		bool ok = f->type == F_GEO
				  ? decode_pair(r, -90000000, 90000000, -180000000, 180000000, v)
			  : listed(f->type) ? decode_one(&e, r, refs, v)
					    : decode_fields(a, f->rows, r, refs, &v->v);

		if (!ok)
			return false;
		v->set = true;
	}
	return true;
}

/* "min..max" */
static void range(const char *choices, int64_t *min, int64_t *max)
{
	struct str rest = str_of(choices), lo = str_cut(&rest, '.');

	*min = 0;
	*max = INT64_C(1000000000000);
	if (choices && rest.len > 1) {
		(void)int_parse(lo, INT64_MIN, INT64_MAX, min);
		(void)int_parse(str_from(rest, 1), INT64_MIN, INT64_MAX, max);
	}
}

static bool check_one(struct arena *a, const struct field *f, const struct val *v,
		      struct refusals *why)
{
	struct str name = str_of(f->name);
	int64_t min, max;

	switch (f->type) {
	case F_INT:
	case F_QTY:
		range(f->choices, &min, &max);
		if (v->n < min || v->n > max)
			return refuse(
				why, "out_of_range", name, str_fmt(a, "%lld", (long long)v->n),
				"a whole number from %lld to %lld", (long long)min, (long long)max);
		return true;
	case F_CODE:
		if (!code_in(f->choices, v->s))
			return refuse(why, "not_a_code", name, v->s, "%s%s",
				      str_starts(str_of(f->choices), S("list:")) ? "" : "one of ",
				      code_want(f->choices));
		return true;
	case F_TEXT:
		if (!utf8_plain(v->s) || utf8_count(v->s) > (size_t)(f->max ? f->max : 400))
			return refuse(why, "not_plain_text", name, v->s,
				      "up to %d characters of plain text, no line breaks or "
				      "control characters",
				      f->max ? f->max : 400);
		return true;
	case F_EDTF:
		if (!edtf_ok(v->s))
			return refuse(why, "not_edtf", name, v->s,
				      "a date as EDTF: 1984, 1984~, 1980/1985, 1984-05-17");
		return true;
	default:
		return true;
	}
}

/* One that stands twice is said once: a list of thousands would have millions of pairs. */
static bool check_list(struct arena *a, const struct field *f, const struct val *v,
		       struct refusals *why)
{
	struct field e = *f;
	bool ok = true, twice = false;

	e.type = element(f->type);
	for (size_t i = 0; i < v->len; i++) {
		ok &= check_one(a, &e, &v->v[i], why);
		for (size_t j = 0; j < i && !twice; j++) {
			twice = str_eq(v->v[i].s, v->v[j].s);
			if (twice)
				ok = refuse(why, "twice", str_of(f->name),
					    val_text(a, &e, &v->v[i]), "each item once");
		}
	}
	return ok;
}

static bool check_row(struct arena *a, const struct field *f, const struct val *row,
		      struct refusals *why)
{
	const struct kind *k = f->rows;
	size_t before = why->n;
	bool ok = true;

	for (size_t i = 0; i < k->n; i++) {
		if (row->v[i].set)
			ok &= val_check(a, &k->fields[i], &row->v[i], why);
		else if (k->fields[i].required)
			ok = refuse(why, "missing", str_of(k->fields[i].name), S(""),
				    "a value: each row of %s needs it", f->name);
	}
	refuse_within(why, before, f->name);
	return ok;
}

bool val_check(struct arena *a, const struct field *f, const struct val *v, struct refusals *why)
{
	bool ok = true;

	if (listed(f->type))
		return check_list(a, f, v, why);
	if (f->type != F_ROWS && f->type != F_NAME)
		return check_one(a, f, v, why);
	for (size_t i = 0; i < v->len; i++)
		ok &= check_row(a, f, &v->v[i], why);
	return ok;
}
