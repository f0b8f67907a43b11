/* What the rules of the kinds about persons share. */
#ifndef SULH_RECORD_PERSON_H
#define SULH_RECORD_PERSON_H

#include "record/rec.h"
#include "record/refuse.h"

#define SUSPENDED_DAYS 30 /* K05, K07: a suspension lapses */

/* Whether whoever was born then (EDTF) is an adult on that day by every reading of the date; anybody
 * else counts as a child. */
bool person_adult(struct str born, int64_t day);

/* Whether no date of it lies more than 120 years before that day. */
bool person_alive(struct str born, int64_t day);

/* A date, where it is set, is from `days` to `most` days after the record's own. */
void person_limit(const struct rec *r, const char *date, int days, int most, struct refusals *why);
/* A list of codes that holds `code` holds nothing else. */
void person_alone(const struct rec *r, const char *list, const char *code, struct refusals *why);
/* Two fields do not name the same officer. */
void person_differ(const struct rec *r, const char *one, const char *other, struct refusals *why);

#endif
