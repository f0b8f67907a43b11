/* See bench.h. */
#include "ledger/bench.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "base/arena.h"
#include "base/os.h"
#include "ledger/key.h"
#include "ledger/keyring.h"
#include "ledger/keyring_head.h"
#include "ledger/keyring_slots.h"
#include "ledger/note.h"
#include "ledger/sha.h"
#include "ledger/tile.h"
#include "base/banned.h"

static_assert(crypto_box_SEALBYTES == BENCH_BOX_EXTRA, "boxes have room");

bool bench_box_make(struct bench_box *b)
{
	return !crypto_box_keypair(b->public_key, b->secret_key);
}

bool bench_box_seal(const struct bench_box *b, const uint8_t *plain, size_t n, uint8_t *box)
{
	return n <= BENCH_BOX_MAX && !crypto_box_seal(box, plain, n, b->public_key);
}

bool bench_box_open(const struct bench_box *b, const uint8_t *box, size_t n, uint8_t *plain)
{
	return n <= BENCH_BOX_MAX &&
	       !crypto_box_seal_open(plain, box, n + BENCH_BOX_EXTRA, b->public_key, b->secret_key);
}

bool bench_sign(const uint8_t seed[32], const uint8_t pub[32], struct str msg, uint8_t sig[64])
{
	uint8_t secret[crypto_sign_SECRETKEYBYTES];

	memcpy(secret, seed, 32);
	memcpy(secret + 32, pub, 32);
	return !crypto_sign_detached(sig, NULL, (const uint8_t *)msg.s, msg.len, secret);
}

bool bench_verify(const uint8_t pub[32], struct str msg, const uint8_t sig[64])
{
	return !crypto_sign_verify_detached(sig, (const uint8_t *)msg.s, msg.len, pub);
}

/* The log. */

struct making {
	struct arena *scratch; /* of one bundle */
	const char *dir;       /* of the log */
	uint64_t random;
	struct tile_stack stack;
};

/* Random enough, and the same log for the same numbers (Steele, Lea, Flood: SplitMix64). */
static uint64_t next(struct making *m)
{
	uint64_t z = m->random += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static bool folders_make(struct making *m, struct str path, struct err *e)
{
	for (size_t i = 0; i < path.len; i++)
		if (path.s[i] == '/' &&
		    !os_mkdir(os_join(m->scratch, str_of(m->dir), str_mem(path.s, i)).s, 0755, e))
			return false;
	return true;
}

static bool file_put(struct making *m, struct str path, struct str bytes, struct err *e)
{
	const char *full = os_join(m->scratch, str_of(m->dir), path).s;
	const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
	int fd = open(full, flags, 0644);
	bool ok;

	if (fd < 0 && errno == ENOENT) {
		if (!folders_make(m, path, e))
			return false;
		fd = open(full, flags, 0644);
	}
	ok = fd >= 0 && write(fd, bytes.s, bytes.len) == (ssize_t)bytes.len;
	if (!ok)
		err_sys(e, "write %s", full);
	if (fd >= 0)
		close(fd);
	return ok;
}

static bool tile_put(void *p, struct tile t, const struct hash *h, struct err *e)
{
	struct making *m = p;

	return file_put(m, tile_path(m->scratch, t), str_mem(h, t.width * sizeof *h), e);
}

static bool bundle_make(struct making *m, struct tile t, size_t mean, struct err *e)
{
	struct buf b = { .a = m->scratch };
	struct hash leaves[TILE_WIDTH];

	for (unsigned i = 0; i < t.width; i++) {
		uint64_t words[BENCH_ENTRY_MAX / 8];
		size_t len = mean / 2 + (size_t)(next(m) % (mean + 1));
		struct str entry = str_mem(words, len < sizeof words ? len : sizeof words);

		for (size_t w = 0; w < (entry.len + 7) / 8; w++)
			words[w] = next(m);
		bundle_put(&b, entry);
		leaves[i] = hash_leaf(entry);
	}
	return file_put(m, tile_path(m->scratch, t), buf_text(&b), e) &&
	       tile_stack_add_many(&m->stack, leaves, t.width, tile_put, m, e);
}

static bool tiles_make(struct making *m, uint64_t size, size_t mean, struct err *e)
{
	for (uint64_t at = 0; at < size; at += TILE_WIDTH) {
		uint64_t left = size - at;
		struct tile t = { TILE_ENTRIES, at / TILE_WIDTH,
				  left < TILE_WIDTH ? (unsigned)left : TILE_WIDTH };

		arena_reset(m->scratch);
		if (!bundle_make(m, t, mean, e))
			return false;
	}
	return tile_stack_end(&m->stack, tile_put, m, e);
}

static bool head_make(struct arena *a, struct making *m, const char *dir, struct err *e)
{
	struct checkpoint c = { log_origin(a, S("hq"), S("bench"), 1), m->stack.size,
				tile_stack_root(&m->stack) };
	struct note_skey key;
	struct str vkey;
	uint8_t seed[32];

	os_random(seed, sizeof seed);
	note_key_make(a, c.origin, seed, &key);
	vkey = note_vkey_text(a, &key.vkey);
	if (!file_put(m, S("vkey"), str_fmt(a, "%.*s\n", P(vkey)), e) ||
	    !file_put(m, S("checkpoint"), note_sign(a, checkpoint_text(a, &c), &key), e))
		return false;
	m->dir = dir;
	return file_put(m, S("policy"), str_fmt(a, "log %.*s\nquorum none\n", P(vkey)), e);
}

bool bench_log(struct arena *a, const char *dir, uint64_t size, size_t mean, struct err *e)
{
	struct making *m = arena_alloc(a, sizeof *m);
	bool ok;

	m->scratch = arena_new(0);
	if (!m->scratch)
		return err_set(e, ERR_FAILED, "make a log in %s: memory is out", dir);
	m->dir = os_join(a, str_of(dir), S("hq")).s;
	ok = os_mkdir(dir, 0755, e) && os_mkdir(m->dir, 0755, e) && tiles_make(m, size, mean, e) &&
	     head_make(a, m, dir, e);
	arena_free(m->scratch);
	return ok;
}

struct keyring *bench_keyring(struct arena *a, const char *dir, size_t persons, uint8_t subject[16],
			      struct err *e)
{
	const struct str pass = S("a passphrase of the benchmark");
	size_t n = persons / 256;
	uint8_t *p = arena_array(a, 1 + n, SLOT_LEN);
	struct slots_keys keys;
	struct keyring *k;

	if (!keyring_make(a, dir, pass, KEYRING_COST_TEST, e))
		return NULL;
	k = keyring_open(a, dir, pass, e);
	if (!k)
		return NULL;
	slots_keys(k->secrets->bucket[0], 0, &keys);
	slots_put_header(&keys, n, p);
	for (size_t i = 1; i <= n; i++)
		slots_put_new(&keys, i, p + i * SLOT_LEN);
	key_wipe(&keys, sizeof keys);
	memcpy(subject, p + (1 + n / 2) * SLOT_LEN, 16);
	return os_write(str_z(a, os_join(a, str_of(dir), S("slots-00"))),
			str_mem(p, (1 + n) * SLOT_LEN), 0600, e)
		       ? k
		       : NULL;
}

bool bench_rewrap(struct keyring *k, struct arena *a, uint8_t bucket, struct err *e)
{
	struct slots_keys keys[2];
	const char *wrong;
	struct slots s;
	struct str bytes;
	bool ok = true;
	uint8_t *p;

	if (!os_read(a, str_z(a, str_fmt(a, "%s/slots-%02x", k->dir, bucket)), SLOTS_FILE, &bytes,
		     e))
		return false;
	slots_keys(k->secrets->bucket[bucket], bucket, &keys[0]);
	slots_keys(k->secrets->bucket[(bucket + 1) % 256], bucket, &keys[1]);
	ok = slots_read(&keys[0], bytes, &s, &wrong) && slots_all_good(&s);
	p = arena_array(a, 1 + (ok ? s.n : 0), SLOT_LEN);
	for (size_t i = 1; ok && i <= s.n; i++)
		ok = slots_put_moved(&s, i, &keys[1], i, p + i * SLOT_LEN);
	key_wipe(keys, sizeof keys);
	return ok || err_set(e, ERR_FAILED, "bench: the slots do not open");
}
