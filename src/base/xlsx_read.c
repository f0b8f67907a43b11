/*
 * The parts of a workbook (xlsx.h): the workbook says which part is which sheet, styles which cells are
 * dates, shared strings hold the texts, and the sheet's part the rows.
 */
#include "base/xlsx.h"

#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/xlsx_value.h"
#include "base/xlsx_xml.h"
#include "base/banned.h"

#define STYLES	65536
#define FORMATS 4096
#define RELS	4096

struct rel {
	struct str id, type, target;
};

struct format {
	int64_t id;
	bool date;
};

struct book {
	struct arena *a;
	const struct xlsx_parts *from;
	struct str folder; /* of the workbook's part */
	struct str wanted; /* the sheet asked for; s == NULL: the first */
	struct rel *rels;
	size_t n_rels, rels_room;
	size_t sheets;
	struct str sheet, rel; /* of the sheet that is read */
	bool found, from_1904;
	struct str *texts;
	size_t n_texts, texts_room;
	struct format *formats;
	size_t n_formats, formats_room;
	bool *dates; /* by style */
	size_t n_styles, styles_room;
	bool in_styles; /* within cellXfs */
	size_t rich;	/* depth within what is no text of a cell: phonetic guides */
	struct xlsx *out;
	/* The row and cell that are read. */
	size_t rows_room, row, column, n_cells, cells;
	struct str line[XLSX_COLUMNS];
	struct str value, inlined;
	bool in_row, in_cell, formula;
	char type; /* s, i, S (text of a formula), b, n, e, d */
	size_t style;
};

struct str xlsx_cell_name(struct arena *a, size_t row, size_t column)
{
	char letters[8];
	size_t n = sizeof letters;

	for (column++; column && n; column = (column - 1) / 26)
		letters[--n] = (char)('A' + (column - 1) % 26);
	return str_fmt(a, "%.*s%zu", (int)(sizeof letters - n), letters + n, row);
}

static bool part(struct book *b, struct str name,
		 void (*open)(struct xml *x, const char *name, const char **attributes),
		 void (*close)(struct xml *x, const char *name), struct err *e)
{
	struct xml x = { .a = b->a, .part = name, .open = open, .close = close, .p = b, .e = e };
	struct str bytes;

	return b->from->get(b->from->p, b->a, name, &bytes, e) && xml_read(&x, bytes);
}

static void no_close(struct xml *x, const char *name)
{
	(void)x;
	(void)name;
}

static void open_rel(struct xml *x, const char *name, const char **at)
{
	struct book *b = x->p;
	struct str mode = xml_attribute(at, "TargetMode", false);

	if (strcmp(name, "Relationship") || (mode.s && str_eq(mode, S("External"))))
		return;
	if (b->n_rels == RELS) {
		xml_stop(x, "%.*s: more than %d relations", P(x->part), RELS);
		return;
	}
	b->rels = arena_more(b->a, b->rels, b->n_rels, &b->rels_room, sizeof *b->rels);
	b->rels[b->n_rels++] = (struct rel){
		str_dup(b->a, xml_attribute(at, "Id", false)),
		str_dup(b->a, xml_attribute(at, "Type", false)),
		str_dup(b->a, xml_attribute(at, "Target", false)),
	};
}

/* The relation whose type ends so (strict and transitional files name them differently), or with this id. */
static const struct rel *rel_find(const struct book *b, struct str type, struct str id)
{
	for (size_t i = 0; i < b->n_rels; i++)
		if (str_ends(b->rels[i].type, type) && (!id.s || str_eq(b->rels[i].id, id)))
			return &b->rels[i];
	return NULL;
}

/* What a target names: from the zip's root, or from the folder; ".." goes up. */
static struct str resolve(struct book *b, struct str folder, struct str target)
{
	struct buf to = { .a = b->a };

	if (str_starts(target, S("/")))
		target = str_from(target, 1);
	else
		buf_str(&to, folder);
	while (target.s) {
		struct str step = str_cut(&target, '/');

		if (str_eq(step, S(".."))) {
			to.len -= to.len > 0;
			while (to.len && to.p[to.len - 1] != '/')
				to.len--;
		} else if (step.len && !str_eq(step, S("."))) {
			buf_str(&to, step);
			if (target.s)
				buf_byte(&to, '/');
		}
	}
	return buf_text(&to);
}

static struct str folder_of(struct str path)
{
	size_t n = path.len;

	while (n && path.s[n - 1] != '/')
		n--;
	return str_mem(path.s, n);
}

static void open_sheet_name(struct xml *x, struct book *b, const char **at)
{
	struct str name = xml_attribute(at, "name", false), id = xml_attribute(at, "id", true),
		   state = xml_attribute(at, "state", false);
	bool hidden = state.s && !str_eq(state, S("visible"));

	if (++b->sheets > XLSX_SHEETS)
		xml_stop(x, "more than %d sheets", XLSX_SHEETS);
	if (b->found || (b->wanted.s ? !str_eq(name, b->wanted) : hidden))
		return;
	b->found = true;
	b->sheet = str_dup(b->a, name);
	b->rel = str_dup(b->a, id);
}

static void open_workbook(struct xml *x, const char *name, const char **at)
{
	struct book *b = x->p;
	struct str date;

	if (!strcmp(name, "sheet"))
		open_sheet_name(x, b, at);
	if (strcmp(name, "workbookPr") != 0)
		return;
	date = xml_attribute(at, "date1904", false);
	b->from_1904 = str_eq(date, S("1")) || str_eq(date, S("true"));
}

static void open_style(struct xml *x, const char *name, const char **at)
{
	struct book *b = x->p;
	struct str id = xml_attribute(at, "numFmtId", false);
	int64_t n = 0;

	if (!strcmp(name, "cellXfs"))
		b->in_styles = true;
	if (id.s && !int_parse(id, 0, INT32_MAX, &n))
		xml_stop(x, "%.*s: a format's number that is none", P(x->part));
	if (!strcmp(name, "numFmt") && b->n_formats < FORMATS) {
		b->formats = arena_more(b->a, b->formats, b->n_formats, &b->formats_room,
					sizeof *b->formats);
		b->formats[b->n_formats++] =
			(struct format){ n,
					 xlsx_date_code(xml_attribute(at, "formatCode", false)) };
	}
	if (strcmp(name, "xf") != 0 || !b->in_styles || b->n_styles == STYLES)
		return;
	b->dates = arena_more(b->a, b->dates, b->n_styles, &b->styles_room, sizeof *b->dates);
	b->dates[b->n_styles] = xlsx_date_id(n);
	for (size_t i = 0; i < b->n_formats; i++)
		if (b->formats[i].id == n)
			b->dates[b->n_styles] = b->formats[i].date;
	b->n_styles++;
}

static void close_style(struct xml *x, const char *name)
{
	struct book *b = x->p;

	if (!strcmp(name, "cellXfs"))
		b->in_styles = false;
}

/* Runs of one text follow each other; how a name is spoken is no part of it. */
static void open_text(struct xml *x, const char *name)
{
	struct book *b = x->p;

	b->rich += b->rich || !strcmp(name, "rPh");
	if (!strcmp(name, "si") || !strcmp(name, "is"))
		x->text.len = 0;
	x->keep = !b->rich && !strcmp(name, "t");
}

static struct str taken(struct xml *x)
{
	return xlsx_unescape(x->a, str_dup(x->a, buf_text(&x->text)));
}

static void open_shared(struct xml *x, const char *name, const char **at)
{
	(void)at;
	open_text(x, name);
}

static void close_shared(struct xml *x, const char *name)
{
	struct book *b = x->p;

	b->rich -= b->rich > 0;
	x->keep = false;
	if (strcmp(name, "si") != 0)
		return;
	if (b->n_texts == XLSX_CELLS) {
		xml_stop(x, "more than %zu texts", XLSX_CELLS);
		return;
	}
	b->texts = arena_more(b->a, b->texts, b->n_texts, &b->texts_room, sizeof *b->texts);
	b->texts[b->n_texts++] = taken(x);
}

/* As err_set with the cell's name. */
#define CELL(x, b, fmt, ...)                                      \
	xml_stop(x, "sheet %.*s, cell %.*s: " fmt, P((b)->sheet), \
		 P(xlsx_cell_name((b)->a, (b)->row, (b)->column)) __VA_OPT__(, ) __VA_ARGS__)

/* "B7" in the order of the rows and columns; XLSX_COLUMNS stands for any column beyond. */
static bool place(struct xml *x, struct book *b, struct str name)
{
	size_t column = 0, i = 0;
	int64_t row;

	for (; i < name.len && name.s[i] >= 'A' && name.s[i] <= 'Z'; i++)
		if (column <= XLSX_COLUMNS)
			column = column * 26 + (size_t)(name.s[i] - 'A' + 1);
	if (!i || !int_parse(str_from(name, i), 1, XLSX_ROWS, &row) || (size_t)row != b->row) {
		xml_stop(x, "sheet %.*s, row %zu: a cell that calls itself \"%.*s\"", P(b->sheet),
			 b->row, P(str_mem(name.s, name.len < 24 ? name.len : 24)));
		return false;
	}
	if (column - 1 < b->column) {
		CELL(x, b, "a cell that stands behind itself");
		return false;
	}
	b->column = column - 1;
	return true;
}

static char cell_type(struct str t)
{
	static const char *const names[] = { "s", "inlineStr", "str", "b", "n", "e", "d" };

	if (!t.s)
		return 'n';
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq(t, str_of(names[i])))
			return "siSbned"[i];
	return '\0';
}

static void open_cell(struct xml *x, struct book *b, const char **at)
{
	struct str name = xml_attribute(at, "r", false), style = xml_attribute(at, "s", false);
	int64_t n = 0;

	if (name.s && !place(x, b, name))
		return;
	b->in_cell = true;
	b->formula = false;
	b->value = b->inlined = (struct str){ NULL, 0 };
	b->type = cell_type(xml_attribute(at, "t", false));
	if (!b->type || (style.s && !int_parse(style, 0, STYLES, &n)))
		CELL(x, b, "a type or style that there is not");
	b->style = (size_t)n;
}

static void open_row(struct xml *x, struct book *b, const char **at)
{
	struct str number = xml_attribute(at, "r", false);
	int64_t n = (int64_t)b->row + 1;

	if (b->in_row || b->in_cell ||
	    (number.s && !int_parse(number, (int64_t)b->row + 1, XLSX_ROWS, &n)) ||
	    n > (int64_t)XLSX_ROWS) {
		xml_stop(x, "sheet %.*s: behind row %zu, a row that is out of order", P(b->sheet),
			 b->row);
		return;
	}
	b->row = (size_t)n;
	b->column = b->n_cells = 0;
	b->in_row = true;
	memset(b->line, 0, sizeof b->line);
}

static void open_sheet(struct xml *x, const char *name, const char **at)
{
	struct book *b = x->p;

	if (!strcmp(name, "row")) {
		open_row(x, b, at);
	} else if (!strcmp(name, "c") && b->in_row) {
		open_cell(x, b, at);
	} else if (b->in_cell) {
		open_text(x, name);
		b->formula |= !strcmp(name, "f");
		if (!strcmp(name, "v"))
			x->text.len = 0;
		x->keep |= !strcmp(name, "v");
	}
}

/* The number of a cell with a date's style is a day. */
static struct str number_of(struct xml *x, struct book *b)
{
	struct str day;

	if (b->style >= b->n_styles || !b->dates[b->style])
		return xlsx_number(b->a, b->value);
	if (xlsx_day(b->a, b->value, b->from_1904, &day))
		return day;
	CELL(x, b, "the number %.*s is no day", P(b->value));
	return S("");
}

static struct str shared(struct xml *x, struct book *b)
{
	int64_t n;

	if (int_parse(b->value, 0, (int64_t)b->n_texts - 1, &n))
		return b->texts[n];
	CELL(x, b, "a text that is not among the shared ones");
	return S("");
}

/* "2016-12-09T00:00:00" of strict files as "2016-12-09". */
static struct str iso_day(struct str s)
{
	struct str rest = s, day = str_cut(&rest, 'T');

	for (size_t i = 0; i < rest.len; i++)
		if (!strchr("0:.Z", rest.s[i]))
			return s;
	return day;
}

static struct str no_value(struct xml *x, struct book *b)
{
	if (b->formula)
		CELL(x, b,
		     "a formula without its value; open the file in a spreadsheet program "
		     "and save it");
	return S("");
}

static struct str value_of(struct xml *x, struct book *b)
{
	switch (b->value.s ? b->type : b->inlined.s ? 'i' : '0') {
	case 's':
		return shared(x, b);
	case 'i':
		return b->inlined.s ? b->inlined : b->value;
	case 'S':
		return xlsx_unescape(b->a, b->value);
	case 'b':
		return str_eq(b->value, S("1")) ? S("yes") : S("no");
	case 'd':
		return iso_day(b->value);
	case 'n':
		return b->value.len ? number_of(x, b) : no_value(x, b);
	case 'e':
		CELL(x, b, "the error %.*s instead of a value", P(b->value));
		return S("");
	default:
		return no_value(x, b);
	}
}

static void close_cell(struct xml *x, struct book *b)
{
	struct str v = value_of(x, b);

	b->in_cell = false;
	if (x->stopped)
		return;
	if (v.len && b->column >= XLSX_COLUMNS)
		CELL(x, b, "more than %d columns", XLSX_COLUMNS);
	else if (v.len)
		b->line[b->column] = v;
	if (v.len)
		b->n_cells = b->column + 1;
	b->column++;
}

/* Gaps count as cells: they take memory, too. */
static void close_row(struct xml *x, struct book *b)
{
	struct xlsx *out = b->out;

	b->in_row = false;
	b->cells += b->n_cells;
	if (!b->n_cells)
		return;
	if (b->cells > XLSX_CELLS) {
		xml_stop(x, "sheet %.*s, row %zu: more than %zu cells; divide the file",
			 P(b->sheet), b->row, XLSX_CELLS);
		return;
	}
	out->rows = arena_more(b->a, out->rows, out->n, &b->rows_room, sizeof *out->rows);
	out->rows[out->n++] =
		(struct xlsx_row){ b->row, arena_copy(b->a, b->line, b->n_cells * sizeof *b->line),
				   b->n_cells };
}

static void close_sheet(struct xml *x, const char *name)
{
	struct book *b = x->p;

	b->rich -= b->rich > 0;
	x->keep = false;
	if (!strcmp(name, "row") && b->in_row)
		close_row(x, b);
	else if (!b->in_cell)
		return;
	else if (!strcmp(name, "c"))
		close_cell(x, b);
	else if (!strcmp(name, "v"))
		b->value = str_dup(b->a, buf_text(&x->text));
	else if (!strcmp(name, "is"))
		b->inlined = taken(x);
}

/* A part that a workbook may be without. */
static bool maybe(bool ok, struct err *e)
{
	if (!ok && e->kind == ERR_NOTHING) {
		e->kind = ERR_NONE;
		return true;
	}
	return ok;
}

static bool find_workbook(struct book *b, struct err *e)
{
	const struct rel *r;
	struct str path, name;

	if (!part(b, S("_rels/.rels"), open_rel, no_close, e))
		return false;
	r = rel_find(b, S("/officeDocument"), (struct str){ NULL, 0 });
	if (!r)
		return err_set(e, ERR_REFUSED, "read XLSX: the file holds no workbook");
	path = resolve(b, S(""), r->target);
	b->folder = folder_of(path);
	name = str_from(path, b->folder.len);
	b->n_rels = 0;
	return part(b, path, open_workbook, no_close, e) &&
	       part(b, str_fmt(b->a, "%.*s_rels/%.*s.rels", P(b->folder), P(name)), open_rel,
		    no_close, e);
}

static bool read_sheet(struct book *b, struct err *e)
{
	const struct rel *texts = rel_find(b, S("/sharedStrings"), (struct str){ NULL, 0 }),
			 *styles = rel_find(b, S("/styles"), (struct str){ NULL, 0 }), *sheet;

	if (!b->found)
		return b->wanted.s ? err_value(e, ERR_REFUSED, S("sheet"), b->wanted,
					       "the name of a sheet of this file")
				   : err_set(e, ERR_REFUSED, "read XLSX: the file has no sheet");
	sheet = b->rel.s ? rel_find(b, S("/worksheet"), b->rel) : NULL;
	if (!sheet)
		return err_set(e, ERR_REFUSED, "read XLSX: the sheet %.*s holds no cells",
			       P(b->sheet));
	return (!texts ||
		maybe(part(b, resolve(b, b->folder, texts->target), open_shared, close_shared, e),
		      e)) &&
	       (!styles ||
		maybe(part(b, resolve(b, b->folder, styles->target), open_style, close_style, e),
		      e)) &&
	       part(b, resolve(b, b->folder, sheet->target), open_sheet, close_sheet, e);
}

bool xlsx_read_parts(struct arena *a, const struct xlsx_parts *from, struct str sheet,
		     struct xlsx *out, struct err *e)
{
	struct book *b = arena_alloc(a, sizeof *b);

	*out = (struct xlsx){ 0 };
	b->a = a;
	b->from = from;
	b->wanted = sheet;
	b->out = out;
	if (find_workbook(b, e) && read_sheet(b, e)) {
		out->sheet = b->sheet;
		return true;
	}
	if (e->kind == ERR_NOTHING)
		e->kind = ERR_REFUSED;
	return false;
}
