/*
 * Taking what another register gave (keys_exchange.h): the sealed file comes in slices, is opened and looked at completely, and then
 * lies aside, sealed under a key of its own; it is put in place when the log has its entry. Two officers take it, as they do a list.
 */
#include "keyd/ops_exchange.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/time.h"
#include "keyd/keys_exchange.h"
#include "ledger/key.h"
#include "ledger/keyring_list.h"
#include "ledger/seal.h"
#include "base/banned.h"

#define SECONDS_OF_DAY 86400
#define BATCH	       1000 /* rows that are written at once */

/* It takes memory as it comes, not as it says that it will. */
struct ops_taken {
	struct ops *o;
	struct arena *a, *bytes;
	uint8_t *file;
	size_t have, room, len;
};

void ops_exchange_untake(struct ops_client *c)
{
	struct ops_taken *t = c->taken;

	c->taken = NULL;
	if (!t)
		return;
	t->o->taking = NULL;
	arena_free(t->bytes);
	arena_free(t->a);
}

static bool may_take(struct ops *o, struct arena *a, struct err *e)
{
	return o->client->here ||
	       ops_pair(o, a, EXCHANGE_TAKES, (struct str){ NULL, 0 }, "take names") ||
	       err_set(e, ERR_LOCKED,
		       "take names: without the passphrase two officers with one of the roles "
		       "" EXCHANGE_TAKES " sign in, no relatives");
}

/* One at a time, whoever takes it: what somebody else began is forgotten, and holds nobody up. */
static bool begin(struct ops *o, size_t len, struct err *e)
{
	struct ops_client *c = o->client;
	struct arena *own = arena_new(0);

	if (o->taking)
		ops_exchange_untake(o->taking);
	if (!own || setjmp(*arena_guard(own))) {
		arena_free(own);
		return err_set(e, ERR_FAILED, "take names: out of memory");
	}
	c->taken = arena_alloc(own, sizeof *c->taken);
	*c->taken = (struct ops_taken){ .o = o, .a = own, .len = len };
	o->taking = c;
	return true;
}

static bool grow(struct ops_taken *t, size_t room, struct err *e)
{
	struct arena *bytes = arena_new(0);
	uint8_t *file;

	if (!bytes || setjmp(*arena_guard(bytes))) {
		arena_free(bytes);
		return err_set(e, ERR_FAILED, "take names: out of memory");
	}
	file = arena_alloc(bytes, room);
	if (t->file)
		memcpy(file, t->file, t->have);
	arena_free(t->bytes);
	t->bytes = bytes;
	t->file = file;
	t->room = room;
	return true;
}

static bool make_room(struct ops_taken *t, size_t more, struct err *e)
{
	size_t room = 2 * t->room > t->have + more ? 2 * t->room : t->have + more;

	return (t->file && t->have + more <= t->room) || grow(t, room < t->len ? room : t->len, e);
}

static bool give(struct ops *o, struct arena *a, const struct keys_ask *q, struct err *e)
{
	struct read in = read_of(q->data.s, q->data.len);
	struct ops_client *c = o->client;
	struct str slice = { 0 };
	uint64_t two = 0;
	int64_t len = 0;

	if (!may_take(o, a, e))
		return false;
	if (!cbor_array(&in, 2, &two) || two != 2 ||
	    !cbor_int(&in, 1, (int64_t)EXCHANGE_FILE, &len) ||
	    !cbor_bytes(&in, 1, EXCHANGE_SLICE, &slice) || !read_end(&in))
		return err_set(e, ERR_USAGE, "keys: a slice of a file is not well-formed");
	if (!q->n && !begin(o, (size_t)len, e))
		return false;
	if (!c->taken || (size_t)len != c->taken->len || q->n != (int64_t)c->taken->have ||
	    slice.len > c->taken->len - c->taken->have)
		return err_set(e, ERR_USAGE, "keys: a slice that is not the next of its file");
	if (!make_room(c->taken, slice.len, e))
		return false;
	memcpy(c->taken->file + c->taken->have, slice.s, slice.len);
	c->taken->have += slice.len;
	return true;
}

/* "[how long the file is, slice]"; n: where the slice begins. Of what is refused nothing is kept. */
OP(exchange_give)
{
	bool ok = give(o, a, q, e);

	(void)out;
	if (!ok)
		ops_exchange_untake(o->client);
	return ok;
}

/* "[index key of the other register, [origin, ...] of this one's logs]", and what is found of it. `a`: memory that is wiped. */
struct checking {
	struct str from;
	struct str own[EXCHANGE_LOGS];
	size_t n_own;
	struct arena *a;
	uint8_t id[32];
	struct exchange x;
	struct exchange_held head;
	struct hash digest;
};

static bool read_checking(struct read *in, struct checking *x)
{
	uint64_t two = 0, n = 0;

	if (!cbor_array(in, 2, &two) || two != 2 || !cbor_bytes(in, 32, 32, &x->from) ||
	    !cbor_array(in, EXCHANGE_LOGS, &n))
		return false;
	for (; x->n_own < n; x->n_own++)
		if (!cbor_text(in, EXCHANGE_ORIGIN, &x->own[x->n_own]))
			return false;
	return read_end(in);
}

static bool refused(struct err *e, const char *why)
{
	return err_set(e, ERR_REFUSED, "take names: %s", why);
}

/* Of the other register's key, before anything is opened with it. */
static bool is_other(struct ops *o, const struct checking *x, struct err *e)
{
	uint8_t own[32];

	ops_exchange_own(o, own);
	return memcmp(own, x->from.s, sizeof own) != 0 ||
	       refused(e, "the key that it is said to be from is this register's own");
}

/* Opens it, and sees that the other register made it, before a byte of it is understood. */
static bool open_file(struct ops *o, struct checking *x, struct str file, struct err *e)
{
	uint8_t identity[32], mac[EXCHANGE_MAC];
	struct str plain, map;
	struct read in;
	bool ok;

	ops_exchange_identity(o, identity);
	ok = age_decrypt(x->a, identity, file, &plain, e);
	key_wipe(identity, sizeof identity);
	if (!ok)
		return within(e, "take names: it is not whole, or not sealed to the index key of "
				 "this register");
	if (plain.len <= EXCHANGE_MAC)
		return err_set(e, ERR_FALSE, "take names: it is no file of another register");
	map = str_mem(plain.s, plain.len - EXCHANGE_MAC);
	if (!ops_exchange_mac(o, (const uint8_t *)x->from.s, map, mac) ||
	    !key_eq(mac, map.s + map.len, sizeof mac))
		return err_set(e, ERR_FALSE,
			       "take names: the register whose key was given did not make it; "
			       "compare the fingerprint of that key by telephone");
	in = read_of(map.s, map.len);
	if (!exchange_read(x->a, &in, &x->x))
		return err_set(e, ERR_FALSE, "take names: byte %zu: %s", in.wrong_at, in.wrong);
	x->head = (struct exchange_held){ .head = x->x.head, .rows = x->x.n };
	memcpy(x->head.mac, mac, sizeof mac);
	x->digest = hash_of(plain);
	return true;
}

static bool is_of_its_own(const struct checking *x)
{
	for (size_t i = 0; i < x->x.head.n_logs; i++)
		for (size_t j = 0; j < x->n_own; j++)
			if (str_eq(x->x.head.logs[i].origin, x->own[j]))
				return true;
	return false;
}

static bool is_in_time(struct ops *o, const struct checking *x, int64_t today, struct err *e)
{
	const struct exchange_head *h = &x->x.head;

	if (h->made > clock_now(&o->clock) + SECONDS_OF_DAY)
		return refused(e,
			       "by its date it will be made later than today: look at the clocks "
			       "of both machines");
	if (h->expires_on < today)
		return refused(e, "the day until which it may be held is over; ask for a new one");
	return h->expires_on <= h->made / SECONDS_OF_DAY + EXCHANGE_DAYS ||
	       refused(e, "it is to be held for longer than a grant lasts");
}

static bool is_newer(struct ops *o, struct arena *a, const struct checking *x, struct err *e)
{
	struct ops_exchange_last last;

	if (!ops_exchange_of(o, a, x->id, &last, e))
		return false;
	if (last.made == x->x.head.made && last.whole)
		return refused(e, "it is held already");
	if (last.made > x->x.head.made)
		return refused(e, "a newer one of that register is held");
	return last.others < EXCHANGE_HELD ||
	       refused(e, "so many registers' names are held that there is no room for another's");
}

static bool look(struct ops *o, struct arena *a, struct checking *x, struct str file, struct err *e)
{
	int64_t today;

	if (!ops_exchange_today(o, a, &today, e) || !is_other(o, x, e) || !open_file(o, x, file, e))
		return false;
	if (memcmp(x->x.head.sender, x->from.s, sizeof x->x.head.sender) != 0)
		return err_set(e, ERR_FALSE,
			       "take names: inside it says that it is from another register");
	exchange_id(x->x.head.sender, x->id);
	if (is_of_its_own(x))
		return refused(e, "it is of a log that this register has itself");
	return is_in_time(o, x, today, e) && is_newer(o, a, x, e);
}

/* Its head, and before the first of each a record that says with which byte their subjects begin. */
static size_t records_of(const struct checking *x, size_t at, size_t n, struct index_record *out)
{
	size_t made = 0;

	for (size_t i = at; i < at + n; i++) {
		const struct index_record *row = &x->x.rows[i];

		if (!i || row[-1].subject[0] != row->subject[0])
			out[made++] = (struct index_record){ .body = str_mem(row->subject, 1) };
		out[made] = *row;
		out[made++].subject[0] = 0;
	}
	return made;
}

static bool put_aside(struct ops *o, struct arena *a, const struct checking *x, struct err *e)
{
	struct index_record *list = arena_array(x->a, 2 * BATCH + 1, sizeof *list);
	struct str file = ops_exchange_file(a, x->id, x->x.head.expires_on, &x->digest);
	struct list_part part = { .first = true, .aside = true, .list = list, .n = 1 };
	struct buf head = { .a = a };
	size_t at = 0;

	exchange_held_put(&x->head, &head);
	list[0] = (struct index_record){ .body = buf_text(&head) };
	do {
		size_t n = x->x.n - at < BATCH ? x->x.n - at : BATCH;

		part.n += records_of(x, at, n, list + part.n);
		at += n;
		part.last = at == x->x.n;
		if (!keyring_list_put(o->keyring, LIST_EXCHANGED, file, &part, e))
			return within(e, "take names");
		part.first = false;
		part.n = 0;
	} while (at < x->x.n);
	return true;
}

/* All of it, in memory that is wiped. */
static bool take(struct ops *o, struct arena *a, struct checking *x, struct str file, struct err *e)
{
	bool ok;

	x->a = key_arena(0);
	if (!x->a || setjmp(*arena_guard(x->a)))
		ok = err_set(e, ERR_FAILED, "take names: out of memory");
	else
		ok = look(o, a, x, file, e) && put_aside(o, a, x, e);
	return ok;
}

static void release(void *p)
{
	struct checking *x = p;

	arena_free(x->a);
	x->a = NULL;
}

static bool take_given(struct ops *o, struct arena *a, struct str asked, struct checking *x,
		       struct err *e)
{
	struct read in = read_of(asked.s, asked.len);
	const struct ops_taken *t = o->client->taken;

	if (!may_take(o, a, e))
		return false;
	if (!read_checking(&in, x) || !t || t->have != t->len)
		return err_set(e, ERR_USAGE, "keys: what is asked to be taken is not well-formed");
	return take(o, a, x, str_mem(t->file, t->len), e);
}

/* [digest, rows, head] */
OP(exchange_take)
{
	struct checking *x = arena_alloc(a, sizeof *x);
	struct buf b = { .a = a }, head = { .a = a };
	bool ok;

	arena_defer(a, release, x);
	ok = take_given(o, a, q->data, x, e);
	if (ok) {
		exchange_head_put(&x->x.head, &head);
		cbor_put_array(&b, 3);
		cbor_put_bytes(&b, hash_str(&x->digest));
		cbor_put_int(&b, (int64_t)x->x.n);
		cbor_put_bytes(&b, buf_text(&head));
		out->data = buf_text(&b);
	}
	release(x);
	ops_exchange_untake(o->client);
	return ok;
}

/* "[[id, until when, digest], ...]": all that there are entries of. Put in place, where they lie aside; all others are destroyed, for
 * those who may take one: an adjudicator, who compares alone, has nothing destroyed by what he or she does not name. */
OP(exchange_keep)
{
	struct read in = read_of(q->data.s, q->data.len);
	struct str *files = arena_array(a, EXCHANGE_HELD, sizeof *files);
	uint64_t n = 0, three = 0;
	bool all;

	(void)out;
	all = may_take(o, a, e);
	if (!all &&
	    !(q->kid && ops_exchange_may(o, a, q->kid, "keep what other registers gave", e)))
		return false;
	if (!cbor_array(&in, EXCHANGE_HELD, &n))
		return err_set(e, ERR_USAGE, "keys: what is to be kept is not well-formed");
	for (uint64_t i = 0; i < n; i++) {
		struct str id = { 0 }, digest = { 0 };
		struct hash whole;
		int64_t until = 0;

		if (!cbor_array(&in, 3, &three) || three != 3 ||
		    !cbor_bytes(&in, EXCHANGE_ID, EXCHANGE_ID, &id) ||
		    !cbor_int(&in, 0, INT32_MAX, &until) ||
		    !cbor_bytes(&in, sizeof whole.b, sizeof whole.b, &digest))
			return err_set(e, ERR_USAGE, "keys: what is to be kept is not well-formed");
		memcpy(whole.b, digest.s, sizeof whole.b);
		files[i] = ops_exchange_file(a, (const uint8_t *)id.s, until, &whole);
	}
	if (!read_end(&in))
		return err_set(e, ERR_USAGE, "keys: what is to be kept is not well-formed");
	if (all)
		ops_exchange_forget(o, files, n);
	return (all ? keyring_list_keep : keyring_list_place)(o->keyring, LIST_EXCHANGED, files, n,
							      e) &&
	       ops_exchange_over(o, a, e);
}
