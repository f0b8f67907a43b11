/* match lookup and link: what the matching of names does to files, without a register, so that others can measure it. */
#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

#include "base/num.h"
#include "base/os.h"
#include "cli/commands.h"
#include "match/about.h"
#include "match/index.h"
#include "match/link.h"
#include "base/banned.h"

#define FILE_MOST ((size_t)2 << 30)
#define BEST	  10
#define KEPT \
	16 /* bytes a name, at most, that the engine keeps of words that were asked for, as the key holder's */
#define SORTS 64 /* of queries, as the third column names them */

static int64_t clock_of(clockid_t clock)
{
	struct timespec t;

	(void)clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* What came out of queries of one sort. */
struct sort {
	struct str name;
	size_t n, first, ten;
	size_t asked,
		others; /* with --asked: the right one is a strong answer; strong answers that are somebody else */
};

/* Somebody in the index, as read. */
struct row {
	struct str name;
	struct birth birth;
};

struct lookup {
	struct cli *c;
	struct match *m;
	struct arena *one;
	struct str *id; /* of the index */
	struct row *row;
	bool asked;
	size_t n;
	struct buf ranked; /* for --out */
	int64_t *took;	   /* microseconds, of each query */
	size_t queries, room;
	struct sort sort[SORTS], all;
	size_t sorts;
};

/* A line of columns between tabs. */
static struct str line_of(struct str *rest)
{
	struct str line = str_cut(rest, '\n');

	if (line.len && line.s[line.len - 1] == '\r')
		line.len--;
	return line;
}

static bool read_index(struct lookup *l, struct str path, struct err *e)
{
	struct str text, rest;
	size_t rows = 0, row = 0;

	if (!os_read(l->c->a, str_z(l->c->a, path), FILE_MOST, &text, e))
		return false;
	for (size_t i = 0; i < text.len; i++)
		rows += text.s[i] == '\n';
	l->m = match_new(l->c->a, rows + 1);
	match_keep(l->m, rows * KEPT);
	l->id = arena_array(l->c->a, rows + 1, sizeof *l->id);
	l->row = arena_array(l->c->a, rows + 1, sizeof *l->row);
	for (rest = text; rest.len;) {
		struct str line = line_of(&rest), id = str_cut(&line, '\t'),
			   name = str_cut(&line, '\t');
		struct birth birth;

		row++;
		if (!id.len || !name.len)
			return err_set(e, ERR_REFUSED,
				       "%.*s, row %zu: id, name and birth, between tabs", P(path),
				       row);
		if (!birth_read(str_cut(&line, '\t'), &birth))
			return err_set(e, ERR_REFUSED,
				       "%.*s, row %zu: birth as EDTF has it: 1984-03-04, 1984-03, "
				       "1984, 198X",
				       P(path), row);
		l->id[l->n] = id;
		l->row[l->n] = (struct row){ name, birth };
		(void)match_add(l->m, (uint32_t)l->n++, name, birth);
		if (row % 4096 == 0)
			cli_progress(l->c, "index", row, rows);
	}
	return l->n > 0 || err_set(e, ERR_REFUSED, "%.*s: no names in it", P(path));
}

static struct sort *sort_of(struct lookup *l, struct str name)
{
	for (size_t i = 0; i < l->sorts; i++)
		if (str_eq(l->sort[i].name, name))
			return &l->sort[i];
	if (l->sorts == SORTS)
		return NULL;
	l->sort[l->sorts].name = name;
	return &l->sort[l->sorts++];
}

static void count(struct sort *s, const struct sort *one)
{
	if (!s)
		return;
	s->n++;
	s->first += one->first;
	s->ten += one->ten;
	s->asked += one->asked;
	s->others += one->others;
}

/* Of whom a registrar would be asked, were the query a registration. */
static void ask(struct lookup *l, const struct row *query, const struct match_hit *hit, size_t n,
		struct str truth, size_t *asked, size_t *others)
{
	struct about who = { .name = &query->name, .names = 1, .birth = query->birth };
	const struct about_asked *q = about_ask(l->one, l->m, &who);

	for (size_t i = 0; i < n; i++) {
		const struct row *row = &l->row[hit[i].who];
		struct about other = { .name = &row->name, .names = 1, .birth = row->birth };
		struct about_found f;

		about_compare(q, &other, &f);
		if (str_eq(l->id[hit[i].who], truth))
			*asked += f.strong;
		else
			*others += f.strong;
	}
}

static void one_query(struct lookup *l, struct str query, struct str truth, struct str sort,
		      struct str name, struct birth birth)
{
	int64_t began = clock_of(CLOCK_MONOTONIC);
	struct match_hit *hit;
	size_t n, rank = BEST;
	struct sort got = { .n = 1 };

	arena_reset(l->one);
	n = match_find(l->m, l->one, name, birth, BEST, &hit);
	l->took = arena_more(l->c->a, l->took, l->queries, &l->room, sizeof *l->took);
	l->took[l->queries++] = clock_of(CLOCK_MONOTONIC) - began;
	buf_str(&l->ranked, query);
	for (size_t i = 0; i < n; i++) {
		struct str id = l->id[hit[i].who];

		if (rank == BEST && str_eq(id, truth))
			rank = i;
		buf_fmt(&l->ranked, "\t%.*s", P(id));
	}
	buf_byte(&l->ranked, '\n');
	got.first = rank == 0;
	got.ten = rank < BEST;
	if (l->asked) {
		struct row row = { name, birth };

		ask(l, &row, hit, n, truth, &got.asked, &got.others);
	}
	count(sort_of(l, sort), &got);
	count(&l->all, &got);
}

static bool read_queries(struct lookup *l, struct str path, struct err *e)
{
	struct str rest;

	if (!os_read(l->c->a, str_z(l->c->a, path), FILE_MOST, &rest, e))
		return false;
	for (size_t row = 1, of = rest.len; rest.len; row++) {
		struct str line = line_of(&rest), query = str_cut(&line, '\t'),
			   truth = str_cut(&line, '\t'), sort = str_cut(&line, '\t'),
			   name = str_cut(&line, '\t');
		struct birth birth;

		if (!name.len || !birth_read(str_cut(&line, '\t'), &birth))
			return err_set(e, ERR_REFUSED,
				       "%.*s, row %zu: query, true id, category, name and birth "
				       "(or none), between tabs",
				       P(path), row);
		one_query(l, query, truth, sort, name, birth);
		if (row % 64 == 0)
			cli_progress(l->c, "query", of - rest.len, of);
	}
	return l->queries > 0 || err_set(e, ERR_REFUSED, "%.*s: no queries in it", P(path));
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* "key": v / of, with four decimals. */
static void put_share(struct buf *b, const char *key, size_t v, size_t of)
{
	json_put_decimal(b, key, of ? (int64_t)((v * 10000 + of / 2) / of) : 0, 4);
}

static void tell_sort(struct lookup *l, const struct sort *s, struct buf *out)
{
	cli_say(l->c, "%.*s: %zu, recall@1 %.4f, recall@10 %.4f\n", P(cli_plain(l->c->a, s->name)),
		s->n, (double)s->first / (double)s->n, (double)s->ten / (double)s->n);
	if (l->asked)
		cli_say(l->c, "  asked of the right one %.4f, of others %.4f\n",
			(double)s->asked / (double)s->n, (double)s->others / (double)s->n);
	if (!out)
		return;
	put_share(out, "recall@1", s->first, s->n);
	put_share(out, "recall@10", s->ten, s->n);
	if (l->asked) {
		put_share(out, "asked", s->asked, s->n);
		put_share(out, "asked_others", s->others, s->n);
	}
}

static void tell(struct lookup *l, int64_t cpu)
{
	size_t n = l->queries, middle = n / 2, late = n * 99 / 100,
	       bytes = match_bytes(l->m) * 10 / l->n;

	qsort(l->took, n, sizeof *l->took, by_number);
	for (size_t i = 0; i < l->sorts; i++) {
		struct buf *b = l->c->json ? cli_line(l->c, "category") : NULL;

		if (b) {
			json_put_text(b, "category", l->sort[i].name);
			json_put_int(b, "n", (int64_t)l->sort[i].n);
		}
		tell_sort(l, &l->sort[i], b);
		if (b)
			cli_line_end(l->c);
	}
	tell_sort(l, &l->all, &l->c->result);
	json_put_decimal(&l->c->result, "p50_ms", l->took[middle], 3);
	json_put_decimal(&l->c->result, "p99_ms", l->took[late], 3);
	json_put_decimal(&l->c->result, "cpu_ms", cpu / (int64_t)n, 3);
	json_put_decimal(&l->c->result, "bytes_per_person", (int64_t)bytes, 1);
	cli_say(l->c,
		"a look-up: %.3f ms, 1 in 100 more than %.3f; %.3f ms of processor; %zu bytes a "
		"person\n",
		(double)l->took[middle] / 1000, (double)l->took[late] / 1000,
		(double)cpu / 1000 / (double)n, bytes / 10);
}

static void free_one(void *p)
{
	arena_free(((struct lookup *)p)->one);
}

bool cli_match_lookup(struct cli *c, struct err *e)
{
	struct str index = cli_option(c, "index"), queries = cli_option(c, "queries"),
		   out = cli_option(c, "out");
	struct lookup *l = arena_alloc(c->a, sizeof *l);
	struct match_hit *hit;
	int64_t began;
	bool ok;

	if (!index.s || !queries.s || c->n)
		return err_set(e, ERR_USAGE,
			       "match lookup: give --index FILE.tsv and --queries FILE.tsv");
	*l = (struct lookup){ .c = c,
			      .asked = cli_option(c, "asked").s != NULL,
			      .one = arena_new(0),
			      .ranked = { .a = c->a },
			      .all = { .name = S("all") } };
	arena_defer(c->a, free_one, l);
	if (!read_index(l, index, e))
		return false;
	/* The first look-up makes the lists, which is no part of what one costs. */
	(void)match_find(l->m, l->one, S("a"), (struct birth){ 0 }, 1, &hit);
	began = clock_of(CLOCK_PROCESS_CPUTIME_ID);
	ok = read_queries(l, queries, e);
	if (!ok)
		return false;
	tell(l, clock_of(CLOCK_PROCESS_CPUTIME_ID) - began);
	return !out.s || os_write(str_z(c->a, out), buf_text(&l->ranked), 0600, e);
}

/* One list of match link. */
static bool read_list(struct cli *c, struct str path, struct link_list *out, struct err *e)
{
	struct str text;

	if (!os_read(c->a, str_z(c->a, path), FILE_MOST, &text, e))
		return false;
	return link_read(c->a, text, out, e) || within(e, "%.*s", P(path));
}

static void told(void *p, uint64_t done, uint64_t of)
{
	cli_progress(p, "row", (size_t)done, (size_t)of);
}

static struct str level_word(uint8_t level)
{
	static const struct str words[LEVELS] = { SC(""), SC("same"), SC("near"), SC("like"),
						  SC("other") };

	return words[level];
}

static void tell_pair(struct cli *c, const struct link_list *x, const struct link_list *y,
		      const struct link_pair *p)
{
	struct buf *b;

	if (!c->json) {
		cli_say(c, "%.*s\t%.*s\t%d.%02d\n", P(cli_plain(c->a, x->row[p->a].id)),
			P(cli_plain(c->a, y->row[p->b].id)), p->weight / 100, p->weight % 100);
		return;
	}
	b = cli_line(c, "pair");
	json_put_text(b, "a", x->row[p->a].id);
	json_put_text(b, "b", y->row[p->b].id);
	json_put_decimal(b, "score", p->weight, 2);
	json_key(b, "fields");
	json_open(b, '{');
	for (int f = 0; f < LINK_FIELDS; f++)
		if (p->level[f])
			json_put_text(b, link_field_name((enum link_field)f),
				      level_word(p->level[f]));
	json_close(b, '}');
	cli_line_end(c);
}

/* Rows of one list that are likely one person, all of them. */
static void tell_clusters(struct cli *c, const struct link_list *x, const struct link_pair *pair,
			  size_t n)
{
	struct link_cluster *cluster;
	size_t clusters = link_clusters(c->a, pair, n, x->n, &cluster);

	for (size_t i = 0; i < clusters; i++) {
		struct buf *b = c->json ? cli_line(c, "cluster") : NULL;

		if (b) {
			json_key(b, "ids");
			json_open(b, '[');
		} else {
			cli_say(c, "together");
		}
		for (size_t k = 0; k < cluster[i].n; k++) {
			struct str id = x->row[cluster[i].row[k]].id;

			if (b)
				json_str(b, id);
			else
				cli_say(c, "\t%.*s", P(cli_plain(c->a, id)));
		}
		if (b) {
			json_close(b, ']');
			cli_line_end(c);
		} else {
			cli_say(c, "\n");
		}
	}
	json_put_int(&c->result, "clusters", (int64_t)clusters);
}

bool cli_match_link(struct cli *c, struct err *e)
{
	struct link_progress progress = { told, c };
	struct link_list x = { 0 }, y = { 0 };
	const struct link_list *other = c->n == 2 ? &y : &x;
	struct link_pair *pair;
	struct link_seen seen;
	size_t n;

	if (c->n != 1 && c->n != 2)
		return err_set(e, ERR_USAGE, "match link: give a list, or two: A.csv [B.csv]");
	if (!read_list(c, c->args[0], &x, e) || (c->n == 2 && !read_list(c, c->args[1], &y, e)))
		return false;
	n = link_pairs(c->a, &x, c->n == 2 ? &y : NULL, &progress, &pair, &seen);
	for (size_t i = 0; i < n; i++)
		tell_pair(c, &x, other, &pair[i]);
	if (c->n == 1)
		tell_clusters(c, &x, pair, n);
	json_put_int(&c->result, "pairs", (int64_t)n);
	json_put_int(&c->result, "looked", (int64_t)seen.looked);
	json_put_bool(&c->result, "learned", seen.learned);
	if (!seen.learned)
		cli_say(c, "too few rows are alike to learn from: weighed as is usual\n");
	cli_say(c, "%zu pairs that are likely one person\n", n);
	return true;
}
