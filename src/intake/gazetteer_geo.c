/* GeoJSON (RFC 7946) as a table: properties are columns; a geometry becomes a point and, of a polygon, an area, or
 * a word on what is wrong with it. */
#include "base/arena.h"
#include "base/jsonin.h"
#include "intake/gazetteer_int.h"
#include "base/banned.h"

/* The rings of one feature. */
struct shape {
	struct gaz_table *t;
	struct gaz_row *row;
	struct ring *rings;
	size_t n, room, positions;
};

#define WRONG(row, at, value, want) (wrong_put(row, at, value, want), err_false())

static void wrong_put(struct gaz_row *row, struct str at, struct str value, const char *want)
{
	row->wrong = want;
	row->wrong_at = at;
	row->wrong_value = value;
}

static struct str pair_text(struct arena *a, const struct jsonin *v)
{
	struct buf b = { .a = a };

	buf_byte(&b, '[');
	for (size_t i = 0; i < v->len && i < 3; i++)
		buf_fmt(&b, "%s%.*s", i ? ", " : "", P(jsonin_text(a, &v->v[i])));
	buf_byte(&b, ']');
	return buf_text(&b);
}

/* `number`: of the position in its ring, 0 for a point. */
static bool bad_position(struct shape *s, const struct jsonin *v, struct str at, size_t number,
			 const char *want)
{
	struct arena *a = s->t->a;

	return WRONG(s->row, number ? str_fmt(a, "%.*s, position %zu", P(at), number) : at,
		     v->type == JSONIN_ARRAY ? pair_text(a, v) : str_of(jsonin_type_name(v)), want);
}

static bool is_number(const struct jsonin *v)
{
	return v->type == JSONIN_INT || v->type == JSONIN_REAL;
}

/* Longitude first (RFC 7946 §3.1.1). */
static bool read_position(struct shape *s, const struct jsonin *v, struct str at, size_t number,
			  struct position *out)
{
	struct gaz_box none = { 0 };

	if (v->type != JSONIN_ARRAY || v->len < 2 || v->len > 4 || !is_number(&v->v[0]) ||
	    !is_number(&v->v[1]))
		return bad_position(s, v, at, number,
				    "a position: a list of longitude and latitude");
	if (!jsonin_millionths(&v->v[0], &out->lon) || !jsonin_millionths(&v->v[1], &out->lat))
		return bad_position(s, v, at, number, "numbers of degrees");
	switch (gaz_pair(&none, *out)) {
	case PAIR_EXCHANGED:
		return bad_position(
			s, v, at, number,
			"longitude before latitude: these look exchanged, a latitude is "
			"between -90 and 90");
	case PAIR_PROJECTED:
		return bad_position(s, v, at, number,
				    "degrees of longitude and latitude (WGS 84): these look "
				    "projected, as metres are; convert the file with ogr2ogr "
				    "-t_srs EPSG:4326");
	case PAIR_FINE:
	case PAIR_OUTSIDE:
		break;
	}
	return true;
}

static bool read_ring(struct shape *s, const struct jsonin *v, struct str at, bool hole)
{
	struct position *p;
	struct ring *ring;
	size_t where = 0;

	if (v->type != JSONIN_ARRAY)
		return WRONG(s->row, at, str_of(jsonin_type_name(v)),
			     "a ring: a list of positions");
	if (v->len < 4)
		return WRONG(s->row, at, str_fmt(s->t->a, "%zu positions", v->len),
			     "a ring of four positions or more, the last of them the first again");
	s->positions += v->len;
	if (s->positions > RING_POSITIONS)
		return WRONG(s->row, at, str_fmt(s->t->a, "%zu positions", s->positions),
			     "at most 200,000 positions in one place: a simpler boundary");
	p = arena_array(s->t->a, v->len, sizeof *p);
	for (size_t i = 0; i < v->len; i++)
		if (!read_position(s, &v->v[i], at, i + 1, &p[i]))
			return false;
	s->rings = arena_more(s->t->a, s->rings, s->n, &s->room, sizeof *s->rings);
	ring = &s->rings[s->n++];
	*ring = (struct ring){ p, v->len, hole };
	if (!ring_closed(ring))
		return WRONG(s->row, at, gaz_point_text(s->t->a, p[v->len - 1]),
			     "a closed ring: its last position repeats the first");
	if (!hole && ring_crosses(s->t->a, ring, &where))
		return WRONG(s->row, str_fmt(s->t->a, "%.*s, position %zu", P(at), where + 1),
			     gaz_point_text(s->t->a, p[where]),
			     "a boundary that does not cross itself");
	return true;
}

static bool read_polygon(struct shape *s, const struct jsonin *v, struct str at)
{
	if (v->type != JSONIN_ARRAY || !v->len)
		return WRONG(s->row, at, str_of(jsonin_type_name(v)), "a polygon: a list of rings");
	for (size_t i = 0; i < v->len; i++)
		if (!read_ring(s, &v->v[i], str_fmt(s->t->a, "%.*sring %zu", P(at), i + 1), i > 0))
			return false;
	return true;
}

/* The middle of its largest part, and the area of all. */
static bool measure(struct shape *s)
{
	const struct ring *largest = NULL;
	int64_t most = -1;

	for (size_t i = 0; i < s->n; i++) {
		int64_t m2 = s->rings[i].hole ? -1 : rings_m2(&s->rings[i], 1);

		if (m2 > most) {
			most = m2;
			largest = &s->rings[i];
		}
	}
	s->row->area_m2 = rings_m2(s->rings, s->n);
	if (!largest || !s->row->area_m2)
		return WRONG(s->row, S("geometry"), S(""), "a boundary that has an area");
	s->row->point = ring_middle(largest);
	s->row->has_point = s->row->has_area = true;
	s->row->rings = s->rings;
	s->row->n_rings = s->n;
	return true;
}

static bool read_geometry(struct shape *s, const struct jsonin *g)
{
	const struct jsonin *list = jsonin_find(g, S("coordinates"));
	struct str type = jsonin_text(s->t->a, jsonin_find(g, S("type")));
	struct arena *a = s->t->a;

	if (!g || g->type == JSONIN_NULL)
		return true;
	if (!list || list->type != JSONIN_ARRAY)
		return WRONG(s->row, S("geometry"), type,
			     "a Point, Polygon or MultiPolygon with its coordinates");
	if (str_eq(type, S("Point"))) {
		s->row->has_point = read_position(s, list, S("point"), 0, &s->row->point);
		return s->row->has_point;
	}
	if (str_eq(type, S("Polygon")))
		return read_polygon(s, list, S("")) && measure(s);
	if (!str_eq(type, S("MultiPolygon")))
		return WRONG(s->row, S("geometry"), type,
			     "a Point, Polygon or MultiPolygon: a place is a point or an area");
	for (size_t i = 0; i < list->len; i++)
		if (!read_polygon(s, &list->v[i], str_fmt(a, "polygon %zu, ", i + 1)))
			return false;
	return measure(s);
}

/* The column of this name, a new one where there is none; CSV_COLUMNS where there are too many. */
static size_t column_of(struct gaz_table *t, struct str key)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (str_eq(t->columns[i], key))
			return i;
	if (t->n_columns == CSV_COLUMNS)
		return CSV_COLUMNS;
	t->columns[t->n_columns] = key;
	return t->n_columns++;
}

static bool at_feature(struct err *e, size_t number, const char *what)
{
	err_set(e, ERR_REFUSED, "read GeoJSON: %s", what);
	return err_at(e, "feature %zu", number);
}

static bool read_properties(struct gaz_table *t, size_t number, const struct jsonin *p,
			    struct gaz_row **row, struct err *e)
{
	size_t at, n = p->type == JSONIN_OBJECT ? p->len : 0;

	for (size_t i = 0; i < n; i++)
		if (column_of(t, p->v[i].key) >= CSV_COLUMNS)
			return at_feature(e, number, "more than 200 properties");
	*row = gaz_row_add(t, number, t->n_columns, e);
	if (!*row)
		return false;
	for (size_t i = 0; i < n; i++) {
		at = column_of(t, p->v[i].key);
		(*row)->cells[at] = jsonin_text(t->a, &p->v[i]);
	}
	return true;
}

static bool read_feature(struct gaz_table *t, size_t number, const struct jsonin *f, struct err *e)
{
	const struct jsonin *properties = jsonin_find(f, S("properties"));
	const struct jsonin *geometry = jsonin_find(f, S("geometry"));
	struct shape s = { .t = t };

	if (!str_eq(jsonin_text(t->a, jsonin_find(f, S("type"))), S("Feature")))
		return at_feature(e, number, "an object of type Feature is needed");
	if (!properties || (properties->type != JSONIN_OBJECT && properties->type != JSONIN_NULL))
		return at_feature(e, number, "its properties are missing");
	if (!geometry || (geometry->type != JSONIN_OBJECT && geometry->type != JSONIN_NULL))
		return at_feature(e, number, "its geometry is missing (null where there is none)");
	if (!read_properties(t, number, properties, &s.row, e))
		return false;
	(void)read_geometry(&s, geometry); /* says in the row what is wrong */
	return true;
}

/* The member crs of older GeoJSON: only what says degrees of WGS 84. */
static bool read_crs(struct arena *a, const struct jsonin *crs, struct err *e)
{
	static const char *const good[] = { "urn:ogc:def:crs:OGC:1.3:CRS84",
					    "urn:ogc:def:crs:OGC::CRS84",
					    "OGC:CRS84",
					    "CRS84",
					    "EPSG:4326",
					    "urn:ogc:def:crs:EPSG::4326" };
	struct str name = jsonin_text(a, jsonin_find(jsonin_find(crs, S("properties")), S("name")));

	if (!crs || crs->type == JSONIN_NULL)
		return true;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (str_eq(name, str_of(good[i])))
			return true;
	return err_value(e, ERR_REFUSED, S("crs"), name.s ? name : S(""),
			 "CRS84 (longitude and latitude on WGS 84), which is what GeoJSON has "
			 "without a crs; convert the file with ogr2ogr -t_srs EPSG:4326");
}

bool gaz_read_geo(struct gaz_table *t, struct str text, struct err *e)
{
	const struct jsonin *root = jsonin_read(t->a, text, 1, e), *list;
	struct str type;

	if (!root)
		return false;
	type = jsonin_text(t->a, jsonin_find(root, S("type")));
	list = jsonin_find(root, S("features"));
	if (!str_eq(type, S("FeatureCollection")))
		return err_value(e, ERR_REFUSED, S("type"), type.s ? type : S(""),
				 "a FeatureCollection (GeoJSON, RFC 7946)");
	if (!list || list->type != JSONIN_ARRAY)
		return err_value(e, ERR_REFUSED, S("features"), str_of(jsonin_type_name(list)),
				 "a list of features");
	if (!read_crs(t->a, jsonin_find(root, S("crs")), e))
		return false;
	t->source = jsonin_text(t->a, jsonin_find(root, S("source")));
	t->source_ar = jsonin_text(t->a, jsonin_find(root, S("source_ar")));
	for (size_t i = 0; i < list->len; i++)
		if (!read_feature(t, i + 1, &list->v[i], e))
			return false;
	return true;
}
