/* See keys_file.h. */
#include "keyd/keys_file.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/ask.h"
#include "ledger/key.h"
#include "ledger/seal.h"
#include "base/banned.h"

static struct keys_ask ask_of(enum keys_op op, const struct keys_reading *why,
			      const uint8_t subject[16])
{
	return (struct keys_ask){ .op = op,
				  .purpose = why->purpose,
				  .name = why->log,
				  .subject = subject,
				  .kid = why->kid };
}

static bool open_some(struct keys *k, struct arena *a, enum keys_op op,
		      const struct keys_reading *why, const uint8_t subject[16],
		      struct keys_object *list, size_t n, struct err *e)
{
	struct keys_ask q = ask_of(op, why, subject);
	struct buf b = { .a = a };
	struct keys_answer got;
	struct read in;
	uint64_t have = 0;

	cbor_put_array(&b, n);
	for (size_t i = 0; i < n; i++) {
		cbor_put_array(&b, 2);
		cbor_put_bool(&b, list[i].of_person);
		cbor_put_bytes(&b, list[i].object);
	}
	q.data = buf_text(&b);
	if (!k->ask(k, a, &q, &got, e))
		return false;
	in = read_of(got.data.s, got.data.len);
	if (!cbor_array(&in, n, &have) || have != n)
		return err_set(e, ERR_FAILED, "open a file: the answer is not well-formed");
	for (size_t i = 0; i < n; i++)
		if (!cbor_bytes(&in, 0, SEAL_MAX, &list[i].body))
			return err_set(e, ERR_FAILED, "open a file: the answer is not well-formed");
	return true;
}

bool keys_open_file(struct keys *k, struct arena *a, const struct keys_reading *why,
		    const uint8_t subject[16], struct keys_object *list, size_t n, struct err *e)
{
	for (size_t done = 0; done < n;) {
		size_t some = 0, bytes = 0;

		while (done + some < n && some < KEYS_FILE &&
		       (!some || bytes + list[done + some].object.len <= KEYS_FILE_BYTES))
			bytes += list[done + some++].object.len;
		if (!open_some(k, a, KEYS_OPEN_FILE, why, subject, list + done, some, e))
			return false;
		done += some;
	}
	return true;
}

bool keys_open_handed(struct keys *k, struct arena *a, const struct keys_reading *why,
		      const uint8_t subject[16], struct keys_object *list, size_t n, struct err *e)
{
	return open_some(k, a, KEYS_HANDED, why, subject, list, n, e);
}

bool keys_openings(struct keys *k, struct arena *a, const struct keys_reading *why,
		   const uint8_t subject[16], struct str *lines, struct err *e)
{
	struct keys_ask q = ask_of(KEYS_OPENINGS_OF, why, subject);
	struct keys_answer got;

	if (!k->ask(k, a, &q, &got, e))
		return false;
	*lines = got.data;
	return true;
}

bool keys_slip(struct keys *k, const struct keys_reading *why, const uint8_t subject[16],
	       bool again, uint8_t recipient[32], struct err *e)
{
	struct keys_ask q = ask_of(KEYS_SLIP, why, subject);
	struct keys_answer got;
	bool ok;

	q.n = again;
	if (setjmp(*arena_guard(k->work)))
		return err_set(e, ERR_FAILED, "use keys: out of memory");
	ok = k->ask(k, k->work, &q, &got, e) &&
	     (got.data.len == 32 ||
	      err_set(e, ERR_FAILED, "hand out a slip: the answer is not well-formed"));
	if (ok)
		memcpy(recipient, got.data.s, 32);
	arena_reset(k->work);
	return ok;
}
