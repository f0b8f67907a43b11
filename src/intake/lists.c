/* See lists.h. */
#include "intake/lists.h"

#include "base/arena.h"
#include "base/os.h"
#include "intake/intake_int.h"
#include "intake/lists_int.h"
#include "intake/states.h"
#include "ledger/key.h"
#include "record/kinds.h"
#include "base/banned.h"

#define SLICE 500

struct looking {
	struct arena *a;
	struct buf list;
};

/* What a record says of a list. */
static void note(struct arena *a, const struct rec *rec, struct listing *out)
{
	const struct val *until = rec_get(rec, "withdrawn_on"), *rows = rec_get(rec, "rows");

	*out = (struct listing){
		.no = rec_code(rec, "list_no"),
		.basis = rec_code(rec, "basis"),
		.source =
			val_text(a, field_by_name(rec->kind, S("source")), rec_get(rec, "source")),
		.rows = rows ? rows->s : (struct str){ NULL, 0 },
		.names = rec_get(rec, "names")->n,
		.loaded_on = rec_get(rec, "loaded_on")->n,
		.withdrawn_on = until ? until->n : NO_DAY,
	};
}

static bool note_list(void *p, const struct rec *rec, int64_t seq, struct err *e)
{
	struct looking *w = p;
	struct listing one;

	(void)e;
	note(w->a, rec, &one);
	one.seq = seq;
	buf_add(&w->list, &one, sizeof one);
	return true;
}

bool lists_all(struct reg *r, struct arena *a, struct listing **list, size_t *n, struct err *e)
{
	struct looking w = { .a = a, .list = { .a = a } };

	if (!states_in_log(r, a, &kind_list_loaded, note_list, &w, e))
		return false;
	*list = (struct listing *)(void *)w.list.p;
	*n = w.list.len / sizeof **list;
	return true;
}

static bool is_among(const struct buf *list, struct str no)
{
	const struct listing *x = (const struct listing *)(const void *)list->p;

	for (size_t i = 0; i < list->len / sizeof *x; i++)
		if (str_eq(x[i].no, no))
			return true;
	return false;
}

/* Numbers by which the keyring can have names: any other list came without. */
static bool is_number(struct str no)
{
	bool ok = no.len && no.len <= LIST_NO;

	for (size_t i = 0; ok && i < no.len; i++)
		ok = (no.s[i] >= '0' && no.s[i] <= '9') || (no.s[i] >= 'A' && no.s[i] <= 'Z') ||
		     (no.s[i] >= 'a' && no.s[i] <= 'z') || no.s[i] == '-' || no.s[i] == '.';
	return ok;
}

bool lists_force(struct reg *r, struct arena *a, struct lists_force *out, struct err *e)
{
	struct listing *all;
	size_t n;

	*out = (struct lists_force){ 0 };
	if (!lists_all(r, a, &all, &n, e))
		return false;
	out->list = all;
	for (size_t i = 0; i < n; i++) {
		if (all[i].withdrawn_on != NO_DAY || !is_number(all[i].no))
			continue;
		if (out->n == LIST_MOST) {
			out->left++;
			continue;
		}
		out->newest = all[i].seq + 1 > out->newest ? all[i].seq + 1 : out->newest;
		all[out->n] = all[i];
		out->of[out->n++] = (struct keys_list){ all[i].no, all[i].rows };
	}
	return true;
}

static bool note_next(void *p, const struct rec *rec, int64_t seq, struct err *e)
{
	struct looking *w = p;

	return is_among(&w->list, rec_code(rec, "list_no")) || note_list(w, rec, seq, e);
}

/* What is to be of lists with the next cut: those that wait for it, one of each number. */
static bool lists_to_come(struct reg *r, struct arena *a, struct listing **list, size_t *n,
			  struct err *e)
{
	struct looking w = { .a = a, .list = { .a = a } };

	if (!states_to_come(r, a, &kind_list_loaded, note_next, &w, e))
		return false;
	*list = (struct listing *)(void *)w.list.p;
	*n = w.list.len / sizeof **list;
	return true;
}

/* *n goes on behind the last that there is room for. */
static void keep_of(struct keys_list list[LIST_KEPT], size_t *n, const struct listing *x)
{
	if (x->withdrawn_on != NO_DAY || !is_number(x->no))
		return;
	if (*n < LIST_KEPT)
		list[*n] = (struct keys_list){ x->no, x->rows };
	(*n)++;
}

bool lists_tidy(struct reg *r, struct arena *a, const uint8_t *kid, struct err *e)
{
	struct keys_list list[LIST_KEPT];
	struct listing *here, *next;
	size_t n = 0, n_here, n_next;

	if (!lists_all(r, a, &here, &n_here, e) || !lists_to_come(r, a, &next, &n_next, e))
		return false;
	for (size_t i = 0; i < n_here; i++) {
		const struct listing *x = &here[i];
		bool ends = false;

		for (size_t j = 0; j < n_next; j++)
			ends |= next[j].withdrawn_on != NO_DAY && str_eq(next[j].no, x->no);
		if (!ends)
			keep_of(list, &n, x);
	}
	for (size_t i = 0; i < n_next; i++)
		keep_of(list, &n, &next[i]);
	/* Who is not told to be kept is destroyed. */
	if (n > LIST_KEPT)
		return err_set(e, ERR_ATTENTION,
			       "%zu lists are in force or to come, %d at most can be kept: no rows "
			       "are destroyed before some are withdrawn (list withdraw)",
			       n, LIST_KEPT);
	return keys_list_keep(r->keys, kid, list, n, e);
}

bool lists_see(struct reg *r, struct arena *a, struct listing **list, size_t *n, struct err *e)
{
	struct lists_force force;
	enum list_rows is[LIST_MOST];

	if (!reg_unlock(r, e) || !lists_force(r, a, &force, e) ||
	    !keys_list_see(r->keys, a, force.of, force.n, is, e))
		return false;
	for (size_t i = 0; i < force.n; i++)
		force.list[i].is = is[i];
	*list = force.list;
	*n = force.n;
	return true;
}

/* Reading a list, once to see whether all of it is right, and once more to keep it. */
struct keeping {
	struct reg *r;
	struct arena *a; /* of a slice */
	struct list_load *x;
	struct str *bodies;
	size_t n, done;
	uint8_t salt[LIST_SALT];
	struct hash_run run;
	struct hash sum; /* of all rows */
};

static struct str body_of(struct arena *a, const struct list_row *row)
{
	struct names names = row->names;
	struct buf body = { .a = a };

	names_put(&names, &body);
	key_wipe_later(a, body.p, body.cap);
	return buf_text(&body);
}

static bool sum_row(void *p, const struct list_row *row, struct err *e)
{
	struct keeping *w = p;

	(void)e;
	list_sum_row(&w->run, body_of(w->a, row));
	if (++w->n % SLICE == 0)
		arena_reset(w->a);
	return true;
}

static void say_bad(void *p, size_t row, const struct refusal *why)
{
	struct list_load *x = ((struct keeping *)p)->x;

	x->bad(x->p, row, why);
}

static bool keep_slice(struct keeping *w, struct err *e)
{
	struct keys_list_part part = { .of = { w->x->no, hash_str(&w->sum) },
				       .first = !w->done,
				       .last = w->done + w->n == w->x->rows,
				       .salt = w->salt,
				       .bodies = w->bodies,
				       .n = w->n };

	if (!keys_list_put(w->r->keys, &part, e))
		return within(e, "keep the names of list %.*s", P(w->x->no));
	w->done += w->n;
	w->n = 0;
	arena_reset(w->a);
	w->bodies = arena_array(w->a, SLICE, sizeof *w->bodies);
	if (w->x->progress)
		w->x->progress(w->x->p, w->done, w->x->rows);
	return true;
}

static bool keep_row(void *p, const struct list_row *row, struct err *e)
{
	struct keeping *w = p;

	w->bodies[w->n++] = body_of(w->a, row);
	return (w->n < SLICE && w->done + w->n < w->x->rows) || keep_slice(w, e);
}

static struct draft *loaded(struct arena *a, const struct keeping *w, int64_t day,
			    struct refusals *why)
{
	struct draft *d = draft_new(a, &kind_list_loaded);
	const struct list_load *x = w->x;

	d->log = S("hq");
	for (size_t i = 0; i < x->n_signers && i < DRAFT_OFFICERS; i++)
		d->officers[d->n_officers++] = x->signers[i];
	(void)draft_set(a, d, S("list_no"), x->no, why);
	(void)draft_set(a, d, S("source"), x->source, why);
	(void)draft_set(a, d, S("basis"), x->basis, why);
	(void)draft_set(a, d, S("names"), str_fmt(a, "%zu", x->rows), why);
	(void)draft_set(a, d, S("loaded_on"), day_text(a, day), why);
	(void)draft_set(a, d, S("rows"), str_hex(a, w->sum.b, sizeof w->sum.b), why);
	return d;
}

/* Accepted first, since who may not load a list keeps nothing of it; durable once its names are. Where it is broken off between the
 * two, names lie there that no record is about, and nothing is screened against them; what was loaded before is as it was. */
static bool keep(struct keeping *w, struct arena *a, struct refusals *why, struct err *e)
{
	struct list_reading again = { .row = keep_row, .bad = say_bad, .p = w };
	struct receipt receipt;
	struct err tidied = { 0 };
	struct draft *d;
	int64_t today;
	bool ok;

	if (!intake_today(w->r, a, &today, e))
		return false;
	d = loaded(a, w, today, why);
	if (why->n)
		return err_set(e, ERR_REFUSED, "list_loaded is refused");
	if (!intake_begin(w->r, e))
		return false;
	w->bodies = arena_array(w->a, SLICE, sizeof *w->bodies);
	ok = intake_accept_in(w->r, a, d, false, &receipt, why, e) &&
	     list_read(a, w->x->text, &again, e) && intake_commit(w->r, e);
	if (!ok)
		intake_drop(w->r);
	(void)lists_tidy(w->r, a, NULL, &tidied); /* the next time, else */
	return ok;
}

/* Whether a list of this number would be one too many: in force, and nobody screened against it. */
static bool has_room(struct reg *r, struct arena *a, struct str no, bool *yes, struct err *e)
{
	struct listing *here, *next;
	struct buf all = { .a = a };
	size_t n_here, n_next, n = 0;

	if (!lists_all(r, a, &here, &n_here, e) || !lists_to_come(r, a, &next, &n_next, e))
		return false;
	/* What is to come says last of a number whether it is in force. */
	buf_add(&all, next, n_next * sizeof *next);
	for (size_t i = 0; i < n_here; i++)
		if (!is_among(&all, here[i].no))
			buf_add(&all, &here[i], sizeof here[i]);
	for (size_t i = 0; i < all.len / sizeof *here; i++) {
		const struct listing *x = &((const struct listing *)(const void *)all.p)[i];

		n += x->withdrawn_on == NO_DAY && is_number(x->no) && !str_eq(x->no, no);
	}
	*yes = n < LIST_MOST;
	return true;
}

static bool refuse_room(struct refusals *why, struct str field, struct str no)
{
	return refuse(why, "list_many", field, no,
		      "one of %d lists at most that are in force; withdraw one (list withdraw) and "
		      "cut",
		      LIST_MOST);
}

bool lists_hold(struct accepting *w, struct err *e)
{
	const struct rec *r = w->d->r;
	bool room = true;

	if (r->kind != &kind_list_loaded || rec_get(r, "withdrawn_on"))
		return true;
	return has_room(w->r, w->a, rec_code(r, "list_no"), &room, e) &&
	       (room || refuse_room(w->why, S("list_no"), rec_code(r, "list_no")));
}

bool lists_load(struct reg *r, struct arena *a, struct list_load *x, struct refusals *why,
		struct err *e)
{
	struct keeping w = { .r = r, .x = x };
	struct list_reading first = { .row = sum_row, .bad = say_bad, .p = &w };
	bool ok, room;

	e->kind = ERR_NONE;
	if (!is_number(x->no)) {
		refuse(why, "list_no", S("no"), x->no,
		       "a number of at most %d letters of the Latin alphabet, digits, points and "
		       "hyphens",
		       LIST_NO);
		return err_set(e, ERR_REFUSED, "list load is refused");
	}
	if (!has_room(r, a, x->no, &room, e))
		return false;
	if (!room) {
		(void)refuse_room(why, S("no"), x->no);
		return err_set(e, ERR_REFUSED, "list load is refused");
	}
	w.a = arena_new(0);
	if (!w.a)
		return err_set(e, ERR_FAILED, "keep a list: out of memory");
	os_random(w.salt, sizeof w.salt);
	list_sum_start(&w.run, w.salt);
	ok = list_read(a, x->text, &first, e);
	x->rows = first.rows;
	x->n_bad = first.n_bad;
	w.sum = hash_run_end(&w.run);
	w.n = 0;
	arena_reset(w.a);
	ok = ok && reg_unlock(r, e) && keep(&w, a, why, e);
	key_wipe(w.salt, sizeof w.salt);
	arena_free(w.a);
	return ok;
}

bool lists_withdraw(struct reg *r, struct arena *a, struct str no, const struct str *signers,
		    size_t n, struct refusals *why, struct err *e)
{
	struct draft *d = draft_new(a, &kind_list_loaded);
	struct listing *all, *x = NULL;
	struct receipt receipt;
	int64_t today;
	size_t n_all;

	if (!reg_unlock(r, e) || !lists_all(r, a, &all, &n_all, e) ||
	    !intake_today(r, a, &today, e))
		return false;
	for (size_t i = 0; i < n_all; i++)
		x = str_eq(all[i].no, no) ? &all[i] : x;
	if (!x)
		return err_set(e, ERR_NOTHING, "list withdraw: there is no list %.*s in the log",
			       P(no));
	d->log = S("hq");
	for (size_t i = 0; i < n && i < DRAFT_OFFICERS; i++)
		d->officers[d->n_officers++] = signers[i];
	if (!draft_set(a, d, S("list_no"), x->no, why) ||
	    !draft_set(a, d, S("source"), x->source, why) ||
	    !draft_set(a, d, S("basis"), x->basis, why) ||
	    !draft_set(a, d, S("names"), str_fmt(a, "%lld", (long long)x->names), why) ||
	    !draft_set(a, d, S("loaded_on"), day_text(a, x->loaded_on), why) ||
	    !draft_set(a, d, S("withdrawn_on"), day_text(a, today), why) ||
	    (x->rows.s && !draft_set(a, d, S("rows"), str_hex(a, x->rows.s, x->rows.len), why)))
		return err_set(e, ERR_REFUSED, "list_loaded is refused");
	if (x->withdrawn_on == NO_DAY ? !intake_accept(r, a, d, false, &receipt, why, e)
				      : !intake_sign_in(r, a, signers, n, e))
		return false;
	return lists_tidy(r, a, NULL, e) ||
	       within(e, "list %.*s is withdrawn, and its names are here: withdraw it once more",
		      P(no));
}
