/*
 * Publishing: the folder that a stranger gets (format.md §5). Plain files, each byte covered by a signature
 * or a function of what is.
 *
 *   OUT/policy  OUT/<log>/{vkey,checkpoint,tile/...}  OUT/bulletin/<date>.json  OUT/definitions
 *   OUT/body/<hash>	figures of bulletins that are too long for their entry
 *   OUT/press.json	what the desk for the press has kept and found, where there is anything
 */
#ifndef SULH_SYNC_PUBLISH_H
#define SULH_SYNC_PUBLISH_H

#include "base/err.h"
#include "ledger/note.h"
#include "store/store.h"

/* A log to publish: who signs for it and the path of its high-water mark. */
struct publish_log {
	struct store_log log;
	struct note_signer by;
	const char *hwm;
};

/* Writes OUT (made if it is not there). Refuses a folder that holds anything else, a log behind its mark, a
 * database whose entries do not give its root. Interrupted at any point, running it again completes it. */
bool publish(struct store *s, struct arena *a, const char *out, const struct publish_log *logs,
	     size_t n, struct err *e);

#endif
