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

/* An act as it is looked at: from its object c, by those whose signatures hold. */
struct eyed {
	size_t at; /* the caller's number of it; EYED_PAST: there for what it says of others */
	struct eyes_act act;
	struct str case_no; /* s == NULL: none */
	int64_t step;
	uint8_t subject[16], draft[16];
	const uint8_t (*kids)[4];
	size_t n_kids;
	int64_t day; /* whose roles count; `ever`: that is not known, those of any day up to it */
	int64_t local_day; /* of deadlines; NO_DAY where it says none */
	int64_t recorded;  /* seconds since 1970; as far as its cut allows: no officer signs it */
	bool ever, in_log, known; /* known: the projection has it */
	bool wrong;		  /* it is not what officers signed */
	struct str keep;	  /* of a merge: the digest of whom it keeps */
};
#define EYED_PAST SIZE_MAX

struct eyes {
	struct reg *r;
	struct arena *a;
	const struct vouch_who *who;
	const struct rec *operation;
	struct buf acts;  /* of struct eyed */
	struct buf pairs; /* two cases each, struct str: which was merged, and into which */
	/* The day of the log's cut before the one that took the acts that are added next, or will; NO_DAY: none, or not
	 * known, and what they say of when they were recorded is believed. */
	int64_t since;
	bool all;
};

/* `all`: of every case all acts will be added. */
bool eyes_begin(struct eyes *w, struct reg *r, struct arena *a, bool all, struct err *e);

/* Adds an act that keys_acts found nothing wrong with, of an entry with this code and day; what is kept of it is copied.
 * `in_log`: else a draft. False where its object c is not that of such a record. */
bool eyes_add(struct eyes *w, size_t at, const struct keys_act *act, int64_t code, int64_t day,
	      bool in_log);

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

#endif
