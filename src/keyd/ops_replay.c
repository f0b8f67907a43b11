/* Which acts a log has: those of keyring/acts-* (ledger/keyring_acts.h), and those that a client shows before it is signed. An act that
 * is among them is none that a cut makes once more. */
#include "keyd/ops_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/banned.h"

/* Shown and not signed, by all clients, without the passphrase: 24 bytes each, twice. */
#define SHOWN_MAX ((size_t)1 << 20)
#define ROOM	  1024

/* A place is empty where all is zero, which no digest is. */
struct ops_replay {
	struct arena *a;
	size_t *all;
	uint8_t (*table)[ACT_DIGEST];
	size_t room, n;
};

struct ops_replay *ops_replay_new(struct ops *o, struct err *e)
{
	struct arena *a = arena_new(0);
	struct ops_replay *x;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		err_set(e, ERR_FAILED, "look at acts: out of memory");
		return NULL;
	}
	x = arena_alloc(a, sizeof *x);
	x->a = a;
	x->all = &o->n_shown;
	x->room = ROOM;
	x->table = arena_array(a, x->room, sizeof *x->table);
	return x;
}

void ops_replay_free(struct ops_replay *x)
{
	if (!x)
		return;
	*x->all -= x->n;
	arena_free(x->a);
}

static uint8_t *place_of(const struct ops_replay *x, const uint8_t digest[ACT_DIGEST])
{
	static const uint8_t none[ACT_DIGEST];
	size_t i;

	memcpy(&i, digest, sizeof i);
	for (i &= x->room - 1; memcmp(x->table[i], none, ACT_DIGEST) != 0 &&
			       memcmp(x->table[i], digest, ACT_DIGEST) != 0;
	     i = (i + 1) & (x->room - 1))
		;
	return x->table[i];
}

static bool grow(struct ops_replay *x, struct err *e)
{
	struct ops_replay old = *x;

	if (setjmp(*arena_guard(x->a)))
		return err_set(e, ERR_FAILED, "look at acts: out of memory");
	x->table = arena_array(x->a, 2 * old.room, sizeof *x->table);
	x->room = 2 * old.room;
	for (size_t i = 0; i < old.room; i++)
		memcpy(place_of(x, old.table[i]), old.table[i], ACT_DIGEST);
	return true;
}

const char *ops_replay_note(struct ops *o, struct ops_replay *x, struct acts *acts,
			    const uint8_t id8[8], const uint8_t act[16], struct err *e)
{
	uint8_t digest[ACT_DIGEST], *at;
	bool has;

	if (!o->client->here && o->n_shown >= SHOWN_MAX) {
		err_set(e, ERR_LOCKED,
			"more than %zu acts are shown before any is signed: publish once with the "
			"passphrase and without the key holder",
			SHOWN_MAX);
		return NULL;
	}
	if (2 * (x->n + 1) > x->room && !grow(x, e))
		return NULL;
	acts_digest(acts, id8, act, digest);
	at = place_of(x, digest);
	if (!memcmp(at, digest, sizeof digest))
		return "it is shown twice";
	if (!acts_has(acts, digest, &has, e))
		return NULL;
	if (has)
		return "the log has this act already";
	memcpy(at, digest, sizeof digest);
	x->n++;
	o->n_shown++;
	return NULL;
}

static int ascending(const void *x, const void *y)
{
	return memcmp(x, y, ACT_DIGEST);
}

bool ops_replay_keep(const struct ops_replay *x, struct arena *a, struct acts *acts,
		     struct signed_log *l, struct err *e)
{
	static const uint8_t none[ACT_DIGEST];
	uint8_t(*list)[ACT_DIGEST] = arena_array(a, x->n + 1, sizeof *list);
	size_t n = 0;

	for (size_t i = 0; i < x->room; i++)
		if (memcmp(x->table[i], none, ACT_DIGEST) != 0)
			memcpy(list[n++], x->table[i], ACT_DIGEST);
	qsort(list, n, sizeof *list, ascending);
	return acts_add(acts, (const uint8_t(*)[ACT_DIGEST])list, n, l, e);
}
