/*
 * The tokens of a page of HTML with their places, by the rules of browsers as far as they matter for what is read: tags with the
 * few attributes that tell what stands in them, and text. Comments, document types, scripts and what else has no text are
 * passed over. Whatever the page holds, each byte is looked at a few times at most.
 */
#ifndef SULH_PRESS_TAGS_H
#define SULH_PRESS_TAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum tag_kind {
	TAG_NONE, /* the page is over */
	TAG_START,
	TAG_END,
	TAG_TEXT,
};

#define TAG_NAME 24

struct tag {
	enum tag_kind kind;
	size_t from, to;     /* of the source */
	char name[TAG_NAME]; /* in small letters; a longer one is cut */
	/* Attributes as they stand, len 0 where there is none. */
	struct str cls, id, role, prop;
	bool hidden; /* by hidden, aria-hidden or its style */
	bool link;   /* has an address that is not of this page */
};

/* `at` is where to go on in the source, 0 at first. */
struct tags {
	struct str source;
	size_t at;
	char raw[TAG_NAME]; /* the element whose end is sought next: nothing else is markup in it */
};

/* The next token. Text of elements that are not markup inside (script, style, textarea, title...) is passed over. */
struct tag tag_next(struct tags *t);

/* The character that a reference at the beginning of s stands for: `&amp;`, `&#8217;`. Returns how many bytes it takes, 0 where
 * it is none; *n are the bytes of the character, which is UTF-8. */
size_t tag_entity(struct str s, char out[4], size_t *n);

#endif
