/* See tabs.h. */
#include "cli/tabs.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "base/banned.h"

#define FILE_MOST ((size_t)2 << 30)

bool tabs_open(struct arena *a, struct str path, const struct str *column, size_t columns,
	       struct tabs *out, struct err *e)
{
	assert(columns <= TABS_MOST);
	*out = (struct tabs){ .path = path, .columns = columns };
	memcpy(out->column, column, columns * sizeof *column);
	if (!cli_read(a, path, FILE_MOST, &out->rest, e))
		return false;
	if (str_starts(out->rest, S("\xef\xbb\xbf")))
		out->rest = str_from(out->rest, 3);
	return true;
}

size_t tabs_rows(const struct tabs *t)
{
	size_t n = 1;

	for (size_t i = 0; i < t->rest.len; i++)
		n += t->rest.s[i] == '\n';
	return n;
}

bool tabs_refuse(const struct tabs *t, size_t column, struct str value, const char *want,
		 struct err *e)
{
	if (column < t->columns) {
		struct str name = t->column[column];

		err_value(e, ERR_REFUSED, name, value, "%s", want);
		return err_at(e, "%.*s, row %zu, column %.*s", P(t->path), t->row, P(name));
	}
	err_value(e, ERR_REFUSED, S("column"), value, "%s", want);
	return err_at(e, "%.*s, row %zu, column %zu", P(t->path), t->row, column + 1);
}

bool tabs_row(struct tabs *t, struct str *cell, struct err *e)
{
	struct str line;

	e->kind = ERR_NONE;
	if (!t->rest.len)
		return false;
	line = str_cut(&t->rest, '\n');
	t->row++;
	if (line.len && line.s[line.len - 1] == '\r')
		line.len--;
	for (size_t i = 0; i < t->columns || line.s; i++) {
		struct str one = str_cut(&line, '\t');

		if (!utf8_ok(one))
			return tabs_refuse(t, i, S(""), "text in UTF-8; save the file as UTF-8", e);
		if (one.len && memchr(one.s, 0, one.len))
			return tabs_refuse(t, i, S(""), "text without NUL bytes", e);
		if (i < t->columns)
			cell[i] = one;
	}
	return true;
}
