/* The register as rules and references see it: earlier records of the same log, those of headquarters, and
 * drafts that wait for the cut. */
#include "intake/intake_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "intake/places.h"
#include "record/kinds.h"
#include "base/banned.h"

static const struct rec *fields_of(struct view *w, struct str bytes)
{
	struct entry *x = arena_alloc(w->a, sizeof *x);
	struct rec *r;

	return entry_read(w->a, bytes, x, &w->e) && entry_known(w->a, x, &r, &w->e) ? r : NULL;
}

/* What asks the database says anew whether there was an error: after the first one nothing is asked any more. */
static bool failed(const struct view *w)
{
	return w->e.kind != ERR_NONE;
}

static const struct rec *entry_at(struct view *w, int64_t log, int64_t seq)
{
	struct store_entry x;

	return store_entry_get(w->r->store, w->a, log, seq, &x, &w->e) ? fields_of(w, x.bytes)
								       : NULL;
}

static const struct rec *by_key(void *p, const char *kind, struct str key)
{
	struct view *w = p;
	const struct kind *k = kind_by_name(str_of(kind));
	int64_t log = k && k->hq ? w->hq : w->log, seq;
	struct str bytes;

	if (failed(w) || !k || !key.s ||
	    !store_draft_by_key(w->r->store, w->a, k->code, log, key, &bytes, &w->e))
		return NULL;
	if (bytes.s)
		return fields_of(w, bytes);
	if (!store_thing(w->r->store, k->code, key, log, &seq, &w->e) || seq < 0)
		return NULL;
	return entry_at(w, log, seq);
}

static const struct rec *by_ref(void *p, struct str ref)
{
	struct view *w = p;
	int64_t log, seq;

	if (failed(w) || ref.len != REF_BYTES)
		return NULL;
	if (!store_entry_by_leaf(w->r->store, str_from(ref, 16), &log, &seq, &w->e)) {
		if (w->e.kind == ERR_NOTHING)
			w->e.kind = ERR_NONE;
		return NULL;
	}
	return entry_at(w, log, seq);
}

/* While a correction is judged no other draft of the thing waits (correct.c). */
static const struct rec *before(void *p, struct str ref)
{
	struct view *w = p;
	int64_t log, seq, older;

	if (failed(w) || ref.len != REF_BYTES)
		return NULL;
	if (!store_entry_by_leaf(w->r->store, str_from(ref, 16), &log, &seq, &w->e)) {
		if (w->e.kind == ERR_NOTHING)
			w->e.kind = ERR_NONE;
		return NULL;
	}
	if (!store_thing_before(w->r->store, log, seq, &older, &w->e) || older < 0)
		return NULL;
	return entry_at(w, log, older);
}

/* By name, or by id as references print it. */
static bool log_by_name(struct view *w, struct str name, struct store_log *out)
{
	struct store_log *logs;
	uint8_t id[8];
	size_t n;

	if (hex_read(name, id, sizeof id)) {
		if (!store_logs(w->r->store, w->a, &logs, &n, &w->e))
			return false;
		for (size_t i = 0; i < n; i++) {
			if (memcmp(logs[i].id8, id, sizeof id))
				continue;
			*out = logs[i];
			return true;
		}
	}
	if (reg_log(w->r, w->a, name, out, &w->e))
		return true;
	if (w->e.kind == ERR_NOTHING)
		w->e.kind = ERR_NONE;
	return false;
}

static bool log_by_id(struct view *w, int64_t id, struct store_log *out)
{
	struct store_log *logs;
	size_t n;

	if (!store_logs(w->r->store, w->a, &logs, &n, &w->e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (logs[i].id == id)
			*out = logs[i];
	return true;
}

struct stepping {
	int64_t step, log, seq;
};

static bool note_step(void *p, const struct store_case_act *x, struct err *e)
{
	struct stepping *s = p;

	(void)e;
	if (x->step == s->step) {
		s->log = x->log;
		s->seq = x->seq;
	}
	return true;
}

/* "DWFX-PVR8/3": an act in the file of a case. */
static bool act_of_case(struct view *w, struct str case_no, int64_t *log, int64_t *seq)
{
	struct stepping s = { *seq, 0, -1 };

	if (!store_case_acts(w->r->store, case_no, note_step, &s, &w->e) || s.seq < 0)
		return false;
	*log = s.log;
	*seq = s.seq;
	return true;
}

/* "aleppo/12" names an entry, "DWFX-PVR8/3" an act, anything else the key of a thing of that kind; k == NULL: of any. */
static bool find(struct view *w, const struct kind *k, struct str key, int64_t *log, int64_t *seq)
{
	struct str rest = key, name = str_cut(&rest, '/');
	struct store_log l;

	if (rest.s && int_parse(rest, 0, INT64_MAX, seq)) {
		if (log_by_name(w, name, &l)) {
			*log = l.id;
			return true;
		}
		if (act_of_case(w, name, log, seq))
			return true;
	}
	return k && store_thing_find(w->r->store, k->code, key, w->log, log, seq, &w->e) &&
	       *seq >= 0;
}

/* Of a sealed entry the code does not say the kind: that stands in its object c. */
static bool is_of_kind(struct view *w, const struct kind *k, const struct store_log *l,
		       const struct store_entry *x)
{
	struct centre_body body;
	struct entry head;

	if (!entry_read(w->a, x->bytes, &head, &w->e))
		return false;
	if (k->form == FORM_PLACE || k->form == FORM_WEAPON)
		return head.kind == k->code;
	/* Weapons under the code of what is veiled have no object c of their own. */
	if ((head.kind != VEILED_CODE && head.kind != kind_public_code(k)) || !x->c.s)
		return false;
	return seal_read_act(w->r, w->a, l, &head, x->c, &body, &w->e) && body.act.kind == k->code;
}

/* k == NULL: of any kind. */
static bool resolve_kind(struct view *w, const struct kind *k, struct str key,
			 uint8_t out[REF_BYTES])
{
	struct store_log l = { 0 };
	struct store_entry x;
	int64_t log = 0, seq;

	if (failed(w) || !find(w, k, key, &log, &seq) || failed(w) || !log_by_id(w, log, &l))
		return false;
	if (!store_entry_get(w->r->store, w->a, log, seq, &x, &w->e)) {
		if (w->e.kind == ERR_NOTHING)
			w->e.kind = ERR_NONE;
		return false;
	}
	if (k && !is_of_kind(w, k, &l, &x))
		return false;
	memcpy(out, l.id8, 8);
	for (int i = 0; i < 8; i++)
		out[8 + i] = (uint8_t)((uint64_t)seq >> (56 - 8 * i));
	memcpy(out + 16, x.leaf.s, 32);
	return true;
}

/* `kinds` may name several: "check,testimony". */
static bool resolve_ref(void *p, const char *names, struct str key, uint8_t out[REF_BYTES])
{
	struct str rest = str_of(names);

	if (!names)
		return resolve_kind(p, NULL, key, out);
	while (rest.s) {
		const struct kind *k = kind_by_name(str_cut(&rest, ','));

		if (k && resolve_kind(p, k, key, out))
			return true;
	}
	return false;
}

/* In the log, by code or English name; or, by code, among the drafts that wait for the cut; else the one place that
 * goes by this P-code, name or alias. */
static bool resolve_place(void *p, struct str name, struct str *code)
{
	const struct place *one;
	struct places *all;
	struct view *w = p;
	size_t many;

	if (failed(w) || !store_place_find(w->r->store, w->a, name, code, &w->e))
		return false;
	if (code->s)
		return true;
	*code = name;
	if (by_key(w, "place", name))
		return true;
	all = failed(w) ? NULL : places_kept(w->r, &w->e);
	one = all ? places_one(all, name, (struct str){ NULL, 0 }, &many) : NULL;
	if (one)
		*code = str_dup(w->a, one->code);
	return one != NULL;
}

static struct str near_place(void *p, struct str name)
{
	struct view *w = p;
	struct places *all = failed(w) ? NULL : places_kept(w->r, &w->e);

	return all ? places_nearest(all, w->a, name, (struct str){ NULL, 0 }) : S("");
}

/* The index key of another register, which the grant names as a whole (keyd/exchange.h). */
static bool is_recipient(const struct view *w, const uint8_t kid[4])
{
	const struct val *to =
		w->of && w->of->kind == &kind_access_grant ? rec_get(w->of, "recipient") : NULL;
	struct hash of;

	if (!to)
		return false;
	of = hash_of(to->s);
	return !memcmp(of.b, kid, 4);
}

static bool resolve_officer(void *p, struct str name, uint8_t kid[4])
{
	struct view *w = p;
	struct officer_public who;
	struct store_officer o;

	if (failed(w))
		return false;
	if (!kept_officer(w->r, w->a, name, w->of ? w->of->day : INT64_MAX, &who, &w->e)) {
		if (w->e.kind != ERR_NOTHING)
			return false;
		w->e.kind = ERR_NONE;
		/* A key, in hex: of one name there may be several. */
		if (!hex_read(name, kid, 4))
			return false;
		return (w->system && str_eq(name, S("00000000"))) || kept_has(w->r, kid) ||
		       is_recipient(w, kid) ||
		       (store_officer(w->r->store, w->a, kid, INT64_MAX, &o, &w->e) && o.there);
	}
	memcpy(kid, who.kid, 4);
	return true;
}

/* Of whoever was erased no key is left. */
static bool resolve_person(void *p, struct str case_no, uint8_t subject[PERSON_BYTES])
{
	struct view *w = p;
	uint8_t recipient[32];
	struct store_case of;

	if (failed(w) || !store_case(w->r->store, w->a, case_no, &of, &w->e) || !of.there)
		return false;
	if (!keys_recipient(w->r->keys, of.subject, recipient, &w->e)) {
		if (w->e.kind == ERR_NOTHING)
			w->e.kind = ERR_NONE;
		return false;
	}
	memcpy(subject, of.subject, PERSON_BYTES);
	return true;
}

bool view_init(struct view *w, struct reg *r, struct arena *a, const struct store_log *log,
	       const struct rec *operation, struct err *e)
{
	struct store_log hq;

	if (!reg_log(r, a, S("hq"), &hq, e))
		return false;
	*w = (struct view){ .r = r, .a = a, .log = log->id, .hq = hq.id };
	w->v = (struct rec_view){ .by_key = by_key,
				  .by_ref = by_ref,
				  .before = before,
				  .p = w,
				  .operation = operation,
				  .a = a };
	w->res = (struct resolver){ resolve_ref, resolve_place, resolve_officer, resolve_person,
				    w,		 near_place };
	return true;
}
