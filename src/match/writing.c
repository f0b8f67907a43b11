/* See writing.h. Each table begins with a letter and has two places for each of those that follow in Unicode. */
#include "match/writing.h"

#include <string.h>

#include "match/letter.h"
#include "base/banned.h"

/* clang-format off */
static const struct {
	int32_t first, last;
	enum script as;
	const char *names;
} tables[] = {
	{ 0x3b1, 0x3c9, SCRIPT_LATIN, /* Greek */
	  "a v g d e z i T i k l m n kso p r s s t u f K pso " },
	{ 0x430, 0x44f, SCRIPT_LATIN, /* Cyrillic */
	  "a b v g d e j z i y k l m n o p r s t u f K c C S S   i   e yuya" },
	{ 0x561, 0x587, SCRIPT_LATIN, /* Armenian */
	  "a b g d e z e e t j i l K tsk h dzG C m y n S o C p j r s v t r tsu p k o f ev" },
	{ 0x5d0, 0x5ea, SCRIPT_ARABIC, /* Hebrew */
	  "A b j d h w z H T y k k l m m n n s E f f S S q r $ t " },
	{ 0x5ef, 0x5f2, SCRIPT_ARABIC, "y w wyy " },
	{ 0x710, 0x72f, SCRIPT_ARABIC, /* Syriac */
	  "A   b j j d d h w z H T Z y y k l m n s s E f f S q r $ t b g d " },
	{ 0x74d, 0x74f, SCRIPT_ARABIC, "z x f " },
	{ 0x10d0, 0x10ff, SCRIPT_LATIN, /* Georgian */
	  "a b g d e v z t i k l m n o p j r s t u f k G q S C tsdztsC K j h e y v K o f e a q       e     " },
	{ 0x2d30, 0x2d67, SCRIPT_LATIN, /* Tifinagh */
	  "a b b g g j j d D d d e f k k k h h h h   K K q q i j j j l m n n n p u r r G G g s s S t T C t v w y z z z e o " },
};

/* Scripts of India lie alike, 128 apart: from the first independent vowel to the last consonant with a dot. */
static const char indic[] =
	"a a i i u u rilie e e aio o o auk K g G n C C j j n t T d D n t T d D n n p f b bhm y r r l l l v S S s h         "
	"a i i u u r r e e e aio o o au                      q K G z r r f y ";

#define INDIC_FIRST 0x900
#define INDIC_LAST  0xd7f
#define INDIC_A	    0x05
#define INDIC_YYA   0x5f

/* Ethiopic: a consonant each eight, with a vowel each. */
static const char ethiopic[] = "hlhmsrsSqqqqbvtChhnn kkhhw zjyddjgggtCpssfp";
static const char ethiopic_vowel[] = "auiae oa";

#define ETHIOPIC_FIRST 0x1200

static const struct {
	uint16_t c;
	char names[WRITING_MOST];
} more[] = {
	{ 0x450, "e" },	 { 0x451, "yo" }, { 0x452, "j" }, { 0x453, "g" }, { 0x454, "ye" }, { 0x455, "dz" },
	{ 0x456, "i" },	 { 0x457, "yi" }, { 0x458, "y" }, { 0x459, "l" }, { 0x45a, "n" },  { 0x45b, "C" },
	{ 0x45c, "k" },	 { 0x45d, "i" },  { 0x45e, "u" }, { 0x45f, "j" }, { 0x491, "g" },  { 0x493, "G" },
	{ 0x497, "j" },	 { 0x499, "D" },  { 0x49b, "q" }, { 0x4a1, "q" }, { 0x4a3, "n" },  { 0x4ab, "T" },
	{ 0x4af, "u" },	 { 0x4b1, "u" },  { 0x4b3, "h" }, { 0x4b7, "j" }, { 0x4bb, "h" },  { 0x4cb, "j" },
	{ 0x4d9, "e" },	 { 0x4e3, "i" },  { 0x4e9, "o" }, { 0x4ef, "u" },
};
/* clang-format on */

/* Two places of a table. */
static void take(const char *names, char out[WRITING_MOST])
{
	for (size_t i = 0; i < 2 && names[i] != ' '; i++)
		out[i] = names[i];
}

static bool of_tables(int32_t c, enum script *as, char out[WRITING_MOST])
{
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		if (c >= tables[i].first && c <= tables[i].last) {
			*as = tables[i].as;
			take(tables[i].names + (c - tables[i].first) * 2, out);
			return true;
		}
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		if (c == more[i].c) {
			memcpy(out, more[i].names, sizeof more[i].names);
			return true;
		}
	return false;
}

static bool of_syllables(int32_t c, char out[WRITING_MOST])
{
	int32_t at;

	if (c >= INDIC_FIRST && c <= INDIC_LAST) {
		at = (c - INDIC_FIRST) % 128;
		if (at >= INDIC_A && at <= INDIC_YYA)
			take(indic + (at - INDIC_A) * 2, out);
		return at <= INDIC_YYA;
	}
	at = (c - ETHIOPIC_FIRST) / 8;
	if (c < ETHIOPIC_FIRST || at >= (int32_t)sizeof ethiopic - 1)
		return false;
	for (size_t i = 0; i < 2; i++) {
		char name = i ? ethiopic_vowel[c % 8] : ethiopic[at];

		if (name != ' ')
			out[strlen(out)] = name;
	}
	return true;
}

/* A letter of a script that is not here: two consonants that are as good as any and make no other letter with their neighbours. */
static void of_its_own(int32_t c, char out[WRITING_MOST])
{
	static const char first[] = "bdfgklmnrvz", second[] = "bdfmnqrtvz";
	uint32_t h = (uint32_t)c * 2654435761u;

	out[0] = first[(h >> 8) % (sizeof first - 1)];
	out[1] = second[(h >> 20) % (sizeof second - 1)];
}

bool writing_names(int32_t small, enum script *as, char out[WRITING_MOST])
{
	int32_t c = small >= 0x2d00 && small <= 0x2d25 ? small - 0x2d00 + 0x10d0 : small;

	memset(out, 0, WRITING_MOST);
	*as = SCRIPT_LATIN;
	if (of_tables(c, as, out) || of_syllables(c, out))
		return true;
	if (c < WRITING_FIRST || letter_is_mark(c) || !letter_is(c) || letter_is_digit(c))
		return false;
	if (c >= 0x530)
		of_its_own(c, out);
	return true;
}
