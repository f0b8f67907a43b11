/* See keys_names.h: calls into what is asked, and answers out of what came back. */
#include "keyd/keys_names.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/ask.h"
#include "ledger/key.h"
#include "base/banned.h"

#define ODDS_MAX 1000000 /* eighths of a nat, either way */

static bool wrong_answer(struct err *e)
{
	return err_set(e, ERR_FAILED, "use keys: the answer about names is not well-formed");
}

/* What both ways of adding begin with. */
static void put_adding(struct buf *b, uint8_t bucket, uint64_t upto, bool sync, size_t n)
{
	assert(n <= KEYS_NAMES);
	cbor_put_array(b, 4);
	cbor_put_int(b, bucket);
	cbor_put_int(b, (int64_t)upto);
	cbor_put_bool(b, sync);
	cbor_put_array(b, n);
}

/* Asks; the memory for it holds names and is wiped. */
static bool add(struct keys *k, enum keys_op op, struct buf *b, uint64_t *upto, struct err *e)
{
	const struct keys_ask q = { .op = op, .data = buf_text(b) };
	struct keys_answer got;
	struct read in;
	int64_t end = 0;

	key_wipe_later(b->a, b->p, b->cap);
	if (!k->ask(k, b->a, &q, &got, e))
		return false;
	in = read_of(got.data.s, got.data.len);
	if (!cbor_int(&in, 0, INT64_MAX, &end) || !read_end(&in))
		return wrong_answer(e);
	*upto = (uint64_t)end;
	return true;
}

/* After how many there are. */
static void put_records(struct buf *b, const struct index_record *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		cbor_put_array(b, 2);
		cbor_put_bytes(b, str_mem(list[i].subject, 16));
		cbor_put_bytes(b, list[i].body);
	}
}

bool keys_names_add(struct keys *k, uint8_t bucket, uint64_t *upto, const struct index_record *list,
		    size_t n, bool sync, struct err *e)
{
	struct buf b = { .a = k->work };
	bool ok;

	if (setjmp(*arena_guard(k->work)))
		return err_set(e, ERR_FAILED, "use keys: out of memory");
	put_adding(&b, bucket, *upto, sync, n);
	put_records(&b, list, n);
	ok = add(k, KEYS_NAMES_ADD, &b, upto, e);
	arena_reset(k->work);
	return ok;
}

bool keys_names_read(struct keys *k, uint8_t bucket, uint64_t *upto, const struct keys_naming *list,
		     size_t n, struct err *e)
{
	struct buf b = { .a = k->work };
	bool ok;

	if (setjmp(*arena_guard(k->work)))
		return err_set(e, ERR_FAILED, "use keys: out of memory");
	put_adding(&b, bucket, *upto, false, n);
	for (size_t i = 0; i < n; i++) {
		cbor_put_array(&b, 3);
		cbor_put_bytes(&b, str_mem(list[i].subject, 16));
		cbor_put_text(&b, list[i].case_no);
		cbor_put_bytes(&b, list[i].object);
	}
	ok = add(k, KEYS_NAMES_READ, &b, upto, e);
	arena_reset(k->work);
	return ok;
}

static bool read_hit(struct read *in, struct index_hit *out)
{
	struct str subject = { 0 }, body = { 0 };
	struct read names;
	uint64_t seven = 0;
	int64_t score = 0, odds = 0;

	if (!cbor_array(in, 7, &seven) || !cbor_bytes(in, 16, 16, &subject) ||
	    !cbor_int(in, 0, 1000, &score) || !cbor_bool(in, &out->strong) ||
	    !cbor_int(in, -ODDS_MAX, ODDS_MAX, &odds) || !cbor_bool(in, &out->sure.if_sure) ||
	    !cbor_bool(in, &out->sure.anyway) || !cbor_bytes(in, 1, INDEX_BODY, &body))
		return false;
	memcpy(out->subject, subject.s, 16);
	out->score = (int)score;
	out->sure.odds = (int)odds;
	names = read_of(body.s, body.len);
	return seven == 7 && names_read(&names, &out->names) ? true : read_fail(in, "no such hit");
}

bool keys_lost_read(struct read *in, struct keys_lost *out)
{
	uint64_t n = 0;
	int64_t b = 0;

	if (!cbor_array(in, 256, &n))
		return false;
	out->any = n > 0;
	while (n--) {
		if (!cbor_int(in, 0, 255, &b))
			return false;
		out->is[b] = true;
	}
	return true;
}

void keys_upto_put(struct buf *b, const uint64_t upto[256])
{
	cbor_put_array(b, 256);
	for (size_t i = 0; i < 256; i++)
		cbor_put_int(b, (int64_t)upto[i]);
}

static bool read_found(struct arena *a, struct read *in, struct keys_found *out)
{
	uint64_t five = 0, n = 0;

	if (!cbor_array(in, 5, &five) || five != 5 || !keys_lost_read(in, &out->lost))
		return false;
	if (!cbor_bool(in, &out->more) || !cbor_bool(in, &out->apart) ||
	    !cbor_bool(in, &out->near) || !cbor_array(in, KEYS_HITS, &n))
		return false;
	out->hits = arena_array(a, n + 1, sizeof *out->hits);
	for (out->n = 0; out->n < n; out->n++)
		if (!read_hit(in, &out->hits[out->n]))
			return false;
	return read_end(in);
}

bool keys_find(struct keys *k, struct arena *a, const struct keys_reader *by,
	       const struct index_asked *asked, size_t max, const uint64_t upto[256],
	       struct keys_found *out, struct err *e)
{
	struct keys_ask q = { .op = KEYS_FIND, .name = by->officer, .purpose = by->purpose };
	struct buf b = { .a = a };
	struct keys_answer got;
	struct read in;

	memset(out, 0, sizeof *out);
	cbor_put_array(&b, 5);
	cbor_put_text(&b, asked->name);
	cbor_put_text(&b, asked->born);
	cbor_put_text(&b, asked->mother);
	cbor_put_int(&b, (int64_t)max);
	keys_upto_put(&b, upto);
	q.data = buf_text(&b);
	if (!k->ask(k, a, &q, &got, e))
		return false;
	in = read_of(got.data.s, got.data.len);
	return read_found(a, &in, out) || wrong_answer(e);
}

static bool read_same(struct read *in, struct keys_same *out)
{
	struct str subject = { 0 };
	uint64_t four = 0;
	int64_t score = 0, agrees = 0;

	if (!cbor_array(in, 4, &four) || !cbor_bytes(in, 16, 16, &subject) ||
	    !cbor_int(in, 0, 1000, &score) || !cbor_int(in, 0, (1 << ABOUT_FIELDS) - 1, &agrees) ||
	    !cbor_bool(in, &out->waits))
		return false;
	memcpy(out->subject, subject.s, 16);
	out->score = (int)score;
	out->agrees = (unsigned)agrees;
	return four == 4 ? true : read_fail(in, "no such likeness");
}

static bool read_searched(struct read *in, struct keys_searched *out)
{
	uint64_t four = 0, n = 0;

	if (!cbor_array(in, 4, &four) || four != 4 || !keys_lost_read(in, &out->lost) ||
	    !cbor_bool(in, &out->looked) || !cbor_bool(in, &out->more) ||
	    !cbor_array(in, KEYS_SAME, &n))
		return false;
	for (out->n = 0; out->n < n; out->n++)
		if (!read_same(in, &out->same[out->n]))
			return false;
	return read_end(in);
}

bool keys_search(struct keys *k, struct arena *a, const struct keys_search *s,
		 const uint64_t upto[256], struct keys_searched *out, struct err *e)
{
	struct keys_ask q = { .op = KEYS_SEARCH, .subject = s->subject };
	struct buf b = { .a = a };
	struct keys_answer got;
	struct read in;

	*out = (struct keys_searched){ 0 };
	cbor_put_array(&b, 8);
	keys_upto_put(&b, upto);
	cbor_put_bytes(&b, s->body);
	cbor_put_bytes(&b, str_mem(s->kids, 4 * s->n_kids));
	cbor_put_int(&b, s->since);
	cbor_put_bool(&b, s->claims);
	cbor_put_bool(&b, s->tells);
	cbor_put_int(&b, (int64_t)s->waited);
	cbor_put_array(&b, s->n_waiting);
	put_records(&b, s->waiting, s->n_waiting);
	key_wipe_later(a, b.p, b.cap);
	q.data = buf_text(&b);
	if (!k->ask(k, a, &q, &got, e))
		return false;
	in = read_of(got.data.s, got.data.len);
	return read_searched(&in, out) || wrong_answer(e);
}
