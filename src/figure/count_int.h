/*
 * Private to figure/count*.c: what a count keeps. What was added stands by figure, place and detail
 * (count.c); places are summed upward, and things judged, only when rows are asked for (count_fold.c).
 */
#ifndef SULH_FIGURE_COUNT_INT_H
#define SULH_FIGURE_COUNT_INT_H

#include "figure/count.h"

#define COUNT_NO_PLACE SIZE_MAX

/* `total` is everything up to the day, and so is `now` where it does not come from states. */
enum window { WINDOW_H24, WINDOW_D3, WINDOW_ALL, WINDOW_COUNT };

/* What was added at the very place. Entries are kept apart by qualifier, and so are those that straddle the
 * window's edge, so that what is cancelled leaves no trace. */
struct own {
	int64_t value, entries[QUAL_COUNT], stated, straddling;
};

/* With what lies in the place. */
struct sum {
	int64_t value, entries, stated;
	int64_t from; /* of `now` where the latest holds: when it begins */
	enum qual qual;
	bool any; /* something stands behind it */
};

struct cell {
	size_t figure, place; /* positions in `figures` and in the places */
	struct str detail;
	struct own *own; /* WINDOW_COUNT of them; NULL: nothing was added here */
	struct sum all[WINDOW_COUNT], now;
	size_t last;	   /* 1 + position of the state that was added last */
	struct cell *next; /* of the same place */
};

enum level { LEVEL_OTHER, LEVEL_QUARTER, LEVEL_SHARED };

struct place {
	struct str code, name;
	size_t parent; /* lower than its own position; COUNT_NO_PLACE for the country */
	enum level level;
	int64_t area;
	struct cell *cells;
};

/* A record of a thing that can hold on the day; `place` is a position. */
struct thing_state {
	int64_t kind, log, day;
	uint64_t index;
	struct str key;
	size_t place, n;
	bool stated;
	const struct state_line *lines;
};

struct state_id {
	int64_t log;
	uint64_t index;
};

/* The two tables are open-addressed and at most half full; their sizes are powers of two. */
struct count {
	struct arena *a;
	int64_t day, cell;
	uint64_t seed;
	struct place *places;
	size_t places_n, places_room;
	size_t *place_slots, place_slots_n; /* position + 1; 0 is free */
	struct cell **cell_slots;
	size_t cell_slots_n, cells_n;
	struct thing_state *states;
	size_t states_n, states_room;
	struct state_id *cancelled;
	size_t cancelled_n, cancelled_room;
	bool centres;
	int64_t reporting, silent, oldest_hours;
};

/* The cell of a key, made where there is none yet; NULL beyond the limit. */
struct cell *count_cell(struct count *c, size_t figure, size_t place, struct str detail,
			struct err *e);
/* NULL where there is none. */
struct cell *count_cell_find(const struct count *c, size_t figure, size_t place, struct str detail);
bool count_too_large(const struct count *c, const struct cell *cell, struct err *e);
bool count_sum(struct sum *to, const struct sum *s);

/* count_fold.c: fills `all` and `now` of every cell. */
bool count_fold(struct count *c, struct err *e);

#endif
