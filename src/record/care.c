/* Compartment T: children in care and testimony. Each record has an identity of its own, so that no
 * key that opens a person's file opens these. */
#include "record/kinds.h"

#include "record/need.h"
#include "record/person.h"
#include "base/banned.h"

/* A ruling about age is changed on a document alone, when the person asks for it (states.csv C09);
 * never in the act that refers the child (rule/life.c). */
static void child_referral_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct val *adult = rec_get(r, "later_found_adult");

	const struct rec *to = need_ref(r, v, "handed_to");

	need_past(r, "handed_on", why);
	if (to && !rec_is(to, "class", "child_protection"))
		refuse(why, "handed_to", S("handed_to"), rec_code(to, "class"),
		       "a party of class child_protection: a child is handed to nobody else");
	if (adult && adult->n && !rec_is(r, "age_ground", "document"))
		refuse(why, "age_ground", S("age_ground"), rec_code(r, "age_ground"),
		       "document: nothing else makes an adult of a child");
}

static void testimony_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	need_past(r, "given_on", why);
	person_alone(r, "uses", "none", why);
	/* Who changes his or her mind need not tell it again. */
	if (rec_get(r, "consent_to"))
		return;
	if (!rec_get(r, "story") && !rec_get(r, "audio") && !rec_get(r, "hash_only"))
		refuse(why, "missing", S("story"), S(""),
		       "the story, its recording, or the digest of what an archive keeps");
}

static const struct field child_referral_fields[] = {
	{ "age_ground", 10, F_CODE, true, PERSON, "document,statement,appearance,doubt",
	  .help = "doubt always means child; no X-ray, no teeth, no genital examination" },
	{ "handed_to", 11, F_REF, true, PERSON, "party", .help = "child protection body" },
	{ "handed_on", 12, F_DATE, true, PERSON },
	{ "family_tracing", 13, F_REF, false, PERSON, "tracing" },
	{ "later_found_adult", 14, F_BOOL, false, PERSON,
	  .help = "back to registration only if the person asks and never as a punishment" },
};

const struct kind kind_child_referral = {
	.name = "child_referral",
	.code = 54,
	.label_en = "child referred to care",
	.label_ar = "إحالة طفل",
	/* A child leaves the open cases, and that is published as a closing like any other
	 * (C07); from another state it is veiled. */
	.form = FORM_AS_DECISION,
	.seal = "T",
	.subject = SUBJECT_OWN,
	.signatures = 2,
	.roles = "protection",
	.sealed_rule = child_referral_rule,
	.fields = child_referral_fields,
	.n = sizeof child_referral_fields / sizeof *child_referral_fields,
};

static const struct field testimony_fields[] = {
	{ "given_on", 10, F_DATE, true, PERSON },
	{ "about", 11, F_CODES, true, PERSON,
	  "killing,torture,sexual_violence,forced_disappearance,attack_on_civilians,destruction,"
	  "captivity,other" },
	{ "where", 12, F_PLACE, false, PERSON },
	{ "when", 13, F_EDTF, false, PERSON },
	{ "story", 14, F_TEXT, false, PERSON, .max = 4000 },
	{ "audio", 15, F_BLOB, false, PERSON },
	{ "uses", 16, F_CODES, true, PERSON, "court,un,history,none",
	  .help = "each use asked alone; \"none\" is a valid answer" },
	{ "do_not_share", 17, F_REFS, false, PERSON, "party",
	  .help = "the state that holds the register may be on it" },
	{ "again_allowed", 18, F_BOOL, true, PERSON, .help = "may we ask you again" },
	{ "hash_only", 19, F_HASH, false, PERSON,
	  .help = "an outside archive keeps the text, we keep the digest" },
	{ "consent_to", 20, F_REF, false, PERSON, "testimony",
	  .help = "its giver says anew what that one may be used for, and by whom not" },
};

const struct kind kind_testimony = {
	.name = "testimony",
	.code = 55,
	.label_en = "testimony",
	.label_ar = "شهادة",
	.form = FORM_VEILED,
	.seal = "T",
	.subject = SUBJECT_OWN,
	.signatures = 1,
	.roles = "protection",
	.sealed_rule = testimony_rule,
	.fields = testimony_fields,
	.n = sizeof testimony_fields / sizeof *testimony_fields,
};
