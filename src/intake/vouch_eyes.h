/*
 * Whether acts were signed by officers who might sign them (rule/eyes.h): by the roles that the log of headquarters gave them
 * on the day, by who is related, and by what they did in the case before, all as signatures show it. One place for
 * the cut, the doctor and an audit.
 */
#ifndef SULH_INTAKE_VOUCH_EYES_H
#define SULH_INTAKE_VOUCH_EYES_H

#include "intake/intake_int.h"
#include "keyd/keys_act.h"
#include "rule/eyes.h"

struct vouch_who;

/* Where it stands, and what its entry says in public. */
struct eyes_at {
	int64_t log, seq; /* seq -1: a draft */
	int64_t code, day;
};

/* An act as it is looked at: from its object c, by those whose signatures hold. */
struct eyed {
	size_t at; /* the caller's number of it; EYED_PAST: there for what it says of others */
	struct eyes_at where;
	struct eyes_act act;
	struct str asked;   /* of its sealed fields (rule/asked.h); s == NULL: none */
	struct str case_no; /* s == NULL: none */
	uint8_t subject[16], draft[16];
	const uint8_t (*kids)[4];
	size_t n_kids;
	struct past_act past; /* what it is to later ones; without those who signed */
	int64_t day; /* whose roles count; `ever`: that is not known, those of any day up to it */
	int64_t said, recorded,
		latest; /* seconds since 1970; as it says, and as far as its cut allows: no officer signs it */
	bool ever, bounded; /* bounded: that was looked at */
	bool in_log, known; /* known: the projection has it */
	bool wrong;	    /* it is not what officers signed */
	struct str keep;    /* of a merge: the digest of whom it keeps */
};
#define EYED_PAST SIZE_MAX

struct eyes {
	struct reg *r;
	struct arena *a;
	const struct vouch_who *who;
	const struct rec *operation;
	struct buf acts;  /* of struct eyed */
	struct buf pairs; /* two cases each, struct str: which was merged, and into which */
	struct buf cuts;  /* of struct eyes_cut, sorted once all are there */
	struct buf known; /* of struct eyes_known */
	bool all;
	int64_t begun; /* where the log of drafts ended before the cut that is under way; INT64_MAX: none is */
};

struct eyes_cut {
	int64_t log, seq, day; /* day NO_DAY: not read yet */
};
/* A decree or a centre in the log of headquarters. */
struct eyes_known {
	int64_t log, seq, day; /* day: of its cut */
	size_t cut;	       /* which of the cuts that is */
	size_t next; /* the place of the next of the same thing; their number: it stands */
	const struct rec *rec;
	bool held; /* of a centre: its log is here */
};

/* `all`: of every case all acts will be added. */
bool eyes_begin(struct eyes *w, struct reg *r, struct arena *a, bool all, struct err *e);

/* Adds an act that keys_acts found nothing wrong with; what is kept of it is copied. What is wrong with it: its object c is not
 * that of such a record, or its entry does not read; NULL: nothing. */
const char *eyes_add(struct eyes *w, size_t at, const struct keys_act *act, struct eyes_at where);
/* Where all acts are added: notes an entry that is a cut, a decree or a centre; any other is nothing to it. */
void eyes_note(struct eyes *w, int64_t log, int64_t seq, const struct entry *x);

/* Adds what was done before in the cases of these acts, and in those that were merged into them: found by the projection,
 * and taken from the objects themselves. */
bool eyes_load(struct eyes *w, struct err *e);
/* Keeps what it says for eyes_load of later ones, while the register is open. */
void eyes_keep(struct eyes *w, const struct eyed *x);
/* Of all acts of all cases: which are merged into which. */
bool eyes_merges(struct eyes *w, struct err *e);

/* What is wrong with each, as words: wrong[at], untouched where nothing is. An act that rests on another of its case
 * that is wrong is so, too; where all are there, only the first of a case is named. */
bool eyes_judge(struct eyes *w, struct str *wrong, struct err *e);

/* vouch_then.c: what was so when an act was recorded. */

/* Finds cuts, decrees and centres by the projection, where not all acts are added. */
bool then_begin(struct eyes *w, struct err *e);
/* Of all acts: when they were recorded, within what their cuts allow. */
bool then_bound(struct eyes *w, struct err *e);
/* The conditions of the act, asked again in the view of it (its signers, its case, who is one person): empty where they hold
 * and the rules make of it what it says, else what is wrong, as words. In `a`. False on a machine's error. */
bool then_holds(struct eyes *w, struct arena *a, const struct eyed *x, struct decide_view *v,
		struct str *wrong, struct err *e);

#endif
