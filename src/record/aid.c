/* Aid and facilities (product.md S14). */
#include "record/kinds.h"

#include "record/rec.h"
#include "record/refuse.h"
#include "base/banned.h"

/* Grams a person-visit. */
#define LEAST_G 50
#define MOST_G	100000

static bool mass(const struct rec *r, int64_t *kg, enum qual *q)
{
	const struct val *items = rec_get(r, "items");
	bool any = false;

	*kg = 0;
	*q = QUAL_EXACT;
	for (size_t i = 0; i < items->len; i++) {
		const struct val *m = &items->v[i].v[2];

		if (!m->set)
			continue;
		any = true;
		*kg += m->n; /* at most 4,096 rows of 10^12 */
		*q = qual_sum(*q, (enum qual)m->q);
	}
	return any;
}

static void distribution_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	int64_t kg, persons = rec_get(r, "persons")->n;
	enum qual q;

	(void)v;
	if (mass(r, &kg, &q) && persons &&
	    (kg < persons / (1000 / LEAST_G) || kg / persons > MOST_G / 1000))
		refuse(why, "mass", S("items"),
		       str_fmt(why->a, "%lld kg for %lld", (long long)kg, (long long)persons),
		       "between 0.05 and 100 kg a person-visit: look at the amounts again");
	if (rec_get(r, "children") && rec_get(r, "children")->n > persons)
		refuse(why, "part_over_whole", S("children"), S(""), "not more than persons");
}

/* H2: what went to persons is handed out; what went to no person was delivered to the place. */
static void distribution_deltas(const struct rec *r, const struct rec_view *v, struct deltas *out)
{
	int64_t kg;
	enum qual q;

	(void)v;
	if (mass(r, &kg, &q))
		delta_add(out, S("H2"), rec_get(r, "persons")->n ? S("handed out") : S("delivered"),
			  kg, q);
}

static const struct rec *before(const struct rec *r, const struct rec_view *v)
{
	return v->by_key(v->p, "facility", rec_code(r, "facility_no"));
}

static void facility_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct rec *old = before(r, v);

	if (old && (!str_eq(rec_code(old, "kind"), rec_code(r, "kind")) ||
		    !str_eq(rec_code(old, "area"), rec_code(r, "area"))))
		refuse(why, "another_facility", S("facility_no"), rec_code(r, "facility_no"),
		       "the same kind and area as before: another place or kind is another "
		       "facility");
	if (old && old->day > r->day)
		refuse(why, "order", S("day"), S(""),
		       "a day that is not before the last change of this facility");
}

/* H7, H8 are stocks: a facility that opens adds one, one that closes takes it away. */
static void facility_deltas(const struct rec *r, const struct rec_view *v, struct deltas *out)
{
	const struct rec *old = before(r, v);
	struct str figure = rec_is(r, "kind", "kitchen")	 ? S("H7")
			    : rec_is(r, "kind", "accommodation") ? S("H8")
								 : S("");
	int change =
		(int)rec_is(r, "state", "open") - (old ? (int)rec_is(old, "state", "open") : 0);

	if (figure.len && change)
		delta_add(out, figure, S(""), change, QUAL_EXACT);
}

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
	.rule = distribution_rule,
	.deltas = distribution_deltas,
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
	.rule = facility_rule,
	.deltas = facility_deltas,
	.fields = facility_fields,
	.n = sizeof facility_fields / sizeof *facility_fields,
};
