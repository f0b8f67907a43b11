/* Private to the commands that show figures: the rows of a day, signed where there is a bulletin of it. */
#ifndef SULH_CLI_SHEET_H
#define SULH_CLI_SHEET_H

#include "cli/cli.h"
#include "figure/count.h"

/* *number: that of the signed bulletin, 0 where the rows are as the log stands now. */
bool day_sheet(struct cli *c, struct reg *r, int64_t day, struct row **rows, size_t *n,
	       int64_t *number, struct err *e);

#endif
