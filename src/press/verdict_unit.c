/* Units: rightly converted, swapped, or slipped. */
#include "press/verdict_int.h"

#include "base/banned.h"

static bool is_total(const struct said_figure *f)
{
	return f->period == PERIOD_ALL || f->period == PERIOD_SINCE;
}

bool unit_is_measure(enum said_unit u)
{
	return u != UNIT_NONE && u != UNIT_PERCENT && u != UNIT_LITRE;
}

/* Units of one measure, rightly converted or not. */
static bool weigh_converted(struct weigh *w, const struct said_figure *a,
			    const struct said_figure *b, int64_t factor)
{
	__int128 as_b = (__int128)a->value * factor / PRESS_ONE;
	struct said_figure turned;
	enum value_relation is;

	if (as_b > INT64_MAX / 20)
		return false;
	if (value_near((int64_t)as_b, b->value, 15) ||
	    (a->qual != CLAIM_EXACT && value_near((int64_t)as_b, b->value, 50)))
		return judge(w, VERDICT_SAME, false, "unit.converted",
			     "the same, in another unit: %.*s, %.*s", P(said_value(w->arena, a)),
			     P(said_value(w->arena, b)));
	turned = *a;
	turned.value = turned.hi = (int64_t)as_b;
	is = value_relation(&turned, b);
	if (is == VALUE_HOLDS || is == VALUE_ROUNDED)
		return judge(w, is == VALUE_HOLDS ? VERDICT_BOUND_HOLDS : VERDICT_ROUNDED, false,
			     "unit.bound", "%.*s and %.*s can both be true",
			     P(said_value(w->arena, a)), P(said_value(w->arena, b)));
	if (value_near(a->value, b->value, 5))
		return judge(w, VERDICT_UNIT, true, "unit.swapped",
			     "the same number with another unit: %.*s, %.*s",
			     P(said_value(w->arena, a)), P(said_value(w->arena, b)));
	return false;
}

/* The number of one is that of the other in a unit that neither names. */
bool weigh_slip(struct weigh *w, const struct said_figure *a, const struct said_figure *b)
{
	static const enum said_unit all[] = { UNIT_KILOGRAM, UNIT_TONNE,   UNIT_HECTARE,
					      UNIT_ACRE,     UNIT_STREMMA, UNIT_KM2,
					      UNIT_KM,	     UNIT_MILE,	   UNIT_METRE };
	const struct said_figure *most = a->value > b->value ? a : b, *least = most == a ? b : a;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		int64_t f = unit_factor(least->unit, all[i]);
		__int128 v = (__int128)least->value * f / PRESS_ONE;

		if (all[i] == least->unit || f <= PRESS_ONE || v > INT64_MAX ||
		    !value_near((int64_t)v, most->value, 8) || all[i] == most->unit)
			continue;
		return judge(
			w, VERDICT_UNIT, true, "unit.slip", "%.*s is %.*s in %.*s, printed as %.*s",
			P(press_value_text(w->arena, most->value)), P(said_value(w->arena, least)),
			P(said_unit_name(all[i])), P(said_unit_name(most->unit)));
	}
	/* What a day brings does not grow a hundred times: kilograms printed as tonnes. */
	if (a->unit == b->unit && a->unit == UNIT_TONNE && least->value > 0 &&
	    most->value / 100 >= least->value && most->value / 10000 < least->value &&
	    most->value >= 1000 * PRESS_ONE && !is_total(a) && !is_total(b))
		return judge(w, VERDICT_UNIT, true, "unit.thousand",
			     "%.*s against %.*s: a factor of 1,000, kilograms printed as tonnes",
			     P(said_value(w->arena, most)), P(said_value(w->arena, least)));
	return false;
}

bool weigh_units(struct weigh *w, const struct said_figure *a, const struct said_figure *b)
{
	int64_t factor = unit_factor(a->unit, b->unit);
	bool both = unit_is_measure(a->unit) && unit_is_measure(b->unit);

	if (a->unit == b->unit && !unit_is_measure(a->unit))
		return false;
	if (both && !factor) {
		if (a->value == b->value)
			return judge(w, VERDICT_UNIT, true, "unit.measure",
				     "one number for two measures: %.*s, %.*s",
				     P(said_value(w->arena, a)), P(said_value(w->arena, b)));
		return judge(w, VERDICT_NOT_COMPARABLE, false, "unit.other",
			     "different measures: %.*s, %.*s", P(said_value(w->arena, a)),
			     P(said_value(w->arena, b)));
	}
	if (both && a->unit != b->unit && weigh_converted(w, a, b, factor))
		return true;
	if (both && a->value != b->value && weigh_slip(w, a, b))
		return true;
	if (both && a->unit != b->unit)
		return judge(w, VERDICT_DIFFERS, true, "unit.differs",
			     "%.*s is not %.*s, whatever the unit", P(said_value(w->arena, a)),
			     P(said_value(w->arena, b)));
	if (a->unit != b->unit && (a->unit == UNIT_LITRE || b->unit == UNIT_LITRE) &&
	    a->unit != UNIT_NONE && b->unit != UNIT_NONE)
		return judge(w, VERDICT_NOT_COMPARABLE, false, "unit.other",
			     "different measures: %.*s, %.*s", P(said_value(w->arena, a)),
			     P(said_value(w->arena, b)));
	if ((a->unit == UNIT_PERCENT) != (b->unit == UNIT_PERCENT))
		return judge(w, VERDICT_NOT_COMPARABLE, false, "unit.percent",
			     "a share and a number: %.*s, %.*s", P(said_value(w->arena, a)),
			     P(said_value(w->arena, b)));
	return false;
}
