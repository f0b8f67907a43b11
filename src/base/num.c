/* See num.h. */
#include "base/num.h"

#include "base/banned.h"

bool add_ok(int64_t *sum, int64_t a, int64_t b)
{
	int64_t s;

	if (__builtin_add_overflow(a, b, &s))
		return false;
	*sum = s;
	return true;
}

bool int_parse(struct str s, int64_t min, int64_t max, int64_t *out)
{
	bool minus = s.len && s.s[0] == '-';
	struct str digits = minus ? str_from(s, 1) : s;
	int64_t v = 0;

	if (!digits.len || (digits.len > 1 && digits.s[0] == '0') || (minus && digits.s[0] == '0'))
		return false;
	for (size_t i = 0; i < digits.len; i++) {
		int d = digits.s[i] - '0';

		if (d < 0 || d > 9 || __builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, minus ? -d : d, &v))
			return false;
	}
	if (v < min || v > max)
		return false;
	*out = v;
	return true;
}
