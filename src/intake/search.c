/*
 * Whether other registrations were searched before somebody is registered, by what the key holder knows of it: a
 * registration, or a correction, that says so without is refused. And who is registered under the same name already,
 * which goes to an adjudicator (follow.c), whatever is said.
 */
#include <string.h>

#include "base/arena.h"
#include "intake/intake_int.h"
#include "ledger/key.h"
#include "record/kinds.h"
#include "base/banned.h"

#define DAY 86400

/* What it says of a search; s == NULL: nothing. */
static struct str says(const struct rec *r)
{
	if (r->kind == &kind_registration)
		return rec_code(r, "search_done");
	return r->kind == &kind_correction && rec_is(r, "field", "search_done")
		       ? rec_code(r, "new_value")
		       : (struct str){ NULL, 0 };
}

/* Asks; where it turns out that files of the index are lost, once more when they are made anew. */
static bool ask(struct accepting *w, const struct keys_search *s, struct keys_searched *got,
		struct err *e)
{
	bool lost[256], any = false;
	uint64_t upto[256];

	if (!names_lengths(w->r, w->a, upto, lost, e))
		return false;
	for (unsigned b = 0; b < 256; b++)
		any |= lost[b];
	if (any && (!names_make_in(w->r, lost, e) || !names_lengths(w->r, w->a, upto, lost, e)))
		return false;
	if (!keys_search(w->r->keys, w->a, s, upto, got, e))
		return false;
	return !got->any_lost ||
	       (names_make_in(w->r, got->lost, e) && names_lengths(w->r, w->a, upto, lost, e) &&
		keys_search(w->r->keys, w->a, s, upto, got, e));
}

/* Each once; of whom this case is, nobody. */
static void add_same(struct accepting *w, const uint8_t subject[16])
{
	for (size_t i = 0; i < w->n_same_name; i++)
		if (!memcmp(w->same_name[i], subject, 16))
			return;
	if (w->n_same_name < KEYS_SAME)
		memcpy(w->same_name[w->n_same_name++], subject, 16);
}

/* In the index, and in what waits for the end of the transaction. A person who is registered anew in his or her case was compared
 * then. */
static void note_same(struct accepting *w, const struct keys_searched *got,
		      const struct names *names, const uint8_t *subject)
{
	uint8_t(*waiting)[16] = arena_array(w->a, KEYS_SAME, sizeof *waiting);
	size_t n = names_waiting(w->r, w->a, names, subject, waiting);

	for (size_t i = 0; i < got->n; i++)
		add_same(w, got->same[i]);
	for (size_t i = 0; i < n; i++)
		add_same(w, waiting[i]);
}

bool search_hold(struct accepting *w, bool dry, struct err *e)
{
	const struct rec *r = w->d->r;
	struct str said = says(r);
	uint8_t kids[DRAFT_OFFICERS][4];
	struct keys_search s = { .subject = w->of.there ? w->of.subject : NULL,
				 .kids = (const uint8_t(*)[4])kids,
				 .n_kids = w->d->n_officers,
				 /* On the day of the act, or the one before, by whatever zone. */
				 .since = (r->day - 2) * DAY,
				 .claims = !str_eq(said, S("offline")) };
	struct keys_searched *got = arena_alloc(w->a, sizeof *got);
	struct buf body = { .a = w->a };
	struct names names;
	bool has_names = r->kind == &kind_registration && names_of(w->a, r, &names);

	/* What nobody asks for, and nothing is kept of, is not looked for. */
	if (!said.s || w->d->system || (dry && !s.claims))
		return true;
	for (size_t i = 0; i < w->d->n_officers; i++)
		memcpy(kids[i], w->officers[i].kid, 4);
	if (s.since < 0)
		s.since = 0;
	if (has_names) {
		names.case_no = S("");
		names_put(&names, &body);
		key_wipe_later(w->a, body.p, body.cap);
		s.body = buf_text(&body);
	}
	if (!ask(w, &s, got, e))
		return false;
	if (has_names && !w->registered)
		note_same(w, got, &names, s.subject);
	return !s.claims || got->looked ||
	       refuse(w->why, "not_looked",
		      r->kind == &kind_registration ? S("search_done") : S("new_value"), said,
		      "offline, as somebody of such a name is registered and nobody looked: search "
		      "for "
		      "the whole name as it is given here (sulh person find NAME --as OFFICER, by "
		      "who "
		      "registers), look who that is, then record this");
}
