/* What a key holder that is none answers where names are to go to another register: no such file is made. */
#include "keyd/keys_exchange.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/ask.h"
#include "test.h"
#include "base/banned.h"

static struct arena *a;

/* The first answer of a file of `len` bytes in slices, and what is said of the rest. */
struct answers {
	struct str first, rest;
	int64_t len;
	bool long_number; /* the first has a number too many */
};

static bool give(struct keys *k, struct arena *in, const struct keys_ask *q,
		 struct keys_answer *out, struct err *e)
{
	const struct answers *x = k->p;
	struct buf b = { .a = in };

	(void)e;
	if (!q->n) {
		cbor_put_array(&b, 5);
		cbor_put_array(&b, 0);
		cbor_put_int(&b, x->len);
		cbor_put_int(&b, 3);
		cbor_put_int(&b, 17144);
	}
	cbor_put_bytes(&b, q->n ? x->rest : x->first);
	if (x->long_number)
		cbor_put_int(&b, 1);
	*out = (struct keys_answer){ .data = buf_text(&b) };
	return true;
}

static enum err_kind makes(const struct answers *x, struct str *file)
{
	static const uint64_t upto[256];
	const struct keys_sending s = { .id8 = (const uint8_t *)"12345678",
					.entry = S("e"),
					.object = S("o"),
					.operation = S("op-1") };
	struct keys of = { .work = a, .ask = give, .p = (void *)(uintptr_t)x };
	struct err e = { .kind = ERR_NONE };
	struct keys_sent out;
	bool ok = keys_exchange_make(&of, a, &s, upto, &out, &e);

	*file = out.file;
	return ok ? ERR_NONE : e.kind;
}

static bool wrong(struct answers x)
{
	struct str file;

	return makes(&x, &file) == ERR_FAILED && !file.len;
}

int main(void)
{
	struct str file;

	a = arena_new(0);
	if (!a)
		return 1;
	CHECK("a file comes in one slice",
	      makes(&(struct answers){ .first = S("abc"), .len = 3 }, &file) == ERR_NONE &&
		      str_eq(file, S("abc")));
	CHECK("or in several",
	      makes(&(struct answers){ .first = S("ab"), .rest = S("c"), .len = 4 }, &file) ==
			      ERR_NONE &&
		      str_eq(file, S("abcc")));
	CHECK("none is empty", wrong((struct answers){ .first = S(""), .len = 0 }));
	CHECK("nor begins with nothing", wrong((struct answers){ .first = S(""), .len = 3 }));
	CHECK("nor is longer than it says", wrong((struct answers){ .first = S("abc"), .len = 2 }));
	CHECK("in a later slice neither",
	      wrong((struct answers){ .first = S("a"), .rest = S("bcd"), .len = 3 }));
	CHECK("nor does it go on with nothing",
	      wrong((struct answers){ .first = S("a"), .rest = S(""), .len = 3 }));
	CHECK("nor with what is no answer",
	      wrong((struct answers){ .first = S("abc"), .len = 3, .long_number = true }));
	arena_free(a);
	return done();
}
