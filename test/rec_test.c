/* What the rules of a kind make of a record: deltas, states, keys, what key 5 carries; by a kind made for it. */
#include "record/rec.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "record/kinds.h"
#include "record/refuse.h"
#include "test.h"
#include "base/banned.h"

static const struct field row_fields[] = {
	{ "what", 1, F_CODE, false, PUB, "x,y,z" },
	{ "amount", 2, F_QTY, false, PUB },
	{ "since", 3, F_DATE, false, PUB },
};
static const struct kind row_kind = { .name = "toy_row",
				      .form = FORM_PART,
				      .seal = "",
				      .fields = row_fields,
				      .n = sizeof row_fields / sizeof *row_fields };
static const struct field toy_fields[] = {
	{ "no", 10, F_TEXT, false, PUB, .max = 20 },
	{ "state", 11, F_CODE, false, PUB, "a,b,c" },
	{ "n", 12, F_QTY, false, PUB },
	{ "m", 13, F_QTY, false, PUB },
	{ "flag", 14, F_BOOL, false, PUB },
	{ "of", 15, F_REF, false, PUB, "party" },
	{ "rows", 16, F_ROWS, false, PUB, .rows = &row_kind },
	{ "until", 17, F_DATE, false, PUB },
	{ "k", 18, F_INT, false, PUB },
};
static const struct counted toy_counts[] = {
	{ .figure = "A1", .amount = "n", .when = "state=a" },
	{ .figure = "A1", .detail = "women", .amount = "m" },
	{ .figure = "A2", .detail = "@state", .amount = "n", .when = "state=b|c" },
	{ .figure = "A3", .when = "flag=yes", .how = COUNT_COMES },
	{ .figure = "A4", .detail = "@of", .amount = "k", .when = "of" },
	{ .figure = "A5", .detail = "@what", .amount = "rows.amount", .row = "what" },
	{ .figure = "A6", .amount = "rows" },
	{ .figure = "A7", .amount = "n", .when = "!state n>0", .sign = -1 },
	{ .figure = "A8", .amount = "k", .when = "k=0", .or_one = true },
	{ .figure = "B1", .amount = "n", .how = COUNT_STATE, .or_one = true },
	{ .figure = "B2",
	  .detail = "@what",
	  .amount = "rows.amount",
	  .row = "what=x",
	  .from = "since",
	  .until = "until",
	  .how = COUNT_STATE },
	{ .figure = "B3", .how = COUNT_AREA, .when = "state=c" },
};
static const struct kind toy = {
	.name = "toy",
	.code = 1000,
	.form = FORM_PLACE,
	.seal = "",
	.key = "no+of",
	.keyless_when = "flag=no",
	.updates = true,
	.counts = toy_counts,
	.n_counts = sizeof toy_counts / sizeof *toy_counts,
	.fields = toy_fields,
	.n = sizeof toy_fields / sizeof *toy_fields,
};

/* One earlier record of the thing, and one before that; and one party. */
struct world {
	const struct rec *before, *long_before, *party;
};

static const struct rec *by_key(void *p, const char *kind, struct str key)
{
	const struct world *w = p;

	return !strcmp(kind, "toy") && str_starts(key, S("old")) ? w->before : NULL;
}

static const struct rec *by_ref(void *p, struct str ref)
{
	const struct world *w = p;

	return ref.s[47] == 1 ? w->party : ref.s[47] == 3 ? w->before : NULL;
}

static const struct rec *before(void *p, struct str ref)
{
	const struct world *w = p;

	return ref.s[47] == 3 ? w->long_before : NULL;
}

static struct rec *made(struct arena *a, const char *text)
{
	struct rec *r = rec_new(a, &toy);
	struct refusals why = { .a = a };

	r->day = r->from_day = 17144;
	for (struct str rest = str_of(text); rest.s;) {
		struct str one = str_trim(str_cut(&rest, '/')), name = str_cut(&one, '=');

		if (!rec_set(a, r, name, one, &why))
			printf("# %.*s: %.*s\n", P(name), P(why.list[0].want));
	}
	return r;
}

static struct str ref(struct arena *a, uint8_t last)
{
	uint8_t *p = arena_alloc(a, REF_BYTES);

	memset(p, 0xab, REF_BYTES);
	p[47] = last;
	for (int i = 8; i < 15; i++)
		p[i] = 0;
	p[15] = 7;
	return str_mem(p, REF_BYTES);
}

static void refer(struct rec *r, struct str to)
{
	r->v[field_at(&toy, "of")] = (struct val){ .set = true, .s = to };
}

static struct str shown(struct arena *a, const struct rec *r, const struct rec_view *v)
{
	struct deltas d = { .a = a };
	struct buf b = { .a = a };

	rec_deltas(r, v, &d);
	for (size_t i = 0; i < d.n; i++)
		buf_fmt(&b, "%s%.*s.%.*s %s%lld", i ? ", " : "", P(d.list[i].figure),
			P(d.list[i].detail),
			d.list[i].q ? str_z(a, str_fmt(a, "%.*s ", P(qual_name(d.list[i].q)))) : "",
			(long long)d.list[i].n);
	return buf_text(&b);
}

#define GIVES(r, want) str_eq(shown(a, r, v), S(want))

static void conditions(struct arena *a)
{
	const struct rec *r = made(a, "state=b/n=0/m=5/flag=yes");

	CHECK("no conditions hold", rec_when(r, NULL));
	CHECK("a code among others", rec_when(r, "state=a|b"));
	CHECK("not one that it is not", !rec_when(r, "state=a|c"));
	CHECK("nor part of one", !rec_when(r, "state=") && !rec_when(r, "state=bb"));
	CHECK("yes and no", rec_when(r, "flag=yes") && !rec_when(r, "flag=no"));
	CHECK("set and not set", rec_when(r, "m !k") && !rec_when(r, "k") && !rec_when(r, "!m"));
	CHECK("above nothing", rec_when(r, "m>0") && !rec_when(r, "n>0") && !rec_when(r, "k>0"));
	CHECK("nothing", rec_when(r, "n=0") && !rec_when(r, "m=0") && !rec_when(r, "k=0"));
	CHECK("all have to hold",
	      rec_when(r, "state=b m>0 flag=yes") && !rec_when(r, "state=b m>0 flag=no"));
	CHECK("a field that is none never holds", !rec_when(r, "x") && !rec_when(r, "x=0"));
}

static void flows(struct arena *a, const struct rec_view *v)
{
	struct rec *r;

	CHECK("a number under a condition, another without",
	      GIVES(made(a, "state=a/n=over 10/m=3"), "A1. over 10, A1.women 3"));
	CHECK("a code as detail", GIVES(made(a, "state=c/n=4"), "A2.c 4"));
	CHECK("what is carried stands as 0", GIVES(made(a, "state=a/n=0"), "A1. 0"));
	CHECK("what is not carried does not", GIVES(made(a, "rows=what=x amount=0"), "A6. 1"));
	CHECK("what is subtracted keeps its qualifier",
	      GIVES(made(a, "n=over 10"), "A7. over -10"));
	CHECK("rows by their code, those without it only as rows",
	      GIVES(made(a, "rows=what=x amount=2; what=y amount=\"over 3\"; what=x "
			    "amount=\"almost 4\"; "
			    "amount=9"),
		    "A6. 4, A5.x almost 6, A5.y over 3") ||
		      GIVES(made(a, "rows=what=x amount=2; what=y amount=\"over 3\"; what=x "
				    "amount=\"almost 4\"; amount=9"),
			    "A5.x almost 6, A5.y over 3, A6. 4"));
	CHECK("1 where the condition is on a number", GIVES(made(a, "k=0"), ""));
	r = made(a, "k=5");
	refer(r, ref(a, 1));
	CHECK("the key of what is referred to", GIVES(r, "A4.p1 5"));
	refer(r, ref(a, 2));
	CHECK("where it is not there, log and index", GIVES(r, "A4.abababababababab/7 5"));
}

static void comes(struct arena *a, const struct rec_view *v, struct world *w)
{
	struct rec *r;

	w->before = made(a, "no=old/flag=no");
	CHECK("what did not hold before comes", GIVES(made(a, "no=old/flag=yes"), "A3. 1"));
	w->before = made(a, "no=old/flag=yes");
	CHECK("what held before does not", GIVES(made(a, "no=old/flag=yes"), ""));
	w->long_before = made(a, "no=old/flag=no");
	r = made(a, "no=old/flag=yes");
	r->corrects = ref(a, 3);
	CHECK("what corrects a record sees the one before that", GIVES(r, "A3. 1"));
	w->long_before = made(a, "no=old/flag=yes");
	CHECK("which held already", GIVES(r, ""));
	w->long_before = NULL;
	CHECK("or was not there", GIVES(r, "A3. 1"));
	CHECK("another thing comes", GIVES(made(a, "no=new/flag=yes"), "A3. 1"));
	CHECK("so does one without a key", GIVES(made(a, "flag=yes"), "A3. 1"));
}

static void keys(struct arena *a, const struct rec_view *v)
{
	struct rec *r = made(a, "no=7");

	CHECK("a part that is not set is empty", str_eq(rec_key(a, r, v), S("7/")));
	refer(r, ref(a, 1));
	CHECK("a reference stands for the key of what it names",
	      str_eq(rec_key(a, r, v), S("7/p1")));
	refer(r, ref(a, 2));
	CHECK("or for log and index", str_eq(rec_key(a, r, v), S("7/abababababababab/7")));
	CHECK("nothing set is no key", !rec_key(a, made(a, "n=1"), v).s);
	CHECK("nor is there one where the kind says so", !rec_key(a, made(a, "no=7/flag=no"), v).s);
}

static void states(struct arena *a, const struct rec_view *v)
{
	struct state_lines out = { .a = a };
	const struct state_line *l;

	rec_states(made(a, "state=c/n=over 8/until=2016-12-31/rows=what=x amount=2 "
			   "since=2016-12-01; what=y amount=3; what=x amount=4"),
		   v, &out);
	l = out.list;
	CHECK("each rule and row that holds is a line", out.n == 4);
	CHECK("an amount", str_eq(l[0].figure, S("B1")) && l[0].n == 8 && l[0].q == QUAL_OVER &&
				   l[0].from == DAY_MIN && l[0].until == DAY_MAX);
	CHECK("that of a row, from the row's day to the record's",
	      str_eq(l[1].detail, S("x")) && l[1].n == 2 && l[1].from == day_of(2016, 12, 1) &&
		      l[1].until == day_of(2016, 12, 31));
	CHECK("without a first day, from ever", l[2].n == 4 && l[2].from == DAY_MIN);
	CHECK("an area has no number", l[3].how == COUNT_AREA && !l[3].n);
	out.n = 0;
	rec_states(made(a, "state=a"), v, &out);
	CHECK("an amount that is not set is 1 where the rule says so", out.n == 1 && l[0].n == 1);
}

static bool carries_field(const struct rec *r, const char *name)
{
	return rec_carrier(r, field_at(&toy, name));
}

static void carriers(struct arena *a)
{
	struct rec *r = made(a, "state=a/n=1/m=2/k=3"), *none = made(a, "n=1/m=2/k=3");

	CHECK("the first rule that holds carries", rec_carrier(r, 2) == &toy_counts[0]);
	r = made(a, "state=b/n=1");
	CHECK("or another", rec_carrier(r, 2) == &toy_counts[2]);
	CHECK("none: the field stays", !carries_field(none, "n") && carries_field(none, "m"));
	refer(none, ref(a, 1));
	CHECK("a rule by reference carries nothing", !carries_field(none, "k"));
}

static void merging(struct arena *a)
{
	struct deltas d = { .a = a };

	delta_merge(&d, S("A1"), S(""), 5, QUAL_OVER);
	delta_merge(&d, S("A1"), S("x"), 5, QUAL_OVER);
	delta_merge(&d, S("A1"), S(""), -2, QUAL_OVER);
	CHECK("one for each figure and detail", d.n == 2 && d.list[0].n == 3);
	CHECK("over 5 less over 2 is about 3", d.list[0].q == QUAL_ABOUT);
	delta_merge(&d, S("A1"), S("x"), -6, QUAL_EXACT);
	CHECK("over 5 less 6 is less over 1, turned round",
	      d.list[1].n == -1 && d.list[1].q == QUAL_ALMOST);
	delta_merge(&d, S("A1"), S(""), INT64_MAX, QUAL_EXACT);
	CHECK("no sum overflows", d.list[0].n == INT64_MAX);
}

static void corrections(struct arena *a, const struct rec_view *v, struct world *w)
{
	struct refusals why = { .a = a };
	struct rec *r = made(a, "no=7"), *free_one = made(a, "flag=no"),
		   *place = rec_new(a, &kind_place), *cut = rec_new(a, &kind_cut),
		   *centre = rec_new(a, &kind_centre), *standing = rec_new(a, &kind_standing);

	r->corrects = free_one->corrects = place->corrects = ref(a, 3);
	cut->corrects = centre->corrects = standing->corrects = ref(a, 3);
	w->before = made(a, "no=7");
	CHECK("a state of a thing is corrected by one of the same thing",
	      rec_corrects_ok(r, v, &why));
	CHECK("not by one of none", !rec_corrects_ok(free_one, v, &why));
	w->before = made(a, "no=8");
	CHECK("nor of another", !rec_corrects_ok(r, v, &why));
	w->before = made(a, "flag=no");
	CHECK("nor is what is of none", !rec_corrects_ok(r, v, &why));
	CHECK("but by another of none", rec_corrects_ok(free_one, v, &why));
	CHECK("a place is not corrected", !rec_corrects_ok(place, v, &why));
	CHECK("nor a centre, whose seat would move", !rec_corrects_ok(centre, v, &why));
	CHECK("nor an act about a person", !rec_corrects_ok(standing, v, &why));
	CHECK("nor what the program makes", !rec_corrects_ok(cut, v, &why));
	r->corrects = (struct str){ NULL, 0 };
	CHECK("nothing to correct is in order", rec_corrects_ok(r, v, &why));
}

int main(void)
{
	struct arena *a = arena_new(0);
	struct world w = { NULL, NULL, NULL };
	struct rec_view view = { by_key, by_ref, before, &w, NULL, a };
	struct refusals why = { .a = a };
	struct rec *party;

	if (!a)
		return 1;
	party = rec_new(a, &kind_party);
	w.party = party;
	CHECK("a party is made", rec_set(a, party, S("party_no"), S("p1"), &why));
	conditions(a);
	flows(a, &view);
	comes(a, &view, &w);
	keys(a, &view);
	states(a, &view);
	carriers(a);
	merging(a);
	corrections(a, &view, &w);
	arena_free(a);
	return done();
}
