/* Words for a person's own file; what the list does not have comes from the words of the pages. */
#ifndef SULH_CLI_PERSON_WORDS_H
#define SULH_CLI_PERSON_WORDS_H

#include "base/str.h"

struct arena;

struct str person_field_ar(struct arena *a, struct str name);
struct str person_code_ar(struct arena *a, struct str code);
/* What happens when a deadline ends, by its code (rule/limit.h, or "appeal_until"); false for one that is none. */
bool person_due(struct str code, struct str *en, struct str *ar);
/* A language by its code of ISO 639-3; false for one that no record here can have. */
bool person_language(struct str code, struct str *en, struct str *ar);

#endif
