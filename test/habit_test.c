/* What writers of other habits write for one name is the same, and nothing else is. */
#include "match/habit.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/os.h"
#include "match/known.h"
#include "match/words.h"
#include "test.h"
#include "base/banned.h"

#define SPELLINGS 8000

static bool same(struct str a, struct str b)
{
	struct words x, y;

	words_of(a, &x);
	words_of(b, &y);
	return x.n == 1 && y.n == 1 && habit_same(&x.w[0], &y.w[0]) && habit_same(&y.w[0], &x.w[0]);
}

static void pairs(void)
{
	static const char *const one[][2] = {
		{ "Kays", "Qais" },	 { "Keis", "Qays" },	 { "Warda", "Ouarda" },
		{ "Salihah", "Saliha" }, { "Nimreh", "Nimreh" }, { "Zaynab", "Zeinab" },
		{ "Tawfiq", "Taoufik" }, { "Nour", "Nor" },	 { "Vail", "Wayl" },
	};
	static const char *const two[][2] = {
		{ "Hasan", "Husayn" },	{ "Karim", "Karima" }, { "Sabah", "Saba" },
		{ "Fattah", "Fata" },	{ "Eid", "Aid" },      { "Omar", "Amr" },
		{ "Ala", "Ali" },	{ "Amin", "Amina" },   { "Salim", "Salem" },
		{ "Jamal", "Jamil" },	{ "Q", "K" },	       { "قيس", "كيس" },
		{ "Hamid", "Hamidah" }, { "Samir", "Samer" },  { "Qais", "قيس" },
	};

	for (size_t i = 0; i < sizeof one / sizeof *one; i++)
		CHECK(one[i][0], same(str_of(one[i][0]), str_of(one[i][1])));
	for (size_t i = 0; i < sizeof two / sizeof *two; i++)
		CHECK(two[i][0], !same(str_of(two[i][0]), str_of(two[i][1])));
}

struct lists {
	struct words spelling[SPELLINGS];
	size_t n;
};

static void read_list(struct arena *a, const char *path, struct lists *l)
{
	struct str rest = S("");
	struct err e = { 0 };

	(void)os_read(a, path, 1 << 20, &rest, &e);
	while (rest.len && l->n < SPELLINGS) {
		struct str line = str_cut(&rest, '\n');

		(void)str_cut(&line, '\t');
		(void)str_cut(&line, '\t');
		words_of(line, &l->spelling[l->n]);
		l->n += l->spelling[l->n].n == 1;
	}
}

/* Two names of the lists that have no spelling in common. */
static void lists(void)
{
	struct arena *a = arena_new(0);
	struct lists *l = arena_alloc(a, sizeof *l);
	size_t wrong = 0, right = 0;

	l->n = 0;
	read_list(a, "tools/match_habits.tsv", l);
	read_list(a, "tools/match_near.tsv", l);
	for (size_t i = 0; i < l->n; i++)
		for (size_t k = i + 1; k < l->n; k += i % 3 + 1) {
			const struct symbols *x = &l->spelling[i].w[0], *y = &l->spelling[k].w[0];

			if (symbols_eq(x, y) || !habit_same(x, y))
				continue;
			right += known_same(x, y) > 0;
			if (known_same(x, y) < 0) {
				printf("# two: %.*s %.*s\n", P(l->spelling[i].as[0]),
				       P(l->spelling[k].as[0]));
				wrong++;
			}
		}
	printf("# %zu spellings: %zu pairs of one name, %zu of two\n", l->n, right, wrong);
	CHECK("hardly two names of the lists differ by habits alone", right > 100 && wrong <= 5);
	arena_free(a);
}

int main(void)
{
	pairs();
	lists();
	return done();
}
