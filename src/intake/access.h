/*
 * Opening what is sealed of a person: every opening is an access_event, accepted and counted before anything is
 * released. Some purposes need a grant of two officers that fits reader, purpose, person and day; who breaks the glass
 * instead is seen by another officer within GLASS_HOURS, or stays in the queue (store/access.h, store_open_glass).
 */
#ifndef SULH_INTAKE_ACCESS_H
#define SULH_INTAKE_ACCESS_H

#include "intake/commit.h"

#define GLASS_HOURS 24

struct access {
	struct str officer; /* s == NULL: whoever gave the passphrase */
	struct str purpose; /* as of access_event; ignored where the glass is broken */
	struct str grant;   /* "aleppo/12"; s == NULL: none */
	bool glass;
	struct str log; /* its name: the log of what is opened */
	const uint8_t *subject;
};

/* The key of an officer, who proves by a password who he or she is; zeros for whoever gave the passphrase. */
bool access_reader(struct reg *r, struct arena *a, struct str name, uint8_t kid[4], struct err *e);

/* Records the opening, durably; the officer proves by a password who he or she is. Refusals in `why`. */
bool access_open(struct reg *r, struct arena *a, const struct access *x, struct receipt *out,
		 struct refusals *why, struct err *e);

/* The secret key of the person whom a grant is about, sealed to the key of the grant's reader, who is `officer`, as an age
 * file: the only way in which such a key leaves the keyring by a grant. Recorded and journalled as an opening before; refused
 * as one, too, where the grant is no more, and ERR_LOCKED through a key holder, which cannot judge grants. */
bool access_export(struct reg *r, struct arena *a, struct str grant, struct str officer,
		   struct str *file, struct refusals *why, struct err *e);
/* Opens such a file for its reader: the text of an age identity. */
bool access_import(struct reg *r, struct arena *a, struct str file, struct str officer,
		   struct str *identity, struct err *e);

/* Records that this officer looked at an opening by breaking the glass: its receipt, 16 bytes. */
bool access_seen(struct reg *r, struct arena *a, struct str officer, struct str draft,
		 struct receipt *out, struct refusals *why, struct err *e);

#define GLASS_DETAIL "break glass" /* of figure Q5 */
/* How often the glass was broken on calendar days from..to. */
bool access_glass(struct reg *r, struct arena *a, int64_t from, int64_t to, int64_t *n,
		  struct err *e);

#endif
