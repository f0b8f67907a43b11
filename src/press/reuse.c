/* Runs of words that texts share, found by an index of five words. */
#include "press/reuse.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "press/reuse_int.h"
#include "press/reuse_words.h"
#include "base/banned.h"

#define NONE	   REUSE_NONE
#define BUDGET	   64 /* words compared, for one word of a text */
#define FNV_BASIS  UINT32_C(2166136261)
#define FNV_PRIME  UINT32_C(16777619)
#define FIRST_ROOM 1024
#define NOT_KEPT   (REUSE_NONE - 1)

/* Different words, so that words are compared by number. */
struct dict {
	struct arena *a;
	struct str *word;
	uint32_t *slot;
	size_t n, room, slots;
};

struct finder {
	struct arena *a, *work;
	struct reuse *r;
	uint32_t *word, *start, *text; /* of each place: its word, its byte, its text */
	size_t places;
	uint32_t *from; /* the first place of each text, and one behind the last */
	/* The index: by its hash the first place of a run of five words, and of each place the next that has the
	 * same five words; NOT_KEPT where the limits keep it out. */
	uint32_t *head, *next;
	size_t slots;
	struct reuse_match *match;
	size_t n, room;
	size_t left_out;
	uint64_t budget;
};

static uint32_t hash_of(const char *p, size_t n)
{
	uint32_t h = FNV_BASIS;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (uint8_t)p[i]) * FNV_PRIME;
	return h;
}

static void dict_grow(struct dict *d)
{
	size_t slots = d->slots ? d->slots * 2 : FIRST_ROOM;
	uint32_t *slot = arena_array(d->a, slots, sizeof *slot);

	memset(slot, 0xff, slots * sizeof *slot);
	for (uint32_t i = 0; i < d->n; i++) {
		size_t at = hash_of(d->word[i].s, d->word[i].len) & (slots - 1);

		while (slot[at] != NONE)
			at = (at + 1) & (slots - 1);
		slot[at] = i;
	}
	d->slot = slot;
	d->slots = slots;
}

static uint32_t dict_number(struct dict *d, const struct reuse_word *w)
{
	struct str s = str_mem(w->folded, w->len);
	size_t at;

	if (d->n * 2 >= d->slots)
		dict_grow(d);
	for (at = hash_of(s.s, s.len) & (d->slots - 1); d->slot[at] != NONE;
	     at = (at + 1) & (d->slots - 1))
		if (str_eq(d->word[d->slot[at]], s))
			return d->slot[at];
	d->word = arena_more(d->a, d->word, d->n, &d->room, sizeof *d->word);
	d->word[d->n] = str_dup(d->a, s);
	d->slot[at] = (uint32_t)d->n;
	return (uint32_t)d->n++;
}

static size_t count_words(struct str text)
{
	struct reuse_word w = { .end = 0 };
	size_t n = 0;

	while (reuse_word_next(text, w.end, &w))
		n++;
	return n;
}

static void read_words(struct finder *f)
{
	struct dict d = { .a = f->work,
			  .word = arena_array(f->work, FIRST_ROOM, sizeof *d.word),
			  .room = FIRST_ROOM };
	struct reuse_word w;
	uint32_t at = 0;

	f->from = arena_array(f->work, f->r->n + 1, sizeof *f->from);
	for (size_t i = 0; i < f->r->n; i++) {
		f->r->texts[i].words = (uint32_t)count_words(f->r->texts[i].text);
		f->places += f->r->texts[i].words;
	}
	f->word = arena_array(f->work, f->places + 1, sizeof *f->word);
	f->start = arena_array(f->work, f->places + 1, sizeof *f->start);
	f->text = arena_array(f->work, f->places + 1, sizeof *f->text);
	for (uint32_t i = 0; i < f->r->n; i++) {
		f->from[i] = at;
		for (w.end = 0; reuse_word_next(f->r->texts[i].text, w.end, &w); at++) {
			f->word[at] = dict_number(&d, &w);
			f->start[at] = (uint32_t)w.start;
			f->text[at] = i;
		}
	}
	f->from[f->r->n] = at;
}

static bool same_gram(const struct finder *f, uint32_t p, uint32_t q)
{
	return memcmp(f->word + p, f->word + q, REUSE_GRAM * sizeof *f->word) == 0;
}

static size_t slot_of(const struct finder *f, uint32_t p)
{
	size_t at = hash_of((const char *)(f->word + p), REUSE_GRAM * sizeof *f->word);

	for (at &= f->slots - 1; f->head[at] != NONE && !same_gram(f, f->head[at], p);)
		at = (at + 1) & (f->slots - 1);
	return at;
}

/* The whole run around the same five words at q and p, unless an earlier place has led to it. */
static void add_match(struct finder *f, uint32_t q, uint32_t p)
{
	uint32_t a = f->text[q], b = f->text[p];
	struct reuse_match m = { .a = a, .b = b, .q = q, .p = p, .words = REUSE_GRAM };
	bool one = a == b;

	if (one && p - q < REUSE_GRAM)
		return;
	if (q > f->from[a] && p > f->from[b] && f->word[q - 1] == f->word[p - 1] &&
	    f->next[q - 1] != NOT_KEPT)
		return;
	for (; m.q > f->from[a] && m.p > f->from[b] && f->word[m.q - 1] == f->word[m.p - 1] &&
	       f->budget;
	     f->budget--, m.words++) {
		m.q--;
		m.p--;
	}
	for (; m.q + m.words < f->from[a + 1] && m.p + m.words < f->from[b + 1] &&
	       f->word[m.q + m.words] == f->word[m.p + m.words] && f->budget;
	     f->budget--)
		m.words++;
	/* What is pasted twice does not overlap itself. */
	if (one && m.words > p - q)
		m.words = p - q;
	if (!f->budget || f->n == REUSE_RUNS) {
		f->left_out++;
		return;
	}
	f->match = arena_more(f->work, f->match, f->n, &f->room, sizeof *f->match);
	f->match[f->n++] = m;
}

/* Holds the five words at p against where they stood before, and keeps the place. */
static void look_at(struct finder *f, uint32_t p)
{
	size_t at = slot_of(f, p);
	uint32_t last = NONE;
	unsigned kept = 0, same = 0;

	for (uint32_t q = f->head[at]; q != NONE; q = f->next[q]) {
		add_match(f, q, p);
		last = q;
		kept++;
		same += f->text[q] == f->text[p];
	}
	if (last == NONE) {
		f->head[at] = p;
	} else if (kept < REUSE_POSTINGS && same < REUSE_SAME) {
		f->next[last] = p;
	} else {
		f->next[p] = NOT_KEPT;
		f->left_out++;
	}
}

static void find_matches(struct finder *f)
{
	for (f->slots = FIRST_ROOM; f->slots < f->places + f->places / 2;)
		f->slots *= 2;
	f->head = arena_array(f->work, f->slots, sizeof *f->head);
	f->next = arena_array(f->work, f->places + 1, sizeof *f->next);
	memset(f->head, 0xff, f->slots * sizeof *f->head);
	memset(f->next, 0xff, (f->places + 1) * sizeof *f->next);
	f->budget = (uint64_t)BUDGET * (f->places + FIRST_ROOM);
	for (size_t i = 0; i < f->r->n; i++)
		for (uint32_t p = f->from[i]; p + REUSE_GRAM <= f->from[i + 1]; p++)
			look_at(f, p);
}

static int compare(const void *x, const void *y)
{
	const struct reuse_match *m = x, *o = y;

	if (m->b != o->b)
		return m->b < o->b ? -1 : 1;
	if (m->a != o->a)
		return m->a < o->a ? -1 : 1;
	if (m->p != o->p)
		return m->p < o->p ? -1 : 1;
	if (m->words != o->words)
		return m->words > o->words ? -1 : 1;
	return (m->q > o->q) - (m->q < o->q);
}

/* Leaves out what was found twice, and a shorter run that lies in a longer one of the same two texts: five words that
 * come back elsewhere say nothing where the whole paragraph is shared. */
static void leave_out_parts(struct finder *f)
{
	const struct reuse_match *longest = NULL, *before = NULL;
	size_t n = 0;

	if (f->n)
		qsort(f->match, f->n, sizeof *f->match, compare);
	for (size_t i = 0; i < f->n; i++) {
		const struct reuse_match m = f->match[i];

		if (!before || before->a != m.a || before->b != m.b)
			longest = NULL;
		if (longest && before->p == m.p && before->q == m.q && before->words == m.words)
			continue;
		if (longest && m.p + m.words <= longest->p + longest->words &&
		    m.words < longest->words)
			continue;
		f->match[n] = m;
		before = &f->match[n++];
		if (!longest || m.p + m.words > longest->p + longest->words)
			longest = before;
	}
	f->n = n;
}

static uint32_t end_of(const struct finder *f, uint32_t place)
{
	struct reuse_word w;

	(void)reuse_word_next(f->r->texts[f->text[place]].text, f->start[place], &w);
	return (uint32_t)w.end;
}

static void give_runs(struct finder *f)
{
	f->r->runs = arena_array(f->a, f->n + 1, sizeof *f->r->runs);
	f->r->n_runs = f->n;
	f->r->left_out = f->left_out;
	for (size_t i = 0; i < f->n; i++) {
		const struct reuse_match *m = &f->match[i];

		f->r->runs[i] = (struct reuse_run){ .a = m->a,
						    .b = m->b,
						    .a_start = f->start[m->q],
						    .a_end = end_of(f, m->q + m->words - 1),
						    .b_start = f->start[m->p],
						    .b_end = end_of(f, m->p + m->words - 1),
						    .words = m->words };
	}
}

const struct reuse *reuse_find(struct arena *a, struct arena *work, struct reuse_text *texts,
			       size_t n, struct err *e)
{
	struct finder *f = arena_alloc(work, sizeof *f);
	size_t bytes = 0;

	if (n > REUSE_TEXTS)
		err_put(e, ERR_REFUSED, "%zu reports at once: at most %d", n, REUSE_TEXTS);
	for (size_t i = 0; n <= REUSE_TEXTS && i < n; i++) {
		bytes += texts[i].text.len;
		if (texts[i].text.len <= REUSE_TEXT && bytes <= REUSE_BYTES)
			continue;
		err_put(e, ERR_REFUSED, "%.*s: a report has at most %zu MiB, all together %zu",
			P(texts[i].name), REUSE_TEXT >> 20, REUSE_BYTES >> 20);
		return NULL;
	}
	if (n > REUSE_TEXTS)
		return NULL;
	f->a = a;
	f->work = work;
	f->r = arena_alloc(a, sizeof *f->r);
	f->r->texts = texts;
	f->r->n = n;
	read_words(f);
	find_matches(f);
	leave_out_parts(f);
	give_runs(f);
	reuse_copies(work, f->r, f->match);
	return f->r;
}
