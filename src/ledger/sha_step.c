/*
 * See sha_step.h; FIPS 180-4 §6.2.2 with a vector in the place of each word. What differs between the
 * widths are six operations, so that the rounds are written once. The compiler may use the wide
 * instructions in these functions only, and they are called only where the processor has them.
 */
#include "ledger/sha_step.h"

#ifdef __x86_64__

#include <immintrin.h>
#if __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#endif

#include "base/banned.h"

#define ROUNDS 64

/* Sums stay in this order, in which the next round waits least; a compiler that orders them anew costs a
 * fifth of the speed. */
#define KEEP(x) __asm__("" : "+v"(x))
#define BODY	static inline __attribute__((always_inline))

_Alignas(64) static const uint32_t k256[ROUNDS] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
	0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
	0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
	0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
	0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2,
};

/* NOLINTBEGIN(bugprone-macro-parentheses): a..h, s and w are names of variables. */

/* One round; in place of shifting a..h along, the next round names them shifted. */
#define ROUND(W, a, b, c, d, e, f, g, h, w, k)                          \
	do {                                                            \
		h = W##_add(h, W##_add(w, W##_all(k)));                 \
		KEEP(h);                                                \
		h = W##_add(h, W##_add(W##_big1(e), W##_ch(e, f, g)));  \
		KEEP(h);                                                \
		d = W##_add(d, h);                                      \
		h = W##_add(h, W##_add(W##_big0(a), W##_maj(a, b, c))); \
	} while (0)

#define ROUNDS8(W, w, k)                                  \
	ROUND(W, a, b, c, d, e, f, g, h, (w)[0], (k)[0]); \
	ROUND(W, h, a, b, c, d, e, f, g, (w)[1], (k)[1]); \
	ROUND(W, g, h, a, b, c, d, e, f, (w)[2], (k)[2]); \
	ROUND(W, f, g, h, a, b, c, d, e, (w)[3], (k)[3]); \
	ROUND(W, e, f, g, h, a, b, c, d, (w)[4], (k)[4]); \
	ROUND(W, d, e, f, g, h, a, b, c, (w)[5], (k)[5]); \
	ROUND(W, c, d, e, f, g, h, a, b, (w)[6], (k)[6]); \
	ROUND(W, b, c, d, e, f, g, h, a, (w)[7], (k)[7])

/* The word of the message schedule 16 rounds on, in the place of this round's. */
#define NEXT(W, w, i)                                                      \
	(w)[i] = W##_add(W##_add((w)[i], W##_small0((w)[((i) + 1) % 16])), \
			 W##_add((w)[((i) + 9) % 16], W##_small1((w)[((i) + 14) % 16])))

#define NEXT16(W, w)                                                                 \
	do {                                                                         \
		_Pragma("GCC unroll 16") for (int i = 0; i < 16; i++) NEXT(W, w, i); \
	} while (0)

#define COMPRESS(W, V, s, w)                                        \
	do {                                                        \
		V a = s[0], b = s[1], c = s[2], d = s[3], e = s[4]; \
		V f = s[5], g = s[6], h = s[7];                     \
                                                                    \
		for (int r = 0;; r += 16) {                         \
			ROUNDS8(W, w, &k256[r]);                    \
			ROUNDS8(W, w + 8, &k256[r + 8]);            \
			if (r == ROUNDS - 16)                       \
				break;                              \
			NEXT16(W, w);                               \
		}                                                   \
		s[0] = W##_add(s[0], a), s[1] = W##_add(s[1], b);   \
		s[2] = W##_add(s[2], c), s[3] = W##_add(s[3], d);   \
		s[4] = W##_add(s[4], e), s[5] = W##_add(s[5], f);   \
		s[6] = W##_add(s[6], g), s[7] = W##_add(s[7], h);   \
	} while (0)

/* NOLINTEND(bugprone-macro-parentheses) */

/* Sixteen lanes. */

/* gcc's sanitizer of addresses, where it looks for the use of locals after return, puts them at 32 bytes, though 64
 * were asked for (gcc bug 110027): the vectors of these functions stay on the stack proper. */
#if defined(__SANITIZE_ADDRESS__) && !defined(__clang__)
#define TARGET16 __attribute__((target("avx512f,avx512bw"), no_sanitize("address")))
#else
#define TARGET16 __attribute__((target("avx512f,avx512bw")))
#endif
#define ROR16(x, n) _mm512_ror_epi32(x, n)
/* Immediates of vpternlogd: the truth tables of a ^ b ^ c, a ? b : c and the majority. */
#define XOR16(x, y, z) _mm512_ternarylogic_epi32(x, y, z, 0x96)

TARGET16 BODY __m512i w16_add(__m512i x, __m512i y)
{
	return _mm512_add_epi32(x, y);
}

TARGET16 BODY __m512i w16_all(uint32_t k)
{
	return _mm512_set1_epi32((int)k);
}

TARGET16 BODY __m512i w16_ch(__m512i x, __m512i y, __m512i z)
{
	return _mm512_ternarylogic_epi32(x, y, z, 0xca);
}

TARGET16 BODY __m512i w16_maj(__m512i x, __m512i y, __m512i z)
{
	return _mm512_ternarylogic_epi32(x, y, z, 0xe8);
}

TARGET16 BODY __m512i w16_big0(__m512i x)
{
	return XOR16(ROR16(x, 2), ROR16(x, 13), ROR16(x, 22));
}

TARGET16 BODY __m512i w16_big1(__m512i x)
{
	return XOR16(ROR16(x, 6), ROR16(x, 11), ROR16(x, 25));
}

TARGET16 BODY __m512i w16_small0(__m512i x)
{
	return XOR16(ROR16(x, 7), ROR16(x, 18), _mm512_srli_epi32(x, 3));
}

TARGET16 BODY __m512i w16_small1(__m512i x)
{
	return XOR16(ROR16(x, 17), ROR16(x, 19), _mm512_srli_epi32(x, 10));
}

/* Rows of words become columns: first within quarters, then the quarters. */
TARGET16 BODY void transpose16(__m512i w[16])
{
	__m512i t[16];

	for (int i = 0; i < 16; i += 4) {
		__m512i ab = _mm512_unpacklo_epi32(w[i], w[i + 1]);
		__m512i cd = _mm512_unpacklo_epi32(w[i + 2], w[i + 3]);
		__m512i ab_hi = _mm512_unpackhi_epi32(w[i], w[i + 1]);
		__m512i cd_hi = _mm512_unpackhi_epi32(w[i + 2], w[i + 3]);

		t[i] = _mm512_unpacklo_epi64(ab, cd);
		t[i + 1] = _mm512_unpackhi_epi64(ab, cd);
		t[i + 2] = _mm512_unpacklo_epi64(ab_hi, cd_hi);
		t[i + 3] = _mm512_unpackhi_epi64(ab_hi, cd_hi);
	}
	for (int i = 0; i < 4; i++) {
		__m512i even = _mm512_shuffle_i32x4(t[i], t[i + 4], 0x88);
		__m512i odd = _mm512_shuffle_i32x4(t[i], t[i + 4], 0xdd);
		__m512i even2 = _mm512_shuffle_i32x4(t[i + 8], t[i + 12], 0x88);
		__m512i odd2 = _mm512_shuffle_i32x4(t[i + 8], t[i + 12], 0xdd);

		w[i] = _mm512_shuffle_i32x4(even, even2, 0x88);
		w[i + 4] = _mm512_shuffle_i32x4(odd, odd2, 0x88);
		w[i + 8] = _mm512_shuffle_i32x4(even, even2, 0xdd);
		w[i + 12] = _mm512_shuffle_i32x4(odd, odd2, 0xdd);
	}
}

TARGET16 static void run16(struct sha_lanes *lanes, size_t n)
{
	const __m512i big = _mm512_broadcast_i32x4(
		_mm_setr_epi8(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12));
	__m512i s[8], w[16];

	for (int i = 0; i < 8; i++)
		s[i] = _mm512_loadu_si512(lanes->state + 16 * i);
	while (n--) {
		for (int i = 0; i < 16; i++) {
			w[i] = _mm512_shuffle_epi8(_mm512_loadu_si512(lanes->block[i]), big);
			lanes->block[i] += SHA_BLOCK;
		}
		transpose16(w);
		COMPRESS(w16, __m512i, s, w);
	}
	for (int i = 0; i < 8; i++)
		_mm512_storeu_si512(lanes->state + 16 * i, s[i]);
}

/* Eight lanes. */

#define TARGET8	      __attribute__((target("avx2")))
#define ROR8(x, n)    _mm256_or_si256(_mm256_srli_epi32(x, n), _mm256_slli_epi32(x, 32 - (n)))
#define XOR8(x, y, z) _mm256_xor_si256(_mm256_xor_si256(x, y), z)

TARGET8 BODY __m256i w8_add(__m256i x, __m256i y)
{
	return _mm256_add_epi32(x, y);
}

TARGET8 BODY __m256i w8_all(uint32_t k)
{
	return _mm256_set1_epi32((int)k);
}

TARGET8 BODY __m256i w8_ch(__m256i x, __m256i y, __m256i z)
{
	return _mm256_xor_si256(z, _mm256_and_si256(x, _mm256_xor_si256(y, z)));
}

TARGET8 BODY __m256i w8_maj(__m256i x, __m256i y, __m256i z)
{
	return _mm256_or_si256(_mm256_and_si256(x, y), _mm256_and_si256(z, _mm256_or_si256(x, y)));
}

TARGET8 BODY __m256i w8_big0(__m256i x)
{
	return XOR8(ROR8(x, 2), ROR8(x, 13), ROR8(x, 22));
}

TARGET8 BODY __m256i w8_big1(__m256i x)
{
	return XOR8(ROR8(x, 6), ROR8(x, 11), ROR8(x, 25));
}

TARGET8 BODY __m256i w8_small0(__m256i x)
{
	return XOR8(ROR8(x, 7), ROR8(x, 18), _mm256_srli_epi32(x, 3));
}

TARGET8 BODY __m256i w8_small1(__m256i x)
{
	return XOR8(ROR8(x, 17), ROR8(x, 19), _mm256_srli_epi32(x, 10));
}

TARGET8 BODY void transpose8(__m256i w[8])
{
	__m256i t[8];

	for (int i = 0; i < 8; i += 4) {
		__m256i ab = _mm256_unpacklo_epi32(w[i], w[i + 1]);
		__m256i cd = _mm256_unpacklo_epi32(w[i + 2], w[i + 3]);
		__m256i ab_hi = _mm256_unpackhi_epi32(w[i], w[i + 1]);
		__m256i cd_hi = _mm256_unpackhi_epi32(w[i + 2], w[i + 3]);

		t[i] = _mm256_unpacklo_epi64(ab, cd);
		t[i + 1] = _mm256_unpackhi_epi64(ab, cd);
		t[i + 2] = _mm256_unpacklo_epi64(ab_hi, cd_hi);
		t[i + 3] = _mm256_unpackhi_epi64(ab_hi, cd_hi);
	}
	for (int i = 0; i < 4; i++) {
		w[i] = _mm256_permute2x128_si256(t[i], t[i + 4], 0x20);
		w[i + 4] = _mm256_permute2x128_si256(t[i], t[i + 4], 0x31);
	}
}

TARGET8 BODY __m256i load8(const void *p)
{
	return _mm256_loadu_si256(p);
}

TARGET8 static void run8(struct sha_lanes *lanes, size_t n)
{
	const __m256i big = _mm256_broadcastsi128_si256(
		_mm_setr_epi8(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12));
	__m256i s[8], w[16];

	for (int i = 0; i < 8; i++)
		s[i] = load8(lanes->state + 8 * i);
	while (n--) {
		for (int i = 0; i < 8; i++) {
			w[i] = _mm256_shuffle_epi8(load8(lanes->block[i]), big);
			w[i + 8] = _mm256_shuffle_epi8(load8(lanes->block[i] + 32), big);
			lanes->block[i] += SHA_BLOCK;
		}
		transpose8(w);
		transpose8(w + 8);
		COMPRESS(w8, __m256i, s, w);
	}
	for (int i = 0; i < 8; i++)
		_mm256_storeu_si256((void *)(lanes->state + 8 * i), s[i]);
}

/* Two at once: the instruction for two rounds has to wait for the one before, and the other message fills
 * the time. Its state is in the order ABEF, CDGH. */

#define TARGET2 __attribute__((target("sha,sse4.1,ssse3")))

struct pair {
	__m128i abef, cdgh, w[4];
};

TARGET2 BODY __m128i load2(const void *p)
{
	return _mm_loadu_si128(p);
}

TARGET2 BODY void start2(struct pair *p, const uint32_t *state, const uint8_t *block)
{
	const __m128i big = _mm_setr_epi8(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
	__m128i cdab = _mm_shuffle_epi32(load2(state), 0xb1);
	__m128i efgh = _mm_shuffle_epi32(load2(state + 4), 0x1b);

	p->abef = _mm_alignr_epi8(cdab, efgh, 8);
	p->cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);
	for (int i = 0; i < 4; i++)
		p->w[i] = _mm_shuffle_epi8(load2(block + 16 * i), big);
}

TARGET2 BODY void end2(const struct pair *p, uint32_t *state)
{
	__m128i feba = _mm_shuffle_epi32(p->abef, 0x1b), dchg = _mm_shuffle_epi32(p->cdgh, 0xb1);
	__m128i abcd = _mm_blend_epi16(feba, dchg, 0xf0), efgh = _mm_alignr_epi8(dchg, feba, 8);

	_mm_storeu_si128((void *)state, _mm_add_epi32(load2(state), abcd));
	_mm_storeu_si128((void *)(state + 4), _mm_add_epi32(load2(state + 4), efgh));
}

/* Four rounds with the words w[i], which then become those of 16 rounds on. */
TARGET2 BODY void rounds2(struct pair *p, int i, const uint32_t *k, bool more)
{
	__m128i wk = _mm_add_epi32(p->w[i], load2(k)), next;

	p->cdgh = _mm_sha256rnds2_epu32(p->cdgh, p->abef, wk);
	p->abef = _mm_sha256rnds2_epu32(p->abef, p->cdgh, _mm_shuffle_epi32(wk, 0x0e));
	if (!more)
		return;
	next = _mm_add_epi32(_mm_sha256msg1_epu32(p->w[i], p->w[(i + 1) % 4]),
			     _mm_alignr_epi8(p->w[(i + 3) % 4], p->w[(i + 2) % 4], 4));
	p->w[i] = _mm_sha256msg2_epu32(next, p->w[(i + 3) % 4]);
}

TARGET2 static void run2(struct sha_lanes *lanes, size_t n)
{
	struct pair x, y;

	for (; n; n--) {
		start2(&x, lanes->state, lanes->block[0]);
		start2(&y, lanes->state + SHA_WORDS, lanes->block[1]);
#pragma GCC unroll 16
		for (int i = 0; i < 16; i++) {
			rounds2(&x, i % 4, k256 + 4 * i, i < 12);
			rounds2(&y, i % 4, k256 + 4 * i, i < 12);
		}
		end2(&x, lanes->state);
		end2(&y, lanes->state + SHA_WORDS);
		lanes->block[0] += SHA_BLOCK;
		lanes->block[1] += SHA_BLOCK;
	}
}

/* Asked of the C library, which asked the processor when the program began: asking it anew takes longer
 * than what is hashed, and not every compiler knows this feature by name. */
static bool has_sha(void)
{
#if __has_include(<sys/platform/x86.h>)
	return CPU_FEATURE_ACTIVE(SHA) && CPU_FEATURE_ACTIVE(SSE4_1);
#else
	return false;
#endif
}

const struct sha_step *sha_step(enum sha_way way)
{
	static const struct sha_step pair = { 2, 1, SHA_WORDS, run2 }, eight = { 8, 8, 1, run8 },
				     sixteen = { 16, 16, 1, run16 };

	switch (way) {
	case SHA_PAIR:
		return has_sha() ? &pair : NULL;
	case SHA_EIGHT:
		return __builtin_cpu_supports("avx2") ? &eight : NULL;
	case SHA_SIXTEEN:
		return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
			       ? &sixteen
			       : NULL;
	default:
		return NULL;
	}
}

#else

#include "base/banned.h"

const struct sha_step *sha_step(enum sha_way way)
{
	(void)way;
	return NULL;
}

#endif
