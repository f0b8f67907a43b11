/* See keys_besides.h. */
#include "keyd/keys_besides.h"

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/ask.h"
#include "ledger/seal.h"
#include "base/banned.h"

#define BYTES ((size_t)4 << 20) /* of objects in one call, but for those of one person */

static size_t bytes_of(const struct keys_besides *x)
{
	size_t bytes = 0;

	for (size_t i = 0; i < x->n; i++)
		bytes += x->objects[i].len;
	return bytes;
}

static bool fits(const struct keys_besides *x)
{
	return x->n && x->n <= KEYS_OBJECTS && bytes_of(x) <= SEAL_MAX;
}

static void put_person(struct buf *b, const struct keys_besides *x)
{
	cbor_put_array(b, 2);
	cbor_put_bytes(b, str_mem(x->subject, 16));
	cbor_put_array(b, x->n);
	for (size_t i = 0; i < x->n; i++)
		cbor_put_bytes(b, x->objects[i]);
}

/* `often`: NULL where it may not be said. */
static bool read_how(struct read *in, enum about_how *out, bool *often)
{
	int64_t how = 0;

	if (!cbor_int(in, 0, often ? BESIDES_OFTEN : BESIDES_HOWS - 1, &how))
		return false;
	if (often)
		*often = how == BESIDES_OFTEN;
	*out = how == BESIDES_OFTEN ? ABOUT_HOWS : besides_hows[how];
	return true;
}

static bool read_told(struct read *in, struct keys_besides *const *some, size_t n, bool places)
{
	uint64_t have = 0, two = 0;

	if (!cbor_array(in, n, &have) || have != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!cbor_array(in, 2, &two) || two != 2 ||
		    !read_how(in, &some[i]->told.origin, places ? &some[i]->often : NULL) ||
		    !read_how(in, &some[i]->told.sex, NULL))
			return false;
	return read_end(in);
}

static bool ask(struct keys *k, struct arena *a, const struct keys_reader *by, struct str front,
		bool places, struct keys_besides *const *some, size_t n, struct err *e)
{
	struct keys_ask q = { .op = KEYS_BESIDES, .name = by->officer, .purpose = by->purpose };
	struct buf b = { .a = a };
	struct keys_answer got;
	struct read in;

	buf_str(&b, front);
	cbor_put_array(&b, n);
	for (size_t i = 0; i < n; i++)
		put_person(&b, some[i]);
	q.data = buf_text(&b);
	if (!k->ask(k, a, &q, &got, e))
		return false;
	in = read_of(got.data.s, got.data.len);
	return read_told(&in, some, n, places) ||
	       err_set(e, ERR_FAILED, "compare persons: the answer is not well-formed");
}

/* What every ask begins with: "[sex, [place, country, [near, ...]] as bytes," */
static struct str front_of(struct arena *a, const struct besides_asked *asked)
{
	struct buf place = { .a = a }, b = { .a = a };

	if (asked->place.len) {
		cbor_put_array(&place, 3);
		cbor_put_text(&place, asked->place);
		cbor_put_text(&place, asked->country);
		cbor_put_array(&place, asked->n_near);
		for (size_t i = 0; i < asked->n_near; i++)
			cbor_put_text(&place, asked->near[i]);
	}
	cbor_put_array(&b, 3);
	cbor_put_text(&b, asked->sex);
	cbor_put_bytes(&b, place.len ? buf_text(&place) : S(""));
	return buf_text(&b);
}

bool keys_besides(struct keys *k, struct arena *a, const struct keys_reader *by,
		  const struct besides_asked *asked, struct keys_besides *list, size_t n,
		  struct err *e)
{
	struct keys_besides **some = arena_array(a, n + 1, sizeof *some);
	struct str front = front_of(a, asked);
	size_t done = 0;

	for (size_t i = 0; i < n; i++)
		list[i].told = (struct about_told){ .origin = ABOUT_HOWS, .sex = ABOUT_HOWS };
	while (done < n) {
		size_t have = 0, bytes = 0;

		for (; done < n && have < KEYS_HITS &&
		       (!have || bytes + bytes_of(&list[done]) <= BYTES);
		     done++)
			if (fits(&list[done])) {
				bytes += bytes_of(&list[done]);
				some[have++] = &list[done];
			}
		if (have && !ask(k, a, by, front, asked->place.len, some, have, e))
			return false;
	}
	return true;
}
