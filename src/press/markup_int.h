/* A page as blocks of text, while it is decided which of them are the article. Inside the folder press/ only. */
#ifndef SULH_PRESS_MARKUP_INT_H
#define SULH_PRESS_MARKUP_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

/* A line of text between two tags that part lines. */
struct block {
	size_t from, to;    /* of all text */
	size_t linked;	    /* bytes of it in links */
	uint32_t group;	    /* lines between <br> are of one group */
	uint32_t region;    /* 0: none */
	uint32_t body;	    /* the innermost element that says it is an article; 0: none */
	uint32_t row, cell; /* of a table; 0: none */
	uint8_t level;	    /* of a heading, 0: none */
	bool item;	    /* of a list or table */
	bool solid, keep, gone;
	bool data; /* a cell in a row of short ones */
};

/* A part of the page that by its name is not the article. A name may be wrong (a whole page stands in a form, or in
 * "with-sidebar"): not `strict` are those that are taken if they hold what makes a page. */
struct region {
	uint32_t parent;
	bool strict, form;
	bool holds; /* the heading of the page, or the article */
	bool in;
	size_t solid; /* bytes of paragraphs in it, not in regions within it */
};

struct blocks {
	struct str text;
	struct block *b;
	size_t n;
	struct region *region; /* region[0] is the page */
	size_t regions;
	uint32_t bodies;
};

/* Sets `keep` of what is the article. */
void markup_choose(struct arena *a, struct blocks *p);

/* Whether the words in class, id or role name what is not the article. */
bool markup_aside(struct str names);

#endif
