/* See keys_list.h: calls into what is asked, and answers out of what came back. */
#include "keyd/keys_list.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/err.h"
#include "keyd/ask.h"
#include "ledger/key.h"
#include "base/banned.h"

static bool tell(struct keys *k, enum keys_op op, struct buf *b, struct err *e)
{
	const struct keys_ask q = { .op = op, .data = buf_text(b) };
	struct keys_answer got;

	key_wipe_later(b->a, b->p, b->cap);
	return k->ask(k, b->a, &q, &got, e);
}

void list_sum_start(struct hash_run *r, const uint8_t salt[LIST_SALT])
{
	hash_run_start(r);
	hash_run_add(r, S("sulh/list/v1\0"));
	hash_run_add(r, str_mem(salt, LIST_SALT));
}

void list_sum_row(struct hash_run *r, struct str body)
{
	uint8_t len[4] = { (uint8_t)(body.len >> 24), (uint8_t)(body.len >> 16),
			   (uint8_t)(body.len >> 8), (uint8_t)body.len };

	hash_run_add(r, str_mem(len, sizeof len));
	hash_run_add(r, body);
}

/* [number, digest or nothing] */
static void put_of(struct buf *b, const struct keys_list *x)
{
	cbor_put_array(b, 2);
	cbor_put_text(b, x->no);
	cbor_put_bytes(b, x->rows.s ? x->rows : S(""));
}

static void put_lists(struct buf *b, const struct keys_list *list, size_t n)
{
	cbor_put_array(b, n);
	for (size_t i = 0; i < n; i++)
		put_of(b, &list[i]);
}

bool keys_list_put(struct keys *k, const struct keys_list_part *x, struct err *e)
{
	struct buf b = { .a = k->work };
	bool ok;

	if (setjmp(*arena_guard(k->work)))
		return err_set(e, ERR_FAILED, "use keys: out of memory");
	cbor_put_array(&b, 5);
	put_of(&b, &x->of);
	cbor_put_bool(&b, x->first);
	cbor_put_bool(&b, x->last);
	cbor_put_bytes(&b, str_mem(x->salt, LIST_SALT));
	cbor_put_array(&b, x->n);
	for (size_t i = 0; i < x->n; i++)
		cbor_put_bytes(&b, x->bodies[i]);
	ok = tell(k, KEYS_LIST_PUT, &b, e);
	arena_reset(k->work);
	return ok;
}

bool keys_list_keep(struct keys *k, const uint8_t *kid, const struct keys_list *list, size_t n,
		    struct err *e)
{
	struct buf b = { .a = k->work };
	struct keys_ask q = { .op = KEYS_LIST_KEEP, .kid = kid };
	struct keys_answer got;
	bool ok;

	if (setjmp(*arena_guard(k->work)))
		return err_set(e, ERR_FAILED, "use keys: out of memory");
	put_lists(&b, list, n);
	q.data = buf_text(&b);
	ok = k->ask(k, k->work, &q, &got, e);
	arena_reset(k->work);
	return ok;
}

bool keys_list_see(struct keys *k, struct arena *a, const struct keys_list *list, size_t n,
		   enum list_rows *out, struct err *e)
{
	struct buf b = { .a = a };
	struct keys_ask q = { .op = KEYS_LIST_SEE };
	struct keys_answer got;
	struct read in;
	uint64_t said = 0;
	int64_t one = 0;

	put_lists(&b, list, n);
	q.data = buf_text(&b);
	if (!k->ask(k, a, &q, &got, e))
		return false;
	in = read_of(got.data.s, got.data.len);
	(void)cbor_array(&in, LIST_KEPT, &said);
	for (size_t i = 0; i < n && said == n && cbor_int(&in, LIST_RIGHT, LIST_FALSE, &one); i++)
		out[i] = (enum list_rows)one;
	return (said == n && read_end(&in)) ||
	       err_set(e, ERR_FAILED, "use keys: the answer about lists is not well-formed");
}

static bool read_row(struct read *in, struct keys_listed *out)
{
	struct str row = { 0 }, body = { 0 };
	struct read names;
	uint64_t four = 0;
	int64_t score = 0;

	if (!cbor_array(in, 4, &four) || four != 4 || !cbor_text(in, LIST_NO, &out->no) ||
	    !cbor_bytes(in, 16, 16, &row) || !cbor_int(in, 0, 1000, &score) ||
	    !cbor_bytes(in, 1, INDEX_BODY, &body))
		return false;
	memcpy(out->row, row.s, 16);
	out->score = (int)score;
	names = read_of(body.s, body.len);
	return names_read(&names, &out->names);
}

static bool read_screened(struct arena *a, struct read *in, struct keys_screened *out)
{
	uint64_t four = 0, n = 0;
	int64_t missing = 0, gone = 0;

	if (!cbor_array(in, 4, &four) || four != 4 || !keys_lost_read(in, &out->lost) ||
	    !cbor_int(in, 0, LIST_MOST, &missing) || !cbor_int(in, 0, missing, &gone) ||
	    !cbor_array(in, KEYS_LISTED, &n))
		return false;
	out->missing = (size_t)missing;
	out->gone = (size_t)gone;
	out->list = arena_array(a, n + 1, sizeof *out->list);
	for (out->n = 0; out->n < n; out->n++)
		if (!read_row(in, &out->list[out->n]))
			return false;
	return read_end(in);
}

bool keys_screen(struct keys *k, struct arena *a, const struct keys_screening *s,
		 const uint64_t upto[256], struct keys_screened *out, struct err *e)
{
	struct keys_ask q = { .op = KEYS_SCREEN,
			      .subject = s->subject,
			      .kid = s->kid,
			      .name = s->log,
			      .purpose = S("case_work") };
	struct buf b = { .a = a };
	struct keys_answer got;
	struct read in;

	*out = (struct keys_screened){ 0 };
	cbor_put_array(&b, 2);
	keys_upto_put(&b, upto);
	put_lists(&b, s->lists, s->n);
	q.data = buf_text(&b);
	if (!k->ask(k, a, &q, &got, e))
		return false;
	in = read_of(got.data.s, got.data.len);
	return read_screened(a, &in, out) ||
	       err_set(e, ERR_FAILED, "use keys: the answer about lists is not well-formed");
}
