/*
 * The kinds about work, figures and keys: for each rule a record that it accepts and one that it refuses.
 */
#include "fake.h"

#include "press/verdict.h"
#include "record/kinds.h"
#include "base/banned.h"

#define DEPLOYED "org=A\nwhat=clearance\nstate=present\npeople=200\nfrom=2016-12-01"

static void clearance(void)
{
	CHANGES("clearance_task", "2016-12-01", TASK,
		{ "ends before it begins", "until=2016-11-30", "period" });
	know("T", "clearance_task", "2016-12-01", TASK);
	CHECK("clearance_task: another area",
	      judged("clearance_task", "2016-12-02", TASK, "area=Q1", "another"));
	CHECK("clearance_task: no new state before the last",
	      judged("clearance_task", "2016-11-30", TASK, "", "order"));
	CHANGES("clearance_report", "2016-12-09", REPORT,
		{ "more parts than area", "cancelled_m2=1", "part_over_whole" },
		{ "public buildings without a number", "buildings=", "missing" },
		{ "more gone than found", "items=category=UXO found=2 destroyed=2 moved=1",
		  "part_over_whole" },
		{ "a category twice",
		  "items=category=UXO found=1 destroyed=0; category=UXO found=1 destroyed=0",
		  "twice" });
	CHANGES("clearance_qa", "2016-12-09",
		"task=T\non=2016-12-09\nresult=accepted\nsite_type=school\nsites=2\ninspector=B",
		{ "no site", "sites=0", "none" }, { "no type", "site_type=", "missing" },
		{ "sent back, none", "result=rework\nsites=0\nsite_type=", NULL },
		{ "accepted with a major fault", "nonconformity=major", "nonconformity" },
		{ "tomorrow", "on=2016-12-10", "future" },
		{ "the own work", "inspector=A", "own_work" },
		{ "the own work in a newer state", "inspector=A again", "own_work" });
	CHANGES("deployment", "2016-12-01", DEPLOYED, { "of nobody", "people=", "missing" },
		{ "that left", "state=left\npeople=", NULL },
		{ "planned for later", "state=planned\nfrom=2017-01-01", NULL },
		{ "present from tomorrow", "from=2016-12-02", "future" },
		{ "ends before it begins", "until=2016-11-30", "period" });
	know("deployed", "deployment", "2016-12-01", DEPLOYED);
	CHECK("deployment: no new state before the last",
	      judged("deployment", "2016-11-30", DEPLOYED, "from=2016-11-30", "order"));
}

#define SITE "site_no=S\nkind=former_base\nstate=examined\narea=GOV\nexamined_on=2016-12-01"

static bool waits(const char *day, const char *more)
{
	struct refusals why = { .a = a };
	struct rec *r = make("site", day, SITE, more, &why);

	return r && r->kind->hold && r->kind->hold(r, &view);
}

/* Where a grave or a store is, is not told before somebody was there. */
static void site_held(void)
{
	CHECK("a site to come waits", waits("2016-12-01", "site_no=X\nstate=planned"));
	CHECK("what is stated does not",
	      !waits("2016-12-01", "site_no=X\nstate=planned\nstated_by=A"));
	CHECK("nor one that is examined", !waits("2016-12-01", "site_no=X"));
	know("Y", "site", "2016-12-02", SITE "\nsite_no=Y");
	CHECK("nor what was planned and is examined now",
	      !waits("2016-12-01", "site_no=Y\nstate=planned"));
}

static void sites(void)
{
	CHANGES("site", "2016-12-01", SITE, { "planned", "state=planned\nexamined_on=", NULL },
		{ "planned and examined", "state=planned", "not_here" },
		{ "examined some day", "examined_on=", "missing" },
		{ "examined tomorrow", "examined_on=2016-12-02", "future" },
		{ "caused by somebody, says somebody", "caused_by_stated=A\nstated_by=B", NULL },
		{ "caused by somebody, says nobody", "caused_by_stated=A", "missing" },
		{ "a damaged building",
		  "kind=damaged_public_building\nbuilding=school\ndamage=heavy", NULL },
		{ "a damaged base", "damage=heavy", "not_here" },
		{ "a base that is a school", "building=school", "not_here" });
	know("S", "site", "2016-12-01", SITE);
	site_held();
	CHECK("site: another kind", judged("site", "2016-12-02", SITE, "kind=burial", "another"));
	CHECK("site: no new state before the last",
	      judged("site", "2016-11-30", SITE, "", "order"));
	CHANGES("restoration", "2016-12-01", "area=CITY\nwhat=water\nstate=working",
		{ "stopped before it began", "state=stopped", "not_started" });
	know("water", "restoration", "2016-12-01", "area=CITY\nwhat=water\nstate=working");
	CHECK("restoration: stopped", judged("restoration", "2016-12-02",
					     "area=CITY\nwhat=water\nstate=stopped", "", NULL));
	CHECK("restoration: no new state before the last",
	      judged("restoration", "2016-11-30", "area=CITY\nwhat=water\nstate=working", "",
		     "order"));
}

static void aid(void)
{
	CHANGES("distribution", "2016-12-09", HANDED, { "to the place", "persons=0", NULL },
		{ "too little for so many", "persons=3000", "mass" },
		{ "too much for so few", "persons=1\nitems=kind=fuel amount=1 mass_kg=101",
		  "mass" },
		{ "more children than people", "children=101", "part_over_whole" },
		{ "more households than people", "households=101", "part_over_whole" },
		{ "tomorrow", "on=2016-12-10", "future" });
	know("ACC", "facility", "2016-12-01",
	     "facility_no=ACC\nkind=accommodation\narea=CITY\nstate=open\nplaces_n=50");
	know("KIT", "facility", "2016-12-01",
	     "facility_no=KIT\nkind=kitchen\narea=CITY\nstate=open");
	know("WAS", "facility", "2016-12-01",
	     "facility_no=WAS\nkind=accommodation\narea=CITY\nstate=closed");
	CHANGES("facility_count", "2016-12-02", "facility=ACC\noccupied=20\nchildren=10\nwomen=10",
		{ "more women and children than people", "women=11", "part_over_whole" },
		{ "nobody sleeps in a kitchen", "facility=KIT", "not_accommodation" },
		{ "nor where it is closed", "facility=WAS", "not_open" },
		{ "a kitchen gives meals", "facility=KIT\noccupied=0\nchildren=\nwomen=\nmeals=900",
		  NULL });
	know("count", "facility_count", "2016-12-02", "facility=ACC\noccupied=20");
	CHECK("facility_count: no new state before the last",
	      judged("facility_count", "2016-12-01", "facility=ACC\noccupied=20", "", "order"));
	CHANGES("facility", "2016-12-03",
		"facility_no=ACC\nkind=accommodation\narea=CITY\nstate=open",
		{ "people sleep there", "state=closed", "occupied" },
		{ "another kind", "kind=kitchen", "another" },
		{ "another area", "area=Q1", "another" });
	know("empty", "facility_count", "2016-12-03", "facility=ACC\noccupied=0");
	CHECK("facility: closes when it is empty",
	      judged("facility", "2016-12-03",
		     "facility_no=ACC\nkind=accommodation\narea=CITY\nstate=closed", "", NULL));
	CHECK("facility: no new state before the last",
	      judged("facility", "2016-11-30",
		     "facility_no=KIT\nkind=kitchen\narea=CITY\nstate=open", "", "order"));
	CHANGES("medical_count", "2016-12-03", "consultations=20\nchildren=5\nwounded=3",
		{ "more children than consultations", "children=21", "part_over_whole" },
		{ "more wounded than consultations", "wounded=21", "part_over_whole" });
}

#define CLAIM                                                                                   \
	"outlet=x\npublished_on=2016-12-09\nlanguage=eng\nquote=q\nvalue=over 18000\nfigure=T1" \
	"\nstance=asserted"

static void press(void)
{
	CHANGES("press_claim", "2016-12-10", CLAIM, { "in two ways", "qualifier=over", NULL },
		{ "in two ways that differ", "qualifier=about", "qualifier" },
		{ "a qualifier of nothing", "value=\nqualifier=about", "missing" },
		{ "tomorrow", "published_on=2016-12-11", "future" });
	know("claim", "press_claim", "2016-12-10", CLAIM);
	CHECK("press_claim: copied",
	      judged("press_claim", "2016-12-10", CLAIM, "copied_from=claim", NULL));
	CHECK("press_claim: copied before it was written",
	      judged("press_claim", "2016-12-10", CLAIM,
		     "copied_from=claim\npublished_on=2016-12-08", "period"));
	know("N1", "bulletin", "2016-12-09", "number=1");
	CHANGES("press_finding", "2016-12-10",
		"claim=claim\nverdict=differs\nagainst=N1\ndifference=-20",
		{ "by nothing", "difference=0", "difference" },
		{ "by how much", "difference=", "missing" },
		{ "the same", "verdict=same\ndifference=", NULL },
		{ "the same, but for some", "verdict=same", "difference" });
	for (int i = 0; i < VERDICTS; i++) {
		struct str kind = verdict_kind_name((enum verdict_kind)i);

		CHECK("press_finding: what a comparison may give can be recorded",
		      code_in(field_by_name(&kind_press_finding, S("verdict"))->choices, kind));
	}
}

#define LEAFLET                                                                               \
	"leaflet_no=L\ndecree_text=15/2016\nlanguage=ara\ntext=" HASH "\naudience=fighters\n" \
	"distribution=hand\nissued_on=2016-08-01\npromises=terms,rights,excluded_acts"

static void reports(void)
{
	CHANGES("restatement", "2016-12-10",
		"figure=P2\nplace_of=GOV\nperiod=total\nof_day=2016-12-09\nold=10\nnew=9\n"
		"reason_code=duplicate",
		{ "of the same day", "of_day=2016-12-10", "not_past" },
		{ "of the qualifier alone", "new=10", NULL });
	CHANGES("delayed_sum", "2016-12-10", SUM,
		{ "with its detail", "figure=P9\ndetail=deceased", NULL },
		{ "a detail of another", "figure=P9\ndetail=handed over", "detail" },
		{ "a detail of none", "detail=deceased", "detail" },
		{ "too few", "amount=4", "small_cell" },
		{ "days are not few people", "figure=P14\ndetail=longest days\namount=3", NULL },
		{ "nor is a median of days", "figure=P15\namount=3", NULL },
		{ "but late notices are", "figure=P15\ndetail=over 7 days\namount=3",
		  "small_cell" },
		{ "a promise taken back is told at once, be it one",
		  "figure=P17\ndetail=taken back\namount=1\nmonth=2016-11", NULL },
		{ "but no month of none", "figure=P17\ndetail=taken back\namount=0", "amount" },
		{ "few overdue are not", "figure=P17\namount=4", "small_cell" },
		{ "too early", "month=2016-11", "too_early" },
		{ "a year is no month", "month=2016", "month" },
		{ "a guess is no month", "month=2016-10~", "month" });
	CHECK("delayed_sum: at the end of the delay",
	      judged("delayed_sum", "2016-11-30", SUM, "", "too_early") &&
		      judged("delayed_sum", "2016-12-01", SUM, "", NULL));
	CHECK("delayed_sum: months below ten",
	      judged("delayed_sum", "2016-12-10", SUM, "month=2016-09", NULL) &&
		      judged("delayed_sum", "2016-12-10", SUM, "month=2016-01", NULL) &&
		      judged("delayed_sum", "2016-12-10", SUM, "month=2016-00", "not_edtf"));
	know("P14", "delayed_sum", "2016-12-10", SUM "\nfigure=P14");
	CHECK("delayed_sum: what stands now, once a month",
	      judged("delayed_sum", "2017-01-10", SUM, "figure=P14", "order") &&
		      judged("delayed_sum", "2017-01-10", SUM, "figure=P14\nmonth=2016-11", NULL));
	CHANGES("leaflet", "2016-10-27", LEAFLET,
		{ "no rights", "promises=terms,excluded_acts", "promises" },
		{ "no excluded acts", "promises=terms,rights", "promises" },
		{ "withdrawn before it was issued", "withdrawn_on=2016-07-31", "period" },
		{ "withdrawn tomorrow", "withdrawn_on=2016-10-28", "future" });
	CHECK("leaflet: after the deadline",
	      judged("leaflet", "2016-10-28", LEAFLET, "", "deadline"));
	CHECK("leaflet: withdrawn after the deadline",
	      judged("leaflet", "2016-10-28", LEAFLET, "withdrawn_on=2016-10-28", NULL));
	know("L", "leaflet", "2016-08-01", LEAFLET);
	CHECK("leaflet: another language",
	      judged("leaflet", "2016-08-02", LEAFLET, "language=eng", "another"));
	CHECK("leaflet: no new state before the last",
	      judged("leaflet", "2016-07-31", LEAFLET, "issued_on=2016-07-31", "order"));
	CHECK("attest: within three days",
	      judged("attest", "2016-12-01", "cut=cut", "", NULL) &&
		      judged("attest", "2016-12-04", "cut=cut", "", NULL));
	CHECK("attest: neither later nor before",
	      judged("attest", "2016-12-05", "cut=cut", "", "late") &&
		      judged("attest", "2016-11-30", "cut=cut", "", "late"));
	CHANGES("audit", "2016-12-10", "seed=" HASH "\ndrawn=20\nopened=19\nabsent=1\nfaults=0",
		{ "of nothing", "drawn=0\nopened=0\nabsent=0", "none" },
		{ "more opened than drawn", "opened=20", "part_over_whole" },
		{ "more faults than drawn", "faults=21", "part_over_whole" });
}

#define EVERY "no_open_appeal,no_open_tracing,no_court_hold,no_open_case,no_open_benefit"

static void access_kinds(void)
{
	CHANGES("log_key", "2016-12-10", "new_key=" HASH "\nact=start",
		{ "starts from another", "old_key=" HASH, "not_here" },
		{ "turns from nothing", "act=rotate", "missing" },
		{ "turns into itself", "act=rotate\nold_key=" HASH, "same_key" },
		{ "stops at a head",
		  "act=freeze\nold_key=" HASH "\nlast_good=origin=o size=3 root=" HASH, NULL },
		{ "stops at none", "act=freeze\nold_key=" HASH, "missing" },
		{ "stops at two",
		  "act=freeze\nold_key=" HASH "\nlast_good=origin=o size=3 root=" HASH
		  "; origin=o size=4 root=" HASH,
		  "heads" });
	CHANGES("access_grant", "2016-12-10",
		"reader=Dina\nscope=one_person\npurpose=medical\nbasis=vital_interest\n"
		"expires_on=2017-03-10",
		{ "for 91 days", "expires_on=2017-03-11", "expires_on" },
		{ "for yesterday", "expires_on=2016-12-09", "expires_on" },
		{ "for a court", "purpose=court_order\nbasis=court_order", NULL },
		{ "for a court without an order", "purpose=court_order", "basis" },
		{ "an order without a court", "basis=court_order", "basis" });
	know("grant", "access_grant", "2016-12-10", "scope=one_person");
	CHANGES("access_event", "2016-12-10",
		"reader=Dina\nsubject_opened=00112233445566778899aabbccddeeff\npurpose=medical\n"
		"break_glass=no",
		{ "glass", "purpose=break_glass\nbreak_glass=yes", NULL },
		{ "broken for what", "break_glass=yes", "break_glass" },
		{ "broken with a grant", "purpose=break_glass\nbreak_glass=yes\ngranted=grant",
		  "not_here" },
		{ "broken by whom", "purpose=break_glass", "break_glass" });
	CHANGES("erasure", "2016-12-10",
		"basis=request\nsubject_erased=00112233445566778899aabbccddeeff\n"
		"key_gone_at=2016-12-10T12:00+02:00\nbackups_gone_on=2016-12-10\nchecked=" EVERY,
		{ "four checks",
		  "checked=no_open_appeal,no_open_tracing,no_court_hold,no_open_case", "checked" },
		{ "backups before the key", "backups_gone_on=2016-12-09", "period" });
	CHANGES("data_incident", "2016-12-10",
		"class=loss\ndiscovered_on=2016-12-09\npersons=at_most 5\npersons_told_on="
		"2016-12-10\ndevice_what=d\nmeasures=m",
		{ "told before it was found", "persons_told_on=2016-12-08", "period" },
		{ "told tomorrow", "persons_told_on=2016-12-11", "future" },
		{ "three persons", "persons=3", "small_cell" },
		{ "nobody", "persons=0\npersons_told_on=", NULL });
	CHANGES("list_loaded", "2016-12-10",
		"list_no=1\nsource=A\nnames=12\nloaded_on=2016-12-10\nbasis=court_order",
		{ "of nobody", "names=0", "none" },
		{ "tomorrow", "loaded_on=2016-12-11", "future" },
		{ "withdrawn before", "withdrawn_on=2016-12-09", "period" },
		{ "withdrawn", "withdrawn_on=2016-12-10", NULL });
	CHANGES("exchange_taken", "2016-12-10",
		"sender=" HASH "\nrows=" HASH "\nmade_on=2016-12-09\nexpires_on=2016-12-10\nbasis="
		"public_interest\nnames=3\nof_operation=x",
		{ "made tomorrow", "made_on=2016-12-11\nexpires_on=2016-12-12", "future" },
		{ "to be held for longer than a grant lasts", "expires_on=2017-03-12",
		  "expires_on" },
		{ "over", "expires_on=2016-12-09", "expires_on" },
		{ "of nobody knows how many", "names=", "missing" },
		{ "dropped before it was made", "dropped_on=2016-12-08", "period" },
		{ "dropped", "dropped_on=2016-12-10\nnames=\nof_operation=", NULL },
		{ "dropped after it was over", "dropped_on=2016-12-10\nexpires_on=2016-12-09",
		  NULL });
}

#define OPERATION                                                                            \
	"name_en=x\nname_ar=x\nzone=Asia/Damascus\ncutoff_hour=18\nlanguages=ara\n"          \
	"small_cell=5\nsum_delay_days=30\nretention=class=testimony months=12 then=review\n" \
	"controller=A\ndpia=" HASH "\noffsets=from=2016-07-28 minutes=180"
#define DECREE                                                                                   \
	"number=D\nissued_on=2016-07-28\ntext_source=gazette\nwindows=category=captor months=1 " \
	"from=2016-07-28 last_day=2016-08-27\ncovered=captor\nexcluded_acts=war_crime,"          \
	"crime_against_humanity,genocide,torture,sexual_violence\nrequired_acts=pledge\n"        \
	"appeal_days=30"
#define EXTENSION                                                                             \
	"number=D-1\nissued_on=2016-08-27\nextends=15/"                                       \
	"2016\ntext_source=gazette\nwindows=category="                                        \
	"captor months=1 from=2016-08-28 last_day=2016-09-27\ncovered=captor\nexcluded_acts=" \
	"war_crime,crime_against_humanity,genocide,torture,sexual_violence\nrequired_acts="   \
	"pledge\n"                                                                            \
	"appeal_days=30"
#define BULLETIN                                                                             \
	"number=1\nday=2016-12-09\nfrom=2016-12-08T18:00+02:00\nto=2016-12-09T18:00+02:00\n" \
	"heads=origin=o size=1 root=" HASH "\ndefinitions=" HASH                             \
	"\nchecks=rule=r holds=yes\nfigures=code=P2 place=SY total=1 qualifier=exact"

static void founding(void)
{
	CHANGES("operation", "2016-07-28", OPERATION,
		{ "the clock changes",
		  "offsets=from=2016-07-28 minutes=180; from=2016-10-28 minutes=120", NULL },
		{ "the clock changes twice in a day",
		  "offsets=from=2016-07-28 minutes=180; from=2016-07-28 minutes=120", "offsets" });
	CHANGES("centre", "2016-07-28",
		"centre_no=1\nname_en=x\nname_ar=x\nseat=CITY\nauthority=A\nopened_on=2016-07-28\n"
		"log_origin=o",
		{ "nowhere", "seat=MOON", "no_such_place" },
		{ "at a post", "seat=POST", "too_fine" },
		{ "closed before it opened", "closed_on=2016-07-27", "period" });
	CHANGES("place", "2016-07-28",
		"place_no=Q2\nlevel=quarter\nparent=CITY\nname_en=x\nname_ar=x\narea_m2=9",
		{ "in no place", "parent=", "parent" },
		{ "in the moon", "parent=MOON", "no_such_place" },
		{ "a country in a city", "level=country\narea_m2=", "parent" },
		{ "an area of a camp", "level=camp", "area" });
	CHANGES("party", "2016-07-28", "party_no=P\nclass=armed_group",
		{ "named without its word", "public_name=x", "not_agreed" },
		{ "named with it", "public_name=x\npublic_agreed_on=2016-07-01", NULL },
		{ "a court without a name", "class=court", "missing" });
	CHANGES("officer", "2016-07-28",
		"kid=01020304\npublic_key=" HASH
		"\nroles=chief\nfrom=2016-07-28\nact=enrol\nname=x",
		{ "until the day before", "until=2016-07-27", "period" });
	CHANGES("decree", "2016-07-28", DECREE,
		{ "a window of other length",
		  "windows=category=captor months=1 from=2016-07-28 last_day=2016-08-26",
		  "window" },
		{ "a window for nobody", "covered=fugitive", "not_covered" },
		{ "torture is no excluded act",
		  "excluded_acts=war_crime,crime_against_humanity,genocide,sexual_violence",
		  "excluded_acts" },
		{ "a category without a window", "covered=captor,fugitive", "no_window" },
		{ "two windows for one",
		  "windows=category=captor months=1 from=2016-07-28 last_day=2016-08-27; "
		  "category=captor months=1 from=2016-09-28 last_day=2016-10-27",
		  "twice" },
		{ "a day that the decree names, and the whole months before it",
		  "windows=category=captor months=5 from=2017-01-28 last_day=2017-06-30 "
		  "day_named=yes",
		  NULL },
		{ "more months than there are",
		  "windows=category=captor months=6 from=2017-01-28 last_day=2017-06-30 "
		  "day_named=yes",
		  "window" },
		{ "fewer",
		  "windows=category=captor months=4 from=2017-01-28 last_day=2017-06-30 "
		  "day_named=yes",
		  "window" },
		{ "a captor frees a captive besides",
		  "windows=category=captor months=1 from=2016-07-28 last_day=2016-08-27 "
		  "also=free_captive",
		  NULL },
		{ "a weapon is never required",
		  "windows=category=captor months=1 from=2016-07-28 last_day=2016-08-27 "
		  "also=weapon",
		  "not_a_code" });
	CHANGES("decree", "2016-08-27", EXTENSION,
		{ "no longer than it was",
		  "windows=category=captor months=1 from=2016-07-28 last_day=2016-08-27",
		  "not_longer" },
		{ "for somebody else",
		  "covered=keeping_arms\nwindows=category=keeping_arms months=1 from=2016-08-28 "
		  "last_day=2016-09-27",
		  "not_extended" },
		{ "fewer days for an appeal", "appeal_days=29", "fewer_days" },
		{ "more days", "appeal_days=31", NULL },
		{ "more is asked", "required_acts=pledge,free_captive", "asks_more" },
		{ "issued before it", "issued_on=2016-07-27", "order" });
	CHANGES("bulletin", "2016-12-09", BULLETIN,
		{ "figures elsewhere", "figures=\nfigures_body=" HASH, NULL },
		{ "figures twice", "figures_body=" HASH, "not_here" });
}

int main(void)
{
	if (!fake_open())
		return 1;
	founding();
	clearance();
	sites();
	aid();
	press();
	reports();
	access_kinds();
	arena_free(a);
	return done();
}
