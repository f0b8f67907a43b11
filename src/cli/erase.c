/* erase: a person is forgotten, and what remains of that is said. */
#include <inttypes.h>

#include "base/num.h"
#include "base/os.h"
#include "cli/commands.h"
#include "intake/commit.h"
#include "intake/erase.h"
#include "record/kinds.h"
#include "base/banned.h"

static bool set(struct cli *c, struct draft *d, const char *name, struct str value)
{
	return draft_set(c->a, d, str_of(name), value, &c->why);
}

/* Until when backups hold what is erased here: nobody but the officers can know. */
static bool backups_end(struct cli *c, struct reg *r, struct str *day, struct err *e)
{
	struct erase_backup *list;
	int64_t today;
	size_t n;

	*day = cli_option(c, "backups-gone-on");
	if (day->s)
		return true;
	if (!intake_today(r, c->a, &today, e) || !erase_backups(r, c->a, &list, &n, e))
		return false;
	*day = day_text(c->a, today);
	return !n || err_set(e, ERR_USAGE,
			     "erase: there are backups (sulh erase list): give --backups-gone-on "
			     "DAY, the day on which the last of them is destroyed");
}

static bool fill(struct cli *c, struct reg *r, const struct erase_whom *whom, struct draft *d,
		 struct err *e)
{
	struct str day, as = cli_option(c, "as"), basis = cli_option(c, "basis"),
			checked = cli_option(c, "checked");
	bool ok;

	if (!backups_end(c, r, &day, e))
		return false;
	ok = whom->n_cases ? set(c, d, "case", whom->cases[0])
			   : set(c, d, "subject_erased", str_hex(c->a, whom->acts[0].subject, 16));
	ok &= set(c, d, "key_gone_at",
		  instant_text(c->a, (struct instant){ clock_now(&r->clock), 0 }));
	ok &= set(c, d, "backups_gone_on", day);
	ok &= !basis.s || set(c, d, "basis", basis);
	ok &= !checked.s || set(c, d, "checked", checked);
	ok &= !as.s || set(c, d, "as", as);
	return ok || err_set(e, ERR_REFUSED, "erasure is refused");
}

static bool say_record(struct cli *c, struct reg *r, const struct store_gone *x, struct err *e)
{
	const struct kind *k = kind_by_code(x->kind);
	struct store_log *logs;
	struct buf *b;
	size_t n;

	if (!store_logs(r->store, c->a, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (logs[i].id != x->log || x->seq < 0)
			continue;
		cli_say(c, "  %.*s/%lld: %s\n", P(logs[i].name), (long long)x->seq,
			k ? k->label_en : "a record");
		if (!c->json)
			continue;
		b = cli_line(c, "erases");
		json_put_text(b, "entry",
			      str_fmt(c->a, "%.*s/%lld", P(logs[i].name), (long long)x->seq));
		json_put_text(b, "kind", str_of(k ? k->name : ""));
		cli_line_end(c);
	}
	return true;
}

/* All that goes, before anybody types a password for it. */
static bool say_whom(struct cli *c, struct reg *r, const struct erase_whom *whom, struct err *e)
{
	cli_say(c, whom->n_cases > 1 ? "Erased is one person, with all cases that are merged:\n"
		   : whom->n_cases   ? "Erased is the person of case\n"
				     : "Erased is somebody without a case, with all records of "
				       "the same:\n");
	for (size_t i = 0; i < whom->n_cases; i++) {
		cli_say(c, "  %.*s\n", P(whom->cases[i]));
		if (c->json) {
			json_put_text(cli_line(c, "erases"), "case", whom->cases[i]);
			cli_line_end(c);
		}
	}
	for (size_t i = 0; !whom->n_cases && i < whom->n_acts; i++)
		if (!say_record(c, r, &whom->acts[i], e))
			return false;
	return cli_flush(c) ||
	       err_set(e, ERR_FAILED, "say who is erased: the output takes no more");
}

static void say_backups(struct cli *c, const struct erase_backup *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str day = day_text(c->a, list[i].x.day),
			   path = cli_plain(c->a, list[i].x.path);
		struct buf *b;

		cli_say(c, "  the backup of %.*s in %.*s%s\n", P(day), P(path),
			list[i].listed ? ", which forgets them when it is restored"
				       : ": it is not there now; put the file `" ERASURES_FILE
					 "` of the register beside it");
		if (!c->json)
			continue;
		b = cli_line(c, "backup");
		/* Where they lie is for whoever has this machine. */
		if (!c->held)
			json_put_text(b, "path", path);
		json_put_text(b, "day", day);
		json_put_bool(b, "listed", list[i].listed);
		cli_line_end(c);
	}
}

/* For how many months the operation keeps who opened what; 0: it does not say. */
static int64_t log_months(const struct rec *operation)
{
	const struct val *rows = operation ? rec_get(operation, "retention") : NULL;

	for (size_t i = 0; rows && i < rows->len; i++) {
		const struct val *cells = rows->v[i].v;

		if (str_eq(cells[field_at(&kind_retention_rule, "class")].s, S("access_log")))
			return cells[field_at(&kind_retention_rule, "months")].n;
	}
	return 0;
}

/* What was recorded of officers, not of the person. */
static bool say_number(struct cli *c, struct reg *r, struct err *e)
{
	int64_t months = log_months(intake_operation(r, c->a, e));

	if (e->kind != ERR_NONE)
		return false;
	cli_say(c, "  the number of the person, no name: in the journal, which says who opened the "
		   "record, when and why, and in the sealed records of grants, openings and "
		   "weapons. ");
	if (months)
		cli_say(c, "The operation keeps its access log for %" PRId64 " months. ", months);
	else
		cli_say(c, "The operation does not say how long it keeps its access log. ");
	cli_say(c, "Nothing shortens it yet\n");
	json_put_int(&c->result, "access_log_months", months);
	return true;
}

/* What the key holder signs no more without the passphrase. */
static void say_unseen(struct cli *c, const struct reg *r)
{
	struct str rest = r->unseen;

	while (rest.len) {
		struct str one = str_cut(&rest, '\n');

		cli_say(c,
			"Not looked at before it was erased, so that the next publication asks for "
			"the passphrase once: %.*s\n",
			P(one));
	}
	json_put_text(&c->result, "unseen", r->unseen.s ? r->unseen : S(""));
}

static bool say_done(struct cli *c, struct reg *r, const struct draft *d, struct err *e)
{
	struct str day = val_text(c->a, field_by_name(d->kind, S("backups_gone_on")),
				  rec_get(d->r, "backups_gone_on"));
	struct erase_backup *list;
	size_t n;

	if (!erase_backups(r, c->a, &list, &n, e))
		return false;
	cli_say(c,
		"Erased: the key is destroyed, and all that was sealed under it or for the centre "
		"about this person is deleted here. The public entries stay; they name nobody.\n"
		"What remains until %.*s, for whoever has the passphrase:\n",
		P(day));
	say_backups(c, list, n);
	cli_say(c, "  copies of this folder or its disk that were made otherwise (images, "
		   "snapshots), and what was handed out on paper or under a grant\n");
	if (!say_number(c, r, e))
		return false;
	say_unseen(c, r);
	json_put_text(&c->result, "backups_gone_on", day);
	json_put_int(&c->result, "backups", (int64_t)n);
	return true;
}

/* What a crash left of an erasure, before anybody is looked for: else the same command again would find half of it. */
static bool end_begun(struct cli *c, struct reg *r, struct err *e)
{
	bool waits;

	if (!erase_waits(r, &waits, e))
		return false;
	if (!waits)
		return true;
	if (!intake_begin(r, e))
		return false;
	intake_drop(r);
	if (!erase_waits(r, &waits, e))
		return false;
	if (waits)
		return true;
	cli_say(c, "The erasure that was interrupted is done now.\n");
	say_unseen(c, r);
	return true;
}

bool cli_erase(struct cli *c, struct err *e)
{
	struct draft *d = draft_new(c->a, &kind_erasure);
	bool dry = cli_option(c, "dry-run").s;
	struct receipt receipt;
	struct erase_whom whom;
	struct reg *r;

	if (c->n != 1)
		return err_set(e, ERR_USAGE,
			       "erase: give the number of a case, or LOG/INDEX of a record about "
			       "somebody who has none");
	r = cli_register(c, true, e);
	if (!r || !end_begun(c, r, e) ||
	    !erase_whom(r, c->a, cli_plain(c->a, c->args[0]), &whom, e) ||
	    !fill(c, r, &whom, d, e) || !say_whom(c, r, &whom, e) ||
	    !intake_accept(r, c->a, d, dry, &receipt, &c->why, e))
		return false;
	if (!dry)
		return say_done(c, r, d, e);
	cli_say(c, "would be erased\n");
	return true;
}

bool cli_erase_list(struct cli *c, struct err *e)
{
	struct reg *r = cli_register(c, false, e);
	struct erase_backup *backups;
	struct store_erased *list;
	size_t n, n_backups;

	if (c->n)
		return err_set(e, ERR_USAGE, "erase list: takes no arguments");
	if (!r || !store_erased(r->store, c->a, &list, &n, e) ||
	    !erase_backups(r, c->a, &backups, &n_backups, e))
		return false;
	cli_say(c, "%zu erased, listed in %s/" ERASURES_FILE ".%s\n", n, r->dir,
		n_backups ? " Backups that were written:" : " No backup was written.");
	say_backups(c, backups, n_backups);
	json_put_int(&c->result, "erased", (int64_t)n);
	return true;
}

bool cli_erase_replay(struct cli *c, struct err *e)
{
	bool none = cli_option(c, "none").s;
	struct str text = { NULL, 0 };
	struct reg *r;
	size_t n = 0;

	if (c->n > 1 || (none && c->n))
		return err_set(e, ERR_USAGE, "erase replay: give a list of erasures, or --none");
	r = cli_register(c, true, e);
	if (!r)
		return false;
	if (c->n && !cli_read(c->a, c->args[0], ERASURES_MAX, &text, e))
		return false;
	if (!none && !c->n &&
	    !os_read(c->a, erase_replay_path(c->a, r->dir), ERASURES_MAX, &text, e))
		return e->kind == ERR_NOTHING
			       ? err_set(e, ERR_NOTHING, "erase replay: nothing waits for it")
			       : false;
	if (!none && !c->n && !text.len)
		return err_set(e, ERR_USAGE,
			       "erase replay: the backup came without a list: give the file "
			       "`" ERASURES_FILE "` of the register that was lost, or --none where "
			       "nobody was erased since");
	if (!erase_replay(r, text, &n, e))
		return false;
	cli_say(c, "Forgotten: %zu of who was erased since the backup.\n", n);
	say_unseen(c, r);
	json_put_int(&c->result, "erased", (int64_t)n);
	return true;
}
