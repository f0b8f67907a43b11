/* What is said in public about the operation, and how it compares with the register (product.md S17). */
#include "record/press.h"

#include "base/time.h"
#include "record/kinds.h"
#include "record/need.h"
#include "base/banned.h"

static const struct field press_claim_fields[] = {
	{ "outlet", 10, F_TEXT, true, PUB, .max = 80 },
	{ "url", 11, F_TEXT, false, PUB, .max = 200 },
	{ "published_on", 12, F_DATE, true, PUB },
	{ "language", 13, F_CODE, true, PUB, "list:iso639-3" },
	{ "quote", 14, F_TEXT, true, PUB, .max = 300,
	  .help = "300 characters, no name of a private person" },
	{ "spans", 15, F_TEXTS, false, PUB },
	{ "figure", 16, F_CODE, false, PUB, "list:figures" },
	{ "place_of", 17, F_PLACE, false, PUB },
	{ "period", 18, F_TEXT, false, PUB, .max = 40 },
	{ "value", 19, F_QTY, false, PUB },
	{ "qualifier", 20, F_CODE, false, PUB,
	  "exact,over,about,almost,at_least,at_most,as_many_as" },
	{ "stance", 21, F_CODE, true, PUB, "asserted,planned,alleged,denied,superseded,disputed" },
	{ "speaker", 22, F_TEXT, false, PUB, .max = 120, .help = "public office only" },
	{ "speaker_org", 23, F_REF, false, PUB, "party" },
	{ "copied_from", 24, F_REF, false, PUB, "press_claim" },
};

static void press_claim_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct val *value = rec_get(r, "value"), *qualifier = rec_get(r, "qualifier");
	const struct rec *from = need_ref(r, v, "copied_from");

	need_past(r, "published_on", why);
	if (from && need_amount(from, "published_on") > need_amount(r, "published_on"))
		refuse(why, "period", S("copied_from"),
		       day_text(why->a, need_amount(from, "published_on")),
		       "a claim that was published no later");
	if (qualifier)
		need_set(r, "value", "the value that the qualifier goes with", why);
	/* "over 500" says it already. */
	if (qualifier && value && value->q != QUAL_EXACT &&
	    !str_eq(qualifier->s, qual_name((enum qual)value->q)))
		refuse(why, "qualifier", S("qualifier"), qualifier->s, "%.*s, as in value",
		       P(qual_name((enum qual)value->q)));
}

const struct kind kind_press_claim = {
	.name = "press_claim",
	.code = 95,
	.label_en = "press claim",
	.label_ar = "ادعاء صحفي",
	.form = FORM_PLACE,
	.seal = "",
	.signatures = 1,
	.roles = "press",
	.hq = true,
	.rule = press_claim_rule,
	.fields = press_claim_fields,
	.n = sizeof press_claim_fields / sizeof *press_claim_fields,
};

static const struct field press_finding_fields[] = {
	{ "claim", 10, F_REF, true, PUB, "press_claim" },
	{ "verdict", 11, F_CODE, true, PUB,
	  "same,rounded,bound_holds,differs,different_scope,different_kind,plan_not_done,subset,"
	  "unit,thousands_lost,digits_lost,sum_fails,date_slip,copied,denied,superseded,not_"
	  "comparable,flow_stock,flow_total,total_falls,completion" },
	{ "against", 12, F_REFS, true, PUB, "bulletin" },
	{ "difference", 13, F_INT, false, PUB, "-1000000000000..1000000000000",
	  .help = "the claim less the bulletin's figure" },
	{ "reply", 14, F_TEXT, false, PUB, .max = 1000 },
};

static void press_finding_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct val *difference = rec_get(r, "difference");
	bool same = rec_is(r, "verdict", "same"), differs = rec_is(r, "verdict", "differs");

	(void)v;
	if ((same && difference && difference->n) || (differs && difference && !difference->n))
		refuse(why, "difference", S("difference"),
		       str_fmt(why->a, "%lld", (long long)difference->n),
		       "%s, since the verdict is %.*s",
		       same ? "0 or none" : "a number other than 0", P(rec_code(r, "verdict")));
	if (differs)
		need_set(r, "difference", "by how much the claim differs", why);
}

const struct kind kind_press_finding = {
	.name = "press_finding",
	.code = 96,
	.label_en = "press claim compared",
	.label_ar = "مقارنة",
	.form = FORM_PLACE,
	.seal = "",
	.signatures = 2,
	.roles = "press,approver",
	.each_role = true,
	.hq = true,
	.rule = press_finding_rule,
	.fields = press_finding_fields,
	.n = sizeof press_finding_fields / sizeof *press_finding_fields,
};

bool press_needs_number(const struct rec *finding)
{
	return rec_get(finding, "difference") || rec_is(finding, "verdict", "same");
}

bool press_number(const struct rec *claim, const struct rec *finding, int64_t *out)
{
	const struct val *value = rec_get(claim, "value"),
			 *difference = rec_get(finding, "difference");

	return value && press_needs_number(finding) &&
	       !__builtin_sub_overflow(value->n, difference ? difference->n : 0, out);
}

static const struct val *cell(const struct val *line, const char *field)
{
	return &line->v[field_at(&kind_bulletin_figure, field)];
}

const struct val *press_line(const struct val *figures, const struct rec *claim, struct str place,
			     const char *column, int64_t number)
{
	for (size_t i = 0; i < figures->len; i++) {
		const struct val *line = &figures->v[i], *n = cell(line, column);

		if (str_eq(cell(line, "code")->s, rec_code(claim, "figure")) &&
		    (!place.s || str_eq(cell(line, "place")->s, place)) && n->set && n->n == number)
			return line;
	}
	return NULL;
}
