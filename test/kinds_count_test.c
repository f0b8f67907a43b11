/*
 * Counting rules: what records of the kinds about places and work count as, and all rules of all kinds against
 * the table of figures.
 */
#include "fake.h"
#include "figure/figures.h"
#include "base/banned.h"

/* Whether a record counts as `want`: deltas as "T1 women+3", what stands from it on as "H7=1". */
static bool counts_as(const char *kind, const char *lines, const char *want)
{
	struct refusals why = { .a = a };
	struct rec *r = make(kind, "2016-12-09", lines, "", &why);
	struct deltas d = { .a = a };
	struct state_lines s = { .a = a };
	struct buf b = { .a = a };

	if (!r)
		return false;
	rec_deltas(r, &view, &d);
	rec_states(r, &view, &s);
	for (size_t i = 0; i < d.n; i++)
		buf_fmt(&b, "%s%.*s%s%.*s%+lld", b.len ? ", " : "", P(d.list[i].figure),
			d.list[i].detail.len ? " " : "", P(d.list[i].detail),
			(long long)d.list[i].n);
	for (size_t i = 0; i < s.n; i++)
		buf_fmt(&b, "%s%.*s%s%.*s=%lld", b.len ? ", " : "", P(s.list[i].figure),
			s.list[i].detail.len ? " " : "", P(s.list[i].detail),
			(long long)s.list[i].n);
	if (!str_eq(buf_text(&b), str_of(want)))
		printf("# %.*s\n", P(buf_text(&b)));
	return str_eq(buf_text(&b), str_of(want));
}

static void earlier(void)
{
	know("sheet", "truce_sheet", "2016-12-01", SHEET);
	know("joined", "settlement_act", "2016-12-01", JOIN);
	know("E-1", "violation", "2016-12-01", EVENT);
	know("5", "convoy", "2016-12-01", CONVOY "\nstate=arrived");
	know("T", "clearance_task", "2016-12-01", TASK);
	know("Q1 cleared", "district_status", "2016-12-01",
	     "quarter=Q1\nstatus=cleared\nfrom=2016-12-01");
}

static void weapons(void)
{
	CHECK("what is destroyed leaves the store",
	      counts_as("stock_move", MOVE, "W5 small+9, W7 store-9"));
	CHECK("light weapons and heavy ones are told apart",
	      counts_as("stock_move", MOVE "\ngroup=W2", "W5 light+9, W7 store-9") &&
		      counts_as("stock_move", MOVE "\ngroup=W3", "W5 heavy+9, W7 store-9"));
	CHECK("what is lost is in another place of the book",
	      counts_as("stock_move", MOVE "\nact=lost\nmethod=", "W7 lost+9, W7 store-9"));
	CHECK("what is found comes back",
	      counts_as("stock_move", MOVE "\nact=found\nmethod=", "W7 lost-9, W7 store+9"));
	CHECK("what goes elsewhere is transferred",
	      counts_as("stock_move", MOVE "\nact=transfer\nmethod=\nto_store=B",
			"W7 store-9, W7 transferred+9"));
	CHECK("a count of the store changes nothing",
	      counts_as("stock_move", MOVE "\nact=count\nmethod=\ndifference=-1\nitem_nos=", ""));
	CHECK("a weapon comes to the store", counts_as("weapon_item", ITEM, "W1+1, W7 store+1"));
	CHECK("a heavy one is no number of its day",
	      counts_as("weapon_item", ITEM "\ngroup=W3\nclass=u1 tank", ""));
	CHECK("but comes with its delayed sum",
	      counts_as("delayed_sum", SUM "\nfigure=W3", "W3+12, W7 store+12"));
	CHECK("rounds and kilograms are told apart",
	      counts_as("ammo_lot", "unit=kg\namount=7\ncalibre=bulk\ncondition=safe", "W4 kg+7"));
}

#define RELEASE "number=6\nplace_of=GOV\nreceived_by=A\nwomen=2\nchildren=3"

static void releases(void)
{
	CHECK("who is released and signed for counts",
	      counts_as("captive_release", RELEASE "\nreceipt=r",
			"T7+6, T7 women+2, T7 children+3"));
	CHECK("who is announced does not",
	      counts_as("captive_release", RELEASE "\nrelease_no=R\nstate=announced", ""));
	know("R", "captive_release", "2016-12-01", RELEASE "\nrelease_no=R\nstate=announced");
	CHECK("but when the receiver has confirmed it",
	      counts_as("captive_release",
			RELEASE "\nreceipt=r\nrelease_no=R\nstate=confirmed\n"
				"confirmed_on=2016-12-01\nconfirmed_by=X",
			"T7+6, T7 women+2, T7 children+3"));
}

static void agreements(void)
{
	CHECK("a settlement joins for total and now",
	      counts_as("settlement_act", JOIN "\nsettlement_no=9", "S1+1, S1=1"));
	CHECK("one that left stands in the total",
	      counts_as("settlement_act", JOIN "\nact=leave", ""));
	CHECK("one that was counted wrongly in neither",
	      counts_as("settlement_act", JOIN "\nact=restate", "S1-1"));
	CHECK("nor many",
	      counts_as("settlement_act", "act=restate\nagreement=CES\ngovernorate=SY\ncount=7",
			"S1-7, S1=-7"));
	CHECK("sheets and groups are kept apart by agreement",
	      counts_as("truce_sheet", SHEET "\nsheet_no=8", "S2 CES+1, S2 CES=1, S6 CES=1"));
	CHECK("another sheet of a group is no other group",
	      counts_as("truce_sheet", SHEET "\nsheet_no=8\nnew_group=no", "S2 CES+1, S2 CES=1"));
	CHECK("several quarters of a city, open: cleared and administered, too",
	      counts_as("district_status", "quarter=CITY\ncount=2\nstatus=open\nfrom=2016-12-09",
			"S3 open+2, S3 cleared+2, S3 administered+2, S3 administered=2, "
			"S3 cleared=2, S3 open=2, S4=0"));
	CHECK("a cleared quarter that opens comes to one status only",
	      counts_as("district_status", "quarter=Q1\nstatus=open\nfrom=2016-12-09",
			"S3 open+1, S3 administered=1, S3 cleared=1, S3 open=1, S4=0"));
	CHECK("a pause has a day it began on, no number",
	      counts_as("agreement",
			"agreement_no=P\nclass=declared_pause\nmeans=air\ndeclared_by=A\n"
			"from=2016-10-18\narea=GOV\nstatus=in_force",
			"V5 air=0"));
}

static void events(void)
{
	CHECK("a first report counts for its reporter and as an event",
	      counts_as("violation", EVENT "\nevent_no=E-9\n" HURT,
			"V1 A+3, V3+3, V4 killed+4, V4 killed men+2, V4 killed girls+2, "
			"V4 killed children+2"));
	CHECK("another report of it for its reporter only",
	      counts_as("violation", EVENT "\nevent_no=E-9\nreporter=B\nsame_event=E-1", "V1 B+3"));
	CHECK("what confirms counts for its reporter and as confirmed",
	      counts_as("violation", EVENT "\n" CONFIRM, "V1 B+3, V2+3"));
	CHECK("who was hurt by a mine is counted among all, and told apart",
	      counts_as("accident", "area=Q1\ndevice=UXO\nduring=play\n" HURT,
			"M8+4, M8 killed+4, M8 killed children+2, V4 killed+4, V4 by mine+4, "
			"V4 killed men+2, V4 killed girls+2, V4 killed children+2"));
}

static void movements(void)
{
	CHECK("a plan counts only where it was made public",
	      counts_as("convoy", CONVOY "\nconvoy_no=8\nstate=planned", "") &&
		      counts_as("convoy",
				CONVOY "\nconvoy_no=8\nstate=planned\nplan_published_by=A",
				"T8=100"));
	CHECK("a convoy arrives once",
	      counts_as("convoy", CONVOY "\nconvoy_no=8\nstate=arrived\nvehicles=4",
			"T6+4, T6 convoys+1") &&
		      counts_as("convoy", CONVOY "\nstate=arrived\nvehicles=4", ""));
	CHECK("a corridor for both is one for each",
	      counts_as("corridor", "corridor_no=2\nfor=both\nstate=open\nopened_on=2016-12-01",
			"C1 civilians open=1, C1 fighters open=1"));
	CHECK("who comes home, net",
	      counts_as("return_count",
			"place_of=GOV\npersons=9\nfrom_abroad=no\nmethod=post\nperiod_days=1\n"
			"net=yes\nverified=verified\nwomen=3\nchildren=2",
			"R1+9, R1 net+9, R1 children+2"));
	CHECK("who comes from abroad",
	      counts_as("return_count",
			"place_of=GOV\npersons=9\nfrom_abroad=yes\nmethod=post\nperiod_days=1\n"
			"net=yes\nverified=verified\nwomen=3\nchildren=2",
			"R2+9, R2 women+3, R2 children+2"));
}

static void work(void)
{
	CHECK("goods for nobody are delivered, not issued",
	      counts_as("distribution", HANDED "\npersons=0", "H1+1, H2 delivered+100, H3+0"));
	CHECK("goods for persons are handed out",
	      counts_as("distribution", HANDED,
			"H1+1, H2 handed out+100, H3+100, H4 bread kg+100"));
	CHECK("goods carried for another are in no other mass",
	      counts_as("distribution", HANDED "\ndonor=B",
			"H1+1, H3+100, H4 bread kg+100, H6+100"));
	CHECK("land that is not accepted is not released",
	      counts_as("clearance_report", REPORT "\naccepted=no", ""));
	CHECK("land that is, by means; public buildings among all",
	      counts_as("clearance_report", REPORT,
			"M1 cleared+60, M1 reduced+40, M3+2, M4 school+2, M5 UXO+3, M5 found+3, "
			"M5 destroyed+2"));
	CHECK("people are planned or present",
	      counts_as("deployment",
			"org=A\nwhat=clearance\nstate=planned\npeople=200\nmachines=47\n"
			"from=2016-12-10",
			"M7 people planned=200, M7 machines planned=47"));
	CHECK("a kitchen is no place to sleep",
	      counts_as("facility",
			"facility_no=K\nkind=kitchen\narea=CITY\nstate=open\nplaces_n=9", "H7=1"));
	CHECK("a planned one is not open",
	      counts_as("facility", "facility_no=K\nkind=kitchen\narea=CITY\nstate=planned", ""));
	CHECK("a finding is counted as an examination",
	      counts_as("site",
			"site_no=S\nkind=burial\nstate=findings\narea=GOV\nexamined_on=2016-12-01",
			"L2+1, L2 examined+1, L2=1, L2 examined=1"));
	CHECK("open pairs stand, merged ones add up",
	      counts_as("delayed_sum", SUM "\nfigure=Q1\ndetail=open", "Q1 open=12") &&
		      counts_as("delayed_sum", SUM "\nfigure=Q1\ndetail=merged", "Q1 merged+12"));
}

/* Whether a rule can give this figure and detail (NULL: any). */
static bool gives(const struct kind *k, const struct counted *c, struct str figure,
		  const char *detail)
{
	const struct field *of =
		c->figure[0] == '@' ? field_by_name(k, str_of(c->figure + 1)) : NULL;
	struct str name = str_of(c->detail);
	const struct field *d;

	if (of ? !code_in(of->choices, figure) : !str_eq(str_of(c->figure), figure))
		return false;
	if (!detail || !str_starts(name, S("@")))
		return !detail || str_eq(name, str_of(detail));
	d = field_by_name(k, str_from(name, 1));
	for (size_t i = 0; !d && i < k->n; i++)
		if (k->fields[i].type == F_ROWS)
			d = field_by_name(k->fields[i].rows, str_from(name, 1));
	return d && (d->type == F_REF || code_in(d->choices, str_of(detail)));
}

static bool given(const struct figure *f, const char *detail)
{
	for (size_t i = 0; i < kinds_n; i++)
		for (size_t c = 0; c < kinds[i]->n_counts; c++)
			if (gives(kinds[i], &kinds[i]->counts[c], str_of(f->code), detail))
				return true;
	printf("# nothing feeds %s %s\n", f->code, detail ? detail : "");
	return false;
}

static void all_figures_are_fed(void)
{
	/* By acts about persons, or made of other figures. */
	static const char others[] = "P2,P3,P4,P10,P12,P13,P18,W6,Q3";
	bool all = true;

	for (size_t i = 0; i < figures_n; i++) {
		const struct figure *f = &figures[i];
		struct str rest = str_of(f->details);

		if (code_in(others, str_of(f->code)))
			continue;
		all &= given(f, NULL);
		while (f->details && f->details[0] != '*' && rest.s)
			all &= given(f, str_z(a, str_cut(&rest, ',')));
	}
	CHECK("each figure and detail that is no person's act is fed by a rule", all);
}

static bool words_exist(const struct kind *k, const char *conditions)
{
	struct str rest = str_of(conditions);

	while (conditions && rest.s) {
		struct str codes = str_cut(&rest, ' '), name = str_cut(&codes, '=');
		const struct field *f;

		if (str_starts(name, S("!")))
			name = str_from(name, 1);
		if (str_ends(name, S(">0")))
			name.len -= 2;
		f = field_by_name(k, name);
		if (!f || f->sight != PUB)
			return false;
		while (codes.s && f->type == F_CODE)
			if (!code_in(f->choices, str_cut(&codes, '|')))
				return false;
	}
	return true;
}

static bool public_field(const struct kind *k, const char *name)
{
	const struct field *f = name ? field_by_name(k, str_of(name)) : NULL;

	return !name || (f && f->sight == PUB);
}

/* A rule with a word that no field has would count nothing, and nobody would see it. */
static bool sound(const struct kind *k, const struct counted *c)
{
	struct str cell = str_of(c->amount), rows = str_cut(&cell, '.');
	const struct field *f = field_by_name(k, rows);
	const struct kind *part = f && f->type == F_ROWS ? f->rows : NULL;
	const struct figure *figure = figure_find(str_of(c->figure));
	const struct kind *named = part ? part : k;

	if (c->figure[0] == '@' ? !public_field(k, c->figure + 1) : !figure)
		return false;
	if (c->amount && (!f || f->sight != PUB || (part && cell.s && !field_by_name(part, cell))))
		return false;
	if (!words_exist(k, c->when) || (c->row && (!part || !words_exist(part, c->row))))
		return false;
	if (!public_field(named, c->from) || !public_field(named, c->until))
		return false;
	if (c->detail && c->detail[0] == '@')
		return public_field(named, c->detail + 1) || public_field(k, c->detail + 1);
	return !c->detail || !figure || !figure->details || figure->details[0] == '*' ||
	       code_in(figure->details, str_of(c->detail));
}

static void rules_are_sound(void)
{
	bool fields = true, keys = true;

	for (size_t i = 0; i < kinds_n; i++) {
		const struct kind *k = kinds[i];
		struct str rest = str_of(k->key);

		for (size_t c = 0; c < k->n_counts; c++)
			if (!sound(k, &k->counts[c])) {
				printf("# %s: %s %s\n", k->name, k->counts[c].figure,
				       k->counts[c].detail ? k->counts[c].detail : "");
				fields = false;
			}
		while (k->key && rest.s)
			keys &= field_by_name(k, str_cut(&rest, '+')) != NULL;
		keys &= words_exist(k, k->keyless_when) && words_exist(k, k->stated_when) &&
			public_field(k, k->place_by) && public_field(k, k->waits);
	}
	CHECK("each word of a counting rule is a public field, a code or a detail", fields);
	CHECK("keys, places and what waits are public fields", keys);
}

int main(void)
{
	if (!fake_open())
		return 1;
	earlier();
	weapons();
	releases();
	agreements();
	events();
	movements();
	work();
	all_figures_are_fed();
	rules_are_sound();
	arena_free(a);
	return done();
}
