/*
 * Writing HTML. Markup is written as literals, everything else goes through html_text: there is no way to
 * put a value into a page unescaped but by writing buf_str oneself.
 */
#ifndef SULH_WEB_HTML_H
#define SULH_WEB_HTML_H

#include <stdint.h>

#include "base/str.h"

/* Markup: a literal only. */
#define HTML(b, lit) buf_str((b), S(lit))

/* Text, or the value of an attribute in double quotes: & < > " ' become references, control characters
 * U+FFFD. Never the value of an attribute that runs script or names a style. */
void html_text(struct buf *b, struct str s);

#endif
