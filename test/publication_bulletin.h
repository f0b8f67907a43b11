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

/* One entry, its place being `seat` where it names none; with sign -1 as a correction takes it back. */
static bool count_entry(struct maker *m, struct count *c, const struct book *b, size_t index,
			struct str seat, int64_t sign, struct err *e)
{
	const struct rec *r = b->recs[index];
	struct entry x;
	bool ok = entry_read(m->a, b->entries[index], &x, e);

	for (size_t i = 0; ok && i < x.deltas.n; i++) {
		const struct delta *d = &x.deltas.list[i];
		struct part p = { .figure = d->figure,
				  .detail = d->detail,
				  .place = x.place.s ? x.place : seat,
				  .n = sign * d->n,
				  .q = d->n < 0 ? qual_minus(d->q) : d->q,
				  .from_day = x.from_day,
				  .day = x.day,
				  .entries = sign };

		p.stated =
			r && r->kind->stated_when && rec_when(r, r->kind->stated_when) ? sign : 0;
		ok = count_add(c, &p, e);
	}
	return ok;
}

static bool count_states(struct maker *m, struct count *c, const struct book *b, size_t index,
			 struct str seat, struct err *e)
{
	const struct rec *r = b->recs[index];
	struct state_lines lines = { .a = m->a };
	struct rec_view v = view(m);
	struct state s = { .kind = r->kind->code,
			   .log = b == &m->al,
			   .key = rec_key(m->a, r, &v),
			   .place = rec_place(r, &v),
			   .day = r->day,
			   .index = index };

	rec_states(r, &v, &lines);
	s.lines = lines.list;
	s.n = lines.n;
	s.stated = r->kind->stated_when && rec_when(r, r->kind->stated_when);
	if (!s.place.s)
		s.place = seat;
	return count_state(c, &s, e);
}

static bool count_book(struct maker *m, struct count *c, const struct book *b, size_t size,
		       struct str seat, struct err *e)
{
	bool ok = true;

	for (size_t i = 0; ok && i < size; i++) {
		const struct rec *r = b->recs[i];

		ok = count_entry(m, c, b, i, seat, 1, e);
		if (ok && r && r->corrects.s) {
			size_t of = (uint8_t)r->corrects.s[15];

			ok = count_entry(m, c, b, of, seat, -1, e);
			count_state_cancel(c, b == &m->al, of);
		}
		if (ok && r && kind_has_states(r->kind))
			ok = count_states(m, c, b, i, seat, e);
	}
	return ok;
}

static void count_day(struct maker *m, int64_t day, size_t al, bool late, struct row **rows,
		      size_t *n)
{
	static const struct count_place places[] = {
		{ SC("sy"), SC("Syria"), { NULL, 0 }, SC("country"), 0 },
		{ SC("al"), SC("Aleppo"), SC("sy"), SC("governorate"), 0 },
		{ SC("al-c"), SC("Aleppo city"), SC("al"), SC("city"), 0 },
	};
	struct count *c = count_new(m->a, day, 5);
	bool ok = true;
	struct err e;

	for (size_t i = 0; i < 3; i++)
		ok &= count_place(c, &places[i]);
	count_centres(c, !late, late, late ? 24 : 0);
	ok = ok && count_book(m, c, &m->hq, m->hq.n, S("sy"), &e) &&
	     count_book(m, c, &m->al, al, S("al"), &e);
	if (!ok || !count_rows(c, rows, n, &e))
		printf("# the rows were not made\n");
}

static void count(struct maker *m)
{
	bool late = m->flaw == LATE, old = late || m->flaw == OLD_HEAD;
	size_t size = m->flaw == LEFT_OUT ? 0 : old ? (size_t)m->before.v[1].n : m->al.n;

	count_day(m, D, size, late, &m->rows, &m->rows_n);
}

/* The vector of heads, and which centres are late. */
static void heads(struct maker *m, struct rec *r)
{
	struct val *heads = &r->v[field_at(r->kind, "heads")];
	struct val *late = &r->v[field_at(r->kind, "late")];
	bool no_al = m->flaw == LEFT_OUT, old = m->flaw == OLD_HEAD || m->flaw == LATE;

	*heads = (struct val){ .set = true, .v = arena_array(m->a, 2, sizeof *heads) };
	if (m->flaw != HQ_LEFT_OUT && m->flaw != LATE_HQ)
		heads->v[heads->len++] = head(m, &m->hq);
	if (!no_al)
		heads->v[heads->len++] = old ? m->before : head(m, &m->al);
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

/* The checks of rows. */
static struct val checks(struct maker *m, const struct row *rows, size_t n)
{
	struct check *c;
	struct val out = { .set = true, .len = count_checks(m->a, rows, n, &c) };

	out.v = arena_array(m->a, out.len, sizeof *out.v);
	for (size_t i = 0; i < out.len; i++) {
		struct val *v = arena_array(m->a, 3, sizeof *v);

		v[0] = (struct val){ .set = true, .s = str_of(c[i].rule) };
		v[1] = (struct val){ .set = true, .n = m->flaw == BAD_CHECK ? 0 : c[i].holds };
		out.v[i] = (struct val){ .set = true, .v = v };
	}
	return out;
}

static void times(struct maker *m, struct rec *r, int64_t day)
{
	struct instant from = opday_end(m->operation, day - 1), to = opday_end(m->operation, day);
	struct hash h = hash_of(m->definitions);

	r->v[1] = (struct val){ .set = true, .n = day };
	r->v[2] = (struct val){ .set = true, .n = from.s, .m = from.minutes };
	r->v[3] = (struct val){ .set = true, .n = to.s + (m->flaw == BAD_TIME), .m = to.minutes };
	set_ref(r, "definitions", str_dup(m->a, hash_str(&h)));
}

/* So few figures in a body, where they belong into the entry. */
static void in_body(struct maker *m, struct rec *r)
{
	struct val *figures = &r->v[field_at(r->kind, "figures")];
	struct hash h;

	m->body = count_figures(m->a, figures);
	h = hash_of(m->body);
	*figures = (struct val){ 0 };
	set_ref(r, "figures_body", str_dup(m->a, hash_str(&h)));
}

static void bulletin(struct maker *m)
{
	struct rec *r = m->bulletin = record(m, &kind_bulletin, D);

	count(m);
	m->definitions = definitions(m);
	set(m, r, "number", m->flaw == SECOND_NUMBER ? "2" : "1");
	times(m, r, D);
	said(m, &r->v[field_at(r->kind, "figures")]);
	if (m->flaw == FEW_IN_BODY)
		in_body(m, r);
	heads(m, r);
	r->v[field_at(r->kind, "checks")] = checks(m, m->rows, m->rows_n);
	m->bulletin_index = place_entry(m, &m->hq, r, "12");
	cut(m, &m->hq, D);
}

#endif
