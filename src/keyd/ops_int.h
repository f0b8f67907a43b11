/* Private to keyd/ops*.c: the operations by name, and what they keep between calls. */
#ifndef SULH_KEYD_OPS_INT_H
#define SULH_KEYD_OPS_INT_H

#include "keyd/act.h"
#include "keyd/ops.h"
#include "ledger/keyring_acts.h"

#define OPS_OFFICERS 64
#define OPS_PURPOSES 8
#define OPS_KEEPERS  "chief,operator" /* who may change the keyring, two of them */

/* In memory that is not swapped, wiped when the arena of the operations ends. */
struct ops_kept {
	struct {
		struct str purpose;
		uint8_t key[32];
	} purposes[OPS_PURPOSES];
};

/* `gen`: of the rights that it was compared with last; `used`: seconds of ops.at. */
struct ops_session {
	bool open;
	uint8_t kid[4], seed[32], pub[32];
	uint8_t name_len;
	char name[UINT8_MAX];
	uint64_t gen;
	int64_t ends, used;
};

struct ops_grown; /* ops_shown.c */

struct ops_client {
	bool here;
	struct ops_grown *grown; /* the logs of which it showed entries */
	uint64_t n_grown;
	/* Round robin, in memory that is not swapped. */
	struct ops_session *sessions;
	size_t next;
	struct ops_waits *waits;     /* ops_waits.c; NULL until a transaction has some */
	struct ops_sending *sending; /* ops_exchange.c; NULL but while a file is handed over */
	struct ops_taken *taken;     /* ops_exchange_take.c; NULL but while one is taken */
};

struct journal;
struct searched;

/* What was signed of a log since the keyring was opened. */
struct ops_signed {
	struct ops_signed *next;
	struct str origin;
	struct hwm mark;
};

struct ops {
	struct arena *a;
	const char *dir; /* of the register */
	struct keyring *keyring;
	struct clock clock;
	struct ops_kept *kept;
	struct ops_list *lists;	   /* ops_list.c; NULL until one is read */
	struct ops_held *held;	   /* ops_exchange_held.c; NULL until one is read */
	int64_t swept;		   /* the day on which what is held was looked at last */
	struct ops_client *taking; /* whose file is being taken; NULL: nobody's */
	struct ops_names *names;   /* ops_names.c; NULL until somebody is looked for */
	struct ops_slips *slips;   /* ops_slip.c; NULL until one is handed out */
	size_t n_purposes;
	struct ops_signed *signed_logs;
	size_t n_shown;		   /* acts, by all clients (ops_replay.c) */
	struct ops_client *client; /* who asks just now */
	int64_t at;   /* seconds of a clock that only runs forward; 0 where nobody sets it */
	uint64_t gen; /* how often rights or keys of officers were changed */
	struct journal *journal;   /* NULL until it is needed */
	struct searched *searched; /* NULL until it is needed */
};

/* A copy in the arena. */
struct str ops_give(struct arena *a, const void *p, size_t n);

/* One an operation (ask.h): all of one shape, so that ops.c has them in a table. */
#define OP(name)                                                                 \
	bool op_##name(struct ops *o, struct arena *a, const struct keys_ask *q, \
		       struct keys_answer *out, struct err *e)

OP(take);
OP(pool_drop);
OP(recipient);
OP(mac);
OP(mac_is);
OP(seal_c);
OP(open_c);
OP(identity);
OP(share);
OP(officers);
OP(officer_make);
OP(officer_next);
OP(officer_drop);
OP(officer_password);
OP(officer_forgive);
OP(session);
OP(session_end);
OP(sessions);
OP(right);
OP(sign);
OP(log_make);
OP(log_public);
OP(log_add);
OP(log_sign);
OP(log_signed);
OP(log_resume);
OP(names_add);
OP(names_read);
OP(find);
OP(besides);
OP(open_file);
OP(openings);
OP(handed);

OP(search);
OP(list_put);
OP(list_keep);
OP(list_see);
OP(screen);
OP(exchange_key);
OP(exchange_make);
OP(exchange_give);
OP(exchange_take);
OP(exchange_keep);
OP(exchange_held);
OP(exchange_compare);
OP(exchange_hits);

struct index;
/* ops_names.c. The names, as far as that many bytes of each bucket's file count; *n_lost: of so many it cannot be read, and who is
 * in them is not found. NULL on an error. And both as CBOR. */
struct index *ops_index(struct ops *o, const uint64_t upto[256], bool lost[256], size_t *n_lost,
			struct err *e);
bool ops_read_upto(struct read *in, uint64_t upto[256]);
void ops_put_lost(struct buf *b, const bool lost[256], size_t n_lost);
/* ops_search.c: notes that this officer (empty: nobody in particular) looked for this name, and saw who answered. */
bool ops_looked_up(struct ops *o, struct arena *a, struct str officer, struct str name,
		   struct err *e);

/* ops_waits.c: names of a transaction of whoever asks, which no file has yet, in an index of their own. */
struct index_record;
/* Adds to the `before` that were given already; with none before, those of another transaction are forgotten. `index`: what is known
 * beside them. */
bool ops_waits_add(struct ops *o, struct arena *a, struct index *index, size_t before,
		   const struct index_record *list, size_t n, struct err *e);
/* NULL where nobody waits. */
struct index *ops_waits(const struct ops *o);
void ops_waits_end(struct ops_client *c);
/* ops_exchange.c: what is left of a file that was made for whoever asks. */
void ops_exchange_end(struct ops_client *c);
/* ops_exchange_take.c: of one that is being taken. */
void ops_exchange_untake(struct ops_client *c);

/* The names of a bucket, whose file was written anew. */
void ops_names_forget(struct ops *o, uint8_t bucket);
OP(right_set);
OP(relative);
OP(apart);
OP(aparts);
OP(unseal);
OP(slip);
OP(opening);
OP(open_s);
OP(read_c);
OP(opened);
OP(acts);
OP(journal);

/* ops_session.c. The session of whoever asks for this key, and the newest of this name; NULL where there is none. It
 * counts as used. */
struct ops_session *ops_session(struct ops *o, const uint8_t kid[4]);
struct ops_session *ops_session_of(struct ops *o, struct str name);
/* Whether this officer has a session, and holds one of the roles now. `what` is tried: "open what is sealed". */
bool ops_holds(struct ops *o, struct arena *a, const uint8_t kid[4], const char *roles,
	       const char *what, struct err *e);
/* Whether this officer, who has a session, may be one of those who sign such an act or entry: by a role that is held now, and
 * with a key of the day that it says, where it says one. That somebody may not is journalled. For another process: who has the
 * passphrase gives roles. */
bool ops_may_sign(struct ops *o, struct arena *a, const struct keys_ask *q, struct err *e);
/* Whether two officers who may change the keyring have sessions with whoever asks, neither of them being of this name, or
 * (`own`) one of them: for another process, which does not have the passphrase. */
bool ops_two(struct ops *o, struct arena *a, struct str about, bool own, struct err *e);
/* Whether two officers with one of these roles have sessions with whoever asks, who are neither one person nor relatives; none of
 * them is `not` (s == NULL: no matter). */
bool ops_pair(struct ops *o, struct arena *a, const char *roles, struct str not, const char *what);
/* The officer whom an operation is about, by name or key; empty: nobody. */
bool ops_about(struct ops *o, struct arena *a, const struct keys_ask *q, struct str *name,
	       struct err *e);
/* This key opens no session any more, and those that are open end. */
bool ops_end_key(struct ops *o, struct arena *a, const uint8_t kid[4], struct err *e);

/* Journals the opening that is asked for, durably, or refuses it: before anything of it is released. */
bool ops_may_open(struct ops *o, struct arena *a, const struct keys_ask *q, bool apart,
		  struct err *e);
/* Journals that the slip of this subject is handed out, for the first time: no opening, but within a rate. */
bool ops_hands_slip(struct ops *o, const struct keys_ask *q, struct err *e);
/* Journals that an officer was refused a signature; no opening either, and within a rate. */
bool ops_notes_refused(struct ops *o, const uint8_t kid[4], struct err *e);
/* The same for a look-up of names by the officer q->name, if any, which desks do, too. */
bool ops_may_find(struct ops *o, struct arena *a, const struct keys_ask *q, struct err *e);
/* ops_seen.c: of an object s that was opened, what whoever asks may see. */
bool ops_seen(struct ops *o, struct arena *a, const struct keys_ask *q, struct str body,
	      struct str *out, struct err *e);
/* Journals each of those who are to be shown, before they are, and within limits of their own; `near`: whoever asks is near it. */
struct index_hit;
bool ops_shows(struct ops *o, struct arena *a, const struct keys_ask *q,
	       const struct index_hit *hits, size_t n, bool *near, struct err *e);
/* Journals a comparison of each of these (16 bytes each), before anything is told of it: who asks was shown them. `place`: a digest of what
 * is asked of places; NULL: nothing. often[i]: of that person so many places were asked that this one is not told of. */
bool ops_compares(struct ops *o, struct arena *a, const struct keys_ask *q, struct str subjects,
		  const uint8_t *place, bool *often, struct err *e);
/* A keyed digest; of which purposes for others, op_mac judges. */
bool ops_digest(struct ops *o, struct str purpose, struct str text, uint8_t mac[32], struct err *e);
/* The body of an object c without what only a reader of the case may see: the projection has the rest in clear. */
bool ops_shown(struct arena *a, struct str body, struct str *out);
/* Whether the body of an object c is about this subject: the person of its case, else whose identity of its own it names;
 * NULL: about nobody. */
bool ops_is_of(struct str body, const uint8_t *subject);
/* Whether a body is of compartment T (children, testimony), or of no kind that is known here. */
bool ops_is_apart(struct str body);
OP(erase);
OP(erase_find);
OP(settle);

/* Whether whoever asks may read for this purpose; it opens nothing. `apart`: what is of children, or testimony. */
bool ops_may_read(struct ops *o, struct arena *a, const struct keys_ask *q, bool apart,
		  struct err *e);

struct keys_object;
/* ops_file.c: the objects of an ask, "[[whether it is an object s, object], ...]"; false where it is none such. */
bool ops_objects(struct arena *a, struct str data, struct keys_object **list, size_t *n);

/* ops_act.c: looking at what stands behind entries of one log, one after the other. */
struct ops_looking {
	struct ops *o;
	struct arena *a;
	uint8_t id8[8];
	bool taken; /* entries that were signed: only their numbers are asked for */
	struct officer_public *known; /* whose keys the keyring has */
	size_t n_known;
	struct act_officers officers;
	/* Of the one looked at last: */
	struct entry x;
	struct str body; /* of object c, as keys_open_c; empty where it did not open */
	struct buf kids; /* who signed, where nothing is wrong */
	struct act_found found;
	uint8_t number[16]; /* of the act, where nothing is wrong */
};
/* NULL on an error. */
struct ops_looking *ops_look_start(struct ops *o, struct arena *a, const uint8_t id8[8],
				   struct err *e);
/* What is wrong with an entry, and its object c where it is given: words, or NULL with e->kind set on an error. */
const char *ops_look(struct ops_looking *l, struct str entry, struct str object, struct err *e);
/* The same of an item of weapons that an entry has behind it: its entry, with its seal, in l->x. */
const char *ops_look_item(struct ops_looking *l, struct str object, struct err *e);

/* ops_replay.c: acts that a client shows of a log, before it is signed; NULL on an error. They are freed by whoever has them. */
struct ops_replay;
struct ops_replay *ops_replay_new(struct ops *o, struct err *e);
void ops_replay_free(struct ops_replay *x);
/* Notes one: words where it was shown before or is in the log, whose files are `acts`; NULL: no, or an error. */
const char *ops_replay_note(struct ops *o, struct ops_replay *x, struct acts *acts,
			    const uint8_t id8[8], const uint8_t act[16], struct err *e);
/* Writes them to those that are in the log, as acts_add. */
bool ops_replay_keep(const struct ops_replay *x, struct arena *a, struct acts *acts,
		     struct signed_log *l, struct err *e);

/* ops_log.c: what was signed of a log, as far as whoever asks may have more of it signed. */
bool ops_log_signed(struct ops *o, struct arena *a, struct str origin, struct signed_log *own,
		    struct err *e);

/* ops_shown.c: room for what a client shows of logs, and the end of it. */
struct ops_grown *ops_grown_new(struct arena *a);
void ops_grown_end(struct ops_grown *list);
/* Whether all of this checkpoint was looked at, by what was signed or shown. */
bool ops_log_shown(const struct ops *o, const struct signed_log *own, const struct checkpoint *c,
		   struct err *e);
/* Which acts the log has with what was shown, in *next, durably; and forgets what was shown of it. */
bool ops_log_keep(struct ops *o, struct arena *a, struct str origin, const struct signed_log *own,
		  struct signed_log *next, struct err *e);
void ops_log_forget(struct ops *o, struct str origin);

#endif
