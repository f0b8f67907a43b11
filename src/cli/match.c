/* match lookup and link: what the matching of names does to files, without a register, so that others can measure it. */
#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

#include "base/num.h"
#include "base/os.h"
#include "cli/commands.h"
#include "cli/tabs.h"
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

/* A name in the index, as read. */
struct row {
	struct str id, name;
	struct birth birth;
	uint32_t who, next; /* the first row of this id; the next one */
};

struct lookup {
	struct cli *c;
	struct match *m;
	struct arena *one;
	struct row *row;
	bool asked;
	size_t n, rows, wordless; /* persons, their names, and those of them without a letter */
	struct buf ranked;	  /* for --out */
	int64_t *took;		  /* microseconds, of each query */
	size_t queries, room;
	struct sort sort[SORTS], all;
	size_t sorts;
};

#define NOBODY	UINT32_MAX
#define EDTF	"a birth as EDTF has it: 1984-03-04, 1984-03, 1984, 198X, or none"
#define INDEXED "id, name and birth (or none), between tabs"
#define ASKED	"query, true id, category, name and birth (or none), between tabs"

enum { INDEX_ID, INDEX_NAME, INDEX_BIRTH, INDEX_COLUMNS };
enum { ASKED_QUERY, ASKED_TRUTH, ASKED_SORT, ASKED_NAME, ASKED_BIRTH, ASKED_COLUMNS };

static const struct str index_columns[INDEX_COLUMNS] = { SC("id"), SC("name"), SC("birth") };
static const struct str asked_columns[ASKED_COLUMNS] = { SC("query"), SC("true id"), SC("category"),
							 SC("name"), SC("birth") };

/* A file without a row. */
static bool nothing_in(const struct tabs *t, const char *option, const char *of, const char *want,
		       struct err *e)
{
	err_value(e, ERR_REFUSED, str_of(option), t->path, "%s: %s; there are no %s in it", of,
		  want, of);
	return err_at(e, "%.*s", P(t->path));
}

static bool read_rows(struct lookup *l, struct tabs *t, struct err *e)
{
	struct str cell[INDEX_COLUMNS];

	while (tabs_row(t, cell, e)) {
		struct row *row = &l->row[l->rows];
		size_t missing = cell[INDEX_ID].len ? INDEX_NAME : INDEX_ID;

		if (!cell[missing].len)
			return tabs_refuse(t, missing, S(""), INDEXED, e);
		*row = (struct row){ .id = cell[INDEX_ID], .name = cell[INDEX_NAME] };
		if (!birth_read(cell[INDEX_BIRTH], &row->birth))
			return tabs_refuse(t, INDEX_BIRTH, cell[INDEX_BIRTH], EDTF, e);
		l->rows++;
	}
	return !e->kind && (l->rows || nothing_in(t, "index", "names", INDEXED, e));
}

static int by_id(const void *a, const void *b)
{
	const struct row *const *x = a, *const *y = b;
	int order = str_cmp((*x)->id, (*y)->id);

	return order ? order : (*x > *y) - (*x < *y);
}

/* Rows of one id are names of one person, who is the first of them. */
static void who_is_who(struct lookup *l)
{
	struct row **row = arena_array(l->c->a, l->rows, sizeof *row), *first = NULL;

	for (size_t i = 0; i < l->rows; i++)
		row[i] = &l->row[i];
	qsort(row, l->rows, sizeof(struct row *), by_id);
	for (size_t i = 0; i < l->rows; i++) {
		bool other = i && str_eq(row[i]->id, row[i - 1]->id);

		if (!other)
			first = row[i];
		else
			row[i - 1]->next = (uint32_t)(row[i] - l->row);
		row[i]->next = NOBODY;
		row[i]->who = (uint32_t)(first - l->row);
		l->n += !other;
	}
}

static bool read_index(struct lookup *l, struct str path, struct err *e)
{
	struct tabs t;
	size_t most;

	if (!tabs_open(l->c->a, path, index_columns, INDEX_COLUMNS, &t, e))
		return false;
	most = tabs_rows(&t);
	l->row = arena_array(l->c->a, most, sizeof *l->row);
	if (!read_rows(l, &t, e))
		return false;
	who_is_who(l);
	l->m = match_new(l->c->a, l->rows);
	match_keep(l->m, l->rows * KEPT);
	for (size_t i = 0; i < l->rows; i++) {
		const struct row *row = &l->row[i];

		l->wordless += !match_add(l->m, row->who, row->name, row->birth);
		if (i % 4096 == 4095)
			cli_progress(l->c, "index", i + 1, l->rows);
	}
	return true;
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

/* What the rows of somebody say. */
static void known_of(const struct lookup *l, uint32_t who, struct str *name, struct about *out)
{
	for (uint32_t at = who; at != NOBODY; at = l->row[at].next) {
		if (out->names < ABOUT_SPELLINGS)
			name[out->names++] = l->row[at].name;
		if (!out->birth.first)
			out->birth = l->row[at].birth;
	}
}

/* Of whom a registrar would be asked, were the query a registration. */
static void ask(struct lookup *l, const struct row *query, const struct match_hit *hit, size_t n,
		struct str truth, size_t *asked, size_t *others)
{
	struct about who = { .name = &query->name, .names = 1, .birth = query->birth };
	const struct about_asked *q = about_ask(l->one, l->m, &who);

	for (size_t i = 0; i < n; i++) {
		struct str name[ABOUT_SPELLINGS];
		struct about other = { .name = name };
		struct about_found f;

		known_of(l, hit[i].who, name, &other);
		about_compare(q, &other, &f);
		if (str_eq(l->row[hit[i].who].id, truth))
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
		struct str id = l->row[hit[i].who].id;

		if (rank == BEST && str_eq(id, truth))
			rank = i;
		buf_fmt(&l->ranked, "\t%.*s", P(id));
	}
	buf_byte(&l->ranked, '\n');
	got.first = rank == 0;
	got.ten = rank < BEST;
	if (l->asked) {
		struct row row = { .name = name, .birth = birth };

		ask(l, &row, hit, n, truth, &got.asked, &got.others);
	}
	count(sort_of(l, sort), &got);
	count(&l->all, &got);
}

static bool read_queries(struct lookup *l, struct str path, struct err *e)
{
	struct str cell[ASKED_COLUMNS];
	struct tabs t;
	size_t of;

	if (!tabs_open(l->c->a, path, asked_columns, ASKED_COLUMNS, &t, e))
		return false;
	of = t.rest.len;
	while (tabs_row(&t, cell, e)) {
		struct birth birth;

		if (!cell[ASKED_NAME].len)
			return tabs_refuse(&t, ASKED_NAME, S(""), ASKED, e);
		if (!birth_read(cell[ASKED_BIRTH], &birth))
			return tabs_refuse(&t, ASKED_BIRTH, cell[ASKED_BIRTH], EDTF, e);
		one_query(l, cell[ASKED_QUERY], cell[ASKED_TRUTH], cell[ASKED_SORT],
			  cell[ASKED_NAME], birth);
		if (t.row % 64 == 0)
			cli_progress(l->c, "query", of - t.rest.len, of);
	}
	return !e->kind && (l->queries || nothing_in(&t, "queries", "queries", ASKED, e));
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

/* How many there are to be found. */
static void tell_index(struct lookup *l)
{
	json_put_int(&l->c->result, "persons", (int64_t)l->n);
	json_put_int(&l->c->result, "names", (int64_t)l->rows);
	json_put_int(&l->c->result, "without_letters", (int64_t)l->wordless);
	if (l->rows > l->n)
		cli_say(l->c, "%zu names of %zu persons: an id on several lines is one person\n",
			l->rows, l->n);
	if (l->wordless)
		cli_say(l->c, "%zu names have no letter that is known, and are not found\n",
			l->wordless);
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
	tell_index(l);
}

/* What is to be written, and what would be written over on the way there, is neither file that is read, and can be one. */
static bool out_fits(struct cli *c, struct str out, const struct str *in, size_t n, struct err *e)
{
	const char *path = str_z(c->a, out), *half = str_z(c->a, str_fmt(c->a, "%.*s.tmp", P(out)));

	if (!os_may_write(path))
		return err_value(e, ERR_USAGE, S("out"), out,
				 "a file, new or to be replaced, in a folder that is there");
	for (size_t i = 0; i < n; i++)
		if (os_same(path, str_z(c->a, in[i])) || os_same(half, str_z(c->a, in[i])))
			return err_value(e, ERR_USAGE, S("out"), out,
					 "another file than those that are read (%.*s)", P(in[i]));
	return true;
}

static void free_one(void *p)
{
	arena_free(((struct lookup *)p)->one);
}

bool cli_match_lookup(struct cli *c, struct err *e)
{
	struct str out = cli_option(c, "out"),
		   in[] = { cli_option(c, "index"), cli_option(c, "queries") };
	struct lookup *l = arena_alloc(c->a, sizeof *l);
	struct match_hit *hit;
	int64_t began;
	bool ok;

	if (!in[0].s || !in[1].s || c->n)
		return err_set(e, ERR_USAGE,
			       "match lookup: give --index FILE.tsv and --queries FILE.tsv");
	if (out.s && !out_fits(c, out, in, 2, e))
		return false;
	*l = (struct lookup){ .c = c,
			      .asked = cli_option(c, "asked").s != NULL,
			      .one = arena_new(0),
			      .ranked = { .a = c->a },
			      .all = { .name = S("all") } };
	arena_defer(c->a, free_one, l);
	if (!read_index(l, in[0], e))
		return false;
	/* The first look-up makes the lists, which is no part of what one costs. */
	(void)match_find(l->m, l->one, S("a"), (struct birth){ 0 }, 1, &hit);
	began = clock_of(CLOCK_PROCESS_CPUTIME_ID);
	ok = read_queries(l, in[1], e);
	if (!ok)
		return false;
	tell(l, clock_of(CLOCK_PROCESS_CPUTIME_ID) - began);
	return !out.s || os_write(str_z(c->a, out), buf_text(&l->ranked), 0600, e);
}

/* One list of match link. */
static bool read_list(struct cli *c, struct str path, struct link_list *out, struct err *e)
{
	struct str text;

	if (!cli_read(c->a, path, FILE_MOST, &text, e))
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

/* Births that say nothing since they could not be read, and cells that are not looked at. */
static void tell_not_read(struct cli *c, const struct link_list *l, struct str path)
{
	if (l->births_not_read)
		cli_say(c,
			"warning: %zu births cannot be read and say nothing; the first: %.*s, row "
			"%zu, column %.*s: write 1957-06-02, 1957-06, 1957 or 02/06/1957 (day, "
			"month, year)\n",
			l->births_not_read, P(cli_plain(c->a, path)), l->not_read_row,
			P(cli_plain(c->a, l->not_read_column)));
	if (l->not_compared)
		cli_say(c,
			"warning: %zu cells are not compared, as their rows have that field by "
			"other columns; the first: %.*s, row %zu, column %.*s\n",
			l->not_compared, P(cli_plain(c->a, path)), l->not_compared_row,
			P(cli_plain(c->a, l->not_compared_column)));
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
	if (c->n == 2 && !link_common_field(&x, &y))
		return err_set(e, ERR_REFUSED,
			       "match link: no column in common that could be compared: %.*s has "
			       "%.*s; %.*s has %.*s (see sulh help match link)",
			       P(c->args[0]), P(x.columns), P(c->args[1]), P(y.columns));
	n = link_pairs(c->a, &x, c->n == 2 ? &y : NULL, &progress, &pair, &seen);
	for (size_t i = 0; i < n; i++)
		tell_pair(c, &x, other, &pair[i]);
	if (c->n == 1)
		tell_clusters(c, &x, pair, n);
	json_put_int(&c->result, "pairs", (int64_t)n);
	json_put_int(&c->result, "looked", (int64_t)seen.looked);
	json_put_bool(&c->result, "learned", seen.learned);
	json_put_int(&c->result, "births_not_read",
		     (int64_t)(x.births_not_read + y.births_not_read));
	json_put_int(&c->result, "not_compared", (int64_t)(x.not_compared + y.not_compared));
	tell_not_read(c, &x, c->args[0]);
	tell_not_read(c, &y, c->n == 2 ? c->args[1] : S(""));
	if (!seen.learned)
		cli_say(c, "too few rows are alike to learn from: weighed as is usual\n");
	cli_say(c, "%zu pairs that are likely one person\n", n);
	return true;
}
