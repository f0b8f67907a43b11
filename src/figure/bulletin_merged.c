/* Merges in the logs of the register, and which of them restatements name (count_merged.h). */
#include "figure/bulletin_int.h"

#include <string.h>

#include "base/arena.h"
#include "record/kinds.h"
#include "base/banned.h"

struct gathering {
	struct store *s;
	struct arena *a, *one; /* one: of an entry */
	const struct merged_names *names;
	bool known;
	const struct store_log *log;
	struct str seat;
	int64_t day;
	struct buf out; /* of struct merged */
};

static void set_ref(struct merged *m, const struct store_log *log, const struct store_entry *x)
{
	memcpy(m->ref, log->id8, 8);
	for (int i = 0; i < 8; i++)
		m->ref[8 + i] = (uint8_t)((uint64_t)x->seq >> (56 - 8 * i));
	memcpy(m->ref + 16, x->leaf.s, 32);
}

/* Whether it is one: *yes. */
static bool is_one(const struct gathering *g, const struct entry *x, const struct merged *m,
		   int64_t seq, bool *yes, struct err *e)
{
	*yes = merged_may_be(x) && merged_named(g->names, m->ref);
	return !merged_may_be(x) || *yes || !g->known ||
	       store_merge_restated(g->s, g->log->id, seq, x->day, g->day, yes, e);
}

static bool gather(void *p, const struct store_entry *stored, struct err *e)
{
	struct gathering *g = p;
	struct merged m = { .seat = g->seat };
	struct entry x;
	bool yes;

	arena_reset(g->one);
	if (!entry_read(g->one, stored->bytes, &x, e))
		return within(e, "look for merges at entry %lld", (long long)stored->seq);
	set_ref(&m, g->log, stored);
	if (!is_one(g, &x, &m, stored->seq, &yes, e))
		return false;
	if (!yes || x.day <= g->day)
		return true;
	/* Once more, to be kept. */
	if (!entry_read(g->a, str_dup(g->a, stored->bytes), &x, e))
		return false;
	m.day = x.day;
	m.deltas = x.deltas.list;
	m.n = x.deltas.n;
	buf_add(&g->out, &m, sizeof m);
	return true;
}

bool bulletin_merges(struct store *s, struct arena *a, const struct bulletin_heads *from,
		     const int64_t *to, int64_t day, const struct merged_names *names, bool known,
		     struct bulletin_merges *out, struct err *e)
{
	struct gathering g = { .s = s,
			       .a = a,
			       .one = arena_new(0),
			       .names = names,
			       .known = known,
			       .day = day,
			       .out = { .a = a } };
	bool ok = g.one || err_set(e, ERR_FAILED, "look for merges: out of memory");

	for (size_t i = 0; ok && i < from->n; i++) {
		int64_t first = from->sizes[i] < 0 ? 0 : from->sizes[i];

		g.log = &from->logs[i];
		ok = to[i] <= first || (store_seat(s, a, g.log->id, &g.seat, e) &&
					store_entries(s, g.log->id, first, to[i], gather, &g, e));
	}
	arena_free(g.one);
	out->list = (struct merged *)(void *)g.out.p;
	out->n = g.out.len / sizeof *out->list;
	return ok;
}

struct looking {
	struct arena *one; /* of an entry */
	int64_t first;
};

static bool look(void *p, const struct store_entry *stored, struct err *e)
{
	struct looking *l = p;
	struct entry x;

	arena_reset(l->one);
	if (!entry_read(l->one, stored->bytes, &x, e))
		return within(e, "look for merges at entry %lld", (long long)stored->seq);
	if (merged_may_be(&x) && (l->first == NO_DAY || x.day < l->first))
		l->first = x.day;
	return true;
}

bool bulletin_merge_after(struct store *s, const struct store_log *log, int64_t day, int64_t *first,
			  struct err *e)
{
	struct looking l = { .first = NO_DAY };
	int64_t last, from;
	bool ok;

	*first = NO_DAY;
	if (!store_last_cut(s, log->id, &last, e))
		return false;
	if (last == NO_DAY || last <= day)
		return true;
	l.one = arena_new(0);
	ok = (l.one || err_set(e, ERR_FAILED, "look for merges: out of memory")) &&
	     store_cut_end(s, log->id, day, &from, e) &&
	     store_entries(s, log->id, from, (int64_t)log->tree.size, look, &l, e);
	arena_free(l.one);
	*first = l.first;
	return ok;
}

static bool unsaid(struct store *s, struct arena *a, const struct store_bulletin *last, int64_t *n,
		   int64_t *since, struct err *e)
{
	struct bulletin_merges merges;
	struct merged_names names;
	struct bulletin_heads h;
	struct bulletin_said said;
	struct store_log *logs;
	int64_t *sizes;
	struct rec *r;
	size_t n_logs;

	if (!store_logs(s, a, &logs, &n_logs, e))
		return false;
	r = bulletin_rec(s, a, logs[0].id, last->seq, e);
	if (!r || !bulletin_heads_of(s, a, r, &h, e))
		return false;
	sizes = arena_array(a, n_logs, sizeof *sizes);
	for (size_t i = 0; i < n_logs; i++)
		sizes[i] = (int64_t)logs[i].tree.size;
	if (!bulletin_restatements(s, a, logs[0].id, h.sizes[0], sizes[0], &said, e))
		return false;
	names = merged_names_of(a, said.recs, said.n, last->day);
	if (!bulletin_merges(s, a, &h, sizes, last->day, &names, true, &merges, e))
		return false;
	for (size_t i = 0; i < merges.n; i++)
		if (!merged_named(&names, merges.list[i].ref)) {
			(*n)++;
			if (*since == NO_DAY || merges.list[i].day < *since)
				*since = merges.list[i].day;
		}
	return true;
}

bool bulletin_merges_unsaid(struct store *s, struct arena *a, int64_t *n, int64_t *since,
			    struct err *e)
{
	struct store_bulletin *all;
	size_t n_all;

	*n = 0;
	*since = NO_DAY;
	return store_bulletins(s, a, &all, &n_all, e) &&
	       (!n_all || unsaid(s, a, &all[n_all - 1], n, since, e));
}
