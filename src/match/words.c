/* See words.h. */
#include "match/words.h"

#include <string.h>

#include "base/banned.h"

/* KUNYA and BEFORE belong to what follows, AFTER to what stands before; TITLE is how someone is addressed. */
enum part { PLAIN, ARTICLE, BEFORE, KUNYA, BETWEEN, AFTER, TITLE };

#define PART_MOST 7

/* As symbols_print writes them; by script, then by bytes. */
static const struct {
	enum script script;
	enum part part;
	char w[PART_MOST + 1];
} parts[] = {
	{ SCRIPT_ARABIC, TITLE, "$yx" },     { SCRIPT_ARABIC, KUNYA, "AbA" },
	{ SCRIPT_ARABIC, BETWEEN, "Abn" },   { SCRIPT_ARABIC, BETWEEN, "Abnp" },
	{ SCRIPT_ARABIC, KUNYA, "Abw" },     { SCRIPT_ARABIC, KUNYA, "Aby" },
	{ SCRIPT_ARABIC, ARTICLE, "Al" },    { SCRIPT_ARABIC, TITLE, "Al$yx" },
	{ SCRIPT_ARABIC, TITLE, "AlAstA*" }, { SCRIPT_ARABIC, TITLE, "AlHAj" },
	{ SCRIPT_ARABIC, TITLE, "AlHAjp" },  { SCRIPT_ARABIC, TITLE, "Aldktwr" },
	{ SCRIPT_ARABIC, AFTER, "Aldyn" },   { SCRIPT_ARABIC, AFTER, "Alh" },
	{ SCRIPT_ARABIC, KUNYA, "Am" },	     { SCRIPT_ARABIC, TITLE, "AstA*" },
	{ SCRIPT_ARABIC, BEFORE, "Ebd" },    { SCRIPT_ARABIC, TITLE, "HAj" },
	{ SCRIPT_ARABIC, TITLE, "HAjp" },    { SCRIPT_ARABIC, TITLE, "HAjy" },
	{ SCRIPT_ARABIC, BETWEEN, "bn" },    { SCRIPT_ARABIC, BETWEEN, "bnt" },
	{ SCRIPT_ARABIC, TITLE, "dktwr" },   { SCRIPT_ARABIC, TITLE, "mlA" },
	{ SCRIPT_ARABIC, TITLE, "mwlAnA" },  { SCRIPT_ARABIC, TITLE, "mwlwy" },
	{ SCRIPT_ARABIC, TITLE, "qAry" },    { SCRIPT_ARABIC, BETWEEN, "wld" },
	{ SCRIPT_LATIN, TITLE, "CeiK" },     { SCRIPT_LATIN, TITLE, "SaiK" },
	{ SCRIPT_LATIN, TITLE, "SayK" },     { SCRIPT_LATIN, TITLE, "Sayh" },
	{ SCRIPT_LATIN, TITLE, "SeK" },	     { SCRIPT_LATIN, TITLE, "SeiC" },
	{ SCRIPT_LATIN, TITLE, "SeiK" },     { SCRIPT_LATIN, TITLE, "SeyC" },
	{ SCRIPT_LATIN, TITLE, "SeyK" },     { SCRIPT_LATIN, TITLE, "Seyh" },
	{ SCRIPT_LATIN, ARTICLE, "aD" },     { SCRIPT_LATIN, ARTICLE, "aS" },
	{ SCRIPT_LATIN, ARTICLE, "aT" },     { SCRIPT_LATIN, KUNYA, "aba" },
	{ SCRIPT_LATIN, BEFORE, "abd" },     { SCRIPT_LATIN, BEFORE, "abdal" },
	{ SCRIPT_LATIN, BEFORE, "abdar" },   { SCRIPT_LATIN, BEFORE, "abdas" },
	{ SCRIPT_LATIN, BEFORE, "abde" },    { SCRIPT_LATIN, BEFORE, "abdel" },
	{ SCRIPT_LATIN, BEFORE, "abdelu" },  { SCRIPT_LATIN, BEFORE, "abder" },
	{ SCRIPT_LATIN, BEFORE, "abdil" },   { SCRIPT_LATIN, BEFORE, "abdol" },
	{ SCRIPT_LATIN, BEFORE, "abdu" },    { SCRIPT_LATIN, BEFORE, "abdud" },
	{ SCRIPT_LATIN, BEFORE, "abdul" },   { SCRIPT_LATIN, BEFORE, "abdur" },
	{ SCRIPT_LATIN, BEFORE, "abdus" },   { SCRIPT_LATIN, KUNYA, "abi" },
	{ SCRIPT_LATIN, KUNYA, "abo" },	     { SCRIPT_LATIN, KUNYA, "abu" },
	{ SCRIPT_LATIN, ARTICLE, "ad" },     { SCRIPT_LATIN, AFTER, "adin" },
	{ SCRIPT_LATIN, ARTICLE, "al" },     { SCRIPT_LATIN, AFTER, "alah" },
	{ SCRIPT_LATIN, AFTER, "aldin" },    { SCRIPT_LATIN, ARTICLE, "an" },
	{ SCRIPT_LATIN, ARTICLE, "ar" },     { SCRIPT_LATIN, ARTICLE, "as" },
	{ SCRIPT_LATIN, ARTICLE, "at" },     { SCRIPT_LATIN, ARTICLE, "az" },
	{ SCRIPT_LATIN, BETWEEN, "ben" },    { SCRIPT_LATIN, BETWEEN, "bent" },
	{ SCRIPT_LATIN, BETWEEN, "bin" },    { SCRIPT_LATIN, BETWEEN, "bint" },
	{ SCRIPT_LATIN, BETWEEN, "binti" },  { SCRIPT_LATIN, BETWEEN, "bnu" },
	{ SCRIPT_LATIN, KUNYA, "bu" },	     { SCRIPT_LATIN, AFTER, "den" },
	{ SCRIPT_LATIN, AFTER, "din" },	     { SCRIPT_LATIN, AFTER, "dine" },
	{ SCRIPT_LATIN, TITLE, "doctor" },   { SCRIPT_LATIN, TITLE, "doktor" },
	{ SCRIPT_LATIN, TITLE, "dr" },	     { SCRIPT_LATIN, ARTICLE, "eS" },
	{ SCRIPT_LATIN, BEFORE, "ebd" },     { SCRIPT_LATIN, BEFORE, "ebdul" },
	{ SCRIPT_LATIN, KUNYA, "ebu" },	     { SCRIPT_LATIN, ARTICLE, "ed" },
	{ SCRIPT_LATIN, AFTER, "edin" },     { SCRIPT_LATIN, AFTER, "edine" },
	{ SCRIPT_LATIN, ARTICLE, "el" },     { SCRIPT_LATIN, AFTER, "elah" },
	{ SCRIPT_LATIN, AFTER, "eldin" },    { SCRIPT_LATIN, AFTER, "eldine" },
	{ SCRIPT_LATIN, ARTICLE, "en" },     { SCRIPT_LATIN, ARTICLE, "er" },
	{ SCRIPT_LATIN, ARTICLE, "es" },     { SCRIPT_LATIN, ARTICLE, "et" },
	{ SCRIPT_LATIN, ARTICLE, "ez" },     { SCRIPT_LATIN, TITLE, "hac" },
	{ SCRIPT_LATIN, TITLE, "haci" },     { SCRIPT_LATIN, TITLE, "haj" },
	{ SCRIPT_LATIN, TITLE, "haja" },     { SCRIPT_LATIN, TITLE, "haji" },
	{ SCRIPT_LATIN, BETWEEN, "ibn" },    { SCRIPT_LATIN, BETWEEN, "ibne" },
	{ SCRIPT_LATIN, ARTICLE, "il" },     { SCRIPT_LATIN, ARTICLE, "l" },
	{ SCRIPT_LATIN, TITLE, "maulana" },  { SCRIPT_LATIN, TITLE, "maulavi" },
	{ SCRIPT_LATIN, TITLE, "maulvi" },   { SCRIPT_LATIN, TITLE, "mawlana" },
	{ SCRIPT_LATIN, TITLE, "mawlavi" },  { SCRIPT_LATIN, TITLE, "mawlawi" },
	{ SCRIPT_LATIN, TITLE, "molawi" },   { SCRIPT_LATIN, TITLE, "molvi" },
	{ SCRIPT_LATIN, TITLE, "mufti" },    { SCRIPT_LATIN, TITLE, "mula" },
	{ SCRIPT_LATIN, TITLE, "mulah" },    { SCRIPT_LATIN, AFTER, "olah" },
	{ SCRIPT_LATIN, KUNYA, "om" },	     { SCRIPT_LATIN, TITLE, "qari" },
	{ SCRIPT_LATIN, AFTER, "udin" },     { SCRIPT_LATIN, AFTER, "udine" },
	{ SCRIPT_LATIN, ARTICLE, "ul" },     { SCRIPT_LATIN, AFTER, "ulah" },
	{ SCRIPT_LATIN, BETWEEN, "uld" },    { SCRIPT_LATIN, AFTER, "uldin" },
	{ SCRIPT_LATIN, KUNYA, "um" },	     { SCRIPT_LATIN, KUNYA, "umu" },
	{ SCRIPT_LATIN, ARTICLE, "ur" },     { SCRIPT_LATIN, ARTICLE, "us" },
	{ SCRIPT_LATIN, TITLE, "ustaD" },    { SCRIPT_LATIN, TITLE, "ustad" },
	{ SCRIPT_LATIN, TITLE, "ustaz" },    { SCRIPT_LATIN, BETWEEN, "walad" },
	{ SCRIPT_LATIN, BETWEEN, "weld" },   { SCRIPT_LATIN, BETWEEN, "wuld" },
};

_Static_assert(PART_MOST + 1 == sizeof(uint64_t) && SCRIPTS == 2,
	       "a part and its script are one number");

/* In the order of the rows. */
static uint64_t key_of(unsigned script, const char w[PART_MOST + 1])
{
	const uint8_t *b = (const uint8_t *)w;
	/* Written out, this is one instruction. */
	uint64_t key = (uint64_t)b[0] << 56 | (uint64_t)b[1] << 48 | (uint64_t)b[2] << 40 |
		       (uint64_t)b[3] << 32 | (uint64_t)b[4] << 24 | (uint64_t)b[5] << 16 |
		       (uint64_t)b[6] << 8 | b[7];

	return key | (uint64_t)script << 63; /* no letter has that bit */
}

static enum part part_of(const struct symbols *w)
{
	char text[PART_MOST + 1] = { 0 };
	struct buf b = { .p = (uint8_t *)text, .cap = sizeof text };
	size_t at = 0, n = sizeof parts / sizeof *parts;
	uint64_t key;

	if (w->n > PART_MOST)
		return PLAIN;
	symbols_print(w, &b);
	key = key_of(w->script, text);
	/* Most words are none of these: half of what is left, each time, without a branch that a processor would have to guess. */
	while (n > 1) {
		size_t half = n / 2;

		at += key_of(parts[at + half].script, parts[at + half].w) <= key ? half : 0;
		n -= half;
	}
	return key_of(parts[at].script, parts[at].w) == key ? parts[at].part : PLAIN;
}

/* The symbol of a letter from a to w in Latin. */
#define L(c) ((uint8_t)((c) - 'a' + 1))

static bool vowel(uint8_t s)
{
	return s == L('a') || s == L('e') || s == L('i') || s == L('o') || s == L('u');
}

static void cut(struct symbols *w, size_t at, size_t n)
{
	memmove(w->at + at, w->at + at + n, w->n - at - n);
	w->n = (uint8_t)(w->n - n);
}

/* Abdul, Abdel and Abdur before what follows are Abd, in one word as in two: Abdelkader is Abd al-Qadir. Latif keeps its l. */
static void settle_abd(struct symbols *w)
{
	const uint8_t *s = w->at;

	if (w->n < 6 || (s[0] != L('a') && s[0] != L('e')) || s[1] != L('b') || s[2] != L('d') ||
	    !vowel(s[3]))
		return;
	w->at[0] = L('a');
	if (s[4] == L('l') && s[5] == L('a') && (w->n == 6 || (w->n == 7 && s[6] == L('h')))) {
		w->at[3] = L('a'); /* Abdullah */
		w->at[6] = L('h');
		w->n = 7;
	} else if (s[4] == L('l')) {
		bool latif = w->n > 7 && s[5] == L('a') && s[6] == L('t') && s[7] == L('i');

		cut(w, 3, latif ? 1 : 2);
	} else if (!vowel(s[4])) {
		cut(w, 3, 1);
	}
}

/* -eddine and -uddin are -din, -ullah is -allah, behind three letters or more. */
static void settle_end(struct symbols *w)
{
	const uint8_t *s = w->at;
	size_t n = w->n;

	if (n > 7 && s[n - 1] == L('e'))
		n--;
	if (n >= 7 && s[n - 1] == L('n') && s[n - 2] == L('i') && s[n - 3] == L('d') &&
	    vowel(s[n - 4])) {
		w->n = (uint8_t)n;
		cut(w, n - 4, 1);
	} else if (w->n >= 7 && s[w->n - 1] == L('h') && s[w->n - 2] == L('a') &&
		   s[w->n - 3] == L('l') && vowel(s[w->n - 4])) {
		w->at[w->n - 4] = L('a');
	}
}

/* What stands before others is written in one way. */
static void one_way(struct symbols *w, enum part part)
{
	static const struct symbols abd = { SCRIPT_LATIN, 3, { L('a'), L('b'), L('d') } },
				    abu = { SCRIPT_LATIN, 3, { L('a'), L('b'), L('u') } },
				    um = { SCRIPT_LATIN, 2, { L('u'), L('m') } };

	if (w->script != SCRIPT_LATIN)
		return;
	if (part == BEFORE)
		*w = abd;
	else if (part == KUNYA)
		*w = w->at[0] == L('u') || w->at[0] == L('o') ? um : abu;
}

/* A word of the name, or more of the last one. */
static void put(struct words *out, const struct symbols *w, struct str as, bool more)
{
	struct str *text;

	if (!more) {
		out->as[out->n] = as;
		out->optional[out->n] = false;
		out->w[out->n++] = *w;
		return;
	}
	text = &out->as[out->n - 1];
	symbols_join(&out->w[out->n - 1], w);
	text->len = (size_t)(as.s + as.len - text->s);
}

void words_of(struct str name, struct words *out)
{
	struct symbols all[WORDS_MAX * 2];
	struct str as[WORDS_MAX * 2];
	enum part part[WORDS_MAX * 2];
	size_t n = 0;
	bool glue = false;

	out->n = 0;
	while (n < WORDS_MAX * 2 && symbols_next(&name, &all[n], &as[n])) {
		part[n] = part_of(&all[n]);
		n++;
	}
	for (size_t i = 0; i < n && out->n < WORDS_MAX; i++) {
		bool last = i + 1 == n;
		const struct symbols *before = out->n ? &out->w[out->n - 1] : NULL;

		if (part[i] == ARTICLE && !last)
			continue;
		if (part[i] == BETWEEN && !last && i)
			continue;
		if (!last)
			one_way(&all[i], part[i]);
		put(out, &all[i], as[i],
		    (glue || part[i] == AFTER) && before && before->script == all[i].script);
		glue = part[i] == BEFORE || part[i] == KUNYA;
		out->optional[out->n - 1] |= part[i] == KUNYA || part[i] == TITLE;
	}
	for (size_t i = 0; i < out->n; i++)
		if (out->w[i].script == SCRIPT_LATIN) {
			settle_abd(&out->w[i]);
			settle_end(&out->w[i]);
		}
}
