/* The reader of reports with the language packs of the program, opened once. */
#ifndef SULH_FUZZ_READER_HERE_H
#define SULH_FUZZ_READER_HERE_H

#include <assert.h>

#include "base/arena.h"
#include "press/read.h"

static inline struct press_reader *reader_here(void)
{
	static struct arena *kept;
	static struct press_reader *reader;
	struct err e = { 0 };
	bool ok;

	if (reader)
		return reader;
	kept = arena_new(0);
	reader = arena_alloc(kept, sizeof *reader);
	ok = press_reader_open(kept, NULL, reader, &e);
	assert(ok);
	return reader;
}

#endif
