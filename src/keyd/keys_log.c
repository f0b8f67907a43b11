/* See keys_log.h. */
#include "keyd/keys_log.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/ask.h"
#include "base/banned.h"

bool keys_log_make(struct keys *k, struct arena *a, struct str origin, uint8_t pub[32],
		   struct str *file, struct err *e)
{
	struct keys_answer got;

	if (!k->ask(k, a, &(struct keys_ask){ .op = KEYS_LOG_MAKE, .name = origin }, &got, e))
		return false;
	if (got.data.len <= 32)
		return err_set(e, ERR_FAILED,
			       "use keys: the answer is not of the length it should have");
	memcpy(pub, got.data.s, 32);
	*file = str_from(got.data, 32);
	return true;
}

bool keys_log_public(struct keys *k, struct str origin, uint8_t pub[32], struct err *e)
{
	return keys_ask_fixed(k, &(struct keys_ask){ .op = KEYS_LOG_PUBLIC, .name = origin }, pub,
			      32, e);
}

bool keys_log_add(struct keys *k, struct arena *a, struct str origin, const struct tree *from,
		  const struct keys_log_entry *list, size_t n, struct err *e)
{
	struct keys_ask q = { .op = KEYS_LOG_ADD, .name = origin };
	struct buf b = { .a = a }, tree = { .a = a };
	struct keys_answer got;

	tree_encode(from, &tree);
	cbor_put_array(&b, 2);
	cbor_put_bytes(&b, buf_text(&tree));
	cbor_put_array(&b, n);
	for (size_t i = 0; i < n; i++) {
		cbor_put_array(&b, 4);
		cbor_put_bytes(&b, list[i].entry);
		cbor_put_bytes(&b, list[i].object);
		cbor_put_int(&b, list[i].gone);
		cbor_put_bytes(&b, hash_str(&list[i].s));
	}
	q.data = buf_text(&b);
	return k->ask(k, a, &q, &got, e);
}

bool keys_log_sign(struct keys *k, struct str text, uint8_t sig[64], struct err *e)
{
	return keys_ask_fixed(k, &(struct keys_ask){ .op = KEYS_LOG_SIGN, .data = text }, sig, 64,
			      e);
}

bool keys_log_resume(struct keys *k, struct str text, struct err *e)
{
	return keys_ask_fixed(k, &(struct keys_ask){ .op = KEYS_LOG_RESUME, .data = text }, NULL, 0,
			      e);
}

bool keys_log_signed(struct keys *k, struct str origin, struct hwm *out, uint64_t *from,
		     struct err *e)
{
	const struct keys_ask q = { .op = KEYS_LOG_SIGNED, .name = origin };
	struct keys_answer got;
	bool ok;

	*out = (struct hwm){ .missing = true };
	if (from)
		*from = 0;
	if (setjmp(*arena_guard(k->work)))
		return err_set(e, ERR_FAILED, "use keys: out of memory");
	ok = k->ask(k, k->work, &q, &got, e) &&
	     (!got.data.len || got.data.len == 41 ||
	      err_set(e, ERR_FAILED, "use keys: the answer is not of the length it should have"));
	if (ok && got.data.len) {
		out->missing = false;
		for (size_t i = 0; i < 8; i++)
			out->size = out->size << 8 | (uint8_t)got.data.s[i];
		memcpy(out->root.b, got.data.s + 8, 32);
		if (from && got.data.s[40])
			*from = out->size;
	}
	arena_reset(k->work);
	return ok;
}
