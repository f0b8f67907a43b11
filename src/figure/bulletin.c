/* See bulletin.h. */
#include "figure/bulletin.h"

#include <string.h>

#include "base/arena.h"
#include "record/opday.h"
#include "base/banned.h"

static bool add_places(struct store *s, struct arena *a, struct count *c, struct err *e)
{
	struct store_place *list;
	size_t n;

	if (!store_places(s, a, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!count_place(c, list[i].code, list[i].name_en, list[i].parent))
			return err_set(
				e, ERR_FAILED,
				"count: the tree of places is damaged at %.*s; run `sulh rebuild`",
				P(list[i].code));
	return true;
}

struct adding {
	struct store *s;
	struct arena *a, *scratch; /* scratch: of one entry; the count copies what it keeps */
	struct count *c;
	struct str seat; /* place of entries that name none */
};

static bool add_cell(void *p, struct str figure, struct str detail, struct str place, int64_t n,
		     enum qual q, int64_t from, int64_t day, int64_t entries, struct err *e)
{
	struct adding *w = p;

	/* The rollup keeps the qualifier as it adds up; count_add would swap that of a negative number again. */
	return count_add(w->c, figure, detail, place, n, n < 0 ? qual_minus(q) : q, from, day,
			 entries, e);
}

bool bulletin_live(struct store *s, struct arena *a, int64_t day, struct row **rows, size_t *n,
		   struct err *e)
{
	struct adding w = { .s = s, .a = a, .c = count_new(a, day) };

	return add_places(s, a, w.c, e) && store_deltas(s, day, add_cell, &w, e) &&
	       count_rows(w.c, rows, n, e);
}

static bool add_entry(void *p, const struct store_entry *s, struct err *e)
{
	struct adding *w = p;
	struct entry x;

	arena_reset(w->scratch);
	if (!entry_read(w->scratch, s->bytes, &x, e))
		return within(e, "count entry %lld", (long long)s->seq);
	for (size_t i = 0; i < x.deltas.n; i++) {
		const struct delta *d = &x.deltas.list[i];

		if (!count_add(w->c, d->figure, d->detail, x.place.s ? x.place : w->seat, d->n,
			       d->q, x.from_day, x.day, 1, e))
			return false;
	}
	return true;
}

static bool add_log(struct adding *w, const struct val *head, const struct store_log *logs,
		    size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(logs[i].origin, head->v[0].s))
			continue;
		return store_seat(w->s, w->a, logs[i].id, &w->seat, e) &&
		       store_entries(w->s, logs[i].id, 0, head->v[1].n, add_entry, w, e);
	}
	return err_set(e, ERR_ATTENTION,
		       "the bulletin names log %.*s, which is not in this register",
		       P(head->v[0].s));
}

static bool add_logs(struct adding *w, const struct rec *bulletin, struct err *e)
{
	const struct val *heads = rec_get(bulletin, "heads");
	struct store_log *logs;
	size_t n;

	if (!add_places(w->s, w->a, w->c, e) || !store_logs(w->s, w->a, &logs, &n, e))
		return false;
	for (size_t i = 0; i < heads->len; i++)
		if (!add_log(w, &heads->v[i], logs, n, e))
			return false;
	return true;
}

bool bulletin_signed(struct store *s, struct arena *a, const struct rec *bulletin,
		     struct row **rows, size_t *n, struct err *e)
{
	struct adding w = { .s = s, .a = a, .scratch = arena_new(0) };
	bool ok = w.scratch || err_set(e, ERR_FAILED, "count: out of memory");

	w.c = count_new(a, rec_get(bulletin, "day")->n);
	ok = ok && add_logs(&w, bulletin, e);
	arena_free(w.scratch);
	return ok && count_rows(w.c, rows, n, e);
}

/* Every centre that is open has to have said something for the day, if only that there is nothing. */
static bool all_cut(struct store *s, const struct store_log *logs, size_t n, int64_t day,
		    struct err *e)
{
	struct arena *a = arena_new(0);
	bool ok = a || err_set(e, ERR_FAILED, "bulletin: out of memory");

	for (size_t i = 0; ok && i < n; i++) {
		int64_t last;

		ok = store_last_cut(s, logs[i].id, &last, e) &&
		     ((last != NO_DAY && last >= day) ||
		      err_set(e, ERR_ATTENTION,
			      "bulletin of %.*s: log %.*s has no cut for that day; run `sulh cut` "
			      "first",
			      P(day_text(a, day)), P(logs[i].name)));
	}
	arena_free(a);
	return ok;
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

static void set(struct rec *r, const char *field, struct val v)
{
	v.set = true;
	r->v[field_at(r->kind, field)] = v;
}

struct rec *bulletin_record(struct store *s, struct arena *a, const struct rec *operation,
			    int64_t day, const struct str *reasons, size_t n_reasons,
			    struct str definitions, struct err *e)
{
	struct rec *r = rec_new(a, kind_by_name(S("bulletin")));
	struct store_bulletin *before;
	struct store_log *logs;
	struct row *rows;
	size_t n_before, n_logs, n;
	struct val figures, checks;

	if (!store_logs(s, a, &logs, &n_logs, e) || !all_cut(s, logs, n_logs, day, e) ||
	    !store_bulletins(s, a, &before, &n_before, e))
		return NULL;
	if (n_before && before[n_before - 1].day >= day) {
		err_set(e, ERR_REFUSED,
			"bulletin of %.*s: there is one of %.*s already; a past figure changes "
			"only by a restatement",
			P(day_text(a, day)), P(day_text(a, before[n_before - 1].day)));
		return NULL;
	}
	if (!bulletin_live(s, a, day, &rows, &n, e) || !bulletin_agrees(s, a, day, rows, n, e) ||
	    !checks_of(a, rows, n, reasons, n_reasons, &checks, e))
		return NULL;
	count_bulletin_rows(a, rows, n, &figures);
	r->day = r->from_day = day;
	set(r, "number", (struct val){ .n = (int64_t)n_before + 1 });
	set(r, "day", (struct val){ .n = day });
	set(r, "from", time_of(opday_end(operation, day - 1)));
	set(r, "to", time_of(opday_end(operation, day)));
	if (figures.len)
		set(r, "figures", figures);
	set(r, "heads", heads_of(a, logs, n_logs));
	set(r, "definitions", (struct val){ .s = definitions });
	set(r, "checks", checks);
	return r;
}
