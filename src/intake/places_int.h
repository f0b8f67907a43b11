/* Private to places*.c: the set of places and the ways to them. */
#ifndef SULH_INTAKE_PLACES_INT_H
#define SULH_INTAKE_PLACES_INT_H

#include "intake/places.h"

#define PLACES_DEPTH 64 /* of the tree, against a circle in a damaged register */

/* A spelling of a place. */
struct spelling {
	struct str text, key;
	enum place_match match; /* NAME, ALIAS or TABLE */
	struct spelling *next;
};

/* An entry of the hash table. The first character of `key` is its sort: c code, p P-code, e English name as it
 * stands, k name as placename_key has it, t spelling of the table of aliases, 1 GeoNames' number. */
struct way {
	struct str key;
	struct place *place;
	const struct alias_row *row;
	struct way *next;
};

struct places {
	struct arena *a;
	struct place **list;
	size_t n, room;
	struct way **slots; /* a power of two of them */
	size_t slots_n, ways;
	struct gazette *gazette; /* of the first `gazetted` of the list; NULL: nobody looked yet */
	size_t gazetted, told;	 /* told: how often the nearest were named */
	uint64_t seed;		 /* random: nobody can choose names that all meet in one slot */
};

void places_way(struct places *all, char sort, struct str key, struct place *p,
		const struct alias_row *row);
struct way *places_ways(const struct places *all, char sort, struct str key, struct way *after);

/* The table of aliases in the executable. */
bool aliases_load(struct places *all, struct err *e);

#endif
