/* Two of three shares give the secret, one gives nothing; the products of FIPS 197. */
#include "ledger/shamir.h"

#include <string.h>

#include "base/os.h"
#include "ledger/key.h"
#include "test.h"
#include "base/banned.h"

static void field(void)
{
	bool inverses = true, commutes = true;

	/* FIPS 197 §4.2 and §4.2.1; appendix B's 53 and ca are inverse. */
	CHECK("products are those of FIPS 197",
	      shamir_times(0x57, 0x83) == 0xc1 && shamir_times(0x57, 0x13) == 0xfe &&
		      shamir_times(0x57, 0x02) == 0xae && shamir_times(0x57, 0x04) == 0x47 &&
		      shamir_times(0x57, 0x08) == 0x8e && shamir_times(0x57, 0x10) == 0x07 &&
		      shamir_times(0x53, 0xca) == 0x01);
	for (unsigned a = 1; a < 256; a++) {
		unsigned ones = 0;

		for (unsigned b = 0; b < 256; b++) {
			ones += shamir_times((uint8_t)a, (uint8_t)b) == 1;
			commutes &= shamir_times((uint8_t)a, (uint8_t)b) ==
				    shamir_times((uint8_t)b, (uint8_t)a);
		}
		inverses &= ones == 1;
	}
	CHECK("every element but zero has one inverse, and factors change places",
	      inverses && commutes && !shamir_times(0, 0xff));
}

static void known(void)
{
	/* f(x) = 00 + 01 x, 2a + 80 x, ... by hand from the products above. */
	const uint8_t one[SHAMIR_SHARE] = { 1, 0x01, 0x2a ^ 0x80, 0x57 },
		      two[SHAMIR_SHARE] = { 2, 0x02, 0x2a ^ 0x1b, 0xae },
		      three[SHAMIR_SHARE] = { 3, 0x03, 0x2a ^ 0x9b, 0xf9 };
	const uint8_t want[32] = { 0x00, 0x2a, 0x00 };
	uint8_t secret[32];
	bool ok = shamir_join(one, two, secret) && !memcmp(secret, want, 32);

	ok = ok && shamir_join(two, three, secret) && !memcmp(secret, want, 32);
	ok = ok && shamir_join(three, one, secret) && !memcmp(secret, want, 32);
	CHECK("shares computed by hand join", ok);
}

static void shares(void)
{
	uint8_t secret[32], out[32], s[3][SHAMIR_SHARE], seen[32] = { 0 };
	bool all = true, hidden = true;

	for (int round = 0; round < 200; round++) {
		os_random(secret, sizeof secret);
		shamir_split(secret, s);
		for (int i = 0; i < 3; i++)
			for (int j = 0; j < 3; j++)
				all &= shamir_join(s[i], s[j], out) == (i != j) &&
				       (i == j || !memcmp(out, secret, 32));
	}
	CHECK("any two of three give the secret, one twice does not", all);
	/* The same secret over and over: the bits of one share become each value. */
	memset(secret, 0, sizeof secret);
	for (int round = 0; round < 64; round++) {
		shamir_split(secret, s);
		for (int i = 0; i < 32; i++)
			seen[i] |= (uint8_t)(s[1][1 + i] ^ 0);
	}
	for (int i = 0; i < 32; i++)
		hidden &= seen[i] == 0xff;
	CHECK("a share alone is random", hidden);
	s[0][0] = 0;
	all = !shamir_join(s[0], s[1], out);
	s[0][0] = 4;
	CHECK("a share of nobody is refused", all && !shamir_join(s[0], s[1], out));
}

int main(void)
{
	if (!key_start())
		return 1;
	field();
	known();
	shares();
	return done();
}
