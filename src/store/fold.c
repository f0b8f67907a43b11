/* The projection: what an entry changes. Pure but for the database it writes to. */
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "store/db.h"
#include "base/banned.h"

#define BLOCK 32

static int64_t block_of(int64_t day)
{
	return day / BLOCK - (day % BLOCK < 0);
}

bool store_fold_act(struct store *s, const struct store_act *x, struct err *e)
{
	struct q q = q_of(s, SQL_FOLD_ACT);

	q_text(&q, 1, x->case_no);
	q_int(&q, 2, x->step);
	q_text(&q, 3, x->event);
	q_blob(&q, 4, str_mem(x->subject, 16));
	q_blob(&q, 5, str_mem(x->operator, 4));
	q_int(&q, 6, x->log);
	q_blob(&q, 7, str_mem(x->draft, 16));
	return q_run(&q, e);
}

struct folding {
	struct store *s;
	struct arena *a;
	int64_t log, seq;
	const struct entry *x;
	const struct rec *r;
	struct str place;
};

static bool fold_deltas(struct folding *f, struct err *e)
{
	for (size_t i = 0; i < f->x->deltas.n; i++) {
		const struct delta *d = &f->x->deltas.list[i];
		struct q q = q_of(f->s, SQL_FOLD_ROLLUP), t = q_of(f->s, SQL_FOLD_TOTAL);
		enum qual qual = d->n < 0 ? qual_minus(d->q) : d->q;

		q_int(&q, 1, f->x->day);
		q_text(&q, 2, d->figure);
		q_text(&q, 3, f->place);
		q_text(&q, 4, d->detail);
		q_int(&q, 5, qual);
		q_int(&q, 6, f->x->from_day);
		q_int(&q, 7, d->n);
		q_int(&t, 1, block_of(f->x->day));
		q_text(&t, 2, d->figure);
		q_text(&t, 3, f->place);
		q_text(&t, 4, d->detail);
		q_int(&t, 5, qual);
		q_int(&t, 6, d->n);
		if (!q_run(&q, e) || !q_run(&t, e))
			return false;
	}
	return true;
}

static bool fold_cell(struct folding *f, const struct field *top, size_t row,
		      const struct field *sub, const struct val *v, struct err *e)
{
	const struct field *as = sub ? sub : top;
	bool number = as->type == F_INT || as->type == F_QTY || as->type == F_BOOL ||
		      as->type == F_DATE || as->type == F_DAY || as->type == F_TIME;
	struct q q = q_of(f->s, SQL_FOLD_FACT);
	struct str none = { NULL, 0 };

	q_int(&q, 1, f->log);
	q_int(&q, 2, f->seq);
	q_int(&q, 3, top->tag);
	q_int(&q, 4, (int64_t)row);
	q_int(&q, 5, sub ? sub->tag : 0);
	q_int(&q, 6, f->x->kind);
	q_text(&q, 7, f->place);
	q_int(&q, 8, f->x->from_day);
	q_int(&q, 9, f->x->day);
	if (number)
		q_int(&q, 10, v->n);
	else
		q_text(&q, 10, none);
	q_int(&q, 11, v->q);
	q_text(&q, 12, number ? none : val_text(f->a, as, v));
	return q_run(&q, e);
}

static bool fold_facts(struct folding *f, struct err *e)
{
	const struct kind *k = f->r->kind;

	for (size_t i = 0; i < k->n; i++) {
		const struct field *top = &k->fields[i];
		const struct val *v = &f->r->v[i];

		if (!v->set || top->sight != PUB)
			continue;
		if (top->type != F_ROWS) {
			if (!fold_cell(f, top, 0, NULL, v, e))
				return false;
			continue;
		}
		for (size_t row = 0; row < v->len; row++)
			for (size_t j = 0; j < top->rows->n; j++)
				if (v->v[row].v[j].set &&
				    !fold_cell(f, top, row, &top->rows->fields[j], &v->v[row].v[j],
					       e))
					return false;
	}
	return true;
}

static bool fold_thing(struct folding *f, struct err *e)
{
	struct q q = q_of(f->s, SQL_FOLD_THING);
	struct str key = rec_key(f->a, f->r);

	if (!key.s)
		return true;
	q_int(&q, 1, f->x->kind);
	q_int(&q, 2, f->log);
	q_text(&q, 3, key);
	q_text(&q, 4,
	       f->r->kind->unique ? rec_code(f->r, f->r->kind->unique) : (struct str){ NULL, 0 });
	q_int(&q, 5, f->seq);
	return q_run(&q, e);
}

static bool fold_place(struct folding *f, struct err *e)
{
	struct q q = q_of(f->s, SQL_FOLD_PLACE), up = q_of(f->s, SQL_FOLD_PLACE_UP),
		 hq = q_of(f->s, SQL_FOLD_SEAT_HQ);
	const struct val *parent = rec_get(f->r, "parent");
	struct str code = rec_code(f->r, "place_no"),
		   over = parent ? parent->s : (struct str){ NULL, 0 };

	q_text(&q, 1, code);
	q_text(&q, 2, rec_code(f->r, "name_en"));
	q_text(&q, 3, rec_code(f->r, "name_ar"));
	q_text(&q, 4, over);
	q_int(&q, 5, f->seq);
	q_text(&up, 1, code);
	q_text(&up, 2, over);
	q_text(&hq, 1, code);
	return q_run(&q, e) && q_run(&up, e) && (parent || q_run(&hq, e));
}

static bool fold_centre(struct folding *f, struct err *e)
{
	struct q q = q_of(f->s, SQL_FOLD_SEAT);

	q_text(&q, 1, rec_code(f->r, "log_origin"));
	q_text(&q, 2, rec_code(f->r, "seat"));
	return q_run(&q, e);
}

static bool fold_officer(struct folding *f, struct err *e)
{
	struct q q = q_of(f->s, SQL_FOLD_OFFICER);
	const struct val *until = rec_get(f->r, "until");

	q_blob(&q, 1, rec_code(f->r, "kid"));
	q_int(&q, 2, f->seq);
	q_blob(&q, 3, rec_code(f->r, "public_key"));
	q_text(&q, 4,
	       val_text(f->a, field_by_name(f->r->kind, S("roles")), rec_get(f->r, "roles")));
	q_text(&q, 5, rec_code(f->r, "act"));
	q_int(&q, 6, rec_get(f->r, "from")->n);
	if (until)
		q_int(&q, 7, until->n);
	else
		q_text(&q, 7, (struct str){ NULL, 0 });
	return q_run(&q, e);
}

static bool fold_cut(struct folding *f, struct err *e)
{
	struct q q = q_of(f->s, SQL_FOLD_CUT);

	q_int(&q, 1, f->log);
	q_int(&q, 2, f->x->day);
	return q_run(&q, e);
}

static bool fold_bulletin(struct folding *f, struct err *e)
{
	struct q q = q_of(f->s, SQL_FOLD_BULLETIN);

	q_int(&q, 1, rec_get(f->r, "day")->n);
	q_int(&q, 2, rec_get(f->r, "number")->n);
	q_int(&q, 3, f->seq);
	return q_run(&q, e);
}

/* What only this kind changes. */
static const struct {
	const char *kind;
	bool (*fold)(struct folding *f, struct err *e);
} own[] = {
	{ "place", fold_place }, { "centre", fold_centre },	{ "officer", fold_officer },
	{ "cut", fold_cut },	 { "bulletin", fold_bulletin },
};

static bool fold_person(struct folding *f, const uint8_t *draft, struct err *e)
{
	struct q q = q_of(f->s, SQL_FOLD_ACT_CUT);

	q_blob(&q, 1, str_mem(draft, 16));
	q_int(&q, 2, f->seq);
	q_int(&q, 3, f->x->day);
	q_text(&q, 4, f->place);
	return q_run(&q, e);
}

bool store_fold_entry(struct store *s, struct arena *a, int64_t log, int64_t seq,
		      const struct entry *x, const uint8_t *draft, struct err *e)
{
	struct folding f = { s, a, log, seq, x, entry_fields(a, x), x->place };

	if (!f.r)
		return err_set(e, ERR_FAILED,
			       "fold entry %lld: its kind or fields are unknown to this program",
			       (long long)seq);
	if (!f.place.s && !store_seat(s, a, log, &f.place, e))
		return false;
	if (!f.place.s)
		f.place = S("");
	if (f.r->kind->form == FORM_PERSON)
		return fold_person(&f, draft, e) && fold_deltas(&f, e);
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (!strcmp(own[i].kind, f.r->kind->name) && !own[i].fold(&f, e))
			return false;
	return fold_thing(&f, e) && fold_facts(&f, e) && fold_deltas(&f, e);
}

bool store_empty_projection(struct store *s, struct err *e)
{
	for (int id = SQL_EMPTY_THING; id <= SQL_EMPTY_BULLETIN; id++) {
		struct q q = q_of(s, (enum sql_id)id);

		if (!q_run(&q, e))
			return false;
	}
	return true;
}

bool store_deltas(struct store *s, int64_t day,
		  bool (*fn)(void *p, struct str figure, struct str detail, struct str place,
			     int64_t n, enum qual q, int64_t from, int64_t day, int64_t entries,
			     struct err *e),
		  void *p, struct err *e)
{
	/* The blocks that end before the widest window begins; what lies in them straddles nothing. */
	int64_t block = block_of(day - 2);
	struct arena *a = arena_new(0);
	struct q q;
	bool ok = a || err_set(e, ERR_FAILED, "read deltas: out of memory");

	for (int i = 0; ok && i < 2; i++) {
		q = q_of(s, i ? SQL_ROLLUP_SINCE : SQL_TOTAL_BEFORE);
		q_int(&q, 1, i ? block * BLOCK : block);
		if (i)
			q_int(&q, 2, day);
		while (ok && q_row(&q, e)) {
			int64_t to = i ? q_get_int(&q, 6) : q_get_int(&q, 5) * BLOCK + BLOCK - 1;
			int64_t from = i ? q_get_int(&q, 5) : to;

			ok = fn(p, q_get(&q, a, 0), q_get(&q, a, 1), q_get(&q, a, 2),
				q_get_int(&q, 3), (enum qual)q_get_int(&q, 4), from, to,
				q_get_int(&q, i ? 7 : 6), e);
			arena_reset(a);
		}
		if (!ok)
			q_leave(&q);
		ok = ok && e->kind == ERR_NONE;
	}
	arena_free(a);
	return ok;
}
