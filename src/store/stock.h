/*
 * The stock book, folded from the objects c of weapons, lots, moves, receipts and spot tasks: what became of each
 * thing that was handed in. A thing is known by the keyed digest of its number. Part of the projection.
 */
#ifndef SULH_STORE_STOCK_H
#define SULH_STORE_STOCK_H

#include "store/store.h"

/* A move of the stock, or (act "task") a clearance task that says for what it is. What it names is folded by
 * store_fold_ties. */
struct store_move {
	uint8_t draft[16];
	int64_t log, seq; /* seq -1: not cut yet */
	struct str act, group;
	int64_t items, rounds, kg;
};
/* Where it takes the place of another, entry `corrects` of its log (-1: none), that one moves nothing any more. */
bool store_fold_move(struct store *s, struct arena *a, const struct store_move *x, int64_t corrects,
		     struct err *e);

/* The move that became an entry; there == false where there is none. `later`: something that it names was moved
 * after it. */
struct store_move_at {
	bool there, later;
	uint8_t draft[16];
	int64_t n;
};
bool store_move_at(struct store *s, struct arena *a, int64_t log, int64_t seq,
		   struct store_move_at *out, struct err *e);

/* One thing in the book. `state`: the act of its last move, "in" before the first; that of the move with the id
 * `but` (NULL: none) is looked away from. */
struct store_stocked {
	bool there, danger, cut, handed; /* handed: by somebody known */
	int64_t log, kind;
	struct str group, state;
};
bool store_stocked(struct store *s, struct arena *a, const uint8_t mac[32], const uint8_t *but,
		   struct store_stocked *out, struct err *e);
/* Whether any record names this digest. */
bool store_named_there(struct store *s, const uint8_t mac[32], bool *yes, struct err *e);
/* The record of a kind that names this digest, as it is in the log or waits for the cut; *bytes with s == NULL where there
 * is none, *c where its object is gone. */
bool store_named_record(struct store *s, struct arena *a, const uint8_t mac[32], int64_t kind,
			int64_t *log, struct str *bytes, struct str *c, struct err *e);

/* Calls fn for each thing in the book, with its object c; seq -1: not cut yet. What fn gets lives until it returns. */
struct store_stock_thing {
	int64_t log, seq;
	struct str c;
};
bool store_stock_things(struct store *s,
			bool (*fn)(void *p, const struct store_stock_thing *x, struct err *e),
			void *p, struct err *e);

/* Ammunition of a log that is in the log, by detail of W4 ("rounds", "kg"). */
bool store_lots(struct store *s, int64_t log, struct str detail, int64_t *n, struct err *e);
/* And what waits for the cut. */
bool store_lots_waiting(struct store *s, int64_t log, struct str detail, int64_t *n, struct err *e);
/* What was moved, by act and group; log 0: in all logs. */
struct store_moved {
	struct str act, group;
	int64_t items, rounds, kg;
};
bool store_moved(struct store *s, struct arena *a, int64_t log, const uint8_t *but,
		 struct store_moved **list, size_t *n, struct err *e);
/* Heavy materiel that delayed sums in the log of headquarters have told. */
bool store_told(struct store *s, int64_t *n, struct err *e);

/* Counts of a log, in the log, that differ from its book: the newest of each group, while nothing made it good. */
struct store_count {
	struct str group;
	int64_t day, counted;
	int64_t open; /* counted less the book, with what was found or lost since */
};
bool store_counts(struct store *s, struct arena *a, int64_t log, struct store_count **list,
		  size_t *n, struct err *e);

/* Weapons of a log by group (empty: ammunition lots), state and whether they are in the log; `open`: those that
 * must not be stored and have no clearance task. */
struct store_book {
	struct str group, state;
	bool cut;
	int64_t n, open;
};
bool store_book(struct store *s, struct arena *a, int64_t log, struct store_book **list, size_t *n,
		struct err *e);

#endif
