/*
 * Which records of a list, or of two, are about one person: pairs that may be are found by what rare values they share, each
 * is compared field by field, and how much each way of agreeing says is learned from the pairs themselves, without being told
 * which of them are right (Fellegi and Sunter 1969; expectation maximisation as Winkler 1988). Nothing is merged: what comes
 * out are proposals.
 */
#ifndef SULH_MATCH_LINK_H
#define SULH_MATCH_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct arena;

/* What is compared, by the names of columns; columns of other names are not looked at. */
enum link_field {
	LINK_NAME, /* name, name_ar, name_la, name_other: a whole name, in any script; two of them are two spellings */
	LINK_MOTHER,  /* mother, mother_name */
	LINK_GIVEN,   /* given_name, first_name */
	LINK_SURNAME, /* surname, last_name, family_name */
	LINK_BIRTH,   /* birth, born, date_of_birth, dob */
	LINK_SEX,     /* sex, gender */
	LINK_PLACE,   /* origin, place, village, suburb */
	LINK_NUMBER,  /* street_number */
	LINK_STREET,  /* address_1 */
	LINK_HOUSE,   /* address_2 */
	LINK_POST,    /* postcode */
	LINK_STATE,   /* state */
	LINK_FIELDS,
};

#define LINK_ROWS ((size_t)4000000)

struct link_row {
	struct str id;
	struct str of[LINK_FIELDS]; /* small letters, no blanks at the ends; empty: not known */
	struct str also;	    /* the name in another spelling */
	float rare;    /* nats: one in e^rare bears such a name; set where pairs are looked for */
	uint32_t many; /* rows that say the same, for which it stands there */
};

/* A list: rows as CSV with a line of names (RFC 4180), a column `rec_id` or `id` among them. */
struct link_list {
	struct link_row *row;
	size_t n;
	unsigned fields;	/* a bit for each that it has */
	struct str columns;	/* as they are called, for people */
	size_t births_not_read; /* which say nothing then, */
	size_t not_read_row;	/* and where the first of them stands */
	struct str not_read_column;
	size_t not_compared; /* cells of fields that their row has by other columns, as a third spelling of a name, */
	size_t not_compared_row; /* and where the first of them stands */
	struct str not_compared_column;
};

/* ERR_REFUSED, with row and column, for what is no such CSV, a row of other length than the line of names, a column or an id that
 * comes twice, an id that is missing, or a list without a field that could be compared. What is read lies in the arena and in the text. */
bool link_read(struct arena *a, struct str text, struct link_list *out, struct err *e);

/* Whether two lists have a column in common that could be compared, or whole names and parts of names. */
bool link_common_field(const struct link_list *x, const struct link_list *y);

struct link_pair {
	uint32_t a, b;		    /* rows; within one list a < b */
	int weight;		    /* for one person less against, hundredths of a nat */
	uint8_t level[LINK_FIELDS]; /* enum link_level */
};

/* How two values agree. */
enum link_level { LEVEL_UNKNOWN, LEVEL_SAME, LEVEL_NEAR, LEVEL_LIKE, LEVEL_OTHER, LEVELS };

/* How far it is: called now and then, where it is given. */
struct link_progress {
	void (*told)(void *p, uint64_t done, uint64_t of);
	void *p;
};

/* Of what it was found. */
struct link_seen {
	uint64_t looked; /* pairs that share something */
	bool learned; /* false: too few were alike to learn from, or in one field alone, and what agreeing says is what is thought before */
};

/* The pairs that are more likely than not one person, likeliest first: between two lists each row with the likeliest one of the
 * other, and with those that are one person with this; within one (y NULL) such that all rows that hang together agree with each
 * other.  Whose given name is another, or who was born more than
 * four years apart, is another person: twins, brothers, fathers and sons agree in all else. Where one list has whole
 * names and the other given names and surnames, these make whole names. */
size_t link_pairs(struct arena *a, struct link_list *x, struct link_list *y,
		  const struct link_progress *progress, struct link_pair **out,
		  struct link_seen *seen);

/* Rows of one list that hang together by its pairs, in the order of the list. */
struct link_cluster {
	const uint32_t *row;
	size_t n; /* two or more */
};

/* Those of the pairs that link_pairs gave within a list of so many rows. */
size_t link_clusters(struct arena *a, const struct link_pair *pair, size_t n, size_t rows,
		     struct link_cluster **out);

const char *link_field_name(enum link_field f);

#endif
