/* See keys_exchange_same.h: calls into what is asked, and answers out of what came back. */
#include "keyd/keys_exchange_same.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/ask.h"
#include "base/banned.h"

#define REASON	2000 /* bytes of one, in whatever script */
#define VERDICT 40

static bool wrong_answer(struct err *e)
{
	return err_set(e, ERR_FAILED,
		       "use keys: the answer about who is like whom is not well-formed");
}

static bool read_same(struct read *in, struct keys_same *out)
{
	struct str subject = { 0 };
	int64_t score = 0, agrees = 0;
	uint64_t three = 0;

	if (!cbor_array(in, 3, &three) || three != 3 || !cbor_bytes(in, 16, 16, &subject) ||
	    !cbor_int(in, 0, 1000, &score) || !cbor_int(in, 0, (1 << ABOUT_FIELDS) - 1, &agrees))
		return false;
	memcpy(out->subject, subject.s, 16);
	out->score = (int)score;
	out->agrees = (unsigned)agrees;
	return true;
}

static bool read_found(struct read *in, struct keys_exchange_same *out)
{
	uint64_t four = 0, n = 0;

	if (!cbor_array(in, 4, &four) || four != 4 || !keys_lost_read(in, &out->lost) ||
	    !cbor_bool(in, &out->held) || !cbor_bool(in, &out->more) ||
	    !cbor_array(in, KEYS_SAME, &n))
		return false;
	for (out->n = 0; out->n < n; out->n++)
		if (!read_same(in, &out->same[out->n]))
			return false;
	return read_end(in);
}

bool keys_exchange_compare(struct keys *k, struct arena *a, const uint8_t *kid,
			   const uint8_t subject[16], const uint8_t id[EXCHANGE_ID], size_t from,
			   const uint64_t upto[256], struct keys_exchange_same *out, struct err *e)
{
	struct keys_ask q = { .op = KEYS_EXCHANGE_COMPARE, .kid = kid, .subject = subject };
	struct buf b = { .a = a };
	struct keys_answer got;
	struct read in;

	*out = (struct keys_exchange_same){ 0 };
	cbor_put_array(&b, 3);
	keys_upto_put(&b, upto);
	cbor_put_bytes(&b, str_mem(id, EXCHANGE_ID));
	cbor_put_int(&b, (int64_t)from);
	q.data = buf_text(&b);
	if (!k->ask(k, a, &q, &got, e))
		return false;
	in = read_of(got.data.s, got.data.len);
	return read_found(&in, out) || wrong_answer(e);
}

static bool read_names(struct str body, struct names *out)
{
	struct read in = read_of(body.s, body.len);

	return names_read(&in, out);
}

static bool read_pair(struct read *in, struct keys_pair *out)
{
	struct str other = { 0 }, id = { 0 }, body = { 0 };
	int64_t score = 0;
	uint64_t six = 0;

	if (!cbor_array(in, 6, &six) || six != 6 || !cbor_bytes(in, 16, 16, &other) ||
	    !cbor_int(in, 0, 1000, &score) || !cbor_text(in, VERDICT, &out->verdict) ||
	    !cbor_text(in, REASON, &out->reason) || !cbor_bytes(in, 0, EXCHANGE_ID, &id) ||
	    !cbor_bytes(in, 0, INDEX_BODY, &body))
		return false;
	memcpy(out->other, other.s, 16);
	out->score = (int)score;
	out->held = id.len;
	if (!id.len)
		return !body.len;
	if (id.len != EXCHANGE_ID || !read_names(body, &out->names))
		return false;
	memcpy(out->id, id.s, EXCHANGE_ID);
	return true;
}

static bool read_pairs(struct arena *a, struct read *in, struct keys_pairs *out)
{
	struct str own = { 0 };
	uint64_t three = 0, n = 0;

	if (!cbor_array(in, 3, &three) || three != 3 || !keys_lost_read(in, &out->lost) ||
	    !cbor_bytes(in, 0, INDEX_BODY, &own) || !cbor_array(in, KEYS_PAIRS, &n) ||
	    (own.len && !read_names(own, &out->own)))
		return false;
	out->list = arena_array(a, n + 1, sizeof *out->list);
	for (out->n = 0; out->n < n; out->n++)
		if (!read_pair(in, &out->list[out->n]))
			return false;
	return read_end(in);
}

bool keys_exchange_hits(struct keys *k, struct arena *a, const struct keys_reading *why,
			const uint8_t subject[16], const struct str *objects, size_t n,
			const uint64_t upto[256], struct keys_pairs *out, struct err *e)
{
	struct keys_ask q = { .op = KEYS_EXCHANGE_HITS,
			      .kid = why->kid,
			      .name = why->log,
			      .purpose = why->purpose,
			      .subject = subject };
	struct buf b = { .a = a };
	struct keys_answer got;
	struct read in;

	assert(n && n <= KEYS_PAIRS);
	*out = (struct keys_pairs){ 0 };
	cbor_put_array(&b, 2);
	keys_upto_put(&b, upto);
	cbor_put_array(&b, n);
	for (size_t i = 0; i < n; i++)
		cbor_put_bytes(&b, objects[i]);
	q.data = buf_text(&b);
	if (!k->ask(k, a, &q, &got, e))
		return false;
	in = read_of(got.data.s, got.data.len);
	return read_pairs(a, &in, out) || wrong_answer(e);
}
