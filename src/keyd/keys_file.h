/* A person's file among the operations of keys.h: all of it opened at once, and who opened it before. */
#ifndef SULH_KEYD_KEYS_FILE_H
#define SULH_KEYD_KEYS_FILE_H

#include "keyd/keys.h"

#define KEYS_FILE	200		  /* objects in one call */
#define KEYS_FILE_BYTES ((size_t)4 << 20) /* of them together, but for one that is longer alone */
#define KEYS_OPENINGS	1000		  /* that are shown */

struct keys_object {
	bool of_person; /* an object s; else c */
	struct str object;
	struct str body; /* out; empty for an object s of somebody who was erased */
};

/* Opens objects of one person: those sealed to him or her, and objects c of his or her acts, each whole. One line in
 * the journal, before anything is released. As keys_open_s; ERR_FALSE for another person's object. */
bool keys_open_file(struct keys *k, struct arena *a, const struct keys_reading *why,
		    const uint8_t subject[16], struct keys_object *list, size_t n, struct err *e);

/* What a person handed in: of `n` (KEYS_FILE at most) objects c of weapons, lots and receipts the bodies of those that this person
 * handed in, alone or with others, or holds a receipt for; of all others it is empty. It is part of the opening of the
 * person's file by the same reader, for request_of_person, within the last KEYS_HANDED_WITHIN seconds; ERR_REFUSED without
 * that, and for any other purpose: who checks a person does not learn it. */
#define KEYS_HANDED_WITHIN 900
bool keys_open_handed(struct keys *k, struct arena *a, const struct keys_reading *why,
		      const uint8_t subject[16], struct keys_object *list, size_t n, struct err *e);

/* Who opened what is sealed for this person, for whoever may: lines "<time> <kid> <purpose>", oldest first. */
bool keys_openings(struct keys *k, struct arena *a, const struct keys_reading *why,
		   const uint8_t subject[16], struct str *lines, struct err *e);

/*
 * The recipient that stands on a person's slip beside the number. The first slip is handed out by an officer who takes
 * people in (READER_SLIPS), once, which is journalled as KEYS_SLIP_FIRST and counted nowhere; each one after that is an
 * opening for a purpose (`again`), as keys_opening. ERR_REFUSED where the first one was handed out already, or the person
 * was referred as a child, whose slip only `again` gives; ERR_NOTHING for somebody who was erased.
 */
#define KEYS_SLIP_FIRST "slip"
bool keys_slip(struct keys *k, const struct keys_reading *why, const uint8_t subject[16],
	       bool again, uint8_t recipient[32], struct err *e);

#endif
