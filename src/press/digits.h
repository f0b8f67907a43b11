/* Numbers in digits: grouped, with decimals, a time of day, a date or an ordinal, in the digits of Europe and both Arabic sets. */
#ifndef SULH_PRESS_DIGITS_H
#define SULH_PRESS_DIGITS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum digits_form {
	DIGITS_COUNT,
	DIGITS_CLOCK,	/* 20:44 */
	DIGITS_DAY,	/* 28.03.2017, 2017-03-28 */
	DIGITS_ORDINAL, /* 22nd */
	DIGITS_NAME,	/* too long to be a number of anything */
};

/* How a document writes numbers, as far as it shows. */
struct digits_style {
	bool dot_groups; /* 14.000 is fourteen thousand: no comma groups in it, or the language has it so */
	bool comma_decimal; /* 1,5 is one and a half, 1,500 too */
	bool no_blank;	    /* here no blank stands between groups: it is the day of a month */
};

struct digits {
	enum digits_form form;
	struct str s; /* what was read, from the first digit */
	int64_t v;    /* millionths; of an ordinal, too */
	bool grouped, decimal;
	int y, m, d; /* DIGITS_DAY */
};

/* Reads what `s` begins with: a digit. */
struct digits digits_read(struct str s, const struct digits_style *style);

/* How a whole text writes numbers. */
struct digits_style digits_style_of(struct str text, bool comma_decimal);

#endif
