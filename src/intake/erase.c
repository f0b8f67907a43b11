/* See erase.h. */
#include "intake/erase.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/os.h"
#include "intake/intake_int.h"
#include "ledger/hash.h"
#include "ledger/keyring_erase.h"
#include "record/kinds.h"
#include "base/banned.h"

#define GONE S("sulh/gone/v1")

/* Numbers of papers that stay taken: whoever holds one of them must not meet its double. */
#define MARKS_KEPT ",status_index,serial,paper_hash,"

/* The intent. */

static int by_tag(const void *a, const void *b)
{
	return memcmp(a, b, ERASE_TAG);
}

struct restatements {
	struct buf at; /* where they stand: of int64_t */
	int64_t hq;
};

static bool add_restatement(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct restatements *said = p;

	(void)e;
	said->hq = log;
	buf_add(&said->at, &seq, sizeof seq);
	return true;
}

/* Whether a restatement of the bulletin of that day names this entry. */
static bool is_named(struct accepting *w, const struct store_gone *x, int64_t day, bool *yes,
		     struct err *e)
{
	struct restatements said = { .at = { .a = w->a } };
	const struct store_log *logs;
	const int64_t *at;
	size_t n;

	*yes = false;
	if (!store_logs_kept(w->r->store, &logs, &n, e) ||
	    !store_records(w->r->store, kind_restatement.code, day + 1, INT64_MAX, false,
			   add_restatement, &said, e))
		return false;
	at = (const int64_t *)(const void *)said.at.p;
	for (size_t i = 0; !*yes && i < said.at.len / sizeof *at; i++) {
		struct entry *y = arena_alloc(w->a, sizeof *y);
		const struct rec *r = intake_record(w->r, w->a, said.hq, at[i], y, e);
		const struct val *list = r ? rec_get(r, "merges") : NULL;

		if (!r)
			return false;
		for (size_t k = 0; list && rec_get(r, "of_day")->n == day && k < list->len; k++)
			for (size_t j = 0; j < n; j++)
				*yes |= logs[j].id == x->log &&
					!memcmp(list->v[k].s.s, logs[j].id8, 8) &&
					ref_index(list->v[k].s) == x->seq;
	}
	return true;
}

/* The day of the newest bulletin; NO_DAY: there is none. */
static bool newest_bulletin(struct reg *r, struct arena *a, int64_t *day, struct err *e)
{
	struct store_bulletin *list;
	size_t n;

	if (!store_bulletins(r->store, a, &list, &n, e))
		return false;
	*day = n ? list[n - 1].day : NO_DAY;
	return true;
}

/* Whether an act is one by which the bulletin of that day has to be restated. */
static bool restates(struct reg *r, const struct store_gone *x, int64_t day, bool *yes,
		     struct err *e)
{
	*yes = false;
	return day == NO_DAY || x->kind != kind_merge.code || x->seq < 0 || x->day <= day ||
	       store_merge_restated(r->store, x->log, x->seq, x->day, day, yes, e);
}

/* Whether the newest bulletin has to be restated by such an act, and is not yet. */
static bool is_owed(struct accepting *w, bool *yes, struct err *e)
{
	int64_t day;

	*yes = false;
	if (!newest_bulletin(w->r, w->a, &day, e))
		return false;
	for (size_t i = 0; !*yes && i < w->whom->n_acts; i++) {
		bool named = false;

		if (!restates(w->r, &w->whom->acts[i], day, yes, e) ||
		    (*yes && !is_named(w, &w->whom->acts[i], day, &named, e)))
			return false;
		*yes &= !named;
	}
	return true;
}

/* That a bulletin is restated by these acts, before nobody can tell any more which file they are about: what a restored register forgets
 * may not have been restated there. */
static bool keep_owed(struct reg *r, struct arena *a, const struct store_gone *acts, size_t n,
		      struct err *e)
{
	int64_t day;

	if (!newest_bulletin(r, a, &day, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		bool yes;

		if (!restates(r, &acts[i], day, &yes, e) ||
		    (yes && !store_merge_keep(r->store, a, acts[i].log, acts[i].seq, day, e)))
			return false;
	}
	return true;
}

bool erase_holds(struct accepting *w, struct err *e)
{
	bool owed;

	if (!is_owed(w, &owed, e))
		return false;
	/* What is acknowledged and not in the log yet would be counted by nobody. */
	if (w->whom->waits)
		(void)refuse(w->why, "waits", S("subject_erased"), S(""),
			     "somebody of whom no record waits for the cut (sulh cut, which says "
			     "what waits for more than that)");
	if (owed)
		(void)refuse(w->why, "restated", S("subject_erased"), S(""),
			     "somebody of whom no merge has to be restated: restate the last "
			     "bulletin first (sulh bulletin restate)");
	return true;
}

struct subjects {
	struct accepting *w;
	struct buf tags; /* of ERASE_TAG bytes each */
};

static bool intend(struct subjects *x, const uint8_t subject[16], struct str case_no, struct err *e)
{
	struct store_erasing row = { .case_no = case_no };
	uint8_t tag[ERASE_TAG];

	memcpy(row.subject, subject, sizeof row.subject);
	erase_tag(subject, tag);
	buf_add(&x->tags, tag, sizeof tag);
	return store_erasing_add(x->w->r->store, &row, e);
}

/* The act's own identity, of compartment T, if it has one. */
static bool intend_own(struct subjects *x, const struct store_gone *act, struct str case_no,
		       struct err *e)
{
	const struct store_log *logs;
	struct centre_body body;
	struct store_entry s;
	struct entry entry;
	size_t n;

	if (!store_logs_kept(x->w->r->store, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (logs[i].id == act->log)
			return store_entry_get(x->w->r->store, x->w->a, act->log, act->seq, &s,
					       e) &&
			       entry_read(x->w->a, s.bytes, &entry, e) &&
			       seal_read_act(x->w->r, x->w->a, &logs[i], &entry, s.c, &body, e) &&
			       (!body.has_own || intend(x, body.own, case_no, e));
	return err_set(e, ERR_FAILED, "erase: an act is of a log that is not here");
}

static bool intend_case(struct subjects *x, struct str case_no, struct err *e)
{
	struct store_gone *acts;
	struct store_case c;
	size_t n;

	if (!store_case(x->w->r->store, x->w->a, case_no, &c, e) ||
	    !intend(x, c.subject, case_no, e) ||
	    !store_erase_acts(x->w->r->store, x->w->a, case_no, &acts, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!intend_own(x, &acts[i], case_no, e))
			return false;
	return true;
}

/* The draft as it is sealed: the tags take the place of the number that is to be destroyed. */
static struct draft *sealed_draft(struct accepting *w, const struct buf *tags)
{
	struct draft *d = arena_copy(w->a, w->d, sizeof *d);
	struct rec *r = d->r = arena_copy(w->a, d->r, sizeof *r);
	size_t n = tags->len / ERASE_TAG;
	struct val *rows = arena_array(w->a, n, sizeof *rows);

	r->v = arena_copy(w->a, r->v, r->kind->n * sizeof *r->v);
	if (n)
		qsort(tags->p, n, ERASE_TAG, by_tag);
	for (size_t i = 0; i < n; i++) {
		struct val *cell = arena_alloc(w->a, sizeof *cell);

		*cell = (struct val){ .set = true,
				      .s = str_mem(tags->p + i * ERASE_TAG, ERASE_TAG) };
		rows[i] = (struct val){ .set = true, .v = cell };
	}
	r->v[field_at(r->kind, "tags")] = (struct val){ .set = true, .v = rows, .len = n };
	r->v[field_at(r->kind, "subject_erased")] = (struct val){ .set = false };
	d->case_no = (struct str){ NULL, 0 };
	return d;
}

/* Several acts may be sealed to one identity: a search that went on. */
static bool intend_once(struct subjects *x, size_t i, struct err *e)
{
	const struct store_gone *acts = x->w->whom->acts;

	for (size_t j = 0; j < i; j++)
		if (!memcmp(acts[j].subject, acts[i].subject, sizeof acts[i].subject))
			return true;
	return intend(x, acts[i].subject, S(""), e);
}

bool erase_intend(struct accepting *w, struct err *e)
{
	struct subjects x = { .w = w, .tags = { .a = w->a } };

	/* An intent that this process cannot carry out would stop all that is recorded after it. */
	if (!reg_unlock(w->r, e))
		return false;
	if (!keys_are_here(w->r->keys))
		return err_set(
			e, ERR_LOCKED,
			"a person is erased with the passphrase, not through the key holder: "
			"nothing was recorded or erased. Stop it (sulh keyd stop), erase "
			"(sulh --pass-file FILE erase ..., or typed), start it again (sulh "
			"keyd start)");
	if (rec_get(w->d->r, "tags"))
		return refuse(w->why, "tags", S("tags"), S(""),
			      "none: they are made of subject_erased");
	for (size_t i = 0; i < w->whom->n_cases; i++)
		if (!intend_case(&x, w->whom->cases[i], e))
			return false;
	for (size_t i = 0; !w->whom->n_cases && i < w->whom->n_acts; i++)
		if (!intend_once(&x, i, e))
			return false;
	w->d = sealed_draft(w, &x.tags);
	w->of = (struct store_case){ 0 };
	w->r->erasing = true;
	return true;
}

/* Doing it. */

/* That an entry has no objects is believed where whoever had the keys said so. */
static struct str gone_text(struct arena *a, const struct store_gone *x)
{
	return str_fmt(a, "%lld/%lld/%lld/%d/%d/%.*s", (long long)x->log, (long long)x->seq,
		       (long long)x->kind, (int)x->cls, (int)x->before, P(x->event));
}

bool erase_gone(struct reg *r, struct arena *a, int64_t log, int64_t seq, bool *yes, struct err *e)
{
	struct store_gone x;

	if (!store_gone(r->store, a, log, seq, &x, e))
		return false;
	*yes = x.mac.s;
	if (!x.mac.s)
		return true;
	if (x.mac.len == 32 &&
	    keys_mac_is(r->keys, GONE, gone_text(a, &x), (const uint8_t *)x.mac.s, e))
		return true;
	return x.mac.len == 32 && e->kind != ERR_FALSE
		       ? false
		       : err_set(e, ERR_ATTENTION,
				 "its objects are gone, and it was not this program that erased "
				 "them; restore a backup");
}

/* No more than the entry itself shows: the event where it chose the public deltas. */
static void only_public(struct store_gone *x)
{
	const struct kind *k = kind_by_code(x->kind);
	bool shown = false;

	for (size_t i = 0; k && i < k->n_outcomes; i++)
		shown |= str_eq(str_of(k->outcomes[i].event), x->event);
	if (!shown) {
		x->kind = 0;
		x->event = S("");
	}
	if (x->cls == x->before)
		x->cls = x->before = CLASS_NONE;
}

static bool erase_acts(struct reg *r, struct arena *a, struct store_gone *acts, size_t n,
		       struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		uint8_t mac[32];

		/* Of a restored register: cut since in the one that was lost. */
		if (acts[i].seq < 0) {
			if (!store_draft_delete(r->store, acts[i].draft, e))
				return false;
			continue;
		}
		only_public(&acts[i]);
		if (!keys_mac(r->keys, GONE, gone_text(a, &acts[i]), mac, e))
			return false;
		acts[i].mac = str_mem(mac, sizeof mac);
		if (!store_erase_entry(r->store, &acts[i], e))
			return false;
	}
	return true;
}

static bool erase_case(struct reg *r, struct arena *a, struct str case_no, struct err *e)
{
	struct store_gone *acts;
	size_t n;

	return store_erase_acts(r->store, a, case_no, &acts, &n, e) &&
	       keep_owed(r, a, acts, n, e) && erase_acts(r, a, acts, n, e) &&
	       store_erase_case(r->store, case_no, S(MARKS_KEPT), e);
}

/* What is sealed to an identity of its own, in no case. */
static bool erase_own(struct reg *r, struct arena *a, const uint8_t subject[16], struct err *e)
{
	struct store_gone *acts;
	size_t n;

	if (!store_erase_own(r->store, a, subject, &acts, &n, e) || !erase_acts(r, a, acts, n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!store_erase_own_act(r->store, acts[i].draft, e))
			return false;
	return true;
}

static bool erase_rows(struct reg *r, struct arena *a, const struct store_erasing *list, size_t n,
		       int64_t day, const struct erase_index *index, struct err *e)
{
	for (unsigned b = 0; b < 256; b++)
		if (index->touched[b] && !names_length_set(r, a, (uint8_t)b, index->upto[b], e))
			return false;
	for (size_t i = 0; i < n; i++) {
		struct store_erased x = { .day = day };

		erase_tag(list[i].subject, x.tag);
		if (!store_erased_add(r->store, &x, e) ||
		    !store_erase_access(r->store, list[i].subject, e))
			return false;
		/* By case; who has none, by the number. */
		if (!list[i].case_no.len ? !erase_own(r, a, list[i].subject, e)
					 : (!i || !str_eq(list[i].case_no, list[i - 1].case_no)) &&
						   !erase_case(r, a, list[i].case_no, e))
			return false;
	}
	return store_erasing_done(r->store, e);
}

static bool erase_keys(struct reg *r, struct arena *a, const struct store_erasing *list, size_t n,
		       struct erase_index *index, struct err *e)
{
	bool lost[256];

	if (!names_lengths(r, a, index->upto, lost, e))
		return false;
	for (size_t b = 0; b < 256; b++)
		if (lost[b])
			index->upto[b] = 0;

	for (size_t at = 0; at < n; at += KEYS_ERASE_MAX) {
		size_t some = n - at < KEYS_ERASE_MAX ? n - at : KEYS_ERASE_MAX;
		uint8_t(*subjects)[16] = arena_array(a, some, sizeof *subjects);

		for (size_t i = 0; i < some; i++)
			memcpy(subjects[i], list[at + i].subject, 16);
		if (!keys_erase(r->keys, a, (const uint8_t(*)[16])subjects, some, index, e))
			return false;
	}
	return true;
}

/* 1 while rows are deleted, and pages of the database may hold them still. */
#define UNSETTLED S("erasing")

static bool unsettled(struct reg *r, bool *yes, struct err *e)
{
	int64_t n;

	if (!store_state(r->store, UNSETTLED, &n, e))
		return false;
	*yes = n == 1;
	return true;
}

/* The database without pages from before, and the lists. Whoever reads the database meanwhile keeps such pages in its
 * files: then it stays to be done. */
static bool settle(struct reg *r, struct arena *a, bool *done, struct err *e)
{
	if (!store_checkpoint(r->store, done, e) || !erasures_write(r, a, e))
		return false;
	if (!*done)
		return true;
	if (!store_begin(r->store, e))
		return false;
	if (store_state_set(r->store, UNSETTLED, 0, e))
		return store_commit(r->store, e);
	intake_drop(r);
	return false;
}

/* Durable in this order: keys, rows, lists. Whatever happens on the way, the intent stays until all rows are gone, and
 * then a word that they may not have left the file yet. */
static bool erase_all(struct reg *r, struct arena *a, const struct store_erasing *list, size_t n,
		      struct err *e)
{
	struct erase_index *index = arena_alloc(a, sizeof *index);
	bool done;
	int64_t day;

	logs_note(r);
	if (!intake_today(r, a, &day, e) || !erase_keys(r, a, list, n, index, e) ||
	    !store_begin(r->store, e))
		return false;
	if (!erase_rows(r, a, list, n, day, index, e) ||
	    !store_state_set(r->store, UNSETTLED, 1, e)) {
		intake_drop(r);
		return false;
	}
	if (!store_commit(r->store, e) || !settle(r, a, &done, e))
		return false;
	return done || err_set(e, ERR_ATTENTION,
			       "keys and rows are deleted, but another program reads the database "
			       "and keeps them in its files: end that program");
}

bool erase_waits(struct reg *r, bool *yes, struct err *e)
{
	struct arena *a = arena_new(0);
	struct store_erasing *list;
	size_t n = 0;
	bool ok = a || err_set(e, ERR_FAILED, "erase: out of memory"), half = false;

	ok = ok && store_erasing(r->store, a, &list, &n, e) && unsettled(r, &half, e);
	arena_free(a);
	*yes = n || half;
	return ok;
}

bool erase_finish(struct reg *r, struct err *e)
{
	struct arena *a = arena_new(0);
	struct store_erasing *list;
	size_t n = 0;
	bool ok = a || err_set(e, ERR_FAILED, "erase: out of memory"), half = false, done;

	ok = ok && store_erasing(r->store, a, &list, &n, e) && unsettled(r, &half, e);
	/* Where only pages of it are left, and somebody still reads them, nobody else's record waits for that. */
	if (ok && (n || half))
		ok = (reg_unlock(r, e) &&
		      (n ? erase_all(r, a, list, n, e) : settle(r, a, &done, e))) ||
		     within(e, "an erasure that was accepted is not done yet, and goes on with the "
			       "next command that writes");
	arena_free(a);
	r->erasing = false;
	return ok;
}

/* A restored register. */

struct matching {
	struct arena *a;
	const struct store_erased *tags;
	size_t n;
	struct buf found; /* of struct store_erasing */
};

static bool match(void *p, const uint8_t subject[16], struct str case_no, struct err *e)
{
	struct matching *m = p;
	struct store_erasing x = { .case_no = str_dup(m->a, case_no) };
	uint8_t tag[ERASE_TAG];

	(void)e;
	erase_tag(subject, tag);
	_Static_assert(offsetof(struct store_erased, tag) == 0, "sought by their first bytes");
	if (!bsearch(tag, m->tags, m->n, sizeof *m->tags, by_tag))
		return true;
	memcpy(x.subject, subject, 16);
	buf_add(&m->found, &x, sizeof x);
	return true;
}

/* Identities of compartment T have no case of their own to be found by. */
static bool match_keys(struct reg *r, struct matching *m, struct err *e)
{
	uint8_t(*tags)[ERASE_TAG] = arena_array(m->a, m->n, ERASE_TAG);
	const uint8_t(*found)[16];
	size_t n;

	for (size_t i = 0; i < m->n; i++)
		memcpy(tags[i], m->tags[i].tag, ERASE_TAG);
	if (!keys_erase_find(r->keys, m->a, (const uint8_t(*)[ERASE_TAG])tags, m->n, &found, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct store_erasing x = { .case_no = S("") };

		memcpy(x.subject, found[i], 16);
		buf_add(&m->found, &x, sizeof x);
	}
	return true;
}

static bool forget(struct reg *r, struct arena *a, const struct store_erased *list, size_t n,
		   size_t *here, struct err *e)
{
	struct matching m = { a, list, n, { .a = a } };
	const struct store_erasing *found;
	struct store_erasing *all;
	bool ok = true;

	if (!n)
		return true;
	if (!store_subjects(r->store, match, &m, e) || !match_keys(r, &m, e))
		return false;
	found = (const struct store_erasing *)(const void *)m.found.p;
	/* Intended first, as any erasure: a crash leaves it to be ended. */
	if (!store_begin(r->store, e))
		return false;
	for (size_t i = 0; ok && i < m.found.len / sizeof *found; i++)
		ok = store_erasing_add(r->store, &found[i], e);
	for (size_t i = 0; ok && i < n; i++)
		ok = store_erased_add(r->store, &list[i], e);
	/* Who is found both ways is one. */
	ok = ok && store_erasing(r->store, a, &all, here, e);
	if (!ok) {
		intake_drop(r);
		return false;
	}
	return store_commit(r->store, e) && erase_finish(r, e);
}

char *erase_replay_path(struct arena *a, const char *dir)
{
	return str_z(a, str_fmt(a, "%s/keyring/" KEYRING_REPLAY, dir));
}

bool erase_replay(struct reg *r, struct str text, size_t *n, struct err *e)
{
	struct arena *a = arena_new(0);
	struct store_erased *list = NULL;
	uint8_t mac[32];
	size_t n_list = 0;
	bool ok = a || err_set(e, ERR_FAILED, "erase: out of memory");

	*n = 0;
	ok = ok && reg_unlock(r, e) && erase_finish(r, e);
	if (ok && text.s)
		ok = erasures_read(a, text, &list, &n_list, mac, e) &&
		     erasures_are(r, a, list, n_list, mac, e);
	ok = ok && forget(r, a, list, n_list, n, e) && os_remove(erase_replay_path(a, r->dir), e);
	arena_free(a);
	return ok;
}
