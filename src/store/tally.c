/* Questions to sql/tally.sql: figures counted from the records. */
#include "store/db.h"

#include "base/arena.h"
#include "base/time.h"
#include "base/banned.h"

/* Where the conditions stand among the parameters, three numbers each. */
#define WHEN	 12
#define ROW_WHEN 24

static void bind_whens(struct q *q, int k, const struct tally_when *list, size_t n)
{
	static const struct tally_when none = { 0 };

	for (size_t i = 0; i < TALLY_WHENS; i++, k += 3) {
		const struct tally_when *w = i < n ? &list[i] : &none;

		q_int(q, k, w->tag);
		q_int(q, k + 1, !w->unset);
		q_text(q, k + 2,
		       w->positive    ? S("+")
		       : w->zero      ? S(",0,")
		       : w->codes.len ? w->codes
				      : S(""));
	}
}

static struct str or_empty(struct str s)
{
	return s.s ? s : S("");
}

static struct q ask_records(struct store *s, const struct tally_query *t)
{
	/* What holds for the area of a place is a state like others; the areas know who asks. */
	static const struct str how[] = { [QUERY_FLOW] = SC("flow"),
					  [QUERY_COMES] = SC("comes"),
					  [QUERY_STATE] = SC("state"),
					  [QUERY_SINCE] = SC("since"),
					  [QUERY_AREA] = SC("state") };
	struct q q = q_of(s, SQL_TALLY_RECORDS);

	q_int(&q, 1, t->kind);
	q_int(&q, 2, t->day);
	q_int(&q, 3, t->tag);
	q_int(&q, 4, t->sub);
	q_int(&q, 5, t->or_one);
	q_text(&q, 6, or_empty(t->detail));
	q_int(&q, 7, t->detail_tag);
	q_int(&q, 8, t->detail_sub);
	q_int(&q, 9, t->figure_tag);
	q_text(&q, 10, or_empty(t->figure));
	q_int(&q, 11, t->own_place);
	bind_whens(&q, WHEN, t->when, t->n_when);
	bind_whens(&q, ROW_WHEN, t->row_when, t->n_row_when);
	q_int(&q, 36, t->from_tag);
	q_int(&q, 37, t->from_sub);
	q_int(&q, 38, t->until_tag);
	q_int(&q, 39, t->until_sub);
	q_int(&q, 40, t->latest);
	q_text(&q, 41, how[t->what]);
	q_int(&q, 42, t->zero);
	return q;
}

static struct q ask(struct store *s, const struct tally_query *t)
{
	struct q q;

	switch (t->what) {
	case QUERY_EVENT:
		q = q_of(s, SQL_TALLY_EVENT);
		q_int(&q, 1, t->kind);
		q_text(&q, 2, t->event);
		q_int(&q, 3, t->day);
		q_text(&q, 4, or_empty(t->detail));
		q_int(&q, 5, t->own_place);
		return q;
	case QUERY_CLASS:
		q = q_of(s, SQL_TALLY_CLASS);
		q_int(&q, 1, t->cls);
		q_int(&q, 2, t->day);
		q_text(&q, 3, or_empty(t->detail));
		q_int(&q, 4, t->own_place);
		return q;
	case QUERY_ITEM:
		q = q_of(s, SQL_TALLY_ITEM);
		q_int(&q, 1, t->kind);
		q_text(&q, 2, t->figure);
		q_text(&q, 3, or_empty(t->item_detail));
		q_int(&q, 4, t->day);
		q_int(&q, 5, t->own_place);
		q_text(&q, 6, or_empty(t->detail));
		return q;
	case QUERY_FLOW:
	case QUERY_COMES:
	case QUERY_STATE:
	case QUERY_SINCE:
	case QUERY_AREA:
		break;
	}
	return ask_records(s, t);
}

bool store_tally(struct store *s, struct arena *a, const struct tally_query *query,
		 bool (*fn)(void *p, const struct tally_row *row, struct err *e), void *p,
		 struct err *e)
{
	struct q q = ask(s, query);

	while (q_row(&q, e)) {
		struct tally_row r = { .place = q_get(&q, a, 0),
				       .detail = q_get(&q, a, 1),
				       .q = (enum qual)q_get_int(&q, 2),
				       .from = q_null(&q, 3) ? DAY_MIN : q_get_int(&q, 3) };

		for (int w = 0; w < 3; w++) {
			r.window[w].n = q_get_int(&q, 4 + 3 * w);
			r.window[w].entries = q_get_int(&q, 5 + 3 * w);
			r.window[w].straddling = q_get_int(&q, 6 + 3 * w);
		}
		if (!fn(p, &r, e)) {
			q_leave(&q);
			return false;
		}
	}
	return e->kind == ERR_NONE;
}
