/* Shares of any bytes: what joins is one secret, and any secret makes the round. */
#include "ledger/shamir.h"

#include <assert.h>
#include <string.h>

#include "ledger/bech32.h"
#include "ledger/key.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t s[2 * SHAMIR_SHARE] = { 0 }, one[32], other[32], made[SHAMIR_SHARES][SHAMIR_SHARE];
	uint8_t text[4 + SHAMIR_SHARE];
	bool ok;

	if (!key_start())
		return 0;
	memcpy(s, data, size < sizeof s ? size : sizeof s);
	ok = shamir_join(s, s + SHAMIR_SHARE, one);
	assert(ok == (s[0] >= 1 && s[0] <= 3 && s[SHAMIR_SHARE] >= 1 && s[SHAMIR_SHARE] <= 3 &&
		      s[0] != s[SHAMIR_SHARE]));
	if (ok) {
		assert(shamir_join(s + SHAMIR_SHARE, s, other) && !memcmp(one, other, 32));
	}
	shamir_split(s, made);
	for (int i = 0; i < 3; i++)
		assert(shamir_join(made[i], made[(i + 1) % 3], one) && !memcmp(one, s, 32));
	(void)bech32_read(str_mem(data, size), S("sulhshare"), text, sizeof text);
	return 0;
}
