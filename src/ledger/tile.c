/*
 * See tile.h. A tile's number is written in groups of three digits, each but the last with an x
 * before it and each a folder, so that no folder grows beyond some two thousand names (C2SP
 * tlog-tiles).
 */
#include "ledger/tile.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/read.h"
#include "ledger/sha.h"
#include "base/banned.h"

#define N_MAX	       (((uint64_t)1 << 55) - 1) /* a log has less than 2^63 entries */
#define PATH_MAX_BYTES 96

static char *put(char *at, struct str s)
{
	memcpy(at, s.s, s.len);
	return at + s.len;
}

static char *put_digits(char *at, unsigned n, unsigned digits)
{
	for (unsigned i = digits; i--; n /= 10)
		at[i] = (char)('0' + n % 10);
	return at + digits;
}

/* Writes the path, returns its length. By hand: who reads a log asks for each of its files twice. */
static size_t path_put(struct tile t, char out[PATH_MAX_BYTES])
{
	unsigned group[8], n = 0;
	char *at = put(out, S("tile/"));

	if (t.level == TILE_ENTRIES)
		at = put(at, S("entries"));
	else
		at = put_digits(at, (unsigned)t.level, 1);
	do {
		group[n++] = (unsigned)(t.n % 1000);
		t.n /= 1000;
	} while (t.n);
	while (--n)
		at = put_digits(put(at, S("/x")), group[n], 3);
	at = put_digits(put(at, S("/")), group[0], 3);
	if (t.width < TILE_WIDTH)
		at = put_digits(put(at, S(".p/")), t.width,
				t.width < 10	? 1
				: t.width < 100 ? 2
						: 3);
	return (size_t)(at - out);
}

static bool tile_ok(struct tile t)
{
	return t.level >= TILE_ENTRIES && t.level < TILE_LEVELS && t.n <= N_MAX && t.width >= 1 &&
	       t.width <= TILE_WIDTH;
}

struct str tile_path(struct arena *a, struct tile t)
{
	char path[PATH_MAX_BYTES];

	assert(tile_ok(t));
	return str_dup(a, str_mem(path, path_put(t, path)));
}

static bool level_read(struct str s, int *level)
{
	int64_t n = TILE_ENTRIES;

	if (!str_eq(s, S("entries")) && !int_parse(s, 0, TILE_LEVELS - 1, &n))
		return false;
	*level = (int)n;
	return true;
}

/* "x001/x234/067" without what may follow it. Leading zeros and groups are judged by spelling it
 * anew. */
static bool number_read(struct str s, uint64_t *n)
{
	*n = 0;
	while (s.len) {
		struct str group = str_cut(&s, '/');

		if (str_starts(group, S("x")))
			group = str_from(group, 1);
		if (group.len != 3 || *n > N_MAX / 1000)
			return false;
		for (size_t i = 0; i < 3; i++) {
			if (group.s[i] < '0' || group.s[i] > '9')
				return false;
			*n = *n * 10 + (uint64_t)(group.s[i] - '0');
		}
	}
	return true;
}

bool tile_path_read(struct str path, struct tile *t)
{
	struct str rest = path, number, width;
	struct tile read = { .width = TILE_WIDTH };
	char again[PATH_MAX_BYTES];
	int64_t partial = TILE_WIDTH;

	if (path.len >= PATH_MAX_BYTES || !str_eq(str_cut(&rest, '/'), S("tile")) ||
	    !level_read(str_cut(&rest, '/'), &read.level))
		return false;
	width = rest;
	number = str_cut(&width, '.');
	if (width.s && (!str_starts(width, S("p/")) ||
			!int_parse(str_from(width, 2), 1, TILE_WIDTH - 1, &partial)))
		return false;
	read.width = (unsigned)partial;
	if (!number_read(number, &read.n) || !tile_ok(read) ||
	    !str_eq(path, str_mem(again, path_put(read, again))))
		return false;
	*t = read;
	return true;
}

/* The tiles of one level, or the bundles: `nodes` hashes or entries stand in them. */
static bool each_of_level(int level, uint64_t nodes,
			  bool (*fn)(void *p, struct tile t, struct err *e), void *p, struct err *e)
{
	struct tile t = { .level = level, .width = TILE_WIDTH };

	for (; t.n < nodes / TILE_WIDTH; t.n++)
		if (!fn(p, t, e))
			return false;
	t.width = (unsigned)(nodes % TILE_WIDTH);
	return !t.width || fn(p, t, e);
}

bool tile_each(uint64_t size, bool (*fn)(void *p, struct tile t, struct err *e), void *p,
	       struct err *e)
{
	if (size > INT64_MAX)
		return err_set(e, ERR_FALSE, "list the tiles of %llu entries: no log is that long",
			       (unsigned long long)size);
	if (!each_of_level(TILE_ENTRIES, size, fn, p, e))
		return false;
	for (int level = 0; level < TILE_LEVELS; level++)
		if (!each_of_level(level, tile_nodes(level, size), fn, p, e))
			return false;
	return true;
}

uint64_t tile_nodes(int level, uint64_t size)
{
	return level == TILE_ENTRIES ? size : size >> (8 * level);
}

bool tile_is_of(struct tile t, uint64_t size)
{
	uint64_t nodes = tile_nodes(t.level, size);

	return t.width == TILE_WIDTH ? t.n < nodes / TILE_WIDTH
				     : t.n == nodes / TILE_WIDTH && t.width == nodes % TILE_WIDTH;
}

struct hash tile_fold(const struct hash *h, unsigned n)
{
	struct hash row[TILE_WIDTH / 2];

	assert(n && n <= TILE_WIDTH && !(n & (n - 1)));
	if (n == 1)
		return *h;
	sha_nodes(sha_best(n / 2), h, n / 2, row);
	for (n /= 2; n > 1; n /= 2)
		sha_nodes(sha_best(n / 2), row, n / 2, row);
	return row[0];
}

/* How many hashes stand in the open tile of a level. */
static unsigned width_open(const struct tile_stack *s, int level)
{
	return (unsigned)(s->size >> (8 * level)) % TILE_WIDTH;
}

/* The open tile of level 0, number n, is full: it goes out, and so does what it fills above. */
static bool carry(struct tile_stack *s, uint64_t n,
		  bool (*fn)(void *p, struct tile t, const struct hash *h, struct err *e), void *p,
		  struct err *e)
{
	for (int level = 0; level < TILE_LEVELS; level++) {
		struct tile t = { level, n, TILE_WIDTH };

		if (!fn(p, t, s->open[level], e))
			return false;
		if (level == TILE_LEVELS - 1)
			break;
		s->open[level + 1][n % TILE_WIDTH] = tile_fold(s->open[level], TILE_WIDTH);
		if (n % TILE_WIDTH != TILE_WIDTH - 1)
			break;
		n /= TILE_WIDTH;
	}
	return true;
}

bool tile_stack_add_many(struct tile_stack *s, const struct hash *leaves, size_t n,
			 bool (*fn)(void *p, struct tile t, const struct hash *h, struct err *e),
			 void *p, struct err *e)
{
	assert(n <= INT64_MAX - s->size);
	while (n) {
		size_t at = s->size % TILE_WIDTH, room = TILE_WIDTH - at,
		       take = n < room ? n : room;

		memcpy(&s->open[0][at], leaves, take * sizeof *leaves);
		if (take == room && !carry(s, s->size / TILE_WIDTH, fn, p, e))
			return false;
		s->size += take;
		leaves += take;
		n -= take;
	}
	return true;
}

bool tile_stack_add(struct tile_stack *s, const struct hash *leaf,
		    bool (*fn)(void *p, struct tile t, const struct hash *h, struct err *e),
		    void *p, struct err *e)
{
	return tile_stack_add_many(s, leaf, 1, fn, p, e);
}

bool tile_stack_end(const struct tile_stack *s,
		    bool (*fn)(void *p, struct tile t, const struct hash *h, struct err *e),
		    void *p, struct err *e)
{
	for (int level = 0; level < TILE_LEVELS; level++) {
		uint64_t nodes = s->size >> (8 * level);
		struct tile t = { level, nodes / TILE_WIDTH, width_open(s, level) };

		if (t.width && !fn(p, t, s->open[level], e))
			return false;
	}
	return true;
}

struct hash tile_stack_root(const struct tile_stack *s)
{
	struct tree t = { .size = s->size };
	unsigned n = 0;

	for (int level = TILE_LEVELS - 1; level >= 0; level--) {
		unsigned width = width_open(s, level), at = 0;

		for (unsigned part = TILE_WIDTH / 2; part; part /= 2) {
			if (!(width & part))
				continue;
			t.frontier[n++] = tile_fold(&s->open[level][at], part);
			at += part;
		}
	}
	return tree_root(&t);
}

void bundle_put(struct buf *b, struct str entry)
{
	assert(entry.len <= UINT16_MAX);
	buf_byte(b, (uint8_t)(entry.len >> 8));
	buf_byte(b, (uint8_t)entry.len);
	buf_str(b, entry);
}

bool bundle_read(struct str bytes, unsigned width, struct str entries[TILE_WIDTH], struct err *e)
{
	struct read r = read_of(bytes.s, bytes.len);

	assert(width <= TILE_WIDTH);
	for (unsigned i = 0; i < width; i++) {
		struct str head;

		if (!read_bytes(&r, 2, &head) ||
		    !read_bytes(&r, (size_t)((uint8_t)head.s[0] << 8 | (uint8_t)head.s[1]),
				&entries[i]))
			return err_set(e, ERR_FALSE, "read entry %u of %u in a bundle: %s", i,
				       width, r.wrong);
	}
	if (!read_end(&r))
		return err_set(e, ERR_FALSE, "read a bundle of %u entries: %s", width, r.wrong);
	return true;
}
