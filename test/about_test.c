/* Two descriptions are compared field by field: what agrees and what differs is said, kin are told apart, and what is not known
 * says nothing. */
#include "match/about.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/os.h"
#include "match/index.h"
#include "match/known.h"
#include "test.h"
#include "base/banned.h"

/* name; other spelling; born; mother; origin; sex. */
struct one {
	const char *name, *also, *born, *mother, *origin, *sex;
};

struct known {
	struct str name[2], mother[1];
	struct about about;
};

static void know(struct known *k, const struct one *o)
{
	k->name[0] = str_of(o->name);
	k->name[1] = str_of(o->also);
	k->mother[0] = str_of(o->mother);
	k->about = (struct about){ .name = k->name,
				   .names = o->also ? 2 : 1,
				   .mother = k->mother,
				   .mothers = o->mother ? 1 : 0,
				   .origin = str_of(o->origin),
				   .sex = str_of(o->sex) };
	(void)birth_read(str_of(o->born), &k->about.birth);
}

static struct about_found compare(struct arena *a, struct match *m, const struct one *x,
				  const struct one *y)
{
	struct known *kx = arena_alloc(a, sizeof *kx), *ky = arena_alloc(a, sizeof *ky);
	struct about_found f;

	know(kx, x);
	know(ky, y);
	about_compare(about_ask(a, m, &kx->about), &ky->about, &f);
	if (getenv("ABOUT_SHOW"))
		printf("# %s / %s: %d %d%s: %.*s\n", x->name, y->name, f.weight, f.score,
		       f.strong ? " strong" : "", P(about_reason(a, LANG_EN, &f)));
	return f;
}

/* A register of invented people; common names are common. */
static struct match *people(struct arena *a)
{
	static const char *const given[] = { "محمد", "أحمد", "خالد", "عمر",	"سمير",
					     "حسن",  "حسين", "يوسف", "إبراهيم", "زكوان" },
				 *const latin[] = { "Mohammed", "Ahmad", "Khaled", "Omar",
						    "Samir",	"Hasan", "Husayn", "Yousef",
						    "Ibrahim",	"Zakwan" },
				 *const of[] = { "Barakat", "Kandil", "Darwish", "Aqqad",
						 "Haddad",  "Talas",  "Shahin" },
				 *const family[] = { "بركات", "قنديل", "درويش", "العقاد",
						     "حداد",  "طلس",   "شاهين" };
	struct match *m = match_new(a, 2000);
	struct birth none = { 0 };

	for (uint32_t i = 0; i < 2000; i++) {
		size_t x = i * i % 97 % 10, y = i % 7, z = i / 7 % 10;

		(void)match_add(m, i, str_fmt(a, "%s %s %s", given[x], given[z], family[y]), none);
		(void)match_add(m, i, str_fmt(a, "%s %s %s", latin[x], latin[z], of[y]), none);
	}
	return m;
}

static bool says(const struct about_found *f, const char *what)
{
	struct arena *a = arena_new(0);
	bool ok = false;

	for (size_t i = 0; i < f->n; i++)
		ok |= str_eq(about_text(a, LANG_EN, &f->point[i]), str_of(what));
	arena_free(a);
	return ok;
}

static void fields(struct arena *a, struct match *m)
{
	const struct one khalid = { "خالد عمر بركات", "Khaled Omar Barakat", "1984-03-04",
				    "فاطمة درويش",    "Kfar Salam",	     "m" };
	struct about_found f = compare(a, m, &khalid, &khalid);

	CHECK("one is like oneself, strongly", f.strong && f.score > 990);
	CHECK("each word and field is named",
	      f.n == 7 && (says(&f, "خالد is the same") || says(&f, "Khaled is the same")) &&
		      says(&f, "born on the same day") &&
		      says(&f, "the mother's name is the same") &&
		      says(&f, "the place of origin is the same") &&
		      says(&f, "the sex is the same"));
	f = compare(a, m,
		    &(struct one){ "Khalid Barakaat", NULL, "1984", "Fatma Darwish", NULL, NULL },
		    &khalid);
	CHECK("a spelling is said to be one",
	      says(&f, "Barakaat is the same") && says(&f, "Khalid is written Khaled"));
	CHECK("a word that was not asked for is named", says(&f, "Omar was not asked for"));
	CHECK("a mother in the other script is the same",
	      says(&f, "the mother's name Fatma Darwish is written فاطمة درويش"));
	CHECK("a year is said to be no more",
	      says(&f, "born in the same year; of one no more is known"));
	f = compare(a, m, &(struct one){ "Barakat Khaled Zakwan", NULL, "", NULL, NULL, NULL },
		    &khalid);
	CHECK("a missing word and another order are said",
	      says(&f, "the words of the name stand in another order") && !f.strong);
	f = compare(a, m, &(struct one){ "بركات", NULL, "", NULL, NULL, NULL }, &khalid);
	CHECK("one word is not enough", !f.strong && f.score < 100);
	f = compare(a, m, &(struct one){ "- 12", NULL, "", NULL, NULL, NULL }, &khalid);
	CHECK("a name without a word agrees in nothing", !f.strong && f.score < 10);
	f = compare(a, NULL, &khalid, &khalid);
	CHECK("without a register it is weighed, too", f.strong);
}

/* What somebody else compared: it counts, and adds its points, and what is not known changes nothing. */
static void told(struct arena *a, struct match *m)
{
	const struct one khalid = { "Khaled Omar Barakat", NULL, "1984-03-04", NULL, NULL, NULL },
			 asked = { "Khaled Barakat", NULL, "", NULL, NULL, NULL };
	const struct about_found f = compare(a, m, &asked, &khalid);
	const struct {
		const char *what, *text;
		struct about_told told;
		int says;
	} all[] = {
		{ "nothing", NULL, { ABOUT_HOWS, ABOUT_HOWS, S("Kfar Salam") }, 0 },
		{ "the same place",
		  "the place of origin is the same",
		  { ABOUT_SAME, ABOUT_HOWS, S("Kfar Salam") },
		  1 },
		{ "one within the other",
		  "of the places of origin one lies within the other",
		  { ABOUT_WITHIN, ABOUT_HOWS, S("Kfar Salam") },
		  1 },
		{ "another",
		  "the place of origin is another than Kfar Salam",
		  { ABOUT_OTHER, ABOUT_HOWS, S("Kfar Salam") },
		  -1 },
		{ "the sex", "the sex is the same", { ABOUT_HOWS, ABOUT_SAME, S("") }, 1 },
		{ "another sex", "the sex is another", { ABOUT_HOWS, ABOUT_OTHER, S("") }, -1 },
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct about_found g = f;

		about_tell(&all[i].told, &g);
		CHECK(all[i].what,
		      g.n == f.n + (all[i].text != NULL) &&
			      (!all[i].text || says(&g, all[i].text)) &&
			      (g.score > f.score) - (g.score < f.score) == all[i].says &&
			      g.sure.odds - f.sure.odds == g.weight - f.weight);
	}
}

/* What was compared elsewhere comes to the same as if it had been compared here. */
static void told_alike(struct arena *a, struct match *m)
{
	const struct one x = { "Khaled Omar Barakat", NULL, "1984", NULL, "Kfar Salam", "m" },
			 y = { "Khaled Omar Barakat", NULL, "1985", NULL, "Kfar Salam", "f" },
			 z = { "Khaled Barakat", NULL, "1984", NULL, "Marj", "m" },
			 all[] = { x, y, z };
	bool alike = true;

	for (size_t i = 0; i < 3; i++)
		for (size_t k = 0; k < 3; k++) {
			struct one p = all[i], q = all[k];
			struct about_found here = compare(a, m, &p, &q), there;
			struct about_told told = {
				.origin = str_eq(str_of(p.origin), str_of(q.origin)) ? ABOUT_SAME
										     : ABOUT_OTHER,
				.sex = *p.sex == *q.sex ? ABOUT_SAME : ABOUT_OTHER
			};

			p.origin = p.sex = NULL;
			there = compare(a, m, &p, &q);
			about_tell(&told, &there);
			alike &= here.weight == there.weight && here.strong == there.strong &&
				 abs(here.score - there.score) <= 16;
		}
	CHECK("what is told counts as what is compared", alike);
}

static void joined(struct arena *a, struct match *m)
{
	struct about_found f =
		compare(a, m, &(struct one){ "WALIJAN Haddad", NULL, "1980", NULL, NULL, NULL },
			&(struct one){ "ولي جان حداد", NULL, "1980", NULL, NULL, NULL });

	CHECK("a word that is two in the other name is the same", says(&f, "WALIJAN is ولي جان"));
	f = compare(a, m,
		    &(struct one){ "Abu Hamza Khaled Omar Barakat", NULL, "1984-03-04", NULL, NULL,
				   NULL },
		    &(struct one){ "Khaled Omar Barakat", NULL, "1984-03-04", NULL, NULL, NULL });
	CHECK("a kunya that only one has is no difference that counts",
	      says(&f, "Abu Hamza stands in one of the names only, and is often left out"));
}

static void kin(struct arena *a, struct match *m)
{
	static const struct {
		const char *what;
		struct one x, y;
	} pairs[] = {
		{ "twins are two",
		  { "حسن عمر بركات", NULL, "1990-05-05", "هدى شاهين", "Kfar Salam", "m" },
		  { "حسين عمر بركات", NULL, "1990-05-05", "هدى شاهين", "Kfar Salam", "m" } },
		{ "twins in Latin, too",
		  { "Hasan Omar Barakat", NULL, "1990-05-05", "Huda Shahin", "Kfar Salam", "m" },
		  { "Husayn Omar Barakat", NULL, "1990-05-05", "Huda Shahin", "Kfar Salam", "m" } },
		{ "twins of two sexes",
		  { "Samir Omar Barakat", NULL, "1990-05-05", "Huda Shahin", "Kfar Salam", "m" },
		  { "Samira Omar Barakat", NULL, "1990-05-05", "Huda Shahin", "Kfar Salam", "f" } },
		{ "brothers are two",
		  { "محمد عمر بركات", NULL, "1990", "هدى شاهين", "Kfar Salam", "m" },
		  { "محمود عمر بركات", NULL, "1991", "هدى شاهين", "Kfar Salam", "m" } },
		{ "father and son of one name are two",
		  { "Khaled Omar Barakat", NULL, "1951", NULL, "Kfar Salam", "m" },
		  { "Khaled Omar Barakat", NULL, "1978-02-03", NULL, "Kfar Salam", "m" } },
		{ "a common name and a year are not enough",
		  { "محمد أحمد", NULL, "1990", NULL, NULL, "m" },
		  { "محمد أحمد", NULL, "1990", NULL, NULL, "m" } },
	};

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct about_found f = compare(a, m, &pairs[i].x, &pairs[i].y);

		CHECK(pairs[i].what, !f.strong);
	}
}

/* The names that are known (match/known.h), one line a spelling. */
#define HABITS 1200

struct habits {
	struct str name[HABITS], spelling[HABITS][2];
	size_t n;
};

static void habits_read(struct arena *a, struct habits *h)
{
	struct str rest;
	struct err e;

	if (!os_read(a, "tools/match_habits.tsv", 1 << 20, &rest, &e))
		return;
	while (rest.len) {
		struct str line = str_cut(&rest, '\n'), name;

		(void)str_cut(&line, '\t');
		name = str_cut(&line, '\t');
		if (!line.len || h->n == HABITS)
			continue;
		if (!h->n || !str_eq(h->name[h->n - 1], name)) {
			h->name[h->n] = name;
			h->spelling[h->n++][0] = line;
		} else if (!h->spelling[h->n - 1][1].len) {
			h->spelling[h->n - 1][1] = line;
		}
	}
}

static struct one twin_of(struct arena *a, struct str given, bool arabic)
{
	return (struct one){ str_z(a, str_fmt(a, arabic ? "%.*s حاتم شاهين" : "%.*s Hatem Shahin",
					      P(given))),
			     NULL,
			     "1990-05-05",
			     "Huda Talas",
			     "Kfar Salam",
			     "m" };
}

static bool common_spelling(struct str a, struct str b)
{
	struct words x, y;

	words_of(a, &x);
	words_of(b, &y);
	return known_same(&x.w[0], &y.w[0]) > 0;
}

static bool strong(struct arena *a, struct match *m, const struct one *x, const struct one *y)
{
	struct about_found f = compare(a, m, x, y);

	if (f.strong && x->sex && getenv("ABOUT_SHOW"))
		printf("# strong: %s / %s\n", x->name, y->name);
	return f.strong;
}

/* Twins of all names there are: whatever else agrees, none are taken for one; and both spellings of each name are. A few names
 * have a spelling in common, and are not asked about. */
static void twins(struct arena *a, struct match *m)
{
	struct habits *h = arena_alloc(a, sizeof *h);
	struct arena *one = arena_new(0);
	size_t pairs = 0, wrong = 0, missed = 0;

	habits_read(a, h);
	for (size_t i = 0; i < h->n; i++) {
		struct one x = twin_of(a, h->name[i], true),
			   s = twin_of(a, h->spelling[i][0], false);

		missed += !strong(one, m, &x, &s);
		if (h->spelling[i][1].len) {
			struct one t = twin_of(a, h->spelling[i][1], false);

			missed += !strong(one, m, &s, &t);
		}
		for (size_t k = i % 29 + 1; k < h->n; k += 29) {
			struct one y = twin_of(one, h->name[k], true),
				   z = twin_of(one, h->spelling[k][0], false);

			if (k == i || common_spelling(h->spelling[i][0], h->spelling[k][0]))
				continue;
			pairs += 2;
			wrong += strong(one, m, &x, &y);
			wrong += strong(one, m, &s, &z);
			arena_reset(one);
		}
	}
	arena_free(one);
	printf("# %zu pairs of twins, %zu wrong; %zu names, %zu spellings missed\n", pairs, wrong,
	       h->n, missed);
	CHECK("no twins of any names are taken for one", pairs > 1000 && !wrong);
	CHECK("nor any two spellings of a name for two", !missed);
}

/* Whoever is asked for, what is said of both is the same but for what each has more. */
static void either_side(struct arena *a, struct match *m)
{
	const struct one x = { "Khaled Omar Barakat", NULL,	    "1984-03-04",
			       "Fatma Darwish",	      "Kfar Salam", "m" },
			 y = { "خالد بركات", NULL, "1984", "فاطمة درويش", "Kfar Salam", "m" };
	struct about_found f = compare(a, m, &x, &y), g = compare(a, m, &y, &x);

	CHECK("from either side it is as strong", f.strong == g.strong && f.n == g.n);
	CHECK("and says what one has more",
	      says(&f, "Omar is missing") && says(&g, "Omar was not asked for"));
}

/* Who is written otherwise is asked about; who only has a like name is not. */
static void asked(struct arena *a, struct match *m)
{
	static const struct {
		const char *what;
		struct one x, y;
		bool strong;
	} pairs[] = {
		{ "ages that are said are off by years: the mother tells",
		  { "Nabil Adib Sawwan", NULL, "1980", "Salma Homsi", NULL, "m" },
		  { "Nabil Adib Sawwan", NULL, "1983", "Salma Homsi", NULL, "m" },
		  true },
		{ "a rare name whose birth is off by years",
		  { "Nabil Adib Sawwan", NULL, "1980", NULL, NULL, "m" },
		  { "Nabil Adib Sawwan", NULL, "1983", NULL, NULL, "m" },
		  true },
		{ "the same of another mother is another",
		  { "Nabil Adib Sawwan", NULL, "1980", "Salma Homsi", NULL, "m" },
		  { "Nabil Adib Sawwan", NULL, "1983", "Huda Barakat", NULL, "m" },
		  false },
		{ "one word in two scripts",
		  { "Zakwan", NULL, "1975", NULL, NULL, "m" },
		  { "زكوان", NULL, "1975", NULL, NULL, "m" },
		  true },
		{ "the commonest words in two scripts",
		  { "Mohammed Ahmad Hassan", NULL, "1980-03-01", NULL, NULL, "m" },
		  { "محمد أحمد حسن", NULL, "1980-03-01", NULL, NULL, "m" },
		  true },
		{ "the same common word three times",
		  { "Amin Amin Amin", NULL, "1980", NULL, NULL, "m" },
		  { "Amin Amin Amin", NULL, "1980", NULL, NULL, "m" },
		  true },
		{ "spellings of two habits",
		  { "Zakwan Idris Homsi", NULL, "1980", NULL, NULL, "m" },
		  { "Zekvan Idriss Houmsi", NULL, "1980", NULL, NULL, "m" },
		  true },
		{ "a name of the lists that is short, and written otherwise",
		  { "Kays Faran", NULL, "1991-02-03", NULL, NULL, "m" },
		  { "Qais Farran", NULL, "1991-02-03", NULL, NULL, "m" },
		  true },
		{ "one that no list has",
		  { "Keylaq Sawwan", NULL, "1991-02-03", NULL, NULL, "m" },
		  { "Qailak Sawwan", NULL, "1991-02-03", NULL, NULL, "m" },
		  true },
		{ "the family first",
		  { "Sawwan Nabil Adib", NULL, "1980-03-04", NULL, NULL, "m" },
		  { "Nabil Adib Sawwan", NULL, "1980-03-04", NULL, NULL, "m" },
		  true },
		{ "father and son whose words changed places",
		  { "Nabil Adib Sawwan", NULL, "1955", NULL, NULL, "m" },
		  { "Adib Nabil Sawwan", NULL, "1980", NULL, NULL, "m" },
		  false },
		{ "twins whose names rhyme",
		  { "Hadi Adib Sawwan", NULL, "1990-05-05", "Salma Homsi", NULL, "m" },
		  { "Fadi Adib Sawwan", NULL, "1990-05-05", "Salma Homsi", NULL, "m" },
		  false },
		{ "twins, a girl and a boy",
		  { "أمين أديب صوان", NULL, "1990-05-05", "سلمى حمصي", NULL, NULL },
		  { "أمينة أديب صوان", NULL, "1990-05-05", "سلمى حمصي", NULL, NULL },
		  false },
		{ "cousins of one grandfather",
		  { "Nabil Adib Sawwan", NULL, "1980", "Salma Homsi", NULL, "m" },
		  { "Nabil Ghazi Sawwan", NULL, "1980", "Huda Barakat", NULL, "m" },
		  false },
	};

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct about_found f = compare(a, m, &pairs[i].x, &pairs[i].y),
				   back = compare(a, m, &pairs[i].y, &pairs[i].x);

		CHECK(pairs[i].what, f.strong == pairs[i].strong && back.strong == f.strong);
	}
}

int main(void)
{
	struct arena *a = arena_new(0);
	struct match *m = people(a);

	fields(a, m);
	told(a, m);
	told_alike(a, m);
	joined(a, m);
	kin(a, m);
	twins(a, m);
	either_side(a, m);
	asked(a, m);
	arena_free(a);
	return done();
}
