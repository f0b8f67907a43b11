/* Comparing who was shown by name in what is known besides. What is opened for it stays here: how it agrees comes out, and is
 * journalled before. */
#include "keyd/ops_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/keys_besides.h"
#include "ledger/hash.h"
#include "ledger/key.h"
#include "ledger/seal.h"
#include "base/banned.h"

#define SUBJECT 16
#define CODE	16 /* bytes of a place's, as the record has it */
#define SEX	4

/* "[sex, [place, country, [near, ...]] as bytes, or none, [[subject, [object, ...]], ...]]" */
struct asking {
	struct besides_asked asked;
	struct str place; /* what is asked of places, as it came */
	struct keys_besides *list;
	size_t n;
	struct buf subjects;
};

static bool read_codes(struct read *in, struct arena *a, const struct str **out, size_t *n)
{
	struct str *list;
	uint64_t all = 0;

	if (!cbor_array(in, KEYS_PLACES, &all))
		return false;
	/* Each takes a byte at least. */
	if (all > read_left(in))
		return read_fail(in, "more codes than there is room for");
	list = arena_array(a, all + 1, sizeof *list);
	for (*n = 0; *n < all; (*n)++)
		if (!cbor_text(in, CODE, &list[*n]))
			return false;
	*out = list;
	return true;
}

static bool read_place(struct arena *a, struct asking *x)
{
	struct read in = read_of(x->place.s, x->place.len);
	uint64_t three = 0;

	return !x->place.len ||
	       (cbor_array(&in, 3, &three) && three == 3 && cbor_text(&in, CODE, &x->asked.place) &&
		x->asked.place.len && cbor_text(&in, CODE, &x->asked.country) &&
		read_codes(&in, a, &x->asked.near, &x->asked.n_near) && read_end(&in));
}

static bool read_person(struct read *in, struct arena *a, struct keys_besides *x)
{
	struct str *objects, subject = { 0 };
	uint64_t two = 0, n = 0;

	if (!cbor_array(in, 2, &two) || two != 2 || !cbor_bytes(in, SUBJECT, SUBJECT, &subject) ||
	    !cbor_array(in, KEYS_OBJECTS, &n))
		return false;
	memcpy(x->subject, subject.s, SUBJECT);
	objects = arena_array(a, n + 1, sizeof *objects);
	for (x->n = 0; x->n < n; x->n++)
		if (!cbor_bytes(in, 1, SEAL_MAX + 1024, &objects[x->n]))
			return false;
	x->objects = objects;
	return true;
}

static bool read_asking(struct arena *a, struct str data, struct asking *x)
{
	struct read in = read_of(data.s, data.len);
	uint64_t three = 0, n = 0;

	if (!cbor_array(&in, 3, &three) || three != 3 || !cbor_text(&in, SEX, &x->asked.sex) ||
	    !cbor_bytes(&in, 0, data.len, &x->place) || !cbor_array(&in, KEYS_HITS, &n) || !n)
		return false;
	x->list = arena_array(a, n, sizeof *x->list);
	for (; x->n < n; x->n++) {
		if (!read_person(&in, a, &x->list[x->n]))
			return false;
		buf_add(&x->subjects, x->list[x->n].subject, SUBJECT);
	}
	return read_end(&in) && (x->asked.sex.len || x->place.len) && read_place(a, x);
}

/* Whether whoever asks is told of somebody whose record is apart. */
static bool sees_apart(struct ops *o, struct arena *a, const struct keys_ask *q)
{
	const struct ops_session *s = q->name.len ? ops_session_of(o, q->name) : NULL;
	struct err none;

	return s && ops_holds(o, a, s->kid, "protection", "compare a child", &none);
}

/* The keys of somebody, of whom something may be told: *is. */
struct person {
	uint8_t identity[32], recipient[32];
};

static bool find_person(struct ops *o, const uint8_t subject[16], bool sees, struct person *p,
			bool *is, struct err *e)
{
	bool apart = false;

	*is = keyring_recipient(o->keyring, subject, p->recipient, e) &&
	      keyring_identity(o->keyring, subject, p->identity, e) &&
	      keyring_apart(o->keyring, subject, &apart, e);
	if (!*is)
		return e->kind == ERR_NOTHING;
	*is = sees || !apart;
	return true;
}

/* What was opened is wiped behind each, and with the arena. */
static bool compare(struct ops *o, struct arena *a, const struct besides_asked *asked, bool sees,
		    struct keys_besides *x, struct err *e)
{
	struct person *p = arena_alloc(a, sizeof *p);
	struct besides said = { .typed = false };
	struct str body;
	bool is;

	key_wipe_later(a, p, sizeof *p);
	if (!find_person(o, x->subject, sees, p, &is, e))
		return false;
	for (size_t i = 0; is && i < x->n; i++) {
		if (!open_person_as(a, p->identity, p->recipient, x->objects[i], &body, e))
			return within(e, "compare persons");
		key_wipe_later(a, (void *)(uintptr_t)body.s, body.len);
		besides_take(a, body, &said);
	}
	x->told = besides_compare(asked, &said);
	return true;
}

static int code_of(enum about_how how)
{
	int code = 0;

	while (besides_hows[code] != how)
		code++;
	return code;
}

static void put_told(struct buf *b, const struct keys_besides *x)
{
	cbor_put_array(b, 2);
	cbor_put_int(b, x->often ? BESIDES_OFTEN : code_of(x->told.origin));
	cbor_put_int(b, code_of(x->told.sex));
}

/* Journals all of it, and finds out of whom too many places were asked. */
static bool may_compare(struct ops *o, struct arena *a, const struct keys_ask *q, struct asking *x,
			struct err *e)
{
	struct hash asked = hash_of(x->place);
	bool *often = arena_array(a, x->n, sizeof *often);
	uint8_t place[32];

	if (!ops_digest(o, S("sulh/shown/v1"), hash_str(&asked), place, e) ||
	    !ops_compares(o, a, q, buf_text(&x->subjects), x->place.len ? place : NULL, often, e))
		return false;
	for (size_t i = 0; i < x->n; i++)
		x->list[i].often = often[i];
	return true;
}

OP(besides)
{
	struct asking *x = arena_alloc(a, sizeof *x);
	struct buf b = { .a = a };
	bool sees;

	*x = (struct asking){ .subjects = { .a = a } };
	if (!read_asking(a, q->data, x))
		return err_set(e, ERR_USAGE, "compare persons: what is asked is not well-formed");
	if (!may_compare(o, a, q, x, e))
		return false;
	sees = sees_apart(o, a, q);
	cbor_put_array(&b, x->n);
	for (size_t i = 0; i < x->n; i++) {
		if (!compare(o, a, &x->asked, sees, &x->list[i], e))
			return false;
		put_told(&b, &x->list[i]);
	}
	out->data = buf_text(&b);
	return true;
}
