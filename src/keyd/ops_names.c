/*
 * Operations with names. What has been read of each bucket's file stays in memory as long as the keys are open;
 * what counts of the file is said with each question, so that names of a transaction that was dropped are not
 * found.
 */
#include "keyd/ops_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/keys_names.h"
#include "ledger/key.h"
#include "ledger/keyring_erase.h"
#include "ledger/seal.h"
#include "base/banned.h"

#define OBJECT_MAX ((size_t)1 << 20) /* of a registration, with its photo */
#define CASE_MAX   40
#define QUERY_MAX  2000

struct ops_names {
	struct index *index;
	uint64_t have[256]; /* bytes of each bucket's file that are in it */
};

static void release(void *p)
{
	arena_free(p);
}

static struct ops_names *names_open(struct ops *o, struct err *e)
{
	struct arena *a;

	if (o->names)
		return o->names;
	a = arena_new(0);
	if (!a) {
		err_set(e, ERR_FAILED, "keep the names: out of memory");
		return NULL;
	}
	arena_defer(o->a, release, a);
	o->names = arena_alloc(o->a, sizeof *o->names);
	o->names->index = index_new(a, e);
	return o->names->index ? o->names : (o->names = NULL);
}

void ops_names_forget(struct ops *o, uint8_t bucket)
{
	if (!o->names || !o->names->have[bucket])
		return;
	index_forget(o->names->index, bucket);
	o->names->have[bucket] = 0;
}

static bool wrong_ask(const struct read *in, struct err *e)
{
	return err_set(e, ERR_USAGE, "keys: what is asked about names is not well-formed: %s",
		       in->wrong ? in->wrong : "it is longer than it should be");
}

/* "[bucket, upto, sync, [[...], ...]]" up to its list. */
struct adding {
	uint8_t bucket;
	uint64_t upto, n;
	bool sync;
};

static bool read_adding(struct read *in, struct adding *x)
{
	uint64_t four = 0;
	int64_t bucket = 0, upto = 0;

	if (!cbor_array(in, 4, &four) || !cbor_int(in, 0, 255, &bucket) ||
	    !cbor_int(in, 0, (int64_t)INDEX_FILE, &upto) || !cbor_bool(in, &x->sync) ||
	    !cbor_array(in, KEYS_NAMES, &x->n))
		return false;
	x->bucket = (uint8_t)bucket;
	x->upto = (uint64_t)upto;
	return four == 4 && x->n ? true : read_fail(in, "four parts, and a record at least");
}

static bool read_subject(struct read *in, uint64_t parts, uint8_t bucket, uint8_t out[16])
{
	struct str subject = { 0 };
	uint64_t n = 0;

	if (!cbor_array(in, parts, &n) || !cbor_bytes(in, 16, 16, &subject))
		return false;
	memcpy(out, subject.s, 16);
	return n == parts && out[0] == bucket ? true : read_fail(in, "a subject of another bucket");
}

static bool add(struct ops *o, struct arena *a, const struct adding *x,
		const struct index_record *list, size_t n, struct keys_answer *out, struct err *e)
{
	struct buf b = { .a = a };
	uint64_t end = x->upto;

	/* Written from the beginning it is another file. */
	if (!x->upto)
		ops_names_forget(o, x->bucket);
	if (n && !keyring_index_add(o->keyring, x->bucket, x->upto, list, n, x->sync, &end, e)) {
		if (e->kind != ERR_NOTHING)
			return false;
		end = 0;
	}
	cbor_put_int(&b, (int64_t)end);
	out->data = buf_text(&b);
	return true;
}

bool op_names_add(struct ops *o, struct arena *a, const struct keys_ask *q, struct keys_answer *out,
		  struct err *e)
{
	struct read in = read_of(q->data.s, q->data.len);
	struct index_record *list;
	struct adding x;

	if (!read_adding(&in, &x))
		return wrong_ask(&in, e);
	list = arena_array(a, x.n, sizeof *list);
	for (size_t i = 0; i < x.n; i++)
		if (!read_subject(&in, 2, x.bucket, list[i].subject) ||
		    !cbor_bytes(&in, 1, INDEX_BODY, &list[i].body))
			return wrong_ask(&in, e);
	return read_end(&in) ? add(o, a, &x, list, x.n, out, e) : wrong_ask(&in, e);
}

/* Opens an object s and makes a record of what it says of names; body->s == NULL where it says nothing. What was
 * erased is not opened any more, and is no error. */
static bool body_of(struct ops *o, struct arena *a, const uint8_t subject[16], struct str case_no,
		    struct str object, struct str *body, struct err *e)
{
	uint8_t identity[32], recipient[32];
	struct names names;
	struct str plain;
	struct buf b = { .a = a };
	bool ok;

	*body = (struct str){ NULL, 0 };
	if (!keyring_recipient(o->keyring, subject, recipient, e) ||
	    !keyring_identity(o->keyring, subject, identity, e))
		return e->kind == ERR_NOTHING;
	ok = open_person_as(a, identity, recipient, object, &plain, e);
	key_wipe(identity, sizeof identity);
	if (!ok)
		return false;
	if (names_of_object(a, plain, &names)) {
		names.case_no = case_no;
		names_put(&names, &b);
		key_wipe_later(a, b.p, b.cap);
		*body = buf_text(&b);
	}
	return true;
}

bool op_names_read(struct ops *o, struct arena *a, const struct keys_ask *q,
		   struct keys_answer *out, struct err *e)
{
	struct read in = read_of(q->data.s, q->data.len);
	struct index_record *list;
	struct adding x;
	size_t n = 0;

	if (!read_adding(&in, &x))
		return wrong_ask(&in, e);
	list = arena_array(a, x.n, sizeof *list);
	for (size_t i = 0; i < x.n; i++) {
		struct str case_no, object;

		if (!read_subject(&in, 3, x.bucket, list[n].subject) ||
		    !cbor_text(&in, CASE_MAX, &case_no) || !cbor_bytes(&in, 1, OBJECT_MAX, &object))
			return wrong_ask(&in, e);
		if (!body_of(o, a, list[n].subject, case_no, object, &list[n].body, e))
			return false;
		n += list[n].body.s != NULL;
	}
	return read_end(&in) ? add(o, a, &x, list, n, out, e) : wrong_ask(&in, e);
}

struct taking {
	struct index *index;
	struct err *e;
};

static bool take(void *p, const struct index_record *x)
{
	struct taking *t = p;

	return index_take(t->index, x, t->e);
}

/* Brings one bucket up to what counts; false with *lost where its file cannot be read. */
static bool catch_up(struct ops *o, uint8_t b, uint64_t upto, bool *lost, struct err *e)
{
	struct taking t = { o->names->index, e };

	*lost = false;
	if (o->names->have[b] > upto)
		ops_names_forget(o, b);
	if (o->names->have[b] == upto)
		return true;
	if (keyring_index_each(o->keyring, b, o->names->have[b], upto, take, &t, e)) {
		o->names->have[b] = upto;
		return true;
	}
	/* What was read of it is of no use. */
	o->names->have[b] = upto;
	ops_names_forget(o, b);
	*lost = e->kind == ERR_NOTHING || e->kind == ERR_FALSE;
	return *lost;
}

struct index *ops_index(struct ops *o, const uint64_t upto[256], bool lost[256], size_t *n_lost,
			struct err *e)
{
	*n_lost = 0;
	if (!keyring_replayed(o->keyring, e) || !names_open(o, e))
		return NULL;
	for (unsigned i = 0; i < 256; i++) {
		if (!catch_up(o, (uint8_t)i, upto[i], &lost[i], e))
			return NULL;
		*n_lost += lost[i];
	}
	return o->names->index;
}

void ops_put_lost(struct buf *b, const bool lost[256], size_t n_lost)
{
	cbor_put_array(b, n_lost);
	for (unsigned i = 0; i < 256; i++)
		if (lost[i])
			cbor_put_int(b, i);
}

bool ops_read_upto(struct read *in, uint64_t upto[256])
{
	uint64_t n = 0;
	int64_t v = 0;

	if (!cbor_array(in, 256, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!cbor_int(in, 0, (int64_t)INDEX_FILE, &v))
			return false;
		upto[i] = (uint64_t)v;
	}
	return n == 256 ? true : read_fail(in, "the lengths of 256 files");
}

/* "[name, born, mother, max, [upto, ...]]" */
struct asking {
	struct index_asked asked;
	int64_t max;
	uint64_t upto[256];
};

static bool read_asking(struct read *in, struct asking *x)
{
	uint64_t five = 0;

	if (!cbor_array(in, 5, &five) || !cbor_text(in, QUERY_MAX, &x->asked.name) ||
	    !cbor_text(in, QUERY_MAX, &x->asked.born) ||
	    !cbor_text(in, QUERY_MAX, &x->asked.mother) || !cbor_int(in, 1, KEYS_HITS, &x->max) ||
	    !ops_read_upto(in, x->upto))
		return false;
	return five == 5 ? read_end(in) : read_fail(in, "five parts, the last of 256");
}

/* What is said beside the names; keys_names.h. */
struct find_said {
	bool more, apart, near;
};

static void put_hits(struct buf *b, const struct index_hit *hits, size_t n)
{
	cbor_put_array(b, n);
	for (size_t i = 0; i < n; i++) {
		struct buf body = { .a = b->a };

		names_put(&hits[i].names, &body);
		key_wipe_later(b->a, body.p, body.cap);
		cbor_put_array(b, 7);
		cbor_put_bytes(b, str_mem(hits[i].subject, 16));
		cbor_put_int(b, hits[i].score);
		cbor_put_bool(b, hits[i].strong);
		cbor_put_int(b, hits[i].sure.odds);
		cbor_put_bool(b, hits[i].sure.if_sure);
		cbor_put_bool(b, hits[i].sure.anyway);
		cbor_put_bytes(b, buf_text(&body));
	}
}

/* Takes out whose record is apart (a child's), unless a protection officer asks, and who is not in the keyring any more.
 * *apart: somebody was; only who has to tell two people apart is told so. */
static bool without_apart(struct ops *o, struct arena *a, const struct keys_ask *q,
			  struct index_hit *hits, size_t *n, bool *apart, struct err *e)
{
	const struct ops_session *s = q->name.len ? ops_session_of(o, q->name) : NULL;
	struct err none;
	size_t kept = 0;
	bool is;

	*apart = false;
	if (s && ops_holds(o, a, s->kid, "protection", "find a child's name", &none))
		return true;
	for (size_t i = 0; i < *n; i++) {
		if (!keyring_apart(o->keyring, hits[i].subject, &is, e)) {
			if (e->kind != ERR_NOTHING)
				return false;
			continue;
		}
		*apart |= is && str_eq(q->purpose, S("duplicate"));
		if (!is)
			hits[kept++] = hits[i];
	}
	*n = kept;
	return true;
}

/* One word is an answer to nobody's name where it is many people's: who agrees in no more is not told then. */
#define COMMON 5

static bool is_told(const struct asking *x, const struct index_query *query, struct index_hit *hits,
		    size_t *n, bool *more, struct err *e)
{
	size_t single = 0, kept = 0;

	for (size_t i = 0; i < *n; i++)
		single += hits[i].words < 2;
	if (single <= COMMON || query->born.first || query->mothers)
		return true;
	for (size_t i = 0; i < *n; i++)
		if (hits[i].words > 1)
			hits[kept++] = hits[i];
	*more = true;
	*n = kept;
	return kept || err_value(e, ERR_REFUSED, S("name"), x->asked.name,
				 "more words of the name, or the year of birth: more than %d "
				 "persons answer to one of these",
				 COMMON);
}

/* Looks for them, and has it journalled who asked and who is shown. */
static bool find_shown(struct ops *o, struct index *index, struct arena *a,
		       const struct keys_ask *q, const struct asking *x, struct index_hit **hits,
		       size_t *n, struct find_said *said, struct err *e)
{
	struct index_query *query = arena_alloc(a, sizeof *query);

	if (!index_query(a, &x->asked, query, e))
		return false;
	index_find(index, a, query, (size_t)x->max, hits, n, &said->more);
	return ops_may_find(o, a, q, e) && without_apart(o, a, q, *hits, n, &said->apart, e) &&
	       is_told(x, query, *hits, n, &said->more, e) &&
	       ops_shows(o, a, q, *hits, *n, &said->near, e) &&
	       ops_looked_up(o, a, q->name, query->names[0], e);
}

bool op_find(struct ops *o, struct arena *a, const struct keys_ask *q, struct keys_answer *out,
	     struct err *e)
{
	struct read in = read_of(q->data.s, q->data.len);
	struct asking *x = arena_alloc(a, sizeof *x);
	struct buf b = { .a = a };
	struct index_hit *hits = NULL;
	struct index *index;
	size_t n = 0, n_lost;
	struct find_said said = { false, false, false };
	bool lost[256];

	if (!read_asking(&in, x))
		return wrong_ask(&in, e);
	index = ops_index(o, x->upto, lost, &n_lost, e);
	if (!index)
		return false;
	if (!n_lost && !find_shown(o, index, a, q, x, &hits, &n, &said, e))
		return false;
	cbor_put_array(&b, 5);
	ops_put_lost(&b, lost, n_lost);
	cbor_put_bool(&b, said.more);
	cbor_put_bool(&b, said.apart);
	cbor_put_bool(&b, said.near);
	put_hits(&b, hits, n);
	key_wipe_later(a, b.p, b.cap);
	out->data = buf_text(&b);
	return true;
}
