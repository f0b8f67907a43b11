/*
 * Passwords that are made here, for officers: 24 random symbols of 32 (120 bits) and four that check them, in
 * seven groups of four. Nobody tries so many: one that has this form is not hashed hard. Whoever chooses an own
 * one does not hit the check by chance.
 */
#ifndef SULH_LEDGER_PASSWORD_H
#define SULH_LEDGER_PASSWORD_H

#include <stdbool.h>

#include "base/str.h"

struct arena;

#define PASSWORD_MIN 10 /* bytes, of one that somebody chose */
#define PASSWORD_MAX 1024

/* A new one; it is wiped when the arena ends. */
struct str password_make(struct arena *a);

/* Whether it was made by password_make. */
bool password_is_made(struct str password);

#endif
