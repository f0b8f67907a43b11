/* weapon book, receipt, check: what became of what was handed in, and the paper for who handed it in. */
#include <inttypes.h>
#include <string.h>

#include "base/os.h"
#include "cli/commands.h"
#include "intake/commit.h"
#include "intake/slip.h"
#include "record/kinds.h"
#include "store/stock.h"
#include "base/banned.h"

static const char *const groups[] = { "W1", "W2", "W3" };

#define GROUPS (sizeof groups / sizeof *groups)

/* One line of the book: weapons of a group in a log, or ammunition in a unit. */
struct line {
	const char *what;
	int64_t handed_in, waiting, store, transferred, lost, destroyed;
	int64_t without_task; /* must not be stored, and no task says who takes it away */
	bool even;
};

static int64_t *column(struct line *l, struct str state)
{
	if (str_eq(state, S("transfer")))
		return &l->transferred;
	if (str_eq(state, S("lost")))
		return &l->lost;
	return str_eq(state, S("destroy")) ? &l->destroyed : &l->store;
}

/* What the moves say by their numbers, against what they name one by one. */
static bool moves_agree(const struct line *l, const struct store_moved *moved, size_t n)
{
	struct line m = { 0 };

	for (size_t i = 0; i < n; i++) {
		if (!str_eq(moved[i].group, str_of(l->what)))
			continue;
		if (str_eq(moved[i].act, S("found")))
			m.lost -= moved[i].items;
		else if (!str_eq(moved[i].act, S("store")))
			*column(&m, moved[i].act) += moved[i].items;
	}
	return m.transferred == l->transferred && m.lost == l->lost && m.destroyed == l->destroyed;
}

static struct line group_line(const char *group, const struct store_book *book, size_t n_book,
			      const struct store_moved *moved, size_t n_moved)
{
	struct line l = { .what = group };

	for (size_t i = 0; i < n_book; i++) {
		if (!str_eq(book[i].group, str_of(group)))
			continue;
		l.handed_in += book[i].n;
		l.waiting += book[i].cut ? 0 : book[i].n;
		l.without_task += book[i].open;
		*column(&l, book[i].state) += book[i].n;
	}
	l.even = l.handed_in == l.store + l.transferred + l.lost + l.destroyed &&
		 moves_agree(&l, moved, n_moved);
	return l;
}

static void unit_line(struct line *l, bool kg, const struct store_moved *moved, size_t n)
{
	l->store = l->handed_in;
	for (size_t i = 0; i < n; i++) {
		int64_t x = kg ? moved[i].kg : moved[i].rounds;

		if (str_eq(moved[i].act, S("store")))
			continue;
		if (str_eq(moved[i].act, S("found"))) {
			l->store += x;
			l->lost -= x;
			continue;
		}
		l->store -= x;
		*column(l, moved[i].act) += x;
	}
	l->even = l->store >= 0 && l->lost >= 0;
}

static void say_line(struct cli *c, struct str log, const struct line *l)
{
	struct buf *b;

	cli_say(c,
		"%-16.*s %-7s %10" PRId64 " %10" PRId64 " %10" PRId64 " %10" PRId64 " %10" PRId64
		"%s\n",
		P(log), l->what, l->handed_in, l->store, l->transferred, l->lost, l->destroyed,
		l->even ? "" : "  does not add up");
	if (l->waiting)
		cli_say(c, "%-16s %-7s %10" PRId64 " of them wait for their cut\n", "", "",
			l->waiting);
	if (!c->json)
		return;
	b = cli_line(c, "stock");
	json_put_text(b, "log", log);
	json_put_text(b, "what", str_of(l->what));
	json_put_int(b, "handed_in", l->handed_in);
	json_put_int(b, "waiting", l->waiting);
	json_put_int(b, "store", l->store);
	json_put_int(b, "transferred", l->transferred);
	json_put_int(b, "lost", l->lost);
	json_put_int(b, "destroyed", l->destroyed);
	json_put_int(b, "without_task", l->without_task);
	json_put_bool(b, "even", l->even);
	cli_line_end(c);
}

struct totals {
	size_t lines;
	int64_t without_task;
	bool even, counted; /* counted: what was counted is what the book says */
};

/* What was counted last, where it is not what the book says. */
static bool counts_of(struct cli *c, struct reg *r, const struct store_log *log, struct totals *t,
		      struct err *e)
{
	struct store_count *list;
	size_t n;

	if (!store_counts(r->store, c->a, log->id, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		t->counted = false;
		cli_say(c,
			"%-16.*s %-7.*s %" PRId64 " counted on %.*s: the difference of %" PRId64
			" was not found out\n",
			P(log->name), P(list[i].group), list[i].counted,
			P(day_text(c->a, list[i].day)), list[i].open);
		if (c->json) {
			struct buf *b = cli_line(c, "count");

			json_put_text(b, "log", log->name);
			json_put_text(b, "what", list[i].group);
			json_put_int(b, "counted", list[i].counted);
			json_put_text(b, "day", day_text(c->a, list[i].day));
			json_put_int(b, "difference", list[i].open);
			cli_line_end(c);
		}
	}
	return true;
}

static bool book_of(struct cli *c, struct reg *r, const struct store_log *log, struct totals *t,
		    struct err *e)
{
	static const char *const units[] = { "rounds", "kg" };
	struct store_book *book;
	struct store_moved *moved;
	size_t n, n_moved;

	if (!store_book(r->store, c->a, log->id, &book, &n, e) ||
	    !store_moved(r->store, c->a, log->id, NULL, &moved, &n_moved, e))
		return false;
	for (size_t i = 0; i < n; i++)
		t->without_task += book[i].group.len ? 0 : book[i].open;
	for (size_t i = 0; i < GROUPS; i++) {
		struct line l = group_line(groups[i], book, n, moved, n_moved);

		t->without_task += l.without_task;
		t->even &= l.even;
		t->lines += l.handed_in > 0 || !l.even;
		if (l.handed_in || !l.even)
			say_line(c, log->name, &l);
	}
	for (size_t i = 0; i < 2; i++) {
		struct line l = { .what = units[i] };

		if (!store_lots(r->store, log->id, str_of(units[i]), &l.handed_in, e) ||
		    !store_lots_waiting(r->store, log->id, str_of(units[i]), &l.waiting, e))
			return false;
		l.handed_in += l.waiting;
		unit_line(&l, i == 1, moved, n_moved);
		t->even &= l.even;
		t->lines += l.handed_in > 0 || !l.even;
		if (l.handed_in || !l.even)
			say_line(c, log->name, &l);
	}
	return counts_of(c, r, log, t, e);
}

bool cli_weapon_book(struct cli *c, struct err *e)
{
	struct totals t = { .even = true, .counted = true };
	struct store_log *logs;
	struct reg *r;
	int64_t only;
	size_t n;

	if (c->n)
		return err_value(e, ERR_USAGE, S("argument"), c->args[0], "options only: --log");
	r = cli_register(c, false, e);
	if (!r || !cli_option_log(c, r, &only, e) || !store_logs(r->store, c->a, &logs, &n, e))
		return false;
	cli_say(c, "%-16s %-7s %10s %10s %10s %10s %10s\n", "log", "what", "handed in", "store",
		"transfer", "lost", "destroyed");
	for (size_t i = 0; i < n; i++)
		if ((!only || only == logs[i].id) && !book_of(c, r, &logs[i], &t, e))
			return false;
	json_put_int(&c->result, "without_task", t.without_task);
	json_put_bool(&c->result, "even", t.even);
	if (t.without_task)
		cli_say(c,
			"%" PRId64 " must not be stored and have no clearance task (sulh mine add "
			"task kind=EO_spot for_items=...)\n",
			t.without_task);
	if (!t.lines)
		return err_set(e, ERR_NOTHING, "no weapon or ammunition is in the book");
	if (t.even && !t.counted)
		return err_set(e, ERR_ATTENTION,
			       "what was counted is not what the book says is in store");
	return t.even || err_set(e, ERR_ATTENTION,
				 "the book does not add up: what was handed in is not what is in "
				 "store, transferred, lost and destroyed; sulh rebuild");
}

/* The subject of --case or --subject; empty where neither is given. */
static bool holder_of(struct cli *c, struct reg *r, struct str *subject, struct err *e)
{
	struct str case_no = cli_option(c, "case"), hex = cli_option(c, "subject");
	uint8_t *id = arena_alloc(c->a, 16);
	struct store_case found;

	*subject = S("");
	if (case_no.s && hex.s)
		return err_set(e, ERR_USAGE, "%s: give --case or --subject, not both",
			       c->command->name);
	if (hex.s && !person_number(hex, id))
		return err_value(e, ERR_USAGE, S("subject"), S(""),
				 "32 hexadecimal digits, as they stand on the person's slip");
	if (case_no.s) {
		case_no = case_typed(c->a, case_no);
		if (!store_case(r->store, c->a, case_no, &found, e))
			return false;
		if (!found.there)
			return err_set(e, ERR_NOTHING, "no case %.*s is here", P(case_no));
		memcpy(id, found.subject, 16);
	}
	if (case_no.s || hex.s)
		*subject = str_mem((char *)id, 16);
	return true;
}

/* The numbers of the things, as a field of many. */
static struct str things(struct cli *c)
{
	struct buf b = { .a = c->a };

	for (size_t i = 0; i < c->n; i++)
		buf_fmt(&b, "%s%.*s", i ? "|" : "", P(c->args[i]));
	return buf_text(&b);
}

static bool set(struct cli *c, struct draft *d, const char *field, struct str value)
{
	return !value.s || draft_set(c->a, d, str_of(field), value, &c->why);
}

static bool receipt_draft(struct cli *c, struct draft *d, const struct slip *s, struct str subject,
			  struct err *e)
{
	bool ok = set(c, d, "receipt_no", str_hex(c->a, s->number, 16));

	ok &= set(c, d, "items", things(c));
	ok &= set(c, d, "as", cli_option(c, "as"));
	ok &= set(c, d, "log", cli_option(c, "log"));
	if (s->bound) {
		ok &= set(c, d, "holder", str_hex(c->a, subject.s, subject.len));
		ok &= set(c, d, "commitment", str_hex(c->a, s->commitment.b, 32));
	}
	return ok || err_set(e, ERR_REFUSED, "%s is refused", d->kind->name);
}

/* It is recorded, and there is no second one for the same things: it must not be lost with a full disk. */
static bool put_paper(struct cli *c, const struct slip *s, struct err *e)
{
	struct str out = cli_option(c, "out"), text = slip_text(c->a, s);

	json_put_text(&c->result, "number", str_hex(c->a, s->number, 16));
	json_put_bool(&c->result, "bound", s->bound);
	if (out.s && os_write_new(str_z(c->a, out), text, 0600, e))
		return true;
	if (c->json) {
		json_put_text(cli_line(c, "receipt"), "paper", text);
		cli_line_end(c);
	}
	cli_say(c, "%.*s", P(text));
	return !out.s || within(e, "the receipt is recorded, and stands above");
}

static bool new_receipt(struct cli *c, struct reg *r, struct str subject, struct slip *s,
			struct err *e)
{
	struct draft *d = draft_new(c->a, &kind_weapon_receipt);
	struct receipt receipt;
	struct store_log log;

	if (!slip_number(r, c->a, c->args, c->n, subject, s->number, e))
		return false;
	s->bound = subject.len > 0;
	if (s->bound)
		s->commitment = slip_commitment(s->number, subject);
	if (!receipt_draft(c, d, s, subject, e) ||
	    !intake_accept(r, c->a, d, false, &receipt, &c->why, e) ||
	    !reg_log(r, c->a, receipt.log, &log, e))
		return false;
	s->log = log.origin;
	s->day = d->r->day;
	s->seal = receipt.proof;
	return true;
}

bool cli_weapon_receipt(struct cli *c, struct err *e)
{
	bool again = cli_option(c, "again").s;
	struct str out = cli_option(c, "out"), subject;
	struct slip s = { .things = (int64_t)c->n };
	struct reg *r;

	if (!c->n)
		return err_set(e, ERR_USAGE,
			       "weapon receipt: give the numbers of what was handed in");
	if (out.s && os_type(str_z(c->a, out)) != OS_MISSING)
		return err_value(e, ERR_REFUSED, S("out"), out, "a path where nothing stands");
	r = cli_register(c, !again, e);
	return r && holder_of(c, r, &subject, e) &&
	       (again ? slip_again(r, c->a, cli_option(c, "as"), c->args, c->n, subject, &s, e)
		      : new_receipt(c, r, subject, &s, e)) &&
	       put_paper(c, &s, e);
}

bool cli_weapon_check(struct cli *c, struct err *e)
{
	struct str text, subject;
	enum slip_state state;
	struct slip s;
	struct reg *r;

	if (c->n != 1)
		return err_set(e, ERR_USAGE, "weapon check: give the file of one receipt");
	/* A path would be one of the server's. */
	text = c->args[0];
	if (!c->held && !cli_read(c->a, c->args[0], SLIP_MAX, &text, e))
		return false;
	if (!slip_read(c->a, text, &s, e))
		return c->held ? false : within(e, "%.*s", P(c->args[0]));
	r = cli_register(c, false, e);
	if (!r || !holder_of(c, r, &subject, e) || !slip_check(r, c->a, &s, subject, &state, e))
		return false;
	json_put_bool(&c->result, "bound", s.bound);
	json_put_int(&c->result, "things", s.things);
	if (state == SLIP_UNKNOWN)
		return err_set(e, ERR_FALSE, "this register gave no receipt with this number");
	if (state == SLIP_OTHER)
		return err_set(e, ERR_FALSE, "this receipt is not %s",
			       subject.len ? "this person's"
			       : s.bound   ? "anonymous: give --case or --subject of who "
					     "shows it"
					   : "as it was given");
	json_put_bool(&c->result, "copy", s.copy);
	cli_say(c, "%s%s: %" PRId64 " handed in on %.*s\n", s.copy ? "A copy. " : "",
		s.bound ? "This person's receipt" : "A receipt that is nobody's and gives no right",
		s.things, P(day_text(c->a, s.day)));
	return true;
}
