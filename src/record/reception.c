/* Groups counted as they come to a centre (product.md S2): a number, before anybody is asked a name. */
#include "record/kinds.h"

#include "record/need.h"
#include "base/banned.h"

static const struct field group_arrival_fields[] = {
	{ "group_no", 10, F_INT, true, PUB },
	{ "persons", 11, F_QTY, true, PUB },
	{ "adults", 12, F_QTY, false, CENTRE },
	{ "children", 13, F_QTY, false, CENTRE },
	{ "to_register", 14, F_BOOL, true, PUB, .help = "whether each will be registered here" },
	{ "came_from", 15, F_PLACE, false, CENTRE },
	{ "closed", 16, F_BOOL, false, PUB,
	  .help = "all of the group registered; difference becomes a restatement" },
};

static const struct counted group_arrival_counts[] = {
	{ .figure = "P1", .amount = "persons" },
};

static void group_arrival_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	need_some(r, "persons", why);
	if (rec_get(r, "closed") && rec_get(r, "closed")->n && !rec_get(r, "to_register")->n)
		refuse(why, "closed", S("closed"), S("yes"),
		       "no: nobody of this group is to be registered here");
}

static void group_arrival_sealed_rule(const struct rec *r, const struct rec_view *v,
				      struct refusals *why)
{
	(void)v;
	need_sum(r, "adults,children", "persons", why);
}

const struct kind kind_group_arrival = {
	.name = "group_arrival",
	.code = 30,
	.label_en = "group counted at reception",
	.label_ar = "مجموعة وصلت",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 2,
	.roles = "reception",
	.key = "group_no",
	.counts = group_arrival_counts,
	.n_counts = sizeof group_arrival_counts / sizeof *group_arrival_counts,
	.waits = "persons",
	.rule = group_arrival_rule,
	.sealed_rule = group_arrival_sealed_rule,
	.fields = group_arrival_fields,
	.n = sizeof group_arrival_fields / sizeof *group_arrival_fields,
};
