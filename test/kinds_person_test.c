/* The kinds about persons: for each a record that is accepted, and for each rule one that is refused
 * because of it. */
#include "record/person.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "record/kinds.h"
#include "test.h"
#include "base/banned.h"

static struct arena *a;
static struct refusals why;

#define TODAY "2016-12-20"

/* Names of references, places and officers stand for themselves here. */
static bool find_ref(void *p, const char *kind, struct str key, uint8_t out[REF_BYTES])
{
	(void)p;
	(void)kind;
	memset(out, 0, REF_BYTES);
	memcpy(out, key.s, key.len < REF_BYTES ? key.len : REF_BYTES);
	return true;
}

static bool find_place(void *p, struct str name, struct str *code)
{
	(void)p;
	*code = name;
	return true;
}

static bool find_officer(void *p, struct str name, uint8_t kid[4])
{
	(void)p;
	memset(kid, 0, 4);
	memcpy(kid, name.s, name.len < 4 ? name.len : 4);
	return true;
}

/* What stood last on the paper: `p` is a record of kind standing. */
static const struct rec *last_standing(void *p, const char *kind, struct str key)
{
	return strcmp(kind, "standing") == 0 && str_eq(key, S("137")) ? p : NULL;
}

static const struct rec *nothing(void *p, struct str ref)
{
	(void)p;
	(void)ref;
	return NULL;
}

static struct rec *record(const char *kind, const char *const *fields, const char *more)
{
	const struct resolver res = { find_ref, find_place, find_officer, NULL, NULL };
	struct rec *r = rec_new(a, kind_by_name(str_of(kind)));
	struct str rest = str_of(more);
	bool ok = day_parse(S(TODAY), &r->day);

	r->from_day = r->day;
	for (; *fields; fields++) {
		struct str value = str_of(*fields), field = str_cut(&value, '=');

		ok &= rec_set(a, r, field, value, &why);
	}
	while (more && rest.s) {
		struct str value = str_cut(&rest, '&'), field = str_cut(&value, '=');
		const struct field *f = field_by_name(r->kind, field);

		if (f && value.len)
			ok &= rec_set(a, r, field, value, &why);
		else if (f)
			r->v[f - r->kind->fields] = (struct val){ 0 };
		else
			ok = false;
	}
	return rec_resolve(a, r, &res, &why) && ok ? r : NULL;
}

/* What a record is refused for, "field:id"; empty where it is accepted; with more than one refusal the
 * first and "+". */
static const char *judged(const char *kind, const char *const *fields, const char *more,
			  const struct rec *last)
{
	const struct rec_view v = { .by_key = last_standing,
				    .by_ref = nothing,
				    .before = nothing,
				    .p = (void *)(uintptr_t)last,
				    .a = a };
	struct rec *r;

	why = (struct refusals){ .a = a };
	r = record(kind, fields, more);
	if (r && rec_check(a, r, &v, &why))
		return "";
	return str_z(a, why.n ? str_fmt(a, "%.*s:%s%s", P(why.list[0].field), why.list[0].id,
					why.n > 1 ? "+" : "")
			      : S("not made"));
}

static const struct {
	const char *kind;
	const char *fields[16];
	/* What is changed of it ("a=x&b=" sets a and takes b away), and what it is then refused for. */
	struct {
		const char *name, *more, *want;
	} cases[16];
} kinds_of[] = {
	{ "presentation",
	  { "reception_no=R-7", "in_group=no", "triage=safe", "language=ara" },
	  { { "a presentation without a language is refused", "language=", "language:missing" } } },
	{ "registration",
	  { "full_name=ism Nizar, family Dalati", "sex=m", "born=1984", "age_doubt=no",
	    "status_sought=carrying_arms", "search_done=offline" },
	  { { "any doubt of age stops a registration", "age_doubt=yes", "born:child" },
	    { "a child is not registered", "born=1999", "born:child" },
	    { "nor whom a date may mean to be one", "born=1980/1999", "born:child" },
	    { "a doubtful year is a year later", "born=1997?", "born:child" },
	    { "who is 18 today is registered", "born=1998-12-20", "" },
	    { "who is 18 tomorrow is not", "born=1998-12-21", "born:child" },
	    { "who is 120 today is registered", "born=1896-12-20", "" },
	    { "who is older is a slip of the pen", "born=1896-12-19", "born:too_old" },
	    { "in either date", "born=1095/1985", "born:too_old" },
	    { "in the other, too", "born=1985/1095", "born:too_old" },
	    { "there was no year 0", "born=0000", "born:not_edtf" } } },
	{ "decision",
	  { "outcome=referred", "proposed_outcome=referred", "article=4", "grounds=x",
	    "acts_named=torture", "evidence=one,two", "panel_1=A", "panel_2=B", "chief=C",
	    "appeal_until=2017-01-20" },
	  { { "one source does not refer anybody", "evidence=one", "evidence:evidence" },
	    { "nor the same one twice", "evidence=one,one", "evidence:twice" },
	    { "nor none", "evidence=", "evidence:evidence" },
	    { "a referral names the act", "acts_named=", "acts_named:missing" },
	    { "and the chief", "chief=", "chief:missing" },
	    { "the panel is two people", "panel_2=A", "panel_2:same_person" },
	    { "and the chief a third", "chief=A", "chief:same_person" },
	    { "who is refused may appeal", "appeal_until=", "appeal_until:missing" },
	    { "in a time that is enough", "appeal_until=2017-01-03", "appeal_until:limit" },
	    { "a person is told after the fact", "notified_on=2016-12-21", "notified_on:future" },
	    { "two decide that somebody is not covered",
	      "outcome=not_covered&panel_2=&chief=&acts_named=&evidence=", "panel_2:missing" },
	    { "and may", "outcome=not_covered&chief=&acts_named=&evidence=", "" },
	    { "a decision may be deferred", "outcome=deferred&chief=&acts_named=&evidence=", "" },
	    { "an excluded act is not granted amnesty", "outcome=granted&notified_on=2016-12-20",
	      "acts_named:not_here" },
	    { "a grant is told before it counts",
	      "outcome=granted&panel_2=&chief=&acts_named=&evidence=&appeal_until=&notified_on=",
	      "notified_on:missing" },
	    { "a grant needs none of it",
	      "outcome=granted&panel_2=&chief=&acts_named=&evidence=&appeal_until=&notified_on="
	      "2016-12-20",
	      "" } } },
	{ "appeal",
	  { "against=referred", "by=counsel", "lodged_on=2016-12-01", "outcome=partly", "panel=A,B",
	    "decided_on=2016-12-20" },
	  { { "an appeal is lodged first", "outcome=&panel=&decided_on=", "" },
	    { "without a panel", "outcome=&decided_on=", "panel:not_here" },
	    { "and not decided then", "outcome=&panel=", "decided_on:not_here" },
	    { "two decide it", "panel=A", "panel:panel" },
	    { "on a day", "decided_on=", "decided_on:missing" },
	    { "after it was lodged", "decided_on=2016-11-30", "decided_on:period" },
	    { "and not ahead of it", "decided_on=2016-12-21", "decided_on:future" },
	    { "a grant stands or not", "against=revoked", "outcome:appeal" },
	    { "only a referral is lifted in part", "against=not_covered", "outcome:appeal" } } },
	{ "handover",
	  { "to=COURT", "risk_assessment=low", "counsel=yes", "family_told=yes", "receipt=H-1" },
	  { { "any doubt of torture stops a handover", "risk_assessment=doubt",
	      "risk_assessment:torture_risk" },
	    { "a high risk does", "risk_assessment=high", "risk_assessment:torture_risk" },
	    { "nobody is handed over without counsel", "counsel=no", "counsel:counsel" },
	    { "nor before the family is told", "family_told=no", "family_told:family" },
	    { "or a receipt", "receipt=", "receipt:missing" },
	    { "whoever comes back does, whatever the risk is now",
	      "risk_assessment=high&returned_on=2016-12-20&outcome=acquitted", "" },
	    { "nobody comes back tomorrow", "returned_on=2016-12-21", "returned_on:future" },
	    { "who is acquitted is back", "outcome=acquitted", "returned_on:missing" },
	    { "a family is told of a sentence", "outcome=sentenced&family_told=no",
	      "family_told:family" } } },
	{ "closing",
	  { "how=withdrew_after", "asked_alone=yes" },
	  { { "who was not asked alone has not withdrawn", "asked_alone=no",
	      "asked_alone:asked_alone" },
	    { "nor before a registration", "how=withdrew_before&asked_alone=no",
	      "asked_alone:asked_alone" },
	    { "nor is anybody moved who was not asked alone", "how=transferred&asked_alone=no",
	      "asked_alone:asked_alone" },
	    { "or sent to another centre", "how=moved_centre&asked_alone=no",
	      "asked_alone:asked_alone" },
	    { "who is absent cannot be asked", "how=absent&asked_alone=no", "" },
	    { "the family is told of a death", "how=deceased&date_known=2016-12&sources=x|y",
	      "family_told:missing" },
	    { "one source is none", "how=deceased&family_told=2016-12-20&sources=hospital",
	      "sources:sources" },
	    { "a death has two, and its day may be unknown",
	      "how=deceased&family_told=2016-12-20&sources=hospital|brother", "" },
	    { "or known", "how=deceased&date_known=2016-12&family_told=2016-12-20&sources=x|y",
	      "" } } },
	{ "merge",
	  { "act=merge", "link=link", "keep=00112233445566778899aabbccddeeff" },
	  { { "files are merged on a judgement", "link=", "link:missing" } } },
	{ "dedup_link",
	  { "other=00112233445566778899aabbccddeeff", "score=912", "fields=name,born",
	    "verdict=same", "by_1=A", "by_2=B" },
	  { { "one alone does not judge", "by_2=", "by_2:missing" },
	    { "nor twice", "by_2=A", "by_2:same_person" },
	    { "nobody does not", "by_1=&verdict=different", "by_1:missing" },
	    { "whoever says that it is another person says why",
	      "verdict=other_person&by_1=&by_2=", "reason:missing" },
	    { "and says it alone", "verdict=other_person&reason=x", "by_1:not_here+" },
	    { "in a word is enough", "verdict=other_person&by_1=&by_2=&reason=x", "" },
	    { "a possible duplicate is noted", "verdict=&by_1=&by_2=", "" } } },
	{ "certificate",
	  { "serial=SX1", "status_index=137", "name_on_paper=no", "provisional=yes",
	    "provisional_until=2017-01-19", "issued_on=2016-12-20", "handed_on=2016-12-20",
	    "paper_hash=1111111111111111111111111111111111111111111111111111111111111111" },
	  { { "a provisional paper ends", "provisional_until=", "provisional_until:provisional" },
	    { "after 30 days", "provisional_until=2017-01-20", "provisional_until:provisional" },
	    { "another one does not", "provisional=no", "provisional_until:not_here" },
	    { "a paper is not handed over before it is there", "handed_on=2016-12-19",
	      "handed_on:period" },
	    { "or issued tomorrow",
	      "issued_on=2016-12-21&provisional_until=2017-01-20&handed_on=", "issued_on:future" },
	    { "it replaces another one", "replaces_index=137", "replaces_index:same_index" } } },
	{ "pledge",
	  { "text_version=PL-2", "language=ara", "given_on=2016-12-20" },
	  { { "a pledge is given before it is recorded", "given_on=2016-12-21",
	      "given_on:future" } } },
	{ "pledge_case",
	  { "alleged_by=LOCAL", "what=x", "finding=breach", "heard_on=2016-12-20" },
	  { { "nobody is found in breach unheard", "heard_on=", "heard_on:missing" },
	    { "or heard tomorrow", "heard_on=2016-12-21", "heard_on:future" },
	    { "an allegation is recorded before", "finding=&heard_on=", "" } } },
	{ "effect_notice",
	  { "target=checkpoint_list", "count=6", "sent_on=2016-12-01", "confirmed_on=2016-12-20",
	    "refused=6" },
	  { { "a notice carries a certificate", "count=0&refused=", "count:out_of_range" },
	    { "it may have a number", "notice_no=E-1", "" },
	    { "not more are refused than were sent", "refused=7", "refused:out_of_range" },
	    { "nor confirmed before", "confirmed_on=2016-11-30", "confirmed_on:period" },
	    { "nor sent tomorrow", "sent_on=2016-12-21&confirmed_on=", "sent_on:future" } } },
	{ "stop_report",
	  { "where=SY-RD", "result=let_go", "followed_up=2016-12-20" },
	  { { "nothing is followed up tomorrow", "followed_up=2016-12-21",
	      "followed_up:future" } } },
	{ "correction",
	  { "field=born", "new_value=1985", "why=document_seen" },
	  { { "a field that there is is corrected", "field=grounds", "field:no_such_field" },
	    { "to a value that it takes", "field=sex&new_value=q", "sex:not_a_code" },
	    { "and an age to an age", "new_value=soon", "born:not_edtf" },
	    { "of somebody who may live", "new_value=1895", "new_value:too_old" },
	    { "a correction that makes a child ends the case", "new_value=2001",
	      "new_value:child" },
	    { "and one that brings a doubt", "field=age_doubt&new_value=yes",
	      "new_value:child" } } },
	{ "notice",
	  { "notice_version=N-3", "language=ara", "read_aloud=yes", "legal_basis=public_interest",
	    "agreed=photo,press", "withdrawn=follow_up", "given_by=self", "purposes=decision",
	    "told=rights,limits_of_sealing" },
	  { { "nothing agreed is alone", "agreed=photo,none", "agreed:alone" },
	    { "and is an answer", "agreed=none", "" },
	    { "a choice is given or withdrawn", "withdrawn=press", "withdrawn:both" },
	    { "what it was for and what was told is kept",
	      "purposes=decision,list_update&told=who_sees,rights,limits_of_sealing", "" },
	    { "nobody is told nothing", "told=", "told:missing" },
	    { "nor for nothing", "purposes=", "purposes:missing" },
	    { "rights are told always", "told=who_sees,limits_of_sealing", "told:told" },
	    { "and what sealing does not protect from", "told=rights", "told:told" },
	    { "consent is no basis", "legal_basis=consent", "legal_basis:not_a_code" } } },
	{ "check",
	  { "check=court_record", "source=COURT", "asked_what=x", "result=hit",
	    "evidence=court_file" },
	  { { "a hit rests on something", "evidence=", "evidence:missing" },
	    { "silence has a limit", "result=no_answer&evidence=", "no_answer_after:missing" },
	    { "of 14 days", "result=no_answer&no_answer_after=15", "no_answer_after:out_of_range" },
	    { "which an answer has not", "no_answer_after=7", "no_answer_after:not_here" },
	    { "silence is recorded", "result=no_answer&evidence=&no_answer_after=14", "" },
	    { "who is like a row of a list is no finding",
	      "list=L&row=00112233445566778899aabbccddeeff", "result:result" },
	    { "but a question",
	      "result=not_asked&evidence=&list=L&row=00112233445566778899aabbccddeeff", "" },
	    { "of one row", "result=not_asked&evidence=&list=L", "row:missing" },
	    { "an answer to it says why", "follows=3", "reason:missing" },
	    { "and what", "follows=3&reason=x&result=not_asked&evidence=", "result:result" },
	    { "it is one", "follows=3&reason=x", "" } } },
	{ "step",
	  { "event=extend", "why=court_date", "until=2017-01-03" },
	  { { "checks go on until a day", "until=", "until:missing" },
	    { "14 days ahead at most", "until=2017-01-04", "until:limit" },
	    { "not a day gone by", "until=2016-12-19", "until:limit" },
	    { "a summons has a day", "event=summon&until=", "until:missing" },
	    { "other steps need none", "event=propose&until=", "" } } },
	{ "request",
	  { "right=access", "lodged_on=2016-12-20", "answer_due=2017-01-19" },
	  { { "an answer is due after 30 days", "answer_due=2017-01-20", "answer_due:due" },
	    { "a refusal has a reason", "answer=refused", "reason_refused:missing" },
	    { "no reason without one", "reason_refused=x", "reason_refused:not_here" },
	    { "no request is of tomorrow", "lodged_on=2016-12-21&answer_due=2017-01-20",
	      "lodged_on:future" } } },
	{ "stay",
	  { "act=hold", "free_to_leave=no", "basis=court_order", "until=2017-01-05" },
	  { { "nobody is held without a basis", "basis=", "basis:missing" },
	    { "or an end", "until=", "until:missing" },
	    { "or until a day gone by", "until=2016-12-19", "until:limit" },
	    { "or by own wish", "basis=own_wish", "basis:basis" },
	    { "who is held is not free", "free_to_leave=yes", "free_to_leave:held" },
	    { "who is released is", "act=release", "free_to_leave:held" },
	    { "and who leaves", "act=leave_free", "free_to_leave:held" },
	    { "who arrives free needs no basis",
	      "act=arrive&free_to_leave=yes&basis=&until=", "" } } },
	{ "discharge",
	  { "return_to=SY-RD-TL", "transport=own", "package=food" },
	  { { "a way home is named", "transport=", "transport:missing" } } },
	{ "plan",
	  { "track=training", "from=2016-12-20", "until=2017-03-20", "state=started" },
	  { { "a plan ends after it begins", "until=2016-12-19", "until:period" } } },
	{ "benefit",
	  { "promised=tools", "promised_on=2016-12-01", "due_on=2017-01-20",
	    "delivered_on=2016-12-20", "receipt=B-1" },
	  { { "a delivery has a receipt", "receipt=", "receipt:missing" },
	    { "and comes after the promise", "delivered_on=2016-11-30", "delivered_on:period" },
	    { "and before it is recorded", "delivered_on=2016-12-21", "delivered_on:future" },
	    { "nothing is due before it is promised", "due_on=2016-11-30", "due_on:period" },
	    { "a promise alone is recorded", "delivered_on=&receipt=", "" },
	    { "what was delivered ended so", "ended=refused_by_person", "ended:ended" },
	    { "who wants it not signs that", "delivered_on=&receipt=&ended=refused_by_person",
	      "receipt:missing" },
	    { "and then it is", "delivered_on=&ended=refused_by_person", "" },
	    { "the dead sign nothing", "delivered_on=&receipt=&ended=died", "" },
	    { "no promise is taken back without a word",
	      "delivered_on=&receipt=&ended=withdrawn_with_reason", "reason:missing" },
	    { "with one it is", "delivered_on=&receipt=&ended=withdrawn_with_reason&reason=x", "" },
	    { "nothing else has a reason", "reason=x", "reason:ended" } } },
	{ "belongings",
	  { "items=watch|papers", "receipt=B-17", "returned_on=2016-12-20" },
	  { { "nothing is taken without a receipt", "receipt=", "receipt:missing" },
	    { "or returned tomorrow", "returned_on=2016-12-21", "returned_on:future" } } },
	{ "tracing",
	  { "asked_by=self", "sought=ism Layla", "relation=sibling", "state=located",
	    "told_family_on=2016-12-20" },
	  { { "nobody was told tomorrow", "told_family_on=2016-12-21",
	      "told_family_on:future" } } },
	{ "passenger",
	  { "convoy=2", "choice=unsure", "to=SY-ID", "no_names_to_escort=yes" },
	  { { "nobody travels by force", "choice=forced", "choice:forced" },
	    { "no names go to the escort", "no_names_to_escort=no",
	      "no_names_to_escort:names" } } },
	{ "child_referral",
	  { "age_ground=doubt", "handed_to=CHILD", "handed_on=2016-12-20" },
	  { { "a doubt makes no adult of a child", "later_found_adult=yes",
	      "age_ground:age_ground" },
	    { "nor does a face", "later_found_adult=yes&age_ground=appearance",
	      "age_ground:age_ground" },
	    { "a document may", "later_found_adult=yes&age_ground=document", "" },
	    { "no child is handed over tomorrow", "handed_on=2016-12-21", "handed_on:future" } } },
	{ "testimony",
	  { "given_on=2016-12-20", "about=captivity", "story=x", "uses=un,history",
	    "again_allowed=yes" },
	  { { "no use is alone", "uses=none,un", "uses:alone" },
	    { "and is an answer", "uses=none", "" },
	    { "a testimony says something", "story=", "story:missing" },
	    { "or where it is kept",
	      "story=&hash_only="
	      "1111111111111111111111111111111111111111111111111111111111111111",
	      "" },
	    { "it was given before it is recorded", "given_on=2016-12-21", "given_on:future" } } },
};

static void each_kind(void)
{
	for (size_t i = 0; i < sizeof kinds_of / sizeof *kinds_of; i++) {
		const char *kind = kinds_of[i].kind;

		CHECK(str_z(a, str_fmt(a, "a whole %s is accepted", kind)),
		      !*judged(kind, kinds_of[i].fields, NULL, NULL));
		for (size_t j = 0; j < 16 && kinds_of[i].cases[j].name; j++) {
			const char *got =
				judged(kind, kinds_of[i].fields, kinds_of[i].cases[j].more, NULL);

			CHECK(kinds_of[i].cases[j].name, !strcmp(got, kinds_of[i].cases[j].want));
			if (strcmp(got, kinds_of[i].cases[j].want) != 0)
				printf("# %s: %s\n", kind, got);
		}
	}
}

/* Revoked only what is suspended, heard, on the record and in time (states.csv K03-K09). */
static void standing(void)
{
	static const char *const suspend[] = { "status_index=137", "act=suspend",
					       "reason_code=breach_of_pledge", NULL },
				 *const revoke[] = { "status_index=137",
						     "act=revoke",
						     "reason_code=breach_of_pledge",
						     "hearing_on=2016-12-20",
						     "evidence=one",
						     "appeal_until=2017-01-20",
						     NULL };
	struct rec *suspended = record("standing", suspend, NULL),
		   *long_ago = record("standing", suspend, NULL),
		   *lifted = record("standing", suspend, "act=lift"),
		   *revoked = record("standing", suspend, "act=revoke"),
		   *replaced = record("standing", suspend, "act=replace&reason_code=lost");

	CHECK("the papers are made", suspended && long_ago && lifted && revoked && replaced);
	long_ago->day -= 31;
	CHECK("a paper is suspended", !*judged("standing", suspend, NULL, NULL));
	CHECK("and again after that was lifted", !*judged("standing", suspend, NULL, lifted));
	CHECK("but not twice",
	      !strcmp(judged("standing", suspend, NULL, suspended), "act:standing"));
	CHECK("a suspended one is revoked", !*judged("standing", revoke, NULL, suspended));
	CHECK("one that is not is not",
	      !strcmp(judged("standing", revoke, NULL, NULL), "act:standing"));
	CHECK("nor one that was replaced",
	      !strcmp(judged("standing", revoke, NULL, replaced), "act:standing"));
	CHECK("nor after 30 days",
	      !strcmp(judged("standing", revoke, NULL, long_ago), "act:lapsed"));
	CHECK("nor unheard",
	      !strcmp(judged("standing", revoke, "hearing_on=", suspended), "hearing_on:missing"));
	CHECK("nor before the hearing",
	      !strcmp(judged("standing", revoke, "hearing_on=2016-12-21", suspended),
		      "hearing_on:future"));
	CHECK("nor without evidence",
	      !strcmp(judged("standing", revoke, "evidence=", suspended), "evidence:missing"));
	CHECK("nor without an appeal",
	      !strcmp(judged("standing", revoke, "appeal_until=", suspended),
		      "appeal_until:missing"));
	CHECK("of 30 days",
	      !strcmp(judged("standing", revoke, "appeal_until=2017-01-18", suspended),
		      "appeal_until:limit"));
	CHECK("a suspension is lifted",
	      !*judged("standing", suspend, "act=lift&reason_code=expired_suspension", long_ago));
	CHECK("nothing else is",
	      !strcmp(judged("standing", suspend, "act=lift", lifted), "act:standing"));
	CHECK("what was revoked is reinstated",
	      !*judged("standing", suspend, "act=reinstate&reason_code=appeal_upheld", revoked));
	CHECK("and nothing else",
	      !strcmp(judged("standing", suspend, "act=reinstate&reason_code=error", suspended),
		      "act:standing"));
	CHECK("a lost paper is replaced",
	      !*judged("standing", suspend, "act=replace&reason_code=lost", NULL));
	CHECK("a revoked one is not",
	      !strcmp(judged("standing", suspend, "act=replace&reason_code=lost", revoked),
		      "act:standing"));
	CHECK("nobody is suspended for a lost paper",
	      !strcmp(judged("standing", suspend, "reason_code=lost", NULL), "reason_code:reason"));
}

/* Sealed kinds keep nothing in sight, and those of compartment T have keys of their own. */
static void sealed(void)
{
	bool hidden = true, outcomes = true;

	for (size_t i = 0; i < kinds_n; i++) {
		const struct kind *k = kinds[i];

		if (k->form == FORM_PLACE || k->form == FORM_WEAPON || k->form == FORM_PART)
			continue;
		outcomes &= (k->form == FORM_PERSON) == (k->n_outcomes > 0) && !k->n_counts;
		for (size_t j = 0; j < k->n; j++)
			hidden &= k->fields[j].sight != PUB;
	}
	CHECK("no field of a record about a person is public", hidden);
	CHECK("person kinds publish lists of outcomes, and nothing else does", outcomes);
	CHECK("testimony and children have identities of their own",
	      kind_testimony.subject == SUBJECT_OWN && kind_child_referral.subject == SUBJECT_OWN &&
		      kind_testimony.seal[0] == 'T' && kind_child_referral.seal[0] == 'T');
}

int main(void)
{
	a = arena_new(0);
	if (!a)
		return 1;
	why.a = a;
	each_kind();
	standing();
	sealed();
	arena_free(a);
	return done();
}
