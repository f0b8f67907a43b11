/* Corridors and convoys: people counted as they leave (product.md S7, S8). */
#include "record/kinds.h"

#include "record/rec.h"
#include "record/refuse.h"
#include "base/banned.h"

static int64_t number(const struct rec *r, const char *field)
{
	const struct val *v = rec_get(r, field);

	return v ? v->n : 0;
}

/* Two counts of the same people by two different officers, which agree: where they do not, the people are
 * counted again. */
static void two_counters(const struct rec *r, const char *total, struct refusals *why)
{
	const struct val *counts = rec_get(r, "two_counts"), *all = rec_get(r, total);

	if (!counts || counts->len != 2 || str_eq(counts->v[0].v[0].s, counts->v[1].v[0].s)) {
		refuse(why, "two_counts", S("two_counts"), S(""),
		       "two counts by two different officers");
		return;
	}
	for (size_t i = 0; i < 2; i++)
		if (counts->v[i].v[1].n != all->n)
			refuse(why, "two_counts", S("two_counts"),
			       str_fmt(why->a, "%lld", (long long)counts->v[i].v[1].n),
			       "the number of %s: where two counts differ, count again", total);
}

static void corridor_count_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	static const char *const parts[] = { "children", "women", "elderly", "wounded",
					     "aid_workers" };

	(void)v;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (number(r, parts[i]) > number(r, "persons"))
			refuse(why, "part_over_whole", str_of(parts[i]), S(""),
			       "not more than persons");
}

static void corridor_count_sealed_rule(const struct rec *r, const struct rec_view *v,
				       struct refusals *why)
{
	(void)v;
	if (rec_is(r, "method", "tally") || rec_is(r, "method", "list"))
		two_counters(r, "persons", why);
}

static void convoy_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	if (str_eq(rec_code(r, "from"), rec_code(r, "to")))
		refuse(why, "same_place", S("to"), rec_code(r, "to"), "another place than from");
}

static void convoy_count_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	if (number(r, "fighters") + number(r, "family") + number(r, "wounded") +
		    number(r, "other") >
	    number(r, "total"))
		refuse(why, "part_over_whole", S("total"), S(""),
		       "not less than fighters, family, wounded and other together");
	if (number(r, "children") > number(r, "total"))
		refuse(why, "part_over_whole", S("children"), S(""), "not more than total");
}

static void convoy_count_sealed_rule(const struct rec *r, const struct rec_view *v,
				     struct refusals *why)
{
	(void)v;
	two_counters(r, "total", why);
}

/* A departure tells where people are on the road: it stays in the register until they have arrived. */
static const char *convoy_count_hold(const struct rec *r, const struct rec_view *v)
{
	const struct rec *convoy = v->by_ref(v->p, rec_get(r, "convoy")->s);
	const struct rec *now = convoy ? v->by_key(v->p, "convoy", rec_key(v->a, convoy)) : NULL;

	if (rec_is(r, "end", "arrival") ||
	    (now && (rec_is(now, "state", "arrived") || rec_is(now, "state", "cancelled") ||
		     rec_is(now, "state", "turned_back"))))
		return NULL;
	return "the convoy has not arrived";
}

static const struct field corridor_fields[] = {
	{ "corridor_no", 10, F_INT, true, PUB },
	{ "for", 11, F_CODE, true, PUB, "civilians,fighters,both" },
	{ "state", 12, F_CODE, true, PUB, "planned,open,closed,suspended" },
	{ "opened_on", 13, F_DATE, false, PUB },
	{ "posts", 14, F_TEXTS, false, CENTRE },
	{ "line", 15, F_GEO, false, CENTRE, .help = "the route is never public while it is used" },
};

const struct kind kind_corridor = {
	.name = "corridor",
	.code = 70,
	.label_en = "corridor opened or closed",
	.label_ar = "ممر",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 1,
	.roles = "transfer",
	.key = "corridor_no",
	.updates = true,
	.fields = corridor_fields,
	.n = sizeof corridor_fields / sizeof *corridor_fields,
};

static const struct field count_pair_fields[] = {
	{ "counter", 1, F_OFFICER, true, CENTRE },
	{ "persons", 2, F_QTY, true, CENTRE },
};

const struct kind kind_count_pair = {
	.name = "count_pair",
	.label_en = "two independent counts",
	.label_ar = "عدان",
	.form = FORM_PART,
	.seal = "",
	.fields = count_pair_fields,
	.n = sizeof count_pair_fields / sizeof *count_pair_fields,
};

static const struct field corridor_count_fields[] = {
	{ "corridor", 10, F_REF, true, PUB, "corridor" },
	{ "direction", 11, F_CODE, true, PUB, "out,in", .help = "only \"out\" enters T1" },
	{ "persons", 12, F_QTY, true, PUB, .figure = "T1" },
	{ "children", 13, F_QTY, false, PUB, .figure = "T1c", .help = "under 18" },
	{ "women", 14, F_QTY, false, PUB, .figure = "T1", .detail = "women" },
	{ "elderly", 15, F_QTY, false, PUB, .figure = "T1", .detail = "elderly" },
	{ "wounded", 16, F_QTY, false, PUB, .figure = "T1", .detail = "wounded" },
	{ "aid_workers", 17, F_QTY, false, PUB, .figure = "T1", .detail = "aid workers",
	  .help = "staff of organisations leaving" },
	{ "method", 18, F_CODE, true, PUB, "tally,list,estimate,stated",
	  .help = "stated = taken over from somebody's statement; shown as such" },
	{ "from_hour", 19, F_TIME, true, CENTRE, .help = "hour blocks are not public" },
	{ "post", 20, F_TEXT, false, CENTRE, .max = 40 },
	{ "two_counts", 21, F_ROWS, false, CENTRE, .rows = &kind_count_pair,
	  .help = "required when method is tally or list" },
};

const struct kind kind_corridor_count = {
	.name = "corridor_count",
	.code = 71,
	.label_en = "people counted at a post",
	.label_ar = "عدد العابرين",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 2,
	.roles = "corridor_counter",
	.place_by = "corridor",
	.counts_when = "direction=out",
	.rule = corridor_count_rule,
	.sealed_rule = corridor_count_sealed_rule,
	.fields = corridor_count_fields,
	.n = sizeof corridor_count_fields / sizeof *corridor_count_fields,
};

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
};

const struct kind kind_convoy = {
	.name = "convoy",
	.code = 72,
	.label_en = "convoy planned",
	.label_ar = "قافلة",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 2,
	.roles = "transfer,chief",
	.key = "convoy_no",
	.updates = true,
	.place_by = "from",
	.rule = convoy_rule,
	.fields = convoy_fields,
	.n = sizeof convoy_fields / sizeof *convoy_fields,
};

static const struct field convoy_count_fields[] = {
	{ "convoy", 10, F_REF, true, PUB, "convoy" },
	{ "end", 11, F_CODE, true, PUB, "departure,arrival", .help = "T2 counts arrivals" },
	{ "total", 12, F_QTY, true, PUB, .figure = "T2" },
	{ "fighters", 13, F_QTY, false, PUB, .figure = "T3",
	  .help = "self-stated or registered; unstated is allowed and is not 0" },
	{ "family", 14, F_QTY, false, PUB, .figure = "T4" },
	{ "wounded", 15, F_QTY, false, PUB, .figure = "T5" },
	{ "children", 16, F_QTY, false, PUB, .help = "of the total, any category" },
	{ "other", 17, F_QTY, false, PUB },
	{ "weapons", 18, F_INT, false, PUB },
	{ "two_counts", 19, F_ROWS, true, CENTRE, .rows = &kind_count_pair },
};

const struct kind kind_convoy_count = {
	.name = "convoy_count",
	.code = 73,
	.label_en = "convoy counted out or in",
	.label_ar = "تعداد قافلة",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 2,
	.roles = "corridor_counter",
	.place_by = "convoy",
	.counts_when = "end=arrival",
	.rule = convoy_count_rule,
	.sealed_rule = convoy_count_sealed_rule,
	.hold = convoy_count_hold,
	.fields = convoy_count_fields,
	.n = sizeof convoy_count_fields / sizeof *convoy_count_fields,
};
