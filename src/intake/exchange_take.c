/* See exchange_take.h. */
#include "intake/exchange_take.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "intake/exchange.h"
#include "intake/intake_int.h"
#include "intake/states.h"
#include "record/kinds.h"
#include "base/banned.h"

struct looking {
	struct arena *a;
	struct buf list; /* of struct exchange_standing */
};

static struct exchange_standing *standing_of(struct looking *w, const uint8_t sender[32])
{
	struct exchange_standing *list = (struct exchange_standing *)(void *)w->list.p;

	for (size_t i = 0; i < w->list.len / sizeof *list; i++)
		if (!memcmp(list[i].sender, sender, sizeof list->sender))
			return &list[i];
	return NULL;
}

static bool note(void *p, const struct rec *x, int64_t seq, struct err *e)
{
	const struct val *dropped = rec_get(x, "dropped_on");
	struct exchange_standing one = { .made_on = rec_get(x, "made_on")->n,
					 .expires_on = rec_get(x, "expires_on")->n,
					 .dropped_on = dropped ? dropped->n : NO_DAY,
					 .basis = rec_code(x, "basis"),
					 .waits = seq < 0 },
				 *old;
	struct looking *w = p;

	(void)e;
	memcpy(one.sender, rec_get(x, "sender")->s.s, sizeof one.sender);
	memcpy(one.rows.b, rec_get(x, "rows")->s.s, sizeof one.rows.b);
	old = standing_of(w, one.sender);
	if (!old)
		buf_add(&w->list, &one, sizeof one);
	else if (one.waits && !old->waits)
		*old = one;
	return true;
}

/* All that there are records of, each as it stands or will, also what is over. */
static bool all(struct reg *r, struct arena *a, struct exchange_standing **list, size_t *n,
		struct err *e)
{
	struct looking w = { .a = a, .list = { .a = a } };

	if (!states_in_log(r, a, &kind_exchange_taken, note, &w, e) ||
	    !states_to_come(r, a, &kind_exchange_taken, note, &w, e))
		return false;
	*list = (struct exchange_standing *)(void *)w.list.p;
	*n = w.list.len / sizeof **list;
	return true;
}

bool exchange_in_force(struct reg *r, struct arena *a, struct exchange_standing **list, size_t *n,
		       struct err *e)
{
	int64_t today;
	size_t kept = 0;

	if (!intake_today(r, a, &today, e) || !all(r, a, list, n, e))
		return false;
	for (size_t i = 0; i < *n; i++)
		if ((*list)[i].dropped_on == NO_DAY && (*list)[i].expires_on >= today)
			(*list)[kept++] = (*list)[i];
	*n = kept;
	return true;
}

bool exchange_settle(struct reg *r, struct arena *a, const uint8_t *kid, struct err *e)
{
	struct keys_keeping keep[EXCHANGE_HELD];
	struct exchange_standing *list;
	size_t n;

	if (!reg_unlock(r, e) || !exchange_in_force(r, a, &list, &n, e))
		return false;
	/* Who is not told to be kept is destroyed. */
	if (n > EXCHANGE_HELD)
		return err_set(e, ERR_ATTENTION,
			       "what %zu other registers gave is recorded as held, %d at most can "
			       "be: drop some (exchange drop)",
			       n, EXCHANGE_HELD);
	for (size_t i = 0; i < n; i++) {
		keep[i] = (struct keys_keeping){ .expires_on = list[i].expires_on,
						 .digest = list[i].rows };
		memcpy(keep[i].id, list[i].sender, sizeof keep[i].id);
	}
	return keys_exchange_keep(r->keys, kid, keep, n, e);
}

static const struct keys_held *held_of(const struct keys_held *list, size_t n,
				       const struct exchange_standing *x)
{
	for (size_t i = 0; i < n; i++)
		if (!memcmp(list[i].id, x->sender, sizeof list->id) &&
		    list[i].expires_on == x->expires_on &&
		    !memcmp(list[i].digest, x->rows.b, sizeof list->digest))
			return &list[i];
	return NULL;
}

/* The heads alone where nobody is signed in for more. */
static bool look(struct keys *k, struct arena *a, bool whole, struct keys_held **list, size_t *n,
		 struct err *e)
{
	if (whole && keys_exchange_see(k, a, list, n, e))
		return true;
	if (whole && e->kind != ERR_LOCKED)
		return false;
	e->kind = ERR_NONE;
	return keys_exchange_held(k, a, list, n, e);
}

bool exchange_standing(struct reg *r, struct arena *a, bool whole, struct exchange_standing **list,
		       size_t *n, struct err *e)
{
	struct keys_held *held;
	size_t n_held;

	if (!exchange_in_force(r, a, list, n, e))
		return false;
	if (!*n)
		return true;
	if (!reg_unlock(r, e) || !look(r->keys, a, whole, &held, &n_held, e))
		return false;
	for (size_t i = 0; i < *n; i++) {
		struct exchange_standing *x = &(*list)[i];
		const struct keys_held *h = held_of(held, n_held, x);

		x->is = !h ? EXCHANGE_MISSING : h->reads ? EXCHANGE_HERE : EXCHANGE_DAMAGED;
		if (x->is == EXCHANGE_HERE) {
			x->head = h->head;
			x->names = h->rows;
		}
	}
	return true;
}

static struct draft *said(struct arena *a, const struct exchange_standing *x,
			  const struct str *signers, size_t n, struct refusals *why)
{
	struct draft *d = draft_new(a, &kind_exchange_taken);

	d->log = S("hq");
	for (size_t i = 0; i < n && i < DRAFT_OFFICERS; i++)
		d->officers[d->n_officers++] = signers[i];
	(void)draft_set(a, d, S("sender"), str_hex(a, x->sender, sizeof x->sender), why);
	(void)draft_set(a, d, S("rows"), str_hex(a, x->rows.b, sizeof x->rows.b), why);
	(void)draft_set(a, d, S("made_on"), day_text(a, x->made_on), why);
	(void)draft_set(a, d, S("expires_on"), day_text(a, x->expires_on), why);
	(void)draft_set(a, d, S("basis"), x->basis, why);
	return d;
}

struct taking {
	struct reg *r;
	struct arena *a;
	struct exchange_take *x;
	struct refusals *why;
	int64_t today;
	struct exchange_standing now; /* what is to be recorded */
};

/* Of what lies aside nothing is left, where nothing was recorded of it. */
static bool settled(struct taking *w, bool ok, struct err *e)
{
	struct err second = { 0 };

	if (ok)
		return exchange_settle(w->r, w->a, NULL, e) ||
		       within(e, "it is recorded as taken, and lies aside until the next exchange "
				 "take or compare puts it in place");
	(void)exchange_settle(w->r, w->a, NULL, &second); /* the next time, else */
	return false;
}

/* Its logs, as nobody else can have them: each register of an operation has one of headquarters. */
static bool own_logs(struct taking *w, struct exchange_log own[EXCHANGE_LOGS], size_t *n,
		     struct err *e)
{
	size_t all, kept = 0;

	if (!exchange_logs(w->r, w->a, own, &all, e))
		return false;
	for (size_t i = 0; i < all; i++)
		if (!str_starts(own[i].origin, S("hq.")))
			own[kept++] = own[i];
	*n = kept;
	return true;
}

static bool open_file(struct taking *w, struct err *e)
{
	struct exchange_log own[EXCHANGE_LOGS];
	struct keys_taking t = {
		.file = w->x->file, .own = own, .progress = w->x->progress, .p = w->x->p
	};
	const struct keys_taken *got = &w->x->got;
	int64_t made;

	memcpy(t.from, w->x->from, sizeof t.from);
	if (!own_logs(w, own, &t.n_own, e) ||
	    !keys_exchange_take(w->r->keys, w->a, &t, &w->x->got, e))
		return false;
	made = instant_day((struct instant){ got->head.made, 0 });
	w->now = (struct exchange_standing){ .rows = got->digest,
					     .made_on = made < w->today ? made : w->today,
					     .expires_on = got->head.expires_on,
					     .dropped_on = NO_DAY,
					     .basis = w->x->basis };
	exchange_id(got->head.sender, w->now.sender);
	return true;
}

/* What the log has of it: that it was taken, where its names were lost since; or a newer one. */
static bool see_log(struct taking *w, struct err *e)
{
	struct exchange_standing *list;
	size_t n;

	if (!exchange_in_force(w->r, w->a, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (memcmp(list[i].sender, w->now.sender, sizeof list->sender) != 0)
			continue;
		w->x->again = hash_eq(&list[i].rows, &w->now.rows);
		if (!w->x->again && list[i].made_on > w->now.made_on)
			return err_set(
				e, ERR_REFUSED,
				"take names: a newer one of that register was taken, made on "
				"%.*s",
				P(day_text(w->a, list[i].made_on)));
	}
	return true;
}

static bool record(struct taking *w, struct err *e)
{
	struct draft *d = said(w->a, &w->now, w->x->signers, w->x->n_signers, w->why);
	struct receipt receipt;

	(void)draft_set(w->a, d, S("names"), str_fmt(w->a, "%zu", w->x->got.rows), w->why);
	(void)draft_set(w->a, d, S("of_operation"), w->x->got.head.operation, w->why);
	if (w->x->reference.len)
		(void)draft_set(w->a, d, S("reference"), w->x->reference, w->why);
	if (w->why->n)
		return err_set(e, ERR_REFUSED, "exchange_taken is refused");
	return intake_accept(w->r, w->a, d, false, &receipt, w->why, e);
}

/* It lies aside before it is recorded, durably, and is put in place when the record is durable: whatever is broken off, the next
 * exchange_settle finds the record, or destroys what none is of. */
bool exchange_take(struct reg *r, struct arena *a, struct exchange_take *x, struct refusals *why,
		   struct err *e)
{
	struct taking w = { .r = r, .a = a, .x = x, .why = why };

	e->kind = ERR_NONE;
	x->again = false;
	if (!reg_unlock(r, e) || !intake_today(r, a, &w.today, e) ||
	    !intake_sign_in(r, a, x->signers, x->n_signers, e) || !exchange_settle(r, a, NULL, e))
		return false;
	return settled(&w, open_file(&w, e) && see_log(&w, e) && (x->again || record(&w, e)), e);
}

/* By its id, or as much of it as tells it from others. */
static bool find(const struct exchange_standing *list, size_t n, struct arena *a, struct str sender,
		 const struct exchange_standing **out)
{
	struct buf hex = { .a = a };

	*out = NULL;
	for (size_t i = 0; i < sender.len; i++)
		if (sender.s[i] != ' ')
			buf_byte(&hex, (uint8_t)sender.s[i]);
	for (size_t i = 0; hex.len >= 8 && i < n; i++) {
		if (!str_starts(str_hex(a, list[i].sender, sizeof list->sender), buf_text(&hex)))
			continue;
		if (*out)
			return false;
		*out = &list[i];
	}
	return *out != NULL;
}

bool exchange_drop(struct reg *r, struct arena *a, struct str sender, const struct str *signers,
		   size_t n, struct refusals *why, struct err *e)
{
	const struct exchange_standing *x;
	struct exchange_standing *list;
	struct receipt receipt;
	struct draft *d;
	int64_t today;
	size_t n_list;

	e->kind = ERR_NONE;
	if (!reg_unlock(r, e) || !intake_today(r, a, &today, e) ||
	    !exchange_in_force(r, a, &list, &n_list, e))
		return false;
	if (!find(list, n_list, a, sender, &x))
		return err_set(e, ERR_NOTHING,
			       "exchange drop: nothing is held of such a register; give the "
			       "fingerprint as exchange held prints it");
	d = said(a, x, signers, n, why);
	(void)draft_set(a, d, S("dropped_on"), day_text(a, today), why);
	if (why->n || !intake_accept(r, a, d, false, &receipt, why, e))
		return why->n && e->kind == ERR_NONE
			       ? err_set(e, ERR_REFUSED, "exchange_taken is refused")
			       : false;
	return exchange_settle(r, a, NULL, e);
}
