/*
 * What can be written to whoever asks about a report: both numbers, and where each can be checked, in the language of the
 * report. The sentences are rows of packs/LANGUAGE/reply.tsv (key, text, note), which somebody who is no programmer edits.
 */
#ifndef SULH_FIGURE_REPLY_H
#define SULH_FIGURE_REPLY_H

#include "figure/against.h"

struct reply {
	struct str language; /* of the report: eng, ara or rus; English for others */
	const struct against *x;
	int64_t number, day, seq;      /* of the bulletin, and its entry of hq */
	bool has_said, has_difference; /* the report's number is known, and what it has more */
	int64_t said, difference;
};

/* The text; false where a pack lacks its sentences. */
bool reply_text(struct arena *a, const struct reply *r, struct str *out, struct err *e);

#endif
