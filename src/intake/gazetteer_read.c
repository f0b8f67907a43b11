/* Gazetteers as tables: the two formats, and what the columns hold. See gazetteer_int.h. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/utf8.h"
#include "intake/gazetteer_int.h"
#include "base/banned.h"

const char gazetteer_fields[] = "place_no, level, parent, name_en, name_ar, pcode, area_m2, "
				"residents_before, aliases, lat, lon, point, admin1";

/* Names of columns, letters and digits only, in lower case; # is the digit of a level. The first that fits holds,
 * and of several columns with one meaning the leftmost whose cell is not empty. */
static const struct {
	const char *name;
	enum gaz_field field;
} names[] = {
	{ "placeno", GAZ_PLACE_NO },
	{ "level", GAZ_LEVEL },
	{ "parent", GAZ_PARENT },
	{ "nameen", GAZ_NAME_EN },
	{ "namear", GAZ_NAME_AR },
	{ "pcode", GAZ_PCODE },
	{ "aream2", GAZ_AREA },
	{ "residentsbefore", GAZ_RESIDENTS },
	{ "aliases", GAZ_ALIASES },
	{ "lat", GAZ_LAT },
	{ "lon", GAZ_LON },
	{ "point", GAZ_POINT },
	{ "admin1", GAZ_ADMIN1 },
	{ "adm#pcode", GAZ_PCODE },
	{ "admin#pcode", GAZ_PCODE },
	{ "adm#pcod", GAZ_PCODE }, /* cut to ten characters by a shapefile */
	{ "admin#pcod", GAZ_PCODE },
	{ "adm#en", GAZ_NAME_EN },
	{ "adm#nameen", GAZ_NAME_EN },
	{ "admin#nameen", GAZ_NAME_EN },
	{ "admin#name", GAZ_NAME },
	{ "adm#name", GAZ_NAME },
	{ "adm#name1", GAZ_NAME },
	{ "adm#name2", GAZ_NAME },
	{ "adm#ar", GAZ_NAME_AR },
	{ "adm#namear", GAZ_NAME_AR },
	{ "admin#namear", GAZ_NAME_AR },
	{ "adm#altar", GAZ_ALIASES },
	{ "adm#alten", GAZ_ALIASES },
	{ "adm#alt1en", GAZ_ALIASES },
	{ "adm#alt2en", GAZ_ALIASES },
	{ "adm#alt1ar", GAZ_ALIASES },
	{ "adm#alt2ar", GAZ_ALIASES },
	{ "adm#ref", GAZ_ALIASES },
	{ "admin#refname", GAZ_ALIASES },
	{ "admin#altnameen", GAZ_ALIASES },
	{ "admin#altnamear", GAZ_ALIASES },
	{ "adm#refname", GAZ_ALIASES },
	{ "adm#name3", GAZ_ALIASES },
	{ "admin#refn", GAZ_ALIASES },
	{ "admin#altname1en", GAZ_ALIASES },
	{ "admin#altname2en", GAZ_ALIASES },
	{ "admin#altname1ar", GAZ_ALIASES },
	{ "admin#altname2ar", GAZ_ALIASES },
	{ "name", GAZ_NAME },
	{ "name#", GAZ_NAME }, /* GADM */
	{ "nlname#", GAZ_NAME_AR },
	{ "varname#", GAZ_ALIASES },
	{ "shapename", GAZ_NAME }, /* geoBoundaries */
	{ "shapetype", GAZ_LEVEL },
	{ "namealt", GAZ_ALIASES },
	{ "nameenglish", GAZ_NAME_EN },
	{ "namearabic", GAZ_NAME_AR },
	{ "englishname", GAZ_NAME_EN },
	{ "arabicname", GAZ_NAME_AR },
	{ "asciiname", GAZ_NAME },
	{ "namefr", GAZ_ALIASES },
	{ "nameru", GAZ_ALIASES },
	{ "altname", GAZ_ALIASES },
	{ "alternatename", GAZ_ALIASES },
	{ "alternatenames", GAZ_ALIASES },
	{ "altnames", GAZ_ALIASES },
	{ "alias", GAZ_ALIASES },
	{ "refname", GAZ_ALIASES },
	{ "الاسم", GAZ_NAME },
	{ "الاسمبالعربية", GAZ_NAME_AR },
	{ "الاسمالعربي", GAZ_NAME_AR },
	{ "الاسمبالانكليزية", GAZ_NAME_EN },
	{ "الاسمبالإنكليزية", GAZ_NAME_EN },
	{ "الاسمبالإنجليزية", GAZ_NAME_EN },
	{ "المستوى", GAZ_LEVEL },
	{ "خطالعرض", GAZ_LAT },
	{ "خطالطول", GAZ_LON },
	{ "latitude", GAZ_LAT },
	{ "longitude", GAZ_LON },
	{ "long", GAZ_LON },
	{ "lng", GAZ_LON },
	{ "y", GAZ_LAT },
	{ "x", GAZ_LON },
	{ "latitudey", GAZ_LAT },
	{ "longitudex", GAZ_LON },
	{ "ycoord", GAZ_LAT },
	{ "xcoord", GAZ_LON },
	{ "latdd", GAZ_LAT },
	{ "londd", GAZ_LON },
	{ "pointy", GAZ_LAT },
	{ "pointx", GAZ_LON },
	{ "centerlat", GAZ_LAT },
	{ "centerlon", GAZ_LON },
	{ "admin1code", GAZ_ADMIN1 },
};

struct gaz_row *gaz_row_add(struct gaz_table *t, size_t number, size_t cells, struct err *e)
{
	struct gaz_row *row;

	t->cells += cells;
	if (t->n == GAZETTEER_ROWS || t->cells > GAZETTEER_CELLS) {
		err_set(e, ERR_REFUSED,
			"read a gazetteer: more than this program reads; divide it");
		err_at(e, "%s %zu", t->geo ? "feature" : "row", number);
		return NULL;
	}
	t->rows = arena_more(t->a, t->rows, t->n, &t->room, sizeof *t->rows);
	row = &t->rows[t->n++];
	memset(row, 0, sizeof *row);
	row->number = number;
	row->cells = arena_array(t->a, cells, sizeof(struct str));
	row->n = cells;
	return row;
}

static bool read_csv(struct gaz_table *t, struct str text, struct err *e)
{
	struct csv in = csv_of_any(text);
	struct str cells[CSV_COLUMNS];
	size_t n;

	if (!csv_row(&in, t->a, t->columns, &t->n_columns, e))
		return e->kind ? false
			       : err_set(e, ERR_REFUSED,
					 "read CSV: the file is empty, a header is needed");
	while (csv_row(&in, t->a, cells, &n, e)) {
		struct gaz_row *row;

		if (n != t->n_columns) {
			err_set(e, ERR_REFUSED, "read CSV: %zu cells where the header has %zu", n,
				t->n_columns);
			return err_at(e, "row %zu", in.row);
		}
		row = gaz_row_add(t, in.row, n, e);
		if (!row)
			return false;
		for (size_t i = 0; i < n; i++)
			row->cells[i] = cells[i];
	}
	return e->kind == ERR_NONE;
}

bool gaz_read(struct arena *a, struct str text, struct gaz_table *out, struct err *e)
{
	struct str start = str_starts(text, S("\xef\xbb\xbf")) ? str_from(text, 3) : text;

	*out = (struct gaz_table){ .a = a };
	e->kind = ERR_NONE;
	start = str_trim(start);
	if (str_starts(start, S("PK")) || str_starts(start, S("\xd0\xcf")) ||
	    str_starts(start, S("<")))
		return err_set(e, ERR_REFUSED,
			       "read a gazetteer: neither CSV nor GeoJSON; export it as one of "
			       "them, in UTF-8");
	out->geo = str_starts(start, S("{")) || str_starts(start, S("["));
	if (out->geo ? gaz_read_geo(out, text, e) : read_csv(out, text, e))
		return true;
	if (!utf8_ok(text))
		(void)within(e, "the file is not UTF-8; say what it is with --encoding (%s)",
			     gazetteer_encodings);
	return false;
}

/* What is not seen, and no-break spaces, are no letters: U+00A0, U+200B, U+200E, U+200F, U+FEFF. */
static size_t unseen(struct str s)
{
	static const char *const marks[] = { "\xc2\xa0", "\xe2\x80\x8b", "\xe2\x80\x8e",
					     "\xe2\x80\x8f", "\xef\xbb\xbf" };

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (str_starts(s, str_of(marks[i])))
			return strlen(marks[i]);
	return 0;
}

struct str gaz_clean(struct arena *a, struct str name)
{
	struct buf b = { .a = a };
	bool blank = false;

	for (size_t i = 0; i < name.len; i++) {
		size_t skip = unseen(str_from(name, i));
		char c = name.s[i];

		if (skip || c == ' ' || c == '\t') {
			/* Only what is seen parts words. */
			blank |= skip != 3;
			i += skip ? skip - 1 : 0;
			continue;
		}
		if (blank && b.len)
			buf_byte(&b, ' ');
		blank = false;
		buf_byte(&b, (uint8_t)c);
	}
	return b.len ? buf_text(&b) : S("");
}

static struct str letters_of(struct arena *a, struct str column)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < column.len; i++) {
		size_t skip = unseen(str_from(column, i));

		if (skip) {
			i += skip - 1;
			continue;
		}
		char c = column.s[i];

		c = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c & 0x80)
			buf_byte(&b, (uint8_t)c);
	}
	return b.len ? buf_text(&b) : S("");
}

/* "adm3pcode" is "adm#pcode" at level 3. */
static bool is_name(struct str column, const char *name, int *level)
{
	*level = -1;
	if (column.len != strlen(name))
		return false;
	for (size_t i = 0; i < column.len; i++) {
		if (name[i] == '#' && column.s[i] >= '0' && column.s[i] <= '5')
			*level = column.s[i] - '0';
		else if (name[i] != column.s[i])
			return false;
	}
	return true;
}

#define RULES (sizeof names / sizeof *names)

static size_t rule_of(struct str letters, int *level)
{
	size_t i = 0;

	while (i < RULES && !is_name(letters, names[i].name, level))
		i++;
	return i;
}

/* A year or a day at the end of a column's name: ADM3_EN_2019, adm3_pcode_20190301. It is taken off. */
static int year_of(struct str *letters)
{
	static const size_t lengths[] = { 8, 4 };

	for (size_t k = 0; k < 2; k++) {
		size_t n = lengths[k];
		int64_t v;

		if (letters->len > n &&
		    int_parse(str_from(*letters, letters->len - n), n == 4 ? 1900 : 19000101,
			      n == 4 ? 2099 : 20991231, &v)) {
			letters->len -= n;
			return (int)(n == 4 ? v : v / 10000);
		}
	}
	return 0;
}

/* What a column's name says. */
static struct gaz_column column_of(struct arena *a, struct str column)
{
	struct str letters = letters_of(a, column);
	struct gaz_column out = { GAZ_NOTHING, -1, 0 };
	size_t rule = rule_of(letters, &out.level);

	if (rule == RULES) {
		out.year = year_of(&letters);
		rule = out.year ? rule_of(letters, &out.level) : RULES;
	}
	out.field = rule < RULES ? names[rule].field : GAZ_NOTHING;
	return out;
}

/* Of columns of several years the last holds, and one without a year before all; older names are other names. */
static void pass_over_old(const struct gaz_table *t, struct gaz_columns *c)
{
	for (size_t i = 0; i < t->n_columns; i++) {
		struct gaz_column *x = &c->is[i];
		bool old = false;

		for (size_t j = 0; x->year && j < t->n_columns; j++)
			old |= c->is[j].field == x->field && c->is[j].level == x->level &&
			       (!c->is[j].year || c->is[j].year > x->year);
		if (old)
			x->year = -1;
	}
	for (size_t i = 0; i < t->n_columns; i++) {
		struct gaz_column *x = &c->is[i];

		if (x->year >= 0)
			continue;
		x->field =
			x->field == GAZ_NAME || x->field == GAZ_NAME_EN || x->field == GAZ_NAME_AR
				? GAZ_ALIASES
				: GAZ_NOTHING;
	}
}

static bool mapped(const struct gaz_table *t, const struct gazetteer_map *m,
		   struct gaz_columns *out, struct err *e)
{
	struct str letters = letters_of(t->a, m->field);
	size_t at = 0, rule = 0;
	int level;

	while (rule < 13 && !is_name(letters, names[rule].name, &level))
		rule++;
	if (rule == 13)
		return err_value(e, ERR_USAGE, S("map"), m->field, "one of %s", gazetteer_fields);
	while (at < t->n_columns && !str_eq(t->columns[at], m->column))
		at++;
	if (at == t->n_columns)
		return err_value(e, ERR_USAGE, S("map"), m->column,
				 "the name of a column of the file");
	/* What else would have been taken for it is not. */
	for (size_t i = 0; i < t->n_columns; i++)
		if (out->is[i].field == names[rule].field && out->is[i].level < 0)
			out->is[i].field = GAZ_NOTHING;
	out->is[at] = (struct gaz_column){ names[rule].field, -1, 0 };
	return true;
}

bool gaz_columns(const struct gaz_table *t, const struct gazetteer_map *map, size_t n_map,
		 struct gaz_columns *out, struct err *e)
{
	for (size_t i = 0; i < t->n_columns; i++) {
		for (size_t j = 0; j < i && t->columns[i].len; j++)
			if (str_eq(t->columns[i], t->columns[j]))
				return err_value(e, ERR_REFUSED, S("column"), t->columns[i],
						 "each column once");
		out->is[i] = column_of(t->a, t->columns[i]);
	}
	pass_over_old(t, out);
	for (size_t i = 0; i < n_map; i++)
		if (!mapped(t, &map[i], out, e))
			return false;
	return true;
}

bool gaz_named(const struct gaz_table *t, const struct gaz_columns *columns, struct err *e)
{
	bool named = false;

	for (size_t i = 0; i < t->n_columns; i++)
		named |= columns->is[i].field == GAZ_NAME || columns->is[i].field == GAZ_NAME_EN;
	return named || !t->n ||
	       err_value(
		       e, ERR_REFUSED, S("column"), t->n_columns ? t->columns[0] : S(""),
		       "a column with English names: name_en, ADM3_EN, admin3Name_en; or name it: "
		       "--map name_en=COLUMN");
}

struct str gaz_cell(const struct gaz_table *t, const struct gaz_columns *c,
		    const struct gaz_row *row, enum gaz_field field, int level, size_t *column)
{
	for (size_t i = 0; i < t->n_columns && i < row->n; i++) {
		struct str cell;

		if (c->is[i].field != field || c->is[i].level != level || !row->cells[i].s)
			continue;
		cell = str_trim(row->cells[i]);
		*column = i;
		if (cell.len)
			return cell;
	}
	return (struct str){ NULL, 0 };
}

static bool inside(const struct gaz_box *b, int64_t lat, int64_t lon)
{
	return lat >= b->south && lat <= b->north && lon >= b->west && lon <= b->east;
}

enum gaz_pair gaz_pair(const struct gaz_box *box, struct position p)
{
	bool degrees =
		p.lat >= -LON_MAX && p.lat <= LON_MAX && p.lon >= -LON_MAX && p.lon <= LON_MAX;

	if (!degrees)
		return PAIR_PROJECTED;
	if (p.lat < -LAT_MAX || p.lat > LAT_MAX)
		return p.lon >= -LAT_MAX && p.lon <= LAT_MAX ? PAIR_EXCHANGED : PAIR_PROJECTED;
	if ((!box->known && !box->derived) || inside(box, p.lat, p.lon))
		return PAIR_FINE;
	if (inside(box, p.lon, p.lat))
		return PAIR_EXCHANGED;
	return box->known ? PAIR_OUTSIDE : PAIR_FINE;
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* From the tenth to the ninetieth of a hundred, and as much again on both sides. */
static void spread(int64_t *list, size_t n, int64_t *low, int64_t *high)
{
	int64_t margin;

	qsort(list, n, sizeof *list, by_value);
	*low = list[n / 10];
	*high = list[n - 1 - n / 10];
	margin = *high - *low + 500000;
	*low -= margin;
	*high += margin;
}

void gaz_box_of(struct arena *a, const struct gaz_table *t, struct gaz_box *out)
{
	int64_t *lat = arena_array(a, t->n, sizeof *lat), *lon = arena_array(a, t->n, sizeof *lon);
	struct gaz_box none = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		if (t->rows[i].has_point && gaz_pair(&none, t->rows[i].point) == PAIR_FINE) {
			lat[n] = t->rows[i].point.lat;
			lon[n++] = t->rows[i].point.lon;
		}
	out->derived = n >= 8;
	if (!out->derived)
		return;
	spread(lat, n, &out->south, &out->north);
	spread(lon, n, &out->west, &out->east);
}

static void put_degrees(struct buf *b, int64_t v)
{
	buf_fmt(b, "%s%lld.%06lld", v < 0 ? "-" : "", (long long)(v < 0 ? -v : v) / 1000000,
		(long long)(v < 0 ? -v : v) % 1000000);
}

struct str gaz_point_text(struct arena *a, struct position p)
{
	struct buf b = { .a = a };

	put_degrees(&b, p.lat);
	buf_byte(&b, ',');
	put_degrees(&b, p.lon);
	return buf_text(&b);
}
