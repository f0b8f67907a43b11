/* press finding: a kept claim is held against a signed bulletin; what two officers find of it, and the reply, become a record. */
#include "base/num.h"
#include "cli/entry.h"
#include "cli/press.h"
#include "figure/against.h"
#include "figure/bulletin.h"
#include "figure/press_store.h"
#include "figure/reply.h"
#include "intake/commit.h"
#include "base/banned.h"

struct finding {
	struct cli *c;
	struct reg *r;
	struct store_log hq;
	const struct kept_claim *claim;
	struct store_bulletin bulletin;
	struct against x;
	bool has_difference;
	int64_t difference;
	struct str reply;
};

/* "hq/12" */
static bool find_claim(struct finding *f, struct err *e)
{
	struct str rest = f->c->args[0], name = str_cut(&rest, '/');
	struct kept_list kept;
	int64_t index = -1;

	if (!kept_read(f->r->store, f->c->a, f->hq.id, (int64_t)f->hq.tree.size, &kept, e))
		return false;
	if (str_eq(name, S("hq")) && rest.s && int_parse(rest, 0, INT64_MAX, &index))
		f->claim = kept_at(&kept, index);
	return f->claim ||
	       err_value(e, ERR_NOTHING, S("claim"), f->c->args[0],
			 "the entry of a claim, as hq/12 (sulh press claims lists them)");
}

/* The bulletin of the day that was asked for; else of the day of the report, or the newest before it. */
static bool find_bulletin(struct finding *f, struct err *e)
{
	int64_t at = NO_DAY, day = rec_get(f->claim->r, "published_on")->n;
	struct store_bulletin *list;
	size_t n, best;

	if (!cli_option_day(f->c, "at", &at, e) ||
	    !store_bulletins(f->r->store, f->c->a, &list, &n, e))
		return false;
	best = n;
	for (size_t i = 0; i < n; i++)
		if ((at == NO_DAY ? list[i].day <= day : list[i].day == at) &&
		    (best == n || list[i].day > list[best].day))
			best = i;
	if (best == n)
		return err_value(e, ERR_NOTHING, S("at"),
				 day_text(f->c->a, at == NO_DAY ? day : at),
				 "a day with a signed bulletin");
	f->bulletin = list[best];
	return true;
}

static bool compare(struct finding *f, struct err *e)
{
	const struct rec *record;
	struct entry *x = arena_alloc(f->c->a, sizeof *x);
	const struct val *value = rec_get(f->claim->r, "value");
	struct row *rows;
	size_t n;

	record = intake_record(f->r, f->c->a, f->hq.id, f->bulletin.seq, x, e);
	if (!record || !bulletin_signed(f->r->store, f->c->a, record, &rows, &n, e))
		return within(e, "bulletin of %.*s", P(day_text(f->c->a, f->bulletin.day)));
	f->x = against_kept(f->c->a, f->claim->r, rows, n);
	if (f->claim->copied_from >= 0 && f->x.v.kind == VERDICT_NOT_COMPARABLE)
		f->x.v.kind = VERDICT_COPIED;
	f->has_difference = f->x.row && value &&
			    !__builtin_sub_overflow(value->n, f->x.row->value, &f->difference);
	return true;
}

/* What can be written to whoever asks, in the language of the report. */
static bool write_reply(struct finding *f, struct err *e)
{
	const struct val *value = rec_get(f->claim->r, "value");
	struct reply r = { .language = rec_code(f->claim->r, "language"),
			   .x = &f->x,
			   .number = f->bulletin.number,
			   .day = f->bulletin.day,
			   .seq = f->bulletin.seq,
			   .has_said = value != NULL,
			   .said = value ? value->n : 0,
			   .has_difference = f->has_difference,
			   .difference = f->difference };

	return reply_text(f->c->a, &r, &f->reply, e);
}

static void tell(struct finding *f)
{
	struct cli *c = f->c;
	const struct row *r = f->x.row;
	struct str kind = verdict_kind_name(f->x.v.kind);

	cli_say(c, "%.*s%s: %.*s (%s)\n", P(kind), f->x.v.flag ? ", to be looked at" : "",
		P(cli_plain(c->a, f->x.v.reason)), f->x.v.rule);
	cli_say(c, "bulletin %lld of %.*s, hq/%lld\n", (long long)f->bulletin.number,
		P(day_text(c->a, f->bulletin.day)), (long long)f->bulletin.seq);
	cli_say(c, "reply: %.*s\n", P(cli_plain(c->a, f->reply)));
	json_put_text(&c->result, "verdict", kind);
	json_put_text(&c->result, "rule", str_of(f->x.v.rule));
	json_put_text(&c->result, "reason", f->x.v.reason);
	json_put_text(&c->result, "against", str_fmt(c->a, "hq/%lld", (long long)f->bulletin.seq));
	if (r)
		json_put_int(&c->result, "register", r->value);
	if (f->has_difference)
		json_put_int(&c->result, "difference", f->difference);
	json_put_text(&c->result, "reply", f->reply);
}

static bool is_typed(const struct cli *c, struct str field)
{
	for (size_t i = 1; i < c->n; i++) {
		struct str rest = c->args[i];

		if (str_eq(str_cut(&rest, '='), field))
			return true;
	}
	return false;
}

/* The fields that were typed, then what they leave open. */
static bool keep(struct finding *f, struct err *e)
{
	struct cli *c = f->c;
	struct str *fields = arena_array(c->a, c->n + 8, sizeof *fields);
	size_t n = 0;

	for (size_t i = 1; i < c->n; i++)
		fields[n++] = c->args[i];
	fields[n++] = str_fmt(c->a, "claim=hq/%lld", (long long)f->claim->index);
	if (!is_typed(c, S("against")))
		fields[n++] = str_fmt(c->a, "against=hq/%lld", (long long)f->bulletin.seq);
	if (!is_typed(c, S("verdict"))) {
		fields[n++] = str_fmt(c->a, "verdict=%.*s", P(verdict_kind_name(f->x.v.kind)));
		if (f->has_difference && !is_typed(c, S("difference")))
			fields[n++] = str_fmt(c->a, "difference=%lld", (long long)f->difference);
	}
	if (!is_typed(c, S("reply")) && cli_option(c, "reply").s)
		fields[n++] = str_fmt(c->a, "reply=%.*s", P(f->reply));
	return record_add(c, f->r, draft_new(c->a, kind_by_name(S("press_finding"))), fields, n, e);
}

bool cli_press_finding(struct cli *c, struct err *e)
{
	struct finding f = { .c = c };

	if (!c->n)
		return err_set(e, ERR_USAGE,
			       "press finding: give the entry of a claim, as hq/12, and --as "
			       "PRESS,APPROVER to keep what is found");
	f.r = cli_register(c, cli_option(c, "as").s != NULL, e);
	if (!f.r || !reg_log(f.r, c->a, S("hq"), &f.hq, e) || !find_claim(&f, e) ||
	    !find_bulletin(&f, e) || !compare(&f, e))
		return false;
	if (!write_reply(&f, e))
		return false;
	tell(&f);
	return !cli_option(c, "as").s || keep(&f, e);
}
