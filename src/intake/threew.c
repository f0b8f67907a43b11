/*
 * Who does what where (export.h). One row for each task, deployment, distribution (each item of it),
 * facility and repair; of things that change their state only the newest one. Sectors are named as the
 * humanitarian clusters are.
 */
#include "intake/export.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "intake/export_int.h"
#include "record/hxl.h"
#include "base/banned.h"

#define LEVELS 16 /* of places; more would be a circle */

/* How a kind says it. A field that the kind does not have leaves its cell empty; a kind that is not there is
 * left out. `rows`: the activity stands in a field of these rows, one row of the table each. */
static const struct doing {
	const char *kind, *activity, *rows;
	const char *from, *until, *status;
	const char *sector; /* NULL: by the activity */
} doings[] = {
	{ "clearance_task", "kind", NULL, "from", "until", "status", "Mine Action" },
	{ "deployment", "what", NULL, "from", "until", "state", NULL },
	{ "distribution", "kind", "items", "on", "on", NULL, NULL },
	{ "facility", "kind", NULL, NULL, NULL, "state", NULL },
	{ "restoration", "what", NULL, NULL, NULL, "state", NULL },
};

static const struct {
	const char *activity, *sector;
} sectors[] = {
	{ "clearance", "Mine Action" },
	{ "medical", "Health" },
	{ "clinic", "Health" },
	{ "medicine", "Health" },
	{ "kitchen", "Food Security" },
	{ "food_set", "Food Security" },
	{ "bread", "Food Security" },
	{ "hot_meal", "Food Security" },
	{ "bakery", "Food Security" },
	{ "water", "WASH" },
	{ "water_l", "WASH" },
	{ "school", "Education" },
	{ "accommodation", "Shelter and NFI" },
	{ "housing", "Shelter and NFI" },
	{ "tent", "Shelter and NFI" },
	{ "nfi", "Shelter and NFI" },
	{ "fuel", "Shelter and NFI" },
	{ "cash", "Multi-purpose Cash" },
	{ "transport", "Logistics" },
	{ "warehouse", "Logistics" },
	{ "distribution_point", "Logistics" },
	{ "repair", "Early Recovery" },
	{ "power", "Early Recovery" },
	{ "road", "Early Recovery" },
	{ "mosque", "Early Recovery" },
	{ "church", "Early Recovery" },
};

enum {
	COLUMN_LOG,
	COLUMN_INDEX,
	COLUMN_KIND,
	COLUMN_ORG,
	COLUMN_ORG_CODE,
	COLUMN_SECTOR,
	COLUMN_ACTIVITY,
	COLUMN_ADM1,
	COLUMN_ADM1_PCODE,
	COLUMN_PLACE,
	COLUMN_PLACE_NAME,
	COLUMN_PLACE_PCODE,
	COLUMN_FROM,
	COLUMN_UNTIL,
	COLUMN_STATUS,
	COLUMNS
};

static const char *const names[COLUMNS] = {
	"log",	      "index",	     "kind", "org",	   "org_code",
	"sector",     "activity",    "adm1", "adm1_pcode", "place",
	"place_name", "place_pcode", "from", "until",	   "status",
};

static const struct doing *doing_of(const struct kind *k)
{
	for (size_t i = 0; i < sizeof doings / sizeof *doings; i++)
		if (!strcmp(doings[i].kind, k->name))
			return &doings[i];
	return NULL;
}

static struct str sector_of(const struct doing *d, struct str activity)
{
	if (d->sector)
		return str_of(d->sector);
	for (size_t i = 0; i < sizeof sectors / sizeof *sectors; i++)
		if (str_eq(activity, str_of(sectors[i].activity)))
			return str_of(sectors[i].sector);
	return S("");
}

static const struct val *value(const struct rec *r, const char *field)
{
	const struct field *f = field ? field_by_name(r->kind, str_of(field)) : NULL;
	const struct val *v = f && f->sight == PUB ? &r->v[f - r->kind->fields] : NULL;

	return v && v->set ? v : NULL;
}

static struct cell day_cell(struct arena *a, const struct val *v)
{
	if (!v)
		return cell_text(S(""));
	return (struct cell){ CELL_DAY, day_text(a, v->n), v->n, { NULL, 0 } };
}

static bool org(struct exporting *w, const struct rec *r, struct cell *cells, struct err *e)
{
	const struct val *v = value(r, "org");
	const struct rec *party;
	struct str key;

	if (!v)
		return true;
	if (!export_ref(w, v->s, &key, e) || !export_record(w, v->s, &party, e))
		return false;
	cells[COLUMN_ORG_CODE] = cell_text(key);
	/* A party that has not agreed to be named goes by its code. */
	if (party && value(party, "public_name"))
		key = value(party, "public_name")->s;
	cells[COLUMN_ORG] = cell_text(key);
	return true;
}

static void place(struct exporting *w, struct str code, struct cell *cells)
{
	const struct where *at = export_place(w, code);

	cells[COLUMN_PLACE] = cell_text(code);
	cells[COLUMN_PLACE_NAME] = cell_text(at ? at->name : S(""));
	cells[COLUMN_PLACE_PCODE] = cell_text(at ? at->pcode : S(""));
	for (int i = 0; at && i < LEVELS && !str_eq(at->level, S("governorate")); i++)
		at = export_place(w, at->parent);
	if (!at || !str_eq(at->level, S("governorate")))
		return;
	cells[COLUMN_ADM1] = cell_text(at->name);
	cells[COLUMN_ADM1_PCODE] = cell_text(at->pcode);
}

static bool put_row(struct exporting *w, const struct doing *d, struct cell *cells,
		    struct str activity, struct err *e)
{
	cells[COLUMN_ACTIVITY] = cell_text(activity);
	cells[COLUMN_SECTOR] = cell_text(sector_of(d, activity));
	w->x->rows++;
	return w->x->row(w->x->p, cells, COLUMNS, e);
}

static bool put_rows(struct exporting *w, const struct doing *d, const struct rec *r,
		     struct cell *cells, struct err *e)
{
	const struct field *rows = field_by_name(r->kind, str_of(d->rows));
	const struct field *f = rows ? field_by_name(rows->rows, str_of(d->activity)) : NULL;
	const struct val *list = value(r, d->rows);

	for (size_t i = 0; f && list && i < list->len; i++) {
		const struct val *v = &list->v[i].v[f - rows->rows->fields];
		bool before = false;

		/* Two amounts of one thing are one activity. */
		for (size_t j = 0; j < i; j++)
			before |= str_eq(list->v[j].v[f - rows->rows->fields].s, v->s);
		if (!before && !put_row(w, d, cells, v->s, e))
			return false;
	}
	return true;
}

/* Whether another entry took its place: one that corrects it, or tells a newer state of the same thing. */
static bool superseded(struct exporting *w, const struct store_entry *s, const struct rec *r,
		       bool *is, struct err *e)
{
	struct str key = { NULL, 0 };
	int64_t seq = s->seq;

	if (!store_corrected(w->r->store, w->log->id, s->seq, is, e) ||
	    (r->kind->updates && !export_key(w, r, &key, e)) ||
	    (key.s && !store_thing(w->r->store, r->kind->code, key, w->log->id, &seq, e)))
		return false;
	*is |= seq >= 0 && seq != s->seq;
	return true;
}

static bool take(struct exporting *w, const struct store_entry *s, const struct entry *x,
		 const struct rec *r, struct err *e)
{
	const struct doing *d = doing_of(r->kind);
	struct cell cells[COLUMNS] = { 0 };
	const struct val *v;
	struct val of_day = { .set = true, .n = x->day };
	bool old;

	if (!d)
		return true;
	if (!superseded(w, s, r, &old, e))
		return false;
	if (old)
		return true;
	for (size_t i = 0; i < COLUMNS; i++)
		cells[i] = cell_text(S(""));
	cells[COLUMN_LOG] = cell_text(w->log->name);
	cells[COLUMN_INDEX] = (struct cell){
		CELL_NUMBER, str_fmt(w->row, "%" PRId64, s->seq), s->seq, { NULL, 0 }
	};
	cells[COLUMN_KIND] = cell_text(str_of(r->kind->name));
	place(w, x->place, cells);
	cells[COLUMN_FROM] = day_cell(w->row, d->from ? value(r, d->from) : &of_day);
	cells[COLUMN_UNTIL] = day_cell(w->row, value(r, d->until));
	v = value(r, d->status);
	cells[COLUMN_STATUS] = cell_text(v ? v->s : S(""));
	if (!org(w, r, cells, e))
		return false;
	if (d->rows)
		return put_rows(w, d, r, cells, e);
	v = value(r, d->activity);
	return put_row(w, d, cells, v ? v->s : S(""), e);
}

bool intake_export_3w(struct reg *r, struct arena *a, struct export *x, struct err *e)
{
	struct exporting w = { .r = r, .a = a, .x = x, .take = take };
	struct column *list = arena_array(a, COLUMNS, sizeof *list);

	x->rows = 0;
	for (size_t i = 0; i < COLUMNS; i++) {
		list[i].name = str_of(names[i]);
		if (!hxl_read(a, hxl_word_tag(list[i].name), &list[i].tag))
			list[i].tag = S("");
	}
	return x->columns(x->p, list, COLUMNS, e) && export_run(&w, e);
}
