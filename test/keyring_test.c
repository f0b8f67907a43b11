/* The keyring in a folder of its own: opening, damage, the pool, officers, log keys. */
#include "ledger/keyring.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "ledger/key.h"
#include "ledger/keyring_head.h"
#include "ledger/keyring_slots.h"
#include "ledger/keyring_tries.h"
#include "ledger/keyring_wrap.h"
#include "ledger/password.h"
#include "ledger/seal.h"
#include "test.h"
#include "base/banned.h"

#define PASS S("four words of a phrase")

struct place {
	struct arena *a;
	char *folder, *dir;
};

static char *path(const struct place *p, const char *name)
{
	return str_z(p->a, str_fmt(p->a, "%s/%s", p->dir, name));
}

static bool write_file(const char *file, struct str s)
{
	FILE *f = fopen(file, "wb");
	bool ok = f && fwrite(s.s, 1, s.len, f) == s.len;

	return f && !fclose(f) && ok;
}

static struct keyring *open_it(const struct place *p)
{
	struct err e;

	return keyring_open(p->a, p->dir, PASS, &e);
}

static void opening(const struct place *p)
{
	struct arena *other = arena_new(0);
	struct keyring *k, *again;
	char *nowhere = str_z(p->a, str_fmt(p->a, "%s/none", p->folder));
	struct err e;

	CHECK("an empty passphrase is refused",
	      !keyring_make(p->a, p->dir, S(""), KEYRING_COST_TEST, &e) && e.kind == ERR_REFUSED &&
		      os_type(p->dir) == OS_MISSING);
	CHECK("a keyring is made", keyring_make(p->a, p->dir, PASS, KEYRING_COST_TEST, &e));
	CHECK("none is made where one is",
	      !keyring_make(p->a, p->dir, PASS, KEYRING_COST_TEST, &e) && e.kind == ERR_REFUSED);
	k = open_it(p);
	again = keyring_open(other, p->dir, PASS, &e);
	CHECK("it opens, and again with the same keys",
	      k && again && !memcmp(keyring_centre_key(k), keyring_centre_key(again), 32));
	arena_free(other);
	CHECK("a wrong passphrase is told so",
	      !keyring_open(p->a, p->dir, S("four words of a phrasf"), &e) &&
		      e.kind == ERR_WRONG_KEY);
	CHECK("an empty passphrase is a wrong one",
	      !keyring_open(p->a, p->dir, S(""), &e) && e.kind == ERR_WRONG_KEY);
	CHECK("where there is none, it is told so",
	      !keyring_open(p->a, nowhere, PASS, &e) && e.kind == ERR_NO_REGISTER);
}

/* Rewrites the checksum, as somebody would who wants the head to be believed. */
static void seal_head(uint8_t *p)
{
	struct hash h = hash_of(str_mem(p, KEYRING_HEAD_LEN - 32));

	memcpy(p + KEYRING_HEAD_LEN - 32, h.b, 32);
}

static bool refused(const struct place *p, const uint8_t *head, size_t n, enum err_kind kind)
{
	struct err e;

	return write_file(path(p, "head"), str_mem(head, n)) &&
	       !keyring_open(p->a, p->dir, PASS, &e) && e.kind == kind &&
	       (kind != ERR_FAILED || strstr(e.what, "/head"));
}

static void damaged_heads(const struct place *p)
{
	struct str head;
	struct err e;
	struct keyring_head h;
	const char *wrong;
	uint8_t *x;
	int bad = 0, cut = 0;

	if (!os_read(p->a, path(p, "head"), KEYRING_HEAD_LEN, &head, &e))
		return;
	x = arena_copy(p->a, head.s, head.len);
	for (size_t i = 0; i < head.len; i++) {
		x[i] ^= (uint8_t)(1 << i % 8);
		bad += !keyring_head_read(str_mem(x, head.len), &h, &wrong) && wrong;
		x[i] ^= (uint8_t)(1 << i % 8);
	}
	CHECK("a head with any byte changed is refused", bad == KEYRING_HEAD_LEN);
	for (size_t n = 0; n < head.len; n++)
		cut += !keyring_head_read(str_mem(x, n), &h, &wrong);
	CHECK("a head cut off anywhere is refused", cut == KEYRING_HEAD_LEN);
	x[5000] ^= 1;
	CHECK("damage is told by the file's name", refused(p, x, head.len, ERR_FAILED));
	seal_head(x);
	CHECK("changed keys under a good checksum are damage", refused(p, x, head.len, ERR_FAILED));
	x[5000] ^= 1;
	x[27]++;
	seal_head(x);
	CHECK("a changed epoch does not open", refused(p, x, head.len, ERR_WRONG_KEY));
	x[27]--;
	x[19] = 11;
	seal_head(x);
	CHECK("eleven passes are refused unhashed", refused(p, x, head.len, ERR_FAILED));
	x[19] = 1;
	x[20] = 0x7f;
	seal_head(x);
	CHECK("two tebibytes of memory are refused unhashed", refused(p, x, head.len, ERR_FAILED));
	CHECK("an empty head is refused", refused(p, x, 0, ERR_FAILED));
	CHECK("the head put back opens", write_file(path(p, "head"), head) && open_it(p));
}

static int by_subject(const void *a, const void *b)
{
	return memcmp(a, b, 16);
}

/* Whether recipient and secret of the identity are found and fit. */
static bool fits(struct keyring *k, const struct identity *id)
{
	uint8_t recipient[32], secret[32], again[32];
	struct err e;

	if (!keyring_recipient(k, id->subject, recipient, &e) ||
	    !keyring_identity(k, id->subject, secret, &e))
		return false;
	age_recipient(secret, again);
	return !memcmp(recipient, id->recipient, 32) && !memcmp(again, recipient, 32);
}

static void pool(const struct place *p)
{
	enum { MANY = 5000 };
	struct keyring *k = open_it(p);
	struct identity one[3], *ids = arena_array(p->a, MANY, sizeof *ids);
	uint8_t secret[32], stranger[16] = { 0 };
	struct str sealed, body;
	bool unique = true, spread = false, all = true, ordered = true;
	struct err e;

	CHECK("one is taken from an empty pool", keyring_take(k, one, 1, &e));
	CHECK("two more are taken", keyring_take(k, one + 1, 2, &e));
	CHECK("none is taken, well", keyring_take(k, NULL, 0, &e));
	CHECK("2,000 are made", keyring_pool_make(k, 2000, &e));
	CHECK("5,000 are taken", keyring_take(k, ids, MANY, &e));
	for (size_t i = 1; i < MANY; i++)
		ordered &= ids[i].subject[0] >= ids[i - 1].subject[0];
	CHECK("they come in no order", !ordered);
	qsort(ids, MANY, sizeof *ids, by_subject);
	for (size_t i = 1; i < MANY; i++)
		unique &= memcmp(ids[i].subject, ids[i - 1].subject, 16) != 0;
	for (size_t i = 0; i < 3; i++)
		unique &= !bsearch(&one[i], ids, MANY, sizeof *ids, by_subject);
	CHECK("no identity is handed out twice", unique);
	spread = ids[0].subject[0] < 3 && ids[MANY - 1].subject[0] > 252;
	CHECK("they are spread over the buckets", spread);
	k = open_it(p);
	for (size_t i = 0; i < MANY; i += 97)
		all &= fits(k, &ids[i]);
	CHECK("opened again, recipients and secrets are found and fit", all && fits(k, one));
	sealed = seal_person(p->a, one[0].recipient, S("a name"));
	CHECK("an identity opens what was sealed to its recipient",
	      keyring_identity(k, one[0].subject, secret, &e) &&
		      open_person(p->a, secret, sealed, &body, &e) && str_eq(body, S("a name")));
	CHECK("a subject that nobody has is not found",
	      !keyring_recipient(k, stranger, secret, &e) && e.kind == ERR_NOTHING &&
		      !keyring_identity(k, stranger, secret, &e) && e.kind == ERR_NOTHING);
	CHECK("too many are refused", !keyring_take(k, ids, KEYRING_POOL_MAX + 1, &e) &&
					      !keyring_pool_make(k, SIZE_MAX, &e));
}

/* How many slots are free. */
static size_t free_slots(const struct place *p)
{
	size_t n = 0;

	for (unsigned b = 0; b < 256; b++) {
		char *file = path(p, str_z(p->a, str_fmt(p->a, "slots-%02x", b)));
		struct str s;
		struct err e;

		if (!os_read(p->a, file, SLOTS_FILE, &s, &e))
			return SIZE_MAX;
		for (size_t i = SLOT_LEN; i < s.len; i += SLOT_LEN)
			n += s.s[i + SLOT_STATE] == SLOT_FREE;
	}
	return n;
}

static void dropping(const struct place *p)
{
	struct keyring *k = open_it(p);
	struct identity id;
	struct err e;

	CHECK("300 are made and stand there free",
	      keyring_pool_drop(k, &e) && keyring_pool_make(k, 300, &e) && free_slots(p) == 300);
	CHECK("taking one leaves 299", keyring_take(k, &id, 1, &e) && free_slots(p) == 299);
	CHECK("dropping the pool leaves none", keyring_pool_drop(k, &e) && !free_slots(p));
	CHECK("an empty pool is filled by 256",
	      keyring_take(k, &id, 1, &e) && free_slots(p) == KEYRING_POOL - 1);
}

/* The subject's own slot, looked up in a file that has been tampered with, is right or refused. */
static bool noticed(struct keyring *k, const struct identity *id)
{
	uint8_t r[32], secret[32];
	struct err e;

	if (keyring_recipient(k, id->subject, r, &e) || e.kind != ERR_FAILED ||
	    !strstr(e.what, "/slots-"))
		return false;
	return !keyring_identity(k, id->subject, secret, &e) && e.kind == ERR_FAILED;
}

static void damaged_slots(const struct place *p)
{
	struct keyring *k = open_it(p);
	struct identity id, *rest = arena_array(p->a, 1000, sizeof *rest);
	struct str s;
	struct err e;
	size_t at = 0;
	int bad = 0, cut = 0;
	char *file;
	uint8_t *x;

	if (!keyring_take(k, &id, 1, &e))
		return;
	file = path(p, str_z(p->a, str_fmt(p->a, "slots-%02x", id.subject[0])));
	if (!os_read(p->a, file, SLOTS_FILE, &s, &e))
		return;
	x = arena_alloc(p->a, s.len + SLOT_LEN);
	memcpy(x, s.s, s.len);
	while (memcmp(x + at, id.subject, 16))
		at += SLOT_LEN;
	for (size_t i = 0; i < SLOT_LEN; i++) {
		x[at + i] ^= (uint8_t)(1 << i % 8);
		bad += write_file(file, str_mem(x, s.len)) && noticed(k, &id);
		x[at + i] ^= (uint8_t)(1 << i % 8);
	}
	CHECK("a slot with any byte changed is refused", bad == SLOT_LEN);
	for (size_t i = 0; i < SLOT_LEN; i++) {
		x[i] ^= (uint8_t)(1 << i % 8);
		cut += write_file(file, str_mem(x, s.len)) && noticed(k, &id);
		x[i] ^= (uint8_t)(1 << i % 8);
	}
	CHECK("a header with any byte changed is refused", cut == SLOT_LEN);
	cut = 0;
	for (size_t n = 0; n < s.len; n += n + 8 < s.len ? s.len / 8 : 1)
		cut += !write_file(file, str_mem(x, n)) || !noticed(k, &id);
	CHECK("slots cut off are refused", !cut);
	CHECK("a slot too many is refused",
	      write_file(file, str_mem(x, s.len + SLOT_LEN)) && noticed(k, &id));
	x[at + SLOT_STATE] = SLOT_FREE;
	CHECK("nothing is taken from or added to damaged slots",
	      write_file(file, str_mem(x, s.len)) && !keyring_take(k, rest, 1000, &e) &&
		      e.kind == ERR_FAILED && !keyring_pool_make(k, 4000, &e));
	CHECK("a missing file is damage", os_remove(file, &e) && noticed(k, &id));
	CHECK("the slots put back are good", write_file(file, s) && fits(k, &id));
}

/* Slots moved within a file, or to the file of another bucket, are not what they were. */
static void moved_slots(void)
{
	const uint8_t key[32] = { 9 };
	uint8_t bytes[4 * SLOT_LEN], swap[SLOT_LEN], secret[32];
	struct slots_keys keys, other;
	struct slots s;
	size_t cut = 0;
	const char *wrong;

	slots_keys(key, 7, &keys);
	slots_keys(key, 8, &other);
	slots_put_header(&keys, 3, bytes);
	for (size_t i = 1; i <= 3; i++)
		slots_put_new(&keys, i, bytes + i * SLOT_LEN);
	CHECK("slots are read from bytes",
	      slots_read(&keys, str_mem(bytes, sizeof bytes), &s, &wrong) && slots_all_good(&s) &&
		      slots_find(&s, bytes + 2 * SLOT_LEN) == 2 && slots_secret(&s, 2, secret));
	CHECK("another bucket's file is refused",
	      !slots_read(&other, str_mem(bytes, sizeof bytes), &s, &wrong));
	for (size_t n = 0; n < sizeof bytes; n++)
		cut += !slots_read(&keys, str_mem(bytes, n), &s, &wrong);
	CHECK("slots cut off anywhere are refused", cut == sizeof bytes);
	CHECK("read again, they are good",
	      slots_read(&keys, str_mem(bytes, sizeof bytes), &s, &wrong) && slots_good(&s, 1));
	memcpy(swap, bytes + SLOT_LEN, SLOT_LEN);
	memcpy(bytes + SLOT_LEN, bytes + 2 * SLOT_LEN, SLOT_LEN);
	memcpy(bytes + 2 * SLOT_LEN, swap, SLOT_LEN);
	CHECK("slots that changed places are refused", !slots_good(&s, 1) && !slots_good(&s, 2) &&
							       slots_good(&s, 3) &&
							       !slots_secret(&s, 1, secret));
}

#define OWN   S("a password of her own")
#define NOW   INT64_C(1481297400)
#define OTHER S("another password")

/* Whether the password opens keys of that name, and how many. */
static size_t opens(struct keyring *k, struct arena *a, struct str name, struct str password,
		    int64_t now, struct officer_key *out, struct err *e)
{
	struct officer_key keys[OFFICER_KEYS];
	size_t n;

	if (!keyring_officer_unlock(k, a, name, password, now, keys, &n, e))
		return 0;
	*out = keys[0];
	return n;
}

static void officer_names(const struct place *p)
{
	struct keyring *k = open_it(p);
	struct officer_public *all, who;
	struct officer_key a, b, got;
	char long_name[121];
	struct err e;
	size_t n;

	memset(long_name, 'a', sizeof long_name);
	CHECK("a new keyring has no officers", keyring_officer_each(k, p->a, &all, &n, &e) && !n);
	CHECK("two officers get keys",
	      keyring_officer_make(k, p->a, S("Salma"), OWN, &a, &e) &&
		      keyring_officer_make(k, p->a, S("سلمى"), password_make(p->a), &b, &e));
	CHECK("a name is there once",
	      !keyring_officer_make(k, p->a, S("Salma"), OWN, &got, &e) && e.kind == ERR_REFUSED);
	CHECK("names that are none are refused",
	      !keyring_officer_make(k, p->a, S(""), OWN, &got, &e) &&
		      !keyring_officer_make(k, p->a, S("a\nb"), OWN, &got, &e) &&
		      !keyring_officer_make(k, p->a, S("\xff"), OWN, &got, &e) &&
		      !keyring_officer_make(k, p->a, str_mem(long_name, 121), OWN, &got, &e) &&
		      e.kind == ERR_REFUSED);
	CHECK("a password of nine bytes is refused",
	      !keyring_officer_make(k, p->a, S("Nour"), S("123456789"), &got, &e) &&
		      e.kind == ERR_REFUSED);
	CHECK("a name of 120 bytes is fine",
	      keyring_officer_make(k, p->a, str_mem(long_name, 120), OWN, &got, &e));
	k = open_it(p);
	CHECK("they are there when it is opened again, in order, and without a password",
	      keyring_officer_each(k, p->a, &all, &n, &e) && n == 3 &&
		      str_eq(all[0].name, S("Salma")) && str_eq(all[1].name, S("سلمى")) &&
		      !memcmp(all[1].pub, b.pub, 32) && !memcmp(all[1].kid, b.kid, 4));
	CHECK("one is found by name",
	      keyring_officer_public(k, p->a, S("Salma"), &who, &e) && !memcmp(who.kid, a.kid, 4));
	CHECK("another name is not found",
	      !keyring_officer_public(k, p->a, S("salma"), &who, &e) && e.kind == ERR_NOTHING &&
		      !opens(k, p->a, S("salma"), OWN, NOW, &got, &e) && e.kind == ERR_WRONG_KEY);
}

/* What is answered to a wrong password, and what that cost. */
static struct err wrong(struct keyring *k, const struct place *p, struct str name,
			struct str password, int64_t now, uint64_t *work)
{
	struct err e = { 0 };
	struct officer_key got;
	uint64_t before = keyring_stretched(k);

	(void)opens(k, p->a, name, password, now, &got, &e);
	*work = keyring_stretched(k) - before;
	return e;
}

static bool alike(const struct err *x, const struct err *y)
{
	return x->kind == y->kind && !strcmp(x->what, y->what) && !strcmp(x->where, y->where) &&
	       !strcmp(x->value, y->value) && !strcmp(x->want, y->want);
}

static const struct wrapped tries_file = { SC("sulh-tries-v1\n"), SC("tries"), 1 << 20 };

static size_t tries_n(struct keyring *k, const struct place *p)
{
	struct str s = S("");
	struct err e;

	(void)wrap_load_own(k, p->a, &tries_file, "tries", &s, &e);
	return s.len / 28;
}

/* Keeps the record of `Made`, the first; the rest are of nobody. */
static size_t fill_tries(struct keyring *k, const struct place *p)
{
	uint8_t *all = arena_alloc(p->a, (size_t)28 * (TRIES_NOBODY + 1));
	struct hash made = hash_of(S("Made"));
	struct str s = S("");
	struct err e;

	(void)wrap_load_own(k, p->a, &tries_file, "tries", &s, &e);
	for (size_t i = 0; i < s.len / 28; i++)
		if (!memcmp(s.s + i * 28, made.b, 16))
			memcpy(all, s.s + i * 28, 28);
	for (size_t i = 1; i <= TRIES_NOBODY; i++) {
		os_random(all + i * 28, 16);
		all[i * 28 + 16] = 0x80;
		all[i * 28 + 19] = 1;
	}
	(void)wrap_save_own(k, p->a, &tries_file, "tries", all, (size_t)28 * (TRIES_NOBODY + 1),
			    &e);
	return tries_n(k, p);
}

/* A name that nobody has is answered as one with a wrong password, for the same work. */
static void officer_nobody(const struct place *p)
{
	const struct str made = password_make(p->a), other = password_make(p->a);
	struct keyring *k = open_it(p);
	struct officer_key got;
	uint64_t work[3];
	struct err e, said[3];
	bool same = true;

	k->memory = 64; /* more than for one that was made */
	CHECK("one has a password that was made, one has chosen",
	      keyring_officer_make(k, p->a, S("Made"), made, &got, &e) &&
		      keyring_officer_make(k, p->a, S("Chosen"), OWN, &got, &e) &&
		      keyring_officer_next(k, p->a, S("Chosen"), OWN, &got, &e));
	for (int i = 0; i < OFFICER_TRIES + 3; i++) {
		const struct str names[] = { S("Made"), S("Chosen"), S("Nobody at all") };

		for (int j = 0; j < 3; j++)
			said[j] = wrong(k, p, names[j], i % 2 ? other : OTHER, NOW + 61 * (i / 6),
					&work[j]);
		same &= alike(&said[0], &said[1]) && alike(&said[0], &said[2]) &&
			work[0] == work[1] && work[0] == work[2];
		same &= said[0].kind == ERR_LOCKED ? !work[0] : work[0] >= 64;
	}
	CHECK("and nobody learns whether somebody has a name, by answer, lock or work", same);
	k = open_it(p);
	CHECK("the lock of who is not there is durable, too",
	      wrong(k, p, S("Nobody at all"), OTHER, NOW, &work[0]).kind == ERR_LOCKED && !work[0]);
	CHECK("as many as are kept of who is not there", fill_tries(k, p) == TRIES_NOBODY + 1);
	CHECK("one more takes the place of another",
	      wrong(k, p, S("Nobody else"), OTHER, NOW, &work[0]).kind == ERR_WRONG_KEY &&
		      tries_n(k, p) == TRIES_NOBODY + 1);
	CHECK("and no officer's count is lost by that",
	      wrong(k, p, S("Made"), OTHER, NOW, &work[0]).kind == ERR_LOCKED);
}

static void officer_passwords(const struct place *p)
{
	struct keyring *k = open_it(p);
	struct officer_key got, next;
	uint8_t sig[64];
	struct err e;

	CHECK("the right password opens the key",
	      opens(k, p->a, S("Salma"), OWN, NOW, &got, &e) == 1);
	key_sign(got.seed, got.pub, S("an act"), sig);
	CHECK("which signs", key_verify(got.pub, S("an act"), sig));
	CHECK("another officer's password does not",
	      !opens(k, p->a, S("سلمى"), OWN, NOW, &got, &e) && e.kind == ERR_WRONG_KEY);
	CHECK("nor does the passphrase of the keyring",
	      !opens(k, p->a, S("سلمى"), PASS, NOW, &got, &e) && e.kind == ERR_WRONG_KEY);
	CHECK("a password is changed by who knows the old one",
	      !keyring_officer_password(k, p->a, S("Salma"), OTHER, OWN, NOW, &e) &&
		      keyring_officer_password(k, p->a, S("Salma"), OWN, OTHER, NOW, &e) &&
		      opens(k, p->a, S("Salma"), OTHER, NOW, &got, &e) == 1 &&
		      !opens(k, p->a, S("Salma"), OWN, NOW, &got, &e) &&
		      keyring_officer_password(k, p->a, S("Salma"), OTHER, OWN, NOW, &e));
	CHECK("a second key under the same password opens with the first, the newest first",
	      keyring_officer_next(k, p->a, S("Salma"), OWN, &next, &e) &&
		      opens(k, p->a, S("Salma"), OWN, NOW, &got, &e) == 2 &&
		      !memcmp(got.kid, next.kid, 4));
	CHECK("a dropped key is gone, and nobody else's",
	      keyring_officer_drop(k, p->a, next.kid, &e) &&
		      keyring_officer_drop(k, p->a, next.kid, &e) &&
		      opens(k, p->a, S("Salma"), OWN, NOW, &got, &e) == 1 &&
		      memcmp(got.kid, next.kid, 4) != 0);
	CHECK("nobody has more than three",
	      keyring_officer_next(k, p->a, S("Salma"), OTHER, &next, &e) &&
		      opens(k, p->a, S("Salma"), OTHER, NOW, &got, &e) == 1 &&
		      keyring_officer_drop(k, p->a, next.kid, &e) &&
		      keyring_officer_next(k, p->a, S("Salma"), OWN, &next, &e) &&
		      keyring_officer_next(k, p->a, S("Salma"), OWN, &next, &e) &&
		      !keyring_officer_next(k, p->a, S("Salma"), OWN, &next, &e) &&
		      e.kind == ERR_REFUSED);
	CHECK("who has no key gets no second one",
	      !keyring_officer_next(k, p->a, S("Nobody"), OWN, &next, &e) && e.kind == ERR_NOTHING);
}

static void lockout(const struct place *p)
{
	struct keyring *k = open_it(p);
	struct officer_key got;
	int64_t now = NOW, wait = OFFICER_LOCKED;
	int wrong = 0, doubled = 0;
	struct err e;

	CHECK("wrong passwords are forgotten after a right one",
	      !opens(k, p->a, S("Salma"), OTHER, now, &got, &e) &&
		      opens(k, p->a, S("Salma"), OWN, now, &got, &e));
	for (int i = 0; i < OFFICER_TRIES; i++)
		wrong += !opens(open_it(p), p->a, S("Salma"), OTHER, now, &got, &e) &&
			 e.kind == ERR_WRONG_KEY;
	CHECK("five wrong ones are told so, wherever they are tried", wrong == OFFICER_TRIES);
	CHECK("then the officer is locked, for the right password, too",
	      !opens(open_it(p), p->a, S("Salma"), OWN, now + wait - 1, &got, &e) &&
		      e.kind == ERR_LOCKED && strstr(e.what, "2016-12-09T15:31"));
	CHECK("nobody else is",
	      opens(k, p->a, S("سلمى"), OTHER, now, &got, &e) == 0 && e.kind == ERR_WRONG_KEY);
	for (int i = 0; i < 14; i++) {
		now += wait;
		wait = wait * 2 < OFFICER_LOCKED_MAX ? wait * 2 : OFFICER_LOCKED_MAX;
		doubled += !opens(k, p->a, S("Salma"), OTHER, now, &got, &e) &&
			   e.kind == ERR_WRONG_KEY &&
			   !opens(k, p->a, S("Salma"), OWN, now + wait - 1, &got, &e) &&
			   e.kind == ERR_LOCKED;
	}
	CHECK("each further one doubles the time, up to a day", doubled == 14);
	CHECK("when it is over the right one opens",
	      opens(k, p->a, S("Salma"), OWN, now + wait, &got, &e));
	for (int i = 0; i < OFFICER_TRIES; i++)
		(void)opens(k, p->a, S("Salma"), OTHER, now, &got, &e);
	CHECK("wrong ones can be forgiven",
	      !opens(k, p->a, S("Salma"), OWN, now, &got, &e) &&
		      keyring_officer_forgive(k, p->a, S("Salma"), &e) &&
		      opens(k, p->a, S("Salma"), OWN, now, &got, &e));
}

/* How many of the bytes of a file of the keyring can be changed without an error. */
static size_t unnoticed(const struct place *p, const char *name)
{
	struct keyring *k = open_it(p);
	struct officer_key got;
	struct str s;
	struct err e;
	size_t n = 0;
	uint8_t *x;

	if (!os_read(p->a, path(p, name), 100000, &s, &e))
		return SIZE_MAX;
	x = arena_copy(p->a, s.s, s.len);
	for (size_t i = 0; i < s.len; i++) {
		x[i] ^= 1;
		n += !write_file(path(p, name), str_mem(x, s.len)) ||
		     opens(k, p->a, S("Salma"), OWN, NOW, &got, &e) || e.kind != ERR_FAILED;
		x[i] ^= 1;
	}
	for (size_t i = 0; i < s.len; i += 7)
		n += !write_file(path(p, name), str_mem(x, i)) ||
		     opens(k, p->a, S("Salma"), OWN, NOW, &got, &e) || e.kind != ERR_FAILED;
	return n + !write_file(path(p, name), s);
}

static void damaged_officers(const struct place *p)
{
	struct keyring *k = open_it(p);
	struct officer_key got;
	struct str s;
	struct err e;

	(void)opens(k, p->a, S("Salma"), OTHER, NOW, &got, &e);
	CHECK("an officers' file with any byte changed is refused", !unnoticed(p, "officers"));
	CHECK("so is the file of wrong passwords", !unnoticed(p, "tries"));
	if (!os_read(p->a, path(p, "officers"), 100000, &s, &e))
		return;
	CHECK("nothing is added to a missing one",
	      os_remove(path(p, "officers"), &e) &&
		      !keyring_officer_make(k, p->a, S("Nour"), OWN, &got, &e) &&
		      e.kind == ERR_FAILED && os_type(path(p, "officers")) == OS_MISSING);
	CHECK("put back, it is good",
	      write_file(path(p, "officers"), s) && opens(k, p->a, S("Salma"), OWN, NOW, &got, &e));
	CHECK("without the file of wrong passwords none is looked at",
	      os_remove(path(p, "tries"), &e) && !opens(k, p->a, S("Salma"), OWN, NOW, &got, &e) &&
		      e.kind == ERR_FAILED);
}

static void made_passwords(const struct place *p)
{
	struct str one = password_make(p->a), other = password_make(p->a);
	char *x = arena_copy(p->a, one.s, one.len);
	size_t passed = 0;

	CHECK("a password that is made has seven groups of four", one.len == 34 && x[4] == '-');
	CHECK("no two are the same", !str_eq(one, other));
	CHECK("it is known as one", password_is_made(one) && password_is_made(other));
	for (size_t i = 0; i < one.len; i++) {
		char was = x[i];

		x[i] = was == 'z' ? 'y' : 'z';
		passed += password_is_made(str_mem(x, one.len));
		x[i] = was;
	}
	CHECK("with a symbol changed it is not", passed == 0);
	CHECK("what somebody chose is not",
	      !password_is_made(OWN) && !password_is_made(S("")) &&
		      !password_is_made(S("aaaa-aaaa-aaaa-aaaa-aaaa-aaaa-aaaa")));
}

static void log_keys(const struct place *p)
{
	struct keyring *k = open_it(p);
	uint8_t seed[32], again[32], *x;
	char *file = str_z(p->a, str_fmt(p->a, "%s/key", p->folder));
	struct str s;
	struct err e;
	size_t n = 0;

	CHECK("a log's key is made", os_write(file, keyring_log_key_make(k, p->a, seed), 0600, &e));
	CHECK("it is there when the keyring is opened again",
	      keyring_log_key(open_it(p), p->a, file, again, &e) && !memcmp(seed, again, 32));
	if (!os_read(p->a, file, 1000, &s, &e))
		return;
	CHECK("its file is a line and a box", s.len == 88 && str_starts(s, S("sulh-log-key-v1\n")));
	x = arena_copy(p->a, s.s, s.len);
	for (size_t i = 0; i < s.len; i++) {
		x[i] ^= 1;
		n += write_file(file, str_mem(x, s.len)) &&
		     !keyring_log_key(k, p->a, file, again, &e);
		x[i] ^= 1;
	}
	CHECK("a log's key with any byte changed is refused", n == s.len);
	CHECK("a missing one is not found", os_remove(file, &e) &&
						    !keyring_log_key(k, p->a, file, again, &e) &&
						    e.kind == ERR_NOTHING);
}

static struct keyring *open_two(const struct place *p, struct str one, struct str other,
				struct str who[2], struct err *e)
{
	const struct str both[2] = { one, other };

	return keyring_open_shares(p->a, p->dir, both, who, e);
}

static void shares(const struct place *p)
{
	const struct str names[3] = { S("panel one"), S("panel two"), S("keeper") },
			 twice[3] = { S("panel one"), S("keeper"), S("keeper") };
	struct str old[3], s[3], who[2], file;
	struct keyring *k = open_it(p), *other;
	bool any = true;
	char *copy;
	struct err e;

	CHECK("an unshared keyring opens by no shares",
	      !open_two(p, S("a"), S("b"), NULL, &e) && e.kind == ERR_NOTHING);
	CHECK("one holder twice is refused",
	      !keyring_share(k, p->a, twice, s, &e) && e.kind == ERR_REFUSED);
	CHECK("a keyring is shared among three", keyring_share(k, p->a, names, old, &e));
	for (int i = 0; i < 3; i++)
		for (int j = 0; j < 3; j++) {
			other = open_two(p, old[i], old[j], who, &e);
			any &= i == j ? !other && e.kind == ERR_WRONG_KEY
				      : other && str_eq(who[0], names[i]) &&
						str_eq(who[1], names[j]) &&
						!memcmp(keyring_centre_key(other),
							keyring_centre_key(k), 32);
		}
	CHECK("any two different shares open it and say whose they are", any);
	other = open_two(p, str_fmt(p->a, " %.*s\r\n", P(old[0])), old[2], who, &e);
	CHECK("blanks around a share are nothing", other);
	CHECK("what was opened by shares can be shared anew",
	      other && keyring_share(other, p->a, names, s, &e));
	CHECK("shares of an earlier making open nothing, alone or mixed",
	      !open_two(p, old[0], old[1], who, &e) && e.kind == ERR_WRONG_KEY &&
		      !open_two(p, old[0], s[1], who, &e) && e.kind == ERR_WRONG_KEY &&
		      open_two(p, s[0], s[1], who, &e));
	copy = str_z(p->a, s[0]);
	copy[20] = copy[20] == 'q' ? 'p' : 'q';
	CHECK("a share copied wrongly is told so",
	      !open_two(p, str_of(copy), s[1], who, &e) && e.kind == ERR_WRONG_KEY);
	any = os_read(p->a, path(p, "shares"), 4096, &file, &e);
	copy = arena_copy(p->a, file.s, file.len);
	for (size_t i = 0; any && i < file.len; i++) {
		copy[i] ^= 1;
		any = write_file(path(p, "shares"), str_mem(copy, file.len)) &&
		      !open_two(p, s[0], s[1], who, &e) && e.kind != ERR_NONE;
		copy[i] ^= 1;
	}
	CHECK("no byte of the file can be changed", any);
	CHECK("nor its length", write_file(path(p, "shares"), str_mem(file.s, file.len - 1)) &&
					!open_two(p, s[0], s[1], who, &e) &&
					write_file(path(p, "shares"), str_mem(file.s, 30)) &&
					!open_two(p, s[0], s[1], who, &e));
	CHECK("put back it opens",
	      write_file(path(p, "shares"), file) && open_two(p, s[2], s[1], who, &e));
	CHECK("a share does not stand in the keyring's folder",
	      os_read(p->a, path(p, "shares"), 4096, &file, &e) &&
		      !memmem(file.s, file.len, s[0].s, s[0].len));
}

int main(void)
{
	const char *tmp = getenv("TMPDIR");
	struct place p = { .a = arena_new(0) };
	struct err e;

	if (!p.a || !key_start())
		return 1;
	p.folder = str_z(p.a, str_fmt(p.a, "%s/sulh-keyring-XXXXXX", tmp ? tmp : "/tmp"));
	if (!mkdtemp(p.folder))
		return 1;
	p.dir = str_z(p.a, str_fmt(p.a, "%s/keyring", p.folder));
	opening(&p);
	damaged_heads(&p);
	pool(&p);
	dropping(&p);
	damaged_slots(&p);
	moved_slots();
	made_passwords(&p);
	officer_names(&p);
	officer_passwords(&p);
	officer_nobody(&p);
	lockout(&p);
	damaged_officers(&p);
	log_keys(&p);
	shares(&p);
	if (!os_remove_tree(p.folder, &e))
		return 1;
	arena_free(p.a);
	return done();
}
