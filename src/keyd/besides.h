/*
 * What somebody is compared in besides the name: sex and place of origin. Nobody is found by them, and no index holds them: of
 * those whom somebody was shown by name the sealed objects are opened by the key holder, and how they agree with what is asked
 * is all that comes out.
 */
#ifndef SULH_KEYD_BESIDES_H
#define SULH_KEYD_BESIDES_H

#include "base/str.h"
#include "match/about.h"

struct arena;

/* What is known of somebody. Empty: not said. */
struct besides {
	struct str sex, origin;
	bool typed; /* the origin is what a correction has, which may be a name in the place of a code */
};

/* Takes up what the body of an object s says of it: a registration all of it, a correction of one of the two that one, any other
 * body nothing. The texts are those of the body, or in the arena. */
void besides_take(struct arena *a, struct str body, struct besides *x);

/* What is asked for; empty: not known. Codes of places: which lie in `place`, or it in which, but for the country it lies in: of
 * that another code says little. Whoever asks knows the places: they are public. */
struct besides_asked {
	struct str sex, place, country;
	const struct str *near;
	size_t n_near;
};

/* How two may agree, in the order of their numbers on the wire: not known, the same, one within the other, in that country, another. */
#define BESIDES_HOWS  5
#define BESIDES_OFTEN BESIDES_HOWS /* in their place: of that person too many places were asked */
extern const enum about_how besides_hows[BESIDES_HOWS];

/* How they agree; without the name of the place. */
struct about_told besides_compare(const struct besides_asked *q, const struct besides *x);

#endif
