/* Finds names as others do, so that a test can hold ours against them in one run: whole-string Jaro-Winkler, token by token
 * Jaro-Winkler, and trigrams as pg_trgm has them. usage: peers_tool INDEX.tsv QUERIES.tsv (the files of `match lookup`); prints a
 * line for each peer and category: {"peer":"trigram","category":"x","n":1,"recall@1":1.0000,"recall@10":1.0000}.
 *
 * Names are in small letters without accents; Arabic is written in Latin letter by letter, as a transliteration does without
 * knowing vowels. Among equals the first of the index is first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/os.h"
#include "base/utf8.h"
#include "match/letter.h"
#include "base/banned.h"

#define FILE_MOST ((size_t)256 << 20)
#define LETTERS	  120 /* of a name that are compared */
#define WORDS	  16
#define TRIGRAMS  (LETTERS + 2 * WORDS)
#define SORTS	  32
#define BEST	  10

struct name {
	struct str id, text;
	size_t words, trigrams;
	struct str word[WORDS];
	uint32_t trigram[TRIGRAMS]; /* sorted, each once */
};

/* U+0627 to U+064A. */
static const char *const latin[] = {
	"a", "b",  "h", "t", "th", "j", "h", "kh", "d", "dh", "r", "z",
	"s", "sh", "s", "d", "t",  "z", "",  "gh", "",	"",   "",  "",
	"",  "",   "f", "q", "k",  "l", "m", "n",  "h", "w",  "y", "y",
};

static void romanise(struct buf *b, int32_t c)
{
	int32_t l = letter_fold(c);

	if (l == 0x686 || l == 0x67e || l == 0x6af)
		buf_str(b, l == 0x686 ? S("ch") : l == 0x67e ? S("p") : S("g"));
	else if (l >= 0x627 && l <= 0x64a)
		buf_str(b, str_of(latin[l - 0x627]));
	else if (l && l < 0x80)
		buf_byte(b, (uint8_t)l);
}

static int by_value(const void *x, const void *y)
{
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;

	return (a > b) - (a < b);
}

/* Of each word with two blanks before and one behind. */
static void trigrams(struct name *n)
{
	size_t kept = 0;

	for (size_t w = 0; w < n->words; w++) {
		uint32_t last = ' ' << 8 | ' ';

		for (size_t i = 0; i <= n->word[w].len && n->trigrams < TRIGRAMS; i++) {
			uint8_t c = i < n->word[w].len ? (uint8_t)n->word[w].s[i] : ' ';

			last = (last << 8 | c) & 0xffffff;
			n->trigram[n->trigrams++] = last;
		}
	}
	qsort(n->trigram, n->trigrams, sizeof *n->trigram, by_value);
	for (size_t i = 0; i < n->trigrams; i++)
		if (!kept || n->trigram[i] != n->trigram[kept - 1])
			n->trigram[kept++] = n->trigram[i];
	n->trigrams = kept;
}

static void name_of(struct arena *a, struct str text, struct name *out)
{
	struct buf b = { .a = a };
	struct str rest;
	int32_t c;

	while ((c = utf8_next(&text)) >= 0 && b.len < LETTERS)
		romanise(&b, c);
	out->text = b.len ? str_trim(buf_text(&b)) : S("");
	for (rest = out->text; rest.len && out->words < WORDS;) {
		struct str w = str_cut(&rest, ' ');

		if (w.len)
			out->word[out->words++] = w;
	}
	trigrams(out);
}

static double jaro_winkler(struct str a, struct str b)
{
	bool in_a[LETTERS + 8] = { 0 }, in_b[LETTERS + 8] = { 0 };
	size_t most = a.len > b.len ? a.len : b.len, reach = most / 2 > 0 ? most / 2 - 1 : 0,
	       common = 0, moved = 0, prefix = 0;
	double jaro;

	for (size_t i = 0; i < a.len; i++)
		for (size_t k = i > reach ? i - reach : 0; k < b.len && k <= i + reach; k++)
			if (!in_b[k] && a.s[i] == b.s[k]) {
				in_a[i] = in_b[k] = true;
				common++;
				break;
			}
	if (!common)
		return 0;
	for (size_t i = 0, k = 0; i < a.len; i++) {
		if (!in_a[i])
			continue;
		while (!in_b[k])
			k++;
		moved += a.s[i] != b.s[k++];
	}
	jaro = ((double)common / (double)a.len + (double)common / (double)b.len +
		((double)common - (double)moved / 2) / (double)common) /
	       3;
	while (prefix < 4 && prefix < a.len && prefix < b.len && a.s[prefix] == b.s[prefix])
		prefix++;
	return jaro + (double)prefix * 0.1 * (1 - jaro);
}

static double whole(const struct name *q, const struct name *n)
{
	return jaro_winkler(q->text, n->text);
}

/* Each word of the query with the best of the name. */
static double words(const struct name *q, const struct name *n)
{
	double sum = 0;

	for (size_t i = 0; i < q->words; i++) {
		double best = 0;

		for (size_t k = 0; k < n->words; k++) {
			double v = jaro_winkler(q->word[i], n->word[k]);

			best = v > best ? v : best;
		}
		sum += best;
	}
	return q->words ? sum / (double)q->words : 0;
}

static double trigram(const struct name *q, const struct name *n)
{
	size_t i = 0, k = 0, same = 0;

	while (i < q->trigrams && k < n->trigrams) {
		uint32_t x = q->trigram[i], y = n->trigram[k];

		same += x == y;
		i += x <= y;
		k += y <= x;
	}
	return (double)same / (double)(q->trigrams + n->trigrams - same + 1);
}

static const struct {
	const char *name;
	double (*like)(const struct name *q, const struct name *n);
} peers[] = { { "whole", whole }, { "words", words }, { "trigram", trigram } };

#define PEERS (sizeof peers / sizeof *peers)

struct sort {
	struct str name;
	size_t n, first[PEERS], ten[PEERS];
};

struct peers {
	struct arena *a;
	struct name *name;
	size_t n, sorts;
	struct sort sort[SORTS];
};

static bool read_index(struct peers *p, const char *path, struct err *e)
{
	struct str rest;
	size_t room = 0;

	if (!os_read(p->a, path, FILE_MOST, &rest, e))
		return false;
	while (rest.len) {
		struct str line = str_cut(&rest, '\n'), id = str_cut(&line, '\t');
		struct name *n;

		p->name = arena_more(p->a, p->name, p->n, &room, sizeof *p->name);
		n = &p->name[p->n++];
		*n = (struct name){ .id = id };
		name_of(p->a, str_cut(&line, '\t'), n);
	}
	return true;
}

static struct sort *sort_of(struct peers *p, struct str name)
{
	for (size_t i = 0; i < p->sorts; i++)
		if (str_eq(p->sort[i].name, name))
			return &p->sort[i];
	if (p->sorts == SORTS)
		return &p->sort[SORTS - 1];
	p->sort[p->sorts].name = name;
	return &p->sort[p->sorts++];
}

static void ask(const struct peers *p, const struct name *q, struct str truth, struct sort *s)
{
	s->n++;
	for (size_t k = 0; k < PEERS; k++) {
		size_t before = 0, at = p->n;
		double mine = -1;

		for (size_t i = 0; i < p->n; i++)
			if (str_eq(p->name[i].id, truth)) {
				double v = peers[k].like(q, &p->name[i]);

				at = v > mine ? i : at;
				mine = v > mine ? v : mine;
			}
		for (size_t i = 0; i < p->n && at < p->n && before < BEST; i++) {
			double v =
				str_eq(p->name[i].id, truth) ? -1 : peers[k].like(q, &p->name[i]);

			before += v > mine || (v == mine && i < at);
		}
		s->first[k] += at < p->n && !before;
		s->ten[k] += at < p->n && before < BEST;
	}
}

static bool read_queries(struct peers *p, const char *path, struct err *e)
{
	struct str rest;

	if (!os_read(p->a, path, FILE_MOST, &rest, e))
		return false;
	while (rest.len) {
		struct str line = str_cut(&rest, '\n'), truth, sort;
		struct name q = { 0 };

		(void)str_cut(&line, '\t');
		truth = str_cut(&line, '\t');
		sort = str_cut(&line, '\t');
		name_of(p->a, str_cut(&line, '\t'), &q);
		ask(p, &q, truth, sort_of(p, sort));
	}
	return true;
}

int main(int n, char **arg)
{
	struct peers *p;
	struct err e = { 0 };
	struct arena *a = arena_new(0);

	if (n != 3) {
		(void)fprintf(stderr, "usage: peers_tool INDEX.tsv QUERIES.tsv\n");
		return 2;
	}
	p = arena_alloc(a, sizeof *p);
	p->a = a;
	if (!read_index(p, arg[1], &e) || !read_queries(p, arg[2], &e)) {
		(void)fprintf(stderr, "peers_tool: %s\n", e.what);
		return 1;
	}
	for (size_t i = 0; i < p->sorts; i++)
		for (size_t k = 0; k < PEERS; k++)
			printf("{\"peer\":\"%s\",\"category\":\"%.*s\",\"n\":%zu,\"recall@1\":%.4f,"
			       "\"recall@10\":%.4f}\n",
			       peers[k].name, P(p->sort[i].name), p->sort[i].n,
			       (double)p->sort[i].first[k] / (double)p->sort[i].n,
			       (double)p->sort[i].ten[k] / (double)p->sort[i].n);
	arena_free(a);
	return 0;
}
