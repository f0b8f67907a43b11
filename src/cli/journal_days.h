/* Who did how much of what the journal of openings has, by officer and day: what whoever oversees looks at first. */
#ifndef SULH_CLI_JOURNAL_DAYS_H
#define SULH_CLI_JOURNAL_DAYS_H

#include "cli/cli.h"

struct officer_public;

#define JOURNAL_DAYS_MAX 400

/* Of the last so many days. */
struct journal_days {
	int64_t from, to;
	struct buf lines;
};
struct journal_days journal_days_of(struct cli *c, int64_t days);

/* Takes up a line as intake_journal gives them. */
void journal_days_add(struct journal_days *d, struct str line);

/* Tells them; the officers' names as keys_officers gives them. */
void journal_days_tell(struct cli *c, const struct journal_days *d,
		       const struct officer_public *officers, size_t n);

#endif
