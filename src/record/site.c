/* Sites to examine and services restored (product.md S14, S15). What was found at a site is in no figure. */
#include "record/kinds.h"

#include "record/need.h"
#include "base/banned.h"

static const struct field site_fields[] = {
	{ "site_no", 10, F_TEXT, true, PUB, .max = 16 },
	{ "kind", 11, F_CODE, true, PUB,
	  "former_base,suspected_chemical,suspected_arms,document_store,burial,detention_place,"
	  "damaged_public_building" },
	{ "state", 12, F_CODE, true, PUB, "planned,examined,nothing_found,findings,secured" },
	{ "area", 13, F_PLACE, true, PUB },
	{ "stated_by", 14, F_REF, false, PUB, "party" },
	{ "examined_on", 15, F_DATE, false, PUB },
	{ "sample_no", 16, F_TEXT, false, CENTRE, .max = 40 },
	{ "findings", 17, F_TEXT, false, CENTRE, .max = 2000,
	  .help = "published only by the panel" },
	{ "damage", 18, F_CODE, false, PUB, "none,light,heavy,destroyed" },
	{ "building", 19, F_CODE, false, PUB,
	  "school,hospital,mosque,church,power,water,bakery,housing,market,other" },
	{ "caused_by_stated", 20, F_REF, false, PUB, "party",
	  .help = "stated_by says; never asserted by the system" },
};

#define SITES(DETAIL, WHEN)                                                            \
	{ .figure = "L2", .detail = (DETAIL), .when = (WHEN), .how = COUNT_COMES },    \
	{                                                                              \
		.figure = "L2", .detail = (DETAIL), .when = (WHEN), .how = COUNT_STATE \
	}

/* A site with findings is counted as examined, like one that was examined and waits for results. */
static const struct counted site_counts[] = {
	SITES(NULL, NULL),
	SITES("planned", "state=planned"),
	SITES("examined", "state=examined|findings"),
	SITES("nothing found", "state=nothing_found"),
};

static void site_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct rec *old = rec_before(r, v);

	need_later(r, old, why);
	need_same(r, v, old, "kind,area", why);
	need_past(r, "examined_on", why);
	if (code_in("examined,nothing_found,findings", rec_code(r, "state")))
		need_set(r, "examined_on", "the day of the examination", why);
	else if (rec_is(r, "state", "planned"))
		need_unset(r, "examined_on", "no day: it is planned", why);
	if (rec_get(r, "caused_by_stated"))
		need_set(r, "stated_by", "the party that says so", why);
	if (!rec_is(r, "kind", "damaged_public_building")) {
		need_unset(r, "damage", "no damage but of a damaged_public_building", why);
		need_unset(r, "building", "no building but for a damaged_public_building", why);
	}
}

/* Where graves and stores are is not told before they are examined, but what somebody has stated in public is.
 * Judged by the newest state: all states of a site wait, and go, together and in their order. */
static const char *site_hold(const struct rec *r, const struct rec_view *v)
{
	const struct rec *newest = need_latest(r, v);

	return !rec_is(newest, "state", "planned") || rec_get(newest, "stated_by")
		       ? NULL
		       : "the site is not examined yet, and nobody stated it (stated_by)";
}

const struct kind kind_site = {
	.name = "site",
	.code = 85,
	.label_en = "site to examine",
	.label_ar = "موقع للفحص",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 2,
	.roles = "mine_action,protection",
	.key = "site_no",
	.updates = true,
	.place_by = "area",
	.counts = site_counts,
	.n_counts = sizeof site_counts / sizeof *site_counts,
	.rule = site_rule,
	.hold = site_hold,
	.fields = site_fields,
	.n = sizeof site_fields / sizeof *site_fields,
};

static const struct field restoration_fields[] = {
	{ "area", 10, F_PLACE, true, PUB },
	{ "what", 11, F_CODE, true, PUB,
	  "water,power,school,clinic,bakery,road,mosque,church,housing" },
	{ "state", 12, F_CODE, true, PUB, "started,working,stopped",
	  .help = "working = delivered, not inaugurated" },
	{ "capacity", 13, F_TEXT, false, PUB, .max = 60 },
	{ "org", 14, F_REF, false, PUB, "party" },
};

/* Worship and housing are recorded, and are no services. */
#define SERVICE "state=working what=water|power|school|clinic|bakery|road"

static const struct counted restoration_counts[] = {
	{ .figure = "H10", .detail = "@what", .when = SERVICE, .how = COUNT_COMES },
	{ .figure = "H10", .detail = "@what", .when = SERVICE, .how = COUNT_STATE },
};

static void restoration_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct rec *old = rec_before(r, v);

	need_later(r, old, why);
	if (rec_is(r, "state", "stopped") && !old)
		refuse(why, "not_started", S("state"), S("stopped"),
		       "started or working: nothing is recorded here that could stop");
}

const struct kind kind_restoration = {
	.name = "restoration",
	.code = 86,
	.label_en = "service restored",
	.label_ar = "إصلاح خدمة",
	.form = FORM_PLACE,
	.seal = "",
	.signatures = 1,
	.roles = "aid,liaison",
	.key = "area+what",
	.updates = true,
	.place_by = "area",
	.counts = restoration_counts,
	.n_counts = sizeof restoration_counts / sizeof *restoration_counts,
	.rule = restoration_rule,
	.fields = restoration_fields,
	.n = sizeof restoration_fields / sizeof *restoration_fields,
};
