/* Corrections: an entry in the log stays; one that says `corrects` takes its place, and the old one counts zero
 * from then on. */
#include "base/arena.h"
#include "base/num.h"
#include "intake/intake_int.h"
#include "base/banned.h"

/* What is recorded once, and what all figures rest on: counting anew without it means nothing. */
static bool lasting(const struct kind *k)
{
	return str_eq(str_of(k->name), S("operation")) || str_eq(str_of(k->name), S("place"));
}

int64_t corrects_at(const struct rec *r)
{
	return ref_index(r->corrects);
}

/* Whether a correction of it waits for the cut already. */
static bool waits_already(struct accepting *w, struct str ref, bool *yes, struct err *e)
{
	struct store_draft *list;
	size_t n;

	*yes = false;
	if (!store_drafts(w->r->store, w->a, w->log.id, false, &list, &n, e))
		return false;
	for (size_t i = 0; i < n && !*yes; i++) {
		struct entry x;
		struct rec *r;

		if (list[i].kind != w->d->kind->code)
			continue;
		if (!entry_read(w->a, list[i].bytes, &x, e) || !entry_known(w->a, &x, &r, e))
			return within(e, "a draft of log %.*s", P(w->log.name));
		*yes = r && r->corrects.s && str_eq(r->corrects, ref);
	}
	return true;
}

/* Of a thing that has states only the newest record is corrected: those behind it rest on it. */
static bool newest(struct accepting *w, int64_t seq, struct err *e)
{
	const struct kind *k = w->d->kind;
	struct str key = rec_key(w->a, w->d->r, &w->view.v), draft;
	int64_t last;

	if (!k->updates || !key.s)
		return true;
	if (!store_thing(w->r->store, k->code, key, w->log.id, &last, e) ||
	    !store_draft_by_key(w->r->store, w->a, k->code, w->log.id, key, &draft, e))
		return false;
	if (draft.s)
		return refuse(w->why, "not_newest", S("corrects"), w->d->corrects,
			      "it to be cut first: a record of the same %s waits", k->key);
	return last == seq ||
	       refuse(w->why, "not_newest", S("corrects"), w->d->corrects,
		      "the newest record of the same %s: later ones rest on an older one", k->key);
}

/* The entry itself, by its log and index. */
static bool read_corrected(struct accepting *w, int64_t seq, struct str *ref, struct err *e)
{
	struct store_entry x;
	struct entry head;
	struct buf b = { .a = w->a };

	if (!store_entry_get(w->r->store, w->a, w->log.id, seq, &x, e)) {
		if (e->kind != ERR_NOTHING)
			return false;
		e->kind = ERR_NONE;
		return refuse(w->why, "no_such_entry", S("corrects"), w->d->corrects,
			      "an entry that is in the log; a record that waits for the cut cannot "
			      "be corrected yet");
	}
	if (!entry_read(w->a, x.bytes, &head, e))
		return false;
	if (head.kind != w->d->kind->code)
		return refuse(w->why, "other_kind", S("corrects"), w->d->corrects,
			      "an entry of kind %s", w->d->kind->name);
	buf_add(&b, w->log.id8, 8);
	for (int i = 0; i < 8; i++)
		buf_byte(&b, (uint8_t)((uint64_t)seq >> (56 - 8 * i)));
	buf_str(&b, x.leaf);
	*ref = buf_text(&b);
	return true;
}

bool choose_corrected(struct accepting *w, struct err *e)
{
	struct draft *d = w->d;
	struct str rest = d->corrects, name;
	struct str ref = { NULL, 0 };
	bool before, waits;
	int64_t seq;

	if (!d->corrects.s)
		return true;
	if (d->kind->form != FORM_PLACE || d->kind->system || lasting(d->kind))
		return refuse(w->why, "no_correction", S("corrects"), d->corrects,
			      "no correction: %s is not corrected by another entry", d->kind->name);
	name = str_cut(&rest, '/');
	if (!rest.s || !int_parse(rest, 0, INT64_MAX, &seq))
		return refuse(w->why, "not_read", S("corrects"), d->corrects,
			      "a log and an index in it, as in %.*s/12", P(w->log.name));
	/* By name, or by id as an export has it. */
	if (!str_eq(name, w->log.name) && !str_eq(name, str_hex(w->a, w->log.id8, 8)))
		return refuse(w->why, "other_log", S("corrects"), d->corrects,
			      "an entry of log %.*s, to which this record goes", P(w->log.name));
	if (!read_corrected(w, seq, &ref, e) ||
	    !store_corrected(w->r->store, w->log.id, seq, &before, e) ||
	    !waits_already(w, ref, &waits, e))
		return false;
	d->r->corrects = ref;
	if (before || waits)
		return refuse(w->why, "corrected", S("corrects"), d->corrects,
			      "an entry that was not corrected before; correct the one "
			      "that took its place");
	return newest(w, seq, e);
}

bool corrects_same(struct accepting *w, struct str key)
{
	const struct rec *old = NULL;

	if (w->d->r->corrects.s)
		old = w->view.v.by_ref(w->view.v.p, w->d->r->corrects);
	return old && str_eq(rec_key(w->a, old, &w->view.v), key);
}

bool keeps_name(struct accepting *w, struct str name)
{
	const struct rec *r = w->d->r, *old = rec_before(r, &w->view.v);

	if (old && str_eq(rec_unique(w->a, old, &w->view.v), name))
		return true;
	old = r->corrects.s ? w->view.v.by_ref(w->view.v.p, r->corrects) : NULL;
	return old && str_eq(rec_unique(w->a, old, &w->view.v), name);
}
