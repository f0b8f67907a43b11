/*
 * `sulh verify`: a published folder read as hostile bytes (format.md §5). It opens no database; all it
 * rests on are the bytes below `path` and the keys.
 *
 * Memory grows with what is read, by some 150 bytes for a sealed entry and a few hundred for one about a
 * place, and never with what a file only claims; at most VERIFY_MEMORY. Time grows with entries, and with
 * bulletins times batches.
 */
#ifndef SULH_SYNC_VERIFY_H
#define SULH_SYNC_VERIFY_H

#include "base/err.h"
#include "ledger/hash.h"

struct arena;

#define VERIFY_MEMORY	((size_t)16 * 1024 * 1024 * 1024)
#define VERIFY_FINDINGS 1000 /* that are kept with their reason; all are counted */

struct verified_log {
	struct str name, origin;
	uint64_t size;
	struct hash root;
	size_t cosignatures; /* by witnesses that the policy names */
	/* Its cuts, those that two officers attested, and those that nobody did although the time is over. */
	size_t cuts, attested, missed;
};

/* Entries of a kind that two or more officers signed, and the lowest custody of a key among them (format.md §3). */
struct verified_acts {
	struct str kind;
	uint64_t n;
	int lowest;
};
#define VERIFY_ACTS 128

/* What the desk for the press found, and what this program finds of the same claims and bulletins. */
struct verified_press {
	size_t claims, findings;
	size_t held;	/* findings whose number stands in the bulletin that they name */
	size_t alike;	/* whose verdict this program gives too */
	size_t unalike; /* where two officers found otherwise */
};

/* An entry that breaks the rules or cannot be judged; it counts zero. */
struct finding {
	struct str log, reason;
	uint64_t index;
};

struct findings {
	struct finding *list;
	size_t n;     /* that are listed */
	uint64_t all; /* that there are */
};

struct verify_report {
	struct str claim; /* the first line: what a good result says, and no more */
	struct str keys;  /* where the keys come from */
	struct verified_log *logs;
	size_t logs_n;
	uint64_t entries;
	size_t bulletins, rows; /* bulletins counted anew, and their rows */
	struct verified_press press;
	struct findings bad, unknown;
	struct findings
		anew; /* officers who were vouched for with the passphrase: no fault, and told to everybody */
	int custody; /* the lowest of the signing keys (format.md §3): those of the logs are kept here */
	struct verified_acts acts[VERIFY_ACTS];
	size_t acts_n;
};

/* What is read, and whom to tell how far it is. */
struct verify_how {
	const char *keys; /* the file of the keys; NULL: those of the folder */
	/* Signatures of the checkpoints, tiles and roots only: no entry is read for what it says, and no
	 * bulletin. The claim says so; custody, bulletins and rows stay 0. */
	bool logs_only;
	void (*progress)(void *p, uint64_t entries, uint64_t of); /* may be NULL */
	void *p;
};

/* True when everything holds. Otherwise false, with the report as far as it came, and
 * ERR_USAGE	 `path` is no folder, or neither policy nor checkpoint stands there; the keys file is none
 * ERR_FALSE	 something is wrong; the entries that break the rules are report->bad
 * ERR_ATTENTION nothing is wrong, but report->unknown need a newer program
 * ERR_FAILED	 the machine failed: a file cannot be read, memory is out
 * With a keys file, written as OUT/policy, its logs and keys must be those of the folder, and its quorum
 * must be reached too. */
bool verify_publication(struct arena *a, const char *path, const struct verify_how *how,
			struct verify_report *report, struct err *e);

/* The same, all of it. */
bool verify_folder(struct arena *a, const char *path, const char *keys_file,
		   struct verify_report *report, struct err *e);

#endif
