/* Private to cli/person_words*.c: the words of whoever has no case, and of what was handed in. */
#ifndef SULH_CLI_PERSON_WORDS_OWN_H
#define SULH_CLI_PERSON_WORDS_OWN_H

#include <stddef.h>

#include "base/str.h"

struct person_word {
	struct str en, ar;
};
extern const struct person_word person_own_fields[];
extern const size_t person_own_fields_n;
extern const struct person_word person_own_codes[];
extern const size_t person_own_codes_n;

#endif
