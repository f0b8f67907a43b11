/* See index.h. Each word of the query is compared with all words there are; what names get by that is added up name by
 * name, and the best of those are weighed in full. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "match/cost.h"
#include "match/gather.h"
#include "match/joined.h"
#include "match/told.h"
#include "base/banned.h"

#define WEIGHED	   512 /* names that are weighed in full */
#define MISSING_OF 0.6 /* of what it would say if it agreed */
#define SEEN \
	300 /* words of names that are thought to be there besides: few names say little of what is common */
#define UNSEEN 0.6 /* of what a word tells, what a counterpart that is not there would have said */

struct query {
	struct match *m;
	struct arena *a;
	struct words words;
	struct birth birth;
	struct near near[WORDS_MAX];
	int missing[WORDS_MAX]; /* what it says where a name has not the word */
	int full[WORDS_MAX];	/* and where it has it letter by letter */
};

/* The logarithm of how often the like of a word occurs, by script: rivals by how likely they are to be meant. What no
 * word here is near enough to counts as half a name's. */
void match_common(const struct match *m, const struct symbols *w, const struct dict_hit *hit,
		  size_t n, double log_of[SCRIPTS])
{
	const struct dict *d = m->dict;
	double unseen = 0.5 * exp(SHARPNESS * UNSEEN * 2 * dict_tells(w) / COST_NAT),
	       mass[SCRIPTS] = { unseen, unseen };

	/* Those of one script stand together. */
	for (size_t i = 0; i < n;) {
		uint8_t script = hit[i].script;
		double sum = mass[script];

		for (; i < n && hit[i].script == script; i++)
			sum += hit[i].occurs *
			       (double)m->sharp[hit[i].said < SAID_MOST ? hit[i].said
									: SAID_MOST - 1];
		mass[script] = sum;
	}
	for (size_t k = 0; k < SCRIPTS; k++) {
		double total = (double)dict_total(d, (enum script)k);

		log_of[k] = log(mass[k] / (total > 1 ? total : 1)) * COST_NAT;
	}
}

static void look_near(struct query *q, size_t word)
{
	const struct symbols *w = &q->words.w[word];
	struct told told;
	double full, missing;

	told_of(q->m, q->a, w, &told);
	full = TRUST * 2 * dict_tells(w) - told.common[match_usual(q->m)];
	missing = q->words.optional[word] ? OPTIONAL : -MISSING_OF * full;
	q->full[word] = full > 0 ? (int)full : 0;
	q->missing[word] = missing < MISSING ? MISSING : missing > 0 ? 0 : (int)missing;
	q->near[word] = told.near;
	q->near[word].plus = (unsigned)(-SURPLUS - q->missing[word]);
	for (size_t k = 0; k < told.near.n; k++)
		q->m->weight[word][told.near.id[k]] = told.near.weight[k];
}

/* The weights are 0 again. */
static void forget(const struct query *q)
{
	for (size_t i = 0; i < q->words.n; i++) {
		uint8_t *weight = q->m->weight[i];

		if (q->near[i].n > q->m->room_weight / 64)
			memset(weight, 0, q->m->room_weight);
		else
			for (size_t k = 0; k < q->near[i].n; k++)
				weight[q->near[i].id[k]] = 0;
	}
}

/* What the words of the query say of a name's words. */
struct faced {
	size_t n;
	uint8_t weight[WORDS_MAX][WORDS_MAX]; /* by word of the query, by word of the name */
};

/* In *most no less than what a name weighs but for its day of birth. */
static void face(const struct query *q, uint32_t name, struct faced *f, int *most)
{
	const struct match *m = q->m;
	const uint32_t *word = m->word + m->start[name];

	f->n = m->start[name + 1] - m->start[name];
	*most = f->n > q->words.n ? SURPLUS * (int)(f->n - q->words.n) : 0;
	for (size_t i = 0; i < q->words.n; i++) {
		const uint8_t *weight = m->weight[i];
		uint8_t best = 0;

		for (size_t k = 0; k < f->n; k++) {
			uint8_t v = weight[word[k]];

			f->weight[i][k] = v;
			best = v > best ? v : best;
		}
		*most += best ? best : q->missing[i];
	}
}

/* Pairs words, the heaviest pair first. */
static int pair(const struct query *q, const struct faced *f, struct match_hit *h)
{
	unsigned taken = 0;
	int sum = 0;

	for (;;) {
		size_t at = 0, of = 0;
		uint8_t most = 0;

		for (size_t k = 0; k < f->n; k++)
			for (size_t i = 0; !(taken >> k & 1) && i < q->words.n; i++)
				if (h->word[i].at < 0 && f->weight[i][k] > most) {
					most = f->weight[i][k];
					at = k;
					of = i;
				}
		if (!most)
			return sum;
		taken |= 1u << at;
		sum += most;
		h->word[of].at = (int)at;
		h->word[of].weight = most;
	}
}

/* A name in full, but for its day of birth. */
static void weigh(const struct query *q, const struct faced *f, struct match_hit *h)
{
	size_t paired = 0;
	int last = -1;

	h->words = f->n;
	for (size_t i = 0; i < WORDS_MAX; i++)
		h->word[i] = (struct match_word){ .at = -1 };
	h->weight = pair(q, f, h);
	for (size_t i = 0; i < q->words.n; i++) {
		int at = h->word[i].at;

		if (at < 0) {
			h->weight += q->missing[i];
			continue;
		}
		paired++;
		if (at < last)
			h->weight += ORDER;
		last = at;
	}
	h->weight += SURPLUS * (int)(f->n - paired);
}

/* The best so far, best first, each person once. */
struct best {
	struct match_hit *hit;
	size_t n, max;
};

static bool before(const struct match_hit *x, const struct match_hit *y)
{
	return x->weight != y->weight ? x->weight > y->weight : x->who < y->who;
}

/* Takes a name among the best, in the place of another of the same person or of the last. */
static void take(struct best *b, const struct match_hit *h)
{
	size_t at = 0;

	while (at < b->n && b->hit[at].who != h->who)
		at++;
	if (at < b->n ? !before(h, &b->hit[at])
		      : b->n == b->max && (!b->max || !before(h, &b->hit[b->n - 1])))
		return;
	if (at == b->n && b->n < b->max)
		b->n++;
	else if (at == b->n)
		at--;
	for (; at > 0 && before(h, &b->hit[at - 1]); at--)
		b->hit[at] = b->hit[at - 1];
	b->hit[at] = *h;
}

/* Fetches what a name needs to be weighed before its turn. */
static void ahead(const struct query *q, const uint32_t *name, size_t left)
{
	const struct match *m = q->m;

	if (left > 32) {
		__builtin_prefetch(&m->start[name[32]]);
		__builtin_prefetch(&m->birth[name[32]]);
	}
	if (left > 16)
		__builtin_prefetch(&m->word[m->start[name[16]]]);
	if (left > 4)
		for (size_t k = m->start[name[4]]; k < m->start[name[4] + 1]; k++)
			for (size_t i = 0; i < q->words.n; i++)
				__builtin_prefetch(&m->weight[i][m->word[k]]);
}

static void weigh_all(const struct query *q, const uint32_t *name, size_t n, struct best *b)
{
	const struct match *m = q->m;
	int born_most = 0;
	struct match_hit h;
	struct faced f;

	for (size_t i = 0; i < BIRTHS; i++)
		born_most = m->says.birth[i] > born_most ? m->says.birth[i] : born_most;
	for (size_t i = 0; i < n; i++) {
		enum birth_agrees birth;
		int most;

		ahead(q, name + i, n - i);
		face(q, name[i], &f, &most);
		if (b->n == b->max && (!b->max || most + born_most < b->hit[b->n - 1].weight))
			continue;
		birth = birth_compare(q->birth, birth_unpack(m->birth[name[i]]));
		if (b->n == b->max && most + m->says.birth[birth] < b->hit[b->n - 1].weight)
			continue;
		h.who = m->who[name[i]];
		h.birth = birth;
		h.score = 0;
		weigh(q, &f, &h);
		h.weight += m->says.birth[birth];
		take(b, &h);
	}
}

#define TRIED 64 /* names that are weighed with words joined */

/* Names that the best are not far from, once more with words joined; and for short queries names that have them joined or
 * parted. */
static void weigh_joined(const struct query *q, const uint32_t *name, size_t n, struct best *b)
{
	const struct joined j = { q->m, &q->words, q->full, q->missing, q->near };
	uint32_t *more;
	size_t of_more = 0;

	if (!b->max || !q->words.n || (b->n && !joined_poor(&j, &b->hit[0])))
		return;
	if (q->words.n <= 2)
		of_more = joined_names(&j, q->a, &more);
	for (size_t i = 0; i < of_more + (n < TRIED ? n : TRIED); i++) {
		uint32_t at = i < of_more ? more[i] : name[i - of_more];
		struct match_hit h = { .who = q->m->who[at] };
		struct faced f;
		int most;

		face(q, at, &f, &most);
		weigh(q, &f, &h);
		if (!joined_weigh(&j, at, &h))
			continue;
		h.birth = birth_compare(q->birth, birth_unpack(q->m->birth[at]));
		h.weight += q->m->says.birth[h.birth];
		take(b, &h);
	}
}

/* How sure the whole is. */
static void explain(const struct query *q, struct match_hit *h)
{
	double sure = 1 / (1 + exp(-((double)h->weight / COST_NAT - log((double)q->m->n + 1))));

	h->score = (int)lrint(1000 * sure);
}

size_t match_find(struct match *m, struct arena *a, struct str name, struct birth birth, size_t max,
		  struct match_hit **out)
{
	struct query q = { .m = m, .a = a, .birth = birth };
	struct best best = { .max = max };
	uint32_t *names;
	size_t n;

	words_of(name, &q.words);
	match_ready(m);
	m->busy = true;
	for (size_t i = 0; i < q.words.n; i++)
		look_near(&q, i);
	n = gather(m, a, &(struct asked){ q.near, q.words.n, birth }, WEIGHED, &names);
	best.max = max < n + JOINED_NAMES ? max : n + JOINED_NAMES;
	best.hit = arena_array(a, best.max, sizeof *best.hit);
	weigh_all(&q, names, n, &best);
	weigh_joined(&q, names, n, &best);
	forget(&q);
	m->busy = false;
	for (size_t i = 0; i < best.n; i++)
		explain(&q, &best.hit[i]);
	*out = best.hit;
	return best.n;
}

double match_few(const struct match *m)
{
	double total = (double)dict_total(m->dict, match_usual(m));

	total = total > 1 ? total : 1;
	return log((total + SEEN) / total) * COST_NAT;
}

int match_rare(struct match *m, struct arena *a, struct str name)
{
	struct words words;
	double sum = 0, few = match_few(m);

	words_of(name, &words);
	for (size_t i = 0; i < words.n; i++) {
		const struct symbols *w = &words.w[i];
		struct told told;
		double says;

		told_of(m, a, w, &told);
		says = SHARPNESS * 2 * dict_tells(w) - told.common[match_usual(m)] + few;
		sum += says > 0 ? says : 0;
	}
	return (int)lrint(sum);
}
