/* Operations that take somebody out of the keyring. */
#include "keyd/ops_int.h"

#include <string.h>

#include "base/arena.h"
#include "keyd/keys.h"
#include "base/banned.h"

#define INDEX_LEN ((size_t)256 * 8)
#define UNTOUCHED UINT64_MAX

void erase_index_put(const struct erase_index *x, struct buf *out)
{
	for (size_t b = 0; b < 256; b++)
		for (int i = 7; i >= 0; i--)
			buf_byte(out, (uint8_t)(x->upto[b] >> (8 * i)));
}

bool erase_index_read(struct str s, struct erase_index *x)
{
	if (s.len != INDEX_LEN)
		return false;
	for (size_t b = 0; b < 256; b++) {
		uint64_t v = 0;

		for (size_t i = 0; i < 8; i++)
			v = v << 8 | (uint8_t)s.s[8 * b + i];
		x->touched[b] = v != UNTOUCHED;
		if (x->touched[b])
			x->upto[b] = v;
	}
	return true;
}

bool op_erase(struct ops *o, struct arena *a, const struct keys_ask *q, struct keys_answer *out,
	      struct err *e)
{
	struct erase_index *index = arena_alloc(a, sizeof *index);
	struct buf b = { .a = a };

	if (q->n < 1 || q->n > KEYS_ERASE_MAX || q->data.len != INDEX_LEN + (size_t)q->n * 16 ||
	    !erase_index_read(str_mem(q->data.s, INDEX_LEN), index))
		return err_set(e, ERR_USAGE, "erase: 1 to %d subjects at once", KEYS_ERASE_MAX);
	memset(index->touched, 0, sizeof index->touched);
	if (!keyring_erase(o->keyring, (const uint8_t(*)[16])(const void *)(q->data.s + INDEX_LEN),
			   (size_t)q->n, index, e))
		return false;
	for (size_t i = 0; i < 256; i++)
		if (index->touched[i])
			ops_names_forget(o, (uint8_t)i);
		else
			index->upto[i] = UNTOUCHED;
	erase_index_put(index, &b);
	out->data = buf_text(&b);
	return true;
}

bool op_erase_find(struct ops *o, struct arena *a, const struct keys_ask *q,
		   struct keys_answer *out, struct err *e)
{
	uint8_t(*found)[16];
	size_t n;

	if (!q->data.len || q->data.len % ERASE_TAG)
		return err_set(e, ERR_USAGE, "find who is to be erased: tags of %d bytes",
			       ERASE_TAG);
	if (!erase_find(o->keyring, a, (const uint8_t(*)[ERASE_TAG])(const void *)q->data.s,
			q->data.len / ERASE_TAG, &found, &n, e))
		return false;
	out->data = str_mem(found, n * 16);
	return true;
}

bool op_settle(struct ops *o, struct arena *a, const struct keys_ask *q, struct keys_answer *out,
	       struct err *e)
{
	(void)a;
	(void)q;
	(void)out;
	return keyring_settle(o->keyring, e);
}
