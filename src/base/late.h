/*
 * Libraries that few commands need, taken up when one does. Linked, the four of them (a web server, a reader and a writer of
 * workbooks, a guesser of encodings) brought 18 others: more than half of what a command takes to start, and GnuTLS, OpenSSL and C++
 * in the process that holds the keys. The one file that uses one names what it calls, and calls it through what LATE makes:
 *
 *	#define CALLS(X) X(zip_fread) X(zip_fclose)
 *	LATE(LATE_ZIP, CALLS)
 *	...
 *	if (!late_load(&lib_late, e))
 *		return false;
 *	got = lib.zip_fread(f, p, n);
 */
#ifndef SULH_BASE_LATE_H
#define SULH_BASE_LATE_H

#include <assert.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "late.gen.h"

struct err;

struct late {
	const char *file;	  /* as the linker names it: libzip.so.4 */
	const char *const *names; /* of the functions, up to NULL */
	void *at;		  /* a pointer to each, in that order */
	atomic_bool loaded;
};

#define LATE_POINTER(function) __typeof__((function)) *(function);
#define LATE_NAME(function)    #function,
#define LATE(soname, calls)                                                                  \
	static struct {                                                                      \
		calls(LATE_POINTER)                                                          \
	} lib;                                                                               \
	static const char *const lib_names[] = { calls(LATE_NAME) NULL };                    \
	static_assert(sizeof lib == sizeof lib_names - sizeof(void *), "a pointer to each"); \
	static struct late lib_late = { soname, lib_names, &lib, false };

/* Whether the library is there with each function; else what the linker says of it, and no pointer is set. It stays
 * until the process ends. Any thread may call it, any number of times: the first one takes it up. */
bool late_load(struct late *l, struct err *e);

#endif
