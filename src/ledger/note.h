/*
 * Signed notes, verifier keys and checkpoints (C2SP signed-note, tlog-checkpoint,
 * tlog-cosignature). One spelling only: whatever parses is exactly what would be written.
 */
#ifndef SULH_LEDGER_NOTE_H
#define SULH_LEDGER_NOTE_H

#include "base/err.h"
#include "ledger/hash.h"

struct arena;

#define NOTE_MAX	 65536
#define NOTE_SIGNATURES	 32
#define NOTE_ED25519	 0x01 /* a log's own signature */
#define NOTE_COSIGNATURE 0x04 /* a witness's, with the time (C2SP tlog-cosignature) */

struct note_vkey {
	struct str name;
	uint8_t id[4];
	uint8_t type;
	uint8_t key[32];
};

struct note_skey {
	uint8_t seed[32];
	struct note_vkey vkey;
};

/* Makes a log's key pair of 32 random bytes; `name` is kept as given. */
void note_key_make(struct arena *a, struct str name, const uint8_t seed[32], struct note_skey *out);

/* The verifier key of a log's public key; `name` is kept as given. */
void note_vkey_make(struct str name, const uint8_t pub[32], struct note_vkey *out);

/* "name+hash8+base64(type || key)", no newline. Read refuses a hash that does not fit, a name with
 * blank or plus, a type other than the two above, a key that is no canonical point. */
struct str note_vkey_text(struct arena *a, const struct note_vkey *k);
bool note_vkey_read(struct arena *a, struct str s, struct note_vkey *k, struct err *e);

/* Text (which must end with a newline), a blank line, one signature line. */
struct str note_sign(struct arena *a, struct str text, const struct note_skey *k);

/* Who signs where the key is not at hand: the verifier key, and the Ed25519 signature of a text. `ready` (NULL: always) gives
 * the signer what it wants to see before it signs a checkpoint, or refuses: asked before anything is written for it, the
 * mark of the log among it, and as often as one likes. */
struct checkpoint;
struct note_signer {
	struct note_vkey vkey;
	bool (*ready)(void *p, const struct checkpoint *c, struct err *e);
	bool (*sign)(void *p, struct str text, uint8_t sig[64], struct err *e);
	void *p;
};
/* One that has the key, which must last as long. */
struct note_signer note_signer_of(const struct note_skey *k);
bool note_sign_by(struct arena *a, struct str text, const struct note_signer *by, struct str *out,
		  struct err *e);

struct note_signature {
	struct str name;
	uint8_t id[4];
	struct str bytes; /* behind the key id */
};

struct note {
	struct str text; /* with its final newline */
	size_t n;
	struct note_signature signatures[NOTE_SIGNATURES];
};

/* Takes a note apart; checks no signature. */
bool note_read(struct arena *a, struct str s, struct note *out, struct err *e);

/* How many of the note's signatures are by `k` and good: 0, 1, or -1 for one by its name and id
 * that is bad. */
int note_check(const struct note *n, const struct note_vkey *k);

/* Origin, size, root: the three lines of a checkpoint, nothing behind them. */
struct checkpoint {
	struct str origin;
	uint64_t size;
	struct hash root;
};
struct str checkpoint_text(struct arena *a, const struct checkpoint *c);
bool checkpoint_read(struct str text, struct checkpoint *c, struct err *e);

/* [a-z0-9-]{1,32}, "bulletin", "policy" and "definitions" reserved: a log's or operation's name. */
bool log_name_ok(struct str name);
/* "<log>.<operation>/log/<n>" */
struct str log_origin(struct arena *a, struct str log, struct str operation, unsigned n);
bool log_origin_read(struct str origin, struct str *log, struct str *operation, unsigned *n);
/* SHA-256(origin)[:8] */
void log_id8(struct str origin, uint8_t out[8]);

#endif
