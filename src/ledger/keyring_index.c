/* See keyring_index.h. */
#include "ledger/keyring_index.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/os.h"
#include "ledger/key.h"
#include "ledger/keyring_head.h"
#include "base/banned.h"

#define MAGIC	"sulh-index-v1\n\0"
#define PURPOSE "sulh/index/v1\0"
#define BUCKET	16
#define PAD	256
#define RECORD	(2 + 16) /* before a body */

_Static_assert(INDEX_PLAIN % PAD == 0 && INDEX_BODY + RECORD <= INDEX_PLAIN,
	       "a record fits a chunk");

void index_key(const uint8_t bucket_key[32], uint8_t bucket, struct index_key *out)
{
	out->bucket = bucket;
	key_derive(str_mem(bucket_key, 32), S(""), S("index"), out->key, sizeof out->key);
}

static void put(uint8_t *p, uint64_t v, int n)
{
	for (int i = 0; i < n; i++)
		p[i] = (uint8_t)(v >> (8 * (n - 1 - i)));
}

static uint32_t get(const uint8_t *p, int n)
{
	uint32_t v = 0;

	for (int i = 0; i < n; i++)
		v = v << 8 | p[i];
	return v;
}

static void header(uint8_t bucket, uint8_t out[INDEX_HEADER])
{
	memset(out, 0, INDEX_HEADER);
	memcpy(out, MAGIC, BUCKET);
	out[BUCKET] = bucket;
}

/* What a chunk is bound to: its file and its place in it. */
struct bound {
	uint8_t b[sizeof PURPOSE - 1 + 1 + 8];
};

static struct bound bound_to(const struct index_key *k, uint64_t at)
{
	struct bound ad;

	memcpy(ad.b, PURPOSE, sizeof PURPOSE - 1);
	ad.b[sizeof PURPOSE - 1] = k->bucket;
	put(ad.b + sizeof PURPOSE, at, 8);
	return ad;
}

/* A chunk under way. The plaintext is wiped by whoever has it. */
struct chunk {
	uint8_t plain[INDEX_PLAIN];
	size_t len;
};

static void chunk_end(const struct index_key *k, uint64_t at, struct chunk *c, struct buf *out)
{
	size_t n = (c->len + PAD - 1) / PAD * PAD, len = n + KEY_BOX_EXTRA;
	const struct bound ad = bound_to(k, at);
	uint8_t *box = arena_alloc(out->a, 4 + len);

	memset(c->plain + c->len, 0, n - c->len);
	put(box, len, 4);
	key_box(k->key, str_mem(ad.b, sizeof ad.b), c->plain, n, box + 4);
	buf_add(out, box, 4 + len);
	c->len = 0;
}

static void chunk_add(struct chunk *c, const struct index_record *x)
{
	uint8_t *p = c->plain + c->len;

	put(p, x->body.len, 2);
	memcpy(p + 2, x->subject, 16);
	memcpy(p + RECORD, x->body.s, x->body.len);
	c->len += RECORD + x->body.len;
}

/* Adds a record to what is being written; `at` is where `out` begins in the file. */
static void add(const struct index_key *k, uint64_t at, struct chunk *c,
		const struct index_record *x, struct buf *out)
{
	if (c->len + RECORD + x->body.len > INDEX_PLAIN)
		chunk_end(k, at + out->len, c, out);
	chunk_add(c, x);
}

static struct index_key *key_new(struct arena *a)
{
	struct index_key *key = arena_alloc(a, sizeof *key);

	key_wipe_later(a, key, sizeof *key);
	return key;
}

static struct chunk *chunk_new(struct arena *a)
{
	struct chunk *c = arena_alloc(a, sizeof *c);

	key_wipe_later(a, c, sizeof *c);
	return c;
}

void index_put(const struct index_key *k, uint64_t at, const struct index_record *list, size_t n,
	       struct buf *out)
{
	struct chunk *c = chunk_new(out->a);
	uint8_t head[INDEX_HEADER];
	struct buf more = { .a = out->a };

	if (!at) {
		header(k->bucket, head);
		buf_add(&more, head, sizeof head);
	}
	for (size_t i = 0; i < n; i++)
		add(k, at, c, &list[i], &more);
	if (c->len)
		chunk_end(k, at + more.len, c, &more);
	key_wipe(c, sizeof *c);
	buf_add(out, more.p, more.len);
}

/* The records of one chunk. */
static bool records(const struct index_key *k, const uint8_t *p, size_t n,
		    bool (*fn)(void *p, const struct index_record *x), void *to, const char **wrong)
{
	size_t at = 0;

	while (at + RECORD <= n && get(p + at, 2)) {
		struct index_record x = { .body = { (const char *)p + at + RECORD,
						    get(p + at, 2) } };

		memcpy(x.subject, p + at + 2, sizeof x.subject);
		if (x.body.len > INDEX_BODY || x.body.len > n - at - RECORD ||
		    x.subject[0] != k->bucket) {
			*wrong = "a record is none of its bucket";
			return false;
		}
		if (!fn(to, &x))
			return false;
		at += RECORD + x.body.len;
	}
	if (!at || n - at >= PAD) {
		*wrong = "a chunk is longer than its records";
		return false;
	}
	for (; at < n; at++)
		if (p[at]) {
			*wrong = "a chunk does not end with zeros";
			return false;
		}
	return true;
}

static bool chunks(const struct index_key *k, struct chunk *c, struct str bytes, size_t at,
		   bool (*fn)(void *p, const struct index_record *x), void *p, const char **wrong)
{
	while (at < bytes.len) {
		const uint8_t *box = (const uint8_t *)bytes.s + at + 4;
		const struct bound ad = bound_to(k, at);
		size_t len = bytes.len - at < 4 ? 0 : get(box - 4, 4);

		if (len < PAD + KEY_BOX_EXTRA || len > INDEX_PLAIN + KEY_BOX_EXTRA ||
		    (len - KEY_BOX_EXTRA) % PAD || len > bytes.len - at - 4) {
			*wrong = "a chunk is cut off";
			return false;
		}
		if (!key_unbox(k->key, str_mem(ad.b, sizeof ad.b), box, len, c->plain)) {
			*wrong = "a chunk was changed";
			return false;
		}
		if (!records(k, c->plain, len - KEY_BOX_EXTRA, fn, p, wrong))
			return false;
		at += 4 + len;
	}
	return true;
}

bool index_each(struct arena *a, const struct index_key *k, struct str bytes, uint64_t from,
		bool (*fn)(void *p, const struct index_record *x), void *p, const char **wrong)
{
	uint8_t head[INDEX_HEADER];

	*wrong = NULL;
	header(k->bucket, head);
	if (bytes.len < INDEX_HEADER || memcmp(bytes.s, head, INDEX_HEADER) != 0) {
		*wrong = "it has not the header of this bucket";
		return false;
	}
	return chunks(k, chunk_new(a), bytes, from ? (size_t)from : INDEX_HEADER, fn, p, wrong);
}

/* The whole file anew. */
struct resealing {
	const struct index_key *to;
	bool (*gone)(void *p, const uint8_t subject[16]);
	void *p;
	struct chunk *c;
	struct buf *out;
};

static bool keep(void *p, const struct index_record *x)
{
	struct resealing *w = p;

	if (!w->gone || !w->gone(w->p, x->subject))
		add(w->to, 0, w->c, x, w->out);
	return true;
}

bool index_reseal(const struct index_key *from, const struct index_key *to, struct str bytes,
		  bool (*gone)(void *p, const uint8_t subject[16]), void *p, struct buf *out,
		  const char **wrong)
{
	struct buf whole = { .a = out->a };
	struct resealing w = { to, gone, p, chunk_new(out->a), &whole };
	uint8_t head[INDEX_HEADER];
	bool ok;

	header(to->bucket, head);
	buf_add(&whole, head, sizeof head);
	ok = index_each(out->a, from, bytes, 0, keep, &w, wrong);
	if (ok && w.c->len)
		chunk_end(to, whole.len, w.c, &whole);
	key_wipe(w.c, sizeof *w.c);
	if (ok)
		buf_add(out, whole.p, whole.len);
	return ok;
}

static char *path_of(const struct keyring *k, struct arena *a, unsigned bucket)
{
	return str_z(a, str_fmt(a, "%s/index-%02x", k->dir, bucket));
}

static bool write_at(const char *dir, const char *path, uint64_t at, struct str bytes, bool sync,
		     struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	struct stat st;
	bool ok = true;

	if (fd < 0 || fstat(fd, &st))
		ok = err_sys(e, "write %s", path);
	else if ((uint64_t)st.st_size < at)
		ok = err_set(e, ERR_NOTHING, "write %s: it is shorter than what was recorded",
			     path);
	if (ok && (uint64_t)st.st_size > at && ftruncate(fd, (off_t)at))
		ok = err_sys(e, "write %s", path);
	for (size_t done = 0; ok && done < bytes.len;) {
		ssize_t n =
			pwrite(fd, bytes.s + done, bytes.len - done, (off_t)(at + (uint64_t)done));

		if (n <= 0 && !(n < 0 && errno == EINTR))
			ok = err_sys(e, "write %s", path);
		done += n > 0 ? (size_t)n : 0;
	}
	if (ok && sync && fsync(fd))
		ok = err_sys(e, "write %s", path);
	if (fd >= 0 && close(fd) && ok)
		ok = err_sys(e, "write %s", path);
	/* A file that was not there is lost with its name. */
	return ok && sync && !at ? os_sync(dir, e) : ok;
}

bool keyring_index_add(struct keyring *k, uint8_t bucket, uint64_t upto,
		       const struct index_record *list, size_t n, bool sync, uint64_t *end,
		       struct err *e)
{
	struct arena *a = arena_new(0);
	struct index_key key;
	struct buf more = { .a = a };
	bool ok;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return err_set(e, ERR_FAILED, "write the names of keyring %s: out of memory",
			       k->dir);
	}
	index_key(k->secrets->bucket[bucket], bucket, &key);
	index_put(&key, upto, list, n, &more);
	key_wipe(&key, sizeof key);
	ok = write_at(k->dir, path_of(k, a, bucket), upto, buf_text(&more), sync, e);
	*end = upto + more.len;
	arena_free(a);
	return ok;
}

bool keyring_index_each(struct keyring *k, uint8_t bucket, uint64_t from, uint64_t upto,
			bool (*fn)(void *p, const struct index_record *x), void *p, struct err *e)
{
	struct arena *a;
	struct index_key *key;
	const char *path, *wrong;
	struct str bytes;
	bool ok;

	if (from >= upto)
		return true;
	a = arena_new(0);
	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return err_set(e, ERR_FAILED, "read the names of keyring %s: out of memory",
			       k->dir);
	}
	path = path_of(k, a, bucket);
	ok = os_read(a, path, INDEX_FILE, &bytes, e) &&
	     (bytes.len >= upto || err_set(e, ERR_NOTHING, "read %s: it is cut off", path));
	if (ok) {
		bytes.len = (size_t)upto;
		key = key_new(a);
		index_key(k->secrets->bucket[bucket], bucket, key);
		ok = index_each(a, key, bytes, from, fn, p, &wrong);
		if (!ok && wrong)
			err_set(e, ERR_NOTHING, "read %s: it is damaged: %s", path, wrong);
	}
	arena_free(a);
	return ok;
}
