/* Reception and registration of a person. Nothing of it is public but that somebody came or was
 * registered, in a batch sorted so that order tells nothing. */
#include "record/person.h"

#include <string.h>

#include "base/num.h"
#include "base/time.h"
#include "record/kinds.h"
#include "base/banned.h"

/* Who came in a group was counted with it, and who comes back was counted before. */
static const struct outcome presentation_outcomes[] = {
	{ "present", { { "P1", 1 } } },
	{ "present_in_group", { { 0 } } },
};

static const struct outcome registration_outcomes[] = {
	{ "register", { { "P2", 1 }, { "P3", 1 } } },
	{ "reopen", { { "P3", 1 }, { "P13", -1 } } },
	{ "take_up", { { "P3", 1 }, { "P18", -1 } } },
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

/* The last day on which the person may have been born, by any reading: of an interval, whichever
 * end is later. */
static int64_t latest_birth(struct str born)
{
	struct str rest = born, first = str_cut(&rest, '/');
	int64_t one = latest_day(first), other = rest.s ? latest_day(rest) : one;

	return one > other ? one : other;
}

bool person_adult(struct str born, int64_t day)
{
	return day_add_months(latest_birth(born), 18 * 12) <= day;
}

void person_limit(const struct rec *r, const char *date, int days, int most, struct refusals *why)
{
	const struct val *x = rec_get(r, date);

	if (x && r->day != NO_DAY && (x->n < r->day + days || x->n > r->day + most))
		refuse(why, "limit", str_of(date), day_text(why->a, x->n),
		       "a day from %.*s to %.*s", P(day_text(why->a, r->day + days)),
		       P(day_text(why->a, r->day + most)));
}

void person_alone(const struct rec *r, const char *list, const char *code, struct refusals *why)
{
	const struct val *x = rec_get(r, list);

	for (size_t i = 0; x && x->len > 1 && i < x->len; i++)
		if (str_eq(x->v[i].s, str_of(code)))
			refuse(why, "alone", str_of(list), x->v[i].s,
			       "%s alone, or the others without it", code);
}

void person_differ(const struct rec *r, const char *one, const char *other, struct refusals *why)
{
	const struct val *x = rec_get(r, one), *y = rec_get(r, other);

	if (x && y && str_eq(x->s, y->s))
		refuse(why, "same_person", str_of(other), S(""), "another officer than %s", one);
}

/* Nobody is older: a longer span is a slip of the pen. */
#define AGE_MOST 120

static bool too_old(struct str date, int64_t day)
{
	return day_add_months(latest_day(date), AGE_MOST * 12) < day;
}

bool person_alive(struct str born, int64_t day)
{
	struct str rest = born, first = str_cut(&rest, '/');

	return !too_old(first, day) && (!rest.s || !too_old(rest, day));
}

/* Any doubt about age counts as a child: no registration, no questioning. */
static void registration_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	struct str born = rec_code(r, "born");

	(void)v;
	if (!person_alive(born, r->day))
		refuse(why, "too_old", S("born"), born, "a date at most 120 years ago");
	if (rec_get(r, "age_doubt")->n || !person_adult(born, r->day))
		refuse(why, "child", S("born"), born,
		       "an adult without doubt: stop the questions and refer the person to child "
		       "protection (step event=age_doubt in the case asks that an officer of it "
		       "looks)");
}

static const struct field presentation_fields[] = {
	{ "reception_no", 10, F_TEXT, true, PERSON, .max = 12,
	  .help = "random, on the slip; not a counter" },
	{ "in_group", 11, F_BOOL, true, PERSON,
	  .help = "already counted by a group_arrival: then no P1" },
	{ "triage", 12, F_CODES, true, PERSON,
	  "safe,urgent_medical,weapon_made_safe,interpreter,minor_possible" },
	{ "language", 13, F_CODE, true, PERSON, "list:iso639-3" },
	{ "late_reason", 14, F_TEXT, false, PERSON, .max = 400,
	  .help = "why it is recorded more than 7 days after the person came: reception and chief "
		  "sign" },
};

const struct kind kind_presentation = {
	.name = "presentation",
	.code = 31,
	.label_en = "person presents",
	.label_ar = "مراجعة شخص",
	.form = FORM_PERSON,
	.seal = "S",
	.subject = SUBJECT_CASE,
	.signatures = 0,
	.roles = "reception",
	.outcomes = presentation_outcomes,
	.n_outcomes = sizeof presentation_outcomes / sizeof *presentation_outcomes,
	.fields = presentation_fields,
	.n = sizeof presentation_fields / sizeof *presentation_fields,
};

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
	.subject = SUBJECT_CASE,
	.signatures = 0,
	.roles = "registrar",
	.outcomes = registration_outcomes,
	.n_outcomes = sizeof registration_outcomes / sizeof *registration_outcomes,
	.sealed_rule = registration_rule,
	.fields = registration_fields,
	.n = sizeof registration_fields / sizeof *registration_fields,
};
