/* Mine action: tasks, quality assurance and handover (IMAS 07.40, 08.30; product.md S13). */
#include "record/kinds.h"

#include "record/rec.h"
#include "record/refuse.h"
#include "base/banned.h"

static void task_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct val *from = rec_get(r, "from"), *until = rec_get(r, "until");

	(void)v;
	if (until && until->n < from->n)
		refuse(why, "period", S("until"), S(""), "a day that is not before from");
}

static void clearance_qa_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct rec *task = v->by_ref(v->p, rec_get(r, "task")->s);
	const struct val *org = task ? rec_get(task, "org") : NULL,
			 *inspector = rec_get(r, "inspector");

	if (rec_is(r, "result", "accepted") && rec_get(r, "sites")->n < 1)
		refuse(why, "no_site", S("sites"), S("0"), "at least one site that is accepted");
	if (rec_is(r, "result", "accepted") && !rec_get(r, "site_type"))
		refuse(why, "missing", S("site_type"), S(""),
		       "the type of the sites that are accepted");
	if (org && inspector && str_eq(org->s, inspector->s))
		refuse(why, "own_work", S("inspector"), S(""),
		       "a party other than the one that cleared");
}

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
};

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
	.rule = task_rule,
	.fields = clearance_task_fields,
	.n = sizeof clearance_task_fields / sizeof *clearance_task_fields,
};

static const struct field clearance_qa_fields[] = {
	{ "task", 10, F_REF, true, PUB, "clearance_task" },
	{ "on", 11, F_DATE, true, PUB },
	{ "result", 12, F_CODE, true, PUB, "accepted,rework,rejected" },
	{ "site_type", 13, F_CODE, false, PUB,
	  "school,power,water,worship,hospital,bakery,housing,road,other",
	  .help = "detail of figure M6" },
	{ "sites", 14, F_QTY, true, PUB, .figure = "M6", .detail = "@site_type" },
	{ "inspector", 15, F_REF, true, CENTRE, "party", .help = "not the team that cleared" },
	{ "nonconformity", 16, F_CODE, false, PUB, "none,minor,major" },
	{ "handed_to", 17, F_REF, false, PUB, "party" },
};

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
	.counts_when = "result=accepted",
	.rule = clearance_qa_rule,
	.fields = clearance_qa_fields,
	.n = sizeof clearance_qa_fields / sizeof *clearance_qa_fields,
};
