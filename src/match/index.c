/* See index.h. Names lie in the order in which they came, as numbers of words; the lists from each word to the names that
 * have it are made anew when enough came since. */
#include "match/index.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "match/cost.h"
#include "match/index_in.h"
#include "match/learn.h"
#include "match/tally.h"
#include "match/told.h"
#include "base/banned.h"

#define FRESH  4096 /* names that there is room for before all are put in order anew */
#define NEW    64   /* one in so many may be new, or taken out, before the lists are made anew */
#define DEAD   16
#define OWNERS 8 /* names of a bucket */
/* Room for so many names of so many words. */
static void reserve(struct match *m, size_t names, size_t words)
{
	m->room_who = m->room_birth = names;
	m->room_start = names + 1;
	m->room_word = words;
	m->who = arena_array(m->names, m->room_who, sizeof *m->who);
	m->birth = arena_array(m->names, m->room_birth, sizeof *m->birth);
	m->start = arena_array(m->names, m->room_start, sizeof *m->start);
	m->word = arena_array(m->names, m->room_word, sizeof *m->word);
}

static void free_lists(void *p)
{
	struct match *m = p;

	arena_free(m->names);
	arena_free(m->lists);
}

/* An arena of the index's own, of the same kind of memory. */
static struct arena *own(struct match *m)
{
	struct arena *a = arena_like(m->a);

	if (!a)
		(void)arena_array(m->a, SIZE_MAX, 2); /* out of memory */
	return a;
}

struct match *match_new(struct arena *a, size_t names)
{
	struct match *m = arena_alloc(a, sizeof *m);

	m->a = a;
	arena_defer(a, free_lists, m);
	m->dict = dict_new(a);
	m->way = edit_way(NULL);
	m->names = own(m);
	m->lists = own(m);
	for (size_t i = 0; i < SAID_MOST; i++)
		m->sharp[i] = expf((float)i * (float)SHARPNESS / COST_NAT);
	learn_nothing(&m->says);
	reserve(m, names + 1, names * 4 + 1);
	return m;
}

enum script match_usual(const struct match *m)
{
	return dict_total(m->dict, SCRIPT_LATIN) > dict_total(m->dict, SCRIPT_ARABIC)
		       ? SCRIPT_LATIN
		       : SCRIPT_ARABIC;
}

void match_mothers(struct match *m, struct match_mothers mothers)
{
	m->mothers = mothers;
}

const struct match_says *match_says(const struct match *m)
{
	return &m->says;
}

size_t match_names(const struct match *m)
{
	return m->n - m->dead;
}

size_t match_bytes(const struct match *m)
{
	return m->n * (3 * sizeof(uint32_t)) + m->n_word * sizeof(uint32_t) + arena_used(m->lists) +
	       dict_bytes(m->dict) + told_bytes(m) + m->room * sizeof *m->tally +
	       m->room_weight * WORDS_MAX;
}

/* Adds a name of an index as it was before. */
static void take_over(struct match *m, const struct match *old, size_t i, size_t to, size_t word)
{
	size_t n = old->start[i + 1] - old->start[i];

	m->who[to] = old->who[i];
	m->birth[to] = old->birth[i];
	m->start[to] = (uint32_t)word;
	memcpy(m->word + word, old->word + old->start[i], n * sizeof *m->word);
}

/* Brings all names into the order of their years of birth, but for those that were taken out. */
static void order(struct match *m)
{
	const struct match old = *m;
	uint32_t words[YEARS + 1] = { 0 }, *year = m->year;

	m->names = own(m);
	reserve(m, m->n + m->n / 32 + FRESH, m->n_word + m->n_word / 32 + FRESH);
	memset(year, 0, sizeof m->year);
	m->n = m->n_word = m->dead = 0;
	for (size_t i = 0; i < old.n; i++)
		if (old.who[i] != NOBODY) {
			year[birth_year(old.birth[i]) + 1]++;
			words[birth_year(old.birth[i]) + 1] += old.start[i + 1] - old.start[i];
			m->n++;
			m->n_word += old.start[i + 1] - old.start[i];
		}
	for (size_t y = 1; y <= YEARS; y++) {
		year[y] += year[y - 1];
		words[y] += words[y - 1];
	}
	for (size_t i = 0; i < old.n; i++)
		if (old.who[i] != NOBODY) {
			unsigned y = birth_year(old.birth[i]);

			take_over(m, &old, i, year[y]++, words[y]);
			words[y] += old.start[i + 1] - old.start[i];
		}
	m->start[m->n] = (uint32_t)m->n_word;
	/* Each year ends where the next begins. */
	memmove(year + 1, year, YEARS * sizeof *year);
	year[0] = 0;
	arena_free(old.names);
}

/* The lists from words to names, of all names there are. */
static void list(struct match *m)
{
	size_t words = dict_words(m->dict);
	uint32_t *at;

	order(m);
	m->listed = 0;
	m->owners = NULL;
	arena_reset(m->lists);
	m->from = arena_array(m->lists, words + 1, sizeof *m->from);
	m->name = arena_array(m->lists, m->n_word + 1, sizeof *m->name);
	for (size_t i = 0; i < m->n_word; i++)
		m->from[m->word[i]]++;
	for (size_t w = 0, sum = 0; w <= words; w++) {
		sum += m->from[w];
		m->from[w] = (uint32_t)sum;
	}
	/* From behind, so that each list is in the order of names, and what counts it begins where it does in the end. */
	at = m->from;
	for (size_t i = m->n; i-- > 0;)
		for (size_t k = m->start[i + 1]; k-- > m->start[i];)
			m->name[--at[m->word[k]]] = (uint32_t)i;
	m->listed = m->n;
	m->listed_words = words;
	learn(m);
}

/* Room for a name of so many words. */
static void make_room(struct match *m, size_t words)
{
	m->who = arena_more(m->names, m->who, m->n, &m->room_who, sizeof *m->who);
	m->birth = arena_more(m->names, m->birth, m->n, &m->room_birth, sizeof *m->birth);
	m->start = arena_more(m->names, m->start, m->n + 1, &m->room_start, sizeof *m->start);
	for (size_t i = 0; i < words; i++)
		m->word = arena_more(m->names, m->word, m->n_word + i, &m->room_word,
				     sizeof *m->word);
}

bool match_add(struct match *m, uint32_t who, struct str name, struct birth birth)
{
	uint32_t id[WORDS_MAX];
	struct words w;

	words_of(name, &w);
	told_forget(m);
	if (!w.n || m->n_word + w.n > UINT32_MAX)
		return false;
	make_room(m, w.n);
	for (size_t i = 0; i < w.n; i++)
		id[i] = dict_add(m->dict, &w.w[i]);
	for (size_t i = 0; i < w.n; i++) {
		m->word[m->n_word++] = id[i];
		dict_count(m->dict, id[i], 1);
	}
	m->who[m->n] = who;
	m->birth[m->n] = birth_pack(birth);
	m->start[++m->n] = (uint32_t)m->n_word;
	return true;
}

static size_t bucket(const struct match *m, uint32_t who)
{
	return (size_t)((uint64_t)(who * UINT32_C(2654435761)) * m->buckets >> 32);
}

/* Which of the listed names are whose: by bucket of persons. */
static void list_owners(struct match *m)
{
	uint32_t *at;

	m->buckets = m->listed / OWNERS + 1;
	at = arena_array(m->lists, m->buckets + 1, sizeof *at);
	m->owned = arena_array(m->lists, m->listed + 1, sizeof *m->owned);
	for (size_t i = 0; i < m->listed; i++)
		at[bucket(m, m->who[i])]++;
	for (size_t k = 0, sum = 0; k <= m->buckets; k++) {
		sum += at[k];
		at[k] = (uint32_t)sum;
	}
	for (size_t i = m->listed; i-- > 0;)
		m->owned[--at[bucket(m, m->who[i])]] = (uint32_t)i;
	m->owners = at;
}

static void drop(struct match *m, size_t name)
{
	told_forget(m);
	m->who[name] = NOBODY;
	m->birth[name] = 0;
	m->dead++;
	for (size_t k = m->start[name]; k < m->start[name + 1]; k++)
		dict_count(m->dict, m->word[k], -1);
}

void match_drop(struct match *m, uint32_t who)
{
	size_t k;

	if (m->listed && !m->owners)
		list_owners(m);
	k = m->listed ? bucket(m, who) : 0;
	for (size_t i = m->listed ? m->owners[k] : 0; m->listed && i < m->owners[k + 1]; i++)
		if (m->who[m->owned[i]] == who)
			drop(m, m->owned[i]);
	for (size_t i = m->listed; i < m->n; i++)
		if (m->who[i] == who)
			drop(m, i);
}

void match_ready(struct match *m)
{
	if ((m->n - m->listed) * NEW > m->n || m->dead * DEAD > m->n)
		list(m);
	if (m->room < m->n) {
		size_t blocks = ((m->n > m->room_who ? m->n : m->room_who) + MARKED - 1) / MARKED;

		m->room = blocks * MARKED;
		/* More than that is read, side by side. */
		m->tally = arena_array(m->a, m->room + TALLY_MORE, sizeof *m->tally);
		m->marked = arena_array(m->a, blocks, sizeof *m->marked);
	}
	if (m->room_weight < dict_words(m->dict)) {
		uint8_t *all;

		m->room_weight = dict_words(m->dict) * 9 / 8;
		all = arena_array(m->a, m->room_weight, WORDS_MAX);
		for (size_t i = 0; i < WORDS_MAX; i++)
			m->weight[i] = all + i * m->room_weight;
	}
	if (m->busy) {
		memset(m->tally, 0, m->room * sizeof *m->tally);
		memset(m->marked, 0, m->room / MARKED);
		memset(m->weight[0], 0, m->room_weight * WORDS_MAX);
	}
}
