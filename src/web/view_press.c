/* See view_press.h. */
#include "web/view_press.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/utf8.h"
#include "web/entries.h"
#include "web/view_figure.h"
#include "base/banned.h"

/* While it is gathered. */
struct gathering {
	struct visit *v;
	struct press_view *out;
	const struct kept_line **by_entry; /* all claims */
	size_t n;
};

static int entry_order(const void *x, const void *y)
{
	const struct kept_line *a = *(const struct kept_line *const *)x,
			       *b = *(const struct kept_line *const *)y;

	return (a->entry > b->entry) - (a->entry < b->entry);
}

static const struct kept_line *claim_at(const struct gathering *g, int64_t entry)
{
	const struct kept_line one = { .entry = entry }, *key = &one, **at;

	at = g->n ? bsearch(&key, g->by_entry, g->n, sizeof(struct kept_line *), entry_order)
		  : NULL;
	return at ? *at : NULL;
}

/* Whose finding holds for a claim: what is copied stands and falls with its source. */
static const struct kept_line *judged_by(const struct gathering *g, const struct kept_line *l)
{
	const struct kept_line *source = l->finding < 0 ? claim_at(g, l->source) : l;

	return source && source->finding >= 0 ? source : l;
}

static bool is_copy(const struct kept_line *l)
{
	return l->source != l->entry;
}

static bool is_of(enum press_which w, const struct kept_line *l, const struct kept_line *judged)
{
	switch (w) {
	case PRESS_OPEN:
		return judged->finding < 0;
	case PRESS_DIFFERS:
		return judged->finding >= 0 && kept_flag(judged->verdict);
	case PRESS_COPIED:
		return is_copy(l);
	case PRESS_OUTSIDE:
		return judged->finding >= 0 &&
		       code_in("different_scope,not_comparable", judged->verdict);
	default:
		return true;
	}
}

/* What copies each other counts once. */
static void count(struct gathering *g, const struct kept_line *l)
{
	const struct kept_line *judged = judged_by(g, l);
	struct press_view *w = g->out;

	for (int i = 0; i < PRESS_WHICH; i++)
		w->counts[i] += is_of((enum press_which)i, l, judged);
	if (is_copy(l))
		return;
	w->sources++;
	if (judged->finding >= 0) {
		w->agree += press_mark(judged) == CLAIMS_OK;
		w->differ += kept_flag(judged->verdict);
	}
}

/* "0-3": characters of the quotation, the end behind the last one. */
static void cut_quote(struct press_row *r)
{
	struct str rest = r->line->span, from = str_cut(&rest, '-'), q = r->line->quote;
	size_t at = 0, bytes[2] = { 0, 0 };
	int64_t ends[2];

	r->before = q;
	if (!rest.s || !int_parse(from, 0, 1000, &ends[0]) || !int_parse(rest, 0, 1000, &ends[1]) ||
	    ends[1] <= ends[0])
		return;
	for (int k = 0; k < 2; k++) {
		for (; (int64_t)at < ends[k] && bytes[k] < q.len; at++)
			do
				bytes[k]++;
			while (bytes[k] < q.len && ((uint8_t)q.s[bytes[k]] & 0xc0) == 0x80);
		if (!k)
			bytes[1] = bytes[0];
	}
	r->before = str_mem(q.s, bytes[0]);
	r->mark = str_mem(q.s + bytes[0], bytes[1] - bytes[0]);
	r->after = str_from(q, bytes[1]);
}

/* The body whose speaker it was, where its entry is published; an entry that cannot be read now is left out. */
static struct str org_name(const struct visit *v, int64_t index)
{
	const struct fact_log *hq = facts_log(v->facts, S("hq"));
	const struct str none = { NULL, 0 };
	struct entry_line l;
	struct err e = { 0 };
	struct str bytes;

	if (!hq || index < 0 || (uint64_t)index >= hq->size ||
	    !entries_get(v, hq, (uint64_t)index, &bytes, &e))
		return none;
	entry_line(v, v->a, hq, (uint64_t)index, bytes, &l);
	return l.rec && str_eq(str_of(l.rec->kind->name), S("party"))
		       ? rec_code(l.rec, "public_name")
		       : none;
}

static void put_words(struct visit *v, struct press_row *r)
{
	const struct kept_line *l = r->line, *j = r->judged;
	const struct figure *f = l->figure.s ? figure_find(l->figure) : NULL;
	enum period period;

	r->quote_lang = press_lang(l->language);
	r->speaker_org = org_name(v, l->speaker_org);
	if (f)
		r->figure = str_of(v->lang == LANG_AR ? f->label_ar : f->label_en);
	if (l->place.s)
		r->place = facts_place(v->facts, v->lang, l->place, l->place);
	if (kept_period(l->period.s ? l->period : S(""), &period))
		r->period = figure_period(v->lang, period);
	if (l->stance.s && !str_eq(l->stance, S("asserted")))
		r->stance = entry_word(v->a, v->lang, l->stance);
	r->verdict = press_verdict(v->lang, j);
	r->difference = press_difference(v->a, j);
	r->class = press_class(j);
	if (!j->held)
		return;
	r->held_place = facts_place(v->facts, v->lang, j->by.place, j->by.place);
	r->held_period = figure_period(v->lang, j->by.period);
	if (!str_eq(j->by.qualifier, S("exact")))
		r->held_qualifier = entry_word(v->a, v->lang, j->by.qualifier);
	if (j->by.detail.s)
		r->detail = entry_word(v->a, v->lang, j->by.detail);
}

/* Those that come from a source, the oldest first. */
static void put_copies(struct gathering *g, struct press_row *r)
{
	struct press_copy *list = arena_array(g->v->a, PRESS_COPIES, sizeof *list);

	for (size_t i = 0; r->line->copies && i < g->out->file.n; i++) {
		const struct kept_line *l = &g->out->file.lines[i];

		if (l->source != r->line->entry || !is_copy(l))
			continue;
		if (r->n_copies < PRESS_COPIES)
			list[r->n_copies++] =
				(struct press_copy){ l, l->copied_from == r->line->entry };
		r->n_copies_all++;
	}
	r->copies = list;
}

/* What is not compared is open until the newest bulletin: a page of one publication is always the same. */
static int64_t newest(const struct facts *f)
{
	return f->n_bulletins ? f->bulletins[f->n_bulletins - 1].day : NO_DAY;
}

static void put_row(struct gathering *g, struct press_row *r, const struct kept_line *l)
{
	int64_t until;

	*r = (struct press_row){ .line = l, .judged = judged_by(g, l) };
	cut_quote(r);
	put_words(g->v, r);
	until = r->judged->finding >= 0 ? r->judged->found_on : newest(g->v->facts);
	r->days = until != NO_DAY && until > l->kept_on ? until - l->kept_on : 0;
	if (!is_copy(l))
		put_copies(g, r);
	g->out->chains |= r->n_copies > 0;
	g->out->replies |= l->finding >= 0 && l->reply.s;
}

/* The page of the view, the newest first. */
static void put_rows(struct gathering *g)
{
	struct press_view *w = g->out;
	struct press_row *rows = arena_array(g->v->a, PRESS_PAGE, sizeof *rows);
	size_t skip = (size_t)(w->page - 1) * PRESS_PAGE, at = 0;

	for (size_t i = w->file.n; i-- > 0 && w->n < PRESS_PAGE;) {
		const struct kept_line *l = &w->file.lines[i];

		if (is_of(w->which, l, judged_by(g, l)) && at++ >= skip)
			put_row(g, &rows[w->n++], l);
	}
	w->rows = rows;
}

/* "press", "press/open", "press/open/2": each page has one address. */
static bool asked(const struct visit *v, struct press_view *w)
{
	w->page = 1;
	if (!v->n_args)
		return true;
	for (w->which = PRESS_ALL; w->which < PRESS_WHICH;
	     w->which = (enum press_which)(w->which + 1))
		if (str_eq(v->arg[0], press_which_path(w->which)))
			break;
	if (w->which == PRESS_WHICH || (w->which == PRESS_ALL && v->n_args == 1))
		return false;
	return v->n_args == 1 || int_parse(v->arg[1], 2, 1000000, &w->page);
}

int press_load_file(struct visit *v, const void **view, struct err *e)
{
	struct press_view *w = arena_alloc(v->a, sizeof *w);

	*view = w;
	return press_file_read(v->a, v->folder, &w->file, e) ? 200 : 500;
}

int press_load(struct visit *v, const void **view, struct err *e)
{
	struct press_view *w = arena_alloc(v->a, sizeof *w);
	struct gathering g = { .v = v, .out = w };

	*view = w;
	if (!asked(v, w))
		return 404;
	if (!press_file_read(v->a, v->folder, &w->file, e))
		return 500;
	g.by_entry = arena_array(v->a, w->file.n + 1, sizeof(struct kept_line *));
	for (; g.n < w->file.n; g.n++)
		g.by_entry[g.n] = &w->file.lines[g.n];
	qsort(g.by_entry, g.n, sizeof(struct kept_line *), entry_order);
	for (size_t i = 0; i < w->file.n; i++)
		count(&g, &w->file.lines[i]);
	w->n_of = (size_t)w->counts[w->which];
	w->pages = w->n_of ? ((int64_t)w->n_of + PRESS_PAGE - 1) / PRESS_PAGE : 1;
	if (w->page > w->pages)
		return 404;
	put_rows(&g);
	for (int i = 0; i <= CLAIMS_INFO; i++)
		w->swatch[i].s = claims_swatch(v->a, (enum claims_mark)i);
	v->title = msg(v->lang, MSG("What the press says, what the register says"));
	v->crumb = w->which == PRESS_ALL ? msg(v->lang, MSG("Press desk"))
					 : press_which_name(v->lang, w->which);
	return w->page > 1 || press_draw(v, w, e) ? 200 : 500;
}

void press_json(struct buf *b, const struct visit *v, const void *view)
{
	const struct press_view *w = view;
	struct kept_list none = { 0 };

	(void)v;
	buf_str(b, w->file.text.s ? str_trim(w->file.text) : str_trim(kept_json(b->a, &none)));
}

void press_csv(struct buf *b, const struct visit *v, const void *view)
{
	const struct press_view *w = view;

	(void)v;
	kept_csv_head(b);
	for (size_t i = 0; i < w->file.n; i++)
		kept_csv_line(b, &w->file.lines[i]);
}
