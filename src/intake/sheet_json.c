/* See sheet_json.h. */
#include "intake/sheet_json.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/jsonin.h"
#include "record/value.h"
#include "base/banned.h"

#define LATITUDE  INT64_C(90000000)
#define LONGITUDE INT64_C(180000000)

static bool wrong(struct err *e, struct str name, const struct jsonin *v, const char *want)
{
	return err_value(e, ERR_REFUSED, name, str_of(jsonin_type_name(v)), "%s", want);
}

/* One value without structure. null is no value. */
static bool scalar(struct arena *a, struct str name, const struct jsonin *v, struct str *cell,
		   struct err *e)
{
	if (v->type == JSONIN_ARRAY || v->type == JSONIN_OBJECT)
		return wrong(e, name, v, "text, a number, true, false or null");
	*cell = v->type == JSONIN_NULL ? S("") : jsonin_text(a, v);
	if (cell->len > CSV_CELL)
		return err_value(e, ERR_REFUSED, name, str_fmt(a, "%zu bytes", cell->len),
				 "at most %d bytes", CSV_CELL);
	return true;
}

static bool list(struct arena *a, struct str name, const struct jsonin *v, char sep,
		 struct str *cell, struct err *e)
{
	struct buf b = { .a = a };
	struct str one;

	if (v->len > VALUE_ITEMS)
		return wrong(e, name, v, "a list of at most 4096 items");
	for (size_t i = 0; i < v->len; i++) {
		if (!scalar(a, name, &v->v[i], &one, e))
			return false;
		if (!one.len || memchr(one.s, sep, one.len))
			return err_value(e, ERR_REFUSED, name, one,
					 "items that are not empty and have no \"%c\"", sep);
		if (i)
			buf_byte(&b, (uint8_t)sep);
		buf_str(&b, one);
	}
	*cell = buf_text(&b);
	return true;
}

/* What a row's text cannot hold: row and value end there. */
static bool plain(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.s[i] == '"' || s.s[i] == ';')
			return false;
	return true;
}

/* An object as "name=value name=value". */
static bool object(struct arena *a, const struct kind *part, struct str name,
		   const struct jsonin *v, struct buf *b, struct err *e)
{
	bool first = true;

	if (v->type != JSONIN_OBJECT)
		return wrong(e, name, v, "a list of objects with the fields of the rows");
	for (size_t i = 0; i < v->len; i++) {
		const struct jsonin *m = &v->v[i];
		const struct field *f = field_by_name(part, m->key);
		struct str cell, full = str_fmt(a, "%.*s.%.*s", P(name), P(m->key));

		if (!f)
			return err_value(e, ERR_REFUSED, name, m->key, "a field of %s", part->name);
		if (!json_cell(a, f, full, m, &cell, e))
			return false;
		if (!plain(cell))
			return err_value(e, ERR_REFUSED, full, cell, "text without \" and ;");
		if (!cell.len)
			continue;
		buf_fmt(b, "%s%s=\"%.*s\"", first ? "" : " ", f->name, P(cell));
		first = false;
	}
	return !first || err_value(e, ERR_REFUSED, name, S("an empty object"),
				   "objects with the fields of %s", part->name);
}

static bool rows(struct arena *a, const struct field *f, struct str name, const struct jsonin *v,
		 struct str *cell, struct err *e)
{
	struct buf b = { .a = a };

	if (v->len > VALUE_ITEMS)
		return wrong(e, name, v, "a list of at most 4096 objects");
	for (size_t i = 0; i < v->len; i++) {
		buf_str(&b, i ? S("; ") : S(""));
		if (!object(a, f->rows, name, &v->v[i], &b, e))
			return false;
	}
	*cell = buf_text(&b);
	return true;
}

bool json_cell(struct arena *a, const struct field *f, struct str name, const struct jsonin *v,
	       struct str *cell, struct err *e)
{
	if (v->type != JSONIN_ARRAY)
		return scalar(a, name, v, cell, e);
	if (f && f->type == F_ROWS)
		return rows(a, f, name, v, cell, e);
	if (f ? f->type == F_CODES || f->type == F_REFS || f->type == F_OFFICERS
	      : str_eq(name, S("as")))
		return list(a, name, v, ',', cell, e);
	if (f && f->type == F_TEXTS)
		return list(a, name, v, '|', cell, e);
	return wrong(e, name, v, "one value: this field holds no list");
}

static void degrees(struct buf *b, int64_t v)
{
	int64_t u = v < 0 ? -v : v;

	buf_fmt(b, "%s%" PRId64 ".%06" PRId64, v < 0 ? "-" : "", u / 1000000, u % 1000000);
}

/* [longitude, latitude], perhaps with a height, which is left aside. RFC 7946 §3.1.1 */
static bool position(const struct jsonin *v, struct buf *b, struct err *e)
{
	int64_t lon, lat;

	if (!v || v->type != JSONIN_ARRAY || v->len < 2 || v->len > 3 ||
	    !jsonin_millionths(&v->v[0], &lon) || !jsonin_millionths(&v->v[1], &lat))
		return wrong(e, S("geometry"), v, "positions as [longitude, latitude]");
	if (lat < -LATITUDE || lat > LATITUDE || lon < -LONGITUDE || lon > LONGITUDE)
		return err_value(e, ERR_REFUSED, S("geometry"), S("a position beyond the Earth"),
				 "longitude first, then latitude, in degrees (WGS 84)");
	if (b->len)
		buf_byte(b, ' ');
	degrees(b, lat);
	buf_byte(b, ',');
	degrees(b, lon);
	return true;
}

static bool positions(const struct jsonin *v, struct buf *b, struct err *e)
{
	if (!v || v->type != JSONIN_ARRAY || !v->len || v->len > VALUE_ITEMS)
		return wrong(e, S("geometry"), v, "a list of 1 to 4096 positions");
	for (size_t i = 0; i < v->len; i++)
		if (!position(&v->v[i], b, e))
			return false;
	return true;
}

bool json_geometry(struct arena *a, const struct jsonin *v, struct str *cell, struct err *e)
{
	const struct jsonin *at = jsonin_find(v, S("coordinates")),
			    *type = jsonin_find(v, S("type"));
	struct str t = type && type->type == JSONIN_STRING ? type->s : S("");
	struct buf b = { .a = a };
	bool ok;

	*cell = S("");
	if (!v || v->type == JSONIN_NULL)
		return true;
	if (str_eq(t, S("Point")))
		ok = position(at, &b, e);
	else if (str_eq(t, S("LineString")) || str_eq(t, S("MultiPoint")))
		ok = positions(at, &b, e);
	else if (str_eq(t, S("Polygon")) && at && at->type == JSONIN_ARRAY && at->len == 1)
		ok = positions(&at->v[0], &b, e);
	else
		return err_value(e, ERR_REFUSED, S("geometry"), t,
				 "Point, MultiPoint, LineString, a Polygon of one ring, or null");
	*cell = buf_text(&b);
	return ok;
}
