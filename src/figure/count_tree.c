/* The tree of places of a count, from lists and from records of headquarters' log. */
#include "figure/count.h"

#include "base/arena.h"
#include "figure/count_int.h"
#include "base/banned.h"

/* A corrected place stands behind its children; more rounds than this would be a tree made to be slow. */
#define ROUNDS 64

bool count_places(struct count *c, const struct count_place *list, size_t n)
{
	size_t *waiting = arena_array(c->a, n, sizeof *waiting), left = n;

	for (size_t i = 0; i < n; i++)
		waiting[i] = i;
	for (int round = 0; left && round < ROUNDS; round++) {
		size_t still = 0;

		for (size_t i = 0; i < left; i++)
			if (!count_place(c, &list[waiting[i]]))
				waiting[still++] = waiting[i];
		if (still == left)
			break;
		left = still;
	}
	return !left;
}

static uint64_t corrected(const struct rec *r)
{
	uint64_t index = 0;

	for (int i = 8; i < 16; i++)
		index = index << 8 | (uint8_t)r->corrects.s[i];
	return index;
}

static struct count_place place_of(const struct rec *r)
{
	const struct val *parent = rec_get(r, "parent"), *area = rec_get(r, "area_m2");
	struct count_place p = { .code = rec_code(r, "place_no"),
				 .name = rec_code(r, "name_en"),
				 .level = rec_code(r, "level"),
				 .area_m2 = area ? area->n : 0 };

	if (parent)
		p.parent = parent->s;
	return p;
}

/* The position of an index, which they are sorted by; n where it is not there. */
static size_t at_index(const struct count_record *list, size_t n, uint64_t index)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (list[mid].index < index)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < n && list[lo].index == index ? lo : n;
}

bool count_tree(struct count *c, const struct count_record *list, size_t n)
{
	struct count_place *places = arena_array(c->a, n, sizeof *places);
	bool *gone = arena_array(c->a, n + 1, sizeof *gone);
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (list[i].rec->corrects.s)
			gone[at_index(list, n, corrected(list[i].rec))] = true;
	for (size_t i = 0; i < n; i++)
		if (!gone[i])
			places[k++] = place_of(list[i].rec);
	return count_places(c, places, k);
}
