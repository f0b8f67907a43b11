/* keyd: the key holder of a register, and what is said to it. */
#include <signal.h>
#include <sys/signalfd.h>
#include <string.h>
#include <unistd.h>

#include "base/num.h"
#include "cli/commands.h"
#include "cli/journal_days.h"
#include "intake/journal.h"
#include "keyd/remote.h"
#include "keyd/server.h"
#include "ledger/key.h"
#include "base/banned.h"

#define SHARE_MAX 256

static const char *folder(struct cli *c)
{
	struct str dir = cli_option(c, "data");

	return dir.s ? str_z(c->a, dir) : ".";
}

static void wipe_later(struct cli *c, struct str secret)
{
	key_wipe_later(c->a, (void *)(uintptr_t)secret.s, secret.len);
}

/* As every command gets it; the register is closed again. */
static bool passphrase(struct cli *c, struct str *out, struct err *e)
{
	struct arena *a = arena_new(0);
	struct pass_source pass;
	struct reg *r;
	bool ok;

	if (!a)
		return err_set(e, ERR_FAILED, "keyd: out of memory");
	r = cli_pass(c, &pass, e) ? reg_open(a, folder(c), false, &pass, &c->clock, e) : NULL;
	ok = r && reg_passphrase(r, out, e);
	if (ok) {
		struct str given = *out;

		*out = str_dup(c->a, given);
		wipe_later(c, *out);
		key_wipe((void *)(uintptr_t)given.s, given.len);
	}
	arena_free(a);
	return ok;
}

static int signals(struct err *e)
{
	sigset_t set;
	int fd = -1;

	if (!sigemptyset(&set) && !sigaddset(&set, SIGINT) && !sigaddset(&set, SIGTERM) &&
	    !sigaddset(&set, SIGHUP) && !sigprocmask(SIG_BLOCK, &set, NULL))
		fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		err_sys(e, "keyd: wait for signals");
	return fd;
}

static void say_ready(struct cli *c, const struct server *s, bool unlocked)
{
	const struct sandbox *box = server_sandbox(s);

	cli_say(c, "Holding the keys of %s until interrupted (Ctrl-C)%s.\n", folder(c),
		unlocked ? "" : "; locked (sulh keyd unlock)");
	if (!box->files || !box->calls)
		cli_say(c, "This system does not keep it to its %s%s%s.\n",
			box->files ? "" : "files (no Landlock)",
			box->files || box->calls ? "" : " and ",
			box->calls ? "" : "system calls (no seccomp)");
	if (c->json) {
		struct buf *b = cli_line(c, "keyd");

		json_put_bool(b, "unlocked", unlocked);
		json_put_bool(b, "memory_locked", box->memory);
		json_put_bool(b, "landlock", box->files);
		json_put_bool(b, "seccomp", box->calls);
		cli_line_end(c);
	}
	(void)cli_flush(c);
}

bool cli_keyd_start(struct cli *c, struct err *e)
{
	bool locked = cli_option(c, "locked").s;
	int64_t idle = SERVER_IDLE_MINUTES;
	struct server_limits limits = { .session = SERVER_SESSION_MINUTES * 60 };
	struct str pass = S("");
	struct server *s;
	int fd;
	bool ok;

	if (!cli_option_int(c, "idle", 1, 1440, &idle, e) || (!locked && !passphrase(c, &pass, e)))
		return false;
	limits.idle = idle * 60;
	fd = signals(e);
	s = fd < 0 ? NULL : server_start(c->a, folder(c), &limits, &c->clock, e);
	ok = s && (locked || server_unlock(s, pass, e));
	if (pass.len)
		key_wipe((void *)(uintptr_t)pass.s, pass.len);
	if (ok) {
		say_ready(c, s, !locked);
		ok = server_run(s, fd, e);
	}
	if (fd >= 0)
		close(fd);
	if (ok)
		cli_say(c, "Stopped.\n");
	return ok;
}

static bool share_file(struct cli *c, size_t i, struct str *out, struct err *e)
{
	if (!cli_read(c->a, c->args[i], SHARE_MAX, out, e))
		return within(e, "keyd unlock: share %zu", i + 1);
	wipe_later(c, *out);
	*out = str_trim(*out);
	return !memchr(out->s, '\n', out->len) ||
	       err_set(e, ERR_WRONG_KEY, "keyd unlock: %.*s is more than one line", P(c->args[i]));
}

bool cli_keyd_unlock(struct cli *c, struct err *e)
{
	struct str pass, shares[2];
	bool ok;

	if (c->n && c->n != 2)
		return err_set(e, ERR_USAGE, "keyd unlock: give two files with shares, or none");
	if (c->n)
		ok = share_file(c, 0, &shares[0], e) && share_file(c, 1, &shares[1], e) &&
		     keyd_unlock_shares(c->a, folder(c), shares, e);
	else
		ok = passphrase(c, &pass, e) && keyd_unlock(c->a, folder(c), pass, e);
	if (ok)
		cli_say(c, "Unlocked.\n");
	return ok;
}

bool cli_keyd_lock(struct cli *c, struct err *e)
{
	if (!keyd_lock(c->a, folder(c), e))
		return false;
	cli_say(c, "Locked.\n");
	return true;
}

bool cli_keyd_sign_out(struct cli *c, struct err *e)
{
	int64_t n;

	if (c->n != 1)
		return err_set(e, ERR_USAGE, "keyd sign-out: give the name of the officer");
	if (!keyd_sign_out(c->a, folder(c), c->args[0], &n, e))
		return false;
	cli_say(c, n ? "%.*s is signed out everywhere.\n" : "%.*s was signed in nowhere.\n",
		P(c->args[0]));
	json_put_int(&c->result, "ended", n);
	return true;
}

bool cli_keyd_stop(struct cli *c, struct err *e)
{
	if (!keyd_stop(c->a, folder(c), e))
		return false;
	cli_say(c, "Stopped.\n");
	return true;
}

bool cli_keyd_status(struct cli *c, struct err *e)
{
	struct keyd_state state;

	if (!keyd_status(c->a, folder(c), &state, e))
		return false;
	cli_say(c, "%.*s", P(state.text));
	json_put_bool(&c->result, "unlocked", state.unlocked);
	json_put_text(&c->result, "text", str_trim(state.text));
	return true;
}

static const struct officer_public *who(const struct officer_public *list, size_t n,
					struct arena *a, struct str kid)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(str_hex(a, list[i].kid, 4), kid))
			return &list[i];
	return NULL;
}

static void show_line(struct cli *c, const struct officer_public *list, size_t n, struct str line)
{
	static const char *const words[] = { "n", "time", "kid", "purpose", "log", "subject" };
	struct str part[sizeof words / sizeof *words], name;
	const struct officer_public *o;
	struct buf *b;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		part[i] = str_cut(&line, ' ');
	o = who(list, n, c->a, part[2]);
	name = o ? o->name : S("");
	cli_say(c, "%6.*s  %.*s  %-22.*s  %-10.*s  %.*s  %.*s\n", P(part[0]), P(part[1]),
		P(part[3]), P(part[4]), P(part[5]),
		P(name.len			   ? cli_plain(c->a, name)
		  : str_eq(part[2], S("00000000")) ? S("(the passphrase)")
						   : part[2]));
	if (!c->json)
		return;
	b = cli_line(c, "opening");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		json_put_text(b, words[i],
			      str_eq(part[i], S("-")) ? (struct str){ NULL, 0 } : part[i]);
	json_put_text(b, "officer", name.len ? name : (struct str){ NULL, 0 });
	cli_line_end(c);
}

bool cli_keyd_journal(struct cli *c, struct err *e)
{
	struct reg *r = cli_register(c, false, e);
	struct officer_public *list;
	struct str lines;
	int64_t from = 1, all = 0, days = 0;
	struct journal_days by;
	size_t n;

	if (!r || !cli_option_int(c, "from", 1, INT64_MAX, &from, e) ||
	    !cli_option_int(c, "by-officer", 1, JOURNAL_DAYS_MAX, &days, e))
		return false;
	by = journal_days_of(c, days);
	for (;; from = all + 1) {
		if (!intake_journal(r, c->a, cli_option(c, "as"), from, &lines, e) ||
		    !keys_officers(r->keys, c->a, &list, &n, e))
			return false;
		if (!lines.len)
			break;
		while (lines.len) {
			struct str line = str_cut(&lines, '\n'), rest = line;

			(void)int_parse(str_cut(&rest, ' '), 1, INT64_MAX, &all);
			if (days)
				journal_days_add(&by, line);
			else
				show_line(c, list, n, line);
		}
	}
	if (days)
		journal_days_tell(c, &by, list, n);
	cli_say(c, "The journal is as it was written.\n");
	json_put_int(&c->result, "last", all);
	return true;
}
