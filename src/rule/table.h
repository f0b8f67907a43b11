/*
 * The life of a case and of its paper as one table: states.csv row by row, under its codes; what that file lacks
 * has codes of ours (X...). Everything about a transition stands in its row: which record it is, from where to
 * where, who signs, what has to have happened. Includes nothing but records, so that whoever verifies a log can
 * read it, too.
 */
#ifndef SULH_RULE_TABLE_H
#define SULH_RULE_TABLE_H

#include "record/class.h"
#include "record/rec.h"

/* A bit for each class that a case may count as. */
#define CLASS_BIT(c) (1u << (c))

struct transition {
	const char *code;
	const char *kind; /* of the record: "weapon_item,ammo_lot" */
	const char *when; /* conditions on the record (kind.h); NULL: always */
	const char *event;
	const char *
		from; /* "a|b"; "-" no case; "*" any case; of a paper "cert.valid|cert.suspended" */
	const char *
		to; /* "same", "previous" (that before the merge, the death or the way) or the state */
	/* "2:proposer+panel!registrar": so many officers sign this record, each of the roles one of them, and
	 * nobody who had one of the parts behind "!" in the case before. A role may be a part, too: `proposer`
	 * who signed the last proposal, `approver` who decided and did not propose. "0": the program itself,
	 * when the day has come. NULL: whoever the kind says. */
	const char *four_eyes;
	const char *apart; /* more parts that exclude */
	const char
		*panel; /* parts that exclude from `panel`, by signing as that and by being named */
	const char *needs;  /* words of past.c: what has to have happened, or not */
	const char *says;   /* the conditions, for people who read */
	unsigned counts_as; /* classes that the case may have; 0: any */
	enum case_class
		then_counts; /* what it counts as then, where the state does not say; CLASS_NONE: as the state says */
	const char *
		outcome; /* the delta list where neither the event nor the change of class names it */
};

/* In the order of a life: what comes first in it stands first (missing.c rests on that). */
extern const struct transition transitions[];
extern const size_t transitions_n;

/* Whether a row is about a record of this kind, by name. */
bool transition_of_kind(const struct transition *t, const char *kind);
/* Whether a row is of the paper's machine, not of the case's. */
bool transition_of_paper(const struct transition *t);
/* Whether a row is of the machine asked for and about such a record: of its kind, saying what the row wants. */
bool transition_about(const struct transition *t, const struct rec *r, bool paper);
/* Whether `state` stands in a list "a|b". */
bool state_among(const char *list, struct str state);

/* What a case in this state counts as; of states that are entered with any class (a death, a child) what it
 * counted as before, where that is not open and on no way. */
enum case_class state_class(struct str state, enum case_class before);
/* The delta list of `decision` for a change of class; NULL where there is none. */
const char *class_change(enum case_class before, enum case_class after);

/* The number of officers who sign a record with this text, 0 for the program's own. */
int eyes_count(const char *four_eyes);
/* The roles that have to sign, and the parts that exclude, one after the other; s == NULL at the end. `rest`
 * begins as eyes_roles(text) or eyes_parts(text). */
struct str eyes_roles(const char *four_eyes);
struct str eyes_parts(const char *four_eyes);
/* The role of the program's list that a word of the table means: "transfer" for transfer_officer. */
struct str eyes_role(struct str word);

#endif
