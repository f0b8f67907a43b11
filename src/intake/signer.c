/* The officers who sign a record: which keys, whether they serve on its day, and their passwords. */
#include <string.h>

#include "intake/intake_int.h"
#include "record/officer.h"
#include "record/reader.h"
#include "base/banned.h"

/* Who is vouched for anew signs with the key that the record is about. */
static bool own_key(struct accepting *w, size_t i)
{
	struct officer_public *o = &w->officers[i];

	*o = (struct officer_public){ .name = w->d->officers[i] };
	memcpy(o->kid, rec_code(w->d->r, "kid").s, sizeof o->kid);
	memcpy(o->pub, rec_code(w->d->r, "public_key").s, sizeof o->pub);
	memcpy(w->signers[i].kid, o->kid, sizeof o->kid);
	w->signers[i].roles = S("");
	return true;
}

/* The officers who act. Those of the founding set are not in the log yet. */
static bool find_signer(struct accepting *w, size_t i, struct err *e)
{
	struct signer *s = &w->signers[i];
	struct store_officer o;
	bool ended = false;

	s->name = w->d->officers[i];
	if (officer_anew(w->d->r) && str_eq(s->name, rec_code(w->d->r, "name")))
		return own_key(w, i);
	if (!kept_officer(w->r, w->a, s->name, w->d->r->day, &w->officers[i], e))
		return e->kind == ERR_NOTHING
			       ? refuse(w->why, "no_such_officer", S("as"), s->name,
					"the name of an officer whose key is in this keyring")
			       : false;
	if (w->officers[i].gone)
		return refuse(w->why, "key_gone", S("as"), s->name,
			      "an officer whose key for that day was not destroyed");
	memcpy(s->kid, w->officers[i].kid, 4);
	if (!store_officer(w->r->store, w->a, s->kid, w->d->r->day, &o, e))
		return false;
	s->roles = o.there ? o.roles : S("");
	s->serving = officer_serves(&o, w->d->r->day);
	if (s->serving && !kept_ended(w->r, w->a, s->name, w->today + 1, &ended, e))
		return false;
	s->serving &= !ended;
	for (size_t j = 0; w->r->founding && j < w->r->n_founding; j++)
		if (str_eq(w->r->founding[j].name, s->name))
			s->roles = w->r->founding[j].roles;
	return true;
}

bool signers_find(struct accepting *w, struct err *e)
{
	for (size_t i = 0; i < w->d->n_officers; i++)
		if (!find_signer(w, i, e))
			return false;
	if (!w->d->n_officers && w->d->kind->roles && !w->d->kind->system && !w->d->system)
		return refuse(w->why, "missing", S("as"), S(""),
			      "the officer who records this (--as NAME)");
	return true;
}

/* Where it is only looked whether a record would be right, the key of who is vouched for anew is not made yet. */
static bool made_later(const struct accepting *w, size_t i)
{
	return officer_anew(w->d->r) && !memcmp(w->officers[i].kid, rec_code(w->d->r, "kid").s, 4);
}

/* Opens the keys of those who sign, once nothing speaks against the record. */
bool signers_unlock(struct accepting *w, struct sealing *s, bool dry, struct err *e)
{
	for (size_t i = 0; i < w->d->n_officers; i++)
		if (!(dry && made_later(w, i)) && !kept_signing(w->r, w->a, &w->officers[i], e))
			return false;
	s->officers = w->officers;
	s->n_officers = w->d->n_officers;
	if (s->n_officers)
		memcpy(s->operator, w->officers[0].kid, 4);
	return true;
}

bool signers_keepers(struct accepting *w, size_t *n, struct err *e)
{
	struct store_officer *all;
	struct store_draft *drafts;
	size_t count;

	*n = 0;
	if (!store_drafts(w->r->store, w->a, w->log.id, false, &drafts, &count, e))
		return false;
	/* What is in the log before it decides whether it holds there. */
	while (count--)
		if (drafts[count].kind == w->d->kind->code)
			return refuse(w->why, "waits", S("anew"), S("yes"),
				      "an officer's record that waits for the cut to be in the log "
				      "before: run `sulh cut`");
	if (!store_officers(w->r->store, w->a, &all, &count, e))
		return false;
	for (size_t i = 0; i < count; i++)
		*n += officer_left(all[i].act, all[i].since, all[i].until_day, w->d->r->day) &&
		      reader_any(all[i].roles, OFFICER_KEEPERS);
	return true;
}
