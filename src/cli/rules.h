/* The rules of cases as text, for the command and for what is generated from the table. */
#ifndef SULH_CLI_RULES_H
#define SULH_CLI_RULES_H

#include "base/str.h"

struct arena;
struct transition;

/* The delta lists that a row may publish, as JSON: [["P3-1","P4+1"],[]]. */
struct str rules_deltas(struct arena *a, const struct transition *t);
/* Who signs, joined by `between`; the program itself is the scheduler. */
struct str rules_roles(struct arena *a, const struct transition *t, const char *before,
		       const char *between, const char *after);

/* A section of the manual. */
void rules_roff(struct buf *b);

#endif
