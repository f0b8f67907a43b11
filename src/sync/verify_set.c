/* Sets and maps of the verifier; see verify_int.h. Open addressing, at most half full. */
#include "sync/verify_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/banned.h"

static struct mark *mark_slot(const struct mark_set *s, struct mark m)
{
	size_t at = (size_t)m.a & (s->n - 1);

	while (s->slots[at].b && (s->slots[at].a != m.a || s->slots[at].b != m.b))
		at = (at + 1) & (s->n - 1);
	return &s->slots[at];
}

bool mark_add(struct arena *a, struct mark_set *s, struct mark m)
{
	struct mark *slot;

	m.b |= !m.b; /* 0 is a free slot */
	if (2 * (s->used + 1) > s->n) {
		struct mark_set old = *s;

		s->n = old.n ? 2 * old.n : 1024;
		s->slots = arena_array(a, s->n, sizeof *s->slots);
		for (size_t i = 0; i < old.n; i++)
			if (old.slots[i].b)
				*mark_slot(s, old.slots[i]) = old.slots[i];
	}
	slot = mark_slot(s, m);
	if (slot->b)
		return false;
	*slot = m;
	s->used++;
	return true;
}

static uint64_t thing_hash(const struct thing_map *m, int64_t space, size_t log, struct str key)
{
	const struct str parts[] = { str_mem(m->seed, sizeof m->seed),
				     str_mem(&space, sizeof space), str_mem(&log, sizeof log),
				     key };
	struct hash h = hash_parts(parts, 4);
	uint64_t n;

	memcpy(&n, h.b, sizeof n);
	return n;
}

static struct thing **thing_slot(const struct thing_map *m, uint64_t hash, int64_t space,
				 size_t log, struct str key)
{
	size_t at = (size_t)hash & (m->n - 1);
	struct thing *t;

	for (; (t = m->slots[at]); at = (at + 1) & (m->n - 1))
		if (t->hash == hash && t->space == space && t->log == log && str_eq(t->key, key))
			break;
	return &m->slots[at];
}

struct thing *thing_find(const struct thing_map *m, int64_t space, size_t log, struct str key)
{
	return m->n ? *thing_slot(m, thing_hash(m, space, log, key), space, log, key) : NULL;
}

static void things_grow(struct arena *a, struct thing_map *m)
{
	struct thing_map old = *m;

	m->n = old.n ? 2 * old.n : 256;
	m->slots = arena_array(a, m->n, sizeof(struct thing *));
	for (size_t i = 0; i < old.n; i++) {
		struct thing *t = old.slots[i];

		if (t)
			*thing_slot(m, t->hash, t->space, t->log, t->key) = t;
	}
}

struct thing *thing_put(struct arena *a, struct thing_map *m, int64_t space, size_t log,
			struct str key)
{
	struct thing **slot, *t;
	uint64_t hash;

	if (2 * (m->used + 1) > m->n)
		things_grow(a, m);
	hash = thing_hash(m, space, log, key);
	slot = thing_slot(m, hash, space, log, key);
	if (*slot)
		return *slot;
	t = *slot = arena_alloc(a, sizeof *t);
	*t = (struct thing){ .hash = hash, .space = space, .log = log, .key = str_dup(a, key) };
	m->used++;
	return t;
}
