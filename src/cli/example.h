/* Invented persons for the example operation: seeded, so that every run makes the same ones. */
#ifndef SULH_CLI_EXAMPLE_H
#define SULH_CLI_EXAMPLE_H

#include "intake/commit.h"

struct cli;
struct names;

/* The short list of invented names that the executable carries (examples/aleppo-2016/names.csv). */
bool example_names(struct arena *a, struct names **out, struct err *e);

/* The rows of `text` (columns day, log, registered, granted, closed, registrar, panel) of this day: so many
 * registrations and decisions about invented persons, each through the front door. */
bool example_persons(struct reg *r, const struct names *names, struct str text, struct str day,
		     struct refusals *why, struct err *e);

/* Signs a bulletin, as `bulletin sign` does. *number may be NULL. (cli/bulletin.c) */
bool bulletin_sign_as(struct cli *c, struct reg *r, int64_t day, struct str as,
		      const struct str *reasons, size_t n_reasons, int64_t *number, struct err *e);

/* Restates what has changed of signed bulletins, as `bulletin restate` does. (cli/bulletin.c) */
bool bulletin_restate_as(struct cli *c, struct reg *r, struct str reason, struct str as,
			 struct err *e);

#endif
