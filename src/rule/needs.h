/* Private to rule/: what the words of transition.needs are given, and those that have files of their own. Each adds
 * a refusal and returns false where what it asks for is not there. */
#ifndef SULH_RULE_NEEDS_H
#define SULH_RULE_NEEDS_H

#include "rule/decide.h"

struct transition;

struct needing {
	const struct decide_view *v;
	const struct transition *t;
	const struct rec *r;
	int64_t day;
	struct refusals *why;
};

/* came.c: what the person seeks, and whether a decree covers it. */

/* The act that says it last, a registration or a correction of one: its code is the category, its decree the one in
 * whose window it was said; NULL without one. */
const struct past_act *came_as(const struct decide_view *v);
/* The number of the decree under which a registration or a correction of the category comes; empty: none. */
struct str came_under(const struct decide_view *v, const char *kind, struct str category,
		      struct str event, int64_t local_day);
bool came_soon(const struct needing *n);
bool came_window(const struct needing *n);
bool came_sought(const struct needing *n);
bool came_as_before(const struct needing *n);
bool came_covered(const struct needing *n);
bool came_required(const struct needing *n);
/* The acts that a referral names are excluded by the decree under which the person came. */
bool came_excluded(const struct needing *n);

/* tongue.c: the record is in the person's language, or was read out with an interpreter; and read out where it has to be. */
bool tongue_understood(const struct needing *n);

/* doubt.c */
/* Nothing is asked of who may be a child, and nobody holds one; of all rows. */
bool doubt_quiet(const struct needing *n);
/* There is a doubt that a look can end. */
bool doubt_open(const struct needing *n);
/* None of the signers, or of their families, doubted the age before and was answered: an adult. */
bool doubt_new(const struct needing *n);
/* There is a late reception to look at. */
bool doubt_unseen(const struct needing *n);

/* proposal.c */
/* What is proposed rests on what it needs: a hearing where it is against the person, two sources for a referral, and
 * after the time for checks for anything but the grant. */
bool proposal_sound(const struct needing *n);
/* A grant over findings names each of them, and a second of the panel signs it. */
bool proposal_findings(const struct needing *n);
/* The decision says of which proposal it is. */
bool proposal_same(const struct needing *n);
/* The person was heard, or did not come. */
bool proposal_heard(const struct needing *n);
/* The last day for which somebody was summoned by this day who did not come, since `from`: on three days, and each time with
 * days to come in; NO_DAY where that was not tried so often. */
int64_t proposal_tried(const struct decide_view *v, int64_t from, int64_t day);
/* After the time for checks nothing but two sources is decided against the person. */
bool proposal_in_time(const struct needing *n);

/* ground.c: on what a referral, a suspension and a revocation rest. */
bool ground_sources(const struct needing *n);
bool ground_suspends(const struct needing *n);
bool ground_revokes(const struct needing *n);
bool ground_lifts(const struct needing *n);

/* appeal.c */
/* What is decided is what was appealed against, and not decided before. */
bool appeal_same(const struct needing *n);
/* The appeal against the revocation is upheld, and the grant not given back. */
bool appeal_upheld(const struct needing *n);
/* A revocation stands, and no appeal against it waits. */
bool appeal_revoked(const struct needing *n);
/* No grant may come back: where one may, the case does not begin anew without it. */
bool appeal_no_reversal(const struct needing *n);

#endif
