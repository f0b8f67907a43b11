/* See scan.h. */
#include "press/scan.h"

#include <string.h>

#include "base/utf8.h"
#include "base/banned.h"

int scan_digit(int32_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 0x660 && c <= 0x669)
		return c - 0x660;
	if (c >= 0x6f0 && c <= 0x6f9)
		return c - 0x6f0;
	return -1;
}

static bool blank(int32_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == 0xa0 || (c >= 0x2000 && c <= 0x200f) ||
	       c == 0x202f || c == 0x205f || c == 0x3000 || c == 0xfeff || c == '\f' || c == '\v';
}

static bool letter(int32_t c)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	if (c < 0x250)
		return c >= 0xc0 ? c != 0xd7 && c != 0xf7 : c == 0xaa || c == 0xb5 || c == 0xba;
	if (c >= 0x600 && c < 0x700)
		return (c >= 0x610 && c <= 0x61a) || (c >= 0x620 && c <= 0x65f) ||
		       (c >= 0x66e && c != 0x6d4 && !(c >= 0x6f0 && c <= 0x6f9));
	return c < 0x2000 || (c >= 0x2c00 && c < 0xd800 && (c < 0x3000 || c > 0x303f)) ||
	       (c >= 0xf900 && c < 0xff00);
}

static bool capital(int32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
	       (c >= 0x400 && c <= 0x42f);
}

static bool apostrophe(int32_t c)
{
	return c == '\'' || c == 0x2019 || c == 0x2bc || c == 0x2bf;
}

/* The next character without taking it; a byte that is none is its own, above all characters. */
static int32_t peek(struct str s, struct str *after)
{
	uint8_t b = (uint8_t)s.s[0];
	int32_t c;

	*after = s;
	if (b < 0x80) {
		*after = (struct str){ s.s + 1, s.len - 1 };
		return b;
	}
	c = utf8_next(after);
	if (c < 0) {
		*after = (struct str){ s.s + 1, s.len - 1 };
		return 0x110000;
	}
	return c;
}

/* Most texts are made of these. */
static inline bool ascii_letter(char c)
{
	return (uint8_t)((c | 0x20) - 'a') < 26;
}

/* Letters from the start of s, with an apostrophe where letters stand on both sides. "'s" at the end is a word of its
 * own: it is left. */
static struct str word_end(struct str s)
{
	struct str after, beyond, more;

	while (s.len) {
		int32_t c, d;

		if (ascii_letter(s.s[0])) {
			s = (struct str){ s.s + 1, s.len - 1 };
			continue;
		}
		c = peek(s, &after);
		if (letter(c)) {
			s = after;
			continue;
		}
		if (!apostrophe(c) || !after.len)
			return s;
		d = peek(after, &beyond);
		if (!letter(d) ||
		    ((d == 's' || d == 'S') && (!beyond.len || !letter(peek(beyond, &more)))))
			return s;
		s = beyond;
	}
	return s;
}

struct scanned scan_next(struct str *rest)
{
	struct scanned t = { .kind = SCAN_END, .glued = true };
	struct str s = *rest, after;
	const char *start;
	int32_t c = 0;

	for (; s.len; s = after) {
		if (s.s[0] == ' ') {
			after = (struct str){ s.s + 1, s.len - 1 };
			t.glued = false;
			continue;
		}
		c = peek(s, &after);
		if (!blank(c))
			break;
		t.glued = false;
	}
	if (!s.len) {
		*rest = s;
		return t;
	}
	start = s.s;
	t.c = c;
	if (c == '\n' || c == 0x2028 || c == 0x2029) {
		t.kind = SCAN_LINE;
		s = after;
	} else if (scan_digit(c) >= 0) {
		t.kind = SCAN_DIGITS;
		for (; s.len && scan_digit(peek(s, &after)) >= 0; s = after)
			;
	} else if (letter(c)) {
		t.kind = SCAN_WORD;
		t.cap = capital(c);
		s = word_end(s);
	} else if (apostrophe(c) && after.len && (after.s[0] == 's' || after.s[0] == 'S') &&
		   t.glued) {
		t.kind = SCAN_WORD;
		s = (struct str){ after.s + 1, after.len - 1 };
	} else {
		t.kind = SCAN_MARK;
		s = after;
	}
	t.s = (struct str){ start, (size_t)(s.s - start) };
	*rest = s;
	return t;
}

/* À to ÿ without accents. */
static const char latin[] = "aaaaaaaceeeeiiiidnooooo\0ouuuuypsaaaaaaaceeeeiiiidnooooo\0ouuuuypy";

/* One character as it is looked up; 0: it is left out. */
static int32_t fold(int32_t c)
{
	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c + 32 : c;
	if (c >= 0xc0 && c <= 0xff)
		return latin[c - 0xc0] ? latin[c - 0xc0] : c;
	if (apostrophe(c))
		return '\'';
	if (c >= 0x410 && c <= 0x42f)
		return c + 0x20;
	if (c >= 0x400 && c <= 0x40f)
		return c == 0x401 ? 0x435 : c + 0x50;
	if (c == 0x451)
		return 0x435;
	if ((c >= 0x64b && c <= 0x65f) || c == 0x670 || c == 0x640 || (c >= 0x300 && c <= 0x36f))
		return 0;
	if (c == 0x622 || c == 0x623 || c == 0x625 || c == 0x671)
		return 0x627;
	if (c == 0x649 || c == 0x6cc)
		return 0x64a;
	return c == 0x629 ? 0x647 : c;
}

size_t scan_fold(struct str word, char out[WORD_ROOM])
{
	size_t n = 0;

	while (n < word.len && n < WORD_ROOM && ascii_letter(word.s[n])) {
		out[n] = (char)(word.s[n] | 0x20);
		n++;
	}
	word = scan_from(word, n);
	while (word.len) {
		struct str after;
		int32_t c = fold(peek(word, &after));

		if (c > 0 && c < 0x80) {
			if (n == WORD_ROOM)
				break;
			out[n++] = (char)c;
		} else if (c >= 0x80 && c < 0x800) {
			if (n + 2 > WORD_ROOM)
				break;
			out[n++] = (char)(0xc0 | c >> 6);
			out[n++] = (char)(0x80 | (c & 0x3f));
		} else if (c) {
			size_t len = (size_t)(after.s - word.s);

			if (n + len > WORD_ROOM)
				break;
			memcpy(out + n, word.s, len);
			n += len;
		}
		word = after;
	}
	return n;
}
