/*
 * What may happen next: pure functions. decide may refuse and changes nothing; it sees only the view it
 * is given, no clock, no network, no configuration.
 */
#ifndef SULH_RULE_DECIDE_H
#define SULH_RULE_DECIDE_H

#include "base/time.h"
#include "record/rec.h"
#include "record/class.h"
#include "record/refuse.h"

/* An officer who signs, as the log knows him or her on the day of the act. */
struct signer {
	struct str name;
	uint8_t kid[4];
	bool serving;	  /* enrolled, not retired or suspended, within from..until */
	struct str roles; /* comma separated */
};

/* Two keys that are not two people to the rules: a renewed key of one officer, or that of a relative. In every act
 * that several sign they count as one, and what excludes one excludes the other. */
struct same_person {
	uint8_t a[4], b[4];
	bool relative; /* else the same officer, who may go on with what he or she began: a renews b */
};

/* An earlier act of the case, and what the rules need to know of it later. What is sealed for the person is not
 * here. */
struct past_act {
	int64_t step;
	struct str kind, event, state; /* state: of the case, after it */
	enum case_class cls;
	int64_t day;   /* the calendar day of the act in the operation's zone */
	int64_t until; /* of a deferral, an extension, a provisional paper, an answer; NO_DAY */
	int64_t appeal_until; /* the last day for an appeal against it; NO_DAY */
	struct str
		code; /* what it says: an outcome, what is appealed against, a category; or words (past_has); or empty */
	struct str
		decree; /* the number of the decree whose window it was in; of what follows up another act the step
			    * of that; or empty */
	struct str search; /* how far other registrations were searched; or empty: not said */
	struct str entry;  /* of somebody without a case: where it is in a log; or empty */
	const uint8_t (*kids)[4]; /* who signed it; of the program's own acts nobody */
	size_t n_kids;
};

/* An act in the log that the record names as evidence, as far as the rules have to know it. */
struct fact {
	struct str kind, code; /* "check", "hit" */
	int64_t step;	       /* in the case of the record; -1: of no case (testimony) */
	bool counts;	       /* it may speak for an excluded act: */
	uint8_t source[32];    /* the same for what comes from the same source */
};

/* The language of a record beside the one that was said last of the person: by the presentation or a correction of it,
 * else by the first notice. Which that is the rules do not see. */
enum tongue {
	TONGUE_UNKNOWN,
	TONGUE_SAME,
	TONGUE_OTHER,
	TONGUE_UNSEEN, /* by whoever asks again (decide_again), who sees no language: not judged */
};

struct decide_view {
	const struct rec_view *records;
	const struct rec *const *decrees;
	size_t n_decrees;
	const struct signer *signers;
	size_t n_signers;
	bool founding;	/* no officer is enrolled yet: the first set signs for itself */
	size_t keepers; /* of a record that vouches anew: keys that may enrol others, now or later */
	/* For acts about a person: where the case stands. */
	bool has_case;
	int64_t today; /* the calendar day on which it is recorded, which may be later than its own */
	struct str case_state; /* of states.csv: "registered"; empty without a case */
	enum case_class case_class;
	struct str case_before; /* the state before the last merge; empty where there was none */
	enum case_class class_before;
	bool other_log; /* the act is recorded in another log than the case's last one */
	/* Centres that headquarters has recorded, and those of which this register holds the log: only there was looked
	 * whether somebody is registered. */
	size_t centres, centres_here;
	const struct past_act *past; /* the acts of the case, in their order */
	size_t n_past;
	/* Those of other cases of the same person: merged into this one, or, of a merge, what it goes into. Whoever had
	 * a part there has it here. */
	const struct past_act *elsewhere;
	size_t n_elsewhere;
	const struct same_person *same;
	size_t n_same;
	const struct fact *facts; /* the evidence of the record */
	size_t n_facts;
	/* A case that two judged to be of the same person (dedup_link) was decided otherwise than by a grant. */
	bool other_outcome;
	bool freed_captives; /* a release of captives that was signed for names the person of the case */
	/* Those who decided in this case serve no more: for `approver` another of the panel signs. */
	bool approvers_gone;
	/* Whoever proposed last serves no more: nobody else signs as `proposer`, so the panel sends the proposal back. */
	bool proposer_gone;
	struct str proposer; /* whose name this is; empty where it is not known */
	bool system;	     /* the program itself records it, since a day has come: nobody signs */
	enum tongue tongue;  /* of a record that says a language */
	bool aloud; /* the person is read to: needs an interpreter, or nobody said that he or she does not */
};

/* What a record does in the life of a case (states.csv). */
struct life_act {
	struct str event;    /* "approve_granted"; "record" for what is about no case */
	struct str state;    /* the state after it; that before where it changes none */
	enum case_class cls; /* what the case counts as after it */
	/* The delta list that it publishes (kind.h); s == NULL: none. A record of a PERSON or
	 * AS_DECISION kind is then veiled. */
	struct str outcome;
	/* What later rules want to know of it (struct past_act). */
	int64_t day, until;
	struct str code, decree, search;
};

/* The whole judgement on a record: fields and bounds, its own rule, who signs, the life of the case,
 * deadlines. *act says what it does in that life. `local_day` is the calendar day of the act in the
 * operation's zone. All refusals, not only the first. */
bool decide(struct arena *a, const struct decide_view *v, const struct rec *r, int64_t local_day,
	    struct life_act *act, struct refusals *why);

/* The same of an act that was accepted, by what its object c says (rule/asked.h): `asked` has no field that rules do not ask. Neither
 * fields and bounds are looked at, nor counts at both ends. Refuses what the rules refuse, and says in *act what they make of it. */
bool decide_again(const struct decide_view *v, const struct rec *asked, int64_t local_day,
		  struct life_act *act, struct refusals *why);

/* decree.c: whether a window for the category is open on this calendar day, its last day included; refuses the
 * field that names it where not. */
bool decree_covers(const struct decide_view *v, struct str field, struct str category,
		   int64_t local_day, struct refusals *why);

/* life.c: judges a record against where its case stands and says what it does. Refuses what the state
 * does not allow, a case that is missing or in the way, and an officer who may not act in it. A record
 * that no case belongs to gives the event "record" and no state. */
bool life_act(const struct decide_view *v, const struct rec *r, struct life_act *out,
	      struct refusals *why);

/* Refuses to receive somebody of whom there is a file: it says what is recorded instead. */
bool life_has_file(const struct decide_view *v, struct refusals *why);

struct transition;
/* The row of the table for this record in this case, of the case's machine or of the paper's; NULL where the kind
 * has none, or none for such a record. *fits: whether the case, or the paper, stands where it starts. Of two that fit
 * the one is taken that is signed as it says. */
const struct transition *life_row(const struct decide_view *v, const struct rec *r, bool paper,
				  bool *fits);
/* Where the newest paper of the case stands: "-", "provisional", "valid", "suspended", "revoked", "replaced". */
struct str life_paper(const struct decide_view *v);

/* past.c: the history of a case. */

/* Whether what has to have happened before this row's act has (transition.needs). */
bool past_allows(const struct decide_view *v, const struct transition *t, const struct rec *r,
		 int64_t local_day, struct refusals *why);
/* What of a record later rules want to know: act->day, until, code. */
void past_says(const struct rec_view *v, const struct rec *r, int64_t local_day,
	       struct life_act *act);
/* Whether somebody in this state of a case goes on in it with a registration. */
bool life_registers(struct str state);
/* Whether this act is one of a kind and of events "a,b" (NULL: any). */
bool past_is(const struct past_act *x, const char *kind, const char *events);
/* Whether it says of somebody who was found for the name that this is another person, and judges nothing. */
bool past_apart(const struct past_act *x);
/* Whether its code has this word, among several: "late,look". */
bool past_has(const struct past_act *x, const char *word);
/* The newest such act; NULL where there is none. */
const struct past_act *past_last(const struct decide_view *v, const char *kind, const char *events);
/* Whether, of a file that was merged, the last merge was into one of another register. */
bool past_went_away(const struct decide_view *v);
/* The last day for an appeal against what was decided last, counted from when the person was told of it; NO_DAY where
 * none was named, NOT_TOLD where its time does not run yet, since nobody told the person. */
int64_t past_appeal_until(const struct decide_view *v);
#define NOT_TOLD     INT64_MAX
#define REVOKED_DAYS 30 /* C44: to appeal against a revocation */
/* When the person was told of this act: as the decision says, by a step `tell` after it, or by what he or she lodged
 * against it; NO_DAY: not yet. */
int64_t past_told(const struct decide_view *v, const struct past_act *x);
/* The newest act of which the person is to be told (an outcome, a suspension, a revocation), while nobody has; else
 * NULL. */
const struct past_act *past_untold(const struct decide_view *v);
/* The suspension that goes on and of which nobody has told the bearer, whatever came after it; else NULL. */
const struct past_act *past_untold_suspension(const struct decide_view *v);

/* tongue.c: whether the person understood what was read. */

/* What a presentation, or a correction of its language, says beside its fields to later acts: "late", "look" (at the age),
 * "retell" (what was read before was in another language). */
void tongue_says(struct arena *a, const struct decide_view *v, const struct rec *r,
		 struct life_act *act);
/* From which act on what was read counts: behind the last one that says that it was read in another language. */
size_t tongue_from(const struct decide_view *v);

/* doubt.c: what one officer said, and another has to look at. */

/* Since which act the person may be a child and no protection officer has found otherwise; NULL: none. *refer: one looked
 * and it stays so, and what is left is a referral. */
const struct past_act *doubt_age(const struct decide_view *v, bool *refer);
/* The newest reception that was recorded late and that nobody but those who recorded it has looked at; NULL: none. */
const struct past_act *doubt_late(const struct decide_view *v);

/* days.c: refuses a day in the record that is before the act of the case on which it rests. */
bool days_allow(const struct decide_view *v, const struct rec *r, struct refusals *why);

/* appeal.c: appeals of a case. */

/* How many against this ("not_covered", ...), or against anything, were lodged and are not decided. */
int64_t appeal_open(const struct decide_view *v, struct str code);
int64_t appeal_open_all(const struct decide_view *v);
/* Whether this act ends an appeal against that: what is examined anew is decided anew, and an appeal against what was decided
 * before has nothing left to change. */
bool appeal_ended(const struct past_act *x, struct str code);
/* The appeal that was upheld against the revocation, until the grant is given back; else NULL. */
const struct past_act *appeal_reversed(const struct decide_view *v);

/* here.c: people at the centre. */

/* Whether the registrations of all centres were searched for the person, as far as was said last, and no possible
 * duplicate is left to be judged; *day: of the act that says so, NO_DAY where none does. */
bool here_searched(const struct decide_view *v, int64_t *day);
/* Refuses a record that says that all centres were searched, where this register does not hold the logs of all. */
bool here_reached(const struct decide_view *v, const struct rec *r, struct refusals *why);
/* Possible duplicates that nobody has judged, or not finally. */
int64_t here_open_links(const struct decide_view *v);
/* The death in custody or at the centre (C49) of which no outside enquiry has said anything yet; NULL: none. */
const struct past_act *here_enquiry(const struct decide_view *v);
/* The appeal against the ruling that the person is a child, upheld, since which nobody looked at the age again; NULL:
 * none. */
const struct past_act *here_age(const struct decide_view *v);
/* Whether this act reports a stop, or alleges a breach, that nothing has followed up. */
bool here_unfollowed(const struct decide_view *v, const struct past_act *x);
/* Whether the person is not free to leave, as the stays say. */
bool here_held(const struct decide_view *v);
/* Whether the word of transition.needs holds, where it is one of here.c's; refuses where not. */
bool here_holds(const struct decide_view *v, const struct rec *r, struct str word,
		struct refusals *why);

/* forget.c: what keeps the record of a person who is to be erased, in this case and elsewhere; refuses with each reason. */

/* Whether this act of the case began a search that no later one ended; whether it is a promise that nothing ended. */
bool forget_sought(const struct decide_view *v, size_t i);
bool forget_owed(const struct decide_view *v, size_t i);
/* Nobody is sought, nothing is owed, no appeal is open, nobody is held. */
bool forget_quiet(const struct decide_view *v, struct refusals *why);
/* Of the basis `request`: the person asked, and was not refused. */
bool forget_asked(const struct decide_view *v, const struct rec *r, struct refusals *why);
/* The operation's rule for how long what is known of somebody is kept (its field retention): from which day on it is no
 * more (NO_DAY: nothing was recorded), and what is done then: "review", "erase", "hand_over". False without one. */
struct forget_rule {
	struct str class, then;
	int64_t months, last, from;
	int64_t days; /* of who left before registering, instead of months: of no operation's choosing */
};
#define LEFT_DAYS 30 /* C05 */
/* "12 months", "30 days". */
struct str forget_span(struct arena *a, const struct forget_rule *rule);
bool forget_rule(const struct decide_view *v, struct forget_rule *out);
/* Of the basis `retention_end`: the operation's rule for such records says so by this day. */
bool forget_kept(const struct decide_view *v, const struct rec *r, int64_t day,
		 struct refusals *why);

/* part.c: who had which part in a case, and who counts as one. */

/* Whether two keys are one person to the rules. */
bool part_same(const struct decide_view *v, const uint8_t a[4], const uint8_t b[4]);
/* Whether two keys are one officer's: a renewed one goes on with what the other began. */
bool part_officer(const struct decide_view *v, const uint8_t a[4], const uint8_t b[4]);
/* Whether the officer, or whoever counts as one with him or her, had this part in the case: "registrar". */
bool part_had(const struct decide_view *v, const uint8_t kid[4], struct str part);
/* Who decided last: the panel of a decision, or of an appeal, that granted; NULL where nobody did. */
const struct past_act *part_last_grant(const struct decide_view *v);
/* Whether nobody who proposed last can sign a decision on it any more: serves no more, or has got a part since (by a
 * merge, or as a relative) that keeps him or her out of it. */
bool part_proposer_left(const struct decide_view *v);
/* How a key stands: whether it serves on the day of an act; and as it is known the day after the act is recorded, since when, and
 * whether it was retired or suspended. */
struct key_stands {
	bool serves, ended;
	int64_t since; /* INT64_MIN: not known */
};
/* Whether those still sign whom an act of this kind may want: who granted (v->approvers_gone), who proposed last
 * (v->proposer_gone), with any key of theirs, unless the newest was ended. False where `stands` fails. */
bool part_holders(struct decide_view *v, const struct kind *k,
		  bool (*stands)(void *p, const uint8_t kid[4], struct key_stands *out), void *p);
/* Whether the officer had no part that keeps him or her out of the panel of this row. */
bool part_judges(const struct decide_view *v, const struct transition *t, const uint8_t kid[4]);
/* Refuses each signer who had a part that the row excludes. */
bool part_apart(const struct decide_view *v, const struct transition *t, struct refusals *why);
/* Whether those who sign are those whom the row wants. */
bool part_signed(const struct decide_view *v, const struct transition *t);
/* The same, saying why not. */
bool part_enough(const struct decide_view *v, const struct transition *t, struct refusals *why);

/* role.c: enough signatures by officers who may, of records that no row of the table is about. */
bool role_enough(const struct decide_view *v, const struct rec *r, struct refusals *why);
/* The same of a record whose fields are not seen: enough of those who sign have a role of the kind, and all of them but
 * where witnesses sign, too. */
bool role_of_kind(const struct decide_view *v, const struct kind *k, struct refusals *why);
/* Each signer once, and serving on the day. */
bool role_serving(const struct decide_view *v, struct refusals *why);
/* Whoever a record names as having decided, counted or witnessed signs it, in that role, and had no part before that keeps
 * him or her out of it. */
bool role_named(const struct decide_view *v, const struct rec *r, struct refusals *why);
bool role_in(struct str roles, struct str role);
/* Whether somebody signs what is said of himself or herself; the first set cannot do otherwise, and who is renewed with no
 * other roles is one of the two. */
bool role_self(const struct decide_view *v, const struct rec *r);

#endif
