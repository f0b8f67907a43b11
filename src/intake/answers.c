/*
 * What whoever registers somebody, or corrects a name, answers of those who may be the same person, each by the number of
 * the case:
 *
 *   answers='case=7QX2-KM4T answer=other reason="the elder brother, seen here in May"'
 *
 * other: it is another person; ask: an adjudicator shall compare the two; same: it is this person, and nobody new is registered.
 * Rows are separated by semicolons. `take=contact,documents` of `same` names what of the registration is taken over as
 * corrections where the case does not go on with a registration.
 */
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "intake/intake_int.h"
#include "match/about.h"
#include "match/letter.h"
#include "record/kinds.h"
#include "record/value.h"
#include "base/banned.h"

#define MOST 64

static const struct field answer_fields[] = {
	{ "case", 1, F_TEXT, true, PERSON, .max = 120 },
	{ "answer", 2, F_CODE, true, PERSON, "other,ask,same" },
	{ "reason", 3, F_TEXT, true, PERSON, .max = 400 },
	{ "take", 4, F_CODES, false, PERSON,
	  "full_name,mother_name,latin_names,sex,born,nationality,documents,origin,needs,contact,"
	  "dependants" },
};

static const struct kind answer_part = {
	.name = "answer",
	.form = FORM_PART,
	.seal = "",
	.fields = answer_fields,
	.n = sizeof answer_fields / sizeof *answer_fields,
};

static const struct field answers_field = { "answers", 1,      F_ROWS,
					    false,     PERSON, .rows = &answer_part };

enum { CASE, ANSWER, REASON, TAKE };

/* Whose case it is, where the person goes on in it. */
static bool find_of(struct accepting *w, struct answer *x, struct err *e)
{
	struct str typed = x->case_no;
	struct store_case c;

	x->case_no = case_typed(w->a, typed);
	if (!merged_stands(w->r, w->a, &x->case_no, &c, e))
		return false;
	if (!c.there)
		return refuse(w->why, "no_case", S("answers"), typed,
			      "the number of a case that is here");
	memcpy(x->subject, c.subject, 16);
	return true;
}

/* Whoever reads it years later has to see what was meant: a stroke of a pen is no reason. */
static bool has_words(struct str s)
{
	size_t words = 0, letters = 0;

	while (s.len && words < 2) {
		int32_t c = utf8_next(&s);

		letters = c >= 0 && letter_is(c) && !(c >= '0' && c <= '9') ? letters + 1 : 0;
		words += letters == 2;
	}
	return words >= 2;
}

static enum answered answer_of(struct str code)
{
	return str_eq(code, S("other"))	 ? ANSWER_OTHER
	       : str_eq(code, S("same")) ? ANSWER_SAME
					 : ANSWER_ASK;
}

static bool twice(struct accepting *w, const struct answer *x)
{
	for (size_t i = 0; i < w->n_answers; i++)
		if (!memcmp(w->answers[i].subject, x->subject, 16))
			return true;
	return false;
}

static bool add(struct accepting *w, const struct val *row, struct err *e)
{
	struct answer *x = &w->answers[w->n_answers];

	*x = (struct answer){ .is = answer_of(row->v[ANSWER].s),
			      .case_no = row->v[CASE].s,
			      .reason = row->v[REASON].s,
			      .take = row->v[TAKE].set ? &row->v[TAKE] : NULL };
	if (!find_of(w, x, e))
		return false;
	if (twice(w, x))
		return refuse(w->why, "twice", S("answers"), x->case_no,
			      "one answer for each person");
	if (x->take && x->is != ANSWER_SAME)
		return refuse(w->why, "take", S("answers"), x->case_no,
			      "take only with answer=same: nothing is taken over to another "
			      "person's file");
	if (!has_words(x->reason))
		return refuse(w->why, "reason", S("answers"), x->case_no,
			      "a reason in words, at least two: what shows it, as seen or said at "
			      "the desk");
	w->n_answers++;
	return true;
}

bool answers_read(struct accepting *w, struct err *e)
{
	struct val all = { 0 };

	if (!w->d->answers.s)
		return true;
	if (!val_parse(w->a, &answers_field, w->d->answers, &all, w->why))
		return false;
	if (all.len > MOST)
		return refuse(w->why, "too_many", S("answers"), S(""), "at most %d", MOST);
	w->answers = arena_array(w->a, all.len + 1, sizeof *w->answers);
	for (size_t i = 0; i < all.len; i++)
		if (!add(w, &all.v[i], e))
			return false;
	return true;
}

const struct answer *answers_same(const struct accepting *w)
{
	if (w->d->kind != &kind_registration)
		return NULL;
	for (size_t i = 0; i < w->n_answers; i++)
		if (w->answers[i].is == ANSWER_SAME)
			return &w->answers[i];
	return NULL;
}

/* Another draft of the same time, signed by the same. */
static struct draft *beside(struct accepting *w, const struct kind *k, struct str case_no)
{
	const struct draft *of = w->d;
	struct draft *d = draft_new(w->a, k);

	d->log = of->log;
	d->case_no = case_no;
	d->day = of->day;
	d->has_time = of->has_time;
	d->occurred = of->occurred;
	for (size_t i = 0; i < of->n_officers; i++)
		d->officers[d->n_officers++] = of->officers[i];
	return d;
}

/* What is compared of two persons, in the words of dedup_link.fields. */
static const struct {
	enum about_field field;
	const char *code;
} compared[] = { { ABOUT_NAME, "name" }, { ABOUT_BIRTH, "born" }, { ABOUT_MOTHER, "mother" } };

#define COMPARED_N (sizeof compared / sizeof *compared)

/* Of two who were not compared it is the name that is asked about. */
struct str agrees_text(struct arena *a, unsigned agrees)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < COMPARED_N; i++)
		if (agrees & 1u << compared[i].field)
			buf_fmt(&b, "%s%s", b.len ? "," : "", compared[i].code);
	return b.len ? buf_text(&b) : S("name");
}

unsigned agrees_of(const struct val *fields)
{
	unsigned agrees = 0;

	for (size_t i = 0; fields && i < fields->len; i++)
		for (size_t j = 0; j < COMPARED_N; j++)
			if (str_eq(fields->v[i].s, str_of(compared[j].code)))
				agrees |= 1u << compared[j].field;
	return agrees;
}

struct store_mark alike_mark(struct accepting *w, struct str other, unsigned agrees)
{
	return mark_of(w, "alike",
		       str_fmt(w->a, "%.*s/%.*s", P(other), P(agrees_text(w->a, agrees))));
}

/* Reception opened a file for who came: two adjudicators merge it into the one that there is. */
static bool note_empty(struct accepting *w, const struct answer *same, bool dry, struct err *e)
{
	struct store_case c;
	struct receipt receipt;
	struct draft *d;

	if (!w->d->case_no.s)
		return true;
	w->d->case_no = case_typed(w->a, w->d->case_no);
	if (!store_case(w->r->store, w->a, w->d->case_no, &c, e))
		return false;
	if (!memcmp(c.subject, same->subject, 16))
		return true;
	if (!c.there || !str_eq(c.state, S("presented")))
		return refuse(
			w->why, "two_files", S("answers"), same->case_no,
			"answer=ask: %.*s is a file of its own, and adjudicators judge whether "
			"the two are one person's",
			P(w->d->case_no));
	d = beside(w, &kind_dedup_link, w->d->case_no);
	return draft_set(w->a, d, S("other"), str_hex(w->a, same->subject, 16), w->why) &&
	       draft_set(w->a, d, S("score"), S("0"), w->why) &&
	       draft_set(w->a, d, S("fields"), agrees_text(w->a, 0), w->why) &&
	       draft_set(w->a, d, S("reason"), same->reason, w->why) &&
	       intake_accept_in(w->r, w->a, d, dry, &receipt, w->why, e);
}

/* What was typed is an entry beside what is known, each by itself. */
static bool take_over(struct accepting *w, const struct answer *same, bool dry, struct receipt *out,
		      struct err *e)
{
	for (size_t i = 0; i < same->take->len; i++) {
		struct str name = same->take->v[i].s;
		const struct field *f = field_by_name(&kind_registration, name);
		const struct val *v = rec_get(w->d->r, f->name);
		struct draft *d = beside(w, &kind_correction, same->case_no);

		if (!v)
			return refuse(w->why, "take", S("answers"), name,
				      "what this registration says: it has no %s", f->name);
		d->note = same->reason;
		d->answers = w->d->answers;
		d->takes_over = true;
		if (!draft_set(w->a, d, S("field"), name, w->why) ||
		    !draft_set(w->a, d, S("new_value"), val_text(w->a, f, v), w->why) ||
		    !draft_set(w->a, d, S("why"), S("duplicate"), w->why) ||
		    !intake_accept_in(w->r, w->a, d, dry, out, w->why, e))
			return false;
	}
	return true;
}

bool answers_go_on(struct accepting *w, const struct answer *same, bool dry, struct receipt *out,
		   struct err *e)
{
	struct store_case c;
	struct draft *d;

	if (!store_case(w->r->store, w->a, same->case_no, &c, e))
		return false;
	/* It was looked where the person goes on here. */
	if (str_eq(c.state, S("merged_into")))
		return refuse(w->why, "away", S("answers"), same->case_no,
			      "a case that goes on here: this person's file goes on in another "
			      "register; where the person comes back to this one, two adjudicators "
			      "take that back first (merge act=unmerge_away)");
	if (!note_empty(w, same, dry, e))
		return false;
	if (!life_registers(c.state))
		return same->take
			       ? take_over(w, same, dry, out, e)
			       : refuse(w->why, "registered", S("answers"), same->case_no,
					"take=contact,documents,...: this case is %.*s, nobody is "
					"registered in it again, and what is new of the person is "
					"taken over as corrections; where nothing is new, record "
					"nothing here and go on in that case",
					P(c.state));
	d = beside(w, &kind_registration, same->case_no);
	d->r = w->d->r;
	d->note = w->d->note.s ? w->d->note : same->reason;
	d->device = w->d->device;
	d->place = w->d->place;
	return intake_accept_in(w->r, w->a, d, dry, out, w->why, e);
}

/* The subjects of one person's files; `case_no` empty: who has none yet. */
struct files {
	const struct str *cases;
	size_t n;
};

static bool files_of(struct reg *r, struct arena *a, struct str case_no, const uint8_t subject[16],
		     struct files *out, struct err *e)
{
	struct buf all = { .a = a };
	struct str *more;
	size_t n;

	if (!merged_all(r, a, case_no, subject, &more, &n, e))
		return false;
	buf_add(&all, &case_no, sizeof case_no);
	for (size_t i = 0; i < n; i++)
		buf_add(&all, &more[i], sizeof *more);
	out->cases = (const struct str *)(const void *)all.p;
	out->n = n + 1;
	return true;
}

/* Whether one of these files has the mark. */
static bool has_mark(struct reg *r, struct arena *a, const struct files *x,
		     const struct store_mark *m, bool *yes, struct err *e)
{
	struct str *in;
	size_t n;

	if (!store_mark_cases(r->store, a, m, &in, &n, e))
		return false;
	for (size_t j = 0; j < n; j++)
		for (size_t k = 0; k < x->n; k++)
			*yes |= str_eq(in[j], x->cases[k]);
	return true;
}

/* Whether in one of the files of x something was said of this person, when these fields agreed, or more of them. */
static bool said_of_one(struct reg *r, struct arena *a, const struct files *x,
			const uint8_t subject[16], unsigned agrees, bool *yes, struct err *e)
{
	struct accepting w = { .r = r, .a = a };
	unsigned all = 0;

	for (size_t i = 0; i < COMPARED_N; i++)
		all |= 1u << compared[i].field;
	agrees &= all;
	for (unsigned was = agrees; was <= all && !*yes; was++) {
		struct store_mark m;

		if ((was & agrees) != agrees || (was & all) != was)
			continue;
		m = alike_mark(&w, str_hex(a, subject, 16), was);
		*e = w.view.e;
		if (e->kind != ERR_NONE || !has_mark(r, a, x, &m, yes, e))
			return false;
	}
	return true;
}

/* The same of one of y's. */
static bool said_of(struct reg *r, struct arena *a, const struct files *x, const struct files *y,
		    unsigned agrees, bool *yes, struct err *e)
{
	for (size_t i = 0; i < y->n && !*yes; i++) {
		struct store_case c;

		if (!store_case(r->store, a, y->cases[i], &c, e) ||
		    !said_of_one(r, a, x, c.subject, agrees, yes, e))
			return false;
	}
	return true;
}

bool answered_before(struct reg *r, struct arena *a, struct str case_no, const uint8_t subject[16],
		     const struct lookalike *other, bool *yes, struct err *e)
{
	struct files x, y;

	*yes = false;
	return files_of(r, a, case_no, subject, &x, e) &&
	       files_of(r, a, other->case_no, other->subject, &y, e) &&
	       said_of(r, a, &x, &y, other->agrees, yes, e) &&
	       said_of(r, a, &y, &x, other->agrees, yes, e);
}

bool answered_there(struct reg *r, struct arena *a, struct str case_no, const uint8_t subject[16],
		    const struct lookalike *other, bool *yes, struct err *e)
{
	struct files x;

	*yes = false;
	return files_of(r, a, case_no, subject, &x, e) &&
	       said_of_one(r, a, &x, other->subject, other->agrees, yes, e);
}

bool answered_in(const struct accepting *w, const struct store_mark *m, bool *yes, struct err *e)
{
	struct files x;

	*yes = false;
	return files_of(w->r, w->a, w->d->case_no, w->of.subject, &x, e) &&
	       has_mark(w->r, w->a, &x, m, yes, e);
}
