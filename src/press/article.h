/*
 * From the bytes of a file to the text of an article: decoded (decode.h), HTML reduced to the blocks that are the article
 * (markup.h), and for each byte of the text where it stands in the file.
 */
#ifndef SULH_PRESS_ARTICLE_H
#define SULH_PRESS_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "press/claim.h"

struct arena;

#define ARTICLE_BYTES ((size_t)64 << 20)

struct article {
	struct str text;     /* what is to be read: well-formed UTF-8; paragraphs end with a line */
	struct str source;   /* the file as UTF-8 */
	struct str encoding; /* "UTF-8" and the like */
	bool html;
	/* Behind the curtain: press/article.c alone reads these. */
	const uint32_t *map; /* byte of text -> byte of source; NULL: the same */
	const uint32_t *raw; /* byte of source -> byte of the file; NULL: `skip` behind it */
	size_t skip;
	uint32_t *mark; /* characters of source before each 256th byte */
};

/* Refused are more than ARTICLE_BYTES, and bytes of no encoding that is known. Views of `bytes`, or in the arena. */
bool article_read(struct arena *a, struct str bytes, struct article *out, struct err *e);

/* Where bytes [start, end) of the text stand in the file, in bytes and in characters. */
struct press_span article_span(const struct article *t, size_t start, size_t end);

#endif
