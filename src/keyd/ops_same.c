/* See ops_same.h. */
#include "keyd/ops_same.h"

#include "base/arena.h"
#include "base/banned.h"

/* What is written of a birth is often not right by some years. */
#define YEARS_OFF 5

void ops_same_ways(struct arena *a, struct ops_same *x)
{
	x->n_ways = names_ways(a, &x->names, x->ways);
}

void ops_same_query(struct arena *a, const struct ops_same *x, struct index_query *out)
{
	index_query_of(a, &x->names, out);
	out->all = true;
	out->near = &x->names;
	out->years = YEARS_OFF;
}

bool ops_same_may_be(struct arena *a, const struct ops_same *x, const struct index_hit *hit)
{
	struct names_way *ways;

	if (hit->strong || hit->score < ABOUT_STRONG)
		return hit->strong;
	ways = arena_array(a, NAMES_WAYS, sizeof *ways);
	return names_born_near(&x->names, &hit->names, 0) &&
	       names_same(x->ways, x->n_ways, ways, names_ways(a, &hit->names, ways));
}
