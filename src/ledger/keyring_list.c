/* See keyring_list.h. */
#include "ledger/keyring_list.h"

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

#define MAGIC	  "sulh-list-v1\n\0\0"
#define MAGIC_LEN 16

_Static_assert(sizeof MAGIC == MAGIC_LEN && LIST_HEAD == MAGIC_LEN + 32 + KEY_BOX_EXTRA,
	       "the head of a list");

static bool is_name(struct str name, struct err *e)
{
	bool ok = name.len && name.len <= LIST_NAME;

	for (size_t i = 0; ok && i < name.len; i++)
		ok = (name.s[i] >= '0' && name.s[i] <= '9') ||
		     (name.s[i] >= 'a' && name.s[i] <= 'f');
	return ok || err_value(e, ERR_REFUSED, S("list"), name, "a number of a list, in hex");
}

static char *path_of(const struct keyring *k, struct arena *a, struct str name, const char *end)
{
	return str_z(a, str_fmt(a, "%s/list-%.*s%s", k->dir, P(name), end));
}

/* What its key is bound to. */
static struct str bound_to(struct arena *a, struct str name)
{
	struct buf b = { .a = a };

	buf_add(&b, MAGIC, MAGIC_LEN);
	buf_str(&b, name);
	return buf_text(&b);
}

static void open_with(struct keyring *k, uint8_t key[32])
{
	keyring_key_for(k, S("list"), key);
}

static void make_head(struct keyring *k, struct arena *a, struct str name, uint8_t key[32],
		      uint8_t head[LIST_HEAD])
{
	uint8_t with[32];

	os_random(key, 32);
	open_with(k, with);
	memcpy(head, MAGIC, MAGIC_LEN);
	key_box(with, bound_to(a, name), key, 32, head + MAGIC_LEN);
	key_wipe(with, sizeof with);
}

static bool read_head(struct keyring *k, struct arena *a, struct str name, struct str bytes,
		      uint8_t key[32])
{
	uint8_t with[32];
	bool ok;

	if (bytes.len < LIST_HEAD || memcmp(bytes.s, MAGIC, MAGIC_LEN) != 0)
		return false;
	open_with(k, with);
	ok = key_unbox(with, bound_to(a, name), bytes.s + MAGIC_LEN, LIST_HEAD - MAGIC_LEN, key);
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
static bool begin(struct keyring *k, struct arena *a, int fd, const char *path, struct str name,
		  bool first, uint8_t key[32], uint64_t *end, struct err *e)
{
	uint8_t head[LIST_HEAD];
	struct stat st;

	if (first) {
		make_head(k, a, name, key, head);
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
		read_head(k, a, name, str_mem(head, sizeof head), key)) ||
	       err_set(e, ERR_FAILED, "write %s: it is damaged; begin the list anew", path);
}

static bool add(struct keyring *k, struct arena *a, int fd, const char *path, struct str name,
		const struct list_part *x, struct err *e)
{
	struct index_key under;
	struct buf more = { .a = a };
	uint8_t key[32];
	uint64_t end;
	bool ok = begin(k, a, fd, path, name, x->first, key, &end, e);

	if (ok) {
		index_key(key, 0, &under);
		index_put(&under, end - LIST_HEAD, x->list, x->n, &more);
		key_wipe(&under, sizeof under);
		ok = write_all(fd, path, end, buf_text(&more), e);
	}
	key_wipe(key, sizeof key);
	return ok && (!x->last || !fsync(fd) || err_sys(e, "write %s", path));
}

bool keyring_list_put(struct keyring *k, struct str name, const struct list_part *x, struct err *e)
{
	struct arena *a = arena_new(0);
	const char *path;
	bool ok;
	int fd;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return err_set(e, ERR_FAILED, "write a list of keyring %s: out of memory", k->dir);
	}
	path = is_name(name, e) ? path_of(k, a, name, ".tmp") : NULL;
	if (!path) {
		arena_free(a);
		return false;
	}
	fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | (x->first ? O_CREAT : 0), 0600);
	ok = fd >= 0 ? add(k, a, fd, path, name, x, e) : err_sys(e, "write %s", path);
	if (fd >= 0 && close(fd) && ok)
		ok = err_sys(e, "write %s", path);
	ok = ok &&
	     (!x->last || (os_rename(path, path_of(k, a, name, ""), e) && os_sync(k->dir, e)));
	arena_free(a);
	return ok;
}

bool keyring_list_each(struct keyring *k, struct str name,
		       bool (*fn)(void *p, const struct index_record *x), void *p, struct err *e)
{
	struct arena *a = arena_new(0);
	struct index_key under;
	const char *path, *wrong = "its key is not of this keyring";
	struct str bytes;
	uint8_t key[32];
	bool ok;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return err_set(e, ERR_FAILED, "read a list of keyring %s: out of memory", k->dir);
	}
	ok = is_name(name, e);
	path = ok ? path_of(k, a, name, "") : "";
	ok = ok && os_read(a, path, INDEX_FILE + LIST_HEAD, &bytes, e);
	if (ok) {
		ok = read_head(k, a, name, bytes, key);
		index_key(key, 0, &under);
		key_wipe(key, sizeof key);
		ok = ok && index_each(&under, str_from(bytes, LIST_HEAD), 0, fn, p, &wrong);
		key_wipe(&under, sizeof under);
		if (!ok && wrong)
			err_set(e, ERR_FAILED, "read %s: it is damaged: %s", path, wrong);
	}
	arena_free(a);
	return ok;
}

/* Its key goes first: what the disk may keep of the rest opens for nobody. */
static bool destroy(const char *path, struct err *e)
{
	static const uint8_t zeros[LIST_HEAD];
	int fd;
	bool ok;

	if (os_type(path) == OS_MISSING)
		return true;
	fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	ok = fd >= 0 ? write_all(fd, path, 0, str_mem(zeros, sizeof zeros), e) &&
			       (!fsync(fd) || err_sys(e, "write %s", path))
		     : err_sys(e, "write %s", path);
	if (fd >= 0)
		close(fd);
	return ok && os_remove(path, e);
}

/* Whether a file of the keyring's folder is a list, and none of these. */
static bool is_left(struct str file, const struct str *names, size_t n)
{
	if (!str_starts(file, S("list-")))
		return false;
	for (size_t i = 0; i < n; i++)
		if (str_eq(str_from(file, 5), names[i]))
			return false;
	return true;
}

#define FILES 4096 /* in the folder of a keyring */

bool keyring_list_keep(struct keyring *k, const struct str *names, size_t n, struct err *e)
{
	struct arena *a = arena_new(0);
	struct str *files;
	size_t n_files;
	bool ok;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return err_set(e, ERR_FAILED, "remove lists of keyring %s: out of memory", k->dir);
	}
	ok = os_list(a, k->dir, FILES, &files, &n_files, e);
	for (size_t i = 0; ok && i < n_files; i++)
		ok = !is_left(files[i], names, n) ||
		     destroy(str_z(a, str_fmt(a, "%s/%.*s", k->dir, P(files[i]))), e);
	ok = ok && os_sync(k->dir, e);
	arena_free(a);
	return ok;
}
