/* What names got is looked through side by side, and gives what looking at one after the other does. */
#include "match/tally.h"

#include <string.h>

#include "base/arena.h"
#include "test.h"
#include "base/banned.h"

#define NAMES 300

static size_t one_by_one(const uint16_t *tally, size_t from, size_t to, uint16_t least)
{
	while (from < to && tally[from] < least)
		from++;
	return from;
}

int main(void)
{
	struct arena *a = arena_new(0);
	uint16_t *tally = arena_array(a, NAMES + TALLY_MORE, sizeof *tally);
	uint64_t r = 1;
	bool same = true, ends = true;

	for (size_t turn = 0; turn < 20000; turn++) {
		uint16_t least;
		size_t from, to;

		r = r * 6364136223846793005u + 1442695040888963407u;
		tally[(r >> 33) % NAMES] = turn % 3 ? 0 : (uint16_t)(r >> 20);
		from = (r >> 40) % NAMES;
		to = from + (r >> 50) % (NAMES - from + 1);
		least = turn % 5 ? (uint16_t)(r >> 24 | 1) : turn % 2 ? 1 : UINT16_MAX;
		same &= tally_next(tally, from, to, least) == one_by_one(tally, from, to, least);
	}
	memset(tally, 0xff, (NAMES + TALLY_MORE) * sizeof *tally);
	for (size_t to = 0; to < NAMES; to++)
		ends &= tally_next(tally, to, to, 1) == to;
	CHECK("the next of those that have enough is the same", same);
	CHECK("what stands after the end is not looked at", ends);
	arena_free(a);
	return done();
}
