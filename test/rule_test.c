/* Rules as pure functions: windows of decrees, the life of a case, who may sign. */
#include "rule/decide.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "test.h"
#include "base/banned.h"

static struct arena *a;
static struct refusals why;

static const struct rec *decree(const char *windows)
{
	struct rec *r = rec_new(a, kind_by_name(S("decree")));

	return rec_set(a, r, S("windows"), str_of(windows), &why) ? r : NULL;
}

static int64_t day(const char *text)
{
	int64_t d = NO_DAY;

	return day_parse(str_of(text), &d) ? d : NO_DAY;
}

static bool covered(const struct decide_view *v, const char *category, const char *on)
{
	why = (struct refusals){ .a = a };
	return decree_covers(v, str_of(category), day(on), &why);
}

static void decrees(void)
{
	const struct rec *list[] = {
		decree("category=carrying_arms months=3 from=2016-07-28 last_day=2016-10-27; "
		       "category=captor months=1 from=2016-07-28 last_day=2016-08-27"),
		decree("category=carrying_arms months=3 from=2016-10-28 last_day=2017-01-27"),
	};
	struct decide_view one = { .decrees = list, .n_decrees = 1 }, two = one, none = { 0 };

	two.n_decrees = 2;
	CHECK("the decrees are made", list[0] && list[1]);
	CHECK("the first day counts", covered(&one, "carrying_arms", "2016-07-28"));
	CHECK("the day before does not", !covered(&one, "carrying_arms", "2016-07-27"));
	CHECK("the last day counts", covered(&one, "carrying_arms", "2016-10-27"));
	CHECK("the day after does not", !covered(&one, "carrying_arms", "2016-10-28"));
	CHECK("the answer names the last day",
	      why.n == 1 && strstr(str_z(a, why.list[0].want), "2016-10-27"));
	CHECK("an extension goes on", covered(&two, "carrying_arms", "2016-10-28") &&
					      covered(&two, "carrying_arms", "2017-01-27"));
	CHECK("until its own end", !covered(&two, "carrying_arms", "2017-01-28"));
	CHECK("for its categories only",
	      !covered(&two, "captor", "2016-10-28") && covered(&two, "captor", "2016-08-27"));
	CHECK("no decree, no window", !covered(&none, "carrying_arms", "2016-08-01"));
	CHECK("the associated need none", covered(&none, "associated", "2030-01-01"));
}

static struct signer signer(const char *name, int kid, const char *roles)
{
	struct signer s = { .name = str_of(name), .serving = true, .roles = str_of(roles) };

	s.kid[0] = (uint8_t)kid;
	return s;
}

static bool enough(const struct signer *list, size_t n, const char *kind, bool founding)
{
	struct decide_view v = { .signers = list, .n_signers = n, .founding = founding };

	why = (struct refusals){ .a = a };
	return role_enough(&v, kind_by_name(str_of(kind)), &why);
}

static void roles(void)
{
	struct signer chief = signer("C", 1, "chief"), authority = signer("A", 2, "authority"),
		      both = signer("B", 3, "authority,chief"), panel = signer("P", 4, "panel"),
		      again = signer("P again", 4, "panel"),
		      other = signer("O", 5, "corridor_counter"), prefix = signer("X", 6, "pan"),
		      gone = signer("G", 7, "panel");

	gone.serving = false;
	CHECK("authority and chief sign a decree",
	      enough((struct signer[]){ chief, authority }, 2, "decree", false));
	CHECK("in either order", enough((struct signer[]){ authority, chief }, 2, "decree", false));
	CHECK("who is both makes up for either",
	      enough((struct signer[]){ both, chief }, 2, "decree", false) &&
		      enough((struct signer[]){ authority, both }, 2, "decree", false));
	CHECK("but is one person", !enough(&both, 1, "decree", false));
	CHECK("two of one role are not both roles",
	      !enough((struct signer[]){ chief, signer("D", 8, "chief") }, 2, "decree", false));
	CHECK("two of the panel decide",
	      enough((struct signer[]){ panel, signer("Q", 9, "panel") }, 2, "decision", false));
	CHECK("one does not", !enough(&panel, 1, "decision", false));
	CHECK("one under two names does not",
	      !enough((struct signer[]){ panel, again }, 2, "decision", false));
	CHECK("a third of another role spoils it",
	      !enough((struct signer[]){ panel, signer("Q", 9, "panel"), other }, 3, "decision",
		      false));
	CHECK("part of a role's name is no role",
	      !enough((struct signer[]){ panel, prefix }, 2, "decision", false));
	CHECK("who serves no more does not sign",
	      !enough((struct signer[]){ panel, gone }, 2, "decision", false));
	CHECK("nobody is not enough", !enough(NULL, 0, "decision", false));
	chief.serving = both.serving = false;
	CHECK("the founding set signs for itself",
	      enough((struct signer[]){ chief, both }, 2, "officer", true) &&
		      !enough((struct signer[]){ chief, both }, 2, "officer", false));
}

int main(void)
{
	a = arena_new(0);
	if (!a)
		return 1;
	why.a = a;
	decrees();
	roles();
	arena_free(a);
	return done();
}
