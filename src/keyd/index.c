/*
 * See index.h. Bodies stay as they are in the file, packed in rooms that are not swapped; the engine has their names as words,
 * in rooms of the same kind. It hears of a change with the next question alone: what is read of a file, whatever was said
 * anew in it, is added once. When somebody is forgotten it drops who is, at once, and wipes the words that nobody else has.
 */
#include "keyd/index.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "base/os.h"
#include "ledger/key.h"
#include "match/index.h"
#include "match/words.h"
#include "base/banned.h"

#define ROOM  ((size_t)1 << 20)
#define BLOCK 4096		  /* persons */
#define SLICE ((size_t)128 << 10) /* bytes of names that are read before they are wiped */

/* Bytes that the engine keeps of words that were asked for: a name, and besides. */
#define KEPT	   16
#define KEPT_LEAST ((size_t)256 << 10)

/* How much less likely than the best one an answer may be, eighths of a nat: e to the fourth; of what the engine says, by which
 * those are chosen who are compared in full, more: it knows nothing of mothers, and of the other script less. */
#define BEHIND	      32
#define BEHIND_CHOSEN 96
#define CHOSEN	      64  /* so many at most, for each spelling, but where all are answers */
#define CHOSEN_OF     256 /* of so many, so that it does not matter who was registered first */

struct person {
	uint8_t subject[16];
	const uint8_t *body; /* NULL: forgotten */
	uint32_t len;
	bool known;   /* to the engine */
	bool changed; /* since then: stands in the list of these */
};

struct index {
	struct arena *a;
	uint8_t *room;
	size_t left;
	struct person **blocks;
	size_t n, room_blocks;
	uint8_t key[16]; /* of this table alone, */
	uint32_t *table; /* of persons by subject, 0: none, else its place + 1 */
	size_t table_len;
	uint32_t *changed;
	size_t n_changed, room_changed;
	size_t ways;	      /* names of all of them, about */
	struct arena *engine; /* what `match` has */
	struct arena *work;   /* of one question, or one slice */
	struct arena *aside;  /* of two persons who are compared in between */
	struct match *match;  /* NULL: to be made anew */
};

static void release(void *p)
{
	struct index *x = p;

	arena_free(x->engine);
	arena_free(x->work);
	arena_free(x->aside);
}

static bool no_memory(struct err *e)
{
	return err_set(e, ERR_FAILED, "keep the names: out of memory");
}

struct index *index_new(struct arena *a, struct err *e)
{
	struct index *x = arena_alloc(a, sizeof *x);

	x->a = a;
	os_random(x->key, sizeof x->key);
	x->table_len = 1024;
	x->table = arena_array(a, x->table_len, sizeof *x->table);
	x->engine = key_arena(0);
	x->work = key_arena(0);
	x->aside = key_arena(0);
	arena_defer(a, release, x);
	if (!x->engine || !x->work || !x->aside) {
		no_memory(e);
		return NULL;
	}
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

/* Subjects are random here, and in a file of another register whatever it chose. */
static size_t place_of(const struct index *x, const uint8_t subject[16])
{
	return (size_t)key_short(x->key, subject, 16) & (x->table_len - 1);
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
	struct buf b = { .a = x->work };
	struct names all;
	const uint8_t *kept;

	if (!read_body(p, &all))
		return NULL;
	names_merge(&all, later);
	names_put(&all, &b);
	kept = keep(x, buf_text(&b));
	*len = b.len;
	/* Where it grew, it left copies behind. */
	arena_reset(x->work);
	return kept;
}

/* Has the engine hear of it with the next question. */
static void note_change(struct index *x, size_t i)
{
	struct person *p = at(x, i);

	if (p->changed)
		return;
	p->changed = true;
	x->changed =
		arena_more(x->a, x->changed, x->n_changed, &x->room_changed, sizeof *x->changed);
	x->changed[x->n_changed++] = (uint32_t)i;
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
	if (!body)
		return no_memory(e);
	forget(p);
	p->body = body;
	p->len = (uint32_t)len;
	x->ways += 1 + said.n_latin;
	note_change(x, found - 1);
	return true;
}

/* The engine forgets the words that nobody else has, and keeps all others. */
static void forget_in_engine(struct index *x, size_t i)
{
	struct person *p = at(x, i);

	if (x->match && p->known)
		match_drop(x->match, (uint32_t)i);
	p->known = false;
}

void index_forget(struct index *x, uint8_t bucket)
{
	for (size_t i = 0; i < x->n; i++)
		if (at(x, i)->subject[0] == bucket) {
			forget(at(x, i));
			forget_in_engine(x, i);
		}
}

/* The names of a person as they are now, each way in which one is written. */
static void add_names(struct index *x, uint32_t i)
{
	struct str *ways = arena_array(x->work, NAMES_WAYS, sizeof *ways);
	struct names *names = arena_alloc(x->work, sizeof *names);
	struct person *p = at(x, i);
	struct birth birth;
	size_t n;

	forget_in_engine(x, i);
	p->changed = false;
	if (!p->body || !read_body(p, names))
		return;
	(void)birth_read(names->born, &birth);
	n = names_texts(x->work, names, ways);
	for (size_t k = 0; k < n; k++)
		(void)match_add(x->match, i, ways[k], birth);
	p->known = true;
}

/* How the mothers of two persons agree: asked in the middle of a question, so in rooms of its own. */
static enum mother_agrees mothers(void *whom, uint32_t one, uint32_t other)
{
	struct index *x = whom;
	struct str of_one[NAMES_WAYS], of_other[NAMES_WAYS];
	struct names *names = arena_alloc(x->aside, 2 * sizeof *names);
	enum mother_agrees how = MOTHER_UNKNOWN;

	if (at(x, one)->body && at(x, other)->body && read_body(at(x, one), &names[0]) &&
	    read_body(at(x, other), &names[1]) && names[0].mother.set && names[1].mother.set)
		how = about_mothers(of_one, names_mothers(x->aside, &names[0], of_one), of_other,
				    names_mothers(x->aside, &names[1], of_other));
	arena_reset(x->aside);
	return how;
}

/* An engine that knows nobody yet, and all who have to be added. */
static void engine_begin(struct index *x)
{
	x->n_changed = 0;
	for (size_t i = 0; i < x->n; i++) {
		at(x, i)->known = at(x, i)->changed = false;
		if (at(x, i)->body)
			note_change(x, i);
	}
	x->match = match_new(x->engine, x->ways);
	match_keep(x->match, x->ways * KEPT + KEPT_LEAST);
	match_mothers(x->match, (struct match_mothers){ mothers, x });
}

/* Has the engine know everybody as he or she is now. */
static void ready(struct index *x)
{
	arena_reset(x->work);
	if (!x->match)
		engine_begin(x);
	for (size_t i = 0; i < x->n_changed; i++) {
		add_names(x, x->changed[i]);
		if (arena_used(x->work) > SLICE)
			arena_reset(x->work);
	}
	arena_reset(x->work);
	x->n_changed = 0;
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

/* The words of a name, and the last year among them. */
static struct str without_years(struct arena *a, struct str text, struct str *year)
{
	struct buf b = { .a = a };

	*year = S("");
	while (text.s) {
		struct str word = str_cut(&text, ' '), found = year_of(a, word);

		if (found.len)
			*year = found;
		else
			buf_fmt(&b, "%.*s ", P(word));
	}
	key_wipe_later(a, b.p, b.cap);
	return buf_text(&b);
}

bool index_query(struct arena *a, const struct index_asked *asked, struct index_query *out,
		 struct err *e)
{
	struct str year, words = without_years(a, asked->name, &year),
			 born = utf8_digits(a, str_trim(asked->born));

	*out = (struct index_query){ .n = 1, .names = { words } };
	if (!names_words(a, words).len)
		return err_value(e, ERR_REFUSED, S("name"), asked->name, "a name, of letters");
	if (asked->mother.len && !names_words(a, asked->mother).len)
		return err_value(e, ERR_REFUSED, S("mother"), asked->mother, "a name, of letters");
	if (asked->mother.len)
		out->mother[out->mothers++] = asked->mother;
	return birth_read_real(born.len ? born : year, &out->born) ||
	       err_value(e, ERR_REFUSED, S("born"), asked->born.len ? asked->born : year,
			 "a day that there is, month or year of birth as EDTF has it: 1984-03-04, "
			 "1984-03, 1984, 1984~, 198X, 1980/1984");
}

void index_query_of(struct arena *a, const struct names *x, struct index_query *out)
{
	*out = (struct index_query){ .n = 0 };
	out->n = names_texts(a, x, out->names);
	out->mothers = names_mothers(a, x, out->mother);
	(void)birth_read(x->born, &out->born);
}

struct about index_about(const struct index_query *q)
{
	return (struct about){ .name = q->names,
			       .mother = q->mother,
			       .names = q->n,
			       .mothers = q->mothers,
			       .birth = q->born };
}

/* Who is compared in full, each once. */
struct chosen {
	uint32_t *who;
	size_t n;
};

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

struct place {
	int weight;
	uint32_t who;
	const uint8_t *subject;
};

/* Heaviest first; equal ones in the order of their subjects, which are random. */
static int by_weight(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return x->weight != y->weight ? (x->weight < y->weight) - (x->weight > y->weight)
				      : memcmp(x->subject, y->subject, 16);
}

static void choose_by(struct index *x, struct str name, const struct index_query *q,
		      struct chosen *out)
{
	size_t most = q->all ? CHOSEN_OF : CHOSEN;
	struct match_hit *hits;
	size_t n = match_find(x->match, x->work, name, q->born, CHOSEN_OF, &hits), kept = 0;
	struct place *list = arena_array(x->work, n + 1, sizeof *list);

	for (size_t i = 0; i < n; i++) {
		const uint8_t *subject = at(x, hits[i].who)->subject;

		if (!q->except || memcmp(subject, q->except, 16) != 0)
			list[kept++] = (struct place){ hits[i].weight, hits[i].who, subject };
	}
	qsort(list, kept, sizeof *list, by_weight);
	for (size_t i = 0; i < kept && i < most && list[i].weight >= list[0].weight - BEHIND_CHOSEN;
	     i++)
		out->who[out->n++] = list[i].who;
}

static struct chosen choose(struct index *x, const struct index_query *q)
{
	struct chosen all = { .who = arena_array(x->work, q->n * CHOSEN_OF + 1, sizeof *all.who) };
	size_t n = 0;

	for (size_t i = 0; i < q->n; i++)
		choose_by(x, q->names[i], q, &all);
	qsort(all.who, all.n, sizeof *all.who, by_number);
	for (size_t i = 0; i < all.n; i++)
		if (!n || all.who[i] != all.who[n - 1])
			all.who[n++] = all.who[i];
	all.n = n;
	return all;
}

struct answer {
	struct place place;
	const struct person *person;
	int score;
	bool strong;
	struct about_sure sure;
	enum birth_agrees birth;
	unsigned agrees;
	size_t words, lacks; /* of the name that is asked for: agree, are missing or others */
	bool order;	     /* they stand in another one */
};

static void count_words(const struct about_found *f, struct answer *out)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct about_point *p = &f->point[i];

		out->agrees |= p->agrees ? 1u << p->field : 0;
		if (p->field == ABOUT_BIRTH)
			out->birth = p->birth;
		if (p->field != ABOUT_NAME)
			continue;
		out->words += p->agrees;
		out->order |= p->how == ABOUT_ORDER;
		out->lacks +=
			p->how == ABOUT_LIKE || p->how == ABOUT_OTHER || p->how == ABOUT_MISSING;
	}
}

/* False for whoever is not born near enough, nor on the same day of another year, of which a digit may be wrong: to read a birth
 * costs little of what comparing names does. */
static bool compare(struct index *x, const struct index_query *asks,
		    const struct about_asked *asked, uint32_t who, struct answer *out)
{
	struct names *names = arena_alloc(x->work, sizeof *names);
	struct index_query *q = arena_alloc(x->work, sizeof *q);
	struct about_found *f = arena_alloc(x->work, sizeof *f);
	const struct person *p = at(x, who);
	struct about about;

	(void)read_body(p, names);
	if (asks->near && !names_born_near(asks->near, names, asks->years) &&
	    !names_same_day(asks->near, names))
		return false;
	index_query_of(x->work, names, q);
	about = index_about(q);
	about_compare(asked, &about, f);
	*out = (struct answer){
		.place = { f->weight, who, p->subject },
		.person = p,
		.score = f->score,
		.strong = f->strong,
		.sure = f->sure,
	};
	count_words(f, out);
	return true;
}

/* In the year that is asked for, or near it where that is uncertain; or none is asked for. */
static bool born_then(const struct index_query *q, const struct answer *x)
{
	return !q->born.first || x->birth <= BIRTH_WITHIN ||
	       (q->born.about && (x->birth == BIRTH_ONE || x->birth == BIRTH_TWO));
}

/* Whoever agrees in one word alone has to be born then, and is none where the best agrees in more. Whoever agrees in all words is
 * one, however sure the best is: who is registered in the other script besides is the same, and has to be seen. */
static bool is_answer(const struct index_query *q, const struct answer *x,
		      const struct answer *best)
{
	if (q->all || x->strong ||
	    (x->words > 1 && !x->lacks && !x->order && birth_says(x->birth) >= 0))
		return true;
	return x->words && x->place.weight >= best->place.weight - BEHIND &&
	       (x->words > 1 || (best->words < 2 && born_then(q, x)));
}

static void give(struct arena *a, const struct answer *x, struct index_hit *out)
{
	const struct person *p = x->person;
	uint8_t *body = arena_copy(a, p->body, p->len);
	struct read in = read_of(body, p->len);

	key_wipe_later(a, body, p->len);
	memcpy(out->subject, p->subject, 16);
	out->score = x->score;
	out->strong = x->strong;
	out->sure = x->sure;
	out->words = x->words;
	out->agrees = x->agrees;
	out->likely = x->score >= INDEX_LIKELY && x->lacks <= (x->words + x->lacks > 2);
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

void index_find(struct index *x, struct arena *a, const struct index_query *q, size_t max,
		struct index_hit **out, size_t *n, bool *more)
{
	const struct about who = index_about(q);
	struct about_asked *asked;
	struct chosen chosen;
	struct answer *list, best;
	size_t found = 0, kept = 0;

	ready(x);
	chosen = choose(x, q);
	asked = about_ask(x->work, x->match, &who);
	list = arena_array(x->work, chosen.n + 1, sizeof *list);
	for (size_t i = 0; i < chosen.n; i++)
		found += compare(x, q, asked, chosen.who[i], &list[found]);
	qsort(list, found, sizeof *list, by_weight);
	best = list[0];
	for (size_t i = 0; i < found; i++)
		if (is_answer(q, &list[i], &best))
			list[kept++] = list[i];
	*more = kept > max;
	*n = *more ? max : kept;
	*out = arena_array(a, *n + 1, sizeof **out);
	for (size_t i = 0; i < *n; i++)
		give(a, &list[i], &(*out)[i]);
	arena_reset(x->work);
}
