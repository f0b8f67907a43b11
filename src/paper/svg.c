/* See svg.h. */
#include "paper/svg.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "base/banned.h"

#define REPLACEMENT S("\xef\xbf\xbd")
#define ELLIPSIS    S("…")

/* What XML 1.0 §2.2 calls a character, and HTML does not complain of. */
static bool is_char(int32_t c)
{
	return c == '\t' || c == '\n' || (c >= 0x20 && c < 0x7f) ||
	       (c >= 0xa0 && c != 0xfffe && c != 0xffff && (c < 0xfdd0 || c > 0xfdef));
}

static void put_char(struct buf *b, int32_t c, struct str as_it_stands)
{
	switch (c) {
	case '&':
		buf_str(b, S("&amp;"));
		return;
	case '<':
		buf_str(b, S("&lt;"));
		return;
	case '>':
		buf_str(b, S("&gt;"));
		return;
	case '"':
		buf_str(b, S("&quot;"));
		return;
	case '\'':
		buf_str(b, S("&#39;"));
		return;
	default:
		if (is_char(c))
			buf_str(b, as_it_stands);
	}
}

/* The next character, -1 for a byte that is none; *s then stands behind it. */
static int32_t next(struct str *s)
{
	int32_t c = utf8_next(s);

	if (c < 0 && s->len)
		*s = str_from(*s, 1);
	return c;
}

void svg_text(struct buf *b, struct str s)
{
	while (s.len) {
		struct str was = s;
		int32_t c = next(&s);

		if (c < 0)
			buf_str(b, REPLACEMENT);
		else
			put_char(b, c, str_mem(was.s, was.len - s.len));
	}
}

void svg_id(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.s[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    c == '-')
			buf_byte(b, (uint8_t)c);
	}
}

void svg_len(struct buf *b, int64_t tenths)
{
	uint64_t v = tenths < 0 ? -(uint64_t)tenths : (uint64_t)tenths;

	buf_fmt(b, "%s%llu", tenths < 0 ? "-" : "", (unsigned long long)(v / 10));
	if (v % 10)
		buf_fmt(b, ".%d", (int)(v % 10));
}

/* In hundredths of the size: Noto Sans, its bold, and Noto Sans Arabic, rounded up. */
static int64_t hundredths(int32_t c)
{
	if (c < 0x20 || (c >= 0x300 && c < 0x370) || (c >= 0x64b && c <= 0x65f) ||
	    (c >= 0x200b && c <= 0x200f))
		return 0;
	if (c >= '0' && c <= '9')
		return 59;
	if (c < 0x80 && (c == ' ' || c == ',' || c == '.' || c == 'i' || c == 'l' || c == 'j' ||
			 c == '\'' || c == ':' || c == '|'))
		return 30;
	if (c == 'f' || c == 't' || c == 'r' || c == 'I' || c == '(' || c == ')' || c == '-')
		return 43;
	if (c == 'm' || c == 'w' || c == 'M' || c == 'W' || c == '@' || c == '%')
		return 95;
	if (c >= 'A' && c <= 'Z')
		return 70;
	if (c >= 0x600 && c < 0x780)
		return 58;
	if (c >= 0x2e80)
		return 104;
	return c < 0x80 ? 61 : 68;
}

int64_t svg_width(struct str s, int64_t size)
{
	int64_t sum = 0;

	while (s.len)
		sum += hundredths(next(&s));
	return sum > INT64_MAX / 4096 ? INT64_MAX / 4096 : sum * size / 100;
}

struct str svg_cut(struct arena *a, struct str s, int64_t size, int64_t room)
{
	struct str rest = s, fits = str_mem(s.s, 0);
	int64_t sum = 0, dots = svg_width(ELLIPSIS, size);

	if (svg_width(s, size) <= room)
		return s;
	while (rest.len) {
		sum += hundredths(next(&rest)) * size;
		if (sum / 100 + dots > room)
			break;
		fits.len = s.len - rest.len;
	}
	fits = str_trim(fits);
	return str_fmt(a, "%.*s%.*s", P(fits), P(ELLIPSIS));
}

size_t svg_lines(struct arena *a, struct str s, int64_t size, int64_t room, struct str *lines,
		 size_t max)
{
	size_t n = 0;

	s = str_trim(s);
	while (s.len && n < max) {
		struct str rest = s, line = str_cut(&rest, ' ');

		/* One word more, as long as it fits. */
		while (rest.s && n + 1 < max) {
			struct str more = rest, word = str_cut(&more, ' ');
			struct str longer = str_mem(s.s, (size_t)(word.s - s.s) + word.len);

			if (svg_width(longer, size) > room)
				break;
			line = longer;
			rest = more;
		}
		if (n + 1 == max) {
			line = s;
			rest.len = 0;
		}
		lines[n++] = svg_cut(a, str_trim(line), size, room);
		s = rest.s ? str_trim(rest) : S("");
	}
	return n;
}

void svg_names(struct buf *b, struct str id, struct str title, struct str desc)
{
	buf_str(b, S("<title id=\""));
	svg_id(b, id);
	buf_str(b, S("-t\">"));
	svg_text(b, title);
	buf_str(b, S("</title>"));
	if (!desc.len)
		return;
	buf_str(b, S("<desc id=\""));
	svg_id(b, id);
	buf_str(b, S("-d\">"));
	svg_text(b, desc);
	buf_str(b, S("</desc>"));
}

void svg_labelled(struct buf *b, struct str id, struct str desc)
{
	buf_str(b, S(" aria-labelledby=\""));
	svg_id(b, id);
	buf_str(b, S("-t"));
	if (desc.len) {
		buf_byte(b, ' ');
		svg_id(b, id);
		buf_str(b, S("-d"));
	}
	buf_byte(b, '"');
}
