/* The table of a series: rows in, sorted. */
#include "press/series.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/jsonin.h"
#include "base/num.h"
#include "base/time.h"
#include "base/banned.h"

#define VALUE_MOST (INT64_C(40000000000) * PRESS_ONE)

enum column { DATE, SOURCE, KIND, PLACE, PERIOD, VALUE, QUALIFIER, COLUMNS };

static const struct str heads[COLUMNS] = { SC("date"),	   SC("source"), SC("figure_kind"),
					   SC("place"),	   SC("period"), SC("value"),
					   SC("qualifier") };

/* "24h", "3d", "total", "since 2016-12-05", "this year..."; others are of their own and only told. */
static void read_period(struct series_row *r)
{
	struct str rest = r->period, first = str_cut(&rest, ' '), digits = first;
	int64_t n;

	r->comparable = true;
	r->base = S("");
	if (str_eq(first, S("total")) && !rest.len) {
		r->f.period = PERIOD_ALL;
	} else if (str_eq(first, S("since"))) {
		r->f.period = PERIOD_SINCE;
		r->base = rest;
	} else if (str_starts(r->period, S("this year"))) {
		r->f.period = PERIOD_YEAR;
	} else if (str_eq(first, S("planned"))) {
		r->f.planned = true;
	} else if (digits.len > 1 && !rest.len) {
		char unit = digits.s[--digits.len];

		r->comparable = (unit == 'h' || unit == 'd') && int_parse(digits, 1, 3660, &n);
		r->f.period = r->comparable ? PERIOD_FLOW : PERIOD_UNSAID;
		r->f.days = !r->comparable ? 0 : unit == 'd' ? (int)n : (int)((n + 23) / 24);
	} else {
		r->comparable = false;
	}
}

/* Words of the kind: a unit, a plan. The kind as a whole is the noun. */
static void read_kind(struct series_row *r)
{
	struct str rest = r->kind;

	r->f.noun = r->kind;
	while (rest.len) {
		struct str word = str_cut(&rest, '_');

		if (word.len > 1 && r->f.unit == UNIT_NONE)
			r->f.unit = said_unit_of(word);
		r->f.planned |= str_eq(word, S("planned"));
	}
}

static bool read_qualifier(struct str s, enum press_qual *out)
{
	if (!s.len)
		*out = CLAIM_EXACT;
	else if (str_eq(s, S("under")))
		*out = CLAIM_AT_MOST;
	else if (str_eq(s, S("upto")))
		*out = CLAIM_UP_TO;
	else
		return press_qual_of(s, out);
	return true;
}

static bool read_row(struct series_row *r, const struct str v[COLUMNS], struct err *e)
{
	*r = (struct series_row){
		.source = v[SOURCE], .kind = v[KIND], .place = v[PLACE], .period = v[PERIOD]
	};
	if (!day_parse(v[DATE], &r->f.day))
		return err_value(e, ERR_REFUSED, S("date"), v[DATE], "a day as 2016-12-09");
	if (!millionths_parse(v[VALUE], &r->f.value) || r->f.value < 0 || r->f.value > VALUE_MOST)
		return err_value(e, ERR_REFUSED, S("value"), v[VALUE],
				 "a number from 0 to 40,000,000,000");
	if (!read_qualifier(v[QUALIFIER], &r->f.qual))
		return err_value(e, ERR_REFUSED, S("qualifier"), v[QUALIFIER],
				 "exact, over, about, at_least, almost, at_most, under or up_to");
	if (!r->kind.len)
		return err_value(e, ERR_REFUSED, S("figure_kind"), v[KIND],
				 "what is counted, as settlements_joined");
	r->f.hi = r->f.value;
	r->f.has_year = true;
	read_kind(r);
	read_period(r);
	return true;
}

static int compare(const void *x, const void *y)
{
	const struct series_row *a = x, *b = y;
	int n = str_cmp(a->kind, b->kind);

	n = n ? n : str_cmp(a->place, b->place);
	n = n ? n : (a->f.day > b->f.day) - (a->f.day < b->f.day);
	return n ? n : (a->line > b->line) - (a->line < b->line);
}

static bool find_columns(const struct str *cells, size_t n, size_t at[COLUMNS], struct err *e)
{
	for (int k = 0; k < COLUMNS; k++) {
		at[k] = CSV_COLUMNS;
		for (size_t i = 0; i < n; i++)
			if (str_eq(cells[i], heads[k]))
				at[k] = i;
		if (at[k] == CSV_COLUMNS && k != SOURCE && k != QUALIFIER)
			return err_set(e, ERR_REFUSED, "the first row names no column %.*s",
				       P(heads[k]));
	}
	return true;
}

bool press_series_read(struct arena *a, struct str text, struct press_series *out, struct err *e)
{
	struct str cells[CSV_COLUMNS];
	size_t n, at[COLUMNS], room = 0;
	struct csv in = csv_of(text);

	*out = (struct press_series){ .rows = NULL };
	if (!csv_row(&in, a, cells, &n, e))
		return e->kind != ERR_NONE ? false : err_set(e, ERR_REFUSED, "no rows in it");
	if (!find_columns(cells, n, at, e))
		return false;
	while (csv_row(&in, a, cells, &n, e)) {
		struct str v[COLUMNS];

		for (int k = 0; k < COLUMNS; k++)
			v[k] = at[k] < n ? cells[at[k]] : S("");
		if (out->n == SERIES_ROWS)
			return err_set(e, ERR_REFUSED, "more than %zu rows", SERIES_ROWS);
		out->rows = arena_more(a, out->rows, out->n, &room, sizeof *out->rows);
		if (!read_row(&out->rows[out->n], v, e))
			return err_at(e, "row %zu", in.row);
		out->rows[out->n++].line = in.row;
	}
	if (out->n)
		qsort(out->rows, out->n, sizeof *out->rows, compare);
	return e->kind == ERR_NONE;
}
