/* See exchange_hits.h. */
#include "intake/exchange_hits.h"

#include <string.h>

#include "base/arena.h"
#include "intake/compare_each.h"
#include "intake/exchange_compare.h"
#include "keyd/keys_exchange.h"
#include "base/banned.h"

struct hitting {
	struct reg *r;
	struct arena *a;
	struct keys_reading why;
	struct keys_held *held;
	size_t n_held;
	struct exchange_hits *out;
	size_t room;
};

struct asking {
	const struct hitting *h;
	const uint8_t *subject;
	const struct str *objects;
	size_t n;
	struct keys_pairs got;
};

static bool ask_once(void *p, const uint64_t upto[256], struct err *e)
{
	struct asking *x = p;
	const struct hitting *h = x->h;

	return keys_exchange_hits(h->r->keys, h->a, &h->why, x->subject, x->objects, x->n, upto,
				  &x->got, e);
}

/* The objects s of what was noted of others in another register, in their order; of so many the newest. */
static bool objects_of(const struct hitting *h, struct str case_no, struct str **out, size_t *n,
		       struct err *e)
{
	struct store_held *list;
	struct str *objects;
	int64_t *steps;
	size_t n_list, n_steps, at = 0;

	if (!store_mark_steps(h->r->store, h->a, case_no, S(MARK_THERE), &steps, &n_steps, e) ||
	    !store_case_held(h->r->store, h->a, case_no, &list, &n_list, e))
		return false;
	objects = arena_array(h->a, n_list + 1, sizeof *objects);
	*n = 0;
	for (size_t i = 0; i < n_list; i++) {
		while (at < n_steps && steps[at] < list[i].step)
			at++;
		if (at < n_steps && steps[at] == list[i].step && list[i].s.s)
			objects[(*n)++] = list[i].s;
	}
	*out = *n > KEYS_PAIRS ? objects + (*n - KEYS_PAIRS) : objects;
	*n = *n > KEYS_PAIRS ? KEYS_PAIRS : *n;
	return true;
}

static const struct keys_held *held_of(const struct hitting *h, const struct keys_pair *pair)
{
	for (size_t i = 0; i < h->n_held; i++)
		if (pair->held && !memcmp(h->held[i].id, pair->id, sizeof pair->id))
			return &h->held[i];
	return NULL;
}

/* Whether one of these words, with commas behind them, is the origin. */
static bool is_named(struct str words, struct str origin)
{
	while (words.s) {
		struct str word = str_cut(&words, ' ');

		if (str_eq(str_ends(word, S(",")) ? str_mem(word.s, word.len - 1) : word, origin))
			return true;
	}
	return false;
}

/* Whether something is held of a register that has one of these logs. */
static bool is_held(const struct hitting *h, struct str where)
{
	for (size_t i = 0; i < h->n_held; i++)
		for (size_t k = 0; h->held[i].reads && k < h->held[i].head.n_logs; k++)
			if (is_named(where, h->held[i].head.logs[k].origin))
				return true;
	return false;
}

static struct exchange_hit *hit_of(struct hitting *h, const uint8_t other[16])
{
	struct exchange_hits *out = h->out;

	for (size_t i = 0; i < out->n; i++)
		if (!memcmp(out->list[i].other, other, 16))
			return &out->list[i];
	out->list = arena_more(h->a, out->list, out->n, &h->room, sizeof *out->list);
	out->list[out->n] = (struct exchange_hit){ .where = S("") };
	memcpy(out->list[out->n].other, other, 16);
	return &out->list[out->n++];
}

/* What is noted says where the person is, and how the two agree; what is judged, what became of it. */
static void add_pair(struct hitting *h, const struct keys_pair *pair)
{
	struct exchange_hit *hit = hit_of(h, pair->other);
	const struct keys_held *held = held_of(h, pair);

	hit->verdict = pair->verdict;
	if (!pair->verdict.len || !hit->where.len) {
		hit->score = pair->score;
		hit->where = pair->reason;
	}
	hit->row = held ? ROW_HELD : is_held(h, hit->where) ? ROW_NOT_THERE : ROW_OVER;
	if (!held)
		return;
	hit->operation = held->head.operation;
	hit->names = pair->names;
}

static bool add_case(struct hitting *h, struct str case_no, struct err *e)
{
	struct asking *x = arena_alloc(h->a, sizeof *x);
	const struct names_question q = { h->r, h->a, true, ask_once, x, &x->got.lost };
	const struct store_log *logs;
	struct store_case of;
	struct str *objects;
	size_t n_logs;

	*x = (struct asking){ .h = h };
	if (!store_case(h->r->store, h->a, case_no, &of, e) ||
	    !store_logs_kept(h->r->store, &logs, &n_logs, e) ||
	    !objects_of(h, case_no, &objects, &x->n, e))
		return false;
	if (!of.there || !x->n)
		return true;
	for (size_t i = 0; i < n_logs; i++)
		if (logs[i].id == of.log)
			h->why.log = logs[i].name;
	x->subject = of.subject;
	x->objects = objects;
	if (!names_ask(&q, e) || !intake_opening_in(h->r, h->a, of.log, e))
		return false;
	if (!h->out->n)
		h->out->own = x->got.own;
	for (size_t i = 0; i < x->got.n; i++)
		add_pair(h, &x->got.list[i]);
	return true;
}

/* And of the files that were merged into it. */
static bool add_all(struct hitting *h, struct str case_no, struct err *e)
{
	struct store_case of;
	struct str *merged;
	size_t n;

	if (!store_case(h->r->store, h->a, case_no, &of, e))
		return false;
	if (!of.there)
		return true;
	if (!merged_all(h->r, h->a, case_no, of.subject, &merged, &n, e) ||
	    !add_case(h, case_no, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!add_case(h, merged[i], e))
			return false;
	return true;
}

bool exchange_hits(struct reg *r, struct arena *a, struct str case_no, struct str officer,
		   struct exchange_hits *out, struct refusals *why, struct err *e)
{
	uint8_t kid[4];
	struct hitting h = {
		.r = r, .a = a, .why = { .kid = kid, .purpose = S("duplicate") }, .out = out
	};

	*out = (struct exchange_hits){ .n = 0 };
	e->kind = ERR_NONE;
	if (!reg_unlock(r, e) || !compare_officer(r, a, officer, kid, why, e) ||
	    !keys_exchange_held(r->keys, a, &h.held, &h.n_held, e) || !intake_begin(r, e))
		return why->n && e->kind == ERR_NONE
			       ? err_set(e, ERR_REFUSED, "exchange hits is refused")
			       : false;
	if (!add_all(&h, case_no, e)) {
		intake_drop(r);
		return false;
	}
	return intake_commit(r, e) &&
	       (out->n || err_set(e, ERR_NOTHING,
				  "nobody in another register was noted in a case of this number"));
}
