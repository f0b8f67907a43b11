/* See gazette.h. Each word of the query, and all of them as one, is compared with all words there are; what names get by that
 * is added up, and the best of those are weighed in full. The lists from words to names are made anew when names came. */
#include "match/gazette.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "match/dict.h"
#include "match/placematch.h"
#include "base/banned.h"

#define NONE	   UINT32_MAX
#define NUMBER	   255		       /* in place of what a word means: it is a number */
#define IDS	   ((uint32_t)1 << 24) /* words at most */
#define WEIGHED	   256		       /* names that are weighed in full */
#define GOT_MOST   4095		       /* what a name gets before that is less */
#define LEAST	   280		       /* scores below this are no likeness */
#define NEAREST	   0.25		       /* words that are less alike are not looked for */
#define FEW	   1000		       /* how rare a word is among fewer names says little */
#define LIKE_POWER 4 /* how fast the less alike count less as the like of a word */
#define STEMS	   (SCRIPTS * SYMBOLS * SYMBOLS)

/* A word, and the names that have it: in the list of all names, from there. */
struct entry {
	uint32_t from, names,
		alike; /* alike: the one before that begins with the same two letters */
	uint8_t tells, script;
};

/* Words, names as one word, and numbers are kept apart: words of a query are seldom looked for among all. */
struct shelf {
	struct dict *dict;
	struct entry *entry; /* by number of the dictionary */
	size_t n, room;
};

struct named {
	struct str text;
	uint32_t who, word; /* its words, from there */
	uint8_t n, joined;  /* its words, and behind them as what it stands among the joined */
};

struct gazette {
	struct arena *a, *lists;
	struct shelf words, joined, numbers;
	const struct edit_way *way;
	struct named *named;
	uint32_t *word; /* of names: what it means above, the number of the dictionary below */
	uint32_t *name; /* the lists of all words; of the first `listed` names */
	uint16_t *got;	/* what a name got in a query */
	uint32_t *touched;
	uint32_t stem[STEMS]; /* the last word that begins so */
	size_t n, n_word, n_link, listed, room_named, room_word, room;
};

static void free_lists(void *p)
{
	arena_free(((struct gazette *)p)->lists);
}

struct gazette *gazette_new(struct arena *a)
{
	struct gazette *g = arena_alloc(a, sizeof *g);

	g->a = a;
	g->lists = arena_new(0);
	arena_defer(a, free_lists, g);
	g->words.dict = dict_new(a);
	g->joined.dict = dict_new(a);
	g->numbers.dict = dict_new(a);
	g->way = edit_way(NULL);
	memset(g->stem, 0xff, sizeof g->stem);
	return g;
}

size_t gazette_names(const struct gazette *g)
{
	return g->n;
}

size_t gazette_bytes(const struct gazette *g)
{
	return sizeof *g + g->n * sizeof *g->named + g->n_word * sizeof *g->word +
	       g->n_link * sizeof *g->name +
	       (g->words.n + g->joined.n + g->numbers.n) * sizeof *g->words.entry +
	       dict_bytes(g->words.dict) + dict_bytes(g->joined.dict) +
	       dict_bytes(g->numbers.dict) + g->room * (sizeof *g->got + sizeof *g->touched);
}

static size_t stem_of(const struct symbols *w)
{
	return ((size_t)w->script * SYMBOLS + w->at[0]) * SYMBOLS + (w->n > 1 ? w->at[1] : 0);
}

/* The number of a word, a new one perhaps. */
static uint32_t entry_of(struct gazette *g, struct shelf *s, const struct symbols *w)
{
	uint32_t id = dict_add(s->dict, w), *stem = &g->stem[stem_of(w)];
	unsigned tells = dict_tells(w);

	if (id < s->n)
		return id;
	s->entry = arena_more(g->a, s->entry, s->n, &s->room, sizeof *s->entry);
	s->entry[s->n++] = (struct entry){ .alike = *stem,
					   .tells = (uint8_t)(tells > 255 ? 255 : tells),
					   .script = w->script };
	if (s == &g->words)
		*stem = id;
	return id;
}

/* Adds to the words of the name that comes next. */
static void add_id(struct gazette *g, struct shelf *s, uint8_t means, uint32_t id)
{
	g->word = arena_more(g->a, g->word, g->n_word, &g->room_word, sizeof *g->word);
	g->word[g->n_word++] = (uint32_t)means << 24 | id;
	s->entry[id].names++;
	g->n_link++;
}

/* A number as a word: a symbol for each digit. */
static struct symbols word_of(uint32_t number)
{
	struct symbols w = { .script = SCRIPT_LATIN };

	do
		w.at[w.n++] = (uint8_t)(1 + number % 10);
	while ((number /= 10));
	return w;
}

static uint32_t number_of(const struct symbols *w)
{
	uint32_t number = 0;

	for (size_t i = w->n; i-- > 0;)
		number = number * 10 + w->at[i] - 1;
	return number;
}

static void add_number(struct gazette *g, uint32_t number)
{
	struct symbols w = word_of(number);
	uint32_t id = entry_of(g, &g->numbers, &w);

	add_id(g, &g->numbers, NUMBER, id);
}

static void add_joined(struct gazette *g, struct named *x, const struct symbols *w)
{
	uint32_t id = entry_of(g, &g->joined, w); /* which may move the entries */

	add_id(g, &g->joined, 0, id);
	x->joined++;
}

bool gazette_add(struct gazette *g, uint32_t who, struct str name)
{
	struct named one = { .text = name, .who = who, .word = (uint32_t)g->n_word };
	struct placewords x;

	placewords_of(name, &x);
	if (!x.n || g->n_word > UINT32_MAX - 2 * PLACEWORDS || g->words.n > IDS - PLACEWORDS ||
	    g->joined.n > IDS - 2)
		return false;
	for (; one.n < x.n; one.n++) {
		const struct placeword *w = &x.w[one.n];

		if (w->part == PART_NUMBER)
			add_number(g, w->number);
		else
			add_id(g, &g->words, w->means, entry_of(g, &g->words, &w->w));
	}
	if (x.joins > 1)
		add_joined(g, &one, &x.joined);
	if (x.wholes > x.joins)
		add_joined(g, &one, &x.whole);
	g->named = arena_more(g->a, g->named, g->n, &g->room_named, sizeof *g->named);
	g->named[g->n++] = one;
	return true;
}

/* The end of each list, where the next is begun. */
static size_t begin_lists(struct shelf *s, size_t at)
{
	for (size_t i = 0; i < s->n; i++) {
		at += s->entry[i].names;
		s->entry[i].from = (uint32_t)at;
	}
	return at;
}

/* Makes the lists from words to names anew, where names came since. */
static void make_lists(struct gazette *g)
{
	if (g->listed == g->n)
		return;
	arena_reset(g->lists);
	g->name = arena_array(g->lists, g->n_link, sizeof *g->name);
	(void)begin_lists(&g->numbers, begin_lists(&g->joined, begin_lists(&g->words, 0)));
	/* From behind, so that each list is in the order of names and begins where it says in the end. */
	for (size_t i = g->n; i-- > 0;) {
		const struct named *x = &g->named[i];

		for (size_t k = 0; k < (size_t)x->n + x->joined; k++) {
			uint32_t word = g->word[x->word + k];
			struct shelf *s = k >= x->n		 ? &g->joined
					  : word >> 24 == NUMBER ? &g->numbers
								 : &g->words;

			g->name[--s->entry[word % IDS].from] = (uint32_t)i;
		}
	}
	g->listed = g->n;
}

/* How rare what so many names have is, 1 to 0. */
static double rare(const struct gazette *g, double names)
{
	double v = 1 - log(names < 1 ? 1 : names) / log(g->n < FEW ? FEW : (double)g->n);

	return v < 0 ? 0 : v;
}

struct near {
	const struct entry *entry;
	float alike;
};

struct query {
	struct gazette *g;
	struct arena *a;
	struct placewords words;
	uint16_t tells[PLACEWORDS];
	size_t touched;
};

static void give(struct query *q, const struct entry *x, double v)
{
	struct gazette *g = q->g;
	unsigned more = (unsigned)v;

	if (!more)
		return;
	for (size_t i = x->from, end = i + x->names; i < end; i++) {
		uint32_t name = g->name[i];
		unsigned sum = g->got[name] + more;

		if (!g->got[name])
			g->touched[q->touched++] = name;
		g->got[name] = (uint16_t)(sum < GOT_MOST ? sum : GOT_MOST);
	}
}

/* The words of a shelf that are like one; *names: how many names have the like of it. */
static struct near *near_of(const struct query *q, const struct shelf *s, const struct symbols *w,
			    size_t *n, double *names)
{
	size_t all;
	struct dict_hit *hit = dict_near(s->dict, q->g->way, q->a, w, &all);
	struct near *out = arena_array(q->a, all + 1, sizeof *out);
	unsigned tells = dict_tells(w);

	*n = 0;
	for (size_t i = 0; i < all; i++) {
		const struct entry *x = &s->entry[hit[i].id];
		double both = (double)tells + x->tells,
		       v = placematch_alike(1 - hit[i].said / both, x->script == w->script);

		if (v < NEAREST)
			continue;
		out[(*n)++] = (struct near){ x, (float)v };
		*names += x->names * pow(v, LIKE_POWER);
	}
	return out;
}

/* The names with this very number. */
static void look_number(struct query *q, size_t word)
{
	struct symbols w = word_of(q->words.w[word].number);
	double names = 1;
	size_t n;
	struct near *near = near_of(q, &q->g->numbers, &w, &n, &names);

	q->tells[word] = placematch_tells(&q->words.w[word], 1);
	for (size_t i = 0; i < n; i++)
		if (near[i].alike >= 1)
			give(q, near[i].entry, q->tells[word]);
}

static void look_word(struct query *q, size_t word)
{
	struct placeword *w = &q->words.w[word];
	double names = 1;
	size_t n;
	struct near *near;

	if (w->part == PART_NUMBER) {
		look_number(q, word);
		return;
	}
	near = near_of(q, &q->g->words, &w->w, &n, &names);
	q->tells[word] = placematch_tells(w, rare(q->g, names));
	for (size_t i = 0; i < n; i++)
		give(q, near[i].entry, (double)near[i].alike * q->tells[word]);
}

/* All words as one, among words or names as one word. */
static void look_joined(struct query *q, const struct shelf *s, const struct symbols *w)
{
	double names = 0, all = 0;
	struct near *near;
	size_t n;

	for (size_t i = 0; i < q->words.n; i++)
		all += q->tells[i];
	near = near_of(q, s, w, &n, &names);
	for (size_t i = 0; i < n; i++)
		give(q, near[i].entry, (double)near[i].alike * all);
}

static bool begins(const struct symbols *part, const struct symbols *w)
{
	return part->n > 1 && part->script == w->script && part->n <= w->n &&
	       !memcmp(part->at, w->at, part->n);
}

/* What begins as the last word does. */
static void look_begun(struct query *q)
{
	const struct placeword *last = &q->words.w[q->words.n - 1];
	struct gazette *g = q->g;
	struct symbols w;

	if (last->part == PART_NUMBER || last->w.n < 2)
		return;
	for (uint32_t id = g->stem[stem_of(&last->w)]; id != NONE; id = g->words.entry[id].alike) {
		dict_word(g->words.dict, id, &w);
		if (begins(&last->w, &w))
			give(q, &g->words.entry[id], 0.5 * q->tells[q->words.n - 1]);
	}
}

/* The best of those that got something, at most WEIGHED; and forgets what all of them got. */
static size_t best_of(struct query *q, bool (*fits)(void *p, uint32_t who), void *p, uint32_t *out)
{
	uint32_t count[GOT_MOST + 1] = { 0 };
	size_t n = 0, left = 0, least = GOT_MOST + 1, sum = 0;
	struct gazette *g = q->g;

	for (size_t i = 0; i < q->touched; i++) {
		uint32_t name = g->touched[i];

		if (fits && !fits(p, g->named[name].who)) {
			g->got[name] = 0;
			continue;
		}
		g->touched[left++] = name;
		count[g->got[name]]++;
	}
	while (least > 1 && sum < WEIGHED)
		sum += count[--least];
	/* Those above the least first, which are fewer than there is room for. */
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < left && n < WEIGHED; i++)
			if (pass ? g->got[g->touched[i]] == least : g->got[g->touched[i]] > least)
				out[n++] = g->touched[i];
	for (size_t i = 0; i < left; i++)
		g->got[g->touched[i]] = 0;
	return n;
}

/* The words of a name, and what they tell. */
static void words_of_name(const struct gazette *g, const struct named *x, struct placewords *out,
			  uint16_t *tells)
{
	out->n = x->n;
	for (size_t i = 0; i < x->n; i++) {
		uint32_t word = g->word[x->word + i], id = word % IDS;

		out->w[i] = (struct placeword){ .means = (uint8_t)(word >> 24) };
		if (out->w[i].means == NUMBER) {
			struct symbols w;

			dict_word(g->numbers.dict, id, &w);
			out->w[i] =
				(struct placeword){ .part = PART_NUMBER, .number = number_of(&w) };
			continue;
		}
		dict_word(g->words.dict, id, &out->w[i].w);
	}
	placewords_settle(out);
	for (size_t i = 0; i < x->n; i++) {
		uint32_t id = g->word[x->word + i] % IDS;

		tells[i] = placematch_tells(
			&out->w[i],
			out->w[i].part == PART_NUMBER ? 1 : rare(g, g->words.entry[id].names));
	}
}

/* As if the last word of the query were finished as a word of the name that begins so. */
static int finished(const struct query *q, const struct placewords *y, const uint16_t *tells)
{
	struct placewords x = q->words;
	struct placeword *last = &x.w[x.n - 1];
	struct placematch m;
	int best = 0;

	if (last->part == PART_NUMBER)
		return 0;
	for (size_t j = 0; j < y->n; j++) {
		const struct symbols *w = &y->w[j].w;
		int score;

		if (!begins(&q->words.w[x.n - 1].w, w) || w->n == q->words.w[x.n - 1].w.n)
			continue;
		*last = y->w[j];
		placematch(&x, q->tells, y, tells, &m);
		score = m.score * (60 + 35 * q->words.w[x.n - 1].w.n / w->n) / 100;
		best = score > best ? score : best;
	}
	return best;
}

enum { WHOLLY = 1, OTHER };

static void weigh(const struct query *q, uint32_t name, struct gazette_hit *h, uint8_t *order)
{
	const struct named *x = &q->g->named[name];
	uint16_t tells[PLACEWORDS];
	struct placematch m;
	struct placewords y;
	int begun, score;

	words_of_name(q->g, x, &y, tells);
	placematch(&q->words, q->tells, &y, tells, &m);
	score = m.score;
	*order = m.other ? OTHER : placematch_wholly(&q->words, &m) ? WHOLLY : 0;
	if (*order == WHOLLY)
		score = placematch_before(score);
	begun = finished(q, &y, tells);
	*h = (struct gazette_hit){ .who = x->who,
				   .score = begun > score ? begun : score,
				   .begins = begun > score,
				   .name = x->text };
}

/* All of them; where some have all that is asked for, what has another word in place of one comes behind these. */
static void weigh_all(const struct query *q, const uint32_t *names, size_t n, struct gazette_hit *h)
{
	uint8_t order[WEIGHED];
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		weigh(q, names[i], &h[i], &order[i]);
		any |= order[i] == WHOLLY;
	}
	for (size_t i = 0; any && i < n; i++)
		if (order[i] == OTHER && !h[i].begins)
			h[i].score = placematch_behind(h[i].score);
}

static int best_first(const void *a, const void *b)
{
	const struct gazette_hit *x = a, *y = b;

	if (x->score != y->score)
		return y->score - x->score;
	return x->who != y->who ? (x->who > y->who) - (x->who < y->who) : str_cmp(x->name, y->name);
}

static size_t each_once(struct gazette_hit *hit, size_t n, size_t max)
{
	size_t out = 0;

	qsort(hit, n, sizeof *hit, best_first);
	for (size_t i = 0; i < n && out < max && hit[i].score >= LEAST; i++) {
		size_t k = 0;

		while (k < out && hit[k].who != hit[i].who)
			k++;
		if (k == out)
			hit[out++] = hit[i];
	}
	return out;
}

static void make_room(struct gazette *g)
{
	if (g->room >= g->n)
		return;
	g->room = g->n > 2 * g->room ? g->n : 2 * g->room;
	g->got = arena_array(g->a, g->room, sizeof *g->got);
	g->touched = arena_array(g->a, g->room, sizeof *g->touched);
}

size_t gazette_find(struct gazette *g, struct arena *a, struct str name,
		    bool (*fits)(void *p, uint32_t who), void *p, size_t max,
		    struct gazette_hit **out)
{
	struct query q = { .g = g, .a = a };
	uint32_t *names = arena_array(a, WEIGHED, sizeof *names);
	size_t n;

	placewords_of(name, &q.words);
	make_lists(g);
	make_room(g);
	for (size_t i = 0; i < q.words.n; i++)
		look_word(&q, i);
	if (q.words.wholes)
		look_joined(&q, &g->joined, &q.words.joined);
	if (q.words.joins > 1)
		look_joined(&q, &g->words, &q.words.joined);
	if (q.words.wholes > q.words.joins)
		look_joined(&q, &g->words, &q.words.whole);
	if (q.words.n)
		look_begun(&q);
	n = best_of(&q, fits, p, names);
	*out = arena_array(a, n + 1, sizeof **out);
	weigh_all(&q, names, n, *out);
	return each_once(*out, n, max);
}
