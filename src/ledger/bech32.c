/* See bech32.h. Secrets pass through: what is left on the stack is wiped. */
#include "ledger/bech32.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/key.h"
#include "base/banned.h"

#define CHECKSUM 6

static const char digits[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/* One step of the BCH code's remainder. */
static uint32_t step(uint32_t sum, unsigned v)
{
	static const uint32_t generator[] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
					      0x2a1462b3 };
	uint32_t top = sum >> 25;

	sum = (sum & 0x1ffffff) << 5 ^ v;
	for (unsigned i = 0; i < 5; i++)
		if (top >> i & 1)
			sum ^= generator[i];
	return sum;
}

static unsigned lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* The remainder over readable part and groups; 1 for a whole that is right. */
static uint32_t checksum(struct str readable, const uint8_t *groups, size_t n)
{
	uint32_t sum = 1;

	for (size_t i = 0; i < readable.len; i++)
		sum = step(sum, lower(readable.s[i]) >> 5);
	sum = step(sum, 0);
	for (size_t i = 0; i < readable.len; i++)
		sum = step(sum, lower(readable.s[i]) & 31);
	for (size_t i = 0; i < n; i++)
		sum = step(sum, groups[i]);
	return sum;
}

struct str bech32_text(struct arena *a, struct str readable, const uint8_t *p, size_t n)
{
	uint8_t groups[BECH32_MAX] = { 0 };
	size_t count = (n * 8 + 4) / 5, len = readable.len + 1 + count + CHECKSUM;
	uint32_t sum;
	char *z;

	assert(n <= BECH32_MAX && len <= BECH32_MAX);
	for (size_t bit = 0; bit < n * 8; bit++)
		if (p[bit / 8] >> (7 - bit % 8) & 1)
			groups[bit / 5] |= (uint8_t)(16 >> bit % 5);
	sum = checksum(readable, groups, count + CHECKSUM) ^ 1;
	for (size_t i = 0; i < CHECKSUM; i++)
		groups[count + i] = (uint8_t)(sum >> 5 * (CHECKSUM - 1 - i) & 31);
	z = arena_alloc(a, len + 1);
	memcpy(z, readable.s, readable.len);
	z[readable.len] = '1';
	for (size_t i = 0; i < count + CHECKSUM; i++)
		z[readable.len + 1 + i] = digits[groups[i]];
	key_wipe(groups, sizeof groups);
	return (struct str){ z, len };
}

/* Printable ASCII without blanks, letters of one case. */
static bool plain(struct str s)
{
	bool upper = false, low = false;

	for (size_t i = 0; i < s.len; i++) {
		if (s.s[i] < 33 || s.s[i] > 126)
			return false;
		upper |= s.s[i] >= 'A' && s.s[i] <= 'Z';
		low |= s.s[i] >= 'a' && s.s[i] <= 'z';
	}
	return !(upper && low);
}

bool bech32_groups(struct str s, struct str *readable, uint8_t groups[BECH32_MAX], size_t *n)
{
	size_t at = s.len, count;

	if (s.len > BECH32_MAX || !plain(s))
		return false;
	while (at && s.s[at - 1] != '1')
		at--;
	/* `at` is behind the last "1"; the readable part before it has at least one character. */
	if (at < 2 || s.len - at < CHECKSUM)
		return false;
	*readable = str_mem(s.s, at - 1);
	count = s.len - at;
	for (size_t i = 0; i < count; i++) {
		const char *d = memchr(digits, (int)lower(s.s[at + i]), sizeof digits - 1);

		if (!d)
			return false;
		groups[i] = (uint8_t)(d - digits);
	}
	*n = count - CHECKSUM;
	return checksum(*readable, groups, count) == 1;
}

bool bech32_read(struct str s, struct str readable, uint8_t *out, size_t n)
{
	uint8_t groups[BECH32_MAX];
	struct str front;
	size_t count;
	bool ok = n <= BECH32_MAX && bech32_groups(s, &front, groups, &count) &&
		  str_eq(front, readable) && count == (n * 8 + 4) / 5;

	if (ok) {
		memset(out, 0, n);
		for (size_t bit = 0; bit < count * 5; bit++) {
			bool set = groups[bit / 5] & 16 >> bit % 5;

			if (set && bit >= n * 8)
				ok = false;
			else if (set)
				out[bit / 8] |= (uint8_t)(128 >> bit % 8);
		}
	}
	key_wipe(groups, sizeof groups);
	return ok;
}
