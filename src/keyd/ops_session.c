/* Sessions of officers, and what they may do in them: the rights that the keyring keeps of each key. */
#include "keyd/ops_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "keyd/keys.h"
#include "ledger/key.h"
#include "record/reader.h"
#include "base/banned.h"

#define RIGHT_FRONT ((size_t)8 + 8 + 1)

struct ops_session *ops_session(struct ops *o, const uint8_t kid[4])
{
	for (size_t i = 0; i < OPS_OFFICERS; i++) {
		struct ops_session *s = &o->client->sessions[i];

		if (!s->open || memcmp(s->kid, kid, 4) != 0)
			continue;
		s->used = o->at;
		return s;
	}
	return NULL;
}

static bool is_of(const struct ops_session *s, struct str name)
{
	return s->open && str_eq(str_mem(s->name, s->name_len), name);
}

struct ops_session *ops_session_of(struct ops *o, struct str name)
{
	struct ops_client *c = o->client;

	for (size_t i = 1; i <= OPS_OFFICERS; i++) {
		struct ops_session *s = &c->sessions[(c->next + OPS_OFFICERS - i) % OPS_OFFICERS];

		if (!is_of(s, name))
			continue;
		s->used = o->at;
		return s;
	}
	return NULL;
}

/* When the officer stops to serve as far as it is known; INT64_MAX: no such time. */
static bool end_of(struct ops *o, struct arena *a, const uint8_t kid[4], int64_t *end,
		   struct err *e)
{
	struct keyring_right x;

	*end = INT64_MAX;
	if (!keyring_right(o->keyring, a, kid, &x, e))
		return false;
	if (x.roles.s && x.ends)
		*end = x.until;
	return true;
}

/* In the place of one for the same key, else of the oldest. */
static void session_open(struct ops *o, const struct officer_key *key, int64_t end)
{
	struct ops_session *s = ops_session(o, key->kid);

	if (!s) {
		s = &o->client->sessions[o->client->next];
		o->client->next = (o->client->next + 1) % OPS_OFFICERS;
	}
	s->open = true;
	memcpy(s->kid, key->kid, sizeof s->kid);
	memcpy(s->seed, key->seed, sizeof s->seed);
	memcpy(s->pub, key->pub, sizeof s->pub);
	s->name_len = (uint8_t)key->name.len;
	memcpy(s->name, key->name.s, s->name_len);
	s->gen = o->gen;
	s->ends = end;
	s->used = o->at;
}

/* The rights of a session may have changed since it was compared. What cannot be read ends it. */
static void see_again(struct ops *o, struct ops_session *s)
{
	struct arena *a = arena_new(0);
	struct err e;

	s->gen = o->gen;
	s->ends = INT64_MIN;
	if (a && !setjmp(*arena_guard(a))) {
		int64_t end;

		if (end_of(o, a, s->kid, &end, &e))
			s->ends = end;
	}
	arena_free(a);
}

/* What two began to take is not kept for fewer. */
static void session_end(struct ops_client *c, struct ops_session *s)
{
	key_wipe(s, sizeof *s);
	if (!c->here && ops_client_sessions(c) < 2)
		ops_exchange_untake(c);
}

void ops_client_see(struct ops *o, struct ops_client *c, int64_t idle)
{
	int64_t now = clock_now(&o->clock);

	for (size_t i = 0; i < OPS_OFFICERS; i++) {
		struct ops_session *s = &c->sessions[i];

		if (s->open && s->gen != o->gen)
			see_again(o, s);
		if (s->open && (now >= s->ends || (idle && o->at - s->used > idle)))
			session_end(c, s);
	}
}

size_t ops_client_end_of(struct ops_client *c, struct str name)
{
	size_t n = 0;

	for (size_t i = 0; i < OPS_OFFICERS; i++)
		if (is_of(&c->sessions[i], name)) {
			session_end(c, &c->sessions[i]);
			n++;
		}
	return n;
}

/* Of the keys that the password opened, those whose officer has not stopped to serve. */
static bool open_those(struct ops *o, struct arena *a, const struct officer_key *keys, size_t n,
		       struct buf *kids, struct err *e)
{
	int64_t now = clock_now(&o->clock), end;

	if (!keyring_seen(o->keyring, a, &now, SEEN_LOOK, e))
		return false;
	/* The newest comes first, and is to be the last that was opened. */
	while (n--) {
		if (!end_of(o, a, keys[n].kid, &end, e))
			return false;
		if (now >= end)
			continue;
		session_open(o, &keys[n], end);
		buf_add(kids, keys[n].kid, 4);
	}
	return kids->len ||
	       err_set(e, ERR_REFUSED, "sign in: this officer was suspended, or has retired");
}

OP(session)
{
	struct officer_key keys[OFFICER_KEYS];
	struct buf kids = { .a = a };
	size_t n;
	bool ok;

	if (!keyring_officer_unlock(o->keyring, a, q->name, q->secret, clock_now(&o->clock), keys,
				    &n, e))
		return false;
	ok = open_those(o, a, keys, n, &kids, e);
	key_wipe(keys, sizeof keys);
	out->data = buf_text(&kids);
	return ok;
}

/* The keys that still have one. */
OP(session_end)
{
	struct buf kids = { .a = a };

	(void)e;
	(void)ops_client_end_of(o->client, q->name);
	for (size_t i = 0; i < OPS_OFFICERS; i++)
		if (o->client->sessions[i].open)
			buf_add(&kids, o->client->sessions[i].kid, 4);
	out->data = buf_text(&kids);
	return true;
}

/* Names, a line each, in the order of signing in. */
OP(sessions)
{
	const struct ops_client *c = o->client;
	struct buf b = { .a = a };

	(void)q;
	(void)e;
	for (size_t i = 0; i < OPS_OFFICERS; i++) {
		const struct ops_session *s = &c->sessions[(c->next + i) % OPS_OFFICERS];
		bool twice = false;

		for (size_t j = 0; s->open && j < i; j++)
			twice |= is_of(&c->sessions[(c->next + j) % OPS_OFFICERS],
				       str_mem(s->name, s->name_len));
		if (s->open && !twice)
			buf_fmt(&b, "%.*s\n", (int)s->name_len, s->name);
	}
	out->data = buf_text(&b);
	return true;
}

/* What is over is noted, so that no clock brings it back. */
static bool in_time(struct ops *o, struct arena *a, const struct keyring_right *x, const char *what,
		    struct err *e)
{
	int64_t now = clock_now(&o->clock);

	if (!keyring_seen(o->keyring, a, &now, SEEN_NOW_AND_THEN, e))
		return false;
	if (now < x->from)
		return err_set(e, ERR_REFUSED, "%s: this officer's roles begin %s", what,
			       str_z(a, instant_text(a, (struct instant){ x->from, 0 })));
	if (now < x->until)
		return true;
	return keyring_seen(o->keyring, a, &now, SEEN_NOTE, e) &&
	       err_set(e, ERR_REFUSED,
		       "%s: this officer's key, or roles, ended %s; two others renew it (sulh "
		       "officer "
		       "renew)",
		       what, str_z(a, instant_text(a, (struct instant){ x->until, 0 })));
}

bool ops_holds(struct ops *o, struct arena *a, const uint8_t kid[4], const char *roles,
	       const char *what, struct err *e)
{
	struct keyring_right x;

	if (!ops_session(o, kid))
		return err_set(e, ERR_LOCKED, "%s: the officer has no session", what);
	if (!keyring_right(o->keyring, a, kid, &x, e))
		return false;
	if (!x.roles.len || !reader_any(x.roles, roles))
		return err_set(e, ERR_REFUSED, "%s: %s%s", what,
			       roles ? "not in this officer's roles; an officer with one of "
				     : "nobody does for this purpose",
			       roles ? roles : "");
	return in_time(o, a, &x, what, e);
}

/* The day of an operation begins and ends at most so far from that of UTC. */
#define ZONE_S ((int64_t)15 * 3600)
#define DAY_S  ((int64_t)86400)

/* What is written down late is signed with the key of its day, also when that serves no more. */
static bool of_its_day(const struct keyring_right *x, int64_t day, struct err *e)
{
	return day == NO_DAY ||
	       ((day + 1) * DAY_S + ZONE_S > x->from && day * DAY_S - ZONE_S < x->until) ||
	       err_set(e, ERR_REFUSED,
		       "sign as an officer: this key does not serve on the day of the act; with "
		       "the key of that day, or another officer");
}

static bool may_sign(struct ops *o, struct arena *a, const struct keys_ask *q, struct err *e)
{
	struct keyring_right x;
	struct act_signers s;

	if (!act_signers(a, q->data, &s))
		return err_set(e, ERR_USAGE,
			       "sign as an officer: it is neither act nor entry of a known kind");
	if (!keyring_right(o->keyring, a, q->kid, &x, e))
		return false;
	if (!x.roles.len || !(s.any || reader_any(x.roles, s.roles)))
		return err_set(e, ERR_REFUSED,
			       "sign as an officer: not in this officer's roles; an officer with "
			       "one of %s",
			       s.roles);
	return of_its_day(&x, s.day, e);
}

bool ops_may_sign(struct ops *o, struct arena *a, const struct keys_ask *q, struct err *e)
{
	struct err other;

	if (may_sign(o, a, q, e))
		return true;
	/* It is refused also where that cannot be written down. */
	if (e->kind == ERR_REFUSED)
		(void)ops_notes_refused(o, q->kid, &other);
	return false;
}

static struct str name_in(const struct ops_session *s)
{
	return str_mem(s->name, s->name_len);
}

/* What cannot be read makes nobody two. */
static bool are_two(struct ops *o, struct arena *a, struct str x, struct str y)
{
	bool relatives;
	struct err e;

	return !str_eq(x, y) && keyring_relatives(o->keyring, a, x, y, &relatives, &e) &&
	       !relatives;
}

bool ops_pair(struct ops *o, struct arena *a, const char *roles, struct str not, const char *what)
{
	struct str *names = arena_array(a, OPS_OFFICERS, sizeof *names);
	struct err none;
	size_t n = 0;

	for (size_t i = 0; i < OPS_OFFICERS; i++) {
		const struct ops_session *s = &o->client->sessions[i];

		if (!s->open || (not .s && str_eq(name_in(s), not )) ||
		    !ops_holds(o, a, s->kid, roles, what, &none))
			continue;
		for (size_t j = 0; j < n; j++)
			if (are_two(o, a, names[j], name_in(s)))
				return true;
		names[n++] = name_in(s);
	}
	return false;
}

bool ops_two(struct ops *o, struct arena *a, struct str about, bool own, struct err *e)
{
	return ops_pair(o, a, OPS_KEEPERS, own ? (struct str){ NULL, 0 } : about,
			"change the keyring") ||
	       err_set(e, ERR_LOCKED,
		       "change the keyring: without the passphrase two officers with one of the "
		       "roles " OPS_KEEPERS " sign in, no relatives, other than the one it is "
		       "about");
}

/* The year of a key, and that of one that takes its place. */
#define OWN_S ((int64_t)2 * 366 * 86400)

/* Where the officer whom it is about is one of the two, nothing is given beyond what he or she holds: a key is renewed. */
static bool own_enough(struct ops *o, struct arena *a, const struct keys_ask *q,
		       const struct keyring_right *x, struct err *e)
{
	struct keyring_right held;
	struct err other = { 0 };
	struct str name;

	if (o->client->here)
		return true;
	if (!ops_about(o, a, q, &name, e))
		return false;
	if (ops_two(o, a, name, false, &other))
		return true;
	for (size_t i = 0; i < OPS_OFFICERS; i++) {
		const struct ops_session *s = &o->client->sessions[i];
		struct str rest = x->roles;
		bool all;

		if (!is_of(s, name) || !ops_holds(o, a, s->kid, OPS_KEEPERS, "go on", &other) ||
		    !keyring_right(o->keyring, a, s->kid, &held, &other))
			continue;
		/* Who is to stop does not go on with another key. */
		all = x->until <= (held.ends ? held.until : clock_now(&o->clock) + OWN_S);
		while (all && rest.len)
			all = reader_any(held.roles, str_z(a, str_cut(&rest, ',')));
		if (all)
			return true;
	}
	return err_set(
		e, ERR_LOCKED,
		"set what an officer may do: more than he or she holds, or for longer, takes "
		"two others");
}

/* A key serves a year at most, to the hour that the zone of the operation moves. */
#define YEAR_S ((int64_t)366 * 86400 + 2 * 3600)

/* Without the passphrase the time of a key only becomes shorter, and a suspension or retirement that is to come stays: whoever
 * serves again, or goes on, has a new key. */
static bool within_year(struct ops *o, struct arena *a, const struct keys_ask *q,
			const struct keyring_right *x, struct err *e)
{
	struct keyring_right held;
	int64_t time;

	if (o->client->here)
		return true;
	if (!keyring_right(o->keyring, a, q->kid, &held, e))
		return false;
	if (held.roles.s ? x->until <= held.until && (x->ends || !held.ends)
			 : !__builtin_sub_overflow(x->until, x->from, &time) && time <= YEAR_S &&
				   x->until <= clock_now(&o->clock) + OWN_S)
		return true;
	return err_set(e, ERR_REFUSED,
		       "set what an officer may do: past the year of the key, or a suspension that "
		       "was said: only with the passphrase; a new key serves a new year");
}

/* On the wire: from 8, until 8, 1 where it ends then else 0, roles. */
static struct str right_put(struct arena *a, const struct keyring_right *x)
{
	struct buf b = { .a = a };

	for (int i = 7; i >= 0; i--)
		buf_byte(&b, (uint8_t)((uint64_t)x->from >> (8 * i)));
	for (int i = 7; i >= 0; i--)
		buf_byte(&b, (uint8_t)((uint64_t)x->until >> (8 * i)));
	buf_byte(&b, x->ends);
	buf_str(&b, x->roles);
	return buf_text(&b);
}

static bool right_read(struct str s, struct keyring_right *x)
{
	uint64_t from = 0, until = 0;

	if (s.len < RIGHT_FRONT || (uint8_t)s.s[16] > 1)
		return false;
	for (size_t i = 0; i < 8; i++) {
		from = from << 8 | (uint8_t)s.s[i];
		until = until << 8 | (uint8_t)s.s[8 + i];
	}
	*x = (struct keyring_right){ .roles = str_from(s, RIGHT_FRONT),
				     .from = (int64_t)from,
				     .until = (int64_t)until,
				     .ends = s.s[16] == 1 };
	return true;
}

OP(right)
{
	struct keyring_right x;

	if (!q->kid)
		return err_set(e, ERR_USAGE, "look up what an officer may do: no key is given");
	if (!keyring_right(o->keyring, a, q->kid, &x, e))
		return false;
	if (x.roles.s)
		out->data = right_put(a, &x);
	return true;
}

OP(right_set)
{
	int64_t now = clock_now(&o->clock);
	struct keyring_right x;

	(void)out;
	if (!q->kid || !right_read(q->data, &x))
		return err_set(e, ERR_USAGE, "set what an officer may do: not well-formed");
	if (!own_enough(o, a, q, &x, e) || !within_year(o, a, q, &x, e))
		return false;
	/* A clock that was ahead by mistake must not end all rights for ever: with the passphrase it is set right. */
	if (o->client->here && !keyring_seen(o->keyring, a, &now, SEEN_RESET, e))
		return false;
	o->gen++;
	return keyring_right_set(o->keyring, a, q->kid, &x, e);
}

bool ops_end_key(struct ops *o, struct arena *a, const uint8_t kid[4], struct err *e)
{
	o->gen++;
	return keyring_right_set(o->keyring, a, kid,
				 &(struct keyring_right){ .roles = S(""), .ends = true }, e);
}

/* `data`: the key of the relative. */
OP(relative)
{
	(void)out;
	if (!q->kid || q->data.len != 4)
		return err_set(e, ERR_USAGE, "note a relative of an officer: not well-formed");
	return keyring_relative_set(o->keyring, a, q->kid, (const uint8_t *)q->data.s, e);
}

bool keys_relative(struct keys *k, const uint8_t kid[4], const uint8_t other[4], struct err *e)
{
	struct keys_ask q = { .op = KEYS_RELATIVE, .kid = kid, .data = str_mem(other, 4) };

	return keys_ask_fixed(k, &q, NULL, 0, e);
}

bool keys_right(struct keys *k, struct arena *a, const uint8_t kid[4], struct keyring_right *out,
		struct err *e)
{
	struct keys_answer got;

	*out = (struct keyring_right){ .ends = false };
	return k->ask(k, a, &(struct keys_ask){ .op = KEYS_RIGHT, .kid = kid }, &got, e) &&
	       (!got.data.len || right_read(got.data, out) ||
		err_set(e, ERR_FAILED, "use keys: the answer is not well-formed"));
}

bool keys_right_set(struct keys *k, const uint8_t kid[4], const struct keyring_right *x,
		    struct err *e)
{
	struct keys_ask q = { .op = KEYS_RIGHT_SET, .kid = kid };
	struct keys_answer got;
	bool ok;

	if (setjmp(*arena_guard(k->work)))
		return err_set(e, ERR_FAILED, "use keys: out of memory");
	q.data = right_put(k->work, x);
	ok = k->ask(k, k->work, &q, &got, e);
	arena_reset(k->work);
	return ok;
}
