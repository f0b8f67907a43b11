/* For test/places_eval.py: names of places from a file (number, name, between tabs), queries from another (name), the best
 * ten of each to standard output, and what that took of the processor and of memory on a last line. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/os.h"
#include "match/gazette.h"
#include "base/banned.h"

#define FILE_MOST ((size_t)256 << 20)
#define BEST	  10

static int64_t now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void find(struct gazette *g, struct arena *one, struct str name)
{
	struct gazette_hit *hit;
	size_t n;

	arena_reset(one);
	n = gazette_find(g, one, name, NULL, NULL, BEST, &hit);
	for (size_t i = 0; i < n; i++)
		printf("%s%" PRIu32 ":%d", i ? "\t" : "", hit[i].who, hit[i].score);
	printf("\n");
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new(0), *one = arena_new(0);
	struct gazette *g = gazette_new(a);
	struct str names, queries;
	int64_t *took = NULL;
	size_t n = 0, room = 0;
	struct err e = { 0 };

	if (argc != 3 || !os_read(a, argv[1], FILE_MOST, &names, &e) ||
	    !os_read(a, argv[2], FILE_MOST, &queries, &e)) {
		fprintf(stderr, "place_tool NAMES QUERIES: %s\n", e.what);
		return 1;
	}
	while (names.len) {
		struct str name = str_cut(&names, '\n'), number = str_cut(&name, '\t');
		int64_t who;

		if (!int_parse(number, 0, INT32_MAX, &who))
			return 1;
		(void)gazette_add(g, (uint32_t)who, name);
	}
	while (queries.len) {
		int64_t began = now();

		find(g, one, str_cut(&queries, '\n'));
		took = arena_more(a, took, n, &room, sizeof *took);
		took[n++] = now() - began;
	}
	if (n)
		qsort(took, n, sizeof *took, by_number);
	printf("names %zu queries %zu p50_us %" PRId64 " p99_us %" PRId64 " bytes %zu\n",
	       gazette_names(g), n, n ? took[n / 2] : 0, n ? took[n * 99 / 100] : 0,
	       gazette_bytes(g));
	arena_free(one);
	arena_free(a);
	return 0;
}
