/* Comparing persons in what is known besides their names (besides.h), among the operations of keys.h. */
#ifndef SULH_KEYD_KEYS_BESIDES_H
#define SULH_KEYD_KEYS_BESIDES_H

#include "keyd/besides.h"
#include "keyd/keys_names.h"

#define KEYS_PLACES  ((size_t)1 << 18) /* codes of a question */
#define KEYS_OBJECTS 200	       /* of one person */

/* Somebody with the objects s of the registration and of its corrections, in their order. */
struct keys_besides {
	uint8_t subject[16];
	const struct str *objects;
	size_t n;
	struct about_told told; /* out; without the name of the place */
	bool often;		/* out: the places were not compared: they were asked too often */
};

/* How persons agree with what is asked, of whom each was shown by name (keys_find) to this officer for this purpose within the last
 * hour; ERR_REFUSED where one was not, whether there is such a person or not. Each is journalled before anything is told, as
 * agree_<purpose>. So that nobody guesses an origin by going through all places, an officer hears of one person about
 * KEYS_PLACES_HOUR different places an hour and KEYS_PLACES_DAY a day, and then of that person no more (`often`); it is
 * another question, too, where other codes are near a place. Of who was erased, whose record is apart (but to a protection officer),
 * and of whom there are too many objects for one question, nothing is told. ERR_FALSE for another person's object. */
bool keys_besides(struct keys *k, struct arena *a, const struct keys_reader *by,
		  const struct besides_asked *asked, struct keys_besides *list, size_t n,
		  struct err *e);

#endif
