/* In which language a person was told of, as far as the rules have to know: keyed digests beside the case, as of a seat
 * (tie.c), so that the database says of nobody which language it is, nor who needs an interpreter. */
#include "base/arena.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "base/banned.h"

/* The language that a record says; s == NULL where it says none. */
static struct str language_of(const struct rec *r)
{
	if (r->kind == &kind_presentation || r->kind == &kind_notice || r->kind == &kind_pledge)
		return rec_code(r, "language");
	if (r->kind == &kind_correction && rec_is(r, "field", "language"))
		return rec_code(r, "new_value");
	return (struct str){ NULL, 0 };
}

static struct store_mark mark(struct accepting *w, const char *what, struct str text)
{
	return mark_of(w, what, str_fmt(w->a, "%.*s/%.*s", P(w->d->case_no), P(text)));
}

static bool is_mark(struct str mac, const struct store_mark *m)
{
	return str_eq(mac, str_mem(m->mac, sizeof m->mac));
}

bool tongue_see(struct accepting *w, struct decide_view *v, struct err *e)
{
	struct str language = language_of(w->d->r), said, read;
	struct store_mark same, no;

	if (!language.s || !w->of.there)
		return true;
	if (!store_mark_newest(w->r->store, w->a, w->d->case_no, S("tongue"), &said, e) ||
	    !store_mark_newest(w->r->store, w->a, w->d->case_no, S("aloud"), &read, e))
		return false;
	same = mark(w, "tongue", language);
	no = mark(w, "aloud", S("no"));
	w->tongue = !said.s ? TONGUE_UNKNOWN : is_mark(said, &same) ? TONGUE_SAME : TONGUE_OTHER;
	v->tongue = w->tongue;
	v->aloud = !read.s || !is_mark(read, &no);
	return w->view.e.kind == ERR_NONE;
}

static bool needs_interpreter(const struct rec *r)
{
	const struct val *triage = rec_get(r, "triage");

	for (size_t i = 0; triage && i < triage->len; i++)
		if (str_eq(triage->v[i].s, S("interpreter")))
			return true;
	return false;
}

void tongue_marks(struct accepting *w, struct store_ties *t)
{
	const struct rec *r = w->d->r;
	struct str language = language_of(r);
	/* Where nobody was received the first notice says the language; with an interpreter it is another's. */
	bool first = r->kind == &kind_notice && w->tongue == TONGUE_UNKNOWN &&
		     !rec_is(r, "given_by", "interpreter_present");

	if (!language.s)
		return;
	if (r->kind == &kind_presentation || r->kind == &kind_correction || first)
		t->marks[t->n_marks++] = mark(w, "tongue", language);
	if (r->kind == &kind_presentation)
		t->marks[t->n_marks++] =
			mark(w, "aloud", needs_interpreter(r) ? S("yes") : S("no"));
}
