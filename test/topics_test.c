/* The words of the press for our figures: each is one that the packs give, and each leads to its figure. */
#include "figure/topics.h"

#include "base/arena.h"
#include "figure/against.h"
#include "press/lexicon.h"
#include "test.h"
#include "base/banned.h"

static bool entity_known(const struct pack *p, struct str code)
{
	for (size_t i = 1; i < p->rows; i++)
		if (p->row[i].kind == W_ENTITY && str_eq(p->row[i].code, code))
			return true;
	return false;
}

/* Whether the packs can say that this happens to such things. */
static bool event_known(const struct pack *p, struct str entity, struct str event)
{
	if (str_eq(event, S(AGAINST_ANY)) || str_eq(pack_default(p, entity), event))
		return true;
	for (size_t i = 1; i < p->rows; i++) {
		const struct pack_row *r = &p->row[i];

		if ((r->kind == W_EVENT || r->kind == W_DOES) && str_eq(r->code, event) &&
		    (!r->scope.len || str_eq(r->scope, entity) ||
		     str_eq(r->scope, pack_class(p, entity))))
			return true;
	}
	return false;
}

static void words(struct arena *a)
{
	static const struct str langs[] = { SC("en"), SC("ar"), SC("ru") };
	struct pack *p = arena_array(a, 3, sizeof *p);
	struct err e = { 0 };

	for (size_t k = 0; k < 3; k++)
		CHECK("there is a pack", pack_load(a, langs[k], NULL, &p[k], &e));
	for (size_t i = 0; i < against_topics_n; i++) {
		const struct against_topic *t = &against_topics[i];
		bool known = false;

		for (size_t k = 0; k < 3; k++)
			known |= entity_known(&p[k], t->entity) &&
				 event_known(&p[k], t->entity, t->event);
		if (!known)
			printf("# %.*s.%.*s\n", P(t->entity), P(t->event));
		CHECK("what a topic names is named by a pack", known);
	}
}

static enum period first_period(const struct figure *f)
{
	for (int p = 0; p < PERIOD_COUNT; p++)
		if (f->periods >> p & 1)
			return (enum period)p;
	return PERIOD_NOW;
}

/* Words of others than the register's, too: voters are people, and a landslide kills. */
static bool loose(const struct against_topic *t)
{
	return str_eq(t->entity, S("people")) || str_eq(str_of(t->figure), S("V4"));
}

static bool held(const struct against *x, const struct row *row, bool is_loose)
{
	if (x->row != row || x->v.flag)
		return false;
	return is_loose ? x->v.kind == VERDICT_DIFFERENT_SCOPE &&
				  str_eq(str_of(x->v.rule), S("who.unsaid")) && !x->v.has_difference
			: x->v.kind == VERDICT_SAME;
}

/* A claim in the words of each topic, and a row of its figure with the same number. */
static void reach(struct arena *a)
{
	for (size_t i = 0; i < against_topics_n; i++) {
		const struct against_topic *t = &against_topics[i];
		const struct figure *f = figure_find(str_of(t->figure));
		bool any = str_eq(str_of(t->detail), S(AGAINST_ANY));
		struct row row = { .figure = f,
				   .place = S("XX"),
				   .place_name = S("Ostvale"),
				   .detail = any ? S("7") : str_of(t->detail),
				   .value = 412,
				   .entries = 1 };
		struct press_claim c = { .doc = S("d"),
					 .id = S("d-1"),
					 .value = 412 * PRESS_ONE,
					 .entity = t->entity,
					 .event = str_eq(t->event, S(AGAINST_ANY)) ? S("held")
										   : t->event,
					 .place = { S("Ostvale") },
					 .places = 1 };
		struct against x;

		CHECK("a topic is of a figure", f != NULL);
		if (!f)
			continue;
		row.period = first_period(f);
		if (t->unit != UNIT_NONE)
			c.unit = said_unit_name(t->unit);
		x = against_rows(a, &c, 20000, &row, 1);
		if (!held(&x, &row, loose(t)))
			printf("# %.*s.%.*s of %s: %s\n", P(t->entity), P(t->event), t->figure,
			       x.v.rule);
		CHECK("a claim in its words finds its figure", held(&x, &row, loose(t)));
		c.value = 500 * PRESS_ONE;
		x = against_rows(a, &c, 20000, &row, 1);
		CHECK("who may be others than the register's differ from nothing in it",
		      !loose(t) || held(&x, &row, true));
	}
}

/* A number of pieces is no number of kilograms: "20,000 vaccine doses were delivered". */
static void pieces(struct arena *a)
{
	struct row row = { .figure = figure_find(S("H2")),
			   .place = S("XX"),
			   .place_name = S("Ostvale"),
			   .value = 270000,
			   .qual = QUAL_OVER,
			   .period = PERIOD_TOTAL,
			   .entries = 1 };
	struct press_claim c = { .doc = S("d"),
				 .id = S("d-1"),
				 .value = 20000 * PRESS_ONE,
				 .entity = S("aid"),
				 .event = S("delivered"),
				 .place = { S("Ostvale") },
				 .places = 1 };
	struct against x = against_rows(a, &c, 20000, &row, 1);
	int64_t value = 0;

	CHECK("a number without a unit is not held against kilograms",
	      !x.row && !x.v.flag && x.v.kind == VERDICT_NOT_COMPARABLE);
	CHECK("nor is it kept as kilograms", !against_value(&c, row.figure, &value));
	c.unit = said_unit_name(UNIT_TONNE);
	c.value = 270 * PRESS_ONE;
	x = against_rows(a, &c, 20000, &row, 1);
	CHECK("tonnes are",
	      x.row == &row && against_value(&c, row.figure, &value) && value == 270000);
}

/* What nobody outside can count, what is of the register itself, and what has no number of its own. */
static bool unnamed(struct str code)
{
	static const struct str all[] = {
		SC("P5"),  SC("P6"),  SC("P7"),	 SC("P8"),  SC("P9"),  SC("P10"), SC("P11"),
		SC("P13"), SC("P14"), SC("P15"), SC("P16"), SC("P17"), SC("P18"), SC("W2"),
		SC("W3"),  SC("W6"),  SC("T5"),	 SC("T8"),  SC("D1"),  SC("S5"),  SC("V5"),
		SC("M4"),  SC("M8"),  SC("H5"),	 SC("H6"),  SC("H9"),  SC("H10"), SC("L1"),
		SC("L2"),  SC("Q1"),  SC("Q2"),	 SC("Q3"),  SC("Q4"),  SC("Q5"),  SC("Q6"),
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (str_eq(all[i], code))
			return true;
	return false;
}

/* Voters, refugees, pupils: whoever is registered somewhere is no participant. */
static void registered(struct arena *a)
{
	struct row row = { .figure = figure_find(S("P2")),
			   .place = S("XX"),
			   .place_name = S("Ostvale"),
			   .value = 1432,
			   .period = PERIOD_TOTAL,
			   .entries = 1432 };
	struct press_claim c = { .doc = S("d"),
				 .id = S("d-1"),
				 .value = 1400 * PRESS_ONE,
				 .entity = S("people"),
				 .event = S("registered"),
				 .place = { S("Ostvale") },
				 .places = 1 };
	struct against x = against_rows(a, &c, 20000, &row, 1);

	CHECK("people who are registered are held against no figure",
	      !x.row && !x.v.flag && x.v.kind == VERDICT_NOT_COMPARABLE);
	c.entity = S("fighters");
	x = against_rows(a, &c, 20000, &row, 1);
	CHECK("fighters who are registered are", x.row == &row && x.v.kind == VERDICT_ROUNDED);
}

static void complete(void)
{
	for (size_t i = 0; i < figures_n; i++) {
		struct str code = str_of(figures[i].code);

		CHECK("the press can name a figure, or nobody outside could count it",
		      unnamed(code) != (against_topic_of(code, 0) != NULL));
	}
}

int main(void)
{
	struct arena *a = arena_new(0);

	words(a);
	reach(a);
	pieces(a);
	registered(a);
	complete();
	arena_free(a);
	return done();
}
