/* What comes out of an object c again: its body, and what rebuild and later acts need of it. */
#include "intake/seal_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "ledger/seal.h"
#include "base/banned.h"

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

/* The offset in minutes is for people who read. */
static bool read_time(struct read *r, int64_t *s)
{
	uint64_t n;
	int64_t minutes;

	return cbor_array(r, 2, &n) && cbor_int(r, DAY_MIN * 86400, DAY_MAX * 86400, s) &&
	       cbor_int(r, -1440, 1440, &minutes) &&
	       (n == 2 || read_fail(r, "a time is of two parts"));
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
	case BODY_OCCURRED:
		out->has_occurred = true;
		return read_time(r, &out->occurred);
	case BODY_RECORDED:
		return read_time(r, &out->recorded);
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
	case BODY_ASKED:
		return cbor_skip(r, BODY_DEPTH, &out->asked);
	default:
		return cbor_skip(r, BODY_DEPTH, s);
	}
}

static bool has_what_it_must(struct read *r, unsigned seen, struct centre_body *out)
{
	const unsigned of_case = 1u << BODY_SUBJECT | 1u << BODY_CASE | 1u << BODY_STEP |
				 1u << BODY_STATE | 1u << BODY_CLASS | 1u << BODY_SAID;
	const unsigned of_place = 1u << BODY_OPERATOR | 1u << BODY_DRAFT | 1u << BODY_HEAD;
	bool item = seen & 1u << BODY_ENTRY, place = !(seen & 1u << BODY_KIND);
	/* An act about somebody without a case says something to later ones, too. */
	bool in_case = seen & of_case & ~(seen & 1u << BODY_OWN ? 1u << BODY_SAID : 0);

	out->has_event = seen & 1u << BODY_EVENT;
	out->has_own = seen & 1u << BODY_OWN;
	if ((seen & of_place) != of_place || (in_case && (seen & of_case) != of_case) ||
	    (place ? out->has_event || item || seen & of_case || out->has_own
		   : out->has_event == item))
		return read_fail(r, "a key is missing");
	if (!in_case && out->has_own)
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
	out->act.state = out->act.code = out->act.decree = out->act.search = S("");
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
	       err_set(e, ERR_FALSE, "read object c, byte %zu: %s", in.wrong_at, in.wrong);
}

static bool head_is(struct arena *a, const struct store_log *log, const struct entry *x,
		    struct str head, struct err *e)
{
	struct hash want = act_head(a, log->id8, x);

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
