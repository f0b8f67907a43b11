/* habits_tool [--list] NAMES.tsv...: how many spellings of one name are taken for it (match/like.h), and how many of two names are. The files
 * are as tools/match_habits.tsv. It is honest where what it is linked with was made without these names: tools/match_cross does so. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/os.h"
#include "match/like.h"
#include "base/banned.h"

struct spelled {
	struct str text;
	struct words words;
	size_t name;
};

struct all {
	struct arena *a;
	struct spelled *v;
	size_t n, room, names;
	bool list;
};

/* Of pairs of words, how many are said to be spellings of one name. */
struct share {
	uint64_t n, same;
};

static void add(struct all *all, struct str text)
{
	struct spelled s = { .text = text, .name = all->names };

	words_of(text, &s.words);
	if (s.words.n != 1)
		return;
	all->v = arena_more(all->a, all->v, all->n, &all->room, sizeof *all->v);
	all->v[all->n++] = s;
}

static bool read_file(struct all *all, const char *path, struct err *e)
{
	struct str rest, last = S("");

	if (!os_read(all->a, path, 1 << 20, &rest, e))
		return false;
	while (rest.len) {
		struct str line = str_cut(&rest, '\n'), name;

		if (!line.len || line.s[0] == '#')
			continue;
		(void)str_cut(&line, '\t');
		name = str_cut(&line, '\t');
		if (!str_eq(name, last)) {
			all->names++;
			add(all, name);
		}
		last = name;
		add(all, line);
	}
	return true;
}

static bool same(const struct spelled *x, const struct spelled *y)
{
	struct like l;

	like_words(&x->words, &y->words, &l);
	return l.n && like_spelled(&x->words, &y->words, &l.pair[0]);
}

/* Whether two names have a spelling in common: nobody can tell them by it. */
static bool *in_common(const struct all *all)
{
	bool *is = arena_array(all->a, (all->names + 1) * (all->names + 1), sizeof *is);

	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; k < all->n; k++)
			if (symbols_eq(&all->v[i].words.w[0], &all->v[k].words.w[0]))
				is[all->v[i].name * (all->names + 1) + all->v[k].name] = true;
	return is;
}

static void put(const char *what, const struct share *s)
{
	printf("%-34s %8" PRIu64 " of %8" PRIu64 "  %7.4f %%\n", what, s->same, s->n,
	       s->n ? 100.0 * (double)s->same / (double)s->n : 0);
}

static void measure(const struct all *all)
{
	static const char *const own[] = { "one name, Arabic", "one name, two scripts",
					   "one name, Latin" },
				 *const two[] = { "two names, Arabic", "two names, two scripts",
						  "two names, Latin" };
	const bool *common = in_common(all);
	struct share of_own[3] = { 0 }, of_two[3] = { 0 };

	for (size_t i = 0; i < all->n; i++)
		for (size_t k = i + 1; k < all->n; k++) {
			const struct spelled *x = &all->v[i], *y = &all->v[k];
			size_t script = (size_t)x->words.w[0].script + y->words.w[0].script;
			bool one = x->name == y->name, is;
			struct share *s = one ? &of_own[script] : &of_two[script];

			if (symbols_eq(&x->words.w[0], &y->words.w[0]) ||
			    (!one && common[x->name * (all->names + 1) + y->name]))
				continue;
			is = same(x, y);
			s->n++;
			s->same += is;
			if (all->list && is != one)
				printf("%s\t%.*s\t%.*s\n", one ? "missed" : "wrong", P(x->text),
				       P(y->text));
		}
	for (size_t i = 0; i < 3; i++)
		put(own[i], &of_own[i]);
	for (size_t i = 0; i < 3; i++)
		put(two[i], &of_two[i]);
}

int main(int argc, char **argv)
{
	struct all all = { .a = arena_new(0) };
	struct err e = { 0 };
	bool ok = true;

	for (int i = 1; ok && i < argc; i++)
		if (!strcmp(argv[i], "--list"))
			all.list = true;
		else
			ok = read_file(&all, argv[i], &e);
	if (ok)
		measure(&all);
	else
		(void)fprintf(stderr, "habits_tool: %s\n", e.what);
	arena_free(all.a);
	return ok ? 0 : 1;
}
