/* Of gather.c alone: what names got, side by side. */
#ifndef SULH_MATCH_TALLY_H
#define SULH_MATCH_TALLY_H

#include <stddef.h>
#include <stdint.h>

#define TALLY_MORE \
	64 /* after the last there is room for so many, which are read and not looked at */

/* The first of tally[from .. to) that is at least so much, or else `to`. */
size_t tally_next(const uint16_t *tally, size_t from, size_t to, uint16_t least);

#endif
