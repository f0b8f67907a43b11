/* How two rows agree, field by field. */
#include <string.h>

#include "base/utf8.h"
#include "match/birth.h"
#include "match/like.h"
#include "match/link_pair.h"
#include "base/banned.h"

#define LETTERS 48 /* of a value that are compared */

struct letters {
	size_t n;
	int32_t c[LETTERS];
};

static struct letters letters_of(struct str s)
{
	struct letters l = { 0 };
	int32_t c;

	while (l.n < LETTERS && (c = utf8_next(&s)) >= 0)
		l.c[l.n++] = c;
	return l;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters put in, left out, changed and swapped with their neighbours (optimal string alignment). */
static size_t apart(const struct letters *x, const struct letters *y)
{
	size_t rows[3][LETTERS + 1], *old = rows[0], *last = rows[1], *now = rows[2], *t;

	for (size_t j = 0; j <= y->n; j++)
		last[j] = j;
	for (size_t i = 1; i <= x->n; i++) {
		now[0] = i;
		for (size_t j = 1; j <= y->n; j++) {
			size_t v = last[j - 1] + (x->c[i - 1] != y->c[j - 1]);

			v = least(v, least(last[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && x->c[i - 1] == y->c[j - 2] &&
			    x->c[i - 2] == y->c[j - 1])
				v = least(v, old[j - 2] + 1);
			now[j] = v;
		}
		t = old;
		old = last;
		last = now;
		now = t;
	}
	return last[y->n];
}

/* By the share of letters that stay: of text, and of numbers and codes, which are shorter. */
static uint8_t by_letters(struct str a, struct str b, bool code)
{
	struct letters x = letters_of(a), y = letters_of(b);
	size_t most = x.n > y.n ? x.n : y.n, stay = (most - apart(&x, &y)) * 10;

	if (stay >= most * (code ? 7 : 8))
		return LEVEL_NEAR;
	return stay >= most * (code ? 5 : 6) ? LEVEL_LIKE : LEVEL_OTHER;
}

/* Names word by word: how much of what their words tell is said of both. */
static uint8_t by_words(const struct words *x, const struct words *y)
{
	int share = like_share(x, y);

	if (share >= 70)
		return LEVEL_NEAR;
	return share >= 40 ? LEVEL_LIKE : LEVEL_OTHER;
}

static uint8_t mothers(struct str a, struct str b)
{
	struct words x, y;

	words_of(a, &x);
	words_of(b, &y);
	return by_words(&x, &y);
}

/* Whole names: of persons of other given names nothing else agrees. sure: these alone tell. */
static uint8_t names(struct str a, struct str b, bool sure)
{
	struct words x, y;
	struct like l;

	words_of(a, &x);
	words_of(b, &y);
	like_words(&x, &y, &l);
	if (sure ? !like_given_sure(&x, &y, &l) : !like_given(&x, &y, &l))
		return LEVEL_OTHER;
	return like_all(&x, &y, &l) ? LEVEL_NEAR : LEVEL_LIKE;
}

/* Eight digits as a day. */
static bool day_of(struct str s, struct birth *out)
{
	char day[10];

	if (s.len != 8)
		return false;
	memcpy(day, s.s, 4);
	day[4] = day[7] = '-';
	memcpy(day + 5, s.s + 4, 2);
	memcpy(day + 8, s.s + 6, 2);
	return birth_read(str_mem(day, sizeof day), out);
}

/* Two of eight digits are held against each other by these, slips and all. */
static uint8_t by_birth(struct str a, struct str b)
{
	struct birth x, y;
	bool of_a = birth_read(a, &x), of_b = birth_read(b, &y);

	if ((of_a && of_b) || (of_a && day_of(b, &y)) || (of_b && day_of(a, &x)))
		switch (birth_compare(x, y)) {
		case BIRTH_DAY:
			return LEVEL_SAME;
		case BIRTH_NEW_YEAR:
		case BIRTH_PART:
		case BIRTH_YEAR:
		case BIRTH_WITHIN:
			return LEVEL_NEAR;
		case BIRTH_APART:
		case BIRTH_ONE:
		case BIRTH_TWO:
		case BIRTH_DIGIT:
		case BIRTH_FEW:
			return LEVEL_LIKE;
		default:
			return LEVEL_OTHER;
		}
	return str_eq(a, b) ? LEVEL_SAME : by_letters(a, b, true);
}

static uint8_t level_of(enum link_field f, struct str a, struct str b)
{
	if (!a.len || !b.len)
		return LEVEL_UNKNOWN;
	if (str_eq(a, b) && f != LINK_BIRTH)
		return LEVEL_SAME;
	switch (f) {
	case LINK_MOTHER:
		return mothers(a, b);
	case LINK_BIRTH:
		return by_birth(a, b);
	case LINK_NUMBER:
	case LINK_POST:
	case LINK_STATE:
	case LINK_SEX:
		return by_letters(a, b, true);
	default:
		return by_letters(a, b, false);
	}
}

static bool close_to(uint8_t level)
{
	return level == LEVEL_SAME || level == LEVEL_NEAR;
}

/* Two fields whose values are taken for each other: where they agree crosswise, that is near. */
static void crosswise(const struct link_row *x, const struct link_row *y, enum link_field f,
		      enum link_field g, uint8_t *level)
{
	uint8_t fg, gf;

	if (close_to(level[f]) && close_to(level[g]))
		return;
	fg = level_of(f, x->of[f], y->of[g]);
	gf = level_of(f, x->of[g], y->of[f]);
	if (close_to(fg) && close_to(gf)) {
		level[f] = level[g] = LEVEL_NEAR;
	} else if ((fg == LEVEL_SAME && gf == LEVEL_UNKNOWN) ||
		   (gf == LEVEL_SAME && fg == LEVEL_UNKNOWN)) {
		level[f] = LEVEL_NEAR;
		level[g] = LEVEL_UNKNOWN;
	}
}

/* The nearer of two levels, of those that are known. */
static uint8_t nearer(uint8_t a, uint8_t b)
{
	return !a || (b && b < a) ? b : a;
}

/* Whole names in all their spellings. */
static uint8_t whole_names(const struct link_row *x, const struct link_row *y, bool sure)
{
	const struct str xs[] = { x->of[LINK_NAME], x->also }, ys[] = { y->of[LINK_NAME], y->also };
	uint8_t level = LEVEL_UNKNOWN;

	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < 2; k++)
			if (xs[i].len && ys[k].len)
				level = nearer(level, str_eq(xs[i], ys[k])
							      ? LEVEL_SAME
							      : names(xs[i], ys[k], sure));
	return level;
}

bool link_given_sure(const struct link_row *x, const struct link_row *y)
{
	return close_to(whole_names(x, y, true));
}

/* Twins: all agrees but for the given name. */
static bool but_for_given(const uint8_t *level)
{
	return level[LINK_NAME] > LEVEL_SAME && level[LINK_NAME] < LEVEL_OTHER &&
	       close_to(level[LINK_BIRTH]) && close_to(level[LINK_MOTHER]) &&
	       (!level[LINK_PLACE] || close_to(level[LINK_PLACE]));
}

void link_compare(const struct link_row *x, const struct link_row *y, uint8_t level[LINK_FIELDS])
{
	for (int f = LINK_NAME + 1; f < LINK_FIELDS; f++)
		level[f] = level_of((enum link_field)f, x->of[f], y->of[f]);
	level[LINK_NAME] = whole_names(x, y, false);
	if (but_for_given(level))
		level[LINK_NAME] = whole_names(x, y, true);
	crosswise(x, y, LINK_GIVEN, LINK_SURNAME, level);
	crosswise(x, y, LINK_STREET, LINK_HOUSE, level);
}
