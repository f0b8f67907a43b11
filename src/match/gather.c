/* See gather.h. What a name got is 12 bits, and 4 say which word of the query gave last, so that each gives once. All are 0
 * between queries: blocks of names that got something are marked, and these alone are read and emptied in the end. */
#include "match/gather.h"
#include "match/learn.h"
#include "match/tally.h"

#include <string.h>

#include "base/arena.h"
#include "base/banned.h"

#define ENOUGH 64 /* names that have more than others can get are enough */
#define SLACK  64 /* by so much more: what days of birth and missing words may take */
#define STEP \
	4 /* what is worth about the same is looked at before asking anew whether it is enough */
#define DUE	     64		       /* names that are fetched before their turn */
#define FROM_AHEAD   16		       /* words before their turn: where their lists begin */
#define LIST_AHEAD   8		       /* and what stands in these, of each so much: */
#define LIST_FETCHED 128	       /* behind it a processor fetches by itself */
#define POSTINGS     ((size_t)8 << 20) /* names that are looked at for one query, at most */
#define TIES	     2	  /* times as many as are wanted, at most, of those that have the same */
#define ASKED	     2048 /* names that are looked at before asking whether they are enough */
#define GOT	     4	  /* bits below what was got */
#define MOST	     (WORDS_MAX * (WEIGHT + PLUS) + 1 + BIRTH_SPAN)
#define YEAR_LEAST   1700
#define AFAR	     5 /* years: births that are so far apart or farther say all the same */
#define BIRTH_SPAN \
	(62 + 40 + 2 * LEARN_BOUND) /* from the least that a day of birth says to the most */

_Static_assert(WORDS_MAX < 1 << GOT && WORDS_MAX * (WEIGHT + PLUS) < 1 << (16 - GOT),
	       "what a name got has room");

struct found {
	uint32_t name, got;
};

/* What a name gets of a word of the query. */
struct due {
	uint32_t name;
	uint16_t weight, word;
};

struct gather {
	struct match *m;
	struct arena *a;
	const struct asked *q;
	size_t max, postings;
	size_t at[WORDS_MAX];	 /* of each word: what was not looked at yet */
	size_t top;		 /* no name can have more */
	uint32_t count[2][MOST]; /* of names by what they got, in two parts: the sum */
	struct due due[DUE];
	size_t at_due, n_due;
	uint8_t bound[YEARS]; /* what a day of birth in a year can say at most, above the least */
	uint8_t digit; /* what the same day of any other year says, above the least, where there is a day */
	uint8_t few; /* what years say that are a little apart */
	uint32_t day;
	struct found *found;
	size_t n, room;
	size_t least; /* what is found has at least */
};

static size_t counted(const struct gather *g, size_t got)
{
	return g->count[0][got] + g->count[1][got];
}

/* What all but `n` names got less than. */
static size_t nth(const struct gather *g, size_t n)
{
	size_t least = g->top + 1;

	for (size_t sum = 0; least > 0 && sum < n;)
		sum += counted(g, --least);
	return least;
}

static inline void give_one(uint16_t *tally, uint8_t *marked, uint32_t *count, unsigned top,
			    struct due x)
{
	unsigned got = tally[x.name], sum;

	if ((got & ((1u << GOT) - 1)) == x.word)
		return;
	got >>= GOT;
	/* Where other words gave in between, one may give again, to another word of the name: no name has more than all words of
	 * the query can give. */
	sum = got + x.weight;
	sum = sum < top ? sum : top;
	/* Whether it got something before is nothing that a processor can guess: what got nothing is counted, too. */
	count[got]--;
	count[sum]++;
	marked[x.name / MARKED] = 1;
	tally[x.name] = (uint16_t)(sum << GOT | x.word);
}

/* Gives all that is due, the oldest first. */
static void settle(struct gather *g)
{
	for (; g->n_due; g->n_due--)
		give_one(g->m->tally, g->m->marked, g->count[0], (unsigned)g->top,
			 g->due[(g->at_due - g->n_due) % DUE]);
}

/* Gives names what a word of the query (counted from 1) is worth to them, each once: later, when what they got was fetched. One
 * count after the other would wait for the one before: they are two. */
static void give(struct gather *g, const uint32_t *name, size_t n, unsigned word, unsigned weight)
{
	uint16_t *tally = g->m->tally;
	uint8_t *marked = g->m->marked;
	uint32_t *count = g->count[0], *other = g->count[1], *next;
	unsigned top = (unsigned)g->top;
	size_t i = 0, at = g->at_due;
	struct due x = { .weight = (uint16_t)weight, .word = (uint16_t)word };

	for (; i < n && g->n_due < DUE; i++, g->n_due++) {
		x.name = name[i];
		__builtin_prefetch(&tally[x.name], 1);
		g->due[at++ % DUE] = x;
	}
	for (; i < n; i++) {
		struct due *slot = &g->due[at++ % DUE];

		x.name = name[i];
		__builtin_prefetch(&tally[x.name], 1);
		give_one(tally, marked, count, top, *slot);
		*slot = x;
		next = other;
		other = count;
		count = next;
	}
	g->postings += n;
	g->at_due = at;
}

/* What stands next in the list of a word, 0 nothing. */
static unsigned head(const struct gather *g, size_t word)
{
	const struct near *near = &g->q->near[word];
	size_t at = g->at[word];

	return at < near->n && near->weight[at] * NEAR_STRONG_OF >= near->weight[0] * NEAR_STRONG
		       ? near->weight[at]
		       : 0;
}

/* Fetches what the words after the present one need before their turn: where the list begins, and what stands in it. */
static inline void ahead(const struct gather *g, const struct near *near, size_t k)
{
	const struct match *m = g->m;

	if (k + FROM_AHEAD < near->n)
		__builtin_prefetch(&m->from[near->id[k + FROM_AHEAD]]);
	if (k + LIST_AHEAD < near->n && near->id[k + LIST_AHEAD] < m->listed_words) {
		uint32_t id = near->id[k + LIST_AHEAD], from = m->from[id], to = m->from[id + 1];

		to = to - from > LIST_FETCHED ? from + LIST_FETCHED : to;
		for (; from < to; from += 64 / sizeof *m->name)
			__builtin_prefetch(&m->name[from]);
	}
}

/* What is near to a word of the query, as far as it is worth about the same. */
static void step(struct gather *g, size_t word)
{
	const struct match *m = g->m;
	const struct near *near = &g->q->near[word];
	unsigned from = head(g, word);

	for (; head(g, word) && head(g, word) + STEP > from; g->at[word]++) {
		uint32_t id = near->id[g->at[word]];

		ahead(g, near, g->at[word]);
		if (id < m->listed_words)
			give(g, m->name + m->from[id], m->from[id + 1] - m->from[id],
			     (unsigned)word + 1, near->weight[g->at[word]] + near->plus);
	}
}

/* Names that came since the lists were made: one by one, with all words. */
static void add_fresh(struct gather *g)
{
	const struct match *m = g->m;

	for (uint32_t p = (uint32_t)m->listed; p < m->n; p++)
		for (unsigned i = 0; i < g->q->words; i++) {
			unsigned best = 0;

			for (size_t k = m->start[p]; k < m->start[p + 1]; k++) {
				uint8_t weight = m->weight[i][m->word[k]];

				best = weight > best ? weight : best;
			}
			if (best)
				give(g, &p, 1, i + 1, best + g->q->near[i].plus);
		}
}

/* Whether all that can still be among the best was met, and is not more than will be weighed. */
static bool enough(const struct gather *g, size_t rest)
{
	size_t least = nth(g, ENOUGH);

	return least > rest + SLACK && nth(g, g->max + 1) < least - rest - SLACK;
}

static void add_up(struct gather *g)
{
	size_t looked = 0;

	while (g->postings < POSTINGS) {
		size_t best = 0, rest = 0;

		for (size_t i = 0; i < g->q->words; i++) {
			rest += head(g, i) ? head(g, i) + g->q->near[i].plus : 0;
			if (head(g, i) > head(g, best))
				best = i;
		}
		if (!rest)
			return;
		/* It takes as long to know as to look at some names. */
		if (g->postings >= looked + ASKED) {
			looked = g->postings;
			settle(g);
			if (enough(g, rest))
				return;
		}
		step(g, best);
	}
}

/* What a way of agreeing says, above the least that any does. */
static unsigned above(const struct gather *g, enum birth_agrees how)
{
	const int8_t *says = g->m->says.birth;

	return (unsigned)(says[how] - says[BIRTH_OTHER]);
}

/* The same day in another year. */
static unsigned in_year(const struct gather *g, struct birth birth, int year)
{
	struct birth b = birth;

	b.first = b.last = (int16_t)year;
	return above(g, birth_compare(birth, b));
}

static void bounds(struct gather *g, struct birth birth)
{
	unsigned unknown = birth.first ? above(g, BIRTH_UNKNOWN) : 0;
	int first = birth.first - YEAR_LEAST, last = birth.last - YEAR_LEAST;

	memset(g->bound, birth.first ? (int)in_year(g, birth, birth.last + AFAR) : 0,
	       sizeof g->bound);
	for (int i = first - AFAR; birth.first && i <= last + AFAR; i++)
		if (i >= 0 && i < YEARS)
			g->bound[i] = (uint8_t)(i >= first && i <= last
							? above(g, BIRTH_DAY)
							: in_year(g, birth, YEAR_LEAST + i));
	g->bound[0] = (uint8_t)unknown;
	g->few = (uint8_t)above(g, BIRTH_FEW);
	g->day = birth.day ? birth_pack(birth) & BIRTH_IN_YEAR : 0;
	g->digit = (uint8_t)(g->day ? above(g, BIRTH_DIGIT) : 0);
}

/* What a name got so far, and what its day of birth says: about, but for years near to the one that is
 * asked for. */
static inline size_t so_far(const struct gather *g, uint32_t name)
{
	size_t got = g->m->tally[name] >> GOT, year;
	uint32_t birth;

	if (!g->q->birth.first)
		return got;
	birth = g->m->birth[name];
	year = g->bound[birth_year(birth)];
	if (year > g->few)
		year = above(g, birth_compare(g->q->birth, birth_unpack(birth)));
	else if (g->day && (birth & BIRTH_IN_YEAR) == g->day && year < g->digit)
		year = g->digit; /* the same day of another year */
	return got + year;
}

/* Takes a name if it may be among the best; now and then looks what is among them by now. */
static void found(struct gather *g, uint32_t name)
{
	size_t got = so_far(g, name);

	if (got < g->least || (got == g->least && counted(g, got) >= g->max * TIES) ||
	    (g->m->dead && g->m->who[name] == NOBODY))
		return;
	g->found = arena_more(g->a, g->found, g->n, &g->room, sizeof *g->found);
	g->found[g->n++] = (struct found){ name, (uint32_t)got };
	g->count[0][got]++;
	if (g->n % g->max == 0) {
		size_t least = nth(g, g->max);

		g->least = least > g->least ? least : g->least;
	}
}

/* Takes names of a part of a block, of which those born in one year get so much at most for it. */
static void take(struct gather *g, size_t from, size_t to, size_t bound)
{
	for (;; from++) {
		size_t least = g->least > bound ? g->least - bound : 1;

		from = tally_next(g->m->tally, from, to, (uint16_t)(least << GOT));
		if (from >= to)
			return;
		found(g, (uint32_t)from);
	}
}

/* The same of any names, by the block. */
static void take_marked(struct gather *g, size_t from, size_t to, size_t bound)
{
	while (from < to) {
		size_t end = (from / MARKED + 1) * MARKED;

		end = end < to ? end : to;
		if (g->m->marked[from / MARKED])
			take(g, from, end, bound);
		from = end;
	}
}

/* Takes all that may be among the best: first of the years that say most, so that of others few are. */
static void take_all(struct gather *g)
{
	const struct match *m = g->m;

	g->least = nth(g, g->max);
	g->least = g->least ? g->least : 1;
	memset(g->count, 0, sizeof g->count);
	g->top = MOST - 1;
	take_marked(g, m->listed, m->n, BIRTH_SPAN);
	for (int pass = 0; pass < 2; pass++)
		for (size_t y = 0, last; y < YEARS; y = last) {
			bool near = g->bound[y] > g->digit;

			for (last = y + 1; last < YEARS && g->bound[last] == g->bound[y];)
				last++;
			if (near == !pass)
				take_marked(g, m->year[y], m->year[last],
					    near ? g->bound[y] : g->digit);
		}
}

/* The best of what was found, best first. */
static void best_of(struct gather *g, uint32_t **out)
{
	size_t most = g->max * TIES, sum = 0;
	uint32_t *at = arena_array(g->a, MOST, sizeof *at);

	*out = arena_array(g->a, most, sizeof **out);
	g->least = nth(g, g->max);
	for (size_t k = MOST; k-- > g->least; sum += counted(g, k))
		at[k] = (uint32_t)sum;
	for (size_t i = 0; i < g->n; i++)
		if (g->found[i].got >= g->least && at[g->found[i].got] < most)
			(*out)[at[g->found[i].got]++] = g->found[i].name;
	g->n = sum < most ? sum : most;
}

/* Forgets what all of them got. */
static void forget(struct match *m)
{
	for (size_t b = 0; b * MARKED < m->n; b++)
		if (m->marked[b]) {
			memset(m->tally + b * MARKED, 0, MARKED * sizeof *m->tally);
			m->marked[b] = 0;
		}
}

size_t gather(struct match *m, struct arena *a, const struct asked *q, size_t max, uint32_t **out)
{
	struct gather g = { .m = m, .a = a, .q = q, .max = max };

	for (size_t i = 0; i < q->words; i++)
		g.top += q->near[i].n ? q->near[i].weight[0] + q->near[i].plus : 0;
	bounds(&g, q->birth);
	add_fresh(&g);
	add_up(&g);
	settle(&g);
	take_all(&g);
	best_of(&g, out);
	forget(m);
	return g.n;
}
