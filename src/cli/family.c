/*
 * Commands by family, in the words of the people at work: `sulh convoy count add`, `sulh mine list`. A row
 * of the table is a word and the kind of record it stands for; all else comes from the kind's table.
 */
#include <string.h>

#include "base/num.h"
#include "cli/commands.h"
#include "cli/entry.h"
#include "intake/commit.h"
#include "base/banned.h"

/* The first row of a family is what is meant when no word is given. */
static const struct word {
	const char *family, *word, *kind;
} words[] = {
	{ "weapon", "item", "weapon_item" },
	{ "weapon", "ammo", "ammo_lot" },
	{ "weapon", "move", "stock_move" },
	{ "corridor", "corridor", "corridor" },
	{ "corridor", "count", "corridor_count" },
	{ "convoy", "convoy", "convoy" },
	{ "convoy", "count", "convoy_count" },
	{ "convoy", "event", "convoy_event" },
	{ "convoy", "passenger", "passenger" },
	{ "truce", "agreement", "agreement" },
	{ "truce", "sheet", "truce_sheet" },
	{ "settlement", "act", "settlement_act" },
	{ "quarter", "status", "district_status" },
	{ "mine", "task", "clearance_task" },
	{ "mine", "report", "clearance_report" },
	{ "mine", "check", "clearance_qa" },
	{ "mine", "team", "deployment" },
	{ "mine", "accident", "accident" },
	{ "aid", "distribution", "distribution" },
	{ "aid", "medical", "medical_count" },
	{ "aid", "service", "restoration" },
	{ "facility", "facility", "facility" },
	{ "facility", "count", "facility_count" },
	{ "return", "count", "return_count" },
	{ "return", "captives", "captive_release" },
	{ "violation", "violation", "violation" },
	{ "grant", "grant", "access_grant" },
	{ "site", "site", "site" },
	{ "leaflet", "leaflet", "leaflet" },
	{ "decree", "decree", "decree" },
	{ "effect", "notice", "effect_notice" },
	{ "effect", "stop", "stop_report" },
};

#define WORDS (sizeof words / sizeof *words)

/* What follows the word, if one was given. */
struct call {
	const struct kind *kind;
	const struct str *args;
	size_t n;
};

static bool call_of(struct cli *c, struct call *out, struct err *e)
{
	struct str name = str_of(c->command->name), family = str_cut(&name, ' ');
	const struct word *first = NULL;
	struct buf known = { .a = c->a };

	*out = (struct call){ NULL, c->args, c->n };
	for (size_t i = 0; i < WORDS; i++) {
		if (!str_eq(family, str_of(words[i].family)))
			continue;
		if (!first)
			first = &words[i];
		buf_fmt(&known, "%s%s", known.len ? ", " : "", words[i].word);
		if (c->n && str_eq(c->args[0], str_of(words[i].word))) {
			*out = (struct call){ kind_by_name(str_of(words[i].kind)), c->args + 1,
					      c->n - 1 };
			return true;
		}
	}
	out->kind = first ? kind_by_name(str_of(first->kind)) : NULL;
	return out->kind ||
	       err_value(e, ERR_USAGE, S("family"), family, "one of: %.*s", P(buf_text(&known)));
}

const struct kind *family_kind(struct cli *c)
{
	struct call k;
	struct err e;

	return call_of(c, &k, &e) ? k.kind : NULL;
}

bool family_words(struct cli *c, struct str family)
{
	bool any = false;

	for (size_t i = 0; i < WORDS; i++) {
		const struct kind *k = kind_by_name(str_of(words[i].kind));

		if (!str_eq(family, str_of(words[i].family)))
			continue;
		if (!any)
			cli_say(c, "\n");
		cli_say(c, "  %-14s %s: sulh help %s lists the fields%s\n", words[i].word,
			k->label_en, k->name, any ? "" : " (meant where no word is given)");
		any = true;
	}
	return any;
}

bool cli_family_add(struct cli *c, struct err *e)
{
	struct call k;

	if (!call_of(c, &k, e))
		return false;
	if (!k.n)
		return err_set(e, ERR_USAGE,
			       "%s: give the fields as name=value (sulh help %s lists them)",
			       c->command->name, k.kind->name);
	return record_add(c, NULL, draft_new(c->a, k.kind), k.args, k.n, e);
}

struct listing {
	struct cli *c;
	struct reg *r;
	int64_t log; /* 0: all */
	size_t shown;
};

static bool list_one(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct listing *w = p;
	struct store_entry x;
	struct store_log *logs;
	size_t n;

	if (w->log && w->log != log)
		return true;
	if (!store_logs(w->r->store, w->c->a, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (logs[i].id == log)
			cli_say(w->c, "%.*s/", P(logs[i].name));
	w->shown++;
	return store_entry_get(w->r->store, w->c->a, log, seq, &x, e) && entry_show(w->c, &x, e);
}

bool cli_family_list(struct cli *c, struct err *e)
{
	struct listing w = { .c = c };
	int64_t from = DAY_MIN, to = DAY_MAX;
	struct call k;

	if (!call_of(c, &k, e) || !cli_option_day(c, "from", &from, e) ||
	    !cli_option_day(c, "to", &to, e))
		return false;
	if (k.n)
		return err_value(e, ERR_USAGE, S("argument"), k.args[0],
				 "options only: --from, --to, --log, --all");
	if (k.kind->form == FORM_VEILED)
		return err_set(e, ERR_REFUSED,
			       "%s is sealed and listed nowhere: sulh show cases has the cases by "
			       "number",
			       k.kind->name);
	w.r = cli_register(c, false, e);
	if (!w.r || !cli_option_log(c, w.r, &w.log, e) ||
	    !store_records(w.r->store, k.kind->code, from, to,
			   k.kind->updates && !cli_option(c, "all").s, list_one, &w, e))
		return false;
	json_put_int(&c->result, "records", (int64_t)w.shown);
	return w.shown || err_set(e, ERR_NOTHING, "no %s is in the log", k.kind->name);
}

/* "LOG/INDEX", else the key of a thing. */
static bool find(struct cli *c, struct reg *r, const struct kind *k, struct str what,
		 struct store_log *log, int64_t *seq, struct err *e)
{
	struct str rest = what, name = str_cut(&rest, '/');
	struct store_log *logs;
	int64_t in = -1;
	size_t n;

	*log = (struct store_log){ 0 };
	if (rest.s && int_parse(rest, 0, INT64_MAX, seq) && reg_log(r, c->a, name, log, e))
		return true;
	e->kind = ERR_NONE;
	if (!store_thing_find(r->store, k->code, what, 0, &in, seq, e) ||
	    !store_logs(r->store, c->a, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (logs[i].id == in && *seq >= 0)
			*log = logs[i];
	return *seq >= 0 || err_set(e, ERR_NOTHING, "no %s %.*s is in the log", k->name, P(what));
}

bool cli_family_show(struct cli *c, struct err *e)
{
	struct store_entry x;
	struct store_log log;
	struct call k;
	struct reg *r;
	int64_t seq;

	if (!call_of(c, &k, e))
		return false;
	if (k.n != 1)
		return err_set(e, ERR_USAGE, "%s: give one key, or LOG/INDEX", c->command->name);
	r = cli_register(c, false, e);
	return r && find(c, r, k.kind, k.args[0], &log, &seq, e) &&
	       store_entry_get(r->store, c->a, log.id, seq, &x, e) && entry_show(c, &x, e);
}

static bool given(const struct call *k, const char *field)
{
	struct str name = str_of(field);

	for (size_t i = 1; i < k->n; i++)
		if (str_starts(k->args[i], name) && k->args[i].len > name.len &&
		    k->args[i].s[name.len] == '=')
			return true;
	return false;
}

/* What is public of the old record and not said anew stays as it was. */
static bool keep_old(struct cli *c, struct draft *d, const struct rec *old, const struct call *k)
{
	bool ok = true;

	for (size_t i = 0; i < k->kind->n; i++) {
		const struct field *f = &k->kind->fields[i];

		if (f->sight == PUB && old->v[i].set && !given(k, f->name))
			ok &= draft_set(c->a, d, str_of(f->name), val_text(c->a, f, &old->v[i]),
					&c->why);
	}
	if (old->place.s && !k->kind->place_by && !given(k, "place"))
		ok &= draft_set(c->a, d, S("place"), old->place, &c->why);
	return ok;
}

/* Sealed fields of the old record cannot be carried over: it is said which stay empty. */
static void say_left_out(struct cli *c, const struct draft *d)
{
	struct buf names = { .a = c->a };

	for (size_t i = 0; i < d->kind->n; i++)
		if (d->kind->fields[i].sight != PUB && !d->r->v[i].set)
			buf_fmt(&names, "%s%s", names.len ? ", " : "", d->kind->fields[i].name);
	if (names.len)
		cli_say(c, "sealed fields are not carried over; left empty: %.*s\n",
			P(buf_text(&names)));
}

/* A correction is a new entry that takes the place of an earlier one, which then counts zero: of its day and
 * period where none is given. A thing that has changed is no mistake: that is recorded by `add`. */
static bool correct(struct cli *c, struct reg *r, const struct call *k, struct err *e)
{
	struct draft *d = draft_new(c->a, k->kind);
	struct entry *x = arena_alloc(c->a, sizeof *x);
	struct store_log log;
	const struct rec *old;
	int64_t seq;
	bool ok;

	if (!find(c, r, k->kind, k->args[0], &log, &seq, e))
		return false;
	old = intake_record(r, c->a, log.id, seq, x, e);
	if (!old)
		return false;
	if (old->kind != k->kind || k->kind->form != FORM_PLACE)
		return err_set(
			e, ERR_REFUSED,
			"%.*s is not a public record of kind %s: what is sealed is corrected "
			"in its case",
			P(k->args[0]), k->kind->name);
	ok = keep_old(c, d, old, k);
	if (!given(k, "log") && !cli_option(c, "log").s)
		ok &= draft_set(c->a, d, S("log"), log.name, &c->why);
	ok &= draft_set(c->a, d, S("corrects"),
			str_fmt(c->a, "%.*s/%lld", P(log.name), (long long)seq), &c->why);
	if (!given(k, "day") && !given(k, "occurred_at"))
		ok &= draft_set(c->a, d, S("day"), day_text(c->a, x->day), &c->why);
	if (!given(k, "from_day") && x->from_day != x->day)
		ok &= draft_set(c->a, d, S("from_day"), day_text(c->a, x->from_day), &c->why);
	if (!ok)
		return err_set(e, ERR_REFUSED, "%s is refused", k->kind->name);
	if (!record_add(c, r, d, k->args + 1, k->n - 1, e))
		return false;
	say_left_out(c, d);
	return true;
}

bool cli_family_correct(struct cli *c, struct err *e)
{
	struct call k;
	struct reg *r;

	if (!call_of(c, &k, e))
		return false;
	if (k.n < 2)
		return err_set(e, ERR_USAGE,
			       "%s: give a key or LOG/INDEX, and the fields that change as "
			       "name=value; fields sealed for the centre are given anew",
			       c->command->name);
	r = cli_register(c, true, e);
	return r && correct(c, r, &k, e);
}
