/*
 * What a reader's program says it takes and has: languages, encodings, byte ranges, conditions (RFC 9110). Pure
 * functions of hostile text. What is not well formed counts as not said, as the RFC asks.
 */
#ifndef SULH_WEB_ACCEPT_H
#define SULH_WEB_ACCEPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

/* Which of `langs` (tags such as "en", "ar") Accept-Language likes best: "ar-SY" likes "ar". The first when it
 * likes none of them. RFC 9110 §12.5.4, RFC 4647 §3.4 */
size_t accept_language(struct str header, const struct str *langs, size_t n);

/* Which encodings Accept-Encoding takes. Who does not say takes none. RFC 9110 §12.5.3 */
void accept_encoding(struct str header, bool *gzip, bool *br);

/* Bytes `at`..`at + n - 1` of a body. */
struct accept_span {
	uint64_t at, n;
};

/* The headers of that name; s == NULL: there is none. Several of one name are joined by commas. */
struct accept_conditions {
	struct str if_match, if_none_match, if_modified_since, if_unmodified_since, range, if_range;
};

/* What a GET gives of a body of `size` bytes with this strong tag (s == NULL: none) and time of change (0: not
 * known): 200 all of it, 206 *span of it, 304 nothing new, 412 a condition does not hold, 416 the range lies
 * behind the end. Several ranges get all of it. RFC 9110 §13.2.2 */
int accept_judge(const struct accept_conditions *c, struct str etag, int64_t modified,
		 uint64_t size, struct accept_span *span);

/* HTTP's three spellings of a time, and the one to write. RFC 9110 §5.6.7 */
bool accept_date(struct str s, int64_t *seconds);
struct str accept_date_text(struct arena *a, int64_t seconds);

#endif
