/* A person's own file as the paper that he or she is given: English and Arabic, lines of FOLD_WIDTH columns at most. */
#ifndef SULH_CLI_PERSON_PAPER_H
#define SULH_CLI_PERSON_PAPER_H

#include "intake/file.h"

struct person_right {
	const char *name, *en, *ar;
};
extern const struct person_right person_rights[];
extern const size_t person_rights_n;

/* The paper; `by` says who made it and for what. The text is in the arena. */
struct str person_paper(struct arena *a, const struct person_file *f, const struct reader *by);

#endif
