/* See keyring_acts.h. A block is looked at when it is first needed, and kept with what was found. */
#include "ledger/keyring_acts.h"

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

#define MAGIC	"sulh-acts-v1\n\0\0\0"
#define PURPOSE S("sulh/acts/v1\0")
#define PLAIN	496
#define KEPT	128	  /* blocks of a file */
#define LARGER	4	  /* so many times what is written anew a file is left as it is */
#define PIECE	64	  /* blocks that are written at once */
#define FILES	(1 << 17) /* in the folder */

_Static_assert(ACTS_DIGESTS *ACT_DIGEST <= PLAIN, "the digests fit a block");

struct kept {
	uint64_t at; /* the number of the block, and one more; 0: none */
	uint8_t b[ACTS_BLOCK];
};

struct run {
	struct signed_run is;
	int fd;
	const char *path;
	uint64_t blocks;
	struct kept *kept;
};

struct acts {
	struct arena *a;
	const struct keyring *k;
	uint8_t mac[32], digest[32];
	struct run runs[SIGNED_RUNS];
	size_t n;
};

static void put64(uint8_t *p, uint64_t v)
{
	for (int i = 0; i < 8; i++)
		p[i] = (uint8_t)(v >> (8 * (7 - i)));
}

static uint64_t get64(const uint8_t *p)
{
	uint64_t v = 0;

	for (int i = 0; i < 8; i++)
		v = v << 8 | p[i];
	return v;
}

static uint64_t blocks_of(uint64_t n)
{
	return n / ACTS_DIGESTS + (n % ACTS_DIGESTS != 0);
}

static size_t count_in(const struct signed_run *run, uint64_t i)
{
	uint64_t rest = run->n - i * ACTS_DIGESTS;

	return rest < ACTS_DIGESTS ? (size_t)rest : ACTS_DIGESTS;
}

static void block_mac(const uint8_t key[32], const struct signed_run *run, uint64_t i,
		      const uint8_t *plain, uint8_t mac[32])
{
	uint8_t front[8 + 8 + 8];

	memcpy(front, run->id, 8);
	put64(front + 8, run->n);
	put64(front + 16, i);
	key_mac(str_mem(key, 32),
		(struct str[]){ PURPOSE, str_mem(front, sizeof front), str_mem(plain, PLAIN) }, 3,
		mac);
}

void acts_block_put(const uint8_t key[32], const struct signed_run *run, uint64_t i,
		    const uint8_t (*list)[ACT_DIGEST], size_t n, uint8_t block[ACTS_BLOCK])
{
	uint8_t mac[32];

	memset(block, 0, ACTS_BLOCK);
	memcpy(block, list, n * ACT_DIGEST);
	block_mac(key, run, i, block, mac);
	memcpy(block + PLAIN, mac, ACTS_BLOCK - PLAIN);
}

size_t acts_block_read(const uint8_t key[32], const struct signed_run *run, uint64_t i,
		       const uint8_t block[ACTS_BLOCK])
{
	uint8_t mac[32];
	size_t n;

	if (i >= blocks_of(run->n))
		return 0;
	block_mac(key, run, i, block, mac);
	if (!key_eq(mac, block + PLAIN, ACTS_BLOCK - PLAIN))
		return 0;
	n = count_in(run, i);
	for (size_t j = 1; j < n; j++)
		if (memcmp(block + (j - 1) * ACT_DIGEST, block + j * ACT_DIGEST, ACT_DIGEST) >= 0)
			return 0;
	for (size_t j = n * ACT_DIGEST; j < PLAIN; j++)
		if (block[j])
			return 0;
	return n;
}

static bool damaged(const char *path, struct err *e)
{
	return err_set(e, ERR_ATTENTION,
		       "%s is missing or damaged: put it back from a backup, or run `sulh log "
		       "resume` with the newest checkpoint",
		       path);
}

static const char *path_of(const struct keyring *k, struct arena *a, const uint8_t id[8],
			   const char *more)
{
	return str_z(a, str_fmt(a, "%s/acts-%.*s%s", k->dir, P(str_hex(a, id, 8)), more));
}

static bool read_at(int fd, uint8_t *to, size_t n, uint64_t at)
{
	size_t done = 0;

	while (done < n) {
		ssize_t got = pread(fd, to + done, n - done, (off_t)(at + done));

		if (got <= 0 && !(got < 0 && errno == EINTR))
			return false;
		done += got > 0 ? (size_t)got : 0;
	}
	return true;
}

static void close_run(void *p)
{
	struct run *r = p;

	if (r->fd >= 0)
		(void)close(r->fd);
}

static bool open_run(struct acts *x, const struct signed_run *is, struct err *e)
{
	struct run *r = &x->runs[x->n++];
	uint8_t head[ACTS_HEADER];
	struct stat st;

	*r = (struct run){ .is = *is, .blocks = blocks_of(is->n) };
	r->path = path_of(x->k, x->a, is->id, "");
	r->fd = open(r->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	arena_defer(x->a, close_run, r);
	r->kept = arena_array(x->a, r->blocks < KEPT ? r->blocks : KEPT, sizeof *r->kept);
	return (r->fd >= 0 && !fstat(r->fd, &st) && S_ISREG(st.st_mode) &&
		(uint64_t)st.st_size == ACTS_HEADER + r->blocks * ACTS_BLOCK &&
		read_at(r->fd, head, sizeof head, 0) && !memcmp(head, MAGIC, 16) &&
		!memcmp(head + 16, is->id, 8) && get64(head + 24) == is->n) ||
	       damaged(r->path, e);
}

struct acts *keyring_acts(struct keyring *k, struct arena *a, const struct signed_log *l,
			  struct err *e)
{
	struct acts *x = arena_alloc(a, sizeof *x);

	x->a = a;
	x->k = k;
	keyring_key_for(k, S("acts/mac"), x->mac);
	keyring_key_for(k, S("acts/digest"), x->digest);
	key_wipe_later(a, x, sizeof *x);
	for (size_t i = 0; i < l->n_runs; i++)
		if (!open_run(x, &l->runs[i], e))
			return NULL;
	return x;
}

void acts_digest(const struct acts *x, const uint8_t id8[8], const uint8_t act[16],
		 uint8_t digest[ACT_DIGEST])
{
	uint8_t mac[32];

	key_mac(str_mem(x->digest, 32), (struct str[]){ str_mem(id8, 8), str_mem(act, 16) }, 2,
		mac);
	memcpy(digest, mac, ACT_DIGEST);
}

/* Its digests; NULL where it is not that block. */
static const uint8_t *block_at(const struct acts *x, struct run *r, uint64_t i, size_t *n,
			       struct err *e)
{
	struct kept *k = &r->kept[i % KEPT];

	*n = count_in(&r->is, i);
	if (k->at == i + 1)
		return k->b;
	k->at = 0;
	if (!read_at(r->fd, k->b, sizeof k->b, ACTS_HEADER + i * ACTS_BLOCK) ||
	    !acts_block_read(x->mac, &r->is, i, k->b)) {
		damaged(r->path, e);
		return NULL;
	}
	k->at = i + 1;
	return k->b;
}

static bool in_block(const uint8_t *b, size_t n, const uint8_t digest[ACT_DIGEST])
{
	size_t from = 0;

	while (n) {
		size_t half = n / 2;
		int c = memcmp(digest, b + (from + half) * ACT_DIGEST, ACT_DIGEST);

		if (!c)
			return true;
		if (c > 0) {
			from += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return false;
}

/* Where it should be, if digests are spread evenly; from there on by longer and longer steps. */
static bool in_run(const struct acts *x, struct run *r, const uint8_t digest[ACT_DIGEST], bool *has,
		   struct err *e)
{
	uint64_t low = 0, high = r->blocks, step = 1,
		 at = (uint64_t)((unsigned __int128)get64(digest) * r->blocks >> 64);

	while (low < high) {
		size_t n;
		const uint8_t *b = block_at(x, r, at, &n, e);

		if (!b)
			return false;
		if (memcmp(digest, b, ACT_DIGEST) < 0) {
			high = at;
			at = at - low > step ? at - step : low;
		} else if (memcmp(digest, b + (n - 1) * ACT_DIGEST, ACT_DIGEST) > 0) {
			low = at + 1;
			at = high - low > step ? low + step - 1 : high - 1;
		} else {
			*has = in_block(b, n, digest);
			return true;
		}
		step *= 2;
	}
	return true;
}

bool acts_has(struct acts *x, const uint8_t digest[ACT_DIGEST], bool *has, struct err *e)
{
	*has = false;
	for (size_t i = 0; i < x->n && !*has; i++)
		if (!in_run(x, &x->runs[i], digest, has, e))
			return false;
	return true;
}

bool acts_whole(struct acts *x, struct err *e)
{
	for (size_t i = 0; i < x->n; i++)
		for (uint64_t b = 0; b < x->runs[i].blocks; b++) {
			size_t n;

			if (!block_at(x, &x->runs[i], b, &n, e))
				return false;
		}
	return true;
}

/* Digests in their order: of a file, or in memory. */
struct source {
	struct run *run;
	const uint8_t *b;
	uint64_t block;
	size_t at, n;
};

static bool source_next(const struct acts *x, struct source *s, struct err *e)
{
	if (++s->at < s->n || !s->run)
		return true;
	s->at = s->n = 0;
	if (++s->block >= s->run->blocks)
		return true;
	s->b = block_at(x, s->run, s->block, &s->n, e);
	return s->b != NULL;
}

struct writing {
	const struct acts *x;
	struct signed_run is;
	int fd;
	const char *path;
	uint64_t block;
	uint8_t list[ACTS_DIGESTS][ACT_DIGEST];
	size_t n;
	uint8_t piece[PIECE * ACTS_BLOCK];
	size_t len;
};

static bool flush(struct writing *w, struct err *e)
{
	for (size_t done = 0; done < w->len;) {
		ssize_t n = write(w->fd, w->piece + done, w->len - done);

		if (n <= 0 && !(n < 0 && errno == EINTR))
			return err_sys(e, "write %s", w->path);
		done += n > 0 ? (size_t)n : 0;
	}
	w->len = 0;
	return true;
}

static bool block_end(struct writing *w, struct err *e)
{
	if (w->len + ACTS_BLOCK > sizeof w->piece && !flush(w, e))
		return false;
	acts_block_put(w->x->mac, &w->is, w->block++, (const uint8_t(*)[ACT_DIGEST])w->list, w->n,
		       w->piece + w->len);
	w->len += ACTS_BLOCK;
	w->n = 0;
	return true;
}

static bool merge(struct writing *w, struct source *list, size_t n, struct err *e)
{
	uint8_t head[ACTS_HEADER] = MAGIC;

	memcpy(head + 16, w->is.id, 8);
	put64(head + 24, w->is.n);
	memcpy(w->piece, head, sizeof head);
	w->len = sizeof head;
	for (uint64_t i = 0; i < w->is.n; i++) {
		struct source *least = NULL;

		for (size_t j = 0; j < n; j++)
			if (list[j].at < list[j].n &&
			    (!least || memcmp(list[j].b + list[j].at * ACT_DIGEST,
					      least->b + least->at * ACT_DIGEST, ACT_DIGEST) < 0))
				least = &list[j];
		if (!least)
			return err_set(e, ERR_FAILED, "write %s: it has fewer acts", w->path);
		memcpy(w->list[w->n++], least->b + least->at * ACT_DIGEST, ACT_DIGEST);
		if (!source_next(w->x, least, e) || (w->n == ACTS_DIGESTS && !block_end(w, e)))
			return false;
	}
	return (!w->n || block_end(w, e)) && flush(w, e) &&
	       (!fsync(w->fd) || err_sys(e, "write %s", w->path));
}

static bool write_file(struct acts *x, struct arena *a, const struct signed_run *is,
		       struct source *list, size_t n, struct err *e)
{
	struct writing *w = arena_alloc(a, sizeof *w);
	const char *to = path_of(x->k, a, is->id, "");
	bool ok;

	w->x = x;
	w->is = *is;
	w->path = path_of(x->k, a, is->id, ".tmp");
	w->fd = open(w->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (w->fd < 0)
		return err_sys(e, "write %s", w->path);
	ok = merge(w, list, n, e);
	if (close(w->fd) && ok)
		ok = err_sys(e, "write %s", w->path);
	return ok && os_rename(w->path, to, e);
}

/* Files that stay come first, the largest first; the others go into the new one. */
static size_t stays(const struct acts *x, uint64_t *n)
{
	size_t stay = x->n;

	while (stay && (x->runs[stay - 1].is.n / LARGER <= *n || stay == SIGNED_RUNS))
		*n += x->runs[--stay].is.n;
	return stay;
}

bool acts_add(struct acts *x, const uint8_t (*list)[ACT_DIGEST], size_t n, struct signed_log *l,
	      struct err *e)
{
	struct arena *a = n ? arena_new(0) : NULL;
	struct source from[SIGNED_RUNS + 1] = { { .b = (const uint8_t *)list, .n = n } };
	struct signed_run *new;
	size_t stay, n_from = 1;
	bool ok = true;

	if (n && (!a || setjmp(*arena_guard(a)))) {
		arena_free(a);
		return err_set(e, ERR_FAILED, "note which acts are signed: out of memory");
	}
	if (!n)
		return true;
	new = arena_alloc(a, sizeof *new);
	new->n = n;
	stay = stays(x, &new->n);
	for (size_t i = stay; ok && i < x->n; i++) {
		struct source *s = &from[n_from++];

		s->run = &x->runs[i];
		s->b = block_at(x, s->run, 0, &s->n, e);
		ok = s->b != NULL;
	}
	os_random(new->id, sizeof new->id);
	ok = ok && write_file(x, a, new, from, n_from, e);
	if (ok) {
		l->runs[stay] = *new;
		l->n_runs = stay + 1;
	}
	arena_free(a);
	return ok || within(e, "note which acts are signed");
}

/* "acts-" and an id. */
static bool is_kept(struct str name, const struct signed_run *kept, size_t n)
{
	uint8_t id[8];

	for (size_t i = 0; hex_read(str_from(name, 5), id, sizeof id) && i < n; i++)
		if (!memcmp(kept[i].id, id, sizeof id))
			return true;
	return false;
}

bool keyring_acts_sweep(const struct keyring *k, struct arena *a, const struct signed_run *kept,
			size_t n, struct err *e)
{
	struct str *names;
	size_t n_names;

	if (!os_list(a, k->dir, FILES, &names, &n_names, e))
		return false;
	for (size_t i = 0; i < n_names; i++)
		if (str_starts(names[i], S("acts-")) && !is_kept(names[i], kept, n) &&
		    !os_remove(str_z(a, os_join(a, str_of(k->dir), names[i])), e))
			return false;
	return true;
}
