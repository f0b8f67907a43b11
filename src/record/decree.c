/* Decrees: who is covered, what they must do, by when (product.md S1). */
#include "record/kinds.h"

#include "base/time.h"
#include "record/need.h"
#include "base/banned.h"

/* The last day is the day before, or the same day of the month, after `months` calendar months. */
static void window_rule(const struct rec *r, const struct val *row, struct refusals *why)
{
	const struct val *months = &row->v[1], *from = &row->v[2], *last = &row->v[3];
	int64_t end = day_add_months(from->n, (int)months->n);

	if (last->n != end && last->n != end - 1)
		refuse(why, "window", S("windows.last_day"), day_text(why->a, last->n),
		       "%lld months from %.*s end on %.*s or the day before", (long long)months->n,
		       P(day_text(why->a, from->n)), P(day_text(why->a, end)));
	for (size_t i = 0; i < rec_get(r, "covered")->len; i++)
		if (str_eq(rec_get(r, "covered")->v[i].s, row->v[0].s))
			return;
	refuse(why, "not_covered", S("windows.category"), row->v[0].s,
	       "a category that `covered` names");
}

static void decree_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	static const char *const always[] = { "war_crime", "crime_against_humanity", "genocide",
					      "torture", "sexual_violence" };
	const struct val *windows = rec_get(r, "windows"), *acts = rec_get(r, "excluded_acts");

	(void)v;
	for (size_t i = 0; i < windows->len; i++)
		window_rule(r, &windows->v[i], why);
	for (size_t i = 0; i < sizeof always / sizeof *always; i++) {
		bool there = false;

		for (size_t j = 0; j < acts->len; j++)
			there |= str_eq(acts->v[j].s, str_of(always[i]));
		if (!there)
			refuse(why, "excluded_acts", S("excluded_acts"), str_of(always[i]),
			       "it among the excluded acts: no amnesty may cover it");
	}
}

static const struct field decree_window_fields[] = {
	{ "category", 1, F_CODE, true, PUB,
	  "carrying_arms,keeping_arms,fugitive,captor,deserter_home,deserter_abroad" },
	{ "months", 2, F_INT, true, PUB, "1..24", .help = "calendar months" },
	{ "from", 3, F_DATE, true, PUB },
	{ "last_day", 4, F_DATE, true, PUB,
	  .help = "included, to midnight in the operation's zone" },
};

const struct kind kind_decree_window = {
	.name = "decree_window",
	.label_en = "window of a decree",
	.label_ar = "مهلة",
	.form = FORM_PART,
	.seal = "",
	.fields = decree_window_fields,
	.n = sizeof decree_window_fields / sizeof *decree_window_fields,
};

static const struct field decree_fields[] = {
	{ "number", 10, F_TEXT, true, PUB, .max = 32, .help = "15/2016" },
	{ "issued_on", 11, F_DATE, true, PUB },
	{ "extends", 12, F_REF, false, PUB, "decree" },
	{ "text_source", 13, F_TEXT, true, PUB, .max = 200, .help = "official gazette or agency" },
	{ "windows", 14, F_ROWS, true, PUB, .rows = &kind_decree_window },
	{ "covered", 15, F_CODES, true, PUB,
	  "carrying_arms,keeping_arms,fugitive,captor,deserter_home,deserter_abroad" },
	{ "excluded_acts", 16, F_CODES, true, PUB,
	  "war_crime,crime_against_humanity,genocide,torture,sexual_violence,killing_of_captives,"
	  "enforced_disappearance,terror_against_civilians",
	  .help = "never empty; the first five cannot be removed" },
	{ "required_acts", 17, F_CODES, true, PUB, "present_in_person,pledge,free_captive",
	  .help = "\"weapon\" is not a value: it can never be a condition" },
	{ "appeal_days", 18, F_INT, true, PUB, "15..90" },
};

/* The months of each window, while it is open. */
static const struct counted decree_counts[] = {
	{ .figure = "D1",
	  .detail = "@category",
	  .amount = "windows.months",
	  .from = "from",
	  .until = "last_day",
	  .how = COUNT_STATE },
};

const struct kind kind_decree = {
	.name = "decree",
	.code = 20,
	.label_en = "decree",
	.label_ar = "المرسوم",
	.form = FORM_PLACE,
	.seal = "",
	.signatures = 2,
	.roles = "authority,chief",
	.key = "number",
	.each_role = true,
	.hq = true,
	.counts = decree_counts,
	.n_counts = sizeof decree_counts / sizeof *decree_counts,
	.entry_max = 65535,
	.rule = decree_rule,
	.fields = decree_fields,
	.n = sizeof decree_fields / sizeof *decree_fields,
};
