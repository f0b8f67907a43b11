/* A log written, grown, read, tampered with and rolled back. */
#include "ledger/log.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/os.h"
#include "ledger/key.h"
#include "ledger/tile.h"
#include "test.h"
#include "base/banned.h"

static char dir[] = "/tmp/sulh-log-XXXXXX";

/* Entries that differ from history to history, made when asked for. */
struct history {
	struct arena *a;
	uint64_t other_from; /* from this entry on it is another history */
	uint64_t asked;	     /* how many were asked for */
	char bytes[64];
};

static bool entry(void *p, uint64_t index, struct str *bytes, struct err *e)
{
	struct history *h = p;
	int n = snprintf(h->bytes, sizeof h->bytes, "%s entry %llu",
			 index < h->other_from ? "an" : "another", (unsigned long long)index);

	(void)e;
	h->asked++;
	*bytes = str_mem(h->bytes, (size_t)n);
	return true;
}

static struct hash root_of(struct history *h, uint64_t size)
{
	struct tree t = { 0 };
	struct str s;
	struct err e;

	for (uint64_t i = 0; i < size; i++) {
		struct hash leaf;

		if (!entry(h, i, &s, &e))
			abort();
		leaf = hash_leaf(s);
		tree_add(&t, &leaf);
	}
	h->asked = 0;
	return tree_root(&t);
}

static const char *in(struct arena *a, const char *name)
{
	return str_fmt(a, "%s/%s", dir, name).s;
}

static bool write_to(struct arena *a, const char *out, struct history *h, uint64_t size,
		     struct err *e)
{
	struct hash root = root_of(h, size);
	struct log_source src = { entry, h };

	return log_write(a, out, &src, size, &root, e);
}

struct seen {
	struct history *h;
	uint64_t next;
	bool right;
};

static bool see(void *p, uint64_t index, struct str bytes, const struct hash *leaf, struct err *e)
{
	struct seen *s = p;
	struct hash want;
	struct str own;

	if (!entry(s->h, index, &own, e))
		return false;
	want = hash_leaf(own);
	s->right &= index == s->next++ && str_eq(bytes, own) && hash_eq(leaf, &want);
	return true;
}

static bool reads(struct arena *a, const char *out, struct history *h, uint64_t size, struct err *e)
{
	struct hash root = root_of(h, size);
	struct seen s = { .h = h, .right = true };

	return log_read(a, out, size, &root, see, &s, e) && s.right && s.next == size;
}

static const uint64_t steps[] = { 1, 2, 255, 256, 257, 511, 512, 600, 600 };

static void grows(struct arena *a)
{
	const char *out = in(a, "grown"), *once = in(a, "once");
	struct history h = { .a = a, .other_from = UINT64_MAX };
	bool good = true, incremental = true;
	struct err e;

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		if (!write_to(a, out, &h, steps[i], &e) || !reads(a, out, &h, steps[i], &e)) {
			good = false;
			printf("# %llu: %s\n", (unsigned long long)steps[i], e.what);
		}
	}
	CHECK("a log that grows in steps is read whole at each", good);
	root_of(&h, 0);
	good = write_to(a, out, &h, 600, &e);
	incremental = h.asked == 2 * (600 - 512);
	CHECK("full bundles that stand there are not asked for again", good && incremental);
	CHECK("a size smaller than what is there leaves files and is refused by the reader",
	      !reads(a, out, &h, 599, &e) && e.kind == ERR_FALSE);
	CHECK("written at once it is the same",
	      write_to(a, once, &h, 600, &e) && reads(a, once, &h, 600, &e));
	CHECK("superseded partial tiles are gone",
	      os_type(in(a, "grown/tile/entries/000.p")) == OS_MISSING &&
		      os_type(in(a, "grown/tile/0/001.p")) == OS_MISSING &&
		      os_type(in(a, "grown/tile/1/000.p/1")) == OS_MISSING &&
		      os_type(in(a, "grown/tile/1/000.p/2")) == OS_FILE);
}

static void empty_and_large(struct arena *a)
{
	struct history h = { .a = a, .other_from = UINT64_MAX };
	struct err e = { 0 };

	CHECK("an empty log is written and read",
	      write_to(a, in(a, "empty"), &h, 0, &e) && reads(a, in(a, "empty"), &h, 0, &e) &&
		      os_type(in(a, "empty/tile")) == OS_MISSING);
	/* 257 thousand entries have more than 1000 bundles, and so folders. */
	CHECK("a log with folders of tiles is written and read",
	      write_to(a, in(a, "large"), &h, 257000, &e) &&
		      reads(a, in(a, "large"), &h, 257000, &e) &&
		      os_type(in(a, "large/tile/entries/x001/003.p/232")) == OS_FILE);
	CHECK("a folder that is called for by no tile is refused there",
	      os_mkdir(in(a, "large/tile/0/x002"), 0755, &e) &&
		      !reads(a, in(a, "large"), &h, 257000, &e) && e.kind == ERR_FALSE &&
		      strstr(e.what, "x002"));
}

static bool proofs_hold(struct arena *a, const char *out, struct history *h, uint64_t size)
{
	struct log_nodes nodes = { a, out, size };
	struct tree_source s = { log_node, &nodes };
	struct hash root = root_of(h, size), path[TREE_PROOF_MAX];
	struct err e;
	size_t n;

	for (uint64_t i = 0; i < size; i += 37) {
		struct hash old = root_of(h, i), leaf;
		struct str bytes;

		if (!entry(h, i, &bytes, &e))
			return false;
		leaf = hash_leaf(bytes);
		if (!tree_prove_inclusion(&s, i, size, path, &n, &e) ||
		    !tree_check_inclusion(&leaf, i, size, path, n, &root))
			return false;
		if (!tree_prove_consistency(&s, i, size, path, &n, &e) ||
		    !tree_check_consistency(i, &old, size, &root, path, n))
			return false;
	}
	return true;
}

struct file {
	struct tile t;
	struct file *next;
};

struct files {
	struct arena *a;
	struct file *first;
};

static bool note_file(void *p, struct tile t, struct err *e)
{
	struct files *l = p;
	struct file *f = arena_alloc(l->a, sizeof *f);

	(void)e;
	*f = (struct file){ t, l->first };
	l->first = f;
	return true;
}

/* Puts `bytes` where the file is, expects a refusal that names the file, and puts the old ones
 * back. */
static bool refused_with(struct arena *a, const char *out, struct history *h, uint64_t size,
			 const char *path, struct str bytes, struct str old)
{
	struct err e = { 0 };
	bool ok = os_write(path, bytes, 0644, &e) && !reads(a, out, h, size, &e) &&
		  e.kind == ERR_FALSE;

	if (!ok)
		printf("# %s: %s\n", path, e.what);
	return os_write(path, old, 0644, &e) && ok;
}

static bool file_guarded(struct arena *a, const char *out, struct history *h, uint64_t size,
			 struct tile t)
{
	const char *path = os_join(a, str_of(out), tile_path(a, t)).s;
	struct str old, longer;
	struct err e = { 0 };
	bool ok = true;

	if (!os_read(a, path, SIZE_MAX / 2, &old, &e))
		return false;
	for (size_t at = 0; at < old.len; at += old.len / 7 + 1) {
		char *z = str_z(a, old);

		z[at] ^= 1;
		ok &= refused_with(a, out, h, size, path, str_mem(z, old.len), old);
	}
	longer = str_mem(arena_copy(a, str_z(a, old), old.len + 1), old.len + 1);
	ok &= refused_with(a, out, h, size, path, longer, old);
	ok &= refused_with(a, out, h, size, path, str_mem(old.s, old.len - 1), old);
	ok &= refused_with(a, out, h, size, path, S(""), old);
	ok &= os_remove(path, &e) && !reads(a, out, h, size, &e) && e.kind == ERR_FALSE &&
	      strstr(e.what, path);
	ok &= !symlink("/dev/zero", path) && !reads(a, out, h, size, &e) && e.kind == ERR_FALSE;
	ok &= os_remove(path, &e) && os_write(path, old, 0644, &e);
	return ok;
}

static void tampering(struct arena *a)
{
	static const char *const extra[] = {
		"tile/x",	  "tile/0/003", "tile/0/002.p/87",	"tile/0/002.p/089",
		"tile/0/000.tmp", "tile/2",	"tile/entries/.hidden", "tile/entries/002",
		"tile/1/000",
	};
	static const char *const folders[] = {
		"tile/2",	  "tile/8",	"tile/0/x001", "tile/0/001.p",
		"tile/0/002.p/x", "tile/0/002", "tile/.git",
	};
	struct history h = { .a = a, .other_from = UINT64_MAX };
	struct files all = { .a = a };
	const char *out = in(a, "once");
	bool files = true, more = true;
	struct err e;

	tile_each(600, note_file, &all, &e);
	for (struct file *f = all.first; f; f = f->next)
		files &= file_guarded(a, out, &h, 600, f->t);
	CHECK("every file flipped, cut, lengthened, removed or made a link is refused", files);
	for (size_t i = 0; i < sizeof extra / sizeof *extra; i++) {
		const char *path = os_join(a, str_of(out), str_of(extra[i])).s;

		more &= os_write(path, S("x"), 0644, &e) && !reads(a, out, &h, 600, &e) &&
			e.kind == ERR_FALSE && strstr(e.what, path) && os_remove(path, &e);
	}
	CHECK("any other file is refused by name", more);
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		const char *path = os_join(a, str_of(out), str_of(folders[i])).s;

		more &= os_mkdir(path, 0755, &e) && !reads(a, out, &h, 600, &e) &&
			e.kind == ERR_FALSE && strstr(e.what, path) && !rmdir(path);
	}
	CHECK("any other folder is refused by name", more);
	CHECK("put back, all is well", reads(a, out, &h, 600, &e));
	h.other_from = 599;
	CHECK("another root is refused", !reads(a, out, &h, 600, &e) && e.kind == ERR_FALSE);
}

static void hostile(struct arena *a)
{
	struct history h = { .a = a, .other_from = UINT64_MAX };
	struct seen s = { .h = &h, .right = true };
	struct hash root = { 0 };
	struct err e;

	CHECK("2^60 entries end at the first file that is missing",
	      !log_read(a, in(a, "once"), (uint64_t)1 << 60, &root, see, &s, &e) &&
		      e.kind == ERR_FALSE && s.next <= 600);
	CHECK("2^63 entries are refused",
	      !log_read(a, in(a, "once"), (uint64_t)1 << 63, &root, see, &s, &e) &&
		      e.kind == ERR_FALSE);
	CHECK("a folder that is not there is refused",
	      !log_read(a, in(a, "nowhere"), 5, &root, see, &s, &e) && e.kind == ERR_FALSE);
	CHECK("nodes beyond the size are refused",
	      !log_node(&(struct log_nodes){ a, in(a, "once"), 600 }, 9, 1, &root, &e) &&
		      !log_node(&(struct log_nodes){ a, in(a, "once"), 600 }, 63, 0, &root, &e) &&
		      !log_node(&(struct log_nodes){ a, in(a, "once"), 600 }, 0, 600, &root, &e));
}

static void wrong_history(struct arena *a)
{
	struct history h = { .a = a, .other_from = UINT64_MAX }, other = { .a = a };
	const char *out = in(a, "history");
	struct log_source src = { entry, &h };
	struct hash root;
	struct err e;

	root = root_of(&other, 300);
	CHECK("entries that do not give the root write nothing",
	      !log_write(a, out, &src, 300, &root, &e) && e.kind == ERR_ATTENTION &&
		      strstr(e.what, out) && os_type(out) == OS_MISSING);
	CHECK("a changed entry below published ones is found, and the file named",
	      write_to(a, out, &h, 600, &e) && !write_to(a, out, &other, 700, &e) &&
		      e.kind == ERR_ATTENTION && strstr(e.what, "tile/0/000") &&
		      reads(a, out, &h, 600, &e));
	other.other_from = 600;
	CHECK("partial tiles of entries never signed are written over",
	      write_to(a, out, &other, 610, &e) && reads(a, out, &other, 610, &e) &&
		      write_to(a, out, &h, 610, &e) && reads(a, out, &h, 610, &e));
	CHECK("what a crash left is cleared away",
	      os_write(in(a, "history/tile/0/000.tmp"), S("x"), 0644, &e) &&
		      os_write(in(a, "history/tile/0/002.p/98.tmp"), S("x"), 0644, &e) &&
		      !reads(a, out, &h, 610, &e) && write_to(a, out, &h, 610, &e) &&
		      reads(a, out, &h, 610, &e));
	CHECK("a full tile that is gone is made again",
	      os_remove(in(a, "history/tile/0/001"), &e) &&
		      os_remove(in(a, "history/tile/entries/000"), &e) &&
		      write_to(a, out, &h, 610, &e) && reads(a, out, &h, 610, &e));
	CHECK("a damaged level of hashes is found when it is needed",
	      os_write(in(a, "history/tile/0/001"), S("short"), 0644, &e) &&
		      !write_to(a, out, &h, 620, &e) && e.kind == ERR_ATTENTION);
}

static bool sign(struct arena *a, struct history *h, uint64_t size, const struct note_skey *k,
		 struct err *e)
{
	struct checkpoint c = { k->vkey.name, size, root_of(h, size) };
	struct note_signer by = note_signer_of(k);

	return log_sign(a, in(a, "signed"), in(a, "signed.hwm"), &c, &by, e);
}

static bool checkpoint_is(struct arena *a, uint64_t size, const struct note_vkey *k)
{
	struct checkpoint c;
	struct note n;
	struct str s;
	struct err e;

	return os_read(a, in(a, "signed/checkpoint"), NOTE_MAX, &s, &e) &&
	       note_read(a, s, &n, &e) && note_check(&n, k) == 1 &&
	       checkpoint_read(n.text, &c, &e) && c.size == size;
}

static void rollback(struct arena *a)
{
	struct history h = { .a = a, .other_from = UINT64_MAX }, other = { .a = a };
	struct hwm start = { .root = hash_of(S("")) }, mark;
	const char *out = in(a, "signed"), *hwm = in(a, "signed.hwm");
	struct note_skey k;
	struct note_signer by;
	struct err e;

	note_key_make(a, S("east.aleppo/log/1"), (const uint8_t[32]){ 5 }, &k);
	CHECK("without a mark nothing is signed",
	      write_to(a, out, &h, 300, &e) && !sign(a, &h, 300, &k, &e) &&
		      e.kind == ERR_ATTENTION && os_type(in(a, "signed/checkpoint")) == OS_MISSING);
	CHECK("the mark is read as written",
	      hwm_write(a, hwm, &start, &e) && hwm_read(a, hwm, &mark, &e) && !mark.missing &&
		      !mark.size && hash_eq(&mark.root, &start.root));
	CHECK("the first checkpoint is signed, and again",
	      sign(a, &h, 300, &k, &e) && checkpoint_is(a, 300, &k.vkey) &&
		      sign(a, &h, 300, &k, &e) && hwm_read(a, hwm, &mark, &e) && mark.size == 300);
	CHECK("a smaller size is never signed",
	      !sign(a, &h, 299, &k, &e) && e.kind == ERR_ATTENTION && strstr(e.what, "1 are") &&
		      checkpoint_is(a, 300, &k.vkey));
	other.other_from = 299;
	CHECK("a second root for a size is never signed",
	      !sign(a, &other, 300, &k, &e) && e.kind == ERR_ATTENTION);
	CHECK("a longer log is signed", write_to(a, out, &h, 310, &e) && sign(a, &h, 310, &k, &e) &&
						checkpoint_is(a, 310, &k.vkey));
	CHECK("a longer log of another history is not",
	      write_to(a, out, &other, 320, &e) && !sign(a, &other, 320, &k, &e) &&
		      e.kind == ERR_ATTENTION && checkpoint_is(a, 310, &k.vkey));
	k.vkey.name = S("west.aleppo/log/1");
	by = note_signer_of(&k);
	CHECK("another log's checkpoint is not signed with this key",
	      write_to(a, out, &h, 330, &e) &&
		      !log_sign(a, out, hwm,
				&(struct checkpoint){ S("east.aleppo/log/1"), 330, start.root },
				&by, &e));
	CHECK("a damaged mark is refused",
	      os_write(hwm, S("0310 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"), 0600, &e) &&
		      !hwm_read(a, hwm, &mark, &e) && e.kind == ERR_ATTENTION &&
		      os_write(hwm, S(""), 0600, &e) && !hwm_read(a, hwm, &mark, &e) &&
		      os_write(hwm, S("1 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n"), 0600,
			       &e) &&
		      !hwm_read(a, hwm, &mark, &e));
}

int main(void)
{
	struct arena *a = arena_new(0);
	struct history h = { .a = a, .other_from = UINT64_MAX };
	struct err e;

	if (!key_start() || !mkdtemp(dir))
		abort();
	grows(a);
	CHECK("proofs from the tiles hold", proofs_hold(a, in(a, "grown"), &h, 600));
	empty_and_large(a);
	tampering(a);
	hostile(a);
	wrong_history(a);
	rollback(a);
	CHECK("the test's folder is removed", os_remove_tree(dir, &e));
	arena_free(a);
	return done();
}
