/* See view_rests.h. */
#include "web/view_rests.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/num.h"
#include "store/store.h"
#include "base/banned.h"

/* The search, while it goes over logs and entries. */
struct search {
	struct visit *v;
	struct rests_view *out;
	const struct fact_log *log;
	struct str *within; /* the place and all that lies in it, sorted */
	size_t n_within;
	struct str needle; /* the figure's code as an entry has it in its deltas */
	bool full;
	uint64_t last; /* the entry looked at last */
};

static int by_bytes(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

static bool lies_in(const struct search *w, struct str place)
{
	return place.s && bsearch(&place, w->within, w->n_within, sizeof place, by_bytes);
}

/* The place, and until nothing is added any more what lies in one of them. Places stand before those in them, but
 * nobody promises it. A figure that counts for its own place only rests on nothing below. */
static void find_within(struct search *w)
{
	const struct facts *f = w->v->facts;
	size_t n = 0, found = 1;

	w->within = arena_array(w->v->a, f->n_places + 1, sizeof *w->within);
	w->within[0] = w->out->place;
	while (n < found) {
		n = w->n_within = found;
		qsort(w->within, n, sizeof *w->within, by_bytes);
		for (size_t i = 0; !w->out->figure->own_place && i < f->n_places; i++)
			if (lies_in(w, f->places[i].parent) && !lies_in(w, f->places[i].code))
				w->within[found++] = f->places[i].code;
	}
}

static bool delta_fits(const struct search *w, const struct entry *x)
{
	for (size_t i = 0; i < x->deltas.n; i++) {
		const struct delta *d = &x->deltas.list[i];

		if (str_eq(d->figure, str_of(w->out->figure->code)) &&
		    (!w->out->detail.len || str_eq(d->detail, w->out->detail)))
			return true;
	}
	return false;
}

/* Whether records of the kind may hold a state of the figure. */
static bool kind_fits(const struct search *w, const struct kind *k)
{
	for (size_t i = 0; k && i < k->n_counts; i++)
		if (k->counts[i].how != COUNT_FLOW && k->counts[i].how != COUNT_COMES &&
		    (k->counts[i].figure[0] == '@' ||
		     str_eq(str_of(k->counts[i].figure), str_of(w->out->figure->code))))
			return true;
	return false;
}

/* Only the record itself is at hand: what it refers to is not looked up, and a detail that is a key of something
 * else is then not known. */
static const struct rec *no_key(void *p, const char *kind, struct str key)
{
	(void)p;
	(void)kind;
	(void)key;
	return NULL;
}

static const struct rec *no_ref(void *p, struct str ref)
{
	(void)p;
	(void)ref;
	return NULL;
}

static bool state_fits(const struct search *w, struct arena *one, const struct entry *x,
		       bool *unread)
{
	const struct rec_view view = {
		.by_key = no_key, .by_ref = no_ref, .before = no_ref, .a = one
	};
	struct state_lines lines = { .a = one };
	const struct rec *r;

	if (!kind_fits(w, kind_by_code(x->kind)))
		return false;
	r = entry_fields(one, x);
	*unread = !r;
	if (!r)
		return false;
	rec_states(r, &view, &lines);
	for (size_t i = 0; i < lines.n; i++)
		if (str_eq(lines.list[i].figure, str_of(w->out->figure->code)) &&
		    (!w->out->detail.len || str_eq(lines.list[i].detail, w->out->detail) ||
		     memchr(lines.list[i].detail.s, '/', lines.list[i].detail.len)))
			return true;
	return false;
}

static bool fits(const struct search *w, struct arena *one, struct str bytes, bool *unread)
{
	bool counts = memmem(bytes.s, bytes.len, w->needle.s, w->needle.len);
	struct entry *x;
	struct err e = { 0 };

	if (!counts && !w->out->state)
		return false;
	x = arena_alloc(one, sizeof *x);
	*unread = !entry_read(one, bytes, x, &e);
	if (*unread || !lies_in(w, x->place.s ? x->place : w->log->seat))
		return false;
	return (counts && delta_fits(w, x)) || (w->out->state && state_fits(w, one, x, unread));
}

static bool look_at(void *p, struct arena *one, uint64_t index, struct str bytes, bool *stop,
		    struct err *e)
{
	struct search *w = p;
	struct rests_view *out = w->out;
	bool unread = false;

	(void)e;
	w->last = index;
	out->scanned++;
	if (fits(w, one, bytes, &unread))
		entry_line(w->v, w->v->a, w->log, index, bytes, &out->lines[out->n++]);
	out->unread += unread;
	w->full = out->n == RESTS_HITS || out->scanned == RESTS_SCAN;
	*stop = w->full;
	return true;
}

/* Corrections of the lines of one log, from `from` on. */
static bool mark_corrected(struct search *w, size_t from, struct err *e)
{
	bool all, ok = entries_corrected(w->v, w->out->lines + from, w->out->n - from, &all, e);

	w->out->all &= all;
	return ok;
}

/* One log after the other, from an entry of one of them on. */
static bool run(struct search *w, size_t first, uint64_t before, struct err *e)
{
	const struct facts *f = w->v->facts;
	struct entries_scan s = { .v = w->v, .fn = look_at, .p = w, .down = true };

	for (size_t i = first; i < f->n_logs; i++) {
		size_t from = w->out->n;

		s.log = w->log = &f->logs[i];
		if (i > first || before > s.log->size)
			before = s.log->size;
		if (!entries_scan(&s, 0, before, e) || !mark_corrected(w, from, e))
			return false;
		if (w->full && (w->last > 0 || i + 1 < f->n_logs)) {
			w->out->more = true;
			w->out->more_log = w->last > 0 ? s.log : &f->logs[i + 1];
			w->out->more_index = w->last > 0 ? w->last : w->out->more_log->size;
		}
		if (w->full)
			return true;
	}
	return true;
}

/* "DETAIL", "DETAIL/before/LOG/INDEX", "before/LOG/INDEX": what stands behind the place. */
static bool read_rest(const struct facts *f, struct str rest, struct str *detail, size_t *log,
		      uint64_t *before)
{
	static const struct str mark = SC("before/");
	int64_t index;
	size_t at = rest.len;

	*detail = rest;
	for (size_t i = 0; i + mark.len <= rest.len; i++)
		if ((!i || rest.s[i - 1] == '/') && str_starts(str_from(rest, i), mark))
			at = i;
	if (at == rest.len)
		return true;
	*detail = at ? str_mem(rest.s, at - 1) : S("");
	rest = str_from(rest, at + mark.len);
	for (*log = 0; *log < f->n_logs; (*log)++) {
		struct str name = f->logs[*log].name;

		if (str_starts(rest, name) && rest.len > name.len && rest.s[name.len] == '/' &&
		    int_parse(str_from(rest, name.len + 1), 0, INT64_MAX, &index)) {
			*before = (uint64_t)index;
			return *before <= f->logs[*log].size;
		}
	}
	return false;
}

static void derive(struct rests_view *out)
{
	static const char *const ratio[] = { "W1", "W2", "W3", "P2" };

	out->derived = out->figure->how == FIGURE_RATIO || out->figure->how == FIGURE_CENTRES;
	for (size_t i = 0; out->figure->how == FIGURE_RATIO && i < 4; i++)
		out->from[out->n_from++] = figure_find(str_of(ratio[i]));
}

static void set_title(struct visit *v, const struct rests_view *out)
{
	struct buf crumb = { .a = v->a };

	buf_fmt(&crumb, "%.*s", P(out->place_name));
	if (out->detail.len)
		buf_fmt(&crumb, " \xc2\xb7 %.*s", P(out->detail_name));
	v->crumb = buf_text(&crumb);
	v->title = msg_fmt(v->a, v->lang, MSG("What this figure rests on: %s"),
			   (const struct msg_arg[]){ MSG_TEXT(out->label) }, 1);
}

int rests_load(struct visit *v, const void **view, struct err *e)
{
	struct rests_view *out = arena_alloc(v->a, sizeof *out);
	struct search w = { .v = v, .out = out };
	uint64_t before = UINT64_MAX;
	size_t first = 0;
	char *needle;

	out->figure = figure_find(v->arg[0]);
	out->place = v->arg[1];
	out->place_name = facts_place(v->facts, v->lang, out->place, (struct str){ NULL, 0 });
	if (!out->figure || !out->place_name.s ||
	    (v->n_args > 2 && !read_rest(v->facts, v->arg[2], &out->detail, &first, &before)))
		return 404;
	out->all = true;
	out->went_on = before != UINT64_MAX;
	out->label = str_of(v->lang == LANG_AR ? out->figure->label_ar : out->figure->label_en);
	out->detail_name = out->detail.len ? entry_word(v->a, v->lang, out->detail) : S("");
	out->state = out->figure->now_of_states || out->figure->how == FIGURE_SHARE;
	out->lines = arena_array(v->a, RESTS_HITS, sizeof *out->lines);
	derive(out);
	needle = str_z(v->a, str_fmt(v->a, "%c%s", (int)(0x60 + strlen(out->figure->code)),
				     out->figure->code));
	w.needle = str_of(needle);
	find_within(&w);
	if (!out->derived && !run(&w, first, before, e))
		return 500;
	set_title(v, out);
	*view = out;
	return 200;
}

void rests_json(struct buf *b, const struct visit *v, const void *view)
{
	const struct rests_view *w = view;

	(void)v;
	json_open(b, '{');
	json_put_text(b, "figure", str_of(w->figure->code));
	json_put_text(b, "place", w->place);
	json_put_text(b, "detail", w->detail);
	json_key(b, "derived_from");
	json_open(b, '[');
	for (size_t i = 0; i < w->n_from; i++)
		json_str(b, str_of(w->from[i]->code));
	json_close(b, ']');
	json_put_int(b, "entries_looked_at", (int64_t)w->scanned);
	json_put_int(b, "entries_not_read", (int64_t)w->unread);
	json_key(b, "entries");
	json_open(b, '[');
	for (size_t i = 0; i < w->n; i++)
		entry_line_json(b, &w->lines[i]);
	json_close(b, ']');
	if (w->more)
		json_put_text(b, "more_before",
			      str_fmt(b->a, "%.*s/%" PRIu64, P(w->more_log->name), w->more_index));
	json_close(b, '}');
}
