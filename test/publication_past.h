/* A second bulletin, of the day after, and what was recorded late between the two (publication.h). */
#ifndef SULH_TEST_PUBLICATION_PAST_H
#define SULH_TEST_PUBLICATION_PAST_H

static void late_count(struct maker *m)
{
	size_t at = 0;

	while (!m->al.recs[at] || m->al.recs[at]->kind != &kind_corridor)
		at++;
	(void)counted(m, &m->al, ref(m, &m->al, at), "8", (struct str){ NULL, 0 });
	cut(m, &m->al, D + 1);
}

static void restate(struct maker *m, const struct change *c, int64_t of, struct val *refs)
{
	struct rec *r = record(m, &kind_restatement, D + 1);

	set(m, r, "figure", c->figure->code);
	set(m, r, "place_of", str_z(m->a, c->place));
	set(m, r, "detail", str_z(m->a, c->detail));
	set(m, r, "period", period_name(c->period).s);
	r->v[field_at(r->kind, "of_day")] = (struct val){ .set = true, .n = of };
	r->v[field_at(r->kind, "old")] =
		(struct val){ .set = true, .n = c->old + (m->flaw == PAST_OLD) };
	r->v[field_at(r->kind, "new")] =
		(struct val){ .set = true, .n = c->new + (m->flaw == PAST_OTHER) };
	set(m, r, "reason_code", "late_entry");
	refs->v[refs->len].s = ref(m, &m->hq, place_entry(m, &m->hq, r, "12"));
	refs->v[refs->len++].set = true;
}

/* What the late count changes of the first bulletin. */
static struct val restatements(struct maker *m)
{
	struct val refs = { .set = true, .v = arena_array(m->a, 20, sizeof *refs.v) };
	struct count_past days = { .was = { m->rows, m->rows_n } };
	struct change *list;
	size_t n, wrong;

	count_day(m, D, m->al.n, false, &days.is.list, &days.is.n);
	days.merged = days.is;
	n = count_unsaid(m->a, &days, &list, &wrong);
	if (n != 9)
		printf("# a late count changes %zu rows, not three periods at three places\n", n);
	for (size_t i = m->flaw == PAST_UNSAID; i < n; i++)
		restate(m, &list[i], D, &refs);
	if (m->flaw == PAST_NOWHERE)
		restate(m, &list[0], D - 1, &refs);
	cut(m, &m->hq, D + 1);
	return refs;
}

static void past(struct maker *m)
{
	struct rec *r = record(m, &kind_bulletin, D + 1);
	struct val *heads = &r->v[field_at(r->kind, "heads")];
	struct val *list = &r->v[field_at(r->kind, "corrections")];

	if (m->flaw >= MERGED) {
		*list = merged_restatements(m);
	} else {
		late_count(m);
		*list = restatements(m);
	}
	if (m->flaw == PAST_UNLISTED)
		list->len--;
	if (m->flaw == PAST_ORDER) {
		struct val first = list->v[0];

		list->v[0] = list->v[1];
		list->v[1] = first;
	}
	count_day(m, D + 1, m->al.n, false, &m->past_rows, &m->past_rows_n);
	set(m, r, "number", "2");
	times(m, r, D + 1);
	count_bulletin_rows(m->a, m->past_rows, m->past_rows_n,
			    &r->v[field_at(r->kind, "figures")]);
	*heads = (struct val){ .set = true, .v = arena_array(m->a, 2, sizeof *heads), .len = 2 };
	heads->v[0] = head(m, &m->hq);
	heads->v[1] = head(m, &m->al);
	r->v[field_at(r->kind, "checks")] = checks(m, m->past_rows, m->past_rows_n);
	m->past = r;
	m->past_index = place_entry(m, &m->hq, r, "12");
	cut(m, &m->hq, D + 1);
}

#endif
