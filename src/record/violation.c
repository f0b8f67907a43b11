/* Incidents and who was hurt in them, by whoever reports (product.md S10). Reports of different reporters
 * are kept apart; nothing here says who did it but in the words of a party that is named. */
#include "record/kinds.h"

#include "base/time.h"
#include "record/need.h"
#include "base/banned.h"

static const struct field casualty_fields[] = {
	{ "harm", 1, F_CODE, true, PUB, "killed,injured,missing" },
	{ "who", 2, F_CODE, true, PUB, "men,women,girls,boys,children,adults,unknown",
	  .help = "\"children\" and \"adults\" where sex is not known" },
	{ "amount", 3, F_QTY, true, PUB, .help = "\"several\" is at_least 2" },
};

const struct kind kind_casualty = {
	.name = "casualty",
	.label_en = "casualties of an incident",
	.label_ar = "ضحايا",
	.form = FORM_PART,
	.seal = "",
	.fields = casualty_fields,
	.n = sizeof casualty_fields / sizeof *casualty_fields,
};

/* People hurt, by harm and by who they are; girls and boys are children. */
#define CASUALTY(FIGURE, DETAIL, ROW, WHEN)                                            \
	{                                                                              \
		.figure = (FIGURE), .detail = (DETAIL), .amount = "casualties.amount", \
		.when = (WHEN), .row = (ROW)                                           \
	}
#define CASUALTIES(WHEN)                                                                        \
	CASUALTY("V4", "killed", "harm=killed", WHEN),                                          \
		CASUALTY("V4", "injured", "harm=injured", WHEN),                                \
		CASUALTY("V4", "missing", "harm=missing", WHEN),                                \
		CASUALTY("V4", "killed women", "harm=killed who=women", WHEN),                  \
		CASUALTY("V4", "killed girls", "harm=killed who=girls", WHEN),                  \
		CASUALTY("V4", "killed boys", "harm=killed who=boys", WHEN),                    \
		CASUALTY("V4", "killed children", "harm=killed who=girls|boys|children", WHEN), \
		CASUALTY("V4", "killed men", "harm=killed who=men", WHEN),                      \
		CASUALTY("V4", "injured women", "harm=injured who=women", WHEN),                \
		CASUALTY("V4", "injured children", "harm=injured who=girls|boys|children", WHEN)

/* The same people stand in one row. */
static void casualties_rule(const struct rec *r, struct refusals *why)
{
	const struct val *rows = rec_get(r, "casualties");

	for (size_t i = 0; rows && i < rows->len; i++) {
		const struct val *row = rows->v[i].v;

		if (row[2].n < 1)
			refuse(why, "none", S("casualties.amount"), S("0"), "at least 1");
		for (size_t j = 0; j < i; j++)
			if (str_eq(rows->v[j].v[0].s, row[0].s) &&
			    str_eq(rows->v[j].v[1].s, row[1].s))
				refuse(why, "twice", S("casualties"), row[1].s,
				       "one row for each harm and group of people");
	}
}

static const struct field violation_fields[] = {
	{ "event_no", 10, F_TEXT, true, PUB, .max = 24 },
	{ "reporter", 11, F_REF, true, PUB, "party",
	  .help = "monitor, party or residents; never a named person" },
	{ "means", 12, F_CODE, true, PUB, "observed,heard,reported,examined_after" },
	{ "number", 13, F_QTY, true, PUB },
	{ "kind", 14, F_CODE, true, PUB,
	  "shelling,explosion,burst,shot,projectile,air_strike,ground_attack,killing,abduction,"
	  "obstruction,other" },
	{ "weapon", 15, F_CODE, false, PUB,
	  "mortar,artillery,mlrs,small_arms,heavy_mg,at_weapon,ied,mine,aircraft,unknown" },
	{ "area", 16, F_PLACE, true, PUB, .help = "quarter or community; no finer" },
	{ "attributed_to", 17, F_REF, false, PUB, "party",
	  .help = "with attributed_by; absent = not attributed" },
	{ "attributed_by", 18, F_REF, false, PUB, "party" },
	{ "status", 19, F_CODE, true, PUB, "alleged,reported,confirmed,disputed,denied" },
	{ "casualties", 20, F_ROWS, false, PUB, .rows = &kind_casualty },
	{ "same_event", 21, F_REFS, false, PUB, "violation",
	  .help = "the first report of the event, by another reporter; this one has no more in "
		  "it" },
	{ "confirms", 22, F_REF, false, PUB, "violation" },
	{ "agreement", 23, F_REF, false, PUB, "agreement" },
	{ "post", 24, F_TEXT, false, CENTRE, .max = 40, .help = "where the observer stood" },
	{ "point", 25, F_GEO, false, CENTRE },
};

/* An event counts once, in the first report of it: later ones link to it by same_event or confirms. The
 * rule that carries `number` comes before that of V1, whose detail is a reference. */
static const struct counted violation_counts[] = {
	{ .figure = "V3", .amount = "number", .when = "!same_event !confirms" },
	{ .figure = "V2", .amount = "number", .when = "confirms" },
	{ .figure = "V1", .detail = "@reporter", .amount = "number" },
	CASUALTIES("!same_event !confirms"),
};

/* Who may be meant by a row, and the groups that amounts are compared for: a group lies in another, or they
 * share nobody. */
enum people { GIRLS = 1, BOYS = 2, WOMEN = 4, MEN = 8, ANYBODY = 15 };

static const unsigned groups[] = { GIRLS, BOYS, WOMEN, MEN, GIRLS | BOYS, WOMEN | MEN, ANYBODY };

static unsigned people_of(struct str who)
{
	static const struct {
		const char *who;
		unsigned people;
	} list[] = {
		{ "girls", GIRLS },	      { "boys", BOYS },
		{ "women", WOMEN },	      { "men", MEN },
		{ "children", GIRLS | BOYS }, { "adults", WOMEN | MEN },
	};

	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (str_eq(who, str_of(list[i].who)))
			return list[i].people;
	return ANYBODY;
}

/* How many with that harm have to be of the group; with `perhaps` those who may be. */
static int64_t hurt(const struct rec *r, struct str harm, unsigned group, bool perhaps)
{
	const struct val *rows = rec_get(r, "casualties");
	int64_t sum = 0; /* at most 4,096 rows of 10^12 */

	for (size_t i = 0; rows && i < rows->len; i++) {
		const struct val *row = rows->v[i].v;
		unsigned people = people_of(row[1].s);

		if (str_eq(row[0].s, harm) && (perhaps ? people & group : !(people & ~group)))
			sum += row[2].n;
	}
	return sum;
}

#define OWN_EVENT "record it as an event of its own, or have the first report corrected"

/* What another report says of an event is among what the first says, since only the first counts as an event:
 * nobody who was killed may vanish behind a smaller event. */
static void within_first(const struct rec *r, const struct rec *first, struct refusals *why)
{
	static const char *const harms[] = { "killed", "injured", "missing" };
	int64_t n = need_amount(r, "number"), most = need_amount(first, "number");

	if (n > most)
		refuse(why, "part_over_whole", S("number"), str_fmt(why->a, "%lld", (long long)n),
		       "not more than the %lld of the report it belongs to: " OWN_EVENT,
		       (long long)most);
	for (size_t i = 0; i < sizeof harms / sizeof *harms; i++)
		for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
			struct str harm = str_of(harms[i]);

			n = hurt(r, harm, groups[g], false);
			most = hurt(first, harm, groups[g], true);
			if (n <= most)
				continue;
			refuse(why, "part_over_whole", S("casualties"),
			       str_fmt(why->a, "%lld %s", (long long)n, harms[i]),
			       "not more people, nor others, than the report it belongs to has "
			       "(%lld): " OWN_EVENT,
			       (long long)most);
			break;
		}
}

/* Whether the newest report with its number in this log took it back. */
static bool taken_back(const struct rec *first, struct str ref, const struct rec_view *v)
{
	const struct rec *newer = need_latest(first, v);

	/* Each is earlier than what corrects it; a hostile log ends here all the same. */
	for (int i = 0; newer && newer->kind == &kind_violation && newer->corrects.s && i < 64;
	     i++) {
		if (str_eq(newer->corrects, ref))
			return true;
		newer = v->by_ref(v->p, newer->corrects);
	}
	return false;
}

/* `ref` names, in `field`, the first report of the event that r is another report of. */
static const struct rec *link_rule(const struct rec *r, const struct rec_view *v, const char *field,
				   struct str ref, struct refusals *why)
{
	const struct rec *first = v->by_ref(v->p, ref);

	if (!first || first->kind != &kind_violation)
		return NULL;
	if (str_eq(ref_key(v->a, rec_code(first, "reporter"), v),
		   ref_key(v->a, rec_code(r, "reporter"), v)))
		refuse(why, "same_reporter", S("reporter"), S(""),
		       "another reporter than that of the first report: nobody confirms himself, "
		       "and "
		       "what one reporter says of two events are two");
	if (!str_eq(rec_code(first, "area"), rec_code(r, "area")))
		refuse(why, "another_place", S("area"), rec_code(r, "area"),
		       "%.*s, where the event is counted; else " OWN_EVENT,
		       P(rec_code(first, "area")));
	if (rec_get(first, "same_event") || rec_get(first, "confirms"))
		refuse(why, "linked", str_of(field), rec_code(first, "event_no"),
		       "the first report of the event, not one that is linked to it itself");
	if (taken_back(first, ref, v))
		refuse(why, "corrected", str_of(field), rec_code(first, "event_no"),
		       "the report that corrects it");
	if (r->day < first->day)
		refuse(why, "order", S("day"), day_text(why->a, r->day),
		       "a day that is not before that of the first report, %.*s; else " OWN_EVENT,
		       P(day_text(why->a, first->day)));
	within_first(r, first, why);
	return first;
}

static void same_event_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct val *refs = rec_get(r, "same_event");

	for (size_t i = 0; refs && i < refs->len; i++)
		(void)link_rule(r, v, "same_event", refs->v[i].s, why);
}

/* What confirms an event has its number with CONFIRMS behind it: event numbers occur once, so no event is
 * confirmed twice. */
#define CONFIRMS "-C"

static void confirms_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct val *ref = rec_get(r, "confirms");
	const struct rec *event = ref ? link_rule(r, v, "confirms", ref->s, why) : NULL;
	struct str no;

	if (!event)
		return;
	no = str_fmt(why->a, "%.*s" CONFIRMS, P(rec_code(event, "event_no")));
	if (!str_eq(rec_code(r, "event_no"), no))
		refuse(why, "number", S("event_no"), rec_code(r, "event_no"),
		       "%.*s: an event is confirmed once", P(no));
}

static void violation_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	need_some(r, "number", why);
	need_coarse(r, v, "area", "camp,post", why);
	if (rec_get(r, "attributed_to"))
		need_set(r, "attributed_by", "the party that says so", why);
	else
		need_unset(r, "attributed_by", "nobody, where no party is named", why);
	casualties_rule(r, why);
	same_event_rule(r, v, why);
	confirms_rule(r, v, why);
}

const struct kind kind_violation = {
	.name = "violation",
	.code = 24,
	.label_en = "incident or violation",
	.label_ar = "حادث أو خرق",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 0,
	.roles = "monitor",
	.key = "event_no",
	.place_by = "area",
	.counts = violation_counts,
	.n_counts = sizeof violation_counts / sizeof *violation_counts,
	.stated_when = "means=reported",
	.rule = violation_rule,
	.fields = violation_fields,
	.n = sizeof violation_fields / sizeof *violation_fields,
};

static const struct field accident_fields[] = {
	{ "area", 10, F_PLACE, true, PUB },
	{ "device", 11, F_CODE, true, PUB,
	  "AP_mine,AP_improvised,AV_mine,CMR,UXO,AXO,SAA,IED,fuze,booby_trap,unknown" },
	{ "during", 12, F_CODE, true, PUB, "clearance,travel,farming,play,return_home,other" },
	{ "casualties", 13, F_ROWS, true, PUB, .rows = &kind_casualty },
	{ "victim", 14, F_NAME, false, PERSON, .rows = &kind_name_part,
	  .help = "own key; aid is offered without it" },
};

/* In V4 too, where "by mine" says how many of them. */
static const struct counted accident_counts[] = {
	CASUALTY("M8", NULL, NULL, NULL),
	CASUALTY("M8", "killed", "harm=killed", NULL),
	CASUALTY("M8", "injured", "harm=injured", NULL),
	CASUALTY("M8", "killed children", "harm=killed who=girls|boys|children", NULL),
	CASUALTY("V4", "by mine", NULL, NULL),
	CASUALTIES(NULL),
};

static void accident_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct val *rows = rec_get(r, "casualties");

	need_coarse(r, v, "area", "camp,post", why);
	casualties_rule(r, why);
	for (size_t i = 0; i < rows->len; i++)
		if (str_eq(rows->v[i].v[0].s, S("missing")))
			refuse(why, "harm", S("casualties.harm"), S("missing"),
			       "killed or injured: an accident has no missing");
}

const struct kind kind_accident = {
	.name = "accident",
	.code = 84,
	.label_en = "mine or ordnance accident",
	.label_ar = "حادث ألغام",
	.form = FORM_PLACE,
	.seal = "S",
	.subject = SUBJECT_OWN,
	.signatures = 1,
	.roles = "mine_action",
	.place_by = "area",
	.counts = accident_counts,
	.n_counts = sizeof accident_counts / sizeof *accident_counts,
	.rule = accident_rule,
	.fields = accident_fields,
	.n = sizeof accident_fields / sizeof *accident_fields,
};
