/* The symbols that words become in either script, and how far two words are from each other; all ways of comparing them
 * give the same. */
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

/* The same from a stack that begins at each address that it may: vectors are kept there, and have to be aligned. */
__attribute__((noinline)) static bool same_deep(const struct edit_way *x, const struct edit_way *y,
						uint64_t *r, size_t down)
{
	volatile char *room = __builtin_alloca(down * 16 + 1);

	room[0] = 0;
	return same_near(x, y, r, 8) && !room[0];
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
		for (size_t down = 0; down < 64; down++)
			same &= same_deep(plain, way, &r, down);
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

int main(void)
{
	symbols();
	characters();
	distance();
	ways();
	properties();
	forgotten();
	return done();
}
