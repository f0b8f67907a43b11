/* What the program itself writes: cuts and bulletins (format.md section 2). */
#include "record/kinds.h"

#include "record/need.h"
#include "base/banned.h"

static const struct field log_head_fields[] = {
	{ "origin", 1, F_TEXT, true, PUB, .max = 80 },
	{ "size", 2, F_INT, true, PUB },
	{ "root", 3, F_HASH, true, PUB },
};

const struct kind kind_log_head = {
	.name = "log_head",
	.label_en = "log head",
	.label_ar = "رأس السجل",
	.form = FORM_PART,
	.seal = "",
	.fields = log_head_fields,
	.n = sizeof log_head_fields / sizeof *log_head_fields,
};

static const struct field cut_fields[] = {
	{ "first", 10, F_INT, true, PUB, .help = "index of the first entry of the batch" },
	{ "count", 11, F_INT, true, PUB, .help = "entries in the batch, this one not counted" },
	{ "batch", 12, F_HASH, true, PUB, .help = "SHA-256 of the batch's leaf hashes in order" },
	{ "opened", 13, F_INT, true, PUB, .help = "sealed objects opened since the last cut" },
};

const struct kind kind_cut = {
	.name = "cut",
	.code = 15,
	.label_en = "daily cut of a log",
	.label_ar = "قطع السجل اليومي",
	.form = FORM_PLACE,
	.seal = "",
	.signatures = 0,
	.roles = "scheduler",
	.system = true,
	.fields = cut_fields,
	.n = sizeof cut_fields / sizeof *cut_fields,
};

/* Whatever the records add up to is shown, a stock that they make negative too: int64, written out. */
#define NUMBER "-9223372036854775807..9223372036854775807"

static const struct field bulletin_figure_fields[] = {
	{ "code", 1, F_CODE, true, PUB, "list:figures" },
	{ "place", 2, F_PLACE, true, PUB },
	{ "detail", 3, F_CODE, false, PUB, "list:figure_details" },
	{ "h24", 4, F_INT, false, PUB, NUMBER },
	{ "d3", 5, F_INT, false, PUB, NUMBER },
	{ "total", 6, F_INT, false, PUB, NUMBER },
	{ "now", 7, F_INT, false, PUB, NUMBER },
	{ "qualifier", 8, F_CODE, true, PUB, "exact,over,about,almost,at_least,at_most,as_many_as",
	  .help = "one line for each (code, place, detail, qualifier)" },
};

const struct kind kind_bulletin_figure = {
	.name = "bulletin_figure",
	.label_en = "figure in a bulletin",
	.label_ar = "رقم في النشرة",
	.form = FORM_PART,
	.seal = "",
	.fields = bulletin_figure_fields,
	.n = sizeof bulletin_figure_fields / sizeof *bulletin_figure_fields,
};

static const struct field bulletin_check_fields[] = {
	{ "rule", 1, F_TEXT, true, PUB, .max = 80 },
	{ "holds", 2, F_BOOL, true, PUB },
	{ "reason", 3, F_TEXT, false, PUB, .max = 200, .help = "required when it does not hold" },
};

const struct kind kind_bulletin_check = {
	.name = "bulletin_check",
	.label_en = "invariant checked",
	.label_ar = "فحص",
	.form = FORM_PART,
	.seal = "",
	.fields = bulletin_check_fields,
	.n = sizeof bulletin_check_fields / sizeof *bulletin_check_fields,
};

static const struct field bulletin_fields[] = {
	{ "number", 10, F_INT, true, PUB, .help = "no gaps" },
	{ "day", 11, F_DAY, true, PUB },
	{ "from", 12, F_TIME, true, PUB, .help = "cut-off of the day before" },
	{ "to", 13, F_TIME, true, PUB, .help = "cut-off of the day" },
	{ "figures", 14, F_ROWS, false, PUB, .rows = &kind_bulletin_figure,
	  .help = "absent while nothing has been counted" },
	{ "heads", 15, F_ROWS, true, PUB, .rows = &kind_log_head,
	  .help = "vector of log heads used" },
	{ "late", 16, F_REFS, false, PUB, "centre", .help = "centres without a head for this day" },
	{ "definitions", 17, F_HASH, true, PUB, .help = "digest of figures.csv in force" },
	{ "checks", 18, F_ROWS, true, PUB, .rows = &kind_bulletin_check,
	  .help = "invariants with result; all of them, also those that failed" },
	{ "corrections", 19, F_REFS, false, PUB, "restatement", .help = "Q2" },
	{ "figures_body", 20, F_HASH, false, PUB,
	  .help = "in place of figures where they are too long for the entry: SHA-256 of their "
		  "bytes, which stand in body/" },
};

static void bulletin_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	if (rec_get(r, "figures"))
		need_unset(r, "figures_body", "figures in one place only", why);
}

const struct kind kind_bulletin = {
	.name = "bulletin",
	.code = 12,
	.label_en = "bulletin",
	.label_ar = "النشرة",
	.form = FORM_PLACE,
	.seal = "",
	.signatures = 2,
	.roles = "editor,approver",
	.each_role = true,
	.system = true,
	.hq = true,
	.entry_max = 65535,
	.rule = bulletin_rule,
	.fields = bulletin_fields,
	.n = sizeof bulletin_fields / sizeof *bulletin_fields,
};
