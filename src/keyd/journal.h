/*
 * The journal of openings: who opened what of whom, when and why, written and durable before anything is released.
 *
 *   keyring/journal: "sulh-journal-v1\n", then a line for each opening, numbered from 1:
 *
 *     <n> <time> <kid> <purpose> <log> <subject> <mac>\n
 *
 *     time as 2016-12-09T07:30:00Z; kid of the officer, 00000000 for whoever had the passphrase; log and subject
 *     (32 digits) "-" where there is none; mac = HMAC(HKDF(wrap key, info "journal"), mac of the line before (zeros
 *     before the first) || the line up to the blank before it), in hex
 *
 * So nobody without the keyring changes, adds or takes out a line; that the last lines are missing is noticed by
 * what the logs published (cut.opened). A last line without its end was never answered, and is dropped.
 *
 * Several processes may add to it in turn: each reads on from where it was.
 */
#ifndef SULH_KEYD_JOURNAL_H
#define SULH_KEYD_JOURNAL_H

#include "base/err.h"

struct arena;
struct journal;
struct keyring;

/* What purposes of lines begin with that are no openings: somebody looked for a name, was shown a person, had one compared; and that
 * of a signature that was refused. */
#define JOURNAL_FIND	"find_"
#define JOURNAL_SHOWN	"shown_"
#define JOURNAL_AGREE	"agree_"
#define JOURNAL_REFUSED "sign_refused"

struct journal_record {
	int64_t n, time; /* n: out */
	uint8_t kid[4];
	struct str purpose, log; /* log.len == 0: none */
	const uint8_t *subject;	 /* NULL: none */
};

/* For the keyring in DIR/keyring; ends with the arena. NULL when memory is out. */
struct journal *journal_new(struct arena *a, const struct keyring *k, const char *dir,
			    struct err *e);

/* Reads what is new and calls fn (which may be NULL) for each record of it. ERR_ATTENTION for a line that is not as
 * it was written, and where lines are missing that were read before. */
bool journal_read(struct journal *j, bool (*fn)(void *p, const struct journal_record *r), void *p,
		  struct err *e);

/* Adds records, durably, all at once. On an error nothing was added that counts. */
bool journal_add(struct journal *j, const struct journal_record *list, size_t n, struct err *e);

/* Of what was read: how many for a log; and how many by an officer since a time, whose purpose begins so (true) or
 * otherwise (false). */
int64_t journal_of_log(const struct journal *j, struct str log);
size_t journal_since(const struct journal *j, const uint8_t kid[4], int64_t since, struct str begin,
		     bool with);
/* How many different persons of the lines whose purpose begins so an officer saw since a time, with those of the n lines of
 * `more` (all that officer's), which are not in the journal yet. */
size_t journal_persons(const struct journal *j, struct arena *a, const uint8_t kid[4],
		       int64_t since, struct str begin, const struct journal_record *more,
		       size_t n);
/* How many different subjects, but these two, that begin with the same 8 bytes as the first of them, the lines of an officer
 * since a time have whose purpose begins so; JOURNAL_ENDS at most. */
#define JOURNAL_ENDS 16
size_t journal_ends(const struct journal *j, const uint8_t kid[4], int64_t since, struct str begin,
		    const uint8_t but[2][16]);
/* Of how many different subjects of such lines, as their first 8 bytes tell them apart, the last 8 are the same, at most. */
size_t journal_alike(const struct journal *j, struct arena *a, const uint8_t kid[4], int64_t since,
		     struct str begin);
/* Whether the officer opened what is sealed for this person for this purpose since a time, which is not long ago. */
bool journal_opened(const struct journal *j, const uint8_t kid[4], const uint8_t subject[16],
		    struct str purpose, int64_t since);

#endif
