/* Opening what is sealed for a person: who may, and the fields that come out. */
#ifndef SULH_INTAKE_OPEN_H
#define SULH_INTAKE_OPEN_H

#include "intake/commit.h"
#include "store/store.h"

/* Whether the officer (s == NULL: nobody is named) may open object s of this entry for this purpose today, as rule/open.h says; the kind of the
 * record goes to *kind. Opens object c for it, nothing for the person. ERR_REFUSED with refusals in `why`. */
bool intake_may_open(struct reg *r, struct arena *a, const struct store_log *log,
		     const struct store_entry *x, struct str officer, struct str purpose,
		     const struct kind **kind, struct refusals *why, struct err *e);

/* The S fields of the record behind an entry, opened by an officer for a purpose: opens his or her session, and stands
 * in the journal of the keyring before anything of it comes out. The caller has asked intake_may_open. */
const struct rec *intake_open(struct reg *r, struct arena *a, const struct store_log *log,
			      const struct store_entry *x, struct str officer, struct str purpose,
			      struct err *e);

/* A testimony for one use by one receiver (the key of a party), as its giver agreed to last: the fields that may be
 * shared, which the caller writes out. Counts the opening. ERR_REFUSED without consent, and for who is on the list of
 * those who are never to have it; a change of consent that waits for its cut is waited for. */
const struct rec *intake_share(struct reg *r, struct arena *a, const struct store_log *log,
			       const struct store_entry *x, struct str officer, struct str use,
			       struct str receiver, struct refusals *why, struct err *e);

#endif
