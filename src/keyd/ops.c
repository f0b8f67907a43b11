/* See ops.h: what is asked for goes to its function, and what stays open between operations is kept here. */
#include "keyd/ops.h"

#include <string.h>

#include "base/arena.h"
#include "keyd/ops_int.h"
#include "ledger/key.h"
#include "base/banned.h"

struct ops *ops_new(struct arena *a, const char *dir, struct keyring *keyring,
		    const struct clock *clock, struct err *e)
{
	struct ops *o = arena_alloc(a, sizeof *o);

	o->a = a;
	o->dir = dir;
	o->keyring = keyring;
	o->clock = *clock;
	o->kept = key_room(a, sizeof *o->kept);
	if (o->kept)
		return o;
	err_set(e, ERR_FAILED, "hold keys: out of memory");
	return NULL;
}

static const struct {
	enum keys_op op;
	bool (*fn)(struct ops *o, struct arena *a, const struct keys_ask *q,
		   struct keys_answer *out, struct err *e);
} table[] = {
	{ KEYS_TAKE, op_take },
	{ KEYS_POOL_DROP, op_pool_drop },
	{ KEYS_RECIPIENT, op_recipient },
	{ KEYS_MAC, op_mac },
	{ KEYS_SEAL_C, op_seal_c },
	{ KEYS_OPEN_C, op_open_c },
	{ KEYS_OFFICERS, op_officers },
	{ KEYS_OFFICER_MAKE, op_officer_make },
	{ KEYS_SIGN, op_sign },
	{ KEYS_LOG_MAKE, op_log_make },
	{ KEYS_LOG_PUBLIC, op_log_public },
	{ KEYS_LOG_SIGN, op_log_sign },
	{ KEYS_IDENTITY, op_identity },
	{ KEYS_SHARE, op_share },
	{ KEYS_SESSION, op_session },
	{ KEYS_OFFICER_NEXT, op_officer_next },
	{ KEYS_OFFICER_DROP, op_officer_drop },
	{ KEYS_OFFICER_PASSWORD, op_officer_password },
	{ KEYS_OFFICER_FORGIVE, op_officer_forgive },
	{ KEYS_NAMES_ADD, op_names_add },
	{ KEYS_NAMES_READ, op_names_read },
	{ KEYS_FIND, op_find },
};

bool ops_answer(struct ops *o, struct arena *a, const struct keys_ask *q, struct keys_answer *out,
		struct err *e)
{
	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].op == q->op)
			return table[i].fn(o, a, q, out, e);
	return err_set(e, ERR_USAGE, "keys: there is no operation %d", (int)q->op);
}

struct str ops_give(struct arena *a, const void *p, size_t n)
{
	return str_mem(arena_copy(a, p, n), n);
}
