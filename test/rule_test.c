/* Rules as pure functions: windows of decrees, who may sign, the judgement on a whole record. The life of a
 * case is in life_test.c. */
#include "rule/decide.h"
#include "rule/table.h"
#include "rule/decree.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "test.h"
#include "base/banned.h"

static struct arena *a;
static struct refusals why;

static struct rec *record(const char *kind)
{
	return rec_new(a, kind_by_name(str_of(kind)));
}

static bool set(struct rec *r, const char *field, const char *text)
{
	return rec_set(a, r, str_of(field), str_of(text), &why);
}

static const struct rec *decree(const char *windows)
{
	struct rec *r = record("decree");

	return set(r, "windows", windows) ? r : NULL;
}

static int64_t day(const char *text)
{
	int64_t d = NO_DAY;

	return day_parse(str_of(text), &d) ? d : NO_DAY;
}

static bool covered(const struct decide_view *v, const char *category, const char *on)
{
	why = (struct refusals){ .a = a };
	return decree_covers(v, S("status_sought"), str_of(category), day(on), &why);
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

static const struct rec *terms(const char *number, const char *windows, const char *appeal_days,
			       const char *acts)
{
	struct rec *r = record("decree");

	return set(r, "number", number) && set(r, "windows", windows) &&
			       set(r, "appeal_days", appeal_days) && set(r, "required_acts", acts)
		       ? r
		       : NULL;
}

static bool deadline(struct decrees d, const char *category, const char *on, const char *from,
		     const char *last, const char *numbers)
{
	struct decree_deadline x;

	return decree_deadline(a, d, str_of(category), day(on), &x) && x.from == day(from) &&
	       x.last_day == day(last) && str_eq(x.numbers, str_of(numbers));
}

/* 15/2016 and what extended it: three months, three more, then to a day that was named, a fortnight late. Terms
 * as those of 18/2018: four months at home, six abroad. */
static void deadlines(void)
{
	const struct rec *list[] = {
		terms("15/2016",
		      "category=carrying_arms months=3 from=2016-07-28 last_day=2016-10-27; "
		      "category=captor months=1 from=2016-07-28 last_day=2016-08-27 "
		      "also=free_captive",
		      "30", "present_in_person,pledge"),
		terms("15/2016-1",
		      "category=carrying_arms months=3 from=2016-10-28 last_day=2017-01-27", "30",
		      "present_in_person,pledge"),
		terms("15/2016-2",
		      "category=carrying_arms months=4 from=2017-02-15 last_day=2017-06-30 "
		      "day_named=yes",
		      "45", "present_in_person"),
		terms("18/2018",
		      "category=deserter_home months=4 from=2018-10-09 last_day=2019-02-08; "
		      "category=deserter_abroad months=6 from=2018-10-09 last_day=2019-04-08",
		      "60", "present_in_person"),
	};
	struct decrees d = { list, 4 }, none = { list, 0 };
	struct decree_window w;
	struct decree_deadline x;

	CHECK("the terms are made", list[0] && list[1] && list[2] && list[3]);
	CHECK("a chain without a day between is one deadline",
	      deadline(d, "carrying_arms", "2016-08-01", "2016-07-28", "2017-01-27",
		       "15/2016, 15/2016-1"));
	CHECK("in the gap the next one is told",
	      deadline(d, "carrying_arms", "2017-02-01", "2017-02-15", "2017-06-30", "15/2016-2") &&
		      !decree_open(d, S("carrying_arms"), day("2017-02-01"), &w));
	CHECK("a named last day counts",
	      decree_open(d, S("carrying_arms"), day("2017-06-30"), &w) && w.day_named &&
		      !decree_open(d, S("carrying_arms"), day("2017-07-01"), &w));
	CHECK("what is over says so", decree_deadline(a, d, S("captor"), day("2016-09-01"), &x) &&
					      x.state == DEADLINE_OVER);
	CHECK("four months at home, six abroad",
	      decree_open(d, S("deserter_home"), day("2019-02-08"), &w) &&
		      !decree_open(d, S("deserter_home"), day("2019-02-09"), &w) &&
		      decree_open(d, S("deserter_abroad"), day("2019-04-08"), &w) &&
		      !decree_open(d, S("deserter_abroad"), day("2019-04-09"), &w));
	CHECK("nobody is promised what no decree says",
	      !decree_deadline(a, d, S("fugitive"), day("2016-08-01"), &x));
	CHECK("the days for an appeal are those of the decree",
	      decree_appeal_days(d, S("deserter_abroad"), day("2019-03-01")) == 60 &&
		      decree_appeal_days(d, S("carrying_arms"), day("2017-03-01")) == 45);
	CHECK("the fewest where it is not known, and never none",
	      decree_appeal_days(d, S(""), day("2017-03-01")) == 30 &&
		      decree_appeal_days(none, S(""), day("2017-03-01")) == 15);
	CHECK("a captor frees captives, nobody else does",
	      decree_requires(d, S("captor"), day("2016-08-01"), "free_captive") &&
		      !decree_requires(d, S("carrying_arms"), day("2016-08-01"), "free_captive"));
	CHECK("a pledge is required where the decree requires it",
	      decree_requires(d, S("carrying_arms"), day("2016-08-01"), "pledge") &&
		      !decree_requires(d, S("carrying_arms"), day("2017-03-01"), "pledge"));
}

static struct signer signer(const char *name, int kid, const char *roles)
{
	struct signer s = { .name = str_of(name), .serving = true, .roles = str_of(roles) };

	s.kid[0] = (uint8_t)kid;
	return s;
}

static bool sign(const struct signer *list, size_t n, const struct rec *r, bool founding)
{
	struct decide_view v = { .signers = list, .n_signers = n, .founding = founding };

	why = (struct refusals){ .a = a };
	return role_enough(&v, r, &why);
}

static bool enough(const struct signer *list, size_t n, const char *kind, bool founding)
{
	return sign(list, n, record(kind), founding);
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

static void set_officers(struct rec *r, const char *field, const struct signer *const *list,
			 size_t n)
{
	size_t at = field_at(r->kind, field);
	struct val *v = arena_array(a, n, sizeof *v);

	for (size_t i = 0; i < n; i++)
		v[i] = (struct val){ .set = true, .s = str_mem(list[i]->kid, 4) };
	if (r->kind->fields[at].type == F_OFFICER)
		r->v[at] = v[0];
	else
		r->v[at] = (struct val){ .set = true, .v = v, .len = n };
}

static bool named(const struct signer *list, size_t n, const struct rec *r)
{
	struct decide_view v = { .signers = list, .n_signers = n };

	why = (struct refusals){ .a = a };
	return role_named(&v, r, &why);
}

/* The chief of a referral signs it as such, and nothing else of the panel's. */
static void chief(void)
{
	struct signer list[] = { signer("P", 1, "panel"), signer("Q", 2, "panel"),
				 signer("C", 3, "chief") },
		      mute[] = { list[0], list[1], signer("M", 3, "case_worker") };
	const struct signer *p[] = { &list[0], &list[1], &list[2] };
	struct rec *granted = record("decision"), *referred = record("decision");

	set_officers(granted, "panel_1", &p[0], 1);
	set_officers(referred, "panel_1", &p[0], 1);
	set_officers(referred, "panel_2", &p[1], 1);
	set_officers(referred, "chief", &p[2], 1);
	CHECK("panel and chief sign a referral",
	      sign(list, 3, referred, false) && named(list, 3, referred));
	CHECK("the chief who is named signs", !named(list, 2, referred));
	CHECK("a chief who is not named does not", !sign(list, 3, granted, false));
	CHECK("nobody is named chief who is none",
	      !sign(mute, 3, referred, false) && !named(mute, 3, referred));
	CHECK("a panel member who is named signs", !named(&list[1], 1, granted));
	set_officers(granted, "panel_1", &p[2], 1);
	CHECK("a chief is not of the panel", !named(list, 3, granted));
}

/* Two keep the store; of the two who see what was in it destroyed one at least keeps none. */
static void witnesses(void)
{
	struct signer list[] = { signer("S", 1, "storekeeper"), signer("T", 2, "storekeeper"),
				 signer("P", 3, "protection"), signer("M", 4, "panel") };
	const struct signer *keepers[] = { &list[0], &list[1] }, *mixed[] = { &list[1], &list[2] },
			    *others[] = { &list[2], &list[3] };
	struct rec *move = record("stock_move");

	CHECK("weapons are destroyed", set(move, "act", "destroy"));
	set_officers(move, "witnesses", keepers, 2);
	CHECK("keepers do not witness alone", !named(list, 2, move));
	set_officers(move, "witnesses", mixed, 2);
	CHECK("one of them and another do", named(list, 3, move) && sign(list, 3, move, false));
	CHECK("one keeper's signature is not enough for the store",
	      !sign(&list[1], 2, move, false));
	set_officers(move, "witnesses", others, 2);
	CHECK("nor may anybody else sign for it", !sign(&list[1], 3, move, false));
	CHECK("two others do", named(list, 4, move) && sign(list, 4, move, false));
	CHECK("weapons are stored", set(move, "act", "store"));
	set_officers(move, "witnesses", keepers, 2);
	CHECK("whatever stays needs no other witness", named(list, 2, move));
}

static void each_signs(void)
{
	struct signer list[] = { signer("P", 1, "panel"), signer("Q", 2, "panel"),
				 signer("A", 3, "authority"), signer("J", 4, "adjudicator"),
				 signer("K", 5, "adjudicator") };
	const struct signer *p[] = { &list[0], &list[1], &list[2], &list[3], &list[4] };
	struct rec *appeal = record("appeal"), *link = record("dedup_link"),
		   *standing = record("standing"), *stock = record("stock_move"),
		   *count = record("convoy_count");
	struct val *row = arena_array(a, 1, sizeof *row);
	const struct field *f = &count->kind->fields[field_at(count->kind, "two_counts")];

	set_officers(appeal, "panel", p, 2);
	CHECK("each of an appeal's panel signs", named(list, 2, appeal) && !named(list, 1, appeal));
	set_officers(appeal, "panel", &p[1], 2);
	CHECK("and is of the panel", !named(list, 3, appeal));
	set_officers(link, "by_1", &p[3], 1);
	set_officers(link, "by_2", &p[4], 1);
	CHECK("both who judge a duplicate sign",
	      named(&list[3], 2, link) && !named(&list[3], 1, link));
	set_officers(stock, "witnesses", p, 2);
	CHECK("each witness signs", named(list, 2, stock) && !named(list, 1, stock));
	witnesses();
	row->set = true;
	row->v = arena_array(a, f->rows->n, sizeof *row->v);
	row->v[field_at(f->rows, "counter")] =
		(struct val){ .set = true, .s = str_mem(list[0].kid, 4) };
	count->v[f - count->kind->fields] = (struct val){ .set = true, .v = row, .len = 1 };
	CHECK("who counts signs", named(list, 1, count) && !named(&list[1], 1, count));
	CHECK("a standing is set", set(standing, "act", "suspend"));
	CHECK("the panel suspends", sign(list, 2, standing, false));
	CHECK("a standing is set anew", set(standing, "act", "revoke"));
	CHECK("and does not revoke alone", !sign(list, 2, standing, false));
	CHECK("but with the authority", sign(&list[1], 2, standing, false));
}

static const struct rec *nothing_by_key(void *p, const char *kind, struct str key)
{
	(void)p;
	(void)kind;
	(void)key;
	return NULL;
}

static const struct rec *nothing_by_ref(void *p, struct str ref)
{
	(void)p;
	(void)ref;
	return NULL;
}

static struct rec *registration(const char *born, const char *sought)
{
	struct rec *r = record("registration");

	r->day = r->from_day = day("2016-08-01");
	return set(r, "full_name", "ism A, family B") && set(r, "sex", "m") &&
			       set(r, "born", born) && set(r, "age_doubt", "no") &&
			       set(r, "status_sought", sought) && set(r, "search_done", "offline")
		       ? r
		       : NULL;
}

static bool judged(const struct decide_view *v, const struct rec *r, const char *event,
		   const char *field)
{
	struct life_act act;
	bool ok;

	why = (struct refusals){ .a = a };
	ok = r && decide(a, v, r, day("2016-08-01"), &act, &why);
	if (field)
		return !ok && why.n == 1 && str_eq(why.list[0].field, str_of(field));
	return ok && str_eq(act.event, str_of(event));
}

static void whole(void)
{
	const struct rec_view records = { nothing_by_key, nothing_by_ref, nothing_by_ref,
					  NULL,		  NULL,		  a };
	const struct rec *list[] = { decree(
		"category=carrying_arms months=3 from=2016-07-28 last_day=2016-10-27") };
	struct signer officers[] = { signer("R", 1, "registrar"), signer("S", 2, "registrar") },
		      worker = signer("W", 3, "case_worker");
	const struct past_act notice = { .kind = S("notice"),
					 .event = S("notice"),
					 .until = NO_DAY,
					 .appeal_until = NO_DAY },
			      once[] = { notice,
					 { .kind = S("registration"),
					   .event = S("register"),
					   .code = S("captor"),
					   .until = NO_DAY,
					   .appeal_until = NO_DAY } };
	struct decide_view v = { .records = &records,
				 .decrees = list,
				 .n_decrees = 1,
				 .signers = officers,
				 .n_signers = 1,
				 .has_case = true,
				 .case_state = S("presented"),
				 .past = &notice,
				 .n_past = 1 },
			   two = v, back = v, later = v, moved = v, unread = v, none = v;

	two.n_signers = 2;
	back.signers = &worker;
	unread.n_past = 0;
	back.past = moved.past = once;
	back.n_past = moved.n_past = 2;
	none.has_case = false;
	back.case_class = later.case_class = CLASS_CLOSED;
	back.case_state = S("withdrawn");
	later.case_state = S("left_after");
	moved.case_class = CLASS_MOVING;
	moved.case_state = S("moving");
	moved.other_log = true;
	CHECK("an adult in a window is registered",
	      judged(&v, registration("1984", "carrying_arms"), "register", NULL));
	CHECK("not before a notice was read",
	      judged(&unread, registration("1984", "carrying_arms"), NULL, "case"));
	CHECK("but where the file begins so: it is read before any check",
	      judged(&none, registration("1984", "carrying_arms"), "register", NULL));
	CHECK("a child is not", judged(&v, registration("2000", "carrying_arms"), NULL, "born"));
	CHECK("nor whom no decree covers",
	      judged(&v, registration("1984", "fugitive"), NULL, "status_sought"));
	CHECK("one officer registers",
	      judged(&two, registration("1984", "carrying_arms"), NULL, "as"));
	CHECK("whoever comes back keeps the rights of then",
	      judged(&back, registration("1984", "captor"), "come_back", NULL));
	CHECK("and whose file comes from another centre",
	      judged(&moved, registration("1984", "captor"), "take_up", NULL));
	CHECK("but names no other category whose window is over",
	      judged(&back, registration("1984", "fugitive"), NULL, "status_sought") &&
		      judged(&moved, registration("1984", "fugitive"), NULL, "status_sought"));
	CHECK("one whose window is open is right",
	      judged(&back, registration("1984", "carrying_arms"), "come_back", NULL));
	CHECK("whoever was not covered needs a window that is open now",
	      judged(&later, registration("1984", "fugitive"), NULL, "status_sought"));
	CHECK("and is registered in one",
	      judged(&later, registration("1984", "carrying_arms"), "covered_later", NULL));
}

/* A search reaches as far as the logs that a register holds, and as there are centres. */
static void reach(void)
{
	const struct rec_view records = { nothing_by_key, nothing_by_ref, nothing_by_ref,
					  NULL,		  NULL,		  a };
	const struct rec *list[] = { decree(
		"category=carrying_arms months=3 from=2016-07-28 last_day=2016-10-27") };
	struct signer officer = signer("R", 1, "registrar");
	struct past_act past = { .kind = S("registration"), .until = NO_DAY };
	struct decide_view v = { .records = &records,
				 .decrees = list,
				 .n_decrees = 1,
				 .signers = &officer,
				 .n_signers = 1,
				 .past = &past,
				 .centres = 2,
				 .centres_here = 2 };
	struct rec *all = registration("1984", "carrying_arms"),
		   *here = registration("1984", "carrying_arms");
	int64_t on;

	CHECK("they say what was searched",
	      set(all, "search_done", "all_centres") && set(here, "search_done", "this_centre"));
	CHECK("all centres are searched where their logs are", judged(&v, all, "register", NULL));
	past.search = S("all_centres");
	v.n_past = 1;
	CHECK("and that is believed", here_searched(&v, &on));
	past.search = S("this_centre");
	CHECK("of two, one is not all", !here_searched(&v, &on));
	v.centres = v.centres_here = 1;
	CHECK("but the only one is", here_searched(&v, &on));
	past.search = S("offline");
	CHECK("and none is none", !here_searched(&v, &on));
	v.centres = 2;
	past.search = S("all_centres");
	CHECK("nobody has searched what is not held", !here_searched(&v, &on));
	v.n_past = 0;
	CHECK("and nobody says so", judged(&v, all, NULL, "search_done"));
	CHECK("one's own is searched", judged(&v, here, "register", NULL));
}

/* Of whom there was no registration: a child's file that was none, since when the person went and came back. */
static void first_on_return(void)
{
	const struct rec_view records = { nothing_by_key, nothing_by_ref, nothing_by_ref,
					  NULL,		  NULL,		  a };
	const struct rec *over[] = { decree(
		"category=carrying_arms months=1 from=2016-06-28 last_day=2016-07-28") };
	struct signer worker = signer("W", 3, "case_worker");
	struct past_act past[] = { { .kind = S("presentation"),
				     .event = S("present"),
				     .day = day("2016-07-28"),
				     .until = NO_DAY,
				     .appeal_until = NO_DAY },
				   { .kind = S("closing"),
				     .event = S("withdraw_after"),
				     .day = day("2016-07-30"),
				     .until = NO_DAY,
				     .appeal_until = NO_DAY } };
	struct decide_view v = { .records = &records,
				 .decrees = over,
				 .n_decrees = 1,
				 .signers = &worker,
				 .n_signers = 1,
				 .has_case = true,
				 .case_state = S("withdrawn"),
				 .case_class = CLASS_CLOSED,
				 .past = past,
				 .n_past = 2 };

	CHECK("whoever came in time and was not registered then is when coming back",
	      judged(&v, registration("1984", "carrying_arms"), "come_back", NULL));
	past[0].day = day("2016-07-29");
	CHECK("who did not is not",
	      judged(&v, registration("1984", "carrying_arms"), NULL, "status_sought"));
}

/* No decree names the associated, and none has a window for them; amnesty is granted under one all the same. */
static void under_no_decree(void)
{
	const struct rec *list[] = { decree(
		"category=captor months=1 from=2016-06-28 last_day=2016-07-28") };
	const struct past_act past[] = { { .kind = S("registration"),
					   .event = S("register"),
					   .day = day("2016-08-01"),
					   .until = NO_DAY,
					   .appeal_until = NO_DAY,
					   .code = S("associated") },
					 { .kind = S("pledge"),
					   .event = S("pledge"),
					   .day = day("2016-08-01"),
					   .until = NO_DAY,
					   .appeal_until = NO_DAY } };
	struct decide_view v = { .has_case = true,
				 .case_state = S("decision_proposed"),
				 .case_class = CLASS_OPEN,
				 .decrees = list,
				 .past = past,
				 .n_past = 2 };
	struct rec *r = record("decision");
	const struct transition *t;
	bool fits;

	why = (struct refusals){ .a = a };
	CHECK("a grant is written down",
	      set(r, "outcome", "granted") && set(r, "proposed_outcome", "granted"));
	t = life_row(&v, r, false, &fits);
	CHECK("nobody is granted anything without a decree",
	      t && !past_allows(&v, t, r, day("2016-08-02"), &why) &&
		      !strcmp(why.list[0].id, "not_covered"));
	v.n_decrees = 1;
	why = (struct refusals){ .a = a };
	CHECK("with one the associated are, whom none can name",
	      t && past_allows(&v, t, r, day("2016-08-02"), &why));
}

/* Who acted in the case before: 1 registered, 2 checked, 3 suspended, 4 revoked, 5 read a notice, 7 wrote the appeal down. */
static bool allowed(const char *kind, const char *field, const char *value, uint8_t who,
		    const char *state)
{
	static const uint8_t kids[][4] = { { 1 }, { 2 }, { 3 }, { 4 }, { 5 }, { 7 }, { 8 } };
	static const char *const acts[][2] = {
		{ "registration", "register" }, { "check", "check" },	{ "standing", "suspend" },
		{ "standing", "revoke" },	{ "notice", "notice" }, { "appeal", "appeal" },
		{ "pledge", "pledge" }
	};
	struct past_act past[7];
	struct signer officer = signer("X", who, "panel");
	struct decide_view v = { .signers = &officer,
				 .n_signers = 1,
				 .has_case = true,
				 .case_state = str_of(state),
				 .past = past,
				 .n_past = 7 };
	struct rec *r = record(kind);
	const struct transition *t;
	bool fits;

	for (size_t i = 0; i < 7; i++)
		past[i] = (struct past_act){ .step = (int64_t)i,
					     .kind = str_of(acts[i][0]),
					     .event = str_of(acts[i][1]),
					     .day = day("2016-08-01"),
					     .until = NO_DAY,
					     .appeal_until = i ? NO_DAY : day("2016-08-01"),
					     .code = i == 5 ? S("not_covered") : S(""),
					     .decree = S("1"),
					     .kids = &kids[i],
					     .n_kids = 1 };
	why = (struct refusals){ .a = a };
	if (field && !set(r, field, value))
		return false;
	if (!strcmp(kind, "appeal") && !set(r, "against", "not_covered"))
		return false;
	t = life_row(&v, r, false, &fits);
	return t && part_apart(&v, t, &why) && past_allows(&v, t, r, day("2016-08-02"), &why);
}

static void acted_before(void)
{
	struct past_act decided = { .kind = S("decision"),
				    .event = S("approve_referred"),
				    .appeal_until = day("2016-08-02") },
			acts[2] = { decided,
				    { .kind = S("appeal"),
				      .event = S("appeal"),
				      .code = S("referred"),
				      .appeal_until = NO_DAY } };
	struct decide_view v = { .has_case = true,
				 .case_state = S("referred"),
				 .case_class = CLASS_CLOSED,
				 .past = acts,
				 .n_past = 1 };
	const struct rec *r = record("handover");
	bool fits;
	const struct transition *t = life_row(&v, r, false, &fits);

	CHECK("whoever registered decides no appeal",
	      !allowed("appeal", "outcome", "upheld", 1, "under_appeal") &&
		      !strcmp(why.list[0].id, "own_case"));
	CHECK("nor who checked, suspended or revoked",
	      !allowed("appeal", "outcome", "rejected", 2, "under_appeal") &&
		      !strcmp(why.list[0].id, "acted_before") &&
		      !allowed("appeal", "outcome", "upheld", 3, "under_appeal") &&
		      !allowed("appeal", "outcome", "returned", 4, "under_appeal"));
	CHECK("who read a notice, or nothing, does",
	      allowed("appeal", "outcome", "upheld", 5, "under_appeal") &&
		      allowed("appeal", "outcome", "upheld", 6, "under_appeal"));
	CHECK("an appeal is lodged by anybody",
	      allowed("appeal", "lodged_on", "2016-08-01", 1, "not_covered"));
	CHECK("who registered or checked does not revoke",
	      !allowed("standing", "act", "revoke", 1, "granted") &&
		      !allowed("standing", "act", "revoke", 2, "granted"));
	CHECK("who suspended does", allowed("standing", "act", "revoke", 3, "granted"));
	CHECK("who revoked does not give back",
	      !allowed("standing", "act", "reinstate", 4, "under_revocation_appeal"));
	CHECK("the row of a hand-over is found", t && fits && !strcmp(t->code, "C28"));
	why = (struct refusals){ .a = a };
	CHECK("the day after the time for an appeal is over somebody is handed over",
	      past_allows(&v, t, r, day("2016-08-03"), &why));
	CHECK("on its last day nobody is", !past_allows(&v, t, r, day("2016-08-02"), &why));
	v.n_past = 2;
	CHECK("nor while one is open", !past_allows(&v, t, r, day("2016-08-03"), &why));
	acts[1].event = S("appeal_rejected");
	v.n_past = 1;
	acts[0].appeal_until = NO_DAY;
	CHECK("without either somebody is", past_allows(&v, t, r, day("2016-08-02"), &why));
}

/* Years later a paper is lost: who approved stands beside the certificate officer, or, gone, another of the panel. */
static void approver_gone(void)
{
	static const uint8_t panel[][4] = { { 1 }, { 2 } }, screener[][4] = { { 1 } };
	const struct past_act past[] = {
		{ .kind = S("step"), .event = S("propose"), .kids = screener, .n_kids = 1 },
		{ .kind = S("decision"),
		  .event = S("approve_granted"),
		  .kids = panel,
		  .n_kids = 2 },
		{ .kind = S("certificate"), .event = S("issue"), .code = S("no") },
	};
	struct signer other[] = { signer("C", 7, "certificate_officer"), signer("P", 3, "panel") },
		      approved[] = { other[0], signer("A", 2, "panel") },
		      proposed[] = { other[0], signer("S", 1, "screener,panel") };
	struct decide_view v = { .signers = other, .n_signers = 2, .past = past, .n_past = 3 };
	struct rec *r = record("standing");
	const struct transition *t;
	bool fits;

	why = (struct refusals){ .a = a };
	CHECK("a paper is lost", set(r, "act", "replace"));
	t = life_row(&v, r, true, &fits);
	CHECK("which is K09", t && fits && !strcmp(t->code, "K09"));
	CHECK("another of the panel is not who approved", !part_signed(&v, t));
	v.signers = approved;
	CHECK("who approved is", part_signed(&v, t));
	v.signers = proposed;
	CHECK("who proposed is not", !part_signed(&v, t));
	v.approvers_gone = true;
	CHECK("nor when nobody who approved serves any more", !part_signed(&v, t));
	v.signers = other;
	CHECK("then another of the panel is", part_signed(&v, t));
}

/* 1 proposed, the panel sent it back, 2 proposed. */
static void proposer_gone(void)
{
	static const uint8_t kids[][4] = { { 1 }, { 2 }, { 3 } };
	const struct past_act past[] = {
		{ .kind = S("step"), .event = S("propose"), .kids = kids, .n_kids = 1 },
		{ .kind = S("step"), .event = S("return"), .kids = kids + 2, .n_kids = 1 },
		{ .kind = S("step"), .event = S("propose"), .kids = kids + 1, .n_kids = 1 },
	};
	struct past_act other = {
		.kind = S("registration"), .event = S("register"), .kids = kids, .n_kids = 1
	};
	struct signer panel[] = { signer("P", 4, "panel"), signer("Q", 5, "panel") };
	struct decide_view v = { .signers = panel,
				 .n_signers = 2,
				 .has_case = true,
				 .case_state = S("decision_proposed"),
				 .case_class = CLASS_OPEN,
				 .past = past,
				 .n_past = 3,
				 .elsewhere = &other,
				 .n_elsewhere = 1 };
	struct rec *r = record("decision");
	const struct transition *t;
	bool fits;

	why = (struct refusals){ .a = a };
	CHECK("a grant is proposed", set(r, "outcome", "granted"));
	t = life_row(&v, r, false, &fits);
	CHECK("which is C16", t && fits && !strcmp(t->code, "C16"));
	CHECK("nobody signs for who proposed last", !part_enough(&v, t, &why) && why.n);
	CHECK("and nothing else is said while that one can",
	      !part_proposer_left(&v) && !strstr(str_z(a, why.list[why.n - 1].want), "return"));
	other.kids = kids + 1;
	why = (struct refusals){ .a = a };
	CHECK("whoever registered the person in a file that was merged cannot",
	      part_proposer_left(&v) && !part_enough(&v, t, &why) &&
		      strstr(str_z(a, why.list[why.n - 1].want),
			     "whoever proposed last may not decide in this case any more: have the "
			     "panel send it back"));
	v.n_elsewhere = 0;
	v.proposer_gone = true;
	v.proposer = S("Iman");
	why = (struct refusals){ .a = a };
	CHECK("nor who serves no more, and is named",
	      part_proposer_left(&v) && !part_enough(&v, t, &why) &&
		      strstr(str_z(a, why.list[why.n - 1].want), "; Iman serves no more: have"));
}

int main(void)
{
	a = arena_new(0);
	if (!a)
		return 1;
	why.a = a;
	decrees();
	deadlines();
	roles();
	chief();
	each_signs();
	whole();
	reach();
	first_on_return();
	under_no_decree();
	acted_before();
	approver_gone();
	proposer_gone();
	arena_free(a);
	return done();
}
