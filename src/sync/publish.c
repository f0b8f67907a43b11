/* See publish.h. */
#include "sync/publish.h"

#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "figure/bulletin.h"
#include "figure/press_store.h"
#include "ledger/log.h"
#include "base/banned.h"

#define NAMES_MAX 100000

static char *path(struct arena *a, const char *dir, struct str rest)
{
	return str_z(a, str_fmt(a, "%s/%.*s", dir, P(rest)));
}

struct source {
	struct store *s;
	struct arena *a;
	int64_t log;
};

static bool source_entry(void *p, uint64_t index, struct str *bytes, struct err *e)
{
	struct source *w = p;
	struct store_entry x;

	arena_reset(w->a);
	if (!store_entry_get(w->s, w->a, w->log, (int64_t)index, &x, e))
		return false;
	*bytes = x.bytes;
	return true;
}

/* Only what publish itself wrote may stand there; what a killed run left half-written is removed, and what
 * it wrote whole is made durable: it is not written again. */
static bool clean(struct arena *a, const char *dir, bool (*known)(void *p, struct str name),
		  void *p, struct err *e)
{
	struct str *names;
	size_t n;

	if (!os_list(a, dir, NAMES_MAX, &names, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (str_ends(names[i], S(".tmp"))) {
			if (!os_remove(path(a, dir, names[i]), e))
				return false;
		} else if (!known(p, names[i])) {
			return err_set(e, ERR_REFUSED,
				       "publish to %s: %.*s is no part of a publication; give a "
				       "folder of its own",
				       dir, P(names[i]));
		}
	}
	return os_sync(dir, e);
}

struct known {
	const struct publish_log *logs;
	size_t n;
};

static bool known_top(void *p, struct str name)
{
	const struct known *k = p;

	for (size_t i = 0; i < k->n; i++)
		if (str_eq(name, k->logs[i].log.name))
			return true;
	return str_eq(name, S("policy")) || str_eq(name, S("definitions")) ||
	       str_eq(name, S("bulletin")) || str_eq(name, S("body")) ||
	       str_eq(name, S("press.json"));
}

static bool known_log(void *p, struct str name)
{
	(void)p;
	return str_eq(name, S("vkey")) || str_eq(name, S("checkpoint")) || str_eq(name, S("tile"));
}

static bool known_bulletin(void *p, struct str name)
{
	int64_t day;

	(void)p;
	return name.len == 15 && str_ends(name, S(".json")) && day_parse(str_mem(name.s, 10), &day);
}

static bool known_body(void *p, struct str name)
{
	(void)p;
	for (size_t i = 0; i < name.len; i++)
		if (!strchr("0123456789abcdef", name.s[i]))
			return false;
	return name.len == 2 * sizeof(struct hash);
}

static bool write_log(struct store *s, struct arena *a, const char *out,
		      const struct publish_log *l, struct err *e)
{
	const char *dir = path(a, out, l->log.name);
	struct source w = { s, arena_new(0), l->log.id };
	struct log_source src = { source_entry, &w };
	struct hash root = tree_root(&l->log.tree);
	bool ok = w.a || err_set(e, ERR_FAILED, "publish: out of memory");

	ok = ok && os_mkdir(dir, 0755, e) && clean(a, dir, known_log, NULL, e) &&
	     log_write(a, dir, &src, l->log.tree.size, &root, e);
	arena_free(w.a);
	return ok && os_write(path(a, dir, S("vkey")),
			      str_fmt(a, "%.*s\n", P(note_vkey_text(a, &l->by.vkey))), 0644, e);
}

/* Whoever signs has seen what is new in all logs before anything of it is published. */
static bool logs_ready(const struct publish_log *logs, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		const struct store_log *l = &logs[i].log;
		struct checkpoint c = { l->origin, l->tree.size, tree_root(&l->tree) };

		if (logs[i].by.ready && !logs[i].by.ready(logs[i].by.p, &c, e))
			return within(e, "publish log %.*s", P(l->name));
	}
	return true;
}

static bool sign_log(struct arena *a, const char *out, const struct publish_log *l, struct err *e)
{
	struct checkpoint c = { l->log.origin, l->log.tree.size, tree_root(&l->log.tree) };

	return log_sign(a, path(a, out, l->log.name), l->hwm, &c, &l->by, e);
}

static bool write_policy(struct arena *a, const char *out, const struct publish_log *logs, size_t n,
			 struct err *e)
{
	struct buf b = { .a = a };
	bool *put = arena_array(a, n, sizeof *put);

	/* Sorted by name: one spelling. */
	for (size_t i = 0; i < n; i++) {
		size_t least = n;

		for (size_t j = 0; j < n; j++)
			if (!put[j] &&
			    (least == n || str_cmp(logs[j].log.name, logs[least].log.name) < 0))
				least = j;
		put[least] = true;
		buf_fmt(&b, "log %.*s\n", P(note_vkey_text(a, &logs[least].by.vkey)));
	}
	buf_str(&b, S("quorum none\n"));
	return os_write(path(a, out, S("policy")), buf_text(&b), 0644, e);
}

/* Figures that are too long for an entry. */
static bool write_body(struct store *s, struct arena *a, const char *out, const struct rec *r,
		       struct err *e)
{
	struct str hash = rec_code(r, "figures_body"), bytes;
	const char *file;

	if (!hash.len)
		return true;
	file = path(a, out, str_fmt(a, "body/%.*s", P(str_hex(a, hash.s, hash.len))));
	return os_type(file) == OS_FILE ||
	       (os_mkdir(path(a, out, S("body")), 0755, e) && store_body(s, a, hash, &bytes, e) &&
		os_write(file, bytes, 0644, e));
}

/* A bulletin never changes, so one that stands there is not counted again. */
static bool write_bulletin(struct store *s, struct arena *a, const char *out, int64_t hq,
			   const struct store_bulletin *b, struct err *e)
{
	const char *file = path(a, out, str_fmt(a, "bulletin/%.*s.json", P(day_text(a, b->day))));
	struct store_entry stored;
	struct entry x;
	struct rec *r;
	struct row *rows;
	size_t n;

	if (!store_entry_get(s, a, hq, b->seq, &stored, e) || !entry_read(a, stored.bytes, &x, e))
		return false;
	r = entry_fields(a, &x);
	if (!r || !write_body(s, a, out, r, e))
		return r != NULL ? false : err_set(e, ERR_FAILED, "the bulletin cannot be read");
	return os_type(file) == OS_FILE ||
	       (bulletin_signed(s, a, r, &rows, &n, e) &&
		os_write(file, count_json(a, r, (uint64_t)b->seq, rows, n), 0644, e));
}

/* The folder of the bodies is there only where a bulletin needs it. */
static bool clean_bodies(struct arena *a, const char *out, struct err *e)
{
	const char *dir = path(a, out, S("body"));

	return os_type(dir) == OS_MISSING || clean(a, dir, known_body, NULL, e);
}

static bool write_bulletins(struct store *s, struct arena *a, const char *out, int64_t hq,
			    struct err *e)
{
	struct store_bulletin *list;
	size_t n;
	struct store_entry stored;
	struct entry x;
	struct rec *newest;
	struct str definitions;

	if (!store_bulletins(s, a, &list, &n, e))
		return false;
	if (!n)
		return true;
	if (!os_mkdir(path(a, out, S("bulletin")), 0755, e) ||
	    !clean(a, path(a, out, S("bulletin")), known_bulletin, NULL, e) ||
	    !clean_bodies(a, out, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!write_bulletin(s, a, out, hq, &list[i], e))
			return within(e, "publish the bulletin of %.*s",
				      P(day_text(a, list[i].day)));
	if (!store_entry_get(s, a, hq, list[n - 1].seq, &stored, e) ||
	    !entry_read(a, stored.bytes, &x, e))
		return false;
	newest = entry_fields(a, &x);
	return newest && store_body(s, a, rec_code(newest, "definitions"), &definitions, e) &&
	       os_write(path(a, out, S("definitions")), definitions, 0644, e);
}

/* What the desk for the press has kept, where there is anything. */
static bool write_press(struct store *s, struct arena *a, const char *out,
			const struct publish_log *hq, struct err *e)
{
	const char *file = path(a, out, S("press.json"));
	struct kept_list kept;

	if (!kept_read(s, a, hq->log.id, (int64_t)hq->log.tree.size, &kept, e))
		return within(e, "publish the claims of the press");
	if (kept.n)
		return os_write(file, kept_json(a, &kept), 0644, e);
	return os_type(file) == OS_MISSING || os_remove(file, e);
}

bool publish(struct store *s, struct arena *a, const char *out, const struct publish_log *logs,
	     size_t n, struct err *e)
{
	struct known k = { logs, n };

	if (!logs_ready(logs, n, e) || !os_mkdir(out, 0755, e) || !clean(a, out, known_top, &k, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!write_log(s, a, out, &logs[i], e))
			return within(e, "publish log %.*s", P(logs[i].log.name));
	/* All tiles stand before the first checkpoint names them, headquarters' checkpoint comes last: it
	 * holds the bulletins, whose heads the others must have reached. */
	for (size_t i = n; i-- > 0;)
		if (!sign_log(a, out, &logs[i], e))
			return within(e, "publish log %.*s", P(logs[i].log.name));
	return write_bulletins(s, a, out, logs[0].log.id, e) &&
	       write_press(s, a, out, &logs[0], e) && write_policy(a, out, logs, n, e);
}
