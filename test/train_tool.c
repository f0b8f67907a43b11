/* Makes src/match/cost.c of attested spellings: what it costs to take one symbol of a name for another, learned by expectation
 * maximisation (Ristad and Yianilos 1998). usage: train_tool [--known] [--weight SOURCE=N]... [--hold N] FILE.tsv... >cost.c
 *
 * A line: source, a word in Arabic script, a spelling of it in either script, between tabs; # begins a remark. First the model
 * of Arabic against Latin is learned; what it finds unlikely is no spelling but a mistake, and counts no more. Latin against
 * Latin is learned from spellings of one Arabic word, Arabic against Arabic from words with one spelling. With --hold, every Nth
 * Arabic word is kept out, and how well the model says those is told on stderr. With --known it makes src/match/known.c instead: which words are spellings of
 * which names. tools/match_train calls it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/num.h"
#include "base/os.h"
#include "match/cost.h"
#include "match/known.h"
#include "match/words.h"
#include "base/banned.h"

#define FILE_MOST   ((size_t)64 << 20)
#define SOURCES	    16
#define TURNS_CROSS 12
#define TURNS_SAME  10
#define GROUP_MOST  40	/* pairs of spellings of one word */
#define COST_MOST   5.0 /* nats: a letter taken for another by a slip */
#define GAP_MOST    4.5 /* left out or put in by one */
#define LIKELY	    0.8 /* nats a letter that a spelling says of its word, at least */
#define FIRST	    0.5 /* the same in the first turns */

struct spelling {
	struct symbols a, b;
	double weight, says;
	size_t at;
};

struct spellings {
	struct spelling *v;
	size_t n, room;
};

/* What is learned: how often x stands where y does; 0 is nothing. */
struct model {
	double both[SYMBOLS][SYMBOLS], a[SYMBOLS], b[SYMBOLS];
};

typedef double table[SYMBOLS_MAX + 1][SYMBOLS_MAX + 1];

struct weight {
	struct str source;
	double weight;
};

struct train {
	struct arena *a;
	bool known;
	struct known_word *word;
	size_t words, room;
	uint16_t name; /* the last */
	struct str last;
	struct weight weight[SOURCES];
	size_t weights;
	int64_t hold;
	struct spellings cross, held,
		arabic; /* Arabic to Latin; those held out; Arabic to Arabic */
	uint8_t cost[SCRIPTS][SCRIPTS][SYMBOLS][SYMBOLS];
	double tells[SCRIPTS][SYMBOLS];
};

static void add(struct arena *a, struct spellings *s, const struct symbols *x,
		const struct symbols *y, double weight)
{
	s->v = arena_more(a, s->v, s->n, &s->room, sizeof *s->v);
	s->v[s->n] = (struct spelling){ *x, *y, weight, 0, s->n };
	s->n++;
}

/* All words of a text as one; false where it is none, of two scripts, or too short or long to learn from. */
static bool one_word(struct str text, struct symbols *out)
{
	struct symbols w;
	bool any = false;

	*out = (struct symbols){ 0 };
	for (; symbols_next(&text, &w, NULL); any = true) {
		if (any && w.script != out->script)
			return false;
		if (any)
			symbols_join(out, &w);
		else
			*out = w;
	}
	return any && out->n >= 2 && out->n < SYMBOLS_MAX;
}

static double weight_of(const struct train *t, struct str source)
{
	for (size_t i = 0; i < t->weights; i++)
		if (str_eq(t->weight[i].source, source))
			return t->weight[i].weight;
	return 1;
}

static void add_known(struct train *t, struct str text)
{
	struct words w;

	words_of(text, &w);
	if (w.n != 1)
		return;
	t->word = arena_more(t->a, t->word, t->words, &t->room, sizeof *t->word);
	t->word[t->words++] = (struct known_word){ symbols_hash(&w.w[0]), t->name };
}

/* Lines of one name stand together. */
static void know(struct train *t, struct str name, struct str spelling)
{
	if (!str_eq(name, t->last)) {
		t->name++;
		t->last = name;
		add_known(t, name);
	}
	add_known(t, spelling);
}

static int by_hash(const void *x, const void *y)
{
	const struct known_word *a = x, *b = y;

	return a->hash != b->hash ? (a->hash > b->hash) - (a->hash < b->hash)
				  : (a->name > b->name) - (a->name < b->name);
}

static void put_known(struct train *t)
{
	size_t n = 0;

	qsort(t->word, t->words, sizeof *t->word, by_hash);
	for (size_t i = 0; i < t->words; i++)
		if (!i || by_hash(&t->word[i], &t->word[i - 1]))
			t->word[n++] = t->word[i];
	printf("/* See known.h. Made by tools/match_train; not written by hand. */\n"
	       "#include \"match/known.h\"\n#include \"base/banned.h\"\n\n/* clang-format off */\n"
	       "const struct known_word known_words[] = {\n");
	for (size_t i = 0; i < n; i++)
		printf("%s{ 0x%08x, %u },%s", i % 4 ? "" : "\t", t->word[i].hash, t->word[i].name,
		       i % 4 == 3 || i + 1 == n ? "\n" : " ");
	printf("};\nconst size_t known_words_n = %zu;\n", n);
}

static bool read_file(struct train *t, const char *path, struct err *e)
{
	struct str rest;

	if (!os_read(t->a, path, FILE_MOST, &rest, e))
		return false;
	for (size_t row = 1; rest.len; row++) {
		struct str line = str_trim(str_cut(&rest, '\n')), source, word;
		struct symbols x, y;
		double weight;

		if (!line.len || line.s[0] == '#')
			continue;
		source = str_cut(&line, '\t');
		word = str_cut(&line, '\t');
		if (!word.len || !line.len)
			return err_set(e, ERR_REFUSED,
				       "%s, row %zu: source, word and spelling, between tabs", path,
				       row);
		if (t->known) {
			know(t, word, line);
			continue;
		}
		weight = weight_of(t, source);
		if (weight <= 0 || !one_word(word, &x) || !one_word(line, &y) ||
		    x.script != SCRIPT_ARABIC)
			continue;
		if (y.script == SCRIPT_ARABIC) {
			add(t->a, &t->arabic, &x, &y, weight);
			add(t->a, &t->arabic, &y, &x, weight);
		} else {
			unsigned h = 0;

			for (size_t i = 0; i < x.n; i++)
				h = h * 31 + x.at[i];
			add(t->a, t->hold && h % t->hold == 0 ? &t->held : &t->cross, &x, &y,
			    weight);
		}
	}
	return true;
}

/* All ways to write b for a, together: up to (f) and from (g) each place of both. */
static double ways(const struct model *m, const struct spelling *p, table f, table g)
{
	size_t na = p->a.n, nb = p->b.n;
	const uint8_t *a = p->a.at, *b = p->b.at;

	for (size_t i = 0; i <= na; i++)
		for (size_t j = 0; j <= nb; j++)
			f[i][j] = (i || j ? 0 : 1) + (i ? f[i - 1][j] * m->both[a[i - 1]][0] : 0) +
				  (j ? f[i][j - 1] * m->both[0][b[j - 1]] : 0) +
				  (i && j ? f[i - 1][j - 1] * m->both[a[i - 1]][b[j - 1]] : 0);
	for (size_t i = na + 1; g && i-- > 0;)
		for (size_t j = nb + 1; j-- > 0;)
			g[i][j] = (i < na || j < nb ? 0 : 1) +
				  (i < na ? g[i + 1][j] * m->both[a[i]][0] : 0) +
				  (j < nb ? g[i][j + 1] * m->both[0][b[j]] : 0) +
				  (i < na && j < nb ? g[i + 1][j + 1] * m->both[a[i]][b[j]] : 0);
	return f[na][nb];
}

/* How often each symbol stands on either side. */
static void sides(struct model *m)
{
	double of_a = 0, of_b = 0;

	memset(m->a, 0, sizeof m->a);
	memset(m->b, 0, sizeof m->b);
	for (size_t x = 0; x < SYMBOLS; x++)
		for (size_t y = 0; y < SYMBOLS; y++) {
			m->a[x] += x ? m->both[x][y] : 0;
			m->b[y] += y ? m->both[x][y] : 0;
		}
	for (size_t i = 1; i < SYMBOLS; i++) {
		of_a += m->a[i];
		of_b += m->b[i];
	}
	for (size_t i = 1; i < SYMBOLS; i++) {
		m->a[i] /= of_a;
		m->b[i] /= of_b;
	}
}

/* The log-likelihood ratio that b is written for a, against two words by chance. */
static double says(const struct model *m, const struct spelling *p)
{
	table f;
	double sum = log(ways(m, p, f, NULL) + 1e-300);

	for (size_t i = 0; i < p->a.n; i++)
		sum -= log(m->a[p->a.at[i]] + 1e-9);
	for (size_t i = 0; i < p->b.n; i++)
		sum -= log(m->b[p->b.at[i]] + 1e-9);
	return sum;
}

/* Adds how often each symbol stands for each in one spelling. */
static void count(const struct model *m, const struct spelling *p, struct model *to)
{
	size_t na = p->a.n, nb = p->b.n;
	const uint8_t *a = p->a.at, *b = p->b.at;
	table f, g;
	double all = ways(m, p, f, g);

	for (size_t i = 0; all > 0 && i <= na; i++)
		for (size_t j = 0; j <= nb; j++) {
			double v = f[i][j] * p->weight / all;

			if (i < na)
				to->both[a[i]][0] += v * m->both[a[i]][0] * g[i + 1][j];
			if (j < nb)
				to->both[0][b[j]] += v * m->both[0][b[j]] * g[i][j + 1];
			if (i < na && j < nb)
				to->both[a[i]][b[j]] += v * m->both[a[i]][b[j]] * g[i + 1][j + 1];
		}
}

static void to_shares(struct model *m, double before)
{
	double sum = 0;

	m->both[0][0] = 0;
	for (size_t x = 0; x < SYMBOLS; x++)
		for (size_t y = 0; y < SYMBOLS; y++) {
			m->both[x][y] += x || y ? before : 0;
			sum += m->both[x][y];
		}
	for (size_t x = 0; x < SYMBOLS; x++)
		for (size_t y = 0; y < SYMBOLS; y++)
			m->both[x][y] /= sum;
}

/* Expectation maximisation; same: of one script, where most letters stand for themselves. */
static void learn(struct model *m, const struct spellings *s, bool same, int turns)
{
	for (size_t x = 0; x < SYMBOLS; x++)
		for (size_t y = 0; y < SYMBOLS; y++)
			m->both[x][y] = !x || !y ? 0.5 : same && x == y ? 20 : 0.1;
	to_shares(m, 0);
	for (int turn = 0; turn < turns; turn++) {
		struct model next = { 0 };

		sides(m);
		for (size_t i = 0; i < s->n; i++) {
			const struct spelling *p = &s->v[i];

			if (turn <= 2 || says(m, p) >= FIRST * (p->a.n + p->b.n) / 2)
				count(m, p, &next);
		}
		to_shares(&next, 0.5);
		*m = next;
	}
	sides(m);
}

static uint8_t eighths(double nats, double most)
{
	double v = nats < most ? nats : most;

	return v > 0 ? (uint8_t)lrint(v * COST_NAT) : 0;
}

static void costs(const struct model *m, bool same, uint8_t cost[SYMBOLS][SYMBOLS])
{
	for (size_t x = 0; x < SYMBOLS; x++)
		for (size_t y = 0; y < SYMBOLS; y++) {
			double a = log(m->a[x] + 1e-9) / 2, b = log(m->b[y] + 1e-9) / 2;

			if ((!x && !y) || (same && x == y))
				cost[x][y] = 0;
			else if (!x || !y)
				cost[x][y] = eighths(-log(m->both[x][y]) + (x ? a : b), GAP_MOST);
			else
				cost[x][y] = eighths(-log(m->both[x][y]) + a + b, COST_MOST);
		}
}

static int by_words(const struct symbols *x, const struct symbols *y, const struct spelling *p,
		    const struct spelling *q)
{
	int order = memcmp(x, y, sizeof *x);

	if (order)
		return order;
	if (p->says != q->says)
		return p->says < q->says ? 1 : -1;
	return (p->at > q->at) - (p->at < q->at);
}

static int by_a(const void *x, const void *y)
{
	const struct spelling *p = x, *q = y;

	return by_words(&p->a, &q->a, p, q);
}

static int by_b(const void *x, const void *y)
{
	const struct spelling *p = x, *q = y;

	return by_words(&p->b, &q->b, p, q);
}

/* Pairs of what is written for the same, likeliest first; and each for itself. of_b: of Arabic words with one spelling. */
static void pairs_of(struct train *t, bool of_b, struct spellings *out)
{
	struct spelling *v = t->cross.v;
	size_t n = t->cross.n, end;

	qsort(v, n, sizeof *v, of_b ? by_b : by_a);
	for (size_t i = 0; i < n; i = end) {
		const struct symbols *word = of_b ? &v[i].b : &v[i].a;
		double least = LIKELY * word->n;
		size_t pairs = 0, likely = i;

		for (end = i; end < n && !memcmp(of_b ? &v[end].b : &v[end].a, word, sizeof *word);
		     end++)
			likely = v[end].says >= least ? end + 1 : likely;
		for (size_t x = i; x < likely; x++) {
			const struct symbols *one = of_b ? &v[x].a : &v[x].b;

			for (size_t y = x + 1; y < likely && pairs < GROUP_MOST; y++) {
				const struct symbols *two = of_b ? &v[y].a : &v[y].b;
				double weight = v[x].weight > 1 && v[y].weight > 1 ? 4 : 1;

				if (symbols_eq(one, two))
					continue;
				add(t->a, out, one, two, weight);
				add(t->a, out, two, one, weight);
				pairs++;
			}
			add(t->a, out, one, one, 1);
		}
	}
}

/* How well the model says spellings: nats a letter of the Arabic word. */
static void tell(const char *what, const struct model *m, const struct spellings *s)
{
	double sum = 0, letters = 0;

	for (size_t i = 0; i < s->n; i++) {
		sum += says(m, &s->v[i]);
		letters += s->v[i].a.n;
	}
	(void)fprintf(stderr, "%s: %zu spellings, %.4f nats a letter\n", what, s->n,
		      letters > 0 ? sum / letters : 0);
}

static void train(struct train *t)
{
	struct spellings latin = { 0 };
	struct model m;

	learn(&m, &t->cross, false, TURNS_CROSS);
	costs(&m, false, t->cost[SCRIPT_ARABIC][SCRIPT_LATIN]);
	for (size_t x = 0; x < SYMBOLS; x++)
		for (size_t y = 0; y < SYMBOLS; y++)
			t->cost[SCRIPT_LATIN][SCRIPT_ARABIC][y][x] =
				t->cost[SCRIPT_ARABIC][SCRIPT_LATIN][x][y];
	memcpy(t->tells[SCRIPT_ARABIC], m.a, sizeof m.a);
	memcpy(t->tells[SCRIPT_LATIN], m.b, sizeof m.b);
	for (size_t i = 0; i < t->cross.n; i++)
		t->cross.v[i].says = says(&m, &t->cross.v[i]);
	tell("learned from", &m, &t->cross);
	if (t->hold)
		tell("held out", &m, &t->held);
	pairs_of(t, false, &latin);
	learn(&m, &latin, true, TURNS_SAME);
	costs(&m, true, t->cost[SCRIPT_LATIN][SCRIPT_LATIN]);
	pairs_of(t, true, &t->arabic);
	learn(&m, &t->arabic, true, TURNS_SAME);
	costs(&m, true, t->cost[SCRIPT_ARABIC][SCRIPT_ARABIC]);
}

static void put_row(const char *indent, const uint8_t *v)
{
	for (size_t i = 0; i < SYMBOLS; i++)
		printf("%s%d,%s", i % 16 ? "" : indent, v[i], i % 16 == 15 ? "\n" : " ");
}

/* By symbol, the least it costs to take it for another or to leave it out, in one script. */
static void put_least(const struct train *t)
{
	printf("const uint8_t cost_least[SCRIPTS][SYMBOLS] = {\n");
	for (size_t k = 0; k < SCRIPTS; k++) {
		uint8_t v[SYMBOLS];

		for (size_t x = 0; x < SYMBOLS; x++) {
			v[x] = UINT8_MAX;
			for (size_t y = 0; y < SYMBOLS; y++)
				if (x != y && t->cost[k][k][x][y] < v[x])
					v[x] = t->cost[k][k][x][y];
		}
		printf("\t{\n");
		put_row("\t\t", v);
		printf("\t},\n");
	}
	printf("};\n");
}

static void put(const struct train *t)
{
	printf("/* See cost.h. Made by tools/match_train; not written by hand. */\n"
	       "#include \"match/cost.h\"\n#include \"base/banned.h\"\n\n/* clang-format off */\n"
	       "const uint8_t cost_of[SCRIPTS][SCRIPTS][SYMBOLS][SYMBOLS] = {\n");
	for (size_t k = 0; k < SCRIPTS; k++) {
		printf("{\n");
		for (size_t l = 0; l < SCRIPTS; l++) {
			printf("\t{\n");
			for (size_t x = 0; x < SYMBOLS; x++) {
				printf("\t\t{\n");
				put_row("\t\t\t", t->cost[k][l][x]);
				printf("\t\t},\n");
			}
			printf("\t},\n");
		}
		printf("},\n");
	}
	printf("};\n\nconst uint8_t cost_tells[SCRIPTS][SYMBOLS] = {\n");
	for (size_t k = 0; k < SCRIPTS; k++) {
		uint8_t v[SYMBOLS] = { 0 };

		for (size_t i = 1; i < SYMBOLS; i++)
			v[i] = (uint8_t)lrint(-log(t->tells[k][i] + 1e-4) * COST_NAT);
		printf("\t{\n");
		put_row("\t\t", v);
		printf("\t},\n");
	}
	printf("};\n\n");
	put_least(t);
}

/* SOURCE=N; of 0 nothing is learned. */
static bool read_weight(struct train *t, const char *arg, struct err *e)
{
	struct str n = str_of(arg), source = str_cut(&n, '=');
	int64_t weight;

	if (t->weights == SOURCES || !int_parse(n, 0, 100, &weight))
		return err_set(e, ERR_USAGE, "%s: a source and its weight: dictionary=5", arg);
	t->weight[t->weights++] = (struct weight){ source, (double)weight };
	return true;
}

int main(int n, char **arg)
{
	struct train t = { .a = arena_new(0) };
	struct err e = { 0 };
	bool ok = true;

	for (int i = 1; ok && i < n; i++)
		if (!strcmp(arg[i], "--weight") && i + 1 < n)
			ok = read_weight(&t, arg[++i], &e);
		else if (!strcmp(arg[i], "--known"))
			t.known = true;
		else if (!strcmp(arg[i], "--hold") && i + 1 < n)
			ok = int_parse(str_of(arg[++i]), 2, 1000, &t.hold) ||
			     err_set(&e, ERR_USAGE, "--hold: 2 to 1000");
		else
			ok = read_file(&t, arg[i], &e);
	if (ok && !t.cross.n && !t.words)
		ok = err_set(&e, ERR_REFUSED, "nothing to learn from: give files of spellings");
	if (ok && t.known) {
		put_known(&t);
	} else if (ok) {
		train(&t);
		put(&t);
	} else {
		(void)fprintf(stderr, "train_tool: %s\n", e.what);
	}
	arena_free(t.a);
	return ok ? 0 : 1;
}
