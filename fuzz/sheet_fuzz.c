/* Files of rows in every form, as an import reads them: the first byte says which. Headers name fields, rows are
 * not wider than allowed, every refusal says what is wrong, and from the start it all comes again. */
#include "intake/header.h"

#include <assert.h>

#include "base/arena.h"
#include "intake/commit.h"
#include "record/kinds.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The number of rows; -1 where the file is refused. */
static int64_t rows(struct arena *a, struct sheet in, const struct kind *k, struct refusals *why)
{
	struct header h;
	struct str cells[CSV_COLUMNS];
	struct err e = { 0 };
	int64_t count = 0;
	size_t n = 0, last;

	if (!header_read(&h, &in, a, k, &e)) {
		assert(e.kind != ERR_NONE && e.what[0]);
		return -1;
	}
	assert(h.n <= CSV_COLUMNS);
	for (last = in.row; sheet_row(&in, a, h.n, cells, &n, &e); count++) {
		struct draft *d = draft_new(a, k);

		assert(n <= CSV_COLUMNS && in.row > last);
		last = in.row;
		for (size_t i = 0; i < n && i < h.n; i++)
			if (!h.aside[i] && !h.qualifies[i])
				(void)draft_set(a, d, h.names[i], cells[i], why);
	}
	assert(e.kind == ERR_NONE || e.what[0]);
	return e.kind == ERR_NONE ? count : -1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct kind *const of[] = { &kind_facility, &kind_distribution, &kind_decree,
						 &kind_registration };
	struct arena *a = arena_new((size_t)256 * 1024 * 1024);
	struct refusals why = { .a = a };
	enum sheet_form form = size ? (enum sheet_form)(data[0] & 3) : SHEET_CSV;
	const struct kind *k = of[size ? data[0] >> 2 & 3 : 0];
	struct err e = { 0 };
	struct sheet in;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	if (sheet_open(&in, a, form, str_mem(data + !!size, size - !!size), k,
		       (struct str){ NULL, 0 }, &e))
		assert(rows(a, in, k, &why) == rows(a, in, k, &why));
	else
		assert(e.kind != ERR_NONE && e.what[0]);
	arena_free(a);
	return 0;
}
