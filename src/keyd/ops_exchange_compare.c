/*
 * Comparing who is registered here with what other registers gave (ops_exchange.h): who may be one person comes out as a number and
 * what agrees, and what is known there of one who was noted, to an adjudicator, is an opening of the person's file.
 */
#include "keyd/ops_exchange.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/index.h"
#include "keyd/keys_exchange_same.h"
#include "keyd/ops_same.h"
#include "ledger/key.h"
#include "ledger/seal.h"
#include "record/kinds.h"
#include "record/need.h"
#include "base/banned.h"

static bool wrong(const struct read *in, struct err *e)
{
	return err_set(e, ERR_USAGE,
		       "keys: what is asked about another register is not well-formed: %s",
		       in->wrong ? in->wrong : "it is longer than it should be");
}

/* "[[upto, ...], id, from]", and what came of it. */
struct comparing {
	uint64_t upto[256];
	struct str id;
	int64_t from; /* so many likenesses were told before */
	struct ops_same who;
	struct keys_exchange_same found;
};

static bool read_comparing(struct read *in, struct comparing *x)
{
	uint64_t three = 0;

	return cbor_array(in, 3, &three) && three == 3 && ops_read_upto(in, x->upto) &&
	       cbor_bytes(in, EXCHANGE_ID, EXCHANGE_ID, &x->id) &&
	       cbor_int(in, 0, EXCHANGE_ROWS, &x->from) && read_end(in);
}

/* Somebody who is here, whose record is not apart. */
static bool is_compared(struct ops *o, const uint8_t subject[16], bool *is, struct err *e)
{
	uint8_t recipient[32];
	bool apart = true;

	*is = keyring_recipient(o->keyring, subject, recipient, e) &&
	      keyring_apart(o->keyring, subject, &apart, e);
	if (!*is && e->kind != ERR_NOTHING)
		return false;
	e->kind = ERR_NONE;
	*is = *is && !apart;
	return true;
}

/* The file that was made by the register of this id; NULL: none is held. */
static bool file_of(struct ops *o, struct arena *a, struct str id, struct ops_exchanged **out,
		    struct err *e)
{
	struct ops_exchanged *list;
	size_t n;

	*out = NULL;
	if (!ops_exchanged(o, a, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (str_eq(str_mem(list[i].id, EXCHANGE_ID), id))
			*out = &list[i];
	return true;
}

/* As within one register (ops_same.h). Of a row the mother is never known: where a birth is not either, the same words in another order
 * may as well be a father's and his son's, and two words are many people's. */
static bool may_be_same(struct arena *a, const struct ops_same *x, const struct index_hit *hit)
{
	return ops_same_may_be(a, x, hit) &&
	       (hit->strong || (x->names.born.len && hit->names.born.len));
}

/* Who has the same number here is no other person: his or her log came from here, or went there, and person compare compares. */
static void find_alike(struct arena *a, struct index *own, struct index *rows, struct comparing *x)
{
	struct index_query *query = arena_alloc(a, sizeof *query);
	struct names *here = arena_alloc(a, sizeof *here);
	struct keys_exchange_same *found = &x->found;
	struct index_hit *hits;
	int64_t before = 0;
	bool more;
	size_t n;

	ops_same_query(a, &x->who, query);
	index_find(rows, a, query, SIZE_MAX, &hits, &n, &more);
	for (size_t i = 0; i < n && !found->more; i++) {
		if (!may_be_same(a, &x->who, &hits[i]) ||
		    index_person(own, a, hits[i].subject, here) || before++ < x->from)
			continue;
		found->more = found->n == KEYS_SAME;
		if (found->more)
			break;
		found->same[found->n] =
			(struct keys_same){ .score = hits[i].score, .agrees = hits[i].agrees };
		memcpy(found->same[found->n++].subject, hits[i].subject, 16);
	}
}

/* As whoever looks for a name asks. */
static struct keys_ask finding(struct ops *o, const struct keys_ask *q)
{
	const struct ops_session *who = q->kid ? ops_session(o, q->kid) : NULL;
	struct keys_ask find = { .purpose = S("duplicate") };

	if (who)
		find.name = str_mem(who->name, who->name_len);
	return find;
}

/* That somebody is like a person of another register is journalled as a search, within the rate of searches. */
static bool may_tell(struct ops *o, struct arena *a, const struct keys_ask *q, struct err *e)
{
	const struct keys_ask find = finding(o, q);

	return ops_may_find(o, a, &find, e);
}

static bool compare(struct ops *o, struct arena *a, const struct keys_ask *q, struct index *index,
		    struct comparing *x, struct err *e)
{
	struct ops_exchanged *file;
	bool is;

	if (!file_of(o, a, x->id, &file, e) || !is_compared(o, q->subject, &is, e))
		return false;
	x->found.held = file;
	if (!file || !is || !index_person(index, a, q->subject, &x->who.names))
		return true;
	ops_same_ways(a, &x->who);
	find_alike(a, index, file->index, x);
	return !x->found.n || may_tell(o, a, q, e);
}

OP(exchange_compare)
{
	struct read in = read_of(q->data.s, q->data.len);
	struct comparing *x = arena_alloc(a, sizeof *x);
	struct buf b = { .a = a };
	struct index *index;
	bool lost[256];
	size_t n_lost;

	key_wipe_later(a, x, sizeof *x);
	if (!ops_exchange_may(o, a, q->kid, "compare with another register", e))
		return false;
	if (!q->subject || !read_comparing(&in, x))
		return wrong(&in, e);
	index = ops_index(o, x->upto, lost, &n_lost, e);
	if (!index || (!n_lost && !compare(o, a, q, index, x, e)))
		return false;
	cbor_put_array(&b, 4);
	ops_put_lost(&b, lost, n_lost);
	cbor_put_bool(&b, x->found.held);
	cbor_put_bool(&b, x->found.more);
	cbor_put_array(&b, x->found.n);
	for (size_t i = 0; i < x->found.n; i++) {
		cbor_put_array(&b, 3);
		cbor_put_bytes(&b, str_mem(x->found.same[i].subject, 16));
		cbor_put_int(&b, x->found.same[i].score);
		cbor_put_int(&b, x->found.same[i].agrees);
	}
	out->data = buf_text(&b);
	return true;
}

/* "[[upto, ...], [object s, ...]]", and what is opened for it. */
struct showing {
	uint64_t upto[256];
	struct str objects[KEYS_PAIRS];
	size_t n;
	const struct rec *links[KEYS_PAIRS];
	uint8_t identity[32], recipient[32];
	struct ops_exchanged *files;
	size_t n_files;
	struct keys_pair pairs[KEYS_PAIRS]; /* of each link: of the row no more than where it is */
};

static bool read_showing(struct read *in, struct showing *x)
{
	uint64_t two = 0, n = 0;

	if (!cbor_array(in, 2, &two) || two != 2 || !ops_read_upto(in, x->upto) ||
	    !cbor_array(in, KEYS_PAIRS, &n) || !n)
		return false;
	for (; x->n < n; x->n++)
		if (!cbor_bytes(in, 1, SEAL_MAX, &x->objects[x->n]))
			return false;
	return read_end(in);
}

/* The links of this person alone: nobody else's object opens with these keys. */
static bool open_links(struct arena *a, struct showing *x, struct err *e)
{
	struct str body;

	for (size_t i = 0; i < x->n; i++) {
		if (!open_person_as(a, x->identity, x->recipient, x->objects[i], &body, e))
			return within(e, "show who is like a person");
		key_wipe_later(a, (void *)(uintptr_t)body.s, body.len);
		x->links[i] = names_record(a, body);
		if (!x->links[i] || x->links[i]->kind != &kind_dedup_link ||
		    rec_code(x->links[i], "other").len != 16)
			return err_set(e, ERR_FALSE,
				       "show who is like a person: what is opened is no possible "
				       "duplicate");
	}
	return true;
}

static struct str body_of(struct arena *a, const struct names *x)
{
	struct buf b = { .a = a };

	names_put(x, &b);
	key_wipe_later(a, b.p, b.cap);
	return buf_text(&b);
}

/* Where the row of each is, if anywhere. */
static void find_rows(struct arena *a, struct showing *x)
{
	for (size_t i = 0; i < x->n; i++) {
		struct keys_pair *pair = &x->pairs[i];

		memcpy(pair->other, rec_code(x->links[i], "other").s, 16);
		for (size_t k = 0; k < x->n_files && !pair->held; k++) {
			pair->held = index_person(x->files[k].index, a, pair->other, &pair->names);
			if (pair->held)
				memcpy(pair->id, x->files[k].id, EXCHANGE_ID);
		}
	}
}

/* Each who is shown counts among those whom this officer was shown by name: who makes objects of his or her own goes through no file. */
static bool may_show(struct ops *o, struct arena *a, const struct keys_ask *q,
		     const struct showing *x, bool apart, struct err *e)
{
	struct index_hit *hits = arena_array(a, x->n, sizeof *hits);
	const struct keys_ask find = finding(o, q);
	size_t n = 0;
	bool near;

	for (size_t i = 0; i < x->n; i++)
		if (x->pairs[i].held)
			memcpy(hits[n++].subject, x->pairs[i].other, 16);
	return ops_may_open(o, a, q, apart, e) && (!n || ops_shows(o, a, &find, hits, n, &near, e));
}

static void put_pair(struct arena *a, struct buf *b, const struct keys_pair *pair,
		     const struct rec *r)
{
	const struct val *reason = rec_get(r, "reason");

	cbor_put_array(b, 6);
	cbor_put_bytes(b, str_mem(pair->other, 16));
	cbor_put_int(b, need_amount(r, "score"));
	cbor_put_text(b, rec_get(r, "verdict") ? rec_code(r, "verdict") : S(""));
	cbor_put_text(b, reason ? reason->s : S(""));
	cbor_put_bytes(b, pair->held ? str_mem(pair->id, EXCHANGE_ID) : S(""));
	cbor_put_bytes(b, pair->held ? body_of(a, &pair->names) : S(""));
}

/* Opened first, since a child's file is one for protection officers alone; journalled before anything comes out. */
static bool show(struct ops *o, struct arena *a, const struct keys_ask *q, struct index *index,
		 struct showing *x, struct buf *b, struct err *e)
{
	struct names *own = arena_alloc(a, sizeof *own);
	bool apart = false;

	if (!keyring_recipient(o->keyring, q->subject, x->recipient, e) ||
	    !keyring_identity(o->keyring, q->subject, x->identity, e) ||
	    !keyring_apart(o->keyring, q->subject, &apart, e) || !open_links(a, x, e) ||
	    !ops_exchanged(o, a, &x->files, &x->n_files, e))
		return false;
	find_rows(a, x);
	if (!may_show(o, a, q, x, apart, e))
		return false;
	cbor_put_bytes(b, index_person(index, a, q->subject, own) ? body_of(a, own) : S(""));
	cbor_put_array(b, x->n);
	for (size_t i = 0; i < x->n; i++)
		put_pair(a, b, &x->pairs[i], x->links[i]);
	return true;
}

OP(exchange_hits)
{
	struct read in = read_of(q->data.s, q->data.len);
	struct showing *x = arena_alloc(a, sizeof *x);
	struct buf b = { .a = a };
	struct index *index;
	bool lost[256];
	size_t n_lost;

	key_wipe_later(a, x, sizeof *x);
	if (!ops_exchange_may(o, a, q->kid, "show who is like a person of another register", e))
		return false;
	if (!q->subject || !read_showing(&in, x))
		return wrong(&in, e);
	index = ops_index(o, x->upto, lost, &n_lost, e);
	if (!index)
		return false;
	cbor_put_array(&b, 3);
	ops_put_lost(&b, lost, n_lost);
	if (n_lost) {
		cbor_put_bytes(&b, S(""));
		cbor_put_array(&b, 0);
	} else if (!show(o, a, q, index, x, &b, e)) {
		return false;
	}
	key_wipe_later(a, b.p, b.cap);
	out->data = buf_text(&b);
	return true;
}
