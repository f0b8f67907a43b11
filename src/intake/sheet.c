/* See sheet.h. */
#include "intake/sheet.h"

#include <string.h>

#include "base/arena.h"
#include "base/jsonin.h"
#include "intake/sheet_json.h"
#include "base/banned.h"

static const struct {
	const char *end, *name;
} forms[] = {
	[SHEET_CSV] = { ".csv", "CSV" },
	[SHEET_JSONL] = { ".jsonl", "JSON lines" },
	[SHEET_GEOJSON] = { ".geojson", "GeoJSON" },
	[SHEET_XLSX] = { ".xlsx", "XLSX" },
};

enum sheet_form sheet_form_of(struct str file)
{
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (str_ends(file, str_of(forms[i].end)))
			return (enum sheet_form)i;
	return SHEET_CSV;
}

const char *sheet_form_name(enum sheet_form form)
{
	return forms[form].name;
}

struct str sheet_place(const struct sheet *s, struct arena *a, size_t row, size_t column,
		       struct str name)
{
	switch (s->form) {
	case SHEET_JSONL:
		return str_fmt(a, "line %zu, %.*s", row, P(name));
	case SHEET_GEOJSON:
		return str_fmt(a, "feature %zu, %.*s", row, P(name));
	case SHEET_XLSX:
		return column == CSV_COLUMNS
			       ? str_fmt(a, "sheet %.*s, row %zu (%.*s)", P(s->xlsx.sheet), row,
					 P(name))
			       : str_fmt(a, "sheet %.*s, cell %.*s (%.*s)", P(s->xlsx.sheet),
					 P(xlsx_cell_name(a, row, column)), P(name));
	case SHEET_CSV:
		break;
	}
	return str_fmt(a, "row %zu, column %.*s", row, P(name));
}

static size_t lines_of(struct str text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++)
		n += text.s[i] == '\n';
	return n;
}

/* The column of a key; false where there is no more room for it. */
static bool column_of(struct sheet *s, struct str key, size_t *column)
{
	for (*column = 0; *column < s->n_keys; ++*column)
		if (str_eq(s->keys[*column], key))
			return true;
	if (s->n_keys == CSV_COLUMNS)
		return false;
	s->keys[s->n_keys++] = str_dup(s->a, key);
	return true;
}

static bool add_keys(struct sheet *s, const struct jsonin *v, struct err *e)
{
	size_t column;

	for (size_t i = 0; v && i < v->len; i++)
		if (!column_of(s, v->v[i].key, &column))
			return err_set(e, ERR_REFUSED, "read JSON: more than %d different keys",
				       CSV_COLUMNS);
	return true;
}

/* The object of the next line that is not blank; NULL at the end or on an error. */
static const struct jsonin *next_line(struct sheet *s, struct arena *a, struct err *e)
{
	const struct jsonin *v;

	while (s->rest.s) {
		struct str line = str_trim(str_cut(&s->rest, '\n'));

		s->row++;
		if (!line.len)
			continue;
		v = jsonin_read(a, line, s->row, e);
		if (!v || v->type == JSONIN_OBJECT)
			return v;
		err_set(e, ERR_REFUSED, "read JSON lines: %s, where an object is expected",
			jsonin_type_name(v));
		err_at(e, "line %zu", s->row);
		return NULL;
	}
	return NULL;
}

static void free_arena(void *p)
{
	arena_free(p);
}

/* A first pass, for the header: which keys there are. */
static bool open_lines(struct sheet *s, struct err *e)
{
	struct arena *line = arena_new(0);
	const struct jsonin *v;
	bool ok = true;

	if (!line)
		return err_set(e, ERR_FAILED, "read JSON lines: out of memory");
	arena_defer(s->a, free_arena, line);
	if (str_starts(s->text, S("\xef\xbb\xbf")))
		s->text = str_from(s->text, 3);
	e->kind = ERR_NONE;
	for (s->rest = s->text; ok && (v = next_line(s, line, e));) {
		ok = add_keys(s, v, e) || err_at(e, "line %zu", s->row);
		arena_reset(line);
	}
	s->total = lines_of(s->text);
	s->rest = s->text;
	s->row = 0;
	return e->kind == ERR_NONE;
}

/* RFC 7946 §4 knows one reference system; files of before 2016 may name another. */
static bool wgs84(const struct jsonin *top, struct err *e)
{
	const struct jsonin *crs = jsonin_find(top, S("crs")),
			    *name = jsonin_find(jsonin_find(crs, S("properties")), S("name"));
	struct str n = name && name->type == JSONIN_STRING ? name->s : S("");

	return !crs || crs->type == JSONIN_NULL || str_eq(n, S("urn:ogc:def:crs:OGC:1.3:CRS84")) ||
	       err_value(e, ERR_REFUSED, S("crs"), n,
			 "positions as longitude and latitude (WGS 84), without another system");
}

static const struct jsonin *properties_of(const struct jsonin *feature)
{
	const struct jsonin *v = jsonin_find(feature, S("properties"));

	return v && v->type == JSONIN_OBJECT ? v : NULL;
}

static bool is_type(const struct jsonin *v, const char *type)
{
	const struct jsonin *t = jsonin_find(v, S("type"));

	return t && t->type == JSONIN_STRING && str_eq(t->s, str_of(type));
}

static bool placed(const struct jsonin *feature)
{
	const struct jsonin *g = jsonin_find(feature, S("geometry"));

	return g && g->type != JSONIN_NULL;
}

static const struct field *position_of(const struct kind *k)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->fields[i].type == F_GEO)
			return &k->fields[i];
	return NULL;
}

static bool open_feature(struct sheet *s, const struct jsonin *feature, struct err *e)
{
	size_t column;

	if (!is_type(feature, "Feature"))
		return err_set(e, ERR_REFUSED, "read GeoJSON: no Feature");
	if (!add_keys(s, properties_of(feature), e))
		return false;
	if (!placed(feature) || s->position)
		return true;
	s->position = position_of(s->kind);
	if (!s->position)
		return err_value(e, ERR_REFUSED, S("geometry"), S("a geometry"),
				 "null: %s has no field for a position", s->kind->name);
	if (!column_of(s, str_of(s->position->name), &column))
		return err_set(e, ERR_REFUSED, "read JSON: more than %d different keys",
			       CSV_COLUMNS);
	return true;
}

static bool open_features(struct sheet *s, struct err *e)
{
	const struct jsonin *top = jsonin_read(s->a, s->text, 1, e);

	if (!top)
		return false;
	s->features = jsonin_find(top, S("features"));
	if (!is_type(top, "FeatureCollection") || !s->features || s->features->type != JSONIN_ARRAY)
		return err_set(e, ERR_REFUSED, "read GeoJSON: no FeatureCollection with features");
	if (!wgs84(top, e))
		return false;
	for (size_t i = 0; i < s->features->len; i++)
		if (!open_feature(s, &s->features->v[i], e))
			return err_at(e, "feature %zu", i + 1);
	s->total = s->features->len;
	return true;
}

bool sheet_open(struct sheet *s, struct arena *a, enum sheet_form form, struct str text,
		const struct kind *k, struct str name, struct err *e)
{
	*s = (struct sheet){ .form = form, .a = a, .text = text, .kind = k };
	if (name.s && form != SHEET_XLSX)
		return err_value(e, ERR_USAGE, S("sheet"), name,
				 "a sheet of an XLSX file only: %s has none",
				 sheet_form_name(form));
	switch (form) {
	case SHEET_JSONL:
		return open_lines(s, e);
	case SHEET_GEOJSON:
		return open_features(s, e);
	case SHEET_XLSX:
		if (!xlsx_read(a, text, name, &s->xlsx, e))
			return false;
		s->total = s->xlsx.n;
		return true;
	case SHEET_CSV:
		break;
	}
	s->csv = csv_of(text);
	s->total = lines_of(text);
	return true;
}

/* The cells of one object, each in the column of its key. */
static bool object_row(struct sheet *s, struct arena *a, const struct jsonin *v,
		       struct str cells[CSV_COLUMNS], struct err *e)
{
	for (size_t i = 0; v && i < v->len; i++) {
		const struct jsonin *m = &v->v[i];
		size_t column;

		if (!column_of(s, m->key, &column) ||
		    !json_cell(a, field_by_name(s->kind, m->key), m->key, m, &cells[column], e))
			return err_at(e, "%.*s", P(sheet_place(s, a, s->row, column, m->key)));
	}
	return true;
}

static bool geometry_cell(struct sheet *s, struct arena *a, const struct jsonin *feature,
			  struct str cells[CSV_COLUMNS], struct err *e)
{
	size_t column;

	if (!placed(feature))
		return true;
	(void)column_of(s, str_of(s->position->name), &column);
	if (cells[column].len)
		return err_value(e, ERR_REFUSED, S("geometry"), cells[column],
				 "either a geometry or the property %s", s->position->name);
	return json_geometry(a, jsonin_find(feature, S("geometry")), &cells[column], e);
}

static bool json_row(struct sheet *s, struct arena *a, struct str cells[CSV_COLUMNS], size_t *n,
		     struct err *e)
{
	const struct jsonin *v, *feature = NULL;

	*n = s->n_keys;
	if (!s->begun) {
		memcpy(cells, s->keys, s->n_keys * sizeof *cells);
		s->begun = true;
		return s->n_keys > 0;
	}
	for (size_t i = 0; i < *n; i++)
		cells[i] = S("");
	if (s->form == SHEET_JSONL) {
		v = next_line(s, a, e);
		return v && object_row(s, a, v, cells, e);
	}
	if (s->next == s->features->len)
		return false;
	feature = &s->features->v[s->next++];
	s->row = s->next;
	return object_row(s, a, properties_of(feature), cells, e) &&
	       (geometry_cell(s, a, feature, cells, e) ||
		err_at(e, "feature %zu, geometry", s->row));
}

static bool xlsx_row(struct sheet *s, size_t columns, struct str cells[CSV_COLUMNS], size_t *n)
{
	const struct xlsx_row *r;

	if (s->next == s->xlsx.n)
		return false;
	r = &s->xlsx.rows[s->next++];
	s->row = r->row;
	*n = r->n > columns ? r->n : columns;
	for (size_t i = 0; i < *n; i++)
		cells[i] = i < r->n && r->cells[i].s ? r->cells[i] : S("");
	return true;
}

bool sheet_row(struct sheet *s, struct arena *a, size_t columns, struct str cells[CSV_COLUMNS],
	       size_t *n, struct err *e)
{
	bool ok;

	e->kind = ERR_NONE;
	switch (s->form) {
	case SHEET_JSONL:
	case SHEET_GEOJSON:
		return json_row(s, a, cells, n, e);
	case SHEET_XLSX:
		return xlsx_row(s, columns, cells, n);
	case SHEET_CSV:
		break;
	}
	ok = csv_row(&s->csv, a, cells, n, e);
	s->row = s->csv.row;
	return ok;
}
