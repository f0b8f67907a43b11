/* See view_leaflet.h. */
#include "web/view_leaflet.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/lang.h"
#include "intake/commit.h"
#include "record/kinds.h"
#include "store/store.h"
#include "base/banned.h"

static int64_t day_or_none(const struct rec *r, const char *field)
{
	const struct val *x = rec_get(r, field);

	return x ? x->n : NO_DAY;
}

static bool later_than(int64_t day, int64_t than)
{
	return day != NO_DAY && day > than;
}

static void add_code(struct arena *a, struct str **list, size_t *n, struct str code)
{
	for (size_t i = 0; i < *n; i++)
		if (str_eq((*list)[i], code))
			return;
	/* Few: a decree has at most some dozens, checked when it was recorded. */
	struct str *more = arena_array(a, *n + 1, sizeof *more);

	for (size_t i = 0; i < *n; i++)
		more[i] = (*list)[i];
	more[(*n)++] = code;
	*list = more;
}

static void add_codes(struct arena *a, struct str **list, size_t *n, const struct val *from)
{
	for (size_t i = 0; from && i < from->len; i++)
		add_code(a, list, n, from->v[i].s);
}

static enum leaflet_when when_of(int64_t from, int64_t last, int64_t day)
{
	return day < from ? LEAFLET_AHEAD : day > last ? LEAFLET_OVER : LEAFLET_OPEN;
}

/* Two that touch are one; else an open one holds, else the one that ends last. */
static struct leaflet_window joined(struct leaflet_window old, const struct leaflet_window *w,
				    int64_t day)
{
	if (w->from <= old.last_day + 1 && old.from <= w->last_day + 1) {
		old.from = w->from < old.from ? w->from : old.from;
		old.last_day = w->last_day > old.last_day ? w->last_day : old.last_day;
		old.when = when_of(old.from, old.last_day, day);
		return old;
	}
	if (w->when == LEAFLET_OPEN || old.when == LEAFLET_OPEN)
		return w->when == LEAFLET_OPEN ? *w : old;
	return w->last_day > old.last_day ? *w : old;
}

static void add_window(struct arena *a, struct leaflet_decree *d, const struct leaflet_window *w,
		       int64_t day)
{
	struct leaflet_window *more;

	for (size_t i = 0; i < d->n_windows; i++)
		if (str_eq(d->windows[i].category, w->category)) {
			d->windows[i] = joined(d->windows[i], w, day);
			return;
		}
	more = arena_array(a, d->n_windows + 1, sizeof *more);
	for (size_t i = 0; i < d->n_windows; i++)
		more[i] = d->windows[i];
	more[d->n_windows++] = *w;
	d->windows = more;
}

static void add_windows(struct arena *a, struct leaflet_decree *d, const struct rec *r, int64_t day)
{
	const struct val *rows = rec_get(r, "windows");
	const size_t also = field_at(&kind_decree_window, "also");

	for (size_t i = 0; rows && i < rows->len; i++) {
		const struct val *x = rows->v[i].v;
		struct leaflet_window w = {
			.category = x[field_at(&kind_decree_window, "category")].s,
			.from = x[field_at(&kind_decree_window, "from")].n,
			.last_day = x[field_at(&kind_decree_window, "last_day")].n,
		};

		w.when = when_of(w.from, w.last_day, day);
		add_window(a, d, &w, day);
		/* Said as what it is: of those whom it concerns. */
		if (x[also].set)
			add_code(a, &d->required, &d->n_required, x[also].s);
	}
}

/* An entry, and the decree that it became or that it extends. */
struct known {
	int64_t seq;
	struct leaflet_decree *decree;
};

struct at {
	int64_t log, seq;
};

/* Lists grow here while entries are read. */
struct reading {
	struct visit *v;
	struct leaflet_view *out;
	struct buf at, known, decrees, centres, corridors, printed;
};

/* The decree at the end of the chain of what this one extends; NULL: it extends none. What it extends stands
 * before it in the log. */
static bool extended_by(struct reading *r, const struct rec *rec, struct leaflet_decree **out,
			struct err *e)
{
	const struct val *ref = rec_get(rec, "extends");
	const struct known *list = (const struct known *)(const void *)r->known.p;
	int64_t log, seq;

	*out = NULL;
	if (!ref || ref->s.len != REF_BYTES)
		return true;
	if (!store_entry_by_leaf(r->v->reg->store, str_from(ref->s, 16), &log, &seq, e))
		return false;
	for (size_t i = 0; i < r->known.len / sizeof *list; i++)
		if (list[i].seq == seq)
			*out = list[i].decree;
	return true;
}

static bool add_decree(struct reading *r, const struct rec *rec, const struct fact_log *log,
		       int64_t seq, struct err *e)
{
	struct arena *a = r->v->a;
	struct known k = { .seq = seq };
	struct leaflet_decree *d;
	int64_t days = day_or_none(rec, "appeal_days");

	(void)log;
	if (!extended_by(r, rec, &d, e))
		return false;
	if (!d) {
		d = arena_alloc(a, sizeof *d);
		*d = (struct leaflet_decree){ .number = rec_code(rec, "number"),
					      .issued_on = day_or_none(rec, "issued_on"),
					      .index = seq,
					      .extended = S(""),
					      .appeal_days = days };
		buf_add(&r->decrees, &d, sizeof d);
	} else {
		d->extended = str_fmt(a, "%.*s%s%.*s", P(d->extended), d->extended.len ? ", " : "",
				      P(rec_code(rec, "number")));
	}
	k.decree = d;
	buf_add(&r->known, &k, sizeof k);
	d->appeal_days = days < d->appeal_days ? days : d->appeal_days;
	add_codes(a, &d->required, &d->n_required, rec_get(rec, "required_acts"));
	add_windows(a, d, rec, r->out->day);
	add_codes(a, &d->excluded, &d->n_excluded, rec_get(rec, "excluded_acts"));
	return true;
}

static bool add_centre(struct reading *r, const struct rec *rec, const struct fact_log *log,
		       int64_t seq, struct err *e)
{
	struct str seat = rec_code(rec, "seat");
	struct leaflet_centre c = {
		.name = rec_code(rec, r->v->lang == LANG_AR ? "name_ar" : "name_en"),
		.seat = facts_place(r->v->facts, r->v->lang, seat, seat),
		.opened_on = day_or_none(rec, "opened_on"),
		.closed_on = day_or_none(rec, "closed_on"),
		.index = seq,
	};

	(void)log;
	(void)e;
	/* One that is closed helps nobody. */
	if (c.closed_on == NO_DAY || later_than(c.closed_on, r->out->day))
		buf_add(&r->centres, &c, sizeof c);
	return true;
}

static bool add_corridor(struct reading *r, const struct rec *rec, const struct fact_log *log,
			 int64_t seq, struct err *e)
{
	struct leaflet_corridor c = {
		.no = day_or_none(rec, "corridor_no"),
		.opened_on = day_or_none(rec, "opened_on"),
		.index = seq,
		.for_whom = rec_code(rec, "for"),
		.state = rec_code(rec, "state"),
		.place = facts_place(r->v->facts, r->v->lang, rec->place, rec->place),
		.log = log->name,
	};

	(void)e;
	buf_add(&r->corridors, &c, sizeof c);
	return true;
}

static bool add_printed(struct reading *r, const struct rec *rec, const struct fact_log *log,
			int64_t seq, struct err *e)
{
	const struct val *text = rec_get(rec, "text");
	struct leaflet_printed one = {
		.no = rec_code(rec, "leaflet_no"),
		.digest = text ? str_hex(r->v->a, text->s.s, text->s.len) : S(""),
		.issued_on = day_or_none(rec, "issued_on"),
		.withdrawn_on = day_or_none(rec, "withdrawn_on"),
		.index = seq,
	};

	(void)log;
	(void)e;
	buf_add(&r->printed, &one, sizeof one);
	return true;
}

static bool note_at(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct reading *r = p;
	struct at x = { log, seq };

	(void)e;
	buf_add(&r->at, &x, sizeof x);
	return true;
}

static int by_place_in_log(const void *a, const void *b)
{
	const struct at *x = a, *y = b;

	return x->log != y->log	  ? (x->log < y->log ? -1 : 1)
	       : x->seq != y->seq ? (x->seq < y->seq ? -1 : 1)
				  : 0;
}

/* The state of a thing that is published: perhaps an earlier one than the newest. NULL: none is. */
static const struct fact_log *published_state(const struct visit *v, struct at *x, struct err *e)
{
	for (size_t i = 0; i < v->facts->n_logs; i++) {
		const struct fact_log *log = &v->facts->logs[i];

		if (log->id != x->log)
			continue;
		while (x->seq >= 0 && (uint64_t)x->seq >= log->size)
			if (!store_thing_before(v->reg->store, x->log, x->seq, &x->seq, e))
				return NULL;
		return x->seq >= 0 ? log : NULL;
	}
	return NULL;
}

/* Hands each thing of a kind, as it is published, to `add`, in the order of the logs. All of them: what is left out is a
 * centre or a way that somebody does not go to. */
static bool each(struct reading *r, const struct kind *k,
		 bool (*add)(struct reading *r, const struct rec *rec, const struct fact_log *log,
			     int64_t seq, struct err *e),
		 struct err *e)
{
	struct at *list;
	size_t n;

	r->at = (struct buf){ .a = r->v->a };
	if (!store_things(r->v->reg->store, k->code, note_at, r, e))
		return false;
	list = (struct at *)(void *)r->at.p;
	n = r->at.len / sizeof *list;
	if (n)
		qsort(list, n, sizeof *list, by_place_in_log);
	for (size_t i = 0; i < n; i++) {
		const struct fact_log *log = published_state(r->v, &list[i], e);
		struct entry x;
		const struct rec *rec;

		if (!log && e->kind != ERR_NONE)
			return false;
		if (!log)
			continue;
		rec = intake_record(r->v->reg, r->v->a, log->id, list[i].seq, &x, e);
		if (!rec || !add(r, rec, log, list[i].seq, e))
			return within(e, "%s %.*s/%lld", k->name, P(log->name),
				      (long long)list[i].seq);
	}
	return true;
}

static int by_number(const void *a, const void *b)
{
	const struct leaflet_corridor *x = a, *y = b;

	return x->no != y->no ? (x->no < y->no ? -1 : 1) : str_cmp(x->log, y->log);
}

static void finish(struct reading *r)
{
	struct leaflet_view *out = r->out;

	out->decrees = (struct leaflet_decree **)(void *)r->decrees.p;
	out->n_decrees = r->decrees.len / sizeof *out->decrees;
	out->centres = (struct leaflet_centre *)(void *)r->centres.p;
	out->n_centres = r->centres.len / sizeof *out->centres;
	out->corridors = (struct leaflet_corridor *)(void *)r->corridors.p;
	out->n_corridors = r->corridors.len / sizeof *out->corridors;
	if (out->n_corridors)
		qsort(out->corridors, out->n_corridors, sizeof *out->corridors, by_number);
	out->printed = (struct leaflet_printed *)(void *)r->printed.p;
	out->n_printed = r->printed.len / sizeof *out->printed;
	for (size_t i = 0; i < out->n_decrees; i++) {
		const struct leaflet_decree *d = out->decrees[i];

		if (!out->appeal_days || d->appeal_days < out->appeal_days)
			out->appeal_days = d->appeal_days;
		for (size_t j = 0; j < d->n_windows; j++)
			out->open |= d->windows[j].when == LEAFLET_OPEN;
	}
}

int leaflet_load(struct visit *v, const void **view, struct err *e)
{
	size_t n = v->facts->n_bulletins;
	const struct fact_log *hq = facts_log(v->facts, S("hq"));
	struct leaflet_view *out = arena_alloc(v->a, sizeof *out);
	struct reading r = { .v = v,
			     .out = out,
			     .known = { .a = v->a },
			     .decrees = { .a = v->a },
			     .centres = { .a = v->a },
			     .corridors = { .a = v->a },
			     .printed = { .a = v->a } };

	out->day = n ? v->facts->bulletins[n - 1].day : NO_DAY;
	out->number = n ? v->facts->bulletins[n - 1].number : 0;
	out->operation = v->facts->name[v->lang];
	if (hq) {
		out->root = hq->root;
		out->size = hq->size;
	}
	*view = out;
	v->title = msg(v->lang, MSG("Leaflet: terms, deadlines, ways, rights"));
	/* Without a bulletin there is no day to judge a deadline by. */
	if (out->day == NO_DAY)
		return 200;
	if (!each(&r, &kind_decree, add_decree, e) || !each(&r, &kind_centre, add_centre, e) ||
	    !each(&r, &kind_corridor, add_corridor, e) || !each(&r, &kind_leaflet, add_printed, e))
		return 500;
	finish(&r);
	return 200;
}
