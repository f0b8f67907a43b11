/* Help, manual page, completion: all from the tables of commands and kinds. */
#ifndef SULH_CLI_HELP_H
#define SULH_CLI_HELP_H

#include "cli/cli.h"

bool help_all(struct cli *c);
bool help_command(struct cli *c, const struct command *command);
bool help_version(struct cli *c);
bool cli_help(struct cli *c, struct err *e);

#endif
