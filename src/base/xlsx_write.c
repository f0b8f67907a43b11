/*
 * Spreadsheets out (xlsx.h). The library writes to a path only: the file is made in memory and read
 * back, so that nothing half written stands anywhere.
 */
#include "base/xlsx.h"

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/arena.h"
#include "base/late.h"
#include "base/time.h"
#include "base/banned.h"

/* clang-format off */
#define CALLS(X) \
	X(format_set_bold) X(format_set_num_format) X(lxw_strerror) X(workbook_add_format) \
	X(workbook_add_worksheet) X(workbook_close) X(workbook_new) X(workbook_set_properties) \
	X(worksheet_freeze_panes) X(worksheet_set_column) X(worksheet_write_boolean) \
	X(worksheet_write_number) X(worksheet_write_string)
/* clang-format on */
LATE(LATE_XLSXWRITER, CALLS)

#define EXACT	 (INT64_C(1) << 53)
#define SERIAL	 25569 /* of 1970-01-01 */
#define FIRST	 61    /* days before 1900-03-01 are counted wrongly by spreadsheets */
#define CELL_MAX 32767 /* characters, which are not more than the bytes */
#define WIDEST	 40

/* A cell: a text, or a number shown as `how` says. */
struct cell {
	lxw_row_t row;
	lxw_col_t column;
	enum { AS_TEXT, AS_HEAD, AS_NUMBER, AS_DAY, AS_BOOL } how;
	const char *text;
	double number;
};

struct xlsx_out {
	struct arena *a;
	const char *name;
	int64_t created;
	int fd;
	size_t columns;
	size_t widths[XLSX_COLUMNS];
	struct buf cells;
};

static void drop(void *p)
{
	struct xlsx_out *x = p;

	if (x->fd >= 0)
		(void)close(x->fd);
	x->fd = -1;
}

struct xlsx_out *xlsx_new(struct arena *a, const char *sheet, int64_t created, struct err *e)
{
	struct xlsx_out *x = arena_alloc(a, sizeof *x);

	*x = (struct xlsx_out){ .a = a, .created = created, .cells = { .a = a } };
	x->name = str_z(a, str_of(sheet));
	x->fd = memfd_create("sulh-xlsx", MFD_CLOEXEC);
	if (x->fd < 0)
		return err_sys(e, "write XLSX: make a file in memory"), NULL;
	arena_defer(a, drop, x);
	return x;
}

static bool put(struct xlsx_out *x, size_t row, size_t column, size_t width, struct cell cell,
		struct err *e)
{
	if (column >= XLSX_COLUMNS || row >= XLSX_ROWS)
		return err_set(e, ERR_REFUSED, "write XLSX: cell %.*s: outside of the sheet",
			       P(xlsx_cell_name(x->a, row + 1, column)));
	cell.row = (lxw_row_t)row;
	cell.column = (lxw_col_t)column;
	buf_add(&x->cells, &cell, sizeof cell);
	if (width > x->widths[column])
		x->widths[column] = width < WIDEST ? width : WIDEST;
	if (column >= x->columns)
		x->columns = column + 1;
	return true;
}

static bool text(struct xlsx_out *x, size_t row, size_t column, struct str s, bool head,
		 struct err *e)
{
	if (s.len > CELL_MAX)
		return err_set(e, ERR_REFUSED,
			       "write XLSX: cell %.*s: a text of %zu bytes is more than a "
			       "spreadsheet's cell holds; take another form of file",
			       P(xlsx_cell_name(x->a, row + 1, column)), s.len);
	return put(x, row, column, s.len,
		   (struct cell){ .how = head ? AS_HEAD : AS_TEXT, .text = str_z(x->a, s) }, e);
}

bool xlsx_put_head(struct xlsx_out *x, size_t row, size_t column, struct str s, struct err *e)
{
	return text(x, row, column, s, true, e);
}

bool xlsx_put_text(struct xlsx_out *x, size_t row, size_t column, struct str s, struct err *e)
{
	return text(x, row, column, s, false, e);
}

bool xlsx_put_number(struct xlsx_out *x, size_t row, size_t column, int64_t n, struct err *e)
{
	if (n > EXACT || n < -EXACT)
		return text(x, row, column, str_fmt(x->a, "%lld", (long long)n), false, e);
	return put(x, row, column, 10, (struct cell){ .how = AS_NUMBER, .number = (double)n }, e);
}

bool xlsx_put_day(struct xlsx_out *x, size_t row, size_t column, int64_t day, struct err *e)
{
	if (day + SERIAL < FIRST)
		return text(x, row, column, day_text(x->a, day), false, e);
	return put(x, row, column, 10,
		   (struct cell){ .how = AS_DAY, .number = (double)(day + SERIAL) }, e);
}

bool xlsx_put_bool(struct xlsx_out *x, size_t row, size_t column, bool b, struct err *e)
{
	return put(x, row, column, 5, (struct cell){ .how = AS_BOOL, .number = b }, e);
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

static lxw_error put_cell(lxw_worksheet *sheet, lxw_format *head, lxw_format *day,
			  const struct cell *c)
{
	if (c->how == AS_BOOL)
		return lib.worksheet_write_boolean(sheet, c->row, c->column, c->number != 0, NULL);
	if (c->how == AS_TEXT || c->how == AS_HEAD)
		return lib.worksheet_write_string(sheet, c->row, c->column, c->text,
						  c->how == AS_HEAD ? head : NULL);
	return lib.worksheet_write_number(sheet, c->row, c->column, c->number,
					  c->how == AS_DAY ? day : NULL);
}

static lxw_error fill(lxw_workbook *book, const struct xlsx_out *x, size_t head)
{
	lxw_doc_properties properties = { .created = (time_t)x->created };
	lxw_worksheet *sheet = lib.workbook_add_worksheet(book, x->name);
	lxw_format *bold = lib.workbook_add_format(book), *day = lib.workbook_add_format(book);
	const struct cell *list = (const struct cell *)(const void *)x->cells.p;
	lxw_error made = sheet && bold && day ? lib.workbook_set_properties(book, &properties)
					      : LXW_ERROR_MEMORY_MALLOC_FAILED;

	if (made != LXW_NO_ERROR)
		return made;
	lib.format_set_bold(bold);
	lib.format_set_num_format(day, "yyyy-mm-dd");
	for (size_t i = 0; i < x->cells.len / sizeof *list && made == LXW_NO_ERROR; i++)
		made = put_cell(sheet, bold, day, &list[i]);
	for (size_t i = 0; i < x->columns && made == LXW_NO_ERROR; i++)
		made = lib.worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i,
						(double)(x->widths[i] + 2), NULL);
	lib.worksheet_freeze_panes(sheet, (lxw_row_t)head, 0);
	return made;
}

/* What the library says of it. */
static lxw_error make(const struct xlsx_out *x, size_t head)
{
	lxw_workbook *book;
	lxw_error made;
	char path[64];

	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", x->fd);
	book = lib.workbook_new(path);
	if (!book)
		return LXW_ERROR_MEMORY_MALLOC_FAILED;
	made = fill(book, x, head);
	return made == LXW_NO_ERROR ? lib.workbook_close(book) : made;
}

/* The library does not look whether there is memory, and dies where there is none: so it works in a process of its own, which
 * has nothing to lose. */
static bool apart(const struct xlsx_out *x, size_t head, struct err *e)
{
	pid_t child, done;
	int status = 0;

	if (!late_load(&lib_late, e))
		return false;
	child = fork();
	if (!child)
		_exit((int)make(x, head));
	if (child < 0)
		return err_sys(e, "write XLSX: start a process that puts the file together");
	do
		done = waitpid(child, &status, 0);
	while (done < 0 && errno == EINTR);
	if (done < 0)
		return err_sys(e, "write XLSX: wait for the file");
	if (!WIFEXITED(status))
		return err_set(
			e, ERR_FAILED,
			"write XLSX: the file could not be put together (signal %d): memory is "
			"out; take another form of file",
			WTERMSIG(status));
	return !WEXITSTATUS(status) ||
	       err_set(e, ERR_FAILED,
		       "write XLSX: %s; memory is out, or the disk of temporary files full",
		       lib.lxw_strerror((lxw_error)WEXITSTATUS(status)));
}

bool xlsx_end(struct xlsx_out *x, size_t head, struct str *bytes, struct err *e)
{
	bool ok = apart(x, head, e) && read_back(x, bytes, e);

	drop(x);
	return ok;
}
