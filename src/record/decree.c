/* Decrees: who is covered, what they must do, by when (product.md S1). */
#include "record/kinds.h"

#include "base/time.h"
#include "record/need.h"
#include "base/banned.h"

/* Of a row of windows. */
static const struct val *cell(const struct val *row, const char *field)
{
	return &row->v[field_at(&kind_decree_window, field)];
}

/* A window of so many months ends on the day before, or on the same day of the month, after that many
 * calendar months. One that ends on a day which the decree names has that many whole months in it. */
static void last_day_rule(const struct val *row, struct refusals *why)
{
	const struct val *months = cell(row, "months"), *from = cell(row, "from"),
			 *last = cell(row, "last_day"), *named = cell(row, "day_named");
	int64_t end = day_add_months(from->n, (int)months->n);

	if (!named->set || !named->n) {
		if (last->n != end && last->n != end - 1)
			refuse(why, "window", S("windows.last_day"), day_text(why->a, last->n),
			       "%.*s or the day before, on which %lld months from %.*s end; where "
			       "the "
			       "decree names the day itself, day_named=yes and the whole months "
			       "before it",
			       P(day_text(why->a, end)), (long long)months->n,
			       P(day_text(why->a, from->n)));
		return;
	}
	if (last->n < end - 1 || last->n >= day_add_months(from->n, (int)months->n + 1) - 1)
		refuse(why, "window", S("windows.months"),
		       str_fmt(why->a, "%lld", (long long)months->n),
		       "the whole calendar months from %.*s to %.*s", P(day_text(why->a, from->n)),
		       P(day_text(why->a, last->n)));
}

static bool names(const struct val *codes, struct str code)
{
	for (size_t i = 0; codes && i < codes->len; i++)
		if (str_eq(codes->v[i].s, code))
			return true;
	return false;
}

static bool has_window(const struct val *windows, struct str category, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(cell(&windows->v[i], "category")->s, category))
			return true;
	return false;
}

/* Each category has one window, and each window a category. */
static void categories_rule(const struct rec *r, struct refusals *why)
{
	const struct val *windows = rec_get(r, "windows"), *covered = rec_get(r, "covered");

	for (size_t i = 0; i < windows->len; i++) {
		struct str category = cell(&windows->v[i], "category")->s;

		if (!names(covered, category))
			refuse(why, "not_covered", S("windows.category"), category,
			       "a category that `covered` names");
		if (has_window(windows, category, i))
			refuse(why, "twice", S("windows.category"), category,
			       "one window for each category: more time is given by a decree that "
			       "extends this one");
	}
	for (size_t i = 0; i < covered->len; i++)
		if (!has_window(windows, covered->v[i].s, windows->len))
			refuse(why, "no_window", S("covered"), covered->v[i].s,
			       "a window for it: nobody can come without a deadline");
}

/* Extensions of extensions: more than anybody issues. */
#define CHAIN 64

/* Whether a decree of the chain that this one extends has a window for the category; *last: the latest day. */
static bool in_chain(const struct rec *r, const struct rec_view *v, struct str category,
		     int64_t *last)
{
	const struct rec *up = need_ref(r, v, "extends");
	bool there = false;

	*last = NO_DAY;
	for (int i = 0; up && i < CHAIN; i++, up = need_ref(up, v, "extends")) {
		const struct val *windows = rec_get(up, "windows");

		for (size_t j = 0; windows && j < windows->len; j++) {
			const struct val *row = &windows->v[j];

			if (!str_eq(cell(row, "category")->s, category))
				continue;
			there = true;
			if (cell(row, "last_day")->n > *last)
				*last = cell(row, "last_day")->n;
		}
	}
	return there;
}

/* An extension gives time and takes nothing; whoever else is to be covered is so by a decree of its own. */
static void extension_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct rec *up = need_ref(r, v, "extends");
	const struct val *windows = rec_get(r, "windows"), *acts = rec_get(r, "required_acts");

	if (!up)
		return;
	for (size_t i = 0; i < windows->len; i++) {
		struct str category = cell(&windows->v[i], "category")->s;
		int64_t ends = cell(&windows->v[i], "last_day")->n, last;

		if (!in_chain(r, v, category, &last))
			refuse(why, "not_extended", S("windows.category"), category,
			       "a category that the decree it extends covers");
		else if (ends <= last)
			refuse(why, "not_longer", S("windows.last_day"), day_text(why->a, ends),
			       "a day after %.*s, until which the decree it extends lasts",
			       P(day_text(why->a, last)));
	}
	if (rec_get(up, "issued_on") && rec_get(r, "issued_on")->n < rec_get(up, "issued_on")->n)
		refuse(why, "order", S("issued_on"), day_text(why->a, rec_get(r, "issued_on")->n),
		       "a day that is not before that of the decree it extends");
	if (rec_get(up, "appeal_days") &&
	    rec_get(r, "appeal_days")->n < rec_get(up, "appeal_days")->n)
		refuse(why, "fewer_days", S("appeal_days"),
		       str_fmt(why->a, "%lld", (long long)rec_get(r, "appeal_days")->n),
		       "%lld or more, as in the decree it extends",
		       (long long)rec_get(up, "appeal_days")->n);
	for (size_t i = 0; i < acts->len; i++)
		if (!names(rec_get(up, "required_acts"), acts->v[i].s))
			refuse(why, "asks_more", S("required_acts"), acts->v[i].s,
			       "only what the decree it extends requires");
}

static void decree_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	static const char *const always[] = { "war_crime", "crime_against_humanity", "genocide",
					      "torture", "sexual_violence" };
	const struct val *windows = rec_get(r, "windows"), *acts = rec_get(r, "excluded_acts");

	for (size_t i = 0; i < windows->len; i++)
		last_day_rule(&windows->v[i], why);
	categories_rule(r, why);
	extension_rule(r, v, why);
	for (size_t i = 0; i < sizeof always / sizeof *always; i++)
		if (!names(acts, str_of(always[i])))
			refuse(why, "excluded_acts", S("excluded_acts"), str_of(always[i]),
			       "it among the excluded acts: no amnesty may cover it");
}

static const struct field decree_window_fields[] = {
	{ "category", 1, F_CODE, true, PUB,
	  "carrying_arms,keeping_arms,fugitive,captor,deserter_home,deserter_abroad" },
	{ "months", 2, F_INT, true, PUB, "1..24", .help = "calendar months, whole ones" },
	{ "from", 3, F_DATE, true, PUB },
	{ "last_day", 4, F_DATE, true, PUB,
	  .help = "included, to midnight in the operation's zone" },
	{ "also", 5, F_CODE, false, PUB, "free_captive",
	  .help = "what is required of this category beside required_acts" },
	{ "day_named", 6, F_BOOL, false, PUB,
	  .help = "yes: the decree names the last day, not a number of months" },
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
