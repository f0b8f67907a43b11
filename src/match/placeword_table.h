/* Private to placeword*.c: the table of words that stand in many names of places. */
#ifndef SULH_MATCH_PLACEWORD_TABLE_H
#define SULH_MATCH_PLACEWORD_TABLE_H

#include <stddef.h>
#include <stdint.h>

/* Sides of one axis are opposed. */
enum axis { NO_AXIS, HEIGHT, COMPASS, SIZE, AGE };

enum meaning {
	NOTHING,
	VILLAGE,
	TOWN,
	CITY,
	GOVERNORATE,
	DISTRICT,
	SUBDISTRICT,
	COMMUNITY,
	CAMP,
	QUARTER,
	ROAD,
	TELL,
	RUIN,
	KAFR,
	MOUNT,
	VALLEY,
	MONASTERY,
	KHAN,
	SPRING,
	HOUSE,
	RIVER,
	CASTLE,
	FORT,
	TOWER,
	GATE,
	BRIDGE,
	CAPE,
	BATH,
	SHEIKH,
	FARM,
	WELL,
	LAKE,
	MOSQUE,
	PORT,
	SAINT,
	ABU,
	UMM,
	MAARRAT,
	ASSOCIATION,
	UPPER,
	LOWER,
	MIDDLE,
	NORTH,
	SOUTH,
	EAST,
	WEST,
	CENTRAL,
	RURAL,
	GREAT,
	SMALL,
	OLD,
	NEW,
	MEANINGS,
};

struct placemeaning {
	const char *name; /* in English */
	uint8_t part, axis;
};

struct placeterm {
	const char *word; /* as placeword_plain gives it */
	uint8_t means;	  /* enum meaning */
};

extern const struct placemeaning placemeanings[MEANINGS];

/* In the order of their bytes. */
extern const struct placeterm placeterms[];
extern const size_t placeterms_n;

#endif
