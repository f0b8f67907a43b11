/* A QR code (ISO/IEC 18004, error correction level M) as SVG: one path, black on white in any colour scheme. */
#ifndef SULH_PAPER_QR_H
#define SULH_PAPER_QR_H

#include "base/str.h"

struct arena;

#define QR_BYTES ((size_t)2331) /* what version 40 holds at level M */

/* `label`: what a reader of the page hears. Class: qr. s == NULL where the text is empty or longer than QR_BYTES. */
struct str qr_svg(struct arena *a, struct str text, struct str label);

#endif
