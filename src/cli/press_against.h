/* Private to press_compare.c. */
#ifndef SULH_CLI_PRESS_AGAINST_H
#define SULH_CLI_PRESS_AGAINST_H

#include "cli/cli.h"
#include "press/compare.h"

/* Holds all claims of reports whose day is known against the register of --data, and says what holds; adds to *flags
 * those that somebody should look at. */
bool press_against(struct cli *c, const struct compare_claim *claims, size_t claims_n,
		   int64_t *flags, struct err *e);

#endif
