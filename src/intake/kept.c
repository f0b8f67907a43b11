/*
 * What the front door asks for with every record, kept while the register is open for writing: nobody else
 * can change it meanwhile (register.h, the lock). The operation and the decrees are forgotten whenever
 * entries may have come or gone; keys are wiped when the register is closed.
 */
#include <string.h>

#include "base/arena.h"
#include "intake/intake_int.h"
#include "ledger/key.h"
#include "base/banned.h"

#define OFFICERS 32
#define PURPOSES 8

/* In memory that is not swapped. */
struct kept_keys {
	struct officer_key officers[OFFICERS]; /* round robin; the keyring may hold many more */
	struct {
		struct str purpose;
		uint8_t key[32];
	} purposes[PURPOSES];
};

struct kept {
	struct arena *a; /* of the records below */
	bool has_operation, has_decrees;
	const struct rec *operation; /* NULL: none is recorded */
	const struct rec **decrees;
	size_t n_decrees;
	size_t n_officers, next_officer, n_purposes;
	struct kept_keys *keys;
};

static void free_records(void *p)
{
	arena_free(((struct kept *)p)->a);
}

static struct kept *kept(struct reg *r, struct err *e)
{
	struct kept *k = r->kept;

	if (k)
		return k;
	k = arena_alloc(r->a, sizeof *k);
	k->keys = key_room(r->a, sizeof *k->keys);
	k->a = k->keys ? arena_new(0) : NULL;
	if (!k->a) {
		err_set(e, ERR_FAILED, "read the register: out of memory");
		return NULL;
	}
	arena_defer(r->a, free_records, k);
	r->kept = k;
	return k;
}

void kept_forget(struct reg *r)
{
	struct kept *k = r->kept;

	if (!k || (!k->has_operation && !k->has_decrees))
		return;
	k->has_operation = k->has_decrees = false;
	arena_reset(k->a);
}

const struct rec *kept_operation(struct reg *r, struct err *e)
{
	struct kept *k = kept(r, e);

	if (!k)
		return NULL;
	e->kind = ERR_NONE;
	if (k->has_operation)
		return k->operation;
	k->operation = intake_operation(r, k->a, e);
	k->has_operation = k->operation || e->kind == ERR_NONE;
	return k->operation;
}

struct collecting {
	struct arena *a;
	struct buf list;
};

static bool add_decree(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct collecting *c = p;
	int64_t at[2] = { log, seq };

	(void)e;
	buf_add(&c->list, at, sizeof at);
	return true;
}

bool kept_decrees(struct reg *r, const struct rec ***list, size_t *n, struct err *e)
{
	struct kept *k = kept(r, e);
	struct collecting c;
	const int64_t *at;

	if (!k)
		return false;
	if (!k->has_decrees) {
		c = (struct collecting){ k->a, { .a = k->a } };
		if (!store_things(r->store, kind_by_name(S("decree"))->code, add_decree, &c, e))
			return false;
		at = (const int64_t *)(const void *)c.list.p;
		k->n_decrees = c.list.len / (2 * sizeof *at);
		k->decrees = arena_array(k->a, k->n_decrees + 1, sizeof *k->decrees);
		for (size_t i = 0; i < k->n_decrees; i++) {
			struct entry *x = arena_alloc(k->a, sizeof *x);

			k->decrees[i] = intake_record(r, k->a, at[2 * i], at[2 * i + 1], x, e);
			if (!k->decrees[i])
				return false;
		}
		k->has_decrees = true;
	}
	*list = k->decrees;
	*n = k->n_decrees;
	return true;
}

bool intake_decrees(struct reg *r, const struct rec *const **list, size_t *n, struct err *e)
{
	const struct rec **decrees;

	if (!kept_decrees(r, &decrees, n, e))
		return false;
	*list = decrees;
	return true;
}

bool kept_officer(struct reg *r, struct arena *a, struct str name, struct officer_key *out,
		  struct err *e)
{
	struct kept *k = kept(r, e);
	struct officer_key *o;

	if (!k)
		return false;
	for (size_t i = 0; i < k->n_officers; i++)
		if (str_eq(k->keys->officers[i].name, name)) {
			*out = k->keys->officers[i];
			return true;
		}
	if (!keyring_officer(r->keys, a, name, out, e))
		return false;
	/* A key, once made, stays the key of that name. */
	o = &k->keys->officers[k->next_officer];
	k->next_officer = (k->next_officer + 1) % OFFICERS;
	if (k->n_officers < OFFICERS)
		k->n_officers++;
	*o = *out;
	o->name = str_dup(r->a, name);
	return true;
}

const uint8_t *kept_key(struct reg *r, struct str purpose, uint8_t room[32])
{
	struct err e = { 0 };
	struct kept *k = kept(r, &e);
	uint8_t *key = room;

	for (size_t i = 0; k && i < k->n_purposes; i++)
		if (str_eq(k->keys->purposes[i].purpose, purpose))
			return k->keys->purposes[i].key;
	if (k && k->n_purposes < PURPOSES) {
		k->keys->purposes[k->n_purposes].purpose = str_dup(r->a, purpose);
		key = k->keys->purposes[k->n_purposes++].key;
	}
	key_derive(str_mem(keyring_centre_key(r->keys), 32), S(""), purpose, key, 32);
	return key;
}
