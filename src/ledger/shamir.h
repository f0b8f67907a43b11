/*
 * A secret of 32 bytes shared among three so that any two have it and one alone knows nothing of it: Shamir's
 * scheme, byte by byte over GF(256) with the polynomial of AES (FIPS 197 §4.2). The share of x is f(x) =
 * secret + r x with r random; secret = f(0).
 */
#ifndef SULH_LEDGER_SHAMIR_H
#define SULH_LEDGER_SHAMIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHAMIR_SHARES 3
#define SHAMIR_SHARE  33 /* x, which is 1, 2 or 3, then f(x) of each byte */

/* Three shares, to be wiped by the caller, of whom each goes to another person. */
void shamir_split(const uint8_t secret[32], uint8_t shares[SHAMIR_SHARES][SHAMIR_SHARE]);

/* The secret of two shares; false where they are the same one twice, or no shares. Two shares of different
 * secrets give a third secret: whoever uses it has to see that. */
bool shamir_join(const uint8_t one[SHAMIR_SHARE], const uint8_t other[SHAMIR_SHARE],
		 uint8_t secret[32]);

/* The product in GF(256), in a time that does not depend on the factors: for the tests' vectors. */
uint8_t shamir_times(uint8_t a, uint8_t b);

#endif
