/* See index.h. Each word of the query is compared with all words there are; what names get by that is added up name by
 * name, and the best of those are weighed in full. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "match/cost.h"
#include "match/index_in.h"
#include "base/banned.h"

#define WEIGHED	   1024 /* names that are weighed in full */
#define WORTH	   6
#define WEIGHT	   255 /* of a word at most */
#define MISSING_OF 0.6 /* of what it would say if it agreed */
#define UNSEEN	   0.6 /* of what a word tells, what a counterpart that is not there would have said */
#define WEIGHTS	   (WORDS_MAX * WEIGHT + 128) /* of names while they are added up */

#define STRONG 4

#define STRONG_OF   10
#define ENOUGH	    64 /* names that have more than others can get are enough */
#define SLACK	    64 /* by so much more: what days of birth and missing words may take */
#define YEARS	    512
#define YEAR_LEAST  1700
#define BIRTH_MOST  62
#define BIRTH_LEAST (-40)

/* What a word of the query says of the words that are near. */
struct near {
	uint32_t *id;
	uint8_t *weight;
	size_t n;
	int rare; /* what it says where it agrees letter by letter with what is as rare as it is */
};

struct query {
	struct match *m;
	struct arena *a;
	struct words words;
	struct birth birth;
	struct near near[WORDS_MAX];
	uint32_t *row; /* by word of the dictionary: where its weights are, + 1 */
	uint8_t (*weight)[WORDS_MAX];
	uint32_t touched;
	uint32_t count[WEIGHTS]; /* of names by what they got */
	uint8_t bound[YEARS];
};

/* The logarithm of how often the like of a word occurs, by script: rivals by how likely they are to be meant. What no
 * word here is near enough to counts as half a name's. */
void match_common(const struct match *m, const struct symbols *w, const struct dict_hit *hit,
		  size_t n, double log_of[SCRIPTS])
{
	const struct dict *d = m->dict;
	double unseen = 0.5 * exp(SHARPNESS * UNSEEN * 2 * dict_tells(w) / COST_NAT),
	       mass[SCRIPTS] = { unseen, unseen };

	for (size_t i = 0; i < n; i++)
		mass[dict_script(d, hit[i].id)] +=
			dict_occurs(d, hit[i].id) * (double)m->sharp[hit[i].said];
	for (size_t k = 0; k < SCRIPTS; k++) {
		double total = (double)dict_total(d, (enum script)k);

		log_of[k] = log(mass[k] / (total > 1 ? total : 1)) * COST_NAT;
	}
}

/* Heaviest first, so that what a name gets for a word is the most that any of its words gives. */
static void by_weight(struct arena *a, struct near *near, const uint32_t *id, const uint8_t *weight,
		      size_t n)
{
	size_t from[WEIGHT + 2] = { 0 };

	for (size_t i = 0; i < n; i++)
		from[WEIGHT - weight[i] + 1]++;
	for (size_t i = 1; i < WEIGHT + 2; i++)
		from[i] += from[i - 1];
	near->id = arena_array(a, n, sizeof *near->id);
	near->weight = arena_alloc(a, n);
	near->n = n;
	for (size_t i = 0; i < n; i++) {
		size_t at = from[WEIGHT - weight[i]]++;

		near->id[at] = id[i];
		near->weight[at] = weight[i];
	}
}

static void look_near(struct query *q, size_t word)
{
	const struct symbols *w = &q->words.w[word];
	size_t n, worth = 0;
	struct dict_hit *hit = dict_near(q->m->dict, q->m->way, q->a, w, &n);
	uint32_t *id = arena_array(q->a, n, sizeof *id);
	uint8_t *weight = arena_alloc(q->a, n + 1);
	double common[SCRIPTS];

	match_common(q->m, w, hit, n, common);
	for (size_t i = 0; i < n; i++) {
		double v = TRUST * hit[i].said - common[dict_script(q->m->dict, hit[i].id)];

		if (v < WORTH || !dict_occurs(q->m->dict, hit[i].id))
			continue;
		id[worth] = hit[i].id;
		weight[worth++] = (uint8_t)(v > WEIGHT ? WEIGHT : v);
	}
	q->near[word].rare = (int)(TRUST * 2 * dict_tells(w) - common[w->script]);
	by_weight(q->a, &q->near[word], id, weight, worth);
}

/* From each word of the dictionary to what all words of the query say of it. */
static void rows(struct query *q)
{
	size_t n = 0;

	q->row = arena_array(q->a, dict_words(q->m->dict) + 1, sizeof *q->row);
	for (size_t i = 0; i < q->words.n; i++)
		n += q->near[i].n;
	q->weight = arena_array(q->a, n + 1, sizeof *q->weight);
	n = 0;
	for (size_t i = 0; i < q->words.n; i++)
		for (size_t k = 0; k < q->near[i].n; k++) {
			uint32_t *row = &q->row[q->near[i].id[k]];

			if (!*row)
				*row = (uint32_t)++n;
			q->weight[*row - 1][i] = q->near[i].weight[k];
		}
}

/* Gives a name what a word of the query is worth to it, once. */
static inline void give(struct query *q, uint32_t name, size_t word, uint8_t weight)
{
	struct tally *t = &q->m->tally[name];

	if (t->of >> word & 1)
		return;
	if (!t->of)
		q->m->touched[q->touched++] = name;
	else
		q->count[t->got]--;
	t->of |= (uint16_t)(1u << word);
	t->got = (uint16_t)(t->got + weight);
	q->count[t->got]++;
}

/* What all but `n` names got less than. */
static size_t nth(const struct query *q, size_t n)
{
	size_t least = WEIGHTS;

	for (size_t sum = 0; least > 0 && sum < n;)
		sum += q->count[--least];
	return least;
}

/* Names that came since the lists were made: one by one. */
static void add_fresh(struct query *q, size_t word)
{
	const struct match *m = q->m;

	for (size_t p = m->listed; p < m->n; p++) {
		uint8_t best = 0;

		for (size_t k = m->start[p]; k < m->start[p + 1]; k++) {
			uint32_t row = q->row[m->word[k]];

			if (row && q->weight[row - 1][word] > best)
				best = q->weight[row - 1][word];
		}
		if (best)
			give(q, (uint32_t)p, word, best);
	}
}

static void add_word(struct query *q, size_t word)
{
	const struct match *m = q->m;
	const struct near *near = &q->near[word];

	/* Weak ones add little, and are looked at when the name is weighed. */
	for (size_t k = 0; k < near->n && near->weight[k] * STRONG_OF >= near->weight[0] * STRONG;
	     k++) {
		uint32_t id = near->id[k];

		if (id < m->listed_words)
			for (size_t p = m->from[id]; p < m->from[id + 1]; p++)
				give(q, m->name[p], word, near->weight[k]);
	}
	add_fresh(q, word);
}

/* The rarest word first. A name that has none of the words so far gets no more than the others can give: when enough names
 * have more than that, the others need no looking for; those that are there are weighed with all words in the end. */
static void add_up(struct query *q)
{
	size_t done = 0, n = q->words.n, rest = 0;

	for (size_t i = 0; i < n; i++)
		rest += q->near[i].n ? q->near[i].weight[0] : 0;
	for (size_t k = 0; k < n; k++) {
		size_t best = n;

		for (size_t i = 0; i < n; i++)
			if (!(done >> i & 1) && q->near[i].n &&
			    (best == n || q->near[i].weight[0] > q->near[best].weight[0]))
				best = i;
		if (best == n || nth(q, ENOUGH) > rest + SLACK)
			return;
		done |= (size_t)1 << best;
		add_word(q, best);
		rest -= q->near[best].weight[0];
	}
}

/* What a day of birth in a year can say at most, above the least. */
static void bounds(struct query *q)
{
	for (int i = 0; i < YEARS; i++) {
		struct birth b = q->birth;
		int year = YEAR_LEAST + i, v;

		b.first = b.last = (int16_t)year;
		v = birth_says(birth_compare(q->birth, b));
		if (year >= q->birth.first && year <= q->birth.last)
			v = BIRTH_MOST;
		q->bound[i] = (uint8_t)(q->birth.first ? v - BIRTH_LEAST : 0);
	}
	q->bound[0] = (uint8_t)(q->birth.first ? -BIRTH_LEAST : 0); /* not known */
}

/* What a name got so far, and what its year of birth can say at most. */
static inline size_t so_far(const struct query *q, uint32_t name)
{
	return q->m->tally[name].got + (size_t)q->bound[birth_year(q->m->birth[name])];
}

/* The best of those that got something, at most WEIGHED * 4; and forgets what all of them got. */
static size_t best_of(struct query *q, uint32_t *out)
{
	struct match *m = q->m;
	size_t least, n = 0;

	bounds(q);
	memset(q->count, 0, sizeof q->count);
	for (uint32_t i = 0; i < q->touched; i++)
		q->count[so_far(q, m->touched[i])]++;
	least = nth(q, WEIGHED);
	for (uint32_t i = 0; i < q->touched; i++) {
		uint32_t name = m->touched[i];

		if (n < (size_t)WEIGHED * 4 && so_far(q, name) >= least && m->who[name] != NOBODY)
			out[n++] = name;
		m->tally[name] = (struct tally){ 0 };
	}
	return n;
}

/* Pairs words, the heaviest pair first. */
static int pair(const struct query *q, const uint32_t *word, size_t n, struct match_hit *h)
{
	unsigned taken = 0;
	int sum = 0;

	for (;;) {
		size_t at = 0, of = 0;
		uint8_t most = 0;

		for (size_t k = 0; k < n; k++) {
			uint32_t row = taken >> k & 1 ? 0 : q->row[word[k]];

			for (size_t i = 0; row && i < q->words.n; i++)
				if (h->word[i].at < 0 && q->weight[row - 1][i] > most) {
					most = q->weight[row - 1][i];
					at = k;
					of = i;
				}
		}
		if (!most)
			return sum;
		taken |= 1u << at;
		sum += most;
		h->word[of].at = (int)at;
		h->word[of].weight = most;
	}
}

/* A name in full. */
static void weigh(const struct query *q, uint32_t name, struct match_hit *h)
{
	const struct match *m = q->m;
	size_t n = m->start[name + 1] - m->start[name], paired = 0;
	int last = -1;

	*h = (struct match_hit){ .who = m->who[name], .words = n };
	for (size_t i = 0; i < WORDS_MAX; i++)
		h->word[i].at = -1;
	h->weight = pair(q, m->word + m->start[name], n, h);
	for (size_t i = 0; i < q->words.n; i++) {
		int missing = (int)(-MISSING_OF * q->near[i].rare), at = h->word[i].at;

		if (at < 0) {
			h->weight += missing < MISSING ? MISSING : missing > 0 ? 0 : missing;
			continue;
		}
		paired++;
		if (at < last)
			h->weight += ORDER;
		last = at;
	}
	h->weight += SURPLUS * (int)(n - paired);
	h->birth = birth_compare(q->birth, birth_unpack(m->birth[name]));
	h->weight += birth_says(h->birth);
}

static int best_first(const void *a, const void *b)
{
	const struct match_hit *x = a, *y = b;

	return x->weight != y->weight ? (x->weight < y->weight) - (x->weight > y->weight)
				      : (x->who > y->who) - (x->who < y->who);
}

/* Of each person the best name, at most `max`. */
static size_t each_once(struct match_hit *hit, size_t n, size_t max)
{
	size_t out = 0;

	qsort(hit, n, sizeof *hit, best_first);
	for (size_t i = 0; i < n && out < max; i++) {
		size_t k = 0;

		while (k < out && hit[k].who != hit[i].who)
			k++;
		if (k == out)
			hit[out++] = hit[i];
	}
	return out;
}

/* Whether the words that were paired are the same letter by letter; and how sure the whole is. */
static void explain(const struct query *q, struct match_hit *h)
{
	double sure = 1 / (1 + exp(-((double)h->weight / COST_NAT - log((double)q->m->n + 1))));

	h->score = (int)lrint(1000 * sure);
}

size_t match_find(struct match *m, struct arena *a, struct str name, struct birth birth, size_t max,
		  struct match_hit **out)
{
	struct query q = { .m = m, .a = a, .birth = birth };
	struct match_hit *hit;
	uint32_t *names;
	size_t n;

	words_of(name, &q.words);
	match_ready(m);
	for (size_t i = 0; i < q.words.n; i++)
		look_near(&q, i);
	rows(&q);
	add_up(&q);
	names = arena_array(a, (size_t)WEIGHED * 4, sizeof *names);
	n = best_of(&q, names);
	hit = arena_array(a, n + 1, sizeof *hit);
	for (size_t i = 0; i < n; i++)
		weigh(&q, names[i], &hit[i]);
	n = each_once(hit, n, max);
	for (size_t i = 0; i < n; i++)
		explain(&q, &hit[i]);
	*out = hit;
	return n;
}
