/*
 * The published folder, as it may be read from outside: DIR/public and nothing beside it. A name is a
 * path of plain segments; every folder on the way and the file itself are opened without following links.
 */
#ifndef SULH_WEB_PUBLIC_H
#define SULH_WEB_PUBLIC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct arena;
struct stat;

/* One to eight segments of A-Z a-z 0-9 . _ -, none of which begins with a dot or holds "..". */
bool public_name_ok(struct str name);

struct public_file {
	int fd; /* closed when the arena ends */
	uint64_t size;
	struct str etag;  /* of inode, size and time of change: publishing replaces files whole */
	int64_t modified; /* seconds since 1970 */
	const char *type;
};

/* False where there is no such regular file, and for what publishing has not finished writing; also, and errno tells them
 * apart, where there may be one that cannot be opened now. */
bool public_open(struct arena *a, const char *folder, struct str name, struct public_file *f);

/* The same without more: a descriptor for the caller to close, and what fstat says of it. -1: there is none. */
int public_fd(const char *folder, struct str name, struct stat *st);

/* Whether an errno of theirs says that there is no such file. */
bool public_missing(int why);

/* Whether the folder itself is there, and is one. */
bool public_there(const char *folder);

#endif
