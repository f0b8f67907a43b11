/* The files of reports, as the commands of the press desk are given them. */
#include <stdio.h>
#include <stdlib.h>

#include "base/os.h"
#include "base/time.h"
#include "cli/press.h"
#include "base/banned.h"

size_t press_characters(struct str text, size_t bytes)
{
	size_t n = 0;

	for (size_t i = 0; i < bytes && i < text.len; i++)
		n += ((unsigned char)text.s[i] & 0xc0) != 0x80;
	return n;
}

static bool add_folder(struct cli *c, struct press_paths *out, struct str path, struct err *e)
{
	struct str *names;
	size_t n;

	out->many = true;
	if (!os_list(c->a, str_z(c->a, path), PRESS_REPORTS, &names, &n, e))
		return press_unread(c, out, path, e);
	for (size_t i = 0; i < n; i++)
		if (names[i].s[0] != '.' &&
		    !press_paths_add(c, out, os_join(c->a, path, names[i]), e))
			return false;
	return true;
}

bool press_paths_add(struct cli *c, struct press_paths *out, struct str path, struct err *e)
{
	if (!str_eq(path, S("-")) && os_type(str_z(c->a, path)) == OS_DIR)
		return add_folder(c, out, path, e);
	if (out->n == PRESS_REPORTS)
		return err_set(e, ERR_USAGE, "more than %d reports", PRESS_REPORTS);
	out->path = arena_more(c->a, out->path, out->n, &out->room, sizeof *out->path);
	out->path[out->n++] = path;
	out->many = out->many || out->n > 1;
	return true;
}

bool press_unread(struct cli *c, struct press_paths *p, struct str path, struct err *e)
{
	struct buf *b;

	if (!p->many)
		return false;
	p->worst = p->unread++ ? p->worst : e->kind;
	cli_say(c, "not read: %.*s: %s\n", P(cli_plain(c->a, path)), e->what);
	if (c->json) {
		b = cli_line(c, "unread");
		json_put_text(b, "file", path);
		json_put_text(b, "reason", str_of(e->what));
		cli_line_end(c);
	}
	*e = (struct err){ 0 };
	return true;
}

void press_paths_end(struct cli *c, const struct press_paths *p)
{
	if (!p->unread)
		return;
	json_put_int(&c->result, "unread", (int64_t)p->unread);
	c->status = p->n ? ERR_ATTENTION : p->worst;
	cli_say(c, "%zu files could not be read\n", p->unread);
}

/* ---- names ---- */

struct named {
	struct str name;
	size_t at;
};

static int by_name(const void *x, const void *y)
{
	const struct named *a = x, *b = y;
	int n = str_cmp(a->name, b->name);

	return n ? n : (a->at > b->at) - (a->at < b->at);
}

static struct str without_ending(struct str path)
{
	for (size_t i = path.len; i-- > 1 && path.s[i] != '/';)
		if (path.s[i] == '.' && path.s[i - 1] != '/')
			return str_mem(path.s, i);
	return path;
}

/* Takes more of the path for those of one name; false where there are none. */
static bool part_names(struct press_paths *p, struct named *list, bool whole)
{
	bool found = false;

	for (size_t i = 0; i < p->n; i++)
		list[i] = (struct named){ p->name[i], i };
	if (p->n)
		qsort(list, p->n, sizeof *list, by_name);
	for (size_t i = 0; i < p->n; i++) {
		struct str path = p->path[list[i].at];

		if ((i && str_eq(list[i].name, list[i - 1].name)) ||
		    (i + 1 < p->n && str_eq(list[i].name, list[i + 1].name))) {
			p->name[list[i].at] = whole ? path : without_ending(path);
			found = true;
		}
	}
	return found;
}

/* Leaves out paths that stand there already. */
static void drop_twice(struct press_paths *p, struct named *list)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		list[i] = (struct named){ p->path[i], i };
	if (p->n)
		qsort(list, p->n, sizeof *list, by_name);
	for (size_t i = 1; i < p->n; i++)
		if (str_eq(list[i].name, list[i - 1].name))
			p->path[list[i].at] = (struct str){ NULL, 0 };
	for (size_t i = 0; i < p->n; i++)
		if (p->path[i].s)
			p->path[n++] = p->path[i];
	p->n = n;
}

void press_paths_name(struct cli *c, struct press_paths *p)
{
	struct named *list = arena_array(c->a, p->n + 1, sizeof *list);

	drop_twice(p, list);
	p->name = arena_array(c->a, p->n + 1, sizeof *p->name);
	for (size_t i = 0; i < p->n; i++)
		p->name[i] = press_name(p->path[i]);
	/* Whole paths are all different: what is parted once stays so, but may have the name of another file. */
	if (part_names(p, list, false))
		while (part_names(p, list, true))
			;
}

/* ---- reading ---- */

static bool read_input(struct arena *a, struct str *out, struct err *e)
{
	struct buf b = { .a = a };
	char room[65536];
	size_t n;

	while ((n = fread(room, 1, sizeof room, stdin)) > 0) {
		buf_add(&b, room, n);
		if (b.len > ARTICLE_BYTES)
			return err_set(e, ERR_REFUSED, "standard input: more than %zu bytes",
				       ARTICLE_BYTES);
	}
	*out = buf_text(&b);
	return true;
}

bool press_bytes(struct arena *a, struct str path, struct str *out, struct err *e)
{
	return str_eq(path, S("-")) ? read_input(a, out, e)
				    : cli_read(a, path, ARTICLE_BYTES, out, e);
}

struct str press_name(struct str path)
{
	struct str name = path;

	for (size_t i = 0; i < path.len; i++)
		if (path.s[i] == '/')
			name = str_from(path, i + 1);
	for (size_t i = name.len; i-- > 1;)
		if (name.s[i] == '.') {
			name.len = i;
			break;
		}
	return str_eq(path, S("-")) ? S("stdin") : name;
}

int64_t press_day(struct str report_date)
{
	int64_t day;

	return report_date.len == 10 && day_parse(report_date, &day) ? day : NO_DAY;
}

/* Text and day of a report, without what reading its claims takes. */
static bool read_day(struct cli *c, const struct press_reader *r, struct arena *one,
		     struct str path, struct str name, struct press_doc *out, struct err *e)
{
	struct str bytes;

	arena_reset(one);
	if (!press_bytes(c->a, path, &bytes, e) || !article_read(c->a, bytes, &out->article, e) ||
	    !press_read(one, r, name, bytes, &out->report, NULL, e))
		return false;
	out->day = press_day(out->report.report_date);
	out->report = (struct press_report){ .doc = name };
	return true;
}

static bool read_claims(struct cli *c, const struct press_reader *r, struct str path,
			struct str name, struct press_doc *out, struct err *e)
{
	struct str bytes;

	if (!press_bytes(c->a, path, &bytes, e) ||
	    !press_read(c->a, r, name, bytes, &out->report, &out->article, e))
		return false;
	out->day = press_day(out->report.report_date);
	return true;
}

static void free_one(void *p)
{
	arena_free(p);
}

bool press_docs(struct cli *c, struct press_paths *paths, bool claims, struct press_doc **docs,
		struct reuse_text **texts, struct err *e)
{
	struct press_reader *r = arena_alloc(c->a, sizeof *r);
	struct press_doc *d = arena_array(c->a, paths->n + 1, sizeof *d);
	struct reuse_text *t = arena_array(c->a, paths->n + 1, sizeof *t);
	struct arena *one = arena_new(0);
	size_t n = 0;

	if (!one)
		return err_set(e, ERR_FAILED, "out of memory");
	arena_defer(c->a, free_one, one);
	if (!press_reader_open(c->a, NULL, r, e))
		return false;
	press_paths_name(c, paths);
	for (size_t i = 0; i < paths->n; i++) {
		struct str path = paths->path[i], name = paths->name[i];

		if (claims ? !read_claims(c, r, path, name, &d[n], e)
			   : !read_day(c, r, one, path, name, &d[n], e)) {
			if (!press_unread(c, paths, path, e))
				return within(e, "%.*s", P(path));
			continue;
		}
		t[n] = (struct reuse_text){ .name = name,
					    .text = d[n].article.text,
					    .day = d[n].day };
		paths->path[n] = path;
		paths->name[n++] = name;
		if (i % 64 == 0)
			cli_progress(c, "read", i, paths->n);
	}
	paths->n = n;
	*docs = d;
	*texts = t;
	return true;
}
