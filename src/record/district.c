/* Quarters and who administers them (product.md S11). Statuses are nested: open is also cleared, cleared is
 * also administered. */
#include "record/kinds.h"

#include "record/need.h"
#include "base/banned.h"

static const struct field district_status_fields[] = {
	{ "quarter", 10, F_PLACE, true, PUB, .help = "the city itself when count is given" },
	{ "status", 11, F_CODE, true, PUB, "outside,contested,administered,cleared,open",
	  .help = "nested: open is also cleared, cleared is also administered" },
	{ "from", 12, F_DATE, true, PUB },
	{ "residents", 13, F_QTY, false, PUB, .help = "in the quarter when it changed" },
	{ "residents_source", 14, F_CODE, false, PUB, "census,estimate,list,press" },
	{ "utilities", 15, F_CODES, false, PUB, "water,power,school,clinic,road,bakery",
	  .help = "working, not merely repaired" },
	{ "count", 16, F_QTY, false, PUB,
	  .help = "one entry for several quarters not named by the source" },
};

#define ADMINISTERED "status=administered|cleared|open"
#define CLEARED	     "status=cleared|open"

/* h24, d3, total: came to the status; now: stands in it. */
#define QUARTERS(DETAIL, WHEN)                                                         \
	{ .figure = "S3",                                                              \
	  .detail = (DETAIL),                                                          \
	  .amount = "count",                                                           \
	  .when = (WHEN),                                                              \
	  .how = COUNT_COMES,                                                          \
	  .or_one = true },                                                            \
	{                                                                              \
		.figure = "S3", .detail = (DETAIL), .amount = "count", .when = (WHEN), \
		.how = COUNT_STATE, .or_one = true                                     \
	}

static const struct counted district_status_counts[] = {
	QUARTERS("administered", ADMINISTERED),
	QUARTERS("cleared", CLEARED),
	QUARTERS("open", "status=open"),
	QUARTERS("contested", "status=contested"),
	{ .figure = "S4", .when = ADMINISTERED, .how = COUNT_AREA },
	{ .figure = "S5",
	  .detail = "administered",
	  .amount = "residents",
	  .when = ADMINISTERED,
	  .how = COUNT_COMES },
};

static void district_status_rule(const struct rec *r, const struct rec_view *v,
				 struct refusals *why)
{
	need_some(r, "count", why);
	need_past(r, "from", why);
	if (rec_get(r, "count")) {
		need_level(r, v, "quarter", "city", why);
	} else {
		const struct rec *old = rec_before(r, v);

		need_level(r, v, "quarter", "quarter", why);
		need_later(r, old, why);
	}
	if (rec_get(r, "residents"))
		need_set(r, "residents_source", "where the number of residents comes from", why);
	else if (!rec_get(r, "count")) /* a count may say whose it is */
		need_unset(r, "residents_source", "no source where no residents are stated", why);
}

const struct kind kind_district_status = {
	.name = "district_status",
	.code = 25,
	.label_en = "quarter changes status",
	.label_ar = "وضع حي",
	.form = FORM_PLACE,
	.seal = "",
	.signatures = 1,
	.roles = "liaison,mine_action",
	.key = "quarter",
	.keyless_when = "count",
	.updates = true,
	.place_by = "quarter",
	.hq = true,
	.counts = district_status_counts,
	.n_counts = sizeof district_status_counts / sizeof *district_status_counts,
	.stated_when = "residents_source=press",
	.rule = district_status_rule,
	.fields = district_status_fields,
	.n = sizeof district_status_fields / sizeof *district_status_fields,
};
