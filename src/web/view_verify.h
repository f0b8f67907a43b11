/* /verify: how a stranger checks all of it, the keys, the checkpoints, and what a check shows and does not. */
#ifndef SULH_WEB_VIEW_VERIFY_H
#define SULH_WEB_VIEW_VERIFY_H

#include "web/view.h"

struct verify_log {
	const struct fact_log *log;
	struct str checkpoint; /* as published */
};

struct verify_view {
	struct str policy, fingerprint; /* the file, and its SHA-256 in hex */
	const struct verify_log *logs;
	size_t n;
	size_t witnesses; /* that the policy names */
};

int verify_load(struct visit *v, const void **view, struct err *e);
void verify_json(struct buf *b, const struct visit *v, const void *view);

#endif
