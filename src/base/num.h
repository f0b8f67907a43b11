/* Numbers that come from outside. */
#ifndef SULH_BASE_NUM_H
#define SULH_BASE_NUM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Decimal digits with an optional minus, nothing else, one spelling ("07", "+7", "-0" are refused),
 * within [min, max]. */
bool int_parse(struct str s, int64_t min, int64_t max, int64_t *out);

/* *sum = a + b, false (and *sum unchanged) where int64 cannot hold it. */
bool add_ok(int64_t *sum, int64_t a, int64_t b);

#endif
