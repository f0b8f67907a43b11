/* Operations that open what is sealed: each is journalled first, and within limits. */
#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/os.h"
#include "base/time.h"
#include "keyd/journal.h"
#include "keyd/keys.h"
#include "keyd/ops_int.h"
#include "ledger/key.h"
#include "ledger/note.h"
#include "ledger/seal.h"
#include "base/banned.h"

#define HOUR	  3600
#define DAY	  86400
#define LINES_MAX 500 /* of the journal in one answer */
#define FIND	  "find_"

/* As access_event has them. */
static const struct str purposes[] = {
	SC("case_work"),   SC("duplicate"), SC("appeal"),      SC("medical"),
	SC("family"),	   SC("audit"),	    SC("court_order"), SC("request_of_person"),
	SC("break_glass"),
};

static bool purpose_ok(struct str word, struct err *e)
{
	for (size_t i = 0; i < sizeof purposes / sizeof *purposes; i++)
		if (str_eq(purposes[i], word))
			return true;
	return err_value(e, ERR_REFUSED, S("purpose"), word,
			 "case_work, duplicate, appeal, medical, family, court_order, audit, "
			 "request_of_person or break_glass");
}

/* A log that is here: openings are counted in public by it. Only whoever has the passphrase need not name one. */
static bool log_ok(const struct ops *o, struct arena *a, struct str log, struct err *e)
{
	return (!log.len && o->client->here) ||
	       (log_name_ok(log) &&
		os_type(str_z(a, str_fmt(a, "%s/log/%.*s", o->dir, P(log)))) == OS_DIR) ||
	       err_value(e, ERR_USAGE, S("log"), log, "the name of a log of this register");
}

bool ops_may_read(struct ops *o, struct arena *a, const struct keys_ask *q, struct err *e)
{
	unsigned rights;

	if (!q->kid)
		return o->client->here ||
		       err_set(e, ERR_LOCKED, "open what is sealed: no officer asks for it");
	if (!ops_session(o, q->kid))
		return err_set(e, ERR_LOCKED, "open what is sealed: the officer has no session");
	if (!keyring_rights(o->keyring, a, q->kid, &rights, e))
		return false;
	return rights & KEYRING_MAY_READ || err_set(e, ERR_REFUSED,
						    "open what is sealed: this officer's roles add "
						    "and do not read; somebody who "
						    "works on the case does");
}

/* A rate: so many an hour and a day of those whose purpose begins so. */
struct rate {
	bool finds;
	size_t hour, day;
};
static const struct rate openings = { false, KEYS_OPEN_HOUR, KEYS_OPEN_DAY };
static const struct rate finds = { true, KEYS_FIND_HOUR, KEYS_FIND_DAY };

static bool within_rate(struct ops *o, const struct journal_record *r, const struct rate *rate,
			struct err *e)
{
	const struct str find = S(FIND);
	size_t hour = journal_since(o->journal, r->kid, r->time - HOUR + 1, find, rate->finds),
	       day = journal_since(o->journal, r->kid, r->time - DAY + 1, find, rate->finds);

	return (hour < rate->hour && day < rate->day) ||
	       err_set(e, ERR_REFUSED,
		       "open what is sealed: one officer %s at most %zu times an hour and %zu a "
		       "day; "
		       "another officer, or later",
		       rate->finds ? "looks names up" : "opens", rate->hour, rate->day);
}

static bool note(struct ops *o, const struct journal_record *r, const struct rate *rate,
		 struct err *e)
{
	if (!o->journal)
		o->journal = journal_new(o->a, o->keyring, o->dir, e);
	return o->journal && journal_read(o->journal, NULL, NULL, e) &&
	       within_rate(o, r, rate, e) && journal_add(o->journal, r, e);
}

bool ops_may_open(struct ops *o, struct arena *a, const struct keys_ask *q, struct err *e)
{
	struct journal_record r = { .time = clock_now(&o->clock),
				    .purpose = q->purpose,
				    .log = q->name,
				    .subject = q->subject };

	if (q->kid)
		memcpy(r.kid, q->kid, 4);
	return purpose_ok(q->purpose, e) && ops_may_read(o, a, q, e) && log_ok(o, a, q->name, e) &&
	       note(o, &r, &openings, e);
}

bool ops_may_find(struct ops *o, struct arena *a, const struct keys_ask *q, struct err *e)
{
	const struct ops_session *s = q->name.len ? ops_session_of(o, q->name) : NULL;
	struct journal_record r = { .time = clock_now(&o->clock) };

	if (!purpose_ok(q->purpose, e))
		return false;
	if (!s && (q->name.len || !o->client->here))
		return err_set(e, ERR_LOCKED, "look for a name: the officer has no session");
	if (s)
		memcpy(r.kid, s->kid, 4);
	r.purpose = str_fmt(a, "%s%.*s", FIND, P(q->purpose));
	return note(o, &r, &finds, e);
}

OP(opening)
{
	(void)out;
	return ops_may_open(o, a, q, e);
}

OP(open_s)
{
	uint8_t recipient[32], *identity = arena_alloc(a, 32);

	key_wipe_later(a, identity, 32);
	if (!q->subject)
		return err_set(e, ERR_USAGE, "open object s: no subject is given");
	/* Whether there is such a person is not for everybody either. */
	return ops_may_open(o, a, q, e) &&
	       keyring_recipient(o->keyring, q->subject, recipient, e) &&
	       keyring_identity(o->keyring, q->subject, identity, e) &&
	       open_person_as(a, identity, recipient, q->data, &out->data, e);
}

bool ops_is_of(struct str body, const uint8_t *subject)
{
	struct read in = read_of(body.s, body.len);
	struct str value, of[2] = { { NULL, 0 } };
	uint64_t n = 0;
	int64_t key = -1;

	if (!cbor_map(&in, BODY_KEYS, &n))
		return false;
	while (n--) {
		if (!cbor_key(&in, &key) || !cbor_skip(&in, BODY_DEPTH, &value))
			return false;
		if (key == BODY_SUBJECT || key == BODY_OWN)
			of[key == BODY_OWN] = value;
	}
	if (!of[0].s)
		of[0] = of[1];
	if (!of[0].s || !subject)
		return !of[0].s && !subject;
	in = read_of(of[0].s, of[0].len);
	return cbor_bytes(&in, 16, 16, &value) && str_eq(value, str_mem(subject, 16));
}

/* Under one person's name in the journal nobody else's is opened: looked at before that line is written. */
OP(read_c)
{
	struct str body;

	if (!ops_may_read(o, a, q, e) ||
	    !open_centre(a, keyring_centre_key(o->keyring), q->data, &body, e))
		return false;
	if (!ops_is_of(body, q->subject))
		return err_set(e, ERR_FALSE,
			       "open object c: it is not about the subject that is given");
	if (!ops_may_open(o, a, q, e))
		return false;
	out->data = body;
	return true;
}

OP(identity)
{
	uint8_t *identity = arena_alloc(a, 32);

	key_wipe_later(a, identity, 32);
	if (!q->subject)
		return err_set(e, ERR_USAGE, "take out an identity: no subject is given");
	if (!ops_may_open(o, a, q, e) || !keyring_identity(o->keyring, q->subject, identity, e))
		return false;
	out->data = str_mem(identity, 32);
	return true;
}

OP(opened)
{
	(void)a;
	if (!o->journal)
		o->journal = journal_new(o->a, o->keyring, o->dir, e);
	if (!o->journal || !journal_read(o->journal, NULL, NULL, e))
		return false;
	out->n = journal_of_log(o->journal, q->name);
	return true;
}

OP(rights_set)
{
	(void)out;
	return (q->kid || err_set(e, ERR_USAGE, "set what an officer may read: no key is given")) &&
	       keyring_rights_set(o->keyring, a, q->kid, (unsigned)q->n & 0xff, e);
}

struct listing {
	struct buf text;
	int64_t from;
	size_t n;
};

static bool list_line(void *p, const struct journal_record *r)
{
	struct listing *l = p;
	struct arena *a = l->text.a;

	if (r->n < l->from || l->n == LINES_MAX)
		return true;
	l->n++;
	buf_fmt(&l->text, "%lld %.*s %.*s %.*s %.*s %.*s\n", (long long)r->n,
		P(instant_text(a, (struct instant){ r->time, 0 })), P(str_hex(a, r->kid, 4)),
		P(r->purpose), P(r->log.len ? r->log : S("-")),
		P(r->subject ? str_hex(a, r->subject, 16) : S("-")));
	return true;
}

/* Read anew from its beginning each time: whoever lists it also checks it. */
OP(journal)
{
	struct listing l = { .text = { .a = a }, .from = q->n };
	unsigned rights = KEYRING_MAY_AUDIT;
	struct journal *j;

	if (!o->client->here && !(q->kid && ops_session(o, q->kid)))
		return err_set(e, ERR_LOCKED, "show the journal: no officer asks for it");
	if (q->kid && !keyring_rights(o->keyring, a, q->kid, &rights, e))
		return false;
	if (!(rights & KEYRING_MAY_AUDIT))
		return err_set(e, ERR_REFUSED,
			       "show the journal: the data-protection officer, an auditor or the "
			       "chief sees it");
	j = journal_new(a, o->keyring, o->dir, e);
	if (!j || !journal_read(j, list_line, &l, e))
		return false;
	out->data = buf_text(&l.text);
	return true;
}
