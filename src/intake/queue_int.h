/* Private to intake/: where the queue comes from. Each adds to the list what waits of its sort. */
#ifndef SULH_INTAKE_QUEUE_INT_H
#define SULH_INTAKE_QUEUE_INT_H

#include "intake/queue.h"

/* queue_case.c: by the state and the limits of each case. */
bool queue_cases(struct queue *q, struct err *e);
/* And how many checks were not asked, where nobody is told of whom. */
bool queue_checks(struct queue *q, struct err *e);
/* queue_kept.c: files that are kept no longer, by the operation's rule for such. */
bool queue_kept(struct queue *q, struct err *e);
/* queue_log.c: cuts that two officers have to attest within three days. */
bool queue_cuts(struct queue *q, struct err *e);
/* queue_log.c: officers who were shown nearly as many persons by name in a day as one is; a week long. */
bool queue_shown(struct queue *q, struct err *e);
bool queue_compare(struct queue *q, struct err *e);
bool queue_screen(struct queue *q, struct err *e);
/* The same of what other registers gave, while it is held. */
bool queue_exchange(struct queue *q, struct err *e);
/* queue_press.c: claims of the press that were not compared yet. */
bool queue_press(struct queue *q, struct err *e);
/* years.c: officers' keys that end, and too few who may enrol others. */
bool queue_years(struct queue *q, struct err *e);
/* queue_thing.c: releases that are announced and not confirmed. */
bool queue_captives(struct queue *q, struct err *e);
/* queue_thing.c: searches for which somebody without a case asked. */
bool queue_searches(struct queue *q, struct err *e);
/* queue_thing.c: what must not be stored and has no clearance task; since when is not known. */
bool queue_unsafe(struct queue *q, struct err *e);
/* queue_thing.c: counts of a store that are not its book. */
bool queue_counts(struct queue *q, struct err *e);
/* effect.c: lists that were told and have not confirmed it. */
bool queue_effects(struct queue *q, struct err *e);
/* access.c: broken glass that nobody looked at, and of which the public was not told; grants that expired and were not completed. */
bool queue_access(struct queue *q, struct err *e);
/* owed.c: promises that were taken back, of which the public was not told. */
bool queue_owed(struct queue *q, struct err *e);

/* sums.c: delayed sums of the last month that may be said. */
bool queue_delayed(struct queue *q, struct err *e);

/* access.c: whether the delayed sum of a month ("2016-12") was said, of whatever place. */
bool queue_sum_said(struct queue *q, const char *figure, const char *detail, struct str month,
		    bool *said, struct err *e);

#endif
