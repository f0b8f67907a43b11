/*
 * The local grammar around each number of a sentence: what it counts, what happened to that, when, and which number it is
 * a part of. Inside the folder press/ only: others use read.h.
 */
#ifndef SULH_PRESS_PARSE_H
#define SULH_PRESS_PARSE_H

#include "press/number.h"
#include "press/token.h"
#include "press/when.h"

#define MENTIONS SENTENCE_TOKENS /* each has a token of its own: none is left out */
#define WHENS	 32
#define LEADS	 12
#define NOBODY	 ((size_t)-1)

/* A number and what is said of it. */
struct mention {
	struct number n;
	size_t after;	   /* the token behind what it counts */
	struct str entity; /* len 0: not known yet */
	struct str cls;
	struct str event;
	const struct pack_row *entity_row, *event_row;
	size_t event_at; /* NOBODY: not a word of this sentence */
	struct str unit;
	bool named;	/* a noun stands beside it, not taken over */
	bool them;	/* "of them": a part of the number before */
	bool part;	/* "including" */
	bool bracket;	/* (8) behind a place */
	bool other;	/* "more", "others", "another" */
	bool linked;	/* "reached 12": the number is told of something before */
	bool predicate; /* "12 were fighters" */
	bool duration, drop;
	size_t parent; /* a part of that mention; NOBODY */
	size_t from;   /* the mention whose words it shares; NOBODY */
	const struct when *when;
	enum press_stance stance;
	const struct pack_row *stance_row;
};

struct parsed {
	const struct pack *p;
	const struct sentence *s;
	struct mention m[MENTIONS];
	size_t n;
	struct when w[WHENS];
	bool said[WHENS]; /* it dates the saying, not what happened */
	size_t whens;
	uint8_t taken[SENTENCE_TOKENS]; /* by an expression of time, from 1 */
	struct str last_entity;		/* of the mention before this sentence; len 0 */
	struct str last_people;		/* of the last one that counted people */
	struct str last_event;
	bool near; /* it stands in the same paragraph */
	/* The events of the sentence or the heading above. */
	const struct pack_row *lead[LEADS];
	size_t leads;
	bool lead_line; /* it is a heading, or ends with a colon */
	/* The event that counts of this entity had elsewhere in the text; len 0. */
	struct str (*known_event)(void *p, struct str entity);
	/* What a number of this value counted elsewhere, with its event; len 0. */
	struct str (*known_entity)(void *p, int64_t value, struct str *event);
	void *known;
	bool headline;
	bool answers; /* it denies what the sentence before said */
	bool opening; /* one of the first sentences */
};

/* Finds the expressions of time and the mentions of numbers with the nouns beside them. */
void parse_mentions(struct parsed *out);

/* "Families displaced: 340": the noun and the event of a number come from the label before it. False where there is none. */
bool parse_label(struct parsed *p, size_t i);

/* Finds what numbers without a noun count, and of which number another is a part. */
void parse_nouns(struct parsed *p);

/* Finds their events; mentions that nothing is said of are dropped. */
void parse_events(struct parsed *out);

/* Gives each mention its time. */
void parse_times(struct parsed *out);

/* Gives each mention its stance: whether it was so, is to be, is denied... */
void parse_stances(struct parsed *out);

/* The row of an event that begins at token i and suits what is counted; *does: those counted do it themselves. */
const struct hit *event_at(const struct parsed *p, size_t i, struct str entity, struct str cls,
			   bool *does);

/* Whether an event of the mention stands right before its number, behind token `bound`, or behind it as its verb; it is set. */
bool event_object(struct parsed *p, struct mention *m, size_t bound);
bool event_subject(struct parsed *p, struct mention *m, size_t index);
void event_set(struct mention *m, const struct pack_row *r, size_t at);

/* How well an event suits what is counted: 0 not at all. */
int event_suits(const struct pack_row *r, struct str entity, struct str cls);

/* Takes noun and, if told, event over from another mention. */
void mention_share(struct parsed *p, struct mention *m, size_t from, bool event);

/* A comma, a colon, a bracket: a clause may end there. */
bool clause_mark(const struct sentence *s, size_t i);

/* Whether any event of any scope begins there. */
static inline bool any_event(const struct sentence *s, size_t i)
{
	return is_at(s, i, W_EVENT) || is_at(s, i, W_DOES);
}

#endif
