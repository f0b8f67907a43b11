/*
 * A register on disk: DIR/sulh.conf, sulh.db, log/<name>/{key,vkey,signed.hwm}, keyring/, lock. The lock
 * is taken before anything is opened and held until the arena ends.
 */
#ifndef SULH_INTAKE_REGISTER_H
#define SULH_INTAKE_REGISTER_H

#include "base/err.h"
#include "base/time.h"
#include "keyd/keys.h"
#include "store/store.h"

struct arena;
struct places;
struct kept;
struct vouch_kept;
struct vouch_who;
struct names_pending;

enum officer_act {
	OFFICER_ENROL,
	OFFICER_RENEW,	 /* a new key after a year, under the same password */
	OFFICER_RECOVER, /* a new key under a new password, since the old one is lost */
	OFFICER_RETIRE,
	OFFICER_SUSPEND,
	OFFICER_ROLES
};

/* An officer to be, or what becomes of one: roles comma separated; from NO_DAY: today; until NO_DAY: as long as a key serves. */
struct enrolment {
	enum officer_act act;
	struct str name, roles; /* roles.s == NULL: those there are */
	struct str relative_of; /* another officer; s == NULL: nobody's */
	int64_t from, until;
	bool again;    /* out: enrolled so already, nothing was recorded */
	bool password; /* out: the file of passwords has a new line */
};

/* Where the passphrase and the officers' passwords come from: the first that is there. A prompt only on a
 * terminal. */
struct pass_source {
	const char *file;	   /* --pass-file */
	int fd;			   /* --pass-fd, -1: none */
	const char *officers;	   /* --officers-file; NULL: that of sulh.conf, or: */
	const char *officers_else; /* of the environment */
	/* Keys that are there already, with the sessions of officers who signed in at a desk: then nothing is asked for
	 * and only they sign. They outlive the register. NULL: none. */
	struct keys *keys;
};

struct reg {
	struct arena *a; /* lives as long as the register is open */
	const char *dir;
	struct str operation;		     /* its name, as in the origins of its logs */
	struct str pass_file, officers_file; /* of sulh.conf; s == NULL: none */
	struct store *store;
	struct keys *keys; /* NULL until reg_unlock */
	struct pass_source pass;
	struct clock clock;
	struct identity *stock; /* identities taken ahead for a bulk import */
	size_t n_stock, stock_ahead;
	/* The first officers while they are enrolled: they sign for each other before the log knows them. */
	const struct enrolment *founding;
	size_t n_founding;
	/* places.h: as last read, until something changes what is recorded. */
	struct places *places;
	struct arena *places_arena;
	struct kept *kept;	     /* intake_int.h, kept.c */
	struct vouch_who *who;	     /* vouch_who.h */
	struct vouch_kept *vouched;  /* vouch_past.c */
	struct names_pending *names; /* names.c: of the transaction under way */
	struct no_child
		*no_children; /* person.c: whose record is opened once the transaction is durable */
	struct str unseen;    /* logs that could not be looked at before an erasure, and why */
	bool erasing;	      /* an erasure is intended in this transaction */
	bool write;	      /* nobody else writes while it is open */
	bool marks_looked_at; /* and the database was not behind them */
};

/* Makes DIR with the log `hq` and a keyring under `passphrase`; the files (NULL: none) are what its sulh.conf
 * names. ERR_REFUSED where DIR holds anything. */
bool reg_make(struct arena *a, const char *dir, struct str operation, struct str passphrase,
	      const char *pass_file, const char *officers_file, enum keyring_cost cost,
	      struct err *e);

/* Opens DIR. ERR_NO_REGISTER where there is none, ERR_ATTENTION where another process holds it. */
struct reg *reg_open(struct arena *a, const char *dir, bool write, const struct pass_source *pass,
		     const struct clock *clock, struct err *e);

/* Reads the text of sulh.conf into *r. A name it does not know is an error: a typo shall not pass. */
bool reg_conf(struct reg *r, struct str text, struct err *e);

/* Opens the keyring: with the passphrase that the call gives, else through the key holder (keyd/remote.h) where one
 * runs, else with that of sulh.conf or the terminal. ERR_LOCKED without one, ERR_WRONG_KEY with a wrong one. */
bool reg_unlock(struct reg *r, struct err *e);
/* That passphrase, where no key holder is asked. */
bool reg_passphrase(struct reg *r, struct str *out, struct err *e);
/* With this passphrase, which is wiped. */
bool reg_unlock_with(struct reg *r, struct str passphrase, struct err *e);

/* Adds a log of this register, with a key of its own. */
bool reg_log_add(struct reg *r, struct str name, struct err *e);

/* The log of this name; ERR_NOTHING where there is none. */
bool reg_log(struct reg *r, struct arena *a, struct str name, struct store_log *out, struct err *e);

/* Who signs for it, once it was shown what is new (log_signer.c), and the path of its high-water mark. The log's key must be
 * here: else it is a mirror, as reg_log_own says, and signs nothing. */
bool reg_log_signer(struct reg *r, struct arena *a, struct str name, struct note_signer *out,
		    struct err *e);
bool reg_log_own(struct reg *r, struct arena *a, struct str name);
char *reg_hwm_path(struct reg *r, struct arena *a, struct str name);

/* Whether the database holds all that its logs signed. ERR_ATTENTION where it was set back, or a mark is
 * missing: the register is only read then, until `sulh log resume`. */
bool reg_marks_hold(struct reg *r, struct err *e);
/* The same by what the keyring itself remembers, which nobody changes without it; unlocks it. */
bool reg_signed_hold(struct reg *r, struct err *e);

/* The passphrase from where it comes: a file, a descriptor, the terminal; the first line without a carriage
 * return at its end, blanks as they are. `new`: typed twice. ERR_LOCKED where there is none. */
bool pass_get(struct arena *a, const struct pass_source *from, bool new, struct str *out,
	      struct err *e);

/* A line from the terminal, which must be one, without its echo. */
bool pass_ask(struct arena *a, const char *text, struct str *out, struct err *e);

#endif
