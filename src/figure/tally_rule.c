/* The rules of the kinds (record/kind.h) as queries of the store. A rule that cannot be asked stops the count:
 * it would read as zero. */
#include "figure/tally_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/banned.h"

struct asking {
	struct tally *w;
	const struct kind *k;
	const struct counted *c;
	const struct field *rows; /* the rule goes over them; NULL: over the record itself */
	struct tally_query q;
};

static bool unknown(const struct asking *x, const char *what, struct err *e)
{
	return err_set(e, ERR_FAILED, "a rule of %s: %s", x->k->name, what);
}

/* Conditions. */

/* "a|b" as ",a,b,"; yes and no stand as numbers. */
static struct str codes_of(struct arena *a, const struct field *f, struct str list)
{
	struct buf b = { .a = a };

	buf_byte(&b, ',');
	while (list.s) {
		struct str code = str_cut(&list, '|');

		if (f->type == F_BOOL)
			code = str_eq(code, S("yes")) ? S("1") : S("0");
		buf_str(&b, code);
		buf_byte(&b, ',');
	}
	return buf_text(&b);
}

static bool when_of(const struct asking *x, const struct kind *k, struct str word,
		    struct tally_when *out, struct err *e)
{
	struct str value = word, name;
	const struct field *f;

	*out = (struct tally_when){ .unset = str_starts(word, S("!")) };
	value = str_from(word, out->unset);
	name = str_cut(&value, '=');
	out->positive = !value.s && str_ends(name, S(">0"));
	if (out->positive)
		name.len -= 2;
	f = field_by_name(k, name);
	if (!f)
		return unknown(x, "a condition on a field that is not there", e);
	out->tag = f->tag;
	if (!value.s)
		return true;
	if (f->type != F_INT && f->type != F_QTY)
		out->codes = codes_of(x->w->a, f, value);
	else if (str_eq(value, S("0")))
		out->zero = true;
	else
		return unknown(x, "a number that is compared with another than 0", e);
	return true;
}

static bool whens_of(const struct asking *x, const struct kind *k, const char *conditions,
		     struct tally_when *list, size_t *n, struct err *e)
{
	struct str rest = str_of(conditions);

	*n = 0;
	while (conditions && rest.s) {
		struct str word = str_cut(&rest, ' ');

		if (!word.len)
			continue;
		if (*n == TALLY_WHENS)
			return unknown(x, "more conditions than can be asked for", e);
		if (!when_of(x, k, word, &list[(*n)++], e))
			return false;
	}
	return true;
}

/* Fields. */

/* A field named by a rule: of the rows where they have one of this name, else of the record. */
static bool field_of(const struct asking *x, const char *name, int64_t *tag, int64_t *sub,
		     struct err *e)
{
	const struct field *f = x->rows ? field_by_name(x->rows->rows, str_of(name)) : NULL;

	*sub = f ? f->tag : 0;
	*tag = x->rows ? x->rows->tag : 0;
	if (f)
		return true;
	f = field_by_name(x->k, str_of(name));
	if (!f)
		return unknown(x, "a field that is not there", e);
	*tag = f->tag;
	return true;
}

/* Whether the word `wide` holds wherever `narrow` does: the same, or some of its codes. */
static bool word_covers(struct str wide, struct str narrow)
{
	struct str w = wide, n = narrow;
	bool same = str_eq(str_cut(&w, '='), str_cut(&n, '='));

	if (!same || !w.s || !n.s)
		return str_eq(wide, narrow);
	while (n.s) {
		struct str code = str_cut(&n, '|'), rest = w;
		bool in = false;

		while (rest.s)
			in |= str_eq(str_cut(&rest, '|'), code);
		if (!in)
			return false;
	}
	return true;
}

/* Whether all of `wide` holds wherever all of `narrow` does, as far as their words show. */
static bool covers(const char *wide, const char *narrow)
{
	struct str w = str_of(wide);

	while (wide && w.s) {
		struct str word = str_cut(&w, ' '), n = str_of(narrow);
		bool held = !word.len;

		while (narrow && n.s)
			held |= word_covers(word, str_cut(&n, ' '));
		if (!held)
			return false;
	}
	return true;
}

static bool may_carry(const struct kind *k, const struct counted *c)
{
	const struct field *f = c->amount ? field_by_name(k, str_of(c->amount)) : NULL;
	const struct field *by =
		c->detail && c->detail[0] == '@' ? field_by_name(k, str_of(c->detail + 1)) : NULL;

	return c->how == COUNT_FLOW && c->sign >= 0 && !c->or_one && f &&
	       (f->type == F_INT || f->type == F_QTY) && !(by && by->type == F_REF);
}

/* An exact 0 makes no delta, so that what it straddles stays exact; but where key 5 carries the field, it stands
 * there even as 0: by the first rule that can. Rules of one field either exclude each other, or the later ones
 * say more. */
static bool carries(const struct asking *x)
{
	if (!may_carry(x->k, x->c))
		return false;
	for (const struct counted *c = x->k->counts; c < x->c; c++)
		if (may_carry(x->k, c) && !strcmp(c->amount, x->c->amount) &&
		    covers(c->when, x->c->when))
			return false;
	return true;
}

static bool amount_of(struct asking *x, struct err *e)
{
	struct str rest = str_of(x->c->amount), name = str_cut(&rest, '.');
	const struct field *f = x->c->amount ? field_by_name(x->k, name) : NULL, *cell;

	x->q.or_one = x->c->or_one;
	if (!x->c->amount)
		return true;
	if (!f)
		return unknown(x, "an amount that is not there", e);
	x->q.tag = f->tag;
	if (f->type != F_ROWS) {
		x->q.zero = x->c->how == COUNT_STATE || carries(x);
		return true;
	}
	x->q.zero = x->c->how == COUNT_STATE;
	x->rows = f;
	x->q.sub = -1;
	cell = rest.s ? field_by_name(f->rows, rest) : NULL;
	if (rest.s && !cell)
		return unknown(x, "an amount that is not in its rows", e);
	if (cell)
		x->q.sub = cell->tag;
	return true;
}

static bool bounds_of(struct asking *x, struct err *e)
{
	return (!x->c->from || field_of(x, x->c->from, &x->q.from_tag, &x->q.from_sub, e)) &&
	       (!x->c->until || field_of(x, x->c->until, &x->q.until_tag, &x->q.until_sub, e));
}

static bool query_of(struct asking *x, struct err *e)
{
	const char *detail = x->c->detail;
	int64_t none;

	x->q = (struct tally_query){ .kind = x->k->code,
				     .figure = str_of(x->w->figure->code),
				     .detail = S("") };
	if (!amount_of(x, e) || !bounds_of(x, e))
		return false;
	if (x->c->figure[0] == '@' && !field_of(x, x->c->figure + 1, &x->q.figure_tag, &none, e))
		return false;
	if (detail && detail[0] != '@')
		x->q.detail = str_of(detail);
	else if (detail && !field_of(x, detail + 1, &x->q.detail_tag, &x->q.detail_sub, e))
		return false;
	return whens_of(x, x->k, x->c->when, x->q.when, &x->q.n_when, e) &&
	       (!x->c->row || !x->rows ||
		whens_of(x, x->rows->rows, x->c->row, x->q.row_when, &x->q.n_row_when, e));
}

/* The periods for which a rule counts: those of deltas, and `now`, which is either. */
static unsigned periods_of(const struct figure *f, enum count_how how)
{
	unsigned now = f->periods & 1u << PERIOD_NOW;

	if (how == COUNT_FLOW || how == COUNT_COMES)
		return f->now_of_states ? f->periods & ~now : f->periods;
	return f->now_of_states ? now : 0;
}

static bool ask_rule(struct tally *w, const struct kind *k, const struct counted *c, struct err *e)
{
	struct asking x = { .w = w, .k = k, .c = c };
	unsigned periods = periods_of(w->figure, c->how);

	if (!query_of(&x, e))
		return false;
	switch (c->how) {
	case COUNT_FLOW:
		x.q.what = QUERY_FLOW;
		break;
	case COUNT_COMES:
		x.q.what = QUERY_COMES;
		break;
	case COUNT_STATE:
		x.q.what = QUERY_STATE;
		break;
	case COUNT_SINCE:
		x.q.what = QUERY_SINCE;
		break;
	case COUNT_AREA:
		return true;
	}
	return !periods || tally_ask(w, &x.q, c->sign < 0 ? -1 : 1, periods, e);
}

/* Weapons and ammunition. Their fields are sealed; the store knows for each item one figure and detail that it
 * counts as. What else it counts as follows from the rules: those whose conditions hold wherever those of the
 * one do. */
static bool ask_items(struct tally *w, const struct kind *k, const struct counted *c, struct err *e)
{
	for (size_t i = 0; i < k->n_counts; i++) {
		const struct counted *as = &k->counts[i];
		struct tally_query q = { .what = QUERY_ITEM,
					 .kind = k->code,
					 .figure = str_of(as->figure),
					 .item_detail = as->detail ? str_of(as->detail) : S(""),
					 .detail = c->detail ? str_of(c->detail) : S("") };

		if (covers(c->when, as->when) &&
		    !tally_ask(w, &q, c->sign < 0 ? -1 : 1, periods_of(w->figure, c->how), e))
			return false;
	}
	return true;
}

/* What an event about a person publishes (kind.h, struct outcome). */
static bool ask_events(struct tally *w, const struct kind *k, struct err *e)
{
	const size_t max = sizeof k->outcomes->deltas / sizeof *k->outcomes->deltas;

	for (size_t i = 0; i < k->n_outcomes; i++)
		for (size_t j = 0; j < max && k->outcomes[i].deltas[j].figure; j++) {
			const char *detail = k->outcomes[i].deltas[j].detail;
			struct tally_query q = { .what = QUERY_EVENT,
						 .kind = k->code,
						 .event = str_of(k->outcomes[i].event),
						 .detail = detail ? str_of(detail) : S("") };

			if (!strcmp(k->outcomes[i].deltas[j].figure, w->figure->code) &&
			    !tally_ask(w, &q, k->outcomes[i].deltas[j].n,
				       periods_of(w->figure, COUNT_FLOW), e))
				return false;
		}
	return true;
}

static bool names(const struct counted *c, const struct figure *f)
{
	return c->figure[0] == '@' || !strcmp(c->figure, f->code);
}

bool tally_rules(struct tally *w, struct err *e)
{
	for (size_t i = 0; i < kinds_n; i++) {
		const struct kind *k = kinds[i];

		if (!ask_events(w, k, e))
			return false;
		for (size_t j = 0; j < k->n_counts; j++) {
			const struct counted *c = &k->counts[j];

			if (names(c, w->figure) && !(k->form == FORM_WEAPON ? ask_items(w, k, c, e)
									    : ask_rule(w, k, c, e)))
				return false;
		}
	}
	return true;
}

bool tally_areas(struct tally *w, bool (*fn)(void *p, const struct tally_row *row, struct err *e),
		 void *p, struct err *e)
{
	for (size_t i = 0; i < kinds_n; i++)
		for (size_t j = 0; j < kinds[i]->n_counts; j++) {
			struct asking x = { .w = w, .k = kinds[i], .c = &kinds[i]->counts[j] };

			if (x.c->how != COUNT_AREA || !names(x.c, w->figure))
				continue;
			if (!query_of(&x, e))
				return false;
			x.q.what = QUERY_AREA;
			x.q.day = w->day;
			x.q.own_place = true;
			if (!store_tally(w->s, w->a, &x.q, fn, p, e))
				return false;
		}
	return true;
}
