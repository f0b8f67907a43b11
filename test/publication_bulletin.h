/* The bulletin of the small publication of publication.h, which includes this: true, or with one thing wrong. */
#ifndef SULH_TEST_PUBLICATION_BULLETIN_H
#define SULH_TEST_PUBLICATION_BULLETIN_H

static struct val head(struct maker *m, const struct book *b)
{
	struct hash root = tree_root(&b->tree);
	struct val *v = arena_array(m->a, 3, sizeof *v);

	if (m->flaw == BAD_HEAD && b == &m->al)
		root.b[0] ^= 1;
	v[0] = (struct val){ .set = true, .s = b->key.vkey.name };
	v[1] = (struct val){ .set = true, .n = (int64_t)b->n };
	v[2] = (struct val){ .set = true, .s = str_dup(m->a, hash_str(&root)) };
	return (struct val){ .set = true, .v = v };
}

static bool count_rest(struct count *c, struct err *e)
{
	return count_add(c, S("P3"), S(""), S("al"), -5, QUAL_EXACT, D, D, 5, e) &&
	       count_add(c, S("P4"), S(""), S("al"), 5, QUAL_EXACT, D, D, 5, e) &&
	       count_add(c, S("T1"), S(""), S("al-c"), 10500, QUAL_OVER, D, D, 1, e) &&
	       count_add(c, S("T1c"), S(""), S("al-c"), 4000, QUAL_OVER, D, D, 1, e);
}

static void count(struct maker *m)
{
	struct count *c = count_new(m->a, D);
	struct str none = { NULL, 0 };
	struct err e;
	bool ok = count_place(c, S("sy"), S("Syria"), none) &&
		  count_place(c, S("al"), S("Aleppo"), S("sy")) &&
		  count_place(c, S("al-c"), S("Aleppo city"), S("al"));

	if (m->flaw == LEFT_OUT || m->flaw == LATE) {
		m->rows_n = 0;
		return;
	}
	ok = ok && count_add(c, S("P2"), S(""), S("al"), 6, QUAL_EXACT, D - 1, D - 1, 6, &e) &&
	     count_add(c, S("P3"), S(""), S("al"), 6, QUAL_EXACT, D - 1, D - 1, 6, &e);
	if (m->flaw != OLD_HEAD)
		ok = ok && count_rest(c, &e);
	if (!ok || !count_rows(c, &m->rows, &m->rows_n, &e))
		printf("# the rows were not made\n");
}

/* The vector of heads, and which centres are late. */
static void heads(struct maker *m, struct rec *r)
{
	struct val *heads = &r->v[field_at(r->kind, "heads")];
	struct val *late = &r->v[field_at(r->kind, "late")];
	bool no_al = m->flaw == LEFT_OUT || m->flaw == LATE;

	*heads = (struct val){ .set = true, .v = arena_array(m->a, 2, sizeof *heads) };
	if (m->flaw != HQ_LEFT_OUT && m->flaw != LATE_HQ)
		heads->v[heads->len++] = head(m, &m->hq);
	if (!no_al)
		heads->v[heads->len++] = m->flaw == OLD_HEAD ? m->before : head(m, &m->al);
	if (m->flaw != LATE && m->flaw != LATE_FOR_NOTHING && m->flaw != LATE_HQ)
		return;
	*late = (struct val){ .set = true, .v = arena_array(m->a, 1, sizeof *late), .len = 1 };
	late->v[0] = (struct val){ .set = true, .s = ref(m, &m->hq, m->centre) };
}

/* The table of figures, with another row or one more. */
static struct str definitions(struct maker *m)
{
	struct buf out = { .a = m->a }, text = { .a = m->a };
	struct str rest;

	figures_definitions(&text);
	rest = buf_text(&text);
	while (rest.len) {
		struct str line = str_cut(&rest, '\n');
		bool other = m->flaw == OTHER_ROW && str_starts(line, S("P2,"));

		buf_fmt(&out, "%.*s%s\n", P(line), other ? ", or so" : "");
	}
	if (m->flaw == NEW_FIGURE || m->flaw == OTHER_TABLE)
		buf_str(&out, S("Z9,new,new,person,total,new,Z9 >= 0\n"));
	if (m->flaw == UNDEFINED_FIGURE)
		buf_str(&out, S("Z8,new,new,person,total,new,Z8 >= 0\n"));
	return buf_text(&out);
}

/* What stands in the bulletin, true or not. */
static void said(struct maker *m, struct val *figures)
{
	struct val more;

	count_bulletin_rows(m->a, m->rows, m->rows_n, figures);
	if (m->flaw == BAD_FIGURE || m->flaw == OTHER_TABLE || m->flaw == OTHER_ROW)
		figures->v[0].v[5].n++;
	if (m->flaw != NEW_FIGURE && m->flaw != UNDEFINED_FIGURE)
		return;
	count_bulletin_rows(m->a, m->rows, 1, &more);
	more.v[0].v[0].s = S("Z9");
	figures->v[figures->len++] = more.v[0];
}

static void bulletin(struct maker *m)
{
	struct rec *r = m->bulletin = record(m, &kind_bulletin, D);
	struct val *checks = &r->v[field_at(r->kind, "checks")];
	struct instant from = opday_end(m->operation, D - 1), to = opday_end(m->operation, D);
	struct check *c;
	struct hash h;

	count(m);
	set(m, r, "number", m->flaw == SECOND_NUMBER ? "2" : "1");
	set(m, r, "day", "2016-12-09");
	r->v[2] = (struct val){ .set = true, .n = from.s, .m = from.minutes };
	r->v[3] = (struct val){ .set = true, .n = to.s + (m->flaw == BAD_TIME), .m = to.minutes };
	said(m, &r->v[field_at(r->kind, "figures")]);
	heads(m, r);
	m->definitions = definitions(m);
	h = hash_of(m->definitions);
	set_ref(r, "definitions", str_dup(m->a, hash_str(&h)));
	checks->len = count_checks(m->a, m->rows, m->rows_n, &c);
	checks->set = true;
	checks->v = arena_array(m->a, checks->len, sizeof *checks->v);
	for (size_t i = 0; i < checks->len; i++) {
		struct val *v = arena_array(m->a, 3, sizeof *v);

		v[0] = (struct val){ .set = true, .s = str_of(c[i].rule) };
		v[1] = (struct val){ .set = true, .n = m->flaw == BAD_CHECK ? 0 : c[i].holds };
		checks->v[i] = (struct val){ .set = true, .v = v };
	}
	place_entry(m, &m->hq, r, "12");
	cut(m, &m->hq, D);
}

#endif
