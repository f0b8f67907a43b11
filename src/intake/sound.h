/* Whether sealed objects are still those that an entry was sealed over: nothing is opened for it. */
#ifndef SULH_INTAKE_SOUND_H
#define SULH_INTAKE_SOUND_H

#include "store/store.h"

/* ERR_FALSE where an object of the entry, or of an item of its, is missing or another. */
bool objects_sound(struct store *s, struct arena *a, const struct store_entry *x, struct err *e);

#endif
