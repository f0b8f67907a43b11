/* See view_entry.h. */
#include "web/view_entry.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/num.h"
#include "base/os.h"
#include "ledger/log.h"
#include "ledger/proof.h"
#include "record/kinds.h"
#include "base/banned.h"

static struct str hex(struct arena *a, struct str bytes)
{
	return bytes.s ? str_hex(a, bytes.s, bytes.len) : (struct str){ NULL, 0 };
}

static enum entry_sealed sealed(const struct entry_line *l)
{
	enum form form;

	if (!l->entry || !l->entry->seal.s)
		return SEALED_NOT;
	if (l->entry->kind == VEILED_CODE)
		return SEALED_VEILED;
	form = l->kind ? l->kind->form : FORM_PLACE;
	return form == FORM_PLACE    ? SEALED_FIELDS
	       : form == FORM_WEAPON ? SEALED_WEAPON
				     : SEALED_PERSON;
}

/* RFC 9162 section 2.1.3.2, each step kept to be shown. */
static void put_steps(struct arena *a, struct entry_view *w, const struct hash *leaf,
		      const struct hash *path, size_t n)
{
	struct entry_step *steps = arena_array(a, n, sizeof *steps);
	uint64_t at = w->line.index, last = w->line.log->size - 1;
	struct hash r = *leaf;

	for (size_t i = 0; i < n; i++) {
		bool left = at & 1 || at == last;

		r = left ? hash_node(&path[i], &r) : hash_node(&r, &path[i]);
		steps[i] =
			(struct entry_step){ str_hex(a, path[i].b, 32), str_hex(a, r.b, 32), left };
		while (left && !(at & 1) && at) {
			at >>= 1;
			last >>= 1;
		}
		at >>= 1;
		last >>= 1;
	}
	w->steps = steps;
	w->n_steps = n;
}

/* From the tiles as anybody has them, and checked against the root that is published. */
static bool prove(struct visit *v, struct entry_view *w, struct err *e)
{
	const struct fact_log *log = w->line.log;
	const char *dir = str_z(v->a, str_fmt(v->a, "%s/%.*s", v->folder, P(log->name)));
	struct log_nodes nodes = { v->a, dir, log->size };
	struct tree_source source = { log_node, &nodes };
	struct hash leaf = hash_leaf(w->bytes);
	struct proof *p = arena_alloc(v->a, sizeof *p);
	struct note n;
	struct checkpoint c;

	p->index = w->line.index;
	if (!tree_prove_inclusion(&source, w->line.index, log->size, p->path, &p->n, e) ||
	    !os_read(v->a, str_z(v->a, str_fmt(v->a, "%s/checkpoint", dir)), NOTE_MAX, &p->note,
		     e) ||
	    !note_read(v->a, p->note, &n, e) || !checkpoint_read(n.text, &c, e))
		return within(e, "prove entry %.*s/%" PRIu64, P(log->name), w->line.index);
	/* Published anew while this was read: the page is made a moment later. */
	if (c.size != log->size)
		return err_set(e, ERR_NOTHING, "log %.*s is being published", P(log->name));
	if (!tree_check_inclusion(&leaf, w->line.index, log->size, p->path, p->n, &log->root))
		return err_set(e, ERR_FALSE,
			       "entry %.*s/%" PRIu64 " is not below the published root",
			       P(log->name), w->line.index);
	w->leaf = str_hex(v->a, leaf.b, 32);
	w->root = str_hex(v->a, log->root.b, 32);
	w->proof = proof_text(v->a, p);
	put_steps(v->a, w, &leaf, p->path, p->n);
	return true;
}

static void put_tile(struct visit *v, struct entry_view *w)
{
	const struct fact_log *log = w->line.log;
	uint64_t n = w->line.index / TILE_WIDTH, left = log->size - n * TILE_WIDTH;
	struct tile t = { TILE_ENTRIES, n, left < TILE_WIDTH ? (unsigned)left : TILE_WIDTH };

	w->tile = str_fmt(v->a, "%.*s/%.*s", P(log->name), P(tile_path(v->a, t)));
}

static void put_parts(struct visit *v, struct entry_view *w)
{
	const struct entry *x = w->line.entry;
	struct entry_ref *refs = arena_array(v->a, x->refs.n, sizeof *refs);

	w->seal = hex(v->a, x->seal);
	w->commit = hex(v->a, x->commit);
	w->id = hex(v->a, x->id);
	for (size_t i = 0; i < x->refs.n; i++)
		refs[i] = entry_ref(v, v->a, x->refs.list[i]);
	w->refs = refs;
	w->n_refs = x->refs.n;
	if (w->line.rec && w->line.kind && w->line.kind->form == FORM_PLACE)
		entry_put_fields(v, w->line.rec, w);
}

int entry_load(struct visit *v, const void **view, struct err *e)
{
	struct entry_view *w = arena_alloc(v->a, sizeof *w);
	const struct fact_log *log = facts_log(v->facts, v->arg[0]);
	int64_t index;

	if (!log || !int_parse(v->arg[1], 0, INT64_MAX, &index) || (uint64_t)index >= log->size)
		return 404;
	if (!entries_get(v, log, (uint64_t)index, &w->bytes, e))
		return 500;
	entry_line(v, v->a, log, (uint64_t)index, w->bytes, &w->line);
	if (!prove(v, w, e) || !entries_corrected(v, &w->line, 1, &w->all, e))
		return 500;
	w->kind_name = w->line.kind ? str_of(w->line.kind->name) : (struct str){ NULL, 0 };
	w->sealed = sealed(&w->line);
	if (w->line.entry)
		put_parts(v, w);
	w->hex = str_hex(v->a, w->bytes.s, w->bytes.len < ENTRY_HEX ? w->bytes.len : ENTRY_HEX);
	put_tile(v, w);
	w->older = index > 0;
	w->newer = (uint64_t)index + 1 < log->size;
	v->title = w->line.label;
	v->crumb = msg_fmt(v->a, v->lang, MSG("Entry %n of log %s"),
			   (const struct msg_arg[]){ MSG_NUMBER(index), MSG_TEXT(log->name) }, 2);
	*view = w;
	return 200;
}

static void json_fields(struct buf *b, const struct entry_view *w)
{
	const struct rec *r = w->line.rec;

	json_key(b, "fields");
	json_open(b, '{');
	for (size_t i = 0; r && i < r->kind->n; i++) {
		if (r->kind->fields[i].sight != PUB || !r->v[i].set)
			continue;
		json_key(b, r->kind->fields[i].name);
		val_json(b->a, &r->kind->fields[i], &r->v[i], b);
	}
	json_close(b, '}');
}

void entry_json(struct buf *b, const struct visit *v, const void *view)
{
	const struct entry_view *w = view;

	(void)v;
	json_open(b, '{');
	json_key(b, "entry");
	entry_line_json(b, &w->line);
	json_fields(b, w);
	json_key(b, "references");
	json_open(b, '[');
	for (size_t i = 0; i < w->n_refs; i++)
		json_str(b, w->refs[i].name);
	json_close(b, ']');
	json_put_text(b, "seal", w->seal);
	json_put_text(b, "commit", w->commit);
	json_put_text(b, "id", w->id);
	json_put_text(b, "leaf_hash", w->leaf);
	json_put_text(b, "bytes", hex(b->a, w->bytes));
	json_put_int(b, "tree_size", (int64_t)w->line.log->size);
	json_put_text(b, "root", w->root);
	json_key(b, "inclusion_proof");
	json_open(b, '[');
	for (size_t i = 0; i < w->n_steps; i++)
		json_str(b, w->steps[i].hash);
	json_close(b, ']');
	json_close(b, '}');
}

void entry_bytes(struct buf *b, const struct visit *v, const void *view)
{
	(void)v;
	buf_str(b, ((const struct entry_view *)view)->bytes);
}

void entry_proof(struct buf *b, const struct visit *v, const void *view)
{
	(void)v;
	buf_str(b, ((const struct entry_view *)view)->proof);
}
