/* Counting from the logs of the register, entry by entry: what a stranger does with the published ones. */
#include "figure/bulletin_int.h"

#include "base/arena.h"
#include "record/kinds.h"
#include "base/banned.h"

/* Look-ups. */

static void note(struct bulletin_view *w, const struct err *e)
{
	if (e->kind != ERR_NONE && e->kind != ERR_NOTHING && w->e.kind == ERR_NONE)
		w->e = *e;
}

static const struct rec *by_ref(void *p, struct str ref)
{
	struct bulletin_view *w = p;
	int64_t log, seq;
	struct err e = { 0 };
	const struct rec *r = NULL;

	if (ref.len == REF_BYTES && store_entry_by_leaf(w->s, str_from(ref, 16), &log, &seq, &e))
		r = bulletin_rec(w->s, w->v.a, log, seq, &e);
	note(w, &e);
	return r;
}

/* Rules that count look up by reference only. */
static const struct rec *by_key(void *p, const char *kind, struct str key)
{
	(void)p;
	(void)kind;
	(void)key;
	return NULL;
}

static const struct rec *before(void *p, struct str ref)
{
	(void)p;
	(void)ref;
	return NULL;
}

void bulletin_view_init(struct bulletin_view *w, struct store *s, struct arena *a)
{
	*w = (struct bulletin_view){ .v = { by_key, by_ref, before, w, NULL, a }, .s = s };
}

struct rec *bulletin_rec(struct store *s, struct arena *a, int64_t log, int64_t seq, struct err *e)
{
	struct entry *x = arena_alloc(a, sizeof *x);
	struct store_entry stored;
	struct rec *r;

	if (!store_entry_get(s, a, log, seq, &stored, e) || !entry_read(a, stored.bytes, x, e))
		return NULL;
	r = entry_fields(a, x);
	if (!r)
		err_set(e, ERR_FAILED, "entry %lld cannot be read; run `sulh rebuild`",
			(long long)seq);
	return r;
}

static bool first_of(void *p, int64_t log, int64_t seq, struct err *e)
{
	int64_t *at = p;

	(void)e;
	at[0] = log;
	at[1] = seq;
	return true;
}

bool bulletin_cell(struct store *s, struct arena *a, int64_t *cell, struct err *e)
{
	int64_t at[2] = { 0, -1 };
	const struct rec *r;

	*cell = 5; /* until the operation says its own */
	if (!store_things(s, kind_operation.code, first_of, at, e))
		return false;
	if (at[1] < 0)
		return true;
	r = bulletin_rec(s, a, at[0], at[1], e);
	if (r && rec_get(r, "small_cell"))
		*cell = rec_get(r, "small_cell")->n;
	return r != NULL;
}

/* Heads. */

bool bulletin_heads_of(struct store *s, struct arena *a, const struct rec *bulletin,
		       struct bulletin_heads *h, struct err *e)
{
	const struct val *heads = rec_get(bulletin, "heads");
	struct store_log *logs;

	if (!store_logs(s, a, &logs, &h->n, e))
		return false;
	h->logs = logs;
	h->sizes = arena_array(a, h->n, sizeof *h->sizes);
	for (size_t i = 0; i < h->n; i++)
		h->sizes[i] = -1;
	for (size_t i = 0; i < heads->len; i++) {
		const struct val *v = heads->v[i].v;
		size_t at = 0;

		while (at < h->n && !str_eq(logs[at].origin, v[0].s))
			at++;
		if (at == h->n)
			return err_set(e, ERR_ATTENTION,
				       "the bulletin names log %.*s, which is not in this register",
				       P(v[0].s));
		h->sizes[at] = v[1].n;
	}
	return true;
}

/* The day of the cut that a log of this size ends with; NO_DAY for none. */
static bool cut_day(struct store *s, int64_t log, int64_t size, int64_t *day, struct err *e)
{
	struct arena *a;
	struct rec *r;

	*day = NO_DAY;
	if (!size)
		return true;
	a = arena_new(0);
	if (!a)
		return err_set(e, ERR_FAILED, "bulletin: out of memory");
	r = bulletin_rec(s, a, log, size - 1, e);
	if (r)
		*day = r->day;
	arena_free(a);
	return r != NULL;
}

bool bulletin_centres(struct store *s, const struct bulletin_heads *h, int64_t day, struct count *c,
		      struct err *e)
{
	int64_t reporting = 0, silent = 0, oldest = 0, last;

	for (size_t i = 1; i < h->n; i++) {
		if (h->sizes[i] < 0)
			continue;
		if (!cut_day(s, h->logs[i].id, h->sizes[i], &last, e))
			return false;
		if (last != NO_DAY && last >= day) {
			reporting++;
			continue;
		}
		silent++;
		if (last != NO_DAY && 24 * (day - last) > oldest)
			oldest = 24 * (day - last);
	}
	if (reporting || silent)
		count_centres(c, reporting, silent, oldest);
	return true;
}

/* Entries. */

struct walk {
	struct store *s;
	struct arena *a, *scratch; /* scratch: of one entry; the counts copy what they keep */
	const struct bulletin_target *targets;
	size_t n, log; /* log: its position */
	struct str seat;
	struct buf places; /* of struct count_record */
};

struct one {
	const struct entry *x;
	const struct rec *r;
	struct str place;
	int64_t day, from_day, sign;
	bool stated;
};

static bool add_deltas(const struct walk *w, const struct one *o, int64_t seq, struct err *e)
{
	for (size_t i = 0; i < o->x->deltas.n; i++) {
		const struct delta *d = &o->x->deltas.list[i];
		struct part p = { .figure = d->figure,
				  .detail = d->detail,
				  .place = o->place,
				  .n = o->sign * d->n,
				  .q = d->n < 0 ? qual_minus(d->q) : d->q,
				  .from_day = o->from_day,
				  .day = o->day,
				  .entries = o->sign,
				  .stated = o->sign * o->stated };

		for (size_t t = 0; t < w->n; t++)
			if (seq < w->targets[t].sizes[w->log] && !count_add(w->targets[t].c, &p, e))
				return false;
	}
	return true;
}

static bool add_state(const struct walk *w, const struct one *o, int64_t seq, struct err *e)
{
	struct bulletin_view view;
	struct state_lines lines = { .a = w->scratch };
	struct state s = { .kind = o->r->kind->code,
			   .log = (int64_t)w->log,
			   .place = o->place,
			   .day = o->day,
			   .index = (uint64_t)seq,
			   .stated = o->stated };

	bulletin_view_init(&view, w->s, w->scratch);
	s.key = rec_key(w->scratch, o->r, &view.v);
	rec_states(o->r, &view.v, &lines);
	s.lines = lines.list;
	s.n = lines.n;
	if (view.e.kind != ERR_NONE) {
		*e = view.e;
		return false;
	}
	for (size_t t = 0; t < w->n; t++)
		if (seq < w->targets[t].sizes[w->log] && !count_state(w->targets[t].c, &s, e))
			return false;
	return true;
}

/* o->r NULL: of a kind that nothing is known of. */
static bool one_of(const struct walk *w, const struct entry *x, struct one *o, struct err *e)
{
	struct rec *r;

	if (!entry_known(w->scratch, x, &r, e))
		return false;
	*o = (struct one){ .x = x,
			   .r = r,
			   .place = x->place.s ? x->place : w->seat,
			   .day = x->day,
			   .from_day = x->from_day,
			   .sign = 1 };
	o->stated = r && r->kind->stated_when && rec_when(r, r->kind->stated_when);
	return true;
}

/* Takes out what the entry counted that this one corrects, exactly as it went in. */
static bool cancel(const struct walk *w, struct str ref, int64_t seq, struct err *e)
{
	struct store_entry stored;
	struct entry x;
	struct one o;
	int64_t log, at;

	if (!store_entry_by_leaf(w->s, str_from(ref, 16), &log, &at, e) ||
	    !store_entry_get(w->s, w->scratch, log, at, &stored, e) ||
	    !entry_read(w->scratch, stored.bytes, &x, e) || !one_of(w, &x, &o, e))
		return false;
	if (!o.r)
		return true;
	o.sign = -1;
	for (size_t t = 0; t < w->n && kind_has_states(o.r->kind); t++)
		if (seq < w->targets[t].sizes[w->log])
			count_state_cancel(w->targets[t].c, (int64_t)w->log, (uint64_t)at);
	return add_deltas(w, &o, seq, e);
}

static bool add_entry(void *p, const struct store_entry *stored, struct err *e)
{
	struct walk *w = p;
	struct entry x;
	struct one o;

	arena_reset(w->scratch);
	if (!entry_read(w->scratch, stored->bytes, &x, e) || !one_of(w, &x, &o, e))
		return within(e, "count entry %lld", (long long)stored->seq);
	if (!o.r)
		return true;
	return add_deltas(w, &o, stored->seq, e) &&
	       (!kind_has_states(o.r->kind) || add_state(w, &o, stored->seq, e)) &&
	       (!o.r->corrects.s || cancel(w, o.r->corrects, stored->seq, e));
}

/* Places. */

static bool keep_place(void *p, const struct store_entry *stored, struct err *e)
{
	struct walk *w = p;
	struct count_record r = { .index = (uint64_t)stored->seq };
	struct entry x;
	struct rec *place;

	arena_reset(w->scratch);
	if (!entry_read(w->scratch, stored->bytes, &x, e))
		return within(e, "count entry %lld", (long long)stored->seq);
	if (x.kind != kind_place.code)
		return true;
	/* Once more, to be kept. */
	if (!entry_read(w->a, str_dup(w->a, stored->bytes), &x, e) ||
	    !entry_known(w->a, &x, &place, e))
		return within(e, "count entry %lld", (long long)stored->seq);
	r.rec = place;
	buf_add(&w->places, &r, sizeof r);
	return true;
}

static bool add_places(struct walk *w, int64_t size, const struct store_log *hq, struct err *e)
{
	const struct count_record *list;
	size_t all;

	if (!store_entries(w->s, hq->id, 0, size, keep_place, w, e))
		return false;
	list = (const struct count_record *)(const void *)w->places.p;
	all = w->places.len / sizeof *list;
	for (size_t t = 0; t < w->n; t++) {
		size_t n = 0;

		while (n < all && list[n].index < (uint64_t)w->targets[t].sizes[0])
			n++;
		if (!count_tree(w->targets[t].c, list, n))
			return err_set(e, ERR_FAILED,
				       "count: the places in the log of headquarters are no tree");
	}
	return true;
}

static int64_t largest(const struct walk *w, size_t log)
{
	int64_t size = 0;

	for (size_t t = 0; t < w->n; t++)
		if (w->targets[t].sizes[log] > size)
			size = w->targets[t].sizes[log];
	return size;
}

bool bulletin_walk(struct store *s, struct arena *a, const struct store_log *logs, size_t n_logs,
		   const struct bulletin_target *targets, size_t n, struct err *e)
{
	struct walk w = { .s = s, .a = a, .targets = targets, .n = n, .places = { .a = a } };
	bool ok;

	w.scratch = arena_new(0);
	if (!w.scratch)
		return err_set(e, ERR_FAILED, "count the logs: out of memory");
	ok = !n_logs || add_places(&w, largest(&w, 0), &logs[0], e);
	for (size_t i = 0; ok && i < n_logs; i++) {
		w.log = i;
		ok = store_seat(s, a, logs[i].id, &w.seat, e) &&
		     store_entries(s, logs[i].id, 0, largest(&w, i), add_entry, &w, e);
	}
	arena_free(w.scratch);
	return ok;
}

/* Restatements. */

struct saying {
	struct arena *a;
	struct buf recs, seqs;
};

static bool keep_restatement(void *p, const struct store_entry *stored, struct err *e)
{
	struct saying *w = p;
	struct rec *r;
	struct entry x;

	if (!entry_read(w->a, str_dup(w->a, stored->bytes), &x, e))
		return false;
	if (x.kind != kind_restatement.code)
		return true;
	if (!entry_known(w->a, &x, &r, e))
		return within(e, "count entry %lld", (long long)stored->seq);
	buf_add(&w->recs, &r, sizeof r);
	buf_add(&w->seqs, &stored->seq, sizeof stored->seq);
	return true;
}

bool bulletin_restatements(struct store *s, struct arena *a, int64_t hq, int64_t from, int64_t to,
			   struct bulletin_said *out, struct err *e)
{
	struct saying w = { .a = a, .recs = { .a = a }, .seqs = { .a = a } };

	if (!store_entries(s, hq, from, to, keep_restatement, &w, e))
		return false;
	out->recs = (const struct rec **)(void *)w.recs.p;
	out->seqs = (int64_t *)(void *)w.seqs.p;
	out->n = w.recs.len / sizeof *out->recs;
	return true;
}
