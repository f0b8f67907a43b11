/*
 * Officers' passwords: typed on a terminal, or kept in a file of lines NAME<TAB>PASSWORD that only its owner can
 * read. The file is for the example, for tests and for handing new passwords out: where it lies beside the
 * passphrase, whoever has both signs as every officer in it.
 */
#ifndef SULH_INTAKE_PASSWORDS_H
#define SULH_INTAKE_PASSWORDS_H

#include "intake/register.h"

/* The password of an officer who acts. ERR_LOCKED where neither the file nor a terminal gives one, ERR_ATTENTION
 * for a file that others can read. Wiped when the arena ends, as all that comes from here. */
bool password_of(struct reg *r, struct arena *a, struct str name, struct str *out, struct err *e);

/* The first password of an officer: that of the file; else one that is made and added to the file, durably; without
 * a file one that is typed twice. `made`: the file has a new line. */
bool password_new(struct reg *r, struct arena *a, struct str name, struct str *out, bool *made,
		  struct err *e);

/* Another password than the one that serves: made, and given out by password_keep, or typed twice. */
bool password_other(struct reg *r, struct arena *a, struct str name, struct str *out,
		    struct err *e);

/* Puts a password into the file, in the place of the one it has; nothing where there is no file. */
bool password_keep(struct reg *r, struct arena *a, struct str name, struct str password,
		   struct err *e);

/* Where a password takes the place of another, which is not done in one step with the keyring: password_begin keeps the
 * new one beside the file, durably; password_end puts it into the file and takes it from there; password_next is
 * the one that was begun and not ended, s == NULL: none is. Without a file they do nothing. */
bool password_begin(struct reg *r, struct arena *a, struct str name, struct str password,
		    struct err *e);
bool password_end(struct reg *r, struct arena *a, struct str name, struct str password,
		  struct err *e);
bool password_next(struct reg *r, struct arena *a, struct str name, struct str *out, struct err *e);

#endif
