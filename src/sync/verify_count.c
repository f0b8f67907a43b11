/*
 * What the entries of a log add up to: subtotals for each batch, the states of things, and what corrections
 * take out again. Everything is kept until the bulletins are counted.
 */
#include "sync/verify_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/banned.h"

/* Subtotals: what a batch adds up to. */

static bool same(const struct subtotal *x, const struct subtotal *y)
{
	return !x->alone && str_eq(x->figure, y->figure) && str_eq(x->detail, y->detail) &&
	       !x->place.s == !y->place.s && str_eq(x->place, y->place) &&
	       x->from_day == y->from_day && x->day == y->day && x->qual == y->qual;
}

static uint64_t mix(uint64_t h, uint64_t x)
{
	h = (h ^ x) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 29;
}

static uint64_t subtotal_hash(const struct verify *v, const struct subtotal *t)
{
	uint64_t h;

	memcpy(&h, v->things.seed, sizeof h);
	/* Texts are kept once, so that their addresses tell them apart. */
	h = mix(h, (uintptr_t)t->figure.s);
	h = mix(h, (uintptr_t)t->detail.s);
	h = mix(h, (uintptr_t)t->place.s);
	h = mix(h, (uint64_t)t->from_day);
	h = mix(h, (uint64_t)t->day);
	return mix(h, (uint64_t)t->qual);
}

/* A slot of an earlier batch is as good as free. */
static struct slot *subtotal_slot(struct verify *v, const struct vlog *log,
				  const struct subtotal *t)
{
	size_t at = (size_t)subtotal_hash(v, t) & (v->slots_n - 1);

	while (v->slots[at].batch == v->batch &&
	       !same(&LIST(struct subtotal, log->subtotals)[v->slots[at].at], t))
		at = (at + 1) & (v->slots_n - 1);
	return &v->slots[at];
}

static void slots_grow(struct verify *v, const struct vlog *log)
{
	const struct subtotal *list = LIST(struct subtotal, log->subtotals);

	v->slots_n = v->slots_n ? 2 * v->slots_n : 256;
	v->slots = arena_array(v->keep, v->slots_n, sizeof *v->slots);
	for (size_t i = log->batch.subtotals; i < LIST_N(struct subtotal, log->subtotals); i++)
		if (!list[i].alone)
			*subtotal_slot(v, log, &list[i]) = (struct slot){ v->batch, i };
}

static void subtotal_add(struct verify *v, struct vlog *log, struct subtotal t)
{
	struct slot *slot;
	struct subtotal *sum;

	if (!t.alone) {
		if (2 * (v->slots_used + 1) > v->slots_n)
			slots_grow(v, log);
		slot = subtotal_slot(v, log, &t);
		if (slot->batch == v->batch) {
			sum = &LIST(struct subtotal, log->subtotals)[slot->at];
			/* Beyond 63 bits they stand side by side; the count will say so. */
			if (add_ok(&sum->n, sum->n, t.n)) {
				sum->entries += t.entries;
				sum->stated += t.stated;
				return;
			}
			t.alone = true;
		} else {
			*slot = (struct slot){ v->batch, LIST_N(struct subtotal, log->subtotals) };
			v->slots_used++;
		}
	}
	buf_add(&log->subtotals, &t, sizeof t);
}

/* One copy for all equal texts. */
static struct str text_once(struct verify *v, struct str s)
{
	return s.len ? thing_put(v->keep, &v->things, SPACE_TEXT, 0, s)->key : S("");
}

static struct str place_once(struct verify *v, struct str place)
{
	return place.s ? text_once(v, place) : place;
}

static struct subtotal subtotal_of(const struct made *m, const struct delta *d)
{
	return (struct subtotal){ .figure = d->figure,
				  .detail = d->detail,
				  .place = m->place,
				  .n = d->n,
				  .entries = 1,
				  .stated = m->stated,
				  .from_day = m->from_day,
				  .day = m->day,
				  .qual = d->n < 0 ? qual_minus(d->q) : d->q };
}

static void keep_merge(struct verify *v, struct vlog *log, const struct entry *x)
{
	struct kept_merge m = { .index = log->read, .day = x->day };
	struct delta *deltas = arena_array(v->keep, x->deltas.n, sizeof *deltas);

	for (size_t i = 0; i < x->deltas.n; i++) {
		const struct figure *f = figure_find(x->deltas.list[i].figure);

		if (!f)
			continue;
		deltas[m.n] = x->deltas.list[i];
		deltas[m.n].figure = str_of(f->code);
		deltas[m.n].detail = text_once(v, deltas[m.n].detail);
		m.n++;
	}
	m.deltas = deltas;
	buf_add(&log->merges, &m, sizeof m);
}

/* A figure that this program has not is left out. */
void verify_count(struct verify *v, struct vlog *log, const struct entry *x, const struct rec *r,
		  bool alone)
{
	const struct kind *k = r->kind;
	struct made m = { .index = log->read,
			  .kind = k,
			  .place = place_once(v, x->place),
			  .from_day = x->from_day,
			  .day = x->day,
			  .first = LIST_N(struct delta, log->pieces),
			  .subtotal = alone ? LIST_N(struct subtotal, log->subtotals) + 1 : 0,
			  .stated = k->stated_when && rec_when(r, k->stated_when) };
	bool keep = k->form == FORM_PLACE && !k->system;

	if (merged_may_be(x))
		keep_merge(v, log, x);
	for (size_t i = 0; i < x->deltas.n; i++) {
		struct delta d = x->deltas.list[i];
		const struct figure *f = figure_find(d.figure);
		struct subtotal t;

		if (!f)
			continue;
		d.figure = str_of(f->code);
		d.detail = text_once(v, d.detail);
		t = subtotal_of(&m, &d);
		t.alone = alone;
		subtotal_add(v, log, t);
		m.n++;
		if (keep)
			buf_add(&log->pieces, &d, sizeof d);
	}
	if (keep)
		buf_add(&log->made, &m, sizeof m);
}

/* States: what holds from an entry on. */

void verify_keep_state(struct verify *v, struct vlog *log, const struct entry *x,
		       const struct rec *r)
{
	struct looking l = { v, log };
	struct rec_view view = verify_view(&l);
	struct state_lines lines = { .a = v->scratch };
	struct str key = rec_key(v->scratch, r, &view);
	struct kept_state k = { .state = { .kind = r->kind->code,
					   .log = log - v->logs,
					   .place = place_once(v, x->place),
					   .day = x->day,
					   .index = log->read } };

	rec_states(r, &view, &lines);
	if (!key.s && !lines.n) /* it ends nothing and says nothing */
		return;
	for (size_t i = 0; i < lines.n; i++) {
		lines.list[i].figure = text_once(v, lines.list[i].figure);
		lines.list[i].detail = text_once(v, lines.list[i].detail);
	}
	if (key.s)
		k.state.key = text_once(v, key);
	k.state.stated = r->kind->stated_when && rec_when(r, r->kind->stated_when);
	if (lines.n)
		k.state.lines = arena_copy(v->keep, lines.list, lines.n * sizeof *lines.list);
	k.state.n = lines.n;
	buf_add(&log->states, &k, sizeof k);
}

/* Corrections. */

static int by_made(const void *key, const void *x)
{
	uint64_t a = *(const uint64_t *)key, b = ((const struct made *)x)->index;

	return a < b ? -1 : a > b;
}

struct made *verify_made(const struct vlog *log, uint64_t index)
{
	return log->made.len ? bsearch(&index, log->made.p, LIST_N(struct made, log->made),
				       sizeof(struct made), by_made)
			     : NULL;
}

/* What a thing or name was before this record, if it was anything. */
static void take_off(struct thing *t, const struct rec *r)
{
	if (!t || t->value != r)
		return;
	t->gone = !t->before;
	if (t->gone)
		return;
	t->value = t->before->value;
	t->index = t->before->index;
	t->before = t->before->before;
}

/* The key and the name of what was taken back are free again; a thing that has states is as it was before. */
static void thing_gone(struct verify *v, struct vlog *log, uint64_t index)
{
	const struct rec *r = verify_record(log, index);
	struct looking l = { v, log };
	struct rec_view view = verify_view(&l);
	struct str key, name;

	if (!r)
		return;
	key = rec_key(v->scratch, r, &view);
	name = rec_unique(v->scratch, r, &view);
	if (key.s)
		take_off(thing_find(&v->things, r->kind->code, (size_t)(log - v->logs), key), r);
	if (name.s)
		take_off(thing_find(&v->things, SPACE_NAMES - r->kind->code, 0, name), r);
}

void verify_cancel(struct verify *v, struct vlog *log, uint64_t index, bool alone)
{
	struct made *m = verify_made(log, index);
	struct kept_cancel c = { .index = index };

	m->corrected = true;
	for (size_t i = 0; i < m->n; i++) {
		struct subtotal t = subtotal_of(m, &LIST(struct delta, log->pieces)[m->first + i]);

		t.n = -t.n;
		t.entries = -t.entries;
		t.stated = -t.stated;
		t.alone = alone || m->subtotal;
		t.of = m->subtotal ? m->subtotal + i : 0;
		subtotal_add(v, log, t);
	}
	if (kind_has_states(m->kind))
		buf_add(&log->cancels, &c, sizeof c);
	thing_gone(v, log, index);
}
