/*
 * What a bulletin changes of the past: rows of an earlier day counted before and now, and the restatements
 * that say so (figures.csv, Q2).
 */
#include "figure/count.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
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
				  .new = rec_get(r, "new")->n };

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

struct comparing {
	const struct row *was, *is;
	size_t n_was, n_is;
	struct said *said;
	size_t n_said, at_was, at_is, at_said;
	struct buf out; /* of struct change */
	size_t wrong;
};

/* The least key that is still to be looked at; false at the end. */
static bool next_key(const struct comparing *c, struct key *k)
{
	struct key others[3];
	size_t n = 0;

	if (c->at_was < c->n_was)
		others[n++] = key_of(&c->was[c->at_was]);
	if (c->at_is < c->n_is)
		others[n++] = key_of(&c->is[c->at_is]);
	if (c->at_said < c->n_said)
		others[n++] = c->said[c->at_said].key;
	for (size_t i = 0; i < n; i++)
		if (!i || key_order(&others[i], k) < 0)
			*k = others[i];
	return n > 0;
}

/* The row of this key, if it is next. */
static const struct row *take_row(const struct row *rows, size_t n, size_t *at, const struct key *k)
{
	struct key other;

	if (*at == n)
		return NULL;
	other = key_of(&rows[*at]);
	return key_order(&other, k) ? NULL : &rows[(*at)++];
}

/* Where the chain of restatements of this key ends; whether there is one. */
static bool take_said(struct comparing *c, const struct key *k, int64_t *value)
{
	size_t first = c->at_said;

	for (; c->at_said < c->n_said && !key_order(&c->said[c->at_said].key, k); c->at_said++) {
		const struct said *s = &c->said[c->at_said];

		if (s->old != *value && s->at < c->wrong)
			c->wrong = s->at;
		*value = s->new;
	}
	return c->at_said > first;
}

static void compare_key(struct comparing *c, const struct key *k)
{
	const struct row *was = take_row(c->was, c->n_was, &c->at_was, k);
	const struct row *is = take_row(c->is, c->n_is, &c->at_is, k);
	enum qual old = was ? was->qual : QUAL_EXACT, new = is ? is->qual : QUAL_EXACT;
	int64_t value = was ? was->value : 0;
	bool said = take_said(c, k, &value);
	struct change x = { .figure = k->figure,
			    .place = k->place,
			    .place_name = is	? is->place_name
					  : was ? was->place_name
						: k->place,
			    .detail = k->detail,
			    .period = k->period,
			    .old = value,
			    .new = is ? is->value : 0 };

	if (x.old != x.new || (!said && old != new))
		buf_add(&c->out, &x, sizeof x);
}

size_t count_unsaid(struct arena *a, const struct row *was, size_t n_was, const struct row *is,
		    size_t n_is, const struct rec *const *said, size_t n, struct change **out,
		    size_t *wrong)
{
	struct comparing c = {
		.was = was, .is = is, .n_was = n_was, .n_is = n_is, .out = { .a = a }, .wrong = n
	};
	struct key k;

	c.n_said = said_of(a, said, n, &c.said);
	while (next_key(&c, &k))
		compare_key(&c, &k);
	*out = (struct change *)(void *)c.out.p;
	*wrong = c.wrong;
	return c.out.len / sizeof(struct change);
}
