/*
 * decree list, show, deadline: who may come and until when, as the decrees in the log say it. A deadline is over
 * with the midnight that ends its last day in the operation's zone; that instant is said, too, because it is
 * another hour elsewhere.
 */
#include <inttypes.h>

#include "cli/commands.h"
#include "intake/commit.h"
#include "record/kinds.h"
#include "record/opday.h"
#include "rule/decree.h"
#include "base/banned.h"

/* What the commands are about: the decrees, and the day on which their windows are looked at. */
struct looking {
	struct cli *c;
	struct reg *r;
	const struct rec *operation;
	struct decrees all;
	int64_t day;
};

/* Now, or what --at says: a calendar day, or a time that says which one it is in the operation's zone. */
static bool choose_day(struct looking *w, struct err *e)
{
	struct str at = cli_option(w->c, "at");
	struct instant t = { clock_now(&w->c->clock), 0 };

	if (at.s && day_parse(at, &w->day))
		return true;
	if (at.s && !instant_parse(at, &t))
		return err_value(
			e, ERR_USAGE, S("at"), at,
			"a day as 2016-10-27, or a time with its offset as 2016-10-27T23:30+03:00");
	w->day = opday_local(w->operation, t.s);
	return true;
}

static bool look(struct looking *w, struct cli *c, struct err *e)
{
	*w = (struct looking){ .c = c, .r = cli_register(c, false, e) };
	if (!w->r || !intake_decrees(w->r, &w->all.list, &w->all.n, e))
		return false;
	w->operation = intake_operation(w->r, c->a, e);
	if (!w->operation || !w->all.n)
		return e->kind == ERR_NONE && err_set(e, ERR_NOTHING, "no decree is in the log");
	return choose_day(w, e);
}

static struct str closes_at(const struct looking *w, int64_t last_day)
{
	return instant_text(w->c->a, opday_midnight(w->operation, last_day + 1));
}

static const char *state_word(int64_t from, int64_t last_day, int64_t day)
{
	return day < from ? "ahead" : day > last_day ? "over" : "open";
}

/* "open, 5 days left" */
static struct str state_text(struct arena *a, int64_t from, int64_t last_day, int64_t day)
{
	if (day < from)
		return S("not yet open");
	if (day > last_day)
		return S("over");
	if (day == last_day)
		return S("open, this is the last day");
	return str_fmt(a, "open, %" PRId64 " day%s left", last_day - day,
		       last_day - day == 1 ? "" : "s");
}

/* The number of the decree that one extends; s == NULL: it extends none. */
static bool extends(const struct looking *w, const struct rec *d, struct str *number, struct err *e)
{
	const struct val *ref = rec_get(d, "extends");
	struct entry *x = arena_alloc(w->c->a, sizeof *x);
	const struct rec *up;
	int64_t log, seq;

	*number = (struct str){ NULL, 0 };
	if (!ref || ref->s.len != REF_BYTES)
		return true;
	if (!store_entry_by_leaf(w->r->store, str_from(ref->s, 16), &log, &seq, e))
		return false;
	up = intake_record(w->r, w->c->a, log, seq, x, e);
	if (!up)
		return false;
	*number = rec_code(up, "number");
	return true;
}

static void json_window(const struct looking *w, struct buf *b, const struct decree_window *x)
{
	json_open(b, '{');
	json_put_text(b, "category", x->category);
	json_put_int(b, "months", x->months);
	json_put_bool(b, "day_named", x->day_named);
	json_put_text(b, "from", day_text(w->c->a, x->from));
	json_put_text(b, "last_day", day_text(w->c->a, x->last_day));
	json_put_text(b, "closes_at", closes_at(w, x->last_day));
	json_put_text(b, "also", x->also.len ? x->also : (struct str){ NULL, 0 });
	json_put_text(b, "state", str_of(state_word(x->from, x->last_day, w->day)));
	json_close(b, '}');
}

static void json_decree(const struct looking *w, const struct rec *d, struct str up)
{
	struct buf *b = cli_line(w->c, "decree");

	json_put_text(b, "number", rec_code(d, "number"));
	json_put_text(b, "extends", up);
	json_put_text(b, "day", day_text(w->c->a, w->day));
	for (size_t i = 0; i < d->kind->n; i++) {
		const struct field *f = &d->kind->fields[i];

		if (!d->v[i].set || f->type == F_ROWS || f->type == F_REF ||
		    str_eq(str_of(f->name), S("number")))
			continue;
		json_key(b, f->name);
		val_json(w->c->a, f, &d->v[i], b);
	}
	json_key(b, "windows");
	json_open(b, '[');
	for (size_t i = 0; i < decree_windows(d); i++) {
		struct decree_window x = decree_window(d, i);

		json_window(w, b, &x);
	}
	json_close(b, ']');
	cli_line_end(w->c);
}

static void say_windows(const struct looking *w, const struct rec *d)
{
	for (size_t i = 0; i < decree_windows(d); i++) {
		struct decree_window x = decree_window(d, i);

		cli_say(w->c, "    %-16.*s %.*s to %.*s  %.*s%s%.*s\n", P(x.category),
			P(day_text(w->c->a, x.from)), P(day_text(w->c->a, x.last_day)),
			P(state_text(w->c->a, x.from, x.last_day, w->day)),
			x.also.len ? "; also required: " : "", P(x.also));
	}
}

static bool say_decree(const struct looking *w, const struct rec *d, bool whole, struct err *e)
{
	struct str up;

	if (!extends(w, d, &up, e))
		return false;
	if (w->c->json) {
		json_decree(w, d, up);
		return true;
	}
	cli_say(w->c, "%.*s of %.*s%s%.*s\n", P(rec_code(d, "number")),
		P(day_text(w->c->a, rec_get(d, "issued_on")->n)), up.s ? ", extends " : "", P(up));
	say_windows(w, d);
	for (size_t i = 0; whole && i < d->kind->n; i++) {
		const struct field *f = &d->kind->fields[i];

		if (d->v[i].set && f->type != F_ROWS && f->type != F_REF)
			cli_say(w->c, "    %s: %.*s\n", f->name, P(val_text(w->c->a, f, &d->v[i])));
	}
	return true;
}

bool cli_decree_list(struct cli *c, struct err *e)
{
	struct looking w;

	if (c->n)
		return err_value(e, ERR_USAGE, S("argument"), c->args[0], "options only: --at");
	if (!look(&w, c, e))
		return false;
	for (size_t i = 0; i < w.all.n; i++)
		if (!say_decree(&w, w.all.list[i], false, e))
			return false;
	json_put_int(&c->result, "decrees", (int64_t)w.all.n);
	return true;
}

bool cli_decree_show(struct cli *c, struct err *e)
{
	struct looking w;

	if (c->n != 1)
		return err_set(e, ERR_USAGE, "decree show: give the number of one decree");
	if (!look(&w, c, e))
		return false;
	for (size_t i = 0; i < w.all.n; i++)
		if (str_eq(rec_code(w.all.list[i], "number"), c->args[0]))
			return say_decree(&w, w.all.list[i], true, e);
	return err_value(e, ERR_NOTHING, S("decree"), c->args[0],
			 "the number of a decree in the log (sulh decree list)");
}

static void say_deadline(const struct looking *w, const struct decree_deadline *d)
{
	static const char *const states[] = { "ahead", "open", "over" };
	struct str at = closes_at(w, d->last_day);
	struct buf *b;

	cli_say(w->c, "%-16.*s %.*s to %.*s  %.*s; ends at %.*s; by %.*s\n", P(d->category),
		P(day_text(w->c->a, d->from)), P(day_text(w->c->a, d->last_day)),
		P(state_text(w->c->a, d->from, d->last_day, w->day)), P(at), P(d->numbers));
	if (!w->c->json)
		return;
	b = cli_line(w->c, "deadline");
	json_put_text(b, "category", d->category);
	json_put_text(b, "day", day_text(w->c->a, w->day));
	json_put_text(b, "state", str_of(states[d->state]));
	json_put_text(b, "from", day_text(w->c->a, d->from));
	json_put_text(b, "last_day", day_text(w->c->a, d->last_day));
	json_put_text(b, "closes_at", at);
	json_put_int(b, "days_left", d->state == DEADLINE_OPEN ? d->last_day - w->day : INT64_C(0));
	json_put_text(b, "decrees", d->numbers);
	json_put_int(b, "appeal_days", decree_appeal_days(w->all, d->category, w->day));
	cli_line_end(w->c);
}

bool cli_decree_deadline(struct cli *c, struct err *e)
{
	const struct field *f = field_by_name(&kind_decree, S("covered"));
	struct str codes = str_of(f->choices);
	size_t shown = 0;
	struct looking w;

	if (c->n > 1 || (c->n && !code_in(f->choices, c->args[0])))
		return err_value(e, ERR_USAGE, S("category"), c->args[c->n - 1],
				 "one of %s, or none for all", f->choices);
	if (!look(&w, c, e))
		return false;
	while (codes.s) {
		struct str category = str_cut(&codes, ',');
		struct decree_deadline d;

		if ((c->n && !str_eq(category, c->args[0])) ||
		    !decree_deadline(c->a, w.all, category, w.day, &d))
			continue;
		say_deadline(&w, &d);
		shown++;
	}
	return shown || err_value(e, ERR_NOTHING, S("category"), c->args[0],
				  "a category that a decree in the log covers");
}
