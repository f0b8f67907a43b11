/*
 * Names of places, and the ones nearest to one that is asked for, in either script and however it is spelled. Words that many
 * names have weigh little, as the names themselves show (and the table of match/placeword.h). What somebody begins to type is
 * found, too.
 */
#ifndef SULH_MATCH_GAZETTE_H
#define SULH_MATCH_GAZETTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena;
struct gazette;

/* An empty one, which lives as long as the arena. */
struct gazette *gazette_new(struct arena *a);

/* Adds a name of a place (`who` is the caller's number; one may have several names). The text is kept, not copied. False,
 * and nothing is added, where no word of it can be compared. */
bool gazette_add(struct gazette *g, uint32_t who, struct str name);

size_t gazette_names(const struct gazette *g);

/* Bytes that it takes, with the room in which it looks. */
size_t gazette_bytes(const struct gazette *g);

struct gazette_hit {
	uint32_t who;
	int score;   /* as match/placematch.h has it, by how rare words are here */
	bool begins; /* no more than its beginning was given */
	struct str name;
};

/* The best `max` places for a name, best first (of equals the first that was added), each once with the name that is nearest;
 * of those that `fits` (NULL: all). The list lives in the arena. */
size_t gazette_find(struct gazette *g, struct arena *a, struct str name,
		    bool (*fits)(void *p, uint32_t who), void *p, size_t max,
		    struct gazette_hit **out);

#endif
