/* See keys.h: calls into what is asked, and answers out of what came back. */
#include "keyd/keys.h"

#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/os.h"
#include "keyd/ask.h"
#include "keyd/lock.h"
#include "keyd/ops.h"
#include "ledger/key.h"
#include "base/banned.h"

/* What stands behind keys_local. */
struct here {
	struct ops *ops;
	struct ops_client *client;
};

static bool ask_here(struct keys *k, struct arena *a, const struct keys_ask *q,
		     struct keys_answer *out, struct err *e)
{
	struct here *h = k->p;

	return ops_answer(h->ops, h->client, a, q, out, e);
}

static void release(void *p)
{
	arena_free(((struct keys *)p)->work);
}

struct keys *keys_new(struct arena *a, struct err *e)
{
	struct keys *k = arena_alloc(a, sizeof *k);

	k->work = arena_new(0);
	if (!k->work) {
		err_set(e, ERR_FAILED, "use keys: out of memory");
		return NULL;
	}
	arena_defer(a, release, k);
	return k;
}

static void unlock_file(void *p)
{
	close(*(int *)p);
}

struct keys *keys_local(struct arena *a, const char *dir, struct str passphrase,
			const struct clock *clock, struct err *e)
{
	const char *place = str_z(a, os_join(a, str_of(dir), S("keyring")));
	struct here *h = arena_alloc(a, sizeof *h);
	int *lock = arena_alloc(a, sizeof *lock);
	struct keyring *keyring;
	struct keys *k;

	*lock = lock_keyring(a, dir, false, e);
	if (*lock < 0)
		return NULL;
	arena_defer(a, unlock_file, lock);
	keyring = keyring_open(a, place, passphrase, e);
	k = keyring ? keys_new(a, e) : NULL;
	if (!k)
		return NULL;
	h->ops = ops_new(a, dir, keyring, clock, e);
	h->client = h->ops ? ops_client_new(a, true, e) : NULL;
	k->ask = ask_here;
	k->p = h;
	return h->client ? k : NULL;
}

bool keys_ask_fixed(struct keys *k, const struct keys_ask *q, void *to, size_t n, struct err *e)
{
	struct keys_answer got;
	bool ok;

	if (setjmp(*arena_guard(k->work)))
		return err_set(e, ERR_FAILED, "use keys: out of memory");
	ok = k->ask(k, k->work, q, &got, e) &&
	     (got.data.len == n ||
	      err_set(e, ERR_FAILED, "use keys: the answer is not of the length it should have"));
	if (ok && n)
		memcpy(to, got.data.s, n);
	arena_reset(k->work);
	return ok;
}

bool keys_take(struct keys *k, struct identity *out, size_t n, struct err *e)
{
	const struct keys_ask q = { .op = KEYS_TAKE, .n = (int64_t)n };

	return !n || keys_ask_fixed(k, &q, out, n * sizeof *out, e);
}

bool keys_pool_drop(struct keys *k, struct err *e)
{
	return keys_ask_fixed(k, &(struct keys_ask){ .op = KEYS_POOL_DROP }, NULL, 0, e);
}

bool keys_recipient(struct keys *k, const uint8_t subject[16], uint8_t recipient[32], struct err *e)
{
	const struct keys_ask q = { .op = KEYS_RECIPIENT, .subject = subject };

	return keys_ask_fixed(k, &q, recipient, 32, e);
}

bool keys_share(struct keys *k, struct arena *a, const struct str holders[KEYRING_SHARES],
		struct str shares[KEYRING_SHARES], struct err *e)
{
	struct keys_ask q = { .op = KEYS_SHARE };
	struct buf b = { .a = a };
	struct keys_answer got;

	for (size_t i = 0; i < KEYRING_SHARES; i++)
		buf_fmt(&b, "%s%.*s", i ? "\n" : "", P(holders[i]));
	q.data = buf_text(&b);
	if (!k->ask(k, a, &q, &got, e))
		return false;
	for (size_t i = 0; i < KEYRING_SHARES; i++)
		shares[i] = str_cut(&got.data, '\n');
	return true;
}

/* On the wire the index is 256 numbers of eight bytes, big-endian; in an answer all ones where a bucket was not
 * touched. */
bool keys_erase(struct keys *k, struct arena *a, const uint8_t (*subjects)[16], size_t n,
		struct erase_index *index, struct err *e)
{
	struct keys_ask q = { .op = KEYS_ERASE, .n = (int64_t)n };
	struct buf b = { .a = a };
	struct keys_answer got;

	erase_index_put(index, &b);
	buf_add(&b, subjects, n * 16);
	q.data = buf_text(&b);
	return k->ask(k, a, &q, &got, e) &&
	       (erase_index_read(got.data, index) ||
		err_set(e, ERR_FAILED, "erase: the answer is not of the length it should have"));
}

bool keys_erase_find(struct keys *k, struct arena *a, const uint8_t (*tags)[ERASE_TAG], size_t n,
		     const uint8_t (**subjects)[16], size_t *found, struct err *e)
{
	const struct keys_ask q = { .op = KEYS_ERASE_FIND, .data = str_mem(tags, n * ERASE_TAG) };
	struct keys_answer got;

	if (!k->ask(k, a, &q, &got, e))
		return false;
	*subjects = (const uint8_t(*)[16])(const void *)got.data.s;
	*found = got.data.len / 16;
	return got.data.len % 16 == 0 ||
	       err_set(e, ERR_FAILED, "erase: the answer is not of the length it should have");
}

bool keys_are_here(const struct keys *k)
{
	return k->ask == ask_here;
}

bool keys_settle(struct keys *k, struct err *e)
{
	return keys_ask_fixed(k, &(struct keys_ask){ .op = KEYS_SETTLE }, NULL, 0, e);
}

bool keys_mac(struct keys *k, struct str purpose, struct str text, uint8_t mac[32], struct err *e)
{
	return keys_mac_by(k, NULL, purpose, text, mac, e);
}

bool keys_mac_by(struct keys *k, const uint8_t *by, struct str purpose, struct str text,
		 uint8_t mac[32], struct err *e)
{
	const struct keys_ask q = { .op = KEYS_MAC, .purpose = purpose, .data = text, .kid = by };

	return keys_ask_fixed(k, &q, mac, 32, e);
}

bool keys_mac_is(struct keys *k, struct str purpose, struct str text, const uint8_t mac[32],
		 struct err *e)
{
	struct keys_answer got;
	struct buf both;
	bool ok;

	if (setjmp(*arena_guard(k->work)))
		return err_set(e, ERR_FAILED, "use keys: out of memory");
	both = (struct buf){ .a = k->work };
	buf_add(&both, mac, 32);
	buf_str(&both, text);
	ok = k->ask(k, k->work,
		    &(struct keys_ask){
			    .op = KEYS_MAC_IS, .purpose = purpose, .data = buf_text(&both) },
		    &got, e) &&
	     (got.n == 1 || err_set(e, ERR_FALSE, "a keyed digest is not that of its text"));
	arena_reset(k->work);
	return ok;
}

bool keys_seal_c(struct keys *k, struct arena *a, struct str body, struct str *object,
		 struct err *e)
{
	const struct keys_ask q = { .op = KEYS_SEAL_C, .data = body };
	struct keys_answer got;

	if (!k->ask(k, a, &q, &got, e))
		return false;
	*object = got.data;
	return true;
}

bool keys_open_c(struct keys *k, struct arena *a, struct str object, struct str *body,
		 struct err *e)
{
	const struct keys_ask q = { .op = KEYS_OPEN_C, .data = object };
	struct keys_answer got;

	if (!k->ask(k, a, &q, &got, e))
		return false;
	*body = got.data;
	return true;
}

static bool officers_read(struct arena *a, struct str data, struct officer_public **out, size_t *n)
{
	struct read in = read_of(data.s, data.len);
	uint64_t all, three;

	if (!cbor_array(&in, KEYRING_OFFICERS, &all))
		return false;
	*n = (size_t)all;
	*out = arena_array(a, *n, sizeof **out);
	for (size_t i = 0; i < *n; i++) {
		struct str both;
		int64_t gone;

		if (!cbor_array(&in, 3, &three) || three != 3 ||
		    !cbor_text(&in, UINT8_MAX, &(*out)[i].name) ||
		    !cbor_bytes(&in, 36, 36, &both) || !cbor_int(&in, 0, 1, &gone))
			return false;
		(*out)[i].gone = gone;
		memcpy((*out)[i].kid, both.s, 4);
		memcpy((*out)[i].pub, both.s + 4, 32);
	}
	return read_end(&in);
}

bool keys_officers(struct keys *k, struct arena *a, struct officer_public **out, size_t *n,
		   struct err *e)
{
	struct keys_answer got;

	return k->ask(k, a, &(struct keys_ask){ .op = KEYS_OFFICERS }, &got, e) &&
	       (officers_read(a, got.data, out, n) ||
		err_set(e, ERR_FAILED, "use keys: the list of officers is not well-formed"));
}

static bool new_key(struct keys *k, struct arena *a, const struct keys_ask *q,
		    struct officer_public *out, struct err *e)
{
	uint8_t both[36];

	if (!keys_ask_fixed(k, q, both, sizeof both, e))
		return false;
	out->name = str_dup(a, q->name);
	memcpy(out->kid, both, 4);
	memcpy(out->pub, both + 4, 32);
	return true;
}

bool keys_officer_make(struct keys *k, struct arena *a, struct str name, struct str password,
		       struct officer_public *out, struct err *e)
{
	const struct keys_ask q = { .op = KEYS_OFFICER_MAKE, .name = name, .secret = password };

	return new_key(k, a, &q, out, e);
}

bool keys_officer_next(struct keys *k, struct arena *a, struct str name, struct str password,
		       struct officer_public *out, struct err *e)
{
	const struct keys_ask q = { .op = KEYS_OFFICER_NEXT, .name = name, .secret = password };

	return new_key(k, a, &q, out, e);
}

bool keys_officer_drop(struct keys *k, const uint8_t kid[4], struct err *e)
{
	return keys_ask_fixed(k, &(struct keys_ask){ .op = KEYS_OFFICER_DROP, .kid = kid }, NULL, 0,
			      e);
}

bool keys_officer_password(struct keys *k, struct str name, struct str old, struct str password,
			   struct err *e)
{
	const struct keys_ask q = {
		.op = KEYS_OFFICER_PASSWORD, .name = name, .secret = old, .data = password
	};

	return keys_ask_fixed(k, &q, NULL, 0, e);
}

bool keys_officer_forgive(struct keys *k, struct str name, struct err *e)
{
	const struct keys_ask q = { .op = KEYS_OFFICER_FORGIVE, .name = name };

	return keys_ask_fixed(k, &q, NULL, 0, e);
}

bool keys_signs(const struct keys *k, const uint8_t kid[4])
{
	for (size_t i = 0; i < k->n_kids; i++)
		if (!memcmp(k->kids[i], kid, 4))
			return true;
	return false;
}

static void add_kids(struct keys *k, struct str kids)
{
	for (; kids.len >= 4; kids = str_from(kids, 4)) {
		const uint8_t *kid = (const uint8_t *)kids.s;

		if (keys_signs(k, kid))
			continue;
		memcpy(k->kids[k->next_kid], kid, 4);
		k->next_kid = (k->next_kid + 1) % KEYS_KIDS;
		if (k->n_kids < KEYS_KIDS)
			k->n_kids++;
	}
}

/* An ask whose answer is a list of keys; `all`: of all that have a session now. */
static bool ask_kids(struct keys *k, const struct keys_ask *q, bool all, struct err *e)
{
	struct keys_answer got;
	bool ok;

	if (setjmp(*arena_guard(k->work)))
		return err_set(e, ERR_FAILED, "use keys: out of memory");
	ok = k->ask(k, k->work, q, &got, e);
	if (ok && all)
		k->n_kids = k->next_kid = 0;
	if (ok)
		add_kids(k, got.data);
	arena_reset(k->work);
	return ok;
}

bool keys_session(struct keys *k, struct str name, struct str password, struct err *e)
{
	return ask_kids(k,
			&(struct keys_ask){ .op = KEYS_SESSION, .name = name, .secret = password },
			false, e);
}

bool keys_session_end(struct keys *k, struct str name, struct err *e)
{
	return ask_kids(k, &(struct keys_ask){ .op = KEYS_SESSION_END, .name = name }, true, e);
}

bool keys_sessions(struct keys *k, struct arena *a, struct str *names, struct err *e)
{
	struct keys_answer got;

	if (!k->ask(k, a, &(struct keys_ask){ .op = KEYS_SESSIONS }, &got, e))
		return false;
	*names = got.data;
	return true;
}

bool keys_sign(struct keys *k, const uint8_t kid[4], struct str msg, uint8_t sig[64], struct err *e)
{
	const struct keys_ask q = { .op = KEYS_SIGN, .kid = kid, .data = msg };

	return keys_ask_fixed(k, &q, sig, 64, e);
}

static struct keys_ask reading(enum keys_op op, const struct keys_reading *why,
			       const uint8_t *subject)
{
	return (struct keys_ask){ .op = op,
				  .name = why->log,
				  .purpose = why->purpose,
				  .kid = why->kid,
				  .subject = subject };
}

bool keys_open_s(struct keys *k, struct arena *a, const struct keys_reading *why,
		 const uint8_t subject[16], struct str object, struct str *body, struct err *e)
{
	struct keys_ask q = reading(KEYS_OPEN_S, why, subject);
	struct keys_answer got;

	q.data = object;
	if (!k->ask(k, a, &q, &got, e))
		return false;
	*body = got.data;
	return true;
}

bool keys_read_c(struct keys *k, struct arena *a, const struct keys_reading *why,
		 const uint8_t *subject, struct str object, struct str *body, struct err *e)
{
	struct keys_ask q = reading(KEYS_READ_C, why, subject);
	struct keys_answer got;

	q.data = object;
	if (!k->ask(k, a, &q, &got, e))
		return false;
	*body = got.data;
	return true;
}

bool keys_opening(struct keys *k, const struct keys_reading *why, const uint8_t *subject,
		  struct err *e)
{
	const struct keys_ask q = reading(KEYS_OPENING, why, subject);

	return keys_ask_fixed(k, &q, NULL, 0, e);
}

bool keys_identity(struct keys *k, const struct keys_reading *why, const uint8_t subject[16],
		   uint8_t identity[32], struct err *e)
{
	const struct keys_ask q = reading(KEYS_IDENTITY, why, subject);

	return keys_ask_fixed(k, &q, identity, 32, e);
}

bool keys_unseal(struct keys *k, struct arena *a, const uint8_t kid[4], struct str file,
		 struct str *plain, struct err *e)
{
	const struct keys_ask q = { .op = KEYS_UNSEAL, .kid = kid, .data = file };
	struct keys_answer got;

	if (!k->ask(k, a, &q, &got, e))
		return false;
	*plain = got.data;
	return true;
}

bool keys_opened(struct keys *k, struct str log, int64_t *n, struct err *e)
{
	struct keys_answer got;
	bool ok;

	if (setjmp(*arena_guard(k->work)))
		return err_set(e, ERR_FAILED, "use keys: out of memory");
	ok = k->ask(k, k->work, &(struct keys_ask){ .op = KEYS_OPENED, .name = log }, &got, e);
	*n = got.n;
	arena_reset(k->work);
	return ok;
}

bool keys_journal(struct keys *k, struct arena *a, const uint8_t *kid, int64_t from,
		  struct str *lines, struct err *e)
{
	struct keys_answer got;

	if (!k->ask(k, a, &(struct keys_ask){ .op = KEYS_JOURNAL, .kid = kid, .n = from }, &got, e))
		return false;
	*lines = got.data;
	return true;
}

bool keys_apart(struct keys *k, const uint8_t subject[16], enum keyring_apart apart, struct err *e)
{
	const struct keys_ask q = { .op = KEYS_APART, .subject = subject, .n = apart };

	return keys_ask_fixed(k, &q, NULL, 0, e);
}

bool keys_aparts(struct keys *k, struct arena *a, struct str subjects, bool others, int64_t *n,
		 struct str *list, struct err *e)
{
	const struct keys_ask q = { .op = KEYS_APARTS, .data = subjects, .n = others };
	struct keys_answer got;

	if (!k->ask(k, a, &q, &got, e))
		return false;
	*n = got.n;
	*list = got.data;
	return true;
}
