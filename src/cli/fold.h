/*
 * Lines of plain text for people, in both directions of writing: folded between words at FOLD_WIDTH columns, and
 * what is written from right to left set apart from what stands around it (Unicode, UAX #9, isolates), so that
 * numbers, dates and marks beside it stay where they belong.
 */
#ifndef SULH_CLI_FOLD_H
#define SULH_CLI_FOLD_H

#include "base/str.h"

#define FOLD_WIDTH 80

/* The text set apart, in the direction of its first letter, where any letter of it is written from right to left; else
 * the text itself. It is for one piece: such pieces do not stand in each other. */
struct str fold_apart(struct arena *a, struct str text);

/* Adds one line, `indent` blanks before it and four more before each line that it is folded into. A word that does not
 * fit a line is broken. What is set apart is closed at the end of each line and opened again. */
void fold_line(struct buf *out, size_t indent, struct str text);

#endif
