/* Which figures of the register a claim of the press may be about. */
#ifndef SULH_FIGURE_TOPICS_H
#define SULH_FIGURE_TOPICS_H

#include "press/saying.h"

#define AGAINST_ANY "*"

struct against_topic {
	struct str entity, event;    /* codes of the packs; "*": any event */
	const char *figure, *detail; /* detail "*": each that the figure has */
	enum said_unit unit;	     /* of the figure */
};

extern const struct against_topic against_topics[];
extern const size_t against_topics_n;

/* The first topic of a figure, from number `after` on; NULL: the press has no word for it. */
const struct against_topic *against_topic_of(struct str figure, size_t after);

#endif
