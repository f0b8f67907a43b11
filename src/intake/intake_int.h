/* Private to intake/: the register as rules see it, and sealing. */
#ifndef SULH_INTAKE_INT_H
#define SULH_INTAKE_INT_H

#include "intake/commit.h"
#include "rule/decide.h"

/* A view of earlier records for one log. A machine's error on the way is kept in `e`; whoever used the
 * view looks at e.kind afterwards. */
struct view {
	struct reg *r;
	struct arena *a;
	int64_t log, hq;
	struct rec_view v;
	struct resolver res;
	struct err e;
};

/* In place: the view holds pointers to itself. False on a machine's error. */
bool view_init(struct view *w, struct reg *r, struct arena *a, const struct store_log *log,
	       struct err *e);

/* The common sealed fields of a record, and what its objects are made of. */
struct sealing {
	const struct draft *d;
	const struct store_log *log;
	struct entry *x;
	int64_t now;
	uint8_t operator[4];
	uint8_t draft[16];
	struct str event; /* acts about a person: event, step, subject */
	int64_t step;
	uint8_t subject[16];
	const struct officer_key *keys;
	size_t n_keys;
	struct str c, s; /* out */
};

/* Makes c (and s), sets the entry's seal or id and its signatures. */
bool seal_record(struct reg *r, struct arena *a, struct sealing *w, struct err *e);

/* The body of an object c about a person: the act, and the head it is bound to. Views into the bytes. False with
 * in->wrong where it is none. */
struct read;
bool seal_body_read(struct read *in, struct store_act *out, struct str *head);

/* What rebuild reads back from an object c about a person. */
bool seal_read_act(struct reg *r, struct arena *a, const struct store_log *log,
		   const struct entry *x, struct str c, struct store_act *out, struct err *e);

/* An idempotency key with what was recorded under it, both under a key of the keyring (once.c). */
struct once {
	bool used;
	uint8_t idem[32], content[32];
};
/* Fills *o; where the key was used for the same record, *out says as what it was accepted. Refuses a
 * key that was used for another record. */
bool once_recall(struct reg *r, struct arena *a, const struct draft *d, struct once *o,
		 struct receipt *out, struct refusals *why, struct err *e);
bool once_add(struct reg *r, const struct once *o, const struct receipt *receipt, struct err *e);

/* What shows that a draft was accepted by whoever had the passphrase, and not changed since. */
void draft_mac(struct reg *r, struct arena *a, const struct store_draft *d, uint8_t mac[32]);

/* Refuses a clock that runs behind what is recorded already. */
bool clock_ahead(struct reg *r, int64_t now, struct err *e);

#endif
