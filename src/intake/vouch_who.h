/*
 * Officers as signed entries of the log of headquarters say they are: which roles a key had on a day, and which keys are one
 * person's or relatives'. The projection says the same as long as nobody altered it; what is asked here trusts it only
 * to find these entries.
 */
#ifndef SULH_INTAKE_VOUCH_WHO_H
#define SULH_INTAKE_VOUCH_WHO_H

#include "intake/register.h"
#include "rule/decide.h"

struct vouch_who;

/* Reads them, unless they were read before (intake_int.h, vouch_who_forget); they live until the register ends or they are
 * read again. `whole`: looks through all of the log for them, else where the projection says they are. An entry that is
 * not as two officers signed it who might says nothing here. Needs the keyring. */
bool vouch_who(struct reg *r, bool whole, const struct vouch_who **out, struct err *e);

/* What stands in the log without right. */
struct who_false {
	int64_t seq; /* in the log of headquarters */
	struct str wrong;
};
const struct who_false *vouch_who_false(const struct vouch_who *w, size_t *n);

/* Nobody is enrolled yet. */
bool vouch_nobody(const struct vouch_who *w);
/* Who signs with this key: name, roles and whether he or she serves on this day; `ever`: at any time up to then. The texts
 * live as long as `w`. */
struct signer vouch_signer(const struct vouch_who *w, struct arena *a, const uint8_t kid[4],
			   int64_t day, bool ever);
/* How a key stands on a day, and by a later one. */
struct key_stands vouch_stands(const struct vouch_who *w, const uint8_t kid[4], int64_t day,
			       int64_t later);
/* Of a record that vouches anew (struct decide_view, keepers): how many keys may enrol others on this day or later; two where the
 * key of the record is no new one. */
size_t vouch_keepers(const struct vouch_who *w, const struct rec *r, int64_t day);
/* The pairs that were known at this time (seconds since 1970), in the arena. */
const struct same_person *vouch_same(const struct vouch_who *w, struct arena *a, int64_t at,
				     size_t *n);

/* The first refusal as words, which name the officer: for an act of this event, if any. */
struct str vouch_words(struct arena *a, struct str event, const struct refusals *why);

#endif
