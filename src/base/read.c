/* See read.h. */
#include "base/read.h"

#include "base/banned.h"

struct read read_of(const void *p, size_t n)
{
	const uint8_t *u = p;

	return (struct read){ u, u, u ? u + n : u, NULL, 0 };
}

size_t read_left(const struct read *r)
{
	return r->wrong ? 0 : (size_t)(r->end - r->at);
}

void read_wrong(struct read *r, const char *why)
{
	if (!r->wrong) {
		r->wrong = why;
		r->wrong_at = (size_t)(r->at - r->start);
	}
}

bool read_bytes(struct read *r, size_t n, struct str *out)
{
	if (r->wrong)
		return false;
	if (n > read_left(r))
		return read_fail(r, "the bytes end too early");
	*out = str_mem(r->at, n);
	r->at += n;
	return true;
}

bool read_end(struct read *r)
{
	if (!r->wrong && r->at != r->end)
		return read_fail(r, "bytes follow the end");
	return !r->wrong;
}
