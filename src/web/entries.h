/*
 * Entries of published logs, read from the files of DIR/public as anybody can, and never beyond the published
 * checkpoint. Files may be replaced while they are read: what is not there then is ERR_NOTHING, and the page
 * is made a moment later.
 */
#ifndef SULH_WEB_ENTRIES_H
#define SULH_WEB_ENTRIES_H

#include "ledger/tile.h"
#include "record/entry.h"
#include "web/view.h"

struct figure;

/* The log of a reference or a page's address; NULL: none, or not published. */
const struct fact_log *entries_log(const struct facts *f, const uint8_t id8[8]);

/* The bytes of one entry below the log's published size. */
bool entries_get(const struct visit *v, const struct fact_log *log, uint64_t index,
		 struct str *bytes, struct err *e);

/* Calls fn for the entries from..to-1, or with `down` from to-1 down to `from`, until it sets *stop. What fn gets
 * lives in `one` until the next bundle. */
struct entries_scan {
	const struct visit *v;
	const struct fact_log *log;
	bool (*fn)(void *p, struct arena *one, uint64_t index, struct str bytes, bool *stop,
		   struct err *e);
	void *p;
	bool down;
};
bool entries_scan(const struct entries_scan *s, uint64_t from, uint64_t to, struct err *e);

/* Another entry that one names. */
struct entry_ref {
	const struct fact_log *log; /* NULL: of no published log */
	int64_t index;
	struct str name; /* "hq/12"; of an unknown log its id in hex */
};
struct entry_ref entry_ref(const struct visit *v, struct arena *a, const uint8_t ref[REF_BYTES]);

struct entry_delta {
	const struct figure *figure;	      /* NULL: a newer program's */
	struct str code, label, detail, qual; /* qual: empty where exact */
	int64_t n;
};

struct entry_signer {
	struct str kid, roles; /* roles in words; empty: not known */
	int64_t officer;       /* its officer entry in headquarters' log; -1: none */
};

/* What a list shows of an entry. */
struct entry_line {
	const struct fact_log *log;
	uint64_t index;
	struct entry *entry;	 /* NULL: the bytes are of a newer form */
	const struct kind *kind; /* NULL: newer than this program */
	struct rec *rec;	 /* NULL: not to be read, or no public record */
	struct str label, place, place_name;
	bool own_place; /* the entry names no place: the centre's own */
	const struct entry_delta *deltas;
	size_t n_deltas;
	const struct entry_signer *signers;
	size_t n_signers;
	bool corrects;
	struct entry_ref corrected; /* what it corrects */
	int64_t corrected_by;	    /* an entry of the same log; -1: none was found */
};

/* In the language of the visit. All lives in `a`. */
void entry_line(const struct visit *v, struct arena *a, const struct fact_log *log, uint64_t index,
		struct str bytes, struct entry_line *out);

/* The roles of a key for a day, in words. */
struct entry_signer entry_signer(const struct visit *v, struct arena *a, const uint8_t kid[4],
				 int64_t day);

#define ENTRIES_AHEAD 25600 /* how far corrections are looked for */

/* Finds the corrections of `n` lines of one log: from the first of them to ENTRIES_AHEAD behind the last. *all: that was
 * up to the end of the log. */
bool entries_corrected(const struct visit *v, struct entry_line *lines, size_t n, bool *all,
		       struct err *e);

/* A detail of a figure, or another code, in the language. */
struct str entry_word(struct arena *a, enum lang lang, struct str code);

/* A line as a JSON object. */
void entry_line_json(struct buf *b, const struct entry_line *l);

#endif
