/* See public.h. */
#include "web/public.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/banned.h"

#define SEGMENTS    8
#define SEGMENT_LEN 64
#define NAME_LEN    255
#define FOLDER	    (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

static bool segment_ok(struct str s)
{
	if (!s.len || s.len > SEGMENT_LEN || s.s[0] == '.')
		return false;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.s[i];

		if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		    c != '.' && c != '_' && c != '-')
			return false;
		if (c == '.' && i && s.s[i - 1] == '.')
			return false;
	}
	return true;
}

bool public_name_ok(struct str name)
{
	size_t n = 0;

	if (!name.len || name.len > NAME_LEN)
		return false;
	while (name.s)
		if (++n > SEGMENTS || !segment_ok(str_cut(&name, '/')))
			return false;
	return true;
}

/* Tiles and bundles are bytes; everything else that publish writes is text. */
static const char *type_of(struct str name)
{
	struct str rest = name, first = str_cut(&rest, '/');

	if (str_ends(name, S(".json")))
		return "application/json";
	if (str_starts(rest, S("tile/")))
		return "application/octet-stream";
	if (str_eq(first, S("definitions")))
		return "text/csv; charset=utf-8";
	return "text/plain; charset=utf-8";
}

static void close_file(void *p)
{
	if (*(int *)p >= 0)
		close(*(int *)p);
}

/* The descriptor, or -1. */
static int walk(const char *folder, struct str name)
{
	int at = open(folder, FOLDER);

	while (at >= 0 && name.s) {
		char segment[SEGMENT_LEN + 1] = { 0 };
		struct str s = str_cut(&name, '/');
		int next;

		memcpy(segment, s.s, s.len);
		/* Not to wait for a FIFO that somebody put there. */
		next = openat(at, segment,
			      name.s ? FOLDER : O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
		close(at);
		at = next;
	}
	return at;
}

int public_fd(const char *folder, struct str name, struct stat *st)
{
	int fd;

	errno = ENOENT;
	fd = public_name_ok(name) && !str_ends(name, S(".tmp")) ? walk(folder, name) : -1;
	if (fd >= 0 && (fstat(fd, st) || !S_ISREG(st->st_mode))) {
		close(fd);
		errno = ENOENT;
		fd = -1;
	}
	return fd;
}

bool public_missing(int why)
{
	return why == ENOENT || why == ENOTDIR || why == ELOOP || why == ENXIO;
}

bool public_open(struct arena *a, const char *folder, struct str name, struct public_file *f)
{
	int *fd = arena_alloc(a, sizeof *fd);
	struct stat st;

	*fd = -1;
	arena_defer(a, close_file, fd);
	f->fd = *fd = public_fd(folder, name, &st);
	if (*fd < 0)
		return false;
	f->size = (uint64_t)st.st_size;
	f->modified = st.st_mtim.tv_sec;
	f->etag = str_fmt(a, "\"%llx-%llx-%llx-%lx\"", (unsigned long long)st.st_ino,
			  (unsigned long long)st.st_size, (unsigned long long)st.st_mtim.tv_sec,
			  (unsigned long)st.st_mtim.tv_nsec);
	f->type = type_of(name);
	return true;
}

bool public_there(const char *folder)
{
	int fd = open(folder, FOLDER);

	return fd >= 0 && !close(fd);
}
