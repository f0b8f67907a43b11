/* What two records about the press say together: pure functions of public fields. */
#ifndef SULH_RECORD_PRESS_H
#define SULH_RECORD_PRESS_H

#include "record/rec.h"

/* Whether a finding (verdict, difference) puts a number of the register beside its claim: where it says a difference, or
 * that both are the same. */
bool press_needs_number(const struct rec *finding);
/* That number: what the claim says less the difference; false where it needs none, or the claim has no value. */
bool press_number(const struct rec *claim, const struct rec *finding, int64_t *out);

/* The line of a bulletin's figures that has this number of the claim's figure at a place, in a column ("h24"); NULL: none. Any
 * place where place.s == NULL. */
const struct val *press_line(const struct val *figures, const struct rec *claim, struct str place,
			     const char *column, int64_t number);

#endif
