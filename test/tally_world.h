/*
 * Random registers: records of every kind that has rules, with corrections, acts about persons, weapons and
 * ammunition, folded into a database and kept as the public entries that they are. Records are not judged:
 * what no rule would accept has to be counted the same way, too.
 */
#ifndef SULH_TEST_TALLY_WORLD_H
#define SULH_TEST_TALLY_WORLD_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "ledger/hash.h"
#include "record/kinds.h"
#include "record/refuse.h"
#include "record/weapon_sum.h"
#include "store/store.h"

#define D      INT64_C(17144) /* 2016-12-09 */
#define LOGS   3
#define MAX    4000
#define CASES  40
#define PLACES 9

static const struct str NONE = { NULL, 0 };

/* One entry as the public has it. */
struct made {
	const struct kind *kind;
	const struct rec *rec;
	struct entry x;
	int64_t log, seq;
	struct str ref; /* REF_BYTES */
	bool corrected;
};

struct world {
	struct arena *a;
	struct store *s;
	struct rec_view v;
	struct made *list;
	size_t n;
	int64_t seq[LOGS + 1], now; /* now: the log in which something is recorded */
	uint64_t random;
	int64_t unique;
	struct {
		enum case_class cls;
		int64_t step;
	} cases[CASES];
};

static uint64_t roll(struct world *w, uint64_t n)
{
	w->random ^= w->random << 13;
	w->random ^= w->random >> 7;
	w->random ^= w->random << 17;
	return w->random % n;
}

static void must(bool ok, const struct err *e)
{
	if (ok)
		return;
	printf("# %s %s\n", e->what, e->where);
	abort();
}

static const struct rec *by_key(void *p, const char *kind, struct str key)
{
	const struct world *w = p;

	for (size_t i = w->n; key.s && i--;) {
		const struct made *m = &w->list[i];
		struct str have;

		if (strcmp(m->kind->name, kind) != 0 || m->corrected ||
		    m->log != (m->kind->hq ? 1 : w->now))
			continue;
		have = rec_key(w->a, m->rec, &w->v);
		if (have.s && str_eq(have, key))
			return m->rec;
	}
	return NULL;
}

static const struct rec *by_ref(void *p, struct str ref)
{
	const struct world *w = p;

	for (size_t i = 0; i < w->n; i++)
		if (str_eq(w->list[i].ref, ref))
			return w->list[i].rec;
	return NULL;
}

/* What stands of the same thing below an entry. */
static const struct rec *before(void *p, struct str ref)
{
	const struct world *w = p;
	size_t at = 0;

	while (at < w->n && !str_eq(w->list[at].ref, ref))
		at++;
	for (size_t i = at; at < w->n && i--;) {
		const struct made *m = &w->list[i];

		if (m->kind == w->list[at].kind && m->log == w->list[at].log && !m->corrected &&
		    str_eq(rec_key(w->a, m->rec, &w->v), rec_key(w->a, w->list[at].rec, &w->v)))
			return m->rec;
	}
	return NULL;
}

/* Entries. */

static struct made *enter(struct world *w, struct entry *x, const struct rec *r, int64_t log,
			  const uint8_t *draft)
{
	struct made *m = &w->list[w->n++];
	struct err e = { 0 };
	uint8_t random[32], *ref = arena_alloc(w->a, REF_BYTES);
	struct str bytes;
	struct hash leaf;

	if (w->n == MAX)
		abort();
	for (size_t i = 0; i < sizeof random; i++)
		random[i] = (uint8_t)roll(w, 256);
	if (!x->seal.s)
		x->seal = str_dup(w->a, str_mem(random, 32));
	bytes = entry_put(w->a, x, 0);
	leaf = hash_leaf(bytes);
	*m = (struct made){ .log = log, .seq = w->seq[log]++ };
	must(entry_read(w->a, bytes, &m->x, &e), &e);
	m->kind = kind_by_code(m->x.kind);
	m->rec = r ? r : entry_fields(w->a, &m->x);
	ref[0] = (uint8_t)log;
	ref[14] = (uint8_t)(m->seq >> 8);
	ref[15] = (uint8_t)m->seq;
	memcpy(ref + 16, leaf.b, 32);
	m->ref = str_mem(ref, REF_BYTES);
	must(store_entry_add(
		     w->s, &(struct store_entry){ log, m->seq, bytes, hash_str(&leaf), NONE, NONE },
		     &e) &&
		     store_fold_entry(w->s, w->a, log, m->seq, &m->x, draft, &e),
	     &e);
	return m;
}

/* What the public has of a record is what was decoded again, not the record. */
static void record(struct world *w, struct rec *r, int64_t log, const uint8_t *draft)
{
	struct refusals why = { .a = w->a };
	struct entry x;

	w->now = log;
	if (!entry_of(w->a, r, &w->v, S(""), &x, &why)) {
		printf("# %s: %.*s\n", r->kind->name, P(why.n ? why.list[0].want : S("?")));
		abort();
	}
	(void)enter(w, &x, NULL, log, draft);
}

static struct val *field(struct rec *r, const char *name)
{
	struct val *v = &r->v[field_at(r->kind, name)];

	v->set = true;
	return v;
}

static const struct {
	const char *code, *name, *parent, *level;
	int64_t area;
} places[PLACES] = {
	{ "sy", "Syria", NULL, "country", 0 },		 { "al", "Aleppo", "sy", "governorate", 0 },
	{ "al-c", "Aleppo city", "al", "city", 0 },	 { "q1", "One", "al-c", "quarter", 1001 },
	{ "q2", "Two", "al-c", "quarter", 777 },	 { "q3", "Three", "al-c", "quarter", 0 },
	{ "rd", "Rif Dimashq", "sy", "governorate", 0 }, { "rd-c", "Douma", "rd", "city", 0 },
	{ "q4", "Four", "rd-c", "quarter", 3 },
};

static void found(struct world *w)
{
	static const char *const names[LOGS] = { "hq", "aleppo", "douma" }, *const seats[] = {
		"al-c", "rd-c"
	};
	struct err e = { 0 };

	for (int i = 0; i < LOGS; i++) {
		struct store_log l = { .name = str_of(names[i]), .origin = str_of(names[i]) };

		l.id8[0] = (uint8_t)(i + 1);
		must(store_log_add(w->s, &l, &e), &e);
	}
	for (size_t i = 0; i < PLACES; i++) {
		struct rec *r = rec_new(w->a, &kind_place);

		r->day = r->from_day = D - 30;
		field(r, "place_no")->s = str_of(places[i].code);
		field(r, "level")->s = str_of(places[i].level);
		field(r, "name_en")->s = field(r, "name_ar")->s = str_of(places[i].name);
		if (places[i].parent)
			field(r, "parent")->s = str_of(places[i].parent);
		if (places[i].area)
			field(r, "area_m2")->n = places[i].area;
		record(w, r, 1, NULL);
	}
	for (int i = 0; i < 2; i++) {
		struct rec *r = rec_new(w->a, &kind_centre);

		r->day = r->from_day = D - 30;
		field(r, "centre_no")->s = str_of(names[i + 1]);
		field(r, "log_origin")->s = str_of(names[i + 1]);
		field(r, "seat")->s = str_of(seats[i]);
		record(w, r, 1, NULL);
	}
}

/* Random records. */

static struct str one_of(struct world *w, struct str list)
{
	struct str codes[64];
	size_t n = 0;

	while (list.s && n < 64)
		codes[n++] = str_cut(&list, ',');
	return codes[roll(w, n)];
}

static struct str ref_to(struct world *w, struct str names, int64_t log)
{
	for (int i = 0; i < 200; i++) {
		const struct made *m = &w->list[roll(w, w->n)];
		struct str rest = names;

		while (rest.s)
			if (str_eq(str_cut(&rest, ','), str_of(m->kind->name)) &&
			    (m->log == 1 || m->log == log))
				return m->ref;
	}
	return NONE;
}

static void fill(struct world *w, const struct field *f, struct val *v, int64_t log, bool unique);

static void fill_list(struct world *w, const struct field *f, struct val *v, int64_t log)
{
	v->len = roll(w, 4);
	v->set = v->len > 0;
	v->v = arena_array(w->a, v->len + 1, sizeof *v->v);
	for (size_t i = 0; i < v->len; i++) {
		struct val *x = &v->v[i];

		x->set = true;
		if (f->type != F_ROWS) {
			x->s = f->type == F_REFS ? ref_to(w, str_of(f->choices), log)
						 : one_of(w, str_of(f->choices));
			v->set &= x->s.s != NULL;
			continue;
		}
		x->v = arena_array(w->a, f->rows->n, sizeof *x->v);
		for (size_t j = 0; j < f->rows->n; j++)
			if (f->rows->fields[j].required || roll(w, 3))
				fill(w, &f->rows->fields[j], &x->v[j], log, false);
	}
}

static void fill(struct world *w, const struct field *f, struct val *v, int64_t log, bool unique)
{
	bool listed = f->choices && str_starts(str_of(f->choices), S("list:"));

	v->set = true;
	switch (f->type) {
	case F_QTY:
		v->q = roll(w, 3) ? QUAL_EXACT : (uint8_t)roll(w, QUAL_COUNT);
		v->n = (int64_t)roll(w, 4) * (int64_t)roll(w, 30);
		return;
	case F_INT:
		v->n = unique ? ++w->unique : (int64_t)roll(w, 8);
		return;
	case F_BOOL:
		v->n = (int64_t)roll(w, 2);
		return;
	case F_DATE:
		v->n = D - 8 + (int64_t)roll(w, 14);
		return;
	case F_CODE:
		v->set = !listed;
		v->s = listed ? NONE : one_of(w, str_of(f->choices));
		return;
	case F_TEXT:
		v->s = unique ? str_fmt(w->a, "u%lld", (long long)++w->unique)
			      : str_fmt(w->a, "t%d", (int)roll(w, 6));
		return;
	case F_PLACE:
		v->s = str_of(places[roll(w, PLACES)].code);
		return;
	case F_REF:
		v->s = ref_to(w, str_of(f->choices), log);
		v->set = v->s.s != NULL;
		return;
	case F_REFS:
	case F_ROWS:
		fill_list(w, f, v, log);
		return;
	case F_CODES:
		if (!listed)
			fill_list(w, f, v, log);
		v->set &= !listed;
		return;
	default:
		v->set = false;
	}
}

/* Something to correct: of this kind, log and key, not corrected yet; of a thing that has states the newest. */
static struct made *wrong(struct world *w, const struct kind *k, int64_t log, struct str key)
{
	bool states = k->updates && key.s;

	for (size_t i = w->n; states && i--;) {
		struct made *m = &w->list[i];

		if (m->kind == k && m->log == log && !m->corrected &&
		    str_eq(rec_key(w->a, m->rec, &w->v), key))
			return m;
	}
	for (int i = 0; !states && i < 300; i++) {
		struct made *m = &w->list[roll(w, w->n)];

		if (m->kind == k && m->log == log && !m->corrected &&
		    !(k->updates && rec_key(w->a, m->rec, &w->v).s))
			return m;
	}
	return NULL;
}

static void draft_id(struct world *w, uint8_t draft[16])
{
	for (size_t i = 0; i < 16; i++)
		draft[i] = (uint8_t)roll(w, 256);
}

/* A paper's standing is an act in a case, too: of one that was granted or revoked before, unpublished. */
static const uint8_t *standing_acts(struct world *w, const struct rec *r, int64_t log)
{
	bool revoke = rec_is(r, "act", "revoke"), reinstate = rec_is(r, "act", "reinstate");
	struct store_act act = { .case_no = str_fmt(w->a, "s%lld", (long long)++w->unique),
				 .event = S("before"),
				 .state = S("state"),
				 .cls = reinstate ? CLASS_CLOSED : CLASS_GRANTED,
				 .kind = kind_decision.code,
				 .log = log };
	struct err e = { 0 };

	draft_id(w, act.draft);
	must(store_fold_act(w->s, &act, &e), &e);
	act.cls = revoke ? CLASS_CLOSED : CLASS_GRANTED;
	act.kind = kind_standing.code;
	act.event = rec_code(r, "act");
	act.step++;
	draft_id(w, act.draft);
	must(store_fold_act(w->s, &act, &e), &e);
	return arena_copy(w->a, act.draft, sizeof act.draft);
}

static void random_record(struct world *w, const struct kind *k)
{
	struct rec *r = rec_new(w->a, k);
	int64_t log = k->hq ? 1 : 2 + (int64_t)roll(w, 2);
	struct made *old = NULL;

	r->day = r->from_day = D - 6 + (int64_t)roll(w, 8);
	if (!roll(w, 6))
		r->day = r->from_day = D - (int64_t)roll(w, 120);
	if (!k->updates)
		r->from_day -= roll(w, 4) ? 0 : (int64_t)roll(w, 5);
	if (roll(w, 2))
		r->place = str_of(places[roll(w, PLACES)].code);
	for (size_t i = 0; i < k->n; i++) {
		struct str keys = str_of(k->key);
		bool key = false;

		while (keys.s)
			key |= str_eq(str_cut(&keys, '+'), str_of(k->fields[i].name));
		if (k->fields[i].sight == PUB && (k->fields[i].required || key || roll(w, 3)))
			fill(w, &k->fields[i], &r->v[i], log, key && !k->updates);
	}
	if (k->subject != SUBJECT_CASE && !roll(w, 5))
		old = wrong(w, k, log, rec_key(w->a, r, &w->v));
	if (old) {
		r->corrects = old->ref;
		old->corrected = true;
	}
	record(w, r, log, k == &kind_standing ? standing_acts(w, r, log) : NULL);
}

static void random_records(struct world *w, size_t n)
{
	for (size_t i = 0; i < kinds_n; i++) /* what references need */
		if (kinds[i]->form == FORM_PLACE && !kinds[i]->system && kinds[i]->key &&
		    strcmp(kinds[i]->name, "place") != 0 && strcmp(kinds[i]->name, "centre") != 0)
			for (int j = 0; j < 3; j++)
				random_record(w, kinds[i]);
	for (size_t i = 0; i < kinds_n; i++)
		for (size_t j = 0; kinds[i]->form == FORM_PLACE && kinds[i]->n_counts && j < n; j++)
			random_record(w, kinds[i]);
}

/* Acts about persons. */

static void change(struct deltas *d, enum case_class cls, int64_t n)
{
	static const char *const figure[CLASS_COUNT] = { NULL, "P3", "P4", "P13", "P18" };

	if (cls == CLASS_NONE)
		return;
	delta_add(d, S("P2"), S(""), n, QUAL_EXACT);
	delta_add(d, str_of(figure[cls]), S(""), n, QUAL_EXACT);
}

static void act_entry(struct world *w, const struct kind *k, const struct deltas *d, int64_t log,
		      const uint8_t draft[16])
{
	struct entry x = { .version = ENTRY_VERSION, .kind = k->code, .deltas = { .a = w->a } };

	x.day = x.from_day = D - 4 + (int64_t)roll(w, 5);
	for (size_t i = 0; i < d->n; i++) { /* as an entry has them: one of each, sorted */
		size_t j = 0;

		while (j < x.deltas.n && !(str_eq(x.deltas.list[j].figure, d->list[i].figure) &&
					   str_eq(x.deltas.list[j].detail, d->list[i].detail)))
			j++;
		if (j == x.deltas.n)
			delta_add(&x.deltas, d->list[i].figure, d->list[i].detail, 0, QUAL_EXACT);
		x.deltas.list[j].n += d->list[i].n;
	}
	deltas_sort(&x.deltas);
	(void)enter(w, &x, NULL, log, draft);
}

static void random_act(struct world *w)
{
	size_t at = roll(w, CASES);
	enum case_class cls = (enum case_class)roll(w, CLASS_COUNT), old = w->cases[at].cls;
	struct store_act act = { .case_no = str_fmt(w->a, "c%zu", at),
				 .event = S("move"),
				 .state = S("state"),
				 .cls = cls,
				 .kind = kind_decision.code,
				 .step = w->cases[at].step++,
				 .log = 2 + (int64_t)roll(w, 2) };
	struct deltas d = { .a = w->a };
	struct err e = { 0 };

	draft_id(w, act.draft);
	w->cases[at].cls = cls;
	must(store_fold_act(w->s, &act, &e), &e);
	change(&d, old, -1);
	change(&d, cls, 1);
	if (roll(w, 5)) /* else it waits for a later cut */
		act_entry(w, &kind_decision, &d, act.log, act.draft);
}

/* An event of a kind that publishes other figures than those of classes. */
static void random_event(struct world *w, const struct kind *k)
{
	const struct outcome *o = &k->outcomes[roll(w, k->n_outcomes)];
	struct store_act act = { .event = str_of(o->event),
				 .kind = k->code,
				 .log = 2 + (int64_t)roll(w, 2) };
	struct deltas d = { .a = w->a };
	struct err e = { 0 };

	draft_id(w, act.draft);
	must(store_fold_act(w->s, &act, &e) && outcome_deltas(k, str_of(o->event), &d), &e);
	if (roll(w, 5))
		act_entry(w, k, &d, act.log, act.draft);
}

/* One cut of some items. */
static void random_items(struct world *w, const struct kind *k)
{
	struct refusals why = { .a = w->a };
	const struct entry *items[8];
	struct store_item kept[8];
	size_t n = 1 + roll(w, 7);
	int64_t log = 2 + (int64_t)roll(w, 2);
	struct err e = { 0 };
	struct entry x;

	for (size_t i = 0; i < n; i++) {
		struct rec *r = rec_new(w->a, k);
		struct entry *item = arena_alloc(w->a, sizeof *item);

		r->day = r->from_day = D;
		for (size_t j = 0; j < k->n; j++)
			if (k->fields[j].sight == PUB)
				fill(w, &k->fields[j], &r->v[j], log, false);
		if (!entry_of(w->a, r, &w->v, S(""), item, &why))
			abort();
		item->seal = str_fmt(w->a, "%032d", (int)++w->unique);
		items[i] = item;
		kept[i] = (struct store_item){ .log = log, .kind = k->code };
		draft_id(w, kept[i].draft);
		if (item->deltas.n) {
			kept[i].figure = item->deltas.list[0].figure;
			kept[i].detail = item->deltas.list[0].detail;
			kept[i].n = item->deltas.list[0].n;
			kept[i].q = item->deltas.list[0].q;
		}
		must(store_fold_item(w->s, &kept[i], &e), &e);
	}
	if (!roll(w, 5) || !entry_weapon(w->a, k, D - (int64_t)roll(w, 4), items, n, &x, &why))
		return;
	for (size_t i = 0; i < n; i++)
		must(store_item_add(w->s, log, w->seq[log], (int64_t)i, kept[i].draft, S("c"), &e),
		     &e);
	(void)enter(w, &x, NULL, log, NULL);
}

static void world_new(struct world *w, struct arena *a, const char *path, uint64_t seed)
{
	struct err e = { 0 };

	*w = (struct world){ .a = a, .random = UINT64_C(88172645463325252) + seed };
	w->list = arena_array(a, MAX, sizeof *w->list);
	w->v = (struct rec_view){
		.by_key = by_key, .by_ref = by_ref, .before = before, .p = w, .a = a
	};
	w->s = store_open(a, path, STORE_MAKE, &e);
	must(w->s && store_begin(w->s, &e), &e);
	found(w);
}

static inline void world_fill(struct world *w, size_t records)
{
	struct err e = { 0 };

	random_records(w, records);
	for (size_t i = 0; i < 4 * records; i++)
		random_act(w);
	for (size_t i = 0; i < records; i++) {
		random_event(w, &kind_presentation);
		random_event(w, &kind_certificate);
		random_event(w, &kind_discharge);
		random_items(w, &kind_weapon_item);
		random_items(w, &kind_ammo_lot);
	}
	must(store_commit(w->s, &e), &e);
}

#endif
