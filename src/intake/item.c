/* Weapons and ammunition: what was handed in waits item by item; a cut makes one entry of all items of a kind of
 * whose figures enough wait (format.md section 4, form `weapon`, and section 11). */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/hash.h"
#include "intake/intake_int.h"
#include "record/weapon_sum.h"
#include "base/banned.h"

static int by_seal(const void *x, const void *y)
{
	return str_cmp(((const struct ready *)x)->x.seal, ((const struct ready *)y)->x.seal);
}

/* Items of one kind that count in one figure and detail; figure empty: in none. */
struct pile {
	struct store_item as;
	struct ready *list;
	size_t n;
	bool goes;
};

#define PILES 8

/* One entry for a kind and cut: more would break the rules. What an entry cannot hold the sum of waits. */
static bool entry_of_items(struct cutting *w, const struct kind *k, struct ready *items, size_t n,
			   struct ready *t, struct err *e)
{
	const struct entry **x = arena_array(w->a, n, sizeof *x);
	struct refusals why = { .a = w->a };
	size_t all = n;

	memset(t, 0, sizeof *t);
	qsort(items, n, sizeof *items, by_seal);
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
	return true;
}

static struct pile *pile_of(struct pile *piles, size_t *n, const struct ready *t)
{
	struct pile new = { 0 };

	item_of(&t->x, &new.as);
	for (size_t i = 0; i < *n; i++)
		if (str_eq(piles[i].as.figure, new.as.figure) &&
		    str_eq(piles[i].as.detail, new.as.detail))
			return &piles[i];
	piles[*n] = new;
	return *n < PILES ? &piles[(*n)++] : NULL;
}

/* The items of a kind, by what they count as. */
static bool heap(struct cutting *w, const struct kind *k, const struct ready *items, size_t n,
		 struct pile piles[PILES + 1], size_t *n_piles, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		struct pile *to;

		if (items[i].x.kind != k->code)
			continue;
		to = pile_of(piles, n_piles, &items[i]);
		if (!to)
			return err_set(e, ERR_FAILED, "cut log %.*s: %s counts in too many figures",
				       P(w->log.name), k->name);
		if (!to->list)
			to->list = arena_array(w->a, n, sizeof *to->list);
		to->list[to->n++] = items[i];
	}
	return true;
}

/* Each figure is a number of its own in public, so each needs its own crowd. What counts in none rides along unseen,
 * or goes veiled. */
static size_t choose(struct cutting *w, struct pile *piles, size_t n, struct ready *out)
{
	bool any = false;
	size_t taken = 0;

	for (size_t i = 0; i < n; i++) {
		piles[i].goes = may_go(w, piles[i].list, piles[i].n);
		any |= piles[i].goes && piles[i].as.figure.len;
	}
	for (size_t i = 0; i < n; i++) {
		if (!piles[i].goes && !(any && !piles[i].as.figure.len)) {
			wait_for(w, piles[i].n,
				 str_fmt(w->a,
					 "fewer than %lld weapons or lots of a sort, 7 days at "
					 "most",
					 (long long)w->cell));
			continue;
		}
		memcpy(out + taken, piles[i].list, piles[i].n * sizeof *out);
		taken += piles[i].n;
	}
	return taken;
}

bool weapons_that_go(struct cutting *w, const struct ready *items, size_t n, struct ready *out,
		     size_t *n_out, size_t *shown, struct err *e)
{
	for (size_t i = 0; i < kinds_n; i++) {
		const struct kind *k = kinds[i];
		struct pile piles[PILES + 1] = { 0 };
		struct ready *take, *t = &out[*n_out];
		size_t n_piles = 0, taken;

		if (k->form != FORM_WEAPON)
			continue;
		if (!heap(w, k, items, n, piles, &n_piles, e))
			return false;
		take = arena_array(w->a, n + 1, sizeof *take);
		taken = choose(w, piles, n_piles, take);
		if (!taken)
			continue;
		if (!entry_of_items(w, k, take, taken, t, e))
			return false;
		*shown += t->x.kind != VEILED_CODE;
		(*n_out)++;
	}
	return true;
}
