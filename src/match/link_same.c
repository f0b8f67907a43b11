/* Rows that say the same to the letter, a day of birth among it, are one row while pairs are looked for: somebody who stands in a list a hundred times would
 * take up all room for who is like him, and would make his name a common one. What was found of one row holds of all. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "match/birth.h"
#include "match/link_pair.h"
#include "base/banned.h"

#define SHOWN \
	100 /* rows that say the same, each of which is a pair with each; more are pairs with the first */

static int by_values(const struct link_row *x, const struct link_row *y)
{
	int order = str_cmp(x->also, y->also);

	for (int f = 0; !order && f < LINK_FIELDS; f++)
		order = str_cmp(x->of[f], y->of[f]);
	return order;
}

/* Of whom no day of birth is known there may be many who say the same. */
static bool has_day(const struct link_row *r)
{
	struct birth b;

	return birth_read(r->of[LINK_BIRTH], &b) && birth_compare(b, b) == BIRTH_DAY;
}

/* In the order of the list where they say the same. */
static int same_together(const void *a, const void *b)
{
	const struct link_row *const *x = a, *const *y = b;
	int order = by_values(*x, *y);

	return order ? order : (*x > *y) - (*x < *y);
}

void link_same(struct arena *a, const struct link_list *l, struct link_same *out)
{
	const struct link_row **by = arena_array(a, l->n + 1, sizeof *by);
	uint32_t *next = arena_array(a, l->n + 1, sizeof *next);
	bool *later = arena_alloc(a, l->n + 1);
	size_t used = 0;

	for (size_t i = 0; i < l->n; i++)
		by[i] = &l->row[i];
	qsort(by, l->n, sizeof *by, same_together);
	for (size_t i = 0; i < l->n; i++) {
		size_t at = (size_t)(by[i] - l->row);

		later[at] = i && !by_values(by[i - 1], by[i]) && has_day(by[i]);
		next[at] = i + 1 < l->n ? (uint32_t)(by[i + 1] - l->row) : (uint32_t)at;
	}
	*out = (struct link_same){ .few = { .fields = l->fields } };
	out->few.row = arena_array(a, l->n + 1, sizeof *out->few.row);
	out->from = arena_array(a, l->n + 1, sizeof *out->from);
	out->row = arena_array(a, l->n + 1, sizeof *out->row);
	for (uint32_t i = 0; i < l->n; i++) {
		struct link_row *r = &out->few.row[out->few.n];

		if (later[i])
			continue;
		*r = l->row[i];
		out->from[out->few.n++] = (uint32_t)used;
		out->row[used++] = i;
		for (uint32_t k = i; next[k] != k && later[next[k]]; k = next[k])
			out->row[used++] = next[k];
		r->many = (uint32_t)used - out->from[out->few.n - 1];
	}
	out->from[out->few.n] = (uint32_t)used;
}

size_t link_all(struct arena *a, const struct link_same *x, const struct link_same *y,
		struct link_pair *p, size_t n, struct link_pair **out)
{
	size_t room = 0, all = 0;

	*out = NULL;
	for (size_t i = 0; i < n; i++) {
		const uint32_t *row = x->row + x->from[p[i].a], *with = y->row + y->from[p[i].b];
		uint32_t rows = x->few.row[p[i].a].many, withs = y->few.row[p[i].b].many;
		bool itself = x == y && p[i].a == p[i].b;

		for (uint32_t k = 0; k < rows; k++)
			for (uint32_t m = itself ? k + 1 : 0; m < withs; m++) {
				struct link_pair *to;

				if (k && m && (k >= SHOWN || m >= SHOWN))
					break;
				*out = arena_more(a, *out, all, &room, sizeof **out);
				to = &(*out)[all++];
				*to = p[i];
				to->a = row[k];
				to->b = with[m];
				if (x == y && to->a > to->b) {
					to->a = with[m];
					to->b = row[k];
				}
			}
	}
	return all;
}
