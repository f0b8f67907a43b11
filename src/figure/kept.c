/* See kept.h: claims are tied to findings and to their sources, and findings to the numbers that were signed. */
#include "figure/kept.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/time.h"
#include "record/kinds.h"
#include "record/press.h"
#include "base/banned.h"

static void add_finding(struct kept_maker *m, int64_t index, const struct rec *r)
{
	struct kept_finding one = { .index = index, .r = r };
	const struct val *against = rec_get(r, "against");

	for (size_t i = 0; i < against->len; i++)
		for (size_t k = 0; k < m->n_bulletins && one.n_against < KEPT_AGAINST; k++)
			if (m->bulletins[k].index == ref_index(against->v[i].s))
				one.against[one.n_against++] = m->bulletins[k];
	buf_add(&m->findings, &one, sizeof one);
}

void kept_add(struct kept_maker *m, int64_t index, const struct rec *r)
{
	struct kept_claim one = { .index = index, .r = r, .source = index };

	m->claims.a = m->findings.a = m->a;
	if (r->kind == &kind_press_finding)
		add_finding(m, index, r);
	if (r->kind != &kind_press_claim)
		return;
	one.copied_from = rec_get(r, "copied_from") ? ref_index(rec_get(r, "copied_from")->s) : -1;
	buf_add(&m->claims, &one, sizeof one);
}

static int by_day(const void *x, const void *y)
{
	const struct kept_claim *a = x, *b = y;
	int64_t m = rec_get(a->r, "published_on")->n, n = rec_get(b->r, "published_on")->n;

	return m != n ? (m < n ? -1 : 1) : (a->index > b->index) - (a->index < b->index);
}

static int by_index(const void *x, const void *y)
{
	const struct kept_claim *const *a = x, *const *b = y;

	return ((*a)->index > (*b)->index) - ((*a)->index < (*b)->index);
}

static struct kept_claim *found(struct kept_claim *const *list, size_t n, int64_t index)
{
	struct kept_claim one = { .index = index }, *key = &one, *const * at;

	at = n ? bsearch(&key, list, n, sizeof(struct kept_claim *), by_index) : NULL;
	return at ? *at : NULL;
}

/* Each claim gets the newest of its findings, where it comes from, and how many are copies of it. What a reference names came
 * before it, so that the source of what one copied from is known. */
static void tie(struct arena *a, struct kept_list *k)
{
	struct kept_claim **at = arena_array(a, k->n + 1, sizeof *at), *c;

	for (size_t i = 0; i < k->n; i++)
		at[i] = &k->claims[i];
	qsort(at, k->n, sizeof(struct kept_claim *), by_index);
	for (size_t i = 0; i < k->n_findings; i++) {
		c = found(at, k->n, ref_index(rec_get(k->findings[i].r, "claim")->s));
		if (c && (!c->finding || c->finding->index < k->findings[i].index))
			c->finding = &k->findings[i];
	}
	for (size_t i = 0; i < k->n; i++) {
		c = at[i]->copied_from < at[i]->index ? found(at, k->n, at[i]->copied_from) : NULL;
		if (c) {
			c->copies++;
			at[i]->source = c->source;
		}
		c = found(at, k->n, at[i]->source);
		at[i]->open = !at[i]->finding && !(c && c->finding);
	}
}

void kept_made(struct kept_maker *m, struct kept_list *out)
{
	*out = (struct kept_list){
		.claims = (struct kept_claim *)(void *)m->claims.p,
		.findings = (struct kept_finding *)(void *)m->findings.p,
		.n = m->claims.len / sizeof *out->claims,
		.n_findings = m->findings.len / sizeof *out->findings,
	};
	if (out->n)
		qsort(out->claims, out->n, sizeof *out->claims, by_day);
	tie(m->a, out);
}

const struct kept_claim *kept_at(const struct kept_list *k, int64_t index)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->claims[i].index == index)
			return &k->claims[i];
	return NULL;
}

bool kept_flag(struct str verdict)
{
	return code_in("differs,unit,thousands_lost,digits_lost,sum_fails,flow_total,"
		       "total_falls,date_slip",
		       verdict);
}

bool kept_period(struct str said, enum period *out)
{
	if (code_in("past24h,daily", said))
		*out = PERIOD_H24;
	else if (str_eq(said, S("past3d")))
		*out = PERIOD_D3;
	else if (code_in("total,to_date", said))
		*out = PERIOD_TOTAL;
	else
		return false;
	return true;
}

/* The numbers that were signed. */

static bool against(const struct kept_finding *f, const struct kept_bulletin *b)
{
	for (size_t i = 0; i < f->n_against; i++)
		if (f->against[i].index == b->index)
			return true;
	return false;
}

bool kept_names(const struct kept_list *k, const struct kept_bulletin *b)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->claims[i].finding && against(k->claims[i].finding, b))
			return true;
	return false;
}

/* The claim's own window first. */
static size_t periods_of(const struct kept_claim *c, enum period list[PERIOD_COUNT + 1])
{
	static const enum period rest[] = { PERIOD_TOTAL, PERIOD_NOW, PERIOD_H24, PERIOD_D3 };
	size_t n = kept_period(rec_code(c->r, "period"), &list[0]);

	for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
		list[n++] = rest[i];
	return n;
}

static const struct val *said(const struct val *line, const char *field)
{
	return &line->v[field_at(&kind_bulletin_figure, field)];
}

static const struct kept_held *find_held(struct arena *a, const struct kept_claim *c,
					 const struct kept_bulletin *b, struct str place,
					 const struct val *figures)
{
	enum period list[PERIOD_COUNT + 1];
	size_t n = periods_of(c, list);
	struct kept_held *out;
	int64_t value;

	if (!press_number(c->r, c->finding->r, &value))
		return NULL;
	for (size_t i = 0; i < n; i++) {
		const struct val *line =
			press_line(figures, c->r, place, period_name(list[i]).s, value);

		if (!line)
			continue;
		out = arena_alloc(a, sizeof *out);
		*out = (struct kept_held){ .by = *b,
					   .place = str_dup(a, place),
					   .period = list[i],
					   .qualifier = str_dup(a, said(line, "qualifier")->s),
					   .value = value };
		if (said(line, "detail")->set)
			out->detail = str_dup(a, said(line, "detail")->s);
		return out;
	}
	return NULL;
}

void kept_hold(struct arena *a, struct kept_list *k, const struct kept_bulletin *b,
	       struct str whole, const struct val *figures)
{
	for (size_t i = 0; figures && i < k->n; i++) {
		const struct kept_claim *c = &k->claims[i];
		struct str place = rec_code(c->r, "place_of");

		/* Of several the first that has the number. */
		if (c->finding && !c->finding->held && against(c->finding, b))
			c->finding->held = find_held(a, c, b, place.len ? place : whole, figures);
	}
}
