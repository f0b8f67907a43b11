/*
 * Which blocks of a page are the article. Paragraphs are, and what is short where paragraphs stand beside it; what is mostly links is
 * not, nor what stands in a part that is named as something else, nor what comes behind the one element that says it is
 * the article.
 */
#include "press/markup_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/banned.h"

#define LONG_BLOCK 80  /* bytes of a paragraph; shorter ones need company */
#define SENTENCE   30  /* bytes of one that ends with a mark */
#define CELL	   80  /* bytes of a cell of figures at most */
#define BEFORE	   8   /* short blocks before the first paragraph: place, date and agency */
#define BODY	   200 /* bytes of paragraphs in an element that is the article, at least */

/* Blocks from..to that are one paragraph, or one row of a table. */
struct unit {
	size_t from, to;
	size_t n, linked;
};

static bool ends_sentence(struct str s)
{
	static const struct str marks[] = { SC("."),
					    SC(":"),
					    SC("!"),
					    SC("?"),
					    SC("\""),
					    SC("\xc2\xbb"),
					    SC("\xd8\x9f"),
					    SC("\xdb\x94"),
					    SC("\xe2\x80\x9d"),
					    SC("\xe2\x80\x99"),
					    SC("\xe2\x80\xa6") };

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (str_ends(s, marks[i]))
			return true;
	return false;
}

static struct str text_of(const struct blocks *p, const struct block *b)
{
	return str_mem(p->text.s + b->from, b->to - b->from);
}

static bool one_unit(const struct block *x, const struct block *y)
{
	return (x->data && y->data && x->row == y->row) || x->group == y->group;
}

static struct unit unit_at(const struct blocks *p, size_t i)
{
	struct unit u = { .from = i };

	for (u.to = i; u.to < p->n && one_unit(&p->b[i], &p->b[u.to]); u.to++) {
		u.n += p->b[u.to].to - p->b[u.to].from;
		u.linked += p->b[u.to].linked;
	}
	return u;
}

static bool mostly_links(const struct unit *u)
{
	return u->linked * 2 > u->n;
}

/* Cells of one row, each a short text: figures. Tables that hold the page have long cells, or one in a row. */
static void find_rows(struct blocks *p)
{
	for (size_t i = 0, end; i < p->n; i = end) {
		bool data = p->b[i].row > 0;
		size_t cells = 1;

		for (end = i; end < p->n && p->b[end].row == p->b[i].row && p->b[i].row; end++) {
			const struct block *b = &p->b[end];

			data = data && b->to - b->from <= CELL &&
			       (end == i || b->cell != b[-1].cell);
			cells += end > i;
		}
		if (end == i)
			end++;
		for (size_t k = i; data && cells > 1 && k < end; k++)
			p->b[k].data = true;
	}
}

/* Whether a unit reads like a part of an article, seen alone. */
static bool solid(const struct blocks *p, const struct unit *u)
{
	if (!u->n || mostly_links(u) || p->b[u->from].data)
		return false;
	if (u->n >= LONG_BLOCK)
		return true;
	for (size_t i = u->from; i < u->to; i++)
		if (p->b[i].to - p->b[i].from >= SENTENCE && ends_sentence(text_of(p, &p->b[i])))
			return true;
	return false;
}

static void find_solid(struct blocks *p)
{
	struct unit u;

	for (size_t i = 0; i < p->n; i = u.to) {
		u = unit_at(p, i);
		if (!solid(p, &u))
			continue;
		for (size_t k = i; k < u.to; k++) {
			p->b[k].solid = true;
			p->region[p->b[k].region].solid += p->b[k].to - p->b[k].from;
		}
	}
}

/* Leaves out what stands in parts that are not the article by their names, unless the name cannot be right. */
static void leave_regions(struct blocks *p)
{
	size_t all = 0;

	p->region[0].in = true;
	for (size_t i = 0; i < p->regions; i++)
		all += p->region[i].strict ? 0 : p->region[i].solid;
	for (size_t i = 1; i < p->regions; i++) {
		struct region *r = &p->region[i];

		r->in = p->region[r->parent].in && !r->strict &&
			(r->holds || (r->form && r->solid * 2 >= all && r->solid));
	}
	for (size_t i = 0; i < p->n; i++) {
		p->b[i].gone = !p->region[p->b[i].region].in;
		p->b[i].solid = p->b[i].solid && !p->b[i].gone;
	}
}

/* Where one element says that it is the article and holds most of what is to be read, nothing behind it is. */
static void leave_behind(struct arena *a, struct blocks *p)
{
	size_t *size = arena_array(a, p->bodies + 1, sizeof *size), all = 0, last = 0;
	uint32_t best = 0;

	for (size_t i = 0; i < p->n; i++)
		if (p->b[i].solid) {
			size[p->b[i].body] += p->b[i].to - p->b[i].from;
			all += p->b[i].to - p->b[i].from;
		}
	for (uint32_t i = 1; i <= p->bodies; i++)
		if (size[i] > size[best] || !best)
			best = i;
	if (!best || size[best] < BODY || size[best] * 2 < all)
		return;
	for (size_t i = 0; i < p->n; i++)
		if (p->b[i].body == best)
			last = i;
	for (size_t i = last + 1; i < p->n; i++) {
		p->b[i].gone = true;
		p->b[i].solid = false;
	}
}

static bool link_heading(const struct block *b)
{
	return b->level > 1 && b->linked * 2 > b->to - b->from;
}

/* A heading that is a link, of which there are several, begins what leads to another article: it goes up to the next heading. */
static void leave_teasers(struct blocks *p)
{
	size_t count[7] = { 0 };
	bool begun = false, teaser = false;

	for (size_t i = 0; i < p->n; i++)
		if (!p->b[i].gone && link_heading(&p->b[i]))
			count[p->b[i].level]++;
	for (size_t i = 0; i < p->n; i++) {
		struct block *b = &p->b[i];

		if (b->gone)
			continue;
		if (b->level)
			teaser = begun && link_heading(b) && count[b->level] > 1;
		b->gone = teaser;
		b->solid = b->solid && !teaser;
		begun = begun || b->solid;
	}
}

/* Drops what is gone, so that what is beside each other stands beside each other. */
static void close_up(struct blocks *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (!p->b[i].gone && p->b[i].to > p->b[i].from)
			p->b[n++] = p->b[i];
	p->n = n;
}

/* Short ones stay where paragraphs stand beside them, and lists and tables between them or directly behind. */
static bool stays(const struct blocks *p, const struct unit *u, size_t first, size_t last)
{
	const struct block *b = &p->b[u->from], *before = u->from ? b - 1 : NULL;
	bool part = b->item || b->data;

	if (mostly_links(u))
		return false;
	if (b->level && u->from <= last)
		return true;
	if (u->from < first)
		return first - u->from <= BEFORE;
	if (part && u->from < last)
		return true;
	if (part && before && before->keep)
		return before->item || before->data || ends_sentence(text_of(p, before));
	return u->from < last && before && before->keep && (u->to == p->n || p->b[u->to].solid);
}

void markup_choose(struct arena *a, struct blocks *p)
{
	size_t first, last = 0;
	struct unit u;

	find_rows(p);
	find_solid(p);
	leave_regions(p);
	leave_behind(a, p);
	leave_teasers(p);
	close_up(p);
	first = p->n;
	for (size_t i = p->n; i-- > 0;)
		if (p->b[i].solid) {
			first = i;
			last = last ? last : i;
		}
	for (size_t i = 0; i < p->n; i = u.to) {
		bool keep;

		u = unit_at(p, i);
		keep = p->b[i].solid || stays(p, &u, first, last);
		for (size_t k = i; k < u.to; k++)
			p->b[k].keep = keep;
	}
}
