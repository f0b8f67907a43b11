/* See cases.h. */
#include "press/cases.h"

#include "base/arena.h"
#include "base/time.h"
#include "press/cells.h"
#include "press/claim.h"
#include "press/number.h"
#include "press/read.h"
#include "press/when.h"
#include "base/banned.h"

struct case_run {
	struct arena *a, *one;
	const struct press_reader *reader;
	const struct pack *p;
	struct sentence *s;
	struct pack_report *report;
	size_t line;
};

static void wrong(struct case_run *r, struct str text, struct str got, struct str want)
{
	r->report->wrong++;
	if (r->report->wrong > 200)
		return;
	buf_fmt(&r->report->text,
		"%.*s/cases.tsv:%zu: \"%.*s\" is read as \"%.*s\", not \"%.*s\"\n", P(r->p->lang),
		r->line, P(text), P(got), P(want));
}

static bool sentence_of(struct case_run *r, struct str text)
{
	struct lexer l = lexer_of(r->p, text);

	return sentence_next(&l, r->s);
}

static struct str number_text(struct case_run *r, struct str text)
{
	struct buf b = { .a = r->one };
	struct number n;

	if (!sentence_of(r, text))
		return S("none");
	for (size_t i = 0; i < r->s->n; i++) {
		if (!number_at(r->s, i, &n) || n.ordinal)
			continue;
		buf_str(&b, press_value_text(r->one, n.v));
		if (n.has_hi)
			buf_fmt(&b, "..%.*s", P(press_value_text(r->one, n.hi)));
		if (n.unit.s)
			buf_fmt(&b, " %.*s", P(n.unit));
		if (n.qual != CLAIM_EXACT && n.qual != CLAIM_RANGE)
			buf_fmt(&b, " %.*s", P(press_qual_name(n.qual)));
		return buf_text(&b);
	}
	return S("none");
}

static struct str when_case(struct case_run *r, struct str text, int64_t day)
{
	struct when w;

	if (!sentence_of(r, text))
		return S("none");
	for (size_t i = 0; i < r->s->n; i++)
		if (when_at(r->s, i, &w)) {
			struct str got = when_text(r->one, &w, day, false);

			return got.s ? got : S("unknown");
		}
	return S("none");
}

static void claim_words(struct buf *b, const struct press_claim *c)
{
	buf_fmt(b, "%s%.*s", b->len ? "; " : "", P(press_value_text(b->a, c->value)));
	if (c->has_hi)
		buf_fmt(b, "..%.*s", P(press_value_text(b->a, c->value_hi)));
	buf_fmt(b, " %.*s.%.*s", P(c->entity), P(c->event));
	if (c->qual != CLAIM_EXACT && c->qual != CLAIM_RANGE)
		buf_fmt(b, " %.*s", P(press_qual_name(c->qual)));
	if (c->unit.s)
		buf_fmt(b, " %.*s", P(c->unit));
	if (c->period.s)
		buf_fmt(b, " %.*s", P(c->period));
	if (c->frm.s || c->to.s)
		buf_fmt(b, " %.*s>%.*s", P(c->frm), P(c->to));
	if (c->stance != STANCE_ASSERTED)
		buf_fmt(b, " %.*s", P(press_stance_name(c->stance)));
}

/* The day of the case goes before the text as its byline. */
static struct str claim_case(struct case_run *r, struct str text, struct str day)
{
	struct buf b = { .a = r->one };
	struct press_report report;
	struct err e = { 0 };
	struct str whole = day.len ? str_fmt(r->one, "%.*s\n%.*s", P(day), P(text)) : text;

	if (!press_read(r->one, r->reader, S("case"), whole, &report, NULL, &e))
		return S("refused");
	for (size_t i = 0; i < report.n; i++)
		claim_words(&b, &report.claims[i]);
	return b.len ? buf_text(&b) : S("none");
}

static bool one_case(struct case_run *r, const struct cells *t, struct err *e)
{
	struct str kind = t->cell[0], text = t->cell[1], day = t->cell[2], want = t->cell[3], got;
	int64_t on = NO_DAY;

	if (!want.len || (day.len && !day_parse(day, &on)))
		return err_set(e, ERR_REFUSED,
			       "%.*s/cases.tsv:%zu: kind, text, day (or nothing), want and note "
			       "stand between tabs",
			       P(r->p->lang), r->line);
	arena_reset(r->one);
	if (str_eq(kind, S("number")))
		got = number_text(r, text);
	else if (str_eq(kind, S("when")))
		got = when_case(r, text, on);
	else if (str_eq(kind, S("claim")))
		got = claim_case(r, text, day);
	else
		return err_set(e, ERR_REFUSED,
			       "%.*s/cases.tsv:%zu: number, when or claim, not \"%.*s\"",
			       P(r->p->lang), r->line, P(kind));
	if (!str_eq(got, want))
		wrong(r, text, got, want);
	return true;
}

static void free_one(void *p)
{
	arena_free(p);
}

/* The reader with the pack under test in the place of its language, and of those that cannot be loaded. */
static void open_reader(struct arena *a, struct str lang, const char *dir, const struct pack *p,
			struct press_reader *out)
{
	struct err none = { 0 };

	for (out->n = 0; out->n < PRESS_LANGS; out->n++)
		if (str_eq(press_langs[out->n], lang) ||
		    !pack_load(a, press_langs[out->n], dir, &out->pack[out->n], &none))
			out->pack[out->n] = *p;
}

bool cases_read(struct arena *a, struct str text, const struct press_reader *reader,
		const struct pack *p, size_t *cases, struct pack_report *report, struct err *e)
{
	struct case_run r = { .a = a, .reader = reader, .p = p, .report = report, .line = 1 };
	struct cells t;

	*cases = 0;
	if (!cells_of(a, str_fmt(a, "%.*s/cases.tsv", P(p->lang)), text, &t, e))
		return false;
	r.one = arena_new(0);
	if (!r.one)
		return err_set(e, ERR_FAILED, "run cases: no memory");
	arena_defer(a, free_one, r.one);
	r.s = arena_alloc(a, sizeof *r.s);
	(void)cells_next(&t);
	while (cells_next(&t)) {
		r.line = t.line;
		if (++*cases > CASES)
			return err_set(e, ERR_REFUSED, "%.*s/cases.tsv: more than %d cases",
				       P(p->lang), CASES);
		if (!one_case(&r, &t, e))
			return false;
	}
	return true;
}

bool cases_run(struct arena *a, struct str lang, const char *dir, size_t *cases,
	       struct pack_report *report, struct err *e)
{
	struct pack *p = arena_alloc(a, sizeof *p);
	struct press_reader *reader = arena_alloc(a, sizeof *reader);
	struct str text;

	*cases = 0;
	if (!pack_file(a, lang, dir, "lexicon.tsv", &text, e) ||
	    !pack_read(a, lang, text, p, report, e) ||
	    !pack_file(a, lang, dir, "cases.tsv", &text, e))
		return false;
	open_reader(a, lang, dir, p, reader);
	return cases_read(a, text, reader, p, cases, report, e);
}
