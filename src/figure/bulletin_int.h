/* Private to figure/bulletin*.c: counting from the logs of the register. */
#ifndef SULH_FIGURE_BULLETIN_INT_H
#define SULH_FIGURE_BULLETIN_INT_H

#include "figure/bulletin.h"

/* Sizes of the logs that a bulletin counts, in the order of store_logs; -1 for those that it does not name. */
struct bulletin_heads {
	const struct store_log *logs;
	int64_t *sizes;
	size_t n;
};
bool bulletin_heads_of(struct store *s, struct arena *a, const struct rec *bulletin,
		       struct bulletin_heads *h, struct err *e);

/* A count over the entries below `sizes`. */
struct bulletin_target {
	struct count *c;
	const int64_t *sizes;
};

/* Adds places and entries to all targets in one reading of the logs. */
bool bulletin_walk(struct store *s, struct arena *a, const struct store_log *logs, size_t n_logs,
		   const struct bulletin_target *targets, size_t n, struct err *e);

/* Tells the count which of the centres named have reported on `day`: a cut ends each log. */
bool bulletin_centres(struct store *s, const struct bulletin_heads *h, int64_t day, struct count *c,
		      struct err *e);

/* small_cell of the operation. */
bool bulletin_cell(struct store *s, struct arena *a, int64_t *cell, struct err *e);

/* The record of an entry; NULL with an error. */
struct rec *bulletin_rec(struct store *s, struct arena *a, int64_t log, int64_t seq, struct err *e);

/* What references in the register name; an error of the database is kept in `e`. */
struct bulletin_view {
	struct rec_view v;
	struct store *s;
	struct err e;
};
void bulletin_view_init(struct bulletin_view *w, struct store *s, struct arena *a);

/* Restatements among entries from..to-1 of headquarters' log. */
struct bulletin_said {
	const struct rec **recs;
	int64_t *seqs;
	size_t n;
};
bool bulletin_restatements(struct store *s, struct arena *a, int64_t hq, int64_t from, int64_t to,
			   struct bulletin_said *out, struct err *e);

/* Merges of days after `day` among entries from..to-1 of each log: those that `names` has, or (where `known`) that the register knows as
 * such. */
struct bulletin_merges {
	struct merged *list;
	size_t n;
};
bool bulletin_merges(struct store *s, struct arena *a, const struct bulletin_heads *from,
		     const int64_t *to, int64_t day, const struct merged_names *names, bool known,
		     struct bulletin_merges *out, struct err *e);

/* The first day after `day` of which a log has what may be a merge (merged_may_be); NO_DAY: none. Looks only at what was cut after it. */
bool bulletin_merge_after(struct store *s, const struct store_log *log, int64_t day, int64_t *first,
			  struct err *e);

/* As bulletin_live, before it gives rows. NULL with an error. */
struct count *bulletin_live_count(struct store *s, struct arena *a, int64_t day, struct err *e);

#endif
