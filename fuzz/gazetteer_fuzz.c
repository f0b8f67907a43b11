/* Gazetteers, CSV and GeoJSON, up to the drafts they would become: rows that are right have all that a place needs;
 * errors and refusals say why. No register is opened. */
#include "intake/gazetteer_row.h"

#include <assert.h>

#include "base/arena.h"
#include "match/placename.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct place syria = { .code = SC("SY"),
			      .level = SC("country"),
			      .name_en = SC("Syria"),
			      .name_ar = SC("سوريا"),
			      .pcode = SC("SY") };
static struct place aleppo = { .code = SC("SY-HL"),
			       .level = SC("governorate"),
			       .parent = SC("SY"),
			       .name_en = SC("Aleppo"),
			       .name_ar = SC("حلب"),
			       .pcode = SC("SY02") };

static void check_item(const struct gaz_row *row, const struct gaz_item *x)
{
	assert(level_rank(x->level) >= 0);
	assert(placename_latin(x->name_en) && placename_arabic(x->name_ar));
	assert(x->known || x->code.len);
	assert(x->up || level_rank(x->level) == 0);
	assert(x->n_aliases <= GAZ_ALIASES_MAX);
	assert(!row->wrong);
	if (row->has_point)
		assert(row->point.lat >= -LAT_MAX && row->point.lat <= LAT_MAX &&
		       row->point.lon >= -LON_MAX && row->point.lon <= LON_MAX);
	if (row->has_area)
		assert(row->area_m2 > 0);
}

static void read_all(struct gaz_import *m, struct err *e)
{
	struct str text;

	if (!gaz_utf8(m->a, m->w->level, m->w->encoding, &text, e) ||
	    !gaz_read(m->a, text, &m->t, e) || !gaz_columns(&m->t, NULL, 0, &m->columns, e) ||
	    !gaz_named(&m->t, &m->columns, e))
		return;
	m->w->level = (struct str){ NULL, 0 };
	m->w->parent = S("Aleppo");
	m->known = places_new(m->a, e);
	assert(m->known);
	places_add(m->known, &syria);
	places_add(m->known, &aleppo);
	if (!gaz_prepare(m, e))
		return;
	for (size_t i = 0; i < m->t.n; i++) {
		struct refusals why = { .a = m->a };
		struct gaz_item *x = arena_alloc(m->a, sizeof *x);

		if (gaz_item(m, &m->t.rows[i], x, &why)) {
			assert(!why.n);
			check_item(&m->t.rows[i], x);
			(void)gaz_aliases_text(m->a, x);
		} else {
			assert(why.n);
			for (size_t j = 0; j < why.n; j++) {
				(void)gaz_column_name(m, why.list[j].field);
				assert(why.list[j].want.len);
			}
		}
	}
	e->kind = ERR_NONE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)256 * 1024 * 1024);
	struct gazetteer w = { .level = str_mem(data, size),
			       .encoding = size % 7 ? (struct str){ NULL, 0 } : S("windows-1256"),
			       .rename = size % 2 };
	struct gaz_import *m;
	struct err e = { 0 };

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	syria.spellings = aleppo.spellings = NULL;
	m = arena_alloc(a, sizeof *m);
	*m = (struct gaz_import){ .a = a, .scratch = a, .w = &w };
	e.kind = ERR_NONE;
	read_all(m, &e);
	assert(e.kind == ERR_NONE || e.what[0]);
	arena_free(a);
	return 0;
}
