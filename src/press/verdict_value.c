/* Two values: equal, rounded, within a bound, digits lost; and units of one measure. */
#include "press/verdict_int.h"

#include "base/banned.h"

#define ABOUT 100 /* thousandths that "about" and "almost" leave */
#define ROUND 50  /* and that rounding to the next round number may take */

bool value_near(int64_t a, int64_t b, int64_t permille)
{
	int64_t most = a > b ? a : b, least = a > b ? b : a;

	return ((__int128)most - least) * 1000 <= (__int128)most * permille;
}

struct interval {
	int64_t low, high;
};

static struct interval interval_of(const struct said_figure *f)
{
	int64_t v = f->value, part = v / 1000 * ABOUT;

	switch (f->qual) {
	case CLAIM_OVER:
		return (struct interval){ v + 1, INT64_MAX };
	case CLAIM_AT_LEAST:
	case CLAIM_VAGUE:
		return (struct interval){ v, INT64_MAX };
	case CLAIM_ALMOST:
		return (struct interval){ v - part, v };
	case CLAIM_ABOUT:
		return (struct interval){ v - part, v + part };
	case CLAIM_AT_MOST:
	case CLAIM_UP_TO:
	case CLAIM_AS_MANY_AS:
		return (struct interval){ 0, v };
	case CLAIM_RANGE:
		return (struct interval){ v, f->has_hi ? f->hi : v };
	default:
		return (struct interval){ v, v };
	}
}

/* The place of the last digit that is not 0: 1,000 for 14,000. */
static int64_t grain(int64_t v)
{
	int64_t g = PRESS_ONE;

	if (v <= 0 || v % PRESS_ONE)
		return 0;
	while (v % (g * 10) == 0)
		g *= 10;
	return g;
}

static bool rounds(int64_t round, int64_t v)
{
	int64_t g = grain(round), d = round > v ? round - v : v - round;

	return round >= 100 * PRESS_ONE && g >= 10 * PRESS_ONE && d < g &&
	       value_near(round, v, ROUND);
}

static bool is_about(const struct said_figure *a, const struct said_figure *b)
{
	return a->qual == CLAIM_ABOUT || b->qual == CLAIM_ABOUT;
}

enum value_relation value_relation(const struct said_figure *a, const struct said_figure *b)
{
	struct interval x = interval_of(a), y = interval_of(b);
	bool exact = a->qual == CLAIM_EXACT && b->qual == CLAIM_EXACT;

	if (a->value == b->value && a->has_hi == b->has_hi && a->hi == b->hi)
		return a->qual == b->qual				       ? VALUE_SAME
		       : x.low <= y.high && y.low <= x.high && !is_about(a, b) ? VALUE_HOLDS
									       : VALUE_ROUNDED;
	if (x.low <= y.high && y.low <= x.high && !exact)
		return a->qual == CLAIM_ABOUT || b->qual == CLAIM_ABOUT ? VALUE_ROUNDED
									: VALUE_HOLDS;
	/* Whoever writes "more than 19,000" does not round up, nor "almost" down. */
	if ((exact || is_about(a, b)) && (rounds(a->value, b->value) || rounds(b->value, a->value)))
		return VALUE_ROUNDED;
	return VALUE_BROKEN;
}

/* 19 for 19,000; 971 for 17,971 ("17 thousand 971"); 7 for 7,542. */
bool value_thousands_lost(int64_t a, int64_t b)
{
	int64_t most = a > b ? a : b, least = a > b ? b : a, k = 1000 * PRESS_ONE;

	if (least < PRESS_ONE || most < k)
		return false;
	if (most % PRESS_ONE || least % PRESS_ONE)
		return most % 1000 == 0 && most / 1000 == least;
	return most / 1000 == least || (least >= 100 * PRESS_ONE && most % k == least) ||
	       most / k == least / PRESS_ONE;
}

static size_t digits_of(int64_t v, char *out)
{
	char back[24];
	size_t n = 0;

	for (v /= PRESS_ONE; v; v /= 10)
		back[n++] = (char)('0' + v % 10);
	for (size_t i = 0; i < n; i++)
		out[i] = back[n - 1 - i];
	return n;
}

/* One digit, or of long numbers two, has fallen out: 106,415 and 10,415. */
bool value_digits_lost(int64_t a, int64_t b)
{
	char x[24], y[24];
	size_t n, m, k = 0;

	if (a < b)
		return value_digits_lost(b, a);
	if (a % PRESS_ONE || b % PRESS_ONE || b < 10 * PRESS_ONE || a / 5 < b)
		return false;
	n = digits_of(a, x);
	m = digits_of(b, y);
	if (n < 4 || n - m > (n >= 6 ? 2 : 1))
		return false;
	for (size_t i = 0; i < n && k < m; i++)
		k += x[i] == y[k];
	return k == m;
}

int64_t unit_factor(enum said_unit from, enum said_unit to)
{
	/* In grams, square decimetres, millimetres. */
	static const struct {
		enum said_unit unit;
		int measure;
		int64_t size;
	} rows[] = {
		{ UNIT_KILOGRAM, 1, 1000 },   { UNIT_TONNE, 1, 1000000 },
		{ UNIT_HECTARE, 2, 1000000 }, { UNIT_ACRE, 2, 404686 },
		{ UNIT_STREMMA, 2, 100000 },  { UNIT_KM2, 2, 100000000 },
		{ UNIT_M2, 2, 100 },	      { UNIT_KM, 3, 1000000 },
		{ UNIT_MILE, 3, 1609344 },    { UNIT_METRE, 3, 1000 },
	};
	int64_t x = 0, y = 0;
	int m = 0, n = 0;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (rows[i].unit == from) {
			x = rows[i].size;
			m = rows[i].measure;
		}
		if (rows[i].unit == to) {
			y = rows[i].size;
			n = rows[i].measure;
		}
	}
	if (from == to)
		return PRESS_ONE;
	return m && m == n ? (int64_t)((__int128)x * PRESS_ONE / y) : 0;
}
