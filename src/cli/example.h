/* Invented persons for the example operation: seeded, so that every run makes the same ones. */
#ifndef SULH_CLI_EXAMPLE_H
#define SULH_CLI_EXAMPLE_H

#include "intake/commit.h"

struct cli;
struct crowds;

/* What the executable carries for crowds: a short list of invented names (examples/aleppo-2016/names.csv), and what
 * is done for each person, act by act (courses.csv). It lives as long as the arena. */
bool example_crowds(struct arena *a, struct crowds **out, struct err *e);

/* The rows of `text` (persons.csv) of this day: each course of courses.csv for as many invented persons as the column
 * of its name says, each act through the front door. */
bool example_persons(struct reg *r, struct crowds *w, struct str text, struct str day,
		     struct refusals *why, struct err *e);

/* Signs a bulletin, as `bulletin sign` does. *number may be NULL. (cli/bulletin.c) */
bool bulletin_sign_as(struct cli *c, struct reg *r, int64_t day, struct str as,
		      const struct str *reasons, size_t n_reasons, int64_t *number, struct err *e);

/* Restates what has changed of signed bulletins, as `bulletin restate` does. (cli/bulletin.c) */
bool bulletin_restate_as(struct cli *c, struct reg *r, struct str reason, struct str as,
			 struct err *e);

#endif
