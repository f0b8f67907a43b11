/* The one place that a text means, and the table of aliases in the executable. See places.h. */
#include "base/arena.h"
#include "base/csv.h"
#include "base/embed.h"
#include "base/jsonin.h"
#include "intake/places_int.h"
#include "match/placename.h"
#include "base/banned.h"

#define TABLE "examples/places/aliases.csv"

static bool read_box(struct str text, struct alias_row *row)
{
	struct str corner = str_cut(&text, ' '), lat = str_cut(&corner, ','),
		   top = str_cut(&text, ',');

	row->boxed = true;
	return millionths_parse(lat, &row->south) && millionths_parse(corner, &row->west) &&
	       millionths_parse(top, &row->north) && millionths_parse(text, &row->east);
}

static void index_row(struct places *all, struct alias_row *row, struct str spellings)
{
	size_t room = 0;

	while (spellings.s && spellings.len) {
		row->spellings =
			arena_more(all->a, row->spellings, row->n, &room, sizeof(struct str));
		row->spellings[row->n++] = str_cut(&spellings, '|');
	}
	places_way(all, 't', placename_key(all->a, row->name_en), NULL, row);
	places_way(all, 't', placename_key(all->a, row->name_ar), NULL, row);
	for (size_t i = 0; i < row->n; i++)
		places_way(all, 't', placename_key(all->a, row->spellings[i]), NULL, row);
	places_way(all, '1', row->admin1, NULL, row);
}

bool aliases_load(struct places *all, struct err *e)
{
	const struct embedded_file *f = embedded_find(TABLE);
	struct str cells[CSV_COLUMNS];
	struct csv in;
	size_t n;

	if (!f)
		return err_set(e, ERR_FAILED, "the table of aliases is missing in this program");
	in = csv_of(str_mem(f->bytes, f->len));
	if (!csv_row(&in, all->a, cells, &n, e))
		return within(e, TABLE);
	while (csv_row(&in, all->a, cells, &n, e)) {
		struct alias_row *row = arena_alloc(all->a, sizeof *row);

		if (n != 8 || (cells[6].len && !read_box(cells[6], row)))
			return err_set(e, ERR_FAILED, TABLE ": row %zu is not right", in.row);
		row->name_en = cells[0];
		row->name_ar = cells[1];
		row->level = cells[2];
		row->within = cells[3];
		row->pcode = cells[4];
		row->admin1 = cells[5];
		index_row(all, row, cells[7]);
	}
	return e->kind == ERR_NONE || within(e, TABLE);
}

const char *place_match_name(enum place_match m)
{
	static const char *const names[] = {
		"code", "pcode", "name", "alias", "table of aliases", "spelled otherwise", "begins"
	};

	return names[m];
}

/* Names, then aliases, then the table: the first sort that has any decides. */
static struct place *one_by_key(struct places *all, struct str text, struct str level, size_t *many)
{
	struct str key = placename_key(all->a, text);
	enum place_match best = MATCH_SPELLED;
	struct place *found = NULL;

	for (struct way *w = places_ways(all, 'k', key, NULL); w;
	     w = places_ways(all, 'k', key, w)) {
		if (level.s && !str_eq(w->place->level, level))
			continue;
		for (const struct spelling *s = w->place->spellings; s; s = s->next) {
			if (!str_eq(s->key, key) || s->match > best)
				continue;
			*many = s->match < best ? 1 : *many + (found != w->place);
			best = s->match;
			found = w->place;
		}
	}
	return *many == 1 ? found : NULL;
}

struct place *places_one(struct places *all, struct str text, struct str level, size_t *many)
{
	struct place *p = place_by_code(all, text);

	*many = 0;
	if (!p)
		p = place_by_pcode(all, text);
	if (p && (!level.s || str_eq(p->level, level))) {
		*many = 1;
		return p;
	}
	return one_by_key(all, text, level, many);
}

/* By its own spellings, not those of the table. */
static struct place *same_by(struct places *all, struct str level, struct str name,
			     enum place_match within_match, const struct place *up)
{
	struct str key = placename_key(all->a, name);

	for (struct way *w = places_ways(all, 'k', key, NULL); w;
	     w = places_ways(all, 'k', key, w)) {
		if (w->place->up != up || !str_eq(w->place->level, level))
			continue;
		for (const struct spelling *s = w->place->spellings; s; s = s->next)
			if (str_eq(s->key, key) && s->match <= within_match)
				return w->place;
	}
	return NULL;
}

static struct place *by_row(struct places *all, struct str level, const struct alias_row *also)
{
	struct str key = placename_key(all->a, also->name_en);

	for (struct way *w = places_ways(all, 'k', key, NULL); w; w = places_ways(all, 'k', key, w))
		if (w->place->also == also && level_rank(w->place->level) == level_rank(level))
			return w->place;
	return NULL;
}

struct place *places_same(struct places *all, struct str level, struct str name_en,
			  struct str name_ar, const struct alias_row *also, const struct place *up)
{
	struct place *p = same_by(all, level, name_en, MATCH_ALIAS, up);

	if (!p)
		p = same_by(all, level, name_ar, MATCH_NAME, up);
	return p || !also ? p : by_row(all, level, also);
}

bool place_lies_in(const struct place *p, const struct place *in)
{
	for (int i = 0; p && i < PLACES_DEPTH; i++, p = p->up)
		if (p == in)
			return true;
	return false;
}

struct place *places_maybe(struct places *all, struct str level, struct str name_en,
			   const struct place *up)
{
	struct str key = placename_key(all->a, name_en);

	for (struct way *w = places_ways(all, 'k', key, NULL); w;
	     w = places_ways(all, 'k', key, w)) {
		struct place *p = w->place;

		if (level_rank(p->level) != level_rank(level) || !p->up ||
		    (!place_lies_in(p->up, up) && !place_lies_in(up, p->up)))
			continue;
		for (const struct spelling *s = p->spellings; s; s = s->next)
			if (str_eq(s->key, key) && s->match <= MATCH_ALIAS)
				return p;
	}
	return NULL;
}
