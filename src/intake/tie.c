/* What ties an act to its case, a paper to one person and an item to its number. Values that are sealed for a person
 * are compared by keyed digests: whoever has the folder cannot try serials on them, and what was erased with the
 * person's key is not kept in another place. */
#include <string.h>

#include "base/arena.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "record/need.h"
#include "record/opday.h"
#include "rule/limit.h"
#include "base/banned.h"

static const struct {
	const struct kind *kind;
	const char *field;
	bool once; /* nobody else's, in the whole register; the others are compared later */
} marked[] = {
	{ &kind_certificate, "status_index", true }, { &kind_certificate, "serial", true },
	{ &kind_certificate, "paper_hash", true },   { &kind_weapon_item, "item_no", true },
	{ &kind_ammo_lot, "item_no", true },	     { &kind_weapon_receipt, "receipt_no", true },
	{ &kind_testimony, "consent_to", false },    { &kind_dedup_link, "other", false },
	{ &kind_dedup_link, "verdict", false },	     { &kind_merge, "keep", false },
};

#define MARKED (sizeof marked / sizeof *marked)

/* `what` names the value, wherever it was found: the index of a paper is the same in its standing. An error is left
 * in the view. */
struct store_mark mark_of(struct accepting *w, const char *what, struct str text)
{
	struct store_mark m = { .what = str_of(what) };
	struct buf b = { .a = w->a };
	struct err e;

	buf_str(&b, m.what);
	buf_byte(&b, 0);
	buf_str(&b, text);
	if (!keys_mac(w->r->keys, S("sulh/mark/v1"), buf_text(&b), m.mac, &e))
		w->view.e = e;
	return m;
}

/* The value of a field as text, under the name of a mark. */
static struct store_mark mark_field(struct accepting *w, const char *what, const char *field)
{
	const struct rec *r = w->d->r;

	return mark_of(w, what,
		       val_text(w->a, field_by_name(r->kind, str_of(field)), rec_get(r, field)));
}

bool ties_numbered(const struct kind *k)
{
	for (size_t i = 0; i < MARKED; i++)
		if (marked[i].kind == k && marked[i].once &&
		    field_by_name(k, str_of(marked[i].field))->required)
			return true;
	return false;
}

/* On which convoy somebody goes: log-id8 in hex, a slash and the number of the convoy. */
static struct store_mark seat_mark(struct accepting *w, const uint8_t log[8], struct str convoy)
{
	return mark_of(w, "seat", str_fmt(w->a, "%.*s/%.*s", P(str_hex(w->a, log, 8)), P(convoy)));
}

static void seat_of(struct accepting *w, struct store_ties *t)
{
	const struct rec *r = w->d->r, *convoy;

	if (r->kind != &kind_passenger)
		return;
	convoy = need_ref(r, &w->view.v, "convoy");
	if (convoy)
		t->marks[t->n_marks++] = seat_mark(w, (const uint8_t *)rec_get(r, "convoy")->s.s,
						   rec_key(w->a, convoy, &w->view.v));
}

/* Keys that are not another person's: what an officer's record says of them. */
static void same_of(const struct rec *r, struct store_ties *t)
{
	static const char *const fields[] = { "renews", "relative_of" };

	for (size_t i = 0; i < 2; i++) {
		const struct val *other = rec_get(r, fields[i]);
		struct store_same *x = &t->same[t->n_same];

		if (!other)
			continue;
		memcpy(x->kid, rec_code(r, "kid").s, sizeof x->kid);
		memcpy(x->other, other->s.s, sizeof x->other);
		x->relative = i;
		t->n_same++;
	}
}

void ties_of(struct accepting *w, struct sealing *s)
{
	struct store_ties *t = &s->ties;
	const struct rec *r = w->d->r;

	if (s->has_case) {
		t->case_no = w->d->case_no;
		t->step = s->step;
	}
	memcpy(t->draft, s->draft, sizeof t->draft);
	for (size_t i = 0; i < s->n_officers; i++)
		memcpy(t->kids[t->n_kids++], s->officers[i].kid, 4);
	for (size_t i = 0; i < MARKED; i++)
		if (marked[i].kind == r->kind && rec_get(r, marked[i].field))
			t->marks[t->n_marks++] = mark_field(w, marked[i].field, marked[i].field);
	if (r->kind == &kind_dedup_link)
		t->marks[t->n_marks++] = alike_mark(w, str_hex(w->a, rec_get(r, "other")->s.s, 16),
						    agrees_of(rec_get(r, "fields")));
	if (w->there)
		t->marks[t->n_marks++] = mark_field(w, MARK_THERE, "other");
	evidence_marks(w, t);
	if (r->kind == &kind_officer)
		same_of(r, t);
	seat_of(w, t);
	tongue_marks(w, t);
	access_of(w, &t->access);
	if (field_by_name(r->kind, S("appeal_until")) && rec_get(r, "appeal_until")) {
		t->has_appeal_end = true;
		t->appeal_end = rec_get(r, "appeal_until")->n;
	}
}

/* Paper, weapon: a number that somebody has is given to nobody else. */
static bool not_taken(struct accepting *w, struct err *e)
{
	for (size_t i = 0; i < MARKED; i++) {
		const char *field = marked[i].field;
		struct store_mark m;
		struct str of;

		if (marked[i].kind != w->d->kind || !marked[i].once || !rec_get(w->d->r, field))
			continue;
		m = mark_field(w, field, field);
		if (!store_mark_find(w->r->store, w->a, &m, &of, e))
			return false;
		if (of.s)
			refuse(w->why, "taken", str_of(field), S(""),
			       "one of its own: this one is on another %s",
			       w->d->kind == &kind_certificate ? "paper" : "item");
	}
	return true;
}

/* A case has one valid paper: another one takes the place of the last, which was replaced. */
static bool one_paper(struct accepting *w, struct err *e)
{
	const struct val *replaces = rec_get(w->d->r, "replaces_index");
	struct store_mark m;
	struct str last;
	const struct rec *standing;

	if (!store_mark_newest(w->r->store, w->a, w->d->case_no, S("status_index"), &last, e))
		return false;
	/* One that was revoked makes room, too, for a grant that was given anew. */
	if (!replaces && (!last.s || str_eq(w->paper, S("revoked"))))
		return true;
	if (!last.s)
		return refuse(w->why, "replaces", S("replaces_index"), S(""),
			      "nothing: this case has no paper yet");
	if (replaces)
		m = mark_field(w, "status_index", "replaces_index");
	standing = replaces ? w->view.v.by_key(&w->view, kind_standing.name,
					       str_fmt(w->a, "%lld", (long long)replaces->n))
			    : NULL;
	return (replaces && str_eq(last, str_mem(m.mac, sizeof m.mac)) && standing &&
		rec_is(standing, "act", "replace")) ||
	       refuse(w->why, "replaces", S("replaces_index"), S(""),
		      "the index of the case's last paper, of which a standing says that it was "
		      "replaced: a case has one valid paper");
}

static bool own_paper(struct accepting *w, struct err *e)
{
	struct store_mark m = mark_field(w, "status_index", "status_index");
	struct str of;

	return store_mark_find(w->r->store, w->a, &m, &of, e) &&
	       ((of.s && str_eq(of, w->d->case_no)) ||
		refuse(w->why, "other_paper", S("status_index"), S(""),
		       "the index of a paper that this case has"));
}

static bool says(const struct centre_body *body, const struct store_mark *m)
{
	for (size_t i = 0; i < body->ties.n_marks; i++)
		if (str_eq(body->ties.marks[i].what, m->what) &&
		    !memcmp(body->ties.marks[i].mac, m->mac, sizeof m->mac))
			return true;
	return false;
}

/* Nobody is a possible duplicate of himself or herself. Who is in no case here was noted in this one as of another register
 * (exchange_compare.h), whatever is held of that by now, or was erased since: a number that nobody knows closes no file. */
static bool of_another(struct accepting *w, struct err *e)
{
	struct str subject = rec_get(w->d->r, "other")->s, known;
	struct store_mark other, there;
	bool noted, away;

	if (!w->of.there)
		return true;
	if (!memcmp(subject.s, w->of.subject, PERSON_BYTES))
		return refuse(w->why, "itself", S("other"), w->d->case_no,
			      "the person of another case");
	other = mark_field(w, "other", "other");
	there = mark_field(w, MARK_THERE, "other");
	if (w->view.e.kind != ERR_NONE || !answered_in(w, &there, &away, e) ||
	    !answered_in(w, &other, &noted, e))
		return false;
	w->there = w->d->there || away;
	if (w->there || noted)
		return true;
	return store_case_of_subject(w->r->store, w->a, subject, &known, e) &&
	       (known.s || refuse(w->why, "nobody", S("other"), S(""),
				  "the person of a case that is here, or one in another register "
				  "who was noted in this case (sulh exchange compare)"));
}

/* Into a file of another register, of which nothing is known here but the names that it sent. */
static bool goes_on_there(struct accepting *w, struct str kept, bool linked, struct err *e)
{
	if (kept.s)
		return refuse(w->why, "here", S("keep"), S(""),
			      "act=merge: the person of whom the link says it has a case here");
	return (linked || refuse(w->why, "keep", S("keep"), S(""),
				 "the person of another register of whom the link says it")) &&
	       merged_away(w, e);
}

/* A case is merged into the living one that two adjudicators said is the same. */
static bool merged_as_said(struct accepting *w, struct err *e)
{
	const struct rec *r = w->d->r;
	struct store_mark same = mark_of(w, "verdict", S("same")),
			  other = mark_field(w, "other", "keep"),
			  there = mark_field(w, MARK_THERE, "keep");
	struct str keep = rec_get(r, "keep")->s, kept;
	struct store_case c = { 0 };
	struct centre_body link;

	if (!evidence_of_case(w, "link", rec_get(r, "link")->s, &link, e))
		return false;
	if (!code_in("merge,merge_away", rec_code(r, "act")))
		return true;
	if (!says(&link, &same))
		return refuse(w->why, "verdict", S("link"), S(""),
			      "a link whose verdict is that both are the same");
	if (!store_case_of_subject(w->r->store, w->a, keep, &kept, e) ||
	    (kept.s && !store_case(w->r->store, w->a, kept, &c, e)))
		return false;
	if (rec_is(r, "act", "merge_away"))
		return goes_on_there(w, kept, says(&link, &there), e);
	if (!kept.s && says(&link, &there))
		return refuse(w->why, "away", S("keep"), S(""),
			      "a person with a case here; of one whom the link names in another "
			      "register act=merge_away, when its office confirmed that the file "
			      "there goes on");
	if (!says(&link, &other) || !c.there || str_eq(kept, w->d->case_no) ||
	    str_eq(c.state, S("merged_into")))
		return refuse(w->why, "keep", S("keep"), S(""),
			      "the person of another case that was not merged away, of whom the "
			      "link says "
			      "it");
	return merged_better(w, kept, &c, e);
}

/* A convoy of this log as it stands now, whose number is the mark; NULL where there is none. */
struct seeking {
	struct accepting *w;
	struct str mac;
	const struct rec *convoy;
};

static bool is_seat(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct seeking *s = p;
	struct accepting *w = s->w;
	struct entry *x = arena_alloc(w->a, sizeof *x);
	const struct rec *r;
	struct store_mark m;

	if (log != w->log.id)
		return true;
	r = intake_record(w->r, w->a, log, seq, x, e);
	if (!r)
		return false;
	m = seat_mark(w, w->log.id8, rec_key(w->a, r, &w->view.v));
	if (str_eq(s->mac, str_mem(m.mac, sizeof m.mac)))
		s->convoy =
			w->view.v.by_key(&w->view, kind_convoy.name, rec_key(w->a, r, &w->view.v));
	return true;
}

static bool counted_at(struct accepting *w, const struct rec *convoy, const char *end)
{
	return w->view.v.by_key(
		&w->view, kind_convoy_count.name,
		str_fmt(w->a, "%.*s/%s", P(rec_key(w->a, convoy, &w->view.v)), end));
}

/* The convoy on which the person chose a seat has arrived, and both of its ends were counted: that they agree is a
 * rule of the counts (record/convoy.c). */
static bool arrived(struct accepting *w, struct err *e)
{
	struct seeking s = { .w = w };

	if (!store_mark_newest(w->r->store, w->a, w->d->case_no, S("seat"), &s.mac, e) ||
	    (s.mac.s && !store_things(w->r->store, kind_convoy.code, is_seat, &s, e)))
		return false;
	if (!s.convoy)
		return refuse(w->why, "no_convoy", S("case"), S(""),
			      "a person with a seat on a convoy of this log");
	if (!rec_is(s.convoy, "state", "arrived"))
		return refuse(w->why, "convoy", S("case"), rec_code(s.convoy, "state"),
			      "a person whose convoy has arrived");
	return (counted_at(w, s.convoy, "departure") && counted_at(w, s.convoy, "arrival")) ||
	       refuse(w->why, "not_counted", S("case"), S(""),
		      "a person whose convoy was counted at both ends (convoy_count), by two "
		      "officers each");
}

/* Who came in time is received by one officer: a reason for coming late says that the days for that are over, and others look
 * at it. Asked here alone: a cut knows when something was recorded by a few days only. */
static bool came_late(struct accepting *w)
{
	int64_t today = w->operation ? opday_local(w->operation, w->now) : w->today,
		last = today - LATE_DAYS - 1;

	return w->local_day <= last || !rec_get(w->d->r, "late_reason") ||
	       refuse(w->why, "not_late", S("late_reason"), rec_code(w->d->r, "late_reason"),
		      "none: it is for who came on %.*s or earlier, more than %d days before it is "
		      "recorded",
		      P(day_text(w->a, last)), LATE_DAYS);
}

bool ties_hold(struct accepting *w, struct err *e)
{
	const struct kind *k = w->d->kind;

	if (!not_taken(w, e) || !stock_holds(w, e) || !access_holds(w, e) || !owed_holds(w, e) ||
	    !sums_hold(w, e))
		return false;
	if (k == &kind_certificate && !one_paper(w, e))
		return false;
	if (k == &kind_standing && !own_paper(w, e))
		return false;
	if (k == &kind_dedup_link && !of_another(w, e))
		return false;
	if (k == &kind_merge && !merged_as_said(w, e))
		return false;
	if (k == &kind_presentation && !came_late(w))
		return false;
	if (k == &kind_closing && str_eq(w->act.event, S("arrive")) && !arrived(w, e))
		return false;
	if (k == &kind_effect_notice && !effects_hold(w, e))
		return false;
	if (!finding_holds(w, e) || !lists_hold(w, e))
		return false;
	return !w->why->n;
}
