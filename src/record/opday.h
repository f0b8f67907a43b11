/*
 * The operation's own days (format.md §2). Operation day D ends at cutoff_hour:00 local time of calendar
 * day D, and what happens exactly then belongs to day D + 1: D is [opday_end(D - 1), opday_end(D)). Local
 * time is the operation's list of offsets: the last row with from <= D holds for the end of D; before
 * the first row, the first.
 */
#ifndef SULH_RECORD_OPDAY_H
#define SULH_RECORD_OPDAY_H

#include "base/time.h"
#include "record/rec.h"

/* The cut-off that ends day `day`; `operation` is a checked record of that kind. */
struct instant opday_end(const struct rec *operation, int64_t day);

/* The operation day of the instant `s`, seconds since 1970-01-01T00:00Z. */
int64_t opday_of(const struct rec *operation, int64_t s);

/* The calendar day of the instant in the operation's zone: deadlines of decrees run in these. */
int64_t opday_local(const struct rec *operation, int64_t s);

/* The instant with which calendar day `day` begins there; a deadline whose last day is D is over with
 * opday_midnight(D + 1). */
struct instant opday_midnight(const struct rec *operation, int64_t day);

#endif
