/* See server.h. */
#include "keyd/server.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/os.h"
#include "keyd/lock.h"
#include "keyd/ops.h"
#include "keyd/socket.h"
#include "keyd/wire.h"
#include "ledger/key.h"
#include "ledger/keyring.h"
#include "ledger/keyring_erase.h"
#include "base/banned.h"

#define CLIENTS	     16
#define FRAME_S	     10 /* for the rest of a frame, once it has begun, and for taking an answer */
#define SILENT_S     (30 * 60)
#define MEMORY_MAX   ((size_t)4 * WIRE_MAX) /* of one ask and its answer */
#define SMALL	     ((size_t)65536)
#define TRIES	     5 /* wrong passphrases in a row, then each further one waits */
#define WRONG_WAIT_S 30

struct client {
	int fd; /* -1: this place is free */
	struct arena *a;
	struct ops_client *who;
	struct arena *work; /* of the frame that comes in and its answer */
	uint8_t head[WIRE_HEAD];
	size_t have, want; /* of the frame; want == 0: its length is not known yet */
	uint8_t *in;
	size_t room;
	struct str out; /* what is still to be sent */
	int64_t since;	/* the frame, or the answer, began */
	int64_t last;	/* asked something */
	bool stops;	/* it asked to stop: kept until all is wiped */
};

struct server {
	const char *dir;
	struct clock clock;
	int lock, listener;
	struct sandbox sandbox;
	struct arena *hold; /* NULL: locked */
	struct ops *ops;
	int64_t idle, session, used; /* seconds */
	int64_t asked, wrong, wrong_until;
	bool stop;
	struct client clients[CLIENTS];
};

/* Seconds that also pass while the machine sleeps. */
static int64_t now_s(void)
{
	struct timespec t = { 0 };

	(void)clock_gettime(CLOCK_BOOTTIME, &t);
	return t.tv_sec;
}

static void lock_up(struct server *s)
{
	arena_free(s->hold); /* wipes what it holds */
	s->hold = NULL;
	s->ops = NULL;
	for (size_t i = 0; i < CLIENTS; i++)
		if (s->clients[i].fd >= 0)
			ops_client_end(s->clients[i].who);
}

static void drop(struct client *c)
{
	if (c->fd < 0)
		return;
	if (c->in)
		key_wipe(c->in, c->room);
	close(c->fd);
	arena_free(c->work);
	arena_free(c->a);
	*c = (struct client){ .fd = -1 };
}

static void release(void *p)
{
	struct server *s = p;

	lock_up(s);
	for (size_t i = 0; i < CLIENTS; i++)
		drop(&s->clients[i]);
	if (s->listener >= 0)
		close(s->listener);
	if (s->lock >= 0)
		close(s->lock);
}

struct server *server_start(struct arena *a, const char *dir, const struct server_limits *limits,
			    const struct clock *clock, struct err *e)
{
	struct server *s = arena_alloc(a, sizeof *s);

	*s = (struct server){
		.dir = dir,
		.clock = *clock,
		.lock = -1,
		.listener = -1,
		.idle = limits->idle,
		.session = limits->session,
	};
	for (size_t i = 0; i < CLIENTS; i++)
		s->clients[i].fd = -1;
	arena_defer(a, release, s);
	/* Of a restored register nothing is answered before it has forgotten who was erased since. */
	if (!keyring_replayed_in(str_z(a, str_fmt(a, "%s/keyring", dir)), e))
		return NULL;
	s->lock = lock_keyring(a, dir, true, e);
	if (s->lock < 0)
		return NULL;
	s->listener = socket_listen(dir, e);
	return s->listener >= 0 && sandbox_enter(dir, &s->sandbox, e) ? s : NULL;
}

const struct sandbox *server_sandbox(const struct server *s)
{
	return &s->sandbox;
}

/* Opens the keyring with the passphrase, or, where that is empty, with the two shares in `shares`, a line each. */
static bool open_with(struct server *s, struct str passphrase, struct str shares, struct err *e)
{
	struct arena *a = arena_new(0);
	struct keyring *k;
	struct str two[2], who[2];
	const char *dir;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return err_set(e, ERR_FAILED, "unlock the key holder: out of memory");
	}
	dir = str_z(a, str_fmt(a, "%s/keyring", s->dir));
	two[0] = str_cut(&shares, '\n');
	two[1] = shares;
	k = passphrase.len ? keyring_open(a, dir, passphrase, e)
			   : keyring_open_shares(a, dir, two, who, e);
	s->ops = k ? ops_new(a, s->dir, k, &s->clock, e) : NULL;
	if (!s->ops) {
		arena_free(a);
		return false;
	}
	s->hold = a;
	s->used = now_s();
	ops_exchange_daily(s->ops);
	return true;
}

static bool unlock(struct server *s, struct str passphrase, struct str shares, struct err *e)
{
	int64_t now = now_s();

	if (s->hold)
		return true;
	if (s->wrong >= TRIES && now < s->wrong_until)
		return err_set(
			e, ERR_LOCKED,
			"unlock the key holder: it was tried with wrong keys too often; in %lld "
			"seconds again",
			(long long)(s->wrong_until - now));
	if (open_with(s, passphrase, shares, e)) {
		s->wrong = 0;
		return true;
	}
	if (e->kind == ERR_WRONG_KEY && ++s->wrong >= TRIES)
		s->wrong_until = now + WRONG_WAIT_S;
	return false;
}

bool server_unlock(struct server *s, struct str passphrase, struct err *e)
{
	return unlock(s, passphrase, S(""), e);
}

static struct str state_text(const struct server *s, struct arena *a)
{
	size_t clients = 0, sessions = 0;

	for (size_t i = 0; i < CLIENTS; i++)
		if (s->clients[i].fd >= 0) {
			clients++;
			sessions += ops_client_sessions(s->clients[i].who);
		}
	return str_fmt(a,
		       "%s; %zu connections, %zu open sessions, %lld asks answered\n"
		       "Sandbox: memory %s, files %s, system calls %s\n",
		       s->hold ? "Unlocked" : "Locked", clients, sessions, (long long)s->asked,
		       s->sandbox.memory ? "locked" : "locked for keys only",
		       s->sandbox.files ? "by Landlock" : "not restricted (no Landlock)",
		       s->sandbox.calls ? "by seccomp" : "not restricted (no seccomp)");
}

static int64_t sign_out(struct server *s, struct str name)
{
	size_t n = 0;

	for (size_t i = 0; i < CLIENTS; i++)
		if (s->clients[i].fd >= 0)
			n += ops_client_end_of(s->clients[i].who, name);
	return (int64_t)n;
}

static bool answer(struct server *s, struct client *c, const struct keys_ask *q,
		   struct keys_answer *out, struct err *e)
{
	memset(out, 0, sizeof *out);
	switch ((int)q->op) {
	case WIRE_STATUS:
		out->data = state_text(s, c->work);
		out->n = s->hold != NULL;
		return true;
	case WIRE_UNLOCK:
		return unlock(s, q->secret, q->data, e);
	case WIRE_LOCK:
		lock_up(s);
		return true;
	case WIRE_STOP:
		s->stop = c->stops = true;
		return true;
	case WIRE_SIGN_OUT:
		out->n = sign_out(s, q->name);
		return true;
	default:
		break;
	}
	if (!s->hold)
		return err_set(e, ERR_LOCKED, "the key holder is locked (sulh keyd unlock)");
	s->used = now_s();
	ops_at(s->ops, s->used);
	return ops_answer(s->ops, c->who, c->work, q, out, e);
}

/* Where memory ends on the way, false: the connection is dropped. */
static bool respond(struct server *s, struct client *c)
{
	struct read in = read_of(c->in, c->want);
	struct keys_answer out;
	struct keys_ask q;
	struct err e = { 0 };

	if (setjmp(*arena_guard(c->work)))
		return false;
	/* Then the keys are gone with the memory that held them. */
	if (s->hold && setjmp(*arena_guard(s->hold))) {
		lock_up(s);
		return false;
	}
	if (!wire_read_ask(&in, &q)) {
		err_set(&e, ERR_USAGE, "the key holder does not understand what it is asked: %s",
			in.wrong);
		c->out = wire_put_error(c->work, &e);
		return true;
	}
	s->asked++;
	if (!answer(s, c, &q, &out, &e))
		c->out = wire_put_error(c->work, &e);
	else if (!wire_put_answer(c->work, &out, &c->out))
		return false;
	key_wipe_later(c->work, (void *)(uintptr_t)c->out.s, c->out.len);
	return true;
}

static void *grow(struct arena *a, size_t n)
{
	return setjmp(*arena_guard(a)) ? NULL : arena_alloc(a, n);
}

/* Room for what comes: of a long frame no more than twice of what is there. Secrets come in short ones, which are
 * never copied. */
static bool make_room(struct client *c)
{
	size_t twice = c->room ? 2 * c->room : SMALL;
	size_t room = c->want <= SMALL || twice > c->want ? c->want : twice;
	uint8_t *p;

	if (c->have < c->room)
		return true;
	p = grow(c->work, room);
	if (!p)
		return false;
	if (c->in)
		memcpy(p, c->in, c->have);
	c->in = p;
	c->room = room;
	return true;
}

static void next_frame(struct client *c)
{
	if (c->in)
		key_wipe(c->in, c->room);
	c->in = NULL;
	c->have = c->want = c->room = 0;
	arena_reset(c->work);
	c->out = (struct str){ NULL, 0 };
}

/* Some bytes into `to`: how many, 0 when there are none just now, -1 at the end or on an error. */
static ssize_t some(int fd, uint8_t *to, size_t n)
{
	ssize_t got = recv(fd, to, n, MSG_DONTWAIT);

	if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
		return 0;
	return got > 0 ? got : -1;
}

/* False: the connection is to be dropped. */
static bool read_client(struct server *s, struct client *c)
{
	ssize_t got;

	if (!c->want) {
		if (!c->have)
			c->since = now_s();
		got = some(c->fd, c->head + c->have, WIRE_HEAD - c->have);
		c->have += got > 0 ? (size_t)got : 0;
		if (got < 0 || c->have < WIRE_HEAD)
			return got >= 0;
		c->have = 0;
		if (!wire_length(c->head, &c->want))
			return false;
	}
	if (!make_room(c))
		return false;
	got = some(c->fd, c->in + c->have, c->room - c->have);
	c->have += got > 0 ? (size_t)got : 0;
	if (got < 0 || c->have < c->want)
		return got >= 0;
	c->since = c->last = now_s();
	return respond(s, c);
}

static bool write_client(struct client *c)
{
	ssize_t n = send(c->fd, c->out.s, c->out.len, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (n < 0)
		return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
	c->out = str_from(c->out, (size_t)n);
	if (!c->out.len)
		next_frame(c);
	return true;
}

static bool client_make(struct client *c, int fd)
{
	struct err e;

	*c = (struct client){ .fd = fd, .a = arena_new(0), .last = now_s() };
	c->work = c->a ? arena_new(MEMORY_MAX) : NULL;
	if (!c->work || setjmp(*arena_guard(c->a)))
		return false;
	c->who = ops_client_new(c->a, false, &e);
	return c->who != NULL;
}

/* False: nobody else waits. */
static bool take_client(struct server *s)
{
	int fd = accept4(s->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct client *c = NULL;
	struct err e;

	if (fd < 0)
		return false;
	for (size_t i = 0; i < CLIENTS && !c; i++)
		if (s->clients[i].fd < 0)
			c = &s->clients[i];
	if (!c || !socket_own(fd, &e))
		close(fd);
	else if (!client_make(c, fd))
		drop(c);
	return true;
}

/* Ends what has waited too long: half a frame, an answer that is not taken, silence; keys before, and each session by
 * itself, whoever else works over the same connection. */
static void tick(struct server *s)
{
	int64_t now = now_s();

	if (s->hold) {
		ops_at(s->ops, now);
		ops_exchange_daily(s->ops);
	}
	for (size_t i = 0; i < CLIENTS; i++) {
		struct client *c = &s->clients[i];
		bool under_way = c->want || c->have || c->out.len;

		if (c->fd < 0)
			continue;
		if (under_way ? now - c->since > FRAME_S : now - c->last > SILENT_S)
			drop(c);
		else if (s->hold)
			ops_client_see(s->ops, c->who, s->session);
	}
	if (s->hold && now - s->used > s->idle)
		lock_up(s);
}

static void serve(struct server *s, struct client *c, short what)
{
	bool ok = true;

	if (what & POLLOUT)
		ok = write_client(c);
	else if (what & (POLLIN | POLLHUP | POLLERR))
		ok = read_client(s, c);
	/* What is short goes out at once. */
	if (ok && c->out.len && !(what & POLLOUT))
		ok = write_client(c);
	if (!ok)
		drop(c);
}

/* The one who asked for the end still waits: it learns of it when all is wiped. */
static void finish(struct server *s)
{
	for (size_t i = 0; i < CLIENTS; i++)
		if (!s->clients[i].stops)
			drop(&s->clients[i]);
	lock_up(s);
}

bool server_run(struct server *s, int signals, struct err *e)
{
	while (!s->stop) {
		struct pollfd wait[CLIENTS + 2] = { { s->listener, POLLIN, 0 },
						    { signals, POLLIN, 0 } };

		for (size_t i = 0; i < CLIENTS; i++) {
			const struct client *c = &s->clients[i];

			wait[2 + i] = (struct pollfd){ c->fd, c->out.len ? POLLOUT : POLLIN, 0 };
		}
		if (poll(wait, CLIENTS + 2, 1000) < 0 && errno != EINTR)
			return err_sys(e, "wait for connections");
		if (wait[1].revents)
			break;
		for (size_t i = 0; i < CLIENTS; i++)
			if (s->clients[i].fd >= 0 && wait[2 + i].fd >= 0 && wait[2 + i].revents)
				serve(s, &s->clients[i], wait[2 + i].revents);
		for (size_t i = 0; wait[0].revents && i < 4 * CLIENTS && take_client(s); i++)
			;
		tick(s);
	}
	finish(s);
	return true;
}
