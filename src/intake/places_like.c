/* What places a text may mean, nearest first (match/gazette.h), with what agrees and what differs; and the few that are named
 * where a text is the name of none. See places.h. */
#include <stdlib.h>

#include "base/arena.h"
#include "intake/places_int.h"
#include "match/gazette.h"
#include "match/placematch.h"
#include "match/placename.h"
#include "base/banned.h"

#define LOOKED	  64  /* that the rest of what is asked puts in order */
#define NAMED	  3   /* where none is meant */
#define TOLD_MOST 200 /* texts */
#define NOT_IN	  60  /* of a hundred: what is left where it lies elsewhere than asked */
#define SORT_IS	  25  /* for one that is of the sort that was asked for */
#define SORT_ISNT 50
#define PARTS	  4 /* behind commas */

struct asked {
	struct places *all;
	struct arena *a;
	const struct places_query *q;
	struct str name, upper, key, in[PARTS];
	size_t n_in;
	struct placewords words;
};

/* Has all places there are in the index of names. */
static struct gazette *gazette_of(struct places *all)
{
	if (!all->gazette)
		all->gazette = gazette_new(all->a);
	for (; all->gazetted < all->n; all->gazetted++)
		for (const struct spelling *s = all->list[all->gazetted]->spellings; s; s = s->next)
			(void)gazette_add(all->gazette, (uint32_t)all->gazetted, s->text);
	return all->gazette;
}

static bool fits_place(const struct asked *w, const struct place *x)
{
	return (!w->q->level.s || str_eq(x->level, w->q->level)) &&
	       (!w->q->within || place_lies_in(x, w->q->within));
}

static bool fits(void *p, uint32_t who)
{
	const struct asked *w = p;

	return fits_place(w, w->all->list[who]);
}

/* What stands before the first comma (of either script) is the name, what stands behind is where that lies. */
static void divide(struct asked *w, struct str text)
{
	struct buf b = { .a = w->a };
	struct str rest;

	for (size_t i = 0; i < text.len; i++)
		if (str_starts(str_from(text, i), S("،"))) {
			buf_byte(&b, ',');
			i++;
		} else {
			buf_byte(&b, (uint8_t)text.s[i]);
		}
	rest = b.len ? buf_text(&b) : S("");
	w->name = str_trim(str_cut(&rest, ','));
	while (rest.s && w->n_in < PARTS) {
		struct str in = str_trim(str_cut(&rest, ','));

		if (in.len)
			w->in[w->n_in++] = in;
	}
}

static void say(struct asked *w, struct str **list, size_t *n, struct str what)
{
	size_t room = *n; /* a list of its own for each hit: short ones */

	*list = arena_more(w->a, *list, *n, &room, sizeof **list);
	(*list)[(*n)++] = what;
}

#define AGREES(w, h, ...)  say(w, &(h)->agrees, &(h)->n_agrees, str_fmt((w)->a, __VA_ARGS__))
#define DIFFERS(w, h, ...) say(w, &(h)->differs, &(h)->n_differs, str_fmt((w)->a, __VA_ARGS__))

/* The sort that a level is, as the table of match/placeword.h says it. */
static bool is_sort(struct str level, struct str sort)
{
	if (str_eq(level, sort))
		return true;
	if (str_eq(sort, S("village")) || str_eq(sort, S("town")))
		return str_eq(level, S("community")) || str_eq(level, S("city"));
	return str_eq(sort, S("road")) && str_eq(level, S("post"));
}

/* A word that says what it is, and stands in no name of it. */
static void say_sort(struct asked *w, struct place_hit *h, const struct placeword *x)
{
	struct str sort = placeword_meaning(x->means);

	if (is_sort(h->place->level, sort)) {
		h->score += h->score + SORT_IS < PLACEMATCH_SAME ? SORT_IS : 0;
		AGREES(w, h, "%.*s: its level", P(x->text));
		return;
	}
	h->score -= SORT_ISNT;
	DIFFERS(w, h, "it is a %.*s, not \"%.*s\"", P(h->place->level), P(x->text));
}

/* Word by word. */
static void say_words(struct asked *w, struct place_hit *h)
{
	uint16_t tells[2][PLACEWORDS];
	struct placewords y;
	struct placematch m;
	unsigned taken = 0;

	placewords_of(h->by, &y);
	for (size_t i = 0; i < PLACEWORDS; i++) {
		tells[0][i] = i < w->words.n ? placematch_tells(&w->words.w[i], 1) : 0;
		tells[1][i] = i < y.n ? placematch_tells(&y.w[i], 1) : 0;
	}
	placematch(&w->words, tells[0], &y, tells[1], &m);
	if (m.joined || h->match == MATCH_BEGINS) {
		AGREES(w, h, "%.*s as %.*s", P(w->name), P(h->by));
		return;
	}
	for (size_t i = 0; i < w->words.n; i++) {
		const struct placeword *x = &w->words.w[i], *z = m.at[i] < 0 ? NULL : &y.w[m.at[i]];

		if (z) {
			taken |= 1u << m.at[i];
			if (m.same[i] && x->means == z->means && x->w.script == z->w.script &&
			    symbols_eq(&x->w, &z->w))
				AGREES(w, h, "%.*s", P(x->text));
			else
				AGREES(w, h, "%.*s as %.*s", P(x->text), P(z->text));
		} else if (x->part == PART_SORT) {
			say_sort(w, h, x);
		} else {
			DIFFERS(w, h, "no \"%.*s\" in its name", P(x->text));
		}
	}
	for (size_t j = 0; j < y.n; j++)
		if (!(taken >> j & 1))
			DIFFERS(w, h, "\"%.*s\" in its name", P(y.w[j].text));
}

static bool goes_by(const struct place *p, struct arena *a, struct str text)
{
	struct str upper = places_upper(a, text), key = placename_key(a, text);

	if (str_eq(places_upper(a, p->code), upper) ||
	    (p->pcode.len && str_eq(places_upper(a, p->pcode), upper)))
		return true;
	for (const struct spelling *s = p->spellings; s; s = s->next)
		if ((key.len && str_eq(s->key, key)) ||
		    placematch_texts(text, s->text) >= PLACEMATCH_ALIKE)
			return true;
	return false;
}

/* Where it was said to lie. */
static void say_in(struct asked *w, struct place_hit *h)
{
	for (size_t i = 0; i < w->n_in; i++) {
		const struct place *up = h->place->up;

		for (int k = 0; up && k < PLACES_DEPTH && !goes_by(up, w->a, w->in[i]); k++)
			up = up->up;
		if (up) {
			AGREES(w, h, "in %.*s", P(up->name_en));
			continue;
		}
		h->score = h->score * NOT_IN / 100;
		DIFFERS(w, h, "not in \"%.*s\"", P(w->in[i]));
	}
}

/* How the best of its spellings answers. */
static void judge(struct asked *w, const struct gazette_hit *g, struct place_hit *h)
{
	*h = (struct place_hit){ .place = w->all->list[g->who],
				 .match = g->begins ? MATCH_BEGINS : MATCH_SPELLED,
				 .by = g->name,
				 .score = g->score < PLACEMATCH_SAME ? g->score
								     : PLACEMATCH_SAME - 1 };
	for (const struct spelling *s = h->place->spellings; s; s = s->next)
		if (w->key.len && str_eq(s->key, w->key) &&
		    (h->score < PLACEMATCH_SAME || s->match <= h->match)) {
			h->match = s->match;
			h->by = s->text;
			h->score = PLACEMATCH_SAME;
		}
	say_words(w, h);
	say_in(w, h);
	h->score = h->score > 0 ? h->score : 1;
}

/* The one whose code it is, at the head. */
static size_t by_code(struct asked *w, struct place_hit *h)
{
	struct place *p = place_by_code(w->all, w->name);
	bool code;

	if (!p)
		p = place_by_code(w->all, w->upper);
	code = p;
	if (!p)
		p = place_by_pcode(w->all, w->upper);
	if (!p || !fits_place(w, p))
		return 0;
	*h = (struct place_hit){ .place = p,
				 .match = code ? MATCH_CODE : MATCH_PCODE,
				 .by = code ? p->code : p->pcode,
				 .score = PLACEMATCH_SAME };
	AGREES(w, h, "%s %.*s", code ? "code" : "P-code", P(w->upper));
	return 1;
}

static int best_first(const void *a, const void *b)
{
	const struct place_hit *x = a, *y = b;
	bool code_x = x->match <= MATCH_PCODE, code_y = y->match <= MATCH_PCODE;

	if (code_x != code_y)
		return code_y - code_x;
	if (x->score != y->score)
		return y->score - x->score;
	if (x->match != y->match)
		return (int)x->match - (int)y->match;
	if (level_rank(x->place->level) != level_rank(y->place->level))
		return level_rank(x->place->level) - level_rank(y->place->level);
	return str_cmp(x->place->code, y->place->code);
}

struct place_hit *places_find(struct places *all, struct arena *a, const struct places_query *q,
			      size_t *n)
{
	struct asked w = { .all = all, .a = a, .q = q };
	struct place_hit *hits = arena_array(a, LOOKED + 1, sizeof *hits);
	struct gazette_hit *near;
	size_t looked;

	divide(&w, q->text);
	w.upper = places_upper(a, w.name);
	w.key = placename_key(a, w.name);
	placewords_of(w.name, &w.words);
	*n = by_code(&w, hits);
	looked = gazette_find(gazette_of(all), a, w.name, fits, &w, LOOKED, &near);
	for (size_t i = 0; i < looked; i++)
		if (!*n || hits[0].match > MATCH_PCODE || hits[0].place != all->list[near[i].who])
			judge(&w, &near[i], &hits[(*n)++]);
	qsort(hits, *n, sizeof *hits, best_first);
	*n = *n < q->max ? *n : q->max;
	return hits;
}

struct str places_nearest(struct places *all, struct arena *a, struct str text, struct str level)
{
	struct places_query q = { .text = text, .level = level, .max = NAMED };
	struct buf b = { .a = a };
	struct place_hit *hits;
	size_t n;

	/* A file may be refused in each of its rows. */
	if (all->told == TOLD_MOST)
		return S("");
	all->told++;
	hits = places_find(all, a, &q, &n);

	for (size_t i = 0; i < n; i++) {
		const struct place *p = hits[i].place;

		buf_fmt(&b, "%s%.*s (%.*s, %.*s%s%.*s)",
			!i	     ? "; nearest: "
			: i + 1 == n ? " or "
				     : ", ",
			P(p->name_en), P(p->code), P(p->level), p->up ? " in " : "",
			P(p->up ? p->up->name_en : S("")));
	}
	return b.len ? buf_text(&b) : S("");
}
