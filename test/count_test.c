/* The fold of deltas to rows, the invariants, and what a bulletin says in CBOR and JSON. */
#include "figure/count.h"

#include <string.h>

#include "base/arena.h"
#include "record/kinds.h"
#include "record/refuse.h"
#include "test.h"
#include "base/banned.h"

#define D      INT64_C(17144) /* 2016-12-09 */
#define CHECKS 44

static const struct str NONE = { NULL, 0 };

static bool place(struct count *c, const char *code, const char *name, const char *parent,
		  const char *level, int64_t area)
{
	struct count_place p = { str_of(code), str_of(name), parent ? str_of(parent) : NONE,
				 str_of(level), area };

	return count_place(c, &p);
}

/* sy > al > al-c > three quarters, sy > rd; a bare one makes no check of it. */
static struct count *bare(struct arena *a, int64_t day)
{
	struct count *c = count_new(a, day, 5);
	bool ok = place(c, "sy", "Syria", NULL, "country", 0) &&
		  place(c, "al", "Aleppo", "sy", "governorate", 0) &&
		  place(c, "al-c", "Aleppo city", "al", "city", 0) &&
		  place(c, "rd", "Rif Dimashq", "sy", "governorate", 0) &&
		  place(c, "q1", "Quarter 1", "al-c", "quarter", 500) &&
		  place(c, "q2", "Quarter 2", "al-c", "quarter", 300) &&
		  place(c, "q3", "Quarter 3", "al-c", "quarter", 0);

	return ok ? c : NULL;
}

static struct count *syria(struct arena *a)
{
	struct count *c = bare(a, D);

	CHECK("places are taken, parents first", c != NULL);
	return c;
}

static bool add(struct count *c, const char *figure, const char *detail, const char *at, int64_t n,
		enum qual q, int64_t from, int64_t day)
{
	struct part p = { str_of(figure), str_of(detail), str_of(at), n, q, from, day, 1, 0 };
	struct err e = { 0 };

	return count_add(c, &p, &e);
}

struct table {
	struct row *rows;
	size_t n;
};

static struct table table_of(struct count *c)
{
	struct table t = { 0 };
	struct err e = { 0 };

	CHECK("the rows are made", count_rows(c, &t.rows, &t.n, &e));
	return t;
}

static bool has(struct table t, const char *figure, const char *place, const char *detail,
		enum period p, int64_t value, enum qual q, int64_t entries)
{
	size_t found = 0;
	bool right = false;

	for (size_t i = 0; i < t.n; i++) {
		const struct row *r = &t.rows[i];

		if (!str_eq(str_of(r->figure->code), str_of(figure)) || r->period != p ||
		    !str_eq(r->place, str_of(place)) || !str_eq(r->detail, str_of(detail)))
			continue;
		found++;
		right = r->value == value && r->qual == q && r->entries == entries;
		if (!right)
			printf("# %s %s: %lld %.*s of %lld\n", figure, place, (long long)r->value,
			       P(qual_name(r->qual)), (long long)r->entries);
	}
	return found == 1 && right;
}

static size_t rows_for(struct table t, const char *figure)
{
	size_t n = 0;

	for (size_t i = 0; i < t.n; i++)
		n += str_eq(str_of(t.rows[i].figure->code), str_of(figure));
	return n;
}

static void windows(struct arena *a)
{
	struct count *c = syria(a);
	struct table t;

	CHECK("deltas are taken", add(c, "P2", "", "al", 5, QUAL_EXACT, D, D) &&
					  add(c, "P2", "", "al", 7, QUAL_EXACT, D - 2, D - 2) &&
					  add(c, "P2", "", "al", 11, QUAL_EXACT, D - 3, D - 3) &&
					  add(c, "P2", "", "al", 1000, QUAL_EXACT, D + 1, D + 1) &&
					  add(c, "P3", "", "al", 9, QUAL_EXACT, D - 9, D - 9) &&
					  add(c, "P3", "", "al", -4, QUAL_EXACT, D, D));
	t = table_of(c);
	CHECK("h24 is day D alone", has(t, "P2", "al", "", PERIOD_H24, 5, QUAL_EXACT, 1));
	CHECK("d3 is day D and the two before",
	      has(t, "P2", "al", "", PERIOD_D3, 12, QUAL_EXACT, 2));
	CHECK("total is everything up to D",
	      has(t, "P2", "al", "", PERIOD_TOTAL, 23, QUAL_EXACT, 3));
	CHECK("now is what is left of a stock",
	      has(t, "P3", "al", "", PERIOD_NOW, 5, QUAL_EXACT, 2));
	CHECK("the country has what lies in it",
	      has(t, "P2", "sy", "", PERIOD_TOTAL, 23, QUAL_EXACT, 3));
	CHECK("a place in which nothing was counted has no row",
	      rows_for(t, "P2") == 6 && rows_for(t, "P3") == 2);
	CHECK("asking twice gives the same",
	      table_of(c).n == t.n &&
		      has(table_of(c), "P2", "sy", "", PERIOD_TOTAL, 23, QUAL_EXACT, 3));
}

static void straddling(struct arena *a)
{
	struct count *c = syria(a);
	struct table t;

	CHECK("periods are taken", add(c, "T1", "", "al", 100, QUAL_EXACT, D - 1, D) &&
					   add(c, "T1", "", "rd", 70, QUAL_EXACT, D - 4, D - 2) &&
					   add(c, "T2", "", "al", 30, QUAL_EXACT, D, D + 1) &&
					   add(c, "T2", "", "rd", 40, QUAL_EXACT, D + 1, D + 3));
	t = table_of(c);
	CHECK("a period over the edge of h24 is not in it and makes it at_least",
	      has(t, "T1", "al", "", PERIOD_H24, 0, QUAL_AT_LEAST, 0));
	CHECK("and is in d3", has(t, "T1", "al", "", PERIOD_D3, 100, QUAL_EXACT, 1));
	CHECK("a period over the edge of d3 makes that at_least",
	      has(t, "T1", "rd", "", PERIOD_D3, 0, QUAL_AT_LEAST, 0));
	CHECK("but leaves h24 alone", has(t, "T1", "rd", "", PERIOD_H24, 0, QUAL_EXACT, 0));
	CHECK("and is in total", has(t, "T1", "rd", "", PERIOD_TOTAL, 70, QUAL_EXACT, 1));
	CHECK("a period that ends after D is not known on D", rows_for(t, "T2") == 0);
	CHECK("places above inherit the qualifier",
	      has(t, "T1", "sy", "", PERIOD_D3, 100, QUAL_AT_LEAST, 1));
}

static void qualifiers(struct arena *a)
{
	struct count *c = syria(a);
	struct table t;

	CHECK("qualified numbers are taken",
	      add(c, "T1", "", "al", 18000, QUAL_OVER, D, D) &&
		      add(c, "T1", "", "al", 1, QUAL_EXACT, D - 2, D - 2) &&
		      add(c, "T1", "", "rd", 2, QUAL_ALMOST, D, D) &&
		      add(c, "P13", "", "al", 5, QUAL_EXACT, D - 1, D - 1) &&
		      add(c, "P13", "", "al", -2, qual_minus(QUAL_OVER), D, D));
	t = table_of(c);
	CHECK("exact is neutral", has(t, "T1", "al", "", PERIOD_TOTAL, 18001, QUAL_OVER, 2));
	CHECK("a lower with an upper bound is about",
	      has(t, "T1", "sy", "", PERIOD_TOTAL, 18003, QUAL_ABOUT, 3));
	CHECK("what is taken away swaps its qualifier",
	      has(t, "P13", "al", "", PERIOD_NOW, 3, QUAL_ALMOST, 2));
}

static void details(struct arena *a)
{
	struct count *c = syria(a);
	struct table t;

	CHECK("details are taken",
	      add(c, "M6", "school", "al-c", 2, QUAL_EXACT, D, D) &&
		      add(c, "M6", "power", "al-c", 3, QUAL_EXACT, D - 9, D - 9) &&
		      add(c, "M6", "", "al-c", 4, QUAL_EXACT, D, D) &&
		      add(c, "T1", "", "al", 10, QUAL_EXACT, D, D) &&
		      add(c, "T1", "women", "al", 6, QUAL_EXACT, D, D));
	t = table_of(c);
	CHECK("the sum stands first and has what has no detail",
	      has(t, "M6", "al", "", PERIOD_TOTAL, 9, QUAL_EXACT, 3) &&
		      has(t, "M6", "al", "", PERIOD_H24, 6, QUAL_EXACT, 2));
	CHECK("each detail has its row",
	      has(t, "M6", "sy", "power", PERIOD_TOTAL, 3, QUAL_EXACT, 1) &&
		      has(t, "M6", "sy", "power", PERIOD_H24, 0, QUAL_EXACT, 0));
	CHECK("a part of a whole is not added to it",
	      has(t, "T1", "al", "", PERIOD_TOTAL, 10, QUAL_EXACT, 1) &&
		      has(t, "T1", "al", "women", PERIOD_TOTAL, 6, QUAL_EXACT, 1));
	for (size_t i = 1; i < t.n; i++) {
		const struct row *x = &t.rows[i - 1], *y = &t.rows[i];
		int place = str_cmp(x->place, y->place), detail = str_cmp(x->detail, y->detail);

		if (x->figure > y->figure ||
		    (x->figure == y->figure &&
		     (place > 0 ||
		      (!place && (detail > 0 || (!detail && x->period >= y->period))))))
			CHECK("rows are in order", false);
	}
}

static void limits(struct arena *a)
{
	struct count *c = syria(a);
	struct err e = { 0 };
	struct row *rows;
	size_t n = 1;

	CHECK("an empty count has no rows", count_rows(c, &rows, &n, &e) && n == 0);
	CHECK("an unknown figure is left out", add(c, "Z9", "", "al", 1, QUAL_EXACT, D, D));
	CHECK("an unknown place is an error", !add(c, "P2", "", "xx", 1, QUAL_EXACT, D, D));
	CHECK("also on a later day", !add(c, "P2", "", "xx", 1, QUAL_EXACT, D + 2, D + 2));
	CHECK("a place stands once", !place(c, "al", "Aleppo", "sy", "", 0));
	CHECK("a parent comes first", !place(c, "xy", "Xy", "xx", "", 0));
	CHECK("no place lies in itself", !place(c, "xx", "Xx", "xx", "", 0));
	CHECK("a large number is taken", add(c, "P2", "", "al", INT64_MAX, QUAL_EXACT, D, D));
	CHECK("a sum beyond 63 bits is an error", !add(c, "P2", "", "al", 1, QUAL_EXACT, D, D));
	c = syria(a);
	CHECK("two large numbers are taken", add(c, "P2", "", "al", INT64_MAX, QUAL_EXACT, D, D) &&
						     add(c, "P2", "", "rd", 1, QUAL_EXACT, D, D));
	CHECK("their country's sum is an error", !count_rows(c, &rows, &n, &e) && e.what[0]);
}

static const struct check *check_of(const struct check *c, size_t n, const char *rule)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(c[i].rule, rule))
			return &c[i];
	CHECK("the rule is among them", false);
	return c;
}

/* The check `rule` over a count of the rows given before. */
static bool holds(struct arena *a, struct count *c, const char *rule, const char *where)
{
	struct table t = table_of(c);
	struct check *checks;
	size_t n = count_checks(a, t.rows, t.n, &checks);
	const struct check *k = check_of(checks, n, rule);

	CHECK("there is always the same number of checks", n == CHECKS);
	if (!k->holds && where && !str_eq(k->where, str_of(where))) {
		printf("# at %.*s\n", P(k->where));
		return true;
	}
	return k->holds;
}

static void exact_checks(struct arena *a)
{
	struct count *c = syria(a);
	struct check *checks;

	CHECK("without rows everything holds", count_checks(a, NULL, 0, &checks) == CHECKS &&
						       checks[0].holds && checks[CHECKS - 1].holds);
	add(c, "P2", "", "al", 1096, QUAL_EXACT, D, D);
	add(c, "P4", "", "al", 953, QUAL_EXACT, D, D);
	add(c, "P3", "", "al", 143, QUAL_EXACT, D, D);
	CHECK("registered = under checks + granted + closed",
	      holds(a, c, "P2 = P3 + P4 + P13 + P18", NULL));
	add(c, "P13", "", "al", 1, QUAL_EXACT, D, D);
	CHECK("one too many is found, at the first place",
	      !holds(a, c, "P2 = P3 + P4 + P13 + P18", "Aleppo"));
	add(c, "P13", "", "rd", -2, QUAL_EXACT, D, D);
	CHECK("a stock below zero is found, where it is", !holds(a, c, "P13 >= 0", "Rif Dimashq"));
	add(c, "P4", "", "rd", 200, QUAL_EXACT, D, D);
	CHECK("nor are there more grants than persons", !holds(a, c, "0 <= P4 <= P2", "Syria"));
	CHECK("other rules hold", holds(a, c, "P3 >= 0", NULL) && holds(a, c, "H7 >= 0", NULL));
}

static void bound_checks(struct arena *a)
{
	struct count *c = syria(a);

	add(c, "T1", "", "al", 10500, QUAL_OVER, D, D);
	add(c, "T1c", "", "al", 40000, QUAL_OVER, D, D);
	CHECK("over cannot be contradicted from below", holds(a, c, "T1c <= T1", NULL));
	c = syria(a);
	add(c, "T1", "", "al", 6000, QUAL_ALMOST, D, D);
	add(c, "T1c", "", "al", 2000, QUAL_EXACT, D, D);
	CHECK("almost 6000 may have 2000 children", holds(a, c, "T1c <= T1", NULL));
	add(c, "T1c", "", "al", 4000, QUAL_EXACT, D, D);
	CHECK("but not 6000", !holds(a, c, "T1c <= T1", "Aleppo"));
	c = syria(a);
	add(c, "T1", "", "al", 5, QUAL_EXACT, D, D);
	add(c, "T1", "women", "al", 6, QUAL_ABOUT, D, D);
	CHECK("about says nothing certain", holds(a, c, "T1 details <= T1", NULL));
	add(c, "T1", "elderly", "al", 6, QUAL_EXACT, D, D);
	CHECK("a detail above its whole is found, and which",
	      !holds(a, c, "T1 details <= T1", "Aleppo, elderly"));
	c = syria(a);
	add(c, "V1", "MONITOR", "al", 3, QUAL_EXACT, D - 1, D - 1);
	add(c, "V1", "STATE", "al", 2, QUAL_EXACT, D - 1, D - 1);
	add(c, "V3", "", "al", 3, QUAL_EXACT, D - 1, D - 1);
	CHECK("what two report is less than both say", holds(a, c, "each of V1 <= V3", NULL));
	add(c, "V1", "STATE", "al", 2, QUAL_EXACT, D - 1, D - 1);
	CHECK("but not less than one of them says",
	      !holds(a, c, "each of V1 <= V3", "Aleppo, STATE"));
	c = syria(a);
	add(c, "T2", "", "rd", 3690, QUAL_EXACT, D, D);
	add(c, "T3", "", "rd", 2079, QUAL_EXACT, D, D);
	add(c, "T4", "", "rd", 1611, QUAL_EXACT, D, D);
	CHECK("parts that make the whole hold", holds(a, c, "T3 + T4 + T5 <= T2", NULL));
	add(c, "T5", "", "rd", 1, QUAL_OVER, D, D);
	CHECK("parts beyond the whole do not, though one is only a lower bound",
	      !holds(a, c, "T3 + T4 + T5 <= T2", "Rif Dimashq"));
	c = syria(a);
	add(c, "M6", "school", "al", 2, QUAL_EXACT, D, D);
	CHECK("the sum of types is the sum", holds(a, c, "M6 = sum of types", NULL));
	add(c, "M6", "", "al", 2, QUAL_EXACT, D, D);
	CHECK("sites without a type are found", !holds(a, c, "M6 = sum of types", "Aleppo"));
}

static void set(struct arena *a, struct rec *r, const char *field, const char *text)
{
	struct refusals why = { .a = a };

	if (!rec_set(a, r, str_of(field), str_of(text), &why))
		CHECK("the bulletin's field is read", false);
}

static void bulletin(struct arena *a)
{
	struct count *c = syria(a);
	struct table t;
	struct rec *r = rec_new(a, &kind_bulletin);
	struct val *figures = &r->v[field_at(&kind_bulletin, "figures")];
	struct buf cbor = { .a = a }, row = { .a = a };
	const char *want =
		"{\"sulh\":\"bulletin/v1\",\"number\":7,\"day\":\"2016-12-09\","
		"\"from\":\"2016-12-08T18:00:00+02:00\",\"to\":\"2016-12-09T18:00:00+02:00\","
		"\"index\":41,\"heads\":[{\"origin\":\"hq.op/log/1\",\"size\":41,\"root\":\""
		"00000000000000000000000000000000000000000000000000000000000000ff\"}],\"late\":[],"
		"\"corrections\":[],"
		"\"definitions\":\"0100000000000000000000000000000000000000000000000000000000000000"
		"\",\"checks\":[{\"rule\":\"P3 >= "
		"0\",\"holds\":true,\"reason\":null}],\"figures\":[\n"
		"{\"code\":\"T1\",\"place\":\"Syria\",\"place_code\":\"sy\",\"detail\":null,"
		"\"period\":\"h24\",\"value\":0,\"qualifier\":\"at_least\",\"unit\":\"crossing\","
		"\"entries\":0},\n"
		"{\"code\":\"T1\",\"place\":\"Syria\",\"place_code\":\"sy\",\"detail\":null,"
		"\"period\":\"d3\",\"value\":9,\"qualifier\":\"exact\",\"unit\":\"crossing\","
		"\"entries\":1},\n"
		"{\"code\":\"T1\",\"place\":\"Syria\",\"place_code\":\"sy\",\"detail\":null,"
		"\"period\":\"total\",\"value\":9,\"qualifier\":\"exact\",\"unit\":\"crossing\","
		"\"entries\":1}\n]}\n";

	add(c, "T1", "", "sy", 9, QUAL_EXACT, D - 1, D);
	t = table_of(c);
	count_bulletin_rows(a, t.rows, t.n, figures);
	CHECK("one line for each qualifier", figures->set && figures->len == 2);
	CHECK("the exact periods share the first",
	      !figures->v[0].v[3].set && figures->v[0].v[4].n == 9 && figures->v[0].v[5].n == 9 &&
		      !figures->v[0].v[6].set && !figures->v[0].v[2].set &&
		      str_eq(figures->v[0].v[7].s, S("exact")));
	CHECK("h24 stands in the second", figures->v[1].v[3].set && figures->v[1].v[3].n == 0 &&
						  !figures->v[1].v[4].set &&
						  str_eq(figures->v[1].v[7].s, S("at_least")));
	val_encode(&kind_bulletin.fields[field_at(&kind_bulletin, "figures")], figures, a, NULL,
		   &cbor);
	CHECK("they can be written", cbor.len > 20);
	set(a, r, "number", "7");
	set(a, r, "day", "2016-12-09");
	set(a, r, "from", "2016-12-08T18:00+02:00");
	set(a, r, "to", "2016-12-09T18:00+02:00");
	set(a, r, "heads",
	    "origin=hq.op/log/1 size=41 "
	    "root=00000000000000000000000000000000000000000000000000000000000000ff");
	set(a, r, "definitions",
	    "0100000000000000000000000000000000000000000000000000000000000000");
	set(a, r, "checks", "rule=\"P3 >= 0\" holds=yes");
	CHECK("the JSON is this, byte for byte",
	      str_eq(count_json(a, r, 41, t.rows, t.n), str_of(want)));
	row_json(&row, &t.rows[1]);
	row_json(&row, &t.rows[1]);
	CHECK("a row of the command line says its type",
	      str_starts(buf_text(&row), S("{\"type\":\"figure\",\"code\":\"T1\",\"place\":")));
	count_bulletin_rows(a, NULL, 0, figures);
	CHECK("no rows are no field", !figures->set);
}

/* Many additions, and many places in a chain: both in a time that nobody notices. */
static void many(struct arena *a)
{
	struct count *c = count_new(a, D, 5);
	const char *last = NULL;
	bool ok = true;
	struct table t;

	for (int i = 0; i < 10000; i++) {
		const char *code = str_z(a, str_fmt(a, "place-%d", i));

		ok &= place(c, code, code, last, "", 0);
		last = code;
	}
	for (int i = 0; i < 1000000; i++)
		ok &= add(c, "P2", "", last, 1, QUAL_EXACT, D - i % 100, D - i % 100);
	CHECK("ten thousand places and a million deltas are taken", ok);
	t = table_of(c);
	CHECK("the root has them all", t.n == 30001 && has(t, "P2", "place-0", "", PERIOD_TOTAL,
							   1000000, QUAL_EXACT, 1000000));
}

int main(void)
{
	struct arena *a = arena_new(0);

	if (!a)
		return 1;
	windows(a);
	straddling(a);
	qualifiers(a);
	details(a);
	limits(a);
	exact_checks(a);
	bound_checks(a);
	bulletin(a);
	many(a);
	arena_free(a);
	return done();
}
