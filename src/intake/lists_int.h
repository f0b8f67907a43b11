/* Private to intake/: the lists that are in force, for who screens (lists_screen.c). */
#ifndef SULH_INTAKE_LISTS_INT_H
#define SULH_INTAKE_LISTS_INT_H

#include "intake/lists.h"

/* The lists in force, and the newest of them; 0: there is none. `left`: so many more are in force than can be screened against at
 * once, which a register of an older program may have. */
struct lists_force {
	struct listing *list;
	size_t n, left;
	struct keys_list of[LIST_MOST]; /* of each */
	int64_t newest;
};
bool lists_force(struct reg *r, struct arena *a, struct lists_force *out, struct err *e);

/* Destroys the rows that no entry of a list in force, nor what waits for a cut, is about: those that were replaced, and those that were
 * not finished. None where there are more than can be kept: ERR_ATTENTION. `kid`: of a screener who is signed in, or NULL. */
bool lists_tidy(struct reg *r, struct arena *a, const uint8_t *kid, struct err *e);

#endif
