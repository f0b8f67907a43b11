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

int main(void)
{
	struct arena *a = arena_new(0);

	if (!a)
		return 1;
	restating(a);
	merges(a);
	arena_free(a);
	return done();
}
