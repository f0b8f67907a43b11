/* UTF-8 as RFC 3629 has it. */
#ifndef SULH_BASE_UTF8_H
#define SULH_BASE_UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Well-formed: no overlong forms, no surrogates, nothing above U+10FFFF. */
bool utf8_ok(struct str s);

/* As utf8_ok, and no control characters (C0, DEL, C1) and no directional overrides or isolates
 * (U+202A..202E, U+2066..2069), which make a text read otherwise than it is stored. */
bool utf8_plain(struct str s);

/* The number of characters of a well-formed text. */
size_t utf8_count(struct str s);

struct arena;

/* The text with the digits of Arabic keyboards (U+0660..0669, U+06F0..06F9) as 0 to 9: what is a number or a day
 * reads the same in both. The text itself where it has none. */
struct str utf8_digits(struct arena *a, struct str s);

/* Takes the first character off *s; -1 at the end or where *s is not well-formed. */
int32_t utf8_next(struct str *s);

#endif
