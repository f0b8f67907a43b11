/* See access.h. */
#include "intake/access.h"

#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "intake/intake_int.h"
#include "intake/queue_int.h"
#include "ledger/key.h"
#include "ledger/seal.h"
#include "record/kinds.h"
#include "record/opday.h"
#include "record/reader.h"
#include "rule/open.h"
#include "store/access.h"
#include "base/banned.h"

/* What nobody does by office alone. */
#define NEED_GRANT "medical,family,court_order,audit"

static uint64_t number(struct str s)
{
	uint64_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n = n << 8 | (uint8_t)s.s[i];
	return n;
}

static bool grant_at(struct accepting *w, struct str ref, struct store_access *out, bool *ended,
		     struct err *e)
{
	const struct store_log *logs;
	size_t n;

	*out = (struct store_access){ .what = ACCESS_NONE };
	if (!store_logs_kept(w->r->store, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (ref.len == REF_BYTES && !memcmp(logs[i].id8, ref.s, sizeof logs[i].id8))
			return store_grant(w->r->store, w->a, logs[i].id,
					   (int64_t)number(str_mem(ref.s + 8, 8)), ref, out, ended,
					   e);
	return true;
}

/* A grant is for a purpose of its own list; two of an opening's go by another name there. */
static bool purpose_fits(struct str opening, struct str grant)
{
	return str_eq(opening, grant) ||
	       (str_eq(opening, S("duplicate")) && str_eq(grant, S("adjudication"))) ||
	       (str_eq(opening, S("case_work")) && str_eq(grant, S("transfer_of_case")));
}

/* A grant to the index key of another register: its reader is no officer, and what is opened by it is sent there by one. */
static bool is_to_other(struct accepting *w, const struct store_access *g, bool *yes, struct err *e)
{
	struct store_officer o;

	*yes = false;
	if (!str_eq(g->scope, S("kind")) || !str_eq(g->purpose, S("adjudication")))
		return true;
	if (!store_officer(w->r->store, w->a, g->reader, INT64_MAX, &o, e))
		return false;
	*yes = !o.there;
	return true;
}

static bool scope_fits(struct accepting *w, const struct store_access *g, struct str subject,
		       bool *fits, struct err *e)
{
	*fits = str_eq(g->scope, S("kind"));
	if (str_eq(g->scope, S("one_person")))
		*fits = g->subject.len && str_eq(g->subject, subject);
	return !str_eq(g->scope, S("own_cases")) ||
	       store_acted(w->r->store, subject, g->reader, fits, e);
}

static bool grant_holds(struct accepting *w, struct str ref, struct err *e)
{
	const struct rec *r = w->d->r;
	struct store_access g;
	bool ended = false, fits = false, to_other;

	if (!grant_at(w, ref, &g, &ended, e) || !is_to_other(w, &g, &to_other, e))
		return false;
	if (g.what == ACCESS_NONE)
		return refuse(w->why, "grant", S("granted"), S(""),
			      "a grant that is in a log here");
	if (!scope_fits(w, &g, rec_get(r, "subject_opened")->s, &fits, e))
		return false;
	if (!fits)
		refuse(w->why, "scope", S("granted"), g.scope, "a grant that is for this person");
	if (!to_other && memcmp(g.reader, rec_get(r, "reader")->s.s, sizeof g.reader) != 0)
		refuse(w->why, "reader", S("granted"), S(""), "a grant for this reader");
	if (!purpose_fits(rec_code(r, "purpose"), g.purpose))
		refuse(w->why, "purpose", S("purpose"), rec_code(r, "purpose"),
		       "%.*s, for which it was granted", P(g.purpose));
	if (r->day > g.at)
		refuse(w->why, "expired", S("granted"), day_text(w->a, g.at),
		       "a grant that has not expired");
	if (ended)
		refuse(w->why, "completed", S("granted"), S(""), "a grant that was not completed");
	return !w->why->n;
}

/* Whether two keys are one person to the rules, by renewal or as relatives. */
static bool one_person(struct accepting *w, const uint8_t x[4], const uint8_t y[4], bool *same,
		       struct err *e)
{
	struct decide_view v = { 0 };

	if (!kept_same(w->r, &v.same, &v.n_same, e))
		return false;
	*same = part_same(&v, x, y);
	return true;
}

/* Who looks at it could have broken it. */
static bool may_look(struct accepting *w, const uint8_t kid[4], struct err *e)
{
	struct opening o = { .purpose = S("break_glass"), .case_state = S("") };
	struct signer who = { .name = S("") };
	struct store_officer there;

	if (!store_officer(w->r->store, w->a, kid, w->today, &there, e))
		return false;
	memcpy(who.kid, kid, sizeof who.kid);
	who.roles = there.there ? there.roles : S("");
	who.serving = officer_serves(&there, w->today);
	o.reader = &who;
	return open_allows(&o, w->why);
}

static bool seen_holds(struct accepting *w, struct str draft, struct err *e)
{
	const struct val *reader = rec_get(w->d->r, "reader");
	struct store_access g;
	bool seen, same;

	if (!rec_is(w->d->r, "purpose", "break_glass"))
		return refuse(w->why, "purpose", S("purpose"), rec_code(w->d->r, "purpose"),
			      "break_glass, which is looked at");
	if (!store_glass(w->r->store, w->a, draft, &g, &seen, e))
		return false;
	if (g.what == ACCESS_NONE)
		return refuse(w->why, "confirms", S("confirms"), S(""),
			      "the receipt of an opening by breaking the glass");
	if (seen)
		refuse(w->why, "seen", S("confirms"), S(""), "one that nobody looked at yet");
	if (!may_look(w, (const uint8_t *)reader->s.s, e) && !w->why->n)
		return false;
	if (!one_person(w, g.reader, (const uint8_t *)reader->s.s, &same, e))
		return false;
	if (same)
		refuse(w->why, "same", S("reader"), S(""),
		       "another officer than who broke it, and no relative");
	if (!str_eq(g.subject, rec_get(w->d->r, "subject_opened")->s))
		refuse(w->why, "subject", S("subject_opened"), S(""),
		       "the person whose record was opened");
	return !w->why->n;
}

/* Names are sealed to the key that two officers granted it to as a whole: the reader's four bytes alone anybody finds a key for. */
static bool recipient_holds(struct accepting *w, struct err *e)
{
	const struct val *to = rec_get(w->d->r, "recipient"), *reader = rec_get(w->d->r, "reader");
	struct store_officer o;
	struct hash of;

	if (!to)
		return true;
	of = hash_of(to->s);
	if (!age_recipient_ok((const uint8_t *)to->s.s))
		return refuse(w->why, "recipient", S("recipient"), S(""),
			      "an index key as exchange key prints it");
	if (!store_officer(w->r->store, w->a, (const uint8_t *)reader->s.s, INT64_MAX, &o, e))
		return false;
	return (!o.there && !memcmp(of.b, reader->s.s, sizeof o.kid)) ||
	       refuse(w->why, "reader", S("reader"), S(""),
		      "%.*s, the beginning of the SHA-256 of recipient",
		      P(str_hex(w->a, of.b, sizeof o.kid)));
}

/* Four eyes that are those of who asks are two. */
static bool not_own(struct accepting *w, struct err *e)
{
	const uint8_t *reader = (const uint8_t *)rec_get(w->d->r, "reader")->s.s;
	bool same;

	for (size_t i = 0; i < w->d->n_officers; i++) {
		if (!one_person(w, reader, w->signers[i].kid, &same, e))
			return false;
		if (same)
			return refuse(w->why, "own_grant", S("reader"), w->signers[i].name,
				      "another reader than those who sign, and no relative of "
				      "them");
	}
	return true;
}

/* Who broke the glass, and nobody looked at it in time, breaks it no more until somebody did. */
static bool glass_holds(struct accepting *w, struct err *e)
{
	const uint8_t *reader = (const uint8_t *)rec_get(w->d->r, "reader")->s.s;
	struct store_open_access *open;
	size_t n;
	bool same;

	if (!store_open_glass(w->r->store, w->a, &open, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (w->now - open[i].x.at <= GLASS_HOURS * 3600)
			continue;
		if (!one_person(w, open[i].x.reader, reader, &same, e))
			return false;
		if (same)
			return refuse(w->why, "late_glass", S("purpose"), S("break_glass"),
				      "a grant, or first another officer who looks at what this "
				      "one broke at %.*s (sulh glass confirm %.*s)",
				      P(instant_text(w->a, (struct instant){ open[i].x.at, 0 })),
				      P(str_hex(w->a, open[i].x.draft, sizeof open[i].x.draft)));
	}
	return true;
}

/* The calendar month of an instant, "2016-12". */
static struct str month_of(struct arena *a, const struct rec *operation, int64_t at)
{
	int64_t day =
		operation ? opday_local(operation, at) : instant_day((struct instant){ at, 0 });

	return str_mem(day_text(a, day).s, 7);
}

static bool is_glass_sum(const struct rec *r)
{
	return r->kind == &kind_delayed_sum && rec_is(r, "figure", "Q5") &&
	       rec_is(r, "detail", GLASS_DETAIL);
}

bool access_glass(struct reg *r, struct arena *a, int64_t from, int64_t to, int64_t *n_broken,
		  struct err *e)
{
	const struct rec *operation = kept_operation(r, e);
	int64_t *times;
	size_t n;

	*n_broken = 0;
	if (!operation || !store_glass_times(r->store, a, &times, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		int64_t day = opday_local(operation, times[i]);

		*n_broken += day >= from && day <= to;
	}
	return true;
}

/* Of broken glass all is told that this register knows of; other centres may know of more. */
static bool sum_holds(struct accepting *w, struct err *e)
{
	const struct rec *r = w->d->r;
	int64_t first, here;

	if (!day_parse(str_fmt(w->a, "%.*s-01", P(rec_code(r, "month"))), &first))
		return refuse(w->why, "month", S("month"), rec_code(r, "month"),
			      "a calendar month: 2016-11");
	if (!access_glass(w->r, w->a, first, day_add_months(first, 1) - 1, &here, e))
		return false;
	return rec_get(r, "amount")->n >= here ||
	       refuse(w->why, "glass", S("amount"),
		      str_fmt(w->a, "%lld", (long long)rec_get(r, "amount")->n),
		      "%lld at least: so often the glass was broken here in that month",
		      (long long)here);
}

bool access_holds(struct accepting *w, struct err *e)
{
	const struct rec *r = w->d->r;
	const struct val *ref;
	struct store_access g;
	bool ended = false;

	if (r->kind == &kind_access_grant) {
		if (!recipient_holds(w, e))
			return false;
		ref = rec_get(r, "completes");
		if (!ref)
			return not_own(w, e);
		return grant_at(w, ref->s, &g, &ended, e) &&
		       ((g.what == ACCESS_GRANT && !ended &&
			 !memcmp(g.reader, rec_get(r, "reader")->s.s, sizeof g.reader)) ||
			refuse(w->why, "completes", S("completes"), S(""),
			       "a grant for this reader that is in a log here and was not "
			       "completed"));
	}
	if (is_glass_sum(r))
		return sum_holds(w, e);
	if (r->kind != &kind_access_event)
		return true;
	if (rec_get(r, "confirms"))
		return seen_holds(w, rec_get(r, "confirms")->s, e);
	if (rec_get(r, "break_glass")->n)
		return glass_holds(w, e);
	ref = rec_get(r, "granted");
	if (ref)
		return grant_holds(w, ref->s, e);
	return !code_in(NEED_GRANT, rec_code(r, "purpose")) ||
	       refuse(w->why, "no_grant", S("granted"), S(""),
		      "a grant: %.*s needs one, or the glass is broken", P(rec_code(r, "purpose")));
}

void access_of(const struct accepting *w, struct store_access *x)
{
	const struct rec *r = w->d->r;
	const struct val *of;

	if (r->kind == &kind_access_grant) {
		of = rec_get(r, "completes");
		x->what = of ? ACCESS_COMPLETED : ACCESS_GRANT;
		x->scope = rec_code(r, "scope");
		x->at = rec_get(r, "expires_on")->n;
		x->subject =
			rec_get(r, "subject_granted") ? rec_get(r, "subject_granted")->s : S("");
	} else if (r->kind == &kind_access_event && rec_get(r, "break_glass")->n) {
		of = rec_get(r, "confirms");
		x->what = of ? ACCESS_SEEN : ACCESS_GLASS;
		x->at = w->now;
		x->subject = rec_get(r, "subject_opened")->s;
	} else {
		return;
	}
	x->purpose = rec_code(r, "purpose");
	x->of = of ? of->s : S("");
	memcpy(x->reader, rec_get(r, "reader")->s.s, sizeof x->reader);
}

/* The officer, who gives a password here if not before; zeros for whoever gave the passphrase. */
bool access_reader(struct reg *r, struct arena *a, struct str name, uint8_t kid[4], struct err *e)
{
	struct officer_public who;
	int64_t today;

	memset(kid, 0, 4);
	if (!name.s)
		return true;
	if (!officer_today(r, a, name, &who, &today, e))
		return false;
	memcpy(kid, who.kid, 4);
	return kept_signing(r, a, &who, e);
}

static bool event_new(struct reg *r, struct arena *a, struct str officer, struct str purpose,
		      const uint8_t subject[16], struct draft **out, struct err *e)
{
	struct draft *d = *out = draft_new(a, &kind_access_event);
	struct val *v = d->r->v;
	uint8_t kid[4];

	if (!reg_unlock(r, e) || !access_reader(r, a, officer, kid, e))
		return false;
	/* The program's own act: nobody signs an opening, it is recorded whether he or she wants or not. */
	d->system = true;
	v[field_at(d->kind, "reader")] =
		(struct val){ .set = true, .s = str_hex(a, kid, sizeof kid) };
	v[field_at(d->kind, "subject_opened")] =
		(struct val){ .set = true, .s = str_dup(a, str_mem(subject, 16)) };
	v[field_at(d->kind, "purpose")] = (struct val){ .set = true, .s = purpose };
	v[field_at(d->kind, "break_glass")] =
		(struct val){ .set = true, .n = str_eq(purpose, S("break_glass")) };
	return true;
}

bool access_open(struct reg *r, struct arena *a, const struct access *x, struct receipt *out,
		 struct refusals *why, struct err *e)
{
	struct draft *d;
	struct store_log log;

	if (!event_new(r, a, x->officer, x->glass ? S("break_glass") : x->purpose, x->subject, &d,
		       e))
		return false;
	d->log = x->log;
	if (x->grant.s && !draft_set(a, d, S("granted"), x->grant, why))
		return err_set(e, ERR_REFUSED, "the opening is refused");
	if (!reg_log(r, a, x->log, &log, e) || !intake_begin(r, e))
		return false;
	if (intake_accept_in(r, a, d, false, out, why, e) && intake_opening_in(r, a, log.id, e))
		return intake_commit(r, e);
	intake_drop(r);
	return false;
}

/* As an opening calls what a grant is for. */
static struct str purpose_of(struct str grant)
{
	if (str_eq(grant, S("adjudication")))
		return S("duplicate");
	return str_eq(grant, S("transfer_of_case")) ? S("case_work") : grant;
}

/* The grant of one person in a log here, "aleppo/12". Whether it holds is judged with the opening. */
static bool find_grant(struct reg *r, struct arena *a, struct str where, struct str *log,
		       struct store_access *g, struct err *e)
{
	struct store_log l;
	int64_t seq;
	bool ended;

	*log = str_cut(&where, '/');
	if (!where.s || !int_parse(where, 0, INT64_MAX, &seq))
		return err_set(e, ERR_USAGE, "grant: give LOG/INDEX");
	if (!reg_log(r, a, *log, &l, e) ||
	    !store_grant(r->store, a, l.id, seq, S(""), g, &ended, e))
		return false;
	if (g->what == ACCESS_NONE)
		return err_set(e, ERR_NOTHING, "this entry is no grant of access");
	return g->subject.len == 16 ||
	       err_set(e, ERR_REFUSED, "grant: only one for one person gives that person's key");
}

/* The reader signs in; *pub is the key to seal to. */
static bool sealing_key(struct reg *r, struct arena *a, struct str officer, struct str purpose,
			uint8_t kid[4], uint8_t recipient[32], struct err *e)
{
	struct officer_public *list;
	struct keyring_right right;
	bool ok = false;
	size_t n;

	if (!access_reader(r, a, officer, kid, e) || !keys_right(r->keys, a, kid, &right, e) ||
	    !keys_officers(r->keys, a, &list, &n, e))
		return false;
	if (!right.roles.s || !reader_any(right.roles, reader_roles(purpose, false)))
		return err_value(e, ERR_REFUSED, S("as"), officer, "an officer with one of %s",
				 reader_roles(purpose, false));
	while (n--)
		if (!memcmp(list[n].kid, kid, 4))
			ok = key_sealing(list[n].pub, recipient) && age_recipient_ok(recipient);
	return ok || err_set(e, ERR_FAILED, "grant: nothing can be sealed to this officer's key");
}

bool access_export(struct reg *r, struct arena *a, struct str grant, struct str officer,
		   struct str *file, struct refusals *why, struct err *e)
{
	struct access x = { .officer = officer, .grant = grant };
	struct keys_reading reading = { 0 };
	uint8_t kid[4], recipient[32], identity[32];
	struct store_access g;
	struct receipt receipt;

	if (!reg_unlock(r, e))
		return false;
	if (!keys_are_here(r->keys))
		return err_set(e, ERR_LOCKED,
			       "grant: the key holder gives no person's key away: stop it (sulh "
			       "keyd stop) and give the passphrase");
	if (!find_grant(r, a, grant, &x.log, &g, e))
		return false;
	x.purpose = purpose_of(g.purpose);
	x.subject = (const uint8_t *)g.subject.s;
	if (!sealing_key(r, a, officer, x.purpose, kid, recipient, e) ||
	    !access_open(r, a, &x, &receipt, why, e))
		return false;
	reading = (struct keys_reading){ kid, x.purpose, x.log };
	if (!keys_identity(r->keys, &reading, x.subject, identity, e))
		return false;
	*file = age_encrypt(a, recipient, str_fmt(a, "%.*s\n", P(age_identity_text(a, identity))));
	key_wipe(identity, sizeof identity);
	return true;
}

bool access_import(struct reg *r, struct arena *a, struct str file, struct str officer,
		   struct str *identity, struct err *e)
{
	uint8_t kid[4];

	return reg_unlock(r, e) && access_reader(r, a, officer, kid, e) &&
	       keys_unseal(r->keys, a, kid, file, identity, e);
}

bool access_seen(struct reg *r, struct arena *a, struct str officer, struct str draft,
		 struct receipt *out, struct refusals *why, struct err *e)
{
	struct store_open_access *open;
	struct store_access g;
	const struct store_log *logs;
	struct draft *d;
	size_t n, n_logs;
	bool seen;

	if (!store_glass(r->store, a, draft, &g, &seen, e))
		return false;
	if (g.what == ACCESS_NONE)
		return err_set(e, ERR_NOTHING, "nobody broke the glass with this receipt");
	if (!event_new(r, a, officer, S("break_glass"), (const uint8_t *)g.subject.s, &d, e) ||
	    !store_open_glass(r->store, a, &open, &n, e) ||
	    !store_logs_kept(r->store, &logs, &n_logs, e))
		return false;
	d->r->v[field_at(d->kind, "confirms")] =
		(struct val){ .set = true, .s = str_dup(a, draft) };
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n_logs; j++)
			if (!memcmp(open[i].x.draft, draft.s, 16) && logs[j].id == open[i].log)
				d->log = str_dup(a, logs[j].name);
	return intake_accept(r, a, d, false, out, why, e);
}

bool queue_sum_said(struct queue *q, const char *figure, const char *detail, struct str month,
		    bool *said, struct err *e)
{
	struct rec *r = rec_new(q->a, &kind_delayed_sum);
	const struct store_log *hq = q->n_logs ? &q->logs[0] : NULL;
	struct store_place *places;
	struct view view;
	size_t n;

	*said = false;
	if (!hq || !store_places(q->r->store, q->a, &places, &n, e) ||
	    !view_init(&view, q->r, q->a, hq, q->operation, e))
		return false;
	r->v[field_at(r->kind, "figure")] = (struct val){ .set = true, .s = str_of(figure) };
	r->v[field_at(r->kind, "detail")] = (struct val){ .set = true, .s = str_of(detail) };
	r->v[field_at(r->kind, "month")] = (struct val){ .set = true, .s = month };
	for (size_t i = 0; i < n && !*said; i++) {
		r->v[field_at(r->kind, "scope")] = (struct val){ .set = true, .s = places[i].code };
		if (!store_named(q->r->store, r->kind->code, rec_unique(q->a, r, &view.v), said, e))
			return false;
	}
	if (view.e.kind != ERR_NONE)
		*e = view.e;
	return view.e.kind == ERR_NONE;
}

/* A month that is over, in which the glass was broken, and of which the public was not told. */
static bool queue_sums(struct queue *q, struct err *e)
{
	struct str now = str_mem(day_text(q->a, q->today).s, 7), last = S("");
	int64_t *times;
	size_t n;
	bool said;

	if (!store_glass_times(q->r->store, q->a, &times, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct str month = month_of(q->a, q->operation, times[i]);

		if (str_eq(month, now) || str_eq(month, last))
			continue;
		last = month;
		if (!queue_sum_said(q, "Q5", GLASS_DETAIL, month, &said, e))
			return false;
		if (!said)
			queue_add(q,
				  (struct wait){ .role = S("dpo,protection"),
						 .what = "sum_glass",
						 .log = S("hq"),
						 .since = opday_local(q->operation, times[i]),
						 .limit = NO_DAY,
						 .why = str_fmt(q->a,
								"the glass was broken in %.*s: a "
								"delayed sum Q5, break glass",
								P(month)) });
	}
	return true;
}

/* There is an operation where there is anything to look at. */
bool queue_access(struct queue *q, struct err *e)
{
	struct store_open_access *open;
	size_t n;

	if (!store_open_glass(q->r->store, q->a, &open, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		queue_add(q, (struct wait){ .role = S("chief,protection,dpo"),
					    .what = "confirm_glass",
					    .log = queue_log(q, open[i].log),
					    .since = opday_local(q->operation, open[i].x.at),
					    .limit = opday_local(q->operation,
								 open[i].x.at + GLASS_HOURS * 3600),
					    .overdue = clock_now(&q->r->clock) - open[i].x.at >
						       GLASS_HOURS * 3600,
					    .why = str_fmt(q->a, "the glass was broken: %.*s",
							   P(str_hex(q->a, open[i].x.draft,
								     sizeof open[i].x.draft))) });
	if (!store_open_grants(q->r->store, q->a, &open, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (open[i].x.at < q->today)
			queue_add(q, (struct wait){
					     .role = S("dpo"),
					     .what = "complete_grant",
					     .log = queue_log(q, open[i].log),
					     .since = open[i].x.at,
					     .limit = open[i].x.at,
					     .why = str_fmt(q->a,
							    "grant %.*s/%lld expired, and what it "
							    "gave is outstanding",
							    P(queue_log(q, open[i].log)),
							    (long long)open[i].seq) });
	return queue_sums(q, e);
}
