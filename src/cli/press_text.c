/* The files of reports, as the commands of the press desk are given them. */
#include <stdio.h>

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

bool press_paths_add(struct cli *c, struct press_paths *out, struct str path, struct err *e)
{
	struct str *names;
	size_t n;

	if (out->n == PRESS_REPORTS)
		return err_set(e, ERR_USAGE, "more than %d reports", PRESS_REPORTS);
	if (!str_eq(path, S("-")) && os_type(str_z(c->a, path)) == OS_DIR) {
		if (!os_list(c->a, str_z(c->a, path), PRESS_REPORTS, &names, &n, e))
			return false;
		for (size_t i = 0; i < n; i++)
			if (names[i].s[0] != '.' &&
			    !press_paths_add(c, out, os_join(c->a, path, names[i]), e))
				return false;
		return true;
	}
	out->path = arena_more(c->a, out->path, out->n, &out->room, sizeof *out->path);
	out->path[out->n++] = path;
	return true;
}

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
				    : os_read(a, str_z(a, path), ARTICLE_BYTES, out, e);
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
		     struct str path, struct press_doc *out, struct err *e)
{
	struct str bytes;

	arena_reset(one);
	if (!press_bytes(c->a, path, &bytes, e) || !article_read(c->a, bytes, &out->article, e) ||
	    !press_read(one, r, press_name(path), bytes, &out->report, NULL, e))
		return false;
	out->day = press_day(out->report.report_date);
	out->report = (struct press_report){ .doc = press_name(path) };
	return true;
}

static void free_one(void *p)
{
	arena_free(p);
}

bool press_docs(struct cli *c, const struct press_paths *paths, bool claims,
		struct press_doc **docs, struct reuse_text **texts, struct err *e)
{
	struct press_reader *r = arena_alloc(c->a, sizeof *r);
	struct press_doc *d = arena_array(c->a, paths->n + 1, sizeof *d);
	struct reuse_text *t = arena_array(c->a, paths->n + 1, sizeof *t);
	struct arena *one = arena_new(0);
	struct str bytes;

	if (!one)
		return err_set(e, ERR_FAILED, "out of memory");
	arena_defer(c->a, free_one, one);
	if (!press_reader_open(c->a, NULL, r, e))
		return false;
	for (size_t i = 0; i < paths->n; i++) {
		struct str path = paths->path[i], name = press_name(path);

		if (claims && (!press_bytes(c->a, path, &bytes, e) ||
			       !press_read(c->a, r, name, bytes, &d[i].report, &d[i].article, e)))
			return within(e, "%.*s", P(path));
		if (!claims && !read_day(c, r, one, path, &d[i], e))
			return within(e, "%.*s", P(path));
		if (claims)
			d[i].day = press_day(d[i].report.report_date);
		t[i] = (struct reuse_text){ .name = name,
					    .text = d[i].article.text,
					    .day = d[i].day };
		if (i % 64 == 0)
			cli_progress(c, "read", i, paths->n);
	}
	*docs = d;
	*texts = t;
	return true;
}
