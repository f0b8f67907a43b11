/* See bench_people.h. */
#include "cli/bench_people.h"

#include <math.h>

#include "base/banned.h"

#define VOCABULARY 40000 /* words; of rank k as often as 1/k (Zipf) */
#define WORDS	   6
#define SYLLABLES  4
#define WAYS	   6 /* in which a word is written in Latin letters: 884 attested names have 5.7 each */

/* Sounds: the Arabic letter, what most write for it in Latin letters, and what others do. */
static const struct {
	const char *arabic, *latin[3];
} consonant[] = {
	{ "ب", { "b", "b", "b" } },  { "ت", { "t", "t", "t" } },   { "ث", { "th", "s", "t" } },
	{ "ج", { "j", "g", "dj" } }, { "ح", { "h", "h", "h" } },   { "خ", { "kh", "h", "ch" } },
	{ "د", { "d", "d", "d" } },  { "ذ", { "dh", "z", "d" } },  { "ر", { "r", "r", "rr" } },
	{ "ز", { "z", "z", "s" } },  { "س", { "s", "ss", "s" } },  { "ش", { "sh", "ch", "sch" } },
	{ "ط", { "t", "t", "tt" } }, { "غ", { "gh", "g", "gh" } }, { "ف", { "f", "ff", "ph" } },
	{ "ق", { "q", "k", "g" } },  { "ك", { "k", "c", "k" } },   { "ل", { "l", "ll", "l" } },
	{ "م", { "m", "mm", "m" } }, { "ن", { "n", "nn", "n" } },  { "ه", { "h", "h", "h" } },
	{ "و", { "w", "ou", "v" } }, { "ي", { "y", "i", "j" } },
};

static const struct {
	const char *arabic, *latin[3]; /* short ones are not written in Arabic */
} vowel[] = {
	{ "", { "a", "e", "a" } },   { "", { "i", "e", "i" } },	  { "", { "u", "o", "ou" } },
	{ "ا", { "a", "aa", "a" } }, { "ي", { "i", "ee", "y" } }, { "و", { "u", "oo", "ou" } },
};

#define CONSONANTS (sizeof consonant / sizeof *consonant)
#define VOWELS	   (sizeof vowel / sizeof *vowel)

/* splitmix64 */
static uint32_t next(uint64_t *r)
{
	uint64_t z = *r += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (uint32_t)(z >> 32);
}

/* Which word, the common ones first. */
static uint32_t any_word(uint64_t *r)
{
	return (uint32_t)exp(next(r) / 4294967296.0 * log(VOCABULARY));
}

/* What is written for a sound in one of the ways: mostly the same. */
static const char *one_of(const char *const latin[3], uint64_t *r)
{
	uint32_t n = next(r) % 8;

	return latin[n < 6 ? 0 : n - 5];
}

/* In which way somebody writes a word in Latin letters: every second in the first, in each other half as many as in the one
 * before. */
static uint32_t any_way(uint64_t *r)
{
	return (uint32_t)__builtin_ctz(next(r) | 1u << (WAYS - 1));
}

static void spell(struct buf *out, uint32_t word, bool arabic, uint64_t *r)
{
	uint64_t sounds = word, of_way = (uint64_t)(word + 1) << 32 | any_way(r);
	uint32_t n = 2 + next(&sounds) % (SYLLABLES - 1);

	for (uint32_t i = 0; i < n; i++) {
		uint32_t c = next(&sounds) % CONSONANTS, v = next(&sounds) % VOWELS;

		buf_fmt(out, "%s",
			arabic ? consonant[c].arabic : one_of(consonant[c].latin, &of_way));
		if (i + 1 < n || next(&sounds) % 3)
			buf_fmt(out, "%s",
				arabic ? vowel[v].arabic : one_of(vowel[v].latin, &of_way));
	}
}

/* What a person is called and when born, whoever writes it. */
struct person {
	uint32_t word[WORDS], n, day;
	bool arabic;
};

static struct person person_of(uint32_t i)
{
	uint64_t r = (uint64_t)i << 20;
	struct person p = { .n = 3 + next(&r) % 3, .arabic = next(&r) % 2 };

	for (uint32_t k = 0; k < p.n; k++)
		p.word[k] = any_word(&r);
	p.day = next(&r);
	return p;
}

static void born(struct buf *out, uint32_t day)
{
	buf_fmt(out, "%u", 1935 + day % 75);
	if (day / 75 % 8)
		buf_fmt(out, "-%02u-%02u", 1 + day / 600 % 12, 1 + day / 7200 % 28);
}

static void write(const struct person *p, uint64_t *r, struct buf *name, struct buf *birth)
{
	for (uint32_t k = 0; k < p->n; k++) {
		if (k)
			buf_byte(name, ' ');
		spell(name, p->word[k], p->arabic, r);
	}
	born(birth, p->day);
}

void bench_person(uint32_t i, struct buf *name, struct buf *birth)
{
	struct person p = person_of(i);
	uint64_t r = ~(uint64_t)i;

	write(&p, &r, name, birth);
}

const char *bench_ask_name(enum bench_ask how)
{
	static const char *const names[ASKS] = { "spelling", "script", "missing", "swapped",
						 "slip" };

	return names[how];
}

/* A Latin letter changed, or an Arabic one left out. */
static void slip(struct buf *name, size_t from, bool arabic, uint64_t *r)
{
	size_t at = from;

	if (name->len > from)
		at += next(r) % (name->len - from);
	while (at < name->len && (name->p[at] == ' ' || (name->p[at] & 0xc0) == 0x80))
		at++;
	if (at >= name->len)
		return;
	if (!arabic) {
		name->p[at] = (uint8_t)('a' + next(r) % 26);
		return;
	}
	for (size_t k = at + 2; k < name->len; k++)
		name->p[k - 2] = name->p[k];
	name->len -= 2;
}

void bench_query(uint32_t i, enum bench_ask how, struct buf *name, struct buf *birth)
{
	struct person p = person_of(i);
	uint64_t r = (uint64_t)i << 32 ^ how;
	size_t from = name->len;

	if (how == ASK_SCRIPT)
		p.arabic = !p.arabic;
	if (how == ASK_MISSING && p.n > 1) {
		uint32_t gone = next(&r) % p.n--;

		for (uint32_t k = gone; k < p.n; k++)
			p.word[k] = p.word[k + 1];
	}
	if (how == ASK_SWAPPED && p.n > 1) {
		uint32_t word = p.word[0];

		p.word[0] = p.word[p.n - 1];
		p.word[p.n - 1] = word;
	}
	write(&p, &r, name, birth);
	if (how == ASK_SLIP)
		slip(name, from, p.arabic, &r);
}
