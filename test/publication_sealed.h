/* The sealed entries of the small publication of publication.h, beside registrations and grants: a certificate,
 * an act that nothing public shows, weapons of a cut. */
#ifndef SULH_TEST_PUBLICATION_SEALED_H
#define SULH_TEST_PUBLICATION_SEALED_H

static struct entry certificate(struct maker *m)
{
	struct rec *r = record(m, &kind_certificate, D);
	struct rec_view v = view(m);
	struct refusals why = { .a = m->a };
	struct entry x;

	if (m->flaw != COMMIT_TWICE || !m->commit.s)
		m->commit = fresh(m, 32);
	set_ref(r, "paper_hash", m->commit);
	if (!entry_of(m->a, r, &v, S("issue"), &x, &why))
		printf("# certificate: %.*s\n", P(why.list[0].want));
	x.seal = fresh(m, 32);
	if (m->flaw == NO_COMMIT)
		x.commit = (struct str){ NULL, 0 };
	if (m->flaw == SEALED_DELTA)
		x.deltas.list[0].n++;
	return x;
}

/* An appeal that was lodged: no number changes. */
static struct entry veiled(struct maker *m)
{
	struct rec *r = record(m, &kind_appeal, D);
	struct rec_view v = view(m);
	struct refusals why = { .a = m->a };
	struct entry x;

	if (!entry_of(m->a, r, &v, (struct str){ NULL, 0 }, &x, &why))
		printf("# appeal: %.*s\n", P(why.list[0].want));
	x.seal = fresh(m, 32);
	if (m->flaw == SEALED_CODE)
		x.kind = kind_appeal.code;
	return x;
}

/* One entry for two small arms, one light weapon and one that no number shows. */
static struct entry weapons(struct maker *m)
{
	static const char *const groups[] = { "W1", "W2", "W1", "W3" };
	struct entry items[4], x;
	const struct entry *list[4];
	struct rec_view v = view(m);
	struct refusals why = { .a = m->a };

	for (int i = 0; i < 4; i++) {
		struct rec *r = record(m, &kind_weapon_item, D);

		set(m, r, "group", groups[i]);
		if (!entry_of(m->a, r, &v, (struct str){ NULL, 0 }, &items[i], &why))
			printf("# item: %.*s\n", P(why.list[0].want));
		items[i].seal = fresh(m, 32);
		list[i] = &items[i];
	}
	if (!entry_weapon(m->a, &kind_weapon_item, D, list, 4, &x, &why))
		printf("# weapons: %.*s\n", P(why.list[0].want));
	if (m->flaw == WEAPONS_OTHER)
		x.deltas.list[0].figure = S("W5");
	if (m->flaw == WEAPONS_ORDER) {
		struct delta d = x.deltas.list[0];

		x.deltas.list[0] = x.deltas.list[1];
		x.deltas.list[1] = d;
	}
	return x;
}

static void all_sealed(struct maker *m)
{
	struct entry x[4] = { certificate(m), veiled(m), weapons(m), { 0 } };
	int n = 3;

	if (m->flaw == WEAPONS_TWICE)
		x[n++] = weapons(m);
	if (m->flaw == COMMIT_TWICE)
		x[n++] = certificate(m);
	sealed(m, &m->al, x, n, D);
}

#endif
