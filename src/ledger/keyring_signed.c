/* What the keyring itself knows to be signed of each log (keyring.h): a mark that whoever merely writes to the folder
 * cannot change. */
#include "ledger/keyring.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "ledger/key.h"
#include "ledger/keyring_acts.h"
#include "ledger/keyring_head.h"
#include "ledger/keyring_wrap.h"
#include "ledger/note.h"
#include "base/banned.h"

#define FILE_NAME "signed"
#define LOGS	  4096
#define ORIGIN	  128
#define RECORD	  (ORIGIN + 52 + SIGNED_RUNS * 20)
#define ACTS	  ((int64_t)1 << 40) /* in a file */

static const struct wrapped signed_file = { SC("sulh-signed-v2\n"), SC("signed"),
					    (size_t)LOGS *RECORD };

struct mark {
	struct str origin;
	struct signed_log is;
};

static bool read_runs(struct read *in, struct signed_log *l)
{
	uint64_t n = 0, two = 0;

	if (!cbor_array(in, SIGNED_RUNS, &n))
		return false;
	for (l->n_runs = 0; l->n_runs < n; l->n_runs++) {
		struct signed_run *run = &l->runs[l->n_runs];
		struct str id;
		int64_t acts = 0;

		if (!cbor_array(in, 2, &two) || two != 2 || !cbor_bytes(in, 8, 8, &id) ||
		    !cbor_int(in, 1, ACTS, &acts))
			return false;
		memcpy(run->id, id.s, sizeof run->id);
		run->n = (uint64_t)acts;
	}
	return true;
}

static bool read_mark(struct read *in, struct mark *m)
{
	uint64_t five = 0;
	int64_t size = 0, known = 0;
	struct str root;

	if (!cbor_array(in, 5, &five) || five != 5 || !cbor_text(in, ORIGIN, &m->origin) ||
	    !cbor_int(in, 0, INT64_MAX, &size) || !cbor_bytes(in, 32, 32, &root) ||
	    !cbor_int(in, 0, 1, &known) || !read_runs(in, &m->is))
		return false;
	m->is.mark.size = (uint64_t)size;
	memcpy(m->is.mark.root.b, root.s, sizeof m->is.mark.root.b);
	m->is.known = known;
	return true;
}

/* With room for one more. */
static bool parse(const struct keyring *k, struct arena *a, struct str plain, struct mark **list,
		  size_t *n, struct err *e)
{
	struct read in;
	uint64_t all = 0;
	bool ok;

	in = read_of(plain.s, plain.len);
	ok = cbor_array(&in, LOGS, &all);
	*n = ok ? (size_t)all : 0;
	*list = arena_array(a, *n + 1, sizeof **list);
	for (size_t i = 0; ok && i < *n; i++)
		ok = read_mark(&in, &(*list)[i]);
	return (ok && read_end(&in)) ||
	       err_set(e, ERR_FAILED, "%s/" FILE_NAME ": it is not well-formed", k->dir);
}

static bool load(struct keyring *k, struct arena *a, struct mark **list, size_t *n, struct err *e)
{
	struct str plain;

	return wrap_load_own(k, a, &signed_file, FILE_NAME, &plain, e) &&
	       parse(k, a, plain, list, n, e);
}

/* An empty list where the file is gone or damaged; one that cannot be read may be whole. */
static bool load_or_none(struct keyring *k, struct arena *a, struct mark **list, size_t *n,
			 struct err *e)
{
	struct str bytes, plain;
	struct err damaged;
	bool there = wrap_read_own(k, a, &signed_file, FILE_NAME, &bytes, e);

	if (!there && e->kind != ERR_NOTHING)
		return false;
	if (there && wrap_open(k, a, &signed_file, FILE_NAME, bytes, &plain, &damaged) &&
	    parse(k, a, plain, list, n, &damaged))
		return true;
	e->kind = ERR_NONE;
	*list = arena_array(a, 1, sizeof **list);
	*n = 0;
	return true;
}

static void put_mark(struct buf *b, const struct mark *m)
{
	cbor_put_array(b, 5);
	cbor_put_text(b, m->origin);
	cbor_put_int(b, (int64_t)m->is.mark.size);
	cbor_put_bytes(b, hash_str(&m->is.mark.root));
	cbor_put_int(b, m->is.known);
	cbor_put_array(b, m->is.n_runs);
	for (size_t i = 0; i < m->is.n_runs; i++) {
		cbor_put_array(b, 2);
		cbor_put_bytes(b, str_mem(m->is.runs[i].id, sizeof m->is.runs[i].id));
		cbor_put_int(b, (int64_t)m->is.runs[i].n);
	}
}

static bool save(const struct keyring *k, struct arena *a, const struct mark *list, size_t n,
		 struct err *e)
{
	struct buf b = { .a = a };

	cbor_put_array(&b, n);
	for (size_t i = 0; i < n; i++)
		put_mark(&b, &list[i]);
	return wrap_save_own(k, a, &signed_file, FILE_NAME, b.p, b.len, e);
}

bool keyring_signed_start(const struct keyring *k, struct arena *a, struct err *e)
{
	return save(k, a, NULL, 0, e);
}

bool keyring_signed(struct keyring *k, struct arena *a, struct str origin, struct signed_log *out,
		    struct err *e)
{
	struct mark *list;
	size_t n;

	*out = (struct signed_log){ .mark.missing = true };
	if (!load(k, a, &list, &n, e))
		return within(e, "look up what was signed");
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].origin, origin))
			*out = list[i].is;
	return true;
}

/* Where this origin stands, or would. A log has one origin: else whoever asks for signatures could fill the list with
 * others. */
static bool place(const struct mark *list, size_t n, struct str origin, size_t *at, struct err *e)
{
	struct str log, other, operation;
	unsigned number;

	if (origin.len > ORIGIN || !log_origin_read(origin, &log, &operation, &number))
		return err_set(e, ERR_REFUSED,
			       "%.*s is no origin of a log, or longer than %d bytes", P(origin),
			       ORIGIN);
	for (*at = 0; *at < n && !str_eq(list[*at].origin, origin); (*at)++)
		if (log_origin_read(list[*at].origin, &other, &operation, &number) &&
		    str_eq(other, log))
			return err_set(e, ERR_REFUSED, "%.*s is the log %.*s, and no other", P(log),
				       P(list[*at].origin));
	return *at < LOGS || err_set(e, ERR_REFUSED, "the keyring knows %d logs, no more", LOGS);
}

bool keyring_signed_set(struct keyring *k, struct arena *a, struct str origin,
			const struct signed_log *l, struct err *e)
{
	struct mark *list;
	size_t n, at;

	if (!load(k, a, &list, &n, e) || !place(list, n, origin, &at, e))
		return within(e, "note what is signed");
	list[at] = (struct mark){ origin, *l };
	return save(k, a, list, at == n ? n + 1 : n, e) || within(e, "note what is signed");
}

bool keyring_signed_renew(struct keyring *k, struct arena *a, struct str origin,
			  const struct signed_log *l, struct err *e)
{
	struct mark *list;
	size_t n, kept = 0, at;
	struct str log, other, operation;
	unsigned number;

	if (!load_or_none(k, a, &list, &n, e))
		return within(e, "note anew what is signed");
	if (!place(list, 0, origin, &at, e) || !log_origin_read(origin, &log, &operation, &number))
		return within(e, "note anew what is signed");
	for (size_t i = 0; i < n; i++)
		if (!log_origin_read(list[i].origin, &other, &operation, &number) ||
		    !str_eq(other, log))
			list[kept++] = list[i];
	list[kept] = (struct mark){ origin, *l };
	return kept < LOGS ? save(k, a, list, kept + 1, e) || within(e, "note anew what is signed")
			   : err_set(e, ERR_REFUSED, "the keyring knows %d logs, no more", LOGS);
}

static bool is_known(const struct mark *list, size_t n, struct str name)
{
	struct str log, operation;
	unsigned number;

	for (size_t i = 0; i < n; i++)
		if (list[i].is.known &&
		    log_origin_read(list[i].origin, &log, &operation, &number) && str_eq(log, name))
			return true;
	return false;
}

bool keyring_signed_sweep(struct keyring *k, struct arena *a, const struct str *logs, size_t n_logs,
			  struct err *e)
{
	struct buf runs = { .a = a };
	struct mark *list;
	size_t n;

	if (!load(k, a, &list, &n, e))
		return within(e, "remove files of acts that no log has");
	for (size_t i = 0; i < n_logs; i++)
		if (!is_known(list, n, logs[i]))
			return true;
	for (size_t i = 0; i < n; i++)
		buf_add(&runs, list[i].is.runs, list[i].is.n_runs * sizeof list[i].is.runs[0]);
	return keyring_acts_sweep(k, a, (const struct signed_run *)(const void *)runs.p,
				  runs.len / sizeof(struct signed_run), e);
}
