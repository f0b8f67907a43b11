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
#include "record/class.h"
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
/* After a cut: the write-ahead log is emptied, so that deleted drafts are gone from it. *emptied: false where
 * another process reads what stood there before, and keeps it; who passes NULL leaves that to the next one. */
bool store_checkpoint(struct store *s, bool *emptied, struct err *e);

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
/* The same without a copy: good until a log changes or a transaction ends. */
bool store_logs_kept(struct store *s, const struct store_log **logs, size_t *n, struct err *e);
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
	bool person; /* of the sealed batch: its day and place in the log come from the cut */
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

/* Idempotency: what a key was accepted as, and on which operation day. proof.s == NULL where it was not. */
bool store_accepted_add(struct store *s, struct str idem, struct str draft, struct str proof,
			struct str content, int64_t day, struct err *e);
bool store_accepted(struct store *s, struct arena *a, struct str idem, struct str *draft,
		    struct str *proof, struct str *content, int64_t *day, struct err *e);
/* The case of the act that a draft was; s == NULL where it was none. */
bool store_case_of(struct store *s, struct arena *a, struct str draft, struct str *case_no,
		   struct err *e);

/* Public bodies by hash. */
bool store_body_add(struct store *s, struct str hash, struct str bytes, struct err *e);
bool store_body(struct store *s, struct arena *a, struct str hash, struct str *bytes,
		struct err *e);
/* The figures that a bulletin signed (its field `figures`, or the body that stands for it); NULL where nothing had been counted. */
bool store_figures(struct store *s, struct arena *a, const struct rec *bulletin,
		   const struct val **out, struct err *e);

/* Small numbers by name: "clock", the latest time at which anything was recorded; "opened/<log>", sealed
 * objects opened since the log's last cut; "near/<kid>", the day on which an officer was shown nearly too many;
 * "merge/<log>/<seq>", the day of the bulletin that a merge of who was erased restates. NO_DAY where there is none. */
bool store_state(struct store *s, struct str name, int64_t *value, struct err *e);
bool store_state_set(struct store *s, struct str name, int64_t value, struct err *e);
/* Takes those out whose name begins so. */
bool store_states_drop(struct store *s, struct str begin, struct err *e);
/* Those whose name begins so; in the arena. */
struct store_number {
	struct str name;
	int64_t value;
};
bool store_states(struct store *s, struct arena *a, struct str begin, struct store_number **list,
		  size_t *n, struct err *e);

/* What is known of an act about a person beside the public entry: pseudonymous, from the object c. The
 * case is that of case_no; case_no.s == NULL for acts about nobody known (testimony). */
struct store_act {
	struct str case_no, event, state;
	enum case_class cls; /* what the case counts as after it */
	int64_t kind;	     /* its own, not that under which it is published */
	int64_t step, log;
	uint8_t subject[16], operator[4], draft[16];
	/* What rules of later acts need of it: the calendar day of the act and a day that it names (NO_DAY:
	 * none), a code, the number of a decree and how far was searched (empty: none). */
	int64_t said_day, until;
	struct str code, decree, search;
	/* Where it is in the log already: then its entry is folded without `draft`. */
	bool cut;
	int64_t seq, day;
	struct str place; /* as store_seat where the entry has none */
};

/* What is known of a weapon item or ammunition lot beside the public entry of its cut, from its object c. */
struct store_item {
	uint8_t draft[16];
	int64_t log, kind;
	struct str figure, detail; /* what it counts as; figure empty: nothing */
	int64_t n;
	enum qual q;
	bool danger; /* it must not be stored */
};
bool store_fold_item(struct store *s, const struct store_item *x, struct err *e);

/* The sealed objects of the items behind a weapon entry, in the order of their seals: part of what was
 * accepted, not of the projection. `fn` gets them in that order. */
bool store_item_add(struct store *s, int64_t log, int64_t seq, int64_t n, const uint8_t draft[16],
		    struct str c, struct err *e);
bool store_items(struct store *s, int64_t log, int64_t seq,
		 bool (*fn)(void *p, const uint8_t draft[16], struct str c, struct err *e), void *p,
		 struct err *e);

/* Folds. An entry in a log has happened: these change the projection and refuse nothing. */
bool store_fold_act(struct store *s, const struct store_act *x, struct err *e);
/* `draft`: the draft that became the entry, NULL where it is not known (then no act or item is put at this
 * index); for a weapon entry the items say theirs by store_item_add. A record that corrects another takes
 * that one's numbers out of the rollups, exactly as they went in. */
bool store_fold_entry(struct store *s, struct arena *a, int64_t log, int64_t seq,
		      const struct entry *x, const uint8_t *draft, struct err *e);
/* Whether an entry was corrected already. */
bool store_corrected(struct store *s, int64_t log, int64_t seq, bool *yes, struct err *e);
bool store_empty_projection(struct store *s, struct err *e);

/* The latest entry of a kind with this key: in log `log` first, then headquarters, then any; seq -1 if none. */
bool store_thing_find(struct store *s, int64_t kind, struct str key, int64_t log, int64_t *in,
		      int64_t *seq, struct err *e);
/* In this log only. */
bool store_thing(struct store *s, int64_t kind, struct str key, int64_t log, int64_t *seq,
		 struct err *e);
/* The record of the same thing before an entry, of those that were not corrected; -1: none. */
bool store_thing_before(struct store *s, int64_t log, int64_t seq, int64_t *before, struct err *e);
/* Whether an entry that was not corrected, or a draft, of this kind has this (unique) name. */
bool store_named(struct store *s, int64_t kind, struct str name, bool *there, struct err *e);
/* Calls fn for the latest entry of each thing of a kind. */
bool store_things(struct store *s, int64_t kind,
		  bool (*fn)(void *p, int64_t log, int64_t seq, struct err *e), void *p,
		  struct err *e);

struct store_place {
	struct str code, name_en, name_ar, parent, level;
	int64_t area_m2; /* 0: none */
};
bool store_places(struct store *s, struct arena *a, struct store_place **list, size_t *n,
		  struct err *e);
/* The code of the place of the whole operation; empty where there is none. */
bool store_whole(struct store *s, struct arena *a, struct str *code, struct err *e);
/* By code, else by English name; code->s == NULL where there is none. */
bool store_place_find(struct store *s, struct arena *a, struct str name, struct str *code,
		      struct err *e);
bool store_seat(struct store *s, struct arena *a, int64_t log, struct str *place, struct err *e);

struct store_officer {
	bool there;
	uint8_t kid[4];
	uint8_t public_key[32];
	struct str roles, act;
	int64_t from_day, until_day; /* NO_DAY: open */
	int64_t since;		     /* the first day of this key */
};
/* As the log has it for a day: the newest entry that has begun. */
bool store_officer(struct store *s, struct arena *a, const uint8_t kid[4], int64_t day,
		   struct store_officer *o, struct err *e);
/* Each key, as it was said last, from whatever day on. */
bool store_officers(struct store *s, struct arena *a, struct store_officer **list, size_t *n,
		    struct err *e);
bool store_officer_count(struct store *s, int64_t *n, struct err *e);

/* A case as its last act left it; there == false where it is unknown. `subject` is that of its first act,
 * `registrar` who signed the first act with event register (else the first act). */
struct store_case {
	bool there;
	int64_t step, log;
	struct str event, state,
		before; /* before: the state before the last act with event merge, or "" */
	enum case_class cls, class_before;
	uint8_t subject[16], operator[4], registrar[4];
};
bool store_case(struct store *s, struct arena *a, struct str case_no, struct store_case *c,
		struct err *e);
bool store_cases(struct store *s,
		 bool (*fn)(void *p, struct str case_no, struct str event, int64_t log, int64_t day,
			    struct err *e),
		 void *p, struct err *e);

/* Calls fn for each person of a case who was ever referred as a child (`kind` is that of referrals); `child`: nobody said later that it
 * was none. Nothing is asked of the store meanwhile. */
bool store_referrals(struct store *s, int64_t kind,
		     bool (*fn)(void *p, const uint8_t subject[16], bool child, struct err *e),
		     void *p, struct err *e);

/* Of one case: whether its person was referred as a child, and nobody said later that it was none. */
bool store_case_child(struct store *s, struct str case_no, int64_t kind, bool *child,
		      struct err *e);

/* The cases, in the arena, in which there is an act of this kind, as of merges. */
bool store_cases_of_kind(struct store *s, struct arena *a, int64_t kind, struct str **list,
			 size_t *n, struct err *e);

/* Those in which nobody searched others, as was said last, and which were not compared since (intake/compare.h). */
bool store_cases_offline(struct store *s, struct arena *a, struct str **list, size_t *n,
			 struct err *e);

/* Those with an act of this kind that were not screened since the list of this number in the log (intake/lists.h). */
bool store_cases_unscreened(struct store *s, struct arena *a, int64_t kind, int64_t list,
			    struct str **cases, size_t *n, struct err *e);

/* The same of this file that a register (its id in hex) gave (intake/exchange_compare.h). */
bool store_cases_not_exchanged(struct store *s, struct arena *a, int64_t kind, struct str id,
			       int64_t file, struct str **cases, size_t *n, struct err *e);

/* The acts of a case in their order; seq -1 and day NO_DAY: not cut yet. */
struct store_case_act {
	int64_t kind, step, log, seq, day;
	struct str event, draft;
	int cls; /* enum case_class: what the case counts as after it */
};
bool store_case_acts(struct store *s, struct str case_no,
		     bool (*fn)(void *p, const struct store_case_act *x, struct err *e), void *p,
		     struct err *e);

/* How a bulletin counts a case, by the entries of its day and of earlier ones: what was cut later for such a day is restated. */
struct store_file {
	int now, /* enum case_class: what the case counts as before the act that is asked of, and */
		last,	/* what it counted as before it was merged into another; */
		then;	/* what the bulletin counts it as, by itself or in that other */
	int64_t log;	/* in which it came to count so */
	bool away,	/* there it is merged into another */
		mixed,	/* not all that came before the last of these entries is one of them */
		merged; /* it was merged or taken out again after them */
	size_t waiting; /* so often by acts that are not in the log yet */
};
/* By the acts of the case before this step, and the bulletin of this day. */
bool store_file(struct store *s, struct str case_no, int64_t step, int64_t day,
		struct store_file *out, struct err *e);
/* Whether an entry with this key 3, after that day, is a merge of a file that counts so, or takes one back; also where the case was
 * erased since, once store_merge_keep noted it before. */
bool store_merge_restated(struct store *s, int64_t log, int64_t seq, int64_t day, int64_t bulletin,
			  bool *yes, struct err *e);
bool store_merge_keep(struct store *s, struct arena *a, int64_t log, int64_t seq, int64_t bulletin,
		      struct err *e);

/* The cases, in the arena, in which the passing of days may bring something about (intake/due.h); of those under checks
 * where nobody put anything off, only those in which something was done on this day or before. */
bool store_cases_due(struct store *s, struct arena *a, int64_t day, struct str **list, size_t *n,
		     struct err *e);
/* The same in which somebody may have something to do (intake/queue.h). */
bool store_cases_waiting(struct store *s, struct arena *a, struct str **list, size_t *n,
			 struct err *e);
/* The same in which nothing was recorded after a day. */
bool store_cases_old(struct store *s, struct arena *a, int64_t day, struct str **list, size_t *n,
		     struct err *e);

/* care.c: a copy of the database at a path where nothing stands. */
bool store_copy(struct store *s, const char *path, struct err *e);
/* wrong->s == NULL where it is sound. */
bool store_sound(struct store *s, struct arena *a, bool deep, struct str *wrong, struct err *e);
/* Drafts of a log and the day of the oldest; NO_DAY: none. */
bool store_waiting(struct store *s, int64_t log, int64_t *n, int64_t *oldest, struct err *e);

/* Calls fn for the entries of a kind with a day from..to, by day; `newest`: of each thing the newest only. */
bool store_records(struct store *s, int64_t kind, int64_t from, int64_t to, bool newest,
		   bool (*fn)(void *p, int64_t log, int64_t seq, struct err *e), void *p,
		   struct err *e);

bool store_last_cut(struct store *s, int64_t log, int64_t *day, struct err *e); /* NO_DAY: never */
/* The size of a log behind its last cut of this day or an earlier one; 0: there is none. */
bool store_cut_end(struct store *s, int64_t log, int64_t day, int64_t *size, struct err *e);

struct store_bulletin {
	int64_t day, number, seq;
};
bool store_bulletin(struct store *s, int64_t day, struct store_bulletin *b,
		    struct err *e); /* seq -1: none */
bool store_bulletins(struct store *s, struct arena *a, struct store_bulletin **list, size_t *n,
		     struct err *e);

/* The deltas that matter for day D, as few rows as possible: fn gets cells whose period is from..day. The
 * qualifier is as it adds up. */
struct store_cell {
	struct str figure, detail, place;
	int64_t n;
	enum qual q;
	int64_t from_day, day, entries, stated;
};
bool store_deltas(struct store *s, int64_t day,
		  bool (*fn)(void *p, const struct store_cell *x, struct err *e), void *p,
		  struct err *e);

/* The newest record up to day D of each thing of the kinds with state rules, not corrected. What fn gets lives until
 * it returns. */
struct store_newest {
	int64_t kind, log, seq, day;
	struct str key, place, bytes;
	bool stated;
};
bool store_newest(struct store *s, int64_t day,
		  bool (*fn)(void *p, const struct store_newest *x, struct err *e), void *p,
		  struct err *e);

/* The first day of the earliest period among entries seq.. of a log that are of day `day` or before; of
 * the entries that they correct, too. NO_DAY: none. */
bool store_late(struct store *s, int64_t log, int64_t seq, int64_t day, int64_t *earliest,
		struct err *e);

/* Figures counted from the records: see store/sql/tally.sql. Rows come for every place above the record's
 * own (not where own_place), for all windows at once. */
#define TALLY_WHENS 4
struct tally_when { /* a condition on a field of the record, or on a cell of the row */
	int64_t tag;
	struct str codes; /* ",a,b,", yes and no as ",1," and ",0,"; empty: it is set */
	bool unset, positive, zero;
};
struct tally_query {
	enum {
		QUERY_FLOW,
		QUERY_COMES,
		QUERY_STATE,
		QUERY_SINCE,
		QUERY_AREA, /* 1 for each record that says so of its place */
		QUERY_EVENT,
		QUERY_CLASS,
		QUERY_ITEM
	} what;
	int64_t kind;
	int64_t tag, sub; /* the amount: tag 0: 1 each; sub 0: of the record; sub -1: 1 a row */
	bool or_one;	  /* an amount that is not set is 1 */
	bool zero;	  /* an amount of exactly 0 counts, too */
	struct tally_when when[TALLY_WHENS], row_when[TALLY_WHENS];
	size_t n_when, n_row_when;
	struct str detail;		/* a literal; or that of a field: */
	int64_t detail_tag, detail_sub; /* detail_sub != 0: of the row */
	int64_t figure_tag; /* of "@field": only records whose field is `figure`; ITEM: as it counts */
	struct str figure, item_detail;
	int64_t from_tag, from_sub, until_tag, until_sub; /* STATE, SINCE; 0: none */
	struct str event;				  /* EVENT */
	enum case_class cls; /* CLASS: cases that count as this (NONE: as anything) */
	int64_t day;
	bool own_place;
	bool latest; /* STATE, SINCE: numbers that begin on different days, or differ, stay apart */
};
struct tally_row {
	struct str place, detail;
	enum qual q;
	int64_t from; /* where `latest`: when it begins */
	struct {
		int64_t n, entries, straddling;
	} window[3]; /* h24, d3, all up to the day; a state stands in the last */
};
bool store_tally(struct store *s, struct arena *a, const struct tally_query *query,
		 bool (*fn)(void *p, const struct tally_row *row, struct err *e), void *p,
		 struct err *e);

#endif
