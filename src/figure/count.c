/*
 * What is added to a count, and the rows that come of it. What was added is kept by figure, place and
 * detail as one sum for each window. The order of what is added, and of the tables here, shows in no row.
 */
#include "figure/count.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "figure/count_int.h"
#include "base/banned.h"

/* A bulletin has some thousand. The limit is for what a hostile log can ask of this machine: places in
 * a chain a million deep, each with everything that lies below it. */
#define CELLS_MAX ((size_t)1 << 20)

struct count *count_new(struct arena *a, int64_t day, int64_t cell)
{
	struct count *c = arena_alloc(a, sizeof *c);

	c->a = a;
	c->day = day;
	c->cell = cell;
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

/* Shares are shown for cities and what holds cities, never for the country (figures.csv, S4). */
static enum level level_of(struct str level)
{
	if (str_eq(level, S("quarter")))
		return LEVEL_QUARTER;
	return str_eq(level, S("city")) || str_eq(level, S("district")) ||
			       str_eq(level, S("governorate"))
		       ? LEVEL_SHARED
		       : LEVEL_OTHER;
}

bool count_place(struct count *c, const struct count_place *p)
{
	size_t up = COUNT_NO_PLACE;

	if (p->parent.s) {
		size_t at = *place_slot(c, p->parent);

		if (!at)
			return false;
		up = at - 1;
	}
	if (*place_slot(c, p->code))
		return false;
	if (c->places_n == c->places_room)
		places_grow(c);
	c->places[c->places_n] = (struct place){ .code = str_dup(c->a, p->code),
						 .name = str_dup(c->a, p->name),
						 .parent = up,
						 .level = level_of(p->level),
						 .area = p->area_m2 };
	*place_slot(c, p->code) = ++c->places_n;
	return true;
}

static bool place_at(const struct count *c, struct str code, struct str what, size_t *at,
		     struct err *e)
{
	*at = *place_slot(c, code);
	return (*at)-- ||
	       err_set(e, ERR_FALSE, "count %.*s: there is no place %.*s", P(what), P(code));
}

bool count_lies_in(const struct count *c, struct str place, struct str in)
{
	size_t at = *place_slot(c, place), up = *place_slot(c, in);

	if (!at || !up)
		return false;
	for (at--, up--; at != up && at != COUNT_NO_PLACE;)
		at = c->places[at].parent;
	return at == up;
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

struct cell *count_cell_find(const struct count *c, size_t figure, size_t place, struct str detail)
{
	return *cell_slot(c, figure, place, detail);
}

struct cell *count_cell(struct count *c, size_t figure, size_t place, struct str detail,
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

bool count_too_large(const struct count *c, const struct cell *cell, struct err *e)
{
	return err_set(e, ERR_FAILED, "count %s of %.*s: the sum is beyond 63 bits",
		       figures[cell->figure].code, P(c->places[cell->place].code));
}

bool count_sum(struct sum *to, const struct sum *s)
{
	to->qual = qual_sum(to->qual, s->qual);
	to->any |= s->any;
	return add_ok(&to->value, to->value, s->value) &&
	       add_ok(&to->entries, to->entries, s->entries) &&
	       add_ok(&to->stated, to->stated, s->stated);
}

/* Deltas. */

static size_t figure_at(struct str code)
{
	const struct figure *f = figure_find(code);

	return f ? (size_t)(f - figures) : figures_n;
}

static bool own_add(struct own *w, const struct part *p)
{
	return add_ok(&w->value, w->value, p->n) &&
	       add_ok(&w->entries[p->q], w->entries[p->q], p->entries) &&
	       add_ok(&w->stated, w->stated, p->stated);
}

bool count_add(struct count *c, const struct part *p, struct err *e)
{
	size_t f = figure_at(p->figure), at;
	struct cell *cell;
	int64_t day;

	if (f == figures_n)
		return true;
	if (!place_at(c, p->place, p->figure, &at, e))
		return false;
	day = c->day - figures[f].lag;
	/* What has not ended by then is not known on that day: no bulletin of it changes afterwards. */
	if (p->day > day)
		return true;
	cell = count_cell(c, f, at, p->detail, e);
	if (!cell)
		return false;
	if (!cell->own)
		cell->own = arena_array(c->a, WINDOW_COUNT, sizeof *cell->own);
	for (int w = 0; w < WINDOW_COUNT; w++) {
		const int64_t first[WINDOW_COUNT] = { day, day - 2, INT64_MIN };
		struct own *own = &cell->own[w];

		if (p->day < first[w])
			continue;
		if (p->from_day < first[w] ? !add_ok(&own->straddling, own->straddling, p->entries)
					   : !own_add(own, p))
			return count_too_large(c, cell, e);
	}
	return true;
}

/* States. */

static const struct state_line *lines_dup(struct count *c, const struct state *s)
{
	struct state_line *lines;

	if (!s->n)
		return NULL;
	lines = arena_copy(c->a, s->lines, s->n * sizeof *lines);
	for (size_t i = 0; i < s->n; i++) {
		lines[i].figure = str_dup(c->a, lines[i].figure);
		lines[i].detail = str_dup(c->a, lines[i].detail);
	}
	return lines;
}

bool count_state(struct count *c, const struct state *s, struct err *e)
{
	struct thing_state k = { .kind = s->kind,
				 .log = s->log,
				 .day = s->day,
				 .index = s->index,
				 .n = s->n,
				 .stated = s->stated };

	if (!place_at(c, s->place, S("the state of things"), &k.place, e))
		return false;
	if (s->day > c->day)
		return true;
	if (s->key.s)
		k.key = str_dup(c->a, s->key);
	k.lines = lines_dup(c, s);
	c->states = arena_more(c->a, c->states, c->states_n, &c->states_room, sizeof k);
	c->states[c->states_n++] = k;
	return true;
}

void count_state_cancel(struct count *c, int64_t log, uint64_t index)
{
	c->cancelled = arena_more(c->a, c->cancelled, c->cancelled_n, &c->cancelled_room,
				  sizeof *c->cancelled);
	c->cancelled[c->cancelled_n++] = (struct state_id){ log, index };
}

void count_centres(struct count *c, int64_t reporting, int64_t silent, int64_t oldest_hours)
{
	c->centres = true;
	c->reporting = reporting;
	c->silent = silent;
	c->oldest_hours = oldest_hours;
}

/* Rows. */

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

/* One figure, place and detail. */
struct line {
	const struct cell *cell;
	struct str detail;
	struct sum sums[WINDOW_COUNT], now;
};

/* The row of a period; false where there is none. */
static bool row_of(const struct count *c, const struct line *x, enum period p, struct row *r)
{
	static const enum window windows[PERIOD_COUNT] = { WINDOW_H24, WINDOW_D3, WINDOW_ALL,
							   WINDOW_ALL };
	const struct figure *f = &figures[x->cell->figure];
	bool stock = p == PERIOD_NOW, silent = c->silent > 0 && !f->headquarters;
	const struct sum *s = stock && !figure_of_deltas(f) ? &x->now : &x->sums[windows[p]];
	bool there = stock ? s->any : x->sums[WINDOW_ALL].any || x->now.any;

	if (!(f->periods & 1u << p) || !there || (stock && silent) ||
	    (f->min_cell && s->value < c->cell))
		return false;
	*r = (struct row){ .figure = f,
			   .place = c->places[x->cell->place].code,
			   .place_name = c->places[x->cell->place].name,
			   .detail = x->detail,
			   .period = p,
			   .value = s->value,
			   .entries = s->entries,
			   .stated = s->stated,
			   .qual = silent ? qual_sum(s->qual, QUAL_AT_LEAST) : s->qual,
			   .whole = c->places[x->cell->place].parent == COUNT_NO_PLACE };
	return true;
}

/* Only counted where `rows` is NULL. */
static void put_line(const struct count *c, const struct line *x, struct row *rows, size_t *n)
{
	struct row r;

	for (int p = 0; p < PERIOD_COUNT; p++) {
		if (!row_of(c, x, (enum period)p, &r))
			continue;
		if (rows)
			rows[*n] = r;
		++*n;
	}
}

static struct line line_of(const struct cell *cell)
{
	struct line x = { .cell = cell, .detail = cell->detail, .now = cell->now };

	memcpy(x.sums, cell->all, sizeof x.sums);
	return x;
}

/* Cells of one figure and place, cells[0..k): the sum of the details first, where the figure has one. */
static bool put_group(struct count *c, struct cell **cells, size_t k, struct row *rows, size_t *n,
		      struct err *e)
{
	struct line total = { .cell = cells[0], .detail = S("") };
	bool sum = figures[cells[0]->figure].sum_details;

	for (size_t i = 0; sum && i < k; i++) {
		bool ok = count_sum(&total.now, &cells[i]->now);

		for (int w = 0; w < WINDOW_COUNT; w++)
			ok = count_sum(&total.sums[w], &cells[i]->all[w]) && ok;
		if (!ok)
			return count_too_large(c, cells[i], e);
	}
	if (sum)
		put_line(c, &total, rows, n);
	for (size_t i = 0; i < k; i++) {
		struct line x = line_of(cells[i]);

		if (!sum || x.detail.len)
			put_line(c, &x, rows, n);
	}
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

	if (!count_fold(c, e))
		return false;
	cells = cells_sorted(c);
	if (!put_all(c, cells, NULL, n, e))
		return false;
	*rows = arena_array(c->a, *n, sizeof **rows);
	return put_all(c, cells, *rows, n, e);
}
