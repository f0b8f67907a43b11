/* See kept.h. */
#include "figure/kept.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/time.h"
#include "record/entry.h"
#include "record/kinds.h"
#include "store/store.h"
#include "base/banned.h"

struct reading {
	struct store *s;
	struct arena *a;
	int64_t log, size;
	struct store_bulletin *bulletins;
	size_t n_bulletins;
	struct buf claims, findings; /* of struct kept_claim, struct kept_finding */
};

int64_t kept_index(struct str ref)
{
	uint64_t n = 0;

	if (ref.len != REF_BYTES)
		return -1;
	for (size_t i = 8; i < 16; i++)
		n = n << 8 | (uint8_t)ref.s[i];
	return n > INT64_MAX ? -1 : (int64_t)n;
}

/* *r stays NULL for an entry of another log, or beyond the size. */
static bool record(struct reading *w, int64_t log, int64_t seq, const struct rec **r, struct err *e)
{
	struct store_entry stored;
	struct entry x;

	*r = NULL;
	if (log != w->log || seq >= w->size)
		return true;
	if (!store_entry_get(w->s, w->a, log, seq, &stored, e) ||
	    !entry_read(w->a, stored.bytes, &x, e))
		return within(e, "entry hq/%lld", (long long)seq);
	*r = entry_fields(w->a, &x);
	return *r || err_set(e, ERR_FAILED, "entry hq/%lld cannot be read", (long long)seq);
}

static bool add_claim(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct reading *w = p;
	struct kept_claim one = { .index = seq };
	const struct val *from;

	if (!record(w, log, seq, &one.r, e))
		return false;
	if (!one.r)
		return true;
	from = rec_get(one.r, "copied_from");
	one.copied_from = from ? kept_index(from->s) : -1;
	buf_add(&w->claims, &one, sizeof one);
	return true;
}

static bool add_finding(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct reading *w = p;
	struct kept_finding one = { .index = seq };
	const struct val *against;

	if (!record(w, log, seq, &one.r, e))
		return false;
	if (!one.r)
		return true;
	against = rec_get(one.r, "against");
	for (size_t i = 0; i < against->len; i++)
		for (size_t k = 0; k < w->n_bulletins && one.n_against < KEPT_AGAINST; k++)
			if (w->bulletins[k].seq == kept_index(against->v[i].s))
				one.against[one.n_against++] = w->bulletins[k].day;
	buf_add(&w->findings, &one, sizeof one);
	return true;
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

/* Each claim gets the newest of its findings, and how many are copies of it. */
static void tie(struct reading *w, struct kept *out)
{
	const struct kept_finding *f = (const void *)w->findings.p;
	struct kept_claim **at = arena_array(w->a, out->n + 1, sizeof *at), *c;

	for (size_t i = 0; i < out->n; i++)
		at[i] = &out->claims[i];
	qsort(at, out->n, sizeof(struct kept_claim *), by_index);
	for (size_t i = 0; i < w->findings.len / sizeof *f; i++) {
		c = found(at, out->n, kept_index(rec_get(f[i].r, "claim")->s));
		if (c && (!c->finding || c->finding->index < f[i].index))
			c->finding = &f[i];
	}
	for (size_t i = 0; i < out->n; i++) {
		c = found(at, out->n, out->claims[i].copied_from);
		if (c)
			c->copies++;
	}
}

bool kept_read(struct store *s, struct arena *a, int64_t log, int64_t size, struct kept *out,
	       struct err *e)
{
	struct reading w = { .s = s,
			     .a = a,
			     .log = log,
			     .size = size,
			     .claims = { .a = a },
			     .findings = { .a = a } };

	*out = (struct kept){ 0 };
	if (!store_bulletins(s, a, &w.bulletins, &w.n_bulletins, e) ||
	    !store_records(s, kind_press_claim.code, DAY_MIN, DAY_MAX, true, add_claim, &w, e) ||
	    !store_records(s, kind_press_finding.code, DAY_MIN, DAY_MAX, true, add_finding, &w, e))
		return false;
	out->claims = (struct kept_claim *)(void *)w.claims.p;
	out->n = w.claims.len / sizeof *out->claims;
	if (out->n)
		qsort(out->claims, out->n, sizeof *out->claims, by_day);
	tie(&w, out);
	return true;
}

const struct kept_claim *kept_at(const struct kept *k, int64_t index)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->claims[i].index == index)
			return &k->claims[i];
	return NULL;
}
