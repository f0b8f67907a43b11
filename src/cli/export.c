/* export: public records and the 3W table as files. */
#include <string.h>

#include "base/csv.h"
#include "base/os.h"
#include "base/xlsx.h"
#include "cli/commands.h"
#include "intake/export.h"
#include "base/banned.h"

#define SEALED_NOTE "positions are sealed; the place is public"

enum format { FORMAT_CSV, FORMAT_HXL, FORMAT_JSONL, FORMAT_GEOJSON, FORMAT_XLSX };
static const char *const format_names[] = { "csv", "hxl", "jsonl", "geojson", "xlsx" };

struct writing {
	struct cli *c;
	enum format format;
	bool tags;  /* a row of HXL tags below the header */
	bool lines; /* --json: each record as a line of the answer */
	const struct column *columns;
	char **keys; /* their names */
	size_t n, row;
	struct buf out;
	struct xlsx_out *book;
};

static void value_json(struct buf *b, const struct cell *x)
{
	switch (x->json.s ? CELL_NONE : x->type) {
	case CELL_NUMBER:
		json_int(b, x->n);
		break;
	case CELL_BOOL:
		json_bool(b, x->n);
		break;
	case CELL_TEXT:
	case CELL_DAY:
		json_str(b, x->text);
		break;
	case CELL_NONE:
		buf_str(b, x->json);
		break;
	}
}

/* The cells that hold something, by their columns. */
static void members(const struct writing *w, struct buf *b, const struct cell *cells)
{
	for (size_t i = 0; i < w->n; i++) {
		if (cells[i].type == CELL_NONE)
			continue;
		json_key(b, w->keys[i]);
		value_json(b, &cells[i]);
	}
}

static bool xlsx_cell(struct xlsx_out *x, size_t row, size_t column, const struct cell *cell,
		      struct err *e)
{
	switch (cell->type) {
	case CELL_NUMBER:
		return xlsx_put_number(x, row, column, cell->n, e);
	case CELL_DAY:
		return xlsx_put_day(x, row, column, cell->n, e);
	case CELL_BOOL:
		return xlsx_put_bool(x, row, column, cell->n, e);
	case CELL_TEXT:
		return xlsx_put_text(x, row, column, cell->text, e);
	case CELL_NONE:
		break;
	}
	return true;
}

static bool heads(struct writing *w, bool tags, struct err *e)
{
	for (size_t i = 0; i < w->n; i++) {
		struct str s = tags ? w->columns[i].tag : w->columns[i].name;

		if (!w->book)
			csv_put(&w->out, s);
		else if (s.len && !xlsx_put_head(w->book, w->row, i, s, e))
			return false;
	}
	if (!w->book)
		csv_put_end(&w->out);
	w->row++;
	return true;
}

static bool begin(void *p, const struct column *columns, size_t n, struct err *e)
{
	struct writing *w = p;

	w->columns = columns;
	w->n = n;
	w->keys = arena_array(w->c->a, n, sizeof *w->keys);
	for (size_t i = 0; i < n; i++)
		w->keys[i] = str_z(w->c->a, columns[i].name);
	if (w->lines || w->format == FORMAT_JSONL)
		return true;
	if (w->format == FORMAT_GEOJSON) {
		buf_str(&w->out, S("{\"type\":\"FeatureCollection\",\"features\":["));
		return true;
	}
	if (n > CSV_COLUMNS)
		return err_set(e, ERR_REFUSED, "export: more than %d columns", CSV_COLUMNS);
	return heads(w, false, e) && (!w->tags || heads(w, true, e));
}

static bool put_row(void *p, const struct cell *cells, size_t n, struct err *e)
{
	struct writing *w = p;
	struct buf *b = &w->out;

	if (w->lines) {
		members(w, cli_line(w->c, "record"), cells);
		cli_line_end(w->c);
	} else if (w->format == FORMAT_JSONL) {
		json_open(b, '{');
		members(w, b, cells);
		json_close(b, '}');
		buf_byte(b, '\n');
	} else if (w->format == FORMAT_GEOJSON) {
		buf_str(b, w->row ? S(",\n") : S("\n"));
		buf_str(b, S("{\"type\":\"Feature\",\"geometry\":null,\"properties\":{"));
		members(w, b, cells);
		json_put_text(b, "geometry_note", S(SEALED_NOTE));
		buf_str(b, S("}}"));
	} else {
		for (size_t i = 0; i < n; i++)
			if (!w->book)
				csv_put(b, cells[i].text);
			else if (!xlsx_cell(w->book, w->row, i, &cells[i], e))
				return false;
		if (!w->book)
			csv_put_end(b);
	}
	w->row++;
	return true;
}

/* The whole file is made before anything is written. */
static bool end(struct writing *w, struct str out, struct err *e)
{
	struct str bytes;

	if (w->format == FORMAT_GEOJSON && !w->lines)
		buf_str(&w->out, S("\n]}\n"));
	if (w->book && !xlsx_end(w->book, w->tags ? 2 : 1, &bytes, e))
		return false;
	if (!w->book)
		bytes = buf_text(&w->out);
	if (out.s)
		return os_write(str_z(w->c->a, out), bytes, 0644, e);
	if (!w->lines)
		buf_str(&w->c->out, bytes);
	return true;
}

static bool options(struct cli *c, struct writing *w, struct export *x, struct err *e)
{
	struct str format = cli_option(c, "format"), out = cli_option(c, "out");
	const size_t n = sizeof format_names / sizeof *format_names;
	size_t i = 0;

	while (format.s && i < n && !str_eq(format, str_of(format_names[i])))
		i++;
	if (i == n)
		return err_value(e, ERR_USAGE, S("format"), format,
				 "csv, hxl, jsonl, geojson or xlsx");
	w->format = (enum format)i;
	w->tags = w->format == FORMAT_HXL || cli_option(c, "tags").s;
	w->lines = c->json && !out.s;
	if (cli_option(c, "tags").s && (w->format == FORMAT_JSONL || w->format == FORMAT_GEOJSON))
		return err_set(e, ERR_USAGE, "export: --tags is for csv, hxl and xlsx");
	if ((w->format == FORMAT_XLSX || (w->lines && format.s)) && !out.s)
		return err_set(e, ERR_USAGE, "export: --format %s%s needs --out FILE",
			       format_names[w->format], w->lines ? " with --json" : "");
	x->split = w->tags;
	x->standing = cli_option(c, "standing").s;
	x->from = DAY_MIN;
	x->to = DAY_MAX;
	x->log = cli_option(c, "log");
	return cli_option_day(c, "from", &x->from, e) && cli_option_day(c, "to", &x->to, e);
}

static bool what(struct cli *c, struct export *x, bool *threew, struct err *e)
{
	if (c->n != 1)
		return err_set(e, ERR_USAGE, "export: give one kind of record, or 3w");
	*threew = str_eq(c->args[0], S("3w"));
	x->kind = *threew ? NULL : kind_by_name(c->args[0]);
	if (!*threew && !x->kind)
		return err_value(e, ERR_USAGE, S("kind"), c->args[0],
				 "a kind of record (see: sulh help KIND), or 3w");
	if (!x->kind)
		return true;
	switch (x->kind->form) {
	case FORM_PLACE:
	case FORM_PERSON:
	case FORM_WEAPON:
		break;
	case FORM_AS_DECISION:
		return err_set(
			e, ERR_USAGE,
			"export: no entry says that it is %s: it is published as a decision, "
			"or veiled where nothing public changes (see: sulh export decision)",
			x->kind->name);
	case FORM_VEILED:
	case FORM_PART:
		return err_set(e, ERR_USAGE,
			       "export: of %s nothing is public, not even which entries are of "
			       "this kind",
			       x->kind->name);
	}
	return true;
}

bool cli_export(struct cli *c, struct err *e)
{
	struct str out = cli_option(c, "out");
	struct writing w = { .c = c, .out = { .a = c->a } };
	struct export x = { .columns = begin, .row = put_row, .p = &w };
	bool threew;
	struct reg *r;

	if (!what(c, &x, &threew, e) || !options(c, &w, &x, e))
		return false;
	r = cli_register(c, false, e);
	if (!r)
		return false;
	if (w.format == FORMAT_XLSX) {
		w.book = xlsx_new(c->a, threew ? "3w" : x.kind->name, clock_now(&c->clock), e);
		if (!w.book)
			return false;
	}
	if (!(threew ? intake_export_3w : intake_export)(r, c->a, &x, e) || !end(&w, out, e))
		return within(e, "export %.*s", P(c->args[0]));
	json_put_int(&c->result, "records", (int64_t)x.rows);
	if (out.s)
		cli_say(c, "%zu records written to %.*s\n", x.rows, P(out));
	return true;
}
