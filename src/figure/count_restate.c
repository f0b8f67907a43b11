/*
 * What a bulletin changes of the past: rows of an earlier day counted before and now, and the restatements
 * that say so (figures.csv, Q2).
 */
#include "figure/count_restate.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/banned.h"

struct key {
	const struct figure *figure;
	struct str place, detail;
	enum period period;
};

static struct key key_of(const struct row *r)
{
	return (struct key){ r->figure, r->place, r->detail, r->period };
}

/* The order of rows. */
static int key_order(const struct key *a, const struct key *b)
{
	int order;

	if (a->figure != b->figure)
		return a->figure < b->figure ? -1 : 1;
	order = str_cmp(a->place, b->place);
	order = order ? order : str_cmp(a->detail, b->detail);
	return order ? order : (int)a->period - (int)b->period;
}

struct said {
	struct key key;
	size_t at; /* its position among the restatements */
	int64_t old, new;
	const struct val *merges; /* NULL: it names none */
};

static int by_said(const void *x, const void *y)
{
	const struct said *a = x, *b = y;
	int order = key_order(&a->key, &b->key);

	return order ? order : (a->at > b->at) - (a->at < b->at);
}

/* Of a figure that this program has not, nothing can be said. */
static size_t said_of(struct arena *a, const struct rec *const *list, size_t n, struct said **out)
{
	struct said *said = arena_array(a, n, sizeof *said);
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		const struct rec *r = list[i];
		struct said s = { .at = i,
				  .old = rec_get(r, "old")->n,
				  .new = rec_get(r, "new")->n,
				  .merges = rec_get(r, "merges") };

		s.key.figure = figure_find(rec_code(r, "figure"));
		s.key.place = rec_code(r, "place_of");
		s.key.detail = rec_code(r, "detail");
		while (s.key.period < PERIOD_NOW &&
		       !str_eq(rec_code(r, "period"), period_name(s.key.period)))
			s.key.period++;
		if (s.key.figure)
			said[k++] = s;
	}
	if (k)
		qsort(said, k, sizeof *said, by_said);
	*out = said;
	return k;
}

/* A figure that a merge changes. Sorted, so that no row has to ask each merge: there may be many of both. */
struct touch {
	const struct figure *figure;
	struct str seat; /* of the merge */
	size_t merge;
	size_t next; /* the first one of another figure or seat */
};

struct comparing {
	struct arena *a;
	const struct count_past *p;
	struct said *said;
	size_t n_said, at_was, at_is, at_merged, at_said;
	const struct merged **merges; /* in the order of their references */
	size_t *named;		      /* for each: the last row that names it, from 1 */
	size_t rows;
	struct touch *touches;
	size_t *of_figure; /* for each of figures[]: where its touches begin; and the end */
	const struct figure *figure;
	struct str place; /* where `touching` was counted */
	size_t touching;
	struct buf out; /* of struct change */
	size_t wrong;
};

/* A row, as counted and as restated. */
struct one {
	struct key key;
	const struct row *was, *is, *merged;
	size_t first, end;	 /* its restatements, in `said` */
	int64_t value;		 /* where their chain ends */
	int64_t late, duplicate; /* by how much they change it, without merges and by merges */
	bool said_late;
};

static void wrong(struct comparing *c, size_t at)
{
	if (at < c->wrong)
		c->wrong = at;
}

/* The least key that is still to be looked at; false at the end. */
static bool next_key(const struct comparing *c, struct key *k)
{
	const struct count_past *p = c->p;
	struct key others[4];
	size_t n = 0;

	if (c->at_was < p->was.n)
		others[n++] = key_of(&p->was.list[c->at_was]);
	if (c->at_is < p->is.n)
		others[n++] = key_of(&p->is.list[c->at_is]);
	if (c->at_merged < p->merged.n)
		others[n++] = key_of(&p->merged.list[c->at_merged]);
	if (c->at_said < c->n_said)
		others[n++] = c->said[c->at_said].key;
	for (size_t i = 0; i < n; i++)
		if (!i || key_order(&others[i], k) < 0)
			*k = others[i];
	return n > 0;
}

/* The row of this key, if it is next. */
static const struct row *take_row(const struct rows *rows, size_t *at, const struct key *k)
{
	struct key other;

	if (*at == rows->n)
		return NULL;
	other = key_of(&rows->list[*at]);
	return key_order(&other, k) ? NULL : &rows->list[(*at)++];
}

static int64_t value_of(const struct row *r)
{
	return r ? r->value : 0;
}

static enum qual qual_of(const struct row *r)
{
	return r ? r->qual : QUAL_EXACT;
}

/* b - a, where that is a number. */
static bool step(int64_t a, int64_t b, int64_t *by)
{
	return a != INT64_MIN && add_ok(by, b, -a);
}

/* Its chain of restatements. */
static void take_said(struct comparing *c, struct one *x)
{
	x->value = value_of(x->was);
	x->first = c->at_said;
	for (; c->at_said < c->n_said && !key_order(&c->said[c->at_said].key, &x->key);
	     c->at_said++) {
		const struct said *s = &c->said[c->at_said];
		int64_t *sum = s->merges ? &x->duplicate : &x->late, by;

		if (s->old != x->value || !step(s->old, s->new, &by) || !add_ok(sum, *sum, by))
			wrong(c, s->at);
		x->said_late |= !s->merges;
		x->value = s->new;
	}
	x->end = c->at_said;
}

static int by_ref(const void *x, const void *y)
{
	const struct merged *const *a = x, *const *b = y;

	return memcmp((*a)->ref, (*b)->ref, REF_BYTES);
}

/* The merge that a reference means; n: none. */
static size_t merge_at(const struct comparing *c, struct str ref)
{
	size_t lo = 0, hi = c->p->n_merges;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (memcmp(c->merges[mid]->ref, ref.s, REF_BYTES) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return ref.len == REF_BYTES && lo < c->p->n_merges &&
			       !memcmp(c->merges[lo]->ref, ref.s, REF_BYTES)
		       ? lo
		       : c->p->n_merges;
}

static int by_touch(const void *x, const void *y)
{
	const struct touch *a = x, *b = y;
	int order;

	if (a->figure != b->figure)
		return a->figure < b->figure ? -1 : 1;
	order = str_cmp(a->seat, b->seat);
	return order ? order : (a->merge > b->merge) - (a->merge < b->merge);
}

static const struct touch *touch_of(const struct comparing *c, const struct key *k, size_t merge)
{
	const size_t *of = &c->of_figure[k->figure - figures];
	struct touch t = { k->figure, c->merges[merge]->seat, merge, 0 };

	return of[1] == of[0] ? NULL
			      : bsearch(&t, c->touches + of[0], of[1] - of[0], sizeof t, by_touch);
}

/* How many merges change a row. Rows of one place come one behind the other. */
static size_t touching(struct comparing *c, const struct key *k)
{
	const size_t *of = &c->of_figure[k->figure - figures];

	if (k->period != PERIOD_TOTAL && k->period != PERIOD_NOW)
		return 0;
	if (c->figure == k->figure && str_eq(c->place, k->place))
		return c->touching;
	c->figure = k->figure;
	c->place = k->place;
	c->touching = 0;
	for (size_t i = of[0]; i < of[1]; i = c->touches[i].next)
		if (count_lies_in(c->p->places, c->touches[i].seat, k->place))
			c->touching += c->touches[i].next - i;
	return c->touching;
}

/* How many of so many merges the restatements of a row name. */
static size_t take_named(struct comparing *c, const struct one *x, size_t touching)
{
	size_t n = 0;

	c->rows++;
	for (size_t i = x->first; i < x->end; i++)
		for (size_t k = 0; c->said[i].merges && k < c->said[i].merges->len; k++) {
			size_t at = merge_at(c, c->said[i].merges->v[k].s);

			if (touching && at < c->p->n_merges && c->named[at] != c->rows &&
			    touch_of(c, &x->key, at) &&
			    count_lies_in(c->p->places, c->merges[at]->seat, x->key.place)) {
				c->named[at] = c->rows;
				n++;
			} else {
				wrong(c, c->said[i].at);
			}
		}
	return n;
}

/* The merges that change a row and that none of its restatements names: n of them. */
static const struct merged **left_named(struct comparing *c, const struct key *k, size_t n)
{
	const size_t *of = &c->of_figure[k->figure - figures];
	const struct merged **left = arena_array(c->a, n, sizeof *left);
	size_t have = 0;

	for (size_t i = of[0]; i < of[1]; i = c->touches[i].next)
		if (count_lies_in(c->p->places, c->touches[i].seat, k->place))
			for (size_t at = i; at < c->touches[i].next; at++)
				if (c->named[c->touches[at].merge] != c->rows)
					left[have++] = c->merges[c->touches[at].merge];
	qsort(left, n, sizeof *left, by_ref);
	return left;
}

/* The chain goes on to a value. */
static void change_to(struct comparing *c, struct one *x, int64_t value, struct change change)
{
	const struct row *r = x->merged ? x->merged : x->is ? x->is : x->was;

	change.figure = x->key.figure;
	change.place = x->key.place;
	change.place_name = r ? r->place_name : x->key.place;
	change.detail = x->key.detail;
	change.period = x->key.period;
	change.old = x->value;
	change.new = x->value = value;
	buf_add(&c->out, &change, sizeof change);
}

/* The chain goes on by so much. */
static void add_change(struct comparing *c, struct one *x, int64_t by, struct change change)
{
	int64_t value = value_of(x->merged);

	(void)add_ok(&value, x->value, by);
	change_to(c, x, value, change);
}

/* A quotient is no sum: what merges do to it is not told apart. */
static bool told_apart(const struct key *k)
{
	return k->figure->how != FIGURE_RATIO;
}

/* What is left to be said of a row; false where its numbers are beyond 63 bits. */
static bool left_of(const struct one *x, const struct row *is, int64_t *late, int64_t *duplicate)
{
	return step(value_of(x->was), value_of(is), late) && step(x->late, *late, late) &&
	       step(value_of(is), value_of(x->merged), duplicate) &&
	       step(x->duplicate, *duplicate, duplicate);
}

static void compare_key(struct comparing *c, const struct key *k)
{
	struct one x = { .key = *k,
			 .was = take_row(&c->p->was, &c->at_was, k),
			 .is = take_row(&c->p->is, &c->at_is, k),
			 .merged = take_row(&c->p->merged, &c->at_merged, k) };
	const struct row *is = told_apart(k) ? x.is : x.merged;
	struct change change = { .duplicate = is != x.is && value_of(x.was) == value_of(x.is) };
	int64_t late, duplicate;
	size_t n;

	take_said(c, &x);
	n = touching(c, k);
	n -= take_named(c, &x, n);
	if (!left_of(&x, is, &late, &duplicate)) {
		if (x.end > x.first)
			wrong(c, c->said[x.first].at);
		else
			change_to(c, &x, value_of(x.merged), change);
		return;
	}
	if (late || (!x.said_late && qual_of(x.was) != qual_of(is)))
		add_change(c, &x, late, change);
	if (duplicate || n) {
		change = (struct change){ .duplicate = true, .n_merges = n };
		if (n && c->p->list_merges)
			change.merges = left_named(c, k, n);
		add_change(c, &x, duplicate, change);
	}
}

/* Each figure of each merge once, and where those of a figure and of a seat end. */
static void sort_touches(struct comparing *c, size_t n)
{
	size_t k = 0;

	if (n)
		qsort(c->touches, n, sizeof *c->touches, by_touch);
	for (size_t i = 0; i < n; i++)
		if (!k || by_touch(&c->touches[k - 1], &c->touches[i]))
			c->touches[k++] = c->touches[i];
	for (size_t i = k; i-- > 0;) {
		const struct touch *t = &c->touches[i];

		c->touches[i].next =
			i + 1 < k && t[1].figure == t->figure && str_eq(t[1].seat, t->seat)
				? t[1].next
				: i + 1;
		c->of_figure[t->figure - figures + 1]++;
	}
	for (size_t i = 0; i < figures_n; i++)
		c->of_figure[i + 1] += c->of_figure[i];
}

static void take_merges(struct comparing *c)
{
	size_t n = c->p->n_merges, deltas = 0, touches = 0;

	c->merges = arena_array(c->a, n, sizeof(const void *));
	c->named = arena_array(c->a, n, sizeof *c->named);
	c->of_figure = arena_array(c->a, figures_n + 1, sizeof *c->of_figure);
	for (size_t i = 0; i < n; i++) {
		c->merges[i] = &c->p->merges[i];
		deltas += c->merges[i]->n;
	}
	if (n)
		qsort(c->merges, n, sizeof(const void *), by_ref);
	c->touches = arena_array(c->a, deltas, sizeof *c->touches);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < c->merges[i]->n; k++) {
			struct touch t = { figure_find(c->merges[i]->deltas[k].figure),
					   c->merges[i]->seat, i, 0 };

			if (t.figure)
				c->touches[touches++] = t;
		}
	sort_touches(c, touches);
}

size_t count_unsaid(struct arena *a, const struct count_past *past, struct change **out,
		    size_t *wrong)
{
	struct comparing c = { .a = a, .p = past, .out = { .a = a }, .wrong = past->n_said };
	struct key k;

	take_merges(&c);
	c.n_said = said_of(a, past->said, past->n_said, &c.said);
	while (next_key(&c, &k))
		compare_key(&c, &k);
	*out = (struct change *)(void *)c.out.p;
	*wrong = c.wrong;
	return c.out.len / sizeof(struct change);
}
