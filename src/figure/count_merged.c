/* See count_merged.h. */
#include "figure/count_merged.h"

#include <stdlib.h>

#include "record/kinds.h"
#include "base/banned.h"

/* What ended so many days before a day counts in no window of it but that of all. */
#define WINDOW_DAYS 3

bool merged_may_be(const struct entry *x)
{
	for (size_t i = 0; x->kind == kind_decision.code && i < x->deltas.n; i++)
		if (str_eq(x->deltas.list[i].figure, S("P2")))
			return true;
	return false;
}

static int by_bytes(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

struct merged_names merged_names_of(struct arena *a, const struct rec *const *said, size_t n,
				    int64_t of_day)
{
	struct buf refs = { .a = a };
	struct merged_names names;

	for (size_t i = 0; i < n; i++) {
		const struct val *list = rec_get(said[i], "merges");

		if (rec_get(said[i], "of_day")->n != of_day)
			continue;
		for (size_t k = 0; list && k < list->len; k++)
			buf_add(&refs, &list->v[k].s, sizeof list->v[k].s);
	}
	names.refs = (struct str *)(void *)refs.p;
	names.n = refs.len / sizeof *names.refs;
	if (names.n)
		qsort(names.refs, names.n, sizeof *names.refs, by_bytes);
	return names;
}

bool merged_named(const struct merged_names *names, const uint8_t ref[REF_BYTES])
{
	struct str key = str_mem(ref, REF_BYTES);

	return names->n && bsearch(&key, names->refs, names->n, sizeof key, by_bytes);
}

bool merged_add(struct count *c, int64_t day, const struct merged *list, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < list[i].n; k++) {
			const struct delta *d = &list[i].deltas[k];
			struct part p = { .figure = d->figure,
					  .detail = d->detail,
					  .place = list[i].seat,
					  .n = d->n,
					  .q = d->n < 0 ? qual_minus(d->q) : d->q,
					  .from_day = day - WINDOW_DAYS,
					  .day = day - WINDOW_DAYS,
					  .entries = 1 };

			if (!count_add(c, &p, e))
				return false;
		}
	return true;
}
