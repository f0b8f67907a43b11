/*
 * The bulletin as a pure function of public logs: deltas in, rows out. Nothing here knows a database;
 * a stranger's verification and the register's own bulletin run the same code on the same bytes.
 *
 * Windows (format.md §2), for the bulletin of day D: h24 = deltas whose whole period is day D; d3 = whole
 * period within D-2..D; total = period ends by D; now = the stock after D. A period that straddles a
 * window's edge counts in none of its windows and makes that window's figure at_least.
 */
#ifndef SULH_FIGURE_COUNT_H
#define SULH_FIGURE_COUNT_H

#include "base/err.h"
#include "base/time.h"
#include "figure/figures.h"
#include "record/rec.h"

struct arena;
struct count;

/* A new, empty count for day D, kept in the arena. */
struct count *count_new(struct arena *a, int64_t day);

/* The tree of places: code, English name, parent (s == NULL for the country). A parent comes before its
 * children. False for a code that is there already or a parent that is not. */
bool count_place(struct count *c, struct str code, struct str name, struct str parent);

/* Adds `n` of figure and detail at a place, resting on `entries` log entries, for the period
 * from_day..day. Unknown figures are left out (a newer table); an unknown place is an error, and so is a
 * sum beyond 63 bits. Texts are copied, here and in count_place. */
bool count_add(struct count *c, struct str figure, struct str detail, struct str place, int64_t n,
	       enum qual q, int64_t from_day, int64_t day, int64_t entries, struct err *e);

struct row {
	const struct figure *figure;
	struct str place, place_name, detail; /* detail empty where there is none */
	enum period period;
	int64_t value, entries;
	enum qual qual;
};

/* All rows, each place with what lies in it, sorted by figure (as the table stands), place code, detail,
 * period. A row stands for each figure, place and detail that has anything up to D: a window in
 * which nothing happened is 0, said as such. */
bool count_rows(struct count *c, struct row **rows, size_t *n, struct err *e);

/* The invariants of the figures, over rows as above. */
struct check {
	const char *rule; /* "P2 = P3 + P4 + P13" */
	bool holds;
	struct str where; /* the first place at which it does not hold */
};
size_t count_checks(struct arena *a, const struct row *rows, size_t n, struct check **checks);

/* The rows as field `figures` of a bulletin record: one for each figure, place, detail and qualifier. */
void count_bulletin_rows(struct arena *a, const struct row *rows, size_t n, struct val *out);

/* OUT/bulletin/<date>.json, byte for byte: from the bulletin's record (whose `figures` must be what `rows`
 * give), its log index, and the rows. */
struct str count_json(struct arena *a, const struct rec *bulletin, uint64_t index,
		      const struct row *rows, size_t n);

/* One row as the command line prints it: {"type":"figure",...}. */
void row_json(struct buf *b, const struct row *r);

#endif
