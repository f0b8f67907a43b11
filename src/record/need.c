/* See need.h. */
#include "record/need.h"

#include "base/time.h"
#include "base/banned.h"

#define SMALL_CELL 5 /* until the operation says its own */

int64_t need_amount(const struct rec *r, const char *field)
{
	const struct val *v = rec_get(r, field);

	return v ? v->n : 0;
}

int64_t need_cell(const struct rec_view *v)
{
	const struct val *cell = v->operation ? rec_get(v->operation, "small_cell") : NULL;

	return cell ? cell->n : SMALL_CELL;
}

/* Until the operation says its own. */
#define SUM_DELAY_DAYS 30

int64_t need_sum_delay(const struct rec *operation)
{
	const struct val *delay = operation ? rec_get(operation, "sum_delay_days") : NULL;

	return delay ? delay->n : SUM_DELAY_DAYS;
}

void need_set(const struct rec *r, const char *field, const char *want, struct refusals *why)
{
	if (!rec_get(r, field))
		refuse(why, "missing", str_of(field), S(""), "%s", want);
}

void need_unset(const struct rec *r, const char *field, const char *want, struct refusals *why)
{
	const struct val *v = rec_get(r, field);

	if (v)
		refuse(why, "not_here", str_of(field),
		       val_text(why->a, &r->kind->fields[field_at(r->kind, field)], v), "%s", want);
}

void need_some(const struct rec *r, const char *field, struct refusals *why)
{
	const struct val *v = rec_get(r, field);

	if (v && v->n < 1)
		refuse(why, "none", str_of(field), S("0"), "at least 1");
}

/* The next of "a,b,c" as a C string that lives as long as the refusals. */
static const char *next(struct str *rest, struct refusals *why)
{
	return rest->s ? str_z(why->a, str_cut(rest, ',')) : NULL;
}

void need_each(const struct rec *r, const char *parts, const char *whole, struct refusals *why)
{
	struct str rest = str_of(parts);

	for (const char *part; (part = next(&rest, why)) != NULL;)
		if (need_amount(r, part) > need_amount(r, whole))
			refuse(why, "part_over_whole", str_of(part),
			       str_fmt(why->a, "%lld", (long long)need_amount(r, part)),
			       "not more than %s", whole);
}

void need_sum(const struct rec *r, const char *parts, const char *whole, struct refusals *why)
{
	struct str rest = str_of(parts);
	int64_t sum = 0; /* a few amounts of at most 10^12 */

	for (const char *part; (part = next(&rest, why)) != NULL;)
		sum += need_amount(r, part);
	if (sum > need_amount(r, whole))
		refuse(why, "part_over_whole", str_of(whole),
		       str_fmt(why->a, "%lld", (long long)need_amount(r, whole)),
		       "not less than %s together, %lld", parts, (long long)sum);
}

void need_two_counts(const struct rec *r, const char *total, struct refusals *why)
{
	const struct val *counts = rec_get(r, "two_counts"), *all = rec_get(r, total);

	if (!counts || counts->len != 2 || str_eq(counts->v[0].v[0].s, counts->v[1].v[0].s)) {
		refuse(why, "two_counts", S("two_counts"), S(""),
		       "two counts by two different officers");
		return;
	}
	for (size_t i = 0; i < 2; i++)
		if (counts->v[i].v[1].n != all->n)
			refuse(why, "two_counts", S("two_counts"),
			       str_fmt(why->a, "%lld", (long long)counts->v[i].v[1].n),
			       "the number of %s: where two counts differ, count again", total);
}

void need_order(const struct rec *r, const char *from, const char *until, struct refusals *why)
{
	const struct val *a = rec_get(r, from), *b = rec_get(r, until);

	if (a && b && b->n < a->n)
		refuse(why, "period", str_of(until), day_text(why->a, b->n),
		       "a day that is not before %s", from);
}

void need_past(const struct rec *r, const char *dates, struct refusals *why)
{
	struct str rest = str_of(dates);

	for (const char *date; (date = next(&rest, why)) != NULL;) {
		const struct val *v = rec_get(r, date);

		if (v && r->day != NO_DAY && v->n > r->day)
			refuse(why, "future", str_of(date), day_text(why->a, v->n),
			       "a day up to that of the record, %.*s", P(day_text(why->a, r->day)));
	}
}

/* The level of a place, empty where the place is not in the log. */
static struct str level_of(const struct rec *r, const struct rec_view *v, const char *place)
{
	const struct val *code = rec_get(r, place);
	const struct rec *p = code ? v->by_key(v->p, "place", code->s) : NULL;

	return p ? rec_code(p, "level") : S("");
}

void need_level(const struct rec *r, const struct rec_view *v, const char *place,
		const char *levels, struct refusals *why)
{
	struct str level = level_of(r, v, place);

	if (level.len && !code_in(levels, level))
		refuse(why, "level", str_of(place), level, "a place of level %s", levels);
}

void need_coarse(const struct rec *r, const struct rec_view *v, const char *place,
		 const char *levels, struct refusals *why)
{
	struct str level = level_of(r, v, place);

	if (level.len && code_in(levels, level))
		refuse(why, "too_fine", str_of(place), level,
		       "a quarter, community or larger place; no finer one is public");
}

const struct rec *need_ref(const struct rec *r, const struct rec_view *v, const char *ref)
{
	const struct val *x = rec_get(r, ref);
	const struct rec *named = x ? v->by_ref(v->p, x->s) : NULL;
	const struct str want = str_of(r->kind->fields[field_at(r->kind, ref)].choices);

	return named && str_eq(want, str_of(named->kind->name)) ? named : NULL;
}

const struct rec *need_latest(const struct rec *r, const struct rec_view *v)
{
	struct str key = rec_key(v->a, r, v);
	const struct rec *newest = key.s ? v->by_key(v->p, r->kind->name, key) : NULL;

	return newest ? newest : r;
}

const struct rec *need_newest(const struct rec *r, const struct rec_view *v, const char *ref)
{
	const struct rec *named = need_ref(r, v, ref);

	return named ? need_latest(named, v) : NULL;
}

void need_later(const struct rec *r, const struct rec *before, struct refusals *why)
{
	if (before && before->day > r->day)
		refuse(why, "order", S("day"), day_text(why->a, r->day),
		       "a day that is not before the last change of this %s, %.*s", r->kind->name,
		       P(day_text(why->a, before->day)));
}

static struct str shown(const struct rec *r, const struct rec_view *v, const char *field)
{
	const struct field *f = &r->kind->fields[field_at(r->kind, field)];
	const struct val *x = rec_get(r, field);

	if (!x)
		return S("");
	return f->type == F_REF ? ref_key(v->a, x->s, v) : val_text(v->a, f, x);
}

void need_same(const struct rec *r, const struct rec_view *v, const struct rec *before,
	       const char *fields, struct refusals *why)
{
	struct str rest = str_of(fields);

	for (const char *field; before && (field = next(&rest, why)) != NULL;) {
		struct str now = shown(r, v, field), then = shown(before, v, field);

		if (!str_eq(now, then))
			refuse(why, "another", str_of(field), now,
			       "%.*s as before: with another %s it is another %s", P(then), field,
			       r->kind->name);
	}
}
