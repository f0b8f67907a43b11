/* What births and mothers say is learned from a register itself: where it has odd ones no fewer are found than with what is thought before,
 * and nothing learned is without sense. Everybody here is invented. */
#include "match/learn.h"

#include <stdlib.h>

#include "base/arena.h"
#include "test.h"
#include "base/banned.h"

#define PERSONS 6000
#define TWICE	5 /* one in so many is there twice, and another one is asked for */

enum sort { ORDINARY, NEW_YEARS, YEARS_ALONE, CONVERTED, SORTS };

static const char *const sort_names[SORTS] = { "of any days", "mostly of a 1 January",
					       "mostly of a year alone",
					       "converted between calendars" };

static uint32_t next(uint64_t *r)
{
	uint64_t z = *r += UINT64_C(0x9e3779b97f4a7c15); /* splitmix64 */

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (uint32_t)(z >> 33);
}

/* Three words, so that a person has two namesakes. */
static void name_of(uint32_t i, struct buf *out)
{
	static const char *const syllables[] = { "ba", "di", "gu", "ha", "ki", "lu", "ma", "ni",
						 "ra", "si", "tu", "za", "fa", "hi", "mu", "ti" };
	static const uint32_t words[] = { 12, 12, 20 };
	uint64_t r = i * UINT64_C(7919) + 17;

	for (uint32_t k = 0; k < 3; k++) {
		uint64_t w = next(&r) % words[k] * 3 + k + 1;

		(void)next(&w);
		for (int s = 0; s < 3; s++)
			buf_fmt(out, "%s", syllables[next(&w) % 16]);
		buf_byte(out, ' ');
	}
}

/* A birth as one office writes it (again 0) or another. */
static struct birth born(uint32_t i, enum sort sort, uint32_t again)
{
	uint64_t r = i * UINT64_C(104729) + 5, s;
	uint32_t year = 1970 + next(&r) % 25, month = 1 + next(&r) % 12, day = 1 + next(&r) % 28;
	struct birth b = { .first = (int16_t)year, .last = (int16_t)year };

	s = (r ^ again) * UINT64_C(0xd1342543de82ef95);
	(void)next(&s);
	if (sort == CONVERTED && again && next(&s) % 4) {
		/* A lunar year is not the other's: another day of it, or of the next. */
		b.first = b.last = (int16_t)(year + next(&s) % 3 / 2);
		month = 1 + next(&s) % 12;
		day = 1 + next(&s) % 28;
	}
	if (sort == YEARS_ALONE && next(&s) % 5)
		return b;
	if (sort == NEW_YEARS && next(&s) % 5)
		month = day = 1;
	b.month = (uint8_t)month;
	b.day = (uint8_t)(next(&s) % 20 ? day : 1 + next(&s) % 28);
	return b;
}

static struct match *register_of(struct arena *a, enum sort sort, bool fixed)
{
	struct match *m = match_new(a, PERSONS);

	m->fixed = fixed;
	for (uint32_t i = 0; i < PERSONS; i++) {
		struct buf name = { .a = a };

		name_of(i, &name);
		(void)match_add(m, i, buf_text(&name), born(i, sort, 0));
		if (i % TWICE == 0)
			(void)match_add(m, PERSONS + i, buf_text(&name), born(i, sort, 1));
	}
	return m;
}

/* Who is found first of those who are there once, written again. */
static int found(struct match *m, struct arena *a, enum sort sort)
{
	int n = 0;

	for (uint32_t i = 1; i < PERSONS; i += TWICE) {
		struct buf name = { .a = a };
		struct match_hit *hit;

		name_of(i, &name);
		n += match_find(m, a, buf_text(&name), born(i, sort, 2), 1, &hit) &&
		     hit[0].who == i;
		arena_reset(a);
	}
	return n;
}

static bool sensible(const struct match_says *s)
{
	const int8_t *v = s->birth;
	bool ok = v[BIRTH_UNKNOWN] == 0 && v[BIRTH_DAY] >= v[BIRTH_PART] &&
		  v[BIRTH_DAY] >= v[BIRTH_NEW_YEAR] && v[BIRTH_YEAR] >= v[BIRTH_WITHIN] &&
		  v[BIRTH_FEW] >= v[BIRTH_OTHER] && v[BIRTH_OTHER] < 0;

	for (size_t l = 1; l < BIRTHS; l++) {
		int before = birth_says((enum birth_agrees)l);

		ok &= v[l] >= before - 2 * LEARN_BOUND && v[l] <= before + LEARN_BOUND;
	}
	return ok;
}

static void registers(void)
{
	for (enum sort sort = 0; sort < SORTS; sort++) {
		struct arena *a = arena_new(0), *one = arena_new(0);
		struct match *m = register_of(a, sort, false), *again = register_of(a, sort, false),
			     *fixed = register_of(a, sort, true);
		int learned = found(m, one, sort), before = found(fixed, one, sort);
		bool same = true;

		printf("# births %s: %d of %d found first, %d with what is thought before\n#",
		       sort_names[sort], learned, PERSONS / TWICE, before);
		(void)found(again, one, sort);
		for (size_t l = 1; l < BIRTHS; l++) {
			printf(" %d/%d", match_says(m)->birth[l], match_says(fixed)->birth[l]);
			same &= match_says(m)->birth[l] == match_says(again)->birth[l];
		}
		printf("\n");
		/* One in a hundred is chance. */
		CHECK(sort_names[sort], learned + PERSONS / TWICE / 100 >= before);
		CHECK("what is learned has sense", sensible(match_says(m)));
		CHECK("and is the same again", same);
		if (sort == NEW_YEARS)
			CHECK("where many have a 1 January, it says what a year does",
			      abs(match_says(m)->birth[BIRTH_NEW_YEAR] -
				  match_says(m)->birth[BIRTH_YEAR]) < 4);
		if (sort == CONVERTED)
			CHECK("where days are converted, more are found", learned > before);
		if (sort == CONVERTED)
			CHECK("where days are converted, another day of the year says more",
			      match_says(m)->birth[BIRTH_APART] > birth_says(BIRTH_APART));
		arena_free(one);
		arena_free(a);
	}
}

/* Few names, and names without births, teach nothing. */
static void nothing(void)
{
	struct arena *a = arena_new(0);
	struct match *m = match_new(a, 3000);
	struct match_hit *hit;
	bool fixed = true;

	for (uint32_t i = 0; i < 3000; i++) {
		struct buf name = { .a = a };

		name_of(i, &name);
		(void)match_add(m, i, buf_text(&name), (struct birth){ 0 });
		if (i == LEARN_LEAST / 2 || i == 2999) {
			(void)match_find(m, a, S("badigu"), (struct birth){ 0 }, 1, &hit);
			for (size_t l = 0; l < BIRTHS; l++)
				fixed &=
					match_says(m)->birth[l] == birth_says((enum birth_agrees)l);
		}
	}
	CHECK("without births it stays as it is thought before", fixed);
	arena_free(a);
}

/* One in so many has the same mother as another by chance; 0: nobody. Who is there twice has one. */
static enum mother_agrees mother(void *whom, uint32_t x, uint32_t y)
{
	uint32_t of = *(const uint32_t *)whom, one = x % PERSONS, other = y % PERSONS;

	if (one == other)
		return MOTHER_SAME;
	if (of && one * 2654435761u % of == other * 2654435761u % of)
		return MOTHER_SAME;
	return (one + other) % 50 ? MOTHER_OTHER : MOTHER_LIKE;
}

static struct match_says with_mothers(uint32_t of)
{
	struct arena *a = arena_new(0);
	struct match *m = register_of(a, ORDINARY, false);
	struct match_hit *hit;
	struct match_says says;

	match_mothers(m, (struct match_mothers){ mother, &of });
	(void)match_find(m, a, S("badigu"), (struct birth){ 0 }, 1, &hit);
	says = *match_says(m);
	arena_free(a);
	return says;
}

static void mothers(void)
{
	struct match_says before, common = with_mothers(3), usual = with_mothers(50),
				  rare = with_mothers(0);
	const int8_t *of[] = { common.mother, usual.mother, rare.mother };
	bool ordered = true;

	learn_nothing(&before);
	printf("# the same mother says %d where one in three has it, %d in fifty, %d where nobody; "
	       "%d is thought before\n",
	       common.mother[MOTHER_SAME], usual.mother[MOTHER_SAME], rare.mother[MOTHER_SAME],
	       before.mother[MOTHER_SAME]);
	CHECK("what many mothers are called says less than what few are",
	      common.mother[MOTHER_SAME] < usual.mother[MOTHER_SAME] &&
		      usual.mother[MOTHER_SAME] < rare.mother[MOTHER_SAME]);
	CHECK("and stays near to what is thought before",
	      common.mother[MOTHER_SAME] >= before.mother[MOTHER_SAME] - LEARN_BOUND &&
		      rare.mother[MOTHER_SAME] <= before.mother[MOTHER_SAME] + LEARN_BOUND);
	for (size_t i = 0; i < sizeof of / sizeof *of; i++)
		for (size_t l = 1; l < MOTHERS; l++)
			ordered &= of[i][MOTHER_OTHER] < 0 && !of[i][MOTHER_UNKNOWN] &&
				   (l == 1 || of[i][l] <= of[i][l - 1]);
	CHECK("what agrees more says no less, and another mother is against it", ordered);
	CHECK("births have sense beside mothers", sensible(&common) && sensible(&rare));
}

int main(void)
{
	registers();
	mothers();
	nothing();
	return done();
}
