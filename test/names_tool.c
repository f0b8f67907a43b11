/* names_tool PERSONS QUERIES PERSONS.tsv QUERIES.tsv: invented persons and look-ups of them, for tools/bench-trgm. */
#include <inttypes.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/os.h"
#include "cli/bench_people.h"
#include "base/banned.h"

static bool put(const char *path, const struct buf *text)
{
	struct err e;

	if (os_write(path, buf_text(text), 0644, &e))
		return true;
	fprintf(stderr, "names_tool: %s\n", e.what);
	return false;
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new(0);
	struct buf persons = { .a = a }, queries = { .a = a };
	int64_t n, asked;

	if (argc != 5 || !int_parse(str_of(argv[1]), 1, INT32_MAX, &n) ||
	    !int_parse(str_of(argv[2]), 1, INT32_MAX, &asked)) {
		fputs("usage: names_tool PERSONS QUERIES PERSONS.tsv QUERIES.tsv\n", stderr);
		return 2;
	}
	for (uint32_t i = 0; i < n; i++) {
		struct buf birth = { .a = a };

		buf_fmt(&persons, "%" PRIu32 "\t", i);
		bench_person(i, &persons, &birth);
		buf_fmt(&persons, "\t%.*s\n", P(buf_text(&birth)));
	}
	for (uint32_t k = 0; k < asked; k++) {
		uint32_t who = (uint32_t)((uint64_t)k * 2654435761u % (uint64_t)n);
		enum bench_ask how = (enum bench_ask)(k % ASKS);
		struct buf name = { .a = a }, birth = { .a = a };

		bench_query(who, how, &name, &birth);
		buf_fmt(&queries, "%" PRIu32 "\t%" PRIu32 "\t%s\t%.*s\t%.*s\n", k, who,
			bench_ask_name(how), P(buf_text(&name)), P(buf_text(&birth)));
	}
	return put(argv[3], &persons) && put(argv[4], &queries) ? 0 : 1;
}
