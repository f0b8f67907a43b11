/*
 * What is sent to a command of the API (api.h): {"args": [...], "fields": {...}, "options": {...}}, as arguments and options that
 * the command line would have given it.
 */
#ifndef SULH_CLI_API_BODY_H
#define SULH_CLI_API_BODY_H

#include "cli/cli.h"

#define API_PREFIX "/api/v1"
#define API_ARGS   256 /* arguments and fields together, at most */

/* Whether an option may come over the API: one that names a file would be one of the server. */
bool api_takes(const struct option *o);

/* Adds to the arguments and options of c, whose command is c->command and whose args have room for API_ARGS. An empty body is {}.
 * ERR_USAGE for anything else, for an option that the command does not have or api_takes refuses, and for a field name with "=". */
bool api_body(struct cli *c, struct str body, struct err *e);

#endif
