/* See places.h. One hash table holds all ways to a place or a row of the table of aliases; the first character of
 * a key says which way it is. */
#include "intake/places.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "intake/commit.h"
#include "intake/places_int.h"
#include "ledger/hash.h"
#include "match/placename.h"
#include "base/banned.h"

static size_t slot_of(const struct places *all, struct str key)
{
	uint64_t h = all->seed;

	for (size_t i = 0; i < key.len; i++)
		h = (h ^ (uint8_t)key.s[i]) * UINT64_C(0x100000001b3);
	return (size_t)(h ^ h >> 29) & (all->slots_n - 1);
}

static void grow(struct places *all)
{
	struct way **old = all->slots;
	size_t n = all->slots_n;

	all->slots_n = n ? 2 * n : 1024;
	all->slots = arena_array(all->a, all->slots_n, sizeof(struct way *));
	for (size_t i = 0; i < n; i++)
		while (old[i]) {
			struct way *w = old[i], **end = &all->slots[slot_of(all, w->key)];

			old[i] = w->next;
			while (*end)
				end = &(*end)->next;
			w->next = NULL;
			*end = w;
		}
}

/* At the end of its chain: what came first is found first. */
void places_way(struct places *all, char sort, struct str key, struct place *p,
		const struct alias_row *row)
{
	struct way **end, *w = arena_alloc(all->a, sizeof *w);

	if (!key.len)
		return;
	if (all->ways >= all->slots_n)
		grow(all);
	w->key = str_fmt(all->a, "%c%.*s", sort, P(key));
	w->place = p;
	w->row = row;
	end = &all->slots[slot_of(all, w->key)];
	while (*end)
		end = &(*end)->next;
	*end = w;
	all->ways++;
}

/* The first way with this key, or the next one behind `after`. */
struct way *places_ways(const struct places *all, char sort, struct str key, struct way *after)
{
	struct way *w;

	if (after)
		key = after->key;
	else if (!all->slots_n || !key.len)
		return NULL;
	else
		key = str_fmt(all->a, "%c%.*s", sort, P(key));
	for (w = after ? after->next : all->slots[slot_of(all, key)]; w; w = w->next)
		if (str_eq(w->key, key))
			return w;
	return NULL;
}

static struct place *first(const struct places *all, char sort, struct str key)
{
	struct way *w = places_ways(all, sort, key, NULL);

	return w ? w->place : NULL;
}

/* P-codes and codes in any case. */
struct str places_upper(struct arena *a, struct str s)
{
	char *z = str_z(a, s);

	for (size_t i = 0; i < s.len; i++)
		if (z[i] >= 'a' && z[i] <= 'z')
			z[i] = (char)(z[i] - 32);
	return str_mem(z, s.len);
}

struct place *place_by_code(const struct places *all, struct str code)
{
	return first(all, 'c', code);
}

struct place *place_by_pcode(const struct places *all, struct str pcode)
{
	return first(all, 'p', places_upper(all->a, pcode));
}

struct place *place_by_name_en(const struct places *all, struct str name)
{
	return first(all, 'e', name);
}

void places_also_pcode(struct places *all, struct str pcode, struct place *p)
{
	if (!place_by_pcode(all, pcode))
		places_way(all, 'p', places_upper(all->a, pcode), p, NULL);
}

size_t places_n(const struct places *all)
{
	return all->n;
}

struct place *places_at(const struct places *all, size_t i)
{
	return all->list[i];
}

const char place_levels[] = "one of country, governorate, district, subdistrict, community, city, "
			    "quarter, camp, post";

int level_rank(struct str level)
{
	static const struct {
		const char *level;
		int rank;
	} ranks[] = { { "country", 0 },	    { "governorate", 1 }, { "district", 2 },
		      { "subdistrict", 3 }, { "community", 4 },	  { "city", 4 },
		      { "camp", 5 },	    { "quarter", 5 },	  { "post", 6 } };

	for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++)
		if (str_eq(level, str_of(ranks[i].level)))
			return ranks[i].rank;
	return -1;
}

/* The P-code of the governorate that a place lies in or is: its own, or that of the table. */
static struct str governorate_of(const struct place *p)
{
	for (int i = 0; p && i < PLACES_DEPTH; i++, p = p->up)
		if (level_rank(p->level) == 1)
			return p->pcode.len ? p->pcode : p->also ? p->also->pcode : S("");
	return S("");
}

/* Countries and governorates are themselves only; cities, communities and quarters are often mixed up. */
static bool row_fits(const struct alias_row *row, struct str level, const struct place *up)
{
	int rank = level_rank(level);

	if (rank < 4 || level_rank(row->level) < 4)
		return str_eq(level, row->level);
	return str_eq(governorate_of(up), row->within);
}

const struct alias_row *alias_of(const struct places *all, struct str level, struct str name_en,
				 struct str name_ar, const struct place *up)
{
	struct str names[] = { name_en, name_ar };

	for (size_t i = 0; i < 2; i++) {
		struct way *w = places_ways(all, 't', placename_key(all->a, names[i]), NULL);

		for (; w; w = places_ways(all, 't', S(""), w))
			if (row_fits(w->row, level, up))
				return w->row;
	}
	return NULL;
}

const struct alias_row *alias_by_admin1(const struct places *all, struct str admin1)
{
	struct way *w = places_ways(all, '1', admin1, NULL);

	return w ? w->row : NULL;
}

const struct alias_row *alias_by_spelling(struct places *all, struct str text)
{
	struct way *w = places_ways(all, 't', placename_key(all->a, text), NULL);

	return w ? w->row : NULL;
}

static void spell(struct places *all, struct place *p, struct str text, enum place_match match)
{
	struct spelling *s = arena_alloc(all->a, sizeof *s);

	if (!text.len)
		return;
	*s = (struct spelling){ .text = text,
				.key = placename_key(all->a, text),
				.match = match,
				.next = p->spellings };
	p->spellings = s;
	places_way(all, 'k', s->key, p, NULL);
}

/* What needs its parent. */
static void link_up(struct places *all, struct place *p)
{
	p->up = p->parent.len ? place_by_code(all, p->parent) : NULL;
	p->also = alias_of(all, p->level, p->name_en, p->name_ar, p->up);
	spell(all, p, p->name_en, MATCH_NAME);
	spell(all, p, p->name_ar, MATCH_NAME);
	for (size_t i = 0; i < p->n_aliases; i++)
		spell(all, p, p->aliases[i], MATCH_ALIAS);
	if (p->also)
		spell(all, p, p->also->name_en, MATCH_TABLE);
	for (size_t i = 0; p->also && i < p->also->n; i++)
		spell(all, p, p->also->spellings[i], MATCH_TABLE);
}

static void enter(struct places *all, struct place *p)
{
	all->list = arena_more(all->a, all->list, all->n, &all->room, sizeof *all->list);
	all->list[all->n++] = p;
	places_way(all, 'c', p->code, p, NULL);
	places_way(all, 'p', places_upper(all->a, p->pcode), p, NULL);
	places_way(all, 'e', p->name_en, p, NULL);
}

void places_add(struct places *all, struct place *p)
{
	enter(all, p);
	link_up(all, p);
}

struct places *places_new(struct arena *a, struct err *e)
{
	struct places *all = arena_alloc(a, sizeof *all);

	all->a = a;
	os_random(&all->seed, sizeof all->seed);
	return aliases_load(all, e) ? all : NULL;
}

static struct place *place_of(struct arena *a, const struct rec *r, bool waiting)
{
	struct place *p = arena_alloc(a, sizeof *p);
	const struct val *aliases = rec_get(r, "aliases"), *area = rec_get(r, "area_m2");

	*p = (struct place){ .code = rec_code(r, "place_no"),
			     .level = rec_code(r, "level"),
			     .parent = rec_code(r, "parent"),
			     .name_en = rec_code(r, "name_en"),
			     .name_ar = rec_code(r, "name_ar"),
			     .pcode = rec_code(r, "pcode"),
			     .residents = rec_get(r, "residents_before"),
			     .area_m2 = area ? area->n : 0,
			     .waiting = waiting };
	p->n_aliases = aliases ? aliases->len : 0;
	p->aliases = arena_array(a, p->n_aliases, sizeof *p->aliases);
	for (size_t i = 0; i < p->n_aliases; i++)
		p->aliases[i] = aliases->v[i].s;
	return p;
}

struct loading {
	struct reg *r;
	struct places *all;
	struct buf at; /* pairs of log and index */
};

static bool note_place(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct loading *w = p;
	int64_t at[2] = { log, seq };

	(void)e;
	buf_add(&w->at, at, sizeof at);
	return true;
}

static bool load_logged(struct loading *w, const struct kind *k, struct err *e)
{
	const int64_t *at;
	size_t n;

	if (!store_things(w->r->store, k->code, note_place, w, e))
		return false;
	at = (const int64_t *)(const void *)w->at.p;
	n = w->at.len / (2 * sizeof *at);
	for (size_t i = 0; i < n; i++) {
		struct entry *x = arena_alloc(w->all->a, sizeof *x);
		const struct rec *r =
			intake_record(w->r, w->all->a, at[2 * i], at[2 * i + 1], x, e);

		if (!r)
			return within(e, "read the places");
		enter(w->all, place_of(w->all->a, r, false));
	}
	return true;
}

static bool load_waiting(struct loading *w, const struct kind *k, struct err *e)
{
	struct store_log hq;
	struct store_draft *list;
	size_t n;

	if (!reg_log(w->r, w->all->a, S("hq"), &hq, e) ||
	    !store_drafts(w->r->store, w->all->a, hq.id, false, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct entry *x = arena_alloc(w->all->a, sizeof *x);
		const struct rec *r;

		if (list[i].kind != k->code)
			continue;
		if (!entry_read(w->all->a, list[i].bytes, x, e))
			return within(e, "read the places that wait for the cut");
		r = entry_fields(w->all->a, x);
		if (!r)
			return err_set(e, ERR_ATTENTION,
				       "a place that waits for the cut cannot be read");
		enter(w->all, place_of(w->all->a, r, true));
	}
	return true;
}

struct places *places_load(struct reg *r, struct arena *a, struct err *e)
{
	struct loading w = { .r = r, .all = places_new(a, e), .at = { .a = a } };
	const struct kind *k = kind_by_name(S("place"));

	if (!w.all || !load_logged(&w, k, e) || !load_waiting(&w, k, e))
		return NULL;
	/* Governorates before what lies in them, since the table of aliases asks for them. */
	for (int rank = -1; rank <= 6; rank++)
		for (size_t i = 0; i < w.all->n; i++)
			if (level_rank(w.all->list[i]->level) == rank)
				link_up(w.all, w.all->list[i]);
	return w.all;
}

static void free_kept(void *p)
{
	struct reg *r = p;

	arena_free(r->places_arena);
	r->places_arena = NULL;
	r->places = NULL;
}

struct places *places_kept(struct reg *r, struct err *e)
{
	if (r->places)
		return r->places;
	if (!r->places_arena) {
		r->places_arena = arena_new(0);
		if (!r->places_arena) {
			err_set(e, ERR_FAILED, "read the places: out of memory");
			return NULL;
		}
		arena_defer(r->a, free_kept, r);
	}
	r->places = places_load(r, r->places_arena, e);
	if (!r->places)
		arena_reset(r->places_arena);
	return r->places;
}

void places_forget(struct reg *r)
{
	if (!r->places)
		return;
	r->places = NULL;
	arena_reset(r->places_arena);
}

static int by_tree(const void *a, const void *b)
{
	const struct place *x = *(struct place *const *)a, *y = *(struct place *const *)b;
	int rank = level_rank(x->level) - level_rank(y->level);

	return rank ? rank : str_cmp(x->code, y->code);
}

struct place *places_tree(struct places *all)
{
	struct place **list = arena_copy(all->a, all->list, all->n * sizeof(struct place *));
	struct place *root = NULL;

	qsort(list, all->n, sizeof *list, by_tree);
	for (size_t i = 0; i < all->n; i++)
		list[i]->child = list[i]->next = NULL;
	for (size_t i = all->n; i-- > 0;) {
		struct place **head = list[i]->up ? &list[i]->up->child : &root;

		list[i]->next = *head;
		*head = list[i];
	}
	return root;
}

/* Three to eight letters of the name, then three with a number; a hash where a parent's code leaves no room. */
struct str places_new_code(const struct places *all, struct arena *a, const struct place *up,
			   struct str level, struct str name_en)
{
	struct str parent = up ? up->code : S(""), key = placename_key(a, name_en), code;
	const char *dash = parent.len ? "-" : "";
	size_t letters = 0, few;
	struct hash h;

	while (letters < key.len && letters < 8 && !(key.s[letters] & 0x80))
		letters++;
	key = places_upper(a, str_mem(key.s, letters));
	few = letters < 3 ? letters : 3;
	for (size_t i = few; few && i < letters + 99; i++) {
		code = i <= letters ? str_fmt(a, "%.*s%s%.*s", P(parent), dash, (int)i, key.s)
				    : str_fmt(a, "%.*s%s%.*s%zu", P(parent), dash, (int)few, key.s,
					      i - letters + 1);
		if (code.len <= PLACE_CODE_MAX && !place_by_code(all, code))
			return code;
	}
	h = hash_of(str_fmt(a, "place/%.*s/%.*s/%.*s", P(parent), P(level), P(name_en)));
	return str_fmt(a, "X%.*s", P(str_hex(a, h.b, 6)));
}
