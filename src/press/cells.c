/* See cells.h. */
#include "press/cells.h"

#include <string.h>

#include "base/arena.h"
#include "press/decode.h"
#include "base/banned.h"

bool cells_of(struct arena *a, struct str name, struct str bytes, struct cells *out, struct err *e)
{
	struct decoded d;
	struct str head;

	*out = (struct cells){ .a = a, .mark = '\t' };
	if (!decode_bytes(a, bytes, &d, e))
		return within(e, "%.*s", P(name));
	if (!str_eq(d.encoding, S("UTF-8")) && !str_eq(d.encoding, S("UTF-16")))
		return err_set(e, ERR_REFUSED, "%.*s: its letters are in %.*s; save it as UTF-8",
			       P(name), P(d.encoding));
	if (memmem(d.text.s, d.text.len, "\xef\xbf\xbd", 3))
		return err_set(e, ERR_REFUSED,
			       "%.*s: some of its letters are no UTF-8; save it as UTF-8", P(name));
	out->rest = d.text;
	head = str_cut(&d.text, '\n');
	if (!memchr(head.s, '\t', head.len) && memchr(head.s, ';', head.len))
		out->mark = ';';
	else if (!memchr(head.s, '\t', head.len) && memchr(head.s, ',', head.len))
		out->mark = ',';
	return true;
}

/* A cell in quotation marks, those within it twice: *end goes behind it. False where it is none, but begins so. */
static bool quoted(const struct cells *t, struct str line, struct str *out, size_t *end)
{
	struct buf b = { .a = t->a };
	size_t i = 1;

	for (; i < line.len; i++) {
		if (line.s[i] == '"' && (i + 1 == line.len || line.s[i + 1] != '"'))
			break;
		buf_byte(&b, (uint8_t)line.s[i]);
		i += line.s[i] == '"';
	}
	if (i >= line.len)
		return false;
	i++;
	if (i < line.len && line.s[i] != t->mark)
		return false;
	*out = buf_text(&b);
	*end = i;
	return true;
}

static void split(struct cells *t, struct str line)
{
	t->n = 0;
	for (size_t i = 0; i < CELLS; i++)
		t->cell[i] = S("");
	while (line.s && t->n < CELLS) {
		struct str cell;
		size_t end;

		if (line.len && line.s[0] == '"' && quoted(t, line, &cell, &end)) {
			line = str_from(line, end);
			(void)str_cut(&line, t->mark);
		} else {
			cell = str_cut(&line, t->mark);
		}
		t->cell[t->n++] = str_trim(cell);
	}
}

bool cells_next(struct cells *t)
{
	while (t->rest.len) {
		struct str line = str_cut(&t->rest, '\n');

		t->line++;
		if (line.len && line.s[line.len - 1] == '\r')
			line.len--;
		split(t, line);
		for (size_t i = 0; i < t->n && !str_starts(t->cell[0], S("#")); i++)
			if (t->cell[i].len)
				return true;
	}
	return false;
}

static bool same(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if ((a.s[i] >= 'A' && a.s[i] <= 'Z' ? a.s[i] + 32 : a.s[i]) != b.s[i])
			return false;
	return true;
}

bool cells_named(const struct cells *t, const struct str *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (i >= t->n || !same(t->cell[i], names[i]))
			return false;
	return true;
}
