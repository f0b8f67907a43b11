/* What may be asked of whoever holds the keyring, in this process: what is refused, and the journal of openings. */
#include "keyd/keys.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/os.h"
#include "keyd/keys_names.h"
#include "keyd/remote.h"
#include "keyd/server.h"
#include "ledger/key.h"
#include "ledger/log.h"
#include "ledger/password.h"
#include "ledger/seal.h"
#include "test.h"
#include "base/banned.h"

#define PASS	 S("four words of a phrase")
#define PASSWORD S("a password of an officer")

struct place {
	struct arena *a, *open; /* open: of the keyrings that are open here */
	char *dir;
	int64_t now;
	struct clock clock;
};

static int64_t now_of(void *p)
{
	return ((struct place *)p)->now;
}

static const char *in(const struct place *p, const char *file)
{
	return str_z(p->a, str_fmt(p->a, "%s/%s", p->dir, file));
}

static struct keys *open_it(const struct place *p)
{
	struct err e;

	return keys_local(p->open, p->dir, PASS, &p->clock, &e);
}

static struct str journal_text(const struct place *p)
{
	struct str s = S("");
	struct err e;

	(void)os_read(p->a, in(p, "keyring/journal"), 1 << 20, &s, &e);
	return s;
}

static size_t lines_of(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += s.s[i] == '\n';
	return n;
}

static bool write_file(const char *path, struct str s)
{
	struct err e;

	return os_write(path, s, 0600, &e);
}

/* An officer with a session and these rights. */
static bool officer(struct place *p, struct keys *k, struct str name, unsigned rights,
		    uint8_t kid[4])
{
	struct officer_public made;
	struct err e;

	if (!keys_officer_make(k, p->a, name, PASSWORD, &made, &e))
		return false;
	memcpy(kid, made.kid, 4);
	return (!rights || keys_rights_set(k, kid, rights, &e)) &&
	       keys_session(k, name, PASSWORD, &e);
}

static void centre(struct place *p, struct keys *k)
{
	struct str object, body, want;
	struct buf b = { .a = p->a }, w = { .a = p->a };
	struct err e;

	cbor_put_map(&b, 3);
	cbor_put_int(&b, 9);
	cbor_put_text(&b, S("a note"));
	cbor_put_int(&b, 10);
	cbor_put_map(&b, 0);
	cbor_put_int(&b, 17);
	cbor_put_int(&b, 3);
	cbor_put_map(&w, 1);
	cbor_put_int(&w, 17);
	cbor_put_int(&w, 3);
	want = buf_text(&w);
	CHECK("c opens without note and fields", keys_seal_c(k, p->a, buf_text(&b), &object, &e) &&
							 keys_open_c(k, p->a, object, &body, &e) &&
							 str_eq(body, want));
	CHECK("and whole for who says why",
	      keys_read_c(k, p->a, &(struct keys_reading){ .purpose = S("audit") }, NULL, object,
			  &body, &e) &&
		      str_eq(body, buf_text(&b)));
	CHECK("not under a person's number whom it is not about",
	      !keys_read_c(k, p->a, &(struct keys_reading){ .purpose = S("audit") },
			   (const uint8_t *)"0123456789abcdef", object, &body, &e) &&
		      e.kind == ERR_FALSE);
	CHECK("a body that is none is refused", keys_seal_c(k, p->a, S("\x01"), &object, &e) &&
							!keys_open_c(k, p->a, object, &body, &e) &&
							e.kind == ERR_FAILED);
}

static void signing(struct place *p, struct keys *k)
{
	uint8_t kid[4], sig[64], pub[32];
	struct checkpoint c = { S("hq.test/log/1"), 3, hash_of(S("three")) };
	struct hwm mark = { .size = 3, .root = c.root };
	struct officer_public made;
	struct str text = checkpoint_text(p->a, &c);
	struct err e;

	CHECK("an officer signs an act", officer(p, k, S("Salma"), 0, kid) &&
						 keys_sign(k, kid, S(KEYS_SIGN_ACT "x"), sig, &e));
	CHECK("and nothing that is no act",
	      !keys_sign(k, kid, text, sig, &e) && e.kind == ERR_USAGE);
	CHECK("without a session nobody signs",
	      keys_officer_make(k, p->a, S("Omar"), PASSWORD, &made, &e) &&
		      !keys_sign(k, made.kid, S(KEYS_SIGN_ACT "x"), sig, &e) &&
		      e.kind == ERR_LOCKED && !keys_signs(k, made.kid));
	CHECK("a wrong password opens no session",
	      !keys_session(k, S("Omar"), S("another password of one"), &e) &&
		      e.kind == ERR_WRONG_KEY);
	CHECK("a log's key is made", os_mkdir(in(p, "log"), 0700, &e) &&
					     os_mkdir(in(p, "log/hq"), 0700, &e) &&
					     keys_log_make(k, c.origin, pub, &e));
	CHECK("what no mark says is not signed",
	      !keys_log_sign(k, text, sig, &e) && e.kind == ERR_ATTENTION);
	CHECK("nor another root than that of the mark",
	      hwm_write(p->a, in(p, "log/hq/signed.hwm"),
			&(struct hwm){ .size = 3, .root = hash_of(S("other")) }, &e) &&
		      !keys_log_sign(k, text, sig, &e) && e.kind == ERR_ATTENTION);
	CHECK("what the mark says is signed",
	      hwm_write(p->a, in(p, "log/hq/signed.hwm"), &mark, &e) &&
		      keys_log_sign(k, text, sig, &e) && key_verify(pub, text, sig));
	c.root = hash_of(S("another"));
	mark.root = c.root;
	CHECK("no second root, whatever its mark says",
	      hwm_write(p->a, in(p, "log/hq/signed.hwm"), &mark, &e) &&
		      !keys_log_sign(k, checkpoint_text(p->a, &c), sig, &e) &&
		      e.kind == ERR_ATTENTION);
	mark.size = c.size = 2;
	CHECK("and none that is smaller",
	      hwm_write(p->a, in(p, "log/hq/signed.hwm"), &mark, &e) &&
		      !keys_log_sign(k, checkpoint_text(p->a, &c), sig, &e) &&
		      e.kind == ERR_ATTENTION);
	CHECK("the keyring says what was signed",
	      keys_log_signed(k, c.origin, &mark, &e) && !mark.missing && mark.size == 3);
	CHECK("an origin is no path",
	      !keys_log_public(k, S("../../etc.x/log/1"), pub, &e) && e.kind == ERR_USAGE);
}

static void openings(struct place *p, struct keys *k)
{
	struct identity id;
	uint8_t desk[4], panel[4];
	struct keys_reading why = { .purpose = S("case_work"), .log = S("hq") };
	uint64_t upto[256] = { 0 };
	struct keys_found found;
	struct str object, body;
	size_t before = lines_of(journal_text(p));
	struct err e;

	CHECK("somebody is there", keys_take(k, &id, 1, &e) && officer(p, k, S("Desk"), 0, desk) &&
					   officer(p, k, S("Panel"), KEYRING_MAY_READ, panel));
	object = seal_person(p->a, id.recipient, S("a name"));
	why.kid = desk;
	CHECK("a desk adds and does not read",
	      !keys_open_s(k, p->a, &why, id.subject, object, &body, &e) && e.kind == ERR_REFUSED);
	why.kid = panel;
	why.purpose = S("curiosity");
	CHECK("no purpose, no opening",
	      !keys_open_s(k, p->a, &why, id.subject, object, &body, &e) && e.kind == ERR_REFUSED);
	why.purpose = S("case_work");
	why.log = S("nowhere");
	CHECK("nor for a log that is none",
	      !keys_open_s(k, p->a, &why, id.subject, object, &body, &e) && e.kind == ERR_USAGE);
	CHECK("what was refused is not journalled", lines_of(journal_text(p)) == before);
	why.log = S("hq");
	CHECK("who works on the case reads",
	      keys_open_s(k, p->a, &why, id.subject, object, &body, &e) &&
		      str_eq(body, S("a name")) && lines_of(journal_text(p)) == before + 1);
	CHECK("what does not open is journalled all the same",
	      !keys_open_s(k, p->a, &why, id.subject, S("none"), &body, &e) &&
		      lines_of(journal_text(p)) == before + 2);
	CHECK("a desk looks names up",
	      keys_find(k, p->a, &(struct keys_reader){ S("Desk"), S("duplicate") }, S("x"), 1,
			upto, &found, &e) &&
		      lines_of(journal_text(p)) == before + 3);
	CHECK("nobody does without a session",
	      !keys_find(k, p->a, &(struct keys_reader){ S("Omar"), S("duplicate") }, S("x"), 1,
			 upto, &found, &e) &&
		      e.kind == ERR_LOCKED && lines_of(journal_text(p)) == before + 3);
}

static void limits(struct place *p, struct keys *k)
{
	uint8_t kid[4];
	struct keys_reading why = { .kid = kid, .purpose = S("appeal") };
	size_t n = 0;
	struct err e;

	if (!officer(p, k, S("Busy"), KEYRING_MAY_READ, kid))
		n = SIZE_MAX / 2;
	while (n <= KEYS_OPEN_HOUR && keys_opening(k, &why, NULL, &e))
		n++;
	CHECK("an officer opens so many in an hour", n == KEYS_OPEN_HOUR && e.kind == ERR_REFUSED);
	k = open_it(p);
	CHECK("also when the keyring is opened anew",
	      k && keys_session(k, S("Busy"), PASSWORD, &e) && !keys_opening(k, &why, NULL, &e));
	p->now += 3600;
	CHECK("and more in the next", keys_opening(k, &why, NULL, &e));
}

static bool notices(const struct place *p, struct str journal)
{
	struct keys *k = open_it(p);
	struct str lines;
	int64_t n;
	struct err e;

	return write_file(in(p, "keyring/journal"), journal) &&
	       !keys_journal(k, p->a, NULL, 1, &lines, &e) && e.kind == ERR_ATTENTION &&
	       !keys_opened(k, S("hq"), &n, &e) &&
	       !keys_opening(k, &(struct keys_reading){ .purpose = S("audit") }, NULL, &e);
}

static void journal(struct place *p, struct keys *k)
{
	struct str good = journal_text(p), lines, last;
	char *bytes = str_z(p->a, good);
	size_t bad = 0, tried = 0, len = 0;
	int64_t n;
	struct err e;

	CHECK("the journal is shown whole",
	      keys_journal(k, p->a, NULL, 1, &lines, &e) && lines_of(lines) == lines_of(good) - 1);
	CHECK("and counted by log", keys_opened(k, S("hq"), &n, &e) && n == 2);
	for (size_t i = 16; i < good.len - 1; i += 97, tried++) {
		bytes[i] ^= 1;
		bad += notices(p, str_mem(bytes, good.len));
		bytes[i] ^= 1;
	}
	CHECK("a byte that was changed is noticed", tried && bad == tried);
	last = str_from(good, 16);
	(void)str_cut(&last, '\n');
	CHECK("a line that was taken out is noticed",
	      notices(p, str_fmt(p->a, "sulh-journal-v1\n%.*s", P(last))));
	CHECK("lines of another make are noticed", notices(p, S("a journal of somebody else\n")));
	CHECK("a line that was not finished was never answered",
	      write_file(in(p, "keyring/journal"), str_fmt(p->a, "%.*s77 2016", P(good))) &&
		      keys_opening(k, &(struct keys_reading){ .purpose = S("audit") }, NULL, &e));
	last = journal_text(p);
	CHECK("and the next one stands in its place",
	      lines_of(last) == lines_of(good) + 1 &&
		      keys_journal(open_it(p), p->a, NULL, 1, &lines, &e));
	while (len < last.len && lines_of(str_mem(last.s, len)) < lines_of(last) - 1)
		len++;
	CHECK("a journal that grew shorter is noticed",
	      write_file(in(p, "keyring/journal"), str_mem(last.s, len)) &&
		      !keys_opening(k, &(struct keys_reading){ .purpose = S("audit") }, NULL, &e) &&
		      e.kind == ERR_ATTENTION && write_file(in(p, "keyring/journal"), last));
	CHECK("a journal that cannot be written opens nothing",
	      os_remove(in(p, "keyring/journal"), &e) &&
		      os_mkdir(in(p, "keyring/journal"), 0700, &e) &&
		      !keys_opening(open_it(p), &(struct keys_reading){ .purpose = S("audit") },
				    NULL, &e));
}

/* Another process: it never comes back. */
static _Noreturn void hold(struct place *p)
{
	struct err e = { 0 };
	struct server *s;
	int never[2];
	bool ok = !pipe(never);

	s = ok ? server_start(p->a, p->dir, 1, &p->clock, &e) : NULL;
	ok = s && server_unlock(s, PASS, &e) && server_run(s, never[0], &e);
	_exit(!ok);
}

/* Each connection ends with its arena: there are few. */
static bool unlocked_is(const struct place *p, bool want)
{
	struct arena *a = arena_new(0);
	struct keyd_state state;
	struct err e;
	bool ok = a && keyd_status(a, p->dir, &state, &e) && state.unlocked == want;

	arena_free(a);
	return ok;
}

static bool wait_until(const struct place *p, bool unlocked)
{
	const struct timespec tick = { 0, 50 * 1000 * 1000 };
	bool ok = false;

	for (int i = 0; i < 400 && !ok; i++) {
		(void)nanosleep(&tick, NULL);
		ok = unlocked_is(p, unlocked);
	}
	return ok;
}

static void idle(struct place *p)
{
	struct identity id;
	struct keys *k;
	struct err e;
	int how = -1;
	pid_t child = fork();

	if (!child)
		hold(p);
	CHECK("a key holder answers", wait_until(p, true));
	k = keys_remote(p->a, p->dir, &e);
	CHECK("it takes identities from the pool", k && keys_take(k, &id, 1, &e));
	CHECK("and gives no secret key",
	      k &&
		      !keys_identity(k, &(struct keys_reading){ .purpose = S("audit") }, id.subject,
				     (uint8_t[32]){ 0 }, &e) &&
		      e.kind == ERR_LOCKED);
	p->open = arena_new(0);
	CHECK("nobody else opens its keyring", !open_it(p));
	arena_free(p->open);
	CHECK("it forgets its keys when nobody asks", wait_until(p, false));
	CHECK("then it does nothing more", k && !keys_take(k, &id, 1, &e) && e.kind == ERR_LOCKED);
	CHECK("until it is unlocked",
	      keyd_unlock(p->a, p->dir, PASS, &e) && keys_take(k, &id, 1, &e));
	if (!keyd_stop(p->a, p->dir, &e))
		(void)kill(child, SIGKILL);
	CHECK("it ends when it is told to", waitpid(child, &how, 0) == child && !how);
	p->open = arena_new(0);
	CHECK("and its keyring is free again", open_it(p) != NULL);
	arena_free(p->open);
}

int main(void)
{
	const char *tmp = getenv("TMPDIR");
	struct place p = { .a = arena_new(0), .open = arena_new(0), .now = 1481270400 };
	struct keys *k;
	struct err e;

	p.clock = (struct clock){ now_of, &p };
	p.dir = str_z(p.a, str_fmt(p.a, "%s/sulh-keyd-XXXXXX", tmp ? tmp : "/tmp"));
	if (!key_start() || !mkdtemp(p.dir) ||
	    !keyring_make(p.a, in(&p, "keyring"), PASS, KEYRING_COST_TEST, &e))
		abort();
	k = open_it(&p);
	CHECK("the keyring is opened in this process", k != NULL);
	CHECK("a wrong passphrase opens none",
	      !keys_local(p.open, p.dir, S("four words of a phrasf"), &p.clock, &e) &&
		      e.kind == ERR_WRONG_KEY);
	signing(&p, k);
	centre(&p, k);
	openings(&p, k);
	limits(&p, k);
	journal(&p, k);
	arena_free(p.open);
	idle(&p);
	(void)os_remove_tree(p.dir, &e);
	arena_free(p.a);
	return done();
}
