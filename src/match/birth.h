/*
 * Days of birth as people know them: a day, a month or a year, more or less certain; and what it says of two persons how
 * theirs agree. Written as EDTF has it (ISO 8601-2:2019, level 1, and what records use of level 2): 1984-03-04, 1984-03,
 * 1984, each with "~", "?" or "%" behind, 198X, 1984-XX-XX, 1980/1984, [1980..1984].
 */
#ifndef SULH_MATCH_BIRTH_H
#define SULH_MATCH_BIRTH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct birth {
	int16_t first, last; /* years; 0 where nothing is known */
	uint8_t month, day;  /* 0 where not known */
	bool about;	     /* said to be uncertain or approximate */
};

/* False where it is written otherwise, *out is then nothing known; so it is of an empty text, which is right. */
bool birth_read(struct str s, struct birth *out);

/* The same for who can be asked again: false, too, for a day that there is not, as 30 February, which lists of others may have. */
bool birth_read_real(struct str s, struct birth *out);

/* How two agree. */
enum birth_agrees {
	BIRTH_UNKNOWN,	/* one of them is not known */
	BIRTH_DAY,	/* the same day, and not the first of January */
	BIRTH_NEW_YEAR, /* the same first of January, which also stands for a year alone */
	BIRTH_PART,	/* the same year, and day or month, or both changed places */
	BIRTH_YEAR,	/* the same year, and of one of them no more is known */
	BIRTH_WITHIN,	/* years that may be the same, by what is said of them */
	BIRTH_APART,	/* the same year, another day */
	BIRTH_ONE,	/* one year between, and one of them is vague */
	BIRTH_TWO,	/* two years between, and one of them is vague */
	BIRTH_DIGIT,	/* the same day of another year, or a year one digit of which differs */
	BIRTH_FEW,	/* up to four years between */
	BIRTH_OTHER,	/* none of these */
	BIRTHS,
};

enum birth_agrees birth_compare(struct birth a, struct birth b);

/* What that says, eighths of a nat. */
int birth_says(enum birth_agrees how);

/* In four bytes, and back: years from 1700 to 2211, intervals of up to 31 years. */
uint32_t birth_pack(struct birth b);
struct birth birth_unpack(uint32_t packed);

#define BIRTH_IN_YEAR UINT32_C(0x7fc) /* month and day of what is packed */

/* The first year of what is packed, less 1700; 0 where nothing is known. */
static inline unsigned birth_year(uint32_t packed)
{
	return packed >> 16;
}

#endif
