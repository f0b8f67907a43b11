/* See remote.h: each ask goes out as a frame, and its answer is waited for. */
#include "keyd/remote.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/arena.h"
#include "keyd/keys.h"
#include "keyd/socket.h"
#include "keyd/wire.h"
#include "ledger/key.h"
#include "base/banned.h"

#define WAIT_S 600 /* a million identities take long */

struct remote {
	int fd;
	struct arena *frames; /* of one ask and its answer */
};

static void release(void *p)
{
	struct remote *r = p;

	if (r->fd >= 0)
		close(r->fd);
	arena_free(r->frames);
}

static struct remote *connect_to(struct arena *a, const char *dir, struct err *e)
{
	const struct timeval wait = { .tv_sec = WAIT_S };
	struct remote *r = arena_alloc(a, sizeof *r);

	r->fd = -1;
	arena_defer(a, release, r);
	r->fd = socket_connect(dir, e);
	if (r->fd < 0)
		return NULL;
	r->frames = arena_new(0);
	if (!r->frames) {
		err_set(e, ERR_FAILED, "ask the key holder: out of memory");
		return NULL;
	}
	if (setsockopt(r->fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait) ||
	    setsockopt(r->fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait)) {
		err_sys(e, "ask the key holder");
		return NULL;
	}
	return socket_own(r->fd, e) ? r : NULL;
}

static bool gone(struct err *e)
{
	return err_set(
		e, ERR_FAILED,
		"ask the key holder: it ended, or took too long; what was asked for may have "
		"been done");
}

static bool send_all(int fd, struct str s, struct err *e)
{
	while (s.len) {
		ssize_t n = send(fd, s.s, s.len, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return gone(e);
		s = str_from(s, (size_t)n);
	}
	return true;
}

static bool receive(int fd, void *to, size_t n, struct err *e)
{
	uint8_t *p = to;

	while (n) {
		ssize_t got = recv(fd, p, n, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return gone(e);
		p += got;
		n -= (size_t)got;
	}
	return true;
}

static bool exchange(struct remote *r, const struct keys_ask *q, struct keys_answer *out,
		     struct err *e)
{
	uint8_t head[WIRE_HEAD], *body;
	struct str frame;
	struct read in;
	bool is_error;
	size_t n;

	if (!wire_put_ask(r->frames, q, &frame))
		return err_set(e, ERR_REFUSED, "ask the key holder: more than %zu bytes at once",
			       WIRE_MAX);
	key_wipe_later(r->frames, (void *)(uintptr_t)frame.s, frame.len);
	if (!send_all(r->fd, frame, e) || !receive(r->fd, head, sizeof head, e))
		return false;
	if (!wire_length(head, &n))
		return err_set(e, ERR_FAILED, "ask the key holder: its answer is too long");
	body = arena_alloc(r->frames, n);
	key_wipe_later(r->frames, body, n);
	if (!receive(r->fd, body, n, e))
		return false;
	in = read_of(body, n);
	if (!wire_read_answer(&in, out, &is_error, e))
		return err_set(e, ERR_FAILED, "ask the key holder: its answer is not right: %s",
			       in.wrong);
	return !is_error;
}

static bool ask_remote(struct keys *k, struct arena *a, const struct keys_ask *q,
		       struct keys_answer *out, struct err *e)
{
	struct remote *r = k->p;
	bool ok;

	if (setjmp(*arena_guard(r->frames)))
		return err_set(e, ERR_FAILED, "ask the key holder: out of memory");
	ok = exchange(r, q, out, e);
	if (ok) {
		out->data = str_dup(a, out->data);
		/* It may be what was opened. */
		key_wipe_later(a, (void *)(uintptr_t)out->data.s, out->data.len);
	}
	arena_reset(r->frames);
	return ok;
}

/* Asks with what is said to the key holder itself. */
static bool say(struct arena *a, const char *dir, const struct keys_ask *q, struct keys_answer *out,
		struct err *e)
{
	struct remote *r = connect_to(a, dir, e);
	struct keys k = { .p = r };

	return r && ask_remote(&k, a, q, out, e);
}

static const struct keys_ask status = { .op = (enum keys_op)WIRE_STATUS };

struct keys *keys_remote(struct arena *a, const char *dir, struct err *e)
{
	struct remote *r = connect_to(a, dir, e);
	struct keys *k = r ? keys_new(a, e) : NULL;
	struct keys_answer got;

	if (!k)
		return NULL;
	k->ask = ask_remote;
	k->p = r;
	if (!ask_remote(k, a, &status, &got, e))
		return NULL;
	if (got.n)
		return k;
	err_set(e, ERR_LOCKED, "the key holder is locked (sulh keyd unlock)");
	return NULL;
}

bool keyd_status(struct arena *a, const char *dir, struct keyd_state *out, struct err *e)
{
	struct keys_answer got;

	if (!say(a, dir, &status, &got, e))
		return false;
	*out = (struct keyd_state){ got.n != 0, got.data };
	return true;
}

bool keyd_unlock(struct arena *a, const char *dir, struct str passphrase, struct err *e)
{
	const struct keys_ask q = { .op = (enum keys_op)WIRE_UNLOCK, .secret = passphrase };
	struct keys_answer got;

	return say(a, dir, &q, &got, e);
}

bool keyd_unlock_shares(struct arena *a, const char *dir, const struct str shares[2], struct err *e)
{
	struct keys_ask q = { .op = (enum keys_op)WIRE_UNLOCK };
	struct keys_answer got;

	q.data = str_fmt(a, "%.*s\n%.*s", P(shares[0]), P(shares[1]));
	key_wipe_later(a, (void *)(uintptr_t)q.data.s, q.data.len);
	return say(a, dir, &q, &got, e);
}

bool keyd_sign_out(struct arena *a, const char *dir, struct str officer, int64_t *n, struct err *e)
{
	const struct keys_ask q = { .op = (enum keys_op)WIRE_SIGN_OUT, .name = officer };
	struct keys_answer got;

	if (!say(a, dir, &q, &got, e))
		return false;
	*n = got.n;
	return true;
}

bool keyd_lock(struct arena *a, const char *dir, struct err *e)
{
	const struct keys_ask q = { .op = (enum keys_op)WIRE_LOCK };
	struct keys_answer got;

	return say(a, dir, &q, &got, e);
}

bool keyd_stop(struct arena *a, const char *dir, struct err *e)
{
	const struct keys_ask q = { .op = (enum keys_op)WIRE_STOP };
	struct remote *r = connect_to(a, dir, e);
	struct keys k = { .p = r };
	struct keys_answer got;
	uint8_t end;

	if (!r || !ask_remote(&k, a, &q, &got, e))
		return false;
	/* It holds the connection until it has wiped what it held. */
	while (recv(r->fd, &end, 1, 0) < 0 && errno == EINTR)
		;
	return true;
}
