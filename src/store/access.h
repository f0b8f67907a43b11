/*
 * Who may read what is sealed, and who broke the glass: what later rules need of grants and openings, folded from the
 * objects c. Part of the projection.
 */
#ifndef SULH_STORE_ACCESS_H
#define SULH_STORE_ACCESS_H

#include "store/store.h"

struct store_access {
	/* GRANT; COMPLETED: ends one, `of` being its reference; GLASS: an opening without grant, by breaking the
	 * glass; SEEN: another officer looked at it, `of` being its draft. The numbers stand in objects c. */
	enum access_what {
		ACCESS_NONE,
		ACCESS_GRANT,
		ACCESS_COMPLETED,
		ACCESS_GLASS,
		ACCESS_SEEN,
		ACCESS_COUNT
	} what;
	uint8_t reader[4]; /* SEEN: who looked */
	struct str scope, purpose;
	int64_t at; /* GRANT: its last day; GLASS, SEEN: when it was, in seconds */
	struct str
		subject; /* 16 bytes, or empty: of nobody in particular; of who was erased part of the tag */
	struct str of;
	uint8_t draft[16]; /* not in c */
};
bool store_fold_access(struct store *s, const struct store_access *x, struct err *e);

/* The grant that is this entry; what is ACCESS_NONE where it is none. *ended: it was completed by one with
 * `of` as given. */
bool store_grant(struct store *s, struct arena *a, int64_t log, int64_t seq, struct str of,
		 struct store_access *out, bool *ended, struct err *e);
/* A broken glass, by the draft of its opening. *seen: by another officer. */
bool store_glass(struct store *s, struct arena *a, struct str draft, struct store_access *out,
		 bool *seen, struct err *e);
/* Whether this officer signed an act about this person. */
bool store_acted(struct store *s, struct str subject, const uint8_t kid[4], bool *yes,
		 struct err *e);

/* What is open: grants that were not completed (`log`, `seq` as of the entry, -1 where it is not cut), and broken glass
 * that no other officer looked at, oldest first. */
struct store_open_access {
	struct store_access x;
	int64_t log, seq;
};
bool store_open_grants(struct store *s, struct arena *a, struct store_open_access **list, size_t *n,
		       struct err *e);
bool store_open_glass(struct store *s, struct arena *a, struct store_open_access **list, size_t *n,
		      struct err *e);

/* When the glass was broken, each time, oldest first: seconds. */
bool store_glass_times(struct store *s, struct arena *a, int64_t **list, size_t *n, struct err *e);

#endif
