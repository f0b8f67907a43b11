/* Private to sync/verify*.c: what is kept while a publication is read. */
#ifndef SULH_SYNC_VERIFY_INT_H
#define SULH_SYNC_VERIFY_INT_H

#include "figure/count_restate.h"
#include "ledger/tree.h"
#include "record/entry.h"
#include "record/refuse.h"
#include "sync/policy.h"
#include "sync/verify.h"
#include "sync/verify_sign.h"

/* Sets and maps (verify_set.c). Their hashes begin with random bytes, so that no publication can be made
 * whose keys collide. */
struct mark {
	uint64_t a, b;
};

struct mark_set {
	struct mark *slots;
	size_t n, used; /* n is a power of two, or 0 */
};

/* False when the mark is there already. */
bool mark_add(struct arena *a, struct mark_set *s, struct mark m);

/* What a thing was before its newest record. */
struct older {
	const void *value;
	uint64_t index;
	const struct older *before;
};

struct thing {
	uint64_t hash;
	int64_t space; /* what sort of key: a kind's code, or one of enum space */
	size_t log;
	struct str key;
	const void *value;
	uint64_t index; /* of the entry it comes from */
	bool gone;	/* a correction took that entry back, and there was none before it */
	const struct older *before; /* of things that have states */
};

enum space { SPACE_TEXT = -1, SPACE_LOG = -2, SPACE_ORIGIN = -3, SPACE_OFFICER = -4, SPACE_NAME };
#define SPACE_NAMES \
	(-1000000) /* and below: the unique field of the kind with code SPACE_NAMES - space */

struct thing_map {
	struct thing **slots;
	size_t n, used;
	uint8_t seed[16];
};

/* NULL where there is none. */
struct thing *thing_find(const struct thing_map *m, int64_t space, size_t log, struct str key);
/* The key's thing, made with a copy of the key where there is none. */
struct thing *thing_put(struct arena *a, struct thing_map *m, int64_t space, size_t log,
			struct str key);

/* A public delta, or the sum of those of one batch that have all but the number in common. What a correction
 * cancels is one too, its numbers negated, in the batch of the correction. */
struct subtotal {
	struct str figure, detail, place; /* kept texts; place.s == NULL: the centre's own */
	int64_t n, entries, stated, from_day, day;
	enum qual qual;	 /* as it adds up */
	bool alone, off; /* alone: never summed with others; off: counts zero after all */
	size_t of;	 /* 1 + the position of what it cancels, where that stands alone; else 0 */
	uint64_t end;	 /* the size of the log behind its batch */
};

/* A record of a thing, for count_state in bulletins whose size of the log is at least `end`; and that such a
 * record was taken back, for count_state_cancel. Texts are kept. */
struct kept_state {
	struct state state; /* log: position in verify.logs; place.s == NULL: the centre's own */
	uint64_t end;
	bool off; /* counts zero after all */
};
struct kept_cancel {
	uint64_t index, end;
	bool off;
};

/* A merge perhaps, or one that was taken back; texts are kept. */
struct kept_merge {
	uint64_t index;
	int64_t day;
	const struct delta *deltas;
	size_t n;
	bool off; /* it is none after all */
};

/* What a correction of an entry about a place needs: the numbers that it cancels. */
struct made {
	uint64_t index;
	const struct kind *kind;
	struct str place;
	int64_t from_day, day;
	size_t first, n; /* its deltas in vlog.pieces, their texts kept */
	size_t subtotal; /* 1 + the position of the first of its subtotals, where they stand alone */
	bool stated, corrected;
};

/* Where a tree may be named: behind each cut. */
struct boundary {
	uint64_t size;
	struct hash root;
	int64_t day;   /* of the cut */
	bool attested; /* known when all logs are read */
};

struct kept {
	uint64_t index;
	const struct rec *rec;
};

#define LEAF_CHUNK    ((size_t)8192)
#define WEAPON_BIT(k) (UINT64_C(1) << ((k)->code % 64))

struct vlog {
	struct note_vkey vkey;
	struct str name;
	uint8_t id[8];
	const char *dir;
	struct checkpoint head; /* as signed */
	uint64_t cosigned;	/* a bit for each witness of the policy */

	struct hash **leaves; /* in chunks */
	size_t chunks_room;
	uint64_t read;	  /* entries so far */
	struct tree tree; /* of the entries up to the last cut */
	struct buf kept, boundaries,
		subtotals;	    /* of struct kept, struct boundary, struct subtotal */
	struct buf states, cancels; /* of struct kept_state, struct kept_cancel */
	struct buf made, pieces;    /* of struct made, struct delta */
	struct buf merges;	    /* of struct kept_merge */
	uint64_t bulletin_size;	    /* what the last bulletin named; 0: none did */

	struct batch {
		uint64_t first, weapons;	   /* weapons: WEAPON_BITs of the kinds it has */
		bool sealed, places, unsorted;	   /* sealed: of any form but PLACE */
		int64_t first_day, last_day;	   /* of the sealed entries */
		size_t subtotals, states, cancels; /* where its own begin */
	} batch;
	bool begun;
	int64_t cut_day;
};

struct slot {
	uint64_t batch; /* 0: free */
	size_t at;
};

/* Elements from..to-1 of a list. */
struct range {
	size_t from, to;
};

/* A reference to a log that is read later. */
struct pending {
	size_t log;
	struct range subtotals, states, cancels, merges; /* what rests on it */
	uint64_t index;
	const struct kind *kind; /* of what it names; NULL: any */
	const struct kind
		*by; /* the entry's own, where its place is that of what it names; else NULL */
	struct str place;
	uint8_t ref[REF_BYTES];
};

struct founder {
	uint64_t index;
	struct str bytes;
};

#define FOUNDERS 256

struct verify {
	struct arena *a, *keep,
		*scratch;   /* the report's, until the end, for one entry or bulletin */
	struct arena *once; /* for one claim of many about a bulletin */
	const char *path;
	const struct verify_how *how;
	uint64_t entries; /* of all checkpoints */
	struct verify_report *report;
	struct policy policy, keys;
	bool has_keys;
	struct vlog *logs; /* headquarters first */
	size_t logs_n;

	struct mark_set leaves, seals, commits;
	struct thing_map things;
	struct buf places;	 /* of const struct rec *, in the log's order */
	struct kept operation;	 /* rec == NULL: none yet */
	struct buf centres;	 /* of struct kept */
	struct buf bulletins;	 /* of struct founder */
	struct buf pendings;	 /* of struct pending */
	struct buf attests;	 /* of uint8_t[REF_BYTES] */
	struct buf bodies;	 /* of struct str: names of files in body/ that bulletins name */
	struct kept_list *press; /* claims and findings; NULL: they are not read yet */
	bool *referred;		 /* for each of kinds[]: something public may refer to it */
	struct founder founders[FOUNDERS];
	size_t founders_n;
	bool founded;
	bool newer; /* headquarters' log has an entry of a newer program: perhaps a bulletin */

	struct slot *slots; /* finds the subtotals of the batch that is read */
	size_t slots_n, slots_used;
	struct signing *signing;
	uint64_t batch; /* its number, over all logs, from 1 */
};

/* Elements of a struct buf. */
#define LIST(type, b)	((type *)(void *)(b).p)
#define LIST_N(type, b) ((b).len / sizeof(type))

/* verify.c */
struct verify *verify_new(struct arena *a, struct arena *keep, struct arena *scratch,
			  struct verify_report *report);
bool finding_add(struct verify *v, struct findings *f, const struct vlog *log, uint64_t index,
		 const char *fmt, ...) __attribute__((format(printf, 5, 6)));
#define breaks(v, log, index, ...) finding_add(v, &(v)->report->bad, log, index, __VA_ARGS__)

/* What bulletins there are is in doubt, so that nothing can be said of the files made of them. */
bool verify_doubt(const struct verify *v);

/* A short text of the publication that may be printed: no control characters. */
struct str verify_shown(struct str s);

/* The whole of a file below the folder: ERR_FALSE where it is missing, longer or no file. */
bool verify_file(struct verify *v, struct arena *a, struct str name, size_t max, struct str *out,
		 struct err *e);

/* Names in a folder below it, sorted: ERR_FALSE where it is none or has more than `max`. */
bool verify_list(struct verify *v, struct str folder, size_t max, struct str **names, size_t *n,
		 struct err *e);

#define VERIFY_BODY ((size_t)16 << 20) /* bytes of a file in body/ */

/* verify_log.c: reads one log whole; with how->logs_only its files and hashes only. */
bool verify_log(struct verify *v, struct vlog *log, struct err *e);
/* Makes a log ready to be read entry by entry. */
void verify_begin(struct verify *v, struct vlog *log);
bool verify_take(struct verify *v, struct vlog *log, struct str bytes, const struct hash *leaf,
		 struct err *e);
const struct hash *verify_leaf(const struct vlog *log, uint64_t index);
/* The log and index that a reference names, where what stands there is what it names; NULL where it is
 * not. `later`: the log is still to be read. */
struct vlog *verify_target(const struct verify *v, struct str ref, uint64_t *index, bool *later);
/* The record kept of an entry; NULL also for kinds that nothing refers to. */
const struct rec *verify_record(const struct vlog *log, uint64_t index);

/* verify_count.c */

/* Counts an entry that keeps the rules. `alone`: it may turn out to count zero. */
void verify_count(struct verify *v, struct vlog *log, const struct entry *x, const struct rec *r,
		  bool alone);
void verify_keep_state(struct verify *v, struct vlog *log, const struct entry *x,
		       const struct rec *r);
/* Takes out what an earlier entry of this log counted, exactly as it went in. */
void verify_cancel(struct verify *v, struct vlog *log, uint64_t index, bool alone);
/* What there is to correct of an entry; NULL where it does not count or is none that can be corrected. */
struct made *verify_made(const struct vlog *log, uint64_t index);

/* verify_entry.c: judges one entry; *counts says whether it is to be counted. False ends the run. */
bool verify_judge(struct verify *v, struct vlog *log, struct str bytes, struct entry *x,
		  const struct rec **rec, bool *counts, struct err *e);
/* What an entry of this log may look up. */
struct looking {
	struct verify *v;
	struct vlog *log;
};
struct rec_view verify_view(struct looking *l);
/* What could only be judged when all logs are read. */
void verify_pendings(struct verify *v);

/* verify_officer.c */
/* Whether those signed it who must, if their signatures are good: verify_signed says whether they are. */
bool verify_signatures(struct verify *v, struct vlog *log, const struct entry *x,
		       const struct rec *record);
/* Whether all signatures so far are good. False ends the run: the report is as it was when the first bad one
 * was met. */
bool verify_signed(struct verify *v, struct err *e);
bool verify_officer(struct verify *v, struct vlog *log, uint64_t index, const struct rec *r);
bool verify_founded(struct verify *v, struct err *e);

/* verify_attest.c */
/* Keeps what an attest names; says in the report, when all logs are read, which cuts have one. */
void verify_note_attest(struct verify *v, const struct rec *r);
void verify_attested(struct verify *v);
/* An act that two signed, and the lowest custody of their keys. */
void verify_note_custody(struct verify *v, const struct kind *k, int custody);

/* verify_sheet.c */
bool verify_bulletins(struct verify *v, struct err *e);

/* verify_press.c */
struct row;
/* What is said of the press in headquarters' log, when all logs are read. */
void verify_press(struct verify *v);
/* Holds it against a bulletin that was counted anew; takes the scratch arena. */
void verify_press_hold(struct verify *v, uint64_t index, const struct row *rows, size_t n);
/* press.json is what entries and bulletins give, when all bulletins are counted. */
bool verify_press_file(struct verify *v, struct err *e);

#endif
