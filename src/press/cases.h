/* The cases of a pack: what its words have to be read as. A pack is whole only if they pass. */
#ifndef SULH_PRESS_CASES_H
#define SULH_PRESS_CASES_H

#include "press/lexicon.h"
#include "press/read.h"

struct arena;

#define CASES 20000

/* Reads the pack of a language as pack_load finds it and runs its cases.tsv: kind, text, day, want, note.
 * number: the first number of the text, "1097", "20..30 people range", "0.333333 fraction";
 * when: the first expression of time, where the report is of `day`;
 * claim: all claims of the text, joined with "; ": value entity.event, then whatever is not plain of qualifier, unit, period,
 * from>to and stance.
 * What is wrong goes to the report with file and line. False where a file is missing or no such table. */
bool cases_run(struct arena *a, struct str lang, const char *dir, size_t *cases,
	       struct pack_report *report, struct err *e);

/* The same of the bytes of a cases.tsv, with a reader that has the pack. */
bool cases_read(struct arena *a, struct str text, const struct press_reader *reader,
		const struct pack *p, size_t *cases, struct pack_report *report, struct err *e);

#endif
