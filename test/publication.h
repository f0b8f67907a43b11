/*
 * A small publication made by hand with the same library functions that a register uses: two logs, a
 * founding set, persons, a corridor, one bulletin; whole, or with one thing wrong.
 */
#ifndef SULH_TEST_PUBLICATION_H
#define SULH_TEST_PUBLICATION_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "figure/count_restate.h"
#include "ledger/key.h"
#include "ledger/log.h"
#include "record/entry.h"
#include "record/kinds.h"
#include "record/opday.h"
#include "record/refuse.h"
#include "record/weapon_sum.h"
#include "sync/policy.h"

#define D	  INT64_C(17144) /* 2016-12-09 */
#define ROOM	  200
#define OFFICER_N 5

enum { CHIEF, EDITOR, APPROVER, COUNTER, NEWCOMER };

/* What is broken on purpose. */
enum flaw {
	NONE,
	FEW_SIGNATURES,
	WRONG_ROLE,
	BAD_SIGNATURE,
	STRANGE_KEY,
	TAKEN_OVER,
	SAME_SEAL,
	UNSORTED,
	BAD_BATCH,
	MIXED,
	OTHER_DAY,
	NO_CUT,
	BAD_DELTA,
	BAD_REF,
	WRONG_KIND_REF,
	TWO_PLACES,
	SAME_NAME,
	NEW_KIND,
	NEW_VERSION,
	NOT_HQ,
	LONE_FOUNDER,
	BAD_FIGURE,
	BAD_HEAD,
	BAD_CHECK,
	BAD_TIME,
	SECOND_NUMBER,
	BAD_PLACE,
	REPLAYED,
	LATER_REF,
	BAD_LATER_REF,
	LATER_PLACE,
	LEFT_OUT,
	HQ_LEFT_OUT,
	OLD_HEAD,
	OLD_HQ_HEAD,
	LATE,
	LATE_FOR_NOTHING,
	LATE_HQ,
	OTHER_FACILITY_KIND,
	OTHER_FACILITY_AREA,
	MORE_CHILDREN,
	MORE_FIGHTERS,
	OTHER_TABLE,
	OTHER_ROW,
	NEW_FIGURE,
	UNDEFINED_FIGURE,
	TWO_OPERATIONS,
	CORRECTED,
	CORRECTED_TWICE,
	CORRECTS_KIND,
	CORRECTS_LOG,
	CORRECTS_THING,
	CORRECTS_OLDER,
	CORRECTS_ANOTHER,
	CORRECTS_STANDING,
	STANDING_TWICE,
	STANDING_TWO,
	LAPSED,
	LAPSED_EARLY,
	LAPSED_SIGNED,
	SUM_TWICE,
	SUM_CORRECTED,
	CORRECTS_LATER,
	SEALED,
	SEALED_CODE,
	SEALED_DELTA,
	NO_COMMIT,
	COMMIT_TWICE,
	WEAPONS_TWICE,
	WEAPONS_OTHER,
	WEAPONS_ORDER,
	BODY_UNNAMED,
	FEW_IN_BODY,
	PAST,
	PAST_UNSAID,
	PAST_OTHER,
	PAST_OLD,
	PAST_NOWHERE,
	PAST_UNLISTED,
	PAST_ORDER,
	MERGED,
	MERGED_UNSAID,
	MERGED_OTHER,
	MERGED_SAME,
	MERGED_NAMES,
	MERGED_MORE,
	MERGED_UNNAMED,
	MERGED_TWICE,
	MERGED_H24,
	MERGED_AHEAD, /* the merge is of the day after the second bulletin, which names it */
};

struct book {
	struct str name;
	struct note_skey key;
	uint8_t id[8];
	struct str entries[ROOM];
	struct hash leaves[ROOM];
	const struct rec *recs[ROOM];
	size_t n, batch;
	struct tree tree;
};

struct maker {
	struct arena *a;
	enum flaw flaw;
	struct book hq, al;
	uint8_t seeds[OFFICER_N][32], pubs[OFFICER_N][32], kids[OFFICER_N][4];
	unsigned serial;
	struct str seal, commit; /* of the person and the certificate before */
	struct rec *operation;
	size_t party, centre; /* indices in hq */
	struct val before;    /* aleppo's head behind its first batch */
	struct str definitions;
	struct row *rows, *past_rows;
	size_t rows_n, past_rows_n, bulletin_index, past_index;
	struct rec *bulletin, *past; /* past: the second bulletin */
	struct str body;
};

static struct rec_view view(struct maker *m);

static struct str ref(struct maker *m, const struct book *b, size_t index);

/* Whether a later entry takes its place. */
static bool corrected(struct maker *m, const struct book *b, size_t index)
{
	struct str at = ref(m, b, index);

	for (size_t i = index + 1; i < b->n; i++)
		if (b->recs[i] && str_eq(b->recs[i]->corrects, at))
			return true;
	return false;
}

/* The newest record of a thing below an index. */
static const struct rec *newest(struct maker *m, const struct book *b, size_t below,
				const char *kind, struct str key)
{
	struct rec_view v = view(m);

	while (key.s && below--)
		if (b->recs[below] && !strcmp(b->recs[below]->kind->name, kind) &&
		    str_eq(rec_key(m->a, b->recs[below], &v), key) && !corrected(m, b, below))
			return b->recs[below];
	return NULL;
}

static const struct rec *by_key(void *p, const char *kind, struct str key)
{
	struct maker *m = p;
	const struct rec *r = newest(m, &m->al, m->al.n, kind, key);

	return r ? r : newest(m, &m->hq, m->hq.n, kind, key);
}

static const struct rec *by_ref(void *p, struct str ref)
{
	struct maker *m = p;

	for (int i = 0; i < 2; i++) {
		struct book *b = i ? &m->al : &m->hq;

		for (size_t j = 0; j < b->n; j++)
			if (!memcmp(b->leaves[j].b, ref.s + 16, 32))
				return b->recs[j];
	}
	return NULL;
}

static const struct rec *before(void *p, struct str at)
{
	struct maker *m = p;
	const struct rec *r = by_ref(p, at);
	struct rec_view v = view(m);
	const struct book *b = memcmp(at.s, m->al.id, 8) ? &m->hq : &m->al;
	size_t index = (size_t)(uint8_t)at.s[14] << 8 | (uint8_t)at.s[15];

	return r ? newest(m, b, index, r->kind->name, rec_key(m->a, r, &v)) : NULL;
}

static struct rec_view view(struct maker *m)
{
	return (struct rec_view){ by_key, by_ref, before, m, m->operation, m->a };
}

static struct str fresh(struct maker *m, size_t n)
{
	struct str s = str_fmt(m->a, "fresh %u", ++m->serial);
	struct hash h = hash_of(s);

	return str_dup(m->a, str_mem(h.b, n));
}

static void put(struct maker *m, struct book *b, const struct entry *x, const struct rec *r)
{
	struct str bytes = entry_put(m->a, x, 0);

	b->entries[b->n] = bytes;
	b->leaves[b->n] = hash_leaf(bytes);
	b->recs[b->n] = r;
	tree_add(&b->tree, &b->leaves[b->n]);
	b->n++;
}

static void sign(struct maker *m, struct book *b, struct entry *x, const char *who)
{
	struct buf msg = { .a = m->a };

	buf_str(&msg, S("sulh/entry/v1\0"));
	buf_add(&msg, b->id, 8);
	buf_str(&msg, entry_put(m->a, x, WITHOUT(KEY_SIGNATURES)));
	for (; *who; who++) {
		int o = *who - '0';
		struct signature *s = &x->signatures[x->n_signatures++];

		memcpy(s->kid, m->kids[o], 4);
		key_sign(m->seeds[o], m->pubs[o], buf_text(&msg), s->sig);
	}
}

static void set(struct maker *m, struct rec *r, const char *field, const char *text)
{
	struct refusals why = { .a = m->a };

	if (!rec_set(m->a, r, str_of(field), str_of(text), &why))
		printf("# %s.%s: %.*s\n", r->kind->name, field, P(why.list[0].want));
}

static struct rec *record(struct maker *m, const struct kind *k, int64_t day)
{
	struct rec *r = rec_new(m->a, k);

	(void)m;
	r->day = r->from_day = day;
	return r;
}

static struct str ref(struct maker *m, const struct book *b, size_t index)
{
	uint8_t *p = arena_alloc(m->a, REF_BYTES);

	memcpy(p, b->id, 8);
	p[14] = (uint8_t)(index >> 8);
	p[15] = (uint8_t)index;
	memcpy(p + 16, b->leaves[index].b, 32);
	return str_mem(p, REF_BYTES);
}

static void set_ref(struct rec *r, const char *field, struct str to)
{
	r->v[field_at(r->kind, field)] = (struct val){ .set = true, .s = to };
}

/* An entry about a place, signed by `who`: digits of officers. */
static size_t place_entry(struct maker *m, struct book *b, const struct rec *r, const char *who)
{
	struct refusals why = { .a = m->a };
	struct rec_view v = view(m);
	struct entry x;

	if (!entry_of(m->a, r, &v, S(""), &x, &why))
		printf("# %s: %.*s\n", r->kind->name, P(why.list[0].want));
	if (r->kind->seal[0])
		x.seal = fresh(m, 32);
	else
		x.id = fresh(m, 16);
	if (m->flaw == LATER_PLACE && b == &m->hq && r->kind == &kind_corridor_count)
		x.place = S("sy");
	sign(m, b, &x, who);
	if (m->flaw == BAD_SIGNATURE && r->kind == &kind_corridor_count)
		x.signatures[1].sig[5] ^= 1;
	if (m->flaw == STRANGE_KEY && r->kind == &kind_corridor_count)
		x.signatures[1].kid[0] ^= 1;
	if (m->flaw == BAD_DELTA && x.deltas.n)
		x.deltas.list[0].n++;
	if (m->flaw == BAD_PLACE && r->kind == &kind_corridor)
		x.place = S("nowhere");
	put(m, b, &x, r);
	return b->n - 1;
}

static void cut(struct maker *m, struct book *b, int64_t day)
{
	struct rec *r = record(m, &kind_cut, day);
	struct str leaves = str_mem(b->leaves[b->batch].b, (b->n - b->batch) * 32);
	struct hash h = hash_of(leaves);
	size_t count = b->n - b->batch;

	if (m->flaw == BAD_BATCH && b == &m->al)
		h.b[0] ^= 1;
	r->v[0] = (struct val){ .set = true, .n = (int64_t)b->batch };
	r->v[1] = (struct val){ .set = true, .n = (int64_t)count };
	r->v[2] = (struct val){ .set = true, .s = str_dup(m->a, hash_str(&h)) };
	r->v[3] = (struct val){ .set = true, .n = 0 };
	place_entry(m, b, r, "");
	b->batch = b->n;
}

static int by_leaf(const void *x, const void *y)
{
	return memcmp(((const struct hash *)x)->b, ((const struct hash *)y)->b, 32);
}

/* A batch of sealed entries, sorted by their leaves. */
static void sealed(struct maker *m, struct book *b, const struct entry *x, int n, int64_t day)
{
	struct hash order[ROOM];

	for (int i = 0; i < n; i++)
		order[i] = hash_leaf(entry_put(m->a, &x[i], 0));
	qsort(order, (size_t)n, sizeof *order, by_leaf);
	if (m->flaw == UNSORTED) {
		struct hash h = order[0];

		order[0] = order[1];
		order[1] = h;
	}
	for (int at = 0; at < n; at++)
		for (int i = 0; i < n; i++) {
			struct hash h = hash_leaf(entry_put(m->a, &x[i], 0));

			if (hash_eq(&h, &order[at]))
				put(m, b, &x[i], NULL);
		}
	if (m->flaw != MIXED)
		cut(m, b, day);
}

/* A batch of `n` acts about persons. */
static void persons(struct maker *m, struct book *b, const struct kind *k, const char *event, int n,
		    int64_t day)
{
	struct entry x[ROOM];
	struct rec_view v = view(m);

	for (int i = 0; i < n; i++) {
		struct rec *r = record(m, k, day);
		struct refusals why = { .a = m->a };

		if (m->flaw == OTHER_DAY && i == 1)
			r->day = day - 1;
		(void)entry_of(m->a, r, &v, str_of(event), &x[i], &why);
		x[i].seal = m->flaw == SAME_SEAL && m->seal.s ? m->seal : fresh(m, 32);
		m->seal = k == &kind_registration ? x[i].seal : fresh(m, 32);
	}
	sealed(m, b, x, n, day);
}

static void officer(struct maker *m, int o, const char *roles, const char *who)
{
	struct rec *r = record(m, &kind_officer, D - 90);
	struct hash h;

	h = hash_of(str_fmt(m->a, "officer %d", o));
	memcpy(m->seeds[o], h.b, 32);
	key_public(m->seeds[o], m->pubs[o]);
	h = hash_parts((struct str[]){ S("sulh/kid/v1\0"), str_mem(m->pubs[o], 32) }, 2);
	memcpy(m->kids[o], h.b, 4);
	r->v[0] = (struct val){ .set = true, .s = str_mem(m->kids[o], 4) };
	r->v[1] = (struct val){ .set = true, .s = str_mem(m->pubs[o], 32) };
	set(m, r, "roles", roles);
	set(m, r, "from", o == NEWCOMER ? "2016-09-10" : "2016-09-01");
	set(m, r, "act", "enrol");
	if (o == NEWCOMER)
		set(m, r, "anew", "yes");
	if (who)
		place_entry(m, &m->hq, r, m->flaw == LONE_FOUNDER && o == EDITOR ? "0" : who);
}

static void place(struct maker *m, const char *code, const char *level, const char *parent,
		  const char *name)
{
	struct rec *r = record(m, &kind_place, D - 90);

	set(m, r, "place_no", code);
	set(m, r, "level", level);
	set(m, r, "parent", parent);
	set(m, r, "name_en", name);
	set(m, r, "name_ar", "مكان");
	place_entry(m, &m->hq, r, "");
}

static void operation(struct maker *m, const char *name)
{
	struct rec *r = record(m, &kind_operation, D - 90);

	set(m, r, "name_en", name);
	set(m, r, "name_ar", "اختبار");
	set(m, r, "zone", "Asia/Damascus");
	set(m, r, "cutoff_hour", "18");
	set(m, r, "languages", "ara");
	set(m, r, "small_cell", "5");
	set(m, r, "sum_delay_days", "30");
	set(m, r, "retention", "class=case_granted months=120 then=review");
	set(m, r, "dpia", "0100000000000000000000000000000000000000000000000000000000000000");
	set(m, r, "offsets", "from=2016-03-25 minutes=180; from=2016-10-28 minutes=120");
	set_ref(r, "controller", ref(m, &m->hq, m->party));
	place_entry(m, &m->hq, r, "03");
	m->operation = r;
}

static void headquarters(struct maker *m)
{
	struct book *b = &m->hq;
	struct rec *r;

	/* All keys first: the founding set signs for itself. */
	officer(m, CHIEF, "chief,transfer,corridor_counter,panel", NULL);
	officer(m, EDITOR, "editor,dpo,panel", NULL);
	officer(m, CHIEF, "chief,transfer,corridor_counter,panel", "01");
	officer(m, EDITOR, "editor,dpo,panel", "01");
	officer(m, APPROVER, "approver,protection,panel", "01");
	officer(m, COUNTER, "corridor_counter,chief,aid,transfer,authority", "02");
	r = record(m, &kind_party, D - 90);
	set(m, r, "party_no", "p1");
	set(m, r, "class", "state");
	set(m, r, "public_name", "The authority");
	m->party = place_entry(m, b, r, "");
	operation(m, "Test");
	if (m->flaw == TAKEN_OVER)
		officer(m, NEWCOMER, "chief", "4");
	if (m->flaw == TWO_OPERATIONS)
		operation(m, "Test again");
}

/* Headquarters' second batch. */
static void places(struct maker *m)
{
	struct book *b = &m->hq;
	struct rec *r;

	place(m, "sy", "country", "", "Syria");
	place(m, "al", "governorate", "sy", m->flaw == SAME_NAME ? "Syria" : "Aleppo");
	place(m, m->flaw == TWO_PLACES ? "al" : "al-c", "city", "al", "Aleppo city");
	r = record(m, &kind_centre, D - 90);
	set(m, r, "centre_no", "1");
	set(m, r, "name_en", "Aleppo");
	set(m, r, "name_ar", "حلب");
	set(m, r, "seat", "al");
	set_ref(r, "authority", ref(m, b, 4));
	set(m, r, "opened_on", "2016-09-01");
	set(m, r, "log_origin", "aleppo.op/log/1");
	m->centre = place_entry(m, b, r, "0");
	cut(m, b, D - 80);
}

/* A warehouse, whose state changes and perhaps what must not. */
static void facility(struct maker *m, const char *kind, const char *area, const char *state)
{
	struct rec *r = record(m, &kind_facility, D);

	set(m, r, "facility_no", "f1");
	set(m, r, "kind", kind);
	set(m, r, "area", area);
	set(m, r, "state", state);
	place_entry(m, &m->al, r, "3");
}

/* More people than there are, in counts that enter no figure. */
static void too_many(struct maker *m, size_t corridor)
{
	struct rec *r = record(m, &kind_convoy, D);
	size_t convoy;

	set(m, r, "convoy_no", "1");
	set(m, r, "from", "al-c");
	set(m, r, "to", "al");
	set(m, r, "planned", "20");
	set(m, r, "planned_on", "2016-12-09");
	set(m, r, "state", "arrived");
	convoy = place_entry(m, &m->al, r, "03");
	r = record(m, &kind_convoy_count, D);
	set_ref(r, "convoy", ref(m, &m->al, convoy));
	set(m, r, "end", "departure");
	set(m, r, "total", "10");
	set(m, r, "fighters", "8");
	set(m, r, "family", m->flaw == MORE_FIGHTERS ? "5" : "2");
	place_entry(m, &m->al, r, "03");
	r = record(m, &kind_corridor_count, D);
	set_ref(r, "corridor", ref(m, &m->al, corridor));
	set(m, r, "direction", "in");
	set(m, r, "persons", "5");
	set(m, r, "children", m->flaw == MORE_CHILDREN ? "9" : "5");
	set(m, r, "method", "stated");
	place_entry(m, &m->al, r, "03");
}

static size_t counted(struct maker *m, struct book *b, struct str corridor, const char *persons,
		      struct str corrects)
{
	struct rec *r = record(m, &kind_corridor_count, D);

	set_ref(r, "corridor", corridor);
	set(m, r, "direction", "out");
	set(m, r, "persons", persons);
	set(m, r, "method", "tally");
	r->corrects = corrects;
	r->place = S("al-c");
	return place_entry(m, b, r, "03");
}

#include "publication_things.h"

static void crossings(struct maker *m)
{
	struct book *b = &m->al;
	struct rec *r = record(m, &kind_corridor, D - 1);
	size_t corridor;

	r->place = S("al-c");
	set(m, r, "corridor_no", "1");
	set(m, r, "for", "civilians");
	set(m, r, "state", "open");
	set(m, r, "opened_on", "2016-12-08");
	corridor = place_entry(m, b, r, "0");
	r = record(m, m->flaw == NOT_HQ ? &kind_party : &kind_corridor_count, D);
	if (m->flaw == NOT_HQ) {
		set(m, r, "party_no", "p2");
		set(m, r, "class", "state");
		set(m, r, "public_name", "Another");
		place_entry(m, b, r, "");
	} else {
		set_ref(r, "corridor",
			m->flaw == WRONG_KIND_REF ? ref(m, &m->hq, 4) : ref(m, b, corridor));
		if (m->flaw == BAD_REF)
			((char *)(uintptr_t)rec_get(r, "corridor")->s.s)[20] ^= 1;
		set(m, r, "direction", "out");
		set(m, r, "persons", "over 10500");
		set(m, r, "children", "over 4000");
		set(m, r, "method", "stated");
		r->place = S("al-c");
		place_entry(m, b, r,
			    m->flaw == FEW_SIGNATURES ? "0"
			    : m->flaw == WRONG_ROLE   ? "01"
						      : "03");
		if (m->flaw == REPLAYED) { /* the same act once more, its signatures turned round */
			struct entry x;
			struct err e;

			(void)entry_read(m->a, b->entries[b->n - 1], &x, &e);
			struct signature s = x.signatures[0];

			x.signatures[0] = x.signatures[1];
			x.signatures[1] = s;
			put(m, b, &x, NULL);
		}
	}
	if (m->flaw == NEW_KIND || m->flaw == NEW_VERSION) {
		struct entry x = { .version = m->flaw == NEW_VERSION ? 2 : 1,
				   .kind = m->flaw == NEW_KIND ? 999 : kind_place.code,
				   .day = D,
				   .from_day = D };

		x.id = fresh(m, 16);
		put(m, b, &x, NULL);
	}
	if (m->flaw >= CORRECTED && m->flaw <= CORRECTS_STANDING)
		correct(m, corridor);
	if (m->flaw == STANDING_TWICE)
		(void)standing(m, b, (struct str){ NULL, 0 });
	if (m->flaw >= STANDING_TWO && m->flaw <= LAPSED_SIGNED)
		papers(m);
	facility(m, "warehouse", "al", "open");
	facility(m, m->flaw == OTHER_FACILITY_KIND ? "medical" : "warehouse",
		 m->flaw == OTHER_FACILITY_AREA ? "al-c" : "al", "closed");
	too_many(m, corridor);
	if (m->flaw != NO_CUT)
		cut(m, b, D);
}

/* An entry of headquarters that refers to a log which is read after its own. */
static void later(struct maker *m)
{
	struct rec *r = record(m, &kind_corridor_count, D);
	size_t corridor = 0;

	while (!m->al.recs[corridor] || m->al.recs[corridor]->kind != &kind_corridor)
		corridor++;
	set_ref(r, "corridor", ref(m, &m->al, corridor));
	if (m->flaw == BAD_LATER_REF)
		((char *)(uintptr_t)rec_get(r, "corridor")->s.s)[20] ^= 1;
	set(m, r, "direction", "in");
	set(m, r, "persons", "7");
	set(m, r, "method", "stated");
	r->place = S("al-c");
	place_entry(m, &m->hq, r, "03");
	if (m->flaw == CORRECTS_LATER) {
		struct str of = ref(m, &m->hq, m->hq.n - 1);

		(void)counted(m, &m->hq, ref(m, &m->al, corridor), "8", of);
	}
	cut(m, &m->hq, D);
}

#include "publication_sealed.h"
#include "publication_bulletin.h"
#include "publication_merged.h"
#include "publication_past.h"

static void book_init(struct maker *m, struct book *b, const char *name, uint8_t seed)
{
	uint8_t seeds[32] = { seed };

	b->name = str_of(name);
	note_key_make(m->a, log_origin(m->a, b->name, S("op"), 1), seeds, &b->key);
	log_id8(b->key.vkey.name, b->id);
}

static struct maker *made(struct arena *a, enum flaw flaw)
{
	struct maker *m = arena_alloc(a, sizeof *m);

	m->a = a;
	m->flaw = flaw;
	book_init(m, &m->hq, "hq", 1);
	book_init(m, &m->al, "aleppo", 2);
	headquarters(m);
	cut(m, &m->hq, D - 90);
	places(m);
	m->flaw = flaw == SAME_SEAL ? NONE : flaw;
	persons(m, &m->al, &kind_registration, "register", 6, D - 1);
	m->before = head(m, &m->al);
	m->flaw = flaw == OTHER_DAY || flaw == MIXED ? NONE : flaw;
	if (flaw != MIXED)
		persons(m, &m->al, &kind_decision, "approve_granted", 5, D);
	crossings(m);
	if (flaw >= SEALED && flaw <= WEAPONS_ORDER)
		all_sealed(m);
	if (flaw == LATER_REF || flaw == BAD_LATER_REF || flaw == LATER_PLACE ||
	    flaw == CORRECTS_LATER)
		later(m);
	if (flaw == STANDING_TWICE)
		(void)standing(m, &m->hq, (struct str){ NULL, 0 });
	if (flaw == SUM_TWICE || flaw == SUM_CORRECTED)
		delayed_sums(m);
	if (flaw != OLD_HQ_HEAD)
		cut(m, &m->hq, D);
	bulletin(m);
	if (flaw >= PAST)
		past(m);
	return m;
}

#include "publication_out.h"

#endif
