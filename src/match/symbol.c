/* See symbol.h. */
#include "match/symbol.h"

#include <string.h>

#include "base/utf8.h"
#include "match/letter.h"
#include "base/banned.h"

/* By symbol - 1; what symbols_print gives. */
static const char names[SCRIPTS][SYMBOLS] = {
	[SCRIPT_ARABIC] = "AbtvjHxd*rzs$SDTZEgfqklmnhwypYc",
	[SCRIPT_LATIN] = "abcdefghijklmnopqrstuvwyzSKGTDC",
};

static uint8_t symbol(enum script script, char name)
{
	const char *p = name ? memchr(names[script], name, sizeof names[script] - 1) : NULL;

	return p ? (uint8_t)(p - names[script] + 1) : 0;
}

/* U+0621 to U+064A as Buckwalter's letters, variants as one; a blank for no symbol. */
static const char arabic[] = " AAwAyAbptvjHxd*rzs$SDTZEg      fqklmnhwYy";

/* Letters of Persian, Urdu and Kurdish, and how names with them are written in Arabic. */
static const struct {
	uint16_t c;
	char name;
} arabic_more[] = {
	{ 0x671, 'A' }, { 0x679, 't' }, { 0x67e, 'b' }, { 0x686, 'c' }, { 0x688, 'd' },
	{ 0x691, 'r' }, { 0x695, 'r' }, { 0x698, 'z' }, { 0x6a4, 'f' }, { 0x6a9, 'k' },
	{ 0x6af, 'k' }, { 0x6b5, 'l' }, { 0x6ba, 'n' }, { 0x6be, 'h' }, { 0x6c1, 'h' },
	{ 0x6c3, 'p' }, { 0x6c6, 'w' }, { 0x6cc, 'y' }, { 0x6ce, 'y' }, { 0x6d2, 'y' },
	{ 0x6d5, 'p' },
};

static char arabic_name(int32_t c)
{
	if (c >= 0x621 && c <= 0x64a)
		return arabic[c - 0x621];
	for (size_t i = 0; i < sizeof arabic_more / sizeof *arabic_more; i++)
		if (arabic_more[i].c == c)
			return arabic_more[i].name;
	return ' ';
}

/* Letters of Turkish, French and scholars that are more than an accent on a letter. */
static char latin_special(int32_t c)
{
	static const struct {
		uint16_t c;
		char name;
	} special[] = {
		{ 0xdf, 's' },	{ 0xe7, 'C' },	 { 0xf0, 'D' },	  { 0xfe, 'T' },
		{ 0x10d, 'C' }, { 0x107, 'C' },	 { 0x11f, 'g' },  { 0x121, 'G' },
		{ 0x123, 'G' }, { 0x15b, 'S' },	 { 0x15f, 'S' },  { 0x161, 'S' },
		{ 0x17e, 'j' }, { 0x1e0f, 'D' }, { 0x1e2b, 'K' }, { 0x1e6f, 'T' },
	};

	for (size_t i = 0; i < sizeof special / sizeof *special; i++)
		if (special[i].c == c)
			return special[i].name;
	return 0;
}

/* U+0430 to U+044F, one or two letters each. */
static const char *const cyrillic[] = {
	"a", "b", "v", "g", "d", "e", "j", "z", "i", "y", "k", "l", "m", "n", "o",  "p",
	"r", "s", "t", "u", "f", "K", "c", "C", "S", "S", "",  "i", "",	 "e", "yu", "ya",
};

/* U+03B1 to U+03C9. */
static const char greek[] = "avgdeziTiklmnksprsstufKpo";

/* What a letter says in Latin: up to two symbols' names, none for what is left out. NULL: no letter of a word. */
static const char *latin_names(int32_t c, char one[2])
{
	int32_t low = letter_lower(c), base;

	one[0] = one[1] = 0;
	if (low >= 0x430 && low < 0x450)
		return cyrillic[low - 0x430];
	if (low >= 0x3b1 && low < 0x3b1 + (int32_t)sizeof greek - 1) {
		one[0] = greek[low - 0x3b1];
		return one;
	}
	one[0] = latin_special(low);
	if (one[0])
		return one;
	base = letter_fold(c);
	if (base == ' ' || base >= 0x80)
		return base >= 0x80 && letter_is(c) ? "" : NULL;
	one[0] = (char)base;
	if (base >= '0' && base <= '9')
		one[0] = base == '5' ? 'K' : base == '7' ? 'h' : base == '9' ? 'q' : 0;
	return base == 'x' ? "ks" : one;
}

/* Letters and marks on them; digits and punctuation are none of a word. */
static bool is_arabic(int32_t c)
{
	return (c >= 0x621 && c <= 0x65f) || (c >= 0x670 && c <= 0x6d3) ||
	       (c >= 0x6d5 && c <= 0x6ed);
}

static void add(struct symbols *w, char name)
{
	uint8_t s = symbol((enum script)w->script, name);

	if (s && w->n < SYMBOLS_MAX && (!w->n || w->at[w->n - 1] != s))
		w->at[w->n++] = s;
}

/* What follows a letter and makes another of it. */
static void add_latin(struct symbols *w, char name)
{
	static const char digraphs[][3] = {
		{ 's', 'h', 'S' }, { 'k', 'h', 'K' }, { 'g', 'h', 'G' }, { 't', 'h', 'T' },
		{ 'd', 'h', 'D' }, { 'c', 'h', 'C' }, { 'p', 'h', 'f' }, { 'c', 'k', 'k' },
		{ 'o', 'u', 'u' }, { 'd', 'j', 'j' }, { 'z', 'h', 'j' }, { 't', 'C', 'C' },
		{ 's', 'C', 'S' }, { 'o', 'o', 'u' }, { 'e', 'e', 'i' },
	};
	char last = w->n ? names[SCRIPT_LATIN][w->at[w->n - 1] - 1] : 0;

	for (size_t i = 0; i < sizeof digraphs / sizeof *digraphs; i++)
		if (last == digraphs[i][0] && name == digraphs[i][1]) {
			w->n--;
			add_latin(w, digraphs[i][2]);
			return;
		}
	add(w, name);
}

/* From the first letter of a word to the end of its last. */
static void written(struct str *as, const struct symbols *w, struct str before, struct str rest)
{
	if (!as)
		return;
	if (!w->n || !as->s)
		as->s = before.s;
	as->len = (size_t)(rest.s - as->s);
}

bool symbols_next(struct str *rest, struct symbols *out, struct str *as)
{
	struct str before = *rest;
	int32_t c;

	*out = (struct symbols){ 0 };
	if (as)
		*as = S("");
	for (; (c = utf8_next(rest)) >= 0; before = *rest) {
		char one[2];
		const char *latin = is_arabic(c) ? NULL : latin_names(c, one);
		enum script script = is_arabic(c) ? SCRIPT_ARABIC : SCRIPT_LATIN;

		if (script == SCRIPT_LATIN && !latin) {
			if (out->n)
				return true;
			continue;
		}
		if (out->n && out->script != script) {
			*rest = before;
			return true;
		}
		out->script = (uint8_t)script;
		written(as, out, before, *rest);
		if (script == SCRIPT_ARABIC)
			add(out, arabic_name(c));
		else
			for (; *latin; latin++)
				add_latin(out, *latin);
	}
	return out->n > 0;
}

void symbols_print(const struct symbols *w, struct buf *out)
{
	for (size_t i = 0; i < w->n; i++)
		buf_add(out, &names[w->script][w->at[i] - 1], 1);
}

bool symbols_scan(struct str text, enum script script, struct symbols *out)
{
	*out = (struct symbols){ .script = (uint8_t)script };
	for (size_t i = 0; i < text.len; i++) {
		if (!symbol(script, text.s[i]))
			return false;
		if (out->n < SYMBOLS_MAX)
			out->at[out->n++] = symbol(script, text.s[i]);
	}
	return out->n > 0;
}

void symbols_join(struct symbols *to, const struct symbols *more)
{
	for (size_t i = 0; i < more->n && to->n < SYMBOLS_MAX; i++)
		to->at[to->n++] = more->at[i];
}

bool symbols_eq(const struct symbols *a, const struct symbols *b)
{
	return a->script == b->script && a->n == b->n && !memcmp(a->at, b->at, a->n);
}
