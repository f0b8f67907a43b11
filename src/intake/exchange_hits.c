/* See exchange_hits.h. */
#include "intake/exchange_hits.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "intake/compare_each.h"
#include "intake/exchange_compare.h"
#include "keyd/keys_exchange.h"
#include "base/banned.h"

/* What was said of one person there, in the first of the files of the person here that says anything; and where the person there was noted
 * last, in this one or the next that notes it. */
struct saying {
	struct str mac;
	size_t file, noted_in;
	int64_t noted, last; /* steps; noted -1: none */
	int64_t since;	     /* that leaves it open, the newest */
	bool judged;
};

struct hitting {
	struct reg *r;
	struct arena *a;
	struct keys_reading why;
	struct keys_held *held;
	size_t n_held;
	struct exchange_hits *out;
	size_t room;
	struct saying *said;
	size_t n_said, said_room;
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

static struct saying *saying_of(struct hitting *h, size_t file, struct str mac)
{
	for (size_t i = 0; i < h->n_said; i++)
		if (str_eq(h->said[i].mac, mac))
			return &h->said[i];
	h->said = arena_more(h->a, h->said, h->n_said, &h->said_room, sizeof *h->said);
	h->said[h->n_said] = (struct saying){ .mac = mac, .file = file, .noted = -1 };
	return &h->said[h->n_said++];
}

static bool gather(struct hitting *h, size_t file, struct str case_no, struct err *e)
{
	struct store_marked *list;
	size_t n;

	if (!store_mark_said(h->r->store, h->a, case_no, S(MARK_THERE), &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct saying *x = saying_of(h, file, list[i].mac);

		if (!list[i].code.len && (x->noted < 0 || x->noted_in == file)) {
			x->noted = list[i].step;
			x->noted_in = file;
		}
		if (x->file != file)
			continue;
		x->last = list[i].step;
		x->judged = code_in("same,different", list[i].code);
		if (!x->judged)
			x->since = list[i].step;
	}
	return true;
}

/* What is open before what is judged: of that what waits longest, of this the newest. Of whom nobody is sure waits again from then on, so
 * that it hides no other. */
static int by_turn(const void *p, const void *q)
{
	const struct saying *x = p, *y = q;
	bool before;

	if (x->judged != y->judged)
		return x->judged ? 1 : -1;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	before = x->judged ? x->last > y->last : x->since < y->since;
	return before ? -1 : 1;
}

/* So many as may be shown. */
static void choose(struct hitting *h)
{
	if (h->n_said)
		qsort(h->said, h->n_said, sizeof *h->said, by_turn);
	for (size_t i = EXCHANGE_HITS; i < h->n_said; i++) {
		h->out->left++;
		h->out->left_open += !h->said[i].judged;
	}
	h->n_said = h->n_said > EXCHANGE_HITS ? EXCHANGE_HITS : h->n_said;
}

/* Whether it was noted, or said last, in this act. */
static bool is_of(const struct saying *x, size_t file, int64_t step)
{
	return (x->noted_in == file && x->noted == step) || (x->file == file && x->last == step);
}

static_assert(2 * EXCHANGE_HITS <= KEYS_PAIRS, "all are asked about at once");

/* The objects s of what was said in this file, two of each at most. */
static bool objects_of(const struct hitting *h, size_t file, struct str case_no,
		       struct str out[KEYS_PAIRS], size_t *n, struct err *e)
{
	struct store_held *list;
	size_t n_list;

	*n = 0;
	if (!store_case_held(h->r->store, h->a, case_no, &list, &n_list, e))
		return false;
	for (size_t i = 0; i < h->n_said; i++)
		for (size_t k = 0; k < n_list; k++)
			if (list[k].s.s && is_of(&h->said[i], file, list[k].step))
				out[(*n)++] = list[k].s;
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
	out->list[out->n] = (struct exchange_hit){ .verdict = S(""), .where = S("") };
	memcpy(out->list[out->n].other, other, 16);
	return &out->list[out->n++];
}

/* What is noted says where the person is, and how the two agree; what is judged, what became of it. */
static void add_pair(struct hitting *h, const struct keys_pair *pair)
{
	struct exchange_hit *hit = hit_of(h, pair->other);
	const struct keys_held *held = held_of(h, pair);

	if (pair->verdict.len)
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

static bool add_case(struct hitting *h, size_t file, struct str case_no, struct err *e)
{
	struct asking *x = arena_alloc(h->a, sizeof *x);
	const struct names_question q = { h->r, h->a, true, ask_once, x, &x->got.lost };
	const struct store_log *logs;
	struct store_case of;
	struct str objects[KEYS_PAIRS];
	size_t n_logs;

	*x = (struct asking){ .h = h };
	if (!store_case(h->r->store, h->a, case_no, &of, e) ||
	    !store_logs_kept(h->r->store, &logs, &n_logs, e) ||
	    !objects_of(h, file, case_no, objects, &x->n, e))
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
	    !gather(h, 0, case_no, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!gather(h, i + 1, merged[i], e))
			return false;
	choose(h);
	for (size_t i = 0; i <= n; i++)
		if (!add_case(h, i, i ? merged[i - 1] : case_no, e))
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
