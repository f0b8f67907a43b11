/* The published folder as one tar file, also while somebody publishes. */
#include "web/tar.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/os.h"
#include "test.h"
#include "base/banned.h"

struct folder {
	struct arena *a;
	char dir[64];
};

static const char *path(struct folder *f, const char *name)
{
	return str_z(f->a, str_fmt(f->a, "%s/public/%s", f->dir, name));
}

static bool put(struct folder *f, const char *name, struct str bytes)
{
	struct err e = { 0 };

	return os_write(path(f, name), bytes, 0644, &e);
}

/* What was written long ago is not taken for publishing that is under way. */
static bool aged(struct folder *f, const char *name, int64_t seconds)
{
	struct timespec at[2] = { { .tv_sec = seconds }, { .tv_sec = seconds } };

	return !utimensat(AT_FDCWD, path(f, name), at, 0);
}

static bool publication(struct folder *f)
{
	static const char *const folders[] = {
		"", "hq", "hq/tile", "hq/tile/0", "hq/tile/0/000.p", "bulletin"
	};
	struct str tile = str_mem(arena_alloc(f->a, 8192), 8192);
	bool ok = true;

	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		ok = ok && !mkdir(path(f, folders[i]), 0755);
	return ok && put(f, "hq/tile/0/001", tile) && put(f, "hq/tile/0/000.p/3", S("three")) &&
	       put(f, "hq/checkpoint", S("old checkpoint")) && put(f, "hq/vkey", S("key")) &&
	       put(f, "bulletin/2016-12-09.json", S("{}")) && put(f, "definitions", S("d")) &&
	       put(f, "policy", S("p")) && aged(f, "hq/checkpoint", 1000) &&
	       aged(f, "policy", 1001) && aged(f, "definitions", 1000) && aged(f, "hq/vkey", 1000);
}

/* All of an answer, in pieces of `step` bytes; s == NULL: it broke off. */
static struct str whole(struct arena *a, struct http_answer *w, size_t step)
{
	struct buf b = { .a = a };
	char *piece = arena_alloc(a, step);

	while (b.len < w->stream.size) {
		int64_t n = w->stream.read(w->stream.p, b.len, piece, step);

		if (n < 1)
			break;
		buf_add(&b, piece, (size_t)n);
	}
	w->stream.close(w->stream.p);
	return b.len == w->stream.size ? buf_text(&b) : (struct str){ NULL, 0 };
}

static bool opens(struct tar *t, struct arena *a, struct http_answer *w)
{
	struct err e = { 0 };

	*w = (struct http_answer){ .fd = -1 };
	return tar_answer(t, a, w, &e) == 200;
}

static struct str all(struct tar *t, struct arena *a, size_t step)
{
	struct http_answer w;

	return opens(t, a, &w) ? whole(a, &w, step) : (struct str){ NULL, 0 };
}

/* Names of a tar file, each with a blank behind it; checks what every header must have. */
static struct str names(struct arena *a, struct str tar)
{
	struct buf b = { .a = a };
	size_t at = 0;

	while (at + 1024 < tar.len && tar.s[at]) {
		const char *h = tar.s + at;
		unsigned sum = 8 * ' ', i;
		long size = strtol(str_z(a, str_mem(h + 124, 11)), NULL, 8);

		for (i = 0; i < 512; i++)
			sum += i < 148 || i > 155 ? (unsigned char)h[i] : 0;
		if (strtol(str_z(a, str_mem(h + 148, 6)), NULL, 8) != (long)sum ||
		    memcmp(h + 257, "ustar", 6))
			return S("wrong");
		if (h[345])
			buf_fmt(&b, "%s/", h + 345);
		buf_fmt(&b, "%.100s ", h);
		at += 512 + ((size_t)size + 511) / 512 * 512;
	}
	return buf_text(&b);
}

static bool holds(struct arena *a, struct str tar, const char *text)
{
	(void)a;
	return tar.s && memmem(tar.s, tar.len, text, strlen(text));
}

static void at_rest(struct folder *f, struct tar *t)
{
	struct http_answer w;
	struct str one = all(t, f->a, 1 << 15);

	CHECK("the file comes whole", one.s && one.len % 512 == 0);
	CHECK("what checkpoints are made of comes first",
	      one.s && str_eq(names(f->a, one),
			      S("public/policy public/definitions public/hq/checkpoint "
				"public/hq/vkey "
				"public/bulletin/2016-12-09.json public/hq/tile/0/000.p/3 "
				"public/hq/tile/0/001 ")));
	CHECK("it is the same in pieces of any size", one.s && str_eq(one, all(t, f->a, 1)) &&
							      str_eq(one, all(t, f->a, 511)) &&
							      str_eq(one, all(t, f->a, 10000)));
	CHECK("it ends with two empty blocks",
	      one.s && !one.s[one.len - 1] && !one.s[one.len - 1024]);
	CHECK("links, pipes, half-written files and strange names are not in it",
	      !symlink("policy", path(f, "hq/link")) && !symlink("hq", path(f, "linked")) &&
		      !mkfifo(path(f, "hq/pipe"), 0600) && put(f, "hq/half.tmp", S("half")) &&
		      put(f, "a b", S("x")) && aged(f, "a b", 1) && put(f, "policy", S("p")) &&
		      str_eq(one, all(t, f->a, 1 << 15)));
	CHECK("it is known by a tag", opens(t, f->a, &w) && w.etag.len == 34);
	if (w.stream.close)
		w.stream.close(w.stream.p);
}

static void while_publishing(struct folder *f, struct tar *t)
{
	struct http_answer w, later;
	struct err e = { 0 };
	struct str tar;

	CHECK("somebody takes it", opens(t, f->a, &w));
	CHECK("and meanwhile another is published",
	      os_remove(path(f, "hq/tile/0/000.p/3"), &e) &&
		      put(f, "hq/tile/0/000.p/5", S("fives")) &&
		      put(f, "hq/checkpoint", S("new checkpoint")));
	CHECK("who comes before it is done gets the old one", opens(t, f->a, &later));
	tar = whole(f->a, &later, 4096);
	CHECK("with what the old checkpoint covers", holds(f->a, tar, "old checkpoint") &&
							     holds(f->a, tar, "three") &&
							     !holds(f->a, tar, "fives"));
	CHECK("and then it is done", put(f, "policy", S("p")));
	tar = all(t, f->a, 4096);
	CHECK("who comes then gets the new one", holds(f->a, tar, "new checkpoint") &&
							 holds(f->a, tar, "fives") &&
							 !holds(f->a, tar, "three"));
	tar = whole(f->a, &w, 4096);
	CHECK("who took it before gets what he began with",
	      holds(f->a, tar, "old checkpoint") && holds(f->a, tar, "three"));
}

static void damaged(struct folder *f, struct tar *t)
{
	struct http_answer w;

	CHECK("a file that is cut while it is sent breaks it off",
	      opens(t, f->a, &w) && !truncate(path(f, "hq/tile/0/001"), 100) &&
		      !whole(f->a, &w, 4096).s);
	CHECK("and one that is gone",
	      opens(t, f->a, &w) && !unlink(path(f, "hq/tile/0/001")) && !whole(f->a, &w, 4096).s);
}

static void long_names(struct folder *f, struct tar *t)
{
	char name[200] = "hq/";
	struct str tar, all_names;

	for (size_t i = 3; i < 183; i++)
		name[i] = i % 60 ? 'a' : '/';
	name[60] = name[120] = '\0';
	CHECK("folders of long names", !mkdir(path(f, name), 0755) && (name[60] = '/') &&
					       !mkdir(path(f, name), 0755) && (name[120] = '/') &&
					       (name[180] = 'a') && put(f, name, S("x")) &&
					       put(f, "policy", S("p")));
	unlink(path(f, "hq/pipe"));
	tar = all(t, f->a, 4096);
	all_names = tar.s ? names(f->a, tar) : S("");
	CHECK("a long name is split and comes together again",
	      memmem(all_names.s, all_names.len, name, strlen(name)));
}

int main(void)
{
	struct folder f = { .a = arena_new(0), .dir = "/tmp/sulh-tar-XXXXXX" };
	struct err e = { 0 };
	struct http_answer w = { .fd = -1 };
	struct tar *t;

	if (!mkdtemp(f.dir)) {
		CHECK("a folder for trying", false);
		return done();
	}
	t = tar_open(f.a, str_z(f.a, str_fmt(f.a, "%s/public", f.dir)), &e);
	CHECK("a folder that is not there gives nothing", t && tar_answer(t, f.a, &w, &e) == 503);
	CHECK("a publication for trying", publication(&f));
	at_rest(&f, t);
	while_publishing(&f, t);
	long_names(&f, t);
	damaged(&f, t);
	CHECK("all is put away", os_remove_tree(f.dir, &e));
	arena_free(f.a);
	return done();
}
