/*
 * The head of a request, as the library gives it: a line each for method, target and version, then a header a line, "Name: value".
 * What is let through is asked of this machine by one name, with a body of one length that is not too long and JSON where one is sent, and
 * written by no page but one of that very name; where nothing may be written, it is only read. Headers of one name that are joined change
 * nothing of that.
 */
#include "web/heads.h"

#include <assert.h>
#include <strings.h>

#include "base/arena.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct asked {
	const char *method, *version;
	struct str url;
	struct heads first, joined; /* the first of each name; all of them */
};

/* The next line, as the library would have it: ending in NUL. */
static const char *line(struct arena *a, struct str *rest)
{
	return rest->s ? str_z(a, str_cut(rest, '\n')) : "";
}

static void read_headers(struct arena *a, struct str rest, struct asked *q)
{
	while (rest.s) {
		struct str value = str_cut(&rest, '\n'), name = str_cut(&value, ':');
		const char *n = str_z(a, name), *v = str_z(a, value.s ? value : S(""));

		heads_add(&q->first, n, v);
		heads_add(&q->joined, n, v);
	}
}

/* By whatever name it is asked. */
static bool is_here(struct str host)
{
	struct str name = str_cut(&host, ':');

	return str_eq(name, S("127.0.0.1")) ||
	       (name.len == 9 && !strncasecmp(name.s, "localhost", 9));
}

static void let_through(const struct asked *q, bool writes, enum http_method m)
{
	const struct heads *h = &q->first;
	struct str host = h->v[HEAD_HOST], path = heads_target(q->url, &host);
	int64_t n = -1;

	assert(path.len && path.s[0] == '/' && path.len <= HTTP_PATH_MAX);
	assert(h->n[HEAD_HOST] <= 1 && (!host.s || is_here(host)));
	assert(heads_length(h, &n) && n >= 0 && n <= HTTP_BODY_MAX);
	assert(m == HTTP_POST || !n);
	if (m == HTTP_GET)
		return;
	assert(writes);
	assert(m != HTTP_POST || (h->n[HEAD_CONTENT_LENGTH] == 1 && h->v[HEAD_CONTENT_TYPE].len));
	if (h->v[HEAD_ORIGIN].s)
		assert(host.s && str_starts(h->v[HEAD_ORIGIN], S("http://")) &&
		       str_eq(str_from(h->v[HEAD_ORIGIN], 7), host));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)64 * 1024 * 1024);
	struct str rest = str_mem(data, size);
	enum http_method m, again;
	struct asked q = { 0 };

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	q.joined.a = a;
	q.method = line(a, &rest);
	q.url = str_of(line(a, &rest));
	q.version = line(a, &rest);
	read_headers(a, rest, &q);
	for (int writes = 0; writes < 2; writes++) {
		int status = heads_judge(&q.first, writes, q.url, q.method, q.version, &m);

		assert(status ==
			       heads_judge(&q.joined, writes, q.url, q.method, q.version, &again) &&
		       m == again);
		assert(status == 200 || (status >= 400 && status < 500));
		if (status == 200)
			let_through(&q, writes, m);
	}
	arena_free(a);
	return 0;
}
