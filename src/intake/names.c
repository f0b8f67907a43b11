/*
 * The index of names (keyd/names.h) beside the database: what a transaction accepts is added to it before the
 * transaction is durable, so that nobody who is registered is not found. How much of each bucket's file counts
 * stands in the database under "index/<b>": what a dropped transaction left is written over, and what was lost is
 * made anew from the sealed objects.
 */
#include <string.h>

#include "base/arena.h"
#include "intake/exchange_compare.h"
#include "intake/intake_int.h"
#include "intake/lists.h"
#include "ledger/key.h"
#include "record/kinds.h"
#include "base/banned.h"

/* What counts of a file that has to be made anew. */
#define LOST (-1)
/* Records or objects in one call; and bytes of objects, but for one that is longer alone. */
#define SLICE	    500
#define SLICE_BYTES ((size_t)4 << 20)
/* So many files are made durable at once; of more, each would wait for the disk. */
#define FEW 4
/* The state that says that all persons are in the index, also those from before there was one. */
#define MADE "index"

struct names_pending {
	struct arena *a;
	struct index_record *list;
	size_t n, room;
	size_t told; /* so many of them the key holder compares others with */
};

static void release(void *p)
{
	arena_free(((struct names_pending *)p)->a);
}

static struct names_pending *pending(struct reg *r, struct err *e)
{
	struct names_pending *w = r->names;

	if (w)
		return w;
	w = arena_alloc(r->a, sizeof *w);
	w->a = arena_new(0);
	if (!w->a) {
		err_set(e, ERR_FAILED, "note a name: out of memory");
		return NULL;
	}
	arena_defer(r->a, release, w);
	r->names = w;
	return w;
}

void names_waiting(const struct reg *r, struct keys_search *s)
{
	const struct names_pending *all = r->names;

	s->waited = all ? all->told : 0;
	s->n_waiting = all ? all->n - all->told : 0;
	if (s->n_waiting > SLICE)
		s->n_waiting = SLICE;
	s->waiting = s->n_waiting ? all->list + all->told : NULL;
}

bool names_told(struct reg *r, size_t n)
{
	struct names_pending *all = r->names;

	if (!all)
		return true;
	all->told += n;
	return all->told == all->n;
}

/* Of one file. */
static bool owe_anew(struct reg *r, struct arena *a, struct str case_no, struct err *e)
{
	struct str name = str_fmt(a, SCREENED "%.*s", P(case_no));
	int64_t was;

	return exchange_anew(r, a, case_no, e) && store_state(r->store, name, &was, e) &&
	       (was == NO_DAY || store_state_set(r->store, name, 0, e));
}

bool names_anew(struct reg *r, struct arena *a, struct str case_no, struct err *e)
{
	struct str stands = case_no;
	struct store_case c;

	return owe_anew(r, a, case_no, e) && merged_stands(r, a, &stands, &c, e) &&
	       (str_eq(stands, case_no) || owe_anew(r, a, stands, e));
}

bool names_note(struct accepting *w, const struct sealing *s, struct err *e)
{
	struct names_pending *all;
	struct index_record *x;
	struct names names;
	struct buf body;

	if (!s->has_case || !names_of(w->a, w->d->r, &names))
		return true;
	all = pending(w->r, e);
	if (!all)
		return false;
	body = (struct buf){ .a = all->a };
	names.case_no = w->d->case_no;
	names_put(&names, &body);
	key_wipe_later(all->a, body.p, body.cap);
	all->list = arena_more(all->a, all->list, all->n, &all->room, sizeof *all->list);
	x = &all->list[all->n++];
	memcpy(x->subject, s->subject, 16);
	x->body = buf_text(&body);
	return names_anew(w->r, w->a, w->d->case_no, e);
}

void names_drop(struct reg *r)
{
	if (!r->names)
		return;
	arena_reset(r->names->a);
	*r->names = (struct names_pending){ .a = r->names->a };
}

static struct str state_of(struct arena *a, unsigned b)
{
	return str_fmt(a, MADE "/%02x", b);
}

/* Adds what waits for one bucket, in its order. */
static bool add_bucket(struct reg *r, struct names_pending *w, uint8_t b,
		       const struct index_record *list, size_t n, bool sync, struct err *e)
{
	struct str name = state_of(w->a, b);
	int64_t state;
	uint64_t upto;

	if (!store_state(r->store, name, &state, e))
		return false;
	if (state == LOST)
		return true;
	upto = state == NO_DAY ? 0 : (uint64_t)state;
	for (size_t done = 0; done < n; done += SLICE) {
		size_t some = n - done < SLICE ? n - done : SLICE;

		if (!keys_names_add(r->keys, b, &upto, list + done, some, sync && done + some == n,
				    e))
			return within(e, "note names");
		if (!upto)
			return store_state_set(r->store, name, LOST, e);
	}
	return store_state_set(r->store, name, (int64_t)upto, e);
}

bool names_commit(struct reg *r, struct err *e)
{
	struct names_pending *w = r->names;
	struct index_record *sorted;
	size_t start[257] = { 0 }, at[256], buckets = 0;
	bool ok = true;

	if (!w || !w->n)
		return true;
	sorted = arena_array(w->a, w->n, sizeof *sorted);
	for (size_t i = 0; i < w->n; i++)
		start[w->list[i].subject[0] + 1]++;
	for (unsigned b = 0; b < 256; b++) {
		buckets += start[b + 1] > 0;
		start[b + 1] += start[b];
		at[b] = start[b];
	}
	for (size_t i = 0; i < w->n; i++)
		sorted[at[w->list[i].subject[0]]++] = w->list[i];
	for (unsigned b = 0; ok && b < 256; b++)
		if (start[b + 1] > start[b])
			ok = add_bucket(r, w, (uint8_t)b, sorted + start[b],
					start[b + 1] - start[b], buckets <= FEW, e);
	names_drop(r);
	return ok;
}

bool names_lengths(struct reg *r, struct arena *a, uint64_t upto[256], bool lost[256],
		   struct err *e)
{
	int64_t made;

	if (!store_state(r->store, S(MADE), &made, e))
		return false;
	for (unsigned b = 0; b < 256; b++) {
		int64_t state;

		if (!store_state(r->store, state_of(a, b), &state, e))
			return false;
		lost[b] = made == NO_DAY || state == LOST;
		upto[b] = state > 0 ? (uint64_t)state : 0;
	}
	return true;
}

bool names_length_set(struct reg *r, struct arena *a, uint8_t bucket, uint64_t upto, struct err *e)
{
	return store_state_set(r->store, state_of(a, bucket), upto ? (int64_t)upto : LOST, e);
}

bool names_begin(struct store *s, struct err *e)
{
	return store_state_set(s, S(MADE), 1, e);
}

/* Making it anew. */
struct making {
	struct reg *r;
	struct arena *a; /* of a slice */
	uint8_t bucket;
	uint64_t upto;
	struct keys_naming *list;
	size_t n, bytes;
};

static bool make_slice(struct making *w, struct err *e)
{
	struct str name;
	bool ok;

	if (!w->n)
		return true;
	ok = keys_names_read(w->r->keys, w->bucket, &w->upto, w->list, w->n, e);
	w->n = w->bytes = 0;
	arena_reset(w->a);
	w->list = arena_array(w->a, SLICE, sizeof *w->list);
	name = state_of(w->a, w->bucket);
	return ok && store_state_set(w->r->store, name, (int64_t)w->upto, e);
}

static bool make_one(void *p, const struct store_naming *x, struct err *e)
{
	struct making *w = p;
	struct keys_naming *to;
	uint8_t bucket = (uint8_t)x->subject.s[0];

	if ((w->n == SLICE || w->bytes + x->s.len > SLICE_BYTES || bucket != w->bucket) &&
	    !make_slice(w, e))
		return false;
	if (bucket != w->bucket)
		w->upto = 0;
	w->bucket = bucket;
	to = &w->list[w->n++];
	memcpy(to->subject, x->subject.s, 16);
	to->case_no = str_dup(w->a, x->case_no);
	to->object = str_dup(w->a, x->s);
	w->bytes += x->s.len;
	return true;
}

/* Nothing of the old file counts, also where nobody is left in it. */
static bool begin_anew(struct making *w, unsigned b, struct err *e)
{
	struct str name = state_of(w->r->a, b);
	int64_t old;

	return store_state(w->r->store, name, &old, e) &&
	       (old == NO_DAY || store_state_set(w->r->store, name, 0, e));
}

static bool make(struct making *w, const bool lost[256], struct err *e)
{
	bool all = true;

	for (unsigned b = 0; b < 256; b++) {
		all &= lost[b];
		if (lost[b] && !begin_anew(w, b, e))
			return false;
	}
	for (unsigned b = 0; b < 256; b += all ? 256 : 1) {
		uint8_t last = all ? 255 : (uint8_t)b;

		w->upto = 0;
		w->bucket = (uint8_t)b;
		if (lost[b] && (!store_namings(w->r->store, (uint8_t)b, last, make_one, w, e) ||
				!make_slice(w, e)))
			return false;
	}
	return store_state_set(w->r->store, S(MADE), 1, e);
}

bool names_make_in(struct reg *r, const bool lost[256], struct err *e)
{
	struct making w = { .r = r, .a = arena_new(0) };
	bool ok = w.a || err_set(e, ERR_FAILED, "out of memory");

	if (ok) {
		w.list = arena_array(w.a, SLICE, sizeof *w.list);
		ok = make(&w, lost, e);
	}
	arena_free(w.a);
	return ok || within(e, "make the index of names anew");
}

bool names_make(struct reg *r, const bool lost[256], struct err *e)
{
	if (!store_begin(r->store, e))
		return within(e, "make the index of names anew");
	if (names_make_in(r, lost, e))
		return intake_commit(r, e);
	intake_drop(r);
	return false;
}

static bool make_lost(const struct names_question *q, const bool lost[256], struct err *e)
{
	return q->in ? names_make_in(q->r, lost, e) : names_make(q->r, lost, e);
}

static bool make_known(const struct names_question *q, uint64_t upto[256], struct err *e)
{
	bool lost[256], any = false;

	if (!names_lengths(q->r, q->a, upto, lost, e))
		return false;
	for (unsigned b = 0; b < 256; b++)
		any |= lost[b];
	return !any || (make_lost(q, lost, e) && names_lengths(q->r, q->a, upto, lost, e));
}

bool names_ask(const struct names_question *q, struct err *e)
{
	uint64_t upto[256];

	for (int tries = 0; tries < 2; tries++) {
		if (!make_known(q, upto, e) || !q->ask(q->p, upto, e))
			return false;
		if (!q->lost->any)
			return true;
		if (!make_lost(q, q->lost->is, e))
			return false;
	}
	return err_set(
		e, ERR_FAILED,
		"look for a name: files of the index are lost as soon as they are made; look "
		"at the disk");
}
