/* See besides.h. The register's database has the places, and the objects of each case; only the key holder opens these. */
#include "intake/besides.h"

#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "base/banned.h"

#define TEXT_LONGEST 400
/* A spelling is clear where it is so near to one place, and to no other one by so much. */
#define CLEAR 700
#define AHEAD 150

static bool is_country(const struct place *p)
{
	return level_rank(p->level) == 0;
}

/* A spelling that is none of its names, or a name with what it lies in behind a comma. */
static const struct place *clear_one(struct places *all, struct arena *a, struct str text)
{
	struct places_query q = { .text = text, .max = 2 };
	struct place_hit *hits;
	size_t n;

	hits = places_find(all, a, &q, &n);
	return n && hits[0].match != MATCH_BEGINS && hits[0].score >= CLEAR &&
			       (hits[0].match <= MATCH_PCODE || n < 2 ||
				hits[1].score <= hits[0].score - AHEAD)
		       ? hits[0].place
		       : NULL;
}

/* An English name is of one place alone. */
static const struct place *meant(struct places *all, struct arena *a, struct str text,
				 struct err *e)
{
	const struct str any = { NULL, 0 };
	const struct place *p = place_by_name_en(all, text);
	size_t many = 0;

	if (!p)
		p = places_one(all, text, any, &many);
	if (!p)
		p = clear_one(all, a, text);
	if (!p)
		err_value(e, ERR_REFUSED, S("origin"), text,
			  "one place of the register, by code, P-code or name (%zu have this "
			  "name)%.*s",
			  many, P(places_nearest(all, a, text, any)));
	return p;
}

struct codes {
	struct str *list;
	size_t n, room;
};

static void add(struct arena *a, struct codes *to, struct str code)
{
	to->list = arena_more(a, to->list, to->n, &to->room, sizeof *to->list);
	to->list[to->n++] = code;
}

/* Which places agree with it without being the same: all that lies in it, and what it lies in; but the country it lies in. */
static void around(struct places *all, struct arena *a, struct find_besides *out)
{
	const struct place *it = out->place;
	struct codes near = { NULL };

	for (size_t i = 0; i < places_n(all); i++) {
		const struct place *p = places_at(all, i);

		if (p == it || (!place_lies_in(p, it) && !place_lies_in(it, p)))
			continue;
		if (!is_country(it) && is_country(p))
			out->asked.country = p->code;
		else
			add(a, &near, p->code);
	}
	out->asked.place = it->code;
	out->asked.near = near.list;
	out->asked.n_near = near.n;
}

bool besides_read(struct reg *r, struct arena *a, const struct find_asked *asked,
		  struct find_besides *out, struct err *e)
{
	const struct field *sex = field_by_name(&kind_registration, S("sex"));
	struct str origin = str_trim(asked->origin);
	struct places *all;

	*out = (struct find_besides){ .asked = { .sex = asked->sex } };
	if (asked->sex.len && !code_in(sex->choices, asked->sex))
		return err_value(e, ERR_REFUSED, S("sex"), asked->sex, "one of %s", sex->choices);
	if (!asked->origin.len)
		return true;
	if (!origin.len || origin.len > TEXT_LONGEST || !utf8_plain(origin))
		return err_value(e, ERR_REFUSED, S("origin"), S(""),
				 "a place of at most %d bytes of plain text", TEXT_LONGEST);
	/* What is kept for many look-ups ends with the next transaction. */
	all = places_load(r, a, e);
	out->place = all ? meant(all, a, origin, e) : NULL;
	if (out->place)
		around(all, a, out);
	return out->place;
}

/* What was sealed for a person of his or her registration, in the order in which it was said. */
static bool objects_of(struct reg *r, struct arena *a, const struct found *of,
		       struct keys_besides *out, struct err *e)
{
	const struct str subject = str_mem(of->subject, 16);
	struct store_held *list;
	struct str *objects;
	size_t n;

	if (!store_case_held(r->store, a, of->case_no, &list, &n, e))
		return false;
	memcpy(out->subject, of->subject, 16);
	objects = arena_array(a, n + 1, sizeof *objects);
	for (size_t i = 0; i < n; i++)
		if (list[i].s.s && str_eq(list[i].subject, subject) &&
		    (list[i].kind == kind_registration.code ||
		     list[i].kind == kind_correction.code))
			objects[out->n++] = list[i].s;
	out->objects = objects;
	return true;
}

/* Who is as likely stays behind who came before. */
static void sort(struct found *list, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct found x = list[i];
		size_t to = i;

		for (; to && list[to - 1].sure.odds < x.sure.odds; to--)
			list[to] = list[to - 1];
		list[to] = x;
	}
}

static void tell(const struct find_besides *x, const struct about_told *told, struct found *f)
{
	f->told = *told;
	if (x->place)
		f->told.place = x->place->name_en;
	/* In a country that was asked for lies whatever is near it. */
	if (x->place && is_country(x->place) && f->told.origin == ABOUT_WITHIN)
		f->told.origin = ABOUT_COUNTRY;
	about_surer(&f->told, &f->sure, &f->score, &f->strong);
}

bool besides_tell(struct reg *r, struct arena *a, const struct reader *by,
		  const struct find_besides *x, struct found *list, size_t n, size_t *often,
		  struct err *e)
{
	const struct keys_reader reader = { by->officer, by->purpose };
	struct keys_besides *of = arena_array(a, n + 1, sizeof *of);

	*often = 0;
	if (!x->place && !x->asked.sex.len)
		return true;
	for (size_t i = 0; i < n; i++)
		if (!objects_of(r, a, &list[i], &of[i], e))
			return false;
	if (!keys_besides(r->keys, a, &reader, &x->asked, of, n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		*often += of[i].often;
	if (x->place && n && *often == n)
		return err_value(
			e, ERR_REFUSED, S("origin"), x->place->code,
			"another time, or nothing: one officer asks of one person at most %d "
			"different places of origin an hour and %d a day; look without it",
			KEYS_PLACES_HOUR, KEYS_PLACES_DAY);
	for (size_t i = 0; i < n; i++)
		tell(x, &of[i].told, &list[i]);
	sort(list, n);
	return true;
}
