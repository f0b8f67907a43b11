/* See backup.h. */
#include "intake/backup.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/os.h"
#include "base/utf8.h"
#include "intake/erase.h"
#include "intake/outline.h"
#include "intake/sound.h"
#include "ledger/hash.h"
#include "base/banned.h"

#define MANIFEST     "backup.manifest"
#define MANIFEST_MAX ((size_t)1 << 24)
#define NAMES_MAX    4096
#define DEPTH_MAX    4

static char *below(struct arena *a, const char *dir, struct str name)
{
	return str_z(a, str_fmt(a, "%s/%.*s", dir, P(name)));
}

/* Files below a folder, by name from there, sorted; links and other things are refused. */
static bool files_below(struct arena *a, const char *dir, struct str prefix, int depth,
			struct buf *out, struct err *e)
{
	struct str *names;
	size_t n;

	if (depth > DEPTH_MAX)
		return err_set(e, ERR_FAILED, "%s: folders in folders, more than %d deep", dir,
			       DEPTH_MAX);
	if (!os_list(a, dir, NAMES_MAX, &names, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		char *path = below(a, dir, names[i]);
		struct str name =
			prefix.len ? str_fmt(a, "%.*s/%.*s", P(prefix), P(names[i])) : names[i];

		if (os_type(path) == OS_DIR) {
			if (!files_below(a, path, name, depth + 1, out, e))
				return false;
			continue;
		}
		if (os_type(path) != OS_FILE)
			return err_set(e, ERR_FAILED, "%s is neither a file nor a folder", path);
		buf_add(out, &name, sizeof name);
	}
	return true;
}

static bool make_folders(struct arena *a, const char *dir, struct str name, struct err *e)
{
	for (size_t i = 0; i < name.len; i++)
		if (name.s[i] == '/' && !os_mkdir(below(a, dir, str_mem(name.s, i)), 0700, e))
			return false;
	return true;
}

static bool ends_in(struct str name, const char *what)
{
	return str_ends(name, str_of(what));
}

/* What of the folder of a register goes into a backup as it stands. Names of other registers do not: none of them comes back after the
 * day until which it may be held. */
static bool goes_along(struct str name)
{
	if (str_starts(name, S("keyring/exchange-")))
		return false;
	return str_eq(name, S("sulh.conf")) || str_eq(name, S(OUTLINE_FILE)) ||
	       (str_starts(name, S("keyring/")) && !ends_in(name, ".tmp")) ||
	       (str_starts(name, S("log/")) && !ends_in(name, "/signed.hwm") &&
		!ends_in(name, ".tmp"));
}

static bool copy_files(struct reg *r, struct arena *a, const char *to, struct err *e)
{
	static const char *const folders[] = { "keyring", "log" };
	struct buf list = { .a = a };
	struct str conf = S("sulh.conf"), outline = S(OUTLINE_FILE);
	const struct str *names;

	buf_add(&list, &conf, sizeof conf);
	if (os_type(below(a, r->dir, outline)) != OS_MISSING)
		buf_add(&list, &outline, sizeof outline);
	for (size_t i = 0; i < 2; i++)
		if (!files_below(a, below(a, r->dir, str_of(folders[i])), str_of(folders[i]), 0,
				 &list, e))
			return false;
	names = (const struct str *)(const void *)list.p;
	for (size_t i = 0; i < list.len / sizeof *names; i++)
		if (goes_along(names[i]) &&
		    (!make_folders(a, to, names[i], e) ||
		     !os_copy(below(a, r->dir, names[i]), below(a, to, names[i]), 0600, e)))
			return false;
	return store_copy(r->store, below(a, to, S("sulh.db")), e);
}

/* Last of all: without it the folder is no backup. */
static bool write_manifest(struct arena *a, const char *dir, struct backup_report *report,
			   struct err *e)
{
	struct buf list = { .a = a }, text = { .a = a };
	const struct str *names;

	if (!files_below(a, dir, S(""), 0, &list, e))
		return false;
	names = (const struct str *)(const void *)list.p;
	buf_str(&text, S("sulh backup 1\n"));
	for (size_t i = 0; i < list.len / sizeof *names; i++) {
		struct hash h;
		int64_t size;
		struct str hex;

		if (!hash_file(below(a, dir, names[i]), &h, &size, e))
			return false;
		hex = str_hex(a, h.b, sizeof h.b);
		buf_fmt(&text, "%.*s %lld %.*s\n", P(hex), (long long)size, P(names[i]));
		report->files++;
		report->bytes += size;
	}
	return os_write(below(a, dir, S(MANIFEST)), buf_text(&text), 0600, e);
}

/* A folder that is made beside and renamed, so that what stands under the name asked for is whole. */
struct unnamed {
	const char *partial; /* NULL: there is none, or it got its name */
};

/* Also where memory ran out on the way: nobody else says then what is left. */
static void clear(void *p)
{
	struct unnamed *u = p;
	struct err e;

	if (u->partial && !os_remove_tree(u->partial, &e) && os_type(u->partial) != OS_MISSING)
		fprintf(stderr, "sulh: %s is left: remove it\n", u->partial);
}

static bool begin(struct arena *a, struct unnamed **out, const char *partial, struct err *e)
{
	*out = arena_alloc(a, sizeof **out);
	arena_defer(a, clear, *out);
	(*out)->partial = partial;
	return os_mkdir(partial, 0700, e);
}

static bool give_name(struct unnamed *u, const char *name, bool ok, struct err *e)
{
	struct err second;
	const char *partial = u->partial;

	ok = ok && os_rename(partial, name, e);
	u->partial = NULL;
	if (ok || os_remove_tree(partial, &second) || os_type(partial) == OS_MISSING)
		return ok;
	return within(e, "%s is left and must be removed by hand", partial);
}

static bool nothing_there(const char *path, const char *partial, struct err *e)
{
	if (os_type(path) != OS_MISSING)
		return err_set(e, ERR_REFUSED, "%s exists already; give a folder that does not",
			       path);
	return os_type(partial) == OS_MISSING ||
	       err_set(e, ERR_REFUSED, "%s is in the way; remove what an interrupted run left",
		       partial);
}

/* A backup of a damaged register would in time take the place of the last good one. */
static bool all_sound(struct reg *r, struct arena *a, struct err *e)
{
	struct store_log *logs;
	struct str wrong = { NULL, 0 };
	size_t n = 0;
	bool ok =
		store_sound(r->store, a, false, &wrong, e) && store_logs(r->store, a, &logs, &n, e);

	if (ok && wrong.s)
		ok = err_set(e, ERR_ATTENTION,
			     "the database is damaged: %.*s; keep the last backup", P(wrong));
	for (size_t i = 0; ok && i < n; i++)
		ok = log_sound(r->store, &logs[i], e);
	return ok;
}

bool backup_make(struct reg *r, struct arena *a, const char *out, struct backup_report *report,
		 struct err *e)
{
	const char *partial = str_z(a, str_fmt(a, "%s.partial", out));
	struct unnamed *u;
	bool ok;

	*report = (struct backup_report){ 0 };
	if (!nothing_there(out, partial, e))
		return false;
	if (!all_sound(r, a, e))
		return within(e, "backup of %s", r->dir);
	ok = begin(a, &u, partial, e) && copy_files(r, a, partial, e) &&
	     write_manifest(a, partial, report, e);
	return (give_name(u, out, ok, e) && erase_note_backup(r, a, out, e)) ||
	       within(e, "backup of %s", r->dir);
}

/* A name below the folder: no "..", no empty part, nothing absolute. */
static bool name_ok(struct str name)
{
	struct str rest = name;

	if (!name.len || name.len > 255 || !utf8_plain(name))
		return false;
	while (rest.s) {
		struct str part = str_cut(&rest, '/');

		if (!part.len || part.s[0] == '.')
			return false;
	}
	return goes_along(name) || str_eq(name, S("sulh.db"));
}

bool backup_manifest_read(struct arena *a, const char *from, struct str text,
			  struct backup_file **files, size_t *n, struct err *e)
{
	struct buf found = { .a = a };
	struct str rest = text;
	size_t row = 1;

	if (!str_eq(str_cut(&rest, '\n'), S("sulh backup 1")))
		return err_set(e, ERR_FALSE, "%s/" MANIFEST ": not of this version", from);
	while (rest.s && rest.len) {
		struct str line = str_cut(&rest, '\n'), hex = str_cut(&line, ' '),
			   size = str_cut(&line, ' ');
		struct backup_file x = { .name = line };

		row++;
		if (!hex_read(hex, x.hash.b, sizeof x.hash.b) || !rest.s ||
		    !int_parse(size, 0, INT64_MAX, &x.size) || !name_ok(line))
			return err_set(e, ERR_FALSE,
				       "%s/" MANIFEST ", line %zu: hash, size and name of a file "
				       "are wanted",
				       from, row);
		buf_add(&found, &x, sizeof x);
	}
	*files = (struct backup_file *)(void *)found.p;
	*n = found.len / sizeof **files;
	return *n || err_set(e, ERR_FALSE, "%s/" MANIFEST " names no file", from);
}

static bool read_manifest(struct arena *a, const char *from, struct backup_file **files, size_t *n,
			  struct err *e)
{
	struct str text;

	if (!os_read(a, below(a, from, S(MANIFEST)), MANIFEST_MAX, &text, e))
		return e->kind == ERR_NOTHING
			       ? err_set(e, ERR_USAGE, "%s is no backup: it has no " MANIFEST, from)
			       : false;
	return backup_manifest_read(a, from, text, files, n, e);
}

static bool same_file(const char *path, const struct backup_file *x, struct err *e)
{
	struct hash h;
	int64_t size;

	if (!hash_file(path, &h, &size, e))
		return e->kind == ERR_NONE ? false
					   : err_set(e, ERR_FALSE,
						     "%s: it is in the manifest but "
						     "cannot be read",
						     path);
	return (size == x->size && hash_eq(&h, &x->hash)) ||
	       err_set(e, ERR_FALSE, "%s is not what the manifest says of it", path);
}

/* The backup as it was made, with nothing added. */
static bool all_there(struct arena *a, const char *from, const struct backup_file *list, size_t n,
		      struct err *e)
{
	struct buf found = { .a = a };

	for (size_t i = 0; i < n; i++)
		if (!same_file(below(a, from, list[i].name), &list[i], e))
			return false;
	if (!files_below(a, from, S(""), 0, &found, e))
		return false;
	/* What is put beside it later. */
	if (os_type(below(a, from, S(ERASURES_FILE))) == OS_FILE)
		n++;
	return found.len / sizeof(struct str) == n + 1 ||
	       err_set(e, ERR_FALSE, "%s holds files that its manifest does not name", from);
}

/* Whom the restored register has to forget: as given, else as it stands beside the backup, else nobody knows. */
static bool put_replay(struct arena *a, const char *from, const char *dir, const char *erasures,
		       struct backup_report *report, struct err *e)
{
	const char *beside = below(a, from, S(ERASURES_FILE));
	struct store_erased *list;
	struct str text = S("");
	uint8_t mac[32];
	size_t n;

	if (!erasures && os_type(beside) != OS_MISSING)
		erasures = beside;
	report->listed = erasures;
	if (erasures && !os_read(a, erasures, ERASURES_MAX, &text, e)) {
		e->kind = e->kind == ERR_NOTHING ? ERR_USAGE : e->kind;
		return false;
	}
	if (erasures && !erasures_read(a, text, &list, &n, mac, e))
		return within(e, "%s", erasures);
	return os_write(erase_replay_path(a, dir), text, 0600, e);
}

bool backup_restore(struct arena *a, const char *from, const char *dir, const char *erasures,
		    struct backup_report *report, struct err *e)
{
	const char *partial = str_z(a, str_fmt(a, "%s.partial", dir));
	struct backup_file *list;
	struct unnamed *u;
	size_t n;
	bool ok;

	*report = (struct backup_report){ 0 };
	if (!nothing_there(dir, partial, e) || !read_manifest(a, from, &list, &n, e) ||
	    !all_there(a, from, list, n, e))
		return false;
	ok = begin(a, &u, partial, e);
	for (size_t i = 0; ok && i < n; i++) {
		char *to = below(a, partial, list[i].name);

		ok = make_folders(a, partial, list[i].name, e) &&
		     os_copy(below(a, from, list[i].name), to, 0600, e) &&
		     same_file(to, &list[i], e);
		report->files++;
		report->bytes += list[i].size;
	}
	ok = ok && os_write(below(a, partial, S("lock")), S(""), 0600, e) &&
	     put_replay(a, from, partial, erasures, report, e);
	return give_name(u, dir, ok, e) || within(e, "restore %s", from);
}
