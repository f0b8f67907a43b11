/* Prints a sheet as the program reads it: xlsx_tool FILE [SHEET]. One cell a line: name, tab, text. */
#include <stdio.h>

#include "base/arena.h"
#include "base/os.h"
#include "base/xlsx.h"
#include "base/banned.h"

int main(int argc, char **argv)
{
	struct arena *a = arena_new(0);
	struct str bytes, sheet = { NULL, 0 };
	struct err e = { 0 };
	struct xlsx x;

	if (!a || argc < 2 || !os_read(a, argv[1], XLSX_MAX + 1, &bytes, &e))
		return 2;
	if (argc > 2)
		sheet = str_of(argv[2]);
	if (!xlsx_read(a, bytes, sheet, &x, &e)) {
		printf("%s%s%s%s%s\n", e.where, *e.where ? ": " : "", e.what, *e.want ? "; " : "",
		       e.want);
		arena_free(a);
		return e.kind == ERR_REFUSED ? 5 : 1;
	}
	printf("sheet\t%.*s\n", P(x.sheet));
	for (size_t i = 0; i < x.n; i++)
		for (size_t j = 0; j < x.rows[i].n; j++)
			if (x.rows[i].cells[j].len)
				printf("%.*s\t%.*s\n", P(xlsx_cell_name(a, x.rows[i].row, j)),
				       P(x.rows[i].cells[j]));
	arena_free(a);
	return 0;
}
