/* What several commands share: recording one thing, printing entries' public part and figures' rows. */
#ifndef SULH_CLI_ENTRY_H
#define SULH_CLI_ENTRY_H

#include "cli/cli.h"
#include "store/store.h"

struct draft;
struct receipt;
struct reg;
struct row;

/* Records the draft with the fields of args[0..n) ("name=value") and of --as, --log; --dry-run keeps
 * nothing. Opens the register where `r` is NULL. */
bool record_add(struct cli *c, struct reg *r, struct draft *d, const struct str *args, size_t n,
		struct err *e);

bool entry_show(struct cli *c, const struct store_entry *x, struct err *e);

/* A figure row of a bulletin for people, aligned. */
void rows_show(struct cli *c, const struct row *rows, size_t n);

/* Why a restatement is owed of the last bulletin, because files were merged or taken apart since, and from which day on; why->s ==
 * NULL: none is. (cli/bulletin.c) */
bool merges_owed(struct cli *c, struct reg *r, struct str *why, int64_t *since, struct err *e);

/* What stands for a record that was accepted: its draft's number, and the digest by which it is found later. */
void record_accepted(struct cli *c, const struct receipt *r);

#endif
