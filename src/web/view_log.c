/* See view_log.h. */
#include "web/view_log.h"

#include <inttypes.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/num.h"
#include "base/os.h"
#include "ledger/note.h"
#include "record/kinds.h"
#include "sync/policy.h"
#include "base/banned.h"

#define CUT_AHEAD 4096 /* entries at the end of a log among which its newest cut is looked for */

static bool seek_cut(void *p, struct arena *one, uint64_t index, struct str bytes, bool *stop,
		     struct err *e)
{
	struct logs_line *l = p;
	struct entry *x = arena_alloc(one, sizeof *x);
	struct err unread = { 0 };

	(void)e;
	/* Behind one that does not read, which may be a cut, no other is the newest. */
	if (!entry_read(one, bytes, x, &unread)) {
		l->cut_sought = false;
		*stop = true;
	} else if (x->kind == kind_cut.code) {
		l->cut = x->day;
		l->cut_index = (int64_t)index;
		*stop = true;
	}
	return true;
}

static bool find_cut(const struct visit *v, struct logs_line *l, struct err *e)
{
	struct entries_scan s = { .v = v, .log = l->log, .fn = seek_cut, .p = l, .down = true };
	uint64_t size = l->log->size, from = size > CUT_AHEAD ? size - CUT_AHEAD : 0;

	l->cut = NO_DAY;
	l->cut_sought = !from;
	return entries_scan(&s, from, size, e);
}

/* The witnesses of the policy whose cosignature stands under a log's checkpoint. */
static bool read_witnesses(struct visit *v, const struct policy *p, struct logs_line *l,
			   struct err *e)
{
	struct str name = str_fmt(v->a, "%s/%.*s/checkpoint", v->folder, P(l->log->name)), text;
	struct str *names = arena_array(v->a, p->witnesses_n, sizeof *names);
	struct note n;

	if (!os_read(v->a, str_z(v->a, name), NOTE_MAX, &text, e) || !note_read(v->a, text, &n, e))
		return within(e, "read %.*s", P(name));
	for (size_t i = 0; i < p->witnesses_n; i++)
		if (note_check(&n, &p->witnesses[i].vkey) == 1)
			names[l->n_witnesses++] = p->witnesses[i].name;
	l->witnesses = names;
	return true;
}

int logs_load(struct visit *v, const void **view, struct err *e)
{
	struct logs_view *out = arena_alloc(v->a, sizeof *out);
	struct logs_line *lines = arena_array(v->a, v->facts->n_logs, sizeof *lines);
	struct str text;
	struct policy p;

	if (!os_read(v->a, str_z(v->a, str_fmt(v->a, "%s/policy", v->folder)), POLICY_MAX, &text,
		     e) ||
	    !policy_read(v->a, text, &p, e))
		return 500;
	for (size_t i = 0; i < v->facts->n_logs; i++) {
		struct logs_line *l = &lines[i];

		l->log = &v->facts->logs[i];
		l->root = str_hex(v->a, l->log->root.b, sizeof l->log->root.b);
		if (l->log->seat.s)
			l->place_name = facts_place(v->facts, v->lang, l->log->seat, l->log->seat);
		if (!find_cut(v, l, e) || !read_witnesses(v, &p, l, e))
			return 500;
	}
	out->lines = lines;
	out->n = v->facts->n_logs;
	out->named = p.witnesses_n;
	v->title = msg(v->lang, "Logs");
	v->crumb = v->facts->name[v->lang];
	*view = out;
	return 200;
}

void logs_json(struct buf *b, const struct visit *v, const void *view)
{
	const struct logs_view *w = view;

	json_open(b, '{');
	json_put_text(b, "operation", v->facts->code);
	json_key(b, "logs");
	json_open(b, '[');
	for (size_t i = 0; i < w->n; i++) {
		const struct logs_line *l = &w->lines[i];

		json_open(b, '{');
		json_put_text(b, "name", l->log->name);
		json_put_text(b, "origin", l->log->origin);
		json_put_text(b, "vkey", l->log->vkey);
		json_put_int(b, "size", (int64_t)l->log->size);
		json_put_text(b, "root", l->root);
		json_put_text(b, "place", l->log->seat);
		json_put_text(b, "last_cut",
			      l->cut == NO_DAY ? (struct str){ NULL, 0 } : day_text(b->a, l->cut));
		json_key(b, "witnesses");
		json_open(b, '[');
		for (size_t j = 0; j < l->n_witnesses; j++)
			json_str(b, l->witnesses[j]);
		json_close(b, ']');
		json_close(b, '}');
	}
	json_close(b, ']');
	json_close(b, '}');
}

struct listing {
	struct visit *v;
	struct log_view *out;
};

static bool add_line(void *p, struct arena *one, uint64_t index, struct str bytes, bool *stop,
		     struct err *e)
{
	struct listing *w = p;

	(void)one;
	(void)stop;
	(void)e;
	entry_line(w->v, w->v->a, w->out->log, index, bytes, &w->out->lines[w->out->n++]);
	return true;
}

/* Where this page begins, and its neighbours. Pages are counted from where the address says: the newest one
 * has the newest entry first. */
static bool find_page(const struct visit *v, struct log_view *w)
{
	uint64_t size = w->log->size;
	int64_t from;

	w->first = size ? size - 1 : 0;
	if (v->n_args > 1) {
		if (!int_parse(v->arg[1], 0, INT64_MAX, &from) || (uint64_t)from >= size)
			return false;
		w->first = (uint64_t)from;
	}
	w->newer = w->first + 1 < size;
	w->newest = size - 1 - w->first <= LOG_PAGE;
	w->newer_from = w->first + LOG_PAGE;
	w->older = w->first >= LOG_PAGE;
	w->older_from = w->older ? w->first - LOG_PAGE : 0;
	return true;
}

int log_load(struct visit *v, const void **view, struct err *e)
{
	struct log_view *out = arena_alloc(v->a, sizeof *out);
	struct listing w = { v, out };
	struct entries_scan s = { .v = v, .fn = add_line, .p = &w, .down = true };
	uint64_t low;

	s.log = out->log = facts_log(v->facts, v->arg[0]);
	if (!out->log || !find_page(v, out))
		return 404;
	out->root = str_hex(v->a, out->log->root.b, sizeof out->log->root.b);
	out->lines = arena_array(v->a, LOG_PAGE, sizeof *out->lines);
	low = out->first >= LOG_PAGE ? out->first + 1 - LOG_PAGE : 0;
	if (!entries_scan(&s, low, out->log->size ? out->first + 1 : 0, e) ||
	    !entries_corrected(v, out->lines, out->n, &out->all, e))
		return 500;
	v->title = msg_fmt(v->a, v->lang, MSG("Log %s"),
			   (const struct msg_arg[]){ MSG_TEXT(out->log->name) }, 1);
	v->crumb = msg_count(v->a, v->lang,
			     MSG_PAIR("%n entry is published", "%n entries are published"),
			     (const struct msg_arg[]){ MSG_NUMBER((int64_t)out->log->size) }, 1);
	*view = out;
	return 200;
}

void log_json(struct buf *b, const struct visit *v, const void *view)
{
	const struct log_view *w = view;

	(void)v;
	json_open(b, '{');
	json_put_text(b, "log", w->log->name);
	json_put_text(b, "origin", w->log->origin);
	json_put_int(b, "size", (int64_t)w->log->size);
	json_put_text(b, "root", w->root);
	json_key(b, "entries");
	json_open(b, '[');
	for (size_t i = 0; i < w->n; i++)
		entry_line_json(b, &w->lines[i]);
	json_close(b, ']');
	if (w->older)
		json_put_int(b, "older_from", (int64_t)w->older_from);
	json_close(b, '}');
}
