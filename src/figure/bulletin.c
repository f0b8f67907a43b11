/* See bulletin.h. */
#include "figure/bulletin.h"

#include <string.h>

#include "base/arena.h"
#include "figure/bulletin_int.h"
#include "ledger/hash.h"
#include "record/kinds.h"
#include "record/opday.h"
#include "base/banned.h"

/* Counting what is in the logs now, from the rollups. */

struct adding {
	struct store *s;
	struct arena *scratch; /* of one record; the count copies what it keeps */
	struct count *c;
};

static bool add_places(struct store *s, struct arena *a, struct count *c, struct err *e)
{
	struct count_place *places;
	struct store_place *list;
	size_t n;

	if (!store_places(s, a, &list, &n, e))
		return false;
	places = arena_array(a, n, sizeof *places);
	for (size_t i = 0; i < n; i++)
		places[i] = (struct count_place){ list[i].code, list[i].name_en, list[i].parent,
						  list[i].level, list[i].area_m2 };
	return count_places(c, places, n) ||
	       err_set(e, ERR_FAILED, "count: the tree of places is damaged; run `sulh rebuild`");
}

static bool add_cell(void *p, const struct store_cell *x, struct err *e)
{
	struct adding *w = p;
	struct part part = { .figure = x->figure,
			     .detail = x->detail,
			     .place = x->place,
			     .n = x->n,
			     .q = x->q,
			     .from_day = x->from_day,
			     .day = x->day,
			     .entries = x->entries,
			     .stated = x->stated };

	return count_add(w->c, &part, e);
}

static bool add_newest(void *p, const struct store_newest *x, struct err *e)
{
	struct adding *w = p;
	struct bulletin_view view;
	struct state_lines lines;
	struct entry entry;
	struct rec *r;
	struct state s = { .kind = x->kind,
			   .log = x->log,
			   .key = x->key,
			   .place = x->place,
			   .day = x->day,
			   .index = (uint64_t)x->seq,
			   .stated = x->stated };

	arena_reset(w->scratch);
	lines = (struct state_lines){ .a = w->scratch };
	bulletin_view_init(&view, w->s, w->scratch);
	if (!entry_read(w->scratch, x->bytes, &entry, e) || !entry_known(w->scratch, &entry, &r, e))
		return within(e, "count entry %lld", (long long)x->seq);
	if (!r)
		return true;
	rec_states(r, &view.v, &lines);
	if (view.e.kind != ERR_NONE) {
		*e = view.e;
		return false;
	}
	s.lines = lines.list;
	s.n = lines.n;
	return count_state(w->c, &s, e);
}

static struct count *live(struct store *s, struct arena *a, int64_t day, bool states, struct err *e)
{
	struct adding w = { .s = s };
	int64_t cell;
	bool ok;

	if (!bulletin_cell(s, a, &cell, e))
		return NULL;
	w.c = count_new(a, day, cell);
	w.scratch = arena_new(0);
	if (!w.scratch) {
		err_set(e, ERR_FAILED, "count: out of memory");
		return NULL;
	}
	ok = add_places(s, a, w.c, e) && store_deltas(s, day, add_cell, &w, e) &&
	     (!states || store_newest(s, day, add_newest, &w, e));
	arena_free(w.scratch);
	return ok ? w.c : NULL;
}

struct count *bulletin_live_count(struct store *s, struct arena *a, int64_t day, struct err *e)
{
	return live(s, a, day, true, e);
}

bool bulletin_live(struct store *s, struct arena *a, int64_t day, struct row **rows, size_t *n,
		   struct err *e)
{
	struct count *c = live(s, a, day, true, e);

	return c && count_rows(c, rows, n, e);
}

bool bulletin_live_deltas(struct store *s, struct arena *a, int64_t day, struct row **rows,
			  size_t *n, struct err *e)
{
	struct count *c = live(s, a, day, false, e);
	size_t all;

	*n = 0;
	if (!c || !count_rows(c, rows, &all, e))
		return false;
	for (size_t i = 0; i < all; i++)
		if (figure_of_deltas((*rows)[i].figure))
			(*rows)[(*n)++] = (*rows)[i];
	return true;
}

bool bulletin_signed(struct store *s, struct arena *a, const struct rec *bulletin,
		     struct row **rows, size_t *n, struct err *e)
{
	struct bulletin_target t;
	struct bulletin_heads h;
	int64_t cell, day = rec_get(bulletin, "day")->n;

	if (!bulletin_cell(s, a, &cell, e) || !bulletin_heads_of(s, a, bulletin, &h, e))
		return false;
	t.c = count_new(a, day, cell);
	t.sizes = h.sizes;
	return bulletin_walk(s, a, h.logs, h.n, &t, 1, e) && bulletin_centres(s, &h, day, t.c, e) &&
	       count_rows(t.c, rows, n, e);
}

/* The record. */

struct making {
	struct store *s;
	struct arena *a;
	const struct bulletin_wish *w;
	struct bulletin_heads now; /* everything that is in the logs */
	bool *late;
	struct rec *r;
};

static void set(struct making *m, const char *field, struct val v)
{
	v.set = true;
	m->r->v[field_at(m->r->kind, field)] = v;
}

static bool named(struct str list, struct str name)
{
	while (list.len)
		if (str_eq(str_trim(str_cut(&list, ',')), name))
			return true;
	return false;
}

/* Every centre has to have said something for the day, if only that there is nothing, unless the editor
 * says that it is late. */
static bool late_ok(struct making *m, struct err *e)
{
	int64_t day = m->w->day;

	for (size_t i = 0; i < m->now.n; i++) {
		struct str name = m->now.logs[i].name;
		bool said = named(m->w->late, name);

		if (m->late[i] && !i)
			return err_set(e, ERR_ATTENTION,
				       "bulletin of %.*s: log hq has no cut for that day; run "
				       "`sulh cut --day %.*s` first",
				       P(day_text(m->a, day)), P(day_text(m->a, day)));
		if (m->late[i] && !said)
			return err_set(e, ERR_ATTENTION,
				       "bulletin of %.*s: log %.*s has no cut for that day; run "
				       "`sulh cut --day %.*s` first, or sign with --late %.*s",
				       P(day_text(m->a, day)), P(name), P(day_text(m->a, day)),
				       P(name));
		if (!m->late[i] && said)
			return err_set(e, ERR_REFUSED,
				       "bulletin of %.*s: log %.*s is not late, it has a cut for "
				       "that day",
				       P(day_text(m->a, day)), P(name));
	}
	for (struct str rest = m->w->late; rest.len;) {
		struct str name = str_trim(str_cut(&rest, ','));
		size_t i = 0;

		while (i < m->now.n && !str_eq(m->now.logs[i].name, name))
			i++;
		if (i == m->now.n)
			return err_set(e, ERR_REFUSED, "bulletin: there is no log %.*s", P(name));
	}
	return true;
}

static struct val heads_of(struct arena *a, const struct store_log *logs, size_t n)
{
	struct val out = { .set = true, .len = n, .v = arena_array(a, n, sizeof *out.v) };

	for (size_t i = 0; i < n; i++) {
		struct val *v = arena_array(a, 3, sizeof *v);

		v[0] = (struct val){ .set = true, .s = logs[i].origin };
		v[1] = (struct val){ .set = true, .n = (int64_t)logs[i].tree.size };
		v[2] = (struct val){ .set = true, .s = str_dup(a, str_mem(logs[i].root.b, 32)) };
		out.v[i] = (struct val){ .set = true, .v = v };
	}
	return out;
}

static struct str reason_of(const struct str *reasons, size_t n, struct str rule)
{
	for (size_t i = 0; i < n; i++) {
		struct str rest = reasons[i], of = str_cut(&rest, ':');

		if (str_eq(str_trim(of), rule) && str_trim(rest).len)
			return str_trim(rest);
	}
	return (struct str){ NULL, 0 };
}

static bool checks_of(struct arena *a, const struct row *rows, size_t n, const struct str *reasons,
		      size_t n_reasons, struct val *out, struct err *e)
{
	struct check *checks;
	size_t n_checks = count_checks(a, rows, n, &checks);

	*out = (struct val){ .set = true,
			     .len = n_checks,
			     .v = arena_array(a, n_checks, sizeof *out->v) };
	for (size_t i = 0; i < n_checks; i++) {
		struct val *v = arena_array(a, 3, sizeof *v);
		struct str rule = str_of(checks[i].rule), why = reason_of(reasons, n_reasons, rule);

		if (!checks[i].holds && !why.s)
			return err_set(e, ERR_ATTENTION,
				       "bulletin: %.*s does not hold at %.*s; mend the records, or "
				       "sign with --reason \"%.*s: TEXT\"",
				       P(rule), P(checks[i].where), P(rule));
		v[0] = (struct val){ .set = true, .s = rule };
		v[1] = (struct val){ .set = true, .n = checks[i].holds };
		v[2] = (struct val){ .set = !checks[i].holds, .s = why };
		out->v[i] = (struct val){ .set = true, .v = v };
	}
	return true;
}

static struct val time_of(struct instant t)
{
	return (struct val){ .set = true, .n = t.s, .m = t.minutes };
}

/* A reference to an entry of headquarters' log, by name: it is resolved when the record is accepted. */
static struct val ref_of(const struct making *m, int64_t seq)
{
	return (struct val){
		.set = true, .s = str_fmt(m->a, "%.*s/%lld", P(m->now.logs[0].name), (long long)seq)
	};
}

struct centre_of {
	struct making *m;
	struct str origin;
	int64_t seq;
};

static bool is_centre(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct centre_of *c = p;
	struct rec *r = bulletin_rec(c->m->s, c->m->a, log, seq, e);

	if (r && str_eq(rec_code(r, "log_origin"), c->origin))
		c->seq = seq;
	return r != NULL;
}

static bool late_centres(struct making *m, struct err *e)
{
	struct val late = { .v = arena_array(m->a, m->now.n, sizeof *late.v) };

	for (size_t i = 1; i < m->now.n; i++) {
		struct centre_of c = { m, m->now.logs[i].origin, -1 };

		if (!m->late[i])
			continue;
		if (!store_things(m->s, kind_centre.code, is_centre, &c, e))
			return false;
		if (c.seq < 0)
			return err_set(e, ERR_ATTENTION,
				       "bulletin: log %.*s is late and no centre is recorded for "
				       "it; record the centre first",
				       P(m->now.logs[i].name));
		late.v[late.len++] = ref_of(m, c.seq);
	}
	if (late.len)
		set(m, "late", late);
	return true;
}

/* What is merged is restated of the bulletin before its day: there may be none between the two. */
static bool no_merge_after(struct making *m, struct err *e)
{
	for (size_t i = 0; i < m->now.n; i++) {
		int64_t first;

		if (!bulletin_merge_after(m->s, &m->now.logs[i], m->w->day, &first, e))
			return false;
		if (first != NO_DAY)
			return err_set(e, ERR_REFUSED,
				       "bulletin of %.*s: log %.*s has a merge of %.*s, or what "
				       "looks like one; sign the bulletin of that day, or of a "
				       "later one",
				       P(day_text(m->a, m->w->day)), P(m->now.logs[i].name),
				       P(day_text(m->a, first)));
	}
	return true;
}

static bool nothing_unsaid(struct making *m, struct err *e)
{
	struct bulletin_change *list;
	const struct change *c;
	bool merges = false, others = false;
	size_t n;

	if (!bulletin_changes(m->s, m->a, &list, &n, e))
		return false;
	if (!n)
		return true;
	c = &list[0].change;
	for (size_t i = 0; i < n; i++) {
		merges |= list[i].change.duplicate;
		others |= !list[i].change.duplicate;
	}
	return err_set(e, ERR_ATTENTION,
		       "bulletin: %zu %s of earlier days %s changed%s, the first %s at "
		       "%.*s%s%.*s, %.*s, of %.*s: it was %lld and is %lld now; run `sulh bulletin "
		       "restate %s--as EDITOR,APPROVER` first",
		       n, n == 1 ? "figure" : "figures", n == 1 ? "has" : "have",
		       !merges	? ""
		       : others ? ", some because files of one person were merged or taken apart"
				: " because files of one person were merged or taken apart",
		       c->figure->code, P(c->place_name), c->detail.len ? ", " : "", P(c->detail),
		       P(period_name(c->period)), P(day_text(m->a, list[0].day)), (long long)c->old,
		       (long long)c->new, others ? "--reason CODE " : "");
}

/* The restatements since the last bulletin. */
static bool corrections(struct making *m, const struct store_bulletin *last, struct err *e)
{
	struct bulletin_heads h;
	struct bulletin_said said;
	struct val list = { 0 };
	struct rec *r = bulletin_rec(m->s, m->a, m->now.logs[0].id, last->seq, e);

	if (!r || !bulletin_heads_of(m->s, m->a, r, &h, e) ||
	    !bulletin_restatements(m->s, m->a, m->now.logs[0].id, h.sizes[0], m->now.sizes[0],
				   &said, e))
		return false;
	list.v = arena_array(m->a, COUNT_CORRECTIONS, sizeof *list.v);
	for (; list.len < said.n && list.len < COUNT_CORRECTIONS; list.len++)
		list.v[list.len] = ref_of(m, said.seqs[list.len]);
	if (list.len)
		set(m, "corrections", list);
	return true;
}

static void put_figures(struct making *m, const struct row *rows, size_t n, struct str *body)
{
	struct val figures;
	struct str bytes;
	struct hash h;

	*body = (struct str){ NULL, 0 };
	count_bulletin_rows(m->a, rows, n, &figures);
	if (!figures.len)
		return;
	bytes = count_figures(m->a, &figures);
	if (bytes.len <= COUNT_FIGURES_MAX) {
		set(m, "figures", figures);
		return;
	}
	h = hash_of(bytes);
	*body = bytes;
	set(m, "figures_body", (struct val){ .s = str_dup(m->a, hash_str(&h)) });
}

/* Counted twice, with what silent centres do to it. */
static bool count_it(struct making *m, struct str *body, struct err *e)
{
	struct count *c = live(m->s, m->a, m->w->day, true, e);
	struct row *rows;
	struct val checks;
	size_t n;
	bool silent = false;

	for (size_t i = 0; i < m->now.n; i++)
		silent |= m->late[i];
	/* A silent centre hides stocks: they are compared before it does. */
	if (!c || (silent && (!count_rows(c, &rows, &n, e) ||
			      !bulletin_agrees(m->s, m->a, m->w->day, rows, n, e))))
		return false;
	if (!bulletin_centres(m->s, &m->now, m->w->day, c, e) || !count_rows(c, &rows, &n, e) ||
	    !bulletin_agrees(m->s, m->a, m->w->day, rows, n, e) ||
	    !checks_of(m->a, rows, n, m->w->reasons, m->w->n_reasons, &checks, e))
		return false;
	put_figures(m, rows, n, body);
	set(m, "checks", checks);
	return true;
}

static bool all_logs(struct making *m, struct err *e)
{
	struct store_log *logs;

	if (!store_logs(m->s, m->a, &logs, &m->now.n, e))
		return false;
	m->now.logs = logs;
	m->now.sizes = arena_array(m->a, m->now.n, sizeof *m->now.sizes);
	m->late = arena_array(m->a, m->now.n, sizeof *m->late);
	for (size_t i = 0; i < m->now.n; i++) {
		int64_t last;

		if (!store_last_cut(m->s, logs[i].id, &last, e))
			return false;
		m->now.sizes[i] = (int64_t)logs[i].tree.size;
		m->late[i] = last == NO_DAY || last < m->w->day;
	}
	return true;
}

static bool make(struct making *m, const struct rec *operation, const struct store_bulletin *before,
		 size_t n_before, struct str *body, struct err *e)
{
	int64_t day = m->w->day;

	if (n_before && before[n_before - 1].day >= day)
		return err_set(e, ERR_REFUSED,
			       "bulletin of %.*s: there is one of %.*s already; a past figure "
			       "changes only by a restatement",
			       P(day_text(m->a, day)), P(day_text(m->a, before[n_before - 1].day)));
	if (!late_ok(m, e) || !no_merge_after(m, e) || !nothing_unsaid(m, e) ||
	    !count_it(m, body, e) || !late_centres(m, e) ||
	    (n_before && !corrections(m, &before[n_before - 1], e)))
		return false;
	m->r->day = m->r->from_day = day;
	set(m, "number", (struct val){ .n = (int64_t)n_before + 1 });
	set(m, "day", (struct val){ .n = day });
	set(m, "from", time_of(opday_end(operation, day - 1)));
	set(m, "to", time_of(opday_end(operation, day)));
	set(m, "heads", heads_of(m->a, m->now.logs, m->now.n));
	set(m, "definitions", (struct val){ .s = m->w->definitions });
	return true;
}

struct rec *bulletin_record(struct store *s, struct arena *a, const struct rec *operation,
			    const struct bulletin_wish *w, struct str *body, struct err *e)
{
	struct making m = { .s = s, .a = a, .w = w, .r = rec_new(a, &kind_bulletin) };
	struct store_bulletin *before;
	size_t n;

	return all_logs(&m, e) && store_bulletins(s, a, &before, &n, e) &&
			       make(&m, operation, before, n, body, e)
		       ? m.r
		       : NULL;
}
