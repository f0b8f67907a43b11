/*
 * Who looked for which name lately: by it a registration that says so is believed. Digests under a key of the keyring, of the
 * name's words folded; what is older than SEARCHED_DAYS says nothing any more, and is taken out.
 *
 *   keyring/searched: "sulh-searched-v1", then records of 64 bytes
 *        0     8  time, seconds since 1970, the highest byte first
 *        8     4  kid of the officer
 *       12    20  the beginning of HMAC(key, "name" || 0 || the words), key: HKDF(wrap key, info "searched")
 *       32    32  HMAC(key, "record" || 0 || the 32 bytes before)
 *
 * A record that is not as it was written counts for nothing, and whoever takes one away makes somebody look again: so it is not
 * chained, nor is anything held up until it is durable.
 */
#ifndef SULH_KEYD_SEARCHED_H
#define SULH_KEYD_SEARCHED_H

#include "base/err.h"

struct arena;
struct keyring;
struct searched;

#define SEARCHED_DAYS 8

/* For the keyring in DIR/keyring; ends with the arena. NULL when memory is out. */
struct searched *searched_new(struct arena *a, const struct keyring *k, const char *dir,
			      struct err *e);

/* Adds that this officer looked for a name of these words, and takes out what is too old by then. */
bool searched_add(struct searched *s, struct arena *a, int64_t time, const uint8_t kid[4],
		  struct str words, struct err *e);

/* *yes: one of these officers looked for them from that time on, and not more than SEARCHED_DAYS before `now`. */
bool searched_by(struct searched *s, struct arena *a, const uint8_t (*kids)[4], size_t n,
		 struct str words, int64_t since, int64_t now, bool *yes, struct err *e);

#endif
