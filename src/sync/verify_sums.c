/* Counting what the logs say, anew, below the sizes that a bulletin names. */
#include "sync/verify_sheet.h"

#include <string.h>

#include "base/arena.h"
#include "figure/count_restate.h"
#include "record/kinds.h"
#include "base/banned.h"

struct sums {
	struct verify *v;
	uint64_t index; /* of the bulletin */
	const uint64_t *sizes;
	struct count *c;
};

struct str verify_country(const struct verify *v)
{
	const struct rec *const *places = LIST(const struct rec *const, v->places);

	for (size_t i = 0; i < LIST_N(const struct rec *, v->places); i++)
		if (!rec_get(places[i], "parent"))
			return rec_code(places[i], "place_no");
	return (struct str){ NULL, 0 };
}

/* A centre's own place: its seat, as headquarters had recorded it below the size the bulletin names. */
static struct str seat(const struct sums *s, const struct vlog *log)
{
	const struct kept *list = LIST(struct kept, s->v->centres);
	struct str place = { NULL, 0 };

	if (log == s->v->logs)
		return verify_country(s->v);
	for (size_t i = 0; i < LIST_N(struct kept, s->v->centres); i++)
		if (list[i].index < s->sizes[0] &&
		    str_eq(rec_code(list[i].rec, "log_origin"), log->vkey.name))
			place = rec_code(list[i].rec, "seat");
	return place;
}

static bool no_seat(const struct sums *s, const struct vlog *log)
{
	return wrong_at(s->v, s->index, "headquarters recorded no centre for log %.*s",
			P(log->name));
}

static uint64_t size_of(const struct told *t, size_t log)
{
	return t->sizes[log] == NOT_NAMED ? 0 : t->sizes[log];
}

static void set_ref(struct merged *m, const struct vlog *log, uint64_t index)
{
	memcpy(m->ref, log->id, 8);
	for (int i = 0; i < 8; i++)
		m->ref[8 + i] = (uint8_t)(index >> (56 - 8 * i));
	memcpy(m->ref + 16, verify_leaf(log, index), 32);
}

bool verify_merges(struct verify *v, const struct told *from, const struct told *to,
		   const struct merged_names *names, struct verify_merges *out)
{
	struct sums s = { v, to->index, to->sizes, NULL };
	struct buf list = { .a = v->scratch };

	for (size_t i = 0; i < v->logs_n; i++) {
		const struct vlog *log = &v->logs[i];
		const struct kept_merge *k = LIST(struct kept_merge, log->merges);
		struct merged m = { .seat = seat(&s, log) };

		for (size_t j = 0; j < LIST_N(struct kept_merge, log->merges); j++) {
			if (k[j].index < size_of(from, i) || k[j].index >= size_of(to, i) ||
			    k[j].day <= from->day || k[j].off)
				continue;
			set_ref(&m, log, k[j].index);
			if (!merged_named(names, m.ref))
				continue;
			if (!m.seat.s)
				return no_seat(&s, log);
			m.day = k[j].day;
			m.deltas = k[j].deltas;
			m.n = k[j].n;
			buf_add(&list, &m, sizeof m);
		}
	}
	out->list = LIST(struct merged, list);
	out->n = LIST_N(struct merged, list);
	return true;
}

/* Lists are in the order of batches. */
static bool add_numbers(const struct sums *s, const struct vlog *log, uint64_t size, struct str own,
			struct err *e)
{
	const struct subtotal *list = LIST(struct subtotal, log->subtotals);

	for (size_t i = 0; i < LIST_N(struct subtotal, log->subtotals); i++) {
		const struct subtotal *t = &list[i];
		struct part p = { .figure = t->figure,
				  .detail = t->detail,
				  .place = t->place.s ? t->place : own,
				  .n = t->n,
				  .q = t->qual,
				  .from_day = t->from_day,
				  .day = t->day,
				  .entries = t->entries,
				  .stated = t->stated };

		if (t->end > size)
			break;
		if (t->off)
			continue;
		if (!p.place.s)
			return no_seat(s, log);
		if (!count_add(s->c, &p, e))
			return false;
	}
	return true;
}

static bool add_states(const struct sums *s, const struct vlog *log, uint64_t size, struct str own,
		       struct err *e)
{
	const struct kept_state *list = LIST(struct kept_state, log->states);
	const struct kept_cancel *cancels = LIST(struct kept_cancel, log->cancels);

	for (size_t i = 0; i < LIST_N(struct kept_state, log->states); i++) {
		struct state x = list[i].state;

		if (list[i].end > size)
			break;
		if (list[i].off)
			continue;
		if (!x.place.s)
			x.place = own;
		if (!x.place.s)
			return no_seat(s, log);
		if (!count_state(s->c, &x, e))
			return false;
	}
	for (size_t i = 0; i < LIST_N(struct kept_cancel, log->cancels); i++) {
		if (cancels[i].end > size)
			break;
		if (!cancels[i].off)
			count_state_cancel(s->c, log - s->v->logs, cancels[i].index);
	}
	return true;
}

static bool add_places(const struct sums *s)
{
	const struct vlog *hq = s->v->logs;
	const struct kept *list = LIST(struct kept, hq->kept);
	struct buf places = { .a = s->v->scratch };

	for (size_t i = 0; i < LIST_N(struct kept, hq->kept) && list[i].index < s->sizes[0]; i++) {
		struct count_record r = { list[i].rec, list[i].index };

		if (r.rec->kind == &kind_place)
			buf_add(&places, &r, sizeof r);
	}
	return count_tree(s->c, LIST(struct count_record, places),
			  LIST_N(struct count_record, places));
}

struct count *verify_sum(struct verify *v, uint64_t index, const uint64_t *sizes, int64_t day,
			 struct err *e)
{
	const struct rec *operation = v->operation.rec;
	const struct val *cell = operation ? rec_get(operation, "small_cell") : NULL;
	struct sums s = { v, index, sizes, NULL };

	e->kind = ERR_NONE;
	s.c = count_new(v->scratch, day, cell ? cell->n : 5);
	if (!add_places(&s)) {
		err_set(e, ERR_FALSE, "the tree of places does not hold together");
		return NULL;
	}
	for (size_t i = 0; i < v->logs_n; i++) {
		const struct vlog *log = &v->logs[i];
		struct str own = seat(&s, log);

		if (sizes[i] == NOT_NAMED)
			continue;
		if (!add_numbers(&s, log, sizes[i], own, e) ||
		    !add_states(&s, log, sizes[i], own, e))
			return NULL;
	}
	return s.c;
}
