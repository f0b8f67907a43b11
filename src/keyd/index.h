/*
 * Persons by name, in the memory of whoever holds the keys and nowhere else: read from keyring/index-<b> when
 * the keyring is opened, wiped when the arena ends. It finds by name only; there is no other way to ask. How
 * names are compared is for match/name.h to say.
 */
#ifndef SULH_KEYD_INDEX_H
#define SULH_KEYD_INDEX_H

#include "base/err.h"
#include "keyd/names.h"
#include "ledger/keyring_index.h"

struct index;

/* An empty one, which lives as long as the arena. NULL where there is no memory. */
struct index *index_new(struct arena *a, struct err *e);

/* Takes a record up: a person, or what is said anew of one. ERR_FALSE where its body is none. */
bool index_take(struct index *x, const struct index_record *r, struct err *e);

/* Forgets all persons whose subject begins with this byte: their bucket was written anew. */
void index_forget(struct index *x, uint8_t bucket);

size_t index_persons(const struct index *x);

/* A person who answers to a query; the names lie in the arena. */
struct index_hit {
	uint8_t subject[16];
	int score; /* match/name.h */
	struct names names;
};

/* What is asked: words of a name, and a year of birth, of which the words are told apart here. Who gave no year answers to any. */
struct index_query {
	struct str words;
	struct str born; /* "1980"; empty: any */
	size_t n_words;
};
struct index_query index_query(struct arena *a, struct str text);

/* What is known of one person; the names lie in the arena. False where there is nobody. */
bool index_person(const struct index *x, struct arena *a, const uint8_t subject[16],
		  struct names *out);

/* The `max` best answers, best first. ERR_REFUSED for a query without a word. `more`: there were others. */
bool index_find(struct index *x, struct arena *a, const struct index_query *query, size_t max,
		struct index_hit **out, size_t *n, bool *more, struct err *e);

#endif
