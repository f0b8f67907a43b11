/* Closed lists that several kinds share: languages, countries, roles; figures by the shape of their code. */
#ifndef SULH_RECORD_LISTS_H
#define SULH_RECORD_LISTS_H

#include <stdbool.h>

#include "base/str.h"

/* False also for a list that does not exist. */
bool list_has(struct str list, struct str code);

/* What would be right, for whoever gave a code that is not in the list; all of it where it is short. */
const char *list_want(struct str list);

#endif
