/* Private to sync/verify_sheet.c, verify_sums.c and verify_past.c: bulletins and what they count. */
#ifndef SULH_SYNC_VERIFY_SHEET_H
#define SULH_SYNC_VERIFY_SHEET_H

#include "sync/verify_int.h"

#define NOT_NAMED UINT64_MAX

/* What a bulletin says of itself, kept for those after it. */
struct told {
	uint64_t index;
	int64_t day;
	const uint64_t *sizes; /* of each log; NOT_NAMED */
};

#define wrong_at(v, index, ...) (!breaks((v), (v)->logs, (index), "bulletin: " __VA_ARGS__))

/* The root behind a cut at that size; NULL where there is none. */
const struct boundary *verify_boundary(const struct vlog *log, uint64_t size);

/* verify_sums.c: a count, in the scratch arena, over the entries below those sizes. NULL with e->kind == ERR_NONE where what stops it is listed as a finding of the
 * bulletin at `index`. */
struct count *verify_sum(struct verify *v, uint64_t index, const uint64_t *sizes, int64_t day,
			 struct err *e);

/* verify_sums.c: the merges between a bulletin and the next one that `names` has, of later days than that of the first. In the scratch arena. False where what stops it is listed. */
struct verify_merges {
	struct merged *list;
	size_t n;
};
bool verify_merges(struct verify *v, const struct told *from, const struct told *to,
		   const struct merged_names *names, struct verify_merges *out);

/* verify_sums.c: the place of the whole operation; s == NULL: none yet. */
struct str verify_country(const struct verify *v);

/* verify_past.c: whether every row of an earlier bulletin that `now` counts otherwise is restated, and listed
 * by `r`, its record. `told`: the bulletins before it. Takes the scratch arena for itself. False ends the
 * run; what is wrong is listed. */
bool verify_past(struct verify *v, const struct told *told, size_t n, const struct told *now,
		 const struct rec *r, struct err *e);

#endif
