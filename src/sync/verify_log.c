/*
 * Reads one log: leaves, tree, batches and their cuts, and what later entries and the bulletins need of
 * each entry. Entries are forgotten once they are judged and counted.
 */
#include "sync/verify_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/log.h"
#include "record/kinds.h"
#include "base/banned.h"

#define PROGRESS     8192 /* entries */
#define SCRATCH_FULL ((size_t)4 * 1024 * 1024)

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

/* The tree is wanted behind cuts only: until then leaves gather, so that many are hashed at once. */
static void tree_catch_up(struct vlog *log, uint64_t size)
{
	while (log->tree.size < size) {
		uint64_t at = log->tree.size, left = size - at, room = LEAF_CHUNK - at % LEAF_CHUNK;

		tree_add_many(&log->tree, verify_leaf(log, at),
			      (size_t)(left < room ? left : room));
	}
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

/* What is needed again of an entry that counts. */

static void thing_set(struct verify *v, int64_t space, size_t at, struct str key, uint64_t index,
		      const void *value)
{
	struct thing *t = thing_put(v->keep, &v->things, space, at, key);

	t->value = value;
	t->index = index;
	t->gone = false;
}

/* A new state of a thing; the one before stays below it. */
static void state_set(struct verify *v, const struct rec *r, size_t at, struct str key,
		      uint64_t index)
{
	struct thing *t = thing_put(v->keep, &v->things, r->kind->code, at, key);

	if (r->kind->updates && t->value && !t->gone) {
		struct older *was = arena_alloc(v->keep, sizeof *was);

		*was = (struct older){ t->value, t->index, t->before };
		t->before = was;
	}
	thing_set(v, r->kind->code, at, key, index, r);
}

static void remember_record(struct verify *v, struct vlog *log, const struct rec *r)
{
	struct kept k = { log->read, r };
	size_t at = r->kind->hq ? 0 : (size_t)(log - v->logs);
	struct looking l = { v, log };
	struct rec_view view = verify_view(&l);
	struct str key = rec_key(v->scratch, r, &view), name = rec_unique(v->scratch, r, &view);

	if (r->kind == &kind_operation) {
		v->operation = k;
		return;
	}
	buf_add(&log->kept, &k, sizeof k);
	if (key.s)
		state_set(v, r, at, key, k.index);
	if (name.s)
		thing_set(v, SPACE_NAMES - r->kind->code, 0, name, k.index, r);
	if (r->kind == &kind_place)
		buf_add(&v->places, &r, sizeof r);
	if (r->kind == &kind_centre) {
		buf_add(&v->centres, &k, sizeof k);
		thing_set(v, SPACE_ORIGIN, 0, rec_code(r, "log_origin"), k.index, r);
	}
}

/* A bulletin is read again when all logs are; until then its plain fields are enough, and the files that it
 * names. */
static void remember_bulletin(struct verify *v, struct vlog *log, struct str bytes,
			      const struct rec *r)
{
	const struct field *body = field_by_name(r->kind, S("figures_body"));
	struct founder copy = { log->read, str_dup(v->keep, bytes) };
	struct rec *plain = rec_new(v->keep, r->kind);

	buf_add(&v->bulletins, &copy, sizeof copy);
	plain->day = r->day;
	plain->from_day = r->from_day;
	for (size_t i = 0; i < r->kind->n; i++) {
		if (r->v[i].len || !r->v[i].set)
			continue;
		plain->v[i] = r->v[i];
		plain->v[i].s = str_dup(v->keep, r->v[i].s);
	}
	remember_record(v, log, plain);
	if (body && r->v[body - r->kind->fields].set) {
		struct str hash = r->v[body - r->kind->fields].s,
			   name = str_hex(v->keep, hash.s, hash.len);

		buf_add(&v->bodies, &name, sizeof name);
	}
}

static bool referred(const struct verify *v, const struct kind *k)
{
	for (size_t i = 0; i < kinds_n; i++)
		if (kinds[i] == k)
			return v->referred[i];
	return false;
}

static bool remember(struct verify *v, struct vlog *log, const struct rec *scratch,
		     struct str bytes, struct err *e)
{
	const struct kind *k = scratch->kind;
	const struct rec *r;
	struct entry x;

	if (k == &kind_bulletin) {
		remember_bulletin(v, log, bytes, scratch);
		return true;
	}
	if (k == &kind_officer
		    ? !v->founded
		    : k->form != FORM_PLACE || (!k->key && k != &kind_operation &&
						k != &kind_press_finding && !referred(v, k)))
		return true;
	if (!entry_read(v->keep, str_dup(v->keep, bytes), &x, e))
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
				     .subtotals = LIST_N(struct subtotal, log->subtotals),
				     .states = LIST_N(struct kept_state, log->states),
				     .cancels = LIST_N(struct kept_cancel, log->cancels) };
	v->batch++;
	v->slots_used = 0;
}

static void batch_note(struct vlog *log, const struct entry *x, const struct kind *k)
{
	if (k->form == FORM_PLACE) {
		log->batch.places = true;
		return;
	}
	if (k->form == FORM_WEAPON)
		log->batch.weapons |= WEAPON_BIT(k);
	log->batch.sealed = true;
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
	if (b->sealed && b->places)
		return "sealed entries and others are in one batch";
	if (b->sealed && b->unsorted)
		return "sealed entries are not sorted by their hash";
	if (b->sealed && (b->first_day != x->day || b->last_day != x->day))
		return "sealed entries have another day than the cut";
	return NULL;
}

/* Says of all that the batch made which size of the log has it. */
static void batch_end(struct vlog *log, uint64_t end)
{
	struct subtotal *subtotals = LIST(struct subtotal, log->subtotals);
	struct kept_state *states = LIST(struct kept_state, log->states);
	struct kept_cancel *cancels = LIST(struct kept_cancel, log->cancels);

	for (size_t i = log->batch.subtotals; i < LIST_N(struct subtotal, log->subtotals); i++)
		subtotals[i].end = end;
	for (size_t i = log->batch.states; i < LIST_N(struct kept_state, log->states); i++)
		states[i].end = end;
	for (size_t i = log->batch.cancels; i < LIST_N(struct kept_cancel, log->cancels); i++)
		cancels[i].end = end;
}

static bool cut(struct verify *v, struct vlog *log, const struct entry *x, const struct rec *r,
		struct err *e)
{
	const char *wrong = cut_wrong(v, log, x, r);
	struct boundary b = { .size = log->read + 1, .day = x->day };

	if (wrong)
		return err_set(e, ERR_FALSE, "log %.*s, entry %llu, the cut: %s", P(log->name),
			       (unsigned long long)log->read, wrong);
	tree_catch_up(log, b.size);
	b.root = tree_root(&log->tree);
	batch_end(log, b.size);
	buf_add(&log->boundaries, &b, sizeof b);
	log->cut_day = x->day;
	batch_begin(v, log, b.size);
	return true;
}

/* One entry. */

static void rests_on(struct verify *v, const struct vlog *log, size_t pendings,
		     const struct pending *from)
{
	struct pending *p = LIST(struct pending, v->pendings);

	for (size_t i = pendings; i < LIST_N(struct pending, v->pendings); i++) {
		p[i].subtotals = from->subtotals;
		p[i].states = from->states;
		p[i].cancels = from->cancels;
		p[i].merges = from->merges;
		p[i].subtotals.to = LIST_N(struct subtotal, log->subtotals);
		p[i].states.to = LIST_N(struct kept_state, log->states);
		p[i].cancels.to = LIST_N(struct kept_cancel, log->cancels);
		p[i].merges.to = LIST_N(struct kept_merge, log->merges);
	}
}

static bool count_one(struct verify *v, struct vlog *log, struct str bytes, const struct entry *x,
		      const struct rec *r, size_t pendings, struct err *e)
{
	struct pending from = { .subtotals.from = LIST_N(struct subtotal, log->subtotals),
				.states.from = LIST_N(struct kept_state, log->states),
				.cancels.from = LIST_N(struct kept_cancel, log->cancels),
				.merges.from = LIST_N(struct kept_merge, log->merges) };
	bool alone = pendings < LIST_N(struct pending, v->pendings), later;
	uint64_t index;

	batch_note(log, x, r->kind);
	verify_note_attest(v, r);
	if (r->corrects.s && verify_target(v, r->corrects, &index, &later) == log)
		verify_cancel(v, log, index, alone);
	verify_count(v, log, x, r, alone);
	if (kind_has_states(r->kind))
		verify_keep_state(v, log, x, r);
	rests_on(v, log, pendings, &from);
	return remember(v, log, r, bytes, e);
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
		return remember(v, log, r, bytes, e) && cut(v, log, &x, r, e);
	if (x.kind == kind_cut.code)
		return err_set(e, ERR_FALSE, "log %.*s, entry %llu: the cut breaks the rules",
			       P(log->name), (unsigned long long)log->read);
	return !counts || count_one(v, log, bytes, &x, r, pendings, e);
}

bool verify_take(struct verify *v, struct vlog *log, struct str bytes, const struct hash *leaf,
		 struct err *e)
{
	struct mark m;

	/* What signatures are made over lies in the scratch. */
	if (arena_used(v->scratch) > SCRATCH_FULL || !signing_room(v->signing, ENTRY_SIGNATURES)) {
		if (!verify_signed(v, e))
			return false;
		arena_reset(v->scratch);
	}
	leaf_add(v, log, leaf);
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

static void progress(struct verify *v)
{
	if (v->report->entries % PROGRESS == 0 && v->how->progress)
		v->how->progress(v->how->p, v->report->entries, v->entries);
}

static bool take(void *p, uint64_t index, struct str entry, const struct hash *leaf, struct err *e)
{
	struct reading *r = p;

	(void)index;
	progress(r->v);
	return verify_take(r->v, r->log, entry, leaf, e);
}

/* The reader has compared the hash: there is nothing else to be done. */
static bool pass_over(void *p, uint64_t index, struct str entry, const struct hash *leaf,
		      struct err *e)
{
	struct reading *r = p;

	(void)index, (void)entry, (void)leaf, (void)e;
	progress(r->v);
	r->v->report->entries++;
	return true;
}

void verify_begin(struct verify *v, struct vlog *log)
{
	struct boundary empty = { 0, tree_root(&log->tree), DAY_MIN };

	log->kept.a = log->boundaries.a = log->subtotals.a = log->merges.a = v->keep;
	log->states.a = log->cancels.a = log->made.a = log->pieces.a = v->keep;
	log->begun = true;
	log->cut_day = DAY_MIN;
	buf_add(&log->boundaries, &empty, sizeof empty);
	batch_begin(v, log, 0);
}

bool verify_log(struct verify *v, struct vlog *log, struct err *e)
{
	struct reading r = { v, log };
	bool whole;

	if (v->how->logs_only)
		return log_read(v->keep, log->dir, log->head.size, &log->head.root, pass_over, &r,
				e);
	verify_begin(v, log);
	whole = log_read(v->keep, log->dir, log->head.size, &log->head.root, take, &r, e);
	/* A bad signature stands before whatever else ended the reading. */
	if (!verify_signed(v, e))
		return within(e, "read log %s", log->dir);
	if (!whole)
		return false;
	if (!v->founded && !verify_founded(v, e))
		return false;
	if (log->read != log->batch.first)
		return err_set(e, ERR_FALSE,
			       "log %.*s ends inside a batch: no cut behind entry %llu",
			       P(log->name), (unsigned long long)(log->read - 1));
	return true;
}
