/* See name.h. */
#include "match/name.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "match/letter.h"
#include "base/banned.h"

#define FOLDED \
	950 /* of a word that is equal when folded; of one that is equal as written NAME_BEST */
#define OTHER	   5 /* less for each word of the name that is not in the query */
#define OTHER_MOST 8

static bool is_article(struct str word)
{
	static const struct str articles[] = {
		SC("al"), SC("el"),  SC("ul"), SC("ar"),  SC("as"), SC("ash"),
		SC("at"), SC("ath"), SC("ad"), SC("adh"), SC("az"), SC("an"),
	};

	for (size_t i = 0; word.len <= 3 && i < sizeof articles / sizeof *articles; i++)
		if (str_eq(word, articles[i]))
			return true;
	return false;
}

/* False where there is no room for it. */
static bool put(char *to, uint8_t *len, int32_t c)
{
	size_t n = letter_bytes(c, to + *len, (size_t)NAME_WORD - *len);

	*len = (uint8_t)(*len + n);
	return n > 0;
}

/* What a letter is worth to a name: of scripts that letter_fold does not know, the small letter. */
static int32_t fold(int32_t c)
{
	int32_t l = letter_fold(c);

	return l == ' ' && letter_is(c) ? letter_lower(c) : l;
}

static struct str written(const struct name_word *w)
{
	return str_mem(w->written, w->written_len);
}

static struct str folded(const struct name_word *w)
{
	return str_mem(w->folded, w->folded_len);
}

/* Without its article, where two letters or more are left; nothing where it is one. */
static void without_article(struct name_word *w)
{
	static const struct str al = SC("ال");

	if (str_starts(folded(w), al) && w->folded_len >= al.len + 4) {
		w->folded_len = (uint8_t)(w->folded_len - al.len);
		memmove(w->folded, w->folded + al.len, w->folded_len);
	} else if (is_article(folded(w))) {
		w->folded_len = 0;
	}
}

/* Adds a letter, or a mark on the last one, as it is written but for case; gives the letter that is last then, 0
 * where there was no room. */
static int32_t write_letter(struct name_word *w, int32_t last, int32_t c)
{
	int32_t one = last && letter_is_mark(c) ? letter_compose(last, c) : 0;
	char before[4];

	if (one)
		w->written_len =
			(uint8_t)(w->written_len - letter_bytes(last, before, sizeof before));
	one = one ? one : letter_lower(c);
	return put(w->written, &w->written_len, one) ? one : 0;
}

/* The next word; as it is written, too, where that is wanted. */
static bool next(struct str *rest, struct name_word *out, bool written)
{
	int32_t c, last = 0;

	out->written_len = out->folded_len = 0;
	while ((c = utf8_next(rest)) >= 0) {
		int32_t l = fold(c);

		if (l == ' ') {
			if (out->folded_len)
				break;
			out->written_len = 0;
			last = 0;
			continue;
		}
		if (l)
			(void)put(out->folded, &out->folded_len, l);
		if (written)
			last = write_letter(out, last, c);
	}
	if (!out->folded_len)
		return false;
	without_article(out);
	return true;
}

bool name_next(struct str *rest, struct name_word *out)
{
	return next(rest, out, true);
}

bool name_next_hash(struct str *rest, uint32_t *hash)
{
	struct name_word w;

	while (next(rest, &w, false))
		if (w.folded_len) {
			*hash = name_hash(&w);
			return true;
		}
	return false;
}

void name_words_add(struct name_words *out, struct str name)
{
	while (out->n < NAME_WORDS && name_next(&name, &out->w[out->n]))
		out->n += out->w[out->n].folded_len > 0;
}

static int by_folded(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

struct str name_folded(struct arena *a, const struct name_words *x)
{
	struct str list[NAME_WORDS];
	struct buf b = { .a = a };

	for (size_t i = 0; i < x->n; i++)
		list[i] = folded(&x->w[i]);
	qsort(list, x->n, sizeof *list, by_folded);
	for (size_t i = 0; i < x->n; i++) {
		if (i && str_eq(list[i], list[i - 1]))
			continue;
		if (b.len)
			buf_byte(&b, ' ');
		buf_str(&b, list[i]);
	}
	return b.len ? buf_text(&b) : S("");
}

size_t name_least(size_t n)
{
	return n < 3 ? n : n - 1;
}

uint32_t name_hash(const struct name_word *w)
{
	uint32_t h = 2166136261u; /* FNV-1a */

	for (size_t i = 0; i < w->folded_len; i++)
		h = (h ^ (uint8_t)w->folded[i]) * 16777619u;
	return h;
}

/* The best word of the name for this one, of those that are not taken: its place, and what it is worth. */
static int best(const struct name_word *q, const struct name_words *name, const bool *taken,
		size_t *at)
{
	int worth = 0;

	for (size_t i = 0; i < name->n && worth < NAME_BEST; i++) {
		if (taken[i] || !str_eq(folded(q), folded(&name->w[i])))
			continue;
		if (str_eq(written(q), written(&name->w[i])))
			worth = NAME_BEST;
		else if (!worth)
			worth = FOLDED;
		else
			continue;
		*at = i;
	}
	return worth;
}

int name_score(const struct name_words *query, const struct name_words *name)
{
	bool taken[NAME_WORDS] = { false };
	size_t found = 0, other;
	int sum = 0;

	for (size_t i = 0; i < query->n; i++) {
		size_t at = 0;
		int worth = best(&query->w[i], name, taken, &at);

		sum += worth;
		found += worth > 0;
		taken[at] |= worth > 0;
	}
	if (!found || found < name_least(query->n))
		return 0;
	other = name->n - found < OTHER_MOST ? name->n - found : OTHER_MOST;
	return sum / (int)query->n - (int)other * OTHER;
}
