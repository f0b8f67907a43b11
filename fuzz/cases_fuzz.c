/* Cases of a pack from any bytes, as spreadsheets save them: refused, or each wrong one said. */
#include "press/cases.h"

#include <assert.h>

#include "base/arena.h"
#include "press/cells.h"
#include "reader_here.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at_cells(struct arena *a, struct str bytes)
{
	struct cells t;
	struct err e = { 0 };
	size_t line = 0;

	if (!cells_of(a, S("table"), bytes, &t, &e)) {
		assert(e.kind != ERR_NONE && e.what[0]);
		return;
	}
	for (; cells_next(&t); line = t.line) {
		assert(t.line > line && t.n > 0 && t.n <= CELLS);
		for (size_t i = 0; i < CELLS; i++)
			assert(t.cell[i].s && t.cell[i].len <= bytes.len * 2);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct press_reader *reader = reader_here();
	struct arena *a = arena_new((size_t)64 << 20);
	struct pack_report report;
	struct err e = { 0 };
	size_t cases;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	report = (struct pack_report){ .text = { .a = a } };
	look_at_cells(a, str_mem(data, size));
	if (cases_read(a, str_mem(data, size), reader, &reader->pack[0], &cases, &report, &e))
		assert(!report.wrong == !report.text.len && cases <= CASES);
	else
		assert(e.kind != ERR_NONE && e.what[0]);
	arena_free(a);
	return 0;
}
