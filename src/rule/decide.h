/*
 * What may happen next: pure functions. decide may refuse and changes nothing; it sees only the view it
 * is given, no clock, no network, no configuration.
 */
#ifndef SULH_RULE_DECIDE_H
#define SULH_RULE_DECIDE_H

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

/* A signature on an earlier act of the case. */
struct past_act {
	struct str kind, event;
	uint8_t kid[4];
};

struct decide_view {
	const struct rec_view *records;
	const struct rec *const *decrees;
	size_t n_decrees;
	const struct signer *signers;
	size_t n_signers;
	bool founding; /* no officer is enrolled yet: the first set signs for itself */
	/* For acts about a person: where the case stands. */
	bool has_case;
	struct str case_state; /* of states.csv: "registered"; empty without a case */
	enum case_class case_class;
	struct str case_before; /* the state before the last merge; empty where there was none */
	enum case_class class_before;
	bool other_log; /* the act is recorded in another log than the case's last one */
	uint8_t registrar[4];
	const struct past_act *past;
	size_t n_past;
	bool has_appeal_until;
	int64_t appeal_until; /* the last day for an appeal against what was decided last */
	int64_t open_appeals; /* lodged and not decided */
};

/* What a record does in the life of a case (states.csv). */
struct life_act {
	struct str event;    /* "approve_granted"; "record" for what is about no case */
	struct str state;    /* the state after it; that before where it changes none */
	enum case_class cls; /* what the case counts as after it */
	/* The delta list that it publishes (kind.h); s == NULL: none. A record of a PERSON or
	 * AS_DECISION kind is then veiled. */
	struct str outcome;
};

/* The whole judgement on a record: fields and bounds, its own rule, who signs, the life of the case,
 * deadlines. *act says what it does in that life. `local_day` is the calendar day of the act in the
 * operation's zone. All refusals, not only the first. */
bool decide(struct arena *a, const struct decide_view *v, const struct rec *r, int64_t local_day,
	    struct life_act *act, struct refusals *why);

/* decree.c: whether a window for the category is open on this calendar day, its last day included. */
bool decree_covers(const struct decide_view *v, struct str category, int64_t local_day,
		   struct refusals *why);

/* life.c: judges a record against where its case stands and says what it does. Refuses what the state
 * does not allow, a case that is missing or in the way, and an officer who may not act in it. A record
 * that no case belongs to gives the event "record" and no state. */
bool life_act(const struct decide_view *v, const struct rec *r, struct life_act *out,
	      struct refusals *why);

/* past.c: whether what was done in the case before, by whom and until when, allows this event. */
bool past_allows(const struct decide_view *v, const struct rec *r, struct str event,
		 int64_t local_day, struct refusals *why);

/* role.c: enough signatures by officers who may. */
bool role_enough(const struct decide_view *v, const struct rec *r, struct refusals *why);
/* Whoever a record names as having decided, counted or witnessed signs it, in that role. */
bool role_named(const struct decide_view *v, const struct rec *r, struct refusals *why);
bool role_in(struct str roles, struct str role);
/* Whether somebody signs what is said of himself or herself; the first set cannot do otherwise. */
bool role_self(const struct decide_view *v, const struct rec *r);

#endif
