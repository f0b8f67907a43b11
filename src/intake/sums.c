/* See sums.h. Of what adds up, less than small_cell is carried into the next month's: so what is to be said for a month
 * is all that is known up to its end, less all that was said up to it. */
#include "intake/sums.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "intake/access.h"
#include "intake/effect.h"
#include "intake/intake_int.h"
#include "intake/owed.h"
#include "intake/queue_int.h"
#include "intake/sums_int.h"
#include "record/class.h"
#include "record/kinds.h"
#include "record/need.h"
#include "store/access.h"
#include "store/sums.h"
#include "base/banned.h"

/* Acts before this day are of no register. */
#define EVER ((int64_t)-36525)

struct counting {
	struct reg *r;
	struct arena *a;
	int64_t from, to; /* calendar days */
	struct str scope;
	struct sum *list;
	size_t n;
	const struct rec *operation;
};

/* `few`: what small_cell is held against; -1: against nothing. */
static struct sum *add(struct counting *c, const char *figure, const char *detail, int64_t known,
		       int64_t few)
{
	struct sum *s = &c->list[c->n++];

	*s = (struct sum){ .figure = figure, .detail = detail, .known = known };
	s->hidden = few >= 0 && few < rec_get(c->operation, "small_cell")->n;
	return s;
}

static void add_state(struct counting *c, const char *figure, const char *detail, int64_t known,
		      int64_t few)
{
	if (few || known)
		add(c, figure, detail, known, few)->state = true;
}

/* Where somebody stood who died since: a death changes nothing of what was decided. */
static struct str before_death(const struct store_stood *x)
{
	return str_eq(x->now, S("deceased")) ? x->was : x->now;
}

static bool count_cases(struct counting *c, struct err *e)
{
	int64_t refused = 0, referred = 0, handed = 0, moved = 0, withdrew = 0, gone = 0, died = 0;
	struct store_stood *list;
	size_t n;

	if (!store_sums_cases(c->r->store, c->a, c->to, c->scope, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct store_stood *x = &list[i];
		bool dead = str_eq(x->now, S("deceased")),
		     open = x->was_cls == CLASS_OPEN || x->was_cls == CLASS_MOVING;
		struct str stood = before_death(x);

		if (code_in("not_covered,left_after", stood))
			refused += x->in_time && !dead ? 0 : x->n;
		else if (str_eq(stood, S("transferred")) && !dead && !open)
			refused += x->n;
		else if (code_in("referred,handed_over,court_closed", stood))
			referred += x->n;
		else if (dead &&
			 (open || code_in("withdrawn,absent,transferred,under_appeal", stood)))
			died += x->n;
		else if (str_eq(stood, S("transferred")))
			moved += x->n;
		else if (str_eq(stood, S("withdrawn")))
			withdrew += x->n;
		else if (str_eq(stood, S("absent")))
			gone += x->n;
		if (code_in("handed_over,court_closed", stood))
			handed += x->n;
	}
	add(c, "P5", "", refused, -1);
	add(c, "P6", "", referred, -1);
	add(c, "P6", "handed over", handed, -1);
	add(c, "P7", "", moved, -1);
	add(c, "P8", "", withdrew, -1);
	add(c, "P9", "", gone + died, -1);
	add(c, "P9", "deceased", died, -1);
	return true;
}

static bool count_children(struct counting *c, struct err *e)
{
	int64_t n;

	if (!store_sums_children(c->r->store, c->to, c->scope, &n, e))
		return false;
	add(c, "P11", "", n, -1);
	return true;
}

static bool count_held(struct counting *c, struct err *e)
{
	int64_t n, longest;

	if (!store_sums_held(c->r->store, c->to, c->scope, &n, &longest, e))
		return false;
	add_state(c, "P14", "", n, n);
	add_state(c, "P14", "longest days", n ? longest : 0, n);
	return true;
}

static int by_number(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

	return a < b ? -1 : a > b;
}

static bool count_lists(struct counting *c, struct err *e)
{
	int64_t *days, late = 0, of_month = 0;
	struct effect *list;
	size_t all;

	if (!effect_list(c->r, c->a, &list, &all, e))
		return false;
	days = arena_array(c->a, all + 1, sizeof *days);
	for (size_t i = 0; i < all; i++)
		if (list[i].sent_on >= c->from && list[i].sent_on <= c->to) {
			days[of_month++] = list[i].days;
			late += list[i].days > EFFECT_DAYS;
		}
	if (!of_month)
		return true;
	qsort(days, (size_t)of_month, sizeof *days, by_number);
	/* Of two in the middle the later: what is said is never better than what was. */
	add_state(c, "P15", "", days[of_month / 2], of_month);
	add_state(c, "P15", "over 7 days", late, late);
	return true;
}

struct stops {
	int64_t all, held, hurt, let_go;
};

static bool count_stop(void *p, struct str event, struct str code, int64_t n)
{
	struct stops *s = p;

	/* Who follows one up reports no other. */
	if (!str_eq(event, S("stop_report")))
		return true;
	s->all += n;
	s->held += str_eq(code, S("held")) ? n : 0;
	s->hurt += str_eq(code, S("hurt")) ? n : 0;
	s->let_go += str_eq(code, S("let_go")) ? n : 0;
	return true;
}

static bool count_stops(struct counting *c, struct err *e)
{
	struct stops s = { 0 };

	if (!store_sums_acts(c->r->store, kind_stop_report.code, EVER, c->to, c->scope, count_stop,
			     &s, e))
		return false;
	add(c, "P16", "", s.all, -1);
	add(c, "P16", "held", s.held, -1);
	add(c, "P16", "hurt", s.hurt, -1);
	add(c, "P16", "let go", s.let_go, -1);
	return true;
}

static bool count_owed(struct counting *c, struct err *e)
{
	struct owed owed;

	if (!owed_on(c->r, c->to, c->scope, &owed, e))
		return false;
	add_state(c, OWED_FIGURE, "", owed.overdue, owed.overdue);
	if (owed.taken_back) {
		struct sum *s = add(c, OWED_FIGURE, OWED_DETAIL, owed.taken_back, -1);

		s->state = s->at_once = true;
	}
	return true;
}

static bool count_heavy(struct counting *c, struct err *e)
{
	int64_t n;

	if (!store_sums_heavy(c->r->store, c->to, c->scope, &n, e))
		return false;
	add(c, "W3", "", n, -1);
	return true;
}

/* Agreement that was taken back later leaves it what it was: recorded with agreement. */
static bool count_agreed(void *p, struct str event, struct str code, int64_t n)
{
	int64_t *agreed = p;

	(void)event;
	*agreed += str_eq(code, S("agreed")) ? n : 0;
	return true;
}

static bool count_testimony(struct counting *c, struct err *e)
{
	int64_t n = 0;

	if (!store_sums_acts(c->r->store, kind_testimony.code, EVER, c->to, c->scope, count_agreed,
			     &n, e))
		return false;
	add(c, "L1", "", n, -1);
	return true;
}

struct links {
	struct arena *a;
	struct str case_no;
	int64_t open; /* of this case */
	int64_t found, different, waiting;
};

/* A verdict is of a pair that was noted before, or of one that nobody noted (rule/here.c). */
static bool count_link(void *p, struct str case_no, struct str code)
{
	struct links *l = p;
	bool judged = code_in("same,different", code), apart = str_eq(code, S("other_person"));

	if (!l->case_no.s || !str_eq(l->case_no, case_no)) {
		l->case_no = str_dup(l->a, case_no);
		l->open = 0;
	}
	if (!code.len || !l->open || apart)
		l->found++;
	l->different += apart || str_eq(code, S("different"));
	if (apart)
		return true;
	if (judged && l->open) {
		l->open--;
		l->waiting--;
	} else if (!judged && (!code.len || !l->open)) {
		l->open++;
		l->waiting++;
	}
	return true;
}

static bool count_merge(void *p, struct str event, struct str code, int64_t n)
{
	int64_t *merged = p;

	(void)code;
	*merged += code_in("merge,merge_away", event) ? n : -n;
	return true;
}

static bool count_pairs(struct counting *c, struct err *e)
{
	struct links l = { .a = c->a };
	int64_t merged = 0;

	if (!store_sums_codes(c->r->store, kind_dedup_link.code, c->to, c->scope, count_link, &l,
			      e) ||
	    !store_sums_acts(c->r->store, kind_merge.code, EVER, c->to, c->scope, count_merge,
			     &merged, e))
		return false;
	add(c, "Q1", "", l.found, -1);
	add(c, "Q1", "merged", merged, -1);
	add(c, "Q1", "different", l.different, -1);
	add_state(c, "Q1", "open", l.waiting, l.waiting);
	return true;
}

static bool count_all(void *p, struct str event, struct str code, int64_t n)
{
	(void)event;
	(void)code;
	*(int64_t *)p += n;
	return true;
}

static bool count_erased(struct counting *c, struct err *e)
{
	int64_t n = 0;

	if (!store_sums_acts(c->r->store, kind_erasure.code, EVER, c->to, c->scope, count_all, &n,
			     e))
		return false;
	add(c, "Q4", "", n, -1);
	return true;
}

struct openings {
	int64_t all, work, appeal, court, other;
};

/* What another officer looked at is no opening. */
static bool count_opening(void *p, struct str event, struct str code, int64_t n)
{
	struct openings *o = p;

	(void)event;
	if (str_eq(code, S("looked_at")))
		return true;
	o->all += n;
	if (str_eq(code, S("case_work")))
		o->work += n;
	else if (str_eq(code, S("appeal")))
		o->appeal += n;
	else if (str_eq(code, S("court_order")))
		o->court += n;
	else if (!str_eq(code, S("break_glass")))
		o->other += n;
	return true;
}

static bool count_openings(struct counting *c, struct err *e)
{
	struct openings o = { 0 };
	int64_t glass;

	if (!store_sums_acts(c->r->store, kind_access_event.code, EVER, c->to, c->scope,
			     count_opening, &o, e) ||
	    !access_glass(c->r, c->a, c->from, c->to, &glass, e))
		return false;
	add(c, "Q5", "", o.all, -1);
	add(c, "Q5", "case work", o.work, -1);
	add(c, "Q5", "appeal", o.appeal, -1);
	add(c, "Q5", "court order", o.court, -1);
	if (glass) {
		struct sum *s = add(c, "Q5", GLASS_DETAIL, glass, -1);

		s->state = s->at_once = true;
	}
	add(c, "Q5", "other", o.other, -1);
	return true;
}

/* What was said, and so what is to be said. */
static bool hold_against(struct counting *c, struct str month, int64_t but, struct err *e)
{
	int64_t cell = rec_get(c->operation, "small_cell")->n;
	struct store_said *said;
	size_t n;

	if (!sums_said(c->r, c->a, c->scope, but, &said, &n, e))
		return false;
	for (size_t i = 0; i < c->n; i++) {
		struct sum *s = &c->list[i];

		for (size_t j = 0; j < n; j++) {
			int by = str_cmp(said[j].month, month);

			if (by > 0 || !sums_is(&said[j], str_of(s->figure), str_of(s->detail)))
				continue;
			s->was_said |= !by;
			s->said += by && s->state ? 0 : said[j].amount;
		}
		s->amount = s->state ? s->known : s->known - s->said;
		if (!s->state)
			s->hidden = s->amount < cell;
	}
	return true;
}

/* Of what nobody knows anything, and nothing was said, there is no line. */
static void leave_out(struct counting *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		if (c->list[i].known || c->list[i].said)
			c->list[n++] = c->list[i];
	c->n = n;
}

bool sums_but(struct reg *r, struct arena *a, struct str month, struct str scope, int64_t but,
	      struct sum list[SUMS_MOST], size_t *n, struct err *e)
{
	static bool (*const counts[])(struct counting * c, struct err * e) = {
		count_cases, count_children,  count_held,  count_lists,	 count_stops,	 count_owed,
		count_heavy, count_testimony, count_pairs, count_erased, count_openings,
	};
	struct counting c = { .r = r, .a = a, .scope = scope, .list = list };

	*n = 0;
	if (month.len != 7 || !day_parse(str_fmt(a, "%.*s-01", P(month)), &c.from))
		return err_value(e, ERR_USAGE, S("month"), month, "a calendar month: 2016-11");
	c.to = day_add_months(c.from, 1) - 1;
	c.operation = kept_operation(r, e);
	if (!c.operation)
		return e->kind == ERR_NONE;
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		if (!counts[i](&c, e))
			return within(e, "count the sums of %.*s", P(month));
	if (!hold_against(&c, month, but, e))
		return false;
	leave_out(&c);
	*n = c.n;
	return true;
}

bool sums_of(struct reg *r, struct arena *a, struct str month, struct str scope,
	     struct sum list[SUMS_MOST], size_t *n, struct err *e)
{
	return sums_but(r, a, month, scope, -1, list, n, e);
}

/* The first day of the last month whose sums may be said. */
static int64_t month_due(const struct rec *operation, int64_t today)
{
	int year, month, day;

	day_split(today - need_sum_delay(operation) - 1, &year, &month, &day);
	return day_add_months(day_of(year, month, 1), -1);
}

bool queue_delayed(struct queue *q, struct err *e)
{
	int64_t first = month_due(q->operation, q->today);
	struct str month = str_mem(day_text(q->a, first).s, 7);
	struct sum list[SUMS_MOST];
	struct buf due = { .a = q->a };
	size_t n;

	if (!sums_of(q->r, q->a, month, (struct str){ NULL, 0 }, list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct sum *s = &list[i];

		if (!s->hidden && !s->at_once && !s->was_said && s->amount > 0)
			buf_fmt(&due, "%s%s%s%s", due.len ? "; " : "", s->figure,
				*s->detail ? ", " : "", s->detail);
	}
	if (due.len)
		queue_add(q,
			  (struct wait){ .role = S("dpo,protection"),
					 .what = "sums",
					 .log = S("hq"),
					 .since = day_add_months(first, 1),
					 .limit = NO_DAY,
					 .why = str_fmt(q->a,
							"delayed sums of %.*s (sulh sums "
							"--month %.*s): %.*s",
							P(month), P(month), P(buf_text(&due))) });
	return true;
}
