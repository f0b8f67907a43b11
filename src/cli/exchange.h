/* Private to exchange*.c. */
#ifndef SULH_CLI_EXCHANGE_H
#define SULH_CLI_EXCHANGE_H

#include "cli/cli.h"

/* Reads the index key of another register from the file in which it was handed over. ERR_FALSE where it is none. */
bool exchange_key_of(struct cli *c, struct str file, uint8_t recipient[32], struct err *e);

#endif
