/* See register.h. */
#include "intake/register.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/os.h"
#include "intake/intake_int.h"
#include "keyd/keys_log.h"
#include "keyd/remote.h"
#include "ledger/key.h"
#include "ledger/log.h"
#include "base/banned.h"

#define CONF_MAX     4096
#define PASS_MAX     1024
#define LOCK_WAIT_MS 10000
#define LOGS_MAX     4096

static char *path(struct arena *a, const char *dir, const char *rest)
{
	return str_z(a, str_fmt(a, "%s/%s", dir, rest));
}

static bool make_files(struct arena *a, const char *dir, struct str operation,
		       struct str passphrase, const char *pass_file, const char *officers_file,
		       enum keyring_cost cost, struct err *e)
{
	struct store *store;
	struct buf conf = { .a = a };

	buf_fmt(&conf, "# A register of sulh. One name and value a line.\noperation = %.*s\n",
		P(operation));
	if (pass_file)
		buf_fmt(&conf, "pass_file = %s\n", pass_file);
	if (officers_file)
		buf_fmt(&conf, "officers_file = %s\n", officers_file);
	if (!keyring_make(a, path(a, dir, "keyring"), passphrase, cost, e))
		return false;
	store = store_open(a, path(a, dir, "sulh.db"), STORE_MAKE, e);
	return store && names_begin(store, e) && os_mkdir(path(a, dir, "log"), 0700, e) &&
	       os_write(path(a, dir, "sulh.conf"), buf_text(&conf), 0600, e);
}

/* The folder was empty: what stands there now is half a register of nobody. */
static void unmake(struct arena *a, const char *dir, struct err *e)
{
	static const char *const names[] = { "sulh.conf",   "keyring",	   "log",
					     "sulh.db-wal", "sulh.db-shm", "sulh.db" };
	struct err second;
	bool left = false;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *made = path(a, dir, names[i]);

		left |= !os_remove_tree(made, &second) && os_type(made) != OS_MISSING;
	}
	if (left)
		within(e, "what was made of it must be removed by hand");
}

bool reg_make(struct arena *a, const char *dir, struct str operation, struct str passphrase,
	      const char *pass_file, const char *officers_file, enum keyring_cost cost,
	      struct err *e)
{
	struct str *names;
	size_t n = 0;
	int lock;

	if (!log_name_ok(operation))
		return err_value(e, ERR_USAGE, S("operation"), operation,
				 "1 to 32 of a-z, 0-9 and -");
	if (passphrase.len < 8)
		return err_set(e, ERR_REFUSED,
			       "make a keyring: the passphrase is shorter than 8 characters");
	if (!os_mkdir(dir, 0700, e))
		return false;
	lock = os_lock(path(a, dir, "lock"), false, 0, e);
	if (lock < 0)
		return false;
	if (!os_list(a, dir, 16, &names, &n, e) || n > 1) {
		close(lock);
		return n > 1 ? err_set(e, ERR_REFUSED,
				       "make a register in %s: the folder is not empty; what an "
				       "interrupted init left must be removed first",
				       dir)
			     : false;
	}
	/* sulh.conf comes last: without it the folder is no register. */
	if (!make_files(a, dir, operation, passphrase, pass_file, officers_file, cost, e)) {
		unmake(a, dir, e);
		close(lock);
		return within(e, "make a register in %s", dir);
	}
	close(lock);
	return true;
}

static bool conf_line(struct reg *r, struct str line, struct err *e)
{
	struct str rest = line, name = str_trim(str_cut(&rest, '=')), value = str_trim(rest);

	if (!name.len || name.s[0] == '#')
		return true;
	if (str_eq(name, S("operation")) && log_name_ok(value))
		r->operation = value;
	else if (str_eq(name, S("pass_file")) && value.len)
		r->pass_file = value;
	else if (str_eq(name, S("officers_file")) && value.len)
		r->officers_file = value;
	else
		return err_value(e, ERR_FAILED, name, value,
				 "operation = NAME, pass_file = FILE or officers_file = FILE");
	return true;
}

bool reg_conf(struct reg *r, struct str text, struct err *e)
{
	int row = 0;

	while (text.s) {
		row++;
		if (!conf_line(r, str_cut(&text, '\n'), e))
			return err_at(e, "sulh.conf, line %d", row);
	}
	return r->operation.len ||
	       err_set(e, ERR_FAILED, "open %s: sulh.conf names no operation", r->dir);
}

static bool conf_read(struct reg *r, struct err *e)
{
	struct str text;

	if (!os_read(r->a, path(r->a, r->dir, "sulh.conf"), CONF_MAX, &text, e)) {
		if (e->kind == ERR_NOTHING)
			err_set(e, ERR_NO_REGISTER,
				"open %s: no register here (sulh init makes one, sulh demo an "
				"example)",
				r->dir);
		return false;
	}
	return reg_conf(r, text, e);
}

/* Whoever wrote here before and was killed may have left what can be read and never reached the disk: a commit
 * whose sync did not come, a rename. Nothing is answered or signed on its ground before it is durable.
 * SQLite removes its write-ahead log when it closes: where one is, its writer may have been killed. */
static bool settle(struct arena *a, const char *dir, struct err *e)
{
	const char *wal = path(a, dir, "sulh.db-wal"), *logs = path(a, dir, "log");
	struct str *names;
	size_t n;

	if (os_type(wal) != OS_FILE)
		return true;
	if (!os_sync(wal, e) || !os_sync(path(a, dir, "keyring"), e) || !os_sync(logs, e) ||
	    !os_list(a, logs, LOGS_MAX, &names, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		const char *log = os_join(a, str_of(logs), names[i]).s;

		if (os_type(log) == OS_DIR && !os_sync(log, e))
			return false;
	}
	return os_sync(dir, e);
}

static void unlock_file(void *p)
{
	close(*(int *)p);
}

struct reg *reg_open(struct arena *a, const char *dir, bool write, const struct pass_source *pass,
		     const struct clock *clock, struct err *e)
{
	struct reg *r = arena_alloc(a, sizeof *r);
	int *fd = arena_alloc(a, sizeof *fd);

	r->a = a;
	r->dir = dir;
	r->pass = *pass;
	r->clock = *clock;
	r->write = write;
	if (!conf_read(r, e))
		return NULL;
	*fd = os_lock(path(a, dir, "lock"), !write, LOCK_WAIT_MS, e);
	if (*fd < 0)
		return NULL;
	arena_defer(a, unlock_file, fd);
	if (write && !settle(a, dir, e))
		return NULL;
	r->store = store_open(a, path(a, dir, "sulh.db"), write ? STORE_WRITE : STORE_READ, e);
	return r->store ? r : NULL;
}

/* One rule wherever it comes from: the first line, without a carriage return at its end. */
static struct str pass_line(struct str text)
{
	struct str line = str_cut(&text, '\n');

	if (line.len && line.s[line.len - 1] == '\r')
		line.len--;
	return line;
}

static bool pass_read(struct arena *a, const char *file, struct str *out, struct err *e)
{
	struct str text;

	if (!os_read(a, file, PASS_MAX, &text, e)) {
		e->kind = e->kind == ERR_NOTHING ? ERR_LOCKED : e->kind;
		return within(e, "passphrase");
	}
	*out = pass_line(text);
	return out->len || err_set(e, ERR_LOCKED, "passphrase: %s is empty", file);
}

static bool pass_from_fd(struct arena *a, int fd, struct str *out, struct err *e)
{
	char *p = arena_alloc(a, PASS_MAX);
	size_t n = 0;

	while (n < PASS_MAX) {
		ssize_t got = read(fd, p + n, PASS_MAX - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_sys(e, "read the passphrase from descriptor %d", fd);
		if (!got)
			break;
		n += (size_t)got;
	}
	*out = pass_line(str_mem(p, n));
	return out->len || err_set(e, ERR_LOCKED, "descriptor %d gives no passphrase", fd);
}

/* A line of the terminal, unless one of the signals comes before it. */
static bool line_or_signal(int signals, char *p, size_t *n, bool *signalled, struct err *e)
{
	struct pollfd wait[] = { { signals, POLLIN, 0 }, { STDIN_FILENO, POLLIN, 0 } };

	*n = 0;
	*signalled = false;
	while (*n < PASS_MAX && !memchr(p, '\n', *n)) {
		ssize_t got;

		if (poll(wait, 2, -1) < 0) {
			if (errno != EINTR)
				return err_sys(e, "wait for the passphrase");
			continue;
		}
		*signalled = wait[0].revents;
		if (*signalled)
			return true;
		if (!wait[1].revents)
			continue;
		got = read(STDIN_FILENO, p + *n, PASS_MAX - *n);
		if (got < 0 && errno != EINTR)
			return err_sys(e, "read the passphrase from the terminal");
		if (!got)
			return true;
		*n += got > 0 ? (size_t)got : 0;
	}
	return true;
}

static bool prompt(const char *text, int signals, char *p, size_t *n, bool *signalled,
		   struct err *e)
{
	struct termios old, quiet;
	bool ok;

	if (tcgetattr(STDIN_FILENO, &old))
		return err_sys(e, "look at the terminal");
	quiet = old;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	fputs(text, stderr);
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet))
		return err_sys(e, "turn off the echo of the terminal");
	ok = line_or_signal(signals, p, n, signalled, e);
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &old) && ok)
		ok = err_sys(e, "turn on the echo of the terminal");
	fputc('\n', stderr);
	return ok;
}

/* A signal that would end or stop the program is held back until the terminal is as it was. It is left
 * pending, so that it then does what it would have done. Whoever goes on after it is asked again. */
bool pass_ask(struct arena *a, const char *text, struct str *out, struct err *e)
{
	static const int held[] = { SIGINT, SIGTERM, SIGQUIT, SIGTSTP, SIGHUP };
	char *p = arena_alloc(a, PASS_MAX);
	bool signalled = true, ok = true;
	sigset_t hold, old;
	size_t n = 0;

	sigemptyset(&hold);
	for (size_t i = 0; i < sizeof held / sizeof *held; i++)
		sigaddset(&hold, held[i]);
	while (ok && signalled) {
		int signals = signalfd(-1, &hold, SFD_CLOEXEC);

		if (signals < 0)
			return err_sys(e, "ask for the passphrase");
		ok = !sigprocmask(SIG_BLOCK, &hold, &old) || err_sys(e, "hold back signals");
		ok = ok && prompt(text, signals, p, &n, &signalled, e);
		close(signals);
		if (sigprocmask(SIG_SETMASK, &old, NULL) && ok)
			ok = err_sys(e, "let signals through");
	}
	*out = pass_line(str_mem(p, n));
	return ok && ((n < PASS_MAX && out->len) ||
		      err_set(e, ERR_LOCKED,
			      n < PASS_MAX ? "nothing was typed"
					   : "what was typed is longer than it may be"));
}

bool pass_get(struct arena *a, const struct pass_source *from, bool new, struct str *out,
	      struct err *e)
{
	struct str again;

	if (from->fd >= 0)
		return pass_from_fd(a, from->fd, out, e);
	if (from->file)
		return pass_read(a, from->file, out, e);
	if (!isatty(STDIN_FILENO))
		return err_set(
			e, ERR_LOCKED,
			"the keyring is locked: give --pass-file FILE or --pass-fd N, or set "
			"pass_file in sulh.conf");
	if (!pass_ask(a, new ? "New passphrase: " : "Passphrase: ", out, e))
		return false;
	if (!new)
		return true;
	if (!pass_ask(a, "Once more: ", &again, e))
		return false;
	return str_eq(*out, again) ||
	       err_set(e, ERR_REFUSED, "the two passphrases are not the same");
}

/* That of the call comes before that of sulh.conf, whose path is relative to the register, so that a
 * folder can be moved. */
bool reg_passphrase(struct reg *r, struct str *out, struct err *e)
{
	struct pass_source from = r->pass;

	if (from.fd < 0 && !from.file && r->pass_file.s)
		from.file = str_z(r->a, r->pass_file.s[0] == '/'
						? r->pass_file
						: os_join(r->a, str_of(r->dir), r->pass_file));
	return pass_get(r->a, &from, false, out, e);
}

bool reg_unlock_with(struct reg *r, struct str pass, struct err *e)
{
	r->keys = keys_local(r->a, r->dir, pass, &r->clock, e);
	key_wipe((void *)(uintptr_t)pass.s, pass.len);
	return r->keys;
}

bool reg_unlock(struct reg *r, struct err *e)
{
	struct err none = { 0 };
	struct str pass;

	if (!r->keys)
		r->keys = r->pass.keys;
	/* A passphrase in sulh.conf is for when there is no key holder. */
	if (!r->keys && r->pass.fd < 0 && !r->pass.file) {
		r->keys = keys_remote(r->a, r->dir, &none);
		if (!r->keys && none.kind != ERR_NOTHING) {
			*e = none;
			return false;
		}
	}
	return r->keys || (reg_passphrase(r, &pass, e) && reg_unlock_with(r, pass, e));
}

static char *log_path(struct reg *r, struct arena *a, struct str name, const char *file)
{
	return str_z(a, str_fmt(a, "%s/log/%.*s%s%s", r->dir, P(name), *file ? "/" : "", file));
}

char *reg_hwm_path(struct reg *r, struct arena *a, struct str name)
{
	return log_path(r, a, name, "signed.hwm");
}

/* A log that exists, or whose mark says that it was signed before, is never begun anew. */
static bool log_is_new(struct reg *r, struct str name, struct err *e)
{
	struct store_log there;
	struct hwm mark;
	bool key;

	if (!log_name_ok(name))
		return err_value(
			e, ERR_USAGE, S("log"), name,
			"1 to 32 of a-z, 0-9 and -, and not bulletin, policy or definitions");
	if (reg_log(r, r->a, name, &there, e))
		return err_set(e, ERR_REFUSED, "log %.*s is there already", P(name));
	if (e->kind != ERR_NOTHING || !hwm_read(r->a, reg_hwm_path(r, r->a, name), &mark, e))
		return false;
	/* The mark is written before the key: a key without one is that of a log that lost it. */
	key = os_type(log_path(r, r->a, name, "key")) != OS_MISSING;
	return (mark.missing ? !key : !mark.size) ||
	       err_set(e, ERR_ATTENTION,
		       "log %.*s was there before, and what it signed is not in this database: "
		       "restore it, or give another name",
		       P(name));
}

/* The log's public key, and what its file is to hold where it has none: s == NULL where it has. */
static bool log_key(struct reg *r, struct str name, struct str origin, uint8_t pub[32],
		    struct str *file, struct err *e)
{
	*file = (struct str){ NULL, 0 };
	return os_type(log_path(r, r->a, name, "key")) == OS_MISSING
		       ? keys_log_make(r->keys, r->a, origin, pub, file, e)
		       : keys_log_public(r->keys, origin, pub, e);
}

bool reg_log_add(struct reg *r, struct str name, struct err *e)
{
	struct store_log l = { .name = name };
	struct note_vkey vkey;
	struct hwm none = { 0 };
	uint8_t pub[32];
	struct str file;

	none.root = tree_root(&l.tree);
	l.origin = log_origin(r->a, name, r->operation, 1);
	/* Whoever may not make a key leaves nothing behind. The mark is written before the key. */
	if (!reg_unlock(r, e) || !log_is_new(r, name, e) ||
	    !log_key(r, name, l.origin, pub, &file, e) ||
	    !os_mkdir(log_path(r, r->a, name, ""), 0700, e) ||
	    !hwm_write(r->a, reg_hwm_path(r, r->a, name), &none, e) ||
	    (file.s && !os_write(log_path(r, r->a, name, "key"), file, 0600, e)))
		return false;
	log_id8(l.origin, l.id8);
	note_vkey_make(l.origin, pub, &vkey);
	return os_write(log_path(r, r->a, name, "vkey"),
			str_fmt(r->a, "%.*s\n", P(note_vkey_text(r->a, &vkey))), 0600, e) &&
	       store_log_add(r->store, &l, e);
}

bool reg_log(struct reg *r, struct arena *a, struct str name, struct store_log *out, struct err *e)
{
	const struct store_log *logs;
	size_t n;

	if (!store_logs_kept(r->store, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (str_eq(logs[i].name, name)) {
			*out = logs[i];
			out->name = str_dup(a, out->name);
			out->origin = str_dup(a, out->origin);
			return true;
		}
	}
	return err_set(e, ERR_NOTHING, "no log is named %.*s (see: sulh log head)", P(name));
}

bool reg_log_own(struct reg *r, struct arena *a, struct str name)
{
	return os_type(log_path(r, a, name, "key")) != OS_MISSING;
}

bool reg_marks_hold(struct reg *r, struct err *e)
{
	struct arena *a = arena_new(0);
	struct store_log *logs;
	size_t n = 0;
	bool ok = a || err_set(e, ERR_FAILED, "look at the marks of the logs: out of memory");

	/* Marks only grow, and only up to what this database holds, while nobody else can write. */
	if (r->marks_looked_at) {
		arena_free(a);
		return true;
	}
	ok = ok && store_logs(r->store, a, &logs, &n, e);
	for (size_t i = 0; ok && i < n; i++) {
		struct hash root = tree_root(&logs[i].tree);
		struct hwm mark;

		/* A mirror signs nothing here. */
		if (!reg_log_own(r, a, logs[i].name))
			continue;
		ok = (hwm_read(a, reg_hwm_path(r, a, logs[i].name), &mark, e) &&
		      hwm_allows(&mark, logs[i].tree.size, &root, e)) ||
		     within(e, "log %.*s", P(logs[i].name));
	}
	r->marks_looked_at = ok && r->write;
	arena_free(a);
	return ok;
}

bool reg_signed_hold(struct reg *r, struct err *e)
{
	struct arena *a = arena_new(0);
	struct store_log *logs;
	size_t n = 0;
	bool ok = a || err_set(e, ERR_FAILED, "look what was signed: out of memory");

	ok = ok && reg_unlock(r, e) && store_logs(r->store, a, &logs, &n, e);
	for (size_t i = 0; ok && i < n; i++) {
		struct hash root = tree_root(&logs[i].tree);
		struct hwm own;

		if (!reg_log_own(r, a, logs[i].name))
			continue;
		ok = keys_log_signed(r->keys, logs[i].origin, &own, NULL, e) &&
		     (own.missing || hwm_allows(&own, logs[i].tree.size, &root, e));
		if (!ok)
			within(e, "log %.*s, by what the keyring remembers", P(logs[i].name));
	}
	arena_free(a);
	return ok;
}
