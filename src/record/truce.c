/* Agreements and declared pauses, the sheets that groups sign under them, the settlements that join
 * (product.md S9). Two agreements are never added; a pause is what a party says it does. */
#include "record/kinds.h"

#include "record/need.h"
#include "base/banned.h"

static const struct field agreement_fields[] = {
	{ "agreement_no", 10, F_TEXT, true, PUB, .max = 16,
	  .help = "CH-2016-02-27; detail of figure S2" },
	{ "class", 11, F_CODE, true, PUB,
	  "cessation,local_settlement,evacuation,declared_pause,prisoner_exchange" },
	{ "from", 12, F_DATE, true, PUB },
	{ "until", 13, F_DATE, false, PUB },
	{ "area", 14, F_PLACE, true, PUB },
	{ "radius_m", 15, F_INT, false, PUB, .help = "a declared pause with a distance" },
	{ "means", 16, F_CODE, false, PUB, "all,air,artillery,ground",
	  .help = "what a declared pause covers; detail of figure V5" },
	{ "declared_by", 17, F_REF, false, PUB, "party",
	  .help = "a pause is a party's statement and is shown as such" },
	{ "guarantors", 18, F_REFS, false, PUB, "party" },
	{ "parties", 19, F_REFS, false, CENTRE, "party" },
	{ "text_hash", 20, F_HASH, false, PUB },
	{ "terms", 21, F_TEXT, false, CENTRE, .max = 2000 },
	{ "status", 22, F_CODE, true, PUB, "in_force,delayed,broken,ended" },
};

/* V5 says that a pause was declared, for so many days; not that it was kept. */
static const struct counted agreement_counts[] = {
	{ .figure = "V5",
	  .detail = "@means",
	  .when = "class=declared_pause status=in_force",
	  .from = "from",
	  .until = "until",
	  .how = COUNT_SINCE },
};

static void agreement_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct rec *old = rec_before(r, v);

	need_order(r, "from", "until", why);
	if (rec_is(r, "class", "declared_pause")) {
		need_set(r, "means", "what the pause covers: all, air, artillery or ground", why);
		need_set(r, "declared_by", "the party that declared the pause", why);
	} else {
		need_unset(r, "means", "no means but for a declared pause", why);
		need_unset(r, "radius_m", "no distance but for a declared pause", why);
	}
	need_later(r, old, why);
	need_same(r, v, old, "class,area", why);
}

const struct kind kind_agreement = {
	.name = "agreement",
	.code = 21,
	.label_en = "agreement, truce or declared pause",
	.label_ar = "اتفاق",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 1,
	.roles = "liaison",
	.key = "agreement_no",
	.updates = true,
	.place_by = "area",
	.hq = true,
	.counts = agreement_counts,
	.n_counts = sizeof agreement_counts / sizeof *agreement_counts,
	.rule = agreement_rule,
	.fields = agreement_fields,
	.n = sizeof agreement_fields / sizeof *agreement_fields,
};

static const struct field truce_sheet_fields[] = {
	{ "sheet_no", 10, F_INT, true, PUB },
	{ "agreement", 11, F_REF, true, PUB, "agreement",
	  .help = "two agreements are never added" },
	{ "act", 12, F_CODE, true, PUB, "sign,withdraw" },
	{ "signed_on", 13, F_DATE, true, PUB },
	{ "governorate", 14, F_PLACE, true, PUB, .help = "governorate only" },
	{ "group", 15, F_REF, true, CENTRE, "party" },
	{ "new_group", 16, F_BOOL, true, PUB,
	  .help = "first sheet of this group under this agreement (counts in S6)" },
	{ "signatory", 17, F_TEXT, true, CENTRE, .max = 120 },
	{ "fighters_stated", 18, F_QTY, false, CENTRE, .help = "sum public per agreement" },
	{ "scan", 19, F_BLOB, false, CENTRE },
};

static const struct counted truce_sheet_counts[] = {
	{ .figure = "S2", .detail = "@agreement", .when = "act=sign" },
	{ .figure = "S2", .detail = "@agreement", .when = "act=sign", .how = COUNT_STATE },
	{ .figure = "S6",
	  .detail = "@agreement",
	  .when = "act=sign new_group=yes",
	  .how = COUNT_STATE },
};

/* Sheets are signed under a cessation or a local settlement. */
static void under_truce(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct rec *a = need_ref(r, v, "agreement");

	if (a && !rec_is(a, "class", "cessation") && !rec_is(a, "class", "local_settlement"))
		refuse(why, "agreement", S("agreement"), rec_code(a, "class"),
		       "an agreement of class cessation or local_settlement");
}

/* A number signs once and may withdraw once: total = now + withdrawn. */
static void truce_sheet_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct rec *old = rec_before(r, v);
	bool sign = rec_is(r, "act", "sign");

	under_truce(r, v, why);
	need_level(r, v, "governorate", "governorate", why);
	need_past(r, "signed_on", why);
	need_later(r, old, why);
	need_same(r, v, old, "governorate", why);
	if (sign && old)
		refuse(why, "exists", S("sheet_no"),
		       str_fmt(why->a, "%lld", (long long)need_amount(r, "sheet_no")),
		       "another number: this sheet is recorded already, and one that was withdrawn "
		       "is signed anew as a new sheet");
	if (!sign && (!old || !rec_is(old, "act", "sign")))
		refuse(why, "not_signed", S("sheet_no"),
		       str_fmt(why->a, "%lld", (long long)need_amount(r, "sheet_no")),
		       "the number of a sheet in force under this agreement");
}

const struct kind kind_truce_sheet = {
	.name = "truce_sheet",
	.code = 22,
	.label_en = "application sheet",
	.label_ar = "استمارة هدنة",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 2,
	.roles = "liaison,chief",
	.each_role = true,
	.key = "agreement+sheet_no",
	.updates = true,
	.place_by = "governorate",
	.hq = true,
	.counts = truce_sheet_counts,
	.n_counts = sizeof truce_sheet_counts / sizeof *truce_sheet_counts,
	.rule = truce_sheet_rule,
	.fields = truce_sheet_fields,
	.n = sizeof truce_sheet_fields / sizeof *truce_sheet_fields,
};

static const struct field settlement_act_fields[] = {
	{ "settlement_no", 10, F_INT, false, PUB,
	  .help = "required unless count is given; one number per settlement for ever; the same "
		  "number cannot join twice" },
	{ "act", 11, F_CODE, true, PUB, "join,leave,restate" },
	{ "agreement", 12, F_REF, true, PUB, "agreement" },
	{ "governorate", 13, F_PLACE, true, PUB },
	{ "count", 14, F_QTY, false, PUB,
	  .help = "for one entry about many settlements taken over from an earlier list" },
	{ "settlement", 15, F_PLACE, false, CENTRE,
	  .help = "required unless count is given; public only when the settlement has agreed" },
	{ "public_place", 16, F_PLACE, false, PUB },
	{ "population_stated", 17, F_QTY, false, CENTRE },
	{ "signatories", 18, F_TEXT, false, CENTRE, .max = 400 },
};

/* A settlement joins once for ever. One entry may carry a count taken over from somebody's list; what turns
 * out wrong in it is taken back by `restate`. */
static const struct counted settlement_act_counts[] = {
	{ .figure = "S1",
	  .amount = "count",
	  .when = "act=join",
	  .how = COUNT_COMES,
	  .or_one = true },
	{ .figure = "S1",
	  .amount = "count",
	  .when = "act=restate",
	  .how = COUNT_COMES,
	  .sign = -1,
	  .or_one = true },
	{ .figure = "S1",
	  .amount = "count",
	  .when = "act=join",
	  .how = COUNT_STATE,
	  .or_one = true },
	{ .figure = "S1",
	  .amount = "count",
	  .when = "act=leave|restate count",
	  .how = COUNT_STATE,
	  .sign = -1 },
};

static void numbered_settlement(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct rec *old = rec_before(r, v);
	struct str no = str_fmt(why->a, "%lld", (long long)need_amount(r, "settlement_no"));

	need_later(r, old, why);
	need_same(r, v, old, "governorate,agreement", why);
	if (rec_is(r, "act", "join") && old)
		refuse(why, "exists", S("settlement_no"), no,
		       "another number: a settlement has one for ever and joins once");
	if (rec_is(r, "act", "leave") && (!old || !rec_is(old, "act", "join")))
		refuse(why, "not_joined", S("settlement_no"), no,
		       "the number of a settlement that has joined and not left");
	if (rec_is(r, "act", "restate") && (!old || rec_is(old, "act", "restate")))
		refuse(why, "not_joined", S("settlement_no"), no,
		       "the number of a settlement that was counted and not taken back yet");
}

static void settlement_act_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	bool count = rec_get(r, "count");

	under_truce(r, v, why);
	need_level(r, v, "governorate", count ? "country,governorate" : "governorate", why);
	need_some(r, "count", why);
	if (count == !!rec_get(r, "settlement_no"))
		refuse(why, "number_or_count", S("settlement_no"), S(""),
		       "either settlement_no, for one settlement, or count, for many");
	else if (count)
		need_unset(r, "public_place", "no place: a count is of many settlements", why);
	else
		numbered_settlement(r, v, why);
}

static void settlement_act_sealed_rule(const struct rec *r, const struct rec_view *v,
				       struct refusals *why)
{
	const struct val *place = rec_get(r, "settlement"), *public = rec_get(r, "public_place");

	(void)v;
	if (!rec_get(r, "count"))
		need_set(r, "settlement", "the settlement, which stays sealed until it agrees",
			 why);
	if (place && public && !str_eq(place->s, public->s))
		refuse(why, "another_place", S("public_place"), public->s,
		       "the settlement itself, once it has agreed to be named");
}

const struct kind kind_settlement_act = {
	.name = "settlement_act",
	.code = 23,
	.label_en = "settlement joins or leaves",
	.label_ar = "انضمام بلدة",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 2,
	.roles = "liaison,chief",
	.each_role = true,
	.key = "settlement_no",
	.keyless_when = "count",
	.updates = true,
	.place_by = "governorate",
	.hq = true,
	.counts = settlement_act_counts,
	.n_counts = sizeof settlement_act_counts / sizeof *settlement_act_counts,
	.stated_when = "count",
	.rule = settlement_act_rule,
	.sealed_rule = settlement_act_sealed_rule,
	.fields = settlement_act_fields,
	.n = sizeof settlement_act_fields / sizeof *settlement_act_fields,
};
