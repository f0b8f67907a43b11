/*
 * Memory and other things that live as long as one request.
 *
 * Nothing taken from an arena is freed one by one. When memory runs out (or the arena's limit is
 * reached) the deferred releases run and control returns to arena_guard: the request ends, the
 * process does not.
 */
#ifndef SULH_BASE_ARENA_H
#define SULH_BASE_ARENA_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

/* A new arena that will hold at most `limit` bytes (0: no limit). NULL when memory is out. */
struct arena *arena_new(size_t limit);

/* Where the memory of an arena comes from, and where it goes. */
struct arena_source {
	void *(*take)(size_t n); /* NULL where there is none */
	void (*give)(void *p);
	void (*wipe)(void *p,
		     size_t n); /* what is used again after a reset; NULL: it need not be */
	size_t keep;		/* bytes that are kept for the next piece of work, at most */
};

/* The same as arena_new, of memory from elsewhere. */
struct arena *arena_new_from(size_t limit, const struct arena_source *from);

/* Another arena without a limit, whose memory comes from where that one's does. NULL when memory is out. */
struct arena *arena_like(const struct arena *a);

/* Runs what was deferred, newest first, and releases everything. arena_free(NULL) is fine. */
void arena_free(struct arena *a);

/* Runs what was deferred and forgets all allocations, keeping the arena for the next piece of work. */
void arena_reset(struct arena *a);

/* `n` zeroed bytes, aligned for any type. Never returns NULL. */
void *arena_alloc(struct arena *a, size_t n) __attribute__((malloc, returns_nonnull));

/* `n` elements of `size` bytes, zeroed; an overflowing product counts as out of memory. */
void *arena_array(struct arena *a, size_t n, size_t size) __attribute__((returns_nonnull));

/* A list of `n` elements with room for one more: the list itself, or a copy of twice the room. */
void *arena_more(struct arena *a, void *list, size_t n, size_t *room, size_t size)
	__attribute__((returns_nonnull));

/* A copy of `n` bytes at `p`. */
void *arena_copy(struct arena *a, const void *p, size_t n) __attribute__((returns_nonnull));

/* Has fn(p) called when the arena is reset or freed, or when memory runs out. */
void arena_defer(struct arena *a, void (*fn)(void *), void *p);

/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *a);

/* Where control returns, with the value 1, when memory is out: `if (setjmp(*arena_guard(a)))`.
 * Without a guard the process says so and exits with 1. */
jmp_buf *arena_guard(struct arena *a);

#endif
