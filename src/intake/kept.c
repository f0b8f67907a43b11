/*
 * What the front door asks for with every record, kept while the register is open for writing: nobody else
 * can change it meanwhile (register.h, the lock). The operation, the decrees and the centres are forgotten whenever
 * entries may have come or gone, who is an officer when a key is made.
 */
#include <string.h>

#include "base/arena.h"
#include "intake/intake_int.h"
#include "intake/passwords.h"
#include "base/banned.h"

struct kept {
	struct arena *a; /* of the records below */
	bool has_operation, has_decrees, has_centres;
	const struct rec *operation; /* NULL: none is recorded */
	const struct rec **decrees;
	size_t n_decrees;
	size_t centres, centres_here;
	struct arena *officers_a;
	struct officer_public *officers; /* all of the keyring; NULL: not read yet */
	size_t n_public;
	bool has_same;
	const struct same_person *same;
	size_t n_same;
};

static void free_records(void *p)
{
	struct kept *k = p;

	arena_free(k->a);
	arena_free(k->officers_a);
}

static struct kept *kept(struct reg *r, struct err *e)
{
	struct kept *k = r->kept;

	if (k)
		return k;
	k = arena_alloc(r->a, sizeof *k);
	arena_defer(r->a, free_records, k);
	k->a = arena_new(0);
	k->officers_a = k->a ? arena_new(0) : NULL;
	if (!k->officers_a) {
		err_set(e, ERR_FAILED, "read the register: out of memory");
		return NULL;
	}
	r->kept = k;
	return k;
}

void kept_forget(struct reg *r)
{
	struct kept *k = r->kept;

	kept_forget_officers(r);
	if (!k || (!k->has_operation && !k->has_decrees && !k->has_centres))
		return;
	k->has_operation = k->has_decrees = k->has_centres = false;
	arena_reset(k->a);
}

const struct rec *kept_operation(struct reg *r, struct err *e)
{
	struct kept *k = kept(r, e);

	if (!k)
		return NULL;
	e->kind = ERR_NONE;
	if (k->has_operation)
		return k->operation;
	k->operation = intake_operation(r, k->a, e);
	k->has_operation = k->operation || e->kind == ERR_NONE;
	return k->operation;
}

struct collecting {
	struct arena *a;
	struct buf list;
};

static bool note_at(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct collecting *c = p;
	int64_t at[2] = { log, seq };

	(void)e;
	buf_add(&c->list, at, sizeof at);
	return true;
}

bool kept_decrees(struct reg *r, const struct rec ***list, size_t *n, struct err *e)
{
	struct kept *k = kept(r, e);
	struct collecting c;
	const int64_t *at;

	if (!k)
		return false;
	if (!k->has_decrees) {
		c = (struct collecting){ k->a, { .a = k->a } };
		if (!store_things(r->store, kind_by_name(S("decree"))->code, note_at, &c, e))
			return false;
		at = (const int64_t *)(const void *)c.list.p;
		k->n_decrees = c.list.len / (2 * sizeof *at);
		k->decrees = arena_array(k->a, k->n_decrees + 1, sizeof *k->decrees);
		for (size_t i = 0; i < k->n_decrees; i++) {
			struct entry *x = arena_alloc(k->a, sizeof *x);

			k->decrees[i] = intake_record(r, k->a, at[2 * i], at[2 * i + 1], x, e);
			if (!k->decrees[i])
				return false;
		}
		k->has_decrees = true;
	}
	*list = k->decrees;
	*n = k->n_decrees;
	return true;
}

/* A centre is named by the origin of its log. */
static bool note_centre(struct reg *r, struct arena *a, struct kept *k, const int64_t at[2],
			struct err *e)
{
	struct entry *x = arena_alloc(a, sizeof *x);
	const struct rec *centre = intake_record(r, a, at[0], at[1], x, e);
	const struct store_log *logs;
	size_t n;

	if (!centre || !store_logs_kept(r->store, &logs, &n, e))
		return false;
	k->centres++;
	for (size_t i = 0; i < n; i++)
		k->centres_here += str_eq(logs[i].origin, rec_code(centre, "log_origin"));
	return true;
}

bool kept_centres(struct reg *r, struct decide_view *v, struct err *e)
{
	struct kept *k = kept(r, e);
	struct collecting c;
	const int64_t *at;

	if (!k)
		return false;
	if (!k->has_centres) {
		c = (struct collecting){ k->a, { .a = k->a } };
		k->centres = k->centres_here = 0;
		if (!store_things(r->store, kind_by_name(S("centre"))->code, note_at, &c, e))
			return false;
		at = (const int64_t *)(const void *)c.list.p;
		for (size_t i = 0; i < c.list.len / (2 * sizeof *at); i++)
			if (!note_centre(r, k->a, k, at + 2 * i, e))
				return false;
		k->has_centres = true;
	}
	v->centres = k->centres;
	v->centres_here = k->centres_here;
	return true;
}

bool intake_decrees(struct reg *r, const struct rec *const **list, size_t *n, struct err *e)
{
	const struct rec **decrees;

	if (!kept_decrees(r, &decrees, n, e))
		return false;
	*list = decrees;
	return true;
}

void kept_forget_officers(struct reg *r)
{
	struct kept *k = r->kept;

	if (!k)
		return;
	k->officers = NULL;
	k->has_same = false;
	arena_reset(k->officers_a);
}

bool kept_same(struct reg *r, const struct same_person **list, size_t *n, struct err *e)
{
	struct kept *k = kept(r, e);

	if (!k || (!k->has_same && !officers_same(r, k->officers_a, &k->same, &k->n_same, e)))
		return false;
	k->has_same = true;
	*list = k->same;
	*n = k->n_same;
	return true;
}

bool officer_serves(const struct store_officer *o, int64_t day)
{
	return o->there && (str_eq(o->act, S("enrol")) || str_eq(o->act, S("change_roles"))) &&
	       o->from_day <= day && day - o->since < OFFICER_DAYS &&
	       (o->until_day == NO_DAY || day <= o->until_day);
}

/* Of several keys of one officer: the newest that serves on the day, of those that are left before those that are
 * gone; else the newest. */
static bool choose_key(struct reg *r, struct arena *a, struct str name, int64_t day,
		       const struct officer_public **out, struct err *e)
{
	const struct officer_public *gone = NULL;
	const struct kept *k = r->kept;
	struct store_officer o;
	size_t n = 0;

	*out = NULL;
	for (size_t i = 0; i < k->n_public; i++)
		n += str_eq(k->officers[i].name, name);
	for (size_t i = k->n_public; i--;) {
		if (!str_eq(k->officers[i].name, name))
			continue;
		if (!*out)
			*out = &k->officers[i];
		if (n == 1)
			return true;
		if (!store_officer(r->store, a, k->officers[i].kid, day, &o, e))
			return false;
		if (!officer_serves(&o, day))
			continue;
		if (!k->officers[i].gone) {
			*out = &k->officers[i];
			return true;
		}
		gone = gone ? gone : &k->officers[i];
	}
	*out = gone ? gone : *out;
	return true;
}

bool kept_officer(struct reg *r, struct arena *a, struct str name, int64_t day,
		  struct officer_public *out, struct err *e)
{
	struct kept *k = kept(r, e);
	const struct officer_public *it;

	if (!k ||
	    (!k->officers && !keys_officers(r->keys, k->officers_a, &k->officers, &k->n_public, e)))
		return false;
	if (!choose_key(r, a, name, day, &it, e))
		return false;
	if (!it)
		return err_set(e, ERR_NOTHING,
			       "find an officer's key: nobody has one here by that name");
	*out = *it;
	out->name = str_dup(a, it->name);
	return true;
}

bool kept_ended(struct reg *r, struct arena *a, struct str name, int64_t day, bool *ended,
		struct err *e)
{
	const struct kept *k = r->kept;
	struct store_officer o = { 0 };

	/* A key of which the log says nothing by that day was made for a renewal to come. */
	for (size_t i = k->n_public; i-- && !o.there;)
		if (str_eq(k->officers[i].name, name) &&
		    !store_officer(r->store, a, k->officers[i].kid, day, &o, e))
			return false;
	*ended = o.there && (str_eq(o.act, S("retire")) || str_eq(o.act, S("suspend")));
	return true;
}

bool kept_has(struct reg *r, const uint8_t kid[4])
{
	const struct kept *k = r->kept;

	for (size_t i = 0; k && i < k->n_public; i++)
		if (!memcmp(k->officers[i].kid, kid, 4))
			return true;
	return false;
}

struct str kept_name(struct reg *r, const uint8_t kid[4])
{
	const struct kept *k = r->kept;

	for (size_t i = 0; k && k->officers && i < k->n_public; i++)
		if (!memcmp(k->officers[i].kid, kid, 4))
			return k->officers[i].name;
	return S("");
}

bool kept_signing(struct reg *r, struct arena *a, const struct officer_public *who, struct err *e)
{
	struct str password;

	if (keys_signs(r->keys, who->kid))
		return true;
	if (!password_of(r, a, who->name, &password, e) ||
	    !keys_session(r->keys, who->name, password, e))
		return within(e, "sign as %.*s", P(who->name));
	return keys_signs(r->keys, who->kid) ||
	       err_set(e, ERR_WRONG_KEY, "sign as %.*s: the password opens another key",
		       P(who->name));
}
