/* See markup.h. */
#include "press/markup.h"

#include <libxml/HTMLparser.h>
#include <limits.h>
#include <string.h>

#include "base/arena.h"
#include "base/banned.h"

#define LONG_BLOCK 80 /* bytes of a paragraph; shorter ones need company */

struct block {
	size_t from, to; /* of all text */
	size_t linked;	 /* bytes of it in links */
	bool heading, keep, skip;
};

/* A page while it is parsed. */
struct page {
	struct arena *a;
	struct str source;
	htmlParserCtxtPtr ctxt;
	struct buf text;  /* of all blocks */
	struct buf where; /* uint32_t of each byte of it */
	struct block *block;
	size_t n, room;
	size_t at;		 /* of the source: nothing before it comes again */
	size_t depth, skip_from; /* the depth at which what is skipped began; 0: nothing is */
	size_t links, headings;
	bool blank, full;
};

static void free_parser(void *p)
{
	htmlFreeParserCtxt(p);
}

static bool one_of(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

static bool skipped(const char *name)
{
	static const char *const names[] = { "script",	 "style",  "noscript", "nav",
					     "footer",	 "aside",  "form",     "button",
					     "select",	 "iframe", "svg",      "head",
					     "template", "object", "textarea", "figcaption",
					     "label",	 NULL };

	return one_of(name, names);
}

static bool inline_element(const char *name)
{
	static const char *const names[] = { "a",    "b",    "i",    "em",  "strong",
					     "span", "u",    "sub",  "sup", "font",
					     "abbr", "q",    "cite", "s",   "small",
					     "mark", "time", "bdi",  "bdo", "del",
					     "ins",  "code", "img",  "wbr", NULL };

	return one_of(name, names);
}

static bool heading(const char *name)
{
	return name[0] == 'h' && name[1] >= '1' && name[1] <= '3' && !name[2];
}

/* Words in class or id by which pages name what is not the article. */
static bool aside_name(const char *value)
{
	static const char *const words[] = { "comment", "sidebar",    "related",  "share",
					     "social",	"cookie",     "menu",	  "footer",
					     "navbar",	"breadcrumb", "widget",	  "promo",
					     "banner",	"newsletter", "advert",	  "recommend",
					     "tags",	"popular",    "trending", NULL };

	for (const char *const *w = words; *w; w++)
		if (strstr(value, *w))
			return true;
	return false;
}

static bool aside_attributes(const xmlChar **atts)
{
	for (; atts && atts[0]; atts += 2)
		if (atts[1] &&
		    (strcmp((const char *)atts[0], "class") == 0 ||
		     strcmp((const char *)atts[0], "id") == 0) &&
		    strlen((const char *)atts[1]) < 200 && aside_name((const char *)atts[1]))
			return true;
	return false;
}

/* Ends the block that is open, if there is text in it. */
static void end_block(struct page *p)
{
	struct block *b;

	if (!p->n)
		return;
	b = &p->block[p->n - 1];
	b->to = p->text.len;
	p->blank = false;
}

static struct block *open_block(struct page *p)
{
	if (!p->n || p->block[p->n - 1].to != SIZE_MAX) {
		p->block = arena_more(p->a, p->block, p->n, &p->room, sizeof *p->block);
		p->block[p->n++] = (struct block){ .from = p->text.len,
						   .to = SIZE_MAX,
						   .heading = p->headings > 0 };
		p->full = p->full || p->n > MARKUP_BLOCKS;
	}
	return &p->block[p->n - 1];
}

static void start(void *ctx, const xmlChar *xname, const xmlChar **atts)
{
	struct page *p = ((htmlParserCtxtPtr)ctx)->_private;
	const char *name = (const char *)xname;
	bool body = strcmp(name, "body") == 0 || strcmp(name, "html") == 0 ||
		    strcmp(name, "article") == 0 || strcmp(name, "main") == 0;

	p->depth++;
	if (!p->skip_from && (skipped(name) || (!body && aside_attributes(atts))))
		p->skip_from = p->depth;
	p->links += strcmp(name, "a") == 0;
	if (!inline_element(name)) {
		end_block(p);
		p->headings += heading(name);
	} else if (strcmp(name, "img") == 0) {
		p->blank = true;
	}
}

static void end(void *ctx, const xmlChar *xname)
{
	struct page *p = ((htmlParserCtxtPtr)ctx)->_private;
	const char *name = (const char *)xname;

	if (p->skip_from == p->depth)
		p->skip_from = 0;
	if (p->depth)
		p->depth--;
	if (strcmp(name, "a") == 0 && p->links)
		p->links--;
	if (!inline_element(name)) {
		end_block(p);
		if (heading(name) && p->headings)
			p->headings--;
	}
}

/* Where `n` bytes that the parser just gave stand in the source. An entity gives other bytes than stand there: then all
 * are at its ampersand. */
static size_t find(struct page *p, const char *s, size_t n, bool *same)
{
	const htmlParserInputPtr in = p->ctxt->input;
	size_t now = (size_t)(in->cur - in->base) + in->consumed;

	*same = true;
	for (size_t off = 0; off < 8; off++) {
		size_t x = now + off;

		if (x >= n && x - n >= p->at && x <= p->source.len &&
		    memcmp(p->source.s + (x - n), s, n) == 0)
			return x - n;
		if (off && now >= n + off && now - n - off >= p->at && now - off <= p->source.len &&
		    memcmp(p->source.s + (now - n - off), s, n) == 0)
			return now - n - off;
	}
	*same = false;
	if (now > p->source.len)
		now = p->source.len;
	for (size_t back = 1; back < 12 && now >= back + p->at; back++)
		if (p->source.s[now - back] == '&')
			return now - back;
	return now < p->source.len && now >= p->at ? now : p->at;
}

static void put(struct page *p, struct block *b, char c, size_t where)
{
	uint32_t at = (uint32_t)(where < p->source.len ? where : p->source.len - 1);

	buf_byte(&p->text, (uint8_t)c);
	buf_add(&p->where, &at, sizeof at);
	b->linked += p->links > 0;
}

static bool white(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static void characters(void *ctx, const xmlChar *ch, int len)
{
	struct page *p = ((htmlParserCtxtPtr)ctx)->_private;
	const char *s = (const char *)ch;
	size_t n = len > 0 ? (size_t)len : 0, at;
	struct block *b;
	bool same;

	if (!n || !p->source.len || p->full)
		return;
	at = find(p, s, n, &same);
	p->at = same ? at + n : at;
	if (p->skip_from)
		return;
	for (size_t i = 0; i < n; i++) {
		if (white(s[i])) {
			p->blank = true;
			continue;
		}
		b = open_block(p);
		if (p->blank && p->text.len > b->from)
			put(p, b, ' ', same ? at + i - (i > 0) : at);
		p->blank = false;
		put(p, b, s[i], same ? at + i : at);
	}
}

/* Whether a block reads like a part of an article, seen alone. */
static bool solid(const struct page *p, const struct block *b)
{
	size_t n = b->to - b->from;
	char last = n ? (char)p->text.p[b->to - 1] : ' ';

	if (!n || b->linked * 2 > n)
		return false;
	return n >= LONG_BLOCK || (n >= 30 && (last == '.' || last == '"' || last == ':'));
}

/* Short blocks stay where solid ones are near on both sides, or where they stand close before the first: place, date and
 * agency. */
static void choose(struct page *p)
{
	size_t first = p->n, last = 0;

	for (size_t i = 0; i < p->n; i++) {
		struct block *b = &p->block[i];

		b->keep = solid(p, b);
		if (b->keep && first == p->n)
			first = i;
		if (b->keep)
			last = i;
	}
	for (size_t i = 0; i < p->n; i++) {
		struct block *b = &p->block[i];
		size_t n = b->to - b->from;

		if (b->keep || b->linked * 2 > n)
			continue;
		b->keep = (b->heading && i <= last) || (i < first && first - i <= 8) ||
			  (i > first && i < last && p->block[i - 1].keep &&
			   (p->block[i + 1].keep || solid(p, &p->block[i + 1])));
	}
}

static void join(struct page *p, struct str *text, const uint32_t **map)
{
	struct buf t = { .a = p->a }, m = { .a = p->a };
	const uint32_t *where = (const uint32_t *)(const void *)p->where.p;

	for (size_t i = 0; i < p->n; i++) {
		const struct block *b = &p->block[i];

		if (!b->keep || b->to == b->from)
			continue;
		buf_add(&t, p->text.p + b->from, b->to - b->from);
		buf_byte(&t, '\n');
		buf_add(&m, where + b->from, (b->to - b->from) * sizeof *where);
		buf_add(&m, where + b->to - 1, sizeof *where);
	}
	*text = buf_text(&t);
	*map = (const uint32_t *)(const void *)m.p;
}

bool markup_is(struct str source)
{
	struct str s = str_trim(source);
	static const struct str begins[] = { SC("<!doctype html"),
					     SC("<!DOCTYPE html"),
					     SC("<!DOCTYPE HTML"),
					     SC("<html"),
					     SC("<HTML"),
					     SC("<?xml"),
					     SC("<head"),
					     SC("<body"),
					     SC("<article"),
					     SC("<div"),
					     SC("<!--"),
					     SC("<meta"),
					     SC("<p>") };

	if (str_starts(s, S("\xef\xbb\xbf")))
		s = str_trim(str_from(s, 3));
	for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
		if (str_starts(s, begins[i]))
			return true;
	return false;
}

bool markup_text(struct arena *a, struct str source, struct str *text, const uint32_t **map,
		 struct err *e)
{
	struct page *p = arena_alloc(a, sizeof *p);
	htmlDocPtr doc;

	*p = (struct page){ .a = a, .source = source, .text = { .a = a }, .where = { .a = a } };
	*text = S("");
	*map = NULL;
	if (!source.len || source.len > INT_MAX)
		return true;
	p->ctxt = htmlNewParserCtxt();
	if (!p->ctxt)
		return err_set(e, ERR_FAILED, "read a page: no memory");
	arena_defer(a, free_parser, p->ctxt);
	*p->ctxt->sax = (htmlSAXHandler){ .startElement = start,
					  .endElement = end,
					  .characters = characters,
					  .ignorableWhitespace = characters };
	p->ctxt->_private = p;
	p->ctxt->userData = p->ctxt;
	doc = htmlCtxtReadMemory(p->ctxt, source.s, (int)source.len, NULL, "UTF-8",
				 HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
					 HTML_PARSE_RECOVER);
	if (doc)
		xmlFreeDoc(doc);
	end_block(p);
	if (p->full)
		return err_set(e, ERR_REFUSED, "a page of more than %d blocks of text",
			       MARKUP_BLOCKS);
	choose(p);
	join(p, text, map);
	return true;
}
