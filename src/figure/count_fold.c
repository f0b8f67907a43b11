/*
 * From what was added to what rows say: of each thing the newest record holds, every place has what lies
 * in it, and some figures are made of others. Done anew each time rows are asked for.
 */
#include "figure/count_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/banned.h"

/* What was added. */

static bool own_sum(const struct own *own, struct sum *out)
{
	*out = (struct sum){ .value = own->value,
			     .stated = own->stated,
			     .qual = own->straddling ? QUAL_AT_LEAST : QUAL_EXACT,
			     .any = own->straddling != 0 };
	for (int q = 0; q < QUAL_COUNT; q++) {
		if (!own->entries[q])
			continue;
		out->any = true;
		out->qual = qual_sum(out->qual, (enum qual)q);
		if (!add_ok(&out->entries, out->entries, own->entries[q]))
			return false;
	}
	return true;
}

static bool begin(struct count *c, struct err *e)
{
	for (size_t p = 0; p < c->places_n; p++)
		for (struct cell *x = c->places[p].cells; x; x = x->next) {
			memset(x->all, 0, sizeof x->all);
			x->now = (struct sum){ 0 };
			x->last = 0;
			for (int w = 0; x->own && w < WINDOW_COUNT; w++)
				if (!own_sum(&x->own[w], &x->all[w]))
					return count_too_large(c, x, e);
		}
	return true;
}

/* States. */

static int by_id(const void *x, const void *y)
{
	const struct state_id *a = x, *b = y;

	if (a->log != b->log)
		return a->log < b->log ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

/* Things together, each one's newest record last. Records without a key are told apart by their index. */
static int by_thing(const void *x, const void *y)
{
	const struct thing_state *a = x, *b = y;
	int order;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->log != b->log)
		return a->log < b->log ? -1 : 1;
	if (!a->key.s != !b->key.s)
		return a->key.s ? 1 : -1;
	order = a->key.s ? str_cmp(a->key, b->key) : 0;
	if (order || a->day != b->day)
		return order ? order : (a->day < b->day ? -1 : 1);
	return a->index < b->index ? -1 : a->index > b->index;
}

static bool same_thing(const struct thing_state *a, const struct thing_state *b)
{
	return a->kind == b->kind && a->log == b->log && a->key.s && b->key.s &&
	       str_eq(a->key, b->key);
}

/* Of several that begin on one day the larger holds, so that no order shows. */
static void take_latest(struct sum *to, const struct sum *s)
{
	bool stays = to->any && (!s->any || to->from > s->from ||
				 (to->from == s->from && to->value > s->value));

	if (to->any && s->any && to->from == s->from && to->value == s->value) {
		to->qual = qual_sum(to->qual, s->qual);
		to->stated = s->stated > to->stated ? s->stated : to->stated;
	} else if (!stays) {
		*to = *s;
	}
}

static bool now_add(const struct figure *f, struct sum *to, const struct sum *s)
{
	if (!f->latest)
		return count_sum(to, s);
	take_latest(to, s);
	return true;
}

static bool line_sum(const struct count *c, const struct state_line *l, struct sum *out)
{
	*out = (struct sum){
		.value = l->n, .entries = 1, .from = l->from, .qual = l->q, .any = true
	};
	return l->how != COUNT_SINCE || !__builtin_sub_overflow(c->day, l->from, &out->value);
}

/* `at`: the position of the state. A record is one entry, however many of its lines meet in a cell. */
static bool add_line(struct count *c, size_t at, const struct state_line *l, struct err *e)
{
	const struct thing_state *k = &c->states[at];
	const struct figure *f = figure_find(l->figure);
	struct cell *cell;
	struct sum s;

	if (!f || !f->now_of_states || l->how == COUNT_AREA || l->from > c->day ||
	    l->until < c->day)
		return true;
	cell = count_cell(c, (size_t)(f - figures), k->place, l->detail, e);
	if (!cell)
		return false;
	if (!line_sum(c, l, &s))
		return count_too_large(c, cell, e);
	s.stated = k->stated;
	if (cell->last == at + 1 && !f->latest)
		s.entries = s.stated = 0;
	cell->last = at + 1;
	return now_add(f, &cell->now, &s) || count_too_large(c, cell, e);
}

static void drop_cancelled(struct count *c)
{
	size_t n = 0;

	if (!c->cancelled_n || !c->states_n)
		return;
	qsort(c->cancelled, c->cancelled_n, sizeof *c->cancelled, by_id);
	for (size_t i = 0; i < c->states_n; i++) {
		struct state_id id = { c->states[i].log, c->states[i].index };

		if (!bsearch(&id, c->cancelled, c->cancelled_n, sizeof id, by_id))
			c->states[n++] = c->states[i];
	}
	c->states_n = n;
}

/* The newest record of its thing, in a list that is sorted by_thing. */
static bool newest(const struct count *c, size_t i)
{
	return i + 1 == c->states_n || !same_thing(&c->states[i], &c->states[i + 1]);
}

static bool add_states(struct count *c, struct err *e)
{
	drop_cancelled(c);
	if (c->states_n)
		qsort(c->states, c->states_n, sizeof *c->states, by_thing);
	for (size_t i = 0; i < c->states_n; i++)
		for (size_t j = 0; newest(c, i) && j < c->states[i].n; j++)
			if (!add_line(c, i, &c->states[i].lines[j], e))
				return false;
	return true;
}

/* Upward. */

/* Adds what a place has to the place that it lies in. Children come after their parents, so going
 * backward every place is complete when its turn comes. */
static bool sum_cell(struct count *c, const struct cell *x, size_t parent, struct err *e)
{
	const struct figure *f = &figures[x->figure];
	struct cell *up;
	bool ok;

	if (f->own_place || (!x->all[WINDOW_ALL].any && !x->now.any))
		return true;
	up = count_cell(c, x->figure, parent, x->detail, e);
	if (!up)
		return false;
	ok = now_add(f, &up->now, &x->now);
	for (int w = 0; w < WINDOW_COUNT; w++)
		ok = count_sum(&up->all[w], &x->all[w]) && ok;
	return ok || count_too_large(c, up, e);
}

static bool sum_upward(struct count *c, struct err *e)
{
	for (size_t p = c->places_n; p--;)
		for (struct cell *x = c->places[p].cells;
		     x && c->places[p].parent != COUNT_NO_PLACE; x = x->next)
			if (!sum_cell(c, x, c->places[p].parent, e))
				return false;
	return true;
}

/* A share of areas: the quarters that have a line of the figure, among all that have an area. */

struct share {
	int64_t part, all, entries, stated;
	bool line;    /* a record says so of this very place */
	bool no_area; /* one does, of a place that is no quarter with an area */
};

static bool has_area(const struct place *p)
{
	return p->level == LEVEL_QUARTER && p->area > 0;
}

static void share_mark(const struct count *c, const struct figure *f, struct share *shares)
{
	for (size_t i = 0; i < c->states_n; i++) {
		const struct thing_state *k = &c->states[i];
		struct share *s = &shares[k->place];

		for (size_t j = 0; j < k->n; j++) {
			const struct state_line *l = &k->lines[j];

			if (l->how != COUNT_AREA || !str_eq(l->figure, str_of(f->code)))
				continue;
			if (!newest(c, i) || l->from > c->day || l->until < c->day)
				continue;
			s->entries++;
			s->stated += k->stated;
			s->line = true;
			break;
		}
	}
}

static bool share_upward(const struct count *c, struct share *shares)
{
	bool ok = true;

	for (size_t p = c->places_n; p--;) {
		struct share *s = &shares[p], *up;

		if (has_area(&c->places[p])) {
			ok = add_ok(&s->all, s->all, c->places[p].area) && ok;
			ok = (!s->line || add_ok(&s->part, s->part, c->places[p].area)) && ok;
		} else {
			s->no_area |= s->line;
		}
		if (c->places[p].parent == COUNT_NO_PLACE)
			continue;
		up = &shares[c->places[p].parent];
		ok = add_ok(&up->all, up->all, s->all) && add_ok(&up->part, up->part, s->part) &&
		     ok;
		up->entries += s->entries;
		up->stated += s->stated;
		up->no_area |= s->no_area;
	}
	return ok;
}

/* 100 * part / all, half up. */
static bool per_cent(const struct share *s, int64_t *out)
{
	int64_t twice;

	if (__builtin_mul_overflow(s->part, INT64_C(200), &twice) ||
	    !add_ok(&twice, twice, s->all) || s->all > INT64_MAX / 2)
		return false;
	*out = twice / (2 * s->all);
	return true;
}

/* Where no quarter ever had a status nothing is known of it; where all lost theirs it is 0. */
static bool share_known(const struct count *c, size_t place, const struct share *s)
{
	const struct figure *f = figure_find(S("S3"));
	const struct cell *cell =
		count_cell_find(c, (size_t)(f - figures), place, S("administered"));

	return s->entries > 0 || (cell && cell->all[WINDOW_ALL].any);
}

static bool add_share(struct count *c, size_t figure, struct err *e)
{
	struct share *shares = arena_array(c->a, c->places_n, sizeof *shares);
	bool ok;

	share_mark(c, &figures[figure], shares);
	ok = share_upward(c, shares);
	for (size_t p = 0; ok && p < c->places_n; p++) {
		const struct share *s = &shares[p];
		struct sum sum = { .entries = s->entries,
				   .stated = s->stated,
				   .qual = s->no_area ? QUAL_AT_LEAST : QUAL_EXACT,
				   .any = true };
		struct cell *cell;

		if (c->places[p].level != LEVEL_SHARED || !s->all || !share_known(c, p, s))
			continue;
		ok = per_cent(s, &sum.value);
		cell = ok ? count_cell(c, figure, p, S(""), e) : NULL;
		if (ok && !cell)
			return false;
		if (cell)
			cell->now = sum;
	}
	return ok || err_set(e, ERR_FAILED, "count %s: the areas are beyond 63 bits",
			     figures[figure].code);
}

/* W6. */

static struct sum country_total(const struct count *c, const char *code)
{
	const struct figure *f = figure_find(str_of(code));
	const struct cell *cell = count_cell_find(c, (size_t)(f - figures), 0, S(""));

	return cell ? cell->all[WINDOW_ALL] : (struct sum){ 0 };
}

static bool add_ratio(struct count *c, size_t figure, struct err *e)
{
	static const char *const weapons[] = { "W1", "W2", "W3" };
	struct sum persons = country_total(c, "P2"), sum = { 0 };
	bool ok = true;
	struct cell *cell;

	if (persons.value < 100)
		return true;
	for (size_t i = 0; i < sizeof weapons / sizeof *weapons; i++) {
		struct sum s = country_total(c, weapons[i]);

		ok = count_sum(&sum, &s) && ok;
	}
	cell = count_cell(c, figure, 0, S(""), e);
	if (!cell)
		return false;
	if (!ok || __builtin_mul_overflow(sum.value, INT64_C(100), &sum.value))
		return count_too_large(c, cell, e);
	sum.value /= persons.value;
	sum.qual = qual_sum(sum.qual, qual_minus(persons.qual));
	sum.any = true;
	cell->now = sum;
	return true;
}

static bool add_centres(struct count *c, size_t figure, struct err *e)
{
	const struct {
		const char *detail;
		int64_t n;
	} rows[] = { { "reporting", c->reporting },
		     { "silent", c->silent },
		     { "oldest hours", c->silent ? c->oldest_hours : 0 } };

	for (size_t i = 0; c->centres && i < sizeof rows / sizeof *rows; i++) {
		struct cell *cell = count_cell(c, figure, 0, str_of(rows[i].detail), e);

		if (!cell)
			return false;
		cell->now = (struct sum){ .value = rows[i].n, .any = true };
	}
	return true;
}

/* The figures that are not sums. */
static bool add_made(struct count *c, struct err *e)
{
	for (size_t f = 0; f < figures_n; f++)
		switch (figures[f].how) {
		case FIGURE_SHARE:
			if (!add_share(c, f, e))
				return false;
			break;
		case FIGURE_RATIO:
			if (!add_ratio(c, f, e))
				return false;
			break;
		case FIGURE_CENTRES:
			if (!add_centres(c, f, e))
				return false;
			break;
		case FIGURE_SUM:
		case FIGURE_CLASS:
			break;
		}
	return true;
}

bool count_fold(struct count *c, struct err *e)
{
	return begin(c, e) && add_states(c, e) && sum_upward(c, e) &&
	       (!c->places_n || add_made(c, e));
}
