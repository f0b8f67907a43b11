/* Operations with the keys of logs (keys_log.h): what is signed is what was looked at here, entry by entry. */
#include "keyd/ops_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "keyd/keys_log.h"
#include "ledger/key.h"
#include "ledger/log.h"
#include "ledger/note.h"
#include "base/banned.h"

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
	struct signed_log own,
		none = { .mark.root = tree_root(&(struct tree){ 0 }), .known = true };
	struct str file;

	if (!path)
		return false;
	/* A log whose key is gone can never be continued. */
	if (os_type(path) != OS_MISSING)
		return err_set(e, ERR_REFUSED, "make a log's key: %s is there already", path);
	/* So that from now on another origin of this log is none, and a note that is gone is missed. */
	if (!keyring_signed(o->keyring, a, q->name, &own, e) ||
	    (own.mark.missing && !keyring_signed_set(o->keyring, a, q->name, &none, e)))
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
		      struct signed_log *own, struct err *e)
{
	const struct hwm *mark = &own->mark;

	if (!keyring_signed(o->keyring, a, origin, own, e))
		return false;
	for (*seen = o->signed_logs; *seen && !str_eq((*seen)->origin, origin);
	     *seen = (*seen)->next)
		;
	if (*seen &&
	    (mark->missing || mark->size < (*seen)->mark.size ||
	     (mark->size == (*seen)->mark.size && !hash_eq(&mark->root, &(*seen)->mark.root))))
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

/* Whoever has the passphrase alone says that nothing was signed yet. */
static bool is_known(const struct ops *o, const struct hwm *own, struct str origin, struct err *e)
{
	return !own->missing || o->client->here ||
	       err_set(e, ERR_ATTENTION,
		       "sign for %.*s: the keyring does not know what was signed of it: "
		       "publish once with the passphrase and without the key holder",
		       P(origin));
}

bool ops_log_signed(struct ops *o, struct arena *a, struct str origin, struct signed_log *own,
		    struct err *e)
{
	struct ops_signed *seen;

	return log_file(o, a, origin, "key", e) && signed_of(o, a, origin, &seen, own, e) &&
	       is_known(o, &own->mark, origin, e);
}

#define LOGS_MAX 4096

/* What no log has any more, once it is known again what each has. */
static bool sweep(struct ops *o, struct arena *a, struct err *e)
{
	struct str *logs;
	size_t n;

	return os_list(a, str_z(a, str_fmt(a, "%s/log", o->dir)), LOGS_MAX, &logs, &n, e) &&
	       keyring_signed_sweep(o->keyring, a, logs, n, e);
}

/* That it is signed, and which acts that is, before it is. */
static bool sign_noted(struct ops *o, struct arena *a, const struct checkpoint *c,
		       const struct signed_log *own, struct err *e)
{
	struct signed_log next = { .mark = { .size = c->size, .root = c->root } };

	if (!own->mark.missing && own->mark.size == c->size)
		return true;
	if (!ops_log_keep(o, a, c->origin, own, &next, e) ||
	    !keyring_signed_set(o->keyring, a, c->origin, &next, e) || !sweep(o, a, e))
		return false;
	ops_log_forget(o, c->origin);
	return true;
}

/* Nothing else is signed with the key of a log than its checkpoints, none that its mark does not know, none of entries that
 * were not looked at, and never a smaller size or a second root: that the keyring remembers by itself. */
static bool may_sign(struct ops *o, struct arena *a, const struct checkpoint *c, struct err *e)
{
	const char *path = log_file(o, a, c->origin, "signed.hwm", e);
	struct hwm mark, new = { .size = c->size, .root = c->root };
	struct signed_log own;
	struct ops_signed *seen;

	if (!path || !hwm_read(a, path, &mark, e))
		return false;
	if (mark.missing || mark.size != c->size || !hash_eq(&mark.root, &c->root))
		return err_set(e, ERR_ATTENTION,
			       "sign for %.*s: its mark does not say this size and root, and it is "
			       "written before anything is signed",
			       P(c->origin));
	if (!signed_of(o, a, c->origin, &seen, &own, e) || !never_twice(&own.mark, c, e) ||
	    !is_known(o, &own.mark, c->origin, e) || !ops_log_shown(o, &own, c, e) ||
	    !sign_noted(o, a, c, &own, e))
		return false;
	remember(o, c->origin, seen, &new);
	return true;
}

/* Size (8 bytes, big-endian), root, and 1 where it is known which acts it holds, else 0; nothing where nothing was signed. */
OP(log_signed)
{
	struct ops_signed *seen;
	struct signed_log own;
	uint8_t all[41];

	if (!signed_of(o, a, q->name, &seen, &own, e))
		return false;
	for (int i = 0; i < 8; i++)
		all[i] = (uint8_t)(own.mark.size >> (8 * (7 - i)));
	memcpy(all + 8, own.mark.root.b, 32);
	all[40] = own.known;
	out->data = ops_give(a, all, own.mark.missing ? 0 : sizeof all);
	return true;
}

/* Which acts it holds stays known where that is what was signed, and the files are whole. */
static void keep_acts(struct ops *o, struct arena *a, struct str origin, struct signed_log *next)
{
	struct signed_log own;
	struct acts *acts;
	struct err e;

	if (!keyring_signed(o->keyring, a, origin, &own, &e) || own.mark.missing || !own.known ||
	    own.mark.size != next->mark.size || !hash_eq(&own.mark.root, &next->mark.root))
		return;
	acts = keyring_acts(o->keyring, a, &own, &e);
	if (acts && acts_whole(acts, &e))
		*next = own;
}

/* Whoever has the passphrase says which checkpoint is the newest, whatever was noted until now. */
OP(log_resume)
{
	uint8_t seed[32];
	struct checkpoint c;
	struct ops_signed *seen = o->signed_logs;
	struct signed_log next = { .known = false };

	(void)out;
	if (!checkpoint_read(q->data, &c, e) || !log_seed(o, a, c.origin, seed, e))
		return false;
	key_wipe(seed, sizeof seed);
	next.mark = (struct hwm){ .size = c.size, .root = c.root };
	keep_acts(o, a, c.origin, &next);
	if (!keyring_signed_renew(o->keyring, a, c.origin, &next, e))
		return false;
	while (seen && !str_eq(seen->origin, c.origin))
		seen = seen->next;
	remember(o, c.origin, seen, &next.mark);
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
