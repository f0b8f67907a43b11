/* Convoys: planned, counted at both ends, and what happens on the way (product.md S8). A plan is never an
 * arrival, and where people are or will be on the road is not public before they have arrived, but where a party
 * has published the plan. */
#include "record/kinds.h"

#include <string.h>

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
	const struct rec *old = rec_before(r, v);

	if (str_eq(rec_code(r, "from"), rec_code(r, "to")))
		refuse(why, "same_place", S("to"), rec_code(r, "to"), "another place than from");
	if (!over(r))
		need_unset(r, "delay_hours", "nothing before the convoy has arrived", why);
	need_later(r, old, why);
	need_same(r, v, old, "from", why);
	if (old && rec_get(old, "plan_published_by"))
		need_set(r, "plan_published_by", "as before: what was made public stays so", why);
	if (old && rec_is(old, "state", "arrived") && !rec_is(r, "state", "arrived"))
		refuse(why, "arrived", S("state"), rec_code(r, "state"),
		       "arrived, or another convoy: this one has arrived");
}

/* Judged by the newest state: all states of a convoy wait, and go, together and in their order. */
static const char *convoy_hold(const struct rec *r, const struct rec_view *v)
{
	const struct rec *newest = need_latest(r, v);

	return over(newest) || rec_get(newest, "plan_published_by")
		       ? NULL
		       : "the convoy is not over (arrived, cancelled, turned_back), and nobody "
			 "published its plan (plan_published_by)";
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
	.hold = convoy_hold,
	.fields = convoy_fields,
	.n = sizeof convoy_fields / sizeof *convoy_fields,
};

/* What tells where a convoy is stays in the register until it is over. */
static const char *until_arrival(const struct rec *r, const struct rec_view *v)
{
	return over(need_newest(r, v, "convoy")) ? NULL : "the convoy has not arrived";
}

#define IN_THE_LOG                                                                           \
	"one whose plan nobody published comes into the log when it is over: both ends are " \
	"counted "                                                                           \
	"into the register after that"

static const struct field convoy_count_fields[] = {
	{ "convoy", 10, F_REF, true, PUB, "convoy", .help = IN_THE_LOG },
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
	{ "births", 20, F_INT, false, PUB, .help = "on the way; with an arrival" },
	{ "losses", 21, F_INT, false, PUB, .help = "who died or left on the way; with an arrival" },
};

#define ARRIVES "arrival"
#define ARRIVAL "end=" ARRIVES

static const struct counted convoy_count_counts[] = {
	{ .figure = "T2", .amount = "total", .when = ARRIVAL },
	{ .figure = "T3", .amount = "fighters", .when = ARRIVAL },
	{ .figure = "T4", .amount = "family", .when = ARRIVAL },
	{ .figure = "T5", .amount = "wounded", .when = ARRIVAL },
};

/* The count of the other end of the same convoy; numbers of convoys are those of one log. */
static const struct rec *other_end(const struct rec *r, const struct rec_view *v)
{
	const struct str convoy = rec_get(r, "convoy")->s;
	const char *end = rec_is(r, "end", ARRIVES) ? "departure" : ARRIVES;
	struct str key = str_fmt(v->a, "%.*s/%s", P(ref_key(v->a, convoy, v)), end);
	const struct rec *other = v->by_key(v->p, r->kind->name, key);
	struct str its = other ? rec_get(other, "convoy")->s : S("");

	/* The first 8 bytes of a reference are the log's. */
	return its.len == REF_BYTES && convoy.len == REF_BYTES && !memcmp(its.s, convoy.s, 8)
		       ? other
		       : NULL;
}

/* Whoever set out arrives, or it is said what happened. A departure that corrects another is let in without its
 * arrival, which is corrected after it: one of the two has to be first. */
static void ends_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct rec *other = other_end(r, v), *in = r, *out = other;
	int64_t want;

	if (!rec_is(r, "end", ARRIVES)) {
		need_unset(r, "births", "nothing: births on the way stand with the arrival", why);
		need_unset(r, "losses", "nothing: losses on the way stand with the arrival", why);
		in = other;
		out = r->corrects.s ? NULL : r;
	}
	if (!in || !out || rec_get(in, "total")->q != QUAL_EXACT ||
	    rec_get(out, "total")->q != QUAL_EXACT)
		return;
	want = need_amount(out, "total") + need_amount(in, "births") - need_amount(in, "losses");
	if (need_amount(in, "total") != want)
		refuse(why, "unexplained", S("total"),
		       str_fmt(why->a, "%lld", (long long)need_amount(r, "total")),
		       "departure + births - losses = arrival (%lld + %lld - %lld is not %lld): "
		       "say "
		       "in the arrival who was born, died or left on the way, or count again",
		       (long long)need_amount(out, "total"), (long long)need_amount(in, "births"),
		       (long long)need_amount(in, "losses"), (long long)need_amount(in, "total"));
}

static void convoy_count_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	ends_rule(r, v, why);
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
	/* What a departure corrects was public before. */
	return rec_is(r, "end", ARRIVES) || r->corrects.s ? NULL : until_arrival(r, v);
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
	{ "convoy", 10, F_REF, true, PUB, "convoy", .help = IN_THE_LOG },
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
