/* See ring.h. Fixed point: Q60 is a number times 2^60. */
#include "base/ring.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/banned.h"

/* Pairs of sides that are compared before a ring is let pass. */
#define PAIRS 20000000

#define RAD_Q80	     INT64_C(21099735964646325) /* a millionth of a degree in radians, times 2^80 */
#define B2_RAD_3_Q20 INT64_C(123252747773)	/* b² times that, a third, times 2^20 */

/* (k+1)/(2k+1) e^2k in Q60 for k = 0.. on WGS 84 (a = 6378137, 1/f = 298.257223563). */
static const int64_t authalic[] = { INT64_C(1) << 60, 5145396433762464, 31000715034772,
				    197648158485, 1286378214 };

bool ring_closed(const struct ring *r)
{
	return r->n && r->p[0].lat == r->p[r->n - 1].lat && r->p[0].lon == r->p[r->n - 1].lon;
}

static int64_t mul_q60(int64_t a, int64_t b)
{
	return (int64_t)(((__int128)a * b) >> 60);
}

/* Taylor: the first term left out is below 2^-60 for a quarter of a circle. */
static int64_t sin_q60(int64_t x)
{
	int64_t term = x, sum = x, square = mul_q60(x, x);

	for (int64_t k = 2; k <= 24 && term; k += 2) {
		term = -mul_q60(term, square) / (k * (k + 1));
		sum += term;
	}
	return sum;
}

/* The height over the equator in the equal-area projection of the ellipsoid, over b, in Q60; of a latitude in
 * halves of a millionth of a degree. The square of an angle up to 90 degrees is below 4: it fits. */
static int64_t height(int64_t lat2)
{
	int64_t s = sin_q60((int64_t)(((__int128)lat2 * RAD_Q80) >> 21)), square = mul_q60(s, s),
		z = 0;

	for (size_t k = sizeof authalic / sizeof *authalic; k-- > 0;)
		z = mul_q60(z, square) + authalic[k];
	return mul_q60(z, s);
}

int64_t ring_cosine(int64_t lat)
{
	int64_t rest = LAT_MAX - (lat < 0 ? -lat : lat);

	return sin_q60((int64_t)(((__int128)rest * RAD_Q80) >> 20)) >> 30;
}

/* Simpson's rule along each side: z is smooth, and a side of a degree is off by less than 10^-9. */
static __int128 raw_area(const struct ring *r)
{
	__int128 sum = 0;

	for (size_t i = 0; i + 1 < r->n; i++) {
		const struct position *p = &r->p[i], *q = p + 1;
		__int128 z = (__int128)height(2 * p->lat) + height(2 * q->lat) +
			     4 * (__int128)height(p->lat + q->lat);

		sum += (q->lon - p->lon) * z;
	}
	return sum < 0 ? -sum : sum;
}

int64_t rings_m2(const struct ring *rings, size_t n)
{
	__int128 raw = 0, m2;

	for (size_t i = 0; i < n; i++)
		raw += rings[i].hole ? -raw_area(&rings[i]) : raw_area(&rings[i]);
	if (raw <= 0)
		return 0;
	m2 = (raw >> 20) * B2_RAD_3_Q20;
	return (int64_t)((m2 + ((__int128)1 << 59)) >> 60);
}

static int64_t round_div(__int128 a, __int128 b)
{
	bool minus = (a < 0) != (b < 0);

	a = a < 0 ? -a : a;
	b = b < 0 ? -b : b;
	a = (2 * a + b) / (2 * b);
	return (int64_t)(minus ? -a : a);
}

struct position ring_middle(const struct ring *r)
{
	__int128 twice = 0, lat = 0, lon = 0;
	struct position first = r->p[0];

	for (size_t i = 0; i + 1 < r->n; i++) {
		int64_t x1 = r->p[i].lon - first.lon, y1 = r->p[i].lat - first.lat,
			x2 = r->p[i + 1].lon - first.lon, y2 = r->p[i + 1].lat - first.lat;
		__int128 cross = (__int128)x1 * y2 - (__int128)x2 * y1;

		twice += cross;
		lon += (x1 + x2) * cross;
		lat += (y1 + y2) * cross;
	}
	if (!twice)
		return first;
	return (struct position){ first.lat + round_div(lat, 3 * twice),
				  first.lon + round_div(lon, 3 * twice) };
}

/* Sides sorted by where they begin in the west: only those that overlap in longitude are compared. */
struct side {
	int64_t west, east;
	size_t at;
};

static int by_west(const void *a, const void *b)
{
	const struct side *x = a, *y = b;

	return x->west != y->west ? (x->west > y->west) - (x->west < y->west)
				  : (x->at > y->at) - (x->at < y->at);
}

/* On which side of p-q lies r: a sign. */
static int turn(const struct position *p, const struct position *q, const struct position *r)
{
	__int128 v = (__int128)(q->lon - p->lon) * (r->lat - p->lat) -
		     (__int128)(q->lat - p->lat) * (r->lon - p->lon);

	return (v > 0) - (v < 0);
}

static bool cross(const struct position *p, const struct position *q)
{
	return turn(p, p + 1, q) * turn(p, p + 1, q + 1) < 0 &&
	       turn(q, q + 1, p) * turn(q, q + 1, p + 1) < 0;
}

bool ring_crosses(struct arena *a, const struct ring *r, size_t *at)
{
	size_t n = r->n ? r->n - 1 : 0, pairs = 0;
	struct side *s = arena_array(a, n + 1, sizeof *s);

	for (size_t i = 0; i < n; i++) {
		int64_t x = r->p[i].lon, y = r->p[i + 1].lon;

		s[i] = (struct side){ x < y ? x : y, x < y ? y : x, i };
	}
	qsort(s, n, sizeof *s, by_west);
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n && s[j].west <= s[i].east; j++) {
			if (++pairs > PAIRS)
				return false;
			if (cross(&r->p[s[i].at], &r->p[s[j].at])) {
				*at = s[i].at < s[j].at ? s[i].at : s[j].at;
				return true;
			}
		}
	return false;
}
