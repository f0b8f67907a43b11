/* keyring/index-<b>: what is added is read back in its order; what was changed, cut or mixed up is told. */
#include "ledger/keyring_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "ledger/key.h"
#include "ledger/keyring.h"
#include "ledger/keyring_head.h"
#include "test.h"
#include "base/banned.h"

#define PASS S("four words of a phrase")
#define MANY 300

static const uint8_t bucket_key[32] = { 7, 1 }, other_key[32] = { 7, 2 };

/* Bodies of very different lengths, some so long that a chunk holds few. */
static struct index_record *made(struct arena *a, uint8_t bucket)
{
	struct index_record *x = arena_array(a, MANY, sizeof *x);

	for (size_t i = 0; i < MANY; i++) {
		size_t n = i % 50 == 49 ? INDEX_BODY : 1 + i * 7 % 211;
		char *body = arena_alloc(a, n);

		memset(body, 'a' + (int)(i % 26), n);
		x[i].subject[0] = bucket;
		x[i].subject[1] = (uint8_t)i;
		x[i].subject[2] = (uint8_t)(i >> 8);
		x[i].body = str_mem(body, n);
	}
	return x;
}

struct reading {
	const struct index_record *want;
	size_t n;
	bool same;
};

static bool compare(void *p, const struct index_record *x)
{
	struct reading *r = p;
	const struct index_record *want = &r->want[r->n++];

	r->same &= r->n <= MANY && !memcmp(x->subject, want->subject, 16) &&
		   str_eq(x->body, want->body);
	return true;
}

static bool reads(const struct index_key *k, struct str bytes, const struct index_record *want,
		  size_t n)
{
	struct reading r = { want, 0, true };
	struct arena *a = arena_new(0);
	const char *wrong;
	bool ok = index_each(a, k, bytes, 0, compare, &r, &wrong);

	arena_free(a);
	return ok && r.same && r.n == n && !wrong;
}

static bool ignore(void *p, const struct index_record *x)
{
	(void)x;
	(*(size_t *)p)++;
	return true;
}

static bool refuses(const struct index_key *k, struct str bytes)
{
	struct arena *a = arena_new(0);
	const char *wrong;
	size_t n = 0;
	bool ok = index_each(a, k, bytes, 0, ignore, &n, &wrong);

	arena_free(a);
	return !ok && wrong;
}

static void bytes_of_a_file(struct arena *a)
{
	struct index_record *x = made(a, 9);
	struct index_key k, other, elsewhere;
	struct buf one = { .a = a }, grown = { .a = a };
	int bad = 0, cut = 0;
	uint8_t *copy;

	index_key(bucket_key, 9, &k);
	index_key(other_key, 9, &other);
	index_key(bucket_key, 8, &elsewhere);
	index_put(&k, 0, x, MANY, &one);
	CHECK("what is put is read back in its order", reads(&k, buf_text(&one), x, MANY));
	for (size_t i = 0; i < MANY; i++)
		index_put(&k, grown.len, &x[i], 1, &grown);
	CHECK("so is what is added piece by piece", reads(&k, buf_text(&grown), x, MANY));
	CHECK("another bucket's key does not open it", refuses(&other, buf_text(&one)));
	CHECK("nor is it the file of another bucket", refuses(&elsewhere, buf_text(&one)));
	one.len = 0;
	index_put(&k, 0, x, 3, &one);
	index_put(&k, one.len, x + 3, 1, &one);
	copy = arena_copy(a, one.p, one.len);
	for (size_t i = 0; i < one.len; i++) {
		copy[i] ^= (uint8_t)(1 << i % 8);
		bad += refuses(&k, str_mem(copy, one.len));
		copy[i] ^= (uint8_t)(1 << i % 8);
	}
	CHECK("any byte changed is told", bad == (int)one.len);
	/* Between chunks it is a file, though a shorter one: how long it is, the database says. */
	for (size_t n = 0; n < one.len; n++)
		cut += refuses(&k, str_mem(copy, n));
	CHECK("cut off anywhere is told, but between chunks", cut == (int)one.len - 2);
}

/* Chunks that stand elsewhere than where they were written. */
static void mixed_up(struct arena *a)
{
	struct index_record *x = made(a, 9);
	struct index_key k;
	struct buf file = { .a = a }, swapped = { .a = a };
	size_t first;

	index_key(bucket_key, 9, &k);
	index_put(&k, 0, x, 1, &file);
	first = file.len;
	index_put(&k, file.len, x + 1, 1, &file);
	buf_add(&swapped, file.p, INDEX_HEADER);
	buf_add(&swapped, file.p + first, file.len - first);
	CHECK("a chunk in another's place is told", refuses(&k, buf_text(&swapped)));
	buf_add(&swapped, file.p + INDEX_HEADER, first - INDEX_HEADER);
	CHECK("chunks in another order are told", refuses(&k, buf_text(&swapped)));
	file.len = first;
	x->subject[0] = 10;
	index_put(&k, file.len, x, 1, &file);
	CHECK("a record of another bucket is told", refuses(&k, buf_text(&file)));
}

static bool is_odd(void *p, const uint8_t subject[16])
{
	(void)p;
	return subject[1] & 1;
}

static void under_another_key(struct arena *a)
{
	struct index_record *x = made(a, 9), *even = arena_array(a, MANY, sizeof *even);
	struct index_key from, to;
	struct buf file = { .a = a }, all = { .a = a }, some = { .a = a };
	const char *wrong;
	size_t n = 0;

	for (size_t i = 0; i < MANY; i++)
		if (!is_odd(NULL, x[i].subject))
			even[n++] = x[i];
	index_key(bucket_key, 9, &from);
	index_key(other_key, 9, &to);
	index_put(&from, 0, x, MANY, &file);
	CHECK("the file under another key holds the same",
	      index_reseal(&from, &to, buf_text(&file), NULL, NULL, &all, &wrong) &&
		      reads(&to, buf_text(&all), x, MANY) && refuses(&from, buf_text(&all)));
	CHECK("and without those who are gone, the others",
	      index_reseal(&from, &to, buf_text(&file), is_odd, NULL, &some, &wrong) &&
		      reads(&to, buf_text(&some), even, n));
	some.len = 0;
	CHECK("a damaged file gives none",
	      !index_reseal(&to, &from, buf_text(&file), NULL, NULL, &some, &wrong) && wrong &&
		      !some.len);
}

static bool file_reads(struct keyring *k, uint64_t upto, const struct index_record *want, size_t n)
{
	struct reading r = { want, 0, true };
	struct err e;

	return keyring_index_each(k, 9, 0, upto, compare, &r, &e) && r.same && r.n == n;
}

static void in_a_keyring(struct arena *a, const char *folder)
{
	const char *dir = str_z(a, str_fmt(a, "%s/keyring", folder)),
		   *file = str_z(a, str_fmt(a, "%s/index-09", dir));
	struct index_record *x = made(a, 9);
	struct keyring *k;
	uint64_t one = 0, two = 0, end;
	struct reading rest = { x + 2, 0, true };
	size_t n = 0;
	bool private = false;
	struct str bytes;
	struct err e;

	k = keyring_make(a, dir, PASS, KEYRING_COST_TEST, &e) ? keyring_open(a, dir, PASS, &e)
							      : NULL;
	CHECK("a new keyring has no names",
	      k && keyring_index_each(k, 9, 0, 0, ignore, &n, &e) && !n);
	if (!k)
		return;
	CHECK("a file grows", keyring_index_add(k, 9, 0, x, 2, true, &one, &e) &&
				      keyring_index_add(k, 9, one, x + 2, 60, false, &two, &e) &&
				      file_reads(k, two, x, 62));
	CHECK("it can be read from the middle on",
	      keyring_index_each(k, 9, one, two, compare, &rest, &e) && rest.same && rest.n == 60);
	CHECK("what lies behind what counts is not read", file_reads(k, one, x, 2));
	CHECK("and is written over", keyring_index_add(k, 9, one, x + 2, 1, true, &end, &e) &&
					     end < two && file_reads(k, end, x, 3) &&
					     os_read(a, file, INDEX_FILE, &bytes, &e) &&
					     bytes.len == end);
	CHECK("a file that is too short is to be made anew",
	      !keyring_index_each(k, 9, 0, two, ignore, &n, &e) && e.kind == ERR_NOTHING &&
		      !keyring_index_add(k, 9, two, x, 1, true, &end, &e) && e.kind == ERR_NOTHING);
	CHECK("written anew, it is a new file",
	      keyring_index_add(k, 9, 0, x, 1, true, &end, &e) && file_reads(k, end, x, 1));
	CHECK("only its owner reads it", os_private(file, &private, &e) && private);
	CHECK("a missing file is to be made anew",
	      os_remove(file, &e) && !keyring_index_each(k, 9, 0, end, ignore, &n, &e) &&
		      e.kind == ERR_NOTHING);
}

int main(void)
{
	const char *tmp = getenv("TMPDIR");
	struct arena *a = arena_new(0);
	char *folder;
	struct err e;

	if (!a || !key_start())
		return 1;
	folder = str_z(a, str_fmt(a, "%s/sulh-index-XXXXXX", tmp ? tmp : "/tmp"));
	if (!mkdtemp(folder))
		return 1;
	bytes_of_a_file(a);
	mixed_up(a);
	under_another_key(a);
	in_a_keyring(a, folder);
	if (!os_remove_tree(folder, &e))
		return 1;
	arena_free(a);
	return done();
}
