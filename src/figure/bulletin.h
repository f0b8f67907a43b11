/*
 * The bulletin of the register: rows from the rollups (fast), from the log below the sizes that a signed
 * bulletin names, and from the records themselves by SQL, which must give the same.
 */
#ifndef SULH_FIGURE_BULLETIN_H
#define SULH_FIGURE_BULLETIN_H

#include "figure/count_restate.h"
#include "store/store.h"

/* Rows of day D over all that is in the logs now, as if every centre had reported. */
bool bulletin_live(struct store *s, struct arena *a, int64_t day, struct row **rows, size_t *n,
		   struct err *e);

/* The same of figures that the deltas say all of (figure_of_deltas), and of no others: the newest records of
 * things need not be read, which is most of the work. */
bool bulletin_live_deltas(struct store *s, struct arena *a, int64_t day, struct row **rows,
			  size_t *n, struct err *e);

/* Rows of a bulletin in the log: over the entries below its heads, with what silent centres do to them. */
bool bulletin_signed(struct store *s, struct arena *a, const struct rec *bulletin,
		     struct row **rows, size_t *n, struct err *e);

/* Counts day D from the records and holds it against `rows` (of bulletin_live). ERR_ATTENTION names the first
 * figure that differs, with both values: then nothing may be signed. */
bool bulletin_agrees(struct store *s, struct arena *a, int64_t day, const struct row *rows,
		     size_t n, struct err *e);

/* What has changed, since the last bulletin was signed, of the days of all earlier ones and is said by no
 * restatement yet. */
struct bulletin_change {
	int64_t day;
	struct change change;
};
bool bulletin_changes(struct store *s, struct arena *a, struct bulletin_change **list, size_t *n,
		      struct err *e);

/* How many merges, and merges that were taken back, since the last bulletin no restatement names yet, and the day from which
 * that is so; NO_DAY: none. Looks at nothing older than the last bulletin. */
bool bulletin_merges_unsaid(struct store *s, struct arena *a, int64_t *n, int64_t *since,
			    struct err *e);

struct bulletin_wish {
	int64_t day;
	const struct str *reasons; /* for checks that do not hold, "rule: text" each */
	size_t n_reasons;
	struct str late; /* logs that may be late, "aleppo,homs" */
	/* SHA-256 of what figures_definitions writes. */
	struct str definitions;
};

/* The record of a bulletin: number, heads, figures, checks, late centres, corrections. *body: the figures,
 * where they are too long for an entry, else s == NULL. ERR_ATTENTION where a centre has no cut for the day
 * and is not named, a check does not hold for no reason given, or a past figure changes unsaid. */
struct rec *bulletin_record(struct store *s, struct arena *a, const struct rec *operation,
			    const struct bulletin_wish *w, struct str *body, struct err *e);

#endif
