/* See link.h: choosing among the pairs. How lists are read is in link_read.c, how pairs are found and weighed in link_pair.c. */
#include "match/link.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "match/link_pair.h"
#include "base/banned.h"

static int likeliest_first(const void *a, const void *b)
{
	const struct link_pair *x = a, *y = b;

	if (x->weight != y->weight)
		return (x->weight < y->weight) - (x->weight > y->weight);
	return x->a != y->a ? (x->a > y->a) - (x->a < y->a) : (x->b > y->b) - (x->b < y->b);
}

/* Whether two rows of one list are one person, by what was learned of two. */
static bool one_person(const struct link_list *l, const struct link_says *s, uint32_t a, uint32_t b)
{
	struct link_says inside = *s;
	uint8_t level[LINK_FIELDS];

	inside.within = true;
	inside.rows = (double)l->n;
	link_compare(&l->row[a], &l->row[b], level);
	return link_weight(&inside, &l->row[a], &l->row[b], level) > 0;
}

/* Between two lists: each row with its likeliest, the likeliest pair first. Then who stands in one of them more than once: rows that
 * are left, whose likeliest is taken by a row that is one person with them. */
static size_t each_once(struct arena *a, struct link_pair *p, size_t n, const struct link_list *x,
			const struct link_list *y, const struct link_says *s)
{
	/* The row of the other list, one more; 0 none yet. */
	uint32_t *of_x = arena_array(a, x->n + 1, sizeof *of_x),
		 *of_y = arena_array(a, y->n + 1, sizeof *of_y);
	bool *taken = arena_alloc(a, n + 1);
	size_t out = 0;

	for (size_t i = 0; i < n; i++)
		if (!of_x[p[i].a] && !of_y[p[i].b]) {
			of_x[p[i].a] = p[i].b + 1;
			of_y[p[i].b] = p[i].a + 1;
			taken[i] = true;
		}
	for (size_t i = 0; i < n; i++) {
		uint32_t *to_x = &of_x[p[i].a], *to_y = &of_y[p[i].b];

		if (!*to_y && *to_x && one_person(y, s, *to_x - 1, p[i].b)) {
			*to_y = p[i].a + 1;
			taken[i] = true;
		} else if (!*to_x && *to_y && one_person(x, s, *to_y - 1, p[i].a)) {
			*to_x = p[i].b + 1;
			taken[i] = true;
		}
	}
	for (size_t i = 0; i < n; i++)
		if (taken[i])
			p[out++] = p[i];
	return out;
}

/* Rows that were found to be one person hang together in a ring: the next of each. */
struct rings {
	uint32_t *next, *head;
};

#define HELD \
	12 /* rows of a ring that are held against those of another: of more than so many, one person seldom has any */

/* Whether all of one ring agree with all of another. */
static bool all_agree(const struct rings *r, const struct link_list *x, const struct link_says *s,
		      uint32_t a, uint32_t b)
{
	uint32_t i = a;
	size_t of_a = 0;

	do {
		uint32_t k = b;
		size_t of_b = 0;

		do {
			uint8_t level[LINK_FIELDS];

			link_compare(&x->row[i], &x->row[k], level);
			if (link_weight(s, &x->row[i], &x->row[k], level) <= 0)
				return false;
			k = r->next[k];
		} while (k != b && ++of_b < HELD);
		i = r->next[i];
	} while (i != a && ++of_a < HELD);
	return true;
}

/* Puts two rings together: what follows one follows the other, and the other's head is the first's. */
static void join(struct rings *r, uint32_t a, uint32_t b)
{
	uint32_t t = r->next[a], i = b;

	do {
		r->head[i] = r->head[a];
		i = r->next[i];
	} while (i != b);
	r->next[a] = r->next[b];
	r->next[b] = t;
}

/* Within one list: a pair counts only where all that would hang together agree, so that A like B and B like C makes no one
 * person of A and C who differ. */
static size_t together(struct arena *a, struct link_pair *p, size_t n, const struct link_list *x,
		       const struct link_says *s)
{
	struct rings r = { arena_array(a, x->n + 1, sizeof *r.next),
			   arena_array(a, x->n + 1, sizeof *r.head) };
	size_t out = 0;

	for (uint32_t i = 0; i < x->n; i++)
		r.next[i] = r.head[i] = i;
	for (size_t i = 0; i < n; i++) {
		if (r.head[p[i].a] != r.head[p[i].b]) {
			if (!all_agree(&r, x, s, p[i].a, p[i].b))
				continue;
			join(&r, p[i].a, p[i].b);
		}
		p[out++] = p[i];
	}
	return out;
}

/* Whole names of given names and surnames. */
static void whole_names(struct arena *a, struct link_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		struct str given = l->row[i].of[LINK_GIVEN], surname = l->row[i].of[LINK_SURNAME];

		if (given.len || surname.len)
			l->row[i].of[LINK_NAME] =
				str_trim(str_fmt(a, "%.*s %.*s", P(given), P(surname)));
	}
	l->fields |= 1u << LINK_NAME;
}

static bool only_whole(const struct link_list *l)
{
	return (l->fields & (1u << LINK_NAME | 1u << LINK_GIVEN)) == 1u << LINK_NAME;
}

static bool only_parts(const struct link_list *l)
{
	return !(l->fields & 1u << LINK_NAME) &&
	       l->fields & (1u << LINK_GIVEN | 1u << LINK_SURNAME);
}

bool link_common_field(const struct link_list *x, const struct link_list *y)
{
	return x->fields & y->fields || (only_whole(x) && only_parts(y)) ||
	       (only_whole(y) && only_parts(x));
}

size_t link_clusters(struct arena *a, const struct link_pair *pair, size_t n, size_t rows,
		     struct link_cluster **out)
{
	uint32_t *head = arena_array(a, rows + 1, sizeof *head),
		 *size = arena_array(a, rows + 1, sizeof *size), *row, *at;
	size_t clusters = 0, used = 0;

	for (uint32_t i = 0; i < rows; i++)
		head[i] = i;
	/* The head of each is the first of its rows; a pair's rows, and all that hang on them, get the lesser head. */
	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < n; i++) {
			uint32_t x = head[pair[i].a], y = head[pair[i].b], low = x < y ? x : y;

			more |= x != y;
			head[pair[i].a] = head[pair[i].b] = head[x] = head[y] = low;
		}
	}
	for (uint32_t i = 0; i < rows; i++)
		size[head[i]]++;
	row = arena_array(a, rows + 1, sizeof *row);
	at = arena_array(a, rows + 1, sizeof *at);
	for (uint32_t i = 0; i < rows; i++)
		if (size[i] > 1) {
			at[i] = (uint32_t)used;
			used += size[i];
			clusters++;
		}
	*out = arena_array(a, clusters + 1, sizeof **out);
	clusters = 0;
	for (uint32_t i = 0; i < rows; i++)
		if (size[i] > 1)
			(*out)[clusters++] = (struct link_cluster){ row + at[i], size[i] };
	for (uint32_t i = 0; i < rows; i++)
		if (size[head[i]] > 1)
			row[at[head[i]]++] = i;
	return clusters;
}

size_t link_pairs(struct arena *a, struct link_list *x, struct link_list *y,
		  const struct link_progress *progress, struct link_pair **out,
		  struct link_seen *seen)
{
	struct link_pairs pairs = { 0 };
	struct link_same of_x, of_y;
	struct link_list *few, *other;
	struct link_says says;
	size_t n = 0;

	if (y && only_whole(x) && only_parts(y))
		whole_names(a, y);
	else if (y && only_whole(y) && only_parts(x))
		whole_names(a, x);

	link_same(a, x, &of_x);
	if (y)
		link_same(a, y, &of_y);
	few = &of_x.few;
	other = y ? &of_y.few : NULL;
	link_find(a, few, other, progress, &pairs);
	link_learn(&pairs, few, other, &says);
	if (pairs.n)
		qsort(pairs.p, pairs.n, sizeof *pairs.p, likeliest_first);
	while (n < pairs.n && pairs.p[n].weight > 0)
		n++;
	*seen = (struct link_seen){ pairs.looked, says.learned };
	n = y ? each_once(a, pairs.p, n, few, other, &says) : together(a, pairs.p, n, few, &says);
	return link_all(a, &of_x, y ? &of_y : &of_x, pairs.p, n, out);
}
