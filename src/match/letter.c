/* See letter.h. What Unicode says of letters is utf8proc's: cases, marks, what is composed of what. What is one letter to
 * whoever looks for a name is ours. */
#include "match/letter.h"

#include <stddef.h>
#include <utf8proc.h>

#include "base/banned.h"

/* Apostrophes and what stands for ayn and hamza: ' ` ´ ʻ ʼ ʾ ʿ ‘ ’ ′ ՚ ׳. */
static bool is_apostrophe(int32_t c)
{
	return c == '\'' || c == '`' || c == 0xb4 || (c >= 0x2b0 && c <= 0x2ff) || c == 0x2018 ||
	       c == 0x2019 || c == 0x201b || c == 0x2032 || c == 0x55a || c == 0x5f3;
}

static int32_t ascii_letter(int32_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c + 32;
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		return c;
	return c == '\'' || c == '`' ? 0 : ' ';
}

static int32_t arabic_letter(int32_t c)
{
	if ((c >= 0x64b && c <= 0x65f) || c == 0x670 || c == 0x640 || c == 0x621)
		return 0; /* vowel signs, the stretching stroke, hamza on the line */
	if ((c >= 0x610 && c <= 0x61c) || (c >= 0x6d6 && c <= 0x6ed && c != 0x6dd && c != 0x6de))
		return 0; /* signs of honour and of recitation, a mark of direction */
	if (c == 0x622 || c == 0x623 || c == 0x625 || c == 0x671)
		return 0x627; /* alif */
	if (c == 0x649 || c == 0x626 || c == 0x6cc)
		return 0x64a; /* ya */
	if (c == 0x629 || c == 0x6c1 || c == 0x6d5)
		return 0x647; /* ta marbuta as ha */
	if (c == 0x624)
		return 0x648; /* waw */
	if (c == 0x6a9)
		return 0x643; /* kaf */
	if (c >= 0x660 && c <= 0x669)
		return c - 0x660 + '0';
	if (c >= 0x6f0 && c <= 0x6f9)
		return c - 0x6f0 + '0';
	return (c >= 0x620 && c <= 0x6d3) || (c >= 0x6ee && c != 0x6fd && c != 0x6fe) ? c : ' ';
}

/* Letters with a stroke, and joined ones, that Unicode takes for letters of their own: the letter they are read as. */
static int32_t without_stroke(int32_t c)
{
	static const struct {
		uint16_t c;
		char base;
	} strokes[] = {
		{ 0xdf, 's' },	{ 0xe6, 'a' },	{ 0xf0, 'd' },	{ 0xf8, 'o' },	 { 0xfe, 't' },
		{ 0x111, 'd' }, { 0x127, 'h' }, { 0x131, 'i' }, { 0x138, 'k' },	 { 0x142, 'l' },
		{ 0x14b, 'n' }, { 0x153, 'o' }, { 0x167, 't' }, { 0x180, 'b' },	 { 0x188, 'c' },
		{ 0x18c, 'd' }, { 0x199, 'k' }, { 0x19a, 'l' }, { 0x1b6, 'z' },	 { 0x1dd, 'e' },
		{ 0x253, 'b' }, { 0x257, 'd' }, { 0x259, 'e' }, { 0x260, 'g' },	 { 0x268, 'i' },
		{ 0x272, 'n' }, { 0x289, 'u' }, { 0x1b4, 'y' }, { 0x1e9e, 's' },
	};

	for (size_t i = 0; i < sizeof strokes / sizeof *strokes; i++)
		if (strokes[i].c == c)
			return (unsigned char)strokes[i].base;
	return 0;
}

int32_t letter_lower(int32_t c)
{
	return utf8proc_tolower(c);
}

bool letter_is(int32_t c)
{
	utf8proc_category_t is = utf8proc_category(c);

	return (is >= UTF8PROC_CATEGORY_LU && is <= UTF8PROC_CATEGORY_ND);
}

bool letter_is_digit(int32_t c)
{
	return utf8proc_category(c) == UTF8PROC_CATEGORY_ND;
}

bool letter_is_mark(int32_t c)
{
	return c >= 0x300 && utf8proc_category(c) == UTF8PROC_CATEGORY_MN;
}

/* The first character of what it is composed of, by its looks if need be (Unicode, NFKD); itself where it is not composed. */
static int32_t first_of(int32_t c)
{
	int32_t out[LETTER_MOST];

	return utf8proc_decompose_char(c, out, LETTER_MOST,
				       (utf8proc_option_t)(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT),
				       NULL) > 0
		       ? out[0]
		       : c;
}

int32_t letter_fold(int32_t c)
{
	int32_t low, base;

	if (c < 0x80)
		return ascii_letter(c);
	if (c >= 0x600 && c < 0x700)
		return arabic_letter(c);
	if (is_apostrophe(c) || letter_is_mark(c) || utf8proc_category(c) == UTF8PROC_CATEGORY_CF)
		return 0;
	low = letter_lower(c);
	if (low >= 0x400 && low < 0x530)
		return low == 0x451 ? 0x435 : low; /* Cyrillic: ё as е; й is no и */
	if (without_stroke(low))
		return without_stroke(low);
	base = first_of(low);
	if (base != low && base != c)
		return letter_fold(base);
	return letter_is(c) ? low : ' ';
}

size_t letter_split(int32_t c, int32_t out[LETTER_MOST])
{
	utf8proc_ssize_t n;

	out[0] = c;
	if (c < 0x2000)
		return 1;
	n = utf8proc_decompose_char(c, out, LETTER_MOST,
				    (utf8proc_option_t)(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT),
				    NULL);
	if (n > 0 && n <= LETTER_MOST)
		n = utf8proc_normalize_utf32(
			out, n, (utf8proc_option_t)(UTF8PROC_COMPOSE | UTF8PROC_STABLE));
	if (n > 0 && n <= LETTER_MOST)
		return (size_t)n;
	out[0] = c;
	return 1;
}

int32_t letter_compose(int32_t letter, int32_t mark)
{
	int32_t both[2] = { letter, mark };

	return utf8proc_normalize_utf32(
		       both, 2, (utf8proc_option_t)(UTF8PROC_COMPOSE | UTF8PROC_STABLE)) == 1
		       ? both[0]
		       : 0;
}

size_t letter_bytes(int32_t c, char *p, size_t n)
{
	const int32_t first[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	if (len > n)
		return 0;
	for (size_t i = len - 1; i; i--, c >>= 6)
		p[i] = (char)(0x80 | (c & 0x3f));
	p[0] = (char)(first[len] | c);
	return len;
}

void letter_put(struct buf *b, int32_t c)
{
	char p[4];

	buf_add(b, p, letter_bytes(c, p, sizeof p));
}
