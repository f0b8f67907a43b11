/* JSON in: whatever is accepted, written out again, is read as the same; errors name a place. */
#include "base/jsonin.h"

#include <assert.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/utf8.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_value(struct arena *a, struct buf *b, const struct jsonin *v)
{
	if (v->type == JSONIN_STRING) {
		assert(utf8_ok(v->s));
		json_str(b, v->s);
	} else if (v->type == JSONIN_NULL) {
		buf_str(b, S("null"));
	} else if (v->type < JSONIN_STRING) {
		buf_str(b, jsonin_text(a, v));
	} else {
		bool list = v->type == JSONIN_ARRAY;

		buf_byte(b, list ? '[' : '{');
		for (size_t i = 0; i < v->len; i++) {
			if (i)
				buf_byte(b, ',');
			if (!list) {
				assert(utf8_ok(v->v[i].key));
				buf_byte(b, '\n');
				json_str(b, v->v[i].key);
				buf_byte(b, ':');
				assert(jsonin_find(v, v->v[i].key) == &v->v[i]);
			}
			if (v->v[i].type == JSONIN_STRING)
				buf_byte(b, '\n'); /* so that no comma is put */
			write_value(a, b, &v->v[i]);
		}
		buf_byte(b, list ? ']' : '}');
	}
}

static void same(const struct jsonin *x, const struct jsonin *y)
{
	int64_t m, n;

	assert(x->type == y->type && x->n == y->n && str_eq(x->s, y->s) && str_eq(x->key, y->key));
	assert(x->len == y->len);
	assert(jsonin_millionths(x, &m) == jsonin_millionths(y, &n));
	for (size_t i = 0; i < x->len; i++)
		same(&x->v[i], &y->v[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)256 * 1024 * 1024);
	const struct jsonin *v, *again;
	struct err e = { 0 };
	struct buf b;
	int64_t n;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	(void)millionths_parse(str_mem(data, size), &n);
	b = (struct buf){ .a = a };
	v = jsonin_read(a, str_mem(data, size), 1, &e);
	if (!v) {
		assert(e.kind == ERR_REFUSED && e.what[0] && e.where[0]);
	} else {
		write_value(a, &b, v);
		again = jsonin_read(a, buf_text(&b), 1, &e);
		assert(again);
		same(v, again);
	}
	arena_free(a);
	return 0;
}
