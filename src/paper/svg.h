/* Private to the drawings: text, numbers and widths of SVG. Lengths are whole tenths of the unit of the viewBox. */
#ifndef SULH_PAPER_SVG_H
#define SULH_PAPER_SVG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Sizes of letters as app.css has them, on a screen and on a phone: what is laid out has room for the larger. */
#define SVG_TEXT	135
#define SVG_TEXT_PHONE	190
#define SVG_LAB_PHONE	200
#define SVG_PLACE	125
#define SVG_PLACE_PHONE 180

/* Text with & < > " ' escaped, for content and for quoted attributes. Characters that XML does not have are left
 * out, bytes that are no UTF-8 become U+FFFD. */
void svg_text(struct buf *b, struct str s);

/* Letters, digits and hyphens of a text, for ids. */
void svg_id(struct buf *b, struct str s);

/* "12.3", "12", "-0.5". */
void svg_len(struct buf *b, int64_t tenths);

/* About how wide a text is in letters of this size; rather too wide than too narrow. */
int64_t svg_width(struct str s, int64_t size);

/* As much of the text as is about so wide, with … where something is left out. */
struct str svg_cut(struct arena *a, struct str s, int64_t size, int64_t room);

/* The text in lines about so wide, broken at blanks; what does not fit into `max` lines is left out with …. Returns
 * how many lines there are. */
size_t svg_lines(struct arena *a, struct str s, int64_t size, int64_t room, struct str *lines,
		 size_t max);

/* <title id="ID-t"> and, where desc is not empty, <desc id="ID-d">. */
void svg_names(struct buf *b, struct str id, struct str title, struct str desc);

/* aria-labelledby="ID-t ID-d" */
void svg_labelled(struct buf *b, struct str id, struct str desc);

#endif
