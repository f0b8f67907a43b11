/* The operations of a keyring of a target's own, made once. */
#ifndef SULH_FUZZ_OPS_HERE_H
#define SULH_FUZZ_OPS_HERE_H

#include "base/os.h"
#include "keyd/ops_int.h"
#include "ledger/key.h"
#include "folder.h"

struct ops_here {
	struct arena *a; /* NULL until it is made */
	struct keyring *keyring;
	struct ops *ops;
	struct ops_client *client; /* who has the passphrase */
};

static char ops_here_dir[64];

static void ops_here_tidy(void)
{
	struct err e;

	(void)os_remove_tree(ops_here_dir, &e);
}

static inline void ops_here(struct ops_here *w, const struct clock *clock)
{
	const struct str pass = S("four words of a phrase");
	struct err e;
	char *ring;
	bool ok;

	if (w->a)
		return;
	w->a = arena_new(0);
	ok = key_start();
	assert(ok);
	folder_make(w->a, ops_here_dir);
	(void)atexit(ops_here_tidy);
	ring = str_z(w->a, str_fmt(w->a, "%s/keyring", ops_here_dir));
	ok = keyring_make(w->a, ring, pass, KEYRING_COST_TEST, &e);
	assert(ok);
	w->keyring = keyring_open(w->a, ring, pass, &e);
	w->ops = ops_new(w->a, ops_here_dir, w->keyring, clock, &e);
	w->client = ops_client_new(w->a, true, &e);
}

#endif
