/*
 * Judges one entry: its spelling, its kind's public form, what it refers to, who signed it. What breaks
 * the rules is listed and counts zero; only a bad signature ends the run.
 */
#include "sync/verify_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "record/kinds.h"
#include "base/banned.h"

static const struct rec *by_key(void *p, const char *kind, struct str key)
{
	struct looking *l = p;
	const struct kind *k = kind_by_name(str_of(kind));
	size_t log = k && !k->hq ? (size_t)(l->log - l->v->logs) : 0;
	struct thing *t = k ? thing_find(&l->v->things, k->code, log, key) : NULL;

	return t && !t->gone ? t->value : NULL;
}

static const struct rec *by_ref(void *p, struct str ref)
{
	struct looking *l = p;
	uint64_t index = 0;
	bool later = true;
	struct vlog *log = ref.len == REF_BYTES ? verify_target(l->v, ref, &index, &later) : NULL;

	return log && !later ? verify_record(log, index) : NULL;
}

/* What an entry of this log is a record of; NULL where that is nothing, or was recorded anew since. */
static const struct thing *thing_of(struct looking *l, uint64_t index)
{
	const struct rec *r = verify_record(l->log, index);
	struct rec_view view = verify_view(l);
	struct str key = r ? rec_key(l->v->scratch, r, &view) : (struct str){ NULL, 0 };
	const struct thing *t =
		key.s ? thing_find(&l->v->things, r->kind->code, (size_t)(l->log - l->v->logs), key)
		      : NULL;

	return t && !t->gone && t->value == r ? t : NULL;
}

static const struct rec *before(void *p, struct str ref)
{
	struct looking *l = p;
	uint64_t index = 0;
	bool later = true;
	struct vlog *log = ref.len == REF_BYTES ? verify_target(l->v, ref, &index, &later) : NULL;
	const struct thing *t = log == l->log && !later ? thing_of(l, index) : NULL;

	return t && t->before ? t->before->value : NULL;
}

struct rec_view verify_view(struct looking *l)
{
	return (struct rec_view){ by_key, by_ref, before, l, l->v->operation.rec, l->v->scratch };
}

/* Whether the version says that a newer program wrote it. */
static bool newer(struct str bytes)
{
	struct read r = read_of(bytes.s, bytes.len);
	int64_t key = -1, version = 0;
	uint64_t n;

	return cbor_map(&r, 1024, &n) && n && cbor_key(&r, &key) && key == KEY_VERSION &&
	       cbor_int(&r, ENTRY_VERSION + 1, INT32_MAX, &version);
}

struct judging {
	struct verify *v;
	struct vlog *log;
	const struct entry *x;
	const struct kind *k;
	const struct rec *r;
};

#define broken(j, ...) (!breaks((j)->v, (j)->log, (j)->log->read, __VA_ARGS__))

static bool refused(const struct judging *j, const struct refusals *why)
{
	const struct refusal *first = &why->list[0];

	return broken(j, "%s: %.*s: %.*s is wanted", j->k->name, P(verify_shown(first->field)),
		      P(verify_shown(first->want)));
}

/* What can only be judged when the log is read that it refers to. */
static void put_off(const struct judging *j, const struct field *f, const struct kind *want,
		    struct str ref)
{
	struct pending p = { .log = (size_t)(j->log - j->v->logs),
			     .index = j->log->read,
			     .kind = want };

	if (j->k->place_by && !strcmp(j->k->place_by, f->name)) {
		p.by = j->k;
		p.place = str_dup(j->v->keep, j->x->place);
	}
	memcpy(p.ref, ref.s, REF_BYTES);
	buf_add(&j->v->pendings, &p, sizeof p);
}

/* References exist and name a thing of the right kind. */
static bool ref_ok(const struct judging *j, const struct field *f, struct str ref)
{
	const struct kind *want = f->choices ? kind_by_name(str_of(f->choices)) : NULL;
	const struct rec *r;
	uint64_t index;
	bool later;
	struct vlog *log = verify_target(j->v, ref, &index, &later);

	if (!log)
		return broken(j, "%s: %s refers to what is no entry of these logs", j->k->name,
			      f->name);
	if (later) {
		put_off(j, f, want, ref);
		return true;
	}
	r = verify_record(log, index);
	if (want && (!r || r->kind != want))
		return broken(j, "%s: %s refers to no %s that keeps the rules", j->k->name, f->name,
			      want->name);
	return true;
}

static bool place_known(const struct judging *j, struct str code)
{
	return thing_find(&j->v->things, kind_place.code, 0, code);
}

static bool value_ok(const struct judging *j, const struct field *f, const struct val *v)
{
	if (!v->set)
		return true;
	if (f->type == F_PLACE && !place_known(j, v->s))
		return broken(j, "%s: %s is no place", j->k->name, f->name);
	if (f->type == F_REF)
		return ref_ok(j, f, v->s);
	for (size_t i = 0; f->type == F_REFS && i < v->len; i++)
		if (!ref_ok(j, f, v->v[i].s))
			return false;
	return true;
}

static bool values_ok(const struct judging *j)
{
	if (j->x->place.s && !place_known(j, j->x->place))
		return broken(j, "%s: its place is none", j->k->name);
	for (size_t i = 0; i < j->k->n; i++) {
		const struct field *f = &j->k->fields[i];
		const struct val *v = &j->r->v[i];

		if (!value_ok(j, f, v))
			return false;
		/* Rows are one level deep. */
		for (size_t row = 0; f->type == F_ROWS && v->set && row < v->len; row++)
			for (size_t c = 0; c < f->rows->n; c++)
				if (!value_ok(j, &f->rows->fields[c], &v->v[row].v[c]))
					return false;
	}
	return true;
}

/* The entry that one corrects; NULL where it corrects none. */
static const struct made *corrected(const struct judging *j)
{
	uint64_t index = 0;
	bool later = true;
	const struct vlog *log =
		j->r->corrects.s ? verify_target(j->v, j->r->corrects, &index, &later) : NULL;

	return log == j->log ? verify_made(log, index) : NULL;
}

/* An earlier entry of the same log and kind, that counts and was not corrected before. */
static bool corrects_ok(const struct judging *j)
{
	const struct made *m = corrected(j);
	struct looking l = { j->v, j->log };
	struct rec_view view = verify_view(&l);

	if (!j->r->corrects.s)
		return true;
	if (!m || m->kind != j->k)
		return broken(j, "%s: it corrects what is no %s that counts in this log",
			      j->k->name, j->k->name);
	if (m->corrected)
		return broken(j, "%s: it corrects entry %llu, which was corrected before",
			      j->k->name, (unsigned long long)m->index);
	if (j->k->updates && rec_key(j->v->scratch, j->r, &view).s && !thing_of(&l, m->index))
		return broken(j, "%s: it corrects entry %llu, which is not the newest of its thing",
			      j->k->name, (unsigned long long)m->index);
	return true;
}

/* Nothing is used twice; s == NULL is nothing. */
static bool first_use(const struct judging *j, struct mark_set *set, struct str s)
{
	const struct str parts[] = { str_mem(j->v->things.seed, sizeof j->v->things.seed), s };
	struct hash h = hash_parts(parts, 2);
	struct mark m;

	memcpy(&m, h.b, sizeof m);
	return !s.s || mark_add(j->v->keep, set, m);
}

static bool seal_once(const struct judging *j)
{
	if (!first_use(j, &j->v->seals, j->x->seal.s ? j->x->seal : j->x->id))
		return broken(j, "%s: its seal or id was used before", j->k->name);
	return first_use(j, &j->v->commits, j->x->commit) ||
	       broken(j, "%s: its commit was used before: one paper has one certificate",
		      j->k->name);
}

/* A thing that was recorded before, unless it is what this entry corrects. */
static const struct thing *taken(const struct judging *j, int64_t space, size_t log, struct str key)
{
	const struct thing *t = thing_find(&j->v->things, space, log, key);
	const struct made *m = corrected(j);

	return !t || t->gone || (m && verify_record(j->log, m->index) == t->value) ? NULL : t;
}

/* What occurs once: a seal or id, a paper, a key, a name. */
static bool once(const struct judging *j)
{
	struct looking l = { j->v, j->log };
	struct rec_view view = verify_view(&l);
	struct str key = rec_key(j->v->scratch, j->r, &view),
		   name = rec_unique(j->v->scratch, j->r, &view);
	size_t log = j->k->hq ? 0 : (size_t)(j->log - j->v->logs);
	const struct thing *same;
	const struct rec *old;

	if (j->k == &kind_operation && j->v->operation.rec)
		return broken(j, "operation: there is one operation, and it is recorded already");
	if (!seal_once(j))
		return false;
	if (key.s && !j->k->updates && taken(j, j->k->code, log, key))
		return broken(j, "%s: another has the same %s", j->k->name, j->k->key);
	if (!name.s)
		return true;
	same = taken(j, SPACE_NAMES - j->k->code, 0, name);
	/* A thing keeps its name in its next state. */
	old = rec_before(j->r, &view);
	if (same && !(old && str_eq(rec_unique(j->v->scratch, old, &view), name)))
		return broken(j, "%s: another has the same %s", j->k->name, j->k->unique);
	return true;
}

static bool place_rules(const struct judging *j)
{
	if (rec_is(j->r, "level", "country") == !!rec_get(j->r, "parent"))
		return broken(j, "place: the country, and nothing else, has no parent");
	return true;
}

static bool centre_rules(const struct judging *j)
{
	struct thing *t = thing_find(&j->v->things, SPACE_ORIGIN, 0, rec_code(j->r, "log_origin"));
	const struct rec *other = t ? t->value : NULL;

	if (other && rec_get(other, "centre_no")->n != rec_get(j->r, "centre_no")->n)
		return broken(j, "centre: its log is another centre's");
	return true;
}

static bool form_ok(struct judging *j, size_t len)
{
	if (len > (j->k->entry_max ? j->k->entry_max : ENTRY_MAX))
		return broken(j, "%s: %zu bytes are too many", j->k->name, len);
	if (j->k->hq && j->log != j->v->logs)
		return broken(j, "%s: only headquarters' log may have it", j->k->name);
	if (j->k->form == FORM_WEAPON && j->log->batch.weapons & WEAPON_BIT(j->k))
		return broken(j, "%s: one entry stands for all of a cut", j->k->name);
	return true;
}

/* All but the signatures. */
static bool rules_ok(struct judging *j, size_t len)
{
	struct looking l = { j->v, j->log };
	struct rec_view view = verify_view(&l);
	struct refusals why = { .a = j->v->scratch };

	if (!form_ok(j, len))
		return false;
	j->r = entry_rec(j->v->scratch, j->x, &view, &why);
	if (!j->r)
		return why.n ? refused(j, &why) : broken(j, "%s: not its public form", j->k->name);
	if (!values_ok(j) || !corrects_ok(j) || !once(j))
		return false;
	if (j->k == &kind_place)
		return place_rules(j);
	return j->k != &kind_centre || centre_rules(j);
}

static bool founder_add(struct verify *v, struct vlog *log, struct str bytes, struct err *e)
{
	if (v->founders_n == FOUNDERS)
		return err_set(e, ERR_FALSE, "log hq begins with more than %d officers", FOUNDERS);
	v->founders[v->founders_n++] = (struct founder){ log->read, str_dup(v->keep, bytes) };
	return true;
}

bool verify_judge(struct verify *v, struct vlog *log, struct str bytes, struct entry *x,
		  const struct rec **rec, bool *counts, struct err *e)
{
	struct judging j = { .v = v, .log = log, .x = x };
	struct err why;
	bool is_newer = newer(bytes),
	     readable = !is_newer && entry_read(v->scratch, bytes, x, &why);

	*counts = false;
	j.k = readable ? kind_by_code(x->kind) : NULL;
	/* The founding set ends with the first entry that is something else. */
	if (!v->founded && j.k != &kind_officer && !verify_founded(v, e))
		return false;
	v->newer |= is_newer && log == v->logs;
	if (is_newer)
		return finding_add(v, &v->report->unknown, log, log->read,
				   "written by a newer program");
	if (!readable)
		return breaks(v, log, log->read, "%s", why.what);
	if (!j.k)
		return finding_add(v, &v->report->unknown, log, log->read,
				   "kind %lld is not in this program's table", (long long)x->kind);
	*counts = rules_ok(&j, bytes.len);
	*rec = j.r;
	if (!v->founded)
		return !*counts || founder_add(v, log, bytes, e);
	if (j.k->form == FORM_PLACE && *counts)
		*counts = verify_signatures(v, log, x, j.r);
	return true;
}

/* Why the entry breaks the rules, seen together with what it refers to; s == NULL: it does not. */
static struct str pending_wrong(struct verify *v, const struct pending *p)
{
	struct looking l = { v, &v->logs[p->log] };
	struct rec_view view = verify_view(&l);
	const struct rec *r;
	struct vlog *to;
	uint64_t index;
	bool later;

	to = verify_target(v, str_mem(p->ref, REF_BYTES), &index, &later);
	r = to && !later ? verify_record(to, index) : NULL;
	if (!to || later || (p->kind && (!r || r->kind != p->kind)))
		return str_fmt(v->scratch, "it refers to what is no entry of these logs%s%s",
			       p->kind ? ", or no " : "", p->kind ? p->kind->name : "");
	if (p->by && r && !str_eq(rec_place(r, &view), p->place))
		return str_fmt(v->scratch, "%s: the place that %s gives is wanted", p->by->name,
			       p->by->place_by);
	return (struct str){ NULL, 0 };
}

static void off(struct vlog *log, const struct pending *p)
{
	struct subtotal *subtotals = LIST(struct subtotal, log->subtotals);
	struct kept_state *states = LIST(struct kept_state, log->states);
	struct kept_cancel *cancels = LIST(struct kept_cancel, log->cancels);
	struct kept_merge *merges = LIST(struct kept_merge, log->merges);

	for (size_t i = p->subtotals.from; i < p->subtotals.to; i++)
		subtotals[i].off = true;
	for (size_t i = p->states.from; i < p->states.to; i++)
		states[i].off = true;
	for (size_t i = p->cancels.from; i < p->cancels.to; i++)
		cancels[i].off = true;
	for (size_t i = p->merges.from; i < p->merges.to; i++)
		merges[i].off = true;
}

/* What counts zero after all has nothing that a correction could cancel. */
static void cancels_off(struct vlog *log)
{
	struct subtotal *list = LIST(struct subtotal, log->subtotals);

	for (size_t i = 0; i < LIST_N(struct subtotal, log->subtotals); i++)
		if (list[i].of)
			list[i].off |= list[list[i].of - 1].off;
}

void verify_pendings(struct verify *v)
{
	const struct pending *list = LIST(struct pending, v->pendings);

	for (size_t i = 0; i < LIST_N(struct pending, v->pendings); i++) {
		const struct pending *p = &list[i];
		struct vlog *log = &v->logs[p->log];
		struct str wrong;

		arena_reset(v->scratch);
		wrong = pending_wrong(v, p);
		if (!wrong.s)
			continue;
		breaks(v, log, p->index, "%.*s", P(wrong));
		off(log, p);
	}
	for (size_t i = 0; i < v->logs_n; i++)
		cancels_off(&v->logs[i]);
}
