/*
 * Reads one log: leaves, tree, batches and their cuts, and what later entries and the bulletins need of
 * each entry. Entries are forgotten once they are judged and counted.
 */
#include "sync/verify_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "figure/count.h"
#include "ledger/log.h"
#include "record/kinds.h"
#include "base/banned.h"

#define SCRATCH_FULL ((size_t)1024 * 1024)

/* Leaves, and references to them. */

const struct hash *verify_leaf(const struct vlog *log, uint64_t index)
{
	return &log->leaves[index / LEAF_CHUNK][index % LEAF_CHUNK];
}

static void leaf_add(struct verify *v, struct vlog *log, const struct hash *leaf)
{
	size_t chunk = (size_t)(log->read / LEAF_CHUNK);

	if (chunk == log->chunks_room) {
		struct hash **old = log->leaves;

		log->chunks_room = chunk ? 2 * chunk : 16;
		log->leaves = arena_array(v->keep, log->chunks_room, sizeof *old);
		if (chunk)
			memcpy(log->leaves, old, chunk * sizeof *old);
	}
	if (log->read % LEAF_CHUNK == 0)
		log->leaves[chunk] = arena_array(v->keep, LEAF_CHUNK, sizeof *leaf);
	log->leaves[chunk][log->read % LEAF_CHUNK] = *leaf;
}

struct vlog *verify_target(const struct verify *v, struct str ref, uint64_t *index, bool *later)
{
	struct thing *t = thing_find(&v->things, SPACE_LOG, 0, str_mem(ref.s, 8));
	struct vlog *log = t ? &v->logs[t->index] : NULL;

	*later = false;
	if (!log)
		return NULL;
	*index = 0;
	for (int i = 8; i < 16; i++)
		*index = *index << 8 | (uint8_t)ref.s[i];
	if (*index < log->read)
		return memcmp(verify_leaf(log, *index), ref.s + 16, sizeof(struct hash)) ? NULL
											 : log;
	*later = !log->begun && log->head.size > *index;
	return *later ? log : NULL;
}

static int by_index(const void *key, const void *x)
{
	uint64_t a = *(const uint64_t *)key, b = ((const struct kept *)x)->index;

	return a < b ? -1 : a > b;
}

const struct rec *verify_record(const struct vlog *log, uint64_t index)
{
	const struct kept *k =
		log->kept.len ? bsearch(&index, log->kept.p, LIST_N(struct kept, log->kept),
					sizeof(struct kept), by_index)
			      : NULL;

	return k ? k->rec : NULL;
}

/* Subtotals: what a batch adds up to. */

static bool same(const struct subtotal *x, const struct subtotal *y)
{
	return !x->alone && str_eq(x->figure, y->figure) && str_eq(x->detail, y->detail) &&
	       !x->place.s == !y->place.s && str_eq(x->place, y->place) &&
	       x->from_day == y->from_day && x->day == y->day && x->qual == y->qual &&
	       x->minus == y->minus;
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
	return mix(h, (uint64_t)t->qual << 1 | t->minus);
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
				sum->entries++;
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

/* `alone`: the entry may turn out to count zero. A figure that this program has not is left out. */
static void count_entry(struct verify *v, struct vlog *log, const struct entry *x, bool alone)
{
	for (size_t i = 0; i < x->deltas.n; i++) {
		const struct delta *d = &x->deltas.list[i];
		const struct figure *f = figure_find(d->figure);
		struct subtotal t = { .n = d->n,
				      .entries = 1,
				      .from_day = x->from_day,
				      .day = x->day,
				      .qual = d->q,
				      .minus = d->n < 0,
				      .alone = alone };

		if (!f)
			continue;
		t.figure = str_of(f->code);
		t.detail = text_once(v, d->detail);
		if (x->place.s)
			t.place = text_once(v, x->place);
		subtotal_add(v, log, t);
	}
}

/* What is needed again of an entry that counts. */

static void remember_record(struct verify *v, struct vlog *log, const struct rec *r)
{
	struct kept k = { log->read, r };
	size_t at = r->kind->hq ? 0 : (size_t)(log - v->logs);
	struct thing *t;

	if (r->kind == &kind_operation) {
		v->operation = k;
		return;
	}
	buf_add(&log->kept, &k, sizeof k);
	t = thing_put(v->keep, &v->things, r->kind->code, at, rec_key(v->scratch, r));
	t->value = r;
	if (r->kind->unique)
		(void)thing_put(v->keep, &v->things, SPACE_NAMES - r->kind->code, 0,
				rec_code(r, r->kind->unique));
	if (r->kind == &kind_place)
		buf_add(&v->places, &r, sizeof r);
	if (r->kind == &kind_centre) {
		buf_add(&v->centres, &k, sizeof k);
		thing_put(v->keep, &v->things, SPACE_ORIGIN, 0, rec_code(r, "log_origin"))->value =
			r;
	}
}

static bool remember(struct verify *v, struct vlog *log, const struct kind *k, struct str bytes,
		     struct err *e)
{
	struct founder copy = { .index = log->read };
	const struct rec *r;
	struct entry x;

	if (!k->key && k != &kind_operation && k != &kind_bulletin && k != &kind_officer)
		return true;
	if (k == &kind_officer && !v->founded)
		return true;
	copy.bytes = str_dup(v->keep, bytes);
	if (k == &kind_bulletin) {
		buf_add(&v->bulletins, &copy, sizeof copy);
		return true;
	}
	if (!entry_read(v->keep, copy.bytes, &x, e))
		return false;
	r = entry_fields(v->keep, &x);
	if (k == &kind_officer)
		(void)verify_officer(v, log, log->read, r);
	else
		remember_record(v, log, r);
	return true;
}

/* Batches. */

static void batch_begin(struct verify *v, struct vlog *log, uint64_t first)
{
	log->batch = (struct batch){ .first = first,
				     .first_day = DAY_MAX,
				     .last_day = DAY_MIN,
				     .subtotals = LIST_N(struct subtotal, log->subtotals) };
	v->batch++;
	v->slots_used = 0;
}

static void batch_note(struct vlog *log, const struct entry *x, const struct kind *k)
{
	if (k->form == FORM_PLACE) {
		log->batch.places = true;
		return;
	}
	log->batch.persons = true;
	if (x->day < log->batch.first_day)
		log->batch.first_day = x->day;
	if (x->day > log->batch.last_day)
		log->batch.last_day = x->day;
}

static struct hash batch_hash(struct verify *v, const struct vlog *log)
{
	uint64_t at = log->batch.first, n = log->read - at;
	struct str *parts = arena_array(v->scratch, (size_t)(n / LEAF_CHUNK) + 2, sizeof *parts);
	size_t k = 0;

	while (n) {
		uint64_t left = LEAF_CHUNK - at % LEAF_CHUNK, take = n < left ? n : left;

		parts[k++] = str_mem(verify_leaf(log, at), (size_t)take * sizeof(struct hash));
		at += take;
		n -= take;
	}
	return hash_parts(parts, k);
}

static const char *cut_wrong(struct verify *v, const struct vlog *log, const struct entry *x,
			     const struct rec *r)
{
	const struct batch *b = &log->batch;
	struct hash h = batch_hash(v, log);

	if (x->n_signatures)
		return "a cut carries no signatures";
	if ((uint64_t)rec_get(r, "first")->n != b->first ||
	    (uint64_t)rec_get(r, "count")->n != log->read - b->first)
		return "first and count are not those of the batch";
	if (!str_eq(rec_code(r, "batch"), hash_str(&h)))
		return "the hash is not that of the batch";
	if (x->day < log->cut_day)
		return "its day is before that of the last cut";
	if (b->persons && b->places)
		return "entries about persons and others are in one batch";
	if (b->persons && b->unsorted)
		return "entries about persons are not sorted by their hash";
	if (b->persons && (b->first_day != x->day || b->last_day != x->day))
		return "entries about persons have another day than the cut";
	return NULL;
}

static bool cut(struct verify *v, struct vlog *log, const struct entry *x, const struct rec *r,
		struct err *e)
{
	const char *wrong = cut_wrong(v, log, x, r);
	struct boundary b = { log->read + 1, tree_root(&log->tree), x->day };
	struct subtotal *list = LIST(struct subtotal, log->subtotals);

	if (wrong)
		return err_set(e, ERR_FALSE, "log %.*s, entry %llu, the cut: %s", P(log->name),
			       (unsigned long long)log->read, wrong);
	for (size_t i = log->batch.subtotals; i < LIST_N(struct subtotal, log->subtotals); i++)
		list[i].end = b.size;
	buf_add(&log->boundaries, &b, sizeof b);
	log->cut_day = x->day;
	batch_begin(v, log, b.size);
	return true;
}

/* One entry. */

static bool count_one(struct verify *v, struct vlog *log, struct str bytes, const struct entry *x,
		      size_t pendings, struct err *e)
{
	struct pending *p = LIST(struct pending, v->pendings);
	size_t from = LIST_N(struct subtotal, log->subtotals);
	const struct kind *k = kind_by_code(x->kind);

	batch_note(log, x, k);
	count_entry(v, log, x, pendings < LIST_N(struct pending, v->pendings));
	for (size_t i = pendings; i < LIST_N(struct pending, v->pendings); i++) {
		p[i].from = from;
		p[i].to = LIST_N(struct subtotal, log->subtotals);
	}
	return remember(v, log, k, bytes, e);
}

static bool judge_one(struct verify *v, struct vlog *log, struct str bytes, struct err *e)
{
	struct entry x = { 0 };
	const struct rec *r = NULL;
	size_t pendings = LIST_N(struct pending, v->pendings);
	bool counts;

	if (!verify_judge(v, log, bytes, &x, &r, &counts, e))
		return false;
	if (x.kind == kind_cut.code && counts)
		return cut(v, log, &x, r, e);
	if (x.kind == kind_cut.code)
		return err_set(e, ERR_FALSE, "log %.*s, entry %llu: the cut breaks the rules",
			       P(log->name), (unsigned long long)log->read);
	return !counts || count_one(v, log, bytes, &x, pendings, e);
}

bool verify_take(struct verify *v, struct vlog *log, struct str bytes, const struct hash *leaf,
		 struct err *e)
{
	struct mark m;

	if (arena_used(v->scratch) > SCRATCH_FULL)
		arena_reset(v->scratch);
	leaf_add(v, log, leaf);
	tree_add(&log->tree, leaf);
	memcpy(&m, leaf->b, sizeof m);
	if (!mark_add(v->keep, &v->leaves, m))
		breaks(v, log, log->read, "the same entry stands in these logs before");
	else if (!judge_one(v, log, bytes, e))
		return false;
	/* A cut has ended its batch and is not among those that are sorted. */
	if (log->read > log->batch.first &&
	    memcmp(verify_leaf(log, log->read - 1), leaf, sizeof *leaf) >= 0)
		log->batch.unsorted = true;
	log->read++;
	v->report->entries++;
	return true;
}

/* One log. */

struct reading {
	struct verify *v;
	struct vlog *log;
};

static bool take(void *p, uint64_t index, struct str entry, const struct hash *leaf, struct err *e)
{
	struct reading *r = p;

	(void)index;
	return verify_take(r->v, r->log, entry, leaf, e);
}

void verify_begin(struct verify *v, struct vlog *log)
{
	struct boundary empty = { 0, tree_root(&log->tree), DAY_MIN };

	log->kept.a = log->boundaries.a = log->subtotals.a = v->keep;
	log->begun = true;
	log->cut_day = DAY_MIN;
	buf_add(&log->boundaries, &empty, sizeof empty);
	batch_begin(v, log, 0);
}

bool verify_log(struct verify *v, struct vlog *log, struct err *e)
{
	struct reading r = { v, log };

	verify_begin(v, log);
	if (!log_read(v->keep, log->dir, log->head.size, &log->head.root, take, &r, e))
		return false;
	if (!v->founded && !verify_founded(v, e))
		return false;
	if (log->read != log->batch.first)
		return err_set(e, ERR_FALSE,
			       "log %.*s ends inside a batch: no cut behind entry %llu",
			       P(log->name), (unsigned long long)(log->read - 1));
	return true;
}
