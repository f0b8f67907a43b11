/* What follows from the record of an officer, for whoever accepts one and whoever verifies it (format.md section 7). */
#ifndef SULH_RECORD_OFFICER_H
#define SULH_RECORD_OFFICER_H

#include "record/rec.h"

/* Roles of who may enrol others, two of them. */
#define OFFICER_KEEPERS "chief,operator"

/* Whether the record vouches for an officer anew, with the passphrase: since fewer than two could who may enrol others. */
bool officer_anew(const struct rec *r);
/* Whether a key of which this was said last serves on this day or may on a later one. `since`: its first day; `until`
 * NO_DAY: none. */
bool officer_left(struct str act, int64_t since, int64_t until, int64_t day);

#endif
