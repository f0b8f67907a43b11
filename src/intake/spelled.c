/*
 * A name has words that somebody can look for (match/symbol.h): of one without a letter, or whose letters stand one by one, nobody
 * would be asked whether he or she is registered already.
 */
#include "base/utf8.h"
#include "intake/intake_int.h"
#include "match/symbol.h"
#include "record/kinds.h"
#include "base/banned.h"

#define ROW_MOST 3 /* letters one by one: J. R. R. are initials, H a s a n is none */
#define SCRIPTS_OF_LETTERS \
	0x1200 /* behind these come scripts whose characters are syllables or words: one of them is a name */

struct spelled {
	size_t words, alone; /* alone: of one letter */
	size_t longest;	     /* so many of these one after the other, at most */
};

static bool is_one_letter(struct str word)
{
	int32_t c = utf8_next(&word);

	return c >= 0 && c < SCRIPTS_OF_LETTERS && !word.len;
}

static void add_words(struct spelled *x, struct str text)
{
	struct symbols w;
	struct str as;
	size_t row = 0;

	while (symbols_next(&text, &w, &as)) {
		bool one = is_one_letter(as);

		x->words++;
		x->alone += one;
		row = one ? row + 1 : 0;
		x->longest = row > x->longest ? row : x->longest;
	}
}

static bool holds(struct accepting *w, const struct spelled *x, struct str field, struct str shown)
{
	if (!x->words)
		return refuse(w->why, "letters", field, shown, "a name, of letters");
	return (x->longest <= ROW_MOST && (x->alone < ROW_MOST || x->alone < x->words)) ||
	       refuse(w->why, "letters", field, shown,
		      "words as they are read: nobody can look for letters that stand one by one");
}

static bool parts_spelled(struct accepting *w, struct str field, const struct name_parts *p)
{
	struct spelled x = { 0 };

	for (size_t i = 0; i < p->n; i++)
		add_words(&x, p->v[i].text);
	return !p->n || holds(w, &x, field, p->v[0].text);
}

static bool latin_spelled(struct accepting *w, struct str field, const struct names *n)
{
	for (size_t i = 0; i < n->n_latin; i++) {
		struct spelled x = { 0 };

		add_words(&x, n->latin[i]);
		if (!holds(w, &x, field, n->latin[i]))
			return false;
	}
	return true;
}

bool names_spelled(struct accepting *w, const struct names *x)
{
	bool anew = w->d->kind == &kind_correction; /* which says one of them alone */

	return parts_spelled(w, anew ? S("new_value") : S("full_name"), &x->full) &&
	       parts_spelled(w, anew ? S("new_value") : S("mother_name"), &x->mother) &&
	       latin_spelled(w, anew ? S("new_value") : S("latin_names"), x);
}
