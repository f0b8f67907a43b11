/* What another register gave is taken, held and gone (keyd/keys_exchange.h): what is refused, and that nothing is then held. */
#include "keyd/keys_exchange.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/os.h"
#include "keyd/index.h"
#include "keyd/ops_exchange.h"
#include "ledger/key.h"
#include "ledger/keyring_list.h"
#include "ledger/seal.h"
#include "exchange_file.h"
#include "test.h"
#include "base/banned.h"

#define PASS S("four words of a phrase")
#define DAY  ((int64_t)86400)
#define NOW  ((int64_t)1476093600) /* 2016-10-10T10:00:00Z */
#define OWN  "aleppo.op-1/log/1"

static struct arena *a;
static char *dir, *keyring;
static int64_t now = NOW;
static uint8_t sender[32] = { 7 }; /* secret of the other register */

static int64_t now_of(void *p)
{
	(void)p;
	return now;
}

static const struct clock clock_here = { .now = now_of };

static struct keys *open_it(void)
{
	struct err e;

	return keys_local(a, dir, PASS, &clock_here, &e);
}

static struct exchange_head head_of(int64_t made)
{
	struct exchange_head h = {
		.operation = S("op-1"), .n_logs = 1, .made = made, .expires_on = made / DAY + 30
	};

	h.logs[0] = (struct exchange_log){ S("idlib.op-1/log/1"), 12 };
	age_recipient(sender, h.sender);
	return h;
}

/* Rows of so many persons: their numbers begin with different bytes. */
static struct exchange *file_of(const struct exchange_head *h, size_t rows)
{
	struct exchange *x = arena_alloc(a, sizeof *x);

	x->head = *h;
	x->rows = arena_array(a, rows + 1, sizeof *x->rows);
	for (; x->n < rows; x->n++) {
		struct names names = { .case_no = S(""), .has_latin = true, .n_latin = 1 };
		struct buf body = { .a = a };

		names.latin[0] = str_fmt(a, "Samira Toubal %c%c", (int)('a' + x->n % 26),
					 (int)('a' + x->n / 26 % 26));
		names.born = S("1984");
		names_put(&names, &body);
		x->rows[x->n].subject[0] = (uint8_t)(x->n * 256 / rows);
		x->rows[x->n].subject[1] = (uint8_t)(x->n >> 8);
		x->rows[x->n].subject[2] = (uint8_t)x->n;
		x->rows[x->n].body = buf_text(&body);
	}
	return x;
}

static bool takes(struct keys *k, struct str file, struct keys_taken *out, struct err *e)
{
	static const struct exchange_log own = { { OWN, sizeof OWN - 1 }, 3 };
	struct keys_taking t = { .file = file, .own = &own, .n_own = 1 };

	e->kind = ERR_NONE;
	age_recipient(sender, t.from);
	return keys_exchange_take(k, a, &t, out, e);
}

static size_t files_of(const char *end)
{
	struct str *names;
	size_t n = 0, found = 0;
	struct err e;

	if (!os_list(a, keyring, 4096, &names, &n, &e))
		return 99;
	for (size_t i = 0; i < n; i++)
		found += str_starts(names[i], S("exchange-")) &&
			 (!*end || str_ends(names[i], str_of(end)));
	return found;
}

static bool refuses(struct keys *k, struct str file, enum err_kind kind)
{
	struct keys_taken out;
	struct err e;

	return !takes(k, file, &out, &e) && e.kind == kind;
}

static size_t n_held(struct keys *k)
{
	struct keys_held *list;
	size_t n = 99;
	struct err e;

	return keys_exchange_held(k, a, &list, &n, &e) ? n : 99;
}

static void hostile(struct keys *k)
{
	static const uint8_t other[32] = { 8 };
	const struct exchange_head h = head_of(NOW - 60);
	struct exchange_head bad = h;
	struct str whole = exchange_sealed(a, k, sender, file_of(&h, 3)), cut = whole;
	struct buf turned = { .a = a };
	size_t taken = 0;
	uint8_t to[32];

	for (size_t n = 0; n < whole.len; n += 1 + whole.len / 40) {
		cut.len = n;
		taken += !refuses(k, cut, ERR_FALSE);
	}
	CHECK("a file that is cut short is refused", !taken);
	for (size_t at = 0; at < whole.len; at += 1 + whole.len / 60) {
		turned.len = 0;
		buf_str(&turned, whole);
		turned.p[at] ^= 1;
		taken += !refuses(k, buf_text(&turned), ERR_FALSE);
	}
	CHECK("and one of which a byte was changed", !taken);
	CHECK("one that another register made is refused",
	      refuses(k, exchange_sealed(a, k, other, file_of(&h, 3)), ERR_FALSE));
	age_recipient(other, to);
	CHECK("one that is sealed to another key",
	      refuses(k, age_encrypt(a, to, S("x")), ERR_FALSE));
	memcpy(bad.sender, to, sizeof bad.sender);
	CHECK("one that says inside that it is another's",
	      refuses(k, exchange_sealed(a, k, sender, file_of(&bad, 3)), ERR_FALSE));
	bad = h;
	bad.logs[0].origin = S(OWN);
	CHECK("one of a log of this register",
	      refuses(k, exchange_sealed(a, k, sender, file_of(&bad, 3)), ERR_REFUSED));
	bad = head_of(NOW + 2 * DAY);
	CHECK("one that will be made",
	      refuses(k, exchange_sealed(a, k, sender, file_of(&bad, 3)), ERR_REFUSED));
	bad = head_of(NOW - 40 * DAY);
	CHECK("one that is over",
	      refuses(k, exchange_sealed(a, k, sender, file_of(&bad, 3)), ERR_REFUSED));
	bad = h;
	bad.expires_on += 100;
	CHECK("one that is to be held for longer than a grant lasts",
	      refuses(k, exchange_sealed(a, k, sender, file_of(&bad, 3)), ERR_REFUSED));
	CHECK("of none of them is anything left", !files_of("") && !n_held(k));
}

static void holds(struct keys *k)
{
	const struct exchange_head h = head_of(NOW - 60);
	struct exchange *x = file_of(&h, 2500);
	struct keys_taken out, again;
	struct keys_held *list;
	struct keys_keeping keep;
	struct hash digest;
	size_t n = 0;
	struct err e;

	CHECK("one that is right is taken", takes(k, exchange_sealed(a, k, sender, x), &out, &e));
	CHECK("with its head",
	      out.rows == 2500 && out.head.made == h.made && str_eq(out.head.operation, S("op-1")));
	CHECK("and lies aside: nothing is held", files_of(".tmp") == 1 && !n_held(k));
	keep = exchange_kept(&out);
	CHECK("until it is told to be kept",
	      keys_exchange_keep(k, NULL, &keep, 1, &e) && files_of("") == 1 && !files_of(".tmp"));
	CHECK("then all of it reads",
	      keys_exchange_see(k, a, &list, &n, &e) && n == 1 && list->reads &&
		      list->rows == 2500 && list->expires_on == h.expires_on &&
		      list->head.n_logs == 1 &&
		      !memcmp(list->digest, out.digest.b, sizeof list->digest));
	CHECK("the same is not taken twice",
	      refuses(k, exchange_sealed(a, k, sender, x), ERR_REFUSED));
	x->head.made -= 10;
	CHECK("nor an older one", refuses(k, exchange_sealed(a, k, sender, x), ERR_REFUSED));
	x->head.made += 20;
	x->n = 3;
	CHECK("a newer one is", takes(k, exchange_sealed(a, k, sender, x), &again, &e));
	keep = exchange_kept(&again);
	CHECK("and takes its place", keys_exchange_keep(k, NULL, &keep, 1, &e) &&
					     keys_exchange_held(k, a, &list, &n, &e) && n == 1 &&
					     list->rows == 3 && files_of("") == 1);
	digest = again.digest;
	x->head.made += 20;
	CHECK("what was taken without an entry",
	      takes(k, exchange_sealed(a, k, sender, x), &again, &e) && files_of("") == 2);
	CHECK("is destroyed by the next that has one",
	      keys_exchange_keep(k, NULL, &keep, 1, &e) && files_of("") == 1 &&
		      keys_exchange_held(k, a, &list, &n, &e) && n == 1 &&
		      !memcmp(list->digest, digest.b, sizeof list->digest));
}

/* The names, for who compares. */
static void found(void)
{
	struct index_query query;
	struct index_hit *hits;
	struct ops_exchanged *list = NULL;
	struct keyring *ring;
	struct ops *o;
	size_t n = 0, n_hits = 0;
	bool more;
	struct err e;

	ring = keyring_open(a, keyring, PASS, &e);
	o = ring ? ops_new(a, dir, ring, &clock_here, &e) : NULL;
	CHECK("what is held is read", o && ops_exchanged(o, a, &list, &n, &e) && n == 1);
	CHECK("of so many persons", list && list->rows == 3 && index_persons(list->index) == 3);
	if (!list)
		return;
	CHECK("who are found by name",
	      index_query(a, &(struct index_asked){ S("Samira Toubal bb"), S(""), S("") }, &query,
			  &e));
	index_find(list->index, a, &query, 10, &hits, &n_hits, &more);
	CHECK("under the numbers that they have there", n_hits && hits->subject[0] == 0);
	CHECK("and are kept for the next",
	      ops_exchanged(o, a, &list, &n, &e) && n == 1 && list->index);
}

static char *only_file(void)
{
	struct str *names;
	size_t n = 0;
	struct err e;

	if (os_list(a, keyring, 4096, &names, &n, &e))
		for (size_t i = 0; i < n; i++)
			if (str_starts(names[i], S("exchange-")))
				return str_z(a, str_fmt(a, "%s/%.*s", keyring, P(names[i])));
	return str_z(a, S(""));
}

static bool reads(struct keys *k)
{
	struct keys_held *list;
	size_t n = 0;
	struct err e;

	return keys_exchange_see(k, a, &list, &n, &e) && n == 1 && list->reads;
}

static void damaged(void)
{
	const char *path = only_file();
	struct exchange_head h = head_of(NOW - 10);
	struct keys_keeping keep;
	struct keys_taken out;
	struct buf turned = { .a = a };
	size_t read = 0;
	struct str bytes;
	struct keys *k;
	struct err e;
	char *later;

	if (!os_read(a, path, 1 << 20, &bytes, &e))
		bytes = S("");
	for (size_t at = 0; at < bytes.len; at += 1 + bytes.len / 50) {
		turned.len = 0;
		buf_str(&turned, bytes);
		turned.p[at] ^= 4;
		k = open_it();
		read += !os_write(path, buf_text(&turned), 0600, &e) || !k || reads(k);
	}
	CHECK("a file that was changed is said not to read", !read);
	for (size_t n = 0; n < bytes.len; n += 1 + bytes.len / 50) {
		k = open_it();
		read += !os_write(path, str_mem(bytes.s, n), 0600, &e) || !k || reads(k);
	}
	CHECK("nor one that was cut", !read);
	k = open_it();
	CHECK("then it is taken again",
	      takes(k, exchange_sealed(a, k, sender, file_of(&h, 3)), &out, &e));
	keep = exchange_kept(&out);
	CHECK("and reads", keys_exchange_keep(k, NULL, &keep, 1, &e) && reads(k));
	path = only_file();
	later = str_z(a, str_of(path));
	later[str_of(path).len - 2 * EXCHANGE_DIGEST - 1] = 'f';
	k = open_it();
	CHECK("a name that says a later day opens nothing",
	      os_rename(path, later, &e) && n_held(k) == 1 && !reads(k));
	CHECK("and is put right", os_rename(later, path, &e) && reads(open_it()));
}

static bool turn_last(const char *path)
{
	struct str bytes;
	struct buf b = { .a = a };
	struct err e;

	if (!os_read(a, path, 1 << 24, &bytes, &e) || !bytes.len)
		return false;
	buf_str(&b, bytes);
	b.p[b.len - 1] ^= 1;
	return os_write(path, buf_text(&b), 0600, &e);
}

/* As a kill in the middle of taking leaves it: some of the parts. */
static bool leaves_half(void)
{
	struct keyring *ring = keyring_open(a, keyring, PASS, &(struct err){ 0 });
	struct index_record row = { .body = S("half") };
	struct list_part part = { .first = true, .aside = true, .list = &row, .n = 1 };
	struct str path = str_of(only_file());
	struct err e;

	path = str_from(path, path.len - LIST_NAME);
	return ring && keyring_list_put(ring, LIST_EXCHANGED, path, &part, &e);
}

/* One of many rows, of which the head is whole and the end is not, has its entry: after a restore, say. */
static void again(void)
{
	const struct exchange_head h = head_of(NOW - 8);
	struct keys *k = open_it();
	struct str file = exchange_sealed(a, k, sender, file_of(&h, 2500));
	struct keys_keeping keep;
	struct keys_taken out;
	struct err e;

	CHECK("one of many rows is taken", takes(k, file, &out, &e));
	keep = exchange_kept(&out);
	CHECK("and held", keys_exchange_keep(k, NULL, &keep, 1, &e) && reads(k));
	CHECK("what was broken off while it was taken again",
	      leaves_half() && files_of("") == 2 && files_of(".part") == 1);
	CHECK("is never put in place, though it has its entry",
	      keys_exchange_keep(k, NULL, &keep, 1, &e) && files_of("") == 1 &&
		      !files_of(".part") && reads(open_it()));
	CHECK("of which the last byte is turned does not read, whatever was read of it before",
	      turn_last(only_file()) && !reads(k) && !reads(open_it()));
	CHECK("and is taken again", takes(k, file, &out, &e));
	CHECK("whole", keys_exchange_keep(k, NULL, &keep, 1, &e) && reads(k) && reads(open_it()));
	CHECK("then it is held already", refuses(k, file, ERR_REFUSED));
}

/* As a disk that does not give what stands on it. */
static void unread(void)
{
	const struct exchange_head h = head_of(NOW - 7), old = head_of(NOW - 9);
	struct keys *k = open_it();
	const char *path = only_file(), *there = str_z(a, str_fmt(a, "%s/there", dir));
	struct keys_held *list;
	size_t n = 0;
	struct err e;

	CHECK("one that the machine does not read",
	      os_rename(path, there, &e) && !symlink(there, path) && files_of("") == 1);
	CHECK("is not said to be damaged, nor not to be there",
	      !keys_exchange_held(k, a, &list, &n, &e) && e.kind == ERR_FAILED &&
		      !keys_exchange_see(k, a, &list, &n, &e) && e.kind == ERR_FAILED);
	CHECK("and no older one is taken for want of it",
	      refuses(k, exchange_sealed(a, k, sender, file_of(&old, 3)), ERR_FAILED) &&
		      refuses(k, exchange_sealed(a, k, sender, file_of(&h, 3)), ERR_FAILED) &&
		      files_of("") == 1);
	CHECK("it reads as soon as the machine does",
	      !unlink(path) && os_rename(there, path, &e) && reads(k));
}

static bool signs_in(struct ops *o, struct ops_client *c, struct str name, struct str roles,
		     uint8_t kid[4])
{
	const struct keyring_right right = { .roles = roles, .until = NOW + 365 * DAY };
	struct officer_key key;
	struct keys_answer out;
	struct err e;

	if (!keyring_officer_make(o->keyring, a, name, PASS, &key, &e) ||
	    !keyring_right_set(o->keyring, a, key.kid, &right, &e) ||
	    !ops_answer(o, c, a,
			&(struct keys_ask){ .op = KEYS_SESSION, .name = name, .secret = PASS },
			&out, &e))
		return false;
	memcpy(kid, key.kid, 4);
	return true;
}

static bool keeps(struct ops *o, struct ops_client *c, const uint8_t *kid,
		  const struct keys_keeping *list, size_t n)
{
	struct buf b = { .a = a };
	struct keys_answer out;
	struct err e;

	cbor_put_array(&b, n);
	for (size_t i = 0; i < n; i++) {
		cbor_put_array(&b, 3);
		cbor_put_bytes(&b, str_mem(list[i].id, sizeof list[i].id));
		cbor_put_int(&b, list[i].expires_on);
		cbor_put_bytes(&b, hash_str(&list[i].digest));
	}
	return ops_answer(
		o, c, a,
		&(struct keys_ask){ .op = KEYS_EXCHANGE_KEEP, .kid = kid, .data = buf_text(&b) },
		&out, &e);
}

/* Who compares puts in place what was broken off, and has nothing destroyed. */
static void adjudicator(void)
{
	const struct exchange_head h = head_of(NOW - 6);
	struct keyring *ring = keyring_open(a, keyring, PASS, &(struct err){ 0 });
	struct err e;
	struct ops *o = ring ? ops_new(a, dir, ring, &clock_here, &e) : NULL;
	struct ops_client *c = ops_client_new(a, false, &e);
	struct ops_exchanged *list = NULL;
	struct keys *k = open_it();
	struct keys_keeping keep;
	struct keys_taken out;
	uint8_t kid[4], other[4];
	size_t n = 0;

	CHECK("an adjudicator signs in",
	      o && c && signs_in(o, c, S("Elias"), S("adjudicator"), kid));
	CHECK("a newer one lies aside",
	      takes(k, exchange_sealed(a, k, sender, file_of(&h, 5)), &out, &e) &&
		      files_of("") == 2);
	keep = exchange_kept(&out);
	CHECK("nothing that is not named is destroyed",
	      keeps(o, c, kid, NULL, 0) && files_of("") == 2 && files_of(".tmp") == 1);
	CHECK("what is named is put in place",
	      keeps(o, c, kid, &keep, 1) && files_of("") == 2 && !files_of(".tmp"));
	CHECK("and is what is compared with",
	      ops_exchanged(o, a, &list, &n, &e) && n == 1 && list->rows == 5);
	CHECK("without an officer nothing is kept",
	      !keeps(o, c, NULL, &keep, 1) && files_of("") == 2);
	CHECK("two who may take one, signed in there, have the rest destroyed",
	      signs_in(o, c, S("Rana"), S("chief"), other) &&
		      signs_in(o, c, S("Wafa"), S("dpo"), other) && keeps(o, c, kid, &keep, 1) &&
		      files_of("") == 1);
}

static void over(void)
{
	struct keys *k = open_it();
	struct exchange_head h = head_of(NOW - 5);
	struct keys_taken out;
	struct err e;

	CHECK("one lies aside beside what is held",
	      takes(k, exchange_sealed(a, k, sender, file_of(&h, 1)), &out, &e) &&
		      files_of("") == 2);
	now = NOW + 30 * DAY;
	CHECK("on its last day it is held", n_held(k) == 1);
	now += DAY;
	k = open_it();
	CHECK("after it nothing is", n_held(k) == 0);
	CHECK("and nothing lies there, in place or aside", !files_of(""));
	now = NOW;
	CHECK("what is no name of such a file goes, too",
	      os_write(str_z(a, str_fmt(a, "%s/exchange-zz", keyring)), S("x"), 0600, &e) &&
		      !n_held(open_it()) && !files_of(""));
}

/* Of as many registers as may be held at once, and one more. */
static void many(void)
{
	struct keys_keeping keep[EXCHANGE_HELD];
	struct keys *k = open_it();
	struct exchange_head h;
	struct keys_taken out;
	size_t taken = 0;
	struct err e;

	for (; taken < EXCHANGE_HELD; taken++) {
		sender[1] = (uint8_t)taken;
		h = head_of(NOW - 5);
		if (!takes(k, exchange_sealed(a, k, sender, file_of(&h, 1)), &out, &e))
			break;
		keep[taken] = exchange_kept(&out);
		if (!keys_exchange_keep(k, NULL, keep, taken + 1, &e))
			break;
	}
	CHECK("what many registers gave is held",
	      taken == EXCHANGE_HELD && n_held(k) == EXCHANGE_HELD);
	sender[1] = (uint8_t)taken;
	h = head_of(NOW - 5);
	CHECK("of one too many it is refused",
	      refuses(k, exchange_sealed(a, k, sender, file_of(&h, 1)), ERR_REFUSED));
	sender[1] = 0;
	h = head_of(NOW - 4);
	CHECK("a newer one of those that are held is taken",
	      takes(k, exchange_sealed(a, k, sender, file_of(&h, 1)), &out, &e));
	CHECK("and all are dropped", keys_exchange_keep(k, NULL, keep, 0, &e) && !files_of(""));
}

/* Asks that are no such asks, as who has the socket can make them. */
static void asks(void)
{
	struct keyring *ring;
	struct ops_client *here, *there;
	struct keys_answer out;
	struct buf b = { .a = a };
	struct ops *o;
	struct err e;

	ring = keyring_open(a, keyring, PASS, &e);
	o = ring ? ops_new(a, dir, ring, &clock_here, &e) : NULL;
	here = ops_client_new(a, true, &e);
	there = ops_client_new(a, false, &e);
	cbor_put_array(&b, 2);
	cbor_put_int(&b, 100);
	cbor_put_bytes(&b, S("slice"));
	CHECK("a slice that is not the first begins nothing",
	      !ops_answer(
		      o, here, a,
		      &(struct keys_ask){ .op = KEYS_EXCHANGE_GIVE, .n = 5, .data = buf_text(&b) },
		      &out, &e) &&
		      e.kind == ERR_USAGE);
	CHECK("half a file is not taken",
	      ops_answer(o, here, a,
			 &(struct keys_ask){ .op = KEYS_EXCHANGE_GIVE, .data = buf_text(&b) }, &out,
			 &e) &&
		      !ops_answer(o, here, a, &(struct keys_ask){ .op = KEYS_EXCHANGE_TAKE }, &out,
				  &e));
	CHECK("nobody gives a slice without two officers",
	      !ops_answer(o, there, a,
			  &(struct keys_ask){ .op = KEYS_EXCHANGE_GIVE, .data = buf_text(&b) },
			  &out, &e) &&
		      e.kind == ERR_LOCKED);
	CHECK("nor takes one",
	      !ops_answer(o, there, a, &(struct keys_ask){ .op = KEYS_EXCHANGE_TAKE }, &out, &e) &&
		      e.kind == ERR_LOCKED);
	CHECK("nor says what is to be kept",
	      !ops_answer(o, there, a, &(struct keys_ask){ .op = KEYS_EXCHANGE_KEEP }, &out, &e) &&
		      e.kind == ERR_LOCKED);
}

static bool gives(struct ops *o, struct ops_client *c, size_t at, size_t len, struct str slice)
{
	struct buf b = { .a = a };
	struct keys_answer out;
	struct err e;

	cbor_put_array(&b, 2);
	cbor_put_int(&b, (int64_t)len);
	cbor_put_bytes(&b, slice);
	return ops_answer(o, c, a,
			  &(struct keys_ask){ .op = KEYS_EXCHANGE_GIVE,
					      .n = (int64_t)at,
					      .data = buf_text(&b) },
			  &out, &e);
}

static bool takes_given(struct ops *o, struct ops_client *c)
{
	struct buf b = { .a = a };
	struct keys_answer out;
	uint8_t from[32];
	struct err e;

	age_recipient(sender, from);
	cbor_put_array(&b, 2);
	cbor_put_bytes(&b, str_mem(from, sizeof from));
	cbor_put_array(&b, 0);
	return ops_answer(o, c, a,
			  &(struct keys_ask){ .op = KEYS_EXCHANGE_TAKE, .data = buf_text(&b) },
			  &out, &e);
}

/* How much one who gives may have kept for nothing. */
static void slices(struct keys *k)
{
	const struct exchange_head h = head_of(NOW - 3);
	struct str file = exchange_sealed(a, k, sender, file_of(&h, 40)), slice;
	struct keyring *ring = keyring_open(a, keyring, PASS, &(struct err){ 0 });
	struct err e;
	struct ops *o = ring ? ops_new(a, dir, ring, &clock_here, &e) : NULL;
	struct ops_client *c = ops_client_new(a, true, &e), *d = ops_client_new(a, true, &e);
	struct ops_client *there = ops_client_new(a, false, &e);
	struct keys_answer out;
	uint8_t kid[4];
	size_t at = 0;

	for (; at < file.len; at += slice.len) {
		slice = str_from(file, at);
		slice.len = slice.len < 333 ? slice.len : 333;
		if (!gives(o, c, at, file.len, slice))
			break;
	}
	CHECK("a file is given in small slices", at == file.len && c->taken);
	CHECK("and taken", takes_given(o, c) && !c->taken && files_of("") == 1);
	CHECK("of one that another begins what came is forgotten",
	      gives(o, c, 0, 9, S("x")) && gives(o, d, 0, 9, S("x")) && !c->taken && d->taken &&
		      !gives(o, c, 1, 9, S("x")));
	CHECK("of a slice that is refused, too", !gives(o, d, 5, 9, S("x")) && !d->taken);
	CHECK("and where half a file is asked to be taken",
	      gives(o, d, 0, 9, S("x")) && !takes_given(o, d) && !d->taken);
	CHECK("nobody has all of what is held read without an officer",
	      !ops_answer(o, there, a, &(struct keys_ask){ .op = KEYS_EXCHANGE_HELD, .n = 1 }, &out,
			  &e) &&
		      e.kind == ERR_LOCKED &&
		      ops_answer(o, there, a, &(struct keys_ask){ .op = KEYS_EXCHANGE_HELD }, &out,
				 &e));
	CHECK("two officers begin one", signs_in(o, there, S("Nour"), S("chief"), kid) &&
						signs_in(o, there, S("Sami"), S("dpo"), kid) &&
						gives(o, there, 0, 9, S("x")) && there->taken);
	CHECK("it is forgotten when one of them leaves",
	      ops_client_end_of(there, S("Sami")) == 1 && !there->taken);
	CHECK("and all is destroyed", keeps(o, c, NULL, NULL, 0) && !files_of(""));
}

int main(void)
{
	const char *tmp = getenv("TMPDIR");
	struct keys *k;
	struct err e;

	a = arena_new(0);
	if (!a || !key_start())
		return 1;
	dir = str_z(a, str_fmt(a, "%s/sulh-exchange-XXXXXX", tmp ? tmp : "/tmp"));
	if (!mkdtemp(dir))
		return 1;
	keyring = str_z(a, str_fmt(a, "%s/keyring", dir));
	if (!keyring_make(a, keyring, PASS, KEYRING_COST_TEST, &e))
		return 1;
	k = open_it();
	CHECK("a keyring is opened", k != NULL);
	if (k) {
		hostile(k);
		holds(k);
		found();
		damaged();
		again();
		unread();
		adjudicator();
		over();
		many();
		asks();
		slices(k);
	}
	(void)os_remove_tree(dir, &e);
	arena_free(a);
	return done();
}
