/* See exchange.h. */
#include "intake/exchange.h"

#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "intake/access.h"
#include "intake/intake_int.h"
#include "keyd/keys_exchange.h"
#include "record/kinds.h"
#include "store/access.h"
#include "store/erase.h"
#include "base/banned.h"

bool exchange_logs(struct reg *r, struct arena *a, struct exchange_log list[EXCHANGE_LOGS],
		   size_t *n, struct err *e)
{
	struct store_log *logs;
	size_t all;

	*n = 0;
	if (!store_logs(r->store, a, &logs, &all, e))
		return false;
	for (size_t i = 0; i < all; i++) {
		if (!reg_log_own(r, a, logs[i].name))
			continue;
		if (*n == EXCHANGE_LOGS)
			return err_set(
				e, ERR_FAILED,
				"name the logs of this register: more than %d, which is all that "
				"another one is told of",
				EXCHANGE_LOGS);
		list[(*n)++] = (struct exchange_log){ logs[i].origin, (int64_t)logs[i].tree.size };
	}
	return true;
}

bool exchange_key(struct reg *r, uint8_t recipient[32], struct err *e)
{
	return reg_unlock(r, e) && keys_exchange_key(r->keys, recipient, e);
}

/* A file that is closed as another's is nobody's, nor one that was opened in error. */
#define NOT_SENT "merged_into,erased,opened_in_error,child_referred"

struct sending {
	struct reg *r;
	struct arena *a, *one;
	struct exchange_send *x;
	struct keys_sending s;
	struct buf subjects;
	struct store_log log;
	struct store_access grant;
	struct exchange_log logs[EXCHANGE_LOGS];
	struct keys_sent got;
};

static bool note_subject(void *p, const uint8_t subject[16], struct str case_no, struct err *e)
{
	struct sending *w = p;
	struct store_case c;

	arena_reset(w->one);
	if (!store_case(w->r->store, w->one, case_no, &c, e))
		return false;
	if (c.there && !code_in(NOT_SENT, c.state))
		buf_add(&w->subjects, subject, 16);
	return true;
}

/* The grant in the log, for the holder of the key to look at once more. */
static bool find_grant(struct sending *w, struct refusals *why, struct err *e)
{
	struct str where = w->x->grant, log = str_cut(&where, '/');
	struct store_entry entry;
	int64_t seq, today;
	uint8_t id[32];
	bool ended;

	if (!where.s || !int_parse(where, 0, INT64_MAX, &seq))
		return err_set(e, ERR_USAGE, "exchange send: give the grant as LOG/INDEX");
	if (!reg_log(w->r, w->a, log, &w->log, e) || !intake_today(w->r, w->a, &today, e) ||
	    !store_grant(w->r->store, w->a, w->log.id, seq, S(""), &w->grant, &ended, e))
		return false;
	exchange_id(w->x->recipient, id);
	if (w->grant.what != ACCESS_GRANT)
		return refuse(why, "grant", S("grant"), w->x->grant,
			      "a grant of access that is in a log here");
	if (memcmp(w->grant.reader, id, sizeof w->grant.reader) != 0)
		return refuse(why, "reader", S("grant"), w->x->grant,
			      "a grant for this index key: reader=%.*s recipient=%.*s",
			      P(str_hex(w->a, id, 4)), P(str_hex(w->a, w->x->recipient, 32)));
	if (w->grant.at < today)
		return refuse(why, "expired", S("grant"), day_text(w->a, w->grant.at),
			      "a grant that has not expired");
	if (!store_entry_get(w->r->store, w->a, w->log.id, seq, &entry, e))
		return false;
	w->s.id8 = w->log.id8;
	w->s.log = w->log.name;
	w->s.entry = entry.bytes;
	w->s.object = entry.c;
	return true;
}

static bool make_once(void *p, const uint64_t upto[256], struct err *e)
{
	struct sending *w = p;

	return keys_exchange_make(w->r->keys, w->a, &w->s, upto, &w->got, e);
}

/* Of all of them at once: of nobody in particular. */
static bool send(struct sending *w, struct refusals *why, struct err *e)
{
	static const uint8_t all[16];
	struct access opening = { .officer = w->x->officer,
				  .purpose = S("duplicate"),
				  .grant = w->x->grant,
				  .log = w->log.name,
				  .subject = all };
	const struct names_question q = {
		.r = w->r, .a = w->a, .ask = make_once, .p = w, .lost = &w->got.lost
	};
	struct receipt receipt;

	if (!store_subjects(w->r->store, note_subject, w, e) ||
	    !exchange_logs(w->r, w->a, w->logs, &w->s.n_logs, e))
		return false;
	w->s.subjects = buf_text(&w->subjects);
	w->s.logs = w->logs;
	w->s.operation = w->r->operation;
	memcpy(w->s.recipient, w->x->recipient, sizeof w->s.recipient);
	w->s.progress = w->x->progress;
	w->s.p = w->x->p;
	if (!access_open(w->r, w->a, &opening, &receipt, why, e) || !names_ask(&q, e))
		return false;
	w->x->file = w->got.file;
	w->x->rows = w->got.rows;
	w->x->expires_on = w->got.expires_on;
	return true;
}

static bool is_sender(struct sending *w, struct refusals *why, struct err *e)
{
	uint8_t own[32];
	struct signer who;

	if (!reader_find(w->r, w->a, w->x->officer, &who, why, e) ||
	    !keys_exchange_key(w->r->keys, own, e))
		return false;
	if (!who.serving || !role_in(who.roles, S(EXCHANGE_COMPARES)))
		return refuse(why, "role", S("as"), w->x->officer,
			      "an adjudicator who serves today: the two registers are compared by "
			      "those who judge what is found");
	if (!memcmp(own, w->x->recipient, sizeof own))
		return refuse(why, "own_key", S("recipient"), S(""),
			      "the index key of another register: this one is its own");
	w->s.kid = arena_copy(w->a, who.kid, sizeof who.kid);
	return intake_sign_in(w->r, w->a, &w->x->officer, 1, e);
}

bool exchange_send(struct reg *r, struct arena *a, struct exchange_send *x, struct refusals *why,
		   struct err *e)
{
	struct sending w = { .r = r, .a = a, .one = arena_new(0), .x = x, .subjects = { .a = a } };
	bool ok = w.one || err_set(e, ERR_FAILED, "send names: out of memory");

	if (ok)
		e->kind = ERR_NONE;
	ok = ok && reg_unlock(r, e) && is_sender(&w, why, e) && find_grant(&w, why, e) &&
	     send(&w, why, e);
	arena_free(w.one);
	if (!ok && why->n && e->kind == ERR_NONE)
		err_set(e, ERR_REFUSED, "exchange send is refused");
	return ok;
}
