/* The projection: what an entry changes. Pure but for the database it writes to. */
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "store/db.h"
#include "store/rollup.h"
#include "base/banned.h"

static struct str or_empty(struct str s)
{
	return s.s ? s : S("");
}

bool store_fold_act(struct store *s, const struct store_act *x, struct err *e)
{
	struct q q = q_of(s, SQL_FOLD_ACT);

	q_text(&q, 1, x->case_no);
	q_int(&q, 2, x->case_no.s ? x->step : 0);
	q_int(&q, 3, x->kind);
	q_text(&q, 4, or_empty(x->event));
	q_text(&q, 5, or_empty(x->state));
	q_int(&q, 6, x->cls);
	q_blob(&q, 7, str_mem(x->subject, 16));
	q_blob(&q, 8, str_mem(x->operator, 4));
	q_int(&q, 9, x->log);
	q_blob(&q, 10, str_mem(x->draft, 16));
	if (x->cut) {
		q_int(&q, 11, x->seq);
		q_int(&q, 12, x->day);
		q_text(&q, 13, or_empty(x->place));
	}
	if (x->said_day != NO_DAY)
		q_int(&q, 14, x->said_day);
	if (x->until != NO_DAY)
		q_int(&q, 15, x->until);
	q_text(&q, 16, or_empty(x->code));
	q_text(&q, 17, or_empty(x->decree));
	q_text(&q, 18, or_empty(x->search));
	return q_run(&q, e);
}

bool store_fold_item(struct store *s, const struct store_item *x, struct err *e)
{
	struct q q = q_of(s, SQL_FOLD_ITEM);

	q_blob(&q, 1, str_mem(x->draft, 16));
	q_int(&q, 2, x->log);
	q_int(&q, 3, x->kind);
	q_text(&q, 4, or_empty(x->figure));
	q_text(&q, 5, or_empty(x->detail));
	q_int(&q, 6, x->n);
	q_int(&q, 7, x->q);
	q_int(&q, 8, x->danger);
	return q_run(&q, e);
}

struct folding {
	struct store *s;
	struct arena *a;
	int64_t log, seq;
	const struct entry *x;
	const struct rec *r;
	struct str place, key, name;
	bool stated;
	const uint8_t *draft; /* NULL: not known */
	struct fold_view view;
};

/* Adds the deltas of an entry at a place to the rollups, or takes them out again (sign -1): the same rows, so
 * that of what was taken out no qualifier is left. */
static bool fold_deltas(struct store *s, const struct entry *x, struct str place, bool stated,
			int sign, struct err *e)
{
	for (size_t i = 0; i < x->deltas.n; i++) {
		const struct delta *d = &x->deltas.list[i];
		struct rollup_cell c = { d->figure,	   place,
					 d->detail,	   d->n < 0 ? qual_minus(d->q) : d->q,
					 x->day,	   x->from_day,
					 sign * d->n,	   sign,
					 stated ? sign : 0 };

		if (!rollups_add(s, &c, e))
			return false;
	}
	return true;
}

/* A reference stands as the key of what it names, as details of figures do. */
static struct str cell_text(struct folding *f, const struct field *as, const struct val *v)
{
	struct buf b = { .a = f->a };

	if (as->type == F_REF)
		return ref_key(f->a, v->s, &f->view.v);
	if (as->type != F_REFS)
		return val_text(f->a, as, v);
	for (size_t i = 0; i < v->len; i++) {
		if (i)
			buf_byte(&b, ',');
		buf_str(&b, ref_key(f->a, v->v[i].s, &f->view.v));
	}
	return b.len ? buf_text(&b) : S("");
}

static bool fold_cell(struct folding *f, const struct field *top, size_t row,
		      const struct field *sub, const struct val *v, struct err *e)
{
	const struct field *as = sub ? sub : top;
	bool number = as->type == F_INT || as->type == F_QTY || as->type == F_BOOL ||
		      as->type == F_DATE || as->type == F_DAY || as->type == F_TIME;
	struct str none = { NULL, 0 }, text = number ? none : cell_text(f, as, v);
	/* After the text: naming what it refers to asks the database, too. */
	struct q q = q_of(f->s, SQL_FOLD_FACT);

	q_int(&q, 1, f->log);
	q_int(&q, 2, f->seq);
	q_int(&q, 3, top->tag);
	q_int(&q, 4, (int64_t)row);
	q_int(&q, 5, sub ? sub->tag : 0);
	if (number)
		q_int(&q, 6, v->n);
	else
		q_text(&q, 6, none);
	q_int(&q, 7, v->q);
	q_text(&q, 8, text);
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

static bool fold_rec(struct folding *f, int64_t corrects, struct err *e)
{
	struct q q = q_of(f->s, SQL_FOLD_REC);

	q_int(&q, 1, f->log);
	q_int(&q, 2, f->seq);
	q_int(&q, 3, f->x->kind);
	q_text(&q, 4, f->key);
	q_int(&q, 5, f->x->from_day);
	q_int(&q, 6, f->x->day);
	q_text(&q, 7, f->place);
	q_int(&q, 8, f->stated);
	if (corrects < 0)
		q_text(&q, 9, (struct str){ NULL, 0 });
	else
		q_int(&q, 9, corrects);
	q_text(&q, 10, f->name);
	return q_run(&q, e);
}

static bool fold_thing(struct folding *f, struct err *e)
{
	struct q q = q_of(f->s, SQL_FOLD_THING);

	if (!f->key.s)
		return true;
	q_int(&q, 1, f->x->kind);
	q_int(&q, 2, f->log);
	q_text(&q, 3, f->key);
	q_int(&q, 4, f->seq);
	return q_run(&q, e);
}

/* What a correction takes back, as it was folded. */
struct taken_back {
	int64_t seq; /* -1: nothing */
	struct str key, place;
	bool stated;
};

/* Rules have seen to it that it is there, of this log and kind, and was not corrected before. */
static bool corrected_by(struct folding *f, struct taken_back *old, struct err *e)
{
	struct q q;
	int64_t log;

	old->seq = -1;
	if (!f->r->corrects.s || f->r->corrects.len != REF_BYTES)
		return true;
	if (!store_entry_by_leaf(f->s, str_from(f->r->corrects, 16), &log, &old->seq, e)) {
		bool none = e->kind == ERR_NOTHING;

		old->seq = -1;
		if (none)
			e->kind = ERR_NONE;
		return none;
	}
	q = q_of(f->s, SQL_REC_GET);
	q_int(&q, 1, log);
	q_int(&q, 2, old->seq);
	if (!q_row(&q, e)) {
		old->seq = -1;
		return e->kind == ERR_NONE;
	}
	if (log != f->log || q_get_int(&q, 0) != f->x->kind || q_get_int(&q, 6))
		old->seq = -1;
	old->key = q_get(&q, f->a, 1);
	old->place = q_get(&q, f->a, 4);
	old->stated = q_get_int(&q, 5) != 0;
	q_leave(&q);
	return true;
}

static bool take_back(struct folding *f, const struct taken_back *old, struct err *e)
{
	struct q q = q_of(f->s, SQL_FOLD_CORRECTED), gone;
	struct store_entry was;
	struct entry x;

	if (old->seq < 0)
		return true;
	if (!store_entry_get(f->s, f->a, f->log, old->seq, &was, e) ||
	    !entry_read(f->a, was.bytes, &x, e) ||
	    !fold_deltas(f->s, &x, old->place, old->stated, -1, e))
		return within(e, "take back entry %lld", (long long)old->seq);
	q_int(&q, 1, f->log);
	q_int(&q, 2, old->seq);
	if (!q_run(&q, e) || !old->key.s)
		return e->kind == ERR_NONE;
	gone = q_of(f->s, SQL_FOLD_THING_GONE);
	q_int(&gone, 1, f->x->kind);
	q_int(&gone, 2, f->log);
	q_text(&gone, 3, old->key);
	q_int(&gone, 4, old->seq);
	return q_run(&gone, e);
}

static bool fold_place(struct folding *f, struct err *e)
{
	struct q q = q_of(f->s, SQL_FOLD_PLACE), up = q_of(f->s, SQL_FOLD_PLACE_UP),
		 hq = q_of(f->s, SQL_FOLD_SEAT_HQ);
	const struct val *parent = rec_get(f->r, "parent"), *area = rec_get(f->r, "area_m2");
	struct str code = rec_code(f->r, "place_no"),
		   over = parent ? parent->s : (struct str){ NULL, 0 };

	q_text(&q, 1, code);
	q_text(&q, 2, rec_code(f->r, "name_en"));
	q_text(&q, 3, rec_code(f->r, "name_ar"));
	q_text(&q, 4, over);
	q_text(&q, 5, rec_code(f->r, "level"));
	if (area)
		q_int(&q, 6, area->n);
	else
		q_text(&q, 6, (struct str){ NULL, 0 });
	q_int(&q, 7, f->seq);
	q_text(&up, 1, code);
	q_text(&up, 2, over);
	q_text(&hq, 1, code);
	db_logs(f->s)->good &= parent != NULL;
	return q_run(&q, e) && q_run(&up, e) && (parent || q_run(&hq, e));
}

static bool fold_centre(struct folding *f, struct err *e)
{
	struct q q = q_of(f->s, SQL_FOLD_SEAT);

	db_logs(f->s)->good = false;
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

/* A move stands in the book since it was accepted; now it is an entry. */
static bool fold_move_cut(struct folding *f, struct err *e)
{
	struct q q = q_of(f->s, SQL_FOLD_MOVE_CUT);

	if (!f->draft)
		return true;
	q_blob(&q, 1, str_mem(f->draft, 16));
	q_int(&q, 2, f->log);
	q_int(&q, 3, f->seq);
	return q_run(&q, e);
}

/* What only this kind changes. */
static const struct {
	const char *kind;
	bool (*fold)(struct folding *f, struct err *e);
} own[] = {
	{ "place", fold_place },
	{ "centre", fold_centre },
	{ "officer", fold_officer },
	{ "cut", fold_cut },
	{ "bulletin", fold_bulletin },
	{ "stock_move", fold_move_cut },
	{ "clearance_task", fold_move_cut },
};

static bool fold_act_cut(struct folding *f, const uint8_t *draft, struct err *e)
{
	struct q q = q_of(f->s, SQL_FOLD_ACT_CUT);

	if (!draft)
		return true;
	q_blob(&q, 1, str_mem(draft, 16));
	q_int(&q, 2, f->seq);
	q_int(&q, 3, f->x->day);
	q_text(&q, 4, f->place);
	return q_run(&q, e);
}

/* What is public of an entry about a place. */
static bool fold_fields(struct folding *f, struct err *e)
{
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (!strcmp(own[i].kind, f->r->kind->name) && !own[i].fold(f, e))
			return false;
	return fold_thing(f, e) && fold_facts(f, e);
}

bool store_fold_entry(struct store *s, struct arena *a, int64_t log, int64_t seq,
		      const struct entry *x, const uint8_t *draft, struct err *e)
{
	struct folding f = { .s = s,
			     .a = a,
			     .log = log,
			     .seq = seq,
			     .x = x,
			     .r = entry_fields(a, x),
			     .draft = draft };
	struct taken_back old = { .seq = -1 };
	bool place;

	if (!f.r)
		return err_set(e, ERR_FAILED,
			       "fold entry %lld: its kind or fields are unknown to this program",
			       (long long)seq);
	place = f.r->kind->form == FORM_PLACE;
	f.place = x->place;
	if (!f.place.s && !store_seat(s, a, log, &f.place, e))
		return false;
	f.place = or_empty(f.place);
	fold_view_init(&f.view, s, a, log);
	if (place) {
		f.key = rec_key(a, f.r, &f.view.v);
		f.name = rec_unique(a, f.r, &f.view.v);
		f.stated = f.r->kind->stated_when && rec_when(f.r, f.r->kind->stated_when);
		if (!corrected_by(&f, &old, e))
			return false;
	}
	if (!take_back(&f, &old, e) || !fold_rec(&f, old.seq, e) || !fold_act_cut(&f, draft, e) ||
	    (place && !fold_fields(&f, e)) || !fold_deltas(s, x, f.place, f.stated, 1, e))
		return false;
	/* What a reference names could not be read: not the same as none. */
	if (f.view.e.kind != ERR_NONE)
		*e = f.view.e;
	return f.view.e.kind == ERR_NONE || within(e, "fold entry %lld", (long long)seq);
}

bool store_empty_projection(struct store *s, struct err *e)
{
	rollups_drop(db_rollups(s));
	db_logs(s)->good = false;
	for (int id = SQL_EMPTY_THING; id <= SQL_EMPTY_BULLETIN; id++) {
		struct q q = q_of(s, (enum sql_id)id);

		if (!q_run(&q, e))
			return false;
	}
	return true;
}
