/*
 * What is due in a case, and when: the limits of states.csv, from the history of the case alone. The scheduler
 * acts on them, the queue shows them. No clock: whoever asks compares with a day of his own.
 */
#ifndef SULH_RULE_LIMIT_H
#define SULH_RULE_LIMIT_H

#include "record/person.h"
#include "rule/decide.h"

struct limit {
	/* The row of states.csv that comes next: what the program itself does ("C12" and "X70" review, "C20"
	 * reopened, "C33" no news, "C36" and "X61" contact lost, "K03" confirmed, "K07" lapsed, "X44" told to the
	 * chief); what an officer has to do ("C10" checks begin, "C11" they go on, "C13" proposal in a review, "C16" decision on that,
	 * "C45" reinstated, "C09" an age looked at again, "X113" one that somebody doubts looked at, or the person referred, "tries" at contact on three days, "appeal" decided, "answer" to a request, "enquiry":
	 * answer of an outside enquiry into a death, "X150" a file that moves taken up, or back). */
	const char *code;
	int64_t day; /* the first calendar day on which it has passed */
	struct str why;
	bool searched; /* of K03: not by silence, but since other registrations were searched */
};

/* All limits that run in the case that the view shows (its state and its acts; nothing else of it is looked at), by
 * day. The list and its texts are in the arena; the number of them is returned. */
size_t life_limits(struct arena *a, const struct decide_view *v, struct limit **out);

/* The day from which the 60 days of checks run: registration, or what began them anew; NO_DAY without one. */
int64_t life_checks_from(const struct decide_view *v);

/* So many days late one officer enters what paper says: a centre without a line or power is behind by days, and nothing
 * else of a person waits longer to be published. */
#define LATE_DAYS      7
#define CHECKS_DAYS    60 /* C12: since registration; no pause sets them back */
#define STEP_DAYS      14 /* C11: each extension */
#define DEFER_DAYS     30 /* C19: each deferral, within the 60 */
#define DEFER_TIMES    2
#define REVIEW_DAYS    7  /* C13; and to decide on what was proposed in a review */
#define APPEAL_DAYS    30 /* C22-C25, C45, C46: to decide an appeal */
#define NEWS_DAYS      30 /* C33 */
#define ESCALATE_DAYS  7  /* X44: from one time to the next */
#define CONTACT_DAYS   60 /* C36 */
#define CONTACT_TRIES  3  /* days on which somebody tried */
#define SUMMON_DAYS    3  /* C14, K05: ahead, for a summons to be one */
#define REINSTATE_DAYS 3  /* C45: since the appeal was upheld */
#define AGE_DAYS       7  /* X71: to look at an age again */
#define DOUBT_DAYS     3 /* X113: to look at an age that somebody doubts, and then to refer a child */
#define COURT_DAYS     30 /* X39: of each order of a court */
#define ENQUIRY_DAYS   30 /* C49 */
#define MOVING_DAYS    30 /* X150: in which another centre takes a file up */

/* Which of them the chief sees to once they have passed (X44). */
#define CHIEF_SEES "C09,C13,C16,C45,X113,X150,appeal"

#endif
