/* See outline.h: a file of outlines, read as a gazetteer is, each feature to the place that it is about. */
#include "intake/outline.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/os.h"
#include "base/utf8.h"
#include "intake/gazetteer_row.h"
#include "match/placename.h"
#include "base/banned.h"

static char *path_of(struct arena *a, const char *dir)
{
	return str_z(a, os_join(a, str_of(dir), S(OUTLINE_FILE)));
}

bool outline_read(struct arena *a, const char *dir, struct outlines *out, struct err *e)
{
	const char *path = path_of(a, dir);
	struct str bytes;

	*out = (struct outlines){ 0 };
	if (os_type(path) == OS_MISSING)
		return true;
	return (os_read(a, path, OUTLINE_MAX, &bytes, e) && outline_decode(a, bytes, out, e)) ||
	       within(e, "read %s", path);
}

bool outline_remove(struct reg *r, struct arena *a, bool *had, struct err *e)
{
	const char *path = path_of(a, r->dir);

	*had = os_type(path) != OS_MISSING;
	return os_remove(path, e);
}

/* Of the row's own level, or without one. */
static struct str own_cell(struct gaz_import *m, const struct gaz_row *row, enum gaz_field field,
			   int digit)
{
	struct str s = gaz_value(m, row, field, -1);

	return s.s || digit < 0 ? s : gaz_value(m, row, field, digit);
}

/* Whether a place has this name, in a spelling or another. */
static bool is_called(struct arena *a, const struct place *p, struct str name)
{
	struct str key = placename_key(a, name);

	for (size_t i = 0; i < p->n_aliases; i++)
		if (str_eq(key, placename_key(a, p->aliases[i])))
			return true;
	return str_eq(key, placename_key(a, p->name_en)) ||
	       str_eq(key, placename_key(a, p->name_ar));
}

/* By the code, else by the P-code, else by the name. A code that no place has is not overruled by a name; a P-code
 * is, since few record them. */
static struct place *find(struct gaz_import *m, const struct gaz_row *row, struct str level,
			  int digit, struct str name, struct refusals *why)
{
	struct str code = gaz_value(m, row, GAZ_PLACE_NO, -1),
		   pcode = own_cell(m, row, GAZ_PCODE, digit);
	struct place *p = NULL;
	size_t many = 0;

	if (code.s) {
		p = place_by_code(m->known, code);
		p = p ? p : place_by_pcode(m->known, code);
		if (!p)
			refuse(why, "no_such_place", S("place_no"), code,
			       "the code or P-code of a recorded place");
		return p;
	}
	p = pcode.s ? place_by_pcode(m->known, pcode) : NULL;
	if (p)
		return p;
	if (name.s)
		p = places_one(m->known, name, level, &many);
	if (p)
		return p;
	if (pcode.s)
		refuse(why, "no_such_place", S("pcode"), pcode, "the P-code of a recorded place");
	else if (!name.s)
		refuse(why, "missing", S("place_no"), S(""),
		       "the place that it is about: code, P-code or name");
	else if (many)
		refuse(why, "no_such_place", S("name_en"), name,
		       "one place: %zu have this name; give the code or P-code", many);
	else
		refuse(why, "no_such_place", S("name_en"), name, "the name of a recorded place%.*s",
		       P(places_nearest(m->known, m->scratch, name, level)));
	return NULL;
}

/* The place that a row is about, each once. */
static struct place *place_of(struct gaz_import *m, const struct gaz_row *row, struct refusals *why)
{
	struct str level = gaz_level(m, row), name = { NULL, 0 };
	int digit = level.s && level_rank(level) <= 5 ? level_rank(level) : -1;
	static const enum gaz_field names[] = { GAZ_NAME_EN, GAZ_NAME_AR, GAZ_NAME };
	struct place *p;

	for (size_t i = 0; i < sizeof names / sizeof *names && !name.s; i++)
		name = own_cell(m, row, names[i], digit);
	m->from[GAZ_NAME_EN] = 0;
	for (size_t i = 0; i < sizeof names / sizeof *names && !m->from[GAZ_NAME_EN]; i++)
		m->from[GAZ_NAME_EN] = m->from[names[i]];
	p = find(m, row, level, digit, name, why);
	if (!p)
		return NULL;
	if (name.s && !is_called(m->scratch, p, name)) {
		refuse(why, "exists", S("name_en"), name, "%.*s, which %.*s is called",
		       P(p->name_en), P(p->code));
		return NULL;
	}
	/* Maps are public; posts and the places where people sleep are not. */
	if (str_eq(p->level, S("camp")) || str_eq(p->level, S("post"))) {
		refuse(why, "level", S("level"), p->level,
		       "no outline of a camp or post: maps are public, and %.*s would be on them",
		       P(p->name_en));
		return NULL;
	}
	if (p->row) {
		refuse(why, "twice", S("place_no"), p->code, "each place once: feature %zu is %.*s",
		       p->row, P(p->name_en));
		return NULL;
	}
	p->row = row->number;
	return p;
}

static bool has_outline(const struct gaz_import *m, const struct gaz_row *row, struct refusals *why)
{
	if (!gaz_point(m, row, why))
		return false;
	return row->n_rings || refuse(why, "geometry", S("geometry"), S(""),
				      "a Polygon or MultiPolygon: an outline is an area");
}

static void report(struct gaz_import *m, const struct outline_import *w, const struct gaz_row *row,
		   const struct refusals *why)
{
	for (size_t i = 0; i < why->n; i++) {
		const struct refusal *r = &why->list[i];
		struct str column = gaz_column_name(m, r->field);
		bool geometry = str_eq(r->field, S("geometry")) || str_eq(r->field, S("point")) ||
				(row->wrong && str_eq(r->field, row->wrong_at));

		w->bad(w->p,
		       str_fmt(m->scratch, "feature %zu, %s%.*s", row->number,
			       geometry ? "" : "property ", P(column)),
		       r);
	}
}

static bool take_rows(struct gaz_import *m, struct outline_import *w, struct outlines *out,
		      struct err *e)
{
	out->list = arena_array(m->a, m->t.n, sizeof *out->list);
	for (size_t i = 0; i < m->t.n; i++) {
		const struct gaz_row *row = &m->t.rows[i];
		struct refusals why = { .a = m->scratch };
		struct place *p;

		for (size_t k = 0; k <= GAZ_ADMIN1; k++)
			m->from[k] = 0;
		p = place_of(m, row, &why);
		if (has_outline(m, row, &why) && p)
			out->list[out->n++] =
				(struct outline){ p->code, p->level, row->rings, row->n_rings };
		w->features++;
		w->n_bad += why.n > 0;
		report(m, w, row, &why);
		for (size_t k = 0; k < row->n_rings; k++)
			w->positions_before += row->rings[k].n - 1;
		arena_reset(m->scratch);
	}
	if (w->n_bad)
		return err_set(e, ERR_REFUSED,
			       "%zu of %zu outlines are refused; nothing of the file is kept",
			       w->n_bad, w->features);
	return (out->n && out->n <= OUTLINE_PLACES) ||
	       err_set(e, ERR_REFUSED, "the file has %zu outlines: 1 to %zu are wanted", out->n,
		       OUTLINE_PLACES);
}

/* "code" is what many call it, and what no gazetteer says of something else. */
static bool read_columns(struct gaz_import *m, const struct outline_import *w, struct err *e)
{
	bool coded = false;

	if (!gaz_columns(&m->t, w->map, w->n_map, &m->columns, e))
		return false;
	for (size_t i = 0; i < m->t.n_columns; i++)
		coded |= m->columns.is[i].field == GAZ_PLACE_NO;
	for (size_t i = 0; i < m->t.n_columns && !coded; i++)
		if (str_eq(m->t.columns[i], S("code")))
			m->columns.is[i] = (struct gaz_column){ GAZ_PLACE_NO, -1 };
	return true;
}

static bool source_ok(const char *name, struct str *s, struct err *e)
{
	*s = s->s ? str_trim(*s) : S("");
	return (s->len <= OUTLINE_SOURCE && utf8_plain(*s)) ||
	       err_value(e, ERR_REFUSED, str_of(name), *s, "text of at most %zu bytes on one line",
			 OUTLINE_SOURCE);
}

static int by_code(const void *a, const void *b)
{
	return str_cmp(((const struct outline *)a)->code, ((const struct outline *)b)->code);
}

/* Thinned until the file is as small as it may be. */
static bool write_file(struct reg *r, struct arena *a, struct outline_import *w,
		       struct outlines *out, struct err *e)
{
	struct str bytes = { NULL, 0 };
	bool ok = true;

	qsort(out->list, out->n, sizeof *out->list, by_code);
	for (size_t most = OUTLINE_POSITIONS; ok && (!bytes.s || bytes.len > OUTLINE_MAX);
	     most /= 2) {
		ok = outline_thin(a, out, most);
		bytes = outline_encode(a, out);
	}
	for (size_t i = 0; i < out->n; i++)
		ok = ok && out->list[i].n;
	if (!ok)
		return err_set(e, ERR_REFUSED,
			       "the outlines have more parts than a drawing shows: simplify them");
	w->positions = out->positions;
	w->bytes = (int64_t)bytes.len;
	w->source = out->source;
	return os_write(path_of(a, r->dir), bytes, 0600, e);
}

static void free_arena(void *p)
{
	arena_free(p);
}

bool outline_import(struct reg *r, struct arena *a, struct outline_import *w, struct str text,
		    struct err *e)
{
	struct gaz_import *m = arena_alloc(a, sizeof *m);
	struct gazetteer g = { .level = w->level };
	struct outlines out = { 0 };

	*m = (struct gaz_import){ .r = r, .a = a, .w = &g };
	if (!gaz_utf8(a, text, g.encoding, &text, e) || !gaz_read(a, text, &m->t, e))
		return false;
	if (!m->t.geo)
		return err_set(e, ERR_REFUSED,
			       "read outlines: not GeoJSON, which holds boundaries");
	out.source = m->t.source;
	out.source_ar = m->t.source_ar;
	if (!read_columns(m, w, e) || !source_ok("source", &out.source, e) ||
	    !source_ok("source_ar", &out.source_ar, e))
		return false;
	m->known = places_load(r, a, e);
	if (!m->known || !gaz_prepare(m, e))
		return false;
	m->scratch = arena_new(0);
	if (!m->scratch)
		return err_set(e, ERR_FAILED, "outlines: out of memory");
	arena_defer(a, free_arena, m->scratch);
	return take_rows(m, w, &out, e) && write_file(r, a, w, &out, e);
}
