/* Whose act a record is: the person of a case, somebody who opens one, or an identity of its own. */
#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "base/banned.h"

/* What stands on the person's slip names the case as well. */
static bool by_slip(struct accepting *w, struct err *e)
{
	uint8_t subject[PERSON_BYTES];
	struct str case_no = { NULL, 0 };

	if (!person_number(w->d->case_no, subject))
		return true;
	if (!store_case_of_subject(w->r->store, w->a, str_mem((char *)subject, sizeof subject),
				   &case_no, e))
		return false;
	/* A number that somebody has is repeated on no screen. */
	w->d->case_no = case_no.s ? case_no : S("");
	return true;
}

bool find_case(struct accepting *w, struct err *e)
{
	const struct kind *k = w->d->kind;

	if (k == &kind_erasure)
		return erase_target(w, e);
	if (!w->d->case_no.s)
		return true;
	if (!by_slip(w, e))
		return false;
	/* A freed captive's or a victim's own identity is tied to no case. */
	if (k->subject == SUBJECT_NONE || (k->form == FORM_PLACE && k->subject == SUBJECT_OWN))
		return refuse(w->why, "case", S("case"), w->d->case_no,
			      "no case: %s is not about the person of one", k->name);
	return store_case(w->r->store, w->a, w->d->case_no, &w->of, e) &&
	       (w->of.there ||
		refuse(w->why, "no_case", S("case"), w->d->case_no,
		       "the number of a case that is here; the first act about a person opens one "
		       "and is given none"));
}

bool has_person(const struct accepting *w)
{
	const struct kind *k = w->d->kind;

	return k->subject != SUBJECT_NONE && (k->form != FORM_PLACE || k->subject == SUBJECT_CASE ||
					      w->of.there || rec_fields_n(w->d->r, PERSON));
}

bool needs_identity(const struct accepting *w)
{
	return has_person(w) && !w->goes_on && (w->d->kind->subject == SUBJECT_OWN || !w->of.there);
}

/* Eight letters and digits that are not mistaken for others, random: an ordered number would tell how many
 * came before. */
static struct str new_case(struct arena *a)
{
	static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	uint8_t b[8];
	char *z = arena_alloc(a, 10);

	os_random(b, sizeof b);
	for (int i = 0, o = 0; i < 8; i++) {
		if (i == 4)
			z[o++] = '-';
		z[o++] = digits[b[i] & 31];
	}
	return str_mem(z, 9);
}

static bool open_case(struct accepting *w, struct err *e)
{
	struct store_case taken = { .there = true };

	while (taken.there) {
		w->d->case_no = new_case(w->a);
		if (!store_case(w->r->store, w->a, w->d->case_no, &taken, e))
			return false;
	}
	return true;
}

static bool next_identity(struct reg *r, struct identity *out, struct err *e)
{
	if (!r->n_stock && r->stock_ahead > 1) {
		size_t n = r->stock_ahead < KEYRING_POOL_MAX ? r->stock_ahead : KEYRING_POOL_MAX;

		/* All at once: each file of the keyring is written once, and nothing of the order of the
		 * rows shows in which file somebody's key is. */
		r->stock = arena_array(r->a, n, sizeof *r->stock);
		if (!keys_take(r->keys, r->stock, n, e))
			return false;
		r->n_stock = n;
		r->stock_ahead -= n;
	}
	if (!r->n_stock)
		return keys_take(r->keys, out, 1, e);
	*out = r->stock[--r->n_stock];
	return true;
}

bool set_person(struct accepting *w, struct sealing *s, struct err *e)
{
	struct identity id;

	s->has_s = has_person(w);
	/* Place kinds of which nothing is sealed for a person, and weapons, are no acts. */
	if (w->d->kind->form == FORM_WEAPON || (w->d->kind->form == FORM_PLACE && !s->has_s))
		return true;
	s->act = &w->act;
	if (w->of.there) {
		s->has_case = true;
		s->step = w->of.step + 1;
		memcpy(s->subject, w->of.subject, 16);
	}
	if (w->goes_on) {
		s->has_own = true;
		memcpy(s->own, w->goes_on, sizeof s->own);
	}
	if (!needs_identity(w))
		return true;
	s->has_own = w->d->kind->subject != SUBJECT_CASE;
	s->has_case |= !s->has_own;
	if ((!s->has_own && !open_case(w, e)) || !next_identity(w->r, &id, e))
		return false;
	memcpy(s->has_own ? s->own : s->subject, id.subject, 16);
	memcpy(s->recipient, id.recipient, 32);
	s->has_recipient = true;
	return true;
}

/* Of a transaction, until it is durable. */
struct no_child {
	struct no_child *next;
	uint8_t subject[16];
};

static void note_no_child(struct reg *r, const uint8_t subject[16])
{
	struct no_child *x = arena_alloc(r->a, sizeof *x);

	x->next = r->no_children;
	memcpy(x->subject, subject, sizeof x->subject);
	r->no_children = x;
}

/* The files that are merged into this person's: they are closed with it, or noted to be opened. */
static bool set_merged(const struct accepting *w, const uint8_t subject[16], bool apart,
		       struct err *e)
{
	struct store_case c;
	struct str *list;
	size_t n;

	if (!merged_all(w->r, w->a, w->d->case_no, subject, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!store_case(w->r->store, w->a, list[i], &c, e) ||
		    (apart && !keys_apart(w->r->keys, c.subject, APART_MERGED, e)))
			return false;
		if (!apart)
			note_no_child(w->r, c.subject);
	}
	return true;
}

/* A file that is merged into a child's is closed as that one is, with all that were merged into it before; one of which that is
 * taken back is open again. */
static bool merge_apart(const struct accepting *w, const uint8_t subject[16], bool merge,
			struct err *e)
{
	struct str case_no = w->d->case_no;
	bool child = false;

	if (merge &&
	    !store_case_of_subject(w->r->store, w->a, rec_get(w->d->r, "keep")->s, &case_no, e))
		return false;
	if (!case_no.s || !merged_child(w->r, w->a, case_no, &child, e) || !child)
		return e->kind == ERR_NONE;
	if (!merge)
		note_no_child(w->r, subject);
	return (!merge || keys_apart(w->r->keys, subject, APART_MERGED, e)) &&
	       set_merged(w, subject, merge, e);
}

/* A child's record is closed to all but protection officers before the referral is durable, also where the key holder is asked
 * by another program. It stays so until it is durable that two of them say that it was no child. */
bool person_apart(const struct accepting *w, const struct sealing *s, struct err *e)
{
	const struct str event = w->act.event.s ? w->act.event : S("");
	bool child = str_eq(event, S("refer_child")), merge = str_eq(event, S("merge"));

	if (!s->has_case)
		return true;
	if (merge || str_eq(event, S("unmerge")))
		return merge_apart(w, s->subject, merge, e);
	if (child)
		return keys_apart(w->r->keys, s->subject, APART_CHILD, e) &&
		       set_merged(w, s->subject, true, e);
	if (!str_eq(event, S("age_corrected")))
		return true;
	note_no_child(w->r, s->subject);
	return set_merged(w, s->subject, false, e);
}

bool person_open(struct reg *r, struct err *e)
{
	bool ok = true;

	for (const struct no_child *x = r->no_children; ok && x; x = x->next)
		ok = keys_apart(r->keys, x->subject, APART_NOT, e);
	r->no_children = NULL;
	return ok ||
	       within(e, "that it was no child is recorded, but the file stays closed to others");
}
