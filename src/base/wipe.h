/*
 * Files whose old content shall not stay on the disk. What a file held is overwritten in place before its room is given
 * back. A disk that writes elsewhere (flash, a file system that copies on write), its snapshots and backups
 * may keep it all the same: whoever says that something is gone has to say so.
 */
#ifndef SULH_BASE_WIPE_H
#define SULH_BASE_WIPE_H

#include "base/err.h"

/* Gives the file `from` the name of the file `to`, durably, then overwrites what stood there, if anything. After a
 * crash either stands there, whole, and what stood there may be left as `to`.old: wipe_remove it. */
bool wipe_rename(const char *from, const char *to, struct err *e);

/* As os_write, overwriting what stood there. */
bool wipe_write(const char *path, struct str bytes, unsigned mode, struct err *e);

/* Overwrites a file and removes it, durably; that it is missing is fine. One that has another name, too, is only
 * removed. */
bool wipe_remove(const char *path, struct err *e);

#endif
