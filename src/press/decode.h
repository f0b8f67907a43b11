/*
 * The bytes of a file as UTF-8, with the place of each: UTF-8 as it is, UTF-16 and UTF-32, and other encodings by what the page says
 * of itself or by a guess (uchardet). A mark of the byte order is no character of the text.
 */
#ifndef SULH_PRESS_DECODE_H
#define SULH_PRESS_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct arena;

#define DECODE_BYTES ((size_t)16 << 20) /* of a file that is not UTF-8 */

struct decoded {
	struct str text;     /* well-formed UTF-8 */
	struct str encoding; /* "UTF-8" and the like */
	size_t skip;	     /* bytes of the file before the text */
	/* Where each byte of the text began in the file, and one for the end; NULL: `skip` behind its place in the text. */
	const uint32_t *raw;
};

/* What is no character becomes U+FFFD. Refused are files that hold no text, and too many bytes of another encoding. `text`
 * may be a view of `bytes`. */
bool decode_bytes(struct arena *a, struct str bytes, struct decoded *out, struct err *e);

#endif
