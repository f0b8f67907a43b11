/* Files that are wrapped under the keyring's wrap key (their layout is in keyring.h): a line that says what
 * they are, and a box. Private to the keyring. */
#ifndef SULH_LEDGER_KEYRING_WRAP_H
#define SULH_LEDGER_KEYRING_WRAP_H

#include "base/err.h"

struct arena;
struct keyring;

/* A sort of file: its line, which is bound to the box, and its key. */
struct wrapped {
	struct str line, info;
	size_t max; /* of the plaintext */
};

/* Writes `n` bytes as such a file, durably. */
bool wrap_save(const struct keyring *k, struct arena *a, const struct wrapped *sort,
	       const char *path, const void *p, size_t n, struct err *e);

/* What the bytes of one hold, which were read from `path`. ERR_FAILED where it was changed; wiped as below. */
bool wrap_open(const struct keyring *k, struct arena *a, const struct wrapped *sort,
	       const char *path, struct str bytes, struct str *plain, struct err *e);

/* Reads one. ERR_NOTHING where there is none, ERR_FAILED for one that was changed. The plaintext lies in
 * the arena and is wiped when it ends. */
bool wrap_load(const struct keyring *k, struct arena *a, const struct wrapped *sort,
	       const char *path, struct str *plain, struct err *e);

/* The same for a file of the keyring's folder that was made with it: one that is missing is damage. */
bool wrap_load_own(const struct keyring *k, struct arena *a, const struct wrapped *sort,
		   const char *name, struct str *plain, struct err *e);
/* Its bytes as they stand there, in the arena: ERR_NOTHING where there is none, any other error where they cannot be read. */
bool wrap_read_own(const struct keyring *k, struct arena *a, const struct wrapped *sort,
		   const char *name, struct str *bytes, struct err *e);
bool wrap_save_own(const struct keyring *k, struct arena *a, const struct wrapped *sort,
		   const char *name, const void *p, size_t n, struct err *e);

#endif
