/*
 * Random histories by random officers, judged by the rules, and watched by a small model of its own that knows no
 * table: who signs with whom, who acted before, what has to have happened, and the sums. Whatever is accepted keeps
 * to it; whatever is refused has changed nothing.
 */
#include "rule/decide.h"

#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/time.h"
#include "record/kinds.h"
#include "rule/asked.h"
#include "rule/eyes.h"
#include "rule/limit.h"
#include "rule/table.h"
#include "test.h"
#include "base/banned.h"

#define OFFICERS 40
#define PERSONS	 20
#define STEPS	 6000
#define WORLDS	 12
#define ACTS	 160

/* Days of the one decree of the world, and those that are walked. */
#define OPENS  17010
#define CLOSES 17150
#define STARTS 17000

static struct arena *a;
static struct refusals why;

struct model_act {
	const char *kind;
	struct str event, code;
	int64_t day, told,
		until; /* told: of a decision, in itself; until: the last day for an appeal */
	int who[8];
	size_t n;
	const struct rec *rec;
};

struct person {
	struct past_act past[ACTS];
	uint8_t kids[ACTS][8][4];
	struct model_act acts[ACTS];
	size_t n;
	bool there;
	struct str state, before;
	enum case_class cls, class_before;
	struct rec *standing; /* the last one */
	int64_t paper;	      /* the index of the last one; 0: none */
	int64_t held;	      /* 1: not free to leave, the last stay says */
	size_t centres;	      /* of the operation, as of this person: 1 or 2 */
};

/* What a record of the person may name as evidence: checks, alleged breaches, a few that are none of its case. */
#define FACTS 3
static struct fact facts[FACTS];
static bool freed;

static struct world {
	uint32_t seed;
	struct str roles[OFFICERS];
	struct same_person same[4];
	struct person persons[PERSONS];
	struct person copy; /* of one, before it is judged */
	struct person left; /* of one whose officers have left */
	const struct rec *decree;
	struct rec *blank[128];			/* of each plan, for looking */
	const struct transition *rows[128][24]; /* about it, that say who signs */
	int64_t day, papers;
	int64_t said; /* the day that the record says, which may be before today */
	int accepted, refused, wrong;
	int caught, unseen, refused_again; /* by who asks again */
	int64_t sums[5];
} * w;

/* Every byte, also those between the fields: a refused draft changes none. */
static bool same_bytes(const void *a, const void *b, size_t n)
{
	return memcmp(a, b, n) == 0;
}

static uint32_t next(size_t n)
{
	uint32_t z = w->seed += 0x9e3779b9u;

	z = (z ^ z >> 16) * 0x85ebca6bu;
	z = (z ^ z >> 13) * 0xc2b2ae35u;
	return (z ^ z >> 16) % (uint32_t)n;
}

/* Officers 0 and 1 are one officer with two keys, 2 and 3 relatives, and so are 4 and 5. */
static int human(int officer)
{
	return officer < 6 ? officer / 2 : officer;
}

static void kid_of(int officer, uint8_t kid[4])
{
	memset(kid, 0, 4);
	kid[0] = (uint8_t)(officer + 1);
}

/* Records: what is typed, with references to anything. */

static bool any_ref(void *p, const char *kind, struct str key, uint8_t out[REF_BYTES])
{
	(void)p;
	(void)kind;
	memset(out, 0, REF_BYTES);
	out[REF_BYTES - 1] = key.len ? (uint8_t)key.s[0] : 0;
	return true;
}

static bool any_place(void *p, struct str name, struct str *code)
{
	(void)p;
	*code = name;
	return true;
}

static bool an_officer(void *p, struct str name, uint8_t kid[4])
{
	(void)p;
	kid_of((name.s[0] - '0') * 10 + name.s[1] - '0', kid);
	return true;
}

static struct person *looking;

static const struct rec *last_standing(void *p, const char *kind, struct str key)
{
	(void)p;
	(void)key;
	return strcmp(kind, "standing") != 0 ? NULL : looking->standing;
}

static const struct rec *nothing(void *p, struct str ref)
{
	(void)p;
	(void)ref;
	return NULL;
}

struct plan {
	const char *kind, *fields;
};

#define NOTICE                                                                             \
	"notice_version=N;legal_basis=public_interest;agreed=none;purposes=decision;told=" \
	"rights,limits_of_sealing;"

/* $O what was proposed last, $D today, $L a day later, $H one before, $P paper, $1 $2 $3 officers who sign. */
static const struct plan plans[] = {
	{ "presentation", "reception_no=R1;in_group=no;triage=safe;language=ara" },
	{ "presentation", "reception_no=R1;in_group=no;triage=safe;language=ara;late_reason=x" },
	{ "presentation", "reception_no=R1;in_group=no;triage=interpreter;language=kmr" },
	{ "presentation", "reception_no=R1;in_group=no;triage=safe,minor_possible;language=ara" },
	{ "step", "event=age_looked;why=other;age=adult" },
	{ "step", "event=age_looked;why=other;age=doubt" },
	{ "step", "event=age_doubt;why=other" },
	{ "step", "event=late_seen;why=other" },
	{ "notice", NOTICE "language=ara;read_aloud=yes;given_by=self" },
	{ "notice", NOTICE "language=kmr;read_aloud=yes;given_by=self" },
	{ "notice", NOTICE "language=ara;read_aloud=yes;given_by=interpreter_present" },
	{ "correction", "field=language;new_value=ara;why=typing" },
	{ "correction", "field=language;new_value=kmr;why=typing" },
	{ "registration",
	  "full_name=ism A, family B;sex=m;born=1980;age_doubt=no;status_sought=carrying_arms;"
	  "search_done=this_centre" },
	{ "correction", "field=search_done;new_value=offline;why=typing" },
	{ "correction", "field=search_done;new_value=all_centres;why=typing" },
	{ "correction", "field=sex;new_value=f;why=typing" },
	{ "correction", "field=born;new_value=1981;why=typing" },
	{ "correction", "field=status_sought;new_value=fugitive;why=typing" },
	{ "correction", "field=status_sought;new_value=carrying_arms;why=typing" },
	{ "correction", "field=status_sought;new_value=associated;why=typing" },
	{ "dedup_link", "other=01010101010101010101010101010101;score=900;fields=name" },
	{ "dedup_link", "other=01010101010101010101010101010101;score=900;fields=name;verdict="
			"different;by_1=$1;by_2=$2" },
	{ "dedup_link", "other=03030303030303030303030303030303;score=900;fields=name;verdict="
			"other_person;reason=x" },
	{ "belongings", "items=x;receipt=x" },
	{ "belongings", "items=x;receipt=x;returned_on=$D" },
	{ "passenger", "convoy=x;choice=chosen;to=x;no_names_to_escort=yes" },
	{ "passenger", "convoy=x;choice=unsure;to=x;no_names_to_escort=yes" },
	{ "request", "right=rectify;lodged_on=$D;answer_due=$A" },
	{ "step", "event=enquiry_answered;why=other" },
	{ "pledge", "text_version=P;language=ara;given_on=$D" },
	{ "pledge", "text_version=P;language=kmr;given_on=$D;read_aloud=yes" },
	{ "pledge",
	  "text_version=P;language=ara;given_on=$D;read_aloud=yes;given_by=interpreter_present" },
	{ "step", "event=open_checks;why=other" },
	{ "step", "event=extend;why=other;until=$L" },
	{ "step", "event=propose;why=other" },
	{ "step", "event=propose;why=other;outcome=not_covered;grounds=x" },
	{ "step", "event=propose;why=other;outcome=not_covered;grounds=x;evidence=a,b" },
	{ "step", "event=propose;why=other;outcome=referred;grounds=x;evidence=a,b" },
	{ "step", "event=propose;why=other;outcome=deferred;grounds=x" },
	{ "step", "event=hear;why=other" },
	{ "step", "event=hear;why=other" },
	{ "step", "event=return;why=other" },
	{ "step", "event=reopen;why=other" },
	{ "step", "event=review_due;why=other" },
	{ "step", "event=no_news;why=other" },
	{ "step", "event=summon;why=other;until=$L" },
	{ "step", "event=summon;why=other;until=$L" },
	{ "step", "event=summon;why=other;until=$L" },
	{ "step", "event=tell;why=other" },
	{ "step", "event=escalate;why=other" },
	{ "check", "check=court_record;source=x;asked_what=x;result=clear" },
	{ "check", "check=court_record;source=x;asked_what=x;result=hit;evidence=document" },
	{ "check", "check=court_record;source=x;asked_what=x;result=hit;evidence=hearsay" },
	{ "pledge_case", "alleged_by=x;what=x;heard_on=$D;finding=breach" },
	{ "pledge_case", "alleged_by=x;what=x" },
	{ "dedup_link",
	  "other=02020202020202020202020202020202;score=900;fields=name;verdict=different;by_1=$1;"
	  "by_2=$2" },
	{ "dedup_link", "other=02020202020202020202020202020202;score=900;fields=name" },
	{ "registration",
	  "full_name=ism A, family B;sex=m;born=1980;age_doubt=no;status_sought=fugitive;"
	  "search_done=offline" },
	{ "registration",
	  "full_name=ism A, family B;sex=m;born=1980;age_doubt=no;status_sought=associated;"
	  "search_done=this_centre" },
	{ "decision", "outcome=granted;proposed_outcome=deferred;article=1;grounds=x;panel_1=$2;"
		      "notified_on=$D" },
	{ "decision", "outcome=granted;proposed_outcome=$O;article=1;grounds=x;panel_1=$2;"
		      "notified_on=$D" },
	{ "decision", "outcome=granted;proposed_outcome=$O;article=1;grounds=x;panel_1=$2;"
		      "panel_2=$3;evidence=a,b,c;notified_on=$D" },
	{ "decision", "outcome=not_covered;proposed_outcome=$O;article=1;grounds=x;panel_1=$2;"
		      "panel_2=$3;appeal_until=$A" },
	{ "decision", "outcome=not_covered;proposed_outcome=$O;article=1;grounds=x;panel_1=$2;"
		      "panel_2=$3;appeal_until=$A;evidence=a,b" },
	{ "decision",
	  "outcome=referred;proposed_outcome=$O;article=1;grounds=x;panel_1=$2;panel_2=$3;"
	  "chief=$4;appeal_until=$A;acts_named=torture;evidence=a,b" },
	{ "decision",
	  "outcome=referred;proposed_outcome=$O;article=1;grounds=x;panel_1=$2;panel_2=$3;"
	  "chief=$4;appeal_until=$A;notified_on=$D;acts_named=$X;evidence=a,b,c" },
	{ "decision",
	  "outcome=deferred;proposed_outcome=$O;article=1;grounds=x;panel_1=$2;panel_2=$3;"
	  "appeal_until=$A;deferred_until=$L" },
	{ "decision",
	  "outcome=reopened;proposed_outcome=reopened;article=1;grounds=x;panel_1=$1;panel_2=$2" },
	{ "appeal", "against=not_covered;by=person;lodged_on=$D" },
	{ "appeal", "against=referred;by=person;lodged_on=$D" },
	{ "appeal", "against=revoked;by=person;lodged_on=$D" },
	{ "appeal",
	  "against=not_covered;by=person;lodged_on=$D;outcome=upheld;panel=$1,$2;decided_on=$D" },
	{ "appeal", "against=not_covered;by=person;lodged_on=$D;outcome=returned;panel=$1,$2;"
		    "decided_on=$D" },
	{ "appeal",
	  "against=referred;by=person;lodged_on=$D;outcome=rejected;panel=$1,$2;decided_on=$D" },
	{ "appeal",
	  "against=revoked;by=person;lodged_on=$D;outcome=upheld;panel=$1,$2;decided_on=$D" },
	{ "appeal",
	  "against=revoked;by=person;lodged_on=$D;outcome=rejected;panel=$1,$2;decided_on=$D" },
	{ "appeal", "against=not_covered;by=person;lodged_on=$D;outcome=rejected;panel=$1,$2;"
		    "decided_on=$D" },
	{ "appeal", "against=suspended;by=person;lodged_on=$D" },
	{ "appeal",
	  "against=suspended;by=person;lodged_on=$D;outcome=upheld;panel=$1,$2;decided_on=$D" },
	{ "appeal", "against=child_ruling;by=counsel;lodged_on=$D" },
	{ "appeal",
	  "against=child_ruling;by=counsel;lodged_on=$D;outcome=upheld;panel=$1,$2;decided_on=$D" },
	/* Seldom right in a walk at random. */
	{ "step", "event=age_confirmed;why=other" },
	{ "step", "event=age_confirmed;why=other" },
	{ "certificate",
	  "serial=S;status_index=$P;name_on_paper=no;provisional=no;issued_on=$D;paper_hash="
	  "0100000000000000000000000000000000000000000000000000000000000000" },
	{ "certificate",
	  "serial=S;status_index=$P;name_on_paper=no;provisional=yes;provisional_until=$A;"
	  "issued_on=$D;paper_hash="
	  "0100000000000000000000000000000000000000000000000000000000000000" },
	{ "standing", "status_index=$Q;act=confirm;reason_code=search_merged" },
	{ "standing", "status_index=$Q;act=suspend;reason_code=fraud" },
	{ "standing", "status_index=$Q;act=suspend;reason_code=breach_of_pledge" },
	{ "standing", "status_index=$Q;act=lift;reason_code=error" },
	{ "standing", "status_index=$Q;act=lift;reason_code=appeal_upheld" },
	{ "standing", "status_index=$Q;act=lift;reason_code=expired_suspension" },
	{ "standing",
	  "status_index=$Q;act=revoke;reason_code=fraud;hearing_on=$D;evidence=a;appeal_until=$A" },
	{ "standing", "status_index=$Q;act=revoke;reason_code=fraud;hearing_on=$H;evidence=a,b;"
		      "appeal_until=$A" },
	{ "standing", "status_index=$Q;act=reinstate;reason_code=appeal_upheld" },
	{ "standing", "status_index=$Q;act=replace;reason_code=lost" },
	{ "closing", "how=withdrew_after;asked_alone=yes" },
	/* Silence is rare in a walk at random: it is tried more often. */
	{ "closing", "how=absent;asked_alone=no" },
	{ "closing", "how=absent;asked_alone=no" },
	{ "closing", "how=absent;asked_alone=no" },
	{ "closing", "how=absent;asked_alone=no" },
	{ "closing", "how=absent;asked_alone=no" },
	{ "closing", "how=absent;asked_alone=no" },
	{ "closing", "how=transferred;asked_alone=yes" },
	{ "closing", "how=moved_centre;asked_alone=yes" },
	{ "closing", "how=deceased;asked_alone=no;date_known=2016;sources=x|y;family_told=$D" },
	{ "closing", "how=error;asked_alone=no;reason=x" },
	{ "stay", "act=leave_free;free_to_leave=yes" },
	{ "stay", "act=release;free_to_leave=yes" },
	{ "stay", "act=arrive;free_to_leave=no;basis=security;until=$W" },
	{ "discharge", "transport=own" },
	{ "discharge", "transport=own;why_not=x" },
	{ "handover", "to=x;risk_assessment=low;counsel=yes;family_told=yes;receipt=x" },
	{ "handover",
	  "to=x;risk_assessment=low;counsel=yes;family_told=yes;receipt=x;returned_on=$D" },
	{ "child_referral", "age_ground=doubt;handed_to=x;handed_on=$D" },
	{ "child_referral", "age_ground=document;handed_to=x;handed_on=$D;later_found_adult=yes" },
	{ "merge", "act=merge;link=x;keep=01010101010101010101010101010101" },
	{ "merge", "act=unmerge;link=x;keep=01010101010101010101010101010101" },
	{ "merge", "act=merge_away;link=x;keep=01010101010101010101010101010101;confirmed=x" },
	{ "merge", "act=unmerge_away;link=x;keep=01010101010101010101010101010101" },
};

#define PLANS (sizeof plans / sizeof *plans)
_Static_assert(PLANS <= 128, "room for a record of each");

/* What the newest proposal asks for: the grant, where it says nothing. */
static struct str model_proposed(const struct person *p)
{
	for (size_t i = p->n; i-- > 0;)
		if (str_eq(p->acts[i].event, S("propose")))
			return rec_get(p->acts[i].rec, "outcome")
				       ? rec_code(p->acts[i].rec, "outcome")
				       : S("granted");
	return S("granted");
}

static struct str filled(const struct person *p, char what, const int *who, size_t n)
{
	size_t i = (size_t)(what - '1');

	switch (what) {
	case 'D':
		return day_text(a, w->day);
	case 'L':
		return day_text(a, w->day + 1 + (int64_t)next(40));
	case 'X':
		return next(3) ? S("torture") : S("torture,killing_of_captives");
	case 'O':
		return model_proposed(p);
	case 'W':
		return day_text(a, w->day + 1 + (int64_t)next(16));
	case 'A':
		return day_text(a, w->day + 30);
	case 'H':
		for (size_t i = p->n; i-- > 0;)
			if (str_eq(p->acts[i].event, S("hear")))
				return day_text(a, p->acts[i].day);
		return day_text(a, w->day - next(20));
	case 'P':
		return str_fmt(a, "%lld", (long long)w->papers + 1);
	case 'Q':
		return str_fmt(a, "%lld", (long long)p->paper);
	default:
		return str_fmt(a, "%02d", i < n ? who[i] : 39);
	}
}

static struct rec *record(const struct person *p, const struct plan *x, const int *who, size_t n)
{
	static const struct resolver res = { any_ref, any_place, an_officer, NULL, NULL };
	struct rec *r = rec_new(a, kind_by_name(str_of(x->kind)));
	struct str rest = str_of(x->fields);

	r->day = r->from_day = w->day;
	while (rest.s) {
		struct str value = str_cut(&rest, ';'), field = str_cut(&value, '=');
		struct buf b = { .a = a };

		for (size_t i = 0; i < value.len; i++)
			if (value.s[i] == '$' && i + 1 < value.len)
				buf_str(&b, filled(p, value.s[++i], who, n));
			else
				buf_byte(&b, (uint8_t)value.s[i]);
		if (!rec_set(a, r, field, buf_text(&b), &why))
			return NULL;
	}
	return rec_resolve(a, r, &res, &why) ? r : NULL;
}

/* Officers who might be right, more often than chance: those whom some row of the kind wants. */

static int with_role(struct str role)
{
	for (int tries = 0; tries < 60; tries++) {
		int o = (int)next(OFFICERS);

		if (role_in(w->roles[o], role))
			return o;
	}
	return (int)next(OFFICERS);
}

static int who_did(const struct person *p, const char *kind, const char *event)
{
	for (size_t i = p->n; i-- > 0;)
		if (!strcmp(p->acts[i].kind, kind) && p->acts[i].n &&
		    str_eq(p->acts[i].event, str_of(event)))
			return p->acts[i].who[event[0] == 'a' && p->acts[i].n > 1];
	return (int)next(OFFICERS);
}

/* Whom the rules must keep out: somebody who acted in the case before, or who counts as one with who signs already. */
static int tempted(const struct person *p, const int *who, size_t n)
{
	const struct model_act *m = p->n ? &p->acts[next(p->n)] : NULL;

	if (n && !next(2))
		return who[n - 1] < 6 ? who[n - 1] ^ 1 : who[n - 1];
	return m && m->n ? m->who[next(m->n)] : (int)next(6);
}

static size_t choose(const struct person *p, const struct plan *x, const struct transition *t,
		     int *who)
{
	struct str words;
	size_t n = 0;

	if (!t || !t->four_eyes || !next(6)) {
		for (n = 0; n < 1 + next(4); n++)
			who[n] = (int)next(OFFICERS);
		return n;
	}
	words = eyes_roles(t->four_eyes);
	while (eyes_count(t->four_eyes) && words.s && n < 8) {
		struct str word = str_cut(&words, '+');

		if (!next(8)) {
			who[n] = tempted(p, who, n);
			n++;
			continue;
		}
		who[n++] = str_eq(word, S("proposer"))	 ? who_did(p, "step", "propose")
			   : str_eq(word, S("approver")) ? who_did(p, "decision", "approve_granted")
							 : with_role(eyes_role(word));
	}
	/* A second of the panel over findings. */
	if (n == 2 && strstr(x->fields, "outcome=granted") && strstr(x->fields, "$3"))
		who[n++] = with_role(S("panel"));
	return n;
}

/* The model. */

static bool did(const struct person *p, const char *kind, const char *events, int officer)
{
	for (size_t i = 0; i < p->n; i++)
		for (size_t j = 0; j < p->acts[i].n; j++)
			if (!strcmp(p->acts[i].kind, kind) &&
			    (!events || code_in(events, p->acts[i].event)) &&
			    human(p->acts[i].who[j]) == human(officer))
				return true;
	return false;
}

static bool happened(const struct person *p, const char *kind, const char *events)
{
	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->acts[i].kind, kind) &&
		    (!events || code_in(events, p->acts[i].event)))
			return true;
	return false;
}

#define MERITS	   "approve_granted,approve_not_covered,approve_referred"
#define REGISTRARS "register,complete,covered_later,take_up"
#define JUDGED	   "appeal_upheld,appeal_returned,appeal_rejected,referral_upheld"

/* How many of the signers have the role, each human once. */
static size_t humans(const int *who, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		bool again = false;

		for (size_t j = 0; j < i; j++)
			again |= human(who[i]) == human(who[j]);
		count += !again;
	}
	return count;
}

static size_t of_role(const int *who, size_t n, const char *role)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += role_in(w->roles[who[i]], str_of(role));
	return count;
}

static bool no_signer_did(const struct person *p, const int *who, size_t n, const char *kind,
			  const char *events)
{
	for (size_t i = 0; i < n; i++)
		if (did(p, kind, events, who[i]))
			return false;
	return true;
}

static bool understood(const struct person *p, const char *kind);

/* Whoever checked, heard or held up the person in the checks, asked for more time, or proposed there. */
static bool model_screened(const struct person *p, const int *who, size_t n)
{
	for (size_t i = 0; i < p->n; i++) {
		bool before_review = !i || !str_eq(p->past[i - 1].state, S("review"));
		struct str event = p->acts[i].event;

		if (!code_in("check,open_checks,extend,pause_missing,resume", event) &&
		    !(str_eq(event, S("propose")) && before_review) &&
		    !(str_eq(event, S("hear")) &&
		      code_in("registered,screening", p->past[i].state)))
			continue;
		for (size_t j = 0; j < p->acts[i].n; j++)
			for (size_t k = 0; k < n; k++)
				if (human(p->acts[i].who[j]) == human(who[k]))
					return true;
	}
	return false;
}

/* Whoever granted, at first, on appeal, or by giving it back. */
static bool model_granted(const struct person *p, const int *who, size_t n)
{
	for (size_t i = 0; i < p->n; i++)
		for (size_t j = 0; j < p->acts[i].n; j++)
			for (size_t k = 0; k < n; k++)
				if (human(p->acts[i].who[j]) == human(who[k]) &&
				    (!strcmp(p->acts[i].kind, "decision") ||
				     str_eq(p->acts[i].event, S("reinstate")) ||
				     (str_eq(p->acts[i].event, S("appeal_upheld")) &&
				      str_eq(p->past[i].state, S("granted")))))
					return true;
	return false;
}

/* How many different sources of findings about excluded acts were named. */
static size_t named_sources(size_t n)
{
	unsigned seen = 0, count = 0;

	for (size_t i = 0; i < n; i++)
		if (facts[i].counts)
			seen |= 1u << facts[i].source[0];
	for (; seen; seen >>= 1)
		count += seen & 1;
	return count;
}

/* Whether the person was told of act i: in itself, by a step, or what was lodged against it. */
static bool told_of(const struct person *p, size_t i, int64_t *day)
{
	*day = p->acts[i].told;
	for (size_t j = i + 1; *day == NO_DAY && j < p->n; j++)
		if (str_eq(p->acts[j].event, S("tell")) ||
		    (!strcmp(p->acts[j].kind, "appeal") && str_eq(p->acts[j].event, S("appeal"))))
			*day = p->acts[j].day;
	return *day != NO_DAY;
}

/* Nobody is handed over, whatever was decided, who was not told and had no time since. */
static bool model_over(const struct person *p)
{
	int64_t day;
	bool judged = false;

	for (size_t i = p->n; i-- > 0;) {
		const struct model_act *m = &p->acts[i];
		bool ruling = str_eq(m->event, S("approve_referred")),
		     appeal = !strcmp(m->kind, "appeal") && !str_eq(m->event, S("appeal"));

		if (!ruling && (judged || !appeal))
			continue;
		if (!told_of(p, i, &day))
			return false;
		if (ruling)
			return w->day > m->until && w->day > day + 15;
		judged = true;
	}
	return true;
}

/* Whether the officer signed the last proposal. */
static bool proposed_last(const struct person *p, int officer)
{
	for (size_t i = p->n; i-- > 0;)
		if (str_eq(p->acts[i].event, S("propose"))) {
			for (size_t j = 0; j < p->acts[i].n; j++)
				if (human(p->acts[i].who[j]) == human(officer))
					return true;
			return false;
		}
	return false;
}

static bool in_days(int64_t day)
{
	return day >= OPENS && day <= CLOSES;
}

/* Today, or on the day on which the person came. */
static bool in_window(const struct person *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->acts[i].kind, "presentation") && in_days(p->acts[i].day))
			return true;
	return in_days(w->said) && w->said >= w->day - 7;
}

/* Or on that of a registration, of which a correction is. */
static bool begun_in_window(const struct person *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->acts[i].kind, "registration") && in_days(p->acts[i].day))
			return true;
	return false;
}

/* What is said last of what the person seeks; *at: by which act. */
static struct str sought(const struct person *p, size_t *at)
{
	for (size_t i = p->n; i-- > 0;) {
		const struct rec *r = p->acts[i].rec;

		*at = i;
		if (r->kind == &kind_registration)
			return rec_code(r, "status_sought");
		if (r->kind == &kind_correction && rec_is(r, "field", "status_sought"))
			return rec_code(r, "new_value");
	}
	return S("");
}

/* It was covered when it was said, or on the day on which the person came, who did what is asked of it. Of what is tried
 * one has a window, and one needs none. */
static bool model_covered(const struct person *p)
{
	size_t at = 0;
	struct str as = sought(p, &at);

	if (!str_eq(as, S("carrying_arms")))
		return str_eq(as, S("associated"));
	for (size_t i = 0; freed && i <= at; i++)
		if (in_days(p->acts[i].day) &&
		    code_in("presentation,registration,correction", str_of(p->acts[i].kind)))
			return true;
	return false;
}

/* From when the 60 days of checks count; NO_DAY before. */
static int64_t model_from(const struct person *p)
{
	int64_t from = NO_DAY;

	for (size_t i = 0; i < p->n; i++)
		if (code_in("register,complete,covered_later,age_corrected,appeal_returned",
			    p->acts[i].event))
			from = p->acts[i].day;
	return from;
}

/* Asked since this day, on three days, each time three days ahead at least, for days that are over; *last: the last. */
static bool model_tried(const struct person *p, int64_t from, int64_t *last)
{
	int64_t days[ACTS];
	size_t n = 0;

	*last = NO_DAY;
	for (size_t i = 0; i < p->n; i++) {
		const struct model_act *m = &p->acts[i];
		bool again = false;
		int64_t until;

		if (!str_eq(m->event, S("summon")) || (from != NO_DAY && m->day < from))
			continue;
		until = rec_get(m->rec, "until")->n;
		if (until - m->day < 3 || until >= w->day)
			continue;
		for (size_t j = 0; j < n; j++)
			again |= days[j] == m->day;
		if (!again)
			days[n++] = m->day;
		*last = until > *last ? until : *last;
	}
	return n >= 3;
}

/* Heard in these checks, or not there though asked again and again. */
static bool model_heard(const struct person *p)
{
	int64_t from = model_from(p), last;

	for (size_t i = 0; i < p->n; i++)
		if ((from == NO_DAY || p->acts[i].day >= from) &&
		    str_eq(p->acts[i].event, S("hear")))
			return true;
	return model_tried(p, from, &last);
}

static bool model_reviewed(const struct person *p)
{
	int64_t from = model_from(p);

	if ((from != NO_DAY && w->day > from + 60) || str_eq(p->state, S("review")))
		return true;
	for (size_t i = p->n; i-- > 0;)
		if (str_eq(p->acts[i].event, S("propose")))
			return i && str_eq(p->past[i - 1].state, S("review"));
	return false;
}

static size_t named_by(const struct rec *r)
{
	return rec_get(r, "evidence") ? named_sources(rec_get(r, "evidence")->len) : 0;
}

/* Nothing against somebody unheard; a referral, and after the review whatever is no grant, rests on two sources. */
static bool model_propose(const struct person *p, const struct rec *r)
{
	struct str outcome = rec_get(r, "outcome") ? rec_code(r, "outcome") : S("granted");

	if (str_eq(outcome, S("granted")))
		return true;
	if (str_eq(outcome, S("referred")) || model_reviewed(p))
		if (named_by(r) < 2)
			return false;
	return str_eq(outcome, S("deferred")) || model_heard(p);
}

/* Nobody is named as of the panel who may not sign as that. */
static bool model_named(const struct person *p, const struct rec *r)
{
	static const char *const fields[] = { "panel_1", "panel_2" };

	for (size_t i = 0; i < 2; i++) {
		int officer = rec_get(r, fields[i]) ? rec_code(r, fields[i]).s[0] - 1 : -1;

		if (officer >= 0 &&
		    (model_screened(p, &officer, 1) || did(p, "step", "propose", officer)))
			return false;
	}
	return true;
}

/* Over findings two of the panel grant, and name each. */
static bool model_findings(const struct person *p, const struct rec *r, size_t named)
{
	for (size_t i = 0; i < p->n; i++) {
		bool found = rec_get(r, "panel_2");

		if (strcmp(p->acts[i].kind, "check") != 0 || !str_eq(p->acts[i].code, S("hit")))
			continue;
		if (found) {
			found = false;
			for (size_t j = 0; j < named; j++)
				found |= facts[j].step == (int64_t)i;
		}
		if (!found)
			return false;
	}
	return true;
}

static bool model_fair(const struct person *p, const struct rec *r)
{
	struct str outcome = rec_code(r, "outcome");

	if (str_eq(outcome, S("reopened")))
		return true;
	if (!str_eq(rec_code(r, "proposed_outcome"), model_proposed(p)))
		return false;
	if ((str_eq(outcome, S("granted")) &&
	     !model_findings(p, r, rec_get(r, "evidence") ? rec_get(r, "evidence")->len : 0)) ||
	    (rec_get(r, "acts_named") && rec_get(r, "acts_named")->len > 1))
		return false;
	if (!model_named(p, r) || (code_in("not_covered,referred", outcome) && !model_heard(p)))
		return false;
	return str_eq(outcome, S("granted")) || !model_reviewed(p) || named_by(r) >= 2;
}

/* How many of the panel sign who neither screened nor proposed. */
static size_t judges(const struct person *p, const int *who, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += of_role(&who[i], 1, "panel") && !model_screened(p, &who[i], 1) &&
			 !did(p, "step", "propose", who[i]);
	return count;
}

static bool model_decision(const struct person *p, struct str outcome, size_t named, const int *who,
			   size_t n)
{
	size_t least = str_eq(outcome, S("referred"))	      ? 4
		       : code_in("granted,reopened", outcome) ? 2
							      : 3;
	bool proposed = false;

	for (size_t i = 0; i < n; i++)
		proposed |= proposed_last(p, who[i]);
	if (humans(who, n) < least || humans(who, n) != n)
		return false;
	if (str_eq(outcome, S("reopened")))
		return of_role(who, n, "panel") >= 2;
	if (str_eq(outcome, S("granted")) &&
	    (!understood(p, "pledge") || !happened(p, "registration", NULL) || !model_covered(p)))
		return false;
	if (str_eq(outcome, S("referred")) && named_sources(named) < 2)
		return false;
	return proposed && judges(p, who, n) >= (least > 2 ? 2 : 1) &&
	       (least < 4 || of_role(who, n, "chief")) &&
	       no_signer_did(p, who, n, "registration", REGISTRARS) &&
	       (str_eq(outcome, S("deferred")) || (no_signer_did(p, who, n, "decision", MERITS) &&
						   no_signer_did(p, who, n, "appeal", JUDGED)));
}

/* How many appeals against an outcome, or a revocation, wait, since the case was last under checks. */
static int model_waiting(const struct person *p, struct str against)
{
	int n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (p->past[i].cls == CLASS_OPEN)
			n = 0;
		else if (!strcmp(p->acts[i].kind, "appeal") && str_eq(p->acts[i].code, against))
			n = str_eq(p->acts[i].event, S("appeal")) ? n + 1 : n - (n > 0);
	return n;
}

/* Nothing is asked of a child, nothing said against one. */
static bool model_child(const struct person *p, const struct rec *r, const struct life_act *act)
{
	return !str_eq(p->state, S("child_referred")) ||
	       (!code_in("pledge,pledge_case,check,decision,registration,handover,discharge",
			 str_of(r->kind->name)) &&
		!code_in("hear,summon,set_date,resume,propose,suspend,revoke,hold", act->event));
}

/* What a revocation took is given back once, when an appeal against it was upheld. */
static bool model_reinstated(const struct person *p)
{
	bool upheld = false;

	for (size_t i = 0; i < p->n; i++) {
		const struct model_act *m = &p->acts[i];

		if (code_in("revoke,reinstate", m->event))
			upheld = false;
		upheld |= str_eq(m->event, S("appeal_upheld")) && str_eq(m->code, S("revoked"));
	}
	return upheld && p->cls == CLASS_CLOSED;
}

static bool model_appeal(const struct person *p, struct str against, const int *who, size_t n)
{
	if (code_in("not_covered,referred,revoked", against) && !model_waiting(p, against))
		return false;
	return humans(who, n) == n && n >= 2 && of_role(who, n, "panel") >= 2 &&
	       no_signer_did(p, who, n, "registration", REGISTRARS) && !model_screened(p, who, n) &&
	       !model_granted(p, who, n) && no_signer_did(p, who, n, "step", "propose,return") &&
	       no_signer_did(p, who, n, "standing", "suspend,revoke,lift,reinstate") &&
	       no_signer_did(p, who, n, "pledge_case", NULL) &&
	       no_signer_did(p, who, n, "dedup_link", NULL) &&
	       no_signer_did(p, who, n, "appeal", JUDGED);
}

/* A finding, or a breach, that came after what is said of the person last. */
static bool found_since(const struct person *p, size_t from, struct str reason)
{
	for (size_t i = from; i < p->n; i++) {
		const struct model_act *m = &p->acts[i];

		if (!strcmp(m->kind, "pledge_case") && str_eq(m->code, S("breach")))
			return true;
		if (!str_eq(reason, S("breach_of_pledge")) && !strcmp(m->kind, "check") &&
		    str_eq(m->code, S("hit")))
			return true;
	}
	return false;
}

/* The newest record of a kind; NULL: none. */
static const struct rec *newest(const struct person *p, const char *kind)
{
	for (size_t i = p->n; i-- > 0;)
		if (!strcmp(p->acts[i].kind, kind))
			return p->acts[i].rec;
	return NULL;
}

/* A centre that is the only one is all of them. */
static bool searches_all(const struct person *p, const struct rec *r, const char *field)
{
	return rec_is(r, field, "all_centres") ||
	       (rec_is(r, field, "this_centre") && p->centres == 1);
}

/* Of somebody who was found for the name, whoever met the person says that it is another: nothing is judged by that. */
static bool tells_apart(const struct rec *r)
{
	return rec_is(r, "verdict", "other_person");
}

/* Others were searched, as was said last, and nobody waits to be compared. */
static bool model_searched(const struct person *p)
{
	const struct rec *link = NULL;
	bool yes = false;

	for (size_t i = 0; i < p->n; i++) {
		const struct rec *r = p->acts[i].rec;

		if (r->kind == &kind_dedup_link && !tells_apart(r))
			link = r;

		if (r->kind == &kind_registration)
			yes = searches_all(p, r, "search_done");
		if (r->kind == &kind_correction && rec_is(r, "field", "search_done"))
			yes = searches_all(p, r, "new_value");
	}
	return yes && (!link || rec_get(link, "verdict"));
}

/* Who leaves has a paper, and nothing lies in the store. */
static bool model_discharge(const struct person *p, const struct rec *r)
{
	const struct rec *things = newest(p, "belongings");

	return !p->held && (rec_get(r, "why_not") ||
			    (p->paper && !(p->standing && rec_is(p->standing, "act", "replace")) &&
			     (!things || rec_get(things, "returned_on"))));
}

/* Whether an appeal against the ruling was upheld since the age was looked at last; *asked: or the person asked. */
static bool age_reopened(const struct person *p, bool *asked)
{
	*asked = false;
	for (size_t i = p->n; i-- > 0;) {
		if (code_in("refer_child,age_corrected,age_confirmed", p->acts[i].event))
			return false;
		*asked |= p->acts[i].rec->kind == &kind_request;
		if (str_eq(p->acts[i].event, S("age_reopened")))
			return true;
	}
	return false;
}

static bool model_adult(const struct person *p)
{
	bool asked, reopened = age_reopened(p, &asked);

	return reopened || asked;
}

/* Once for each appeal, by two of protection who did not rule before. */
static bool model_still_child(const struct person *p, const int *who, size_t n)
{
	bool asked;

	return age_reopened(p, &asked) && n >= 2 && humans(who, n) == n &&
	       of_role(who, n, "protection") == n &&
	       no_signer_did(p, who, n, "child_referral", NULL) &&
	       no_signer_did(p, who, n, "step", "age_confirmed") &&
	       no_signer_did(p, who, n, "registration", REGISTRARS);
}

/* What is upheld was lodged, and not decided before. */
static bool lodged(const struct person *p, const char *against)
{
	int open = 0;

	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->acts[i].kind, "appeal") && str_eq(p->acts[i].code, str_of(against)))
			open += str_eq(p->acts[i].event, S("appeal")) ? 1 : -(open > 0);
	return open > 0;
}

/* Of a death in the centre's hands, once, by chief and protection. */
static bool model_enquiry(const struct person *p, const int *who, size_t n)
{
	for (size_t i = p->n; i-- > 1;) {
		if (str_eq(p->acts[i].event, S("enquiry_answered")))
			return false;
		if (str_eq(p->acts[i].event, S("die")))
			return code_in("registered,screening,decision_proposed,deferred,review,"
				       "under_appeal,handed_over,moving",
				       p->past[i - 1].state) &&
			       n >= 2 && humans(who, n) == n && of_role(who, n, "chief") &&
			       of_role(who, n, "protection");
	}
	return false;
}

/* The language of the person as it was said by this act last; empty: nobody said. */
static struct str spoken(const struct person *p, size_t n)
{
	struct str said = S("");
	bool came = false;

	for (size_t i = 0; i < n; i++) {
		const struct rec *r = p->acts[i].rec;

		if (r->kind == &kind_presentation)
			said = rec_code(r, "language");
		if (r->kind == &kind_correction && rec_is(r, "field", "language"))
			said = rec_code(r, "new_value");
		came |= r->kind == &kind_presentation || (r->kind == &kind_correction && said.len);
		if (!came && !said.len && r->kind == &kind_notice &&
		    !rec_is(r, "given_by", "interpreter_present"))
			said = rec_code(r, "language");
	}
	return said;
}

static bool has_code(const struct rec *r, const char *field, const char *code)
{
	for (size_t i = 0; i < rec_get(r, field)->len; i++)
		if (str_eq(rec_get(r, field)->v[i].s, str_of(code)))
			return true;
	return false;
}

/* Only of whom reception said that no interpreter is needed. */
static bool read_to(const struct person *p)
{
	for (size_t i = p->n; i-- > 0;)
		if (p->acts[i].rec->kind == &kind_presentation)
			return has_code(p->acts[i].rec, "triage", "interpreter");
	return true;
}

/* What the register shows the rules of a language. */
static void see_tongue(const struct person *p, const struct rec *r, struct decide_view *v)
{
	struct str said = spoken(p, p->n), language;

	if (r->kind == &kind_correction && rec_is(r, "field", "language"))
		language = rec_code(r, "new_value");
	else if (code_in("presentation,notice,pledge", str_of(r->kind->name)))
		language = rec_code(r, "language");
	else
		return;
	v->tongue = !said.len		     ? TONGUE_UNKNOWN
		    : str_eq(said, language) ? TONGUE_SAME
					     : TONGUE_OTHER;
	v->aloud = read_to(p);
}

static bool model_understood(const struct person *p, const struct rec *r)
{
	struct str said = spoken(p, p->n);
	bool aloud = rec_get(r, "read_aloud") && rec_get(r, "read_aloud")->n,
	     helped = rec_is(r, "given_by", "interpreter_present");

	if (helped || read_to(p))
		return aloud && (helped || !said.len || str_eq(said, rec_code(r, "language")));
	return !said.len || str_eq(said, rec_code(r, "language"));
}

/* Since the language was said that is said now. */
static bool understood(const struct person *p, const char *kind)
{
	for (size_t i = p->n; i-- > 0;) {
		struct str before = spoken(p, i);

		if (!strcmp(p->acts[i].kind, kind))
			return true;
		if (before.len && !str_eq(before, spoken(p, i + 1)))
			return false;
	}
	return false;
}

enum age { NO_DOUBT, DOUBTED, A_CHILD };

static enum age model_age(const struct person *p)
{
	enum age age = NO_DOUBT;

	for (size_t i = 0; i < p->n; i++) {
		const struct rec *r = p->acts[i].rec;

		bool looks = str_eq(p->acts[i].event, S("age_looked"));

		if (r->kind == &kind_child_referral || (looks && rec_is(r, "age", "adult")))
			age = NO_DOUBT;
		else if (looks)
			age = A_CHILD;
		else if (age == NO_DOUBT && (str_eq(p->acts[i].event, S("age_doubt")) ||
					     (r->kind == &kind_presentation &&
					      has_code(r, "triage", "minor_possible"))))
			age = DOUBTED;
	}
	return age;
}

/* Nothing is asked of who may be a child. */
static bool model_quiet(const struct person *p, const struct rec *r, const struct life_act *act)
{
	return model_age(p) == NO_DOUBT ||
	       (!code_in("registration,check,pledge,pledge_case,decision", str_of(r->kind->name)) &&
		!code_in("open_checks,extend,propose,hear,summon,set_date,resume,hold,hand_over,"
			 "merge,merge_away",
			 act->event));
}

/* Of who came long ago another than those who say so. */
static bool model_seen(const struct person *p, const int *who, size_t n)
{
	size_t i = p->n;

	while (i > 0 && !(p->acts[i - 1].rec->kind == &kind_presentation &&
			  rec_get(p->acts[i - 1].rec, "late_reason")))
		if (str_eq(p->acts[--i].event, S("late_seen")))
			return false;
	return i && n && of_role(who, n, "dpo") + of_role(who, n, "authority") > 0 &&
	       no_signer_did(p, who, n, "presentation", NULL);
}

static bool model_looked(const struct person *p, const int *who, size_t n)
{
	return model_age(p) == DOUBTED && n && of_role(who, n, "protection") &&
	       no_signer_did(p, who, n, "registration", REGISTRARS);
}

/* Whoever doubted, and was told that it is an adult, leaves it to others. */
static bool model_doubts(const struct person *p, const int *who, size_t n)
{
	size_t end = p->n;

	while (end > 0 && !(str_eq(p->acts[end - 1].event, S("age_looked")) &&
			    rec_is(p->acts[end - 1].rec, "age", "adult")))
		end--;
	for (size_t i = 0; i < end; i++)
		for (size_t j = 0; j < p->acts[i].n * n; j++)
			if ((str_eq(p->acts[i].event, S("age_doubt")) ||
			     (p->acts[i].rec->kind == &kind_presentation &&
			      has_code(p->acts[i].rec, "triage", "minor_possible"))) &&
			    human(p->acts[i].who[j / n]) == human(who[j % n]))
				return false;
	return n > 0;
}

static size_t last_of(const struct person *p, const char *events)
{
	for (size_t i = p->n; i-- > 0;)
		if (code_in(events, p->acts[i].event) &&
		    !code_in("notice", str_of(p->acts[i].kind)))
			return i + 1;
	return 0;
}

/* The bearer was told of the suspension, and then heard that day, or asked for it in vain. */
static bool model_hearing(const struct person *p, int64_t on)
{
	int64_t told = NO_DAY, last;
	size_t at = last_of(p, "suspend");

	for (size_t i = at; i < p->n; i++) {
		if (str_eq(p->acts[i].event, S("hear")) && p->acts[i].day == on && told != NO_DAY)
			return true;
		if (told == NO_DAY &&
		    (str_eq(p->acts[i].event, S("tell")) ||
		     (!strcmp(p->acts[i].kind, "appeal") && str_eq(p->acts[i].event, S("appeal")))))
			told = p->acts[i].day;
	}
	return told != NO_DAY && model_tried(p, told, &last) && last == on;
}

static bool model_revoke(const struct person *p, const struct rec *r)
{
	size_t grant = last_of(p, "approve_granted,appeal_upheld");
	bool found = false;

	for (size_t i = 0; i < rec_get(r, "evidence")->len; i++) {
		if (facts[i].step >= 0 && facts[i].step < (int64_t)grant)
			return false;
		found |= str_eq(facts[i].code,
				str_eq(facts[i].kind, S("check")) ? S("hit") : S("breach"));
	}
	return found && model_hearing(p, rec_get(r, "hearing_on")->n) &&
	       found_since(p, grant, rec_code(r, "reason_code"));
}

static bool model_correction(const struct person *p, const struct rec *r, const int *who, size_t n)
{
	if (rec_is(r, "field", "status_sought") &&
	    (rec_is(r, "new_value", "fugitive") ||
	     (rec_is(r, "new_value", "carrying_arms") && !in_window(p) && !begun_in_window(p))))
		return false;
	return !str_eq(p->state, S("child_referred")) ||
	       (of_role(who, n, "protection") == n && !rec_is(r, "field", "born"));
}

static bool model_standing(const struct person *p, const struct rec *r, const int *who, size_t n)
{
	int64_t suspended = NO_DAY;
	size_t grant = last_of(p, "approve_granted,appeal_upheld"),
	       ended = last_of(p, "lift,lapse"), begun = last_of(p, "suspend");

	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->acts[i].kind, "standing"))
			suspended =
				str_eq(p->acts[i].event, S("suspend")) ? p->acts[i].day : NO_DAY;
	if (rec_is(r, "reason_code", "search_merged"))
		return !n && model_searched(p);
	if (rec_is(r, "reason_code", "expired_suspension"))
		return !n && suspended != NO_DAY && w->day >= suspended + 30;
	if (humans(who, n) != n || n < 2)
		return false;
	if (rec_is(r, "act", "revoke"))
		return n >= 3 && of_role(who, n, "panel") >= 2 && of_role(who, n, "authority") &&
		       suspended != NO_DAY && w->day <= suspended + 30 &&
		       !model_granted(p, who, n) && !model_screened(p, who, n) &&
		       model_revoke(p, r);
	if (rec_is(r, "act", "suspend"))
		return n >= 3 && of_role(who, n, "panel") >= 2 && of_role(who, n, "chief") &&
		       !model_granted(p, who, n) &&
		       found_since(p, ended > grant ? ended : grant, rec_code(r, "reason_code"));
	if (rec_is(r, "act", "lift") && rec_is(r, "reason_code", "appeal_upheld"))
		return last_of(p, "suspension_lifted") > begun;
	return !rec_is(r, "act", "reinstate") ||
	       (model_reinstated(p) && no_signer_did(p, who, n, "standing", "revoke"));
}

/* Whoever screened or proposed before an appeal sent the case back has no part in it afterwards, but the chief of an
 * extension, of one. */
static bool screens_anew(const struct person *p, const struct life_act *act, const int *who,
			 size_t n)
{
	static struct person before;
	size_t upto = 0, known = 0;
	bool chief = false;

	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->acts[i].event, S("appeal_returned")))
			upto = i;
	if (!upto)
		return true;
	before = *p;
	before.n = upto;
	for (size_t k = 0; k < n; k++)
		if (model_screened(&before, &who[k], 1) ||
		    did(&before, "step", "propose", who[k])) {
			known++;
			chief = role_in(w->roles[who[k]], S("chief")) && n == 2 &&
				role_in(w->roles[who[!k]], S("screener"));
		}
	return !known || (known == 1 && chief && str_eq(act->event, S("extend")));
}

/* Nobody is held by one, and nobody who is a child, has a grant, or is not here. */
static bool model_hold(const struct person *p, const int *who, size_t n)
{
	return p->cls != CLASS_GRANTED &&
	       !code_in("child_referred,deceased,merged_into,left,left_after,not_covered,withdrawn,"
			"transferred,absent,handed_over,court_closed,moving,opened_in_error",
			p->state) &&
	       n >= 2 && humans(who, n) == n && of_role(who, n, "reception") &&
	       of_role(who, n, "chief");
}

/* A file that nobody took up is again what it was when it left. */
static bool back_where_it_was(const struct person *p, const struct life_act *act)
{
	size_t left = last_of(p, "move");

	return left > 1 && str_eq(act->state, p->past[left - 2].state) &&
	       act->cls == p->past[left - 2].cls;
}

static bool model_closing(const struct person *p, const struct life_act *act, const int *who,
			  size_t n)
{
	const struct rec *seat = newest(p, "passenger");

	if (str_eq(act->event, S("withdraw_after")) || str_eq(act->event, S("move")))
		return !p->held;
	if (str_eq(act->event, S("arrive")))
		return !p->held && seat && rec_is(seat, "choice", "chosen");
	if (str_eq(act->event, S("move_back")))
		return n >= 2 && humans(who, n) == n && of_role(who, n, "case_worker") &&
		       of_role(who, n, "chief") && back_where_it_was(p, act);
	if (!str_eq(act->event, S("close_error")) || str_eq(p->state, S("presented")))
		return true;
	return n >= 2 && humans(who, n) == n && of_role(who, n, "case_worker") &&
	       of_role(who, n, "protection") &&
	       no_signer_did(p, who, n, "registration", REGISTRARS);
}

/* Somebody is lost whom nobody reached on three days of the sixty. */
static bool model_lost(const struct person *p)
{
	int64_t days[ACTS];
	size_t n = 0, from = 0;

	for (size_t i = 0; i < p->n; i++)
		if (code_in("presentation,registration,notice,pledge,stay",
			    str_of(p->acts[i].kind)) ||
		    code_in("tell,appeal,age_looked", p->acts[i].event))
			from = i;
	for (size_t i = from; i < p->n; i++) {
		bool again = !str_eq(p->acts[i].event, S("summon"));

		for (size_t j = 0; j < n; j++)
			again |= days[j] == p->acts[i].day;
		if (!again)
			days[n++] = p->acts[i].day;
	}
	return n >= 3 && w->day >= p->acts[from].day + 60 && model_age(p) == NO_DOUBT;
}

/* Sixty days after checks began, which no proposal ends but that of a review. */
static bool model_review(const struct person *p)
{
	int64_t from = NO_DAY;
	bool reviewed = false;

	for (size_t i = 0; i < p->n; i++) {
		if (code_in("register,complete,covered_later,age_corrected,appeal_returned",
			    p->acts[i].event))
			from = p->acts[i].day;
		if (str_eq(p->acts[i].event, S("propose")))
			reviewed = str_eq(p->past[i - 1].state, S("review"));
	}
	return from != NO_DAY && w->day >= from + 60 &&
	       !(reviewed && str_eq(p->state, S("decision_proposed")));
}

static bool model_settled(const struct person *p)
{
	int open = 0;

	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->acts[i].kind, "dedup_link") && !tells_apart(p->acts[i].rec))
			open = p->acts[i].code.len ? (open ? open - 1 : 0) : open + 1;
	return !open;
}

/* Nothing leads on from what came after it. */
static bool in_order(const struct person *p, const struct life_act *act)
{
	size_t i = p->n;

	while (i && str_eq(p->past[i - 1].state, p->state))
		i--;
	return str_eq(act->state, p->state) || i == p->n || w->said >= p->acts[i].day;
}

/* Nobody for more than a fortnight at once, nor when two months are over since it first was so. */
static bool held_in_days(const struct person *p, const struct rec *r)
{
	int64_t until = rec_get(r, "until")->n, from = w->day;

	for (size_t i = p->n; i-- > 0;)
		if (str_eq(p->acts[i].event, S("hold")))
			from = p->acts[i].day;
	return until <= w->day + 14 && until <= from + 60;
}

/* What is true of everything that is accepted. */
static bool model_allows(const struct person *p, const struct rec *r, const struct life_act *act,
			 bool system, const int *who, size_t n)
{
	const char *kind = r->kind->name;
	bool clock = code_in("review_due,reopen,no_news,lost_contact,lapse,escalate,confirm",
			     act->event);

	if (clock != system || clock == !!n || !model_child(p, r, act) || !in_order(p, act) ||
	    !model_quiet(p, r, act))
		return false;
	if (str_eq(act->event, S("age_looked")))
		return model_looked(p, who, n);
	if (str_eq(act->event, S("age_doubt")))
		return model_doubts(p, who, n);
	if (str_eq(act->event, S("late_seen")))
		return model_seen(p, who, n);
	if (!strcmp(kind, "notice"))
		return model_understood(p, r);
	if (str_eq(act->event, S("lost_contact")))
		return model_lost(p);
	if (str_eq(act->event, S("review_due")))
		return model_review(p);
	/* No window of the one decree is for them, whenever they come. */
	if (!strcmp(kind, "registration") && rec_is(r, "status_sought", "fugitive"))
		return false;
	if (!strcmp(kind, "presentation") && w->said < w->day - 7 &&
	    !(rec_get(r, "late_reason") && n >= 2 && humans(who, n) == n &&
	      of_role(who, n, "reception") && of_role(who, n, "chief")))
		return false;
	if (!strcmp(kind, "registration") && code_in("register,covered_later", act->event))
		return n == 1 && (w->said >= w->day - 7 || happened(p, "presentation", NULL)) &&
		       (rec_is(r, "status_sought", "associated") || in_window(p));
	if (str_eq(act->event, S("open_checks")))
		return understood(p, "notice") && happened(p, "registration", NULL) &&
		       model_settled(p);
	if (code_in("check,propose,extend,pause_missing,resume", act->event) &&
	    !screens_anew(p, act, who, n))
		return false;
	if (str_eq(act->event, S("propose")))
		return model_propose(p, r) &&
		       !(str_eq(p->state, S("review")) && model_screened(p, who, n));
	if (!strcmp(kind, "stay") && !rec_get(r, "free_to_leave")->n)
		return model_hold(p, who, n) && held_in_days(p, r);
	if (!strcmp(kind, "pledge"))
		return understood(p, "notice") && model_understood(p, r);
	if (str_eq(act->event, S("tell")) && str_eq(p->state, S("child_referred")))
		return n && of_role(who, n, "protection") == n;
	if (!strcmp(kind, "correction"))
		return model_correction(p, r, who, n);
	if (!strcmp(kind, "discharge"))
		return model_discharge(p, r);
	if (str_eq(act->event, S("age_corrected")))
		return model_adult(p) && !model_reinstated(p) && !model_waiting(p, S("revoked"));
	if (str_eq(act->event, S("age_confirmed")))
		return model_still_child(p, who, n);
	if (str_eq(act->event, S("age_reopened")) && !lodged(p, "child_ruling"))
		return false;
	if (str_eq(act->event, S("enquiry_answered")))
		return model_enquiry(p, who, n);
	if (!strcmp(kind, "closing"))
		return model_closing(p, act, who, n);
	if (!strcmp(kind, "decision"))
		return model_fair(p, r) &&
		       model_decision(p, rec_code(r, "outcome"),
				      rec_get(r, "evidence") ? rec_get(r, "evidence")->len : 0, who,
				      n);
	if (!strcmp(kind, "appeal") && rec_get(r, "outcome"))
		return model_appeal(p, rec_code(r, "against"), who, n);
	if (!strcmp(kind, "standing"))
		return model_standing(p, r, who, n);
	if (!strcmp(kind, "certificate"))
		return p->cls == CLASS_GRANTED && humans(who, n) == n && n >= 2 &&
		       of_role(who, n, "certificate_officer") &&
		       (rec_get(r, "provisional")->n || model_searched(p)) &&
		       no_signer_did(p, who, n, "step", "propose");
	return strcmp(kind, "handover") != 0 || rec_get(r, "returned_on") ||
	       (humans(who, n) == n && n >= 3 && of_role(who, n, "protection") && model_over(p));
}

/* The sums that the public sees. */
static void published(const struct rec *r, const struct life_act *act)
{
	static const char *const names[] = { "P2", "P3", "P4", "P13", "P18" };
	static const struct rec_view none = { 0 };
	struct deltas d = { .a = a };

	if (r->kind->form == FORM_PLACE)
		rec_deltas(r, &none, &d);
	else if (act->outcome.s)
		(void)outcome_deltas(r->kind->form == FORM_AS_DECISION ? &kind_decision : r->kind,
				     act->outcome, &d);
	for (size_t i = 0; i < d.n; i++)
		for (size_t s = 0; s < 5; s++)
			if (str_eq(d.list[i].figure, str_of(names[s])))
				w->sums[s] += d.list[i].n;
}

static bool adds_up(void)
{
	int64_t counted[CLASS_COUNT] = { 0 };

	for (size_t i = 0; i < PERSONS; i++)
		counted[w->persons[i].cls]++;
	return w->sums[0] == w->sums[1] + w->sums[2] + w->sums[3] + w->sums[4] &&
	       w->sums[1] == counted[CLASS_OPEN] && w->sums[2] == counted[CLASS_GRANTED] &&
	       w->sums[3] == counted[CLASS_CLOSED] && w->sums[4] == counted[CLASS_MOVING];
}

static void remember(struct person *p, struct rec *r, const struct life_act *act, const int *who,
		     size_t n)
{
	struct model_act *m = &p->acts[p->n];
	const struct field *f = field_by_name(r->kind, S("appeal_until"));
	const struct val *until = f ? rec_get(r, "appeal_until") : NULL;

	*m = (struct model_act){ .kind = r->kind->name,
				 .event = act->event,
				 .code = act->code,
				 .day = act->day,
				 .told = NO_DAY,
				 .until = until ? until->n : NO_DAY,
				 .n = n,
				 .rec = r };
	if (r->kind == &kind_decision && rec_get(r, "notified_on"))
		m->told = rec_get(r, "notified_on")->n;
	memcpy(m->who, who, n * sizeof *who);
	for (size_t i = 0; i < n; i++)
		kid_of(who[i], p->kids[p->n][i]);
	p->past[p->n] = (struct past_act){ .step = (int64_t)p->n,
					   .kind = str_of(r->kind->name),
					   .event = act->event,
					   .state = act->state,
					   .cls = act->cls,
					   .day = act->day,
					   .until = act->until,
					   .appeal_until = until ? until->n : NO_DAY,
					   .code = act->code,
					   .decree = act->decree,
					   .search = act->search,
					   .kids = (const uint8_t(*)[4])p->kids[p->n],
					   .n_kids = n };
	p->n++;
	if (code_in("merge,merge_away", act->event)) {
		p->before = p->state;
		p->class_before = p->cls;
	}
	p->there = true;
	p->state = act->state;
	p->cls = act->cls;
	if (r->kind == &kind_standing)
		p->standing = r;
	if (r->kind == &kind_stay)
		p->held = !rec_get(r, "free_to_leave")->n;
	if (r->kind == &kind_certificate) {
		p->paper = ++w->papers;
		p->standing = NULL;
	}
}

/* Every fifth is not heard of again, once checks have begun. */
static bool silent(const struct person *p, const struct plan *x)
{
	return (p - w->persons) % 5 == 4 && happened(p, "step", "open_checks") &&
	       (!code_in("step,check,closing", str_of(x->kind)) || strstr(x->fields, "tell") ||
		strstr(x->fields, "age_doubt") || strstr(x->fields, "propose") ||
		(!strcmp(x->kind, "closing") && !strstr(x->fields, "absent")));
}

/* What chance alone seldom brings about is aimed at: in a state one of the plans with these words, of those who are not
 * heard of again only where it says so. */
static const struct {
	const char *state, *words;
	bool of_silent;
} aims[] = {
	{ "child_referred", "child_ruling" },
	{ "child_referred", "event=age_confirmed" },
	{ "deceased", "event=enquiry_answered" },
	{ "moving", "how=deceased" },
	{ "moving", "how=error" },
	{ "screening", "outcome=referred" },
	{ "screening", "result=hit;evidence=document" },
	{ "decision_proposed", "outcome=referred" },
	{ "decision_proposed", "outcome=granted;proposed_outcome=$O" },
	{ "decision_proposed", "outcome=granted;proposed_outcome=$O" },
	{ "screening", "text_version=P" },
	{ "granted", "finding=breach" },
	{ "granted", "act=suspend" },
	{ "suspended", "event=tell" },
	{ "suspended", "event=hear" },
	{ "suspended", "event=hear" },
	{ "suspended", "act=revoke" },
	{ "suspended", "act=revoke" },
	{ "screening", "event=summon", true },
	{ "screening", "how=absent", true },
	{ "registered", "how=absent", true },
};

#define AIMS (sizeof aims / sizeof *aims)

/* NULL: none is for this person, just now. */
static const struct plan *aimed(const struct person *p)
{
	const struct decide_view v = { .past = p->past, .n_past = p->n };
	/* While the paper is suspended, that is more than the state of the case. */
	bool quiet = (p - w->persons) % 5 == 4, paper = str_eq(life_paper(&v), S("suspended"));
	struct str state = paper ? S("suspended") : p->state;
	size_t first = next(AIMS), plan = next(PLANS);

	for (size_t i = 0; i < AIMS; i++) {
		size_t at = (first + i) % AIMS;

		if (aims[at].of_silent != quiet || !str_eq(state, str_of(aims[at].state)))
			continue;
		for (size_t j = 0; j < PLANS; j++)
			if (strstr(plans[(plan + j) % PLANS].fields, aims[at].words))
				return &plans[(plan + j) % PLANS];
	}
	return NULL;
}

/* What may happen to this person next, mostly; what changes nothing, what ends a case and what fits nowhere is tried
 * seldom. */
static const struct plan *something(const struct person *p, const struct decide_view *v,
				    const struct transition **t)
{
	for (int tries = 0; tries < 30; tries++) {
		const struct plan *aim = !tries && !next(3) ? aimed(p) : NULL,
				  *x = aim ? aim : &plans[next(PLANS)];
		const struct rec *r = w->blank[x - plans];
		bool fits, once = code_in("notice,pledge,passenger,request", str_of(x->kind)) &&
				  !happened(p, x->kind, NULL);

		once |= model_age(p) == DOUBTED && strstr(x->fields, "age=adult");
		if (silent(p, x))
			continue;
		*t = life_row(v, r, false, &fits);
		if (r->kind == &kind_standing || r->kind == &kind_certificate)
			*t = life_row(v, r, true, &fits);
		if (once || (aim && fits) || (!fits && !next(*t ? 150 : 20)) ||
		    (fits && *t &&
		     !((!strcmp((*t)->to, "same") ||
			code_in("merge,child_referral,closing", str_of(x->kind))) &&
		       next(!strcmp(x->kind, "merge") ? 40 : 20))))
			return x;
	}
	return NULL;
}

/* Some of the person's checks, from three sources, or of no case. */
static void choose_facts(const struct person *p)
{
	freed = next(6) > 0;
	for (size_t i = 0; i < FACTS; i++) {
		size_t at = p->n ? next(p->n) : 0;

		for (int tries = 0;
		     tries < 20 && p->n && !code_in("check,pledge_case", str_of(p->acts[at].kind));
		     tries++)
			at = next(p->n);
		facts[i] = (struct fact){ .kind = S("testimony"), .code = S(""), .step = -1 };
		if (p->n && code_in("check,pledge_case", str_of(p->acts[at].kind)))
			facts[i] = (struct fact){ .kind = str_of(p->acts[at].kind),
						  .code = p->acts[at].code,
						  .step = (int64_t)at };
		facts[i].source[0] = (uint8_t)next(3);
		facts[i].counts = facts[i].step < 0 ? !next(3) : str_eq(facts[i].code, S("hit"));
	}
}

/*
 * Nobody is left behind where officers leave: whoever of those who acted in a case retires, one or all, there is an act
 * of others that leads on, other than that the person goes, is lost, turns out to be a child, or is somebody else.
 */

/* Officers who had no part in anything, from this number on: one for each word of a row. */
#define FRESH 50
/* Days after which every limit has passed. */
#define LATER 400

struct leaving {
	struct person *p;
	int who;    /* this human left; -1: all who acted */
	bool clock; /* what the program does itself is looked at, and nothing else */
	struct life_act act;
	struct rec *r;
	int signs[8];
	size_t n;
	int used; /* new officers who have a part now */
};

static bool left(const struct leaving *l, int officer)
{
	return l->who < 0 || human(officer) == l->who;
}

/* Who of those that signed the last such act can still sign; -1: nobody. */
static int holder(const struct leaving *l, const char *events, const char *barred)
{
	const struct person *p = l->p;
	size_t i = p->n;

	while (i-- > 0)
		if (code_in(events, p->acts[i].event))
			break;
	for (size_t j = 0; i < p->n && j < p->acts[i].n; j++)
		if (!left(l, p->acts[i].who[j]) &&
		    !did(p, "registration", REGISTRARS, p->acts[i].who[j]) &&
		    !(barred && did(p, "step", barred, p->acts[i].who[j])))
			return p->acts[i].who[j];
	return -1;
}

#define PROPOSED "propose", NULL
#define GRANTED	 "approve_granted,appeal_upheld", "propose"

/* Signers of whom each is one word of the row; false where nobody is that any more. */
static bool fresh_signers(struct leaving *l, const struct transition *t, const struct kind *k,
			  struct signer *signers)
{
	/* Two judge a possible duplicate. */
	struct str words = t			   ? eyes_roles(t->four_eyes)
			   : k == &kind_dedup_link ? S("any+any")
						   : S("any");

	for (l->n = 0; words.s && l->n < 8; l->n++) {
		struct str word = str_cut(&words, '+');
		int o = FRESH + l->used + (int)l->n;

		if (str_eq(word, S("proposer")))
			o = holder(l, PROPOSED);
		else if (str_eq(word, S("approver")) && holder(l, GRANTED) >= 0)
			o = holder(l, GRANTED);
		if (o < 0)
			return false;
		l->signs[l->n] = o;
		signers[l->n] =
			(struct signer){ .name = S("O"),
					 .serving = true,
					 .roles = o < FRESH ? w->roles[o]
						  : !t	    ? str_of(k->roles ? k->roles : "")
						  : str_eq(word, S("approver")) ? S("panel")
										: eyes_role(word) };
		kid_of(o, signers[l->n].kid);
	}
	return true;
}

/* What the rules see of a person: who signs is still to be put there. */
static struct decide_view view_of(const struct person *p, const struct rec_view *records,
				  const struct signer *signers)
{
	return (struct decide_view){ .records = records,
				     .decrees = &w->decree,
				     .n_decrees = 1,
				     .signers = signers,
				     .has_case = p->there,
				     .case_state = p->state,
				     .case_class = p->cls,
				     .case_before = p->before,
				     .class_before = p->class_before,
				     .past = p->past,
				     .n_past = p->n,
				     .same = w->same,
				     .n_same = 3,
				     .centres = p->centres,
				     .centres_here = p->centres };
}

/* Whether the act of a plan can be recorded so, today. */
static bool recorded(struct leaving *l, const struct plan *x, const struct transition *t)
{
	const struct rec_view records = { last_standing, nothing, nothing, NULL, NULL, a };
	struct person *p = l->p;
	struct signer signers[8];
	struct decide_view v = view_of(p, &records, signers);

	v.has_case = true;
	v.freed_captives = true;
	v.system = l->clock;
	l->n = 0;
	if (!l->clock && !fresh_signers(l, t, w->blank[x - plans]->kind, signers))
		return false;
	v.n_signers = l->n;
	v.proposer_gone = happened(p, "step", "propose") && holder(l, PROPOSED) < 0;
	v.approvers_gone = part_last_grant(&v) && holder(l, GRANTED) < 0;
	looking = p;
	why = (struct refusals){ .a = a };
	l->r = record(p, x, l->signs, l->n);
	if (l->r)
		see_tongue(p, l->r, &v);
	return l->r && decide(a, &v, l->r, w->day, &l->act, &why);
}

/* In one of the ways in which it may be signed. */
static bool may_happen(struct leaving *l, const struct plan *x)
{
	const struct transition *const *t = w->rows[x - plans];

	if (!*t)
		return !l->clock && recorded(l, x, NULL);
	for (; *t; t++)
		if (l->clock == !eyes_count((*t)->four_eyes) &&
		    (transition_of_paper(*t) || state_among((*t)->from, l->p->state)) &&
		    recorded(l, x, *t))
			return true;
	return false;
}

/* What may have to be recorded before, and changes no state. */
static bool prepares(const struct plan *x)
{
	return code_in("notice,pledge,request", str_of(x->kind)) ||
	       strstr(x->fields, "age=adult") ||
	       (!strcmp(x->kind, "dedup_link") && strstr(x->fields, "verdict")) ||
	       strstr(x->fields, "act=release") ||
	       strstr(x->fields, "against=revoked;by=person;lodged_on=$D;outcome=upheld") ||
	       (!strcmp(x->kind, "registration") && strstr(x->fields, "carrying_arms"));
}

#define NO_WAY                                                                                 \
	"withdraw_after,withdraw_before,arrive,lost_contact,refer_child,merge,merge_away,die," \
	"close_"                                                                               \
	"error"

static bool leads_on(struct leaving *l)
{
	for (size_t i = 0; i < PLANS; i++)
		if (may_happen(l, &plans[i]) && !code_in(NO_WAY, l->act.event) &&
		    (!str_eq(l->act.state, l->p->state) || l->act.cls != l->p->cls))
			return true;
	return false;
}

static bool prepare_once(struct leaving *l, bool links)
{
	size_t n = l->p->n;

	for (size_t i = 0; i < PLANS && l->p->n < ACTS; i++) {
		bool link = !strcmp(plans[i].kind, "dedup_link");

		if (link != links || !prepares(&plans[i]) || !may_happen(l, &plans[i]) ||
		    !str_eq(l->act.state, l->p->state))
			continue;
		remember(l->p, l->r, &l->act, l->signs, l->n);
		l->used += l->used < 150 ? (int)l->n : 0;
	}
	return l->p->n > n;
}

/* As many possible duplicates as wait for their judges are judged, of whoever is not checked yet. */
static void prepare(struct leaving *l)
{
	struct decide_view v = { .past = l->p->past, .n_past = l->p->n };

	(void)prepare_once(l, false);
	for (int64_t n = here_open_links(&v); n > 0 && prepare_once(l, true); n--)
		continue;
}

/* Nothing is owed in these states; nor does any window open for who came too late and was never registered. */
static bool rests(const struct person *p)
{
	int64_t came = w->day;

	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->acts[i].kind, "presentation"))
			came = p->acts[i].day;
	return code_in("discharged,left_after", p->state) || model_age(p) == A_CHILD ||
	       ((w->day > CLOSES || w->day < OPENS) && (came > CLOSES || came < OPENS) &&
		(str_eq(p->state, S("presented")) || !happened(p, "registration", REGISTRARS)));
}

/* Whoever has a grant and no paper gets one. */
static bool has_paper(struct leaving *l)
{
	const struct decide_view v = { .past = l->p->past, .n_past = l->p->n };

	if (l->p->cls != CLASS_GRANTED || str_eq(l->p->state, S("deceased")) ||
	    !code_in("-,replaced,revoked", life_paper(&v)))
		return true;
	for (size_t i = 0; i < PLANS; i++)
		if (!strcmp(plans[i].kind, "certificate") && may_happen(l, &plans[i]))
			return true;
	return false;
}

/* What a child, or somebody who died, appealed against is decided by others. */
static bool is_heard(struct leaving *l)
{
	static const char *const codes[] = { "not_covered", "referred", "revoked" };

	for (size_t c = 0; c < 3 && code_in("child_referred,deceased", l->p->state); c++) {
		bool heard = !model_waiting(l->p, str_of(codes[c]));

		for (size_t i = 0; !heard && i < PLANS; i++)
			heard = !strcmp(plans[i].kind, "appeal") &&
				rec_get(w->blank[i], "outcome") &&
				rec_is(w->blank[i], "against", codes[c]) &&
				may_happen(l, &plans[i]);
		if (!heard)
			return false;
	}
	return true;
}

/* Whether the case goes on without this one (-1: without all who acted), on a day. */
static bool goes_on(const struct person *p, int who, int64_t day)
{
	struct arena *whole = a;
	int64_t today = w->day, papers = w->papers;
	uint32_t seed = w->seed;
	struct leaving l = { .p = &w->left, .who = who };
	bool on;

	a = arena_new(0);
	if (!a)
		return false;
	w->left = *p;
	for (size_t i = 0; i < p->n; i++)
		w->left.past[i].kids = (const uint8_t(*)[4])w->left.kids[i];
	w->day = day;
	prepare(&l);
	on = has_paper(&l) && is_heard(&l) && (rests(p) || leads_on(&l));
	l.clock = true;
	/* A deferral ends by itself, and whatever nobody does in time. */
	if (!on && (day > today || str_eq(p->state, S("deferred")))) {
		w->day += LATER;
		on = leads_on(&l);
	}
	w->day = today;
	w->papers = papers;
	w->seed = seed;
	arena_free(a);
	a = whole;
	return on;
}

static int left_behind;

static void without(const struct person *p, int who)
{
	if (goes_on(p, who, w->day) && (who >= 0 || goes_on(p, who, w->day + LATER)))
		return;
	left_behind++;
	printf("# %.*s after %.*s, without %d\n", P(p->state), P(p->acts[p->n - 1].event), who);
}

/* All leave, or one of those whose part nobody else has. */
static void nobody_behind(const struct person *p)
{
	size_t parts[2] = { last_of(p, "propose"), last_of(p, "approve_granted,appeal_upheld") };

	without(p, -1);
	for (int i = 0; i < 2; i++)
		for (size_t j = 0; parts[i] && j < p->acts[parts[i] - 1].n; j++)
			without(p, human(p->acts[parts[i] - 1].who[j]));
}

static int late, looked, granted, appealed, revoked, referred, lifted, lost, held, on_the_way,
	silent_appeals, others[8];
static const char *const other_names[] = { "discharge",	       "arrive",       "age_corrected",
					   "enquiry_answered", "confirm",      "take_up",
					   "age_reopened",     "age_confirmed" };

/* What a cut sees of a record: its public fields, and what its object c says of the others (rule/asked.h). */
static const struct rec *as_sealed(const struct rec *r)
{
	struct buf b = { .a = a };
	struct rec *out = rec_new(a, r->kind);
	struct val *values = out->v;
	struct read in;

	*out = *r;
	out->v = values;
	for (size_t i = 0; i < r->kind->n; i++)
		if (r->kind->fields[i].sight == PUB)
			out->v[i] = r->v[i];
	asked_put(a, asked_of(a, r), &b);
	in = read_of(b.p, b.len);
	return !b.len || asked_read(a, out, &in) ? out : NULL;
}

/* Whether the rules say the same of it by that. */
static bool judged_again(const struct decide_view *v, const struct rec *r,
			 const struct life_act *act)
{
	struct refusals against = { .a = a };
	const struct rec *sealed = as_sealed(r);
	struct decide_view seen = *v;
	struct life_act again;

	seen.tongue = TONGUE_UNSEEN;
	return sealed && decide_again(&seen, sealed, w->said, &again, &against) &&
	       str_eq(again.event, act->event) && str_eq(again.state, act->state) &&
	       again.cls == act->cls && again.day == act->day && again.until == act->until &&
	       str_eq(again.decree, act->decree) && str_eq(again.search, act->search) &&
	       (str_eq(again.code, act->code) || str_eq(act->code, S("hearsay")) ||
		v->tongue == TONGUE_OTHER || r->kind == &kind_notice || r->kind == &kind_tracing);
}

/* What a cut asks again of an act (rule/eyes.h, decide_again): it has nothing against what was accepted, and the same by officers who
 * might not sign it it refuses. */
static bool seen_again(const struct decide_view *v, const struct rec *r, const struct life_act *act)
{
	const struct eyes_act x = { .kind = r->kind,
				    .event = act->event,
				    .has_case = v->has_case || r->kind->subject == SUBJECT_CASE,
				    .state = act->state,
				    .cls = act->cls,
				    .rec = r->kind->form == FORM_PLACE ? r : NULL };
	struct refusals against = { .a = a };

	return (!v->n_signers || eyes_signed(v, &x, &against)) && judged_again(v, r, act);
}

#define OF_SIGNERS "role,four_eyes,twice,own_case,acted_before,signatures,one_registrar"

static void by_others(struct decide_view v, const struct rec *r, const struct life_act *act)
{
	struct refusals others_why = { .a = a };
	struct signer signers[8];
	struct life_act other;
	bool signers_only = true;

	if (!v.n_signers)
		return;
	memcpy(signers, v.signers, v.n_signers * sizeof *signers);
	for (size_t i = 0; i < v.n_signers; i++)
		if (next(2)) {
			int o = (int)next(OFFICERS);

			signers[i].roles = w->roles[o];
			kid_of(o, signers[i].kid);
		}
	v.signers = signers;
	if (decide(a, &v, r, w->said, &other, &others_why)) {
		w->unseen += !seen_again(&v, r, &other);
		return;
	}
	for (size_t i = 0; i < others_why.n; i++)
		signers_only &= code_in(OF_SIGNERS, str_of(others_why.list[i].id));
	if (!signers_only)
		return;
	w->caught++;
	if (seen_again(&v, r, act)) {
		w->unseen++;
		printf("# %s %.*s: %s\n", r->kind->name, P(act->event), others_why.list[0].id);
	}
}

/* What the rules refuse, but for what is wrong in its fields, a cut refuses. */
static void not_again(const struct decide_view *v, const struct rec *r)
{
	struct refusals fields = { .a = a }, against = { .a = a };
	const struct rec *sealed = as_sealed(r);
	struct decide_view seen = *v;
	struct life_act again;

	for (size_t i = 0; i < why.n; i++)
		if (code_in("not_understood,not_read_out", str_of(why.list[i].id)))
			return;
	seen.tongue = TONGUE_UNSEEN;
	/* One of eight: it is much. */
	if (w->refused % 8 || r->kind == &kind_erasure || !rec_check(a, r, v->records, &fields))
		return;
	w->refused_again++;
	if (!sealed || !decide_again(&seen, sealed, w->said, &again, &against))
		return;
	w->unseen++;
	printf("# %s %s: %s\n", r->kind->name, why.list[0].id, "no cut refuses it");
}

static void step(void)
{
	struct person *p = &w->persons[next(PERSONS)];
	const struct rec_view records = { last_standing, nothing, nothing, NULL, NULL, a };
	struct signer signers[8];
	struct decide_view v;
	int who[8] = { 0 };
	struct life_act act;
	uint32_t seed;
	const struct transition *t = NULL;
	const struct plan *x;
	struct rec *r;

	p->centres = 1 + (size_t)(p - w->persons) % 2;
	v = view_of(p, &records, signers);
	v.today = w->day;
	v.facts = facts;
	looking = p;
	why = (struct refusals){ .a = a };
	x = something(p, &v, &t);
	if (!x || p->n == ACTS)
		return;
	v.n_signers = choose(p, x, t, who);
	v.system = !v.n_signers ? next(8) : !next(60);
	if (v.system && next(2))
		v.n_signers = 0;
	for (size_t i = 0; i < v.n_signers; i++) {
		signers[i] = (struct signer){ .name = S("O"),
					      .serving = true,
					      .roles = w->roles[who[i]] };
		kid_of(who[i], signers[i].kid);
	}
	r = record(p, x, who, v.n_signers);
	if (!r)
		return;
	see_tongue(p, r, &v);
	choose_facts(p);
	v.freed_captives = freed;
	if (field_by_name(r->kind, S("evidence")) && rec_get(r, "evidence") &&
	    field_by_name(r->kind, S("evidence"))->type == F_REFS)
		v.n_facts = rec_get(r, "evidence")->len;
	memcpy(&w->copy, p, sizeof *p);
	/* Paper is late at times. */
	w->said = w->day;
	if (code_in("presentation,registration,correction", str_of(x->kind)) && !next(2))
		w->said -= next(16);
	if (!decide(a, &v, r, w->said, &act, &why)) {
		/* Two who could have said why are taken by a cut, which does not see that they did not. */
		if (why.n == 1 && !strcmp(why.list[0].id, "late") &&
		    r->kind == &kind_presentation && v.n_signers < 2) {
			late++;
			w->unseen += seen_again(&v, r, &act);
		}
		w->refused++;
		w->wrong += !why.n || !same_bytes(&w->copy, p, sizeof *p);
		not_again(&v, r);
		return;
	}
	w->accepted++;
	if (!model_allows(p, r, &act, v.system, who, v.n_signers)) {
		w->wrong++;
		printf("# %s %s (%.*s) in %.*s by %zu\n", x->kind, x->fields, P(act.event),
		       P(p->state), v.n_signers);
	}
	if (!seen_again(&v, r, &act)) {
		w->unseen++;
		printf("# %s %s (%.*s) in %.*s is not seen as it was accepted\n", x->kind,
		       x->fields, P(act.event), P(p->state));
	}
	/* The walk goes on as if nobody had asked. */
	seed = w->seed;
	by_others(v, r, &act);
	w->seed = seed;
	granted += str_eq(act.event, S("approve_granted"));
	appealed += r->kind == &kind_appeal && rec_get(r, "outcome");
	revoked += str_eq(act.event, S("revoke"));
	held += str_eq(act.event, S("hold"));
	looked += str_eq(act.event, S("age_looked")) || str_eq(act.event, S("late_seen"));
	referred += str_eq(act.event, S("approve_referred"));
	lifted += str_eq(act.event, S("suspension_lifted"));
	lost += str_eq(act.event, S("lost_contact"));
	silent_appeals += code_in("child_referred,deceased", p->state) && r->kind == &kind_appeal &&
			  rec_get(r, "outcome") && !str_eq(act.code, S("suspended"));
	on_the_way += p->cls == CLASS_MOVING && code_in("die,refer_child", act.event);
	for (int i = 0; i < 8; i++)
		others[i] += str_eq(act.event, str_of(other_names[i]));
	published(r, &act);
	remember(p, r, &act, who, v.n_signers);
	w->wrong += !adds_up();
	if (!str_eq(w->copy.state, p->state))
		nobody_behind(p);
}

/* Each officer has a few roles, some of which go badly together. */
static void enrol(void)
{
	static const char *const roles[] = { "reception",
					     "registrar",
					     "screener",
					     "panel",
					     "panel",
					     "panel",
					     "chief",
					     "authority",
					     "case_worker",
					     "protection",
					     "adjudicator",
					     "transfer",
					     "corridor_counter",
					     "certificate_officer",
					     "dpo" };

	for (int i = 0; i < OFFICERS; i++) {
		struct buf b = { .a = a };

		for (uint32_t n = 2 + next(5); n; n--)
			buf_fmt(&b, "%s%s", b.len ? "," : "",
				roles[next(sizeof roles / sizeof *roles)]);
		w->roles[i] = buf_text(&b);
	}
	for (int i = 0; i < 3; i++) {
		kid_of(2 * i, w->same[i].a);
		kid_of(2 * i + 1, w->same[i].b);
		w->same[i].relative = i > 0;
	}
}

static bool been[64];
static int caught, unseen, refused_again;

static void note_states(void)
{
	for (size_t i = 0; i < PERSONS; i++)
		for (size_t t = 0; t < transitions_n && t < 64; t++)
			been[t] |= str_eq(w->persons[i].state, str_of(transitions[t].to));
}

static void note_rows(size_t plan)
{
	const struct rec *r = w->blank[plan];
	size_t n = 0;

	for (size_t i = 0; i < transitions_n && n < 23; i++)
		if (transitions[i].four_eyes && (transition_about(&transitions[i], r, false) ||
						 transition_about(&transitions[i], r, true)))
			w->rows[plan][n++] = &transitions[i];
}

static void world(uint32_t seed, int *accepted, int *refused, int *wrong)
{
	struct rec *decree;

	w = arena_alloc(a, sizeof *w);
	w->seed = seed;
	w->day = STARTS;
	for (size_t i = 0; i < PERSONS; i++)
		w->persons[i].state = w->persons[i].before = S("");
	enrol();
	decree = rec_new(a, &kind_decree);
	(void)rec_set(a, decree, S("number"), S("1"), &why);
	(void)rec_set(a, decree, S("windows"),
		      str_fmt(a,
			      "category=carrying_arms months=5 from=%.*s last_day=%.*s "
			      "also=free_captive",
			      P(day_text(a, OPENS)), P(day_text(a, CLOSES))),
		      &why);
	(void)rec_set(a, decree, S("excluded_acts"), S("torture,genocide"), &why);
	w->decree = decree;
	for (size_t i = 0; i < PLANS; i++) {
		w->blank[i] = record(&w->persons[0], &plans[i], (int[8]){ 10, 11, 12, 13 }, 4);
		note_rows(i);
	}
	for (int i = 0; i < STEPS; i++) {
		step();
		note_states();
		w->day += !next(30);
	}
	*accepted += w->accepted;
	*refused += w->refused;
	*wrong += w->wrong;
	caught += w->caught;
	unseen += w->unseen;
	refused_again += w->refused_again;
}

/* With a number other worlds are walked than `./check` walks: "model_test 7". */
int main(int argc, char **argv)
{
	int accepted = 0, refused = 0, wrong = 0, states = 0;
	int64_t other = 0;

	if (argc > 1 && !int_parse(str_of(argv[1]), 0, 1000000, &other))
		return 1;

	for (uint32_t i = 0; i < WORLDS; i++) {
		a = arena_new(0);
		if (!a)
			return 1;
		why = (struct refusals){ .a = a };
		world(i * 7919 + 17 + (uint32_t)other * 104729, &accepted, &refused, &wrong);
		arena_free(a);
	}
	for (size_t t = 0; t < 64; t++)
		states += been[t];
	printf("# %d accepted (%d grants, %d referrals, %d appeals decided, %d suspensions lifted "
	       "by one, %d revocations, %d lost, %d held), %d refused, states of %d rows\n",
	       accepted, granted, referred, appealed, lifted, revoked, lost, held, refused, states);
	CHECK("much is accepted and much refused",
	      accepted > 1000 && refused > 1000 && granted > 50 && appealed > 5 && revoked &&
		      held && referred && lifted && lost);
	CHECK("nothing that is accepted breaks a rule of the model, nothing refused changes a byte",
	      !wrong);
	printf("# %d acts by others left out, %d not; %d that lack something\n", caught, unseen,
	       refused_again);
	CHECK("what is accepted a cut takes; what other officers sign, and what lacks something, "
	      "it "
	      "leaves out",
	      !unseen && caught > 1000 && refused_again > 1000);
	CHECK("whoever leaves of the officers of a case, others can lead it on", !left_behind);
	for (int i = 0; i < 8; i++)
		printf("# %d %s\n", others[i], other_names[i]);
	CHECK("people leave, are transferred, found adult and dead, papers confirmed",
	      others[0] && others[1] && others[2] && others[3] && others[4]);
	CHECK("ages are looked at again, and some persons are children still",
	      others[6] && others[7]);
	CHECK("files move, and some end on the way", others[5] && on_the_way);
	CHECK("appeals of children and of the dead are decided", silent_appeals);
	printf("# %d looks, %d late receptions by one\n", looked, late);
	CHECK("who may be a child, or came long ago, is looked at; one officer receives nobody "
	      "late",
	      looked > 10 && late > 10);
	CHECK("decisions, appeals, papers and their standings are reached", states > 30);
	return done();
}
