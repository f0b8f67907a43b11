/* CSV: rows end, errors name a place, and what is read reads the same when it is written. */
#include "base/csv.h"

#include <assert.h>

#include "base/arena.h"
#include "intake/csv.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Writes a row and reads it back. An empty row has no spelling: a line without anything is stepped over. */
static void round(struct arena *a, const struct str *cells, size_t n)
{
	struct buf b = { .a = a };
	struct str again[CSV_COLUMNS];
	struct csv in;
	struct err e;
	size_t k;
	bool ok;

	for (size_t i = 0; i < n; i++)
		csv_put(&b, cells[i]);
	csv_put_end(&b);
	if (n == 1 && !cells[0].len)
		return;
	in = csv_of(buf_text(&b));
	ok = csv_row(&in, a, again, &k, &e);
	assert(ok && k == n);
	for (size_t i = 0; i < n; i++)
		assert(str_eq(again[i], cells[i]));
	ok = csv_row(&in, a, again, &k, &e);
	assert(!ok && e.kind == ERR_NONE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)64 * 1024 * 1024);
	struct csv in = csv_of(str_mem(data, size));
	struct str cells[CSV_COLUMNS];
	struct enrolment *list;
	struct err e;
	size_t n, row = 0;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	while (csv_row(&in, a, cells, &n, &e)) {
		assert(n >= 1 && n <= CSV_COLUMNS && in.row > row);
		row = in.row;
		round(a, cells, n);
	}
	assert(e.kind == ERR_NONE || (e.what[0] && e.where[0]));
	if (!officers_read(a, str_mem(data, size), &list, &n, &e))
		assert(e.kind != ERR_NONE && e.what[0]);
	arena_free(a);
	return 0;
}
