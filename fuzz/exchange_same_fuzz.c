/* What the key holder is asked about persons who are in another register, too, as it comes over the socket; and what stands in a sealed
 * possible duplicate that is opened for it: answered or refused, and nothing else. */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "ledger/seal.h"
#include "ops_here.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct ops_here world;
static struct identity person;

/* With the passphrase so many an hour are answered, and then no more. */
static void ask(struct arena *a, enum keys_op op, struct str in)
{
	const struct keys_ask q = {
		.op = op, .purpose = S("duplicate"), .subject = person.subject, .data = in
	};
	struct keys_answer out;
	struct err e = { .kind = ERR_NONE };
	bool ok = ops_answer(world.ops, world.client, a, &q, &out, &e);

	assert(ok || e.kind == ERR_USAGE || e.kind == ERR_FALSE || e.kind == ERR_REFUSED);
}

/* Nothing is asked of the index: no file of it counts. */
static struct str question(struct arena *a, struct str body)
{
	struct buf b = { .a = a };

	cbor_put_array(&b, 2);
	cbor_put_array(&b, 256);
	for (size_t i = 0; i < 256; i++)
		cbor_put_int(&b, 0);
	cbor_put_array(&b, 1);
	cbor_put_bytes(&b, seal_person(a, person.recipient, body));
	return buf_text(&b);
}

static void begin(void)
{
	struct err e;
	bool ok;

	if (world.a)
		return;
	ops_here(&world, &clock_system);
	ok = keyring_take(world.keyring, &person, 1, &e);
	assert(ok);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;

	begin();
	a = arena_new((size_t)64 * 1024 * 1024);
	if (a && size && !setjmp(*arena_guard(a))) {
		struct str rest = str_mem(data + 1, size - 1);

		if (data[0] % 3 == 0)
			ask(a, KEYS_EXCHANGE_COMPARE, rest);
		else if (data[0] % 3 == 1)
			ask(a, KEYS_EXCHANGE_HITS, rest);
		else
			ask(a, KEYS_EXCHANGE_HITS, question(a, rest));
	}
	arena_free(a);
	return 0;
}
