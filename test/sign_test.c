/* Signatures checked on several processors: what is found is as if each had been checked in its turn. */
#include "sync/verify_sign.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/key.h"
#include "test.h"
#include "base/banned.h"

#define ROUNDS 40
#define ALL    500

struct signer {
	uint8_t seed[32], pub[32];
};

/* Adds `n` signatures of which those in `bad` are not over their message. */
static void add(struct arena *a, struct signing *s, const struct signer *k, size_t n,
		const size_t *bad, size_t bad_n)
{
	for (size_t i = 0; i < n; i++) {
		struct sign_place place = { .index = i, .bad = 2 * i, .kid = { (uint8_t)i } };
		struct str msg = str_fmt(a, "entry %zu", i);
		uint8_t sig[64];

		key_sign(k->seed, k->pub, msg, sig);
		for (size_t j = 0; j < bad_n; j++)
			if (bad[j] == i)
				sig[40] ^= 1;
		signing_add(s, k->pub, msg, sig, &place);
		/* Copied, both of them. */
		memset(sig, 0, sizeof sig);
	}
}

static bool good_rounds(struct arena *a, const struct signer *k)
{
	struct signing *s = signing_new(a);
	bool good = true;

	for (size_t i = 0; i < ROUNDS; i++) {
		add(a, s, k, i, NULL, 0);
		good &= !signing_wait(s);
	}
	return good && !signing_wait(s);
}

static bool first_of(struct arena *a, const struct signer *k, size_t n, const size_t *bad,
		     size_t bad_n, size_t first)
{
	struct signing *s = signing_new(a);
	const struct sign_place *p;
	bool same;

	add(a, s, k, n, bad, bad_n);
	p = signing_wait(s);
	same = p && p->index == first && p->bad == 2 * first && p->kid[0] == (uint8_t)first;
	/* What is added later does not make it good again, nor is it blamed in its place. */
	add(a, s, k, 3, (const size_t[]){ 0 }, 1);
	p = signing_wait(s);
	return same && p && p->index == first;
}

int main(void)
{
	struct arena *a = arena_new(0);
	struct signer k = { .seed = { 7 } };
	bool same = true;
	struct signing *s;
	size_t room = 0;

	if (!a || !key_start())
		return 1;
	key_public(k.seed, k.pub);
	CHECK("where_nothing_was_added_nothing_is_bad", !signing_wait(signing_new(a)));
	CHECK("good_signatures_are_good_in_rounds_of_any_number", good_rounds(a, &k));
	for (size_t i = 0; i < ROUNDS; i++)
		same &= first_of(a, &k, ROUNDS, &i, 1, i);
	CHECK("one_bad_signature_is_found_wherever_it_stands", same);
	same = true;
	for (int i = 0; i < 10; i++)
		same &= first_of(a, &k, ALL, (const size_t[]){ 499, 250, 31, 32, 33 }, 5, 31);
	CHECK("of_many_bad_ones_the_first_is_blamed_every_time", same);
	s = signing_new(a);
	while (signing_room(s, 1)) {
		add(a, s, &k, 1, NULL, 0);
		room++;
	}
	CHECK("there_is_room_for_many_and_then_none", room >= ALL && !signing_room(s, 1));
	CHECK("and_again_after_they_were_waited_for", !signing_wait(s) && signing_room(s, room));
	add(a, s, &k, ROUNDS, NULL, 0);
	signing_end(s);
	CHECK("ended_with_work_left_it_has_none", !signing_wait(s) && signing_room(s, room));
	arena_free(a);
	return done();
}
