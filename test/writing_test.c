/* Names in other scripts than Arabic and Latin: letter by letter, so that they are found from these and from themselves. */
#include "match/writing.h"

#include <string.h>

#include "base/arena.h"
#include "match/index.h"
#include "test.h"
#include "base/banned.h"

/* One person in several scripts each, the first as it is registered; invented. */
static const char *const people[][9] = {
	{ "Garen Harutyunian", "Գարեն Հարությունյան", "ԳԱՐԵՆ ՀԱՐՈՒԹՅՈՒՆՅԱՆ", "Гарен Арутюнян" },
	{ "Giorgi Beridze", "გიორგი ბერიძე", "ᲒᲘᲝᲠᲒᲘ ᲑᲔᲠᲘᲫᲔ",
	  "Георги Беридзе" },
	{ "سمير قنديل", "סמיר קנדיל", "ܣܡܝܪ ܩܢܕܝܠ", "სამირ ყანდილ", "Σαμίρ Κανδίλ", "समीर क़ंदील" },
	{ "Khalid Barakat", "Халид Баракат", "חאלד ברכאת", "خالد بركات", "ⵅⴰⵍⵉⴷ ⴱⴰⵔⴰⴽⴰⵜ",
	  "ኻሊድ ባራካት", "Խալիդ Բարաքաթ", "ხალიდ ბარაქათ", "ख़ालिद बराकात" },
	{ "王小明", "王小明" },
	{ "ยอดชาย วงศ์ดี", "ยอดชาย วงศ์ดี" },
};

#define PEOPLE (sizeof people / sizeof *people)

static int first(struct match *m, struct arena *a, const char *name)
{
	struct match_hit *hit;

	return match_find(m, a, str_of(name), (struct birth){ 0 }, 1, &hit) ? (int)hit[0].who : -1;
}

static void found(void)
{
	struct arena *a = arena_new(0);
	struct match *m = match_new(a, PEOPLE);

	for (uint32_t i = 0; i < PEOPLE; i++)
		CHECK(people[i][0], match_add(m, i, str_of(people[i][0]), (struct birth){ 0 }));
	for (uint32_t i = 0; i < 200; i++)
		(void)match_add(m, 1000 + i,
				str_fmt(a, "%cu%cof %ce%cum", "bdfgh"[i % 5], "lmnpt"[i / 5 % 5],
					"vwzj"[i / 25 % 4], "kdbnf"[i % 5]),
				(struct birth){ 0 });
	for (size_t i = 0; i < PEOPLE; i++)
		for (size_t k = 1; k < 9 && people[i][k]; k++)
			CHECK(people[i][k], first(m, a, people[i][k]) == (int)i);
	CHECK("of a script that is not known another name is another", first(m, a, "陈大文") != 4);
	arena_free(a);
}

/* Whatever letter comes: at most two symbols, none of them unknown to its script. */
static void all_letters(void)
{
	struct arena *a = arena_new(0);
	bool known = true, ended = true;

	for (int32_t c = 0; c < 0x30000; c++) {
		char says[WRITING_MOST];
		struct symbols w;
		enum script as;

		if (!writing_names(c, &as, says))
			continue;
		ended &= memchr(says, 0, sizeof says) != NULL;
		known &= !says[0] || symbols_scan(str_of(says), as, &w);
	}
	CHECK("each has two symbols at most", ended);
	CHECK("and they are symbols of its script", known);
	arena_free(a);
}

int main(void)
{
	found();
	all_letters();
	return done();
}
