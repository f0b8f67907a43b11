/* See article.h. */
#include "press/article.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "press/decode.h"
#include "press/markup.h"
#include "press/tags.h"
#include "base/banned.h"

#define MARK 256

/* The characters that begin at bytes [from, to). */
static size_t count(const struct str *s, size_t from, size_t to)
{
	to = to < s->len ? to : s->len;
	return from < to ? utf8_count(str_mem(s->s + from, to - from)) : 0;
}

static void count_marks(struct arena *a, struct article *t)
{
	uint32_t n = 0;

	t->mark = arena_array(a, t->source.len / MARK + 1, sizeof *t->mark);
	for (size_t i = 0; i < t->source.len; i += MARK) {
		t->mark[i / MARK] = n;
		n += (uint32_t)count(&t->source, i, i + MARK);
	}
}

bool article_read(struct arena *a, struct str bytes, struct article *out, struct err *e)
{
	struct decoded d;

	*out = (struct article){ .encoding = S("UTF-8") };
	if (bytes.len > ARTICLE_BYTES)
		return err_set(e, ERR_REFUSED, "an article of %zu bytes; at most %zu are read",
			       bytes.len, ARTICLE_BYTES);
	if (!decode_bytes(a, bytes, &d, e))
		return false;
	out->encoding = d.encoding;
	out->source = d.text;
	out->raw = d.raw;
	out->skip = d.skip;
	count_marks(a, out);
	out->text = out->source;
	out->html = markup_is(out->source);
	return !out->html || markup_text(a, out->source, &out->text, &out->map, e);
}

static size_t characters(const struct article *t, size_t at)
{
	return t->mark[at / MARK] + count(&t->source, at / MARK * MARK, at);
}

/* The byte of the source at which byte i of the text stands; `last` for the last byte of a span. */
static size_t in_source(const struct article *t, size_t i)
{
	return t->map ? t->map[i] : i;
}

/* Behind the character that begins there, or the reference to one. */
static size_t char_end(const struct article *t, size_t at)
{
	struct str s = t->source;
	char c[4];
	size_t n, took = t->html ? tag_entity(str_from(s, at), c, &n) : 0;

	if (took)
		return at + took;
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
	y = char_end(t, in_source(t, end - 1));
	if (y < x)
		y = x;
	out.cstart = x < t->source.len ? characters(t, x) : 0;
	out.cend = out.cstart + count(&t->source, x, y);
	out.start = t->raw ? t->raw[x] : x + t->skip;
	out.end = t->raw ? t->raw[y] : y + t->skip;
	return out;
}
