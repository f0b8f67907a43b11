/*
 * Text and growing buffers. Text is UTF-8 with a length and no terminating NUL; bytes use the same
 * pair. Nothing here allocates but what takes an arena.
 */
#ifndef SULH_BASE_STR_H
#define SULH_BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;

struct str {
	const char *s;
	size_t len;
};

/* A string literal as text, usable in constant tables. */
#define S(lit) ((struct str){ "" lit, sizeof(lit) - 1 })
#define SC(lit)                         \
	{                               \
		"" lit, sizeof(lit) - 1 \
	}

/* For printf("%.*s", P(x)): at most INT_MAX bytes. Names x more than once: no call with an effect. */
#define P(x) (int)((x).len > 0x7fffffff ? 0x7fffffff : (x).len), (x).s ? (x).s : ""

struct str str_of(const char *z); /* around a C string; NULL gives empty text */
struct str str_mem(const void *p, size_t n);
static inline bool str_eq(struct str a, struct str b)
{
	/* A text that has bytes has them somewhere. NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker) */
	return a.len == b.len && (!b.len || !memcmp(a.s, b.s, b.len));
}
bool str_eq_caseless(struct str a, struct str b); /* A-Z are a-z; all other bytes as they stand */
int str_cmp(struct str a, struct str b);	  /* bytewise, shorter first when a prefix */
bool str_starts(struct str a, struct str prefix);
bool str_ends(struct str a, struct str suffix);
struct str str_from(struct str a, size_t at); /* what follows position `at` */
struct str str_trim(struct str a);	      /* without blanks (space, tab, CR, LF) at both ends */

/* Cuts *rest at the first `sep`: returns what stands before it and leaves what follows. When there
 * is none, returns all of it and leaves *rest empty with s == NULL. */
struct str str_cut(struct str *rest, char sep);

char *str_z(struct arena *a, struct str s); /* a copy with a terminating NUL */
struct str str_dup(struct arena *a, struct str s);
struct str str_fmt(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str str_hex(struct arena *a, const void *p, size_t n);	 /* lower case */
struct str str_base64(struct arena *a, const void *p, size_t n); /* RFC 4648 §4, padded */

/* Decode exactly `n` bytes of hex, either case refused but lower; false otherwise. */
bool hex_read(struct str s, uint8_t *out, size_t n);

/* Decode padded base64 of one spelling (tail bits zero, no blanks). *n is the room on entry, the
 * length on return. RFC 4648 §3.5 */
bool base64_read(struct str s, uint8_t *out, size_t *n);

/* Bytes that grow in an arena. `struct buf b = { .a = arena };` is an empty one. */
struct buf {
	struct arena *a;
	uint8_t *p;
	size_t len, cap;
};

void buf_add(struct buf *b, const void *p, size_t n);
void buf_byte(struct buf *b, uint8_t c);
void buf_str(struct buf *b, struct str s);
void buf_int(struct buf *b, int64_t v); /* in decimal */
void buf_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vfmt(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
struct str buf_text(const struct buf *b); /* a view, valid until the next addition */

#endif
