/* The words of a text, folded. */
#include "press/reuse_words.h"

#include <string.h>

#include "base/utf8.h"
#include "base/banned.h"

/* Blocks that part words: Latin-1 signs, general punctuation and symbols, CJK punctuation, private use. */
static const struct {
	int32_t from, to;
} apart[] = {
	{ 0x80, 0xa9 },	    { 0xab, 0xac },	{ 0xae, 0xb4 },	    { 0xb6, 0xb9 },
	{ 0xbb, 0xbf },	    { 0xd7, 0xd7 },	{ 0xf7, 0xf7 },	    { 0x600, 0x60f },
	{ 0x61b, 0x61f },   { 0x66a, 0x66d },	{ 0x6d4, 0x6d4 },   { 0x2000, 0x200b },
	{ 0x2010, 0x2018 }, { 0x201a, 0x206f }, { 0x20a0, 0x20cf }, { 0x2190, 0x2bff },
	{ 0x2e00, 0x2e7f }, { 0x3000, 0x303f }, { 0xe000, 0xf8ff }, { 0xfd3e, 0xfd3f },
	{ 0xfffc, 0xfffd },
};

/* Signs inside a word that one copy has and the next has not. */
static bool is_mark(int32_t c)
{
	return c == '\'' || c == '`' || c == 0xad || c == 0x2018 || c == 0x2019 || c == 0x640 ||
	       (c >= 0x2b9 && c <= 0x2bf) || (c >= 0x300 && c <= 0x36f) ||
	       (c >= 0x64b && c <= 0x65f) || c == 0x670 || (c >= 0x200b && c <= 0x200f) ||
	       c == 0xfeff;
}

static bool is_letter(int32_t c)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
	for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
		if (c >= apart[i].from && c <= apart[i].to)
			return false;
	return true;
}

/* Small letters of the scripts that have two sizes and that our reports are in; digits of Arabic as 0 to 9. */
static int32_t small(int32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde) || (c >= 0x391 && c <= 0x3a9) ||
	    (c >= 0x410 && c <= 0x42f))
		return c + 0x20;
	if (c >= 0x400 && c <= 0x40f)
		return c + 0x50;
	if (c >= 0x100 && c <= 0x17f && c != 0x131 && c != 0x138 && c != 0x149 && c < 0x178)
		return (c >= 0x139 && c <= 0x148) ? c + (c & 1) : c | 1;
	if (c >= 0x660 && c <= 0x669)
		return '0' + c - 0x660;
	if (c >= 0x6f0 && c <= 0x6f9)
		return '0' + c - 0x6f0;
	return c;
}

static void add(struct reuse_word *w, int32_t c)
{
	char b[4];
	size_t n = 0;

	if (c < 0x80) {
		b[n++] = (char)c;
	} else if (c < 0x800) {
		b[n++] = (char)(0xc0 | c >> 6);
		b[n++] = (char)(0x80 | (c & 0x3f));
	} else {
		if (c >= 0x10000) {
			b[n++] = (char)(0xf0 | c >> 18);
			b[n++] = (char)(0x80 | (c >> 12 & 0x3f));
		} else {
			b[n++] = (char)(0xe0 | c >> 12);
		}
		b[n++] = (char)(0x80 | (c >> 6 & 0x3f));
		b[n++] = (char)(0x80 | (c & 0x3f));
	}
	if (w->len + n > REUSE_WORD)
		return;
	memcpy(w->folded + w->len, b, n);
	w->len += n;
}

bool reuse_word_next(struct str text, size_t at, struct reuse_word *w)
{
	struct str rest = str_from(text, at);

	w->len = 0;
	while (rest.len) {
		size_t here = text.len - rest.len;
		/* ASCII, which most of a text is, without a call. */
		int32_t c = (unsigned char)*rest.s < 0x80 ? *rest.s : utf8_next(&rest);

		if (c >= 0 && c < 0x80)
			rest = str_from(rest, 1);
		if (c < 0) /* no UTF-8: one byte is stepped over */
			rest = str_from(text, here + 1);
		if (c >= 0 && is_mark(c))
			continue;
		if (c < 0 || !is_letter(c)) {
			if (w->len)
				return true;
			continue;
		}
		if (!w->len)
			w->start = here;
		add(w, small(c));
		w->end = text.len - rest.len;
	}
	return w->len > 0;
}
