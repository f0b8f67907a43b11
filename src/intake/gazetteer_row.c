/* What one row of a gazetteer says about one place. See gazetteer_row.h. */
#include "intake/gazetteer_row.h"

#include <string.h>

#include "base/arena.h"
#include "base/jsonin.h"
#include "base/utf8.h"
#include "match/placename.h"
#include "base/banned.h"

#define NAME_MAX 80

struct str gaz_value(struct gaz_import *m, const struct gaz_row *row, enum gaz_field field,
		     int level)
{
	size_t at = 0;
	struct str s = gaz_cell(&m->t, &m->columns, row, field, level, &at);

	if (s.s)
		m->from[field] = at + 1;
	return s;
}

struct str gaz_column_name(const struct gaz_import *m, struct str field)
{
	static const struct {
		const char *field;
		enum gaz_field is;
	} names[] = { { "place_no", GAZ_PLACE_NO }, { "level", GAZ_LEVEL },
		      { "parent", GAZ_PARENT },	    { "name_en", GAZ_NAME_EN },
		      { "name_ar", GAZ_NAME_AR },   { "pcode", GAZ_PCODE },
		      { "area_m2", GAZ_AREA },	    { "residents_before", GAZ_RESIDENTS },
		      { "aliases", GAZ_ALIASES },   { "point", GAZ_POINT } };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq(field, str_of(names[i].field)) && m->from[names[i].is])
			return m->t.columns[m->from[names[i].is] - 1];
	return field;
}

static const char *const of_digit[] = { "country",     "governorate", "district",
					"subdistrict", "community",   "quarter" };

/* A level as files say it: "Sub-district", "ADM3", "Admin level 3", "3", "village", "محافظة". */
static struct str level_of(struct arena *a, struct str text)
{
	static const struct {
		const char *key, *level;
	} words[] = { { "village", "community" },    { "town", "community" },
		      { "locality", "community" },   { "neighbourhood", "quarter" },
		      { "neighborhood", "quarter" }, { "province", "governorate" },
		      { "محافظه", "governorate" },   { "منطقه", "district" },
		      { "ناحيه", "subdistrict" },    { "قريه", "community" },
		      { "بلده", "community" },	     { "مدينه", "city" },
		      { "حي", "quarter" },	     { "مخيم", "camp" } };
	static const char *const before[] = { "adm", "admin", "adminlevel", "level", "" };
	struct str key = placename_key(a, text), name;

	if (level_rank(key) >= 0)
		return key;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(key, str_of(words[i].key)))
			return str_of(words[i].level);
	name = str_mem(key.s, key.len ? key.len - 1 : 0);
	for (size_t i = 0; key.len && i < sizeof before / sizeof *before; i++)
		if (str_eq(name, str_of(before[i])) && key.s[key.len - 1] >= '0' &&
		    key.s[key.len - 1] <= '5')
			return str_of(of_digit[key.s[key.len - 1] - '0']);
	return text;
}

struct str gaz_level(struct gaz_import *m, const struct gaz_row *row)
{
	struct str level = m->w->level;

	if (!level.s) {
		level = gaz_value(m, row, GAZ_LEVEL, -1);
		level = level.s ? level_of(m->a, level) : level;
	}
	for (int i = 5; !level.s && i >= 0; i--)
		if (gaz_value(m, row, GAZ_PCODE, i).s || gaz_value(m, row, GAZ_NAME_EN, i).s)
			level = str_of(of_digit[i]);
	return level.s && level_rank(level) >= 0 ? level : (struct str){ NULL, 0 };
}

/* The digit of a level's columns. */
static int digit_of(struct str level)
{
	int rank = level_rank(level);

	return rank <= 5 ? rank : -1;
}

/* The first cell in this script: of columns that say so, then of those that only say "name". `other` is the first
 * that is not empty. */
static struct str name_in(struct gaz_import *m, const struct gaz_row *row, enum gaz_field field,
			  int digit, struct str *other)
{
	enum gaz_field fields[] = { field, field, GAZ_NAME, GAZ_NAME };
	int levels[] = { digit, -1, digit, -1 };

	*other = S("");
	for (size_t i = 0; i < 4; i++)
		for (size_t at = 0; at < m->t.n_columns && at < row->n; at++) {
			struct str s = row->cells[at];

			if (m->columns.is[at].field != fields[i] ||
			    m->columns.is[at].level != levels[i] || !s.s)
				continue;
			s = gaz_clean(m->scratch, s);
			if (field == GAZ_NAME_AR ? placename_arabic(s) : placename_latin(s)) {
				m->from[field] = at + 1;
				return s;
			}
			if (!other->len && s.len && fields[i] == field) {
				*other = s;
				m->from[field] = at + 1;
			}
		}
	return S("");
}

/* The nearest larger place that the row names: by P-code, by name, by GeoNames' number. Empty where it names none. */
static bool parent_in_row(struct gaz_import *m, const struct gaz_row *row, struct gaz_item *x,
			  int digit, const struct alias_row **admin)
{
	struct str s = gaz_value(m, row, GAZ_PARENT, -1);
	size_t many;

	*admin = NULL;
	x->parent = s.s ? s : S("");
	if (s.s) {
		x->up = places_one(m->known, s, (struct str){ NULL, 0 }, &many);
		return true;
	}
	for (int i = digit - 1; i >= 0; i--) {
		enum gaz_field field = GAZ_PCODE;

		s = gaz_value(m, row, field, i);
		if (s.s)
			x->up = place_by_pcode(m->known, s);
		else if ((s = gaz_value(m, row, field = GAZ_NAME_EN, i)).s ||
			 (s = gaz_value(m, row, field = GAZ_NAME, i)).s)
			x->up = places_one(m->known, s, (struct str){ NULL, 0 }, &many);
		if (!s.s)
			continue;
		x->parent = s;
		m->from[GAZ_PARENT] = m->from[field];
		return true;
	}
	s = gaz_value(m, row, GAZ_ADMIN1, -1);
	*admin = s.s && digit > 1 ? alias_by_admin1(m->known, s) : NULL;
	if (!*admin)
		return false;
	x->parent = (*admin)->name_en;
	m->from[GAZ_PARENT] = m->from[GAZ_ADMIN1];
	x->up = place_by_pcode(m->known, (*admin)->pcode);
	if (!x->up)
		x->up = places_one(m->known, (*admin)->name_en, S("governorate"), &many);
	return true;
}

static bool set_parent(struct gaz_import *m, const struct gaz_row *row, struct gaz_item *x,
		       struct refusals *why)
{
	const struct alias_row *admin;
	int rank = level_rank(x->level);

	if (!rank)
		return true;
	if (!parent_in_row(m, row, x, digit_of(x->level), &admin)) {
		x->up = m->parent;
		return x->up || refuse(why, "missing", S("parent"), S(""),
				       "the place that it lies in: a column parent, a P-code or "
				       "name of the level above, or --parent");
	}
	if (!x->up)
		return refuse(why, "no_such_place", S("parent"), x->parent,
			      "one place of the register, by code, P-code or name: record the "
			      "larger places first%.*s",
			      P(places_nearest(m->known, m->scratch, x->parent,
					       (struct str){ NULL, 0 })));
	if (level_rank(x->up->level) > rank || (level_rank(x->up->level) == rank && rank < 5))
		return refuse(why, "parent", S("parent"), x->parent,
			      "a larger place than a %.*s: this is a %.*s", P(x->level),
			      P(x->up->level));
	return true;
}

static void add_alias(struct arena *a, struct gaz_item *x, struct str text)
{
	struct str key = placename_key(a, text);

	if (!key.len || x->n_aliases == GAZ_ALIASES_MAX || !utf8_plain(text) ||
	    utf8_count(text) > NAME_MAX || str_eq(key, placename_key(a, x->name_en)) ||
	    str_eq(key, placename_key(a, x->name_ar)))
		return;
	for (size_t i = 0; i < x->n_aliases; i++)
		if (str_eq(key, placename_key(a, x->aliases[i])))
			return;
	x->aliases[x->n_aliases++] = text;
}

/* Vertical bars, else semicolons, else commas. */
static char between_aliases(struct str s)
{
	return memchr(s.s, '|', s.len) ? '|' : memchr(s.s, ';', s.len) ? ';' : ',';
}

/* Other spellings: of the row, then of the table of aliases. */
static void set_aliases(struct gaz_import *m, const struct gaz_row *row, struct gaz_item *x)
{
	int digit = digit_of(x->level);
	char between;

	for (size_t at = 0; at < m->t.n_columns && at < row->n; at++) {
		const struct gaz_column *c = &m->columns.is[at];
		struct str rest = row->cells[at];

		if ((c->level >= 0 && c->level != digit) || !rest.s ||
		    (c->field != GAZ_ALIASES && c->field != GAZ_NAME && c->field != GAZ_NAME_EN &&
		     c->field != GAZ_NAME_AR))
			continue;
		between = c->field == GAZ_ALIASES ? between_aliases(rest) : '|';
		while (rest.s)
			add_alias(m->scratch, x, gaz_clean(m->scratch, str_cut(&rest, between)));
	}
	if (!x->also)
		return;
	add_alias(m->scratch, x, x->also->name_en);
	add_alias(m->scratch, x, x->also->name_ar);
	for (size_t i = 0; i < x->also->n; i++)
		add_alias(m->scratch, x, x->also->spellings[i]);
}

struct str gaz_aliases_text(struct arena *a, const struct gaz_item *x)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < x->n_aliases; i++)
		buf_fmt(&b, "%s%.*s", i ? "|" : "", P(x->aliases[i]));
	return b.len ? buf_text(&b) : S("");
}

static bool set_names(struct gaz_import *m, const struct gaz_row *row, struct gaz_item *x,
		      struct refusals *why)
{
	int digit = digit_of(x->level);
	struct str given;
	bool ok = true;

	x->name_en = name_in(m, row, GAZ_NAME_EN, digit, &given);
	if (!x->name_en.len)
		ok = refuse(why, "missing", S("name_en"), given, "a name in Latin letters");
	x->name_ar = name_in(m, row, GAZ_NAME_AR, digit, &given);
	x->also = alias_of(m->known, x->level, x->name_en, x->name_ar, x->up);
	if (!x->name_ar.len && x->also)
		x->name_ar = x->also->name_ar;
	if (!x->name_ar.len)
		ok = refuse(why, "missing", S("name_ar"), given,
			    "the Arabic name in Arabic letters: bulletins are signed in both "
			    "languages");
	return ok;
}

bool gaz_point(const struct gaz_import *m, const struct gaz_row *row, struct refusals *why)
{
	struct str value;

	if (row->wrong)
		return refuse(why, "geometry", row->wrong_at, row->wrong_value, "%s", row->wrong);
	if (!row->has_point)
		return true;
	value = gaz_point_text(m->scratch, row->point);
	switch (gaz_pair(&m->box, row->point)) {
	case PAIR_FINE:
		return true;
	case PAIR_EXCHANGED:
		return refuse(why, "exchanged", S("point"), value,
			      "latitude and longitude the other way round, as it seems: exchanged "
			      "they lie in %.*s",
			      P(m->box_name));
	case PAIR_PROJECTED:
	case PAIR_OUTSIDE:
		break;
	}
	return refuse(why, "outside", S("point"), value, "a point in %.*s", P(m->box_name));
}

/* Whether a place is what the row says, under another spelling perhaps. */
static bool same_name(struct gaz_import *m, const struct gaz_item *x, const struct place *p)
{
	struct str en = placename_key(m->scratch, x->name_en);

	if (!str_eq(p->level, x->level))
		return false;
	for (size_t i = 0; i < p->n_aliases; i++)
		if (str_eq(en, placename_key(m->scratch, p->aliases[i])))
			return true;
	return str_eq(en, placename_key(m->scratch, p->name_en)) ||
	       str_eq(placename_key(m->scratch, x->name_ar), placename_key(m->scratch, p->name_ar));
}

/* By code or P-code: refused where the name is another one. */
static bool recall_code(struct gaz_import *m, struct gaz_item *x, struct refusals *why)
{
	struct place *p = x->given_code.len ? place_by_code(m->known, x->given_code) : NULL;
	bool by_code = p;
	const char *field = by_code ? "place_no" : "pcode";

	if (!p && x->pcode.len)
		p = place_by_pcode(m->known, x->pcode);
	x->known = p;
	return !p || same_name(m, x, p) ||
	       refuse(why, "exists", str_of(field), by_code ? x->given_code : x->pcode,
		      "another %s: this one is that of the %.*s %.*s (%.*s)", field, P(p->level),
		      P(p->name_en), P(p->code));
}

/* By name: the same parent or the same row of the table of aliases. Where only the branch is the same, a person
 * has to say. */
static bool recall_name(struct gaz_import *m, struct gaz_item *x, struct refusals *why)
{
	struct place *p = places_same(m->known, x->level, x->name_en, x->name_ar, x->also, x->up);

	if (p && !(p->pcode.len && x->pcode.len)) {
		x->known = p;
		return !x->given_code.len || p->row ||
		       refuse(why, "exists", S("place_no"), x->given_code, "%.*s, the code of %.*s",
			      P(p->code), P(p->name_en));
	}
	p = x->given_code.len || x->pcode.len ? NULL
					      : places_maybe(m->known, x->level, x->name_en, x->up);
	return !p || refuse(why, "maybe", S("name_en"), x->name_en,
			    "leave it out, if it is %.*s in %.*s (%.*s); if not, a place_no of "
			    "its own",
			    P(p->name_en), P(p->up->name_en), P(p->code));
}

/* Finds what was recorded before as this. */
static bool recall(struct gaz_import *m, struct gaz_item *x, struct refusals *why)
{
	if (!recall_code(m, x, why) || (!x->known && !recall_name(m, x, why)))
		return false;
	if (x->known && x->known->row)
		return refuse(why, "twice", S("name_en"), x->name_en,
			      "each place once: %s %zu is %.*s", m->t.geo ? "feature" : "row",
			      x->known->row, P(x->known->name_en));
	if (x->known && x->pcode.len)
		places_also_pcode(m->known, str_dup(m->a, x->pcode), x->known);
	return true;
}

/* A name that nobody has: with the level, the parent's name, the P-code. Empty where all are taken. */
static struct str another_name(struct gaz_import *m, const struct gaz_item *x,
			       const struct place *other)
{
	struct arena *a = m->scratch;
	struct str tries[3] = { S(""), S(""), S("") };

	if (!str_eq(other->level, x->level))
		tries[0] = str_fmt(a, "%.*s %.*s", P(x->name_en), P(x->level));
	if (x->up)
		tries[1] = str_fmt(a, "%.*s (%.*s)", P(x->name_en), P(x->up->name_en));
	if (x->pcode.len)
		tries[2] = str_fmt(a, "%.*s (%.*s)", P(x->name_en), P(x->pcode));
	for (size_t i = 0; i < 3; i++)
		if (tries[i].len && utf8_count(tries[i]) <= NAME_MAX &&
		    !place_by_name_en(m->known, tries[i]))
			return tries[i];
	return S("");
}

static bool set_unique(struct gaz_import *m, struct gaz_item *x, struct refusals *why)
{
	const struct place *other = place_by_name_en(m->known, x->name_en);
	struct str free_name, was = x->name_en;

	if (!other)
		return true;
	free_name = another_name(m, x, other);
	if (!m->w->rename || !free_name.len)
		return refuse(why, "exists", S("name_en"), x->name_en,
			      "another name, since names are unique: %.*s is the %.*s %.*s%s%.*s%s",
			      P(x->name_en), P(other->level), P(other->code),
			      free_name.len ? "; this one could be \"" : "", P(free_name),
			      free_name.len ? "\" (--rename)" : "");
	x->name_en = free_name;
	/* The name that the file has is found, too, and known when it comes again. */
	if (x->n_aliases == GAZ_ALIASES_MAX)
		x->n_aliases--;
	add_alias(m->scratch, x, was);
	return true;
}

bool gaz_item(struct gaz_import *m, const struct gaz_row *row, struct gaz_item *x,
	      struct refusals *why)
{
	struct str given = m->w->level.s ? m->w->level : gaz_value(m, row, GAZ_LEVEL, -1), s;
	bool ok = true;

	for (size_t i = 0; i <= GAZ_ADMIN1; i++)
		m->from[i] = 0;
	x->level = gaz_level(m, row);
	if (!x->level.s) {
		x->level = S("");
		ok = refuse(why, "missing", S("level"), given.s ? given : S(""),
			    "%s (--level, a column level, or columns as ADM3_PCODE)", place_levels);
	}
	s = gaz_value(m, row, GAZ_PLACE_NO, -1);
	x->given_code = s.s ? s : S("");
	s = gaz_value(m, row, GAZ_AREA, -1);
	x->area = s.s ? s : S("");
	if (!s.s && row->has_area && str_eq(x->level, S("quarter")))
		x->area = str_fmt(m->scratch, "%lld", (long long)row->area_m2);
	s = gaz_value(m, row, GAZ_RESIDENTS, -1);
	x->residents = s.s ? s : S("");
	ok = ok && set_parent(m, row, x, why);
	/* What else is wrong is said in one go. */
	ok = set_names(m, row, x, why) && ok;
	s = gaz_value(m, row, GAZ_PCODE, -1);
	if (!s.s)
		s = gaz_value(m, row, GAZ_PCODE, digit_of(x->level));
	if (!s.s && x->also)
		s = x->also->pcode;
	x->pcode = s.s ? s : S("");
	ok = gaz_point(m, row, why) && ok;
	set_aliases(m, row, x);
	if (!ok || !recall(m, x, why))
		return false;
	if (x->known)
		return true;
	if (!set_unique(m, x, why))
		return false;
	x->code = x->given_code.len ? x->given_code : x->pcode;
	if (!x->code.len || x->code.len > PLACE_CODE_MAX)
		x->code = places_new_code(m->known, m->scratch, x->up, x->level, x->name_en);
	return true;
}
