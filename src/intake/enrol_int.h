/* Private to intake/enrol*.c: what is said of officers' keys, and which keys there are. */
#ifndef SULH_INTAKE_ENROL_INT_H
#define SULH_INTAKE_ENROL_INT_H

#include "intake/intake_int.h"

/* Keys of one name, the newest first. */
struct own_keys {
	struct officer_public list[KEYRING_OFFICERS];
	size_t n;
};

/* What is to be said of a key. */
struct saying {
	const struct enrolment *x;
	const struct officer_public *key;
	const char *act;
	const uint8_t *renews; /* NULL: none */
	bool anew;	       /* the officer signs it, too */
	int64_t from;
	struct str roles;
	const struct str *signers;
	size_t n_signers;
};

/* Records it, unless it is what was said last (*again; any_day: from whatever day). */
bool enrol_say(struct reg *r, struct arena *a, const struct saying *w, bool any_day, bool *again,
	       struct refusals *why, struct err *e);
/* Whether it would be recorded of a key that is not made yet: what is refused leaves neither a key nor another password
 * behind. Outside any transaction. */
bool enrol_would_say(struct reg *r, struct arena *a, const struct saying *like,
		     struct refusals *why, struct err *e);

/* All keys of a name, of which there may be none. */
bool enrol_keys_of(struct reg *r, struct arena *a, struct str name, struct own_keys **out,
		   struct err *e);
/* Whether anything was said of a key, in the log or waiting for it (*waits): the newest of a day (INT64_MAX: of all). */
bool enrol_known(struct reg *r, struct arena *a, const uint8_t kid[4], int64_t day,
		 struct store_officer *o, bool *waits, struct err *e);
/* The newest key of which something was said; NULL where there is none. */
bool enrol_newest(struct reg *r, struct arena *a, const struct own_keys *own,
		  const struct officer_public **out, struct store_officer *o, struct err *e);
/* Another key for a name that has one. What an interrupted try left is destroyed: nobody knows of it. */
bool enrol_another_key(struct reg *r, struct arena *a, const struct own_keys *own,
		       const struct officer_public *last, struct str password,
		       struct officer_public *out, struct err *e);

#endif
