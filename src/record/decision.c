/* The decision on a case and what can become of it: appeal, handover to a court, closing without a
 * decision, duplicates merged. What happened to the person is sealed; the public learns granted or
 * closed otherwise, and all of them are published under the code of `decision`. */
#include "record/kinds.h"

#include "record/need.h"
#include "record/person.h"
#include "base/banned.h"

/* One for each change of what a case counts as (class.h). */
static const struct outcome decision_outcomes[] = {
	{ "approve_granted", { { "P3", -1 }, { "P4", 1 } } },
	{ "close_otherwise", { { "P3", -1 }, { "P13", 1 } } },
	{ "reopen", { { "P3", 1 }, { "P13", -1 } } },
	{ "grant_on_appeal", { { "P4", 1 }, { "P13", -1 } } },
	{ "revoke", { { "P4", -1 }, { "P13", 1 } } },
	{ "move", { { "P3", -1 }, { "P18", 1 } } },
	{ "take_up", { { "P3", 1 }, { "P18", -1 } } },
	{ "merge_open", { { "P2", -1 }, { "P3", -1 } } },
	{ "merge_granted", { { "P2", -1 }, { "P4", -1 } } },
	{ "merge_closed", { { "P2", -1 }, { "P13", -1 } } },
	{ "unmerge_open", { { "P2", 1 }, { "P3", 1 } } },
	{ "unmerge_granted", { { "P2", 1 }, { "P4", 1 } } },
	{ "unmerge_closed", { { "P2", 1 }, { "P13", 1 } } },
	{ "end_moving", { { "P13", 1 }, { "P18", -1 } } },
};

/* Amnesty never covers what the decree excludes; and nobody is excluded on one source, or by one
 * person. */
static void decision_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct val *evidence = rec_get(r, "evidence");

	(void)v;
	person_differ(r, "panel_1", "panel_2", why);
	person_differ(r, "panel_1", "chief", why);
	person_differ(r, "panel_2", "chief", why);
	need_past(r, "notified_on", why);
	if (rec_is(r, "outcome", "granted") || rec_is(r, "outcome", "reopened")) {
		need_unset(r, "acts_named", "nothing: an excluded act is never granted amnesty",
			   why);
		if (rec_is(r, "outcome", "granted"))
			need_set(r, "notified_on",
				 "the day on which the person was told: a grant is not counted "
				 "before",
				 why);
		return;
	}
	need_set(r, "panel_2", "a second panel member for every outcome but granted", why);
	need_set(r, "appeal_until", "the last day for an appeal", why);
	person_limit(r, "appeal_until", 15, 400, why);
	if (!rec_is(r, "outcome", "referred"))
		return;
	need_set(r, "acts_named", "the excluded act", why);
	need_set(r, "chief", "the chief's name", why);
	if (!evidence || evidence->len < 2)
		refuse(why, "evidence", S("evidence"), S(""),
		       "at least two independent sources on record");
}

/* An appeal is lodged, and decided in a record of its own by people who did not act before. */
static void appeal_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct val *panel = rec_get(r, "panel");

	(void)v;
	need_past(r, "lodged_on", why);
	need_past(r, "decided_on", why);
	need_order(r, "lodged_on", "decided_on", why);
	if (!rec_get(r, "outcome")) {
		need_unset(r, "panel", "nobody yet: the panel is named with the outcome", why);
		need_unset(r, "decided_on", "nothing until there is an outcome", why);
		return;
	}
	need_set(r, "decided_on", "the day of the outcome", why);
	if (!panel || panel->len < 2)
		refuse(why, "panel", S("panel"), S(""), "two officers who decide the appeal");
	if ((rec_is(r, "against", "revoked") || rec_is(r, "against", "suspended")) &&
	    (rec_is(r, "outcome", "partly") || rec_is(r, "outcome", "returned")))
		refuse(why, "appeal", S("outcome"), rec_code(r, "outcome"),
		       "upheld or rejected: a grant stands or it does not");
	if (rec_is(r, "against", "not_covered") && rec_is(r, "outcome", "partly"))
		refuse(why, "appeal", S("outcome"), S("partly"),
		       "upheld, returned or rejected: only a referral can be lifted in part");
}

/* Only to a court, or the state for one; torture to be feared, or any doubt of it: nobody is handed over. A later record says what became
 * of it. */
static void handover_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	bool back = rec_get(r, "returned_on"), judged = rec_get(r, "outcome");
	const struct rec *to = need_ref(r, v, "to");

	need_past(r, "returned_on", why);
	if ((rec_is(r, "outcome", "acquitted") || rec_is(r, "outcome", "no_case")) && !back)
		refuse(why, "missing", S("returned_on"), S(""),
		       "the day on which the person was free again");
	if (rec_is(r, "outcome", "sentenced") && !rec_get(r, "family_told")->n)
		refuse(why, "family", S("family_told"), S("no"),
		       "yes: the family is told of a sentence");
	if (back || judged)
		return;
	if (to && !rec_is(to, "class", "court") && !rec_is(to, "class", "state"))
		refuse(why, "not_a_court", S("to"), rec_code(to, "class"),
		       "a party of class court or state: nobody is handed over to anybody else");
	if (!rec_is(r, "risk_assessment", "low"))
		refuse(why, "torture_risk", S("risk_assessment"), rec_code(r, "risk_assessment"),
		       "low: in any doubt nobody is handed over");
	if (!rec_get(r, "counsel")->n)
		refuse(why, "counsel", S("counsel"), S("no"), "yes: counsel is there");
	if (!rec_get(r, "family_told")->n)
		refuse(why, "family", S("family_told"), S("no"),
		       "yes: the family is told before anybody is handed over");
}

/* Nobody here sees the file of another register: somebody there says that it stays open, or both might close. */
static void merge_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	if (rec_is(r, "act", "merge_away"))
		need_set(r, "confirmed",
			 "which office of the other register said that the file there goes on, how "
			 "and when",
			 why);
	else
		need_unset(r, "confirmed", "nothing: the file that is kept is here", why);
}

static void closing_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct val *sources = rec_get(r, "sources");
	bool chosen = code_in("withdrew_before,withdrew_after,transferred,moved_centre",
			      rec_code(r, "how"));

	(void)v;
	need_past(r, "family_told", why);
	if (chosen && !rec_get(r, "asked_alone")->n)
		refuse(why, "asked_alone", S("asked_alone"), S("no"),
		       "yes: whoever is not asked alone has not chosen to go");
	if (rec_is(r, "how", "error"))
		need_set(r, "reason", "what was wrong, in words", why);
	if (!rec_is(r, "how", "deceased")) {
		need_unset(r, "sources", "nothing: only a death has sources", why);
		return;
	}
	need_set(r, "family_told", "the day on which the family was told", why);
	if (!sources || sources->len < 2)
		refuse(why, "sources", S("sources"), S(""),
		       "two sources at least that say so, in words; the day of the death may be "
		       "unknown");
}

/* Two people look at two files before they are said to be of one person, or of two; whoever registers somebody, and met the
 * person, says why this is another. */
static void dedup_link_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	bool judged = rec_is(r, "verdict", "same") || rec_is(r, "verdict", "different");

	(void)v;
	person_differ(r, "by_1", "by_2", why);
	if (rec_is(r, "verdict", "other_person")) {
		need_set(r, "reason", "why it is another person", why);
		need_unset(r, "by_1",
			   "nothing: whoever signs says it; two adjudicators say different", why);
		need_unset(r, "by_2", "nothing: whoever signs says it", why);
	}
	if (!judged)
		return;
	need_set(r, "by_1", "who judges", why);
	need_set(r, "by_2", "a second adjudicator: one alone does not judge", why);
}

static const struct field decision_fields[] = {
	{ "outcome", 10, F_CODE, true, PERSON, "granted,not_covered,referred,deferred,reopened",
	  .help = "public: granted, else closed otherwise (deferred has no public entry); "
		  "reopened: "
		  "a referral that is withdrawn, a closed or revoked case that is looked at anew" },
	{ "proposed_outcome", 11, F_CODE, true, PERSON,
	  "granted,not_covered,referred,deferred,reopened",
	  .help = "kept when the panel decided otherwise" },
	{ "article", 12, F_TEXT, true, PERSON, .max = 40 },
	{ "grounds", 13, F_TEXT, true, PERSON, .max = 2000 },
	{ "acts_named", 14, F_CODES, false, PERSON,
	  "war_crime,crime_against_humanity,genocide,torture,sexual_violence,killing_of_captives,"
	  "enforced_disappearance,terror_against_civilians",
	  .help = "as decree.excluded_acts; required for referred" },
	{ "evidence", 15, F_REFS, false, PERSON, "check,testimony",
	  .help = "required for referred: at least two independent sources" },
	{ "panel_1", 16, F_OFFICER, true, PERSON,
	  .help = "not the proposer, registrar or screener of this person" },
	{ "panel_2", 17, F_OFFICER, false, PERSON,
	  .help = "required unless granted; the vote of each is recorded" },
	{ "chief", 18, F_OFFICER, false, PERSON, .help = "required for referred" },
	{ "dissent", 19, F_TEXT, false, PERSON, .max = 1000 },
	{ "notified_on", 20, F_DATE, false, PERSON,
	  .help = "required for granted; else the time for an appeal runs from a later step "
		  "`tell`" },
	{ "appeal_until", 21, F_DATE, false, PERSON, .help = "set for every outcome but granted" },
	{ "deferred_until", 22, F_DATE, false, PERSON, .help = "30 days at most, twice at most" },
};

const struct kind kind_decision = {
	.name = "decision",
	.code = 38,
	.label_en = "decision",
	.label_ar = "قرار",
	.form = FORM_PERSON,
	.seal = "S",
	.subject = SUBJECT_CASE,
	.signatures = 2,
	.roles = "panel,authority",
	.outcomes = decision_outcomes,
	.n_outcomes = sizeof decision_outcomes / sizeof *decision_outcomes,
	.sealed_rule = decision_rule,
	.fields = decision_fields,
	.n = sizeof decision_fields / sizeof *decision_fields,
};

static const struct field appeal_fields[] = {
	{ "against", 10, F_CODE, true, PERSON,
	  "not_covered,referred,revoked,suspended,child_ruling,erasure_refused,withdrawn_coerced" },
	{ "by", 11, F_CODE, true, PERSON, "person,counsel,guardian,family" },
	{ "lodged_on", 12, F_DATE, true, PERSON, .help = "late appeals are taken with a reason" },
	{ "outcome", 13, F_CODE, false, PERSON, "upheld,partly,rejected,returned" },
	{ "panel", 14, F_OFFICERS, false, PERSON, .help = "nobody who acted before" },
	{ "decided_on", 15, F_DATE, false, PERSON, .help = "30 days; then automatic review" },
	{ "late_reason", 16, F_TEXT, false, PERSON, .max = 400,
	  .help = "why it was lodged after the last day for it" },
};

const struct kind kind_appeal = {
	.name = "appeal",
	.code = 39,
	.label_en = "appeal",
	.label_ar = "اعتراض",
	.form = FORM_AS_DECISION,
	.seal = "S",
	.subject = SUBJECT_CASE,
	.signatures = 0,
	.roles = "case_worker,panel",
	.sealed_rule = appeal_rule,
	.fields = appeal_fields,
	.n = sizeof appeal_fields / sizeof *appeal_fields,
};

static const struct field handover_fields[] = {
	{ "to", 10, F_REF, true, PERSON, "party",
	  .help = "a court, or the state; never where torture is to be feared (assessment "
		  "required)" },
	{ "risk_assessment", 11, F_CODE, true, PERSON, "low,doubt,high",
	  .help = "doubt or high: not handed over" },
	{ "counsel", 12, F_BOOL, true, PERSON },
	{ "family_told", 13, F_BOOL, true, PERSON },
	{ "receipt", 14, F_TEXT, true, PERSON, .max = 80 },
	{ "returned_on", 15, F_DATE, false, PERSON },
	{ "outcome", 16, F_CODE, false, PERSON, "acquitted,sentenced,no_case,not_known",
	  .help = "not_known after 30 days: protection task" },
};

const struct kind kind_handover = {
	.name = "handover",
	.code = 45,
	.label_en = "handover to a court and back",
	.label_ar = "إحالة إلى القضاء",
	.form = FORM_AS_DECISION,
	.seal = "S",
	.subject = SUBJECT_CASE,
	.signatures = 2,
	.roles = "panel,chief",
	.each_role = true,
	.sealed_rule = handover_rule,
	.fields = handover_fields,
	.n = sizeof handover_fields / sizeof *handover_fields,
};

static const struct field closing_fields[] = {
	{ "how", 10, F_CODE, true, PERSON,
	  "withdrew_before,withdrew_after,deceased,absent,moved_centre,taken_over_by_court,error,"
	  "transferred" },
	{ "date_known", 11, F_EDTF, false, PERSON, .help = "of death, as far as it is known" },
	{ "family_told", 12, F_DATE, false, PERSON, .help = "required for deceased" },
	{ "asked_alone", 13, F_BOOL, true, PERSON,
	  .help = "withdrawal only counts when asked alone, with an interpreter of the person's "
		  "choice" },
	{ "reason", 14, F_TEXT, false, PERSON, .max = 400,
	  .help = "what was wrong; required for error" },
	{ "sources", 15, F_TEXTS, false, PERSON, .max = 80,
	  .help = "of a death: two or more who say so, in words; required for deceased" },
};

const struct kind kind_closing = {
	.name = "closing",
	.code = 46,
	.label_en = "case closed without decision",
	.label_ar = "إغلاق الملف",
	.form = FORM_AS_DECISION,
	.seal = "S",
	.subject = SUBJECT_CASE,
	.signatures = 1,
	.roles = "case_worker,chief",
	.sealed_rule = closing_rule,
	.fields = closing_fields,
	.n = sizeof closing_fields / sizeof *closing_fields,
};

static const struct field dedup_link_fields[] = {
	{ "other", 10, F_HASH, true, PERSON, "person", .max = 16,
	  .help = "of another register: the number that exchange hits prints" },
	{ "score", 11, F_INT, true, PERSON, "0..1000" },
	{ "fields", 12, F_CODES, true, PERSON, "name,born,mother,origin,document,contact" },
	{ "verdict", 13, F_CODE, false, PERSON, "same,different,unsure,ask_again,other_person",
	  .help = "other_person: what one who met the person says; no judgement" },
	{ "by_1", 14, F_OFFICER, false, PERSON },
	{ "by_2", 15, F_OFFICER, false, PERSON },
	{ "reason", 16, F_TEXT, false, PERSON, .max = 400,
	  .help = "what whoever registers saw; required for other_person" },
};

const struct kind kind_dedup_link = {
	.name = "dedup_link",
	.code = 52,
	.label_en = "possible duplicate",
	.label_ar = "قيد مكرر",
	.form = FORM_VEILED,
	.seal = "S",
	.subject = SUBJECT_CASE,
	.signatures = 1,
	.roles = "adjudicator",
	.sealed_rule = dedup_link_rule,
	.fields = dedup_link_fields,
	.n = sizeof dedup_link_fields / sizeof *dedup_link_fields,
};

static const struct field merge_fields[] = {
	{ "act", 10, F_CODE, true, PERSON, "merge,unmerge,merge_away,unmerge_away",
	  .help = "negative deltas; restatement when published; away: of a file that goes on in "
		  "another register" },
	{ "link", 11, F_REF, true, PERSON, "dedup_link" },
	{ "keep", 12, F_HASH, true, PERSON, "person", .max = 16 },
	{ "confirmed", 13, F_TEXT, false, PERSON, .max = 200,
	  .help = "which office of the other register said that the file there goes on, how and "
		  "when; required for merge_away" },
};

const struct kind kind_merge = {
	.name = "merge",
	.code = 53,
	.label_en = "merge or unmerge",
	.label_ar = "دمج",
	.form = FORM_AS_DECISION,
	.seal = "S",
	.subject = SUBJECT_CASE,
	.signatures = 2,
	.roles = "adjudicator",
	.sealed_rule = merge_rule,
	.fields = merge_fields,
	.n = sizeof merge_fields / sizeof *merge_fields,
};
