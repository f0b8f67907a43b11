/* add, import, cut, rebuild: the ways in. */
#include <inttypes.h>
#include <string.h>

#include "base/csv.h"
#include "base/os.h"
#include "cli/commands.h"
#include "cli/entry.h"
#include "intake/csv.h"
#include "ledger/key.h"
#include "intake/attest.h"
#include "intake/commit.h"
#include "intake/vouch.h"
#include "base/banned.h"

#define IMPORT_MAX ((size_t)1 << 30)

static const struct kind *writable(struct str name, struct err *e)
{
	const struct kind *k = kind_by_name(name);

	if (!k)
		err_value(e, ERR_USAGE, S("kind"), name,
			  "a kind of record (sulh help KIND lists its fields)");
	else if (k->system)
		err_set(e, ERR_USAGE, "%s is written by the program itself (see: sulh help)",
			k->name);
	return k && !k->system ? k : NULL;
}

void record_accepted(struct cli *c, const struct receipt *r)
{
	struct str draft = str_hex(c->a, r->draft, 16), proof = str_hex(c->a, r->proof.b, 32);
	struct buf *b;

	cli_say(c, "accepted%s%s%.*s\ndraft %.*s\n%s  %.*s\n", r->again ? " before" : "",
		r->case_no.s ? ", case " : "", P(r->case_no), P(draft),
		r->is_leaf ? "leaf" : "seal", P(proof));
	if (!c->json)
		return;
	b = cli_line(c, "accepted");
	json_put_text(b, "draft", draft);
	json_put_text(b, "log", r->log);
	json_put_text(b, "case", r->case_no);
	json_put_text(b, r->is_leaf ? "leaf" : "seal", proof);
	json_put_bool(b, "again", r->again);
	cli_line_end(c);
}

#define FIELDS 256

/* name=value arguments into a draft, each name once. */
static bool set_fields(struct cli *c, struct draft *d, const struct str *args, size_t n,
		       struct err *e)
{
	bool ok = true;

	if (n > FIELDS)
		return err_set(e, ERR_USAGE, "more than %d fields", FIELDS);
	for (size_t i = 0; i < n; i++) {
		struct str value = args[i], name = str_cut(&value, '=');

		if (!value.s)
			return err_value(e, ERR_USAGE, S("argument"), name, "name=value");
		for (size_t j = 0; j < i; j++)
			if (str_starts(args[j], name) && args[j].s[name.len] == '=')
				return err_value(e, ERR_USAGE, S("argument"), name,
						 "each field once");
		/* The number that a script did not find is nobody's: it opens no case of somebody new. */
		if (str_eq(name, S("case")) && !str_trim(value).len)
			ok = refuse(
				&c->why, "empty", name, value,
				"the number of a case; of somebody who has none, no case at all");
		ok &= draft_set(c->a, d, name, value, &c->why);
	}
	return ok || err_set(e, ERR_REFUSED, "%s is refused", d->kind->name);
}

bool record_add(struct cli *c, struct reg *r, struct draft *d, const struct str *args, size_t n,
		struct err *e)
{
	static const char *const words[] = { "as", "log" };
	bool dry = cli_option(c, "dry-run").s;
	struct receipt receipt;

	if (!set_fields(c, d, args, n, e))
		return false;
	for (size_t i = 0; i < 2; i++)
		if (cli_option(c, words[i]).s &&
		    !draft_set(c->a, d, str_of(words[i]), cli_option(c, words[i]), &c->why))
			return err_set(e, ERR_REFUSED, "%s is refused", d->kind->name);
	if (!r)
		r = cli_register(c, true, e);
	if (!r || !intake_accept(r, c->a, d, dry, &receipt, &c->why, e))
		return false;
	if (dry)
		cli_say(c, "would be accepted\n");
	else
		record_accepted(c, &receipt);
	return true;
}

bool cli_add(struct cli *c, struct err *e)
{
	const struct kind *k = c->n ? writable(c->args[0], e) : NULL;

	if (!c->n)
		return err_set(e, ERR_USAGE, "add: give a kind and its fields as name=value");
	return k && record_add(c, NULL, draft_new(c->a, k), c->args + 1, c->n - 1, e);
}

/* The kind that the file's name says: corridor_count.csv, corridor_count-2016-12.csv. */
static struct str stem(struct str path)
{
	struct str rest = path, name = str_cut(&rest, '/');

	while (rest.s)
		name = str_cut(&rest, '/');
	rest = name;
	name = str_cut(&rest, '.');
	rest = name;
	return str_cut(&rest, '-');
}

struct importing {
	struct cli *c;
	const struct import *w;
	struct arena *a;     /* of one row */
	struct buf receipts; /* a == NULL: not asked for */
};

static void print_bad(void *p, size_t row, struct str column, const struct refusal *why)
{
	const struct importing *m = p;

	(void)row;
	(void)column;
	cli_bad(m->c, m->w->where, why);
}

static void progress(void *p, size_t n, size_t total)
{
	cli_progress(((struct importing *)p)->c, "row", n, total);
}

static void print_kept(void *p, const struct kept *k)
{
	struct importing *m = p;
	struct cli *c = m->c;
	struct str case_no = str_of(k->case_no), draft = str_hex(m->a, k->draft, 16),
		   seal = str_hex(m->a, k->seal.b, 32);
	struct buf *b;

	cli_say(c, "row %zu, case %.*s%s\n", k->row, P(case_no), k->again ? ", as before" : "");
	if (c->json) {
		b = cli_line(c, "accepted");
		json_put_int(b, "row", (int64_t)k->row);
		json_put_text(b, "case", case_no);
		json_put_text(b, "draft", draft);
		json_put_text(b, "seal", seal);
		json_put_bool(b, "again", k->again);
		cli_line_end(c);
	} else if (c->out.len > 65536) {
		(void)cli_flush(c);
	}
	if (m->receipts.a) {
		csv_put(&m->receipts, str_fmt(m->a, "%zu", k->row));
		csv_put(&m->receipts, case_no);
		csv_put(&m->receipts, draft);
		csv_put(&m->receipts, seal);
		csv_put_end(&m->receipts);
	}
	arena_reset(m->a);
}

/* After the commit: what fails now takes nothing back. */
static bool write_receipts(struct cli *c, const struct importing *m, struct err *e)
{
	struct str file = cli_option(c, "receipts");

	if (!m->receipts.a || os_write(str_z(c->a, file), buf_text(&m->receipts), 0600, e))
		return true;
	return within(e, "the rows are kept, their receipts are not written (import the same file "
			 "again to get them)");
}

/* The kind and the text of the file, once the call makes sense. */
static bool import_what(struct cli *c, struct import *w, struct str *text, struct err *e)
{
	struct str kind = cli_option(c, "kind");

	if (c->n != 1)
		return err_set(e, ERR_USAGE, "import: give one file");
	w->form = sheet_form_of(c->args[0]);
	w->kind = writable(kind.s ? kind : stem(c->args[0]), e);
	if (!w->kind)
		return within(e, "import %.*s", P(c->args[0]));
	if (cli_option(c, "receipts").s &&
	    (!w->commit || (w->kind->subject != SUBJECT_CASE && w->kind->subject != SUBJECT_MAYBE)))
		return err_set(e, ERR_USAGE,
			       "import: --receipts is for rows about persons that are kept, with "
			       "--commit");
	return cli_read(c->a, c->args[0], IMPORT_MAX, text, e);
}

static void free_arena(void *p)
{
	arena_free(p);
}

bool cli_import(struct cli *c, struct err *e)
{
	struct str out = cli_option(c, "out"), text;
	struct importing m = { .c = c, .a = arena_new(0) };
	struct import w = { .sheet = cli_option(c, "sheet"),
			    .commit = cli_option(c, "commit").s,
			    .as = cli_option(c, "as"),
			    .log = cli_option(c, "log"),
			    .bad = print_bad,
			    .progress = progress,
			    .kept = print_kept,
			    .p = &m };
	struct reg *r;
	bool ok;

	if (!m.a)
		return err_set(e, ERR_FAILED, "import: out of memory");
	m.w = &w;
	arena_defer(c->a, free_arena, m.a);
	if (!import_what(c, &w, &text, e))
		return false;
	if (cli_option(c, "receipts").s) {
		m.receipts.a = c->a;
		buf_fmt(&m.receipts, "row,case,draft,seal\n");
	}
	r = cli_register(c, true, e);
	if (!r)
		return false;
	ok = intake_import(r, c->a, &w, text, e);
	if (out.s && w.n_bad && !os_write(str_z(c->a, out), w.refused, 0600, e))
		return false;
	json_put_int(&c->result, "rows", (int64_t)w.rows);
	json_put_int(&c->result, "refused", (int64_t)w.n_bad);
	json_put_int(&c->result, "again", (int64_t)w.again);
	json_put_bool(&c->result, "committed", ok && w.commit);
	json_put_int(&c->result, "other_day", (int64_t)w.other_day);
	if (!ok || !write_receipts(c, &m, e))
		return within(e, "import %.*s", P(c->args[0]));
	cli_say(c, "%zu rows, %zu of them recorded before: %s\n", w.rows, w.again,
		w.commit ? "kept" : "right; nothing is kept without --commit");
	if (w.other_day)
		return err_set(
			e, ERR_ATTENTION,
			"import %.*s: %zu of the rows about persons were recorded on another "
			"day already and are not recorded again; if they mean others, give "
			"each row an idempotency_key of its own",
			P(c->args[0]), w.other_day);
	return true;
}

bool cli_cut(struct cli *c, struct err *e)
{
	struct cut_report *list;
	const struct cut_report *one = NULL;
	int64_t day = NO_DAY, doubted = 0;
	struct reg *r;
	size_t n;

	if (!cli_option_day(c, "day", &day, e))
		return false;
	r = cli_register(c, true, e);
	if (!r || !intake_cut(r, c->a, cli_option(c, "log"), day, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct cut_report *x = &list[i];

		doubted += x->doubted;
		if (x->doubted)
			one = x;
		cli_say(c, "%-16.*s %.*s: %" PRId64 " about places, %" PRId64 " about persons",
			P(x->log), P(day_text(c->a, x->day)), x->places, x->persons);
		if (x->waiting)
			cli_say(c, "; %" PRId64 " wait: %.*s", x->waiting, P(x->why_waiting));
		if (x->due)
			cli_say(c, "; %" PRId64 " by the clock", x->due);
		if (x->due_refused)
			cli_say(c, "; %" PRId64 " due and not recorded: sulh due says why",
				x->due_refused);
		cli_say(c, "\n");
		if (c->json) {
			struct buf *b = cli_line(c, "cut");

			json_put_text(b, "log", x->log);
			json_put_text(b, "day", day_text(c->a, x->day));
			json_put_int(b, "first", x->first);
			json_put_int(b, "due", x->due);
			json_put_int(b, "due_refused", x->due_refused);
			json_put_int(b, "doubted", x->doubted);
			json_put_int(b, "places", x->places);
			json_put_int(b, "persons", x->persons);
			json_put_int(b, "waiting", x->waiting);
			cli_line_end(c);
		}
	}
	return !doubted ||
	       err_set(e, ERR_ATTENTION,
		       "cut: left out: of log %.*s %.*s; "
		       "%" PRId64
		       " in all, and all else is cut. See sulh doctor and sulh cut discard",
		       P(one->log), P(one->why_doubted), doubted);
}

bool cli_cut_discard(struct cli *c, struct err *e)
{
	uint8_t draft[16];
	struct reg *r;

	if (c->n != 1 || !hex_read(c->args[0], draft, sizeof draft))
		return err_set(e, ERR_USAGE, "cut discard: give the number of a draft, 32 digits");
	r = cli_register(c, true, e);
	if (!r || !vouch_discard(r, c->a, draft, e))
		return false;
	cli_say(c, "The draft is removed. Now: sulh rebuild\n");
	return true;
}

bool cli_cut_attest(struct cli *c, struct err *e)
{
	struct str as = cli_option(c, "as"), signers[DRAFT_OFFICERS];
	size_t n_signers = 0, n;
	struct reg *r = cli_register(c, true, e);

	while (as.s && n_signers < DRAFT_OFFICERS)
		signers[n_signers++] = str_trim(str_cut(&as, ','));
	if (!r || !intake_attest(r, c->a, cli_option(c, "log"), signers, n_signers, &n, &c->why, e))
		return false;
	json_put_int(&c->result, "attested", (int64_t)n);
	if (n)
		cli_say(c, "%zu cuts attested; in the log after the next cut\n", n);
	else
		cli_say(c, "No cut of the last %d days is left to attest.\n", ATTEST_DAYS);
	return true;
}

bool cli_rebuild(struct cli *c, struct err *e)
{
	struct reg *r = cli_register(c, true, e);

	if (!r || !intake_rebuild(r, e))
		return false;
	cli_say(c, "The projection is folded anew from the entries.\n");
	return true;
}
