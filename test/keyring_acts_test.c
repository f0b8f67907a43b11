/* keyring/acts-<id>: what was added is found, and nothing else; a file that is gone, changed, older or another's is told. */
#include "ledger/keyring_acts.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "ledger/key.h"
#include "test.h"
#include "base/banned.h"

#define PASS   S("four words of a phrase")
#define ORIGIN S("hq.test/log/1")
#define MANY   20000

struct place {
	struct arena *a;
	char dir[64];
	struct keyring *k;
};

static char *in(struct place *p, const char *name)
{
	return str_z(p->a, os_join(p->a, str_of(p->dir), str_of(name)));
}

static void tidy(void *p)
{
	struct err e;

	(void)os_remove_tree(p, &e);
}

static void number(uint64_t i, uint8_t act[16])
{
	memset(act, 0, 16);
	memcpy(act, &i, sizeof i);
}

static int ascending(const void *x, const void *y)
{
	return memcmp(x, y, ACT_DIGEST);
}

static const uint8_t id8[8] = "abcdefg";

/* Those from..to-1, signed. */
static bool add(struct place *p, uint64_t from, uint64_t to, struct err *e)
{
	struct arena *a = arena_new(0);
	uint8_t(*list)[ACT_DIGEST] = arena_array(a, to - from + 1, sizeof *list), act[16];
	struct signed_log l;
	struct acts *x;
	bool ok;

	ok = keyring_signed(p->k, a, ORIGIN, &l, e);
	x = ok ? keyring_acts(p->k, a, &l, e) : NULL;
	for (uint64_t i = from; x && i < to; i++) {
		number(i, act);
		acts_digest(x, id8, act, list[i - from]);
	}
	qsort(list, to - from, sizeof *list, ascending);
	l.mark = (struct hwm){ .size = to };
	l.known = true;
	ok = x && acts_add(x, (const uint8_t(*)[ACT_DIGEST])list, to - from, &l, e) &&
	     keyring_signed_set(p->k, a, ORIGIN, &l, e) &&
	     keyring_signed_sweep(p->k, a, &(struct str)SC("hq"), 1, e);
	arena_free(a);
	return ok;
}

/* How many of from..to-1 are there; -1 on an error. */
static int64_t has(struct place *p, uint64_t from, uint64_t to, struct err *e)
{
	struct arena *a = arena_new(0);
	struct signed_log l;
	uint8_t digest[ACT_DIGEST], act[16];
	struct acts *x;
	int64_t n = 0;

	x = keyring_signed(p->k, a, ORIGIN, &l, e) ? keyring_acts(p->k, a, &l, e) : NULL;
	for (uint64_t i = from; x && n >= 0 && i < to; i++) {
		bool yes = false;

		number(i, act);
		acts_digest(x, id8, act, digest);
		n = acts_has(x, digest, &yes, e) ? n + yes : -1;
	}
	if (!x || !acts_whole(x, e))
		n = -1;
	arena_free(a);
	return n;
}

static struct signed_log now(struct place *p)
{
	struct signed_log l;
	struct err e;

	(void)keyring_signed(p->k, p->a, ORIGIN, &l, &e);
	return l;
}

static const char *file_of(struct place *p, const struct signed_run *run)
{
	return in(p, str_z(p->a, str_fmt(p->a, "ring/acts-%.*s", P(str_hex(p->a, run->id, 8)))));
}

static size_t files(struct place *p)
{
	struct str *names;
	size_t n = 0, found = 0;
	struct err e;

	if (os_list(p->a, in(p, "ring"), 4096, &names, &n, &e))
		while (n--)
			found += str_starts(names[n], S("acts-"));
	return found;
}

static void begin(struct place *p)
{
	const char *tmp = getenv("TMPDIR");
	struct err e;

	p->a = arena_new(0);
	memcpy(p->dir, "/tmp/sulh-XXXXXX", sizeof "/tmp/sulh-XXXXXX");
	if (tmp && strlen(tmp) < 32)
		memcpy(p->dir, str_z(p->a, str_fmt(p->a, "%s/sulh-XXXXXX", tmp)),
		       strlen(tmp) + sizeof "/sulh-XXXXXX");
	CHECK("a keyring is there",
	      key_start() && mkdtemp(p->dir) &&
		      keyring_make(p->a, in(p, "ring"), PASS, KEYRING_COST_TEST, &e) &&
		      (p->k = keyring_open(p->a, in(p, "ring"), PASS, &e)));
	arena_defer(p->a, tidy, p->dir);
}

static void found(struct place *p)
{
	struct err e;

	CHECK("nothing is in what is empty", has(p, 0, 100, &e) == 0);
	CHECK("one is added and found",
	      add(p, 0, 1, &e) && has(p, 0, 1, &e) == 1 && has(p, 1, 1000, &e) == 0);
	CHECK("a block and one more", add(p, 1, 43, &e) && has(p, 0, 1000, &e) == 43);
	CHECK("many", add(p, 43, MANY, &e) && has(p, 0, MANY, &e) == MANY &&
			      has(p, MANY, 2 * MANY, &e) == 0);
	for (uint64_t i = 0; i < 200; i++)
		if (!add(p, MANY + 3 * i, MANY + 3 * i + 3, &e))
			CHECK("a few each day", false);
	CHECK("a few each day are found with all others",
	      has(p, 0, 2 * MANY, &e) == MANY + 600 && now(p).mark.size == MANY + 600);
	CHECK("in few files, and no others are left",
	      now(p).n_runs <= 6 && files(p) == now(p).n_runs);
	CHECK("none is added without a new file",
	      add(p, MANY + 600, MANY + 600, &e) && has(p, 0, 2 * MANY, &e) == MANY + 600);
}

static bool changed(struct place *p, const char *path, size_t at, struct err *e)
{
	struct str s;
	char *b;

	if (!os_read(p->a, path, 1 << 24, &s, e))
		return false;
	b = arena_copy(p->a, s.s, s.len);
	b[at] ^= 1;
	return os_write(path, str_mem(b, s.len), 0600, e) && has(p, 0, MANY, e) == -1 &&
	       e->kind == ERR_ATTENTION && os_write(path, s, 0600, e) && has(p, 0, MANY, e) == MANY;
}

static void told(struct place *p)
{
	struct signed_log l = now(p);
	const char *path = file_of(p, &l.runs[0]);
	struct str s = { 0 }, first = { 0 };
	struct err e;

	CHECK("what was changed is told, in the head, a block, its mac, at the end",
	      changed(p, path, 30, &e) && changed(p, path, 32 + 512 * 7 + 100, &e) &&
		      changed(p, path, 32 + 511, &e) && os_read(p->a, path, 1 << 24, &s, &e) &&
		      changed(p, path, s.len - 1, &e));
	CHECK("one that is gone",
	      os_remove(path, &e) && has(p, 0, 1, &e) == -1 && e.kind == ERR_ATTENTION &&
		      os_write(path, str_mem(s.s, s.len - 1), 0600, &e) && has(p, 0, 1, &e) == -1);
	CHECK("or has blocks in another order",
	      os_write(path,
		       str_fmt(p->a, "%.*s%.*s%.*s%.*s", P(str_mem(s.s, 32)),
			       P(str_mem(s.s + 544, 512)), P(str_mem(s.s + 32, 512)),
			       P(str_from(s, 1056))),
		       0600, &e) &&
		      has(p, 0, 1, &e) == -1 && os_write(path, s, 0600, &e));
	CHECK("an older one in its place",
	      add(p, 2 * MANY, 4 * MANY, &e) &&
		      os_read(p->a, file_of(p, &now(p).runs[0]), 1 << 24, &first, &e) &&
		      os_write(file_of(p, &now(p).runs[0]), s, 0600, &e) && has(p, 0, 1, &e) == -1);
	CHECK("and with the right one all is well",
	      os_write(file_of(p, &now(p).runs[0]), first, 0600, &e) &&
		      has(p, 2 * MANY, 4 * MANY, &e) == 2 * MANY);
	CHECK("what a crash left is removed with the next",
	      os_write(in(p, "ring/acts-0011223344556677"), s, 0600, &e) &&
		      os_write(in(p, "ring/acts-0011223344556677.tmp"), s, 0600, &e) &&
		      add(p, 4 * MANY, 4 * MANY + 1, &e) && files(p) == now(p).n_runs);
}

static void blocks(struct place *p)
{
	const uint8_t key[32] = { 1 }, other[32] = { 2 };
	struct signed_run run = { { 1 }, 42 }, longer = { { 1 }, 43 };
	uint8_t list[ACTS_DIGESTS][ACT_DIGEST] = { { 0 } }, b[ACTS_BLOCK];

	(void)p;
	for (uint8_t i = 0; i < ACTS_DIGESTS; i++)
		list[i][3] = i;
	acts_block_put(key, &run, 0, (const uint8_t(*)[ACT_DIGEST])list, ACTS_DIGESTS, b);
	CHECK("a block is read as what it is",
	      acts_block_read(key, &run, 0, b) == ACTS_DIGESTS &&
		      !acts_block_read(other, &run, 0, b) && !acts_block_read(key, &longer, 0, b) &&
		      !acts_block_read(key, &run, 1, b) && !acts_block_read(key, &run, 2, b));
	acts_block_put(key, &run, 1, (const uint8_t(*)[ACT_DIGEST])list, 2, b);
	CHECK("and has no more than the file", !acts_block_read(key, &run, 1, b));
	memcpy(list[0], list[5], ACT_DIGEST);
	acts_block_put(key, &run, 0, (const uint8_t(*)[ACT_DIGEST])list, ACTS_DIGESTS, b);
	CHECK("in their order", !acts_block_read(key, &run, 0, b));
}

int main(void)
{
	struct place p;

	begin(&p);
	blocks(&p);
	found(&p);
	told(&p);
	arena_free(p.a);
	return done();
}
