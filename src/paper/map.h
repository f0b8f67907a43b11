/*
 * A map as SVG: outlines coloured and hatched by class, with labels that do not overlap, points, a scale. It is
 * schematic: longitude and latitude as on a square grid, stretched for the middle of the map. Classes only, no
 * style: app.css has the colours. All texts come from the caller, in the page's language.
 */
#ifndef SULH_PAPER_MAP_H
#define SULH_PAPER_MAP_H

#include "base/ring.h"
#include "base/str.h"

#define MAP_AREAS  ((size_t)4000) /* of more, the first */
#define MAP_POINTS ((size_t)1000)

/* The statuses of a quarter (record/district.c), and none where no entry says one. */
enum map_class {
	MAP_NONE,
	MAP_OUTSIDE,
	MAP_CONTESTED,
	MAP_ADMINISTERED,
	MAP_CLEARED,
	MAP_OPEN,
	MAP_CLASSES,
};

/* The class of a status word of district_status ("open"); MAP_NONE for any other. */
enum map_class map_class_of_status(struct str status);

struct map_area {
	struct str name; /* its label, without what stands in brackets at its end */
	struct str note; /* said after the name to whoever points at it; may be empty */
	const struct ring *rings;
	size_t n;
	enum map_class class;
	bool fresh; /* came to its class in the period: a strong border */
};

enum map_shape {
	MAP_CROSSING, /* diamond */
	MAP_CENTRE,   /* house */
	MAP_KITCHEN,  /* square */
	MAP_SITE,     /* triangle */
	MAP_SHAPES,
};

/* Places have sealed points: what is drawn as a point is set in the middle of an outline, or beside it where one
 * stands there already. */
struct map_point {
	struct str name;
	struct position at;
	enum map_shape shape;
};

struct map {
	struct str
		id; /* begins each id in the drawing: letters, digits, hyphens; one of its own on a page */
	struct str title; /* what a reader of the page hears */
	struct str
		desc; /* how many quarters of which class: colour alone says nothing to many; may be empty */
	const struct map_area *areas;
	size_t n;
	const struct map_point *points;
	size_t n_points;
	struct str km, m; /* the units of the scale: "km", "m" */
	struct str none;  /* what stands there when there is no outline */
};

/*
 * Classes: chart map; d d-none d-outside d-contested d-administered d-cleared d-open (areas), d-new (fresh), hatch
 * (the lines of patterns), h (an area's hatching over its colour), place, minor (labels left out on a phone), pt
 * pt-crossing pt-centre pt-kitchen pt-site, scale, none.
 */
struct str map_svg(struct arena *a, const struct map *m);

/* A swatch for the legend, hidden from readers of the page; it uses the patterns of the map with this id, which has
 * to be on the same page. */
struct str map_swatch(struct arena *a, struct str id, enum map_class class);
struct str map_sign(struct arena *a, enum map_shape shape);

#endif
