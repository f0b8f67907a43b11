/*
 * Names among the operations of keys.h: what is kept of persons in the index of the keyring, and finding them by
 * it. How much of each bucket's file counts, the register's database says.
 */
#ifndef SULH_KEYD_KEYS_NAMES_H
#define SULH_KEYD_KEYS_NAMES_H

#include "keyd/index.h"
#include "keyd/keys.h"

/* Adds records (at most KEYS_NAMES) of one bucket behind the first *upto bytes of its file; *upto is what counts
 * then, 0 where the file is lost: nothing was added, it has to be made anew. At *upto 0 it begins the file.
 * `sync`: durable when it returns. */
#define KEYS_NAMES 1000
bool keys_names_add(struct keys *k, uint8_t bucket, uint64_t *upto, const struct index_record *list,
		    size_t n, bool sync, struct err *e);

/* The same of objects s, of registrations and corrections, which are opened where the keys are and do not come
 * out. */
struct keys_naming {
	uint8_t subject[16];
	struct str case_no, object;
};
bool keys_names_read(struct keys *k, uint8_t bucket, uint64_t *upto, const struct keys_naming *list,
		     size_t n, struct err *e);

/* Files of the index that are lost, by bucket: nothing was answered then. */
struct keys_lost {
	bool any, is[256];
};

/* Who asks, and why: for the journal, before anything is released. */
struct keys_reader {
	struct str officer; /* empty: whoever has the passphrase */
	struct str purpose; /* a code of access_event.purpose */
};

/* At most `max` (KEYS_HITS) persons who answer to a name, best first. Where files are lost: which, and nobody. Whose record is
 * apart (keys_apart) only a protection officer is shown; `apart`: there is such a one, where the purpose is duplicate. Each different person who is shown counts (KEYS_SHOWN_HOUR); `near`: of this officer soon too many. Where
 * more than five agree in one word alone, and no birth is asked for, they are left out; ERR_REFUSED where that is all, and as
 * index_query. */
#define KEYS_HITS 100
struct keys_found {
	struct keys_lost lost;
	bool more, apart, near;
	struct index_hit *hits;
	size_t n;
};
bool keys_find(struct keys *k, struct arena *a, const struct keys_reader *by,
	       const struct index_asked *asked, size_t max, const uint64_t upto[256],
	       struct keys_found *out, struct err *e);

/* Whether other registrations were searched for somebody who is to be registered, and who has the same name.
 *
 * `looked`: an officer among `kids`, or one who is signed in with whoever asks, looked for one of these names, as they are, since
 * that time (eight days back at most), and saw who answered; or nobody does whom neither another five years of birth nor
 * another day of the year tell apart. `same`: who is a strong answer, or has a name of the same words and may be born in the same year (KEYS_SAME at most;
 * `more`: there are others); nobody of the case itself. `score` and `agrees` are those of index_hit. `waits`: it is one of `waiting`, of the transaction
 * that is under way: those given now are kept, with `waited` that were given before, until one begins with none.
 * That somebody answers, to who did not look, and that somebody has the same name, is journalled as a search by the first of
 * `kids`, within the rate of searches; where it `tells`, each who has it but children as shown to that officer, and counts
 * (KEYS_SHOWN_HOUR). ERR_LOCKED, ERR_REFUSED where that officer may not look. Where files are lost: which, and
 * nothing else. */
#define KEYS_SAME 64
struct keys_search {
	const uint8_t *subject; /* of the case; NULL: a new one */
	struct str body; /* as of index_record: beside what is known of the subject; may be empty */
	const uint8_t (*kids)[4];
	size_t n_kids;
	int64_t since; /* seconds since 1970 */
	bool claims;   /* it is said that somebody looked; else `looked` is false */
	bool tells;    /* whoever asks is told who it is */
	const struct index_record *waiting; /* of any buckets; KEYS_NAMES at most */
	size_t n_waiting, waited;
};
struct keys_same {
	uint8_t subject[16];
	int score;
	unsigned agrees;
	bool waits;
};
struct keys_searched {
	struct keys_lost lost;
	bool looked, more;
	struct keys_same same[KEYS_SAME];
	size_t n;
};
bool keys_search(struct keys *k, struct arena *a, const struct keys_search *s,
		 const uint64_t upto[256], struct keys_searched *out, struct err *e);

#endif
