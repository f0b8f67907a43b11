/*
 * Pages that were made and are kept: at most so many bytes of them, those that were longest not asked for go
 * first. Pages of which there are few go after all others: whoever asks for endless addresses drives out only
 * what has such an address. A page that somebody still reads stays until it is given back. Safe to use from
 * several threads.
 */
#ifndef SULH_WEB_KEEP_H
#define SULH_WEB_KEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena;
struct keep;

/* What is kept of a page. gzip is made of the body where that is shorter. */
struct kept {
	struct str key, body, gzip, etag; /* gzip.s == NULL: none; etag with its quotes */
	const char *type;
};

/* An empty store of pages for at most `bytes`; it lives in the arena, all readers have to be gone before that
 * ends. NULL where there is no lock or no memory to be had. */
struct keep *keep_new(struct arena *a, size_t bytes);

/* The page of this key, to be given back; NULL where there is none. Of another publication than the one told
 * by keep_turn only where `stale`. */
const struct kept *keep_get(struct keep *k, struct str key, bool stale);

/* Keeps a page in the place of one of the same key; `few`: it is one of few. What it gives has to be given back.
 * NULL where memory is out. */
const struct kept *keep_put(struct keep *k, struct str key, const char *type, struct str body,
			    bool few);

/* From now on, what was put before is stale. */
void keep_turn(struct keep *k);

/* Gives a page back; from any thread. */
void keep_give(void *kept);

/* Bytes that are kept now. */
size_t keep_used(struct keep *k);

#endif
