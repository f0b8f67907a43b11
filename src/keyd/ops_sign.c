/* Operations that sign: with the role keys of officers and with the keys of logs. */
#include "keyd/ops_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/os.h"
#include "keyd/keys.h"
#include "ledger/key.h"
#include "ledger/log.h"
#include "ledger/note.h"
#include "base/banned.h"

static struct str public_part(struct arena *a, const uint8_t kid[4], const uint8_t pub[32])
{
	uint8_t both[36];

	memcpy(both, kid, 4);
	memcpy(both + 4, pub, 32);
	return ops_give(a, both, sizeof both);
}

OP(officers)
{
	struct officer_public *list;
	struct buf b = { .a = a };
	size_t n;

	(void)q;
	if (!keyring_officer_each(o->keyring, a, &list, &n, e))
		return false;
	cbor_put_array(&b, n);
	for (size_t i = 0; i < n; i++) {
		cbor_put_array(&b, 3);
		cbor_put_text(&b, list[i].name);
		cbor_put_bytes(&b, public_part(a, list[i].kid, list[i].pub));
		cbor_put_int(&b, list[i].gone);
	}
	out->data = buf_text(&b);
	return true;
}

OP(officer_make)
{
	struct officer_key key;

	if (!keyring_officer_make(o->keyring, a, q->name, q->secret, &key, e))
		return false;
	out->data = public_part(a, key.kid, key.pub);
	key_wipe(&key, sizeof key);
	return true;
}

OP(officer_next)
{
	struct officer_key key;

	if (!keyring_officer_next(o->keyring, a, q->name, q->secret, &key, e))
		return false;
	out->data = public_part(a, key.kid, key.pub);
	key_wipe(&key, sizeof key);
	return true;
}

OP(officer_drop)
{
	(void)out;
	if (!q->kid)
		return err_set(e, ERR_USAGE, "drop an officer's key: none is given");
	if (!keyring_officer_drop(o->keyring, a, q->kid, e))
		return false;
	return ops_end_key(o, a, q->kid, e);
}

/* The old password, then the new one. */
OP(officer_password)
{
	(void)out;
	return keyring_officer_password(o->keyring, a, q->name, q->secret, q->data,
					clock_now(&o->clock), e);
}

OP(officer_forgive)
{
	(void)out;
	return keyring_officer_forgive(o->keyring, a, q->name, e);
}

OP(sign)
{
	const struct ops_session *key = q->kid ? ops_session(o, q->kid) : NULL;
	uint8_t sig[64];

	/* Else it might be a checkpoint, or whatever else one day is signed with such keys. */
	if (!str_starts(q->data, S(KEYS_SIGN_ACT)) && !str_starts(q->data, S(KEYS_SIGN_ENTRY)))
		return err_set(e, ERR_USAGE, "sign as an officer: it is neither act nor entry");
	if (!key)
		return err_set(e, ERR_LOCKED, "sign as an officer: there is no session");
	key_sign(key->seed, key->pub, q->data, sig);
	out->data = ops_give(a, sig, sizeof sig);
	return true;
}

/* A file of the log of this origin. */
static const char *log_file(const struct ops *o, struct arena *a, struct str origin,
			    const char *file, struct err *e)
{
	struct str log, operation;
	unsigned n;

	if (log_origin_read(origin, &log, &operation, &n))
		return str_z(a, str_fmt(a, "%s/log/%.*s/%s", o->dir, P(log), file));
	err_set(e, ERR_USAGE, "use a log's key: its origin is none");
	return NULL;
}

/* The public key, then what its file is to hold: the key holder itself writes nothing into the logs. */
OP(log_make)
{
	uint8_t seed[32], pub[32];
	struct buf b = { .a = a };
	const char *path = log_file(o, a, q->name, "key", e);
	struct hwm own, none = { .root = tree_root(&(struct tree){ 0 }) };
	struct str file;

	if (!path)
		return false;
	/* A log whose key is gone can never be continued. */
	if (os_type(path) != OS_MISSING)
		return err_set(e, ERR_REFUSED, "make a log's key: %s is there already", path);
	/* So that from now on another origin of this log is none, and a note that is gone is missed. */
	if (!keyring_signed(o->keyring, a, q->name, &own, e) ||
	    (own.missing && !keyring_signed_set(o->keyring, a, q->name, &none, e)))
		return false;
	file = keyring_log_key_make(o->keyring, a, seed);
	key_public(seed, pub);
	key_wipe(seed, sizeof seed);
	buf_add(&b, pub, sizeof pub);
	buf_str(&b, file);
	out->data = buf_text(&b);
	return true;
}

static bool log_seed(struct ops *o, struct arena *a, struct str origin, uint8_t seed[32],
		     struct err *e)
{
	const char *path = log_file(o, a, origin, "key", e);

	return path && keyring_log_key(o->keyring, a, path, seed, e);
}

OP(log_public)
{
	uint8_t seed[32], pub[32];

	if (!log_seed(o, a, q->name, seed, e))
		return false;
	key_public(seed, pub);
	key_wipe(seed, sizeof seed);
	out->data = ops_give(a, pub, sizeof pub);
	return true;
}

/* What the keyring says was signed of this log. Whoever writes to the folder can put an older file there: not below what
 * was seen since the keyring was opened. */
static bool signed_of(struct ops *o, struct arena *a, struct str origin, struct ops_signed **seen,
		      struct hwm *own, struct err *e)
{
	if (!keyring_signed(o->keyring, a, origin, own, e))
		return false;
	for (*seen = o->signed_logs; *seen && !str_eq((*seen)->origin, origin);
	     *seen = (*seen)->next)
		;
	if (*seen &&
	    (own->missing || own->size < (*seen)->mark.size ||
	     (own->size == (*seen)->mark.size && !hash_eq(&own->root, &(*seen)->mark.root))))
		return err_set(e, ERR_ATTENTION,
			       "keyring/signed says less of %.*s than was signed since the keyring "
			       "was opened: put it back from a backup",
			       P(origin));
	return true;
}

static void remember(struct ops *o, struct str origin, struct ops_signed *seen,
		     const struct hwm *mark)
{
	if (!seen) {
		seen = arena_alloc(o->a, sizeof *seen);
		*seen = (struct ops_signed){ o->signed_logs, str_dup(o->a, origin), *mark };
		o->signed_logs = seen;
	}
	seen->mark = *mark;
}

static bool never_twice(const struct hwm *own, const struct checkpoint *c, struct err *e)
{
	if (own->missing || c->size > own->size ||
	    (c->size == own->size && hash_eq(&own->root, &c->root)))
		return true;
	return err_set(e, ERR_ATTENTION,
		       "sign for %.*s: the keyring has signed %llu entries of it, and this is %s: "
		       "its mark or the database was set back. Restore the database that was "
		       "published; where only the mark was changed, run `sulh log resume` with the "
		       "newest checkpoint",
		       P(c->origin), (unsigned long long)own->size,
		       c->size < own->size ? "fewer" : "another root");
}

/* No day brings so many entries. Whoever writes to the folder makes any mark: one size beyond all others, once signed, would
 * end the log. */
#define GROWTH (1u << 24)

static bool near(const struct ops *o, const struct hwm *own, const struct checkpoint *c,
		 struct err *e)
{
	if (own->missing)
		return o->client->here ||
		       err_set(e, ERR_ATTENTION,
			       "sign for %.*s: the keyring does not know what was signed of it: "
			       "publish once with the passphrase and without the key holder",
			       P(c->origin));
	return c->size <= own->size || c->size - own->size <= GROWTH ||
	       err_set(e, ERR_ATTENTION,
		       "sign for %.*s: %llu entries, where %llu were signed: more than any day "
		       "brings",
		       P(c->origin), (unsigned long long)c->size, (unsigned long long)own->size);
}

/* Nothing else is signed with the key of a log than its checkpoints, none that its mark does not know, and never a smaller
 * size or a second root: that the keyring remembers by itself. */
static bool may_sign(struct ops *o, struct arena *a, const struct checkpoint *c, struct err *e)
{
	const char *path = log_file(o, a, c->origin, "signed.hwm", e);
	struct hwm mark, own, new = { .size = c->size, .root = c->root };
	struct ops_signed *seen;

	if (!path || !hwm_read(a, path, &mark, e))
		return false;
	if (mark.missing || mark.size != c->size || !hash_eq(&mark.root, &c->root))
		return err_set(e, ERR_ATTENTION,
			       "sign for %.*s: its mark does not say this size and root, and it is "
			       "written before anything is signed",
			       P(c->origin));
	if (!signed_of(o, a, c->origin, &seen, &own, e) || !never_twice(&own, c, e) ||
	    !near(o, &own, c, e) ||
	    ((own.missing || own.size != c->size) &&
	     !keyring_signed_set(o->keyring, a, c->origin, &new, e)))
		return false;
	remember(o, c->origin, seen, &new);
	return true;
}

/* Size (8 bytes, big-endian) and root; nothing where nothing was signed. */
OP(log_signed)
{
	struct ops_signed *seen;
	struct hwm own;
	uint8_t both[40];

	if (!signed_of(o, a, q->name, &seen, &own, e))
		return false;
	for (int i = 0; i < 8; i++)
		both[i] = (uint8_t)(own.size >> (8 * (7 - i)));
	memcpy(both + 8, own.root.b, 32);
	out->data = ops_give(a, both, own.missing ? 0 : sizeof both);
	return true;
}

/* Whoever has the passphrase says which checkpoint is the newest, whatever was noted until now. */
OP(log_resume)
{
	uint8_t seed[32];
	struct checkpoint c;
	struct ops_signed *seen = o->signed_logs;
	struct hwm mark;

	(void)out;
	if (!checkpoint_read(q->data, &c, e) || !log_seed(o, a, c.origin, seed, e))
		return false;
	key_wipe(seed, sizeof seed);
	mark = (struct hwm){ .size = c.size, .root = c.root };
	if (!keyring_signed_renew(o->keyring, a, c.origin, &mark, e))
		return false;
	while (seen && !str_eq(seen->origin, c.origin))
		seen = seen->next;
	remember(o, c.origin, seen, &mark);
	return true;
}

OP(log_sign)
{
	uint8_t seed[32], pub[32], sig[64];
	struct checkpoint c;

	/* The key first: of a log that has none nothing is noted. */
	if (!checkpoint_read(q->data, &c, e) || !log_seed(o, a, c.origin, seed, e))
		return false;
	if (!may_sign(o, a, &c, e)) {
		key_wipe(seed, sizeof seed);
		return false;
	}
	key_public(seed, pub);
	key_sign(seed, pub, q->data, sig);
	key_wipe(seed, sizeof seed);
	out->data = ops_give(a, sig, sizeof sig);
	return true;
}
