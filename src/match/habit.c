/* See habit.h. */
#include "match/habit.h"

#include "base/banned.h"

/* The symbols of letters in Latin (match/symbol.h): x has none. */
enum { A = 1, E = 5, H = 8, I, K = 11, O = 15, Q = 17, U = 21, V, W, Y };

#define LEAST 3
#define FINAL_H \
	6 /* a word so long may end in h for nothing: Aminah; that of Sabah is a letter of its own */

/* The letter that stands for all that are written in its place. */
static uint8_t plain(uint8_t s)
{
	return s == Q ? K : s == Y ? I : s == W ? V : s == O ? U : s;
}

static bool vowel(uint8_t s)
{
	return s == A || s == E || s == I || s == Y;
}

/* The word in one way. */
static void settle(const struct symbols *w, struct symbols *out)
{
	size_t n = w->n;

	if (n >= FINAL_H && w->at[n - 1] == H && (w->at[n - 2] == A || w->at[n - 2] == E))
		n--;
	out->script = w->script;
	out->n = 0;
	for (size_t i = 0; i < n; i++) {
		uint8_t s = plain(w->at[i]), before = out->n ? out->at[out->n - 1] : 0;

		/* Sayed is not Said: between vowels it is a letter of its own. */
		if (w->at[i] == Y && i && i + 1 < n && vowel(w->at[i - 1]) && vowel(w->at[i + 1]))
			s = Y;
		if (s == I && before == E && out->n > 1)
			out->at[out->n - 1] = A; /* ei, ey, ai, ay */
		if (s == U && (before == A || (!i && i + 1 < n && vowel(w->at[1]))))
			s = V; /* au, aw; Ouarda */
		if (n < w->n && i + 1 == n)
			s = A; /* -ah, -eh */
		out->at[out->n++] = s;
	}
}

bool habit_same(const struct symbols *a, const struct symbols *b)
{
	struct symbols x, y;

	if (a->script != SCRIPT_LATIN || b->script != SCRIPT_LATIN || a->n > b->n + 2 ||
	    b->n > a->n + 2)
		return false;
	settle(a, &x);
	settle(b, &y);
	return x.n >= LEAST && symbols_eq(&x, &y);
}
