/*
 * The published folder as a whole: whose keys, which files, each log, the bulletins, and what may be
 * claimed of it. See verify.h.
 */
#include "sync/verify.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "base/utf8.h"
#include "record/kinds.h"
#include "sync/verify_int.h"
#include "base/banned.h"

#define SCRATCH_MEMORY ((size_t)2 * 1024 * 1024 * 1024)
#define TOP_FILES      5 /* policy, definitions, bulletin, body, press.json */
#define LOG_FILES      3 /* vkey, checkpoint, tile */
#define SHOWN	       100

/* Notes the kinds that public fields of this kind or part name. */
static void refers(struct verify *v, const struct kind *k)
{
	for (size_t i = 0; i < k->n; i++) {
		const struct field *f = &k->fields[i];
		struct str rest = str_of(f->choices);

		if (f->sight != PUB || (f->type != F_REF && f->type != F_REFS))
			continue;
		while (rest.s) {
			const struct kind *to = kind_by_name(str_cut(&rest, ','));

			for (size_t at = 0; to && at < kinds_n; at++)
				v->referred[at] |= kinds[at] == to;
		}
	}
}

struct verify *verify_new(struct arena *a, struct arena *keep, struct arena *scratch,
			  struct verify_report *report)
{
	struct verify *v = arena_alloc(keep, sizeof *v);

	v->a = a;
	v->keep = keep;
	v->scratch = scratch;
	v->report = report;
	v->signing = signing_new(keep);
	os_random(v->things.seed, sizeof v->things.seed);
	v->places.a = v->centres.a = v->bulletins.a = v->pendings.a = v->bodies.a = v->attests.a =
		keep;
	v->referred = arena_array(keep, kinds_n, sizeof *v->referred);
	for (size_t i = 0; i < kinds_n; i++)
		refers(v, kinds[i]);
	return v;
}

struct str verify_shown(struct str s)
{
	return s.len <= SHOWN && utf8_plain(s) ? s : S("(unprintable)");
}

bool finding_add(struct verify *v, struct findings *f, const struct vlog *log, uint64_t index,
		 const char *fmt, ...)
{
	struct buf b = { .a = v->a };
	va_list ap;

	f->all++;
	if (f->n == VERIFY_FINDINGS)
		return true;
	if (!f->list)
		f->list = arena_array(v->a, VERIFY_FINDINGS, sizeof *f->list);
	va_start(ap, fmt);
	buf_vfmt(&b, fmt, ap);
	va_end(ap);
	f->list[f->n++] = (struct finding){ str_dup(v->a, log->name), buf_text(&b), index };
	return true;
}

bool verify_doubt(const struct verify *v)
{
	return v->report->bad.all || v->newer;
}

/* Files. */

/* What is missing, too long or no file makes a publication false; a disk that cannot be read does not. */
static bool blame(struct err *e)
{
	if (!errno || errno == ENOENT || errno == ENOTDIR || errno == ELOOP)
		e->kind = ERR_FALSE;
	return false;
}

static const char *path_of(struct verify *v, struct str name)
{
	return os_join(v->keep, str_of(v->path), name).s;
}

bool verify_file(struct verify *v, struct arena *a, struct str name, size_t max, struct str *out,
		 struct err *e)
{
	errno = 0;
	return os_read(a, path_of(v, name), max, out, e) || blame(e);
}

bool verify_list(struct verify *v, struct str folder, size_t max, struct str **names, size_t *n,
		 struct err *e)
{
	const char *path = folder.len ? path_of(v, folder) : v->path;

	/* A link to a folder is one where the caller named it, and nowhere below. */
	if (folder.len && os_type(path) != OS_DIR)
		return err_set(e, ERR_FALSE, "%s is no folder", path);
	errno = 0;
	return os_list(v->keep, path, max, names, n, e) || blame(e);
}

/* All names in `folder` are among `known`. */
static bool only(struct verify *v, struct str folder, const struct str *known, size_t n,
		 struct err *e)
{
	struct str *names;
	size_t found;

	if (!verify_list(v, folder, n, &names, &found, e))
		return false;
	for (size_t i = 0; i < found; i++) {
		bool ok = false;

		for (size_t j = 0; j < n && !ok; j++)
			ok = str_eq(names[i], known[j]);
		if (!ok)
			return err_set(e, ERR_FALSE, "%.*s%s%.*s is no part of the publication",
				       P(folder), folder.len ? "/" : "", P(verify_shown(names[i])));
	}
	return true;
}

/* A folder is a publication, if perhaps a broken one, where a policy or a checkpoint stands. */
static bool is_publication(struct verify *v, struct err *e)
{
	struct str *names;
	size_t n;

	if (os_type(os_join(v->keep, str_of(v->path), S(".")).s) != OS_DIR)
		return err_set(e, ERR_USAGE, "verify %s: it is no folder", v->path);
	if (os_type(path_of(v, S("policy"))) != OS_MISSING)
		return true;
	if (!os_list(v->keep, v->path, SIZE_MAX, &names, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (os_type(path_of(v, os_join(v->keep, names[i], S("checkpoint")))) != OS_MISSING)
			return true;
	return err_set(e, ERR_USAGE,
		       "verify %s: no publication: neither policy nor <log>/checkpoint", v->path);
}

/* Keys. */

static bool read_keys(struct verify *v, const char *file, struct err *e)
{
	struct str text;
	bool same;

	v->report->keys = S("keys taken from the folder itself");
	if (!file)
		return true;
	v->has_keys = true;
	v->report->keys = str_fmt(v->a, "keys taken from %s", file);
	if (!os_read(v->keep, file, POLICY_MAX, &text, e) ||
	    !policy_read(v->keep, text, &v->keys, e)) {
		e->kind = ERR_USAGE;
		return within(e, "keys file %s", file);
	}
	same = v->keys.logs_n == v->policy.logs_n;
	for (size_t i = 0; same && i < v->keys.logs_n; i++)
		same = str_eq(note_vkey_text(v->keep, &v->keys.logs[i].vkey),
			      note_vkey_text(v->keep, &v->policy.logs[i].vkey));
	return same ||
	       err_set(e, ERR_FALSE, "the logs and keys of the policy are not those of %s", file);
}

static void log_set(struct verify *v, const struct policy_log *p)
{
	struct vlog *log = &v->logs[v->logs_n];
	struct str id = { (const char *)log->id, sizeof log->id };

	log->vkey = p->vkey;
	log->name = p->name;
	log->dir = path_of(v, p->name);
	log_id8(p->vkey.name, log->id);
	thing_put(v->keep, &v->things, SPACE_LOG, 0, id)->index = v->logs_n++;
}

static bool read_policy(struct verify *v, struct err *e)
{
	struct str text;

	if (!verify_file(v, v->keep, S("policy"), POLICY_MAX, &text, e) ||
	    !policy_read(v->keep, text, &v->policy, e))
		return false;
	v->logs = arena_array(v->keep, v->policy.logs_n, sizeof *v->logs);
	for (int hq = 1; hq >= 0; hq--)
		for (size_t i = 0; i < v->policy.logs_n; i++)
			if (str_eq(v->policy.logs[i].name, S("hq")) == (hq == 1))
				log_set(v, &v->policy.logs[i]);
	return true;
}

/* Folders and checkpoints. */

static bool check_top(struct verify *v, struct err *e)
{
	struct str *known = arena_array(v->keep, v->logs_n + TOP_FILES, sizeof *known);

	for (size_t i = 0; i < v->logs_n; i++)
		known[i] = v->logs[i].name;
	known[v->logs_n] = S("policy");
	known[v->logs_n + 1] = S("definitions");
	known[v->logs_n + 2] = S("bulletin");
	known[v->logs_n + 3] = S("body");
	known[v->logs_n + 4] = S("press.json");
	return only(v, S(""), known, v->logs_n + TOP_FILES, e);
}

/* Every signature of the checkpoint is by the log or a witness of the policy, and good. */
static bool check_signatures(struct verify *v, struct vlog *log, const struct note *n,
			     struct err *e)
{
	size_t cosignatures = 0;

	if (note_check(n, &log->vkey) != 1)
		return err_set(e, ERR_FALSE, "%.*s/checkpoint: not signed by the key of its log",
			       P(log->name));
	for (size_t i = 0; i < v->policy.witnesses_n; i++) {
		int good = note_check(n, &v->policy.witnesses[i].vkey);

		if (good < 0)
			return err_set(e, ERR_FALSE,
				       "%.*s/checkpoint: the cosignature of witness %.*s is bad",
				       P(log->name), P(v->policy.witnesses[i].name));
		if (good) {
			log->cosigned |= UINT64_C(1) << i;
			cosignatures++;
		}
	}
	v->report->logs[log - v->logs].cosignatures = cosignatures;
	if (n->n != 1 + cosignatures)
		return err_set(e, ERR_FALSE,
			       "%.*s/checkpoint: a signature by a key that is not in the policy",
			       P(log->name));
	return true;
}

static bool check_quorum(const struct vlog *log, const struct note *n, const struct policy *p,
			 struct err *e)
{
	if (!p->quorum || note_check(n, &p->quorum->vkey) == 1)
		return true;
	return err_set(e, ERR_FALSE, "%.*s/checkpoint: witness %.*s, the quorum, did not cosign it",
		       P(log->name), P(p->quorum->name));
}

static bool check_checkpoint(struct verify *v, struct vlog *log, struct err *e)
{
	struct str text;
	struct note n;

	if (!verify_file(v, v->keep, os_join(v->keep, log->name, S("checkpoint")), NOTE_MAX, &text,
			 e) ||
	    !note_read(v->keep, text, &n, e) || !checkpoint_read(n.text, &log->head, e))
		return within(e, "%.*s/checkpoint", P(log->name));
	if (!str_eq(log->head.origin, log->vkey.name))
		return err_set(e, ERR_FALSE, "%.*s/checkpoint is another log's: %.*s", P(log->name),
			       P(verify_shown(log->head.origin)));
	if (!check_signatures(v, log, &n, e) || !check_quorum(log, &n, &v->policy, e))
		return false;
	return !v->has_keys || check_quorum(log, &n, &v->keys, e);
}

static bool check_folder(struct verify *v, struct vlog *log, struct err *e)
{
	static const struct str known[LOG_FILES] = { SC("vkey"), SC("checkpoint"), SC("tile") };
	struct verified_log *r = &v->report->logs[log - v->logs];
	struct str want = note_vkey_text(v->keep, &log->vkey), found;

	if (!only(v, log->name, known, LOG_FILES, e) ||
	    !verify_file(v, v->keep, os_join(v->keep, log->name, S("vkey")), want.len + 1, &found,
			 e))
		return false;
	if (!str_eq(found, str_fmt(v->keep, "%.*s\n", P(want))))
		return err_set(e, ERR_FALSE, "%.*s/vkey is not the key that the policy names",
			       P(log->name));
	r->name = str_dup(v->a, log->name);
	r->origin = str_dup(v->a, log->vkey.name);
	if (!check_checkpoint(v, log, e))
		return false;
	v->entries += log->head.size;
	r->size = log->head.size;
	r->root = log->head.root;
	return true;
}

/* What stands there only with a bulletin. One that breaks the rules or cannot be judged says so itself. */
static bool check_none(struct verify *v, struct err *e)
{
	static const struct str files[] = { SC("bulletin"), SC("definitions") };

	for (size_t i = 0; i < 2 && !v->bulletins.len && !verify_doubt(v); i++)
		if (os_type(path_of(v, files[i])) != OS_MISSING)
			return err_set(e, ERR_FALSE, "%.*s is there, but no bulletin in log hq",
				       P(files[i]));
	return true;
}

/* Exactly the bodies that bulletins name, each with the hash it is named by. */
static bool check_bodies(struct verify *v, struct err *e)
{
	const struct str *want = LIST(const struct str, v->bodies);
	size_t n = LIST_N(struct str, v->bodies), found_n;
	struct str *found, text;

	if (verify_doubt(v))
		return true;
	if (!n)
		return os_type(path_of(v, S("body"))) == OS_MISSING ||
		       err_set(e, ERR_FALSE, "body is there, but no bulletin names one");
	if (!verify_list(v, S("body"), n, &found, &found_n, e))
		return false;
	for (size_t i = 0; i < found_n; i++) {
		size_t at = 0;

		while (at < n && !str_eq(found[i], want[at]))
			at++;
		if (at == n)
			return err_set(e, ERR_FALSE, "body/%.*s is of no bulletin in log hq",
				       P(verify_shown(found[i])));
	}
	for (size_t i = 0; i < n; i++) {
		struct str name = os_join(v->keep, S("body"), want[i]);
		struct hash h;

		arena_reset(v->scratch);
		if (!verify_file(v, v->scratch, name, VERIFY_BODY, &text, e))
			return false;
		h = hash_of(text);
		if (!str_eq(str_hex(v->keep, h.b, sizeof h.b), want[i]))
			return err_set(e, ERR_FALSE, "%.*s is not what its name says", P(name));
	}
	return true;
}

/* The claim. */

/* Those who cosigned every log. */
static struct str witnesses(struct verify *v)
{
	struct buf b = { .a = v->a };
	uint64_t all = UINT64_MAX;

	if (!v->policy.witnesses_n)
		return S("nobody yet: no witness is named in policy");
	for (size_t i = 0; i < v->logs_n; i++)
		all &= v->logs[i].cosigned;
	for (size_t i = 0; i < v->policy.witnesses_n; i++)
		if (all & UINT64_C(1) << i)
			buf_fmt(&b, "%s%.*s", b.len ? ", " : "", P(v->policy.witnesses[i].name));
	return b.len ? buf_text(&b) : S("nobody yet: no witness cosigned every log");
}

static void claim(struct verify *v)
{
	if (v->how->logs_only) {
		v->report->claim = str_fmt(
			v->a,
			"signatures, tiles and roots only: these logs hold the entries that were "
			"signed, in the form cosigned by %.*s. What the entries say, whether they "
			"keep the rules, the figures and the bulletins were not looked at.",
			P(witnesses(v)));
		return;
	}
	v->report->claim =
		str_fmt(v->a,
			"each figure is the sum of the entries these logs signed, in the form "
			"cosigned by %.*s; none was changed since. This does not show that each "
			"entry is a person, nor that each person has an entry.",
			P(witnesses(v)));
}

static bool verdict(struct verify *v, struct err *e)
{
	const struct findings *f = v->report->bad.all ? &v->report->bad : &v->report->unknown;

	if (!f->all)
		return true;
	return err_set(e, f == &v->report->bad ? ERR_FALSE : ERR_ATTENTION,
		       "%llu %s %s, the first in log %.*s, entry %llu: %.*s",
		       (unsigned long long)f->all, f->all == 1 ? "entry" : "entries",
		       f == &v->report->bad ? (f->all == 1 ? "breaks the rules" : "break the rules")
					    : "cannot be judged by this program",
		       P(f->list[0].log), (unsigned long long)f->list[0].index,
		       P(f->list[0].reason));
}

static bool run(struct verify *v, struct err *e)
{
	if (!is_publication(v, e) || !read_policy(v, e) || !read_keys(v, v->how->keys, e))
		return false;
	v->report->logs = arena_array(v->a, v->logs_n, sizeof *v->report->logs);
	v->report->logs_n = v->logs_n;
	v->report->custody = v->how->logs_only ? 0 : 1;
	if (!check_top(v, e))
		return false;
	for (size_t i = 0; i < v->logs_n; i++)
		if (!check_folder(v, &v->logs[i], e))
			return false;
	for (size_t i = 0; i < v->logs_n; i++)
		if (!verify_log(v, &v->logs[i], e))
			return false;
	if (v->how->logs_only) {
		claim(v);
		return true;
	}
	verify_pendings(v);
	verify_attested(v);
	verify_press(v);
	if (!check_none(v, e) || !verify_bulletins(v, e) || !check_bodies(v, e) ||
	    !verify_press_file(v, e))
		return false;
	claim(v);
	return verdict(v, e);
}

/* Each of the three arenas has a guard of its own: memory that is out is an error like others. */
static bool guarded(struct arena *a, struct arena *keep, struct arena *scratch, struct arena *once,
		    const char *path, const struct verify_how *how, struct verify_report *report,
		    struct err *e)
{
	struct verify *v;

	if (setjmp(*arena_guard(keep)))
		return err_set(e, ERR_FAILED, "verify %s: memory is out", path);
	if (setjmp(*arena_guard(scratch)))
		return err_set(e, ERR_FAILED, "verify %s: memory is out", path);
	if (setjmp(*arena_guard(once)))
		return err_set(e, ERR_FAILED, "verify %s: memory is out", path);
	v = verify_new(a, keep, scratch, report);
	v->once = once;
	v->path = path;
	v->how = how;
	return run(v, e);
}

bool verify_publication(struct arena *a, const char *path, const struct verify_how *how,
			struct verify_report *report, struct err *e)
{
	struct arena *keep = arena_new(VERIFY_MEMORY), *scratch = arena_new(SCRATCH_MEMORY);
	struct arena *once = arena_new(SCRATCH_MEMORY);
	bool ok;

	*report = (struct verify_report){ 0 };
	if (keep && scratch && once)
		ok = guarded(a, keep, scratch, once, path, how, report, e);
	else
		ok = err_set(e, ERR_FAILED, "verify %s: memory is out", path);
	arena_free(keep); /* before the scratch: helpers may still read there */
	arena_free(scratch);
	arena_free(once);
	return ok;
}

bool verify_folder(struct arena *a, const char *path, const char *keys_file,
		   struct verify_report *report, struct err *e)
{
	const struct verify_how how = { .keys = keys_file };

	return verify_publication(a, path, &how, report, e);
}
