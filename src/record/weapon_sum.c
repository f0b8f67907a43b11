/* See weapon_sum.h. */
#include "record/weapon_sum.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "record/refuse.h"
#include "base/banned.h"

void weapon_sum_start(struct arena *a, const struct kind *k, struct weapon_sum *s)
{
	*s = (struct weapon_sum){ .kind = k, .deltas = { .a = a } };
	hash_run_start(&s->seals);
}

bool weapon_sum_add(struct weapon_sum *s, const struct entry *item)
{
	const struct deltas *d = &item->deltas;

	if (s->kind->form != FORM_WEAPON || item->kind != s->kind->code ||
	    item->seal.len != sizeof s->last ||
	    (s->n && memcmp(s->last, item->seal.s, sizeof s->last) >= 0))
		return false;
	memcpy(s->last, item->seal.s, sizeof s->last);
	hash_run_add(&s->seals, item->seal);
	s->n++;
	for (size_t i = 0; i < d->n; i++)
		if (d->list[i].n)
			delta_merge(&s->deltas, d->list[i].figure, d->list[i].detail, d->list[i].n,
				    d->list[i].q);
	return true;
}

bool weapon_sum_entry(struct arena *a, const struct weapon_sum *s, int64_t day, struct entry *e,
		      struct refusals *why)
{
	struct hash_run seals = s->seals;
	struct hash h = hash_run_end(&seals);

	*e = (struct entry){ .version = ENTRY_VERSION,
			     .kind = s->kind->code,
			     .day = day,
			     .from_day = day,
			     .deltas = { .a = a } };
	if (!s->n)
		return refuse(why, "missing", S("entry"), str_of(s->kind->name),
			      "at least one item");
	for (size_t i = 0; i < s->deltas.n; i++) {
		const struct delta *d = &s->deltas.list[i];

		delta_merge(&e->deltas, d->figure, d->detail, d->n, d->q);
	}
	deltas_sort(&e->deltas);
	e->seal = str_dup(a, hash_str(&h));
	if (!entry_fits(a, s->kind, e, why))
		return false;
	/* What counts in nothing would say by its kind alone that heavy materiel came. */
	if (!e->deltas.n)
		e->kind = VEILED_CODE;
	return true;
}

static int by_seal(const void *x, const void *y)
{
	return str_cmp((*(const struct entry *const *)x)->seal,
		       (*(const struct entry *const *)y)->seal);
}

bool entry_weapon(struct arena *a, const struct kind *k, int64_t day,
		  const struct entry *const *items, size_t n, struct entry *e, struct refusals *why)
{
	const struct entry **sorted = arena_array(a, n, sizeof *sorted);
	struct weapon_sum s;

	for (size_t i = 0; i < n; i++)
		sorted[i] = items[i];
	if (n)
		qsort(sorted, n, sizeof *sorted, by_seal);
	weapon_sum_start(a, k, &s);
	for (size_t i = 0; i < n; i++)
		if (!weapon_sum_add(&s, sorted[i]))
			return refuse(why, "form", S("seal"), str_of(k->name),
				      "sealed items of this kind, each once");
	return weapon_sum_entry(a, &s, day, e, why);
}
