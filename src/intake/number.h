/*
 * The slip with a person's number: what he or she shows, and nobody else has. By it a receipt is known to be his or hers,
 * and any desk adds to the file, which nobody reads by it.
 */
#ifndef SULH_INTAKE_NUMBER_H
#define SULH_INTAKE_NUMBER_H

#include "intake/find.h"

struct number {
	uint8_t subject[16], recipient[32];
};

/* The number of the person of a case. The first slip is handed out by an officer who presented or registered the person and
 * takes people in still; each one after that (`again`) is an opening, for the purpose of `by`, by whoever gives people what is
 * held about them (file_giver). Both stand in the journal of the keyring before anything is released, and the second sort is
 * counted in public. ERR_REFUSED for others, and for a first one that was handed out; ERR_NOTHING where there is no such case, or
 * the person was erased. Needs the keyring, and the register open for writing. */
bool intake_number(struct reg *r, struct arena *a, struct str case_no, const struct reader *by,
		   bool again, struct number *out, struct err *e);

#endif
