/*
 * The one way in which the rest of the program uses secrets. What stands behind it is either this process,
 * with the keyring open (keys_local), or the key holder `sulh keyd` on the other end of a socket
 * (keys_remote): the same operations (ops.h), done in the same way. No secret of the keyring comes out of
 * it but by keys_identity, which only this process has.
 *
 * An operation more: its number in ask.h, its function in ops_*.c and a line for it in ops.c, a function here.
 *
 * What is returned lies in the arena that was given; what was opened is wiped when that ends. All refuse with
 * ERR_LOCKED where the keyring is locked, and as the keyring does (keyring.h). One thread at a time.
 */
#ifndef SULH_KEYD_KEYS_H
#define SULH_KEYD_KEYS_H

#include "base/err.h"
#include "base/time.h"
#include "ledger/keyring_erase.h"
#include "ledger/log.h"
#include "ledger/note.h"

struct arena;
struct keys;

/* Opens the keyring of the register DIR in this process. As keyring_open; ERR_ATTENTION where a key holder has it.
 * The clock, which must last as long, dates what is journalled. */
struct keys *keys_local(struct arena *a, const char *dir, struct str passphrase,
			const struct clock *clock, struct err *e);

/* Identities from the pool: as keyring_take, keyring_pool_drop, keyring_recipient. */
bool keys_take(struct keys *k, struct identity *out, size_t n, struct err *e);
bool keys_pool_drop(struct keys *k, struct err *e);
bool keys_recipient(struct keys *k, const uint8_t subject[16], uint8_t recipient[32],
		    struct err *e);

/* An HMAC of a text of at most KEYS_MAC_MAX bytes (of what may be more, give a hash) under a key that is for this
 * purpose alone ("sulh/mark/v1"). Through the key holder only for what desks and cuts need, and for the result of an
 * audit (`by`: who audits, with a session; else NULL); ERR_LOCKED for the rest, of which keys_mac_is says whether it is
 * right: ERR_FALSE where it is not. */
#define KEYS_MAC_MAX 65536
bool keys_mac(struct keys *k, struct str purpose, struct str text, uint8_t mac[32], struct err *e);
bool keys_mac_by(struct keys *k, const uint8_t *by, struct str purpose, struct str text,
		 uint8_t mac[32], struct err *e);
bool keys_mac_is(struct keys *k, struct str purpose, struct str text, const uint8_t mac[32],
		 struct err *e);

/* The centre's object c: makes it of a body, and opens it: of the body what the projection keeps anyway, without
 * the keys KEYS_C_HIDDEN. ERR_FALSE as open_centre. */
#define KEYS_C_HIDDEN (1u << 5 | 1u << 9 | 1u << 10) /* device, note, the C fields */
bool keys_seal_c(struct keys *k, struct arena *a, struct str body, struct str *object,
		 struct err *e);
bool keys_open_c(struct keys *k, struct arena *a, struct str object, struct str *body,
		 struct err *e);

/* Officers' role keys, as keyring_officer_each, _make, _next, _drop, _password and _forgive. */
bool keys_officers(struct keys *k, struct arena *a, struct officer_public **out, size_t *n,
		   struct err *e);
bool keys_officer_make(struct keys *k, struct arena *a, struct str name, struct str password,
		       struct officer_public *out, struct err *e);
bool keys_officer_next(struct keys *k, struct arena *a, struct str name, struct str password,
		       struct officer_public *out, struct err *e);
bool keys_officer_drop(struct keys *k, const uint8_t kid[4], struct err *e);
bool keys_officer_password(struct keys *k, struct str name, struct str old, struct str password,
			   struct err *e);
bool keys_officer_forgive(struct keys *k, struct str name, struct err *e);

/* Opens an officer's session: the password opens his or her keys, which sign from then on. As
 * keyring_officer_unlock. keys_signs: whether a session was opened for this key (it may have ended since). */
bool keys_session(struct keys *k, struct str name, struct str password, struct err *e);
/* Ends the sessions of this officer that were opened here; and who has one: names in the arena, a line each. */
bool keys_session_end(struct keys *k, struct str name, struct err *e);
bool keys_sessions(struct keys *k, struct arena *a, struct str *names, struct err *e);
bool keys_signs(const struct keys *k, const uint8_t kid[4]);

/* Signs with an officer's role key: a message that begins with one of the two prefixes, nothing else. ERR_LOCKED
 * where the officer has no session. */
#define KEYS_SIGN_ACT	"sulh/act/v1\0"
#define KEYS_SIGN_ENTRY "sulh/entry/v1\0"
bool keys_sign(struct keys *k, const uint8_t kid[4], struct str msg, uint8_t sig[64],
	       struct err *e);

/* New shares of the keyring, as keyring_share: only in this process. */
bool keys_share(struct keys *k, struct arena *a, const struct str holders[KEYRING_SHARES],
		struct str shares[KEYRING_SHARES], struct err *e);

/* Erases the secrets of at most KEYS_ERASE_MAX subjects, and their names, as keyring_erase; which of the subjects in the
 * keyring have one of the sorted tags, as erase_find; and keyring_settle. */
#define KEYS_ERASE_MAX 2048
bool keys_erase(struct keys *k, struct arena *a, const uint8_t (*subjects)[16], size_t n,
		struct erase_index *index, struct err *e);
bool keys_erase_find(struct keys *k, struct arena *a, const uint8_t (*tags)[ERASE_TAG], size_t n,
		     const uint8_t (**subjects)[16], size_t *found, struct err *e);
bool keys_settle(struct keys *k, struct err *e);
/* Whether this process has the keyring open: the key holder erases nothing for others. */
bool keys_are_here(const struct keys *k);

/*
 * Opening what is sealed. Each opening is in the journal of the keyring (journal.h), durably, before anything is
 * released: an error after that leaves it there. ERR_LOCKED where the officer has no session; ERR_REFUSED where his
 * or her roles do not read for this purpose, or are over, for what is apart (a child's, testimony) by others than protection officers,
 * for no purpose or log, and beyond so many an hour and a day by one officer. Names
 * (keys_names.h) are looked up by desks, too, and journalled as find_<purpose>, with a line shown_<purpose> for each person who
 * is shown, of whom the first 16 bytes of a keyed digest stand there ("sulh/shown/v1"), and a line agree_<purpose> for each who is
 * compared besides (keys_besides.h).
 */
#define KEYS_OPEN_HOUR	60
#define KEYS_OPEN_DAY	300
#define KEYS_FIND_HOUR	600
#define KEYS_FIND_DAY	3000
#define KEYS_SHOWN_HOUR 100 /* different persons whom one officer is shown by name */
#define KEYS_SHOWN_DAY	300
#define KEYS_SHOWN_NEAR 225 /* a day: of which somebody is told */
#define KEYS_ALONE_HOUR 25  /* and so many more, each of whom was asked for alone */
#define KEYS_ALONE_DAY	100
#define KEYS_AGAIN_HOUR \
	1000 /* of all of them, the same persons again included: the journal is not filled */
#define KEYS_AGAIN_DAY	 5000
#define KEYS_PLACES_HOUR 3 /* different places of origin that one officer asks of one person */
#define KEYS_PLACES_DAY	 5
#define KEYS_PLACE_NEAR \
	100 /* persons a day of whom one officer asked one place: somebody is told of it, too */
struct keys_reading {
	const uint8_t
		*kid; /* of an officer; NULL: whoever gave the passphrase, only in this process */
	struct str purpose; /* as of access_event */
	struct str log; /* its name: by it the opening is counted in public; empty: none, only in
			     * this process */
};

/* Of the object s of this person, the body. ERR_FALSE as open_person. */
bool keys_open_s(struct keys *k, struct arena *a, const struct keys_reading *why,
		 const uint8_t subject[16], struct str object, struct str *body, struct err *e);
/* Of the object c of an act about this person (NULL: about nobody), all of the body. ERR_FALSE, and nothing is journalled,
 * where it is about somebody else. */
bool keys_read_c(struct keys *k, struct arena *a, const struct keys_reading *why,
		 const uint8_t *subject, struct str object, struct str *body, struct err *e);
/* Only journals an opening of whatever this person (NULL: several) has. */
bool keys_opening(struct keys *k, const struct keys_reading *why, const uint8_t *subject,
		  struct err *e);
/* A person's secret key itself, which only this process gives; to be wiped by the caller. */
bool keys_identity(struct keys *k, const struct keys_reading *why, const uint8_t subject[16],
		   uint8_t identity[32], struct err *e);

/* Opens an age file that was sealed to an officer's key (key_sealing), who has a session. ERR_FALSE as age_decrypt. */
bool keys_unseal(struct keys *k, struct arena *a, const uint8_t kid[4], struct str file,
		 struct str *plain, struct err *e);

/* How many openings the journal has for a log. */
bool keys_opened(struct keys *k, struct str log, int64_t *n, struct err *e);
/* The journal's lines from number `from` on without their macs, some hundred at most; empty: there are no more. All
 * of it is checked. `kid`: as in keys_reading, of who may audit. */
bool keys_journal(struct keys *k, struct arena *a, const uint8_t *kid, int64_t from,
		  struct str *lines, struct err *e);
/* What an officer may do here, by the key: as keyring_right and keyring_right_set. Sessions of who stops to serve end
 * at once, wherever they were opened. Setting needs the passphrase, or sessions of two others who may change the keyring
 * (chief, operator). */
bool keys_right(struct keys *k, struct arena *a, const uint8_t kid[4], struct keyring_right *out,
		struct err *e);
bool keys_right_set(struct keys *k, const uint8_t kid[4], const struct keyring_right *x,
		    struct err *e);
/* Notes that the officers of two keys are relatives, who then are not two who may change the keyring: keyring_relative_set. As for
 * keys_right_set. */
bool keys_relative(struct keys *k, const uint8_t kid[4], const uint8_t other[4], struct err *e);
/* Whether a person's record is apart: keyring_apart_set. That it is, a protection officer with a session says; that it is no more,
 * two of them; two adjudicators, who merge files, say APART_MERGED, and of such a one that it is no more; either, whoever has
 * the passphrase. ERR_LOCKED for others. A child's own record stays APART_CHILD where APART_MERGED is said of it. */
bool keys_apart(struct keys *k, const uint8_t subject[16], enum keyring_apart apart, struct err *e);
/* Of these subjects (16 bytes each), how many have records that are not apart (`others` false); or how many others have records that
 * are (true), and who in *list: for whoever has the passphrase, in this process. A key holder answers either with 0 where these are all
 * whose records are apart, else with 1 and an empty list; and of one to four, ERR_LOCKED without a protection officer's session. */
#define KEYS_APARTS_LEAST 5
bool keys_aparts(struct keys *k, struct arena *a, struct str subjects, bool others, int64_t *n,
		 struct str *list, struct err *e);

#endif
