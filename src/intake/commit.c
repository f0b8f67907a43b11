/* The one writer: accepts drafts. See commit.h. */
#include "intake/commit.h"

#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "intake/erase.h"
#include "intake/history.h"
#include "intake/intake_int.h"
#include "intake/places.h"
#include "record/kinds.h"
#include "record/officer.h"
#include "record/opday.h"
#include "base/banned.h"

/* A clock may be set back by this much before it is refused: a correction, not a mistake. */
#define CLOCK_SLACK 300
/* Ten years before the last day that an entry can have: rights and deadlines reach beyond today. An entry of a later
 * day would be signed, and never be read again. */
#define CLOCK_END ((DAY_MAX - 3653) * 86400)

struct rec *intake_record(struct reg *r, struct arena *a, int64_t log, int64_t seq, struct entry *x,
			  struct err *e)
{
	struct store_entry s;
	struct rec *rec;

	if (!store_entry_get(r->store, a, log, seq, &s, e) || !entry_read(a, s.bytes, x, e))
		return NULL;
	rec = entry_fields(a, x);
	if (!rec)
		err_set(e, ERR_ATTENTION, "entry %lld is of a kind that this program does not know",
			(long long)seq);
	return rec;
}

struct first_of {
	struct reg *r;
	struct arena *a;
	int64_t log, seq;
};

static bool keep_last(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct first_of *f = p;

	(void)e;
	f->log = log;
	f->seq = seq;
	return true;
}

const struct rec *intake_operation(struct reg *r, struct arena *a, struct err *e)
{
	struct first_of f = { .seq = -1 };
	struct entry *x = arena_alloc(a, sizeof *x);

	e->kind = ERR_NONE;
	if (!store_things(r->store, kind_by_name(S("operation"))->code, keep_last, &f, e) ||
	    f.seq < 0)
		return NULL;
	return intake_record(r, a, f.log, f.seq, x, e);
}

static int64_t calendar_day(int64_t s)
{
	return instant_day((struct instant){ s, 0 });
}

bool intake_today(struct reg *r, struct arena *a, int64_t *day, struct err *e)
{
	const struct rec *operation = kept_operation(r, e);

	(void)a;
	if (!operation && e->kind != ERR_NONE)
		return false;
	*day = operation ? opday_of(operation, clock_now(&r->clock))
			 : calendar_day(clock_now(&r->clock));
	return true;
}

bool clock_usable(struct arena *a, int64_t now, struct err *e)
{
	return now < CLOCK_END ||
	       err_set(e, ERR_ATTENTION,
		       "this machine's clock says %.*s, and no entry can be as late as that: set "
		       "the clock",
		       P(instant_text(a, (struct instant){ now, 0 })));
}

bool clock_ahead(struct reg *r, int64_t now, int64_t *kept, struct err *e)
{
	int64_t latest;

	if (!store_state(r->store, S("clock"), &latest, e))
		return false;
	if (kept)
		*kept = latest;
	if (!clock_usable(r->a, now, e))
		return false;
	if (latest == NO_DAY || now >= latest - CLOCK_SLACK)
		return true;
	return err_set(e, ERR_ATTENTION,
		       "this machine's clock says %.*s, but something was recorded at %.*s "
		       "already: set the clock",
		       P(instant_text(r->a, (struct instant){ now, 0 })),
		       P(instant_text(r->a, (struct instant){ latest, 0 })));
}

/* The log a record goes to: headquarters' for its kinds, the one named, the case's, the only other one. Whether
 * a case may go on in another log is for the life of the case to say. */
static bool choose_log(struct accepting *w, struct err *e)
{
	const struct store_log *logs;
	size_t n;
	struct str name = w->d->kind->hq ? S("hq") : w->d->log;

	if (w->d->kind->hq && w->d->log.s && !str_eq(w->d->log, name))
		return refuse(w->why, "log", S("log"), w->d->log,
			      "hq: %s is recorded by headquarters", w->d->kind->name);
	if (!store_logs_kept(w->r->store, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		bool it = name.s	? str_eq(logs[i].name, name)
			  : w->of.there ? logs[i].id == w->of.log
					: n == 2 && !str_eq(logs[i].name, S("hq"));

		if (it) {
			w->log = logs[i];
			w->log.name = str_dup(w->a, logs[i].name);
			w->log.origin = str_dup(w->a, logs[i].origin);
			return true;
		}
	}
	return refuse(w->why, "log", S("log"), name.s ? name : S(""),
		      "the name of a log of this register (see: sulh log head)");
}

/* The figures of a log lie at the seat of its centre, which headquarters has to have recorded. */
static bool has_centre(struct accepting *w, struct err *e)
{
	struct str seat;

	if (w->d->kind->hq)
		return true;
	if (w->d->kind->subject != SUBJECT_NONE && !w->operation)
		return refuse(
			w->why, "no_operation", S("kind"), str_of(w->d->kind->name),
			"the operation, with the digest of its impact assessment, in the log: "
			"nothing is recorded about a person before");
	if (!store_seat(w->r->store, w->a, w->log.id, &seat, e))
		return false;
	return seat.s ||
	       refuse(w->why, "no_centre", S("log"), w->log.name,
		      "a log whose centre is in the log of headquarters: record the centre with "
		      "log_origin=%.*s and run `sulh cut` first",
		      P(w->log.origin));
}

static int64_t day_at(const struct accepting *w, int64_t s)
{
	return w->operation ? opday_of(w->operation, s) : calendar_day(s);
}

/* A record that says its own time (a count, the hour it is of) is of that day, or of a period with it. */
static bool holds_time(struct accepting *w, const struct val *own)
{
	int64_t day = own ? day_at(w, own->n) : 0;

	/* A period that ends before it starts is refused where all are. */
	return !own || w->d->r->from_day > w->d->r->day ||
	       (day >= w->d->r->from_day && day <= w->d->r->day) ||
	       refuse(w->why, "day", S("day"), day_text(w->a, w->d->r->day),
		      "%.*s, the operation day of the time that the record says, or a period with "
		      "it",
		      P(day_text(w->a, day)));
}

static bool no_period(struct accepting *w)
{
	struct draft *d = w->d;

	return d->from_day == NO_DAY || (!d->kind->updates && d->kind->form == FORM_PLACE) ||
	       refuse(w->why, "no_period", S("from_day"), day_text(w->a, d->from_day),
		      "no period: %s is of one day", d->kind->name);
}

/* The time of the act and its operation day. A record for another day than its time's is refused. */
static bool choose_day(struct accepting *w)
{
	struct draft *d = w->d;
	const struct val *own = draft_time(d);
	int64_t of_time = day_at(w, d->has_time ? d->occurred.s : own ? own->n : w->now);

	if (d->has_time && d->day != NO_DAY && d->day != of_time)
		return refuse(w->why, "day", S("day"), day_text(w->a, d->day),
			      "%.*s, the operation day of occurred_at", P(day_text(w->a, of_time)));
	if (!d->has_time && d->day == NO_DAY && !own) {
		d->has_time = true;
		d->occurred = (struct instant){ w->now, 0 };
	}
	if (!no_period(w))
		return false;
	if (!d->kind->seal[0] && (d->note.s || d->device.s))
		return refuse(w->why, "not_sealed", d->note.s ? S("note") : S("device"), S(""),
			      "none: %s has no sealed part that could hold it", d->kind->name);
	d->r->day = d->day != NO_DAY ? d->day : of_time;
	d->r->from_day = d->from_day != NO_DAY ? d->from_day : d->r->day;
	/* A deadline runs to midnight in the operation's zone, not to the cut-off. */
	w->local_day = d->r->day;
	if (d->has_time && w->operation)
		w->local_day = opday_local(w->operation, d->occurred.s);
	/* Of the operation's day that began with the cut-off the calendar's has not come yet. */
	else if (w->operation && w->local_day > opday_local(w->operation, w->now))
		w->local_day = opday_local(w->operation, w->now);
	if (d->r->day > w->today)
		return refuse(w->why, "future", S("day"), day_text(w->a, d->r->day),
			      "a day up to today, %.*s", P(day_text(w->a, w->today)));
	return holds_time(w, own);
}

static bool choose_place(struct accepting *w, struct err *e)
{
	struct str code, named;

	if (!w->d->place.s)
		return true;
	if (w->d->kind->form != FORM_PLACE)
		return refuse(w->why, "place", S("place"), w->d->place,
			      "no place: a record of this kind carries none");
	if (!store_place_find(w->r->store, w->a, w->d->place, &code, e))
		return false;
	/* By an alias; a place that waits for the cut is none yet. */
	if (!code.s && w->view.res.place(w->view.res.p, w->d->place, &named) &&
	    !store_place_find(w->r->store, w->a, named, &code, e))
		return false;
	if (w->view.e.kind != ERR_NONE) {
		*e = w->view.e;
		return false;
	}
	if (!code.s)
		return refuse(
			w->why, "no_such_place", S("place"), w->d->place,
			"the code of a place in the log, or a name that is that of one place only");
	w->d->r->place = code;
	return true;
}

static bool find_decrees(struct accepting *w, struct err *e)
{
	return (w->d->kind->subject == SUBJECT_NONE && w->d->kind != &kind_erasure) ||
	       kept_decrees(w->r, &w->decrees, &w->n_decrees, e);
}

/* A centre's log is one of this register, and no other centre's. */
static bool centre_log(struct accepting *w, struct err *e)
{
	const struct field *f = field_by_name(w->d->kind, S("log_origin"));
	struct str origin = f ? rec_code(w->d->r, "log_origin") : S(""), seat;
	struct store_log *logs;
	size_t n;

	if (!f)
		return true;
	if (!store_logs(w->r->store, w->a, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(logs[i].origin, origin) || str_eq(logs[i].name, S("hq")))
			continue;
		if (!store_seat(w->r->store, w->a, logs[i].id, &seat, e))
			return false;
		return !seat.s ||
		       w->view.v.by_key(&w->view, "centre", rec_key(w->a, w->d->r, &w->view.v)) ||
		       refuse(w->why, "taken", S("log_origin"), origin,
			      "a log of its own: this one has its centre");
	}
	return refuse(
		w->why, "no_such_log", S("log_origin"), origin,
		"the origin of a log of this register (sulh log add NAME; sulh log head --json)");
}

/* Keys and names that occur once in an operation. */
static bool unique(struct accepting *w, struct err *e)
{
	const struct kind *k = w->d->kind;
	struct str key = rec_key(w->a, w->d->r, &w->view.v),
		   name = rec_unique(w->a, w->d->r, &w->view.v);
	bool there = false;

	if (key.s && !k->updates && !corrects_same(w, key) &&
	    w->view.v.by_key(&w->view, k->name, key))
		return refuse(w->why, "exists", str_of(k->key), key,
			      "another %s: this one is recorded already", k->key);
	if (!centre_log(w, e))
		return false;
	if (w->operation && k == w->operation->kind)
		return refuse(w->why, "exists", S("kind"), str_of(k->name),
			      "a register of its own for another operation: this one is recorded "
			      "already");
	if (!name.s || keeps_name(w, name))
		return true;
	if (!store_named(w->r->store, k->code, name, &there, e))
		return false;
	return !there || refuse(w->why, "exists", str_of(k->unique), name,
				"another %s: it occurs once in the operation", k->unique);
}

static void see_case(const struct accepting *w, struct decide_view *v)
{
	history_put(&w->of, v);
	v->other_log = w->of.there && w->of.log != w->log.id;
}

/* A corrected place is kept by its code, as what it corrects is: a name may come to be another place's. */
static bool resolve_corrected(struct accepting *w)
{
	struct rec *r = w->d->r;
	const struct field *place =
		r->kind == &kind_correction
			? field_by_name(&kind_registration, rec_code(r, "field"))
			: NULL;
	struct field f;

	if (!place || place->type != F_PLACE || !rec_get(r, "new_value"))
		return true;
	f = *place;
	f.name = "new_value";
	return val_resolve(w->a, &f, &r->v[field_at(r->kind, "new_value")], &w->view.res, w->why);
}

static bool judge(struct accepting *w, struct err *e)
{
	struct draft *d = w->d;
	struct decide_view v = { .records = &w->view.v,
				 .signers = w->signers,
				 .n_signers = d->n_officers };
	int64_t officers = 0;
	bool resolved, ok;

	if (!choose_place(w, e) || !signers_find(w, e) || !find_decrees(w, e) ||
	    (w->r->founding && !store_officer_count(w->r->store, &officers, e)))
		return false;
	v.decrees = w->decrees;
	v.n_decrees = w->n_decrees;
	v.system = d->system;
	v.today = w->operation ? opday_local(w->operation, w->now) : w->today;
	v.founding = w->r->founding && !officers;
	if (officer_anew(d->r) && !signers_keepers(w, &v.keepers, e))
		return false;
	see_case(w, &v);
	/* Whose past is looked at next may be named by the record itself. */
	resolved = rec_resolve(w->a, d->r, &w->view.res, w->why) && resolve_corrected(w);
	if (w->whom && !w->whom->n_cases)
		erase_see(w, &v);
	if ((w->of.there &&
	     (!history_see(w->r, w->a, d->case_no, &v, e) || !merged_see(w, &v, e))) ||
	    !kept_same(w->r, &v.same, &v.n_same, e) || !kept_centres(w->r, &v, e))
		return false;
	if (!history_holders(w->r, w->a, d->kind, (struct history_days){ d->r->day, w->today }, &v,
			     e))
		return false;
	w->paper = life_paper(&v);
	if (!tongue_see(w, &v, e)) {
		*e = w->view.e.kind != ERR_NONE ? w->view.e : *e;
		return false;
	}
	w->registered = past_last(&v, "registration", NULL);
	if (w->whom && !erase_holds(w, e))
		return false;
	ok = resolved && choose_corrected(w, e) && evidence_see(w, &v, e) &&
	     decide(w->a, &v, d->r, w->local_day, &w->act, w->why) && unique(w, e) &&
	     ties_hold(w, e);
	if (w->view.e.kind != ERR_NONE) {
		*e = w->view.e;
		return false;
	}
	if (!ok || w->why->n || (d->kind == &kind_erasure && !erase_intend(w, e)))
		return false;
	return entry_of(w->a, d->r, &w->view.v, w->act.outcome, &w->x, w->why);
}

static void put_receipt(const struct accepting *w, const struct sealing *s,
			const struct store_draft *x, struct receipt *out)
{
	memcpy(out->draft, s->draft, 16);
	out->log = w->log.name;
	if (s->has_case)
		out->case_no = w->d->case_no;
	out->is_leaf = !x->person;
	if (x->person)
		memcpy(out->proof.b, w->x.seal.s, 32);
	else
		out->proof = hash_leaf(x->bytes);
}

/* What an object c says, as the projection keeps it. */
static bool fold(const struct accepting *w, const struct sealing *s, struct err *e)
{
	struct store_act act = { .kind = w->d->kind->code, .step = s->step, .log = w->log.id };
	struct store_item item = { .log = w->log.id, .kind = w->d->kind->code };

	if (w->d->kind->form == FORM_WEAPON) {
		memcpy(item.draft, s->draft, 16);
		item_of(&w->x, &item);
		item.danger = s->ties.danger;
		return store_fold_item(w->r->store, &item, e) &&
		       store_fold_ties(w->r->store, &s->ties, e);
	}
	if (stock_of_place(w->d->kind))
		return stock_fold(w->r, w->a, w->d->r, w->log.id, s->draft, -1, &s->ties, e);
	if (!s->act)
		return store_fold_ties(w->r->store, &s->ties, e);
	act.event = s->act->event;
	act.state = act.code = act.decree = act.search = S("");
	act.said_day = act.until = NO_DAY;
	if (s->has_case) {
		act.case_no = w->d->case_no;
		if (s->act->state.s)
			act.state = s->act->state;
		act.cls = s->act->cls;
	}
	if (seal_says(s)) {
		act.said_day = s->act->day;
		act.until = s->act->until;
		act.code = s->act->code;
		act.decree = s->act->decree;
		act.search = s->act->search;
	}
	memcpy(act.subject, s->has_case ? s->subject : s->own, 16);
	memcpy(act.operator, s->operator, 4);
	memcpy(act.draft, s->draft, 16);
	return store_fold_act(w->r->store, &act, e) && store_fold_ties(w->r->store, &s->ties, e) &&
	       effects_fold(w->r, w->d->r, w->log.id, s->draft, e);
}

/* Writes the draft, the private projection and the receipt. */
static bool put(struct accepting *w, const struct sealing *s, struct receipt *out, struct err *e)
{
	struct draft *d = w->d;
	const struct kind *k = d->kind;
	uint8_t mac[32];
	struct store_draft x = { .log = w->log.id,
				 .kind = k->code,
				 .person = k->form != FORM_PLACE,
				 .accepted_day = w->today,
				 .bytes = entry_put(w->a, &w->x, 0),
				 .c = s->c,
				 .s = s->s };

	memcpy(x.id, s->draft, 16);
	/* What is sealed has no key in clear: a weapon's number would stand in the database. */
	if (!x.person) {
		x.key = rec_key(w->a, d->r, &w->view.v);
		x.name = rec_unique(w->a, d->r, &w->view.v);
	}
	if (!draft_mac(w->r, w->a, &x, mac, e))
		return false;
	x.mac = str_mem(mac, sizeof mac);
	put_receipt(w, s, &x, out);
	return store_draft_add(w->r->store, &x, e) && fold(w, s, e) &&
	       once_add(w->r, &w->once, out, w->today, e) &&
	       (w->now == w->latest || store_state_set(w->r->store, S("clock"), w->now, e));
}

static bool prepare(struct accepting *w, struct err *e)
{
	if (!clock_ahead(w->r, w->now, &w->latest, e))
		return false;
	w->operation = kept_operation(w->r, e);
	if (!w->operation && e->kind != ERR_NONE)
		return false;
	w->today = day_at(w, w->now);
	if (!find_case(w, e) || !choose_log(w, e) || !has_centre(w, e) ||
	    !view_init(&w->view, w->r, w->a, &w->log, w->operation, e))
		return false;
	w->view.system = w->d->system;
	w->view.of = w->d->r;
	return choose_day(w);
}

static bool refused(const struct accepting *w, struct err *e)
{
	if (w->why->n && (e->kind == ERR_NONE || e->kind == ERR_NOTHING))
		err_set(e, ERR_REFUSED, "%s is refused", w->d->kind->name);
	return false;
}

/* Whoever is here already is nobody new: what was said goes into that case, under the key of what was given. */
static bool go_on(struct accepting *w, bool dry, struct receipt *out, struct err *e)
{
	w->operation = kept_operation(w->r, e);
	if (!w->operation && e->kind != ERR_NONE)
		return false;
	w->today = day_at(w, w->now);
	return answers_go_on(w, answers_same(w), dry, out, e)
		       ? once_add(w->r, &w->once, out, w->today, e)
		       : refused(w, e);
}

bool intake_accept_in(struct reg *r, struct arena *a, struct draft *d, bool dry,
		      struct receipt *out, struct refusals *why, struct err *e)
{
	struct accepting *w = arena_alloc(a, sizeof *w);
	struct sealing s = { .d = d, .log = &w->log, .x = &w->x };
	bool ok;

	memset(out, 0, sizeof *out);
	*w = (struct accepting){ .r = r, .a = a, .d = d, .why = why };
	w->now = clock_now(&r->clock);
	e->kind = ERR_NONE;
	ok = reg_unlock(r, e) && once_recall(r, a, d, &w->once, out, why, e);
	if (ok && out->again)
		return true;
	ok = ok && answers_read(w, e);
	if (ok && answers_same(w))
		return go_on(w, dry, out, e);
	ok = ok && prepare(w, e) && judge(w, e);
	if (!ok || why->n)
		return refused(w, e);
	/* An erasure is sealed as another draft. */
	s.d = d = w->d;
	/* An identity once taken is gone: a dry run takes none. All else is written into the transaction
	 * that the caller drops, so that later rows see it. */
	out->identity = needs_identity(w);
	if (!signers_unlock(w, &s, dry, e))
		return false;
	if (!search_hold(w, dry, e))
		return refused(w, e);
	if (dry && (out->identity || officer_anew(d->r)))
		return true;
	s.now = w->now;
	os_random(s.draft, sizeof s.draft);
	ok = set_person(w, &s, e);
	if (ok) {
		ties_of(w, &s);
		stock_ties(w, &s.ties);
	}
	if (ok && w->view.e.kind != ERR_NONE) {
		*e = w->view.e;
		return false;
	}
	ok = ok && (dry || person_apart(w, &s, e)) && seal_record(r, a, &s, e) &&
	     put(w, &s, out, e) && names_note(w, &s, e) && follow(w, e) &&
	     (dry || (lists_follow(w, e) && exchange_follow(w, e)));
	if (d->kind == &kind_place)
		places_forget(r);
	if (d->kind == &kind_officer)
		kept_forget_officers(r);
	return ok;
}

bool intake_begin(struct reg *r, struct err *e)
{
	places_forget(r);
	return reg_marks_hold(r, e) && erase_finish(r, e) && store_begin(r->store, e);
}

bool intake_commit(struct reg *r, struct err *e)
{
	if (names_commit(r, e) && store_commit(r->store, e))
		return person_open(r, e) && (!r->erasing || erase_finish(r, e));
	intake_drop(r);
	return false;
}

void intake_drop(struct reg *r)
{
	places_forget(r);
	kept_forget(r);
	vouch_who_forget(r);
	names_drop(r);
	r->erasing = false;
	r->no_children = NULL;
	store_rollback(r->store);
}

void intake_expect(struct reg *r, size_t identities)
{
	r->stock_ahead = identities;
}

bool intake_opening_in(struct reg *r, struct arena *a, int64_t log, struct err *e)
{
	struct str name = str_fmt(a, "opened/%lld", (long long)log);
	int64_t n;

	return store_state(r->store, name, &n, e) &&
	       store_state_set(r->store, name, n == NO_DAY ? 1 : n + 1, e);
}

bool intake_opening(struct reg *r, struct arena *a, int64_t log, struct err *e)
{
	if (!intake_begin(r, e))
		return false;
	if (intake_opening_in(r, a, log, e))
		return intake_commit(r, e);
	intake_drop(r);
	return false;
}

bool intake_accept(struct reg *r, struct arena *a, struct draft *d, bool dry, struct receipt *out,
		   struct refusals *why, struct err *e)
{
	if (!intake_begin(r, e))
		return false;
	if (!intake_accept_in(r, a, d, dry, out, why, e) || dry) {
		intake_drop(r);
		return e->kind == ERR_NONE;
	}
	return intake_commit(r, e);
}
