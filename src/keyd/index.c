/*
 * See index.h. Bodies stay as they are in the file, packed in rooms that are not swapped; a word's number leads to
 * the persons who have it. The words of who is taken up wait until there are enough of them to be sorted in; until
 * then such persons are looked at one by one.
 */
#include "keyd/index.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "ledger/key.h"
#include "match/name.h"
#include "base/banned.h"

#define ROOM	   ((size_t)1 << 20)
#define BLOCK	   4096 /* persons */
#define FRESH	   2000 /* so many may wait until the words are sorted anew */
#define FEW_LOOKED 256
#define WAIT	   ((size_t)65536)  /* words in a room */
#define LOOKED	   ((size_t)200000) /* persons that one query is compared with, at most */

struct person {
	uint8_t subject[16];
	const uint8_t *body; /* NULL: forgotten */
	uint32_t len;
};

struct use {
	uint32_t word, person;
};

/* Persons by word: those of words whose number begins with the same bits lie together. A person whose names were
 * said anew may have words there that are no longer his or hers: scoring is by the names themselves. */
struct words {
	struct arena *a;
	unsigned shift;
	uint32_t *start;
	struct use *uses;
	size_t n;
};

/* Words to be sorted in, in rooms. */
struct waiting {
	struct arena *a;
	struct use **rooms;
	size_t n, room_rooms;
};

struct index {
	struct arena *a;
	uint8_t *room;
	size_t left;
	struct person **blocks;
	size_t n, room_blocks;
	uint32_t *table; /* of persons by subject, 0: none, else its place + 1 */
	size_t table_len;
	uint32_t *fresh; /* persons that `words` does not know as they are now */
	size_t n_fresh, room_fresh;
	struct waiting waiting;
	struct words words;
	uint32_t *has; /* of each person that `words` knows: see candidates */
	bool stale;    /* somebody was forgotten, and the words know it not */
	size_t looked; /* at persons that the words do not know, since they were sorted */
};

static void release(void *p)
{
	struct index *x = p;

	arena_free(x->words.a);
	arena_free(x->waiting.a);
}

static bool no_memory(struct err *e)
{
	return err_set(e, ERR_FAILED, "keep the names: out of memory");
}

struct index *index_new(struct arena *a, struct err *e)
{
	struct index *x = arena_alloc(a, sizeof *x);

	x->a = a;
	x->table_len = 1024;
	x->table = arena_array(a, x->table_len, sizeof *x->table);
	x->waiting.a = arena_new(0);
	if (!x->waiting.a) {
		no_memory(e);
		return NULL;
	}
	arena_defer(a, release, x);
	return x;
}

static struct person *at(const struct index *x, size_t i)
{
	return &x->blocks[i / BLOCK][i % BLOCK];
}

size_t index_persons(const struct index *x)
{
	size_t n = 0;

	for (size_t i = 0; i < x->n; i++)
		n += at(x, i)->body != NULL;
	return n;
}

/* Subjects are random: their bytes are a number as good as any. */
static size_t place_of(const struct index *x, const uint8_t subject[16])
{
	size_t h;

	memcpy(&h, subject + 4, sizeof h);
	return h & (x->table_len - 1);
}

/* Where a subject stands in the table, or would. */
static uint32_t *find(const struct index *x, const uint8_t subject[16])
{
	size_t i = place_of(x, subject);

	while (x->table[i] && memcmp(at(x, x->table[i] - 1)->subject, subject, 16) != 0)
		i = (i + 1) & (x->table_len - 1);
	return &x->table[i];
}

static void grow_table(struct index *x)
{
	x->table_len *= 2;
	x->table = arena_array(x->a, x->table_len, sizeof *x->table);
	for (size_t i = 0; i < x->n; i++)
		*find(x, at(x, i)->subject) = (uint32_t)i + 1;
}

static struct person *person_new(struct index *x, const uint8_t subject[16], struct err *e)
{
	struct person *p;

	if (x->n == UINT32_MAX - 1) {
		no_memory(e);
		return NULL;
	}
	if (2 * (x->n + 1) > x->table_len)
		grow_table(x);
	if (x->n % BLOCK == 0) {
		x->blocks = arena_more(x->a, x->blocks, x->n / BLOCK, &x->room_blocks,
				       sizeof(struct person *));
		x->blocks[x->n / BLOCK] = arena_array(x->a, BLOCK, sizeof **x->blocks);
	}
	*find(x, subject) = (uint32_t)++x->n;
	p = at(x, x->n - 1);
	memcpy(p->subject, subject, 16);
	return p;
}

/* Keeps a body where it stays. */
static const uint8_t *keep(struct index *x, struct str body)
{
	uint8_t *p;

	if (x->left < body.len) {
		x->room = key_room(x->a, ROOM);
		x->left = x->room ? ROOM : 0;
		if (!x->room)
			return NULL;
	}
	p = x->room;
	memcpy(p, body.s, body.len);
	x->room += body.len;
	x->left -= body.len;
	return p;
}

static void forget(struct person *p)
{
	if (p->body)
		key_wipe((void *)(uintptr_t)p->body, p->len);
	p->body = NULL;
	p->len = 0;
}

static bool read_body(const struct person *p, struct names *out)
{
	struct read in = read_of(p->body, p->len);

	return names_read(&in, out);
}

/* What is said anew over what is known, kept. */
static const uint8_t *merge(struct index *x, const struct person *p, const struct names *later,
			    size_t *len)
{
	struct arena *a = arena_new(0);
	struct buf b = { .a = a };
	struct names all;
	const uint8_t *kept;

	if (!a || !read_body(p, &all)) {
		arena_free(a);
		return NULL;
	}
	names_merge(&all, later);
	names_put(&all, &b);
	kept = keep(x, buf_text(&b));
	*len = b.len;
	key_wipe(b.p, b.len);
	arena_free(a);
	return kept;
}

/* Has a word of a person wait to be sorted in. */
static bool wait_one(struct waiting *w, uint32_t word, uint32_t person)
{
	if (w->n % WAIT == 0) {
		struct use *room = key_room(w->a, WAIT * sizeof *room);

		if (!room)
			return false;
		w->rooms = arena_more(w->a, w->rooms, w->n / WAIT, &w->room_rooms,
				      sizeof(struct use *));
		w->rooms[w->n / WAIT] = room;
	}
	w->rooms[w->n / WAIT][w->n % WAIT] = (struct use){ word, person };
	w->n++;
	return true;
}

/* The words by which a person is found. */
static bool wait_words(struct waiting *w, const struct names *names, uint32_t person)
{
	uint32_t word;

	for (size_t i = 0; i < names->full.n + names->n_latin; i++) {
		struct str rest =
			i < names->full.n ? names->full.v[i].text : names->latin[i - names->full.n];

		while (name_next_hash(&rest, &word))
			if (!wait_one(w, word, person))
				return false;
	}
	return true;
}

bool index_take(struct index *x, const struct index_record *r, struct err *e)
{
	struct read in = read_of(r->body.s, r->body.len);
	size_t len = r->body.len;
	const uint8_t *body;
	struct person *p;
	struct names said;
	uint32_t found;

	if (!names_read(&in, &said))
		return err_set(e, ERR_FALSE, "read the names: %s", in.wrong);
	found = *find(x, r->subject);
	p = found ? at(x, found - 1) : person_new(x, r->subject, e);
	if (!p)
		return false;
	found = found ? found : (uint32_t)x->n;
	body = p->body ? merge(x, p, &said, &len) : keep(x, r->body);
	if (!body || !wait_words(&x->waiting, &said, found - 1))
		return no_memory(e);
	forget(p);
	p->body = body;
	p->len = (uint32_t)len;
	x->fresh = arena_more(x->a, x->fresh, x->n_fresh, &x->room_fresh, sizeof *x->fresh);
	x->fresh[x->n_fresh++] = found - 1;
	return true;
}

void index_forget(struct index *x, uint8_t bucket)
{
	for (size_t i = 0; i < x->n; i++)
		if (at(x, i)->subject[0] == bucket)
			forget(at(x, i));
	x->stale = true;
}

/* The words of all persons anew, and none of who was forgotten. */
static bool wait_all(struct index *x)
{
	struct names names;

	arena_reset(x->waiting.a);
	x->waiting = (struct waiting){ .a = x->waiting.a };
	x->words.n = 0;
	for (size_t i = 0; i < x->n; i++)
		if (at(x, i)->body && read_body(at(x, i), &names) &&
		    !wait_words(&x->waiting, &names, (uint32_t)i))
			return false;
	return true;
}

static void put(struct words *w, struct use u)
{
	w->uses[w->start[u.word >> w->shift]++] = u;
}

/* Puts what was sorted before and what waits where it belongs; there is room for both. */
static void spread(struct words *w, const struct words *old, const struct waiting *more)
{
	size_t places = (size_t)1 << (32 - w->shift);

	for (size_t i = 0; i < old->n; i++)
		w->start[(old->uses[i].word >> w->shift) + 1]++;
	for (size_t i = 0; i < more->n; i++)
		w->start[(more->rooms[i / WAIT][i % WAIT].word >> w->shift) + 1]++;
	for (size_t i = 1; i <= places; i++)
		w->start[i] += w->start[i - 1];
	for (size_t i = 0; i < old->n; i++)
		put(w, old->uses[i]);
	for (size_t i = 0; i < more->n; i++)
		put(w, more->rooms[i / WAIT][i % WAIT]);
	/* Each start has moved to its end, which is the next one's start. */
	memmove(w->start + 1, w->start, places * sizeof *w->start);
	w->start[0] = 0;
}

/* Sorts in the words that wait. */
static bool sort(struct index *x, struct err *e)
{
	struct words w = { .a = arena_new(0) };
	unsigned bits = 4;

	while (bits < 28 && (size_t)1 << bits < x->n)
		bits++;
	w.shift = 32 - bits;
	if (!w.a || (x->stale && !wait_all(x)))
		goto out;
	w.n = x->words.n + x->waiting.n;
	w.start = arena_array(w.a, ((size_t)1 << bits) + 2, sizeof *w.start);
	w.uses = key_room(w.a, (w.n + 1) * sizeof *w.uses);
	if (!w.uses || w.n > UINT32_MAX)
		goto out;
	spread(&w, &x->words, &x->waiting);
	x->has = arena_array(w.a, x->n + 1, sizeof *x->has);
	arena_free(x->words.a);
	x->words = w;
	arena_reset(x->waiting.a);
	x->waiting = (struct waiting){ .a = x->waiting.a };
	x->n_fresh = x->looked = 0;
	x->stale = false;
	return true;
out:
	arena_free(w.a);
	return no_memory(e);
}

/* Whoever can answer: has as many of the words as it needs. Which words a person has is a bit each in `has`,
 * which is all zeros before and after. */
struct asking {
	const struct words *words;
	uint32_t *has;
	size_t least;
	uint32_t *to; /* room for LOOKED */
	size_t n;
	bool more;
};

/* Calls fn for each who has a word of this number. */
static void each_user(struct asking *q, uint32_t word, unsigned bit,
		      void (*fn)(struct asking *q, uint32_t person, unsigned bit))
{
	const struct words *w = q->words;

	for (size_t i = w->start[word >> w->shift]; i < w->start[(word >> w->shift) + 1]; i++)
		if (w->uses[i].word == word)
			fn(q, w->uses[i].person, bit);
}

static void note(struct asking *q, uint32_t person, unsigned bit)
{
	uint32_t before = q->has[person];

	if (before & 1u << bit)
		return;
	q->has[person] |= 1u << bit;
	if ((size_t)__builtin_popcount(before) + 1 != q->least)
		return;
	q->more |= q->n == LOOKED;
	if (q->n < LOOKED)
		q->to[q->n++] = person;
}

static void unnote(struct asking *q, uint32_t person, unsigned bit)
{
	(void)bit;
	q->has[person] = 0;
}

static int ascending(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

_Static_assert(NAME_WORDS <= 32, "a bit for each word of a query");

static size_t candidates(struct index *x, const struct name_words *q, uint32_t *to, bool *more)
{
	struct asking ask = { &x->words, x->has, name_least(q->n), to, 0, false };
	size_t kept = 0;

	for (unsigned i = 0; i < q->n; i++)
		each_user(&ask, name_hash(&q->w[i]), i, note);
	for (unsigned i = 0; i < q->n; i++)
		each_user(&ask, name_hash(&q->w[i]), i, unnote);
	*more |= ask.more;
	for (size_t i = 0; i < x->n_fresh && ask.n < LOOKED; i++)
		to[ask.n++] = x->fresh[i];
	qsort(to, ask.n, sizeof *to, ascending);
	for (size_t i = 0; i < ask.n; i++)
		if (!i || to[i] != to[i - 1])
			to[kept++] = to[i];
	return kept;
}

/* A digit of the two rows of Arabic ones, or of ours; -1: none. */
static int digit(struct str *rest)
{
	const uint8_t *s = (const uint8_t *)rest->s;
	int d = -1;

	if (rest->len && s[0] >= '0' && s[0] <= '9')
		d = s[0] - '0';
	else if (rest->len > 1 && s[0] == 0xd9 && s[1] >= 0xa0 && s[1] <= 0xa9)
		d = s[1] - 0xa0; /* U+0660 */
	else if (rest->len > 1 && s[0] == 0xdb && s[1] >= 0xb0 && s[1] <= 0xb9)
		d = s[1] - 0xb0; /* U+06F0 */
	if (d >= 0)
		*rest = str_from(*rest, s[0] < 0x80 ? 1 : 2);
	return d;
}

/* "1980" of a word that is a year; empty: none. */
static struct str year_of(struct arena *a, struct str word)
{
	struct buf b = { .a = a };
	int d;

	while (b.len <= 4 && (d = digit(&word)) >= 0)
		buf_byte(&b, (uint8_t)('0' + d));
	return b.len == 4 && !word.len ? buf_text(&b) : S("");
}

struct index_query index_query(struct arena *a, struct str text)
{
	struct index_query out = { .born = S("") };
	struct name_words *q = arena_alloc(a, sizeof *q);
	struct buf b = { .a = a };

	q->n = 0;
	while (text.s) {
		struct str word = str_cut(&text, ' '), year = year_of(a, word);

		if (year.len)
			out.born = year;
		else
			buf_fmt(&b, "%.*s ", P(word));
	}
	out.words = buf_text(&b);
	name_words_add(q, out.words);
	out.n_words = q->n;
	return out;
}

/* Born in another year than what is asked, as far as is known. */
static bool other_year(struct str born, struct str asked)
{
	int64_t year;

	return asked.len && born.len >= 4 && int_parse(str_mem(born.s, 4), 0, 9999, &year) &&
	       !str_starts(born, asked);
}

/* The better of the whole name and each of the Latin ones. */
static int score(const struct person *p, const struct name_words *q, struct str born,
		 struct name_words *room)
{
	struct names names;
	int best = 0;

	if (!p->body || !read_body(p, &names) || other_year(names.born, born))
		return 0;
	room->n = 0;
	for (size_t i = 0; i < names.full.n; i++)
		name_words_add(room, names.full.v[i].text);
	best = name_score(q, room);
	for (size_t i = 0; i < names.n_latin; i++) {
		int other;

		room->n = 0;
		name_words_add(room, names.latin[i]);
		other = name_score(q, room);
		best = other > best ? other : best;
	}
	return best;
}

struct answer {
	int score;
	const struct person *person;
};

/* Puts an answer among the best; equal ones in the order of their subjects, which are random. */
static size_t place(struct answer *list, size_t n, size_t max, struct answer x)
{
	size_t i = n < max ? n : max - 1;

	if (n == max && (x.score < list[i].score ||
			 (x.score == list[i].score &&
			  memcmp(x.person->subject, list[i].person->subject, 16) > 0)))
		return n;
	for (; i && (x.score > list[i - 1].score ||
		     (x.score == list[i - 1].score &&
		      memcmp(x.person->subject, list[i - 1].person->subject, 16) < 0));
	     i--)
		list[i] = list[i - 1];
	list[i] = x;
	return n < max ? n + 1 : max;
}

static void give(struct arena *a, const struct answer *x, struct index_hit *out)
{
	uint8_t *body = arena_copy(a, x->person->body, x->person->len);
	struct read in = read_of(body, x->person->len);

	key_wipe_later(a, body, x->person->len);
	memcpy(out->subject, x->person->subject, 16);
	out->score = x->score;
	(void)names_read(&in, &out->names);
}

bool index_person(const struct index *x, struct arena *a, const uint8_t subject[16],
		  struct names *out)
{
	uint32_t found = *find(x, subject);
	const struct person *p = found ? at(x, found - 1) : NULL;
	struct read in;
	uint8_t *body;

	if (!p || !p->body)
		return false;
	body = arena_copy(a, p->body, p->len);
	key_wipe_later(a, body, p->len);
	in = read_of(body, p->len);
	return names_read(&in, out);
}

bool index_find(struct index *x, struct arena *a, const struct index_query *query, size_t max,
		struct index_hit **out, size_t *n, bool *more, struct err *e)
{
	struct name_words *q = arena_alloc(a, sizeof *q), *room = arena_alloc(a, sizeof *room);
	struct answer *best = arena_array(a, max, sizeof *best);
	uint32_t *who;
	size_t looked;

	*n = 0;
	*more = false;
	name_words_add(q, query->words);
	if (!q->n || !max)
		return err_value(e, ERR_REFUSED, S("name"), query->words, "a name, of letters");
	/* Sorting costs about as much as looking at a quarter of all persons one by one: whoever registers many, and looks
	 * for each, pays for either as often. */
	x->looked += x->n_fresh;
	if ((x->stale || x->n_fresh > FRESH || x->looked > x->n / 4 + FEW_LOOKED ||
	     !x->words.start) &&
	    !sort(x, e))
		return false;
	who = arena_array(a, LOOKED, sizeof *who);
	looked = candidates(x, q, who, more);
	key_wipe_later(a, room, sizeof *room);
	for (size_t i = 0; i < looked; i++) {
		struct answer answer = { score(at(x, who[i]), q, query->born, room),
					 at(x, who[i]) };

		if (!answer.score)
			continue;
		*more |= *n == max;
		*n = place(best, *n, max, answer);
	}
	*out = arena_array(a, *n + 1, sizeof **out);
	for (size_t i = 0; i < *n; i++)
		give(a, &best[i], &(*out)[i]);
	return true;
}
