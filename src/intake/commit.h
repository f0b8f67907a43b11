/*
 * The front door: every way in (command line, CSV, later form and JSON) decodes into one struct draft, and
 * one writer accepts it.
 *
 * Accept: decide -> entry -> signatures -> sealed objects -> one transaction. Accepted = durable, not yet in
 * the log. Cut: drafts become entries, in one transaction a log; a batch ends with a `cut` entry.
 */
#ifndef SULH_INTAKE_COMMIT_H
#define SULH_INTAKE_COMMIT_H

#include "intake/register.h"
#include "record/refuse.h"

#define DRAFT_OFFICERS ENTRY_SIGNATURES

/* What is to be recorded, as it came in. */
struct draft {
	const struct kind *kind;
	struct rec *r;	     /* fields as typed; references unresolved */
	struct str log;	     /* s == NULL: the only one it can be */
	struct str place;    /* name or code; for kinds without a place of their own */
	struct str case_no;  /* the case that an act is about */
	struct str corrects; /* "aleppo/12": the entry whose place it takes */
	struct str note, device, idem;
	struct str answers; /* of a registration, or a correction of a name: as answers.h says */
	bool has_time;
	struct instant occurred;
	int64_t day, from_day; /* NO_DAY: of `occurred` */
	struct str officers[DRAFT_OFFICERS];
	size_t n_officers;
	/* One of several that a registration is taken over as: it has the answers of all of them. */
	bool takes_over;
	/* Of a possible duplicate: `other` is somebody in another register, as the comparison found that is under way
	 * (exchange_compare.h). Set by the program alone. */
	bool there;
	/* What a clock does (states.csv, actor scheduler): nobody signs. Set by the program alone: no word that
	 * comes in from outside does. */
	bool system;
};

/* A new draft of a kind; fields are set by draft_set. */
struct draft *draft_new(struct arena *a, const struct kind *k);

/* The number of a case as it is kept, from one that was typed: without blanks around it, in capitals. */
struct str case_typed(struct arena *a, struct str s);
/* Sets a field of the kind, or one of draft_words. */
bool draft_set(struct arena *a, struct draft *d, struct str name, struct str value,
	       struct refusals *why);

/* Names of the above that are not fields, for help and the headers of a CSV file. */
extern const char *const draft_words[];

struct receipt {
	uint8_t draft[16];
	struct str log, case_no; /* case_no.s == NULL for records not about a person */
	/* The leaf hash of an entry about a place. A sealed one gets its day, and so its leaf hash, at the cut:
	 * until then its seal stands for it, which the entry (a weapon's: the sum of all) will carry. */
	bool is_leaf;
	struct hash proof;
	bool again;    /* the idempotency key was accepted before */
	int64_t day;   /* then: on which operation day */
	bool identity; /* it takes one from the pool */
};

/* One record in a transaction of its own. Refusals in `why` (then e->kind == ERR_REFUSED); a machine's
 * error in e. `dry`: all but the keeping (for accept_in: the caller drops the transaction). */
bool intake_accept(struct reg *r, struct arena *a, struct draft *d, bool dry, struct receipt *out,
		   struct refusals *why, struct err *e);

/* For many in one transaction: begin, accept_in any number, then commit or drop. Begin refuses where the
 * database is behind what was signed (reg_marks_hold). */
bool intake_begin(struct reg *r, struct err *e);
bool intake_accept_in(struct reg *r, struct arena *a, struct draft *d, bool dry,
		      struct receipt *out, struct refusals *why, struct err *e);
bool intake_commit(struct reg *r, struct err *e);
void intake_drop(struct reg *r);

/* Identities to take from the pool at once when the next is needed, for imports. */
void intake_expect(struct reg *r, size_t identities);

struct cut_report {
	struct str log;
	int64_t day, first, places, persons; /* entries; persons: all that are not of place kinds */
	int64_t waiting;		     /* records */
	struct str why_waiting;
	int64_t due,
		due_refused; /* what a clock did in its cases before (due.h), and could not do */
	int64_t doubted; /* drafts that are not what officers signed: they stay, and are in no log */
	struct str why_doubted; /* of one of them (vouch_said) */
};

/* Does what is due, in all logs, and then cuts one log (or all, log.s == NULL) for operation day `day` (NO_DAY: the current one). A log with
 * nothing new gets a `cut` entry all the same, once a day: that it has nothing is a statement too. Needs
 * the keyring: it shows that the drafts are as they were accepted (else nothing is cut), and signed by officers: those that
 * are not are passed over and counted (vouch.h). */
bool intake_cut(struct reg *r, struct arena *a, struct str log, int64_t day,
		struct cut_report **out, size_t *n, struct err *e);

/* Within a transaction (intake_begin): cuts one log for `day`, or for its last cut's day where that is
 * later. Whoever commits empties the write-ahead log (store_checkpoint). */
bool intake_cut_in(struct reg *r, struct arena *a, struct str log, int64_t day,
		   struct cut_report *out, struct err *e);

/* Folds everything anew: entries, the centre's sealed objects, drafts. Needs the keyring; where this process has it open, the
 * records of those who were ever referred as children, and what was merged, are closed or open to others (keys_apart) as is
 * recorded of them. */
bool intake_rebuild(struct reg *r, struct err *e);

/* Enrols officers: makes role keys, records them, all or none. The first ones sign for each other. Who is enrolled
 * already with the same roles and days is not recorded again. */
bool intake_enrol(struct reg *r, struct arena *a, struct enrolment *list, size_t n,
		  const struct str *signers, size_t n_signers, struct refusals *why, struct err *e);

/* Another act about an officer than to enrol, signed by two others. An end and other roles are in force from
 * tomorrow at the earliest, but here nobody signs who ends tomorrow; keys of who retires then are
 * destroyed at once, and so is a key whose password is lost. Where it was recorded already, x->again. */
bool intake_officer(struct reg *r, struct arena *a, struct enrolment *x, const struct str *signers,
		    size_t n_signers, struct refusals *why, struct err *e);

/* Where fewer than two serve who may enrol others: whoever holds the passphrase vouches for an officer who may, with a new
 * key, from today on; `signers`: the one who still serves, if any. Not through a key holder (ERR_LOCKED). */
bool intake_officer_anew(struct reg *r, struct arena *a, struct enrolment *x,
			 const struct str *signers, size_t n_signers, struct refusals *why,
			 struct err *e);

/* Opens the sessions of these officers, by their passwords: without the passphrase two of them may change the keyring
 * (keys.h, keys_right_set). */
bool intake_sign_in(struct reg *r, struct arena *a, const struct str *names, size_t n,
		    struct err *e);

/* Changes an officer's password: the old one is asked for, the new one typed, or made and put into the file. */
bool intake_password(struct reg *r, struct arena *a, struct str name, struct err *e);

/* Everybody who has, or had, a key here, with what was said of it last. */
struct officer_standing {
	struct str name;
	uint8_t kid[4];
	bool gone;		   /* the key was destroyed */
	bool waits;		   /* something newer waits for the cut */
	struct store_officer last; /* of the log */
};
bool intake_officers(struct reg *r, struct arena *a, struct officer_standing **list, size_t *n,
		     struct err *e);

/* Counts that a sealed object of this log is opened, durably: before anything of it leaves. The number is
 * published with the next cut. */
bool intake_opening(struct reg *r, struct arena *a, int64_t log, struct err *e);
/* The same within a transaction (intake_begin), which makes it durable. */
bool intake_opening_in(struct reg *r, struct arena *a, int64_t log, struct err *e);

/* The person an entry is about: the subject of its object c. ERR_REFUSED for an entry about a place. */
bool intake_subject(struct reg *r, struct arena *a, const struct store_log *log,
		    const struct store_entry *x, uint8_t subject[16], struct err *e);

/* The operation's record; NULL where none is in the log yet (e->kind == ERR_NONE) or on an error. */
const struct rec *intake_operation(struct reg *r, struct arena *a, struct err *e);

/* All decrees in the log, the newest record of each; they stay until something is cut. */
bool intake_decrees(struct reg *r, const struct rec *const **list, size_t *n, struct err *e);

/* Whether a clock can be worked with: ERR_ATTENTION where it shows a day that is later than an entry can have. */
bool clock_usable(struct arena *a, int64_t now, struct err *e);

/* The current operation day, by the register's clock. */
bool intake_today(struct reg *r, struct arena *a, int64_t *day, struct err *e);

/* A record in the log. */
struct rec *intake_record(struct reg *r, struct arena *a, int64_t log, int64_t seq, struct entry *x,
			  struct err *e);

#endif
