/* What a record names as evidence: acts in the log, of this case, as the rules see them (rule/decide.h, struct fact).
 * Where a finding is from is sealed for the person; a keyed digest of it, of its case only, shows whether two are from
 * one source and who frees captives, and nothing else. */
#include <string.h>

#include "base/arena.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "base/banned.h"

/* Checks that may speak for an excluded act; those of health and identity do not. */
#define ABOUT "excluded_acts,court_record,victim_complaint,other_centre"

static uint64_t number(struct str s)
{
	uint64_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n = n << 8 | (uint8_t)s.s[i];
	return n;
}

/* The act behind a reference: its kind is one that the field wants. *there: it is in the log, as the reference says. */
static bool entry_at(struct reg *r, struct arena *a, struct str ref, struct store_log *log,
		     struct store_entry *s, bool *there, struct err *e)
{
	struct store_log *logs;
	struct hash leaf;
	size_t n;

	*there = false;
	if (!store_logs(r->store, a, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		uint64_t seq = number(str_mem(ref.s + 8, 8));

		if (memcmp(logs[i].id8, ref.s, sizeof logs[i].id8) != 0 || seq >= logs[i].tree.size)
			continue;
		*log = logs[i];
		if (!store_entry_get(r->store, a, logs[i].id, (int64_t)seq, s, e))
			return false;
		leaf = hash_leaf(s->bytes);
		*there = !memcmp(leaf.b, ref.s + 16, sizeof leaf.b);
	}
	return true;
}

static bool act_at(struct reg *r, struct arena *a, struct str ref, struct centre_body *out,
		   struct err *e)
{
	struct store_entry s;
	struct store_log log;
	struct entry x;
	bool there;

	return entry_at(r, a, ref, &log, &s, &there, e) &&
	       (there ||
		err_set(e, ERR_FAILED, "find the act that a reference names: it is not there")) &&
	       entry_read(a, s.bytes, &x, e) && seal_read_act(r, a, &log, &x, s.c, out, e);
}

/* What is told about nobody known (testimony) is evidence in any case. */
bool evidence_of_case(struct accepting *w, const char *field, struct str ref,
		      struct centre_body *body, struct err *e)
{
	return act_at(w->r, w->a, ref, body, e) &&
	       (!body->act.case_no.s || str_eq(body->act.case_no, w->d->case_no) ||
		refuse(w->why, "other_case", str_of(field), S(""), "an act of this case"));
}

static const struct store_mark *mark_in(const struct centre_body *body, const char *what)
{
	for (size_t i = 0; i < body->ties.n_marks; i++)
		if (str_eq(body->ties.marks[i].what, str_of(what)))
			return &body->ties.marks[i];
	return NULL;
}

/* Each testimony is a source of its own, but for one that only says anew what another may be used for. */
static void set_source(struct fact *x, const struct kind *k, const struct centre_body *body,
		       struct str ref)
{
	const struct store_mark *source = mark_in(body, "source");

	if (k == &kind_testimony && !mark_in(body, "consent_to")) {
		memcpy(x->source, ref.s + REF_BYTES - 32, 32);
		x->counts = true;
	} else if (source) {
		memcpy(x->source, source->mac, 32);
		x->counts = str_eq(x->code, S("hit"));
	}
}

static struct fact fact_of(const struct centre_body *body, struct str ref)
{
	const struct kind *k = kind_by_code(body->act.kind);
	struct fact out = { .kind = str_of(k ? k->name : ""),
			    .code = body->act.code,
			    .step = body->act.case_no.s ? body->act.step : -1 };

	set_source(&out, k, body, ref);
	return out;
}

/* What was erased since was looked at when it was there; only what this program erased is taken for that. No more of it is
 * left than that it stood under the code of all that changes nothing in public, as testimony does. */
static bool was_erased(struct reg *r, struct arena *a, const struct store_log *log, int64_t seq,
		       const struct entry *x, bool *yes, struct err *e)
{
	*yes = false;
	if (x->kind != VEILED_CODE)
		return true;
	if (erase_gone(r, a, log->id, seq, yes, e))
		return true;
	*yes = false;
	if (e->kind != ERR_ATTENTION)
		return false;
	*e = (struct err){ 0 };
	return true;
}

/* Whether it was in its log before the act, which is in one itself: in the same log by its place, else by the days of their
 * cuts. What is only to be cut is younger than anything in a log. */
static bool is_older(const struct store_log *log, int64_t seq, const struct entry *x,
		     const struct evidence_at *at)
{
	if (at->seq < 0)
		return true;
	return log->id == at->log ? seq < at->seq : x->day <= at->day;
}

bool evidence_was(struct reg *r, struct arena *a, struct str ref, const struct evidence_at *at,
		  struct fact *out, bool *there, struct err *e)
{
	int64_t seq = (int64_t)number(str_mem(ref.s + 8, 8));
	struct centre_body body;
	struct store_entry s;
	struct store_log log;
	struct entry x;

	if (!entry_at(r, a, ref, &log, &s, there, e) || !*there)
		return e->kind == ERR_NONE;
	if (!entry_read(a, s.bytes, &x, e))
		return false;
	*there = x.seal.s && is_older(&log, seq, &x, at);
	if (!*there)
		return true;
	if (!s.c.s) {
		*out = (struct fact){ .kind = S("testimony"), .step = -1, .counts = true };
		memcpy(out->source, ref.s + REF_BYTES - 32, 32);
		return was_erased(r, a, &log, seq, &x, there, e);
	}
	*there = false;
	if (!seal_read_act(r, a, &log, &x, s.c, &body, e))
		return e->kind == ERR_FALSE;
	*out = fact_of(&body, ref);
	*there = (!body.act.case_no.s || str_eq(body.act.case_no, at->case_no)) &&
		 code_in(at->kinds, out->kind);
	return true;
}

static bool see_facts(struct accepting *w, struct decide_view *v, struct err *e)
{
	const struct field *f = field_by_name(w->d->kind, S("evidence"));
	const struct val *list = f && f->type == F_REFS ? rec_get(w->d->r, "evidence") : NULL;
	struct fact *facts = arena_array(w->a, list ? list->len + 1 : 1, sizeof *facts);
	struct centre_body body;

	for (size_t i = 0; list && i < list->len; i++) {
		if (!evidence_of_case(w, "evidence", list->v[i].s, &body, e))
			return false;
		facts[i] = fact_of(&body, list->v[i].s);
	}
	v->facts = facts;
	v->n_facts = list ? list->len : 0;
	return true;
}

/* A search that goes on is that of the same person: in the case, or, without one, under the same identity, by which all that
 * is sealed of it is found again. */
static bool see_search(struct accepting *w, struct err *e)
{
	const struct rec *r = w->d->r;
	const struct val *first = r->kind == &kind_tracing ? rec_get(r, "continues") : NULL;
	struct centre_body body;

	if (!first)
		return true;
	if (!act_at(w->r, w->a, first->s, &body, e))
		return false;
	if (w->of.there)
		return (body.act.case_no.s && str_eq(body.act.case_no, w->d->case_no)) ||
		       refuse(w->why, "other_case", S("continues"), S(""), "an act of this case");
	if (body.act.case_no.s || !body.has_own)
		return refuse(w->why, "other_case", S("continues"), S(""),
			      "a search of somebody without a case, or the case (case=NUMBER) in "
			      "which it was recorded");
	if (body.act.log != w->log.id)
		return refuse(w->why, "other_log", S("log"), w->log.name,
			      "the log in which the search is");
	w->goes_on = arena_copy(w->a, body.own, sizeof body.own);
	return true;
}

bool evidence_freed(struct reg *r, struct arena *a, struct str case_no, bool *freed, struct err *e)
{
	struct accepting w = { .r = r, .a = a };
	struct store_mark m = mark_of(&w, "captor", case_no);
	struct str of;

	*e = w.view.e;
	if (e->kind != ERR_NONE || !store_mark_find(r->store, a, &m, &of, e))
		return false;
	*freed = of.s != NULL;
	return true;
}

bool evidence_see(struct accepting *w, struct decide_view *v, struct err *e)
{
	if (w->d->kind == &kind_standing && w->of.there && past_last(v, "dedup_link", NULL) &&
	    !merged_otherwise(w->r, w->a, w->d->case_no, &v->other_outcome, e))
		return false;
	return see_facts(w, v, e) && see_search(w, e) &&
	       ((w->d->kind != &kind_decision && w->d->kind != &kind_appeal) || !w->of.there ||
		evidence_freed(w->r, w->a, w->d->case_no, &v->freed_captives, e));
}

static void add_mark(struct accepting *w, struct store_ties *t, const char *what, struct str text)
{
	t->marks[t->n_marks++] = mark_of(w, what, text);
}

struct store_mark cause_mark(struct accepting *w, struct str case_no, int64_t step, bool listed)
{
	return mark_of(w, "cause",
		       str_fmt(w->a, "%s/%.*s/%lld", listed ? "list" : "check", P(case_no),
			       (long long)step));
}

void evidence_marks(struct accepting *w, struct store_ties *t)
{
	const struct rec *r = w->d->r;
	const struct val *captor =
		r->kind == &kind_captive_release ? rec_get(r, "captor_case") : NULL;
	struct centre_body body;
	struct err e = { 0 };

	/* By which it is known that a likeness was asked about; of every check, so that none is told from another by it. */
	if (r->kind == &kind_check)
		add_mark(w, t, "asked",
			 rec_get(r, "row") ? str_hex(w->a, rec_get(r, "row")->s.s, 16)
					   : rec_code(r, "asked_what"));
	/* And whether it was asked about because of one: whoever may see the queue of a screener learns it by this. */
	if (r->kind == &kind_check)
		t->marks[t->n_marks++] = cause_mark(w, t->case_no, t->step, rec_get(r, "row"));
	if (r->kind == &kind_check && str_eq(w->act.code, S("hit")) &&
	    code_in(ABOUT, rec_code(r, "check")))
		add_mark(w, t, "source",
			 str_fmt(w->a, "%.*s/%.*s", P(w->d->case_no),
				 P(ref_key(w->a, rec_get(r, "source")->s, &w->view.v))));
	if (!captor || rec_is(r, "state", "announced"))
		return;
	if (act_at(w->r, w->a, captor->s, &body, &e))
		add_mark(w, t, "captor", body.act.case_no);
	else
		w->view.e = e;
}
