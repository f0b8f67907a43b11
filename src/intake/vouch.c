/* See vouch.h. */
#include "intake/vouch.h"

#include <string.h>

#include "base/arena.h"
#include "intake/intake_int.h"
#include "intake/vouch_eyes.h"
#include "keyd/act.h"
#include "keyd/keys_act.h"
#include "ledger/key.h"
#include "record/kinds.h"
#include "base/banned.h"

struct vouching {
	struct reg *r;
	struct arena *a;
	const struct store_log *log;
	int64_t begun; /* where the log ended before the cut that is under way */
};

/* What is about a place is public with its signatures; of the standing of a paper the case is not. */
static bool has_to_show(const struct entry *x)
{
	return x->kind == kind_standing.code;
}

/* What the key holder cannot know; s == NULL: nothing. */
static struct str wrong_with(struct arena *a, const struct store_draft *d,
			     const struct keys_act *act, struct str *case_no)
{
	struct read in = read_of(act->body.s, act->body.len);
	struct centre_body *body = arena_alloc(a, sizeof *body);
	const struct kind *k = kind_by_code(d->kind);

	if (!act->body.len)
		return (struct str){ NULL, 0 };
	if (!seal_body_read(&in, body) || !k || body->act.kind != d->kind)
		return S("object c is not that of such a record");
	if (memcmp(body->act.draft, d->id, sizeof d->id) != 0)
		return S("object c is that of another draft");
	*case_no = body->act.case_no;
	/* Whether the day has come of what nobody signs is asked with its case. */
	if (!act->n_kids && k != &kind_access_event &&
	    (!body->act.case_no.s || !act_of_program(k, body->act.event)))
		return S("nobody signed it");
	return (struct str){ NULL, 0 };
}

/* Of those that are what officers signed, whether these might. */
static bool ask_rules(struct vouching *w, const struct keys_act *acts, const int64_t *days,
		      const struct store_draft *list, size_t n, struct vouched *out, struct err *e)
{
	struct str *wrong = arena_array(w->a, n + 1, sizeof *wrong);
	struct eyes eyes;

	if (!n)
		return true;
	if (!eyes_begin(&eyes, w->r, w->a, false, e))
		return false;
	eyes.begun = w->begun;
	for (size_t i = 0; i < n; i++) {
		const struct eyes_at at = { list[i].log, -1, list[i].kind, days[i] };
		const char *none = out[i].wrong.s ? NULL : eyes_add(&eyes, i, &acts[i], at);

		if (none)
			out[i].wrong = str_of(none);
	}
	if (!eyes_load(&eyes, e) || !eyes_judge(&eyes, wrong, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!out[i].wrong.s && wrong[i].len) {
			out[i].wrong = wrong[i];
			out[i].ruled = acts[i].n_kids;
		}
	return true;
}

struct str vouch_said(struct arena *a, const uint8_t draft[16], const struct vouched *x)
{
	struct str of = x->case_no.s ? str_fmt(a, " (case %.*s)", P(x->case_no)) : S("");
	const char *whose = x->ruled ? "officers signed it so, and the rules do not allow it: "
				       "speak with them, and "
				       "record what is right anew"
				     : "it is not as officers signed it: find out who put it there";

	return str_fmt(a, "draft %.*s: %.*s%.*s; %s", P(str_hex(a, draft, 16)), P(x->wrong), P(of),
		       whose);
}

bool vouch_drafts(struct reg *r, struct arena *a, const struct store_log *log, int64_t begun,
		  const struct store_draft *list, size_t n, struct vouched *out, struct err *e)
{
	struct vouching w = { r, a, log, begun };
	struct keys_act *acts = arena_array(a, n + 1, sizeof *acts);
	int64_t *days = arena_array(a, n + 1, sizeof *days);
	struct entry x;

	memset(out, 0, n * sizeof *out);
	for (size_t i = 0; i < n; i++) {
		acts[i] = (struct keys_act){ .entry = list[i].bytes, .object = S("") };
		if (!entry_read(a, list[i].bytes, &x, e))
			return within(e, "log %.*s: a draft cannot be read; restore a backup",
				      P(log->name));
		out[i].sealed = list[i].person || has_to_show(&x);
		days[i] = x.day;
		if (out[i].sealed && list[i].c.s)
			acts[i].object = list[i].c;
	}
	if (!keys_acts(r->keys, a, log->id8, acts, n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		out[i].body = acts[i].body;
		if (acts[i].wrong.len)
			out[i].wrong = acts[i].wrong;
		else if (out[i].sealed && !acts[i].body.len)
			out[i].wrong = S("it has no object c");
		else
			out[i].wrong = wrong_with(a, &list[i], &acts[i], &out[i].case_no);
	}
	return ask_rules(&w, acts, days, list, n, out, e);
}

static bool doubts_of(struct reg *r, struct arena *a, const struct store_log *log, bool person,
		      struct buf *to, struct err *e)
{
	struct store_draft *list;
	struct vouched *out;
	size_t n;

	if (!store_drafts(r->store, a, log->id, person, &list, &n, e))
		return false;
	out = arena_array(a, n + 1, sizeof *out);
	if (!vouch_drafts(r, a, log, INT64_MAX, list, n, out, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct doubt x = { .log = log->name };
		uint8_t mac[32];

		if (!draft_mac(r, a, &list[i], mac, e))
			return false;
		if (list[i].mac.len != sizeof mac || !key_eq(mac, list[i].mac.s, sizeof mac))
			out[i] = (struct vouched){ .wrong = S("it is not as it was accepted") };
		if (!out[i].wrong.s)
			continue;
		x.ruled = out[i].ruled;
		x.said = vouch_said(a, list[i].id, &out[i]);
		memcpy(x.draft, list[i].id, sizeof x.draft);
		buf_add(to, &x, sizeof x);
	}
	return true;
}

bool vouch_doubts(struct reg *r, struct arena *a, struct doubt **list, size_t *n, struct err *e)
{
	struct buf found = { .a = a };
	struct store_log *logs;
	size_t n_logs;

	if (!reg_unlock(r, e) || !store_logs(r->store, a, &logs, &n_logs, e))
		return false;
	for (size_t i = 0; i < n_logs; i++)
		if (!doubts_of(r, a, &logs[i], false, &found, e) ||
		    !doubts_of(r, a, &logs[i], true, &found, e))
			return false;
	*list = (struct doubt *)(void *)found.p;
	*n = found.len / sizeof **list;
	return true;
}

bool vouch_discard(struct reg *r, struct arena *a, const uint8_t draft[16], struct err *e)
{
	struct doubt *list;
	size_t n, at = 0;

	if (!vouch_doubts(r, a, &list, &n, e))
		return false;
	while (at < n && memcmp(list[at].draft, draft, 16) != 0)
		at++;
	if (at == n)
		return err_set(e, ERR_REFUSED,
			       "no draft with this number waits that a cut would not take; what is "
			       "right is corrected by a record");
	if (!intake_begin(r, e))
		return false;
	if (store_draft_delete(r->store, draft, e))
		return intake_commit(r, e) && store_checkpoint(r->store, NULL, e);
	intake_drop(r);
	return false;
}
