/* Files, locks, randomness: what the operating system gives. Paths are C strings. */
#ifndef SULH_BASE_OS_H
#define SULH_BASE_OS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct arena;

enum os_type { OS_MISSING, OS_FILE, OS_DIR, OS_OTHER };

/* What stands at `path`, a link not followed. */
enum os_type os_type(const char *path);

/* Whether two paths lead to one file, by whatever names; false where one of them leads nowhere. */
bool os_same(const char *x, const char *y);

/* Whether os_write has a place for a file there: nothing or a regular file, links followed, in a folder. */
bool os_may_write(const char *path);

/* The whole of a regular file of at most `max` bytes. A missing file gives ERR_NOTHING; one that is
 * longer, or no regular file, is refused. */
bool os_read(struct arena *a, const char *path, size_t max, struct str *out, struct err *e);

/* Writes a file so that after a crash either the old or the new content stands there, whole:
 * temporary file, fsync, rename, fsync of the folder. */
bool os_write(const char *path, struct str bytes, unsigned mode, struct err *e);

/* Writes a file where nothing stands, durably; ERR_USAGE where something does, a link too. Nothing is left there
 * where it does not succeed. */
bool os_write_new(const char *path, struct str bytes, unsigned mode, struct err *e);

/* Copies a regular file to a path where nothing stands, durably. */
bool os_copy(const char *from, const char *to, unsigned mode, struct err *e);

/* Gives what stands at `from` another name, durably. */
bool os_rename(const char *from, const char *to, struct err *e);

/* The path of what stands at `path`, from the root, links resolved. */
bool os_absolute(struct arena *a, const char *path, struct str *out, struct err *e);

/* Whether only the owner can read or change what stands at `path`. */
bool os_private(const char *path, bool *yes, struct err *e);

/* Bytes free on the disk of `path` for whoever runs this. */
bool os_free(const char *path, int64_t *bytes, struct err *e);

/* What stands at `path` outlives a power cut: the bytes of a file, the names in a folder. */
bool os_sync(const char *path, struct err *e);

/* Makes a folder, durably; that it is there already is fine, also where whoever made it was killed
 * before it was durable. */
bool os_mkdir(const char *path, unsigned mode, struct err *e);

/* Names in a folder, sorted bytewise, without "." and "..". At most `max` of them. */
bool os_list(struct arena *a, const char *path, size_t max, struct str **names, size_t *n,
	     struct err *e);

/* Removes a file; that it is missing is fine. The folder is fsynced. */
bool os_remove(const char *path, struct err *e);

/* Removes a folder and all below it, links not followed. It needs no memory. */
bool os_remove_tree(const char *path, struct err *e);

/* Takes the lock of a folder: waits up to `wait_ms` for whoever holds it. Returns the descriptor, to
 * be closed by the caller, or -1. `shared` for readers. */
int os_lock(const char *path, bool shared, int wait_ms, struct err *e);

void os_random(void *p, size_t n); /* getrandom(2); stops the process where there is none */

struct str os_join(struct arena *a, struct str dir, struct str name);

#endif
