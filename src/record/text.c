/* See value.h: values from what a person types or a cell holds, and back. */
#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/num.h"
#include "base/time.h"
#include "base/utf8.h"
#include "record/refuse.h"
#include "record/value.h"
#include "base/banned.h"

#define CASE_LEN 9

/* Whether it holds the number of a person. */
static bool of_person(const struct field *f)
{
	return f->type == F_HASH && f->choices;
}

static bool parse_one(struct arena *a, const struct field *f, struct str t, struct val *out,
		      struct refusals *why);

static bool parse_qty(struct str t, struct val *out)
{
	struct str rest = t, word = str_cut(&rest, ' ');
	enum qual q = QUAL_EXACT;

	if (rest.s && !qual_read(word, &q))
		return false;
	out->q = (uint8_t)q;
	return int_parse(rest.s ? str_trim(rest) : word, INT64_MIN, INT64_MAX, &out->n);
}

static bool parse_bool(struct str t, struct val *out)
{
	out->n = str_eq(t, S("yes")) || str_eq(t, S("true"));
	return out->n || str_eq(t, S("no")) || str_eq(t, S("false"));
}

static bool parse_instant(struct str t, struct val *out)
{
	struct instant i;

	if (!instant_parse(t, &i))
		return false;
	out->n = i.s;
	out->m = i.minutes;
	return true;
}

/* A decimal of degrees in millionths: "36.2", "-7.123456". */
static bool parse_degrees(struct str t, int64_t limit, int64_t *out)
{
	bool minus = t.len && t.s[0] == '-';
	struct str rest = minus ? str_from(t, 1) : t, whole = str_cut(&rest, '.');
	int64_t v, frac = 0;

	if (!int_parse(whole, 0, 180, &v) || (rest.s && (!rest.len || rest.len > 6)))
		return false;
	for (size_t i = 0; i < 6; i++) {
		int d = rest.s && i < rest.len ? rest.s[i] - '0' : 0;

		if (d < 0 || d > 9)
			return false;
		frac = frac * 10 + d;
	}
	*out = (minus ? -1 : 1) * (v * 1000000 + frac);
	return *out >= -limit && *out <= limit;
}

static bool parse_point(struct str t, struct val *out)
{
	struct str rest = t, lat = str_cut(&rest, ',');
	int64_t lon;

	if (!parse_degrees(lat, 90000000, &out->n) || !parse_degrees(rest, 180000000, &lon))
		return false;
	out->m = (int32_t)lon;
	out->set = true;
	return true;
}

static bool parse_bytes(struct arena *a, struct str t, size_t n, struct str *out)
{
	uint8_t *p = arena_alloc(a, n ? n : 1);

	*out = str_mem(p, n);
	return hex_read(t, p, n);
}

/* Four and four letters and digits, a dash between them. */
static bool is_case(struct str t)
{
	for (size_t i = 0; i < t.len && t.len == CASE_LEN; i++)
		if (i == 4 ? t.s[i] != '-'
			   : !(t.s[i] >= '0' && t.s[i] <= '9') && !(t.s[i] >= 'A' && t.s[i] <= 'Z'))
			return false;
	return t.len == CASE_LEN;
}

static uint8_t cased(char c, char from, char to)
{
	return (uint8_t)(c >= from && c <= from + ('z' - 'a') ? c - from + to : c);
}

bool person_number(struct str text, uint8_t out[PERSON_BYTES])
{
	char digits[2 * PERSON_BYTES];
	struct str t = str_trim(text);
	size_t n = 0;

	/* The recipient stands behind it there. */
	if (str_starts(t, S(SLIP_QR))) {
		if (t.len != sizeof SLIP_QR - 1 + 2 * (PERSON_BYTES + 32))
			return false;
		t = str_mem(t.s + sizeof SLIP_QR - 1, sizeof digits);
	}
	for (size_t i = 0; i < t.len; i++) {
		if (t.s[i] == ' ' || t.s[i] == '-')
			continue;
		if (n == sizeof digits)
			return false;
		digits[n++] = (char)cased(t.s[i], 'A', 'a');
	}
	return n == sizeof digits && hex_read(str_mem(digits, n), out, PERSON_BYTES);
}

/* Else the number of a case, which is one of fewer bytes than a person's. */
static bool parse_person(struct arena *a, struct str t, struct str *out)
{
	uint8_t *subject = arena_alloc(a, PERSON_BYTES);
	struct buf b = { .a = a };

	*out = str_mem(subject, PERSON_BYTES);
	if (person_number(t, subject))
		return true;
	for (size_t i = 0; i < t.len && t.len == CASE_LEN; i++)
		buf_byte(&b, cased(t.s[i], 'a', 'A'));
	*out = b.len ? buf_text(&b) : S("");
	return is_case(*out);
}

static bool parse_blob(struct arena *a, struct str t, struct val *out)
{
	size_t n = t.len;
	uint8_t *p = arena_alloc(a, n);

	if (!base64_read(t, p, &n) || !n || n > ((size_t)1 << 20))
		return false;
	out->s = str_mem(p, n);
	return true;
}

/* ISO 15924 code of the first letter's script. */
static struct str script_of(struct str t)
{
	while (t.len) {
		int32_t c = utf8_next(&t);

		if (c < 0)
			break; /* not UTF-8: refused by val_check */
		if (c >= 0x700 && c < 0x750)
			return S("Syrc");
		if ((c >= 0x600 && c < 0x780) || (c >= 0xfb50 && c < 0xff00 && c != 0xfeff))
			return S("Arab");
		if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xc0 && c < 0x250))
			return S("Latn");
		if (c >= 0x400 && c < 0x530)
			return S("Cyrl");
		if (c >= 0x370 && c < 0x400)
			return S("Grek");
		if (c >= 0x530 && c < 0x590)
			return S("Armn");
	}
	return S("Zyyy");
}

/* "ism X, father Y": rows of part, text, script. */
static bool parse_name(struct arena *a, const struct field *f, struct str t, struct val *out,
		       struct refusals *why)
{
	struct buf rows = { .a = a };
	size_t n = 0;

	do {
		struct str rest = str_trim(str_cut(&t, ',')), part = str_cut(&rest, ' ');
		struct val *v = arena_array(a, 3, sizeof *v);
		struct val row = { .set = true, .v = v };

		rest = str_trim(rest);
		if (n == VALUE_ITEMS)
			return refuse(why, "too_many", str_of(f->name), S(""), "at most %d parts",
				      VALUE_ITEMS);
		if (!rest.len || !code_in(f->rows->fields[0].choices, part))
			return refuse(why, "not_a_name", str_of(f->name), part,
				      "parts with their kind, as in: ism X, father Y, family Z "
				      "(kinds: %s)",
				      f->rows->fields[0].choices);
		v[0] = (struct val){ .set = true, .s = part };
		v[1] = (struct val){ .set = true, .s = rest };
		v[2] = (struct val){ .set = true, .s = script_of(rest) };
		buf_add(&rows, &row, sizeof row);
		n++;
	} while (t.s);
	out->v = (struct val *)(void *)rows.p;
	out->len = n;
	return true;
}

/* The value behind "name=": a quoted text, or up to the next blank. */
static struct str row_value(struct str *rest)
{
	if (rest->len && rest->s[0] == '"') {
		*rest = str_from(*rest, 1);
		return str_cut(rest, '"');
	}
	return str_cut(rest, ' ');
}

static bool parse_row(struct arena *a, const struct field *f, struct str t, struct val *row,
		      struct refusals *why)
{
	row->set = true;
	row->v = arena_array(a, f->rows->n, sizeof *row->v);
	for (t = str_trim(t); t.len; t = str_trim(t)) {
		struct str name = str_trim(str_cut(&t, '=')), value;
		const struct field *g = field_by_name(f->rows, name);
		size_t before = why->n;

		if (!g || !t.s)
			return refuse(why, "no_such_field", str_of(f->name), name,
				      "name=value pairs separated by blanks, rows by ;, with the "
				      "fields of %s",
				      f->rows->name);
		value = row_value(&t);
		if (!val_parse(a, g, value, &row->v[g - f->rows->fields], why)) {
			refuse_within(why, before, f->name);
			return false;
		}
		if (!t.s)
			break;
	}
	return true;
}

static bool parse_list(struct arena *a, const struct field *f, struct str t, struct val *out,
		       struct refusals *why)
{
	char sep = f->type == F_ROWS	? ';'
		   : f->type == F_GEO	? ' '
		   : f->type == F_TEXTS ? '|'
					: ',';
	struct buf list = { .a = a };
	struct field e = *f;

	e.type = f->type == F_CODES   ? F_CODE
		 : f->type == F_TEXTS ? F_TEXT
		 : f->type == F_REFS  ? F_REF
				      : F_OFFICER;
	while (t.s) {
		struct str item = str_trim(str_cut(&t, sep));
		struct val v = { .set = true };
		bool ok = f->type == F_ROWS  ? parse_row(a, f, item, &v, why)
			  : f->type == F_GEO ? parse_point(item, &v)
					     : parse_one(a, &e, item, &v, why);

		if (!ok)
			return f->type == F_GEO
				       ? refuse(why, "not_a_point", str_of(f->name), item,
						"points as lat,lon in degrees, separated by blanks")
				       : false;
		if (out->len++ == VALUE_ITEMS)
			return refuse(why, "too_many", str_of(f->name), item, "at most %d items",
				      VALUE_ITEMS);
		buf_add(&list, &v, sizeof v);
	}
	out->v = (struct val *)(void *)list.p;
	return true;
}

static const char *wanted(enum field_type t)
{
	switch (t) {
	case F_INT:
		return "a whole number";
	case F_QTY:
		return "a whole number, with over, at_least, almost, at_most, as_many_as or about "
		       "before it if it is not exact";
	case F_BOOL:
		return "yes or no";
	case F_DATE:
	case F_DAY:
		return "a day as 2016-12-09";
	case F_TIME:
		return "a time with its offset as 2016-12-08T19:30+03:00";
	case F_HASH:
		return "bytes in lower-case hex, of the field's length";
	case F_BLOB:
		return "base64 of at most 1 MiB";
	default:
		return "a value";
	}
}

/* What a spreadsheet that opens an export would run. A dash or a plus may stand before words: nothing is called by them. */
static bool is_formula(const struct field *f, struct str t)
{
	return f->sight == PUB && t.len &&
	       (strchr("=@", t.s[0]) ||
		(strchr("+-", t.s[0]) && (memchr(t.s, '(', t.len) || memchr(t.s, '|', t.len))));
}

static bool parse_one(struct arena *a, const struct field *f, struct str t, struct val *out,
		      struct refusals *why)
{
	struct str digits = utf8_digits(a, t);
	bool ok = true;

	switch (f->type) {
	case F_INT:
		ok = int_parse(digits, INT64_MIN, INT64_MAX, &out->n);
		break;
	case F_QTY:
		ok = parse_qty(digits, out);
		break;
	case F_BOOL:
		ok = parse_bool(t, out);
		break;
	case F_DATE:
	case F_DAY:
		ok = day_parse(digits, &out->n);
		break;
	case F_TIME:
		ok = parse_instant(digits, out);
		break;
	case F_HASH:
		ok = of_person(f) ? parse_person(a, t, &out->s)
				  : parse_bytes(a, t, (size_t)(f->max ? f->max : 32), &out->s);
		break;
	case F_BLOB:
		ok = parse_blob(a, t, out);
		break;
	case F_EDTF:
		out->s = digits;
		break;
	case F_TEXT:
		if (is_formula(f, t))
			return refuse(why, "formula", str_of(f->name), t,
				      "text that begins with a letter or a number: what begins so "
				      "is a formula to a spreadsheet that opens what is public");
		out->s = t;
		break;
	default:
		out->s = t;
	}
	return ok ? true
		  : refuse(why, "not_read", str_of(f->name), of_person(f) ? S("") : t, "%s",
			   of_person(f) ? "the number of a case, or of a person as it stands on "
					  "his or her slip"
					: wanted(f->type));
}

bool val_parse(struct arena *a, const struct field *f, struct str text, struct val *out,
	       struct refusals *why)
{
	struct str t = str_trim(text);
	bool ok;

	*out = (struct val){ 0 };
	if (!t.len)
		return true;
	out->set = true;
	if (f->type == F_NAME)
		ok = parse_name(a, f, t, out, why);
	else if (f->type == F_ROWS || f->type == F_GEO || f->type == F_CODES ||
		 f->type == F_TEXTS || f->type == F_REFS || f->type == F_OFFICERS)
		ok = parse_list(a, f, t, out, why);
	else
		ok = parse_one(a, f, t, out, why);
	return ok && val_check(a, f, out, why);
}

static bool resolve_ref(struct arena *a, const struct field *f, struct val *v,
			const struct resolver *r, struct refusals *why)
{
	uint8_t *ref = arena_alloc(a, REF_BYTES);

	if (!r->ref(r->p, f->choices, v->s, ref))
		return refuse(
			why, "no_such_record", str_of(f->name), v->s,
			"a %s that is in the log already (record it and run `sulh cut` first)%s%s",
			f->choices ? f->choices : "record", f->help ? "; " : "",
			f->help ? f->help : "");
	v->s = str_mem(ref, REF_BYTES);
	return true;
}

static bool resolve_officer(struct arena *a, const struct field *f, struct val *v,
			    const struct resolver *r, struct refusals *why)
{
	uint8_t *kid = arena_alloc(a, 4);

	if (!r->officer(r->p, v->s, kid))
		return refuse(why, "no_such_officer", str_of(f->name), v->s,
			      "the name of an enrolled officer");
	v->s = str_mem(kid, 4);
	return true;
}

/* Numbers of persons have another length than those of cases. */
static bool resolve_person(struct arena *a, const struct field *f, struct val *v,
			   const struct resolver *r, struct refusals *why)
{
	uint8_t *subject = arena_alloc(a, PERSON_BYTES);

	if (v->s.len == PERSON_BYTES)
		return true;
	if (!r->person || !r->person(r->p, v->s, subject))
		return refuse(why, "no_case", str_of(f->name), v->s,
			      "the number of a case that is here, of somebody who was not erased");
	v->s = str_mem(subject, PERSON_BYTES);
	return true;
}

static bool resolve_place(const struct field *f, struct val *v, const struct resolver *r,
			  struct refusals *why)
{
	struct str code = v->s, near;

	if (r->place(r->p, v->s, &code)) {
		v->s = code;
		return true;
	}
	near = r->near_place ? r->near_place(r->p, v->s) : S("");
	return refuse(
		why, "no_such_place", str_of(f->name), v->s,
		"the code of a place in the log, or a name that is that of one place only%.*s",
		P(near));
}

bool val_resolve(struct arena *a, const struct field *f, struct val *v, const struct resolver *r,
		 struct refusals *why)
{
	struct field e = *f;
	bool ok = true;

	if (f->type == F_REF)
		return resolve_ref(a, f, v, r, why);
	if (f->type == F_OFFICER)
		return resolve_officer(a, f, v, r, why);
	if (of_person(f))
		return resolve_person(a, f, v, r, why);
	if (f->type == F_PLACE)
		return resolve_place(f, v, r, why);
	if (f->type == F_REFS || f->type == F_OFFICERS) {
		e.type = f->type == F_REFS ? F_REF : F_OFFICER;
		for (size_t i = 0; i < v->len; i++)
			ok &= val_resolve(a, &e, &v->v[i], r, why);
	}
	if (f->type == F_ROWS)
		for (size_t i = 0; i < v->len; i++)
			for (size_t j = 0; j < f->rows->n; j++)
				if (v->v[i].v[j].set)
					ok &= val_resolve(a, &f->rows->fields[j], &v->v[i].v[j], r,
							  why);
	return ok;
}

static struct str ref_text(struct arena *a, struct str ref)
{
	uint64_t index = 0;

	for (int i = 8; i < 16; i++)
		index = index << 8 | (uint8_t)ref.s[i];
	return str_fmt(a, "%.*s/%" PRIu64, P(str_hex(a, ref.s, 8)), index);
}

static void degrees_text(struct buf *b, int64_t v)
{
	int64_t u = v < 0 ? -v : v;

	buf_fmt(b, "%s%" PRId64 ".%06" PRId64, v < 0 ? "-" : "", u / 1000000, u % 1000000);
}

static struct str one_text(struct arena *a, const struct field *f, const struct val *v)
{
	struct instant t = { v->n, v->m };

	switch (f->type) {
	case F_INT:
		return str_fmt(a, "%" PRId64, v->n);
	case F_QTY:
		return v->q ? str_fmt(a, "%.*s %" PRId64, P(qual_name((enum qual)v->q)), v->n)
			    : str_fmt(a, "%" PRId64, v->n);
	case F_BOOL:
		return v->n ? S("yes") : S("no");
	case F_DATE:
	case F_DAY:
		return day_text(a, v->n);
	case F_TIME:
		return instant_text(a, t);
	case F_REF:
		return v->s.len == REF_BYTES ? ref_text(a, v->s) : v->s;
	case F_HASH:
		if (of_person(f) && v->s.len != PERSON_BYTES)
			return v->s; /* of a case */
		return str_hex(a, v->s.s, v->s.len);
	case F_OFFICER:
		return str_hex(a, v->s.s, v->s.len);
	case F_BLOB:
		return str_base64(a, v->s.s, v->s.len);
	default:
		return v->s;
	}
}

static void row_text(struct arena *a, const struct field *f, const struct val *row, struct buf *b)
{
	bool first = true;

	for (size_t i = 0; i < f->rows->n; i++) {
		const struct val *v = &row->v[i];
		struct str t;

		if (!v->set)
			continue;
		t = val_text(a, &f->rows->fields[i], v);
		if (f->type == F_NAME) {
			if (i < 2)
				buf_fmt(b, i ? " %.*s" : "%.*s", P(t));
			continue;
		}
		buf_fmt(b, memchr(t.s, ' ', t.len) ? "%s%s=\"%.*s\"" : "%s%s=%.*s",
			first ? "" : " ", f->rows->fields[i].name, P(t));
		first = false;
	}
}

struct str val_text(struct arena *a, const struct field *f, const struct val *v)
{
	struct buf b = { .a = a };
	struct field e = *f;

	switch (f->type) {
	case F_ROWS:
	case F_NAME:
		for (size_t i = 0; i < v->len; i++) {
			buf_str(&b, !i ? S("") : f->type == F_NAME ? S(", ") : S("; "));
			row_text(a, f, &v->v[i], &b);
		}
		return buf_text(&b);
	case F_GEO:
		for (size_t i = 0; i < v->len; i++) {
			buf_str(&b, i ? S(" ") : S(""));
			degrees_text(&b, v->v[i].n);
			buf_byte(&b, ',');
			degrees_text(&b, v->v[i].m);
		}
		return buf_text(&b);
	case F_CODES:
	case F_TEXTS:
	case F_REFS:
	case F_OFFICERS:
		e.type = f->type == F_REFS ? F_REF : f->type == F_OFFICERS ? F_OFFICER : F_TEXT;
		for (size_t i = 0; i < v->len; i++) {
			buf_str(&b, !i ? S("") : f->type == F_TEXTS ? S("|") : S(","));
			buf_str(&b, one_text(a, &e, &v->v[i]));
		}
		return buf_text(&b);
	default:
		return one_text(a, f, v);
	}
}

void val_json(struct arena *a, const struct field *f, const struct val *v, struct buf *b)
{
	if (f->type == F_INT)
		json_int(b, v->n);
	else if (f->type == F_BOOL)
		json_bool(b, v->n);
	else
		json_str(b, val_text(a, f, v));
}
