/*
 * The bulletin as a pure function of public logs: deltas in, rows out. Nothing here knows a database;
 * a stranger's verification and the register's own bulletin run the same code on the same bytes.
 *
 * Windows (format.md §2), for the bulletin of day D: h24 = deltas whose whole period is day D; d3 = whole
 * period within D-2..D; total = period ends by D; now = the stock after D. A period that straddles a
 * window's begin counts not in it and makes that window's figure at_least; one that ends after D is not known
 * on D.
 */
#ifndef SULH_FIGURE_COUNT_H
#define SULH_FIGURE_COUNT_H

#include "base/err.h"
#include "base/time.h"
#include "figure/figures.h"
#include "record/rec.h"

struct arena;
struct count;

/* A new, empty count for day D, kept in the arena. `cell`: small_cell of the operation. */
struct count *count_new(struct arena *a, int64_t day, int64_t cell);

/* The tree of places: code, English name, parent (s == NULL for the country), level, area (0: none). A parent
 * comes before its children. False for a code that is there already or a parent that is not. */
struct count_place {
	struct str code, name, parent, level;
	int64_t area_m2;
};
bool count_place(struct count *c, const struct count_place *p);
/* Many, in any order. False where they are no tree. */
bool count_places(struct count *c, const struct count_place *list, size_t n);
/* The same from records of kind place below some size of headquarters' log, in its order. What a later
 * one of them corrects is left out. */
struct count_record {
	const struct rec *rec;
	uint64_t index;
};
bool count_tree(struct count *c, const struct count_record *list, size_t n);
/* Whether a place is `in`, or lies in it. */
bool count_lies_in(const struct count *c, struct str place, struct str in);

/* A number of a figure and detail at a place, for the period from_day..day, resting on `entries` log
 * entries, of which `stated` repeat somebody's statement. What a correction cancels comes again with n,
 * entries and stated negated and all else the same. `q` is the qualifier as it adds up: that of a delta
 * below zero is swapped before (qual_minus). */
struct part {
	struct str figure, detail, place;
	int64_t n;
	enum qual q;
	int64_t from_day, day, entries, stated;
};
/* Unknown figures are left out (a newer table); an unknown place is an error, and so is a sum beyond 63
 * bits. Texts are copied, here and in the functions below. */
bool count_add(struct count *c, const struct part *p, struct err *e);

/* A record of a thing, with its state lines (perhaps none: then it ends what its earlier one said). Of
 * those of a thing (kind, log, key) the newest holds: by day up to D, then by index. key.s == NULL: a
 * thing of its own. Records of later days are left out. `cancelled`: a correction took it back, whether
 * it is added before or after. */
struct state {
	int64_t kind, log; /* log: any number that tells the logs of this count apart */
	struct str key, place;
	int64_t day;
	uint64_t index;
	bool stated;
	const struct state_line *lines;
	size_t n;
};
bool count_state(struct count *c, const struct state *s, struct err *e);
void count_state_cancel(struct count *c, int64_t log, uint64_t index);

/* The centres that have a log: with a cut for the day, without, and the age of the oldest head in hours.
 * With silent ones rising totals are at least what they say, and stocks have no row, but for figures of
 * headquarters. Without this call there is no Q3, and no centre is silent. */
void count_centres(struct count *c, int64_t reporting, int64_t silent, int64_t oldest_hours);

struct row {
	const struct figure *figure;
	struct str place, place_name, detail; /* detail empty where there is none */
	enum period period;
	int64_t value, entries, stated;
	enum qual qual;
	bool whole; /* of the whole operation: its place lies in no other */
};

/* All rows, each place with what lies in it, sorted by figure (as the table stands), place code, detail,
 * period. A row stands for each figure, place and detail that has anything up to D: a window in
 * which nothing happened is 0, said as such; but `now` has none where no state line is left. */
bool count_rows(struct count *c, struct row **rows, size_t *n, struct err *e);

/* The invariants of the figures, over rows as above. */
struct check {
	const char *rule; /* "P2 = P3 + P4 + P13" */
	bool holds;
	struct str where; /* the first place at which it does not hold */
};
size_t count_checks(struct arena *a, const struct row *rows, size_t n, struct check **checks);

/* A bulletin whose figures take more bytes than this has them in a public body that `figures_body` names. */
#define COUNT_FIGURES_MAX 40960
/* How many restatements since the bulletin before a bulletin lists: the first ones. */
#define COUNT_CORRECTIONS 200

/* The rows as field `figures` of a bulletin record: one for each figure, place, detail and qualifier. */
void count_bulletin_rows(struct arena *a, const struct row *rows, size_t n, struct val *out);

/* The bytes of that field in an entry or a body. */
struct str count_figures(struct arena *a, const struct val *figures);

/* OUT/bulletin/<date>.json, byte for byte: from the bulletin's record (whose `figures` must be what `rows`
 * give), its log index, and the rows. */
struct str count_json(struct arena *a, const struct rec *bulletin, uint64_t index,
		      const struct row *rows, size_t n);

/* One row as the command line prints it: {"type":"figure",...}. */
void row_json(struct buf *b, const struct row *r);

#endif
