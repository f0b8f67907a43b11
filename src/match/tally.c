/* See tally.h. */
#include "match/tally.h"

#if defined __x86_64__
#include <immintrin.h>
#endif

#include "base/banned.h"

#if defined __x86_64__
#define SIDE_BY_SIDE 32

__attribute__((target("avx2"))) static size_t next256(const uint16_t *tally, size_t from, size_t to,
						      uint16_t least)
{
	const __m256i want = _mm256_set1_epi16((short)least), none = _mm256_setzero_si256();

	for (; from < to; from += SIDE_BY_SIDE) {
		const __m256i *at = (const __m256i *)(tally + from);
		/* What is wanted and more than what there is, is missing. */
		__m256i low = _mm256_cmpeq_epi16(_mm256_subs_epu16(want, _mm256_loadu_si256(at)),
						 none),
			high = _mm256_cmpeq_epi16(
				_mm256_subs_epu16(want, _mm256_loadu_si256(at + 1)), none);
		uint32_t some;

		if (_mm256_testz_si256(_mm256_or_si256(low, high), _mm256_or_si256(low, high)))
			continue;
		some = (uint32_t)_mm256_movemask_epi8(
			_mm256_permute4x64_epi64(_mm256_packs_epi16(low, high), 0xd8));
		from += (size_t)__builtin_ctz(some);
		return from < to ? from : to;
	}
	return to;
}
#endif

size_t tally_next(const uint16_t *tally, size_t from, size_t to, uint16_t least)
{
#if defined __x86_64__
	if (__builtin_cpu_supports("avx2"))
		return next256(tally, from, to, least);
#endif
	while (from < to && tally[from] < least)
		from++;
	return from;
}
