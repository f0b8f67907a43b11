/* See page.h. */
#include "web/page.h"

#include <inttypes.h>

#include "web/html.h"
#include "base/banned.h"

void page_raw(struct page *p, struct str literal)
{
	buf_str(p->b, literal);
}

void page_text(struct page *p, struct str s)
{
	html_text(p->b, s);
}

void page_markup(struct page *p, struct markup m)
{
	buf_str(p->b, m.s);
}

void page_number(struct page *p, int64_t n)
{
	html_text(p->b, lang_number(p->a, n));
}

void page_int(struct page *p, int64_t n)
{
	buf_fmt(p->b, "%" PRId64, n);
}

void page_day(struct page *p, int64_t day)
{
	html_text(p->b, lang_day(p->a, p->lang, day));
}

void page_weekday(struct page *p, int64_t day)
{
	html_text(p->b, lang_weekday(p->a, p->lang, day));
}

/* RFC 3986 section 2.3. */
static bool unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_' || c == '~';
}

static bool behind_slash(const struct page *p)
{
	return p->b->len && p->b->p[p->b->len - 1] == '/';
}

void page_url(struct page *p, struct str s)
{
	if (!s.len && behind_slash(p))
		buf_byte(p->b, '.');
	for (size_t i = 0; i < s.len; i++) {
		if (unreserved(s.s[i]) || (s.s[i] == '/' && !behind_slash(p)))
			buf_byte(p->b, (uint8_t)s.s[i]);
		else
			buf_fmt(p->b, "%%%02X", (uint8_t)s.s[i]);
	}
}

void page_root(struct page *p)
{
	buf_byte(p->b, '/');
	buf_str(p->b, lang_code(p->lang));
}

void page_t(struct page *p, const char *text, const struct msg_arg *args, size_t n)
{
	html_text(p->b, msg_fmt(p->a, p->lang, text, args, n));
}

void page_tn(struct page *p, const char *one, const char *many, const struct msg_arg *args,
	     size_t n)
{
	html_text(p->b, msg_count(p->a, p->lang, one, many, args, n));
}
