/* Names of persons are found by their words, as written or folded; the rest is told apart. */
#include "match/name.h"

#include <string.h>

#include "base/arena.h"
#include "match/letter.h"
#include "test.h"
#include "base/banned.h"

static struct name_words words(const char *s)
{
	struct name_words w = { 0 };

	name_words_add(&w, str_of(s));
	return w;
}

static int score(const char *query, const char *name)
{
	const struct name_words q = words(query), n = words(name);

	return name_score(&q, &n);
}

static bool folded(const char *s, const char *want)
{
	struct name_words w = words(s);

	return w.n == 1 && str_eq(str_mem(w.w[0].folded, w.w[0].folded_len), str_of(want));
}

static void as_written(void)
{
	CHECK("a name answers itself best", score("Samir Aqqad", "Samir Aqqad") == NAME_BEST);
	CHECK("in any order and case", score("AQQAD samir", "Samir Aqqad") == NAME_BEST);
	CHECK("other words of the name count a little",
	      score("Samir Aqqad", "Samir Omar Aqqad") < NAME_BEST &&
		      score("Samir Aqqad", "Samir Omar Aqqad") >
			      score("Samir Aqqad", "Sāmir Aqqad"));
	CHECK("of one or two words none may be missing",
	      !score("Samir", "Omar Aqqad") && !score("Samir Haddad", "Samir Aqqad"));
	CHECK("of three, one may",
	      score("Samir Omar Haddad", "Samir Omar") > 0 && !score("Samir Omar Haddad", "Samir"));
	CHECK("a word is found once", !score("Samir Samir", "Samir Aqqad"));
	CHECK("a part of a word is no word", !score("Sam", "Samir"));
	CHECK("nothing answers nothing", !score("", "Samir") && !score("Samir", ""));
}

static void as_folded(void)
{
	CHECK("accents do not matter much",
	      score("Sāmir", "Samir") > 900 && score("Sāmir", "Samir") < NAME_BEST);
	CHECK("composed and decomposed letters are one",
	      score("Sa\xcc\x84mir", "S\xc4\x81mir") == NAME_BEST &&
		      score("ا\xd9\x94حمد", "أحمد") == NAME_BEST);
	CHECK("the variants of Arabic letters are one",
	      score("احمد", "أحمد") > 900 && score("فاطمه", "فاطمة") > 900 &&
		      score("مصطفي", "مصطفى") > 900 && score("مُحَمَّد", "محمد") > 900);
	CHECK("articles do not matter", score("Khatib", "al-Khatib") > 900 &&
						score("خطيب", "الخطيب") > 900 &&
						score("Abd al-Rahman", "Abd ar-Rahman") > 900);
	CHECK("names of different people stay apart",
	      !score("أحمد", "محمد") && !score("Hassan", "Husayn") && !score("علي", "علا"));
	CHECK("other scripts have big and small letters",
	      score("ΓΙΏΡΓΟΣ", "Γιώργοσ") == NAME_BEST && score("ԱՐԱՄ", "Արամ") == NAME_BEST &&
		      score("АХМЕД", "Ахмед") == NAME_BEST);
	CHECK("or none",
	      score("ܐܦܪܝܡ", "ܐܦܪܝܡ") == NAME_BEST && score("יוסף", "יוסף") == NAME_BEST);
	CHECK("apostrophes are no letters", folded("Da'ud", "daud") && folded("Daʿud", "daud"));
	CHECK("hyphens and blanks part words", words("Abd-Allah  bin\tOmar").n == 4);
}

static void limits(void)
{
	char many[400], *p = many;
	struct name_words w;

	for (int i = 0; i < 100; i++, p += 3)
		memcpy(p, "ab ", 3);
	*p = 0;
	w = words(many);
	CHECK("of a very long name the first words count", w.n == NAME_WORDS);
	memset(many, 'x', 300);
	many[300] = 0;
	w = words(many);
	CHECK("and of a very long word its beginning",
	      w.n == 1 && w.w[0].folded_len == NAME_WORD && w.w[0].written_len == NAME_WORD);
	for (int i = 0; i < NAME_WORD - 1; i++)
		many[i] = 'y';
	memcpy(many + NAME_WORD - 1, "ع", 3);
	w = words(many);
	CHECK("a letter is never cut in two", w.n == 1 && w.w[0].folded_len == NAME_WORD - 1);
	w = words("ab\xff"
		  "cd");
	CHECK("what is no text ends a name", w.n == 1 && w.w[0].folded_len == 2);
	CHECK("signs alone are no word", !words("--- ... 'ـ").n && !words("al").n);
}

static void hashes(void)
{
	struct name_words a = words("أحمد Sāmir"), b = words("احمد samir Samira");

	CHECK("words that fold to one are looked up by one number",
	      a.n == 2 && b.n == 3 && name_hash(&a.w[0]) == name_hash(&b.w[0]) &&
		      name_hash(&a.w[1]) == name_hash(&b.w[1]));
	CHECK("others by others", name_hash(&b.w[1]) != name_hash(&b.w[2]));
	CHECK("of composed letters the table knows each once",
	      letter_compose('a', 0x304) == 0x101 && letter_compose(0x648, 0x654) == 0x624 &&
		      !letter_compose('q', 0x304) && !letter_compose(0, 0));
}

int main(void)
{
	as_written();
	as_folded();
	limits();
	hashes();
	return done();
}
