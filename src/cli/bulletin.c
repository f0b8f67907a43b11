/* bulletin draft, sign, restate, show; publish. */
#include "cli/commands.h"

#include <inttypes.h>
#include <string.h>

#include "base/os.h"
#include "cli/entry.h"
#include "cli/example.h"
#include "figure/bulletin.h"
#include "record/opday.h"
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
		cli_say(c, "check %-40s %s%.*s\n", list[i].rule,
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
		   struct str figures, struct err *e)
{
	struct receipt receipt;
	struct cut_report cut;

	if (!intake_begin(r, e))
		return false;
	if (!intake_accept_in(r, c->a, d, false, &receipt, &c->why, e) ||
	    !store_body_add(r->store, rec_code(d->r, "definitions"), definitions, e) ||
	    (figures.s && !store_body_add(r->store, rec_code(d->r, "figures_body"), figures, e)) ||
	    !intake_cut_in(r, c->a, S("hq"), d->day, &cut, e)) {
		intake_drop(r);
		return false;
	}
	return intake_commit(r, e) && store_checkpoint(r->store, NULL, e);
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

static bool sign(struct cli *c, struct reg *r, struct bulletin_wish *w, struct str as,
		 int64_t *number, struct err *e)
{
	struct draft *d = draft_new(c->a, kind_by_name(S("bulletin")));
	const struct rec *operation = intake_operation(r, c->a, e);
	struct buf text = { .a = c->a };
	struct str figures;
	struct hash digest;

	if (!operation)
		return e->kind ? false
			       : err_set(e, ERR_REFUSED,
					 "bulletin: the operation itself is not in the log yet");
	if (!day_is_over(c, r, operation, w->day, e))
		return false;
	figures_definitions(&text);
	digest = hash_of(buf_text(&text));
	w->definitions = hash_str(&digest);
	d->r = bulletin_record(r->store, c->a, operation, w, &figures, e);
	d->day = w->day;
	if (!d->r)
		return false;
	if (!draft_set(c->a, d, S("as"), as, &c->why))
		return err_set(e, ERR_REFUSED, "bulletin is refused");
	if (!accept(c, r, d, buf_text(&text), figures, e))
		return false;
	if (number)
		*number = rec_get(d->r, "number")->n;
	return true;
}

bool bulletin_sign_as(struct cli *c, struct reg *r, int64_t day, struct str as,
		      const struct str *reasons, size_t n_reasons, int64_t *number, struct err *e)
{
	struct bulletin_wish w = { .day = day, .reasons = reasons, .n_reasons = n_reasons };

	return sign(c, r, &w, as, number, e);
}

bool cli_bulletin_sign(struct cli *c, struct err *e)
{
	struct str reason = cli_option(c, "reason"), as = cli_option(c, "as");
	struct bulletin_wish w = { .reasons = &reason,
				   .n_reasons = reason.s != NULL,
				   .late = cli_option(c, "late") };
	struct reg *r = cli_register(c, true, e);
	int64_t number;

	if (!r || !day_of_option(c, r, &w.day, e))
		return false;
	/* The day that runs is not over: without --at it is the one before. */
	if (!cli_option(c, "at").s)
		w.day--;
	if (!sign(c, r, &w, as.s ? as : S(""), &number, e))
		return false;
	cli_say(c, "Bulletin %" PRId64 " of %.*s is signed and in the log of headquarters.\n",
		number, P(day_text(c->a, w.day)));
	json_put_int(&c->result, "number", number);
	return true;
}

/* Restatements. */

static void put(struct rec *r, const char *field, struct val v)
{
	v.set = true;
	r->v[field_at(r->kind, field)] = v;
}

struct restating {
	struct cli *c;
	struct reg *r;
	struct str reason, as;
	int64_t day; /* of the bulletin that will tell of it */
};

/* Merges by their references, from..to-1. */
static struct val merges_of(struct arena *a, const struct change *f, size_t from, size_t to)
{
	struct val list = { .v = arena_array(a, to - from, sizeof *list.v) };

	for (size_t i = from; i < to; i++) {
		const uint8_t *ref = f->merges[i]->ref;
		uint64_t index = 0;

		for (int k = 8; k < 16; k++)
			index = index << 8 | ref[k];
		list.v[list.len++] = (struct val){
			.set = true, .s = str_fmt(a, "%.*s/%" PRIu64, P(str_hex(a, ref, 8)), index)
		};
	}
	return list;
}

static struct draft *draft_of(struct restating *w, const struct bulletin_change *x)
{
	struct draft *d = draft_new(w->c->a, kind_by_name(S("restatement")));
	const struct change *f = &x->change;

	put(d->r, "figure", (struct val){ .s = str_of(f->figure->code) });
	put(d->r, "place_of", (struct val){ .s = f->place });
	if (f->detail.len)
		put(d->r, "detail", (struct val){ .s = f->detail });
	put(d->r, "period", (struct val){ .s = period_name(f->period) });
	put(d->r, "of_day", (struct val){ .n = x->day });
	put(d->r, "old", (struct val){ .n = f->old });
	put(d->r, "new", (struct val){ .n = f->new });
	d->day = w->day;
	return d;
}

static bool restate_as(struct restating *w, struct draft *d, struct str reason, struct err *e)
{
	struct cli *c = w->c;
	struct receipt receipt;

	if (!draft_set(c->a, d, S("reason_code"), reason, &c->why) ||
	    !draft_set(c->a, d, S("as"), w->as, &c->why))
		return err_set(e, ERR_REFUSED, "restatement is refused");
	return intake_accept_in(w->r, c->a, d, false, &receipt, &c->why, e);
}

/* More merges than an entry has room for are named by several: the first says the change. */
static bool restate_one(struct restating *w, const struct bulletin_change *x, struct err *e)
{
	struct bulletin_change rest = *x;
	size_t at = 0, n = x->change.n_merges;

	do {
		struct draft *d = draft_of(w, &rest);
		size_t to = n - at < RESTATE_MERGES ? n : at + RESTATE_MERGES;

		if (n)
			put(d->r, "merges", merges_of(w->c->a, &x->change, at, to));
		if (!restate_as(w, d, x->change.duplicate ? S("duplicate") : w->reason, e))
			return false;
		rest.change.old = rest.change.new;
		at = to;
	} while (at < n);
	return true;
}

/* All or none: a bulletin's past is changed in one piece. */
static bool restate_all(struct restating *w, const struct bulletin_change *list, size_t n,
			struct err *e)
{
	struct cut_report cut;
	bool ok = true;

	if (!intake_begin(w->r, e))
		return false;
	for (size_t i = 0; ok && i < n; i++)
		ok = restate_one(w, &list[i], e);
	if (!ok || !intake_cut_in(w->r, w->c->a, S("hq"), w->day, &cut, e)) {
		intake_drop(w->r);
		return false;
	}
	return intake_commit(w->r, e) && store_checkpoint(w->r->store, NULL, e);
}

static void show_change(struct cli *c, const struct bulletin_change *x)
{
	const struct change *f = &x->change;
	struct buf *b;

	cli_say(c, "%.*s  %-4s %.*s%s%.*s, %.*s: %" PRId64 " -> %" PRId64 "%s\n",
		P(day_text(c->a, x->day)), f->figure->code, P(f->place_name),
		f->detail.len ? ", " : "", P(f->detail), P(period_name(f->period)), f->old, f->new,
		f->duplicate ? ", by merges" : "");
	if (!c->json)
		return;
	b = cli_line(c, "restatement");
	json_put_text(b, "day", day_text(c->a, x->day));
	json_put_text(b, "code", str_of(f->figure->code));
	json_put_text(b, "place", f->place_name);
	json_put_text(b, "place_code", f->place);
	json_put_text(b, "detail", f->detail.len ? f->detail : (struct str){ NULL, 0 });
	json_put_text(b, "period", period_name(f->period));
	json_put_int(b, "old", f->old);
	json_put_int(b, "new", f->new);
	json_put_int(b, "merges", (int64_t)f->n_merges);
	cli_line_end(c);
}

/* The last day that is over, where it has no bulletin yet; else the day that runs. */
static bool restating_day(struct restating *w, struct err *e)
{
	struct store_bulletin *list;
	size_t n;

	if (!intake_today(w->r, w->c->a, &w->day, e) ||
	    !store_bulletins(w->r->store, w->c->a, &list, &n, e))
		return false;
	if (!n || list[n - 1].day < w->day - 1)
		w->day--;
	return !n || list[n - 1].day < w->day ||
	       err_set(e, ERR_REFUSED, "bulletin: that of %.*s is signed, and the day still runs",
		       P(day_text(w->c->a, w->day)));
}

static bool restate(struct restating *w, struct bulletin_change **list, size_t *n, struct err *e)
{
	return restating_day(w, e) && bulletin_changes(w->r->store, w->c->a, list, n, e) &&
	       (*n ||
		err_set(e, ERR_NOTHING, "no figure of a signed bulletin has changed unsaid")) &&
	       restate_all(w, *list, *n, e);
}

bool bulletin_restate_as(struct cli *c, struct reg *r, struct str reason, struct str as,
			 struct err *e)
{
	struct restating w = { .c = c, .r = r, .reason = reason, .as = as };
	struct bulletin_change *list;
	size_t n;

	return restate(&w, &list, &n, e);
}

bool cli_bulletin_restate(struct cli *c, struct err *e)
{
	struct str as = cli_option(c, "as"), reason = cli_option(c, "reason");
	struct restating w = { .c = c,
			       .r = cli_register(c, true, e),
			       .reason = reason.s ? reason : S(""),
			       .as = as.s ? as : S("") };
	struct bulletin_change *list;
	size_t n;

	if (!w.r || !restate(&w, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		show_change(c, &list[i]);
	cli_say(c, "%zu %s restated, of %.*s.\n", n, n == 1 ? "figure is" : "figures are",
		P(day_text(c->a, w.day)));
	json_put_int(&c->result, "restated", (int64_t)n);
	return true;
}

bool merges_owed(struct cli *c, struct reg *r, struct str *why, int64_t *since, struct err *e)
{
	int64_t n;

	*why = (struct str){ NULL, 0 };
	if (!bulletin_merges_unsaid(r->store, c->a, &n, since, e))
		return false;
	if (n)
		*why = str_fmt(c->a,
			       "%" PRId64 " merged, or taken apart again, since the last bulletin, "
			       "whose figures have to be restated before the next one (sulh "
			       "bulletin restate)",
			       n);
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
	for (size_t i = 0; i < n; i++) {
		list[i].log = logs[i];
		list[i].hwm = reg_hwm_path(r, c->a, logs[i].name);
		if (!reg_log_signer(r, c->a, logs[i].name, &list[i].by, e))
			return false;
	}
	if (!publish(r->store, c->a, str_z(c->a, c->args[0]), list, n, e))
		return false;
	cli_say(c, "Published %zu logs to %.*s\n", n, P(c->args[0]));
	json_put_int(&c->result, "logs", (int64_t)n);
	return true;
}
