/* Mine action: tasks, reports, quality assurance and handover, people and machines (IMAS 05.10, 07.40, 08.30;
 * product.md S13). Land counts as released only when it was accepted. */
#include "record/kinds.h"

#include "record/need.h"
#include "base/banned.h"

static const struct field clearance_task_fields[] = {
	{ "task_no", 10, F_TEXT, true, PUB, .max = 24, .help = "IMSMA style: org-XX-date" },
	{ "kind", 11, F_CODE, true, PUB, "SHA,CHA,EO_spot,BAC,road,building,site" },
	{ "area", 12, F_PLACE, true, PUB },
	{ "org", 13, F_REF, true, PUB, "party" },
	{ "planned_people", 14, F_QTY, false, PUB,
	  .help = "enters M7 as planned, never as present" },
	{ "planned_machines", 15, F_QTY, false, PUB },
	{ "from", 16, F_DATE, true, PUB },
	{ "until", 17, F_DATE, false, PUB },
	{ "status", 18, F_CODE, true, PUB, "open,suspended,closed,handed_over" },
	{ "perimeter", 19, F_GEO, false, CENTRE },
	{ "geo_safe", 20, F_BOOL, true, CENTRE, .help = "was it safe to take the position there" },
	{ "for_items", 21, F_TEXTS, false, CENTRE, .max = 12,
	  .help = "numbers of what was handed in and must not be stored (unsafe, dangerous)" },
};

static const struct counted clearance_task_counts[] = {
	{ .figure = "M7",
	  .detail = "people planned",
	  .amount = "planned_people",
	  .when = "status=open",
	  .until = "until",
	  .how = COUNT_STATE },
	{ .figure = "M7",
	  .detail = "machines planned",
	  .amount = "planned_machines",
	  .when = "status=open",
	  .until = "until",
	  .how = COUNT_STATE },
};

static void task_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct rec *old = rec_before(r, v);

	need_order(r, "from", "until", why);
	need_later(r, old, why);
	need_same(r, v, old, "area", why);
}

/* What was handed in lies where it is: a spot task, not an area to be searched. */
static void task_sealed_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	if (!rec_is(r, "kind", "EO_spot"))
		need_unset(r, "for_items",
			   "none: only a task of kind EO_spot is for what was "
			   "handed in",
			   why);
}

const struct kind kind_clearance_task = {
	.name = "clearance_task",
	.code = 80,
	.label_en = "clearance task",
	.label_ar = "مهمة تطهير",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 1,
	.roles = "mine_action",
	.key = "task_no",
	.updates = true,
	.place_by = "area",
	.counts = clearance_task_counts,
	.n_counts = sizeof clearance_task_counts / sizeof *clearance_task_counts,
	.rule = task_rule,
	.sealed_rule = task_sealed_rule,
	.fields = clearance_task_fields,
	.n = sizeof clearance_task_fields / sizeof *clearance_task_fields,
};

static const struct field eo_item_fields[] = {
	{ "category", 1, F_CODE, true, PUB,
	  "AP_mine,AP_improvised,AV_mine,CMR,UXO,AXO,SAA,IED,fuze,booby_trap",
	  .help = "IMAS 05.10" },
	{ "found", 2, F_QTY, true, PUB },
	{ "destroyed", 3, F_QTY, true, PUB },
	{ "moved", 4, F_QTY, false, PUB },
};

const struct kind kind_eo_item = {
	.name = "eo_item",
	.label_en = "explosive items by category",
	.label_ar = "أجسام متفجرة",
	.form = FORM_PART,
	.seal = "",
	.fields = eo_item_fields,
	.n = sizeof eo_item_fields / sizeof *eo_item_fields,
};

static const struct field clearance_report_fields[] = {
	{ "task", 10, F_REF, true, PUB, "clearance_task" },
	{ "area_m2", 11, F_QTY, true, PUB,
	  .help = "cancelled, reduced and cleared are three numbers" },
	{ "cancelled_m2", 12, F_QTY, false, PUB },
	{ "reduced_m2", 13, F_QTY, false, PUB },
	{ "cleared_m2", 14, F_QTY, false, PUB },
	{ "road_m", 15, F_QTY, false, PUB },
	{ "buildings", 16, F_QTY, false, PUB },
	{ "depth_cm", 17, F_INT, false, PUB, "0..500" },
	{ "items", 18, F_ROWS, true, PUB, .rows = &kind_eo_item },
	{ "accepted", 19, F_BOOL, true, PUB, .help = "counts in M1..M5 only when true" },
	{ "people_present", 20, F_QTY, false, PUB },
	{ "machines_present", 21, F_QTY, false, PUB },
	{ "points", 22, F_GEO, false, CENTRE },
	{ "building_type", 23, F_CODE, false, PUB,
	  "school,hospital,worship,water,power,bakery,other",
	  .help = "detail of figure M4; only where the buildings are public ones" },
};

#define ACCEPTED "accepted=yes"

static const struct counted clearance_report_counts[] = {
	{ .figure = "M1", .detail = "cleared", .amount = "cleared_m2", .when = ACCEPTED },
	{ .figure = "M1", .detail = "reduced", .amount = "reduced_m2", .when = ACCEPTED },
	{ .figure = "M1", .detail = "cancelled", .amount = "cancelled_m2", .when = ACCEPTED },
	{ .figure = "M2", .amount = "road_m", .when = ACCEPTED },
	{ .figure = "M3", .amount = "buildings", .when = ACCEPTED },
	{ .figure = "M4",
	  .detail = "@building_type",
	  .amount = "buildings",
	  .when = ACCEPTED " building_type" },
	{ .figure = "M5", .detail = "found", .amount = "items.found", .when = ACCEPTED },
	{ .figure = "M5", .detail = "destroyed", .amount = "items.destroyed", .when = ACCEPTED },
	{ .figure = "M5",
	  .detail = "IED",
	  .amount = "items.found",
	  .when = ACCEPTED,
	  .row = "category=IED" },
	{ .figure = "M5",
	  .detail = "mine",
	  .amount = "items.found",
	  .when = ACCEPTED,
	  .row = "category=AP_mine|AP_improvised|AV_mine" },
	{ .figure = "M5",
	  .detail = "UXO",
	  .amount = "items.found",
	  .when = ACCEPTED,
	  .row = "category=UXO" },
};

/* category, found, destroyed, moved */
static void items_rule(const struct rec *r, struct refusals *why)
{
	const struct val *rows = rec_get(r, "items");

	for (size_t i = 0; i < rows->len; i++) {
		const struct val *row = rows->v[i].v;
		int64_t gone = row[2].n + (row[3].set ? row[3].n : 0);

		if (gone > row[1].n)
			refuse(why, "part_over_whole", S("items.found"), row[0].s,
			       "not less than destroyed and moved together, %lld", (long long)gone);
		for (size_t j = 0; j < i; j++)
			if (str_eq(rows->v[j].v[0].s, row[0].s))
				refuse(why, "twice", S("items.category"), row[0].s,
				       "one row for each category");
	}
}

static void clearance_report_rule(const struct rec *r, const struct rec_view *v,
				  struct refusals *why)
{
	(void)v;
	need_sum(r, "cancelled_m2,reduced_m2,cleared_m2", "area_m2", why);
	if (rec_get(r, "building_type"))
		need_set(r, "buildings", "how many buildings of this type", why);
	items_rule(r, why);
}

const struct kind kind_clearance_report = {
	.name = "clearance_report",
	.code = 81,
	.label_en = "clearance done",
	.label_ar = "تطهير منجز",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 1,
	.roles = "mine_action",
	.place_by = "task",
	.counts = clearance_report_counts,
	.n_counts = sizeof clearance_report_counts / sizeof *clearance_report_counts,
	.rule = clearance_report_rule,
	.fields = clearance_report_fields,
	.n = sizeof clearance_report_fields / sizeof *clearance_report_fields,
};

static const struct field clearance_qa_fields[] = {
	{ "task", 10, F_REF, true, PUB, "clearance_task" },
	{ "on", 11, F_DATE, true, PUB },
	{ "result", 12, F_CODE, true, PUB, "accepted,rework,rejected" },
	{ "site_type", 13, F_CODE, false, PUB,
	  "school,power,water,worship,hospital,bakery,housing,road,other",
	  .help = "detail of figure M6" },
	{ "sites", 14, F_QTY, true, PUB },
	{ "inspector", 15, F_REF, true, CENTRE, "party", .help = "not the team that cleared" },
	{ "nonconformity", 16, F_CODE, false, PUB, "none,minor,major" },
	{ "handed_to", 17, F_REF, false, PUB, "party" },
};

static const struct counted clearance_qa_counts[] = {
	{ .figure = "M6", .detail = "@site_type", .amount = "sites", .when = "result=accepted" },
};

static void clearance_qa_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	need_past(r, "on", why);
	if (!rec_is(r, "result", "accepted"))
		return;
	need_some(r, "sites", why);
	need_set(r, "site_type", "the type of the sites that are accepted", why);
	if (rec_is(r, "nonconformity", "major"))
		refuse(why, "nonconformity", S("nonconformity"), S("major"),
		       "none or minor: with a major one the sites are not accepted");
}

static void clearance_qa_sealed_rule(const struct rec *r, const struct rec_view *v,
				     struct refusals *why)
{
	const struct rec *task = need_ref(r, v, "task");
	const struct val *org = task ? rec_get(task, "org") : NULL,
			 *inspector = rec_get(r, "inspector");

	if (org && str_eq(ref_key(v->a, org->s, v), ref_key(v->a, inspector->s, v)))
		refuse(why, "own_work", S("inspector"), S(""),
		       "a party other than the one that cleared");
}

const struct kind kind_clearance_qa = {
	.name = "clearance_qa",
	.code = 82,
	.label_en = "quality check and handover",
	.label_ar = "ضمان الجودة",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 2,
	.roles = "mine_action",
	.place_by = "task",
	.counts = clearance_qa_counts,
	.n_counts = sizeof clearance_qa_counts / sizeof *clearance_qa_counts,
	.rule = clearance_qa_rule,
	.sealed_rule = clearance_qa_sealed_rule,
	.fields = clearance_qa_fields,
	.n = sizeof clearance_qa_fields / sizeof *clearance_qa_fields,
};

static const struct field deployment_fields[] = {
	{ "org", 10, F_REF, true, PUB, "party" },
	{ "what", 11, F_CODE, true, PUB, "clearance,medical,kitchen,repair,transport" },
	{ "state", 12, F_CODE, true, PUB, "planned,present,left",
	  .help = "planned is never added to present" },
	{ "people", 13, F_QTY, false, PUB },
	{ "machines", 14, F_QTY, false, PUB },
	{ "from", 15, F_DATE, true, PUB },
	{ "until", 16, F_DATE, false, PUB },
};

#define DEPLOYED(DETAIL, AMOUNT, STATE)                                                     \
	{                                                                                   \
		.figure = "M7", .detail = (DETAIL), .amount = (AMOUNT),                     \
		.when = "what=clearance state=" STATE, .until = "until", .how = COUNT_STATE \
	}

static const struct counted deployment_counts[] = {
	DEPLOYED("people planned", "people", "planned"),
	DEPLOYED("machines planned", "machines", "planned"),
	DEPLOYED("people present", "people", "present"),
	DEPLOYED("machines present", "machines", "present"),
};

static void deployment_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	need_order(r, "from", "until", why);
	need_later(r, rec_before(r, v), why);
	if (!rec_is(r, "state", "planned"))
		need_past(r, "from", why);
	if (!rec_is(r, "state", "left") && !rec_get(r, "people") && !rec_get(r, "machines"))
		refuse(why, "missing", S("people"), S(""), "how many people, or how many machines");
}

const struct kind kind_deployment = {
	.name = "deployment",
	.code = 83,
	.label_en = "people and machines deployed",
	.label_ar = "كوادر وآليات",
	.form = FORM_PLACE,
	.seal = "",
	.signatures = 1,
	.roles = "mine_action,aid",
	.key = "org+what",
	.updates = true,
	.counts = deployment_counts,
	.n_counts = sizeof deployment_counts / sizeof *deployment_counts,
	.rule = deployment_rule,
	.fields = deployment_fields,
	.n = sizeof deployment_fields / sizeof *deployment_fields,
};
