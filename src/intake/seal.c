/* The sealed objects of a record (format.md section 3): their CBOR bodies, the binding to the entry, the
 * officers' signatures. */
#include "intake/intake_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/os.h"
#include "ledger/seal.h"
#include "base/banned.h"

/* Keys of the bodies: those of the common fields (records.csv, kind `entry`), then our own. */
enum body_key {
	BODY_SUBJECT = 1, /* the person of the case; in s: whose it is */
	BODY_OCCURRED = 2,
	BODY_RECORDED = 3,
	BODY_OPERATOR = 4,
	BODY_DEVICE = 5,
	BODY_DRAFT = 6,
	BODY_SALT = 7,
	BODY_NOTE = 9,
	BODY_FIELDS = 10, /* in c the C fields, in s the S fields */
	BODY_SIGNATURES = 11,
	BODY_HEAD = 12,
	BODY_CASE = 13,
	BODY_EVENT = 14,
	BODY_STEP = 15,
	BODY_FIELDS_HASH = 16, /* of the S fields */
	BODY_KIND = 17,	 /* what the entry does not say: under which code it is recorded here */
	BODY_STATE = 18, /* of the case, after the act */
	BODY_CLASS = 19, /* enum case_class: what the case counts as after it */
	BODY_OWN = 20,	 /* the identity that s is sealed to, where it is not that of the case */
	BODY_ENTRY = 21, /* of a weapon item: the entry as which it waited, without its seal */
	BODY_MARKS =
		22, /* HMACs of values that must not be anybody else's, or are to be compared */
	BODY_APPEAL_END = 23, /* the last day for an appeal against it */
	BODY_SAID = 24,	  /* what later rules need: 1 day of the act, 2 until, 3 code, 4 decree */
	BODY_CLOCK = 26,  /* what days ask of it (seal_clock.c) */
	BODY_SAME = 27,	  /* of an officer: keys that are not another person's */
	BODY_NAMED = 28,  /* HMACs of what it names in the stock book, one after the other */
	BODY_DANGER = 29, /* a weapon or lot that must not be stored */
	BODY_ACCESS = 30, /* of a grant or an opening by breaking the glass: what later ones need */
	BODY_END,
};

#define FIELDS_DEPTH 8
#define NAMED_MAX    ((size_t)VALUE_ITEMS * 32)

/* A body under way: the CBOR of each key, empty where it has none. */
struct body {
	struct buf part[BODY_END];
};

static struct buf *part(struct arena *a, struct body *b, enum body_key key)
{
	b->part[key].a = a;
	return &b->part[key];
}

static void put_bytes(struct arena *a, struct body *b, enum body_key key, const void *p, size_t n)
{
	cbor_put_bytes(part(a, b, key), str_mem(p, n));
}

static void put_text(struct arena *a, struct body *b, enum body_key key, struct str s)
{
	if (s.s)
		cbor_put_text(part(a, b, key), s);
}

static void put_int(struct arena *a, struct body *b, enum body_key key, int64_t n)
{
	cbor_put_int(part(a, b, key), n);
}

static void put_time(struct arena *a, struct body *b, enum body_key key, int64_t s, int32_t minutes)
{
	struct buf *to = part(a, b, key);

	cbor_put_array(to, 2);
	cbor_put_int(to, s);
	cbor_put_int(to, minutes);
}

static void put_salt(struct arena *a, struct body *b)
{
	uint8_t salt[16];

	os_random(salt, sizeof salt);
	put_bytes(a, b, BODY_SALT, salt, sizeof salt);
}

/* The map of the keys that are set, of those in `of` (bit k for key k). */
static struct str body_map(struct arena *a, const struct body *b, unsigned of)
{
	struct buf out = { .a = a };
	uint64_t n = 0;

	for (int key = BODY_SUBJECT; key < BODY_END; key++)
		n += b->part[key].len && of & 1u << key;
	cbor_put_map(&out, n);
	for (int key = BODY_SUBJECT; key < BODY_END; key++)
		if (b->part[key].len && of & 1u << key) {
			cbor_put_int(&out, key);
			buf_add(&out, b->part[key].p, b->part[key].len);
		}
	return buf_text(&out);
}

/* What is noted of a person is sealed for that person; of an event about which a victim's name is known, for the
 * centre, as of any event. */
static bool note_in_s(const struct sealing *w)
{
	return w->has_s && !(w->has_own && w->d->kind->form == FORM_PLACE);
}

static struct hash head_of(struct arena *a, const struct store_log *log, const struct entry *x)
{
	const struct kind *k = kind_by_code(x->kind);
	struct str parts[] = { S("sulh/head/v1\0"), str_mem(log->id8, 8),
			       entry_put(a, x, entry_head_mask(k->form)) };

	return hash_parts(parts, 3);
}

static struct str person_body(struct arena *a, const struct sealing *w, struct str fields,
			      const struct hash *head)
{
	struct body b = { 0 };

	put_bytes(a, &b, BODY_SUBJECT, w->has_own ? w->own : w->subject, 16);
	put_salt(a, &b);
	if (note_in_s(w))
		put_text(a, &b, BODY_NOTE, w->d->note);
	buf_str(part(a, &b, BODY_FIELDS), fields);
	put_bytes(a, &b, BODY_HEAD, head->b, 32);
	put_int(a, &b, BODY_KIND, w->d->kind->code);
	return body_map(a, &b, ~0u);
}

/* What officers sign of an object c. */
static const unsigned act_keys = 1u << BODY_SUBJECT | 1u << BODY_FIELDS | 1u << BODY_CASE |
				 1u << BODY_EVENT | 1u << BODY_STEP | 1u << BODY_FIELDS_HASH |
				 1u << BODY_KIND | 1u << BODY_STATE | 1u << BODY_CLASS |
				 1u << BODY_OWN | 1u << BODY_ENTRY | 1u << BODY_MARKS |
				 1u << BODY_APPEAL_END | 1u << BODY_SAID | 1u << BODY_CLOCK |
				 1u << BODY_NAMED | 1u << BODY_DANGER | 1u << BODY_ACCESS;

/* Officers' signatures on an act about a person and on a weapon item stand inside c: nobody outside learns
 * who acted. They are over the public part and over all that says in c what was done to whom. */
static bool put_acts(struct reg *r, struct arena *a, struct body *b, const struct sealing *w,
		     struct err *e)
{
	struct str parts[] = { S(KEYS_SIGN_ACT), str_mem(w->log->id8, 8),
			       entry_put(a, w->x, entry_act_mask(w->d->kind->form)),
			       body_map(a, b, act_keys) };
	struct buf msg = { .a = a }, *to = part(a, b, BODY_SIGNATURES);

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		buf_str(&msg, parts[i]);
	cbor_put_array(to, w->n_officers);
	for (size_t i = 0; i < w->n_officers; i++) {
		uint8_t sig[64];

		if (!keys_sign(r->keys, w->officers[i].kid, buf_text(&msg), sig, e))
			return false;
		cbor_put_array(to, 2);
		cbor_put_bytes(to, str_mem(w->officers[i].kid, 4));
		cbor_put_bytes(to, str_mem(sig, 64));
	}
	return true;
}

bool seal_act_message(struct arena *a, const struct store_log *log, const struct entry *x,
		      enum form form, struct str body, struct str *msg)
{
	struct buf out = { .a = a }, map = { .a = a };
	struct read in = read_of(body.s, body.len);
	uint64_t n = 0, kept = 0;
	int64_t key = -1;
	struct str item;

	if (!cbor_map(&in, BODY_END - 1, &n))
		return false;
	while (n--) {
		if (!cbor_key(&in, &key) || !cbor_skip(&in, FIELDS_DEPTH, &item))
			return false;
		if (key < BODY_SUBJECT || key >= BODY_END || !(act_keys & 1u << key))
			continue;
		cbor_put_int(&map, key);
		buf_str(&map, item);
		kept++;
	}
	buf_str(&out, S(KEYS_SIGN_ACT));
	buf_add(&out, log->id8, 8);
	buf_str(&out, entry_put(a, x, entry_act_mask(form)));
	cbor_put_map(&out, kept);
	buf_str(&out, buf_text(&map));
	*msg = buf_text(&out);
	return read_end(&in);
}

static void put_common(struct arena *a, struct body *b, const struct sealing *w)
{
	const struct draft *d = w->d;

	if (d->has_time)
		put_time(a, b, BODY_OCCURRED, d->occurred.s, d->occurred.minutes);
	put_time(a, b, BODY_RECORDED, w->now, 0);
	put_bytes(a, b, BODY_OPERATOR, w->operator, 4);
	put_text(a, b, BODY_DEVICE, d->device);
	put_bytes(a, b, BODY_DRAFT, w->draft, 16);
	put_salt(a, b);
	if (!note_in_s(w))
		put_text(a, b, BODY_NOTE, d->note);
	if (rec_fields_n(d->r, CENTRE))
		rec_fields(a, d->r, CENTRE, NULL, part(a, b, BODY_FIELDS));
}

static void put_act(struct arena *a, struct body *b, const struct sealing *w, struct str s_fields)
{
	struct hash of_fields = hash_of(s_fields);

	put_int(a, b, BODY_KIND, w->d->kind->code);
	put_text(a, b, BODY_EVENT, w->act->event);
	if (w->has_case) {
		put_bytes(a, b, BODY_SUBJECT, w->subject, 16);
		put_text(a, b, BODY_CASE, w->d->case_no);
		put_int(a, b, BODY_STEP, w->step);
		put_text(a, b, BODY_STATE, w->act->state.s ? w->act->state : S(""));
		put_int(a, b, BODY_CLASS, w->act->cls);
		said_put(part(a, b, BODY_SAID), w->act);
	}
	clock_put(part(a, b, BODY_CLOCK), w->d->r);
	if (w->has_s)
		put_bytes(a, b, BODY_FIELDS_HASH, of_fields.b, 32);
	if (w->has_own)
		put_bytes(a, b, BODY_OWN, w->own, 16);
}

static void put_access(struct buf *to, const struct store_access *x)
{
	cbor_put_array(to, 7);
	cbor_put_int(to, x->what);
	cbor_put_bytes(to, str_mem(x->reader, 4));
	cbor_put_text(to, x->scope.s ? x->scope : S(""));
	cbor_put_text(to, x->purpose);
	cbor_put_int(to, x->at);
	cbor_put_bytes(to, x->subject);
	cbor_put_bytes(to, x->of);
}

static void put_ties(struct arena *a, struct body *b, const struct store_ties *ties)
{
	if (ties->n_marks)
		cbor_put_array(part(a, b, BODY_MARKS), ties->n_marks);
	for (size_t i = 0; i < ties->n_marks; i++) {
		struct buf *to = part(a, b, BODY_MARKS);

		cbor_put_array(to, 2);
		cbor_put_text(to, ties->marks[i].what);
		cbor_put_bytes(to, str_mem(ties->marks[i].mac, 32));
	}
	if (ties->has_appeal_end)
		put_int(a, b, BODY_APPEAL_END, ties->appeal_end);
	if (ties->n_same)
		cbor_put_array(part(a, b, BODY_SAME), ties->n_same);
	for (size_t i = 0; i < ties->n_same; i++) {
		struct buf *to = part(a, b, BODY_SAME);

		cbor_put_array(to, 3);
		cbor_put_bytes(to, str_mem(ties->same[i].kid, 4));
		cbor_put_bytes(to, str_mem(ties->same[i].other, 4));
		cbor_put_int(to, ties->same[i].relative);
	}
	if (ties->named.len)
		cbor_put_bytes(part(a, b, BODY_NAMED), ties->named);
	if (ties->danger)
		cbor_put_bool(part(a, b, BODY_DANGER), true);
	if (ties->access.what)
		put_access(part(a, b, BODY_ACCESS), &ties->access);
}

static bool centre_body(struct reg *r, struct arena *a, const struct sealing *w,
			struct str s_fields, const struct hash *head, struct str *out,
			struct err *e)
{
	const struct kind *k = w->d->kind;
	struct body b = { 0 };

	put_common(a, &b, w);
	put_bytes(a, &b, BODY_HEAD, head->b, 32);
	if (w->act)
		put_act(a, &b, w, s_fields);
	put_ties(a, &b, &w->ties);
	if (k->form == FORM_WEAPON) {
		put_int(a, &b, BODY_KIND, k->code);
		cbor_put_bytes(part(a, &b, BODY_ENTRY), entry_put(a, w->x, WITHOUT(KEY_SEAL)));
	}
	if (k->form != FORM_PLACE && !put_acts(r, a, &b, w, e))
		return false;
	*out = body_map(a, &b, ~0u);
	return true;
}

static bool seal_objects(struct reg *r, struct arena *a, struct sealing *w, struct err *e)
{
	struct hash head = head_of(a, w->log, w->x), seal;
	struct buf fields = { .a = a };
	struct str body;

	if (w->has_s) {
		rec_fields(a, w->d->r, PERSON, NULL, &fields);
		if (!w->has_recipient &&
		    !keys_recipient(r->keys, w->has_own ? w->own : w->subject, w->recipient, e))
			return false;
		w->s = seal_person(a, w->recipient, person_body(a, w, buf_text(&fields), &head));
	}
	if (!centre_body(r, a, w, buf_text(&fields), &head, &body, e) ||
	    !keys_seal_c(r->keys, a, body, &w->c, e))
		return false;
	seal = seal_hash(w->c, w->s);
	w->x->seal = str_dup(a, hash_str(&seal));
	return true;
}

static bool sign_public(struct reg *r, struct arena *a, struct sealing *w, struct err *e)
{
	struct buf msg = { .a = a };

	buf_str(&msg, S(KEYS_SIGN_ENTRY));
	buf_add(&msg, w->log->id8, 8);
	buf_str(&msg, entry_put(a, w->x, WITHOUT(KEY_SIGNATURES)));
	for (size_t i = 0; i < w->n_officers; i++) {
		struct signature *s = &w->x->signatures[w->x->n_signatures++];

		memcpy(s->kid, w->officers[i].kid, 4);
		if (!keys_sign(r->keys, w->officers[i].kid, buf_text(&msg), s->sig, e))
			return false;
	}
	return true;
}

bool seal_record(struct reg *r, struct arena *a, struct sealing *w, struct err *e)
{
	const struct kind *k = w->d->kind;
	uint8_t id[16];

	if (k->seal[0]) {
		if (!seal_objects(r, a, w, e))
			return false;
	} else {
		os_random(id, sizeof id);
		w->x->id = str_dup(a, str_mem(id, sizeof id));
	}
	return k->form != FORM_PLACE || !k->signatures || sign_public(r, a, w, e);
}

static bool read_marks(struct read *r, struct store_ties *out)
{
	uint64_t n;

	if (!cbor_array(r, TIES_MARKS, &n))
		return false;
	for (out->n_marks = 0; out->n_marks < n; out->n_marks++) {
		struct store_mark *m = &out->marks[out->n_marks];
		uint64_t pair;
		struct str mac;

		if (!cbor_array(r, 2, &pair) || !cbor_text(r, 40, &m->what) ||
		    !cbor_bytes(r, 32, 32, &mac))
			return false;
		if (pair != 2)
			return read_fail(r, "a mark is a word and a digest");
		memcpy(m->mac, mac.s, sizeof m->mac);
	}
	return true;
}

static bool read_same(struct read *r, struct store_ties *out)
{
	uint64_t n;

	if (!cbor_array(r, TIES_SAME, &n))
		return false;
	for (out->n_same = 0; out->n_same < n; out->n_same++) {
		struct store_same *x = &out->same[out->n_same];
		struct str kid, other;
		int64_t relative;
		uint64_t three;

		if (!cbor_array(r, 3, &three) || !cbor_bytes(r, 4, 4, &kid) ||
		    !cbor_bytes(r, 4, 4, &other) || !cbor_int(r, 0, 1, &relative))
			return false;
		if (three != 3)
			return read_fail(r, "two keys and what they are to each other");
		memcpy(x->kid, kid.s, sizeof x->kid);
		memcpy(x->other, other.s, sizeof x->other);
		x->relative = relative;
	}
	return true;
}

/* Who signed; that they did so rightly was seen when it was accepted. */
static bool read_signers(struct read *r, struct centre_body *body)
{
	struct store_ties *out = &body->ties;
	uint64_t n;

	if (!cbor_array(r, ENTRY_SIGNATURES, &n))
		return false;
	for (out->n_kids = 0; out->n_kids < n; out->n_kids++) {
		struct str kid, sig;
		uint64_t pair;

		if (!cbor_array(r, 2, &pair) || !cbor_bytes(r, 4, 4, &kid) ||
		    !cbor_bytes(r, 64, 64, &sig))
			return false;
		if (pair != 2)
			return read_fail(r, "a signature is of two parts");
		memcpy(out->kids[out->n_kids], kid.s, 4);
		memcpy(body->sigs[out->n_kids], sig.s, 64);
	}
	return true;
}

static bool read_access(struct read *r, struct store_access *out)
{
	struct str reader;
	uint64_t n;
	int64_t what = 0;

	if (!cbor_array(r, 7, &n) || !cbor_int(r, ACCESS_GRANT, ACCESS_COUNT - 1, &what) ||
	    !cbor_bytes(r, 4, 4, &reader) || !cbor_text(r, 40, &out->scope) ||
	    !cbor_text(r, 40, &out->purpose) || !cbor_int(r, DAY_MIN, DAY_MAX * 86400, &out->at) ||
	    !cbor_bytes(r, 0, 16, &out->subject) || !cbor_bytes(r, 0, REF_BYTES, &out->of))
		return false;
	if (n != 7)
		return read_fail(r, "an access is of seven parts");
	out->what = (enum access_what)what;
	memcpy(out->reader, reader.s, sizeof out->reader);
	return true;
}

/* What comes out of a body; false where a value is none of its key's. */
static bool read_part(struct read *r, int64_t key, struct centre_body *out, struct str *s,
		      int64_t *n)
{
	struct store_act *act = &out->act;

	switch (key) {
	case BODY_SUBJECT:
	case BODY_DRAFT:
	case BODY_OWN:
		return cbor_bytes(r, 16, 16, s);
	case BODY_OPERATOR:
		return cbor_bytes(r, 4, 4, s);
	case BODY_HEAD:
		return cbor_bytes(r, 32, 32, &out->head);
	case BODY_CASE:
		return cbor_text(r, 40, &act->case_no);
	case BODY_EVENT:
		return cbor_text(r, 48, &act->event);
	case BODY_STATE:
		return cbor_text(r, 48, &act->state);
	case BODY_STEP:
		return cbor_int(r, 0, 100000, &act->step);
	case BODY_KIND:
		return cbor_int(r, 1, INT32_MAX, &act->kind);
	case BODY_CLASS:
		return cbor_int(r, 0, CLASS_COUNT - 1, n);
	case BODY_ENTRY:
		return cbor_bytes(r, 1, ENTRY_MAX, &out->entry);
	case BODY_SIGNATURES:
		return read_signers(r, out);
	case BODY_MARKS:
		return read_marks(r, &out->ties);
	case BODY_SAID:
		return said_read(r, act);
	case BODY_CLOCK:
		return clock_read(r, &out->clock);
	case BODY_APPEAL_END:
		out->ties.has_appeal_end = true;
		return cbor_int(r, DAY_MIN, DAY_MAX, &out->ties.appeal_end);
	case BODY_SAME:
		return read_same(r, &out->ties);
	case BODY_NAMED:
		return cbor_bytes(r, 32, NAMED_MAX, &out->ties.named) &&
		       (out->ties.named.len % 32 == 0 || read_fail(r, "digests are of 32 bytes"));
	case BODY_DANGER:
		return cbor_bool(r, &out->ties.danger) &&
		       (out->ties.danger || read_fail(r, "no danger is not said"));
	case BODY_ACCESS:
		return read_access(r, &out->ties.access);
	default:
		return cbor_skip(r, FIELDS_DEPTH, s);
	}
}

static bool has_what_it_must(struct read *r, unsigned seen, struct centre_body *out)
{
	const unsigned of_case = 1u << BODY_SUBJECT | 1u << BODY_CASE | 1u << BODY_STEP |
				 1u << BODY_STATE | 1u << BODY_CLASS | 1u << BODY_SAID;
	const unsigned of_place = 1u << BODY_OPERATOR | 1u << BODY_DRAFT | 1u << BODY_HEAD;
	bool item = seen & 1u << BODY_ENTRY, place = !(seen & 1u << BODY_KIND);

	out->has_event = seen & 1u << BODY_EVENT;
	out->has_own = seen & 1u << BODY_OWN;
	if ((seen & of_place) != of_place || (seen & of_case && (seen & of_case) != of_case) ||
	    (place ? out->has_event || item || seen & of_case || out->has_own
		   : out->has_event == item))
		return read_fail(r, "a key is missing");
	if (!(seen & of_case) && out->has_own)
		memcpy(out->act.subject, out->own, 16);
	out->ties.case_no = out->act.case_no;
	out->ties.step = out->act.step;
	memcpy(out->ties.draft, out->act.draft, 16);
	return read_end(r);
}

bool seal_body_read(struct read *r, struct centre_body *out)
{
	uint64_t n = 0;
	int64_t last = -1;
	unsigned seen = 0;

	memset(out, 0, sizeof *out);
	out->act.state = out->act.code = out->act.decree = S("");
	out->act.said_day = out->act.until = NO_DAY;
	if (!cbor_map(r, BODY_END - 1, &n))
		return false;
	while (n--) {
		struct str s = { 0 };
		int64_t v = 0;

		if (!cbor_key(r, &last) || last < BODY_SUBJECT || last >= BODY_END ||
		    (last > BODY_SAID && last < BODY_CLOCK))
			return read_fail(r, "a key that an object c does not have");
		if (!read_part(r, last, out, &s, &v))
			return false;
		seen |= 1u << last;
		if (last == BODY_SUBJECT)
			memcpy(out->act.subject, s.s, 16);
		else if (last == BODY_OWN)
			memcpy(out->own, s.s, 16);
		else if (last == BODY_DRAFT)
			memcpy(out->act.draft, s.s, 16);
		else if (last == BODY_OPERATOR)
			memcpy(out->act.operator, s.s, 4);
		else if (last == BODY_CLASS)
			out->act.cls = (enum case_class)v;
	}
	return has_what_it_must(r, seen, out);
}

static bool open_body(struct reg *r, struct arena *a, struct str c, struct centre_body *out,
		      struct err *e)
{
	struct str body;
	struct read in;

	if (!c.s)
		return err_set(e, ERR_FAILED, "open object c: it is missing; restore a backup");
	if (!keys_open_c(r->keys, a, c, &body, e))
		return false;
	in = read_of(body.s, body.len);
	return seal_body_read(&in, out) ||
	       err_set(e, ERR_FAILED, "read object c, byte %zu: %s", in.wrong_at, in.wrong);
}

static bool head_is(struct arena *a, const struct store_log *log, const struct entry *x,
		    struct str head, struct err *e)
{
	struct hash want = head_of(a, log, x);

	return str_eq(head, hash_str(&want)) ||
	       err_set(e, ERR_FALSE, "object c belongs to another entry");
}

bool seal_read_act(struct reg *r, struct arena *a, const struct store_log *log,
		   const struct entry *x, struct str c, struct centre_body *out, struct err *e)
{
	const struct kind *k;

	if (!open_body(r, a, c, out, e) || !head_is(a, log, x, out->head, e))
		return false;
	k = kind_by_code(out->act.kind);
	if (!out->has_event || !k || (x->kind != VEILED_CODE && x->kind != kind_public_code(k)))
		return err_set(e, ERR_FALSE, "object c is not that of such an entry");
	out->act.log = log->id;
	/* Of an act about a place the signatures are public. */
	for (size_t i = 0; k->form == FORM_PLACE && i < x->n_signatures; i++)
		memcpy(out->ties.kids[i], x->signatures[i].kid, 4);
	if (k->form == FORM_PLACE)
		out->ties.n_kids = x->n_signatures;
	return true;
}

bool seal_read_place(struct reg *r, struct arena *a, const struct store_log *log,
		     const struct entry *x, struct str c, struct centre_body *out, struct err *e)
{
	if (!open_body(r, a, c, out, e) || !head_is(a, log, x, out->head, e))
		return false;
	return (!out->has_event && !out->entry.s) ||
	       err_set(e, ERR_FALSE, "object c is not that of a record about a place");
}

void item_of(const struct entry *x, struct store_item *out)
{
	out->figure = out->detail = S("");
	out->n = 0;
	out->q = QUAL_EXACT;
	/* The stock (W7) grows with it; what it counts as is the other one. */
	for (size_t i = 0; i < x->deltas.n; i++)
		if (!str_eq(x->deltas.list[i].figure, S("W7"))) {
			out->figure = x->deltas.list[i].figure;
			out->detail = x->deltas.list[i].detail;
			out->n = x->deltas.list[i].n;
			out->q = x->deltas.list[i].q;
			return;
		}
}

bool seal_read_item(struct reg *r, struct arena *a, const struct store_log *log, struct str c,
		    struct store_item *out, struct store_ties *ties, struct err *e)
{
	const struct kind *k;
	struct centre_body body;
	struct entry x;

	if (!open_body(r, a, c, &body, e))
		return false;
	if (!body.entry.s)
		return err_set(e, ERR_FALSE, "object c is not that of a weapon item");
	if (!entry_read(a, body.entry, &x, e))
		return false;
	k = kind_by_code(x.kind);
	if (!k || k->form != FORM_WEAPON || x.kind != body.act.kind)
		return err_set(e, ERR_FALSE, "object c is not that of a weapon item");
	if (!head_is(a, log, &x, body.head, e))
		return false;
	item_of(&x, out);
	out->danger = body.ties.danger;
	memcpy(out->draft, body.act.draft, 16);
	out->log = log->id;
	out->kind = k->code;
	*ties = body.ties;
	return true;
}

bool intake_subject(struct reg *r, struct arena *a, const struct store_log *log,
		    const struct store_entry *x, uint8_t subject[16], struct err *e)
{
	struct entry entry;
	struct centre_body body;

	if (!entry_read(a, x->bytes, &entry, e))
		return false;
	if (!x->s.s)
		return err_set(e, ERR_REFUSED,
			       "entry %lld is not about a person: it has no object s",
			       (long long)x->seq);
	if (!seal_read_act(r, a, log, &entry, x->c, &body, e))
		return false;
	memcpy(subject, body.has_own ? body.own : body.act.subject, 16);
	return true;
}
