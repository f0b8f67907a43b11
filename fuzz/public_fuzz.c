/*
 * A path that somebody asks for, below the published folder: beside it lie a secret and links that lead to it. Whatever is opened is one of
 * the three files that were published, asked for by its one name.
 */
#include "web/public.h"

#include <assert.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/os.h"
#include "folder.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct str published[] = { SC("policy"), SC("hq/checkpoint"),
					SC("hq/tile/0/000.p/1") };
static const char *const folders[] = {
	"public", "public/hq", "public/hq/tile", "public/hq/tile/0", "public/hq/tile/0/000.p",
	"keyring"
};
static const char *const hidden[] = { "keyring/keys", "sulh.db", "public/policy.tmp",
				      "public/hq/.new" };
/* Where they lead, and where they stand. */
static const char *const links[][2] = { { "../keyring", "public/keyring" },
					{ "../sulh.db", "public/db" },
					{ "..", "public/hq/up" },
					{ "policy", "public/again" } };

static char dir[64];

static void tidy(void)
{
	struct err e;

	(void)os_remove_tree(dir, &e);
}

static const char *at(struct arena *a, const char *name)
{
	return str_z(a, str_fmt(a, "%s/%s", dir, name));
}

static void begin(struct arena *a)
{
	struct err e;
	bool ok = true;

	if (*dir)
		return;
	folder_make(a, dir);
	(void)atexit(tidy);
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		ok = ok && os_mkdir(at(a, folders[i]), 0700, &e);
	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
		ok = ok && os_write(at(a, hidden[i]), S("secret"), 0600, &e);
	for (size_t i = 0; i < sizeof published / sizeof *published; i++)
		ok = ok && os_write(at(a, str_z(a, str_fmt(a, "public/%.*s", P(published[i])))),
				    published[i], 0600, &e);
	for (size_t i = 0; i < sizeof links / sizeof *links; i++)
		ok = ok && !symlink(links[i][0], at(a, links[i][1]));
	assert(ok);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)1024 * 1024);
	struct str name = str_mem(data, size);
	struct public_file f;
	char bytes[64];
	bool is = false;

	if (a && !setjmp(*arena_guard(a))) {
		begin(a);
		for (size_t i = 0; i < sizeof published / sizeof *published; i++)
			is = is || str_eq(name, published[i]);
		assert(public_open(a, at(a, "public"), name, &f) == is);
		if (is) {
			ssize_t n = read(f.fd, bytes, sizeof bytes);

			assert(f.size == name.len && n == (ssize_t)name.len &&
			       !memcmp(bytes, name.s, name.len));
		}
	}
	arena_free(a);
	return 0;
}
