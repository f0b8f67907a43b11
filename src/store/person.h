/*
 * What ties acts, papers and items to one case, folded from the objects c: who signed, until when an appeal
 * may come, and keyed digests of values that must not be anybody else's. Part of the projection.
 */
#ifndef SULH_STORE_PERSON_H
#define SULH_STORE_PERSON_H

#include "store/store.h"

#define TIES_MARKS 4

/* A value as HMAC under a key of the keyring: "serial". */
struct store_mark {
	struct str what;
	uint8_t mac[32];
};

struct store_ties {
	struct str case_no; /* s == NULL: none */
	int64_t step;
	uint8_t draft[16];
	uint8_t kids[ENTRY_SIGNATURES][4];
	size_t n_kids;
	bool has_appeal_end;
	int64_t appeal_end;
	struct store_mark marks[TIES_MARKS];
	size_t n_marks;
};
bool store_fold_ties(struct store *s, const struct store_ties *x, struct err *e);

/* Whose a value is: case_no->s == NULL where it is nobody's, empty where it belongs to no case. */
bool store_mark_find(struct store *s, struct arena *a, const struct store_mark *m,
		     struct str *case_no, struct err *e);
/* The newest value of this sort in a case; mac->s == NULL where there is none. */
bool store_mark_newest(struct store *s, struct arena *a, struct str case_no, struct str what,
		       struct str *mac, struct err *e);

/* Calls fn for each signature of each act of a case, in their order. */
bool store_past(struct store *s, struct arena *a, struct str case_no,
		bool (*fn)(void *p, int64_t kind, struct str event, const uint8_t kid[4]), void *p,
		struct err *e);
/* The last day for an appeal against the newest act that named one, NO_DAY where none did; appeals that are
 * not decided. */
bool store_appeals(struct store *s, struct str case_no, int64_t *until, int64_t *open,
		   struct err *e);

/* The case of this person; case_no->s == NULL where there is none. */
bool store_case_of_subject(struct store *s, struct arena *a, struct str subject,
			   struct str *case_no, struct err *e);

#endif
