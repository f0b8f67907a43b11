/* See asked.h. */
#include "rule/asked.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "record/refuse.h"
#include "base/banned.h"

/* A row for each kind of which rules ask anything: the conditions of its rows (table.c), what has to have happened (past.c and
 * its neighbours), whom it names (role.c), and what later acts are told of it (past_says). */
static const struct {
	const char *kind, *fields;
	const char *once; /* more that is asked, but not repeated: nobody sees who speaks what */
} asked[] = {
	{ "presentation", "in_group,late_reason,triage" },
	{ "notice", "", "language,read_aloud,given_by" },
	{ "registration", "status_sought,photo,search_done" },
	{ "correction", "field,new_value" },
	{ "pledge", "given_on", "language,read_aloud,given_by" },
	{ "pledge_case", "finding,follows" },
	{ "check", "result,evidence,follows" },
	{ "step", "event,until,outcome,evidence,age" },
	{ "decision", "outcome,proposed_outcome,evidence,panel_1,panel_2,chief,notified_on,"
		      "appeal_until,deferred_until,acts_named" },
	{ "appeal", "against,lodged_on,outcome,panel,late_reason" },
	{ "certificate", "provisional,provisional_until,issued_on" },
	{ "standing", "hearing_on,evidence,appeal_until" },
	{ "handover", "returned_on,outcome" },
	{ "closing", "how" },
	{ "discharge", "why_not" },
	{ "stay", "act,free_to_leave,basis,until" },
	{ "child_referral", "later_found_adult" },
	{ "plan", "state" },
	{ "merge", "act" },
	{ "passenger", "choice" },
	{ "belongings", "returned_on" },
	{ "benefit", "due_on,delivered_on,ended" },
	{ "request", "right,answer_due,answer" },
	{ "tracing", "state" },
	{ "dedup_link", "verdict,by_1,by_2" },
	{ "stop_report", "result,followed_up,follows" },
	{ "effect_notice", "confirmed_on" },
	{ "stock_move", "witnesses" },
};

static bool is_asked(const struct kind *k, const struct field *f, bool once)
{
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
		if (!strcmp(asked[i].kind, k->name))
			return f->sight != PUB &&
			       (code_in(asked[i].fields, str_of(f->name)) ||
				(once && asked[i].once && code_in(asked[i].once, str_of(f->name))));
	return false;
}

/* Of what reception saw, whether this may be a child. */
static struct val may_be_child(struct arena *a, const struct val *triage)
{
	struct val out = *triage;

	out.v = arena_array(a, triage->len + 1, sizeof *out.v);
	out.len = 0;
	for (size_t i = 0; i < triage->len; i++)
		if (str_eq(triage->v[i].s, S("minor_possible")))
			out.v[out.len++] = triage->v[i];
	out.set = out.len > 0;
	return out;
}

/* What is there, and nothing of what it says. */
static struct val shown(const struct rec *r, size_t i)
{
	const struct field *f = &r->kind->fields[i];
	struct val v = r->v[i];
	bool words = !strcmp(r->kind->name, "correction") &&
		     (!strcmp(f->name, "field") ||
		      code_in("status_sought,search_done", rec_code(r, "field")));

	if (f->type == F_TEXT && !words)
		v.s = S("");
	if (f->type == F_BLOB)
		v.s = S("\0");
	return v;
}

struct rec *asked_of(struct arena *a, const struct rec *r)
{
	struct rec *out = rec_new(a, r->kind);
	struct val *v = out->v;

	*out = *r;
	out->v = v;
	for (size_t i = 0; i < r->kind->n; i++) {
		const struct field *f = &r->kind->fields[i];

		if (!r->v[i].set)
			continue;
		if (f->sight == PUB)
			v[i] = r->v[i];
		else if (is_asked(r->kind, f, true))
			v[i] = shown(r, i);
	}
	if (!strcmp(r->kind->name, "presentation") && rec_get(r, "triage"))
		v[field_at(r->kind, "triage")] = may_be_child(a, rec_get(r, "triage"));
	/* Of what somebody is held for, whether a court said so. */
	if (!strcmp(r->kind->name, "stay") && !rec_is(r, "basis", "court_order"))
		v[field_at(r->kind, "basis")].set = false;
	return out;
}

static bool is_put(const struct rec *r, size_t i)
{
	return r->v[i].set && is_asked(r->kind, &r->kind->fields[i], false);
}

void asked_put(struct arena *a, const struct rec *r, struct buf *to)
{
	uint64_t n = 0;

	for (size_t i = 0; i < r->kind->n; i++)
		n += is_put(r, i);
	if (!n)
		return;
	cbor_put_map(to, n);
	for (size_t i = 0; i < r->kind->n; i++)
		if (is_put(r, i)) {
			cbor_put_int(to, r->kind->fields[i].tag);
			val_encode(&r->kind->fields[i], &r->v[i], a, NULL, to);
		}
}

/* Nothing but what rules ask, in the one form: a text that would be here, nobody sealed for the person alone. */
static bool as_put(struct arena *a, const struct rec *got, struct str data)
{
	struct buf again = { .a = a };

	asked_put(a, asked_of(a, got), &again);
	return str_eq(buf_text(&again), data);
}

bool asked_read(struct arena *a, struct rec *out, struct read *in)
{
	struct str data = str_mem(in->at, read_left(in));
	struct rec *got = rec_new(a, out->kind);
	uint64_t n = 0;
	int64_t last = -1;

	if (!cbor_map(in, out->kind->n, &n))
		return false;
	while (n--) {
		const struct field *f;

		if (!cbor_key(in, &last))
			return false;
		f = field_by_tag(out->kind, last);
		if (!f || !is_asked(out->kind, f, false))
			return read_fail(in, "a field that rules do not ask");
		if (!val_decode(a, f, in, NULL, &got->v[f - out->kind->fields]))
			return false;
	}
	if (!read_end(in))
		return false;
	if (!as_put(a, got, data))
		return read_fail(in, "more than the rules ask of a field");
	for (size_t i = 0; i < out->kind->n; i++)
		if (got->v[i].set)
			out->v[i] = got->v[i];
	return true;
}
