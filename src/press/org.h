/* Organisations as a text names them: rows of the pack, names in capitals with a head noun such as "commission", bare
 * initials, and "the provincial police". Inside the folder press/ only. */
#ifndef SULH_PRESS_ORG_H
#define SULH_PRESS_ORG_H

#include "press/token.h"

struct arena;

struct org {
	size_t from, to;
	struct str code; /* of the pack; len 0 */
	bool proper;	 /* in capitals or of the pack: a name of its own */
};

/* The organisation that begins at token i, articles aside. */
bool org_at(const struct sentence *s, size_t i, struct org *out);

/* A name in capitals that begins at token i, whatever it is of: "Hands of Peace". */
bool org_named(const struct sentence *s, size_t i, struct org *out);

/* Its name in one line, without article: as it stands, or of the pack. */
struct str org_text(struct arena *a, const struct sentence *s, const struct org *o);

/* Whether a word is nothing but capitals, two at least: initials. */
bool org_initials(const struct sentence *s, size_t i);

#define ORGS 64

/* The organisations of one report. */
struct org_book {
	struct str name[ORGS],
		initials[ORGS]; /* initials as they stand in brackets behind it; len 0 */
	size_t n;
};

/* Keeps the organisations that a sentence names. */
void org_keep(struct arena *a, const struct sentence *s, struct org_book *book);

/* The full name where a part of it or its initials are said; else what was said. */
struct str org_full(const struct org_book *book, struct str said);

#endif
