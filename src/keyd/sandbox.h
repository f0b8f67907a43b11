/*
 * What the key holder takes from itself before it serves, by the system calls themselves (no library): no core
 * dumps and no tracing, memory that is not swapped, no other files than those it works on (Landlock), no other
 * system calls than it needs (seccomp). None of it is ever given back.
 */
#ifndef SULH_KEYD_SANDBOX_H
#define SULH_KEYD_SANDBOX_H

#include "base/err.h"

/* What came of it: what the system does not have is said, not passed over. */
struct sandbox {
	bool memory; /* all of it is locked; else only keys are */
	bool files;  /* Landlock is in force */
	bool calls;  /* seccomp is in force */
};

/* Before any thread is started. DIR is the register: its keyring is read and written, its logs' keys and marks read.
 * False where the system refuses what it has, or core dumps cannot be turned off. */
bool sandbox_enter(const char *dir, struct sandbox *out, struct err *e);

#endif
