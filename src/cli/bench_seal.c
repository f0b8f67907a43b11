/* bench: sealing for a person, against the library's boxes; erasing one. */
#include "cli/bench.h"

#include <string.h>

#include "base/os.h"
#include "ledger/bench.h"
#include "ledger/keyring_erase.h"
#include "ledger/seal.h"
#include "base/banned.h"

#define SEALED 1020 /* with its length a frame of 1,024 bytes */

/* Both sides in turns, so that a machine that slows down slows both. */
struct sealing_times {
	int64_t seal[BENCH_REPEAT], open[BENCH_REPEAT], box[BENCH_REPEAT], unbox[BENCH_REPEAT];
};

static bool time_sealing(struct bench *b, struct sealing_times *t)
{
	uint8_t identity[32], recipient[32], plain[1024], box[1024 + BENCH_BOX_EXTRA];
	struct bench_box key;
	struct err e = { 0 };
	bool ok = bench_box_make(&key);

	os_random(identity, sizeof identity);
	os_random(plain, sizeof plain);
	age_recipient(identity, recipient);
	for (size_t i = 0; ok && i < BENCH_REPEAT; i++) {
		struct str body = str_mem(plain, SEALED), sealed, got;
		int64_t at[5];

		at[0] = bench_now_ns();
		sealed = seal_person(b->a, recipient, body);
		at[1] = bench_now_ns();
		ok = open_person_as(b->a, identity, recipient, sealed, &got, &e) &&
		     str_eq(got, body);
		at[2] = bench_now_ns();
		ok = ok && bench_box_seal(&key, plain, sizeof plain, box);
		at[3] = bench_now_ns();
		ok = ok && bench_box_open(&key, box, sizeof plain, plain);
		at[4] = bench_now_ns();
		t->seal[i] = at[1] - at[0];
		t->open[i] = at[2] - at[1];
		t->box[i] = at[3] - at[2];
		t->unbox[i] = at[4] - at[3];
	}
	return ok;
}

/* One of a million is erased, durably and read back; against all their keys wrapped anew in memory. */
bool bench_erase_lines(struct bench *b, struct err *e)
{
	struct line l = { "erase 1 of 1 M", "us", "wrap 1 M keys anew", .better = LESS,
			  .goal = 20 };
	int64_t ours[BENCH_LONG_REPEAT], all[BENCH_LONG_REPEAT];
	struct erase_index *index = arena_alloc(b->a, sizeof *index);

	for (size_t i = 0; i < BENCH_LONG_REPEAT; i++) {
		char name[] = "keyring-0";
		struct keyring *k;
		uint8_t subject[1][16];
		int64_t at[3];

		name[8] = (char)('0' + i);
		k = bench_keyring(b->a, bench_file(b, name), 1000000, subject[0], e);
		at[0] = bench_now_ns();
		if (!k || !bench_rewrap(k, b->a, 0, e))
			return false;
		at[1] = bench_now_ns();
		if (!keyring_erase(k, (const uint8_t(*)[16])subject, 1, index, e))
			return false;
		at[2] = bench_now_ns();
		all[i] = (at[1] - at[0]) * 256 / 1000;
		ours[i] = (at[2] - at[1]) / 1000;
	}
	l.ours = bench_least(ours, BENCH_LONG_REPEAT);
	l.reference = bench_least(all, BENCH_LONG_REPEAT);
	bench_say(b, &l);
	return true;
}

bool bench_seal_lines(struct bench *b, struct err *e)
{
	struct line seal = { "seal 1 KiB", "a second", "crypto_box_seal", .better = MORE,
			     .goal = 800 };
	struct line opened = { "open 1 KiB", "a second", "crypto_box_seal_open", .better = MORE,
			       .goal = 800 };
	struct sealing_times *t = arena_alloc(b->a, sizeof *t);

	if (!time_sealing(b, t))
		return err_set(e, ERR_FAILED, "bench: what was sealed does not open");
	seal.ours = bench_per_second(1, bench_median(t->seal, BENCH_REPEAT));
	seal.reference = bench_per_second(1, bench_median(t->box, BENCH_REPEAT));
	opened.ours = bench_per_second(1, bench_median(t->open, BENCH_REPEAT));
	opened.reference = bench_per_second(1, bench_median(t->unbox, BENCH_REPEAT));
	bench_say(b, &seal);
	bench_say(b, &opened);
	return true;
}
