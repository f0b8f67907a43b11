/* Private to intake/seal*: the keys of sealed bodies. */
#ifndef SULH_INTAKE_SEAL_INT_H
#define SULH_INTAKE_SEAL_INT_H

#include "intake/intake_int.h"

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
	BODY_END,
};

#define FIELDS_DEPTH 8
#define NAMED_MAX    ((size_t)VALUE_ITEMS * 32)

/* What ties an object to its entry (format.md section 3, head). */
struct hash seal_head(struct arena *a, const struct store_log *log, const struct entry *x);

#endif
