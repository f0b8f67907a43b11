/* Finding persons by name, for those who may: what is asked and by whom is noted before anything is told. */
#ifndef SULH_INTAKE_FIND_H
#define SULH_INTAKE_FIND_H

#include "intake/register.h"
#include "keyd/index.h"

#define FIND_MOST 20 /* whom one question shows */
#define FIND_NEAR \
	"near/" /* and the kid: a small number of the store, the day on which that officer was shown nearly too many */

struct reader {
	struct str officer; /* who asks; empty: whoever has the passphrase */
	struct str purpose; /* a code of access_event.purpose */
};

/* Who is asked for; what is known besides decides who comes first. Empty: not known. */
struct find_asked {
	struct index_asked by_name;
	struct str origin, sex; /* a place of the register; a code of the registration */
};

struct found {
	struct str case_no, state;
	uint8_t subject[16];
	int score;		/* match/about.h */
	bool strong;		/* the same */
	struct about_sure sure; /* of which both come */
	struct about_told told; /* how they agree in what is known besides */
	struct names names;
	struct str into; /* the case that this one was merged into; s == NULL: none */
};

/* The persons of this register whose names answer, best first. A child who was referred to care is shown to protection
 * officers alone; that one answers is told, and no more than that, to whoever looks for duplicates (`child`), so that
 * nobody is registered twice. ERR_REFUSED for a name without a word, a birth that is none, one word alone that is many people's, an
 * officer who may not look, or was shown as many as one is in an hour or a day (keys.h), a purpose that is none; for what is known besides as besides.h has it. Each who is shown counts as an opening in
 * the log of his or her case. Needs the keyring, and the register open for writing. */
struct find_answer {
	struct index_query asked;   /* as it was understood */
	const struct place *origin; /* the same; NULL: none */
	bool sex;		    /* one was asked for */
	struct found *list;
	size_t n;
	size_t often; /* so many were not compared in their places of origin (besides.h) */
	bool more;    /* there are others */
	bool child;   /* ask a protection officer */
};
bool intake_find(struct reg *r, struct arena *a, const struct find_asked *asked,
		 const struct reader *by, struct find_answer *out, struct err *e);

/* Whether whoever asks may read: for a purpose that is one, and an officer by his or her password, serving, with
 * one of the roles "a,b". ERR_REFUSED where not. *out: what the keys want to know of it, without a log. */
bool intake_reader(struct reg *r, struct arena *a, const struct reader *by, struct str roles,
		   struct keys_reading *out, struct err *e);

#endif
