/* Private to press*.c: reports as files. */
#ifndef SULH_CLI_PRESS_H
#define SULH_CLI_PRESS_H

#include "cli/commands.h"
#include "press/reuse.h"

#define PRESS_FILE ((size_t)16 << 20)

/* The texts of the files, and of the files in the folders, that are the arguments of the command; each is named after
 * its file, without the extension. Refused where there is none, or a file is too long. */
bool press_texts(struct cli *c, struct reuse_text **texts, size_t *n, struct err *e);

/* How many characters the first `bytes` of a text are; a byte that begins none counts as none. */
size_t press_characters(struct str text, size_t bytes);

#endif
