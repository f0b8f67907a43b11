/* See keep.h. */
#include "web/keep.h"

#include <pthread.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/arena.h"
#include "ledger/hash.h"
#include "base/banned.h"

#define BUCKETS	  1024
#define GZIP_BITS (15 + 16) /* the largest window, with gzip's head */
#define GZIP_MIN  1000	    /* a shorter body goes into one packet anyway */
#define SLACK	  16384	    /* what an arena takes beyond what is used of it */

/* In an arena of its own. In the list from the one asked for last, and in the chain of its bucket, until it
 * is dropped; freed when nobody reads it any more. */
struct page_kept {
	struct kept kept; /* first: what readers get is a pointer to it */
	struct keep *k;
	struct arena *a;
	struct page_kept *newer, *older, *next;
	uint64_t turn, hash;
	size_t bytes, readers;
	bool few, dropped;
};

struct keep {
	pthread_mutex_t lock; /* of all that follows */
	size_t limit, used;
	uint64_t turn;
	struct page_kept *newest, *oldest;
	struct page_kept *buckets[BUCKETS];
};

static void lock(struct keep *k)
{
	if (pthread_mutex_lock(&k->lock))
		abort();
}

static void unlock(struct keep *k)
{
	if (pthread_mutex_unlock(&k->lock))
		abort();
}

/* FNV-1a: who chooses addresses that collide makes a bucket slow that holds a few thousand pages at most. */
static uint64_t hash_key(struct str key)
{
	uint64_t h = 0xcbf29ce484222325;

	for (size_t i = 0; i < key.len; i++)
		h = (h ^ (uint8_t)key.s[i]) * 0x100000001b3;
	return h;
}

static void unlist(struct keep *k, struct page_kept *p)
{
	*(p->newer ? &p->newer->older : &k->newest) = p->older;
	*(p->older ? &p->older->newer : &k->oldest) = p->newer;
	p->newer = p->older = NULL;
}

static void list_first(struct keep *k, struct page_kept *p)
{
	p->older = k->newest;
	*(k->newest ? &k->newest->newer : &k->oldest) = p;
	k->newest = p;
}

static void drop(struct keep *k, struct page_kept *p)
{
	struct page_kept **at = &k->buckets[p->hash % BUCKETS];

	while (*at != p)
		at = &(*at)->next;
	*at = p->next;
	unlist(k, p);
	k->used -= p->bytes;
	p->dropped = true;
	if (!p->readers)
		arena_free(p->a);
}

static struct page_kept *find(struct keep *k, struct str key)
{
	uint64_t h = hash_key(key);
	struct page_kept *p = k->buckets[h % BUCKETS];

	while (p && (p->hash != h || !str_eq(p->kept.key, key)))
		p = p->next;
	return p;
}

const struct kept *keep_get(struct keep *k, struct str key, bool stale)
{
	struct page_kept *p;

	lock(k);
	p = find(k, key);
	if (p && (stale || p->turn == k->turn)) {
		p->readers++;
		unlist(k, p);
		list_first(k, p);
	} else {
		p = NULL;
	}
	unlock(k);
	return p ? &p->kept : NULL;
}

/* s == NULL where it would not be shorter. */
static struct str gzip(struct arena *a, struct str body)
{
	z_stream z = { 0 };
	struct str out = { NULL, 0 };
	uint8_t *bytes;

	if (body.len < GZIP_MIN || body.len > UINT32_MAX ||
	    deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_BITS, 9, Z_DEFAULT_STRATEGY) !=
		    Z_OK)
		return out;
	bytes = arena_alloc(a, body.len);
	z.next_in = (Bytef *)(uintptr_t)body.s;
	z.avail_in = (uInt)body.len;
	z.next_out = bytes;
	z.avail_out = (uInt)body.len;
	if (deflate(&z, Z_FINISH) == Z_STREAM_END)
		out = str_mem(bytes, body.len - z.avail_out);
	(void)deflateEnd(&z);
	return out;
}

/* Compressed in an arena that ends here: what stays is as long as it has to be. */
static void fill(struct page_kept *p, struct arena *scratch, struct str key, const char *type,
		 struct str body)
{
	struct hash h = hash_of(body);
	struct str hex = str_hex(scratch, h.b, 12), packed = gzip(scratch, body);

	p->kept.key = str_dup(p->a, key);
	p->kept.body = str_dup(p->a, body);
	p->kept.gzip = packed.s ? str_dup(p->a, packed) : packed;
	p->kept.etag = str_fmt(p->a, "\"%.*s\"", P(hex));
	p->kept.type = type;
	p->hash = hash_key(key);
	p->bytes = arena_used(p->a) + SLACK;
}

static struct page_kept *make(struct str key, const char *type, struct str body)
{
	struct arena *a = arena_new(0), *scratch = arena_new(0);
	struct page_kept *p;

	if (!a || !scratch || setjmp(*arena_guard(a)) || setjmp(*arena_guard(scratch))) {
		arena_free(a);
		arena_free(scratch);
		return NULL;
	}
	p = arena_alloc(a, sizeof *p);
	p->a = a;
	fill(p, scratch, key, type, body);
	arena_free(scratch);
	return p;
}

/* Which page goes next. */
static struct page_kept *last(const struct keep *k)
{
	struct page_kept *p = k->oldest;

	while (p && p->few)
		p = p->newer;
	return p ? p : k->oldest;
}

const struct kept *keep_put(struct keep *k, struct str key, const char *type, struct str body,
			    bool few)
{
	struct page_kept *p = make(key, type, body), *was;

	if (!p)
		return NULL;
	p->k = k;
	p->readers = 1;
	p->few = few;
	lock(k);
	was = find(k, key);
	if (was)
		drop(k, was);
	p->turn = k->turn;
	p->next = k->buckets[p->hash % BUCKETS];
	k->buckets[p->hash % BUCKETS] = p;
	list_first(k, p);
	k->used += p->bytes;
	/* What is longer than all that may be kept goes as soon as it is read. */
	while (k->used > k->limit)
		drop(k, last(k));
	unlock(k);
	return &p->kept;
}

void keep_turn(struct keep *k)
{
	lock(k);
	k->turn++;
	unlock(k);
}

void keep_give(void *kept)
{
	struct page_kept *p = kept;
	struct keep *k = p->k;

	lock(k);
	p->readers--;
	if (p->dropped && !p->readers)
		arena_free(p->a);
	unlock(k);
}

size_t keep_used(struct keep *k)
{
	size_t used;

	lock(k);
	used = k->used;
	unlock(k);
	return used;
}

static void close_keep(void *p)
{
	struct keep *k = p;

	while (k->oldest)
		drop(k, k->oldest);
	(void)pthread_mutex_destroy(&k->lock);
}

struct keep *keep_new(struct arena *a, size_t bytes)
{
	struct keep *k = arena_alloc(a, sizeof *k);

	k->limit = bytes;
	if (pthread_mutex_init(&k->lock, NULL))
		return NULL;
	arena_defer(a, close_keep, k);
	return k;
}
