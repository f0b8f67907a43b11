/*
 * Lists that persons are screened against. Who loaded which, on what ground, is a record in headquarters' log (list_loaded), which two
 * sign; the names lie in the keyring alone, until the list is withdrawn (keyd/keys_list.h), and the record has their digest: others are
 * refused. A list is in force from its cut on; until then the one that it replaces is.
 *
 * Who is like a row gets a check that was not asked yet, in his or her own case: a question for a screener, who answers it by another
 * check. Of a row and a person nobody is asked twice, in whatever list the row comes again.
 */
#ifndef SULH_INTAKE_LISTS_H
#define SULH_INTAKE_LISTS_H

#include "intake/commit.h"
#include "intake/list_read.h"

#define SCREENED \
	"screened/" /* and a case: a small number of the store, the newest list at that time; 0: the names are others now */

struct listing {
	struct str no, basis, source; /* source: log/index of the party */
	struct str rows; /* the digest of its rows (keyd/keys_list.h); s == NULL: it has none */
	int64_t names, loaded_on, withdrawn_on, seq; /* withdrawn_on NO_DAY: it is in force */
	enum list_rows is;			     /* by lists_see */
};
/* All that are in the log, as they stand there last; in the arena. */
bool lists_all(struct reg *r, struct arena *a, struct listing **list, size_t *n, struct err *e);

/* Those in force, and whether the rows of each are here, and those that its entry is about. Needs the keyring. */
bool lists_see(struct reg *r, struct arena *a, struct listing **list, size_t *n, struct err *e);

struct list_load {
	struct str no, source, basis; /* as list_loaded has them */
	const struct str *signers;    /* chief and dpo */
	size_t n_signers;
	struct str text; /* of the file */
	void (*bad)(void *p, size_t row, const struct refusal *why);
	void (*progress)(void *p, size_t done, size_t of);
	void *p;
	size_t rows, n_bad;
};
/* Reads it, records it and keeps its names sealed, in place of those of a list of this number; all or nothing. ERR_REFUSED, with
 * refusals in `why`, or told to `bad`. */
bool lists_load(struct reg *r, struct arena *a, struct list_load *x, struct refusals *why,
		struct err *e);

/* Records that it is withdrawn, and destroys its names; where that was broken off, once more. ERR_NOTHING where there is no such
 * list in the log. */
bool lists_withdraw(struct reg *r, struct arena *a, struct str no, const struct str *signers,
		    size_t n, struct refusals *why, struct err *e);

struct list_screen {
	struct str officer; /* a screener */
	void (*progress)(void *p, size_t done, size_t of);
	void *p;
	size_t cases, hits;
	size_t refused; /* this officer may not check */
	size_t waiting; /* the rows of a list are gone: to be screened once more when they are here */
	size_t missing; /* lists without names */
};
/* Screens whoever is registered and was not screened since the newest list. Goes on where it was broken off. */
bool lists_screen(struct reg *r, struct arena *a, struct list_screen *x, struct refusals *why,
		  struct err *e);

/* The newest list in force: a number that grows; 0: there is none. */
bool lists_newest(struct reg *r, struct arena *a, int64_t *newest, struct err *e);

/* How many wait for that. */
bool lists_waiting(struct reg *r, struct arena *a, size_t *n, struct err *e);

/* The rows that are like one person, for a screener; each time an opening. */
struct list_hit {
	struct keys_listed row;
	int64_t step; /* of the check, -1: none yet */
};
bool lists_hits(struct reg *r, struct arena *a, struct str case_no, struct str officer,
		struct list_hit **list, size_t *n, struct refusals *why, struct err *e);

#endif
