/* See view.h and facts.h. */
#include "web/facts.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/os.h"
#include "intake/commit.h"
#include "intake/outline.h"
#include "ledger/note.h"
#include "record/kinds.h"
#include "record/opday.h"
#include "store/store.h"
#include "sync/policy.h"
#include "base/banned.h"

const struct fact_log *facts_log(const struct facts *f, struct str name)
{
	for (size_t i = 0; i < f->n_logs; i++)
		if (str_eq(f->logs[i].name, name))
			return &f->logs[i];
	return NULL;
}

const struct fact_bulletin *facts_bulletin(const struct facts *f, int64_t day)
{
	for (size_t i = f->n_bulletins; i-- > 0;)
		if (f->bulletins[i].day == day)
			return &f->bulletins[i];
	return NULL;
}

const struct fact_bulletin *facts_before(const struct facts *f, int64_t day)
{
	for (size_t i = f->n_bulletins; i-- > 0;)
		if (f->bulletins[i].day < day)
			return &f->bulletins[i];
	return NULL;
}

struct str facts_whole(const struct facts *f)
{
	for (size_t i = 0; i < f->n_places; i++)
		if (!f->places[i].parent.len)
			return f->places[i].code;
	return S("");
}

struct str facts_place(const struct facts *f, enum lang lang, struct str code, struct str or)
{
	for (size_t i = 0; i < f->n_places; i++)
		if (str_eq(f->places[i].code, code))
			return lang == LANG_AR ? f->places[i].name_ar : f->places[i].name_en;
	return or ;
}

const struct fact_officer *facts_officer(const struct facts *f, const uint8_t kid[4], int64_t day)
{
	for (size_t i = f->n_officers; i-- > 0;)
		if (!memcmp(f->officers[i].kid, kid, 4) && f->officers[i].from <= day)
			return &f->officers[i];
	return NULL;
}

static void add_stamp(struct arena *a, const char *folder, struct str name, struct buf *b)
{
	const char *path = str_z(a, os_join(a, str_of(folder), name));
	struct stat st;

	if (fstatat(AT_FDCWD, path, &st, AT_SYMLINK_NOFOLLOW))
		return;
	buf_fmt(b, "%.*s %llx %llx %llx %lx\n", P(name), (unsigned long long)st.st_ino,
		(unsigned long long)st.st_size, (unsigned long long)st.st_mtim.tv_sec,
		(unsigned long)st.st_mtim.tv_nsec);
}

/* Publishing replaces files whole: a folder's time changes with each of them. */
struct str facts_stamp(struct arena *a, const char *dir, const char *folder)
{
	struct buf b = { .a = a };
	struct str *names;
	struct err e = { 0 };
	size_t n;

	add_stamp(a, dir, S(OUTLINE_FILE), &b);
	add_stamp(a, folder, S("policy"), &b);
	add_stamp(a, folder, S("definitions"), &b);
	add_stamp(a, folder, S("bulletin"), &b);
	add_stamp(a, folder, S("press.json"), &b);
	if (!os_list(a, folder, POLICY_LOGS + 16, &names, &n, &e))
		n = 0;
	for (size_t i = 0; i < n; i++)
		if (log_name_ok(names[i]))
			add_stamp(a, folder, os_join(a, names[i], S("checkpoint")), &b);
	return buf_text(&b);
}

/* While it is read. */
struct looking {
	struct arena *a; /* of the work; f->a: of what stays */
	struct reg *r;
	const char *folder;
	struct facts *f;
	struct buf logs, bulletins, officers;
	int64_t newest; /* when a checkpoint was written last */
};

/* The text of a file; *there is false where nothing stands. False where something stands there that cannot be read: it is
 * not taken for nothing. */
static bool file_text(struct looking *w, struct str name, struct str *out, bool *there,
		      struct err *e)
{
	*there = os_read(w->f->a, str_z(w->a, os_join(w->a, str_of(w->folder), name)), POLICY_MAX,
			 out, e);
	if (!*there && e->kind == ERR_NOTHING)
		*e = (struct err){ 0 };
	return e->kind == ERR_NONE;
}

/* As file_text, without reading it; *changed: when it was written last. */
static bool file_there(struct looking *w, struct str name, bool *there, int64_t *changed,
		       struct err *e)
{
	const char *path = str_z(w->a, os_join(w->a, str_of(w->folder), name));
	struct stat st;

	*there = !fstatat(AT_FDCWD, path, &st, AT_SYMLINK_NOFOLLOW);
	if (!*there)
		return errno == ENOENT || errno == ENOTDIR || err_sys(e, "read %s", path);
	*changed = st.st_mtim.tv_sec;
	return S_ISREG(st.st_mode) || err_set(e, ERR_FAILED, "read %s: no regular file", path);
}

/* A log is shown up to its published checkpoint, which its own key must have signed; one that is not
 * published yet is not there. */
static bool add_log(struct looking *w, const struct store_log *l, struct err *e)
{
	struct fact_log log = { .name = l->name, .origin = l->origin, .id = l->id };
	struct str text, line;
	struct note_vkey key;
	struct checkpoint c;
	struct note note;
	int64_t changed;
	bool there;

	for (size_t i = 0; i < sizeof log.id8; i++)
		log.id8[i] = l->id8[i];
	if (!file_text(w, os_join(w->a, l->name, S("vkey")), &text, &there, e) || !there)
		return e->kind == ERR_NONE;
	line = str_trim(text);
	if (!note_vkey_read(w->f->a, line, &key, e))
		return within(e, "read %s/%.*s/vkey", w->folder, P(l->name));
	log.vkey = line;
	log.key_id = str_hex(w->f->a, key.id, sizeof key.id);
	if (!file_text(w, os_join(w->a, l->name, S("checkpoint")), &text, &there, e) || !there)
		return e->kind == ERR_NONE;
	if (!note_read(w->f->a, text, &note, e) || !checkpoint_read(note.text, &c, e))
		return within(e, "read %s/%.*s/checkpoint", w->folder, P(l->name));
	if (!str_eq(c.origin, l->origin) || note_check(&note, &key) != 1)
		return err_set(e, ERR_FAILED,
			       "read %s/%.*s/checkpoint: it is not signed by the key of that log",
			       w->folder, P(l->name));
	log.size = c.size;
	log.root = c.root;
	w->f->entries += c.size;
	buf_add(&w->logs, &log, sizeof log);
	if (!file_there(w, os_join(w->a, l->name, S("checkpoint")), &there, &changed, e))
		return false;
	w->newest = there && changed > w->newest ? changed : w->newest;
	return there ||
	       err_set(e, ERR_FAILED, "read the files of log %.*s: they went away", P(l->name));
}

static bool read_logs(struct looking *w, struct err *e)
{
	struct store_log *logs;
	size_t n;

	if (!store_logs(w->r->store, w->f->a, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!add_log(w, &logs[i], e))
			return false;
	return true;
}

static bool read_bulletins(struct looking *w, struct err *e)
{
	struct store_bulletin *list;
	size_t n;

	if (!store_bulletins(w->r->store, w->a, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct fact_bulletin one = { list[i].day, list[i].number, list[i].seq };
		struct str day = day_text(w->a, list[i].day);
		int64_t changed;
		bool there;

		if (!file_there(w, str_fmt(w->a, "bulletin/%.*s.json", P(day)), &there, &changed,
				e))
			return false;
		if (there) /* else it is not published yet */
			buf_add(&w->bulletins, &one, sizeof one);
	}
	return true;
}

static bool add_officer(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct looking *w = p;
	const struct fact_log *hq = (const struct fact_log *)(const void *)w->logs.p;
	struct entry *x = arena_alloc(w->a, sizeof *x);
	const struct rec *r = intake_record(w->r, w->a, log, seq, x, e);
	struct fact_officer o = { .index = seq };
	const struct val *kid, *from;

	if (!r)
		return false;
	kid = rec_get(r, "kid");
	from = rec_get(r, "from");
	/* Headquarters' log comes first; what is beyond its checkpoint is not published. */
	if (!w->logs.len || hq->id != log || (uint64_t)seq >= hq->size || !kid || kid->s.len != 4 ||
	    !from)
		return true;
	memcpy(o.kid, kid->s.s, 4);
	o.from = from->n;
	o.act = str_dup(w->f->a, rec_code(r, "act"));
	o.roles = val_text(w->f->a, field_by_name(r->kind, S("roles")), rec_get(r, "roles"));
	buf_add(&w->officers, &o, sizeof o);
	return true;
}

static bool read_officers(struct looking *w, struct err *e)
{
	if (!store_records(w->r->store, kind_officer.code, DAY_MIN, DAY_MAX, false, add_officer, w,
			   e))
		return false;
	w->f->officers = (const struct fact_officer *)(const void *)w->officers.p;
	w->f->n_officers = w->officers.len / sizeof *w->f->officers;
	return true;
}

/* A centre's own place; empty where none is recorded. */
static bool read_seats(struct looking *w, struct err *e)
{
	struct fact_log *logs = (struct fact_log *)(void *)w->logs.p;

	for (size_t i = 0; i < w->logs.len / sizeof *logs; i++)
		if (!store_seat(w->r->store, w->f->a, logs[i].id, &logs[i].seat, e))
			return false;
	return true;
}

static bool read_operation(struct looking *w, struct err *e)
{
	struct facts *f = w->f;

	f->code = str_dup(f->a, w->r->operation);
	f->name[LANG_EN] = f->name[LANG_AR] = f->code;
	f->operation = intake_operation(w->r, f->a, e);
	f->at = (struct instant){ w->newest, 0 };
	if (!f->operation)
		return e->kind == ERR_NONE;
	f->name[LANG_EN] = rec_code(f->operation, "name_en");
	f->name[LANG_AR] = rec_code(f->operation, "name_ar");
	f->zone = rec_code(f->operation, "zone");
	f->at.minutes = opday_end(f->operation, opday_of(f->operation, w->newest)).minutes;
	return true;
}

bool facts_read(struct arena *a, struct reg *r, const char *dir, const char *folder,
		struct facts *f, struct err *e)
{
	struct looking w = { .a = a, .r = r, .folder = folder, .f = f };
	struct store_place *places;

	w.logs.a = w.bulletins.a = w.officers.a = f->a;
	f->stamp = str_dup(f->a, facts_stamp(a, dir, folder));
	if (!read_logs(&w, e) || !read_seats(&w, e) || !read_bulletins(&w, e) ||
	    !read_officers(&w, e) || !read_operation(&w, e) ||
	    !store_places(r->store, f->a, &places, &f->n_places, e))
		return false;
	f->places = places;
	f->logs = (const struct fact_log *)(const void *)w.logs.p;
	f->n_logs = w.logs.len / sizeof *f->logs;
	f->bulletins = (const struct fact_bulletin *)(const void *)w.bulletins.p;
	f->n_bulletins = w.bulletins.len / sizeof *f->bulletins;
	return true;
}
