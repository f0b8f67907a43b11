/* Names of tiles, which tiles a size calls for, and bundles. */
#include "ledger/tile.h"

#include <string.h>

#include "base/arena.h"
#include "test.h"
#include "base/banned.h"

static bool spelt(struct arena *a, int level, uint64_t n, unsigned width, const char *want)
{
	struct tile t = { level, n, width }, u;

	return str_eq(tile_path(a, t), str_of(want)) && tile_path_read(str_of(want), &u) &&
	       u.level == level && u.n == n && u.width == width;
}

static void paths(struct arena *a)
{
	static const char *const bad[] = {
		"",
		"tile",
		"tile/0",
		"tile/0/",
		"tile/8/000",
		"tile/00/000",
		"tile/-1/000",
		"tile/0/0",
		"tile/0/0000",
		"tile/0/x000",
		"tile/0/x000/001",
		"tile/0/001/002",
		"tile/0/x001/x002",
		"tile/0/x1/002",
		"tile/0/x001/2",
		"tile/0/000.p",
		"tile/0/000.p/0",
		"tile/0/000.p/256",
		"tile/0/000.p/01",
		"tile/0/000.p/-1",
		"tile/0/000.p/1/",
		"tile/0/000/",
		"tile//000",
		"/tile/0/000",
		"tile/0/../000",
		"tile/entries/00a",
		"tile/Entries/000",
		"tile/0/000.q/1",
		"tile/0/000.p/1.p/1",
		"tile/0/x999/x999/x999/x999/x999/999",
		"tile/0/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/999",
	};
	struct tile t;
	bool refused = true;

	CHECK("a small number is one group", spelt(a, 0, 7, 256, "tile/0/007"));
	CHECK("the document's example is spelt as there",
	      spelt(a, 1, 1234067, 256, "tile/1/x001/x234/067"));
	CHECK("a bundle is named entries",
	      spelt(a, TILE_ENTRIES, 1000, 256, "tile/entries/x001/000"));
	CHECK("a partial tile has its width", spelt(a, 7, 999999, 255, "tile/7/x999/999.p/255"));
	CHECK("the largest number there can be is spelt and read",
	      spelt(a, 0, ((uint64_t)1 << 55) - 1, 1, "tile/0/x036/x028/x797/x018/x963/967.p/1"));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (tile_path_read(str_of(bad[i]), &t)) {
			refused = false;
			printf("# accepted %s\n", bad[i]);
		}
	CHECK("every other spelling is refused", refused);
}

struct seen {
	struct arena *a;
	struct buf names;
	uint64_t n, size;
	bool all_are_of;
};

static bool see(void *p, struct tile t, struct err *e)
{
	struct seen *s = p;

	(void)e;
	s->n++;
	s->all_are_of &= tile_is_of(t, s->size);
	if (s->names.len < 4000)
		buf_fmt(&s->names, "%.*s ", P(tile_path(s->a, t)));
	return true;
}

static struct seen list(struct arena *a, uint64_t size)
{
	struct seen s = { .a = a, .names = { .a = a }, .size = size, .all_are_of = true };
	struct err e;

	if (!tile_each(size, see, &s, &e))
		s.n = UINT64_MAX;
	return s;
}

static bool lists(struct arena *a, uint64_t size, const char *want)
{
	struct seen s = list(a, size);

	if (!str_eq(buf_text(&s.names), str_of(want)))
		printf("# %llu: %.*s\n", (unsigned long long)size, P(buf_text(&s.names)));
	return s.all_are_of && str_eq(buf_text(&s.names), str_of(want));
}

static bool stop(void *p, struct tile t, struct err *e)
{
	(void)t;
	++*(int *)p;
	return err_set(e, ERR_FALSE, "missing");
}

static void sets(struct arena *a)
{
	struct seen s;
	struct err e;
	int calls = 0;

	CHECK("an empty log has no tiles", lists(a, 0, ""));
	CHECK("one entry", lists(a, 1, "tile/entries/000.p/1 tile/0/000.p/1 "));
	CHECK("255 entries", lists(a, 255, "tile/entries/000.p/255 tile/0/000.p/255 "));
	CHECK("256 entries", lists(a, 256, "tile/entries/000 tile/0/000 tile/1/000.p/1 "));
	CHECK("257 entries",
	      lists(a, 257,
		    "tile/entries/000 tile/entries/001.p/1 tile/0/000 tile/0/001.p/1 "
		    "tile/1/000.p/1 "));
	s = list(a, 65536);
	CHECK("65536 entries have 256 bundles, 256 tiles, one above and one of one above that",
	      s.n == 256 + 256 + 1 + 1 && s.all_are_of);
	s = list(a, 70000);
	CHECK("70000 entries", s.n == 274 + 274 + 2 + 1 && s.all_are_of);
	CHECK("the tile of another size is none of this one",
	      !tile_is_of((struct tile){ 0, 0, 255 }, 256) &&
		      !tile_is_of((struct tile){ 0, 1, 256 }, 256) &&
		      !tile_is_of((struct tile){ 1, 0, 256 }, 256) &&
		      !tile_is_of((struct tile){ TILE_ENTRIES, 0, 17 }, 18));
	CHECK("a hostile size ends at the first tile that is not there",
	      !tile_each((uint64_t)1 << 60, stop, &calls, &e) && calls == 1);
	CHECK("2^63 entries are refused",
	      !tile_each((uint64_t)1 << 63, stop, &calls, &e) && calls == 1);
}

static bool ignore(void *p, struct tile t, const struct hash *h, struct err *e)
{
	(void)h;
	(void)e;
	*(uint64_t *)p += t.width;
	return true;
}

static void stacks(struct arena *a)
{
	struct tile_stack *s = arena_alloc(a, sizeof *s);
	struct tree t = { 0 };
	uint64_t hashes = 0;
	struct err e;
	bool same = true;

	for (uint64_t i = 0; i <= 66000; i++) {
		struct hash leaf = hash_leaf(str_mem(&i, sizeof i)), x, y;

		if (i < 600 || (i > 65500 && i < 65600) || i == 66000) {
			x = tree_root(&t);
			y = tile_stack_root(s);
			same &= hash_eq(&x, &y);
		}
		tree_add(&t, &leaf);
		same &= tile_stack_add(s, &leaf, ignore, &hashes, &e);
	}
	same &= tile_stack_end(s, ignore, &hashes, &e);
	CHECK("open tiles give the root that the frontier gives", same);
	CHECK("every hash of every level stands in one tile", hashes == 66001 + 257 + 1);
}

static void bundles(struct arena *a)
{
	struct buf b = { .a = a };
	struct str entries[TILE_WIDTH], all;
	struct err e;
	bool cut = true;

	bundle_put(&b, S("one"));
	bundle_put(&b, S(""));
	bundle_put(&b, str_mem(arena_alloc(a, 65535), 65535));
	all = buf_text(&b);
	CHECK("the length is big-endian", b.p[0] == 0 && b.p[1] == 3);
	CHECK("a bundle is read as written", bundle_read(all, 3, entries, &e) &&
						     str_eq(entries[0], S("one")) &&
						     !entries[1].len && entries[2].len == 65535);
	CHECK("another number of entries is refused",
	      !bundle_read(all, 2, entries, &e) && !bundle_read(all, 4, entries, &e));
	for (size_t n = 0; n < 12; n++)
		cut &= !bundle_read(str_mem(all.s, n), 3, entries, &e);
	CHECK("a bundle that is cut short is refused",
	      cut && !bundle_read(str_mem(all.s, all.len - 1), 3, entries, &e));
	buf_byte(&b, 0);
	CHECK("bytes behind the last entry are refused",
	      !bundle_read(buf_text(&b), 3, entries, &e) && e.kind == ERR_FALSE);
}

int main(void)
{
	struct arena *a = arena_new(0);

	paths(a);
	sets(a);
	stacks(a);
	bundles(a);
	arena_free(a);
	return done();
}
