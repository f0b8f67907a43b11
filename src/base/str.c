/* See str.h. */
#include "base/str.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/banned.h"

struct str str_of(const char *z)
{
	return (struct str){ z ? z : "", z ? strlen(z) : 0 };
}

struct str str_mem(const void *p, size_t n)
{
	return (struct str){ p, n };
}

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool str_eq_caseless(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (small(a.s[i]) != small(b.s[i]))
			return false;
	return true;
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int c = n ? memcmp(a.s, b.s, n) : 0;

	return c ? c : a.len < b.len ? -1 : a.len > b.len;
}

bool str_starts(struct str a, struct str prefix)
{
	return a.len >= prefix.len && str_eq(str_mem(a.s, prefix.len), prefix);
}

bool str_ends(struct str a, struct str suffix)
{
	return a.len >= suffix.len && str_eq(str_from(a, a.len - suffix.len), suffix);
}

struct str str_from(struct str a, size_t at)
{
	return at < a.len ? (struct str){ a.s + at, a.len - at } : (struct str){ "", 0 };
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str a)
{
	while (a.len && blank(a.s[0]))
		a.s++, a.len--;
	while (a.len && blank(a.s[a.len - 1]))
		a.len--;
	return a;
}

struct str str_cut(struct str *rest, char sep)
{
	const char *at = rest->len ? memchr(rest->s, sep, rest->len) : NULL;
	struct str head = *rest;

	if (!at) {
		*rest = (struct str){ NULL, 0 };
		return head;
	}
	head.len = (size_t)(at - head.s);
	*rest = (struct str){ at + 1, rest->len - head.len - 1 };
	return head;
}

char *str_z(struct arena *a, struct str s)
{
	char *z = arena_alloc(a, s.len + 1);

	if (s.len)
		memcpy(z, s.s, s.len);
	return z;
}

struct str str_dup(struct arena *a, struct str s)
{
	return (struct str){ str_z(a, s), s.len };
}

struct str str_fmt(struct arena *a, const char *fmt, ...)
{
	struct buf b = { .a = a };
	va_list ap;

	va_start(ap, fmt);
	buf_vfmt(&b, fmt, ap);
	va_end(ap);
	return buf_text(&b);
}

struct str str_hex(struct arena *a, const void *p, size_t n)
{
	static const char digit[] = "0123456789abcdef";
	const uint8_t *u = p;
	char *z = arena_alloc(a, 2 * n + 1);

	for (size_t i = 0; i < n; i++) {
		z[2 * i] = digit[u[i] >> 4];
		z[2 * i + 1] = digit[u[i] & 15];
	}
	return (struct str){ z, 2 * n };
}

bool hex_read(struct str s, uint8_t *out, size_t n)
{
	if (s.len != 2 * n)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.s[i];
		int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;

		if (v < 0)
			return false;
		out[i / 2] = (uint8_t)(i & 1 ? out[i / 2] << 4 | v : v);
	}
	return true;
}

static const char base64_digit[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

struct str str_base64(struct arena *a, const void *p, size_t n)
{
	const uint8_t *u = p;
	struct buf b = { .a = a };

	for (size_t i = 0; i < n; i += 3) {
		size_t left = n - i;
		unsigned v = (unsigned)u[i] << 16 | (left > 1 ? (unsigned)u[i + 1] << 8 : 0) |
			     (left > 2 ? u[i + 2] : 0);

		buf_byte(&b, (uint8_t)base64_digit[v >> 18]);
		buf_byte(&b, (uint8_t)base64_digit[v >> 12 & 63]);
		buf_byte(&b, (uint8_t)(left > 1 ? base64_digit[v >> 6 & 63] : '='));
		buf_byte(&b, (uint8_t)(left > 2 ? base64_digit[v & 63] : '='));
	}
	return buf_text(&b);
}

static int base64_value(char c)
{
	return c >= 'A' && c <= 'Z'   ? c - 'A'
	       : c >= 'a' && c <= 'z' ? c - 'a' + 26
	       : c >= '0' && c <= '9' ? c - '0' + 52
	       : c == '+'	      ? 62
	       : c == '/'	      ? 63
				      : -1;
}

bool base64_read(struct str s, uint8_t *out, size_t *n)
{
	size_t pad =
		s.len && s.s[s.len - 1] == '=' ? s.len > 1 && s.s[s.len - 2] == '=' ? 2 : 1 : 0;
	size_t digits = s.len - pad, len = s.len / 4 * 3 - pad;
	unsigned v = 0;

	if (s.len % 4 || len > *n || (!s.len && pad))
		return false;
	for (size_t i = 0, o = 0; i < digits; i++) {
		int d = base64_value(s.s[i]);

		if (d < 0)
			return false;
		v = v << 6 | (unsigned)d;
		if (i % 4)
			out[o++] = (uint8_t)(v >> (6 - 2 * (i % 4)));
	}
	/* A tail that carries bits is a second spelling of the same bytes. */
	if ((pad == 1 && v & 3) || (pad == 2 && v & 15))
		return false;
	*n = len;
	return true;
}

static void buf_grow(struct buf *b, size_t n)
{
	size_t cap = b->cap ? b->cap : 64;
	uint8_t *p;

	while (cap - b->len < n)
		cap = cap > SIZE_MAX / 4 ? SIZE_MAX / 2 : cap * 2;
	p = arena_alloc(b->a, cap);
	if (b->len)
		memcpy(p, b->p, b->len);
	b->p = p;
	b->cap = cap;
}

static inline void buf_room(struct buf *b, size_t n)
{
	if (b->cap - b->len < n)
		buf_grow(b, n);
}

void buf_add(struct buf *b, const void *p, size_t n)
{
	if (!n)
		return;
	buf_room(b, n);
	memcpy(b->p + b->len, p, n);
	b->len += n;
}

void buf_byte(struct buf *b, uint8_t c)
{
	buf_room(b, 1);
	b->p[b->len++] = c;
}

void buf_str(struct buf *b, struct str s)
{
	buf_add(b, s.s, s.len);
}

void buf_int(struct buf *b, int64_t v)
{
	uint64_t rest = v < 0 ? -(uint64_t)v : (uint64_t)v;
	char digits[20];
	size_t n = sizeof digits;

	do {
		digits[--n] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (v < 0)
		buf_byte(b, '-');
	buf_add(b, digits + n, sizeof digits - n);
}

void buf_vfmt(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	/* Most of what is written so is short and fits at once. */
	buf_room(b, 1);
	va_copy(again, ap);
	n = vsnprintf((char *)b->p + b->len, b->cap - b->len, fmt, again);
	va_end(again);
	if (n <= 0)
		return;
	if ((size_t)n >= b->cap - b->len) {
		buf_room(b, (size_t)n + 1);
		vsnprintf((char *)b->p + b->len, (size_t)n + 1, fmt, ap);
	}
	b->len += (size_t)n;
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vfmt(b, fmt, ap);
	va_end(ap);
}

struct str buf_text(const struct buf *b)
{
	return (struct str){ b->p ? (const char *)b->p : "", b->len };
}
