/* See names.h. */
#include "keyd/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "ledger/key.h"
#include "ledger/keyring_index.h"
#include "match/words.h"
#include "record/kinds.h"
#include "record/rec.h"
#include "record/refuse.h"
#include "base/banned.h"

enum names_key { KEY_CASE = 1, KEY_FULL, KEY_MOTHER, KEY_LATIN, KEY_BORN, KEY_END };

/* Of an object s (format.md section 8). */
#define OBJECT_FIELDS 10
#define OBJECT_KIND   17
#define OBJECT_KEYS   31
#define OBJECT_DEPTH  9

#define CASE_MAX 40
#define BORN_MAX 32

/* A part is an array of three short texts, a Latin name one text. */
_Static_assert(2 * NAMES_PARTS * (NAMES_TEXT + 25) + NAMES_LATIN * (NAMES_LINE + 3) + 100 <=
		       INDEX_BODY,
	       "a body fits a record");

static void put_parts(struct buf *b, enum names_key key, const struct name_parts *p)
{
	if (!p->set)
		return;
	cbor_put_int(b, key);
	cbor_put_array(b, p->n);
	for (size_t i = 0; i < p->n; i++) {
		cbor_put_array(b, 3);
		cbor_put_text(b, p->v[i].part);
		cbor_put_text(b, p->v[i].script);
		cbor_put_text(b, p->v[i].text);
	}
}

void names_put(const struct names *x, struct buf *out)
{
	cbor_put_map(out, 1u + x->full.set + x->mother.set + x->has_latin + (x->born.s != NULL));
	cbor_put_int(out, KEY_CASE);
	cbor_put_text(out, x->case_no);
	put_parts(out, KEY_FULL, &x->full);
	put_parts(out, KEY_MOTHER, &x->mother);
	if (x->has_latin) {
		cbor_put_int(out, KEY_LATIN);
		cbor_put_array(out, x->n_latin);
		for (size_t i = 0; i < x->n_latin; i++)
			cbor_put_text(out, x->latin[i]);
	}
	if (x->born.s) {
		cbor_put_int(out, KEY_BORN);
		cbor_put_text(out, x->born);
	}
}

static bool read_parts(struct read *in, struct name_parts *p)
{
	uint64_t n = 0, three = 0;

	p->set = true;
	if (!cbor_array(in, NAMES_PARTS, &n))
		return false;
	for (p->n = 0; p->n < n; p->n++) {
		struct name_part *v = &p->v[p->n];

		if (!cbor_array(in, 3, &three))
			return false;
		if (three != 3)
			return read_fail(in, "a part of a name is of three texts");
		if (!cbor_text(in, 16, &v->part) || !cbor_text(in, 4, &v->script) ||
		    !cbor_text(in, NAMES_TEXT, &v->text))
			return false;
	}
	return true;
}

static bool read_latin(struct read *in, struct names *x)
{
	uint64_t n = 0;

	x->has_latin = true;
	if (!cbor_array(in, NAMES_LATIN, &n))
		return false;
	for (x->n_latin = 0; x->n_latin < n; x->n_latin++)
		if (!cbor_text(in, NAMES_LINE, &x->latin[x->n_latin]))
			return false;
	return true;
}

static bool read_value(struct read *in, int64_t key, struct names *x)
{
	switch (key) {
	case KEY_CASE:
		return cbor_text(in, CASE_MAX, &x->case_no);
	case KEY_FULL:
		return read_parts(in, &x->full);
	case KEY_MOTHER:
		return read_parts(in, &x->mother);
	case KEY_LATIN:
		return read_latin(in, x);
	case KEY_BORN:
		return cbor_text(in, BORN_MAX, &x->born);
	default:
		return read_fail(in, "a key that a record of names does not have");
	}
}

bool names_read(struct read *in, struct names *out)
{
	uint64_t n = 0;
	int64_t key = -1;

	out->case_no = out->born = (struct str){ NULL, 0 };
	out->full.set = out->mother.set = out->has_latin = false;
	out->full.n = out->mother.n = out->n_latin = 0;
	if (!cbor_map(in, KEY_END - 1, &n))
		return false;
	while (n--)
		if (!cbor_key(in, &key) || !read_value(in, key, out))
			return false;
	if (!out->case_no.s)
		return read_fail(in, "it says no case");
	return read_end(in);
}

void names_merge(struct names *x, const struct names *later)
{
	x->case_no = later->case_no;
	if (later->full.set)
		x->full = later->full;
	if (later->mother.set)
		x->mother = later->mother;
	if (later->has_latin) {
		x->has_latin = true;
		x->n_latin = later->n_latin;
		memcpy(x->latin, later->latin, sizeof x->latin);
	}
	if (later->born.s)
		x->born = later->born;
}

/* The rows of a name, as far as there is room for them. */
static void set_parts(const struct kind *k, const struct val *v, struct name_parts *p)
{
	*p = (struct name_parts){ .set = v->set };
	for (size_t i = 0; v->set && i < v->len && p->n < NAMES_PARTS; i++) {
		const struct val *row = v->v[i].v;
		struct name_part *to = &p->v[p->n];

		*to = (struct name_part){ row[field_at(k, "part")].s, row[field_at(k, "script")].s,
					  row[field_at(k, "text")].s };
		p->n += to->text.len <= NAMES_TEXT;
	}
}

static void set_latin(const struct val *v, struct names *x)
{
	x->has_latin = v->set;
	x->n_latin = 0;
	for (size_t i = 0; v->set && i < v->len && x->n_latin < NAMES_LATIN; i++)
		if (v->v[i].s.len <= NAMES_LINE)
			x->latin[x->n_latin++] = v->v[i].s;
}

/* One field of a registration; false for those that are not kept here. */
static bool set_field(struct names *x, const struct field *f, const struct val *v)
{
	struct str field = str_of(f->name);

	if (str_eq(field, S("full_name")))
		set_parts(f->rows, v, &x->full);
	else if (str_eq(field, S("mother_name")))
		set_parts(f->rows, v, &x->mother);
	else if (str_eq(field, S("latin_names")))
		set_latin(v, x);
	else if (str_eq(field, S("born")))
		x->born = v->set && v->s.len <= BORN_MAX ? v->s : (struct str){ NULL, 0 };
	else
		return false;
	return true;
}

/* A correction names a field, and gives its value as it would be typed. */
static bool of_correction(struct arena *a, const struct rec *r, struct names *out)
{
	const struct field *f = field_by_name(&kind_registration, rec_code(r, "field"));
	struct refusals why = { .a = a };
	struct val v = { 0 };

	/* One without a value takes out what was said. */
	return f &&
	       (!rec_get(r, "new_value") || val_parse(a, f, rec_code(r, "new_value"), &v, &why)) &&
	       set_field(out, f, &v);
}

bool names_of(struct arena *a, const struct rec *r, struct names *out)
{
	bool any = false;

	memset(out, 0, sizeof *out);
	if (r->kind == &kind_correction)
		return of_correction(a, r, out);
	for (size_t i = 0; r->kind == &kind_registration && i < r->kind->n; i++)
		any |= set_field(out, &r->kind->fields[i], &r->v[i]);
	return any;
}

struct rec *names_record(struct arena *a, struct str body)
{
	struct read in = read_of(body.s, body.len), fields;
	struct str value, map = { NULL, 0 };
	const struct kind *k;
	struct rec *r;
	uint64_t n;
	int64_t key = -1, code = 0;

	if (!cbor_map(&in, OBJECT_KEYS, &n))
		return NULL;
	while (n--) {
		if (!cbor_key(&in, &key) ||
		    !(key == OBJECT_KIND ? cbor_int(&in, 1, INT32_MAX, &code)
					 : cbor_skip(&in, OBJECT_DEPTH, &value)))
			return NULL;
		if (key == OBJECT_FIELDS)
			map = value;
	}
	k = kind_by_code(code);
	if (!k || !map.s || !read_end(&in))
		return NULL;
	r = rec_new(a, k);
	fields = read_of(map.s, map.len);
	return rec_fields_read(a, r, PERSON, &fields, NULL) ? r : NULL;
}

bool names_of_object(struct arena *a, struct str body, struct names *out)
{
	const struct rec *r = names_record(a, body);

	return r && names_of(a, r, out);
}

struct str names_text(struct arena *a, const struct name_parts *p, struct str script)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < p->n; i++) {
		if (script.s && !str_eq(script, p->v[i].script))
			continue;
		if (b.len)
			buf_byte(&b, ' ');
		buf_str(&b, p->v[i].text);
	}
	return b.len ? buf_text(&b) : S("");
}

static int by_text(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

struct str names_words(struct arena *a, struct str name)
{
	struct words *words = arena_alloc(a, sizeof *words);
	struct buf all = { .a = a }, b = { .a = a };
	struct str list[WORDS_MAX];
	size_t end[WORDS_MAX + 1] = { 0 };

	words_of(name, words);
	for (size_t i = 0; i < words->n; i++) {
		buf_byte(&all, words->w[i].script == SCRIPT_ARABIC ? 'A' : 'L');
		symbols_print(&words->w[i], &all);
		end[i + 1] = all.len;
	}
	for (size_t i = 0; i < words->n; i++)
		list[i] = str_mem(all.p + end[i], end[i + 1] - end[i]);
	qsort(list, words->n, sizeof *list, by_text);
	for (size_t i = 0; i < words->n; i++) {
		if (i && str_eq(list[i], list[i - 1]))
			continue;
		if (b.len)
			buf_byte(&b, ' ');
		buf_str(&b, list[i]);
	}
	key_wipe_later(a, words, sizeof *words);
	key_wipe_later(a, all.p, all.cap);
	key_wipe_later(a, b.p, b.cap);
	return b.len ? buf_text(&b) : S("");
}

/* Whether each part of the name stands in this script. */
static bool is_whole(const struct name_parts *p, struct str script)
{
	for (size_t i = 0; i < p->n; i++) {
		bool there = false;

		for (size_t j = 0; j < p->n && !there; j++)
			there = str_eq(p->v[j].part, p->v[i].part) &&
				str_eq(p->v[j].script, script);
		if (!there)
			return false;
	}
	return true;
}

static void add_text(struct str text, struct str *list, size_t *n)
{
	if (!text.len)
		return;
	for (size_t i = 0; i < *n; i++)
		if (str_eq(list[i], text))
			return;
	list[(*n)++] = text;
}

/* A name in each script in which it is whole; in none: part in one and part in another. */
static size_t texts_of(struct arena *a, const struct name_parts *p, struct str *out)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (is_whole(p, p->v[i].script))
			add_text(names_text(a, p, p->v[i].script), out, &n);
	if (!n)
		add_text(names_text(a, p, (struct str){ NULL, 0 }), out, &n);
	return n;
}

size_t names_texts(struct arena *a, const struct names *x, struct str out[NAMES_WAYS])
{
	size_t n = texts_of(a, &x->full, out);

	for (size_t i = 0; i < x->n_latin; i++)
		add_text(x->latin[i], out, &n);
	return n;
}

size_t names_mothers(struct arena *a, const struct names *x, struct str out[NAMES_WAYS])
{
	return texts_of(a, &x->mother, out);
}

size_t names_ways(struct arena *a, const struct names *x, struct names_way out[NAMES_WAYS])
{
	struct str *texts = arena_array(a, NAMES_WAYS, sizeof *texts);
	size_t all = names_texts(a, x, texts), n = 0;

	for (size_t i = 0; i < all; i++) {
		struct str words = names_words(a, texts[i]);
		size_t k = 0;

		while (k < n && !str_eq(out[k].words, words))
			k++;
		if (k == n && words.len)
			out[n++] = (struct names_way){ texts[i], words };
	}
	return n;
}

bool names_same(const struct names_way *x, size_t n_x, const struct names_way *y, size_t n_y)
{
	for (size_t i = 0; i < n_x; i++)
		for (size_t j = 0; j < n_y; j++)
			if (str_eq(x[i].words, y[j].words))
				return true;
	return false;
}

/* The year of a date as it is written, of which a figure may be unknown (EDTF: 19XX). */
static bool year_of(struct str s, int *from, int *to)
{
	*from = *to = 0;
	if (s.len < 4)
		return false;
	for (size_t i = 0; i < 4; i++) {
		bool any = s.s[i] == 'X';

		if (!any && (s.s[i] < '0' || s.s[i] > '9'))
			return false;
		*from = *from * 10 + (any ? 0 : s.s[i] - '0');
		*to = *to * 10 + (any ? 9 : s.s[i] - '0');
	}
	return true;
}

/* "1984", "1984~", "1984-05-17", "1980/1985", ".." for an end that is not known. */
static void years_of(struct str born, int *from, int *to)
{
	struct str rest = born.s ? born : S(""), first = str_cut(&rest, '/');
	int skip;

	if (!year_of(first, from, to)) {
		*from = 0;
		*to = 9999;
	}
	if (rest.s && !year_of(rest, &skip, to))
		*to = 9999;
}

bool names_born_near(const struct names *x, const struct names *y, int years)
{
	int from, to, from_y, to_y;

	years_of(x->born, &from, &to);
	years_of(y->born, &from_y, &to_y);
	return from - years <= to_y && from_y - years <= to;
}

bool names_same_day(const struct names *x, const struct names *y)
{
	enum {
		YEAR = 4,
		MONTH = 7,
		DAY = 10
	}; /* "1984-05-17", "1984-05", with nothing behind it */

	return (x->born.len == MONTH || x->born.len == DAY) && x->born.len == y->born.len &&
	       str_eq(str_from(x->born, YEAR), str_from(y->born, YEAR));
}
