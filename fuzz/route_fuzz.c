/*
 * An address that somebody asks for. What leads to a page is the one spelling of it: the page's pattern with what stands for its
 * placeholders put back in gives the same bytes again, so that no page is kept twice. What a page is given is text to be shown.
 */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "web/view.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* RFC 3986: unreserved as it is, the slash where it stands between parts of a detail, all else in capitals. */
static void put_encoded(struct buf *b, struct str s, bool slash)
{
	static const char digits[] = "0123456789ABCDEF";
	static const char plain[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

	for (size_t i = 0; i < s.len; i++) {
		uint8_t c = (uint8_t)s.s[i];

		if (memchr(plain, c, sizeof plain - 1) || (slash && c == '/')) {
			buf_byte(b, c);
			continue;
		}
		buf_byte(b, '%');
		buf_byte(b, (uint8_t)digits[c >> 4]);
		buf_byte(b, (uint8_t)digits[c & 15]);
	}
}

static struct str address(struct arena *a, const struct visit *v, struct str pattern)
{
	struct buf b = { .a = a };
	size_t n = 0;

	for (struct str rest = pattern; rest.s;) {
		struct str end = str_cut(&rest, '/'), name = str_cut(&end, '.');
		bool all = name.len && name.s[name.len - 1] == '+';

		if (b.len)
			buf_byte(&b, '/');
		if (!name.len || name.s[0] < 'A' || name.s[0] > 'Z') {
			buf_str(&b, name);
		} else {
			assert(n < v->n_args);
			put_encoded(&b, v->arg[n++], all);
		}
		if (end.s)
			buf_fmt(&b, ".%.*s", P(end));
	}
	assert(n == v->n_args);
	return buf_text(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)1024 * 1024);
	struct visit v = { .a = a };
	struct str path = str_mem(data, size);
	const struct route *r;

	if (a && !setjmp(*arena_guard(a)) && (r = route_find(&v, path))) {
		assert(str_eq(address(a, &v, str_of(r->path)), path));
		assert(utf8_plain(v.path) && v.n_args <= VISIT_ARGS);
		for (size_t i = 0; i < v.n_args; i++)
			assert(v.arg[i].len && v.arg[i].len <= VISIT_ARG && utf8_plain(v.arg[i]));
	}
	arena_free(a);
	return 0;
}
