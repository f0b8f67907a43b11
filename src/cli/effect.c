/* effect list: lists that were told of papers, and how long they took to confirm it. Counts and days only. */
#include <inttypes.h>

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
