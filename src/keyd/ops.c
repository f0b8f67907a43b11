/* See ops.h: what is asked for goes to its function, and what stays open between operations is kept here. */
#include "keyd/ops.h"

#include <string.h>

#include "base/arena.h"
#include "keyd/ops_int.h"
#include "ledger/key.h"
#include "base/banned.h"

/* Clients may be there for longer. */
static void end(void *p)
{
	struct ops *o = p;

	if (o->taking)
		ops_exchange_untake(o->taking);
}

struct ops *ops_new(struct arena *a, const char *dir, struct keyring *keyring,
		    const struct clock *clock, struct err *e)
{
	struct ops *o = arena_alloc(a, sizeof *o);

	o->a = a;
	o->dir = dir;
	o->keyring = keyring;
	o->clock = *clock;
	arena_defer(a, end, o);
	o->kept = key_room(a, sizeof *o->kept);
	if (o->kept)
		return o;
	err_set(e, ERR_FAILED, "hold keys: out of memory");
	return NULL;
}

static void release(void *p)
{
	ops_waits_end(p);
	ops_exchange_end(p);
	ops_exchange_untake(p);
}

struct ops_client *ops_client_new(struct arena *a, bool here, struct err *e)
{
	struct ops_client *c = arena_alloc(a, sizeof *c);

	c->here = here;
	arena_defer(a, release, c);
	c->grown = ops_grown_new(a);
	c->sessions = key_room(a, OPS_OFFICERS * sizeof *c->sessions);
	if (c->sessions)
		return c;
	err_set(e, ERR_FAILED, "hold keys: out of memory");
	return NULL;
}

size_t ops_client_sessions(const struct ops_client *c)
{
	size_t n = 0;

	for (size_t i = 0; i < OPS_OFFICERS; i++)
		n += c->sessions[i].open;
	return n;
}

void ops_client_end(struct ops_client *c)
{
	key_wipe(c->sessions, OPS_OFFICERS * sizeof *c->sessions);
	ops_grown_end(c->grown);
	ops_waits_end(c);
	ops_exchange_end(c);
	ops_exchange_untake(c);
}

void ops_at(struct ops *o, int64_t seconds)
{
	o->at = seconds;
}

/* `there`: also for another process; `two`: for one with which two officers signed in who may change the keyring, `own`: of
 * whom one may be the officer whom it is about. All else needs the passphrase. */
static const struct row {
	enum keys_op op;
	bool (*fn)(struct ops *o, struct arena *a, const struct keys_ask *q,
		   struct keys_answer *out, struct err *e);
	bool there, two, own;
} table[] = {
	{ KEYS_TAKE, op_take, .there = true },
	{ KEYS_POOL_DROP, op_pool_drop },
	{ KEYS_RECIPIENT, op_recipient, .there = true },
	{ KEYS_MAC, op_mac, .there = true }, /* of some purposes */
	{ KEYS_MAC_IS, op_mac_is, .there = true },
	{ KEYS_SEAL_C, op_seal_c, .there = true },
	{ KEYS_OPEN_C, op_open_c, .there = true },
	{ KEYS_OFFICERS, op_officers, .there = true },
	{ KEYS_OFFICER_MAKE, op_officer_make, .two = true },
	{ KEYS_SIGN, op_sign, .there = true },
	{ KEYS_LOG_MAKE, op_log_make, .two = true },
	{ KEYS_LOG_PUBLIC, op_log_public, .there = true },
	{ KEYS_LOG_ADD, op_log_add, .there = true },
	{ KEYS_LOG_SIGN, op_log_sign, .there = true },
	{ KEYS_ACTS, op_acts, .there = true },
	{ KEYS_LOG_SIGNED, op_log_signed, .there = true },
	{ KEYS_LOG_RESUME, op_log_resume },
	{ KEYS_IDENTITY, op_identity },
	{ KEYS_SHARE, op_share },
	{ KEYS_SESSION, op_session, .there = true },
	{ KEYS_SESSION_END, op_session_end, .there = true },
	{ KEYS_SESSIONS, op_sessions, .there = true },
	{ KEYS_OFFICER_NEXT, op_officer_next, .two = true, .own = true },
	{ KEYS_OFFICER_DROP, op_officer_drop, .two = true, .own = true },
	{ KEYS_OFFICER_PASSWORD, op_officer_password, .there = true }, /* with the old one */
	{ KEYS_OFFICER_FORGIVE, op_officer_forgive, .two = true },
	{ KEYS_NAMES_ADD, op_names_add, .there = true },
	{ KEYS_NAMES_READ, op_names_read, .there = true },
	{ KEYS_FIND, op_find, .there = true },
	{ KEYS_BESIDES, op_besides, .there = true },
	{ KEYS_SEARCH, op_search, .there = true },
	{ KEYS_OPEN_FILE, op_open_file, .there = true },
	{ KEYS_OPENINGS_OF, op_openings, .there = true },
	{ KEYS_HANDED, op_handed, .there = true },
	{ KEYS_LIST_PUT, op_list_put, .there = true },	 /* two keep lists */
	{ KEYS_LIST_KEEP, op_list_keep, .there = true }, /* as well, or a screener */
	{ KEYS_LIST_SEE, op_list_see, .there = true },	 /* whether they are here alone */
	{ KEYS_SCREEN, op_screen, .there = true },
	{ KEYS_EXCHANGE_KEY, op_exchange_key, .there = true },
	{ KEYS_EXCHANGE_MAKE, op_exchange_make, .there = true }, /* by a grant of two */
	{ KEYS_EXCHANGE_GIVE, op_exchange_give, .there = true }, /* two take it */
	{ KEYS_EXCHANGE_TAKE, op_exchange_take, .there = true },
	{ KEYS_EXCHANGE_KEEP, op_exchange_keep, .there = true }, /* as well, or an adjudicator */
	{ KEYS_EXCHANGE_HELD, op_exchange_held, .there = true }, /* heads alone */
	{ KEYS_EXCHANGE_COMPARE, op_exchange_compare, .there = true },
	{ KEYS_EXCHANGE_HITS, op_exchange_hits, .there = true },
	{ KEYS_RIGHT_SET, op_right_set, .two = true, .own = true },
	{ KEYS_RELATIVE, op_relative, .two = true },
	{ KEYS_RIGHT, op_right, .there = true },
	{ KEYS_APART, op_apart, .there = true },
	{ KEYS_APARTS, op_aparts, .there = true }, /* numbers alone */
	{ KEYS_UNSEAL, op_unseal, .there = true },
	{ KEYS_SLIP, op_slip, .there = true },
	{ KEYS_OPENING, op_opening, .there = true },
	{ KEYS_OPEN_S, op_open_s, .there = true },
	{ KEYS_READ_C, op_read_c, .there = true },
	{ KEYS_OPENED, op_opened, .there = true },
	{ KEYS_JOURNAL, op_journal, .there = true },
	{ KEYS_ERASE, op_erase },
	{ KEYS_ERASE_FIND, op_erase_find },
	{ KEYS_SETTLE, op_settle },
};

bool ops_about(struct ops *o, struct arena *a, const struct keys_ask *q, struct str *name,
	       struct err *e)
{
	struct officer_public *list;
	size_t n;

	*name = q->name;
	if (!q->kid)
		return true;
	if (!keyring_officer_each(o->keyring, a, &list, &n, e))
		return false;
	while (n--)
		if (!memcmp(list[n].kid, q->kid, 4))
			*name = list[n].name;
	return true;
}

static bool may_ask(struct ops *o, struct arena *a, const struct keys_ask *q, const struct row *t,
		    struct err *e)
{
	struct str name;

	if (o->client->here || t->there)
		return true;
	if (t->two)
		return ops_about(o, a, q, &name, e) && ops_two(o, a, name, t->own, e);
	return err_set(e, ERR_LOCKED,
		       "the key holder does not do this for others: stop it (sulh keyd stop) and "
		       "give the passphrase");
}

bool ops_answer(struct ops *o, struct ops_client *c, struct arena *a, const struct keys_ask *q,
		struct keys_answer *out, struct err *e)
{
	memset(out, 0, sizeof *out);
	o->client = c;
	ops_client_see(o, c, 0);
	ops_exchange_daily(o);
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].op == q->op)
			return may_ask(o, a, q, &table[i], e) && table[i].fn(o, a, q, out, e);
	return err_set(e, ERR_USAGE, "keys: there is no operation %d", (int)q->op);
}

struct str ops_give(struct arena *a, const void *p, size_t n)
{
	return str_mem(arena_copy(a, p, n), n);
}
