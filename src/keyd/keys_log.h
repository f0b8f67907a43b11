/*
 * The keys of logs, by their origins, and what is signed with them: checkpoints, and of no more entries than the keyring
 * was shown. What was signed the keyring remembers by itself (keyring_signed). To sign more, whoever asks shows, from there
 * on and in their order, the entries with what stands behind each; the keyring looks at them as act.h says, adds
 * their leaves to the tree that it noted, and signs the root that comes of it, and no other.
 */
#ifndef SULH_KEYD_KEYS_LOG_H
#define SULH_KEYD_KEYS_LOG_H

#include "base/err.h"
#include "ledger/log.h"
#include "ledger/tree.h"

struct arena;
struct keys;

/* Makes a key where DIR/log/NAME has none (ERR_REFUSED where one is), whose file the caller writes there, and notes that
 * nothing was signed; needs the passphrase, or two as keys_right_set. And its public part. */
bool keys_log_make(struct keys *k, struct arena *a, struct str origin, uint8_t pub[32],
		   struct str *file, struct err *e);
bool keys_log_public(struct keys *k, struct str origin, uint8_t pub[32], struct err *e);

/* What was signed, as the keyring remembers it; out->missing where it knows nothing of such a log. *from (may be NULL): from
 * which entry on is to be shown what is signed next; 0 where it is not known which acts were signed. */
bool keys_log_signed(struct keys *k, struct str origin, struct hwm *out, uint64_t *from,
		     struct err *e);

struct keys_log_entry {
	struct str
		entry; /* its bytes; empty: an item of weapons, which stands before its entry, by its seal */
	struct str object; /* c; empty for an entry about a place, of which it is not needed */
	bool gone; /* that was erased: believed of this process alone, which has the passphrase */
	struct hash s; /* SHA-256 of object s, empty where there is none: with c, what is sealed */
};
/* No act is signed into a log twice. Shows at most KEYS_LOG_MAX entries more. `from` is the tree of all before them: of what was signed, at first, then of
 * what was shown over this connection. ERR_ATTENTION names the entry that no cut would have made, or says that `from` is no
 * such tree; then all has to be shown again. What the keyring knows nothing of is shown from the first entry on, by
 * this process alone. */
#define KEYS_LOG_MAX   256
#define KEYS_LOG_BYTES ((size_t)4 * 1024 * 1024) /* the last may make it more */
bool keys_log_add(struct keys *k, struct arena *a, struct str origin, const struct tree *from,
		  const struct keys_log_entry *list, size_t n, struct err *e);

/* Signs the text of a checkpoint: of what was signed before, or of all that was shown. The mark of the log (log.h) must
 * say this size and root already. Never a smaller size than was signed, or a second root (ERR_ATTENTION). */
bool keys_log_sign(struct keys *k, struct str text, uint8_t sig[64], struct err *e);

/* Takes this text of a checkpoint for the newest that was signed, whatever the keyring says: only in this process. */
bool keys_log_resume(struct keys *k, struct str text, struct err *e);

#endif
