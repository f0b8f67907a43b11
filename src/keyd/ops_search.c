/* Operations with searches: whether one was made before somebody is registered, and who has the same name. */
#include "keyd/ops_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/time.h"
#include "keyd/index.h"
#include "keyd/keys_names.h"
#include "keyd/ops_same.h"
#include "keyd/searched.h"
#include "ledger/key.h"
#include "record/reader.h"
#include "base/banned.h"

static struct searched *searches(struct ops *o, struct err *e)
{
	if (!o->searched)
		o->searched = searched_new(o->a, o->keyring, o->dir, e);
	return o->searched;
}

bool ops_looked_up(struct ops *o, struct arena *a, struct str officer, struct str name,
		   struct err *e)
{
	const struct ops_session *s = officer.len ? ops_session_of(o, officer) : NULL;

	return !s || (searches(o, e) && searched_add(o->searched, a, clock_now(&o->clock), s->kid,
						     names_words(a, name), e));
}

/* "[[upto, ...], body, kids, since, claims, tells, waited, [[subject, body], ...]]" */
struct search {
	uint64_t upto[256];
	struct str body, kids;
	int64_t since;
	bool claims, tells;
	int64_t waited;
	struct index_record *waiting;
	size_t n_waiting;
	/* Who it is about, and what came of it. */
	const uint8_t *subject;
	struct ops_same who;
	size_t answers; /* who cannot be told from the person by the year of birth */
	struct keys_searched found;
	struct index_hit *told; /* of those, who is told: the subjects alone */
	size_t n_told, known;	/* of those, who does not wait */
};

static bool read_waiting(struct read *in, struct arena *a, struct search *x)
{
	uint64_t n = 0, two = 0;

	if (!cbor_array(in, KEYS_NAMES, &n))
		return false;
	x->waiting = arena_array(a, n + 1, sizeof *x->waiting);
	for (; x->n_waiting < n; x->n_waiting++) {
		struct index_record *to = &x->waiting[x->n_waiting];
		struct str subject = { 0 };

		if (!cbor_array(in, 2, &two) || !cbor_bytes(in, 16, 16, &subject) ||
		    !cbor_bytes(in, 1, INDEX_BODY, &to->body))
			return false;
		memcpy(to->subject, subject.s, 16);
	}
	return !n || two == 2 ? true : read_fail(in, "records of a subject and a body");
}

static bool read_search(struct read *in, struct arena *a, struct search *x)
{
	uint64_t eight = 0;

	if (!cbor_array(in, 8, &eight) || !ops_read_upto(in, x->upto) ||
	    !cbor_bytes(in, 0, INDEX_BODY, &x->body) ||
	    !cbor_bytes(in, 0, OPS_OFFICERS * 4, &x->kids) ||
	    !cbor_int(in, 0, INT64_MAX, &x->since) || !cbor_bool(in, &x->claims) ||
	    !cbor_bool(in, &x->tells) || !cbor_int(in, 0, UINT32_MAX, &x->waited) ||
	    !read_waiting(in, a, x))
		return false;
	return eight == 8 && !(x->kids.len % 4)
		       ? read_end(in)
		       : read_fail(in, "eight parts, with keys of officers");
}

/* What is asked about: what is said, or known, of who is here; what is said anew of somebody takes the place of what is known. */
static bool read_names(struct index *index, struct index *waits, struct arena *a, struct search *x,
		       struct err *e)
{
	struct read in = read_of(x->body.s, x->body.len);
	struct names *said = arena_alloc(a, sizeof *said);
	struct names *who = &x->who.names;
	bool known = x->subject && ((waits && index_person(waits, a, x->subject, who)) ||
				    index_person(index, a, x->subject, who));

	if (x->body.len && !names_read(&in, said))
		return err_set(e, ERR_USAGE,
			       "keys: what is asked about names is not well-formed: %s", in.wrong);
	if (x->body.len && known)
		names_merge(who, said);
	else if (x->body.len)
		*who = *said;
	else if (!known)
		return true;
	ops_same_ways(a, &x->who);
	return true;
}

/* The first of those who register who is signed in: the one who looks. */
static bool looks(struct ops *o, struct arena *a, const struct search *x,
		  const struct ops_session **who, struct err *e)
{
	*who = NULL;
	for (size_t i = 0; i < x->kids.len && !*who; i += 4)
		*who = ops_session(o, (const uint8_t *)x->kids.s + i);
	if (!*who)
		return o->client->here ||
		       err_set(e, ERR_LOCKED, "look for a name: the officer has no session");
	return ops_holds(o, a, (*who)->kid, READER_FINDS, "look for a name", e);
}

/* Of those who register, and of whoever else is signed in at that desk. */
static bool looked_before(struct ops *o, struct arena *a, struct search *x, struct err *e)
{
	uint8_t(*kids)[4] = arena_alloc(a, OPS_OFFICERS * 4 + x->kids.len);
	size_t n = x->kids.len / 4;

	if (!searches(o, e))
		return false;
	memcpy(kids, x->kids.s ? x->kids.s : "", x->kids.len);
	for (size_t i = 0; i < OPS_OFFICERS; i++)
		if (o->client->sessions[i].open)
			memcpy(kids[n++], o->client->sessions[i].kid, 4);
	for (size_t i = 0; i < x->who.n_ways && !x->found.looked; i++)
		if (!searched_by(o->searched, a, (const uint8_t(*)[4])kids, n, x->who.ways[i].words,
				 x->since, clock_now(&o->clock), &x->found.looked, e))
			return false;
	return true;
}

static struct keys_same put_same(const struct index_hit *hit, bool waits)
{
	struct keys_same same = { .score = hit->score, .agrees = hit->agrees, .waits = waits };

	memcpy(same.subject, hit->subject, 16);
	return same;
}

/* Somebody who answers to one of the names. */
static bool compare(struct ops *o, struct arena *a, struct search *x, const struct index_hit *hit,
		    bool waits, struct err *e)
{
	uint8_t recipient[32];
	bool apart;

	/* Who was erased is nobody. */
	if (!keyring_recipient(o->keyring, hit->subject, recipient, e))
		return e->kind == ERR_NOTHING;
	x->answers += waits ? 0 : hit->likely;
	if (!ops_same_may_be(a, &x->who, hit))
		return true;
	if (x->found.n == KEYS_SAME)
		return x->found.more = true;
	x->found.same[x->found.n++] = put_same(hit, waits);
	x->known += !waits;
	/* Of children nobody at a desk is told, and of who waits there is nothing to tell yet. */
	if (!keyring_apart(o->keyring, hit->subject, &apart, e))
		return false;
	if (x->tells && !apart && !waits)
		memcpy(x->told[x->n_told++].subject, hit->subject, 16);
	return true;
}

/* In the index, and in what waits; whose names wait to be others is looked for among these alone. */
static bool compare_all(struct ops *o, struct arena *a, struct index *index, struct index *waits,
			struct search *x, struct err *e)
{
	struct index_query *query = arena_alloc(a, sizeof *query);
	struct names *names = arena_alloc(a, sizeof *names);
	struct index_hit *hits;
	size_t n;
	bool more;

	ops_same_query(a, &x->who, query);
	query->except = x->subject;
	index_find(index, a, query, SIZE_MAX, &hits, &n, &more);
	x->told = arena_array(a, n + 1, sizeof *x->told);
	for (size_t i = 0; i < n; i++)
		if (!(waits && index_person(waits, a, hits[i].subject, names)) &&
		    !compare(o, a, x, &hits[i], false, e))
			return false;
	if (!waits)
		return true;
	index_find(waits, a, query, SIZE_MAX, &hits, &n, &more);
	for (size_t i = 0; i < n; i++)
		if (!compare(o, a, x, &hits[i], true, e))
			return false;
	return true;
}

/* All is looked up before it is judged what may be told, and what of it has to be journalled. */
static bool search(struct ops *o, struct arena *a, struct index *index, struct search *x,
		   struct err *e)
{
	const struct ops_session *who;
	struct keys_ask find = { .purpose = S("duplicate") };
	struct index *waits;
	bool near;

	if (!looks(o, a, x, &who, e) ||
	    !ops_waits_add(o, a, index, (size_t)x->waited, x->waiting, x->n_waiting, e))
		return false;
	waits = ops_waits(o);
	if (!read_names(index, waits, a, x, e) || (x->claims && !looked_before(o, a, x, e)) ||
	    !compare_all(o, a, index, waits, x, e))
		return false;
	if (who)
		find.name = str_mem(who->name, who->name_len);
	if (((x->claims && !x->found.looked && x->answers) || x->known) &&
	    !ops_may_find(o, a, &find, e))
		return false;
	x->found.looked |= x->claims && !x->answers;
	/* Who did not look is told that alone. */
	if (x->claims && !x->found.looked)
		x->found.n = x->n_told = 0;
	return !x->n_told || ops_shows(o, a, &find, x->told, x->n_told, &near, e);
}

static void put_found(struct buf *b, const struct keys_same *x)
{
	cbor_put_array(b, 4);
	cbor_put_bytes(b, str_mem(x->subject, 16));
	cbor_put_int(b, x->score);
	cbor_put_int(b, x->agrees);
	cbor_put_bool(b, x->waits);
}

OP(search)
{
	struct read in = read_of(q->data.s, q->data.len);
	struct search *x = arena_alloc(a, sizeof *x);
	struct buf b = { .a = a };
	struct index *index;
	size_t n_lost;

	key_wipe_later(a, x, sizeof *x);
	*x = (struct search){ .subject = q->subject };
	if (!read_search(&in, a, x))
		return err_set(e, ERR_USAGE,
			       "keys: what is asked about a search is not well-formed: %s",
			       in.wrong ? in.wrong : "it is longer than it should be");
	index = ops_index(o, x->upto, x->found.lost.is, &n_lost, e);
	if (!index || (!n_lost && !search(o, a, index, x, e)))
		return false;
	cbor_put_array(&b, 4);
	ops_put_lost(&b, x->found.lost.is, n_lost);
	cbor_put_bool(&b, x->found.looked);
	cbor_put_bool(&b, x->found.more);
	cbor_put_array(&b, x->found.n);
	for (size_t i = 0; i < x->found.n; i++)
		put_found(&b, &x->found.same[i]);
	out->data = buf_text(&b);
	return true;
}
