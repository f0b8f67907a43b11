/* See export.h. */
#include "intake/export.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/time.h"
#include "intake/commit.h"
#include "intake/export_int.h"
#include "record/hxl.h"
#include "base/banned.h"

/* What every row of a place kind has, and all that is public of the other forms. */
#define COMMON 9
#define SEALED 6

const char *const export_words[] = { "log",	   "index",	  "day",      "from_day",  "place",
				     "place_name", "place_pcode", "corrects", "corrected", NULL };
_Static_assert(sizeof export_words / sizeof *export_words == COMMON + 1, "each word has a cell");
static const char *const sealed[SEALED] = { "log", "index", "day", "changes", "seal", "commit" };

static int by_code(const void *x, const void *y)
{
	return str_cmp(((const struct where *)x)->code, ((const struct where *)y)->code);
}

const struct where *export_place(const struct exporting *w, struct str code)
{
	struct where key = { .code = code };

	return code.len && w->n_places ? bsearch(&key, w->places, w->n_places, sizeof key, by_code)
				       : NULL;
}

static bool add_place(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct exporting *w = p;
	struct entry *x = arena_alloc(w->a, sizeof *x);
	const struct rec *r = intake_record(w->r, w->a, log, seq, x, e);

	if (!r)
		return false;
	w->places = arena_more(w->a, w->places, w->n_places, &w->places_room, sizeof *w->places);
	w->places[w->n_places++] =
		(struct where){ rec_code(r, "place_no"), rec_code(r, "name_en"),
				rec_code(r, "pcode"), rec_code(r, "parent"), rec_code(r, "level") };
	return true;
}

struct cell cell_text(struct str s)
{
	return (struct cell){ .type = s.len ? CELL_TEXT : CELL_NONE, .text = s.len ? s : S("") };
}

static struct cell cell_number(struct arena *a, int64_t n)
{
	return (struct cell){ CELL_NUMBER, str_fmt(a, "%" PRId64, n), n, { NULL, 0 } };
}

static struct cell cell_day(struct arena *a, int64_t day)
{
	return (struct cell){ CELL_DAY, day_text(a, day), day, { NULL, 0 } };
}

bool export_record(struct exporting *w, struct str ref, const struct rec **out, struct err *e)
{
	struct entry *x = arena_alloc(w->row, sizeof *x);
	int64_t log, seq;

	*out = NULL;
	if (ref.len != REF_BYTES)
		return true;
	if (!store_entry_by_leaf(w->r->store, str_from(ref, 16), &log, &seq, e)) {
		if (e->kind != ERR_NOTHING)
			return false;
		e->kind = ERR_NONE;
		return true;
	}
	*out = intake_record(w->r, w->row, log, seq, x, e);
	return *out != NULL;
}

/* Keys may be made of those of other things. */
struct keying {
	struct exporting *w;
	struct err *e;
};

static const struct field any = { .name = "", .type = F_REF }; /* a reference as "log8hex/index" */

static const struct rec *by_ref(void *p, struct str ref)
{
	struct keying *k = p;
	const struct rec *r;

	return k->e->kind == ERR_NONE && export_record(k->w, ref, &r, k->e) ? r : NULL;
}

bool export_key(struct exporting *w, const struct rec *r, struct str *key, struct err *e)
{
	struct keying k = { w, e };
	struct rec_view v = { .by_ref = by_ref, .p = &k, .a = w->row };

	e->kind = ERR_NONE;
	*key = rec_key(w->row, r, &v);
	return e->kind == ERR_NONE;
}

/* What has no key goes by the id of its log, not by its name: another operation has other entries under that, and
 * shall not take one of them for it. */
bool export_ref(struct exporting *w, struct str ref, struct str *name, struct err *e)
{
	const struct rec *r;

	*name = S("");
	if (!export_record(w, ref, &r, e) || (r && !export_key(w, r, name, e)))
		return false;
	if (!name->len)
		*name = val_text(w->row, &any, &(struct val){ .set = true, .s = ref });
	return true;
}

/* A copy of a value with references as names, which val_text leaves as they are. */
static bool named(struct exporting *w, const struct field *f, const struct val *v, struct val *out,
		  struct err *e)
{
	const struct field one = { .name = f->name, .type = F_REF };

	*out = *v;
	if (f->type == F_REF)
		return v->s.len != REF_BYTES || export_ref(w, v->s, &out->s, e);
	if (f->type != F_REFS && f->type != F_ROWS)
		return true;
	out->v = arena_copy(w->row, v->v, v->len * sizeof *v->v);
	for (size_t i = 0; i < v->len; i++) {
		if (f->type == F_REFS && !named(w, &one, &v->v[i], &out->v[i], e))
			return false;
		if (f->type == F_REFS)
			continue;
		out->v[i].v = arena_copy(w->row, v->v[i].v, f->rows->n * sizeof *v->v);
		for (size_t j = 0; j < f->rows->n; j++)
			if (v->v[i].v[j].set &&
			    !named(w, &f->rows->fields[j], &v->v[i].v[j], &out->v[i].v[j], e))
				return false;
	}
	return true;
}

/* One value as JSON: numbers that are exact, true and false, lists, else text. */
static void value_json(struct arena *a, const struct field *f, const struct val *v, struct buf *b)
{
	struct field one = *f;

	one.type = f->type == F_CODES	   ? F_CODE
		   : f->type == F_TEXTS	   ? F_TEXT
		   : f->type == F_REFS	   ? F_REF
		   : f->type == F_OFFICERS ? F_OFFICER
					   : f->type;
	if (f->type == F_QTY && v->q == QUAL_EXACT) {
		json_int(b, v->n);
	} else if (one.type == f->type && f->type != F_ROWS) {
		val_json(a, f, v, b);
	} else {
		json_open(b, '[');
		for (size_t i = 0; i < v->len; i++) {
			if (f->type != F_ROWS) {
				value_json(a, &one, &v->v[i], b);
				continue;
			}
			json_open(b, '{');
			for (size_t j = 0; j < f->rows->n; j++) {
				if (!v->v[i].v[j].set)
					continue;
				json_key(b, f->rows->fields[j].name);
				value_json(a, &f->rows->fields[j], &v->v[i].v[j], b);
			}
			json_close(b, '}');
		}
		json_close(b, ']');
	}
}

static bool value_cell(struct exporting *w, const struct field *f, const struct val *v,
		       struct cell *out, struct err *e)
{
	struct buf b = { .a = w->row };
	struct val n;

	if (!v->set) {
		*out = cell_text(S(""));
		return true;
	}
	if (!named(w, f, v, &n, e))
		return false;
	*out = (struct cell){ CELL_TEXT, val_text(w->row, f, &n), n.n, { NULL, 0 } };
	if (f->type == F_INT || (f->type == F_QTY && n.q == QUAL_EXACT))
		out->type = CELL_NUMBER;
	else if (f->type == F_DATE || f->type == F_DAY)
		out->type = CELL_DAY;
	else if (f->type == F_BOOL)
		out->type = CELL_BOOL;
	if (n.len && f->type != F_GEO && f->type != F_NAME) {
		value_json(w->row, f, &n, &b);
		out->json = buf_text(&b);
	}
	return true;
}

static bool shown(const struct field *f)
{
	return f->sight == PUB;
}

static void column(struct exporting *w, struct column *out, const char *word)
{
	struct str name = str_of(word), tag = hxl_word_tag(name);
	const struct field *f = field_by_name(w->x->kind, name);

	/* A kind may show a field of that name: a bulletin's day is not that of its entry. */
	out->name = w->x->kind->form == FORM_PLACE && f ? str_fmt(w->a, "entry_%s", word) : name;
	if (!hxl_read(w->a, tag, &out->tag))
		out->tag = S("");
}

static bool columns(struct exporting *w, struct err *e)
{
	const struct kind *k = w->x->kind;
	struct column *list = arena_array(w->a, COMMON + 2 * k->n, sizeof *list);
	bool open = k->form == FORM_PLACE;
	size_t n = 0;

	for (; n < (open ? COMMON : SEALED); n++)
		column(w, &list[n], open ? export_words[n] : sealed[n]);
	for (size_t i = 0; open && i < k->n; i++) {
		const struct field *f = &k->fields[i];

		if (!shown(f))
			continue;
		list[n++] = (struct column){ str_of(f->name), hxl_tag(w->a, k, f) };
		if (w->x->split && f->type == F_QTY)
			list[n++] = (struct column){ str_fmt(w->a, "%s_qualifier", f->name),
						     hxl_qualifier_tag(w->a, k, f) };
	}
	return w->x->columns(w->x->p, list, n, e);
}

static bool field_cells(struct exporting *w, const struct rec *r, struct cell *cells, size_t *n,
			struct err *e)
{
	for (size_t i = 0; i < r->kind->n; i++) {
		const struct field *f = &r->kind->fields[i];
		struct val v = r->v[i];
		bool split = w->x->split && f->type == F_QTY;

		if (!shown(f))
			continue;
		if (split)
			v.q = QUAL_EXACT;
		if (!value_cell(w, f, &v, &cells[(*n)++], e))
			return false;
		if (split)
			cells[(*n)++] = cell_text(
				v.set && r->v[i].q ? qual_name((enum qual)r->v[i].q) : S(""));
	}
	return true;
}

/* "P2 +1; P10 issued +1", and the same as JSON. */
static struct cell changes_cell(struct exporting *w, const struct deltas *d)
{
	struct buf text = { .a = w->row }, json = { .a = w->row };

	json_open(&json, '[');
	for (size_t i = 0; i < d->n; i++) {
		const struct delta *x = &d->list[i];
		struct str q = qual_name(x->q);

		buf_fmt(&text, "%s%.*s%s%.*s%s%.*s %+" PRId64, i ? "; " : "", P(x->figure),
			x->detail.len ? " " : "", P(x->detail), x->q ? " " : "",
			(int)(x->q ? q.len : 0), q.s, x->n);
		json_open(&json, '{');
		json_put_text(&json, "figure", x->figure);
		json_put_text(&json, "detail", x->detail);
		json_put_int(&json, "n", x->n);
		json_put_text(&json, "qualifier", q);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	return (struct cell){ d->n ? CELL_TEXT : CELL_NONE, buf_text(&text), 0, buf_text(&json) };
}

static void place_cells(struct exporting *w, const struct entry *x, const struct rec *r,
			bool corrected, struct cell *cells)
{
	const struct where *at = export_place(w, x->place);
	const struct val ref = { .set = true, .s = r->corrects };
	bool says = r->corrects.s && !w->x->standing;

	cells[3] = x->from_day != x->day ? cell_day(w->row, x->from_day) : cell_text(S(""));
	cells[4] = cell_text(x->place);
	cells[5] = cell_text(at ? at->name : S(""));
	cells[6] = cell_text(at ? at->pcode : S(""));
	cells[7] = cell_text(says ? val_text(w->row, &any, &ref) : S(""));
	cells[8] =
		corrected ? (struct cell){ CELL_BOOL, S("yes"), 1, { NULL, 0 } } : cell_text(S(""));
}

static bool take_row(struct exporting *w, const struct store_entry *s, const struct entry *x,
		     const struct rec *r, struct err *e)
{
	const struct kind *k = w->x->kind;
	struct cell *cells = arena_array(w->row, COMMON + 2 * k->n, sizeof *cells);
	size_t n = k->form == FORM_PLACE ? COMMON : SEALED;
	bool corrected = false;

	if (r->kind != k)
		return true;
	if (!store_corrected(w->r->store, w->log->id, s->seq, &corrected, e))
		return false;
	if (corrected && w->x->standing)
		return true;
	cells[0] = cell_text(w->log->name);
	cells[1] = cell_number(w->row, s->seq);
	cells[2] = cell_day(w->row, x->day);
	if (k->form != FORM_PLACE) {
		cells[3] = changes_cell(w, &x->deltas);
		cells[4] = cell_text(str_hex(w->row, x->seal.s, x->seal.len));
		cells[5] = cell_text(str_hex(w->row, x->commit.s, x->commit.len));
	} else {
		place_cells(w, x, r, corrected, cells);
		if (!field_cells(w, r, cells, &n, e))
			return false;
	}
	w->x->rows++;
	return w->x->row(w->x->p, cells, n, e);
}

static bool take_entry(void *p, const struct store_entry *s, struct err *e)
{
	struct exporting *w = p;
	struct entry *x = arena_alloc(w->row, sizeof *x);
	struct rec *r = NULL;
	bool ok = true;

	if (!entry_read(w->row, s->bytes, x, e))
		return within(e, "entry %" PRId64 " of %.*s", s->seq, P(w->log->name));
	if (x->day >= w->x->from && x->day <= w->x->to)
		ok = entry_known(w->row, x, &r, e) ||
		     within(e, "entry %" PRId64 " of %.*s", s->seq, P(w->log->name));
	if (ok && r)
		ok = w->take(w, s, x, r, e);
	arena_reset(w->row);
	return ok;
}

static void free_arena(void *p)
{
	arena_free(p);
}

bool export_run(struct exporting *w, struct err *e)
{
	bool found = !w->x->log.s;

	w->row = arena_new(0);
	if (!w->row)
		return err_set(e, ERR_FAILED, "export: out of memory");
	arena_defer(w->a, free_arena, w->row);
	if (!store_logs(w->r->store, w->a, &w->logs, &w->n_logs, e) ||
	    !store_things(w->r->store, kind_by_name(S("place"))->code, add_place, w, e))
		return false;
	if (w->n_places)
		qsort(w->places, w->n_places, sizeof *w->places, by_code);
	for (size_t i = 0; i < w->n_logs; i++) {
		w->log = &w->logs[i];
		if (w->x->log.s && !str_eq(w->x->log, w->log->name))
			continue;
		found = true;
		if (!store_entries(w->r->store, w->log->id, 0, (int64_t)w->log->tree.size,
				   take_entry, w, e))
			return false;
	}
	return found || err_value(e, ERR_NOTHING, S("log"), w->x->log,
				  "the name of a log of this register (see: sulh log head)");
}

bool intake_export(struct reg *r, struct arena *a, struct export *x, struct err *e)
{
	struct exporting w = { .r = r, .a = a, .x = x, .take = take_row };

	x->rows = 0;
	return columns(&w, e) && export_run(&w, e);
}
