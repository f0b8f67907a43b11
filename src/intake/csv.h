/* Rows into drafts: those of a file of any form (sheet.h) through the same door as everything else. */
#ifndef SULH_INTAKE_CSV_H
#define SULH_INTAKE_CSV_H

#include "intake/commit.h"
#include "intake/sheet.h"

/* What a row about the person of a case became. */
struct kept {
	size_t row;
	char case_no[16]; /* with its NUL */
	uint8_t draft[16];
	struct hash seal;
	bool again;
};

/* An import. A file is kept whole or not at all. In memory are the file, 24 to 48 bytes a row by which rows alike
 * are told, of each row about a person its identity (48) and what is said of it (80), and the refused rows. */
struct import {
	const struct kind *kind;
	enum sheet_form form; /* of the file; 0: CSV */
	struct str sheet;     /* of a workbook; s == NULL: the first */
	struct str as, log;   /* for rows that do not say */
	bool commit;
	/* `where` says the place then, as the person sees it. */
	void (*bad)(void *p, size_t row, struct str column, const struct refusal *why);
	struct str where;
	void (*progress)(void *p, size_t n, size_t total);
	/* For each row about the person of a case, in order, when the file was committed. */
	void (*kept)(void *p, const struct kept *row);
	void *p;
	size_t rows, n_bad, again; /* out */
	size_t other_day;	   /* out: of `again`, rows about persons recorded on another day */
	struct str refused;	   /* out: refused rows as CSV with a column `reason` */
};

/* Each row has an idempotency key: its own column, or a hash of its text, its log, its officers and of how many
 * rows alike came before it, so that the same file imported twice is recorded once, and for two logs twice. A row of
 * a place kind that says no day, and no thing that occurs once, has the operation day of the import in it: the
 * same sheet of counts on two days is two records. A person is the same one on any day.
 * ERR_REFUSED where a row is wrong. */
bool intake_import(struct reg *r, struct arena *a, struct import *w, struct str text,
		   struct err *e);

/* A file of officers: columns name, roles, from, until. */
bool officers_read(struct arena *a, struct str text, struct enrolment **list, size_t *n,
		   struct err *e);

#endif
