/* bench: an entry that two officers sign, and the same read and checked by a stranger, against the library's
 * signatures over the same bytes. Of both sides: the two signatures of each entry. */
#include "cli/bench.h"

#include <string.h>

#include "base/os.h"
#include "keyd/keys.h"
#include "ledger/bench.h"
#include "ledger/key.h"
#include "ledger/keyring.h"
#include "record/entry.h"
#include "record/kinds.h"
#include "store/store.h"
#include "base/banned.h"

#define PASSPHRASE S("a phrase for the benchmark")
#define EYES	   2
#define ENTRIES	   BENCH_REPEAT

struct signing {
	struct bench *b;
	struct str log;
	struct str unsigned_entries[ENTRIES]; /* of the example, as they are in its logs */
	size_t n;
	struct keys *keys;
	struct officer_public who[EYES];
	uint8_t seeds[EYES][32], pubs[EYES][32]; /* of the library's side */
};

struct signing_times {
	int64_t sign[ENTRIES], verify[ENTRIES], bare_sign[ENTRIES], bare_verify[ENTRIES];
};

/* Entries of the example that two officers signed. */
static bool keep(void *p, const struct store_entry *s, struct err *e)
{
	struct signing *w = p;
	struct entry x;

	if (w->n == ENTRIES)
		return true;
	if (!entry_read(w->b->a, s->bytes, &x, e))
		return false;
	if (x.n_signatures == EYES)
		w->unsigned_entries[w->n++] =
			str_dup(w->b->a, entry_put(w->b->a, &x, WITHOUT(KEY_SIGNATURES)));
	return true;
}

static bool find_entries(struct signing *w, struct err *e)
{
	struct store_log *logs;
	size_t n;

	if (!store_logs(w->b->r->store, w->b->a, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n && w->n < ENTRIES; i++) {
		w->log = str_dup(w->b->a, str_mem(logs[i].id8, 8));
		if (!store_entries(w->b->r->store, logs[i].id, 0, (int64_t)logs[i].tree.size, keep,
				   w, e))
			return false;
	}
	return w->n == ENTRIES ||
	       err_set(e, ERR_FAILED, "bench: the example has few entries that two signed");
}

/* Two officers with a session, in a keyring of their own. */
static bool enrol(struct signing *w, struct err *e)
{
	static const char *const names[EYES] = { "One", "Two" };
	const char *dir = bench_file(w->b, "eyes"), *ring = bench_file(w->b, "eyes/keyring");

	if (!os_mkdir(dir, 0700, e) ||
	    !keyring_make(w->b->a, ring, PASSPHRASE, KEYRING_COST_TEST, e))
		return false;
	w->keys = keys_local(w->b->a, dir, PASSPHRASE, &w->b->r->clock, e);
	for (size_t i = 0; i < EYES; i++) {
		struct str name = str_of(names[i]);

		if (!w->keys ||
		    !keys_officer_make(w->keys, w->b->a, name, PASSPHRASE, &w->who[i], e) ||
		    !keys_session(w->keys, name, PASSPHRASE, e))
			return false;
		os_random(w->seeds[i], sizeof w->seeds[i]);
		key_public(w->seeds[i], w->pubs[i]);
	}
	return true;
}

static struct str message(struct signing *w, const struct entry *x)
{
	struct buf msg = { .a = w->b->a };

	buf_str(&msg, S(KEYS_SIGN_ENTRY));
	buf_str(&msg, w->log);
	buf_str(&msg, entry_put(w->b->a, x, WITHOUT(KEY_SIGNATURES)));
	return buf_text(&msg);
}

/* The bytes of an entry with its signatures; those that it was read with have none. */
static bool sign(struct signing *w, struct entry *x, struct str *out, struct err *e)
{
	struct str msg = message(w, x);

	for (size_t i = 0; i < EYES; i++) {
		struct signature *s = &x->signatures[x->n_signatures++];

		memcpy(s->kid, w->who[i].kid, sizeof s->kid);
		if (!keys_sign(w->keys, s->kid, msg, s->sig, e))
			return false;
	}
	*out = entry_put(w->b->a, x, 0);
	return true;
}

static bool verify(struct signing *w, struct str bytes, struct err *e)
{
	struct entry x;
	struct str msg;

	if (!entry_read(w->b->a, bytes, &x, e))
		return false;
	msg = message(w, &x);
	for (size_t i = 0; i < EYES; i++)
		if (memcmp(x.signatures[i].kid, w->who[i].kid, sizeof w->who[i].kid) != 0 ||
		    !key_verify(w->who[i].pub, msg, x.signatures[i].sig))
			return err_set(e, ERR_FAILED, "bench: a signature does not verify");
	return true;
}

/* The library alone, on what the officers signed. */
static bool bare(struct signing *w, struct str msg, int64_t *signing, int64_t *verifying)
{
	uint8_t sigs[EYES][64];
	int64_t at[3];
	bool ok = true;

	at[0] = bench_now_ns();
	for (size_t i = 0; i < EYES; i++)
		ok &= bench_sign(w->seeds[i], w->pubs[i], msg, sigs[i]);
	at[1] = bench_now_ns();
	for (size_t i = 0; i < EYES; i++)
		ok &= bench_verify(w->pubs[i], msg, sigs[i]);
	at[2] = bench_now_ns();
	*signing = at[1] - at[0];
	*verifying = at[2] - at[1];
	return ok;
}

/* Both sides in turns. */
static bool measure(struct signing *w, struct signing_times *t, struct err *e)
{
	for (size_t i = 0; i < ENTRIES; i++) {
		struct entry x;
		struct str bytes;
		int64_t at[3];

		if (!entry_read(w->b->a, w->unsigned_entries[i], &x, e))
			return false;
		at[0] = bench_now_ns();
		if (!sign(w, &x, &bytes, e))
			return false;
		at[1] = bench_now_ns();
		if (!verify(w, bytes, e))
			return false;
		at[2] = bench_now_ns();
		t->sign[i] = at[1] - at[0];
		t->verify[i] = at[2] - at[1];
		if (!bare(w, message(w, &x), &t->bare_sign[i], &t->bare_verify[i]))
			return err_set(e, ERR_FAILED, "bench: the library's own signature is bad");
	}
	return true;
}

bool bench_sign_lines(struct bench *b, struct err *e)
{
	struct line signs = { "four eyes, sign an entry", "a second", "crypto_sign_detached, twice",
			      .better = MORE, .goal = 800 };
	struct line checks = { "four eyes, verify an entry", "a second",
			       "crypto_sign_verify_detached, twice", .better = MORE, .goal = 900 };
	struct signing *w = arena_alloc(b->a, sizeof *w);
	struct signing_times *t = arena_alloc(b->a, sizeof *t);

	w->b = b;
	if (!find_entries(w, e) || !enrol(w, e) || !measure(w, t, e))
		return false;
	signs.ours = bench_per_second(1, bench_median(t->sign, ENTRIES));
	signs.reference = bench_per_second(1, bench_median(t->bare_sign, ENTRIES));
	checks.ours = bench_per_second(1, bench_median(t->verify, ENTRIES));
	checks.reference = bench_per_second(1, bench_median(t->bare_verify, ENTRIES));
	bench_say(b, &signs);
	bench_say(b, &checks);
	return true;
}
