/* effect list, sums: lists that were told of papers, how long they took to confirm it, and who was stopped all the
 * same. Counts and days only. */
#include <inttypes.h>

#include "base/num.h"
#include "cli/commands.h"
#include "intake/effect.h"
#include "base/banned.h"

static void show(struct cli *c, const struct effect *x)
{
	bool confirmed = x->confirmed_on != NO_DAY;
	struct str on = confirmed ? day_text(c->a, x->confirmed_on) : (struct str){ NULL, 0 };

	cli_say(c, "%.*s  %-16.*s %6" PRId64 " papers  %s%.*s, %" PRId64 " day%s%s%.*s",
		P(day_text(c->a, x->sent_on)), P(x->target), x->count,
		confirmed ? "confirmed " : "not confirmed", P(confirmed ? on : S("")), x->days,
		x->days == 1 ? "" : "s", x->no.len ? "  " : "", P(x->no));
	if (x->refused)
		cli_say(c, "  %" PRId64 " refused", x->refused);
	cli_say(c, "\n");
	if (c->json) {
		struct buf *b = cli_line(c, "effect");

		json_put_text(b, "notice_no", x->no.len ? x->no : (struct str){ NULL, 0 });
		json_put_text(b, "log", x->log);
		json_put_text(b, "target", x->target);
		json_put_int(b, "count", x->count);
		json_put_text(b, "sent_on", day_text(c->a, x->sent_on));
		json_put_text(b, "confirmed_on", on);
		json_put_int(b, "days", x->days);
		json_put_int(b, "refused", x->refused);
		json_put_bool(b, "overdue", !confirmed && x->days > EFFECT_DAYS);
		cli_line_end(c);
	}
}

bool cli_effect_list(struct cli *c, struct err *e)
{
	bool open_only = cli_option(c, "open").s;
	struct effect *list;
	struct reg *r;
	size_t n, shown = 0;

	if (c->n)
		return err_value(e, ERR_USAGE, S("argument"), c->args[0], "options only: --open");
	r = cli_register(c, false, e);
	if (!r || !effect_list(r, c->a, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (open_only && list[i].confirmed_on != NO_DAY)
			continue;
		show(c, &list[i]);
		shown++;
	}
	json_put_int(&c->result, "notices", (int64_t)shown);
	return shown || err_set(e, ERR_NOTHING, "no effect notice%s is recorded",
				open_only ? " that is not confirmed" : "");
}

/* The days of "2016-11". */
static bool month_days(struct str month, int64_t *from, int64_t *to)
{
	struct str rest = month, year = str_cut(&rest, '-');
	int64_t y, m;

	if (month.len != 7 || year.len != 4 || !int_parse(year, 1900, 2198, &y) ||
	    !int_parse(rest.s[0] == '0' ? str_from(rest, 1) : rest, 1, 12, &m))
		return false;
	*from = day_of((int)y, (int)m, 1);
	*to = day_add_months(*from, 1) - 1;
	return true;
}

bool cli_effect_sums(struct cli *c, struct err *e)
{
	struct str month = cli_option(c, "month");
	struct effect_sum sums[EFFECT_SUMS];
	int64_t from, to;
	struct reg *r;
	size_t n;

	if (c->n || !month.s || !month_days(month, &from, &to))
		return err_value(e, ERR_USAGE, S("month"), month.s ? month : S(""),
				 "a calendar month: --month 2016-11");
	r = cli_register(c, false, e);
	if (!r || !effect_sums(r, c->a, from, to, sums, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		cli_say(c, "%s %-12s %6" PRId64 "%s\n", sums[i].figure, sums[i].detail,
			sums[i].amount,
			sums[i].hidden ? "  too few: carried into the next month" : "");
		if (c->json) {
			struct buf *b = cli_line(c, "sum");

			json_put_text(b, "figure", str_of(sums[i].figure));
			json_put_text(b, "detail",
				      *sums[i].detail ? str_of(sums[i].detail)
						      : (struct str){ NULL, 0 });
			json_put_text(b, "month", month);
			json_put_int(b, "amount", sums[i].amount);
			json_put_bool(b, "publishable", !sums[i].hidden);
			cli_line_end(c);
		}
	}
	return n || err_set(e, ERR_NOTHING,
			    "no effect notice was sent, nobody was stopped, and no "
			    "promise is overdue or was taken back");
}
