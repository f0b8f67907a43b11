/* Workbooks: as a zip, and each part of one by itself: the first byte says which. What is read is text
 * within the limits, in order, and every refusal says what is wrong. */
#include "base/xlsx.h"

#include <assert.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

/* A workbook of two sheets; one part comes from the input. */
static const struct {
	const char *name, *text;
} parts[] = {
	{ "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r='1'><c r='A1' "
				      "t='s'><v>0</v></c><c r='B1' s='1'><v>42713</v>"
				      "</c></row></sheetData></worksheet>" },
	{ "xl/sharedStrings.xml",
	  "<sst><si><t>one</t></si><si><r><t>t</t></r><r><t>wo</t></r></si></sst>" },
	{ "xl/styles.xml",
	  "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='yyyy-mm-dd'/></numFmts><cellXfs>"
	  "<xf numFmtId='0'/><xf numFmtId='164'/></cellXfs></styleSheet>" },
	{ "xl/workbook.xml",
	  "<workbook xmlns:r='r'><sheets><sheet name='a' sheetId='1' r:id='r1'/><sheet name='b' "
	  "sheetId='2' r:id='r2'/></sheets></workbook>" },
	{ "xl/_rels/workbook.xml.rels",
	  "<Relationships><Relationship Id='r1' Type='" TYPE
	  "worksheet' Target='worksheets/sheet1.xml'/>"
	  "<Relationship Id='r2' Type='" TYPE "worksheet' Target='/xl/worksheets/sheet1.xml'/>"
	  "<Relationship Id='r3' Type='" TYPE
	  "styles' Target='styles.xml'/><Relationship Id='r4' Type='" TYPE
	  "sharedStrings' Target='sharedStrings.xml'/></Relationships>" },
	{ "_rels/.rels", "<Relationships><Relationship Id='r1' Type='" TYPE
			 "officeDocument' Target='xl/workbook.xml'/></Relationships>" },
};
#define PARTS (sizeof parts / sizeof *parts)

struct input {
	size_t which;
	struct str bytes;
};

static bool get(void *p, struct arena *a, struct str name, struct str *bytes, struct err *e)
{
	const struct input *in = p;

	(void)a;
	for (size_t i = 0; i < PARTS; i++)
		if (str_eq(name, str_of(parts[i].name))) {
			*bytes = i == in->which ? in->bytes : str_of(parts[i].text);
			return true;
		}
	return err_set(e, ERR_NOTHING, "no such part");
}

static void judge(const struct xlsx *x)
{
	size_t last = 0;

	assert(x->n <= XLSX_ROWS);
	for (size_t i = 0; i < x->n; i++) {
		const struct xlsx_row *r = &x->rows[i];

		assert(r->row > last && r->row <= XLSX_ROWS && r->n && r->n <= XLSX_COLUMNS);
		assert(r->cells[r->n - 1].len);
		last = r->row;
		for (size_t j = 0; j < r->n; j++)
			assert(r->cells[j].len <= XLSX_TEXT && utf8_ok(r->cells[j]));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)256 * 1024 * 1024);
	struct input in = { size ? data[0] % (PARTS + 1) : 0,
			    str_mem(data + !!size, size - !!size) };
	const struct xlsx_parts from = { get, &in };
	struct err e = { 0 };
	struct xlsx x;
	bool ok;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	ok = in.which == PARTS
		     ? xlsx_read(a, in.bytes, (struct str){ NULL, 0 }, &x, &e)
		     : xlsx_read_parts(a, &from, size % 2 ? S("b") : (struct str){ NULL, 0 }, &x,
				       &e);
	if (ok)
		judge(&x);
	else
		assert(e.kind != ERR_NONE && e.kind != ERR_NOTHING && e.what[0]);
	arena_free(a);
	return 0;
}
