/* See passwords.h. */
#include "intake/passwords.h"

#include <unistd.h>

#include "base/arena.h"
#include "base/os.h"
#include "ledger/key.h"
#include "ledger/password.h"
#include "base/banned.h"

#define FILE_MAX ((size_t)1 << 20)

/* That of the call comes first, then that of sulh.conf, whose path is relative to the register, then that of the
 * environment. NULL: none. */
static const char *file_of(struct reg *r, struct arena *a)
{
	if (r->pass.officers)
		return r->pass.officers;
	if (r->officers_file.s)
		return str_z(a, r->officers_file.s[0] == '/'
					? r->officers_file
					: os_join(a, str_of(r->dir), r->officers_file));
	return r->pass.officers_else;
}

/* The lines of the file; of one that is not there yet, none. */
static bool read_lines(struct arena *a, const char *file, struct str *text, struct err *e)
{
	bool private;

	*text = S("");
	if (os_type(file) == OS_MISSING)
		return true;
	if (!os_private(file, &private, e))
		return within(e, "officers' passwords");
	if (!private)
		return err_set(e, ERR_ATTENTION,
			       "officers' passwords: others than its owner can read %s (chmod 600)",
			       file);
	if (!os_read(a, file, FILE_MAX, text, e))
		return within(e, "officers' passwords");
	key_wipe_later(a, (void *)(uintptr_t)text->s, text->len);
	return true;
}

/* The password of this name; s == NULL where the file has none. */
static bool look_up(struct arena *a, const char *file, struct str name, struct str *out,
		    struct err *e)
{
	struct str text;
	int row = 0;

	*out = (struct str){ NULL, 0 };
	if (!read_lines(a, file, &text, e))
		return false;
	while (text.len) {
		struct str password = str_cut(&text, '\n'), who = str_cut(&password, '\t');

		row++;
		if (!who.len)
			continue;
		if (!password.len)
			return err_set(e, ERR_USAGE,
				       "officers' passwords: %s, line %d is no name, tab and "
				       "password",
				       file, row);
		if (!str_eq(who, name))
			continue;
		if (out->s)
			return err_set(e, ERR_USAGE,
				       "officers' passwords: %s, line %d has a name for the "
				       "second time",
				       file, row);
		*out = password;
	}
	return true;
}

static bool ask(struct arena *a, const char *what, struct str name, struct str *out, struct err *e)
{
	if (!pass_ask(a, str_z(a, str_fmt(a, "%s %.*s: ", what, P(name))), out, e))
		return false;
	key_wipe_later(a, (void *)(uintptr_t)out->s, out->len);
	return true;
}

static bool ask_twice(struct arena *a, struct str name, struct str *out, struct err *e)
{
	struct str again;

	if (!isatty(STDIN_FILENO))
		return err_set(
			e, ERR_LOCKED,
			"the password of officer %.*s: give --officers-file FILE, to which a "
			"new one is added, or type it on a terminal",
			P(name));
	return ask(a, "New password of", name, out, e) &&
	       ask(a, "Once more, of", name, &again, e) &&
	       (str_eq(*out, again) ||
		err_set(e, ERR_REFUSED, "the two passwords are not the same"));
}

bool password_of(struct reg *r, struct arena *a, struct str name, struct str *out, struct err *e)
{
	const char *file = file_of(r, a);

	if (r->pass.keys)
		return err_set(e, ERR_LOCKED,
			       "officer %.*s is not signed in at this desk, or no more", P(name));
	if (file && !look_up(a, file, name, out, e))
		return false;
	if (file && out->s)
		return true;
	if (isatty(STDIN_FILENO))
		return ask(a, "Password of", name, out, e);
	if (file)
		return err_set(e, ERR_LOCKED, "the password of officer %.*s: %s has none", P(name),
			       file);
	return err_set(e, ERR_LOCKED,
		       "the password of officer %.*s: type it on a terminal, or give "
		       "--officers-file FILE with lines NAME, tab, PASSWORD",
		       P(name));
}

/* Puts a line into a file of passwords in the place of the one that the name has; password.s == NULL: none. */
static bool put_line(struct arena *a, const char *file, struct str name, struct str password,
		     struct err *e)
{
	struct buf out = { .a = a };
	struct str text;

	if (!read_lines(a, file, &text, e))
		return false;
	while (text.len) {
		struct str line = str_cut(&text, '\n'), rest = line;

		if (!str_eq(str_cut(&rest, '\t'), name))
			buf_fmt(&out, "%.*s\n", P(line));
	}
	if (password.s)
		buf_fmt(&out, "%.*s\t%.*s\n", P(name), P(password));
	key_wipe_later(a, out.p, out.len);
	return os_write(file, buf_text(&out), 0600, e) || within(e, "officers' passwords");
}

bool password_keep(struct reg *r, struct arena *a, struct str name, struct str password,
		   struct err *e)
{
	const char *file = file_of(r, a);

	return !file || put_line(a, file, name, password, e);
}

/* Beside the file: a password that is about to take the place of another. */
static const char *next_of(struct reg *r, struct arena *a)
{
	const char *file = file_of(r, a);

	return file ? str_z(a, str_fmt(a, "%s.next", file)) : NULL;
}

bool password_next(struct reg *r, struct arena *a, struct str name, struct str *out, struct err *e)
{
	const char *next = next_of(r, a);

	*out = (struct str){ NULL, 0 };
	return !next || os_type(next) == OS_MISSING || look_up(a, next, name, out, e);
}

bool password_begin(struct reg *r, struct arena *a, struct str name, struct str password,
		    struct err *e)
{
	const char *next = next_of(r, a);

	return !next || put_line(a, next, name, password, e);
}

bool password_end(struct reg *r, struct arena *a, struct str name, struct str password,
		  struct err *e)
{
	const struct str none = { NULL, 0 };
	const char *next = next_of(r, a);
	struct str text;

	if (!next)
		return true;
	if (!password_keep(r, a, name, password, e) || !put_line(a, next, name, none, e) ||
	    !read_lines(a, next, &text, e))
		return false;
	return text.len || !unlink(next) || err_sys(e, "remove %s", next);
}

bool password_other(struct reg *r, struct arena *a, struct str name, struct str *out, struct err *e)
{
	if (!file_of(r, a))
		return ask_twice(a, name, out, e);
	*out = password_make(a);
	return true;
}

bool password_new(struct reg *r, struct arena *a, struct str name, struct str *out, bool *made,
		  struct err *e)
{
	const char *file = file_of(r, a);

	*made = false;
	if (file && !look_up(a, file, name, out, e))
		return false;
	if (file && out->s)
		return true;
	if (!password_other(r, a, name, out, e))
		return false;
	*made = file;
	return password_keep(r, a, name, *out, e);
}
