/* See markup.h. */
#include "press/markup.h"

#include <string.h>

#include "base/arena.h"
#include "press/markup_int.h"
#include "press/tags.h"
#include "base/banned.h"

#define DEPTH 512 /* as deep as browsers nest; what is deeper stands beside */

enum sort {
	SORT_INLINE = 1,
	SORT_VOID = 2,	 /* has no end */
	SORT_UNSEEN = 4, /* nothing in it is shown as text */
	SORT_ASIDE = 8,	 /* text that is not the article */
	SORT_TABLE = 16,
	SORT_ROW = 32,
	SORT_CELL = 64,
	SORT_LIST = 128,
	SORT_ITEM = 256,
	SORT_BODY = 512,  /* says that it is the article */
	SORT_PAGE = 1024, /* holds the page: neither hidden nor aside */
	SORT_PARAGRAPH = 2048,
};

static const struct {
	const char *name;
	unsigned sort;
} elements[] = {
	{ "a", SORT_INLINE },
	{ "abbr", SORT_INLINE },
	{ "acronym", SORT_INLINE },
	{ "amp-ad", SORT_UNSEEN },
	{ "amp-analytics", SORT_UNSEEN },
	{ "amp-consent", SORT_UNSEEN },
	{ "amp-embed", SORT_UNSEEN },
	{ "amp-iframe", SORT_UNSEEN },
	{ "amp-img", SORT_INLINE },
	{ "amp-sidebar", SORT_UNSEEN },
	{ "amp-social-share", SORT_UNSEEN },
	{ "amp-state", SORT_UNSEEN },
	{ "amp-user-notification", SORT_UNSEEN },
	{ "amp-video", SORT_UNSEEN },
	{ "applet", SORT_UNSEEN },
	{ "area", SORT_VOID },
	{ "article", SORT_BODY | SORT_PAGE },
	{ "aside", SORT_ASIDE },
	{ "audio", SORT_UNSEEN },
	{ "b", SORT_INLINE },
	{ "base", SORT_VOID },
	{ "basefont", SORT_VOID },
	{ "bdi", SORT_INLINE },
	{ "bdo", SORT_INLINE },
	{ "big", SORT_INLINE },
	{ "body", SORT_PAGE },
	{ "br", SORT_VOID },
	{ "button", SORT_UNSEEN },
	{ "canvas", SORT_UNSEEN },
	{ "cite", SORT_INLINE },
	{ "code", SORT_INLINE },
	{ "col", SORT_VOID },
	{ "datalist", SORT_UNSEEN },
	{ "dd", SORT_ITEM },
	{ "del", SORT_INLINE | SORT_UNSEEN },
	{ "dfn", SORT_INLINE },
	{ "dialog", SORT_UNSEEN },
	{ "dl", SORT_LIST },
	{ "dt", SORT_ITEM },
	{ "em", SORT_INLINE },
	{ "embed", SORT_VOID },
	{ "figcaption", SORT_ASIDE },
	{ "font", SORT_INLINE },
	{ "footer", SORT_ASIDE },
	{ "form", SORT_ASIDE },
	{ "frame", SORT_VOID },
	{ "head", SORT_UNSEEN },
	{ "hr", SORT_VOID },
	{ "html", SORT_PAGE },
	{ "i", SORT_INLINE },
	{ "iframe", SORT_UNSEEN },
	{ "img", SORT_VOID | SORT_INLINE },
	{ "input", SORT_VOID },
	{ "ins", SORT_INLINE },
	{ "kbd", SORT_INLINE },
	{ "keygen", SORT_VOID },
	{ "label", SORT_ASIDE },
	{ "legend", SORT_ASIDE },
	{ "li", SORT_ITEM },
	{ "link", SORT_VOID },
	{ "main", SORT_BODY | SORT_PAGE },
	{ "map", SORT_UNSEEN },
	{ "mark", SORT_INLINE },
	{ "math", SORT_UNSEEN },
	{ "menu", SORT_ASIDE },
	{ "meta", SORT_VOID },
	{ "nav", SORT_ASIDE },
	{ "nobr", SORT_INLINE },
	{ "noembed", SORT_UNSEEN },
	{ "noframes", SORT_UNSEEN },
	{ "noscript", SORT_UNSEEN },
	{ "object", SORT_UNSEEN },
	{ "ol", SORT_LIST },
	{ "p", SORT_PARAGRAPH },
	{ "param", SORT_VOID },
	{ "picture", SORT_INLINE },
	{ "q", SORT_INLINE },
	{ "rp", SORT_INLINE | SORT_UNSEEN },
	{ "ruby", SORT_INLINE },
	{ "s", SORT_INLINE | SORT_UNSEEN },
	{ "samp", SORT_INLINE },
	{ "script", SORT_INLINE | SORT_UNSEEN },
	{ "select", SORT_UNSEEN },
	{ "small", SORT_INLINE },
	{ "source", SORT_VOID },
	{ "span", SORT_INLINE },
	{ "strike", SORT_INLINE | SORT_UNSEEN },
	{ "strong", SORT_INLINE },
	{ "style", SORT_INLINE | SORT_UNSEEN },
	{ "sub", SORT_INLINE },
	{ "sup", SORT_INLINE },
	{ "svg", SORT_INLINE | SORT_UNSEEN },
	{ "table", SORT_TABLE },
	{ "td", SORT_CELL | SORT_ITEM },
	{ "template", SORT_UNSEEN },
	{ "textarea", SORT_UNSEEN },
	{ "th", SORT_CELL | SORT_ITEM },
	{ "time", SORT_INLINE },
	{ "title", SORT_UNSEEN },
	{ "tr", SORT_ROW },
	{ "track", SORT_VOID },
	{ "tt", SORT_INLINE },
	{ "u", SORT_INLINE },
	{ "ul", SORT_LIST },
	{ "var", SORT_INLINE },
	{ "video", SORT_UNSEEN },
	{ "wbr", SORT_VOID | SORT_INLINE },
	{ "xmp", SORT_UNSEEN },
};

/* What holds for text where the page has got to. */
struct state {
	uint32_t region, body, row, cell;
	uint8_t level;
	bool unseen, link, item, pre, note;
};

struct element {
	char name[TAG_NAME];
	unsigned sort;
	struct state before;
};

/* A page while it is read. */
struct page {
	struct arena *a;
	struct str source;
	struct buf text;  /* of all blocks */
	struct buf where; /* uint32_t of each byte of it */
	struct blocks blocks;
	size_t room, region_room;
	struct element open[DEPTH];
	size_t depth;
	struct state now;
	uint32_t groups, rows, cells;
	size_t blank; /* where a blank stands before what comes next; SIZE_MAX: none does */
	bool line;    /* a block is open */
	bool full;
};

static unsigned sort_of(const char *name)
{
	size_t low = 0, high = sizeof elements / sizeof *elements;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int n = strcmp(name, elements[mid].name);

		if (n == 0)
			return elements[mid].sort;
		if (n < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return 0;
}

static bool is(const char *name, const char *other)
{
	return strcmp(name, other) == 0;
}

/* ---- text ---- */

static void end_line(struct page *p)
{
	if (p->line)
		p->blocks.b[p->blocks.n - 1].to = p->text.len;
	p->line = false;
	p->blank = SIZE_MAX;
}

static void end_block(struct page *p)
{
	end_line(p);
	p->groups++;
}

static struct block *open_line(struct page *p)
{
	struct blocks *all = &p->blocks;

	if (!p->line) {
		all->b = arena_more(p->a, all->b, all->n, &p->room, sizeof *all->b);
		all->b[all->n++] = (struct block){ .from = p->text.len,
						   .group = p->groups,
						   .region = p->now.region,
						   .body = p->now.body,
						   .row = p->now.row,
						   .cell = p->now.cell,
						   .level = p->now.level,
						   .item = p->now.item };
		p->full = p->full || all->n > MARKUP_BLOCKS;
		p->line = true;
	}
	return &all->b[all->n - 1];
}

static void put(struct page *p, struct block *b, const char *s, size_t n, size_t where)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t at = (uint32_t)where;

		buf_byte(&p->text, (uint8_t)s[i]);
		buf_add(&p->where, &at, sizeof at);
	}
	b->linked += p->now.link ? n : 0;
}

static bool white(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The number of a footnote stands raised behind a word or a number: it is not part of either. But that of m² is. */
static bool is_note(const struct page *p, char c)
{
	struct str before = buf_text(&p->text);

	if (!p->now.note || !(digit(c) || c == '[' || c == '(' || c == '*'))
		return false;
	return !((c == '2' || c == '3') && p->line && p->blank == SIZE_MAX &&
		 (str_ends(before, S("m")) || str_ends(before, S("\xd0\xbc"))));
}

static size_t width(struct str s)
{
	size_t n = 1;

	while (n < s.len && ((uint8_t)s.s[n] & 0xc0) == 0x80)
		n++;
	return n;
}

static void text(struct page *p, size_t from, size_t to)
{
	size_t i = from, took;

	for (; i < to && !p->full && !p->now.unseen; i += took) {
		struct str rest = str_mem(p->source.s + i, to - i);
		char c[4];
		const char *s = c;
		struct block *b;
		size_t n;

		took = tag_entity(rest, c, &n);
		if (!took) {
			n = took = width(rest);
			s = rest.s;
		}
		if (n == 1 && white(*s)) {
			if (*s == '\n' && p->now.pre)
				end_line(p);
			else if (p->blank == SIZE_MAX)
				p->blank = i;
			continue;
		}
		if (n == 2 && memcmp(s, "\xc2\xad", 2) == 0)
			continue; /* a soft hyphen */
		if (is_note(p, *s)) {
			p->now.unseen = true;
			return;
		}
		p->now.note = false;
		b = open_line(p);
		if (p->blank != SIZE_MAX && p->text.len > b->from)
			put(p, b, " ", 1, p->blank);
		p->blank = SIZE_MAX;
		/* Of what stands there as it is, each byte has its own place. */
		for (size_t k = 0; k < n; k++)
			put(p, b, s + k, 1, s == c ? i : i + k);
	}
}

/* ---- elements ---- */

static void pop_to(struct page *p, size_t depth)
{
	p->now = p->open[depth].before;
	p->depth = depth;
}

/* Ends the innermost open element of these sorts, unless one of those stands before it. */
static void end_sort(struct page *p, unsigned sorts, unsigned stop)
{
	for (size_t i = p->depth; i-- > 0;) {
		if (p->open[i].sort & sorts) {
			pop_to(p, i);
			return;
		}
		if (p->open[i].sort & stop)
			return;
	}
}

/* What a start ends without saying so. */
static void end_implied(struct page *p, const char *name, unsigned sort)
{
	if (!(sort & SORT_INLINE))
		for (size_t i = p->depth; i-- > 0;) {
			if (p->open[i].sort & SORT_PARAGRAPH) {
				pop_to(p, i);
				break;
			}
			if (!(p->open[i].sort & SORT_INLINE))
				break;
		}
	if (sort & SORT_CELL)
		end_sort(p, SORT_CELL, SORT_TABLE | SORT_ROW);
	else if (sort & SORT_ROW)
		end_sort(p, SORT_ROW, SORT_TABLE);
	else if (sort & SORT_ITEM)
		end_sort(p, SORT_ITEM, SORT_LIST | SORT_TABLE | SORT_CELL);
	else if (is(name, "body"))
		end_sort(p, SORT_UNSEEN, 0);
}

static uint32_t region_of(struct page *p, bool strict, bool form)
{
	struct blocks *all = &p->blocks;

	all->region =
		arena_more(p->a, all->region, all->regions, &p->region_room, sizeof *all->region);
	all->region[all->regions] =
		(struct region){ .parent = p->now.region, .strict = strict, .form = form };
	return (uint32_t)all->regions++;
}

static bool aside_role(struct str role)
{
	static const struct str roles[] = { SC("navigation"),	 SC("banner"), SC("contentinfo"),
					    SC("complementary"), SC("search"), SC("dialog"),
					    SC("alertdialog") };

	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
		if (str_eq(role, roles[i]))
			return true;
	return false;
}

/* What the element that begins changes for its text. */
static void enter(struct page *p, const struct tag *t, unsigned sort)
{
	bool form = is(t->name, "form"), strict = (sort & SORT_ASIDE) && !form;
	bool body = (sort & SORT_BODY) || str_eq(t->prop, S("articleBody")) ||
		    str_eq(t->role, S("main")) || str_eq(t->role, S("article"));
	struct state *now = &p->now;

	now->unseen = now->unseen || (sort & SORT_UNSEEN) || (t->hidden && !(sort & SORT_PAGE));
	strict = strict || aside_role(t->role);
	if (strict || form ||
	    (!(sort & SORT_PAGE) && !body && (markup_aside(t->cls) || markup_aside(t->id))))
		now->region = region_of(p, strict, form);
	if (body)
		now->body = ++p->blocks.bodies;
	if (t->name[0] == 'h' && t->name[1] >= '1' && t->name[1] <= '6' && !t->name[2])
		now->level = (uint8_t)(t->name[1] - '0');
	if ((body || now->level == 1) && !now->unseen)
		for (uint32_t r = now->region; r && !p->blocks.region[r].holds;
		     r = p->blocks.region[r].parent)
			p->blocks.region[r].holds = true;
	now->link = now->link || (is(t->name, "a") && t->link);
	now->item = (now->item || (sort & SORT_ITEM)) && !(sort & SORT_TABLE);
	now->pre = now->pre || is(t->name, "pre");
	now->note = now->note || is(t->name, "sup");
	if (sort & SORT_ROW)
		now->row = ++p->rows;
	if (sort & SORT_CELL)
		now->cell = ++p->cells;
}

static void start(struct page *p, const struct tag *t)
{
	unsigned sort = sort_of(t->name);
	struct element *x;

	if (!(sort & SORT_INLINE)) {
		if (is(t->name, "br"))
			end_line(p);
		else
			end_block(p);
	} else if (is(t->name, "img") && p->blank == SIZE_MAX) {
		p->blank = t->from;
	}
	if (sort & SORT_VOID)
		return;
	end_implied(p, t->name, sort);
	if (p->depth == DEPTH)
		pop_to(p, DEPTH - 1);
	x = &p->open[p->depth++];
	memcpy(x->name, t->name, sizeof x->name);
	x->sort = sort;
	x->before = p->now;
	enter(p, t, sort);
}

static void end(struct page *p, const struct tag *t)
{
	unsigned sort = sort_of(t->name);

	if (!(sort & SORT_INLINE))
		end_block(p);
	for (size_t i = p->depth; i-- > 0;) {
		const struct element *x = &p->open[i];

		if (x->sort == sort && is(x->name, t->name)) {
			pop_to(p, i);
			return;
		}
		/* Letters in bold do not end a paragraph, nor a paragraph a table. */
		if (((sort & SORT_INLINE) && !(x->sort & SORT_INLINE)) ||
		    ((x->sort & (SORT_CELL | SORT_TABLE)) &&
		     !(sort & (SORT_CELL | SORT_ROW | SORT_TABLE | SORT_PAGE))) ||
		    ((x->sort & SORT_TABLE) && !(sort & SORT_PAGE)))
			return;
	}
}

/* ---- the article ---- */

static void join(struct page *p, struct str *out, const uint32_t **map)
{
	struct buf t = { .a = p->a }, m = { .a = p->a };
	const uint32_t *where = (const uint32_t *)(const void *)p->where.p;
	const struct blocks *all = &p->blocks;

	for (size_t i = 0; i < all->n; i++) {
		const struct block *b = &all->b[i];
		bool row =
			b->data && i + 1 < all->n && b[1].keep && b[1].data && b[1].row == b->row;
		struct str part = row ? S(" | ") : S("\n");

		if (!b->keep || b->to == b->from)
			continue;
		buf_add(&t, p->text.p + b->from, b->to - b->from);
		buf_str(&t, part);
		buf_add(&m, where + b->from, (b->to - b->from) * sizeof *where);
		for (size_t k = 0; k < part.len; k++)
			buf_add(&m, where + b->to - 1, sizeof *where);
	}
	*out = buf_text(&t);
	*map = (const uint32_t *)(const void *)m.p;
}

bool markup_is(struct str source)
{
	struct str s = str_trim(source);
	static const struct str begins[] = {
		SC("<!doctype html"), SC("<html"),    SC("<?xml"),    SC("<head"),
		SC("<body"),	      SC("<article"), SC("<div"),     SC("<!--"),
		SC("<meta"),	      SC("<p>"),      SC("<p "),      SC("<table"),
		SC("<title"),	      SC("<h1"),      SC("<section"), SC("<main"),
		SC("<frameset"),      SC("<script"),  SC("<style"),   SC("<span"),
		SC("<center"),	      SC("<form"),    SC("<ul"),      SC("<dl")
	};

	if (str_starts(s, S("\xef\xbb\xbf")))
		s = str_trim(str_from(s, 3));
	for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
		size_t k = 0;

		while (k < begins[i].len && k < s.len &&
		       (s.s[k] == begins[i].s[k] ||
			(s.s[k] >= 'A' && s.s[k] <= 'Z' && s.s[k] + 32 == begins[i].s[k])))
			k++;
		if (k == begins[i].len)
			return true;
	}
	return false;
}

bool markup_text(struct arena *a, struct str source, struct str *out, const uint32_t **map,
		 struct err *e)
{
	struct page *p = arena_alloc(a, sizeof *p);
	struct tags tags = { .source = source };
	struct tag t;

	*p = (struct page){
		.a = a, .source = source, .text = { .a = a }, .where = { .a = a }, .blank = SIZE_MAX
	};
	*out = S("");
	*map = NULL;
	if (source.len > MARKUP_BYTES)
		return err_set(e, ERR_REFUSED, "a page of %zu bytes; at most %zu are read",
			       source.len, MARKUP_BYTES);
	p->blocks.region = arena_more(a, NULL, 0, &p->region_room, sizeof *p->blocks.region);
	p->blocks.region[0] = (struct region){ 0 };
	p->blocks.regions = 1;
	for (t = tag_next(&tags); t.kind != TAG_NONE && !p->full; t = tag_next(&tags)) {
		if (t.kind == TAG_TEXT)
			text(p, t.from, t.to);
		else if (t.kind == TAG_START)
			start(p, &t);
		else
			end(p, &t);
	}
	end_block(p);
	if (p->full)
		return err_set(e, ERR_REFUSED, "a page of more than %d blocks of text",
			       MARKUP_BLOCKS);
	p->blocks.text = buf_text(&p->text);
	markup_choose(a, &p->blocks);
	join(p, out, map);
	return true;
}
