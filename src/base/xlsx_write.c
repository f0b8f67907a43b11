/*
 * Spreadsheets out (xlsx.h). The library writes to a path only: the file is made in memory and read
 * back, so that nothing half written stands anywhere.
 */
#include "base/xlsx.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/arena.h"
#include "base/time.h"
#include "base/banned.h"

#define EXACT	 (INT64_C(1) << 53)
#define SERIAL	 25569 /* of 1970-01-01 */
#define FIRST	 61    /* days before 1900-03-01 are counted wrongly by spreadsheets */
#define CELL_MAX 32767 /* characters, which are not more than the bytes */
#define WIDEST	 40

struct xlsx_out {
	struct arena *a;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *head, *day;
	int fd;
	size_t columns;
	size_t widths[XLSX_COLUMNS];
};

static void drop(void *p)
{
	struct xlsx_out *x = p;

	if (x->book)
		lxw_workbook_free(x->book);
	x->book = NULL;
	if (x->fd >= 0)
		(void)close(x->fd);
	x->fd = -1;
}

static bool begin(struct xlsx_out *x, const char *sheet, int64_t created, struct err *e)
{
	lxw_doc_properties properties = { .created = (time_t)created };
	char path[64];

	x->fd = memfd_create("sulh-xlsx", MFD_CLOEXEC);
	if (x->fd < 0)
		return err_sys(e, "write XLSX: make a file in memory");
	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", x->fd);
	x->book = workbook_new(path);
	if (!x->book)
		return err_set(e, ERR_FAILED, "write XLSX: out of memory");
	x->sheet = workbook_add_worksheet(x->book, sheet);
	x->head = workbook_add_format(x->book);
	x->day = workbook_add_format(x->book);
	if (!x->sheet || !x->head || !x->day)
		return err_set(e, ERR_FAILED, "write XLSX: a sheet called %s cannot be made",
			       sheet);
	format_set_bold(x->head);
	format_set_num_format(x->day, "yyyy-mm-dd");
	return workbook_set_properties(x->book, &properties) == LXW_NO_ERROR ||
	       err_set(e, ERR_FAILED, "write XLSX: the properties cannot be set");
}

struct xlsx_out *xlsx_new(struct arena *a, const char *sheet, int64_t created, struct err *e)
{
	struct xlsx_out *x = arena_alloc(a, sizeof *x);

	x->a = a;
	x->fd = -1;
	arena_defer(a, drop, x);
	return begin(x, sheet, created, e) ? x : NULL;
}

static bool put(struct xlsx_out *x, size_t row, size_t column, size_t width, lxw_error made,
		struct err *e)
{
	if (made != LXW_NO_ERROR || column >= XLSX_COLUMNS || row >= XLSX_ROWS)
		return err_set(e, ERR_REFUSED, "write XLSX: cell %.*s: %s",
			       P(xlsx_cell_name(x->a, row + 1, column)),
			       made != LXW_NO_ERROR ? lxw_strerror(made) : "outside of the sheet");
	if (width > x->widths[column])
		x->widths[column] = width < WIDEST ? width : WIDEST;
	if (column >= x->columns)
		x->columns = column + 1;
	return true;
}

static bool text(struct xlsx_out *x, size_t row, size_t column, struct str s, lxw_format *how,
		 struct err *e)
{
	if (s.len > CELL_MAX)
		return err_set(e, ERR_REFUSED,
			       "write XLSX: cell %.*s: a text of %zu bytes is more than a "
			       "spreadsheet's cell holds; take another form of file",
			       P(xlsx_cell_name(x->a, row + 1, column)), s.len);
	return put(x, row, column, s.len,
		   worksheet_write_string(x->sheet, (lxw_row_t)row, (lxw_col_t)column,
					  str_z(x->a, s), how),
		   e);
}

bool xlsx_put_head(struct xlsx_out *x, size_t row, size_t column, struct str s, struct err *e)
{
	return text(x, row, column, s, x->head, e);
}

bool xlsx_put_text(struct xlsx_out *x, size_t row, size_t column, struct str s, struct err *e)
{
	return text(x, row, column, s, NULL, e);
}

static bool number(struct xlsx_out *x, size_t row, size_t column, int64_t n, lxw_format *how,
		   struct err *e)
{
	return put(
		x, row, column, 10,
		worksheet_write_number(x->sheet, (lxw_row_t)row, (lxw_col_t)column, (double)n, how),
		e);
}

bool xlsx_put_number(struct xlsx_out *x, size_t row, size_t column, int64_t n, struct err *e)
{
	if (n > EXACT || n < -EXACT)
		return text(x, row, column, str_fmt(x->a, "%lld", (long long)n), NULL, e);
	return number(x, row, column, n, NULL, e);
}

bool xlsx_put_day(struct xlsx_out *x, size_t row, size_t column, int64_t day, struct err *e)
{
	if (day + SERIAL < FIRST)
		return text(x, row, column, day_text(x->a, day), NULL, e);
	return number(x, row, column, day + SERIAL, x->day, e);
}

bool xlsx_put_bool(struct xlsx_out *x, size_t row, size_t column, bool b, struct err *e)
{
	return put(x, row, column, 5,
		   worksheet_write_boolean(x->sheet, (lxw_row_t)row, (lxw_col_t)column, b, NULL),
		   e);
}

static bool read_back(struct xlsx_out *x, struct str *bytes, struct err *e)
{
	off_t size = lseek(x->fd, 0, SEEK_END);
	size_t n = size > 0 ? (size_t)size : 0, at = 0;
	uint8_t *p;

	if (!n)
		return err_set(e, ERR_FAILED, "write XLSX: nothing was written");
	p = arena_alloc(x->a, n);
	while (at < n) {
		ssize_t got = pread(x->fd, p + at, n - at, (off_t)at);

		if (got <= 0)
			return err_sys(e, "write XLSX: read the file in memory");
		at += (size_t)got;
	}
	*bytes = str_mem(p, n);
	return true;
}

bool xlsx_end(struct xlsx_out *x, size_t head, struct str *bytes, struct err *e)
{
	lxw_error made;
	bool ok;

	for (size_t i = 0; i < x->columns; i++)
		if (worksheet_set_column(x->sheet, (lxw_col_t)i, (lxw_col_t)i,
					 (double)(x->widths[i] + 2), NULL) != LXW_NO_ERROR)
			return err_set(e, ERR_FAILED, "write XLSX: column %zu", i + 1);
	worksheet_freeze_panes(x->sheet, (lxw_row_t)head, 0);
	made = workbook_close(x->book); /* frees the workbook, whatever came of it */
	x->book = NULL;
	/* It writes nowhere else. */
	ok = made == LXW_NO_ERROR
		     ? read_back(x, bytes, e)
		     : err_set(e, ERR_FAILED,
			       "write XLSX: %s; memory is out, or the disk of temporary files full",
			       lxw_strerror(made));
	drop(x);
	return ok;
}
