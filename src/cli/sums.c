/* sums: what may be asserted of a month (kind delayed_sum), as this register knows it. Counts and days only. */
#include <inttypes.h>

#include "cli/commands.h"
#include "intake/sums.h"
#include "base/banned.h"

static const char *waits(const struct sum *s)
{
	if (!s->state && s->amount < 0)
		return "  more was said than is known";
	if (s->state ? s->was_said : !s->amount)
		return "  said";
	return s->hidden ? s->state ? "  too few to be told" : "  too few: carried on" : "";
}

static void show(struct cli *c, const struct sum *s, struct str month)
{
	cli_say(c, "%-4s%-13s known %6" PRId64 "  said %6" PRId64 "  to say %6" PRId64 "%s\n",
		s->figure, s->detail, s->known, s->said, s->amount > 0 ? s->amount : 0, waits(s));
	if (c->json) {
		struct buf *b = cli_line(c, "sum");

		json_put_text(b, "figure", str_of(s->figure));
		json_put_text(b, "detail",
			      *s->detail ? str_of(s->detail) : (struct str){ NULL, 0 });
		json_put_text(b, "month", month);
		json_put_int(b, "known", s->known);
		json_put_int(b, "said", s->said);
		json_put_int(b, "amount", s->amount);
		json_put_bool(b, "publishable",
			      !s->hidden && s->amount > 0 && !(s->state && s->was_said));
		cli_line_end(c);
	}
}

bool cli_sums(struct cli *c, struct err *e)
{
	struct str month = cli_option(c, "month");
	struct sum list[SUMS_MOST];
	struct reg *r;
	size_t n;

	if (c->n || !month.s)
		return err_value(e, ERR_USAGE, S("month"), S(""),
				 "a calendar month: --month 2016-11");
	r = cli_register(c, false, e);
	if (!r || !sums_of(r, c->a, month, (struct str){ NULL, 0 }, list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		show(c, &list[i], month);
	return n || err_set(e, ERR_NOTHING,
			    "nothing that delayed sums tell of is in the logs up to that month");
}
