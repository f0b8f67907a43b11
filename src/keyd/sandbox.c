/* See sandbox.h. */
#include "keyd/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/banned.h"

#if defined __x86_64__
#define ARCH AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define ARCH AUDIT_ARCH_AARCH64
#endif

/* A sanitizer reads the process's own maps, makes a thread when it ends, and has terabytes of shadow: it gets an
 * error for what is not allowed, and no lock on memory. */
#if defined __SANITIZE_ADDRESS__
#define SANITIZED true
#define OTHERWISE (SECCOMP_RET_ERRNO | EPERM)
#else
#define SANITIZED false
#define OTHERWISE SECCOMP_RET_KILL_PROCESS
#endif

static bool no_dumps(struct err *e)
{
	const struct rlimit none = { 0, 0 };

	return (!setrlimit(RLIMIT_CORE, &none) && !prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) &&
		!prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) ||
	       err_sys(e, "turn off core dumps");
}

/* Where the system lets us lock only some of it, locking all that comes would end in no memory at all. */
static bool lock_memory(void)
{
	struct rlimit r;

	return !SANITIZED && !getrlimit(RLIMIT_MEMLOCK, &r) &&
	       (r.rlim_cur == RLIM_INFINITY || !geteuid()) &&
	       !mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
}

#define READ_ONLY (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define READ_WRITE                                                                    \
	(READ_ONLY | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE | \
	 LANDLOCK_ACCESS_FS_MAKE_REG)
/* All of the first version of Landlock: what is not allowed below is refused. */
#define HANDLED (LANDLOCK_ACCESS_FS_MAKE_SYM * 2 - 1)

#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif

static bool allow_below(int rules, const char *dir, const char *folder, uint64_t access,
			struct err *e)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = access };
	char path[4096];
	bool ok;

	if ((size_t)snprintf(path, sizeof path, "%s/%s", dir, folder) >= sizeof path)
		return err_set(e, ERR_USAGE, "open %s: its path is too long", dir);
	rule.parent_fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return err_sys(e, "open %s", path);
	ok = !syscall(__NR_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) ||
	     err_sys(e, "allow %s to the key holder", path);
	close(rule.parent_fd);
	return ok;
}

/* `there`: false where this system has no Landlock. */
static bool only_files_of(const char *dir, bool *there, struct err *e)
{
	long abi = syscall(__NR_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	uint64_t truncate = abi >= 3 ? LANDLOCK_ACCESS_FS_TRUNCATE : 0;
	struct landlock_ruleset_attr attr = { .handled_access_fs = HANDLED | truncate };
	int rules;
	bool ok;

	*there = abi > 0;
	if (!*there)
		return true;
	rules = (int)syscall(__NR_landlock_create_ruleset, &attr, sizeof attr.handled_access_fs, 0);
	if (rules < 0)
		return err_sys(e, "keep the key holder to its files");
	ok = allow_below(rules, dir, "keyring", READ_WRITE | truncate, e) &&
	     allow_below(rules, dir, "log", READ_ONLY, e) &&
	     (!syscall(__NR_landlock_restrict_self, rules, 0) ||
	      err_sys(e, "keep the key holder to its files"));
	close(rules);
	return ok;
}

#ifdef ARCH

/* What is left: files, the socket it listens on, memory (none that can be executed), time, random bytes. No other
 * socket, process, program or trace. */
static const unsigned short allowed[] = {
	__NR_read,
	__NR_write,
	__NR_pread64,
	__NR_pwrite64,
	__NR_lseek,
	__NR_close,
	__NR_openat,
	__NR_fstat,
	__NR_newfstatat,
	__NR_ftruncate,
	__NR_fsync,
	__NR_fdatasync,
	__NR_flock,
	__NR_fcntl,
	__NR_getdents64,
	__NR_renameat,
	__NR_renameat2,
	__NR_unlinkat,
	__NR_readv,
	__NR_writev,
	__NR_munmap,
	__NR_mremap,
	__NR_madvise,
	__NR_brk,
	__NR_mlock,
	__NR_munlock,
	__NR_accept4,
	__NR_recvfrom,
	__NR_sendto,
	__NR_recvmsg,
	__NR_sendmsg,
	__NR_getsockopt,
	__NR_shutdown,
	__NR_ppoll,
	__NR_clock_gettime,
	__NR_clock_nanosleep,
	__NR_nanosleep,
	__NR_getrandom,
	__NR_futex,
	__NR_getpid,
	__NR_gettid,
	__NR_geteuid,
	__NR_tgkill,
	__NR_rt_sigaction,
	__NR_rt_sigprocmask,
	__NR_rt_sigreturn,
#if defined __SANITIZE_ADDRESS__
	__NR_sigaltstack, /* of the sanitizer's own thread data, when the process ends */
#endif
	__NR_restart_syscall,
	__NR_exit,
	__NR_exit_group,
	__NR_getrusage,
	__NR_sysinfo, /* the C library's qsort, of more than 1 KiB */
	__NR_sched_yield,
#ifdef __x86_64__
	__NR_open,
	__NR_stat,
	__NR_lstat,
	__NR_rename,
	__NR_unlink,
	__NR_poll,
	__NR_time,
	__NR_gettimeofday,
#endif
};
/* Of these, only calls whose third argument has not this bit: nothing is made executable. */
static const unsigned short no_exec[] = { __NR_mmap, __NR_mprotect };

#define LISTED (sizeof allowed / sizeof *allowed)
#define CHECKS (sizeof no_exec / sizeof *no_exec)

static size_t put_checks(struct sock_filter *f, size_t n)
{
	for (size_t i = 0; i < CHECKS; i++) {
		f[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, no_exec[i], 0, 4);
		f[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
						      offsetof(struct seccomp_data, args[2]));
		f[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1);
		f[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, OTHERWISE);
		f[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	}
	return n;
}

static bool only_calls(bool *there, struct err *e)
{
	struct sock_filter f[8 + 5 * CHECKS + 2 * LISTED];
	struct sock_fprog program = { .filter = f };
	size_t n = 0;

	f[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
					      offsetof(struct seccomp_data, arch));
	f[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0);
	f[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
	f[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
					      offsetof(struct seccomp_data, nr));
	n = put_checks(f, n);
	for (size_t i = 0; i < LISTED; i++) {
		f[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, allowed[i], 0, 1);
		f[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	}
	f[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, OTHERWISE);
	program.len = (unsigned short)n;
	*there = true;
	if (!prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0))
		return true;
	*there = false;
	return errno == EINVAL || err_sys(e, "keep the key holder to its system calls");
}

#else

static bool only_calls(bool *there, struct err *e)
{
	(void)e;
	*there = false;
	return true;
}

#endif

bool sandbox_enter(const char *dir, struct sandbox *out, struct err *e)
{
	*out = (struct sandbox){ 0 };
	if (!no_dumps(e))
		return false;
	out->memory = lock_memory();
	return only_files_of(dir, &out->files, e) && only_calls(&out->calls, e);
}
