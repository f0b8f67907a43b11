/*
 * A name has words that somebody can look for (match/symbol.h): of one without a letter, or whose letters stand one by one, nobody
 * would be asked whether he or she is registered already.
 */
#include "base/arena.h"
#include "base/utf8.h"
#include "intake/intake_int.h"
#include "match/symbol.h"
#include "record/kinds.h"
#include "base/banned.h"

#define ROW_MOST 3 /* letters one by one: J. R. R. may be initials, H a s a n is not */

struct spelled {
	size_t words, alone, row,
		longest; /* alone: of one letter; row: so many of these one after the other */
};

static bool is_one_letter(struct str word)
{
	return utf8_next(&word) >= 0 && !word.len;
}

static struct spelled spelled_of(struct str text)
{
	struct spelled x = { 0 };
	struct symbols w;
	struct str as;

	while (symbols_next(&text, &w, &as)) {
		bool one = is_one_letter(as);

		x.words++;
		x.alone += one;
		x.row = one ? x.row + 1 : 0;
		x.longest = x.row > x.longest ? x.row : x.longest;
	}
	return x;
}

static bool in_words(struct accepting *w, struct str field, struct str text, size_t *words)
{
	struct spelled x = spelled_of(text);

	*words += x.words;
	return (x.longest <= ROW_MOST && (x.alone < 2 || x.alone < x.words)) ||
	       refuse(w->why, "letters", field, text,
		      "words as they are read: nobody can look for letters that stand one by one");
}

static bool parts_spelled(struct accepting *w, struct str field, const struct name_parts *p)
{
	size_t words = 0;

	for (size_t i = 0; i < p->n; i++)
		if (!in_words(w, field, p->v[i].text, &words))
			return false;
	return words > 0 || !p->n ||
	       refuse(w->why, "letters", field, p->v[0].text, "a name, of letters");
}

static bool latin_spelled(struct accepting *w, struct str field, const struct names *x)
{
	for (size_t i = 0; i < x->n_latin; i++) {
		size_t words = 0;

		if (!in_words(w, field, x->latin[i], &words))
			return false;
		if (!words)
			return refuse(w->why, "letters", field, x->latin[i], "a name, of letters");
	}
	return true;
}

bool names_spelled(struct accepting *w, const struct names *x)
{
	bool anew = w->d->kind == &kind_correction;

	return parts_spelled(w, anew ? S("new_value") : S("full_name"), &x->full) &&
	       parts_spelled(w, anew ? S("new_value") : S("mother_name"), &x->mother) &&
	       latin_spelled(w, anew ? S("new_value") : S("latin_names"), x);
}
