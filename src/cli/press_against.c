/* press compare --data: claims against the figures of the day that they are about. */
#include "cli/press_against.h"

#include "base/json.h"
#include "base/time.h"
#include "cli/sheet.h"
#include "figure/against.h"
#include "figure/figures.h"
#include "intake/commit.h"
#include "base/banned.h"

static void tell_row(struct cli *c, const struct press_claim *p, const struct against *x,
		     int64_t day, int64_t number)
{
	struct str kind = verdict_kind_name(x->v.kind);
	const struct row *r = x->row;
	struct buf *b;

	cli_say(c, "%.*s%s: %.*s \"%.*s\"", P(kind), x->v.flag ? ", to be looked at" : "",
		P(cli_plain(c->a, p->id.len ? p->id : p->doc)), P(cli_plain(c->a, p->surface)));
	if (r)
		cli_say(c, " against %s %.*s %.*s %.*s of %.*s%s: %.*s%s%lld, %lld entries",
			r->figure->code, P(r->detail), P(r->place_name), P(period_name(r->period)),
			P(day_text(c->a, day)), number ? ", signed" : "",
			P(r->qual == QUAL_EXACT ? S("") : qual_name(r->qual)),
			r->qual == QUAL_EXACT ? "" : " ", (long long)r->value,
			(long long)r->entries);
	cli_say(c, ": %.*s (%s)\n", P(cli_plain(c->a, x->v.reason)), x->v.rule);
	if (!c->json)
		return;
	b = cli_line(c, "register");
	json_put_text(b, "kind", kind);
	json_put_bool(b, "flag", x->v.flag);
	json_put_text(b, "claim", p->id);
	json_put_text(b, "rule", str_of(x->v.rule));
	json_put_text(b, "reason", x->v.reason);
	if (r) {
		json_put_text(b, "code", str_of(r->figure->code));
		json_put_text(b, "detail", r->detail);
		json_put_text(b, "place", r->place_name);
		json_put_text(b, "place_code", r->place);
		json_put_text(b, "period", period_name(r->period));
		json_put_text(b, "day", day_text(c->a, day));
		json_put_int(b, "value", r->value);
		json_put_text(b, "qualifier", qual_name(r->qual));
		json_put_int(b, "entries", r->entries);
		if (number)
			json_put_int(b, "bulletin", number);
	}
	if (x->v.has_difference)
		json_put_text(b, "difference", press_value_text(c->a, x->v.difference));
	cli_line_end(c);
}

bool press_against(struct cli *c, const struct compare_claim *claims, size_t claims_n,
		   int64_t *flags, struct err *e)
{
	struct reg *r = cli_register(c, false, e);
	struct row *rows = NULL;
	int64_t day = NO_DAY, number = 0, undated = 0;
	size_t n = 0;

	if (!r)
		return false;
	for (size_t i = 0; i < claims_n; i++) {
		const struct compare_claim *p = &claims[i];
		struct said_figure said; /* its day may be another than that of its report */
		struct against x;

		said_of_claim(p->c, p->day, &said);
		if (said.day == NO_DAY || p->c->optional) {
			undated += said.day == NO_DAY;
			continue;
		}
		if (said.day != day && !day_sheet(c, r, said.day, &rows, &n, &number, e))
			return within(e, "figures of %.*s", P(day_text(c->a, said.day)));
		day = said.day;
		x = against_rows(c->a, p->c, day, rows, n);
		tell_row(c, p->c, &x, day, number);
		*flags += x.v.flag;
	}
	if (undated)
		cli_say(c,
			"%lld claims are of reports without a day, and were not held against the "
			"register\n",
			(long long)undated);
	json_put_int(&c->result, "undated", undated);
	return true;
}
