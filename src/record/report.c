/* What headquarters says about its own figures: delayed sums, restatements, attested cuts, audits, and the
 * leaflets that promise something to people (product.md S16, S18; format.md §5). */
#include "record/kinds.h"

#include "base/num.h"
#include "base/time.h"
#include "record/need.h"
#include "base/banned.h"

/* A stock may be below zero, and is then shown so: int64, written out. */
#define NUMBER "-9223372036854775807..9223372036854775807"

static const struct field restatement_fields[] = {
	{ "figure", 10, F_CODE, true, PUB, "list:figures" },
	{ "place_of", 11, F_PLACE, true, PUB },
	{ "detail", 12, F_CODE, false, PUB, "list:figure_details" },
	{ "period", 13, F_CODE, true, PUB, "h24,d3,total,now" },
	{ "of_day", 14, F_DAY, true, PUB },
	{ "old", 15, F_INT, true, PUB, NUMBER },
	{ "new", 16, F_INT, true, PUB, NUMBER },
	{ "reason_code", 17, F_CODE, true, PUB,
	  "duplicate,late_entry,counting_error,definition,decision_reversed,source_withdrawn" },
	{ "merges", 18, F_REFS, false, PUB,
	  .help = "since the bulletin before, and merges that were taken back: the figure as it "
		  "would have been, had they been known" },
};

static const struct counted restatement_counts[] = {
	{ .figure = "Q2" },
};

static void restatement_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	if (rec_get(r, "merges") && !rec_is(r, "reason_code", "duplicate"))
		refuse(why, "reason", S("reason_code"), rec_code(r, "reason_code"),
		       "duplicate: it names merges");
	if (need_amount(r, "of_day") >= r->day)
		refuse(why, "not_past", S("of_day"), day_text(why->a, need_amount(r, "of_day")),
		       "a day before the record's own, %.*s", P(day_text(why->a, r->day)));
	/* Old and new may be one number: its qualifier alone changed. */
}

const struct kind kind_restatement = {
	.name = "restatement",
	.code = 13,
	.label_en = "restatement of a past figure",
	.label_ar = "تصحيح رقم سابق",
	.form = FORM_PLACE,
	.seal = "",
	.signatures = 2,
	.roles = "editor,approver",
	.each_role = true,
	.system = true,
	.place_by = "place_of",
	.hq = true,
	.counts = restatement_counts,
	.n_counts = sizeof restatement_counts / sizeof *restatement_counts,
	.rule = restatement_rule,
	.fields = restatement_fields,
	.n = sizeof restatement_fields / sizeof *restatement_fields,
};

static const struct field delayed_sum_fields[] = {
	{ "figure", 10, F_CODE, true, PUB, "P5,P6,P7,P8,P9,P11,P14,P15,P16,P17,W3,L1,Q1,Q4,Q5" },
	{ "month", 11, F_EDTF, true, PUB, .help = "2016-11" },
	{ "amount", 12, F_INT, true, PUB,
	  .help = "at least small_cell; below small_cell: carried into the next month, never shown "
		  "as 0..4; of broken glass (Q5) all of the month; of promises that were taken "
		  "back "
		  "(P17) all until its end" },
	{ "scope", 13, F_PLACE, true, PUB,
	  .help = "whole operation unless each centre reaches small_cell" },
	{ "detail", 14, F_CODE, false, PUB, "list:figure_details",
	  .help = "as the figure's own list allows; a sum of its own beside that without detail" },
	{ "beyond", 15, F_CODE, false, PUB, "on_paper,earlier_register,erased_since",
	  .help = "where more is known than in the register, which is asked first (sulh sums)" },
};

/* Totals add up month by month and may be corrected. What stands now (P14, P15, P17 and the open pairs of Q1)
 * is said by the sum of the latest month, so those have a key. */
#define TOTALS "figure=P5|P6|P7|P8|P9|P11|P16|W3|L1|Q4|Q5"

static const struct counted delayed_sum_counts[] = {
	{ .figure = "@figure", .detail = "@detail", .amount = "amount", .when = TOTALS },
	{ .figure = "W7", .detail = "store", .amount = "amount", .when = "figure=W3" },
	{ .figure = "Q1", .amount = "amount", .when = "figure=Q1 !detail" },
	{ .figure = "Q1",
	  .detail = "@detail",
	  .amount = "amount",
	  .when = "figure=Q1 detail=merged|different" },
	{ .figure = "Q1",
	  .detail = "open",
	  .amount = "amount",
	  .when = "figure=Q1 detail=open",
	  .how = COUNT_STATE },
	{ .figure = "@figure",
	  .detail = "@detail",
	  .amount = "amount",
	  .when = "figure=P14|P15|P17",
	  .how = COUNT_STATE },
};

/* Details by figure; `days`: the amount is of days, which no small_cell protects; `each`: nor this one, which is of officers' acts
 * and told as soon as the month is over, however few they are. */
static const struct {
	const char *figure, *details, *days, *each;
} delayed[] = {
	{ "P6", "handed over", NULL },
	{ "P9", "deceased", NULL },
	{ "P14", "longest days", "longest days" },
	{ "P15", "over 7 days", "" },
	{ "P16", "held,hurt,let go", NULL },
	{ "P17", "taken back", NULL, "taken back" },
	{ "Q1", "merged,different,open", NULL },
	{ "Q5", "case work,appeal,court order,break glass,other", NULL, "break glass" },
};

static bool of_days(const struct rec *r)
{
	for (size_t i = 0; i < sizeof delayed / sizeof *delayed; i++)
		if (delayed[i].days && rec_is(r, "figure", delayed[i].figure))
			return rec_is(r, "detail", delayed[i].days);
	return false;
}

static bool of_each(const struct rec *r)
{
	for (size_t i = 0; i < sizeof delayed / sizeof *delayed; i++)
		if (delayed[i].each && rec_is(r, "figure", delayed[i].figure))
			return rec_is(r, "detail", delayed[i].each);
	return false;
}

static void detail_rule(const struct rec *r, struct refusals *why)
{
	const char *details = NULL;

	if (!rec_get(r, "detail"))
		return;
	for (size_t i = 0; i < sizeof delayed / sizeof *delayed; i++)
		if (rec_is(r, "figure", delayed[i].figure))
			details = delayed[i].details;
	if (!details)
		refuse(why, "detail", S("detail"), rec_code(r, "detail"),
		       "none: %.*s has no details", P(rec_code(r, "figure")));
	else if (!code_in(details, rec_code(r, "detail")))
		refuse(why, "detail", S("detail"), rec_code(r, "detail"), "none, or one of %s",
		       details);
}

/* The last day of "2016-11"; false for any other shape of date. */
static bool month_end(struct str month, int64_t *last)
{
	int64_t y, m;

	/* "09": a number alone has no zero in front. */
	if (month.len != 7 || month.s[4] != '-' ||
	    !int_parse(str_mem(month.s, 4), 1900, 2198, &y) ||
	    !int_parse(str_from(month, month.s[5] == '0' ? 6 : 5), 1, 12, &m))
		return false;
	*last = day_add_months(day_of((int)y, (int)m, 1), 1) - 1;
	return true;
}

static void month_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct rec *old = rec_before(r, v);
	struct str month = rec_code(r, "month");
	int64_t days = of_each(r) ? 0 : need_sum_delay(v->operation), last;

	if (!month_end(month, &last)) {
		refuse(why, "month", S("month"), month, "a calendar month: 2016-11");
		return;
	}
	if (r->day - last <= days)
		refuse(why, "too_early", S("month"), month,
		       "a month that ended more than %lld days before %.*s", (long long)days,
		       P(day_text(why->a, r->day)));
	/* Months have one spelling, which sorts. */
	if (old && str_cmp(rec_code(old, "month"), month) >= 0)
		refuse(why, "order", S("month"), month,
		       "a month after %.*s, the last that was said", P(rec_code(old, "month")));
}

static void delayed_sum_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	detail_rule(r, why);
	month_rule(r, v, why);
	if (of_each(r)) {
		if (need_amount(r, "amount") < 1)
			refuse(why, "amount", S("amount"),
			       str_fmt(why->a, "%lld", (long long)need_amount(r, "amount")),
			       "1 or more, or no record this month");
	} else if (!of_days(r) && need_amount(r, "amount") < need_cell(v))
		refuse(why, "small_cell", S("amount"),
		       str_fmt(why->a, "%lld", (long long)need_amount(r, "amount")),
		       "at least %lld, or no record this month: less is carried into the next "
		       "month's sum",
		       (long long)need_cell(v));
}

const struct kind kind_delayed_sum = {
	.name = "delayed_sum",
	.code = 11,
	.label_en = "delayed sum",
	.label_ar = "مجموع مؤجل",
	.form = FORM_PLACE,
	.seal = "",
	.signatures = 2,
	.roles = "dpo,protection",
	.each_role = true,
	.key = "figure+detail+scope",
	.keyless_when = TOTALS,
	.unique = "figure+detail+scope+month",
	.updates = true,
	.place_by = "scope",
	.hq = true,
	.counts = delayed_sum_counts,
	.n_counts = sizeof delayed_sum_counts / sizeof *delayed_sum_counts,
	.entry_max = 65535,
	.rule = delayed_sum_rule,
	.fields = delayed_sum_fields,
	.n = sizeof delayed_sum_fields / sizeof *delayed_sum_fields,
};

static const struct field leaflet_fields[] = {
	{ "leaflet_no", 10, F_TEXT, true, PUB, .max = 16 },
	{ "decree_text", 11, F_REF, true, PUB, "decree" },
	{ "language", 12, F_CODE, true, PUB, "list:iso639-3" },
	{ "text", 13, F_HASH, true, PUB,
	  .help = "digest of the printed text; the text itself is published beside the log" },
	{ "audience", 14, F_CODE, true, PUB, "fighters,residents,captors,returnees" },
	{ "distribution", 15, F_CODE, true, PUB, "air_drop,hand,poster,radio,web" },
	{ "copies", 16, F_QTY, false, PUB },
	{ "issued_on", 17, F_DATE, true, PUB },
	{ "withdrawn_on", 18, F_DATE, false, PUB,
	  .help = "a leaflet with a passed deadline must be withdrawn" },
	{ "promises", 19, F_CODES, true, PUB, "terms,deadline,route,rights,hotline,excluded_acts",
	  .help = "must contain rights and excluded_acts" },
};

/* The last day of all windows of the decree that it tells of; NO_DAY where that cannot be read. */
static int64_t last_day_of(const struct rec *r, const struct rec_view *v)
{
	const struct rec *decree = need_ref(r, v, "decree_text");
	const struct val *windows = decree ? rec_get(decree, "windows") : NULL;
	int64_t last = NO_DAY;

	for (size_t i = 0; windows && i < windows->len; i++) {
		const struct val *day = &windows->v[i].v[field_at(&kind_decree_window, "last_day")];

		if (day->set && day->n > last)
			last = day->n;
	}
	return last;
}

/* A leaflet promises what its readers can rely on, and none promises what is over. */
static void leaflet_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	static const char *const always[] = { "rights", "excluded_acts" };
	const struct val *promises = rec_get(r, "promises");
	const struct rec *old = rec_before(r, v);
	int64_t last = last_day_of(r, v);

	for (size_t i = 0; i < sizeof always / sizeof *always; i++) {
		bool there = false;

		for (size_t j = 0; j < promises->len; j++)
			there |= str_eq(promises->v[j].s, str_of(always[i]));
		if (!there)
			refuse(why, "promises", S("promises"), str_of(always[i]),
			       "it among what the leaflet tells");
	}
	if (last != NO_DAY && r->day > last && !rec_get(r, "withdrawn_on"))
		refuse(why, "deadline", S("withdrawn_on"), S(""),
		       "the day it was withdrawn: the last deadline of its decree passed on %.*s",
		       P(day_text(why->a, last)));
	need_past(r, "issued_on,withdrawn_on", why);
	need_order(r, "issued_on", "withdrawn_on", why);
	need_later(r, old, why);
	need_same(r, v, old, "text,language", why);
}

const struct kind kind_leaflet = {
	.name = "leaflet",
	.code = 14,
	.label_en = "leaflet issued",
	.label_ar = "منشور",
	.form = FORM_PLACE,
	.seal = "",
	.signatures = 1,
	.roles = "editor,liaison",
	.key = "leaflet_no",
	.updates = true,
	.hq = true,
	.rule = leaflet_rule,
	.fields = leaflet_fields,
	.n = sizeof leaflet_fields / sizeof *leaflet_fields,
};

static const struct field attest_fields[] = {
	{ "cut", 10, F_REF, true, PUB, "cut",
	  .help = "the cut that two officers on duty attest within 3 days" },
};

static void attest_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct rec *cut = need_ref(r, v, "cut");

	if (cut && (r->day < cut->day || r->day - cut->day > ATTEST_DAYS))
		refuse(why, "late", S("cut"), day_text(why->a, cut->day),
		       "a cut of this day or of the %d days before", ATTEST_DAYS);
}

const struct kind kind_attest = {
	.name = "attest",
	.code = 16,
	.label_en = "cut attested by two officers",
	.label_ar = "تصديق القطع",
	.form = FORM_PLACE,
	.seal = "",
	.signatures = 2,
	.roles = "chief,panel,reception",
	.rule = attest_rule,
	.fields = attest_fields,
	.n = sizeof attest_fields / sizeof *attest_fields,
};

static const struct field audit_fields[] = {
	{ "seed", 10, F_HASH, true, PUB,
	  .help = "the auditor's random seed, never derived from the root" },
	{ "drawn", 11, F_INT, true, PUB, .help = "person entries drawn" },
	{ "opened", 12, F_INT, true, PUB, .help = "objects opened before the auditor" },
	{ "absent", 13, F_INT, true, PUB, .help = "absent beyond the erasures counted" },
	{ "faults", 14, F_INT, true, PUB },
};

static void audit_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	need_some(r, "drawn", why);
	need_sum(r, "opened,absent", "drawn", why);
	need_each(r, "faults", "drawn", why);
}

const struct kind kind_audit = {
	.name = "audit",
	.code = 17,
	.label_en = "audit by lot",
	.label_ar = "تدقيق بالقرعة",
	.form = FORM_PLACE,
	.seal = "",
	.signatures = 1,
	.roles = "auditor",
	.hq = true,
	.rule = audit_rule,
	.fields = audit_fields,
	.n = sizeof audit_fields / sizeof *audit_fields,
};
