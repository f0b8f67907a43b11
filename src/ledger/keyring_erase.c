/* See keyring_erase.h. */
#include "ledger/keyring_erase.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "base/wipe.h"
#include "ledger/key.h"
#include "ledger/keyring_head.h"
#include "ledger/keyring_index.h"
#include "ledger/keyring_slots.h"
#include "base/banned.h"

void erase_tag(const uint8_t subject[16], uint8_t tag[ERASE_TAG])
{
	const struct str parts[] = { S("sulh/erase/v1\0"), str_mem(subject, 16) };
	struct hash h = hash_parts(parts, 2);

	memcpy(tag, h.b, ERASE_TAG);
}

static char *in_dir(struct arena *a, const char *dir, const char *name)
{
	return str_z(a, os_join(a, str_of(dir), str_of(name)));
}

static char *file_of(struct arena *a, const char *dir, const char *what, unsigned bucket)
{
	return str_z(a, str_fmt(a, "%s/%s-%02x", dir, what, bucket));
}

char *keyring_next_path(struct arena *a, const char *dir, const char *what, unsigned bucket)
{
	return file_of(a, in_dir(a, dir, "next"), what, bucket);
}

/* An erasure on its way, or what one left. */
struct erasing {
	struct keyring *k;
	struct arena *a;
	struct keyring_secrets *new; /* what the head will hold */
	const uint8_t (*subjects)[16];
	size_t n;
	struct erase_index *index;
	bool touched[256];
};

static bool is_erased(const struct erasing *w, const uint8_t *subject)
{
	for (size_t i = 0; i < w->n; i++)
		if (!memcmp(w->subjects[i], subject, 16))
			return true;
	return false;
}

static bool read_slots(struct arena *a, const char *path, const struct slots_keys *keys,
		       struct slots *s, struct err *e)
{
	const char *wrong = "a slot was changed";
	struct str bytes;

	if (!os_read(a, path, SLOTS_FILE, &bytes, e)) {
		if (e->kind == ERR_NOTHING)
			e->kind = ERR_FAILED;
		return false;
	}
	return (slots_read(keys, bytes, s, &wrong) && slots_all_good(s)) ||
	       err_set(e, ERR_FAILED, "read %s: it is damaged: %s; put it back from a backup", path,
		       wrong ? wrong : "a slot was changed");
}

/* What was written is there, whole, and every secret in it opens. */
static bool read_back(struct arena *a, const char *path, const struct slots_keys *keys, size_t n,
		      struct err *e)
{
	struct slots s;
	uint8_t secret[32];
	bool ok;

	if (!read_slots(a, path, keys, &s, e))
		return false;
	ok = s.n == n;
	for (size_t i = 1; ok && i <= n; i++)
		ok = slots_secret(&s, i, secret);
	key_wipe(secret, sizeof secret);
	return ok || err_set(e, ERR_FAILED, "read back %s: it is not what was written to it", path);
}

static bool gone(void *p, const uint8_t subject[16])
{
	return is_erased(p, subject);
}

/* The names of who stays. An index that cannot be read is a reason to make it anew, not to keep somebody. */
static bool write_next_index(struct erasing *w, struct arena *a, uint8_t bucket, struct err *e)
{
	struct index_key *keys = arena_array(a, 2, sizeof *keys);
	uint64_t upto = w->index->upto[bucket];
	struct buf out = { .a = a };
	const char *wrong;
	struct str bytes;

	w->index->touched[bucket] = true;
	w->index->upto[bucket] = 0;
	if (!upto)
		return true;
	if (!os_read(a, file_of(a, w->k->dir, "index", bucket), INDEX_FILE, &bytes, e))
		return e->kind == ERR_NOTHING;
	if (bytes.len < upto)
		return true;
	bytes.len = (size_t)upto;
	key_wipe_later(a, keys, 2 * sizeof *keys);
	index_key(w->k->secrets->bucket[bucket], bucket, &keys[0]);
	index_key(w->new->bucket[bucket], bucket, &keys[1]);
	if (!index_reseal(&keys[0], &keys[1], bytes, gone, w, &out, &wrong))
		return true;
	w->index->upto[bucket] = out.len;
	return os_write(keyring_next_path(a, w->k->dir, "index", bucket), buf_text(&out), 0600, e);
}

/* Writes the slots of a bucket that stay to next/, under a new key. */
static bool write_next(struct erasing *w, struct arena *a, uint8_t bucket, struct err *e)
{
	const char *path = keyring_next_path(a, w->k->dir, "slots", bucket);
	struct slots_keys *keys = arena_array(a, 2, sizeof *keys);
	struct slots s;
	uint8_t *p;
	size_t n = 0;

	key_wipe_later(a, keys, 2 * sizeof *keys);
	slots_keys(w->k->secrets->bucket[bucket], bucket, &keys[0]);
	slots_keys(w->new->bucket[bucket], bucket, &keys[1]);
	if (!read_slots(a, file_of(a, w->k->dir, "slots", bucket), &keys[0], &s, e))
		return false;
	p = arena_array(a, 1 + s.n, SLOT_LEN);
	for (size_t i = 1; i <= s.n; i++) {
		if (is_erased(w, slots_at(&s, i)))
			continue;
		n++;
		if (!slots_put_moved(&s, i, &keys[1], n, p + n * SLOT_LEN))
			return err_set(e, ERR_FAILED,
				       "rewrite the slots of bucket %02x: a secret in it does not "
				       "open; put it back from a backup",
				       bucket);
	}
	slots_put_header(&keys[1], n, p);
	return os_write(path, str_mem(p, (1 + n) * SLOT_LEN), 0600, e) &&
	       read_back(a, path, &keys[1], n, e) && write_next_index(w, a, bucket, e);
}

/* Of a bucket: whether any of the subjects has a slot there. */
static bool holds_any(struct erasing *w, struct arena *a, uint8_t bucket, bool *yes, struct err *e)
{
	struct slots_keys *keys = arena_alloc(a, sizeof *keys);
	struct slots s;

	key_wipe_later(a, keys, sizeof *keys);
	slots_keys(w->k->secrets->bucket[bucket], bucket, keys);
	*yes = false;
	if (!read_slots(a, file_of(a, w->k->dir, "slots", bucket), keys, &s, e))
		return false;
	for (size_t i = 0; i < w->n; i++)
		*yes |= w->subjects[i][0] == bucket && slots_find(&s, w->subjects[i]);
	return true;
}

/* Each bucket in memory of its own: slots of a million persons are 128 MiB. */
static bool each_bucket(struct erasing *w, const bool of[256],
			bool (*fn)(struct erasing *, struct arena *, uint8_t, struct err *),
			struct err *e)
{
	struct arena *a = arena_new(0);
	bool ok = true;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return err_set(e, ERR_FAILED, "work on keyring %s: out of memory", w->k->dir);
	}
	for (unsigned b = 0; ok && b < 256; b++) {
		arena_reset(a);
		ok = !of[b] || fn(w, a, (uint8_t)b, e);
	}
	arena_free(a);
	return ok;
}

static bool look(struct erasing *w, struct arena *a, uint8_t bucket, struct err *e)
{
	return holds_any(w, a, bucket, &w->touched[bucket], e);
}

/* The head under a new epoch key, read back before it takes the old one's place: from then on the old keys are
 * nowhere but in this process. */
static bool write_head(struct erasing *w, struct err *e)
{
	const char *next = in_dir(w->a, w->k->dir, "head.new");
	struct keyring_secrets *check = key_room(w->a, sizeof *check);
	uint8_t *p = arena_alloc(w->a, KEYRING_HEAD_LEN);
	struct keyring_head h;
	struct str back;
	const char *wrong;

	if (!check)
		return err_set(e, ERR_FAILED, "out of memory for keys");
	if (!keyring_head_load(w->a, w->k->dir, &h, e))
		return false;
	if (h.epoch == UINT32_MAX)
		return err_set(e, ERR_FAILED, "the keyring has had all its epochs");
	h.epoch++;
	keyring_head_write(&h, w->k->kek, w->new, p);
	if (!os_write(next, str_mem(p, KEYRING_HEAD_LEN), 0600, e) ||
	    !os_read(w->a, next, KEYRING_HEAD_LEN, &back, e))
		return false;
	if (!keyring_head_read(back, &h, &wrong) ||
	    keyring_head_unlock(&h, w->k->kek, check) != KEYRING_UNLOCKED ||
	    !key_eq(check, w->new, sizeof *check))
		return err_set(e, ERR_FAILED, "read back %s: it is not what was written to it",
			       next);
	return wipe_rename(next, in_dir(w->a, w->k->dir, "head"), e);
}

/* The keyring in memory follows the one on disk. */
static bool adopt(struct erasing *w, struct err *e)
{
	if (sodium_mprotect_readwrite(w->k->secrets))
		return err_sys(e, "change the keys in memory");
	*w->k->secrets = *w->new;
	return !sodium_mprotect_readonly(w->k->secrets) || err_sys(e, "protect the keys");
}

/* The new files of a bucket take the place of the old ones. An index without a new one is of a key that is gone. */
static bool put_in_place(struct erasing *w, struct arena *a, uint8_t bucket, struct err *e)
{
	const char *slots = keyring_next_path(a, w->k->dir, "slots", bucket),
		   *index = keyring_next_path(a, w->k->dir, "index", bucket),
		   *old = file_of(a, w->k->dir, "index", bucket);

	if (os_type(index) != OS_MISSING ? !wipe_rename(index, old, e) : !wipe_remove(old, e))
		return false;
	return os_type(slots) == OS_MISSING ||
	       wipe_rename(slots, file_of(a, w->k->dir, "slots", bucket), e);
}

static bool clear_next(struct erasing *w, struct err *e)
{
	const char *next = in_dir(w->a, w->k->dir, "next");

	return os_type(next) == OS_MISSING || os_remove_tree(next, e);
}

static bool run(struct erasing *w, struct err *e)
{
	bool any = false, of[256] = { false };

	for (size_t i = 0; i < w->n; i++)
		of[w->subjects[i][0]] = true;
	if (!keyring_settle(w->k, e) || !each_bucket(w, of, look, e))
		return false;
	for (unsigned b = 0; b < 256; b++)
		any |= w->touched[b];
	if (!any)
		return true;
	w->new = key_room(w->a, sizeof *w->new);
	if (!w->new)
		return err_set(e, ERR_FAILED, "out of memory for keys");
	*w->new = *w->k->secrets;
	for (unsigned b = 0; b < 256; b++)
		if (w->touched[b])
			os_random(w->new->bucket[b], 32);
	if (!os_mkdir(in_dir(w->a, w->k->dir, "next"), 0700, e) ||
	    !each_bucket(w, w->touched, write_next, e) || !write_head(w, e) || !adopt(w, e) ||
	    !each_bucket(w, w->touched, put_in_place, e))
		return false;
	return clear_next(w, e);
}

static bool with_memory(struct erasing *w, bool (*fn)(struct erasing *, struct err *),
			struct err *e)
{
	bool ok;

	w->a = arena_new(0);
	if (!w->a || setjmp(*arena_guard(w->a))) {
		arena_free(w->a);
		return err_set(e, ERR_FAILED, "erase from keyring %s: out of memory", w->k->dir);
	}
	ok = fn(w, e);
	arena_free(w->a);
	return ok || within(e, "erase from keyring %s", w->k->dir);
}

bool keyring_erase(struct keyring *k, const uint8_t (*subjects)[16], size_t n,
		   struct erase_index *index, struct err *e)
{
	struct erasing w = { .k = k, .subjects = subjects, .n = n, .index = index };

	return with_memory(&w, run, e);
}

static bool fits(struct erasing *w, struct arena *a, uint8_t bucket, struct err *e)
{
	const char *path = keyring_next_path(a, w->k->dir, "slots", bucket), *wrong;
	struct slots_keys *keys = arena_alloc(a, sizeof *keys);
	struct slots s;
	struct str bytes;

	if (os_type(path) == OS_MISSING)
		return true;
	key_wipe_later(a, keys, sizeof *keys);
	slots_keys(w->k->secrets->bucket[bucket], bucket, keys);
	if (!os_read(a, path, SLOTS_FILE, &bytes, e))
		return false;
	w->touched[bucket] = slots_read(keys, bytes, &s, &wrong) && slots_all_good(&s);
	return true;
}

static bool wipe_old(struct erasing *w, struct arena *a, uint8_t bucket, struct err *e)
{
	return wipe_remove(str_z(a, str_fmt(a, "%s/slots-%02x.old", w->k->dir, bucket)), e) &&
	       wipe_remove(str_z(a, str_fmt(a, "%s/index-%02x.old", w->k->dir, bucket)), e);
}

/* A bucket's slots are put in place last: where they are, its index is. */
static bool settle(struct erasing *w, struct err *e)
{
	bool all[256];

	memset(all, true, sizeof all);
	return each_bucket(w, all, fits, e) && each_bucket(w, w->touched, put_in_place, e) &&
	       each_bucket(w, all, wipe_old, e) && clear_next(w, e);
}

bool keyring_settle(struct keyring *k, struct err *e)
{
	static const char *const left[] = { "head.new", "head.old" };
	struct erasing w = { .k = k };
	char path[4096];

	for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
		if (snprintf(path, sizeof path, "%s/%s", k->dir, left[i]) >= (int)sizeof path)
			return err_set(e, ERR_FAILED, "open keyring %s: the path is too long",
				       k->dir);
		if (os_type(path) != OS_MISSING && !wipe_remove(path, e))
			return false;
	}
	(void)snprintf(path, sizeof path, "%s/next", k->dir);
	return os_type(path) == OS_MISSING || with_memory(&w, settle, e);
}

bool keyring_replayed(const struct keyring *k, struct err *e)
{
	return keyring_replayed_in(k->dir, e);
}

bool keyring_replayed_in(const char *dir, struct err *e)
{
	char path[4096];

	return (snprintf(path, sizeof path, "%s/" KEYRING_REPLAY, dir) < (int)sizeof path &&
		os_type(path) == OS_MISSING) ||
	       err_set(e, ERR_ATTENTION,
		       "open keyring %s: it was restored from a backup and has not forgotten who "
		       "was erased since: sulh erase replay, with the file `erasures` of the "
		       "register that was lost, or --none where nobody was",
		       dir);
}

struct finding {
	const uint8_t (*tags)[ERASE_TAG];
	size_t n;
	uint8_t (*found)[16];
	size_t n_found;
};

static int by_tag(const void *a, const void *b)
{
	return memcmp(a, b, ERASE_TAG);
}

static bool find_in(struct keyring *k, struct arena *a, uint8_t bucket, struct finding *f,
		    struct err *e)
{
	struct slots_keys *keys = arena_alloc(a, sizeof *keys);
	struct slots s;

	key_wipe_later(a, keys, sizeof *keys);
	slots_keys(k->secrets->bucket[bucket], bucket, keys);
	if (!read_slots(a, file_of(a, k->dir, "slots", bucket), keys, &s, e))
		return false;
	for (size_t i = 1; i <= s.n && f->n_found < f->n; i++) {
		uint8_t tag[ERASE_TAG];

		erase_tag(slots_at(&s, i), tag);
		if (bsearch(tag, f->tags, f->n, ERASE_TAG, by_tag))
			memcpy(f->found[f->n_found++], slots_at(&s, i), 16);
	}
	return true;
}

bool erase_find(struct keyring *k, struct arena *a, const uint8_t (*tags)[ERASE_TAG], size_t n,
		uint8_t (**subjects)[16], size_t *found, struct err *e)
{
	struct finding f = { tags, n, arena_array(a, n + 1, 16), 0 };
	struct arena *own = arena_new(0);
	bool ok = true;

	if (!own || setjmp(*arena_guard(own))) {
		arena_free(own);
		return err_set(e, ERR_FAILED, "look through keyring %s: out of memory", k->dir);
	}
	for (unsigned b = 0; ok && b < 256; b++) {
		arena_reset(own);
		ok = find_in(k, own, (uint8_t)b, &f, e);
	}
	arena_free(own);
	*subjects = f.found;
	*found = f.n_found;
	return ok;
}
