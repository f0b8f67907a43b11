/* Counts beyond sums of deltas: what holds of things, what is cancelled, figures made of others, silence. */
#include "figure/count.h"

#include <string.h>

#include "base/arena.h"
#include "counts.h"
#include "test.h"
#include "base/banned.h"

static struct state_line line(const char *figure, const char *detail, int64_t n, enum qual q)
{
	return (struct state_line){ str_of(figure), str_of(detail), COUNT_STATE, n, q,
				    DAY_MIN,	    DAY_MAX };
}

/* A record of a thing with one line, or with none. */
static bool thing(struct count *c, const char *key, int64_t day, uint64_t index, const char *at,
		  const struct state_line *l)
{
	struct state s = { .kind = 91,
			   .log = 1,
			   .key = key ? str_of(key) : NONE,
			   .place = str_of(at),
			   .day = day,
			   .index = index,
			   .lines = l,
			   .n = l != NULL };
	struct err e = { 0 };

	return count_state(c, &s, &e);
}

static const struct row *row_of(struct table t, const char *figure, const char *at,
				const char *detail, enum period p)
{
	for (size_t i = 0; i < t.n; i++) {
		const struct row *r = &t.rows[i];

		if (str_eq(str_of(r->figure->code), str_of(figure)) && r->period == p &&
		    str_eq(r->place, str_of(at)) && str_eq(r->detail, str_of(detail)))
			return r;
	}
	return NULL;
}

static bool has(struct table t, const char *figure, const char *at, const char *detail,
		enum period p, int64_t value, enum qual q)
{
	const struct row *r = row_of(t, figure, at, detail, p);

	if (r && (r->value != value || r->qual != q))
		printf("# %s %s: %lld %.*s\n", figure, at, (long long)r->value,
		       P(qual_name(r->qual)));
	return r && r->value == value && r->qual == q;
}

static void cancelling(struct arena *a)
{
	struct count *c = syria(a, D);
	struct table t;

	add(c, "T1", "", "al", 100, QUAL_EXACT, D, D, 1, 0);
	add(c, "T1", "", "al", 50, QUAL_OVER, D, D, 1, 1);
	add(c, "T1", "", "al", 7, QUAL_ALMOST, D, D, 1, 0);
	add(c, "T1", "", "al", 30, QUAL_EXACT, D - 1, D, 1, 0);
	t = table_of(c);
	CHECK("over, almost and a straddling period make it about",
	      has(t, "T1", "al", "", PERIOD_H24, 157, QUAL_ABOUT) &&
		      row_of(t, "T1", "al", "", PERIOD_H24)->entries == 3);
	CHECK("a statement is counted as such",
	      row_of(t, "T1", "sy", "", PERIOD_TOTAL)->stated == 1);
	add(c, "T1", "", "al", -7, QUAL_ALMOST, D, D, -1, 0);
	t = table_of(c);
	CHECK("without the one it is at least",
	      has(t, "T1", "al", "", PERIOD_H24, 150, QUAL_AT_LEAST));
	add(c, "T1", "", "al", -30, QUAL_EXACT, D - 1, D, -1, 0);
	t = table_of(c);
	CHECK("without the straddling one it is over",
	      has(t, "T1", "al", "", PERIOD_H24, 150, QUAL_OVER));
	add(c, "T1", "", "al", -50, QUAL_OVER, D, D, -1, -1);
	t = table_of(c);
	CHECK("without the statement it is exact again",
	      has(t, "T1", "sy", "", PERIOD_H24, 100, QUAL_EXACT) &&
		      row_of(t, "T1", "sy", "", PERIOD_H24)->stated == 0);
	add(c, "T1", "", "al", -100, QUAL_EXACT, D, D, -1, 0);
	CHECK("and when all is taken back there is nothing", table_of(c).n == 0);
}

static void things(struct arena *a)
{
	struct count *c = syria(a, D);
	struct state_line open = line("H7", "", 1, QUAL_EXACT), two = line("H7", "", 2, QUAL_OVER);
	struct state_line until = line("H7", "", 40, QUAL_EXACT);
	struct table t;

	thing(c, "K1", D - 9, 1, "q1", &open);
	thing(c, "K2", D - 9, 2, "q1", &open);
	thing(c, "K2", D - 3, 7, "q1", NULL);
	thing(c, "K3", D + 1, 9, "q1", &open);
	thing(c, "K4", D - 1, 5, "q2", &two);
	thing(c, "K4", D - 1, 4, "q2", &open);
	t = table_of(c);
	CHECK("what was closed does not count, nor what opens tomorrow",
	      has(t, "H7", "q1", "", PERIOD_NOW, 1, QUAL_EXACT));
	CHECK("of one day the higher index holds",
	      has(t, "H7", "q2", "", PERIOD_NOW, 2, QUAL_OVER));
	CHECK("places above have all", has(t, "H7", "sy", "", PERIOD_NOW, 3, QUAL_OVER));
	count_state_cancel(c, 1, 7);
	count_state_cancel(c, 1, 5);
	t = table_of(c);
	CHECK("where the newest was taken back the one before holds",
	      has(t, "H7", "q1", "", PERIOD_NOW, 2, QUAL_EXACT) &&
		      has(t, "H7", "q2", "", PERIOD_NOW, 1, QUAL_EXACT));
	count_state_cancel(c, 1, 8);
	thing(c, "K2", D, 8, "q1", NULL);
	t = table_of(c);
	CHECK("also where that was known before",
	      has(t, "H7", "sy", "", PERIOD_NOW, 3, QUAL_EXACT));
	thing(c, NULL, D - 5, 20, "rd", &open);
	thing(c, NULL, D - 4, 21, "rd", &open);
	t = table_of(c);
	CHECK("without a key each is a thing of its own",
	      has(t, "H7", "rd", "", PERIOD_NOW, 2, QUAL_EXACT));
	until.until = D - 1;
	thing(c, "K9", D - 5, 22, "rd", &until);
	until.until = DAY_MAX;
	until.from = D + 1;
	thing(c, "K10", D - 5, 23, "rd", &until);
	CHECK("what is over or has not begun does not count",
	      has(table_of(c), "H7", "rd", "", PERIOD_NOW, 2, QUAL_EXACT));
	for (uint64_t i = 0; i < 30; i++)
		count_state_cancel(c, 1, i);
	CHECK("and all taken back leave nothing", table_of(c).n == 0);
}

static void two_periods(struct arena *a)
{
	struct count *c = syria(a, D);
	struct state_line now = line("S1", "", 1, QUAL_EXACT);
	struct table t;

	add(c, "S1", "", "al", 1, QUAL_EXACT, D, D, 1, 0);
	add(c, "S1", "", "rd", 4, QUAL_EXACT, D - 9, D - 9, 1, 0);
	thing(c, "1", D, 3, "al", &now);
	t = table_of(c);
	CHECK("total comes from deltas, now from states",
	      has(t, "S1", "sy", "", PERIOD_TOTAL, 5, QUAL_EXACT) &&
		      has(t, "S1", "sy", "", PERIOD_NOW, 1, QUAL_EXACT));
	CHECK("where no state is left there is no row of it",
	      row_of(t, "S1", "rd", "", PERIOD_TOTAL) && !row_of(t, "S1", "rd", "", PERIOD_NOW));
}

static void latest(struct arena *a)
{
	struct count *c = syria(a, D);
	struct state_line w[3], pause = line("V5", "air", 0, QUAL_EXACT);
	struct state s = { .kind = 20,
			   .log = 1,
			   .key = S("15/2016"),
			   .place = S("sy"),
			   .day = D - 90,
			   .lines = w,
			   .n = 3 };
	struct err e = { 0 };
	struct table t;

	w[0] = w[1] = w[2] = line("D1", "captor", 3, QUAL_EXACT);
	w[0].from = D - 90;
	w[0].until = D + 2;
	w[1].n = 1;
	w[1].from = D - 20;
	w[1].until = D;
	w[2].n = 6;
	w[2].from = D + 1;
	CHECK("a record with several lines is taken", count_state(c, &s, &e));
	CHECK("the window that began last holds, not their sum",
	      has(table_of(c), "D1", "sy", "captor", PERIOD_NOW, 1, QUAL_EXACT));
	pause.how = COUNT_SINCE;
	pause.from = D - 44;
	thing(c, "P1", D - 44, 1, "al", &pause);
	pause.from = D - 2;
	thing(c, "P2", D - 2, 2, "q1", &pause);
	t = table_of(c);
	CHECK("days are counted since it began",
	      has(t, "V5", "al", "air", PERIOD_NOW, 44, QUAL_EXACT));
	CHECK("and it counts at its own place only",
	      has(t, "V5", "q1", "air", PERIOD_NOW, 2, QUAL_EXACT) &&
		      !row_of(t, "V5", "sy", "air", PERIOD_NOW) &&
		      !row_of(t, "V5", "al-c", "air", PERIOD_NOW));
}

static void share(struct arena *a)
{
	struct count *c = syria(a, D);
	struct state_line in = line("S4", "", 0, QUAL_EXACT);
	struct table t;

	in.how = COUNT_AREA;
	CHECK("nothing is said of what nobody recorded", table_of(c).n == 0);
	thing(c, "q1", D - 3, 1, "q1", &in);
	thing(c, "q2", D - 2, 2, "q2", &in);
	t = table_of(c);
	CHECK("800 of 1000 are 80 per cent, for the city and the governorate",
	      has(t, "S4", "al-c", "", PERIOD_NOW, 80, QUAL_EXACT) &&
		      has(t, "S4", "al", "", PERIOD_NOW, 80, QUAL_EXACT));
	CHECK("not for the country, nor for a quarter", t.n == 2);
	thing(c, "q4", D - 1, 3, "q4", &in);
	CHECK("with a quarter of unknown area at least so much",
	      has(table_of(c), "S4", "al", "", PERIOD_NOW, 80, QUAL_AT_LEAST));
	thing(c, "q4", D, 4, "q4", NULL);
	thing(c, "q1", D, 5, "q1", NULL);
	CHECK("a third is 30 per cent",
	      has(table_of(c), "S4", "al", "", PERIOD_NOW, 30, QUAL_EXACT));
	thing(c, "q2", D, 6, "q2", NULL);
	CHECK("with none there is no row", !row_of(table_of(c), "S4", "al", "", PERIOD_NOW));
	add(c, "S3", "administered", "q1", 1, QUAL_EXACT, D - 3, D - 3, 1, 0);
	CHECK("but 0, where some had been",
	      has(table_of(c), "S4", "al", "", PERIOD_NOW, 0, QUAL_EXACT));
	c = count_new(a, D, 5);
	place(c, "sy", NULL, "country", 0);
	place(c, "al", "sy", "governorate", 0);
	place(c, "a", "al", "quarter", 1);
	place(c, "b", "al", "quarter", 199);
	thing(c, "a", D, 1, "a", &in);
	CHECK("half a per cent is rounded up",
	      has(table_of(c), "S4", "al", "", PERIOD_NOW, 1, QUAL_EXACT));
}

static void ratio(struct arena *a)
{
	struct count *c = syria(a, D);

	add(c, "P2", "", "al", 99, QUAL_EXACT, D, D, 99, 0);
	add(c, "W1", "", "al", 50, QUAL_EXACT, D, D, 1, 0);
	CHECK("below a hundred persons there is no ratio",
	      !row_of(table_of(c), "W6", "sy", "", PERIOD_NOW));
	add(c, "P2", "", "rd", 201, QUAL_EXACT, D, D, 201, 0);
	add(c, "W3", "", "rd", 60, QUAL_OVER, D, D, 1, 0);
	CHECK("110 of 300 are 36, rounded down, with the weapons' qualifier",
	      has(table_of(c), "W6", "sy", "", PERIOD_NOW, 36, QUAL_OVER));
	CHECK("of the whole operation only", !row_of(table_of(c), "W6", "al", "", PERIOD_NOW));
}

static void silence(struct arena *a)
{
	struct count *c = syria(a, D);
	struct state_line open = line("H7", "", 1, QUAL_EXACT),
			  s2 = line("S2", "CH", 9, QUAL_EXACT);
	struct check *checks;
	struct table t;
	bool holds = true;

	add(c, "P2", "", "al", 20, QUAL_EXACT, D, D, 20, 0);
	add(c, "P3", "", "al", 20, QUAL_EXACT, D, D, 20, 0);
	add(c, "T1", "", "al", 9, QUAL_ALMOST, D, D, 1, 0);
	add(c, "S2", "CH", "sy", 9, QUAL_EXACT, D, D, 1, 0);
	thing(c, "K", D, 1, "al", &open);
	thing(c, "9", D, 2, "sy", &s2);
	t = table_of(c);
	CHECK("nothing is said of centres that nobody asked about",
	      !row_of(t, "Q3", "sy", "silent", PERIOD_NOW));
	count_centres(c, 4, 0, 99);
	t = table_of(c);
	CHECK("with all reporting nothing is silent, and no head is old",
	      has(t, "Q3", "sy", "reporting", PERIOD_NOW, 4, QUAL_EXACT) &&
		      has(t, "Q3", "sy", "silent", PERIOD_NOW, 0, QUAL_EXACT) &&
		      has(t, "Q3", "sy", "oldest hours", PERIOD_NOW, 0, QUAL_EXACT) &&
		      has(t, "P3", "al", "", PERIOD_NOW, 20, QUAL_EXACT));
	count_centres(c, 3, 1, 48);
	t = table_of(c);
	CHECK("a silent centre makes rising totals at least",
	      has(t, "P2", "al", "", PERIOD_TOTAL, 20, QUAL_AT_LEAST) &&
		      has(t, "T1", "al", "", PERIOD_H24, 9, QUAL_ABOUT));
	CHECK("stocks have no row",
	      !row_of(t, "P3", "al", "", PERIOD_NOW) && !row_of(t, "H7", "al", "", PERIOD_NOW));
	CHECK("what headquarters records is as it was",
	      has(t, "S2", "sy", "CH", PERIOD_TOTAL, 9, QUAL_EXACT) &&
		      has(t, "S2", "sy", "CH", PERIOD_NOW, 9, QUAL_EXACT));
	CHECK("and its silence is said",
	      has(t, "Q3", "sy", "silent", PERIOD_NOW, 1, QUAL_EXACT) &&
		      has(t, "Q3", "sy", "oldest hours", PERIOD_NOW, 48, QUAL_EXACT));
	for (size_t i = 0, n = count_checks(a, t.rows, t.n, &checks); i < n; i++)
		holds &= checks[i].holds;
	CHECK("what is not known contradicts nothing", holds);
}

static void held_back(struct arena *a)
{
	struct count *c = syria(a, D);
	struct state_line s6 = line("S6", "CH", 1, QUAL_EXACT);

	for (uint64_t i = 0; i < 4; i++)
		thing(c, NULL, D, i, "sy", &s6);
	CHECK("four groups are not shown", table_of(c).n == 0);
	thing(c, NULL, D, 4, "sy", &s6);
	CHECK("five are", has(table_of(c), "S6", "sy", "CH", PERIOD_NOW, 5, QUAL_EXACT));
	c = syria(a, D);
	add(c, "V3", "", "al", 3, QUAL_EXACT, D, D, 1, 0);
	CHECK("incidents of the day are not public yet", table_of(c).n == 0);
	add(c, "V3", "", "al", 2, QUAL_EXACT, D - 1, D - 1, 1, 0);
	add(c, "V3", "", "al", 1, QUAL_EXACT, D - 2, D - 2, 1, 0);
	CHECK("those of the day before are the last 24 hours",
	      has(table_of(c), "V3", "al", "", PERIOD_H24, 2, QUAL_EXACT) &&
		      has(table_of(c), "V3", "al", "", PERIOD_TOTAL, 3, QUAL_EXACT));
}

static void trees(struct arena *a)
{
	static const char *const up[] = { NULL, "a", "b", "a" };
	struct count *c = count_new(a, D, 5);
	struct count_place p[4];

	for (size_t i = 0; i < 4; i++)
		p[3 - i] =
			(struct count_place){ str_of((const char *[]){ "a", "b", "c", "d" }[i]),
					      S("x"), up[i] ? str_of(up[i]) : NONE, S("city"), 0 };
	CHECK("places in any order are a tree", count_places(c, p, 4));
	CHECK("each of them once", !count_places(c, p, 1));
	p[0].code = S("e");
	p[0].parent = S("e");
	CHECK("and none in itself", !count_places(c, p, 1));
}

/* The same things in any order give the same rows, and with everything added twice and taken back once. */

struct act {
	bool is_state, cancel;
	struct part part;
	const char *key, *at;
	int64_t day;
	uint64_t index;
	struct state_line line;
	bool ends;
};

static uint64_t random_next(uint64_t *x)
{
	*x = *x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return *x >> 33;
}

static struct act act_new(uint64_t *x, uint64_t index)
{
	static const char *const places[] = { "sy", "al", "al-c", "q1", "q2", "q3", "q4", "rd" };
	static const char *const codes[] = { "T1", "P2", "P3", "M6", "S1", "R1", "V3", "H10" };
	static const char *const stocks[] = { "H7", "S1", "D1", "V5", "S4", "S6", "H10", "C1" };
	static const char *const details[] = { "", "a", "b" };
	static const char *const keys[] = { "1", "2", "3", "4", NULL };
	struct act w = { .is_state = random_next(x) % 2, .index = index };

	w.at = places[random_next(x) % 8];
	w.day = D - 4 + (int64_t)(random_next(x) % 7);
	if (!w.is_state) {
		w.part = (struct part){ str_of(codes[random_next(x) % 8]),
					str_of(details[random_next(x) % 3]),
					str_of(w.at),
					(int64_t)(random_next(x) % 100),
					(enum qual)(random_next(x) % QUAL_COUNT),
					w.day - (int64_t)(random_next(x) % 3),
					w.day,
					1,
					(int64_t)(random_next(x) % 2) };
		return w;
	}
	w.key = keys[random_next(x) % 5];
	w.ends = random_next(x) % 4 == 0;
	w.line = line(stocks[random_next(x) % 8], details[random_next(x) % 3],
		      (int64_t)(random_next(x) % 10), (enum qual)(random_next(x) % QUAL_COUNT));
	w.line.from = D - 3 + (int64_t)(random_next(x) % 5);
	if (str_eq(w.line.figure, S("S4")))
		w.line.how = COUNT_AREA;
	if (str_eq(w.line.figure, S("V5")))
		w.line.how = COUNT_SINCE;
	return w;
}

static void act_do(struct count *c, const struct act *w)
{
	struct part back = w->part;
	struct err e = { 0 };
	bool ok = true;

	if (w->is_state && w->cancel) {
		count_state_cancel(c, 1, w->index);
	} else if (w->is_state) {
		ok = thing(c, w->key, w->day, w->index, w->at, w->ends ? NULL : &w->line);
	} else {
		back.n = w->cancel ? -back.n : back.n;
		back.entries = w->cancel ? -back.entries : back.entries;
		back.stated = w->cancel ? -back.stated : back.stated;
		ok = count_add(c, &back, &e);
	}
	if (!ok)
		CHECK("a random act is taken", false);
}

static bool same_rows(struct table x, struct table y)
{
	bool same = x.n == y.n;

	for (size_t i = 0; same && i < x.n; i++)
		same = x.rows[i].figure == y.rows[i].figure &&
		       str_eq(x.rows[i].place, y.rows[i].place) &&
		       str_eq(x.rows[i].detail, y.rows[i].detail) &&
		       x.rows[i].period == y.rows[i].period && x.rows[i].value == y.rows[i].value &&
		       x.rows[i].qual == y.rows[i].qual && x.rows[i].entries == y.rows[i].entries &&
		       x.rows[i].stated == y.rows[i].stated;
	return same;
}

#define ACTS 60

static void any_order(struct arena *a)
{
	bool same = true, nothing = true;
	uint64_t x = 7;

	for (int round = 0; round < 200; round++) {
		struct act acts[2 * ACTS];
		struct count *in_order = syria(a, D), *shuffled = syria(a, D), *none = syria(a, D);

		for (size_t i = 0; i < ACTS; i++) {
			acts[i] = act_new(&x, i);
			act_do(in_order, &acts[i]);
		}
		for (size_t i = ACTS; i-- > 1;) {
			size_t j = random_next(&x) % (i + 1);
			struct act swap = acts[i];

			acts[i] = acts[j];
			acts[j] = swap;
		}
		for (size_t i = 0; i < ACTS; i++)
			act_do(shuffled, &acts[i]);
		same &= same_rows(table_of(in_order), table_of(shuffled));
		for (size_t i = 0; i < ACTS; i++) {
			acts[ACTS + i] = acts[i];
			acts[ACTS + i].cancel = true;
		}
		for (size_t i = 2 * ACTS; i-- > 0;)
			act_do(none, &acts[i]);
		nothing &= table_of(none).n == 0;
	}
	CHECK("no order of what is added shows", same);
	CHECK("and what is all taken back leaves nothing", nothing);
}

int main(void)
{
	struct arena *a = arena_new(0);

	if (!a)
		return 1;
	cancelling(a);
	things(a);
	two_periods(a);
	latest(a);
	share(a);
	ratio(a);
	silence(a);
	held_back(a);
	trees(a);
	any_order(a);
	arena_free(a);
	return done();
}
