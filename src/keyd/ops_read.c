/* Operations that open what is sealed: each is journalled first, and within limits. */
#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/os.h"
#include "base/time.h"
#include "keyd/act.h"
#include "keyd/index.h"
#include "keyd/journal.h"
#include "keyd/keys.h"
#include "keyd/keys_file.h"
#include "keyd/ops_int.h"
#include "ledger/key.h"
#include "ledger/note.h"
#include "ledger/seal.h"
#include "record/kind.h"
#include "record/reader.h"
#include "base/banned.h"

#define HOUR	  3600
#define DAY	  86400
#define LINES_MAX 20000 /* of the journal in one answer: it is read from its beginning for each */

static bool purpose_ok(struct str word, struct err *e)
{
	return reader_roles(word, false) ||
	       err_value(e, ERR_REFUSED, S("purpose"), word,
			 "case_work, duplicate, appeal, medical, family, court_order, audit, "
			 "request_of_person or break_glass");
}

/* A log that is here: openings are counted in public by it. What whoever has the passphrase opens may be of none. */
static bool log_ok(const struct ops *o, struct arena *a, const struct keys_ask *q, struct err *e)
{
	struct str log = q->name;

	return (!log.len && !q->kid) ||
	       (log_name_ok(log) &&
		os_type(str_z(a, str_fmt(a, "%s/log/%.*s", o->dir, P(log)))) == OS_DIR) ||
	       err_value(e, ERR_USAGE, S("log"), log,
			 "the name of a log of this register, by which it is counted");
}

/* Whatever else he or she is. */
static bool is_no_operator(struct ops *o, struct arena *a, const uint8_t kid[4], struct err *e)
{
	struct err none;

	return !ops_holds(o, a, kid, READER_NONE, "open what is sealed", &none) ||
	       err_set(e, ERR_REFUSED,
		       "open what is sealed: whoever keeps the machine (operator) sees no names");
}

bool ops_may_read(struct ops *o, struct arena *a, const struct keys_ask *q, bool apart,
		  struct err *e)
{
	if (!purpose_ok(q->purpose, e))
		return false;
	if (!q->kid)
		return o->client->here ||
		       err_set(e, ERR_LOCKED, "open what is sealed: no officer asks for it");
	return is_no_operator(o, a, q->kid, e) &&
	       ops_holds(o, a, q->kid, reader_roles(q->purpose, apart),
			 apart ? "open what is told of a child, or testimony"
			       : "open what is sealed",
			 e);
}

/* A rate: so many an hour and a day of those whose purpose begins so; NULL: with none of the others' words. */
struct rate {
	const char *begin, *does;
	size_t hour, day;
};
static const struct rate openings = { NULL, "opens", KEYS_OPEN_HOUR, KEYS_OPEN_DAY };
static const struct rate finds = { JOURNAL_FIND, "looks names up", KEYS_FIND_HOUR, KEYS_FIND_DAY };
static const struct rate shows = { JOURNAL_SHOWN, "is shown persons by name", KEYS_AGAIN_HOUR,
				   KEYS_AGAIN_DAY };
static const struct rate agrees = { JOURNAL_AGREE, "compares persons", KEYS_AGAIN_HOUR,
				    KEYS_AGAIN_DAY };
static const struct rate refused = { JOURNAL_REFUSED, "asks for signatures that others give",
				     KEYS_OPEN_HOUR, KEYS_OPEN_DAY };
static const struct rate slips = { KEYS_SLIP_FIRST, "hands out slips", KEYS_FIND_HOUR,
				   KEYS_FIND_DAY };

static size_t since(const struct ops *o, const struct journal_record *r, const struct rate *rate,
		    int64_t seconds)
{
	int64_t from = r->time - seconds + 1;

	if (rate->begin)
		return journal_since(o->journal, r->kid, from, str_of(rate->begin), true);
	return journal_since(o->journal, r->kid, from, S(""), true) - since(o, r, &finds, seconds) -
	       since(o, r, &shows, seconds) - since(o, r, &agrees, seconds) -
	       since(o, r, &slips, seconds) - since(o, r, &refused, seconds);
}

/* Whether so many more are within it. */
static bool within_rate(struct ops *o, const struct journal_record *r, const struct rate *rate,
			size_t n, struct err *e)
{
	return (since(o, r, rate, HOUR) + n <= rate->hour &&
		since(o, r, rate, DAY) + n <= rate->day) ||
	       err_set(e, ERR_REFUSED,
		       "open what is sealed: one officer %s at most %zu times an hour and %zu a "
		       "day; "
		       "another officer, or later",
		       rate->does, rate->hour, rate->day);
}

static bool note(struct ops *o, const struct journal_record *list, size_t n,
		 const struct rate *rate, struct err *e)
{
	if (!o->journal)
		o->journal = journal_new(o->a, o->keyring, o->dir, e);
	return o->journal && journal_read(o->journal, NULL, NULL, e) &&
	       within_rate(o, list, rate, n, e) && journal_add(o->journal, list, n, e);
}

bool ops_may_open(struct ops *o, struct arena *a, const struct keys_ask *q, bool apart,
		  struct err *e)
{
	struct journal_record r = { .time = clock_now(&o->clock),
				    .purpose = q->purpose,
				    .log = q->name,
				    .subject = q->subject };

	if (q->kid)
		memcpy(r.kid, q->kid, 4);
	return ops_may_read(o, a, q, apart, e) && log_ok(o, a, q, e) &&
	       note(o, &r, 1, &openings, e);
}

bool ops_hands_slip(struct ops *o, const struct keys_ask *q, struct err *e)
{
	struct journal_record r = { .time = clock_now(&o->clock),
				    .purpose = S(KEYS_SLIP_FIRST),
				    .subject = q->subject };

	memcpy(r.kid, q->kid, 4);
	return note(o, &r, 1, &slips, e);
}

bool ops_notes_refused(struct ops *o, const uint8_t kid[4], struct err *e)
{
	struct journal_record r = { .time = clock_now(&o->clock), .purpose = S(JOURNAL_REFUSED) };

	memcpy(r.kid, kid, 4);
	return note(o, &r, 1, &refused, e);
}

/* Whether whoever asks may look for names, and the key of an officer who does. */
static bool looks(struct ops *o, struct arena *a, const struct keys_ask *q, uint8_t kid[4],
		  struct err *e)
{
	const struct ops_session *s = q->name.len ? ops_session_of(o, q->name) : NULL;

	if (!purpose_ok(q->purpose, e))
		return false;
	if (!s && (q->name.len || !o->client->here))
		return err_set(e, ERR_LOCKED, "look for a name: the officer has no session");
	if (s && (!is_no_operator(o, a, s->kid, e) ||
		  !ops_holds(o, a, s->kid, READER_FINDS, "look for a name", e)))
		return false;
	if (s)
		memcpy(kid, s->kid, 4);
	return true;
}

bool ops_may_find(struct ops *o, struct arena *a, const struct keys_ask *q, struct err *e)
{
	struct journal_record r = { .time = clock_now(&o->clock) };

	r.purpose = str_fmt(a, "%s%.*s", JOURNAL_FIND, P(q->purpose));
	return looks(o, a, q, r.kid, e) && note(o, &r, 1, &finds, e);
}

static size_t persons(const struct ops *o, struct arena *a, const struct journal_record *list,
		      size_t n, int64_t seconds)
{
	return journal_persons(o->journal, a, list->kid, list->time - seconds + 1, S(JOURNAL_SHOWN),
			       list, n);
}

/* Who was shown to an officer already tells him or her nothing new: it is different persons that count. One who is asked
 * for alone is shown when the others are used up, too, since a desk asks so before each registration. */
static bool few_persons(const struct ops *o, struct arena *a, const struct journal_record *list,
			size_t n, struct err *e)
{
	bool alone = n == 1;
	size_t day = persons(o, a, list, n, DAY);

	return day == persons(o, a, list, 0, DAY) ||
	       (persons(o, a, list, n, HOUR) <= KEYS_SHOWN_HOUR + (alone ? KEYS_ALONE_HOUR : 0) &&
		day <= KEYS_SHOWN_DAY + (alone ? KEYS_ALONE_DAY : 0)) ||
	       err_set(e, ERR_REFUSED,
		       "give more of the name, or the year of birth, so that fewer are shown: one "
		       "officer is shown at most %d different persons an hour and %d a day by "
		       "name, "
		       "and %d and %d more of whom each is asked for alone; another officer, or "
		       "later",
		       KEYS_SHOWN_HOUR, KEYS_SHOWN_DAY, KEYS_ALONE_HOUR, KEYS_ALONE_DAY);
}

/* Whom somebody was shown stands there as a digest: who knows a person's number can have it made, and nobody reads it off. */
bool ops_shows(struct ops *o, struct arena *a, const struct keys_ask *q,
	       const struct index_hit *hits, size_t n, bool *near, struct err *e)
{
	const struct ops_session *s = q->name.len ? ops_session_of(o, q->name) : NULL;
	struct journal_record *list = arena_array(a, n + 1, sizeof *list);
	uint8_t(*macs)[32] = arena_array(a, n + 1, sizeof *macs);

	for (size_t i = 0; i <= n; i++) {
		list[i] =
			(struct journal_record){ .time = clock_now(&o->clock), .subject = macs[i] };
		list[i].purpose = str_fmt(a, "%s%.*s", JOURNAL_SHOWN, P(q->purpose));
		if (s)
			memcpy(list[i].kid, s->kid, 4);
		if (i < n &&
		    !ops_digest(o, S("sulh/shown/v1"), str_mem(hits[i].subject, 16), macs[i], e))
			return false;
	}
	/* The journal was read: the look-up itself stands there. */
	if (n && (!few_persons(o, a, list, n, e) || !note(o, list, n, &shows, e)))
		return false;
	*near = persons(o, a, list, 0, DAY) >= KEYS_SHOWN_NEAR ||
		journal_alike(o->journal, a, list->kid, list->time - DAY + 1, S(JOURNAL_AGREE)) >=
			KEYS_PLACE_NEAR;
	return true;
}

/* Whether the officer asked of one person as many other places as anybody may. The subject of such a line begins as the digest of
 * the person does, and ends as that of the question. */
static bool many_places(const struct ops *o, const struct journal_record *r,
			const uint8_t shown[16])
{
	uint8_t but[2][16];

	memcpy(but[0], shown, 16);
	memcpy(but[1], r->subject, 16);
	return journal_ends(o->journal, r->kid, r->time - HOUR + 1, S(JOURNAL_AGREE), but) >=
		       KEYS_PLACES_HOUR ||
	       journal_ends(o->journal, r->kid, r->time - DAY + 1, S(JOURNAL_AGREE), but) >=
		       KEYS_PLACES_DAY;
}

/* The line of one comparison, of somebody who was shown: `mac` is the digest of the person. */
static bool comparison(const struct ops *o, struct str shown, const uint8_t *place, uint8_t mac[32],
		       struct journal_record *r, bool *often, struct err *e)
{
	uint8_t was[16];

	if (!journal_opened(o->journal, r->kid, mac, shown, r->time - HOUR + 1))
		return err_set(e, ERR_REFUSED,
			       "compare persons: this officer was not shown one of them by name "
			       "within the last hour, for this purpose: look for the name first");
	r->subject = mac;
	*often = false;
	if (!place)
		return true;
	memcpy(was, mac, sizeof was);
	memcpy(mac + 8, place, 8);
	*often = many_places(o, r, was);
	if (*often)
		memcpy(mac, was, sizeof was);
	return true;
}

bool ops_compares(struct ops *o, struct arena *a, const struct keys_ask *q, struct str subjects,
		  const uint8_t *place, bool *often, struct err *e)
{
	size_t n = subjects.len / 16;
	struct journal_record *list = arena_array(a, n + 1, sizeof *list),
			      r = { .time = clock_now(&o->clock) };
	struct str shown = str_fmt(a, "%s%.*s", JOURNAL_SHOWN, P(q->purpose));
	uint8_t(*macs)[32] = arena_array(a, n + 1, sizeof *macs);

	r.purpose = str_fmt(a, "%s%.*s", JOURNAL_AGREE, P(q->purpose));
	if (!looks(o, a, q, r.kid, e))
		return false;
	if (!o->journal)
		o->journal = journal_new(o->a, o->keyring, o->dir, e);
	if (!o->journal || !journal_read(o->journal, NULL, NULL, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		list[i] = r;
		if (!ops_digest(o, S("sulh/shown/v1"), str_mem(subjects.s + 16 * i, 16), macs[i],
				e) ||
		    !comparison(o, shown, place, macs[i], &list[i], &often[i], e))
			return false;
	}
	return note(o, list, n, &agrees, e);
}

OP(opening)
{
	(void)out;
	return ops_may_open(o, a, q, false, e);
}

/* What a body says of itself. */
struct said {
	struct str subject, own; /* s == NULL: not said */
	bool apart;		 /* of compartment T, or of nothing that is known here */
	bool wrong;		 /* it is none */
};

static void read_said(struct str body, struct said *out)
{
	struct read in = read_of(body.s, body.len);
	const struct kind *k;
	uint64_t n = 0;
	int64_t key = -1, kind = 0;
	struct str skip;
	bool ok = cbor_map(&in, BODY_END, &n);

	*out = (struct said){ .apart = true };
	while (ok && n--) {
		ok = cbor_key(&in, &key);
		if (ok && (key == BODY_SUBJECT || key == BODY_OWN))
			ok = cbor_bytes(&in, 16, 16, key == BODY_OWN ? &out->own : &out->subject);
		else if (ok && key == BODY_KIND)
			ok = cbor_int(&in, 1, INT32_MAX, &kind);
		else if (ok)
			ok = cbor_skip(&in, BODY_DEPTH, &skip);
	}
	k = ok && kind ? kind_by_code(kind) : NULL;
	/* What is recorded about a place says its kind in the entry. */
	out->wrong = !ok;
	out->apart = !ok || (kind && !k) || (k && k->seal[0] == 'T');
}

bool ops_is_apart(struct str body)
{
	struct said x;

	read_said(body, &x);
	return x.apart;
}

bool ops_is_of(struct str body, const uint8_t *subject)
{
	struct said x;
	struct str whose;

	read_said(body, &x);
	whose = x.subject.s ? x.subject : x.own;
	return !x.wrong && (subject ? str_eq(whose, str_mem(subject, 16)) : !whose.s);
}

/* Opened, but not released yet: what it is decides who may see it. An opening that does not succeed was one, too. */
static bool release(struct ops *o, struct arena *a, const struct keys_ask *q, bool opened,
		    bool apart, struct err *e)
{
	struct err wrong = *e;

	if (!ops_may_open(o, a, q, apart, e))
		return false;
	if (!opened)
		*e = wrong;
	return opened;
}

OP(open_s)
{
	uint8_t recipient[32], *identity = arena_alloc(a, 32);
	struct str body = S("");
	struct said said = { .apart = false };
	bool child = false, opened;

	key_wipe_later(a, identity, 32);
	if (!q->subject)
		return err_set(e, ERR_USAGE, "open object s: no subject is given");
	/* Whether there is such a person is not for everybody either. */
	if (!ops_may_read(o, a, q, false, e))
		return false;
	opened = keyring_recipient(o->keyring, q->subject, recipient, e) &&
		 keyring_identity(o->keyring, q->subject, identity, e) &&
		 keyring_apart(o->keyring, q->subject, &child, e) &&
		 open_person_as(a, identity, recipient, q->data, &body, e);
	if (opened)
		read_said(body, &said);
	return release(o, a, q, opened, q->kid && (child || said.apart), e) &&
	       ops_seen(o, a, q, body, &out->data, e);
}

/* Under one person's name in the journal nobody else's is opened: looked at before that line is written. */
OP(read_c)
{
	struct said said;
	struct str body;
	bool child = false;

	if (!ops_may_read(o, a, q, false, e) ||
	    !open_centre(a, keyring_centre_key(o->keyring), q->data, &body, e))
		return false;
	if (!ops_is_of(body, q->subject))
		return err_set(e, ERR_FALSE,
			       "open object c: it is not about the subject that is given");
	read_said(body, &said);
	/* Of who was erased nothing says any more that it was a child: c is what is left. */
	if (q->subject && !keyring_apart(o->keyring, q->subject, &child, e) &&
	    e->kind != ERR_NOTHING)
		return false;
	if (!ops_may_open(o, a, q, q->kid && (child || said.apart), e))
		return false;
	out->data = body;
	return true;
}

OP(identity)
{
	uint8_t *identity = arena_alloc(a, 32);
	bool child = false;

	key_wipe_later(a, identity, 32);
	if (!q->subject)
		return err_set(e, ERR_USAGE, "take out an identity: no subject is given");
	if (!ops_may_read(o, a, q, false, e) || !keyring_apart(o->keyring, q->subject, &child, e) ||
	    !ops_may_open(o, a, q, q->kid && child, e) ||
	    !keyring_identity(o->keyring, q->subject, identity, e))
		return false;
	out->data = str_mem(identity, 32);
	return true;
}

/* What was sealed to the key of an officer who is signed in: it is that officer's own. */
OP(unseal)
{
	const struct ops_session *s = q->kid ? ops_session(o, q->kid) : NULL;
	uint8_t identity[32];
	bool ok;

	if (!s)
		return err_set(e, ERR_LOCKED, "open what was sealed to an officer: no session");
	key_unsealing(s->seed, identity);
	ok = age_decrypt(a, identity, q->data, &out->data, e);
	key_wipe(identity, sizeof identity);
	return ok;
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
	struct journal *j;

	if (!q->kid && !o->client->here)
		return err_set(e, ERR_LOCKED, "show the journal: no officer asks for it");
	if (q->kid && !ops_holds(o, a, q->kid, READER_AUDITS, "show the journal", e))
		return false;
	j = journal_new(a, o->keyring, o->dir, e);
	if (!j || !journal_read(j, list_line, &l, e))
		return false;
	out->data = buf_text(&l.text);
	return true;
}
