/* See years.h. */
#include "intake/years.h"

#include <string.h>

#include "base/arena.h"
#include "intake/intake_int.h"
#include "intake/queue_int.h"
#include "record/officer.h"
#include "record/reader.h"
#include "base/banned.h"

static bool renewed(const struct decide_view *v, const uint8_t kid[4])
{
	for (size_t i = 0; i < v->n_same; i++)
		if (!v->same[i].relative && !memcmp(v->same[i].b, kid, 4))
			return true;
	return false;
}

static int64_t last_day(const struct store_officer *o)
{
	int64_t key = o->since + OFFICER_DAYS - 1;

	return o->until_day != NO_DAY && o->until_day < key ? o->until_day : key;
}

/* Whether nobody counted before is the same to the rules. */
static bool another(const struct decide_view *v, const struct store_officer *list, size_t at,
		    const bool *counted)
{
	for (size_t i = 0; i < at; i++)
		if (counted[i] && part_same(v, list[i].kid, list[at].kid))
			return false;
	return true;
}

bool years_see(struct reg *r, struct arena *a, int64_t today, struct years *out, struct err *e)
{
	struct store_officer *list;
	struct decide_view v = { 0 };
	struct buf ends = { .a = a };
	bool *counted;
	size_t n;

	*out = (struct years){ 0 };
	if (!store_officers(r->store, a, &list, &n, e) || !kept_same(r, &v.same, &v.n_same, e))
		return false;
	counted = arena_array(a, n + 1, sizeof *counted);
	for (size_t i = 0; i < n; i++) {
		const struct store_officer *o = &list[i];
		struct year_end x = { .roles = o->roles, .last_day = last_day(o) };

		/* Whoever retires, or is suspended, has an act of its own. */
		if (!str_eq(o->act, S("enrol")) && !str_eq(o->act, S("change_roles")))
			continue;
		counted[i] = officer_serves(o, today) && reader_any(o->roles, OFFICER_KEEPERS) &&
			     another(&v, list, i, counted);
		out->keepers += counted[i];
		if (x.last_day - today >= YEARS_SOON || renewed(&v, o->kid))
			continue;
		x.kid = str_hex(a, o->kid, sizeof o->kid);
		buf_add(&ends, &x, sizeof x);
	}
	out->ends = (struct year_end *)(void *)ends.p;
	out->n = ends.len / sizeof *out->ends;
	return true;
}

bool queue_years(struct queue *q, struct err *e)
{
	struct years y;
	int64_t today;

	if (!intake_today(q->r, q->a, &today, e) || !years_see(q->r, q->a, today, &y, e))
		return false;
	for (size_t i = 0; i < y.n; i++)
		queue_add(q,
			  (struct wait){ .role = S(OFFICER_KEEPERS),
					 .what = "renew",
					 .log = S("hq"),
					 .since = y.ends[i].last_day - YEARS_SOON + 1,
					 .limit = y.ends[i].last_day,
					 .why = str_fmt(q->a,
							"the key %.*s (%.*s) ends: officer renew, "
							"or retire; officer list says whose it is",
							P(y.ends[i].kid), P(y.ends[i].roles)) });
	if (y.keepers < YEARS_KEEPERS)
		queue_add(q,
			  (struct wait){ .role = S(OFFICER_KEEPERS),
					 .what = "keepers",
					 .log = S("hq"),
					 .since = NO_DAY,
					 .limit = NO_DAY,
					 .why = str_fmt(q->a,
							"%zu serve who may enrol and renew others, "
							"where two are needed: enrol more, %d or "
							"more are safe",
							y.keepers, YEARS_KEEPERS) });
	return true;
}
