/* Who may be the same person as somebody of another register, whose file is held here (keys_exchange.h), among the operations of
 * keys.h. */
#ifndef SULH_KEYD_KEYS_EXCHANGE_SAME_H
#define SULH_KEYD_KEYS_EXCHANGE_SAME_H

#include "keyd/exchange.h"
#include "keyd/keys_names.h"

/* `same`: whom of the file that the register of this id gave the person may be, by names and year of birth, as keys_search says it of two
 * in one register; subjects there, KEYS_SAME at most (`more`: there are others, behind these and the `from` before them, in an order of their own). Where a birth is not known, no two of the same
 * words in another order. `held`: there is such a file, and its day is not over. Nobody who
 * has the same number as somebody here is anybody else; nobody is like a person who was erased, or whose record is apart. That somebody is, is journalled as a search of the adjudicator `kid` (as in keys_reading), within the
 * rate of searches, before it is told. */
struct keys_exchange_same {
	struct keys_lost lost;
	bool held, more;
	struct keys_same same[KEYS_SAME];
	size_t n;
};
bool keys_exchange_compare(struct keys *k, struct arena *a, const uint8_t *kid,
			   const uint8_t subject[16], const uint8_t id[EXCHANGE_ID], size_t from,
			   const uint64_t upto[256], struct keys_exchange_same *out, struct err *e);

/* A possible duplicate that was noted of somebody in another register, as its object s says it; and what that one's row says, where it is
 * held now. */
#define KEYS_PAIRS 200
struct keys_pair {
	uint8_t other[16]; /* the subject there */
	int score;
	struct str verdict, reason; /* verdict empty: it was noted, no more */
	bool held;
	uint8_t id[EXCHANGE_ID]; /* of the register that gave the row */
	struct names names;
};
struct keys_pairs {
	struct keys_lost lost;
	struct names own; /* of the person here */
	struct keys_pair *list;
	size_t n;
};
/* `objects`: of one person's dedup_link, KEYS_PAIRS at most, one at least. An opening of the person's file (keys_reading). ERR_FALSE for an
 * object of something else, or of somebody else. */
bool keys_exchange_hits(struct keys *k, struct arena *a, const struct keys_reading *why,
			const uint8_t subject[16], const struct str *objects, size_t n,
			const uint64_t upto[256], struct keys_pairs *out, struct err *e);

#endif
