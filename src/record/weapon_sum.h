/* The public entry of weapons or ammunition: what the items of one kind that one cut takes come to (format.md section 4). */
#ifndef SULH_RECORD_WEAPON_SUM_H
#define SULH_RECORD_WEAPON_SUM_H

#include "ledger/hash.h"
#include "record/entry.h"

/* Items added one by one, in ascending order of their seals, so that nobody needs all of them at once. */
struct weapon_sum {
	const struct kind *kind;
	struct deltas deltas;
	struct hash_run seals;
	uint8_t last[32];
	int64_t n;
};

void weapon_sum_start(struct arena *a, const struct kind *k, struct weapon_sum *s);
/* False for what is no sealed item of this kind or stands in no such order. The sum has views into the items. */
bool weapon_sum_add(struct weapon_sum *s, const struct entry *item);
/* The deltas summed, the seal SHA-256 over the items' seals; veiled where they count in nothing. The sum can go on. Refuses
 * where there was no item, and what does not fit an entry. */
bool weapon_sum_entry(struct arena *a, const struct weapon_sum *s, int64_t day, struct entry *e,
		      struct refusals *why);

/* The same of `n` items in any order. */
bool entry_weapon(struct arena *a, const struct kind *k, int64_t day,
		  const struct entry *const *items, size_t n, struct entry *e,
		  struct refusals *why);

#endif
