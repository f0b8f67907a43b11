/* What a later bulletin changes of an earlier one: rows compared, restatements of them, merges that they name. */
#include "figure/count_restate.h"

#include <string.h>

#include "base/arena.h"
#include "record/kinds.h"
#include "counts.h"
#include "test.h"
#include "base/banned.h"

static struct rec *restatement(struct arena *a, const char *figure, const char *at, int64_t old,
			       int64_t new)
{
	struct rec *r = rec_new(a, &kind_restatement);

	r->v[field_at(r->kind, "figure")] = (struct val){ .set = true, .s = str_of(figure) };
	r->v[field_at(r->kind, "place_of")] = (struct val){ .set = true, .s = str_of(at) };
	r->v[field_at(r->kind, "period")] = (struct val){ .set = true, .s = S("total") };
	r->v[field_at(r->kind, "old")] = (struct val){ .set = true, .n = old };
	r->v[field_at(r->kind, "new")] = (struct val){ .set = true, .n = new };
	return r;
}

static size_t unsaid(struct arena *a, struct table was, struct table is,
		     const struct rec *const *said, size_t n, struct change **list, size_t *wrong)
{
	struct count_past past = { .was = { was.rows, was.n },
				   .is = { is.rows, is.n },
				   .merged = { is.rows, is.n },
				   .said = said,
				   .n_said = n };

	return count_unsaid(a, &past, list, wrong);
}

static void restating(struct arena *a)
{
	struct count *was = syria(a, D), *is = syria(a, D);
	const struct rec *said[8];
	struct table old, new;
	struct change *list;
	size_t wrong, n;

	add(was, "H1", "", "rd", 5, QUAL_EXACT, D - 1, D - 1, 1, 0);
	add(is, "H1", "", "rd", 5, QUAL_EXACT, D - 1, D - 1, 1, 0);
	old = table_of(was);
	CHECK("what is the same is no change", unsaid(a, old, old, NULL, 0, &list, &wrong) == 0);
	add(is, "H1", "", "al", 2, QUAL_EXACT, D - 1, D - 1, 1, 0);
	new = table_of(is);
	n = unsaid(a, old, new, NULL, 0, &list, &wrong);
	CHECK("a late entry changes the place and the country", n == 2 && wrong == 0);
	CHECK("from what to what", str_eq(list[0].place, S("al")) && list[0].old == 0 &&
					   list[0].new == 2 && str_eq(list[1].place, S("sy")) &&
					   list[1].old == 5 && list[1].new == 7);
	said[0] = restatement(a, "H1", "sy", 5, 6);
	said[1] = restatement(a, "H1", "al", 0, 2);
	n = unsaid(a, old, new, said, 2, &list, &wrong);
	CHECK("what is restated is said, the rest goes on from there",
	      n == 1 && wrong == 2 && list[0].old == 6 && list[0].new == 7);
	said[2] = restatement(a, "H1", "sy", 6, 7);
	CHECK("a chain says it", unsaid(a, old, new, said, 3, &list, &wrong) == 0 && wrong == 3);
	said[3] = restatement(a, "H1", "rd", 5, 9);
	n = unsaid(a, old, new, said, 4, &list, &wrong);
	CHECK("what did not change is not restated",
	      n == 1 && list[0].old == 9 && list[0].new == 5);
	said[3] = restatement(a, "H1", "rd", 4, 5);
	CHECK("nor from a number that was not",
	      unsaid(a, old, new, said, 4, &list, &wrong) == 0 && wrong == 3);
	is = syria(a, D);
	add(is, "H1", "", "rd", 5, QUAL_ABOUT, D - 1, D - 1, 1, 0);
	new = table_of(is);
	CHECK("a qualifier is a change, too", unsaid(a, old, new, NULL, 0, &list, &wrong) == 2);
	said[0] = restatement(a, "H1", "rd", 5, 5);
	said[1] = restatement(a, "H1", "sy", 5, 5);
	CHECK("and may be restated",
	      unsaid(a, old, new, said, 2, &list, &wrong) == 0 && wrong == 2);
}

/* Numbers whose difference is none that can be written. */
static void beyond(struct arena *a)
{
	struct row low = { .figure = figure_find(S("H1")),
			   .place = S("sy"),
			   .place_name = S("sy"),
			   .detail = S(""),
			   .period = PERIOD_TOTAL,
			   .value = -INT64_MAX },
		   high = low;
	struct table was = { &low, 1 }, is = { &high, 1 };
	const struct rec *said[1] = { restatement(a, "H1", "sy", -INT64_MAX, INT64_MAX) };
	struct change *list;
	size_t wrong;

	high.value = INT64_MAX;
	CHECK("a change beyond what a number holds is one",
	      unsaid(a, was, is, NULL, 0, &list, &wrong) == 1 && list[0].old == -INT64_MAX &&
		      list[0].new == INT64_MAX &&list[0].period == PERIOD_TOTAL);
	(void)unsaid(a, was, is, said, 1, &list, &wrong);
	CHECK("and nothing restates it", wrong == 0);
}

/* Merges. */

static struct delta of_merge(const char *figure)
{
	return (struct delta){ str_of(figure), S(""), -1, QUAL_EXACT };
}

static void named(struct arena *a, struct rec *r, const struct merged *m)
{
	struct val *v = &r->v[field_at(r->kind, "merges")];

	*v = (struct val){ .set = true, .len = 1, .v = arena_array(a, 1, sizeof *v->v) };
	v->v[0] = (struct val){ .set = true, .s = str_mem(m->ref, sizeof m->ref) };
}

static struct count *hundred(struct arena *a, int weapons)
{
	struct count *c = syria(a, D);

	add(c, "P2", "", "al", 100, QUAL_EXACT, D - 1, D - 1, 100, 0);
	add(c, "P3", "", "al", 100, QUAL_EXACT, D - 1, D - 1, 100, 0);
	add(c, "W1", "", "al", weapons, QUAL_EXACT, D - 1, D - 1, 1, 0);
	return c;
}

static void merges(struct arena *a)
{
	const struct delta deltas[] = { of_merge("P2"), of_merge("P3") };
	struct merged m = { .ref = { 1 }, .seat = S("al"), .day = D + 1, .deltas = deltas, .n = 2 };
	struct count *was = hundred(a, 50), *is = hundred(a, 50), *merged = hundred(a, 50);
	const struct rec *said[6];
	struct count_past past = { .places = is, .merges = &m, .n_merges = 1, .said = said };
	struct change *list;
	size_t wrong, n;
	struct err e;

	CHECK("a merge is added", merged_add(merged, D, &m, 1, &e));
	past.was = (struct rows){ table_of(was).rows, table_of(was).n };
	past.is = (struct rows){ table_of(is).rows, table_of(is).n };
	past.merged = (struct rows){ table_of(merged).rows, table_of(merged).n };
	n = count_unsaid(a, &past, &list, &wrong);
	CHECK("it changes P2 and P3 in two places, and a quotient", n == 5);
	for (size_t i = 0; i < n; i++)
		CHECK("no shorter window, and each because of a duplicate",
		      list[i].duplicate &&
			      (list[i].period == PERIOD_TOTAL || list[i].period == PERIOD_NOW));
	CHECK("sums name it", list[0].n_merges == 1 && list[3].n_merges == 1);
	CHECK("the quotient of less than a hundred is none",
	      !strcmp(list[4].figure->code, "W6") && list[4].old == 50 && list[4].new == 0 &&
		      !list[4].n_merges);
	for (past.n_said = 0; past.n_said < n; past.n_said++) {
		struct rec *r =
			restatement(a, list[past.n_said].figure->code, list[past.n_said].place.s,
				    list[past.n_said].old, list[past.n_said].new);

		r->v[field_at(r->kind, "period")].s = period_name(list[past.n_said].period);
		if (past.n_said < 4)
			named(a, r, &m);
		said[past.n_said] = r;
	}
	CHECK("when that is said, nothing is left",
	      count_unsaid(a, &past, &list, &wrong) == 0 && wrong == n);
	past.n_merges = 0;
	past.merged = past.is;
	CHECK("what names no merge is wrong",
	      count_unsaid(a, &past, &list, &wrong) > 0 && wrong == 0);
}

/* Many merges and many rows. */

struct row_of {
	const char *figure, *place;
	enum period period;
	const char *detail;
};

/* Merges of several seats and figures; their references are not in order. */
static struct merged *many_merges(struct arena *a, size_t n)
{
	static const struct delta deltas[] = { { SC("P2"), SC(""), -1, QUAL_EXACT },
					       { SC("P3"), SC(""), -1, QUAL_EXACT },
					       { SC("P2"), SC(""), +1, QUAL_EXACT },
					       { SC("none"), SC(""), 1, QUAL_EXACT } };
	static const size_t from[] = { 0, 0, 1, 0 }, count[] = { 1, 2, 1, 4 };
	static const char *const seats[] = { "al", "rd", "q1", "q2", "al-c", "nowhere" };
	struct merged *list = arena_array(a, n, sizeof *list);

	for (size_t i = 0; i < n; i++) {
		size_t ref = i * 7 % n;

		list[i] = (struct merged){ .ref = { (uint8_t)(ref >> 8), (uint8_t)ref },
					   .seat = str_of(seats[i % 6]),
					   .day = D + 1,
					   .deltas = deltas + from[i / 6 % 4],
					   .n = count[i / 6 % 4] };
	}
	return list;
}

/* Whether a merge changes what a row counts, asked of that one. */
static bool changes(const struct count *c, const struct merged *m, const struct row_of *k)
{
	if (k->period != PERIOD_TOTAL && k->period != PERIOD_NOW)
		return false;
	for (size_t i = 0; i < m->n; i++)
		if (str_eq(m->deltas[i].figure, str_of(k->figure)))
			return count_lies_in(c, m->seat, str_of(k->place));
	return false;
}

/* From nothing to nothing, by that merge. */
static struct rec *by_merge(struct arena *a, const struct row_of *k, const struct merged *m)
{
	struct rec *r = restatement(a, k->figure, k->place, 0, 0);

	r->v[field_at(r->kind, "period")].s = period_name(k->period);
	r->v[field_at(r->kind, "detail")] =
		(struct val){ .set = true, .s = str_dup(a, str_of(k->detail)) };
	named(a, r, m);
	return r;
}

/* Whether a change is of that row and lists the merges that change it, but for one, in the order of their references. */
static bool lists(const struct count_past *past, const struct change *x, const struct row_of *k,
		  const struct merged *but)
{
	size_t n = 0;
	bool ok = str_eq(str_of(x->figure->code), str_of(k->figure)) &&
		  str_eq(x->place, str_of(k->place)) && x->period == k->period;

	for (size_t i = 0; i < past->n_merges; i++)
		n += &past->merges[i] != but && changes(past->places, &past->merges[i], k);
	ok = ok && x->n_merges == n;
	for (size_t i = 0; ok && i < n; i++)
		ok = x->merges[i] != but && changes(past->places, x->merges[i], k) &&
		     (!i || memcmp(x->merges[i - 1]->ref, x->merges[i]->ref, REF_BYTES) < 0);
	return ok;
}

/* Each row is asked for the merges that change it, as if one were asked after the other. */
static void each_row(struct arena *a)
{
	static const char *const codes[] = { "H1", "P2", "P3", "P4" };
	static const char *const at[] = { "al", "al-c", "q1", "q4", "rd", "sy", "zz" };
	struct merged *list = many_merges(a, 500);
	struct count_past past = {
		.places = syria(a, D), .merges = list, .n_merges = 500, .list_merges = true
	};
	const struct rec *said[4 * 7 * PERIOD_COUNT];
	struct row_of rows[4 * 7 * PERIOD_COUNT];
	const struct merged *but[4 * 7 * PERIOD_COUNT];
	struct change *out;
	size_t wrong, n, k = 0;
	bool same = true;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct row_of row = { codes[i / PERIOD_COUNT / 7], at[i / PERIOD_COUNT % 7],
				      (enum period)(i % PERIOD_COUNT), "" };
		size_t m = 0;

		while (m < 500 && !changes(past.places, &list[m], &row))
			m++;
		if (m == 500)
			continue;
		rows[k] = row;
		but[k] = &list[m];
		said[k++] = by_merge(a, &row, &list[m]);
	}
	past.said = said;
	past.n_said = k;
	n = count_unsaid(a, &past, &out, &wrong);
	CHECK("rows of merges are left where others are not named",
	      k == 2 * 2 * 5 && n == k && wrong == k);
	for (size_t i = 0; i < n; i++)
		same &= lists(&past, &out[i], &rows[i], but[i]);
	CHECK("and list them in their order", same);
	for (size_t i = 0; i < k; i++) {
		said[i] = by_merge(a, &rows[i], but[(i + k / 2) % k]);
		(void)count_unsaid(a, &past, &out, &wrong);
		same &= (wrong == i) == !changes(past.places, but[(i + k / 2) % k], &rows[i]);
		said[i] = by_merge(a, &rows[i], but[i]);
	}
	CHECK("what names one of another row is wrong", same);
	past.list_merges = false;
	n = count_unsaid(a, &past, &out, &wrong);
	CHECK("they are counted only where nobody asks for them",
	      n == k && out[0].n_merges > 0 && !out[0].merges);
}

#define MANY 3000

/* Restatements of rows that nobody counted, each naming another one of many merges. */
static size_t hostile(struct arena *outer, size_t bytes, size_t *wrong, size_t *left)
{
	struct arena *small = arena_new(bytes);
	const struct rec **said = arena_array(outer, MANY, sizeof *said);
	struct merged *list = many_merges(outer, MANY);
	struct count_past past = {
		.places = syria(outer, D), .merges = list, .n_merges = MANY, .said = said
	};
	struct change *out;
	size_t n = 0;

	for (size_t i = 0; i < MANY; i++) {
		char detail[16];
		struct row_of row = { "P2", "sy", PERIOD_TOTAL, detail };

		if (!changes(past.places, &list[i], &row))
			continue;
		(void)snprintf(detail, sizeof detail, "x%zu", i);
		said[past.n_said++] = by_merge(outer, &row, &list[i]);
	}
	if (small && !setjmp(*arena_guard(small))) {
		n = count_unsaid(small, &past, &out, wrong);
		*left = n ? out[n - 1].n_merges : 0;
	}
	arena_free(small);
	return n == past.n_said && *wrong == n ? n : 0;
}

static void many(struct arena *a)
{
	size_t wrong = 0, left = 0, n = hostile(a, 8 << 20, &wrong, &left);

	CHECK("many rows of many merges take no room for each of both",
	      n > MANY / 2 && left == n - 1);
}

int main(void)
{
	struct arena *a = arena_new(0);

	if (!a)
		return 1;
	restating(a);
	beyond(a);
	merges(a);
	each_row(a);
	many(a);
	arena_free(a);
	return done();
}
