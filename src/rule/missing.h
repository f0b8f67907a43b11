/* Private to rule/: what has to be recorded before, and by whom, in the words of a refusal. All of it is read off the
 * table, so that a refusal never asks for what the rules do not know. */
#ifndef SULH_RULE_MISSING_H
#define SULH_RULE_MISSING_H

#include "rule/decide.h"

/* The acts that lead from where the case stands to where this record may come, the shortest way, as text to add to what
 * is wanted: ": record step event=propose (screener) first". Empty where no officer's act in the order of a life leads
 * there: the case is past it, is closed, or is nobody's to go on with (the dead, a child's); and for what ends a file or takes
 * a grant. */
struct str missing_acts(struct arena *a, const struct decide_view *v, const struct rec *r);
/* The same for one act of this kind with one of the events "a,b" (NULL: any) that the case lacks, whatever its state:
 * ": record notice (registrar) first". */
struct str missing_act(struct arena *a, const char *kind, const char *events);

#endif
