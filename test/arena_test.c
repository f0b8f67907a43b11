/* Arenas: what is kept from one piece of work to the next, and that nothing of it can be read there. */
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

#include "test.h"
#include "base/banned.h"

static size_t taken, given, wiped;

static void *take(size_t n)
{
	taken++;
	return malloc(n);
}

static void give(void *p)
{
	given++;
	free(p);
}

static void wipe(void *p, size_t n)
{
	wiped += n;
	memset(p, 0, n);
}

static const struct arena_source dear = { take, give, wipe, 1 << 20 };
static const struct arena_source cheap = { take, give, NULL, 1 << 20 };

/* Takes `pieces` of 10,000 bytes, and writes into them; whether all were zero. */
static bool work(struct arena *a, size_t pieces)
{
	bool zero = true;

	for (size_t i = 0; i < pieces; i++) {
		char *p = arena_alloc(a, 10000);

		for (size_t k = 0; k < 10000; k++)
			zero &= !p[k];
		memset(p, 'x', 10000);
	}
	return zero;
}

static bool sanitized(void)
{
#ifdef __SANITIZE_ADDRESS__
	return true;
#else
	return false;
#endif
}

static void keeps(void)
{
	struct arena *a = arena_new_from(0, &dear);
	bool zero = work(a, 50);
	size_t first = taken, then;

	CHECK("work takes several blocks", first > 3);
	arena_reset(a);
	then = taken;
	zero &= work(a, 50);
	CHECK("the same work once more takes none where they are dear, unless each use is watched",
	      sanitized() ? taken > then : taken == then && then == first + 1);
	arena_reset(a);
	CHECK("what is kept is wiped", sanitized() ? !wiped : wiped == 50 * 10000);
	zero &= work(a, 50);
	CHECK("what is taken is zero each time", zero);
	zero = work(a, 500);
	arena_reset(a);
	then = taken;
	zero &= work(a, 500);
	CHECK("more than may be kept is not", zero && taken > then);
	arena_free(a);
	CHECK("all is given back", taken == given);
}

static void keeps_one(void)
{
	struct arena *a = arena_new_from(0, &cheap);
	size_t before;

	work(a, 50);
	before = taken;
	arena_reset(a);
	CHECK("where memory is cheap none is taken to be kept", taken == before);
	CHECK("and what is taken is zero", work(a, 50));
	arena_free(a);
	CHECK("all is given back", taken == given);
}

int main(void)
{
	keeps();
	keeps_one();
	return done();
}
