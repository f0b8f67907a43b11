/* See keys_exchange.h: calls into what is asked, and answers out of what came back. */
#include "keyd/keys_exchange.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/ask.h"
#include "base/banned.h"

static bool wrong_answer(struct err *e)
{
	return err_set(e, ERR_FAILED,
		       "use keys: the answer about another register is not well-formed");
}

bool keys_exchange_key(struct keys *k, uint8_t recipient[32], struct err *e)
{
	const struct keys_ask q = { .op = KEYS_EXCHANGE_KEY };

	return keys_ask_fixed(k, &q, recipient, 32, e);
}

static struct str asked(struct arena *a, const struct keys_sending *s, const uint64_t upto[256])
{
	struct buf b = { .a = a };

	cbor_put_array(&b, 8);
	cbor_put_bytes(&b, str_mem(s->id8, 8));
	cbor_put_bytes(&b, s->entry);
	cbor_put_bytes(&b, s->object);
	cbor_put_bytes(&b, str_mem(s->recipient, 32));
	cbor_put_text(&b, s->operation);
	cbor_put_array(&b, s->n_logs);
	for (size_t i = 0; i < s->n_logs; i++) {
		cbor_put_array(&b, 2);
		cbor_put_text(&b, s->logs[i].origin);
		cbor_put_int(&b, s->logs[i].size);
	}
	cbor_put_bytes(&b, s->subjects);
	keys_upto_put(&b, upto);
	return buf_text(&b);
}

static bool read_begun(struct read *in, struct keys_sent *out, size_t *len, struct str *slice)
{
	int64_t all = 0, rows = 0;
	uint64_t five = 0;

	if (!cbor_array(in, 5, &five) || five != 5 || !keys_lost_read(in, &out->lost) ||
	    !cbor_int(in, 0, (int64_t)EXCHANGE_FILE, &all) ||
	    !cbor_int(in, 0, EXCHANGE_ROWS, &rows) ||
	    !cbor_int(in, 0, INT32_MAX, &out->expires_on) ||
	    !cbor_bytes(in, 0, EXCHANGE_FILE, slice))
		return false;
	*len = (size_t)all;
	out->rows = (size_t)rows;
	return read_end(in);
}

/* What is left of the file, slice by slice. */
static bool fetch(struct keys *k, const struct keys_sending *s, size_t len, struct buf *file,
		  struct err *e)
{
	struct arena *one = arena_new(0);
	bool ok = one || err_set(e, ERR_FAILED, "use keys: out of memory");

	while (ok && file->len < len) {
		const struct keys_ask q = { .op = KEYS_EXCHANGE_MAKE,
					    .kid = s->kid,
					    .n = (int64_t)file->len };
		struct keys_answer got;
		struct str slice = { 0 };
		struct read in;

		if (s->progress)
			s->progress(s->p, file->len, len);
		ok = k->ask(k, one, &q, &got, e);
		if (!ok)
			break;
		in = read_of(got.data.s, got.data.len);
		ok = (cbor_bytes(&in, 1, EXCHANGE_FILE, &slice) && read_end(&in) &&
		      slice.len <= len - file->len) ||
		     wrong_answer(e);
		if (ok)
			buf_str(file, slice);
		arena_reset(one);
	}
	arena_free(one);
	return ok;
}

bool keys_exchange_make(struct keys *k, struct arena *a, const struct keys_sending *s,
			const uint64_t upto[256], struct keys_sent *out, struct err *e)
{
	const struct keys_ask q = { .op = KEYS_EXCHANGE_MAKE,
				    .kid = s->kid,
				    .name = s->log,
				    .purpose = S("duplicate"),
				    .data = asked(a, s, upto) };
	struct buf file = { .a = a };
	struct keys_answer got;
	struct str slice;
	struct read in;
	size_t len;

	*out = (struct keys_sent){ 0 };
	if (!k->ask(k, a, &q, &got, e))
		return false;
	in = read_of(got.data.s, got.data.len);
	if (!read_begun(&in, out, &len, &slice))
		return wrong_answer(e);
	if (out->lost.any)
		return true;
	/* What is written must not be taken for a file of nobody. */
	if (!slice.len || slice.len > len)
		return wrong_answer(e);
	buf_str(&file, slice);
	if (!fetch(k, s, len, &file, e))
		return false;
	out->file = buf_text(&file);
	return true;
}

/* [how long it is, slice] */
static bool give(struct keys *k, struct arena *one, const struct keys_taking *t, size_t at,
		 struct err *e)
{
	struct str slice = str_from(t->file, at);
	struct keys_ask q = { .op = KEYS_EXCHANGE_GIVE, .n = (int64_t)at };
	struct buf b = { .a = one };
	struct keys_answer got;

	slice.len = slice.len < EXCHANGE_SLICE ? slice.len : EXCHANGE_SLICE;
	cbor_put_array(&b, 2);
	cbor_put_int(&b, (int64_t)t->file.len);
	cbor_put_bytes(&b, slice);
	q.data = buf_text(&b);
	return k->ask(k, one, &q, &got, e);
}

static bool give_all(struct keys *k, const struct keys_taking *t, struct err *e)
{
	struct arena *one = arena_new(0);
	bool ok = one || err_set(e, ERR_FAILED, "use keys: out of memory");

	if (one && setjmp(*arena_guard(one)))
		ok = err_set(e, ERR_FAILED, "use keys: out of memory");
	for (size_t at = 0; ok && at < t->file.len; at += EXCHANGE_SLICE) {
		if (t->progress)
			t->progress(t->p, at, t->file.len);
		ok = give(k, one, t, at, e);
		arena_reset(one);
	}
	arena_free(one);
	return ok;
}

static bool read_taken(struct read *in, struct keys_taken *out)
{
	struct str digest = { 0 }, head = { 0 };
	int64_t rows = 0;
	uint64_t three = 0;
	struct read inner;

	if (!cbor_array(in, 3, &three) || three != 3 ||
	    !cbor_bytes(in, sizeof out->digest.b, sizeof out->digest.b, &digest) ||
	    !cbor_int(in, 0, EXCHANGE_ROWS, &rows) || !cbor_bytes(in, 1, INDEX_BODY, &head) ||
	    !read_end(in))
		return false;
	memcpy(out->digest.b, digest.s, sizeof out->digest.b);
	out->rows = (size_t)rows;
	inner = read_of(head.s, head.len);
	return exchange_head_read(&inner, &out->head);
}

bool keys_exchange_take(struct keys *k, struct arena *a, const struct keys_taking *t,
			struct keys_taken *out, struct err *e)
{
	struct keys_ask q = { .op = KEYS_EXCHANGE_TAKE };
	struct buf b = { .a = a };
	struct keys_answer got;
	struct read in;

	if (!t->file.len || t->file.len > EXCHANGE_FILE)
		return err_set(e, ERR_FALSE, "take names: it is no file of another register");
	cbor_put_array(&b, 2);
	cbor_put_bytes(&b, str_mem(t->from, sizeof t->from));
	cbor_put_array(&b, t->n_own);
	for (size_t i = 0; i < t->n_own; i++)
		cbor_put_text(&b, t->own[i].origin);
	q.data = buf_text(&b);
	if (!give_all(k, t, e) || !k->ask(k, a, &q, &got, e))
		return false;
	in = read_of(got.data.s, got.data.len);
	return read_taken(&in, out) || wrong_answer(e);
}

bool keys_exchange_keep(struct keys *k, const uint8_t *kid, const struct keys_keeping *list,
			size_t n, struct err *e)
{
	struct keys_ask q = { .op = KEYS_EXCHANGE_KEEP, .kid = kid };
	struct buf b = { .a = k->work };
	struct keys_answer got;
	bool ok;

	if (setjmp(*arena_guard(k->work)))
		return err_set(e, ERR_FAILED, "use keys: out of memory");
	cbor_put_array(&b, n);
	for (size_t i = 0; i < n; i++) {
		cbor_put_array(&b, 3);
		cbor_put_bytes(&b, str_mem(list[i].id, sizeof list[i].id));
		cbor_put_int(&b, list[i].expires_on);
		cbor_put_bytes(&b, hash_str(&list[i].digest));
	}
	q.data = buf_text(&b);
	ok = k->ask(k, k->work, &q, &got, e);
	arena_reset(k->work);
	return ok;
}

static bool read_held(struct read *in, struct keys_held *out)
{
	struct str id = { 0 }, digest = { 0 }, head = { 0 };
	uint64_t six = 0;
	int64_t rows = 0;
	struct read inner;

	*out = (struct keys_held){ 0 };
	if (!cbor_array(in, 6, &six) || six != 6 ||
	    !cbor_bytes(in, EXCHANGE_ID, EXCHANGE_ID, &id) ||
	    !cbor_int(in, 0, UINT32_MAX, &out->expires_on) || !cbor_bool(in, &out->reads) ||
	    !cbor_bytes(in, EXCHANGE_DIGEST, EXCHANGE_DIGEST, &digest) ||
	    !cbor_int(in, 0, EXCHANGE_ROWS, &rows) || !cbor_bytes(in, 0, INDEX_BODY, &head))
		return false;
	memcpy(out->id, id.s, sizeof out->id);
	memcpy(out->digest, digest.s, sizeof out->digest);
	out->rows = (size_t)rows;
	inner = read_of(head.s, head.len);
	return out->reads ? exchange_head_read(&inner, &out->head) : !head.len;
}

static bool held(struct keys *k, struct arena *a, bool whole, struct keys_held **list, size_t *n,
		 struct err *e)
{
	const struct keys_ask q = { .op = KEYS_EXCHANGE_HELD, .n = whole };
	struct keys_answer got;
	struct read in;
	uint64_t said = 0;
	bool ok;

	*n = 0;
	if (!k->ask(k, a, &q, &got, e))
		return false;
	in = read_of(got.data.s, got.data.len);
	ok = cbor_array(&in, 4 * EXCHANGE_HELD, &said);
	*list = arena_array(a, (size_t)said + 1, sizeof **list);
	for (; ok && *n < said; (*n)++)
		ok = read_held(&in, &(*list)[*n]);
	return (ok && read_end(&in)) || wrong_answer(e);
}

bool keys_exchange_held(struct keys *k, struct arena *a, struct keys_held **list, size_t *n,
			struct err *e)
{
	return held(k, a, false, list, n, e);
}

bool keys_exchange_see(struct keys *k, struct arena *a, struct keys_held **list, size_t *n,
		       struct err *e)
{
	return held(k, a, true, list, n, e);
}
