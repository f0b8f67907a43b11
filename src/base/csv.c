/* See csv.h. */
#include "base/csv.h"

#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "base/banned.h"

struct csv csv_of(struct str text)
{
	if (str_starts(text, S("\xef\xbb\xbf")))
		text = str_from(text, 3);
	return (struct csv){ text, 0, ',' };
}

static const char marks[] = { ',', ';', '\t', '|' };

/* What a text has most of up to the end of its first line, outside quotes. */
static char most_of(struct str text)
{
	size_t n[sizeof marks] = { 0 }, best = 0;
	bool inside = false;

	for (size_t i = 0; i < text.len && (inside || text.s[i] != '\n'); i++) {
		inside ^= text.s[i] == '"';
		for (size_t k = 0; k < sizeof marks; k++)
			n[k] += text.s[i] == marks[k] && !inside;
	}
	for (size_t k = 1; k < sizeof marks; k++)
		best = n[k] > n[best] ? k : best;
	return marks[best];
}

struct csv csv_of_any(struct str text)
{
	struct csv c = csv_of(text);
	struct str start = str_trim(c.rest), rest = start, line = str_trim(str_cut(&rest, '\n'));

	c.between = most_of(start);
	if (line.len != 5 || !str_starts(line, S("sep=")) || !rest.s ||
	    !memchr(marks, line.s[4], sizeof marks))
		return c;
	for (const char *p = c.rest.s; p < rest.s; p++)
		c.row += *p == '\n';
	c.between = line.s[4];
	c.rest = str_mem(rest.s, (size_t)(c.rest.s + c.rest.len - rest.s));
	return c;
}

static bool bad(struct csv *c, size_t column, struct err *e, const char *why)
{
	err_set(e, ERR_REFUSED, "read CSV: %s", why);
	return err_at(e, "row %zu, column %zu", c->row, column + 1);
}

static bool take(struct csv *c, char ch)
{
	if (!c->rest.len || c->rest.s[0] != ch)
		return false;
	c->rest = str_from(c->rest, 1);
	return true;
}

static bool line_end(struct csv *c)
{
	if (!c->rest.len)
		return true;
	if (str_starts(c->rest, S("\r\n"))) {
		c->rest = str_from(c->rest, 2);
		return true;
	}
	return take(c, '\n');
}

static bool quoted(struct csv *c, struct arena *a, struct str *cell)
{
	struct buf b = { .a = a };

	for (;;) {
		const char *q = c->rest.len ? memchr(c->rest.s, '"', c->rest.len) : NULL;
		size_t n;

		if (!q)
			return false;
		n = (size_t)(q - c->rest.s);
		buf_add(&b, c->rest.s, n);
		c->rest = str_from(c->rest, n + 1);
		if (!take(c, '"'))
			break;
		buf_byte(&b, '"');
	}
	*cell = buf_text(&b);
	return true;
}

static struct str plain(struct csv *c)
{
	size_t n = 0;
	struct str s = c->rest;

	while (n < s.len && s.s[n] != c->between && s.s[n] != '\n' && s.s[n] != '\r' &&
	       s.s[n] != '"')
		n++;
	c->rest = str_from(s, n);
	return str_mem(s.s, n);
}

bool csv_row(struct csv *c, struct arena *a, struct str cells[CSV_COLUMNS], size_t *n,
	     struct err *e)
{
	e->kind = ERR_NONE;
	do {
		if (!c->rest.len)
			return false;
		c->row++;
	} while (line_end(c));
	for (*n = 0;; (*n)++) {
		if (*n == CSV_COLUMNS)
			return bad(c, *n, e, "more than 200 columns");
		if (take(c, '"')) {
			if (!quoted(c, a, &cells[*n]))
				return bad(c, *n, e, "a quote is opened and never closed");
		} else {
			cells[*n] = plain(c);
		}
		if (cells[*n].len > CSV_CELL)
			return bad(c, *n, e, "a cell longer than 65,536 bytes");
		if (!utf8_ok(cells[*n]))
			return bad(c, *n, e, "text that is not UTF-8; save the file as UTF-8");
		if (take(c, c->between))
			continue;
		if (line_end(c))
			break;
		return bad(c, *n, e, "a quote inside a cell, or text behind a closing quote");
	}
	(*n)++;
	return true;
}

void csv_put(struct buf *b, struct str cell)
{
	bool quote = str_starts(cell, S("\xef\xbb\xbf")); /* else it would be taken for a mark */

	if (b->len && b->p[b->len - 1] != '\n')
		buf_byte(b, ',');
	for (size_t i = 0; i < cell.len; i++)
		quote |= cell.s[i] == ',' || cell.s[i] == '"' || cell.s[i] == '\n' ||
			 cell.s[i] == '\r';
	/* An empty first cell is quoted, so that the next call sees that a cell stands there. */
	quote |= !cell.len && (!b->len || b->p[b->len - 1] == '\n');
	if (!quote) {
		buf_str(b, cell);
		return;
	}
	buf_byte(b, '"');
	for (size_t i = 0; i < cell.len; i++) {
		if (cell.s[i] == '"')
			buf_byte(b, '"');
		buf_byte(b, (uint8_t)cell.s[i]);
	}
	buf_byte(b, '"');
}

void csv_put_end(struct buf *b)
{
	buf_str(b, S("\r\n"));
}
