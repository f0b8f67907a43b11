/*
 * What the key holder is asked over its socket, whatever it is: by somebody who has the passphrase, or by another process with which
 * any of six officers signed in. A few asks, one after the other: each is answered or refused with a reason, and no answer to another process
 * holds an officer's secret, the keyring's own, or that of a person. With nobody signed in nothing is opened, signed or changed.
 *
 * The first byte says who is signed in; an ask is its operation, what of it is given, name, purpose, n, two bytes with a length, data. In the data 0xff
 * and a letter stand for what no bytes could guess (`expanded`).
 */
#include <assert.h>
#include <sanitizer/lsan_interface.h>
#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/keys.h"
#include "ledger/seal.h"
#include "ops_here.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define OFFICERS 6
#define ASKS	 4
#define RUNS	 500 /* then all of it is made anew */
#define ORIGIN	 "hq.test/log/1"
#define PASSWORD "password of an officer"

static const struct {
	const char *name, *roles;
} officers[OFFICERS] = {
	{ "A", "chief" },
	{ "B", "operator" },
	{ "C", "protection,case_worker" },
	{ "D", "adjudicator,dpo" },
	{ "E", "adjudicator,screener" },
	{ "F", "auditor,registrar" },
};
static const char *const names[] = { "A", "B", "C", "D", "E", "F", ORIGIN, "hq", "G" };
static const char *const purposes[] = {
	"",
	"case_work",
	"duplicate",
	"appeal",
	"medical",
	"family",
	"court_order",
	"audit",
	"request_of_person",
	"break_glass",
	"sulh/audit/v1",
	"sulh/mark/v1",
};

static struct ops_here world;
static struct ops_client *other;
static struct ops_session signed_in[OFFICERS];
static struct identity person;
static uint8_t identity[32];
static int64_t now;
static int64_t names_end; /* of the file of names that was written last */
static int runs;

static int64_t now_of(void *p)
{
	(void)p;
	return now;
}

static void make_officer(size_t i)
{
	struct keys_ask q = { .op = KEYS_OFFICER_MAKE,
			      .name = str_of(officers[i].name),
			      .secret = S(PASSWORD) };
	struct buf right = { .a = world.a };
	struct keys_answer out;
	struct err e;
	bool ok = ops_answer(world.ops, world.client, world.a, &q, &out, &e);

	assert(ok);
	/* From 1970 until long after. */
	buf_str(&right, S("\0\0\0\0\0\0\0\0\0\0\x7f\0\0\0\0\0\0"));
	buf_str(&right, str_of(officers[i].roles));
	q = (struct keys_ask){ .op = KEYS_RIGHT_SET,
			       .kid = (const uint8_t *)out.data.s,
			       .data = buf_text(&right) };
	ok = ops_answer(world.ops, world.client, world.a, &q, &out, &e);
	assert(ok);
	q = (struct keys_ask){ .op = KEYS_SESSION,
			       .name = str_of(officers[i].name),
			       .secret = S(PASSWORD) };
	ok = ops_answer(world.ops, other, world.a, &q, &out, &e);
	assert(ok);
	signed_in[i] = other->sessions[i];
}

static bool make_log(void)
{
	struct keys_ask make = { .op = KEYS_LOG_MAKE, .name = S(ORIGIN) };
	const char *log = str_z(world.a, str_fmt(world.a, "%s/log", ops_here_dir)),
		   *hq = str_z(world.a, str_fmt(world.a, "%s/hq", log)),
		   *key = str_z(world.a, str_fmt(world.a, "%s/key", hq));
	struct keys_answer out;
	struct err e;

	return ops_answer(world.ops, world.client, world.a, &make, &out, &e) &&
	       os_mkdir(log, 0700, &e) && os_mkdir(hq, 0700, &e) &&
	       os_write(key, str_from(out.data, 32), 0600, &e);
}

static void begin(void)
{
	static const struct clock clock = { now_of, NULL };
	struct err e;
	bool ok;

	if (world.a && ++runs < RUNS)
		return;
	/* What stays between asks lies in memory in which no leak is looked for: what that points to would be one. */
	__lsan_disable();
	if (world.a) {
		ops_here_tidy();
		arena_free(world.a);
		world.a = NULL;
	}
	runs = 0;
	now = 1481270400;
	ops_here(&world, &clock);
	other = ops_client_new(world.a, false, &e);
	ok = make_log() && keyring_take(world.keyring, &person, 1, &e) &&
	     keyring_identity(world.keyring, person.subject, identity, &e);
	assert(ok);
	for (size_t i = 0; i < OFFICERS; i++)
		make_officer(i);
}

/* The rest is longer ago than any limit reaches. */
static void sign_in(unsigned who)
{
	now += (int64_t)2 * 86400;
	names_end = 0;
	ops_client_end(other);
	for (size_t i = 0; i < OFFICERS; i++) {
		other->sessions[i] = signed_in[i];
		other->sessions[i].open = who >> i & 1;
		other->sessions[i].gen = world.ops->gen;
	}
}

static struct str cut(struct str *in, size_t n)
{
	struct str out = str_mem(in->s, n < in->len ? n : in->len);

	*in = str_from(*in, out.len);
	return out;
}

static size_t byte(struct str *in)
{
	struct str one = cut(in, 1);

	return one.len ? (uint8_t)one.s[0] : 0;
}

static size_t length(struct str *in)
{
	size_t n = byte(in) << 8;

	return n | byte(in);
}

/* What has a length before it. */
static struct str part(struct str *in)
{
	size_t n = length(in);

	return cut(in, n);
}

/* S, K: the person's number, an officer's key; b: the file of names in which the person stands; u: how much of each of 256 such files
 * counts: nothing; U: of this one all. */
static void special(size_t what, struct str *in, struct buf *out)
{
	switch (what) {
	case 'S':
		buf_add(out, person.subject, sizeof person.subject);
		break;
	case 'K':
		buf_add(out, signed_in[byte(in) % OFFICERS].kid, 4);
		break;
	case 'b':
		cbor_put_int(out, person.subject[0]);
		break;
	case 'u':
	case 'U':
		cbor_put_array(out, 256);
		for (size_t i = 0; i < 256; i++)
			cbor_put_int(out, what == 'U' && i == person.subject[0] ? names_end : 0);
		break;
	default:
		buf_byte(out, (uint8_t)what);
		break;
	}
}

static struct str body(struct arena *a, struct str *in)
{
	struct str rest = part(in);
	struct buf out = { .a = a };

	while (rest.len) {
		size_t c = byte(&rest);

		if (c == 0xff)
			special(byte(&rest), &rest, &out);
		else
			buf_byte(&out, (uint8_t)c);
	}
	return buf_text(&out);
}

/* Beside these s, c: an object of the person, or of the centre, with the body that follows after its length, as a text of bytes; t, d:
 * the same, alone. */
static struct str expanded(struct arena *a, struct str in)
{
	const uint8_t *centre = keyring_centre_key(world.keyring);
	struct buf out = { .a = a };

	while (in.len) {
		size_t c = byte(&in), what = c == 0xff ? byte(&in) : 0;

		if (c != 0xff)
			buf_byte(&out, (uint8_t)c);
		else if (what == 's')
			cbor_put_bytes(&out, seal_person(a, person.recipient, body(a, &in)));
		else if (what == 't')
			buf_str(&out, seal_person(a, person.recipient, body(a, &in)));
		else if (what == 'c')
			cbor_put_bytes(&out, seal_centre(a, centre, body(a, &in)));
		else if (what == 'd')
			buf_str(&out, seal_centre(a, centre, body(a, &in)));
		else
			special(what, &in, &out);
	}
	return buf_text(&out);
}

static bool holds(struct str s, const uint8_t secret[32])
{
	return s.len >= 32 && memmem(s.s, s.len, secret, 32);
}

static bool secret_in(struct str s)
{
	bool yes = holds(s, identity) || holds(s, keyring_centre_key(world.keyring));

	for (size_t i = 0; i < OFFICERS; i++)
		yes |= holds(s, signed_in[i].seed);
	return yes;
}

/* What is answered to anybody who reaches the socket. */
static bool for_all(enum keys_op op)
{
	switch (op) {
	case KEYS_TAKE:
	case KEYS_RECIPIENT:
	case KEYS_MAC:
	case KEYS_MAC_IS:
	case KEYS_SEAL_C:
	case KEYS_OPEN_C:
	case KEYS_OFFICERS:
	case KEYS_LOG_PUBLIC:
	case KEYS_LOG_ADD:
	case KEYS_LOG_SIGN:
	case KEYS_LOG_SIGNED:
	case KEYS_ACTS:
	case KEYS_SESSION:
	case KEYS_SESSION_END:
	case KEYS_SESSIONS:
	case KEYS_OFFICER_PASSWORD:
	case KEYS_NAMES_ADD:
	case KEYS_NAMES_READ:
	case KEYS_FIND:
	case KEYS_SEARCH:
	case KEYS_HANDED:
	case KEYS_SCREEN:
	case KEYS_LIST_SEE:
	case KEYS_EXCHANGE_KEY:
	case KEYS_EXCHANGE_HELD:
	case KEYS_EXCHANGE_HITS:
	case KEYS_EXCHANGE_COMPARE:
	case KEYS_RIGHT:
	case KEYS_APARTS:
	case KEYS_OPENED:
	case KEYS_SLIP:
		return true;
	default:
		return false;
	}
}

/* After these it is another keyring. */
static bool changes(enum keys_op op)
{
	return op == KEYS_OFFICER_MAKE || op == KEYS_OFFICER_NEXT || op == KEYS_OFFICER_DROP ||
	       op == KEYS_OFFICER_PASSWORD || op == KEYS_RIGHT_SET || op == KEYS_RELATIVE ||
	       op == KEYS_ERASE || op == KEYS_SETTLE || op == KEYS_POOL_DROP || op == KEYS_SHARE ||
	       op == KEYS_LOG_RESUME || op == KEYS_APART;
}

static void ask(struct arena *a, struct ops_client *by, struct str *in)
{
	struct keys_ask q = { .op = (enum keys_op)byte(in) };
	size_t given = byte(in), name = byte(in);
	struct keys_answer out;
	struct err e = { .kind = ERR_NONE };
	bool nobody = by == other && !ops_client_sessions(other);

	q.purpose = str_of(purposes[byte(in) % (sizeof purposes / sizeof *purposes)]);
	q.n = (int64_t)(int8_t)byte(in);
	q.data = expanded(a, part(in));
	if (given & 1)
		q.subject = person.subject;
	if (given & 2)
		q.kid = signed_in[(given >> 4) % OFFICERS].kid;
	if (given & 4)
		q.name = str_of(names[name % (sizeof names / sizeof *names)]);
	if (given & 8)
		q.secret = S(PASSWORD);
	if (!ops_answer(world.ops, by, a, &q, &out, &e)) {
		assert(e.kind != ERR_NONE && e.what[0]);
		return;
	}
	assert(!nobody || for_all(q.op));
	if (by == other)
		assert(!secret_in(out.data));
	if (q.op == KEYS_NAMES_ADD || q.op == KEYS_NAMES_READ) {
		struct read end = read_of(out.data.s, out.data.len);

		(void)cbor_int(&end, 0, INT64_MAX, &names_end);
	}
	if (changes(q.op))
		runs = RUNS;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;

	begin();
	/* libFuzzer sees what is compared, and gives it back: who has a secret may be told it. */
	if (secret_in(str_mem(data, size)))
		return 0;
	a = arena_new((size_t)256 * 1024 * 1024);
	if (a && size && !setjmp(*arena_guard(a))) {
		struct str in = str_mem(data + 1, size - 1);

		sign_in(data[0]);
		for (int i = 0; in.len && i < ASKS; i++)
			ask(a, data[0] & 64 ? world.client : other, &in);
	}
	arena_free(a);
	return 0;
}
