/* Whom one erasure takes. See erase.h. */
#include "intake/erase.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "base/banned.h"

struct finding {
	struct reg *r;
	struct arena *a;
	struct buf cases; /* struct str each */
	struct buf acts;  /* struct store_gone each */
	bool waits;
};

static const struct store_gone *acts_of(const struct finding *f, size_t *n)
{
	*n = f->acts.len / sizeof(struct store_gone);
	return (const struct store_gone *)(const void *)f->acts.p;
}

static void add_acts(struct finding *f, const struct store_gone *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t n_known, j = 0;
		const struct store_gone *known = acts_of(f, &n_known);

		while (j < n_known && memcmp(known[j].draft, list[i].draft, 16) != 0)
			j++;
		if (j < n_known)
			continue;
		buf_add(&f->acts, &list[i], sizeof list[i]);
		f->waits |= list[i].seq < 0;
	}
}

/* The cases of one person. */

static bool add_case(struct finding *f, struct str case_no, struct err *e)
{
	const struct str *list = (const struct str *)(const void *)f->cases.p;
	struct store_gone *acts;
	size_t n;

	for (size_t i = 0; i < f->cases.len / sizeof *list; i++)
		if (str_eq(list[i], case_no))
			return true;
	buf_add(&f->cases, &case_no, sizeof case_no);
	if (!store_erase_acts(f->r->store, f->a, case_no, &acts, &n, e))
		return false;
	/* They are of one case: none is there yet. */
	if (n)
		buf_add(&f->acts, acts, n * sizeof *acts);
	for (size_t i = 0; i < n; i++)
		f->waits |= acts[i].seq < 0;
	return true;
}

static bool of_case(struct finding *f, struct str case_no, struct err *e)
{
	struct store_case stands;

	if (!merged_stands(f->r, f->a, &case_no, &stands, e) || !add_case(f, case_no, e))
		return false;
	for (size_t i = 0; i < f->cases.len / sizeof(struct str); i++) {
		struct store_case c;
		struct str *list;
		size_t n;

		if (!store_case(f->r->store, f->a, ((struct str *)(void *)f->cases.p)[i], &c, e) ||
		    !merged_into(f->r, f->a, c.subject, &list, &n, e))
			return false;
		for (size_t j = 0; j < n; j++)
			if (!add_case(f, list[j], e))
				return false;
	}
	return true;
}

/* Somebody without a case. */

static const struct store_log *log_of(const struct store_log *logs, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (logs[i].id == id)
			return &logs[i];
	return NULL;
}

/* What is said under `consent_to` of the testimony that is this act. */
static bool consent_mark(struct finding *f, const struct store_gone *x, struct store_mark *m,
			 struct err *e)
{
	struct accepting w = { .r = f->r, .a = f->a };
	const struct store_log *logs, *log;
	size_t n;

	if (!store_logs_kept(f->r->store, &logs, &n, e))
		return false;
	log = log_of(logs, n, x->log);
	if (!log)
		return err_set(e, ERR_FAILED, "erase: an act is of a log that is not here");
	*m = mark_of(&w, "consent_to",
		     str_fmt(f->a, "%.*s/%lld", P(str_hex(f->a, log->id8, 8)), (long long)x->seq));
	*e = w.view.e;
	return e->kind == ERR_NONE;
}

/* A testimony, what its giver said anew of its uses, and that to which it was said. */
static bool add_consents(struct finding *f, const struct store_gone *x, struct err *e)
{
	struct store_gone *all;
	struct store_mark own;
	struct str of, mac;
	size_t n;

	if (!store_erase_own_of(f->r->store, f->a, kind_testimony.code, &all, &n, e) ||
	    !consent_mark(f, x, &own, e) ||
	    !store_erase_said(f->r->store, f->a, x->draft, own.what, &of, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct store_mark m;

		if (!store_erase_said(f->r->store, f->a, all[i].draft, own.what, &mac, e))
			return false;
		if (mac.s && x->seq >= 0 && str_eq(mac, str_mem(own.mac, sizeof own.mac)))
			add_acts(f, &all[i], 1);
		if (!of.s || all[i].seq < 0)
			continue;
		if (!consent_mark(f, &all[i], &m, e))
			return false;
		if (str_eq(of, str_mem(m.mac, sizeof m.mac)))
			add_acts(f, &all[i], 1);
	}
	return true;
}

/* Other states of a thing in public, and corrections, hold the same names; such as wait for the cut are not known to
 * be about it. */
static bool add_beside(struct finding *f, const struct store_gone *x, struct err *e)
{
	struct store_gone *list;
	int64_t *beside;
	size_t n, n_beside;

	if (!store_erase_own_of(f->r->store, f->a, x->kind, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		f->waits |= list[i].seq < 0 && list[i].log == x->log;
	if (x->seq < 0)
		return true;
	if (!store_erase_beside(f->r->store, f->a, x->log, x->seq, &beside, &n_beside, e))
		return false;
	for (size_t i = 0; i < n_beside; i++) {
		if (!store_erase_own_at(f->r->store, f->a, x->log, beside[i], &list, &n, e))
			return false;
		add_acts(f, list, n);
	}
	return true;
}

/* What is sealed to the same identity. */
static bool add_own(struct finding *f, const struct store_gone *x, struct err *e)
{
	struct store_gone *list;
	size_t n;

	if (!store_erase_own(f->r->store, f->a, x->subject, &list, &n, e))
		return false;
	add_acts(f, list, n);
	return true;
}

/* In the order in which they happened: a record names only what is in the log. */
static int oldest_first(const void *x, const void *y)
{
	const struct store_gone *a = x, *b = y;
	int64_t day_a = a->seq < 0 ? INT64_MAX : a->day, day_b = b->seq < 0 ? INT64_MAX : b->day;

	if (day_a != day_b)
		return day_a < day_b ? -1 : 1;
	return a->seq != b->seq ? a->seq < b->seq ? -1 : 1
				: memcmp(a->draft, b->draft, sizeof a->draft);
}

static bool of_nobody_known(struct finding *f, const struct store_gone *list, size_t n,
			    struct err *e)
{
	size_t n_acts;

	add_acts(f, list, n);
	for (size_t i = 0; acts_of(f, &n_acts), i < n_acts; i++) {
		const struct store_gone x = acts_of(f, &n_acts)[i];
		const struct kind *k = kind_by_code(x.kind);

		if (!add_own(f, &x, e))
			return false;
		if (k == &kind_testimony && !add_consents(f, &x, e))
			return false;
		if (k && k->form == FORM_PLACE && !add_beside(f, &x, e))
			return false;
	}
	acts_of(f, &n_acts);
	if (n_acts)
		qsort(f->acts.p, n_acts, sizeof(struct store_gone), oldest_first);
	return true;
}

/* An entry that is an act in a case is that case's. */
static bool of_entry(struct finding *f, struct str log, int64_t seq, struct err *e)
{
	struct store_gone *list;
	struct store_entry s;
	struct store_log l;
	struct centre_body body = { 0 };
	struct entry x;
	size_t n;

	if (!reg_log(f->r, f->a, log, &l, e) ||
	    !store_entry_get(f->r->store, f->a, l.id, seq, &s, e) ||
	    !store_erase_own_at(f->r->store, f->a, l.id, seq, &list, &n, e))
		return false;
	if (n)
		return of_nobody_known(f, list, n, e);
	if (s.s.s && (!entry_read(f->a, s.bytes, &x, e) ||
		      !seal_read_act(f->r, f->a, &l, &x, s.c, &body, e)))
		return false;
	if (body.act.case_no.s)
		return of_case(f, body.act.case_no, e);
	return err_set(e, ERR_REFUSED, "entry %.*s/%lld is about nobody", P(log), (long long)seq);
}

static bool found(const struct finding *f, struct erase_whom *out)
{
	*out = (struct erase_whom){ .cases = (struct str *)(void *)f->cases.p,
				    .n_cases = f->cases.len / sizeof *out->cases,
				    .acts = (struct store_gone *)(void *)f->acts.p,
				    .n_acts = f->acts.len / sizeof *out->acts,
				    .waits = f->waits };
	return true;
}

/* What stands on a slip; the number is repeated on no screen. */
static bool of_number(struct finding *f, const uint8_t subject[16], struct err *e)
{
	struct store_gone *own;
	struct str case_no;
	size_t n;

	if (!store_case_of_subject(f->r->store, f->a, str_mem(subject, 16), &case_no, e))
		return false;
	if (case_no.s)
		return of_case(f, case_no, e);
	if (!store_erase_own(f->r->store, f->a, subject, &own, &n, e))
		return false;
	return n ? of_nobody_known(f, own, n, e)
		 : err_set(e, ERR_NOTHING, "nobody in this register has that number");
}

bool erase_whom(struct reg *r, struct arena *a, struct str what, struct erase_whom *out,
		struct err *e)
{
	struct finding f = { .r = r, .a = a, .cases = { .a = a }, .acts = { .a = a } };
	struct str rest = what, log = str_cut(&rest, '/');
	uint8_t subject[PERSON_BYTES];
	struct store_case c;
	int64_t seq;

	if (!reg_unlock(r, e))
		return false;
	if (person_number(what, subject))
		return of_number(&f, subject, e) && found(&f, out);
	if (rest.s)
		return int_parse(rest, 0, INT64_MAX, &seq)
			       ? of_entry(&f, log, seq, e) && found(&f, out)
			       : err_set(e, ERR_USAGE,
					 "give a case, LOG/INDEX, or the number on a slip");
	what = case_typed(a, what);
	if (!store_case(r->store, a, what, &c, e))
		return false;
	if (!c.there)
		return err_set(e, ERR_NOTHING, "there is no case %.*s", P(what));
	return of_case(&f, what, e) && found(&f, out);
}

/* An erasure stands in the log of what it erases, where none is named. */
static bool own_log(struct accepting *w, struct err *e)
{
	const struct store_log *logs, *log;
	size_t n;

	if (w->d->log.s)
		return true;
	if (!store_logs_kept(w->r->store, &logs, &n, e))
		return false;
	log = log_of(logs, n, w->whom->acts[0].log);
	if (log)
		w->d->log = str_dup(w->a, log->name);
	return true;
}

/* As the record says it: by the number of the case, or of the person. */
bool erase_target(struct accepting *w, struct err *e)
{
	struct finding f = { .r = w->r, .a = w->a, .cases = { .a = w->a }, .acts = { .a = w->a } };
	struct draft *d = w->d;
	struct val *subject = &d->r->v[field_at(d->kind, "subject_erased")];
	struct erase_whom *whom = arena_alloc(w->a, sizeof *whom);
	struct str case_no = d->case_no;
	struct store_gone *own = NULL;
	struct store_case c = { .there = false };
	size_t n = 0;

	if (subject->set && !case_no.s &&
	    (!store_case_of_subject(w->r->store, w->a, subject->s, &case_no, e) ||
	     (!case_no.s &&
	      !store_erase_own(w->r->store, w->a, (const uint8_t *)subject->s.s, &own, &n, e))))
		return false;
	if (case_no.s && !store_case(w->r->store, w->a, case_no, &c, e))
		return false;
	if ((!c.there && !n) ||
	    (c.there && subject->set && !str_eq(subject->s, str_mem(c.subject, 16))))
		return refuse(w->why, "nobody", S("subject_erased"), S(""),
			      "the person of a case of this register, or `case` with its number");
	if (!(c.there ? of_case(&f, case_no, e) : of_nobody_known(&f, own, n, e)) ||
	    !found(&f, whom))
		return false;
	w->whom = whom;
	if (whom->n_cases) {
		d->case_no = whom->cases[0];
		if (!store_case(w->r->store, w->a, d->case_no, &w->of, e))
			return false;
	} else if (!own_log(w, e)) {
		return false;
	}
	*subject = (struct val){
		.set = true,
		.s = str_dup(w->a,
			     str_mem(whom->n_cases ? w->of.subject : whom->acts[0].subject, 16))
	};
	return true;
}

/* "aleppo/12"; empty where it waits for the cut. An error is left in the view. */
static struct str entry_name(struct accepting *w, const struct store_gone *x)
{
	const struct store_log *logs, *log;
	size_t n;

	if (x->seq < 0 || !store_logs_kept(w->r->store, &logs, &n, &w->view.e))
		return S("");
	log = log_of(logs, n, x->log);
	return log ? str_fmt(w->a, "%.*s/%lld", P(log->name), (long long)x->seq) : S("");
}

struct past_act erase_past(const struct store_gone *x, size_t i)
{
	const struct kind *k = kind_by_code(x->kind);

	return (struct past_act){ .step = (int64_t)i + 1,
				  .kind = str_of(k ? k->name : ""),
				  .event = x->event,
				  .state = S(""),
				  .day = x->said_day != NO_DAY ? x->said_day : x->day,
				  .until = NO_DAY,
				  .appeal_until = NO_DAY,
				  .code = x->code,
				  .decree = S(""),
				  .search = S(""),
				  .entry = S("") };
}

void erase_see(struct accepting *w, struct decide_view *v)
{
	const struct erase_whom *whom = w->whom;
	struct past_act *acts = arena_array(w->a, whom->n_acts, sizeof *acts);

	for (size_t i = 0; i < whom->n_acts; i++) {
		acts[i] = erase_past(&whom->acts[i], i);
		acts[i].entry = entry_name(w, &whom->acts[i]);
	}
	v->past = acts;
	v->n_past = whom->n_acts;
}
