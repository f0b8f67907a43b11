/* Writing the small publication of publication.h, which includes this, to a folder. */
#ifndef SULH_TEST_PUBLICATION_OUT_H
#define SULH_TEST_PUBLICATION_OUT_H

static bool next(void *p, uint64_t index, struct str *bytes, struct err *e)
{
	struct book *b = p;

	(void)e;
	*bytes = b->entries[index];
	return true;
}

static char *path(struct arena *a, struct str dir, const char *name)
{
	return str_z(a, os_join(a, dir, str_of(name)));
}

static bool publish_log(struct maker *m, struct str dir, struct book *b, struct err *e)
{
	struct str out = os_join(m->a, dir, b->name), vkey = note_vkey_text(m->a, &b->key.vkey);
	struct log_source src = { next, b };
	struct checkpoint c = { b->key.vkey.name, b->n, tree_root(&b->tree) };
	const char *hwm = str_fmt(m->a, "%.*s.%.*s.hwm", P(dir), P(b->name)).s;
	struct hwm empty = { .size = 0 };
	struct note_signer by = note_signer_of(&b->key);

	return os_mkdir(out.s, 0755, e) && log_write(m->a, out.s, &src, b->n, &c.root, e) &&
	       os_write(path(m->a, out, "vkey"), str_fmt(m->a, "%.*s\n", P(vkey)), 0644, e) &&
	       hwm_write(m->a, hwm, &empty, e) && log_sign(m->a, out.s, hwm, &c, &by, e) &&
	       os_remove(hwm, e);
}

static bool publish_body(struct maker *m, struct str dir, struct err *e)
{
	struct hash h = hash_of(m->body);
	struct str name = str_fmt(m->a, "body/%.*s", P(str_hex(m->a, h.b, sizeof h.b)));

	if (m->flaw != BODY_UNNAMED && !m->body.s)
		return true;
	return os_mkdir(path(m->a, dir, "body"), 0755, e) &&
	       (!m->body.s || os_write(path(m->a, dir, name.s), m->body, 0644, e));
}

static bool published(struct maker *m, struct str dir, struct err *e)
{
	struct policy_log logs[] = { { m->al.key.vkey }, { m->hq.key.vkey } };
	struct policy p = { .logs = logs, .logs_n = 2 };

	return os_remove_tree(dir.s, e) && os_mkdir(dir.s, 0755, e) &&
	       publish_log(m, dir, &m->hq, e) && publish_log(m, dir, &m->al, e) &&
	       os_write(path(m->a, dir, "policy"), policy_text(m->a, &p), 0644, e) &&
	       os_write(path(m->a, dir, "definitions"), m->definitions, 0644, e) &&
	       os_mkdir(path(m->a, dir, "bulletin"), 0755, e) && publish_body(m, dir, e) &&
	       os_write(path(m->a, dir, "bulletin/2016-12-09.json"),
			count_json(m->a, m->bulletin, m->bulletin_index, m->rows, m->rows_n), 0644,
			e) &&
	       (!m->past ||
		os_write(path(m->a, dir, "bulletin/2016-12-10.json"),
			 count_json(m->a, m->past, m->past_index, m->past_rows, m->past_rows_n),
			 0644, e));
}

#endif
