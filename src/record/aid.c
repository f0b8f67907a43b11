/* Aid, facilities and medical help (product.md S14). */
#include "record/kinds.h"

#include "record/need.h"
#include "base/banned.h"

/* Grams a person-visit. */
#define LEAST_G 50
#define MOST_G	100000

static const struct field aid_item_fields[] = {
	{ "kind", 1, F_CODE, true, PUB,
	  "food_set,bread,hot_meal,water_l,medicine,nfi,fuel,tent,cash" },
	{ "amount", 2, F_QTY, true, PUB },
	{ "mass_kg", 3, F_QTY, false, PUB, .help = "kg stored, t shown" },
};

const struct kind kind_aid_item = {
	.name = "aid_item",
	.label_en = "aid item",
	.label_ar = "مادة",
	.form = FORM_PART,
	.seal = "",
	.fields = aid_item_fields,
	.n = sizeof aid_item_fields / sizeof *aid_item_fields,
};

static const struct field distribution_fields[] = {
	{ "area", 10, F_PLACE, true, PUB },
	{ "on", 11, F_DATE, true, PUB },
	{ "org", 12, F_REF, true, PUB, "party" },
	{ "donor", 13, F_REF, false, PUB, "party" },
	{ "items", 14, F_ROWS, true, PUB, .rows = &kind_aid_item },
	{ "persons", 15, F_QTY, true, PUB, .help = "person-visits, not persons" },
	{ "children", 16, F_QTY, false, PUB },
	{ "households", 17, F_QTY, false, PUB },
	{ "method", 18, F_CODE, true, PUB, "list,queue,household,kitchen" },
	{ "conditions", 19, F_CODE, true, PUB, "none,targeted",
	  .help = "never a condition on politics, confession or origin" },
	{ "witness", 20, F_REF, true, CENTRE, "party", .help = "local; two signatures" },
	{ "complaints", 21, F_INT, false, PUB },
};

/* As issued: what is only delivered was issued to nobody yet. */
#define UNITS(DETAIL, AMOUNT, ROW)                                                           \
	{                                                                                    \
		.figure = "H4", .detail = (DETAIL), .amount = (AMOUNT), .when = "persons>0", \
		.row = (ROW)                                                                 \
	}

/* What went to persons is handed out, what went to no person was delivered to the place; what was carried
 * for another is neither. A kind of units is never added to another. */
static const struct counted distribution_counts[] = {
	{ .figure = "H1" },
	{ .figure = "H2",
	  .detail = "handed out",
	  .amount = "items.mass_kg",
	  .when = "!donor persons>0" },
	{ .figure = "H2",
	  .detail = "delivered",
	  .amount = "items.mass_kg",
	  .when = "!donor persons=0" },
	{ .figure = "H3", .amount = "persons" },
	UNITS("hot meals", "items.amount", "kind=hot_meal"),
	UNITS("bread kg", "items.mass_kg", "kind=bread"),
	UNITS("food sets", "items.amount", "kind=food_set"),
	UNITS("water l", "items.amount", "kind=water_l"),
	{ .figure = "H6", .amount = "items.mass_kg", .when = "donor" },
};

/* kind, amount, mass_kg; false where no mass is known. */
static bool mass(const struct rec *r, int64_t *kg)
{
	const struct val *items = rec_get(r, "items");
	bool any = false;

	*kg = 0;
	for (size_t i = 0; i < items->len; i++) {
		const struct val *m = &items->v[i].v[2];

		any |= m->set;
		*kg += m->set ? m->n : 0; /* at most 4,096 rows of 10^12 */
	}
	return any;
}

static void distribution_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	int64_t kg, persons = need_amount(r, "persons");

	(void)v;
	if (mass(r, &kg) && persons &&
	    (kg < persons / (1000 / LEAST_G) || kg / persons > MOST_G / 1000))
		refuse(why, "mass", S("items"),
		       str_fmt(why->a, "%lld kg for %lld", (long long)kg, (long long)persons),
		       "between 0.05 and 100 kg a person-visit: look at the amounts again");
	need_each(r, "children,households", "persons", why);
	need_past(r, "on", why);
}

const struct kind kind_distribution = {
	.name = "distribution",
	.code = 90,
	.label_en = "aid handed out",
	.label_ar = "توزيع مساعدات",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 2,
	.roles = "aid",
	.place_by = "area",
	.counts = distribution_counts,
	.n_counts = sizeof distribution_counts / sizeof *distribution_counts,
	.rule = distribution_rule,
	.fields = distribution_fields,
	.n = sizeof distribution_fields / sizeof *distribution_fields,
};

static const struct field facility_fields[] = {
	{ "facility_no", 10, F_TEXT, true, PUB, .max = 16 },
	{ "kind", 11, F_CODE, true, PUB,
	  "kitchen,accommodation,medical,distribution_point,warehouse" },
	{ "area", 12, F_PLACE, true, PUB },
	{ "state", 13, F_CODE, true, PUB, "planned,open,closed" },
	{ "places_n", 14, F_QTY, false, PUB },
	{ "services", 15, F_CODES, false, PUB,
	  "hot_meals,medical,water,heating,education,child_space" },
	{ "org", 16, F_REF, false, PUB, "party" },
	{ "point", 17, F_GEO, false, CENTRE, .help = "not public while people sleep there" },
};

static const struct counted facility_counts[] = {
	{ .figure = "H7", .when = "kind=kitchen state=open", .how = COUNT_STATE },
	{ .figure = "H8", .when = "kind=accommodation state=open", .how = COUNT_STATE },
	{ .figure = "H9",
	  .amount = "places_n",
	  .when = "kind=accommodation state=open",
	  .how = COUNT_STATE },
};

static void facility_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct rec *old = rec_before(r, v);

	need_same(r, v, old, "kind,area", why);
	need_later(r, old, why);
}

/* Nobody is left behind in the figures: who sleeps there is counted out before it closes. Counts may wait for
 * the cut while a closing does not, so the public order cannot show it. */
static void facility_sealed_rule(const struct rec *r, const struct rec_view *v,
				 struct refusals *why)
{
	const struct rec *count = v->by_key(v->p, "facility_count", rec_code(r, "facility_no"));

	if (!rec_is(r, "state", "open") && count && need_amount(count, "occupied"))
		refuse(why, "occupied", S("state"), rec_code(r, "state"),
		       "a facility_count of 0 first: %lld people were counted there",
		       (long long)need_amount(count, "occupied"));
}

const struct kind kind_facility = {
	.name = "facility",
	.code = 91,
	.label_en = "facility",
	.label_ar = "مرفق",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 1,
	.roles = "aid",
	.key = "facility_no",
	.updates = true,
	.place_by = "area",
	.counts = facility_counts,
	.n_counts = sizeof facility_counts / sizeof *facility_counts,
	.rule = facility_rule,
	.sealed_rule = facility_sealed_rule,
	.fields = facility_fields,
	.n = sizeof facility_fields / sizeof *facility_fields,
};

static const struct field facility_count_fields[] = {
	{ "facility", 10, F_REF, true, PUB, "facility" },
	{ "occupied", 11, F_QTY, true, PUB },
	{ "children", 12, F_QTY, false, PUB },
	{ "women", 13, F_QTY, false, PUB },
	{ "meals", 14, F_QTY, false, PUB },
	{ "water_l", 15, F_QTY, false, PUB },
};

static const struct counted facility_count_counts[] = {
	{ .figure = "H9", .detail = "occupied", .amount = "occupied", .how = COUNT_STATE },
};

static void facility_count_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	need_later(r, rec_before(r, v), why);
	need_sum(r, "children,women", "occupied", why);
}

/* See facility_sealed_rule. More people than places is not refused: it is so, and the figure shows it. */
static void facility_count_sealed_rule(const struct rec *r, const struct rec_view *v,
				       struct refusals *why)
{
	const struct rec *facility = need_newest(r, v, "facility");

	if (!facility || !need_amount(r, "occupied"))
		return;
	if (!rec_is(facility, "kind", "accommodation"))
		refuse(why, "not_accommodation", S("occupied"), rec_code(facility, "kind"),
		       "0: people stay in facilities of kind accommodation");
	else if (!rec_is(facility, "state", "open"))
		refuse(why, "not_open", S("facility"), rec_code(facility, "state"),
		       "a facility that is open");
}

const struct kind kind_facility_count = {
	.name = "facility_count",
	.code = 92,
	.label_en = "occupancy of a facility",
	.label_ar = "إشغال مرفق",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 1,
	.roles = "aid",
	.key = "facility",
	.updates = true,
	.place_by = "facility",
	.counts = facility_count_counts,
	.n_counts = sizeof facility_count_counts / sizeof *facility_count_counts,
	.waits = "occupied",
	.rule = facility_count_rule,
	.sealed_rule = facility_count_sealed_rule,
	.fields = facility_count_fields,
	.n = sizeof facility_count_fields / sizeof *facility_count_fields,
};

static const struct field medical_count_fields[] = {
	{ "consultations", 10, F_QTY, true, PUB },
	{ "children", 11, F_QTY, false, PUB },
	{ "wounded", 12, F_QTY, false, PUB },
	{ "births", 13, F_QTY, false, PUB },
	{ "deaths", 14, F_QTY, false, PUB },
	{ "referred", 15, F_QTY, false, PUB },
	{ "outbreak", 16, F_CODE, false, PUB, "none,measles,cholera,polio,hepatitis,other",
	  .help = "published as a bound when small" },
};

static const struct counted medical_count_counts[] = {
	{ .figure = "H5", .amount = "consultations" },
	{ .figure = "H5", .detail = "children", .amount = "children" },
};

static void medical_count_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	need_each(r, "children,wounded,referred", "consultations", why);
}

const struct kind kind_medical_count = {
	.name = "medical_count",
	.code = 93,
	.label_en = "medical help",
	.label_ar = "مساعدة طبية",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 1,
	.roles = "aid",
	.counts = medical_count_counts,
	.n_counts = sizeof medical_count_counts / sizeof *medical_count_counts,
	.waits = "consultations",
	.rule = medical_count_rule,
	.fields = medical_count_fields,
	.n = sizeof medical_count_fields / sizeof *medical_count_fields,
};
