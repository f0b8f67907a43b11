/* See fold.h. */
#include "cli/fold.h"

#include "base/utf8.h"
#include "base/banned.h"

#define LEFT_FIRST  0x2066 /* LRI */
#define RIGHT_FIRST 0x2067 /* RLI */
#define APART_END   0x2069 /* PDI */
#define DEEPER	    4

static bool is_leftward(int32_t c)
{
	return (c >= 0x590 && c < 0x900) || (c >= 0xfb1d && c < 0xfe00) ||
	       (c >= 0xfe70 && c < 0xff00) || (c >= 0x10800 && c < 0x11000);
}

static bool is_rightward(int32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c >= 0xc0 && c < 0x590 && c != 0xd7 && c != 0xf7) || (c >= 0x900 && c < 0x2000);
}

/* Columns that a character takes: marks over a letter and what only orders take none. */
static size_t width_of(int32_t c)
{
	return !((c >= 0x300 && c < 0x370) || (c >= 0x610 && c <= 0x61a) ||
		 (c >= 0x64b && c <= 0x65f) || c == 0x670 || (c >= 0x6d6 && c <= 0x6ed) ||
		 (c >= 0x200b && c <= 0x200f) || (c >= LEFT_FIRST && c <= APART_END));
}

static const char *isolate(int32_t c)
{
	return c == LEFT_FIRST ? "\u2066" : c == RIGHT_FIRST ? "\u2067" : "";
}

struct str fold_apart(struct arena *a, struct str text)
{
	struct str rest = text;
	bool leftward = false;
	int32_t first = 0, c;

	while ((c = utf8_next(&rest)) >= 0) {
		leftward |= is_leftward(c);
		if (!first && (is_leftward(c) || is_rightward(c)))
			first = is_leftward(c) ? RIGHT_FIRST : LEFT_FIRST;
	}
	return leftward ? str_fmt(a, "%s%.*s\u2069", isolate(first), P(text)) : text;
}

struct folding {
	struct buf *out;
	size_t indent, column;
	int32_t open; /* what is set apart and not ended yet; 0: nothing is */
	bool begun;   /* a word stands on this line */
};

static void blanks(struct folding *f, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_byte(f->out, ' ');
	f->column = n;
	f->begun = false;
}

static void break_line(struct folding *f)
{
	buf_str(f->out, f->open ? S("\u2069\n") : S("\n"));
	blanks(f, f->indent + DEEPER);
	buf_str(f->out, str_of(isolate(f->open)));
}

static size_t width(struct str word)
{
	size_t n = 0;

	for (int32_t c; (c = utf8_next(&word)) >= 0;)
		n += width_of(c);
	return n;
}

static void put_word(struct folding *f, struct str word)
{
	size_t wide = width(word);

	if (f->begun && f->column + 1 + wide > FOLD_WIDTH)
		break_line(f);
	else if (f->begun)
		buf_byte(f->out, ' ');
	f->column += f->begun;
	f->begun = true;
	while (word.len) {
		struct str before = word;
		int32_t c = utf8_next(&word);

		if (c < 0)
			return;
		if (f->column + width_of(c) > FOLD_WIDTH)
			break_line(f);
		buf_add(f->out, before.s, before.len - word.len);
		f->column += width_of(c);
		f->open = c == LEFT_FIRST || c == RIGHT_FIRST ? c : c == APART_END ? 0 : f->open;
	}
	f->begun = true;
}

void fold_line(struct buf *out, size_t indent, struct str text)
{
	struct folding f = { .out = out, .indent = indent };

	blanks(&f, indent);
	while (text.s)
		put_word(&f, str_cut(&text, ' '));
	buf_byte(out, '\n');
}
