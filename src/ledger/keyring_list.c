/* See keyring_list.h. */
#include "ledger/keyring_list.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/os.h"
#include "ledger/key.h"
#include "ledger/keyring.h"
#include "ledger/keyring_head.h"
#include "base/banned.h"

#define MAGIC_LEN 16
#define LATER	  ".tmp"  /* of what is not in place */
#define PART	  ".part" /* of what will be aside, and is not whole */
#define FILES	  4096	  /* in the folder of a keyring */

_Static_assert(LIST_HEAD == MAGIC_LEN + 32 + KEY_BOX_EXTRA, "the head of a list");

/* `aside`: what is not in place is whole. */
static const struct family {
	const char *file, *info;
	bool aside;
	char magic[MAGIC_LEN];
} families[] = {
	[LIST_SCREENED] = { "list-", "list", false, "sulh-list-v1\n" },
	[LIST_EXCHANGED] = { "exchange-", "exchange rows", true, "sulh-exch-v1\n" },
};

/* One of them. */
struct listed {
	struct keyring *k;
	const struct family *of;
	struct str name;
};

static bool is_name(struct str name, struct err *e)
{
	bool ok = name.len && name.len <= LIST_NAME;

	for (size_t i = 0; ok && i < name.len; i++)
		ok = (name.s[i] >= '0' && name.s[i] <= '9') ||
		     (name.s[i] >= 'a' && name.s[i] <= 'f');
	return ok || err_value(e, ERR_REFUSED, S("list"), name, "a number of a list, in hex");
}

static char *path_of(const struct listed *x, struct arena *a, const char *end)
{
	return str_z(a, str_fmt(a, "%s/%s%.*s%s", x->k->dir, x->of->file, P(x->name), end));
}

/* What its key is bound to. */
static struct str bound_to(const struct listed *x, struct arena *a)
{
	struct buf b = { .a = a };

	buf_add(&b, x->of->magic, MAGIC_LEN);
	buf_str(&b, x->name);
	return buf_text(&b);
}

static void open_with(const struct listed *x, uint8_t key[32])
{
	keyring_key_for(x->k, str_of(x->of->info), key);
}

static void make_head(const struct listed *x, struct arena *a, uint8_t key[32],
		      uint8_t head[LIST_HEAD])
{
	uint8_t with[32];

	os_random(key, 32);
	open_with(x, with);
	memcpy(head, x->of->magic, MAGIC_LEN);
	key_box(with, bound_to(x, a), key, 32, head + MAGIC_LEN);
	key_wipe(with, sizeof with);
}

static bool read_head(const struct listed *x, struct arena *a, struct str bytes, uint8_t key[32])
{
	uint8_t with[32];
	bool ok;

	if (bytes.len < LIST_HEAD || memcmp(bytes.s, x->of->magic, MAGIC_LEN) != 0)
		return false;
	open_with(x, with);
	ok = key_unbox(with, bound_to(x, a), bytes.s + MAGIC_LEN, LIST_HEAD - MAGIC_LEN, key);
	key_wipe(with, sizeof with);
	return ok;
}

static bool write_all(int fd, const char *path, uint64_t at, struct str bytes, struct err *e)
{
	for (size_t done = 0; done < bytes.len;) {
		ssize_t n =
			pwrite(fd, bytes.s + done, bytes.len - done, (off_t)(at + (uint64_t)done));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_sys(e, "write %s", path);
		done += (size_t)n;
	}
	return true;
}

/* Where the file ends, and the key that it is under; begun anew where it is the first part. */
static bool begin(const struct listed *x, struct arena *a, int fd, const char *path, bool first,
		  uint8_t key[32], uint64_t *end, struct err *e)
{
	uint8_t head[LIST_HEAD];
	struct stat st;

	if (first) {
		make_head(x, a, key, head);
		*end = LIST_HEAD;
		return (!ftruncate(fd, 0) || err_sys(e, "write %s", path)) &&
		       write_all(fd, path, 0, str_mem(head, sizeof head), e);
	}
	if (fstat(fd, &st))
		return err_sys(e, "write %s", path);
	*end = (uint64_t)st.st_size;
	if (*end > INDEX_FILE)
		return err_set(e, ERR_REFUSED, "write %s: a list of at most %d rows", path,
			       LIST_ROWS);
	return (pread(fd, head, sizeof head, 0) == (ssize_t)sizeof head &&
		read_head(x, a, str_mem(head, sizeof head), key)) ||
	       err_set(e, ERR_FAILED, "write %s: it is damaged; begin the list anew", path);
}

static bool add(const struct listed *of, struct arena *a, int fd, const char *path,
		const struct list_part *x, struct err *e)
{
	struct index_key under;
	struct buf more = { .a = a };
	uint8_t key[32];
	uint64_t end;
	bool ok = begin(of, a, fd, path, x->first, key, &end, e);

	if (ok) {
		index_key(key, 0, &under);
		index_put(&under, end - LIST_HEAD, x->list, x->n, &more);
		key_wipe(&under, sizeof under);
		ok = write_all(fd, path, end, buf_text(&more), e);
	}
	key_wipe(key, sizeof key);
	return ok && (!x->last || !fsync(fd) || err_sys(e, "write %s", path));
}

bool keyring_list_put(struct keyring *k, enum list_family family, struct str name,
		      const struct list_part *x, struct err *e)
{
	const struct listed of = { k, &families[family], name };
	struct arena *a = arena_new(0);
	const char *path;
	bool ok;
	int fd;

	assert(x->aside == of.of->aside);
	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return err_set(e, ERR_FAILED, "write a list of keyring %s: out of memory", k->dir);
	}
	path = is_name(name, e) ? path_of(&of, a, x->aside ? PART : LATER) : NULL;
	if (!path) {
		arena_free(a);
		return false;
	}
	fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | (x->first ? O_CREAT : 0), 0600);
	ok = fd >= 0 ? add(&of, a, fd, path, x, e) : err_sys(e, "write %s", path);
	if (fd >= 0 && close(fd) && ok)
		ok = err_sys(e, "write %s", path);
	if (ok && x->last)
		ok = os_rename(path, path_of(&of, a, x->aside ? LATER : ""), e);
	arena_free(a);
	return ok;
}

/* Wiped with its arena. */
struct opened {
	struct index_key under;
	uint8_t key[32];
};

bool keyring_list_each(struct keyring *k, enum list_family family, struct str name,
		       bool (*fn)(void *p, const struct index_record *x), void *p, struct err *e)
{
	const struct listed of = { k, &families[family], name };
	struct arena *a = arena_new(0);
	const char *path, *wrong = "its key is not of this keyring";
	struct opened *x;
	struct str bytes;
	bool ok;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return err_set(e, ERR_FAILED, "read a list of keyring %s: out of memory", k->dir);
	}
	ok = is_name(name, e);
	path = ok ? path_of(&of, a, "") : "";
	ok = ok && os_read(a, path, INDEX_FILE + LIST_HEAD, &bytes, e);
	if (ok) {
		x = arena_alloc(a, sizeof *x);
		key_wipe_later(a, x, sizeof *x);
		ok = read_head(&of, a, bytes, x->key);
		if (ok)
			index_key(x->key, 0, &x->under);
		ok = ok && index_each(a, &x->under, str_from(bytes, LIST_HEAD), 0, fn, p, &wrong);
		if (!ok && wrong)
			err_set(e, ERR_FALSE, "read %s: it is damaged: %s", path, wrong);
	}
	arena_free(a);
	return ok;
}

/* Its key goes first: what the disk may keep of the rest opens for nobody. That another process did it meanwhile is fine. */
static bool destroy(const char *path, struct err *e)
{
	static const uint8_t zeros[LIST_HEAD];
	int fd;
	bool ok;

	fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0 && errno == ENOENT)
		return true;
	ok = fd >= 0 ? write_all(fd, path, 0, str_mem(zeros, sizeof zeros), e) &&
			       (!fsync(fd) || err_sys(e, "write %s", path))
		     : err_sys(e, "write %s", path);
	if (fd >= 0)
		close(fd);
	return ok && os_remove(path, e);
}

/* A file of a family: its name, without what all have in common. */
struct found {
	struct arena *a; /* as long as it is looked at */
	const char *path;
	struct str name;
	bool later;  /* not in place */
	bool broken; /* nor whole */
};

/* Takes the end off a name, where it has it. */
static bool without(struct str *name, struct str end)
{
	bool ends = str_ends(*name, end);

	name->len -= ends ? end.len : 0;
	return ends;
}

static bool each(struct keyring *k, enum list_family family,
		 bool (*fn)(void *p, const struct found *x, struct err *e), void *p, struct err *e)
{
	const struct str begins = str_of(families[family].file);
	struct arena *a = arena_new(0);
	struct str *files;
	size_t n;
	bool ok;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return err_set(e, ERR_FAILED, "sort lists of keyring %s: out of memory", k->dir);
	}
	ok = os_list(a, k->dir, FILES, &files, &n, e);
	for (size_t i = 0; ok && i < n; i++) {
		struct found x = { .a = a, .name = files[i] };

		if (!str_starts(files[i], begins))
			continue;
		x.path = str_z(a, str_fmt(a, "%s/%.*s", k->dir, P(files[i])));
		x.name = str_from(x.name, begins.len);
		x.later = without(&x.name, S(LATER));
		x.broken = without(&x.name, S(PART)) || (x.later && !families[family].aside);
		x.later |= x.broken;
		ok = fn(p, &x, e);
	}
	arena_free(a);
	return ok;
}

struct naming {
	struct arena *a;
	struct buf list;
};

static bool note_name(void *p, const struct found *x, struct err *e)
{
	struct naming *w = p;
	struct str name = str_dup(w->a, x->name);

	(void)e;
	if (!x->later)
		buf_add(&w->list, &name, sizeof name);
	return true;
}

bool keyring_list_names(struct keyring *k, struct arena *a, enum list_family family,
			struct str **names, size_t *n, struct err *e)
{
	struct naming w = { .a = a, .list = { .a = a } };

	if (!each(k, family, note_name, &w, e))
		return false;
	*names = (struct str *)(void *)w.list.p;
	*n = w.list.len / sizeof **names;
	return true;
}

struct keeping {
	struct keyring *k;
	const struct family *of;
	const struct str *names;
	size_t n;
	bool alone; /* all others are destroyed */
};

static bool keep_or_end(void *p, const struct found *x, struct err *e)
{
	const struct keeping *w = p;
	const struct listed of = { w->k, w->of, x->name };
	bool kept = false;

	for (size_t i = 0; i < w->n; i++)
		kept |= str_eq(x->name, w->names[i]);
	if (!kept || x->broken)
		return !w->alone || destroy(x->path, e);
	return !x->later || os_rename(x->path, path_of(&of, x->a, ""), e);
}

bool keyring_list_place(struct keyring *k, enum list_family family, const struct str *names,
			size_t n, struct err *e)
{
	struct keeping w = { k, &families[family], names, n, false };

	return each(k, family, keep_or_end, &w, e) && os_sync(k->dir, e);
}

bool keyring_list_keep(struct keyring *k, enum list_family family, const struct str *names,
		       size_t n, struct err *e)
{
	struct keeping w = { k, &families[family], names, n, true };

	return each(k, family, keep_or_end, &w, e) && os_sync(k->dir, e);
}

struct ending {
	bool (*over)(void *p, struct str name);
	void *p;
	size_t n;
};

static bool end_one(void *p, const struct found *x, struct err *e)
{
	struct ending *w = p;

	if (!w->over(w->p, x->name))
		return true;
	w->n++;
	return destroy(x->path, e);
}

bool keyring_list_end(struct keyring *k, enum list_family family,
		      bool (*over)(void *p, struct str name), void *p, size_t *n, struct err *e)
{
	struct ending w = { .over = over, .p = p };
	bool ok = each(k, family, end_one, &w, e);

	*n = w.n;
	return ok;
}
