/* Convoys: planned, counted at both ends, and what happens on the way (product.md S8). A plan is never an
 * arrival, and where people are on the road is not public before they have arrived. */
#include "record/kinds.h"

#include "record/need.h"
#include "base/banned.h"

static const struct field convoy_fields[] = {
	{ "convoy_no", 10, F_INT, true, PUB },
	{ "from", 11, F_PLACE, true, PUB },
	{ "to", 12, F_PLACE, true, PUB },
	{ "agreement", 13, F_REF, false, PUB, "agreement" },
	{ "planned", 14, F_QTY, true, PUB, .help = "figure T8; never added to T2" },
	{ "planned_on", 15, F_DATE, true, PUB },
	{ "state", 16, F_CODE, true, PUB, "planned,delayed,moving,arrived,cancelled,turned_back" },
	{ "delay_hours", 17, F_QTY, false, PUB, .help = "published after arrival" },
	{ "vehicles", 18, F_QTY, false, PUB },
	{ "escort", 19, F_REFS, false, PUB, "party" },
	{ "observers", 20, F_REFS, false, PUB, "party" },
	{ "weapons_allowed", 21, F_INT, false, PUB },
	{ "route", 22, F_TEXT, false, CENTRE, .max = 200, .help = "never public" },
	{ "plan_published_by", 23, F_REF, false, PUB, "party",
	  .help = "the party that made the plan public; only then it counts in T8" },
};

static const struct counted convoy_counts[] = {
	{ .figure = "T6", .amount = "vehicles", .when = "state=arrived", .how = COUNT_COMES },
	{ .figure = "T6", .detail = "convoys", .when = "state=arrived", .how = COUNT_COMES },
	{ .figure = "T8",
	  .amount = "planned",
	  .when = "state=planned|delayed plan_published_by",
	  .how = COUNT_STATE },
};

static bool over(const struct rec *convoy)
{
	return convoy && code_in("arrived,cancelled,turned_back", rec_code(convoy, "state"));
}

static void convoy_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct rec *old = need_before(r, v);

	if (str_eq(rec_code(r, "from"), rec_code(r, "to")))
		refuse(why, "same_place", S("to"), rec_code(r, "to"), "another place than from");
	if (!over(r))
		need_unset(r, "delay_hours", "nothing before the convoy has arrived", why);
	need_later(r, old, why);
	need_same(r, v, old, "from", why);
	if (old && rec_is(old, "state", "arrived") && !rec_is(r, "state", "arrived"))
		refuse(why, "arrived", S("state"), rec_code(r, "state"),
		       "arrived, or another convoy: this one has arrived");
}

const struct kind kind_convoy = {
	.name = "convoy",
	.code = 72,
	.label_en = "convoy planned",
	.label_ar = "قافلة",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 2,
	.roles = "transfer,chief",
	.each_role = true,
	.key = "convoy_no",
	.updates = true,
	.place_by = "from",
	.counts = convoy_counts,
	.n_counts = sizeof convoy_counts / sizeof *convoy_counts,
	.rule = convoy_rule,
	.fields = convoy_fields,
	.n = sizeof convoy_fields / sizeof *convoy_fields,
};

/* What tells where a convoy is stays in the register until it is over. */
static const char *until_arrival(const struct rec *r, const struct rec_view *v)
{
	return over(need_newest(r, v, "convoy")) ? NULL : "the convoy has not arrived";
}

static const struct field convoy_count_fields[] = {
	{ "convoy", 10, F_REF, true, PUB, "convoy" },
	{ "end", 11, F_CODE, true, PUB, "departure,arrival", .help = "T2 counts arrivals" },
	{ "total", 12, F_QTY, true, PUB },
	{ "fighters", 13, F_QTY, false, PUB,
	  .help = "self-stated or registered; unstated is allowed and is not 0" },
	{ "family", 14, F_QTY, false, PUB },
	{ "wounded", 15, F_QTY, false, PUB },
	{ "children", 16, F_QTY, false, PUB, .help = "of the total, any category" },
	{ "other", 17, F_QTY, false, PUB },
	{ "weapons", 18, F_INT, false, PUB },
	{ "two_counts", 19, F_ROWS, true, CENTRE, .rows = &kind_count_pair },
};

#define ARRIVAL "end=arrival"

static const struct counted convoy_count_counts[] = {
	{ .figure = "T2", .amount = "total", .when = ARRIVAL },
	{ .figure = "T3", .amount = "fighters", .when = ARRIVAL },
	{ .figure = "T4", .amount = "family", .when = ARRIVAL },
	{ .figure = "T5", .amount = "wounded", .when = ARRIVAL },
};

static void convoy_count_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	need_sum(r, "fighters,family,wounded,other", "total", why);
	need_each(r, "children", "total", why);
}

static void convoy_count_sealed_rule(const struct rec *r, const struct rec_view *v,
				     struct refusals *why)
{
	(void)v;
	need_two_counts(r, "total", why);
}

static const char *convoy_count_hold(const struct rec *r, const struct rec_view *v)
{
	return rec_is(r, "end", "arrival") ? NULL : until_arrival(r, v);
}

const struct kind kind_convoy_count = {
	.name = "convoy_count",
	.code = 73,
	.label_en = "convoy counted out or in",
	.label_ar = "تعداد قافلة",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 2,
	.roles = "corridor_counter",
	.key = "convoy+end",
	.place_by = "convoy",
	.counts = convoy_count_counts,
	.n_counts = sizeof convoy_count_counts / sizeof *convoy_count_counts,
	.rule = convoy_count_rule,
	.sealed_rule = convoy_count_sealed_rule,
	.hold = convoy_count_hold,
	.fields = convoy_count_fields,
	.n = sizeof convoy_count_fields / sizeof *convoy_count_fields,
};

static const struct field convoy_event_fields[] = {
	{ "convoy", 10, F_REF, true, PUB, "convoy" },
	{ "kind", 11, F_CODE, true, PUB,
	  "delay,breakdown,birth,death,left,turned_back,attacked,inspected" },
	{ "number", 12, F_QTY, false, PUB },
	{ "hours", 13, F_INT, false, PUB },
	{ "published_after_arrival", 14, F_BOOL, true, PUB,
	  .help = "true: kept back until the convoy has arrived" },
	{ "where", 15, F_PLACE, false, CENTRE },
};

static void convoy_event_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	if (rec_is(r, "kind", "delay"))
		need_set(r, "hours", "how many hours", why);
	if (code_in("birth,death,left", rec_code(r, "kind")))
		need_set(r, "number", "how many people", why);
	need_some(r, "number", why);
}

static const char *convoy_event_hold(const struct rec *r, const struct rec_view *v)
{
	const struct val *later = rec_get(r, "published_after_arrival");

	return later && later->n ? until_arrival(r, v) : NULL;
}

const struct kind kind_convoy_event = {
	.name = "convoy_event",
	.code = 74,
	.label_en = "event on the way",
	.label_ar = "حادث في الطريق",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 1,
	.roles = "transfer",
	.place_by = "convoy",
	.rule = convoy_event_rule,
	.hold = convoy_event_hold,
	.fields = convoy_event_fields,
	.n = sizeof convoy_event_fields / sizeof *convoy_event_fields,
};
