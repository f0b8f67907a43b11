/* The operation itself, its centres, places and parties: what headquarters records first. */
#include "record/kinds.h"

#include "base/time.h"
#include "record/need.h"
#include "base/banned.h"

static void operation_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct val *offsets = rec_get(r, "offsets");
	const struct val *last = NULL;

	(void)v;
	for (size_t i = 0; i < offsets->len; i++) {
		const struct val *from = &offsets->v[i].v[0];

		if (last && from->n <= last->n)
			refuse(why, "offsets", S("offsets"), S(""),
			       "rows in the order of their first day, each day once");
		last = from;
	}
}

static void centre_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	struct str level;
	const struct rec *old = rec_before(r, v);
	const struct rec *seat = v->by_key(v->p, "place", rec_code(r, "seat"));

	if (!seat) {
		refuse(why, "no_such_place", S("seat"), rec_code(r, "seat"), "a place in the log");
		return;
	}
	/* Its figures lie at its seat: those of the past must not move. */
	if (old && (!str_eq(rec_code(old, "seat"), rec_code(r, "seat")) ||
		    !str_eq(rec_code(old, "log_origin"), rec_code(r, "log_origin"))))
		refuse(why, "another_centre", S("seat"), rec_code(r, "seat"),
		       "the same seat and log as before: a centre that moves is another centre");
	need_order(r, "opened_on", "closed_on", why);
	level = rec_code(seat, "level");
	if (str_eq(level, S("quarter")) || str_eq(level, S("camp")) || str_eq(level, S("post")))
		refuse(why, "too_fine", S("seat"), level,
		       "a district, community or city; no finer seat is public");
}

static void place_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct val *parent = rec_get(r, "parent");
	bool country = rec_is(r, "level", "country");

	if (country == !!parent)
		refuse(why, "parent", S("parent"), parent ? parent->s : S(""),
		       country ? "no parent: a country is the root"
			       : "the place that this one lies in");
	else if (parent && !v->by_key(v->p, "place", parent->s))
		refuse(why, "no_such_place", S("parent"), parent->s,
		       "a place in the log: record the larger place first");
	if (rec_get(r, "area_m2") && !rec_is(r, "level", "quarter"))
		refuse(why, "area", S("area_m2"), S(""), "an area on quarters only");
}

static void party_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	bool asked = rec_is(r, "class", "armed_group") || rec_is(r, "class", "local_committee");

	(void)v;
	if (asked && rec_get(r, "public_name") && !rec_get(r, "public_agreed_on"))
		refuse(why, "not_agreed", S("public_name"), rec_code(r, "public_name"),
		       "public_agreed_on: this party has to agree in writing before its name is "
		       "public");
	if (!asked && !rec_get(r, "public_name"))
		refuse(why, "missing", S("public_name"), S(""),
		       "a public name: only armed groups and committees may go without");
}

/* What an officer has signed stays good: an end, or other roles, begin after the day on which they are said. A key
 * serves for a year (OFFICER_DAYS); whoever goes on gets a new one. */
static const struct field offset_fields[] = {
	{ "from", 1, F_DAY, true, PUB, .help = "first operation day" },
	{ "minutes", 2, F_INT, true, PUB, "-720..840", .help = "minutes east of UTC" },
};

const struct kind kind_offset = {
	.name = "offset",
	.label_en = "time offset",
	.label_ar = "فرق التوقيت",
	.form = FORM_PART,
	.seal = "",
	.fields = offset_fields,
	.n = sizeof offset_fields / sizeof *offset_fields,
};

static const struct field retention_rule_fields[] = {
	{ "class", 1, F_CODE, true, PUB,
	  "case_granted,case_other,child,testimony,weapon,movement,access_log" },
	{ "months", 2, F_INT, true, PUB, "1..1200" },
	{ "then", 3, F_CODE, true, PUB, "review,erase,hand_over" },
};

const struct kind kind_retention_rule = {
	.name = "retention_rule",
	.label_en = "retention rule",
	.label_ar = "مدة الحفظ",
	.form = FORM_PART,
	.seal = "",
	.fields = retention_rule_fields,
	.n = sizeof retention_rule_fields / sizeof *retention_rule_fields,
};

static const struct field operation_fields[] = {
	{ "name_en", 10, F_TEXT, true, PUB, .max = 80 },
	{ "name_ar", 11, F_TEXT, true, PUB, .max = 80 },
	{ "zone", 12, F_TEXT, true, PUB, .max = 40,
	  .help = "IANA zone; one zone for the whole operation" },
	{ "cutoff_hour", 13, F_INT, true, PUB, "0..23",
	  .help = "the operation day D ends at this hour of calendar day D" },
	{ "languages", 14, F_CODES, true, PUB, "list:iso639-3", .help = "languages of notices" },
	{ "small_cell", 15, F_INT, true, PUB, "5..50",
	  .help = "no public sum about persons in sealed outcomes is smaller (default 5)" },
	{ "sum_delay_days", 16, F_INT, true, PUB, "7..92",
	  .help = "delay of delayed sums (default 30)" },
	{ "retention", 17, F_ROWS, true, PUB, .rows = &kind_retention_rule,
	  .help = "how long each class of data is kept" },
	{ "controller", 18, F_REF, true, PUB, "party",
	  .help = "who answers for the personal data" },
	{ "dpia", 19, F_HASH, true, PUB,
	  .help = "digest of the published impact assessment; no registration before it exists" },
	{ "offsets", 20, F_ROWS, true, PUB, .rows = &kind_offset,
	  .help = "offsets of local time from UTC; the zone name is only a label, no time-zone "
		  "database is read" },
};

const struct kind kind_operation = {
	.name = "operation",
	.code = 1,
	.label_en = "operation",
	.label_ar = "العملية",
	.form = FORM_PLACE,
	.seal = "",
	.signatures = 2,
	.roles = "chief",
	.key = "name_en",
	.hq = true,
	.rule = operation_rule,
	.fields = operation_fields,
	.n = sizeof operation_fields / sizeof *operation_fields,
};

static const struct field centre_fields[] = {
	{ "centre_no", 10, F_INT, true, PUB, "1..999" },
	{ "name_en", 11, F_TEXT, true, PUB, .max = 80 },
	{ "name_ar", 12, F_TEXT, true, PUB, .max = 80 },
	{ "seat", 13, F_PLACE, true, PUB,
	  .help = "at district level; the street address is not public" },
	{ "authority", 14, F_REF, true, PUB, "party", .help = "who runs it" },
	{ "opened_on", 15, F_DATE, true, PUB },
	{ "closed_on", 16, F_DATE, false, PUB },
	{ "log_origin", 17, F_TEXT, true, PUB, .max = 80, .help = "name of its log" },
};

const struct kind kind_centre = {
	.name = "centre",
	.code = 2,
	.label_en = "centre",
	.label_ar = "المركز",
	.form = FORM_PLACE,
	.seal = "",
	.signatures = 1,
	.roles = "chief",
	.key = "centre_no",
	.updates = true,
	.place_by = "seat",
	.hq = true,
	.rule = centre_rule,
	.fields = centre_fields,
	.n = sizeof centre_fields / sizeof *centre_fields,
};

static const struct field place_fields[] = {
	{ "place_no", 10, F_TEXT, true, PUB, .max = 16,
	  .help = "own stable code, key of every figure" },
	{ "level", 11, F_CODE, true, PUB,
	  "country,governorate,district,subdistrict,community,city,quarter,camp,post" },
	{ "parent", 12, F_PLACE, false, PUB,
	  .help = "tree: a figure of a place sums its descendants" },
	{ "name_en", 13, F_TEXT, true, PUB, .max = 80,
	  .help = "unique in the operation: \"Aleppo\" is the governorate, \"Aleppo city\" the "
		  "city" },
	{ "name_ar", 14, F_TEXT, true, PUB, .max = 80 },
	{ "pcode", 15, F_TEXT, false, PUB, .max = 16, .help = "OCHA COD-AB; " },
	{ "area_m2", 16, F_INT, false, PUB, .help = "quarters only; the base of figure S4" },
	{ "residents_before", 17, F_QTY, false, PUB,
	  .help = "with source in help of the operation" },
	{ "aliases", 18, F_TEXTS, false, PUB, .help = "spellings found in reports" },
	{ "point", 19, F_GEO, false, CENTRE, .help = "not public below subdistrict" },
};

const struct kind kind_place = {
	.name = "place",
	.code = 3,
	.label_en = "place",
	.label_ar = "مكان",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 0,
	.roles = "chief,liaison",
	.key = "place_no",
	.unique = "name_en",
	.hq = true,
	.rule = place_rule,
	.fields = place_fields,
	.n = sizeof place_fields / sizeof *place_fields,
};

static const struct field party_fields[] = {
	{ "party_no", 10, F_TEXT, true, PUB, .max = 16,
	  .help = "own stable code; random for armed groups" },
	{ "class", 11, F_CODE, true, PUB,
	  "state,armed_group,mediator,monitor,aid_org,mine_action,court,media,local_committee,"
	  "child_protection" },
	{ "name_en", 12, F_TEXT, false, CENTRE, .max = 80, .help = "public only with public_name" },
	{ "name_ar", 13, F_TEXT, false, CENTRE, .max = 80 },
	{ "public_name", 14, F_TEXT, false, PUB, .max = 80,
	  .help = "absent for an armed group or committee until it has agreed in writing" },
	{ "public_agreed_on", 15, F_DATE, false, PUB },
	{ "contact", 16, F_TEXT, false, CENTRE, .max = 200 },
};

const struct kind kind_party = {
	.name = "party",
	.code = 4,
	.label_en = "party or organisation",
	.label_ar = "طرف أو منظمة",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 0,
	.roles = "liaison,chief",
	.key = "party_no",
	.updates = true,
	.hq = true,
	.rule = party_rule,
	.fields = party_fields,
	.n = sizeof party_fields / sizeof *party_fields,
};
