/*
 * OUT/policy: whose signatures a publication rests on, after C2SP tlog-policy. One spelling:
 *
 *	log <vkey>              one for each log, in the order of their names; hq is among them
 *	witness <name> <vkey>   in the order of their names
 *	quorum none             or: quorum <name of a witness>
 */
#ifndef SULH_SYNC_POLICY_H
#define SULH_SYNC_POLICY_H

#include "base/err.h"
#include "ledger/note.h"

struct arena;

#define POLICY_MAX	 ((size_t)256 * 1024)
#define POLICY_LOGS	 1000 /* headquarters and centres 1..999 */
#define POLICY_WITNESSES (NOTE_SIGNATURES - 1)

struct policy_log {
	struct note_vkey vkey; /* its name is the log's origin */
	struct str name, operation;
};

struct policy_witness {
	struct str name; /* [a-z0-9-]{1,32}, not "none" */
	struct note_vkey vkey;
};

struct policy {
	struct policy_log *logs;
	size_t logs_n;
	struct policy_witness *witnesses;
	size_t witnesses_n;
	const struct policy_witness *quorum; /* NULL: none */
};

/* What is read is exactly what policy_text writes, of logs of one operation, each name and key once.
 * ERR_FALSE with the line otherwise. The texts live in `a`. */
bool policy_read(struct arena *a, struct str text, struct policy *p, struct err *e);
struct str policy_text(struct arena *a, const struct policy *p);

#endif
