/*
 * The kinds about places, as far as people stay or move: for each rule a record that it accepts and one
 * that it refuses.
 */
#include "fake.h"
#include "base/banned.h"

#define AGREEMENT "agreement_no=X\nclass=cessation\nfrom=2016-10-01\narea=GOV\nstatus=in_force"
#define PAUSE	  "class=declared_pause\nmeans=air\ndeclared_by=A"

static uint8_t index_of(const char *name)
{
	for (size_t i = 0; i < n_known; i++)
		if (!strcmp(known[i].name, name))
			return (uint8_t)i;
	return 0;
}

static struct str reference(const char *name)
{
	uint8_t *ref = arena_alloc(a, REF_BYTES);

	memset(ref, 0, REF_BYTES);
	ref[REF_BYTES - 1] = index_of(name);
	return str_mem(ref, REF_BYTES);
}

static void corrects(const char *name, const char *old)
{
	known[index_of(name)].r->corrects = reference(old);
}

static bool judged_correction(const char *kind, const char *day, const char *lines, const char *old,
			      const char *id)
{
	struct refusals why = { .a = a };
	struct rec *r = make(kind, day, lines, "", &why);
	bool found = !id;

	if (!r)
		return false;
	r->corrects = reference(old);
	(void)rec_check(a, r, &view, &why);
	for (size_t i = 0; i < why.n; i++)
		found |= id && !strcmp(why.list[i].id, id);
	return id ? found : !why.n;
}

static void agreements(void)
{
	CHANGES("agreement", "2016-12-01", AGREEMENT,
		{ "a declared pause says what and whose", PAUSE "\nradius_m=500", NULL },
		{ "a pause without means", "class=declared_pause\ndeclared_by=A", "missing" },
		{ "a pause that nobody declared", "class=declared_pause\nmeans=air", "missing" },
		{ "means without a pause", "means=air", "not_here" },
		{ "a distance without a pause", "radius_m=5", "not_here" },
		{ "an end before the beginning", "until=2016-09-30", "period" });
	know("X", "agreement", "2016-12-01", AGREEMENT);
	CHANGES("agreement", "2016-12-02", AGREEMENT, { "it ends", "status=ended", NULL },
		{ "another area", "area=SY", "another" }, { "another class", PAUSE, "another" });
	CHECK("agreement: no new state before the last",
	      judged("agreement", "2016-11-30", AGREEMENT, "", "order"));
	CHANGES("truce_sheet", "2016-12-01", SHEET,
		{ "signed under no truce", "agreement=EVAC", "agreement" },
		{ "a city is no governorate", "governorate=CITY", "level" },
		{ "signed tomorrow", "signed_on=2016-12-02", "future" },
		{ "withdrawn before it was signed", "act=withdraw", "not_signed" });
	know("sheet", "truce_sheet", "2016-12-01", SHEET);
	CHECK("truce_sheet: signed twice",
	      judged("truce_sheet", "2016-12-02", SHEET, "", "exists"));
	CHECK("truce_sheet: withdrawn",
	      judged("truce_sheet", "2016-12-02", SHEET, "act=withdraw", NULL));
	CHECK("truce_sheet: another place", judged("truce_sheet", "2016-12-02", SHEET,
						   "act=withdraw\ngovernorate=Q1", "another"));
	CHECK("truce_sheet: no new state before the last",
	      judged("truce_sheet", "2016-11-30", SHEET, "act=withdraw", "order"));
	CHECK("truce_sheet: the same number under another agreement",
	      judged("truce_sheet", "2016-12-02", SHEET, "agreement=X", NULL));
}

static void settlements(void)
{
	CHANGES("settlement_act", "2016-12-01", JOIN,
		{ "many at once", "settlement_no=\ncount=1007\nsettlement=\ngovernorate=SY", NULL },
		{ "a number and a count", "count=2", "number_or_count" },
		{ "neither", "settlement_no=", "number_or_count" },
		{ "a count of none", "settlement_no=\ncount=0", "none" },
		{ "one settlement lies in a governorate", "governorate=SY", "level" },
		{ "one settlement is known", "settlement=", "missing" },
		{ "named as itself", "public_place=Q1", NULL },
		{ "named as another", "public_place=CITY", "another_place" },
		{ "a count has no name", "settlement_no=\ncount=2\npublic_place=Q1", "not_here" },
		{ "leaves before it joined", "act=leave", "not_joined" },
		{ "taken back before it joined", "act=restate", "not_joined" });
	know("joined", "settlement_act", "2016-12-01", JOIN);
	CHANGES("settlement_act", "2016-12-02", JOIN "\nact=leave",
		{ "joins twice", "act=join", "exists" }, { "taken back", "act=restate", NULL },
		{ "from another agreement", "agreement=X", "another" });
	CHECK("settlement_act: no new state before the last",
	      judged("settlement_act", "2016-11-30", JOIN, "act=leave", "order"));
	know("left", "settlement_act", "2016-12-02", JOIN "\nact=leave");
	CHANGES("settlement_act", "2016-12-03", JOIN "\nact=restate",
		{ "leaves twice", "act=leave", "not_joined" },
		{ "joins once for ever", "act=join", "exists" });
}

#define LINKED "event_no=L-2\nreporter=B\nsame_event=L-1\n"

/* Only the first report of an event counts as one: nobody vanishes behind it. */
static void linked(void)
{
	know("L-1", "violation", "2016-12-14",
	     EVENT "\nevent_no=L-1\ncasualties=harm=killed who=children amount=2; harm=killed "
		   "who=men amount=2; harm=injured who=unknown amount=3; harm=killed who=adults "
		   "amount=1");
	CHANGES("violation", "2016-12-14", EVENT "\n" LINKED HURT,
		{ "linked by its own reporter", "reporter=A", "same_reporter" },
		{ "linked from elsewhere", "area=CITY", "another_place" },
		{ "more incidents", "number=4", "part_over_whole" },
		{ "forty killed behind four", "casualties=harm=killed who=unknown amount=40",
		  "part_over_whole" },
		{ "as many, of whom nothing is known",
		  "casualties=harm=killed who=unknown amount=5", NULL },
		{ "more girls than children", "casualties=harm=killed who=girls amount=3",
		  "part_over_whole" },
		{ "girls and boys",
		  "casualties=harm=killed who=girls amount=1; harm=killed "
		  "who=boys amount=1",
		  NULL },
		{ "more of both than children",
		  "casualties=harm=killed who=girls amount=2; harm=killed who=boys amount=1",
		  "part_over_whole" },
		{ "an adult may be a woman", "casualties=harm=killed who=women amount=1", NULL },
		{ "two may not", "casualties=harm=killed who=women amount=2", "part_over_whole" },
		{ "three adults", "casualties=harm=killed who=adults amount=3", NULL },
		{ "four", "casualties=harm=killed who=adults amount=4", "part_over_whole" },
		{ "anybody may be injured", "casualties=harm=injured who=boys amount=3", NULL },
		{ "nobody is missing", "casualties=harm=missing who=men amount=1",
		  "part_over_whole" });
	CHECK("violation: linked before the first",
	      judged("violation", "2016-12-13", EVENT "\n" LINKED, "", "order"));
	know("L-2", "violation", "2016-12-14", EVENT "\n" LINKED);
	CHECK("violation: linked to what is linked",
	      judged("violation", "2016-12-14", EVENT "\n" LINKED,
		     "event_no=L-3\nreporter=C\nsame_event=L-2", "linked"));
	know("L-1 corrected", "violation", "2016-12-15", EVENT "\nevent_no=L-1\nnumber=1");
	corrects("L-1 corrected", "L-1");
	CHECK("violation: linked to what was corrected",
	      judged("violation", "2016-12-15", EVENT "\n" LINKED, "event_no=L-4", "corrected"));
	know("L-1 again", "violation", "2016-12-15", EVENT "\nevent_no=L-1\nnumber=2");
	corrects("L-1 again", "L-1 corrected");
	CHECK("violation: or corrected twice",
	      judged("violation", "2016-12-15", EVENT "\n" LINKED, "event_no=L-4", "corrected"));
	CHECK("violation: the correction may be linked to",
	      judged("violation", "2016-12-15", EVENT "\n" LINKED,
		     "event_no=L-4\nsame_event=L-1 again\nnumber=2", NULL));
}

static void violations(void)
{
	CHANGES("violation", "2016-12-14", EVENT, { "with casualties", HURT, NULL },
		{ "none", "number=0", "none" }, { "a post is too fine", "area=POST", "too_fine" },
		{ "said to be somebody's", "attributed_to=B\nattributed_by=A", NULL },
		{ "by nobody", "attributed_to=B", "missing" },
		{ "to nobody", "attributed_by=B", "not_here" },
		{ "a casualty of none", "casualties=harm=killed who=men amount=0", "none" },
		{ "the same people twice",
		  "casualties=harm=killed who=men amount=1; harm=killed who=men amount=2",
		  "twice" });
	know("E-1", "violation", "2016-12-14", EVENT);
	know("E-1-C", "violation", "2016-12-14", EVENT "\n" CONFIRM);
	CHANGES("violation", "2016-12-14", EVENT "\n" CONFIRM,
		{ "by the same reporter", "reporter=A", "same_reporter" },
		{ "by the same reporter in a newer state", "reporter=A again", "same_reporter" },
		{ "with a number of its own", "event_no=E-2", "number" },
		{ "confirms what confirms", "confirms=E-1-C", "linked" },
		{ "elsewhere", "area=CITY", "another_place" },
		{ "more than was reported", "number=4", "part_over_whole" },
		{ "killed of whom the first says nothing", HURT, "part_over_whole" });
	linked();
	CHANGES("accident", "2016-12-14", "area=Q1\ndevice=UXO\nduring=play\n" HURT,
		{ "an accident has no missing", "casualties=harm=missing who=men amount=1",
		  "harm" },
		{ "the same people twice",
		  "casualties=harm=killed who=men amount=1; harm=killed who=men amount=2",
		  "twice" },
		{ "a post is too fine", "area=POST", "too_fine" });
}

static void districts(void)
{
	CHANGES("district_status", "2016-12-01",
		"quarter=Q1\nstatus=administered\nfrom=2016-12-01\nresidents=about "
		"9000\nresidents_source=estimate",
		{ "several of a city, says the press",
		  "quarter=CITY\ncount=3\nresidents=\nresidents_source=press", NULL },
		{ "several of a city", "quarter=CITY\ncount=16", NULL },
		{ "several of a quarter", "count=16", "level" },
		{ "a city is no quarter", "quarter=CITY", "level" },
		{ "none of a city", "quarter=CITY\ncount=0", "none" },
		{ "from tomorrow", "from=2016-12-02", "future" },
		{ "residents without a source", "residents_source=", "missing" },
		{ "a source without residents", "residents=", "not_here" });
	know("Q1 open", "district_status", "2016-12-05",
	     "quarter=Q1\nstatus=open\nfrom=2016-12-05");
	CHECK("district_status: no new state before the last",
	      judged("district_status", "2016-12-04",
		     "quarter=Q1\nstatus=contested\nfrom=2016-12-04", "", "order"));
}

static void receptions(void)
{
	CHANGES("group_arrival", "2016-12-09",
		"group_no=1\npersons=20\nadults=15\nchildren=5\nto_register=yes",
		{ "all registered", "closed=yes", NULL },
		{ "nobody to register", "to_register=no\nclosed=yes", "closed" },
		{ "nobody", "persons=0\nadults=\nchildren=", "none" },
		{ "more parts than people", "children=6", "part_over_whole" });
}

#define ONE "00000000000000000000000000000001"
#define TWO "00000000000000000000000000000002"

static void weapons(void)
{
	CHANGES("weapon_item", "2016-12-09", ITEM,
		{ "a light weapon", "class=2.7 mortar_under_100\ngroup=W2", NULL },
		{ "a vehicle mount is heavy", "class=x2 vehicle_mount\ngroup=W3", NULL },
		{ "an improvised one may be any", "class=x1 improvised\ngroup=W2", NULL },
		{ "a rifle is no light weapon", "group=W2", "group" },
		{ "a tank is no small arm", "class=u1 tank", "group" },
		{ "handed in by two", "handed_by=" ONE "\nhanded_by_also=subject=" TWO, NULL },
		{ "by one named twice", "handed_by=" ONE "\nhanded_by_also=subject=" ONE, "twice" },
		{ "by somebody beside nobody", "handed_by_also=subject=" ONE, "missing" });
	CHANGES("ammo_lot", "2016-12-09", "unit=round\namount=500\ncalibre=545\ncondition=safe",
		{ "none", "amount=0", "none" }, { "rounds of no calibre", "calibre=bulk", "unit" },
		{ "what is weighed", "calibre=bulk\nunit=kg", NULL },
		{ "a dangerous one without a number", "condition=dangerous", "missing" },
		{ "a dangerous one", "condition=dangerous\nitem_no=L1", NULL });
	CHANGES("stock_move", "2016-12-09", MOVE,
		{ "rounds alone", "items=0\nrounds=100\nitem_nos=", NULL },
		{ "fewer numbers than weapons", "item_nos=A|B", "item_nos" },
		{ "more numbers than weapons", "items=8", "item_nos" },
		{ "a count that names weapons", "act=count\nmethod=\ndifference=0", "not_here" },
		{ "destroyed somehow", "method=", "missing" },
		{ "a method for what is lost", "act=lost", "not_here" },
		{ "moved elsewhere", "act=transfer\nmethod=\nto_store=B", NULL },
		{ "moved nowhere", "act=transfer\nmethod=", "missing" },
		{ "counted", "act=count\nmethod=\ndifference=-1\nitem_nos=", NULL },
		{ "counted without the book", "act=count\nmethod=\nitem_nos=", "missing" },
		{ "a difference without a count", "difference=1", "not_here" },
		{ "nothing", "items=0\nitem_nos=", "none" },
		{ "one witness", "witnesses=Kamal", "witnesses" },
		{ "three witnesses", "witnesses=Kamal,Hanan,Omar", "witnesses" });
	CHANGES("weapon_receipt", "2016-12-09", "receipt_no=" ONE "\nitems=A|B",
		{ "bound", "holder=" TWO "\ncommitment=" ONE ONE, NULL },
		{ "bound by nothing", "holder=" TWO, "missing" },
		{ "bound to nobody", "commitment=" ONE ONE, "not_here" });
}

#define RELEASE                                                                               \
	"number=6\nplace_of=GOV\nreceived_by=A\nreceipt=r\nwomen=2\nchildren=3\nfreed_names=" \
	"freed=\"ism X\""

#define ANNOUNCED "release_no=R7\nstate=announced\nreceipt="
#define CONFIRMED "release_no=R7\nstate=confirmed\nconfirmed_on=2016-12-02\nconfirmed_by=X"

/* T7 counts who was handed over and signed for, not what somebody announced. */
static void releases(void)
{
	CHANGES("captive_release", "2016-12-01", RELEASE, { "announced", ANNOUNCED, NULL },
		{ "announced without a number", "state=announced\nreceipt=", "missing" },
		{ "announced and signed for", "release_no=R7\nstate=announced", "not_here" },
		{ "announced and confirmed", ANNOUNCED "\nconfirmed_on=2016-12-01", "not_here" },
		{ "with a number for nothing", "release_no=R7", "not_here" },
		{ "that nobody signed for", "receipt=", "missing" },
		{ "confirmed, never announced", CONFIRMED "\nconfirmed_on=2016-12-01",
		  "not_announced" });
	know("R7", "captive_release", "2016-12-01", RELEASE "\n" ANNOUNCED);
	CHANGES("captive_release", "2016-12-02", RELEASE "\n" CONFIRMED,
		{ "of fewer people", "number=5", NULL },
		{ "of more people", "number=7", "part_over_whole" },
		{ "by nobody", "confirmed_by=", "missing" },
		{ "some day", "confirmed_on=", "missing" },
		{ "tomorrow", "confirmed_on=2016-12-03", "future" },
		{ "by another receiver", "received_by=B", "another" });
	know("R7", "captive_release", "2016-12-02", RELEASE "\n" CONFIRMED);
	CHECK("captive_release: confirmed once",
	      judged("captive_release", "2016-12-03", RELEASE "\n" ANNOUNCED, "", "confirmed"));
}

static void movements(void)
{
	CHANGES("corridor", "2016-12-01", "corridor_no=1\nfor=both\nstate=planned",
		{ "opens", "state=open\nopened_on=2016-12-01", NULL },
		{ "open without a day", "state=open", "missing" },
		{ "planned and opened", "opened_on=2016-12-01", "not_here" },
		{ "opened tomorrow", "state=open\nopened_on=2016-12-02", "future" });
	know("1", "corridor", "2016-12-01", "corridor_no=1\nfor=both\nstate=planned");
	CHECK("corridor: no new state before the last",
	      judged("corridor", "2016-11-30", "corridor_no=1\nfor=both\nstate=planned", "",
		     "order"));
	CHANGES("corridor_count", "2016-12-01",
		"corridor=1\ndirection=out\npersons=10\nchildren=4\nwomen=5\nmethod=tally\n"
		"from_hour=2016-12-01T08:00+02:00\ntwo_counts=counter=Dina persons=10; "
		"counter=Adel persons=10",
		{ "stated by somebody", "method=stated\ntwo_counts=", NULL },
		{ "one count", "two_counts=counter=Dina persons=10", "two_counts" },
		{ "twice by one", "two_counts=counter=Dina persons=10; counter=Dina persons=10",
		  "two_counts" },
		{ "counts that differ",
		  "two_counts=counter=Dina persons=10; counter=Adel persons=9", "two_counts" },
		{ "more elderly than people", "elderly=11", "part_over_whole" },
		{ "more women and children than people", "children=6", "part_over_whole" });
	CHANGES("captive_release", "2016-12-01", RELEASE, { "nobody", "number=0", "none" },
		{ "a city is no governorate", "place_of=CITY", "level" },
		{ "more women and children than people", "women=4", "part_over_whole" },
		{ "more names than people",
		  "number=1\nwomen=\nchildren=1\nfreed_names=freed=\"ism "
		  "X\"; freed=\"ism Y\"",
		  "part_over_whole" });
	CHANGES("return_count", "2016-12-01",
		"place_of=GOV\npersons=over 100\nfrom_abroad=no\nmethod=post\nperiod_days=1\nnet=no"
		"\nverified=unverified\nhouseholds=20\nchildren=50\nwomen=30",
		{ "nobody", "persons=0\nhouseholds=\nchildren=\nwomen=", "none" },
		{ "a period that is not the record's", "period_days=3", "period" },
		{ "more households than people", "households=101", "part_over_whole" },
		{ "more women and children than people", "women=51", "part_over_whole" });
}

#define ENDS(END, TOTAL)                                                                 \
	"convoy=7\nend=" END "\ntotal=" TOTAL "\ntwo_counts=counter=Dina persons=" TOTAL \
	"; counter=Adel persons=" TOTAL

/* The same people at both ends, or it is said what happened on the way. */
static void ends(void)
{
	know("out", "convoy_count", "2016-12-02", ENDS("departure", "100"));
	CHANGES("convoy_count", "2016-12-02", ENDS("arrival", "100"),
		{ "one more", ENDS("arrival", "101"), "unexplained" },
		{ "one more, born", ENDS("arrival", "101") "\nbirths=1", NULL },
		{ "twenty less", ENDS("arrival", "80"), "unexplained" },
		{ "twenty less, who left", ENDS("arrival", "80") "\nlosses=20", NULL },
		{ "born and left", ENDS("arrival", "98") "\nbirths=1\nlosses=3", NULL },
		{ "as many, and one born", "births=1", "unexplained" },
		{ "about as many",
		  "total=about 90\ntwo_counts=counter=Dina persons=90; "
		  "counter=Adel persons=90",
		  NULL },
		{ "born at the start", "end=departure\nbirths=1", "not_here" },
		{ "lost at the start", "end=departure\nlosses=1", "not_here" });
	know("in", "convoy_count", "2016-12-02", ENDS("arrival", "99") "\nlosses=1");
	CHANGES("convoy_count", "2016-12-02", ENDS("departure", "100"),
		{ "more set out than came", ENDS("departure", "101"), "unexplained" });
	CHECK("convoy_count: a departure is corrected first",
	      judged_correction("convoy_count", "2016-12-02", ENDS("departure", "90"), "out",
				NULL));
	know("out again", "convoy_count", "2016-12-02", ENDS("departure", "90"));
	CHECK("convoy_count: and its arrival after it",
	      judged_correction("convoy_count", "2016-12-02", ENDS("arrival", "90"), "in", NULL) &&
		      judged_correction("convoy_count", "2016-12-02", ENDS("arrival", "91"), "in",
					"unexplained"));
}

static void convoys(void)
{
	CHANGES("convoy", "2016-12-01", CONVOY "\nstate=moving",
		{ "arrives late", "state=arrived\ndelay_hours=3\nvehicles=4", NULL },
		{ "late on the way", "delay_hours=3", "not_here" },
		{ "goes nowhere", "to=CITY", "same_place" });
	know("5", "convoy", "2016-12-02", CONVOY "\nstate=arrived");
	CHANGES("convoy", "2016-12-02", CONVOY "\nstate=arrived",
		{ "on the way again", "state=moving", "arrived" },
		{ "from elsewhere", "from=Q1", "another" });
	know("7", "convoy", "2016-12-02",
	     CONVOY "\nconvoy_no=7\nstate=planned\nplan_published_by=A");
	CHANGES("convoy", "2016-12-02", CONVOY "\nconvoy_no=7\nstate=moving\nplan_published_by=B",
		{ "secret again", "plan_published_by=", "missing" });
	CHECK("convoy: no new state before the last",
	      judged("convoy", "2016-12-01", CONVOY "\nstate=arrived", "", "order"));
	CHANGES("convoy_count", "2016-12-02",
		"convoy=5\nend=arrival\ntotal=100\nfighters=60\nfamily=40\nchildren=20\n"
		"two_counts=counter=Dina persons=100; counter=Adel persons=100",
		{ "more parts than people", "wounded=1", "part_over_whole" },
		{ "more children than people", "children=101", "part_over_whole" },
		{ "one count", "two_counts=counter=Dina persons=100", "two_counts" });
	ends();
	CHANGES("convoy_event", "2016-12-02",
		"convoy=5\nkind=inspected\npublished_after_arrival=yes",
		{ "delayed by hours", "kind=delay\nhours=3", NULL },
		{ "delayed", "kind=delay", "missing" }, { "a birth", "kind=birth\nnumber=1", NULL },
		{ "somebody was born", "kind=birth", "missing" },
		{ "nobody was born", "kind=birth\nnumber=0", "none" });
}

static bool waits(const char *kind, const char *name)
{
	const struct rec *r = known[index_of(name)].r;

	return !strcmp(r->kind->name, kind) && r->kind->hold && r->kind->hold(r, &view);
}

/* Where people will be on the road is public when they are there, or when a party says so. */
static void convoy_held(void)
{
#define ON_8 "convoy_no=8\nfrom=CITY\nto=GOV\nstate="
#define ON_9 "convoy_no=9\nfrom=CITY\nto=GOV\nstate="
	know("planned", "convoy", "2016-12-02", ON_8 "planned");
	CHECK("a plan waits", waits("convoy", "planned"));
	know("delayed", "convoy", "2016-12-02", ON_8 "delayed");
	know("moving", "convoy", "2016-12-03", ON_8 "moving");
	CHECK("what is late or on the way waits, too", waits("convoy", "planned") &&
							       waits("convoy", "delayed") &&
							       waits("convoy", "moving"));
	know("cancelled", "convoy", "2016-12-03", ON_8 "cancelled");
	CHECK("all of it goes when it is over", !waits("convoy", "planned") &&
							!waits("convoy", "moving") &&
							!waits("convoy", "cancelled"));
	know("9 planned", "convoy", "2016-12-03", ON_9 "planned");
	CHECK("each convoy by itself", waits("convoy", "9 planned"));
	know("9 published", "convoy", "2016-12-03", ON_9 "planned\nplan_published_by=A");
	CHECK("a plan that a party published does not wait, nor what was before it",
	      !waits("convoy", "9 planned") && !waits("convoy", "9 published"));
}

/* Departures and events wait until the convoy is over. */
static void held(void)
{
	const char *count = "convoy=6\nend=departure\ntotal=1";
	const char *event = "convoy=6\nkind=breakdown\npublished_after_arrival=yes";
	struct refusals why = { .a = a };
	struct rec *c, *e;

	know("6", "convoy", "2016-12-02", "convoy_no=6\nfrom=CITY\nto=GOV\nstate=moving");
	c = make("convoy_count", "2016-12-02", count, "", &why);
	e = make("convoy_event", "2016-12-02", event, "", &why);
	CHECK("they are made", c && e);
	if (!c || !e)
		return;
	CHECK("a departure waits for the arrival", c->kind->hold(c, &view));
	CHECK("an event waits for it where it says so", e->kind->hold(e, &view));
	CHECK("an event that may be known does not",
	      (e = make("convoy_event", "2016-12-02", event, "published_after_arrival=no", &why)) &&
		      !e->kind->hold(e, &view));
	CHECK("an arrival does not",
	      (e = make("convoy_count", "2016-12-02", count, "end=arrival", &why)) &&
		      !e->kind->hold(e, &view));
	know("6", "convoy", "2016-12-03", "convoy_no=6\nfrom=CITY\nto=GOV\nstate=turned_back");
	CHECK("they go when it is over", !c->kind->hold(c, &view));
	convoy_held();
}

int main(void)
{
	if (!fake_open())
		return 1;
	agreements();
	settlements();
	violations();
	districts();
	receptions();
	weapons();
	releases();
	movements();
	convoys();
	held();
	arena_free(a);
	return done();
}
