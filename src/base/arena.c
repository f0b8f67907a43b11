/* See arena.h. Blocks double up to 1 MiB; a large request gets a block of its own. */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

#define BLOCK_MIN ((size_t)16 * 1024)
#define BLOCK_MAX ((size_t)1024 * 1024)
/* Nothing is used again after a reset where a sanitizer is to see what is used too late. */
#ifdef __SANITIZE_ADDRESS__
#define KEEPS false
#else
#define KEEPS true
#endif

struct block {
	struct block *next;
	size_t size, used;
	_Alignas(max_align_t) unsigned char bytes[];
};

struct deferred {
	struct deferred *next;
	void (*fn)(void *);
	void *p;
};

struct arena {
	struct block *blocks;
	struct deferred *deferred;
	size_t used, limit, next_size;
	const struct arena_source *from;
	jmp_buf guard;
	bool guarded;
};

static const struct arena_source heap = { malloc, free, NULL, (size_t)256 * 1024 };

struct arena *arena_new_from(size_t limit, const struct arena_source *from)
{
	struct arena *a = calloc(1, sizeof *a);

	if (!a)
		return NULL;
	a->limit = limit;
	a->next_size = BLOCK_MIN;
	a->from = from;
	return a;
}

struct arena *arena_new(size_t limit)
{
	return arena_new_from(limit, &heap);
}

struct arena *arena_like(const struct arena *a)
{
	return arena_new_from(0, a->from);
}

static void run_deferred(struct arena *a)
{
	while (a->deferred) {
		struct deferred *d = a->deferred;

		a->deferred = d->next;
		d->fn(d->p);
	}
}

/* What the next piece of work begins with: the largest block that may be kept; or, where memory is kept that is dear to get,
 * one that has room for all that was used, so that work of one kind asks for none from the third time on. */
static struct block *kept(struct arena *a)
{
	struct block *keep = NULL, *b;
	size_t all = 0;

	for (b = a->blocks; b && KEEPS; b = b->next) {
		all += b->size;
		if (b->size <= a->from->keep && (!keep || b->size > keep->size))
			keep = b;
	}
	if (!keep || !a->from->wipe || keep->size == all || all > a->from->keep)
		return keep;
	b = a->from->take(sizeof *b + all);
	if (!b)
		return keep;
	*b = (struct block){ .size = all };
	return b;
}

void arena_reset(struct arena *a)
{
	struct block *keep, *next;

	run_deferred(a);
	keep = kept(a);
	for (struct block *b = a->blocks; b; b = next) {
		next = b->next;
		if (b != keep)
			a->from->give(b);
	}
	if (keep && a->from->wipe)
		a->from->wipe(keep->bytes, keep->used);
	if (keep)
		*keep = (struct block){ .size = keep->size };
	a->blocks = keep;
	a->used = 0;
	a->next_size = BLOCK_MIN;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	arena_reset(a);
	if (a->blocks)
		a->from->give(a->blocks);
	free(a);
}

static _Noreturn void out_of_memory(struct arena *a)
{
	run_deferred(a);
	if (a->guarded)
		longjmp(a->guard, 1);
	fputs("sulh: out of memory\n", stderr);
	exit(1);
}

static struct block *block_new(struct arena *a, size_t n)
{
	size_t size = n > a->next_size ? n : a->next_size;
	struct block *b = size > SIZE_MAX - sizeof *b ? NULL : a->from->take(sizeof *b + size);

	if (!b)
		out_of_memory(a);
	if (a->next_size < BLOCK_MAX)
		a->next_size *= 2;
	b->size = size;
	b->used = 0;
	/* A block made for one large request goes behind the current one, which still has room. */
	if (a->blocks && n > BLOCK_MAX) {
		b->next = a->blocks->next;
		a->blocks->next = b;
	} else {
		b->next = a->blocks;
		a->blocks = b;
	}
	return b;
}

void *arena_alloc(struct arena *a, size_t n)
{
	const size_t align = _Alignof(max_align_t);
	struct block *b = a->blocks;
	void *p;

	if (n > SIZE_MAX / 2)
		out_of_memory(a);
	n = (n + align - 1) & ~(align - 1);
	if (a->limit && n > a->limit - (a->used < a->limit ? a->used : a->limit))
		out_of_memory(a);
	if (!b || b->size - b->used < n)
		b = block_new(a, n);
	p = b->bytes + b->used;
	b->used += n;
	a->used += n;
	memset(p, 0, n);
	return p;
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		out_of_memory(a);
	return arena_alloc(a, bytes);
}

void *arena_more(struct arena *a, void *list, size_t n, size_t *room, size_t size)
{
	void *more;

	if (n < *room)
		return list;
	*room = *room ? 2 * *room : 8;
	more = arena_array(a, *room, size);
	if (n)
		memcpy(more, list, n * size);
	return more;
}

void *arena_copy(struct arena *a, const void *p, size_t n)
{
	void *q = arena_alloc(a, n);

	if (n)
		memcpy(q, p, n);
	return q;
}

void arena_defer(struct arena *a, void (*fn)(void *), void *p)
{
	struct deferred *d = arena_alloc(a, sizeof *d);

	d->fn = fn;
	d->p = p;
	d->next = a->deferred;
	a->deferred = d;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}

jmp_buf *arena_guard(struct arena *a)
{
	a->guarded = true;
	return &a->guard;
}
