/*
 * The persons of the example whom its files name: case numbers are random, so a file says "P1" and the cast
 * knows whose that is. Cells of the example's files may say
 *   column case:  "P1:registered"  a case of the row's log in that state, from now on P1
 *                 "P1:new"         the case that this row opens, from now on P1
 *                 "P1"             that case
 *   any column:   "act:P1:check:2" the second check in P1's file, as LOG/INDEX
 *                 "subject:P1"     the handle of the person
 *                 "entry:hq:cut"   the newest entry of that kind in that log, as LOG/INDEX
 *                 "entry:hq:cut:2" the second one
 */
#ifndef SULH_CLI_CAST_H
#define SULH_CLI_CAST_H

#include "intake/csv.h"

struct cast;

struct cast *cast_new(struct arena *a);

/* The file with its cells replaced; names of new cases are kept until cast_kept says their numbers. */
bool cast_rewrite(struct cast *c, struct reg *r, struct arena *a, struct str text, struct str *out,
		  struct err *e);
void cast_kept(struct cast *c, const struct kept *row);

#endif
