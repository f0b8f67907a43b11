/* See jsonin.h. A first pass over the bytes bounds depth and number of values before the library builds
 * anything, and notes where the real numbers stand; the library then judges the grammar; the second
 * pass copies its tree into the arena. Since the library keeps members in the order of the text and
 * refuses duplicates, the reals come back in the order in which the first pass met them. */
#include "base/jsonin.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/banned.h"

struct scan {
	struct str text;
	size_t line; /* of the first byte */
	struct buf reals;
	size_t next; /* of the reals, when they are copied */
	json_t *root;
	struct arena *a;
};

/* Lines and columns as an editor shows them: columns count characters. */
static bool bad(const struct scan *s, size_t at, struct err *e, const char *why)
{
	size_t line = s->line, column = 1;

	for (size_t i = 0; i < at && i < s->text.len; i++) {
		uint8_t c = (uint8_t)s->text.s[i];

		if (c == '\n') {
			line++;
			column = 1;
		} else if ((c & 0xc0) != 0x80) {
			column++;
		}
	}
	err_set(e, ERR_REFUSED, "read JSON: %s", why);
	return err_at(e, "line %zu, column %zu", line, column);
}

/* Past the text that opens at `at`; what is inside is the library's business. */
static size_t past_string(struct str t, size_t at)
{
	for (at++; at < t.len && t.s[at] != '"'; at++)
		if (t.s[at] == '\\')
			at++;
	return at < t.len ? at + 1 : t.len;
}

static size_t past_number(struct scan *s, size_t at)
{
	struct str t = s->text, found;
	size_t from = at;
	bool real = false;

	for (; at < t.len && strchr("+-.eE0123456789", t.s[at]) && t.s[at]; at++)
		real |= t.s[at] == '.' || t.s[at] == 'e' || t.s[at] == 'E';
	found = str_mem(t.s + from, at - from);
	if (real)
		buf_add(&s->reals, &found, sizeof found);
	return at;
}

static bool look(struct scan *s, struct err *e)
{
	struct str t = s->text;
	size_t depth = 0, values = 1;

	for (size_t at = 0; at < t.len;) {
		char c = t.s[at];

		if (c == '"') {
			at = past_string(t, at);
			continue;
		}
		if (c == '-' || (c >= '0' && c <= '9')) {
			at = past_number(s, at);
			continue;
		}
		if (c == '[' || c == '{') {
			values += c == '{' ? 4 : 1;
			if (++depth > JSONIN_DEPTH)
				return bad(s, at, e, "nested deeper than 32 levels");
		} else if (c == ']' || c == '}') {
			depth -= depth > 0;
		} else if (c == ',') {
			values++;
		} else if (!c) {
			return bad(s, at, e, "a byte 0 where text is expected");
		}
		if (values > JSONIN_VALUES)
			return bad(s, at, e,
				   "more values than this program reads; divide the file");
		at++;
	}
	return true;
}

static bool copy(struct scan *s, json_t *from, struct jsonin *to);

static bool copy_object(struct scan *s, json_t *from, struct jsonin *to)
{
	size_t i = 0;

	to->type = JSONIN_OBJECT;
	to->len = json_object_size(from);
	to->v = arena_array(s->a, to->len, sizeof *to->v);
	for (void *m = json_object_iter(from); m; m = json_object_iter_next(from, m), i++) {
		if (!copy(s, json_object_iter_value(m), &to->v[i]))
			return false;
		to->v[i].key = str_dup(
			s->a, str_mem(json_object_iter_key(m), json_object_iter_key_len(m)));
	}
	return true;
}

static bool copy_real(struct scan *s, struct jsonin *to)
{
	const struct str *reals = (const struct str *)(const void *)s->reals.p;

	if (s->next * sizeof *reals >= s->reals.len)
		return false;
	to->type = JSONIN_REAL;
	to->s = reals[s->next++];
	return true;
}

/* As deep as the first pass allowed. */
static bool copy(struct scan *s, json_t *from, struct jsonin *to)
{
	switch (json_typeof(from)) {
	case JSON_OBJECT:
		return copy_object(s, from, to);
	case JSON_ARRAY:
		to->type = JSONIN_ARRAY;
		to->len = json_array_size(from);
		to->v = arena_array(s->a, to->len, sizeof *to->v);
		for (size_t i = 0; i < to->len; i++)
			if (!copy(s, json_array_get(from, i), &to->v[i]))
				return false;
		return true;
	case JSON_STRING:
		to->type = JSONIN_STRING;
		to->s = str_dup(s->a, str_mem(json_string_value(from), json_string_length(from)));
		return true;
	case JSON_INTEGER:
		to->type = JSONIN_INT;
		to->n = json_integer_value(from);
		return true;
	case JSON_REAL:
		return copy_real(s, to);
	case JSON_TRUE:
	case JSON_FALSE:
		to->type = JSONIN_BOOL;
		to->n = json_is_true(from);
		return true;
	case JSON_NULL:
		break;
	}
	return true;
}

/* The library's tree, also when memory runs out while it is copied. */
static void drop(void *p)
{
	struct scan *s = p;

	json_decref(s->root);
	s->root = NULL;
}

const struct jsonin *jsonin_read(struct arena *a, struct str text, size_t line, struct err *e)
{
	struct scan *s = arena_alloc(a, sizeof *s);
	struct jsonin *v = arena_alloc(a, sizeof *v);
	json_error_t why;
	bool copied;

	if (text.len > JSONIN_MAX) {
		err_set(e, ERR_REFUSED, "read JSON: longer than 64 MiB; divide the file");
		return NULL;
	}
	if (str_starts(text, S("\xef\xbb\xbf")))
		text = str_from(text, 3);
	*s = (struct scan){ .text = text, .line = line, .reals = { .a = a }, .a = a };
	if (!look(s, e))
		return NULL;
	arena_defer(a, drop, s);
	s->root = json_loadb(text.len ? text.s : "", text.len,
			     JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
	if (!s->root) {
		if (json_error_code(&why) == json_error_out_of_memory)
			err_set(e, ERR_FAILED, "read JSON: out of memory");
		else
			bad(s, why.position > 0 ? (size_t)why.position - 1 : 0, e, why.text);
		return NULL;
	}
	copied = copy(s, s->root, v);
	drop(s);
	if (!copied || s->next * sizeof(struct str) != s->reals.len) {
		bad(s, 0, e, "a number that cannot be told apart");
		return NULL;
	}
	return v;
}

const struct jsonin *jsonin_find(const struct jsonin *v, struct str key)
{
	for (size_t i = 0; v && v->type == JSONIN_OBJECT && i < v->len; i++)
		if (str_eq(v->v[i].key, key))
			return &v->v[i];
	return NULL;
}

struct str jsonin_text(struct arena *a, const struct jsonin *v)
{
	switch (v ? v->type : JSONIN_NULL) {
	case JSONIN_BOOL:
		return v->n ? S("true") : S("false");
	case JSONIN_INT:
		return str_fmt(a, "%" PRId64, v->n);
	case JSONIN_REAL:
	case JSONIN_STRING:
		return v->s;
	case JSONIN_NULL:
	case JSONIN_ARRAY:
	case JSONIN_OBJECT:
		break;
	}
	return (struct str){ NULL, 0 };
}

/* A decimal number taken apart: digits without their point, and how many of them stand before it. */
struct decimal {
	bool minus;
	struct str whole, fraction;
	int64_t exponent;
};

static struct str take_digits(struct str *s)
{
	size_t n = 0;
	struct str found;

	while (n < s->len && s->s[n] >= '0' && s->s[n] <= '9')
		n++;
	found = str_mem(s->s, n);
	*s = str_from(*s, n);
	return found;
}

static bool take(struct str *s, char c)
{
	if (!s->len || s->s[0] != c)
		return false;
	*s = str_from(*s, 1);
	return true;
}

static bool decimal_read(struct str s, struct decimal *d)
{
	bool minus;
	struct str digits;

	*d = (struct decimal){ .minus = take(&s, '-') };
	d->whole = take_digits(&s);
	if (!d->whole.len)
		return false;
	if (take(&s, '.')) {
		d->fraction = take_digits(&s);
		if (!d->fraction.len)
			return false;
	}
	if (!take(&s, 'e') && !take(&s, 'E'))
		return !s.len;
	minus = take(&s, '-');
	if (!minus)
		(void)take(&s, '+');
	digits = take_digits(&s);
	for (size_t i = 0; i < digits.len && d->exponent < 1000 * 1000 * 1000; i++)
		d->exponent = 10 * d->exponent + (digits.s[i] - '0');
	d->exponent = minus ? -d->exponent : d->exponent;
	return digits.len && !s.len;
}

static int digit(const struct decimal *d, int64_t i)
{
	size_t at = (size_t)i;

	if (at < d->whole.len)
		return d->whole.s[at] - '0';
	at -= d->whole.len;
	return at < d->fraction.len ? d->fraction.s[at] - '0' : 0;
}

bool millionths_parse(struct str s, int64_t *out)
{
	struct decimal d;
	int64_t keep, all, n = 0;

	if (!decimal_read(s, &d))
		return false;
	all = (int64_t)(d.whole.len + d.fraction.len);
	keep = (int64_t)d.whole.len + d.exponent + 6; /* digits of the result */
	for (int64_t i = 0; i < keep; i++) {
		if (i >= all && !n)
			break;
		if (__builtin_mul_overflow(n, 10, &n) || !add_ok(&n, n, digit(&d, i)))
			return false;
	}
	if (keep >= 0 && digit(&d, keep) >= 5 && !add_ok(&n, n, 1))
		return false;
	*out = d.minus ? -n : n;
	return true;
}

bool jsonin_millionths(const struct jsonin *v, int64_t *out)
{
	if (v && v->type == JSONIN_INT)
		return !__builtin_mul_overflow(v->n, 1000000, out);
	return v && v->type == JSONIN_REAL && millionths_parse(v->s, out);
}

const char *jsonin_type_name(const struct jsonin *v)
{
	static const char *const names[] = { "null", "true or false", "a number", "a number",
					     "text", "a list",	      "an object" };

	return v ? names[v->type] : "nothing";
}
