/* Corridors, convoys, captives freed, residents who return: people counted as they move (product.md S6-S8,
 * S12). Where people are on the road is not public before they have arrived. */
#include "record/kinds.h"

#include "record/need.h"
#include "base/banned.h"

static const struct field corridor_fields[] = {
	{ "corridor_no", 10, F_INT, true, PUB },
	{ "for", 11, F_CODE, true, PUB, "civilians,fighters,both" },
	{ "state", 12, F_CODE, true, PUB, "planned,open,closed,suspended" },
	{ "opened_on", 13, F_DATE, false, PUB },
	{ "posts", 14, F_TEXTS, false, CENTRE },
	{ "line", 15, F_GEO, false, CENTRE, .help = "the route is never public while it is used" },
};

/* Open only what is open: a planned corridor counts apart. One for both counts in both. */
static const struct counted corridor_counts[] = {
	{ .figure = "C1",
	  .detail = "civilians planned",
	  .when = "for=civilians|both state=planned",
	  .how = COUNT_STATE },
	{ .figure = "C1",
	  .detail = "civilians open",
	  .when = "for=civilians|both state=open",
	  .how = COUNT_STATE },
	{ .figure = "C1",
	  .detail = "fighters planned",
	  .when = "for=fighters|both state=planned",
	  .how = COUNT_STATE },
	{ .figure = "C1",
	  .detail = "fighters open",
	  .when = "for=fighters|both state=open",
	  .how = COUNT_STATE },
	{ .figure = "C1", .detail = "suspended", .when = "state=suspended", .how = COUNT_STATE },
};

static void corridor_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	need_later(r, rec_before(r, v), why);
	need_past(r, "opened_on", why);
	if (rec_is(r, "state", "open"))
		need_set(r, "opened_on", "the day it opened", why);
	else if (rec_is(r, "state", "planned"))
		need_unset(r, "opened_on", "no day: it is planned", why);
}

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
	.counts = corridor_counts,
	.n_counts = sizeof corridor_counts / sizeof *corridor_counts,
	.rule = corridor_rule,
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
	{ "persons", 12, F_QTY, true, PUB },
	{ "children", 13, F_QTY, false, PUB, .help = "under 18" },
	{ "women", 14, F_QTY, false, PUB },
	{ "elderly", 15, F_QTY, false, PUB },
	{ "wounded", 16, F_QTY, false, PUB },
	{ "aid_workers", 17, F_QTY, false, PUB, .help = "staff of organisations leaving" },
	{ "method", 18, F_CODE, true, PUB, "tally,list,estimate,stated",
	  .help = "stated = taken over from somebody's statement; shown as such" },
	{ "from_hour", 19, F_TIME, true, CENTRE, .help = "hour blocks are not public" },
	{ "post", 20, F_TEXT, false, CENTRE, .max = 40 },
	{ "two_counts", 21, F_ROWS, false, CENTRE, .rows = &kind_count_pair,
	  .help = "required when method is tally or list" },
};

#define OUT "direction=out"

static const struct counted corridor_count_counts[] = {
	{ .figure = "T1", .amount = "persons", .when = OUT },
	{ .figure = "T1c", .amount = "children", .when = OUT },
	{ .figure = "T1", .detail = "women", .amount = "women", .when = OUT },
	{ .figure = "T1", .detail = "elderly", .amount = "elderly", .when = OUT },
	{ .figure = "T1", .detail = "wounded", .amount = "wounded", .when = OUT },
	{ .figure = "T1", .detail = "aid workers", .amount = "aid_workers", .when = OUT },
};

static void corridor_count_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	need_each(r, "elderly,wounded,aid_workers", "persons", why);
	need_sum(r, "children,women", "persons", why);
}

static void corridor_count_sealed_rule(const struct rec *r, const struct rec_view *v,
				       struct refusals *why)
{
	(void)v;
	if (rec_is(r, "method", "tally") || rec_is(r, "method", "list"))
		need_two_counts(r, "persons", why);
}

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
	.counts = corridor_count_counts,
	.n_counts = sizeof corridor_count_counts / sizeof *corridor_count_counts,
	.stated_when = "method=stated",
	.rule = corridor_count_rule,
	.sealed_rule = corridor_count_sealed_rule,
	.fields = corridor_count_fields,
	.n = sizeof corridor_count_fields / sizeof *corridor_count_fields,
};

static const struct field captive_release_fields[] = {
	{ "number", 10, F_QTY, true, PUB },
	{ "by_group", 11, F_REF, false, CENTRE, "party" },
	{ "place_of", 12, F_PLACE, true, PUB, .help = "governorate" },
	{ "received_by", 13, F_REF, true, PUB, "party" },
	{ "receipt", 14, F_TEXT, false, CENTRE, .max = 80,
	  .help = "what the receiver signed; required unless it is only announced" },
	{ "medical", 15, F_CODE, false, CENTRE, "seen,not_seen" },
	{ "captor_case", 16, F_REF, false, PERSON, "presentation",
	  .help = "the captor's benefit: never shown to the captive" },
	{ "freed_names", 17, F_ROWS, false, PERSON, .rows = &kind_freed_person },
	{ "women", 18, F_QTY, false, PUB },
	{ "children", 19, F_QTY, false, PUB },
	{ "release_no", 20, F_TEXT, false, PUB, .max = 24,
	  .help = "of a release that is announced first and confirmed later" },
	{ "state", 21, F_CODE, false, PUB, "announced,confirmed",
	  .help = "absent: handed over and signed for in one act; T7 counts no announced one" },
	{ "confirmed_on", 22, F_DATE, false, PUB, .help = "by the receiver" },
	{ "confirmed_by", 23, F_TEXT, false, CENTRE, .max = 80,
	  .help = "who signed for the receiver" },
	{ "confirmation", 24, F_HASH, false, CENTRE,
	  .help = "SHA-256 of what the receiver signed" },
};

#define AT_ONCE	  "!state"
#define CONFIRMED "state=confirmed"

/* Once the receiver has signed for them; not again for a later state of the same release. */
static const struct counted captive_release_counts[] = {
	{ .figure = "T7", .amount = "number", .when = AT_ONCE },
	{ .figure = "T7", .detail = "women", .amount = "women", .when = AT_ONCE },
	{ .figure = "T7", .detail = "children", .amount = "children", .when = AT_ONCE },
	{ .figure = "T7", .amount = "number", .when = CONFIRMED, .how = COUNT_COMES },
	{ .figure = "T7",
	  .detail = "women",
	  .amount = "women",
	  .when = CONFIRMED,
	  .how = COUNT_COMES },
	{ .figure = "T7",
	  .detail = "children",
	  .amount = "children",
	  .when = CONFIRMED,
	  .how = COUNT_COMES },
};

/* Announced first, confirmed by who was named as the receiver, of no more people than were announced. */
static void confirmation_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct rec *old = rec_before(r, v);

	if (old && rec_is(old, "state", "confirmed"))
		refuse(why, "confirmed", S("state"), rec_code(r, "state"),
		       "nothing: the receiver has confirmed this release already");
	if (!rec_is(r, "state", "confirmed")) {
		need_unset(r, "confirmed_on", "no day: the receiver has not confirmed it", why);
		return;
	}
	need_set(r, "confirmed_on", "the day on which the receiver signed for them", why);
	need_past(r, "confirmed_on", why);
	if (!old) {
		refuse(why, "not_announced", S("release_no"), rec_code(r, "release_no"),
		       "that of a release that was announced; without state it is announced and "
		       "confirmed in one act");
		return;
	}
	if (need_amount(r, "number") > need_amount(old, "number"))
		refuse(why, "part_over_whole", S("number"),
		       str_fmt(why->a, "%lld", (long long)need_amount(r, "number")),
		       "not more than were announced, %lld", (long long)need_amount(old, "number"));
}

static void captive_release_rule(const struct rec *r, const struct rec_view *v,
				 struct refusals *why)
{
	need_some(r, "number", why);
	need_sum(r, "women,children", "number", why);
	need_level(r, v, "place_of", "governorate", why);
	if (rec_get(r, "state"))
		need_set(r, "release_no", "the number under which it is confirmed", why);
	else
		need_unset(r, "release_no", "none: only what is announced first has a number", why);
	need_later(r, rec_before(r, v), why);
	need_same(r, v, rec_before(r, v), "place_of,received_by", why);
	confirmation_rule(r, v, why);
}

static void captive_release_sealed_rule(const struct rec *r, const struct rec_view *v,
					struct refusals *why)
{
	const struct val *names = rec_get(r, "freed_names");

	(void)v;
	if (rec_is(r, "state", "announced"))
		need_unset(r, "receipt", "nothing: nobody has signed for them yet", why);
	else
		need_set(r, "receipt", "what the receiver signed", why);
	if (rec_is(r, "state", "confirmed"))
		need_set(r, "confirmed_by", "who signed for the receiver", why);
	if (names && (int64_t)names->len > need_amount(r, "number"))
		refuse(why, "part_over_whole", S("freed_names"),
		       str_fmt(why->a, "%zu names", names->len),
		       "not more names than were freed, %lld", (long long)need_amount(r, "number"));
}

/* Where people will be handed over is not told before they are safe. */
static const char *captive_release_hold(const struct rec *r, const struct rec_view *v)
{
	return rec_is(need_latest(r, v), "state", "announced")
		       ? "the receiver has not confirmed the release"
		       : NULL;
}

const struct kind kind_captive_release = {
	.name = "captive_release",
	.code = 76,
	.label_en = "captives freed",
	.label_ar = "الإفراج عن محتجزين",
	.form = FORM_PLACE,
	.seal = "S",
	.subject = SUBJECT_OWN,
	.signatures = 2,
	.roles = "liaison,protection",
	.each_role = true,
	.key = "release_no",
	.keyless_when = "!release_no",
	.updates = true,
	.place_by = "place_of",
	.counts = captive_release_counts,
	.n_counts = sizeof captive_release_counts / sizeof *captive_release_counts,
	.waits = "number",
	.rule = captive_release_rule,
	.hold = captive_release_hold,
	.sealed_rule = captive_release_sealed_rule,
	.fields = captive_release_fields,
	.n = sizeof captive_release_fields / sizeof *captive_release_fields,
};

static const struct field freed_person_fields[] = {
	{ "freed", 1, F_NAME, true, PERSON, .rows = &kind_name_part,
	  .help = "own agreement; else a number" },
	{ "sex", 2, F_CODE, false, PERSON, "f,m,x" },
	{ "child", 3, F_BOOL, false, PERSON },
	{ "to_care", 4, F_BOOL, false, PERSON },
};

const struct kind kind_freed_person = {
	.name = "freed_person",
	.label_en = "person freed",
	.label_ar = "محرر",
	.form = FORM_PART,
	.seal = "",
	.fields = freed_person_fields,
	.n = sizeof freed_person_fields / sizeof *freed_person_fields,
};

static const struct field return_count_fields[] = {
	{ "place_of", 10, F_PLACE, true, PUB },
	{ "persons", 11, F_QTY, true, PUB },
	{ "households", 12, F_QTY, false, PUB },
	{ "children", 13, F_QTY, false, PUB },
	{ "women", 14, F_QTY, false, PUB },
	{ "from_abroad", 15, F_BOOL, true, PUB },
	{ "method", 16, F_CODE, true, PUB, "post,list,estimate,stated" },
	{ "period_days", 17, F_INT, true, PUB, "1..366",
	  .help = "a record over several days enters d3 and total, never h24" },
	{ "net", 18, F_BOOL, true, PUB, .help = "departures already subtracted" },
	{ "verified", 19, F_CODE, true, PUB, "unverified,verified,published_by_others" },
};

#define HOME	    "from_abroad=no"
#define FROM_ABROAD "from_abroad=yes"

static const struct counted return_count_counts[] = {
	{ .figure = "R1", .amount = "persons", .when = HOME },
	{ .figure = "R1", .detail = "net", .amount = "persons", .when = HOME " net=yes" },
	{ .figure = "R1", .detail = "children", .amount = "children", .when = HOME },
	{ .figure = "R2", .amount = "persons", .when = FROM_ABROAD },
	{ .figure = "R2", .detail = "women", .amount = "women", .when = FROM_ABROAD },
	{ .figure = "R2", .detail = "children", .amount = "children", .when = FROM_ABROAD },
};

static void return_count_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	int64_t days = r->day - r->from_day + 1;

	(void)v;
	need_some(r, "persons", why);
	need_sum(r, "children,women", "persons", why);
	need_each(r, "households", "persons", why);
	if (need_amount(r, "period_days") != days)
		refuse(why, "period", S("period_days"),
		       str_fmt(why->a, "%lld", (long long)need_amount(r, "period_days")),
		       "%lld, the days from from_day to the day of the record", (long long)days);
}

const struct kind kind_return_count = {
	.name = "return_count",
	.code = 77,
	.label_en = "residents returned",
	.label_ar = "عودة الأهالي",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 1,
	.roles = "liaison",
	.place_by = "place_of",
	.counts = return_count_counts,
	.n_counts = sizeof return_count_counts / sizeof *return_count_counts,
	.stated_when = "method=stated",
	.waits = "persons",
	.rule = return_count_rule,
	.fields = return_count_fields,
	.n = sizeof return_count_fields / sizeof *return_count_fields,
};
