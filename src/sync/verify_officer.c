/*
 * Officers and their signatures. An officer is a key; each `officer` entry of headquarters states anew
 * what it may do from a day on. The entries at the very start of that log vouch for each other.
 */
#include "sync/verify_int.h"

#include <string.h>

#include "base/arena.h"
#include "ledger/key.h"
#include "record/kinds.h"
#include "record/officer.h"
#include "rule/table.h"
#include "base/banned.h"

/* What an entry says of an officer from a day on. */
struct term {
	const struct term *before;
	const struct rec *rec;
};

struct officer {
	const uint8_t *key;
	int64_t since; /* its first day */
	const struct term *last;
};

static const struct officer *officer_of(const struct verify *v, const uint8_t kid[4])
{
	struct thing *t = thing_find(&v->things, SPACE_OFFICER, 0, str_mem(kid, 4));

	return t ? t->value : NULL;
}

/* What the log says last about a day: the newest act that had begun by then. NULL: not serving, or the key is old. */
static const struct rec *serving(const struct officer *o, int64_t day)
{
	const struct term *s = o->last;
	const struct val *until;

	while (s && rec_get(s->rec, "from")->n > day)
		s = s->before;
	if (!s || day - o->since >= OFFICER_DAYS ||
	    (!rec_is(s->rec, "act", "enrol") && !rec_is(s->rec, "act", "change_roles")))
		return NULL;
	until = rec_get(s->rec, "until");
	return until && until->n < day ? NULL : s->rec;
}

#define CUSTODY_MAX 3

static int custody_of(const struct rec *officer)
{
	const struct val *custody = rec_get(officer, "custody");

	return custody ? (int)custody->n : 1;
}

static bool has_role(const struct rec *officer, struct str role)
{
	const struct val *roles = rec_get(officer, "roles");

	for (size_t i = 0; i < roles->len; i++)
		if (str_eq(roles->v[i].s, role))
			return true;
	return false;
}

static bool has_one_of(const struct rec *officer, const char *list)
{
	struct str rest = str_of(list);

	while (rest.s)
		if (has_role(officer, str_cut(&rest, ',')))
			return true;
	return false;
}

/* Who had which part in a case stands in sealed objects: from outside any officer may be the one. */
static bool may_be(const struct rec *officer, struct str word)
{
	return str_eq(word, S("approver")) || str_eq(word, S("proposer")) ||
	       has_role(officer, eyes_role(word));
}

/* Whether each role of the list can be given a signer of its own. Sets of signers are bits of a number:
 * `now` has those that the roles so far can have used. */
static bool each_role(const struct rec *const *signers, size_t n, struct str rest, char between)
{
	bool now[1 << ENTRY_SIGNATURES] = { true };
	bool any = true;

	while (any && rest.s) {
		struct str role = str_cut(&rest, between);
		bool next[1 << ENTRY_SIGNATURES] = { false };

		any = false;
		for (size_t used = 0; used < (size_t)1 << n; used++)
			for (size_t i = 0; now[used] && i < n; i++)
				if (!(used & (size_t)1 << i) && may_be(signers[i], role))
					any = next[used | (size_t)1 << i] = true;
		memcpy(now, next, sizeof now);
	}
	return any;
}

static struct str signed_bytes(struct arena *a, const struct vlog *log, const struct entry *x)
{
	struct buf b = { .a = a };

	buf_str(&b, S("sulh/entry/v1\0"));
	buf_add(&b, log->id, sizeof log->id);
	buf_str(&b, entry_put(a, x, WITHOUT(KEY_SIGNATURES)));
	return buf_text(&b);
}

/* A bad signature ends the run. */
static bool signature_bad(const struct vlog *log, uint64_t index, const uint8_t kid[4],
			  struct err *e)
{
	return err_set(e, ERR_FALSE,
		       "log %.*s, entry %llu: the signature of officer %02x%02x%02x%02x is bad",
		       P(log->name), (unsigned long long)index, kid[0], kid[1], kid[2], kid[3]);
}

/* Has the signature checked, while reading goes on. */
static void sign_later(struct verify *v, const struct vlog *log, const uint8_t key[32],
		       struct str msg, const struct signature *s)
{
	struct sign_place place = { .log = log,
				    .index = log->read,
				    .entries = v->report->entries,
				    .bad = v->report->bad.all,
				    .unknown = v->report->unknown.all };

	memcpy(place.kid, s->kid, sizeof place.kid);
	signing_add(v->signing, key, msg, s->sig, &place);
}

static void findings_cut(struct findings *f, uint64_t all)
{
	f->all = all;
	if (f->n > all)
		f->n = (size_t)all;
}

bool verify_signed(struct verify *v, struct err *e)
{
	const struct sign_place *bad = signing_wait(v->signing);

	if (!bad)
		return true;
	v->report->entries = bad->entries;
	findings_cut(&v->report->bad, bad->bad);
	findings_cut(&v->report->unknown, bad->unknown);
	return signature_bad(bad->log, bad->index, bad->kid, e);
}

static bool twice(const struct entry *x)
{
	for (size_t i = 0; i < x->n_signatures; i++)
		for (size_t j = 0; j < i; j++)
			if (!memcmp(x->signatures[i].kid, x->signatures[j].kid, 4))
				return true;
	return false;
}

/* Who signs an act on a paper: as its row of the table says (rule/table.c). NULL for all else. */
static const char *paper_eyes(const struct rec *r)
{
	for (size_t i = 0; i < transitions_n; i++)
		if (transition_of_paper(&transitions[i]) &&
		    transition_of_kind(&transitions[i], r->kind->name) &&
		    rec_when(r, transitions[i].when))
			return transitions[i].four_eyes;
	return NULL;
}

/* Those who had to sign did; what the program itself records nobody signs. */
static bool enough(struct verify *v, struct vlog *log, const struct entry *x, const struct rec *r,
		   const struct rec *const *signers, size_t n)
{
	const struct kind *k = r->kind;
	const char *eyes = paper_eyes(r);

	if (eyes && !eyes_count(eyes))
		return !x->n_signatures ||
		       !breaks(v, log, log->read, "signed, though a day that came is all of it");
	if (eyes)
		return each_role(signers, n, eyes_roles(eyes), '+') ||
		       !breaks(v, log, log->read, "no signer of its own for each of %s", eyes);
	if (n < (size_t)k->signatures)
		return !breaks(v, log, log->read,
			       "signatures by officers who serve on the day as %s: %zu of %d that "
			       "are needed",
			       k->roles, n, k->signatures);
	return !k->each_role || each_role(signers, n, str_of(k->roles), ',') ||
	       !breaks(v, log, log->read, "no signer of its own for each of the roles %s",
		       k->roles);
}

/* Keys that may enrol others on this day or later. */
static size_t keepers(const struct verify *v, int64_t day)
{
	size_t n = 0;

	for (size_t i = 0; i < v->things.n; i++) {
		const struct thing *t = v->things.slots[i];
		const struct officer *o = t && t->space == SPACE_OFFICER ? t->value : NULL;
		const struct rec *last = o ? o->last->rec : NULL;

		n += last && has_one_of(last, OFFICER_KEEPERS) &&
		     officer_left(rec_code(last, "act"), o->since,
				  rec_get(last, "until") ? rec_get(last, "until")->n : NO_DAY, day);
	}
	return n;
}

/* An officer whom nobody could enrol by the ordinary rule: the new key signs, and whoever still may. */
static bool vouched_anew(struct verify *v, struct vlog *log, const struct entry *x,
			 const struct rec *record, struct str msg)
{
	struct str kid = rec_code(record, "kid");
	size_t own = 0, others = 0, left = keepers(v, x->day);

	if (left > 1)
		return !breaks(v, log, log->read, "vouched for anew while two could enrol others");
	if (officer_of(v, (const uint8_t *)kid.s))
		return !breaks(v, log, log->read, "vouched for anew with a key that was there");
	for (size_t i = 0; i < x->n_signatures; i++) {
		const struct signature *s = &x->signatures[i];
		bool is_own = str_eq(str_mem(s->kid, 4), kid);
		const struct officer *o = is_own ? NULL : officer_of(v, s->kid);
		const struct rec *r = o ? serving(o, x->day) : NULL;

		if (!is_own && (!r || !has_one_of(r, OFFICER_KEEPERS)))
			return !breaks(v, log, log->read, "signed by a key that may not enrol");
		sign_later(v, log,
			   is_own ? (const uint8_t *)rec_code(record, "public_key").s : o->key, msg,
			   s);
		own += is_own;
		others += !is_own;
	}
	if (twice(x) || own != 1 || others != left)
		return !breaks(v, log, log->read,
			       "vouched for anew, not signed by the new key and whoever may enrol");
	(void)finding_add(v, &v->report->anew, log, log->read, "%.*s",
			  P(day_text(v->scratch, x->day)));
	return true;
}

bool verify_signatures(struct verify *v, struct vlog *log, const struct entry *x,
		       const struct rec *record)
{
	bool paper = paper_eyes(record);
	struct str msg = signed_bytes(v->scratch, log, x);
	const struct rec *signers[ENTRY_SIGNATURES];
	int custody = CUSTODY_MAX;
	size_t n = 0;

	if (officer_anew(record))
		return vouched_anew(v, log, x, record, msg);
	for (size_t i = 0; i < x->n_signatures; i++) {
		const struct officer *o = officer_of(v, x->signatures[i].kid);
		const struct rec *r;

		if (!o)
			return !breaks(v, log, log->read, "signed by a key that is no officer's");
		sign_later(v, log, o->key, msg, &x->signatures[i]);
		r = serving(o, x->day);
		if (r && (paper || has_one_of(r, record->kind->roles)))
			signers[n++] = r;
		if (r && custody_of(r) < custody)
			custody = custody_of(r);
	}
	if (twice(x))
		return !breaks(v, log, log->read, "two signatures of one officer");
	if (!enough(v, log, x, record, signers, n))
		return false;
	if (n > 1)
		verify_note_custody(v, record->kind, custody);
	return true;
}

/* The entry says of itself what can be checked; what it says of the officer fits what was said before. */
static bool fits(struct verify *v, struct vlog *log, uint64_t index, const struct rec *r,
		 const struct officer *old)
{
	struct hash h =
		hash_parts((struct str[]){ S("sulh/kid/v1\0"), rec_code(r, "public_key") }, 2);

	if (memcmp(h.b, rec_code(r, "kid").s, 4) != 0)
		return !breaks(v, log, index, "kid is not that of public_key");
	if (old && memcmp(old->key, rec_code(r, "public_key").s, 32) != 0)
		return !breaks(v, log, index, "kid is that of another officer");
	if (!old && !rec_is(r, "act", "enrol"))
		return !breaks(v, log, index, "the officer was never enrolled");
	return true;
}

/* Takes what an accepted entry says of an officer; false when it contradicts itself. */
bool verify_officer(struct verify *v, struct vlog *log, uint64_t index, const struct rec *r)
{
	struct str kid = rec_code(r, "kid");
	const struct officer *old = officer_of(v, (const uint8_t *)kid.s);
	struct officer *o;
	struct term *s;

	if (!fits(v, log, index, r, old))
		return false;
	o = arena_alloc(v->keep, sizeof *o);
	s = arena_alloc(v->keep, sizeof *s);
	*s = (struct term){ old ? old->last : NULL, r };
	*o = (struct officer){ (const uint8_t *)rec_code(r, "public_key").s,
			       old ? old->since : rec_get(r, "from")->n, s };
	thing_put(v->keep, &v->things, SPACE_OFFICER, 0, kid)->value = o;
	return true;
}

/* The founding set. */

struct founding {
	struct entry x;
	const struct rec *rec;
};

static const uint8_t *founder_key(const struct founding *f, size_t n, const uint8_t kid[4])
{
	for (size_t i = 0; i < n; i++)
		if (f[i].rec && !memcmp(rec_code(f[i].rec, "kid").s, kid, 4))
			return (const uint8_t *)rec_code(f[i].rec, "public_key").s;
	return NULL;
}

/* The lower of `least` and that of this founder's key. */
static int founder_custody(const struct founding *f, size_t n, const uint8_t kid[4], int least)
{
	for (size_t i = 0; i < n; i++)
		if (f[i].rec && !memcmp(rec_code(f[i].rec, "kid").s, kid, 4) &&
		    custody_of(f[i].rec) < least)
			least = custody_of(f[i].rec);
	return least;
}

/* Two signatures by keys of the set. */
static bool vouched(struct verify *v, struct vlog *log, const struct founding *f, size_t n,
		    size_t at, bool *good, struct err *e)
{
	const struct entry *x = &f[at].x;
	struct str msg = signed_bytes(v->scratch, log, x);
	uint64_t index = v->founders[at].index;
	int custody = CUSTODY_MAX;

	*good = false;
	for (size_t i = 0; i < x->n_signatures; i++) {
		const uint8_t *key = founder_key(f, n, x->signatures[i].kid);

		if (!key)
			return breaks(v, log, index,
				      "signed by a key that is none of the founding officers'");
		custody = founder_custody(f, n, x->signatures[i].kid, custody);
		if (!key_verify(key, msg, x->signatures[i].sig))
			return signature_bad(log, index, x->signatures[i].kid, e);
	}
	if (x->n_signatures < 2 || twice(x))
		return breaks(v, log, index, "not signed by two of the founding officers");
	verify_note_custody(v, &kind_officer, custody);
	*good = true;
	return true;
}

bool verify_founded(struct verify *v, struct err *e)
{
	struct vlog *hq = &v->logs[0];
	size_t n = v->founders_n;
	struct founding *f = arena_array(v->keep, n, sizeof *f);

	v->founded = true;
	for (size_t i = 0; i < n; i++) {
		if (!entry_read(v->keep, v->founders[i].bytes, &f[i].x, e))
			return false;
		f[i].rec = entry_fields(v->keep, &f[i].x);
	}
	for (size_t i = 0; i < n; i++) {
		bool good;

		if (!vouched(v, hq, f, n, i, &good, e))
			return false;
		if (good)
			(void)verify_officer(v, hq, v->founders[i].index, f[i].rec);
	}
	return true;
}
