/* See json.h. */
#include "base/json.h"

#include <inttypes.h>

#include "base/utf8.h"
#include "base/banned.h"

static void comma(struct buf *b)
{
	uint8_t last = b->len ? b->p[b->len - 1] : '[';

	if (last != '[' && last != '{' && last != ':' && last != '\n')
		buf_byte(b, ',');
}

void json_open(struct buf *b, char bracket)
{
	comma(b);
	buf_byte(b, (uint8_t)bracket);
}

void json_close(struct buf *b, char bracket)
{
	buf_byte(b, (uint8_t)bracket);
}

/* Bytes that do not go out as they are. */
static const bool special[256] = {
	[0 ... 0x1f] = true, ['"'] = true, ['\\'] = true, [0x7f ... 0xff] = true
};

/* How many bytes at the start go out as they are: most of a text does, in one piece. */
static size_t plain(struct str s)
{
	size_t n = 0;

	while (n < s.len && !special[(uint8_t)s.s[n]])
		n++;
	return n;
}

void json_str(struct buf *b, struct str s)
{
	comma(b);
	buf_byte(b, '"');
	while (s.len) {
		struct str rest = s;
		size_t n = plain(s);
		uint8_t c;
		bool good;

		if (n) {
			buf_add(b, s.s, n);
			s = str_from(s, n);
			continue;
		}
		c = (uint8_t)s.s[0];
		good = utf8_next(&rest) >= 0;
		if (!good || c >= 0x80) {
			buf_str(b, good ? str_mem(s.s, s.len - rest.len) : S("\xef\xbf\xbd"));
			s = good ? rest : str_from(s, 1);
			continue;
		}
		s = rest;
		if (c == '"' || c == '\\') {
			buf_byte(b, '\\');
			buf_byte(b, c);
		} else if (c == '\n' || c == '\t') {
			buf_byte(b, '\\');
			buf_byte(b, c == '\n' ? 'n' : 't');
		} else {
			buf_fmt(b, "\\u%04x", c);
		}
	}
	buf_byte(b, '"');
}

void json_key(struct buf *b, const char *key)
{
	json_str(b, str_of(key));
	buf_byte(b, ':');
}

void json_int(struct buf *b, int64_t v)
{
	comma(b);
	buf_int(b, v);
}

void json_bool(struct buf *b, bool v)
{
	comma(b);
	buf_str(b, v ? S("true") : S("false"));
}

void json_null(struct buf *b)
{
	comma(b);
	buf_str(b, S("null"));
}

void json_put_text(struct buf *b, const char *key, struct str s)
{
	json_key(b, key);
	if (s.s)
		json_str(b, s);
	else
		json_null(b);
}

void json_put_int(struct buf *b, const char *key, int64_t v)
{
	json_key(b, key);
	json_int(b, v);
}

void json_put_bool(struct buf *b, const char *key, bool v)
{
	json_key(b, key);
	json_bool(b, v);
}

void json_put_decimal(struct buf *b, const char *key, int64_t v, unsigned places)
{
	int64_t of = 1;

	for (unsigned i = 0; i < places; i++)
		of *= 10;
	json_key(b, key);
	buf_fmt(b, "%s%" PRId64, v < 0 ? "-" : "", v < 0 ? -(v / of) : v / of);
	if (places)
		buf_fmt(b, ".%0*" PRId64, (int)places, v < 0 ? -(v % of) : v % of);
}
