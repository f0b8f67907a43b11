/*
 * Hashtags of the Humanitarian Exchange Language (HXL 1.1) for the columns of exported records: a tag of
 * the core list and attributes for each public field of each kind, by a table of rules, no two alike in
 * one sheet. What the standard wants to be a number (#affected, #reached, #population, #targeted,
 * #indicator+num, #output+num) or a date (#date) is one: a quantity's qualifier gets a column of its own.
 */
#ifndef SULH_RECORD_HXL_H
#define SULH_RECORD_HXL_H

#include "record/kind.h"

struct arena;

/* The tag of a public field of a kind: "#affected+children". */
struct str hxl_tag(struct arena *a, const struct kind *k, const struct field *f);

/* The tag of the column that holds the qualifier of a quantity. */
struct str hxl_qualifier_tag(struct arena *a, const struct kind *k, const struct field *f);

/* The tag of a column that exported kinds have beside their fields: log, index, day, from_day, place,
 * place_name, place_pcode, corrects, corrected; changes, seal, commit; and of those of the 3W table;
 * s == NULL for another. */
struct str hxl_word_tag(struct str word);

/* The tag of a column of a bulletin: code, label, unit, place, place_name, place_pcode, detail, period,
 * value, qualifier, h24, d3, total, now, day, from, to, number, entries, stated, remark, definition; s == NULL
 * for another. */
struct str hxl_figure_tag(struct str column);

/* A cell of a row of tags in one spelling: lower case, no blanks, attributes sorted, each once. False
 * where the cell is no hashtag. An empty cell gives an empty text: a column without a tag. */
bool hxl_read(struct arena *a, struct str cell, struct str *tag);

/* Whether all that is asked for stands in a tag: the same hashtag and at least these attributes. Both
 * as hxl_read gives them. */
bool hxl_within(struct str asked, struct str tag);

#endif
