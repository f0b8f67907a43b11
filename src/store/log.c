/* Logs, entries, drafts and what stands beside them: the truth in the database. */
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "ledger/hash.h"
#include "record/kinds.h"
#include "store/db.h"
#include "base/banned.h"

/* A list of any element that grows while rows are read. */
#define PUSH(buf, x) buf_add(&(buf), &(x), sizeof(x))

bool store_log_add(struct store *s, const struct store_log *l, struct err *e)
{
	struct q q = q_of(s, SQL_LOG_ADD);
	struct arena *a = arena_new(0);
	struct buf tree = { .a = a };
	bool ok;

	if (!a)
		return err_set(e, ERR_FAILED, "add log: out of memory");
	tree_encode(&l->tree, &tree);
	db_logs(s)->good = false;
	q_text(&q, 1, l->name);
	q_text(&q, 2, l->origin);
	q_blob(&q, 3, str_mem(l->id8, 8));
	q_blob(&q, 4, buf_text(&tree));
	ok = q_run(&q, e);
	arena_free(a);
	return ok;
}

static bool read_logs(struct store *s, struct kept_logs *k, struct err *e)
{
	struct q q = q_of(s, SQL_LOG_ALL);
	struct buf list = { .a = k->a };

	k->n = 0;
	while (q_row(&q, e)) {
		struct store_log l = { .id = q_get_int(&q, 0),
				       .name = q_get(&q, k->a, 1),
				       .origin = q_get(&q, k->a, 2) };
		struct str id8 = q_get(&q, k->a, 3);

		if (id8.len != 8 || !tree_decode(q_get(&q, k->a, 4), &l.tree)) {
			q_leave(&q);
			return err_set(e, ERR_FAILED,
				       "read log %.*s: its frontier is damaged; restore a backup",
				       P(l.name));
		}
		memcpy(l.id8, id8.s, 8);
		l.root = tree_root(&l.tree);
		PUSH(list, l);
		k->n++;
	}
	k->list = (struct store_log *)(void *)list.p;
	k->seats = arena_array(k->a, k->n, sizeof *k->seats);
	k->seated = arena_array(k->a, k->n, sizeof *k->seated);
	return e->kind == ERR_NONE;
}

bool store_logs_kept(struct store *s, const struct store_log **logs, size_t *n, struct err *e)
{
	struct kept_logs *k = db_logs(s);

	*n = 0;
	if (!k->good) {
		arena_reset(k->a);
		if (!read_logs(s, k, e))
			return false;
		k->good = k->keep;
	}
	*logs = k->list;
	*n = k->n;
	return true;
}

bool store_logs(struct store *s, struct arena *a, struct store_log **logs, size_t *n, struct err *e)
{
	const struct store_log *kept;

	if (!store_logs_kept(s, &kept, n, e))
		return false;
	*logs = arena_copy(a, kept, *n * sizeof *kept);
	for (size_t i = 0; i < *n; i++) {
		(*logs)[i].name = str_dup(a, kept[i].name);
		(*logs)[i].origin = str_dup(a, kept[i].origin);
	}
	return true;
}

bool store_log_tree(struct store *s, int64_t log, const struct tree *t, struct err *e)
{
	struct q q = q_of(s, SQL_LOG_TREE);
	struct arena *a = arena_new(0);
	struct buf tree = { .a = a };
	bool ok;

	if (!a)
		return err_set(e, ERR_FAILED, "write a log's frontier: out of memory");
	db_logs(s)->good = false;
	tree_encode(t, &tree);
	q_int(&q, 1, log);
	q_blob(&q, 2, buf_text(&tree));
	ok = q_run(&q, e);
	arena_free(a);
	return ok;
}

bool store_entry_add(struct store *s, const struct store_entry *x, struct err *e)
{
	struct q q = q_of(s, SQL_ENTRY_ADD);

	q_int(&q, 1, x->log);
	q_int(&q, 2, x->seq);
	q_blob(&q, 3, x->bytes);
	q_blob(&q, 4, x->leaf);
	q_blob(&q, 5, x->c);
	q_blob(&q, 6, x->s);
	return q_run(&q, e);
}

bool store_entry_get(struct store *s, struct arena *a, int64_t log, int64_t seq,
		     struct store_entry *x, struct err *e)
{
	struct q q = q_of(s, SQL_ENTRY_GET);

	q_int(&q, 1, log);
	q_int(&q, 2, seq);
	if (!q_row(&q, e)) {
		if (e->kind == ERR_NONE)
			err_set(e, ERR_NOTHING, "no entry %lld in this log", (long long)seq);
		return false;
	}
	*x = (struct store_entry){
		log, seq, q_get(&q, a, 0), q_get(&q, a, 1), q_get(&q, a, 2), q_get(&q, a, 3)
	};
	q_leave(&q);
	return true;
}

bool store_entry_by_leaf(struct store *s, struct str leaf, int64_t *log, int64_t *seq,
			 struct err *e)
{
	struct q q = q_of(s, SQL_ENTRY_BY_LEAF);

	q_blob(&q, 1, leaf);
	if (!q_row(&q, e)) {
		if (e->kind == ERR_NONE)
			err_set(e, ERR_NOTHING, "no entry with this leaf hash");
		return false;
	}
	*log = q_get_int(&q, 0);
	*seq = q_get_int(&q, 1);
	q_leave(&q);
	return true;
}

/* Rows are fetched in pages, so that fn may use the store meanwhile. */
#define PAGE 512

static bool page(struct store *s, struct arena *a, int64_t log, int64_t from, int64_t to,
		 struct store_entry *x, size_t *n, struct err *e)
{
	struct q q = q_of(s, SQL_ENTRY_RANGE);

	q_int(&q, 1, log);
	q_int(&q, 2, from);
	q_int(&q, 3, to);
	for (*n = 0; q_row(&q, e); (*n)++)
		x[*n] = (struct store_entry){ log,
					      q_get_int(&q, 0),
					      q_get(&q, a, 1),
					      q_get(&q, a, 2),
					      q_get(&q, a, 3),
					      q_get(&q, a, 4) };
	return e->kind == ERR_NONE;
}

bool store_entries(struct store *s, int64_t log, int64_t from, int64_t to,
		   bool (*fn)(void *p, const struct store_entry *x, struct err *e), void *p,
		   struct err *e)
{
	struct arena *a = arena_new(0);
	bool ok = a || err_set(e, ERR_FAILED, "read entries: out of memory");

	while (ok && from < to) {
		struct store_entry *x = arena_array(a, PAGE, sizeof *x);
		int64_t end = to - from > PAGE ? from + PAGE : to;
		size_t n;

		ok = page(s, a, log, from, end, x, &n, e);
		if (ok && n != (size_t)(end - from))
			ok = err_set(e, ERR_FAILED,
				     "read entries: entries are missing between %lld and %lld; "
				     "restore a backup",
				     (long long)from, (long long)end);
		for (size_t i = 0; ok && i < n; i++)
			ok = fn(p, &x[i], e);
		from = end;
		arena_reset(a);
	}
	arena_free(a);
	return ok;
}

bool store_draft_add(struct store *s, const struct store_draft *d, struct err *e)
{
	struct q q = q_of(s, SQL_DRAFT_ADD);

	q_blob(&q, 1, str_mem(d->id, 16));
	q_int(&q, 2, d->log);
	q_int(&q, 3, d->kind);
	q_int(&q, 4, !d->person);
	q_int(&q, 5, d->accepted_day);
	q_text(&q, 6, d->key);
	q_text(&q, 7, d->name);
	q_blob(&q, 8, d->bytes);
	q_blob(&q, 9, d->c);
	q_blob(&q, 10, d->s);
	q_blob(&q, 11, d->mac);
	return q_run(&q, e);
}

bool store_drafts(struct store *s, struct arena *a, int64_t log, bool person,
		  struct store_draft **list, size_t *n, struct err *e)
{
	struct q q = q_of(s, person ? SQL_DRAFT_PERSONS : SQL_DRAFT_PLACES);
	struct buf found = { .a = a };

	q_int(&q, 1, log);
	for (*n = 0; q_row(&q, e); (*n)++) {
		struct store_draft d = { .log = log, .person = person };
		struct str id = q_get(&q, a, 0);

		if (id.len != sizeof d.id) {
			q_leave(&q);
			return err_set(e, ERR_FAILED,
				       "read drafts: the database is damaged; restore a backup");
		}
		memcpy(d.id, id.s, sizeof d.id);
		d.kind = q_get_int(&q, 1);
		d.accepted_day = q_get_int(&q, 2);
		d.key = q_get(&q, a, 3);
		d.name = q_get(&q, a, 4);
		d.bytes = q_get(&q, a, 5);
		d.c = q_get(&q, a, 6);
		d.s = q_get(&q, a, 7);
		d.mac = q_get(&q, a, 8);
		PUSH(found, d);
	}
	*list = (struct store_draft *)(void *)found.p;
	return e->kind == ERR_NONE;
}

bool store_draft_delete(struct store *s, const uint8_t id[16], struct err *e)
{
	struct q q = q_of(s, SQL_DRAFT_DELETE);

	q_blob(&q, 1, str_mem(id, 16));
	return q_run(&q, e);
}

bool store_draft_count(struct store *s, int64_t log, int64_t *n, struct err *e)
{
	struct q q = q_of(s, SQL_DRAFT_COUNT);

	q_int(&q, 1, log);
	if (!q_row(&q, e))
		return false;
	*n = q_get_int(&q, 0);
	q_leave(&q);
	return true;
}

bool store_draft_by_key(struct store *s, struct arena *a, int64_t kind, int64_t log, struct str key,
			struct str *bytes, struct err *e)
{
	struct q q = q_of(s, SQL_DRAFT_BY_KEY);

	q_int(&q, 1, kind);
	q_int(&q, 2, log);
	q_text(&q, 3, key);
	*bytes = (struct str){ NULL, 0 };
	if (!q_row(&q, e))
		return e->kind == ERR_NONE;
	*bytes = q_get(&q, a, 0);
	q_leave(&q);
	return true;
}

bool store_accepted_add(struct store *s, struct str idem, struct str draft, struct str proof,
			struct str content, int64_t day, struct err *e)
{
	struct q q = q_of(s, SQL_ACCEPTED_ADD);

	q_blob(&q, 1, idem);
	q_blob(&q, 2, draft);
	q_blob(&q, 3, proof);
	q_blob(&q, 4, content);
	q_int(&q, 5, day);
	return q_run(&q, e);
}

bool store_accepted(struct store *s, struct arena *a, struct str idem, struct str *draft,
		    struct str *proof, struct str *content, int64_t *day, struct err *e)
{
	struct q q = q_of(s, SQL_ACCEPTED_GET);

	q_blob(&q, 1, idem);
	*draft = *proof = *content = (struct str){ NULL, 0 };
	if (!q_row(&q, e))
		return e->kind == ERR_NONE;
	*draft = q_get(&q, a, 0);
	*proof = q_get(&q, a, 1);
	*content = q_get(&q, a, 2);
	*day = q_get_int(&q, 3);
	q_leave(&q);
	return (draft->len == 16 && proof->len == 32) ||
	       err_set(e, ERR_FAILED,
		       "read an idempotency key: the database is damaged; restore a backup");
}

bool store_body_add(struct store *s, struct str hash, struct str bytes, struct err *e)
{
	struct q q = q_of(s, SQL_BODY_ADD);

	q_blob(&q, 1, hash);
	q_blob(&q, 2, bytes);
	return q_run(&q, e);
}

bool store_body(struct store *s, struct arena *a, struct str hash, struct str *bytes, struct err *e)
{
	struct q q = q_of(s, SQL_BODY_GET);
	struct hash is;

	q_blob(&q, 1, hash);
	if (!q_row(&q, e)) {
		if (e->kind == ERR_NONE)
			err_set(e, ERR_NOTHING, "no public text with this hash");
		return false;
	}
	*bytes = q_get(&q, a, 0);
	q_leave(&q);
	is = hash_of(*bytes);
	return str_eq(hash_str(&is), hash) ||
	       err_set(e, ERR_ATTENTION,
		       "a public text in the database is not what the hash in its entry says; "
		       "restore a backup");
}

bool store_figures(struct store *s, struct arena *a, const struct rec *bulletin,
		   const struct val **out, struct err *e)
{
	const struct field *f = &kind_bulletin.fields[field_at(&kind_bulletin, "figures")];
	struct str hash = rec_code(bulletin, "figures_body"), bytes;
	struct val *figures;
	struct read in;

	*out = rec_get(bulletin, "figures");
	if (!hash.len)
		return true;
	if (!store_body(s, a, hash, &bytes, e))
		return false;
	*out = figures = arena_alloc(a, sizeof *figures);
	in = read_of(bytes.s, bytes.len);
	return val_decode(a, f, &in, NULL, figures) ||
	       err_set(e, ERR_FAILED, "the figures of the bulletin cannot be read");
}

bool store_state(struct store *s, struct str name, int64_t *value, struct err *e)
{
	struct q q = q_of(s, SQL_STATE_GET);

	*value = NO_DAY;
	q_text(&q, 1, name);
	if (!q_row(&q, e))
		return e->kind == ERR_NONE;
	*value = q_get_int(&q, 0);
	q_leave(&q);
	return true;
}

bool store_states(struct store *s, struct arena *a, struct str begin, struct store_number **list,
		  size_t *n, struct err *e)
{
	struct buf b = { .a = a };
	struct q q = q_of(s, SQL_STATE_EACH);

	q_text(&q, 1, begin);
	while (q_row(&q, e)) {
		const struct store_number x = { q_get(&q, a, 0), q_get_int(&q, 1) };

		buf_add(&b, &x, sizeof x);
	}
	*list = (struct store_number *)(void *)b.p;
	*n = b.len / sizeof **list;
	return e->kind == ERR_NONE;
}

bool store_states_drop(struct store *s, struct str begin, struct err *e)
{
	struct q q = q_of(s, SQL_STATE_DROP);

	q_text(&q, 1, begin);
	return q_run(&q, e);
}

bool store_state_set(struct store *s, struct str name, int64_t value, struct err *e)
{
	struct q q = q_of(s, SQL_STATE_SET);

	q_text(&q, 1, name);
	q_int(&q, 2, value);
	return q_run(&q, e);
}

bool store_item_add(struct store *s, int64_t log, int64_t seq, int64_t n, const uint8_t draft[16],
		    struct str c, struct err *e)
{
	struct q q = q_of(s, SQL_ITEM_ADD);

	q_int(&q, 1, log);
	q_int(&q, 2, seq);
	q_int(&q, 3, n);
	q_blob(&q, 4, str_mem(draft, 16));
	q_blob(&q, 5, c);
	return q_run(&q, e);
}

bool store_items(struct store *s, int64_t log, int64_t seq,
		 bool (*fn)(void *p, const uint8_t draft[16], struct str c, struct err *e), void *p,
		 struct err *e)
{
	struct arena *a = arena_new(0);
	struct q q = q_of(s, SQL_ITEM_ALL);
	bool ok = a || err_set(e, ERR_FAILED, "read weapon items: out of memory");

	q_int(&q, 1, log);
	q_int(&q, 2, seq);
	while (ok && q_row(&q, e)) {
		struct str draft = q_get(&q, a, 0), c = q_get(&q, a, 1);

		ok = draft.len == 16 ? fn(p, (const uint8_t *)draft.s, c, e)
				     : err_set(e, ERR_FAILED,
					       "read weapon items: the database is damaged; "
					       "restore a backup");
		arena_reset(a);
	}
	if (!ok)
		q_leave(&q);
	arena_free(a);
	return ok && e->kind == ERR_NONE;
}
