/* See vouch_who.h. */
#include "intake/vouch_who.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "intake/intake_int.h"
#include "keyd/keys_act.h"
#include "ledger/seal.h"
#include "record/kinds.h"
#include "record/officer.h"
#include "record/reader.h"
#include "rule/eyes.h"
#include "base/banned.h"

/* What one entry says of a key from a day on. */
struct term {
	uint8_t kid[4];
	bool serves; /* else retired or suspended */
	int64_t seq, from, until, since;
	struct str roles, name, act;
};

struct tie {
	struct same_person pair;
	int64_t recorded;
};

struct vouch_who {
	struct arena *a;
	struct buf terms; /* by key, then as they came */
	struct buf ties, wrong;
	struct officer_public *names;
	size_t n_names;
	size_t entries; /* of officers, as they were read */
};

struct reading {
	struct reg *r;
	struct vouch_who *w;
	struct arena *a; /* of one entry */
	struct store_log hq;
	struct buf seqs;
	struct entry *x; /* of each */
	struct keys_act *acts;
	size_t n;
};

static const struct term *terms_of(const struct vouch_who *w, size_t *n)
{
	*n = w->terms.len / sizeof(struct term);
	return (const struct term *)(const void *)w->terms.p;
}

/* The place of the first term of this key, or where it would stand. */
static size_t first_of(const struct vouch_who *w, const uint8_t kid[4])
{
	size_t n, low = 0;
	const struct term *t = terms_of(w, &n);

	while (low < n) {
		size_t mid = low + (n - low) / 2;

		if (memcmp(t[mid].kid, kid, 4) < 0)
			low = mid + 1;
		else
			n = mid;
	}
	return low;
}

/* As the log has it for a day: the newest term that has begun. */
static const struct term *term_on(const struct vouch_who *w, const uint8_t kid[4], int64_t day)
{
	size_t n;
	const struct term *t = terms_of(w, &n), *last = NULL;

	for (size_t i = first_of(w, kid); i < n && !memcmp(t[i].kid, kid, 4); i++)
		if (t[i].from <= day)
			last = &t[i];
	return last;
}

static bool serves(const struct term *t, int64_t day)
{
	return t && t->serves && day - t->since < OFFICER_DAYS &&
	       (t->until == NO_DAY || day <= t->until);
}

static struct str name_of(const struct vouch_who *w, struct arena *a, const uint8_t kid[4])
{
	for (size_t i = 0; i < w->n_names; i++)
		if (!memcmp(w->names[i].kid, kid, 4))
			return w->names[i].name;
	return str_hex(a, kid, 4);
}

/* All roles that a key had by a day. */
static struct str roles_by(const struct vouch_who *w, struct arena *a, const uint8_t kid[4],
			   int64_t day)
{
	struct buf b = { .a = a };
	size_t n;
	const struct term *t = terms_of(w, &n);

	for (size_t i = first_of(w, kid); i < n && !memcmp(t[i].kid, kid, 4); i++)
		if (t[i].serves && t[i].from <= day)
			buf_fmt(&b, "%s%.*s", b.len ? "," : "", P(t[i].roles));
	return b.len ? buf_text(&b) : S("");
}

struct signer vouch_signer(const struct vouch_who *w, struct arena *a, const uint8_t kid[4],
			   int64_t day, bool ever)
{
	const struct term *t = term_on(w, kid, day);
	struct signer s = { .roles = t ? t->roles : S(""), .serving = serves(t, day) };

	memcpy(s.kid, kid, sizeof s.kid);
	s.name = t ? t->name : name_of(w, a, kid);
	if (ever) {
		s.roles = roles_by(w, a, kid, day);
		s.serving = s.roles.len > 0;
	}
	return s;
}

struct key_stands vouch_stands(const struct vouch_who *w, const uint8_t kid[4], int64_t day,
			       int64_t later)
{
	const struct term *t = term_on(w, kid, later);

	return (struct key_stands){ .serves = serves(term_on(w, kid, day), day),
				    .ended = t && !t->serves,
				    .since = t ? t->since : INT64_MIN };
}

size_t vouch_keepers(const struct vouch_who *w, const struct rec *r, int64_t day)
{
	const uint8_t *kid = (const uint8_t *)rec_code(r, "kid").s;
	size_t n, keepers = 0, at = first_of(w, kid);
	const struct term *t = terms_of(w, &n);

	if (at < n && !memcmp(t[at].kid, kid, 4))
		return 2;
	/* What was said last of each key. */
	for (size_t i = 0; i < n; i++)
		if (i + 1 == n || memcmp(t[i].kid, t[i + 1].kid, 4) != 0)
			keepers += reader_any(t[i].roles, OFFICER_KEEPERS) &&
				   officer_left(t[i].act, t[i].since, t[i].until, day);
	return keepers;
}

const struct same_person *vouch_same(const struct vouch_who *w, struct arena *a, int64_t at,
				     size_t *n)
{
	const struct tie *t = (const struct tie *)(const void *)w->ties.p;
	size_t all = w->ties.len / sizeof *t;
	struct same_person *out = arena_array(a, all + 1, sizeof *out);

	*n = 0;
	for (size_t i = 0; i < all; i++)
		if (t[i].recorded < at)
			out[(*n)++] = t[i].pair;
	return out;
}

bool vouch_nobody(const struct vouch_who *w)
{
	return !w->terms.len;
}

const struct who_false *vouch_who_false(const struct vouch_who *w, size_t *n)
{
	*n = w->wrong.len / sizeof(struct who_false);
	return (const struct who_false *)(const void *)w->wrong.p;
}

struct str vouch_words(struct arena *a, struct str event, const struct refusals *why)
{
	const struct refusal *x = why->list;
	struct str what = event.len ? str_fmt(a, "%.*s: ", P(event)) : S("");

	return x->value.len && str_eq(x->field, S("as"))
		       ? str_fmt(a, "%.*s%.*s signed it, and the rules want %.*s", P(what),
				 P(x->value), P(x->want))
		       : str_fmt(a, "%.*sthe rules want %.*s", P(what), P(x->want));
}

static int by_seq(const void *x, const void *y)
{
	int64_t one = *(const int64_t *)x, other = *(const int64_t *)y;

	return (one > other) - (one < other);
}

static bool note_entry(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct reading *w = p;

	(void)e;
	if (log == w->hq.id)
		buf_add(&w->seqs, &seq, sizeof seq);
	return true;
}

static bool note_any(void *p, const struct store_entry *s, struct err *e)
{
	struct reading *w = p;
	struct entry x;

	arena_reset(w->a);
	if (!entry_read(w->a, s->bytes, &x, e))
		return false;
	if (x.kind == kind_officer.code)
		buf_add(&w->seqs, &s->seq, sizeof s->seq);
	return true;
}

static bool find_entries(struct reading *w, bool whole, struct err *e)
{
	return whole ? store_entries(w->r->store, w->hq.id, 0, (int64_t)w->hq.tree.size, note_any,
				     w, e)
		     : store_records(w->r->store, kind_officer.code, DAY_MIN, DAY_MAX, false,
				     note_entry, w, e);
}

/* The entries of officers, each with what the key holder says of its signatures. */
static bool read_entries(struct reading *w, struct err *e)
{
	struct arena *a = w->w->a;
	const int64_t *seqs = (const int64_t *)(const void *)w->seqs.p;

	if (w->n)
		qsort(w->seqs.p, w->n, sizeof *seqs, by_seq);
	w->x = arena_array(a, w->n + 1, sizeof *w->x);
	w->acts = arena_array(a, w->n + 1, sizeof *w->acts);
	for (size_t i = 0; i < w->n; i++) {
		struct store_entry s;
		struct hash seal;

		if (!store_entry_get(w->r->store, a, w->hq.id, seqs[i], &s, e) ||
		    !entry_read(a, s.bytes, &w->x[i], e))
			return false;
		seal = seal_hash(s.c, s.s);
		w->acts[i].entry = s.bytes;
		/* Of an object that is not that of the seal nothing is believed. */
		w->acts[i].object = s.c.s && str_eq(w->x[i].seal, hash_str(&seal)) ? s.c : S("");
	}
	return keys_acts(w->r->keys, a, w->hq.id8, w->acts, w->n, e);
}

static void add_term(struct reading *w, const struct rec *r, int64_t seq)
{
	struct vouch_who *who = w->w;
	const struct val *until = rec_get(r, "until");
	const uint8_t *kid = (const uint8_t *)rec_code(r, "kid").s;
	size_t n, at = first_of(who, kid);
	struct term *t,
		x = { .act = rec_code(r, "act"),
		      .serves = rec_is(r, "act", "enrol") || rec_is(r, "act", "change_roles"),
		      .seq = seq,
		      .from = rec_get(r, "from")->n,
		      .until = until ? until->n : NO_DAY,
		      .roles = val_text(who->a, field_by_name(r->kind, S("roles")),
					rec_get(r, "roles")),
		      .name = name_of(who, who->a, kid) };

	memcpy(x.kid, kid, sizeof x.kid);
	x.since = x.from;
	buf_add(&who->terms, &x, sizeof x);
	t = (struct term *)(void *)who->terms.p;
	n = who->terms.len / sizeof *t - 1;
	if (at < n && !memcmp(t[at].kid, x.kid, 4))
		x.since = t[at].since;
	while (at < n && !memcmp(t[at].kid, x.kid, 4))
		at++;
	memmove(t + at + 1, t + at, (n - at) * sizeof *t);
	t[at] = x;
}

static void add_ties(struct reading *w, const struct keys_act *act)
{
	struct read in = read_of(act->body.s, act->body.len);
	struct centre_body *body = arena_alloc(w->w->a, sizeof *body);

	if (!act->body.len || !seal_body_read(&in, body))
		return;
	for (size_t i = 0; i < body->ties.n_same; i++) {
		const struct store_same *s = &body->ties.same[i];
		struct tie t = { .pair = { .relative = s->relative }, .recorded = body->recorded };

		memcpy(t.pair.a, s->kid, sizeof t.pair.a);
		memcpy(t.pair.b, s->other, sizeof t.pair.b);
		buf_add(&w->w->ties, &t, sizeof t);
	}
}

/* What two officers signed who might, by what was said before. Those at the very start of the log vouch for each other. */
static struct str entry_wrong(struct reading *w, size_t i, const struct rec *r)
{
	const struct keys_act *act = &w->acts[i];
	struct signer signers[ENTRY_SIGNATURES];
	struct refusals why = { .a = w->w->a };
	struct decide_view v = { .signers = signers, .n_signers = act->n_kids };
	struct eyes_act x = { .kind = &kind_officer, .rec = r };

	if (act->wrong.len)
		return act->wrong;
	if (!act->body.len || !r)
		return S("its object c is not that of its seal");
	if (((const int64_t *)(const void *)w->seqs.p)[i] == (int64_t)i)
		return S("");
	for (size_t j = 0; j < act->n_kids; j++)
		signers[j] = vouch_signer(w->w, w->w->a, act->kids[j], w->x[i].day, false);
	v.same = vouch_same(w->w, w->w->a, INT64_MAX, &v.n_same);
	if (officer_anew(r))
		v.keepers = vouch_keepers(w->w, r, w->x[i].day);
	return eyes_signed(&v, &x, &why) ? S("") : vouch_words(w->w->a, S(""), &why);
}

static bool read_all(struct reading *w, struct err *e)
{
	if (!keys_officers(w->r->keys, w->w->a, &w->w->names, &w->w->n_names, e) ||
	    !read_entries(w, e))
		return false;
	for (size_t i = 0; i < w->n; i++) {
		struct rec *r = entry_fields(w->w->a, &w->x[i]);
		struct who_false x = { .seq = ((const int64_t *)(const void *)w->seqs.p)[i] };

		x.wrong = entry_wrong(w, i, r);
		if (x.wrong.len) {
			buf_add(&w->w->wrong, &x, sizeof x);
			continue;
		}
		add_term(w, r, x.seq);
		add_ties(w, &w->acts[i]);
	}
	w->w->entries = w->n;
	return true;
}

static void free_who(void *p)
{
	arena_free(((struct vouch_who *)p)->a);
}

void vouch_who_forget(struct reg *r)
{
	if (r->who)
		r->who->entries = SIZE_MAX;
}

bool vouch_who(struct reg *r, bool whole, const struct vouch_who **out, struct err *e)
{
	struct arena *scratch = arena_new(0);
	struct reading w = { .r = r, .a = arena_new(0) };
	bool ok =
		(scratch && w.a) || err_set(e, ERR_FAILED, "read who is an officer: out of memory");

	w.seqs = (struct buf){ .a = scratch };
	ok = ok && reg_log(r, scratch, S("hq"), &w.hq, e) && find_entries(&w, whole, e);
	w.n = w.seqs.len / sizeof(int64_t);
	if (ok && !r->who) {
		r->who = arena_alloc(r->a, sizeof *r->who);
		r->who->a = arena_new(0);
		r->who->entries = SIZE_MAX;
		ok = r->who->a || err_set(e, ERR_FAILED, "read who is an officer: out of memory");
		arena_defer(r->a, free_who, r->who);
	}
	if (ok && (whole || r->who->entries != w.n)) {
		struct arena *a = r->who->a;

		arena_reset(a);
		*r->who = (struct vouch_who){ .a = a,
					      .entries = SIZE_MAX,
					      .terms = { .a = a },
					      .ties = { .a = a },
					      .wrong = { .a = a } };
		w.w = r->who;
		ok = read_all(&w, e);
	}
	arena_free(scratch);
	arena_free(w.a);
	*out = r->who;
	return ok;
}
