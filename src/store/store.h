/*
 * The register's database: entries, sealed objects, drafts, and the projection folded from them. The
 * only folder that sees a database. Every function that can fail looks at every result: an ignored
 * error would read as zero.
 *
 * One writer at a time: the register's lock is taken before the database is opened. A transaction is
 * durable when store_commit returns true (WAL, synchronous=FULL).
 */
#ifndef SULH_STORE_STORE_H
#define SULH_STORE_STORE_H

#include "base/err.h"
#include "ledger/tree.h"
#include "record/entry.h"

struct arena;
struct store;

enum store_mode { STORE_READ, STORE_WRITE, STORE_MAKE };

/* Opens the database at `path`; it is closed when the arena ends. STORE_MAKE refuses one that exists;
 * the others refuse a missing one, a damaged one and one whose schema is newer than
 * this program (ERR_ATTENTION). */
struct store *store_open(struct arena *a, const char *path, enum store_mode mode, struct err *e);

bool store_begin(struct store *s, struct err *e);
bool store_commit(struct store *s, struct err *e);
void store_rollback(struct store *s);
/* After a cut: the write-ahead log is emptied, so that deleted drafts are gone from it. */
bool store_checkpoint(struct store *s, struct err *e);

/* Logs, headquarters first, then by name. */
struct store_log {
	int64_t id;
	struct str name, origin;
	uint8_t id8[8];
	struct tree tree;
	struct hash root; /* of the tree, when it was read */
};
bool store_log_add(struct store *s, const struct store_log *l, struct err *e);
bool store_logs(struct store *s, struct arena *a, struct store_log **logs, size_t *n,
		struct err *e);
bool store_log_tree(struct store *s, int64_t log, const struct tree *t, struct err *e);

/* Entries of a log with their sealed objects. */
struct store_entry {
	int64_t log, seq;
	struct str bytes, leaf, c, s;
};
bool store_entry_add(struct store *s, const struct store_entry *x, struct err *e);
/* ERR_NOTHING where there is none. */
bool store_entry_get(struct store *s, struct arena *a, int64_t log, int64_t seq,
		     struct store_entry *x, struct err *e);
bool store_entry_by_leaf(struct store *s, struct str leaf, int64_t *log, int64_t *seq,
			 struct err *e);
/* Calls fn for entries from..to-1; what it gets lives until fn returns. */
bool store_entries(struct store *s, int64_t log, int64_t from, int64_t to,
		   bool (*fn)(void *p, const struct store_entry *x, struct err *e), void *p,
		   struct err *e);

/* Drafts: accepted, durable, not yet in the log. */
struct store_draft {
	uint8_t id[16];
	int64_t log, kind, accepted_day;
	bool person;
	struct str key, name, bytes, c, s, mac;
};
bool store_draft_add(struct store *s, const struct store_draft *d, struct err *e);
bool store_drafts(struct store *s, struct arena *a, int64_t log, bool person,
		  struct store_draft **list, size_t *n, struct err *e);
bool store_draft_delete(struct store *s, const uint8_t id[16], struct err *e);
bool store_draft_count(struct store *s, int64_t log, int64_t *n, struct err *e);
/* The newest draft about a thing; bytes.s == NULL where there is none. */
bool store_draft_by_key(struct store *s, struct arena *a, int64_t kind, int64_t log, struct str key,
			struct str *bytes, struct err *e);

/* Idempotency: what a key was accepted as. proof.s == NULL where it was not. */
bool store_accepted_add(struct store *s, struct str idem, struct str draft, struct str proof,
			struct str content, struct err *e);
bool store_accepted(struct store *s, struct arena *a, struct str idem, struct str *draft,
		    struct str *proof, struct str *content, struct err *e);
/* The case of the act that a draft was; s == NULL where it was none. */
bool store_case_of(struct store *s, struct arena *a, struct str draft, struct str *case_no,
		   struct err *e);

/* Public bodies by hash. */
bool store_body_add(struct store *s, struct str hash, struct str bytes, struct err *e);
bool store_body(struct store *s, struct arena *a, struct str hash, struct str *bytes,
		struct err *e);

/* Small numbers by name: "clock", the latest time at which anything was recorded; "opened/<log>", sealed
 * objects opened since the log's last cut. NO_DAY where there is none. */
bool store_state(struct store *s, struct str name, int64_t *value, struct err *e);
bool store_state_set(struct store *s, struct str name, int64_t value, struct err *e);

/* What is known of an act about a person beside the public entry: pseudonymous, from the object c. */
struct store_act {
	struct str case_no, event;
	int64_t step, log;
	uint8_t subject[16], operator[4], draft[16];
};

/* Folds. An entry in a log has happened: these change the projection and refuse nothing. */
bool store_fold_act(struct store *s, const struct store_act *x, struct err *e);
bool store_fold_entry(struct store *s, struct arena *a, int64_t log, int64_t seq,
		      const struct entry *x, const uint8_t *draft, struct err *e);
bool store_empty_projection(struct store *s, struct err *e);

/* The latest entry of a kind with this key: in log `log` first, then headquarters, then any; seq -1 if none. */
bool store_thing_find(struct store *s, int64_t kind, struct str key, int64_t log, int64_t *in,
		      int64_t *seq, struct err *e);
/* In this log only. */
bool store_thing(struct store *s, int64_t kind, struct str key, int64_t log, int64_t *seq,
		 struct err *e);
/* Whether a thing or draft of this kind has this (unique) name. */
bool store_named(struct store *s, int64_t kind, struct str name, bool *there, struct err *e);
/* Calls fn for the latest entry of each thing of a kind. */
bool store_things(struct store *s, int64_t kind,
		  bool (*fn)(void *p, int64_t log, int64_t seq, struct err *e), void *p,
		  struct err *e);

struct store_place {
	struct str code, name_en, name_ar, parent;
};
bool store_places(struct store *s, struct arena *a, struct store_place **list, size_t *n,
		  struct err *e);
/* By code, else by English name; code->s == NULL where there is none. */
bool store_place_find(struct store *s, struct arena *a, struct str name, struct str *code,
		      struct err *e);
bool store_seat(struct store *s, struct arena *a, int64_t log, struct str *place, struct err *e);

struct store_officer {
	bool there;
	uint8_t public_key[32];
	struct str roles, act;
	int64_t from_day, until_day; /* NO_DAY: open */
};
/* As the log has it for a day: the newest entry that has begun. */
bool store_officer(struct store *s, struct arena *a, const uint8_t kid[4], int64_t day,
		   struct store_officer *o, struct err *e);
bool store_officer_count(struct store *s, int64_t *n, struct err *e);

/* A case as its last act left it; there == false where it is unknown. */
struct store_case {
	bool there;
	int64_t step, log;
	struct str event;
	uint8_t subject[16], operator[4], registrar[4];
};
bool store_case(struct store *s, struct arena *a, struct str case_no, struct store_case *c,
		struct err *e);
bool store_cases(struct store *s,
		 bool (*fn)(void *p, struct str case_no, struct str event, int64_t log, int64_t day,
			    struct err *e),
		 void *p, struct err *e);

bool store_last_cut(struct store *s, int64_t log, int64_t *day, struct err *e); /* NO_DAY: never */

struct store_bulletin {
	int64_t day, number, seq;
};
bool store_bulletin(struct store *s, int64_t day, struct store_bulletin *b,
		    struct err *e); /* seq -1: none */
bool store_bulletins(struct store *s, struct arena *a, struct store_bulletin **list, size_t *n,
		     struct err *e);

/* The deltas that matter for day D, as few rows as possible: fn gets cells whose period is from..day. */
bool store_deltas(struct store *s, int64_t day,
		  bool (*fn)(void *p, struct str figure, struct str detail, struct str place,
			     int64_t n, enum qual q, int64_t from, int64_t day, int64_t entries,
			     struct err *e),
		  void *p, struct err *e);

/* Figures counted from the records: see store/sql/tally.sql and figure/figures.h. */
struct tally_query {
	enum { QUERY_FLOW, QUERY_ROWS, QUERY_EVENT, QUERY_STATE, QUERY_OPEN } what;
	int64_t kind, tag, sub, cond_tag, detail_tag;
	struct str cond, detail, detail_zero; /* for EVENT and STATE cond is the event */
	int64_t from, to, day;		      /* the window, and D */
};
struct tally_row {
	struct str place, detail;
	enum qual q;
	int64_t n, entries, straddling;
};
bool store_tally(struct store *s, struct arena *a, const struct tally_query *query,
		 bool (*fn)(void *p, const struct tally_row *row, struct err *e), void *p,
		 struct err *e);

#endif
