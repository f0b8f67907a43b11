/* Erasing secrets from a keyring, and what crashes leave on the way. */
#include "ledger/keyring_erase.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/os.h"
#include "base/wipe.h"
#include "ledger/key.h"
#include "ledger/keyring_head.h"
#include "ledger/keyring_index.h"
#include "ledger/seal.h"
#include "test.h"
#include "base/banned.h"

#define PASS S("four words of a phrase")
#define MANY 3000

struct place {
	struct arena *a;
	char *folder, *dir;
	struct identity *ids;
};

static char *in(const struct place *p, const char *dir, const char *name)
{
	return str_z(p->a, str_fmt(p->a, "%s/%s", dir, name));
}

static struct str bytes(const struct place *p, const char *path)
{
	struct str s = { NULL, 0 };
	struct err e;

	return os_read(p->a, path, (size_t)1 << 26, &s, &e) ? s : (struct str){ NULL, 0 };
}

static bool put(const char *path, struct str s)
{
	struct err e;

	return os_write(path, s, 0600, &e);
}

static bool has(struct keyring *k, const struct identity *id)
{
	uint8_t secret[32], recipient[32], again[32];
	struct err e;

	if (!keyring_identity(k, id->subject, secret, &e) ||
	    !keyring_recipient(k, id->subject, recipient, &e))
		return false;
	age_recipient(secret, again);
	return !memcmp(again, recipient, 32) && !memcmp(recipient, id->recipient, 32);
}

static bool gone(struct keyring *k, const struct identity *id)
{
	uint8_t secret[32];
	struct err e;

	return !keyring_identity(k, id->subject, secret, &e) && e.kind == ERR_NOTHING;
}

/* The bytes occur in no file of the folder. */
static bool nowhere(const struct place *p, const char *dir, const void *x, size_t n)
{
	struct str *names;
	size_t count;
	struct err e;
	bool ok = os_list(p->a, dir, 4096, &names, &count, &e);

	for (size_t i = 0; ok && i < count; i++) {
		char *path = in(p, dir, str_z(p->a, names[i]));
		struct str s;

		if (os_type(path) == OS_DIR) {
			ok = nowhere(p, path, x, n);
			continue;
		}
		s = bytes(p, path);
		ok = s.s && !memmem(s.s, s.len, x, n);
	}
	return ok;
}

static struct keyring *open_it(const struct place *p)
{
	struct err e;

	return keyring_open(p->a, p->dir, PASS, &e);
}

static uint32_t epoch(const struct place *p)
{
	struct keyring_head h;
	struct err e;

	return keyring_head_load(p->a, p->dir, &h, &e) ? h.epoch : 0;
}

static bool erase(struct keyring *k, const void *subjects, size_t n, struct err *e)
{
	struct erase_index index = { 0 };

	return keyring_erase(k, subjects, n, &index, e);
}

static bool count_names(void *p, const struct index_record *x)
{
	struct str *all = p;

	all->len += x->body.len;
	return true;
}

/* The names of two of one bucket, of whom one is erased. */
static void names(const struct place *p)
{
	const struct identity *out = &p->ids[200], *other = NULL;
	struct erase_index index = { 0 };
	struct index_record two[2] = { { .body = S("Somebody") }, { .body = S("Neighbour") } };
	struct keyring *k = open_it(p);
	struct str all = { "", 0 };
	uint8_t b = out->subject[0];
	struct err e;

	for (size_t i = 201; i < MANY && !other; i++)
		if (p->ids[i].subject[0] == b)
			other = &p->ids[i];
	memcpy(two[0].subject, out->subject, 16);
	memcpy(two[1].subject, other->subject, 16);
	CHECK("names are kept", keyring_index_add(k, b, 0, two, 2, true, &index.upto[b], &e));
	CHECK("with a person the name goes",
	      keyring_erase(k, (const uint8_t(*)[16])out->subject, 1, &index, &e) &&
		      index.touched[b] && index.upto[b] &&
		      keyring_index_each(k, b, 0, index.upto[b], count_names, &all, &e) &&
		      all.len == 9);
	index.upto[b]++;
	CHECK("an index that is not as it should be is dropped with the key",
	      keyring_erase(k, (const uint8_t(*)[16])other->subject, 1, &index, &e) &&
		      !index.upto[b] &&
		      os_type(in(p, p->dir, str_z(p->a, str_fmt(p->a, "index-%02x", b)))) ==
			      OS_MISSING);
}

static void erasing(const struct place *p)
{
	struct keyring *k = open_it(p);
	const struct identity *ids = p->ids;
	uint8_t old_key[32], wanted[2][16] = { { 0 } }, tags[2][ERASE_TAG], (*found)[16];
	size_t n = 0;
	bool rest = true;
	struct err e;

	memcpy(old_key, k->secrets->bucket[ids[7].subject[0]], 32);
	memcpy(wanted[0], ids[7].subject, 16);
	erase_tag(wanted[0], tags[0]);
	memset(tags[1], 0xff, sizeof tags[1]);
	CHECK("a tag finds its subject",
	      erase_find(k, p->a, (const uint8_t(*)[ERASE_TAG])tags, 2, &found, &n, &e) && n == 1 &&
		      !memcmp(found[0], wanted[0], 16));
	/* The second is nobody. */
	CHECK("a person's secret is erased", erase(k, wanted, 2, &e) && gone(k, &ids[7]));
	for (size_t i = 0; i < MANY; i++)
		rest &= i == 7 || has(k, &ids[i]);
	CHECK("all others are there in the open keyring", rest);
	k = open_it(p);
	for (size_t i = 0; k && i < MANY; i++)
		rest &= i == 7 ? gone(k, &ids[i]) : has(k, &ids[i]);
	CHECK("and when it is opened again, with the same passphrase", k && rest);
	CHECK("the bucket has another key, in a new epoch",
	      k && memcmp(old_key, k->secrets->bucket[ids[7].subject[0]], 32) != 0 &&
		      epoch(p) == 2);
	CHECK("the subject stands nowhere in the keyring", nowhere(p, p->dir, wanted[0], 16));
	CHECK("nothing of the way is left",
	      os_type(in(p, p->dir, "next")) == OS_MISSING &&
		      os_type(in(p, p->dir, "head.old")) == OS_MISSING);
	CHECK("erased again, nothing is rewritten", erase(k, wanted, 1, &e) && epoch(p) == 2);
	CHECK("the pool goes on", keyring_take(k, p->ids, 3, &e) && has(k, &p->ids[0]));
}

/* What a crash may leave, put together from a keyring before and one after. */
static void crashes(const struct place *p)
{
	const struct identity *out = &p->ids[100], *other = NULL;
	char *slots, *head = in(p, p->dir, "head"), *next = in(p, p->dir, "next"), *name;
	struct str head_was, slots_was, head_is, slots_is;
	struct keyring *k = open_it(p);
	struct err e;

	for (size_t i = 101; i < MANY && !other; i++)
		if (p->ids[i].subject[0] == out->subject[0])
			other = &p->ids[i];
	name = str_z(p->a, str_fmt(p->a, "slots-%02x", out->subject[0]));
	slots = in(p, p->dir, name);
	head_was = bytes(p, head);
	slots_was = bytes(p, slots);
	if (!erase(k, out->subject, 1, &e))
		return;
	head_is = bytes(p, head);
	slots_is = bytes(p, slots);

	/* Killed before the head. */
	(void)(put(head, head_was) && put(slots, slots_was) && os_mkdir(next, 0700, &e) &&
	       put(in(p, next, name), slots_is) && put(in(p, p->dir, "head.new"), head_is));
	k = open_it(p);
	CHECK("killed before the head was written, nothing was erased",
	      k && has(k, out) && has(k, other));
	CHECK("and what was prepared is dropped",
	      keyring_settle(k, &e) && os_type(next) == OS_MISSING &&
		      os_type(in(p, p->dir, "head.new")) == OS_MISSING && has(k, out));

	/* Killed after it. */
	(void)(os_mkdir(next, 0700, &e) && put(in(p, next, name), slots_is) &&
	       put(in(p, p->dir, "head.old"), head_was) && put(head, head_is));
	k = open_it(p);
	CHECK("killed after the head was written, who only reads sees it erased",
	      k && gone(k, out) && has(k, other));
	CHECK("and who may write ends it",
	      k && keyring_settle(k, &e) && os_type(next) == OS_MISSING && gone(k, out) &&
		      has(k, other) && os_type(in(p, p->dir, "head.old")) == OS_MISSING &&
		      nowhere(p, p->dir, out->subject, 16));

	/* Killed between the slots and the end. */
	(void)(os_mkdir(next, 0700, &e) &&
	       put(str_z(p->a, str_fmt(p->a, "%s.old", slots)), slots_was));
	k = open_it(p);
	CHECK("old slots that were left are wiped",
	      k && keyring_settle(k, &e) && nowhere(p, p->dir, out->subject, 16) && has(k, other));
}

static void wiping(const struct place *p)
{
	char *one = in(p, p->folder, "one"), *two = in(p, p->folder, "two"),
	     *held = in(p, p->folder, "held");
	struct err e;
	FILE *f;
	char got[6] = "";

	(void)(put(one, S("first")) && put(two, S("other")));
	f = fopen(two, "rb");
	CHECK("a file replaced is overwritten where it stood",
	      f && wipe_rename(one, two, &e) && fread(got, 1, 5, f) == 5 &&
		      !memcmp(got, "\0\0\0\0\0", 5) && str_eq(bytes(p, two), S("first")));
	if (f)
		fclose(f);
	/* Killed after `old` was given a second name. */
	CHECK("a file that has another name is not overwritten",
	      !link(two, held) && wipe_remove(held, &e) && str_eq(bytes(p, two), S("first")) &&
		      os_type(held) == OS_MISSING);
	CHECK("one that is missing is fine", wipe_remove(held, &e));
}

int main(void)
{
	const char *tmp = getenv("TMPDIR");
	struct place p = { .a = arena_new(0) };
	struct keyring *k;
	struct err e;

	if (!p.a || !key_start())
		return 1;
	p.folder = str_z(p.a, str_fmt(p.a, "%s/sulh-erase-XXXXXX", tmp ? tmp : "/tmp"));
	if (!mkdtemp(p.folder))
		return 1;
	p.dir = in(&p, p.folder, "keyring");
	p.ids = arena_array(p.a, MANY, sizeof *p.ids);
	if (!keyring_make(p.a, p.dir, PASS, KEYRING_COST_TEST, &e))
		return 1;
	k = open_it(&p);
	CHECK("persons are there", k && keyring_take(k, p.ids, MANY, &e) && has(k, &p.ids[7]));
	erasing(&p);
	crashes(&p);
	names(&p);
	wiping(&p);
	if (!os_remove_tree(p.folder, &e))
		return 1;
	arena_free(p.a);
	return done();
}
