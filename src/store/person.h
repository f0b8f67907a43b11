/*
 * What ties acts, papers and items to one case, folded from the objects c: who signed, until when an appeal
 * may come, and keyed digests of values that must not be anybody else's. Part of the projection.
 */
#ifndef SULH_STORE_PERSON_H
#define SULH_STORE_PERSON_H

#include "store/access.h"

#define TIES_MARKS 4
#define TIES_SAME  2

/* A key that is not another person's than `kid`: the one it renews, or that of a relative. */
struct store_same {
	uint8_t kid[4], other[4];
	bool relative;
};

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
	struct store_same same[TIES_SAME];
	size_t n_same;
	struct str
		named; /* digests of 32 bytes, of what it names in the stock book (store/stock.h) */
	bool danger;   /* a weapon or lot that must not be stored */
	struct store_access access;
};
bool store_fold_ties(struct store *s, const struct store_ties *x, struct err *e);

/* All such pairs, as they were said. */
bool store_same(struct store *s, struct arena *a, struct store_same **list, size_t *n,
		struct err *e);

/* Whose a value is: case_no->s == NULL where it is nobody's, empty where it belongs to no case. */
bool store_mark_find(struct store *s, struct arena *a, const struct store_mark *m,
		     struct str *case_no, struct err *e);
/* Whether the act that this draft was is in a log already. */
bool store_act_in_log(struct store *s, const uint8_t draft[16], bool *yes, struct err *e);
/* All cases in which it was said, in the arena. */
bool store_mark_cases(struct store *s, struct arena *a, const struct store_mark *m,
		      struct str **list, size_t *n, struct err *e);
/* The first act of a case in which it was said; *step -1 where there is none. */
bool store_mark_step(struct store *s, struct str case_no, const struct store_mark *m, int64_t *step,
		     struct err *e);
/* Pairs with somebody in another register (mark `there`), by case; in the arena. */
struct store_pair {
	struct str case_no, state; /* as the case stands now */
	struct str mac;		   /* of whom there */
	int64_t noted;
	struct str verdict; /* same or different, said since; s == NULL: it waits */
	int64_t judged;
};
bool store_pairs(struct store *s, struct arena *a, struct store_pair **list, size_t *n,
		 struct err *e);
/* All acts of a case that say something under such a mark, in their order; in the arena. */
struct store_marked {
	int64_t step;
	struct str mac, code; /* code: of the act, as of struct store_past */
};
bool store_mark_said(struct store *s, struct arena *a, struct str case_no, struct str what,
		     struct store_marked **list, size_t *n, struct err *e);
/* The newest act with this value; *seq -1 where there is none, *waits where that is not in the log yet. */
bool store_mark_act(struct store *s, const struct store_mark *m, int64_t *log, int64_t *seq,
		    bool *waits, struct err *e);
/* The newest value of this sort in a case; mac->s == NULL where there is none. */
bool store_mark_newest(struct store *s, struct arena *a, struct str case_no, struct str what,
		       struct str *mac, struct err *e);
/* The values of sort `what` in the acts of a case that have this value, too. */
bool store_mark_beside(struct store *s, struct arena *a, struct str case_no,
		       const struct store_mark *m, struct str what, struct str **list, size_t *n,
		       struct err *e);

/* An act of a case, with one of those who signed it: what the rules of later acts look at. */
struct store_past {
	int64_t step, kind;
	struct str event, state;
	enum case_class cls;
	int64_t said_day, until, appeal_end; /* NO_DAY: none */
	struct str code, decree, search;     /* empty: none */
	const uint8_t *kid;		     /* NULL: nobody signed it */
};
/* Calls fn for each signature of each act of a case, in their order, once for an act that nobody signed. The texts
 * are in the arena. */
bool store_past(struct store *s, struct arena *a, struct str case_no,
		bool (*fn)(void *p, const struct store_past *x), void *p, struct err *e);

/* The case of this person; case_no->s == NULL where there is none. */
bool store_case_of_subject(struct store *s, struct arena *a, struct str subject,
			   struct str *case_no, struct err *e);

/* Calls fn for each registration of a person of a case and each correction of one, whose subjects begin with
 * `first`..`last`: by subject, each in the order of the case, with the object s. What fn gets lives until it returns. */
struct store_naming {
	struct str subject, case_no, s;
};
bool store_namings(struct store *s, uint8_t first, uint8_t last,
		   bool (*fn)(void *p, const struct store_naming *x, struct err *e), void *p,
		   struct err *e);

/* All acts of a case with their objects, in their order. */
struct store_held {
	int64_t step, kind, log, seq, day; /* seq -1, day NO_DAY: not cut yet */
	struct str event, state, subject;
	struct str bytes, c, s, leaf; /* s == NULL where there is none */
};
bool store_case_held(struct store *s, struct arena *a, struct str case_no, struct store_held **list,
		     size_t *n, struct err *e);
/* The same of one act, of a case or not; ERR_NOTHING where there is none such. */
bool store_act_held(struct store *s, struct arena *a, const uint8_t draft[16],
		    struct store_held *out, struct err *e);

#endif
