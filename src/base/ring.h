/*
 * Boundaries on the globe: rings of positions in millionths of a degree (WGS 84), with whole numbers only,
 * so that every machine finds the same area and the same middle.
 */
#ifndef SULH_BASE_RING_H
#define SULH_BASE_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

#define RING_POSITIONS ((size_t)200000) /* of all rings of one thing */
#define LAT_MAX	       INT64_C(90000000)
#define LON_MAX	       INT64_C(180000000)

struct position {
	int64_t lat, lon;
};

/* A ring as GeoJSON has it: the last position repeats the first (RFC 7946 §3.1.6). */
struct ring {
	const struct position *p;
	size_t n;
	bool hole; /* in the outer ring before it */
};

bool ring_closed(const struct ring *r);

/* Whether two of its sides cross; that they touch is fine. *at: the position at which one of them begins.
 * Looking is given up after a while (a ring of many very long sides); what was not looked at passes. */
bool ring_crosses(struct arena *a, const struct ring *r, size_t *at);

/* The middle of its area on the map, rounded to a millionth of a degree; of a line, its first position. */
struct position ring_middle(const struct ring *r);

/* Square metres on the ellipsoid of WGS 84 within the outer rings less their holes, rounded to a whole one
 * (half up). Sides are straight on the map of degrees. At most RING_POSITIONS positions. */
int64_t rings_m2(const struct ring *rings, size_t n);

/* The cosine of a latitude, times 2^30: how much narrower a degree of longitude is there than at the equator. */
int64_t ring_cosine(int64_t lat);

#endif
