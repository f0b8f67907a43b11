/* The words that short sayings are made of: units, things counted and what became of them. English, as the desk writes. */
#include "press/saying_int.h"

#include "base/banned.h"

struct said_word {
	struct str form, code;
};

bool said_is(struct str word, struct str form)
{
	return str_eq_caseless(word, form);
}

bool said_among(struct str word, const struct str *forms, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (said_is(word, forms[i]))
			return true;
	return false;
}

static struct str find(const struct said_word *rows, size_t n, struct str word)
{
	for (size_t i = 0; i < n; i++)
		if (said_is(word, rows[i].form))
			return rows[i].code;
	return (struct str){ NULL, 0 };
}

static const struct {
	struct str form;
	enum said_unit unit;
} units[] = {
	{ SC("kg"), UNIT_KILOGRAM },
	{ SC("kilogram"), UNIT_KILOGRAM },
	{ SC("kilograms"), UNIT_KILOGRAM },
	{ SC("kilos"), UNIT_KILOGRAM },
	{ SC("t"), UNIT_TONNE },
	{ SC("ton"), UNIT_TONNE },
	{ SC("tons"), UNIT_TONNE },
	{ SC("tonne"), UNIT_TONNE },
	{ SC("tonnes"), UNIT_TONNE },
	{ SC("ha"), UNIT_HECTARE },
	{ SC("hectare"), UNIT_HECTARE },
	{ SC("hectares"), UNIT_HECTARE },
	{ SC("acre"), UNIT_ACRE },
	{ SC("acres"), UNIT_ACRE },
	{ SC("stremma"), UNIT_STREMMA },
	{ SC("stremmas"), UNIT_STREMMA },
	{ SC("stremmata"), UNIT_STREMMA },
	{ SC("dunam"), UNIT_STREMMA },
	{ SC("dunams"), UNIT_STREMMA },
	{ SC("dunum"), UNIT_STREMMA },
	{ SC("dunums"), UNIT_STREMMA },
	{ SC("donums"), UNIT_STREMMA },
	{ SC("km2"), UNIT_KM2 },
	{ SC("km²"), UNIT_KM2 },
	{ SC("sqkm"), UNIT_KM2 },
	{ SC("m2"), UNIT_M2 },
	{ SC("m²"), UNIT_M2 },
	{ SC("km"), UNIT_KM },
	{ SC("kms"), UNIT_KM },
	{ SC("kilometre"), UNIT_KM },
	{ SC("kilometres"), UNIT_KM },
	{ SC("kilometer"), UNIT_KM },
	{ SC("kilometers"), UNIT_KM },
	{ SC("mile"), UNIT_MILE },
	{ SC("miles"), UNIT_MILE },
	{ SC("metre"), UNIT_METRE },
	{ SC("metres"), UNIT_METRE },
	{ SC("meters"), UNIT_METRE },
	{ SC("%"), UNIT_PERCENT },
	{ SC("percent"), UNIT_PERCENT },
	{ SC("litre"), UNIT_LITRE },
	{ SC("litres"), UNIT_LITRE },
	{ SC("liters"), UNIT_LITRE },
	{ SC("percentage"), UNIT_PERCENT },
};

enum said_unit said_unit_of(struct str word)
{
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (said_is(word, units[i].form))
			return units[i].unit;
	return UNIT_NONE;
}

struct str said_unit_name(enum said_unit u)
{
	static const struct str names[] = { SC(""),	    SC("kilograms"), SC("tonnes"),
					    SC("hectares"), SC("acres"),     SC("stremmata"),
					    SC("km²"),	    SC("m²"),	     SC("km"),
					    SC("miles"),    SC("metres"),    SC("%"),
					    SC("litres") };

	return names[u];
}

static const struct said_word nouns[] = {
	{ SC("people"), SC("people") },
	{ SC("persons"), SC("people") },
	{ SC("person"), SC("people") },
	{ SC("residents"), SC("people") },
	{ SC("citizens"), SC("people") },
	{ SC("inhabitants"), SC("people") },
	{ SC("evacuees"), SC("people") },
	{ SC("locals"), SC("people") },
	{ SC("civilians"), SC("civilians") },
	{ SC("civilian"), SC("civilians") },
	{ SC("fighters"), SC("fighters") },
	{ SC("fighter"), SC("fighters") },
	{ SC("militants"), SC("fighters") },
	{ SC("gunmen"), SC("fighters") },
	{ SC("rebels"), SC("fighters") },
	{ SC("insurgents"), SC("fighters") },
	{ SC("combatants"), SC("fighters") },
	{ SC("guerrillas"), SC("fighters") },
	{ SC("terrorists"), SC("fighters") },
	{ SC("jihadists"), SC("fighters") },
	{ SC("militiamen"), SC("fighters") },
	{ SC("paramilitaries"), SC("fighters") },
	{ SC("volunteers"), SC("fighters") },
	{ SC("soldiers"), SC("soldiers") },
	{ SC("troops"), SC("soldiers") },
	{ SC("servicemen"), SC("soldiers") },
	{ SC("policemen"), SC("police") },
	{ SC("police"), SC("police") },
	{ SC("children"), SC("children") },
	{ SC("minors"), SC("children") },
	{ SC("kids"), SC("children") },
	{ SC("girls"), SC("children") },
	{ SC("boys"), SC("children") },
	{ SC("women"), SC("women") },
	{ SC("men"), SC("men") },
	{ SC("family"), SC("family") },
	{ SC("relatives"), SC("family") },
	{ SC("dependants"), SC("family") },
	{ SC("dependents"), SC("family") },
	{ SC("families"), SC("families") },
	{ SC("households"), SC("families") },
	{ SC("refugees"), SC("refugees") },
	{ SC("displaced"), SC("displaced") },
	{ SC("prisoners"), SC("prisoners") },
	{ SC("detainees"), SC("prisoners") },
	{ SC("hostages"), SC("captives") },
	{ SC("captives"), SC("captives") },
	{ SC("wounded"), SC("wounded") },
	{ SC("injured"), SC("wounded") },
	{ SC("leaders"), SC("leaders") },
	{ SC("commanders"), SC("leaders") },
	{ SC("elders"), SC("leaders") },
	{ SC("settlements"), SC("settlements") },
	{ SC("villages"), SC("settlements") },
	{ SC("towns"), SC("settlements") },
	{ SC("localities"), SC("settlements") },
	{ SC("communities"), SC("settlements") },
	{ SC("districts"), SC("districts") },
	{ SC("quarters"), SC("districts") },
	{ SC("neighbourhoods"), SC("districts") },
	{ SC("neighborhoods"), SC("districts") },
	{ SC("provinces"), SC("provinces") },
	{ SC("governorates"), SC("provinces") },
	{ SC("countries"), SC("countries") },
	{ SC("states"), SC("countries") },
	{ SC("groups"), SC("groups") },
	{ SC("factions"), SC("groups") },
	{ SC("formations"), SC("groups") },
	{ SC("units"), SC("groups") },
	{ SC("agreements"), SC("agreements") },
	{ SC("applications"), SC("applications") },
	{ SC("appeals"), SC("appeals") },
	{ SC("consents"), SC("consents") },
	{ SC("violations"), SC("violations") },
	{ SC("breaches"), SC("violations") },
	{ SC("incidents"), SC("incidents") },
	{ SC("attacks"), SC("attacks") },
	{ SC("raids"), SC("raids") },
	{ SC("airstrikes"), SC("raids") },
	{ SC("buildings"), SC("buildings") },
	{ SC("houses"), SC("buildings") },
	{ SC("homes"), SC("buildings") },
	{ SC("schools"), SC("schools") },
	{ SC("mosques"), SC("mosques") },
	{ SC("churches"), SC("churches") },
	{ SC("hospitals"), SC("hospitals") },
	{ SC("roads"), SC("roads") },
	{ SC("bridges"), SC("bridges") },
	{ SC("weapons"), SC("weapons") },
	{ SC("arms"), SC("weapons") },
	{ SC("firearms"), SC("weapons") },
	{ SC("guns"), SC("weapons") },
	{ SC("rifles"), SC("rifles") },
	{ SC("mortars"), SC("mortars") },
	{ SC("tanks"), SC("tanks") },
	{ SC("vehicles"), SC("vehicles") },
	{ SC("lorries"), SC("trucks") },
	{ SC("trucks"), SC("trucks") },
	{ SC("buses"), SC("buses") },
	{ SC("ambulances"), SC("ambulances") },
	{ SC("convoys"), SC("convoys") },
	{ SC("explosives"), SC("explosives") },
	{ SC("devices"), SC("explosives") },
	{ SC("ieds"), SC("ieds") },
	{ SC("mines"), SC("mines") },
	{ SC("landmines"), SC("mines") },
	{ SC("rounds"), SC("ammunition") },
	{ SC("cartridges"), SC("ammunition") },
	{ SC("ammunition"), SC("ammunition") },
	{ SC("grenades"), SC("grenades") },
	{ SC("shells"), SC("shells") },
	{ SC("meals"), SC("meals") },
	{ SC("parcels"), SC("food_sets") },
	{ SC("rations"), SC("food_sets") },
	{ SC("aid"), SC("aid") },
	{ SC("bread"), SC("bread") },
	{ SC("supplies"), SC("supplies") },
	{ SC("food"), SC("food") },
	{ SC("water"), SC("water") },
	{ SC("medicine"), SC("medicine") },
	{ SC("camps"), SC("camps") },
	{ SC("corridors"), SC("corridors") },
	{ SC("checkpoints"), SC("checkpoints") },
	{ SC("caches"), SC("caches") },
	{ SC("events"), SC("aid_events") },
	{ SC("actions"), SC("aid_events") },
	{ SC("signatories"), SC("signatories") },
	{ SC("bodies"), SC("dead") },
	{ SC("deaths"), SC("dead") },
};

struct str said_noun_of(struct str word)
{
	return find(nouns, sizeof nouns / sizeof *nouns, word);
}

/* Whose part these are; what stands in no row is part of nothing. */
static const struct said_word wholes[] = {
	{ SC("children"), SC("people") },    { SC("women"), SC("people") },
	{ SC("men"), SC("people") },	     { SC("wounded"), SC("people") },
	{ SC("civilians"), SC("people") },   { SC("fighters"), SC("people") },
	{ SC("family"), SC("people") },	     { SC("refugees"), SC("people") },
	{ SC("displaced"), SC("people") },   { SC("dead"), SC("people") },
	{ SC("ieds"), SC("explosives") },    { SC("mines"), SC("explosives") },
	{ SC("schools"), SC("buildings") },  { SC("mosques"), SC("buildings") },
	{ SC("churches"), SC("buildings") }, { SC("hospitals"), SC("buildings") },
	{ SC("rifles"), SC("weapons") },     { SC("mortars"), SC("weapons") },
	{ SC("tanks"), SC("vehicles") },     { SC("trucks"), SC("vehicles") },
	{ SC("buses"), SC("vehicles") },     { SC("armoured"), SC("vehicles") },
	{ SC("bread"), SC("aid") },	     { SC("food"), SC("aid") },
	{ SC("supplies"), SC("aid") },	     { SC("water"), SC("aid") },
	{ SC("medicine"), SC("aid") },	     { SC("food_sets"), SC("aid") },
};

struct str said_whole_of(struct str noun)
{
	return find(wholes, sizeof wholes / sizeof *wholes, noun);
}

static const struct said_word events[] = {
	{ SC("left"), SC("left") },
	{ SC("leave"), SC("left") },
	{ SC("quit"), SC("left") },
	{ SC("departed"), SC("left") },
	{ SC("evacuated"), SC("left") },
	{ SC("transferred"), SC("left") },
	{ SC("moved"), SC("left") },
	{ SC("bused"), SC("left") },
	{ SC("surrendered"), SC("surrendered") },
	{ SC("laid"), SC("surrendered") },
	{ SC("handed"), SC("handed_in") },
	{ SC("disarmed"), SC("surrendered") },
	{ SC("demobilised"), SC("demobilised") },
	{ SC("demobilized"), SC("demobilised") },
	{ SC("decommissioned"), SC("decommissioned") },
	{ SC("pardoned"), SC("amnestied") },
	{ SC("amnestied"), SC("amnestied") },
	{ SC("amnesty"), SC("amnestied") },
	{ SC("returned"), SC("returned") },
	{ SC("joined"), SC("joined") },
	{ SC("signed"), SC("signed") },
	{ SC("killed"), SC("killed") },
	{ SC("dead"), SC("killed") },
	{ SC("died"), SC("killed") },
	{ SC("deaths"), SC("killed") },
	{ SC("casualties"), SC("killed") },
	{ SC("injured"), SC("injured") },
	{ SC("wounded"), SC("injured") },
	{ SC("released"), SC("released") },
	{ SC("freed"), SC("released") },
	{ SC("arrested"), SC("arrested") },
	{ SC("detained"), SC("arrested") },
	{ SC("delivered"), SC("delivered") },
	{ SC("distributed"), SC("delivered") },
	{ SC("cleared"), SC("cleared") },
	{ SC("demined"), SC("cleared") },
	{ SC("destroyed"), SC("destroyed") },
	{ SC("neutralised"), SC("destroyed") },
	{ SC("neutralized"), SC("destroyed") },
	{ SC("defused"), SC("destroyed") },
	{ SC("found"), SC("found") },
	{ SC("stored"), SC("stored") },
	{ SC("displaced"), SC("displaced") },
	{ SC("registered"), SC("registered") },
	{ SC("confirmed"), SC("confirmed") },
	{ SC("repaired"), SC("repaired") },
	{ SC("restored"), SC("restored") },
	{ SC("checks"), SC("under_checks") },
};

struct str said_event_of(struct str word)
{
	return find(events, sizeof events / sizeof *events, word);
}

bool said_number_of(struct str word, int64_t *millionths)
{
	static const struct {
		struct str form;
		int64_t value;
	} numbers[] = {
		{ SC("zero"), 0 },	 { SC("none"), 0 },	  { SC("one"), 1 },
		{ SC("two"), 2 },	 { SC("three"), 3 },	  { SC("four"), 4 },
		{ SC("five"), 5 },	 { SC("six"), 6 },	  { SC("seven"), 7 },
		{ SC("eight"), 8 },	 { SC("nine"), 9 },	  { SC("ten"), 10 },
		{ SC("eleven"), 11 },	 { SC("twelve"), 12 },	  { SC("thirteen"), 13 },
		{ SC("fourteen"), 14 },	 { SC("fifteen"), 15 },	  { SC("sixteen"), 16 },
		{ SC("seventeen"), 17 }, { SC("eighteen"), 18 },  { SC("nineteen"), 19 },
		{ SC("twenty"), 20 },	 { SC("thirty"), 30 },	  { SC("forty"), 40 },
		{ SC("fifty"), 50 },	 { SC("sixty"), 60 },	  { SC("seventy"), 70 },
		{ SC("eighty"), 80 },	 { SC("ninety"), 90 },	  { SC("dozen"), 12 },
		{ SC("dozens"), 24 },	 { SC("hundreds"), 200 }, { SC("thousands"), 2000 },
	};

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (said_is(word, numbers[i].form)) {
			*millionths = numbers[i].value * PRESS_ONE;
			return true;
		}
	return false;
}

static const struct str months[] = {
	SC("january"),	 SC("february"), SC("march"),	 SC("april"),
	SC("may"),	 SC("june"),	 SC("july"),	 SC("august"),
	SC("september"), SC("october"),	 SC("november"), SC("december")
};

struct str said_month_name(int month)
{
	return month >= 1 && month <= 12 ? months[month - 1] : S("");
}

int said_month_of(struct str word)
{
	if (said_is(word, S("sept")))
		return 9;
	for (int m = 0; m < 12; m++)
		if (said_is(word, months[m]) || said_is(word, str_mem(months[m].s, 3)))
			return m + 1;
	return 0;
}
