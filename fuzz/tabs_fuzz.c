/* Columns between tabs: rows end, each is one of lines that there are, cells are text without what parts them, and what is refused
 * names file, row and column. */
#include "cli/tabs.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "base/utf8.h"
#include "folder.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define COLUMNS 3

static char folder[64];

static void tidy(void)
{
	struct err e;

	(void)os_remove_tree(folder, &e);
}

static void read_rows(struct arena *a, struct str path)
{
	static const struct str names[COLUMNS] = { SC("name"), SC("birth"), SC("place") };
	struct str cell[COLUMNS];
	struct err e = { .kind = ERR_NONE };
	struct tabs t;
	bool ok = tabs_open(a, path, names, COLUMNS, &t, &e);
	size_t most;

	assert(ok);
	most = tabs_rows(&t);
	for (size_t n = 1; tabs_row(&t, cell, &e); n++) {
		assert(t.row == n && n <= most);
		for (size_t i = 0; i < COLUMNS; i++)
			assert(utf8_ok(cell[i]) &&
			       (!cell[i].len || (!memchr(cell[i].s, '\t', cell[i].len) &&
						 !memchr(cell[i].s, '\n', cell[i].len) &&
						 !memchr(cell[i].s, 0, cell[i].len))));
	}
	if (e.kind != ERR_NONE)
		assert(e.kind == ERR_REFUSED && e.what[0] && strstr(e.where, "row ") &&
		       strstr(e.where, "column "));
	else
		assert(!t.rest.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)64 * 1024 * 1024);
	struct err e;

	if (a && !setjmp(*arena_guard(a))) {
		struct str path;
		bool ok;

		if (!*folder) {
			folder_make(a, folder);
			(void)atexit(tidy);
		}
		path = str_fmt(a, "%s/t", folder);
		ok = os_write(str_z(a, path), str_mem(data, size), 0600, &e);
		assert(ok);
		read_rows(a, path);
	}
	arena_free(a);
	return 0;
}
