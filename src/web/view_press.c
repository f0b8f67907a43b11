/* See view_press.h. */
#include "web/view_press.h"

#include "base/arena.h"
#include "base/num.h"
#include "base/utf8.h"
#include "web/entries.h"
#include "web/view_figure.h"
#include "base/banned.h"

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

static bool read_line(struct visit *v, const struct press_view *w, uint32_t number,
		      const struct kept_line **out, struct err *e)
{
	struct kept_line *l = arena_alloc(v->a, sizeof *l);

	*out = l;
	return press_read_item(v->a, w->fd, &w->index->items[number], l, e);
}

/* Those that come from a source, the oldest first. */
static bool put_copies(struct visit *v, const struct press_view *w, struct press_row *r,
		       uint32_t first, struct err *e)
{
	struct press_copy *list = arena_array(v->a, PRESS_COPIES, sizeof *list);

	r->copies = list;
	for (uint32_t i = first; i != PRESS_NONE; i = w->index->items[i].next) {
		struct press_copy *c = &list[r->n_copies];

		r->n_copies_all++;
		if (r->n_copies == PRESS_COPIES)
			continue;
		if (!read_line(v, w, i, &c->line, e))
			return false;
		c->direct = c->line->copied_from == r->line->entry;
		r->n_copies++;
	}
	return true;
}

/* What is not compared is open until the newest bulletin: a page of one publication is always the same. */
static int64_t newest(const struct facts *f)
{
	return f->n_bulletins ? f->bulletins[f->n_bulletins - 1].day : NO_DAY;
}

static bool put_row(struct visit *v, struct press_view *w, struct press_row *r, uint32_t number,
		    struct err *e)
{
	const struct press_item *item = &w->index->items[number];
	int64_t until;

	*r = (struct press_row){ .line = NULL };
	if (!read_line(v, w, number, &r->line, e))
		return false;
	r->judged = r->line;
	if (item->judged != number && !read_line(v, w, item->judged, &r->judged, e))
		return false;
	cut_quote(r);
	put_words(v, r);
	until = r->judged->finding >= 0 ? r->judged->found_on : newest(v->facts);
	r->days = until != NO_DAY && until > r->line->kept_on ? until - r->line->kept_on : 0;
	if (r->line->source == r->line->entry && !put_copies(v, w, r, item->next, e))
		return false;
	w->chains |= r->n_copies > 0;
	w->replies |= r->line->finding >= 0 && r->line->reply.s;
	return true;
}

/* The page of the view, the newest first. */
static bool put_rows(struct visit *v, struct press_view *w, struct err *e)
{
	struct press_row *rows = arena_array(v->a, PRESS_PAGE, sizeof *rows);
	size_t skip = (size_t)(w->page - 1) * PRESS_PAGE, at = 0;

	w->rows = rows;
	for (size_t i = w->index->n; i-- > 0 && w->n < PRESS_PAGE;)
		if ((w->index->items[i].views >> w->which & 1) && at++ >= skip &&
		    !put_row(v, w, &rows[w->n++], (uint32_t)i, e))
			return false;
	return true;
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

int press_load(struct visit *v, const void **view, struct err *e)
{
	struct press_view *w = arena_alloc(v->a, sizeof *w);

	*w = (struct press_view){ .index = v->facts->press };
	*view = w;
	if (!asked(v, w))
		return 404;
	if (!press_open(v->a, v->folder, w->index, &w->fd, e))
		return 500;
	w->n_of = (size_t)w->index->counts[w->which];
	w->pages = w->n_of ? ((int64_t)w->n_of + PRESS_PAGE - 1) / PRESS_PAGE : 1;
	if (w->page > w->pages)
		return 404;
	if (!put_rows(v, w, e))
		return 500;
	for (int i = 0; i <= CLAIMS_INFO; i++)
		w->swatch[i].s = claims_swatch(v->a, (enum claims_mark)i);
	v->title = msg(v->lang, MSG("What the press says, what the register says"));
	v->crumb = w->which == PRESS_ALL ? msg(v->lang, MSG("Press desk"))
					 : press_which_name(v->lang, w->which);
	return w->page > 1 || press_draw(v, w, e) ? 200 : 500;
}

void press_json(struct buf *b, const struct visit *v, const void *view)
{
	struct kept_list none = { 0 };

	(void)v;
	(void)view;
	buf_str(b, str_trim(kept_json(b->a, &none)));
}
