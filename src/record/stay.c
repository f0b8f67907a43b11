/* A person at the centre and on the way home: stay, belongings, discharge, plan, benefits, tracing
 * of relatives, a seat on a convoy. */
#include "record/kinds.h"

#include "record/need.h"
#include "record/person.h"
#include "base/banned.h"

static const struct outcome discharge_outcomes[] = {
	{ "discharge", { { "P12", 1 } } },
};

/* Nobody is held without a written basis and an end (figure P14). */
static void stay_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	bool is_free = rec_get(r, "free_to_leave")->n;

	(void)v;
	if (is_free && rec_is(r, "act", "hold"))
		refuse(why, "held", S("free_to_leave"), S("yes"),
		       "no: whoever is held is not free");
	if (!is_free && (rec_is(r, "act", "leave_free") || rec_is(r, "act", "release")))
		refuse(why, "held", S("free_to_leave"), S("no"), "yes: this person may go");
	if (is_free)
		return;
	need_set(r, "basis", "the written basis on which the person may not leave", why);
	need_set(r, "until", "the day on which it ends", why);
	person_limit(r, "until", 0, 30, why);
	if (rec_is(r, "basis", "own_wish"))
		refuse(why, "basis", S("basis"), S("own_wish"),
		       "another one: who stays by own wish is free to leave");
}

static void plan_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	need_order(r, "from", "until", why);
}

/* Who promises does not take it back alone, and nobody without words (rule/table.c); what the person refuses he or she
 * signs for, as for what was delivered. */
static void benefit_end(const struct rec *r, struct refusals *why)
{
	if (rec_get(r, "delivered_on"))
		refuse(why, "ended", S("ended"), rec_code(r, "ended"),
		       "nothing, of what was delivered: a promise that ends otherwise was not");
	if (rec_is(r, "ended", "refused_by_person"))
		need_set(r, "receipt",
			 "the number of the paper on which the person signed that he or she does "
			 "not want it",
			 why);
	if (rec_is(r, "ended", "withdrawn_with_reason"))
		need_set(r, "reason", "in words why a promise is taken back: the person is told",
			 why);
}

/* The promise and the delivery are both on record: late payments cost lives elsewhere. */
static void benefit_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	need_past(r, "promised_on", why);
	need_past(r, "delivered_on", why);
	need_order(r, "promised_on", "due_on", why);
	need_order(r, "promised_on", "delivered_on", why);
	if (rec_get(r, "delivered_on"))
		need_set(r, "receipt", "the number of the receipt that the person signed", why);
	if (rec_get(r, "ended"))
		benefit_end(r, why);
	else if (rec_get(r, "reason"))
		refuse(why, "ended", S("reason"), S(""),
		       "nothing, unless `ended` says that nothing is owed any more");
}

static void belongings_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	need_past(r, "returned_on", why);
}

static void tracing_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	need_past(r, "told_family_on", why);
}

/* Asked alone; nobody is taken anywhere by force, and no name goes to the escort. */
static void passenger_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	if (rec_is(r, "choice", "forced"))
		refuse(why, "forced", S("choice"), S("forced"),
		       "a free choice: this person does not travel; tell protection");
	if (!rec_get(r, "no_names_to_escort")->n)
		refuse(why, "names", S("no_names_to_escort"), S("no"),
		       "yes: names are not given to the escort");
}

static const struct field stay_fields[] = {
	{ "act", 10, F_CODE, true, PERSON, "arrive,leave_free,transfer_out,hold,release",
	  .help = "\"let go\" in the reports" },
	{ "free_to_leave", 11, F_BOOL, true, PERSON,
	  .help = "false needs a written basis and counts in P14" },
	{ "basis", 12, F_CODE, false, PERSON, "security,medical,court_order,own_wish" },
	{ "until", 13, F_DATE, false, PERSON },
};

const struct kind kind_stay = {
	.name = "stay",
	.code = 47,
	.label_en = "stay at the centre",
	.label_ar = "إقامة",
	.form = FORM_VEILED,
	.seal = "S",
	.subject = SUBJECT_CASE,
	.signatures = 1,
	.roles = "reception",
	.sealed_rule = stay_rule,
	.fields = stay_fields,
	.n = sizeof stay_fields / sizeof *stay_fields,
};

static const struct field discharge_fields[] = {
	{ "return_to", 10, F_PLACE, false, PERSON, .help = "chosen by the person" },
	{ "transport", 11, F_CODE, true, PERSON, "own,bus,convoy,none" },
	{ "package", 12, F_CODES, false, PERSON, "cash,food,tools,clothes,documents" },
	{ "why_not", 13, F_TEXT, false, PERSON, .max = 400,
	  .help = "why belongings were not returned, or there is no paper" },
};

const struct kind kind_discharge = {
	.name = "discharge",
	.code = 48,
	.label_en = "discharge",
	.label_ar = "مغادرة",
	.form = FORM_PERSON,
	.seal = "S",
	.subject = SUBJECT_CASE,
	.signatures = 1,
	.roles = "case_worker",
	.outcomes = discharge_outcomes,
	.n_outcomes = sizeof discharge_outcomes / sizeof *discharge_outcomes,
	.fields = discharge_fields,
	.n = sizeof discharge_fields / sizeof *discharge_fields,
};

static const struct field plan_fields[] = {
	{ "track", 10, F_CODE, true, PERSON, "training,work,study,farm,business,none" },
	{ "from", 11, F_DATE, true, PERSON },
	{ "until", 12, F_DATE, false, PERSON },
	{ "state", 13, F_CODE, true, PERSON, "started,paused,finished,stopped" },
};

const struct kind kind_plan = {
	.name = "plan",
	.code = 49,
	.label_en = "reintegration plan",
	.label_ar = "خطة عودة",
	.form = FORM_VEILED,
	.seal = "S",
	.subject = SUBJECT_CASE,
	.signatures = 0,
	.roles = "case_worker",
	.sealed_rule = plan_rule,
	.fields = plan_fields,
	.n = sizeof plan_fields / sizeof *plan_fields,
};

static const struct field benefit_fields[] = {
	{ "promised", 10, F_CODE, true, PERSON, "cash,tools,training,transport,documents" },
	{ "promised_on", 11, F_DATE, true, PERSON,
	  .help = "the promise and the delivery are both recorded: late payments killed people in "
		  "Liberia" },
	{ "due_on", 12, F_DATE, true, PERSON },
	{ "amount_usd_cents", 13, F_INT, false, PERSON },
	{ "delivered_on", 14, F_DATE, false, PERSON },
	{ "receipt", 15, F_TEXT, false, PERSON, .max = 40 },
	{ "ended", 16, F_CODE, false, PERSON, "refused_by_person,died,withdrawn_with_reason",
	  .help = "of a promise (the same due_on) that nobody will deliver, and why; one that is "
		  "taken back counts on in P17" },
	{ "reason", 17, F_TEXT, false, PERSON, .max = 400 },
};

const struct kind kind_benefit = {
	.name = "benefit",
	.code = 50,
	.label_en = "benefit promised, delivered or ended",
	.label_ar = "منحة",
	.form = FORM_VEILED,
	.seal = "S",
	.subject = SUBJECT_CASE,
	.signatures = 2,
	.roles = "case_worker,giver",
	.each_role = true,
	.sealed_rule = benefit_rule,
	.fields = benefit_fields,
	.n = sizeof benefit_fields / sizeof *benefit_fields,
};

static const struct field belongings_fields[] = {
	{ "items", 10, F_TEXTS, true, PERSON,
	  .help = "money, phone, papers: taken against a receipt, never \"confiscated\"" },
	{ "receipt", 11, F_TEXT, true, PERSON, .max = 40 },
	{ "returned_on", 12, F_DATE, false, PERSON },
};

const struct kind kind_belongings = {
	.name = "belongings",
	.code = 57,
	.label_en = "belongings taken and returned",
	.label_ar = "أمانات",
	.form = FORM_VEILED,
	.seal = "S",
	.subject = SUBJECT_MAYBE,
	.signatures = 2,
	.roles = "storekeeper,reception",
	.each_role = true,
	.sealed_rule = belongings_rule,
	.fields = belongings_fields,
	.n = sizeof belongings_fields / sizeof *belongings_fields,
};

static const struct field tracing_fields[] = {
	{ "asked_by", 10, F_CODE, true, PERSON, "family,self,icrc,sarc" },
	{ "sought", 11, F_NAME, true, PERSON, .rows = &kind_name_part },
	{ "relation", 12, F_CODE, true, PERSON, "spouse,child,parent,sibling,other" },
	{ "state", 13, F_CODE, true, PERSON, "open,located,reunited,dead,stopped",
	  .help = "an open search blocks erasure" },
	{ "told_family_on", 14, F_DATE, false, PERSON },
	{ "continues", 15, F_REF, false, PERSON, "tracing",
	  .help = "an earlier record of the same search: how one ends that was asked for by "
		  "somebody without a case" },
};

const struct kind kind_tracing = {
	.name = "tracing",
	.code = 56,
	.label_en = "tracing of a missing person",
	.label_ar = "بحث عن مفقود",
	.form = FORM_VEILED,
	.seal = "S",
	.subject = SUBJECT_MAYBE,
	.signatures = 1,
	.roles = "protection",
	.sealed_rule = tracing_rule,
	.fields = tracing_fields,
	.n = sizeof tracing_fields / sizeof *tracing_fields,
};

static const struct field passenger_fields[] = {
	{ "convoy", 10, F_REF, true, PERSON, "convoy" },
	{ "choice", 11, F_CODE, true, PERSON, "chosen,unsure,forced",
	  .help = "asked alone; forced stops the transfer of that person" },
	{ "goes_with", 12, F_REFS, false, PERSON, "registration" },
	{ "to", 13, F_PLACE, true, PERSON },
	{ "no_names_to_escort", 14, F_BOOL, true, PERSON,
	  .help = "names are not given to the escort" },
};

const struct kind kind_passenger = {
	.name = "passenger",
	.code = 75,
	.label_en = "person on a convoy",
	.label_ar = "راكب",
	.form = FORM_VEILED,
	.seal = "S",
	.subject = SUBJECT_MAYBE,
	.signatures = 1,
	.roles = "transfer",
	.sealed_rule = passenger_rule,
	.fields = passenger_fields,
	.n = sizeof passenger_fields / sizeof *passenger_fields,
};
