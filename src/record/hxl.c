/* See hxl.h. Hashtags and attributes are those of the HXL 1.1 dictionary, https://hxlstandard.org/standard/1-1final/
 * (attributes of one's own are allowed: the field's name is one). */
#include "record/hxl.h"

#include <string.h>

#include "base/arena.h"
#include "base/banned.h"

/* The first that fits holds; kind NULL: any. */
struct rule {
	const char *kind, *field, *tag;
};

static const struct rule rules[] = {
	/* Who, what and where things are. */
	{ "place", "place_no", "#loc+code+own" },
	{ "place", "level", "#loc+type" },
	{ "place", "name_en", "#loc+name+i_en" },
	{ "place", "name_ar", "#loc+name+i_ar" },
	{ "place", "pcode", "#loc+code+own+v_pcode" },
	{ "place", "aliases", "#loc+name+alt" },
	{ "place", "residents_before", "#population+before" },
	{ "party", "party_no", "#org+code" },
	{ "party", "class", "#org+type" },
	{ "party", "public_name", "#org+name" },
	{ "place", "area_m2", "#loc+area+m2+num" },
	{ "party", "public_agreed_on", "#date+approved" },
	{ "operation", "name_en", "#operations+name+i_en" },
	{ "operation", "name_ar", "#operations+name+i_ar" },
	{ "centre", "name_en", "#service+name+i_en" },
	{ "centre", "name_ar", "#service+name+i_ar" },
	{ "centre", "centre_no", "#service+code" },
	{ NULL, "governorate", "#adm1+code" },

	/* Who answers for what: armed groups and accused are no part of the response. */
	{ NULL, "org", "#org+code+impl" },
	{ NULL, "donor", "#org+code+funder" },
	{ NULL, "attributed_to", "#group+code+attributed_to" },
	{ NULL, "attributed_by", "#group+code+attributed_by" },
	{ NULL, "caused_by_stated", "#group+code+caused_by_stated" },
	{ NULL, "declared_by", "#group+code+declared_by" },

	/* Mine action. */
	{ "clearance_task", "task_no", "#activity+code" },
	{ "clearance_task", "kind", "#activity+type" },
	{ "clearance_task", "planned_people", "#capacity+num+people+planned" },
	{ "clearance_task", "planned_machines", "#capacity+num+machines+planned" },
	{ NULL, "task", "#activity+code+task" },
	{ "clearance_qa", "site_type", "#loc+type+site" },
	{ "clearance_qa", "sites", "#output+num+sites" },
	{ "clearance_qa", "result", "#status+result" },
	{ "clearance_report", "area_m2", "#output+area+m2+num" },
	{ "clearance_report", "cancelled_m2", "#output+cancelled+m2+num" },
	{ "clearance_report", "reduced_m2", "#output+m2+num+reduced" },
	{ "clearance_report", "cleared_m2", "#output+cleared+m2+num" },
	{ "clearance_report", "road_m", "#output+m+num+road" },
	{ "clearance_report", "buildings", "#output+buildings+num" },
	{ "clearance_report", "items", "#item+eo" },
	{ "clearance_report", "depth_cm", "#output+cm+depth+num" },
	{ "clearance_report", "accepted", "#status+accepted" },
	{ "clearance_qa", "nonconformity", "#description+nonconformity" },
	{ "clearance_report", "building_type", "#loc+building+type" },
	{ "deployment", "what", "#activity+type" },
	{ NULL, "people_present", "#capacity+num+people" },
	{ NULL, "machines_present", "#capacity+machines+num" },
	{ "deployment", "people", "#capacity+num+people" },
	{ "deployment", "machines", "#capacity+machines+num" },
	{ "accident", "device", "#cause+type" },
	{ "accident", "during", "#activity+during+type" },

	/* Aid. */
	{ "distribution", "items", "#item+provided" },
	{ "distribution", "persons", "#reached+ind" },
	{ "distribution", "children", "#reached+children" },
	{ "distribution", "households", "#reached+hh" },
	{ "distribution", "method", "#modality" },
	{ "distribution", "conditions", "#access+type" },
	{ "distribution", "complaints", "#output+complaints+num" },
	{ "facility", "facility_no", "#service+code" },
	{ "facility", "kind", "#service+type" },
	{ "facility", "places_n", "#capacity+num+places" },
	{ "facility", "services", "#service+name+provided" },
	{ NULL, "facility", "#service+code" },
	{ "facility_count", "occupied", "#reached+ind" },
	{ "facility_count", "children", "#reached+children" },
	{ "facility_count", "women", "#reached+f" },
	{ "facility_count", "meals", "#output+meals+num" },
	{ "facility_count", "water_l", "#output+num+water_l" },
	{ "medical_count", "consultations", "#output+consultations+num" },
	{ "medical_count", "children", "#reached+children" },
	{ "medical_count", "wounded", "#reached+injured" },
	{ "medical_count", "births", "#affected+births" },
	{ "medical_count", "deaths", "#affected+killed" },
	{ "medical_count", "referred", "#reached+referred" },
	{ "medical_count", "outbreak", "#crisis+type" },
	{ "restoration", "what", "#service+type" },
	{ "restoration", "capacity", "#capacity+text" },

	/* Movements of people. */
	{ "convoy", "convoy_no", "#activity+code" },
	{ NULL, "convoy", "#activity+code" },
	{ "convoy", "from", "#loc+code+origin" },
	{ "convoy", "to", "#loc+code+dest" },
	{ "convoy", "planned", "#targeted+ind" },
	{ "convoy", "escort", "#org+code+escort" },
	{ "convoy_count", "total", "#affected+ind" },
	{ "convoy_count", "fighters", "#affected+fighters" },
	{ "convoy_count", "family", "#affected+family" },
	{ "convoy_count", "other", "#affected+other" },
	{ "convoy", "vehicles", "#capacity+num+vehicles" },
	{ "convoy", "delay_hours", "#event+delay+hours+num" },
	{ "convoy", "weapons_allowed", "#item+num+weapons_allowed" },
	{ "convoy_count", "weapons", "#item+num+weapons" },
	{ "convoy_count", "end", "#loc+end+type" },
	{ "convoy_event", "number", "#event+num" },
	{ "convoy_event", "hours", "#event+hours+num" },
	{ "convoy_event", "kind", "#event+type" },
	{ "corridor", "corridor_no", "#access+code" },
	{ "corridor", "for", "#beneficiary+type" },
	{ NULL, "corridor", "#access+code" },
	{ "corridor_count", "aid_workers", "#affected+aid_workers" },
	{ NULL, "direction", "#access+direction" },
	{ "captive_release", "number", "#affected+freed" },
	{ "captive_release", "release_no", "#event+code" },
	{ "captive_release", "confirmed_on", "#date+confirmed" },
	{ "group_arrival", "group_no", "#group+code" },
	{ NULL, "persons", "#affected+ind" },
	{ NULL, "children", "#affected+children" },
	{ NULL, "women", "#affected+f" },
	{ NULL, "elderly", "#affected+elderly" },
	{ NULL, "wounded", "#affected+injured" },
	{ NULL, "households", "#affected+hh" },
	{ NULL, "residents", "#population+residents" },

	/* Agreements, settlements, orders. */
	{ "agreement", "class", "#access+type" },
	{ "agreement", "radius_m", "#loc+m+num+radius" },
	{ "truce_sheet", "act", "#activity+type" },
	{ "truce_sheet", "new_group", "#group+new" },
	{ "settlement_act", "act", "#activity+type" },
	{ "settlement_act", "count", "#output+num+settlements" },
	{ "decree", "covered", "#beneficiary+covered+type" },
	{ "leaflet", "audience", "#beneficiary+type" },
	{ "leaflet", "distribution", "#channel+type" },
	{ "leaflet", "copies", "#output+copies+num" },
	{ "standing", "act", "#status" },

	/* Weapons in store. */
	{ "stock_move", "act", "#activity+type" },
	{ "stock_move", "group", "#item+type" },
	{ "stock_move", "items", "#item+num" },
	{ "stock_move", "rounds", "#item+num+rounds" },
	{ "stock_move", "kg", "#item+kg+num" },
	{ "stock_move", "difference", "#item+difference+num" },

	/* Incidents and places to look at. */
	{ "data_incident", "class", "#event+type" },
	{ "violation", "number", "#event+num" },
	{ "violation", "means", "#event+means" },
	{ "violation", "event_no", "#event+code" },
	{ "violation", "kind", "#event+type" },
	{ "violation", "weapon", "#cause+type" },
	{ NULL, "casualties", "#impact+casualties" },
	{ "site", "site_no", "#loc+code+site" },
	{ "site", "kind", "#loc+site+type" },
	{ "site", "damage", "#severity" },
	{ "site", "building", "#loc+building+type" },
	{ "district_status", "utilities", "#service+name" },
	{ "district_status", "residents_source", "#meta+source" },
	{ "district_status", "count", "#loc+num+quarters" },

	/* Figures and the press. */
	{ "delayed_sum", "figure", "#indicator+code" },
	{ "delayed_sum", "detail", "#indicator+detail+type" },
	{ "delayed_sum", "month", "#date+month" },
	{ "delayed_sum", "amount", "#indicator+num+value" },
	{ "delayed_sum", "beyond", "#meta+source" },
	{ "restatement", "figure", "#indicator+code" },
	{ "restatement", "old", "#indicator+num+old+value" },
	{ "restatement", "new", "#indicator+new+num+value" },
	{ "restatement", "detail", "#indicator+detail+type" },
	{ "press_claim", "figure", "#indicator+code" },
	{ "press_claim", "value", "#indicator+num+value" },
	{ "press_claim", "outlet", "#meta+source" },
	{ "press_claim", "url", "#meta+url" },
	{ "press_claim", "quote", "#description+quote" },
	{ "press_finding", "reply", "#description+reply" },
	{ "bulletin", "number", "#meta+id+number" },
	{ "decree", "number", "#meta+id+number" },

	/* Words that many kinds have. */
	{ NULL, "from", "#date+start" },
	{ NULL, "until", "#date+end" },
	{ NULL, "to", "#date+end" },
	{ NULL, "on", "#date+occurred" },
	{ NULL, "status", "#status" },
	{ NULL, "state", "#status" },
};

static const struct {
	const char *word, *tag;
} words[] = {
	{ "log", "#meta+log" },
	{ "index", "#meta+id" },
	{ "day", "#date+entry" },
	{ "from_day", "#date+entry+from" },
	{ "place", "#loc+code" },
	{ "place_name", "#loc+name" },
	{ "place_pcode", "#loc+code+v_pcode" },
	{ "corrects", "#meta+corrects+id" },
	{ "corrected", "#meta+corrected" },
	{ "changes", "#indicator+changes+text" },
	{ "seal", "#meta+seal" },
	{ "commit", "#meta+commit" },
	/* 3W */
	{ "kind", "#meta+kind" },
	{ "org", "#org+name" },
	{ "org_code", "#org+code" },
	{ "sector", "#sector" },
	{ "activity", "#activity" },
	{ "adm1", "#adm1+name" },
	{ "adm1_pcode", "#adm1+code" },
	{ "from", "#date+start" },
	{ "until", "#date+end" },
	{ "status", "#status" },
},
  figures[] = {
	  { "code", "#indicator+code" },
	  { "label", "#indicator+name" },
	  { "unit", "#indicator+type+unit" },
	  { "place", "#loc+code" },
	  { "place_name", "#loc+name" },
	  { "place_pcode", "#loc+code+v_pcode" },
	  { "detail", "#indicator+detail+type" },
	  { "period", "#meta+period" },
	  { "value", "#indicator+num+value" },
	  { "qualifier", "#meta+qualifier" },
	  { "h24", "#indicator+h24+num" },
	  { "d3", "#indicator+d3+num" },
	  { "total", "#indicator+num+total" },
	  { "now", "#indicator+now+num" },
	  { "day", "#date" },
	  { "from", "#date+start" },
	  { "to", "#date+end" },
	  { "number", "#meta+bulletin+id" },
	  { "entries", "#meta+entries" },
	  { "stated", "#meta+stated" },
	  { "remark", "#description+remark" },
	  { "definition", "#description+definition" },
  };

struct str hxl_word_tag(struct str word)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(word, str_of(words[i].word)))
			return str_of(words[i].tag);
	return (struct str){ NULL, 0 };
}

struct str hxl_figure_tag(struct str column)
{
	for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
		if (str_eq(column, str_of(figures[i].word)))
			return str_of(figures[i].tag);
	return (struct str){ NULL, 0 };
}

/* The tag for a field that no rule names. */
static struct str by_type(struct arena *a, const struct field *f)
{
	struct str name = str_of(f->name), bare = name;
	bool party = f->choices && !strcmp(f->choices, "party");

	if (str_ends(name, S("_on")))
		bare.len -= 3;
	if (str_ends(name, S("_no")))
		return str_fmt(a, "#meta+id+%s", f->name);
	switch (f->type) {
	case F_DATE:
	case F_DAY:
	case F_TIME:
		return str_fmt(a, "#date+%.*s", P(bare));
	case F_PLACE:
		return str_fmt(a, "#loc+code+%s", f->name);
	case F_INT:
	case F_QTY:
		return str_fmt(a, "#indicator+num+%s", f->name);
	case F_REF:
	case F_REFS:
		return str_fmt(a, party ? "#org+code+%s" : "#meta+id+%s", f->name);
	default:
		return str_fmt(a, "#meta+%s", f->name);
	}
}

struct str hxl_tag(struct arena *a, const struct kind *k, const struct field *f)
{
	struct str found = { NULL, 0 }, one;

	for (size_t i = 0; i < sizeof rules / sizeof *rules && !found.s; i++)
		if ((!rules[i].kind || !strcmp(rules[i].kind, k->name)) &&
		    !strcmp(rules[i].field, f->name))
			found = str_of(rules[i].tag);
	if (!found.s)
		found = by_type(a, f);
	return hxl_read(a, found, &one) ? one : found;
}

struct str hxl_qualifier_tag(struct arena *a, const struct kind *k, const struct field *f)
{
	struct str one, tag = str_fmt(a, "#meta+qualifier+%s", f->name);

	(void)k;
	return hxl_read(a, tag, &one) ? one : tag;
}

#define PARTS 16

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* A word at the start: a letter, then letters, digits and underscores; blanks behind it are stepped over. */
static bool take_word(struct arena *a, struct str *rest, struct str *out)
{
	size_t n = 0;
	char *z = arena_alloc(a, rest->len + 1);

	for (; n < rest->len; n++) {
		char c = lower(rest->s[n]);

		if (!((c >= 'a' && c <= 'z') || (n && ((c >= '0' && c <= '9') || c == '_'))))
			break;
		z[n] = c;
	}
	*out = str_mem(z, n);
	*rest = str_trim(str_from(*rest, n));
	return n > 0;
}

/* Keeps the list sorted; an attribute that stands there already is left out. */
static void insert(struct str *list, size_t *n, struct str word)
{
	size_t at = 0;

	while (at < *n && str_cmp(list[at], word) < 0)
		at++;
	if (at < *n && str_eq(list[at], word))
		return;
	memmove(list + at + 1, list + at, (*n - at) * sizeof *list);
	list[at] = word;
	++*n;
}

bool hxl_read(struct arena *a, struct str cell, struct str *tag)
{
	struct str rest = str_trim(cell), name, list[PARTS + 1];
	struct buf b = { .a = a };
	size_t n = 0;

	*tag = S("");
	if (!rest.len)
		return true;
	if (rest.s[0] != '#' || rest.len > 256)
		return false;
	rest = str_from(rest, 1);
	if (!take_word(a, &rest, &name))
		return false;
	while (rest.len) {
		struct str word;

		if (rest.s[0] != '+' || n == PARTS)
			return false;
		rest = str_trim(str_from(rest, 1));
		if (!take_word(a, &rest, &word))
			return false;
		insert(list, &n, word);
	}
	buf_fmt(&b, "#%.*s", P(name));
	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "+%.*s", P(list[i]));
	*tag = buf_text(&b);
	return true;
}

bool hxl_within(struct str asked, struct str tag)
{
	if (!asked.len || !str_eq(str_cut(&asked, '+'), str_cut(&tag, '+')))
		return false;
	while (asked.s) {
		struct str want = str_cut(&asked, '+'), rest = tag;
		bool found = false;

		while (rest.s && !found)
			found = str_eq(want, str_cut(&rest, '+'));
		if (!found)
			return false;
	}
	return true;
}
