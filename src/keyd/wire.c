/* See wire.h. */
#include "keyd/wire.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/banned.h"

enum {
	VERSION,
	OP,
	NAME,
	SECRET,
	PURPOSE,
	DATA,
	SUBJECT,
	KID,
	NUMBER,
	ASK_END,
};
enum { ANSWER_DATA = 1, ANSWER_N, ANSWER_ERROR, ANSWER_END };

#define OP_MAX	    255
#define NAME_LEN    256
#define SECRET_LEN  2048
#define PURPOSE_LEN 64
#define ERROR_PARTS 6
#define ERROR_KINDS 255

bool wire_length(const uint8_t head[WIRE_HEAD], size_t *n)
{
	*n = (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
	return *n && *n <= WIRE_MAX;
}

static bool frame_of(struct arena *a, struct str body, struct str *frame)
{
	struct buf b = { .a = a };

	if (body.len > WIRE_MAX)
		return false;
	for (int i = 0; i < WIRE_HEAD; i++)
		buf_byte(&b, (uint8_t)(body.len >> (24 - 8 * i)));
	buf_str(&b, body);
	*frame = buf_text(&b);
	return true;
}

static void put(struct buf *b, int key, struct str s)
{
	if (!s.len)
		return;
	cbor_put_int(b, key);
	cbor_put_bytes(b, s);
}

bool wire_put_ask(struct arena *a, const struct keys_ask *q, struct str *frame)
{
	struct buf b = { .a = a };
	bool n = q->n != 0;

	/* Of what is too long the rest need not be made. */
	if (q->data.len > WIRE_MAX)
		return false;
	cbor_put_map(&b, UINT64_C(2) + !!q->name.len + !!q->secret.len + !!q->purpose.len +
				 !!q->data.len + !!q->subject + !!q->kid + n);
	cbor_put_int(&b, VERSION);
	cbor_put_int(&b, WIRE_VERSION);
	cbor_put_int(&b, OP);
	cbor_put_int(&b, q->op);
	put(&b, NAME, q->name);
	put(&b, SECRET, q->secret);
	put(&b, PURPOSE, q->purpose);
	put(&b, DATA, q->data);
	put(&b, SUBJECT, str_mem(q->subject, q->subject ? 16 : 0));
	put(&b, KID, str_mem(q->kid, q->kid ? 4 : 0));
	if (n) {
		cbor_put_int(&b, NUMBER);
		cbor_put_int(&b, q->n);
	}
	return frame_of(a, buf_text(&b), frame);
}

/* The value of one key. One that is empty is not written. */
static bool read_part(struct read *in, int64_t key, struct keys_ask *q)
{
	struct str s = { 0 };
	int64_t n = 0;

	switch (key) {
	case VERSION:
		return cbor_int(in, 0, INT64_MAX, &n) &&
		       (n == WIRE_VERSION || read_fail(in, "of another version of sulh"));
	case OP:
		if (!cbor_int(in, 1, OP_MAX, &n))
			return false;
		q->op = (enum keys_op)n;
		return true;
	case NAME:
		return cbor_bytes(in, 1, NAME_LEN, &q->name);
	case SECRET:
		return cbor_bytes(in, 1, SECRET_LEN, &q->secret);
	case PURPOSE:
		return cbor_bytes(in, 1, PURPOSE_LEN, &q->purpose);
	case DATA:
		return cbor_bytes(in, 1, WIRE_MAX, &q->data);
	case SUBJECT:
		if (!cbor_bytes(in, 16, 16, &s))
			return false;
		q->subject = (const uint8_t *)s.s;
		return true;
	case KID:
		if (!cbor_bytes(in, 4, 4, &s))
			return false;
		q->kid = (const uint8_t *)s.s;
		return true;
	default:
		return cbor_int(in, INT64_MIN, INT64_MAX, &q->n) &&
		       (q->n || read_fail(in, "a zero that is not written"));
	}
}

bool wire_read_ask(struct read *in, struct keys_ask *q)
{
	uint64_t n = 0;
	int64_t last = -1;
	unsigned seen = 0;

	memset(q, 0, sizeof *q);
	if (!cbor_map(in, ASK_END, &n))
		return false;
	while (n--) {
		if (!cbor_key(in, &last) || last < VERSION || last >= ASK_END)
			return read_fail(in, "a key that an ask does not have");
		if (!read_part(in, last, q))
			return false;
		seen |= 1u << last;
	}
	if ((seen & 3u) != 3u)
		return read_fail(in, "an ask has a version and an operation");
	return read_end(in);
}

bool wire_put_answer(struct arena *a, const struct keys_answer *x, struct str *frame)
{
	struct buf b = { .a = a };

	if (x->data.len > WIRE_MAX)
		return false;
	cbor_put_map(&b, UINT64_C(0) + !!x->data.len + !!x->n);
	put(&b, ANSWER_DATA, x->data);
	if (x->n) {
		cbor_put_int(&b, ANSWER_N);
		cbor_put_int(&b, x->n);
	}
	return frame_of(a, buf_text(&b), frame);
}

struct str wire_put_error(struct arena *a, const struct err *of)
{
	const char *const parts[] = { of->what, of->where, of->field, of->value, of->want };
	struct buf b = { .a = a };
	struct str frame = S("");

	cbor_put_map(&b, 1);
	cbor_put_int(&b, ANSWER_ERROR);
	cbor_put_array(&b, ERROR_PARTS);
	cbor_put_int(&b, of->kind);
	for (size_t i = 0; i < ERROR_PARTS - 1; i++)
		cbor_put_bytes(&b, str_of(parts[i]));
	(void)frame_of(a, buf_text(&b), &frame); /* it is short */
	return frame;
}

static bool read_text(struct read *in, char *to, size_t room)
{
	struct str s;

	if (!cbor_bytes(in, 0, room - 1, &s))
		return false;
	if (s.len && memchr(s.s, 0, s.len))
		return read_fail(in, "a text has no zero byte");
	memcpy(to, s.s, s.len);
	to[s.len] = 0;
	return true;
}

static bool read_error(struct read *in, struct err *of)
{
	uint64_t parts = 0;
	int64_t kind = 0;

	if (!cbor_array(in, ERROR_PARTS, &parts) || !cbor_int(in, 1, ERROR_KINDS, &kind))
		return false;
	of->kind = (enum err_kind)kind;
	if (parts != ERROR_PARTS)
		return read_fail(in, "an error has six parts");
	return read_text(in, of->what, sizeof of->what) &&
	       read_text(in, of->where, sizeof of->where) &&
	       read_text(in, of->field, sizeof of->field) &&
	       read_text(in, of->value, sizeof of->value) &&
	       read_text(in, of->want, sizeof of->want);
}

bool wire_read_answer(struct read *in, struct keys_answer *x, bool *is_error, struct err *of)
{
	uint64_t n = 0, all;
	int64_t last = 0;

	memset(x, 0, sizeof *x);
	*is_error = false;
	if (!cbor_map(in, ANSWER_END, &n))
		return false;
	all = n;
	while (n--) {
		if (!cbor_key(in, &last))
			return false;
		if (last == ANSWER_DATA ? !cbor_bytes(in, 1, WIRE_MAX, &x->data)
		    : last == ANSWER_N	? !cbor_int(in, INT64_MIN, INT64_MAX, &x->n)
		    : last == ANSWER_ERROR && all == 1
			    ? !read_error(in, of)
			    : !read_fail(in, "a key that an answer does not have"))
			return false;
		if (last == ANSWER_N && !x->n)
			return read_fail(in, "a zero that is not written");
		*is_error |= last == ANSWER_ERROR;
	}
	return read_end(in);
}
