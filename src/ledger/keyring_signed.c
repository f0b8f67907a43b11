/* What the keyring itself knows to be signed of each log (keyring.h): a mark that whoever merely writes to the folder
 * cannot change. */
#include "ledger/keyring.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "ledger/key.h"
#include "ledger/keyring_head.h"
#include "ledger/keyring_wrap.h"
#include "ledger/note.h"
#include "base/banned.h"

#define FILE_NAME "signed"
#define LOGS	  4096
#define ORIGIN	  128
#define RECORD	  (ORIGIN + 48)

static const struct wrapped signed_file = { SC("sulh-signed-v1\n"), SC("signed"),
					    (size_t)LOGS *RECORD };

struct mark {
	struct str origin;
	int64_t size;
	struct str root;
};

/* With room for one more. */
static bool load(struct keyring *k, struct arena *a, struct mark **list, size_t *n, struct err *e)
{
	struct str plain;
	struct read in;
	uint64_t all = 0, three = 0;

	if (!wrap_load_own(k, a, &signed_file, FILE_NAME, &plain, e))
		return false;
	in = read_of(plain.s, plain.len);
	if (!cbor_array(&in, LOGS, &all))
		return err_set(e, ERR_FAILED, "%s/" FILE_NAME ": it is not well-formed", k->dir);
	*n = (size_t)all;
	*list = arena_array(a, *n + 1, sizeof **list);
	for (size_t i = 0; i < *n; i++) {
		struct mark *m = &(*list)[i];

		if (!cbor_array(&in, 3, &three) || three != 3 ||
		    !cbor_text(&in, ORIGIN, &m->origin) || !cbor_int(&in, 0, INT64_MAX, &m->size) ||
		    !cbor_bytes(&in, 32, 32, &m->root))
			return err_set(e, ERR_FAILED, "%s/" FILE_NAME ": it is not well-formed",
				       k->dir);
	}
	return read_end(&in) ||
	       err_set(e, ERR_FAILED, "%s/" FILE_NAME ": it is not well-formed", k->dir);
}

static bool save(const struct keyring *k, struct arena *a, const struct mark *list, size_t n,
		 struct err *e)
{
	struct buf b = { .a = a };

	cbor_put_array(&b, n);
	for (size_t i = 0; i < n; i++) {
		cbor_put_array(&b, 3);
		cbor_put_text(&b, list[i].origin);
		cbor_put_int(&b, list[i].size);
		cbor_put_bytes(&b, list[i].root);
	}
	return wrap_save_own(k, a, &signed_file, FILE_NAME, b.p, b.len, e);
}

bool keyring_signed_start(const struct keyring *k, struct arena *a, struct err *e)
{
	return save(k, a, NULL, 0, e);
}

bool keyring_signed(struct keyring *k, struct arena *a, struct str origin, struct hwm *out,
		    struct err *e)
{
	struct mark *list;
	size_t n;

	*out = (struct hwm){ .missing = true };
	if (!load(k, a, &list, &n, e))
		return within(e, "look up what was signed");
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].origin, origin)) {
			*out = (struct hwm){ .size = (uint64_t)list[i].size };
			memcpy(out->root.b, list[i].root.s, sizeof out->root.b);
		}
	return true;
}

/* Where this origin stands, or would. A log has one origin: else whoever asks for signatures could fill the list with
 * others. */
static bool place(const struct mark *list, size_t n, struct str origin, size_t *at, struct err *e)
{
	struct str log, other, operation;
	unsigned number;

	if (origin.len > ORIGIN || !log_origin_read(origin, &log, &operation, &number))
		return err_set(e, ERR_REFUSED,
			       "%.*s is no origin of a log, or longer than %d bytes", P(origin),
			       ORIGIN);
	for (*at = 0; *at < n && !str_eq(list[*at].origin, origin); (*at)++)
		if (log_origin_read(list[*at].origin, &other, &operation, &number) &&
		    str_eq(other, log))
			return err_set(e, ERR_REFUSED, "%.*s is the log %.*s, and no other", P(log),
				       P(list[*at].origin));
	return *at < LOGS || err_set(e, ERR_REFUSED, "the keyring knows %d logs, no more", LOGS);
}

bool keyring_signed_set(struct keyring *k, struct arena *a, struct str origin, const struct hwm *h,
			struct err *e)
{
	struct mark *list;
	size_t n, at;

	if (!load(k, a, &list, &n, e) || !place(list, n, origin, &at, e))
		return within(e, "note what is signed");
	list[at] = (struct mark){ origin, (int64_t)h->size, hash_str(&h->root) };
	return save(k, a, list, at == n ? n + 1 : n, e) || within(e, "note what is signed");
}

bool keyring_signed_renew(struct keyring *k, struct arena *a, struct str origin,
			  const struct hwm *h, struct err *e)
{
	struct mark *list, none[1];
	size_t n, kept = 0, at;
	struct str log, other, operation;
	unsigned number;
	struct err gone;

	if (!load(k, a, &list, &n, &gone)) {
		list = none;
		n = 0;
	}
	if (!place(list, 0, origin, &at, e) || !log_origin_read(origin, &log, &operation, &number))
		return within(e, "note anew what is signed");
	for (size_t i = 0; i < n; i++)
		if (!log_origin_read(list[i].origin, &other, &operation, &number) ||
		    !str_eq(other, log))
			list[kept++] = list[i];
	list[kept] = (struct mark){ origin, (int64_t)h->size, hash_str(&h->root) };
	return kept < LOGS ? save(k, a, list, kept + 1, e) || within(e, "note anew what is signed")
			   : err_set(e, ERR_REFUSED, "the keyring knows %d logs, no more", LOGS);
}
