/* The files of reports, as the commands of the press desk are given them. */
#include "cli/press.h"

#include "base/os.h"
#include "base/time.h"
#include "base/banned.h"

struct list {
	struct cli *c;
	struct reuse_text *texts;
	size_t n, room;
};

size_t press_characters(struct str text, size_t bytes)
{
	size_t n = 0;

	for (size_t i = 0; i < bytes && i < text.len; i++)
		n += ((unsigned char)text.s[i] & 0xc0) != 0x80;
	return n;
}

/* "some/dir/004_x.txt" is 004_x. */
static struct str name_of(struct str path)
{
	size_t from = path.len, to = path.len;

	while (from && path.s[from - 1] != '/')
		from--;
	for (size_t i = path.len; i > from + 1; i--)
		if (path.s[i - 1] == '.') {
			to = i - 1;
			break;
		}
	return str_mem(path.s + from, to - from);
}

static bool add(struct list *l, struct str path, struct err *e)
{
	struct str text;

	if (!os_read(l->c->a, str_z(l->c->a, path), PRESS_FILE, &text, e))
		return false;
	if (l->n == REUSE_TEXTS)
		return err_set(e, ERR_REFUSED, "more than %d reports at once", REUSE_TEXTS);
	l->texts = arena_more(l->c->a, l->texts, l->n, &l->room, sizeof *l->texts);
	l->texts[l->n++] =
		(struct reuse_text){ .name = name_of(path), .text = text, .day = NO_DAY };
	return true;
}

static bool add_folder(struct list *l, struct str path, struct err *e)
{
	struct str *names;
	size_t n;

	if (!os_list(l->c->a, str_z(l->c->a, path), REUSE_TEXTS, &names, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct str file = os_join(l->c->a, path, names[i]);

		if (names[i].s[0] != '.' && os_type(str_z(l->c->a, file)) == OS_FILE &&
		    !add(l, file, e))
			return false;
		if (i % 256 == 0)
			cli_progress(l->c, "read", i, n);
	}
	return true;
}

bool press_texts(struct cli *c, struct reuse_text **texts, size_t *n, struct err *e)
{
	struct list l = { .c = c };

	for (size_t i = 0; i < c->n; i++) {
		bool folder = os_type(str_z(c->a, c->args[i])) == OS_DIR;

		if (!(folder ? add_folder : add)(&l, c->args[i], e))
			return false;
	}
	*texts = l.texts;
	*n = l.n;
	return l.n || err_set(e, ERR_USAGE, "%s: give files of reports, or folders of such files",
			      c->command->name);
}
