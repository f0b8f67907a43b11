/* What is shown of somebody who was found by name: how he or she is written, and what agrees with whom one asked for, and differs. */
#ifndef SULH_CLI_FOUND_H
#define SULH_CLI_FOUND_H

#include "cli/cli.h"
#include "keyd/index.h"

/* The same; s == NULL where it is empty. */
struct str found_or_null(struct str s);

/* Compares field by field; `told`: how they agree besides, NULL: it is not known. */
void found_compare(struct cli *c, const struct index_query *asked, const struct names *x,
		   const struct about_told *told, struct about_found *out);

/* "Khalil Barakat, born 1970". */
struct str found_text(struct cli *c, const struct names *x);
/* Lines below it: what agrees and differs; other spellings. */
void found_say(struct cli *c, const struct about_found *f);
void found_say_documents(struct cli *c, const struct names *x);

/* Of a line of JSON: name, name_ar, name_la, born; agrees, differs, reason, points. */
void found_put_names(struct cli *c, struct buf *b, const struct names *x);
void found_put(struct cli *c, struct buf *b, const struct about_found *f);

#endif
