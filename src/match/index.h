/*
 * Whose name may this be? Many names, and the ones nearest to one that is asked for, in either script and however it is
 * spelled, with what speaks for and against each. Nothing is decided here: a person proposes, a person decides.
 *
 * What agrees is weighed as Fellegi and Sunter (1969) have it, in eighths of a nat: a word by how near it is and how rare
 * its like is among all names, in the script of the other; a day of birth by how it agrees; words without a counterpart and
 * words in another order count against it.
 */
#ifndef SULH_MATCH_INDEX_H
#define SULH_MATCH_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "match/birth.h"
#include "match/words.h"

struct arena;
struct match;

/* An empty index with room for so many names (more are taken all the same). It lives as long as the arena. */
struct match *match_new(struct arena *a, size_t names);

/* Adds a name of somebody (`who` is the caller's number, less than UINT32_MAX; one may have several names). False, and
 * nothing is added, where there is no word in it. */
bool match_add(struct match *m, uint32_t who, struct str name, struct birth birth);

/* Takes all names of somebody out, and forgets the words that nobody else has. */
void match_drop(struct match *m, uint32_t who);

size_t match_names(const struct match *m);

/* From here on keeps what is near to each word that was asked for, up to so many bytes, until a name is added or taken out: for
 * who asks for many names of one index. What is found is the same. */
void match_keep(struct match *m, size_t most);

/* Bytes that it takes, with the room in which it looks. */
size_t match_bytes(const struct match *m);

/* How a word of the query agrees with the name's; match/about.h says it in words. */
struct match_word {
	int at; /* which word of the name, -1 none */
	uint8_t weight;
};

/* How the names of two persons' mothers agree. */
enum mother_agrees {
	MOTHER_UNKNOWN, /* of one of them it is not known */
	MOTHER_SAME,
	MOTHER_SPELLED, /* another spelling */
	MOTHER_LIKE,	/* something like it */
	MOTHER_OTHER,
	MOTHERS,
};

/* What births and mothers say by how they agree, eighths of a nat: as is thought before anything is seen, or as the register
 * itself taught (match/learn.h). */
struct match_says {
	int8_t birth[BIRTHS], mother[MOTHERS];
};

/* The index knows nothing of mothers: whoever does is asked about two persons where it learns what they say. It must not ask
 * the index for anything then. */
struct match_mothers {
	enum mother_agrees (*of)(void *whom, uint32_t x, uint32_t y);
	void *whom;
};

void match_mothers(struct match *m, struct match_mothers mothers);

const struct match_says *match_says(const struct match *m);

struct match_hit {
	uint32_t who;
	int weight; /* for one person less against, eighths of a nat */
	int score; /* 0 to 1000: how sure, were it as likely as not that whoever is asked for is here */
	enum birth_agrees birth;
	size_t words; /* of the name */
	struct match_word word[WORDS_MAX];
};

/* The best `max` names for this one, best first, of each person the best alone; the list lives in the arena. Empty where there
 * is no word in the query. */
size_t match_find(struct match *m, struct arena *a, struct str name, struct birth birth, size_t max,
		  struct match_hit **out);

/* How rare the like of a name is among those that are here, eighths of a nat: what it says where all of its words agree. */
int match_rare(struct match *m, struct arena *a, struct str name);

#endif
