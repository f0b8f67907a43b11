/* Checks that rules of several kinds share. Each adds a refusal where a record is not as it should be. */
#ifndef SULH_RECORD_NEED_H
#define SULH_RECORD_NEED_H

#include "record/rec.h"
#include "record/refuse.h"

int64_t need_amount(const struct rec *r, const char *field); /* 0 where it is not set */
int64_t need_cell(const struct rec_view *v);		     /* small_cell of the operation */

int64_t need_sum_delay(const struct rec *operation); /* days until a delayed sum; of NULL, too */

/* A field that has to be set, or must not be; `want` says what would be right. */
void need_set(const struct rec *r, const char *field, const char *want, struct refusals *why);
void need_unset(const struct rec *r, const char *field, const char *want, struct refusals *why);
/* A number that is not 0. */
void need_some(const struct rec *r, const char *field, struct refusals *why);

/* None of the parts "a,b,c" is over the whole; all of them together are not. Unstated parts are not 0,
 * and are not asked for. */
void need_each(const struct rec *r, const char *parts, const char *whole, struct refusals *why);
void need_sum(const struct rec *r, const char *parts, const char *whole, struct refusals *why);

/* Field `two_counts`: two counts of the same people by two different officers, which agree. */
void need_two_counts(const struct rec *r, const char *total, struct refusals *why);

/* The first of two dates is not after the other, where both are set. */
void need_order(const struct rec *r, const char *from, const char *until, struct refusals *why);
/* What has happened did so by the day of the record: none of the dates "a,b" is after it. */
void need_past(const struct rec *r, const char *dates, struct refusals *why);

/* The place is of one of the levels "a,b"; is of none of them. */
void need_level(const struct rec *r, const struct rec_view *v, const char *place,
		const char *levels, struct refusals *why);
void need_coarse(const struct rec *r, const struct rec_view *v, const char *place,
		 const char *levels, struct refusals *why);

/* The record a reference names; NULL also where it lies in a log that cannot be read yet, or is of another
 * kind than the field wants: that is refused elsewhere, and rules have nothing to say. */
const struct rec *need_ref(const struct rec *r, const struct rec_view *v, const char *ref);
/* The newest record of the same thing in this log, which may be r itself. */
const struct rec *need_latest(const struct rec *r, const struct rec_view *v);
/* The newest record of what it names: a reference may name an older state. */
const struct rec *need_newest(const struct rec *r, const struct rec_view *v, const char *ref);
/* A new state of a thing is not of a day before its last one. */
void need_later(const struct rec *r, const struct rec *before, struct refusals *why);
/* And the same in these fields "a,b". */
void need_same(const struct rec *r, const struct rec_view *v, const struct rec *before,
	       const char *fields, struct refusals *why);

#endif
