/*
 * One cursor over bytes that come from outside. It never moves past `end`; the first thing that is
 * wrong is kept, with its position, and every later read fails.
 */
#ifndef SULH_BASE_READ_H
#define SULH_BASE_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct read {
	const uint8_t *start, *at, *end;
	const char *wrong; /* NULL while all is well; a constant text otherwise */
	size_t wrong_at;
};

struct read read_of(const void *p, size_t n);
size_t read_left(const struct read *r);

/* Keeps the first reason; gives false (see err.h for why it is a macro). */
#define read_fail(r, why) (read_wrong(r, why), err_false())
void read_wrong(struct read *r, const char *why);

bool read_bytes(struct read *r, size_t n, struct str *out); /* a view, not a copy */
bool read_end(struct read *r); /* fails unless all is read and nothing was wrong */

#endif
