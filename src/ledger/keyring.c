/*
 * See keyring.h. Nothing of the slots is kept in memory: each operation reads the bucket's file,
 * which is small, and looks at nothing that it has not checked.
 */
#include "ledger/keyring.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/os.h"
#include "ledger/key.h"
#include "ledger/keyring_erase.h"
#include "ledger/keyring_head.h"
#include "ledger/keyring_slots.h"
#include "base/banned.h"

static void release(void *p)
{
	struct keyring *k = p;

	sodium_free(k->secrets); /* wipes */
	sodium_free(k->kek);
	k->secrets = NULL;
	k->kek = NULL;
}

struct keyring *keyring_new(struct arena *a, const char *dir, struct err *e)
{
	struct keyring *k = arena_alloc(a, sizeof *k);

	k->dir = str_z(a, str_of(dir));
	arena_defer(a, release, k);
	/* Where the system locks no more memory for us, the library goes on without. */
	k->secrets = sodium_malloc(sizeof *k->secrets);
	k->kek = sodium_malloc(32);
	if (k->secrets && k->kek)
		return k;
	err_set(e, ERR_FAILED, "open keyring %s: out of memory for keys", dir);
	return NULL;
}

static bool passphrase_ok(struct str passphrase, struct err *e)
{
	if (passphrase.len && passphrase.len <= KEYRING_PASSPHRASE_MAX)
		return true;
	return err_set(e, ERR_REFUSED, "a passphrase has 1 to %d bytes", KEYRING_PASSPHRASE_MAX);
}

static bool kek_of(const struct keyring_head *h, const char *dir, struct str passphrase,
		   uint8_t kek[32], struct err *e)
{
	return keyring_head_kek(h, passphrase, kek) ||
	       err_set(e, ERR_FAILED, "open keyring %s: out of memory, its passphrase needs %u KiB",
		       dir, h->memory);
}

/* A file that is not there yet, durable; the folder is not synced. */
static bool file_new(const char *path, const uint8_t *p, size_t n, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool ok;

	if (fd < 0)
		return err_sys(e, "write %s", path);
	errno = ENOSPC; /* what a short write means */
	ok = (write(fd, p, n) == (ssize_t)n && !fsync(fd)) || err_sys(e, "write %s", path);
	if (close(fd) && ok)
		ok = err_sys(e, "write %s", path);
	return ok;
}

static char *slots_path(const struct keyring *k, struct arena *a, unsigned b)
{
	return str_z(a, str_fmt(a, "%s/slots-%02x", k->dir, b));
}

/* All files in the new folder; `head`, without which it is none, comes last. */
static bool fill(struct keyring *k, struct arena *a, struct keyring_head *h, struct err *e)
{
	uint8_t *head = arena_alloc(a, KEYRING_HEAD_LEN);

	os_random(k->secrets, sizeof *k->secrets);
	for (unsigned b = 0; b < 256; b++) {
		struct slots_keys keys;
		uint8_t header[SLOT_LEN];

		slots_keys(k->secrets->bucket[b], (uint8_t)b, &keys);
		slots_put_header(&keys, 0, header);
		key_wipe(&keys, sizeof keys);
		if (!file_new(slots_path(k, a, b), header, sizeof header, e))
			return false;
	}
	if (!keyring_officer_start(k, a, e) || !keyring_signed_start(k, a, e))
		return false;
	keyring_head_write(h, k->kek, k->secrets, head);
	return os_write(str_z(a, os_join(a, str_of(k->dir), S("head"))),
			str_mem(head, KEYRING_HEAD_LEN), 0600, e);
}

bool keyring_make(struct arena *a, const char *dir, struct str passphrase, enum keyring_cost cost,
		  struct err *e)
{
	struct keyring_head h = { .passes = 3, .memory = 64 * 1024, .epoch = 1 };
	struct keyring *k;
	bool ok;

	if (!passphrase_ok(passphrase, e))
		return within(e, "make keyring %s", dir);
	if (os_type(dir) != OS_MISSING)
		return err_set(e, ERR_REFUSED, "make keyring %s: it is there already", dir);
	if (cost == KEYRING_COST_TEST) {
		h.passes = crypto_pwhash_argon2id_OPSLIMIT_MIN;
		h.memory = crypto_pwhash_argon2id_MEMLIMIT_MIN / 1024;
	}
	os_random(h.salt, sizeof h.salt);
	k = keyring_new(a, dir, e);
	if (!k || !kek_of(&h, dir, passphrase, k->kek, e))
		return false;
	ok = os_mkdir(dir, 0700, e);
	if (ok && !fill(k, a, &h, e)) {
		struct err second;

		ok = false;
		if (!os_remove_tree(dir, &second) && os_type(dir) != OS_MISSING)
			within(e, "%s (and what was made of it must be removed by hand)", dir);
	}
	release(k);
	return ok || within(e, "make keyring %s", dir);
}

bool keyring_head_load(struct arena *a, const char *dir, struct keyring_head *h, struct err *e)
{
	const char *path = str_z(a, os_join(a, str_of(dir), S("head")));
	const char *wrong;
	struct str head;

	if (!os_read(a, path, KEYRING_HEAD_LEN, &head, e))
		return e->kind == ERR_NOTHING
			       ? err_set(e, ERR_NO_REGISTER, "open keyring %s: there is none", dir)
			       : false;
	return keyring_head_read(head, h, &wrong) ||
	       err_set(e, ERR_FAILED, "open %s: %s; put it back from a backup", path, wrong);
}

bool keyring_unlock(struct keyring *k, const struct keyring_head *h, struct err *e)
{
	k->passes = h->passes;
	k->memory = h->memory;
	switch (keyring_head_unlock(h, k->kek, k->secrets)) {
	case KEYRING_WRONG_KEY:
		return err_set(e, ERR_WRONG_KEY, "open keyring %s: the passphrase is wrong",
			       k->dir);
	case KEYRING_DAMAGED:
		return err_set(e, ERR_FAILED,
			       "open %s/head: its keys were changed; put it back from a backup",
			       k->dir);
	case KEYRING_UNLOCKED:
		break;
	}
	return (!sodium_mprotect_readonly(k->secrets) && !sodium_mprotect_readonly(k->kek)) ||
	       err_sys(e, "open keyring %s: protect its memory", k->dir);
}

struct keyring *keyring_open(struct arena *a, const char *dir, struct str passphrase, struct err *e)
{
	struct keyring_head h;
	struct keyring *k;

	if (!keyring_head_load(a, dir, &h, e))
		return NULL;
	/* No keyring has such a passphrase. */
	if (!passphrase.len || passphrase.len > KEYRING_PASSPHRASE_MAX) {
		err_set(e, ERR_WRONG_KEY, "open keyring %s: the passphrase is wrong", dir);
		return NULL;
	}
	k = keyring_new(a, dir, e);
	if (!k || !kek_of(&h, dir, passphrase, k->kek, e) || !keyring_unlock(k, &h, e))
		return NULL;
	return k;
}

const uint8_t *keyring_centre_key(const struct keyring *k)
{
	return k->secrets->centre;
}

/* One piece of work on one bucket, with memory of its own that ends with it. */
struct job {
	const struct keyring *k;
	uint8_t bucket;
	struct arena *a;
	const char *path;
	struct slots slots;

	const uint8_t *subject;	     /* to look up */
	uint8_t *recipient, *secret; /* where to put what was found, or NULL */
	enum keyring_apart *apart;   /* the same */
	struct buf *all;	     /* where to put the subjects of who is apart */
	struct identity *out;	     /* where to put what is taken, or NULL */
	size_t n; /* how many to make or to take at most; when done, how many it were */
};

static bool damaged(const struct job *j, const char *why, struct err *e)
{
	return err_set(e, ERR_FAILED, "read %s: it is damaged: %s; put it back from a backup",
		       j->path, why);
}

/* An erasure that was broken off after the head was written: what a bucket's keys fit lies in next/ until somebody
 * who may write takes it from there. */
static bool load_next(struct job *j, const struct slots_keys *keys)
{
	const char *wrong, *path = keyring_next_path(j->a, j->k->dir, "slots", j->bucket);
	struct str bytes;
	struct err none;

	if (!os_read(j->a, path, SLOTS_FILE, &bytes, &none) ||
	    !slots_read(keys, bytes, &j->slots, &wrong))
		return false;
	j->path = path;
	return true;
}

static bool job_load(struct job *j, struct err *e)
{
	struct slots_keys *keys = arena_alloc(j->a, sizeof *keys);
	const char *wrong;
	struct str bytes;

	key_wipe_later(j->a, keys, sizeof *keys);
	slots_keys(j->k->secrets->bucket[j->bucket], j->bucket, keys);
	j->path = slots_path(j->k, j->a, j->bucket);
	if (!os_read(j->a, j->path, SLOTS_FILE, &bytes, e)) {
		/* All of them were made with the keyring. */
		if (e->kind == ERR_NOTHING)
			e->kind = ERR_FAILED;
		return false;
	}
	return slots_read(keys, bytes, &j->slots, &wrong) || load_next(j, keys) ||
	       damaged(j, wrong, e);
}

static bool job_run(struct job *j, bool (*fn)(struct job *, struct err *), struct err *e)
{
	bool ok;

	j->a = arena_new(0);
	if (!j->a || setjmp(*arena_guard(j->a))) {
		arena_free(j->a);
		return err_set(e, ERR_FAILED, "work on keyring %s: out of memory", j->k->dir);
	}
	ok = job_load(j, e) && fn(j, e);
	arena_free(j->a);
	return ok;
}

static enum keyring_apart apart_of(uint8_t state)
{
	return state == SLOT_APART ? APART_CHILD : state == SLOT_MERGED ? APART_MERGED : APART_NOT;
}

static bool look_up(struct job *j, struct err *e)
{
	size_t i = slots_find(&j->slots, j->subject);

	/* "There is none" is said only when no damaged slot could have been it. */
	if (i ? !slots_good(&j->slots, i) : !slots_all_good(&j->slots))
		return damaged(j, "a slot was changed", e);
	if (!i)
		return err_set(e, ERR_NOTHING,
			       "look up an identity: the keyring has none of this subject");
	if (j->recipient)
		memcpy(j->recipient, slots_at(&j->slots, i) + SLOT_RECIPIENT, 32);
	if (j->apart)
		*j->apart = apart_of(slots_at(&j->slots, i)[SLOT_STATE]);
	if (j->secret && !slots_secret(&j->slots, i, j->secret))
		return damaged(j, "a slot's secret was changed", e);
	return true;
}

bool keyring_recipient(struct keyring *k, const uint8_t subject[16], uint8_t recipient[32],
		       struct err *e)
{
	struct job j = { .k = k, .bucket = subject[0], .subject = subject, .recipient = recipient };

	return job_run(&j, look_up, e);
}

bool keyring_identity(struct keyring *k, const uint8_t subject[16], uint8_t identity[32],
		      struct err *e)
{
	struct job j = { .k = k, .bucket = subject[0], .subject = subject, .secret = identity };

	return keyring_replayed(k, e) && job_run(&j, look_up, e);
}

bool keyring_apart_how(struct keyring *k, const uint8_t subject[16], enum keyring_apart *how,
		       struct err *e)
{
	struct job j = { .k = k, .bucket = subject[0], .subject = subject, .apart = how };

	return job_run(&j, look_up, e);
}

bool keyring_apart(struct keyring *k, const uint8_t subject[16], bool *apart, struct err *e)
{
	enum keyring_apart how = APART_NOT;

	if (!keyring_apart_how(k, subject, &how, e))
		return false;
	*apart = how != APART_NOT;
	return true;
}

/* Writes the bucket's file anew with j->n slots more. */
static bool make_more(struct job *j, struct err *e)
{
	const struct slots *s = &j->slots;
	size_t n = s->n + j->n;
	uint8_t *p;

	if (!slots_all_good(s))
		return damaged(j, "a slot was changed", e);
	if (n > SLOTS_MAX)
		return err_set(e, ERR_REFUSED, "make identities: %s holds %d, no more", j->path,
			       SLOTS_MAX);
	p = arena_array(j->a, 1 + n, SLOT_LEN);
	memcpy(p, s->bytes, (1 + s->n) * SLOT_LEN);
	slots_put_header(s->keys, n, p);
	for (size_t i = s->n + 1; i <= n; i++)
		slots_put_new(s->keys, i, p + i * SLOT_LEN);
	return os_write(j->path, str_mem(p, (1 + n) * SLOT_LEN), 0600, e);
}

bool keyring_pool_make(struct keyring *k, size_t n, struct err *e)
{
	size_t count[256] = { 0 };

	if (n > KEYRING_POOL_MAX)
		return err_set(e, ERR_USAGE, "make identities: at most %d at once",
			       KEYRING_POOL_MAX);
	/* The first bytes of n random subjects. */
	while (n) {
		uint8_t first[256];
		size_t some = n < sizeof first ? n : sizeof first;

		os_random(first, some);
		for (size_t i = 0; i < some; i++)
			count[first[i]]++;
		n -= some;
	}
	for (unsigned b = 0; b < 256; b++) {
		struct job j = { .k = k, .bucket = (uint8_t)b, .n = count[b] };

		if (j.n && !job_run(&j, make_more, e))
			return false;
	}
	return true;
}

/* Writes the states of the slots in `which` to the file, durably. */
static bool mark(const struct job *j, const uint8_t *slots, const size_t *which, size_t n,
		 struct err *e)
{
	int fd = open(j->path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	bool ok = true;

	if (fd < 0)
		return err_sys(e, "write %s", j->path);
	for (size_t i = 0; ok && i < n; i++) {
		size_t at = which[i] * SLOT_LEN + SLOT_STATE;

		errno = EIO; /* what a short write of eight bytes in place means */
		ok = pwrite(fd, slots + at, 8, (off_t)at) == 8 || err_sys(e, "write %s", j->path);
	}
	if (ok && fsync(fd))
		ok = err_sys(e, "write %s", j->path);
	if (close(fd) && ok)
		ok = err_sys(e, "write %s", j->path);
	return ok;
}

static bool set_apart(struct job *j, struct err *e)
{
	const struct slots *s = &j->slots;
	static const char states[] = { SLOT_TAKEN, SLOT_APART, SLOT_MERGED };
	const enum keyring_apart apart = *j->apart;
	size_t i = slots_find(s, j->subject);
	uint8_t *p;

	if (!look_up(j, e))
		return false;
	if (*j->apart == apart)
		return true;
	p = arena_copy(j->a, s->bytes, (1 + s->n) * SLOT_LEN);
	slots_put_state(s->keys, i, states[apart], p + i * SLOT_LEN);
	return mark(j, p, &i, 1, e);
}

static bool take_some(struct job *j, struct err *e)
{
	const struct slots *s = &j->slots;
	size_t *which = arena_array(j->a, s->n + 1, sizeof *which), n = 0;
	uint8_t *p = arena_copy(j->a, s->bytes, (1 + s->n) * SLOT_LEN);

	if (!slots_all_good(s))
		return damaged(j, "a slot was changed", e);
	for (size_t i = 1; i <= s->n && n < j->n; i++) {
		uint8_t *slot = p + i * SLOT_LEN;

		if (slot[SLOT_STATE] != SLOT_FREE)
			continue;
		slots_put_state(s->keys, i, SLOT_TAKEN, slot);
		which[n++] = i;
	}
	if (n && !mark(j, p, which, n, e))
		return false;
	for (size_t i = 0; j->out && i < n; i++)
		memcpy(&j->out[i], slots_at(s, which[i]), sizeof *j->out);
	j->n = n;
	return true;
}

bool keyring_apart_set(struct keyring *k, const uint8_t subject[16], enum keyring_apart apart,
		       struct err *e)
{
	struct job j = { .k = k, .bucket = subject[0], .subject = subject, .apart = &apart };

	return job_run(&j, set_apart, e) || within(e, "set a person's record apart");
}

static bool all_apart(struct job *j, struct err *e)
{
	for (size_t i = 1; i <= j->slots.n; i++) {
		const uint8_t *slot = slots_at(&j->slots, i);

		if (apart_of(slot[SLOT_STATE]) == APART_NOT)
			continue;
		if (!slots_good(&j->slots, i))
			return damaged(j, "a slot was changed", e);
		buf_add(j->all, slot, 16);
	}
	return true;
}

bool keyring_apart_all(struct keyring *k, struct arena *a, struct str *subjects, struct err *e)
{
	struct buf all = { .a = a };

	for (unsigned b = 0; b < 256; b++) {
		struct job j = { .k = k, .bucket = (uint8_t)b, .all = &all };

		if (!job_run(&j, all_apart, e))
			return within(e, "look whose records are apart");
	}
	*subjects = buf_text(&all);
	return true;
}

_Static_assert(sizeof(struct identity) == SLOT_STATE, "an identity is how a slot begins");

/* Takes what is free, up to `n`, from the buckets in turn, beginning at a random one. */
static bool take_free(struct keyring *k, struct identity *out, size_t n, size_t *taken,
		      struct err *e)
{
	uint8_t start;

	*taken = 0;
	os_random(&start, sizeof start);
	for (unsigned i = 0; i < 256 && *taken < n; i++) {
		struct job j = { .k = k,
				 .bucket = (uint8_t)(start + i),
				 .out = out ? out + *taken : NULL,
				 .n = n - *taken };

		if (!job_run(&j, take_some, e))
			return false;
		*taken += j.n;
	}
	return true;
}

/* A number below n <= 2^32, each as likely. */
static size_t random_below(size_t n)
{
	return randombytes_uniform((uint32_t)n);
}

bool keyring_take(struct keyring *k, struct identity *out, size_t n, struct err *e)
{
	size_t got, more = 0;

	if (n > KEYRING_POOL_MAX)
		return err_set(e, ERR_USAGE, "take identities: at most %d at once",
			       KEYRING_POOL_MAX);
	if (!take_free(k, out, n, &got, e))
		return within(e, "take identities");
	if (got < n) {
		size_t missing = n - got;

		if (!keyring_pool_make(k, missing > KEYRING_POOL ? missing : KEYRING_POOL, e) ||
		    !take_free(k, out + got, missing, &more, e))
			return within(e, "take identities");
		if (more < missing)
			return err_set(e, ERR_FAILED,
				       "take identities: keyring %s changes under our hands",
				       k->dir);
	}
	/* The order of buckets would show in the order of the people. */
	for (size_t i = n; i > 1; i--) {
		size_t o = random_below(i);
		struct identity swap = out[i - 1];

		out[i - 1] = out[o];
		out[o] = swap;
	}
	return true;
}

bool keyring_pool_drop(struct keyring *k, struct err *e)
{
	size_t n;

	return take_free(k, NULL, SIZE_MAX, &n, e) || within(e, "drop the free identities");
}
