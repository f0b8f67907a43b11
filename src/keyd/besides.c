/* See besides.h. */
#include "keyd/besides.h"

#include "base/arena.h"
#include "keyd/names.h"
#include "record/kinds.h"
#include "record/rec.h"
#include "base/banned.h"

const enum about_how besides_hows[BESIDES_HOWS] = { ABOUT_HOWS, ABOUT_SAME, ABOUT_WITHIN,
						    ABOUT_COUNTRY, ABOUT_OTHER };

void besides_take(struct arena *a, struct str body, struct besides *x)
{
	const struct rec *r = names_record(a, body);

	if (r && r->kind == &kind_registration)
		*x = (struct besides){ rec_code(r, "sex"), rec_code(r, "origin"), false };
	if (!r || r->kind != &kind_correction)
		return;
	/* One without a value takes out what was said. */
	if (rec_is(r, "field", "sex"))
		x->sex = rec_code(r, "new_value");
	if (rec_is(r, "field", "origin")) {
		x->origin = rec_code(r, "new_value");
		x->typed = true;
	}
}

/* All of them are looked at, whichever it is: whoever asks may have a clock. */
static bool is_among(struct str code, const struct str *list, size_t n)
{
	bool found = false;

	for (size_t i = 0; i < n; i++)
		found |= str_eq(code, list[i]);
	return found;
}

/* As places are numbered as a rule: no name as people write it. */
static bool is_code(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!(s.s[i] >= 'A' && s.s[i] <= 'Z') && !(s.s[i] >= '0' && s.s[i] <= '9') &&
		    s.s[i] != '-')
			return false;
	return true;
}

static enum about_how origins(const struct besides_asked *q, const struct besides *x)
{
	bool within = is_among(x->origin, q->near, q->n_near);

	if (!q->place.len || !x->origin.len)
		return ABOUT_HOWS;
	if (str_eq(q->place, x->origin))
		return ABOUT_SAME;
	if (within)
		return ABOUT_WITHIN;
	if (str_eq(q->country, x->origin))
		return ABOUT_COUNTRY;
	return x->typed && !is_code(x->origin) ? ABOUT_HOWS : ABOUT_OTHER;
}

struct about_told besides_compare(const struct besides_asked *q, const struct besides *x)
{
	struct about_told told = { .origin = origins(q, x), .sex = ABOUT_HOWS };

	/* x is said of who did not say it, too: it is no other one than f or m. */
	if (q->sex.len && str_eq(q->sex, x->sex))
		told.sex = ABOUT_SAME;
	else if (q->sex.len && x->sex.len && !str_eq(q->sex, S("x")) && !str_eq(x->sex, S("x")))
		told.sex = ABOUT_OTHER;
	return told;
}
