/* bulletin draft, sign, show; publish; verify. */
#include "cli/commands.h"

#include <inttypes.h>
#include <string.h>

#include "base/os.h"
#include "cli/entry.h"
#include "cli/example.h"
#include "figure/bulletin.h"
#include "record/opday.h"
#include "ledger/key.h"
#include "ledger/log.h"
#include "sync/publish.h"
#include "intake/commit.h"
#include "base/banned.h"

static bool day_of_option(struct cli *c, struct reg *r, int64_t *day, struct err *e)
{
	*day = NO_DAY;
	if (!cli_option_day(c, "at", day, e))
		return false;
	return *day != NO_DAY || intake_today(r, c->a, day, e);
}

static void show_checks(struct cli *c, const struct row *rows, size_t n)
{
	struct check *list;
	size_t k = count_checks(c->a, rows, n, &list);

	cli_say(c, "\n");
	for (size_t i = 0; i < k; i++) {
		cli_say(c, "check %-24s %s%.*s\n", list[i].rule,
			list[i].holds ? "holds" : "DOES NOT HOLD at ",
			P(list[i].holds ? S("") : list[i].where));
		if (c->json) {
			struct buf *b = cli_line(c, "check");

			json_put_text(b, "rule", str_of(list[i].rule));
			json_put_bool(b, "holds", list[i].holds);
			cli_line_end(c);
		}
	}
}

bool cli_bulletin_draft(struct cli *c, struct err *e)
{
	struct reg *r = cli_register(c, false, e);
	struct row *rows;
	int64_t day;
	size_t n;

	if (!r || !day_of_option(c, r, &day, e) ||
	    !bulletin_live(r->store, c->a, day, &rows, &n, e))
		return false;
	rows_show(c, rows, n);
	show_checks(c, rows, n);
	if (!bulletin_agrees(r->store, c->a, day, rows, n, e))
		return false;
	cli_say(c, "\nCounted twice, from the records and from the log: equal.\n");
	json_put_bool(&c->result, "agrees", true);
	return true;
}

/* The record goes through the front door like any other, and into the log in the same transaction: a
 * bulletin that waits as a draft would be one that nobody can sign again. */
static bool accept(struct cli *c, struct reg *r, struct draft *d, struct str definitions,
		   struct err *e)
{
	struct receipt receipt;
	struct cut_report cut;

	if (!intake_begin(r, e))
		return false;
	if (!intake_accept_in(r, c->a, d, false, &receipt, &c->why, e) ||
	    !store_body_add(r->store, rec_code(d->r, "definitions"), definitions, e) ||
	    !intake_cut_in(r, c->a, S("hq"), d->day, &cut, e)) {
		intake_drop(r);
		return false;
	}
	return intake_commit(r, e) && store_checkpoint(r->store, e);
}

/* A day is signed when it is over: what happens up to its cut-off belongs to it. */
static bool day_is_over(struct cli *c, struct reg *r, const struct rec *operation, int64_t day,
			struct err *e)
{
	struct instant end = opday_end(operation, day);

	return clock_now(&r->clock) >= end.s ||
	       err_set(e, ERR_ATTENTION, "bulletin of %.*s: that day ends at %.*s; sign it then",
		       P(day_text(c->a, day)), P(instant_text(c->a, end)));
}

bool bulletin_sign_as(struct cli *c, struct reg *r, int64_t day, struct str as,
		      const struct str *reasons, size_t n_reasons, int64_t *number, struct err *e)
{
	struct draft *d = draft_new(c->a, kind_by_name(S("bulletin")));
	const struct rec *operation = intake_operation(r, c->a, e);
	struct buf text = { .a = c->a };
	struct hash digest;

	if (!operation)
		return e->kind ? false
			       : err_set(e, ERR_REFUSED,
					 "bulletin: the operation itself is not in the log yet");
	if (!day_is_over(c, r, operation, day, e))
		return false;
	figures_definitions(&text);
	digest = hash_of(buf_text(&text));
	d->r = bulletin_record(r->store, c->a, operation, day, reasons, n_reasons,
			       hash_str(&digest), e);
	d->day = day;
	if (!d->r || !draft_set(c->a, d, S("as"), as, &c->why) ||
	    !accept(c, r, d, buf_text(&text), e))
		return false;
	if (number)
		*number = rec_get(d->r, "number")->n;
	return true;
}

bool cli_bulletin_sign(struct cli *c, struct err *e)
{
	struct str reason = cli_option(c, "reason"), as = cli_option(c, "as");
	struct reg *r = cli_register(c, true, e);
	int64_t day, number;

	if (!r || !day_of_option(c, r, &day, e))
		return false;
	/* The day that runs is not over: without --at it is the one before. */
	if (!cli_option(c, "at").s)
		day--;
	if (!bulletin_sign_as(c, r, day, as.s ? as : S(""), &reason, reason.s != NULL, &number, e))
		return false;
	cli_say(c, "Bulletin %" PRId64 " of %.*s is signed and in the log of headquarters.\n",
		number, P(day_text(c->a, day)));
	json_put_int(&c->result, "number", number);
	return true;
}

bool cli_bulletin_show(struct cli *c, struct err *e)
{
	struct reg *r = cli_register(c, false, e);
	struct store_bulletin b;
	struct store_log hq;
	struct row *rows;
	struct entry x;
	struct rec *record;
	int64_t day;
	size_t n;

	if (!r || !day_of_option(c, r, &day, e) || !store_bulletin(r->store, day, &b, e) ||
	    !reg_log(r, c->a, S("hq"), &hq, e))
		return false;
	if (b.seq >= 0) {
		record = intake_record(r, c->a, hq.id, b.seq, &x, e);
		if (!record || !bulletin_signed(r->store, c->a, record, &rows, &n, e))
			return false;
		cli_say(c, "Bulletin %" PRId64 " of %.*s, signed, entry hq/%" PRId64 "\n", b.number,
			P(day_text(c->a, day)), b.seq);
	} else {
		if (!bulletin_live(r->store, c->a, day, &rows, &n, e))
			return false;
		cli_say(c, "Figures of %.*s as they stand; not signed\n", P(day_text(c->a, day)));
	}
	rows_show(c, rows, n);
	json_put_text(&c->result, "day", day_text(c->a, day));
	json_put_bool(&c->result, "signed", b.seq >= 0);
	return n || err_set(e, ERR_NOTHING, "no figures up to %.*s", P(day_text(c->a, day)));
}

bool cli_publish(struct cli *c, struct err *e)
{
	struct reg *r;
	struct store_log *logs;
	struct publish_log *list;
	size_t n;

	if (c->n != 1)
		return err_set(e, ERR_USAGE, "publish: give the folder to write");
	/* It writes marks and tiles, so nobody else may write meanwhile. */
	r = cli_register(c, true, e);
	if (!r || !store_logs(r->store, c->a, &logs, &n, e))
		return false;
	list = arena_array(c->a, n, sizeof *list);
	key_wipe_later(c->a, list, n * sizeof *list);
	for (size_t i = 0; i < n; i++) {
		list[i].log = logs[i];
		list[i].hwm = reg_hwm_path(r, c->a, logs[i].name);
		if (!reg_log_key(r, c->a, logs[i].name, &list[i].key, e))
			return false;
	}
	if (!publish(r->store, c->a, str_z(c->a, c->args[0]), list, n, e))
		return false;
	cli_say(c, "Published %zu logs to %.*s\n", n, P(c->args[0]));
	json_put_int(&c->result, "logs", (int64_t)n);
	return true;
}
