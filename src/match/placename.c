/* See placename.h. The tables give the base letter of each accented one (Unicode, canonical decomposition; the
 * first letter of ligatures); a blank stands for no letter. */
#include "match/placename.h"

#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "base/banned.h"

/* U+00C0 to U+017F, and U+1E00 to U+1EFF. */
static const char latin[] = "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty"
			    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
			    "lllnnnnnn nnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static const char latin_more[] = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
				 "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
				 "wwwwwwwwwwxxxxyyzzzzzzhtwyas    aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
				 "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy      ";

/* What a character is worth: itself in its one spelling, ' ' between words, 0 for nothing at all. */
static int32_t latin_letter(int32_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c + 32;
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		return c;
	if (c >= 0xc0 && c < 0x180)
		return latin[c - 0xc0];
	if (c >= 0x1e00 && c < 0x1f00)
		return latin_more[c - 0x1e00];
	/* Apostrophes and what stands for ayn and hamza: ' ` ´ ʻ ʼ ʾ ʿ ‘ ’; then accents of their own. */
	if (c == '\'' || c == '`' || c == 0xb4 || (c >= 0x2b0 && c <= 0x2ff) || c == 0x2018 ||
	    c == 0x2019 || c == 0x201b || (c >= 0x300 && c <= 0x36f))
		return 0;
	return ' ';
}

static int32_t arabic_letter(int32_t c)
{
	if ((c >= 0x64b && c <= 0x65f) || c == 0x670 || c == 0x640 || c == 0x621)
		return 0; /* vowel signs, the stretching stroke, hamza on the line */
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
	return (c >= 0x620 && c <= 0x6d3) ? c : ' ';
}

static int32_t letter(int32_t c)
{
	if (c >= 0x600 && c < 0x700)
		return arabic_letter(c);
	if (c == 0x401 || c == 0x451)
		return 0x435; /* ё as е */
	if (c >= 0x410 && c < 0x430)
		return c + 32; /* Cyrillic */
	if (c >= 0x430 && c < 0x460)
		return c;
	return latin_letter(c);
}

static void put(struct buf *b, int32_t c)
{
	if (c < 0x80) {
		buf_byte(b, (uint8_t)c);
	} else { /* all that letter() leaves is below U+0800 */
		buf_byte(b, (uint8_t)(0xc0 | c >> 6));
		buf_byte(b, (uint8_t)(0x80 | (c & 0x3f)));
	}
}

static bool is_article(struct str word)
{
	static const char articles[] =
		" al el ul ar er as es ash esh at et ath eth ad ed adh edh az ez an en ";
	const char *at = articles;

	for (; *at; at++)
		if (*at == ' ' && !strncmp(at + 1, word.s, word.len) && at[word.len + 1] == ' ')
			return true;
	return false;
}

/* An Arabic word without its article, where two letters or more are left. */
static struct str without_article(struct str word)
{
	return str_starts(word, S("ال")) && word.len >= 8 ? str_from(word, 4) : word;
}

struct str placename_words(struct arena *a, struct str name)
{
	struct buf b = { .a = a }, out = { .a = a };
	struct str rest, last = S("");
	int32_t c;

	while ((c = utf8_next(&name)) >= 0) {
		int32_t l = letter(c);

		if (l)
			put(&b, l);
	}
	for (rest = buf_text(&b); rest.s;) {
		struct str word = without_article(str_cut(&rest, ' '));

		if (!word.len)
			continue;
		last = word;
		if (is_article(word))
			continue;
		if (out.len)
			buf_byte(&out, ' ');
		buf_str(&out, word);
	}
	return out.len ? buf_text(&out) : last;
}

struct str placename_key(struct arena *a, struct str name)
{
	struct str rest = placename_words(a, name);
	struct buf out = { .a = a };

	while (rest.s)
		buf_str(&out, str_cut(&rest, ' '));
	return out.len ? buf_text(&out) : S("");
}

struct str placename_sound(struct arena *a, struct str name)
{
	struct str key = placename_key(a, name);
	struct buf out = { .a = a };
	char last = 0;

	for (size_t i = 0; i < key.len; i++) {
		char c = key.s[i];

		if (c & 0x80)
			return S("");
		/* Vowels, half vowels, and the h that ends a ta marbuta are written in any way. */
		if (strchr("aeiouwy", c) || (c == 'h' && i + 1 == key.len))
			continue;
		c = c == 'q' ? 'k' : c == 'g' ? 'j' : c;
		if (c != last)
			buf_byte(&out, (uint8_t)c);
		last = c;
	}
	return out.len >= 3 ? buf_text(&out) : S("");
}

static bool begins_one(struct str words, struct str part)
{
	while (words.s)
		if (str_starts(str_cut(&words, ' '), part))
			return true;
	return false;
}

bool placename_begins(struct str words, struct str query)
{
	if (!query.len)
		return false;
	while (query.s)
		if (!begins_one(words, str_cut(&query, ' ')))
			return false;
	return true;
}

bool placename_arabic(struct str name)
{
	int32_t c;

	while ((c = utf8_next(&name)) >= 0)
		if ((c >= 0x620 && c <= 0x64a) || (c >= 0x671 && c <= 0x6d3))
			return true;
	return false;
}

bool placename_latin(struct str name)
{
	int32_t c;

	while ((c = utf8_next(&name)) >= 0) {
		int32_t l = c < 0x80 || (c >= 0xc0 && c < 0x180) || (c >= 0x1e00 && c < 0x1f00)
				    ? latin_letter(c)
				    : ' ';

		if (l >= 'a' && l <= 'z')
			return true;
	}
	return false;
}
