/* Private to keyd/ops*.c: who may be the same person as somebody, as it is asked of whoever is registered (ops_search.c), and of whom
 * another register knows (ops_exchange_compare.c). */
#ifndef SULH_KEYD_OPS_SAME_H
#define SULH_KEYD_OPS_SAME_H

#include "keyd/index.h"

struct ops_same {
	struct names names;
	struct names_way ways[NAMES_WAYS];
	size_t n_ways;
};

/* Fills in the ways in which x->names is written; in the arena. */
void ops_same_ways(struct arena *a, struct ops_same *x);

/* What finds them among others: whoever may be born within some years. It has views into x. */
void ops_same_query(struct arena *a, const struct ops_same *x, struct index_query *out);

/* Whether one who was found may be the same: a strong answer, or one of the same words who may be born in the same year. */
bool ops_same_may_be(struct arena *a, const struct ops_same *x, const struct index_hit *hit);

#endif
