/*
 * Erasing persons from the database. All but the entries themselves goes: objects, acts and what ties them. What an
 * entry counted as stays beside it, so that figures are still counted twice; nothing that stays says which entries were
 * of one person. None of it is part of the projection.
 */
#ifndef SULH_STORE_ERASE_H
#define SULH_STORE_ERASE_H

#include "store/store.h"

/* Whom it is intended to erase: the persons of a case, their identities of compartment T included. */
struct store_erasing {
	uint8_t subject[16];
	struct str case_no;
};
bool store_erasing_add(struct store *s, const struct store_erasing *x, struct err *e);
/* By case. */
bool store_erasing(struct store *s, struct arena *a, struct store_erasing **list, size_t *n,
		   struct err *e);
bool store_erasing_done(struct store *s, struct err *e);

/* An entry whose objects were erased, and what it counts as. kind 0: as no event. */
struct store_gone {
	int64_t log, seq, kind; /* seq -1: not cut yet */
	struct str event;
	enum case_class before, cls;
	struct str mac;
	uint8_t draft[16], subject[16]; /* not kept: of the act that is to be erased */
	int64_t day;			/* of that act; NO_DAY: not cut yet */
	int64_t said_day;		/* the calendar day of it; NO_DAY: not known */
	struct str code;		/* what it says to later rules (rule/decide.h) */
};
/* The acts of a case that is not erased yet, in their order, without mac. */
bool store_erase_acts(struct store *s, struct arena *a, struct str case_no,
		      struct store_gone **list, size_t *n, struct err *e);
/* The same of somebody who has an identity of its own and no case: with this subject, of this entry, of a kind. */
bool store_erase_own(struct store *s, struct arena *a, const uint8_t subject[16],
		     struct store_gone **list, size_t *n, struct err *e);
bool store_erase_own_at(struct store *s, struct arena *a, int64_t log, int64_t seq,
			struct store_gone **list, size_t *n, struct err *e);
bool store_erase_own_of(struct store *s, struct arena *a, int64_t kind, struct store_gone **list,
			size_t *n, struct err *e);
/* All such acts, each identity's together. */
bool store_erase_own_all(struct store *s, struct arena *a, struct store_gone **list, size_t *n,
			 struct err *e);
/* Entries that are other states of the same thing as this one, that it corrects, or that correct it. */
bool store_erase_beside(struct store *s, struct arena *a, int64_t log, int64_t seq, int64_t **list,
			size_t *n, struct err *e);
/* What an act says under a mark; mac->s == NULL where it says nothing. */
bool store_erase_said(struct store *s, struct arena *a, const uint8_t draft[16], struct str what,
		      struct str *mac, struct err *e);
/* Erases one entry's objects: *x stays in their place. */
bool store_erase_entry(struct store *s, const struct store_gone *x, struct err *e);
/* Erases what else is known of a case. The marks of these sorts (",serial,paper_hash,") stay taken, but nobody's. */
bool store_erase_case(struct store *s, struct str case_no, struct str kept, struct err *e);
/* The same of an act without a case. */
bool store_erase_own_act(struct store *s, const uint8_t draft[16], struct err *e);
/* out->mac.s == NULL where the entry was not erased. */
bool store_gone(struct store *s, struct arena *a, int64_t log, int64_t seq, struct store_gone *out,
		struct err *e);

/* Who was erased, by tag (ledger/keyring_erase.h). */
struct store_erased {
	uint8_t tag[32];
	int64_t day;
};
bool store_erased_add(struct store *s, const struct store_erased *x, struct err *e);
/* What stands in the place of an erased person's number where grants and openings are known (store/access.h): the
 * first bytes of the tag. Put there from now on, and for what stands there already. */
bool store_erase_access(struct store *s, const uint8_t subject[16], struct err *e);
/* `subject` of 16 bytes itself, or what stands for it. */
bool store_unless_erased(struct store *s, uint8_t subject[16], struct err *e);
bool store_erased(struct store *s, struct arena *a, struct store_erased **list, size_t *n,
		  struct err *e);
/* Every case with its person. */
bool store_subjects(struct store *s,
		    bool (*fn)(void *p, const uint8_t subject[16], struct str case_no,
			       struct err *e),
		    void *p, struct err *e);

/* Where backups were written, and when: what an erasure does not reach. */
struct store_backup {
	struct str path;
	int64_t day;
};
bool store_backup_add(struct store *s, const struct store_backup *x, struct err *e);
bool store_backup_drop(struct store *s, struct str path, struct err *e);
bool store_backups(struct store *s, struct arena *a, struct store_backup **list, size_t *n,
		   struct err *e);

#endif
