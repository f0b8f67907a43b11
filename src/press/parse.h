/*
 * The local grammar around each number of a sentence: what it counts, what happened to that, when, and which number it is
 * a part of. Inside the folder press/ only: others use read.h.
 */
#ifndef SULH_PRESS_PARSE_H
#define SULH_PRESS_PARSE_H

#include "press/number.h"
#include "press/token.h"
#include "press/when.h"

#define MENTIONS 48
#define WHENS	 32
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
	bool named;   /* a noun stands beside it, not taken over */
	bool them;    /* "of them": a part of the number before */
	bool part;    /* "including" */
	bool bracket; /* (8) behind a place */
	bool other;   /* "more", "others" */
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
	struct str last_event;
	/* The event that counts of this entity had elsewhere in the text; len 0. */
	struct str (*known_event)(void *p, struct str entity);
	/* What a number of this value counted elsewhere, with its event; len 0. */
	struct str (*known_entity)(void *p, int64_t value, struct str *event);
	void *known;
	bool headline;
	bool opening; /* one of the first sentences */
};

/* Finds the expressions of time and the mentions of numbers with the nouns beside them. */
void parse_mentions(struct parsed *out);

/* Finds their events; mentions that nothing is said of are dropped. */
void parse_events(struct parsed *out);

/* Gives each mention its time and its stance. */
void parse_times(struct parsed *out);

/* The row of an event that begins at token i and suits what is counted; *does: those counted do it themselves. */
const struct hit *event_at(const struct parsed *p, size_t i, struct str entity, struct str cls,
			   bool *does);

/* Whether any event of any scope begins there. */
static inline bool any_event(const struct sentence *s, size_t i)
{
	return is_at(s, i, W_EVENT) || is_at(s, i, W_DOES);
}

#endif
