/* See edit.h. The distance is that of optimal string alignment: two columns before the present one are kept. An article
 * at the beginning of one word costs little, by how the first rows and columns begin. */
#include "match/edit.h"

#include <string.h>
#if defined __x86_64__
#include <immintrin.h>
#endif

#include "match/cost.h"
#include "base/banned.h"

static uint8_t plus(uint8_t a, uint8_t b)
{
	unsigned sum = (unsigned)a + b;

	return sum > EDIT_FAR ? EDIT_FAR : (uint8_t)sum;
}

static uint8_t less(uint8_t a, uint8_t b)
{
	return a < b ? a : b;
}

/* What begins a word that may be its article: al, el, il, ul; ال. */
static bool has_article(uint8_t script, uint8_t first, uint8_t second)
{
	if (script == SCRIPT_ARABIC)
		return first == 1 && second == 23;
	return second == 12 && (first == 1 || first == 5 || first == 9 || first == 21);
}

/* What begins a word that may be its kunya: abu; أبو. Its last symbol; the first two are the same in both scripts. */
static uint8_t abu_last(uint8_t script)
{
	return script == SCRIPT_ARABIC ? 27 : 21;
}

/* The column before the first symbol of the other word: all of this one left out. */
static void first_column(const struct symbols *w, const uint8_t (*cost)[SYMBOLS], uint8_t *col)
{
	col[0] = 0;
	for (size_t i = 1; i <= w->n; i++) {
		col[i] = plus(col[i - 1], cost[w->at[i - 1]][0]);
		if (i == 2 && w->n > 4 && has_article(w->script, w->at[0], w->at[1]))
			col[i] = less(col[i], COST_AL);
		if (i == 3 && w->n > 5 && w->at[0] == 1 && w->at[1] == 2 &&
		    w->at[2] == abu_last(w->script))
			col[i] = less(col[i], COST_ABU);
	}
}

/* How far a word is; where that is `most` or more, anything from `most` on. */
static uint8_t plain_one(const struct symbols *w, const uint8_t *at, size_t step, uint8_t script,
			 uint8_t n, uint8_t most)
{
	const uint8_t(*cost)[SYMBOLS] = cost_of[w->script][script];
	uint8_t cols[3][SYMBOLS_MAX + 1], *old = cols[0], *last = cols[1], *now = cols[2], *t;
	uint8_t least = 0, least_before;

	first_column(w, cost, last);
	for (size_t j = 1; j <= n; j++) {
		uint8_t y = at[(j - 1) * step], before = j > 1 ? at[(j - 2) * step] : 0,
			put = cost[0][y];

		now[0] = plus(last[0], put);
		if (j == 2 && n > 4 && has_article(script, before, y))
			now[0] = less(now[0], COST_AL);
		if (j == 3 && n > 5 && at[0] == 1 && before == 2 && y == abu_last(script))
			now[0] = less(now[0], COST_ABU);
		least_before = least;
		least = now[0];
		for (size_t i = 1; i <= w->n; i++) {
			uint8_t x = w->at[i - 1], v = plus(last[i - 1], cost[x][y]);

			v = less(v, plus(last[i], put));
			v = less(v, plus(now[i - 1], cost[x][0]));
			if (w->script == script && i > 1 && j > 1 && x == before &&
			    w->at[i - 2] == y)
				v = less(v, plus(old[i - 2], COST_SWAP));
			now[i] = v;
			least = less(least, v);
		}
		/* Whatever is done from here goes on from one of these two columns. */
		if (j > 2 && least >= most && least_before >= most)
			return EDIT_FAR;
		t = old;
		old = last;
		last = now;
		now = t;
	}
	return last[w->n];
}

static size_t plain(const struct symbols *w, uint8_t tells, const struct edit_blocks *b,
		    struct edit_near *out)
{
	size_t n = 0;

	for (size_t k = 0; k < b->count; k++) {
		const struct edit_block *x = b->block[k];

		for (uint64_t there = x->there; there; there &= there - 1) {
			int l = __builtin_ctzll(there);
			uint8_t far =
				plain_one(w, &x->at[0][l], EDIT_LANES, b->script, b->n, EDIT_FAR);

			if (far < plus(tells, x->tells[l]))
				out[n++] = (struct edit_near){ (uint8_t)k, (uint8_t)l, far,
							       x->tells[l] };
		}
	}
	return n;
}

uint8_t edit_words(const struct symbols *a, const struct symbols *b)
{
	return plain_one(a, b->at, 1, b->script, b->n, EDIT_FAR);
}

uint8_t edit_within(const struct symbols *a, const struct symbols *b, unsigned most)
{
	return plain_one(a, b->at, 1, b->script, b->n, most < EDIT_FAR ? (uint8_t)most : EDIT_FAR);
}

#if defined __x86_64__
/* Set where it is used: to clear it each time would take longer than what it is for. */
#define UNSET __attribute__((uninitialized))

#define TARGET512 __attribute__((target("avx512f,avx512bw,avx512vbmi,avx512vbmi2")))

/* By symbol, 32 of them, twice. */
TARGET512 static inline __m512i row512(const uint8_t *row)
{
	return _mm512_broadcast_i64x4(_mm256_loadu_si256((const __m256i *)row));
}

TARGET512 static __mmask64 article512(uint8_t script, __m512i first, __m512i second)
{
	__mmask64 m = 0;

	if (script == SCRIPT_ARABIC)
		return _mm512_cmpeq_epi8_mask(first, _mm512_set1_epi8(1)) &
		       _mm512_cmpeq_epi8_mask(second, _mm512_set1_epi8(23));
	m |= _mm512_cmpeq_epi8_mask(first, _mm512_set1_epi8(1));
	m |= _mm512_cmpeq_epi8_mask(first, _mm512_set1_epi8(5));
	m |= _mm512_cmpeq_epi8_mask(first, _mm512_set1_epi8(9));
	m |= _mm512_cmpeq_epi8_mask(first, _mm512_set1_epi8(21));
	return m & _mm512_cmpeq_epi8_mask(second, _mm512_set1_epi8(12));
}

TARGET512 static __mmask64 abu512(uint8_t script, __m512i first, __m512i second, __m512i third)
{
	return _mm512_cmpeq_epi8_mask(first, _mm512_set1_epi8(1)) &
	       _mm512_cmpeq_epi8_mask(second, _mm512_set1_epi8(2)) &
	       _mm512_cmpeq_epi8_mask(third, _mm512_set1_epi8((char)abu_last(script)));
}

/* What does not change from one block to the next; all from 1, as columns are. */
struct word512 {
	size_t n;
	uint8_t script, tells;
	bool same; /* script */
	__m512i first[SYMBOLS_MAX + 1], at[SYMBOLS_MAX + 1], without[SYMBOLS_MAX + 1],
		row[SYMBOLS_MAX + 1];
	/* Of a symbol of the other word: what it costs at least, and how much more to put it in. */
	__m512i least, more;
	uint8_t gone; /* what it costs at least to leave out as many symbols as this word is longer */
	uint8_t cost[SYMBOLS_MAX + 1]; /* of the first so many symbols left out */
};

/* The least that it costs to leave out so many symbols. */
static uint8_t leave_out(const struct symbols *w, const uint8_t (*cost)[SYMBOLS], size_t many)
{
	bool al = w->n > 4 && has_article(w->script, w->at[0], w->at[1]);
	bool abu = w->n > 5 && w->at[0] == 1 && w->at[1] == 2 && w->at[2] == abu_last(w->script);
	uint8_t by_cost[SYMBOLS_MAX] = { 0 }, sum = 0;

	for (size_t i = 0, k; i < w->n; i++) {
		uint8_t c = cost[w->at[i]][0];

		c = al && i < 2 ? less(c, COST_AL / 2) : c;
		c = abu && i < 3 ? less(c, COST_ABU / 3) : c;
		for (k = i; k > 0 && by_cost[k - 1] > c; k--)
			by_cost[k] = by_cost[k - 1];
		by_cost[k] = c;
	}
	for (size_t i = 0; i < many; i++)
		sum = plus(sum, by_cost[i]);
	return sum;
}

TARGET512 static void word512(const struct symbols *w, uint8_t tells, const struct edit_blocks *b,
			      struct word512 *x)
{
	const uint8_t(*cost)[SYMBOLS] = cost_of[w->script][b->script];

	first_column(w, cost, x->cost);
	x->n = w->n;
	x->script = b->script;
	x->tells = tells;
	x->same = w->script == b->script;
	x->first[0] = _mm512_setzero_si512();
	x->least = x->row[0] = row512(cost[0]);
	for (size_t i = 1; i <= w->n; i++) {
		x->first[i] = _mm512_set1_epi8((char)x->cost[i]);
		x->at[i] = _mm512_set1_epi8((char)w->at[i - 1]);
		x->without[i] = _mm512_set1_epi8((char)cost[w->at[i - 1]][0]);
		x->row[i] = row512(cost[w->at[i - 1]]);
		x->least = _mm512_min_epu8(x->least, x->row[i]);
	}
	x->more = _mm512_subs_epu8(x->row[0], x->least);
	x->gone = w->n > b->n ? leave_out(w, cost, w->n - b->n) : 0;
}

/* Words that may be near: each symbol of such a word costs something at least, whatever it is taken for, and where one word is
 * longer symbols are put in or left out. An article or a kunya is not looked into. */
TARGET512 static __mmask64 may512(const struct word512 *x, const struct edit_block *b, size_t n)
{
	__m512i sum = _mm512_set1_epi8((char)x->gone), more = _mm512_set1_epi8((char)EDIT_FAR),
		first = _mm512_loadu_si512(b->at[0]),
		second = n > 1 ? _mm512_loadu_si512(b->at[1]) : first;
	__mmask64 may = 0;

	for (size_t j = 0; j < n; j++) {
		__m512i y = _mm512_loadu_si512(b->at[j]);

		sum = _mm512_adds_epu8(sum, _mm512_permutexvar_epi8(y, x->least));
		more = _mm512_min_epu8(more, _mm512_permutexvar_epi8(y, x->more));
	}
	for (size_t j = x->n; j < n; j++)
		sum = _mm512_adds_epu8(sum, more);
	if (n > 4)
		may |= article512(x->script, first, second);
	if (n > 5)
		may |= abu512(x->script, first, second, _mm512_loadu_si512(b->at[2]));
	return (may | _mm512_cmplt_epu8_mask(sum, _mm512_adds_epu8(_mm512_set1_epi8((char)x->tells),
								   _mm512_loadu_si512(b->tells)))) &
	       b->there;
}

/* A column from the two before; now[0] is there. */
TARGET512 static inline void column512(const struct word512 *x, bool same, __m512i y,
				       __m512i before, const __m512i *old, const __m512i *last,
				       __m512i *now)
{
	const __m512i swap = _mm512_set1_epi8(COST_SWAP);
	__m512i put = _mm512_permutexvar_epi8(y, x->row[0]), diagonal = last[0], up = now[0];

	for (size_t i = 1; i <= x->n; i++) {
		__m512i v = _mm512_adds_epu8(diagonal, _mm512_permutexvar_epi8(y, x->row[i]));

		diagonal = last[i];
		v = _mm512_min_epu8(v, _mm512_adds_epu8(diagonal, put));
		if (same && i > 1) {
			__mmask64 m = _mm512_mask_cmpeq_epi8_mask(
				_mm512_cmpeq_epi8_mask(before, x->at[i]), y, x->at[i - 1]);

			v = _mm512_mask_min_epu8(v, m, v, _mm512_adds_epu8(old[i - 2], swap));
		}
		now[i] = up = _mm512_min_epu8(v, _mm512_adds_epu8(up, x->without[i]));
	}
}

/* Words of one or more blocks that may be near, side by side: more than EDIT_LANES never wait. */
struct stage512 {
	uint8_t at[SYMBOLS_MAX][2 * EDIT_LANES], tells[2 * EDIT_LANES], lane[2 * EDIT_LANES],
		block[2 * EDIT_LANES];
	size_t n;
	__m512i cols[3][SYMBOLS_MAX + 1]; /* room to compare in */
	uint8_t far[EDIT_LANES];
};

/* How far the first EDIT_LANES of these are. */
TARGET512 static inline __m512i far512(const struct word512 *x, bool same, size_t n,
				       struct stage512 *s)
{
	__m512i before = _mm512_setzero_si512();
	const __m512i *old = x->first, *last = x->first;

	for (size_t j = 1; j <= n; j++) {
		__m512i y = _mm512_loadu_si512(s->at[j - 1]), *now = s->cols[j % 3];

		now[0] = _mm512_adds_epu8(last[0], _mm512_permutexvar_epi8(y, x->row[0]));
		if (j == 2 && n > 4)
			now[0] = _mm512_mask_min_epu8(now[0], article512(x->script, before, y),
						      now[0], _mm512_set1_epi8(COST_AL));
		if (j == 3 && n > 5)
			now[0] = _mm512_mask_min_epu8(
				now[0], abu512(x->script, _mm512_loadu_si512(s->at[0]), before, y),
				now[0], _mm512_set1_epi8(COST_ABU));
		column512(x, same, y, before, old, last, now);
		before = y;
		old = last;
		last = now;
	}
	return last[x->n];
}

/* Compares the first EDIT_LANES of those that wait, or all, with the word; the others move up. How many are near. */
TARGET512 static size_t compare512(const struct word512 *x, size_t n, struct stage512 *s,
				   struct edit_near *out)
{
	__m512i far = x->same ? far512(x, true, n, s) : far512(x, false, n, s),
		limit = _mm512_adds_epu8(_mm512_set1_epi8((char)x->tells),
					 _mm512_loadu_si512(s->tells));
	size_t done = s->n < EDIT_LANES ? s->n : EDIT_LANES, found = 0;
	__mmask64 near = _mm512_cmplt_epu8_mask(far, limit) & (~UINT64_C(0) >> (EDIT_LANES - done));

	_mm512_storeu_si512(s->far, far);
	for (; near; near &= near - 1) {
		int l = __builtin_ctzll(near);

		out[found++] =
			(struct edit_near){ s->block[l], s->lane[l], s->far[l], s->tells[l] };
	}
	s->n -= done;
	for (size_t j = 0; s->n && j < n; j++)
		memcpy(s->at[j], s->at[j] + EDIT_LANES, EDIT_LANES);
	memcpy(s->tells, s->tells + EDIT_LANES, EDIT_LANES);
	memcpy(s->lane, s->lane + EDIT_LANES, EDIT_LANES);
	memcpy(s->block, s->block + EDIT_LANES, EDIT_LANES);
	return found;
}

TARGET512 static inline void keep512(__mmask64 which, __m512i v, uint8_t *to)
{
	_mm512_storeu_si512(to, _mm512_maskz_compress_epi8(which, v));
}

/* Words of a block wait. */
TARGET512 static void stage512(const struct edit_block *b, size_t n, size_t block, __mmask64 which,
			       struct stage512 *s)
{
	static const uint8_t lanes[EDIT_LANES] = {
		0,  1,	2,  3,	4,  5,	6,  7,	8,  9,	10, 11, 12, 13, 14, 15,
		16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
		32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
		48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63,
	};

	for (size_t j = 0; j < n; j++)
		keep512(which, _mm512_loadu_si512(b->at[j]), s->at[j] + s->n);
	keep512(which, _mm512_loadu_si512(b->tells), s->tells + s->n);
	keep512(which, _mm512_loadu_si512(lanes), s->lane + s->n);
	_mm512_storeu_si512(s->block + s->n, _mm512_set1_epi8((char)block));
	s->n += (size_t)__builtin_popcountll(which);
}

/* Fetches a block before its turn. */
static inline void ahead512(const struct edit_block *b, size_t n)
{
	__builtin_prefetch(&b->there);
	__builtin_prefetch(b->tells);
	for (size_t j = 0; j < n; j++)
		__builtin_prefetch(b->at[j]);
}

/* The stack that stands in for the true one, so that a use after return is seen, is not aligned as lanes of 64 have to be
 * (GCC 110027). It takes the place of a stack with arrays in it: the other functions here have none of their own. */
__attribute__((no_sanitize_address)) TARGET512 static size_t wide512(const struct symbols *w,
								     uint8_t tells,
								     const struct edit_blocks *b,
								     struct edit_near *out)
{
	struct word512 x UNSET;
	struct stage512 s UNSET;
	size_t n = 0;

	word512(w, tells, b, &x);
	s.n = 0;
	for (size_t k = 0; k < b->count; k++) {
		__mmask64 may;

		if (k + 2 < b->count)
			ahead512(b->block[k + 2], b->n);
		may = may512(&x, b->block[k], b->n);
		if (!may)
			continue;
		stage512(b->block[k], b->n, k, may, &s);
		if (s.n >= EDIT_LANES)
			n += compare512(&x, b->n, &s, out + n);
	}
	return n + (s.n ? compare512(&x, b->n, &s, out + n) : 0);
}

#define TARGET256 __attribute__((target("avx2")))

TARGET256 static inline __m256i row256(const uint8_t *row, __m256i y)
{
	__m256i low = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)row));
	__m256i high = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(row + 16)));
	__m256i up = _mm256_slli_epi16(y, 3); /* bit 4 of each byte to its top */
	__m256i at = _mm256_and_si256(y, _mm256_set1_epi8(15));

	return _mm256_blendv_epi8(_mm256_shuffle_epi8(low, at), _mm256_shuffle_epi8(high, at), up);
}

TARGET256 static inline __m256i eq256(__m256i v, int c)
{
	return _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)c));
}

TARGET256 static __m256i article256(uint8_t script, __m256i first, __m256i second)
{
	__m256i m;

	if (script == SCRIPT_ARABIC)
		return _mm256_and_si256(eq256(first, 1), eq256(second, 23));
	m = _mm256_or_si256(_mm256_or_si256(eq256(first, 1), eq256(first, 5)),
			    _mm256_or_si256(eq256(first, 9), eq256(first, 21)));
	return _mm256_and_si256(m, eq256(second, 12));
}

TARGET256 static __m256i abu256(uint8_t script, const struct edit_block *block, size_t half)
{
	__m256i m = eq256(_mm256_loadu_si256((const __m256i *)(block->at[0] + half)), 1);

	m = _mm256_and_si256(m,
			     eq256(_mm256_loadu_si256((const __m256i *)(block->at[1] + half)), 2));
	return _mm256_and_si256(m, eq256(_mm256_loadu_si256((const __m256i *)(block->at[2] + half)),
					 abu_last(script)));
}

/* Half of a block: see column512. */
TARGET256 static inline uint32_t half256(const struct symbols *w, const uint8_t *first,
					 uint8_t tells, const struct edit_blocks *b,
					 const struct edit_block *block, size_t half,
					 __m256i cols[3][SYMBOLS_MAX + 1], uint8_t *out)
{
	const uint8_t(*cost)[SYMBOLS] = cost_of[w->script][b->script];
	__m256i *old = cols[0], *last = cols[1], *now = cols[2], *t;
	__m256i before = _mm256_setzero_si256(), far = _mm256_set1_epi8((char)EDIT_FAR), limit;

	for (size_t i = 0; i <= w->n; i++)
		last[i] = _mm256_set1_epi8((char)first[i]);
	for (size_t j = 1; j <= b->n; j++) {
		__m256i y = _mm256_loadu_si256((const __m256i *)(block->at[j - 1] + half)),
			put = row256(cost[0], y);

		now[0] = _mm256_adds_epu8(last[0], put);
		if (j == 2 && b->n > 4)
			now[0] = _mm256_min_epu8(
				now[0], _mm256_blendv_epi8(far, _mm256_set1_epi8(COST_AL),
							   article256(b->script, before, y)));
		if (j == 3 && b->n > 5)
			now[0] = _mm256_min_epu8(
				now[0], _mm256_blendv_epi8(far, _mm256_set1_epi8(COST_ABU),
							   abu256(b->script, block, half)));
		for (size_t i = 1; i <= w->n; i++) {
			uint8_t x = w->at[i - 1];
			__m256i v = _mm256_adds_epu8(last[i - 1], row256(cost[x], y));

			v = _mm256_min_epu8(v, _mm256_adds_epu8(last[i], put));
			v = _mm256_min_epu8(
				v,
				_mm256_adds_epu8(now[i - 1], _mm256_set1_epi8((char)cost[x][0])));
			if (w->script == b->script && i > 1 && j > 1) {
				__m256i m =
					_mm256_and_si256(eq256(before, x), eq256(y, w->at[i - 2]));
				__m256i s =
					_mm256_adds_epu8(old[i - 2], _mm256_set1_epi8(COST_SWAP));

				v = _mm256_min_epu8(v, _mm256_blendv_epi8(far, s, m));
			}
			now[i] = v;
		}
		before = y;
		t = old;
		old = last;
		last = now;
		now = t;
	}
	_mm256_storeu_si256((__m256i *)(out + half), last[w->n]);
	/* Less: not at least as much. */
	limit = _mm256_adds_epu8(_mm256_set1_epi8((char)tells),
				 _mm256_loadu_si256((const __m256i *)(block->tells + half)));
	return ~(uint32_t)_mm256_movemask_epi8(
		_mm256_cmpeq_epi8(_mm256_max_epu8(last[w->n], limit), last[w->n]));
}

TARGET256 static size_t wide256(const struct symbols *w, uint8_t tells, const struct edit_blocks *b,
				struct edit_near *out)
{
	__m256i cols[3][SYMBOLS_MAX + 1] UNSET;
	uint8_t first[SYMBOLS_MAX + 1], far[EDIT_LANES];
	size_t n = 0;

	first_column(w, cost_of[w->script][b->script], first);
	for (size_t k = 0; k < b->count; k++) {
		const struct edit_block *x = b->block[k];
		uint64_t low = half256(w, first, tells, b, x, 0, cols, far),
			 high = half256(w, first, tells, b, x, EDIT_LANES / 2, cols, far),
			 near = (low | high << EDIT_LANES / 2) & x->there;

		for (; near; near &= near - 1) {
			int l = __builtin_ctzll(near);

			out[n++] =
				(struct edit_near){ (uint8_t)k, (uint8_t)l, far[l], x->tells[l] };
		}
	}
	return n;
}
#endif

const struct edit_way *edit_way(const char *name)
{
	static const struct edit_way ways[] = {
#if defined __x86_64__
		{ "avx512", wide512 },
		{ "avx2", wide256 },
#endif
		{ "plain", plain },
	};
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
#if defined __x86_64__
		if (ways[i].blocks == wide512 &&
		    !(__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi") &&
		      __builtin_cpu_supports("avx512vbmi2")))
			continue;
		if (ways[i].blocks == wide256 && !__builtin_cpu_supports("avx2"))
			continue;
#endif
		if (!name || !strcmp(name, ways[i].name))
			return &ways[i];
	}
	return NULL;
}
