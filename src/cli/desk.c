/* See desk.h. */
#include "cli/desk.h"

#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/os.h"
#include "keyd/keys.h"
#include "keyd/remote.h"
#include "ledger/key.h"
#include "base/banned.h"

static int64_t now_s(void)
{
	struct timespec t = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec;
}

static void close_all(void *p)
{
	struct desks *d = p;

	for (size_t i = 0; i < DESKS; i++)
		desk_close(&d->all[i]);
}

struct desks *desks_new(struct arena *a)
{
	struct desks *d = arena_alloc(a, sizeof *d);

	arena_defer(a, close_all, d);
	return d;
}

void desk_close(struct desk *d)
{
	arena_free(d->a);
	key_wipe(d, sizeof *d);
}

static void end_idle(struct desks *d)
{
	int64_t now = now_s();

	for (size_t i = 0; i < DESKS; i++)
		if (d->all[i].a && now - d->all[i].used > DESK_IDLE_S)
			desk_close(&d->all[i]);
}

/* In a frame of its own: control returns here when memory is out. */
static struct keys *connect(struct arena *a, const char *dir, struct err *e)
{
	struct keys *keys;

	if (setjmp(*arena_guard(a))) {
		err_set(e, ERR_FAILED, "sign in: out of memory");
		return NULL;
	}
	keys = keys_remote(a, str_z(a, str_of(dir)), e);
	if (!keys && e->kind == ERR_NOTHING)
		err_set(e, ERR_FAILED,
			"sign in: no key holder runs for this register (sulh keyd start)");
	return keys;
}

struct desk *desk_open(struct desks *d, const char *dir, struct err *e)
{
	struct desk *place = NULL;

	end_idle(d);
	for (size_t i = 0; i < DESKS && !place; i++)
		place = d->all[i].a ? NULL : &d->all[i];
	if (!place) {
		err_set(e, ERR_ATTENTION, "sign in: all %d desks are taken; sign out at one",
			DESKS);
		return NULL;
	}
	place->a = arena_new(0);
	if (!place->a) {
		err_set(e, ERR_FAILED, "sign in: out of memory");
		return NULL;
	}
	place->keys = connect(place->a, dir, e);
	if (!place->keys) {
		desk_close(place);
		return NULL;
	}
	os_random(place->token, sizeof place->token);
	place->used = now_s();
	return place;
}

struct desk *desk_find(struct desks *d, struct str token)
{
	uint8_t t[DESK_TOKEN];

	end_idle(d);
	if (!hex_read(token, t, sizeof t))
		return NULL;
	for (size_t i = 0; i < DESKS; i++)
		if (d->all[i].a && key_eq(d->all[i].token, t, sizeof t)) {
			d->all[i].used = now_s();
			return &d->all[i];
		}
	return NULL;
}

bool desk_officers(struct desk *d, struct arena *a, struct desk_officers *out, struct err *e)
{
	struct str lines;

	*out = (struct desk_officers){ .n = 0 };
	if (!keys_sessions(d->keys, a, &lines, e))
		return false;
	while (lines.len && out->n < DESK_OFFICERS)
		out->names[out->n++] = str_cut(&lines, '\n');
	return true;
}

static bool is_there(const struct desk_officers *o, struct str officer)
{
	for (size_t i = 0; i < o->n; i++)
		if (str_eq(o->names[i], officer))
			return true;
	return false;
}

bool desk_sign_in(struct desk *d, struct arena *a, struct str officer, struct str password,
		  struct err *e)
{
	struct desk_officers there;

	if (!desk_officers(d, a, &there, e))
		return false;
	if (there.n == DESK_OFFICERS && !is_there(&there, officer))
		return err_set(e, ERR_REFUSED, "sign in: at most %d officers at one desk",
			       DESK_OFFICERS);
	return keys_session(d->keys, officer, password, e);
}

bool desk_sign_out(struct desk *d, struct arena *a, struct str officer, struct err *e)
{
	struct desk_officers there;

	return desk_officers(d, a, &there, e) &&
	       (is_there(&there, officer) ||
		err_set(e, ERR_NOTHING, "sign out: this officer is not signed in here")) &&
	       keys_session_end(d->keys, officer, e);
}
