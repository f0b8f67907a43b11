/* The paper that proves a grant, its standing, the pledge behind it, and what happens to whoever
 * carries it. */
#include "record/kinds.h"

#include "base/time.h"
#include "record/need.h"
#include "record/person.h"
#include "base/banned.h"

static const struct outcome certificate_outcomes[] = {
	{ "issue", { { "P10", 1, "issued" }, { "P10", 1, "valid" } } },
};

/* The case changes with the paper where that is revoked and where an appeal gives it back
 * (rule/life.c). */
static const struct counted standing_counts[] = {
	{ .figure = "P10", .detail = "valid", .when = "act=suspend|replace", .sign = -1 },
	{ .figure = "P10", .detail = "valid", .when = "act=lift|reinstate" },
	{ .figure = "P10", .detail = "revoked", .when = "act=revoke" },
	{ .figure = "P10", .detail = "revoked", .when = "act=reinstate", .sign = -1 },
	{ .figure = "P4", .when = "act=revoke", .sign = -1 },
	{ .figure = "P4", .when = "act=reinstate" },
	{ .figure = "P13", .when = "act=revoke" },
	{ .figure = "P13", .when = "act=reinstate", .sign = -1 },
};

/* Which act may follow which on one paper (states.csv K03-K09): revoked only what is suspended. */
static const struct {
	const char *act;
	const char *after;   /* "-": none yet */
	const char *reasons; /* that the act may have */
} standing_acts[] = {
	{ "confirm", "-", "search_merged,expired_provisional" },
	{ "suspend", "-,confirm,lift,reinstate", "new_facts,breach_of_pledge,fraud,error" },
	{ "lift", "suspend",
	  "new_facts,breach_of_pledge,fraud,error,appeal_upheld,expired_suspension" },
	{ "revoke", "suspend", "new_facts,breach_of_pledge,fraud,error" },
	{ "reinstate", "revoke", "new_facts,fraud,error,appeal_upheld" },
	{ "replace", "-,confirm,lift,reinstate", "lost,error" },
	{ "revoke_replaced", "replace", "fraud" },
};

static void standing_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct rec *last = rec_before(r, v);
	struct str was = last ? rec_code(last, "act") : S("-");

	for (size_t i = 0; i < sizeof standing_acts / sizeof *standing_acts; i++) {
		if (!rec_is(r, "act", standing_acts[i].act))
			continue;
		if (!code_in(standing_acts[i].after, was))
			refuse(why, "standing", S("act"), rec_code(r, "act"),
			       "an act that may follow the last one on this paper (%.*s): %s only "
			       "after %s",
			       P(was), standing_acts[i].act, standing_acts[i].after);
		if (!code_in(standing_acts[i].reasons, rec_code(r, "reason_code")))
			refuse(why, "reason", S("reason_code"), rec_code(r, "reason_code"),
			       "one of %s", standing_acts[i].reasons);
	}
	/* So nobody has to sign that it lapsed: the log shows that it did (K07). */
	if (rec_is(r, "reason_code", "expired_suspension") &&
	    (!last || r->day < last->day + SUSPENDED_DAYS))
		refuse(why, "not_due", S("reason_code"), S("expired_suspension"),
		       "a suspension that is %d days old", SUSPENDED_DAYS);
	if (last && rec_is(r, "act", "revoke") && r->day > last->day + SUSPENDED_DAYS)
		refuse(why, "lapsed", S("act"), S("revoke"),
		       "lift: the suspension lapsed after %d days", SUSPENDED_DAYS);
}

/* Nothing is revoked without a hearing, on denunciation alone, or without an appeal (C43, C44). */
static void standing_sealed_rule(const struct rec *r, const struct rec_view *v,
				 struct refusals *why)
{
	(void)v;
	need_past(r, "hearing_on", why);
	if (!rec_is(r, "act", "revoke"))
		return;
	need_set(r, "hearing_on", "the day on which the person or counsel was heard", why);
	need_set(r, "evidence",
		 "a finding of a check (hit), or a breach that the panel found (pledge_case)", why);
	need_set(r, "appeal_until", "the last day for an appeal", why);
	person_limit(r, "appeal_until", 30, 400, why);
}

#define PROVISIONAL_DAYS 30

static void certificate_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct val *until = rec_get(r, "provisional_until"),
			 *replaces = rec_get(r, "replaces_index");
	int64_t end = rec_get(r, "issued_on")->n + PROVISIONAL_DAYS;

	(void)v;
	need_past(r, "issued_on", why);
	need_past(r, "handed_on", why);
	need_order(r, "issued_on", "handed_on", why);
	if (!rec_get(r, "provisional")->n)
		need_unset(r, "provisional_until", "nothing: the paper is not provisional", why);
	else if (!until || until->n != end)
		refuse(why, "provisional", S("provisional_until"),
		       until ? day_text(why->a, until->n) : S(""),
		       "%.*s, %d days after it is issued", P(day_text(why->a, end)),
		       PROVISIONAL_DAYS);
	if (replaces && replaces->n == rec_get(r, "status_index")->n)
		refuse(why, "same_index", S("replaces_index"), S(""),
		       "the position of another paper: each has its own");
}

static void pledge_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	need_past(r, "given_on", why);
}

/* Nobody is found in breach who was not heard. */
static void pledge_case_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	need_past(r, "heard_on", why);
	if (rec_is(r, "finding", "breach"))
		need_set(r, "heard_on", "the day on which the person was heard", why);
	if (rec_get(r, "follows"))
		need_set(r, "finding", "what the panel found of what was alleged", why);
}

static void effect_notice_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct val *refused = rec_get(r, "refused");

	(void)v;
	need_past(r, "sent_on", why);
	need_past(r, "confirmed_on", why);
	need_order(r, "sent_on", "confirmed_on", why);
	if (rec_get(r, "count")->n < 1)
		refuse(why, "out_of_range", S("count"), S("0"), "at least one certificate");
	if (refused && refused->n > rec_get(r, "count")->n)
		refuse(why, "out_of_range", S("refused"), S(""), "not more than were sent");
}

static void stop_report_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	need_past(r, "followed_up", why);
	if (rec_get(r, "follows"))
		need_set(r, "followed_up", "the day on which somebody saw to it", why);
}

static const struct field certificate_fields[] = {
	{ "serial", 10, F_TEXT, true, PERSON, .max = 20,
	  .help = "random; on the bearer's paper only" },
	{ "status_index", 11, F_INT, true, PERSON,
	  .help = "position in the status list; public only when its bit changes" },
	{ "name_on_paper", 12, F_BOOL, true, PERSON,
	  .help = "the person chooses: a named paper may kill at the wrong checkpoint" },
	{ "provisional", 13, F_BOOL, true, PERSON,
	  .help = "other centres not merged; duplicates unchecked" },
	{ "provisional_until", 14, F_DATE, false, PERSON,
	  .help = "30 days; then confirmed or, by four eyes, not confirmed" },
	{ "issued_on", 15, F_DATE, true, PERSON },
	{ "handed_on", 16, F_DATE, false, PERSON },
	{ "replaces_index", 17, F_INT, false, PERSON, .help = "lost or damaged paper" },
	{ "paper_hash", 18, F_HASH, true, PERSON, .help = "printed = logged, atomically" },
};

const struct kind kind_certificate = {
	.name = "certificate",
	.code = 40,
	.label_en = "certificate issued",
	.label_ar = "شهادة",
	.form = FORM_PERSON,
	.seal = "S",
	.subject = SUBJECT_CASE,
	.signatures = 2,
	.roles = "certificate_officer",
	.outcomes = certificate_outcomes,
	.n_outcomes = sizeof certificate_outcomes / sizeof *certificate_outcomes,
	.sealed_rule = certificate_rule,
	.fields = certificate_fields,
	.n = sizeof certificate_fields / sizeof *certificate_fields,
};

static const struct field standing_fields[] = {
	{ "status_index", 10, F_INT, true, PUB, .help = "the bit that changes" },
	{ "act", 11, F_CODE, true, PUB,
	  "suspend,lift,revoke,reinstate,replace,confirm,revoke_replaced",
	  .help = "revoke_replaced: an old paper that reappears in a fraud" },
	{ "reason_code", 12, F_CODE, true, PUB,
	  "new_facts,breach_of_pledge,fraud,error,appeal_upheld,lost,expired_suspension,"
	  "search_merged,expired_provisional" },
	{ "hearing_on", 13, F_DATE, false, PERSON,
	  .help = "required for revoke: heard or counsel heard" },
	{ "evidence", 14, F_REFS, false, PERSON, "check,decision,pledge_case",
	  .help = "required for revoke; press and denunciation alone never suffice" },
	{ "appeal_until", 15, F_DATE, false, PERSON },
};

const struct kind kind_standing = {
	.name = "standing",
	.code = 41,
	.label_en = "certificate standing changes",
	.label_ar = "تغيير حالة الشهادة",
	.form = FORM_PLACE,
	.seal = "S",
	.subject = SUBJECT_CASE,
	.signatures = 2,
	.roles = "panel,authority",
	.key = "status_index",
	.unique = "status_index", /* two logs know nothing of each other's acts on one paper */
	.updates = true,
	.counts = standing_counts,
	.n_counts = sizeof standing_counts / sizeof *standing_counts,
	.rule = standing_rule,
	.sealed_rule = standing_sealed_rule,
	.fields = standing_fields,
	.n = sizeof standing_fields / sizeof *standing_fields,
};

static const struct field pledge_fields[] = {
	{ "text_version", 10, F_TEXT, true, PERSON, .max = 16,
	  .help = "read in own language; never an admission of guilt" },
	{ "language", 11, F_CODE, true, PERSON, "list:iso639-3" },
	{ "given_on", 12, F_DATE, true, PERSON },
	{ "signature", 13, F_BLOB, false, PERSON,
	  .help = "drawn or thumb mark on paper; no print is stored" },
	{ "read_aloud", 14, F_BOOL, false, PERSON,
	  .help = "yes where the person needs an interpreter, or the language is not the "
		  "person's" },
	{ "given_by", 15, F_CODE, false, PERSON, "self,guardian,interpreter_present",
	  .help = "interpreter_present where the language is not that of the presentation" },
};

const struct kind kind_pledge = {
	.name = "pledge",
	.code = 35,
	.label_en = "pledge",
	.label_ar = "تعهد",
	.form = FORM_VEILED,
	.seal = "S",
	.subject = SUBJECT_CASE,
	.signatures = 0,
	.roles = "registrar,panel",
	.sealed_rule = pledge_rule,
	.fields = pledge_fields,
	.n = sizeof pledge_fields / sizeof *pledge_fields,
};

static const struct field pledge_case_fields[] = {
	{ "alleged_by", 10, F_REF, true, PERSON, "party" },
	{ "what", 11, F_TEXT, true, PERSON, .max = 1000 },
	{ "on", 12, F_EDTF, false, PERSON },
	{ "heard_on", 13, F_DATE, false, PERSON },
	{ "finding", 14, F_CODE, false, PERSON, "no_breach,breach,not_proved,mistaken_identity",
	  .help = "only \"breach\" may lead to suspend" },
	{ "follows", 15, F_INT, false, PERSON, "0..1000000",
	  .help = "the step of the case in which this was alleged: no new allegation" },
};

const struct kind kind_pledge_case = {
	.name = "pledge_case",
	.code = 42,
	.label_en = "alleged breach of pledge",
	.label_ar = "إخلال بالتعهد",
	.form = FORM_VEILED,
	.seal = "S",
	.subject = SUBJECT_CASE,
	.signatures = 1,
	.roles = "panel,chief",
	.sealed_rule = pledge_case_rule,
	.fields = pledge_case_fields,
	.n = sizeof pledge_case_fields / sizeof *pledge_case_fields,
};

static const struct field effect_notice_fields[] = {
	{ "target", 10, F_CODE, true, CENTRE,
	  "wanted_list,checkpoint_list,military_list,travel_ban,bank,court" },
	{ "count", 11, F_INT, true, CENTRE,
	  .help = "certificates in this notice; the notice never carries case grounds" },
	{ "sent_on", 12, F_DATE, true, CENTRE },
	{ "confirmed_on", 13, F_DATE, false, CENTRE, .help = "median of days is public" },
	{ "refused", 14, F_INT, false, CENTRE },
	{ "notice_no", 15, F_TEXT, false, CENTRE, .max = 16,
	  .help = "by which it is confirmed later: in a record that repeats what was sent" },
};

const struct kind kind_effect_notice = {
	.name = "effect_notice",
	.code = 43,
	.label_en = "list update sent and confirmed",
	.label_ar = "إبلاغ القوائم",
	.form = FORM_VEILED,
	.seal = "C",
	.subject = SUBJECT_NONE,
	.signatures = 1,
	.roles = "liaison",
	.sealed_rule = effect_notice_rule,
	.fields = effect_notice_fields,
	.n = sizeof effect_notice_fields / sizeof *effect_notice_fields,
};

static const struct field stop_report_fields[] = {
	{ "where", 10, F_PLACE, true, PERSON },
	{ "by_whom", 11, F_REF, false, PERSON, "party" },
	{ "result", 12, F_CODE, true, PERSON, "let_go,held,hurt,extorted,paper_taken,unknown" },
	{ "followed_up", 13, F_DATE, false, PERSON },
	{ "follows", 14, F_INT, false, PERSON, "0..1000000",
	  .help = "the step of the case in which the stop was reported: no new stop" },
};

const struct kind kind_stop_report = {
	.name = "stop_report",
	.code = 44,
	.label_en = "bearer stopped",
	.label_ar = "حامل الشهادة أوقف",
	.form = FORM_VEILED,
	.seal = "S",
	.subject = SUBJECT_CASE,
	.signatures = 0,
	.roles = "case_worker,protection",
	.sealed_rule = stop_report_rule,
	.fields = stop_report_fields,
	.n = sizeof stop_report_fields / sizeof *stop_report_fields,
};
