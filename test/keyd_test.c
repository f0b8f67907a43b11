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
#include "keyd/keys_log.h"
#include "keyd/keys_names.h"
#include "keyd/remote.h"
#include "keyd/server.h"
#include "ledger/key.h"
#include "ledger/log.h"
#include "ledger/password.h"
#include "ledger/seal.h"
#include "record/entry.h"
#include "record/kinds.h"
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

/* An officer with a session and these roles. */
static bool officer(struct place *p, struct keys *k, struct str name, struct str roles,
		    uint8_t kid[4])
{
	const struct keyring_right right = { .roles = roles, .until = INT64_MAX };
	struct officer_public made;
	struct err e;

	if (!keys_officer_make(k, p->a, name, PASSWORD, &made, &e))
		return false;
	memcpy(kid, made.kid, 4);
	return (!roles.len || keys_right_set(k, kid, &right, &e)) &&
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
							e.kind == ERR_FALSE);
}

static void signing(struct place *p, struct keys *k)
{
	uint8_t kid[4], sig[64];
	struct checkpoint c = { S("hq.test/log/1"), 3, hash_of(S("three")) };
	struct officer_public made;
	struct str text = checkpoint_text(p->a, &c);
	struct err e;

	CHECK("an officer signs an act", officer(p, k, S("Salma"), S(""), kid) &&
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
}

/* An entry of a kind, with nothing in it but its number. */
static struct keys_log_entry numbered(struct place *p, const struct kind *k, int64_t day,
				      uint8_t number)
{
	uint8_t id[16] = { number, 1 };
	struct entry x = { .version = 1,
			   .kind = k->code,
			   .day = day,
			   .from_day = day,
			   .id = str_mem(arena_copy(p->a, id, sizeof id), sizeof id) };

	return (struct keys_log_entry){ .entry = entry_put(p->a, &x, 0), .object = S("") };
}

static struct keys_log_entry bare(struct place *p, const struct kind *k, int64_t day)
{
	return numbered(p, k, day, (uint8_t)day);
}

#define LOG S("hq.test/log/1")

/* Asks for a signature over a mark that says the same. */
static bool sign_at(struct place *p, struct keys *k, struct str origin, uint64_t size,
		    struct hash root, uint8_t sig[64], struct err *e)
{
	struct hwm mark = { .size = size, .root = root };
	struct checkpoint c = { origin, size, root };

	return hwm_write(p->a, in(p, "log/hq/signed.hwm"), &mark, e) &&
	       keys_log_sign(k, checkpoint_text(p->a, &c), sig, e);
}

/* The tree of what is shown to the key holder: three parties, which nobody signs. */
static void show_three(struct place *p, struct keys *k, struct tree *t)
{
	struct keys_log_entry three[3], twice[2], other;
	struct tree empty = { 0 }, strange = { .size = 1 };
	uint8_t sig[64];
	struct hash leaf;
	struct err e;

	*t = empty;
	for (size_t i = 0; i < 3; i++) {
		three[i] = bare(p, &kind_party, 17000 + (int64_t)i);
		leaf = hash_leaf(three[i].entry);
		tree_add(t, &leaf);
	}
	other = bare(p, &kind_registration, 17000);
	CHECK("what was not shown is not signed",
	      !sign_at(p, k, LOG, 3, tree_root(t), sig, &e) && e.kind == ERR_ATTENTION);
	CHECK("a person without object c is no entry to be signed",
	      !keys_log_add(k, p->a, LOG, &empty, &other, 1, &e) && e.kind == ERR_ATTENTION &&
		      strstr(e.what, "entry 0: its object c is not there"));
	other = bare(p, &kind_centre, 17000);
	CHECK("nor what nobody signed", !keys_log_add(k, p->a, LOG, &empty, &other, 1, &e) &&
						e.kind == ERR_ATTENTION &&
						strstr(e.what, "fewer officers"));
	other = bare(p, &kind_weapon_item, 17000);
	CHECK("nor weapons without their items",
	      !keys_log_add(k, p->a, LOG, &empty, &other, 1, &e) && strstr(e.what, "items"));
	CHECK("entries go on from what was signed",
	      !keys_log_add(k, p->a, LOG, &strange, three, 1, &e) && e.kind == ERR_ATTENTION);
	twice[0] = numbered(p, &kind_party, 17000, 7);
	twice[1] = numbered(p, &kind_party, 17001, 7);
	CHECK("the same act is not shown twice",
	      !keys_log_add(k, p->a, LOG, &empty, twice, 2, &e) && e.kind == ERR_ATTENTION &&
		      strstr(e.what, "entry 1: it is shown twice"));
	CHECK("and are shown in pieces", keys_log_add(k, p->a, LOG, &empty, three, 3, &e) &&
						 keys_log_add(k, p->a, LOG, t, NULL, 0, &e));
}

static void logs(struct place *p, struct keys *k)
{
	uint8_t sig[64], pub[32];
	struct checkpoint c = { .origin = LOG };
	struct hash other = hash_of(S("another"));
	struct str file, second = log_origin(p->a, S("hq"), S("another"), 1);
	struct tree t, empty = { 0 };
	struct keys_log_entry again;
	struct hwm own;
	uint64_t from;
	struct err e;

	CHECK("a log's key is made", os_mkdir(in(p, "log"), 0700, &e) &&
					     os_mkdir(in(p, "log/hq"), 0700, &e) &&
					     keys_log_make(k, p->a, LOG, pub, &file, &e) &&
					     write_file(in(p, "log/hq/key"), file));
	CHECK("none is made where one is", !keys_log_make(k, p->a, LOG, pub, &file, &e) &&
						   e.kind == ERR_REFUSED &&
						   keys_log_public(k, LOG, pub, &e));
	show_three(p, k, &t);
	c.size = t.size;
	c.root = tree_root(&t);
	CHECK("what no mark says is not signed",
	      hwm_write(p->a, in(p, "log/hq/signed.hwm"), &(struct hwm){ .root = other }, &e) &&
		      !keys_log_sign(k, checkpoint_text(p->a, &c), sig, &e) &&
		      e.kind == ERR_ATTENTION);
	CHECK("nor another root than that of what was shown",
	      !sign_at(p, k, LOG, 3, other, sig, &e) && e.kind == ERR_ATTENTION);
	CHECK("nor less of it", !sign_at(p, k, LOG, 2, other, sig, &e) && e.kind == ERR_ATTENTION);
	CHECK("what was shown and the mark says is signed, and again",
	      sign_at(p, k, LOG, 3, c.root, sig, &e) &&
		      key_verify(pub, checkpoint_text(p->a, &c), sig) &&
		      sign_at(p, k, LOG, 3, c.root, sig, &e));
	CHECK("no second root, whatever its mark says",
	      !sign_at(p, k, LOG, 3, other, sig, &e) && e.kind == ERR_ATTENTION);
	CHECK("and none that is smaller",
	      !sign_at(p, k, LOG, 2, other, sig, &e) && e.kind == ERR_ATTENTION);
	CHECK("the keyring says what was signed", keys_log_signed(k, LOG, &own, &from, &e) &&
							  !own.missing && own.size == 3 &&
							  from == 3);
	again = numbered(p, &kind_party, 17009, (uint8_t)17001);
	CHECK("an act that was signed is not signed again on another day",
	      !keys_log_add(k, p->a, LOG, &t, &again, 1, &e) && e.kind == ERR_ATTENTION &&
		      strstr(e.what, "entry 3: the log has this act already"));
	CHECK("a larger size is not signed for the asking",
	      !sign_at(p, k, LOG, 4, other, sig, &e) && e.kind == ERR_ATTENTION);
	CHECK("what was shown before it was signed is not shown again",
	      !keys_log_add(k, p->a, LOG, &empty, NULL, 0, &e) && e.kind == ERR_ATTENTION);
	CHECK("nor is there a second origin of the log",
	      keys_are_here(k) ? keys_log_add(k, p->a, second, &empty, NULL, 0, &e) &&
					 !sign_at(p, k, second, 0, tree_root(&empty), sig, &e) &&
					 e.kind == ERR_REFUSED
			       : !keys_log_add(k, p->a, second, &empty, NULL, 0, &e) &&
					 e.kind == ERR_ATTENTION);
	CHECK("an origin is no path",
	      !keys_log_public(k, S("../../etc.x/log/1"), pub, &e) && e.kind == ERR_USAGE &&
		      !keys_log_add(k, p->a, S("../../etc.x/log/1"), &empty, NULL, 0, &e) &&
		      e.kind == ERR_USAGE);
}

/* Of an object about this person (NULL: about nobody), of an act of this kind. */
static struct str body_of(const struct place *p, const uint8_t *subject, int64_t kind)
{
	struct buf b = { .a = p->a };

	cbor_put_map(&b, subject ? 2 : 1);
	if (subject) {
		cbor_put_int(&b, 1);
		cbor_put_bytes(&b, str_mem(subject, 16));
	}
	cbor_put_int(&b, 17);
	cbor_put_int(&b, kind);
	return buf_text(&b);
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

	CHECK("somebody is there", keys_take(k, &id, 1, &e) &&
					   officer(p, k, S("Desk"), S("registrar"), desk) &&
					   officer(p, k, S("Panel"), S("panel"), panel));
	object = seal_person(p->a, id.recipient, body_of(p, id.subject, 32));
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
		      str_eq(body, body_of(p, id.subject, 32)) &&
		      lines_of(journal_text(p)) == before + 1);
	CHECK("what does not open is journalled all the same",
	      !keys_open_s(k, p->a, &why, id.subject, S("none"), &body, &e) &&
		      lines_of(journal_text(p)) == before + 2);
	CHECK("a desk looks names up",
	      keys_find(k, p->a, &(struct keys_reader){ S("Desk"), S("duplicate") },
			&(struct index_asked){ S("x"), S(""), S("") }, 1, upto, &found, &e) &&
		      lines_of(journal_text(p)) == before + 3);
	CHECK("nobody does without a session",
	      !keys_find(k, p->a, &(struct keys_reader){ S("Omar"), S("duplicate") },
			 &(struct index_asked){ S("x"), S(""), S("") }, 1, upto, &found, &e) &&
		      e.kind == ERR_LOCKED && lines_of(journal_text(p)) == before + 3);
}

/* How many records are apart that should be, and others that are, and who that is, is for this process; another learns
 * whether it has named all of them. */
static void counted(struct place *p, struct keys *k, const struct identity *id,
		    const struct identity *other)
{
	bool here = keys_are_here(k);
	uint8_t two[32];
	struct str list, both;
	struct err e;
	int64_t n;

	both = str_mem(memcpy(two, id->subject, 16), 16);
	CHECK("is counted, where it should be and where not",
	      keys_aparts(k, p->a, S(""), true, &n, &list, &e) && n == 1 &&
		      str_eq(list, here ? both : S("")) &&
		      keys_aparts(k, p->a, both, true, &n, &list, &e) && n == 0 &&
		      keys_aparts(k, p->a, both, false, &n, &list, &e) && n == 0);
	CHECK("nobody is told of one number alone",
	      keys_aparts(k, p->a, S(""), false, &n, &list, &e) && n == !here &&
		      keys_aparts(k, p->a, str_mem(other->subject, 16), false, &n, &list, &e) &&
		      n == 1);
	memcpy(two + 16, other->subject, 16);
	CHECK("and so is whose is not",
	      keys_aparts(k, p->a, str_mem(two, 32), false, &n, &list, &e) && n == 1 &&
		      str_eq(list, here ? str_mem(other->subject, 16) : S("")) &&
		      keys_aparts(k, p->a, str_mem(two, 32), true, &n, &list, &e) && n == !here);
	memset(two + 16, 0xff, 16);
	CHECK("but nobody's whom the keyring does not know",
	      keys_aparts(k, p->a, str_mem(two, 32), false, &n, &list, &e) && n == 0);
	CHECK("half a subject is none",
	      !keys_aparts(k, p->a, str_mem(two, 24), false, &n, &list, &e) && e.kind == ERR_USAGE);
}

/* What officers of these roles read of which purpose, kind and person. */
static void roles(struct place *p, struct keys *k)
{
	uint8_t case_worker[4], protection[4], second[4];
	struct keys_reading why = { .purpose = S("case_work"), .log = S("hq") };
	struct identity id, other;
	struct str told, object, c, body;
	size_t before = lines_of(journal_text(p));
	struct err e;

	CHECK("who may change the keyring is there",
	      officer(p, k, S("Chief"), S("chief"), second) &&
		      officer(p, k, S("Operator"), S("operator"), second));
	CHECK("more are there", keys_take(k, &id, 1, &e) && keys_take(k, &other, 1, &e) &&
					officer(p, k, S("Worker"), S("case_worker"), case_worker) &&
					officer(p, k, S("Carer"), S("protection"), protection) &&
					officer(p, k, S("Carer 2"), S("aid,protection"), second));
	object = seal_person(p->a, id.recipient, body_of(p, id.subject, 32));
	told = seal_person(p->a, id.recipient, body_of(p, id.subject, 55));
	why.kid = case_worker;
	why.purpose = S("audit");
	CHECK("a role reads for its own purposes",
	      !keys_open_s(k, p->a, &why, id.subject, object, &body, &e) && e.kind == ERR_REFUSED);
	why.purpose = S("case_work");
	why.log = S("");
	CHECK("and by a log, by which it is counted",
	      !keys_open_s(k, p->a, &why, id.subject, object, &body, &e) && e.kind == ERR_USAGE);
	why.log = S("hq");
	CHECK("testimony is not for who works on a case",
	      !keys_open_s(k, p->a, &why, id.subject, told, &body, &e) && e.kind == ERR_REFUSED);
	CHECK("nor what is of a kind that nobody knows",
	      !keys_open_s(k, p->a, &why, id.subject,
			   seal_person(p->a, id.recipient, body_of(p, id.subject, 999)), &body,
			   &e) &&
		      e.kind == ERR_REFUSED && lines_of(journal_text(p)) == before);
	why.kid = protection;
	CHECK("a protection officer reads it",
	      keys_open_s(k, p->a, &why, id.subject, told, &body, &e));
	why.kid = case_worker;
	CHECK("an object c opens", keys_seal_c(k, p->a, body_of(p, id.subject, 32), &c, &e) &&
					   keys_read_c(k, p->a, &why, id.subject, c, &body, &e));
	CHECK("and not under another person's number, nor under none",
	      !keys_read_c(k, p->a, &why, other.subject, c, &body, &e) && e.kind == ERR_FALSE &&
		      !keys_read_c(k, p->a, &why, NULL, c, &body, &e) && e.kind == ERR_FALSE);
	CHECK("whose record is apart", keys_apart(k, id.subject, APART_CHILD, &e) &&
					       keys_apart(k, id.subject, APART_CHILD, &e));
	counted(p, k, &id, &other);
	CHECK("is opened by protection officers",
	      !keys_open_s(k, p->a, &why, id.subject, object, &body, &e) && e.kind == ERR_REFUSED &&
		      !keys_read_c(k, p->a, &why, id.subject, c, &body, &e) &&
		      e.kind == ERR_REFUSED);
	why.kid = protection;
	CHECK("and by them", keys_open_s(k, p->a, &why, id.subject, object, &body, &e) &&
				     keys_read_c(k, p->a, &why, id.subject, c, &body, &e));
	why.kid = case_worker;
	CHECK("until it is apart no more",
	      keys_apart(k, id.subject, APART_NOT, &e) &&
		      keys_open_s(k, p->a, &why, id.subject, object, &body, &e));
}

static bool gives(struct keys *k, const uint8_t kid[4], struct str roles, int64_t from,
		  int64_t until, bool ends)
{
	const struct keyring_right x = { roles, from, until, ends };
	struct err e;

	return keys_right_set(k, kid, &x, &e);
}

static bool opens(struct keys *k, const uint8_t kid[4], enum err_kind want)
{
	const struct keys_reading why = { kid, S("appeal"), S("hq") };
	struct err e = { 0 };

	return keys_opening(k, &why, NULL, &e) ? want == ERR_NONE : e.kind == want;
}

/* A right that ends, and no clock brings it back. */
static void ends(struct place *p, struct keys *k)
{
	const int64_t now = p->now;
	struct keyring_right x;
	uint8_t kid[4], sig[64], gone[4];
	struct str names;
	struct err e;

	CHECK("somebody serves for a year",
	      officer(p, k, S("Yearly"), S("panel"), kid) &&
		      gives(k, kid, S("panel"), now, now + 100, false));
	CHECK("what he may do is known", keys_right(k, p->a, kid, &x, &e) &&
						 str_eq(x.roles, S("panel")) &&
						 x.until == now + 100);
	CHECK("in that year he reads", opens(k, kid, ERR_NONE));
	p->now = now - 1;
	CHECK("a clock that went back does not matter", opens(k, kid, ERR_NONE));
	p->now = now + 100;
	CHECK("after it no more", opens(k, kid, ERR_REFUSED));
	p->now = now;
	CHECK("also when the clock goes back", opens(k, kid, ERR_REFUSED));
	k = open_it(p);
	CHECK("and the keyring is opened anew",
	      k && keys_session(k, S("Yearly"), PASSWORD, &e) && opens(k, kid, ERR_REFUSED));
	CHECK("what was signed late is of his year",
	      keys_sign(k, kid, S(KEYS_SIGN_ACT "x"), sig, &e));
	CHECK("a new key begins when it is said",
	      officer(p, k, S("Newer"), S("panel"), gone) &&
		      gives(k, gone, S("panel"), now + 500, now + 600, false) &&
		      opens(k, gone, ERR_REFUSED));
	p->now = now + 500;
	CHECK("and then reads", opens(k, gone, ERR_NONE));
	CHECK("who is suspended has no session any more",
	      gives(k, gone, S(""), 0, 0, true) &&
		      !keys_sign(k, gone, S(KEYS_SIGN_ACT "x"), sig, &e) && e.kind == ERR_LOCKED &&
		      opens(k, gone, ERR_LOCKED) && keys_sessions(k, p->a, &names, &e) &&
		      str_eq(names, S("Yearly\n")));
	CHECK("and gets none", !keys_session(k, S("Newer"), PASSWORD, &e) && e.kind == ERR_REFUSED);
	CHECK("until enrolled anew", gives(k, gone, S("panel"), 0, INT64_MAX, false) &&
					     keys_session(k, S("Newer"), PASSWORD, &e) &&
					     opens(k, gone, ERR_NONE));
	CHECK("one signs out", keys_session_end(k, S("Yearly"), &e) && !keys_signs(k, kid) &&
				       keys_signs(k, gone) && opens(k, gone, ERR_NONE) &&
				       !keys_sign(k, kid, S(KEYS_SIGN_ACT "x"), sig, &e));
}

static void limits(struct place *p, struct keys *k)
{
	uint8_t kid[4];
	struct keys_reading why = { .kid = kid, .purpose = S("appeal"), .log = S("hq") };
	size_t n = 0;
	struct err e;

	if (!officer(p, k, S("Busy"), S("liaison,panel"), kid))
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
	CHECK("and counted by log",
	      keys_opened(k, S("hq"), &n, &e) && n > 2 && n < (int64_t)lines_of(lines));
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
static _Noreturn void hold(struct place *p, struct server_limits limits)
{
	struct err e = { 0 };
	struct server *s;
	int never[2];
	bool ok = !pipe(never);

	s = ok ? server_start(p->a, p->dir, &limits, &p->clock, &e) : NULL;
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

/* What is signed of an entry of this kind, or (NO_DAY) of one that says no day. */
static struct str entry_message(const struct place *p, int64_t kind, int64_t day)
{
	struct buf b = { .a = p->a };

	buf_str(&b, S(KEYS_SIGN_ENTRY "12345678"));
	cbor_put_map(&b, day == NO_DAY ? 1 : 2);
	cbor_put_int(&b, KEY_KIND);
	cbor_put_int(&b, kind);
	if (day != NO_DAY) {
		cbor_put_int(&b, KEY_DAY);
		cbor_put_int(&b, day);
	}
	return buf_text(&b);
}

static bool refuses(struct keys *k, const uint8_t kid[4], struct str msg, enum err_kind kind)
{
	uint8_t sig[64];
	struct err e;

	return !keys_sign(k, kid, msg, sig, &e) && e.kind == kind;
}

/* An officer with the role `aid` signs, by the key holder, what that role signs. */
static void in_role(struct place *p, struct keys *two, struct keys *k, const uint8_t kid[4])
{
	int64_t aid = kind_distribution.code, today = p->now / 86400;
	uint8_t sig[64];
	struct str other = entry_message(p, kind_child_referral.code, NO_DAY);
	struct err e;

	CHECK("whoever holds a role signs what it signs",
	      keys_sign(k, kid, entry_message(p, aid, NO_DAY), sig, &e) &&
		      keys_sign(k, kid, entry_message(p, aid, today - 4000), sig, &e));
	CHECK("and nothing else", refuses(k, kid, other, ERR_REFUSED));
	CHECK("nor what is no act", refuses(k, kid, S(KEYS_SIGN_ACT "x"), ERR_USAGE));
	CHECK("with a key of now", gives(two, kid, S("aid"), p->now, p->now + 86400, false));
	CHECK("nothing of long ago",
	      refuses(k, kid, entry_message(p, aid, today - 4000), ERR_REFUSED));
	CHECK("nor of long after", refuses(k, kid, entry_message(p, aid, today + 30), ERR_REFUSED));
	CHECK("of today it signs", keys_sign(k, kid, entry_message(p, aid, today), sig, &e));
	CHECK("with no role nothing",
	      gives(two, kid, S(""), p->now, p->now + 86400, false) &&
		      refuses(k, kid, entry_message(p, aid, today), ERR_REFUSED) &&
		      gives(two, kid, S("aid"), p->now, p->now + 86400, false));
}

static void idle(struct place *p)
{
	struct identity id;
	struct keys *k;
	struct err e;
	int how = -1;
	pid_t child = fork();

	if (!child)
		hold(p, (struct server_limits){ 1, 600 });
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

static bool key_of(const struct place *p, struct keys *k, struct str name, uint8_t kid[4])
{
	struct officer_public *list;
	struct err e;
	size_t n;

	if (!keys_officers(k, p->a, &list, &n, &e))
		return false;
	while (n--)
		if (str_eq(list[n].name, name)) {
			memcpy(kid, list[n].kid, 4);
			return true;
		}
	return false;
}

/* One of two officers at a desk goes on working. */
static void leaves(struct place *p)
{
	const struct timespec tick = { 0, 50 * 1000 * 1000 };
	uint8_t kid[4], sig[64], gone[4];
	struct str names = S("");
	struct keys *k, *other;
	struct err e;
	int how = -1;
	pid_t child = fork();
	bool ok;

	if (!child)
		hold(p, (struct server_limits){ 600, 1 });
	ok = wait_until(p, true);
	k = keys_remote(p->a, p->dir, &e);
	other = keys_remote(p->a, p->dir, &e);
	CHECK("two sign in at one desk",
	      ok && k && other && keys_session(k, S("Worker"), PASSWORD, &e) &&
		      keys_session(k, S("Carer"), PASSWORD, &e) &&
		      keys_sessions(k, p->a, &names, &e) && str_eq(names, S("Worker\nCarer\n")) &&
		      key_of(p, k, S("Carer"), kid) && key_of(p, k, S("Worker"), gone));
	for (int i = 0; i < 400 && ok && !str_eq(names, S("Carer\n")); i++) {
		(void)nanosleep(&tick, NULL);
		ok = keys_sign(k, kid, entry_message(p, kind_child_referral.code, NO_DAY), sig,
			       &e) &&
		     keys_sessions(k, p->a, &names, &e);
	}
	CHECK("who does nothing is signed out, whoever else works there",
	      ok && str_eq(names, S("Carer\n")) &&
		      !keys_sign(k, gone, S(KEYS_SIGN_ACT "x"), sig, &e) && e.kind == ERR_LOCKED);
	CHECK("nobody changes the keyring alone", !gives(k, kid, S("chief"), 0, INT64_MAX, false) &&
							  !keys_officer_drop(k, kid, &e) &&
							  e.kind == ERR_LOCKED);
	CHECK("nor two of whom it is about one",
	      keys_session(k, S("Chief"), PASSWORD, &e) && key_of(p, k, S("Chief"), gone) &&
		      keys_session(k, S("Operator"), PASSWORD, &e) &&
		      !gives(k, gone, S("dpo"), 0, INT64_MAX, false));
	CHECK("two others do", gives(k, kid, S("aid"), 0, INT64_MAX, false));
	CHECK("who is signed in here is so there, too",
	      keys_session(other, S("Carer"), PASSWORD, &e));
	in_role(p, k, other, kid);
	CHECK("who is suspended is signed out at every desk",
	      keys_session(other, S("Carer"), PASSWORD, &e) &&
		      keys_sign(other, kid, entry_message(p, kind_distribution.code, NO_DAY), sig,
				&e) &&
		      gives(k, kid, S(""), 0, 0, true) &&
		      !keys_sign(other, kid, S(KEYS_SIGN_ACT "x"), sig, &e) &&
		      e.kind == ERR_LOCKED);
	if (!keyd_stop(p->a, p->dir, &e))
		(void)kill(child, SIGKILL);
	CHECK("it ends well", waitpid(child, &how, 0) == child && !how);
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
	logs(&p, k);
	centre(&p, k);
	openings(&p, k);
	roles(&p, k);
	ends(&p, k);
	limits(&p, k);
	journal(&p, k);
	arena_free(p.open);
	idle(&p);
	leaves(&p);
	(void)os_remove_tree(p.dir, &e);
	arena_free(p.a);
	return done();
}
