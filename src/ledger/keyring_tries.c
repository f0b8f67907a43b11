/* See keyring_tries.h. */
#include "ledger/keyring_tries.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "ledger/hash.h"
#include "ledger/keyring.h"
#include "ledger/keyring_wrap.h"
#include "base/banned.h"

#define FILE_NAME "tries"
#define WHO	  16
#define RECORD	  (WHO + 4 + 8)
#define COUNT_MAX 1000
#define NOBODY	  0x80000000u /* in the count */

static const struct wrapped tries = { SC("sulh-tries-v1\n"), SC("tries"),
				      ((size_t)KEYRING_OFFICERS + TRIES_NOBODY) * RECORD };

struct found {
	uint8_t *p; /* all records, with room for one more */
	size_t n, at;
	uint32_t count;
	int64_t until;
};

static uint64_t get(const uint8_t *p, int n)
{
	uint64_t v = 0;

	for (int i = 0; i < n; i++)
		v = v << 8 | p[i];
	return v;
}

static void put(uint8_t *p, int n, uint64_t v)
{
	for (int i = 0; i < n; i++)
		p[i] = (uint8_t)(v >> (8 * (n - 1 - i)));
}

/* The record of this officer: at n, and empty, where there is none. */
static bool find(const struct keyring *k, struct arena *a, struct str name, struct found *f,
		 struct err *e)
{
	struct hash who = hash_of(name);
	struct str plain;

	if (!wrap_load_own(k, a, &tries, FILE_NAME, &plain, e))
		return within(e, "read how often passwords were wrong");
	if (plain.len % RECORD)
		return err_set(e, ERR_FAILED, "read the keyring's tries: not well-formed");
	*f = (struct found){ .p = arena_alloc(a, plain.len + RECORD), .n = plain.len / RECORD };
	memcpy(f->p, plain.s, plain.len);
	for (f->at = 0; f->at < f->n; f->at++)
		if (!memcmp(f->p + f->at * RECORD, who.b, WHO))
			break;
	if (f->at < f->n) {
		f->count = (uint32_t)get(f->p + f->at * RECORD + WHO, 4) & ~NOBODY;
		f->until = (int64_t)get(f->p + f->at * RECORD + WHO + 4, 8);
	}
	memcpy(f->p + f->at * RECORD, who.b, WHO);
	return true;
}

bool tries_start(const struct keyring *k, struct arena *a, struct err *e)
{
	return wrap_save_own(k, a, &tries, FILE_NAME, "", 0, e);
}

static bool locked(struct arena *a, const struct found *f, struct err *e)
{
	struct str until = instant_text(a, (struct instant){ f->until, 0 });

	return err_set(e, ERR_LOCKED,
		       "this officer is locked until %.*s: the password was wrong %u times; two "
		       "others may give him or her a new key (sulh officer recover)",
		       P(until), f->count);
}

bool tries_allow(const struct keyring *k, struct arena *a, struct str name, int64_t now,
		 struct err *e)
{
	struct found f;

	return find(k, a, name, &f, e) && (now >= f.until || locked(a, &f, e));
}

/* How long nothing is looked at after so many in a row. */
static int64_t wait_after(uint32_t count)
{
	int64_t wait = OFFICER_LOCKED;

	if (count < OFFICER_TRIES)
		return 0;
	for (uint32_t i = OFFICER_TRIES; i < count && wait < OFFICER_LOCKED_MAX; i++)
		wait *= 2;
	return wait < OFFICER_LOCKED_MAX ? wait : OFFICER_LOCKED_MAX;
}

/* Where a new record of a name that nobody has goes: at the end, or in the place of the one whose lock ends first. */
static size_t place_of_nobody(const struct found *f)
{
	size_t n = 0, first = f->n;
	uint64_t ends = UINT64_MAX;

	for (size_t i = 0; i < f->n; i++) {
		const uint8_t *p = f->p + i * RECORD + WHO;

		if (!(get(p, 4) & NOBODY))
			continue;
		n++;
		if (get(p + 4, 8) < ends) {
			ends = get(p + 4, 8);
			first = i;
		}
	}
	return n < TRIES_NOBODY ? f->n : first;
}

bool tries_count(const struct keyring *k, struct arena *a, struct str name, bool known, int64_t now,
		 struct err *e)
{
	struct found f;
	int64_t wait;

	if (!find(k, a, name, &f, e))
		return false;
	if (!known && f.at == f.n) {
		f.at = place_of_nobody(&f);
		memmove(f.p + f.at * RECORD, f.p + f.n * RECORD, WHO);
	}
	f.count = f.count < COUNT_MAX ? f.count + 1 : f.count;
	wait = wait_after(f.count);
	f.until = wait ? now + wait : 0;
	put(f.p + f.at * RECORD + WHO, 4, known ? f.count : f.count | NOBODY);
	put(f.p + f.at * RECORD + WHO + 4, 8, (uint64_t)f.until);
	if (!wrap_save_own(k, a, &tries, FILE_NAME, f.p, (f.n + (f.at == f.n)) * RECORD, e))
		return within(e, "count a wrong password");
	if (!wait)
		return err_set(e, ERR_WRONG_KEY,
			       "the officer's password is wrong; %u more and the officer is locked",
			       OFFICER_TRIES - f.count);
	return err_set(e, ERR_WRONG_KEY, "the officer's password is wrong; locked until %.*s",
		       P(instant_text(a, (struct instant){ f.until, 0 })));
}

bool tries_forget(const struct keyring *k, struct arena *a, struct str name, struct err *e)
{
	struct found f;

	if (!find(k, a, name, &f, e))
		return false;
	if (f.at == f.n)
		return true;
	f.n--;
	memmove(f.p + f.at * RECORD, f.p + (f.at + 1) * RECORD, (f.n - f.at) * RECORD);
	return wrap_save_own(k, a, &tries, FILE_NAME, f.p, f.n * RECORD, e);
}
