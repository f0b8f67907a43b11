/* What goes on in a case without public effect: corrections, notices, checks, steps, requests. */
#include "record/kinds.h"

#include "base/time.h"
#include "record/need.h"
#include "record/person.h"
#include "base/banned.h"

/* The value is one that the field takes, and does not make a child of somebody who stays in the
 * case: then all questions stop (states.csv C07). Of the reception the language is corrected: what was read in another
 * one is read again (rule/tongue.c). */
static void correction_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	struct str name = rec_code(r, "field"), value = rec_code(r, "new_value");
	const struct field *f = field_by_name(&kind_registration, name);
	struct val as = { 0 };

	(void)v;
	if (str_eq(name, S("language")))
		f = field_by_name(&kind_presentation, name);
	if (!f) {
		refuse(why, "no_such_field", S("field"), name,
		       "a field of the registration, or language, that of the presentation");
		return;
	}
	if (!rec_get(r, "new_value")) {
		if (f->required)
			refuse(why, "missing", S("new_value"), S(""),
			       "a value: a registration needs %s; only what a person need not say "
			       "is "
			       "taken out",
			       f->name);
		return;
	}
	if (!val_parse(why->a, f, value, &as, why))
		return;
	if (str_eq(name, S("born")) && edtf_ok(value) && !person_alive(value, r->day))
		refuse(why, "too_old", S("new_value"), value, "a date at most 120 years ago");
	if ((str_eq(name, S("born")) && (!edtf_ok(value) || !person_adult(value, r->day))) ||
	    (str_eq(name, S("age_doubt")) && as.n))
		refuse(why, "child", S("new_value"), value,
		       "an adult without doubt: stop the questions and refer the person to child "
		       "protection");
}

/* Whoever goes through a notice tells of the rights, and of what sealing does not protect from. */
static void told_rule(const struct rec *r, struct refusals *why)
{
	static const char *const always[] = { "rights", "limits_of_sealing" };
	const struct val *told = rec_get(r, "told");

	for (size_t i = 0; told && i < sizeof always / sizeof *always; i++) {
		bool there = false;

		for (size_t j = 0; j < told->len; j++)
			there |= str_eq(told->v[j].s, str_of(always[i]));
		if (!there)
			refuse(why, "told", S("told"), str_of(always[i]),
			       "it among what the person was told");
	}
}

static void notice_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct val *agreed = rec_get(r, "agreed"), *withdrawn = rec_get(r, "withdrawn");

	(void)v;
	person_alone(r, "agreed", "none", why);
	need_set(r, "purposes", "for what the data are used, as the person was told", why);
	need_set(r, "told", "what of the notice was gone through with the person", why);
	told_rule(r, why);
	for (size_t i = 0; withdrawn && i < withdrawn->len; i++)
		for (size_t j = 0; j < agreed->len; j++)
			if (str_eq(withdrawn->v[i].s, agreed->v[j].s))
				refuse(why, "both", S("withdrawn"), withdrawn->v[i].s,
				       "what is agreed now, or what is withdrawn, not both");
}

/* That somebody is like a row of a list is a question, never a finding; whoever answers it says why. */
static void listed_rule(const struct rec *r, struct refusals *why)
{
	if (rec_get(r, "list") || rec_get(r, "row")) {
		need_set(r, "list", "the list of the row", why);
		need_set(r, "row", "the row of the list", why);
		if (!rec_is(r, "result", "not_asked"))
			refuse(why, "result", S("result"), rec_code(r, "result"),
			       "not_asked: who is like a row of a list is looked at first, and "
			       "then "
			       "answered by a check of its own (follows)");
	}
	if (!rec_get(r, "follows"))
		return;
	need_set(r, "reason", "why it is this person, or is not", why);
	if (rec_is(r, "result", "not_asked"))
		refuse(why, "result", S("result"), rec_code(r, "result"),
		       "an answer: clear, hit or no_answer");
}

/* What was found says what it rests on; silence is silence only after a limit. */
static void check_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	if (rec_is(r, "result", "hit"))
		need_set(r, "evidence", "what the hit rests on", why);
	if (rec_is(r, "result", "no_answer"))
		need_set(r, "no_answer_after", "the days for which an answer was awaited", why);
	else
		need_unset(r, "no_answer_after", "nothing: there was an answer", why);
	listed_rule(r, why);
}

/* C14: who proposes something against the person says why. */
static void proposal_rule(const struct rec *r, struct refusals *why)
{
	static const char *const fields[] = { "outcome", "grounds", "evidence" };

	if (rec_is(r, "event", "propose")) {
		if (rec_get(r, "outcome") && !rec_is(r, "outcome", "granted"))
			need_set(r, "grounds", "why it is proposed", why);
		return;
	}
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		need_unset(r, fields[i], "nothing: only a proposal (event=propose) has it", why);
}

/* Who looks at an age says what it is. */
static void look_rule(const struct rec *r, struct refusals *why)
{
	if (rec_is(r, "event", "age_looked"))
		need_set(r, "age", "what was found: adult, child, or doubt, which counts as child",
			 why);
	else
		need_unset(r, "age", "nothing: only a look at an age (event=age_looked) has it",
			   why);
}

/* Checks have time limits: 14 days a step (C11). */
static void step_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	proposal_rule(r, why);
	look_rule(r, why);
	if (rec_is(r, "event", "extend")) {
		need_set(r, "until", "the day until which the checks go on", why);
		person_limit(r, "until", 0, 14, why);
	} else if (rec_is(r, "event", "set_date") || rec_is(r, "event", "summon")) {
		need_set(r, "until", "the day that is set", why);
		person_limit(r, "until", 0, 366, why);
	}
}

#define ANSWER_DAYS 30

static void request_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	int64_t due = rec_get(r, "lodged_on")->n + ANSWER_DAYS;

	(void)v;
	need_past(r, "lodged_on", why);
	if (rec_get(r, "answer_due")->n != due)
		refuse(why, "due", S("answer_due"), day_text(why->a, rec_get(r, "answer_due")->n),
		       "%.*s, %d days after it was lodged", P(day_text(why->a, due)), ANSWER_DAYS);
	if (rec_is(r, "answer", "refused") || rec_is(r, "answer", "partly"))
		need_set(r, "reason_refused", "why it was not done in full", why);
	else
		need_unset(r, "reason_refused", "nothing: nothing was refused", why);
}

static const struct field correction_fields[] = {
	{ "field", 10, F_TEXT, true, PERSON, .max = 40 },
	{ "new_value", 11, F_TEXT, false, PERSON, .max = 400,
	  .help = "none: what the person need not say, as a picture, is said no more" },
	{ "why", 12, F_CODE, true, PERSON, "asked_by_person,document_seen,typing,duplicate",
	  .help = "old value stays in the old entry" },
};

const struct kind kind_correction = {
	.name = "correction",
	.code = 33,
	.label_en = "correction of personal data",
	.label_ar = "تصحيح بيانات",
	.form = FORM_VEILED,
	.seal = "S",
	.subject = SUBJECT_CASE,
	.signatures = 1,
	.roles = "registrar",
	.sealed_rule = correction_rule,
	.fields = correction_fields,
	.n = sizeof correction_fields / sizeof *correction_fields,
};

static const struct field notice_fields[] = {
	{ "notice_version", 10, F_TEXT, true, PERSON, .max = 16 },
	{ "language", 11, F_CODE, true, PERSON, "list:iso639-3" },
	{ "read_aloud", 12, F_BOOL, true, PERSON },
	{ "legal_basis", 13, F_CODE, true, PERSON,
	  "public_interest,vital_interest,legal_obligation",
	  .help = "consent is not a value: it cannot be free here" },
	{ "agreed", 14, F_CODES, true, PERSON,
	  "photo,share_with_aid,press,follow_up,family_contact,none",
	  .help = "each may be withdrawn; refusing costs nothing" },
	{ "withdrawn", 15, F_CODES, false, PERSON,
	  "photo,share_with_aid,press,follow_up,family_contact" },
	{ "given_by", 16, F_CODE, true, PERSON, "self,guardian,interpreter_present" },
	{ "purposes", 17, F_CODES, false, PERSON,
	  "decision,duplicate_search,list_update,certificate,reintegration,statistics",
	  .help = "for what the data are used, as it was told" },
	{ "told", 18, F_CODES, false, PERSON,
	  "controller,who_sees,how_long,rights,appeal,no_weapon_needed,child_protection,"
	  "limits_of_sealing",
	  .help = "what of the notice was gone through; limits_of_sealing: what sealing does not "
		  "protect from" },
};

const struct kind kind_notice = {
	.name = "notice",
	.code = 34,
	.label_en = "notice read and choices",
	.label_ar = "إشعار وموافقة",
	.form = FORM_VEILED,
	.seal = "S",
	.subject = SUBJECT_CASE,
	.signatures = 0,
	.roles = "registrar",
	.sealed_rule = notice_rule,
	.fields = notice_fields,
	.n = sizeof notice_fields / sizeof *notice_fields,
};

static const struct field check_fields[] = {
	{ "check", 10, F_CODE, true, PERSON,
	  "excluded_acts,court_record,victim_complaint,other_centre,health,identity" },
	{ "source", 11, F_REF, true, PERSON, "party", .help = "who was asked" },
	{ "asked_what", 12, F_TEXT, true, PERSON, .max = 200,
	  .help = "only the least: no group, address or family sent" },
	{ "result", 13, F_CODE, true, PERSON, "clear,hit,no_answer,not_asked" },
	{ "no_answer_after", 14, F_INT, false, PERSON, "1..14",
	  .help = "days; silence counts as clear at the end of the limit" },
	{ "evidence", 15, F_CODE, false, PERSON, "document,testimony,court_file,hearsay",
	  .help = "hearsay or torture-tainted evidence never decides alone" },
	{ "list", 16, F_TEXT, false, PERSON, .max = 16,
	  .help = "of who is like a row of a list (sulh list screen)" },
	{ "row", 17, F_HASH, false, PERSON, .max = 16, .help = "which row, as a keyed digest" },
	{ "follows", 18, F_INT, false, PERSON, "0..1000000",
	  .help = "the step of the check that this one answers" },
	{ "reason", 19, F_TEXT, false, PERSON, .max = 400, .help = "required for follows" },
};

const struct kind kind_check = {
	.name = "check",
	.code = 36,
	.label_en = "check",
	.label_ar = "تدقيق",
	.form = FORM_VEILED,
	.seal = "S",
	.subject = SUBJECT_CASE,
	.signatures = 0,
	.roles = "screener",
	.sealed_rule = check_rule,
	.fields = check_fields,
	.n = sizeof check_fields / sizeof *check_fields,
};

static const struct field step_fields[] = {
	{ "event", 10, F_CODE, true, PERSON,
	  "open_checks,extend,propose,return,reopen,summon,hear,set_date,pause_missing,resume,"
	  "review_due,no_news,tell,escalate,enquiry_answered,age_confirmed,keep,age_doubt,"
	  "age_looked,late_seen",
	  .help = "states.csv events without public effect" },
	{ "to_officer", 11, F_OFFICER, false, PERSON },
	{ "until", 12, F_DATE, false, PERSON },
	{ "why", 13, F_CODE, true, PERSON,
	  "evidence_missing,interpreter,illness,security,court_date,other" },
	{ "hours", 14, F_INT, false, PERSON, "0..1000", .help = "time limit used" },
	{ "outcome", 15, F_CODE, false, PERSON, "granted,not_covered,referred,deferred",
	  .help = "of event=propose: what is proposed; granted where nothing is said" },
	{ "grounds", 16, F_TEXT, false, PERSON, .max = 2000,
	  .help = "of a proposal that is no grant: required" },
	{ "evidence", 17, F_REFS, false, PERSON, "check,testimony",
	  .help = "of a proposal: what it rests on; two independent sources for a referral, and "
		  "after a review for anything but a grant" },
	{ "age", 18, F_CODE, false, PERSON, "adult,child,doubt",
	  .help = "of event=age_looked: what protection found; any doubt counts as child" },
};

const struct kind kind_step = {
	.name = "step",
	.code = 37,
	.label_en = "step in the case",
	.label_ar = "خطوة في الملف",
	.form = FORM_VEILED,
	.seal = "S",
	.subject = SUBJECT_CASE,
	.signatures = 1,
	.roles = "screener,panel,chief,scheduler,dpo",
	.sealed_rule = step_rule,
	.fields = step_fields,
	.n = sizeof step_fields / sizeof *step_fields,
};

static const struct field request_fields[] = {
	{ "right", 10, F_CODE, true, PERSON,
	  "access,rectify,object,erase,copy,complain,withdraw_agreement" },
	{ "lodged_on", 11, F_DATE, true, PERSON },
	{ "answer_due", 12, F_DATE, true, PERSON, .help = "30 days" },
	{ "answer", 13, F_CODE, false, PERSON, "done,partly,refused" },
	{ "reason_refused", 14, F_TEXT, false, PERSON, .max = 400,
	  .help = "appeal to another officer" },
};

const struct kind kind_request = {
	.name = "request",
	.code = 51,
	.label_en = "request of the person",
	.label_ar = "طلب الشخص",
	.form = FORM_VEILED,
	.seal = "S",
	.subject = SUBJECT_CASE,
	.signatures = 0,
	.roles = "dpo",
	.sealed_rule = request_rule,
	.fields = request_fields,
	.n = sizeof request_fields / sizeof *request_fields,
};
