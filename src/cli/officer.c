/* officer: who may act, from when and until when. */
#include "cli/commands.h"

#include <inttypes.h>
#include <string.h>

#include "intake/commit.h"
#include "intake/csv.h"
#include "intake/years.h"
#include "base/banned.h"

static size_t signers_of(struct cli *c, struct str signers[DRAFT_OFFICERS])
{
	struct str as = cli_option(c, "as");
	size_t n = 0;

	while (as.s && n < DRAFT_OFFICERS)
		signers[n++] = str_trim(str_cut(&as, ','));
	return n;
}

static bool enrol_file(struct cli *c, struct str file, struct enrolment **list, size_t *n,
		       struct err *e)
{
	struct str text;

	if (!cli_read(c->a, file, 1 << 20, &text, e))
		return false;
	return officers_read(c->a, text, list, n, e) || within(e, "%.*s", P(file));
}

/* One line for each who is enrolled already; with --json for all. */
static void say_enrolled(struct cli *c, const struct enrolment *list, size_t n)
{
	size_t again = 0;

	for (size_t i = 0; i < n; i++) {
		again += list[i].again;
		if (list[i].again)
			cli_say(c, "%.*s: already enrolled so; nothing recorded\n",
				P(list[i].name));
		if (c->json) {
			struct buf *b = cli_line(c, "officer");

			json_put_text(b, "name", list[i].name);
			json_put_bool(b, "again", list[i].again);
			json_put_bool(b, "password", list[i].password);
			cli_line_end(c);
		}
	}
	json_put_int(&c->result, "accepted", (int64_t)(n - again));
	json_put_int(&c->result, "again", (int64_t)again);
	if (n > again || !n)
		cli_say(c, "%zu officers accepted; in the log after the next cut\n", n - again);
}

bool cli_officer_enrol(struct cli *c, struct err *e)
{
	struct str file = cli_option(c, "file"), signers[DRAFT_OFFICERS];
	struct enrolment *list = arena_alloc(c->a, sizeof *list);
	size_t n = 1, n_signers = signers_of(c, signers);
	struct reg *r;

	list->until = NO_DAY;
	if (c->n == 1)
		*list = (struct enrolment){ .name = c->args[0],
					    .roles = cli_option(c, "roles"),
					    .relative_of = cli_option(c, "relative-of"),
					    .from = NO_DAY,
					    .until = NO_DAY };
	if (file.s ? !enrol_file(c, file, &list, &n, e)
		   : !cli_option_day(c, "from", &list->from, e) ||
			     !cli_option_day(c, "until", &list->until, e))
		return false;
	if (!file.s && (c->n != 1 || !list->roles.s))
		return err_set(e, ERR_USAGE,
			       "officer enrol: give a name and --roles, or --file FILE.csv");
	r = cli_register(c, true, e);
	if (!r || !intake_enrol(r, c->a, list, n, signers, n_signers, &c->why, e))
		return false;
	say_enrolled(c, list, n);
	return true;
}

static void say_act(struct cli *c, const struct enrolment *x)
{
	static const char *const done[] = {
		[OFFICER_ENROL] = "enrolled",
		[OFFICER_RENEW] = "has a new key",
		[OFFICER_RECOVER] = "has a new key and a new password; the old ones are destroyed",
		[OFFICER_RETIRE] = "retires",
		[OFFICER_SUSPEND] = "is suspended",
		[OFFICER_ROLES] = "gets other roles",
	};

	cli_say(c, "%.*s %s; %s\n", P(x->name), done[x->act],
		x->again ? "it was recorded before" : "in the log after the next cut");
	if (x->password)
		cli_say(c, "The new password is in the file of passwords, if there is one.\n");
	json_put_text(&c->result, "name", x->name);
	json_put_bool(&c->result, "again", x->again);
}

static bool act(struct cli *c, enum officer_act what, struct err *e)
{
	struct enrolment x = {
		.act = what, .roles = cli_option(c, "roles"), .from = NO_DAY, .until = NO_DAY
	};
	struct str signers[DRAFT_OFFICERS];
	size_t n = signers_of(c, signers);
	struct reg *r;

	if (c->n != 1)
		return err_set(e, ERR_USAGE, "%s: give the name of the officer", c->command->name);
	if (what == OFFICER_ROLES && !x.roles.s)
		return err_set(e, ERR_USAGE, "officer roles: give --roles ROLE,ROLE");
	x.name = c->args[0];
	if (!cli_option_day(c, "from", &x.from, e))
		return false;
	r = cli_register(c, true, e);
	if (!r || !intake_officer(r, c->a, &x, signers, n, &c->why, e))
		return false;
	say_act(c, &x);
	return true;
}

bool cli_officer_anew(struct cli *c, struct err *e)
{
	struct enrolment x = { .roles = cli_option(c, "roles"), .until = NO_DAY };
	struct str signers[DRAFT_OFFICERS];
	size_t n = signers_of(c, signers);
	struct reg *r;

	if (c->n != 1 || !x.roles.s)
		return err_set(e, ERR_USAGE, "officer anew: give a name and --roles ROLE,ROLE");
	x.name = c->args[0];
	r = cli_register(c, true, e);
	if (!r || !intake_officer_anew(r, c->a, &x, signers, n, &c->why, e))
		return false;
	cli_say(c,
		"%.*s is vouched for anew; in the log after the next cut, which says for ever that "
		"it was done with the passphrase.\n",
		P(x.name));
	json_put_text(&c->result, "name", x.name);
	json_put_bool(&c->result, "password", x.password);
	return true;
}

bool cli_officer_renew(struct cli *c, struct err *e)
{
	return act(c, OFFICER_RENEW, e);
}

bool cli_officer_recover(struct cli *c, struct err *e)
{
	return act(c, OFFICER_RECOVER, e);
}

bool cli_officer_retire(struct cli *c, struct err *e)
{
	return act(c, OFFICER_RETIRE, e);
}

bool cli_officer_suspend(struct cli *c, struct err *e)
{
	return act(c, OFFICER_SUSPEND, e);
}

bool cli_officer_roles(struct cli *c, struct err *e)
{
	return act(c, OFFICER_ROLES, e);
}

bool cli_officer_password(struct cli *c, struct err *e)
{
	struct reg *r;

	if (c->n != 1)
		return err_set(e, ERR_USAGE, "officer password: give the name of the officer");
	r = cli_register(c, true, e);
	if (!r || !intake_password(r, c->a, c->args[0], e))
		return false;
	cli_say(c, "The password of %.*s is changed.\n", P(c->args[0]));
	return true;
}

/* The last day of what is in force. */
static int64_t last_day(const struct store_officer *o)
{
	int64_t key = o->since + OFFICER_DAYS - 1;

	return o->until_day != NO_DAY && o->until_day < key ? o->until_day : key;
}

static const char *state_of(const struct officer_standing *s, int64_t today)
{
	const struct store_officer *o = &s->last;

	if (!o->there)
		return s->waits ? "waits for the cut" : "not enrolled";
	if (str_eq(o->act, S("retire")))
		return o->from_day > today ? "retires" : "retired";
	if (str_eq(o->act, S("suspend")))
		return o->from_day > today ? "to be suspended" : "suspended";
	if (o->from_day > today)
		return "to come";
	if (last_day(o) < today)
		return "expired";
	return last_day(o) - today < YEARS_SOON ? "serves, key ends soon" : "serves";
}

static void show(struct cli *c, const struct officer_standing *s, int64_t today)
{
	const struct store_officer *o = &s->last;
	struct str kid = str_hex(c->a, s->kid, 4);
	struct buf *b;

	cli_say(c, "%-24.*s %.*s  %s%s%s", P(s->name), P(kid), state_of(s, today),
		s->gone ? ", key destroyed" : "",
		o->there && s->waits ? ", something newer waits for the cut" : "");
	if (o->there)
		cli_say(c, "  %.*s..%.*s  %.*s", P(day_text(c->a, o->from_day)),
			P(day_text(c->a, last_day(o))), P(o->roles));
	cli_say(c, "\n");
	if (!c->json)
		return;
	b = cli_line(c, "officer");
	json_put_text(b, "name", s->name);
	json_put_text(b, "kid", kid);
	json_put_text(b, "state", str_of(state_of(s, today)));
	json_put_bool(b, "key", !s->gone);
	json_put_bool(b, "waits", s->waits);
	if (o->there) {
		json_put_text(b, "roles", o->roles);
		json_put_text(b, "from", day_text(c->a, o->from_day));
		json_put_text(b, "last_day", day_text(c->a, last_day(o)));
	}
	cli_line_end(c);
}

bool cli_officer_list(struct cli *c, struct err *e)
{
	struct reg *r = cli_register(c, false, e);
	struct officer_standing *list;
	int64_t today;
	size_t n;

	if (!r || !intake_officers(r, c->a, &list, &n, e) || !intake_today(r, c->a, &today, e))
		return false;
	for (size_t i = 0; i < n; i++)
		show(c, &list[i], today);
	return true;
}
