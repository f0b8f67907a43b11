/* See shamir.h. No tables: what is looked up in one would show in the cache. */
#include "ledger/shamir.h"

#include "base/os.h"
#include "ledger/key.h"
#include "base/banned.h"

uint8_t shamir_times(uint8_t a, uint8_t b)
{
	unsigned x = a, y = b, product = 0;

	for (unsigned i = 0; i < 8; i++) {
		/* All bits or none. A constant behind the mask: gcc makes of it a choice between ints, and warns. */
		unsigned over = 0U - (x >> 7 & 1U);

		product ^= x & (0U - (y >> i & 1U));
		x = (x << 1) ^ (over & 0x11bU);
	}
	return (uint8_t)product;
}

/* a^254 = 1/a. */
static uint8_t inverse(uint8_t a)
{
	uint8_t power = a, product = 1;

	for (int i = 1; i < 8; i++) {
		power = shamir_times(power, power);
		product = shamir_times(product, power);
	}
	return product;
}

void shamir_split(const uint8_t secret[32], uint8_t shares[SHAMIR_SHARES][SHAMIR_SHARE])
{
	uint8_t r[32];

	os_random(r, sizeof r);
	for (uint8_t x = 1; x <= SHAMIR_SHARES; x++) {
		uint8_t *share = shares[x - 1];

		share[0] = x;
		for (size_t i = 0; i < 32; i++)
			share[1 + i] = secret[i] ^ shamir_times(r[i], x);
	}
	key_wipe(r, sizeof r);
}

bool shamir_join(const uint8_t one[SHAMIR_SHARE], const uint8_t other[SHAMIR_SHARE],
		 uint8_t secret[32])
{
	uint8_t x = one[0], z = other[0], d, p, q;

	if (!x || x > SHAMIR_SHARES || !z || z > SHAMIR_SHARES || x == z)
		return false;
	/* f(0) = f(x) z/(x+z) + f(z) x/(x+z); in this field minus is plus. */
	d = inverse(x ^ z);
	p = shamir_times(z, d);
	q = shamir_times(x, d);
	for (size_t i = 0; i < 32; i++)
		secret[i] = shamir_times(one[1 + i], p) ^ shamir_times(other[1 + i], q);
	return true;
}
