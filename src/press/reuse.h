/*
 * What one report has word for word from another: all passages of five words and more that stand in two reports, or
 * twice in one, with their places in both; which report is a copy of which; and reports that have one source, so that
 * it counts once. Words are compared as copying leaves them (without case, quotation marks, apostrophes).
 *
 * Work is bounded whatever the texts hold. Of a run of five words the first REUSE_POSTINGS places are kept, and at most
 * REUSE_SAME of one report: later copies are held against those, not against each other.
 */
#ifndef SULH_PRESS_REUSE_H
#define SULH_PRESS_REUSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct arena;

#define REUSE_GRAM     5
#define REUSE_TEXTS    200000
#define REUSE_BYTES    ((size_t)1 << 30) /* of all texts */
#define REUSE_TEXT     ((size_t)16 << 20)
#define REUSE_POSTINGS 64
#define REUSE_SAME     8
#define REUSE_RUNS     1000000

#define REUSE_NONE UINT32_MAX

/* Words that stand in `a` and, the same, in `b` (or further on in `a`, where both are one): bytes of the texts. */
struct reuse_run {
	uint32_t a, b;
	uint32_t a_start, a_end, b_start, b_end;
	uint32_t words;
};

/* How it is known which of two was first. */
enum reuse_how { REUSE_HOW_NONE, REUSE_BY_TIME, REUSE_BY_CONTAINMENT, REUSE_BY_ORDER };

struct reuse_text {
	struct str name, text;
	int64_t day; /* of the report; NO_DAY where it says none */
	uint32_t words;
	uint32_t copied; /* of them, also in `of` */
	uint32_t of;	 /* the report that this one is a copy of, in part or whole; REUSE_NONE */
	enum reuse_how how;
	uint32_t source; /* the first report of its cluster: itself where it copies none */
};

struct reuse {
	struct reuse_text *texts;
	size_t n;
	struct reuse_run *runs; /* by b, a, place in b */
	size_t n_runs;
	size_t left_out; /* runs that the limits left out */
};

/* The passages of the texts (n of them; name, text and day are given and stay the caller's). Refused where a limit is
 * passed. NULL then. What is worked with beside the result lies in `work`. */
const struct reuse *reuse_find(struct arena *a, struct arena *work, struct reuse_text *texts,
			       size_t n, struct err *e);

/* "time", "containment", "order"; "" for none. */
struct str reuse_how_name(enum reuse_how how);

#endif
