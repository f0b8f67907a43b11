/* See decree.h, and decide.h for decree_covers. */
#include "rule/decree.h"

#include "base/time.h"
#include "record/kinds.h"
#include "rule/decide.h"
#include "base/banned.h"

#define APPEAL_DAYS_LEAST 15 /* record/decree.c: appeal_days */

static const struct val *cell(const struct rec *decree, size_t i, const char *field)
{
	return &rec_get(decree, "windows")->v[i].v[field_at(&kind_decree_window, field)];
}

size_t decree_windows(const struct rec *decree)
{
	const struct val *windows = rec_get(decree, "windows");

	return windows ? windows->len : 0;
}

struct decree_window decree_window(const struct rec *decree, size_t i)
{
	const struct val *also = cell(decree, i, "also");

	return (struct decree_window){ .decree = decree,
				       .category = cell(decree, i, "category")->s,
				       .also = also->set ? also->s : S(""),
				       .months = cell(decree, i, "months")->n,
				       .from = cell(decree, i, "from")->n,
				       .last_day = cell(decree, i, "last_day")->n,
				       .day_named = cell(decree, i, "day_named")->n != 0 };
}

/* The windows of a category one after the other; `i` and `j` start at 0. */
static bool next_of(struct decrees d, struct str category, size_t *i, size_t *j,
		    struct decree_window *out)
{
	for (; *i < d.n; (*i)++, *j = 0)
		while (*j < decree_windows(d.list[*i])) {
			*out = decree_window(d.list[*i], (*j)++);
			if (str_eq(out->category, category))
				return true;
		}
	return false;
}

bool decree_open(struct decrees d, struct str category, int64_t day, struct decree_window *out)
{
	struct decree_window w;
	bool found = false;

	for (size_t i = 0, j = 0; next_of(d, category, &i, &j, &w);)
		if (day >= w.from && day <= w.last_day && (!found || w.last_day > out->last_day)) {
			*out = w;
			found = true;
		}
	return found;
}

/* Grows the deadline by every window that overlaps or touches it, until none does. */
static void join(struct decrees d, struct decree_deadline *out)
{
	struct decree_window w;
	bool grown = true;

	while (grown) {
		grown = false;
		for (size_t i = 0, j = 0; next_of(d, out->category, &i, &j, &w);) {
			if (w.from > out->last_day + 1 || w.last_day < out->from - 1)
				continue;
			grown |= w.from < out->from || w.last_day > out->last_day;
			out->from = w.from < out->from ? w.from : out->from;
			out->last_day = w.last_day > out->last_day ? w.last_day : out->last_day;
		}
	}
}

/* Whether a window tells more about this day: open, else to come soonest, else over last. */
static bool nearer(const struct decree_window *w, const struct decree_window *than, int64_t day)
{
	bool open = day >= w->from && day <= w->last_day,
	     was_open = day >= than->from && day <= than->last_day;

	if (open || was_open)
		return open && !was_open;
	if ((w->from > day) != (than->from > day))
		return w->from > day;
	return w->from > day ? w->from < than->from : w->last_day > than->last_day;
}

bool decree_deadline(struct arena *a, struct decrees d, struct str category, int64_t day,
		     struct decree_deadline *out)
{
	struct decree_window w, best = { 0 };
	struct buf numbers = { .a = a };
	bool found = false;

	for (size_t i = 0, j = 0; next_of(d, category, &i, &j, &w);)
		if (!found || nearer(&w, &best, day)) {
			best = w;
			found = true;
		}
	if (!found)
		return false;
	*out = (struct decree_deadline){ .category = category,
					 .from = best.from,
					 .last_day = best.last_day };
	join(d, out);
	for (size_t i = 0, j = 0; next_of(d, category, &i, &j, &w);)
		if (w.from >= out->from && w.last_day <= out->last_day)
			buf_fmt(&numbers, "%s%.*s", numbers.len ? ", " : "",
				P(rec_code(w.decree, "number")));
	out->numbers = buf_text(&numbers);
	out->state = day < out->from	   ? DEADLINE_AHEAD
		     : day > out->last_day ? DEADLINE_OVER
					   : DEADLINE_OPEN;
	return true;
}

int64_t decree_days(struct decrees d, struct str number)
{
	int64_t fewest = 0;

	for (size_t i = 0; i < d.n; i++) {
		const struct val *days = rec_get(d.list[i], "appeal_days");

		if (days && number.len && str_eq(rec_code(d.list[i], "number"), number))
			return days->n;
		if (days && (!fewest || days->n < fewest))
			fewest = days->n;
	}
	return fewest ? fewest : APPEAL_DAYS_LEAST;
}

int64_t decree_appeal_days(struct decrees d, struct str category, int64_t day)
{
	int64_t most = 0;
	struct decree_window w;

	for (size_t i = 0, j = 0; next_of(d, category, &i, &j, &w);) {
		const struct val *days = rec_get(w.decree, "appeal_days");

		if (day >= w.from && day <= w.last_day && days && days->n > most)
			most = days->n;
	}
	return most ? most : decree_days(d, S(""));
}

struct str decree_number(struct decrees d, struct str category, int64_t came, int64_t day)
{
	struct decree_window w;

	if ((came != NO_DAY && decree_open(d, category, came, &w)) ||
	    decree_open(d, category, day, &w))
		return rec_code(w.decree, "number");
	return S("");
}

static bool asks(const struct decree_window *w, const char *act)
{
	const struct val *acts = rec_get(w->decree, "required_acts");

	for (size_t i = 0; acts && i < acts->len; i++)
		if (str_eq(acts->v[i].s, str_of(act)))
			return true;
	return str_eq(w->also, str_of(act));
}

bool decree_requires(struct decrees d, struct str category, int64_t day, const char *act)
{
	struct decree_window w;
	bool open = false;

	/* One decree that does not ask for it is enough. */
	for (size_t i = 0, j = 0; next_of(d, category, &i, &j, &w);) {
		if (day < w.from || day > w.last_day)
			continue;
		if (!asks(&w, act))
			return false;
		open = true;
	}
	return open;
}

bool decree_excludes(struct decrees d, struct str number, struct str act)
{
	bool known = false;

	for (size_t i = 0; i < d.n; i++)
		known |= str_eq(rec_code(d.list[i], "number"), number);
	for (size_t i = 0; i < d.n; i++) {
		const struct val *acts = rec_get(d.list[i], "excluded_acts");

		if (known && !str_eq(rec_code(d.list[i], "number"), number))
			continue;
		for (size_t j = 0; acts && j < acts->len; j++)
			if (str_eq(acts->v[j].s, act))
				return true;
	}
	return false;
}

bool decree_covers(const struct decide_view *v, struct str field, struct str category,
		   int64_t local_day, struct refusals *why)
{
	struct decrees all = { v->decrees, v->n_decrees };
	struct decree_window open;
	struct decree_deadline d;

	/* A person associated with an armed group without arms needs no window: nothing is held
	 * against him or her. */
	if (str_eq(category, S("associated")) || decree_open(all, category, local_day, &open))
		return true;
	if (!decree_deadline(why->a, all, category, local_day, &d))
		return refuse(why, "not_covered", field, category,
			      "a category that a decree in the log covers");
	if (d.state == DEADLINE_AHEAD)
		return refuse(why, "outside_window", field, category,
			      "a day inside a window of a decree; the next one for this category "
			      "begins on %.*s",
			      P(day_text(why->a, d.from)));
	return refuse(
		why, "outside_window", field, category,
		"a day inside a window of a decree; the latest one for this category ends on %.*s",
		P(day_text(why->a, d.last_day)));
}
