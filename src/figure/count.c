/*
 * The fold: deltas to rows. What was added is kept by figure, place and detail as one sum for each
 * window; places are summed upward only when rows are asked for. The order of what is added, and of
 * the tables here, shows in no row.
 */
#include "figure/count.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/banned.h"

/* A bulletin has some hundred. The limit is for what a hostile log can ask of this machine: places in
 * a chain a million deep, each with everything that lies below it. */
#define CELLS_MAX ((size_t)1 << 20)
#define NO_PLACE  SIZE_MAX

/* `total` and `now` are one window: everything up to the day. */
enum window { WINDOW_H24, WINDOW_D3, WINDOW_ALL, WINDOW_COUNT };

struct sum {
	int64_t value, entries;
	enum qual qual;
};

struct cell {
	size_t figure, place; /* positions in `figures` and in the places */
	struct str detail;
	struct sum own[WINDOW_COUNT], all[WINDOW_COUNT]; /* all: with what lies in the place */
	struct cell *next;				 /* of the same place */
};

struct place {
	struct str code, name;
	size_t parent; /* lower than its own position; NO_PLACE for the country */
	struct cell *cells;
};

/* The two tables are open-addressed and at most half full; their sizes are powers of two. */
struct count {
	struct arena *a;
	int64_t day;
	uint64_t seed;
	struct place *places;
	size_t places_n, places_room;
	size_t *place_slots, place_slots_n; /* position + 1; 0 is free */
	struct cell **cell_slots;
	size_t cell_slots_n, cells_n;
};

struct count *count_new(struct arena *a, int64_t day)
{
	struct count *c = arena_alloc(a, sizeof *c);

	c->a = a;
	c->day = day;
	/* FNV-1a from a start that nobody outside can know, so that a log cannot be made to collide. */
	c->seed = UINT64_C(14695981039346656037) ^ (uint64_t)(uintptr_t)c;
	c->place_slots_n = c->cell_slots_n = 64;
	c->place_slots = arena_array(a, c->place_slots_n, sizeof *c->place_slots);
	c->cell_slots = arena_array(a, c->cell_slots_n, sizeof(struct cell *));
	return c;
}

static uint64_t hash_text(uint64_t h, struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (uint8_t)s.s[i]) * UINT64_C(1099511628211);
	return h ^ h >> 32;
}

/* Places. */

/* The slot of a code: of the place that has it, or the free one where it would go. */
static size_t *place_slot(const struct count *c, struct str code)
{
	size_t mask = c->place_slots_n - 1, at = (size_t)hash_text(c->seed, code) & mask;

	while (c->place_slots[at] && !str_eq(c->places[c->place_slots[at] - 1].code, code))
		at = (at + 1) & mask;
	return &c->place_slots[at];
}

static void places_grow(struct count *c)
{
	size_t room = c->places_room ? 2 * c->places_room : 32;
	struct place *places = arena_array(c->a, room, sizeof *places);

	if (c->places_n)
		memcpy(places, c->places, c->places_n * sizeof *places);
	c->places = places;
	c->places_room = room;
	c->place_slots_n = 2 * room;
	c->place_slots = arena_array(c->a, c->place_slots_n, sizeof *c->place_slots);
	for (size_t i = 0; i < c->places_n; i++)
		*place_slot(c, places[i].code) = i + 1;
}

bool count_place(struct count *c, struct str code, struct str name, struct str parent)
{
	size_t up = NO_PLACE;

	if (parent.s) {
		size_t at = *place_slot(c, parent);

		if (!at)
			return false;
		up = at - 1;
	}
	if (*place_slot(c, code))
		return false;
	if (c->places_n == c->places_room)
		places_grow(c);
	c->places[c->places_n] = (struct place){ .code = str_dup(c->a, code),
						 .name = str_dup(c->a, name),
						 .parent = up };
	*place_slot(c, code) = ++c->places_n;
	return true;
}

/* Cells. */

static struct cell **cell_slot(const struct count *c, size_t figure, size_t place,
			       struct str detail)
{
	size_t mask = c->cell_slots_n - 1;
	uint64_t h = c->seed ^ (place * figures_n + figure) * UINT64_C(0x9e3779b97f4a7c15);
	size_t at = (size_t)hash_text(h ^ h >> 32, detail) & mask;
	struct cell *cell;

	for (; (cell = c->cell_slots[at]); at = (at + 1) & mask)
		if (cell->figure == figure && cell->place == place && str_eq(cell->detail, detail))
			break;
	return &c->cell_slots[at];
}

static void cells_grow(struct count *c)
{
	struct cell **old = c->cell_slots;
	size_t n = c->cell_slots_n;

	c->cell_slots_n = 2 * n;
	c->cell_slots = arena_array(c->a, c->cell_slots_n, sizeof *old);
	for (size_t i = 0; i < n; i++)
		if (old[i])
			*cell_slot(c, old[i]->figure, old[i]->place, old[i]->detail) = old[i];
}

/* The cell of a key, made where there is none yet; NULL beyond the limit. */
static struct cell *cell_of(struct count *c, size_t figure, size_t place, struct str detail,
			    struct err *e)
{
	struct cell **slot = cell_slot(c, figure, place, detail), *cell = *slot;

	if (cell)
		return cell;
	if (c->cells_n == CELLS_MAX) {
		err_set(e, ERR_FAILED, "count figures: more than %zu of figure, place and detail",
			CELLS_MAX);
		return NULL;
	}
	cell = *slot = arena_alloc(c->a, sizeof *cell);
	cell->figure = figure;
	cell->place = place;
	cell->detail = str_dup(c->a, detail);
	cell->next = c->places[place].cells;
	c->places[place].cells = cell;
	if (2 * ++c->cells_n > c->cell_slots_n)
		cells_grow(c);
	return cell;
}

static bool too_large(struct count *c, const struct cell *cell, struct err *e)
{
	return err_set(e, ERR_FAILED, "count %s of %.*s: the sum is beyond 63 bits",
		       figures[cell->figure].code, P(c->places[cell->place].code));
}

static bool sum_add(struct sum *to, const struct sum *s)
{
	to->qual = qual_sum(to->qual, s->qual);
	return add_ok(&to->value, to->value, s->value) &&
	       add_ok(&to->entries, to->entries, s->entries);
}

static size_t figure_at(struct str code)
{
	size_t i = 0;

	while (i < figures_n && !str_eq(code, str_of(figures[i].code)))
		i++;
	return i;
}

bool count_add(struct count *c, struct str figure, struct str detail, struct str place, int64_t n,
	       enum qual q, int64_t from_day, int64_t day, int64_t entries, struct err *e)
{
	const int64_t first[WINDOW_COUNT] = { c->day, c->day - 2, INT64_MIN };
	const struct sum part = { n, entries, n < 0 ? qual_minus(q) : q };
	size_t f = figure_at(figure), at;
	struct cell *cell;

	if (f == figures_n)
		return true;
	at = *place_slot(c, place);
	if (!at)
		return err_set(e, ERR_FALSE, "count %.*s: there is no place %.*s", P(figure),
			       P(place));
	if (from_day > c->day)
		return true;
	cell = cell_of(c, f, at - 1, detail, e);
	if (!cell)
		return false;
	for (int w = 0; w < WINDOW_COUNT; w++) {
		if (day < first[w])
			continue;
		if (from_day < first[w] || day > c->day)
			cell->own[w].qual = qual_sum(cell->own[w].qual, QUAL_AT_LEAST);
		else if (!sum_add(&cell->own[w], &part))
			return too_large(c, cell, e);
	}
	return true;
}

/* Rows. */

/* Adds what a place has to the place that it lies in. Children come after their parents, so going
 * backward every place is complete when its turn comes. */
static bool sum_upward(struct count *c, struct err *e)
{
	for (size_t p = 0; p < c->places_n; p++)
		for (struct cell *x = c->places[p].cells; x; x = x->next)
			memcpy(x->all, x->own, sizeof x->all);
	for (size_t p = c->places_n; p--;) {
		if (c->places[p].parent == NO_PLACE)
			continue;
		for (struct cell *x = c->places[p].cells; x; x = x->next) {
			struct cell *up = cell_of(c, x->figure, c->places[p].parent, x->detail, e);

			if (!up)
				return false;
			for (int w = 0; w < WINDOW_COUNT; w++)
				if (!sum_add(&up->all[w], &x->all[w]))
					return too_large(c, up, e);
		}
	}
	return true;
}

static int by_key(const void *x, const void *y, void *p)
{
	const struct cell *a = *(struct cell *const *)x, *b = *(struct cell *const *)y;
	const struct count *c = p;
	int order;

	if (a->figure != b->figure)
		return a->figure < b->figure ? -1 : 1;
	order = str_cmp(c->places[a->place].code, c->places[b->place].code);
	return order ? order : str_cmp(a->detail, b->detail);
}

static struct cell **cells_sorted(struct count *c)
{
	struct cell **cells = arena_array(c->a, c->cells_n, sizeof *cells);
	size_t n = 0;

	for (size_t i = 0; i < c->cell_slots_n; i++)
		if (c->cell_slots[i])
			cells[n++] = c->cell_slots[i];
	if (n)
		qsort_r(cells, n, sizeof(struct cell *), by_key, c);
	return cells;
}

/* The rows of one figure, place and detail; only counted where `rows` is NULL. */
static void put_rows(const struct count *c, const struct cell *x, struct str detail,
		     const struct sum sums[WINDOW_COUNT], struct row *rows, size_t *n)
{
	static const enum window windows[PERIOD_COUNT] = { WINDOW_H24, WINDOW_D3, WINDOW_ALL,
							   WINDOW_ALL };
	const struct figure *f = &figures[x->figure];

	for (int p = 0; p < PERIOD_COUNT; p++) {
		const struct sum *s = &sums[windows[p]];

		if (!(f->periods & 1u << p))
			continue;
		if (rows)
			rows[*n] = (struct row){ .figure = f,
						 .place = c->places[x->place].code,
						 .place_name = c->places[x->place].name,
						 .detail = detail,
						 .period = (enum period)p,
						 .value = s->value,
						 .entries = s->entries,
						 .qual = s->qual };
		++*n;
	}
}

/* Cells of one figure and place, cells[0..k): the sum of the details first, where the figure has one. */
static bool put_group(struct count *c, struct cell **cells, size_t k, struct row *rows, size_t *n,
		      struct err *e)
{
	struct sum total[WINDOW_COUNT] = { 0 };
	bool sum = figures[cells[0]->figure].sum_details;

	for (size_t i = 0; sum && i < k; i++)
		for (int w = 0; w < WINDOW_COUNT; w++)
			if (!sum_add(&total[w], &cells[i]->all[w]))
				return too_large(c, cells[i], e);
	if (sum)
		put_rows(c, cells[0], S(""), total, rows, n);
	for (size_t i = 0; i < k; i++)
		if (!sum || cells[i]->detail.len)
			put_rows(c, cells[i], cells[i]->detail, cells[i]->all, rows, n);
	return true;
}

static bool put_all(struct count *c, struct cell **cells, struct row *rows, size_t *n,
		    struct err *e)
{
	size_t k;

	*n = 0;
	for (size_t i = 0; i < c->cells_n; i += k) {
		for (k = 1; i + k < c->cells_n && cells[i + k]->figure == cells[i]->figure &&
			    cells[i + k]->place == cells[i]->place;
		     k++)
			;
		if (!put_group(c, cells + i, k, rows, n, e))
			return false;
	}
	return true;
}

bool count_rows(struct count *c, struct row **rows, size_t *n, struct err *e)
{
	struct cell **cells;

	if (!sum_upward(c, e))
		return false;
	cells = cells_sorted(c);
	if (!put_all(c, cells, NULL, n, e))
		return false;
	*rows = arena_array(c->a, *n, sizeof **rows);
	return put_all(c, cells, *rows, n, e);
}
