/* What is recorded about one person: registration and decision. Nothing of it is public but that
 * a registration or a decision took place, in a batch sorted so that order tells nothing. */
#include "record/kinds.h"

#include <string.h>

#include "base/num.h"
#include "base/time.h"
#include "record/rec.h"
#include "record/refuse.h"
#include "base/banned.h"

static const struct outcome registration_outcomes[] = {
	{ "register", { { "P2", 1 }, { "P3", 1 } } },
};

/* What happened to the person is sealed; the public learns granted or closed otherwise. */
static const struct outcome decision_outcomes[] = {
	{ "approve_granted", { { "P3", -1 }, { "P4", 1 } } },
	{ "close_otherwise", { { "P3", -1 }, { "P13", 1 } } },
};

/* The last day that one date of EDTF can mean. */
static int64_t latest_day(struct str date)
{
	bool doubt = date.len && strchr("?~%", date.s[date.len - 1]);
	int64_t y = 0, m = 12, d = 0;

	if (doubt)
		date.len--;
	(void)int_parse(str_mem(date.s, 4), 0, 9999, &y);
	if (date.len >= 7)
		m = (date.s[5] - '0') * 10 + date.s[6] - '0';
	if (date.len == 10)
		d = (date.s[8] - '0') * 10 + date.s[9] - '0';
	if (doubt)
		y++;
	return d ? day_of((int)y, (int)m, (int)d)
		 : day_add_months(day_of((int)y, (int)m, 1), 1) - 1;
}

/* The last day on which the person may have been born, by any reading: of an interval, whichever end is
 * later. */
static int64_t latest_birth(struct str born)
{
	struct str rest = born, first = str_cut(&rest, '/');
	int64_t one = latest_day(first), other = rest.s ? latest_day(rest) : one;

	return one > other ? one : other;
}

/* Any doubt about age counts as a child: no registration, no questioning. */
static void registration_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	struct str born = rec_code(r, "born");

	(void)v;
	if (rec_get(r, "age_doubt")->n || day_add_months(latest_birth(born), 18 * 12) > r->day)
		refuse(why, "child", S("born"), born,
		       "an adult without doubt: stop the questions and refer the person to child "
		       "protection");
}

static void decision_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct val *evidence = rec_get(r, "evidence"), *two = rec_get(r, "panel_2");
	bool referred = rec_is(r, "outcome", "referred");

	(void)v;
	if (rec_is(r, "outcome", "deferred"))
		refuse(why, "deferred", S("outcome"), S("deferred"),
		       "granted, not_covered or referred: a deferred case stays under checks, "
		       "nothing is decided");
	if (!two && !rec_is(r, "outcome", "granted"))
		refuse(why, "missing", S("panel_2"), S(""),
		       "a second panel member for every outcome but granted");
	if (two && str_eq(two->s, rec_code(r, "panel_1")))
		refuse(why, "same_person", S("panel_2"), S(""), "another officer than panel_1");
	if (referred && (!rec_get(r, "acts_named") || !rec_get(r, "chief")))
		refuse(why, "missing", S("acts_named"), S(""),
		       "the excluded act and the chief's name");
	if (referred && (!evidence || evidence->len < 2))
		refuse(why, "evidence", S("evidence"), S(""),
		       "at least two independent sources on record");
	if (!rec_is(r, "outcome", "granted") && !rec_get(r, "appeal_until"))
		refuse(why, "missing", S("appeal_until"), S(""), "the last day for an appeal");
}

static const struct field name_part_fields[] = {
	{ "part", 1, F_CODE, true, PERSON, "ism,father,grandfather,family,kunya,laqab,nisba" },
	{ "text", 2, F_TEXT, true, PERSON, .max = 60 },
	{ "script", 3, F_CODE, true, PERSON, "Arab,Latn,Cyrl,Grek,Armn,Syrc,Zyyy",
	  .help = "ISO 15924" },
};

const struct kind kind_name_part = {
	.name = "name_part",
	.label_en = "part of a name",
	.label_ar = "جزء من اسم",
	.form = FORM_PART,
	.seal = "",
	.fields = name_part_fields,
	.n = sizeof name_part_fields / sizeof *name_part_fields,
};

static const struct field document_fields[] = {
	{ "type", 1, F_CODE, true, PERSON,
	  "national_id,family_book,passport,military_book,refugee_card,none" },
	{ "number", 2, F_TEXT, false, PERSON, .max = 40 },
	{ "country", 3, F_CODE, false, PERSON, "list:iso3166-1-alpha-3" },
};

const struct kind kind_document = {
	.name = "document",
	.label_en = "identity document",
	.label_ar = "وثيقة",
	.form = FORM_PART,
	.seal = "",
	.fields = document_fields,
	.n = sizeof document_fields / sizeof *document_fields,
};

static const struct field dependant_fields[] = {
	{ "relation", 1, F_CODE, true, PERSON, "spouse,child,parent,sibling,other" },
	{ "sex", 2, F_CODE, false, PERSON, "f,m,x" },
	{ "age", 3, F_INT, false, PERSON, "0..120",
	  .help = "no name: a dependant is not a participant" },
	{ "needs", 4, F_CODES, false, PERSON, "DS,WR,ER,SM,SP,SV,TR,LP,FU,PG",
	  .help = "UNHCR specific needs codes" },
};

const struct kind kind_dependant = {
	.name = "dependant",
	.label_en = "dependant",
	.label_ar = "معال",
	.form = FORM_PART,
	.seal = "",
	.fields = dependant_fields,
	.n = sizeof dependant_fields / sizeof *dependant_fields,
};

static const struct field registration_fields[] = {
	{ "full_name", 10, F_NAME, true, PERSON, .rows = &kind_name_part,
	  .help = "ism, father, grandfather, family, kunya, laqab, nisba; each with script ISO "
		  "15924" },
	{ "mother_name", 11, F_NAME, false, PERSON, .rows = &kind_name_part,
	  .help = "for telling namesakes apart, only if the person agrees" },
	{ "latin_names", 12, F_TEXTS, false, PERSON, .help = "as in documents" },
	{ "sex", 13, F_CODE, true, PERSON, "f,m,x" },
	{ "born", 14, F_EDTF, true, PERSON,
	  .help = "1984, 1984~, 1980/1985; under 18 or doubt: child_referral" },
	{ "age_doubt", 15, F_BOOL, true, PERSON, .help = "true: no registration, child_referral" },
	{ "nationality", 16, F_CODES, false, PERSON, "list:iso3166-1-alpha-3",
	  .help = "XXA = stateless, XXX = unknown (ICAO 9303)" },
	{ "documents", 17, F_ROWS, false, PERSON, .rows = &kind_document },
	{ "origin", 18, F_PLACE, false, PERSON },
	{ "status_sought", 19, F_CODE, true, PERSON,
	  "carrying_arms,keeping_arms,fugitive,captor,deserter_home,deserter_abroad,associated",
	  .help = "associated = cook, porter, wife, forced: not a fighter" },
	{ "group", 20, F_REF, false, PERSON, "party",
	  .help = "asked only when the decree's category needs it" },
	{ "since", 21, F_EDTF, false, PERSON },
	{ "needs", 22, F_CODES, false, PERSON, "DS,WR,ER,SM,SP,SV,TR,LP,FU,PG",
	  .help = "UNHCR specific needs codes; DS by Washington Group questions" },
	{ "safety_concern", 23, F_CODES, false, PERSON,
	  "reprisal_group,reprisal_authority,family_at_risk,feud,witness",
	  .help = "own protection key, never shown to screeners" },
	{ "contact", 24, F_TEXT, false, PERSON, .max = 120 },
	{ "dependants", 25, F_ROWS, false, PERSON, .rows = &kind_dependant },
	{ "photo", 26, F_BLOB, false, PERSON,
	  .help = "never required; retained only for the card and only with the person's "
		  "agreement" },
	{ "search_done", 27, F_CODE, true, PERSON, "all_centres,this_centre,offline" },
	{ "search_answers", 28, F_REFS, false, PERSON, "dedup_link",
	  .help = "every strong candidate answered" },
};

const struct kind kind_registration = {
	.name = "registration",
	.code = 32,
	.label_en = "registration",
	.label_ar = "تسجيل",
	.form = FORM_PERSON,
	.seal = "S",
	.signatures = 0,
	.roles = "registrar",
	.outcomes = registration_outcomes,
	.n_outcomes = 1,
	.rule = registration_rule,
	.fields = registration_fields,
	.n = sizeof registration_fields / sizeof *registration_fields,
};

static const struct field decision_fields[] = {
	{ "outcome", 10, F_CODE, true, PERSON, "granted,not_covered,referred,deferred",
	  .help = "public: granted, else closed otherwise (deferred has no public entry)" },
	{ "proposed_outcome", 11, F_CODE, true, PERSON, "granted,not_covered,referred,deferred",
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
	{ "notified_on", 20, F_DATE, false, PERSON },
	{ "appeal_until", 21, F_DATE, false, PERSON, .help = "set for every outcome but granted" },
};

const struct kind kind_decision = {
	.name = "decision",
	.code = 38,
	.label_en = "decision",
	.label_ar = "قرار",
	.form = FORM_PERSON,
	.seal = "S",
	.signatures = 2,
	.roles = "panel,authority",
	.outcomes = decision_outcomes,
	.n_outcomes = 2,
	.rule = decision_rule,
	.fields = decision_fields,
	.n = sizeof decision_fields / sizeof *decision_fields,
};
