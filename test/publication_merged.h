/* A second bulletin, of the day after, and a merge between the two (publication.h): one of the two people that the first counted in one
 * person's place is restated. */
#ifndef SULH_TEST_PUBLICATION_MERGED_H
#define SULH_TEST_PUBLICATION_MERGED_H

static void restate_merged(struct maker *m, const char *figure, const char *place,
			   const char *period, int64_t old, struct str merge, struct val *refs)
{
	struct rec *r = record(m, &kind_restatement, D + 1);
	struct val *names = &r->v[field_at(r->kind, "merges")];

	set(m, r, "figure", figure);
	set(m, r, "place_of", place);
	set(m, r, "period", period);
	r->v[field_at(r->kind, "of_day")] = (struct val){ .set = true, .n = D };
	r->v[field_at(r->kind, "old")] = (struct val){ .set = true, .n = old };
	r->v[field_at(r->kind, "new")] = (struct val){
		.set = true, .n = m->flaw == MERGED_OTHER || m->flaw == MERGED_SAME ? old : old - 1
	};
	if (m->flaw == MERGED_OTHER)
		r->v[field_at(r->kind, "new")].n = old - 2;
	set(m, r, "reason_code", "duplicate");
	if (m->flaw != MERGED_UNNAMED) {
		*names = (struct val){ .set = true,
				       .len = m->flaw == MERGED_MORE ? 2 : 1,
				       .v = arena_array(m->a, 2, sizeof *names) };
		names->v[0] = (struct val){ .set = true, .s = merge };
		/* A person who was registered. */
		names->v[1] = (struct val){ .set = true, .s = ref(m, &m->al, 0) };
		if (m->flaw == MERGED_NAMES)
			names->v[0] = names->v[1];
	}
	refs->v[refs->len].s = ref(m, &m->hq, place_entry(m, &m->hq, r, "12"));
	refs->v[refs->len++].set = true;
}

static struct val merged_restatements(struct maker *m)
{
	struct val refs = { .set = true, .v = arena_array(m->a, 8, sizeof *refs.v) };
	size_t at = m->al.n;
	struct str merge;

	persons(m, &m->al, &kind_decision, "merge_open", 1,
		m->flaw == MERGED_AHEAD ? D + 2 : D + 1);
	merge = ref(m, &m->al, at);
	for (int i = 0; i < 2; i++) {
		const char *place = i ? "al" : "sy";

		if (m->flaw == MERGED_UNSAID && i)
			continue;
		restate_merged(m, "P2", place, m->flaw == MERGED_H24 ? "h24" : "total", 6, merge,
			       &refs);
		restate_merged(m, "P3", place, "now", 1, merge, &refs);
		if (m->flaw == MERGED_TWICE && i)
			restate_merged(m, "P3", place, "now", 0, merge, &refs);
	}
	cut(m, &m->hq, D + 1);
	return refs;
}

#endif
