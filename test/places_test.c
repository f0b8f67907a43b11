/* The table of aliases in the executable holds together, and a small tree is found by it. */
#include "intake/places.h"

#include "base/arena.h"
#include "test.h"
#include "base/banned.h"

static struct arena *a;
static struct places *all;

static void add(const char *code, const char *level, const char *parent, const char *en,
		const char *ar, const char *pcode)
{
	struct place *p = arena_alloc(a, sizeof *p);

	*p = (struct place){ .code = str_of(code),
			     .level = str_of(level),
			     .parent = str_of(parent),
			     .name_en = str_of(en),
			     .name_ar = str_of(ar),
			     .pcode = str_of(pcode) };
	places_add(all, p);
}

static bool known(const char *text)
{
	bool yes = alias_by_spelling(all, str_of(text));

	if (!yes)
		printf("# %s\n", text);
	return yes;
}

static bool nearest(const char *text, const char *code)
{
	struct places_query q = { .text = str_of(text), .max = 5 };
	size_t n;
	struct place_hit *hits = places_find(all, a, &q, &n);

	return n && str_eq(hits[0].place->code, str_of(code));
}

static bool code_is(const char *up, const char *name, const char *want)
{
	struct str got = places_new_code(all, a, place_by_code(all, str_of(up)), S("community"),
					 str_of(name));

	if (!str_eq(got, str_of(want)))
		printf("# %.*s\n", P(got));
	return str_eq(got, str_of(want));
}

int main(void)
{
	static const char *const reports[] = { "Khan al-Shih",	"Jibrin",	    "Mahalej",
					       "Al-Haidariya",	"Sheikh Saeed",	    "Kalasseh",
					       "Jam'iat Zahra", "Masjid al-Rahman", "Castello road",
					       "Kanaker",	"Al-Tall",	    "Atareb",
					       "Deir ez-Zor",	"Aleppo",	    "Idlib",
					       "الحيدرية",	"الأتارب" };
	struct err e = { 0 };
	struct place *p;
	bool every = true;
	size_t many;

	a = arena_new(0);
	all = places_new(a, &e);
	CHECK("the table of aliases can be read", all);
	if (!all)
		return done();
	for (size_t i = 0; i < sizeof reports / sizeof *reports; i++)
		every &= known(reports[i]);
	CHECK("it knows what the reports name", every);
	CHECK("and not everything", !alias_by_spelling(all, S("Atlantis")));
	CHECK("governorates by GeoNames' number",
	      str_eq(alias_by_admin1(all, S("09"))->pcode, S("SY02")) &&
		      !alias_by_admin1(all, S("99")));
	add("SY", "country", "", "Syria", "سوريا", "");
	add("SY-HL", "governorate", "SY", "Aleppo", "حلب", "");
	add("SY-HL-C", "city", "SY-HL", "Aleppo city", "مدينة حلب", "");
	add("SY-HL-KAL", "quarter", "SY-HL-C", "Kallasa", "الكلاسة", "");
	add("SY-DI", "governorate", "SY", "Damascus", "دمشق", "SY01");
	add("SY-DI-KAL", "quarter", "SY-DI", "Kallasa", "الكلاسة", "");
	p = place_by_code(all, S("SY-HL-KAL"));
	CHECK("a row of the table is about a place of its governorate, found without P-codes",
	      p && p->also && str_eq(p->also->name_en, S("Kalasseh")));
	p = place_by_code(all, S("SY-DI-KAL"));
	CHECK("and about none of another", p && !p->also);
	CHECK("a country has its box", place_by_code(all, S("SY"))->also->boxed);
	CHECK("the governorate is nearer than the city",
	      nearest("aleppo", "SY-HL") && nearest("aleppo city", "SY-HL-C"));
	CHECK("one place of a name", places_one(all, S("Aleppo"), (struct str){ NULL, 0 }, &many) ==
					     place_by_code(all, S("SY-HL")));
	CHECK("two places of a name are not one",
	      !places_one(all, S("Kallasa"), (struct str){ NULL, 0 }, &many) && many == 2);
	CHECK("the tree begins at the country",
	      places_tree(all) == place_by_code(all, S("SY")) &&
		      str_eq(places_tree(all)->child->code, S("SY-DI")));
	CHECK("a new code has three letters", code_is("SY-HL", "Zarbah", "SY-HL-ZAR"));
	CHECK("four, where that is taken", code_is("SY-HL", "Kalbin", "SY-HL-KALB"));
	add("SY-HL-C-KA", "quarter", "SY-HL-C", "Ka", "كا", "");
	CHECK("a number, where the letters are used up", code_is("SY-HL-C", "Ka", "SY-HL-C-KA2"));
	add("SY-LONG-CODE-XX", "district", "SY", "Long", "طويل", "");
	CHECK("a hash, where there is no room",
	      places_new_code(all, a, place_by_code(all, S("SY-LONG-CODE-XX")), S("community"),
			      S("Zarbah"))
			      .len == 13);
	arena_free(a);
	return done();
}
