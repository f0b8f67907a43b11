/*
 * JSON in (RFC 8259), strict, with limits: a text from outside becomes a tree in an arena, or an error
 * with line and column. Refused are deeper nesting than JSONIN_DEPTH, duplicate keys, a NUL in a text,
 * bytes that are no UTF-8, integers beyond 64 bits, and more than one value. A byte-order mark at the
 * start is stepped over, as in CSV. The only file that includes jansson.h is jsonin.c.
 */
#ifndef SULH_BASE_JSONIN_H
#define SULH_BASE_JSONIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct arena;

#define JSONIN_DEPTH  32
#define JSONIN_MAX    ((size_t)64 * 1024 * 1024) /* bytes */
#define JSONIN_VALUES ((size_t)6 * 1000 * 1000)	 /* an object counts as four */

enum jsonin_type {
	JSONIN_NULL,
	JSONIN_BOOL,
	JSONIN_INT,
	JSONIN_REAL,
	JSONIN_STRING,
	JSONIN_ARRAY,
	JSONIN_OBJECT,
};

/* BOOL: n is 0 or 1. INT: n. STRING: s, well-formed UTF-8 without NUL, but it may hold control
 * characters. REAL: s is the number as it stands in the text (numbers with a fraction or an exponent;
 * no double is ever made of them here). ARRAY, OBJECT: v[0..len), in the order of the text; members of
 * an object have a key. */
struct jsonin {
	enum jsonin_type type;
	int64_t n;
	struct str s, key;
	struct jsonin *v;
	size_t len;
};

/* The one value that `text` holds. `line` is the number of its first line, for errors (1 for a whole
 * file; the number of the line for JSON lines). NULL and ERR_REFUSED where it is not right. */
const struct jsonin *jsonin_read(struct arena *a, struct str text, size_t line, struct err *e);

/* The member of an object with this key; NULL where there is none, or where `v` is no object or NULL. */
const struct jsonin *jsonin_find(const struct jsonin *v, struct str key);

/* A value as a cell of a table would hold it: text, number as it stands, "true", "false". s == NULL
 * for null, array, object and for v == NULL. */
struct str jsonin_text(struct arena *a, const struct jsonin *v);

/* An INT or REAL in millionths, rounded half away from zero, exactly. False for another type and where
 * 64 bits do not hold it. */
bool jsonin_millionths(const struct jsonin *v, int64_t *out);

/* The same of a decimal number in text: digits with an optional minus, fraction and exponent. */
bool millionths_parse(struct str s, int64_t *out);

/* "null", "true or false", "a number", "text", "a list", "an object". */
const char *jsonin_type_name(const struct jsonin *v);

#endif
