/* queue: what waits for whom. Case numbers only: who they are is nobody's business who waits for work. */
#include <inttypes.h>

#include "cli/commands.h"
#include "cli/entry.h"
#include "intake/queue.h"
#include "record/kinds.h"
#include "base/banned.h"

static struct str day_or_null(struct arena *a, int64_t day)
{
	return day == NO_DAY ? (struct str){ NULL, 0 } : day_text(a, day);
}

static void show(struct cli *c, const struct wait *x)
{
	struct str since = day_or_null(c->a, x->since), limit = day_or_null(c->a, x->limit);

	cli_say(c, "%-10.*s  %-9.*s  %-21.*s %-14s %s%.*s%s: %.*s\n", P(since.s ? since : S("-")),
		P(x->case_no.s ? x->case_no : x->log), P(x->role), x->what,
		limit.s ? (x->overdue ? "OVERDUE since " : "until ") : "",
		P(limit.s ? limit : S("")), limit.s ? "" : "no limit", P(x->why));
	if (c->json) {
		struct buf *b = cli_line(c, "wait");

		json_put_text(b, "role", x->role);
		json_put_text(b, "what", str_of(x->what));
		json_put_text(b, "case", x->case_no);
		json_put_text(b, "log", x->log);
		json_put_text(b, "since", since);
		json_put_text(b, "limit", limit);
		json_put_bool(b, "overdue", x->overdue);
		json_put_text(b, "why", x->why);
		cli_line_end(c);
	}
}

/* What is owed of figures. */
static bool owed(struct cli *c, struct reg *r, struct wait *w, size_t *n, struct err *e)
{
	*w = (struct wait){
		.role = S("editor,approver"), .what = "restate", .log = S("hq"), .limit = NO_DAY
	};
	if (!merges_owed(c, r, &w->why, &w->since, e))
		return false;
	*n = w->why.s != NULL;
	return true;
}

bool cli_queue(struct cli *c, struct err *e)
{
	struct str role = cli_option(c, "role");
	struct queue_eyes by = { .role = role, .as = cli_option(c, "as") };
	int64_t most = INT64_MAX, overdue = 0, shown = 0;
	struct wait *list, more;
	struct reg *r;
	size_t n;

	by.more = &more;
	if (c->n)
		return err_value(e, ERR_USAGE, S("argument"), c->args[0],
				 "options only: --role, --as, --overdue, --limit");
	if (role.s && !str_eq(role, S("scheduler")) && !code_in("list:roles", role))
		return err_value(e, ERR_USAGE, S("role"), role,
				 "a role, as panel or screener (sulh help officer lists them)");
	if (!cli_option_int(c, "limit", 1, INT64_C(1000000000), &most, e))
		return false;
	r = cli_register(c, false, e);
	if (!r || !owed(c, r, &more, &by.n_more, e) ||
	    !queue_list(r, c->a, &by, &list, &n, &c->why, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		overdue += list[i].overdue;
		if (shown >= most || (cli_option(c, "overdue").s && !list[i].overdue))
			continue;
		show(c, &list[i]);
		shown++;
	}
	cli_say(c, "%zu wait%s, %" PRId64 " overdue\n", n, n == 1 ? "s" : "", overdue);
	json_put_int(&c->result, "waiting", (int64_t)n);
	json_put_int(&c->result, "overdue", overdue);
	return true;
}
