/* See gazette.h. Each word of the query, and all of them as one, is compared with all words there are; what names get by that
 * is added up, and the best of those are weighed in full. Lists from words to names are chains, newest first. */
#include "match/gazette.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "match/dict.h"
#include "match/placematch.h"
#include "base/banned.h"

#define NONE	  UINT32_MAX
#define NUMBER	  255		      /* in place of what a word means: it is a number */
#define IDS	  ((uint32_t)1 << 24) /* words at most */
#define WEIGHED	  256		      /* names that are weighed in full */
#define GOT_MOST  4095		      /* what a name gets before that is less */
#define LEAST	  280		      /* scores below this are no likeness */
#define NEAREST	  0.25		      /* words that are less alike are not looked for */
#define FEW	  1000		      /* how rare a word is among fewer names says little */
#define SHARPNESS 4		      /* how fast the less alike count less as the like of a word */
#define STEMS	  (SCRIPTS * SYMBOLS * SYMBOLS)

/* A word, which names have it, and how many. */
struct entry {
	uint32_t last, names,
		alike; /* alike: the one before that begins with the same two letters */
	uint8_t tells, script;
};

/* One place in the chain of a word. */
struct link {
	uint32_t name, before;
};

struct named {
	struct str text;
	uint32_t who, word; /* its words, from there */
	uint32_t n;
};

struct gazette {
	struct arena *a;
	struct dict *dict;
	const struct edit_way *way;
	struct entry *entry; /* by word of the dictionary */
	struct link *link;
	struct named *named;
	uint32_t *word; /* of names: what it means above, the number of the dictionary below */
	uint16_t *got;	/* what a name got in a query */
	uint32_t *touched;
	uint32_t stem[STEMS]; /* the last word that begins so */
	size_t n, n_entry, n_link, n_word;
	size_t room_entry, room_link, room_named, room_word, room;
};

struct gazette *gazette_new(struct arena *a)
{
	struct gazette *g = arena_alloc(a, sizeof *g);

	g->a = a;
	g->dict = dict_new(a);
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
	       g->n_link * sizeof *g->link + g->n_entry * sizeof *g->entry + dict_bytes(g->dict) +
	       g->room * (sizeof *g->got + sizeof *g->touched);
}

static size_t stem_of(const struct symbols *w)
{
	return ((size_t)w->script * SYMBOLS + w->at[0]) * SYMBOLS + (w->n > 1 ? w->at[1] : 0);
}

/* The number of a word, a new one perhaps. */
static uint32_t entry_of(struct gazette *g, const struct symbols *w)
{
	uint32_t id = dict_add(g->dict, w);
	unsigned tells = dict_tells(w);
	uint32_t *stem = &g->stem[stem_of(w)];

	if (id < g->n_entry)
		return id;
	g->entry = arena_more(g->a, g->entry, g->n_entry, &g->room_entry, sizeof *g->entry);
	g->entry[g->n_entry++] = (struct entry){ .last = NONE,
						 .alike = *stem,
						 .tells = (uint8_t)(tells > 255 ? 255 : tells),
						 .script = w->script };
	*stem = id;
	return id;
}

/* Has a name found by a word. */
static void add_link(struct gazette *g, uint32_t id)
{
	struct entry *x = &g->entry[id];

	if (x->last != NONE && g->link[x->last].name == g->n)
		return;
	g->link = arena_more(g->a, g->link, g->n_link, &g->room_link, sizeof *g->link);
	g->link[g->n_link] = (struct link){ (uint32_t)g->n, x->last };
	x->last = (uint32_t)g->n_link++;
	x->names++;
}

bool gazette_add(struct gazette *g, uint32_t who, struct str name)
{
	struct placewords x;
	uint32_t first = (uint32_t)g->n_word;

	placewords_of(name, &x);
	if (!x.n || g->n_link > UINT32_MAX - 2 * PLACEWORDS ||
	    dict_words(g->dict) > IDS - PLACEWORDS - 2)
		return false;
	for (size_t i = 0; i < x.n; i++) {
		const struct placeword *w = &x.w[i];
		bool number = w->part == PART_NUMBER;
		uint32_t id = number ? w->number : entry_of(g, &w->w);

		g->word = arena_more(g->a, g->word, g->n_word, &g->room_word, sizeof *g->word);
		g->word[g->n_word++] = (uint32_t)(number ? NUMBER : w->means) << 24 | id;
		if (!number)
			add_link(g, id);
	}
	if (x.joins > 1)
		add_link(g, entry_of(g, &x.joined));
	if (x.wholes > x.joins)
		add_link(g, entry_of(g, &x.whole));
	g->named = arena_more(g->a, g->named, g->n, &g->room_named, sizeof *g->named);
	g->named[g->n++] = (struct named){ name, who, first, (uint32_t)x.n };
	return true;
}

/* How rare what so many names have is, 1 to 0. */
static double rare(const struct gazette *g, double names)
{
	double v = 1 - log(names < 1 ? 1 : names) / log(g->n < FEW ? FEW : (double)g->n);

	return v < 0 ? 0 : v;
}

struct near {
	uint32_t id;
	float alike;
};

struct query {
	struct gazette *g;
	struct arena *a;
	struct placewords words;
	uint16_t tells[PLACEWORDS];
	size_t touched;
};

static void give(struct query *q, uint32_t id, double v)
{
	struct gazette *g = q->g;
	unsigned more = (unsigned)v;

	for (uint32_t at = g->entry[id].last; more && at != NONE; at = g->link[at].before) {
		uint32_t name = g->link[at].name;
		unsigned sum = g->got[name] + more;

		if (!g->got[name])
			g->touched[q->touched++] = name;
		g->got[name] = (uint16_t)(sum < GOT_MOST ? sum : GOT_MOST);
	}
}

/* The words that are like one; *names: how many names have the like of it. */
static struct near *near_of(const struct query *q, const struct symbols *w, size_t *n,
			    double *names)
{
	const struct gazette *g = q->g;
	size_t all;
	struct dict_hit *hit = dict_near(g->dict, g->way, q->a, w, &all);
	struct near *out = arena_array(q->a, all + 1, sizeof *out);
	unsigned tells = dict_tells(w);

	*n = 0;
	*names = 1;
	for (size_t i = 0; i < all; i++) {
		const struct entry *x = &g->entry[hit[i].id];
		double both = (double)tells + x->tells,
		       v = placematch_alike(1 - hit[i].said / both, x->script == w->script);

		if (v < NEAREST)
			continue;
		out[(*n)++] = (struct near){ hit[i].id, (float)v };
		*names += x->names * pow(v, SHARPNESS);
	}
	return out;
}

static void look_word(struct query *q, size_t word)
{
	struct placeword *w = &q->words.w[word];
	double names;
	size_t n;
	struct near *near;

	if (w->part == PART_NUMBER) {
		q->tells[word] = placematch_tells(w, 1);
		return;
	}
	near = near_of(q, &w->w, &n, &names);
	q->tells[word] = placematch_tells(w, rare(q->g, names));
	for (size_t i = 0; i < n; i++)
		give(q, near[i].id, (double)near[i].alike * q->tells[word]);
}

/* All words as one. */
static void look_joined(struct query *q, const struct symbols *w)
{
	double names, all = 0;
	struct near *near;
	size_t n;

	for (size_t i = 0; i < q->words.n; i++)
		all += q->tells[i];
	near = near_of(q, w, &n, &names);
	for (size_t i = 0; i < n; i++)
		give(q, near[i].id, (double)near[i].alike * all);
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
	for (uint32_t id = g->stem[stem_of(&last->w)]; id != NONE; id = g->entry[id].alike) {
		dict_word(g->dict, id, &w);
		if (begins(&last->w, &w))
			give(q, id, 0.5 * q->tells[q->words.n - 1]);
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
			out->w[i] = (struct placeword){ .part = PART_NUMBER, .number = id };
			continue;
		}
		dict_word(g->dict, id, &out->w[i].w);
	}
	placewords_settle(out);
	for (size_t i = 0; i < x->n; i++) {
		uint32_t id = g->word[x->word + i] % IDS;

		tells[i] = placematch_tells(&out->w[i], out->w[i].part == PART_NUMBER
								? 1
								: rare(g, g->entry[id].names));
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

static void weigh(const struct query *q, uint32_t name, struct gazette_hit *h)
{
	const struct named *x = &q->g->named[name];
	uint16_t tells[PLACEWORDS];
	struct placematch m;
	struct placewords y;
	int begun;

	words_of_name(q->g, x, &y, tells);
	placematch(&q->words, q->tells, &y, tells, &m);
	begun = finished(q, &y, tells);
	*h = (struct gazette_hit){ .who = x->who,
				   .score = begun > m.score ? begun : m.score,
				   .begins = begun > m.score,
				   .name = x->text };
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
	make_room(g);
	for (size_t i = 0; i < q.words.n; i++)
		look_word(&q, i);
	if (q.words.joins > 1)
		look_joined(&q, &q.words.joined);
	if (q.words.wholes > q.words.joins)
		look_joined(&q, &q.words.whole);
	if (q.words.n)
		look_begun(&q);
	n = best_of(&q, fits, p, names);
	*out = arena_array(a, n + 1, sizeof **out);
	for (size_t i = 0; i < n; i++)
		weigh(&q, names[i], &(*out)[i]);
	return each_once(*out, n, max);
}
