/* due: what a clock does to cases, said as it is recorded. */
#include <inttypes.h>

#include "cli/commands.h"
#include "cli/entry.h"
#include "intake/compare.h"
#include "intake/due.h"
#include "intake/exchange_compare.h"
#include "intake/lists.h"
#include "base/banned.h"

/* What no day brings about by itself: comparisons and restatements that officers still owe. */
static bool say_owed(struct cli *c, struct reg *r, struct err *e)
{
	size_t alike, listed;
	struct exchange_waiting there;
	struct str merges;
	int64_t since;

	if (!compare_waiting(r, c->a, &alike, e) || !lists_waiting(r, c->a, &listed, e) ||
	    !exchange_waiting(r, c->a, &there, e) || !merges_owed(c, r, &merges, &since, e))
		return false;
	if (merges.s)
		cli_say(c, "%.*s\n", P(merges));
	if (alike)
		cli_say(c,
			"%zu registered where others could not be searched, and not compared since "
			"(sulh person compare)\n",
			alike);
	if (listed)
		cli_say(c,
			"%zu registered, and not compared since the newest list (sulh list "
			"screen)\n",
			listed);
	if (there.cases)
		cli_say(c,
			"%zu registered, and not compared with what other registers gave (sulh "
			"exchange compare)\n",
			there.cases);
	json_put_int(&c->result, "to_compare", (int64_t)alike);
	json_put_int(&c->result, "to_compare_there", (int64_t)there.cases);
	json_put_int(&c->result, "to_screen", (int64_t)listed);
	json_put_bool(&c->result, "to_restate", merges.s);
	return true;
}

bool cli_due(struct cli *c, struct err *e)
{
	bool dry = cli_option(c, "dry-run").s;
	struct due_report due;
	struct reg *r;

	if (c->n)
		return err_value(e, ERR_USAGE, S("argument"), c->args[0],
				 "options only: --dry-run");
	r = cli_register(c, true, e);
	if (!r || !intake_due(r, c->a, dry, &due, e))
		return false;
	for (size_t i = 0; i < due.n; i++) {
		const struct due_act *x = &due.list[i];

		cli_say(c, "%.*s  %-3s %-13s due since %.*s: %.*s%s%.*s\n", P(x->case_no), x->code,
			x->event, P(day_text(c->a, x->day)), P(x->why),
			x->refused.s ? "; not recorded: right would be " : "", P(x->refused));
		if (c->json) {
			struct buf *b = cli_line(c, "due");

			json_put_text(b, "code", str_of(x->code));
			json_put_text(b, "event", str_of(x->event));
			json_put_text(b, "case", x->case_no);
			json_put_text(b, "since", day_text(c->a, x->day));
			json_put_text(b, "why", x->why);
			json_put_text(b, "refused", x->refused);
			cli_line_end(c);
		}
	}
	json_put_int(&c->result, "recorded", (int64_t)(dry ? 0 : due.n - due.refused));
	json_put_int(&c->result, "refused", (int64_t)due.refused);
	cli_say(c, "%zu due%s%s\n", due.n, dry ? ", nothing recorded" : "",
		due.refused ? ", not all could be recorded" : "");
	if (due.refused)
		c->status = ERR_ATTENTION;
	return say_owed(c, r, e);
}
