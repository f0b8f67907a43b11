/*
 * Entries as somebody would write them who has the keys of all officers and can cut: what nobody could guess is made right, so that what lies
 * behind it is reached. Keys of officers are replaced by some whose seeds are known, and entries are signed with them; references get the hash
 * of what they name, cuts the numbers and the hash of their batch, and heads of bulletins the roots of their logs.
 */
#ifndef SULH_FUZZ_VERIFY_MEND_H
#define SULH_FUZZ_VERIFY_MEND_H

#include <string.h>

#include "base/arena.h"
#include "ledger/key.h"
#include "ledger/tree.h"
#include "record/kinds.h"
#include "sync/verify_int.h"

#define MEND_KEYS 64
#define MEND_LOGS 2

struct mend_key {
	uint8_t old[4], kid[4], seed[32], pub[32];
};

struct mend_log {
	struct str origin;
	uint8_t id[8];
	struct buf leaves; /* of struct hash */
	struct buf ahead;  /* what they will be, for heads that are read before the log */
	uint64_t first;	   /* of the batch */
};

struct mend {
	struct arena *a;
	struct mend_log logs[MEND_LOGS];
	struct mend_key keys[MEND_KEYS];
	size_t n_keys;
};

static inline struct mend_key *mend_key(struct mend *m, const void *old)
{
	for (size_t i = 0; i < m->n_keys; i++)
		if (!memcmp(m->keys[i].old, old, 4))
			return &m->keys[i];
	return NULL;
}

static inline struct val *mend_val(struct rec *r, const char *field)
{
	return &r->v[field_at(r->kind, field)];
}

/* Notes the officer of an entry, if it is about one: all of them, before the first is mended. */
static inline void mend_note(struct mend *m, struct arena *a, struct str bytes)
{
	struct entry x;
	struct err e;
	struct rec *r = entry_read(a, bytes, &x, &e) && x.kind == kind_officer.code
				? entry_fields(a, &x)
				: NULL;
	struct mend_key *key = &m->keys[m->n_keys];
	struct hash h;

	if (!r || m->n_keys == MEND_KEYS || rec_code(r, "kid").len != 4 ||
	    mend_key(m, rec_code(r, "kid").s))
		return;
	m->n_keys++;
	memcpy(key->old, rec_code(r, "kid").s, 4);
	memset(key->seed, (int)m->n_keys, sizeof key->seed); /* each of its own */
	key_public(key->seed, key->pub);
	h = hash_parts((struct str[]){ S("sulh/kid/v1\0"), str_mem(key->pub, 32) }, 2);
	memcpy(key->kid, h.b, 4);
}

static inline void mend_officer(struct mend *m, struct rec *r)
{
	const struct mend_key *key =
		rec_code(r, "kid").len == 4 ? mend_key(m, rec_code(r, "kid").s) : NULL;

	if (!key)
		return;
	mend_val(r, "kid")->s = str_mem(key->kid, 4);
	mend_val(r, "public_key")->s = str_mem(key->pub, 32);
}

static inline void mend_cut(struct mend_log *log, struct rec *r)
{
	const size_t n = log->leaves.len / sizeof(struct hash);
	struct hash h = hash_of(str_from(buf_text(&log->leaves), log->first * sizeof h));

	mend_val(r, "first")->n = (int64_t)log->first;
	mend_val(r, "count")->n = (int64_t)(n - log->first);
	mend_val(r, "batch")->s = str_dup(log->leaves.a, hash_str(&h));
	log->first = n + 1;
}

static inline void mend_heads(struct mend *m, struct rec *r)
{
	const struct val *heads = mend_val(r, "heads");

	for (size_t i = 0; heads->set && i < heads->len; i++) {
		struct val *row = heads->v[i].v;
		struct str origin = row[field_at(&kind_log_head, "origin")].s;
		int64_t size = row[field_at(&kind_log_head, "size")].n;

		for (size_t k = 0; k < MEND_LOGS; k++) {
			const struct mend_log *log = &m->logs[k];
			const struct buf *leaves = log->leaves.len ? &log->leaves : &log->ahead;
			struct tree t = { 0 };
			struct hash root;

			if (!str_eq(origin, log->origin) || size < 0 ||
			    (uint64_t)size > leaves->len / sizeof root)
				continue;
			tree_add_many(&t, (const struct hash *)(const void *)leaves->p,
				      (size_t)size);
			root = tree_root(&t);
			row[field_at(&kind_log_head, "root")].s = str_dup(m->a, hash_str(&root));
		}
	}
}

static inline void mend_refs(struct mend *m, struct refs *refs)
{
	for (size_t i = 0; i < refs->n; i++) {
		uint8_t *ref = refs->list[i];
		uint64_t index = 0;

		for (int k = 8; k < 16; k++)
			index = index << 8 | ref[k];
		for (size_t k = 0; k < MEND_LOGS; k++)
			if (!memcmp(m->logs[k].id, ref, 8) &&
			    index < m->logs[k].leaves.len / sizeof(struct hash))
				memcpy(ref + 16, m->logs[k].leaves.p + index * sizeof(struct hash),
				       sizeof(struct hash));
	}
}

static inline void mend_signatures(struct mend *m, const struct mend_log *log, struct entry *x)
{
	struct buf b = { .a = m->a };

	buf_str(&b, S("sulh/entry/v1\0"));
	buf_add(&b, log->id, sizeof log->id);
	buf_str(&b, entry_put(m->a, x, WITHOUT(KEY_SIGNATURES)));
	for (size_t i = 0; i < x->n_signatures; i++) {
		struct signature *s = &x->signatures[i];
		const struct mend_key *key = mend_key(m, s->kid);

		if (!key)
			continue;
		memcpy(s->kid, key->kid, 4);
		key_sign(key->seed, key->pub, buf_text(&b), s->sig);
	}
}

static inline void mend_start(struct mend *m, struct arena *a, const struct vlog *logs)
{
	m->a = a;
	for (size_t i = 0; i < MEND_LOGS; i++) {
		m->logs[i].origin = logs[i].vkey.name;
		memcpy(m->logs[i].id, logs[i].id, sizeof m->logs[i].id);
		m->logs[i].leaves.a = a;
	}
}

static inline void mend_leaf(struct mend *m, size_t at, const struct hash *leaf)
{
	buf_add(&m->logs[at].leaves, leaf, sizeof *leaf);
}

/* From the beginning, knowing what came of it. */
static inline void mend_again(struct mend *m)
{
	for (size_t i = 0; i < MEND_LOGS; i++) {
		m->logs[i].ahead = m->logs[i].leaves;
		m->logs[i].leaves = (struct buf){ .a = m->a };
		m->logs[i].first = 0;
	}
}

/* The entry as it goes into this log; what is none stays as it is. */
static inline struct str mend(struct mend *m, size_t at, struct str bytes)
{
	struct mend_log *log = &m->logs[at];
	struct entry x;
	struct err e;
	struct rec *r;
	struct buf fields = { .a = m->a };
	struct refs refs = { 0 };

	if (!entry_read(m->a, bytes, &x, &e))
		return bytes;
	mend_refs(m, &x.refs);
	r = entry_fields(m->a, &x);
	if (r && (x.kind == kind_officer.code || x.kind == kind_cut.code ||
		  x.kind == kind_bulletin.code)) {
		if (x.kind == kind_officer.code)
			mend_officer(m, r);
		else if (x.kind == kind_cut.code)
			mend_cut(log, r);
		else
			mend_heads(m, r);
		rec_fields(m->a, r, PUB, &refs, &fields);
		x.refs = refs;
		x.fields = buf_text(&fields);
	}
	mend_signatures(m, log, &x);
	return entry_put(m->a, &x, 0);
}

#endif
