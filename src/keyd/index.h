/*
 * Persons by name, in the memory of whoever holds the keys and nowhere else: read from keyring/index-<b> when
 * the keyring is opened, wiped when the arena ends. It finds by name only; there is no other way to ask. How
 * names are compared is for match/index.h to say.
 */
#ifndef SULH_KEYD_INDEX_H
#define SULH_KEYD_INDEX_H

#include "base/err.h"
#include "keyd/names.h"
#include "ledger/keyring_index.h"
#include "match/about.h"

struct index;

/* An empty one, which lives as long as the arena. NULL where there is no memory. */
struct index *index_new(struct arena *a, struct err *e);

/* Takes a record up: a person, or what is said anew of one. ERR_FALSE where its body is none. */
bool index_take(struct index *x, const struct index_record *r, struct err *e);

/* Forgets all persons whose subject begins with this byte: their bucket was written anew. */
void index_forget(struct index *x, uint8_t bucket);

size_t index_persons(const struct index *x);

/* Who is asked for: a name, in which a year is that of birth; the birth as EDTF has it, which then counts alone; the mother's
 * name. Empty: not known. */
struct index_asked {
	struct str name, born, mother;
};

/* The spellings of one person's name and of the mother's, and the birth. `all`: whoever is compared in full is an answer, also
 * where another one is much likelier. `except`: a subject that is none; NULL: nobody. `near`: only who may be born
 * within `years` years of that person; NULL: whoever. */
struct index_query {
	bool all;
	const uint8_t *except;
	const struct names *near;
	int years;
	size_t n, mothers;
	struct str names[NAMES_WAYS], mother[NAMES_WAYS];
	struct birth born;
};

/* ERR_REFUSED for a name without a word, and a birth that is none. Its texts lie in the arena. */
bool index_query(struct arena *a, const struct index_asked *asked, struct index_query *out,
		 struct err *e);

/* The same of who is registered, or to be; without a name where there is none. */
void index_query_of(struct arena *a, const struct names *x, struct index_query *out);

/* What is compared of it; views into it. */
struct about index_about(const struct index_query *q);

/* Whoever is so sure, and lacks one word of three or more, or none, has to be looked at before somebody is registered. */
#define INDEX_LIKELY 100

/* A person who answers to a query; the names lie in the arena. */
struct index_hit {
	uint8_t subject[16];
	int score;		/* match/about.h */
	bool strong;		/* the same */
	struct about_sure sure; /* of which both come */
	bool likely;
	unsigned agrees; /* a bit 1 << enum about_field for each field that does */
	size_t words;	 /* of the query that agree */
	struct names names;
};

/* What is known of one person; the names lie in the arena. False where there is nobody. */
bool index_person(const struct index *x, struct arena *a, const uint8_t subject[16],
		  struct names *out);

/* The `max` best answers, best first; `more`: there were others. Who is far less likely than the best is no answer, unless
 * all words agree, in whatever spelling or script, and the birth does not speak against it; nor is who
 * agrees in one word alone and was born in another year than is asked for. Nobody answers to a query without a name. */
void index_find(struct index *x, struct arena *a, const struct index_query *query, size_t max,
		struct index_hit **out, size_t *n, bool *more);

#endif
