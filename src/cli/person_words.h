/* Arabic words for a person's own file; what the list does not have comes from the words of the pages. */
#ifndef SULH_CLI_PERSON_WORDS_H
#define SULH_CLI_PERSON_WORDS_H

#include "base/str.h"

struct arena;

struct str person_field_ar(struct arena *a, struct str name);
struct str person_code_ar(struct arena *a, struct str code);

#endif
