/* Files that are made where nothing stands. */
#include "base/os.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "test.h"
#include "base/banned.h"

static struct arena *a;
static const char *dir;

static const char *below(const char *name)
{
	return str_z(a, str_fmt(a, "%s/%s", dir, name));
}

static bool holds(const char *path, struct str bytes)
{
	struct str got;
	struct err e;

	return os_read(a, path, 100, &got, &e) && str_eq(got, bytes);
}

static bool refused(const char *path)
{
	struct err e;

	return !os_write_new(path, S("other"), 0600, &e) && e.kind == ERR_USAGE;
}

static void test_new(void)
{
	const char *file = below("file"), *link = below("link"), *missing = below("missing");
	struct stat st;
	struct err e;

	CHECK("a file is made",
	      os_write_new(file, S("first"), 0600, &e) && holds(file, S("first")));
	CHECK("for its owner alone", !stat(file, &st) && (st.st_mode & 0777) == 0600);
	CHECK("none is written over", refused(file) && holds(file, S("first")));
	CHECK("nor is a folder", refused(dir));
	CHECK("nor is one made where a link points",
	      !symlink(missing, link) && refused(link) && os_type(missing) == OS_MISSING);
	CHECK("nor the folder that it would be in",
	      !os_write_new(below("missing/file"), S("first"), 0600, &e) && e.kind == ERR_FAILED &&
		      os_type(missing) == OS_MISSING);
}

int main(void)
{
	const char *tmp = getenv("TMPDIR");
	struct err e;

	a = arena_new(0);
	dir = str_z(a, str_fmt(a, "%s/sulh-os-XXXXXX", tmp ? tmp : "/tmp"));
	if (!mkdtemp((char *)(uintptr_t)dir))
		return 1;
	test_new();
	if (!os_remove_tree(dir, &e))
		return 1;
	arena_free(a);
	return done();
}
