/* See vouch_eyes.h: what was done before, from the objects themselves, and which cases are one person's. */
#include "intake/vouch_eyes.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "record/kinds.h"
#include "base/banned.h"

/* Acts that were right when they were cut, or looked at: a process that goes on looks at each once. */
#define KEPT 65536
#define HELD (2 * KEPT) /* places for them, a power of two */

struct vouch_kept {
	struct arena *a; /* of what the acts name */
	const struct eyed **held;
	size_t n;
};

static void free_kept(void *p)
{
	arena_free(((struct vouch_kept *)p)->a);
}

static bool kept_begin(struct eyes *w, struct err *e)
{
	struct vouch_kept *k = w->r->vouched;

	/* What was added before lives until now. */
	if (k && k->n > KEPT / 2) {
		arena_reset(k->a);
		k->held = arena_array(k->a, HELD, sizeof *k->held);
		k->n = 0;
	}
	if (k)
		return true;
	k = arena_alloc(w->r->a, sizeof *k);
	k->a = arena_new(0);
	if (!k->a)
		return err_set(e, ERR_FAILED, "look at who signed: out of memory");
	arena_defer(w->r->a, free_kept, k);
	k->held = arena_array(k->a, HELD, sizeof *k->held);
	w->r->vouched = k;
	return true;
}

static const struct eyed **place_of(const struct vouch_kept *k, const uint8_t draft[16])
{
	size_t at = 0;

	for (size_t i = 0; i < 4; i++)
		at = at << 8 | draft[i];
	for (at %= HELD; k->held[at] && memcmp(k->held[at]->draft, draft, 16) != 0;)
		at = (at + 1) % HELD;
	return &k->held[at];
}

void eyes_keep(struct eyes *w, const struct eyed *x)
{
	struct vouch_kept *k = w->r->vouched;
	const struct eyed **at;
	struct eyed *copy;

	if (!k || k->n == KEPT || x->wrong || !x->case_no.s)
		return;
	at = place_of(k, x->draft);
	if (*at)
		return;
	copy = arena_copy(k->a, x, sizeof *x);
	copy->case_no = str_dup(k->a, x->case_no);
	copy->act.state = str_dup(k->a, x->act.state);
	if (x->act.event.s)
		copy->act.event = str_dup(k->a, x->act.event);
	if (x->keep.s)
		copy->keep = str_dup(k->a, x->keep);
	copy->kids = arena_copy(k->a, x->kids, 4 * x->n_kids);
	copy->past.event = copy->act.event.s ? copy->act.event : S("");
	copy->past.state = copy->act.state;
	copy->past.code = str_dup(k->a, x->past.code);
	copy->past.decree = str_dup(k->a, x->past.decree);
	copy->past.search = str_dup(k->a, x->past.search);
	copy->asked = (struct str){ NULL, 0 };
	copy->act.rec = NULL;
	copy->at = EYED_PAST;
	copy->known = true;
	*at = copy;
	k->n++;
}

/* A case whose acts are wanted; `past`: and those of other cases of the person. */
struct want {
	struct str case_no;
	uint8_t subject[16];
	bool past;
};

struct id {
	uint8_t draft[16];
	size_t at; /* among the acts */
};

struct held {
	struct str case_no;
	struct store_held x;
};

struct loading {
	struct eyes *w;
	struct arena *a; /* of the call */
	struct buf wants;
	struct id *ids; /* of what was added, sorted */
	size_t n_ids;
	struct buf steps; /* of one case: int64_t each, of acts that are not there yet */
	struct buf held;  /* struct held each: those acts */
};

static struct eyed *acts_of(struct eyes *w, size_t *n)
{
	*n = w->acts.len / sizeof(struct eyed);
	return (struct eyed *)(void *)w->acts.p;
}

static int by_draft(const void *p, const void *q)
{
	return memcmp(((const struct id *)p)->draft, ((const struct id *)q)->draft, 16);
}

static int by_number(const void *p, const void *q)
{
	return str_cmp(((const struct want *)p)->case_no, ((const struct want *)q)->case_no);
}

/* The first act of a case has none before it, as its officers signed. */
static void see_added(struct loading *l)
{
	struct eyed *list = acts_of(l->w, &l->n_ids);

	l->ids = arena_array(l->a, l->n_ids + 1, sizeof *l->ids);
	for (size_t i = 0; i < l->n_ids; i++) {
		struct want x = { .case_no = list[i].case_no };

		memcpy(l->ids[i].draft, list[i].draft, sizeof l->ids[i].draft);
		l->ids[i].at = i;
		if (!x.case_no.s || !list[i].past.step)
			continue;
		memcpy(x.subject, list[i].subject, sizeof x.subject);
		x.past = eyes_of_past(list[i].act.kind, list[i].act.event);
		buf_add(&l->wants, &x, sizeof x);
	}
	if (l->n_ids)
		qsort(l->ids, l->n_ids, sizeof *l->ids, by_draft);
	if (l->wants.len)
		qsort(l->wants.p, l->wants.len / sizeof(struct want), sizeof(struct want),
		      by_number);
}

static bool add_copy(struct loading *l, struct str draft)
{
	const struct eyed *x = *place_of(l->w->r->vouched, (const uint8_t *)draft.s);

	if (x)
		buf_add(&l->w->acts, x, sizeof *x);
	return x;
}

static bool note_act(void *p, const struct store_case_act *x, struct err *e)
{
	struct loading *l = p;
	struct id key = { .at = 0 }, *found;
	size_t n;

	(void)e;
	if (x->draft.len != sizeof key.draft)
		return true;
	memcpy(key.draft, x->draft.s, sizeof key.draft);
	found = l->n_ids ? bsearch(&key, l->ids, l->n_ids, sizeof key, by_draft) : NULL;
	if (found)
		acts_of(l->w, &n)[found->at].known = true;
	else if (!add_copy(l, x->draft))
		buf_add(&l->steps, &x->step, sizeof x->step);
	return true;
}

static bool has_step(const struct buf *steps, int64_t step)
{
	const int64_t *list = (const int64_t *)(const void *)steps->p;

	for (size_t i = 0; i < steps->len / sizeof *list; i++)
		if (list[i] == step)
			return true;
	return false;
}

static bool load_case(struct loading *l, struct str case_no, struct err *e)
{
	struct store_held *list;
	size_t n;

	l->steps.len = 0;
	if (!store_case_acts(l->w->r->store, case_no, note_act, l, e))
		return false;
	if (!l->steps.len)
		return true;
	if (!store_case_held(l->w->r->store, l->a, case_no, &list, &n, e))
		return false;
	/* A draft that was discarded has left its act behind until the next rebuild. */
	for (size_t i = 0; i < n; i++) {
		struct held x = { case_no, list[i] };

		if (has_step(&l->steps, list[i].step) && (list[i].bytes.s || list[i].seq >= 0))
			buf_add(&l->held, &x, sizeof x);
	}
	return true;
}

static bool load_merged(struct loading *l, const struct want *x, struct buf *done, struct err *e)
{
	struct str *list;
	size_t n;

	if (!merged_all(l->w->r, l->w->a, x->case_no, x->subject, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct str pair[2] = { list[i], x->case_no };
		struct want other = { .case_no = list[i] };

		buf_add(&l->w->pairs, pair, sizeof pair);
		buf_add(done, &other, sizeof other);
	}
	return true;
}

/* All cases that are wanted, each once. */
static bool load_cases(struct loading *l, struct err *e)
{
	const struct want *list = (const struct want *)(const void *)l->wants.p;
	size_t n = l->wants.len / sizeof *list;
	struct buf cases = { .a = l->a };

	for (size_t i = 0; i < n; i++) {
		struct want x = list[i];

		for (; i + 1 < n && str_eq(list[i + 1].case_no, x.case_no); i++)
			x.past |= list[i + 1].past;
		buf_add(&cases, &x, sizeof x);
		if (x.past && !load_merged(l, &x, &cases, e))
			return false;
	}
	n = cases.len / sizeof *list;
	if (n)
		qsort(cases.p, n, sizeof *list, by_number);
	list = (const struct want *)(const void *)cases.p;
	for (size_t i = 0; i < n; i++)
		if ((!i || !str_eq(list[i].case_no, list[i - 1].case_no)) &&
		    !load_case(l, list[i].case_no, e))
			return false;
	return true;
}

/* What the signatures of an act say that was done before. */
static bool add_held(struct loading *l, const struct held *held, const struct keys_act *act,
		     struct err *e)
{
	const struct store_held *x = &held->x;
	struct eyed wrong = { .at = EYED_PAST,
			      .past.step = x->step,
			      .where = { x->log, x->seq, x->kind, x->day },
			      .bounded = true,
			      .in_log = x->seq >= 0,
			      .known = true,
			      .wrong = true };
	struct entry entry;
	struct eyed *last;
	size_t n;

	if (!act->wrong.len && act->body.len && !entry_read(l->a, act->entry, &entry, e))
		return false;
	if (!act->wrong.len && act->body.len &&
	    !eyes_add(l->w, EYED_PAST, act,
		      (struct eyes_at){ x->log, x->seq, entry.kind, entry.day })) {
		last = acts_of(l->w, &n) + n - 1;
		last->known = true;
		eyes_keep(l->w, last);
		return true;
	}
	/* What no cut takes holds nobody else up; what is in the log does. */
	if (!wrong.in_log)
		return true;
	wrong.act.kind = kind_by_code(x->kind);
	wrong.case_no = held->case_no;
	buf_add(&l->w->acts, &wrong, sizeof wrong);
	return true;
}

static bool look_at(struct loading *l, const struct store_log *log, struct err *e)
{
	const struct held *held = (const struct held *)(const void *)l->held.p;
	size_t all = l->held.len / sizeof *held, n = 0;
	struct keys_act *acts = arena_array(l->a, all + 1, sizeof *acts);
	const struct held **of = arena_array(l->a, all + 1, sizeof *of);

	for (size_t i = 0; i < all; i++)
		if (held[i].x.log == log->id) {
			const struct str c = held[i].x.c;

			of[n] = &held[i];
			acts[n++] = (struct keys_act){ .entry = held[i].x.bytes,
						       .object = c.s ? c : S("") };
		}
	if (n && !keys_acts(l->w->r->keys, l->a, log->id8, acts, n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!add_held(l, of[i], &acts[i], e))
			return false;
	return true;
}

bool eyes_load(struct eyes *w, struct err *e)
{
	struct arena *a = arena_new(0);
	struct loading l = {
		.w = w, .a = a, .wants = { .a = a }, .steps = { .a = a }, .held = { .a = a }
	};
	struct store_log *logs;
	size_t n = 0;
	bool ok = (a || err_set(e, ERR_FAILED, "look at who signed: out of memory")) &&
		  kept_begin(w, e);

	if (ok)
		see_added(&l);
	ok = ok && load_cases(&l, e) && (!l.held.len || store_logs(w->r->store, a, &logs, &n, e));
	for (size_t i = 0; ok && i < n; i++)
		ok = look_at(&l, &logs[i], e);
	arena_free(a);
	return ok;
}

/* Which case a digest of whom a merge keeps means. */
struct whose {
	uint8_t mac[32];
	struct str case_no;
};

static int by_mac(const void *p, const void *q)
{
	return memcmp(((const struct whose *)p)->mac, ((const struct whose *)q)->mac, 32);
}

static bool whose_all(struct eyes *w, struct buf *out, struct err *e)
{
	size_t n;
	const struct eyed *list = acts_of(w, &n);
	struct store_mark m;

	for (size_t i = 0; i < n; i++) {
		struct whose x = { .case_no = list[i].case_no };

		/* Each case once: by its first act. */
		if (!list[i].case_no.s || list[i].past.step)
			continue;
		if (!merged_mark(w->r, out->a, list[i].subject, &m, e))
			return false;
		memcpy(x.mac, m.mac, sizeof x.mac);
		buf_add(out, &x, sizeof x);
	}
	if (out->len)
		qsort(out->p, out->len / sizeof(struct whose), sizeof(struct whose), by_mac);
	return true;
}

bool eyes_merges(struct eyes *w, struct err *e)
{
	struct arena *a = arena_new(0);
	struct buf all = { .a = a };
	const struct eyed *list;
	size_t n;
	bool ok = a || err_set(e, ERR_FAILED, "look at merges: out of memory");

	list = acts_of(w, &n);
	for (size_t i = 0; ok && i < n; i++) {
		struct whose key, *found;

		if (!list[i].keep.s)
			continue;
		if (!all.len)
			ok = whose_all(w, &all, e);
		memcpy(key.mac, list[i].keep.s, sizeof key.mac);
		found = ok && all.len
				? bsearch(&key, all.p, all.len / sizeof key, sizeof key, by_mac)
				: NULL;
		if (found) {
			struct str pair[2] = { list[i].case_no, found->case_no };

			buf_add(&w->pairs, pair, sizeof pair);
		}
	}
	arena_free(a);
	return ok;
}
