/* grant, glass: who may read what is sealed, and who did without. */
#include <inttypes.h>

#include "base/os.h"
#include "cli/commands.h"
#include "intake/access.h"
#include "store/access.h"
#include "base/banned.h"

static struct str log_name(const struct store_log *logs, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (logs[i].id == id)
			return logs[i].name;
	return S("");
}

static void show(struct cli *c, const struct store_open_access *x, struct str log, struct str when,
		 int64_t now)
{
	struct str where = x->seq < 0 ? S("not in the log yet")
				      : str_fmt(c->a, "%.*s/%" PRId64, P(log), x->seq),
		   draft = str_hex(c->a, x->x.draft, sizeof x->x.draft),
		   kid = str_hex(c->a, x->x.reader, sizeof x->x.reader);
	bool glass = x->x.what == ACCESS_GLASS, late;
	struct buf *b;

	late = glass ? now - x->x.at > GLASS_HOURS * 3600 : now > x->x.at;
	if (glass)
		cli_say(c, "%.*s  %.*s  officer %.*s%s\n", P(draft), P(when), P(kid),
			late ? "  late" : "");
	else
		cli_say(c, "%.*s  for %.*s, %.*s, officer %.*s, until %.*s%s\n", P(where),
			P(x->x.purpose), P(x->x.scope), P(kid), P(when),
			late ? "  expired, and outstanding: no completion" : "");
	if (!c->json)
		return;
	b = cli_line(c, glass ? "glass" : "grant");
	json_put_text(b, "receipt", draft);
	json_put_text(b, "entry", x->seq < 0 ? S("") : where);
	json_put_text(b, "reader", kid);
	json_put_text(b, "purpose", x->x.purpose);
	json_put_text(b, glass ? "at" : "until", when);
	json_put_bool(b, "late", late);
	cli_line_end(c);
}

static bool list(struct cli *c, bool glass, struct err *e)
{
	struct reg *r = cli_register(c, false, e);
	struct store_open_access *open;
	struct store_log *logs;
	int64_t today;
	size_t n, n_logs;

	if (c->n)
		return err_set(e, ERR_USAGE, "%s: takes no arguments", c->command->name);
	if (!r || !intake_today(r, c->a, &today, e) ||
	    !store_logs(r->store, c->a, &logs, &n_logs, e) ||
	    !(glass ? store_open_glass : store_open_grants)(r->store, c->a, &open, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		show(c, &open[i], log_name(logs, n_logs, open[i].log),
		     glass ? instant_text(c->a, (struct instant){ open[i].x.at, 0 })
			   : day_text(c->a, open[i].x.at),
		     glass ? clock_now(&c->clock) : today);
	if (!n)
		cli_say(c, glass ? "No broken glass waits for another officer.\n"
				 : "No grant is open.\n");
	json_put_int(&c->result, "open", (int64_t)n);
	return true;
}

bool cli_grant_list(struct cli *c, struct err *e)
{
	return list(c, false, e);
}

bool cli_grant_export(struct cli *c, struct err *e)
{
	struct str as = cli_option(c, "as"), out = cli_option(c, "out"), file;
	struct reg *r;

	if (c->n != 1 || !as.s || !out.s)
		return err_set(e, ERR_USAGE,
			       "grant export: give LOG/INDEX, --as READER and --out FILE");
	r = cli_register(c, true, e);
	if (!r || !access_export(r, c->a, c->args[0], as, &file, &c->why, e) ||
	    !os_write(str_z(c->a, out), file, 0600, e))
		return false;
	cli_say(c, "Sealed to the key of %.*s, who opens it: sulh grant open FILE\n",
		P(cli_plain(c->a, as)));
	return true;
}

bool cli_grant_open(struct cli *c, struct err *e)
{
	struct str as = cli_option(c, "as"), out = cli_option(c, "out"), file, identity;
	struct reg *r;

	if (c->n != 1 || !as.s || !out.s)
		return err_set(e, ERR_USAGE, "grant open: give FILE, --as READER and --out FILE");
	if (!cli_read(c->a, c->args[0], 4096, &file, e))
		return false;
	r = cli_register(c, true, e);
	if (!r || !access_import(r, c->a, file, as, &identity, e) ||
	    !os_write(str_z(c->a, out), identity, 0600, e))
		return false;
	cli_say(c, "The person's key, with which `age -d` opens what is sealed for the person. "
		   "Destroy it when the grant ends, and complete the grant.\n");
	return true;
}

bool cli_glass_list(struct cli *c, struct err *e)
{
	return list(c, true, e);
}

bool cli_glass_confirm(struct cli *c, struct err *e)
{
	struct str as = cli_option(c, "as");
	struct receipt receipt;
	uint8_t draft[16];
	struct reg *r;

	if (c->n != 1 || !as.s || !hex_read(c->args[0], draft, sizeof draft))
		return err_set(e, ERR_USAGE,
			       "glass confirm: give the receipt of the opening and --as NAME");
	r = cli_register(c, true, e);
	if (!r || !access_seen(r, c->a, as, str_mem(draft, sizeof draft), &receipt, &c->why, e))
		return false;
	cli_say(c, "Recorded that another officer looked at it.\n");
	return true;
}
