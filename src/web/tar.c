/* See tar.h. */
#include "web/tar.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "ledger/hash.h"
#include "web/public.h"
#include "base/banned.h"

#define BLOCK	   512
#define NAME_LEN   100
#define PREFIX_LEN (500 - 345) /* from its offset to the end of the header */
#define PATH_LEN   184 /* every name up to this can be split into the two: a segment has at most 64 */
#define TOP	   "public/"
#define MTIME	   315532800 /* 1980-01-01: the same everywhere, and nothing complains of it */

#define DEPTH	 8
#define PLAN_MAX ((size_t)24 * 1024 * 1024)
#define KEPT_MAX ((size_t)8 * 1024 * 1024)
#define TRIES	 5
#define PAUSE_MS 20
#define SETTLE_S 10 /* in which somebody who publishes writes the policy, which comes last */

/* In this order. */
enum part { PART_POLICY, PART_DEFINITIONS, PART_LOG, PART_BULLETIN, PART_BODY, PART_TILE };

struct member {
	struct str name;
	uint64_t at; /* of its header */
	uint64_t size;
	const char *kept; /* its content; NULL: it is read when it is sent */
	enum part part;
};

/* What the tar file consists of. It never changes; answers on their way hold it. */
struct plan {
	struct tar *tar;
	struct arena *a;
	size_t holders;
	struct member *members;
	size_t n, room;
	uint64_t size;
	size_t kept;
	struct str etag;
	struct hash state; /* of the files that publishing replaces */
	int64_t newest;	   /* of their times of change */
	bool settled;	   /* the policy is not older than they are */
};

struct tar {
	const char *folder;
	pthread_mutex_t lock; /* of the plan and all holders */
	struct plan *plan;
};

/* One answer on its way. */
struct sending {
	struct arena *a;
	struct plan *plan;
	size_t open; /* the member that fd is of */
	int fd;
};

static void lock(struct tar *t)
{
	if (pthread_mutex_lock(&t->lock))
		abort();
}

static void unlock(struct tar *t)
{
	if (pthread_mutex_unlock(&t->lock))
		abort();
}

/* Where a request's arena may run out: *held is NULL once the lock is given back. */
static void unlock_held(void *held)
{
	struct tar **t = held;

	if (*t)
		unlock(*t);
	*t = NULL;
}

/* With the lock held. */
static void let_go(struct plan *p)
{
	if (p && !--p->holders)
		arena_free(p->a);
}

static enum part part_of(struct str name)
{
	struct str rest = name, first = str_cut(&rest, '/');

	if (!rest.s)
		return str_eq(first, S("policy")) ? PART_POLICY : PART_DEFINITIONS;
	if (str_eq(first, S("bulletin")))
		return PART_BULLETIN;
	if (str_eq(first, S("body")))
		return PART_BODY;
	return memchr(rest.s, '/', rest.len) ? PART_TILE : PART_LOG;
}

/* "hq/tile/0/067.p/12": a later publication removes it. */
static bool partial(struct str name)
{
	while (name.s)
		if (str_ends(str_cut(&name, '/'), S(".p")))
			return true;
	return false;
}

static int by_part_and_name(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	return x->part != y->part ? (x->part < y->part ? -1 : 1) : str_cmp(x->name, y->name);
}

static bool read_whole(int fd, char *to, uint64_t size)
{
	uint64_t at = 0;

	while (at < size) {
		ssize_t n = pread(fd, to + at, size - at, (off_t)at);

		if (n <= 0)
			return false;
		at += (uint64_t)n;
	}
	return true;
}

/* What may be replaced or removed is read now. False: it changed meanwhile. */
static bool keep(struct plan *p, struct member *m)
{
	struct stat st;
	char *to;
	int fd;
	bool ok;

	if ((m->part == PART_BULLETIN || m->part == PART_BODY ||
	     (m->part == PART_TILE && !partial(m->name))) ||
	    m->size > KEPT_MAX - p->kept)
		return true;
	fd = public_fd(p->tar->folder, m->name, &st);
	if (fd < 0)
		return false;
	to = arena_alloc(p->a, m->size + 1);
	ok = (uint64_t)st.st_size == m->size && read_whole(fd, to, m->size);
	close(fd);
	m->kept = to;
	p->kept += m->size;
	return ok;
}

static void close_dir(void *p)
{
	DIR **d = p;

	if (*d)
		closedir(*d);
	*d = NULL;
}

static bool list(struct plan *p, struct arena *a, int at, struct str folder, int depth);

/* What is no regular file of a name that publishing gives is not there. False: it changed meanwhile. */
static bool visit(struct plan *p, struct arena *a, int dir, struct str folder, const char *name,
		  int depth)
{
	struct str path = str_fmt(p->a, "%.*s%s%s", P(folder), folder.len ? "/" : "", name);
	struct stat st;
	int fd;

	if (!public_name_ok(path) || path.len > PATH_LEN || str_ends(path, S(".tmp")))
		return true;
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW))
		return false;
	if (S_ISDIR(st.st_mode)) {
		fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		return fd >= 0 && depth < DEPTH && list(p, a, fd, path, depth + 1);
	}
	if (S_ISREG(st.st_mode)) {
		p->members = arena_more(p->a, p->members, p->n, &p->room, sizeof *p->members);
		p->members[p->n++] = (struct member){ .name = path,
						      .size = (uint64_t)st.st_size,
						      .part = part_of(path) };
	}
	return true;
}

/* Closes `at`. */
static bool list(struct plan *p, struct arena *a, int at, struct str folder, int depth)
{
	DIR **d = arena_alloc(a, sizeof(DIR *));
	const struct dirent *entry;
	bool ok = true;

	*d = fdopendir(at);
	if (!*d) {
		close(at);
		return false;
	}
	arena_defer(a, close_dir, d);
	while (ok && (entry = readdir(*d)))
		if (entry->d_name[0] != '.')
			ok = visit(p, a, dirfd(*d), folder, entry->d_name, depth);
	close_dir(d);
	return ok;
}

/* The files that each publishing replaces: what they are now. */
struct looking {
	struct buf b;
	int64_t newest, policy;
};

static void look_at(struct looking *l, int at, const char *name)
{
	struct stat st;
	int64_t changed;

	if (fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW))
		return;
	changed = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
	buf_fmt(&l->b, "%s %llx %llx %llx\n", name, (unsigned long long)st.st_ino,
		(unsigned long long)st.st_size, (unsigned long long)changed);
	if (!strcmp(name, "policy"))
		l->policy = changed;
	else if (S_ISREG(st.st_mode) && changed > l->newest)
		l->newest = changed;
}

/* Top files, and each log's checkpoint and key. */
static bool look(struct plan *p, struct arena *a)
{
	struct looking l = { .b = { .a = a } };
	DIR **d = arena_alloc(a, sizeof(DIR *));
	const struct dirent *entry;
	int at = open(p->tar->folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	*d = at < 0 ? NULL : fdopendir(at);
	if (!*d) {
		if (at >= 0)
			close(at);
		return false;
	}
	arena_defer(a, close_dir, d);
	while ((entry = readdir(*d))) {
		int sub;

		if (entry->d_name[0] == '.')
			continue;
		look_at(&l, dirfd(*d), entry->d_name);
		sub = openat(dirfd(*d), entry->d_name,
			     O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (sub < 0)
			continue;
		look_at(&l, sub, "checkpoint");
		look_at(&l, sub, "vkey");
		close(sub);
	}
	close_dir(d);
	p->state = hash_of(buf_text(&l.b));
	p->newest = l.newest / 1000000000;
	p->settled = l.policy >= l.newest;
	return true;
}

/* Places of all members, size and tag. False: a member changed meanwhile. */
static bool arrange(struct plan *p, struct arena *a)
{
	struct buf b = { .a = a };
	struct hash h;

	qsort(p->members, p->n, sizeof *p->members, by_part_and_name);
	for (size_t i = 0; i < p->n; i++) {
		struct member *m = &p->members[i];

		if (!keep(p, m))
			return false;
		m->at = p->size;
		p->size += BLOCK + (m->size + BLOCK - 1) / BLOCK * BLOCK;
		buf_fmt(&b, "%.*s %llu ", P(m->name), (unsigned long long)m->size);
		if (m->kept) {
			h = hash_of(str_mem(m->kept, m->size));
			buf_str(&b, hash_str(&h));
		}
	}
	p->size += (uint64_t)2 * BLOCK;
	h = hash_of(buf_text(&b));
	p->etag = str_fmt(p->a, "\"%.*s\"", P(str_hex(p->a, h.b, 16)));
	return true;
}

static void free_plan(void *p)
{
	struct plan **held = p;

	if (*held)
		arena_free((*held)->a);
	*held = NULL;
}

/* A plan of what stands there now; it belongs to *held, and so ends with the arena `a`. NULL: what stands there
 * changed while it was read. */
static struct plan *plan_new(struct tar *t, struct arena *a, struct plan **held)
{
	struct arena *own = arena_new(PLAN_MAX);
	struct plan *p;
	struct hash before;
	int fd;

	if (!own)
		return NULL;
	if (setjmp(*arena_guard(own))) {
		arena_free(own);
		*held = NULL;
		return NULL;
	}
	p = arena_alloc(own, sizeof *p);
	p->tar = t;
	p->a = own;
	*held = p;
	if (!look(p, a))
		return NULL;
	before = p->state;
	fd = open(t->folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || !list(p, a, fd, S(""), 1) || !arrange(p, a) || !look(p, a) ||
	    !hash_eq(&before, &p->state))
		return NULL;
	return p;
}

/* The plan that stands, or a new one, which is only taken when publishing has come to its end. With the lock
 * held. */
static bool refresh(struct tar *t, struct arena *a)
{
	const struct timespec pause = { 0, PAUSE_MS * 1000000 };
	struct plan **held = arena_alloc(a, sizeof(struct plan *)), *p = NULL, now = { .tar = t };
	struct timespec clock = { 0 };

	arena_defer(a, free_plan, held);
	if (t->plan && look(&now, a) && hash_eq(&now.state, &t->plan->state))
		return true;
	(void)clock_gettime(CLOCK_REALTIME, &clock);
	if (t->plan && !now.settled && clock.tv_sec - now.newest < SETTLE_S)
		return true;
	for (int i = 0; !p && i < TRIES; i++) {
		if (i)
			(void)nanosleep(&pause, NULL);
		free_plan(held);
		p = plan_new(t, a, held);
	}
	if (!p)
		return t->plan;
	*held = NULL;
	p->holders = 1;
	let_go(t->plan);
	t->plan = p;
	return true;
}

/* A number in octal with a NUL behind it, as ustar has them. */
static void octal(char *to, size_t n, uint64_t v)
{
	to[n - 1] = '\0';
	for (size_t i = n - 1; i-- > 0; v /= 8)
		to[i] = (char)('0' + v % 8);
}

/* POSIX.1-1988. A name that is too long is split before one of its segments. */
static void header(const struct member *m, char h[BLOCK])
{
	static const char magic[8] = { 'u', 's', 't', 'a', 'r', '\0', '0', '0' };
	char name[sizeof TOP + PATH_LEN] = TOP;
	size_t n = sizeof TOP - 1 + m->name.len, cut = 0;
	unsigned sum = 0;

	memcpy(name + sizeof TOP - 1, m->name.s, m->name.len);
	for (size_t i = 0; n - cut > NAME_LEN && i < n && i <= PREFIX_LEN; i++)
		if (name[i] == '/')
			cut = i + 1;
	memset(h, 0, BLOCK);
	memcpy(h, name + cut, n - cut < NAME_LEN ? n - cut : NAME_LEN);
	if (cut)
		memcpy(h + 345, name, cut - 1);
	octal(h + 100, 8, 0644);
	octal(h + 108, 8, 0);
	octal(h + 116, 8, 0);
	octal(h + 124, 12, m->size);
	octal(h + 136, 12, MTIME);
	memset(h + 148, ' ', 8);
	h[156] = '0';
	memcpy(h + 257, magic, sizeof magic);
	octal(h + 329, 8, 0);
	octal(h + 337, 8, 0);
	for (size_t i = 0; i < BLOCK; i++)
		sum += (unsigned char)h[i];
	octal(h + 148, 7, sum);
}

/* The member whose header, content or padding is at this position; n: behind the last. */
static size_t member_at(const struct plan *p, uint64_t at)
{
	size_t low = 0, high = p->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (p->members[middle].at <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low && at < p->members[low - 1].at + BLOCK +
					       (p->members[low - 1].size + BLOCK - 1) / BLOCK *
						       BLOCK
		       ? low - 1
		       : p->n;
}

/* Content of a member that is not kept. */
static bool from_file(struct sending *s, size_t i, uint64_t at, char *out, size_t n)
{
	const struct member *m = &s->plan->members[i];
	struct stat st;

	if (s->fd < 0 || s->open != i) {
		if (s->fd >= 0)
			close(s->fd);
		s->fd = public_fd(s->plan->tar->folder, m->name, &st);
		s->open = i;
		if (s->fd < 0 || (uint64_t)st.st_size != m->size)
			return false;
	}
	while (n) {
		ssize_t got = pread(s->fd, out, n, (off_t)at);

		if (got <= 0)
			return false;
		out += got;
		at += (uint64_t)got;
		n -= (size_t)got;
	}
	return true;
}

/* Bytes at a position, as far as they are of one sort; 0 where a file is not what it was. */
static size_t piece(struct sending *s, uint64_t at, char *out, size_t max)
{
	const struct plan *p = s->plan;
	size_t i = member_at(p, at), n = max;
	const struct member *m = &p->members[i];
	char h[BLOCK];

	if (i < p->n && at < m->at + BLOCK) {
		at -= m->at;
		n = n < BLOCK - at ? n : (size_t)(BLOCK - at);
		header(m, h);
		memcpy(out, h + at, n);
	} else if (i < p->n && at < m->at + BLOCK + m->size) {
		at -= m->at + BLOCK;
		n = n < m->size - at ? n : (size_t)(m->size - at);
		if (m->kept)
			memcpy(out, m->kept + at, n);
		else if (!from_file(s, i, at, out, n))
			n = 0;
	} else {
		uint64_t end = i + 1 < p->n ? p->members[i + 1].at
			       : i < p->n   ? p->size - 2 * BLOCK
					    : p->size;

		n = n < end - at ? n : (size_t)(end - at);
		memset(out, 0, n);
	}
	return n;
}

static int64_t send_part(void *p, uint64_t at, void *out, size_t max)
{
	struct sending *s = p;
	size_t done = 0, n = 1;

	max = max < s->plan->size - at ? max : (size_t)(s->plan->size - at);
	while (done < max && n) {
		n = piece(s, at + done, (char *)out + done, max - done);
		done += n;
	}
	return done == max ? (int64_t)done : -1;
}

static void send_end(void *p)
{
	struct sending *s = p;
	struct tar *t = s->plan->tar;

	if (s->fd >= 0)
		close(s->fd);
	lock(t);
	let_go(s->plan);
	unlock(t);
	arena_free(s->a);
}

/* Holds the plan. With the lock held. */
static struct sending *send_begin(struct plan *p)
{
	struct arena *a = arena_new(0);
	struct sending *s;

	if (!a)
		return NULL;
	if (setjmp(*arena_guard(a))) {
		arena_free(a);
		return NULL;
	}
	s = arena_alloc(a, sizeof *s);
	*s = (struct sending){ a, p, 0, -1 };
	p->holders++;
	return s;
}

static int answer(struct tar *t, struct arena *a, struct http_answer *out, struct err *e)
{
	struct sending *s;

	if (!refresh(t, a))
		return 503;
	if (!t->plan->n)
		return 404;
	out->etag = str_dup(a, t->plan->etag);
	s = send_begin(t->plan);
	if (!s) {
		err_set(e, ERR_FAILED, "send the publication as a tar file: out of memory");
		return 500;
	}
	out->type = "application/x-tar";
	out->modified = t->plan->newest;
	out->stream = (struct http_stream){ t->plan->size, send_part, send_end, s };
	return 200;
}

int tar_answer(struct tar *t, struct arena *a, struct http_answer *out, struct err *e)
{
	struct tar **held = arena_alloc(a, sizeof(struct tar *));

	arena_defer(a, unlock_held, held);
	lock(t);
	*held = t;
	out->status = answer(t, a, out, e);
	unlock_held(held);
	return out->status;
}

static void tar_close(void *p)
{
	struct tar *t = p;

	let_go(t->plan);
	(void)pthread_mutex_destroy(&t->lock);
}

struct tar *tar_open(struct arena *a, const char *folder, struct err *e)
{
	struct tar *t = arena_alloc(a, sizeof *t);

	t->folder = folder;
	if (pthread_mutex_init(&t->lock, NULL)) {
		err_set(e, ERR_FAILED, "serve %s as a tar file: no lock to be had", folder);
		return NULL;
	}
	arena_defer(a, tar_close, t);
	return t;
}
