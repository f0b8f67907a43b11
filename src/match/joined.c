/* See joined.h. */
#include "match/joined.h"

#include "base/arena.h"
#include "base/banned.h"

#define POOR	6  /* of tenths of what a word would say: less is not well met */
#define COSTS	6  /* that two words are one */
#define NEAR	75 /* of 100: how near joined words are to one, at least */
#define NEAR_TO 45 /* in two scripts */
#define PART	3  /* letters of a part of a word */

static bool poor(const struct joined *q, const struct match_hit *h, size_t i)
{
	return !q->words->optional[i] &&
	       (h->word[i].at < 0 || h->word[i].weight * 10 < q->full[i] * POOR);
}

bool joined_poor(const struct joined *q, const struct match_hit *h)
{
	for (size_t i = 0; i < q->words->n; i++)
		if (poor(q, h, i))
			return true;
	return false;
}

static struct symbols both(const struct symbols *a, const struct symbols *b)
{
	struct symbols s = *a;

	symbols_join(&s, b);
	return s;
}

/* What is lost where one word stands for two, eighths of a nat; negative where it cannot. */
static int lost(const struct symbols *one, const struct symbols *two)
{
	int tells, most, far;

	if (one->n > two->n + PART || two->n > one->n + PART)
		return -1;
	tells = (int)(dict_tells(one) + dict_tells(two));
	most = tells * (100 - (one->script == two->script ? NEAR : NEAR_TO)) / 100;
	far = edit_within(one, two, (unsigned)most + 1);
	if (far > most)
		return -1;
	return COSTS + (int)(TRUST * far);
}

/* Which word of the name stands for each of the query, and what those say that are joined. */
struct tried {
	int at[WORDS_MAX];
	uint32_t joined; /* words of the query, a bit for each */
	uint32_t more;	 /* words of the name that stand for one with another */
	int says;
};

/* What all of it says. */
static int total(const struct joined *q, uint32_t name, const struct tried *t)
{
	const struct match *m = q->m;
	const uint32_t *word = m->word + m->start[name];
	size_t n = m->start[name + 1] - m->start[name];
	uint32_t met = t->more;
	int sum = t->says, last = -1;

	for (size_t i = 0; i < q->words->n; i++) {
		if (t->at[i] < 0) {
			sum += q->missing[i];
			continue;
		}
		met |= 1u << t->at[i];
		sum += t->joined >> i & 1 ? 0 : (int)m->weight[i][word[t->at[i]]];
		sum += t->at[i] < last ? ORDER : 0;
		last = t->at[i];
	}
	return sum + SURPLUS * ((int)n - __builtin_popcount(met));
}

/* Tries words of the query from i on (`n`) for words of the name from k on (`m`), beside those that are joined already. */
static void try(const struct joined *q, uint32_t name, size_t i, size_t n, size_t k, size_t m,
		int less, struct tried *done, struct match_hit *h)
{
	uint32_t one = ((1u << n) - 1) << i, more = ((1u << m) - 1) << k;
	struct tried t = { .says = done->says - less,
			   .joined = done->joined | one,
			   .more = done->more | more };
	int sum;

	if (done->joined & one || done->more & more)
		return;
	for (size_t x = 0; x < q->words->n; x++) {
		bool in = one >> x & 1, alone = !(done->joined >> x & 1);

		t.at[x] = in ? (int)k : h->word[x].at;
		if (!in && alone && t.at[x] >= 0 && more >> t.at[x] & 1)
			t.at[x] = -1;
		t.says += in ? q->full[x] : 0;
	}
	sum = total(q, name, &t);
	if (sum <= h->weight)
		return;
	*done = t;
	h->weight = sum;
	for (size_t x = 0; x < q->words->n; x++) {
		h->word[x].at = t.at[x];
		if (one >> x & 1)
			h->word[x].weight = (uint8_t)(q->full[x] < WEIGHT ? q->full[x] : WEIGHT);
	}
}

static bool one_script(const struct words *w, size_t i)
{
	return i + 1 < w->n && w->w[i].script == w->w[i + 1].script;
}

bool joined_weigh(const struct joined *q, uint32_t name, struct match_hit *h)
{
	const struct match *m = q->m;
	struct tried done = { 0 };
	struct words y = { 0 };
	int before = h->weight;

	for (size_t k = m->start[name]; k < m->start[name + 1]; k++)
		dict_word(m->dict, m->word[k], &y.w[y.n++]);
	for (size_t i = 0; i < q->words->n; i++) {
		for (size_t k = 0; one_script(q->words, i) && k < y.n; k++) {
			struct symbols s = both(&q->words->w[i], &q->words->w[i + 1]);
			int less = poor(q, h, i) || poor(q, h, i + 1) ? lost(&s, &y.w[k]) : -1;

			if (less >= 0)
				try(q, name, i, 2, k, 1, less, &done, h);
		}
		for (size_t k = 0; k + 1 < y.n; k++) {
			struct symbols s = both(&y.w[k], &y.w[k + 1]);
			int less =
				one_script(&y, k) && poor(q, h, i) ? lost(&q->words->w[i], &s) : -1;

			if (less >= 0)
				try(q, name, i, 1, k, 2, less, &done, h);
		}
	}
	return h->weight > before;
}

#define LOOKED 20000 /* names that are looked at for one word */

/* Names that were found, and how many were looked at. */
struct found {
	const struct joined *q;
	uint32_t *name;
	size_t n, looked;
};

/* Words of the dictionary that are near enough to this one to be it, the nearest of them by number. */
static size_t near_ones(const struct match *m, struct arena *a, const struct symbols *w,
			uint32_t **out)
{
	size_t n, kept = 0;
	struct dict_hit *hit = dict_near(m->dict, m->way, a, w, &n);

	*out = arena_array(a, n + 1, sizeof **out);
	for (size_t i = 0; i < n; i++) {
		struct symbols other;
		int least = dict_script(m->dict, hit[i].id) == w->script ? NEAR : NEAR_TO;

		dict_word(m->dict, hit[i].id, &other);
		if (hit[i].said * 100 >= least * (int)(dict_tells(w) + dict_tells(&other)))
			(*out)[kept++] = hit[i].id;
	}
	return kept;
}

static bool is_among(uint32_t id, const uint32_t *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == id)
			return true;
	return false;
}

/* Takes a name that has one of these words, and behind it one of those, where there are such. */
static void look(struct found *f, uint32_t name, const uint32_t *one, size_t n_one,
		 const uint32_t *two, size_t n_two)
{
	const struct match *m = f->q->m;

	f->looked++;
	for (size_t k = m->start[name]; k < m->start[name + 1]; k++) {
		if (!is_among(m->word[k], one, n_one) ||
		    (two && (k + 1 == m->start[name + 1] || !is_among(m->word[k + 1], two, n_two))))
			continue;
		if (f->n < JOINED_NAMES && m->who[name] != NOBODY)
			f->name[f->n++] = name;
		return;
	}
}

static void look_all(struct found *f, const uint32_t *one, size_t n_one, const uint32_t *two,
		     size_t n_two)
{
	const struct match *m = f->q->m;

	for (size_t i = 0; i < n_one; i++) {
		bool listed = one[i] < m->listed_words;
		size_t p = listed ? m->from[one[i]] : 0, end = listed ? m->from[one[i] + 1] : 0;

		for (; p < end && f->looked < LOOKED; p++)
			look(f, m->name[p], &one[i], 1, two, n_two);
	}
	for (size_t p = m->listed; n_one && p < m->n; p++)
		look(f, (uint32_t)p, one, n_one, two, n_two);
}

static struct symbols part_of(const struct symbols *w, size_t from, size_t to)
{
	struct symbols s = { .script = w->script, .n = (uint8_t)(to - from) };

	for (size_t i = 0; i < s.n; i++)
		s.at[i] = w->at[from + i];
	return s;
}

static size_t least_part(const struct symbols *w)
{
	return w->script == SCRIPT_ARABIC ? PART - 1 : PART;
}

/* Whether no name has a word like this one. */
static bool unknown(const struct joined *q, size_t i)
{
	return !q->near[i].n || q->near[i].weight[0] * 10 < q->full[i] * POOR;
}

size_t joined_names(const struct joined *q, struct arena *a, uint32_t **out)
{
	struct found f = { .q = q, .name = arena_array(a, JOINED_NAMES, sizeof *f.name) };
	uint32_t *one, *two;
	size_t n, n_two;

	if (q->words->n == 2 && one_script(q->words, 0)) {
		struct symbols s = both(&q->words->w[0], &q->words->w[1]);

		n = near_ones(q->m, a, &s, &one);
		look_all(&f, one, n, NULL, 0);
	}
	for (size_t i = 0; i < q->words->n && q->words->n <= 2; i++)
		for (size_t cut = least_part(&q->words->w[i]);
		     cut + least_part(&q->words->w[i]) <= q->words->w[i].n && unknown(q, i);
		     cut++) {
			const struct symbols *w = &q->words->w[i];
			struct symbols front = part_of(w, 0, cut), back = part_of(w, cut, w->n);

			f.looked = 0;
			n = near_ones(q->m, a, &front, &one);
			n_two = n ? near_ones(q->m, a, &back, &two) : 0;
			if (n_two)
				look_all(&f, one, n, two, n_two);
		}
	*out = f.name;
	return f.n;
}
