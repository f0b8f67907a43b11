/* See keys_act.h. */
#include "keyd/keys_act.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/ask.h"
#include "ledger/seal.h"
#include "base/banned.h"

#define SOME_BYTES ((size_t)4 * 1024 * 1024)
#define WORDS_MAX  200

static bool kids_read(struct read *in, struct keys_act *x)
{
	struct str kids;

	if (!cbor_bytes(in, 0, sizeof x->kids, &kids) || kids.len % sizeof x->kids[0])
		return false;
	x->n_kids = kids.len / sizeof x->kids[0];
	memcpy(x->kids, kids.s, kids.len);
	return true;
}

static bool answer_read(struct str data, struct keys_act *list, size_t n)
{
	struct read in = read_of(data.s, data.len);
	uint64_t all = 0, three = 0;

	if (!cbor_array(&in, KEYS_ACTS_MAX, &all) || all != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!cbor_array(&in, 3, &three) || three != 3 ||
		    !cbor_text(&in, WORDS_MAX, &list[i].wrong) ||
		    !cbor_bytes(&in, 0, SEAL_MAX, &list[i].body) || !kids_read(&in, &list[i]))
			return false;
	return read_end(&in);
}

static bool look_at(struct keys *k, struct arena *a, const uint8_t id8[8], struct keys_act *list,
		    size_t n, struct err *e)
{
	struct keys_ask q = { .op = KEYS_ACTS };
	struct buf b = { .a = a };
	struct keys_answer got;

	cbor_put_array(&b, 2);
	cbor_put_bytes(&b, str_mem(id8, 8));
	cbor_put_array(&b, n);
	for (size_t i = 0; i < n; i++) {
		cbor_put_array(&b, 2);
		cbor_put_bytes(&b, list[i].entry);
		cbor_put_bytes(&b, list[i].object);
	}
	q.data = buf_text(&b);
	return k->ask(k, a, &q, &got, e) &&
	       (answer_read(got.data, list, n) ||
		err_set(e, ERR_FAILED,
			"look at what officers signed: the answer is not "
			"well-formed"));
}

bool keys_acts(struct keys *k, struct arena *a, const uint8_t id8[8], struct keys_act *list,
	       size_t n, struct err *e)
{
	for (size_t done = 0; done < n;) {
		size_t some = 0, bytes = 0;

		while (done + some < n && some < KEYS_ACTS_MAX && bytes <= SOME_BYTES) {
			bytes += list[done + some].entry.len + list[done + some].object.len;
			some++;
		}
		if (!look_at(k, a, id8, list + done, some, e))
			return false;
		done += some;
	}
	return true;
}
