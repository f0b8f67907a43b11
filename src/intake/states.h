/* Private to intake/: things of headquarters that are not about a person, as they stand and as they will. */
#ifndef SULH_INTAKE_STATES_H
#define SULH_INTAKE_STATES_H

#include "intake/register.h"

struct rec;

/* Calls fn for the newest state of each thing of a kind that is in the log, and where it stands; records in the arena. */
bool states_in_log(struct reg *r, struct arena *a, const struct kind *k,
		   bool (*fn)(void *p, const struct rec *x, int64_t seq, struct err *e), void *p,
		   struct err *e);
/* The same of what waits for the cut, the newest first, of the public fields alone; seq is -1. */
bool states_to_come(struct reg *r, struct arena *a, const struct kind *k,
		    bool (*fn)(void *p, const struct rec *x, int64_t seq, struct err *e), void *p,
		    struct err *e);

#endif
