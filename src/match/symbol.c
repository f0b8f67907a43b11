/* See symbol.h. */
#include "match/symbol.h"

#include <string.h>

#include "base/utf8.h"
#include "match/letter.h"
#include "match/writing.h"
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
	{ 0x671, 'A' }, { 0x672, 'A' }, { 0x673, 'A' }, { 0x675, 'A' }, { 0x676, 'w' },
	{ 0x677, 'w' }, { 0x678, 'y' }, { 0x67a, 't' }, { 0x67b, 'b' }, { 0x67c, 't' },
	{ 0x67d, 't' }, { 0x67f, 't' }, { 0x680, 'b' }, { 0x681, 'z' }, { 0x685, 's' },
	{ 0x687, 'c' }, { 0x689, 'd' }, { 0x693, 'r' }, { 0x696, 'z' }, { 0x69a, '$' },
	{ 0x6a8, 'q' }, { 0x6ab, 'g' }, { 0x6ad, 'g' }, { 0x6b1, 'n' }, { 0x6bc, 'n' },
	{ 0x6c7, 'w' }, { 0x6c8, 'w' }, { 0x6cb, 'w' }, { 0x6cd, 'y' }, { 0x6d0, 'y' },
	{ 0x6c0, 'p' }, { 0x6c2, 'h' }, { 0x6d3, 'y' }, { 0x6c9, 'w' }, { 0x679, 't' },
	{ 0x67e, 'b' }, { 0x686, 'c' }, { 0x688, 'd' }, { 0x691, 'r' }, { 0x695, 'r' },
	{ 0x698, 'z' }, { 0x6a4, 'f' }, { 0x6a9, 'k' }, { 0x6af, 'g' }, { 0x6b5, 'l' },
	{ 0x6ba, 'n' }, { 0x6be, 'h' }, { 0x6c1, 'h' }, { 0x6c3, 'p' }, { 0x6c6, 'w' },
	{ 0x6cc, 'y' }, { 0x6ce, 'y' }, { 0x6d2, 'y' }, { 0x6d5, 'p' },
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

/* What a letter says in Latin: up to two symbols' names, none for what is left out. `fold` is that of letter_fold. */
static void latin_names(int32_t c, int32_t fold, char out[WRITING_MOST])
{
	char special = c < 0x80 ? 0 : latin_special(letter_lower(c));

	memset(out, 0, WRITING_MOST);
	if (special)
		out[0] = special;
	else if (fold >= '0' && fold <= '9')
		out[0] = fold == '5' ? 'K' : fold == '7' ? 'h' : fold == '9' ? 'q' : 0;
	else if (fold == 'x') {
		out[0] = 'k';
		out[1] = 's';
	} else if (fold < 0x80)
		out[0] = (char)fold;
}

/* Letters and marks on them; digits and punctuation are none of a word. */
static bool is_arabic(int32_t c)
{
	return (c >= 0x621 && c <= 0x65f) || (c >= 0x670 && c <= 0x6d3) ||
	       (c >= 0x6d5 && c <= 0x6ef) || (c >= 0x6fa && c <= 0x6fc) || c == 0x6ff ||
	       (c >= 0x750 && c <= 0x77f) || (c >= 0x8a0 && c <= 0x8ff);
}

static void add(struct symbols *w, char name)
{
	uint8_t s = symbol((enum script)w->script, name);

	if (s && w->n < SYMBOLS_MAX && (!w->n || w->at[w->n - 1] != s))
		w->at[w->n++] = s;
}

#define TWO(a, b) ((a) << 8 | (b))

/* What a letter makes with the one before it, 0 nothing. */
static char digraph(char last, char name)
{
	switch (TWO(last, name)) {
	case TWO('s', 'h'):
	case TWO('s', 'C'):
		return 'S';
	case TWO('k', 'h'):
		return 'K';
	case TWO('g', 'h'):
		return 'G';
	case TWO('t', 'h'):
		return 'T';
	case TWO('d', 'h'):
		return 'D';
	case TWO('c', 'h'):
	case TWO('t', 'C'):
	case TWO('t', 'S'):
		return 'C';
	case TWO('p', 'h'):
		return 'f';
	case TWO('c', 'k'):
		return 'k';
	case TWO('o', 'u'):
	case TWO('o', 'o'):
		return 'u';
	case TWO('e', 'e'):
		return 'i';
	case TWO('d', 'j'):
	case TWO('z', 'h'):
	case TWO('d', 'S'):
		return 'j';
	default:
		return 0;
	}
}

/* `sch`: the letter is one that German writes with three. */
static void add_latin(struct symbols *w, char name, bool sch)
{
	char last = w->n ? names[SCRIPT_LATIN][w->at[w->n - 1] - 1] : 0,
	     one = name != 'S' || sch ? digraph(last, name) : 0;

	if (one) {
		w->n--;
		add_latin(w, one, last == 's' && name == 'C');
		return;
	}
	add(w, name);
}

/* Takes a character off, with the marks that belong to it; what is no UTF-8 is a blank. -1 at the end. */
static int32_t next(struct str *rest)
{
	int32_t c = utf8_next(rest);

	if (c < 0 && rest->len) {
		*rest = str_from(*rest, 1);
		return ' ';
	}
	while (c > ' ' && rest->len && (uint8_t)rest->s[0] >= 0xcc) {
		struct str ahead = *rest;
		int32_t mark = utf8_next(&ahead), one;

		if (mark < 0 || !letter_is_mark(mark))
			break;
		one = letter_compose(c, mark);
		if (!one)
			break;
		c = one;
		*rest = ahead;
	}
	return c;
}

enum char_is { NOTHING, DIGIT, LETTER, BLANK, OTHER_SCRIPT };

/* Adds a character to a word, where it is a part of it. What is nothing at all may stand in any. */
static enum char_is add_char(struct symbols *w, int32_t c, bool begun)
{
	int32_t fold = letter_fold(c);
	enum script script = SCRIPT_LATIN;
	char says[WRITING_MOST] = { 0 };

	if (is_arabic(c)) {
		script = SCRIPT_ARABIC;
		says[0] = arabic_name(c);
	} else if (c < WRITING_FIRST || !writing_names(fold ? fold : c, &script, says)) {
		if (fold)
			latin_names(c, fold, says);
	} else {
		fold = c; /* a vowel that is written as a mark is a letter, too */
	}
	if (!fold)
		return NOTHING;
	if (fold == ' ')
		return BLANK;
	if (begun && w->script != script)
		return OTHER_SCRIPT;
	w->script = (uint8_t)script;
	for (const char *name = says; *name; name++)
		if (script == SCRIPT_ARABIC)
			add(w, *name);
		else
			add_latin(w, *name, false);
	return fold > '9' ? LETTER : DIGIT;
}

/* Most letters, without asking what they may stand for besides. */
static bool is_plain(int32_t c)
{
	return (c >= 'a' && c <= 'w') || (c >= 0x627 && c <= 0x64a && c != 0x640);
}

/* Adds a character, or all that it stands for up to a blank; what it is, is what the first of these is. */
static enum char_is add_all(struct symbols *w, int32_t c, bool begun)
{
	int32_t split[LETTER_MOST];
	enum char_is is;
	size_t n;

	if (is_plain(c) && (!begun || w->script == (c < 0x80 ? SCRIPT_LATIN : SCRIPT_ARABIC))) {
		w->script = c < 0x80 ? SCRIPT_LATIN : SCRIPT_ARABIC;
		if (c < 0x80)
			add_latin(w, (char)c, false);
		else
			add(w, arabic_name(c));
		return LETTER;
	}
	n = letter_split(c, split);
	is = add_char(w, split[0], begun);
	for (size_t i = 1; i < n && (is == LETTER || is == DIGIT); i++)
		if (add_char(w, split[i], true) >= BLANK)
			break;
	return is;
}

bool symbols_next(struct str *rest, struct symbols *out, struct str *as)
{
	struct str before = *rest, text = S("");
	bool begun = false, letters = false;
	int32_t c;

	*out = (struct symbols){ 0 };
	for (; (c = next(rest)) >= 0; before = *rest) {
		enum char_is is = add_all(out, c, begun);

		if (is == NOTHING)
			continue;
		if (is < BLANK) {
			text.s = begun ? text.s : before.s;
			text.len = (size_t)(rest->s - text.s);
			letters |= is == LETTER;
			begun = true;
			continue;
		}
		if (is == OTHER_SCRIPT)
			*rest = before;
		if (out->n && letters)
			break;
		*out = (struct symbols){ 0 };
		begun = letters = false;
	}
	if (as)
		*as = text;
	return out->n > 0 && letters;
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

uint32_t symbols_hash(const struct symbols *w)
{
	uint32_t h = 2166136261u ^ w->script; /* FNV-1a, then mixed */

	for (size_t i = 0; i < w->n; i++)
		h = (h ^ w->at[i]) * 16777619u;
	h ^= h >> 16;
	h *= 0x7feb352du;
	return h ^ h >> 15;
}

bool symbols_eq(const struct symbols *a, const struct symbols *b)
{
	return a->script == b->script && a->n == b->n && !memcmp(a->at, b->at, a->n);
}
