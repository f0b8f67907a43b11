/* JSON out (RFC 8259), one spelling: no blanks, keys in the order they are given, only ", \ and
 * control characters escaped (\uXXXX in lower case but \n \t).
 * Bytes that are no UTF-8 become U+FFFD: what is printed is always JSON. */
#ifndef SULH_BASE_JSON_H
#define SULH_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Commas are placed by themselves: a value or key after another gets one. */
void json_open(struct buf *b, char bracket);  /* '{' or '[' */
void json_close(struct buf *b, char bracket); /* '}' or ']' */
void json_key(struct buf *b, const char *key);
void json_str(struct buf *b, struct str s);
void json_int(struct buf *b, int64_t v);
void json_bool(struct buf *b, bool v);
void json_null(struct buf *b);

/* Key and value; json_put_text writes null for text with s == NULL. */
void json_put_text(struct buf *b, const char *key, struct str s);
void json_put_int(struct buf *b, const char *key, int64_t v);
/* A number of `places` decimals: 12345 with 4 is 1.2345. */
void json_put_decimal(struct buf *b, const char *key, int64_t v, unsigned places);
void json_put_bool(struct buf *b, const char *key, bool v);

#endif
