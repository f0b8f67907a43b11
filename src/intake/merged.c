/* Other cases of one person: what was done in a case that was merged away is the person's past. Who registered or
 * judged him or her there had that part here, too (rule/part.c); a merge that is taken back no longer says so. */
#include <string.h>

#include "base/arena.h"
#include "intake/history.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "store/erase.h"
#include "base/banned.h"

struct elsewhere {
	struct accepting *w;
	struct buf cases; /* struct str each */
	struct buf acts;  /* struct past_act each */
};

static bool is_listed(const struct elsewhere *x, struct str case_no)
{
	const struct str *list = (const struct str *)(const void *)x->cases.p;

	for (size_t i = 0; i < x->cases.len / sizeof *list; i++)
		if (str_eq(list[i], case_no))
			return true;
	return str_eq(x->w->d->case_no, case_no);
}

static bool add_case(struct elsewhere *x, struct str case_no, struct err *e)
{
	struct decide_view v = { 0 };

	if (is_listed(x, case_no))
		return true;
	if (!history_see(x->w->r, x->w->a, case_no, &v, e))
		return false;
	buf_add(&x->cases, &case_no, sizeof case_no);
	if (v.n_past)
		buf_add(&x->acts, v.past, v.n_past * sizeof *v.past);
	return true;
}

/* What a merge says of whom it keeps. */
static bool keep_mark(struct reg *r, struct arena *a, const uint8_t subject[16],
		      struct store_mark *m, struct err *e)
{
	struct accepting w = { .r = r, .a = a };

	*m = mark_of(&w, "keep", str_hex(a, subject, 16));
	*e = w.view.e;
	return e->kind == ERR_NONE;
}

bool merged_into(struct reg *r, struct arena *a, const uint8_t subject[16], struct str **list,
		 size_t *n, struct err *e)
{
	struct buf kept = { .a = a };
	struct store_mark m;
	struct store_case c;
	struct str *said, last;
	size_t n_said;

	if (!keep_mark(r, a, subject, &m, e) ||
	    !store_mark_cases(r->store, a, &m, &said, &n_said, e))
		return false;
	for (size_t i = 0; i < n_said; i++) {
		/* One that was taken back, and said anew of somebody else, is that one's. */
		if (!store_case(r->store, a, said[i], &c, e) ||
		    !store_mark_newest(r->store, a, said[i], m.what, &last, e))
			return false;
		if (str_eq(c.state, S("merged_into")) && str_eq(last, str_mem(m.mac, sizeof m.mac)))
			buf_add(&kept, &said[i], sizeof said[i]);
	}
	*list = (struct str *)(void *)kept.p;
	*n = kept.len / sizeof **list;
	return true;
}

struct keeper {
	struct reg *r;
	struct arena *a, *one; /* one: of one case */
	struct str mac, found; /* found: a case, or s == NULL */
};

static bool is_keeper(void *p, const uint8_t subject[16], struct str case_no, struct err *e)
{
	struct keeper *k = p;
	struct store_mark m;

	if (k->found.s)
		return true;
	arena_reset(k->one);
	if (!keep_mark(k->r, k->one, subject, &m, e))
		return false;
	if (str_eq(k->mac, str_mem(m.mac, sizeof m.mac)))
		k->found = str_dup(k->a, case_no);
	return true;
}

bool merged_where(struct reg *r, struct arena *a, struct str case_no, struct str *out,
		  struct err *e)
{
	struct keeper k = { .r = r, .a = a, .one = arena_new(0), .found = { NULL, 0 } };
	bool ok = k.one || err_set(e, ERR_FAILED, "find a merged case: out of memory");

	ok = ok && store_mark_newest(r->store, a, case_no, S("keep"), &k.mac, e) &&
	     (!k.mac.s || store_subjects(r->store, is_keeper, &k, e));
	arena_free(k.one);
	*out = k.found;
	return ok;
}

/* Those that are merged into the case of this person. */
static bool add_merged(struct elsewhere *x, const uint8_t subject[16], struct err *e)
{
	struct accepting *w = x->w;
	struct str *list;
	size_t n;

	if (!merged_into(w->r, w->a, subject, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!add_case(x, list[i], e))
			return false;
	return true;
}

/* A merge is judged by both histories. */
static bool add_kept(struct elsewhere *x, struct err *e)
{
	const struct val *keep = x->w->d->kind == &kind_merge ? rec_get(x->w->d->r, "keep") : NULL;
	struct str case_no;

	if (!keep || keep->s.len != 16)
		return true;
	return store_case_of_subject(x->w->r->store, x->w->a, keep->s, &case_no, e) &&
	       (!case_no.s || add_case(x, case_no, e));
}

bool merged_see(struct accepting *w, struct decide_view *v, struct err *e)
{
	struct elsewhere x = { .w = w, .cases = { .a = w->a }, .acts = { .a = w->a } };

	if (!add_kept(&x, e) || !add_merged(&x, w->of.subject, e))
		return false;
	/* Also what was merged into those. */
	for (size_t i = 0; i < x.cases.len / sizeof(struct str); i++) {
		struct store_case c;

		if (!store_case(w->r->store, w->a, ((const struct str *)(const void *)x.cases.p)[i],
				&c, e) ||
		    !add_merged(&x, c.subject, e))
			return false;
	}
	v->elsewhere = (const struct past_act *)(const void *)x.acts.p;
	v->n_elsewhere = x.acts.len / sizeof *v->elsewhere;
	return true;
}
