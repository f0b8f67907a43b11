/*
 * What stands behind an entry: the body of its object c (format.md section 8), and the signatures of officers inside it.
 * One place for whoever seals an act, for the key holder before a cut, and for an audit.
 */
#ifndef SULH_KEYD_ACT_H
#define SULH_KEYD_ACT_H

#include "base/err.h"
#include "ledger/hash.h"
#include "record/entry.h"

/* Keys of the bodies: those of the common fields (records.csv, kind `entry`), then our own. */
enum body_key {
	BODY_SUBJECT = 1, /* the person of the case; in s: whose it is */
	BODY_OCCURRED = 2,
	BODY_RECORDED = 3,
	BODY_OPERATOR = 4,
	BODY_DEVICE = 5,
	BODY_DRAFT = 6,
	BODY_SALT = 7,
	BODY_NOTE = 9,
	BODY_FIELDS = 10, /* in c the C fields, in s the S fields */
	BODY_SIGNATURES = 11,
	BODY_HEAD = 12,
	BODY_CASE = 13,
	BODY_EVENT = 14,
	BODY_STEP = 15,
	BODY_FIELDS_HASH = 16, /* of the S fields */
	BODY_KIND = 17,	 /* what the entry does not say: under which code it is recorded here */
	BODY_STATE = 18, /* of the case, after the act */
	BODY_CLASS = 19, /* enum case_class: what the case counts as after it */
	BODY_OWN = 20,	 /* the identity that s is sealed to, where it is not that of the case */
	BODY_ENTRY = 21, /* of a weapon item: the entry as which it waited, without its seal */
	BODY_MARKS =
		22, /* HMACs of values that must not be anybody else's, or are to be compared */
	BODY_APPEAL_END = 23, /* the last day for an appeal against it */
	BODY_SAID = 24,	  /* what later rules need: 1 day of the act, 2 until, 3 code, 4 decree */
	BODY_CLOCK = 26,  /* what days ask of it (seal_clock.c) */
	BODY_SAME = 27,	  /* of an officer: keys that are not another person's */
	BODY_NAMED = 28,  /* HMACs of what it names in the stock book, one after the other */
	BODY_DANGER = 29, /* a weapon or lot that must not be stored */
	BODY_ACCESS = 30, /* of a grant or an opening by breaking the glass: what later ones need */
	BODY_ASKED = 31,  /* what rules ask of its sealed fields (rule/asked.h) */
	BODY_END,
};

#define BODY_DEPTH 9

/* What ties an object to its entry (format.md section 3, head). */
struct hash act_head(struct arena *a, const uint8_t id8[8], const struct entry *x);

/* What officers sign of an act whose object c has this body: `x` the entry, `form` of the act's own kind. False where the
 * body is none. */
bool act_message(struct arena *a, const uint8_t id8[8], const struct entry *x, enum form form,
		 struct str body, struct str *msg);

/* Whose key has this kid; false where nobody's has, or with e->kind set on an error. And whether two keys are one
 * person's (a renewed key beside the old one); NULL: that is not known. */
struct act_officers {
	bool (*find)(void *p, const uint8_t kid[4], uint8_t pub[32], struct err *e);
	bool (*same)(void *p, const uint8_t x[4], const uint8_t y[4]);
	void *p;
};

struct act_found {
	const struct kind *kind;
	struct str event;		   /* in the body; empty: none */
	size_t signers;			   /* different officers, whose signatures are right */
	uint8_t kids[ENTRY_SIGNATURES][4]; /* theirs */
	uint8_t draft[16];
};

/* What is wrong with the body of an object c as that of this entry, as words; NULL: nothing, or an error in `e`. It is bound
 * to the entry and of its kind; the signatures in it are of different officers and right. There are as many as act_eyes
 * says; none only where nobody signs such acts (act_of_program). */
const char *act_wrong(struct arena *a, const uint8_t id8[8], const struct entry *x, struct str body,
		      const struct act_officers *officers, struct act_found *out, struct err *e);

/* The least number of officers whom the rules want for such an act; event empty: for a record of this kind. */
int64_t act_eyes(const struct kind *k, struct str event);

/* Who may be one of those who sign such a message (keys_sign), by its kind and event as far as it says them, and on which day;
 * of whom the table says a part in the case, the role in which somebody has that part. False where it is no act or entry of
 * a kind that is known. */
struct act_signers {
	const char *roles; /* separated by commas; in the arena */
	bool any;	   /* whoever witnesses signs, too, with any role */
	int64_t day;	   /* NO_DAY: not said */
};
bool act_signers(struct arena *a, struct str msg, struct act_signers *out);

/* The number of the act in the body of an object c: that of its draft. False where there is none. */
bool act_number(struct arena *a, struct str body, uint8_t number[16]);

/* The item of weapons in the body of an object c: the entry as which it waited, without its seal. False where there is
 * none. */
bool act_item(struct arena *a, struct str body, struct entry *x);

/* Acts that the program itself records and nobody signs: what a day that has come brings about, and that something was
 * opened. */
bool act_of_program(const struct kind *k, struct str event);

/* Whether it says by itself that a day has come: about a place, and signed by nobody, so that its object c is to be seen. */
bool act_is_lapse(const struct entry *x);

/* Whether it vouches for an officer anew (record/officer.h). */
bool act_anew(struct arena *a, const struct entry *x);

/* What is wrong with the public signatures of an entry about a place: too few for its kind, twice the same, not right. */
const char *place_wrong(struct arena *a, const uint8_t id8[8], const struct entry *x,
			const struct act_officers *officers, struct err *e);

#endif
