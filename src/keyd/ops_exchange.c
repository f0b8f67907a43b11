/*
 * What this register gives another one (keys_exchange.h): its index key, and names of whoever is registered, sealed to the key that two
 * officers granted it to. The grant is looked at here once more, by their signatures: whoever has the database, or a desk, sends
 * nothing to a key of his or her own.
 */
#include "keyd/ops_exchange.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/time.h"
#include "keyd/index.h"
#include "keyd/keys_exchange.h"
#include "ledger/key.h"
#include "ledger/seal.h"
#include "record/kinds.h"
#include "record/need.h"
#include "record/refuse.h"
#include "base/banned.h"

#define SECONDS_OF_DAY 86400

struct ops_sending {
	struct arena *a;
	struct str file;
};

void ops_exchange_end(struct ops_client *c)
{
	if (c->sending)
		arena_free(c->sending->a);
	c->sending = NULL;
}

void ops_exchange_identity(struct ops *o, uint8_t identity[32])
{
	keyring_key_for(o->keyring, S("exchange"), identity);
}

void ops_exchange_own(struct ops *o, uint8_t recipient[32])
{
	uint8_t identity[32];

	ops_exchange_identity(o, identity);
	age_recipient(identity, recipient);
	key_wipe(identity, sizeof identity);
}

bool ops_exchange_mac(struct ops *o, const uint8_t other[32], struct str map,
		      uint8_t mac[EXCHANGE_MAC])
{
	uint8_t identity[32], key[32];
	bool ok;

	ops_exchange_identity(o, identity);
	ok = age_shared(identity, other, EXCHANGE_INFO, key);
	if (ok)
		key_mac(str_mem(key, sizeof key), &map, 1, mac);
	key_wipe(identity, sizeof identity);
	key_wipe(key, sizeof key);
	return ok;
}

bool ops_exchange_today(struct ops *o, struct arena *a, int64_t *today, struct err *e)
{
	int64_t now = clock_now(&o->clock);

	if (!keyring_seen(o->keyring, a, &now, SEEN_LOOK, e))
		return false;
	*today = instant_day((struct instant){ now, 0 });
	return true;
}

bool ops_exchange_may(struct ops *o, struct arena *a, const uint8_t *kid, const char *what,
		      struct err *e)
{
	if (!kid)
		return o->client->here ||
		       err_set(e, ERR_LOCKED, "%s: no officer asks for it", what);
	return ops_holds(o, a, kid, EXCHANGE_COMPARES, what, e);
}

OP(exchange_key)
{
	uint8_t *recipient = arena_alloc(a, 32);

	(void)q;
	(void)e;
	ops_exchange_own(o, recipient);
	out->data = str_mem(recipient, 32);
	return true;
}

/* "[id8, entry, object, recipient, operation, [[origin, size], ...], subjects, upto]" */
struct making {
	struct str id8, entry, object, recipient, subjects;
	uint64_t upto[256];
	struct exchange x;
	struct str apart; /* of whom nothing is told, sorted */
	struct arena *rows, *one;
};

static bool read_logs(struct read *in, struct exchange_head *h)
{
	uint64_t n = 0, two = 0;

	if (!cbor_array(in, EXCHANGE_LOGS, &n))
		return false;
	for (h->n_logs = 0; h->n_logs < n; h->n_logs++)
		if (!cbor_array(in, 2, &two) || two != 2 ||
		    !cbor_text(in, EXCHANGE_ORIGIN, &h->logs[h->n_logs].origin) ||
		    !cbor_int(in, 0, INT64_MAX, &h->logs[h->n_logs].size))
			return false;
	return true;
}

static bool read_making(struct read *in, struct making *x)
{
	uint64_t eight = 0;

	return cbor_array(in, 8, &eight) && eight == 8 && cbor_bytes(in, 8, 8, &x->id8) &&
	       cbor_bytes(in, 1, ENTRY_MAX_LONG, &x->entry) &&
	       cbor_bytes(in, 1, SEAL_MAX + 1024, &x->object) &&
	       cbor_bytes(in, 32, 32, &x->recipient) &&
	       cbor_text(in, EXCHANGE_ORIGIN, &x->x.head.operation) && read_logs(in, &x->x.head) &&
	       cbor_bytes(in, 0, (size_t)16 * EXCHANGE_ROWS, &x->subjects) &&
	       x->subjects.len % 16 == 0 && ops_read_upto(in, x->upto) && read_end(in);
}

/* The sealed fields of a grant, from its object c. */
static struct rec *grant_fields(struct ops *o, struct arena *a, struct str object, struct err *e)
{
	struct rec *r = rec_new(a, &kind_access_grant);
	struct str body, fields = { NULL, 0 }, item;
	int64_t key = -1;
	uint64_t n = 0;
	struct read in;
	bool ok;

	if (!open_centre(a, keyring_centre_key(o->keyring), object, &body, e))
		return NULL;
	in = read_of(body.s, body.len);
	ok = cbor_map(&in, BODY_END, &n);
	while (ok && n--)
		ok = cbor_key(&in, &key) &&
		     cbor_skip(&in, BODY_DEPTH, key == BODY_FIELDS ? &fields : &item);
	in = read_of(fields.s ? fields.s : "", fields.len);
	if (ok && fields.s && rec_fields_read(a, r, CENTRE, &in, NULL))
		return r;
	err_set(e, ERR_FALSE, "send names: the sealed part of the grant is not well-formed");
	return NULL;
}

/* Who signed it stands inside, and that two did who differ is looked at by their keys. */
static bool is_granted(struct ops *o, struct arena *a, struct making *x, struct err *e)
{
	struct ops_looking *l = ops_look_start(o, a, (const uint8_t *)x->id8.s, e);
	const char *wrong = l ? ops_look(l, x->entry, x->object, e) : NULL;
	const struct val *to;
	struct rec *r;
	int64_t today;

	if (!l || (!wrong && e->kind != ERR_NONE) || !ops_exchange_today(o, a, &today, e))
		return false;
	if (!wrong && l->found.kind != &kind_access_grant)
		wrong = "it is no grant of access";
	if (wrong)
		return err_set(e, ERR_REFUSED, "send names: the grant: %s", wrong);
	r = grant_fields(o, a, x->object, e);
	if (!r)
		return false;
	to = rec_get(r, "recipient");
	if (!to || !str_eq(to->s, x->recipient) || rec_get(r, "completes") ||
	    !rec_is(r, "scope", "kind") || !rec_is(r, "purpose", "adjudication"))
		return err_set(e, ERR_REFUSED,
			       "send names: the grant is for another key, or for something else: "
			       "two officers grant it to this very index key (recipient)");
	x->x.head.expires_on = need_amount(r, "expires_on");
	return x->x.head.expires_on >= today ||
	       err_set(e, ERR_REFUSED, "send names: the grant has expired");
}

static int by_subject(const void *x, const void *y)
{
	return memcmp(x, y, 16);
}

static bool is_apart(const struct making *x, const uint8_t subject[16])
{
	return x->apart.len &&
	       bsearch(subject, x->apart.s, x->apart.len / 16, 16, by_subject) != NULL;
}

static void add_row(struct making *x, struct index *index, const uint8_t subject[16])
{
	struct names *names = arena_alloc(x->one, sizeof *names);
	struct index_record *row = &x->x.rows[x->x.n];
	struct buf body = { .a = x->one };

	if (is_apart(x, subject) || !index_person(index, x->one, subject, names) ||
	    !exchange_trim(x->one, names))
		return;
	names_put(names, &body);
	memcpy(row->subject, subject, 16);
	row->body = str_dup(x->rows, buf_text(&body));
	x->x.n++;
}

/* In the order of their numbers, which are random: the file says nothing of who came when. */
static bool gather(struct ops *o, struct arena *a, struct index *index, struct making *x,
		   struct err *e)
{
	size_t n = x->subjects.len / 16;
	char *list = arena_copy(a, x->subjects.s ? x->subjects.s : "", x->subjects.len);
	struct str apart;

	if (!keyring_apart_all(o->keyring, a, &apart, e))
		return false;
	if (apart.len)
		qsort((char *)(uintptr_t)apart.s, apart.len / 16, 16, by_subject);
	x->apart = apart;
	if (n)
		qsort(list, n, 16, by_subject);
	x->x.rows = arena_array(a, n + 1, sizeof *x->x.rows);
	for (size_t i = 0; i < n; i++) {
		const uint8_t *subject = (const uint8_t *)list + 16 * i;

		if (i && !memcmp(subject - 16, subject, 16))
			continue;
		arena_reset(x->one);
		add_row(x, index, subject);
	}
	return true;
}

/* The plaintext never leaves this memory, which is wiped. */
static bool seal(struct ops *o, struct making *x, struct ops_sending *to, struct err *e)
{
	uint8_t mac[EXCHANGE_MAC];
	struct buf plain = { .a = x->rows };

	x->x.head.made = clock_now(&o->clock);
	ops_exchange_own(o, x->x.head.sender);
	exchange_put(&x->x, &plain);
	if (!ops_exchange_mac(o, (const uint8_t *)x->recipient.s, buf_text(&plain), mac))
		return err_set(e, ERR_REFUSED, "send names: the recipient is no index key");
	buf_add(&plain, mac, sizeof mac);
	to->file = age_encrypt(to->a, (const uint8_t *)x->recipient.s, buf_text(&plain));
	return to->file.len <= EXCHANGE_FILE ||
	       err_set(e, ERR_REFUSED, "send names: more than one file takes");
}

static bool make(struct ops *o, struct arena *a, const struct keys_ask *q, struct making *x,
		 struct index *index, struct err *e)
{
	struct arena *own = arena_new(0);
	struct ops_sending *s;

	if (!own)
		return err_set(e, ERR_FAILED, "send names: out of memory");
	s = arena_alloc(own, sizeof *s);
	s->a = own;
	o->client->sending = s;
	if (setjmp(*arena_guard(own))) {
		ops_exchange_end(o->client);
		return err_set(e, ERR_FAILED, "send names: out of memory");
	}
	if (is_granted(o, a, x, e) && gather(o, a, index, x, e) &&
	    ops_may_open(o, a, q, false, e) && seal(o, x, s, e))
		return true;
	ops_exchange_end(o->client);
	return false;
}

/* Slice by slice, each once; behind the last nothing is kept. */
static bool give(struct ops *o, struct arena *a, uint64_t at, struct buf *b, struct err *e)
{
	struct ops_sending *s = o->client->sending;
	struct str rest;

	if (!s || at > s->file.len)
		return err_set(e, ERR_USAGE, "send names: nothing was made that could be given");
	rest = str_from(s->file, (size_t)at);
	if (rest.len > EXCHANGE_SLICE)
		rest.len = EXCHANGE_SLICE;
	cbor_put_bytes(b, str_dup(a, rest));
	if (at + rest.len == s->file.len)
		ops_exchange_end(o->client);
	return true;
}

static bool begin(struct ops *o, struct arena *a, const struct keys_ask *q, struct buf *b,
		  struct err *e)
{
	struct read in = read_of(q->data.s, q->data.len);
	struct making *x = arena_alloc(a, sizeof *x);
	bool lost[256], ok = false;
	struct index *index;
	size_t n_lost = 0;

	ops_exchange_end(o->client);
	if (!read_making(&in, x))
		return err_set(e, ERR_USAGE, "keys: what is asked to be sent is not well-formed");
	index = ops_index(o, x->upto, lost, &n_lost, e);
	if (!index)
		return false;
	x->rows = key_arena(0);
	x->one = key_arena(0);
	if (!x->rows || !x->one || setjmp(*arena_guard(x->rows)) || setjmp(*arena_guard(x->one)))
		err_set(e, ERR_FAILED, "send names: out of memory");
	else
		ok = n_lost || make(o, a, q, x, index, e);
	if (ok) {
		cbor_put_array(b, 5);
		ops_put_lost(b, lost, n_lost);
		cbor_put_int(b, n_lost ? 0 : (int64_t)o->client->sending->file.len);
		cbor_put_int(b, (int64_t)x->x.n);
		cbor_put_int(b, x->x.head.expires_on);
	}
	arena_free(x->rows);
	arena_free(x->one);
	return ok && (n_lost ? (cbor_put_bytes(b, S("")), true) : give(o, a, 0, b, e));
}

/* n: where the slice begins that is asked for. */
OP(exchange_make)
{
	struct buf b = { .a = a };
	bool ok;

	if (!ops_exchange_may(o, a, q->kid, "send names to another register", e))
		return false;
	ok = q->n > 0 ? give(o, a, (uint64_t)q->n, &b, e) : begin(o, a, q, &b, e);
	out->data = ok ? buf_text(&b) : S("");
	return ok;
}
