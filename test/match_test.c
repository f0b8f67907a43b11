/* Names are found however they are spelled, in either script, and what is not one person is told apart; all ways of comparing
 * words give the same. */
#include "match/index.h"

#include <string.h>

#include "base/arena.h"
#include "match/cost.h"
#include "match/dict.h"
#include "test.h"
#include "base/banned.h"

/* Symbols of a name's words, as letters. */
static bool reads(const char *name, const char *want)
{
	struct arena *a = arena_new(0);
	struct buf b = { .a = a };
	struct words w;
	bool ok;

	words_of(str_of(name), &w);
	for (size_t i = 0; i < w.n; i++) {
		if (i)
			buf_byte(&b, ' ');
		symbols_print(&w.w[i], &b);
	}
	ok = str_eq(buf_text(&b), str_of(want));
	arena_free(a);
	return ok;
}

static void symbols(void)
{
	CHECK("case, accents and doubled letters are gone", reads("YOUSSÈF Hassān", "yusef hasan"));
	CHECK("what French and Turkish write for sh, j and ch is one letter",
	      reads("Şahin Djamel Choukri", "Sahin jamel Cukri"));
	CHECK("articles stand for nothing", reads("Omar al-Shami", "omar Sami"));
	CHECK("Arabic letters have their variants", reads("أحمد مُصطفى", "AHmd mSTfY"));
	CHECK("letters that Persian writes otherwise are the same", reads("کریم", "krym"));
	CHECK("abd and abu belong to what follows",
	      reads("Abd al-Rahman Abu Hamza", "abdrahman abuhamza"));
	CHECK("din and Allah to what stands before",
	      reads("Nour al-Din Nasr Allah", "nurdin nasralah"));
	CHECK("in one word or two, as French, Turkish and English join them",
	      reads("Abdelkader Abderrahmane Abdullatif Noureddine",
		    "abdkader abdrahmane abdlatif nurdin") &&
		      reads("Abdul Kader Abdur Rahmane Abd al-Latif Nour Eddine",
			    "abdkader abdrahmane abdlatif nurdin") &&
		      reads("Abdulaziz Abdoulaye", "abdaziz abdaye") &&
		      reads("Abdullah Abdellah Abd Allah Abdalla",
			    "abdalah abdalah abdalah abdalah"));
	CHECK("bu, abi and oum are one way to say it",
	      reads("Bou Hamza Oum Kulthum", "abuhamza umkulTum"));
	CHECK("bin between two names is left out", reads("Omar bin Khalid", "omar Kalid"));
	CHECK("scripts part words", reads("Omarعمر", "omar Emr"));
	CHECK("numbers and signs are no words", reads("12 - , ؟ ٣", ""));
	CHECK("Cyrillic is read", reads("Халид", "Kalid"));
	CHECK("and its letters of other languages", reads("Ғалiм Ўткир Їжак", "Galim utkir yijak"));
	CHECK("Greek with its accents", reads("Γιώργος", "giorgos"));
}

/* What is written with other characters and reads the same is the same. */
static void characters(void)
{
	CHECK("joined forms of letters are letters", reads("\uFEE3\uFEA4\uFEE4\uFEAA", "mHmd"));
	CHECK("a form for two letters is two", reads("\uFEFBمي", "lAmy"));
	CHECK("a form for a word is one", reads("عبد\uFDF2", "EbdAlh"));
	CHECK("a formula in one character is no name", reads("محمد\uFDFA", "mHmdSlY"));
	CHECK("full-width letters are letters", reads("Ｋｈａｌｅｄ", "Kaled"));
	CHECK("letters with marks of their own are as those of one piece",
	      reads("S\u0327ahin C\u0327elik", "Sahin Celik") &&
		      reads("Şahin Çelik", "Sahin Celik") && reads("ا\u0654حمد", "AHmd"));
	CHECK("marks in any number are none", reads("H\u0323\u0304a\u0304\u0301san", "hasan"));
	CHECK("the stretching stroke is nothing", reads("محـــمد", "mHmd"));
	CHECK("what is not seen is nothing",
	      reads("علی\u200cرضا", "ElyrDA") && reads("\u200fKha\u00adled\u2069", "Kaled"));
	CHECK("Persian, Urdu and Kurdish letters are those of Arabic",
	      reads("گلشن ڈار چودھری", "gl$n dAr cwdhry") && reads("ڕێبوار", "rybwAr"));
	CHECK("digits that stand for letters are letters",
	      reads("3abd el 7amid 5aled", "abdhamid Kaled"));
	CHECK("numbers are no words",
	      reads("Khaled 1975 Barakat 7", "Kaled barakat") && reads("خالد ١٩٧٥", "xAld"));
	CHECK("what is no UTF-8 parts words", reads("Kha\xff"
						    "led",
						    "Ka led"));
	CHECK("German has its letters, too",
	      reads("Dschamal Scheich Badshah", "jamal SeiC badSah"));
}

static bool apart(const char *a, const char *b, const char *c)
{
	struct words x, y, z;

	words_of(str_of(a), &x);
	words_of(str_of(b), &y);
	words_of(str_of(c), &z);
	return edit_words(&x.w[0], &y.w[0]) < edit_words(&x.w[0], &z.w[0]);
}

static void distance(void)
{
	struct words x, y;

	words_of(S("Fawzi"), &x);
	words_of(S("fawzi"), &y);
	CHECK("the same word is no way off", edit_words(&x.w[0], &y.w[0]) == 0);
	CHECK("a spelling is nearer than another name", apart("خالد", "Khaled", "Hamed"));
	CHECK("a Turkish one, too", apart("فوزي", "Fevzi", "Fadi"));
	CHECK("a swap is nearer than two letters changed", apart("qandil", "qadnil", "qarsil"));
	CHECK("an article that is grown on is near", apart("Alshami", "Shami", "Tamimi"));
}

/* A word of n symbols, always another one. */
static struct symbols any(uint64_t *r, size_t most)
{
	struct symbols w = { 0 };

	for (size_t i = 0; i == 0 || (i < most && *r % 11); i++) {
		*r = *r * 6364136223846793005u + 1442695040888963407u;
		w.at[w.n++] = (uint8_t)(1 + (*r >> 33) % 30);
	}
	w.script = *r >> 60 & 1;
	return w;
}

/* Whether two ways find the same near, and the same distances of these, in three blocks of words of n symbols. */
static bool same_near(const struct edit_way *x, const struct edit_way *y, uint64_t *r, uint8_t n)
{
	struct arena *one = arena_new(0);
	struct edit_block *block[3];
	struct symbols w = any(r, SYMBOLS_MAX);
	struct edit_near *a = arena_array(one, EDIT_NEAR, sizeof *a),
			 *b = arena_array(one, EDIT_NEAR, sizeof *b);
	bool same = true;

	for (size_t k = 0; k < 3; k++) {
		block[k] = arena_alloc(one, sizeof **block + (size_t)n * EDIT_LANES);
		for (size_t l = 0; l < EDIT_LANES; l++) {
			bool like = (*r >> 40 & 3) == 0;

			for (size_t i = 0; i < n; i++) {
				*r = *r * 6364136223846793005u + 1442695040888963407u;
				block[k]->at[i][l] =
					(uint8_t)(!like || (*r >> 35) % 6 == 0 ? 1 + (*r >> 33) % 31
									       : w.at[i % w.n]);
			}
			/* A kunya, of either script, is taken off in another way. */
			if (n > 5 && (*r >> 44 & 7) == 0) {
				block[k]->at[0][l] = 1;
				block[k]->at[1][l] = 2;
				block[k]->at[2][l] = *r >> 20 & 1 ? 21 : 27;
			}
			block[k]->tells[l] = (uint8_t)(*r >> 50);
			block[k]->there |= (uint64_t)(*r >> 47 & 1) << l;
		}
	}
	for (size_t script = 0; script < SCRIPTS; script++) {
		struct edit_blocks all = { (const struct edit_block *const *)block, 3,
					   (uint8_t)script, n };
		uint8_t tells = (uint8_t)(*r >> 57);

		size_t n_a = x->blocks(&w, tells, &all, a);

		same &= n_a == y->blocks(&w, tells, &all, b) && !memcmp(a, b, n_a * sizeof *a);
		for (size_t i = 0; i < n_a; i++)
			same &= block[a[i].block]->there >> a[i].lane & 1;
	}
	arena_free(one);
	return same;
}

static void ways(void)
{
	const struct edit_way *plain = edit_way("plain");
	static const char *const names[] = { "avx512", "avx2" };
	uint64_t r = 7;

	CHECK("the plain way is always there", plain != NULL);
	CHECK("there is none of another name", !edit_way("abacus"));
	for (size_t k = 0; k < 2; k++) {
		const struct edit_way *way = edit_way(names[k]);
		bool same = true;

		if (!way) {
			printf("ok %d - %s # SKIP this processor has it not\n", ++test_count,
			       names[k]);
			continue;
		}
		for (int turn = 0; turn < 2000; turn++)
			same &= same_near(plain, way, &r, 1 + (uint8_t)(turn % SYMBOLS_MAX));
		CHECK(names[k], same);
	}
}

/* The costs of two ways are those of one: whichever word is asked for, the other is as far. */
static void properties(void)
{
	bool both_ways = true, itself = true, more = true, within = true, least = true;
	uint64_t r = 11;

	for (int turn = 0; turn < 4000; turn++) {
		struct symbols x = any(&r, SYMBOLS_MAX), y = any(&r, SYMBOLS_MAX), z = x;

		both_ways &= edit_words(&x, &y) == edit_words(&y, &x);
		itself &= edit_words(&x, &x) == 0;
		for (unsigned far = edit_words(&x, &y), most = 0; most < 300; most += 7)
			within &= edit_within(&x, &y, most) == far ||
				  (far >= most && edit_within(&x, &y, most) >= most);
		if (z.n == SYMBOLS_MAX)
			continue;
		/* A letter more, and then one more again. */
		z.at[z.n++] = 3;
		more &= edit_words(&x, &z) > 0 || x.at[x.n - 1] == 3;
	}
	for (size_t k = 0; k < SCRIPTS; k++)
		for (size_t i = 0; i < SYMBOLS; i++)
			for (size_t j = 0; j < SYMBOLS; j++)
				least &= i == j || cost_of[k][k][i][j] >= cost_least[k][i];
	CHECK("what is near is as far with a limit as without", within);
	CHECK("no symbol is taken for another for less than it costs at least", least);
	CHECK("two words are as far apart from either side", both_ways);
	CHECK("a word is no way from itself", itself);
	CHECK("and some way from itself with a letter more", more);
}

/* An index of invented names; the number of each is its place. */
static const char *const people[][2] = {
	{ "Samir Aqqad", "1980-03-04" },
	{ "سمير العقاد", "1951" },
	{ "Khalid Omar Barakat", "1990-07-09" },
	{ "خالد عمر بركات", "1962-02-11" },
	{ "Nour al-Din Haddad", "1977" },
	{ "عبد الرحمن قنديل", "1985-10-10" },
	{ "Abu Hamza Shahin", "" },
	{ "Yousef Qassab", "1999-12-31" },
	{ "Walid Jan", "1980" },
	{ "Rana Darwish", "1988-05-05" },
};

struct asked {
	struct arena *a, *one;
	struct match *m;
};

static struct asked ask_of(size_t more)
{
	struct asked x = { arena_new(0), arena_new(0), NULL };
	struct birth b;

	x.m = match_new(x.a, 4);
	for (uint32_t i = 0; i < sizeof people / sizeof *people; i++) {
		(void)birth_read(str_of(people[i][1]), &b);
		(void)match_add(x.m, i, str_of(people[i][0]), b);
	}
	for (uint32_t i = 0; i < more; i++) {
		struct str name =
			str_fmt(x.one, "%s%c%c %s", i % 3 ? "Tar" : "Hos", 'a' + (int)(i % 26),
				'a' + (int)(i / 26 % 26), people[i % 10][0]);

		(void)match_add(x.m, 1000 + i, name, (struct birth){ 0 });
	}
	return x;
}

static void end(struct asked *x)
{
	arena_free(x->a);
	arena_free(x->one);
}

/* Who is first for this name and birth, -1 nobody. */
static int first(struct asked *x, const char *name, const char *born)
{
	struct match_hit *hit;
	struct birth b;
	size_t n;

	(void)birth_read(str_of(born), &b);
	n = match_find(x->m, x->one, str_of(name), b, 10, &hit);
	return n ? (int)hit[0].who : -1;
}

static void found(void)
{
	struct asked x = ask_of(0);

	CHECK("a name is found as it is", first(&x, "Rana Darwish", "") == 9);
	CHECK("in the other script",
	      first(&x, "عبدالرحمن قنديل", "") == 5 && first(&x, "Abdurrahman Kandil", "") == 5);
	CHECK("as Turkish spells it", first(&x, "Yusuf Kassab", "") == 7);
	CHECK("with a slip", first(&x, "Rana Drawish", "") == 9);
	CHECK("in another order", first(&x, "Darwish Rana", "") == 9);
	CHECK("with a part missing", first(&x, "Khalid Barakat", "1990-07-09") == 2);
	CHECK("the day of birth tells two of one name apart",
	      first(&x, "Khaled Omar Barakat", "1990-07-09") == 2 &&
		      first(&x, "Khaled Omar Barakat", "1962") == 3);
	CHECK("a name without a word finds nobody", first(&x, "- 12", "") == -1);
	CHECK("one without a word is not taken",
	      !match_add(x.m, 77, S(" . "), (struct birth){ 0 }));
	match_drop(x.m, 9);
	CHECK("who was taken out is found no more", first(&x, "Rana Darwish", "") != 9);
	CHECK("and is counted no more", match_names(x.m) == 9);
	end(&x);
}

/* One writes a word where another writes two. */
static void parted(void)
{
	struct asked x = ask_of(900);
	struct birth none = { 0 };

	(void)match_add(x.m, 5000, S("SHERJAN"), none);
	(void)match_add(x.m, 5001, S("گل آغا نورزی"), none);
	(void)match_add(x.m, 5002, S("Zakwan Alshami"), none);
	CHECK("two words find one, in either script",
	      first(&x, "Sher Jan", "") == 5000 && first(&x, "شیر جان", "") == 5000);
	CHECK("one finds two", first(&x, "Gulagha Nurzai", "") == 5001 &&
				       first(&x, "Gulagha", "") == 5001 &&
				       first(&x, "گلآغا", "") == 5001);
	CHECK("an article that grew on, and one that stands apart, are no difference",
	      first(&x, "Zakwan Shami", "") == 5002 && first(&x, "Zakwan al-Shami", "") == 5002);
	CHECK("abd, din and Allah in one word or two",
	      first(&x, "Abdurrahman Kandil", "") == 5 &&
		      first(&x, "Abdul Rahman Kandil", "") == 5 &&
		      first(&x, "Noureddine Haddad", "") == 4 &&
		      first(&x, "نورالدين حداد", "") == 4 && first(&x, "نور الدين حداد", "") == 4);
	CHECK("a kunya that is missing, or more, costs little",
	      first(&x, "Shahin Hamza", "") == 6 && first(&x, "Abu Omar Rana Darwish", "") == 9);
	CHECK("a title, too",
	      first(&x, "Sheikh Rana Darwish", "") == 9 && first(&x, "الشيخ رنا درويش", "") == 9);
	end(&x);
}

/* Names that came after the lists were made are found as those before. */
static void grown(void)
{
	struct asked x = ask_of(300);
	struct match_hit *hit;
	struct birth none = { 0 };
	size_t n;

	CHECK("among others", first(&x, "Yousef Qassab", "1999-12-31") == 7);
	(void)match_add(x.m, 5000, S("Munira Talas"), none);
	CHECK("one who came later", first(&x, "Mounira Tallas", "") == 5000);
	(void)match_add(x.m, 5000, S("منيرة طلس"), none);
	n = match_find(x.m, x.one, S("Munira Talas"), none, 10, &hit);
	CHECK("a person with two names is there once",
	      n && hit[0].who == 5000 && (n < 2 || hit[1].who != 5000));
	CHECK("no more come than are asked for",
	      match_find(x.m, x.one, S("Samir"), none, 3, &hit) <= 3);
	end(&x);
}

/* A word that occurs no more leaves its place, its number and nothing of itself. */
static void forgotten(void)
{
	struct arena *a = arena_new(0);
	struct dict *d = dict_new(a);
	struct symbols w[300];
	struct dict_hit *hit;
	uint64_t r = 99;
	size_t bytes, n;
	bool found = true, wiped = true;

	for (size_t i = 0; i < 300; i++) {
		do
			w[i] = any(&r, 12);
		while (w[i].n < 3);
		dict_count(d, dict_add(d, &w[i]), 1);
	}
	bytes = dict_bytes(d);
	for (size_t turn = 0; turn < 3; turn++) {
		for (size_t i = 0; i < 300; i += 2) {
			uint32_t id = dict_add(d, &w[i]);

			dict_count(d, id, -1);
			hit = dict_near(d, edit_way(NULL), a, &w[i], &n);
			for (size_t k = 0; k < n; k++)
				wiped &= hit[k].id != id;
		}
		for (size_t i = 1; i < 300; i += 2)
			found &= dict_occurs(d, dict_add(d, &w[i])) == 1;
		for (size_t i = 0; i < 300; i += 2)
			dict_count(d, dict_add(d, &w[i]), 1);
	}
	CHECK("a word that is forgotten leaves nothing", wiped);
	CHECK("the others are where they were", found);
	CHECK("new ones take their places", dict_bytes(d) == bytes && dict_words(d) == 300);
	arena_free(a);
}

/* Names of invented words, of which each is many persons'; some are Arabic. */
static struct str made_up(struct arena *a, uint32_t i)
{
	static const char *const latin[] = { "Samir", "Qasim", "Barakat", "Tarmazi", "Hosam" },
				 *const arabic[] = { "سمير", "قاسم", "بركات", "ترمذي", "حسام" };
	uint32_t n = i * 2654435761u;
	const char *const *w = n >> 31 ? latin : arabic;

	return str_fmt(a, "%s %s%s %s%s", w[n % 5], w[n / 5 % 5], n / 25 % 7 ? "" : w[n / 7 % 5],
		       w[n / 125 % 5], n / 31 % 3 ? "" : w[n / 625 % 5]);
}

static void add_made_up(struct match *m, struct arena *a, uint32_t i)
{
	struct birth b;

	(void)birth_read(i % 5 ? str_fmt(a, "%u-0%u-1%u", 1940 + i % 70, 1 + i % 9, i % 10) : S(""),
			 &b);
	(void)match_add(m, i, made_up(a, i), b);
}

/* Whether two indexes answer the same. */
static bool same_answers(struct match *x, struct match *y, struct arena *a)
{
	bool same = match_names(x) == match_names(y);

	for (uint32_t i = 0; i < 40; i++) {
		struct match_hit *p, *q;
		struct birth b;
		size_t n;

		(void)birth_read(i % 3 ? str_fmt(a, "%u", 1945 + i) : S(""), &b);
		n = match_find(x, a, made_up(a, i * 17), b, 8, &p);
		same &= n == match_find(y, a, made_up(a, i * 17), b, 8, &q);
		for (size_t k = 0; same && k < n; k++)
			same &= p[k].weight == q[k].weight && p[k].score == q[k].score &&
				p[k].birth == q[k].birth;
		same &= !n || p[0].who == q[0].who;
	}
	return same;
}

/* After persons came and went the answers are those of an index that never had others. */
static void churned(void)
{
	struct arena *a = arena_new(0);
	struct match *m = match_new(a, 0), *fresh = match_new(a, 900);
	struct match_hit *hit;
	struct birth none = { 0 };

	for (uint32_t i = 0; i < 900; i++) {
		add_made_up(m, a, i);
		(void)match_add(m, 9000 + i,
				str_fmt(a, "Zaghlul%c%c Fustuq%c", 'a' + (int)(i % 26),
					'a' + (int)(i / 26), 'a' + (int)(i % 7)),
				none);
		if (i % 200 == 77)
			(void)match_find(m, a, S("Samir"), none, 3, &hit);
		if (i % 3 == 0)
			match_drop(m, 9000 + i / 2);
	}
	for (uint32_t i = 0; i < 900; i++) {
		match_drop(m, 9000 + i);
		if (i % 4 == 0)
			match_drop(m, i);
		else
			add_made_up(fresh, a, i);
	}
	CHECK("who came and went changes no answer", same_answers(m, fresh, a));
	for (uint32_t i = 0; i < 900; i += 4) {
		add_made_up(m, a, i);
		add_made_up(fresh, a, i);
	}
	CHECK("nor does who comes back", same_answers(m, fresh, a));
	match_drop(m, 123456);
	CHECK("whoever is not there is taken out in vain", match_names(m) == match_names(fresh));
	for (uint32_t i = 0; i < 900; i++)
		match_drop(m, i);
	CHECK("when all are gone nobody is found",
	      match_names(m) == 0 && !match_find(m, a, S("Samir Barakat"), none, 8, &hit));
	arena_free(a);
}

/* Letters that are rare, as many as are looked at, say more than any name does. */
static void long_words(void)
{
	struct asked x = ask_of(0);
	struct birth none = { 0 };

	(void)match_add(x.m, 600, S("ئزظئذظثئزظذئظزثئذظزئظذثزظئ"), none);
	CHECK("a long word of rare letters is found",
	      first(&x, "ئزظئذظثئزظذئظزثئذظزئظذثزظئ", "") == 600);
	end(&x);
}

/* Whatever is taken from a name or its birth, or put in another order, speaks no more for it. */
static void monotone(void)
{
	static const char *const less[][2] = {
		{ "Khalid Omar Barakat", "1990-07-09" },
		{ "Khalid Omar Barakat", "1990" },
		{ "Khalid Omar Barakat", "" },
		{ "Khalid Barakat", "" },
		{ "Barakat Khalid", "" },
	};
	struct asked x = ask_of(900);
	int before = 1 << 20;
	bool falls = true;

	for (size_t i = 0; i < sizeof less / sizeof *less; i++) {
		struct match_hit *hit;
		struct birth b;
		size_t n;

		(void)birth_read(str_of(less[i][1]), &b);
		n = match_find(x.m, x.one, str_of(less[i][0]), b, 10, &hit);
		while (n && hit[n - 1].who != 2)
			n--;
		falls &= n && hit[n - 1].weight < before;
		before = n ? hit[n - 1].weight : 0;
	}
	CHECK("each thing less speaks less for one", falls);
	end(&x);
}

/* What is not one person has less behind it than what is. */
static void others(void)
{
	struct asked x = ask_of(0);
	struct match_hit *hit;
	struct birth b;
	int same, other;

	(void)birth_read(S("1990-07-09"), &b);
	(void)match_find(x.m, x.one, S("Khalid Omar Barakat"), b, 1, &hit);
	same = hit[0].score;
	(void)birth_read(S("1958-01-20"), &b);
	(void)match_find(x.m, x.one, S("Omar Barakat"), b, 1, &hit);
	other = hit[0].score;
	CHECK("the same name and day are nearly sure", same > 990);
	CHECK("a father's name and another birth are not", other < same);
	end(&x);
}

static void births(void)
{
	struct birth a, b;

	CHECK("a day, a month, a year, about, unsure digits and spans are read",
	      birth_read(S("1984-03-04"), &a) && birth_read(S("1984-03"), &a) &&
		      birth_read(S("1984~"), &a) && birth_read(S("198X"), &a) && a.first == 1980 &&
		      a.last == 1989 && birth_read(S("1980/1984"), &a) && a.last == 1984 &&
		      birth_read(S("[1980..1984]"), &a) && birth_read(S("1984-XX-XX"), &a));
	CHECK("what is none is not", !birth_read(S("84"), &a) && !birth_read(S("1984-13"), &a) &&
					     !birth_read(S("1984-03-04x"), &a) &&
					     !birth_read(S("1984/1980"), &a) && !a.first);
	(void)birth_read(S("1984-03-04"), &a);
	(void)birth_read(S("1984-04-03"), &b);
	CHECK("day and month that changed places agree in part", birth_compare(a, b) == BIRTH_PART);
	(void)birth_read(S("1984"), &b);
	CHECK("a year says less than a day",
	      birth_says(birth_compare(a, b)) < birth_says(BIRTH_DAY));
	(void)birth_read(S("1980/1989"), &b);
	CHECK("a span that holds it agrees", birth_compare(a, b) == BIRTH_WITHIN);
	b = birth_unpack(birth_pack(a));
	CHECK("it is the same in four bytes", a.first == b.first && a.last == b.last &&
						      a.month == b.month && a.day == b.day &&
						      a.about == b.about);
}

/* Both words of a name parted in the query, and neither part near to the whole. */
static void parted_twice(void)
{
	static const char *const syllables[] = { "ba", "di", "gu", "ha", "ki", "lu", "ma", "ni",
						 "ra", "si", "tu", "za", "fa", "hi", "mu", "ti" };
	const struct birth none = { 0 };
	struct arena *a = arena_new(0);
	struct match *m = match_new(a, 300);
	struct str parted[300];
	size_t right = 0;
	uint32_t r = 5;

	for (uint32_t i = 0; i < 300; i++) {
		struct buf whole = { .a = a }, parts = { .a = a };

		for (int k = 0; k < 12; k++) {
			r = r * 1664525u + 1013904223u;
			buf_fmt(&whole, "%s%s", k == 6 ? " " : "", syllables[r >> 28]);
			buf_fmt(&parts, "%s%s", k && k % 3 == 0 ? " " : "", syllables[r >> 28]);
		}
		(void)match_add(m, i, buf_text(&whole), none);
		parted[i] = buf_text(&parts);
	}
	for (uint32_t i = 0; i < 300; i++) {
		struct match_hit *hit;

		right += match_find(m, a, parted[i], none, 1, &hit) && hit[0].who == i;
	}
	/* Of most no word is near enough to look at the name at all. */
	CHECK("two words of a name may both be parted", right > 100);
	arena_free(a);
}

/* Words that are all alike: each word of the query is near to each of the name, and a name has no more than all of them can
 * give once. */
static void crowded(void)
{
	static const char name[] =
		"abdelmoughrabikhan abdelmoughrabekhan abdalmoughrabikhan abdelmughrabikhan "
		"abdelmoughrabikhen abdilmoughrabikhan abdelmoghrabikhan abdelmoughrabihan "
		"abdelmoughravikhan abdelmoughlabikhan abtelmoughrabikhan abdelmoughrabikan";
	const struct birth none = { 0 };
	struct arena *a = arena_new(0);
	struct match *m = match_new(a, 3000);
	struct match_hit *hit;
	uint32_t r = 7;
	size_t n;

	(void)match_add(m, 0, str_of(name), none);
	for (uint32_t i = 1; i < 3000; i++) {
		struct buf b = { .a = a };

		for (int k = 0; k < 21; k++) {
			r = r * 1664525u + 1013904223u;
			buf_byte(&b, (uint8_t)(k % 7 == 6 ? ' ' : 'a' + (r >> 20) % 24));
		}
		(void)match_add(m, i, buf_text(&b), none);
	}
	n = match_find(m, a, str_of(name), none, 10, &hit);
	CHECK("a name of words that are all alike is found, and nothing is counted twice",
	      n && hit[0].who == 0);
	arena_free(a);
}

int main(void)
{
	crowded();
	parted_twice();
	symbols();
	characters();
	distance();
	ways();
	properties();
	births();
	found();
	parted();
	grown();
	forgotten();
	churned();
	others();
	monotone();
	long_words();
	return done();
}
