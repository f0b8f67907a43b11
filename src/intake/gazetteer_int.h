/* Private to gazetteer*.c: a file as a table, whatever its format, and what its columns hold. */
#ifndef SULH_INTAKE_GAZETTEER_INT_H
#define SULH_INTAKE_GAZETTEER_INT_H

#include "base/csv.h"
#include "base/ring.h"
#include "intake/gazetteer.h"

#define GAZETTEER_CELLS ((size_t)4000000)

struct gaz_row {
	size_t number;	   /* row of a CSV file, feature of GeoJSON, from 1 */
	struct str *cells; /* one a column; s == NULL where the feature does not have it */
	size_t n;
	bool has_point, has_area;
	struct position point;
	int64_t area_m2;
	struct ring *rings; /* of a polygon that is right */
	size_t n_rings;
	const char *wrong; /* what the geometry should be; NULL: it is right, or there is none */
	struct str wrong_at, wrong_value;
};

struct gaz_table {
	struct arena *a;
	bool geo;
	struct str columns[CSV_COLUMNS];
	size_t n_columns;
	struct gaz_row *rows;
	size_t n, room, cells;
	struct str source,
		source_ar; /* members of a collection of GeoJSON; s == NULL where it has none */
};

/* The file as UTF-8: UTF-16 is seen; of `encoding` (s == NULL: UTF-8), where it says one of those that gazetteer_encodings
 * names. ERR_USAGE for another, ERR_REFUSED with the line where the file is not of it. */
bool gaz_utf8(struct arena *a, struct str text, struct str encoding, struct str *out,
	      struct err *e);

/* Reads a file, CSV or GeoJSON as its first character says. ERR_REFUSED with the place where it is not right. */
bool gaz_read(struct arena *a, struct str text, struct gaz_table *out, struct err *e);
bool gaz_read_geo(struct gaz_table *t, struct str text, struct err *e);
/* One row more; NULL and ERR_REFUSED where there are too many. */
struct gaz_row *gaz_row_add(struct gaz_table *t, size_t number, size_t cells, struct err *e);

/* A name without what is not seen (joiners and marks of direction, no-break spaces as blanks), without blanks at its ends and
 * with one between words. */
struct str gaz_clean(struct arena *a, struct str name);

/* What a column can hold. Those of a level (ADM3_EN) know which. */
enum gaz_field {
	GAZ_NOTHING,
	GAZ_PLACE_NO,
	GAZ_LEVEL,
	GAZ_PARENT,
	GAZ_NAME_EN,
	GAZ_NAME_AR,
	GAZ_NAME, /* in the language that its letters show */
	GAZ_PCODE,
	GAZ_AREA,
	GAZ_RESIDENTS,
	GAZ_ALIASES,
	GAZ_LAT,
	GAZ_LON,
	GAZ_POINT,
	GAZ_ADMIN1,
};

struct gaz_column {
	enum gaz_field field;
	int level; /* -1: of the row itself */
	int year;  /* of ADM3_EN_2019; 0: none */
};

struct gaz_columns {
	struct gaz_column is[CSV_COLUMNS];
};

/* What each column holds, by its name or by the map. Refuses a map that names no field or no column. */
bool gaz_columns(const struct gaz_table *t, const struct gazetteer_map *map, size_t n_map,
		 struct gaz_columns *out, struct err *e);

/* Refuses a file without anything that could be a name. */
bool gaz_named(const struct gaz_table *t, const struct gaz_columns *columns, struct err *e);

/* The first cell that is not empty among the columns of this field and level; *column is then its number.
 * s == NULL where there is none. */
struct str gaz_cell(const struct gaz_table *t, const struct gaz_columns *c,
		    const struct gaz_row *row, enum gaz_field field, int level, size_t *column);

/* Latitude and longitude in millionths of a degree: what is wrong with them. */
enum gaz_pair { PAIR_FINE, PAIR_EXCHANGED, PAIR_PROJECTED, PAIR_OUTSIDE };
struct gaz_box {
	bool known;   /* from the table of aliases: what lies outside is refused */
	bool derived; /* from the file: what fits only when exchanged is refused */
	int64_t south, west, north, east;
};
enum gaz_pair gaz_pair(const struct gaz_box *box, struct position p);
/* The box that most of the file's points lie in, with a wide margin; none for a few points. */
void gaz_box_of(struct arena *a, const struct gaz_table *t, struct gaz_box *out);

/* Text of a position as degrees: "36.200000,37.160000". */
struct str gaz_point_text(struct arena *a, struct position p);

#endif
