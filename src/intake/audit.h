/*
 * Audit by lot (format.md, kind audit): a random seed of the auditor picks entries about persons, the centre opens them
 * before the auditor, and what was found is an entry that the auditor signs. It answers whether entries are people, as
 * far as officers' signatures and sealed records can.
 *
 * Drawn are the entries of the person kinds of all logs with the least SHA-256("sulh/audit/v1\0" || seed || leaf hash):
 * whoever has the public files and the seed draws the same. Those of erased persons are passed over, and counted.
 */
#ifndef SULH_INTAKE_AUDIT_H
#define SULH_INTAKE_AUDIT_H

#include "intake/commit.h"
#include "ledger/hash.h"

#define AUDIT_MAX 1000

struct audited {
	struct str log; /* name */
	int64_t log_id, seq;
	struct hash leaf, rank;
	bool erased;
	bool absent;	   /* it has no objects, and was not erased */
	const char *fault; /* what is wrong with it; NULL: nothing */
};

struct audit_result {
	int64_t drawn, opened, absent, faults, erased;
	uint8_t auditor[4]; /* the key of who was there */
};

/* The first of the lot up to `n` that are not erased, in the order of the lot; erased ones between them. ERR_REFUSED for a
 * seed that is the root of a log, at the size it has: that one is not random. */
bool audit_draw(struct reg *r, struct arena *a, const uint8_t seed[32], size_t n,
		struct audited **list, size_t *n_list, struct err *e);

/* Opens them: the objects are those of the seal, both are bound to the entry, as many officers as the act needs signed it
 * with keys that the log knows, and no two registrations are of one person. Each is an access_event of the reader with
 * purpose audit under this grant. */
bool audit_open(struct reg *r, struct arena *a, struct str reader, struct str grant,
		struct audited *list, size_t n, struct audit_result *out, struct refusals *why,
		struct err *e);

/* The auditor before whom it is opened, by his or her password, into x->auditor: who signs what was found. And whether this is
 * that officer, perhaps with a newer key. ERR_REFUSED where not. */
bool audit_before(struct reg *r, struct arena *a, struct str name, struct audit_result *x,
		  struct err *e);
bool audit_by(struct reg *r, struct arena *a, struct str name, const struct audit_result *x,
	      struct err *e);

/* A digest of a result, by which this register knows it again; through a key holder only for a reader who may audit.
 * And whether it is that of a result: ERR_FALSE where not. */
bool audit_mac(struct reg *r, struct arena *a, struct str reader, const uint8_t seed[32],
	       const struct audit_result *x, uint8_t mac[32], struct err *e);
bool audit_is(struct reg *r, struct arena *a, const uint8_t seed[32], const struct audit_result *x,
	      const uint8_t mac[32], struct err *e);

#endif
