/* What is known of somebody besides the name, when a name is looked for: it decides who comes first, and never who answers. */
#ifndef SULH_INTAKE_BESIDES_H
#define SULH_INTAKE_BESIDES_H

#include "intake/find.h"
#include "intake/places.h"
#include "keyd/keys_besides.h"

struct find_besides {
	struct besides_asked asked;
	const struct place *place; /* NULL: not asked for */
};

/* As it was typed: a place of the register by code, P-code or name, where that is clear, and a sex; either may be empty. ERR_REFUSED
 * naming the nearest places, or the sexes. */
bool besides_read(struct reg *r, struct arena *a, const struct find_asked *asked,
		  struct find_besides *out, struct err *e);

/* Has those who answer compared by who holds the keys: told, score, strong and order of `list`, whose subjects are given, become
 * what they are by it. Does nothing where nothing is asked for. *often: so many were not compared in their places, since this officer
 * asked too many of them; ERR_REFUSED where it is all of them. Errors as keys_besides. */
bool besides_tell(struct reg *r, struct arena *a, const struct reader *by,
		  const struct find_besides *x, struct found *list, size_t n, size_t *often,
		  struct err *e);

#endif
