/* See needs.h. Whether the person came inside a decree: for what he or she seeks as it was said last, by a registration
 * or by a correction of one, on a day that counts. */
#include "rule/needs.h"

#include <string.h>

#include "base/time.h"
#include "rule/decree.h"
#include "rule/limit.h"
#include "rule/table.h"
#include "base/banned.h"

/* Acts with which a stay under a decree begins; whoever comes back, or is taken up elsewhere, goes on with it. */
#define BEGUN "register,complete,covered_later"

/* Whether it says what the person seeks. */
static bool is_said(const struct past_act *x)
{
	return past_is(x, "registration", NULL) ||
	       (past_is(x, "correction", NULL) && x->code.len && !past_has(x, "retell") &&
		!past_has(x, "photo"));
}

const struct past_act *came_as(const struct decide_view *v)
{
	for (size_t i = v->n_past; i-- > 0;)
		if (is_said(&v->past[i]))
			return &v->past[i];
	return NULL;
}

/* The day on which the person came, whatever is said later of what he or she seeks: that of the reception, or of a
 * registration without one, or of one under a newer decree. */
static int64_t came_on(const struct decide_view *v)
{
	const struct past_act *came = past_last(v, "presentation", NULL),
			      *begun = past_last(v, "registration", BEGUN);

	/* Of whom there was none before, that of the return is the first (as_before). */
	if (!begun)
		begun = past_last(v, "registration", NULL);
	if (!came ||
	    (begun && begun->step > came->step && str_eq(begun->event, S("covered_later"))))
		came = begun;
	return came ? came->day : NO_DAY;
}

/* Of a first registration, also of who comes back and was never registered, and of a correction the day counts on which
 * the person came, too; for who comes back as something else the decrees of then are over. */
static int64_t also_on(const struct decide_view *v, const char *kind, struct str event)
{
	return code_in("register,complete", event) || !strcmp(kind, "correction") ||
			       !past_last(v, "registration", NULL)
		       ? came_on(v)
		       : NO_DAY;
}

struct str came_under(const struct decide_view *v, const char *kind, struct str category,
		      struct str event, int64_t local_day)
{
	const struct past_act *old = came_as(v);

	if (old && old->decree.len && code_in("come_back,take_up", event) &&
	    str_eq(old->code, category))
		return old->decree;
	return decree_number((struct decrees){ v->decrees, v->n_decrees }, category,
			     also_on(v, kind, event), local_day);
}

/* A day that one officer says is a day of his or her own memory: one of long ago opens a window that is over. Of who came
 * then a second officer says so, too, and why nobody recorded it. */
bool came_soon(const struct needing *n)
{
	int64_t first = n->v->today - LATE_DAYS;

	return n->day >= first ||
	       refuse(n->why, "late", S("day"), day_text(n->why->a, n->day),
		      "%.*s or later, %d days at most before it is recorded; of who came earlier a "
		      "presentation with late_reason (reception and chief)",
		      P(day_text(n->why->a, first)), LATE_DAYS);
}

/* Whether a window of a decree is open for what this field says, on a day that counts. */
static bool inside(const struct needing *n, const char *field)
{
	struct str category = rec_code(n->r, field);
	struct decrees all = { n->v->decrees, n->v->n_decrees };
	int64_t came = also_on(n->v, n->t->kind, str_of(n->t->event));
	struct decree_window open;
	bool ok;

	if (came != NO_DAY && decree_open(all, category, came, &open))
		return true;
	/* Who needs no window might be corrected into one that was open on this day. */
	if (str_eq(category, S("associated")) && past_last(n->v, "presentation", NULL))
		return true;
	/* Of a file that begins with it the row asks for that itself. */
	ok = !n->v->has_case || came_soon(n);
	return decree_covers(n->v, str_of(field), category, n->day, n->why) && ok;
}

/* Whoever came in time is in time, however late a desk enters it. */
bool came_window(const struct needing *n)
{
	return !field_by_name(n->r->kind, S("status_sought")) || inside(n, "status_sought");
}

/* What nobody could be registered as, nobody becomes by a correction. */
bool came_sought(const struct needing *n)
{
	return !rec_is(n->r, "field", "status_sought") || inside(n, "new_value");
}

/* Whoever comes back keeps the category under which he or she came, or, never registered (an age that was corrected),
 * the window; another one needs a window that is open now. */
bool came_as_before(const struct needing *n)
{
	const struct past_act *old = came_as(n->v);

	return (old && str_eq(old->code, rec_code(n->r, "status_sought"))) ||
	       inside(n, "status_sought");
}

/* What was said last of what the person seeks was inside a window when it was said, and is not judged by decrees of
 * later. */
bool came_covered(const struct needing *n)
{
	const struct past_act *x = came_as(n->v);

	/* No decree can name these (record/decree.c): nothing is held against them. Amnesty is granted under one. */
	if (x && str_eq(x->code, S("associated")))
		return n->v->n_decrees ||
		       refuse(n->why, "not_covered", S("case"), n->v->case_state,
			      "a decree in the log: nothing is granted without one (decree add)");
	return !x || x->decree.len ||
	       refuse(n->why, "not_covered", S("case"), n->v->case_state,
		      "a case inside a window of a decree: this person came as %.*s when none was "
		      "open for that",
		      P(x->code));
}

/* The first day on which a window was open for what the person seeks now, of those on which that was said: who came back
 * again and again kept what was said before. NO_DAY: none. */
static int64_t sought_in_window(const struct needing *n, const struct past_act *x)
{
	struct decrees all = { n->v->decrees, n->v->n_decrees };
	struct decree_window open;
	int64_t day = NO_DAY;

	for (const struct past_act *y = x + 1; y-- > n->v->past;) {
		if (!is_said(y))
			continue;
		if (!str_eq(y->code, x->code))
			break;
		if (decree_open(all, x->code, y->day, &open))
			day = y->day;
	}
	return day;
}

/* What the decree asks of everybody or of one category beside coming in person, which every registration is, and the
 * pledge, which every grant needs: captives are freed by who held them. A weapon is no value of these (record/decree.c)
 * and is looked for by no rule. */
bool came_required(const struct needing *n)
{
	struct decrees all = { n->v->decrees, n->v->n_decrees };
	const struct past_act *x = came_as(n->v), *begun = past_last(n->v, "registration", BEGUN);
	struct decree_window open;
	/* Whoever came before a window, and comes back after it, was registered in it. */
	int64_t days[] = { came_on(n->v), begun ? begun->day : NO_DAY,
			   x ? sought_in_window(n, x) : NO_DAY },
		came = NO_DAY;

	for (size_t i = 0; x && came == NO_DAY && i < sizeof days / sizeof *days; i++)
		if (days[i] != NO_DAY && decree_open(all, x->code, days[i], &open))
			came = days[i];
	return !x || came == NO_DAY || n->v->freed_captives ||
	       !decree_requires(all, x->code, came, "free_captive") ||
	       refuse(n->why, "required", S("case"), n->v->case_state,
		      "a case that a release of captives, signed for by who received them, names "
		      "(captive_release, captor_case): the decree asks it of a %.*s",
		      P(x->code));
}

bool came_excluded(const struct needing *n)
{
	struct decrees all = { n->v->decrees, n->v->n_decrees };
	const struct past_act *x = came_as(n->v);
	const struct val *acts = rec_get(n->r, "acts_named");
	bool ok = true;

	for (size_t i = 0; acts && i < acts->len; i++)
		if (!decree_excludes(all, x ? x->decree : S(""), acts->v[i].s))
			ok = refuse(n->why, "not_excluded", S("acts_named"), acts->v[i].s,
				    "acts that the decree under which the person came excludes "
				    "(excluded_acts%s%.*s): what it does not exclude is covered",
				    x && x->decree.len ? " of " : "", P(x ? x->decree : S("")));
	return ok;
}
