/* show, and the printing of entries and rows. */
#include <inttypes.h>
#include <string.h>

#include "base/num.h"
#include "cli/commands.h"
#include "cli/entry.h"
#include "figure/count.h"
#include "intake/commit.h"
#include "base/banned.h"

static void show_deltas(struct cli *c, const struct entry *x)
{
	for (size_t i = 0; i < x->deltas.n; i++) {
		const struct delta *d = &x->deltas.list[i];

		cli_say(c, " %.*s%s%.*s%s %+" PRId64 " %.*s", P(d->figure),
			d->detail.len ? "(" : "", P(d->detail), d->detail.len ? ")" : "", d->n,
			P(qual_name(d->q)));
	}
}

static void json_entry(struct cli *c, const struct store_entry *s, const struct entry *x,
		       const struct rec *r)
{
	struct buf *b = cli_line(c, "entry");

	json_put_int(b, "index", s->seq);
	json_put_text(b, "kind", r ? str_of(r->kind->name) : (struct str){ NULL, 0 });
	json_put_int(b, "kind_code", x->kind);
	json_put_text(b, "day", day_text(c->a, x->day));
	json_put_text(b, "from_day", day_text(c->a, x->from_day));
	json_put_text(b, "place_code", x->place);
	json_put_text(b, "leaf", str_hex(c->a, s->leaf.s, s->leaf.len));
	json_put_text(b, "seal",
		      x->seal.s ? str_hex(c->a, x->seal.s, x->seal.len) : (struct str){ NULL, 0 });
	json_key(b, "deltas");
	json_open(b, '[');
	for (size_t i = 0; i < x->deltas.n; i++) {
		const struct delta *d = &x->deltas.list[i];

		json_open(b, '[');
		json_str(b, d->figure);
		json_str(b, d->detail);
		json_int(b, d->n);
		json_str(b, qual_name(d->q));
		json_close(b, ']');
	}
	json_close(b, ']');
	json_key(b, "fields");
	json_open(b, '{');
	for (size_t i = 0; r && i < r->kind->n; i++) {
		if (!r->v[i].set)
			continue;
		json_key(b, r->kind->fields[i].name);
		val_json(c->a, &r->kind->fields[i], &r->v[i], b);
	}
	json_close(b, '}');
	json_put_int(b, "signatures", (int64_t)x->n_signatures);
	cli_line_end(c);
}

bool entry_show(struct cli *c, const struct store_entry *s, struct err *e)
{
	struct entry *x = arena_alloc(c->a, sizeof *x);
	struct rec *r;

	if (!entry_read(c->a, str_dup(c->a, s->bytes), x, e))
		return within(e, "entry %" PRId64, s->seq);
	r = entry_fields(c->a, x);
	if (c->json) {
		json_entry(c, s, x, r);
		return true;
	}
	cli_say(c, "%" PRId64 "  %.*s  %s%s%.*s ", s->seq, P(day_text(c->a, x->day)),
		r ? r->kind->name : "unknown kind", x->place.s ? " at " : "", P(x->place));
	show_deltas(c, x);
	cli_say(c, "\n");
	for (size_t i = 0; r && i < r->kind->n; i++)
		if (r->v[i].set)
			cli_say(c, "    %s: %.*s\n", r->kind->fields[i].name,
				P(val_text(c->a, &r->kind->fields[i], &r->v[i])));
	return true;
}

void rows_show(struct cli *c, const struct row *rows, size_t n)
{
	const struct figure *last = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct row *r = &rows[i];

		if (c->json) {
			row_json(&c->out, r);
			buf_byte(&c->out, '\n');
			continue;
		}
		if (r->figure != last)
			cli_say(c, "\n%s  %s (%s)%s\n", r->figure->code, r->figure->label_en,
				r->figure->unit,
				r->figure->delayed ? ", asserted by two officers" : "");
		last = r->figure;
		cli_say(c, "    %-16.*s %-12.*s %-6.*s %10" PRId64 " %-10.*s %6" PRId64 " entries",
			P(r->place_name), P(r->detail), P(period_name(r->period)), r->value,
			P(qual_name(r->qual)), r->entries);
		if (r->stated)
			cli_say(c, ", %" PRId64 " repeat a statement", r->stated);
		cli_say(c, "\n");
	}
}

struct casing {
	struct cli *c;
	struct reg *r;
	int64_t log; /* where the case stands; 0: anywhere */
};

static bool list_case(void *p, struct str case_no, struct str event, int64_t log, int64_t day,
		      struct err *e)
{
	struct casing *w = p;
	struct cli *c = w->c;
	struct str when = day == NO_DAY ? S("waits for the cut") : day_text(c->a, day);
	struct store_case of;

	if (w->log && w->log != log)
		return true;
	if (!store_case(w->r->store, c->a, case_no, &of, e))
		return false;
	cli_say(c, "%.*s  %-18.*s %-20.*s %.*s\n", P(case_no), P(of.state), P(event), P(when));
	if (c->json) {
		struct buf *b = cli_line(c, "case");

		json_put_text(b, "case", case_no);
		json_put_text(b, "state", of.state);
		json_put_text(b, "event", event);
		json_put_text(b, "day", day == NO_DAY ? (struct str){ NULL, 0 } : when);
		cli_line_end(c);
	}
	return true;
}

static bool list_act(void *p, const struct store_case_act *x, struct err *e)
{
	struct casing *w = p;
	struct cli *c = w->c;
	const struct kind *k = kind_by_code(x->kind);
	struct str at = S("waits for the cut"), none = { NULL, 0 };
	struct store_log *logs;
	size_t n;

	if (!store_logs(w->r->store, c->a, &logs, &n, e))
		return false;
	for (size_t i = 0; x->seq >= 0 && i < n; i++)
		if (logs[i].id == x->log)
			at = str_fmt(c->a, "%.*s/%" PRId64, P(logs[i].name), x->seq);
	cli_say(c, "%5" PRId64 "  %-16s %-20.*s %-11.*s %.*s\n", x->step, k ? k->name : "?",
		P(x->event), P(x->day == NO_DAY ? S("") : day_text(c->a, x->day)), P(at));
	if (c->json) {
		struct buf *b = cli_line(c, "act");

		json_put_int(b, "step", x->step);
		json_put_text(b, "kind", str_of(k ? k->name : "?"));
		json_put_text(b, "event", x->event);
		json_put_text(b, "day", x->day == NO_DAY ? none : day_text(c->a, x->day));
		json_put_text(b, "entry", x->seq < 0 ? none : at);
		cli_line_end(c);
	}
	return true;
}

/* Where a case stands and what is in its file: kinds, days and where to find them, nothing sealed. */
static bool show_case(struct cli *c, struct reg *r, struct str case_no, struct err *e)
{
	struct casing w = { .c = c, .r = r };
	struct store_case of;

	if (!store_case(r->store, c->a, case_no, &of, e))
		return false;
	if (!of.there)
		return err_set(e, ERR_NOTHING, "no case %.*s is in this register", P(case_no));
	cli_say(c, "case %.*s, %.*s\n", P(case_no), P(of.state));
	json_put_text(&c->result, "case", case_no);
	json_put_text(&c->result, "state", of.state);
	return store_case_acts(r->store, case_no, list_act, &w, e);
}

static bool show_drafts(struct cli *c, struct reg *r, int64_t only, struct err *e)
{
	struct store_log *logs;
	struct store_draft *list;
	size_t n, drafts;

	if (!store_logs(r->store, c->a, &logs, &n, e))
		return false;
	for (size_t i = 0; i < 2 * n; i++) {
		if (only && only != logs[i / 2].id)
			continue;
		if (!store_drafts(r->store, c->a, logs[i / 2].id, i % 2, &list, &drafts, e))
			return false;
		for (size_t j = 0; j < drafts; j++) {
			const struct kind *k = kind_by_code(list[j].kind);
			struct str id = str_hex(c->a, list[j].id, 16);

			cli_say(c, "%.*s  %-10.*s %-16s %.*s\n", P(id), P(logs[i / 2].name),
				k ? k->name : "?", P(list[j].key));
			if (c->json) {
				struct buf *b = cli_line(c, "draft");

				json_put_text(b, "draft", id);
				json_put_text(b, "log", logs[i / 2].name);
				json_put_text(b, "kind", str_of(k ? k->name : "?"));
				json_put_text(b, "key", list[j].key);
				cli_line_end(c);
			}
		}
	}
	return true;
}

struct showing {
	struct cli *c;
	struct reg *r;
	int64_t log; /* 0: all */
	struct buf at;
};

static bool note_thing(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct showing *w = p;
	int64_t at[2] = { log, seq };

	(void)e;
	if (!w->log || w->log == log)
		buf_add(&w->at, at, sizeof at);
	return true;
}

/* Why there is nothing of a kind in the log: there is none, or it waits. */
static bool none_there(struct cli *c, struct reg *r, const struct kind *k, int64_t only,
		       struct err *e)
{
	struct store_log *logs;
	struct store_draft *list;
	size_t n, drafts, waiting = 0;

	if (!store_logs(r->store, c->a, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (only && only != logs[i].id)
			continue;
		if (!store_drafts(r->store, c->a, logs[i].id, k->form != FORM_PLACE, &list, &drafts,
				  e))
			return false;
		for (size_t j = 0; j < drafts; j++)
			waiting += list[j].kind == k->code;
	}
	if (k->form != FORM_PLACE && k->form != FORM_WEAPON)
		return err_set(
			e, ERR_NOTHING,
			"%s is sealed: sulh show case NUMBER lists what is in a case's file%s",
			k->name, waiting ? "; some wait for the cut" : "");
	if (!waiting)
		return err_set(e, ERR_NOTHING, "no %s is in the log", k->name);
	return err_set(
		e, ERR_NOTHING,
		"no %s is in the log yet; %zu of them wait for the cut (see: sulh show drafts)",
		k->name, waiting);
}

static bool show_things(struct cli *c, struct reg *r, const struct kind *k, int64_t log,
			struct err *e)
{
	struct showing w = { c, r, log, { .a = c->a } };
	struct store_entry x;
	const int64_t *at;
	size_t n;

	if (!k->key && k->form == FORM_PLACE && !str_eq(str_of(k->name), S("operation")))
		return err_set(e, ERR_USAGE,
			       "show %s: it has no key of its own; see sulh log show LOG", k->name);
	if (!store_things(r->store, k->code, note_thing, &w, e))
		return false;
	/* Of some kinds each record is a thing of its own: several, or all. */
	if (!w.at.len && (k->form == FORM_PLACE || k->form == FORM_WEAPON) &&
	    !store_records(r->store, k->code, INT32_MIN, INT32_MAX, true, note_thing, &w, e))
		return false;
	at = (const int64_t *)(const void *)w.at.p;
	n = w.at.len / (2 * sizeof *at);
	for (size_t i = 0; i < n; i++)
		if (!store_entry_get(r->store, c->a, at[2 * i], at[2 * i + 1], &x, e) ||
		    !entry_show(c, &x, e))
			return false;
	return n || none_there(c, r, k, log, e);
}

static bool show_at(struct cli *c, struct reg *r, struct str log, int64_t seq, struct err *e)
{
	struct store_entry x;
	struct store_log l;

	return reg_log(r, c->a, log, &l, e) && store_entry_get(r->store, c->a, l.id, seq, &x, e) &&
	       entry_show(c, &x, e);
}

bool cli_show(struct cli *c, struct err *e)
{
	struct str what = c->n ? c->args[0] : S(""), rest = what, log = str_cut(&rest, '/');
	const struct kind *k = kind_by_name(what);
	struct reg *r;
	struct store_entry x;
	int64_t in, seq, only;

	if (!c->n || c->n > 2)
		return err_set(e, ERR_USAGE,
			       "show: give a kind, LOG/INDEX, drafts, cases, or case NUMBER");
	r = cli_register(c, false, e);
	if (!r || !cli_option_log(c, r, &only, e))
		return false;
	if (rest.s && int_parse(rest, 0, INT64_MAX, &seq))
		return show_at(c, r, log, seq, e);
	if (str_eq(what, S("drafts")))
		return show_drafts(c, r, only, e);
	if (str_eq(what, S("cases"))) {
		struct casing w = { c, r, only };

		return store_cases(r->store, list_case, &w, e);
	}
	if (str_eq(what, S("case")) && c->n == 2)
		return show_case(c, r, case_typed(c->a, c->args[1]), e);
	if (!k)
		return err_value(e, ERR_USAGE, S("show"), what,
				 "a kind of record, LOG/INDEX, drafts, cases, or case NUMBER");
	if (c->n == 1)
		return show_things(c, r, k, only, e);
	if (!store_thing_find(r->store, k->code, c->args[1], only, &in, &seq, e))
		return false;
	if (seq < 0 || (only && only != in))
		return err_set(e, ERR_NOTHING, "no %s %.*s is in the log", k->name, P(c->args[1]));
	return store_entry_get(r->store, c->a, in, seq, &x, e) && entry_show(c, &x, e);
}
