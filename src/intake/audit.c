/* See audit.h. */
#include "intake/audit.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "intake/access.h"
#include "intake/intake_int.h"
#include "intake/vouch_eyes.h"
#include "keyd/act.h"
#include "keyd/keys_act.h"
#include "keyd/names.h"
#include "ledger/key.h"
#include "ledger/seal.h"
#include "record/kinds.h"
#include "store/erase.h"
#include "base/banned.h"

#define AUDIT S("sulh/audit/v1")

struct drawing {
	struct reg *r;
	struct arena *a, *entry; /* entry: of one */
	const struct store_log *log;
	const uint8_t *seed;
	struct buf list; /* of struct audited */
};

static bool take(void *p, const struct store_entry *s, struct err *e)
{
	struct drawing *w = p;
	struct audited x = { .log = w->log->name, .log_id = s->log, .seq = s->seq };
	const struct kind *k;
	struct entry entry;

	arena_reset(w->entry);
	if (!entry_read(w->entry, s->bytes, &entry, e))
		return false;
	k = kind_by_code(entry.kind);
	if (!k || k->form != FORM_PERSON)
		return true;
	memcpy(x.leaf.b, s->leaf.s, sizeof x.leaf.b);
	x.rank = hash_parts(
		(struct str[]){ S("sulh/audit/v1\0"), str_mem(w->seed, 32), str_mem(x.leaf.b, 32) },
		3);
	buf_add(&w->list, &x, sizeof x);
	return true;
}

static int by_rank(const void *x, const void *y)
{
	return memcmp(((const struct audited *)x)->rank.b, ((const struct audited *)y)->rank.b, 32);
}

static bool draw_all(struct drawing *w, struct err *e)
{
	struct store_log *logs;
	size_t n;

	if (!store_logs(w->r->store, w->a, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		w->log = &logs[i];
		if (!memcmp(logs[i].root.b, w->seed, 32))
			return err_set(e, ERR_REFUSED,
				       "audit: the seed is the root of log %.*s; a random one is "
				       "wanted, of the auditor's own",
				       P(logs[i].name));
		if (!store_entries(w->r->store, logs[i].id, 0, (int64_t)logs[i].tree.size, take, w,
				   e))
			return false;
	}
	return true;
}

/* Whoever has the database, but not the keys, takes nothing out of the draw: the row is of whoever erased, and there
 * is nothing left to open. */
static bool gone_rightly(struct reg *r, struct arena *a, struct audited *x, struct err *e)
{
	struct store_entry s;
	struct store_gone gone;

	if (!store_gone(r->store, a, x->log_id, x->seq, &gone, e))
		return false;
	x->erased = gone.mac.s;
	if (!x->erased)
		return true;
	if (!store_entry_get(r->store, a, x->log_id, x->seq, &s, e))
		return false;
	if (s.c.s || s.s.s)
		return err_set(e, ERR_ATTENTION,
			       "it is said to be erased, and its objects are there; restore a "
			       "backup");
	return reg_unlock(r, e) && erase_gone(r, a, x->log_id, x->seq, &x->erased, e);
}

bool audit_draw(struct reg *r, struct arena *a, const uint8_t seed[32], size_t n,
		struct audited **list, size_t *n_list, struct err *e)
{
	struct drawing w = { r, a, arena_new(0), NULL, seed, { .a = a } };
	bool ok = w.entry || err_set(e, ERR_FAILED, "audit: out of memory");
	size_t all, kept = 0, at = 0;

	ok = ok && draw_all(&w, e);
	arena_free(w.entry);
	*list = (struct audited *)(void *)w.list.p;
	all = w.list.len / sizeof **list;
	if (ok && all)
		qsort(*list, all, sizeof **list, by_rank);
	for (; ok && at < all && kept < n; at++) {
		struct audited *x = &(*list)[at];

		ok = gone_rightly(r, a, x, e) ||
		     within(e, "audit entry %.*s/%lld", P(x->log), (long long)x->seq);
		kept += !x->erased;
	}
	*n_list = at;
	return ok;
}

struct auditing {
	struct reg *r;
	struct arena *a;
	uint8_t kid[4]; /* of the reader */
	struct str reader, grant;
	const struct store_log *log;
	struct buf registered; /* struct registered each */
	struct refusals *why;
};

/* As the log knows officers on the day of the entry. */
struct knowing {
	struct auditing *w;
	int64_t day;
};

static bool find_officer(void *p, const uint8_t kid[4], uint8_t pub[32], struct err *e)
{
	const struct knowing *k = p;
	struct store_officer o;

	if (!store_officer(k->w->r->store, k->w->a, kid, k->day, &o, e) || !o.there)
		return false;
	memcpy(pub, o.public_key, 32);
	return true;
}

/* Whom a registration that was drawn is of. */
struct registered {
	uint8_t subject[16];
	struct str case_no, born;
	struct names_way *ways;
	size_t n_ways;
};

/* Whether adjudicators said of these two, in the case of the one, that they are the same or are not. */
static bool is_judged(struct auditing *w, const struct registered *x, const struct registered *of,
		      bool *yes, struct err *e)
{
	static const struct str verdicts[] = { SC("different"), SC("same") };
	struct accepting to = { .r = w->r, .a = w->a };
	struct store_mark other = mark_of(&to, "other", str_hex(w->a, of->subject, 16));

	for (size_t i = 0; i < 2 && !*yes; i++) {
		struct store_mark verdict = mark_of(&to, "verdict", verdicts[i]);
		struct str *macs;
		size_t n;

		*e = to.view.e;
		if (e->kind != ERR_NONE || !store_mark_beside(w->r->store, w->a, x->case_no,
							      &verdict, S("other"), &macs, &n, e))
			return false;
		for (size_t j = 0; j < n; j++)
			*yes |= str_eq(macs[j], str_mem(other.mac, sizeof other.mac));
	}
	return true;
}

/* Whether one person was registered under two numbers: the same names, the same birth, and nobody compared them. Who comes back, or
 * is taken up elsewhere, is registered once. */
static bool twice(struct auditing *w, const struct centre_body *c, struct str body, struct err *e)
{
	const struct registered *list = (const struct registered *)(const void *)w->registered.p;
	struct registered x = { .case_no = c->act.case_no };
	struct names names;

	if (!str_eq(c->act.event, S("register")) || !names_of_object(w->a, body, &names))
		return false;
	memcpy(x.subject, c->act.subject, sizeof x.subject);
	x.born = names.born.s ? names.born : S("");
	x.ways = arena_array(w->a, NAMES_WAYS, sizeof *x.ways);
	x.n_ways = names_ways(w->a, &names, x.ways);
	for (size_t i = 0; i < w->registered.len / sizeof *list; i++) {
		bool judged = false;

		if (!x.born.len || !str_eq(list[i].born, x.born) ||
		    !names_same(list[i].ways, list[i].n_ways, x.ways, x.n_ways))
			continue;
		if (!is_judged(w, &x, &list[i], &judged, e) ||
		    !is_judged(w, &list[i], &x, &judged, e))
			return false;
		if (!judged)
			return true;
	}
	buf_add(&w->registered, &x, sizeof x);
	return false;
}

/* By the roles of those who signed, and by what was done in the case before. */
static const char *might_sign(struct auditing *w, const struct keys_act *act, const struct entry *x,
			      int64_t seq, struct err *e)
{
	const struct eyes_at where = { w->log->id, seq, x->kind, x->day };
	struct str wrong = { NULL, 0 };
	const char *none;
	struct eyes eyes;

	if (!eyes_begin(&eyes, w->r, w->a, false, e))
		return NULL;
	none = eyes_add(&eyes, 0, act, where);
	if (none)
		return none;
	return eyes_load(&eyes, e) && eyes_judge(&eyes, &wrong, e) && wrong.len ? str_z(w->a, wrong)
										: NULL;
}

/* What of the opened objects is not as it should be; NULL: nothing, or an error in `e`. */
static const char *look(struct auditing *w, const struct entry *x, const struct store_entry *s,
			struct err *e)
{
	const struct keys_reading why = { w->kid, S("audit"), w->log->name };
	struct knowing log = { w, x->day };
	const struct act_officers officers = { find_officer, NULL, &log };
	struct keys_act act = { .entry = s->bytes, .object = s->c };
	struct act_found found;
	struct centre_body c;
	struct str body, person;
	const char *wrong;

	if (!seal_read_act(w->r, w->a, w->log, x, s->c, &c, e)) {
		if (e->kind != ERR_FALSE)
			return NULL;
		e->kind = ERR_NONE;
		return "object c does not open, or is that of another entry";
	}
	if (!keys_read_c(w->r->keys, w->a, &why, c.act.subject, s->c, &body, e))
		return NULL;
	wrong = act_wrong(w->a, w->log->id8, x, body, &officers, &found, e);
	if (wrong || e->kind != ERR_NONE)
		return wrong;
	/* Who has which keys is not for the log to say. */
	if (!keys_acts(w->r->keys, w->a, w->log->id8, &act, 1, e))
		return NULL;
	if (act.wrong.len)
		return str_z(w->a, act.wrong);
	wrong = might_sign(w, &act, x, s->seq, e);
	if (wrong || e->kind != ERR_NONE)
		return wrong;
	if (!keys_open_s(w->r->keys, w->a, &why, c.has_own ? c.own : c.act.subject, s->s, &person,
			 e)) {
		if (e->kind != ERR_FALSE && e->kind != ERR_NOTHING)
			return NULL;
		e->kind = ERR_NONE;
		return "the person's object does not open with the person's key";
	}
	return found.kind == &kind_registration && twice(w, &c, person, e)
		       ? "of the name and the birth of another one that was drawn, and nobody "
			 "compared the two"
		       : NULL;
}

static bool audit_one(struct auditing *w, struct audited *x, struct audit_result *out,
		      struct err *e)
{
	struct access how = {
		.officer = w->reader, .purpose = S("audit"), .grant = w->grant, .log = x->log
	};
	struct receipt receipt;
	struct store_entry s;
	struct entry entry;
	struct hash seal;
	uint8_t subject[16];

	out->drawn++;
	if (!store_entry_get(w->r->store, w->a, x->log_id, x->seq, &s, e) ||
	    !entry_read(w->a, s.bytes, &entry, e))
		return false;
	x->absent = !s.c.s || !s.s.s;
	out->absent += x->absent;
	if (x->absent)
		return true;
	out->opened++;
	seal = seal_hash(s.c, s.s);
	if (!str_eq(entry.seal, hash_str(&seal))) {
		x->fault = "its objects are not those of its seal";
	} else if (!intake_subject(w->r, w->a, w->log, &s, subject, e)) {
		if (e->kind != ERR_FALSE)
			return false;
		e->kind = ERR_NONE;
		x->fault = "object c does not open, or is that of another entry";
	} else {
		how.subject = subject;
		if (!access_open(w->r, w->a, &how, &receipt, w->why, e))
			return false;
		x->fault = look(w, &entry, &s, e);
		if (e->kind != ERR_NONE)
			return false;
	}
	out->faults += x->fault != NULL;
	return true;
}

bool audit_open(struct reg *r, struct arena *a, struct str reader, struct str grant,
		struct audited *list, size_t n, struct audit_result *out, struct refusals *why,
		struct err *e)
{
	struct auditing w = { .r = r,
			      .a = a,
			      .reader = reader,
			      .grant = grant,
			      .registered = { .a = a },
			      .why = why };
	struct store_log *logs;
	size_t n_logs;

	e->kind = ERR_NONE;
	if (!reg_unlock(r, e) || !access_reader(r, a, reader, w.kid, e) ||
	    !store_logs(r->store, a, &logs, &n_logs, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < n_logs; j++)
			if (logs[j].id == list[i].log_id)
				w.log = &logs[j];
		out->erased += list[i].erased;
		if (!list[i].erased && !audit_one(&w, &list[i], out, e))
			return within(e, "audit entry %.*s/%lld", P(list[i].log),
				      (long long)list[i].seq);
	}
	return true;
}

bool audit_before(struct reg *r, struct arena *a, struct str name, struct audit_result *x,
		  struct err *e)
{
	struct store_officer o;
	int64_t today;

	*x = (struct audit_result){ 0 };
	if (!reg_unlock(r, e) || !access_reader(r, a, name, x->auditor, e) ||
	    !intake_today(r, a, &today, e) || !store_officer(r->store, a, x->auditor, today, &o, e))
		return false;
	return (officer_serves(&o, today) && role_in(o.roles, S("auditor"))) ||
	       err_value(e, ERR_REFUSED, S("auditor"), name,
			 "an officer with the role auditor, who is there and signs what was found");
}

bool audit_by(struct reg *r, struct arena *a, struct str name, const struct audit_result *x,
	      struct err *e)
{
	struct officer_public who;

	if (!reg_unlock(r, e) || !kept_officer(r, a, name, INT64_MAX, &who, e))
		return false;
	return str_eq(kept_name(r, x->auditor), name) ||
	       err_value(e, ERR_REFUSED, S("as"), name,
			 "the auditor who was there when it was opened");
}

static struct str result_text(struct arena *a, const uint8_t seed[32], const struct audit_result *x)
{
	return str_fmt(a, "%.*s/%lld/%lld/%lld/%lld/%.*s", P(str_hex(a, seed, 32)),
		       (long long)x->drawn, (long long)x->opened, (long long)x->absent,
		       (long long)x->faults, P(str_hex(a, x->auditor, sizeof x->auditor)));
}

bool audit_mac(struct reg *r, struct arena *a, struct str reader, const uint8_t seed[32],
	       const struct audit_result *x, uint8_t mac[32], struct err *e)
{
	uint8_t kid[4];

	return reg_unlock(r, e) && access_reader(r, a, reader, kid, e) &&
	       keys_mac_by(r->keys, kid, AUDIT, result_text(a, seed, x), mac, e);
}

bool audit_is(struct reg *r, struct arena *a, const uint8_t seed[32], const struct audit_result *x,
	      const uint8_t mac[32], struct err *e)
{
	return reg_unlock(r, e) && keys_mac_is(r->keys, AUDIT, result_text(a, seed, x), mac, e);
}
