/* Whether entries are still those of their log, and sealed objects those that an entry was sealed over: nothing is opened for it. */
#ifndef SULH_INTAKE_SOUND_H
#define SULH_INTAKE_SOUND_H

#include "store/store.h"

/* Reads a whole log. ERR_FALSE where an entry is not the one that was hashed, where all of them are not those of the log's
 * root, or where an object of an entry, or of an item of its, is missing or another. */
bool log_sound(struct store *s, const struct store_log *log, struct err *e);

#endif
