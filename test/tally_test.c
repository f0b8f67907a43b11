/*
 * The two ways of counting, held against each other. Rows of the public entries, rows of the rollups and numbers
 * from the records by SQL must be the same.
 */
#include <unistd.h>

#include "base/num.h"
#include "figure/tally_int.h"
#include "ledger/key.h"
#include "tally_world.h"
#include "test.h"
#include "base/banned.h"

#define SMALL 5

/* The counts. */

struct table {
	struct row *rows;
	size_t n;
};

static struct count *count_of(struct world *w, int64_t day)
{
	struct count *c = count_new(w->a, day, SMALL);

	for (size_t i = 0; i < PLACES; i++) {
		struct count_place p = { str_of(places[i].code), str_of(places[i].name),
					 places[i].parent ? str_of(places[i].parent) : NONE,
					 str_of(places[i].level), places[i].area };

		if (!count_place(c, &p))
			abort();
	}
	return c;
}

static struct str place_of(const struct made *m)
{
	return m->x.place.s  ? m->x.place
	       : m->log == 1 ? S("sy")
	       : m->log == 2 ? S("al-c")
			     : S("rd-c");
}

static bool stated(const struct made *m)
{
	return m->kind->form == FORM_PLACE && m->kind->stated_when &&
	       rec_when(m->rec, m->kind->stated_when);
}

static void count_entry(struct world *w, struct count *c, const struct made *m, int64_t sign)
{
	struct err e = { 0 };

	for (size_t i = 0; i < m->x.deltas.n; i++) {
		const struct delta *d = &m->x.deltas.list[i];
		struct part p = { d->figure,
				  d->detail,
				  place_of(m),
				  sign * d->n,
				  d->n < 0 ? qual_minus(d->q) : d->q,
				  m->x.from_day,
				  m->x.day,
				  sign,
				  stated(m) ? sign : 0 };

		must(count_add(c, &p, &e), &e);
	}
	if (sign < 0)
		count_state_cancel(c, m->log, (uint64_t)m->seq);
	(void)w;
}

static void count_states(struct world *w, struct count *c, const struct made *m)
{
	struct state_lines lines = { .a = w->a };
	struct err e = { 0 };

	if (m->kind->form != FORM_PLACE || !kind_has_states(m->kind))
		return;
	w->now = m->log;
	rec_states(m->rec, &w->v, &lines);
	must(count_state(c,
			 &(struct state){ m->kind->code, m->log, rec_key(w->a, m->rec, &w->v),
					  place_of(m), m->x.day, (uint64_t)m->seq, stated(m),
					  lines.list, lines.n },
			 &e),
	     &e);
}

static struct table by_entries(struct world *w, int64_t day, const struct tally_centres *x)
{
	struct count *c = count_of(w, day);
	struct table t = { 0 };
	struct err e = { 0 };

	if (x)
		count_centres(c, x->reporting, x->silent, x->oldest_hours);
	for (size_t i = 0; i < w->n; i++) {
		count_entry(w, c, &w->list[i], 1);
		count_states(w, c, &w->list[i]);
		if (w->list[i].corrected)
			count_entry(w, c, &w->list[i], -1);
	}
	must(count_rows(c, &t.rows, &t.n, &e), &e);
	return t;
}

struct folding {
	struct world *w;
	struct count *c;
};

static bool add_cell(void *p, const struct store_cell *x, struct err *e)
{
	struct part part = { x->figure,	  x->detail, x->place,	 x->n,	   x->q,
			     x->from_day, x->day,    x->entries, x->stated };

	return count_add(((struct folding *)p)->c, &part, e);
}

static bool add_newest(void *p, const struct store_newest *x, struct err *e)
{
	struct folding *f = p;
	struct state_lines lines = { .a = f->w->a };
	struct entry entry;

	if (!entry_read(f->w->a, str_dup(f->w->a, x->bytes), &entry, e))
		return false;
	f->w->now = x->log;
	rec_states(entry_fields(f->w->a, &entry), &f->w->v, &lines);
	return count_state(f->c,
			   &(struct state){ x->kind, x->log, x->key, x->place, x->day,
					    (uint64_t)x->seq, x->stated, lines.list, lines.n },
			   e);
}

static struct table by_rollups(struct world *w, int64_t day)
{
	struct folding f = { w, count_of(w, day) };
	struct table t = { 0 };
	struct err e = { 0 };

	must(store_deltas(w->s, day, add_cell, &f, &e) &&
		     store_newest(w->s, day, add_newest, &f, &e) &&
		     count_rows(f.c, &t.rows, &t.n, &e),
	     &e);
	return t;
}

static bool same_rows(struct table a, struct table b)
{
	if (a.n != b.n)
		printf("# %zu rows and %zu\n", a.n, b.n);
	for (size_t i = 0; i < a.n && i < b.n; i++) {
		const struct row *x = &a.rows[i], *y = &b.rows[i];

		if (x->figure != y->figure || !str_eq(x->place, y->place) ||
		    !str_eq(x->detail, y->detail) || x->period != y->period ||
		    x->value != y->value || x->qual != y->qual || x->entries != y->entries ||
		    x->stated != y->stated) {
			printf("# %s at %.*s %.*s %lld/%lld, %s at %.*s %.*s %lld/%lld\n",
			       x->figure->code, P(x->place), P(x->detail), (long long)x->value,
			       (long long)x->entries, y->figure->code, P(y->place), P(y->detail),
			       (long long)y->value, (long long)y->entries);
			return false;
		}
	}
	return a.n == b.n;
}

static bool agrees(struct world *w, int64_t day, const struct tally_centres *x, struct table t)
{
	struct err e = { 0 };

	if (tally_agrees(w->s, w->a, day, SMALL, x, t.rows, t.n, &e))
		return true;
	printf("# day %lld: %s\n", (long long)(day - D), e.what);
	return false;
}

static bool notices(struct world *w, struct table t)
{
	size_t found = 0, n = 0;

	for (size_t i = 0; i < t.n; i += 1 + t.n / 40) {
		struct row row = t.rows[i];
		struct err e = { 0 };

		n++;
		t.rows[i].value++;
		found += !tally_agrees(w->s, w->a, D, SMALL, NULL, t.rows, t.n, &e) &&
			 e.kind == ERR_ATTENTION;
		t.rows[i] = row;
	}
	return n && found == n;
}

static size_t figures_seen(struct table t)
{
	size_t n = 0;

	for (size_t i = 0; i < t.n; i++)
		n += !i || t.rows[i].figure != t.rows[i - 1].figure;
	return n;
}

static void compare(struct world *w)
{
	struct tally_centres silent = { 1, 1, 48 };
	struct table t = { 0 };
	bool same = true, equal = true, quiet = true;

	for (int64_t day = D - 7; day <= D + 2; day++) {
		t = by_entries(w, day, NULL);
		same &= same_rows(t, by_rollups(w, day));
		equal &= agrees(w, day, NULL, t);
		quiet &= agrees(w, day, &silent, by_entries(w, day, &silent));
	}
	printf("# %zu entries, %zu figures\n", w->n, figures_seen(t));
	CHECK("nearly every figure is in it", figures_seen(t) >= 65);
	CHECK("the rollups give the rows that the entries give", same);
	CHECK("the records, counted by SQL, give the same", equal);
	CHECK("and where a centre is silent", quiet);
	CHECK("a row that is wrong by one is noticed", notices(w, by_entries(w, D, NULL)));
}

/* A number as argument makes another register. */
int main(int argc, char **argv)
{
	const char *tmp = getenv("TMPDIR");
	char dir[256];
	struct arena *a = arena_new(0);
	struct world w;
	int64_t seed = 0;

	snprintf(dir, sizeof dir, "%s/tally-XXXXXX", tmp ? tmp : "/tmp");
	if (!key_start() || !mkdtemp(dir) ||
	    (argc > 1 && !int_parse(str_of(argv[1]), 0, INT32_MAX, &seed)))
		abort();
	world_new(&w, a, str_z(a, str_fmt(a, "%s/db", dir)), (uint64_t)seed);
	world_fill(&w, 60);
	compare(&w);
	arena_free(a);
	return done();
}
