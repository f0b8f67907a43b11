/* Private to map*.c: the map in tenths of a unit, y downwards. */
#ifndef SULH_PAPER_MAP_INT_H
#define SULH_PAPER_MAP_INT_H

#include "base/str.h"
#include "paper/map.h"

#define MAP_WIDTH 6000

struct map_spot {
	int64_t x, y;
};

struct map_box {
	int64_t x0, y0, x1, y1;
};

struct map_ring {
	struct map_spot *p;
	size_t n; /* the first is not repeated */
};

struct map_shape_drawn {
	struct map_ring *rings;
	size_t n;
	struct map_box box;
};

/* Boxes that nothing else may stand in. */
struct map_taken {
	struct arena *a;
	struct map_box *list;
	size_t n, room;
};

/* Rounded to a whole unit: as fine as a map of 600 units shows, and half the bytes. */
int64_t map_whole(int64_t tenths);

bool map_free(const struct map_taken *t, struct map_box box);
void map_take(struct map_taken *t, struct map_box box);

/* Names that have room in their outlines, first those that have it on a phone, too. `height`: of the map;
 * `signs`: where points stand. */
void map_labels(struct buf *b, const struct map *m, const struct map_shape_drawn *drawn,
		int64_t height, const struct map_taken *signs);

#endif
