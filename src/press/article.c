/* See article.h. */
#include "press/article.h"

#include <iconv.h>
#include <uchardet/uchardet.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "press/markup.h"
#include "base/banned.h"

#define GUESS 65536 /* bytes that the guess at an encoding looks at */
#define MARK  256

static void free_guess(void *p)
{
	uchardet_delete(p);
}

/* The encoding of bytes that are not UTF-8. */
static struct str guess(struct arena *a, struct str bytes)
{
	uchardet_t u = uchardet_new();
	size_t n = bytes.len < GUESS ? bytes.len : GUESS;
	struct str name = S("");

	if (!u)
		return name;
	arena_defer(a, free_guess, u);
	if (uchardet_handle_data(u, bytes.s, n) == 0) {
		uchardet_data_end(u);
		name = str_dup(a, str_of(uchardet_get_charset(u)));
	}
	return name;
}

static void close_iconv(void *p)
{
	(void)iconv_close(p);
}

/* Puts one converted piece, and for each of its bytes where it came from. */
static void put(struct buf *b, struct buf *raw, const char *s, size_t n, size_t from)
{
	uint32_t at = (uint32_t)from;

	buf_add(b, s, n);
	for (size_t i = 0; i < n; i++)
		buf_add(raw, &at, sizeof at);
}

/* Converts character by character, so that each byte knows where it came from. A byte that is none becomes U+FFFD. */
static bool convert(struct arena *a, struct str bytes, struct article *out, struct err *e)
{
	iconv_t cd = iconv_open("UTF-8", str_z(a, out->encoding));
	struct buf b = { .a = a }, raw = { .a = a };
	char *in = str_z(a, bytes), *at = in;
	size_t left = bytes.len;

	if (cd == (iconv_t)-1)
		return err_set(e, ERR_REFUSED,
			       "an article in the encoding %.*s, which is not known here",
			       P(out->encoding));
	arena_defer(a, close_iconv, cd);
	while (left) {
		char room[16], *to = room;
		size_t free = 4, before = (size_t)(at - in);

		(void)iconv(cd, &at, &left, &to, &free);
		if (to == room && (size_t)(at - in) == before) {
			put(&b, &raw, "\xef\xbf\xbd", 3, before);
			at++;
			left--;
		} else {
			put(&b, &raw, room, (size_t)(to - room), before);
		}
	}
	out->source = buf_text(&b);
	out->raw = (const uint32_t *)(const void *)raw.p;
	return utf8_ok(out->source) ||
	       err_set(e, ERR_REFUSED, "an article that is no text in %.*s", P(out->encoding));
}

/* UTF-8 with a few wrong bytes stays UTF-8: these are stepped over as marks. */
static bool mostly_utf8(struct str s)
{
	size_t wrong = 0, wide = 0;

	while (s.len) {
		struct str rest = s;

		if ((uint8_t)s.s[0] < 0x80) {
			s = str_from(s, 1);
		} else if (utf8_next(&rest) >= 0) {
			wide++;
			s = rest;
		} else {
			wrong++;
			s = str_from(s, 1);
		}
	}
	return wrong == 0 || wrong * 20 < wide;
}

/* Each wrong byte becomes U+FFFD, and the file's places are kept. */
static void mend(struct arena *a, struct str bytes, struct article *out)
{
	struct buf b = { .a = a }, raw = { .a = a };
	struct str s = bytes;

	while (s.len) {
		struct str rest = s;
		bool ok = utf8_next(&rest) >= 0;
		size_t n = ok ? s.len - rest.len : 1;

		if (ok)
			put(&b, &raw, s.s, n, (size_t)(s.s - bytes.s));
		else
			put(&b, &raw, "\xef\xbf\xbd", 3, (size_t)(s.s - bytes.s));
		for (size_t i = 1; ok && i < n; i++)
			((uint32_t *)(void *)raw.p)[raw.len / 4 - n + i] += (uint32_t)i;
		s = str_from(s, n);
	}
	out->source = buf_text(&b);
	out->raw = (const uint32_t *)(const void *)raw.p;
}

static void count_marks(struct arena *a, struct article *t)
{
	uint32_t n = 0;

	t->mark = arena_array(a, t->source.len / MARK + 1, sizeof *t->mark);
	for (size_t i = 0; i < t->source.len; i++) {
		if (i % MARK == 0)
			t->mark[i / MARK] = n;
		n += ((uint8_t)t->source.s[i] & 0xc0) != 0x80;
	}
}

bool article_read(struct arena *a, struct str bytes, struct article *out, struct err *e)
{
	*out = (struct article){ .encoding = S("UTF-8") };
	if (bytes.len > ARTICLE_BYTES)
		return err_set(e, ERR_REFUSED, "an article of %zu bytes; at most %zu are read",
			       bytes.len, ARTICLE_BYTES);
	if (utf8_ok(bytes)) {
		out->source = bytes;
	} else if (mostly_utf8(bytes)) {
		mend(a, bytes, out);
	} else {
		out->encoding = guess(a, bytes);
		if (!out->encoding.len)
			return err_set(e, ERR_REFUSED, "an article in no encoding that is known");
		if (!convert(a, bytes, out, e))
			return false;
	}
	count_marks(a, out);
	out->text = out->source;
	out->html = markup_is(out->source);
	return !out->html || markup_text(a, out->source, &out->text, &out->map, e);
}

static size_t characters(const struct article *t, size_t at)
{
	size_t n = t->mark[at / MARK];

	for (size_t i = at / MARK * MARK; i < at; i++)
		n += ((uint8_t)t->source.s[i] & 0xc0) != 0x80;
	return n;
}

/* The byte of the source at which byte i of the text stands; `last` for the last byte of a span. */
static size_t in_source(const struct article *t, size_t i)
{
	return t->map ? t->map[i] : i;
}

static size_t char_end(struct str s, size_t at)
{
	at++;
	while (at < s.len && ((uint8_t)s.s[at] & 0xc0) == 0x80)
		at++;
	return at;
}

struct press_span article_span(const struct article *t, size_t start, size_t end)
{
	struct press_span out = { 0 };
	size_t x, y;

	if (start >= t->text.len || end <= start)
		return out;
	if (end > t->text.len)
		end = t->text.len;
	x = in_source(t, start);
	y = char_end(t->source, in_source(t, end - 1));
	if (y < x)
		y = x;
	out.cstart = x < t->source.len ? characters(t, x) : 0;
	out.cend = out.cstart;
	for (size_t i = x; i < y && i < t->source.len; i++)
		out.cend += ((uint8_t)t->source.s[i] & 0xc0) != 0x80;
	out.start = t->raw ? t->raw[x] : x;
	out.end = t->raw ? (y < t->source.len ? t->raw[y] : t->raw[y - 1] + 1) : y;
	return out;
}
