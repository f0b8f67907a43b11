/*
 * Erasing a person (format.md section 9). The record of kind erasure, of two officers, is the intent: once it is
 * accepted, the keys are rewritten without the person, then objects and rows are deleted, and what was
 * interrupted goes on before anything else is written. The record carries tags, from which nobody finds a person.
 *
 * Copies made before are not reached: backups until they are gone, and what was handed out. Each erasure is listed
 * in DIR/erasures, and beside each backup that can be reached, so that a restored backup forgets whom it must
 * before it opens anything.
 */
#ifndef SULH_INTAKE_ERASE_H
#define SULH_INTAKE_ERASE_H

#include "intake/register.h"
#include "store/erase.h"

#define ERASURES_FILE "erasures"
#define ERASURES_MAX  ((size_t)1 << 26)

/* DIR/keyring/replay, of a restored register: whom it has still to forget, or empty where nobody knows. While it is
 * there the keyring gives nobody's secret. */
char *erase_replay_path(struct arena *a, const char *dir);

/* The text of a list, and such a text taken apart: "sulh erasures 1\n", a line "<tag in hex> <day>" for each,
 * sorted, and "mac <hex>" with a digest under a key of the register. Nothing else is taken. */
struct str erasures_text(struct arena *a, const struct store_erased *list, size_t n,
			 const uint8_t mac[32]);
bool erasures_read(struct arena *a, struct str text, struct store_erased **list, size_t *n,
		   uint8_t mac[32], struct err *e);

/*
 * Whom one erasure takes: a person's case and all cases that are merged into it or into which it is merged, and what is
 * sealed to identities of their own there; or, of somebody who has no case, the record with all that says the same
 * thing anew (other states of it, corrections, what a testimony's giver said later).
 */
struct erase_whom {
	struct str *cases; /* the one that stands first; none: of somebody without a case */
	size_t n_cases;
	struct store_gone *acts; /* all of them */
	size_t n_acts;
	bool waits; /* something of it is not in the log yet */
};
/* Of the case with a number, of LOG/INDEX, an entry, or of the number on a slip. Needs the keys. ERR_NOTHING where there is
 * no such case, entry or number; ERR_REFUSED where the entry is about nobody. */
bool erase_whom(struct reg *r, struct arena *a, struct str what, struct erase_whom *out,
		struct err *e);

/* Whether an erasure was begun and not ended. */
bool erase_waits(struct reg *r, bool *yes, struct err *e);

/* Ends what was begun; fine where nothing was. Outside a transaction. Where another program reads the database, deleted
 * pages stay in its files: ERR_ATTENTION for the erasure that deleted them; later commands try again, and go on. */
bool erase_finish(struct reg *r, struct err *e);

/* Whom a restored register has to forget: the list `text` (s == NULL: there was no erasure since). *n: how many of them
 * were here. Refuses a list that is not of this register (ERR_FALSE). */
bool erase_replay(struct reg *r, struct str text, size_t *n, struct err *e);

/* Backups written before, whether they can be reached from here or not. */
struct erase_backup {
	struct store_backup x;
	bool listed; /* the list of erasures stands beside it */
};
bool erase_backups(struct reg *r, struct arena *a, struct erase_backup **list, size_t *n,
		   struct err *e);

/* Notes that a backup was written. */
bool erase_note_backup(struct reg *r, struct arena *a, const char *path, struct err *e);

#endif
