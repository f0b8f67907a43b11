/* Names: whatever is added and asked for, in a small index, nothing leaves its bounds, what was added as it is asked for is found,
 * and all ways of comparing give the same. Lines of the input are names; the first is asked for; what stands behind a tab is a
 * birth. */
#include "match/about.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "match/edit.h"
#include "match/index.h"
#include "match/like.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NAMES 64

/* A word as written lies in the name, and says the same by itself as far as it is not joined to others. */
static void look(struct str name, const struct words *w)
{
	assert(w->n <= WORDS_MAX);
	for (size_t i = 0; i < w->n; i++) {
		assert(w->w[i].n > 0 && w->w[i].n <= SYMBOLS_MAX && w->w[i].script < SCRIPTS);
		assert(w->as[i].s >= name.s && w->as[i].s + w->as[i].len <= name.s + name.len);
		for (size_t k = 0; k < w->w[i].n; k++)
			assert(w->w[i].at[k] > 0 && w->w[i].at[k] < SYMBOLS);
	}
}

static void compare(struct arena *a, struct match *m, struct str x, struct str y, struct birth b)
{
	const struct about one = { .name = &x, .names = 1, .birth = b },
			   two = { .name = &y, .names = 1, .birth = b };
	struct about_found f;

	about_compare(about_ask(a, m, &one), &two, &f);
	assert(f.n <= ABOUT_POINTS && f.score >= 0 && f.score <= 1000);
	(void)about_reason(a, LANG_EN, &f);
	(void)about_reason(a, LANG_AR, &f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)256 << 20);
	struct str rest = str_mem(data, size), asked = S("");
	struct birth birth = { 0 };
	struct match_hit *hit;
	struct words w, x;
	struct match *m;
	size_t n;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	m = match_new(a, 1);
	for (uint32_t i = 0; i < NAMES && rest.s; i++) {
		struct str line = str_cut(&rest, '\n'), name = str_cut(&line, '\t');
		struct birth b;

		(void)birth_read(line, &b);
		assert(!b.first || (b.first <= b.last && b.month <= 12 && b.day <= 31));
		words_of(name, &w);
		look(name, &w);
		if (!i) {
			asked = name;
			birth = b;
		}
		assert(match_add(m, i, name, b) == (w.n > 0));
		if (w.n)
			compare(a, m, asked, name, b);
	}
	n = match_find(m, a, asked, birth, 10, &hit);
	assert(n <= 10);
	words_of(asked, &x);
	assert(x.n || !n);
	for (size_t i = 0; i < n; i++)
		assert(hit[i].score >= 0 && hit[i].score <= 1000 && hit[i].who < NAMES);
	match_drop(m, 0);
	n = match_find(m, a, asked, birth, 10, &hit);
	for (size_t i = 0; i < n; i++)
		assert(hit[i].who != 0);
	arena_free(a);
	return 0;
}
