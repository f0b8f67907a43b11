/* See press_file.h. */
#include "web/press_file.h"

#include "base/arena.h"
#include "base/jsonin.h"
#include "base/os.h"
#include "base/banned.h"

#define FILE_MAX ((size_t)64 * 1024 * 1024)
#define HEAD	 "{\"sulh\":\"press/v1\",\"claims\":["

static void free_arena(void *p)
{
	arena_free(p);
}

/* A claim stands on each line, so that many take no more memory than one while they are read. */
static bool read_lines(struct arena *a, struct arena *one, struct press_file *out, struct err *e)
{
	struct str rest = out->text;
	size_t room = 0;

	if (!str_eq(str_cut(&rest, '\n'), S(HEAD)))
		return err_set(e, ERR_FAILED, "it holds no claims");
	for (size_t line = 2; rest.s && rest.len && rest.s[0] == '{'; line++) {
		struct str text = str_cut(&rest, '\n');
		const struct jsonin *v;

		text.len -= str_ends(text, S(","));
		arena_reset(one);
		v = jsonin_read(one, text, line, e);
		out->lines = arena_more(a, out->lines, out->n, &room, sizeof *out->lines);
		if (!v || !kept_take(a, v, &out->lines[out->n]))
			return v ? err_set(e, ERR_FAILED, "line %zu is no claim", line) : false;
		out->n++;
	}
	return str_eq(rest, S("]}\n")) || err_set(e, ERR_FAILED, "it does not end");
}

bool press_file_read(struct arena *a, const char *folder, struct press_file *out, struct err *e)
{
	const char *path = str_z(a, str_fmt(a, "%s/press.json", folder));
	struct arena *one;

	*out = (struct press_file){ 0 };
	if (os_type(path) == OS_MISSING)
		return true;
	one = arena_new(0);
	if (!one)
		return err_set(e, ERR_FAILED, "read the claims: out of memory");
	arena_defer(a, free_arena, one);
	if (setjmp(*arena_guard(one)))
		return err_set(e, ERR_FAILED, "read the claims: out of memory");
	return (os_read(a, path, FILE_MAX, &out->text, e) && read_lines(a, one, out, e)) ||
	       within(e, "read %s", path);
}
