/* The manifest of a backup: whatever it says, no file of it lies outside of the folder. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "intake/backup.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void below(struct str name)
{
	struct str rest = name;

	assert(name.len && name.s[0] != '/' && !memchr(name.s, 0, name.len));
	while (rest.s) {
		struct str part = str_cut(&rest, '/');

		assert(part.len && !str_eq(part, S(".")) && !str_eq(part, S("..")));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	struct backup_file *files;
	struct err e = { 0 };
	size_t n;

	if (!a)
		return 0;
	if (backup_manifest_read(a, "a folder", str_mem(data, size), &files, &n, &e)) {
		assert(n);
		for (size_t i = 0; i < n; i++) {
			below(files[i].name);
			assert(files[i].size >= 0);
		}
	} else {
		assert(e.kind == ERR_FALSE && e.what[0]);
	}
	arena_free(a);
	return 0;
}
