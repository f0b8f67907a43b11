/* audit: by lot, whether entries are people. */
#include <inttypes.h>

#include "base/num.h"
#include "base/os.h"
#include "cli/commands.h"
#include "cli/entry.h"
#include "intake/audit.h"
#include "intake/lists.h"
#include "record/kinds.h"
#include "base/banned.h"

#define LINE_1 "sulh audit 2"

static bool seed_of(struct cli *c, uint8_t seed[32], int64_t *n, struct err *e)
{
	struct str text = cli_option(c, "seed");

	*n = 20;
	if (c->n || !text.s || !hex_read(text, seed, 32))
		return err_set(e, ERR_USAGE,
			       "%s: give --seed, 32 random bytes of the auditor's as 64 digits",
			       c->command->name);
	return cli_option_int(c, "count", 1, AUDIT_MAX, n, e);
}

static bool draw(struct cli *c, struct reg **r, bool write, uint8_t seed[32], struct audited **list,
		 size_t *n, struct err *e)
{
	int64_t count;

	if (!seed_of(c, seed, &count, e))
		return false;
	*r = cli_register(c, write, e);
	return *r && audit_draw(*r, c->a, seed, (size_t)count, list, n, e);
}

static void show(struct cli *c, const struct audited *x, bool opened)
{
	const char *what = x->erased   ? "erased, passed over"
			   : !opened   ? "drawn"
			   : x->absent ? "absent"
			   : x->fault  ? x->fault
				       : "as it should be";
	struct buf *b;

	cli_say(c, "%.*s/%" PRId64 "  %.*s  %s\n", P(x->log), x->seq,
		P(str_hex(c->a, x->leaf.b, 32)), what);
	if (!c->json)
		return;
	b = cli_line(c, "audited");
	json_put_text(b, "entry", str_fmt(c->a, "%.*s/%" PRId64, P(x->log), x->seq));
	json_put_text(b, "leaf", str_hex(c->a, x->leaf.b, 32));
	json_put_text(b, "state", str_of(what));
	cli_line_end(c);
}

bool cli_audit_draw(struct cli *c, struct err *e)
{
	struct audited *list;
	uint8_t seed[32];
	struct reg *r;
	size_t n;

	if (!draw(c, &r, false, seed, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		show(c, &list[i], false);
	json_put_int(&c->result, "drawn", (int64_t)n);
	return true;
}

static bool write_result(struct cli *c, struct reg *r, const uint8_t seed[32],
			 const struct audit_result *x, struct str file, struct err *e)
{
	uint8_t mac[32];

	return audit_mac(r, c->a, cli_option(c, "as"), seed, x, mac, e) &&
	       os_write(str_z(c->a, file),
			str_fmt(c->a,
				LINE_1 "\n%.*s\n%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64
				       "\n%.*s\n%.*s\n",
				P(str_hex(c->a, seed, 32)), x->drawn, x->opened, x->absent,
				x->faults, P(str_hex(c->a, x->auditor, 4)),
				P(str_hex(c->a, mac, 32))),
			0600, e);
}

/* Whose names a list has is sealed; that they are those which two signed for, the auditor is told. */
static bool say_lists(struct cli *c, struct reg *r, struct err *e)
{
	struct listing *list;
	size_t n;
	int64_t right = 0;

	if (!lists_see(r, c->a, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		right += list[i].is == LIST_RIGHT;
	cli_say(c,
		"Lists to screen against: %zu in force; of %" PRId64
		" the rows kept here are those that their entries say.\n",
		n, right);
	json_put_int(&c->result, "lists", (int64_t)n);
	json_put_int(&c->result, "lists_as_loaded", right);
	return true;
}

bool cli_audit_open(struct cli *c, struct err *e)
{
	struct str out = cli_option(c, "out"), as = cli_option(c, "as"),
		   grant = cli_option(c, "grant"), auditor = cli_option(c, "auditor");
	struct audit_result x;
	struct audited *list;
	uint8_t seed[32];
	struct reg *r;
	size_t n;

	if (!out.s || !as.s || !grant.s)
		return err_set(e, ERR_USAGE,
			       "audit open: give --as NAME, --grant LOG/INDEX (scope kind, purpose "
			       "audit) and --out FILE");
	if (!draw(c, &r, true, seed, &list, &n, e) ||
	    !audit_before(r, c->a, auditor.s ? auditor : as, &x, e) ||
	    !audit_open(r, c->a, as, grant, list, n, &x, &c->why, e))
		return false;
	for (size_t i = 0; i < n; i++)
		show(c, &list[i], true);
	cli_say(c,
		"%" PRId64 " drawn, %" PRId64 " opened, %" PRId64 " absent, %" PRId64
		" at fault; %" PRId64 " were erased and passed over. The auditor signs: sulh audit "
		"sign %.*s --as AUDITOR\n",
		x.drawn, x.opened, x.absent, x.faults, x.erased, P(cli_plain(c->a, out)));
	json_put_int(&c->result, "drawn", x.drawn);
	json_put_int(&c->result, "opened", x.opened);
	json_put_int(&c->result, "absent", x.absent);
	json_put_int(&c->result, "faults", x.faults);
	json_put_int(&c->result, "erased", x.erased);
	return say_lists(c, r, e) && write_result(c, r, seed, &x, out, e);
}

static bool read_result(struct cli *c, const char *path, uint8_t seed[32], struct audit_result *x,
			uint8_t mac[32], struct err *e)
{
	int64_t *const to[] = { &x->drawn, &x->opened, &x->absent, &x->faults };
	struct str text, rest, line;
	bool ok;

	if (!os_read(c->a, path, 4096, &text, e))
		return false;
	rest = text;
	ok = str_eq(str_cut(&rest, '\n'), S(LINE_1)) && hex_read(str_cut(&rest, '\n'), seed, 32);
	line = str_cut(&rest, '\n');
	for (size_t i = 0; ok && i < 4; i++)
		ok = int_parse(str_cut(&line, ' '), 0, AUDIT_MAX, to[i]);
	ok = ok && !line.s && hex_read(str_cut(&rest, '\n'), x->auditor, 4) &&
	     hex_read(str_cut(&rest, '\n'), mac, 32) && rest.s && !rest.len;
	return ok || err_set(e, ERR_FALSE, "%s is no result of an audit", path);
}

static void set(struct draft *d, const char *field, int64_t n)
{
	d->r->v[field_at(d->kind, field)] = (struct val){ .set = true, .n = n };
}

bool cli_audit_sign(struct cli *c, struct err *e)
{
	struct draft *d = draft_new(c->a, &kind_audit);
	struct str as = cli_option(c, "as");
	uint8_t seed[32], mac[32];
	struct audit_result x = { 0 };
	struct receipt receipt;
	struct reg *r;

	if (c->n != 1 || !as.s)
		return err_set(e, ERR_USAGE, "audit sign: give the result and --as AUDITOR");
	r = cli_register(c, true, e);
	if (!r || !read_result(c, str_z(c->a, c->args[0]), seed, &x, mac, e))
		return false;
	if (!audit_is(r, c->a, seed, &x, mac, e))
		return e->kind != ERR_FALSE
			       ? false
			       : err_set(e, ERR_FALSE,
					 "%.*s is not the result of an audit of this register, or "
					 "was changed",
					 P(cli_plain(c->a, c->args[0])));
	if (!audit_by(r, c->a, as, &x, e))
		return false;
	d->r->v[field_at(d->kind, "seed")] = (struct val){ .set = true, .s = str_mem(seed, 32) };
	/* A result is one audit, however often it is signed. */
	d->idem = str_fmt(c->a, "audit %.*s", P(str_hex(c->a, mac, sizeof mac)));
	set(d, "drawn", x.drawn);
	set(d, "opened", x.opened);
	set(d, "absent", x.absent);
	set(d, "faults", x.faults);
	if (!draft_set(c->a, d, S("as"), as, &c->why) ||
	    !intake_accept(r, c->a, d, false, &receipt, &c->why, e))
		return false;
	record_accepted(c, &receipt);
	cli_say(c, "Signed; in the log after the next cut.\n");
	return true;
}
