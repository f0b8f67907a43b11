/* See read.h. */
#include "press/read.h"

#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "base/time.h"
#include "base/utf8.h"
#include "press/report.h"
#include "base/banned.h"

#define BESIDE 48 /* bytes between two figures of one place */

const struct str press_langs[PRESS_LANGS] = { SC("en"), SC("ar"), SC("ru") };

/* Whether a folder has a pack of any language: without one all would be read by the program's own words. */
static bool has_packs(struct arena *a, const char *dir)
{
	for (size_t i = 0; i < PRESS_LANGS; i++) {
		struct str path =
			os_join(a, os_join(a, str_of(dir), press_langs[i]), S("lexicon.tsv"));

		if (os_type(str_z(a, path)) != OS_MISSING)
			return true;
	}
	return false;
}

bool press_reader_open(struct arena *a, const char *dir, struct press_reader *out, struct err *e)
{
	out->n = 0;
	if (dir && !has_packs(a, dir))
		return err_set(e, ERR_USAGE, "packs %s: no pack stands there, as %s/en/lexicon.tsv",
			       dir, dir);
	for (size_t i = 0; i < PRESS_LANGS; i++)
		if (!pack_load(a, press_langs[i], dir, &out->pack[out->n++], e))
			return false;
	return true;
}

const struct pack *press_pack_of(const struct press_reader *r, struct str text)
{
	size_t count[PRESS_LANGS] = { 0 }, best = 0;

	if (text.len > 65536)
		text.len = 65536;
	for (size_t k = 0; k < text.len; k++) {
		uint8_t c = (uint8_t)text.s[k], next;

		count[0] += (uint8_t)((c | 0x20) - 'a') < 26;
		if (c < 0xd0 || c > 0xd9 || k + 1 == text.len)
			continue;
		/* Both alphabets are of two bytes. */
		next = (uint8_t)text.s[++k];
		count[1] += c > 0xd8 ? next <= 0x8a : c == 0xd8 && next >= 0xa0;
		count[2] += c == 0xd0 || (c == 0xd1 && next <= 0x9f);
	}
	for (size_t i = 1; i < r->n; i++)
		if (count[i] > count[best])
			best = i;
	return &r->pack[best];
}

/* Where a line begins with marks ("## ", "* "), the first word behind them. */
static size_t first_word(const struct sentence *s)
{
	size_t i = 0;

	while (i < s->n && s->t[i].kind == T_MARK && !is_at(s, i, W_DROP))
		i++;
	return i;
}

/* "Published figures show that 300 fighters left": whatever the line begins with, it says how many. */
static bool holds_figure(const struct sentence *s)
{
	bool counts = false, event = false;

	for (size_t i = 0; i < s->n; i++) {
		bool number = (s->t[i].kind == T_NUMBER && s->t[i].d.form == DIGITS_COUNT &&
			       !s->t[i].name) ||
			      is_at(s, i, W_NUMBER);

		event = event || any_event(s, i);
		for (size_t k = i + 1; number && k < i + 4; k++)
			counts = counts || is_at(s, k, W_ENTITY);
	}
	return counts && event;
}

/* Lines that are not the article. `skip` counts lines still to be passed over. */
static bool dropped(const struct sentence *s, size_t *skip, bool begun, bool *over)
{
	size_t i = first_word(s);
	const struct hit *h;

	if (!s->line)
		return false;
	if (*skip) {
		--*skip;
		return !s->stop;
	}
	h = hit_at(s, i, W_END);
	if (h && begun && (s->n <= h->words + 6u + i || s->line_end)) {
		*over = true;
		return true;
	}
	h = hit_at(s, i, W_AFTER);
	if (h) {
		*skip = s->n <= i + h->words + 2 ? 1 : 0;
		return true;
	}
	h = hit_at(s, i, W_DROP);
	return h && s->n < 40 && !holds_figure(s);
}

#define KNOWN 400 /* claims back to which one looks: a report has not many more */

static size_t known_from(const struct report_state *r)
{
	return r->n > KNOWN ? r->n - KNOWN : 0;
}

static struct str known_event(void *of, struct str entity)
{
	const struct report_state *r = of;

	for (size_t i = r->n; i-- > known_from(r);)
		if (str_eq(r->draft[i].c.entity, entity))
			return r->draft[i].c.event;
	return S("");
}

static struct str known_entity(void *of, int64_t value, struct str *event)
{
	const struct report_state *r = of;

	for (size_t i = r->n; i-- > known_from(r) && value >= 100 * PRESS_ONE;)
		if (r->draft[i].c.value == value) {
			*event = r->draft[i].c.event;
			return r->draft[i].c.entity;
		}
	return S("");
}

static void add_why(struct report_state *r, struct press_claim *c, const struct pack_row *row)
{
	struct buf b = { .a = r->a };

	if (!row)
		return;
	buf_str(&b, r->p->lang);
	buf_str(&b, S("/lexicon.tsv:"));
	buf_int(&b, row->line);
	buf_byte(&b, ' ');
	buf_str(&b, row->word[0]);
	c->why[c->whys++] = buf_text(&b);
}

static struct press_span span_of(const struct report_state *r, const struct sentence *s,
				 size_t from, size_t to)
{
	const char *text = r->article->text.s;
	size_t start = (size_t)(s->t[from].s.s - text),
	       end = (size_t)(s->t[to - 1].s.s + s->t[to - 1].s.len - text);

	return article_span(r->article, start, end);
}

static void put_why(struct report_state *r, const struct mention *m, struct press_claim *c)
{
	c->why = arena_array(r->a, 6, sizeof *c->why);
	add_why(r, c, m->entity_row);
	add_why(r, c, m->event_row);
	add_why(r, c, m->n.qual_row);
	add_why(r, c, m->when ? m->when->row : NULL);
	add_why(r, c, m->stance_row);
}

static void add_draft(struct report_state *r, const struct parsed *p, size_t i, size_t first,
		      struct voice voice)
{
	const struct mention *m = &p->m[i];
	const struct sentence *s = p->s;
	struct draft_claim *d;

	if (r->n == REPORT_CLAIMS) {
		r->out->more = true;
		return;
	}
	r->draft = arena_more(r->a, r->draft, r->n, &r->room, sizeof *r->draft);
	d = &r->draft[r->n++];
	*d = (struct draft_claim){ .paragraph = s->paragraph,
				   .sentence = r->sentences,
				   .headline = p->headline,
				   .total = m->n.total,
				   .parent = m->parent == NOBODY ? NOBODY : first + m->parent };
	d->c = (struct press_claim){ .doc = r->out->doc,
				     .at = span_of(r, s, m->n.from, m->n.to),
				     .sentence = span_of(r, s, 0, s->n),
				     .value = m->n.v,
				     .value_hi = m->n.hi,
				     .has_hi = m->n.has_hi,
				     .unit = m->unit.len ? m->unit : (struct str){ 0 },
				     .qual = m->n.qual,
				     .entity = m->entity,
				     .event = m->event,
				     .stance = m->stance,
				     .passage = kinds_has(&s->kinds, W_PASSAGE),
				     .quoted = s->t[m->n.from].quoted };
	d->c.surface = (struct str){ s->t[m->n.from].s.s,
				     (size_t)(s->t[m->n.to - 1].s.s + s->t[m->n.to - 1].s.len -
					      s->t[m->n.from].s.s) };
	if (m->when) {
		d->when = *m->when;
		d->has_when = true;
	}
	put_why(r, m, &d->c);
	name_places(r->a, p, i, &d->c);
	if (d->parent != NOBODY && !d->c.frm.s && !d->c.to.s &&
	    str_eq(d->c.event, r->draft[d->parent].c.event)) {
		d->c.frm = r->draft[d->parent].c.frm;
		d->c.to = r->draft[d->parent].c.to;
	}
	d->voice = voice;
}

/* Vehicles go where those in them go. */
static void share_moves(struct report_state *r, size_t first)
{
	for (size_t i = first; i < r->n; i++) {
		struct press_claim *c = &r->draft[i].c;

		if (c->frm.s || c->to.s || !str_eq(c->event, S("used")))
			continue;
		for (size_t k = first; k < r->n && !c->frm.s && !c->to.s; k++) {
			c->frm = r->draft[k].c.frm;
			c->to = r->draft[k].c.to;
		}
	}
}

/* Parts are where the whole is, and those who moved where they came from and went to. */
static void share_places(struct report_state *r, size_t first)
{
	for (size_t i = first; i < r->n; i++) {
		struct press_claim *c = &r->draft[i].c;
		const struct press_claim *whole =
			r->draft[i].parent != NOBODY ? &r->draft[r->draft[i].parent].c : NULL;
		struct str moves[2] = { c->frm, c->to };

		for (size_t k = 0; whole && !c->places && k < whole->places; k++)
			c->place[k] = whole->place[k];
		if (whole && !c->places)
			c->places = whole->places;
		if (c->places)
			continue;
		for (size_t k = 0; k < 2; k++)
			while (moves[k].s && c->places < PRESS_PLACES)
				c->place[c->places++] = str_cut(&moves[k], '+');
	}
}

static void copy_places(struct press_claim *to, const struct str *place, size_t n)
{
	for (size_t k = 0; k < n; k++)
		to->place[k] = place[k];
	to->places = n;
}

static bool of_fighting(struct str event)
{
	return AMONG(event, S("killed"), S("injured"), S("captured"), S("detained"), S("arrested"),
		     S("abducted"), S("destroyed"));
}

/* What is listed with one event is in one place, and so is what stands beside it: "killed 16 and captured 23 at Kesh". */
static void list_places(struct report_state *r, size_t first)
{
	for (size_t i = first; i < r->n; i++) {
		struct press_claim *c = &r->draft[i].c;
		const struct press_claim *near[2] = { i > first ? &r->draft[i - 1].c : NULL,
						      i + 1 < r->n ? &r->draft[i + 1].c : NULL };

		for (size_t k = 0; k < 2; k++)
			if (!c->places && near[k] && near[k]->places && !near[k]->frm.s &&
			    !(k && r->draft[i + 1].parent == i) &&
			    (str_eq(near[k]->event, c->event) ||
			     (k && near[k]->at.start < c->at.end + BESIDE &&
			      of_fighting(c->event) && of_fighting(near[k]->event))))
				copy_places(c, near[k]->place, near[k]->places);
	}
}

/* "There they also handed in 80 guns", "in this town": where the sentence before was. */
static bool goes_on_there(const struct sentence *s)
{
	for (size_t i = 0; i + 1 < s->n; i++) {
		if (str_eq(s->t[i].f, S("there")) && !is_at(s, i + 1, W_BE) &&
		    !is_at(s, i + 1, W_AUX))
			return true;
		if (AMONG(s->t[i].f, S("this"), S("the")) &&
		    AMONG(s->t[i + 1].f, S("town"), S("village"), S("city"), S("province"),
			  S("district"), S("site"), S("camp")) &&
		    !is_at(s, i + 2, W_OF))
			return true;
	}
	return false;
}

static void carry_places(struct report_state *r, const struct sentence *s, size_t first)
{
	bool on = first < r->n && r->spots && r->spot_paragraph == s->paragraph &&
		  r->spot_sentence + 1 == r->sentences && goes_on_there(s);

	for (size_t i = first; i < r->n; i++)
		if (!r->draft[i].c.places && on)
			copy_places(&r->draft[i].c, r->spot, r->spots);
	for (size_t i = first; i < r->n; i++) {
		const struct press_claim *c = &r->draft[i].c;

		if (!c->places)
			continue;
		for (size_t k = 0; k < c->places; k++)
			r->spot[k] = c->place[k];
		r->spots = c->places;
		r->spot_paragraph = s->paragraph;
		r->spot_sentence = r->sentences;
		return;
	}
}

static bool headline(const struct sentence *s)
{
	return s->line && s->line_end && !s->stop && s->n < 40;
}

static void find_outlet(struct report_state *r, const struct sentence *s)
{
	for (size_t i = 0; i < s->n && kinds_has(&s->kinds, W_OUTLET); i++) {
		const struct hit *h = hit_at(s, i, W_OUTLET);

		if (!h)
			continue;
		if (!r->out->outlet.s)
			r->out->outlet = h->row->code;
		else if (!r->out->carrier.s && r->sentences < 6 &&
			 !str_eq(r->out->outlet, h->row->code))
			r->out->carrier = h->row->code;
		return;
	}
}

/* Whether a line is a masthead: an organisation, then nothing or a dash or bar. */
static bool masthead(const struct sentence *s, const struct org *o)
{
	if (!s->line || s->stop)
		return false;
	return (o->to - o->from) * 2 >= s->n || mark_at(s, o->to, '-') || mark_at(s, o->to, '|') ||
	       mark_at(s, o->to, 0x2013) || mark_at(s, o->to, 0x2014);
}

/* Behind "Source of all figures:". */
static size_t behind_source(const struct sentence *s)
{
	for (size_t i = 0; i + 2 < s->n; i++)
		if (str_eq(s->t[i].f, S("source")) || str_eq(s->t[i].f, S("sources")))
			for (size_t k = i + 1; k < i + 6 && k + 1 < s->n; k++)
				if (mark_at(s, k, ':'))
					return k + 1;
	return 0;
}

/* The organisation whose paper it is: named as the source or in a line at the head, or the subject of the first sentence. */
static void find_author(struct report_state *r, const struct sentence *s)
{
	size_t from = behind_source(s);
	struct org o;

	if (from && org_at(s, from, &o) && o.proper) {
		r->voices.first = org_text(r->a, s, &o);
		return;
	}
	if (r->voices.first.len || r->sentences > 8)
		return;
	for (size_t i = 0; i < s->n && i < 3; i++)
		if (!is_at(s, i, W_BREAK) && org_at(s, i, &o) && o.proper &&
		    !(o.to == i + 1 && s->t[o.to < s->n ? o.to : i].kind == T_MARK) &&
		    (s->stop || masthead(s, &o))) {
			r->voices.first = org_text(r->a, s, &o);
			return;
		}
}

/* "The figures cover the period from 3 to 9 May": it holds for all of them. */
static void find_cover(struct report_state *r, const struct parsed *p)
{
	const struct sentence *s = p->s;
	bool period = false;

	for (size_t i = 0; i + 1 < s->n && !period && p->whens && !p->n; i++)
		period = AMONG(s->t[i].f, S("period"), S("week"), S("dates")) ||
			 (AMONG(s->t[i].f, S("cover"), S("covers"), S("covering")));
	for (size_t k = 0; k < p->whens && period && !p->n; k++)
		if (p->w[k].sort == WHEN_RANGE)
			r->cover = p->w[k];
}

/* What the sentence before told last is disputed, with its parts. */
static void dispute(struct report_state *r)
{
	for (size_t i = r->n; i-- > 0 && r->draft[i].sentence + 1 == r->sentences;) {
		if (r->draft[i].c.stance == STANCE_ASSERTED)
			r->draft[i].c.stance = STANCE_DISPUTED;
		if (r->draft[i].parent == NOBODY)
			return;
	}
}

/* Women, children and kin are told of beside those whom the text is about. */
static bool some_of(struct str entity)
{
	return str_eq(entity, S("women")) || str_eq(entity, S("children")) ||
	       str_eq(entity, S("men")) || str_eq(entity, S("family_members"));
}

static void keep_last(struct report_state *r, const struct mention *m)
{
	r->last_entity = m->entity;
	r->last_event = m->event;
	if (str_eq(m->cls, S("people")) && !(r->last_people.len && some_of(m->entity)))
		r->last_people = m->entity;
}

/* "How many violations have you seen?", "The refugees keep coming.": what the next sentence may count shortly. */
static void keep_topic(struct report_state *r, const struct parsed *p)
{
	const struct sentence *s = p->s;

	if (!s->n || (!mark_at(s, s->n - 1, '?') && (s->n > 9 || !s->stop)) ||
	    !kinds_has(&s->kinds, W_ENTITY))
		return;
	for (size_t i = 0; i < s->n; i++) {
		const struct hit *h = hit_at(s, i, W_ENTITY);
		struct str cls;

		if (!h || h->row->singular)
			continue;
		cls = pack_class(p->p, h->row->code);
		r->last_entity = h->row->code;
		if (str_eq(cls, S("people")))
			r->last_people = h->row->code;
		return;
	}
}

/* A heading, or a line that announces others. */
static bool leads(const struct sentence *s)
{
	return s->line && s->line_end && !s->stop && (mark_at(s, s->n - 1, ':') || s->n <= 4);
}

static bool list_item(const struct sentence *s)
{
	return s->line && (!s->stop || first_word(s) > 0);
}

/* What the sentence before said, or the heading of the list that this line is in, may be said of this one's numbers. */
static void take_lead(struct report_state *r, const struct sentence *s, struct parsed *p)
{
	if (r->lead_line ? !list_item(s) : s->paragraph != r->lead_paragraph)
		r->leads = 0;
	p->leads = r->leads;
	p->lead_line = r->lead_line;
	for (size_t i = 0; i < r->leads; i++)
		p->lead[i] = r->lead[i];
}

static void keep_lead(struct report_state *r, const struct sentence *s)
{
	bool events = kinds_has(&s->kinds, W_EVENT) || kinds_has(&s->kinds, W_DOES);
	size_t n = 0;

	if (r->lead_line && r->leads && list_item(s) && !leads(s))
		return;
	for (size_t i = 0; i < s->n && n < LEADS && events; i++)
		for (size_t k = 0; any_event(s, i) && k < s->t[i].hits && n < LEADS; k++) {
			const struct hit *h = &s->t[i].hit[k];

			if ((h->kind == W_EVENT || h->kind == W_DOES) && !h->row->other)
				r->lead[n++] = h->row;
		}
	r->leads = n;
	r->lead_paragraph = s->paragraph;
	r->lead_line = leads(s);
}

static void one_sentence(struct report_state *r, const struct sentence *s, struct parsed *p)
{
	struct source source[VOICES];
	struct voice before;
	size_t first = r->n, sources;

	p->s = s;
	p->p = r->p;
	p->headline = headline(s);
	p->opening = r->sentences < 3;
	p->last_entity = r->last_entity;
	p->last_people = r->last_people;
	p->last_event = r->last_event;
	p->near = r->last_paragraph == s->paragraph;
	take_lead(r, s, p);
	p->known_event = known_event;
	p->known_entity = known_entity;
	p->known = r;
	parse_mentions(p);
	report_days(r, p);
	parse_events(p);
	parse_times(p);
	parse_stances(p);
	voices_keep(r->a, s, &r->voices);
	before = r->voices.before = r->voices.last;
	sources = voices_of(r->a, s, source);
	for (size_t i = 0; i < sources; i++)
		source[i].v = voice_known(&r->voices, source[i].v, s->paragraph);
	find_author(r, s);
	r->bulletin = r->bulletin || kinds_has(&s->kinds, W_BULLETIN);
	find_outlet(r, s);
	find_cover(r, p);
	if (p->answers)
		dispute(r);
	for (size_t i = 0; i < p->n; i++) {
		size_t by = voice_for(s, source, sources, p->m[i].n.from);

		add_draft(r, p, i, first, by == NOBODY ? before : source[by].v);
	}
	share_moves(r, first);
	share_places(r, first);
	list_places(r, first);
	carry_places(r, s, first);
	if (p->n) {
		/* What goes on is the whole, not its parts. */
		for (size_t i = 0; i < p->n; i++)
			if (p->m[i].parent == NOBODY)
				keep_last(r, &p->m[i]);
		r->begun = true;
		r->last_paragraph = s->paragraph;
	}
	if (!p->n)
		keep_topic(r, p);
	keep_lead(r, s);
	r->begun = r->begun || s->stop;
	r->sentences++;
}

static void read_sentences(struct report_state *r)
{
	struct sentence *s = arena_alloc(r->a, sizeof *s);
	struct parsed *p = arena_alloc(r->a, sizeof *p);
	struct lexer l = lexer_of(r->p, r->article->text);
	size_t skip = 0;
	bool over = false;

	while (!over && !r->out->more && sentence_next(&l, s)) {
		if (!r->out->title.s && s->line && s->n > 3)
			r->out->title = s->s;
		if (!dropped(s, &skip, r->begun, &over))
			one_sentence(r, s, p);
	}
}

bool press_read(struct arena *a, const struct press_reader *reader, struct str doc,
		struct str bytes, struct press_report *out, struct article *article, struct err *e)
{
	struct report_state *r = arena_alloc(a, sizeof *r);

	*out = (struct press_report){ .doc = doc };
	r->article = article ? article : arena_alloc(a, sizeof *r->article);
	if (!article_read(a, bytes, r->article, e))
		return within(e, "%.*s", P(doc));
	r->a = a;
	r->out = out;
	r->p = press_pack_of(reader, r->article->text);
	r->report = r->bound = r->near = NO_DAY;
	r->last_entity = r->last_people = r->last_event = S("");
	out->lang = r->p->lang;
	read_sentences(r);
	report_finish(r);
	return true;
}
