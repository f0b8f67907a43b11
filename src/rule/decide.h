/*
 * What may happen next: pure functions. decide may refuse and changes nothing; it sees only the view it
 * is given, no clock, no network, no configuration.
 */
#ifndef SULH_RULE_DECIDE_H
#define SULH_RULE_DECIDE_H

#include "record/rec.h"
#include "record/refuse.h"

/* An officer who signs, as the log knows him or her on the day of the act. */
struct signer {
	struct str name;
	uint8_t kid[4];
	bool serving;	  /* enrolled, not retired or suspended, within from..until */
	struct str roles; /* comma separated */
};

struct decide_view {
	const struct rec_view *records;
	const struct rec *const *decrees;
	size_t n_decrees;
	const struct signer *signers;
	size_t n_signers;
	bool founding; /* no officer is enrolled yet: the first set signs for itself */
	/* For acts about a person: where the case stands. */
	struct str case_event; /* its last event; s == NULL: no such case */
	uint8_t registrar[4];
};

/* The whole judgement on a record: fields and bounds, its own rule, deadlines, the life of the case, who
 * signs. `local_day` is the calendar day of the act in the operation's zone. All refusals, not only the
 * first. */
bool decide(struct arena *a, const struct decide_view *v, const struct rec *r, int64_t local_day,
	    struct refusals *why);

/* decree.c: whether a window for the category is open on this calendar day, its last day included. */
bool decree_covers(const struct decide_view *v, struct str category, int64_t local_day,
		   struct refusals *why);

/* life.c: the event that a record is in the life of a case, e.g. "approve_granted"; empty for none. */
struct str life_event(const struct rec *r);
/* Whoever a record names as having decided or counted signs it. */
bool life_named_sign(const struct decide_view *v, const struct rec *r, struct refusals *why);
bool life_allows(const struct decide_view *v, const struct rec *r, struct refusals *why);

/* role.c: enough signatures by officers who may. */
bool role_enough(const struct decide_view *v, const struct kind *k, struct refusals *why);
bool role_in(struct str roles, struct str role);
/* Whether somebody signs what is said of himself or herself; the first set cannot do otherwise. */
bool role_self(const struct decide_view *v, const struct rec *r);

#endif
