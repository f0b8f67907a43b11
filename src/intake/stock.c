/* Weapons and ammunition one by one: what was handed in is in store, transferred, lost or destroyed, and at each
 * moment all of it is somewhere (product.md S3; figures.csv W1-W7). Public numbers move only what is in the log
 * already, so that no sum of them points at what waits, or falls below zero. */
#include "store/stock.h"

#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/utf8.h"
#include "intake/intake_int.h"
#include "intake/slip.h"
#include "match/letter.h"
#include "record/kinds.h"
#include "record/need.h"
#include "base/banned.h"

bool stock_of_place(const struct kind *k)
{
	return k == &kind_stock_move || k == &kind_clearance_task;
}

static bool act_is(struct accepting *w, const char *act)
{
	return rec_is(w->d->r, "act", act);
}

/* Leaves the store for good, or until it is found. */
static bool goes(struct str act)
{
	return str_eq(act, S("transfer")) || str_eq(act, S("destroy")) || str_eq(act, S("lost"));
}

static bool is_here(struct str state)
{
	return str_eq(state, S("in")) || str_eq(state, S("store")) || str_eq(state, S("found"));
}

static struct store_mark item_mark(struct accepting *w, struct str no)
{
	return mark_of(w, "item_no", no);
}

/* Two values under one digest: the first in hex, which has no slash, so neither runs into the other. */
static struct store_mark pair_mark(struct accepting *w, const char *what, struct str no,
				   struct str subject)
{
	return mark_of(w, what,
		       str_fmt(w->a, "%.*s/%.*s", P(str_hex(w->a, subject.s, subject.len)), P(no)));
}

/* Letters, small, and digits, 0 to 9: whoever writes the same serial otherwise, in any script, makes no other weapon of it. */
static struct str serial_fold(struct arena *a, struct str serial)
{
	struct str rest = utf8_digits(a, serial);
	int32_t last = 0, c, one;
	struct buf b = { .a = a };

	while (rest.len && (c = utf8_next(&rest)) >= 0) {
		c = letter_lower(c);
		one = last && letter_is_mark(c) ? letter_compose(last, c) : 0;
		if (one) {
			last = one;
			continue;
		}
		if (last)
			letter_put(&b, last);
		last = letter_is(c) ? c : 0;
	}
	if (last)
		letter_put(&b, last);
	/* Of signs alone nothing else would be left to tell them apart by. */
	return b.len ? buf_text(&b) : serial;
}

static struct store_mark serial_mark(struct accepting *w)
{
	return mark_of(w, "weapon_serial",
		       str_fmt(w->a, "%.*s/%.*s", P(rec_code(w->d->r, "class")),
			       P(serial_fold(w->a, rec_code(w->d->r, "serial")))));
}

/* A weapon that comes twice may have been taken from a store, and sold. */
static bool serial_holds(struct accepting *w, struct err *e)
{
	const struct val *seen = rec_get(w->d->r, "serial_seen");
	struct store_mark m;
	struct str of;

	if (!rec_get(w->d->r, "serial"))
		return true;
	m = serial_mark(w);
	if (!store_mark_find(w->r->store, w->a, &m, &of, e))
		return false;
	return !of.s || (seen && seen->n) ||
	       refuse(w->why, "seen", S("serial"), S(""),
		      "one that is not in the book: a weapon of this class with this serial was "
		      "handed in before; look at both, and say serial_seen=yes");
}

/* The number at position i of a list, as the book has it. */
static bool find_item(struct accepting *w, const char *field, size_t i, const uint8_t *but,
		      struct store_stocked *out, struct err *e)
{
	const struct val *list = rec_get(w->d->r, field);
	struct store_mark m = item_mark(w, list->v[i].s);

	if (!store_stocked(w->r->store, w->a, m.mac, but, out, e))
		return false;
	return (out->there && out->log == w->log.id) ||
	       refuse(w->why, "no_such_item", str_of(field), S(""),
		      "numbers of weapons or lots that were handed in at this centre: that at "
		      "position %zu was not",
		      i + 1);
}

static bool may_move(struct accepting *w, size_t i, const struct store_stocked *x)
{
	struct str act = rec_code(w->d->r, "act"), group = rec_code(w->d->r, "group");
	bool found = str_eq(act, S("found"));

	if (x->kind != kind_weapon_item.code || !str_eq(x->group, group))
		return refuse(w->why, "group", S("item_nos"), group,
			      "weapons of this group only: that at position %zu is none", i + 1);
	if (!x->cut)
		return refuse(w->why, "waits", S("item_nos"), S(""),
			      "weapons that are in the log: that at position %zu waits for its cut",
			      i + 1);
	if (str_eq(act, S("store")) && x->danger)
		return refuse(w->why, "danger", S("item_nos"), S(""),
			      "what may be stored: that at position %zu is unsafe; record a "
			      "clearance task of kind EO_spot for it, then destroy or transfer it",
			      i + 1);
	return (found ? str_eq(x->state, S("lost")) : is_here(x->state)) ||
	       refuse(w->why, "not_here", S("item_nos"), x->state,
		      "%s: that at position %zu is not (its last move: %.*s)",
		      found ? "weapons that were lost" : "weapons that are in store", i + 1,
		      P(x->state));
}

/* What acts of a group took away, less what was found again. */
static int64_t gone_of(const struct store_moved *list, size_t n, struct str group)
{
	int64_t gone = 0;

	for (size_t i = 0; i < n; i++) {
		if (!str_eq(list[i].group, group))
			continue;
		if (goes(list[i].act))
			gone += list[i].items;
		else if (str_eq(list[i].act, S("found")))
			gone -= list[i].items;
	}
	return gone;
}

/* Of heavy materiel only a delayed sum tells; a move or a count tells no more than that. */
static bool told(struct accepting *w, const uint8_t *but, struct err *e)
{
	struct str group = rec_code(w->d->r, "group"), act = rec_code(w->d->r, "act");
	struct store_moved *list;
	int64_t sum, items = need_amount(w->d->r, "items");
	size_t n;

	if (!str_eq(group, S("W3")) || !items || (!goes(act) && !act_is(w, "count")))
		return true;
	if (!store_told(w->r->store, &sum, e) ||
	    !store_moved(w->r->store, w->a, 0, but, &list, &n, e))
		return false;
	sum -= gone_of(list, n, group);
	return items <= sum ||
	       refuse(w->why, "not_told", S("items"), str_fmt(w->a, "%lld", (long long)items),
		      "%lld at most: of heavy materiel no more is public than what delayed sums "
		      "(figure W3) have told",
		      (long long)(sum > 0 ? sum : 0));
}

/* Rounds, or kilograms: what goes was there, what is found was lost. */
static bool enough_of(struct accepting *w, const char *field, const uint8_t *but, struct err *e)
{
	bool kg = str_eq(str_of(field), S("kg"));
	int64_t amount = need_amount(w->d->r, field), there, lost = 0;
	struct store_moved *list;
	size_t n;

	if (!amount || (!goes(rec_code(w->d->r, "act")) && !act_is(w, "found")))
		return true;
	if (!store_lots(w->r->store, w->log.id, kg ? S("kg") : S("rounds"), &there, e) ||
	    !store_moved(w->r->store, w->a, w->log.id, but, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		int64_t x = kg ? list[i].kg : list[i].rounds;

		there += goes(list[i].act) ? -x : str_eq(list[i].act, S("found")) ? x : 0;
		lost += str_eq(list[i].act, S("lost"))	  ? x
			: str_eq(list[i].act, S("found")) ? -x
							  : 0;
	}
	if (act_is(w, "found"))
		there = lost;
	return amount <= there ||
	       refuse(w->why, "too_much", str_of(field), str_fmt(w->a, "%lld", (long long)amount),
		      "%lld at most: so much %s", (long long)(there > 0 ? there : 0),
		      act_is(w, "found") ? "was lost" : "is in the book and in the log");
}

/* Count minus book, of what is in the log. */
static bool difference_holds(struct accepting *w, struct err *e)
{
	struct str group = rec_code(w->d->r, "group");
	struct store_book *list;
	int64_t book = 0, items = need_amount(w->d->r, "items"), want;
	size_t n;

	if (!act_is(w, "count"))
		return true;
	if (!store_book(w->r->store, w->a, w->log.id, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (list[i].cut && str_eq(list[i].group, group) && is_here(list[i].state))
			book += list[i].n;
	want = items - book;
	return need_amount(w->d->r, "difference") == want ||
	       refuse(w->why, "difference", S("difference"),
		      str_fmt(w->a, "%lld", (long long)need_amount(w->d->r, "difference")),
		      "%lld: %lld counted, %lld in the book and in the log", (long long)want,
		      (long long)items, (long long)book);
}

static bool move_holds(struct accepting *w, struct err *e)
{
	const struct val *list = rec_get(w->d->r, "item_nos");
	struct store_move_at old = { .there = false };
	const uint8_t *but = NULL;
	bool ok = true;

	if (corrects_at(w->d->r) >= 0 &&
	    !store_move_at(w->r->store, w->a, w->log.id, corrects_at(w->d->r), &old, e))
		return false;
	if (old.later)
		return refuse(w->why, "moved_since", S("corrects"), w->d->corrects,
			      "a move of which nothing was moved since: correct the later one "
			      "first");
	if (old.there)
		but = old.draft;
	for (size_t i = 0; list && i < list->len; i++) {
		struct store_stocked x;

		if (!find_item(w, "item_nos", i, but, &x, e)) {
			if (e->kind != ERR_NONE)
				return false;
			ok = false;
		} else {
			ok &= may_move(w, i, &x);
		}
	}
	if (!ok)
		return false;
	ok = told(w, but, e);
	ok = e->kind == ERR_NONE && enough_of(w, "rounds", but, e) && ok;
	ok = e->kind == ERR_NONE && enough_of(w, "kg", but, e) && ok;
	return e->kind == ERR_NONE && difference_holds(w, e) && ok;
}

static bool task_holds(struct accepting *w, struct err *e)
{
	const struct val *list = rec_get(w->d->r, "for_items");

	for (size_t i = 0; list && i < list->len; i++) {
		struct store_stocked x;

		if (!find_item(w, "for_items", i, NULL, &x, e))
			return false;
		if (!x.danger)
			return refuse(w->why, "no_danger", S("for_items"), S(""),
				      "what is unsafe or dangerous: that at position %zu may be "
				      "stored",
				      i + 1);
	}
	return true;
}

struct store_mark receipted_mark(struct accepting *w, struct str no, struct str holder)
{
	return pair_mark(w, "receipted", no, holder);
}

struct store_mark receipt_mark(struct accepting *w, struct str no, struct str holder,
			       int64_t things)
{
	return mark_of(w, "receipt_of",
		       str_fmt(w->a, "%.*s/%.*s/%lld", P(no),
			       P(str_hex(w->a, holder.s, holder.len)), (long long)things));
}

/* One receipt for each who handed it in, and for nobody else; for what nobody known handed in, one bound to nobody. */
static bool receipt_item(struct accepting *w, size_t i, struct str holder, struct err *e)
{
	struct str no = rec_get(w->d->r, "items")->v[i].s;
	struct store_mark had = receipted_mark(w, no, holder),
			  handed = pair_mark(w, "handed", no, holder);
	bool taken, his = false;
	struct store_stocked x;

	if (!find_item(w, "items", i, NULL, &x, e) ||
	    !store_named_there(w->r->store, had.mac, &taken, e) ||
	    (holder.len && !store_named_there(w->r->store, handed.mac, &his, e)))
		return false;
	if (holder.len ? !his : x.handed)
		return refuse(w->why, "other_holder", S("holder"), S(""),
			      "%s: that at position %zu was handed in by %s",
			      holder.len ? "one of those who handed it in"
					 : "the person who handed it in",
			      i + 1, x.handed ? "somebody else" : "nobody known");
	return !taken ||
	       refuse(w->why, "receipted", S("items"), S(""),
		      "what has no receipt for this holder: that at position %zu has one", i + 1);
}

static bool receipt_holds(struct accepting *w, struct err *e)
{
	const struct rec *r = w->d->r;
	const struct val *list = rec_get(r, "items");
	struct str holder = rec_code(r, "holder");
	struct hash want = slip_commitment((const uint8_t *)rec_code(r, "receipt_no").s, holder);

	for (size_t i = 0; i < list->len; i++)
		if (!receipt_item(w, i, holder, e))
			return false;
	return !holder.len || str_eq(rec_code(r, "commitment"), hash_str(&want)) ||
	       refuse(w->why, "commitment", S("commitment"), S(""),
		      "SHA-256 of \"sulh/receipt/v1\", a zero byte, receipt_no and holder");
}

bool stock_holds(struct accepting *w, struct err *e)
{
	const struct kind *k = w->d->kind;

	e->kind = ERR_NONE;
	if (k == &kind_weapon_item)
		return serial_holds(w, e);
	if (k == &kind_stock_move)
		return move_holds(w, e);
	if (k == &kind_clearance_task)
		return task_holds(w, e);
	return k != &kind_weapon_receipt || receipt_holds(w, e);
}

static void name(struct buf *b, struct store_mark m)
{
	buf_add(b, m.mac, sizeof m.mac);
}

static void name_handed(struct accepting *w, struct buf *b)
{
	const struct val *first = rec_get(w->d->r, "handed_by"),
			 *also = rec_get(w->d->r, "handed_by_also");
	struct str no = rec_code(w->d->r, "item_no");

	if (!first || !no.len)
		return;
	name(b, pair_mark(w, "handed", no, first->s));
	for (size_t i = 0; also && i < also->len; i++)
		name(b, pair_mark(w, "handed", no, also->v[i].v[0].s));
}

static void name_all(struct accepting *w, struct buf *b, const char *field)
{
	const struct val *list = rec_get(w->d->r, field);

	for (size_t i = 0; list && i < list->len; i++)
		name(b, item_mark(w, list->v[i].s));
}

void stock_ties(struct accepting *w, struct store_ties *t)
{
	const struct kind *k = w->d->kind;
	const struct rec *r = w->d->r;
	struct buf b = { .a = w->a };

	if (k == &kind_weapon_item || k == &kind_ammo_lot) {
		name_handed(w, &b);
		t->danger = rec_is(r, "condition", "unsafe") || rec_is(r, "condition", "dangerous");
		if (k == &kind_weapon_item && rec_get(r, "serial"))
			t->marks[t->n_marks++] = serial_mark(w);
	} else if (k == &kind_stock_move) {
		name_all(w, &b, "item_nos");
	} else if (k == &kind_clearance_task) {
		name_all(w, &b, "for_items");
	} else if (k == &kind_weapon_receipt) {
		const struct val *list = rec_get(r, "items");

		for (size_t i = 0; i < list->len; i++)
			name(&b, receipted_mark(w, list->v[i].s, rec_code(r, "holder")));
		t->marks[t->n_marks++] =
			receipt_mark(w, str_hex(w->a, rec_code(r, "receipt_no").s, 16),
				     rec_code(r, "holder"), (int64_t)list->len);
	}
	t->named = buf_text(&b);
}

bool stock_fold(struct reg *r, struct arena *a, const struct rec *rec, int64_t log,
		const uint8_t draft[16], int64_t seq, const struct store_ties *t, struct err *e)
{
	bool task = rec->kind == &kind_clearance_task;
	struct store_move x = { .log = log, .seq = seq, .act = S("task"), .group = S("") };

	/* A task for nothing of the store is none of the book's. */
	if (task && !t->named.len)
		return true;
	memcpy(x.draft, draft, sizeof x.draft);
	if (!task) {
		x.act = rec_code(rec, "act");
		x.group = rec_code(rec, "group");
		x.items = need_amount(rec, "items");
		x.rounds = need_amount(rec, "rounds");
		x.kg = need_amount(rec, "kg");
	}
	return store_fold_move(r->store, a, &x, corrects_at(rec), e) &&
	       store_fold_ties(r->store, t, e);
}
