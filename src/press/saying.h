/*
 * What one side says in a few words: "1,324 total (10 Dec) minus 1,096 (9 Dec) = 228", "more than 1,090 (agency)". Its figures
 * with what they count, their period, day and counter; which of them are added, taken away or set equal; and what it says
 * of a plan, of an end, or denies. Claims of reports become the same, so that there is one set of rules.
 */
#ifndef SULH_PRESS_SAYING_H
#define SULH_PRESS_SAYING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "press/claim.h"
#include "press/lexicon.h"

struct arena;

#define SAYING_BYTES   4000
#define SAYING_FIGURES 48

/* How a figure follows the one before it. */
enum said_op { SAID_APART, SAID_PLUS, SAID_MINUS, SAID_EQUALS, SAID_PART };

/* What stretch of time a figure covers. */
enum said_period { PERIOD_UNSAID, PERIOD_FLOW, PERIOD_YEAR, PERIOD_SINCE, PERIOD_ALL };

enum said_unit {
	UNIT_NONE,
	UNIT_KILOGRAM,
	UNIT_TONNE,
	UNIT_HECTARE,
	UNIT_ACRE,
	UNIT_STREMMA,
	UNIT_KM2,
	UNIT_M2,
	UNIT_KM,
	UNIT_MILE,
	UNIT_METRE,
	UNIT_PERCENT,
	UNIT_LITRE,
};

struct said_figure {
	int64_t value, hi; /* millionths */
	bool has_hi;
	enum press_qual qual;
	enum said_unit unit;
	struct str noun;     /* code of what is counted, or the word itself; NULL: not said */
	struct str noun2;    /* and of those counted with it: "fighters and family" */
	struct str event;    /* what became of them; NULL: not said */
	struct str counter;  /* who counted, where it is another's list or side; NULL */
	struct str place;    /* "in Ostvale alone"; NULL */
	struct str where;    /* "in Ostvale"; NULL */
	struct str where_as; /* "east", "province": which of that name; NULL */
	int weekday;	     /* 1 Monday; 0: not said */
	int month;	     /* "in January", and no day of it; 0: not said */
	int batch;	     /* "the second convoy"; 0: not said */
	bool was;	     /* "from 1,200 to 1,350": what it was */
	bool delta;	     /* "a rise of 150" */
	enum said_period period;
	int days;      /* of a flow */
	int64_t day;   /* as of; NO_DAY */
	bool has_year; /* or else `day` is in 1972 */
	int before;    /* days before the other side's */
	bool planned;
	bool summed;	/* said to be a sum of parts */
	bool typical;	/* a rate: "+2/day" */
	bool of_next;	/* a part of the figure that follows: "30 of 120" */
	bool unchanged; /* a total that has not moved */
	bool other_set; /* of a list that somebody else made */
	enum said_op op;
	uint16_t paren; /* figures of one pair of parentheses; 0: outside */
	size_t start, end;
};

struct saying {
	struct str text;
	char room[SAYING_BYTES]; /* the text as it is read, where it has digits of Arabic */
	struct said_figure f[SAYING_FIGURES];
	size_t n;
	bool complete, incomplete, denies, planned, copy;
	bool last;		/* "the last 40 left today" */
	bool none;		/* "nobody was killed": it has no figure, and says of none */
	int rise;		/* "rose from": 1; "fell from": -1 */
	struct str noun, event; /* the first of each, for what is denied; NULL */
	/* "120: 60 men, 50 women", "60 men and 50 women, 110 in all": the whole and its parts. n_parts 0: no such list */
	size_t whole, part, n_parts;
	bool more; /* it was not read to its end: too long, or too many figures */
	/* "since 18 October, 44 days": where it begins, how long it is; and the first other date. NO_DAY, 0 */
	int64_t since, date;
	bool since_year, date_year;
	int span;
};

/* What holds for both sides: a kind ("settlements_joined", "civilians_left/24h", "transferred_planned") and the day. */
struct saying_about {
	struct str kind; /* s == NULL: not said */
	int64_t day;	 /* NO_DAY: not said */
};

/* The packs by which words are known; n == 0: English without rows of kind "said". */
struct said_packs {
	const struct pack *pack;
	size_t n;
};

/* Reads the text (its first SAYING_BYTES bytes; it and the packs stay the caller's). It refuses nothing. */
void saying_read(struct str text, const struct saying_about *about, const struct said_packs *packs,
		 struct saying *out);

/* The figure of a claim, of a report of that day (NO_DAY: not known). */
void said_of_claim(const struct press_claim *c, int64_t day, struct said_figure *out);

/* The unit, the noun code, the whole that a noun's things are part of, and the name of the unit. NULL or UNIT_NONE where
 * there is none. */
enum said_unit said_unit_of(struct str word);
struct str said_unit_name(enum said_unit u);
struct str said_noun_of(struct str word);
struct str said_whole_of(struct str noun);
/* The number that a word is ("eleven", "dozen"); false where it is none. */
bool said_number_of(struct str word, int64_t *millionths);
/* 1..12 for "Sept" and the like, 0 for none. */
int said_month_of(struct str word);

#endif
