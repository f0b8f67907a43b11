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
	buf_str(&file, slice);
	if (!fetch(k, s, len, &file, e))
		return false;
	out->file = buf_text(&file);
	return true;
}
