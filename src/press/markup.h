/*
 * The text of a page: blocks that are the article and not what pages have around it, by the tags alone (tags.h). The time is in
 * proportion to the page, whatever it holds.
 */
#ifndef SULH_PRESS_MARKUP_H
#define SULH_PRESS_MARKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct arena;

#define MARKUP_BLOCKS 200000
#define MARKUP_BYTES  ((size_t)32 << 20)

/* Whether the text is a page of HTML, by how it begins. */
bool markup_is(struct str source);

/* The text of the article in the page, a line a block and a row of a table, and for each of its bytes where it stands in `source`,
 * which is well-formed UTF-8. Refused is a page of more than MARKUP_BYTES, or MARKUP_BLOCKS blocks. */
bool markup_text(struct arena *a, struct str source, struct str *text, const uint32_t **map,
		 struct err *e);

#endif
