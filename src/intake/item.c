/* Weapons and ammunition: what was handed in waits item by item; a cut makes one entry of all items of a kind
 * (format.md section 1, form `weapon`). */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/hash.h"
#include "intake/intake_int.h"
#include "base/banned.h"

static int by_seal(const void *x, const void *y)
{
	return str_cmp(((const struct ready *)x)->x.seal, ((const struct ready *)y)->x.seal);
}

/* One entry for a kind and cut: more would break the rules. What an entry cannot hold the sum of waits. */
static bool entry_of_items(struct cutting *w, const struct kind *k, struct ready *items, size_t n,
			   struct ready *out, size_t *n_out, struct err *e)
{
	const struct entry **x = arena_array(w->a, n, sizeof *x);
	struct refusals why = { .a = w->a };
	struct ready *t = &out[*n_out];
	size_t all = n;

	memset(t, 0, sizeof *t);
	for (size_t i = 0; i < n; i++)
		x[i] = &items[i].x;
	while (n && !entry_weapon(w->a, k, w->day, x, n, &t->x, &why))
		n /= 2;
	if (!n)
		return err_set(e, ERR_FAILED, "cut log %.*s: an item does not fit an entry",
			       P(w->log.name));
	if (n < all)
		wait_for(w, all - n, S("the sum of one entry is full: the next cut takes them"));
	t->bytes = entry_put(w->a, &t->x, 0);
	t->leaf = hash_leaf(t->bytes);
	t->items = items;
	t->n_items = n;
	(*n_out)++;
	return true;
}

bool weapons_that_go(struct cutting *w, const struct ready *items, size_t n, struct ready *out,
		     size_t *n_out, struct err *e)
{
	for (size_t i = 0; i < kinds_n; i++) {
		const struct kind *k = kinds[i];
		struct ready *of;
		size_t n_of = 0;

		if (k->form != FORM_WEAPON)
			continue;
		of = arena_array(w->a, n + 1, sizeof *of);
		for (size_t j = 0; j < n; j++)
			if (items[j].x.kind == k->code)
				of[n_of++] = items[j];
		if (!may_go(w, of, n_of)) {
			wait_for(w, n_of,
				 str_fmt(w->a, "fewer than %lld weapons or lots, 7 days at most",
					 (long long)w->cell));
			continue;
		}
		qsort(of, n_of, sizeof *of, by_seal);
		if (n_of && !entry_of_items(w, k, of, n_of, out, n_out, e))
			return false;
	}
	return true;
}
