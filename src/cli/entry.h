/* Printing entries: their public part, which is all that is ever printed. */
#ifndef SULH_CLI_ENTRY_H
#define SULH_CLI_ENTRY_H

#include "cli/cli.h"
#include "store/store.h"

bool entry_show(struct cli *c, const struct store_entry *x, struct err *e);

/* A figure row of a bulletin for people, aligned. */
struct row;
void rows_show(struct cli *c, const struct row *rows, size_t n);

#endif
