/* The cut: drafts become entries (format.md section 2). One transaction a log; nobody sees half a batch. */
#include "intake/intake_int.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "intake/due.h"
#include "intake/vouch.h"
#include "ledger/hash.h"
#include "ledger/key.h"
#include "record/kinds.h"
#include "record/opday.h"
#include "store/person.h"
#include "base/banned.h"

#define SMALL_CELL 5

static int by_leaf(const void *x, const void *y)
{
	return memcmp(((const struct ready *)x)->leaf.b, ((const struct ready *)y)->leaf.b, 32);
}

/* The drafts that an entry was are gone with it; a weapon's objects stay beside its entry. */
static bool keep_items(struct cutting *w, const struct ready *t, int64_t seq, struct err *e)
{
	for (size_t i = 0; i < t->n_items; i++)
		if (!store_item_add(w->r->store, w->log.id, seq, (int64_t)i, t->items[i].d.id,
				    t->items[i].d.c, e) ||
		    !store_draft_delete(w->r->store, t->items[i].d.id, e))
			return false;
	return true;
}

static bool append(struct cutting *w, const struct ready *t, struct err *e)
{
	struct store_entry x = { w->log.id, (int64_t)w->log.tree.size,
				 t->bytes,  hash_str(&t->leaf),
				 t->d.c,    t->d.s };

	tree_add(&w->log.tree, &t->leaf);
	return store_entry_add(w->r->store, &x, e) && keep_items(w, t, x.seq, e) &&
	       store_fold_entry(w->r->store, w->a, x.log, x.seq, &t->x, t->n_items ? NULL : t->d.id,
				e);
}

/* Openings of this log's objects since its last cut: those that were counted here, or those in the key holder's journal,
 * should somebody have opened more than this program knows. */
static bool opened_since(struct cutting *w, int64_t *n, struct err *e)
{
	struct str here = str_fmt(w->a, "opened/%lld", (long long)w->log.id),
		   journal = str_fmt(w->a, "journal/%lld", (long long)w->log.id);
	int64_t counted, before, all;

	if (!store_state(w->r->store, here, &counted, e) ||
	    !store_state(w->r->store, journal, &before, e) ||
	    !keys_opened(w->r->keys, w->log.name, &all, e))
		return false;
	counted = counted == NO_DAY ? 0 : counted;
	before = before == NO_DAY ? 0 : before;
	if (all < before)
		return err_set(e, ERR_ATTENTION,
			       "cut log %.*s: the journal of the keyring has %lld openings of it, "
			       "%lld are published: put it back from a backup",
			       P(w->log.name), (long long)all, (long long)before);
	*n = all - before > counted ? all - before : counted;
	return (!counted || store_state_set(w->r->store, here, 0, e)) &&
	       (all == before || store_state_set(w->r->store, journal, all, e));
}

/* The entry that ends a batch. It has no signature: two officers attest it later. */
static bool append_cut(struct cutting *w, int64_t first, const struct ready *list, size_t n,
		       struct err *e)
{
	const struct kind *k = kind_by_name(S("cut"));
	struct rec *r = rec_new(w->a, k);
	struct ready t = { .d = { .log = w->log.id } };
	struct buf leaves = { .a = w->a };
	struct refusals why = { .a = w->a };
	struct hash batch;
	uint8_t id[16];
	int64_t opened;

	if (!opened_since(w, &opened, e))
		return false;
	for (size_t i = 0; i < n; i++)
		buf_add(&leaves, list[i].leaf.b, 32);
	batch = hash_of(buf_text(&leaves));
	r->day = r->from_day = w->day;
	r->v[field_at(k, "first")] = (struct val){ .set = true, .n = first };
	r->v[field_at(k, "count")] = (struct val){ .set = true, .n = (int64_t)n };
	r->v[field_at(k, "batch")] = (struct val){ .set = true, .s = hash_str(&batch) };
	r->v[field_at(k, "opened")] = (struct val){ .set = true, .n = opened };
	if (!entry_of(w->a, r, &w->view.v, (struct str){ NULL, 0 }, &t.x, &why))
		return err_set(e, ERR_FAILED, "cut log %.*s: the entry does not fit",
			       P(w->log.name));
	os_random(id, sizeof id);
	t.x.id = str_mem(id, sizeof id);
	t.bytes = entry_put(w->a, &t.x, 0);
	t.leaf = hash_leaf(t.bytes);
	return append(w, &t, e);
}

/* What was cut and put back among the drafts has the MAC that it had, and another day: it would count twice. */
static bool not_cut_before(struct cutting *w, const struct ready *t, struct err *e)
{
	bool before;

	return store_act_in_log(w->r->store, t->d.id, &before, e) &&
	       (!before || err_set(e, ERR_ATTENTION,
				   "draft %.*s is in the log already; nothing is cut; restore a "
				   "backup",
				   P(str_hex(w->a, t->d.id, 16))));
}

static bool append_batch(struct cutting *w, const struct ready *list, size_t n, struct err *e)
{
	int64_t first = (int64_t)w->log.tree.size;

	for (size_t i = 0; i < n; i++)
		if ((!list[i].n_items && !not_cut_before(w, &list[i], e)) ||
		    !append(w, &list[i], e) ||
		    (!list[i].n_items && !store_draft_delete(w->r->store, list[i].d.id, e)))
			return within(e, "cut log %.*s", P(w->log.name));
	return append_cut(w, first, list, n, e);
}

static bool ready_of(struct cutting *w, const struct store_draft *d, struct ready *t, struct err *e)
{
	uint8_t mac[32];

	memset(t, 0, sizeof *t);
	t->d = *d;
	t->bytes = d->bytes;
	if (!draft_mac(w->r, w->a, d, mac, e))
		return false;
	if (d->mac.len != sizeof mac || !key_eq(mac, d->mac.s, sizeof mac))
		return err_set(
			e, ERR_ATTENTION,
			"cut log %.*s: draft %.*s is not as it was accepted; nothing is cut; "
			"restore a backup",
			P(w->log.name), P(str_hex(w->a, d->id, 16)));
	if (!entry_read(w->a, d->bytes, &t->x, e))
		return within(e, "cut log %.*s: a draft cannot be read; restore a backup",
			      P(w->log.name));
	if (d->person) {
		t->x.day = t->x.from_day = w->day;
		t->bytes = entry_put(w->a, &t->x, 0);
	}
	t->leaf = hash_leaf(t->bytes);
	memcpy(t->who, d->id, sizeof t->who);
	return true;
}

/* Takes out what is not what officers signed: it stays a draft, is said, and holds nobody else up. */
static bool only_vouched(struct cutting *w, struct ready *list, size_t *n, struct err *e)
{
	struct store_draft *drafts = arena_array(w->a, *n + 1, sizeof *drafts);
	struct vouched *out = arena_array(w->a, *n + 1, sizeof *out);
	size_t kept = 0;

	for (size_t i = 0; i < *n; i++)
		drafts[i] = list[i].d;
	if (!vouch_drafts(w->r, w->a, &w->log, w->report->first, drafts, *n, out, e))
		return within(e, "cut log %.*s", P(w->log.name));
	for (size_t i = 0; i < *n; i++) {
		list[i].body = out[i].body;
		if (!out[i].wrong.s) {
			list[kept++] = list[i];
			continue;
		}
		w->report->doubted++;
		w->report->why_doubted = vouch_said(w->a, list[i].d.id, &out[i]);
	}
	*n = kept;
	return true;
}

/* What decisions rest on counts from its cut: so that no act is judged by what came after it, the cut is not of an earlier day than the record,
 * nor made later than on the next day (vouch_then.c). */
static bool known_in_time(struct cutting *w, struct store_draft *list, size_t *n, struct err *e)
{
	size_t kept = 0;
	int64_t today;

	if (!intake_today(w->r, w->a, &today, e))
		return false;
	for (size_t i = 0; i < *n; i++) {
		bool rests = list[i].kind == kind_decree.code || list[i].kind == kind_centre.code;

		if (!rests || (list[i].accepted_day <= w->day && today <= w->day + 1))
			list[kept++] = list[i];
	}
	wait_for(w, *n - kept,
		 S("decrees and centres count from their cut: for a day from that of the "
		   "record on, and not before yesterday"));
	*n = kept;
	return true;
}

/* Entries about places, in the order in which they were accepted; those that must wait stay drafts. */
static bool cut_places(struct cutting *w, struct err *e)
{
	struct store_draft *list;
	struct ready *take;
	size_t n;

	if (!store_drafts(w->r->store, w->a, w->log.id, false, &list, &n, e) ||
	    !known_in_time(w, list, &n, e))
		return false;
	take = arena_array(w->a, n + 1, sizeof *take);
	for (size_t i = 0; i < n; i++)
		if (!ready_of(w, &list[i], &take[i], e))
			return false;
	if (!only_vouched(w, take, &n, e))
		return false;
	if (!places_that_go(w, take, &n, e))
		return within(e, "cut log %.*s", P(w->log.name));
	if (w->view.e.kind != ERR_NONE) {
		*e = w->view.e;
		return false;
	}
	w->report->places = (int64_t)n;
	return !n || append_batch(w, take, n, e);
}

/* What was accepted after the day's cut-off is of a later day, and waits for that. */
static size_t accepted_by_day(struct cutting *w, struct store_draft *list, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (list[i].accepted_day <= w->day)
			list[kept++] = list[i];
	wait_for(w, n - kept, S("accepted after the cut-off of that day"));
	return kept;
}

/* Everything sealed: entries about persons, decisions, veiled acts, weapons, in one batch sorted by leaf hash, so
 * that their order tells nothing. */
static bool cut_sealed(struct cutting *w, struct err *e)
{
	struct store_draft *list;
	struct ready *all, *take, *weapons;
	size_t n, n_take = 0, n_items = 0, n_weapons = 0, shown = 0;

	if (!store_drafts(w->r->store, w->a, w->log.id, true, &list, &n, e))
		return false;
	n = accepted_by_day(w, list, n);
	all = arena_array(w->a, n + 1, sizeof *all);
	for (size_t i = 0; i < n; i++)
		if (!ready_of(w, &list[i], &all[i], e))
			return false;
	if (!only_vouched(w, all, &n, e))
		return false;
	take = arena_array(w->a, n + 1, sizeof *take);
	for (size_t i = 0; i < n; i++) {
		const struct kind *k = kind_by_code(all[i].d.kind);

		/* Items from the end, the others from the start. */
		if (k && k->form == FORM_WEAPON)
			take[n - ++n_items] = all[i];
		else
			take[n_take++] = all[i];
	}
	weapons = arena_array(w->a, n_items + 1, sizeof *weapons);
	if (!weapons_that_go(w, take + n_take, n_items, weapons, &n_weapons, &shown, e) ||
	    !sealed_that_go(w, take, &n_take, shown, e))
		return false;
	/* An entry of weapons is of one item at least: there is room. */
	for (size_t i = 0; i < n_weapons; i++)
		take[n_take++] = weapons[i];
	qsort(take, n_take, sizeof *take, by_leaf);
	w->report->persons = (int64_t)n_take;
	return !n_take || append_batch(w, take, n_take, e);
}

static bool cut_log(struct cutting *w, struct err *e)
{
	int64_t last;
	size_t before = w->log.tree.size;

	if (!store_last_cut(w->r->store, w->log.id, &last, e))
		return false;
	/* Until the operation is recorded the day is that of UTC, which may be ahead of the operation's own. */
	if (w->day_by_clock && last != NO_DAY && w->day < last)
		w->day = w->report->day = last;
	if (last != NO_DAY && w->day < last)
		return err_set(
			e, ERR_REFUSED,
			"cut log %.*s for %.*s: it was cut for %.*s already; a later day is needed",
			P(w->log.name), P(day_text(w->a, w->day)), P(day_text(w->a, last)));
	w->report->first = (int64_t)before;
	if (!cut_places(w, e) || !cut_sealed(w, e))
		return false;
	/* The log of headquarters begins with its officers, not with a cut. */
	if (w->log.tree.size == before && last != w->day && (before || w->log.id != w->view.hq) &&
	    !append_cut(w, (int64_t)before, NULL, 0, e))
		return false;
	return store_log_tree(w->r->store, w->log.id, &w->log.tree, e);
}

static bool cut_day(struct reg *r, struct arena *a, int64_t *day, struct err *e)
{
	int64_t today;

	if (!intake_today(r, a, &today, e))
		return false;
	if (*day == NO_DAY)
		*day = today;
	return *day <= today ||
	       err_set(e, ERR_REFUSED, "cut for %.*s: that day is not there yet, today is %.*s",
		       P(day_text(a, *day)), P(day_text(a, today)));
}

static bool cut_one(struct reg *r, struct arena *a, const struct store_log *log, int64_t day,
		    bool day_by_clock, struct cut_report *out, struct err *e)
{
	struct cutting w = {
		.r = r, .a = a, .log = *log, .day = day, .day_by_clock = day_by_clock, .report = out
	};
	const struct rec *operation = intake_operation(r, a, e);
	bool ok;

	*out = (struct cut_report){ .log = log->name, .day = day };
	if (!operation && e->kind != ERR_NONE)
		return false;
	w.cell = operation ? rec_get(operation, "small_cell")->n : SMALL_CELL;
	ok = view_init(&w.view, r, a, log, operation, e) && cut_log(&w, e) &&
	     store_state_set(r->store, S("clock"), clock_now(&r->clock), e);
	kept_forget(r);
	return ok;
}

bool intake_cut_in(struct reg *r, struct arena *a, struct str log, int64_t day,
		   struct cut_report *out, struct err *e)
{
	struct store_log l;

	return reg_unlock(r, e) && clock_ahead(r, clock_now(&r->clock), NULL, e) &&
	       cut_day(r, a, &day, e) && reg_log(r, a, log, &l, e) &&
	       cut_one(r, a, &l, day, true, out, e);
}

static void count_due(const struct due_report *due, const struct store_log *log,
		      struct cut_report *out)
{
	for (size_t i = 0; i < due->n; i++)
		if (due->list[i].log == log->id) {
			out->due += !due->list[i].refused.s;
			out->due_refused += due->list[i].refused.s != NULL;
		}
}

bool intake_cut(struct reg *r, struct arena *a, struct str log, int64_t day,
		struct cut_report **out, size_t *n, struct err *e)
{
	struct store_log *logs;
	struct due_report due;
	size_t n_logs;
	bool by_clock = day == NO_DAY;

	*n = 0;
	if (!reg_signed_hold(r, e) || !clock_ahead(r, clock_now(&r->clock), NULL, e) ||
	    !cut_day(r, a, &day, e) || !intake_due(r, a, false, &due, e) ||
	    !store_logs(r->store, a, &logs, &n_logs, e))
		return false;
	*out = arena_array(a, n_logs, sizeof **out);
	for (size_t i = 0; i < n_logs; i++) {
		if (log.s && !str_eq(log, logs[i].name))
			continue;
		if (!intake_begin(r, e))
			return false;
		if (!cut_one(r, a, &logs[i], day, by_clock, *out + *n, e)) {
			intake_drop(r);
			return false;
		}
		if (!intake_commit(r, e))
			return false;
		count_due(&due, &logs[i], *out + *n);
		(*n)++;
	}
	if (log.s && !*n)
		return err_set(e, ERR_NOTHING, "cut: no log is named %.*s", P(log));
	/* Deleted drafts are gone from the write-ahead log only when it is emptied. */
	return store_checkpoint(r->store, NULL, e);
}
