/* What is settled for a whole gazetteer before its rows: points, the box they lie in, the parent. See
 * gazetteer_row.h. */
#include <string.h>

#include "base/arena.h"
#include "base/jsonin.h"
#include "base/utf8.h"
#include "intake/gazetteer_row.h"
#include "base/banned.h"

static void wrong(const struct gaz_import *m, struct gaz_row *row, size_t column, struct str value,
		  const char *want)
{
	row->wrong = want;
	row->wrong_at = m->t.columns[column];
	row->wrong_value = value;
}

/* Degrees with a decimal point or comma (a comma parts no thousands: there are none), in the digits of either keyboard. */
static bool degrees_parse(const struct gaz_import *m, struct str s, int64_t *out)
{
	struct str whole = utf8_digits(m->a, s), part = whole, before = str_cut(&part, ',');

	if (!part.s)
		return millionths_parse(whole, out);
	return part.len && !memchr(whole.s, '.', whole.len) &&
	       millionths_parse(str_fmt(m->a, "%.*s.%.*s", P(before), P(part)), out);
}

/* "36.2,37.1" or "36.2 37.1"; with decimal commas a semicolon or a blank parts the two. */
static struct str first_of_two(struct str *rest)
{
	char mark = memchr(rest->s, ';', rest->len)   ? ';'
		    : memchr(rest->s, ' ', rest->len) ? ' '
						      : ',';
	struct str first = str_cut(rest, mark);

	if (mark == ' ' && str_ends(first, S(",")))
		first.len--;
	return str_trim(first);
}

/* Latitude and longitude of a CSV row, from two columns or one. */
static void read_point(const struct gaz_import *m, struct gaz_row *row)
{
	const struct gaz_box none = { 0 };
	size_t at_lat = 0, at_lon = 0;
	struct str lat = gaz_cell(&m->t, &m->columns, row, GAZ_LAT, -1, &at_lat);
	struct str lon = gaz_cell(&m->t, &m->columns, row, GAZ_LON, -1, &at_lon);

	if (!lat.s && !lon.s) {
		lon = gaz_cell(&m->t, &m->columns, row, GAZ_POINT, -1, &at_lat);
		if (!lon.s)
			return;
		at_lon = at_lat;
		lat = first_of_two(&lon);
		lon = str_trim(lon);
	}
	if (!degrees_parse(m, lat, &row->point.lat)) {
		wrong(m, row, at_lat, lat, "degrees, as 36.201240 or 36,201240");
		return;
	}
	if (!degrees_parse(m, lon, &row->point.lon)) {
		wrong(m, row, at_lon, lon, "degrees, as 37.161170 or 37,161170");
		return;
	}
	switch (gaz_pair(&none, row->point)) {
	case PAIR_FINE:
	case PAIR_OUTSIDE:
		row->has_point = true;
		return;
	case PAIR_EXCHANGED:
		wrong(m, row, at_lat, lat,
		      "a latitude between -90 and 90: latitude and longitude look exchanged");
		return;
	case PAIR_PROJECTED:
		wrong(m, row, at_lat, lat,
		      "degrees (WGS 84): these look projected, as metres are; convert them to "
		      "EPSG:4326");
		return;
	}
}

/* The box of the one country that the register has, where the table of aliases knows it; else that of the file. */
static void find_box(struct gaz_import *m)
{
	const struct alias_row *row = NULL;
	size_t countries = 0;

	for (size_t i = 0; i < places_n(m->known); i++) {
		const struct place *p = places_at(m->known, i);

		if (level_rank(p->level))
			continue;
		countries++;
		row = p->also;
	}
	m->box.known = countries == 1 && row && row->boxed;
	if (!m->box.known) {
		m->box_name = S("the region of the file's other places");
		gaz_box_of(m->a, &m->t, &m->box);
		return;
	}
	m->box_name = row->name_en;
	m->box.south = row->south;
	m->box.north = row->north;
	m->box.west = row->west;
	m->box.east = row->east;
}

/* Places near the diagonal lie in the box either way: where most of the others fit only when exchanged, these are
 * exchanged too, and nothing would say so. */
static bool not_exchanged(const struct gaz_import *m, struct err *e)
{
	size_t straight = 0, exchanged = 0;

	for (size_t i = 0; i < m->t.n; i++) {
		const struct gaz_row *row = &m->t.rows[i];
		struct position turned = { row->point.lon, row->point.lat };

		if (!row->has_point || turned.lat < -LAT_MAX || turned.lat > LAT_MAX)
			continue;
		exchanged += gaz_pair(&m->box, row->point) == PAIR_EXCHANGED;
		straight += gaz_pair(&m->box, turned) == PAIR_EXCHANGED;
	}
	if (!m->box.known || exchanged < 2 || exchanged <= straight)
		return true;
	return err_set(e, ERR_REFUSED,
		       "latitude and longitude look exchanged in the whole file: %zu places lie in "
		       "%.*s only when they are exchanged, %zu as they stand",
		       exchanged, P(m->box_name), straight);
}

bool gaz_prepare(struct gaz_import *m, struct err *e)
{
	size_t many;

	for (size_t i = 0; !m->t.geo && i < m->t.n; i++)
		read_point(m, &m->t.rows[i]);
	if (m->w->level.s && level_rank(m->w->level) < 0)
		return err_value(e, ERR_USAGE, S("level"), m->w->level, "%s", place_levels);
	if (m->w->parent.s) {
		m->parent = places_one(m->known, m->w->parent, (struct str){ NULL, 0 }, &many);
		if (!m->parent)
			return err_value(e, ERR_USAGE, S("parent"), m->w->parent,
					 "one place of the register, by code, P-code or name "
					 "(%zu have this name)%.*s",
					 many,
					 P(places_nearest(m->known, m->a, m->w->parent,
							  (struct str){ NULL, 0 })));
	}
	find_box(m);
	return not_exchanged(m, e);
}
