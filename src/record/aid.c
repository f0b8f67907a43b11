/* Aid and facilities (product.md S14). */
#include "record/kinds.h"

#include "record/rec.h"
#include "record/refuse.h"
#include "base/banned.h"

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
