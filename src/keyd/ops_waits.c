/*
 * Names that wait for the end of a transaction: rows of one file are compared with each other as with everybody else. They are in
 * an index of the client's own, in which nobody else looks, until it begins another transaction, or ends.
 */
#include "keyd/ops_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/read.h"
#include "keyd/index.h"
#include "ledger/key.h"
#include "base/banned.h"

struct ops_waits {
	struct arena *a;
	struct index *index;
	size_t n; /* records */
};

void ops_waits_end(struct ops_client *c)
{
	if (c->waits)
		arena_free(c->waits->a);
	c->waits = NULL;
}

struct index *ops_waits(const struct ops *o)
{
	return o->client->waits ? o->client->waits->index : NULL;
}

static bool begin(struct ops_client *c, struct err *e)
{
	struct arena *a = arena_new(0);
	struct ops_waits *w;

	if (!a)
		return err_set(e, ERR_FAILED, "keep the names: out of memory");
	w = arena_alloc(a, sizeof *w);
	w->a = a;
	c->waits = w;
	w->index = index_new(a, e);
	if (!w->index)
		ops_waits_end(c);
	return c->waits != NULL;
}

/* All that is known of who waits: what is said anew of somebody is only a part of it. */
static bool add(struct ops_waits *w, struct arena *a, struct index *index,
		const struct index_record *x, struct err *e)
{
	struct names *known = arena_alloc(a, sizeof *known), *said = arena_alloc(a, sizeof *said);
	struct index_record all = *x;
	struct buf body = { .a = a };
	struct read in = read_of(x->body.s, x->body.len);

	if (!index_person(w->index, a, x->subject, said) &&
	    index_person(index, a, x->subject, known) && names_read(&in, said)) {
		names_merge(known, said);
		names_put(known, &body);
		key_wipe_later(a, body.p, body.cap);
		all.body = buf_text(&body);
	}
	w->n++;
	return index_take(w->index, &all, e);
}

bool ops_waits_add(struct ops *o, struct arena *a, struct index *index, size_t before,
		   const struct index_record *list, size_t n, struct err *e)
{
	struct ops_client *c = o->client;

	if (!before)
		ops_waits_end(c);
	if (before != (c->waits ? c->waits->n : 0))
		return err_set(e, ERR_FAILED,
			       "compare names: what was given of this transaction is not here");
	if (n && !c->waits && !begin(c, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!add(c->waits, a, index, &list[i], e))
			return false;
	return true;
}
