/*
 * Reading: the bytes of a file in, a report with its claims out. It knows the packs and nothing else: no register, no
 * network, no clock.
 */
#ifndef SULH_PRESS_READ_H
#define SULH_PRESS_READ_H

#include "press/article.h"
#include "press/claim.h"
#include "press/lexicon.h"

struct arena;

#define PRESS_LANGS 3

struct press_reader {
	struct pack pack[PRESS_LANGS];
	size_t n;
};

/* The languages that have packs: "en" first, which is taken for Latin letters. */
extern const struct str press_langs[PRESS_LANGS];

/* Loads the packs; those in DIR (may be NULL) take the place of those in the executable. */
bool press_reader_open(struct arena *a, const char *dir, struct press_reader *out, struct err *e);

/* Reads one file. `doc` names it in every claim. The article's text and places are in *article (press/article.h), which
 * may be NULL. Everything lives in the arena and in `bytes`. */
bool press_read(struct arena *a, const struct press_reader *r, struct str doc, struct str bytes,
		struct press_report *out, struct article *article, struct err *e);

/* The pack for a text, by its letters. */
const struct pack *press_pack_of(const struct press_reader *r, struct str text);

#endif
