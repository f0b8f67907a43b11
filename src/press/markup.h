/* The text of a page: blocks that are text and not links, by libxml2's parser alone (no tree is made). */
#ifndef SULH_PRESS_MARKUP_H
#define SULH_PRESS_MARKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct arena;

#define MARKUP_BLOCKS 200000

/* Whether the text is a page of HTML, by how it begins. */
bool markup_is(struct str source);

/* The text of the article in the page, a line a block, and for each of its bytes where it stands in `source`, which is
 * well-formed UTF-8. Refused is a page of more than MARKUP_BLOCKS blocks. */
bool markup_text(struct arena *a, struct str source, struct str *text, const uint32_t **map,
		 struct err *e);

#endif
