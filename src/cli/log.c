/* init, log add, log head, log show, log prove, log resume. */
#include "cli/commands.h"

#include <inttypes.h>
#include <string.h>

#include "base/num.h"
#include "base/os.h"
#include "cli/entry.h"
#include "ledger/log.h"
#include "ledger/proof.h"
#include "intake/attest.h"
#include "intake/commit.h"
#include "keyd/keys_log.h"
#include "base/banned.h"

bool cli_init(struct cli *c, struct err *e)
{
	struct str operation = cli_option(c, "operation"), phrase;
	struct pass_source pass;
	struct reg *r;
	char *dir;

	if (c->n != 1 || !operation.s)
		return err_set(e, ERR_USAGE, "init: give a folder and --operation NAME");
	dir = str_z(c->a, c->args[0]);
	if (!cli_pass(c, &pass, e) || !pass_get(c->a, &pass, true, &phrase, e) ||
	    !reg_make(c->a, dir, operation, phrase, NULL, NULL, c->cost, e))
		return false;
	r = reg_open(c->a, dir, true, &pass, &c->clock, e);
	if (!r || !reg_unlock_with(r, phrase, e) || !reg_log_add(r, S("hq"), e))
		return within(e, "%s is made, but not its log (sulh --data %s log add hq)", dir,
			      dir);
	cli_say(c,
		"Made a register in %s. Next: sulh --data %s officer enrol --file officers.csv "
		"--as NAME,NAME\n",
		dir, dir);
	return true;
}

bool cli_log_add(struct cli *c, struct err *e)
{
	struct str names[DRAFT_OFFICERS];
	size_t n = cli_officers(c, names, DRAFT_OFFICERS);
	struct reg *r;

	if (c->n != 1)
		return err_set(e, ERR_USAGE, "log add: give the name of the log");
	r = cli_register(c, true, e);
	if (!r || !intake_sign_in(r, c->a, names, n, e) || !reg_log_add(r, c->args[0], e))
		return false;
	cli_say(c, "%.*s\n", P(log_origin(c->a, c->args[0], r->operation, 1)));
	json_put_text(&c->result, "origin", log_origin(c->a, c->args[0], r->operation, 1));
	return true;
}

/* How many cuts nobody attested: that can be attested still, and that cannot. */
static bool unattested(struct cli *c, struct reg *r, const struct store_log *l, int64_t *open,
		       int64_t *missed, struct err *e)
{
	struct cut_standing *list;
	size_t n;

	*open = *missed = 0;
	if (!intake_cuts(r, c->a, l->id, DAY_MIN, DAY_MAX, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		*open += !list[i].attested && !list[i].missed;
		*missed += list[i].missed;
	}
	return true;
}

static bool head(struct cli *c, struct reg *r, const struct store_log *l, struct err *e)
{
	struct hash root = tree_root(&l->tree);
	int64_t last, drafts, open, missed;

	if (!store_last_cut(r->store, l->id, &last, e) ||
	    !store_draft_count(r->store, l->id, &drafts, e) ||
	    !unattested(c, r, l, &open, &missed, e))
		return false;
	cli_say(c, "%-16.*s %10" PRIu64 "  %.*s  cut %.*s, %" PRId64 " waiting", P(l->name),
		l->tree.size, P(str_hex(c->a, root.b, 32)),
		P(last == NO_DAY ? S("never") : day_text(c->a, last)), drafts);
	if (open)
		cli_say(c, "; cuts to be attested: %" PRId64, open);
	if (missed)
		cli_say(c, "; never attested: %" PRId64, missed);
	cli_say(c, "\n");
	if (c->json) {
		struct buf *b = cli_line(c, "head");

		json_put_text(b, "log", l->name);
		json_put_text(b, "origin", l->origin);
		json_put_int(b, "size", (int64_t)l->tree.size);
		json_put_text(b, "root", str_hex(c->a, root.b, 32));
		json_put_text(b, "last_cut",
			      last == NO_DAY ? (struct str){ NULL, 0 } : day_text(c->a, last));
		json_put_int(b, "waiting", drafts);
		json_put_int(b, "to_attest", open);
		json_put_int(b, "not_attested", missed);
		cli_line_end(c);
	}
	return true;
}

bool cli_log_head(struct cli *c, struct err *e)
{
	struct reg *r = cli_register(c, false, e);
	struct store_log *logs;
	size_t n;

	if (!r || !store_logs(r->store, c->a, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!head(c, r, &logs[i], e))
			return false;
	return true;
}

static bool show_one(void *p, const struct store_entry *x, struct err *e)
{
	return entry_show(p, x, e);
}

bool cli_log_show(struct cli *c, struct err *e)
{
	int64_t from = 0, count = 20, to;
	struct reg *r;
	struct store_log l;

	if (c->n != 1)
		return err_set(e, ERR_USAGE, "log show: give the name of a log");
	if (!cli_option_int(c, "from", 0, INT64_MAX / 2, &from, e) ||
	    !cli_option_int(c, "count", 1, INT64_MAX / 2, &count, e))
		return false;
	r = cli_register(c, false, e);
	if (!r || !reg_log(r, c->a, c->args[0], &l, e))
		return false;
	to = from + count < (int64_t)l.tree.size ? from + count : (int64_t)l.tree.size;
	if (from >= (int64_t)l.tree.size)
		return err_set(e, ERR_NOTHING, "log %.*s has %" PRIu64 " entries", P(l.name),
			       l.tree.size);
	return store_entries(r->store, l.id, from, to, show_one, c, e);
}

/* Tree nodes straight from the leaves of the database: a proof is for one entry, now and then. */
struct leaves {
	struct store *s;
	struct arena *a;
	int64_t log;
};

static bool add_leaf(void *p, const struct store_entry *x, struct err *e)
{
	struct hash leaf =
		hash_leaf(x->bytes); /* not the column: it is the bytes that are public */

	(void)e;
	tree_add(p, &leaf);
	return true;
}

static bool node(void *p, unsigned level, uint64_t index, struct hash *out, struct err *e)
{
	struct leaves *w = p;
	struct tree t = { 0 };

	if (!store_entries(w->s, w->log, (int64_t)(index << level), (int64_t)((index + 1) << level),
			   add_leaf, &t, e))
		return false;
	*out = tree_root(&t);
	return true;
}

/* The root of the first `size` entries. */
static bool root_at(struct reg *r, const struct store_log *l, uint64_t size, struct hash *root,
		    struct err *e)
{
	struct tree t = { 0 };

	if (!store_entries(r->store, l->id, 0, (int64_t)size, add_leaf, &t, e))
		return false;
	*root = tree_root(&t);
	return true;
}

/* The entries give the root that is to be signed, and begin with those that were signed before: what the
 * tiles show to `publish`. */
static bool extends(struct reg *r, const struct store_log *l, const struct hwm *mark,
		    const struct hash *root, struct err *e)
{
	struct hash old, now;

	if (!root_at(r, l, mark->size, &old, e) || !root_at(r, l, l->tree.size, &now, e))
		return false;
	return (hash_eq(&now, root) && (!mark->size || hash_eq(&old, &mark->root))) ||
	       err_set(e, ERR_ATTENTION,
		       "the entries of log %.*s are not those that were signed: nothing is signed; "
		       "restore a backup",
		       P(l->name));
}

static bool prove(struct cli *c, struct reg *r, const struct store_log *l, uint64_t index,
		  struct str *text, struct err *e)
{
	struct proof *p = arena_alloc(c->a, sizeof *p);
	struct leaves leaves = { r->store, c->a, l->id };
	struct tree_source src = { node, &leaves };
	struct checkpoint check = { l->origin, l->tree.size, tree_root(&l->tree) };
	struct hwm mark;
	struct note_signer by;

	/* A proof is a signature on a size: it goes by the same mark as a publication. */
	if (!hwm_read(c->a, reg_hwm_path(r, c->a, l->name), &mark, e) ||
	    !hwm_allows(&mark, l->tree.size, &check.root, e) ||
	    !extends(r, l, &mark, &check.root, e) || !reg_log_signer(r, c->a, l->name, &by, e) ||
	    !by.ready(by.p, &check, e))
		return false;
	mark = (struct hwm){ false, l->tree.size, check.root };
	if (!hwm_write(c->a, reg_hwm_path(r, c->a, l->name), &mark, e))
		return false;
	p->index = index;
	if (!note_sign_by(c->a, checkpoint_text(c->a, &check), &by, &p->note, e) ||
	    !tree_prove_inclusion(&src, index, l->tree.size, p->path, &p->n, e))
		return false;
	*text = proof_text(c->a, p);
	return true;
}

bool cli_log_prove(struct cli *c, struct err *e)
{
	struct str out = cli_option(c, "out"), entry = cli_option(c, "entry"), text;
	struct store_entry x;
	struct store_log l;
	struct reg *r;
	int64_t index;

	if (c->n != 2 || !int_parse(c->args[1], 0, INT64_MAX, &index))
		return err_set(e, ERR_USAGE,
			       "log prove: give the name of a log and the index of an entry");
	r = cli_register(c, true, e);
	if (!r || !reg_log(r, c->a, c->args[0], &l, e) ||
	    !store_entry_get(r->store, c->a, l.id, index, &x, e) ||
	    !prove(c, r, &l, (uint64_t)index, &text, e))
		return false;
	if (entry.s && !os_write(str_z(c->a, entry), x.bytes, 0644, e))
		return false;
	if (out.s && !os_write(str_z(c->a, out), text, 0644, e))
		return false;
	if (!out.s)
		cli_say(c, "%.*s", P(text));
	json_put_text(&c->result, "proof", text);
	return true;
}

static bool read_checkpoint(struct cli *c, struct reg *r, const struct store_log *l,
			    struct str file, struct checkpoint *out, struct err *e)
{
	struct note_signer by;
	struct note n;
	struct str text;

	if (!cli_read(c->a, file, NOTE_MAX, &text, e) || !note_read(c->a, text, &n, e) ||
	    !checkpoint_read(n.text, out, e) || !reg_log_signer(r, c->a, l->name, &by, e))
		return within(e, "log resume");
	if (!str_eq(out->origin, l->origin) || note_check(&n, &by.vkey) != 1)
		return err_set(e, ERR_REFUSED,
			       "log resume: %.*s is no checkpoint signed by log %.*s", P(file),
			       P(l->name));
	return true;
}

/* What this register signed itself, by its mark and by the keyring, is in the checkpoint. */
static bool newest(struct cli *c, struct reg *r, const struct store_log *l,
		   const struct checkpoint *known, struct err *e)
{
	struct hwm mark, own;

	if (!hwm_read(c->a, reg_hwm_path(r, c->a, l->name), &mark, e) ||
	    !keys_log_signed(r->keys, l->origin, &own, NULL, e))
		return within(e, "log resume, without --nothing-newer");
	if (!own.missing && own.size == known->size && !hash_eq(&own.root, &known->root))
		return err_set(e, ERR_REFUSED,
			       "log resume: this register itself signed another root of %" PRIu64
			       " entries: find out for whom; --nothing-newer where nobody has it",
			       own.size);
	if (mark.missing || (!own.missing && own.size > mark.size))
		mark = own;
	return mark.missing || mark.size <= known->size ||
	       err_set(e, ERR_REFUSED,
		       "log resume: this register itself signed %" PRIu64
		       " entries, the checkpoint covers %" PRIu64
		       ": give a newer one, or --nothing-newer where nobody can have one",
		       mark.size, known->size);
}

bool cli_log_resume(struct cli *c, struct err *e)
{
	struct str file = cli_option(c, "checkpoint");
	struct checkpoint known;
	struct store_log l;
	struct hwm mark;
	struct hash root;
	struct reg *r;

	if (c->n != 1 || !file.s)
		return err_set(e, ERR_USAGE,
			       "log resume: give the name of a log and --checkpoint FILE");
	r = cli_register(c, true, e);
	if (!r || !reg_log(r, c->a, c->args[0], &l, e) ||
	    !read_checkpoint(c, r, &l, file, &known, e))
		return false;
	if (known.size > l.tree.size)
		return err_set(e, ERR_ATTENTION,
			       "log resume: %" PRIu64 " entries, from %" PRIu64
			       " on, are published but not in this register: it stays read-only "
			       "until they are restored",
			       known.size - l.tree.size, l.tree.size);
	if (!root_at(r, &l, known.size, &root, e))
		return false;
	if (!hash_eq(&root, &known.root))
		return err_set(e, ERR_ATTENTION,
			       "log resume: the first %" PRIu64
			       " entries here are not those of the checkpoint: this register would "
			       "fork the log",
			       known.size);
	if (!cli_option(c, "nothing-newer").s && !newest(c, r, &l, &known, e))
		return false;
	/* A restored pool does not know which identities were handed out since: none of it is used again. */
	if (!reg_unlock(r, e) || !keys_pool_drop(r->keys, e) ||
	    !keys_log_resume(r->keys, checkpoint_text(c->a, &known), e))
		return false;
	mark = (struct hwm){ false, known.size, known.root };
	if (!hwm_write(c->a, reg_hwm_path(r, c->a, l.name), &mark, e))
		return false;
	cli_say(c, "Log %.*s goes on from %" PRIu64 " signed entries; it holds %" PRIu64 ".\n",
		P(l.name), known.size, l.tree.size);
	return true;
}
